//! Which State Deltas changed which module, and which plans closed with one.

use super::{Change, Date, Delta, Plan, Scope};
use crate::named::Named;

/// A change of a module, by the positions of what states it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ModuleChange {
    /// Position in [`Plan::deltas`].
    pub delta: usize,
    /// Position in [`Delta::changes`].
    pub change: usize,
    /// The plan that made it, by position in [`Plan::items`]; of a phase, the plan it belongs to.
    pub plan: Option<usize>,
}

/// The State Deltas of a tree, by module and by plan.
#[derive(Clone, Debug, Default)]
pub struct ModuleChanges {
    by_module: Named<Vec<ModuleChange>>,
    /// For each item, the positions of the deltas that it or one of its phases has.
    by_plan: Vec<Vec<usize>>,
}

impl ModuleChanges {
    /// The changes that the deltas of a plan state.
    pub fn of(plan: &Plan) -> ModuleChanges {
        let mut changes = ModuleChanges { by_plan: vec![Vec::new(); plan.items.len()], ..Self::default() };
        for (index, delta) in plan.deltas.iter().enumerate() {
            let by = delta.plan.as_ref().and_then(|by| plan.plan_of(&by.id));
            by.and_then(|by| changes.by_plan.get_mut(by)).into_iter().for_each(|deltas| deltas.push(index));
            for (at, change) in delta.changes.iter().enumerate() {
                if let Some(module) = &change.module {
                    let stated = ModuleChange { delta: index, change: at, plan: by };
                    changes.by_module.change(module, |known| known.push(stated));
                }
            }
        }
        changes
    }

    /// The changes that name a module, in the order of the files.
    pub fn of_module(&self, name: &str) -> &[ModuleChange] {
        self.by_module.get(name).map_or(&[], Vec::as_slice)
    }

    /// The deltas of a plan and of its phases, by position in [`Plan::deltas`].
    pub fn of_plan(&self, item: usize) -> &[usize] {
        self.by_plan.get(item).map_or(&[], Vec::as_slice)
    }

    /// Whether a plan changed all modules, or all of a kind: nobody can tell then whether it changed this one.
    pub fn are_collective(&self, plan: &Plan, item: usize) -> bool {
        let mut deltas = self.of_plan(item).iter().filter_map(|delta| plan.deltas.get(*delta));
        deltas.any(|delta| delta.changes.iter().any(|change| change.scope == Scope::All))
    }

    /// Whether a delta of a plan says in so many words that nothing changed.
    pub fn are_none(&self, plan: &Plan, item: usize) -> bool {
        let says_so =
            |change: &Change| change.text.trim_start().to_lowercase().starts_with("no state change");
        let mut deltas = self.of_plan(item).iter().filter_map(|delta| plan.deltas.get(*delta));
        deltas.any(|delta| delta.changes.iter().any(says_so))
    }

    /// The delta with which a plan was closed, when one has a date: the first that does not go on.
    pub fn closing<'a>(&self, plan: &'a Plan, item: usize) -> Option<(&'a Delta, &'a Date)> {
        let id = &plan.items.get(item)?.id;
        let deltas = self.of_plan(item).iter().filter_map(|delta| plan.deltas.get(*delta));
        let own = deltas.filter(|delta| delta.plan.as_ref().is_some_and(|by| by.id == *id));
        let closing = own.filter(|delta| delta.is_closing());
        closing.filter_map(|delta| Some((delta, delta.date.as_ref()?))).min_by(|(_, a), (_, b)| a.cmp(b))
    }
}
