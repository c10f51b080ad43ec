//! A part of a tree as a copy: what is in it, what it says of the rest, and that nobody is misled by what is missing.

use crate::cli::{Scratch, prints, refuses, text};
use crate::fixture;
use crate::pack::VIEWER;
use planarium::dialect::{self, Reading, roots};
use planarium::excerpt::{Choice, Excerpt};
use planarium::files::{Files, Limits, archive};
use planarium::findings::{Finding, Ground, Settings};
use planarium::plan::{Date, ItemKind, Names, Plan};
use planarium::rules::{Checking, NEED_ALL, by_id};

const TREE: &str = "
//- _overview.md
# Coast

## Plans
| Name | Status |
|---|---|
| SP01_pier | WIP |
| SP02_lamp | TODO |
| SP03_rail | TODO |
| SP04_gone | TODO |
//- SP01_pier/_overview.md
---
status: WIP
depends_on: [SP02_lamp]
---
# Pier
[the rail](../SP03_rail/_overview.md), [the keeper](../notes/keeper.md), [nowhere](../notes/nowhere.md) and ![a map](../maps/pier.png).
## Children
| Name | Status |
|---|---|
| 01_drive.md | TODO |
//- SP01_pier/01_drive.md
# Drive
//- SP02_lamp/_overview.md
---
status: TODO
---
# Lamp
//- SP03_rail/_overview.md
---
status: TODO
---
# Rail
//- notes/keeper.md
# Keeper
//- notes/secret.md
# Secret
//- maps/pier.png
x
";

fn paths(files: &Files) -> Vec<&str> {
    files.iter().map(|entry| entry.path().as_str()).collect()
}

fn findings(reading: &Reading, plan: &Plan) -> Vec<Finding> {
    let names = Names::of(plan);
    let ground = Ground::of(plan, reading, &names);
    Checking::all(&ground.scene(Date::parse("2026-06-15").unwrap()), &Settings::default())
}

fn part(reading: &Reading, choice: &Choice) -> Excerpt {
    let again =
        |files: &Files| Reading::new(files.clone(), reading.root(), reading.dialect()).finish().plan();
    Excerpt::of(reading.files(), &reading.plan(), choice, &again)
}

fn read_again(excerpt: &Excerpt, reading: &Reading) -> Reading {
    Reading::new(excerpt.files.clone(), reading.root(), reading.dialect()).finish()
}

fn of_plan(id: &str) -> Choice {
    Choice { plan: Some(id.to_owned()), ..Choice::default() }
}

#[test]
fn a_plan_comes_with_its_neighbours_and_says_what_is_missing() {
    let reading = fixture::read(fixture::files(TREE), &dialect::dream::DIALECT);
    let excerpt = part(&reading, &of_plan("SP01_pier"));
    let kept = ["SP01_pier/01_drive.md", "SP01_pier/_overview.md", "SP02_lamp/_overview.md", "_overview.md"];
    assert_eq!(paths(&excerpt.files), kept);
    let left_out = excerpt.files.left_out();
    // The secret note is named nowhere in the copy, so the copy does not name it either.
    assert_eq!(left_out.names(), ["SP03_rail", "maps", "notes"]);
    assert_eq!(left_out.total(), Some(8));
    let again = read_again(&excerpt, &reading);
    let found = findings(&again, &again.plan());
    let said: Vec<&str> = found.iter().map(|finding| finding.message.as_str()).collect();
    // What nobody ever had is still found; what was left out is not.
    assert!(said.iter().any(|said| said.contains("SP04_gone")), "{said:?}");
    assert!(!said.iter().any(|said| said.contains("SP03_rail") || said.contains("pier.png")), "{said:?}");
}

#[test]
fn folders_and_pictures_are_left_out_and_a_copy_is_copied_again() {
    let reading = fixture::read(fixture::files(TREE), &dialect::dream::DIALECT);
    let choice = Choice { without: vec!["./notes/".to_owned()], without_pictures: true, ..Choice::default() };
    let excerpt = part(&reading, &choice);
    assert_eq!(excerpt.files.len(), 5);
    assert_eq!(excerpt.files.left_out().names(), ["maps", "notes"]);
    let again = read_again(&excerpt, &reading);
    let twice = part(&again, &Choice { without: vec!["SP03_rail".to_owned()], ..Choice::default() });
    assert_eq!(twice.files.left_out().names(), ["SP03_rail", "maps", "notes"]);
    assert_eq!(twice.files.left_out().total(), Some(8));
    // All of a copy says what the copy said.
    let same = part(&again, &Choice::default());
    assert_eq!(same.files.left_out(), again.files().left_out());
    let whole = part(&reading, &Choice::default());
    assert_eq!(
        (whole.files.fingerprint(), whole.files.left_out().total()),
        (reading.files().fingerprint(), None)
    );
    assert!(
        part(&reading, &of_plan("SP99_none")).files.iter().all(|entry| !entry.path().as_str().contains('/'))
    );
}

/// Every excerpt of a tree, by its outermost plans and folders.
fn excerpts(plan: &Plan, files: &Files) -> Vec<Choice> {
    let plans = plan
        .items
        .iter()
        .filter(|item| item.kind == ItemKind::Plan && item.parent.is_none() && !item.template);
    let mut choices: Vec<Choice> = plans.map(|item| of_plan(&item.id)).collect();
    let mut folders: Vec<String> =
        files.iter().filter_map(|entry| Some(entry.path().as_str().split_once('/')?.0.to_owned())).collect();
    folders.dedup();
    // Where a copy of a plan was left behind, that one is meant when the first is gone: it says other things.
    folders.retain(|folder| !plan.items.iter().any(|item| item.id.starts_with(&format!("{folder}@"))));
    choices.extend(folders.into_iter().map(|folder| Choice { without: vec![folder], ..Choice::default() }));
    choices
}

/// What an excerpt finds that the whole does not.
fn misleads(files: Files) -> Vec<String> {
    let root = roots(&files).remove(0);
    let reading = Reading::new(files.rooted(&root.path), root.shown(), root.dialect).finish();
    let plan = reading.plan();
    let whole = findings(&reading, &plan);
    let mut wrong = Vec::new();
    for choice in excerpts(&plan, reading.files()) {
        let excerpt = part(&reading, &choice);
        let again = read_again(&excerpt, &reading);
        let what = choice.plan.or(choice.without.into_iter().next()).unwrap_or_default();
        for finding in findings(&again, &again.plan()) {
            let is_same = |other: &Finding| (other.rule, &other.place) == (finding.rule, &finding.place);
            if finding.ignored.is_none() && !whole.iter().any(is_same) {
                wrong.push(format!("{what}: {} {} {}", finding.rule, finding.place.path, finding.message));
            }
        }
    }
    wrong
}

#[test]
fn rules_that_need_all_of_a_tree_are_rules() {
    for rule in NEED_ALL {
        assert!(by_id(rule).is_some(), "{rule}");
    }
}

#[test]
fn nothing_is_found_in_a_part_that_is_not_found_in_the_whole() {
    let sample = misleads(fixture::folder(&fixture::repository().join("public/sample/medflow")));
    assert!(sample.is_empty(), "{}\n{}", sample.len(), sample.join("\n"));
}

#[test]
fn nor_in_parts_of_other_trees() {
    for name in ["adhd-framework-2026-02-13.zip", "backlog-md-2026-02.zip"] {
        let Some(zip) = fixture::shared(&format!("trees/{name}")) else { continue };
        let files = archive::open(std::fs::read(zip).unwrap(), &Limits::default()).unwrap();
        let wrong = misleads(files);
        assert!(wrong.is_empty(), "{name}: {}\n{}", wrong.len(), wrong.join("\n"));
    }
}

/// A name, as the sample tells of it.
const NAMES: [&str; 3] = ["Nina Volkov", "Nina", "Volkov"];

#[test]
fn without_names_nobody_of_the_tree_is_named_and_it_reads_as_before() {
    let files = fixture::folder(&fixture::repository().join("public/sample/medflow"));
    let root = roots(&files).remove(0);
    let reading = Reading::new(files.rooted(&root.path), root.shown(), root.dialect).finish();
    let plan = reading.plan();
    let excerpt = part(&reading, &Choice { without_names: true, ..Choice::default() });
    assert_eq!(excerpt.people, plan.people.len());
    assert_eq!(excerpt.files.len(), reading.files().len());
    for entry in &excerpt.files {
        let text = excerpt.files.text(entry).unwrap().text;
        for person in &plan.people {
            assert!(!text.contains(&person.name), "{} names {}", entry.path(), person.name);
        }
        for name in NAMES {
            let is_word = |at: usize| {
                let around = |letter: Option<char>| !letter.is_some_and(char::is_alphanumeric);
                around(text[..at].chars().next_back()) && around(text[at + name.len()..].chars().next())
            };
            assert!(!text.match_indices(name).any(|(at, _)| is_word(at)), "{} names {name}", entry.path());
        }
    }
    // The same items with the same statuses, and as many people who answer for as many modules.
    let again = read_again(&excerpt, &reading).plan();
    let shape = |plan: &Plan| -> Vec<(String, planarium::plan::BaseStatus)> {
        plan.items.iter().map(|item| (item.id.clone(), item.status.base)).collect()
    };
    assert_eq!(shape(&again), shape(&plan));
    assert_eq!(again.people.len(), plan.people.len());
    let owners = |plan: &Plan| plan.modules.iter().map(|module| module.owners.len()).collect::<Vec<_>>();
    assert_eq!(owners(&again), owners(&plan));
    // Pending edits would not find their places.
    assert_eq!(excerpt.edits("[]"), "");
}

#[test]
fn the_command_packs_a_part_and_reads_it_as_one() {
    let scratch = Scratch::new();
    let tree = fixture::repository().join("public/sample/medflow");
    let viewer = scratch.write("viewer.html", VIEWER.as_bytes());
    let (out, twice) = (scratch.0.join("plan.html"), scratch.0.join("twice.html"));
    let (tree, viewer, out, twice) = (text(&tree), text(&viewer), text(&out), text(&twice));
    let pack =
        |more: &[&str], out: &str| prints(&[&["pack", tree, "-o", out, "--viewer", viewer], more].concat());
    let said = pack(&["--plan", "SP20", "--without", "exploration", "--without-names"], out);
    assert!(said.contains(" files of ") && said.contains("names left out"), "{said}");
    let files = |path: &str| -> u64 {
        let model: serde_json::Value = serde_json::from_str(&prints(&["model", path, "--json"])).unwrap();
        model["files"]["read"].as_u64().unwrap()
    };
    assert!(files(out) < files(tree) / 2);
    assert!(!std::fs::read_to_string(out).unwrap().contains("Volkov"));
    let of_other = format!("{} of {}", files(out), files(tree));
    assert!(said.contains(&of_other.replace(" of ", " files of ")), "{said} {of_other}");
    // What it says of itself it keeps when it is packed again, byte for byte.
    prints(&["pack", out, "-o", twice, "--viewer", viewer]);
    assert_eq!(std::fs::read_to_string(twice).unwrap(), std::fs::read_to_string(out).unwrap());
    refuses(&["pack", tree, "-o", out, "--viewer", viewer, "--plan", "SP99"], &["SP99"]);
    refuses(
        &["pack", tree, "-o", out, "--viewer", viewer, "--without", "nowhere"],
        &["--without nowhere", "no such folder"],
    );
}
