//! `invalidation-without-scope`: something was invalidated, and nobody says how much of it.

use super::{Check, Example, Rule};
use crate::document::Value;
use crate::findings::{Fields, Finding, Scene, Severity};

pub const RULE: Rule = Rule {
    id: "invalidation-without-scope",
    severity: Severity::Error,
    summary: "invalidated_by stands without an invalidation_scope.",
    help: "A later plan broke what this one relied on. Which part of it no longer holds is what everybody has to know \
who builds on the rest.\n\nAdd `invalidation_scope`, in a word or two: `storage_implementation`.",
    check: Check::Fields(check),
};

pub const EXAMPLE: Example = Example {
    rule: RULE.id,
    bad: "//- PP06_trail/_overview.md\n---\nname: trail\ninvalidated_by: PP08_store\ninvalidation_date: 2025-09-15\n---\n",
    found: &["PP06_trail/_overview.md:3"],
    good: "//- PP06_trail/_overview.md\n---\nname: trail\ninvalidated_by: PP08_store\ninvalidation_scope: storage\ninvalidation_date: 2025-09-15\n---\n//- PP07_x/_overview.md\n---\ninvalidated_by:\n---\n",
};

fn check(_scene: &Scene<'_>, fields: &Fields<'_>, found: &mut Vec<Finding>) {
    let item = fields.item;
    let Some(entry) = fields.get("invalidated_by") else { return };
    let cause = texts(&entry.value.value).join(" and ");
    let scope = fields.get("invalidation_scope").map(|scope| texts(&scope.value.value));
    if !cause.is_empty() && scope.is_none_or(|scope| scope.is_empty()) {
        let message = format!("{} is invalidated by {cause} and has no invalidation_scope.", item.id);
        found.push(Finding::new(RULE.id, fields.place(entry), message).about([&item.id]));
    }
}

/// The texts of a value that is one or a list of some.
fn texts(value: &Value) -> Vec<&str> {
    let all = match value.as_list() {
        Some(nodes) => nodes.iter().filter_map(|node| node.value.as_text()).collect(),
        None => Vec::from_iter(value.as_text()),
    };
    all.into_iter().map(str::trim).filter(|text| !text.is_empty()).collect()
}
