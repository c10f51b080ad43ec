//! What follows from the paths of a tree alone, before a word has been read: its items with their ids and parents,
//! and the runs of files that are read one by one.

use super::super::Reading;
use super::super::items::{self, folder_of, name_of};
use super::folders::{Folder, Folders, id_of, is_overview, kind_of_document};
use super::{ROOT_DOCUMENTS, TREE};
use crate::files::Files;
use crate::named::{Index, Named};
use crate::order;
use crate::plan::names::short_id;
use crate::plan::{Item, ItemKind, has_id, index_paths};
use std::ops::Range;
use std::sync::Arc;

/// The most files in a run of loose ones.
const MOST_LOOSE: usize = 64;

/// The order of a tree.
#[derive(Debug, Default)]
pub(super) struct Structure {
    /// The runs, one after the other.
    pub(super) runs: Vec<Run>,
    /// Items by their ids, and by the paths of their files and folders.
    pub(super) by_id: Arc<Index>,
    pub(super) by_path: Arc<Index>,
    /// How many plans go by a short id; a second claimant of an id is the same plan.
    bearers: Named<u32>,
}

/// Files that are read together: all those of a plan, or loose ones. What they say depends on nothing in other runs but
/// the names of items and what root documents and notes say.
#[derive(Clone, Debug, Default)]
pub(super) struct Run {
    /// Its files, by their places in the tree.
    pub(super) files: Range<usize>,
    /// Its items, by their positions.
    pub(super) items: Range<usize>,
    /// Whether documents that speak of the whole tree are among its files.
    pub(super) speaks_of_all: bool,
}

impl Structure {
    /// Whether a short id is that of one plan at most. A number that two plans bear says nothing about either.
    pub(super) fn is_borne_once(&self, short: &str) -> bool {
        self.bearers.get(short).is_none_or(|count| *count < 2)
    }
}

/// Whether a document speaks of the whole tree.
pub(super) fn speaks_of_all(path: &str) -> bool {
    ROOT_DOCUMENTS.contains(&path) || path == TREE || path.starts_with("exploration/")
}

/// The order of a tree being found, in steps.
#[derive(Debug)]
pub(super) struct Ordering {
    files: Files,
    has_documents: bool,
    folders: Folders,
    next_file: usize,
    next_folder: usize,
    items: Vec<Item>,
    /// For each item, the folder in which what it belongs to is looked for.
    homes: Vec<usize>,
    /// The items of plans and phases, by folder.
    containers: Vec<Option<usize>>,
    /// The outermost plan whose files the last run has.
    top: Option<usize>,
    next_item: usize,
    by_id: Index,
    by_path: Index,
    /// Items that claim one id.
    rivals: Named<Vec<usize>>,
    structure: Structure,
}

impl Ordering {
    /// Begins with the folders of a tree, all of which are looked at.
    pub(super) fn of(reading: &Reading) -> Ordering {
        let folders = Folders::of(reading.files());
        Ordering {
            files: reading.files().clone(),
            // Before anything but plans has been read, a document is a file with a name.
            has_documents: reading.is_past_first(),
            containers: vec![None; folders.len()],
            folders,
            next_file: 0,
            next_folder: 0,
            items: Vec::new(),
            homes: Vec::new(),
            top: None,
            next_item: 0,
            by_id: Index::default(),
            by_path: Index::default(),
            rivals: Named::default(),
            structure: Structure::default(),
        }
    }

    /// Goes on with so many files or items. Whether it is done.
    pub(super) fn step(&mut self, count: usize) -> bool {
        if self.next_file < self.files.len() {
            for _ in 0..count.min(self.files.len() - self.next_file) {
                self.add_file();
            }
            return false;
        }
        for _ in 0..count.min(self.items.len() - self.next_item) {
            self.add_to_indexes();
        }
        self.next_item >= self.items.len()
    }

    fn add_file(&mut self) {
        let index = self.next_file;
        self.next_file += 1;
        let (Some(entry), Some((home, folder))) = (self.files.entry(index), self.folders.of_file(index))
        else {
            return;
        };
        let path = entry.path().as_str();
        let top = self.folders.top(home);
        let is_same_run = self
            .structure
            .runs
            .last()
            .is_some_and(|run| self.top == top && (top.is_some() || run.files.len() < MOST_LOOSE));
        if !is_same_run {
            let items = self.items.len()..self.items.len();
            self.structure.runs.push(Run { files: index..index, items, speaks_of_all: false });
            self.top = top;
        }
        let mut add = |item: Item, home: usize, container: Option<usize>| {
            if let Some(slot) = container.and_then(|folder| self.containers.get_mut(folder)) {
                *slot = Some(self.items.len());
            }
            self.items.push(item);
            self.homes.push(home);
        };
        // A plan of which there is no overview stands where its folder begins.
        while let Some(begun) = self.folders.get(self.next_folder).filter(|folder| folder.first_file <= index)
        {
            if let Some(kind) = begun.kind.filter(|_| begun.overview.or(begun.legacy).is_none()) {
                add(container(begun, &begun.path, kind), begun.above, Some(self.next_folder));
            }
            self.next_folder += 1;
        }
        if let Some(kind) = folder.kind.filter(|_| folder.overview.or(folder.legacy) == Some(index)) {
            add(container(folder, path, kind), folder.above, Some(home));
        } else if self.has_documents
            && super::super::reading::is_document(path)
            && !(folder.kind.is_some() && is_overview(name_of(path)))
        {
            let mut item = items::item(path, kind_of_document(path, folder), None);
            item.id = id_of(path);
            item.archived = folder.is_archived;
            item.template = folder.is_template;
            add(item, home, None);
        }
        if let Some(run) = self.structure.runs.last_mut() {
            run.files.end = index + 1;
            run.items.end = self.items.len();
            run.speaks_of_all |= speaks_of_all(path);
        }
    }

    /// Gives an item its parent, and remembers where it is.
    fn add_to_indexes(&mut self) {
        let index = self.next_item;
        let home = self.homes.get(index).copied().unwrap_or_default();
        let above =
            self.folders.nearest(home).and_then(|folder| self.containers.get(folder).copied().flatten());
        let Some(item) = self.items.get_mut(index) else { return };
        self.next_item += 1;
        item.parent = above;
        let items = &self.items;
        let Some(item) = items.get(index) else { return };
        let is_called = |place: usize| has_id(items.get(place), &item.id);
        if !self.by_id.insert_new(&item.id, index, is_called) {
            let first = self.by_id.find(&item.id, is_called);
            self.rivals.change(&item.id, |rivals| {
                if rivals.is_empty() {
                    rivals.extend(first);
                }
                rivals.push(index);
            });
        }
        index_paths(&mut self.by_path, item, index, &|place| items.get(place));
        if let Some(short) = borne(item) {
            self.structure.bearers.change(short, |count| *count += 1);
        }
    }

    /// What has been found, and the items, of which only the paths have been looked at.
    pub(super) fn finish(mut self) -> (Structure, Vec<Arc<Vec<Item>>>) {
        for (id, rivals) in std::mem::take(&mut self.rivals).iter() {
            self.settle(id, rivals.clone());
        }
        let mut structure = self.structure;
        (structure.by_id, structure.by_path) = (Arc::new(self.by_id), Arc::new(self.by_path));
        // From the end, so that every item moves once.
        let mut parts: Vec<Arc<Vec<Item>>> = Vec::with_capacity(structure.runs.len());
        for run in structure.runs.iter().rev() {
            parts.push(Arc::new(self.items.split_off(run.items.start.min(self.items.len()))));
        }
        parts.reverse();
        (structure, parts)
    }

    /// Gives the second claimant of an id the name `ID@PATH`; the one outside the archive is the first.
    fn settle(&mut self, id: &str, mut rivals: Vec<usize>) {
        let items = &self.items;
        let rank = |index: &usize| items.get(*index).map(|item| (item.archived, &item.place));
        order::sort_by(&mut rivals, |a, b| rank(a).cmp(&rank(b)));
        let Some((first, others)) = rivals.split_first() else { return };
        self.by_id.set(id, *first, |place| has_id(items.get(place), id));
        for index in others {
            let Some(item) = self.items.get_mut(*index) else { continue };
            if let Some(short) = borne(item) {
                self.structure.bearers.change(short, |count| *count = count.saturating_sub(1));
            }
            let claimed = std::mem::take(&mut item.id);
            let id = format!("{claimed}@{}", item.place.path);
            (item.id, item.claims) = (id.clone(), Some(claimed));
            let items = &self.items;
            self.by_id.insert_new(&id, *index, |place| has_id(items.get(place), &id));
        }
    }
}

/// The short id that an item bears; a second claimant of an id is no second bearer.
fn borne(item: &Item) -> Option<&str> {
    (item.kind == ItemKind::Plan && !item.id.contains('@')).then(|| short_id(item.name())).flatten()
}

/// The item of a plan or phase.
fn container(folder: &Folder, path: &str, kind: ItemKind) -> Item {
    let mut item = items::item(path, kind, None);
    item.id = id_of(&folder.path);
    if kind == ItemKind::Plan && folder_of(&folder.path).is_empty() {
        item.id.clone_from(&folder.path);
    }
    item.archived = folder.is_archived;
    item.folder = Some(folder.path.clone());
    item
}
