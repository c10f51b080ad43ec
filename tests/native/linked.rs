//! Every fix and every linked edit leaves what it mends resolved and adds no error; the patch of each is taken by git.

use crate::fixture::{self, folder, repository, shared};
use planarium::dialect::{Basis, Planned, Planning, Reading, roots};
use planarium::edit::patch::{self, Patch};
use planarium::edit::{Step, apply};
use planarium::files::{Files, FilesBuilder, Limits, archive as zip};
use planarium::findings::{Effect, Finding, Ground, Known, Scene, Settings, Severity};
use planarium::linked::status::Aim;
use planarium::linked::{
    archive, board, dependency, emergency, entry, finish, handover, invalidation, module, ownership, status,
};
use planarium::plan::{BaseStatus, Date, Dependencies, ItemKind, Names, Plan};
use planarium::rules::{self, Checking, EXAMPLES};
use std::sync::Arc;

fn day() -> Date {
    Date::parse("2026-06-15").unwrap()
}

/// What the rules find in a tree.
fn findings(reading: &Reading) -> Vec<Finding> {
    rules::check(reading, &reading.plan(), &day(), &Settings::of_tree(reading.files()))
}

/// Looks at a tree as rules and linked edits do.
fn with_scene<T>(reading: &Reading, look: impl FnOnce(&Scene<'_>) -> T) -> T {
    let plan = reading.plan();
    let names = Names::of(&plan);
    let ground = Ground::of(&plan, reading, &names);
    look(&ground.scene(day()))
}

/// The tree after a step, whose patch makes exactly that.
fn after(reading: &Reading, step: &Step) -> Reading {
    let edited = apply(reading.files(), &step.edits)
        .unwrap_or_else(|why| panic!("{}: {why}\n{:#?}", step.title, step.edits));
    let patch = Patch::between(reading.files(), &edited.files, &edited.changed, &edited.moved).unwrap();
    patch::check(&patch, "x", &patch.text("x")).unwrap();
    Reading::new(edited.files, reading.root(), reading.dialect()).finish()
}

/// A tree before a step, with what the rules find in it.
struct Base {
    name: String,
    reading: Reading,
    plan: Plan,
    names: Names,
    basis: Basis,
    found: Vec<Finding>,
    known: Option<Arc<Known>>,
}

/// A tree after a step.
struct Now {
    plan: Plan,
    found: Vec<Finding>,
    effect: Effect,
}

/// What the rules find, and what they know from then on. Whoever knows something already finds the very same.
fn found_in(
    reading: &Reading,
    plan: &Plan,
    names: &Names,
    before: Option<Arc<Known>>,
) -> (Vec<Finding>, Option<Arc<Known>>) {
    let ground = Ground::of(plan, reading, names);
    let (scene, settings) = (ground.scene(day()), Settings::of_tree(reading.files()));
    let is_known = before.is_some();
    let mut checking = Checking::following(before, &scene, &settings);
    while !checking.step(&scene, &settings, 7).is_complete() {}
    let found = checking.findings(&scene);
    if is_known {
        assert_eq!(found, Checking::all(&scene, &settings));
    }
    (found, checking.known(&scene, &settings))
}

impl Base {
    fn of(name: String, reading: Reading) -> Base {
        let Planned { plan, names, basis } = Planning::begin(&reading, &Basis::default()).finish();
        let (found, known) = found_in(&reading, &plan, &names, None);
        Base { name, reading, plan, names, basis, found, known }
    }

    fn is_dream(&self) -> bool {
        self.reading.dialect().name == "dream"
    }

    /// The position of an item in what is looked at: a story is looked at as the tree of its last stage.
    fn at(&self, scene: &Scene<'_>, index: usize) -> Result<usize, String> {
        let id = &self.plan.items.get(index).unwrap().id;
        scene.plan.index_of(id).ok_or_else(|| format!("there is no {id}"))
    }

    fn look<T>(&self, look: impl FnOnce(&Scene<'_>) -> T) -> T {
        look(&Ground::of(&self.plan, &self.reading, &self.names).scene(day()))
    }

    /// That a step adds no error.
    fn harmless(&self, step: &Step) -> Now {
        let now = self.after(step);
        assert_eq!(now.errors(), Vec::<String>::new(), "{}: {}: {:#?}", self.name, step.title, step.edits);
        now
    }

    /// The tree as the page shows it after a step, whose patch makes exactly that.
    fn after(&self, step: &Step) -> Now {
        let edited = apply(self.reading.files(), &step.edits)
            .unwrap_or_else(|why| panic!("{}: {}: {why}\n{:#?}", self.name, step.title, step.edits));
        let patch =
            Patch::between(self.reading.files(), &edited.files, &edited.changed, &edited.moved).unwrap();
        patch::check(&patch, "x", &patch.text("x")).unwrap();
        let reading = self.reading.edited(&edited.files, &edited.changed);
        let Planned { plan, names, .. } = Planning::begin(&reading, &self.basis).finish();
        let (found, _) = found_in(&reading, &plan, &names, self.known.clone());
        let effect = Effect::of(&self.found, &found);
        Now { plan, found, effect }
    }
}

impl Now {
    /// The errors that were not there before.
    fn errors(&self) -> Vec<String> {
        let is_error = |finding: &&Finding| finding.severity == Severity::Error;
        let errors = self.effect.added.iter().filter(is_error);
        errors.map(|finding| format!("{} {}", finding.rule, finding.message)).collect()
    }
}

/// The trees that are there: the sample, all stages of its story, the real ones and the seeds.
fn trees() -> Vec<Base> {
    let mut trees = Vec::new();
    let mut add = |name: &str, files: Files| {
        let root = roots(&files).into_iter().next().unwrap_or_else(|| panic!("{name} is a tree"));
        let below = files.rooted(&root.path);
        let reading = Reading::new(below, root.shown(), root.dialect).finish();
        trees.push(Base::of(name.to_owned(), reading));
    };
    add("sample", folder(&repository().join("public/sample/medflow")));
    for stage in 1..=7 {
        add(&format!("stage {stage}"), folder(&repository().join(format!("public/sample/stages/{stage}"))));
    }
    for name in ["trees/adhd-framework-2026-02-13.zip", "trees/backlog-md-2026-02.zip"] {
        if let Some(path) = shared(name) {
            add(name, zip::open(std::fs::read(path).unwrap(), &Limits::default()).unwrap());
        }
    }
    for (name, place) in shared("seeds").iter().flat_map(|seeds| fixture::walk(seeds)) {
        let mut builder = FilesBuilder::new(Limits::default());
        builder.add(&name, std::fs::read(place).unwrap());
        add(&name, builder.finish());
    }
    trees
}

/// That every fix that is offered resolves its finding and adds no error; how many there were.
fn fixes_hold(base: &Base, most: usize) -> usize {
    let mut tried = 0;
    let mut per_rule = std::collections::BTreeMap::<&str, usize>::new();
    for finding in base.found.iter().filter(|finding| finding.fix.is_some()) {
        let count = per_rule.entry(finding.rule).or_default();
        *count += 1;
        if *count > most {
            continue;
        }
        let fix = base.look(|scene| archive::completed(scene, finding.fix.clone().unwrap()));
        let effect = base.harmless(&fix).effect;
        let is_resolved =
            effect.resolved.iter().any(|gone| gone.rule == finding.rule && gone.items == finding.items);
        assert!(is_resolved, "{}: {} {} stays: {:#?}", base.name, finding.rule, finding.message, fix);
        tried += 1;
    }
    tried
}

#[test]
fn every_fix_of_every_rule_resolves_its_finding() {
    let mut tried = 0;
    let mut rules = std::collections::BTreeSet::new();
    for example in EXAMPLES {
        let count = fixes_hold(&Base::of(example.rule.to_owned(), fixture::reading(example.bad)), 9);
        if count > 0 {
            rules.insert(example.rule);
        }
        tried += count;
    }
    println!("fixes: {tried} of the examples of {} rules", rules.len());
    assert!(tried > 15 && rules.len() >= 8, "{tried} {rules:?}");
}

#[test]
fn fixes_hold_in_real_trees() {
    let most = if crate::patches::is_thorough() { usize::MAX } else { 2 };
    for base in trees() {
        let errors = base.found.iter().filter(|finding| finding.severity == Severity::Error).count();
        let tried = fixes_hold(&base, most);
        println!("{}: {tried} fixes hold; {} findings, {errors} of them errors", base.name, base.found.len());
    }
}

/// How many linked edits were made and how many were refused with a reason, by what they are.
#[derive(Default)]
struct Tally {
    counts: std::collections::BTreeMap<&'static str, (usize, usize)>,
    faults: Vec<String>,
}

impl Tally {
    fn keep(&mut self, base: &Base, what: &'static str, made: Result<Step, String>) -> Option<Now> {
        let counts = self.counts.entry(what).or_default();
        match base.look(|scene| made.and_then(|step| scene.placed(step))) {
            Ok(step) => {
                counts.0 += 1;
                let now = base.after(&step);
                let errors = now.errors();
                self.faults
                    .extend(errors.iter().map(|error| format!("{}: {}: {error}", base.name, step.title)));
                Some(now)
            }
            Err(why) => {
                assert!(!why.is_empty());
                counts.1 += 1;
                None
            }
        }
    }

    fn holds(&mut self, is_so: bool, fault: impl FnOnce() -> String) {
        if !is_so {
            self.faults.push(fault());
        }
    }

    fn made(&self) -> usize {
        self.counts.values().map(|counts| counts.0).sum()
    }
}

/// Sets an item to every state; whoever says how far it is says the same from then on.
fn every_status(base: &Base, index: usize, tally: &mut Tally) {
    let id = &base.plan.items.get(index).unwrap().id;
    for written in ["TODO", "WIP", "DONE", "BLOCKED:law", "CUT"] {
        let aim = Aim::parse(written).unwrap();
        let made = base.look(|scene| status::set(scene, base.at(scene, index)?, &aim));
        let Some(now) = tally.keep(base, "status", made) else { continue };
        if let Some(item) = now.plan.item(id).filter(|item| item.status.written.is_some()) {
            tally.holds(item.status.base == aim.base, || {
                format!("{} {id} {written}: {:?}", base.name, item.status)
            });
        }
        let drifts = |finding: &&Finding| {
            finding.rule == "drift"
                && finding.items.first() == Some(id)
                && !finding.message.contains("folder")
        };
        let drift = now.found.iter().find(drifts);
        tally.holds(drift.is_none(), || format!("{} {id} {written}: {}", base.name, drift.unwrap().message));
    }
}

/// What only trees of the convention have.
fn every_edit_of_a_plan(base: &Base, index: usize, tally: &mut Tally) {
    const NOW: &str = "2026-06-15T08:00:00Z";
    let item = base.plan.items.get(index).unwrap();
    tally.keep(base, "archive", base.look(|scene| archive::plan(scene, index)));
    for end in [BaseStatus::Done, BaseStatus::Cut] {
        let closed =
            tally.keep(base, "close and archive", base.look(|scene| archive::closed(scene, index, end)));
        if let Some(now) = closed {
            // What it says of itself is true of where it lies now; links that led nowhere may still do so.
            for rule in ["drift", "not-archived", "wrongly-archived", "done-without-delta", "broken-link"] {
                let is_own =
                    |finding: &&Finding| finding.rule == rule && finding.items.first() == Some(&item.id);
                let (before, after) = (base.found.iter().filter(is_own), now.found.iter().filter(is_own));
                tally.holds(after.clone().count() <= before.count(), || {
                    let said: Vec<&String> = after.map(|finding| &finding.message).collect();
                    format!("{} {} {end:?}: {said:?}", base.name, item.id)
                });
            }
        }
    }
    tally.keep(base, "emergency", base.look(|scene| emergency::declare(scene, index, NOW, &[])));
    tally.keep(base, "delta", base.look(|scene| entry::delta(scene, index, "audit_trail: more")));
    let plans = base.plan.of_kind(ItemKind::Plan).filter_map(|other| base.plan.index_of(&other.id));
    let others: Vec<usize> = plans.filter(|other| *other != index).collect();
    let step = (others.len() / 3).max(1);
    for other in others.into_iter().step_by(step) {
        tally.keep(base, "emergency", base.look(|scene| emergency::declare(scene, index, NOW, &[other])));
        tally.keep(
            base,
            "invalidation",
            base.look(|scene| invalidation::declare(scene, index, other, "schema")),
        );
        every_dependency(base, index, other, tally);
    }
    let register = base.look(|scene| module::register(scene, "new_module", index, "Nina Volkov"));
    tally.keep(base, "register", register);
}

/// One needs another from then on, and what it needs it does not need any more.
fn every_dependency(base: &Base, from: usize, to: usize, tally: &mut Tally) {
    let edge = |plan: &Plan, to: &str| {
        let from = plan.index_of(&base.plan.items.get(from).unwrap().id).unwrap();
        let to = plan.index_of(to).unwrap();
        Dependencies::of(plan).needs(from).iter().any(|edge| edge.to == to)
    };
    let id = |at: usize| base.plan.items.get(at).unwrap().id.clone();
    if let Some(now) = tally.keep(
        base,
        "depend",
        base.look(|scene| dependency::add(scene, base.at(scene, from)?, base.at(scene, to)?)),
    ) {
        let is_so = edge(&now.plan, &id(to));
        tally.holds(is_so, || format!("{}: {} needs {}", base.name, id(from), id(to)));
    }
    for needed in Dependencies::of(&base.plan).needs(from) {
        let made =
            base.look(|scene| dependency::remove(scene, base.at(scene, from)?, base.at(scene, needed.to)?));
        if let Some(now) = tally.keep(base, "free", made) {
            assert!(
                !edge(&now.plan, &id(needed.to)),
                "{}: {} needs no {}",
                base.name,
                id(from),
                id(needed.to)
            );
        }
    }
}

fn every_edit_of_people(base: &Base, step: usize, tally: &mut Tally) {
    for person in &base.plan.people {
        tally.keep(base, "hand over", base.look(|scene| handover::all(scene, &person.name, "Grace Hopper")));
    }
    for known in base.plan.modules.iter().step_by(step) {
        tally.keep(base, "owner", base.look(|scene| handover::module(scene, &known.name, "Grace Hopper")));
        for person in base.plan.people.iter().take(2) {
            tally.keep(
                base,
                "answer",
                base.look(|scene| ownership::toggle(scene, &known.name, &person.name)),
            );
        }
    }
}

#[test]
fn linked_edits_add_no_error() {
    let mut tally = Tally::default();
    for base in trees() {
        let before = tally.made();
        let is_work =
            |at: &usize| base.plan.items.get(*at).is_some_and(|item| item.kind.is_work() && !item.template);
        let work: Vec<usize> = (0..base.plan.items.len()).filter(is_work).collect();
        let step = if crate::patches::is_thorough() { 1 } else { work.len().div_ceil(7).max(1) };
        for (at, index) in work.iter().copied().enumerate().step_by(step) {
            every_status(&base, index, &mut tally);
            if base.is_dream() {
                every_edit_of_a_plan(&base, index, &mut tally);
                continue;
            }
            tally.keep(&base, "finish", base.look(|scene| finish::item(scene, base.at(scene, index)?)));
            if base.plan.items.get(index).is_some_and(|item| !item.is_part()) {
                let other = work.get((at + 5) % work.len()).copied().filter(|other| *other != index);
                other.into_iter().for_each(|other| every_dependency(&base, index, other, &mut tally));
            }
            for known in &base.plan.workflow {
                let put = base
                    .look(|scene| board::put(scene, base.at(scene, index)?, &known.text, "2026-06-15 08:09"));
                tally.keep(&base, "put", put);
            }
        }
        for item in base.plan.items.iter().filter(|item| !item.is_part() && !item.template).step_by(step) {
            let path = &item.place.path;
            tally.keep(&base, "session", base.look(|scene| entry::session(scene, path, "Looked at it")));
            if item.kind == ItemKind::Exploration && base.is_dream() {
                tally.keep(&base, "decision", entry::decision(path, "NOTE: it is late"));
            }
        }
        every_edit_of_people(&base, step, &mut tally);
        println!("{}: {} linked edits", base.name, tally.made() - before);
    }
    for (what, (made, refused)) in &tally.counts {
        println!("linked edits: {what}: {made} made, {refused} refused with a reason");
        assert!(*made > 0, "{what}");
    }
    println!("{} linked edits, {} faults", tally.made(), tally.faults.len());
    let first: Vec<&String> = tally.faults.iter().take(60).collect();
    assert!(first.is_empty(), "{first:#?}");
}

const TREE: &str = "
//- _overview.md
# Pier

## Current Sprint

- 🔄 SP01_pier — posts (Ada)

## Plans

| # | Name | Status | Priority | Depends On |
|---|------|--------|----------|------------|
| SP01 | [pier](SP01_pier/) | 🔄 [WIP] | normal | — |
| PP02 | deck | ⏳ [TODO] | normal | SP01 |

## Module Index

| Module | Origin Plan | Primary Owner |
|---|---|---|
| winch | SP01_pier | Ada Stone + Bo (shared) |

## State Deltas

### ✅ SP00_bank — Jan 2026
- bank: new module
//- _tree.md
# Tree

├── SP01_pier/   ← 🔄 [WIP] System Plan
└── PP02_deck/   ← ⏳ [TODO]
//- SP01_pier/_overview.md
---
name: pier
type: system
magnitude: Light
status: WIP
origin: exploration/x.md
last_updated: 2026-01-01
---
# Pier

See [the note](../exploration/x.md) and [the spec](modules/winch.md).
//- SP01_pier/modules/winch.md
---
module: winch
last_updated: 2026-01-01
modified_by_plans: []
---
[up](../../_overview.md)
//- PP02_deck/_overview.md
---
name: deck
type: procedure
magnitude: Light
status: TODO
origin: exploration/x.md
last_updated: 2026-01-01
depends_on: [SP01]
---
[pier](../SP01_pier/_overview.md#pier) and `SP01_pier/modules/winch.md`
//- SP03_quay/_overview.md
---
name: quay
status: DONE
---
//- exploration/x.md
# Note
";

fn text(reading: &Reading, path: &str) -> String {
    reading.files().text(reading.files().get(path).unwrap_or_else(|| panic!("no {path}"))).unwrap().text
}

fn made(reading: &Reading, step: impl FnOnce(&Scene<'_>) -> Result<Step, String>) -> Reading {
    after(reading, &with_scene(reading, step).unwrap())
}

fn index(scene: &Scene<'_>, id: &str) -> usize {
    scene.plan.index_of(id).unwrap()
}

#[test]
fn closing_a_plan_says_so_everywhere() {
    let tree = fixture::reading(TREE);
    let closed = made(&tree, |scene| archive::closed(scene, index(scene, "SP01_pier"), BaseStatus::Done));
    let root = text(&closed, "_overview.md");
    for line in [
        "- ✅ SP01_pier — posts (Ada)",
        "| SP01 | [pier](_completed/2026-Q1/SP01_pier/) | ✅ [DONE] | normal | — |",
        "### ✅ SP01_pier — Jun 2026",
        "- winch: new module",
    ] {
        assert!(root.contains(line), "{line}\n{root}");
    }
    assert!(text(&closed, "_tree.md").contains("├── SP01_pier/   ← ✅ [DONE] System Plan"));
    let own = text(&closed, "_completed/2026-Q1/SP01_pier/_overview.md");
    for line in [
        "status: DONE",
        "last_updated: 2026-06-15",
        "[the note](../../../exploration/x.md) and [the spec](modules/winch.md)",
    ] {
        assert!(own.contains(line), "{line}\n{own}");
    }
    assert!(
        text(&closed, "_completed/2026-Q1/SP01_pier/modules/winch.md")
            .contains("[up](../../../../_overview.md)")
    );
    let other = text(&closed, "PP02_deck/_overview.md");
    assert!(other.contains("[pier](../_completed/2026-Q1/SP01_pier/_overview.md#pier) and `_completed/2026-Q1/SP01_pier/modules/winch.md`"), "{other}");
    assert!(findings(&closed).iter().all(|finding| finding.rule != "broken-link" && finding.rule != "drift"));
}

#[test]
fn an_emergency_is_known_to_those_that_wait() {
    let tree = fixture::reading(TREE);
    let made = made(&tree, |scene| {
        emergency::declare(
            scene,
            index(scene, "SP01_pier"),
            "2026-06-15T08:00:00Z",
            &[index(scene, "PP02_deck")],
        )
    });
    let own = text(&made, "SP01_pier/_overview.md");
    for line in
        ["priority: emergency\n", "emergency_declared_at: 2026-06-15T08:00:00Z\n", "blocks: [PP02_deck]\n"]
    {
        assert!(own.contains(line), "{line}\n{own}");
    }
    assert!(text(&made, "PP02_deck/_overview.md").contains("depends_on: [SP01, SP01_pier]"));
    assert!(text(&made, "_overview.md").contains("| 🔄 [WIP] | emergency |"));
    let refused = with_scene(&tree, |scene| {
        emergency::declare(scene, index(scene, "PP02_deck"), "x", &[index(scene, "SP01_pier")])
    });
    assert_eq!(refused.unwrap_err(), "PP02_deck needs SP01_pier, so it cannot block it");
}

#[test]
fn dependencies_invalidations_modules_and_owners() {
    let tree = fixture::reading(TREE);
    let less =
        made(&tree, |scene| dependency::remove(scene, index(scene, "PP02_deck"), index(scene, "SP01_pier")));
    assert!(
        text(&less, "PP02_deck/_overview.md").contains("depends_on: []")
            && text(&less, "_overview.md").contains("| PP02 | deck | ⏳ [TODO] | normal | — |")
    );
    let more =
        made(&tree, |scene| dependency::add(scene, index(scene, "SP03_quay"), index(scene, "SP01_pier")));
    assert!(
        text(&more, "SP03_quay/_overview.md").contains("depends_on: [SP01_pier]")
            && text(&more, "SP01_pier/_overview.md").contains("blocks: [SP03_quay]")
    );
    let circle = with_scene(&tree, |scene| {
        dependency::add(scene, index(scene, "SP01_pier"), index(scene, "PP02_deck"))
    });
    assert!(circle.unwrap_err().contains("circle"));
    let invalid = made(&tree, |scene| {
        invalidation::declare(scene, index(scene, "SP03_quay"), index(scene, "PP02_deck"), "posts")
    });
    let own = text(&invalid, "SP03_quay/_overview.md");
    for line in [
        "invalidated_by: PP02_deck\n",
        "invalidation_scope: posts\n",
        "invalidation_date: 2026-06-15\n",
        "status: DONE:invalidated-by:PP02\n",
    ] {
        assert!(own.contains(line), "{line}\n{own}");
    }
    let new = made(&tree, |scene| module::register(scene, "lamp_post", index(scene, "PP02_deck"), "Bo"));
    assert!(text(&new, "_overview.md").contains("| lamp_post | PP02_deck | Bo |"));
    assert!(
        text(&new, "PP02_deck/modules/lamp_post.md")
            .starts_with("---\nmodule: lamp_post\nlast_updated: 2026-06-15\n")
    );
    let over = made(&tree, |scene| handover::all(scene, "Ada Stone", "Cy Reed"));
    assert!(text(&over, "_overview.md").contains("| Cy Reed + Bo (shared) |"));
    assert!(with_scene(&tree, |scene| handover::all(scene, "Nobody", "Cy")).is_err());
}

#[test]
fn older_state_deltas_go_into_the_archive() {
    let mut tree = "//- _overview.md\n# T\n\n## State Deltas\n\n".to_owned();
    for at in 1..=23 {
        tree +=
            &format!("### ✅ SP{at:02}_x — 2025-{:02}-{:02}\n- m{at}_x: new module\n\n", 1 + at % 9, 1 + at);
    }
    tree += "## End\n";
    let mut root = String::new();
    for existing in [false, true] {
        let tree = if existing {
            format!(
                "{tree}//- _state_deltas_archive.md\n# State Deltas archive\n\n## State Deltas\n\n### ✅ SP00_x — 2024-01\n- a_b: x\n"
            )
        } else {
            tree.clone()
        };
        let reading = fixture::reading(&tree);
        let edits = with_scene(&reading, archive::overflow);
        let moved = after(&reading, &Step { title: String::new(), edits });
        let plan = moved.plan();
        assert_eq!(plan.deltas.len(), 23 + usize::from(existing));
        root = text(&moved, "_overview.md");
        assert_eq!(root.matches("### ").count(), 20);
        assert_eq!(
            text(&moved, "_state_deltas_archive.md").matches("### ").count(),
            3 + usize::from(existing)
        );
    }
    assert!(root.contains("\n## End\n"));
}

#[test]
fn a_piece_of_work_in_a_document_is_finished() {
    let mut builder = FilesBuilder::new(Limits::default());
    let plan = "# Plan\n\n**Last Updated**: December 26, 2024\n\n| Phase | Name | Status |\n|---|---|---|\n| Phase 1 | Build | 🟡 IN PROGRESS |\n| Phase 10 | Else | ⚪ NOT STARTED |\n\n## Phase 1: Build (2h) 🟡 IN PROGRESS\n\n**Status**: 🟡 In Progress\n\n**Acceptance Criteria:**\n- [ ] one\n- [x] two\n\n## Phase 10: Else ⚪ NOT STARTED\n- [ ] three\n";
    builder.add("plan.md", plan.as_bytes().to_vec());
    let reading = fixture::read(builder.finish(), &planarium::dialect::plain::DIALECT);
    let done = with_scene(&reading, |scene| {
        let mut item = scene.plan.items.get(0).unwrap().clone();
        (item.place.line, item.number, item.title) = (10, Some("1".to_owned()), "Build".to_owned());
        Step { title: String::new(), edits: finish::told(scene, &item, &Aim::new(BaseStatus::Done)) }
    });
    let text = text(&after(&reading, &done), "plan.md");
    let expected = plan
        .replace("December 26, 2024", "June 15, 2026")
        .replace("| Build | 🟡 IN PROGRESS |", "| Build | ✅ COMPLETE |")
        .replace("(2h) 🟡 IN PROGRESS", "(2h) ✅ COMPLETE")
        .replace("**Status**: 🟡 In Progress", "**Status**: ✅ Complete");
    assert_eq!(text, expected);
}

#[test]
fn of_several_dependencies_on_one_line_the_one_that_is_meant_goes() {
    const TREE: &str = "//- SP01_pier/_overview.md\n---\nstatus: WIP\nblocks: [SP03_quay, PP02_deck]\n---\n\
//- PP02_deck/_overview.md\n---\nstatus: TODO\ndepends_on: [SP03_quay, SP01]\n---\n\
//- SP03_quay/_overview.md\n---\nstatus: TODO\ndepends_on: [SP01_pier]\n---\n";
    let reading = fixture::reading(TREE);
    let index = |scene: &Scene<'_>, id: &str| scene.plan.index_of(id).unwrap();
    let now = made(&reading, |scene| {
        dependency::remove(scene, index(scene, "PP02_deck"), index(scene, "SP01_pier"))
    });
    let text = |path: &str| now.files().text(now.files().get(path).unwrap()).unwrap().text;
    assert_eq!(text("PP02_deck/_overview.md"), "---\nstatus: TODO\ndepends_on: [SP03_quay]\n---\n");
    assert_eq!(text("SP01_pier/_overview.md"), "---\nstatus: WIP\nblocks: [SP03_quay]\n---\n");
    assert_eq!(text("SP03_quay/_overview.md"), "---\nstatus: TODO\ndepends_on: [SP01_pier]\n---\n");
}

#[test]
fn owners_come_and_go_in_the_cell_of_the_index() {
    const TREE: &str = "//- _overview.md\n# Harbour\n\n## Cast\n\n| Name | Role |\n|---|---|\n| Nina Volkov | Engineer |\n| Ada Lee | Engineer |\n\n\
## Module Index\n\n| Module | Origin Plan | Modified By | Primary Owner |\n|---|---|---|---|\n| deck | SP01_pier | — | Nina Volkov, Ada Lee |\n\
| mast | SP01_pier | — | — |\n| keel | SP01_pier | — | Nina Volkov (from Lev) |\n\
//- SP01_pier/_overview.md\n---\nstatus: WIP\n---\n";
    let reading = fixture::reading(TREE);
    let row = |reading: &Reading, module: &str| {
        let text = reading.files().text(reading.files().get("_overview.md").unwrap()).unwrap().text;
        text.lines().find(|line| line.starts_with(&format!("| {module} "))).unwrap().to_owned()
    };
    for (module, person, expected) in [
        ("deck", "Ada Lee", "| deck | SP01_pier | — | Nina Volkov |"),
        ("deck", "Nina Volkov", "| deck | SP01_pier | — | Ada Lee |"),
        ("mast", "Ada Lee", "| mast | SP01_pier | — | Ada Lee |"),
        ("keel", "Ada Lee", "| keel | SP01_pier | — | Nina Volkov (from Lev), Ada Lee |"),
        ("keel", "Nina Volkov", "| keel | SP01_pier | — | — |"),
    ] {
        let now = made(&reading, |scene| ownership::toggle(scene, module, person));
        assert_eq!(row(&now, module), expected);
        // And back: who answers is who did before.
        let back = made(&now, |scene| ownership::toggle(scene, module, person));
        let owners = |reading: &Reading| {
            let plan = reading.plan();
            let module = plan.modules.iter().find(|known| known.name == module).unwrap().clone();
            let mut names: Vec<String> = module.owners.iter().map(|owner| owner.name.text.clone()).collect();
            names.sort();
            names
        };
        assert_eq!(owners(&back), owners(&reading), "{module} {person}");
    }
    let refused = with_scene(&reading, |scene| ownership::toggle(scene, "rudder", "Ada Lee").unwrap_err());
    assert_eq!(refused, "there is no module rudder");
}
