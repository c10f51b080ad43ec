//! Markdown to HTML that is safe to put into the page, whatever the Markdown holds.
//!
//! Raw HTML becomes text, comments vanish, a handful of elements without attributes are built. Every
//! destination goes through the [`Linker`], which stands on [`super::url::safe_url`].

use std::ops::Range;

use pulldown_cmark::{
    Alignment, CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd,
};

mod blocks;
mod limits;
mod linker;
mod page;
pub mod rows;
mod words;
mod write;

use super::slug::Slugs;
pub use super::structure::Heading;
use super::{frontmatter, highlight};
use crate::named::Named;
pub use blocks::{Block, BlockKind, blocks};
pub use limits::Limits;
use limits::{Lines, bytes, within};
pub use linker::{Linker, Picture, Target};
use page::Page;
pub(super) use page::escape;

/// A rendered document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rendered {
    /// The HTML, balanced, of allow-listed elements and attributes only.
    pub html: String,
    /// The headings in order; the element of each has the id `h-` + slug.
    pub headings: Vec<Heading>,
    /// What was cut at which limit, told to the reader.
    pub notice: Option<String>,
}

/// Renders the body of a file; its frontmatter is skipped.
pub fn to_html(text: &str, linker: &dyn Linker, limits: &Limits) -> Rendered {
    let body = frontmatter::body_start(text);
    let (source, notice) = within(text.get(body..).unwrap_or_default(), limits.input_bytes);
    let mut renderer = Renderer {
        source,
        linker,
        limits,
        page: Page::with_capacity(source.len() * 9 / 4),
        lines: Lines { text, at: 0, line: 1 },
        body,
        slugs: Slugs::default(),
        headings: Vec::new(),
        notice,
        pending: 0..0,
        in_link: 0,
        code: None,
        raw: None,
        image: None,
        heading: None,
        alignments: Vec::new(),
        cell: 0,
        in_head: false,
        footnotes: Named::default(),
        mentioned: Vec::new(),
    };
    let mut in_ascii_art = false;
    for (event, range) in Parser::new_ext(source, options()).into_offset_iter() {
        if in_ascii_art {
            in_ascii_art = !matches!(event, Event::End(TagEnd::Paragraph));
            continue;
        }
        if matches!(event, Event::Start(Tag::Paragraph))
            && words::is_ascii_art(source.get(range.clone()).unwrap_or_default())
        {
            in_ascii_art = true;
            renderer.flush();
            renderer.ascii_art(range);
            continue;
        }
        renderer.event(event, range);
        if renderer.page.html.len() > limits.output_bytes {
            renderer.notice = Some(format!(
                "The rest is not shown: the page would be larger than {}. Open the raw view to see all of it.",
                bytes(limits.output_bytes)
            ));
            break;
        }
    }
    renderer.finish();
    Rendered { html: renderer.page.html, headings: renderer.headings, notice: renderer.notice }
}

/// What is understood beside plain Markdown.
fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
}

/// An image whose alternative text is being read.
struct Image {
    picture: Picture,
    alt: String,
    depth: u32,
}

/// A heading whose text is being read.
struct OpenHeading {
    level: u8,
    text: String,
    /// Where its element begins in the HTML.
    at: usize,
    line: u32,
    span: Range<usize>,
}

struct Renderer<'t> {
    source: &'t str,
    linker: &'t dyn Linker,
    limits: &'t Limits,
    page: Page,
    lines: Lines<'t>,
    body: usize,
    slugs: Slugs,
    headings: Vec<Heading>,
    notice: Option<String>,
    /// Running text that is read and not written; the parser hands words out in pieces.
    pending: Range<usize>,
    in_link: u32,
    /// The language and text of a code block.
    code: Option<(String, String)>,
    /// The line and text of a block of raw HTML.
    raw: Option<(u32, String)>,
    image: Option<Image>,
    heading: Option<OpenHeading>,
    alignments: Vec<Alignment>,
    cell: usize,
    in_head: bool,
    footnotes: Named<u32>,
    /// Numbers of the footnotes that have been mentioned.
    mentioned: Vec<u32>,
}

impl<'t> Renderer<'t> {
    fn event(&mut self, event: Event<'t>, range: Range<usize>) {
        if self.image.is_some() {
            return self.image_event(event);
        }
        if let Event::Text(text) = event {
            return self.text(text, range);
        }
        self.flush();
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(_) => {}
            Event::Code(code) => self.code_span(&code),
            Event::Html(html) => match &mut self.raw {
                Some((_, raw)) => raw.push_str(&html),
                None => self.page.text(&html),
            },
            Event::InlineHtml(html) => {
                let shown = self.page.raw_inline(&html, self.limits.nesting);
                if let Some(heading) = &mut self.heading {
                    heading.text.push_str(shown);
                }
            }
            Event::SoftBreak => {
                self.page.push("\n");
                self.heading_text(" ");
            }
            Event::HardBreak => {
                self.page.push("<br>\n");
                self.heading_text(" ");
            }
            Event::Rule => {
                self.page.push("<hr");
                self.line_attribute(range.start);
                self.page.push(">\n");
            }
            Event::FootnoteReference(name) => self.footnote_reference(&name),
            Event::TaskListMarker(done) => self.page.push(if done {
                "<input type=\"checkbox\" disabled checked aria-label=\"done\"> "
            } else {
                "<input type=\"checkbox\" disabled aria-label=\"open\"> "
            }),
            Event::InlineMath(text) | Event::DisplayMath(text) => self.page.text(&text),
        }
    }

    fn start(&mut self, tag: Tag<'t>, range: Range<usize>) {
        match tag {
            Tag::HtmlBlock => {
                let line = self.lines.of(range.start + self.body);
                self.raw = Some((line, String::new()));
                return;
            }
            Tag::Image { link_type: _, dest_url, .. } => {
                let picture = self.linker.image(&dest_url);
                self.image = Some(Image { picture, alt: String::new(), depth: 1 });
                return;
            }
            Tag::CodeBlock(kind) => {
                let language = match &kind {
                    CodeBlockKind::Fenced(info) => words::language(info),
                    CodeBlockKind::Indented => String::new(),
                };
                self.code = Some((language, String::new()));
                self.page.push("<pre");
                self.line_attribute(range.start);
                self.page.push(" dir=\"ltr\"><code");
                return;
            }
            _ => {}
        }
        if self.page.depth() >= self.limits.nesting {
            let nesting = self.limits.nesting;
            self.notice.get_or_insert_with(|| {
                format!("Blocks nested deeper than {nesting} levels are shown at that level.")
            });
            if matches!(tag, Tag::Link { .. }) {
                self.in_link += 1;
            }
            self.page.open("");
            return;
        }
        match tag {
            Tag::Paragraph => self.block("<p", "</p>\n", range.start),
            Tag::Heading { level, .. } => self.start_heading(level, range),
            Tag::BlockQuote(_) => self.block("<blockquote", "</blockquote>\n", range.start),
            Tag::List(None) => self.element("<ul>\n", "</ul>\n"),
            Tag::List(Some(1)) => self.element("<ol>\n", "</ol>\n"),
            Tag::List(Some(start)) => {
                self.page.push("<ol start=\"");
                self.page.number(u32::try_from(start).unwrap_or(u32::MAX));
                self.page.push("\">\n");
                self.page.open("</ol>\n");
            }
            Tag::Item => self.block("<li", "</li>\n", range.start),
            Tag::FootnoteDefinition(name) => {
                let number = self.footnote(&name);
                self.page.push("<div class=\"footnote\" id=\"h-fn-");
                self.page.number(number);
                self.page.push("\"");
                self.block("", "</div>\n", range.start);
                let back = linker::inside(self.linker.link(&format!("#fnref-{number}")));
                self.page.push("<sup>");
                if let Some(back) = &back {
                    self.page.push("<a title=\"Back to where it is mentioned\"");
                    self.page.attribute("href", back);
                    self.page.push(">");
                }
                self.page.number(number);
                self.page.push(if back.is_some() { " ↩</a></sup> " } else { "</sup> " });
            }
            Tag::Table(alignments) => {
                self.alignments = alignments;
                self.element("<table>", "</table>\n");
            }
            Tag::TableHead => {
                self.in_head = true;
                self.cell = 0;
                self.page.push("<thead><tr");
                self.line_attribute(range.start);
                self.page.push(">");
                self.page.open("</tr></thead>");
            }
            Tag::TableRow => {
                self.cell = 0;
                self.page.push("<tr");
                self.line_attribute(range.start);
                self.page.push(">");
                self.page.open("</tr>\n");
            }
            Tag::TableCell => self.start_cell(),
            Tag::Emphasis => self.element("<em>", "</em>"),
            Tag::Strong => self.element("<strong>", "</strong>"),
            Tag::Strikethrough => self.element("<del>", "</del>"),
            Tag::Link { link_type, dest_url, .. } => {
                self.start_link(link_type, &dest_url);
                self.in_link += 1;
            }
            _ => self.page.open(""),
        }
    }

    fn start_cell(&mut self) {
        self.page.push(if self.in_head { "<th dir=\"auto\" scope=\"col\"" } else { "<td dir=\"auto\"" });
        self.page.push(match self.alignments.get(self.cell) {
            Some(Alignment::Left) => " class=\"align-left\">",
            Some(Alignment::Center) => " class=\"align-center\">",
            Some(Alignment::Right) => " class=\"align-right\">",
            _ => ">",
        });
        self.cell += 1;
        self.page.open(if self.in_head { "</th>" } else { "</td>" });
    }

    fn start_heading(&mut self, level: HeadingLevel, range: Range<usize>) {
        let level = (level as u8).saturating_sub(self.limits.lift).max(1);
        let close = match level {
            1 => "</h2>\n",
            2 => "</h3>\n",
            3 => "</h4>\n",
            4 => "</h5>\n",
            _ => "</h6>\n",
        };
        let line = self.lines.of(range.start + self.body);
        let end =
            self.source.get(range.clone()).map_or(range.end, |text| range.start + text.trim_end().len());
        let span = range.start + self.body..end + self.body;
        self.heading = Some(OpenHeading { level, text: String::new(), at: self.page.html.len(), line, span });
        self.page.open(close);
    }

    /// Ends what is open, which is much when a limit cut the document.
    fn finish(&mut self) {
        self.flush();
        if self.code.is_some() {
            self.end(TagEnd::CodeBlock);
        }
        if let Some(heading) = self.heading.take() {
            self.write_heading(heading);
        }
        self.page.close_all();
    }

    fn start_link(&mut self, kind: LinkType, destination: &str) {
        // An address in angle brackets may stand in the text of a link.
        let target = match kind {
            _ if self.in_link > 0 => Target::Refused,
            LinkType::Email => self.linker.link(&format!("mailto:{destination}")),
            _ => self.linker.link(destination),
        };
        if !self.page.link(target) {
            self.page.open("");
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::HtmlBlock => {
                if let Some((line, raw)) = self.raw.take() {
                    self.page.raw_block(&raw, line, self.limits.nesting);
                }
                return;
            }
            TagEnd::CodeBlock => {
                if let Some((language, code)) = self.code.take() {
                    if language.is_empty() {
                        self.page.push(">");
                        self.page.text(&code);
                    } else {
                        self.page.attribute("class", &format!("language-{language}"));
                        self.page.push(">");
                        highlight::to_html(&code, &language, &mut self.page.html);
                    }
                    self.page.push("</code></pre>\n");
                }
                return;
            }
            TagEnd::Link => self.in_link = self.in_link.saturating_sub(1),
            _ => {}
        }
        let close = self.page.close_inner();
        match tag {
            TagEnd::Heading(_) => {
                if let Some(heading) = self.heading.take() {
                    self.end_heading(heading);
                }
            }
            TagEnd::TableHead => self.in_head = false,
            _ => {}
        }
        self.page.push(close);
        if matches!(tag, TagEnd::TableHead) && !close.is_empty() {
            self.page.push("<tbody>\n");
            self.page.will_close_with("</tbody></table>\n");
        }
    }

    fn text(&mut self, text: CowStr<'t>, range: Range<usize>) {
        if let Some((_, code)) = &mut self.code {
            code.push_str(&text);
            return;
        }
        self.heading_text(&text);
        // Text that stands in the source as it is, which nearly all does.
        let as_written =
            |source: &str| source.len() == text.len() && std::ptr::eq(source.as_ptr(), text.as_ptr());
        if self.source.get(range.clone()).is_some_and(as_written) {
            if self.pending.end == range.start && !self.pending.is_empty() {
                self.pending.end = range.end;
                return;
            }
            self.flush();
            self.pending = range;
        } else {
            self.flush();
            self.page.text(&text);
        }
    }

    fn image_event(&mut self, event: Event<'_>) {
        let Some(image) = &mut self.image else { return };
        match event {
            Event::Start(Tag::Image { .. }) => image.depth += 1,
            Event::End(TagEnd::Image) => image.depth -= 1,
            Event::Text(text) | Event::Code(text) => image.alt.push_str(&text),
            Event::SoftBreak | Event::HardBreak => image.alt.push(' '),
            _ => {}
        }
        if image.depth == 0
            && let Some(image) = self.image.take()
        {
            self.heading_text(&image.alt);
            self.page.picture(image.picture, &image.alt, self.in_link > 0);
        }
    }
}

#[cfg(test)]
#[path = "markdown/tests.rs"]
mod tests;
