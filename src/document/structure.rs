//! The structure of a Markdown body with line numbers: headings, tables, checklists, bullets, links.
//!
//! A scan over lines, without a Markdown parser, so that thousands of files can be read at once. Nothing
//! inside code fences, indented code or HTML comments is seen.

use std::ops::Range;
use std::sync::Arc;

mod inline;
mod line;
mod scan;
mod table;
mod text;

/// What stands where in a document.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Structure {
    /// The first heading of level 1.
    pub title: Option<Title>,
    /// All headings in order.
    pub headings: Vec<Heading>,
    /// All tables in order.
    pub tables: Vec<Table>,
    /// All list items with a box.
    pub checks: Vec<Check>,
    /// All list items without a box.
    pub bullets: Vec<Bullet>,
    /// All links and images, and code spans that could be a path.
    pub links: Vec<Link>,
    /// Where the body begins: after the frontmatter.
    pub body: usize,
    /// How many lines the file has.
    pub lines: u32,
}

/// The title of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Title {
    /// Without markup.
    pub text: String,
    /// Line in the file, from 1.
    pub line: u32,
}

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Without markup.
    pub text: String,
    /// GitHub's anchor for it, unique in the document.
    pub slug: String,
    /// Line in the file, from 1.
    pub line: u32,
    /// The bytes of the whole heading, underline included, without its line end.
    pub span: Range<usize>,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The line of the header.
    pub line: u32,
    /// The heading it stands under: an index into [`Structure::headings`].
    pub section: Option<usize>,
    /// The cells of the header.
    pub header: Vec<Cell>,
    /// The rows.
    pub rows: Vec<Row>,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Line in the file, from 1.
    pub line: u32,
    /// At least as many as the header has: missing ones are empty, further ones are kept.
    pub cells: Vec<Cell>,
}

/// A cell of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cell {
    /// Without markup: links and code give their text.
    pub text: String,
    /// Where the links in it lead.
    pub links: Vec<String>,
    /// The bytes between the bars, without the spaces around; empty for a missing cell.
    pub span: Range<usize>,
}

impl Cell {
    /// Where the first link in it leads.
    pub fn link(&self) -> Option<&String> {
        self.links.first()
    }
}

/// A list item with a box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// Line in the file, from 1.
    pub line: u32,
    /// Whether the box is ticked.
    pub done: bool,
    /// The rest of its line and what continues it, without markup.
    pub text: String,
    /// 0 for an item of the outermost list.
    pub depth: u32,
    /// The heading it stands under.
    pub section: Option<usize>,
    /// The bold line above its list, such as `Acceptance Criteria`, without a colon.
    pub label: Option<Arc<str>>,
}

/// A list item without a box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bullet {
    /// Line in the file, from 1.
    pub line: u32,
    /// 0 for an item of the outermost list.
    pub depth: u32,
    /// Whether it begins with a number.
    pub is_numbered: bool,
    /// The rest of its line and what continues it, without markup.
    pub text: String,
    /// The heading it stands under.
    pub section: Option<usize>,
}

/// A link in running text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Line in the file, from 1.
    pub line: u32,
    /// The destination as written, escapes resolved.
    pub target: String,
    /// How it is written.
    pub kind: LinkKind,
}

/// How a link is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LinkKind {
    /// `[text](target)`.
    Inline,
    /// `[name]: target`.
    Reference,
    /// `![alt](target)`.
    Image,
    /// A code span whose whole content could be a path or an id.
    Code,
}

/// How much to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// The title, and nothing behind it.
    Title,
    /// Headings only.
    Headings,
    /// Headings and tables: enough for navigators and overviews.
    Tables,
    /// What plans are made of: headings without slugs, tables that list things or their status, boxes, links.
    Plans,
    /// Everything.
    All,
}

/// Reads everything.
pub fn read(text: &str) -> Structure {
    read_to(text, Depth::All)
}

/// Reads no more than is asked for.
pub fn read_to(text: &str, depth: Depth) -> Structure {
    read_from(text, super::frontmatter::body_start(text), depth)
}

/// Reads a document whose body begins at `body`.
pub fn read_from(text: &str, body: usize, depth: Depth) -> Structure {
    scan::Scanner::new(text, body, depth).run()
}

/// A stretch of running text without its markup.
pub fn plain(text: &str) -> String {
    inline::plain(text, &mut |_| {})
}

impl Structure {
    /// The tables under the headings of this text (compared without case), and under headings below those.
    pub fn tables_under<'a>(&'a self, heading: &'a str) -> impl Iterator<Item = &'a Table> {
        self.tables.iter().filter(move |table| self.is_under(table.section, heading))
    }

    /// Whether `section` is, or lies below, a heading of this text (compared without case).
    pub fn is_under(&self, section: Option<usize>, heading: &str) -> bool {
        let Some(mut index) = section else { return false };
        // Walk up: each time to the nearest heading above of a higher rank.
        let mut rank = u8::MAX;
        loop {
            let Some(at) = self.headings.get(index) else { return false };
            if at.level < rank {
                if at.text.to_lowercase() == heading.to_lowercase() {
                    return true;
                }
                rank = at.level;
            }
            let Some(above) = index.checked_sub(1) else { return false };
            index = above;
        }
    }
}

/// Whether a heading says `name`, with whatever marks or remarks around it.
pub fn is_called(heading: &str, name: &str) -> bool {
    let heading = heading.trim_start_matches(|mark: char| !mark.is_alphabetic());
    let Some(start) = heading.get(..name.len()) else { return false };
    let rest = heading.get(name.len()..).unwrap_or_default().trim_start();
    start.eq_ignore_ascii_case(name) && !rest.starts_with(char::is_alphanumeric)
}

#[cfg(test)]
#[path = "structure/tests.rs"]
mod tests;
