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
    /// In order of module, item, kind and source.
    touches: Vec<Touch>,
    /// For each module, where in `touches` its own begin.
    starts: Vec<usize>,
    of_item: Vec<Vec<usize>>,
    parts: Vec<Vec<usize>>,
    unmet: Vec<Vec<usize>>,
}

/// A plan made or changed a module. There are many, so each says where it stands by positions alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Touch {
    /// The module, by position.
    pub module: usize,
    /// The plan or phase, by position.
    pub item: usize,
    /// What it did to it.
    pub kind: TouchKind,
    /// What says so.
    pub source: Source,
    /// Position of what says so: the modifier in the row of the Module Index, the relation of a spec, the item of a
    /// spec, the delta.
    stated: usize,
    /// Position of the change in its delta.
    change: usize,
}

impl Touch {
    /// The line that says so.
    pub fn place(&self, plan: &Plan) -> Place {
        let place = match self.source {
            Source::Index => {
                let row = plan.modules.get(self.module).and_then(|module| module.index.as_ref());
                row.map(|row| row.place.clone())
            }
            Source::Spec => plan.relations.get(self.stated).map(|relation| relation.place.clone()),
            Source::Folder => plan.items.get(self.stated).map(|item| item.place.clone()),
            Source::Delta => plan.deltas.get(self.stated).and_then(|delta| {
                let line = delta.changes.get(self.change)?.line;
                Some(Place { path: delta.place.path.clone(), line })
            }),
        };
        // It was made of what stands at these positions, so there always is something.
        place.unwrap_or_else(|| Place { path: String::new(), line: 1 })
    }

    /// What stands behind the plan in brackets in the Module Index: `CUT`.
    pub fn note<'a>(&self, plan: &'a Plan) -> Option<&'a str> {
        if self.source != Source::Index || self.kind != TouchKind::Changed {
            return None;
        }
        let row = plan.modules.get(self.module)?.index.as_ref()?;
        row.modified_by.get(self.stated)?.note.as_deref()
    }
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
            starts: Vec::with_capacity(plan.modules.len() + 1),
            of_item: vec![Vec::new(); plan.items.len()],
            parts: vec![Vec::new(); plan.items.len()],
            unmet: vec![Vec::new(); plan.items.len()],
        };
        ties.add_index(plan);
        ties.add_specs(plan);
        ties.add_deltas(plan);
        order::sort(&mut ties.touches);
        let mut at = 0;
        for module in 0..=plan.modules.len() {
            while ties.touches.get(at).is_some_and(|touch| touch.module < module) {
                at += 1;
            }
            ties.starts.push(at);
        }
        for (at, touch) in ties.touches.iter().enumerate() {
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

    /// Who touched a module, in order of plan, kind and source.
    pub fn of_module(&self, module: usize) -> &[Touch] {
        let start = self.starts.get(module).copied().unwrap_or_default();
        let end = self.starts.get(module + 1).copied().unwrap_or_default();
        self.touches.get(start..end).unwrap_or_default()
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

    fn add_index(&mut self, plan: &Plan) {
        for (module, known) in plan.modules.iter().enumerate() {
            let Some(row) = &known.index else { continue };
            let mut add = |target: &Target, kind: TouchKind, stated: usize| {
                if let Some(item) = position(plan, target) {
                    self.touches.push(Touch { module, item, kind, source: Source::Index, stated, change: 0 });
                }
            };
            row.origin.iter().for_each(|origin| add(origin, TouchKind::Made, 0));
            for (stated, modifier) in row.modified_by.iter().enumerate() {
                add(&modifier.plan, TouchKind::Changed, stated);
            }
        }
    }

    /// A spec names the plans that changed its module, and lies in a plan that touches it: the one that made it, or
    /// one that describes it anew.
    fn add_specs(&mut self, plan: &Plan) {
        let specs = plan.items.iter().enumerate().filter(|(_, item)| item.kind == ItemKind::Module);
        for (stated, item) in specs.filter(|(_, item)| !item.template) {
            let holder = item.parent.and_then(|at| Some((at, plan.items.get(at)?)));
            let Some((at, holder)) = holder else { continue };
            let Some(module) = self.module(item.module_name()) else { continue };
            let origin = plan.modules.get(module).and_then(|module| module.origin.as_ref());
            let is_made = origin.is_some_and(|origin| origin.text == holder.id);
            self.touches.push(Touch {
                module,
                item: at,
                kind: if is_made { TouchKind::Made } else { TouchKind::Changed },
                source: Source::Folder,
                stated,
                change: 0,
            });
        }
        for (stated, relation) in plan.relations.iter().enumerate() {
            if relation.kind != RelationKind::Modifies || !relation.resolved {
                continue;
            }
            let (module, item) = (self.module(&relation.to), plan.index_of(&relation.from));
            if let (Some(module), Some(item)) = (module, item) {
                let (kind, source) = (TouchKind::Changed, Source::Spec);
                self.touches.push(Touch { module, item, kind, source, stated, change: 0 });
            }
        }
    }

    fn add_deltas(&mut self, plan: &Plan) {
        for (stated, delta) in plan.deltas.iter().enumerate() {
            let Some(item) = delta.plan.as_ref().and_then(|target| position(plan, target)) else { continue };
            for (change, said) in delta.changes.iter().enumerate() {
                let Some(module) = said.module.as_ref().and_then(|name| self.module(name)) else { continue };
                let kind = if said.is_new_module() { TouchKind::Made } else { TouchKind::Changed };
                self.touches.push(Touch { module, item, kind, source: Source::Delta, stated, change });
            }
        }
    }
}

/// The position of what was found under a name.
fn position(plan: &Plan, target: &Target) -> Option<usize> {
    plan.index_of(&target.id).filter(|_| target.resolved)
}
