//! What stands in the files, word for word: rows of tables and lines, for whoever puts other words in their place.

use crate::document::structure;
use crate::edit::{Change, Edit};
use crate::findings::Scene;
use crate::plan::{Item, Place};

/// A row of a table as it is written.
pub(super) struct Row {
    path: String,
    line: u32,
    /// The names of the columns.
    header: Vec<String>,
    /// What stands in its cells.
    cells: Vec<String>,
}

/// The text of a file.
pub(super) fn text(scene: &Scene<'_>, path: &str) -> Option<String> {
    let files = scene.reading.files();
    Some(files.text(files.get(path)?).ok()?.text)
}

/// A line of a file, without its line end.
pub(super) fn line(scene: &Scene<'_>, place: &Place) -> Option<String> {
    let text = text(scene, &place.path)?;
    let line = text.lines().nth(usize::try_from(place.line).ok()?.checked_sub(1)?)?;
    Some(line.to_owned())
}

/// The row of a table at a place.
pub(super) fn row(scene: &Scene<'_>, place: &Place) -> Option<Row> {
    let text = text(scene, &place.path)?;
    let structure = structure::read(&text);
    let (table, row) = structure
        .tables
        .iter()
        .find_map(|table| Some((table, table.rows.iter().find(|row| row.line == place.line)?)))?;
    Some(Row {
        path: place.path.clone(),
        line: place.line,
        header: table.header.iter().map(|cell| cell.text.trim().to_owned()).collect(),
        cells: row
            .cells
            .iter()
            .map(|cell| text.get(cell.span.clone()).unwrap_or_default().to_owned())
            .collect(),
    })
}

impl Row {
    /// The position of the first column of one of these names.
    pub(super) fn column(&self, names: &[&str]) -> Option<usize> {
        names.iter().find_map(|name| self.header.iter().position(|head| head.eq_ignore_ascii_case(name)))
    }

    /// The position of the first cell of which something is so.
    pub(super) fn position(&self, is_so: impl Fn(&str) -> bool) -> Option<usize> {
        self.cells.iter().position(|cell| is_so(cell))
    }

    /// What stands in a column.
    pub(super) fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }

    /// An edit of the cell in a column; nothing when it holds that text already.
    pub(super) fn set(&self, column: usize, value: String) -> Option<Edit> {
        let name = self.header.get(column).filter(|_| self.cell(column) != value)?;
        let change = Change::SetCell { line: self.line, column: name.clone(), value };
        Some(Edit::new(self.path.clone(), change))
    }
}

/// An edit that puts another line in the place of one; nothing when it is the same.
pub(super) fn rewrite(place: &Place, old: &str, new: &str) -> Option<Edit> {
    let change = Change::Replace { line: place.line, old: old.to_owned(), new: new.to_owned() };
    (old != new).then(|| Edit::new(place.path.clone(), change))
}

/// The file in which a field of an item stands, or would stand. What has no frontmatter is given none: all that has to
/// stand in one would be missing.
pub(super) fn home_of(item: &Item, key: &str) -> Option<String> {
    let is_there = item.frontmatter.iter().any(|entry| entry.key == key);
    if is_there || item.own_fields > 0 {
        return Some(item.field_place(key).path);
    }
    let legacy = item.folder.as_ref().filter(|_| !item.frontmatter.is_empty());
    legacy.map(|folder| format!("{folder}/plan.yaml"))
}
