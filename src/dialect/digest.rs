//! What a dialect keeps of one document: enough to build the plan, never the text itself, so that a tree
//! of tens of thousands of files fits into memory.

use super::ignores::{self, Form, Silence};
use super::marks::{self, Mark, MarkKind};
use super::section::{self, Block};
use crate::document::structure::{self, Check, Depth, Heading, LinkKind, Structure, Table};
use crate::document::{Frontmatter, MapEntry, frontmatter, yaml};
use crate::files::{Encoding, Text};
use crate::plan::Criterion;
use std::sync::Arc;

/// One document, as far as plans need it.
#[derive(Clone, Debug, Default)]
pub struct Digest {
    /// Its first heading, with its line.
    pub title: Option<(String, u32)>,
    /// All of its frontmatter.
    pub fields: Arc<Vec<MapEntry>>,
    /// Rows of tables that give something a status, or that list children or link to them.
    pub rows: Vec<StatusRow>,
    /// Boxes under a heading or label that speaks of acceptance or success.
    pub criteria: Vec<Criterion>,
    /// References to other files, with the line they stand on.
    pub references: Vec<Reference>,
    /// What it says in passing is not known or due.
    pub marks: Vec<Mark>,
    /// Where it asks that a rule be silent.
    pub silences: Vec<Silence>,
    /// All of it block by block, when its dialect reads its sections.
    pub blocks: Vec<Block>,
    /// How many lines the file has; 0 when it was only glanced at.
    pub lines: u32,
    /// What could not be understood, with its line.
    pub problems: Vec<(u32, String)>,
    /// What is the matter with its encoding.
    pub fault: Option<Box<Fault>>,
}

/// What is the matter with the encoding of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What it is, for people.
    pub notice: String,
    /// The first line that it is about.
    pub line: u32,
    /// Lines that are not restored for certain.
    pub uncertain: Vec<u32>,
    /// Whether the text is known as it was meant.
    pub is_restored: bool,
}

impl Fault {
    fn of(text: &Text) -> Option<Box<Fault>> {
        let notice = text.notice.clone()?;
        let (line, uncertain) = match (&text.repair, text.encoding) {
            (Some(repair), _) => (repair.first_line(), repair.uncertain.clone()),
            (None, Encoding::Utf8Broken { first_line, .. }) => {
                (u32::try_from(first_line).unwrap_or(u32::MAX), Vec::new())
            }
            (None, Encoding::EightBit { .. } | Encoding::Utf16Le | Encoding::Utf16Be) => (1, Vec::new()),
            (None, Encoding::Utf8 | Encoding::Utf8Bom | Encoding::Binary) => return None,
        };
        let is_restored = text.is_restorable();
        Some(Box::new(Fault { notice, line, uncertain, is_restored }))
    }
}

/// A row of a table with a Status column, or of one that lists children without saying how far they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusRow {
    /// The name of what the row is about, without its marks.
    pub name: String,
    /// Where the name links to.
    pub link: Option<String>,
    /// The content of a `#` or `Id` column.
    pub number: Option<String>,
    /// The status as written; empty when the table has no column for it.
    pub status: String,
    /// The row's line.
    pub line: u32,
    /// Whether the table stands under a heading `Children` or `Plans`, which is where children belong.
    pub is_listing: bool,
}

/// A mention of another file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The target as written.
    pub target: String,
    /// Its line.
    pub line: u32,
    /// Whether it is a code span that may or may not name a file.
    pub is_code: bool,
}

/// How far into the body of a document a glance goes for its title, in bytes. A title further down is found later.
const TITLE_BYTES: usize = 500;
/// How much of a document a glance unpacks, in bytes: more than nearly every frontmatter has.
pub(super) const GLANCE_BYTES: usize = 1536;

impl Digest {
    /// Reads a file that is YAML from its first line to its last.
    pub fn of_yaml(text: &Text) -> Digest {
        let (fields, problems) = yaml::read(&text.text, 0..text.text.len());
        let notice = text.notice.iter().map(|notice| (1, notice.clone()));
        let mut problems: Vec<_> = notice.chain(problems.into_iter().map(told)).collect();
        let silences = ignores::read(&text.text, Form::Yaml, &mut problems);
        Digest { fields: Arc::new(fields), problems, silences, fault: Fault::of(text), ..Digest::default() }
    }

    /// Reads what the first picture of a tree needs of a document: its frontmatter and its title.
    pub fn glance(text: &str) -> Digest {
        let (fields, body) = match frontmatter::read(text) {
            Some(Frontmatter { fields, span, .. }) => (fields, span.end),
            None => (Vec::new(), 0),
        };
        let end = text.floor_char_boundary((body + TITLE_BYTES).min(text.len()));
        let structure = structure::read_from(text.get(..end).unwrap_or(text), body, Depth::Title);
        let title = structure.title.map(|title| (title.text, title.line));
        Digest { title, fields: Arc::new(fields), ..Digest::default() }
    }

    /// Whether the beginning of a document holds all that a glance looks at.
    pub(super) fn can_glance(beginning: &str) -> bool {
        let begin = frontmatter::body_start(beginning);
        let has_body = begin > 0 || !beginning.trim_start().starts_with("---");
        has_body && begin + TITLE_BYTES <= beginning.len()
    }

    /// Reads one document.
    pub fn of(text: &Text) -> Digest {
        Digest::read(text, false)
    }

    /// Reads one document, and keeps its blocks when its sections will be asked for.
    pub fn with_blocks(text: &Text) -> Digest {
        Digest::read(text, true)
    }

    fn read(text: &Text, has_sections: bool) -> Digest {
        let mut digest = Digest { fault: Fault::of(text), ..Digest::default() };
        if let Some(notice) = &text.notice {
            digest.problems.push((1, notice.clone()));
        }
        let text = text.text.as_str();
        let mut body = 0;
        if let Some(Frontmatter { fields, problems, span, .. }) = frontmatter::read(text) {
            digest.fields = Arc::new(fields);
            digest.problems.extend(problems.into_iter().map(told));
            body = span.end;
        }
        let depth = if has_sections { Depth::All } else { Depth::Plans };
        let mut structure = structure::read_from(text, body, depth);
        digest.lines = structure.lines;
        digest.title = structure.title.take().map(|title| (title.text, title.line));
        for table in &structure.tables {
            status_rows(&structure, table, &mut digest.rows);
        }
        digest.marks = marks::marks(text, structure.body);
        let is_met = |mark: &Mark| mark.kind == MarkKind::Ignore;
        // Of the text itself only what stands before the body is searched a second time.
        let head = text.get(..structure.body).unwrap_or_default();
        if digest.marks.iter().any(is_met) || head.contains(ignores::WORD) {
            digest.silences = ignores::read(text, Form::Markdown, &mut digest.problems);
        }
        if has_sections {
            digest.blocks = section::blocks(text, &structure);
        }
        digest.criteria = criteria(&structure.headings, structure.checks);
        digest.references = structure
            .links
            .into_iter()
            .filter(|link| link.kind != LinkKind::Code || looks_like_a_path(&link.target))
            .map(|link| Reference {
                target: link.target,
                line: link.line,
                is_code: link.kind == LinkKind::Code,
            })
            .collect();
        digest
    }
}

fn told(problem: yaml::Problem) -> (u32, String) {
    (problem.line, format!("column {}: {}", problem.column, problem.text))
}

/// Whether a code span may name a file or an id: most code spans do not, and keeping them would cost memory.
fn looks_like_a_path(span: &str) -> bool {
    let mut is_joined = span.ends_with(".md");
    span.len() <= 200
        && span.bytes().all(|byte| {
            is_joined |= matches!(byte, b'/' | b'_');
            byte != b' '
        })
        && is_joined
}

/// The rows of a table that has a column for a name, and one for a status or links in the first.
fn status_rows(structure: &Structure, table: &Table, rows: &mut Vec<StatusRow>) {
    let column = |names: &[&str]| {
        let is_named = |text: &str| names.iter().any(|name| text.trim().eq_ignore_ascii_case(name));
        let exact = table.header.iter().position(|cell| is_named(&cell.text));
        exact.or_else(|| section::column(table, names))
    };
    let status = column(&["status", "state"]);
    let name = column(&["name", "plan", "phase", "task", "file", "document", "child", "title"]);
    let number = column(&["#", "id", "no", "no."]);
    let first = status.filter(|status| *status > 0).map(|_| 0);
    let Some(name) = name.or(number).or(first) else { return };
    let heading = table.section.and_then(|section| structure.headings.get(section));
    let is_listing = heading.is_some_and(|heading| {
        let text = heading.text.trim().to_lowercase();
        text.starts_with("children") || text.starts_with("plans")
    });
    for row in &table.rows {
        let Some(name_cell) = row.cells.get(name) else { continue };
        if status.is_none() && !is_listing && name_cell.links.is_empty() {
            continue;
        }
        let status_cell = status.and_then(|status| row.cells.get(status));
        rows.push(StatusRow {
            name: name_cell.text.trim().to_owned(),
            link: name_cell.link().cloned(),
            number: number.and_then(|number| row.cells.get(number)).map(|cell| cell.text.trim().to_owned()),
            status: status_cell.map_or("", |cell| cell.text.trim()).to_owned(),
            line: row.line,
            is_listing,
        });
    }
}

/// The boxes that say when something is complete.
fn criteria(headings: &[Heading], checks: Vec<Check>) -> Vec<Criterion> {
    let speaks_of_completion = |text: &str| {
        let text = text.to_lowercase();
        ["acceptance", "success criteria", "definition of done", "done when"]
            .iter()
            .any(|mark| text.contains(mark))
    };
    // The boxes of a section come one after the other, and so do those under a label.
    let mut last = (None, false);
    let mut labelled: (Option<Arc<str>>, bool) = (None, false);
    checks
        .into_iter()
        .filter(|check| {
            if check.section != last.0 {
                let heading = check.section.and_then(|section| headings.get(section));
                last = (check.section, heading.is_some_and(|heading| speaks_of_completion(&heading.text)));
            }
            if !last.1 && check.label != labelled.0 {
                labelled = (check.label.clone(), check.label.as_deref().is_some_and(speaks_of_completion));
            }
            last.1 || labelled.1
        })
        .map(|check| Criterion::new(check.text, check.done, check.line))
        .collect()
}
