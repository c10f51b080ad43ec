//! The plan of a DREAM tree being made, in steps: the order of the tree by its paths, items run by run, what is said of
//! the whole tree, what follows from both run by run, modules, requirements. After another plan all that is taken over
//! that cannot have changed.

use super::modules;
use super::requirements;
use super::run::{self, Said};
use super::statuses::RootTable;
use super::structure::{Ordering, Structure, speaks_of_all};
use super::whole::{self, Whole};
use super::{ROOT, Scene};
use crate::dialect::Reading;
use crate::dialect::items::{self, References};
use crate::list::List;
use crate::named::Named;
use crate::plan::{BaseStatus, Item, Module, Names, Plan, Requirement};
use std::sync::Arc;

/// A plan and what it was made of.
#[derive(Debug)]
pub(in crate::dialect) struct Kept {
    plan: Plan,
    reading: Reading,
    structure: Arc<Structure>,
    /// What items and modules are called.
    names: Names,
    table: Arc<RootTable>,
    /// The specs of each module, by the positions of their items.
    specs: Arc<Named<Vec<usize>>>,
    whole: Arc<Whole>,
    said: Vec<Arc<Said>>,
}

impl Kept {
    /// What the items and modules of the plan are called.
    pub(in crate::dialect) fn names(&self) -> &Names {
        &self.names
    }
}

/// A plan being made.
#[derive(Debug)]
pub(in crate::dialect) struct Making {
    reading: Reading,
    before: Option<Arc<Kept>>,
    stage: Stage,
    /// How far the stage is.
    next: usize,
    ordering: Option<Ordering>,
    structure: Arc<Structure>,
    names: Names,
    table: Arc<RootTable>,
    specs: Arc<Named<Vec<usize>>>,
    whole: Whole,
    /// What is said of the whole tree, when that is known.
    known_whole: Option<Arc<Whole>>,
    said: Vec<Arc<Said>>,
    /// The runs in whose files something has changed.
    changed: Vec<bool>,
    items: Vec<Arc<Vec<Item>>>,
    modules: Vec<Module>,
    plan: Plan,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Order,
    Items,
    Whole,
    Runs,
    Modules,
    Rest,
    Done,
}

impl Making {
    /// Begins the plan of what has been read so far. `before` is what another plan was made of.
    pub(in crate::dialect) fn begin(reading: &Reading, before: Option<&Arc<Kept>>) -> Making {
        // Of a tree in another order nothing stays where it was.
        let before = before.filter(|kept| {
            kept.reading.is_past_first() == reading.is_past_first()
                && kept.reading.files().has_same_paths(reading.files())
        });
        let mut making = Making {
            reading: reading.clone(),
            before: before.cloned(),
            stage: Stage::Order,
            next: 0,
            ordering: None,
            structure: Arc::default(),
            names: Names::default(),
            table: Arc::default(),
            specs: Arc::default(),
            whole: Whole::default(),
            known_whole: None,
            said: Vec::new(),
            changed: Vec::new(),
            items: Vec::new(),
            modules: Vec::new(),
            plan: Plan::default(),
        };
        match before {
            Some(kept) => {
                making.structure = Arc::clone(&kept.structure);
                making.names = kept.names.clone();
                making.items = kept.plan.items.parts().to_vec();
                making.find_changes(kept);
                making.go_on(Stage::Items);
            }
            None => making.ordering = Some(Ordering::of(reading)),
        }
        making
    }

    /// Finds the runs in which something has changed.
    fn find_changes(&mut self, kept: &Kept) {
        let is_same =
            |index: usize| match (self.reading.shared_digest(index), kept.reading.shared_digest(index)) {
                (Some(now), Some(before)) => Arc::ptr_eq(now, before),
                (now, before) => now.is_none() && before.is_none(),
            };
        let is_same = |index: usize| {
            is_same(index) && self.reading.why_unreadable(index) == kept.reading.why_unreadable(index)
        };
        let root = self.reading.files().index_of(ROOT);
        self.table = match root.is_none_or(is_same) {
            true => Arc::clone(&kept.table),
            false => Arc::new(RootTable::of(&self.reading)),
        };
        let (structure, table) = (&self.structure, &self.table);
        let says_the_same = |run: usize| {
            let items = self.items.get(run).into_iter().flat_map(|items| items.iter());
            let mut outermost = items.filter(|item| item.parent.is_none() && !item.template);
            outermost.all(|item| table.says_the_same(&kept.table, item, structure))
        };
        let is_table_same = Arc::ptr_eq(table, &kept.table);
        let changed = structure
            .runs
            .iter()
            .enumerate()
            .map(|(at, run)| !run.files.clone().all(is_same) || !(is_table_same || says_the_same(at)));
        self.changed = changed.collect();
        let files = self.reading.files();
        let is_whole_same = structure.runs.iter().filter(|run| run.speaks_of_all).all(|run| {
            let speaks =
                |index: &usize| files.entry(*index).is_some_and(|entry| speaks_of_all(entry.path().as_str()));
            run.files.clone().filter(speaks).all(is_same)
        });
        self.known_whole = is_whole_same.then(|| Arc::clone(&kept.whole));
    }

    fn go_on(&mut self, stage: Stage) {
        (self.stage, self.next) = (stage, 0);
    }

    fn kept(&self) -> Option<&Kept> {
        self.before.as_deref()
    }

    /// Goes on with so many files. Whether the plan is made.
    pub(in crate::dialect) fn step(&mut self, files: usize) -> bool {
        match self.stage {
            Stage::Order => {
                if self.ordering.as_mut().is_none_or(|ordering| ordering.step(files)) {
                    self.end_order();
                }
            }
            Stage::Items => self.fill(files),
            Stage::Whole => self.read_whole(),
            Stage::Runs => self.read_runs(files),
            Stage::Modules => self.make_modules(files),
            Stage::Rest => self.conclude(),
            Stage::Done => {}
        }
        self.stage == Stage::Done
    }

    fn end_order(&mut self) {
        let Some(ordering) = self.ordering.take() else { return };
        let (structure, items) = ordering.finish();
        self.structure = Arc::new(structure);
        self.changed = vec![true; items.len()];
        self.items = items;
        self.table = Arc::new(RootTable::of(&self.reading));
        self.go_on(Stage::Items);
    }

    /// The next run, when there is one. Runs in which nothing has changed are passed over.
    fn next_run(&mut self, is_left: impl Fn(&Making, usize) -> bool) -> Option<usize> {
        while self.next < self.structure.runs.len() {
            let run = self.next;
            self.next += 1;
            if is_left(self, run) {
                return Some(run);
            }
        }
        None
    }

    fn has_changed(&self, run: usize) -> bool {
        self.changed.get(run).copied().unwrap_or(true)
    }

    /// Gives the items of the next runs what their files say.
    fn fill(&mut self, files: usize) {
        let mut done = 0;
        while done < files.max(1) {
            let Some(at) = self.next_run(Making::has_changed) else {
                self.end_items();
                return;
            };
            let (Some(run), Some(bare)) = (self.structure.runs.get(at), self.items.get(at)) else { continue };
            done += run.files.len();
            let filled = run::filled(&self.reading, run, bare, &self.table, &self.structure);
            if let Some(part) = self.items.get_mut(at) {
                *part = Arc::new(filled);
            }
        }
    }

    /// Makes the plan that has items and nothing else.
    fn end_items(&mut self) {
        let items = List::of_parts(std::mem::take(&mut self.items));
        self.plan = items::plan_without_remarks(&self.reading, items);
        self.plan.by_id = Arc::clone(&self.structure.by_id);
        self.plan.by_path = Arc::clone(&self.structure.by_path);
        self.names = match &self.before {
            Some(_) => self.names.of_same_items(&self.plan),
            None => Names::of(&self.plan),
        };
        match self.before.as_ref().filter(|kept| self.has_same_specs(&kept.plan)) {
            Some(kept) => self.specs = Arc::clone(&kept.specs),
            None => {
                let mut specs: Named<Vec<usize>> = Named::default();
                for (run, items) in self.structure.runs.iter().zip(self.plan.items.parts()) {
                    for (module, item) in run::specs(items, run.items.start) {
                        specs.change(module, |items| items.push(item));
                    }
                }
                self.specs = Arc::new(specs);
                self.known_whole = None;
            }
        }
        self.go_on(Stage::Whole);
    }

    /// Whether the specs of a plan before describe the same modules.
    fn has_same_specs(&self, before: &Plan) -> bool {
        let parts = self.plan.items.parts().iter().zip(before.items.parts());
        let mut changed = parts.filter(|(now, before)| !Arc::ptr_eq(now, before));
        changed.all(|(now, before)| run::specs(now, 0).eq(run::specs(before, 0)))
    }

    fn read_whole(&mut self) {
        if self.known_whole.is_none() {
            let scene = scene(&self.reading, &self.plan, &self.names);
            self.whole.step(self.next, &scene, &self.specs);
            self.next += 1;
            if self.next < whole::STEPS {
                return;
            }
            self.known_whole = Some(Arc::new(std::mem::take(&mut self.whole)));
        }
        self.said = self.kept().map(|kept| kept.said.clone()).unwrap_or_default();
        self.said.resize(self.structure.runs.len(), Arc::default());
        self.go_on(Stage::Runs);
    }

    /// Whether what is said of the whole tree is what was said before.
    fn is_whole_same(&self) -> bool {
        match (self.kept(), &self.known_whole) {
            (Some(kept), Some(whole)) => Arc::ptr_eq(&kept.whole, whole),
            _ => false,
        }
    }

    /// Whether something may be said in a run that was not said before.
    fn is_to_be_read(&self, run: usize) -> bool {
        let speaks = || self.structure.runs.get(run).is_some_and(|run| run.speaks_of_all);
        let asks = || self.said.get(run).is_some_and(|said| said.asks);
        self.has_changed(run) || !self.is_whole_same() && (speaks() || asks())
    }

    fn read_runs(&mut self, files: usize) {
        let Some(whole) = self.known_whole.clone() else { return };
        let mut done = 0;
        while done < files.max(1) {
            let Some(at) = self.next_run(Making::is_to_be_read) else {
                self.go_on(Stage::Modules);
                return;
            };
            let (Some(run), Some(items)) = (self.structure.runs.get(at), self.plan.items.parts().get(at))
            else {
                continue;
            };
            done += run.files.len();
            let scene = scene(&self.reading, &self.plan, &self.names);
            let mut said = Said::of(&scene, run, items, &whole);
            if let Some(before) = self.kept().and_then(|kept| kept.said.get(at)) {
                said.keep_same(before);
            }
            if let Some(slot) = self.said.get_mut(at) {
                *slot = Arc::new(said);
            }
        }
    }

    fn make_modules(&mut self, count: usize) {
        let Some(whole) = self.known_whole.clone() else { return };
        let scene = scene(&self.reading, &self.plan, &self.names);
        let made = |name: &str| {
            let specs = self.specs.get(name).map_or(&[][..], Vec::as_slice);
            modules::made(&scene, name, specs, whole.index.get(name), whole.births.get(name))
        };
        if let Some(before) = self.kept().filter(|_| self.is_whole_same()).map(|kept| &kept.plan) {
            let mut modules = before.modules.clone();
            let parts = self.plan.items.parts().iter().zip(before.items.parts());
            for (items, _) in parts.filter(|(now, before)| !Arc::ptr_eq(now, before)) {
                for (name, _) in run::specs(items, 0) {
                    let Ok(at) = modules.find_by(|module| module.name.as_str().cmp(name)) else { continue };
                    let module = made(name);
                    if modules.get(at) != Some(&module)
                        && let Some(slot) = modules.get_mut(at)
                    {
                        *slot = module;
                    }
                }
            }
            self.plan.modules = modules;
            self.go_on(Stage::Rest);
            return;
        }
        let end = self.next.saturating_add(count.max(1)).min(whole.modules.len());
        let next: Vec<Module> =
            whole.modules.get(self.next..end).unwrap_or_default().iter().map(|name| made(name)).collect();
        self.modules.extend(next);
        self.next = end;
        if self.next == whole.modules.len() {
            self.plan.modules = std::mem::take(&mut self.modules).into();
            self.go_on(Stage::Rest);
        }
    }

    /// Puts everything together.
    fn conclude(&mut self) {
        let Some(whole) = self.known_whole.clone() else { return };
        let mut people = whole.people.clone();
        for (person, alias) in self.said.iter().flat_map(|said| &said.aliases) {
            people.get_mut(*person).into_iter().for_each(|person| super::people::add_alias(person, alias));
        }
        let said = &self.said;
        let holders: Vec<_> = said.iter().flat_map(|said| &said.holders).collect();
        super::people::add_holders(&mut people, &holders);
        let plan = &mut self.plan;
        plan.people = people.into();
        plan.deltas = whole.deltas.clone();
        plan.sprint = whole.sprint.clone();
        plan.plan_rows = whole.plan_rows.clone();
        plan.reading_order = whole.reading_order.clone();
        plan.integration_map = whole.integration_map.clone();
        plan.notes = whole.notes.clone();
        plan.decisions = whole.decisions.clone();
        plan.claims = whole.claims.clone();
        plan.snapshots = whole.snapshots.clone();
        plan.relations = List::of_parts(said.iter().map(|said| Arc::clone(&said.relations)).collect());
        plan.child_rows = List::of_parts(said.iter().map(|said| Arc::clone(&said.child_rows)).collect());
        plan.gaps = List::of_parts(said.iter().map(|said| Arc::clone(&said.gaps)).collect());
        plan.deadlines = List::of_parts(said.iter().map(|said| Arc::clone(&said.deadlines)).collect());
        plan.problems = List::of_parts(said.iter().map(|said| Arc::clone(&said.problems)).collect());
        plan.ignores = List::of_parts(said.iter().map(|said| Arc::clone(&said.ignores)).collect());
        self.plan.requirements = self.requirements(&whole);
        self.stage = Stage::Done;
    }

    /// What has to hold, and who owns it: those before, when nothing has changed of what may own them.
    fn requirements(&self, whole: &Whole) -> List<Requirement> {
        if let Some(kept) = self.kept().filter(|_| self.is_whole_same())
            && Arc::ptr_eq(&self.specs, &kept.specs)
            && self.said.iter().zip(&kept.said).all(|(now, before)| now.disowned == before.disowned)
            && self.has_same_candidates(&kept.plan)
        {
            return kept.plan.requirements.clone();
        }
        let disowned = self.said.iter().flat_map(|said| &said.disowned);
        let all: Vec<Requirement> = whole.requirements.iter().chain(disowned).cloned().collect();
        if all.is_empty() {
            return List::default();
        }
        let scene = scene(&self.reading, &self.plan, &self.names);
        requirements::owned(all, &scene, &self.plan).into()
    }

    /// Whether the items that may own a requirement are those that there were before: only cut ones may not.
    fn has_same_candidates(&self, before: &Plan) -> bool {
        let is_cut = |item: &Item| item.status.base == BaseStatus::Cut;
        let parts = self.plan.items.parts().iter().zip(before.items.parts());
        let mut changed = parts.filter(|(now, before)| !Arc::ptr_eq(now, before));
        changed.all(|(now, before)| now.iter().map(is_cut).eq(before.iter().map(is_cut)))
    }

    /// The plan, and what it was made of.
    pub(in crate::dialect) fn finish(mut self) -> (Plan, Arc<Kept>) {
        while !self.step(usize::MAX) {}
        let kept = Kept {
            names: self.names.of_same_items(&self.plan),
            plan: self.plan.clone(),
            reading: self.reading,
            structure: self.structure,
            table: self.table,
            specs: self.specs,
            whole: self.known_whole.unwrap_or_default(),
            said: self.said,
        };
        (self.plan, Arc::new(kept))
    }
}

fn scene<'a>(reading: &'a Reading, plan: &'a Plan, names: &'a Names) -> Scene<'a> {
    Scene { reading, plan, references: References::new(plan, names, super::folders::id_of) }
}
