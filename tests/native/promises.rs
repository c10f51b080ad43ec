//! The rules about promises and people, case by case: what counts as kept, and what is not theirs to judge.

use crate::fixture;
use crate::rules::findings;

/// The findings of one rule in a tree, as of the first of June 2025, as `path:line message`.
fn check(rule: &str, text: &str, expected: &[&str]) {
    let shown: Vec<String> = findings(text)
        .iter()
        .filter(|finding| finding.rule == rule)
        .map(|finding| format!("{}:{} {}", finding.place.path, finding.place.line, finding.message))
        .collect();
    assert_eq!(shown, expected, "{rule}: {text}");
}

/// A note of a meeting in January 2025 with these decisions.
fn meeting(decisions: &str) -> String {
    format!("//- exploration/meeting_2025_01_10_start.md\n# Start\n## Decisions\n{decisions}\n")
}

/// A plan with nothing but a status.
fn plan(path: &str, status: &str) -> String {
    format!("//- {path}/_overview.md\n---\nstatus: {status}\n---\n")
}

#[test]
fn a_requirement_is_owned_when_something_says_so() {
    const RULE: &str = "unowned-requirement";
    let asked = "- Constraint: Every export must be watermarked (Ada Holm requirement)";
    let nobody = "exploration/meeting_2025_01_10_start.md:3 No plan, module or person owns or carries out what Ada Holm \
asked for: \"Every export must be watermarked\".";
    check(RULE, &meeting(asked), &[nobody]);
    // The subject of the sentence is not what is demanded, and a plan of the same meeting carries nothing out.
    let related = format!("{asked}\n- CREATE: SP01_export/ (System Plan)");
    check(RULE, &(meeting(&related) + &plan("SP01_export", "WIP")), &[nobody]);
    // What is cut carries nothing out.
    check(RULE, &(meeting(asked) + &plan("SP01_watermarks", "CUT")), &[nobody]);
    for owner in [
        plan("SP01_watermarking", "TODO"),
        plan("_completed/SP01_watermarks", "DONE"),
        "//- SP01_x/modules/watermark.md\n---\nmodule: watermark\n---\n".to_owned(),
        plan("SP01_x", "WIP") + "//- SP01_x/p01_y/_overview.md\nx\n//- SP01_x/p01_y/01_watermark_stamp.md\nx\n",
        "//- _overview.md\n## State Deltas\n### ✅ SP01_x — Feb 2025\n- pdf_writer: every page is watermarked\n".to_owned()
            + &plan("SP01_x", "DONE"),
    ] {
        check(RULE, &(meeting(asked) + &owner), &[]);
    }
    for decision in
        ["- Ola Berg assigned as watermark owner", "- MODIFY: SP01_x — watermarked pages in all of it"]
    {
        check(RULE, &(meeting(&format!("{asked}\n{decision}")) + &plan("SP01_x", "WIP")), &[]);
    }
    check(RULE, &(meeting("- Constraint: SP01_x shall be ready first") + &plan("SP01_x", "WIP")), &[]);
}

#[test]
fn what_the_tree_says_nobody_owned_has_to_be_done() {
    const RULE: &str = "unowned-requirement";
    let said = "//- SP02_b/_overview.md\n---\nstatus: WIP\n---\nNobody's list owned the encryption requirement: see below.\n";
    let task = |status: &str| {
        plan("SP01_a", status)
            + "//- SP01_a/p00_x/_overview.md\nx\n//- SP01_a/p00_x/01_encrypt_tables.md\nx\n"
    };
    check(
        RULE,
        said,
        &[
            "SP02_b/_overview.md:4 The tree says that nobody owned the encryption requirement, and nothing in it carries it out.",
        ],
    );
    check(
        RULE,
        &(said.to_owned() + &task("WIP")),
        &[
            "SP02_b/_overview.md:4 The tree says that nobody owned the encryption requirement; what there is of it, \
SP01_a/p00_x/01_encrypt_tables, is not done.",
        ],
    );
    check(RULE, &(said.to_owned() + &task("DONE")), &[]);
}

#[test]
fn decisions_name_what_they_are_about() {
    const RULE: &str = "decision-not-carried-out";
    let at = "exploration/meeting_2025_01_10_start.md:3 It was decided on 2025-01-10 to";
    let a = plan("SP01_a", "WIP");
    for (decision, expected) in [
        ("- CLOSE: SP01_a/ — all done", "close SP01_a, but its status is WIP."),
        ("- 🚫 CUT: SP01 — too dear", "cut SP01_a, but its status is WIP."),
        ("- ❌ REJECTED: SP01_a", "reject SP01_a, but its status is WIP."),
        (
            "- CREATE: SP01_a/, SP02_b and SP03_c/ at once",
            "create SP02_b, but the tree has nothing of that name.",
        ),
        ("- CREATE: SP01_a/p01_x/ (phase)", "create SP01_a/p01_x, but the tree has nothing of that name."),
    ] {
        let text = meeting(decision) + &a + &plan("SP03_c", "TODO");
        check(RULE, &text, &[&format!("{at} {expected}")]);
    }
    for decision in [
        "- CREATE: a new endpoint in SP01_a",
        "- REJECTED: folding the lamp into SP01_a",
        "- CUT: three of the tasks of SP01_a",
        "- CUT (exploration): start.md — was a demo",
        "- CLOSE: the meeting, at last",
        "- MODIFY: SP09_z/ — never",
        "- CREATE: exploration/start.md",
        "- CREATE: SP01_a/modules/x.md",
    ] {
        let spec = "//- SP01_a/modules/x.md\nx\n//- exploration/start.md\nx\n";
        check(RULE, &(meeting(decision) + &a + spec), &[]);
    }
    // The last word counts, whichever file it stands in, and what lies ahead does not.
    let later = "//- exploration/_archive/meeting_2025_03_01_later.md\n# Later\n## Decisions\n- CREATE: SP01_a/ after all\n";
    check(RULE, &(meeting("- CUT: SP01_a") + later + &a), &[]);
    let ahead = meeting("- CUT: SP01_a").replace("2025_01_10", "2025_07_01");
    check(RULE, &(ahead + &a), &[]);
}

#[test]
fn who_has_left_holds_nothing() {
    const RULE: &str = "holder-left";
    let root = "//- _overview.md\n## Module Index\n| Module | Origin Plan | Primary Owner |\n|--|--|--|\n| oil | SP01_a | Raj Patel + Ada Holm (shared) |\n| wick | SP01_a | Ada Holm |\n## Current Sprint\n\
- 🔄 SP01_a — lens (Ada)\n- 🔄 SP01_a — wick, inherited from Raj (Ada)\n\
## Cast\n| Name | Role | Active |\n|--|--|--|\n| Raj Patel | Keeper | Jan 2025 – 2025-05-31 |\n| Ada Holm | Keeper | Full period |\n";
    let gaps = "//- SP01_a/_overview.md\n---\nknowledge_gaps:\n  - the clockwork, known to Patel alone\n  - the tide\n---\n⚠️ KNOWLEDGE GAP: Rajesh says no.\n";
    check(
        RULE,
        &(root.to_owned() + gaps),
        &[
            "SP01_a/_overview.md:3 What Raj Patel knew of SP01_a is missing; Raj Patel left on 2025-05-31: \"the clockwork, known to \
Patel alone\".",
            "_overview.md:4 Raj Patel owns the module oil, but left on 2025-05-31; Ada Holm still does.",
        ],
    );
    // On his last day he is there, and two of a name are nobody.
    check(RULE, &(root.replace("2025-05-31", "2025-06-01") + gaps), &[]);
    let two = root.replace("| Ada Holm | Keeper | Full", "| Bo Patel | Keeper | Full");
    check(RULE, &(two.replace("Raj Patel + ", "") + gaps), &[]);
}

#[test]
fn counts_are_read_in_every_way_that_fits() {
    const RULE: &str = "claim-contradicted";
    let tree = plan("SP01_a", "WIP")
        + &plan("SP02_b", "TODO")
        + &plan("_completed/PP03_c", "DONE")
        + &plan("_completed/PP04_d", "CUT")
        + "//- SP01_a/modules/x.md\nx\n//- SP01_a/modules/y.md\nx\n//- exploration/n.md\nx\n";
    let root = |text: &str| {
        format!(
            "//- _overview.md\n{text}\n## Module Index\n| Module | Origin Plan |\n|--|--|\n| x | SP01_a |\n"
        ) + &tree
    };
    for fitting in [
        "Total plans: 4",
        "4 plans created to date, 1 done, 1 cut, 2 active",
        "Total modules: 1",
        "Total modules: 2",
        "- Plans: 4 (1 done, 1 cut)",
        "`_completed/` holds 2 entries.",
        "2 system plans and 2 procedure plans in total",
        "1 plan blocked the others so far",
        "The Module Index lists 1.",
        "2 of 3 plans to date.",
    ] {
        check(RULE, &root(fitting), &[]);
    }
    for (wrong, expected) in [
        ("Total plans: 5", "\"Total plans: 5\" is stated, but the tree has 4 plans."),
        ("In total 2 plans are done.", ""),
        (
            "2 done plans so far",
            "\"2 done plans so far\" is stated, but the tree has 1 plan that is done (PP03_c).",
        ),
        (
            "`_completed/` holds 3 entries.",
            "\"_completed/ holds 3 entries\" is stated, but the tree has 2 plans in _completed/.",
        ),
        ("We track 3 modules.", "\"3 modules\" is stated, but the tree has 1 module in the Module Index."),
        ("3 system plans in total", "\"3 system plans in total\" is stated, but the tree has 2 plans."),
    ] {
        let expected = (!expected.is_empty()).then(|| format!("_overview.md:1 {expected}"));
        let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
        check(RULE, &root(wrong), &expected);
    }
    // State Deltas tell what was.
    check(RULE, &root("## State Deltas\n### ✅ PP03_c — Feb 2025\n- 9 plans created to date"), &[]);
}

#[test]
fn what_a_note_counted_is_held_against_its_day() {
    const RULE: &str = "claim-contradicted";
    let deltas =
        "//- _overview.md\n## State Deltas\n### ✅ SP01_a — Jan 2025\n- x\n### ✅ SP02_b — Mar 2025\n- x\n";
    let tree = deltas.to_owned()
        + &plan("_completed/SP01_a", "DONE")
        + &plan("_completed/SP02_b", "DONE")
        + "//- SP03_c/_overview.md\n---\nstatus: WIP\nstart_at: 2025-04-01\n---\n";
    let on = |day: &str, said: &str| format!("//- exploration/check_{day}.md\n# Check\n{said}\n") + &tree;
    check(RULE, &on("2025_02_10", "2 plans created to date, 1 completed/cut, 1 active"), &[]);
    check(RULE, &on("2025_02_10", "1 active to date"), &[]);
    check(
        RULE,
        &on("2025_02_10", "5 plans created to date, 2 completed/cut"),
        &[
            "exploration/check_2025_02_10.md:2 \"2 completed/cut\" is stated, but the tree tells of 1 plan that is done or cut by then.",
            "exploration/check_2025_02_10.md:2 \"5 plans created to date\" is stated, but the tree tells of 1 to 2 plans by then.",
        ],
    );
    // Nothing is later than this one, so it speaks of the tree as it is.
    check(
        RULE,
        &on("2025_05_10", "3 plans created to date, 2 done, 2 active"),
        &[
            "exploration/check_2025_05_10.md:2 \"2 active\" is stated, but the tree has 1 active plan (SP03_c).",
        ],
    );
}

#[test]
fn what_is_due_is_done_or_late() {
    const RULE: &str = "overdue";
    let due = |status: &str, said: &str| {
        format!("//- SP01_a/_overview.md\n---\nstatus: {status}\nstart_at: 2025-05-01\n---\n{said}\n")
    };
    check(
        RULE,
        &due("🔄 [WIP]", "Deadline: 2025-05-31"),
        &[
            "SP01_a/_overview.md:5 SP01_a was due on 2025-05-31 (\"Deadline: 2025-05-31\"), 1 day ago, and is 🔄 [WIP].",
        ],
    );
    check(
        RULE,
        &due("BLOCKED:x", "(3-week hard deadline)"),
        &[
            "SP01_a/_overview.md:5 SP01_a was due on 2025-05-22 (\"3-week hard deadline\"), 10 days ago, and is BLOCKED:x.",
        ],
    );
    for (status, said) in [
        ("WIP", "Deadline: 2025-06-01"),
        ("WIP", "Due date: June 2025"),
        ("DONE", "Deadline: 2025-05-31"),
        ("CUT", "Deadline: 2025-05-31"),
        ("", "Deadline: 2025-05-31"),
        ("WIP", "14-day expiry: 2025-05-15"),
    ] {
        check(RULE, &due(status, said), &[]);
    }
    // A document of a plan is late when its plan is.
    let document = "//- SP01_a/01_summary.md\nDue date: 2025-05-20\n";
    check(
        RULE,
        &(due("TODO", "x") + document),
        &[
            "SP01_a/01_summary.md:1 SP01_a was due on 2025-05-20 (\"Due date: 2025-05-20\"), 12 days ago, and is TODO.",
        ],
    );
    // A task says how far it is, else what it belongs to.
    let task = "//- SP01_a/p00_x/_overview.md\n---\nstatus: DONE\n---\n//- SP01_a/p00_x/01_y.md\nDue date: 2025-05-20\n";
    check(RULE, &(due("WIP", "x") + task), &[]);
}

#[test]
fn other_trees_have_no_noise() {
    let Some(zip) = fixture::shared("trees/adhd-framework-2026-02-13.zip") else { return };
    let files = planarium::files::archive::open(std::fs::read(zip).unwrap(), &Default::default()).unwrap();
    let root = planarium::dialect::roots(&files).remove(0);
    let reading =
        planarium::dialect::Reading::new(files.rooted(&root.path), root.shown(), root.dialect).finish();
    let plan = reading.plan();
    // It has no note with decisions, no cast and no deadline of its own, and counts nothing over the whole tree.
    assert_eq!((plan.requirements.len(), plan.claims.len(), plan.deadlines.len()), (0, 0, 0));
}
