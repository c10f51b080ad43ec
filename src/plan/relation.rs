//! What items say of each other.

use super::{ItemId, Place};

/// How one item relates to another. The direction is fixed; see each kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RelationKind {
    /// `from` needs `to` to be complete first.
    DependsOn,
    /// `to` cannot go on until `from` is complete.
    Blocks,
    /// `from`, the victim, lost its assumptions because of `to`.
    InvalidatedBy,
    /// `from` came out of `to`, a meeting or note.
    Origin,
    /// `from`, a plan, changed the module `to`.
    Modifies,
    /// `from` changes a file that `to` makes, and so comes after it; nobody states it.
    Follows,
    /// `from`, a person, answers for the module `to`.
    Owns,
}

impl RelationKind {
    /// The kind's name in JSON, which is also the name of the frontmatter field that states it.
    pub fn name(self) -> &'static str {
        match self {
            RelationKind::DependsOn => "depends_on",
            RelationKind::Blocks => "blocks",
            RelationKind::InvalidatedBy => "invalidated_by",
            RelationKind::Origin => "origin",
            RelationKind::Modifies => "modifies",
            RelationKind::Follows => "follows",
            RelationKind::Owns => "owns",
        }
    }
}

/// One relation, with the line that states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    /// Where it starts.
    pub from: ItemId,
    /// Where it ends; as written when nothing in the tree is called so.
    pub to: String,
    /// What it means.
    pub kind: RelationKind,
    /// Whether `to` was found in the tree.
    pub resolved: bool,
    /// The line that states it.
    pub place: Place,
}
