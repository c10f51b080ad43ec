//! `unowned-requirement`: something has to hold, and nobody sees to it.

use super::{Check, Example, Rule};
use crate::findings::{Finding, Scene, Severity};
use crate::plan::{BaseStatus, Requirement, Stated};

pub const RULE: Rule = Rule {
    id: "unowned-requirement",
    severity: Severity::Warning,
    summary: "A requirement is owned and carried out by nobody.",
    help: "A requirement that is on no plan's list is on nobody's: each takes it for the work of another, until an \
auditor asks.\n\nGive it an owner (`Nina Volkov assigned as audit trail owner`), name it in the plan that carries it out, \
or create one. A plan or module that is called like what is demanded counts as its owner, and so does a decision, State \
Delta, phase or task that shares its words. Where the tree says itself that nobody owned a requirement, that is not \
enough: something that carries it out has to be done.",
    check: Check::Tree(check),
};

pub const EXAMPLE: Example = Example {
    rule: RULE.id,
    bad: "//- exploration/meeting_2025_01_10_start.md\n# Start — 2025-01-10\n\n## Decisions\n- CREATE: SP01_lamp/\n\
- Constraint: All exports must be watermarked (Ada Holm requirement)\n\
//- SP01_lamp/_overview.md\nNobody's checklist owned the oil requirement.\n//- SP01_lamp/01_oil_supply.md\n",
    found: &["SP01_lamp/_overview.md:1", "exploration/meeting_2025_01_10_start.md:5"],
    good: "//- exploration/meeting_2025_01_10_start.md\n# Start — 2025-01-10\n\n## Decisions\n- CREATE: SP01_watermarks/\n\
- Constraint: All exports must be watermarked (Ada Holm requirement)\n\
//- SP01_watermarks/_overview.md\n---\nstatus: DONE\n---\nNobody's checklist owned the oil requirement.\n\
//- SP01_watermarks/01_oil_supply.md\n",
};

fn check(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    for requirement in &scene.plan.requirements {
        let is_met = match requirement.is_disowned {
            true => requirement.owners.iter().any(|owner| has_seen_to_it(scene, owner)),
            false => !requirement.owners.is_empty(),
        };
        if is_met {
            continue;
        }
        let text = &requirement.text;
        let message = match (&requirement.asker, requirement.is_disowned) {
            (_, true) => disowned(requirement),
            (Some(asker), _) => format!("No plan, module or person owns or carries out what {asker} asked for: \"{text}\"."),
            (None, _) => format!("No plan, module or person owns or carries out the requirement \"{text}\"."),
        };
        let owners = requirement.owners.iter();
        let finding = Finding::new(RULE.id, requirement.place.clone(), message);
        found.push(
            finding.about(owners.clone().map(|owner| owner.text.clone())).because(owners.map(|owner| owner.place.clone())),
        );
    }
}

/// What is said of a requirement that nobody owned.
fn disowned(requirement: &Requirement) -> String {
    let text = &requirement.text;
    match requirement.owners.as_slice() {
        [] => format!("The tree says that nobody owned the {text}, and nothing in it carries it out."),
        [first, ..] => {
            let first = &first.text;
            format!("The tree says that nobody owned the {text}; what there is of it, {first}, is not done.")
        }
    }
}

/// Whether an owner has done what was demanded: an item that is done, or a person or module that answers for it.
fn has_seen_to_it(scene: &Scene<'_>, owner: &Stated) -> bool {
    let Some(item) = scene.plan.item(&owner.text) else {
        let module = scene.plan.modules.iter().find(|module| module.name == owner.text);
        return module.is_none_or(|module| !module.owners.is_empty());
    };
    scene.status_of(item).base == BaseStatus::Done
}
