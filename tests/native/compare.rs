//! What changed between two trees: the sample's stages, the stages that the seed lists, moves, and trees that have all
//! or nothing in common.

use crate::cli::Scratch;
use crate::fixture::{self, repository};
use crate::stages;
use planarium::compare::{Change, Comparison, Kind, Marks, Piece, Side, Step, words_changed};
use planarium::dialect::Reading;
use planarium::dialect::story::Story;
use planarium::files::encoding;
use planarium::findings::{Ground, Settings};
use planarium::graph::ghosts::Ghost;
use planarium::list::List;
use planarium::plan::{Date, Names};
use planarium::rules;
use serde_json::Value;
use std::path::Path;
use std::process::{Command, Output};

const SEED: &str = "tests/fixtures/medflow_dream_v4.03.md";

fn compared(old: &Reading, new: &Reading) -> Comparison {
    let day = Date::parse("2026-06-15").unwrap();
    let (old_plan, new_plan) = (old.plan(), new.plan());
    let (old_names, new_names) = (Names::of(&old_plan), Names::of(&new_plan));
    let old_found = rules::check(old, &old_plan, &day, &Settings::of_tree(old.files()));
    let new_found = rules::check(new, &new_plan, &day, &Settings::of_tree(new.files()));
    let before = Ground::of(&old_plan, old, &old_names);
    let after = Ground::of(&new_plan, new, &new_names);
    Comparison::of(&Side::of(&before, &old_found), &Side::of(&after, &new_found))
}

fn of_fixtures(old: &str, new: &str) -> Comparison {
    compared(&fixture::reading(old), &fixture::reading(new))
}

/// Changes as `kind id: from → to`, without documents and findings.
fn shown(comparison: &Comparison) -> Vec<String> {
    let is_shown =
        |change: &&Change| !matches!(change.kind, Kind::Document | Kind::Finding) && !change.is_part;
    comparison
        .changes
        .iter()
        .filter(is_shown)
        .map(|change| {
            let value = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".to_owned());
            format!("{} {}: {} → {}", change.kind.name(), change.id, value(&change.from), value(&change.to))
        })
        .collect()
}

const BEFORE: &str = "
//- _overview.md
# Root

## Module Index
| Module | Origin Plan | Owner | Modified By | Spec |
|---|---|---|---|---|
| store | SP01_a | Ann Lee | | SP01_a/modules/store.md |

## State Deltas
### ✅ SP01_a — Jan 2025 [DONE]
- `store`: new module
//- SP01_a/_overview.md
---
name: a
status: DONE
magnitude: Light
---
# Records of patients

Words that only this plan has, and many of them.
//- SP01_a/modules/store.md
---
module: store
last_updated: 2025-01-20
knowledge_gaps:
  - how it is backed up
---
# Store
//- SP02_b/_overview.md
---
status: WIP
magnitude: Heavy
depends_on: [SP01_a]
---
# Billing

## Acceptance Criteria
- [ ] invoices are sent
- [x] prices are known
//- SP03_c/_overview.md
---
status: TODO
---
# Reports that nobody reads

A line of reports.
Another line of reports.
And one more about reports.
//- SP04_d/_overview.md
---
status: BLOCKED:legal-review
---
# Waiting
";

const AFTER: &str = "
//- _overview.md
# Root

## Module Index
| Module | Origin Plan | Owner | Modified By | Spec |
|---|---|---|---|---|
| store | SP01_a | Bob Ray | PP05_new | SP01_a/modules/store.md |
| ledger | SP02_b | Ann Lee | | |

## State Deltas
### ✅ SP01_a — Jan 2025 [DONE]
- `store`: new module
### ✅ SP02_b — Mar 2025 [DONE]
- `ledger`: new module
//- _completed/SP01_a/_overview.md
---
name: a
status: DONE
magnitude: Light
---
# Records of patients

Words that only this plan has, and many of them.
//- _completed/SP01_a/modules/store.md
---
module: store
last_updated: 2025-01-20
knowledge_gaps:
  - who pays for it
---
# Store
//- SP02_b/_overview.md
---
status: DONE
magnitude: Epic
depends_on: [SP04_d]
---
# Billing

## Acceptance Criteria
- [x] invoices are sent
- [x] prices are known
//- SP03_reporting/_overview.md
---
status: TODO
---
# Reports that nobody reads

A line of reports.
Another line of reports.
And one more about reports.
//- SP04_d/_overview.md
---
status: WIP
---
# Waiting
//- PP05_new/_overview.md
---
status: TODO
---
# Something new
//- PP05_new/01_part.md
# A part of it
";

#[test]
fn each_kind_of_change_is_told_as_what_it_is() {
    let comparison = of_fixtures(BEFORE, AFTER);
    assert_eq!(
        shown(&comparison),
        [
            "added PP05_new: - → PP05_new",
            "moved SP01_a: SP01_a → _completed/SP01_a",
            "module store: - → PP05_new",
            "owner store: Ann Lee → Bob Ray",
            "gap store: - → who pays for it",
            "gap store: how it is backed up → -",
            "status SP02_b: in work → done",
            "field SP02_b: Heavy → Epic",
            "dependency SP02_b: depends_on SP01_a → -",
            "dependency SP02_b: - → depends_on SP04_d",
            "delta SP02_b: - → 2025-03: ledger: new module",
            "box SP02_b: open → ticked",
            "module ledger: - → SP02_b",
            "renamed SP03_reporting: SP03_c → SP03_reporting",
            "status SP04_d: blocked by legal-review → in work",
        ]
    );
    let status =
        comparison.changes.iter().find(|change| change.id == "SP02_b" && change.kind == Kind::Status);
    let status = status.unwrap();
    assert_eq!(status.step, Some(Step::Closed));
    let places =
        [&status.old, &status.new].map(|place| place.as_ref().map(|place| (place.path.as_str(), place.line)));
    assert_eq!(places, [Some(("SP02_b/_overview.md", 2)), Some(("SP02_b/_overview.md", 2))]);
    let boxed = comparison.of_kind(Kind::Box).next().unwrap();
    assert_eq!(boxed.new.as_ref().map(|place| place.line), Some(9));
    // What moves with its plan is not told again, and what comes with one is a part of it.
    assert!(comparison.of_kind(Kind::Moved).all(|change| !change.id.contains("modules/")));
    let part = comparison.changes.iter().find(|change| change.id == "PP05_new/01_part").unwrap();
    assert!(part.is_part && part.kind == Kind::Added);
    assert!(
        comparison.summary.contains(&"1 plan created: PP05_new.".to_owned()),
        "{:#?}",
        comparison.summary
    );
    assert!(comparison.summary.contains(&"1 plan closed: SP02_b.".to_owned()), "{:#?}", comparison.summary);
    assert!(comparison.summary.contains(&"1 plan archived: SP01_a.".to_owned()), "{:#?}", comparison.summary);
    let edited: Vec<&str> = comparison.edited.iter().map(|pair| pair.new.as_str()).collect();
    assert_eq!(
        edited,
        ["_completed/SP01_a/modules/store.md", "SP02_b/_overview.md", "SP04_d/_overview.md", "_overview.md"],
    );
}

#[test]
fn the_same_tree_twice_has_not_changed_and_the_way_back_undoes_it() {
    for text in [BEFORE, AFTER] {
        let same = of_fixtures(text, text);
        assert!(same.is_same(), "{:?}", same.changes);
        assert_eq!(same.summary, ["Nothing has changed: both trees say the same."]);
    }
    let (there, back) = (of_fixtures(BEFORE, AFTER), of_fixtures(AFTER, BEFORE));
    let count = |comparison: &Comparison, kind: Kind| comparison.of_kind(kind).count();
    assert_eq!(count(&there, Kind::Added), count(&back, Kind::Removed));
    assert_eq!(count(&there, Kind::Removed), count(&back, Kind::Added));
    for kind in Kind::ALL.into_iter().filter(|kind| !matches!(kind, Kind::Added | Kind::Removed)) {
        assert_eq!(count(&there, kind), count(&back, kind), "{kind:?}");
    }
    let reopened = back.changes.iter().find(|change| change.step == Some(Step::Reopened)).unwrap();
    assert_eq!(reopened.id, "SP02_b");
}

#[test]
fn trees_with_nothing_in_common_are_said_to_have_nothing() {
    let other = "
//- SP90_other/_overview.md
---
status: WIP
---
# Quite another matter
";
    let comparison = of_fixtures(BEFORE, other);
    assert!(
        comparison.summary[0].starts_with("The two trees have nothing in common:"),
        "{:?}",
        comparison.summary
    );
    assert_eq!(comparison.of_kind(Kind::Moved).count() + comparison.of_kind(Kind::Renamed).count(), 0);
    let none = of_fixtures("\n//- _overview.md\n# A\n", "\n//- SP01_x/_overview.md\n# X\n");
    assert!(!none.is_same());
}

#[test]
fn words_of_a_document() {
    let gone = |text: &str| Piece::Gone(text.to_owned());
    let come = |text: &str| Piece::Come(text.to_owned());
    let kept = |text: &str| Piece::Kept(text.to_owned());
    assert_eq!(
        words_changed("a\nb\nstatus: WIP now\nc\n", "a\nb\nstatus: DONE now\nc\n"),
        [kept("a\nb\n"), kept("status: "), gone("WIP"), come("DONE"), kept(" now\n"), kept("c\n")]
    );
    assert_eq!(words_changed("same\n", "same\n"), [Piece::Skipped(1)]);
    // Nothing is lost: what is kept and comes is the new text, what is kept and goes the old one.
    let (old, new) = ("one two\nthree\nfour\n", "one 2\nfour\nfünf\n");
    let side = |wanted: fn(&Piece) -> Option<&String>| -> String {
        words_changed(old, new).iter().filter_map(wanted).cloned().collect()
    };
    assert_eq!(
        side(|piece| if let Piece::Kept(text) | Piece::Come(text) = piece { Some(text) } else { None }),
        new
    );
    assert_eq!(
        side(|piece| if let Piece::Kept(text) | Piece::Gone(text) = piece { Some(text) } else { None }),
        old
    );
}

/// What happened to plans from one stage of the sample to the next, as words and ids.
fn plans(comparison: &Comparison) -> Vec<String> {
    let mut told = Vec::new();
    for change in comparison.changes.iter().filter(|change| change.is_of_plan()) {
        let short = change.id.split('_').next().unwrap_or_default();
        let verb = match (change.kind, change.step) {
            (Kind::Added, _) if change.is_certain => {
                if change.text.contains(", cut") {
                    "came cut"
                } else {
                    "created"
                }
            }
            (Kind::Added, _) => "first shown",
            (Kind::Removed, _) => "removed",
            (Kind::Moved, _) if change.text.contains("was archived") => "archived",
            (Kind::Status, Some(step @ (Step::Blocked | Step::Unblocked | Step::Cut | Step::Reopened))) => {
                step.participle()
            }
            _ => continue,
        };
        told.push(format!("{short} {verb}"));
    }
    told.sort();
    told
}

/// What happened to plans up to the end of each stage from the second on, with what the seed says of it.
const STORY: [(&[&str], &[&str]); 7] = [
    (
        &["PP06 created", "SP02 archived", "SP04 created", "SP05 created"],
        &[
            "Lisa started SP04 and SP05 simultaneously",
            "demanded a dedicated Procedure Plan for retrofitting audit trails",
        ],
    ),
    (
        &["PP06 blocked", "PP07 created", "SP01 blocked", "SP03 blocked"],
        &["PP07 was created as a Pro", "BLOCK: PP06_hipaa_audit_trail/p01_module_retrofits"],
    ),
    (
        &[
            "PP06 unblocked",
            "PP07 archived",
            "PP07 cut",
            "PP08 created",
            "SP01 unblocked",
            "SP09 created",
            "SP10 created",
        ],
        &[
            "CUT: PP07_nosql_migration/",
            "UNBLOCK: PP06_hipaa_audit_trail/",
            "CREATE: PP08_polyglot_persistence/",
            "CREATE: SP09_insurance_integration/",
            "CREATE: SP10_pharmacy_mgmt/",
        ],
    ),
    (
        &[
            "PP08 archived",
            "PP13 created",
            "PP14 created",
            "SP03 archived",
            "SP04 blocked",
            "SP09 blocked",
            "SP11 came cut",
            "SP12 came cut",
        ],
        &[
            "PP13 was created as an emergency Procedure Plan with a 3-week hard deadline.",
            "PP14 was created to handle the broader audit remediation beyond the emergency fix.",
            "SP04's p02 phase stalled.",
            "Two plans were immediately cut.",
            "and moved to `_completed/`.",
        ],
    ),
    (
        &[
            "PP06 archived",
            "PP13 archived",
            "PP14 archived",
            "SP01 archived",
            "SP04 unblocked",
            "SP09 unblocked",
            "SP15 created",
        ],
        &[
            "CLOSE: PP06_hipaa_audit_trail/",
            "CLOSE: PP13_compliance_emergency/",
            "CLOSE: PP14_audit_remediation/",
            "CREATE: SP15_ai_risk_scorer/",
            "The compliance emergency was resolved by November 15th",
        ],
    ),
    (
        &["PP16 created", "PP17 created", "SP04 archived", "SP05 archived", "SP10 archived"],
        &[
            "PP16 was created as a refactoring Procedure Plan to clean up the API gateway",
            "PP17 was created specifically to fix the module ownership problems",
        ],
    ),
    (
        &["PP16 archived", "PP19 created", "SP09 archived", "SP15 archived", "SP18 created", "SP20 created"],
        &["SP09 was finally completed in May", "SP15's AI risk scorer shipped in April"],
    ),
];

#[test]
fn the_stages_of_the_seed_tell_its_story() {
    let text = encoding::decode(&std::fs::read(repository().join(SEED)).unwrap()).text;
    let story = Story::read(SEED, &text).unwrap();
    let none = List::default();
    let grounds: Vec<Ground<'_>> = (0..8).map(|stage| Ground::stage(&story, stage, &none).unwrap()).collect();
    let mut told: Vec<Vec<String>> = Vec::new();
    for pair in grounds.windows(2) {
        let comparison = Comparison::of(&Side::of(&pair[0], &[]), &Side::of(&pair[1], &[]));
        // A place is a line of the seed.
        for place in comparison.changes.iter().flat_map(|change| [&change.old, &change.new]).flatten() {
            assert_eq!(place.path, SEED);
            assert!(place.line as usize <= text.lines().count(), "{place:?}");
        }
        let elided = "what a listing leaves out is not removed";
        assert!(plans(&comparison).iter().all(|plan| !plan.ends_with("removed")), "{elided}");
        told.push(plans(&comparison));
    }
    // Each line with what the seed says of it, broken characters left out.
    for ((stage, told), (events, sentences)) in (2..).zip(&told).zip(STORY) {
        assert_eq!(told, events, "stage {stage}");
        for sentence in sentences {
            assert!(text.contains(sentence), "stage {stage}: the seed does not say {sentence}");
        }
    }
}

#[test]
fn the_stages_of_the_sample_tell_it_too() {
    let readings: Vec<Reading> = stages::stages().iter().map(stages::Stage::reading).collect();
    for (stage, (pair, (events, _))) in (2..).zip(readings.windows(2).zip(STORY)) {
        let comparison = compared(&pair[0], &pair[1]);
        assert_eq!(plans(&comparison), events, "stage {stage}");
        assert!(compared(&pair[0], &pair[0]).is_same());
    }
    let fourth = compared(&readings[2], &readings[3]);
    let said = |words: &str| fourth.summary.iter().any(|sentence| sentence.starts_with(words));
    assert!(
        said("Plan PP07_nosql_migration was cut because “full DynamoDB migration abandoned”"),
        "{:#?}",
        fourth.summary
    );
    assert!(
        said("Plan PP06_hipaa_audit_trail was unblocked because “audit schema redesigned"),
        "{:#?}",
        fourth.summary
    );
}

#[test]
fn a_summary_counts_by_what_things_are() {
    // In a tree of tasks they are what it is about, and named.
    let open = |text: &str| {
        let files = fixture::files(text);
        let root = planarium::dialect::roots(&files).remove(0);
        Reading::new(files.rooted(&root.path), root.shown(), root.dialect).finish()
    };
    let task = |number: u32, folder: &str, status: &str| {
        format!(
            "//- {folder}/pier-{number} - x.md\n---\nid: PIER-{number}\ntitle: Pile {number}\nstatus: {status}\n---\nWords of {number}.\n"
        )
    };
    let config = "//- config.yml\nstatuses: [\"To Do\", \"Done\"]\n";
    let old = format!("{config}{}{}", task(1, "tasks", "To Do"), task(2, "tasks", "To Do"));
    let new = format!(
        "{config}{}{}{}",
        task(1, "tasks", "Done"),
        task(2, "completed", "To Do"),
        task(3, "tasks", "To Do")
    );
    let told = compared(&open(&old), &open(&new));
    for sentence in ["1 task created: PIER-3.", "1 task closed: PIER-1.", "1 task moved: PIER-2."] {
        assert!(told.summary.contains(&sentence.to_owned()), "{sentence}: {:#?}", told.summary);
    }
    assert_eq!(told.summary.len(), told.counts.len());
    let closed = told.changes.iter().find(|change| change.kind == Kind::Status).unwrap();
    assert_eq!(closed.plan.as_deref(), Some("PIER-1"), "what changed in a task stands with it");
    // In a document that tells a plan they are phases and what these are made of.
    let plan = |first: &str, second: &str| {
        format!(
            "# Pier\n\n## Phase 1: Piles\n\n### 1.1 Buy them\n\n{first}\n\n### 1.2 Drive them\n\n{second}\n\n## Phase 2: Deck\n\n- [ ] Planks\n"
        )
    };
    let (old, new) = (plan("- [ ] bought", "- [ ] driven"), plan("- [x] bought", "- [x] driven"));
    let told = compared(&open(&format!("//- PLAN.md\n{old}")), &open(&format!("//- PLAN.md\n{new}")));
    let closed = told.summary.iter().find(|said| said.ends_with(" closed."));
    assert_eq!(closed.map(String::as_str), Some("1 phase, 2 sections closed."), "{:#?}", told.summary);
    // Each count says what kind it is of.
    for (said, kinds) in told.summary.iter().zip(&told.counts) {
        let numbers = said.split(' ').filter(|word| word.parse::<usize>().is_ok()).count();
        assert!(numbers >= kinds.len(), "{said}: {kinds:?}");
    }
}

fn diff(folder: &Path, arguments: &[&str]) -> Output {
    let program = env!("CARGO_BIN_EXE_planarium");
    Command::new(program).current_dir(folder).arg("diff").args(arguments).output().unwrap()
}

#[test]
fn the_command_compares_folders_and_archives() {
    let scratch = Scratch::new();
    scratch.tree("old", BEFORE);
    scratch.tree("new", AFTER);
    scratch.write("new.zip", &fixture::zip(AFTER));
    let text = |output: &Output| String::from_utf8(output.stdout.clone()).unwrap();
    let same = diff(&scratch.0, &["new", "new.zip", "--as-of", "2026-06-15"]);
    assert_eq!(same.status.code(), Some(0), "{}", text(&same));
    assert!(text(&same).starts_with("Nothing has changed"));
    let found = diff(&scratch.0, &["old", "new.zip", "--as-of", "2026-06-15"]);
    assert_eq!(found.status.code(), Some(1));
    assert!(text(&found).contains("Plan SP01_a was archived to _completed."), "{}", text(&found));
    let json = diff(&scratch.0, &["old", "new", "--json", "--as-of", "2026-06-15"]);
    let json: Value = serde_json::from_str(&text(&json)).unwrap();
    assert_eq!(
        (&json["schema"], &json["old"], &json["new"]),
        (&Value::from(1), &"old".into(), &"new".into())
    );
    let moved = json["changes"].as_array().unwrap().iter().find(|change| change["kind"] == "moved").unwrap();
    assert_eq!(moved["id"], "SP01_a");
    assert_eq!((&moved["from"], &moved["to"]), (&"SP01_a".into(), &"_completed/SP01_a".into()));
    assert_eq!((&moved["path"], &moved["line"]), (&"_completed/SP01_a/_overview.md".into(), &Value::from(1)));
    let notes = text(&diff(&scratch.0, &["old", "new", "--format", "markdown", "--as-of", "2026-06-15"]));
    assert!(notes.starts_with("# From old to new\n\n- "), "{notes}");
    assert!(notes.contains("\n## Moved\n\n- Plan SP01_a was archived to \\_completed."), "{notes}");
    let lines = text(&diff(&scratch.0, &["old", "new", "--lines", "--as-of", "2026-06-15"]));
    let billing =
        "--- a/SP02_b/_overview.md\n+++ b/SP02_b/_overview.md\n@@ -1,10 +1,10 @@\n ---\n-status: WIP\n";
    assert!(lines.contains(billing), "{lines}");
    assert!(
        lines.contains("-- [ ] invoices are sent\n+- [x] invoices are sent\n - [x] prices are known\n"),
        "{lines}"
    );
    let missing = diff(&scratch.0, &["old", "nowhere"]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(String::from_utf8(missing.stderr).unwrap().contains("nowhere"));
}

#[test]
fn what_is_found_in_a_plan_that_came_or_went_is_said_with_it() {
    let with = format!("{BEFORE}\n//- PP77_new/_overview.md\n---\nstatus: TODO\n---\n# New\n");
    let comparison = of_fixtures(BEFORE, &with);
    let added = comparison.of_kind(Kind::Added).find(|change| change.id == "PP77_new").unwrap();
    let own: Vec<&Change> = comparison
        .of_kind(Kind::Finding)
        .filter(|change| change.plan.as_deref() == Some("PP77_new") && change.to.is_some())
        .collect();
    assert!(own.len() > 2, "{own:?}");
    assert!(own.iter().all(|change| change.is_part));
    assert!(added.text.ends_with(&format!(" It comes with {} findings.", own.len())), "{}", added.text);
    let back = of_fixtures(&with, BEFORE);
    let removed = back.of_kind(Kind::Removed).find(|change| change.id == "PP77_new").unwrap();
    assert!(removed.text.ends_with(&format!(" With it went {} findings.", own.len())), "{}", removed.text);
    // What is found elsewhere stands for itself.
    let broken = BEFORE.replace("# Root\n", "# Root\n\n[nowhere](nowhere.md)\n");
    let elsewhere = of_fixtures(BEFORE, &broken);
    assert!(elsewhere.of_kind(Kind::Finding).any(|change| !change.is_part));
}

#[test]
fn marks_say_of_each_thing_what_has_become_of_it() {
    let old = "
//- _overview.md
# Root
//- SP01_a/_overview.md
---
status: WIP
blocks: [PP02_b]
---
# A
//- PP02_b/_overview.md
---
status: TODO
depends_on: [SP01_a, PP03_c]
---
# B
//- PP03_c/_overview.md
---
status: WIP
---
# C
//- notes.txt
one
";
    let new = "
//- _overview.md
# Root
//- _completed/SP01_a/_overview.md
---
status: DONE
---
# A
//- PP02_b/_overview.md
---
status: TODO
depends_on: [SP01_a]
---
# B
//- PP02_b/01_more.md
# More
//- PP04_d/_overview.md
---
status: TODO
depends_on: [PP02_b]
---
# D
//- notes.txt
two
";
    let marks = Marks::of(&of_fixtures(old, new));
    let mark = |id: &str| marks.item(id).map(|(mark, _)| mark.name());
    assert_eq!(mark("SP01_a"), Some("moved"));
    assert_eq!(mark("PP02_b"), Some("changed"));
    assert_eq!(mark("PP04_d"), Some("added"));
    assert_eq!(mark("PP03_c"), None);
    let gone: Vec<&str> = marks.gone.iter().map(|gone| gone.id.as_str()).collect();
    assert_eq!(gone, ["PP03_c"]);
    let mut needs: Vec<(&str, &str, bool)> =
        marks.needs.iter().map(|need| (need.from.as_str(), need.to.as_str(), need.is_new)).collect();
    needs.sort_unstable();
    // One side says it no longer, the other still does: the graph knows that it is needed all the same.
    assert_eq!(needs, [("PP02_b", "PP03_c", false), ("PP02_b", "SP01_a", false), ("PP04_d", "PP02_b", true)]);
    let graph = planarium::graph::dependencies::whole(&fixture::reading(new).plan());
    let ghosts: Vec<Ghost<'_>> = marks
        .needs
        .iter()
        .map(|need| Ghost { from: &need.from, to: &need.to, is_new: need.is_new })
        .collect();
    let graph = graph.with_ghosts(&[("PP03_c", "PP03_c")], &ghosts);
    let edges: Vec<(&str, &str, String)> = graph
        .edges
        .iter()
        .map(|edge| {
            let id = |at: usize| graph.nodes[at].id.as_str();
            (id(edge.from), id(edge.to), edge.kinds.join(" "))
        })
        .collect();
    let edge = |from, to, kinds: &str| (from, to, kinds.to_owned());
    assert_eq!(
        edges,
        [
            edge("PP02_b", "PP03_c", "was"),
            edge("PP02_b", "SP01_a", "depends_on"),
            edge("PP04_d", "PP02_b", "depends_on new"),
        ]
    );
}
