//! What the scanner does with the text of the blocks it found: markup out, links collected.

use crate::lines;
use std::borrow::Cow;
use std::ops::Range;

use super::inline::{self, Found, plain};
use super::line::label;
use super::scan::{Open, Owner, Scanner};
use super::{Cell, Depth, Heading, Link, LinkKind, Row, Table, Title, table};

impl<'t> Scanner<'t> {
    pub(super) fn heading(&mut self, level: u8, raw: &str, line: u32, span: Range<usize>) {
        let text = self.strip(lines::trim(raw), line);
        let slug = if self.depth == Depth::Plans { String::new() } else { self.slugs.next(&text) };
        if level == 1 && self.out.title.is_none() {
            self.out.title = Some(Title { text: text.clone(), line });
        }
        self.label = None;
        self.out.headings.push(Heading { level, text, slug, line, span });
    }

    /// Begins a table; whether its rows are kept.
    pub(super) fn table(&mut self, spans: Vec<Range<usize>>, line: u32) -> bool {
        if self.depth < Depth::Tables {
            return false;
        }
        let header = self.cells(spans, line);
        let states =
            |cell: &Cell| ["status", "state"].iter().any(|name| cell.text.eq_ignore_ascii_case(name));
        // Tables of children need not say how far they are.
        let lists = |cell: &Cell| {
            let names = ["name", "file", "document", "child", "phase", "task"];
            names.iter().any(|name| cell.text.eq_ignore_ascii_case(name))
        };
        let is_kept =
            self.depth != Depth::Plans || header.iter().any(states) || header.first().is_some_and(lists);
        if is_kept {
            self.out.tables.push(Table { line, section: self.section(), header, rows: Vec::new() });
        }
        is_kept
    }

    pub(super) fn row(&mut self, at: usize, end: usize) {
        let Open::Table { columns, is_kept } = self.open else { return };
        if self.depth < Depth::Tables {
            return;
        }
        if !is_kept {
            if may_link(self.slice(at..end)) {
                let line = self.line;
                for span in table::cells(self.slice(at..end), at) {
                    let raw = self.slice(span);
                    if may_link(raw) {
                        self.strip(&unpiped(raw), line);
                    }
                }
            }
            return;
        }
        let mut cells = self.cells(table::cells(self.slice(at..end), at), self.line);
        while cells.len() < columns {
            cells.push(Cell { span: end..end, ..Cell::default() });
        }
        if let Some(table) = self.out.tables.last_mut() {
            table.rows.push(Row { line: self.line, cells });
        }
    }

    /// Ends what is open; a paragraph gives its text to its item.
    pub(super) fn close(&mut self) {
        let open = std::mem::replace(&mut self.open, Open::Nothing);
        let Open::Paragraph { start, end, line, owner } = open else { return };
        if self.depth < Depth::Plans {
            return;
        }
        let text = self.slice(start..end);
        let is_kept = match owner {
            Owner::Check | Owner::Bullet => true,
            Owner::Unkept => false,
            Owner::None => text.starts_with("**"),
        };
        if !is_kept && !may_link(text) {
            return;
        }
        let raw = self.joined(start..end);
        let text = self.strip_lines(&raw, line);
        match owner {
            Owner::Check => {
                if let Some(check) = self.out.checks.last_mut() {
                    check.text = text;
                }
            }
            Owner::Bullet => {
                if let Some(bullet) = self.out.bullets.last_mut() {
                    bullet.text = text;
                }
            }
            Owner::Unkept => {}
            Owner::None => {
                if let Some(label) = label(&raw) {
                    let label = plain(label, &mut |_| {});
                    self.label = Some(label.trim().trim_end_matches(':').trim_end().into());
                } else {
                    self.definition(&raw, line);
                }
            }
        }
    }

    pub(super) fn cells(&mut self, spans: Vec<Range<usize>>, line: u32) -> Vec<Cell> {
        let mut cells = Vec::with_capacity(spans.len());
        for span in spans {
            let raw = unpiped(self.slice(span.clone()));
            let mut links = Vec::new();
            let text = self.strip_with(&raw, line, &mut |found: &Found| {
                if matches!(found.kind, LinkKind::Inline) {
                    links.push(found.target.clone());
                }
            });
            let trimmed = lines::trim(&text);
            let text = if trimmed.len() == text.len() { text } else { trimmed.to_owned() };
            cells.push(Cell { text, links, span });
        }
        cells
    }

    /// `[name]: target`.
    pub(super) fn definition(&mut self, raw: &str, line: u32) {
        for (index, text) in raw.lines().enumerate() {
            let Some((name, target)) = text.strip_prefix('[').and_then(|text| text.split_once("]:")) else {
                continue;
            };
            let target = target.trim();
            let end = target.find([' ', '\t']).unwrap_or(target.len());
            let target = target.get(..end).unwrap_or_default().trim_start_matches('<').trim_end_matches('>');
            if !name.starts_with('^') && !target.is_empty() {
                let target = target.to_owned();
                self.out.links.push(Link { line: line + index as u32, target, kind: LinkKind::Reference });
            }
        }
    }

    /// The lines of a paragraph without indentation and quote marks.
    pub(super) fn joined(&self, range: Range<usize>) -> Cow<'t, str> {
        let raw = self.slice(range);
        if !raw.contains('\n') {
            return raw.trim_end().into();
        }
        let mut joined = String::with_capacity(raw.len());
        for (index, line) in raw.trim_end().split('\n').enumerate() {
            let mut line = line.trim();
            if index > 0 {
                for _ in 0..self.quotes {
                    line = line.strip_prefix('>').unwrap_or(line).trim_start();
                }
                joined.push('\n');
            }
            joined.push_str(line);
        }
        joined.into()
    }

    pub(super) fn strip(&mut self, raw: &str, line: u32) -> String {
        self.strip_with(raw, line, &mut |_| {})
    }

    /// Strips the joined lines of a paragraph; the line ends become spaces.
    pub(super) fn strip_lines(&mut self, raw: &str, line: u32) -> String {
        let text = self.strip(raw, line);
        if text.contains('\n') { text.replace('\n', " ") } else { text }
    }

    pub(super) fn strip_with(&mut self, raw: &str, line: u32, seen: &mut dyn FnMut(&Found)) -> String {
        let (links, collect) = (&mut self.out.links, self.depth >= Depth::Plans);
        inline::plain(raw, &mut |found| {
            seen(&found);
            if collect {
                let below =
                    raw.get(..found.at).unwrap_or_default().bytes().filter(|byte| *byte == b'\n').count();
                links.push(Link { line: line + below as u32, target: found.target, kind: found.kind });
            }
        })
    }
}

/// A cell without the marks before its bars.
fn unpiped(raw: &str) -> Cow<'_, str> {
    if raw.contains('\\') && raw.contains("\\|") { raw.replace("\\|", "|").into() } else { raw.into() }
}

/// Whether there can be a link in a text: a quick look, for most texts have none.
fn may_link(text: &str) -> bool {
    text.bytes().any(|byte| matches!(byte, b'[' | b'<' | b'`'))
}
