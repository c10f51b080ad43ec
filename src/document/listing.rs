//! A tree drawn in text, as `tree` prints it and as people keep it in `_tree.md`: names behind `├──` and `└──`,
//! notes behind `←`, and `...` where something is left out.
//!
//! Only what is drawn is read. What a note means is for others to say, and so is what a listing leaves out.

use std::ops::Range;

mod line;
mod scan;

pub use scan::read;

/// One listing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// The folder that it lists, as its first line names it.
    pub root: Option<String>,
    /// The lines it covers, from 1; the last one is not among them.
    pub lines: Range<u32>,
    /// Files and folders, in the order of the listing.
    pub entries: Vec<Entry>,
    /// Places where something is left out.
    pub elisions: Vec<Elision>,
    /// Lines among them that were not understood, each with what is wrong.
    pub problems: Vec<(u32, String)>,
}

/// A file or folder of a listing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its path below the root of the listing, without a slash at its end.
    pub path: String,
    /// Its line.
    pub line: u32,
    /// Whether it is written as a folder or has something below it.
    pub is_folder: bool,
    /// What stands behind the arrow.
    pub note: Option<String>,
    /// Whether everything below it is listed. A folder with nothing below it is not known to be empty.
    pub complete: bool,
}

/// Something left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elision {
    /// The folder it is left out of; empty for the root.
    pub folder: String,
    /// Its line.
    pub line: u32,
    /// The words of the line: `...`, `... (6 archived docs)`.
    pub text: String,
}

/// A stretch of a document between fences, marks left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block<'a> {
    /// What follows the opening mark, such as `markdown`; nothing outside fences.
    pub info: Option<&'a str>,
    /// The line of the first line of the text.
    pub line: u32,
    /// The text, line ends included.
    pub text: &'a str,
}

/// A document as stretches of text and fences, in order.
pub fn blocks<'a>(text: &'a str) -> Vec<Block<'a>> {
    let mut blocks = Vec::new();
    let (mut start, mut at, mut first) = (0, 0, 1);
    let mut open: Option<(&str, &str)> = None;
    let block = |open: Option<(&'a str, &'a str)>, line: u32, range: Range<usize>| {
        let (info, text) = (open.map(|(_, info)| info), text.get(range).unwrap_or_default());
        (info.is_some() || !text.trim().is_empty()).then_some(Block { info, line, text })
    };
    for (line, content) in (1_u32..).zip(text.split_inclusive('\n')) {
        let end = at + content.len();
        let trimmed = content.trim();
        let mark = fence(trimmed);
        let changes = match (open, mark) {
            (None, Some(_)) => true,
            (Some((mark, _)), Some((other, info))) => info.is_empty() && other.starts_with(mark),
            (_, None) => false,
        };
        if changes {
            blocks.extend(block(open, first, start..at));
            open = if open.is_none() { mark } else { None };
            (start, first) = (end, line + 1);
        }
        at = end;
    }
    blocks.extend(block(open, first, start..at));
    blocks
}

/// The marks of a fence and what follows them.
fn fence(line: &str) -> Option<(&str, &str)> {
    let mark = line.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
    let rest = line.trim_start_matches(mark);
    let marks = line.get(..line.len() - rest.len())?;
    (marks.len() >= 3 && !rest.contains('`')).then_some((marks, rest.trim()))
}
