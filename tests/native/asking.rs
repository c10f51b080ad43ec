//! `planarium status`, `stale`, `impact` and `history`: what they print, that their JSON is the pure answer, and how
//! they end.

use crate::cli::{Scratch, prints, refuses, text};
use crate::{answers, fixture};
use planarium::answers::Ties;
use planarium::answers::history::History;
use planarium::answers::impact::Impact;
use planarium::answers::stale::Staleness;
use planarium::answers::status::{FindingCounts, Standing};
use planarium::findings::Settings;
use planarium::plan::Date;
use planarium::rules;
use serde_json::Value;

const TREE: &str = "
//- _overview.md
# Harbour

## Current Sprint
- 🔄 SP01_pier — piles (Ann Lee)

## Module Index
| Module | Origin Plan | Modified By | Primary Owner |
|---|---|---|---|
| planks | SP01 | PP02 | Ann Lee |

## State Deltas
### 🔄 PP02_mend — ongoing
- planks: nails in place of pegs
  - of iron
- All modules: tarred
### ✅ SP01_pier — Mar 2025
- planks: new module — of oak
//- SP01_pier/_overview.md
---
status: WIP
knowledge_gaps: [how deep]
---
# The pier
//- SP01_pier/modules/planks.md
---
module: planks
last_updated: 2025-03-31
---
//- PP02_mend/_overview.md
---
status: TODO
depends_on: [SP01]
priority: emergency
emergency_declared_at: 2025-05-30T08:00:00Z
---
# Mend it
//- _completed/SP03_raft/_overview.md
---
status: DONE
last_updated: 2025-02-02
---
//- SP03_rope/_overview.md
---
status: BLOCKED:no-hemp
---
# Rope
";

#[test]
fn status_says_how_a_tree_stands() {
    let scratch = Scratch::new();
    let tree = scratch.tree("tree", TREE);
    let printed = prints(&["status", text(&tree), "--as-of", "2025-06-01", "--gaps"]);
    let (told, findings) = printed.trim_end().rsplit_once('\n').unwrap();
    assert!(findings.ends_with("`planarium check` prints them."), "{findings}");
    let expected = "\
Harbour, as of 2025-06-01

4 plans: 1 in work, 1 blocked, 1 to do, 1 done. 2 are blocked. None can start now.

Emergencies
  PP02_mend  declared 2025-05-30T08:00:00Z  PP02_mend/_overview.md:5

Current sprint
  🔄 SP01_pier  piles  Ann Lee  _overview.md:4

In work
  SP01_pier  The pier  SP01_pier/_overview.md:1

Blocked
  PP02_mend  It needs SP01_pier, which is in work.  PP02_mend/_overview.md:3
  SP03_rope  It says BLOCKED: no-hemp.              SP03_rope/_overview.md:2

Latest changes
  ongoing  🔄 PP02_mend  2 changes  _overview.md:12
  2025-03  ✅ SP01_pier  1 change   _overview.md:16

Knowledge gaps
  SP01_pier (concerns Ann Lee, PP02_mend)
    how deep  SP01_pier/_overview.md:3

Also
  The last plan done was SP03_raft, 2025-02-02.
  1 module spec was not updated for 4 weeks; the oldest, of planks, is 62 days old. `planarium stale` prints all.";
    assert_eq!(told, expected, "\n{told}");
    // The day is always said, also when nobody states one.
    let printed = prints(&["status", text(&tree)]);
    assert!(printed.starts_with("Harbour, as of today, 2"), "{printed}");
    assert!(
        printed.contains("1 knowledge gap, 0 of them of modules. `planarium status --gaps` prints them.")
    );
    refuses(&["status", text(&tree), "--as-of", "June"], &["--as-of June", "YYYY-MM-DD"]);
    let empty = scratch.tree("empty", "//- a.md\nx\n");
    let printed = prints(&["status", text(&empty), "--as-of", "2025-06-01"]);
    assert!(printed.contains("This tree has no plans."), "{printed}");
}

#[test]
fn stale_names_the_oldest_first() {
    let scratch = Scratch::new();
    let tree = scratch.tree("tree", TREE);
    let stale = |weeks: &str| prints(&["stale", text(&tree), "--weeks", weeks, "--as-of", "2025-06-01"]);
    let row = "\n  2025-03-31  62 days  planks  SP01_pier  SP01_pier/modules/planks.md:3\n";
    assert_eq!(
        stale("4"),
        format!("1 of 1 module spec is older than 4 weeks, or has no date, as of 2025-06-01.\n{row}")
    );
    assert_eq!(stale("9"), "The module spec was updated within 9 weeks, as of 2025-06-01.\n");
    let empty = scratch.tree("empty", "//- SP01_x/_overview.md\n");
    let printed = prints(&["stale", text(&empty), "--as-of", "2025-06-01"]);
    assert_eq!(printed, "This tree has no module specs, as of 2025-06-01.\n");
}

#[test]
fn history_is_told_oldest_first() {
    let scratch = Scratch::new();
    let tree = scratch.tree("tree", TREE);
    let expected = "\
planks: 2 changes, and 1 change of all modules, oldest first.

  2025-03  ✅ SP01_pier  new module — of oak     _overview.md:17
  ongoing  🔄 PP02_mend  nails in place of pegs  _overview.md:13
                          - of iron             _overview.md:14
  ongoing  🔄 PP02_mend  All modules: tarred     _overview.md:15
";
    let printed = prints(&["history", text(&tree), "planks"]);
    assert_eq!(printed, expected, "\n{printed}");
    refuses(&["history", text(&tree), "plank"], &["no module plank;", "planks"]);
    refuses(&["history", text(&tree), "quay"], &["there is no module quay"]);
}

#[test]
fn impact_shows_its_evidence() {
    let scratch = Scratch::new();
    let tree = scratch.tree("tree", TREE);
    let expected = "\
1 waits directly for SP01_pier, 0 through others.

Waiting for it
  PP02_mend (to do)
    PP02_mend depends_on SP01_pier  PP02_mend/_overview.md:3

Modules that it touches
  planks
    planks origin SP01_pier (Origin Plan)  _overview.md:9
";
    let printed = prints(&["impact", text(&tree), "SP01", "--modules"]);
    assert_eq!(printed, expected, "\n{printed}");
    let expected = "\
Hypothetical: if SP01_pier were finished:

Could start
  PP02_mend (to do)
    PP02_mend depends_on SP01_pier  PP02_mend/_overview.md:3
";
    let printed = prints(&["impact", text(&tree), "SP01_pier", "--what-if", "finish"]);
    assert_eq!(printed, expected, "\n{printed}");
    let printed = prints(&["impact", text(&tree), "planks"]);
    assert!(printed.starts_with("2 plans touch planks; none waits for them through others.\n"), "{printed}");
    // Names are exact: SP1 is not SP01, and SP0 is none of them.
    refuses(&["impact", text(&tree), "SP1"], &["no plan or module SP1;", "SP01_pier"]);
    refuses(&["impact", text(&tree), "SP01_pie"], &["no plan or module SP01_pie; near it are: SP01_pier\n"]);
    refuses(&["impact", text(&tree), "planks", "--what-if", "cut"], &["there is no plan planks"]);
    // Two plans share SP03, so that it means neither.
    refuses(&["impact", text(&tree), "SP03"], &["SP03 could mean several plans"]);
}

#[test]
fn json_is_the_pure_answer() {
    let scratch = Scratch::new();
    let tree = scratch.tree("tree", TREE);
    let reading = fixture::reading(TREE);
    let plan = reading.plan();
    let (ties, day) = (Ties::of(&plan), Date::parse("2025-06-01").unwrap());
    let inquiry = ties.inquiry(&plan, &day);
    let mut standing = Standing::of(&inquiry);
    standing.findings = Some(FindingCounts::of(&rules::check(&reading, &plan, &day, &Settings::default())));
    let as_of = ["--json", "--as-of", "2025-06-01"];
    let asked = |command: &[&str]| prints(&[&command[..1], &[text(&tree)], &command[1..]].concat());
    let json = planarium::answers::json(&standing, Some(&day));
    assert_eq!(asked(&[&["status"], &as_of[..]].concat()), json);
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!((&json["schema"], &json["as_of"]), (&1.into(), &"2025-06-01".into()));
    for part in ["emergencies", "sprint", "active", "blocked", "ready", "counts", "gaps", "stale", "findings"]
    {
        assert!(!json[part].is_null(), "{part}");
    }
    assert_eq!(json["blocked"][1]["id"], "SP03_rope");
    assert_eq!(json["blocked"][1]["why"], "It says BLOCKED: no-hemp.");
    assert_eq!(json["counts"]["wip"], 1);
    let stale = Staleness::of(&inquiry, 2);
    let json = planarium::answers::json(&stale, Some(&day));
    assert_eq!(asked(&[&["stale", "--weeks", "2"], &as_of[..]].concat()), json);
    let history = History::of(&inquiry, "planks").unwrap();
    assert_eq!(asked(&["history", "planks", "--json"]), planarium::answers::json(&history, None));
    let impact = Impact::of_item(&inquiry, plan.index_of("SP01_pier").unwrap());
    assert_eq!(asked(&["impact", "SP01", "--json"]), planarium::answers::json(&impact, None));
    let json: Value = serde_json::from_str(&asked(&["impact", "SP01", "--json"])).unwrap();
    let step = &json["direct"][0]["chain"][0];
    let shown: Vec<&str> =
        ["from", "to", "kind", "path", "field"].map(|key| step[key].as_str().unwrap()).to_vec();
    assert_eq!(shown, ["PP02_mend", "SP01_pier", "depends_on", "PP02_mend/_overview.md", "depends_on"]);
}

#[test]
fn the_sample_is_answered_as_its_model_is() {
    let folder = fixture::repository().join("public/sample/medflow");
    let plan = answers::sample();
    let (ties, day) = (Ties::of(&plan), Date::parse("2026-06-15").unwrap());
    let inquiry = ties.inquiry(&plan, &day);
    for module in &plan.modules {
        let history = History::of(&inquiry, &module.name).unwrap();
        let json = prints(&["history", text(&folder), &module.name, "--json"]);
        assert_eq!(json, planarium::answers::json(&history, None));
    }
    let stale = prints(&["stale", text(&folder), "--as-of", "2026-06-15", "--json"]);
    assert_eq!(stale, planarium::answers::json(&Staleness::of(&inquiry, 4), Some(&day)));
}
