//! `unregistered-module`: a module that the Module Index does not know.

use super::{Check, Example, Rule};
use crate::findings::{Finding, Fix, Scene, Severity};
use crate::linked;
use crate::plan::{Module, Place};

pub const RULE: Rule = Rule {
    id: "unregistered-module",
    severity: Severity::Error,
    summary: "A module has a spec or was made by a plan, but the Module Index does not list it.",
    help: "The index is where people look up who made a module, who changed it and who answers for it. What is missing \
there is changed by people who do not know of each other.\n\nAdd a row to the Module Index of the root.",
    check: Check::Tree(check),
};

pub const EXAMPLE: Example = Example {
    rule: RULE.id,
    bad: "//- _overview.md\n## Module Index\n| Module | Origin Plan |\n|---|---|\n| winch | SP01 |\n\n## State \
Deltas\n### ✅ SP01_pier — Mar 2025\n- winch: new module\n- lamp_post: new module — light at night\n//- \
SP01_pier/modules/winch.md\n---\nmodule: winch\n---\n//- SP01_pier/modules/cable.md\n---\nmodule: cable\n---\n",
    found: &["SP01_pier/modules/cable.md:1", "_overview.md:9"],
    good: "//- _overview.md\n## Module Index\n| Module | Origin Plan |\n|---|---|\n| winch | SP01 |\n//- \
SP01_pier/modules/winch.md\n---\nmodule: winch\n---\n//- _templates/modules/spec.md\n---\nmodule: name\n---\n",
};

fn check(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    let is_indexed = scene.plan.modules.iter().any(|module| module.index.is_some());
    // A stage of a story that shows no index is no index without rows.
    if scene.listing.is_some() && !is_indexed {
        return;
    }
    for module in scene.plan.modules.iter().filter(|module| module.index.is_none()) {
        let specs = module.specs.iter().map(|path| Place { path: path.clone(), line: 1 });
        let births = births(scene, &module.name);
        let mut places: Vec<Place> = specs.chain(births).collect();
        if places.is_empty() {
            continue;
        }
        let place = places.remove(0);
        let message = match module.specs.first() {
            Some(_) => format!("{} has a spec, but the Module Index does not list it.", module.name),
            None => format!("A State Delta makes {}, but the Module Index does not list it.", module.name),
        };
        let mut finding = Finding::new(RULE.id, place, message).about([&module.name]).because(places);
        finding.fix = fix(scene, module);
        found.push(finding);
    }
}

/// The lines at which the module was made.
fn births(scene: &Scene<'_>, module: &str) -> Vec<Place> {
    let made = scene.changes.of_module(module).iter().filter_map(|stated| {
        let delta = scene.plan.deltas.get(stated.delta)?;
        let change = delta.changes.get(stated.change).filter(|change| change.is_new_module())?;
        Some(Place { path: delta.place.path.clone(), line: change.line })
    });
    made.collect()
}

/// A row that says what is known, and a spec where there is none: a row alone would speak of a ghost.
fn fix(scene: &Scene<'_>, module: &Module) -> Option<Fix> {
    let mut edits = vec![linked::module::row(scene, module, "")?];
    if module.specs.is_empty() {
        edits.push(linked::module::spec(scene, module)?);
    }
    Some(Fix { title: format!("Add {} to the Module Index", module.name), edits })
}
