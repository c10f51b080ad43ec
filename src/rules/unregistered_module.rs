//! `unregistered-module`: a module that the Module Index does not know.

use super::{Check, Example, Rule};
use crate::dialect::section::{self, Block};
use crate::edit::{Change, Edit};
use crate::findings::{Finding, Fix, Scene, Severity};
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

/// A row that says what is known, in the order of the table that is there.
fn fix(scene: &Scene<'_>, module: &Module) -> Option<Fix> {
    const ROOT: &str = "_overview.md";
    const SECTION: &str = "Module Index";
    let sections = section::sections(&scene.digest(ROOT)?.blocks, SECTION);
    let mut tables = sections.into_iter().flatten().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    let header = &tables.next()?.header;
    let cells = header.iter().map(|cell| {
        let modifiers: Vec<&str> = module.modified_by.iter().map(|plan| plan.text.as_str()).collect();
        let text = match cell.text.trim().to_lowercase().as_str() {
            "module" => module.name.clone(),
            "origin plan" | "origin" => module.origin.as_ref().map_or("", |origin| &origin.text).to_owned(),
            "modified by" => modifiers.join(", "),
            "spec file" | "spec" => {
                module.specs.first().map(|spec| format!("`{spec}`")).unwrap_or_default()
            }
            _ => String::new(),
        };
        if text.is_empty() { "—".to_owned() } else { text }
    });
    let change = Change::AddRow { section: SECTION.to_owned(), cells: cells.collect() };
    let title = format!("Add {} to the Module Index", module.name);
    Some(Fix { title, edits: vec![Edit { path: ROOT.to_owned(), change }] })
}
