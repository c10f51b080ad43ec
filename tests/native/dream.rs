//! What the DREAM dialect makes of a tree: ids, kinds, parents, statuses, relations, modules, problems.

use crate::fixture::{ids, item, plan, relations};
use planarium::plan::{Item, Plan, RelationKind};

/// One line an item: `id · kind · parent`, with `archived` and `template` where it is so.
fn shown(plan: &Plan, item: &Item) -> String {
    let parent = item.parent.map_or("—", |parent| plan.items.get(parent).unwrap().id.as_str());
    let archived = if item.archived { " · archived" } else { "" };
    let template = if item.template { " · template" } else { "" };
    format!("{} · {} · {parent}{archived}{template}", item.id, item.kind.name())
}

/// Compares what items are, in the order of the plan.
fn check_items(fixture: &str, expected: &[&str]) {
    let plan = plan(fixture);
    let items: Vec<String> = plan.items.iter().map(|item| shown(&plan, item)).collect();
    assert_eq!(items, expected, "\n{}", items.join("\n"));
}

/// The status of an item as `base:detail from line`.
fn status(plan: &Plan, id: &str) -> String {
    let status = &item(plan, id).status;
    let detail = status.detail.as_ref().map(|detail| format!(":{detail}")).unwrap_or_default();
    format!("{}{detail} {} {}", status.base.name(), status.from.name(), status.line)
}

/// Compares the statuses of the items named.
fn check_statuses(fixture: &str, expected: &[(&str, &str)]) {
    let plan = plan(fixture);
    for (id, expected) in expected {
        assert_eq!(status(&plan, id), *expected, "{id}");
    }
}

#[test]
fn ids_kinds_and_parents_follow_from_the_folders() {
    check_items(
        "
//- _overview.md
//- _state_deltas_archive.md
//- _tree.md
//- PP02_hipaa/01_summary.md
//- PP02_hipaa/_overview.md
//- SP01_records/01_executive_summary.md
//- SP01_records/80_implementation.md
//- SP01_records/_overview.md
//- SP01_records/assets/01_er.asset.md
//- SP01_records/modules/patient_records.md
//- SP01_records/p00_skeleton/01_crud.md
//- SP01_records/p00_skeleton/_overview.md
//- SP01_records/p00_skeleton/p01_inner/01_deep.md
//- SP01_records/p00_skeleton/p01_inner/_overview.md
//- SP01_records/p01_core/01_api.md
//- exploration/_archive/kickoff.md
//- exploration/audit.md
//- module-lifecycle/_overview.md
//- module-lifecycle/p00_pre/01_a.md
//- notes/loose.md
",
        &[
            "PP02_hipaa/01_summary · document · PP02_hipaa",
            "PP02_hipaa · plan · —",
            "SP01_records/01_executive_summary · document · SP01_records",
            "SP01_records/80_implementation · document · SP01_records",
            "SP01_records · plan · —",
            "SP01_records/assets/01_er.asset · document · SP01_records",
            "SP01_records/modules/patient_records · module · SP01_records",
            "SP01_records/p00_skeleton/01_crud · task · SP01_records/p00_skeleton",
            "SP01_records/p00_skeleton · phase · SP01_records",
            "SP01_records/p00_skeleton/p01_inner/01_deep · task · SP01_records/p00_skeleton/p01_inner",
            "SP01_records/p00_skeleton/p01_inner · phase · SP01_records/p00_skeleton",
            // A phase without an overview has its folder for a place, which comes before what lies in it.
            "SP01_records/p01_core · phase · SP01_records",
            "SP01_records/p01_core/01_api · task · SP01_records/p01_core",
            "_overview · document · —",
            "_state_deltas_archive · document · —",
            "_tree · document · —",
            "exploration/kickoff · exploration · — · archived",
            "exploration/audit · exploration · —",
            "module-lifecycle · plan · —",
            "module-lifecycle/p00_pre · phase · module-lifecycle",
            "module-lifecycle/p00_pre/01_a · task · module-lifecycle/p00_pre",
            "notes/loose · document · —",
        ],
    );
}

#[test]
fn archive_folders_are_no_part_of_an_id() {
    check_items(
        "
//- SP04_active/_overview.md
//- SP04_active/_archive/03_old.md
//- _archive/PP09_older/_overview.md
//- _completed/2025-Q4/SP03_late/_overview.md
//- _completed/2025-Q4/SP03_late/p00_x/01_a.md
//- _completed/2025-Q4/SP03_late/p00_x/_overview.md
//- _completed/SP01_flat/_overview.md
//- _completed/notes.md
",
        &[
            "SP04_active/03_old · document · SP04_active · archived",
            "SP04_active · plan · —",
            "PP09_older · plan · — · archived",
            "SP03_late · plan · — · archived",
            "SP03_late/p00_x/01_a · task · SP03_late/p00_x · archived",
            "SP03_late/p00_x · phase · SP03_late · archived",
            "SP01_flat · plan · — · archived",
            "notes · document · — · archived",
        ],
    );
}

#[test]
fn the_claimant_outside_the_archive_keeps_the_id() {
    check_items(
        "
//- SP15_scorer/_overview.md
//- SP15_scorer/02_architecture.md
//- _completed/2026-Q1/SP15_scorer/_overview.md
//- _completed/SP15_scorer/02_architecture.md
//- _completed/SP15_scorer/_overview.md
//- _completed/SP15_scorer/p00_x/01_a.md
",
        &[
            "SP15_scorer/02_architecture · document · SP15_scorer",
            "SP15_scorer · plan · —",
            "SP15_scorer@_completed/2026-Q1/SP15_scorer/_overview.md · plan · — · archived",
            "SP15_scorer/02_architecture@_completed/SP15_scorer/02_architecture.md · document · SP15_scorer@_completed/SP15_scorer/_overview.md · archived",
            "SP15_scorer@_completed/SP15_scorer/_overview.md · plan · — · archived",
            // Nobody else claims the ids of this phase.
            "SP15_scorer/p00_x · phase · SP15_scorer@_completed/SP15_scorer/_overview.md · archived",
            "SP15_scorer/p00_x/01_a · task · SP15_scorer/p00_x · archived",
        ],
    );
    // References mean the one outside, by full and by short id, whichever comes first in the tree.
    let plan = plan(
        "
//- A_first/_overview.md
---
depends_on: [SP15, SP15_scorer]
---
//- SP15_scorer/_overview.md
//- _completed/SP15_scorer/_overview.md
",
    );
    let both = ["A_first → SP15_scorer", "A_first → SP15_scorer"];
    assert_eq!(relations(&plan, RelationKind::DependsOn), both);
}

#[test]
fn ids_are_unique_and_in_order_of_path() {
    let plan = plan(
        "
//- a.md
//- a.markdown
//- SP01_x/_overview.md
//- SP01_x/plan.yaml
//- SP01_x.md
//- _archive/SP01_x.md
//- _completed/SP01_x.md
",
    );
    let mut ids = ids(&plan);
    ids.sort_unstable();
    let count = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), count, "{ids:?}");
    let places: Vec<_> = plan.items.iter().map(|item| &item.place).collect();
    assert!(places.is_sorted(), "{places:?}");
}

#[test]
fn templates_are_no_plans() {
    let fixture = "
//- SP01_x/_overview.md
//- _templates/SP00_name/_overview.md
---
status: WIP
depends_on: [SP01_x]
---
//- _templates/SP00_name/p00_name/01_task.md
//- _templates/modules/name.md
---
module: name
---
//- _templates/plan.yaml
";
    check_items(
        fixture,
        &[
            "SP01_x · plan · —",
            "_templates/SP00_name/_overview · document · — · template",
            "_templates/SP00_name/p00_name/01_task · document · — · template",
            "_templates/modules/name · document · — · template",
            "_templates/plan.yaml · document · — · template",
        ],
    );
    let plan = plan(fixture);
    assert_eq!(plan.relations, [], "a scaffold needs nothing");
    assert_eq!(plan.modules, [], "a scaffold specifies nothing");
}

#[test]
fn plans_without_an_overview_are_plans() {
    let plan = plan("\n//- SP11_dash/01_summary.md\n# About\n//- SP12_app/p00_x/01_a.md\n//- loose/a.md\n");
    let found = item(&plan, "SP11_dash");
    assert_eq!((found.place.path.as_str(), found.place.line), ("SP11_dash", 1));
    assert_eq!(found.folder.as_deref(), Some("SP11_dash"));
    assert_eq!((found.title.as_str(), found.status.from.name()), ("SP11_dash", "none"));
    assert_eq!(item(&plan, "SP12_app").kind.name(), "plan");
    assert!(plan.item("loose").is_none(), "a folder is no plan by being one");
}

#[test]
fn a_legacy_plan_yaml_stands_alone_or_fills_gaps() {
    let plan = plan(
        "
//- alone/plan.yaml
name: alone_one
magnitude: Light
status: WIP
//- beside/_overview.md
---
status: DONE
---
# Beside
//- beside/plan.yaml
name: beside_one
status: TODO
magnitude: Heavy
//- filled/_overview.md
# Filled
//- filled/plan.yaml
status: BLOCKED:law
",
    );
    let alone = item(&plan, "alone");
    assert_eq!((alone.kind.name(), alone.place.path.as_str()), ("plan", "alone/plan.yaml"));
    assert_eq!(status(&plan, "alone"), "wip frontmatter 3");
    assert_eq!(alone.title, "alone_one");
    assert_eq!(status(&plan, "beside"), "done frontmatter 2", "the overview's own word wins");
    assert_eq!(item(&plan, "beside").field("magnitude"), Some("Heavy"));
    assert_eq!(item(&plan, "beside").title, "Beside");
    let filled = &item(&plan, "filled").status;
    assert_eq!((filled.base.name(), filled.detail.as_deref()), ("blocked", Some("law")));
    assert_eq!(ids(&plan), ["alone", "beside", "filled"], "the yaml is no item of its own");
}

#[test]
fn frontmatter_says_the_status_first() {
    check_statuses(
        "
//- SP01_a/_overview.md
---
name: a
status: WIP
---
## Children

| Name | Status |
|---|---|
| p00_x | DONE |
| p01_y | DONE |
| p02_z | 🚧 [BLOCKED:law] |
| p03_q | DONE |
//- SP01_a/p00_x/_overview.md
---
status: TODO
---
//- SP01_a/p01_y/_overview.md
---
status:
---
//- SP01_a/p02_z/_overview.md
---
status: [a, list]
---
//- SP01_a/p03_q/_overview.md
---
status: Simmering
---
",
        &[
            ("SP01_a", "wip frontmatter 3"),
            ("SP01_a/p00_x", "todo frontmatter 2"),
            // An empty field says nothing, a list is no status.
            ("SP01_a/p01_y", "done parent_table 10"),
            ("SP01_a/p02_z", "blocked:law parent_table 11"),
            // Words that mean nothing here are still what the file says.
            ("SP01_a/p03_q", "unknown frontmatter 2"),
        ],
    );
}

#[test]
fn the_parents_children_table_says_it_else() {
    check_statuses(
        "
//- SP01_a/_overview.md
# A

| Name | Status |
|---|---|
| p00_x | CUT |
| p09_else | WIP |

## Children

| Description | Status | Who | Type | Name |
|---|:-:|---|---|---|
| plain | ⏳ [TODO] | Nina | Phase | p00_x |
| linked | 🔄 [WIP] | — | Phase | [the second](p01_y/_overview.md) |
| bold and a slash | **✅ [DONE]** | — | Phase | **p02_z/** |
| code | `CUT` | — | Phase | `p03_q/` |
| dotted link | DONE | — | Phase | [x](./p04_r/) |
| task with its ending | DONE | — | Task | 05_task.md |
| short |
//- SP01_a/05_task.md
//- SP01_a/p00_x/_overview.md
//- SP01_a/p01_y/_overview.md
//- SP01_a/p02_z/_overview.md
## Children

| Task | State |
|---|---|
| [01_a](01_a.md) | DONE |
| 02_b | In Progress |
| ~~03_c.md~~ | 🚫 |
//- SP01_a/p02_z/01_a.md
//- SP01_a/p02_z/02_b.md
//- SP01_a/p02_z/03_c.md
//- SP01_a/p02_z/04_d.md
//- SP01_a/p03_q/_overview.md
//- SP01_a/p04_r/_overview.md
//- SP01_a/p09_else/_overview.md
//- SP01_a/p10_none/_overview.md
",
        &[
            // The listing of children wins over a table that stands before it.
            ("SP01_a/p00_x", "todo parent_table 12"),
            ("SP01_a/p01_y", "wip parent_table 13"),
            ("SP01_a/p02_z", "done parent_table 14"),
            ("SP01_a/p03_q", "cut parent_table 15"),
            ("SP01_a/p04_r", "done parent_table 16"),
            ("SP01_a/05_task", "done parent_table 17"),
            ("SP01_a/p02_z/01_a", "done parent_table 5"),
            ("SP01_a/p02_z/02_b", "wip parent_table 6"),
            ("SP01_a/p02_z/03_c", "cut parent_table 7"),
            ("SP01_a/p02_z/04_d", "unknown none 0"),
            ("SP01_a/p09_else", "wip parent_table 6"),
            ("SP01_a/p10_none", "unknown none 0"),
        ],
    );
}

#[test]
fn the_plans_table_of_the_root_says_it_last() {
    let v403 = "
//- _overview.md
## Plans

| # | Name | Type | Status | Description |
|---|------|------|--------|-------------|
| SP01 | records | System | ✅ [DONE] | x |
| PP02 | audit | Procedure | ✅ [DONE:invalidated-by:SP01] | x |
| SP10 | other | System | 🔄 [WIP] | x |
//- SP01_records/_overview.md
//- SP10_other/_overview.md
---
status: TODO
---
//- SP1_short/_overview.md
//- _completed/PP02_audit/_overview.md
";
    check_statuses(
        v403,
        &[
            ("SP01_records", "done root_table 5"),
            ("PP02_audit", "done:SP01 root_table 6"),
            ("SP10_other", "todo frontmatter 2"),
            // Ids are compared whole, never by prefix.
            ("SP1_short", "unknown none 0"),
        ],
    );
    check_statuses(
        "
//- _overview.md
## Plans

| Name | Type | Status | Priority | Depends On | Description |
|---|---|---|---|---|---|
| [SP01_records](SP01_records/_overview.md) | System | ✅ [DONE] | normal | — | x |
| [`PP02_audit`](./_completed/2025-Q3/PP02_audit/) | Procedure | 🚫 [CUT] | — | SP01 | x |
| **SP03_bold**/ | System | BLOCKED:law | — | — | x |
| module-lifecycle | System | ⏳ [TODO] | — | — | x |
//- SP01_records/_overview.md
//- SP03_bold/_overview.md
//- _completed/2025-Q3/PP02_audit/_overview.md
//- module-lifecycle/_overview.md
",
        &[
            ("SP01_records", "done root_table 5"),
            ("PP02_audit", "cut root_table 6"),
            ("SP03_bold", "blocked:law root_table 7"),
            ("module-lifecycle", "todo root_table 8"),
        ],
    );
}

#[test]
fn a_number_that_two_plans_bear_gives_each_its_own_row() {
    check_statuses(
        "
//- _overview.md
## Plans

| # | Name | Status |
|---|---|---|
| SP01 | one | DONE |
| SP01 | two | WIP |
//- SP01_one/_overview.md
//- SP01_three/_overview.md
//- SP01_two/_overview.md
",
        &[
            ("SP01_one", "done root_table 5"),
            ("SP01_two", "wip root_table 6"),
            // The number alone could be either of them, and neither is this one.
            ("SP01_three", "unknown none 0"),
        ],
    );
}

#[test]
fn the_detail_of_a_done_plan_is_what_invalidated_it() {
    let fixture = "
//- SP01_a/_overview.md
---
status: DONE:2025-10-01
---
//- SP02_b/_overview.md
---
status: DONE:invalidated-by:SP01
---
";
    check_statuses(fixture, &[("SP01_a", "done frontmatter 2"), ("SP02_b", "done:SP01 frontmatter 2")]);
    let plan = plan(fixture);
    assert!(!item(&plan, "SP01_a").status.is_invalidated());
    assert!(item(&plan, "SP02_b").status.is_invalidated());
    assert_eq!(item(&plan, "SP01_a").status.written.as_deref(), Some("DONE:2025-10-01"));
}

#[test]
fn relations_are_resolved_by_id_short_id_and_path() {
    let plan = plan(
        "
//- PP02_b/_overview.md
---
origin: exploration/kickoff.md
depends_on:
  - SP01_a
  - SP01
  - ./SP01_a/
  - SP01_a/_overview.md
  - SP01_a/p00_x
  - _completed/SP03_c
  - SP03_c
  - SP9
  - SP0
  - SP01_a_and_more
  - \"SP03 (archived)\"
blocks: SP01_a
invalidated_by: SP03
---
//- SP01_a/_overview.md
//- SP01_a/p00_x/_overview.md
//- _completed/2025-Q3/SP03_c/_overview.md
//- exploration/_archive/kickoff.md
",
    );
    assert_eq!(
        relations(&plan, RelationKind::DependsOn),
        [
            "PP02_b → SP01_a",
            "PP02_b → SP01_a",
            "PP02_b → SP01_a",
            "PP02_b → SP01_a",
            "PP02_b → SP01_a/p00_x",
            // Written when it lay elsewhere in the archive.
            "PP02_b → SP03_c",
            "PP02_b → SP03_c",
            "PP02_b → SP9?",
            // Never by prefix.
            "PP02_b → SP0?",
            "PP02_b → SP01_a_and_more?",
            "PP02_b → SP03 (archived)?",
        ]
    );
    assert_eq!(relations(&plan, RelationKind::Blocks), ["PP02_b → SP01_a"]);
    assert_eq!(relations(&plan, RelationKind::InvalidatedBy), ["PP02_b → SP03_c"]);
    // The note has moved to the archive since.
    assert_eq!(relations(&plan, RelationKind::Origin), ["PP02_b → exploration/kickoff"]);
    let lines: Vec<u32> = plan.relations.iter().map(|relation| relation.place.line).collect();
    assert_eq!(lines, [2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);
    assert!(plan.relations.iter().all(|relation| relation.place.path == "PP02_b/_overview.md"));
}

#[test]
fn paths_from_the_root_of_the_repository_resolve() {
    let files = crate::fixture::files(
        "
//- SP01_a/_overview.md
---
origin: .agent_plan/day_dream/exploration/kickoff.md
---
//- exploration/kickoff.md
",
    );
    let dialect = &planarium::dialect::dream::DIALECT;
    let plan = planarium::dialect::Reading::new(files, ".agent_plan/day_dream", dialect).finish().plan();
    assert_eq!(relations(&plan, RelationKind::Origin), ["SP01_a → exploration/kickoff"]);
}

#[test]
fn a_phase_calls_its_sibling_by_its_bare_name() {
    let plan = plan(
        "
//- SP01_a/_overview.md
---
depends_on: [p00_x]
---
//- SP01_a/p00_x/_overview.md
//- SP01_a/p01_y/_overview.md
---
depends_on:
  - p00_x
  - ./p00_x/
  - p02_none
---
//- SP02_b/p01_y/_overview.md
---
depends_on: p00_x
---
",
    );
    assert_eq!(
        relations(&plan, RelationKind::DependsOn),
        [
            // A plan's siblings are plans.
            "SP01_a → p00_x?",
            "SP01_a/p01_y → SP01_a/p00_x",
            "SP01_a/p01_y → SP01_a/p00_x",
            "SP01_a/p01_y → p02_none?",
            "SP02_b/p01_y → p00_x?",
        ]
    );
}

#[test]
fn an_ambiguous_short_id_resolves_to_nothing() {
    let plan = plan(
        "
//- PP02_b/_overview.md
---
depends_on: [SP01, SP01_a, SP01_z]
---
//- SP01_a/_overview.md
//- SP01_z/_overview.md
",
    );
    let found = relations(&plan, RelationKind::DependsOn);
    assert_eq!(found, ["PP02_b → SP01?", "PP02_b → SP01_a", "PP02_b → SP01_z"]);
}

fn texts(stated: &[planarium::plan::Stated]) -> Vec<&str> {
    stated.iter().map(|stated| stated.text.as_str()).collect()
}

#[test]
fn modules_come_from_their_specs() {
    let plan = plan(
        "
//- PP06_audit/_overview.md
//- SP08_data/modules/records.md
---
module: records
modified_by_plans: [PP06_audit, PP99]
knowledge_gaps: []
last_updated: 2025-11-15
---
//- SP01_a/_overview.md
//- SP01_a/modules/named_by_file.md
# No frontmatter
//- SP01_a/modules/records.md
---
module: records
last_updated: 2025-07-20
modified_by_plans:
  - PP06
  - SP08_data
knowledge_gaps:
  - \"who owns it\"
---
",
    );
    let shown: Vec<String> = plan
        .modules
        .iter()
        .map(|module| {
            format!(
                "{} of {} by {:?} in {:?} at {} gaps {:?}",
                module.name,
                module.origin.as_deref().unwrap_or("—"),
                texts(&module.modified_by),
                module.specs,
                module.last_updated.as_deref().unwrap_or("—"),
                texts(&module.knowledge_gaps)
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            r#"named_by_file of SP01_a by [] in ["SP01_a/modules/named_by_file.md"] at — gaps []"#,
            // By id where it was found, else as written; each once.
            r#"records of SP01_a by ["PP06_audit", "SP08_data", "PP99"] in ["SP01_a/modules/records.md", "SP08_data/modules/records.md"] at 2025-07-20 gaps ["who owns it"]"#,
        ]
    );
    assert_eq!(
        relations(&plan, RelationKind::Modifies),
        ["PP06_audit → records", "SP08_data → records", "PP06_audit → records", "PP99 → records?"]
    );
}

#[test]
fn broken_frontmatter_keeps_the_file_and_its_other_fields() {
    let plan = plan(
        "
//- SP01_a/_overview.md
---
name: a
origin: \"never closed
status: WIP
depends_on: [PP02
blocks:
  - PP02_b
---
# Title A
//- PP02_b/_overview.md
# Fine
",
    );
    let found = item(&plan, "SP01_a");
    assert_eq!((found.title.as_str(), found.status.base.name()), ("Title A", "wip"));
    assert_eq!(found.field("name"), Some("a"));
    assert_eq!(relations(&plan, RelationKind::Blocks), ["SP01_a → PP02_b"]);
    let problems: Vec<(&str, u32)> =
        plan.problems.iter().map(|problem| (problem.place.path.as_str(), problem.place.line)).collect();
    assert!(problems.contains(&("SP01_a/_overview.md", 3)), "{:?}", plan.problems);
    assert!(problems.contains(&("SP01_a/_overview.md", 5)), "{:?}", plan.problems);
    assert!(problems.iter().all(|(path, _)| *path == "SP01_a/_overview.md"), "{:?}", plan.problems);
    assert!(plan.problems.iter().all(|problem| problem.text.len() > 20), "{:?}", plan.problems);
}

#[test]
fn what_cannot_be_decoded_is_said_of_documents_and_of_yaml() {
    use planarium::files::{FilesBuilder, Limits};
    let mut builder = FilesBuilder::new(Limits::default());
    builder.add("SP01_a/_overview.md", b"---\nstatus: WIP\n---\n# caf\xff\n".to_vec());
    builder.add("SP02_b/plan.yaml", b"status: WIP\nname: caf\xff\n".to_vec());
    builder.add("SP03_c/_overview.md", vec![0; 64]);
    let plan = crate::fixture::read(builder.finish(), &planarium::dialect::dream::DIALECT).plan();
    assert_eq!(status(&plan, "SP01_a"), "wip frontmatter 2");
    assert_eq!(status(&plan, "SP02_b"), "wip frontmatter 1");
    assert_eq!(item(&plan, "SP03_c").status.base.name(), "unknown");
    let paths: Vec<&str> = plan.problems.iter().map(|problem| problem.place.path.as_str()).collect();
    assert_eq!(
        paths,
        ["SP01_a/_overview.md", "SP02_b/plan.yaml", "SP03_c/_overview.md"],
        "{:?}",
        plan.problems
    );
}

#[test]
fn boxes_of_acceptance_are_criteria() {
    let plan = plan(
        "
//- SP01_a/p00_x/01_t.md
# T

- [ ] no criterion

## Acceptance Criteria

- [x] first
- [ ] second

**Success criteria:**

- [X] third

```
- [ ] in a fence
```
",
    );
    let criteria: Vec<(&str, bool, u32)> = item(&plan, "SP01_a/p00_x/01_t")
        .criteria
        .iter()
        .map(|criterion| (criterion.text.as_str(), criterion.done, criterion.line))
        .collect();
    assert_eq!(criteria, [("first", true, 7), ("second", false, 8), ("third", true, 12)]);
}

#[test]
fn titles_are_stated_or_headings_or_names() {
    let plan = plan(
        "
//- SP01_a/_overview.md
---
name: a_name
title: Stated
---
# Heading
//- SP02_b/_overview.md
---
name: b_name
---
# Heading B
//- SP03_c/_overview.md
---
name: c_name
---
//- SP04_d/_overview.md
text
//- SP04_d/03_e.md
",
    );
    let titles =
        ["SP01_a", "SP02_b", "SP03_c", "SP04_d", "SP04_d/03_e"].map(|id| item(&plan, id).title.clone());
    assert_eq!(titles, ["Stated", "Heading B", "c_name", "SP04_d", "03_e"]);
}

#[test]
fn files_that_are_no_documents_are_counted_and_are_no_items() {
    let plan = plan("\n//- SP01_a/_overview.md\n//- SP01_a/x.rs\n//- SP01_a/data.json\n//- README.MD\n");
    assert_eq!(
        plan.items.iter().map(|item| item.place.path.as_str()).collect::<Vec<_>>(),
        ["README.MD", "SP01_a/_overview.md"]
    );
    assert_eq!((plan.files.read, plan.files.skipped), (4, 0));
}
