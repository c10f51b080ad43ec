//! DREAM trees that are written otherwise than the convention says, and still mean one thing.

use crate::fixture;
use planarium::plan::{BaseStatus, Plan, RelationKind, StatusOrigin};

/// A root's overview with these sections, and two plans that share a module.
fn rooted(sections: &str, frontmatter: &str) -> Plan {
    fixture::plan(&format!(
        "//- _overview.md\n# Root\n{sections}\n//- SP01_a/_overview.md\n---\nname: a\nstatus: DONE\n{frontmatter}---\n# A\n//- SP02_b/_overview.md\n---\nname: b\n---\n# B\n//- SP01_a/modules/core.md\n---\nmodule: core\nmodified_by_plans: SP01_a, SP02_b\n---\n# core\n"
    ))
}

#[test]
fn state_deltas_are_told_in_many_shapes() {
    let check = |sections: &str, expected: &[&str]| {
        let plan = rooted(&format!("## State Deltas\n{sections}"), "");
        let shown = plan.deltas.iter().map(|delta| {
            let of = delta.plan.as_ref().map_or("—", |plan| plan.id.as_str());
            let date = delta.date.as_ref().map_or("—".to_owned(), ToString::to_string);
            let said = delta
                .changes
                .iter()
                .map(|change| format!("{}: {}", change.module.as_deref().unwrap_or("·"), change.text));
            format!("{of} {date} {}", said.collect::<Vec<_>>().join("; "))
        });
        assert_eq!(shown.collect::<Vec<_>>(), expected, "{sections}");
    };
    check("### ✅ SP01_a\n- core: x\n", &["SP01_a — core: x"]);
    // A day or month above several entries is theirs, unless they say another.
    check(
        "### September 2025\n#### ✅ SP01_a\n- core: x\n#### SP02_b — 12 Sep 2025\n- core: y\n### SP01_a\n- core: z\n",
        &["SP01_a 2025-09 core: x", "SP02_b 2025-09-12 core: y", "SP01_a — core: z"],
    );
    // Bullets below a day name their plans, and are no more of the entry above.
    check(
        "### SP01_a — 2025-09\n- core: x\n### 2025-10-01\n- SP02_b — core: y\n- something else\n",
        &["SP01_a 2025-09 core: x", "SP02_b 2025-10-01 core: y", "— 2025-10-01 ·: something else"],
    );
    // A bold line instead of a heading; one that says something is no heading.
    check(
        "**✅ SP02_b** — Nov 2025\n- core: w\n\n**SP02_b impact**: SP01_a invalidated\n",
        &["SP02_b 2025-11 core: w; ·: **SP02_b impact**: SP01_a invalidated"],
    );
    check(
        "| When | What changed | Plan |\n|---|---|---|\n| 4 März 2025 | core: x | SP01 |\n| 2025-Q2 | all of it | SP02_b |\n",
        &["SP01_a 2025-03-04 core: x", "SP02_b 2025-Q2 ·: all of it"],
    );
}

#[test]
fn lists_that_are_texts_and_columns_with_longer_names_are_read() {
    let plan = rooted(
        "## 📋 Plans (v4.05)\n\n| Notes | Current Status | Plan Name |\n|---|---|---|\n| x | 🔄 WIP | **SP02_b** |\n\n## Plans\n\n| Status | Plan |\n|---|---|\n| DONE | SP01 |\n\n## Module Index\n\n- | Owner(s) | Module Name | Origin |\n  |---|---|---|\n  | Lisa + Raj (shared) | core | SP01 |\n\n## Current Sprint\n- [x] SP02_b — dig (Lisa)\n- [ ] SP01_a — fill\n",
        "depends_on: SP02_b, SP09_gone\nblocks: \"SP02_b\"\n",
    );
    let shown = |kind| fixture::relations(&plan, kind);
    assert_eq!(shown(RelationKind::DependsOn), ["SP01_a → SP02_b", "SP01_a → SP09_gone?"]);
    assert_eq!(shown(RelationKind::Blocks), ["SP01_a → SP02_b"]);
    assert_eq!(shown(RelationKind::Modifies), ["SP01_a → core", "SP02_b → core"]);
    assert_eq!(shown(RelationKind::Owns), ["Lisa → core", "Raj → core"]);
    assert_eq!(
        plan.plan_rows.iter().map(|row| row.plan.id.as_str()).collect::<Vec<_>>(),
        ["SP02_b", "SP01_a"]
    );
    let item = fixture::item(&plan, "SP02_b");
    assert_eq!((item.status.base, item.status.from), (BaseStatus::Wip, StatusOrigin::RootTable));
    let sprint: Vec<(BaseStatus, usize)> =
        plan.sprint.iter().map(|item| (item.status.base, item.people.len())).collect();
    assert_eq!(sprint, [(BaseStatus::Done, 1), (BaseStatus::Unknown, 0)]);
}

#[test]
fn a_note_says_its_day_in_a_line() {
    for line in ["**Date:** 12.02.2025", "Date: Feb 12, 2025", "- When: 2025-02-12"] {
        let plan = fixture::plan(&format!(
            "//- _overview.md\n# R\n//- exploration/n.md\n# Notes\n{line}\n## Decisions\n- CREATE: SP01_a\n"
        ));
        let date = plan.decisions.first().unwrap().date.as_ref().map(ToString::to_string);
        assert_eq!(date.as_deref(), Some("2025-02-12"), "{line}");
    }
}
