//! What the Plans table says that plans need: in any column order and wording, as ids, links and ranges, several in a cell; with
//! the row it stands in, and what edits make of the cell.

use crate::fixture::{self, relations};
use planarium::dialect::Reading;
use planarium::edit::apply;
use planarium::findings::{Effect, Ground, Settings};
use planarium::linked::dependency;
use planarium::plan::{Date, Names, RelationKind};
use planarium::rules;
use proptest::prelude::*;

const PLANS: &str = "//- SP01_pier/_overview.md\n# Pier\n//- SP02_crane/_overview.md\n# Crane\n//- SP03_quay/_overview.md\n# Quay\n\
//- SP04_mole/_overview.md\n# Mole\n//- _completed/2025-Q4/PP05_buoy/_overview.md\n# Buoy\n//- SP01_pier/p00_posts/_overview.md\n# Posts\n";

fn needs(table: &str) -> Vec<String> {
    let plan = fixture::plan(&format!("//- _overview.md\n# T\n\n## Plans\n\n{table}{PLANS}"));
    for relation in plan.relations.iter().filter(|relation| relation.kind == RelationKind::DependsOn) {
        assert_eq!(relation.place.path, "_overview.md");
        let line = relation.place.line as usize;
        let row = plan.plan_rows.iter().find(|row| row.place.line as usize == line);
        assert_eq!(row.map(|row| &row.plan.id), Some(&relation.from), "the row of the plan is the place");
    }
    relations(&plan, RelationKind::DependsOn)
}

/// What a cell in the row of SP04 says that it needs.
fn of_cell(cell: &str) -> String {
    let found = needs(&format!("| Name | Depends On |\n|---|---|\n| SP04_mole | {cell} |\n"));
    let found: Vec<&str> = found.iter().map(|shown| shown.strip_prefix("SP04_mole → ").unwrap()).collect();
    found.join(" ")
}

#[test]
fn a_cell_names_what_is_needed() {
    for (cell, expected) in [
        ("SP01", "SP01_pier"),
        ("SP01_pier", "SP01_pier"),
        ("`SP01_pier/`", "SP01_pier"),
        ("**SP01**, SP02", "SP01_pier SP02_crane"),
        ("SP01; SP02 & SP03", "SP01_pier SP02_crane SP03_quay"),
        ("SP01 + SP02 and SP03", "SP01_pier SP02_crane SP03_quay"),
        ("SP01<br>SP02", "SP01_pier SP02_crane"),
        ("SP01 SP02", "SP01_pier SP02_crane"),
        ("SP01 / SP02", "SP01_pier SP02_crane"),
        ("SP01, SP01_pier, [pier](SP01_pier/)", "SP01_pier"),
        ("[pier](SP01_pier/)", "SP01_pier"),
        ("[the pier](./SP01_pier/_overview.md#purpose), [crane](SP02_crane/)", "SP01_pier SP02_crane"),
        ("SP01, [the crane](SP02_crane/_overview.md)", "SP01_pier SP02_crane"),
        ("[PP05](_completed/2025-Q4/PP05_buoy/)", "PP05_buoy"),
        ("PP05 (the buoy, in the archive)", "PP05_buoy"),
        ("SP01–SP03", "SP01_pier SP02_crane SP03_quay"),
        ("SP01 to SP03", "SP01_pier SP02_crane SP03_quay"),
        ("SP01..03, PP05", "PP05_buoy SP01_pier SP02_crane SP03_quay"),
        ("SP02–SP09", "SP02_crane SP03_quay SP04_mole SP09?"),
        ("SP01/p00_posts", "SP01_pier/p00_posts"),
        ("SP77", "SP77?"),
        ("SP77_gone, SP01", "SP01_pier SP77_gone?"),
        ("SP01 ✅", "SP01_pier"),
        ("→ SP01", "SP01_pier"),
        ("~~SP01~~ SP02", "SP01_pier SP02_crane"),
        ("—", ""),
        ("", ""),
        ("None", ""),
        ("n/a", ""),
        ("-", ""),
        ("none yet", ""),
        ("the vendor's contract", ""),
    ] {
        assert_eq!(of_cell(cell), expected, "{cell:?}");
    }
}

#[test]
fn the_column_stands_anywhere_and_is_called_in_many_words() {
    for header in [
        "Depends On",
        "depends on",
        "Depends_On",
        "Depends-on",
        "**Depends On**",
        "Dependencies",
        "Dependency",
        "Deps / Depends on",
        "Blocked by",
        "Requires",
        "Prerequisites",
        "Waits for",
        "Needs",
        "🔗 Depends On",
        "Depends on plans",
        "Abhängig von",
        "Зависит от",
    ] {
        for table in [
            format!("| {header} | Name | Status |\n|---|---|---|\n| SP01 | SP02_crane | TODO |\n"),
            format!(
                "| # | Name | Type | Status | Priority | {header} | Description |\n|---|---|---|---|---|---|---|\n| SP02 | crane | System | ⏳ [TODO] | normal | SP01 | it needs SP03 |\n"
            ),
            format!("Status | {header} | Plan\n---|:-:|---\nTODO | SP01 | [Crane](SP02_crane/)\n"),
        ] {
            assert_eq!(needs(&table), ["SP02_crane → SP01_pier"], "{table}");
        }
    }
    // Nothing says so.
    assert!(needs("| Name | Description |\n|---|---|\n| SP02_crane | SP01 |\n").is_empty());
    assert!(needs("| Depends On | Status |\n|---|---|\n| SP01 | TODO |\n").is_empty());
    // Rows may be called by their numbers.
    let numbered = "| No. | Plan | Depends on |\n|---|---|---|\n| 1 | SP01_pier | — |\n| 2 | SP02_crane | 1 |\n| 3 | SP03_quay | 1-2 |\n";
    assert_eq!(
        needs(numbered),
        ["SP02_crane → SP01_pier", "SP03_quay → SP01_pier", "SP03_quay → SP02_crane"]
    );
}

const BOTH: &str = "//- _overview.md\n# T\n\n## Plans\n\n| Name | Waits for | Status |\n|---|---|---|\n| SP01_pier | — | TODO |\n\
| SP02_crane | SP01, SP09 | TODO |\n| SP03_quay | [pier](SP01_pier/)–[crane](SP02_crane/) | TODO |\n\
| SP04_mole | SP01–SP03 | TODO |\n| SP05_buoy | none | TODO |\n\
//- SP01_pier/_overview.md\n---\nstatus: TODO\n---\n//- SP02_crane/_overview.md\n---\nstatus: TODO\ndepends_on: [SP01]\n---\n\
//- SP03_quay/_overview.md\n---\nstatus: TODO\n---\n//- SP04_mole/_overview.md\n---\nstatus: TODO\n---\n//- SP05_buoy/_overview.md\n---\nstatus: TODO\n---\n";

fn day() -> Date {
    Date::parse("2026-06-15").unwrap()
}

fn edited(reading: &Reading, from: &str, to: &str, is_more: bool) -> Reading {
    let plan = reading.plan();
    let names = Names::of(&plan);
    let ground = Ground::of(&plan, reading, &names);
    let scene = ground.scene(day());
    let (from, to) = (plan.index_of(from).unwrap(), plan.index_of(to).unwrap());
    let step = if is_more { dependency::add(&scene, from, to) } else { dependency::remove(&scene, from, to) };
    let files = apply(reading.files(), &step.unwrap().edits).unwrap().files;
    Reading::new(files, ".", reading.dialect()).finish()
}

fn row(reading: &Reading, name: &str) -> String {
    let text = reading.files().text(reading.files().get("_overview.md").unwrap()).unwrap().text;
    text.lines().find(|line| line.starts_with(&format!("| {name} "))).unwrap().to_owned()
}

#[test]
fn an_edit_of_a_dependency_edits_the_cell() {
    let reading = fixture::reading(BOTH);
    let check = |from: &str, to: &str, is_more: bool, expected: &str| {
        let now = edited(&reading, from, to, is_more);
        assert_eq!(row(&now, from), expected);
        let edge = format!("{from} → {to}");
        assert_eq!(relations(&now.plan(), RelationKind::DependsOn).contains(&edge), is_more, "{edge}");
    };
    check("SP05_buoy", "SP03_quay", true, "| SP05_buoy | SP03_quay | TODO |");
    check("SP02_crane", "SP05_buoy", true, "| SP02_crane | SP01, SP09, SP05 | TODO |");
    check("SP02_crane", "SP01_pier", false, "| SP02_crane | SP09 | TODO |");
    check("SP04_mole", "SP02_crane", false, "| SP04_mole | SP01, SP03 | TODO |");
}

#[test]
fn what_only_the_table_says_is_one_sided_until_both_plans_say_it() {
    let reading = fixture::reading(BOTH);
    let found = |reading: &Reading| {
        rules::check(reading, &reading.plan(), &day(), &Settings::of_tree(reading.files()))
    };
    let before = found(&reading);
    let of = |rule: &str| before.iter().filter(|finding| finding.rule == rule).collect::<Vec<_>>();
    let missing = of("dangling-dependency");
    assert_eq!(missing.len(), 1);
    assert_eq!((missing[0].place.path.as_str(), missing[0].place.line), ("_overview.md", 8));
    assert!(
        missing[0].message.contains("SP02_crane needs SP09 by the Plans table"),
        "{}",
        missing[0].message
    );
    let sides = of("one-sided-dependency");
    assert!(sides.len() >= 4, "{sides:#?}");
    for finding in sides {
        let edits = &finding.fix.as_ref().unwrap().edits;
        let files = apply(reading.files(), edits).unwrap().files;
        let effect = Effect::of(&before, &found(&Reading::new(files, ".", reading.dialect()).finish()));
        assert!(effect.added.is_empty() && !effect.resolved.is_empty(), "{finding:#?} {effect:#?}");
    }
}

proptest! {
    #[test]
    fn no_cell_is_too_much(cell in "(SP0[0-9]|-|–| to |, |\\[|\\]\\(|\\)|`|<br>|_pier|/|\\PC){0,20}") {
        let cell = cell.replace(['\n', '\r', '|'], " ");
        let _ = needs(&format!("| Name | Depends On |\n|---|---|\n| SP04_mole | {cell} |\n"));
    }
}
