//! `module-collision`: two plans in work change one module, and neither waits for the other.

use super::{Check, Example, Rule};
use crate::findings::{Finding, Scene, Severity};
use crate::order;
use crate::plan::{Module, Place};

pub const RULE: Rule = Rule {
    id: "module-collision",
    severity: Severity::Warning,
    summary: "Two active plans change the same module, and neither waits for the other.",
    help: "They are written side by side and do not know of each other: what one builds on, the other takes away. Plans \
that are done, cut or archived do not count, and neither does a change of all modules.\n\nDecide which goes first and \
say so in `depends_on` and `blocks`.",
    check: Check::Tree(check),
};

pub const EXAMPLE: Example = Example {
    rule: RULE.id,
    bad: "//- _overview.md\n## Module Index\n| Module | Origin Plan | Modified By |\n|---|---|---|\n| winch | SP01 | PP02, \
PP03 |\n//- SP01_pier/modules/winch.md\n---\nmodule: winch\n---\n//- SP01_pier/_overview.md\n---\nstatus: \
DONE\n---\n//- PP02_paint/_overview.md\n---\nstatus: WIP\n---\n//- PP03_oil/_overview.md\n---\nstatus: TODO\n---\n",
    found: &["_overview.md:4"],
    good: "//- _overview.md\n## Module Index\n| Module | Origin Plan | Modified By |\n|---|---|---|\n| winch | SP01 | SP01, \
PP02, PP03 |\n//- SP01_pier/modules/winch.md\n---\nmodule: winch\n---\n//- SP01_pier/_overview.md\n---\nstatus: \
DONE\n---\n//- PP02_paint/_overview.md\n---\nstatus: WIP\ndepends_on: [PP04]\n---\n//- PP04_dry/_overview.md\n---\n\
depends_on: [PP03]\nstatus: WIP\n---\n//- PP03_oil/_overview.md\n---\nstatus: WIP\n---\n",
};

fn check(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    let mut waits = Waits::of(scene);
    for module in &scene.plan.modules {
        let modifiers = active_modifiers(scene, module);
        if modifiers.len() < 2 {
            continue;
        }
        modifiers.iter().for_each(|(plan, _)| waits.follow(*plan));
        let collides = |plan: usize| {
            let mut others = modifiers.iter().filter(|(other, _)| *other != plan);
            others.any(|(other, _)| !waits.is_ordered(plan, *other))
        };
        let colliding: Vec<&(usize, Place)> = modifiers.iter().filter(|(plan, _)| collides(*plan)).collect();
        let items = colliding.iter().filter_map(|(plan, _)| scene.item(*plan));
        let ids: Vec<&str> = items.map(|item| item.id.as_str()).collect();
        let name = &module.name;
        let message = match ids.as_slice() {
            [] => continue,
            [one, other] => format!("{one} and {other} both change {name}, and neither waits for the other."),
            _ => format!(
                "{} active plans change {name}, and not all of them wait for one another: {}.",
                ids.len(),
                ids.join(", ")
            ),
        };
        let mut places: Vec<Place> = colliding.iter().map(|(_, place)| place.clone()).collect();
        places.dedup();
        let row = module.index.as_ref().map(|row| row.place.clone());
        let Some(place) = row.or_else(|| places.first().cloned()) else { continue };
        places.retain(|other| *other != place);
        found.push(Finding::new(RULE.id, place, message).about(ids).about([name]).because(places));
    }
}

/// The plans in work that change a module, in order, each with a line that says so.
fn active_modifiers(scene: &Scene<'_>, module: &Module) -> Vec<(usize, Place)> {
    let stated = module.modified_by.iter().map(|plan| (scene.plan_of(&plan.text), plan.place.clone()));
    let changes = scene.changes.of_module(&module.name).iter().filter_map(|stated| {
        let delta = scene.plan.deltas.get(stated.delta)?;
        let change = delta.changes.get(stated.change).filter(|change| !change.is_new_module())?;
        Some((stated.plan, Place { path: delta.place.path.clone(), line: change.line }))
    });
    let mut found: Vec<(usize, Place)> = Vec::new();
    for (plan, place) in stated.chain(changes) {
        let is_active = |index: &usize| {
            scene.item(*index).is_some_and(|item| item.status.base.is_open() && !item.archived)
        };
        found.extend(plan.filter(is_active).map(|plan| (plan, place)));
    }
    order::sort(&mut found);
    found.dedup_by_key(|(plan, _)| *plan);
    found
}

/// Which plans wait for which, their phases included, be it through others.
struct Waits {
    /// For each item, the number of its plan among the plans.
    plan_of: Vec<usize>,
    /// For each plan, the plans that it waits for.
    needs: Vec<Vec<usize>>,
    /// For each plan, whether it waits for another, be it through others; empty until somebody asks.
    reached: Vec<Vec<bool>>,
}

impl Waits {
    fn of(scene: &Scene<'_>) -> Waits {
        let items = &scene.plan.items;
        let mut waits = Waits { plan_of: vec![usize::MAX; items.len()], needs: Vec::new(), reached: Vec::new() };
        let mut number = |item: usize| {
            let plan = items.get(item).and_then(|item| scene.plan_of(&item.id)).unwrap_or(item);
            let known = waits.plan_of.get(plan).copied().filter(|known| *known != usize::MAX);
            let number = known.unwrap_or(waits.needs.len());
            if known.is_none() {
                waits.needs.push(Vec::new());
            }
            for index in [plan, item] {
                waits.plan_of.get_mut(index).into_iter().for_each(|known| *known = number);
            }
            number
        };
        let edges = scene.dependencies.all().iter();
        let pairs: Vec<(usize, usize)> = edges.map(|edge| (number(edge.from), number(edge.to))).collect();
        for (from, to) in pairs {
            waits.needs.get_mut(from).into_iter().for_each(|needs| needs.push(to));
        }
        waits.reached = vec![Vec::new(); waits.needs.len()];
        waits
    }

    fn number(&self, item: usize) -> usize {
        self.plan_of.get(item).copied().unwrap_or(usize::MAX)
    }

    /// Finds what a plan waits for, unless that is known.
    fn follow(&mut self, item: usize) {
        let start = self.number(item);
        if self.reached.get(start).is_none_or(|reached| !reached.is_empty()) {
            return;
        }
        let mut reached = vec![false; self.needs.len()];
        let mut pending = vec![start];
        while let Some(plan) = pending.pop() {
            for next in self.needs.get(plan).into_iter().flatten() {
                if let Some(seen) = reached.get_mut(*next).filter(|seen| !**seen) {
                    *seen = true;
                    pending.push(*next);
                }
            }
        }
        self.reached.get_mut(start).into_iter().for_each(|known| *known = std::mem::take(&mut reached));
    }

    /// Whether one of two plans that were followed waits for the other.
    fn is_ordered(&self, one: usize, other: usize) -> bool {
        let waits = |from: usize, to: usize| {
            let reached = self.reached.get(self.number(from));
            reached.and_then(|reached| reached.get(self.number(to))).copied().unwrap_or_default()
        };
        waits(one, other) || waits(other, one)
    }
}
