//! What of a document can be edited without touching anything else: its fields, boxes, labels, the statuses at its headings,
//! and the cells of its tables, each with the line and the words that stand there.

use super::finish::label;
use super::wording::find;
use super::written;
use crate::document::{MapEntry, Value, frontmatter, structure, yaml};
use crate::findings::Scene;
use crate::plan::Item;
use crate::plan::schema::{self, FieldKind};

/// Tables with more cells than this are edited row by row.
const MOST_CELLS: usize = 400;

/// What of a document can be edited.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// Its fields: those of the convention, then those that it has besides.
    pub fields: Vec<Field>,
    /// Why its fields cannot be edited, with the place of what is in the way.
    pub trouble: Option<String>,
    /// Whether a field may be added: to what has frontmatter, and to what gets one by that.
    pub takes_fields: bool,
    /// Its boxes.
    pub boxes: Vec<Tick>,
    /// Its bold labels with what they say.
    pub labels: Vec<Label>,
    /// Its headings that end with a status.
    pub headings: Vec<Heading>,
    /// Its tables.
    pub tables: Vec<Table>,
}

/// A field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// What it holds, as the convention has it; nothing for fields that it does not know.
    pub kind: Option<FieldKind>,
    /// What it holds: one value, or those of a list.
    pub values: Vec<String>,
    /// Whether it is a list.
    pub is_list: bool,
    /// Whether it is there.
    pub is_there: bool,
    /// Whether it can be shown in a form: nested values cannot.
    pub is_simple: bool,
}

/// A box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tick {
    /// Its line.
    pub line: u32,
    /// What stands beside it.
    pub text: String,
    /// Whether it is ticked.
    pub is_done: bool,
}

/// A bold label with what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Its line.
    pub line: u32,
    /// Its name.
    pub name: String,
    /// What stands before the value.
    pub before: String,
    /// The value.
    pub value: String,
}

/// A heading that ends with a status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// Its line.
    pub line: u32,
    /// Its text without the status.
    pub text: String,
    /// The status, as it is written.
    pub status: String,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The heading that it stands under.
    pub section: String,
    /// The names of its columns.
    pub header: Vec<String>,
    /// Its rows, each with its line and what is written in its cells.
    pub rows: Vec<(u32, Vec<String>)>,
}

impl Table {
    /// Whether it is too large to be shown in a form at once.
    pub fn is_large(&self) -> bool {
        self.header.len() * self.rows.len() > MOST_CELLS
    }
}

/// What of a document can be edited.
pub fn of(scene: &Scene<'_>, path: &str) -> Places {
    let Some(text) = written::text(scene, path).filter(|_| crate::edit::writable(path).is_ok()) else {
        return Places::default();
    };
    let structure = structure::read(&text);
    let item = scene.plan.item_at(path);
    let lines: Vec<&str> = text.lines().collect();
    let line_at =
        |line: u32| lines.get(usize::try_from(line).unwrap_or(usize::MAX).saturating_sub(1)).copied();
    let body = text.get(..structure.body).map_or(0, |head| head.lines().count());
    let labels = lines.iter().enumerate().skip(body).filter_map(|(at, line)| {
        let (name, begin) = label(line)?;
        let (before, value) = line.split_at(begin);
        let line = u32::try_from(at + 1).ok()?;
        Some(Label { line, name: name.to_owned(), before: before.to_owned(), value: value.to_owned() })
    });
    let headings = structure.headings.iter().filter_map(|heading| {
        let line = line_at(heading.line)?;
        let range = find(line)?;
        let status = line.get(range.clone())?.trim().to_owned();
        // The status may stand before the words, too.
        let (before, after) = (line.get(..range.start)?, line.get(range.end..)?);
        let text = format!("{} {}", before.trim_matches(['#', ' ']), after.trim()).trim().to_owned();
        Some(Heading { line: heading.line, text, status })
    });
    let tables = structure.tables.iter().map(|table| Table {
        section: table
            .section
            .and_then(|at| structure.headings.get(at))
            .map(|heading| heading.text.clone())
            .unwrap_or_default(),
        header: table.header.iter().map(|cell| cell.text.trim().to_owned()).collect(),
        rows: table
            .rows
            .iter()
            .map(|row| {
                let cells =
                    row.cells.iter().map(|cell| text.get(cell.span.clone()).unwrap_or_default().to_owned());
                (row.line, cells.collect())
            })
            .collect(),
    });
    let is_yaml = path.ends_with(".yaml");
    let block = if is_yaml { Some(0..text.len()) } else { frontmatter::place(&text).map(|(_, block)| block) };
    let read = block.map(|block| yaml::read_strictly(&text, block));
    let (own, trouble) = match read {
        Some(Ok(own)) => (own, None),
        Some(Err(problem)) => {
            let why = problem.text.trim_end_matches('.');
            (Vec::new(), Some(format!("{path}:{}:{}: {why}", problem.line, problem.column)))
        }
        None => (Vec::new(), None),
    };
    Places {
        fields: if trouble.is_none() { fields(item, &own) } else { Vec::new() },
        takes_fields: trouble.is_none() && (is_yaml || path.ends_with(".md")),
        trouble,
        boxes: structure
            .checks
            .iter()
            .map(|check| Tick { line: check.line, text: check.text.clone(), is_done: check.done })
            .collect(),
        labels: labels.collect(),
        headings: headings.collect(),
        tables: tables.collect(),
    }
}

/// The fields of a document, which may be that of an item: those of its kind, and those that it has besides.
fn fields(item: Option<&Item>, own: &[MapEntry]) -> Vec<Field> {
    let mut fields: Vec<Field> = Vec::new();
    let stated = |name: &str| own.iter().find(|entry| entry.key == name).map(|entry| &entry.value.value);
    let field = |name: &str, kind: Option<FieldKind>| {
        let value = stated(name);
        let texts = |value: &Value| match value {
            Value::List(nodes) => {
                nodes.iter().filter_map(|node| node.value.as_text().map(str::to_owned)).collect()
            }
            value => value.as_text().map(str::to_owned).into_iter().collect::<Vec<String>>(),
        };
        let is_nested = |value: &Value| match value {
            Value::Map(_) => true,
            Value::List(nodes) => nodes.iter().any(|node| node.value.as_text().is_none()),
            _ => false,
        };
        Field {
            name: name.to_owned(),
            kind,
            values: value.map(texts).unwrap_or_default(),
            is_list: kind == Some(FieldKind::Texts) || value.is_some_and(|value| value.as_list().is_some()),
            is_there: value.is_some(),
            is_simple: value.is_none_or(|value| !is_nested(value)),
        }
    };
    if let Some(item) = item.filter(|item| schema::is_known(item.kind) && !own.is_empty()) {
        fields.extend(schema::fields_of(item.kind).map(|known| field(known.name, Some(known.kind))));
    }
    for entry in own {
        if !fields.iter().any(|known| known.name == entry.key) {
            fields.push(field(&entry.key, None));
        }
    }
    fields
}
