//! `dangling-dependency`: a reference to a plan that does not exist.

use super::{Check, Example, Rule};
use crate::findings::{Finding, Presence, Scene, Severity};
use crate::plan::names::{is_short_id, short_id};
use crate::plan::{Place, RelationKind};

pub const RULE: Rule = Rule {
    id: "dangling-dependency",
    severity: Severity::Warning,
    summary: "Something refers to a plan that does not exist.",
    help: "What a plan waits for, and what is said to have changed a module, should be there: a name that nothing bears is a typing error, or a plan that was \
renamed or deleted. A plan in the archive does exist.\n\nCorrect the name, or remove it.",
    check: Check::Tree(check),
};

pub const EXAMPLE: Example = Example {
    rule: RULE.id,
    bad: "//- SP01_pier/_overview.md\n---\nname: pier\ndepends_on: [SP02_gone]\nblocks:\n  - SP07\n---\n//- \
_overview.md\n## Current Sprint\n- 🔄 SP03_rail/p01 — lay it\n\n## State Deltas\n### ✅ SP04_lamp — Mar 2025\n- winch: \
new module\n",
    found: &["SP01_pier/_overview.md:3", "SP01_pier/_overview.md:5", "_overview.md:2", "_overview.md:5"],
    good: "//- SP01_pier/_overview.md\n---\ndepends_on: [SP02_kept]\n---\n//- _completed/SP02_kept/_overview.md\n---\nname: kept\n---\n",
};

fn check(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    let mut report = |name: &str, place: &Place, field: &str, about: Option<&str>| {
        // A name that several plans share is reported as ambiguous.
        if scene.names.is_shared(name) || scene.plan_presence(name) != Presence::Missing {
            return;
        }
        let is_part = about.and_then(|about| scene.plan.item(about)).is_some_and(crate::plan::Item::is_part);
        let kind = match name.contains('/') {
            _ if is_part => "part of the plan",
            true => "phase",
            false => "plan",
        };
        let about = about.map(|about| match scene.plan.item(about).filter(|item| item.is_part()) {
            Some(item) => super::hours_out_of_range::called_first(item),
            None => about.to_owned(),
        });
        let message = match &about {
            Some(about) if is_part => format!("{about} needs {name}, but there is no such {kind}."),
            Some(about) if field.starts_with("the ") => {
                format!("{about} needs {name} by {field}, but there is no such {kind}.")
            }
            Some(about) => format!("{about} names {name} in {field}, but there is no such {kind}."),
            None => format!("{name} stands in {field}, but there is no such {kind}."),
        };
        found.push(Finding::new(RULE.id, place.clone(), message).about(about));
    };
    for relation in scene.plan.relations.iter().filter(|relation| !relation.resolved) {
        let (from, to, place) = (&relation.from, &relation.to, &relation.place);
        match relation.kind {
            RelationKind::DependsOn | RelationKind::Blocks | RelationKind::InvalidatedBy => {
                let is_row = scene.plan.plan_rows.iter().any(|row| row.place == *place);
                let field = if is_row { "the Plans table" } else { relation.kind.name() };
                report(to, place, field, Some(from));
            }
            RelationKind::Modifies => report(from, place, "modified_by_plans", Some(to)),
            RelationKind::Origin | RelationKind::Owns | RelationKind::Follows => {}
        }
    }
    for module in &scene.plan.modules {
        let Some(row) = &module.index else { continue };
        let plans = row.origin.iter().chain(row.modified_by.iter().map(|modifier| &modifier.plan));
        for plan in plans.filter(|plan| !plan.resolved) {
            report(&plan.id, &row.place, "the row of the Module Index", Some(&module.name));
        }
    }
    let deltas = scene.plan.deltas.iter().map(|delta| (&delta.plan, &delta.place, "the State Deltas"));
    let sprint = scene.plan.sprint.iter().map(|item| (&item.plan, &item.place, "the Current Sprint"));
    for (plan, place, field) in deltas.chain(sprint) {
        if let Some(plan) = plan.as_ref().filter(|plan| !plan.resolved && is_plan_name(&plan.id)) {
            report(&plan.id, place, field, None);
        }
    }
}

/// Whether a text can only be meant as the name of a plan, or of what lies in one.
fn is_plan_name(text: &str) -> bool {
    let first = text.split('/').next().unwrap_or(text);
    !text.contains(' ') && (is_short_id(first) || short_id(first).is_some())
}
