//! The blocks of a document as it is rendered: what has a line of its own on the page, with its words and without its
//! markup. Reads with the parser that renders, so that what is said of a block is said of what stands on the page.

use super::limits::{Limits, Lines, within};
use super::{options, words};
use crate::document::frontmatter;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use std::ops::Range;

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum BlockKind {
    /// A heading of a level from 1.
    Heading(u8),
    /// Running text.
    Paragraph,
    /// An item of a list, without the lists in it.
    Item,
    /// An item with a box.
    Box,
    /// A row of a table; its cells are separated by ` | `.
    Row,
    /// Code, and lines that are drawn.
    Code,
}

/// A block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// The line on which it begins, from 1.
    pub line: u32,
    /// Its words.
    pub text: String,
    /// Its bytes in the file, without those of blocks inside it.
    pub span: Range<usize>,
}

/// Every block of the body of a file, in order.
pub fn blocks(text: &str) -> Vec<Block> {
    let body = frontmatter::body_start(text);
    let limits = Limits::default();
    let (source, _) = within(text.get(body..).unwrap_or_default(), limits.input_bytes);
    let mut reader = Reader {
        text,
        body,
        lines: Lines { text, at: 0, line: 1 },
        found: Vec::new(),
        open: Vec::new(),
        is_html: false,
    };
    let mut in_ascii_art = false;
    for (event, range) in Parser::new_ext(source, options()).into_offset_iter() {
        let written = source.get(range.clone()).unwrap_or_default();
        if in_ascii_art {
            in_ascii_art = !matches!(event, Event::End(TagEnd::Paragraph));
        } else if matches!(event, Event::Start(Tag::Paragraph)) && words::is_ascii_art(written) {
            in_ascii_art = true;
            reader.begin(BlockKind::Code, range);
            reader.say(written);
            reader.end();
        } else {
            reader.event(event, range);
        }
    }
    reader.found.retain(|block| !block.text.is_empty() || block.kind == BlockKind::Item);
    reader.found
}

/// What is open: a block by its place, or something that holds blocks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    /// A block that holds words.
    Leaf(usize),
    /// A block whose first paragraph is its own.
    Holder(usize),
    /// A paragraph that is its holder's own.
    Own,
}

struct Reader<'t> {
    text: &'t str,
    body: usize,
    lines: Lines<'t>,
    found: Vec<Block>,
    open: Vec<Open>,
    is_html: bool,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(&tag, range),
            Event::End(tag) => match tag {
                TagEnd::Heading(_)
                | TagEnd::Paragraph
                | TagEnd::CodeBlock
                | TagEnd::TableHead
                | TagEnd::TableRow
                | TagEnd::Item
                | TagEnd::FootnoteDefinition => self.end(),
                TagEnd::HtmlBlock => {
                    self.is_html = false;
                    self.end();
                }
                _ => {}
            },
            Event::Text(text) | Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.say(&text);
            }
            Event::Html(html) if self.is_html => self.say(&html),
            Event::SoftBreak | Event::HardBreak => self.say(" "),
            Event::TaskListMarker(_) => {
                if let Some(block) = self.innermost() {
                    block.kind = BlockKind::Box;
                }
            }
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Heading { level, .. } => self.begin(BlockKind::Heading(*level as u8), range),
            Tag::Paragraph => match self.open.last().copied() {
                Some(Open::Holder(at)) if self.found.get(at).is_some_and(|holder| holder.text.is_empty()) => {
                    self.open.push(Open::Own);
                }
                _ => self.begin(BlockKind::Paragraph, range),
            },
            Tag::CodeBlock(_) => self.begin(BlockKind::Code, range),
            Tag::HtmlBlock => {
                self.is_html = true;
                self.begin(BlockKind::Paragraph, range);
            }
            Tag::TableHead | Tag::TableRow => self.begin(BlockKind::Row, range),
            Tag::TableCell => {
                let is_first = self.innermost().is_none_or(|row| row.text.is_empty());
                if !is_first {
                    self.say(" | ");
                }
            }
            Tag::Item => self.hold(BlockKind::Item, range),
            Tag::FootnoteDefinition(_) => self.hold(BlockKind::Paragraph, range),
            // What lies in an item below its own words is not its own.
            Tag::List(_) | Tag::BlockQuote(_) | Tag::Table(_) => self.cut(range.start),
            _ => {}
        }
    }

    fn begin(&mut self, kind: BlockKind, range: Range<usize>) {
        self.add(kind, range);
        self.open.push(Open::Leaf(self.found.len().saturating_sub(1)));
    }

    fn hold(&mut self, kind: BlockKind, range: Range<usize>) {
        self.add(kind, range);
        self.open.push(Open::Holder(self.found.len().saturating_sub(1)));
    }

    fn add(&mut self, kind: BlockKind, range: Range<usize>) {
        self.cut(range.start);
        let span = range.start + self.body..range.end + self.body;
        let line = self.lines.of(span.start);
        self.found.push(Block { kind, line, text: String::new(), span });
    }

    /// Ends what the innermost holder has of its own, at an offset in the body.
    fn cut(&mut self, offset: usize) {
        let end = offset + self.body;
        let holder = self.open.iter().rev().find_map(|open| match open {
            Open::Holder(at) => Some(*at),
            _ => None,
        });
        if let Some(holder) = holder.and_then(|at| self.found.get_mut(at)) {
            holder.span.end = holder.span.end.min(end).max(holder.span.start);
        }
    }

    fn end(&mut self) {
        let at = match self.open.pop() {
            Some(Open::Leaf(at) | Open::Holder(at)) => at,
            _ => return,
        };
        let is_html = self.found.get(at).is_some_and(|block| block.kind == BlockKind::Paragraph);
        if let Some(block) = self.found.get_mut(at) {
            let text = if is_html { without_comments(&block.text) } else { block.text.clone() };
            block.text = text.trim().to_owned();
            let written = self.text.get(block.span.clone()).unwrap_or_default();
            block.span.end = block.span.start + written.trim_end().len();
        }
    }

    fn innermost(&mut self) -> Option<&mut Block> {
        let at = self.open.iter().rev().find_map(|open| match open {
            Open::Leaf(at) | Open::Holder(at) => Some(*at),
            Open::Own => None,
        })?;
        self.found.get_mut(at)
    }

    fn say(&mut self, text: &str) {
        if let Some(block) = self.innermost() {
            block.text.push_str(text);
        }
    }
}

/// A text without comments of HTML, which are not shown.
fn without_comments(text: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("<!--") {
        kept.push_str(before);
        rest = after.split_once("-->").map_or("", |(_, after)| after);
    }
    kept.push_str(rest);
    kept
}

#[cfg(test)]
mod tests {
    use super::{BlockKind, blocks};

    fn check(text: &str, expected: &[(BlockKind, u32, &str, &str)]) {
        let found = blocks(text);
        let seen: Vec<(BlockKind, u32, &str, &str)> = found
            .iter()
            .map(|block| {
                let written = text.get(block.span.clone()).unwrap_or_default();
                (block.kind, block.line, block.text.as_str(), written)
            })
            .collect();
        assert_eq!(seen, expected);
    }

    #[test]
    fn every_kind() {
        check(
            "---\na: 1\n---\n# One\n\nSome *text*\nof `two` lines.\n\n| A | B |\n|---|---|\n| x | [y](z) |\n",
            &[
                (BlockKind::Heading(1), 4, "One", "# One"),
                (BlockKind::Paragraph, 6, "Some text of two lines.", "Some *text*\nof `two` lines."),
                (BlockKind::Row, 9, "A | B", "| A | B |"),
                (BlockKind::Row, 11, "x | y", "| x | [y](z) |"),
            ],
        );
        check(
            "- [ ] a\n  - b\n- [x] c\n\n  d\n\n> e\n\n```rs\nf\n```\n<!-- g -->\n",
            &[
                (BlockKind::Box, 1, "a", "- [ ] a"),
                (BlockKind::Item, 2, "b", "- b"),
                (BlockKind::Box, 3, "c", "- [x] c"),
                (BlockKind::Paragraph, 5, "d", "d"),
                (BlockKind::Paragraph, 7, "e", "e"),
                (BlockKind::Code, 9, "f", "```rs\nf\n```"),
            ],
        );
    }
}
