//! Reviews: comments that stay where they belong, reviews that merge, files that are read with care, and the note that
//! goes into the tree.

use crate::fixture::{files, folder, read, repository};
use planarium::dialect;
use planarium::edit::pending::Made;
use planarium::edit::{Change, Edit, Step, apply, carried, patch::Patch};
use planarium::files::Files;
use planarium::findings::Settings;
use planarium::plan::{Date, Plan};
use planarium::review::{self, *};
use planarium::rules;
use proptest::prelude::*;
use std::collections::BTreeMap;

// ── anchors ─────────────────────────────────────────────────────────────────────────────────

const WORDS: [&str; 24] = [
    "parser",
    "clinic",
    "audit",
    "billing",
    "nurse",
    "schema",
    "index",
    "polyglot",
    "cache",
    "sprint",
    "ledger",
    "queue",
    "patient",
    "record",
    "module",
    "owner",
    "deadline",
    "budget",
    "migration",
    "adapter",
    "consent",
    "export",
    "worker",
    "schedule",
];

/// A paragraph that no other number makes, and that is like none of them.
fn block(number: usize) -> String {
    let mut seed = (number as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let words: Vec<String> = (0..9)
        .map(|_| {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            format!("{}{}", WORDS[(seed % 24) as usize], ["", "s", "ing", "ed"][(seed >> 8) as usize % 4])
        })
        .collect();
    let text = words.join(" ");
    match number % 4 {
        0 => format!("## {text}"),
        1 => format!("- [ ] {text}"),
        2 => format!("- {text}"),
        _ => text,
    }
}

fn document(blocks: &[usize]) -> String {
    let blocks: Vec<String> = blocks.iter().map(|number| block(*number)).collect();
    format!("---\nname: x\nstatus: TODO\n---\n# Title\n\n{}\n", blocks.join("\n\n"))
}

/// The number of the block in which a comment on block `number` of one document stands in the other.
fn follow(old: &[usize], number: usize, new: &[usize]) -> Option<usize> {
    let (old_text, new_text) = (document(old), document(new));
    let (old_spots, new_spots) = (spots(&old_text), spots(&new_text));
    let words = block(number).trim_start_matches(['#', '-', '[', ']', ' ']).to_owned();
    let at = old_spots.iter().position(|spot| spot.text == words).unwrap();
    let anchor = Anchor::of("a.md", None, &old_spots, at).unwrap();
    let found = anchor.find(&new_spots)?;
    let text = &new_spots[found.spot?].text;
    Some(new.iter().copied().find(|number| block(*number).ends_with(text.as_str())).unwrap_or(usize::MAX))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn unrelated_edits_keep_the_anchor(
        old in proptest::collection::btree_set(0_usize..60, 3..14),
        more in proptest::collection::vec(100_usize..160, 0..8),
        at in any::<prop::sample::Index>(), gone in any::<u64>(), places in any::<u64>(),
    ) {
        let old: Vec<usize> = old.into_iter().collect();
        let number = *at.get(&old);
        // Others go and come, anywhere.
        let mut new: Vec<usize> = old.iter().enumerate()
            .filter(|(bit, own)| **own == number || gone >> bit & 1 == 0).map(|(_, own)| *own).collect();
        for (turn, own) in more.into_iter().enumerate() {
            let place = (places >> (turn * 6)) as usize % (new.len() + 1);
            if !new.contains(&own) {
                new.insert(place, own);
            }
        }
        prop_assert_eq!(follow(&old, number, &new), Some(number));
    }

    #[test]
    fn what_is_moved_is_followed(
        old in proptest::collection::btree_set(0_usize..60, 2..12), seed in any::<u64>(), at in any::<prop::sample::Index>(),
    ) {
        let old: Vec<usize> = old.into_iter().collect();
        let number = *at.get(&old);
        let mut new = old.clone();
        for turn in 0..new.len() {
            let other = (seed >> (turn * 4)) as usize % new.len();
            new.swap(turn, other);
        }
        prop_assert_eq!(follow(&old, number, &new), Some(number));
    }

    #[test]
    fn what_is_deleted_leaves_an_orphan(
        old in proptest::collection::btree_set(0_usize..60, 2..12), at in any::<prop::sample::Index>(),
    ) {
        let old: Vec<usize> = old.into_iter().collect();
        let number = *at.get(&old);
        let new: Vec<usize> = old.iter().copied().filter(|own| *own != number).collect();
        prop_assert_eq!(follow(&old, number, &new), None);
    }

    #[test]
    fn a_comment_stands_at_one_place_of_any_two_texts(old in "([#>|`-]{0,2} ?[ab]{0,3}[ \\n]){0,20}", new in "([#>|`-]{0,2} ?[ab]{0,3}[ \\n]){0,20}") {
        let (old_spots, new_spots) = (spots(&old), spots(&new));
        for at in 0..old_spots.len() {
            let anchor = Anchor::of("a.md", None, &old_spots, at).unwrap();
            // In the text that it was made of it stands where it was made.
            let own = anchor.find(&old_spots).and_then(|found| found.spot);
            prop_assert_eq!(own.map(|own| &old_spots[own].text), Some(&old_spots[at].text));
            if let Some(spot) = anchor.find(&new_spots).and_then(|found| found.spot) {
                prop_assert!(spot < new_spots.len());
            }
        }
    }
}

#[test]
fn every_place_of_the_sample_is_found_again() {
    let tree = folder(&repository().join("public/sample/medflow/.agent_plan/day_dream"));
    let mut count = 0;
    for entry in tree.iter().filter(|entry| entry.path().as_str().ends_with(".md")) {
        let text = tree.text(entry).unwrap().text;
        let spots = spots(&text);
        for at in 0..spots.len() {
            let anchor = Anchor::of(entry.path().as_str(), None, &spots, at).unwrap();
            assert_eq!(
                anchor.find(&spots).and_then(|found| found.spot),
                Some(at),
                "{} {anchor:?}",
                entry.path()
            );
            count += 1;
        }
    }
    assert!(count > 2_000, "only {count} places");
}

// ── trees ───────────────────────────────────────────────────────────────────────────────────

const TREE: &str = "
//- _overview.md
# Project

## Plans

| # | Name | Type | Status | Description |
|---|---|---|---|---|
| 1 | SP01_records | System | DONE | records |

## Decisions of old

Nothing yet.
//- SP01_records/_overview.md
---
name: records
type: system
magnitude: Light
status: DONE
origin: exploration/x.md
last_updated: 2026-01-01
---
# SP01 Records

## Purpose

Patients are found by name and birthday.

- [ ] Search is fast
";

fn dream(text: &str) -> (Files, Plan) {
    let reading = read(files(text), &dialect::dream::DIALECT);
    (reading.files().clone(), reading.plan())
}

fn about(anchor: Anchor) -> About {
    About { anchor: Some(anchor), ..About::default() }
}

fn comment_on(files: &Files, plan: &Plan, path: &str, words: &str, author: &str, text: &str) -> (Key, What) {
    let spots = spots(&files.text(files.get(path).unwrap()).unwrap().text);
    let at = spots.iter().position(|spot| spot.text.contains(words)).unwrap();
    let item = plan.item_at(path).map(|item| item.id.as_str());
    let anchor = Anchor::of(path, item, &spots, at).unwrap();
    let key = Key { author: author.to_owned(), id: review::new_id(author, "", text, 1) };
    (key, What::Comment { about: about(anchor), text: text.to_owned(), suggestion: None })
}

fn sample_review() -> (Review, Files, Plan) {
    let (files, plan) = dream(TREE);
    let mut review = Review::of("Project", &files.fingerprint());
    let path = "SP01_records/_overview.md";
    let (nina, said) = comment_on(
        &files,
        &plan,
        path,
        "Patients",
        "Nina Volkov",
        "Which birthday?\n## No heading\n<!-- no comment",
    );
    review.say(nina.clone(), "2026-06-15T08:00:00Z", said);
    let (key, said) = comment_on(&files, &plan, path, "Search", "James Osei", "How fast is [fast](x)?");
    review.say(key, "2026-06-15T09:00:00Z", said);
    let reply = About { reply: Some(nina.clone()), ..About::default() };
    let what = What::Comment { about: reply, text: "Theirs.".to_owned(), suggestion: None };
    review.say(Key { author: "James Osei".to_owned(), id: "r1".to_owned() }, "2026-06-15T09:30:00Z", what);
    review.settle("James Osei", "2026-06-15T10:00:00Z", &nina, true);
    review.judge(
        "Nina Volkov",
        "2026-06-16T10:00:00Z",
        false,
        "Say which birthday.",
        ("Project", "0123456789abcdef"),
    );
    (review, files, plan)
}

/// The threads of a review with where they stand.
fn standing_of<'a>(
    review: &'a Review,
    files: &Files,
    plan: &Plan,
) -> Vec<(Thread<'a>, Option<Result<Standing, Lost>>)> {
    let threads = threads(review);
    let places = standing(&threads, files, plan);
    threads.into_iter().zip(places).collect()
}

#[test]
fn comments_follow_what_is_archived_and_are_never_lost() {
    let (review, files, plan) = sample_review();
    let lines = |files: &Files, plan: &Plan| -> Vec<String> {
        standing_of(&review, files, plan)
            .into_iter()
            .map(|(_, place)| match place {
                Some(Ok(place)) => format!("{}:{} {}", place.path, place.line, place.is_moved),
                Some(Err(why)) => why.words().to_owned(),
                None => "nowhere".to_owned(),
            })
            .collect()
    };
    assert_eq!(
        lines(&files, &plan),
        ["SP01_records/_overview.md:13 false", "SP01_records/_overview.md:15 false"]
    );
    let (archived, archived_plan) =
        dream(&TREE.replace("//- SP01_records/", "//- _completed/2026-Q2/SP01_records/"));
    assert_eq!(
        lines(&archived, &archived_plan),
        [
            "_completed/2026-Q2/SP01_records/_overview.md:13 true",
            "_completed/2026-Q2/SP01_records/_overview.md:15 true"
        ]
    );
    let (gone, gone_plan) = dream("//- _overview.md\n# Project\n");
    assert_eq!(lines(&gone, &gone_plan), ["its document is not in this tree"; 2]);
    let (rewritten, rewritten_plan) =
        dream(&TREE.replace("Patients are found by name and birthday.", "Nothing is said."));
    assert_eq!(
        lines(&rewritten, &rewritten_plan),
        ["its document does not say this any more", "SP01_records/_overview.md:15 false"]
    );
}

// ── merging ─────────────────────────────────────────────────────────────────────────────────

fn entry() -> impl Strategy<Value = Entry> {
    let what = prop_oneof![
        "[a-c]{1,3}".prop_map(|text| What::Comment { about: About::default(), text, suggestion: None }),
        Just(What::Withdrawn { about: About::default() }),
        ("[AB]", "[1-3]", any::<bool>())
            .prop_map(|(author, id, is_settled)| What::Settled { thread: Key { author, id }, is_settled }),
        Just(What::Look { change: "c".to_owned(), opinion: Opinion::Agreed }),
    ];
    ("[ABC]", "[1-4]", 1_u32..4, what, "[12]").prop_map(|(author, id, revision, what, at)| Entry {
        key: Key { author, id },
        revision,
        what,
        at,
    })
}

fn entries() -> impl Strategy<Value = Vec<Entry>> {
    proptest::collection::vec(entry(), 0..12).prop_map(|entries| merge(&[], &entries))
}

proptest! {
    #[test]
    fn reviews_merge_in_any_order_and_as_often_as_one_likes(a in entries(), b in entries(), c in entries()) {
        prop_assert_eq!(merge(&a, &b), merge(&b, &a));
        prop_assert_eq!(merge(&merge(&a, &b), &c), merge(&a, &merge(&b, &c)));
        prop_assert_eq!(merge(&a, &a), a.clone());
        let all = merge(&a, &b);
        prop_assert_eq!(merge(&all, &a), all.clone());
        // Every key once, none lost, and of each the version that was changed most often.
        let mut last: BTreeMap<&Key, u32> = BTreeMap::new();
        for entry in a.iter().chain(&b) {
            let known = last.entry(&entry.key).or_default();
            *known = entry.revision.max(*known);
        }
        let seen: Vec<(&Key, u32)> = all.iter().map(|entry| (&entry.key, entry.revision)).collect();
        prop_assert_eq!(seen, last.into_iter().collect::<Vec<_>>());
        prop_assert!(missing(&all, &a).is_empty());
        prop_assert_eq!(merge(&a, &missing(&a, &b).into_iter().cloned().collect::<Vec<_>>()), all);
    }

    #[test]
    fn files_and_links_come_back(entries in entries()) {
        let review = Review { title: "T\n\"".to_owned(), fingerprint: "f".to_owned(), entries };
        let read = review::read(written(&review).as_bytes()).unwrap();
        prop_assert_eq!((&read.review, &read.left_out), (&review, &Vec::new()));
        prop_assert_eq!(uncarried(&carried(&review)).unwrap().review, review);
    }
}

#[test]
fn clocks_that_disagree_lose_nothing() {
    let key = Key { author: "A".to_owned(), id: "1".to_owned() };
    let said =
        |text: &str| What::Comment { about: About::default(), text: text.to_owned(), suggestion: None };
    let mut one = Review::of("T", "f");
    one.say(key.clone(), "2031-01-01T00:00:00Z", said("first"));
    let mut other = one.clone();
    // Changed on a device whose clock is five years behind.
    other.say(key.clone(), "2026-01-01T00:00:00Z", said("second"));
    let merged = merge(&one.entries, &other.entries);
    assert_eq!(merged.len(), 1);
    assert_eq!(merged[0].text(), "second");
    // Another author who uses the same id says something else, and takes nothing away.
    let mut foreign = Review::of("T", "f");
    foreign.say(Key { author: "B".to_owned(), id: "1".to_owned() }, "", said("mine"));
    assert_eq!(merge(&merged, &foreign.entries).len(), 2);
    // What was taken back does not come back.
    other.say(key.clone(), "", What::Withdrawn { about: About::default() });
    let review = Review { entries: merge(&one.entries, &other.entries), ..one };
    assert!(threads(&review).is_empty());
}

#[test]
fn the_last_word_settles_a_thread() {
    let (mut review, ..) = sample_review();
    let thread = threads(&review)[0].key.clone();
    let settled = |review: &Review| threads(review)[0].settled_by.map(str::to_owned);
    assert_eq!(settled(&review).as_deref(), Some("James Osei"));
    let mut other = review.clone();
    review.settle("Nina Volkov", "", &thread, false);
    assert_eq!(settled(&review), None);
    // Two at once: it stays open.
    other.settle("James Osei", "", &thread, true);
    let both = Review { entries: merge(&review.entries, &other.entries), ..review.clone() };
    assert_eq!(settled(&both), None);
    let mut last = both.clone();
    last.settle("James Osei", "", &thread, true);
    assert_eq!(settled(&last).as_deref(), Some("James Osei"));
}

// ── files that are not as they should be ────────────────────────────────────────────────────

#[test]
fn bad_files_say_what_is_wrong() {
    let refused = |text: &str| review::read(text.as_bytes()).unwrap_err();
    assert_eq!(
        refused("{\"kind\":"),
        "This is no review: it is not JSON; line 1, column 9: it ends too early, as if it was cut off."
    );
    assert!(refused("[]").contains("\"kind\" is \"planarium-review\""));
    assert!(
        refused("{\"kind\":\"planarium-review\",\"schema\":2,\"entries\":[]}")
            .contains("newer version of the viewer (schema 2")
    );
    assert!(
        refused("{\"kind\":\"planarium-review\",\"schema\":\"1\",\"entries\":[]}")
            .contains("should be a number")
    );
    assert!(refused("{\"kind\":\"planarium-review\",\"schema\":1}").contains("\"entries\" should be a list"));
    assert!(review::read(&[0xff, 0xfe]).unwrap_err().contains("UTF-8"));
    let carried_text = carried(&sample_review().0);
    let half = &carried_text[..carried_text.len() / 2];
    assert!(uncarried(half).unwrap_err().contains("cut off"));
    assert!(uncarried(&"A".repeat(70_000)).unwrap_err().contains("too long: 70000"));

    let left_out = |entry: &str| {
        let text =
            format!("{{\"kind\":\"planarium-review\",\"schema\":1,\"new\":{{}},\"entries\":[{entry}]}}");
        let read = review::read(text.as_bytes()).unwrap();
        assert!(read.review.is_empty(), "{entry}");
        read.left_out.concat()
    };
    for (entry, why) in [
        ("7", "it should be an object, and is a number"),
        ("{}", "it has no \"author\""),
        ("{\"author\":\" \\n\",\"id\":\"1\"}", "it has no \"author\""),
        ("{\"author\":\"A\"}", "it has no \"id\""),
        ("{\"author\":7,\"id\":\"1\"}", "its \"author\" should be a text, and is a number"),
        ("{\"author\":\"A\",\"id\":\"1\"}", "its \"is\" is missing"),
        ("{\"author\":\"A\",\"id\":\"1\",\"is\":\"poem\"}", "nobody knows what \"poem\" is"),
        ("{\"author\":\"A\",\"id\":\"1\",\"is\":\"comment\"}", "a comment without a text"),
        (
            "{\"author\":\"A\",\"id\":\"1\",\"is\":\"comment\",\"text\":\"x\",\"revision\":4000000000}",
            "its \"revision\" should be a whole number up to 1000000",
        ),
        (
            "{\"author\":\"A\",\"id\":\"1\",\"is\":\"comment\",\"text\":\"x\",\"anchor\":{\"path\":\"a\",\"kind\":\"moon\"}}",
            "no known \"kind\"",
        ),
        (
            "{\"author\":\"A\",\"id\":\"1\",\"is\":\"comment\",\"text\":\"x\",\"suggestion\":[[\"rm\"]]}",
            "no edits that can be read",
        ),
        (
            "{\"author\":\"A\",\"id\":\"1\",\"is\":\"verdict\",\"verdict\":\"maybe\"}",
            "\"approved\" or \"changes wanted\"",
        ),
    ] {
        assert!(left_out(entry).contains(why), "{entry}: {}", left_out(entry));
    }
}

#[test]
fn long_comments_are_read_up_to_the_limit() {
    let of_length = |length: usize| {
        let key = Key { author: "A".to_owned(), id: "1".to_owned() };
        let text = "é".repeat(length);
        let what = What::Comment { about: About::default(), text, suggestion: None };
        let mut review = Review::of("T", "f");
        review.say(key, "", what);
        review::read(written(&review).as_bytes()).unwrap()
    };
    assert_eq!(of_length(MOST_CHARACTERS - 1).review.entries.len(), 1);
    assert_eq!(of_length(MOST_CHARACTERS).review.entries.len(), 1);
    assert!(
        of_length(MOST_CHARACTERS + 1)
            .left_out
            .concat()
            .contains("has 100001 characters, and may have 100000")
    );
}

proptest! {
    #[test]
    fn no_file_makes_it_panic(cut in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = written(&sample_review().0).into_bytes();
        let at = cut.index(bytes.len());
        let _ = review::read(&bytes[..at]);
        bytes[at] = byte;
        let _ = review::read(&bytes);
    }
}

// ── suggestions, Markdown, the note ─────────────────────────────────────────────────────────

#[test]
fn a_suggestion_travels_with_its_comment() {
    let (mut review, files, plan) = sample_review();
    let path = "SP01_records/_overview.md";
    let edit = Edit::new(
        path,
        Change::Replace { line: 13, old: "birthday".to_owned(), new: "date of birth".to_owned() },
    );
    let made = Made::of(&files, &Step { title: "Say date of birth".to_owned(), edits: vec![edit.clone()] });
    let (key, said) = comment_on(&files, &plan, path, "Patients", "Nina Volkov", "");
    let What::Comment { about, .. } = said else { panic!("it is a comment") };
    let steps = carried::written(std::slice::from_ref(&made));
    review.say(key.clone(), "", What::Comment { about, text: String::new(), suggestion: Some(steps) });
    let read = review::read(written(&review).as_bytes()).unwrap().review;
    assert_eq!(read, review);
    let suggestion = read.get(&key).and_then(Entry::suggestion).and_then(carried::read);
    assert_eq!(suggestion, Some(vec![made]));
    assert_eq!(apply(&files, &[edit]).unwrap().changed.len(), 1);
}

#[test]
fn markdown_keeps_words_as_words() {
    let (review, files, plan) = sample_review();
    let text = markdown(&review, &standing_of(&review, &files, &plan));
    expect_test::expect![[r#"
        # Review of Project

        2 comments, 1 resolved. By James Osei, Nina Volkov.

        ## Verdicts

        - Nina Volkov, 2026-06-16: **changes wanted**: Say which birthday. (tree `0123456789abcdef`)

        ## SP01_records/_overview.md

        - Line 13: “Patients are found by name and birthday.” (resolved by James Osei)
          - **Nina Volkov**, 2026-06-15: Which birthday?
            \## No heading
            \<!-- no comment
          - **James Osei**, 2026-06-15: Theirs.
        - Line 15: “Search is fast”
          - **James Osei**, 2026-06-15: How fast is \[fast\](x)?
    "#]]
    .assert_eq(&text);
}

#[test]
fn the_note_is_one_of_the_tree() {
    let (review, files, plan) = sample_review();
    let told = standing_of(&review, &files, &plan);
    let day = Date::parse("2026-06-17").unwrap();
    let note = note(&review, &told, "Nina Volkov", &day, Convention::Dream, &files);
    assert_eq!(note.path, "exploration/review_2026-06-17_nina_volkov.md");
    let edited =
        apply(&files, &[Edit::new(note.path.clone(), Change::Create { text: note.text.clone() })]).unwrap();
    let patch = Patch::between(&files, &edited.files, &edited.changed, &[]).unwrap();
    assert!(String::from_utf8(patch.text("")).unwrap().contains("+## Decisions\n"));
    let reading = read(edited.files.clone(), &dialect::dream::DIALECT);
    let plan = reading.plan();
    let kept = plan.notes.iter().find(|kept| kept.of == "exploration/review_2026-06-17_nina_volkov").unwrap();
    assert_eq!(kept.date, Date::parse("2026-06-17"));
    let names: Vec<&str> = kept.attendees.iter().map(|name| name.text.as_str()).collect();
    assert_eq!(names, ["Nina Volkov", "James Osei"]);
    let decisions: Vec<(&str, &str, usize)> = plan
        .decisions
        .iter()
        .map(|decision| (decision.verb.as_str(), decision.text.as_str(), decision.rationale.len()))
        .collect();
    let said = "Project as it is in 0123456789abcdef, by Nina Volkov on 2026-06-16";
    assert_eq!(decisions, [("changes_wanted", said, 1)]);
    // A second one of that day has another name.
    let second = review::note(&review, &[], "Nina Volkov", &day, Convention::Plain, &edited.files);
    assert_eq!(second.path, "exploration/review_2026-06-17_nina_volkov_2.md");
    assert!(!second.text.contains("expiry"));
}

#[test]
fn the_note_breaks_no_rule_of_the_sample() {
    let tree = folder(&repository().join("public/sample/medflow/.agent_plan/day_dream"));
    let reading = read(tree.clone(), &dialect::dream::DIALECT);
    let plan = reading.plan();
    let (mut review, ..) = sample_review();
    let path = "PP19_perf_optimization/_overview.md";
    let words = spots(&tree.text(tree.get(path).unwrap()).unwrap().text)[3].text.clone();
    let (key, said) =
        comment_on(&tree, &plan, path, &words, "Nina Volkov", "Is this [still](x) so, | `SP01`?");
    review.say(key, "2026-06-15T11:00:00Z", said);
    let day = Date::parse("2026-06-15").unwrap();
    let told = standing_of(&review, &tree, &plan);
    let note = note(&review, &told, "Nina Volkov", &day, Convention::Dream, &tree);
    let edited =
        apply(&tree, &[Edit::new(note.path.clone(), Change::Create { text: note.text.clone() })]).unwrap();
    let found = |reading: &dialect::Reading| -> Vec<String> {
        let found = rules::check(reading, &reading.plan(), &day, &Settings::default());
        found
            .into_iter()
            .map(|finding| format!("{} {}:{}", finding.rule, finding.place.path, finding.place.line))
            .collect()
    };
    let before = found(&reading);
    let after = found(&read(edited.files, &dialect::dream::DIALECT));
    let new: Vec<&String> = after.iter().filter(|finding| !before.contains(finding)).collect();
    // The convention allows three notes at a time, and the sample has them already.
    assert!(
        new.iter().all(|finding| finding.starts_with("too-many-explorations")),
        "{new:#?}\n{}",
        note.text
    );
}

// ── places chosen by hand, parts, and what comes from anywhere ──────────────────────────────

#[test]
fn an_orphan_is_put_elsewhere_by_hand_and_the_last_word_holds() {
    let (files, plan) = dream(TREE);
    let path = "SP01_records/_overview.md";
    let spots = spots(&files.text(files.get(path).unwrap()).unwrap().text);
    let gone = Anchor {
        quote: "Nothing says this any more at all".to_owned(),
        ..Anchor::of(path, None, &spots, 1).unwrap()
    };
    let mut review = Review::of("T", "f");
    let key = Key { author: "A".to_owned(), id: "1".to_owned() };
    review.say(
        key.clone(),
        "2026-01-01T00:00:00Z",
        What::Comment { about: about(gone), text: "?".to_owned(), suggestion: None },
    );
    let stands = |review: &Review| {
        let threads = threads(review);
        standing(&threads, &files, &plan).remove(0).unwrap().map(|it| (it.line, it.is_by_hand)).ok()
    };
    assert_eq!(stands(&review), None);
    let (first, last) = (
        Anchor::of(path, None, &spots, 0).unwrap(),
        Anchor::of(path, None, &spots, spots.len() - 1).unwrap(),
    );
    review.place("B", "2026-01-02T00:00:00Z", &key, first.clone());
    assert_eq!(stands(&review), Some((first.line, true)));
    // Somebody else puts it elsewhere, by a clock that is years behind; both are told, the last word holds on every device.
    let mut other = review.clone();
    other.place("C", "2001-01-02T00:00:00Z", &key, last.clone());
    let both = Review { entries: merge(&other.entries, &review.entries), ..review.clone() };
    assert_eq!(stands(&both), Some((last.line, true)));
    assert_eq!(threads(&both)[0].placed.map(|(entry, _)| entry.key.author.as_str()), Some("C"));
    assert_eq!(review::read(written(&both).as_bytes()).unwrap().review, both);
    assert_eq!(uncarried(&carried(&both)).unwrap().review, both);
    // Where it was put is gone too: it is an orphan again, and not lost.
    review.place(
        "B",
        "",
        &key,
        Anchor {
            quote: "neither this, whatever happens".to_owned(),
            kind: planarium::review::Kind::Code,
            ..first
        },
    );
    assert_eq!(stands(&review), None);
    assert_eq!(threads(&review).len(), 1);
}

#[test]
fn a_part_takes_along_what_is_about_it_and_nothing_else() {
    let comment = |id: &str, about: About| Entry {
        key: Key { author: "A".to_owned(), id: id.to_owned() },
        revision: 1,
        at: String::new(),
        what: What::Comment { about, text: id.to_owned(), suggestion: None },
    };
    let (files, _) = dream(TREE);
    let of = |path: &str| about(Anchor::document(path, None));
    let reply = |id: &str| About {
        reply: Some(Key { author: "A".to_owned(), id: id.to_owned() }),
        ..About::default()
    };
    let entries = [
        comment("here", of("_overview.md")),
        comment("secret", of("SECRET/_overview.md")),
        comment("to-here", reply("here")),
        comment("to-secret", reply("secret")),
        comment("tree", About::default()),
        comment(
            "change",
            About { change: Some(("k".to_owned(), "SECRET changed".to_owned())), ..About::default() },
        ),
    ];
    let mut review = Review { entries: merge(&[], &entries), ..Review::of("T", "f") };
    review.judge("A", "", true, "SECRET is fine", ("T", "f"));
    review.settle("A", "", &entries[1].key, true);
    review.place("A", "", &entries[0].key, Anchor::document("SECRET/b.md", None));
    let part = review.within(&files);
    let ids: Vec<&str> = part.entries.iter().map(|entry| entry.key.id.as_str()).collect();
    assert_eq!(ids, ["here", "to-here", "tree"]);
    assert!(!written(&part).contains("SECRET"));
}

#[test]
fn an_answer_that_is_older_than_what_it_answers_stays_an_answer() {
    let mut review = Review::of("T", "f");
    let said = |about: About, text: &str| What::Comment { about, text: text.to_owned(), suggestion: None };
    let root = Key { author: "A".to_owned(), id: "1".to_owned() };
    let reply = About { reply: Some(root.clone()), ..About::default() };
    for (at, is_read) in
        [("1970-01-01T00:00:00Z", true), ("not a time", true), ("", true), ("9999-12-31T23:59:59Z", true)]
    {
        let mut one = review.clone();
        one.say(root.clone(), "2031-01-01T00:00:00Z", said(About::default(), "question"));
        one.say(Key { author: "B".to_owned(), id: "2".to_owned() }, at, said(reply.clone(), "answer"));
        let one = review::read(written(&one).as_bytes()).unwrap().review;
        let threads = threads(&one);
        let texts: Vec<&str> = threads[0].said().map(Entry::text).collect();
        assert_eq!((threads.len(), texts), (1, vec!["question", "answer"]), "{at} {is_read}");
    }
    review.entries.clear();
}

/// What must stay words wherever it stands.
const HOSTILE: [&str; 6] = [
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "javascript:alert(1)",
    "../../../etc/passwd",
    "\u{202e}txt.exe\u{0}\u{7}",
    "{\"kind\":\"planarium-review\"}\"],[",
];

#[test]
fn hostile_words_in_any_field_come_back_as_they_are_or_are_refused() {
    for word in HOSTILE {
        let anchor = Anchor {
            item: Some(word.to_owned()),
            trail: vec![word.to_owned()],
            quote: word.to_owned(),
            before: word.to_owned(),
            after: word.to_owned(),
            ..Anchor::document(word, None)
        };
        let key = Key { author: word.to_owned(), id: word.to_owned() };
        let mut review = Review::of(word, word);
        review.say(
            key.clone(),
            word,
            What::Comment { about: about(anchor.clone()), text: word.to_owned(), suggestion: None },
        );
        review.place(word, word, &key, anchor);
        review.look(word, word, word, Opinion::Agreed);
        review.judge(word, word, false, word, (word, word));
        let ask = What::Request {
            text: word.to_owned(),
            until: Some(word.to_owned()),
            documents: vec![word.to_owned()],
            compare: Some((word.to_owned(), word.to_owned())),
        };
        review.say(Key { author: word.to_owned(), id: "ask".to_owned() }, word, ask);
        // Names are kept in one line and without what cannot be seen; nothing else changes, nothing is left out.
        let read = review::read(written(&review).as_bytes()).unwrap();
        assert!(read.left_out.is_empty(), "{word:?}: {:?}", read.left_out);
        assert_eq!(read.review.entries.len(), review.entries.len(), "{word:?}");
        assert!(
            read.review
                .entries
                .iter()
                .all(|entry| entry.key.id.starts_with("settled-") || !entry.key.author.contains('\u{0}'))
        );
        let (files, plan) = dream(TREE);
        let threads = threads(&read.review);
        assert!(matches!(standing(&threads, &files, &plan)[0], Some(Err(_))), "{word:?} stands nowhere");
    }
}
