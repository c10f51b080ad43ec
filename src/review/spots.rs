//! What of a document can be commented on: its frontmatter fields and its blocks, each with its words, the headings above
//! it, and its lines as they are written.

use crate::document::markdown::{BlockKind, blocks};
use crate::document::{frontmatter, is_markdown};
use std::ops::Range;

/// What kind of place it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The document as a whole.
    Document,
    /// A field of the frontmatter.
    Field,
    /// A heading.
    Heading,
    /// Running text.
    Paragraph,
    /// An item of a list.
    Item,
    /// An item with a box.
    Box,
    /// A row of a table.
    Row,
    /// Code, or lines that are drawn.
    Code,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 8] = [
        Kind::Document,
        Kind::Field,
        Kind::Heading,
        Kind::Paragraph,
        Kind::Item,
        Kind::Box,
        Kind::Row,
        Kind::Code,
    ];

    /// Its name in files and attributes.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Document => "document",
            Kind::Field => "field",
            Kind::Heading => "heading",
            Kind::Paragraph => "paragraph",
            Kind::Item => "item",
            Kind::Box => "checkbox",
            Kind::Row => "row",
            Kind::Code => "code",
        }
    }

    /// Whether one may become the other when a document is edited: a paragraph becomes an item, an item gets a box.
    pub fn is_like(self, other: Kind) -> bool {
        let is_text = |kind: Kind| matches!(kind, Kind::Paragraph | Kind::Item | Kind::Box);
        self == other || (is_text(self) && is_text(other))
    }
}

/// A place of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// What it is.
    pub kind: Kind,
    /// The line on which it begins, from 1.
    pub line: u32,
    /// Its words; of a field its name and what it is set to.
    pub text: String,
    /// The headings above it, the outermost first.
    pub trail: Vec<String>,
    /// Which of its kind it is in the document, from 1.
    pub ordinal: u32,
    /// Its bytes in the text of the file.
    pub span: Range<usize>,
}

/// Every place of a document, in order.
pub fn spots(text: &str) -> Vec<Spot> {
    let mut spots: Vec<Spot> = fields(text);
    let mut counts = [0_u32; 8];
    let mut trail: Vec<(u8, String)> = Vec::new();
    for block in blocks(text) {
        let kind = match block.kind {
            BlockKind::Heading(_) => Kind::Heading,
            BlockKind::Paragraph => Kind::Paragraph,
            BlockKind::Item => Kind::Item,
            BlockKind::Box => Kind::Box,
            BlockKind::Row => Kind::Row,
            BlockKind::Code => Kind::Code,
        };
        if let BlockKind::Heading(level) = block.kind {
            trail.retain(|(above, _)| *above < level);
        }
        let ordinal = counts.get_mut(kind as usize).map_or(0, |count| {
            *count += 1;
            *count
        });
        let above = trail.iter().map(|(_, text)| text.clone()).collect();
        if let BlockKind::Heading(level) = block.kind {
            trail.push((level, block.text.clone()));
        }
        let (line, text, span) = (block.line, block.text, block.span);
        spots.push(Spot { kind, line, text, trail: above, ordinal, span });
    }
    spots
}

/// The most lines of a file of another kind that can be commented on one by one.
const MOST_LINES: usize = 20_000;

/// Every place of a file: of a document what [`spots`] finds, of any other its lines.
pub fn spots_of(path: &str, text: &str) -> Vec<Spot> {
    if is_markdown(path) { spots(text) } else { lines(text) }
}

/// The lines of a file that is no document, such as YAML, JSON or code: those that say something. What they lie under are the
/// lines before them that are less indented, which tells equal ones apart.
fn lines(text: &str) -> Vec<Spot> {
    let mut spots: Vec<Spot> = Vec::new();
    let mut above: Vec<(usize, String)> = Vec::new();
    let mut start = 0;
    for (written, line) in text.split_inclusive('\n').zip(1_u32..) {
        let said = written.trim();
        let begin = start + (written.len() - written.trim_start().len());
        let depth = begin - start;
        start += written.len();
        if said.is_empty() {
            continue;
        }
        if spots.len() == MOST_LINES {
            break;
        }
        above.retain(|(outer, _)| *outer < depth);
        let trail: Vec<String> = above.iter().take(MOST_ABOVE).map(|(_, text)| text.clone()).collect();
        above.push((depth, super::anchors::beginning(said, super::anchors::MOST_AROUND)));
        let ordinal = u32::try_from(spots.len() + 1).unwrap_or(u32::MAX);
        let span = begin..begin + said.len();
        spots.push(Spot { kind: Kind::Code, line, text: said.to_owned(), trail, ordinal, span });
    }
    spots
}

/// So many of the lines above one are told.
const MOST_ABOVE: usize = 8;

/// The fields of the frontmatter, each with all its lines.
fn fields(text: &str) -> Vec<Spot> {
    let Some(front) = frontmatter::read(text) else { return Vec::new() };
    let ends = front.fields.iter().skip(1).map(|next| next.key_span.start).chain([front.block.end]);
    let fields = front.fields.iter().zip(ends).zip(1_u32..);
    fields
        .filter_map(|((field, end), ordinal)| {
            let start = field.key_span.start;
            let written = text.get(start..end)?.trim_end();
            let value = text.get(field.value.span.clone()).unwrap_or_default().trim();
            let said = format!("{}: {value}", field.key);
            let span = start..start + written.len();
            Some(Spot {
                kind: Kind::Field,
                line: field.line,
                text: said.trim_end().to_owned(),
                trail: Vec::new(),
                ordinal,
                span,
            })
        })
        .collect()
}

/// The place that a line belongs to: the last that begins at or before it.
pub fn at_line(spots: &[Spot], line: u32) -> Option<usize> {
    spots.iter().rposition(|spot| spot.line <= line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_other_files_are_places_too() {
        let text = "a:\r\n  b: 1\r\n\r\n  c:\r\n    d: 1\r\ne:\r\n  b: 1";
        let spots = spots_of("x.yaml", text);
        let seen: Vec<String> = spots
            .iter()
            .map(|spot| format!("{} {} [{}]", spot.line, spot.text, spot.trail.join(">")))
            .collect();
        assert_eq!(seen, ["1 a: []", "2 b: 1 [a:]", "4 c: [a:]", "5 d: 1 [a:>c:]", "6 e: []", "7 b: 1 [e:]"]);
        assert!(spots.iter().all(|spot| text.get(spot.span.clone()) == Some(spot.text.as_str())));
        assert_eq!(spots_of("x.MD", "# One\n").first().map(|spot| spot.kind), Some(Kind::Heading));
        assert_eq!(spots_of("x.json", &"1\n".repeat(MOST_LINES + 5)).len(), MOST_LINES);
    }

    #[test]
    fn places_know_what_they_lie_under() {
        let text = "---\nstatus: TODO\ndepends_on:\n  - A\n  - B\n---\n# One\n\nfirst\n\n## Two\n\n- [ ] box\n\n# Three\n\nlast\n";
        let spots = spots(text);
        let seen: Vec<String> = spots
            .iter()
            .map(|spot| {
                format!(
                    "{}{} {}:{} [{}]",
                    spot.kind.name(),
                    spot.ordinal,
                    spot.line,
                    spot.text.replace('\n', "/"),
                    spot.trail.join(">")
                )
            })
            .collect();
        assert_eq!(
            seen,
            [
                "field1 2:status: TODO []",
                "field2 3:depends_on: - A/  - B []",
                "heading1 7:One []",
                "paragraph1 9:first [One]",
                "heading2 11:Two [One]",
                "checkbox1 13:box [One>Two]",
                "heading3 15:Three []",
                "paragraph2 17:last [Three]",
            ]
        );
        let written = |at: usize| spots.get(at).and_then(|spot| text.get(spot.span.clone()));
        assert_eq!(written(1), Some("depends_on:\n  - A\n  - B"));
        assert_eq!((at_line(&spots, 10), at_line(&spots, 1)), (Some(3), None));
    }
}
