//! What cannot be read of a history, in words.

use super::Id;
use super::object::Kind;
use std::fmt;

/// Why something of a history cannot be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// There is no such object.
    Missing(Id),
    /// An object is there, and is not what it should be.
    Damaged(Id, &'static str),
    /// An object is larger than this program reads, in bytes.
    TooLarge(Id, u64),
    /// An object is of another kind than it has to be.
    OtherKind {
        /// The object.
        id: Id,
        /// What it is.
        found: Kind,
        /// What it has to be.
        wanted: Kind,
    },
    /// The repository is of a form that is not read.
    Form(&'static str),
    /// A name leads to no commit; the text says why.
    Revision(String),
    /// There is no such path in a commit.
    NoPath {
        /// The path.
        path: String,
        /// The commit.
        commit: Id,
    },
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Problem::Missing(id) => write!(out, "the object {} is not in the repository", id.short()),
            Problem::Damaged(id, why) => write!(out, "the object {} is damaged: {why}", id.short()),
            Problem::TooLarge(id, size) => {
                write!(out, "the object {} has {size} bytes, more than are read", id.short())
            }
            Problem::OtherKind { id, found, wanted } => {
                write!(out, "{} is a {}, not a {}", id.short(), found.name(), wanted.name())
            }
            Problem::Form(why) => out.write_str(why),
            Problem::Revision(why) => out.write_str(why),
            Problem::NoPath { path, commit } => {
                write!(out, "there is no {path} in the commit {}", commit.short())
            }
        }
    }
}

impl std::error::Error for Problem {}
