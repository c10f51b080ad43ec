//! Several conventions side by side in one tree: each part as it would be read alone, names across, rules and edits of each.

use crate::fixture::files;
use planarium::dialect::{Reading, beside, root_at, roots};
use planarium::edit::{Change, apply};
use planarium::files::{Files, TreePath};
use planarium::findings::{Ground, Settings};
use planarium::linked::{archive, dependency, status};
use planarium::plan::{BaseStatus, Date, Names, Plan, json};
use planarium::rules;

const REPOSITORY: &str = "//- .agent_plan/day_dream/_overview.md\n# Harbour\n\n## Plans\n\n| Plan | Status | Depends on |\n|---|---|---|\n\
| SP01_pier | 🔄 [WIP] | — |\n| SP02_crane | ✅ [DONE] | SP01 |\n\n## Module Index\n\n| Module | Origin | Primary Owner |\n|---|---|---|\n\
| deck | SP01_pier | Nina |\n
//- .agent_plan/day_dream/SP01_pier/_overview.md
---
status: WIP
depends_on: [BACK-7]
---
# Pier
//- .agent_plan/day_dream/SP02_crane/_overview.md
---
status: DONE
depends_on: [SP01_pier, SP77_nothing]
---
# Crane
//- .agent_plan/day_dream/README.md
# How to read the harbour
//- backlog/config.yml
project_name: Yard
statuses: [\"To Do\", \"In Progress\", \"Done\"]
//- backlog/tasks/back-7 - Posts.md
---
id: BACK-7
title: Posts
status: Done
dependencies: [BACK-9]
---
## Acceptance Criteria
<!-- AC:BEGIN -->
- [ ] #1 They stand
<!-- AC:END -->
//- backlog/tasks/back-9 - Planks.md
---
id: BACK-9
title: Planks
status: To Do
dependencies: [SP02_crane]
---
//- docs/0001-wood.md
# 1. Wood

## Status

Accepted
//- docs/work.md
# Phase 0: Ground (2-3 hours)

**Dependencies:** None

## Epic 0.1: Soil

### User Story 0.1.1: Dig (1h)

- [x] a hole

# Phase 1: Walls (4 hours)

**Dependencies:** Phase 0 complete
//- README.md
# Harbour and yard

[the pier](.agent_plan/day_dream/SP01_pier/_overview.md) [nothing](nowhere.md)
";

fn together(files: &Files) -> Reading {
    let root = root_at(TreePath::root(), files, &roots(files));
    Reading::new(files.rooted(&root.path), root.shown(), root.dialect).finish()
}

fn item<'a>(plan: &'a Plan, id: &str) -> &'a planarium::plan::Item {
    plan.item(id).unwrap_or_else(|| panic!("{id} is not in {:?}", ids(plan)))
}

fn ids(plan: &Plan) -> Vec<&str> {
    plan.items.iter().map(|item| item.id.as_str()).collect()
}

#[test]
fn a_folder_around_two_trees_reads_each_in_its_own_dialect() {
    let files = files(REPOSITORY);
    assert_eq!(roots(&files).len(), 2, "a person is asked first");
    let reading = together(&files);
    let plan = reading.plan();
    assert_eq!(reading.dialect().name, "beside");
    assert_eq!(plan.dialects, ["backlog", "dream", "work_plan"]);
    assert_eq!(
        (item(&plan, "SP01_pier").status.base, item(&plan, "SP01_pier").place.path.as_str()),
        (BaseStatus::Wip, ".agent_plan/day_dream/SP01_pier/_overview.md")
    );
    assert_eq!(item(&plan, "BACK-7").place.path, "backlog/tasks/back-7 - Posts.md");
    assert_eq!(item(&plan, "docs/work.md#0.1.1").status.base, BaseStatus::Done);
    assert_eq!(
        plan.workflow.iter().map(|status| status.text.as_str()).collect::<Vec<_>>(),
        ["To Do", "In Progress", "Done"]
    );
    assert!(plan.workflow.iter().all(|status| status.place.path == "backlog/config.yml"));
    assert_eq!(plan.modules.first().unwrap().owners[0].name.place.path, ".agent_plan/day_dream/_overview.md");
    // Two documents are called README: the one that lies deeper keeps the name, and neither is lost.
    assert_eq!(item(&plan, "README").place.path, ".agent_plan/day_dream/README.md");
    assert_eq!(item(&plan, "README@README.md").claims.as_deref(), Some("README"));
    let around = beside::around(&files, &roots(&files));
    assert_eq!(
        around.why,
        "it holds a folder of work plans at ., a DREAM planning tree at .agent_plan/day_dream, a backlog folder at backlog"
            .replace("folder of work plans", planarium::dialect::work_plan::DIALECT.label)
    );
}

#[test]
fn names_lead_from_one_part_into_another() {
    let plan = together(&files(REPOSITORY)).plan();
    let said = |from: &'static str| -> Vec<(&str, bool)> {
        plan.relations_from(from).map(|relation| (relation.to.as_str(), relation.resolved)).collect()
    };
    assert_eq!(said("SP01_pier"), [("BACK-7", true)]);
    assert_eq!(said("BACK-9"), [("SP02_crane", true)]);
    // Twice of its own, and once in the table of the root.
    assert_eq!(said("SP02_crane"), [("SP01_pier", true), ("SP77_nothing", false), ("SP01_pier", true)]);
    assert_eq!(said("docs/work.md#1"), [("docs/work.md#0", true)]);
}

#[test]
fn the_rules_of_each_part_apply_to_it_and_those_across_to_all() {
    let reading = together(&files(REPOSITORY));
    let plan = reading.plan();
    let day = Date::parse("2026-02-01").unwrap();
    let found = rules::check(&reading, &plan, &day, &Settings::default());
    let of = |rule: &str| -> Vec<String> {
        let own = found.iter().filter(|finding| finding.rule == rule);
        own.map(|finding| format!("{}:{}", finding.place.path, finding.place.line)).collect()
    };
    assert_eq!(of("done-with-open-boxes"), ["backlog/tasks/back-7 - Posts.md:4"]);
    assert_eq!(of("done-without-delta"), [".agent_plan/day_dream/SP02_crane/_overview.md:2"]);
    assert_eq!(of("dangling-dependency"), [".agent_plan/day_dream/SP02_crane/_overview.md:3"]);
    assert_eq!(of("broken-link"), ["README.md:3"]);
    // SP01 needs BACK-7, which needs BACK-9, which needs SP02, which needs SP01: a circle that no part sees alone.
    assert_eq!(of("dependency-cycle").len(), 1, "{found:?}");
    let paths: Vec<_> = found.iter().map(|finding| finding.place.path.as_str()).collect();
    assert!(paths.iter().all(|path| reading.files().get(path).is_some()), "{paths:?}");
    // A fix mends the file that it is about.
    for finding in found.iter().filter(|finding| finding.fix.is_some()) {
        let fix = finding.fix.as_ref().unwrap();
        let edited = apply(reading.files(), &fix.edits).unwrap_or_else(|refused| panic!("{refused:?}"));
        assert!(!edited.changed.is_empty(), "{fix:?}");
    }
}

#[test]
fn edits_are_those_of_the_part() {
    let reading = together(&files(REPOSITORY));
    let plan = reading.plan();
    let names = Names::of(&plan);
    let ground = Ground::of(&plan, &reading, &names);
    let scene = ground.scene(Date::parse("2026-02-01").unwrap());
    let at = |id: &str| plan.index_of(id).unwrap();
    let done = status::set(&scene, at("SP01_pier"), &status::Aim::new(BaseStatus::Done)).unwrap();
    let paths: Vec<&str> = done.edits.iter().map(|edit| edit.path.as_str()).collect();
    assert!(paths.iter().all(|path| path.starts_with(".agent_plan/day_dream/")), "{paths:?}");
    assert!(
        paths.contains(&".agent_plan/day_dream/_overview.md"),
        "the row of the root says it too: {paths:?}"
    );
    apply(reading.files(), &done.edits).unwrap();
    let moved = archive::plan(&scene, at("SP02_crane")).unwrap();
    let to = moved.edits.iter().find_map(|edit| match &edit.change {
        Change::Move { to } => Some(to.as_str()),
        _ => None,
    });
    assert_eq!(to, Some(".agent_plan/day_dream/_completed/2026-Q1/SP02_crane"));
    let refused = dependency::add(&scene, at("SP02_crane"), at("BACK-7")).unwrap_err();
    assert!(refused.contains("circle"), "{refused}");
    let free = dependency::remove(&scene, at("SP01_pier"), at("BACK-7")).unwrap();
    let edited = apply(reading.files(), &free.edits).unwrap();
    let now = reading.edited(&edited.files, &edited.changed).plan();
    assert_eq!(now.relations_from("SP01_pier").count(), 0);
}

#[test]
fn what_is_archived_takes_the_links_of_other_parts_along() {
    let text = format!(
        "{REPOSITORY}//- backlog/docs/crane.md\n# Crane\nSee [the plan](../../.agent_plan/day_dream/SP02_crane/_overview.md) and [posts](../tasks/back-7%20-%20Posts.md).\n//- .agent_plan/day_dream/SP02_crane/01_summary.md\n# Summary\nSee [the yard](../../../backlog/docs/crane.md), [above](_overview.md) and [the pier](../SP01_pier/_overview.md).\n"
    );
    let reading = together(&files(&text));
    let plan = reading.plan();
    let names = Names::of(&plan);
    let ground = Ground::of(&plan, &reading, &names);
    let scene = ground.scene(Date::parse("2026-02-10").unwrap());
    let broken = |reading: &Reading| {
        let day = Date::parse("2026-02-10").unwrap();
        let findings = rules::check(reading, &reading.plan(), &day, &Settings::default());
        findings.iter().filter(|finding| finding.rule == "broken-link").count()
    };
    // One that the tree had before.
    let before = broken(&reading);
    let step = archive::plan(&scene, plan.index_of("SP02_crane").unwrap()).unwrap();
    let edited = apply(reading.files(), &step.edits).unwrap();
    let read = |path: &str| edited.files.text(edited.files.get(path).unwrap()).unwrap().text;
    let to = ".agent_plan/day_dream/_completed/2026-Q1/SP02_crane";
    assert_eq!(
        read("backlog/docs/crane.md"),
        format!(
            "# Crane\nSee [the plan](../../{to}/_overview.md) and [posts](../tasks/back-7%20-%20Posts.md).\n"
        )
    );
    assert_eq!(
        read(&format!("{to}/01_summary.md")),
        "# Summary\nSee [the yard](../../../../../backlog/docs/crane.md), [above](_overview.md) and [the pier](../../../SP01_pier/_overview.md).\n"
    );
    assert_eq!(broken(&together(&edited.files)), before);
}

#[test]
fn a_part_says_what_it_would_say_alone() {
    let all = files(REPOSITORY);
    let whole = together(&all).plan();
    for root in roots(&all) {
        let alone = Reading::new(all.rooted(&root.path), root.shown(), root.dialect).finish().plan();
        for item in &alone.items {
            let here = whole.item(&item.id).unwrap_or_else(|| panic!("{}", item.id));
            assert_eq!(here.place.path, format!("{}/{}", root.shown(), item.place.path));
            assert_eq!((&here.title, &here.status, here.kind), (&item.title, &item.status, item.kind));
            let parent = |plan: &Plan, item: &planarium::plan::Item| {
                item.parent.and_then(|parent| plan.items.get(parent)).map(|parent| parent.id.clone())
            };
            assert_eq!(parent(&whole, here), parent(&alone, item));
        }
    }
    let read = |files: &Files| json::model(&together(files).plan());
    assert_eq!(read(&all), read(&files(REPOSITORY)), "the same each time");
}

#[test]
fn the_plan_after_an_edit_in_one_part_is_that_made_anew() {
    use planarium::dialect::{Basis, Planning};
    use planarium::edit::Edit;
    let mut reading = together(&files(REPOSITORY));
    let mut basis = Planning::begin(&reading, &Basis::default()).finish().basis;
    let field = |path: &str, key: &str, value: &str| {
        Edit::new(path, Change::SetField { key: key.to_owned(), value: value.to_owned() })
    };
    let edits = [
        field(".agent_plan/day_dream/SP01_pier/_overview.md", "status", "DONE"),
        field("backlog/tasks/back-9 - Planks.md", "status", "Done"),
        field("backlog/tasks/back-9 - Planks.md", "id", "BACK-7"),
        Edit::new("backlog/tasks/back-9 - Planks.md", Change::RemoveField { key: "id".to_owned() }),
        Edit::new(
            ".agent_plan/day_dream/SP02_crane",
            Change::Move { to: ".agent_plan/day_dream/_completed/SP02_crane".to_owned() },
        ),
        Edit::new(
            "backlog/tasks/back-10 - Nails.md",
            Change::Create { text: "---\nid: BACK-10\ntitle: Nails\n---\n".to_owned() },
        ),
    ];
    for edit in edits {
        let edited = apply(reading.files(), std::slice::from_ref(&edit)).unwrap();
        let mut changed = edited.changed.clone();
        changed.extend(edited.moved.iter().flat_map(|(from, to)| [from.clone(), to.clone()]));
        reading = reading.edited(&edited.files, &changed);
        let again = Planning::begin(&reading, &basis).finish();
        assert_eq!(json::model(&again.plan), json::model(&together(&edited.files).plan()), "{edit:?}");
        assert_eq!(json::model(&again.plan), json::model(&reading.plan()), "{edit:?}");
        basis = again.basis;
    }
}
