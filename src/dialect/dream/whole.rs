//! What the documents that speak of the whole tree say: the root's overview, State Deltas, notes, the listing. It depends
//! on them, on the names of items, and on which modules have specs; not on what else stands in plans.

use super::modules::Indexed;
use super::people::{self, Words};
use super::{ROOT, Scene, TREE, claims, deltas, gaps, modules, notes, place, root};
use crate::list::List;
use crate::named::Named;
use crate::order;
use crate::plan::{
    Claim, Deadline, Decision, Delta, Gap, GapSource, ItemKind, Note, Person, PlanRow, Problem, Relation,
    RelationKind, Requirement, Snapshot, SprintItem, Stated,
};

/// What is said of the whole tree.
#[derive(Debug, Default)]
pub(super) struct Whole {
    /// The rows of the Module Index, by module.
    pub(super) index: Named<Indexed>,
    /// Modules that are born in a State Delta, with the plan that bore them.
    pub(super) births: Named<Option<Stated>>,
    /// The names of all modules, in order.
    pub(super) modules: Vec<String>,
    pub(super) deltas: List<Delta>,
    pub(super) sprint: List<SprintItem>,
    pub(super) plan_rows: List<PlanRow>,
    pub(super) reading_order: List<Stated>,
    pub(super) integration_map: List<Stated>,
    pub(super) notes: List<Note>,
    pub(super) decisions: List<Decision>,
    /// What notes demand; who owns it is not known yet.
    pub(super) requirements: Vec<Requirement>,
    pub(super) people: Vec<Person>,
    pub(super) words: Words,
    pub(super) claims: List<Claim>,
    pub(super) snapshots: List<Snapshot>,
    /// Gaps that the Module Index and the listing name.
    pub(super) gaps: Vec<Gap>,
    /// What is due by notes.
    pub(super) deadlines: Vec<Deadline>,
    /// What the Plans table says that plans need.
    pub(super) needs: Vec<Relation>,
    /// Who owns which module.
    pub(super) owns: Vec<Relation>,
    pub(super) problems: Vec<Problem>,
    /// Notes by their items.
    notes_of: Named<usize>,
    /// The rows of the Module Index by line.
    rows: Vec<(u32, String)>,
}

/// How many steps there are in reading it.
pub(super) const STEPS: usize = 7;

impl Whole {
    /// Does one of the steps. `specs` are the modules that have specs.
    pub(super) fn step(&mut self, step: usize, scene: &Scene<'_>, specs: &Named<Vec<usize>>) {
        match step {
            0 => modules::read_index(scene, &mut self.index, &mut self.problems),
            1 => self.read_deltas(scene, specs),
            2 => {
                self.sprint = root::sprint(scene, &mut self.problems).into();
                self.reading_order = root::lines(scene, "Reading Order").into();
                self.integration_map = root::lines(scene, "Integration Map").into();
            }
            3 => {
                let (rows, needs) = root::plan_rows(scene);
                (self.plan_rows, self.needs) = (rows.into(), needs);
            }
            4 => {
                self.notes = notes::notes(scene, &mut self.problems).into();
                for (at, note) in self.notes.iter().enumerate() {
                    self.notes_of.insert_new(&note.of, at);
                }
                notes::add_decisions(scene, self);
            }
            5 => {
                people::add_people(scene, self);
                self.words = Words::of(&self.people);
            }
            _ => self.conclude(scene, specs),
        }
    }

    fn read_deltas(&mut self, scene: &Scene<'_>, specs: &Named<Vec<usize>>) {
        let is_known = |name: &str| specs.get(name).is_some() || self.index.get(name).is_some();
        self.deltas = deltas::read(scene, &is_known, &mut self.problems).into();
        for delta in &self.deltas {
            for change in delta.changes.iter().filter(|change| change.is_new_module()) {
                let Some(name) = &change.module else { continue };
                let by = delta.plan.as_ref().filter(|plan| plan.resolved);
                self.births.change(name, |origin| {
                    let stated = by.map(|plan| super::stated(&plan.id, &delta.place.path, change.line));
                    *origin = origin.take().or(stated);
                });
            }
        }
        let mut names: Named<()> = Named::default();
        specs.iter().for_each(|(name, _)| names.insert_new(name, ()));
        self.index.iter().for_each(|(name, _)| names.insert_new(name, ()));
        self.births.iter().for_each(|(name, _)| names.insert_new(name, ()));
        self.modules = names.iter().map(|(name, ())| name.to_owned()).collect();
    }

    /// The note that an item is.
    pub(super) fn note(&self, item: &str) -> Option<&Note> {
        self.notes.get(*self.notes_of.get(item)?)
    }

    /// What a line of a root document is about: a module, or the plan of a State Delta.
    pub(super) fn about(&self, path: &str, line: u32) -> Option<(GapSource, Option<String>)> {
        let row = self.rows.binary_search_by(|(known, _)| known.cmp(&line)).ok();
        if let Some((_, module)) = row.and_then(|row| self.rows.get(row)).filter(|_| path == ROOT) {
            return Some((GapSource::Index, Some(module.clone())));
        }
        let is_said = |delta: &&Delta| {
            delta.place.path == path && delta.changes.iter().any(|change| change.line == line)
        };
        let delta = self.deltas.iter().find(is_said)?;
        Some((GapSource::Delta, delta.plan.as_ref().map(|plan| plan.id.clone())))
    }

    /// What follows from all of that.
    fn conclude(&mut self, scene: &Scene<'_>, specs: &Named<Vec<usize>>) {
        for item in scene.plan.of_kind(ItemKind::Exploration).filter(|item| !item.template) {
            let note = self.notes_of.get(&item.id).and_then(|at| self.notes.get_mut(*at));
            gaps::add_deadlines(scene, item, note, &mut self.deadlines);
        }
        for note in &mut self.notes {
            gaps::expire(note);
        }
        self.claims = claims(scene, &self.notes, &self.deltas).into();
        for (name, row) in self.index.iter() {
            self.owns.extend(row.owners.iter().map(|owner| Relation {
                from: owner.name.text.clone(),
                to: name.to_owned(),
                kind: RelationKind::Owns,
                resolved: true,
                place: owner.name.place.clone(),
            }));
            self.gaps.extend(row.gap.iter().map(|gap| gaps::of_index(name, gap)));
            self.rows.extend(row.line().map(|line| (line, name.to_owned())));
        }
        order::sort(&mut self.rows);
        self.snapshots.extend(super::super::story::of_tree_file(scene.reading));
        let listed = modules::Listed::of(&self.index, specs, scene);
        for entry in self.snapshots.iter().flat_map(|snapshot| &snapshot.entries) {
            let note = entry.note.as_deref().unwrap_or_default();
            let module = |path: &str| listed.module(path).map(str::to_owned);
            self.gaps.extend(gaps::listed(scene.plan, &module, &entry.path, note, place(TREE, entry.line)));
        }
    }
}
