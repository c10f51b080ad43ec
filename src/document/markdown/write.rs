//! How the parts of a document are written, once the parser has told them apart.

use std::ops::Range;

use super::linker::inside;
use super::page::Page;
use super::{Heading, OpenHeading, Renderer, words};
use crate::document::is_safe;

impl Renderer<'_> {
    pub(super) fn heading_text(&mut self, text: &str) {
        if let Some(heading) = &mut self.heading {
            heading.text.push_str(text);
        }
    }

    pub(super) fn footnote(&mut self, name: &str) -> u32 {
        let next = self.footnotes.len() as u32 + 1;
        self.footnotes.insert_new(name, next);
        self.footnotes.get(name).copied().unwrap_or(next)
    }

    pub(super) fn line_attribute(&mut self, offset: usize) {
        let line = self.lines.of(offset + self.body);
        self.page.push(" data-line=\"");
        self.page.number(line);
        self.page.push("\"");
    }

    /// `<name data-line="…" dir="auto">`.
    pub(super) fn block(&mut self, open: &'static str, close: &'static str, offset: usize) {
        self.page.push(open);
        self.line_attribute(offset);
        self.page.push(" dir=\"auto\">");
        self.page.open(close);
    }

    pub(super) fn element(&mut self, open: &'static str, close: &'static str) {
        self.page.push(open);
        self.page.open(close);
    }

    pub(super) fn end_heading(&mut self, heading: OpenHeading) {
        let slug = self.write_heading(heading);
        if let Some(href) = self.linker.heading(&slug).filter(|href| is_safe(href)) {
            self.page.push("<a class=\"anchor\" aria-label=\"Link to this heading\"");
            self.page.attribute("href", &href);
            self.page.push(">#</a>");
        }
    }

    /// Writes the start of a heading in front of its text, now that its slug is known.
    pub(super) fn write_heading(&mut self, heading: OpenHeading) -> String {
        let text = heading.text.trim().to_owned();
        let slug = self.slugs.next(&text);
        let mut open = Page::with_capacity(64 + slug.len());
        open.push(["<h2", "<h3", "<h4", "<h5"].get(usize::from(heading.level) - 1).copied().unwrap_or("<h6"));
        open.push(" data-line=\"");
        open.number(heading.line);
        open.push("\" dir=\"auto\" id=\"h-");
        open.text(&slug);
        open.push("\">");
        self.page.html.insert_str(heading.at, &open.html);
        let OpenHeading { level, line, span, .. } = heading;
        self.headings.push(Heading { level, text, slug: slug.clone(), line, span });
        slug
    }

    /// Writes the running text that was read, with its mentions linked.
    pub(super) fn flush(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        let text = self.source.get(std::mem::replace(&mut self.pending, 0..0)).unwrap_or_default();
        if self.in_link > 0 {
            self.page.text(text);
        } else {
            words::write(text, self.linker, &mut self.page);
        }
    }

    pub(super) fn code_span(&mut self, code: &str) {
        self.heading_text(code);
        let href = if self.in_link > 0 || code.len() > 256 {
            None
        } else {
            self.linker.code(code).filter(|href| is_safe(href))
        };
        if let Some(href) = &href {
            self.page.push("<a");
            self.page.attribute("href", href);
            self.page.push(">");
        }
        self.page.push("<code>");
        self.page.text(code);
        self.page.push(if href.is_some() { "</code></a>" } else { "</code>" });
    }

    /// Lines drawn with box characters outside a fence keep their shape.
    pub(super) fn ascii_art(&mut self, range: Range<usize>) {
        let before = self.source.get(..range.start).unwrap_or_default();
        let indent = before.len() - before.trim_end_matches(' ').len();
        self.page.push("<pre class=\"ascii\"");
        self.line_attribute(range.start);
        self.page.push(" dir=\"ltr\">");
        let text = self.source.get(range.start - indent..range.end).unwrap_or_default();
        self.page.text(text.trim_end());
        self.page.push("</pre>\n");
    }

    pub(super) fn footnote_reference(&mut self, name: &str) {
        let number = self.footnote(name);
        let target = self.linker.link(&format!("#fn-{number}"));
        // The note leads back to where it is mentioned first.
        if self.mentioned.contains(&number) {
            self.page.push("<sup>");
        } else {
            self.mentioned.push(number);
            self.page.push("<sup id=\"h-fnref-");
            self.page.number(number);
            self.page.push("\">");
        }
        let href = if self.in_link == 0 { inside(target) } else { None };
        self.page.push(if href.is_some() {
            "<a class=\"footnote-ref\""
        } else {
            "<span class=\"footnote-ref\""
        });
        if let Some(href) = &href {
            self.page.attribute("href", href);
        }
        self.page.push(">");
        self.page.number(number);
        self.page.push(if href.is_some() { "</a></sup>" } else { "</span></sup>" });
    }
}
