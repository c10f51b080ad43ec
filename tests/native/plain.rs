//! Folders of documents without a convention: what documents state of each other, records of decisions, several conventions
//! side by side.

use crate::fixture::item;
use planarium::dialect::{Reading, roots};
use planarium::files::{FilesBuilder, Limits};
use planarium::plan::{BaseStatus, ItemKind, Plan, RelationKind};

fn plan(documents: &[(&str, &str)]) -> Plan {
    let mut builder = FilesBuilder::new(Limits::default());
    for (path, text) in documents {
        builder.add(path, text.as_bytes().to_vec());
    }
    let files = builder.finish();
    let root = roots(&files).remove(0);
    assert!(!root.why.is_empty());
    Reading::new(files.rooted(&root.path), root.shown(), root.dialect).finish().plan()
}

fn relations(plan: &Plan) -> Vec<String> {
    plan.relations.iter().map(crate::fixture::shown).collect()
}

const RECORDS: [(&str, &str); 5] = [
    (
        "docs/adr/0001-use-oak.md",
        "# 1. Use oak\n\nDate: 2024-03-01\n\n## Status\n\nSuperseded by [4. Use steel](0004-use-steel.md)\n\n## Context\n\nPosts rot.\n",
    ),
    ("docs/adr/0002-paint.md", "# 2. Paint\n\n* Status: accepted\n* Date: 2024-04-02\n"),
    ("docs/adr/0003-nails.md", "---\nstatus: proposed\ndate: 2024-05-03\n---\n# Nails\n"),
    (
        "docs/adr/0004-use-steel.md",
        "# 4. Use steel\n\n## Status\n\nAccepted\n\nSupersedes ADR-0001\n\n## Context\n\n## Decision\n",
    ),
    ("docs/adr/template.md", "# Title\n\n## Status\n\nProposed\n"),
];

#[test]
fn records_of_decisions_are_told_by_their_names_and_their_status() {
    let plan = plan(&RECORDS);
    assert_eq!(plan.dialects, ["plain"]);
    let status = |path: &str| plan.item_at(path).unwrap().status.base;
    let names = ["0001-use-oak", "0002-paint", "0003-nails", "0004-use-steel", "template"];
    let paths: Vec<&str> = plan.items.iter().map(|item| item.place.path.as_str()).collect();
    assert_eq!(paths.len(), names.len());
    let of = |name: &str| *paths.iter().find(|path| path.contains(name)).unwrap();
    assert_eq!(
        names.map(|name| status(of(name))),
        [BaseStatus::Cut, BaseStatus::Done, BaseStatus::Todo, BaseStatus::Done, BaseStatus::Unknown]
    );
    let replaced: Vec<(String, String, u32)> = plan
        .relations
        .iter()
        .filter(|relation| relation.kind == RelationKind::InvalidatedBy && relation.resolved)
        .map(|relation| (relation.from.clone(), relation.to.clone(), relation.place.line))
        .collect();
    let id = |name: &str| plan.item_at(of(name)).unwrap().id.clone();
    let (oak, steel) = (id("0001-use-oak"), id("0004-use-steel"));
    assert_eq!(replaced, [(oak.clone(), steel.clone(), 7), (oak, steel, 7)]);
    let decided: Vec<(String, Option<String>, bool)> = plan
        .decisions
        .iter()
        .map(|decision| {
            (decision.verb.clone(), decision.date.as_ref().map(ToString::to_string), decision.is_open)
        })
        .collect();
    let date = |text: &str| Some(text.to_owned());
    assert_eq!(
        decided,
        [
            ("superseded".to_owned(), date("2024-03-01"), false),
            ("accepted".to_owned(), date("2024-04-02"), false),
            ("proposed".to_owned(), date("2024-05-03"), true),
            ("accepted".to_owned(), None, false),
        ]
    );
}

#[test]
fn fields_give_relations_and_parents_and_circles_end() {
    let plan = plan(&[
        ("a.md", "---\nid: A\nstatus: done\nparent: B\n---\n"),
        ("b.md", "---\nid: B\ndepends_on: [A, gone]\nblocks: c\n---\n"),
        ("c.md", "---\nparent: d.md\n---\n"),
        ("d.md", "---\nparent: c\n---\n"),
    ]);
    let parent =
        |id: &str| item(&plan, id).parent.and_then(|at| plan.items.get(at)).map(|item| item.id.clone());
    assert_eq!(
        (parent("A").as_deref(), parent("B"), parent("c"), parent("d")),
        (Some("B"), None, None, None)
    );
    assert_eq!(plan.problems.iter().filter(|problem| problem.text.contains("part of itself")).count(), 2);
    assert_eq!(relations(&plan).len(), 3, "{:?}", relations(&plan));
    assert_eq!(item(&plan, "A").kind, ItemKind::Task);
}

#[test]
fn work_plans_records_and_tasks_stand_side_by_side() {
    let work = "# Pier\n\n## Phase 1: Posts\n\n### Epic 1.1: Oak\n\n#### User Story 1.1.1: Saw (2h)\n\n- [x] sawn\n- [ ] tarred\n\n## Phase 2: Planks\n\n- [ ] cut\n";
    let mut documents = vec![
        ("plan.md", work),
        ("tasks/rail.md", "---\nid: rail\nstatus: in progress\ndepends_on: [plan]\n---\n# Rail\n"),
    ];
    documents.extend(RECORDS);
    let plan = plan(&documents);
    assert_eq!(plan.dialects.first(), Some(&"work_plan"));
    assert!(plan.of_kind(ItemKind::Phase).count() == 2 && plan.of_kind(ItemKind::Story).count() == 1);
    assert_eq!(plan.decisions.iter().filter(|decision| decision.place.path.contains("adr/")).count(), 4);
    assert_eq!(item(&plan, "rail").status.base, BaseStatus::Wip);
    assert!(
        plan.relations
            .iter()
            .any(|relation| relation.from == "rail" && relation.to == "plan" && relation.resolved)
    );
    assert!(plan.relations.iter().any(|relation| relation.kind == RelationKind::InvalidatedBy));
}
