//! What the files of one run say: the items in full, and all that follows from them and what speaks of the whole tree.

use super::super::digest::StatusRow;
use super::super::items::{self, folder_of, listed, name_of, pieces, stem_of};
use super::super::marks::MarkKind;
use super::super::{Digest, Reading};
use super::statuses::{RootTable, Tables};
use super::structure::{Run, Structure};
use super::whole::Whole;
use super::{Scene, gaps, modules, place, relations, requirements, statuses};
use crate::document::MapEntry;
use crate::order;
use crate::plan::{
    ChildRow, Deadline, Gap, Ignore, Item, ItemKind, Place, Problem, Relation, RelationKind, Requirement,
};
use std::sync::Arc;

/// What the files of a run say, besides its items.
#[derive(Clone, Debug, Default)]
pub(super) struct Said {
    pub(super) relations: Arc<Vec<Relation>>,
    pub(super) child_rows: Arc<Vec<ChildRow>>,
    pub(super) gaps: Arc<Vec<Gap>>,
    pub(super) deadlines: Arc<Vec<Deadline>>,
    pub(super) problems: Arc<Vec<Problem>>,
    pub(super) ignores: Arc<Vec<Ignore>>,
    /// Requirements that nobody owned.
    pub(super) disowned: Vec<Requirement>,
    /// Whether it says whom to ask, which depends on who takes part.
    pub(super) asks: bool,
    /// By what names it calls people, by their positions.
    pub(super) aliases: Vec<(usize, String)>,
    /// Who has its items in hand, and where that stands.
    pub(super) holders: Vec<(String, Place)>,
}

/// The items of a run with what its files say of each. `bare` are its items, of which only the paths count.
pub(super) fn filled(
    reading: &Reading,
    run: &Run,
    bare: &[Item],
    root: &RootTable,
    structure: &Structure,
) -> Vec<Item> {
    let files = reading.files();
    let entries = || run.files.clone().filter_map(|index| Some((index, files.entry(index)?.path().as_str())));
    let legacy: Vec<(&str, usize)> = entries()
        .filter(|(_, path)| name_of(path) == "plan.yaml")
        .map(|(index, path)| (folder_of(path), index))
        .collect();
    let mut next = entries().peekable();
    let mut items: Vec<Item> = Vec::with_capacity(bare.len());
    // The files of the items, in their order.
    let mut sources: Vec<Option<usize>> = Vec::with_capacity(bare.len());
    for bare in bare {
        // Where there is no overview, the folder itself is the place.
        let has_file = bare.folder.as_ref() != Some(&bare.place.path);
        while has_file && next.next_if(|(_, path)| *path != bare.place.path).is_some() {}
        let index = next.next_if(|_| has_file).map(|(index, _)| index);
        let digest = index.and_then(|index| reading.digest(index));
        let mut item = content(bare, digest);
        if let Some(folder) = &bare.folder {
            item.is_read = digest.is_some() || index.is_none();
            // A legacy plan.yaml beside an overview adds the fields that the overview leaves out.
            let beside = legacy.iter().find(|(path, _)| path == folder).map(|(_, index)| *index);
            let beside = beside.filter(|beside| index.is_some_and(|index| index != *beside));
            if let Some(beside) = beside.and_then(|beside| reading.digest(beside)) {
                add_missing(Arc::make_mut(&mut item.frontmatter), &beside.fields);
                item.priority = item.field("priority").map(str::to_owned);
            }
        }
        items.push(item);
        sources.push(index);
    }
    let rows = |item: usize| -> &[StatusRow] {
        let index = sources.get(item).copied().flatten();
        index.and_then(|index| reading.digest(index)).map_or(&[], |digest| &digest.rows)
    };
    let tables = Tables::of(&items, &rows);
    statuses::state(&mut items, run.items.start, &tables, root, structure);
    items
}

/// An item with what its own file says of it.
fn content(bare: &Item, digest: Option<&Digest>) -> Item {
    let path = &bare.place.path;
    let name = match &bare.folder {
        Some(folder) => name_of(folder),
        None => stem_of(name_of(path)),
    };
    Item {
        id: bare.id.clone(),
        claims: bare.claims.clone(),
        folder: bare.folder.clone(),
        parent: bare.parent,
        archived: bare.archived,
        template: bare.template,
        title: items::title(digest, name),
        ..items::item(path, bare.kind, digest)
    }
}

fn add_missing(fields: &mut Vec<MapEntry>, more: &[MapEntry]) {
    for entry in more {
        if !fields.iter().any(|field| field.key == entry.key) {
            fields.push(entry.clone());
        }
    }
}

/// The modules that specs among these items describe, each with the position of its spec.
pub(super) fn specs(items: &[Item], start: usize) -> impl Iterator<Item = (&str, usize)> {
    let specs = items.iter().enumerate().filter(|(_, item)| item.kind == ItemKind::Module);
    specs.map(move |(at, item)| (module_of(item), start + at))
}

/// The module that a spec describes.
pub(super) fn module_of(item: &Item) -> &str {
    item.field("module").unwrap_or_else(|| stem_of(item.name())).trim()
}

impl Said {
    /// What the files of a run say. The items of all runs are known to `scene`.
    pub(super) fn of(scene: &Scene<'_>, run: &Run, items: &[Item], whole: &Whole) -> Said {
        let mut said = Said::default();
        let mut problems: Vec<Problem> = Vec::new();
        add_remarks(scene.reading, run, &mut problems, Arc::make_mut(&mut said.ignores));
        modules::note_dates(items, &mut problems);
        let relations = relations(scene, items, &mut problems);
        let child_rows = statuses::child_rows(scene, items);
        let mut gaps = gaps::Gathered::default();
        let mut deadlines: Vec<Deadline> = Vec::new();
        for item in items.iter().filter(|item| !item.template) {
            gaps::add(scene, item, whole, &mut gaps);
            said.holders.extend(item.holders());
            // Those of notes are found with the notes.
            if item.kind != ItemKind::Exploration {
                gaps::add_deadlines(scene, item, None, &mut deadlines);
            }
            if !gaps::is_loose(item) {
                for mark in scene.digest(&item.place.path).iter().flat_map(|digest| &digest.marks) {
                    if mark.kind == MarkKind::Unowned {
                        let place = place(&item.place.path, mark.line);
                        let date = whole.note(&item.id).and_then(|note| note.date.clone());
                        said.disowned.push(Requirement { date, ..requirements::disowned(&mark.text, place) });
                    }
                }
            }
        }
        (said.asks, said.aliases) = (gaps.asks, gaps.aliases);
        said.relations = Arc::new(relations);
        said.child_rows = Arc::new(child_rows);
        said.gaps = Arc::new(gaps.gaps);
        said.deadlines = Arc::new(deadlines);
        said.problems = Arc::new(problems);
        if run.speaks_of_all {
            said.add_whole(scene, run, whole);
        }
        said.put_in_order();
        said
    }

    /// Adds what documents that speak of the whole tree say, when they are among the files of this run.
    fn add_whole(&mut self, scene: &Scene<'_>, run: &Run, whole: &Whole) {
        let files = scene.reading.files();
        let is_here =
            |place: &Place| files.index_of(&place.path).is_some_and(|index| run.files.contains(&index));
        let own = whole.owns.iter().chain(&whole.needs).filter(|relation| is_here(&relation.place));
        Arc::make_mut(&mut self.relations).extend(own.cloned());
        let gaps = whole.gaps.iter().filter(|gap| is_here(&gap.place));
        Arc::make_mut(&mut self.gaps).extend(gaps.cloned());
        let deadlines = whole.deadlines.iter().filter(|deadline| is_here(&deadline.place));
        Arc::make_mut(&mut self.deadlines).extend(deadlines.cloned());
        let problems = whole.problems.iter().filter(|problem| is_here(&problem.place));
        Arc::make_mut(&mut self.problems).extend(problems.cloned());
    }

    /// Puts everything in order of path, then line.
    fn put_in_order(&mut self) {
        let (relations, gaps) = (Arc::make_mut(&mut self.relations), Arc::make_mut(&mut self.gaps));
        items::sort(relations);
        gaps::sort(gaps);
        let deadlines = Arc::make_mut(&mut self.deadlines);
        order::sort_by(deadlines, |a, b| a.place.cmp(&b.place));
        let problems = Arc::make_mut(&mut self.problems);
        order::sort(problems);
        problems.dedup();
    }

    /// Keeps of what was said before all that is said again, so that who depends on it sees that it is the same.
    pub(super) fn keep_same(&mut self, before: &Said) {
        keep(&mut self.relations, &before.relations);
        keep(&mut self.child_rows, &before.child_rows);
        keep(&mut self.gaps, &before.gaps);
        keep(&mut self.deadlines, &before.deadlines);
        keep(&mut self.problems, &before.problems);
        keep(&mut self.ignores, &before.ignores);
    }
}

fn keep<T: PartialEq>(now: &mut Arc<Vec<T>>, before: &Arc<Vec<T>>) {
    if now == before {
        *now = Arc::clone(before);
    }
}

/// What could not be understood in the files of a run, and where they ask that a rule be silent.
fn add_remarks(reading: &Reading, run: &Run, problems: &mut Vec<Problem>, ignores: &mut Vec<Ignore>) {
    for index in run.files.clone() {
        let Some(entry) = reading.files().entry(index) else { continue };
        let path = entry.path().as_str();
        if let Some(digest) = reading.digest(index) {
            items::add_problems(path, digest, problems);
            items::add_ignores(path, digest, ignores);
        }
        if let Some(reason) = reading.why_unreadable(index) {
            problems.push(Problem { place: place(path, 1), text: reason.to_owned() });
        }
    }
}

/// What the fields of modules' specs say of plans.
pub(super) fn modifications(scene: &Scene<'_>, items: &[Item], found: &mut Vec<Relation>) {
    for item in items.iter().filter(|item| item.kind == ItemKind::Module && !item.template) {
        let module = item.field("module").unwrap_or_else(|| stem_of(item.name()));
        let said = listed(&item.frontmatter, "modified_by_plans");
        let is_name = |written: &str| scene.references.target(written).is_some();
        for (written, line) in said.flat_map(|said| pieces(said, is_name)) {
            let target = scene.references.target(written);
            let place = place(&item.place.path, line);
            let resolved = target.is_some();
            let from = target.unwrap_or_else(|| written.to_owned());
            let (to, kind) = (module.to_owned(), RelationKind::Modifies);
            found.push(Relation { from, to, kind, resolved, place });
        }
    }
}
