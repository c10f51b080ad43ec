//! `wrongly-archived`: a plan that is not over lies in the archive.

use super::{Check, Example, Rule};
use crate::findings::{Finding, Scene, Severity};
use crate::plan::BaseStatus;

pub const RULE: Rule = Rule {
    id: "wrongly-archived",
    severity: Severity::Warning,
    summary: "A plan in the archive is neither done nor cut.",
    help: "What lies in the archive is out of sight. Work that goes on there is forgotten, or its status was never \
brought up to date when it ended.\n\n\
Correct the status, or move the folder back to the root.",
    check: Check::Tree(check),
};

pub const EXAMPLE: Example = Example {
    rule: RULE.id,
    bad: "//- _completed/2025-Q2/SP01_pier/_overview.md\n---\nname: pier\nstatus: WIP\n---\n",
    found: &["_completed/2025-Q2/SP01_pier/_overview.md:3"],
    good: "//- _completed/2025-Q2/SP01_pier/_overview.md\n---\nname: pier\nstatus: DONE\n---\n//- _archive/SP02_quay/_overview.md\n---\nstatus: 🚫 [CUT]\n---\n",
};

fn check(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    for item in scene.plans().filter(|item| item.parent.is_none() && item.archived) {
        let how = match item.status.base {
            BaseStatus::Todo => "still to do",
            BaseStatus::Wip => "still in work",
            BaseStatus::Blocked => "blocked",
            // A status that is missing or not understood is a finding of its own.
            BaseStatus::Done | BaseStatus::Cut | BaseStatus::Unknown => continue,
        };
        let message = format!("{} lies in the archive and is {how}.", item.id);
        found.push(Finding::new(RULE.id, scene.status_place(item), message).about([&item.id]));
    }
}
