//! One Markdown file, losslessly: its frontmatter with byte spans, the structure of its body with line
//! numbers, and its rendering as safe HTML.
//!
//! Text comes in decoded; lines are counted from 1 in the whole file and spans are byte ranges in the text
//! that was handed in. Nothing here fails: reading gives a value and the problems met on the way.
//! `yaml.rs` and `markdown.rs` are the only files that name the crates they stand on.

pub mod frontmatter;
pub mod highlight;
pub mod listing;
pub mod markdown;
pub mod slug;
pub mod structure;
pub mod url;
pub mod yaml;

pub use frontmatter::Frontmatter;
pub use structure::Structure;
pub use url::{SafeUrl, is_safe, safe_url};
pub use yaml::{MapEntry, Node, Problem, Value};

/// Whether a file is rendered as Markdown.
pub fn is_markdown(path: &str) -> bool {
    let path = path.to_lowercase();
    path.ends_with(".md") || path.ends_with(".markdown")
}
