//! Rules over relations, modules, children and what is said side by side: odd shapes, and trees that are real.

use crate::fixture;
use crate::rules::findings;
use planarium::findings::Finding;

/// `path:line message` of every finding of a rule.
fn messages(findings: &[Finding], rule: &str) -> Vec<String> {
    let of_rule = findings.iter().filter(|finding| finding.rule == rule);
    of_rule
        .map(|finding| format!("{}:{} {}", finding.place.path, finding.place.line, finding.message))
        .collect()
}

/// The findings of one rule over a fixture, as [`messages`].
fn check(rule: &str, fixture: &str, expected: &[&str]) {
    assert_eq!(messages(&findings(fixture), rule), expected, "{rule}: {fixture}");
}

/// Plans of which each waits for the next, and the last for the first.
fn ring(count: usize) -> String {
    let plan = |at: usize| {
        let next = (at + 1) % count;
        format!("//- SP{at:04}_x/_overview.md\n---\ndepends_on: [SP{next:04}_x]\nblocks: []\n---\n")
    };
    (0..count).map(plan).collect()
}

#[test]
fn every_circle_is_found_once_however_long() {
    let found = findings(&ring(3000));
    let circles: Vec<&Finding> = found.iter().filter(|finding| finding.rule == "dependency-cycle").collect();
    let [circle] = circles.as_slice() else { panic!("there is one circle and not {}", circles.len()) };
    assert_eq!((circle.items.len(), circle.evidence.len()), (3000, 2999));
    assert!(circle.message.starts_with("3000 plans wait for each other in a circle: SP0000_x → SP0001_x → "));
    assert!(circle.message.ends_with(" → SP2999_x → SP0000_x."));
}

#[test]
fn circles_are_what_depends_on_and_blocks_say_together() {
    let plans = |plans: &[(&str, &str)]| -> String {
        plans.iter().map(|(id, fields)| format!("//- {id}/_overview.md\n---\n{fields}\n---\n")).collect()
    };
    // Short ids, the archive, and one direction from each side.
    check(
        "dependency-cycle",
        &plans(&[("SP01_a", "depends_on: [SP02]"), ("_completed/SP02_b", "depends_on: [SP01_a]")]),
        &["SP01_a/_overview.md:2 2 plans wait for each other in a circle: SP01_a → SP02_b → SP01_a."],
    );
    // Two that have nothing in common, and a way from one to the other.
    check(
        "dependency-cycle",
        &plans(&[
            ("SP01_a", "depends_on: [SP02, SP03]"),
            ("SP02_b", "blocks: [SP05]\ndepends_on: [SP01]"),
            ("SP03_c", "depends_on: [SP04]"),
            ("SP04_d", "depends_on: [SP03]"),
            ("SP05_e", "depends_on: [SP02]"),
        ]),
        &[
            "SP01_a/_overview.md:2 2 plans wait for each other in a circle: SP01_a → SP02_b → SP01_a.",
            "SP03_c/_overview.md:2 2 plans wait for each other in a circle: SP03_c → SP04_d → SP03_c.",
        ],
    );
    check(
        "dependency-cycle",
        &plans(&[
            ("SP01_a", "depends_on: [SP02, SP03]"),
            ("SP02_b", "depends_on: [SP03, SP01]"),
            ("SP03_c", "depends_on: [SP01]"),
        ]),
        &[
            "SP01_a/_overview.md:2 3 plans wait for each other in more than one circle: SP01_a, SP02_b, SP03_c.",
        ],
    );
    check(
        "dependency-cycle",
        &plans(&[("SP01_a", "depends_on: [SP01]")]),
        &["SP01_a/_overview.md:2 SP01_a waits for itself."],
    );
    check("dependency-cycle", &plans(&[("SP01_a", "depends_on: [SP02]"), ("SP02_b", "blocks: [SP01]")]), &[]);
}

#[test]
fn a_dependency_is_mended_on_the_side_that_does_not_know_it() {
    let found = findings(
        "//- SP01_a/_overview.md\n---\ndepends_on: [SP02]\n---\n//- SP02_b/_overview.md\n---\nname: b\n---\n",
    );
    let fix = found.iter().find_map(|finding| finding.fix.as_ref()).unwrap();
    assert_eq!(fix.title, "Add SP01_a to blocks of SP02_b");
    assert_eq!(
        fix.edits.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["SP02_b/_overview.md: add SP01_a to blocks"]
    );
    // Phases have no such lists, and a second claimant of an id is the same plan.
    check(
        "one-sided-dependency",
        "//- SP01_a/_overview.md\n---\nblocks: [SP02]\n---\n//- SP02_b/_overview.md\n---\ndepends_on: [SP01]\n---\n//- \
_completed/SP02_b/_overview.md\n---\ndepends_on: [SP01]\n---\n//- SP02_b/p00_x/_overview.md\n---\ndepends_on: \
[SP01]\n---\n",
        &[],
    );
}

#[test]
fn drift_says_side_by_side_who_says_what() {
    check(
        "drift",
        "//- _overview.md\n## Current Sprint\n- 🔄 SP01_a/p00 — pour\n- ✅ SP02_b — all\n\n## Plans\n| Name | Status \
|\n|---|---|\n| SP01_a | ⏳ [TODO] |\n| SP02_b | DONE |\n//- _tree.md\n_Generated: 2025-05-01_\n```\nplans/\n├── \
SP01_a/ ← 🔄 [WIP]\n│   └── p00_x/ ← ✅ [DONE]\n└── SP02_b/ ← ✅ [DONE]\n```\n//- \
SP01_a/_overview.md\n---\nstatus: WIP\n---\n## Children\n| Name | Status |\n|---|---|\n| p00_x/ | 🔄 [WIP] |\n//- \
SP01_a/p00_x/_overview.md\n---\nstatus: DONE:invalidated-by:SP02\n---\n//- \
_completed/2025-Q2/SP02_b/_overview.md\n---\nstatus: DONE\n---\n",
        &[
            "SP01_a/_overview.md:2 SP01_a: its frontmatter says WIP, the Plans table says TODO and the listing of the \
tree says WIP.",
            "SP01_a/p00_x/_overview.md:2 SP01_a/p00_x: its frontmatter says DONE:invalidated-by:SP02, the Children \
table above it says WIP, the Current Sprint says In work and the listing of the tree says DONE.",
        ],
    );
}

#[test]
fn rows_of_children_mean_what_people_write() {
    let child = |row: &str, expected: &[&str]| {
        let text = format!(
            "//- SP01_a/_overview.md\n## Children\n| # | Name | Status |\n|---|---|---|\n{row}\n//- \
SP01_a/p01_pour/_overview.md\nx\n//- SP01_a/01_plan.md\nx\n//- SP01_a/assets/x.png\nx\n//- SP02_b/_overview.md\nx\n"
        );
        check("missing-child", &text, expected);
    };
    for row in [
        "| | p01_pour/ | TODO |",
        "| | [pour](./p01_pour/_overview.md) | TODO |",
        "| p01 | Pouring | TODO |",
        "| | p01 | TODO |",
        "| | `01_plan.md` (merged) | DONE |",
        "| | 01_plan | DONE |",
        "| | assets/ | — |",
        "| | [beside](../SP02_b/_overview.md) | DONE |",
    ] {
        child(row, &[]);
    }
    child(
        "| | p01 pouring | TODO |",
        &["SP01_a/_overview.md:4 SP01_a lists p01 pouring among its children, but it is not there."],
    );
    child(
        "| | p02/ | TODO |",
        &["SP01_a/_overview.md:4 SP01_a lists p02/ among its children, but it is not there."],
    );
}

#[test]
fn modules_are_compared_with_what_else_is_said_of_them() {
    let index = |rows: &str, rest: &str| {
        format!(
            "//- _overview.md\n## Module Index\n| Module | Origin Plan | Modified By | Spec File | Owner |\n|---|---|---|---|---|\n\
{rows}\n{rest}//- SP01_a/_overview.md\n---\nstatus: DONE\n---\n//- SP02_b/_overview.md\n---\nstatus: DONE\n---\n//- \
SP03_c/_overview.md\n---\nstatus: WIP\n---\n"
        )
    };
    let spec = "//- _completed/SP01_a/modules/winch.md\n---\nmodule: winch\nowner: Ben\n---\n";
    check(
        "module-drift",
        &index("| winch | SP01 | — | `SP01_a/modules/winch.md` | Ada |", spec),
        &["_overview.md:4 winch: the Module Index gives Ada as owner, its spec Ben; the Module Index gives \
SP01_a/modules/winch.md as its spec, but it lies at _completed/SP01_a/modules/winch.md."],
    );
    let deltas = "\n## State Deltas\n### ✅ SP02_b — Jan 2025\n- winch: new module\n";
    let spec = "//- SP02_b/modules/winch.md\n---\nmodule: winch\nmodified_by_plans: []\n---\n";
    check(
        "module-drift",
        &index("| winch | (pre-existing) | SP03 | — | — |", &format!("{deltas}{spec}")),
        &[
            "_overview.md:4 winch: the Module Index calls it pre-existing, but a State Delta says that SP02_b made it; \
the Module Index names SP03_c as a modifier, its spec not.",
        ],
    );
    check(
        "module-drift",
        &index(
            "| winch | SP01 | SP03 | — | — |",
            "//- SP02_b/modules/winch.md\n---\nmodule: winch\nmodified_by_plans: [SP03]\n---\n",
        ),
        &[
            "_overview.md:4 winch: the Module Index says that it came from SP01_a, but its spec lies in SP02_b.",
        ],
    );
    let meeting = "//- exploration/m.md\n# Talk — 2025-02-03\n## Decisions\n- Cy Young assigned as winch owner\n//- \
SP01_a/modules/winch.md\n---\nmodule: winch\n---\n";
    check(
        "module-drift",
        &index("| winch | SP01 | — | — | Ada |", meeting),
        &[
            "_overview.md:4 winch: the Module Index gives Ada as owner, but Cy Young was made its winch owner.",
        ],
    );
}

#[test]
fn plans_collide_where_no_path_leads_from_one_to_the_other() {
    let tree = |fields: [&str; 3]| {
        let plans = ["PP01_a", "PP02_b", "PP03_c"];
        let plans: String = plans
            .iter()
            .zip(fields)
            .map(|(id, fields)| format!("//- {id}/_overview.md\n---\n{fields}\n---\n"))
            .collect();
        format!(
            "{plans}//- PP01_a/p00_x/_overview.md\nx\n//- SP09_m/modules/winch.md\n---\nmodule: winch\nmodified_by_plans:\n  - PP01\n  - PP02\n  - PP03\n---\n"
        )
    };
    let place = "SP09_m/modules/winch.md:4";
    check(
        "module-collision",
        &tree(["status: WIP", "status: BLOCKED:x", "status: TODO"]),
        &[&format!(
            "{place} 3 active plans change winch, and not all of them wait for one another: PP01_a, PP02_b, PP03_c."
        )],
    );
    check(
        "module-collision",
        &tree(["status: WIP", "status: DONE", "status: TODO"]),
        &[&format!("{place} PP01_a and PP03_c both change winch, and neither waits for the other.")],
    );
    let chain = ["status: WIP\ndepends_on: [PP02]", "status: WIP\ndepends_on: [PP03]", "status: WIP"];
    check("module-collision", &tree(chain), &[]);
    // A path through a phase of a plan leads there too, and so does one through a plan that is done.
    check(
        "module-collision",
        &tree(["status: WIP", "status: WIP\ndepends_on: [PP01_a/p00_x]", "status: DONE"]),
        &[],
    );
    check("module-collision", &tree(["status: WIP", "status: CUT", "status: "]), &[]);
}

#[test]
fn what_is_only_listed_is_not_judged() {
    use planarium::dialect::story::Story;
    use planarium::findings::{Scene, Settings};
    use planarium::plan::{Date, Names};
    use planarium::rules::Checking;
    let text = "# History\n\n## Stage 1 (Jan – Feb 2025)\n\n```\nplans/\n├── _overview.md\n├── SP01_a/ ← 🔄 [WIP]\n│   ├── \
_overview.md\n│   ├── 01_plan.md\n│   └── modules/\n└── SP02_b/ ← ✅ [DONE]\n```\n\n## Stage 2 (Mar – Apr \
2025)\n\n```\nplans/\n├── _overview.md\n├── SP01_a/ ← ✅ [DONE]\n│   ├── _overview.md\n│   └── \
...\n└── _completed/\n    └── SP02_b/ ← ✅ [DONE]\n```\n\nIn `_overview.md`:\n```markdown\n## Module Index\n| Module | Origin \
Plan |\n|---|---|\n| winch | SP01_a |\n| rope | SP02_b |\n\n## State Deltas\n### ✅ SP01_a — Feb 2025\n- winch: new \
module\n- hook_x: new module\n```\n\nIn `SP01_a/_overview.md`:\n```yaml\n---\nname: a\ndepends_on: [SP02, SP03_gone, \
SP04]\n---\n```\n";
    let story = Story::read("history.md", text).unwrap();
    assert_eq!(story.stages.len(), 2);
    let dates = story.stages.iter().map(|stage| stage.snapshot.date.as_ref().map(ToString::to_string));
    assert_eq!(dates.collect::<Vec<_>>(), [Some("2025-02".to_owned()), Some("2025-04".to_owned())]);
    let tree = story.tree(1).unwrap();
    let (reading, plan) = (tree.reading(), tree.plan());
    let names = Names::of(&plan);
    let mut scene = Scene::of(&plan, &reading, &names, Date::parse("2025-06-01").unwrap());
    scene.listing = story.stages.get(1).map(|stage| &stage.snapshot);
    let found = Checking::all(&scene, &Settings::default());
    let mine = [
        "ghost-module",
        "unregistered-module",
        "done-without-delta",
        "one-sided-dependency",
        "dangling-dependency",
        "missing-child",
        "unlisted-child",
        "drift",
        "modified-by-mismatch",
        "module-drift",
        "missing-invalidation",
    ];
    let found: Vec<String> = mine.iter().flat_map(|rule| messages(&found, rule)).collect();
    assert_eq!(
        found,
        [
            "_overview.md:10 A State Delta makes hook_x, but the Module Index does not list it.",
            "_completed/SP02_b/_overview.md:1 SP02_b is done, but no State Delta says what it changed.",
            "SP01_a/_overview.md:3 SP01_a names SP03_gone in depends_on, but there is no such plan.",
            "SP01_a/_overview.md:3 SP01_a names SP04 in depends_on, but there is no such plan.",
        ]
    );
}

#[test]
fn the_sample_has_the_flaws_that_its_story_tells() {
    use planarium::findings::{Scene, Settings};
    use planarium::plan::{Date, Names};
    use planarium::rules::Checking;
    let files = fixture::folder(&fixture::repository().join("public/sample/medflow/.agent_plan/day_dream"));
    let reading = fixture::read(files, &planarium::dialect::dream::DIALECT);
    let plan = reading.plan();
    let names = Names::of(&plan);
    let scene = Scene::of(&plan, &reading, &names, Date::parse("2026-06-15").unwrap());
    let found = Checking::all(&scene, &Settings::default());
    assert_eq!(messages(&found, "dependency-cycle"), [""; 0]);
    assert_eq!(messages(&found, "unregistered-module"), [""; 0]);
    assert_eq!(messages(&found, "ghost-module"), [""; 0]);
    assert_eq!(messages(&found, "done-without-delta"), [""; 0]);
    let drift = messages(&found, "module-drift").join("\n");
    for told in [
        "The Module Index lists PP07_nosql_migration as a modifier of audit_trail, but that plan was cut without",
        "Two specs of patient_records contradict each other on modified_by_plans; the other is \
_completed/PP08_polyglot_persistence/modules/patient_records.md.",
        "scheduling: the Module Index and the State Deltas name PP13_compliance_emergency as a modifier, its spec not.",
    ] {
        assert!(drift.contains(told), "{told}\n{drift}");
    }
    let invalidated = messages(&found, "missing-invalidation").join("\n");
    assert!(
        invalidated
            .contains("PP08_polyglot_persistence replaced something in audit_trail after SP02_auth_hipaa")
    );
    // The phase that the delta names says so itself.
    assert!(!invalidated.contains("something of PP06_hipaa_audit_trail"), "{invalidated}");
    let early = messages(&found, "time-contradiction").join("\n");
    assert!(early.contains("SP03_scheduling started on 2025-03-10, before SP01_patient_records, which it needs, was done (2025-09)."));
}
