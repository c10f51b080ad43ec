//! What holds of every tree: nothing panics, the order of reading changes nothing, and the model has the form
//! that outsiders rely on.

use crate::fixture::{self, folder, repository};
use planarium::article::Article;
use planarium::dialect::{Dialect, Reading, dream, plain, roots};
use planarium::files::{Files, FilesBuilder, Limits, TreePath, archive, write};
use planarium::findings::{Scene, Settings};
use planarium::links::{Backlinks, Links};
use planarium::outline::{Filter, Outline, listing};
use planarium::plan::{Date, Names, json};
use planarium::rules::Checking;
use proptest::prelude::*;
use serde_json::Value;
use std::collections::BTreeSet;

/// A little of everything that a tree may hold, well written and badly.
const TREE: &str = "
//- _overview.md
# Root

## Plans

| # | Name | Type | Status |
|---|------|------|--------|
| SP01 | records | System | ✅ [DONE:invalidated-by:PP02] |
| PP02 | [audit](_completed/2025-Q4/PP02_audit/) | Procedure | 🚧 [BLOCKED:law] |
//- SP01_records/_overview.md
---
name: \"records\"
type: system
origin: exploration/kickoff.md
depends_on: [PP02, 'SP9']
knowledge_gaps:
  - \"who: owns it\"
anchors: &a [x, *a]
---
<!-- planarium-ignore: line-limit as agreed -->
# Records — Überblick

## Children

| Name | Status |
|---|---|
| **p00_x/** | `WIP` |

See [the task](p00_x/01_task.md#acceptance-criteria), `modules/patient_records.md`, PP02 and <b>this</b>.
//- SP01_records/p00_x/01_task.md
---
task: x
status: TODO
---
# Task

## Acceptance Criteria

- [ ] one
- [x] two `SP01_records`

```rust
fn main() {}
```
//- SP01_records/modules/patient_records.md
---
module: patient_records
modified_by_plans: [PP02_audit]
last_updated: 2025-11-15
---
//- SP01_records/plan.yaml
status: WIP
priority: emergency
//- SP03_bare/p01_z/01_a.md
---
status: [broken
name: \"x
---
//- _completed/2025-Q4/PP02_audit/_overview.md
# Audit ├── x ← done
//- exploration/kickoff.md
## Decisions

- ✅ CREATE: SP01_records/
//- _templates/task.md
---
status: draft | review
---
//- exploration/empty.md
//- exploration/empty_too.md
//- data.json
{\"a\": 1}
//- planarium.toml
[rules]
drift = \"off\" # for now
broken-link = 'error'
";

/// Runs everything that a tree goes through, from its files to what is shown.
fn run(files: &Files, shows_articles: bool) {
    for root in roots(files) {
        let below = files.rooted(&root.path);
        let reading = Reading::new(below, root.shown(), root.dialect).finish();
        let plan = reading.plan();
        let names = Names::of(&plan);
        let scene = Scene::of(&plan, &reading, &names, Date::parse("2025-06-01").unwrap());
        for finding in Checking::all(&scene, &Settings::of_tree(reading.files())) {
            assert!(finding.place.line >= 1 && !finding.message.is_empty(), "{finding:?}");
        }
        let outline = Outline::of(&plan, reading.files().iter().map(|entry| entry.path().as_str()));
        let rows = outline.rows(&outline.folders_above_level(u32::MAX), &Filter::default());
        assert_eq!(rows.len(), outline.nodes().len());
        assert!(listing::print(&plan, &outline, &rows).lines().count() > rows.len());
        let model: Value = serde_json::from_str(&json::model(&plan)).unwrap();
        assert_eq!(model["items"].as_array().unwrap().len(), plan.items.len());
        let ids: BTreeSet<&str> = plan.items.iter().map(|item| item.id.as_str()).collect();
        assert_eq!(ids.len(), plan.items.len(), "ids are unique");
        if shows_articles {
            let _ = Backlinks::of(&reading, &plan, &names);
            for entry in reading.files() {
                let document = entry.path().clone();
                let _ = Article::of(&Links { files: reading.files(), plan: &plan, names: &names, document });
            }
        }
    }
}

/// Whether every case is to be tried, not the share that fits into a run of all tests.
fn is_thorough() -> bool {
    std::env::var_os("PLANARIUM_THOROUGH").is_some_and(|value| !value.is_empty() && value != *"0")
}

/// The files of [`TREE`] with one of them replaced.
fn spoiled(contents: &[(String, String)], at: usize, bytes: Vec<u8>) -> Files {
    let mut builder = FilesBuilder::new(Limits::default());
    let mut bytes = Some(bytes);
    for (index, (path, content)) in contents.iter().enumerate() {
        let content = if index == at { bytes.take().unwrap() } else { content.clone().into_bytes() };
        builder.add(path, content);
    }
    builder.finish()
}

#[test]
fn no_truncation_of_a_file_panics() {
    let contents = fixture::parse(TREE);
    let mut tried = 0;
    for (at, (_, content)) in contents.iter().enumerate() {
        let step = if is_thorough() { 1 } else { 3 };
        for end in (0..content.len()).step_by(step) {
            run(&spoiled(&contents, at, content.as_bytes()[..end].to_vec()), true);
            tried += 1;
        }
    }
    assert!(tried > 300, "{tried}");
}

#[test]
fn no_flipped_byte_of_a_file_panics() {
    let contents = fixture::parse(TREE);
    let mut tried = 0;
    for (at, (_, content)) in contents.iter().enumerate() {
        for place in 0..content.len() {
            let bits = if is_thorough() { 0..8 } else { place % 8..place % 8 + 1 };
            if !is_thorough() && place % 3 != 0 {
                continue;
            }
            for bit in bits {
                let mut bytes = content.clone().into_bytes();
                bytes[place] ^= 1 << bit;
                run(&spoiled(&contents, at, bytes), true);
                tried += 1;
            }
        }
    }
    assert!(tried > 300, "{tried}");
}

#[test]
fn no_odd_path_panics() {
    for path in [
        "_completed",
        "SP01_x",
        "_overview.md",
        ".md",
        "p00_x/.md",
        "SP01_/_",
        "\u{202e}.md",
        "a@b.md",
        "SP01_x@y/_overview.md",
        "2025-Q1/2025-Q2/x.md",
        "_archive/_completed/_overview.md",
        "_templates/_templates.md",
        "modules/x.md",
        "exploration",
        "PP/x/_overview.md",
        "%.md",
        "#.md",
        "a?b.md",
        "ſp01_x/_overview.md",
        "Ⅷ.md",
    ] {
        for below in ["", "SP01_a/", "_completed/", "SP01_a/p00_b/", "exploration/"] {
            let mut builder = FilesBuilder::new(Limits::default());
            builder.add(&format!("{below}{path}"), b"---\nstatus: x\ndepends_on: [\"\", /, ., .., \"./\", \"@\", SP01]\n---\n[a](.)[b](..)[c](/)\n".to_vec());
            builder.add(
                "SP01_a/_overview.md",
                b"| Name | Status |\n|---|---|\n| | |\n| / | DONE |\n| ./ | |\n".to_vec(),
            );
            run(&builder.finish(), true);
        }
    }
}

/// The sample, packed.
fn sample_zip() -> Vec<u8> {
    let files = folder(&repository().join("public/sample/medflow"));
    let members: Vec<_> =
        files.iter().map(|entry| (entry.path().as_str(), files.read(entry).unwrap())).collect();
    write::zip(members.iter().map(|(path, bytes)| (*path, bytes.as_ref())))
}

#[test]
fn no_truncation_and_no_flipped_byte_of_the_samples_archive_panics() {
    let zip = sample_zip();
    assert!(zip.len() > 100_000);
    // Prime steps, so that every part of the format is hit by and by; smaller ones in the directory at the end.
    // All of it takes hours.
    let share = if is_thorough() { 1 } else { 4_001 };
    let directory = zip.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
    let places = (0..directory).step_by(share).chain((directory..zip.len()).step_by(share.min(1_009)));
    let mut opened = 0;
    for place in places {
        let mut flipped = zip.clone();
        flipped[place] ^= 1 << (place % 8);
        for bytes in [zip[..place].to_vec(), flipped] {
            if let Ok(files) = archive::open(bytes, &Limits::default()) {
                opened += 1;
                run(&files, false);
            }
        }
    }
    assert!(opened > 20, "only {opened} archives opened at all");
}

/// Reads in steps of these budgets, one after the other, and checks what is said on the way.
fn in_steps(files: &Files, dialect: &'static Dialect, budgets: &[u64]) -> String {
    let mut reading = Reading::new(files.clone(), ".", dialect);
    let mut before = reading.progress();
    let mut steps = 0;
    let ids_at_first: Vec<String> = reading.plan().items.iter().map(|item| item.id.clone()).collect();
    for budget in budgets.iter().cycle() {
        if before.is_complete {
            break;
        }
        let after = reading.step(*budget);
        let has_glanced = !before.is_first_read;
        assert!(has_glanced || after.files_read > before.files_read, "a step reads at least one document");
        steps += 1;
        assert!(steps <= 2 * before.files_total + 1, "every step gets on");
        assert!(after.bytes_read >= before.bytes_read && after.bytes_read <= after.bytes_total, "{after:?}");
        assert_eq!((after.files_total, after.bytes_total), (before.files_total, before.bytes_total));
        assert!(before.is_first_read || !after.is_complete || after.is_first_read);
        // A plan at any moment.
        let plan = reading.plan();
        let read = plan.items.iter().filter(|item| item.is_read && item.folder.is_none()).count();
        assert!(read <= after.files_read);
        before = after;
    }
    assert_eq!((before.files_read, before.bytes_read), (before.files_total, before.bytes_total));
    let plan = reading.plan();
    assert!(plan.items.iter().all(|item| item.is_read));
    if dialect.name == "dream" {
        // What something is called follows from its path, so links made early stay good.
        let ids: Vec<String> = plan.items.iter().map(|item| item.id.clone()).collect();
        assert!(ids_at_first.iter().all(|id| ids.contains(id)));
    }
    json::model(&plan)
}

#[test]
fn reading_in_steps_gives_the_same_plan_as_at_one_go() {
    let sample = folder(&repository().join("public/sample/medflow/.agent_plan/day_dream"));
    for (files, budgets) in
        [(fixture::files(TREE), &[0, 1, 100, 1_000, u64::MAX][..]), (sample, &[3_000, u64::MAX][..])]
    {
        for dialect in [&dream::DIALECT, &plain::DIALECT] {
            let at_one_go = json::model(&Reading::new(files.clone(), ".", dialect).finish().plan());
            for budget in budgets {
                let in_steps = in_steps(&files, dialect, &[*budget]);
                assert!(in_steps == at_one_go, "{} in steps of {budget} differs", dialect.name);
            }
        }
    }
}

#[test]
fn what_the_first_picture_needs_is_read_first() {
    let mut reading = Reading::new(fixture::files(TREE), ".", &dream::DIALECT);
    assert!(!reading.progress().is_first_read);
    let progress = reading.step(u64::MAX);
    assert!(progress.is_first_read && !progress.is_complete, "a step never runs past the first picture");
    assert_eq!(progress.files_read, 0, "the overviews of plans are glanced at, nothing is read");
    let plan = reading.plan();
    assert_eq!(fixture::item(&plan, "SP01_records").status.base.name(), "wip");
    assert_eq!(fixture::item(&plan, "SP01_records").title, "Records — Überblick");
    assert!(plan.items.iter().all(|item| item.folder.is_some()), "documents come later");
    assert!(reading.step(u64::MAX).is_complete);
}

#[test]
fn a_glance_into_an_archive_sees_what_the_whole_file_says() {
    let many = |line: &str| line.repeat(4096 / line.len());
    let fields = "---\ntitle: Ü\nstatus: WIP\n---\n";
    let texts = [
        format!("{fields}# Short\n"),
        format!("{fields}# Long\n{}", many("é prose\n")),
        // Where the beginning is cut there is a character of several bytes, in one of these.
        format!("{fields}x# Cut\n{}", many("→")),
        format!("{fields}# Cut\n{}", many("→")),
        format!("---\nstatus: DONE\n{}priority: high\n---\n# Far\n", many("# a remark\n")),
        format!("---\nstatus: DONE\n{}# Never closed\n", many("note: x\n")),
        format!("# No fields\n{}", many("prose\n")),
        format!("\u{feff}{fields}# With a mark\n{}", many("prose\n")),
        format!("{fields}# With a zero\n\0{}", many("prose\n")),
        format!("{}# Late\n", many("prose\n")),
    ];
    let tree: String =
        (0..).zip(&texts).map(|(n, text)| format!("//- SP{n}_x/_overview.md\n{text}")).collect();
    let first = |files: Files| {
        let mut reading = Reading::new(files, ".", &dream::DIALECT);
        assert!(reading.step(u64::MAX).is_first_read);
        json::model(&reading.plan())
    };
    let packed = archive::open(fixture::zip(&tree), &Limits::default()).unwrap();
    assert_eq!(first(packed), first(fixture::files(&tree)));
}

#[test]
fn one_file_changed_gives_the_plan_of_the_changed_tree() {
    let files = fixture::parse(TREE);
    let new = [("SP01_records/p00_draft/02_more.md", 0), ("zz/new.md", 0), ("aa.md", 0), ("data.json", 0)];
    let known = files.iter().map(|(path, content)| (path.as_str(), content.len()));
    for (path, length) in known.chain(new) {
        let text = format!("---\nstatus: BLOCKED:rain\ndepends_on: [SP01]\n---\n# Changed {length}\n");
        let mut reading = Reading::new(fixture::files(TREE), ".", &dream::DIALECT).finish();
        let path = TreePath::parse(path).unwrap();
        reading.replace(&path, text.clone().into_bytes());
        let mut builder = FilesBuilder::new(Limits::default());
        for (other, content) in files.iter().filter(|(other, _)| other != path.as_str()) {
            builder.add(other, content.clone().into_bytes());
        }
        builder.add(path.as_str(), text.into_bytes());
        let afresh = fixture::read(builder.finish(), &dream::DIALECT);
        assert_eq!(reading.files().fingerprint(), afresh.files().fingerprint(), "{path}");
        assert_eq!(reading.files().total_bytes(), afresh.files().total_bytes(), "{path}");
        assert_eq!(json::model(&reading.plan()), json::model(&afresh.plan()), "{path}");
    }
}

#[test]
fn the_same_files_give_the_same_bytes() {
    let model = |files: Files| json::model(&fixture::read(files, &dream::DIALECT).plan());
    let first = model(fixture::files(TREE));
    assert_eq!(first, model(fixture::files(TREE)));
    // However they arrive: the other way round, or packed.
    let mut builder = FilesBuilder::new(Limits::default());
    for (path, content) in fixture::parse(TREE).into_iter().rev() {
        builder.add(&path, content.into_bytes());
    }
    assert_eq!(first, model(builder.finish()));
    assert_eq!(first, model(archive::open(fixture::zip(TREE), &Limits::default()).unwrap()));
    assert_eq!(sample_zip(), sample_zip());
}

/// The keys of an object, in its order.
fn keys(value: &Value) -> BTreeSet<&str> {
    value.as_object().unwrap_or_else(|| panic!("{value} is no object")).keys().map(String::as_str).collect()
}

/// Whether the keys of an object are exactly these.
fn has_exactly(value: &Value, expected: &str) {
    assert_eq!(keys(value), expected.split(' ').collect(), "{value}");
}

/// The whole form of contracts.md §2, as far as it can be told from outside.
pub fn check_form(text: &str) {
    let model: Value = serde_json::from_str(text).unwrap();
    assert!(text.ends_with("}\n"), "a document ends with a line end");
    has_exactly(
        &model,
        "schema root dialects items relations modules deltas snapshots people decisions gaps requirements deadlines \
         risks metrics sessions inventory progress files problems",
    );
    assert_eq!(model["schema"], 1);
    assert!(model["root"].is_string() && model["dialects"].as_array().unwrap().iter().all(Value::is_string));
    has_exactly(&model["files"], "read skipped");
    let list = |name: &str| model[name].as_array().unwrap_or_else(|| panic!("{name} is no list")).iter();
    for name in "deltas snapshots people decisions gaps requirements deadlines risks metrics sessions inventory progress".split(' ') {
        let _ = list(name);
    }
    let ids: BTreeSet<&str> = list("items").map(|item| item["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), list("items").len(), "ids are unique");
    let is_one_of = |value: &Value, words: &str| {
        assert!(words.split(' ').any(|word| value == word), "{value} is none of {words}");
    };
    let is_text_or_null = |value: &Value| assert!(value.is_string() || value.is_null(), "{value}");
    for item in list("items") {
        has_exactly(
            item,
            "id kind number title path line parent status archived priority hours criteria tasks files frontmatter",
        );
        is_one_of(&item["kind"], "plan phase task document module exploration epic story section milestone");
        assert!(item["title"].is_string() && item["path"].is_string() && item["archived"].is_boolean());
        assert!(item["line"].as_u64().unwrap() >= 1);
        assert!(item["parent"].is_null() || ids.contains(item["parent"].as_str().unwrap()), "{item}");
        let status = &item["status"];
        has_exactly(status, "base detail written from");
        is_one_of(&status["base"], "todo wip done blocked cut unknown");
        is_one_of(&status["from"], "frontmatter parent_table root_table listing heading line derived none");
        is_text_or_null(&status["detail"]);
        is_text_or_null(&status["written"]);
        assert_eq!(status["from"] == "none", status["written"].is_null(), "{status}");
        for field in ["number", "priority"] {
            is_text_or_null(&item[field]);
        }
        for criterion in item["criteria"].as_array().unwrap() {
            has_exactly(criterion, "text done line");
            assert!(criterion["done"].is_boolean() && criterion["line"].is_u64());
        }
        assert!(item["tasks"].is_array() && item["files"].is_array() && item["frontmatter"].is_object());
        assert!(item["hours"].is_null() || keys(&item["hours"]) == BTreeSet::from(["low", "high"]));
    }
    let modules: BTreeSet<&str> = list("modules").map(|module| module["name"].as_str().unwrap()).collect();
    let people: BTreeSet<&str> = list("people").map(|person| person["name"].as_str().unwrap()).collect();
    for relation in list("relations") {
        has_exactly(relation, "from to kind resolved path line");
        is_one_of(&relation["kind"], "depends_on blocks invalidated_by origin modifies owns");
        let (from, to) = (relation["from"].as_str().unwrap(), relation["to"].as_str().unwrap());
        match relation["kind"].as_str().unwrap() {
            "modifies" => {
                assert_eq!(relation["resolved"], ids.contains(from) && modules.contains(to), "{relation}")
            }
            "owns" => assert!(people.contains(from) && modules.contains(to), "{relation}"),
            _ => assert!(
                ids.contains(from) && (relation["resolved"] == false || ids.contains(to)),
                "{relation}"
            ),
        }
        assert!(relation["line"].as_u64().unwrap() >= 1);
    }
    for module in list("modules") {
        has_exactly(module, "name origin modified_by owners specs last_updated knowledge_gaps");
        for field in ["modified_by", "owners", "specs", "knowledge_gaps"] {
            assert!(module[field].as_array().unwrap().iter().all(Value::is_string), "{module}");
        }
        is_text_or_null(&module["origin"]);
        is_text_or_null(&module["last_updated"]);
        assert!(module["origin"].is_null() || ids.contains(module["origin"].as_str().unwrap()), "{module}");
    }
    for problem in list("problems") {
        has_exactly(problem, "path line text");
        assert!(problem["line"].as_u64().unwrap() >= 1);
    }
    for name in ["items", "relations", "problems"] {
        let places: Vec<(&str, u64)> = list(name)
            .map(|value| (value["path"].as_str().unwrap(), value["line"].as_u64().unwrap()))
            .collect();
        assert!(places.is_sorted(), "{name} are not in order of path and line");
    }
}

#[test]
fn the_model_has_the_form_that_is_promised() {
    let sample = folder(&repository().join("public/sample/medflow/.agent_plan/day_dream"));
    for files in [fixture::files(TREE), sample, FilesBuilder::new(Limits::default()).finish()] {
        for dialect in [&dream::DIALECT, &plain::DIALECT] {
            check_form(&json::model(&fixture::read(files.clone(), dialect).plan()));
        }
    }
    let model: Value = serde_json::from_str(&json::model(&fixture::plan(TREE))).unwrap();
    // Frontmatter keeps its values as what they are, and the order of the file.
    let item = model["items"].as_array().unwrap().iter().find(|item| item["id"] == "SP01_records").unwrap();
    assert_eq!(item["frontmatter"]["knowledge_gaps"][0], "who: owns it");
    assert_eq!(item["priority"], "emergency");
    assert_eq!(item["path"], "SP01_records/_overview.md");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn steps_of_any_size_give_the_same_plan(budgets in proptest::collection::vec(0..600_u64, 1..6)) {
        let files = fixture::files(TREE);
        let at_one_go = json::model(&fixture::read(files.clone(), &dream::DIALECT).plan());
        prop_assert_eq!(in_steps(&files, &dream::DIALECT, &budgets), at_one_go);
    }

    #[test]
    fn no_tree_of_odd_names_and_texts_panics(
        files in proptest::collection::btree_map(
            "(SP01_a/|_completed/|2025-Q1/|p00_x/|modules/|exploration/|_templates/|\\PC{1,4}/){0,4}(_overview\\.md|plan\\.yaml|01_a\\.md|\\PC{1,6}\\.md)",
            "(---\nstatus: |depends_on: \\[|SP01|---\n|\\| Name \\| Status \\|\n|\\|---\\|---\\|\n|# |- \\[ \\] |`|\\]\\(|\\PC|\n){0,20}",
            0..8,
        ),
    ) {
        let mut builder = FilesBuilder::new(Limits::default());
        for (path, content) in files {
            builder.add(&path, content.into_bytes());
        }
        let files = builder.finish();
        run(&files, true);
        check_form(&json::model(&fixture::read(files, &dream::DIALECT).plan()));
    }
}
