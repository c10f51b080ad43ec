//! One file of a tree made ready to be read: its frontmatter as readable fields, its text as safe markup, its
//! source, or a word on why there is nothing to read.

use crate::diff;
pub use crate::document::is_markdown;
use crate::document::markdown::{self, Limits, Linker, Rendered};
use crate::document::{Frontmatter, MapEntry, Node, Value, frontmatter};
use crate::files::{Encoding, Text};
use crate::html::Html;
use crate::links::Links;
use crate::plan::{Status, StatusOrigin};
use std::sync::Arc;

/// Fields of frontmatter whose values name other items of the tree.
const REFERENCES: [&str; 8] = [
    "depends_on",
    "blocks",
    "invalidated_by",
    "origin",
    "modified_by_plans",
    "dependencies",
    "parent_task_id",
    "parent",
];

/// A file, ready to be read.
#[derive(Clone, Debug)]
pub struct Article {
    /// What it holds.
    pub content: Content,
    /// What the reader should know about how the text was read: an encoding, a limit.
    pub notices: Vec<String>,
    /// The text of the file, as it was meant.
    pub source: Arc<str>,
    /// The text as it stands in the file, where that had been decoded wrongly and saved so.
    pub written: Option<Arc<str>>,
    /// Whether the file holds another text than the one that was meant, so that it can be restored.
    pub is_restored: bool,
}

/// What a file holds.
#[derive(Clone, Debug)]
pub enum Content {
    /// A document.
    Document(Document),
    /// Text that is no document: its language, by the ending of its name.
    Source(String),
    /// A picture: its media type.
    Picture(&'static str),
    /// Bytes that are no text.
    Binary,
}

/// A rendered document.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its frontmatter; empty when it has none.
    pub fields: Vec<Field>,
    /// Its frontmatter as written.
    pub raw_frontmatter: String,
    /// Its text as markup.
    pub rendered: Arc<Rendered>,
}

/// A field of frontmatter, for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// Its line, from 1.
    pub line: u32,
    /// Its values: one, or those of a list.
    pub values: Vec<FieldValue>,
    /// The status it states, when it is the status.
    pub status: Option<Status>,
}

/// A value of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldValue {
    /// The value as written.
    pub text: String,
    /// Where it leads, when it names something of the tree or is a web address.
    pub href: Option<String>,
}

impl Article {
    /// Makes the file that `links` belong to ready to be read. The error says why it cannot be.
    pub fn of(links: &Links<'_>) -> Result<Article, String> {
        let path = &links.document;
        let Some(entry) = links.files.get(path.as_str()) else {
            return Err(format!("There is no file {path} in this tree."));
        };
        if let Some(media_type) = picture_type(path.as_str()) {
            return Ok(Article {
                content: Content::Picture(media_type),
                notices: Vec::new(),
                source: "".into(),
                written: None,
                is_restored: false,
            });
        }
        let text = links.files.text(entry).map_err(|problem| problem.to_string())?;
        let is_restored = text.is_restorable();
        let Text { text, encoding, notice, repair } = text;
        let mut notices: Vec<String> = notice.into_iter().collect();
        let content = if encoding == Encoding::Binary {
            Content::Binary
        } else if is_markdown(path.as_str()) {
            let document = Document::of(&text, links);
            notices.extend(document.rendered.notice.clone());
            Content::Document(document)
        } else {
            Content::Source(path.extension().unwrap_or_default().to_lowercase())
        };
        let written = repair.map(|repair| repair.written.as_str().into());
        Ok(Article { content, notices, source: text.into(), written, is_restored })
    }
}

impl Document {
    /// Renders a document whose links resolve as `links` says.
    fn of(text: &str, links: &Links<'_>) -> Document {
        let rendered = Arc::new(markdown::to_html(text, links, &Limits::default()));
        let Some(Frontmatter { fields, block, .. }) = frontmatter::read(text) else {
            return Document { fields: Vec::new(), raw_frontmatter: String::new(), rendered };
        };
        Document {
            fields: fields.iter().map(|entry| field(entry, text, links)).collect(),
            raw_frontmatter: text.get(block).unwrap_or_default().to_owned(),
            rendered,
        }
    }
}

/// Some lines of a document, rendered, as if their first heading was the title; what is said of lines in them is said of those of the document.
pub fn section(links: &Links<'_>, (first, last): (u32, u32)) -> Option<Html> {
    let entry = links.files.get(links.document.as_str())?;
    let text = links.files.text(entry).ok()?.text;
    let skipped = first.saturating_sub(1) as usize;
    let count = (last.saturating_sub(first) + 1) as usize;
    let mut padded = "\n".repeat(skipped);
    for line in text.lines().skip(skipped).take(count) {
        padded.push_str(line);
        padded.push('\n');
    }
    let depth = padded.trim_start().bytes().take_while(|byte| *byte == b'#').count();
    let lift = u8::try_from(depth.saturating_sub(1)).unwrap_or_default();
    Some(Html::rendered(markdown::to_html(&padded, links, &Limits { lift, ..Limits::default() }).html))
}

/// Words of our own in Markdown, as markup; names in them lead to what the tree has of that name.
pub fn prose(text: &str, links: &Links<'_>) -> Html {
    Html::rendered(markdown::to_html(text, links, &Limits::default()).html)
}

/// What has become of a piece of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is as it was.
    Same,
    /// It goes.
    Gone,
    /// It comes.
    Come,
}

/// The difference of two versions of a document, as it is read: piece by piece, each rendered, what is the same far from any
/// change left out.
pub fn difference(old: &str, new: &str, links: &Links<'_>) -> Vec<(Fate, Html)> {
    let (old, new) = (pieces(old), pieces(new));
    let old_bytes: Vec<&[u8]> = old.iter().map(|piece| piece.trim_end().as_bytes()).collect();
    let new_bytes: Vec<&[u8]> = new.iter().map(|piece| piece.trim_end().as_bytes()).collect();
    let mut shown = Vec::new();
    let mut put = |fate: Fate, pieces: Option<&[String]>| {
        for piece in pieces.unwrap_or_default() {
            shown.push((fate, prose(piece, links)));
        }
    };
    let mut last: Option<usize> = None;
    for change in diff::changes(&old_bytes, &new_bytes) {
        // One piece before and one behind tell where it is.
        if let Some(last) = last.filter(|last| *last < change.old.start) {
            put(Fate::Same, old.get(last..last + 1));
        }
        let before = change.old.start.saturating_sub(1);
        if change.old.start > 0 && last.is_none_or(|last| last < before) {
            put(Fate::Same, old.get(before..change.old.start));
        }
        put(Fate::Gone, old.get(change.old.clone()));
        put(Fate::Come, new.get(change.new.clone()));
        last = Some(change.old.end);
    }
    if let Some(last) = last {
        put(Fate::Same, old.get(last..last + 1));
    }
    shown
}

/// A document in the pieces between its blank lines, those within a fence together; its frontmatter as a list of its lines.
fn pieces(text: &str) -> Vec<String> {
    let (head, body) = text.split_at_checked(frontmatter::body_start(text)).unwrap_or(("", text));
    let fields = head.lines().filter(|line| !matches!(line.trim(), "---" | "..." | ""));
    let mut pieces: Vec<String> =
        fields.map(|line| format!("`{}`\n", line.trim_end().replace('`', "'"))).collect();
    let (mut piece, mut is_code) = (String::new(), false);
    for line in body.lines() {
        let is_fence = line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~");
        is_code ^= is_fence;
        let is_row = line.trim_start().starts_with('|');
        let is_item = line.starts_with("- ") || line.starts_with("* ");
        let ends = !is_code
            && !is_fence
            && (line.trim().is_empty() || (is_item && !piece.is_empty()) || line.starts_with('#'));
        if ends && !piece.trim().is_empty() {
            pieces.push(std::mem::take(&mut piece));
        }
        if !line.trim().is_empty() || is_code || is_row {
            piece.push_str(line);
            piece.push('\n');
        }
    }
    if !piece.trim().is_empty() {
        pieces.push(piece);
    }
    pieces
}

fn field(entry: &MapEntry, text: &str, links: &Links<'_>) -> Field {
    let is_reference = REFERENCES.contains(&entry.key.as_str());
    let value = |node: &Node| {
        let written = match &node.value {
            Value::Null => String::new(),
            // A list of lists or of maps has no better form than the one its author gave it.
            Value::List(_) | Value::Map(_) => {
                text.get(node.span.clone()).unwrap_or_default().trim().to_owned()
            }
            scalar => scalar.as_text().unwrap_or_default().to_owned(),
        };
        let is_name = is_reference || written.ends_with(".md") || written.contains('_');
        let href = is_name.then(|| links.code(&written)).flatten().or_else(|| web_address(&written, links));
        FieldValue { text: written, href }
    };
    let values = match &entry.value.value {
        Value::List(nodes) => nodes.iter().map(value).collect(),
        Value::Null => Vec::new(),
        _ => vec![value(&entry.value)],
    };
    let status = (entry.key == "status")
        .then(|| entry.value.value.as_text())
        .flatten()
        .map(|written| Status::parse(written, StatusOrigin::Frontmatter, entry.line));
    Field { name: entry.key.clone(), line: entry.line, values, status }
}

fn web_address(written: &str, links: &Links<'_>) -> Option<String> {
    if !written.starts_with("http") {
        return None;
    }
    match links.link(written) {
        markdown::Target::Outside { href, .. } => Some(href),
        _ => None,
    }
}

/// The media type of a picture that a page may show, by the ending of its name.
pub fn picture_type(path: &str) -> Option<&'static str> {
    let (_, extension) = path.rsplit_once('.')?;
    Some(match extension.to_lowercase().as_str() {
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        // Only ever as a picture: scripts in it do not run there.
        "svg" => "image/svg+xml",
        _ => return None,
    })
}
