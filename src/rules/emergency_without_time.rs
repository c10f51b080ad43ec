//! `emergency-without-time`: an emergency that does not say when it was declared.

use super::{Check, Example, Rule};
use crate::findings::{Finding, Scene, Severity};

pub const RULE: Rule = Rule {
    id: "emergency-without-time",
    severity: Severity::Error,
    summary: "An emergency does not say when it was declared.",
    help: "Of several emergencies the oldest comes first. One without a time has no place among them.\n\n\
Add `emergency_declared_at` with day and time: `2025-10-08T09:30:00Z`.",
    check: Check::Tree(check),
};

pub const EXAMPLE: Example = Example {
    rule: RULE.id,
    bad: "//- PP13_leak/_overview.md\n---\nname: leak\npriority: emergency\n---\n",
    found: &["PP13_leak/_overview.md:3"],
    good: "//- PP13_leak/_overview.md\n---\nname: leak\npriority: emergency\nemergency_declared_at: 2025-10-08T09:30:00Z\n---\n//- PP14_paint/_overview.md\n---\npriority: normal\n---\n",
};

fn check(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    let items = scene.plan.items.iter().filter(|_| scene.is_dream());
    for item in items.filter(|item| !item.template) {
        let is_emergency =
            item.field("priority").is_some_and(|priority| priority.trim().eq_ignore_ascii_case("emergency"));
        let is_dated = item.field("emergency_declared_at").is_some_and(|time| !time.trim().is_empty());
        if is_emergency && !is_dated {
            let message = format!("{} is an emergency and has no emergency_declared_at.", item.id);
            let place = scene.field_place(item, "priority");
            found.push(Finding::new(RULE.id, place, message).about([&item.id]));
        }
    }
}
