//! Reusable parts that know nothing of the workspace: they show what they are given.

pub mod bar;
pub mod icon;
pub mod live;
pub mod prose;
pub mod source_text;
pub mod status;

pub use bar::Bar;
pub use icon::{Icon, IconName};
pub use prose::Prose;
pub use source_text::SourceText;
pub use status::StatusMark;
