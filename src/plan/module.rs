//! The modules of the system that the plans build: what the root's Module Index, the specs and the State Deltas
//! say of each.

use super::{Date, Place, Stated, Target};

/// A module.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Module {
    /// Its name.
    pub name: String,
    /// The plan it came from, by id: what the Module Index says, else where its spec lies, else the delta in
    /// which it is new.
    pub origin: Option<Stated>,
    /// Plans that changed it, by id where they were found, else as written.
    pub modified_by: Vec<Stated>,
    /// Who answers for it.
    pub owners: Vec<Owner>,
    /// Its spec files.
    pub specs: Vec<String>,
    /// When its spec was last brought up to date, as written.
    pub last_updated: Option<Stated>,
    /// The same as a date, when it is one.
    pub updated: Option<Date>,
    /// What nobody knows about it.
    pub knowledge_gaps: Vec<Stated>,
    /// Its row in the Module Index.
    pub index: Option<IndexRow>,
}

/// Somebody who answers for a module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    /// The person's full name where the tree tells it, else as written.
    pub name: Stated,
    /// Whether others answer for it too.
    pub is_shared: bool,
    /// Whether it was taken over from somebody who left.
    pub is_inherited: bool,
    /// What else is said in brackets.
    pub note: Option<String>,
}

/// What the Module Index says of a module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexRow {
    /// The row.
    pub place: Place,
    /// The plan in the column for it.
    pub origin: Option<Target>,
    /// The plans that changed it.
    pub modified_by: Vec<Modifier>,
    /// The path of its spec, as written.
    pub spec: Option<String>,
    /// What stands in its cells beside that: `(pre-existing)`, `⚠️ knowledge debt`, further columns.
    pub notes: Vec<String>,
}

/// A plan that the Module Index says changed a module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Modifier {
    /// The plan.
    pub plan: Target,
    /// What stands behind it in brackets: `CUT`.
    pub note: Option<String>,
}
