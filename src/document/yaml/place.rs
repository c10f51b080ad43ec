//! Lines and columns of byte offsets, asked for mostly in rising order.

use super::Problem;

/// A cursor over the text of a file.
#[derive(Debug, Clone)]
pub(super) struct Places<'t> {
    text: &'t str,
    start: (usize, u32, u32),
    now: (usize, u32, u32),
}

impl<'t> Places<'t> {
    /// Counts from `base` on, which is the start of a line.
    pub(super) fn new(text: &'t str, base: usize) -> Self {
        let before = text.get(..base).unwrap_or_default();
        let line = before.bytes().filter(|byte| *byte == b'\n').count() as u32 + 1;
        Places { text, start: (base, line, 1), now: (base, line, 1) }
    }

    /// Line and column of an offset, both from 1, the column in characters.
    pub(super) fn at(&mut self, offset: usize) -> (u32, u32) {
        if offset < self.now.0 {
            self.now = self.start;
        }
        let (from, mut line, mut column) = self.now;
        for byte in self.text.as_bytes().get(from..offset).unwrap_or_default() {
            if *byte == b'\n' {
                line += 1;
                column = 1;
            } else if *byte & 0xc0 != 0x80 {
                column += 1;
            }
        }
        self.now = (offset.max(from), line, column);
        (line, column)
    }

    /// A problem at an offset.
    pub(super) fn problem(&mut self, offset: usize, text: String) -> Problem {
        let (line, column) = self.at(offset);
        Problem { line, column, text }
    }
}
