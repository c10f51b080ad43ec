//! Changes with all that they entail: closing a plan is never one line. Each gives a step of edits that can be looked at,
//! and left out, one by one; one file per change.

pub mod archive;
pub mod board;
pub mod dependency;
pub mod emergency;
pub mod entry;
pub mod finish;
pub mod handover;
pub mod invalidation;
pub mod module;
pub mod ownership;
pub mod places;
pub mod status;
mod wording;
mod written;

pub use wording::restated;

/// The document that speaks of a whole tree.
const ROOT: &str = "_overview.md";
