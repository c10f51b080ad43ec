//! The plan of an edited tree is the same whether it is made anew or after the plan before, whatever is edited, one edit after
//! the other, and in however small steps; so are its names and what the rules find.

use crate::fixture::{self, folder, repository, shared};
use planarium::dialect::{Basis, Planned, Planning, Reading, dream, roots};
use planarium::files::{Files, Limits, TreePath, archive};
use planarium::findings::{Scene, Settings};
use planarium::plan::{Date, Names, Plan, Referent, json};
use planarium::rules::Checking;
use proptest::prelude::*;

/// A tree in which everything refers to everything.
const TREE: &str = "
//- _overview.md
# Root

## Current Sprint

- SP01 (Lisa): goes on

## Plans

| # | Name | Type | Status |
|---|------|------|--------|
| SP01 | records | System | ✅ [DONE] |
| PP02 | audit | Procedure | 🚧 [BLOCKED:law] |

## Module Index

| Module | Origin | Owner | Modified By | Knowledge Gap |
|---|---|---|---|---|
| patient | SP01 | Lisa Dominguez | PP02 | who pays: ask Lisa |
| trail | PP02 | Nina Volkov | — | |

## State Deltas

### SP01 records (2025-09)
- patient: NEW MODULE
- ledger: NEW MODULE
//- _tree.md
```
day_dream/
├── SP01_records/ [DONE] ← knowledge_gap: the codes
└── PP02_audit/ [WIP]
```
//- exploration/2025-01-10_kickoff.md
---
date: 2025-01-10
attendees: [Lisa Dominguez, Nina Volkov]
expiry: 2025-02-10
---
# Kickoff

- CREATE SP01_records: needed
- CUT PP03_old
- **Requirement** (Lisa): all reads are kept for 7 years. Owner: nobody
- BLOCK PP02 until the law is known
//- SP01_records/_overview.md
---
name: records
type: system
status: WIP
origin: exploration/2025-01-10_kickoff.md
depends_on: [PP02]
knowledge_gaps:
  - \"codes: ask Lisa\"
---
# Records

## Children

| Name | Status |
|---|---|
| p00_x | [WIP] |
//- SP01_records/p00_x/_overview.md
---
phase: x
status: TODO
---
# X

| Task | Status |
|---|---|
| 01_task | DONE |
//- SP01_records/p00_x/01_task.md
---
task: x
depends_on: [SP01_records/p00_x/02_more]
---
# Task

No owner: the backup plan. Ask Nina.

- [ ] one
- [x] two
//- SP01_records/p00_x/02_more.md
# More
//- SP01_records/modules/patient.md
---
module: patient
last_updated: 2025-09-01
modified_by_plans: [PP02]
owners: [Lisa Dominguez]
knowledge_gaps: [\"why: ask Nina\"]
---
# Patient
//- PP02_audit/_overview.md
---
name: audit
status: BLOCKED
blocks: [SP01]
---
# Audit
//- PP02_audit/plan.yaml
priority: high
invalidated_by: [SP01]
//- _completed/2025-Q1/SP01_records/_overview.md
---
name: records before
status: DONE
---
# Records before
//- _completed/2025-Q1/SP04_first/modules/trail.md
---
module: trail
---
# Trail
";

/// Words that change what a line means.
const WORDS: [(&str, &str); 12] = [
    ("DONE", "WIP"),
    ("WIP", "CUT"),
    ("TODO", "DONE"),
    ("BLOCKED", "DONE"),
    ("SP01", "PP02"),
    ("PP02", "SP04"),
    ("Lisa", "Nina"),
    ("Nina", "Omar"),
    ("2025", "2026"),
    ("- ", ""),
    ("depends_on", "blocks"),
    ("module", "modules"),
];

/// What an edit makes of a text. `with` is the text of another file.
fn changed(text: &str, with: &str, kind: u8, at: usize) -> Vec<u8> {
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    let line = at % lines.len().max(1);
    match kind % 9 {
        0 if !lines.is_empty() => drop(lines.remove(line)),
        1 if !lines.is_empty() => lines.insert(line, lines[line]),
        2 => lines.truncate(line),
        3 => return with.as_bytes().to_vec(),
        // Half a character: a file that is no text.
        4 => return [text.as_bytes(), &[0xC3, 0x28, 0x00, 0xFF]].concat(),
        5 => lines.insert(line.min(lines.len()), "knowledge_gaps: [\"new: ask Lisa\"]\n"),
        6 => lines.insert(
            line.min(lines.len()),
            "- a line (Nina), no owner: of the codes, ask Lisa, due 2025-03-01\n",
        ),
        _ => {
            let (from, to) = WORDS[at % WORDS.len()];
            return text.replace(from, to).into_bytes();
        }
    }
    lines.concat().into_bytes()
}

/// What the plan says: everything but how it is kept.
fn told(plan: &Plan) -> Vec<String> {
    macro_rules! all {
        ($($list:ident)*) => {
            vec![$(format!("{} {:#?}", stringify!($list), plan.$list.iter().collect::<Vec<_>>())),*]
        };
    }
    let mut told = all! {
        items relations modules deltas sprint plan_rows child_rows reading_order integration_map notes people decisions gaps
        requirements deadlines claims ignores snapshots problems
    };
    told.push(json::model(plan));
    told
}

fn found(reading: &Reading, plan: &Plan, names: &Names) -> String {
    let day = Date::parse("2025-11-15").unwrap();
    let scene = Scene::of(plan, reading, names, day);
    format!("{:#?}", Checking::all(&scene, &Settings::default()))
}

/// Fails where one text first differs from the other.
fn assert_same(made: &str, anew: &str, what: &str) {
    if made != anew {
        let line = made.lines().zip(anew.lines()).position(|(made, anew)| made != anew);
        let line = line.unwrap_or_else(|| made.lines().count().min(anew.lines().count()));
        let around =
            |text: &str| text.lines().skip(line.saturating_sub(12)).take(20).collect::<Vec<_>>().join("\n");
        panic!("{what}: after the plan before\n{}\n\nanew\n{}", around(made), around(anew));
    }
}

/// The plan made after another is the one that is made of nothing but the files.
fn assert_as_anew(reading: &Reading, made: &Planned) {
    let anew = Reading::new(reading.files().clone(), reading.root(), reading.dialect()).finish();
    let plan = anew.plan();
    let names = Names::of(&plan);
    for (made, anew) in told(&made.plan).iter().zip(&told(&plan)) {
        assert_same(made, anew, "the plan");
    }
    let known = |names: &Names, word: &str| (names.find(word), names.is_shared(word));
    for (index, item) in plan.items.iter().enumerate() {
        assert_eq!(made.plan.index_of(&item.id), plan.index_of(&item.id), "{}", item.id);
        assert_eq!(made.plan.index_at(&item.place.path), plan.index_at(&item.place.path));
        assert_eq!(plan.index_of(&item.id), Some(index));
        let short = item.name().split('_').next().unwrap_or_default();
        for word in [item.id.as_str(), short, &item.place.path] {
            assert_eq!(known(&made.names, word), known(&names, word), "{word}");
        }
    }
    for (index, module) in plan.modules.iter().enumerate() {
        assert_eq!(known(&made.names, &module.name), known(&names, &module.name), "{}", module.name);
        if let Some(Referent::Module(found)) = made.names.find(&module.name) {
            assert_eq!(found, index);
        }
    }
    assert_same(
        &found(reading, &made.plan, &made.names),
        &found(&anew, &plan, &names),
        "what the rules find",
    );
}

/// Makes edits one after the other, each plan after the one before, in steps of so many files.
fn edit(mut reading: Reading, edits: &[(usize, u8, usize)], files: usize) {
    let make = |reading: &Reading, before: &Basis| {
        let mut planning = Planning::begin(reading, before);
        while !planning.step(files) {}
        planning.finish()
    };
    let mut made = make(&reading, &Basis::default());
    assert_as_anew(&reading, &made);
    let original = reading.files().clone();
    for (file, kind, at) in edits {
        let entry = |index: usize| reading.files().entry(index % reading.files().len()).unwrap();
        // What speaks of the whole tree is edited as often as all else.
        let of_all = ["_overview.md", "_tree.md", "_completed/_state_deltas_archive.md"];
        let path = match of_all.get(*file % 9).and_then(|path| TreePath::parse(path).ok()) {
            Some(path) if reading.files().get(path.as_str()).is_some() => path,
            _ => entry(*file / 9).path().clone(),
        };
        let text = |path: &TreePath| {
            let text = reading.files().get(path.as_str()).map(|entry| reading.files().text(entry));
            text.and_then(Result::ok).map(|text| text.text).unwrap_or_default()
        };
        let bytes = match (kind, original.get(path.as_str())) {
            // As it was.
            (200.., Some(entry)) => original.read(entry).unwrap().into_owned(),
            _ => changed(&text(&path), &text(entry(*at).path()), *kind, *at),
        };
        // A new file moves all that come after it.
        let path = match kind {
            195..200 => TreePath::parse(&format!("PP02_audit/p00_new{kind}/01_new.md")).unwrap(),
            _ => path,
        };
        if at % 2 == 0 {
            reading.replace(&path, bytes);
        } else {
            let files = reading.files().replaced(&path, bytes);
            reading = reading.edited(&files, &[path]);
        }
        made = make(&reading, &made.basis);
        assert_as_anew(&reading, &made);
    }
}

fn opened(files: &Files) -> Reading {
    let roots = roots(files);
    Reading::new(files.rooted(&roots[0].path), roots[0].shown(), roots[0].dialect).finish()
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { failure_persistence: None, cases, ..ProptestConfig::default() }
}

fn edits(most: usize) -> impl Strategy<Value = Vec<(usize, u8, usize)>> {
    proptest::collection::vec((0..9_000_usize, 0..=255_u8, 0..4_000_usize), 1..=most)
}

proptest! {
    #![proptest_config(config(48))]

    #[test]
    fn an_edited_tree_is_the_same_made_anew(edits in edits(8), files in 1..40_usize) {
        edit(fixture::read(fixture::files(TREE), &dream::DIALECT), &edits, files);
    }
}

proptest! {
    #![proptest_config(config(3))]

    #[test]
    fn the_edited_sample_is_the_same_made_anew(edits in edits(4), files in 1..400_usize) {
        edit(opened(&folder(&repository().join("public/sample/medflow"))), &edits, files);
    }

    #[test]
    fn an_edited_real_tree_is_the_same_made_anew(edits in edits(3), files in 1..400_usize) {
        let Some(zip) = shared("trees/adhd-framework-2026-02-13.zip") else { return Ok(()) };
        let files_of = archive::open(std::fs::read(zip).unwrap(), &Limits::default()).unwrap();
        edit(opened(&files_of), &edits, files);
    }
}
