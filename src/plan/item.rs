//! What a plan consists of: plans, phases, tasks, documents, each with its place and its status.

use super::{Branch, Estimate, FileChange, Place, Status, Task, Work};
use crate::document::MapEntry;
use std::sync::Arc;

/// Identity of an item, unique in its tree. For plans the folder's name, for what lies inside them the
/// path of ids; archive folders are left out, so that archiving does not change an identity. A second
/// claimant of an id is called `ID@PATH`.
pub type ItemId = String;

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ItemKind {
    /// A plan: a folder with an overview.
    Plan,
    /// A stage of a plan.
    Phase,
    /// A part of a phase that has stories.
    Epic,
    /// A piece of work as its user wants it.
    Story,
    /// A numbered section of a plan that describes work.
    Section,
    /// A piece of work.
    Task,
    /// Any other text of the tree.
    Document,
    /// The specification of a module.
    Module,
    /// A meeting note, audit or decision record.
    Exploration,
    /// Something that is reached by a time, or that says that a plan has succeeded.
    Milestone,
}

impl ItemKind {
    /// Every kind, in the order in which they are offered to people.
    pub const ALL: [ItemKind; 10] = [
        ItemKind::Plan,
        ItemKind::Phase,
        ItemKind::Epic,
        ItemKind::Story,
        ItemKind::Section,
        ItemKind::Task,
        ItemKind::Milestone,
        ItemKind::Module,
        ItemKind::Document,
        ItemKind::Exploration,
    ];

    /// The kind's name in JSON, links and attributes.
    pub fn name(self) -> &'static str {
        match self {
            ItemKind::Plan => "plan",
            ItemKind::Phase => "phase",
            ItemKind::Task => "task",
            ItemKind::Document => "document",
            ItemKind::Module => "module",
            ItemKind::Exploration => "exploration",
            ItemKind::Epic => "epic",
            ItemKind::Story => "story",
            ItemKind::Section => "section",
            ItemKind::Milestone => "milestone",
        }
    }

    /// The kind called `name`, if there is one.
    pub fn from_name(name: &str) -> Option<ItemKind> {
        ItemKind::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The kind's name for people.
    pub fn noun(self) -> &'static str {
        match self {
            ItemKind::Plan => "plan",
            ItemKind::Phase => "phase",
            ItemKind::Task => "task",
            ItemKind::Document => "document",
            ItemKind::Module => "module spec",
            ItemKind::Exploration => "note",
            ItemKind::Epic => "epic",
            ItemKind::Story => "story",
            ItemKind::Section => "section",
            ItemKind::Milestone => "milestone",
        }
    }

    /// Whether items of this kind are work that gets done, and so count towards progress.
    pub fn is_work(self) -> bool {
        matches!(
            self,
            ItemKind::Plan
                | ItemKind::Phase
                | ItemKind::Epic
                | ItemKind::Story
                | ItemKind::Section
                | ItemKind::Task
        )
    }
}

/// An acceptance criterion: a box to be ticked before an item is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Criterion {
    /// The text beside the box.
    pub text: String,
    /// Whether it is ticked.
    pub done: bool,
    /// Its line, from 1.
    pub line: u32,
    /// The line above its list that says what the list is, without a colon.
    pub label: Option<String>,
    /// The way that has to be chosen first, by position in [`Work::branches`].
    pub branch: Option<usize>,
}

impl Criterion {
    /// A box that stands in no way of several.
    pub fn new(text: String, done: bool, line: u32) -> Criterion {
        Criterion { text, done, line, label: None, branch: None }
    }
}

/// One plan, phase, task, document, module spec or note.
#[derive(Clone, Debug)]
pub struct Item {
    /// Its identity.
    pub id: ItemId,
    /// The id that it claims and another item has.
    pub claims: Option<ItemId>,
    /// What it is.
    pub kind: ItemKind,
    /// Its number in the document that it is a part of: `0.1.1`.
    pub number: Option<String>,
    /// Its title: stated, else its first heading, else its name.
    pub title: String,
    /// Its file, and the line where it begins. A plan without an overview has its folder here.
    pub place: Place,
    /// The folder of a plan or phase.
    pub folder: Option<String>,
    /// The plan or phase it belongs to, by position in [`Plan::items`](super::Plan::items).
    pub parent: Option<usize>,
    /// How far it is, and where that is said.
    pub status: Status,
    /// Whether it lies in an archive.
    pub archived: bool,
    /// Whether it is a scaffold and no plan of its own.
    pub template: bool,
    /// Stated priority, as written.
    pub priority: Option<String>,
    /// Its acceptance criteria, and what other boxes it has.
    pub criteria: Vec<Criterion>,
    /// What its text says of the work that it is.
    pub work: Option<Box<Work>>,
    /// Its frontmatter, all of it, in the order of the file.
    pub frontmatter: Arc<Vec<MapEntry>>,
    /// How many of these fields stand in its own file. Those behind them come from the `plan.yaml` beside it.
    pub own_fields: usize,
    /// How many lines its file has; 0 while that is not known.
    pub lines: u32,
    /// Whether its text has been looked at. While a tree loads, documents are known by path alone.
    pub is_read: bool,
}

impl Item {
    /// The last part of its path: what people call it.
    pub fn name(&self) -> &str {
        let path = self.folder.as_deref().unwrap_or(&self.place.path);
        path.rsplit('/').next().unwrap_or(path)
    }

    /// Whether another item has its id, and references mean that one.
    pub fn is_second_claimant(&self) -> bool {
        self.claims.is_some()
    }

    /// The module that a spec describes: what it says, else what it is called.
    pub fn module_name(&self) -> &str {
        let id = self.claims.as_ref().unwrap_or(&self.id);
        self.field("module").unwrap_or_else(|| id.rsplit('/').next().unwrap_or(id)).trim()
    }

    /// The line of a field of its frontmatter, else the one where it begins.
    pub fn field_place(&self, key: &str) -> Place {
        let at = self.frontmatter.iter().position(|entry| entry.key == key);
        let Some((at, entry)) = at.and_then(|at| Some((at, self.frontmatter.get(at)?))) else {
            return self.place.clone();
        };
        let path = match &self.folder {
            Some(folder) if at >= self.own_fields => format!("{folder}/plan.yaml"),
            _ => self.place.path.clone(),
        };
        Place { path, line: entry.line }
    }

    /// What its text says of the work that it is; nothing for most.
    pub fn work(&self) -> &Work {
        self.work.as_deref().unwrap_or(Work::NONE)
    }

    /// How long it takes, as it says nearest to itself.
    pub fn estimate(&self) -> Option<&Estimate> {
        self.work().estimates.first()
    }

    /// Its tasks without a state.
    pub fn tasks(&self) -> &[Task] {
        &self.work().tasks
    }

    /// The files that it makes and changes.
    pub fn files(&self) -> &[FileChange] {
        &self.work().files
    }

    /// The ways to go on that it has, of which one is to be chosen.
    pub fn branches(&self) -> &[Branch] {
        &self.work().branches
    }

    /// Whether it is a part of a document, and not a file or folder of its own.
    pub fn is_part(&self) -> bool {
        self.work().lines.is_some()
    }

    /// Whether it has a page of its own beside that of its document: plans, and what documents are made of.
    pub fn has_page(&self) -> bool {
        self.kind == ItemKind::Plan || self.is_part()
    }

    /// A field of its frontmatter, as written, when it is a single value.
    pub fn field(&self, key: &str) -> Option<&str> {
        self.frontmatter.iter().find(|entry| entry.key == key).and_then(|entry| entry.value.value.as_text())
    }
}
