//! How the parts of a tree hang together, found once for all answers: who needs whom, and which plans made and
//! changed which modules, each with the line that says it.

use super::Inquiry;
use crate::named::Named;
use crate::order;
use crate::plan::{Date, Dependencies, ItemKind, Place, Plan, RelationKind, Target};

/// How the parts of a tree hang together.
#[derive(Clone, Debug, Default)]
pub struct Ties {
    /// Who needs whom.
    pub dependencies: Dependencies,
    modules: Named<usize>,
    /// In order of module, plan, source and place.
    touches: Vec<Touch>,
    of_module: Vec<Vec<usize>>,
    of_item: Vec<Vec<usize>>,
    parts: Vec<Vec<usize>>,
    unmet: Vec<Vec<usize>>,
}

/// A plan made or changed a module.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Touch {
    /// The module, by position.
    pub module: usize,
    /// The plan or phase, by position.
    pub item: usize,
    /// What it did to it.
    pub kind: TouchKind,
    /// What says so.
    pub source: Source,
    /// The line.
    pub place: Place,
    /// What stands behind the plan in brackets: `CUT`.
    pub note: Option<String>,
}

/// What a plan did to a module.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TouchKind {
    /// Made it.
    Made,
    /// Changed it.
    Changed,
}

/// What says that a plan touched a module.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The Module Index of the root.
    Index,
    /// The spec of the module.
    Spec,
    /// The folder in which the spec lies.
    Folder,
    /// A State Delta.
    Delta,
}

impl Ties {
    /// The ties of a plan.
    pub fn of(plan: &Plan) -> Ties {
        let mut modules = Named::default();
        for (at, module) in plan.modules.iter().enumerate() {
            modules.insert(&module.name, at);
        }
        let mut ties = Ties {
            dependencies: Dependencies::of(plan),
            modules,
            touches: Vec::new(),
            of_module: vec![Vec::new(); plan.modules.len()],
            of_item: vec![Vec::new(); plan.items.len()],
            parts: vec![Vec::new(); plan.items.len()],
            unmet: vec![Vec::new(); plan.items.len()],
        };
        ties.add_index(plan);
        ties.add_specs(plan);
        ties.add_deltas(plan);
        order::sort(&mut ties.touches);
        ties.touches.dedup();
        for (at, touch) in ties.touches.iter().enumerate() {
            ties.of_module.get_mut(touch.module).into_iter().for_each(|list| list.push(at));
            ties.of_item.get_mut(touch.item).into_iter().for_each(|list| list.push(at));
        }
        for (at, item) in
            plan.items.iter().enumerate().filter(|(_, item)| item.kind.is_work() && !item.template)
        {
            let list = item.parent.and_then(|parent| ties.parts.get_mut(parent));
            list.into_iter().for_each(|list| list.push(at));
        }
        for (at, relation) in plan.relations.iter().enumerate() {
            if relation.kind == RelationKind::DependsOn
                && !relation.resolved
                && let Some(list) = plan.index_of(&relation.from).and_then(|from| ties.unmet.get_mut(from))
            {
                list.push(at);
            }
        }
        ties
    }

    /// The inquiry into a tree as of a day.
    pub fn inquiry<'a>(&'a self, plan: &'a Plan, day: &'a Date) -> Inquiry<'a> {
        Inquiry { plan, ties: self, day }
    }

    /// The position of a module.
    pub fn module(&self, name: &str) -> Option<usize> {
        self.modules.get(name).copied()
    }

    /// Who touched a module, in order of plan, source and place.
    pub fn of_module(&self, module: usize) -> impl Iterator<Item = &Touch> {
        self.of_module.get(module).into_iter().flatten().filter_map(|at| self.touches.get(*at))
    }

    /// Which modules an item touched itself; its phases touch theirs.
    pub fn of_item(&self, item: usize) -> impl Iterator<Item = &Touch> {
        self.of_item.get(item).into_iter().flatten().filter_map(|at| self.touches.get(*at))
    }

    /// The plans, phases and tasks that lie directly in an item, by position.
    pub fn parts(&self, item: usize) -> &[usize] {
        self.parts.get(item).map_or(&[], Vec::as_slice)
    }

    /// The `depends_on` of an item that refer to nothing, by position in [`Plan::relations`].
    pub fn needs_nothing_known(&self, item: usize) -> &[usize] {
        self.unmet.get(item).map_or(&[], Vec::as_slice)
    }

    fn add(
        &mut self,
        plan: &Plan,
        module: usize,
        target: &Target,
        touch: (TouchKind, Source),
        place: Place,
        note: Option<String>,
    ) {
        let item = Some(target).filter(|target| target.resolved).and_then(|target| plan.index_of(&target.id));
        if let Some(item) = item {
            self.touches.push(Touch { module, item, kind: touch.0, source: touch.1, place, note });
        }
    }

    fn add_index(&mut self, plan: &Plan) {
        for (at, module) in plan.modules.iter().enumerate() {
            let Some(row) = &module.index else { continue };
            if let Some(origin) = &row.origin {
                self.add(plan, at, origin, (TouchKind::Made, Source::Index), row.place.clone(), None);
            }
            for modifier in &row.modified_by {
                let touch = (TouchKind::Changed, Source::Index);
                self.add(plan, at, &modifier.plan, touch, row.place.clone(), modifier.note.clone());
            }
        }
    }

    /// A spec names the plans that changed its module, and lies in a plan that touches it: the one that made it, or
    /// one that describes it anew.
    fn add_specs(&mut self, plan: &Plan) {
        for item in plan.of_kind(ItemKind::Module).filter(|item| !item.template) {
            let Some(module) = self.module(item.module_name()) else { continue };
            let origin = plan.modules.get(module).and_then(|module| module.origin.as_ref());
            if let Some((parent, holder)) = item.parent.and_then(|at| Some((at, plan.items.get(at)?))) {
                let made = origin.is_some_and(|origin| origin.text == holder.id);
                self.touches.push(Touch {
                    module,
                    item: parent,
                    kind: if made { TouchKind::Made } else { TouchKind::Changed },
                    source: Source::Folder,
                    place: item.place.clone(),
                    note: None,
                });
            }
        }
        for relation in plan.relations.iter().filter(|relation| relation.kind == RelationKind::Modifies) {
            let Some(module) = self.module(&relation.to) else { continue };
            let target = Target { id: relation.from.clone(), resolved: relation.resolved };
            self.add(plan, module, &target, (TouchKind::Changed, Source::Spec), relation.place.clone(), None);
        }
    }

    fn add_deltas(&mut self, plan: &Plan) {
        for delta in &plan.deltas {
            let Some(target) = &delta.plan else { continue };
            for change in &delta.changes {
                let Some(module) = change.module.as_ref().and_then(|name| self.module(name)) else {
                    continue;
                };
                let kind = if change.is_new_module() { TouchKind::Made } else { TouchKind::Changed };
                let place = Place { path: delta.place.path.clone(), line: change.line };
                self.add(plan, module, target, (kind, Source::Delta), place, None);
            }
        }
    }
}
