//! `dangling-dependency`: a reference to a plan that does not exist.

use super::{Check, Example, Rule};
use crate::findings::{Finding, Scene, Severity};
use crate::plan::RelationKind;

pub const RULE: Rule = Rule {
    id: "dangling-dependency",
    severity: Severity::Warning,
    summary: "A plan refers to a plan that does not exist.",
    help: "What a plan waits for should be there: a name that nothing bears is a typing error, or a plan that was \
renamed or deleted. A plan in the archive does exist.\n\nCorrect the name, or remove it from the list.",
    check: Check::Tree(check),
};

pub const EXAMPLE: Example = Example {
    rule: RULE.id,
    bad: "//- SP01_pier/_overview.md\n---\nname: pier\ndepends_on: [SP02_gone]\nblocks:\n  - SP07\n---\n",
    found: &["SP01_pier/_overview.md:3", "SP01_pier/_overview.md:5"],
    good: "//- SP01_pier/_overview.md\n---\ndepends_on: [SP02_kept]\n---\n//- _completed/SP02_kept/_overview.md\n---\nname: kept\n---\n",
};

fn check(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    for relation in scene.plan.relations.iter().filter(|relation| !relation.resolved) {
        let is_of_plans =
            matches!(relation.kind, RelationKind::DependsOn | RelationKind::Blocks | RelationKind::InvalidatedBy);
        // A name that several plans share is reported as ambiguous.
        if !is_of_plans || scene.names.is_shared(&relation.to) {
            continue;
        }
        let message = format!("{} names {} in {}, but there is no such plan.", relation.from, relation.to, relation.kind.name());
        found.push(Finding::new(RULE.id, relation.place.clone(), message).about([relation.from.clone()]));
    }
}
