//! `blocked-without-reason`: something is blocked and nobody says by what.

use super::{Check, Example, Rule};
use crate::findings::{Finding, Scene, Severity};
use crate::plan::BaseStatus;

pub const RULE: Rule = Rule {
    id: "blocked-without-reason",
    severity: Severity::Error,
    summary: "Something is blocked, and its status does not say why.",
    help: "Blocked means stuck for a reason that will pass. Without the reason nobody can tell when it has passed, or \
help.\n\nWrite the reason into the status: `BLOCKED:waiting-for-permit`.",
    check: Check::Tree(check),
};

pub const EXAMPLE: Example = Example {
    rule: RULE.id,
    bad: "//- SP01_pier/_overview.md\n---\nname: pier\nstatus: 🚧 [BLOCKED]\n---\n## Children\n\n| Name | Status |\n|---|---|\n| p00_posts | [BLOCKED:] |\n//- SP01_pier/p00_posts/_overview.md\n# Posts\n",
    found: &["SP01_pier/_overview.md:3", "SP01_pier/_overview.md:9"],
    good: "//- SP01_pier/_overview.md\n---\nname: pier\nstatus: 🚧 [BLOCKED:no-permit]\n---\n",
};

fn check(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    let items = scene.plan.items.iter().filter(|_| scene.is_dream());
    for item in items.filter(|item| item.kind.is_work() && !item.template) {
        if item.status.base == BaseStatus::Blocked && item.status.detail.is_none() {
            let message = format!("{} is blocked and does not say why; write it as BLOCKED:reason.", item.id);
            found.push(Finding::new(RULE.id, scene.status_place(item), message).about([&item.id]));
        }
    }
}
