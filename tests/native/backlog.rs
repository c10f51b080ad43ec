//! Backlogs: a real one, which an independent script counts another way, and what people write wrongly in them.

use crate::fixture::{item, repository, shared};
use planarium::dialect::backlog::key_of;
use planarium::dialect::{Reading, roots};
use planarium::edit::{Change, Edit, apply};
use planarium::files::{Files, FilesBuilder, Limits, archive};
use planarium::plan::{BaseStatus, ItemKind, RelationKind};
use planarium::{findings::Settings, plan::Date, rules};
use std::collections::BTreeMap;

const ZIP: &str = "trees/backlog-md-2026-02.zip";

fn open(files: &Files) -> Reading {
    let root = roots(files).remove(0);
    Reading::new(files.rooted(&root.path), root.shown(), root.dialect).finish()
}

fn real() -> Option<Reading> {
    let files = archive::open(std::fs::read(shared(ZIP)?).unwrap(), &Limits::default()).unwrap();
    Some(open(&files))
}

/// A backlog of these documents.
fn of(documents: &[(&str, &str)]) -> Reading {
    let mut builder = FilesBuilder::new(Limits::default());
    for (path, text) in documents {
        builder.add(path, text.as_bytes().to_vec());
    }
    open(&builder.finish())
}

fn found(reading: &Reading, rule: &str) -> Vec<String> {
    let plan = reading.plan();
    let found = rules::check(reading, &plan, &Date::parse("2026-02-01").unwrap(), &Settings::default());
    let of_rule = found.iter().filter(|finding| finding.rule == rule);
    of_rule.map(|finding| format!("{}:{}", finding.place.path, finding.place.line)).collect()
}

/// The count of the independent script.
fn counted() -> Option<BTreeMap<String, serde_json::Value>> {
    let script = repository().join("tests/native/backlog_count.py");
    let output = std::process::Command::new("python3").arg(script).arg(shared(ZIP)?).output();
    let Ok(output) = output else {
        println!("skipped: there is no python3 to count with");
        return None;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

#[test]
fn every_task_field_dependency_and_box_is_as_a_script_counts_them() {
    let (Some(reading), Some(counted)) = (real(), counted()) else { return };
    let plan = reading.plan();
    assert_eq!(plan.dialects, ["backlog"]);
    let tasks: Vec<_> = plan.of_kind(ItemKind::Task).collect();
    assert_eq!(tasks.len(), counted.len());
    assert_eq!(counted.len(), 427);
    let prefixes = ["task".to_owned(), "back".to_owned()];
    let (mut boxes, mut needs) = (0, 0);
    for (path, said) in &counted {
        let item = plan.item_at(path).unwrap_or_else(|| panic!("{path} is not there"));
        let fields = said["fields"].as_object().unwrap();
        let own = item.claims.as_ref().unwrap_or(&item.id);
        assert_eq!(Some(own.as_str()), fields["id"].as_str(), "{path}");
        assert_eq!(item.frontmatter.len(), fields.len(), "{path}");
        for (key, value) in fields {
            let list = |entry: &planarium::document::MapEntry| -> Vec<String> {
                let nodes = entry.value.value.as_list().unwrap_or_default();
                nodes.iter().map(|node| node.value.as_text().unwrap_or_default().to_owned()).collect()
            };
            let entry = item.frontmatter.iter().find(|entry| entry.key == *key).unwrap();
            match value {
                serde_json::Value::Array(values) => {
                    let values: Vec<String> =
                        values.iter().map(|value| value.as_str().unwrap().to_owned()).collect();
                    assert_eq!(list(entry), values, "{path}: {key}");
                }
                value => {
                    let text = entry.value.value.as_text().unwrap_or_default();
                    assert_eq!(text.trim(), value.as_str().unwrap(), "{path}: {key}");
                }
            }
        }
        let theirs: Vec<(u32, bool)> = said["boxes"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| (one[0].as_u64().unwrap() as u32, one[1].as_bool().unwrap()))
            .collect();
        let ours: Vec<(u32, bool)> =
            item.criteria.iter().map(|criterion| (criterion.line, criterion.done)).collect();
        assert_eq!(ours, theirs, "{path}");
        boxes += ours.len();
        let wanted =
            fields.get("dependencies").and_then(|value| value.as_array()).cloned().unwrap_or_default();
        let relations: Vec<_> = plan
            .relations
            .iter()
            .filter(|relation| relation.place.path == *path && relation.kind == RelationKind::DependsOn)
            .collect();
        assert_eq!(relations.len(), wanted.len(), "{path}");
        for (relation, wanted) in relations.iter().zip(&wanted) {
            assert_eq!(
                key_of(&relation.to, &prefixes),
                key_of(wanted.as_str().unwrap(), &prefixes),
                "{path}"
            );
            let is_there = counted.values().any(|said| {
                said["fields"]["id"]
                    .as_str()
                    .is_some_and(|id| key_of(id, &prefixes) == key_of(wanted.as_str().unwrap(), &prefixes))
            });
            assert_eq!(relation.resolved, is_there, "{path}: {wanted}");
            needs += 1;
        }
        // Parents by number, whatever prefix they are called by.
        if let Some(parent) = fields.get("parent_task_id").and_then(|value| value.as_str()) {
            let parent = key_of(parent, &prefixes);
            let is_there = counted
                .values()
                .any(|said| said["fields"]["id"].as_str().is_some_and(|id| key_of(id, &prefixes) == parent));
            let found = item.parent.and_then(|parent| plan.items.get(parent));
            let found = found.filter(|found| found.kind == ItemKind::Task);
            assert_eq!(found.is_some(), is_there, "{path}: {parent}");
            assert!(found.is_none_or(|found| key_of(&found.id, &prefixes) == parent), "{path}");
        }
    }
    assert_eq!((boxes, needs), (2_315, 87));
    println!("{} tasks, {boxes} boxes, {needs} dependencies agree", counted.len());
}

#[test]
fn folders_are_the_life_of_a_task() {
    let Some(reading) = real() else { return };
    let plan = reading.plan();
    let count = |folder: &str, kind: ItemKind| {
        plan.of_kind(kind).filter(|item| item.place.path.starts_with(folder)).count()
    };
    assert_eq!((count("tasks/", ItemKind::Task), count("completed/", ItemKind::Task)), (87, 303));
    assert_eq!((count("archive/tasks/", ItemKind::Task), count("drafts/", ItemKind::Document)), (37, 16));
    assert_eq!(
        (count("milestones/", ItemKind::Milestone), count("archive/milestones/", ItemKind::Milestone)),
        (1, 6)
    );
    assert_eq!(plan.decisions.len(), 1);
    let statuses: Vec<&str> = plan.workflow.iter().map(|status| status.text.as_str()).collect();
    assert_eq!(statuses, ["To Do", "In Progress", "Done"]);
    let in_tasks = |base: BaseStatus| {
        plan.of_kind(ItemKind::Task).filter(|item| !item.archived && item.status.base == base).count()
    };
    assert_eq!(
        (in_tasks(BaseStatus::Todo), in_tasks(BaseStatus::Done), in_tasks(BaseStatus::Unknown)),
        (31, 56, 0)
    );
    // The one outside the archive is meant.
    let meant = item(&plan, "BACK-239");
    assert!(!meant.place.path.starts_with("archive/"), "{}", meant.place.path);
    assert_eq!(plan.items.iter().filter(|item| item.claims.is_some()).count(), 10);
    assert!(found(&reading, "duplicate-id").len() >= 10);
}

const CONFIG: (&str, &str) = (
    "config.yml",
    "project_name: Pier\nstatuses: [\"To Do\", \"In Review\", \"Shipped out\"]\ntask_prefix: \"pier\"\n",
);

#[test]
fn what_is_written_wrongly_is_found_and_nothing_breaks() {
    let reading = of(&[
        CONFIG,
        (
            "tasks/pier-1 - Posts.md",
            "---\nid: PIER-1\ntitle: Posts\nstatus: In Review\nparent_task_id: pier-2\ndependencies: [task-02, pier-9]\n---\n",
        ),
        (
            "tasks/pier-2 - Planks.md",
            "---\nid: pier-2\ntitle: Planks\nstatus: Shipped out\nparent_task_id: PIER-1\ndependencies:\n  - pier-1\n---\n",
        ),
        (
            "tasks/pier-4 - Rail.md",
            "---\nid: pier-3\ntitle: Rail\nstatus: Sunk\nreporter: @nina\nassignee: ['@nina', '@james']\nmilestone: First boat\n---\n",
        ),
        ("archive/tasks/pier-3 - Rail.md", "---\nid: pier-3\nstatus: To Do\n---\n"),
        ("milestones/m-1 - first-boat.md", "---\nid: m-1\ntitle: \"First boat\"\n---\n"),
        (
            "decisions/decision-1 - Oak.md",
            "---\nid: decision-1\ntitle: Oak, not pine\ndate: '2026-01-02'\nstatus: proposed\n---\n",
        ),
    ]);
    let plan = reading.plan();
    assert_eq!((plan.dialects.as_slice(), plan.title.as_deref()), (["backlog"].as_slice(), Some("Pier")));
    let status = |id: &str| item(&plan, id).status.base;
    // By their place in the list, where their words say nothing.
    assert_eq!(
        (status("PIER-1"), status("pier-2"), status("pier-3")),
        (BaseStatus::Wip, BaseStatus::Done, BaseStatus::Unknown)
    );
    // A circle of parents has no top, so nobody in it has one.
    assert!(item(&plan, "PIER-1").parent.is_none() && item(&plan, "pier-2").parent.is_none());
    assert_eq!(plan.problems.iter().filter(|problem| problem.text.contains("part of itself")).count(), 2);
    let parent = item(&plan, "pier-3").parent.and_then(|parent| plan.items.get(parent)).unwrap();
    assert_eq!(parent.id, "m-1");
    assert!(plan.item("pier-3@archive/tasks/pier-3 - Rail.md").is_some());
    let people: Vec<&str> = plan.people.iter().map(|person| person.name.as_str()).collect();
    assert_eq!(people, ["james", "nina"]);
    assert!(plan.decisions.iter().any(|decision| decision.is_open && decision.text == "Oak, not pine"));
    assert_eq!(found(&reading, "dangling-dependency"), ["tasks/pier-1 - Posts.md:6"]);
    assert_eq!(found(&reading, "dependency-cycle").len(), 1);
    assert_eq!(found(&reading, "unlisted-status"), ["tasks/pier-4 - Rail.md:4"]);
    assert_eq!(found(&reading, "misnamed-file"), ["tasks/pier-4 - Rail.md:2"]);
    assert_eq!(found(&reading, "duplicate-id"), ["archive/tasks/pier-3 - Rail.md:1"]);
}

#[test]
fn settings_may_be_missing_or_wrong() {
    let task = ("backlog/tasks/task-1 - Posts.md", "---\nid: task-1\nstatus: To Do\n---\n");
    let more = ("backlog/drafts/task-2 - Rail.md", "---\nid: draft-2\n---\n");
    for config in [None, Some("statuses: 7\n"), Some("{ [ : not yaml\n"), Some("statuses: []\n"), Some("")] {
        let mut documents = vec![task, more];
        documents.extend(config.map(|text| ("backlog/config.yml", text)));
        let plan = of(&documents).plan();
        assert_eq!(plan.dialects, ["backlog"], "{config:?}");
        assert!(plan.workflow.len() == 3 || plan.workflow.len() == 1, "{config:?}: {:?}", plan.workflow);
        assert!(!plan.problems.is_empty(), "{config:?}");
        assert_eq!(item(&plan, "task-1").status.base, BaseStatus::Todo);
    }
}

#[test]
fn a_change_of_a_field_keeps_the_quotes_and_the_form_of_dates() {
    let reading = of(&[
        CONFIG,
        (
            "tasks/pier-1 - Posts.md",
            "---\nid: PIER-1\nstatus: \"To Do\"\nupdated_date: '2026-01-02 10:20'\n---\n",
        ),
        ("tasks/pier-2 - Planks.md", "---\nid: PIER-2\nstatus: To Do\nupdated_date: 2026-01-02\n---\n"),
    ]);
    for (id, day, expected) in [
        (
            "PIER-1",
            Some("2026-02-01 08:09"),
            "---\nid: PIER-1\nstatus: \"In Review\"\nupdated_date: '2026-02-01 08:09'\n---\n",
        ),
        (
            "PIER-2",
            Some("2026-02-01 08:09"),
            "---\nid: PIER-2\nstatus: In Review\nupdated_date: 2026-02-01\n---\n",
        ),
    ] {
        let plan = reading.plan();
        let names = planarium::plan::Names::of(&plan);
        let ground = planarium::findings::Ground::of(&plan, &reading, &names);
        let at = plan.items.iter().position(|item| item.id == id).unwrap();
        let scene = ground.scene(Date::parse("2026-02-01").unwrap());
        let step = planarium::linked::board::put(&scene, at, "In Review", day.unwrap()).unwrap();
        let path = plan.items.get(at).unwrap().place.path.clone();
        let edited = apply(reading.files(), &step.edits).unwrap().files;
        let bytes = edited.read(edited.get(&path).unwrap()).unwrap().into_owned();
        assert_eq!(String::from_utf8(bytes).unwrap(), expected, "{id}");
    }
}

#[test]
fn boxes_and_fields_of_the_real_one_change_alone() {
    let Some(reading) = real() else { return };
    let plan = reading.plan();
    for item in plan.of_kind(ItemKind::Task).filter(|item| !item.archived) {
        let path = item.place.path.as_str();
        let before =
            String::from_utf8(reading.files().read(reading.files().get(path).unwrap()).unwrap().into_owned())
                .unwrap();
        for criterion in item.criteria.iter().take(2) {
            let change = Change::SetBox { line: criterion.line, done: !criterion.done };
            let edited = apply(reading.files(), &[Edit::new(path, change)]).unwrap().files;
            let after =
                String::from_utf8(edited.read(edited.get(path).unwrap()).unwrap().into_owned()).unwrap();
            let differ: Vec<_> =
                before.lines().zip(after.lines()).enumerate().filter(|(_, (a, b))| a != b).collect();
            assert_eq!(differ.len(), 1, "{path}");
            assert_eq!(differ[0].0 as u32 + 1, criterion.line);
        }
    }
}

#[test]
fn a_card_takes_another_place_of_its_column() {
    let task = |number: usize, ordinal: &str| {
        format!("//- tasks/pier-{number} - x.md\n---\nid: PIER-{number}\nstatus: To Do\n{ordinal}---\n")
    };
    let tree = |ordinals: [&str; 4]| {
        let tasks: String = (1..).zip(ordinals).map(|(number, ordinal)| task(number, ordinal)).collect();
        let files =
            crate::fixture::files(&format!("//- config.yml\nstatuses: [\"To Do\", \"Done\"]\n{tasks}"));
        Reading::new(files, ".", &planarium::dialect::backlog::DIALECT).finish()
    };
    // The column as it is to stand, which card was moved, and what is written: file by file, only as much as has to be.
    for (ordinals, order, own, expected) in [
        (
            ["ordinal: 1000\n", "ordinal: 2000\n", "ordinal: 3000\n", ""],
            [1, 3, 2, 4],
            1,
            vec!["3: ordinal: 1500"],
        ),
        (["ordinal: 1000\n", "ordinal: 2000\n", "", ""], [1, 2, 4, 3], 2, vec!["4: ordinal: 3000"]),
        (
            ["ordinal: 1000\n", "ordinal: 1001\n", "ordinal: 7000\n", ""],
            [1, 3, 2, 4],
            1,
            vec!["2: ordinal: 3000", "3: ordinal: 2000"],
        ),
        (["", "", "", ""], [2, 1, 3, 4], 0, vec!["2: ordinal: 1000"]),
        (["", "", "", ""], [1, 3, 2, 4], 1, vec!["1: ordinal: 1000", "3: ordinal: 2000"]),
    ] {
        let reading = tree(ordinals);
        let plan = reading.plan();
        let names = planarium::plan::Names::of(&plan);
        let ground = planarium::findings::Ground::of(&plan, &reading, &names);
        let scene = ground.scene(Date::parse("2026-02-01").unwrap());
        let order: Vec<usize> =
            order.iter().map(|number| plan.index_of(&format!("PIER-{number}")).unwrap()).collect();
        let step = planarium::linked::board::order(&scene, &order, own).unwrap();
        let edited = apply(reading.files(), &step.edits).unwrap();
        let written: Vec<String> = (1..=4)
            .filter_map(|number| {
                let path = format!("tasks/pier-{number} - x.md");
                let is_changed = edited.changed.iter().any(|changed| changed.as_str() == path);
                let text = edited.files.text(edited.files.get(&path).unwrap()).unwrap().text;
                let line = text.lines().find(|line| line.starts_with("ordinal"))?.to_owned();
                is_changed.then(|| format!("{number}: {line}"))
            })
            .collect();
        assert_eq!(written, expected);
        // The board says so.
        let now = reading.edited(&edited.files, &edited.changed);
        let plan = now.plan();
        let ties = planarium::answers::Ties::of(&plan);
        let day = Date::parse("2026-02-01").unwrap();
        let board = planarium::answers::board::Board::of(&ties.inquiry(&plan, &day), &|_| true);
        let cards: Vec<usize> = board.columns[0].cards.iter().map(|card| card.item).collect();
        assert_eq!(cards, order, "{ordinals:?}");
    }
}

#[test]
fn a_task_says_what_it_needs_and_nothing_says_what_waits_for_it() {
    let files = crate::fixture::files(
        "//- config.yml\nstatuses: [\"To Do\", \"Done\"]\n\
//- tasks/pier-1 - x.md\n---\nid: PIER-1\nstatus: To Do\ndependencies: []\n---\n\
//- tasks/pier-2 - x.md\n---\nid: PIER-2\nstatus: To Do\ndependencies: [PIER-3, pier-1]\n---\n\
//- tasks/pier-3 - x.md\n---\nid: PIER-3\nstatus: To Do\n---\n",
    );
    let reading = Reading::new(files, ".", &planarium::dialect::backlog::DIALECT).finish();
    let plan = reading.plan();
    let names = planarium::plan::Names::of(&plan);
    let ground = planarium::findings::Ground::of(&plan, &reading, &names);
    let scene = ground.scene(Date::parse("2026-02-01").unwrap());
    let at = |number: usize| plan.index_of(&format!("PIER-{number}")).unwrap();
    let text = |step: planarium::edit::Step, number: usize| {
        let files = apply(reading.files(), &step.edits).unwrap().files;
        files.text(files.get(&format!("tasks/pier-{number} - x.md")).unwrap()).unwrap().text
    };
    use planarium::linked::dependency;
    assert_eq!(
        text(dependency::add(&scene, at(1), at(3)).unwrap(), 1),
        "---\nid: PIER-1\nstatus: To Do\ndependencies: [PIER-3]\n---\n"
    );
    assert_eq!(
        text(dependency::remove(&scene, at(2), at(1)).unwrap(), 2),
        "---\nid: PIER-2\nstatus: To Do\ndependencies: [PIER-3]\n---\n"
    );
    assert!(dependency::add(&scene, at(1), at(2)).unwrap_err().contains("circle"));
    assert!(dependency::add(&scene, at(1), at(1)).unwrap_err().contains("itself"));
}

#[test]
fn settings_may_be_missing_or_written_otherwise() {
    let task = |id: &str, status: &str| {
        format!("//- backlog/tasks/{id} - A.md\n---\nid: {id}\ntitle: A\nstatus: {status}\n---\n")
    };
    let tasks = format!("{}{}", task("task-1", "Open"), task("task-2", "Closed"));
    let check = |config: &str, statuses: &[&str], problems: usize| {
        let files = crate::fixture::files(&format!("{config}{tasks}"));
        let root = planarium::dialect::roots(&files).remove(0);
        assert_eq!(root.dialect.name, "backlog", "{config}");
        let reading = Reading::new(files.rooted(&root.path), root.shown(), root.dialect).finish();
        let plan = reading.plan();
        let shown: Vec<&str> = plan.workflow.iter().map(|status| status.text.as_str()).collect();
        assert_eq!((shown.as_slice(), plan.problems.len()), (statuses, problems), "{config}");
        assert_eq!(plan.items.len(), 2, "{config}");
    };
    let usual = ["To Do", "In Progress", "Done"];
    check("", &usual, 1);
    check("//- backlog/config.yml\nproject_name: x\n", &usual, 1);
    check("//- backlog/config.yml\nstatuses: [Open, Closed]\n", &["Open", "Closed"], 0);
    check("//- backlog/config.yaml\nstatuses: Open, Closed\n", &["Open", "Closed"], 0);
    check(
        "//- backlog/config.yml\nstatuses:\n  - name: Open\n    color: red\n  - Closed\n",
        &["Open", "Closed"],
        0,
    );
    check("//- backlog/config.yml\nstatuses: [Open\nproject_name: [\n", &usual, 3);
    check("//- backlog/config.yml\nstatuses: 7\n", &usual, 1);
}

/// Where there are no plans a picture begins with the tasks that are open, and what they need.
#[test]
fn the_graph_begins_with_open_tasks() {
    use planarium::answers::Ties;
    use planarium::graph::dependencies;
    use planarium::graph::shown::{Scope, Wanted};
    let reading = of(&[
        ("config.yml", "project_name: Pier\nstatuses: [\"To Do\", \"Done\"]\ntask_prefix: \"pier\"\n"),
        ("tasks/pier-1 - Piles.md", "---\nid: PIER-1\ntitle: Piles\nstatus: Done\n---\n"),
        (
            "tasks/pier-2 - Deck.md",
            "---\nid: PIER-2\ntitle: Deck\nstatus: To Do\ndependencies: [PIER-1]\n---\n",
        ),
        ("tasks/pier-3 - Map.md", "---\nid: PIER-3\ntitle: Map\nstatus: Done\n---\n"),
        (
            "tasks/pier-4 - Name.md",
            "---\nid: PIER-4\ntitle: Name\nstatus: Done\ndependencies: [PIER-3]\n---\n",
        ),
    ]);
    let plan = reading.plan();
    let ties = Ties::of(&plan);
    let day = Date::parse("2026-02-01").unwrap();
    let wanted = Wanted { scope: Scope::Active, depth: 1, ..Wanted::default() };
    let shown = dependencies::whole(&plan).shown(&ties.inquiry(&plan, &day), &wanted);
    let ids: Vec<&str> = shown.nodes.iter().map(|node| node.id.as_str()).collect();
    assert_eq!(ids, ["PIER-1", "PIER-2"]);
}
