//! From documents to a plan: which convention a tree follows, and how its files are read.
//!
//! One file per dialect; each is a line in [`ALL`]. Finding where a tree begins in what was loaded is
//! [`root`], reading its files piece by piece is [`reading`].

pub mod backlog;
pub mod beside;
mod claims;
pub mod digest;
pub mod dream;
pub mod ignores;
mod items;
pub mod marks;
pub mod plain;
pub mod planning;
pub mod reading;
pub mod root;
pub mod section;
pub mod story;
pub mod work_plan;

pub use digest::Digest;
pub use planning::{Basis, Planned, Planning};
pub use reading::{Progress, Reading};
pub use root::{Root, root_at, roots};

/// A convention for writing plans as files.
#[derive(Debug)]
pub struct Dialect {
    /// Its name on the command line, in links and in JSON.
    pub name: &'static str,
    /// What it is, for people.
    pub label: &'static str,
    /// Whether a file of the tree is needed for the first picture of it, and so is glanced at before all is read.
    pub comes_first: fn(path: &str) -> bool,
    /// Whether the dialect reads the sections of a file, so that its blocks are kept.
    pub has_sections: fn(path: &str) -> bool,
}

/// Every dialect, the most particular first.
pub const ALL: [&Dialect; 6] = [
    &dream::DIALECT,
    &backlog::DIALECT,
    &story::DIALECT,
    &work_plan::DIALECT,
    &plain::DIALECT,
    &beside::DIALECT,
];

/// The dialect called `name`.
pub fn by_name(name: &str) -> Option<&'static Dialect> {
    ALL.into_iter().find(|dialect| dialect.name == name)
}
