//! `dependency-on-phase`: a dependency of or on something smaller than a plan.

use super::{Check, Example, Rule};
use crate::findings::{Finding, Scene, Severity};
use crate::plan::{Item, ItemKind, RelationKind};

pub const RULE: Rule = Rule {
    id: "dependency-on-phase",
    severity: Severity::Warning,
    summary: "A phase or task has dependencies, or a plan depends on one.",
    help: "Dependencies stand between plans. Between phases and tasks there are too many to keep true; their order is \
that of their numbers and of the plan's `## Reading Order`.\n\n\
Depend on the whole plan, or remove the entry.",
    check: Check::Tree(check),
};

pub const EXAMPLE: Example = Example {
    rule: RULE.id,
    bad: "//- SP01_pier/_overview.md\n---\ndepends_on:\n  - SP02_quay/p00_posts\n---\n//- SP02_quay/p00_posts/_overview.md\n---\nname: posts\n---\n//- SP02_quay/p01_deck/_overview.md\n---\nname: deck\ndepends_on: [p00_posts]\n---\n",
    found: &["SP01_pier/_overview.md:3", "SP02_quay/p01_deck/_overview.md:3"],
    good: "//- SP01_pier/_overview.md\n---\ndepends_on: [SP02_quay]\n---\n//- SP02_quay/_overview.md\n---\nblocks: [SP01_pier]\n---\n//- SP02_quay/p00_posts/_overview.md\n---\nname: posts\ndepends_on: []\n---\n",
};

fn check(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    for relation in &scene.plan.relations {
        if !scene.is_dream() || !matches!(relation.kind, RelationKind::DependsOn | RelationKind::Blocks) {
            continue;
        }
        let Some(from) = scene.plan.item(&relation.from) else { continue };
        let target = scene.plan.item(&relation.to).filter(|_| relation.resolved);
        let (field, to) = (relation.kind.name(), &relation.to);
        let what = match (smaller(from), target.and_then(smaller)) {
            (Some(kind), _) => format!("{} names {to} in {field} and is a {kind}", from.id),
            (None, Some(kind)) => format!("{} names the {kind} {to} in {field}", from.id),
            (None, None) => continue,
        };
        let message = format!("{what}; dependencies stand between plans.");
        found.push(Finding::new(RULE.id, relation.place.clone(), message).about([&from.id, to]));
    }
}

/// What an item is that is smaller than a plan.
fn smaller(item: &Item) -> Option<&'static str> {
    match item.kind {
        ItemKind::Phase => Some("phase"),
        ItemKind::Task => Some("task"),
        _ => None,
    }
}
