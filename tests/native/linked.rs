//! Every fix and every linked edit leaves what it mends resolved and adds no error; the patch of each is taken by git.

use crate::fixture::{self, folder, repository, shared};
use planarium::dialect::{Reading, roots};
use planarium::edit::patch::{self, Patch};
use planarium::edit::{Step, apply};
use planarium::files::{FilesBuilder, Limits, archive as zip};
use planarium::findings::{Effect, Finding, Ground, Scene, Settings, Severity};
use planarium::linked::status::Aim;
use planarium::linked::{
    archive, dependency, emergency, entry, finish, handover, invalidation, module, ownership, status,
};
use planarium::plan::{BaseStatus, Date, ItemKind, Names};
use planarium::rules::{self, EXAMPLES};

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

/// That a step adds no error; what it does.
fn harmless(reading: &Reading, before: &[Finding], step: &Step) -> (Reading, Effect) {
    let now = after(reading, step);
    let effect = Effect::of(before, &findings(&now));
    let errors: Vec<String> = effect
        .added
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .map(|finding| format!("{} {}", finding.rule, finding.message))
        .collect();
    assert!(errors.is_empty(), "{}: {errors:#?}\n{:#?}", step.title, step.edits);
    (now, effect)
}

/// The trees that are there: the sample, the stages of its story, and real ones.
fn trees() -> Vec<(String, Reading)> {
    let mut trees = Vec::new();
    let mut add = |name: &str, files: planarium::files::Files| {
        let root = roots(&files).into_iter().next().unwrap();
        let below = files.rooted(&root.path);
        trees.push((name.to_owned(), Reading::new(below, root.shown(), root.dialect).finish()));
    };
    add("sample", folder(&repository().join("public/sample/medflow")));
    for stage in ["2", "5"] {
        add(stage, folder(&repository().join("public/sample/stages").join(stage)));
    }
    for name in ["trees/adhd-framework-2026-02-13.zip", "trees/backlog-md-2026-02.zip"] {
        if let Some(path) = shared(name) {
            add(name, zip::open(std::fs::read(path).unwrap(), &Limits::default()).unwrap());
        }
    }
    trees
}

/// That every fix that is offered resolves its finding and adds no error; how many there were.
fn fixes_hold(reading: &Reading, most: usize) -> usize {
    let before = findings(reading);
    let mut tried = 0;
    let mut per_rule = std::collections::BTreeMap::<&str, usize>::new();
    for finding in before.iter().filter(|finding| finding.fix.is_some()) {
        let count = per_rule.entry(finding.rule).or_default();
        *count += 1;
        if *count > most {
            continue;
        }
        let fix = with_scene(reading, |scene| archive::completed(scene, finding.fix.clone().unwrap()));
        let (_, effect) = harmless(reading, &before, &fix);
        let is_resolved =
            effect.resolved.iter().any(|gone| gone.rule == finding.rule && gone.items == finding.items);
        assert!(is_resolved, "{} {} stays: {:#?}", finding.rule, finding.message, fix);
        tried += 1;
    }
    tried
}

#[test]
fn every_fix_of_every_rule_resolves_its_finding() {
    let mut tried = 0;
    let mut rules = std::collections::BTreeSet::new();
    for example in EXAMPLES {
        let reading = fixture::reading(example.bad);
        let count = fixes_hold(&reading, 9);
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
    let most = if crate::patches::is_thorough() { 40 } else { 3 };
    for (name, reading) in trees() {
        println!("fixes of {name}: {}", fixes_hold(&reading, most));
    }
}

#[test]
fn linked_edits_add_no_error() {
    let mut counts = (0, 0);
    for (name, reading) in trees() {
        let is_dream = reading.dialect().name == "dream";
        if !is_dream {
            continue;
        }
        let before = findings(&reading);
        let step = if crate::patches::is_thorough() { 1 } else { 29 };
        let plan = reading.plan();
        let work: Vec<usize> = (0..plan.items.len())
            .filter(|at| {
                plan.items.get(*at).unwrap().kind.is_work() && !plan.items.get(*at).unwrap().template
            })
            .step_by(step)
            .collect();
        let mut keep = |made: Result<Step, String>| match made {
            Ok(step) => {
                counts.0 += 1;
                Some(harmless(&reading, &before, &step))
            }
            Err(why) => {
                assert!(!why.is_empty());
                counts.1 += 1;
                None
            }
        };
        for index in work {
            let id = plan.items.get(index).unwrap().id.clone();
            for written in ["TODO", "WIP", "DONE", "BLOCKED:law", "CUT"] {
                let aim = Aim::parse(written).unwrap();
                let made = with_scene(&reading, |scene| status::set(scene, index, &aim));
                let Some((now, _)) = keep(made) else { continue };
                // Whoever says how far it is says the same from now on.
                let plan = now.plan();
                if let Some(item) = plan.item(&id).filter(|item| item.status.written.is_some()) {
                    assert_eq!(item.status.base, aim.base, "{name} {id} {written}: {:?}", item.status);
                }
                let drifts =
                    |finding: &Finding| finding.rule == "drift" && finding.items.first() == Some(&id);
                let drift = findings(&now)
                    .into_iter()
                    .find(|finding| drifts(finding) && !finding.message.contains("folder"));
                assert!(drift.is_none(), "{name} {id} {written}: {drift:#?}");
            }
            keep(with_scene(&reading, |scene| archive::plan(scene, index)));
            keep(with_scene(&reading, |scene| archive::closed(scene, index, BaseStatus::Done)));
            keep(with_scene(&reading, |scene| emergency::declare(scene, index, "2026-06-15T08:00:00Z", &[])));
            keep(with_scene(&reading, |scene| entry::delta(scene, index, "audit_trail: more")));
            let others: Vec<usize> = plan
                .of_kind(ItemKind::Plan)
                .filter_map(|other| plan.index_of(&other.id))
                .filter(|other| *other != index)
                .step_by(5)
                .take(2)
                .collect();
            for other in others {
                keep(with_scene(&reading, |scene| {
                    emergency::declare(scene, index, "2026-06-15T08:00:00Z", &[other])
                }));
                keep(with_scene(&reading, |scene| invalidation::declare(scene, index, other, "schema")));
                if plan.items.get(index).unwrap().kind == ItemKind::Plan {
                    keep(with_scene(&reading, |scene| dependency::add(scene, index, other)));
                    keep(with_scene(&reading, |scene| dependency::remove(scene, index, other)));
                }
            }
            keep(with_scene(&reading, |scene| module::register(scene, "new_module", index, "Nina Volkov")));
        }
        for person in &plan.people {
            keep(with_scene(&reading, |scene| handover::all(scene, &person.name, "Grace Hopper")));
        }
        for known in plan.modules.iter().step_by(step) {
            keep(with_scene(&reading, |scene| handover::module(scene, &known.name, "Grace Hopper")));
        }
    }
    println!("linked edits: {} made, {} refused with a reason", counts.0, counts.1);
    assert!(counts.0 > 60, "{counts:?}");
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
