//! How much is rendered, and the places of what is.

use crate::lines;
use std::ops::Range;

/// What is rendered at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of Markdown that are read.
    pub input_bytes: usize,
    /// Bytes of HTML that are written.
    pub output_bytes: usize,
    /// Blocks within blocks.
    pub nesting: usize,
    /// By how many levels headings are lifted, where only a part of a document is rendered that begins with a deep one.
    pub lift: u8,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { input_bytes: 2 * 1024 * 1024, output_bytes: 16 * 1024 * 1024, nesting: 64, lift: 0 }
    }
}

/// The text up to the limit, cut at the end of a line where there is one.
pub(super) fn within(text: &str, limit: usize) -> (&str, Option<String>) {
    if text.len() <= limit {
        return (text, None);
    }
    let cut = text.get(..text.floor_char_boundary(limit)).unwrap_or_default();
    let end = cut.rfind('\n').map_or(cut.len(), |at| at + 1);
    let notice = format!(
        "Only the first {} of {} are shown as a page. Open the raw view to see all of it.",
        bytes(limit),
        bytes(text.len())
    );
    (text.get(..end).unwrap_or_default(), Some(notice))
}

pub(super) fn bytes(count: usize) -> String {
    const MIB: usize = 1024 * 1024;
    if count >= MIB && count.is_multiple_of(MIB) {
        format!("{} MiB", count / MIB)
    } else {
        format!("{count} bytes")
    }
}

/// Counts lines up to an offset from the last one asked for.
pub(super) struct Lines<'t> {
    pub(super) text: &'t str,
    pub(super) at: usize,
    pub(super) line: u32,
}

impl Lines<'_> {
    pub(super) fn of(&mut self, offset: usize) -> u32 {
        let count = |range: Range<usize>| lines::ends(self.text.as_bytes().get(range).unwrap_or_default());
        if offset >= self.at {
            self.line += count(self.at..offset);
        } else {
            self.line -= count(offset..self.at);
        }
        self.at = offset;
        self.line
    }
}
