//! `not-archived`: a plan that is over lies among those that are not.

use super::{Check, Example, Rule};
use crate::findings::{Finding, Scene, Severity};
use crate::linked::archive::Archive;
use crate::plan::BaseStatus;

pub const RULE: Rule = Rule {
    id: "not-archived",
    severity: Severity::Warning,
    summary: "A plan that is done or cut is not in the archive.",
    help: "Who opens the tree wants to see what is under way. A plan that is over belongs into `_completed/`, since \
v4.04 into the quarter in which it ended: `_completed/2025-Q4/`. Its id stays the same, and references to it hold.\n\n\
Move the folder.",
    check: Check::Tree(check),
};

pub const EXAMPLE: Example = Example {
    rule: RULE.id,
    bad: "//- SP01_pier/_overview.md\n---\nname: pier\nstatus: DONE\nlast_updated: 2025-05-01\n---\n//- SP02_quay/_overview.md\n---\nstatus: 🚫 [CUT]\n---\n",
    found: &["SP01_pier/_overview.md:3", "SP02_quay/_overview.md:2"],
    good: "//- _completed/2025-Q2/SP01_pier/_overview.md\n---\nname: pier\nstatus: DONE\n---\n//- SP02_quay/_overview.md\n---\nstatus: WIP\n---\n//- SP02_quay/p00_posts/_overview.md\n---\nstatus: DONE\n---\n",
};

fn check(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    let archive = Archive::of(scene);
    for item in scene.plans().filter(|item| item.parent.is_none() && !item.archived) {
        let over = match item.status.base {
            BaseStatus::Done => "done",
            BaseStatus::Cut => "cut",
            _ => continue,
        };
        let message = format!("{} is {over} and not in the archive.", item.id);
        let mut finding = Finding::new(RULE.id, scene.status_place(item), message).about([&item.id]);
        finding.fix = Some(item).filter(|_| scene.has_files()).and_then(|item| archive.step(scene, item));
        found.push(finding);
    }
}
