//! Who has work in hand: fields of frontmatter and bold lines of every dialect, matched to the people that the tree tells of
//! otherwise.

use crate::fixture::{item, plan, reading};
use planarium::answers::Ties;
use planarium::answers::person::{HeldKind, person};
use planarium::dialect::{self, Reading};
use planarium::files::TreePath;
use planarium::plan::{Date, Plan};

fn holders(front: &str) -> Vec<String> {
    let plan =
        plan(&format!("//- _overview.md\n# T\n//- SP01_pier/_overview.md\n---\n{front}\n---\n# Pier\n"));
    item(&plan, "SP01_pier").holders().iter().map(|(name, place)| format!("{name}:{}", place.line)).collect()
}

#[test]
fn a_field_names_one_or_several() {
    for (front, expected) in [
        ("owner: Ada Lovelace", "Ada Lovelace:2"),
        ("Owner: '@ada'", "ada:2"),
        ("status: WIP\nassignee: Ada, Bob", "Ada:3 Bob:3"),
        ("owners:\n  - Ada\n  - Bob Meyer <bob@example.org>", "Ada:3 Bob Meyer:4"),
        ("assigned_to: [Ada, 'Bob; Cy']", "Ada:2 Bob:2 Cy:2"),
        ("owner: Ada & Bob (until May)", "Ada:2 Bob:2"),
        ("owner: דנה כהן", "דנה כהן:2"),
        ("owner: TBD", ""),
        ("owner: '—'", ""),
        ("owner: 7", ""),
        ("owner:", ""),
        ("owner: {name: Ada}", ""),
        ("reviewer: Ada", ""),
    ] {
        assert_eq!(holders(front).join(" "), expected, "{front}");
    }
}

fn names(plan: &Plan) -> Vec<String> {
    let said = |person: &planarium::plan::Person| match person.aliases.as_slice() {
        [] => person.name.clone(),
        aliases => format!("{} = {}", person.name, aliases.join(", ")),
    };
    plan.people.iter().map(said).collect()
}

/// A tree whose sprint names Nina by a part of her name, and whose Cast says that Ada has left.
const TREE: &str = "
//- _overview.md
# T

## Current Sprint

- SP02_crane/p00_posts — posts (Nina)

| Name | Role | Active |
|---|---|---|
| Ada Lovelace | Lead | Jan 2025 – Mar 2025 |
//- SP01_pier/_overview.md
---
status: WIP
owner: Ada
---
# Pier
//- SP02_crane/_overview.md
---
status: TODO
owners: [Nina Volkov, Bob]
---
# Crane
//- SP03_quay/_overview.md
---
status: DONE
owner: Ada Lovelace
---
# Quay
";

#[test]
fn they_are_the_people_that_the_tree_tells_of_by_other_names() {
    let plan = plan(TREE);
    assert_eq!(names(&plan), ["Ada Lovelace = Ada", "Bob", "Nina Volkov = Nina"]);
    let day = Date::parse("2025-06-01").unwrap();
    let ties = Ties::of(&plan);
    let inquiry = ties.inquiry(&plan, &day);
    let held = |name: &str| {
        let person = person(&inquiry, name).unwrap();
        let works = |list: &[planarium::answers::person::Held]| -> Vec<String> {
            let works = list.iter().filter(|held| held.kind == HeldKind::Work);
            works.map(|held| format!("{}:{}", held.place.path, held.place.line)).collect()
        };
        (works(&person.holds), works(&person.handover), person.sprint.len())
    };
    // What is over is in nobody's hands any more; what is not has to be handed over.
    let pier = vec!["SP01_pier/_overview.md:3".to_owned()];
    assert_eq!(held("Ada Lovelace"), (pier.clone(), pier, 0));
    assert_eq!(held("Nina Volkov"), (vec!["SP02_crane/_overview.md:3".to_owned()], Vec::new(), 1));
    assert_eq!(held("Bob").0, ["SP02_crane/_overview.md:3"]);
}

#[test]
fn every_dialect_knows_them() {
    let read = |text: &str, name: &str| {
        let dialect = dialect::ALL.iter().find(|dialect| dialect.name == name).unwrap();
        names(&Reading::new(crate::fixture::files(text), ".", dialect).finish().plan())
    };
    let plain = "//- a.md\n---\nowner: Ada\n---\n# A\n//- b.md\n---\nassignee: ['@bob']\n---\n# B\n";
    assert_eq!(read(plain, "plain"), ["Ada", "bob"]);
    let work_plan = "//- plan.md\n# Plan\n\n## Phase 1: Piles\n\n**Owner:** Ada, Bob\n\n- [ ] one\n\n## Phase 2: Deck\n\n**Lead**: Cy\n\n- [ ] two\n";
    assert_eq!(read(work_plan, "work_plan"), ["Ada", "Bob", "Cy"]);
    let backlog = "//- config.yml\nproject_name: P\nstatuses: [To Do, Done]\n//- tasks/task-1 - A.md\n---\nid: task-1\ntitle: A\nstatus: To Do\nassignee: ['@ada']\nreporter: '@bob'\n---\n";
    assert_eq!(read(backlog, "backlog"), ["ada", "bob"]);
}

#[test]
fn another_owner_is_read_as_if_everything_was_read_anew() {
    let mut reading = reading(TREE);
    let before = names(&reading.plan());
    let path = "SP02_crane/_overview.md";
    let text = "---\nstatus: TODO\nowners: [Dora]\n---\n# Crane\n";
    reading.replace(&TreePath::parse(path).unwrap(), text.as_bytes().to_vec());
    let anew = plan(&TREE.replace("owners: [Nina Volkov, Bob]", "owners: [Dora]"));
    assert_ne!(names(&reading.plan()), before);
    assert_eq!(names(&reading.plan()), names(&anew));
}
