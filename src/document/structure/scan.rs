//! The block scanner: one pass over the lines, deciding for each what it is from its first characters and from
//! what is open above it. It follows CommonMark as far as headings, tables, lists and code need it.

use std::ops::Range;
use std::sync::Arc;

use super::line::{atx_text, fence, heading_level, html_block, is_rule};
use super::{Bullet, Check, Depth, Structure, table};
use crate::document::slug::Slugs;
use crate::lines;

/// Lists within lists deeper than this are read as if they were at this depth.
const MAX_DEPTH: usize = 64;

/// What lies open above a line.
pub(super) enum Open {
    Nothing,
    /// Lines of a paragraph, or of a list item's first paragraph.
    Paragraph {
        start: usize,
        end: usize,
        line: u32,
        owner: Owner,
    },
    Fence {
        mark: u8,
        len: usize,
        lists: usize,
        quotes: usize,
    },
    Table {
        columns: usize,
        /// Whether its rows are kept, and not only the links in them.
        is_kept: bool,
    },
    /// Raw HTML up to a blank line (`None`) or up to this text.
    Html {
        until: Option<&'static str>,
    },
}

#[derive(Clone, Copy)]
pub(super) enum Owner {
    None,
    Check,
    Bullet,
    /// An item whose text nobody wants, but for the links in it.
    Unkept,
}

pub(super) struct Scanner<'t> {
    pub(super) text: &'t str,
    pub(super) depth: Depth,
    pub(super) out: Structure,
    pub(super) slugs: Slugs,
    pub(super) open: Open,
    /// For each list item that is open the column its content begins at.
    pub(super) lists: Vec<usize>,
    pub(super) quotes: usize,
    pub(super) after_blank: bool,
    pub(super) label: Option<Arc<str>>,
    pub(super) line: u32,
}

/// What is left of a line within its containers.
struct Rest {
    at: usize,
    /// The column of `at`, counted from the innermost quote.
    column: usize,
    /// Spaces before the text.
    indent: usize,
}

impl<'t> Scanner<'t> {
    pub(super) fn new(text: &'t str, body: usize, depth: Depth) -> Self {
        let line = lines::ends(text.as_bytes().get(..body).unwrap_or_default());
        Scanner {
            text,
            depth,
            out: Structure { body, ..Structure::default() },
            slugs: Slugs::default(),
            open: Open::Nothing,
            lists: Vec::new(),
            quotes: 0,
            after_blank: true,
            label: None,
            line,
        }
    }

    pub(super) fn run(mut self) -> Structure {
        let mut at = self.out.body;
        for line in self.text.get(at..).unwrap_or_default().split_inclusive('\n') {
            self.line += 1;
            self.read_line(at, at + content_len(line.as_bytes()));
            at += line.len();
            if self.depth == Depth::Title && self.out.title.is_some() {
                break;
            }
        }
        self.close();
        self.out.lines = self.line;
        self.out
    }

    pub(super) fn slice(&self, range: Range<usize>) -> &'t str {
        self.text.get(range).unwrap_or_default()
    }

    pub(super) fn section(&self) -> Option<usize> {
        self.out.headings.len().checked_sub(1)
    }

    fn read_line(&mut self, start: usize, end: usize) {
        let (at, column, quotes) = self.strip_quotes(start, end);
        let rest = self.indent(at, column, end);
        if rest.at >= end {
            self.blank(quotes);
            return;
        }
        if self.continues_raw(&rest, quotes, end) {
            return;
        }
        if quotes != self.quotes {
            // A paragraph may run on without its `>`; anything else ends with the quote.
            let lazy = quotes < self.quotes
                && matches!(self.open, Open::Paragraph { .. })
                && !self.starts_block(&rest, end);
            if lazy {
                self.extend(rest.at, end);
                return;
            }
            self.close();
            self.lists.clear();
            self.quotes = quotes;
        }
        self.read_block(rest, end);
        self.after_blank = false;
    }

    /// Skips the `>` marks of a line.
    fn strip_quotes(&self, start: usize, end: usize) -> (usize, usize, usize) {
        let (mut at, mut column, mut quotes) = (start, 0, 0);
        // Nearly every line begins with something else.
        if !matches!(self.text.as_bytes().get(start), Some(b' ' | b'>')) {
            return (at, column, quotes);
        }
        // Inside a list the marks stand at its content.
        let margin = if self.quotes == 0 { self.lists.last().copied().unwrap_or(0) } else { 0 };
        loop {
            let line = self.text.as_bytes().get(at..end).unwrap_or_default();
            let spaces = line.iter().take_while(|byte| **byte == b' ').count();
            if spaces > 3 + if quotes == 0 { margin } else { 0 } || line.get(spaces) != Some(&b'>') {
                return (at, column, quotes);
            }
            if quotes == 0 && spaces < margin && margin > 0 && spaces > 3 {
                return (at, column, quotes);
            }
            quotes += 1;
            at += spaces + 1;
            column = 0;
            if self.slice(at..end).starts_with(' ') {
                at += 1;
            }
        }
    }

    /// Skips white space; tabs reach to the next column divisible by 4.
    fn indent(&self, at: usize, column: usize, end: usize) -> Rest {
        let mut rest = Rest { at, column, indent: 0 };
        for byte in self.text.as_bytes().get(at..end).unwrap_or_default() {
            match byte {
                b' ' => rest.column += 1,
                b'\t' => rest.column += 4 - rest.column % 4,
                _ => break,
            }
            rest.at += 1;
        }
        rest.indent = rest.column - column;
        rest
    }

    fn blank(&mut self, quotes: usize) {
        match self.open {
            Open::Fence { .. } | Open::Html { until: Some(_) } => {}
            _ => self.close(),
        }
        if quotes < self.quotes {
            self.close();
            self.quotes = quotes;
            self.lists.clear();
        }
        self.after_blank = true;
    }

    /// Whether the line belongs to a fence or to raw HTML that is open.
    fn continues_raw(&mut self, rest: &Rest, quotes: usize, end: usize) -> bool {
        match self.open {
            Open::Fence { mark, len, lists, quotes: fence_quotes } => {
                let inner = if lists > 0 { self.lists.get(lists - 1).copied().unwrap_or(0) } else { 0 };
                if quotes < fence_quotes || (lists > 0 && rest.column < inner) {
                    self.open = Open::Nothing;
                    return false;
                }
                let text = self.slice(rest.at..end).trim_end();
                let run = text.bytes().take_while(|byte| *byte == mark).count();
                if run >= len && run == text.len() && rest.column < inner + 4 {
                    self.open = Open::Nothing;
                }
                true
            }
            Open::Html { until } => {
                if until.is_some_and(|until| self.slice(rest.at..end).contains(until)) {
                    self.open = Open::Nothing;
                }
                true
            }
            _ => false,
        }
    }

    /// The content column of the innermost list item.
    fn margin(&self) -> usize {
        self.lists.last().copied().unwrap_or(0)
    }

    fn read_block(&mut self, mut rest: Rest, end: usize) {
        loop {
            let marker = self.marker(&rest, end);
            let in_paragraph = matches!(self.open, Open::Paragraph { .. });
            // Leave the list items this line is not indented into.
            let leaves = marker.is_some() || !in_paragraph || self.starts_block(&rest, end);
            if leaves {
                let before = self.lists.len();
                while self.lists.last().is_some_and(|margin| rest.column < *margin) {
                    self.lists.pop();
                }
                if self.lists.len() < before {
                    self.close();
                }
            }
            let indent = rest.column.saturating_sub(self.margin());
            if indent >= 4 {
                // Indented code, unless a paragraph is open that it continues.
                if matches!(self.open, Open::Paragraph { .. }) {
                    self.extend(rest.at, end);
                } else if !self.after_blank && matches!(self.open, Open::Table { .. }) {
                    self.row(rest.at, end);
                }
                return;
            }
            let Some((content, ordered)) = marker else { break };
            self.close();
            if self.slice(content..end).trim().is_empty() {
                self.lists.push(rest.column + (content - rest.at) + 1);
                self.lists.truncate(MAX_DEPTH);
                self.item(content, end, ordered);
                return;
            }
            let after = self.indent(content, rest.column + (content - rest.at), end);
            // More than four spaces after the marker are indented code of the item.
            let width = if after.indent > 4 { 1 } else { after.indent };
            self.lists.push(rest.column + (content - rest.at) + width);
            self.lists.truncate(MAX_DEPTH);
            let nested = self.marker(&after, end).is_some() && after.indent <= 4;
            if !nested {
                if after.indent > 4 {
                    return;
                }
                let block = self.starts_block(&after, end);
                if !block || ordered && self.slice(after.at..end).starts_with('[') {
                    self.item(after.at, end, ordered);
                    return;
                }
            }
            rest = after;
        }
        self.leaf(rest, end);
    }

    /// A list marker: the place after it, and whether it is a number.
    fn marker(&self, rest: &Rest, end: usize) -> Option<(usize, bool)> {
        let first = *self.text.as_bytes().get(rest.at).filter(|_| rest.at < end)?;
        if !matches!(first, b'-' | b'*' | b'+' | b'0'..=b'9') {
            return None;
        }
        let line = self.slice(rest.at..end);
        let (len, ordered) = match first {
            b'-' | b'*' | b'+' => (1, false),
            b'0'..=b'9' => {
                let digits = line.bytes().take_while(u8::is_ascii_digit).count();
                let mark = line.as_bytes().get(digits)?;
                if digits > 9 || !matches!(mark, b'.' | b')') {
                    return None;
                }
                (digits + 1, true)
            }
            _ => return None,
        };
        let after = line.get(len..)?;
        let spaced = after.is_empty() || after.starts_with([' ', '\t']);
        if !spaced || is_rule(line) || rest.column >= self.margin_for(rest) + 4 {
            return None;
        }
        // Within a paragraph an empty item and a number other than 1 begin no list.
        if matches!(self.open, Open::Paragraph { .. }) && rest.column >= self.margin() {
            let starts = line.get(..len)?.trim_end_matches(['.', ')']);
            if after.trim().is_empty() || (ordered && starts != "1") {
                return None;
            }
        }
        Some((rest.at + len, ordered))
    }

    /// The content column of the innermost item that reaches this far left.
    fn margin_for(&self, rest: &Rest) -> usize {
        self.lists.iter().rev().copied().find(|margin| *margin <= rest.column).unwrap_or(0)
    }

    /// Whether a line begins something that ends a paragraph.
    fn starts_block(&self, rest: &Rest, end: usize) -> bool {
        if !matches!(self.text.as_bytes().get(rest.at), Some(b'#' | b'`' | b'~' | b'<' | b'*' | b'-' | b'_'))
        {
            return false;
        }
        let line = self.slice(rest.at..end);
        if rest.column >= self.margin_for(rest) + 4 {
            return false;
        }
        match line.bytes().next() {
            Some(b'#') => heading_level(line).is_some(),
            Some(b'`' | b'~') => fence(line).is_some(),
            Some(b'<') => html_block(line).is_some(),
            Some(b'*' | b'-' | b'_') => is_rule(line),
            _ => false,
        }
    }

    fn leaf(&mut self, rest: Rest, end: usize) {
        let line = self.slice(rest.at..end);
        match line.bytes().next() {
            Some(b'#') => {
                if let Some(level) = heading_level(line) {
                    self.close();
                    self.heading(level, atx_text(line), self.line, rest.at..end);
                    return;
                }
            }
            Some(b'`' | b'~') => {
                if let Some((mark, len)) = fence(line) {
                    self.close();
                    self.open = Open::Fence { mark, len, lists: self.lists.len(), quotes: self.quotes };
                    return;
                }
            }
            Some(b'<') => {
                if let Some(until) = html_block(line) {
                    self.close();
                    if until.is_none_or(|until| !line.contains(until)) {
                        self.open = Open::Html { until };
                    }
                    return;
                }
            }
            Some(b'=' | b'-' | b'*' | b'_' | b'|' | b':') if self.underline(line, end) => return,
            _ => {}
        }
        match self.open {
            Open::Table { .. } => self.row(rest.at, end),
            Open::Paragraph { .. } => self.extend(rest.at, end),
            _ => self.begin(rest.at, end, Owner::None),
        }
    }

    /// A setext underline, a rule, or the delimiter row of a table.
    fn underline(&mut self, line: &str, end: usize) -> bool {
        // Rows of a table begin so, and are none of these.
        if matches!(self.open, Open::Table { .. }) && line.starts_with(['|', ':', '=']) {
            return false;
        }
        let text = line.trim_end();
        if let Open::Paragraph { start, end: header_end, line: first, owner } = self.open {
            let level = if text.bytes().all(|byte| byte == b'=') {
                Some(1)
            } else {
                text.bytes().all(|byte| byte == b'-').then_some(2)
            };
            if let Some(level) = level
                && matches!(owner, Owner::None)
            {
                self.open = Open::Nothing;
                let text = self.joined(start..header_end).replace('\n', " ");
                self.heading(level, &text, first, start..end);
                return true;
            }
            let columns = table::delimiters(line);
            let header = self.slice(start..header_end);
            let header_at = start + header.rfind('\n').map_or(0, |at| at + 1);
            let spans = table::cells(self.slice(header_at..header_end), header_at);
            if columns > 0 && spans.len() == columns && self.slice(header_at..header_end).contains('|') {
                if header_at > start {
                    self.open = Open::Paragraph { start, end: header_at, line: first, owner };
                    self.close();
                }
                self.open = Open::Nothing;
                let is_kept = self.table(spans, self.line - 1);
                self.open = Open::Table { columns, is_kept };
                return true;
            }
        }
        if is_rule(text) {
            self.close();
            return true;
        }
        false
    }

    /// A list item whose text begins here.
    fn item(&mut self, at: usize, end: usize, is_numbered: bool) {
        let text = self.slice(at..end);
        let done = match text.as_bytes() {
            [b'[', mark, b']', rest @ ..]
                if rest.is_empty() || rest.starts_with(b" ") || rest.starts_with(b"\t") =>
            {
                match mark {
                    b' ' => Some(false),
                    b'x' | b'X' => Some(true),
                    _ => None,
                }
            }
            _ => None,
        };
        let depth = self.lists.len().saturating_sub(1) as u32;
        let (line, section) = (self.line, self.section());
        if self.depth < Depth::Plans {
            self.begin(at, end, Owner::Unkept);
        } else if let Some(done) = done {
            let label = self.label.clone();
            self.out.checks.push(Check { line, done, text: String::new(), depth, section, label });
            self.begin((at + 4).min(end), end, Owner::Check);
        } else if self.depth < Depth::All {
            self.begin(at, end, Owner::Unkept);
        } else {
            self.out.bullets.push(Bullet { line, depth, is_numbered, text: String::new(), section });
            self.begin(at, end, Owner::Bullet);
        }
    }

    fn begin(&mut self, start: usize, end: usize, owner: Owner) {
        self.close();
        self.open = Open::Paragraph { start, end, line: self.line, owner };
    }

    fn extend(&mut self, _at: usize, to: usize) {
        if let Open::Paragraph { end, .. } = &mut self.open {
            *end = to;
        }
    }
}

/// How long a line is without its end.
fn content_len(line: &[u8]) -> usize {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.iter().rposition(|byte| *byte != b'\r').map_or(0, |last| last + 1)
}
