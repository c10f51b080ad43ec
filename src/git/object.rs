//! What git keeps: commits, trees, contents and tags, each with bytes that its id vouches for.

use super::{Id, Problem};
use std::sync::Arc;

/// The largest object that is read, in bytes: that of the largest file of a tree.
pub const MAX_OBJECT_BYTES: u64 = crate::files::MAX_ENTRY_BYTES;

/// What an object is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A state of all files, and what it came from.
    Commit,
    /// A folder.
    Tree,
    /// The content of a file.
    Blob,
    /// A name with words of its own.
    Tag,
}

impl Kind {
    const ALL: [Kind; 4] = [Kind::Commit, Kind::Tree, Kind::Blob, Kind::Tag];

    /// What git calls it.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Commit => "commit",
            Kind::Tree => "tree",
            Kind::Blob => "blob",
            Kind::Tag => "tag",
        }
    }

    /// The kind that git calls so.
    pub(super) fn named(name: &[u8]) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.name().as_bytes() == name)
    }

    /// The kind with a number in packs.
    pub(super) fn numbered(number: u8) -> Option<Kind> {
        Kind::ALL.get(usize::from(number).checked_sub(1)?).copied()
    }
}

/// An object.
#[derive(Clone, Debug)]
pub struct Object {
    /// What it is.
    pub kind: Kind,
    /// Its bytes.
    pub bytes: Arc<[u8]>,
}

impl Object {
    /// The object, when it is what an id says.
    pub(super) fn verified(self, id: Id) -> Result<Object, Problem> {
        if Id::of(self.kind.name(), &self.bytes) == id {
            Ok(self)
        } else {
            Err(Problem::Damaged(id, "its bytes are not those that its id stands for"))
        }
    }

    /// The object, when it is of a kind.
    pub(super) fn wanted(self, id: Id, wanted: Kind) -> Result<Object, Problem> {
        if self.kind == wanted { Ok(self) } else { Err(Problem::OtherKind { id, found: self.kind, wanted }) }
    }
}
