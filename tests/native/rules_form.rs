//! The rules of form over what people really write: each case a file and what is found in it.

use crate::fixture;
use crate::rules::findings;
use planarium::findings::{Finding, Scene, Settings};
use planarium::plan::{Date, Names};
use planarium::rules::Checking;

/// The messages of a rule in a fixture, with their places.
fn said(text: &str, rule: &str) -> Vec<String> {
    shown(&findings(text), rule)
}

fn shown(findings: &[Finding], rule: &str) -> Vec<String> {
    let of_rule = findings.iter().filter(|finding| finding.rule == rule);
    of_rule
        .map(|finding| format!("{}:{} {}", finding.place.path, finding.place.line, finding.message))
        .collect()
}

/// The fixes of a rule in a fixture, in words.
fn fixes(text: &str, rule: &str) -> Vec<String> {
    let found = findings(text);
    let of_rule = found.iter().filter(|finding| finding.rule == rule);
    of_rule
        .flat_map(|finding| finding.fix.iter().flat_map(|fix| &fix.edits))
        .map(ToString::to_string)
        .collect()
}

fn plan(fields: &str) -> String {
    format!("//- SP01_a/_overview.md\n---\n{fields}\n---\n# A\n")
}

#[test]
fn statuses_are_read_as_the_convention_writes_them() {
    for good in [
        "TODO",
        "⏳ [TODO]",
        "⏳\u{fe0f} [TODO]",
        "\"🔄 [WIP]\"",
        "✅ DONE",
        "[BLOCKED:no-permit]".trim_matches(['[', ']']),
        "🚧 [BLOCKED:PP08]",
        "🚧 BLOCKED",
        "DONE:invalidated-by:PP08_store",
        "✅ [DONE:invalidated-by:PP08]",
        "'[CUT]'",
        "~",
        "",
    ] {
        assert_eq!(said(&plan(&format!("status: {good}")), "invalid-status"), [""; 0], "{good}");
    }
    for (bad, fault) in [
        ("todo", "it has to be TODO, WIP, DONE, BLOCKED:reason or CUT, probably TODO"),
        ("In Progress", "it has to be TODO, WIP, DONE, BLOCKED:reason or CUT, probably WIP"),
        ("soon", "it has to be TODO, WIP, DONE, BLOCKED:reason or CUT"),
        ("✅", "it has to be TODO, WIP, DONE, BLOCKED:reason or CUT, probably DONE"),
        ("✅ [DONE] at last", "it has to be TODO, WIP, DONE, BLOCKED:reason or CUT, probably DONE"),
        ("🚫 [DONE]", "its mark says cut, its word DONE"),
        ("DONE:2025-09-30", "behind DONE only invalidated-by:PLAN may stand"),
        ("DONE:invalidated-by:", "behind DONE only invalidated-by:PLAN may stand"),
        ("WIP:almost", "behind WIP nothing may stand"),
        ("BLOCKED:No permit, yet", "the reason should be in one word, such as no-permit-yet"),
        ("true", "it has to be TODO, WIP, DONE, BLOCKED:reason or CUT"),
    ] {
        let expected = format!("SP01_a/_overview.md:2 The status of SP01_a is \"{bad}\"; {fault}.");
        let found = said(&plan(&format!("status: \"{bad}\"")), "invalid-status");
        assert_eq!(found, [expected], "{bad}");
    }
    assert_eq!(fixes(&plan("status: done"), "invalid-status"), ["SP01_a/_overview.md: set status to DONE"]);
    assert_eq!(fixes(&plan("status: In Progress"), "invalid-status"), [""; 0], "a guess is no fix");
}

#[test]
fn blocked_needs_a_reason_wherever_it_is_said() {
    for (status, count) in
        [("BLOCKED", 1), ("🚧", 1), ("🚧 [BLOCKED: ]", 1), ("🚧 [BLOCKED:x]", 0), ("WIP", 0)]
    {
        let found = said(&plan(&format!("status: \"{status}\"")), "blocked-without-reason");
        assert_eq!(found.len(), count, "{status}: {found:?}");
    }
    let table = "//- _overview.md\n## Plans\n\n| # | Name | Status |\n|---|---|---|\n| SP01 | a | 🚧 [BLOCKED] |\n//- SP01_a/_overview.md\n# A\n";
    assert_eq!(
        said(table, "blocked-without-reason"),
        ["_overview.md:5 SP01_a is blocked and does not say why; write it as BLOCKED:reason."]
    );
}

#[test]
fn fields_are_of_their_type() {
    for good in [
        "last_updated: 2025-09-30",
        "last_updated: '2025-09-30'",
        "last_updated: 2025-09-30T10:00:00+02:00",
        "last_updated: 2025-09-30 10:00",
        "emergency_declared_at: \"2026-02-12T10:30:00\"",
        "depends_on:\n  - SP02_b\n  - 'SP03_c'",
        "depends_on: []",
        "depends_on:",
        "knowledge_gaps: [\"a: b\"]",
        "name: \"2025\"",
        "priority: normal",
        "invalidated_by: PP08",
        "owner: 5",
    ] {
        assert_eq!(said(&plan(good), "wrong-type"), [""; 0], "{good}");
    }
    for (bad, expected) in [
        (
            "last_updated: 2025",
            "last_updated holds the number 2025; it should hold a day such as 2025-09-30.",
        ),
        ("last_updated: 2025-09", "last_updated holds \"2025-09\"; it should hold a day such as 2025-09-30."),
        (
            "last_updated: 2025-02-30",
            "last_updated holds \"2025-02-30\"; it should hold a day such as 2025-09-30.",
        ),
        (
            "last_updated: 30.09.2025",
            "last_updated holds \"30.09.2025\"; it should hold a day such as 2025-09-30.",
        ),
        ("name: 2025", "name holds the number 2025; it should hold a text."),
        ("name: yes-no\norigin: true", "origin holds the truth value true; it should hold a text."),
        ("status: [WIP]", "status holds a list; it should hold TODO, WIP, DONE, BLOCKED:reason or CUT."),
        (
            "depends_on: SP02",
            "depends_on holds \"SP02\"; it should hold a list of texts such as [SP01_a, SP02_b].",
        ),
        ("depends_on:\n  - 7", "an entry of depends_on is the number 7; put quotes around it."),
        ("knowledge_gaps:\n  - a: b", "an entry of knowledge_gaps is a mapping; put quotes around it."),
        ("priority: high", "priority holds \"high\"; it should hold normal or emergency."),
        ("type: [system]", "type holds a list; it should hold system or procedure."),
    ] {
        let found = said(&plan(bad), "wrong-type");
        assert_eq!(found.len(), 1, "{bad}: {found:?}");
        assert!(found[0].ends_with(&format!("SP01_a: {expected}")), "{bad}: {found:?}");
    }
    assert_eq!(
        fixes(&plan("start_at: 30 Sep 2025\nlast_updated: soon"), "wrong-type"),
        ["SP01_a/_overview.md: set start_at to 2025-09-30"]
    );
    // What is of the wrong type is not also a wrong word.
    for rule in ["invalid-type", "invalid-status"] {
        assert_eq!(said(&plan("type: [system]\nstatus: [WIP]"), rule), [""; 0]);
    }
}

#[test]
fn fields_are_known_or_misspelt() {
    let misspelt = |fields: &str| said(&plan(fields), "unknown-field");
    for (field, meant) in [
        ("Status", "status"),
        ("last-updated", "last_updated"),
        ("last_update", "last_updated"),
        ("dependson", "depends_on"),
        ("magintude", "magnitude"),
        ("knowledge_gap", "knowledge_gaps"),
    ] {
        let expected =
            format!("SP01_a/_overview.md:2 SP01_a has the unknown field {field}; did you mean {meant}?");
        assert_eq!(misspelt(&format!("{field}: x")), [expected]);
    }
    for field in ["owner", "names_of", "types_of", "title", "modified_by_plans"] {
        let expected =
            format!("SP01_a/_overview.md:2 SP01_a has the unknown field {field}; plans have no such field.");
        assert_eq!(misspelt(&format!("{field}: x")), [expected]);
    }
    // Both stand there: then it is not the one misspelt.
    assert!(misspelt("stauts: x\nstatus: TODO")[0].ends_with("plans have no such field."));
    let spec = "//- SP01_a/modules/m.md\n---\nmodule: m\nowner: Ada\n---\n";
    assert!(said(spec, "unknown-field")[0].ends_with("module specs have no such field."));
    // Documents, notes and scaffolds may say what they like.
    for path in
        ["SP01_a/80_implementation.md", "exploration/x.md", "_templates/plan/_overview.md", "_overview.md"]
    {
        assert_eq!(said(&format!("//- {path}\n---\nproject: x\n---\n"), "unknown-field"), [""; 0], "{path}");
    }
}

#[test]
fn required_fields_are_those_of_the_kind() {
    let missing = |text: &str| -> Vec<String> {
        let names = said(text, "required-field").into_iter();
        names.map(|said| said.split(" has no ").nth(1).unwrap().trim_end_matches('.').to_owned()).collect()
    };
    let fields = |list: &str| list.split(' ').map(|field| format!("{field}: x\n")).collect::<String>();
    let all = fields("name type magnitude status origin last_updated");
    assert_eq!(missing(&plan(&all)), [""; 0]);
    assert_eq!(
        missing(
            &plan(&all)
                .replace('\n', "\r\n")
                .replace("//- SP01_a/_overview.md\r\n", "//- SP01_a/_overview.md\n")
        ),
        [""; 0]
    );
    assert_eq!(
        missing(
            &plan(&all)
                .replace("---\nname", "\u{feff}---\nname")
                .replace("//- SP01_a/_overview.md\n\u{feff}", "//- SP01_a/_overview.md\n")
        ),
        [""; 0]
    );
    assert_eq!(missing(&plan(&all.replace("origin: x", "origin: ''"))), ["origin"]);
    assert_eq!(missing(&plan(&all.replace("origin: x", "origin:"))), ["origin"]);
    assert_eq!(
        missing(&plan(&format!("{all}invalidated_by: PP08\ninvalidation_scope: y"))),
        ["invalidation_date; it has to hold a day such as 2025-09-30"]
    );
    let phase = "//- SP01_a/_overview.md\n---\nNAME\n---\n//- SP01_a/p00_b/_overview.md\n---\nname: b\n---\n";
    let phase = phase.replace("NAME", &all);
    assert_eq!(missing(&phase).len(), 4, "type, magnitude, status, last_updated: {:?}", missing(&phase));
    let whole = "name, type, magnitude, status, origin, last_updated";
    assert_eq!(
        missing("//- SP01_a/_overview.md\n# A\n"),
        [format!("frontmatter, which has to say its {whole}")]
    );
    assert_eq!(missing("//- SP01_a/_overview.md\n"), [format!("frontmatter, which has to say its {whole}")]);
    assert_eq!(
        missing("//- SP01_a/01_summary.md\n"),
        [format!("_overview.md, which has to say its {whole}")]
    );
    // The older convention: instead of frontmatter, or beside it.
    let legacy = "//- old/plan.yaml\nname: old\nstatus: DONE\n//- old/_overview.md\n# Old\n";
    assert_eq!(said(legacy, "required-field"), ["old/plan.yaml:1 old has no magnitude in its plan.yaml."]);
    let bad = "//- old/plan.yaml\nname: old\nmagnitude: huge\nstatus: DONE\n//- old/_overview.md\n# Old\n";
    assert_eq!(
        said(bad, "invalid-magnitude"),
        [
            "old/plan.yaml:2 The magnitude of old is \"huge\"; it has to be Trivial, Light, Standard, Heavy or Epic."
        ]
    );
    // Tasks: no frontmatter is fine, but what there is has to say how far the task is.
    let task = |fields: &str| {
        missing(&format!(
            "//- SP01_a/p00_b/01_c.md\n{fields}//- SP01_a/p00_b/_overview.md\n---\n{all}---\n//- SP01_a/_overview.md\n---\n{all}---\n"
        ))
    };
    assert_eq!(task("# C\n"), [""; 0]);
    assert_eq!(task("---\ntitle: c\nstatus: TODO\n---\n"), [""; 0]);
    assert_eq!(task("---\ndifficulty: x\nstatus: TODO\n---\n"), ["task, name or title"]);
    assert_eq!(task("---\nname: c\n---\n").len(), 1);
    // The root is no plan, and neither are scaffolds and notes.
    assert_eq!(
        missing(
            "//- _overview.md\n# Root\n//- _templates/SP00_x/_overview.md\n# X\n//- exploration/a.md\n# A\n"
        ),
        [""; 0]
    );
}

#[test]
fn lines_are_counted_against_the_sort_of_document() {
    let long = |path: &str, lines: usize| {
        let text = "x\n".repeat(lines);
        let found = said(&format!("//- {path}\n{text}//- SP01_a/_overview.md\n# A\n"), "line-limit");
        found.len()
    };
    for (path, limit) in [
        ("SP01_a/p00_b/_overview.md", 100),
        ("SP01_a/p00_b/01_task.md", 100),
        ("SP01_a/assets/01_x.asset.md", 100),
        ("SP01_a/01_executive_summary.md", 150),
        ("SP01_a/executive-summary.md", 150),
        ("SP01_a/81_module_structure.md", 150),
        ("SP01_a/82_cli_commands.md", 150),
        ("SP01_a/01_summary.md", 200),
        ("SP01_a/02_architecture.md", 200),
        ("SP01_a/80_implementation.md", 200),
        ("SP01_a/03_feat_x.md", 300),
        ("_completed/SP02_b/07_step.md", 300),
    ] {
        assert_eq!((long(path, limit), long(path, limit + 1)), (0, 1), "{path}");
    }
    for path in [
        "_overview.md",
        "exploration/x.md",
        "_templates/01_summary.md",
        "SP01_a/99_references.md",
        "SP01_a/notes.md",
        "SP01_a/modules/m.md",
        "README.md",
    ] {
        assert_eq!(long(path, 1000), 0, "{path}");
    }
}

#[test]
fn a_roadmap_may_be_as_long_as_its_phases_need() {
    let limits = |head: &str| {
        let lines = head.lines().count();
        let of = |count: usize| {
            let text = format!("//- SP01_a/80_implementation.md\n{head}{}", "x\n".repeat(count - lines));
            said(&format!("{text}//- SP01_a/_overview.md\n# A\n"), "line-limit")
        };
        (1..6).find(|phases| of(phases * 200 + 1).len() == 1 && of(phases * 200).is_empty())
    };
    assert_eq!(limits("# Roadmap\n"), Some(1));
    assert_eq!(limits("# Roadmap\n## p00 — Skeleton\n### Tasks\n## p01 — More\n"), Some(2));
    assert_eq!(limits("## ⚙️ Phase 0: Audit\n### P0 Hard Limits\n## Phase 1\n## Phase 2 ⏳\n"), Some(3));
    assert_eq!(
        limits("| Phase | Name |\n|---|---|\n| p00 | a |\n| **p01** | b |\n| p02 | c |\n| p03 | d |\n\n"),
        Some(4)
    );
    assert_eq!(limits("## Phases\n## Plan 7\n## p1x\n"), Some(1));
    let found = said(
        &format!(
            "//- SP01_a/80_implementation.md\n{}//- SP01_a/p00_a/01_t.md\n//- SP01_a/p01_b/01_t.md\n",
            "x\n".repeat(401)
        ),
        "line-limit",
    );
    assert_eq!(
        found,
        [
            "SP01_a/80_implementation.md:1 SP01_a/80_implementation has 401 lines; a roadmap may have 400 for 2 phases."
        ]
    );
}

#[test]
fn plans_move_to_the_archive_that_the_tree_has() {
    let done = "//- SP09_x/_overview.md\n---\nstatus: DONE\nlast_updated: 2025-03-31\n---\n";
    let delta = "//- _overview.md\n## State Deltas\n### ✅ SP09_x — Jul 2025\n- pier: longer\n";
    for (tree, to) in [
        ("", "_completed/2025-Q1/SP09_x"),
        (delta, "_completed/2025-Q3/SP09_x"),
        ("//- _completed/SP01_a/_overview.md\n# A\n", "_completed/SP09_x"),
        ("//- _completed/2024-Q1/SP01_a/_overview.md\n# A\n", "_completed/2025-Q1/SP09_x"),
        ("//- _archive/SP01_a/_overview.md\n# A\n", "_archive/SP09_x"),
    ] {
        let expected = format!("SP09_x: move to {to}");
        assert_eq!(fixes(&format!("{done}{tree}"), "not-archived"), [expected], "{tree}");
    }
    // Nothing is moved onto something else.
    let taken = format!("{done}//- _completed/SP09_x/_overview.md\n---\nstatus: DONE\n---\n");
    assert_eq!((said(&taken, "not-archived").len(), fixes(&taken, "not-archived").len()), (1, 0));
}

#[test]
fn notes_expire_against_the_stated_day() {
    let text = "//- exploration/audit.md\n# Audit — 2025-05-10\n";
    let on = |day: &str| {
        let reading = fixture::reading(text);
        let plan = reading.plan();
        let names = Names::of(&plan);
        let scene = Scene::of(&plan, &reading, &names, Date::parse(day).unwrap());
        shown(&Checking::all(&scene, &Settings::default()), "expired-exploration")
    };
    assert_eq!(on("2025-05-24"), [""; 0], "the last day");
    let said =
        "exploration/audit.md:1 exploration/audit expired on 2025-05-24, 1 day ago, and is still open.";
    assert_eq!(on("2025-05-25"), [said]);
    assert_eq!(
        fixes(text, "expired-exploration"),
        ["exploration/audit.md: move to exploration/_archive/audit.md"]
    );
    let stated = "//- exploration/audit.md\n# Audit — 2025-05-10\n\n30-day expiry: Jun 9\n";
    assert_eq!(self::said(stated, "expired-exploration"), [""; 0]);
}

#[test]
fn names_that_could_mean_two_things_are_told_apart() {
    let two = "//- SP02_quay/_overview.md\n# Quay\n//- SP02_dock/_overview.md\n# Dock\n";
    let table = "//- _overview.md\n## Current Sprint\n- 🔄 SP02 — dig (Ada)\n\n## Module Index\n\n| Module | Origin Plan | Modified By | Primary Owner |\n|---|---|---|---|\n| crane | SP02 | SP02_dock | Ada |\n";
    let found = said(&format!("{two}{table}"), "ambiguous-reference");
    let message = "SP02 could mean SP02_dock or SP02_quay; write the whole name.";
    assert_eq!(found, [format!("_overview.md:2 {message}"), format!("_overview.md:8 {message}")]);
    // The archived copy of a plan is no second meaning, and neither is a plan of the other sort.
    let copy = "//- SP02_quay/_overview.md\n---\nblocks: [PP02]\n---\n//- _completed/SP02_quay/_overview.md\n# Quay\n//- PP02_dock/_overview.md\n---\ndepends_on: [SP02]\n---\n";
    assert_eq!(said(copy, "ambiguous-reference"), [""; 0]);
    assert_eq!(said(copy, "duplicate-id").len(), 1);
    // Odd names are no copies.
    let odd = "//- a@b.md\n# X\n//- a.md\n# Y\n//- SP01_x@y/_overview.md\n# X\n//- SP01_x@y/p00_z/_overview.md\n# Z\n";
    assert_eq!(said(odd, "duplicate-id"), [""; 0]);
}

#[test]
fn the_convention_is_not_asked_of_other_trees() {
    let text = "//- tasks/back-1.md\n---\nid: BACK-1\ntitle: x\nstatus: In Progress\npriority: high\ndependencies: [BACK-2]\n---\n//- tasks/back-2.md\n---\nid: BACK-2\nstatus: blocked\n---\n";
    let files = fixture::files(text);
    let reading = fixture::read(files, &planarium::dialect::plain::DIALECT);
    let plan = reading.plan();
    let names = Names::of(&plan);
    let scene = Scene::of(&plan, &reading, &names, Date::parse("2025-06-01").unwrap());
    assert_eq!(Checking::all(&scene, &Settings::default()), []);
}
