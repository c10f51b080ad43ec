//! What travels: links that say what they hold, with edits, comments and whole small trees in them; what is copied as
//! Markdown and as tables. Values in, values out: what encrypts, copies and asks is the page's.

pub mod contents;
pub mod length;
pub mod letter;
pub mod mark;
pub mod report;
pub mod table;
pub mod tree;

pub use letter::{Kind, Letter, SETTING, Sent, Unreadable};
pub use mark::{Mark, Same};
