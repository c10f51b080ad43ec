//! Reusable parts that know nothing of the workspace: they show what they are given.

pub mod bar;
pub mod icon;
pub mod live;
pub mod markup;
pub mod prose;
pub mod rows;
pub mod severity;
pub mod source_text;
pub mod status;

pub use bar::bar;
pub use icon::{IconName, icon};
pub use live::{act, asked, effect, handle, live, text_of};
pub use markup::{append, fill, inline, live_fill, live_markup, markup};
pub use prose::{Prose, follow_link};
pub use severity::severity_mark;
pub use source_text::SourceText;
pub use status::{status_mark, status_said, status_with};
