//! Finding things: what queries mean over whole trees, that the order is that of BM25, and that nothing that is typed
//! breaks anything.

use crate::cli::{Scratch, prints, text};
use crate::fixture;
use planarium::answers::Ties;
use planarium::dialect::{self, Reading};
use planarium::files::{FilesBuilder, Limits};
use planarium::findings::{Finding, Settings};
use planarium::plan::{Date, Names, Plan};
use planarium::rules;
use planarium::search::{self, Ground, Indexing, Kept, Query, Records, Texts, rank, records::Kind, words};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// A tree with everything that a query is put to.
pub struct Sought {
    pub reading: Reading,
    pub plan: Plan,
    pub ties: Ties,
    pub names: Names,
    pub findings: Vec<Finding>,
    pub records: Records,
    pub day: Date,
}

impl Sought {
    pub fn of(reading: Reading, day: &str) -> Sought {
        let plan = reading.plan();
        let day = Date::parse(day).unwrap();
        let findings = rules::check(&reading, &plan, &day, &Settings::of_tree(reading.files()));
        let mut records = Indexing::new(&reading, &plan).finish(&reading, &plan);
        records.set_findings(&plan, &findings);
        let (ties, names) = (Ties::of(&plan), Names::of(&plan));
        Sought { reading, plan, ties, names, findings, records, day }
    }

    fn ground(&self) -> Ground<'_> {
        let inquiry = self.ties.inquiry(&self.plan, &self.day);
        Ground { inquiry, names: &self.names, findings: &self.findings, records: &self.records }
    }

    /// The first hits, each as its kind and its path, or what it is called.
    fn finds(&self, query: &str) -> Vec<String> {
        let results = search::search(self.ground(), self.reading.files(), &mut Texts::default(), query, 500);
        results
            .hits
            .iter()
            .map(|hit| format!("{} {}", hit.kind, hit.id.as_deref().unwrap_or(&hit.title)))
            .collect()
    }

    /// What a query keeps of it.
    pub fn kept(&self, query: &str) -> Kept {
        Kept::of(self.ground(), &Query::parse(query))
    }

    /// The items that fit, by id.
    fn items(&self, query: &str) -> Vec<&str> {
        let fits = self.kept(query).items;
        let items = self.plan.items.iter().zip(fits).filter(|(_, fits)| *fits);
        items.map(|(item, _)| item.id.as_str()).collect()
    }
}

const TREE: &str = "
//- _overview.md
# Harbour

## Current Sprint
- 🔄 SP01_pier — piles (Ann Lee)

## Module Index
| Module | Origin Plan | Modified By | Primary Owner |
|---|---|---|---|
| planks | SP01 | PP02 | Ann Lee |

## State Deltas
### ✅ SP01_pier — Mar 2025
- planks: new module — of oak
//- SP01_pier/_overview.md
---
status: DONE
magnitude: Heavy
last_updated: 2025-03-20
knowledge_gaps: [how deep]
---
# The pier at Žižkov

Crème brûlée for the crew. 計画書を読む。 Strength of oak: see İzmir.
//- SP01_pier/p00_piles/_overview.md
---
status: WIP
---
# Piles
//- SP01_pier/modules/planks.md
---
module: planks
last_updated: 2025-03-31
---
# Planks

## Oak

Oak planks last; the pier needs oak planks.
//- PP02_mend/_overview.md
---
status: TODO
depends_on: [SP01]
assignee: Bo Stone
last_updated: 2025-05-30
labels: [rope, tar]
---
# Mend it

Planks of oak, and rope.
//- _completed/SP03_raft/_overview.md
---
status: DONE
---
# Raft
//- exploration/meeting_2025_01_10.md
# Kickoff 2025-01-10

## Attendees
- Ann Lee

## Decisions
- ✅ CREATE: SP01_pier/ (System Plan, Heavy)
- Constraint: Everything must carry a truck (Bo Stone requirement)
";

fn harbour() -> Sought {
    Sought::of(fixture::reading(TREE), "2025-06-01")
}

#[test]
fn fields_ask_what_they_say() {
    let tree = harbour();
    for (query, expected) in [
        ("status:done kind:plan", "SP01_pier SP03_raft"),
        ("status:done,todo kind:plan", "PP02_mend SP01_pier SP03_raft"),
        ("status:wip", "SP01_pier/p00_piles"),
        ("-status:done kind:plan", "PP02_mend"),
        ("is:archived", "SP03_raft"),
        ("needs:SP01", "PP02_mend"),
        ("needs:sp01_pier", "PP02_mend"),
        ("needs:SP0", ""),
        ("needs:*", "PP02_mend"),
        ("needed-by:PP02", "SP01_pier"),
        ("plan:SP01", "SP01_pier SP01_pier/modules/planks SP01_pier/p00_piles"),
        ("module:planks kind:plan", "PP02_mend SP01_pier"),
        ("owner:ann", "SP01_pier/modules/planks"),
        ("owner:bo", "PP02_mend"),
        ("gap:*", "SP01_pier"),
        ("gap:deep", "SP01_pier"),
        ("gap:wide", ""),
        ("changed:7d", "PP02_mend"),
        ("changed:2025-03", "SP01_pier SP01_pier/modules/planks"),
        ("changed:<2025-04-01", "SP01_pier SP01_pier/modules/planks"),
        ("changed:2025-05-01..2025-06-01", "PP02_mend"),
        ("is:stale", "SP01_pier/modules/planks"),
        ("labels:tar", "PP02_mend"),
        ("labels:*", "PP02_mend"),
        ("magnitude:heavy", "SP01_pier"),
        ("in:exploration", "exploration/meeting_2025_01_10"),
        ("in:modules", "SP01_pier/modules/planks"),
        ("in:SP01_pie", ""),
        ("kind:note", "exploration/meeting_2025_01_10"),
        ("is:ready", "PP02_mend"),
    ] {
        assert_eq!(tree.items(query).join(" "), expected, "{query}");
    }
    assert_eq!(tree.finds("kind:person person:ann"), ["person Ann Lee"]);
    assert_eq!(
        tree.finds("kind:decision date:2025-01"),
        [
            "decision SP01_pier/ (System Plan, Heavy)",
            "decision Everything must carry a truck (Bo Stone requirement)"
        ]
    );
    let broken: BTreeSet<&str> = tree.findings.iter().map(|finding| finding.rule).collect();
    for rule in broken {
        let found = tree.finds(&format!("kind:finding rule:{rule}"));
        assert_eq!(
            found.len(),
            tree.findings.iter().filter(|finding| finding.rule == rule).count(),
            "{rule}"
        );
    }
}

#[test]
fn words_are_found_however_they_are_written() {
    let tree = harbour();
    let first = |query: &str| tree.finds(query).into_iter().next().unwrap_or_default();
    assert_eq!(first("zizkov"), "plan SP01_pier");
    assert_eq!(first("CREME BRULEE"), "plan SP01_pier");
    assert_eq!(first("\"creme brulee\""), "plan SP01_pier");
    assert_eq!(first("izmir "), "plan SP01_pier");
    assert_eq!(first("計画"), "plan SP01_pier");
    assert_eq!(first("画書"), "plan SP01_pier");
    assert_eq!(first("書"), "plan SP01_pier");
    assert_eq!(first("SP01_pier"), "plan SP01_pier");
    assert_eq!(first("sp01_pi"), "plan SP01_pier");
    assert_eq!(first("ann lee"), "person Ann Lee");
    // A name that is mistyped.
    assert_eq!(first("plnaks"), "module planks");
    assert_eq!(first("raff "), "plan SP03_raft");
    // In this order, one behind the other.
    assert!(tree.finds("\"oak planks\"").contains(&"module SP01_pier/modules/planks".to_owned()));
    assert!(!tree.finds("\"oak planks\"").contains(&"plan PP02_mend".to_owned()));
    assert_eq!(tree.items("oak -rope kind:plan"), ["SP01_pier"]);
    assert_eq!(tree.items("(rope OR brulee) kind:plan"), ["PP02_mend", "SP01_pier"]);
}

#[test]
fn a_hit_shows_its_line_and_heading() {
    let tree = harbour();
    let results = search::search(
        tree.ground(),
        tree.reading.files(),
        &mut Texts::default(),
        "oak pier needs kind:module",
        5,
    );
    let hit = results.hits.first().unwrap();
    assert_eq!((hit.place.path.as_str(), hit.place.line), ("SP01_pier/modules/planks.md", 9));
    assert_eq!(hit.heading.as_deref(), Some("Oak"));
    assert_eq!(hit.text, "Oak planks last; the pier needs oak planks.");
    let marked: Vec<&str> = hit.marks.iter().map(|mark| &hit.text[mark.clone()]).collect();
    assert_eq!(marked, ["Oak", "pier", "needs", "oak"]);
}

#[test]
fn what_changes_is_found_anew() {
    let mut tree = harbour();
    assert_eq!(tree.items("brulee"), ["SP01_pier"]);
    let path = planarium::files::TreePath::parse("SP01_pier/_overview.md").unwrap();
    tree.reading.replace(&path, b"---\nstatus: DONE\n---\n# The pier\n\nBread.\n".to_vec());
    let plan = tree.reading.plan();
    let file = tree.reading.files().index_of("SP01_pier/_overview.md").unwrap();
    tree.records.replace(&tree.reading, &plan, file);
    tree.plan = plan;
    assert_eq!(tree.items("brulee "), Vec::<&str>::new());
    assert_eq!(tree.items("bread"), ["SP01_pier"]);
}

/// What is found is the same in however small steps a tree is looked through.
#[test]
fn steps_find_what_one_go_finds() {
    let reading = fixture::reading(TREE);
    let plan = reading.plan();
    let whole = Indexing::new(&reading, &plan).finish(&reading, &plan);
    let mut stepped = Indexing::new(&reading, &plan);
    let mut steps = 0;
    while !stepped.step(&reading, &plan, 1).is_complete() {
        steps += 1;
    }
    assert!(steps > 4, "{steps}");
    let (ties, names, day) = (Ties::of(&plan), Names::of(&plan), Date::parse("2025-06-01").unwrap());
    let ranked = |records: &Records, query: &str| {
        let ground = Ground { inquiry: ties.inquiry(&plan, &day), names: &names, findings: &[], records };
        rank::rank(ground, &Query::parse(query))
    };
    for query in ["oak", "planks pier", "\"oak planks\"", "a"] {
        assert_eq!(ranked(&whole, query), ranked(stepped.records(), query), "{query}");
    }
}

// ── the order, against a BM25 written here from the formula ─────────────────────────────────

/// The documents of a tree as bags of words, with the weights that the search documents: 8 for a name, 3 for a
/// heading, 1 for text.
struct Reference {
    documents: Vec<(String, BTreeMap<String, f64>, f64)>,
}

impl Reference {
    fn of(reading: &Reading, plan: &Plan) -> Reference {
        let mut documents = Vec::new();
        for entry in reading.files().iter().filter(|entry| entry.path().as_str().ends_with(".md")) {
            let path = entry.path().as_str();
            let text = reading.files().text(entry).unwrap().text;
            let mut bag: BTreeMap<String, f64> = BTreeMap::new();
            let mut count = |text: &str, weight: f64| {
                let words = words::of(text);
                words.iter().for_each(|(word, _)| *bag.entry(word.clone()).or_default() += weight);
                words.last().map_or(0.0, |(_, place)| f64::from(*place) + 1.0)
            };
            let item = plan.item_at(path).unwrap();
            let name = item.name().trim_end_matches(".md");
            count(name, 8.0);
            if item.title != name {
                count(&item.title, 8.0);
            }
            let mut length = 2.0 + count(path, 1.0) + 8.0;
            for line in text.split('\n') {
                length += count(line, if line.starts_with('#') { 3.0 } else { 1.0 });
            }
            documents.push((path.to_owned(), bag, length));
        }
        Reference { documents }
    }

    /// The ten best documents for words that all have to be there.
    fn best(&self, words: &[&str], kind: impl Fn(&str) -> f64) -> Vec<String> {
        let average =
            self.documents.iter().map(|(.., length)| length).sum::<f64>() / self.documents.len() as f64;
        let mut scored: Vec<(f64, &str)> = Vec::new();
        for (path, bag, length) in &self.documents {
            let mut score = 0.0;
            for word in words {
                let holding =
                    self.documents.iter().filter(|(_, bag, _)| bag.contains_key(*word)).count() as f64;
                let rarity = (1.0 + (self.documents.len() as f64 - holding + 0.5) / (holding + 0.5)).ln();
                let Some(weight) = bag.get(*word) else {
                    score = f64::NEG_INFINITY;
                    break;
                };
                score += rarity * weight * 2.2 / (weight + 1.2 * (0.25 + 0.75 * length / average));
            }
            if score > f64::NEG_INFINITY {
                scored.push((score * kind(path), path));
            }
        }
        scored.sort_by(|a, b| b.0.partial_cmp(&a.0).unwrap().then(a.1.cmp(b.1)));
        scored.into_iter().take(10).map(|(_, path)| path.to_owned()).collect()
    }
}

#[test]
fn the_order_is_that_of_bm25() {
    let files = fixture::folder(&fixture::repository().join("public/sample/medflow"));
    let reading = fixture::read(files, &dialect::dream::DIALECT);
    let plan = reading.plan();
    let reference = Reference::of(&reading, &plan);
    let records = Indexing::new(&reading, &plan).finish(&reading, &plan);
    let (ties, names, day) = (Ties::of(&plan), Names::of(&plan), Date::parse("2026-06-15").unwrap());
    let ground =
        Ground { inquiry: ties.inquiry(&plan, &day), names: &names, findings: &[], records: &records };
    // Queries of one to three words that stand together somewhere, chosen by a fixed walk over the documents.
    let mut queries: Vec<Vec<String>> = Vec::new();
    let mut seed = 17_usize;
    while queries.len() < 200 {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let (_, bag, _) = &reference.documents[(seed >> 33) % reference.documents.len()];
        let words: Vec<&String> = bag.keys().filter(|word| word.len() > 2 && !word.contains('_')).collect();
        let count = 1 + queries.len() % 3;
        let query: Vec<String> =
            (0..count).map(|n| words[(seed >> (7 * n + 11)) % words.len()].clone()).collect();
        queries.push(query);
    }
    let plan_weight = |path: &str| match plan.item_at(path).map(|item| item.kind.name()) {
        Some("plan") => 1.25,
        _ => 1.0,
    };
    let (mut same, mut all) = (0, 0);
    for query in &queries {
        let words: Vec<&str> = query.iter().map(String::as_str).collect();
        let expected = reference.best(&words, plan_weight);
        // A space behind the last word: it is not the beginning of another.
        let query = Query::parse(&format!("{} ", words.join(" ")));
        let ranked = rank::rank(ground, &query);
        // The first few are chosen in another way than all are put in order.
        for most in [1, 10, 50] {
            let best = rank::best(ground, rank::found(ground, &query), most);
            assert_eq!(best, ranked.iter().copied().take(most).collect::<Vec<_>>(), "{words:?}");
        }
        let files = ranked
            .iter()
            .filter_map(|ranked| records.get(ranked.record))
            .filter(|record| matches!(record.kind, Kind::File(_)) && record.place.path.ends_with(".md"));
        let found: BTreeSet<&str> = files.take(10).map(|record| record.place.path.as_str()).collect();
        all += expected.len();
        same += expected.iter().filter(|path| found.contains(path.as_str())).count();
    }
    let overlap = 100.0 * same as f64 / all as f64;
    println!(
        "{same} of {all} of the first ten of {} queries are those of BM25: {overlap:.1} %",
        queries.len()
    );
    assert!(overlap >= 95.0, "{overlap:.1} %");
}

// ── odd input ───────────────────────────────────────────────────────────────────────────────

#[test]
fn odd_trees_and_queries_find_what_there_is() {
    let mut builder = FilesBuilder::new(Limits::default());
    for at in 0..300 {
        builder.add(&format!("same/{at}.md"), b"# Same\n\nthe very same text\n".to_vec());
    }
    builder.add("many.md", "word ".repeat(1_000_000).into_bytes());
    builder.add("picture.png", vec![0x89, b'P', b'N', b'G', 0, 1, 2, 255]);
    let reading = Reading::new(builder.finish(), ".", &dialect::plain::DIALECT).finish();
    let tree = Sought::of(reading, "2025-01-01");
    let same = tree.finds("very same");
    assert_eq!(same.len(), 300);
    let again = tree.finds("very same");
    assert_eq!(same, again);
    assert_eq!(tree.finds("word").first().map(String::as_str), Some("document many"));
    assert_eq!(tree.finds("picture"), ["file picture.png"]);
    let long = "(a+)+$ .*.*.* ".repeat(800);
    assert!(tree.finds(&long).len() <= 500);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: if std::env::var_os("PLANARIUM_THOROUGH").is_some() { 5_000 } else { 200 }, ..ProptestConfig::default() })]

    /// Nothing that is typed breaks anything, and what is found is there.
    #[test]
    fn any_query_is_answered(query in "([a-zA-Z]{1,5}|[\"():*~|<>,. -]|OR|status:|changed:|is:|é|計|ש|[0-9]{1,3}|\\PC){0,30}") {
        thread_local! {
            static TREE: Sought = harbour();
        }
        TREE.with(|tree| {
            let results = search::search(tree.ground(), tree.reading.files(), &mut Texts::default(), &query, 50);
            for hit in &results.hits {
                prop_assert!(tree.reading.files().get(&hit.place.path).is_some(), "{hit:?}");
                for mark in &hit.marks {
                    prop_assert!(hit.text.get(mark.clone()).is_some(), "{hit:?}");
                }
            }
            prop_assert_eq!(&results, &search::search(tree.ground(), tree.reading.files(), &mut Texts::default(), &query, 50));
            Ok(())
        })?;
    }
}

#[test]
fn the_command_prints_hits_by_plan() {
    let scratch = Scratch::new();
    let tree = scratch.tree("tree", TREE);
    let printed = prints(&["search", text(&tree), "brulee", "--as-of", "2025-06-01"]);
    assert_eq!(
        printed,
        "1 place fits:\n\nSP01_pier\n  The pier at Žižkov (plan)\n    SP01_pier/_overview.md:9 · The pier at Žižkov\n    \
         Crème brûlée for the crew. 計画書を読む。 Strength of oak: see İzmir.\n"
    );
    let json: serde_json::Value =
        serde_json::from_str(&prints(&["search", text(&tree), "brulee", "--json", "--as-of", "2025-06-01"]))
            .unwrap();
    assert_eq!(json["hits"][0]["path"], "SP01_pier/_overview.md");
    assert_eq!(json["hits"][0]["line"], 9);
    assert_eq!(json["hits"][0]["heading"], "The pier at Žižkov");
    assert_eq!(json["count"], 1);
}
