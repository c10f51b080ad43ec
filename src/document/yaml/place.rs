//! Places in YAML: lines and columns of byte offsets, and where the parser's spans really end.

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

/// The length of a quoted scalar with what stands before it (a tag or an anchor).
pub(super) fn quoted_end(written: &str, quote: char) -> usize {
    let mut from = 0;
    while let Some(rest) = written.get(from..).filter(|rest| rest.starts_with(['&', '!'])) {
        let word = rest.find(char::is_whitespace).unwrap_or(rest.len());
        from += word + rest.get(word..).map_or(0, |rest| rest.len() - rest.trim_start().len());
    }
    let mut chars = written.get(from..).unwrap_or_default().char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        if c == '\\' && quote == '"' {
            chars.next();
        } else if c == quote {
            if quote == '\'' && chars.peek().is_some_and(|(_, next)| *next == quote) {
                chars.next();
                continue;
            }
            return from + at + 1;
        }
    }
    written.len()
}

/// The place after the colon that follows a key, or the place itself.
pub(super) fn after_colon(source: &str, at: usize) -> usize {
    let rest = source.get(at..).unwrap_or_default();
    let trimmed = rest.trim_start_matches([' ', '\t', '\r', '\n']);
    if trimmed.starts_with(':') { at + rest.len() - trimmed.len() + 1 } else { at }
}

/// The first place at or after `at` that is neither white space nor a comment.
pub(super) fn skip_blank(source: &str, mut at: usize) -> usize {
    loop {
        let rest = source.get(at..).unwrap_or_default();
        let trimmed = rest.trim_start();
        at += rest.len() - trimmed.len();
        if !trimmed.starts_with('#') {
            return at;
        }
        at += trimmed.find('\n').unwrap_or(trimmed.len());
    }
}

/// From the parser's character indices to bytes.
pub(super) struct Offsets {
    /// The byte of every character; empty for ASCII, where both are the same.
    bytes: Vec<usize>,
    len: usize,
}

impl Offsets {
    pub(super) fn new(source: &str) -> Self {
        let bytes =
            if source.is_ascii() { Vec::new() } else { source.char_indices().map(|(at, _)| at).collect() };
        Offsets { bytes, len: source.len() }
    }

    pub(super) fn byte(&self, index: usize) -> usize {
        if self.bytes.is_empty() {
            index.min(self.len)
        } else {
            self.bytes.get(index).copied().unwrap_or(self.len)
        }
    }
}
