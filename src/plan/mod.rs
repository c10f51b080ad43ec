//! The model everything else speaks: what a planning tree says, whatever convention it is written in.
//!
//! Values only. Nothing here reads files or knows a dialect; every value keeps the file and line it
//! came from, so that a reader can always be sent there.

pub mod changes;
pub mod course;
mod cycles;
pub mod date;
pub mod day;
pub mod dependencies;
pub mod history;
pub mod holders;
pub mod hours;
pub mod item;
pub mod json;
pub mod module;
pub mod names;
pub mod progress;
pub mod register;
pub mod relation;
pub mod schema;
pub mod several;
pub mod snapshot;
pub mod spots;
pub mod statement;
pub mod status;
pub mod version;
pub mod work;

pub use changes::{ModuleChange, ModuleChanges};
pub use course::{
    Boxes, Evidence, EvidenceKind, InventoryRow, ListedCommit, Progress, Session, Share, Slot, Step,
};
pub use date::{Date, Period};
pub use day::{DayOrigin, Publication, StatedDay};
pub use dependencies::{Dependencies, Dependency};
pub use history::{Change, ChildRow, Delta, PlanRow, Scope, SprintItem};
pub use hours::{Estimate, HOURS_A_DAY, Hours};
pub use item::{Criterion, Item, ItemId, ItemKind};
pub use module::{IndexRow, Modifier, Module, Owner};
pub use names::{Names, Referent};
pub use register::{
    Assessment, Assignment, Claim, Commands, Comparison, Deadline, Decision, Gap, GapSource, Grade, Ignore,
    Level, Mention, MentionRole, Metric, Note, Person, Requirement, Risk,
};
pub use relation::{Relation, RelationKind};
pub use snapshot::{Shown, Snapshot, SnapshotEntry};
pub use spots::Spot;
pub use statement::{Statement, StatementSource, Statements};
pub use status::{BaseStatus, Status, StatusOrigin};
pub use version::{Version, Versions};
pub use work::{Branch, Fact, FileAction, FileChange, Tally, Task, Work};

use crate::files::{LeftOut, path};
use crate::list::List;
use crate::named::Index;
use std::cmp::Ordering;
use std::sync::Arc;

/// A place in a file of the tree.
///
/// Places are in the order of the files of a tree, which has the contents of a folder directly behind it, then of lines.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// Path relative to the root of the tree.
    pub path: String,
    /// Line in the original bytes, from 1.
    pub line: u32,
}

impl Ord for Place {
    fn cmp(&self, other: &Place) -> Ordering {
        path::compare(&self.path, &other.path).then_with(|| self.line.cmp(&other.line))
    }
}

impl PartialOrd for Place {
    fn partial_cmp(&self, other: &Place) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A value of the tree with the place that states it. It is used like the text that it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stated {
    /// The value.
    pub text: String,
    /// Where it stands.
    pub place: Place,
}

impl std::ops::Deref for Stated {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

/// What a name in the tree refers to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Target {
    /// The id of what is meant; the name as written when nothing in the tree is called so.
    pub id: String,
    /// Whether it was found.
    pub resolved: bool,
}

/// Something in the data that could not be understood, kept so that it is shown and never lost.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Where it stands.
    pub place: Place,
    /// What it is and what to do, in one sentence.
    pub text: String,
}

/// One planning tree, as far as it has been read.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// Folder of the tree in what was loaded; `.` when the source is the tree itself.
    pub root: String,
    /// Names of the dialects it was read in.
    pub dialects: Vec<&'static str>,
    /// Where several were read side by side: the folder of each part, the innermost first, and the name of its dialect.
    pub parts: Vec<(String, &'static str)>,
    /// What was left out of the tree, when it is a copy of a part of one.
    pub left_out: LeftOut,
    /// Title of the tree, where its root document has one.
    pub title: Option<String>,
    /// Everything that has an identity: plans, phases, tasks, documents, module specs, notes. In order of path, then line.
    pub items: List<Item>,
    /// What items are called beside their ids: the name, and the position of the item.
    pub also_called: List<(String, usize)>,
    /// The statuses that the tree lists for its tasks, in the order in which they go through them.
    pub workflow: List<Stated>,
    /// What items say of each other, in order of path, then line.
    pub relations: List<Relation>,
    /// Modules, by name.
    pub modules: List<Module>,
    /// What the plans changed.
    pub deltas: List<Delta>,
    /// What is being done now.
    pub sprint: List<SprintItem>,
    /// The rows of the root's Plans table.
    pub plan_rows: List<PlanRow>,
    /// The rows of the Children tables of plans and phases.
    pub child_rows: List<ChildRow>,
    /// In which order the root says to read.
    pub reading_order: List<Stated>,
    /// How the root says that the parts hang together, line by line.
    pub integration_map: List<Stated>,
    /// Meetings, audits and explorations.
    pub notes: List<Note>,
    /// Who takes part, by name.
    pub people: List<Person>,
    /// What was decided.
    pub decisions: List<Decision>,
    /// What nobody knows.
    pub gaps: List<Gap>,
    /// What has to hold.
    pub requirements: List<Requirement>,
    /// What has to be done by a day.
    pub deadlines: List<Deadline>,
    /// What may go wrong.
    pub risks: List<Risk>,
    /// What was counted.
    pub metrics: List<Metric>,
    /// Choices side by side.
    pub comparisons: List<Comparison>,
    /// Commands kept for those who carry a plan out.
    pub commands: List<Commands>,
    /// The times somebody worked on a plan.
    pub sessions: List<Session>,
    /// What a schedule puts where.
    pub schedule: List<Slot>,
    /// How to take plans up again, step by step.
    pub recovery: List<Step>,
    /// Commits that plans list.
    pub commits: List<ListedCommit>,
    /// The files that plans list as made, changed, or still to come.
    pub inventory: List<InventoryRow>,
    /// The files that plans draw as trees: how a project is to look.
    pub file_trees: List<Snapshot>,
    /// Documents that are versions of one plan.
    pub versions: List<Versions>,
    /// How far the work of plans is that are told in documents.
    pub progress: List<Progress>,
    /// What documents say of how many there are of something.
    pub claims: List<Claim>,
    /// Where a document asks that a rule be silent.
    pub ignores: List<Ignore>,
    /// The tree as listings say it was, in the order in which they stand.
    pub snapshots: List<Snapshot>,
    /// What was not understood.
    pub problems: List<Problem>,
    /// Files that were read, and files that are shown but hold no plan text.
    pub files: FileCounts,
    /// Items by their ids, and by the paths of their files and folders.
    pub(crate) by_id: Arc<Index>,
    pub(crate) by_path: Arc<Index>,
}

/// How many files there were.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FileCounts {
    /// Files of the tree that the reader understands.
    pub read: usize,
    /// Files and archive entries that were not read, each named in the load report.
    pub skipped: usize,
}

impl Plan {
    /// Finishes a plan: builds the indexes. Of two items at one path the first is found.
    pub(crate) fn seal(mut self) -> Self {
        let (mut by_id, mut by_path) = (Index::default(), Index::default());
        for (index, item) in self.items.iter().enumerate() {
            by_id.insert_new(&item.id, index, |place| has_id(self.items.get(place), &item.id));
            index_paths(&mut by_path, item, index, &|place| self.items.get(place));
        }
        (self.by_id, self.by_path) = (Arc::new(by_id), Arc::new(by_path));
        self
    }

    /// The item with this id.
    pub fn item(&self, id: &str) -> Option<&Item> {
        self.items.get(self.index_of(id)?)
    }

    /// Position of the item with this id in [`Plan::items`].
    pub fn index_of(&self, id: &str) -> Option<usize> {
        self.by_id.find(id, |place| has_id(self.items.get(place), id))
    }

    /// The item that a file or folder of the tree stands for.
    pub fn item_at(&self, path: &str) -> Option<&Item> {
        self.items.get(self.index_at(path)?)
    }

    /// Position in [`Plan::items`] of the item that a file or folder stands for.
    pub fn index_at(&self, path: &str) -> Option<usize> {
        self.by_path.find(path, |place| is_at(self.items.get(place / 2), place, path)).map(|place| place / 2)
    }

    /// The plan that an item belongs to, by position in [`Plan::items`]: the outermost, and the one that references
    /// mean when two claim its id.
    pub fn plan_of(&self, id: &str) -> Option<usize> {
        let mut index = self.index_of(id)?;
        while let Some(parent) = self.items.get(index)?.parent {
            index = parent;
        }
        let id = &self.items.get(index)?.id;
        let first = id.split_once('@').and_then(|(id, _)| self.index_of(id));
        Some(first.unwrap_or(index))
    }

    /// Whether something with this id is an item, or lies in it. What the tree does not have lies where its id says.
    pub fn is_within(&self, id: &str, item: &str) -> bool {
        if id.strip_prefix(item).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')) {
            return true;
        }
        let Some(mut at) = self.index_of(id) else { return false };
        while let Some(parent) = self.items.get(at).and_then(|item| item.parent) {
            if self.items.get(parent).is_some_and(|parent| parent.id == item) {
                return true;
            }
            at = parent;
        }
        false
    }

    /// Whether most of what it names is written from right to left, so that it is laid out so.
    pub fn reads_from_right(&self) -> bool {
        let is_right = |c: char| matches!(c as u32, 0x590..=0x8ff | 0xfb1d..=0xfdff | 0xfe70..=0xfeff);
        let first = |title: &str| title.chars().find(|c| c.is_alphabetic());
        let firsts = self.items.iter().filter_map(|item| first(&item.title));
        let (right, all) = firsts.fold((0, 0), |(right, all), c| (right + usize::from(is_right(c)), all + 1));
        2 * right > all
    }

    /// Whether a document is there, and another version has taken its place.
    pub fn is_superseded(&self, path: &str) -> bool {
        self.versions.iter().any(|group| {
            let older = group.versions.split_last().map(|(_, older)| older).unwrap_or_default();
            older.iter().any(|version| version.path == path)
        })
    }

    /// Items of one kind, in order.
    pub fn of_kind(&self, kind: ItemKind) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(move |item| item.kind == kind)
    }

    /// The dialect in which the file at a path is read, and the path from where that begins.
    pub fn dialect_at<'a>(&self, path: &'a str) -> (&'static str, &'a str) {
        let below = |folder: &str| match folder {
            "" => Some(path),
            folder => path.strip_prefix(folder)?.strip_prefix('/'),
        };
        let part = self.parts.iter().find_map(|(folder, dialect)| Some((*dialect, below(folder)?)));
        part.unwrap_or((self.dialects.first().copied().unwrap_or_default(), path))
    }

    /// The relations that start at an item.
    pub fn relations_from<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a Relation> {
        self.relations.iter().filter(move |relation| relation.from == id)
    }

    /// The relations that end at an item.
    pub fn relations_to<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a Relation> {
        self.relations.iter().filter(move |relation| relation.resolved && relation.to == id)
    }
}

pub(crate) fn has_id(item: Option<&Item>, id: &str) -> bool {
    item.is_some_and(|item| item.id == id)
}

/// Remembers where an item lies: the even places are those of the items' files, the odd ones of their folders. Of two
/// items at one path the first is found.
pub(crate) fn index_paths<'a>(
    by_path: &mut Index,
    item: &Item,
    index: usize,
    items: &dyn Fn(usize) -> Option<&'a Item>,
) {
    let path = &item.place.path;
    by_path.insert_new(path, 2 * index, |place| is_at(items(place / 2), place, path));
    if let Some(folder) = &item.folder {
        by_path.insert_new(folder, 2 * index + 1, |place| is_at(items(place / 2), place, folder));
    }
}

/// Whether an item lies at a path, in the way that a place says.
fn is_at(item: Option<&Item>, place: usize, path: &str) -> bool {
    item.is_some_and(|item| match place % 2 {
        0 => item.place.path == path,
        _ => item.folder.as_deref() == Some(path),
    })
}
