//! `done-without-delta`: a plan was closed, and nothing says what it changed.

use super::{Check, Example, Rule};
use crate::findings::{Finding, Scene, Severity};
use crate::plan::BaseStatus;

pub const RULE: Rule = Rule {
    id: "done-without-delta",
    severity: Severity::Error,
    summary: "A plan is done, but no State Delta says what it changed.",
    help: "A plan is closed with an entry in the State Deltas of the root: without it the history of every module that \
it touched has a hole. An entry for one of its phases counts, and so does one in the archive of older entries.\n\n\
Write the entry, even if it says `No state changes`.",
    check: Check::Tree(check),
};

pub const EXAMPLE: Example = Example {
    rule: RULE.id,
    bad: "//- SP01_pier/_overview.md\n---\nname: pier\nstatus: DONE\n---\n//- \
_completed/SP02_crane/_overview.md\n---\nstatus: DONE\n---\n",
    found: &["SP01_pier/_overview.md:3", "_completed/SP02_crane/_overview.md:2"],
    good: "//- _overview.md\n## State Deltas\n### ✅ SP01_pier/p00_piles — Mar 2025\n- winch: new module\n//- \
SP01_pier/_overview.md\n---\nstatus: DONE\n---\n//- SP01_pier/p00_piles/_overview.md\n---\nstatus: DONE\n---\n//- \
_completed/SP02_crane/_overview.md\n---\nstatus: CUT\n---\n//- _completed/SP03_rail/_overview.md\n---\nstatus: \
DONE\n---\n//- _state_deltas_archive.md\n### ✅ SP03_rail — Jan 2025\n- No state changes\n",
};

fn check(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    if !scene.knows_deltas() {
        return;
    }
    for (index, item) in scene.plan.items.iter().enumerate() {
        // A plan that claims an id a second time is the one that the entry names.
        let is_plan = item.kind == crate::plan::ItemKind::Plan && item.parent.is_none();
        if !is_plan || item.template || item.id.contains('@') || item.status.base != BaseStatus::Done {
            continue;
        }
        if scene.changes.of_plan(index).is_empty() {
            let message = format!("{} is done, but no State Delta says what it changed.", item.id);
            found.push(Finding::new(RULE.id, scene.status_place(item), message).about([&item.id]));
        }
    }
}
