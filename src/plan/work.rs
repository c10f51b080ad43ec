//! What a piece of work says of itself in running text: how long it takes, what is to be done, which files it
//! touches, what has to be chosen first.

use super::{Date, Estimate, Status};

/// What a piece of work says of itself beside its status and its boxes. Most items say nothing of it, so that it
/// costs them nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// How long it takes, as often as it is said: the nearest to the item first.
    pub estimates: Vec<Estimate>,
    /// Tasks without a state.
    pub tasks: Vec<Task>,
    /// Files that it makes and changes.
    pub files: Vec<FileChange>,
    /// Ways to go on that exclude each other.
    pub branches: Vec<Branch>,
    /// What it says in lines of their own: `**Goal:** …`.
    pub facts: Vec<Fact>,
    /// What its text and the tables of its document say of how far it is, the most believed first.
    pub statuses: Vec<Status>,
    /// What its boxes count as.
    pub tally: Tally,
    /// The newest day on which it says that it was written or changed.
    pub updated: Option<Date>,
    /// The first and the last line of its document that it takes up, when it is a part of one.
    pub lines: Option<(u32, u32)>,
}

/// Something to be done, without a state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// What.
    pub text: String,
    /// Its line, from 1.
    pub line: u32,
}

/// A file that a piece of work makes or changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileChange {
    /// Its path as written; it may hold `*`.
    pub file: String,
    /// What happens to it.
    pub action: FileAction,
    /// Its new path, when it is renamed.
    pub to: Option<String>,
    /// Whether the document says that it has happened.
    pub is_made: bool,
    /// What else is said of it.
    pub note: Option<String>,
    /// The way that has to be chosen first, by position in [`Work::branches`].
    pub branch: Option<usize>,
    /// Its line, from 1.
    pub line: u32,
}

/// What happens to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FileAction {
    /// It is made.
    Create,
    /// It is changed.
    Modify,
    /// It goes.
    Delete,
    /// It is called otherwise.
    Rename,
}

impl FileAction {
    /// Its name in JSON and attributes.
    pub fn name(self) -> &'static str {
        match self {
            FileAction::Create => "create",
            FileAction::Modify => "modify",
            FileAction::Delete => "delete",
            FileAction::Rename => "rename",
        }
    }
}

/// A way to go on that excludes others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branch {
    /// When it is gone: `If Alex is chosen`.
    pub condition: String,
    /// Whether it has been chosen.
    pub is_chosen: bool,
    /// Its line, from 1.
    pub line: u32,
}

/// A line of its own that says something: `**Goal:** Ship it`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What it is about.
    pub key: String,
    /// What it says.
    pub value: String,
    /// Its line, from 1.
    pub line: u32,
}

/// What boxes count as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tally {
    /// As work.
    #[default]
    Work,
    /// As what says that the whole has succeeded.
    Success,
    /// As what is reached by a time.
    Milestone,
}

impl Tally {
    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Tally::Work => "work",
            Tally::Success => "success",
            Tally::Milestone => "milestone",
        }
    }
}

impl Work {
    /// A work that says nothing.
    pub const NONE: &'static Work = &Work {
        estimates: Vec::new(),
        tasks: Vec::new(),
        files: Vec::new(),
        branches: Vec::new(),
        facts: Vec::new(),
        statuses: Vec::new(),
        tally: Tally::Work,
        updated: None,
        lines: None,
    };

    /// What it says about something, compared without case.
    pub fn fact(&self, key: &str) -> Option<&Fact> {
        self.facts.iter().find(|fact| fact.key.eq_ignore_ascii_case(key))
    }

    /// Whether it waits for a choice between ways that exclude each other.
    pub fn is_undecided(&self) -> bool {
        !self.branches.is_empty() && !self.branches.iter().any(|branch| branch.is_chosen)
    }

    /// Whether what belongs to a way counts: what belongs to none always does.
    pub fn counts(&self, branch: Option<usize>) -> bool {
        branch.is_none_or(|branch| self.branches.get(branch).is_some_and(|branch| branch.is_chosen))
    }
}
