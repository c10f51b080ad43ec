//! What has changed and what is under way: State Deltas, the current sprint, the root's list of plans.

use super::{Date, Place, Stated, Status, Target};

/// What a plan changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delta {
    /// The plan or phase; nothing when the changes stand under no heading of their own.
    pub plan: Option<Target>,
    /// When.
    pub date: Option<Date>,
    /// Whether it still goes on.
    pub ongoing: bool,
    /// How far the plan was.
    pub status: Status,
    /// Its heading.
    pub place: Place,
    /// The changes, in the order of the file.
    pub changes: Vec<Change>,
}

impl Delta {
    /// Whether its plan was at an end with it, as far as it says.
    pub fn is_closing(&self) -> bool {
        !self.ongoing && !self.status.base.is_open()
    }
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The module that changed; nothing for changes of all, and for prose.
    pub module: Option<String>,
    /// What it is about.
    pub scope: Scope,
    /// What changed; with its subject when the subject is no module.
    pub text: String,
    /// Nested bullets, which belong to it.
    pub details: Vec<Stated>,
    /// Its line.
    pub line: u32,
}

impl Change {
    /// Whether the module is born here.
    pub fn is_new_module(&self) -> bool {
        let text = self.text.trim_start().to_lowercase();
        self.module.is_some()
            && text.strip_prefix("new module").is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    }
}

/// What a change is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// One module.
    Module,
    /// All modules, or all of a kind.
    All,
    /// Something else, or nothing: kept as it stands.
    None,
}

impl Scope {
    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Scope::Module => "module",
            Scope::All => "all",
            Scope::None => "none",
        }
    }
}

/// An entry of the current sprint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SprintItem {
    /// The plan or phase it is about.
    pub plan: Option<Target>,
    /// How far it is.
    pub status: Status,
    /// What is being done.
    pub text: String,
    /// Who does it: full names where the tree tells them, else as written.
    pub people: Vec<String>,
    /// Its line.
    pub place: Place,
}

/// A row of the root's Plans table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanRow {
    /// The plan.
    pub plan: Target,
    /// What the row says of its status.
    pub status: Status,
    /// Every column with what stands in it, in the order of the table.
    pub cells: Vec<(String, String)>,
    /// The position of the column that says what plans need.
    pub needs: Option<usize>,
    /// Its line.
    pub place: Place,
}

/// A row of the Children table of a plan or phase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChildRow {
    /// The plan or phase in whose document it stands, by id.
    pub parent: String,
    /// The child by id, or by what its id would be when it is a folder or file that is no item; as written when
    /// nothing is there.
    pub child: Target,
    /// What the row says of its status.
    pub status: Status,
    /// Its line.
    pub place: Place,
}
