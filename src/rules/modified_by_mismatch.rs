//! `modified-by-mismatch`: a spec and the State Deltas name different plans.

use super::{Check, Example, Rule};
use crate::edit::{Change, Edit};
use crate::findings::{Finding, Scene, Severity};
use crate::plan::{Item, ItemKind, Place, RelationKind};

pub const RULE: Rule = Rule {
    id: "modified-by-mismatch",
    severity: Severity::Warning,
    summary: "The `modified_by_plans` of a module spec differ from what the State Deltas say.",
    help: "The list says whose assumptions are built into a module. A plan that is missing there is overlooked when the \
module changes; one that stands there and changed nothing sends people to the wrong place.\n\nThe plan that made the \
module need not be listed. A plan that is still in work need not have an entry yet, and an entry for all modules \
allows a name in the list but asks for none.\n\nAdd the plan to the list, or write the missing State Delta.",
    check: Check::Tree(check),
};

pub const EXAMPLE: Example = Example {
    rule: RULE.id,
    bad: "//- _overview.md\n## State Deltas\n### ✅ SP01_pier — Jan 2025\n- winch: new module\n### ✅ PP02_paint — Mar \
2025\n- winch: painted red\n//- SP01_pier/modules/winch.md\n---\nmodule: winch\nmodified_by_plans:\n  - \
PP03_oil\n---\n//- PP02_paint/_overview.md\n---\nstatus: DONE\n---\n//- PP03_oil/_overview.md\n---\nstatus: DONE\n---\n",
    found: &["SP01_pier/modules/winch.md:3", "SP01_pier/modules/winch.md:4"],
    good: "//- _overview.md\n## State Deltas\n### ✅ SP01_pier — Jan 2025\n- winch: new module\n### ✅ PP02_paint — Mar \
2025\n- winch: painted red\n### ✅ PP03_oil — Apr 2025\n- All modules: oiled\n//- \
SP01_pier/modules/winch.md\n---\nmodule: winch\nmodified_by_plans: [PP02, PP03, PP04]\n---\n//- \
PP02_paint/_overview.md\n---\nstatus: DONE\n---\n//- PP03_oil/_overview.md\n---\nstatus: DONE\n---\n//- \
PP04_wax/_overview.md\n---\nstatus: WIP\n---\n",
};

const FIELD: &str = "modified_by_plans";

fn check(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    if !scene.knows_deltas() {
        return;
    }
    // Specs and what they list both stand in the order of the files.
    let relations = scene.plan.relations.iter();
    let mut stated = relations.filter(|relation| relation.kind == RelationKind::Modifies).peekable();
    for spec in scene.plan.of_kind(ItemKind::Module).filter(|item| !item.template) {
        let path = &spec.place.path;
        while stated.next_if(|relation| relation.place.path < *path).is_some() {}
        let mut listed: Vec<(Option<usize>, &Place)> = Vec::new();
        while let Some(relation) = stated.next_if(|relation| relation.place.path == *path) {
            listed.push((scene.plan_of(&relation.from), &relation.place));
        }
        if !scene.knows_fields(spec) || !spec.is_read {
            continue;
        }
        let module = module_of(spec);
        unlisted(scene, spec, module, &listed, found);
        for (plan, place) in &listed {
            if let Some(plan) = plan {
                unfounded(scene, spec, module, (*plan, place), found);
            }
        }
    }
}

/// The module that a spec describes: as it says, else as its file is called.
fn module_of(spec: &Item) -> &str {
    let name = spec.name();
    spec.field("module").map_or(name.strip_suffix(".md").unwrap_or(name), str::trim)
}

/// Plans whose deltas change the module, and that its spec does not list.
fn unlisted(
    scene: &Scene<'_>,
    spec: &Item,
    module: &str,
    listed: &[(Option<usize>, &Place)],
    found: &mut Vec<Finding>,
) {
    let changes = scene.changes.of_module(module);
    if changes.is_empty() {
        return;
    }
    let origin = origin(scene, module);
    let mut reported: Vec<usize> = Vec::new();
    for stated in changes {
        let Some(plan) = stated.plan.filter(|plan| Some(*plan) != origin && !reported.contains(plan)) else {
            continue;
        };
        let change = scene.plan.deltas.get(stated.delta).and_then(|delta| {
            let change = delta.changes.get(stated.change).filter(|change| !change.is_new_module())?;
            Some(Place { path: delta.place.path.clone(), line: change.line })
        });
        let (Some(place), Some(item)) = (change, scene.item(plan)) else { continue };
        if listed.iter().any(|(known, _)| *known == Some(plan)) {
            continue;
        }
        reported.push(plan);
        let message = format!(
            "A State Delta says that {} changed {module}, but its spec does not list it in {FIELD}.",
            item.id
        );
        let change = Change::AddToList { key: FIELD.to_owned(), value: item.id.clone() };
        let finding = Finding::new(RULE.id, scene.field_place(spec, FIELD), message)
            .about([module, &item.id])
            .because([place]);
        let title = format!("Add {} to {FIELD} of {module}", item.id);
        // Frontmatter that is new would lack all that has to stand in it.
        found.push(match spec.frontmatter.is_empty() {
            true => finding,
            false => finding.fixed_by(title, vec![Edit { path: spec.place.path.clone(), change }]),
        });
    }
}

/// A plan that a spec lists, and none of whose deltas speaks of the module.
fn unfounded(
    scene: &Scene<'_>,
    spec: &Item,
    module: &str,
    (plan, place): (usize, &Place),
    found: &mut Vec<Finding>,
) {
    // Of a plan in work the delta is still to come.
    let Some(item) = scene.item(plan).filter(|item| !item.status.base.is_open()) else { return };
    let is_stated = scene.changes.of_module(module).iter().any(|stated| stated.plan == Some(plan));
    if is_stated || origin(scene, module) == Some(plan) || scene.changes.are_collective(scene.plan, plan) {
        return;
    }
    let is_none = scene.changes.are_none(scene.plan, plan);
    let why = if is_none { "its State Delta says that nothing changed" } else { "no State Delta says that it did" };
    let message = format!("The spec of {module} says that {} changed it, but {why}.", item.id);
    let mut finding = Finding::new(RULE.id, place.clone(), message).about([module, &item.id]);
    let deltas = scene.changes.of_plan(plan).iter().filter_map(|delta| scene.plan.deltas.get(*delta));
    finding = finding.because(deltas.map(|delta| delta.place.clone()));
    let value = written(spec, place.line);
    if let (true, Some(value)) = (is_none, value) {
        let change = Change::RemoveFromList { key: FIELD.to_owned(), value };
        let title = format!("Remove {} from {FIELD} of {module}", item.id);
        finding = finding.fixed_by(title, vec![Edit { path: spec.place.path.clone(), change }]);
    }
    found.push(finding);
}

/// The words of the list at a line, when one value stands there.
fn written(spec: &Item, line: u32) -> Option<String> {
    let entry = spec.frontmatter.iter().find(|entry| entry.key == FIELD)?;
    let mut values = entry.value.value.as_list()?.iter().filter(|node| node.line == line);
    let value = values.next()?.value.as_text()?.to_owned();
    values.next().is_none().then_some(value)
}

/// The plan that made a module, by position.
fn origin(scene: &Scene<'_>, module: &str) -> Option<usize> {
    let modules = &scene.plan.modules;
    let at = modules.find_by(|known| known.name.as_str().cmp(module)).ok()?;
    scene.plan_of(modules.get(at)?.origin.as_ref()?)
}
