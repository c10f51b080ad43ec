//! How far items are: what their frontmatter says, else a table above them.

use super::super::Reading;
use super::super::digest::StatusRow;
use super::super::items::stem_of;
use super::structure::Structure;
use super::{Scene, id_of, place};
use crate::files::TreePath;
use crate::order;
use crate::plan::names::{is_short_id, short_id};
use crate::plan::{ChildRow, Item, ItemKind, Status, StatusOrigin, Target};

/// States what each item's frontmatter says, else the Children table of its parent, else the root's Plans table. The
/// first of the items has the position `start`.
pub(super) fn state(
    items: &mut [Item],
    start: usize,
    tables: &Tables<'_>,
    root: &RootTable,
    structure: &Structure,
) {
    for item in items {
        let stated = item.frontmatter.iter().find(|entry| entry.key == "status");
        if let Some(written) = stated.and_then(|entry| entry.value.value.as_text()) {
            let line = stated.map_or(0, |entry| entry.line);
            item.status = Status::parse(written, StatusOrigin::Frontmatter, line);
            if item.status.written.is_some() {
                continue;
            }
        }
        if item.template {
            continue;
        }
        let named = |row: &mut dyn FnMut(&str) -> Option<Status>| {
            let mut names = names_in_tables(item, structure);
            names.find_map(row)
        };
        let stated = match item.parent.and_then(|parent| parent.checked_sub(start)) {
            Some(parent) => {
                named(&mut |name| Some(said(tables.row(parent, name)?, StatusOrigin::ParentTable)))
            }
            None => named(&mut |name| Some(said(root.row(name)?, StatusOrigin::RootTable))),
        };
        if let Some(status) = stated {
            item.status = status;
        }
    }
}

fn said(row: &StatusRow, origin: StatusOrigin) -> Status {
    Status::parse(&row.status, origin, row.line)
}

/// The names that a table may call an item by.
fn names_in_tables<'a>(item: &'a Item, structure: &Structure) -> impl Iterator<Item = &'a str> {
    let name = item.name();
    let stem = item.folder.is_none().then(|| stem_of(name));
    let short = short_id(name).filter(|short| item.kind == ItemKind::Plan && structure.is_borne_once(short));
    [Some(name), stem, short].into_iter().flatten()
}

/// The status rows of the documents of plans and phases, by the names that they give their subjects.
pub(super) struct Tables<'a> {
    /// Which of the items has the document that a row stands in, the name it gives, and the row; sorted.
    rows: Vec<(usize, String, &'a StatusRow)>,
}

impl<'a> Tables<'a> {
    /// The rows of the documents of those items that are plans and phases.
    pub(super) fn of(items: &[Item], rows_of: &dyn Fn(usize) -> &'a [StatusRow]) -> Tables<'a> {
        let mut rows = Vec::new();
        for (position, _) in items.iter().enumerate().filter(|(_, item)| item.folder.is_some()) {
            named_rows(rows_of(position), &mut |name, row| rows.push((position, name, row)));
        }
        // Of rows with one name the first stays first, and is the one that is found.
        order::sort_by(&mut rows, |a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
        Tables { rows }
    }

    fn row(&self, item: usize, name: &str) -> Option<&'a StatusRow> {
        let first = self.rows.partition_point(|row| (row.0, row.1.as_str()) < (item, name));
        self.rows.get(first).filter(|row| row.0 == item && row.1 == name).map(|row| row.2)
    }
}

/// The status rows of the root's overview by name.
#[derive(Debug, Default)]
pub(super) struct RootTable {
    rows: Vec<(String, StatusRow)>,
}

impl RootTable {
    /// The rows of a tree that has been read.
    pub(super) fn of(reading: &Reading) -> RootTable {
        let root = reading.files().index_of("_overview.md").filter(|_| reading.is_past_first());
        let rows = root.and_then(|index| reading.digest(index)).map_or(&[][..], |digest| &digest.rows);
        let mut named = Vec::new();
        named_rows(rows, &mut |name, row| named.push((name, row.clone())));
        order::sort_by(&mut named, |a, b| a.0.cmp(&b.0));
        RootTable { rows: named }
    }

    fn row(&self, name: &str) -> Option<&StatusRow> {
        let first = self.rows.partition_point(|row| row.0.as_str() < name);
        self.rows.get(first).filter(|row| row.0 == name).map(|row| &row.1)
    }

    /// Whether another table says of an item what this one says.
    pub(super) fn says_the_same(&self, other: &RootTable, item: &Item, structure: &Structure) -> bool {
        let said = |table: &'_ RootTable| {
            let row = names_in_tables(item, structure).find_map(|name| table.row(name));
            row.map(|row| (row.status.clone(), row.line))
        };
        said(self) == said(other)
    }
}

/// Rows that give a status, by the names of their subjects. Those of a listing of children win over other tables that
/// happen to name a child.
fn named_rows<'a>(rows: &'a [StatusRow], add: &mut dyn FnMut(String, &'a StatusRow)) {
    let rows = || rows.iter().filter(|row| !row.status.is_empty());
    for row in rows().filter(|row| row.is_listing).chain(rows()) {
        names_of(row).for_each(|name| add(name, row));
    }
}

/// The names under which a row's subject may be known: what stands in the cell, what it links to, its number.
pub(super) fn names_of(row: &StatusRow) -> impl Iterator<Item = String> {
    let bare = |text: &str| {
        let text =
            text.trim().trim_start_matches("./").trim_end_matches("_overview.md").trim_end_matches('/');
        text.rsplit('/').next().unwrap_or(text).to_owned()
    };
    let link = row.link.as_deref().map(bare);
    let number = row.number.as_deref().map(bare).filter(|number| is_short_id(number));
    let whole = number.as_ref().map(|number| format!("{number}_{}", bare(&row.name)));
    [Some(bare(&row.name)), link, whole, number].into_iter().flatten().filter(|name| !name.is_empty())
}

/// The rows of the Children tables of those items that are plans and phases, in their order.
pub(super) fn child_rows(scene: &Scene<'_>, items: &[Item]) -> Vec<ChildRow> {
    let mut rows = Vec::new();
    for parent in items.iter().filter(|item| item.folder.is_some() && !item.template) {
        let path = &parent.place.path;
        let listed = scene.digest(path).into_iter().flat_map(|digest| &digest.rows);
        for row in listed.filter(|row| row.is_listing && !row.name.is_empty()) {
            rows.push(ChildRow {
                parent: parent.id.clone(),
                child: child(scene, parent, row),
                status: Status::parse(&row.status, StatusOrigin::ParentTable, row.line),
                place: place(path, row.line),
            });
        }
    }
    rows
}

/// What a row means: what its link or its name leads to, seen from the document it stands in.
fn child(scene: &Scene<'_>, parent: &Item, row: &StatusRow) -> Target {
    let found = |id: String| Target { id, resolved: true };
    let document = TreePath::parse(&parent.place.path).ok();
    let first_word = row.name.split_whitespace().next().unwrap_or_default();
    for written in [row.link.as_deref(), Some(row.name.as_str()), Some(first_word)].into_iter().flatten() {
        let written = written.trim_end_matches("_overview.md").trim_end_matches('/');
        if written.is_empty() {
            continue;
        }
        for path in [written.to_owned(), format!("{written}.md")] {
            let Some(path) = document.as_ref().and_then(|document| document.resolve(&path)) else { continue };
            if let Some(item) = scene.plan.item_at(path.as_str()) {
                return found(item.id.clone());
            }
            let files = scene.reading.files();
            if files.get(path.as_str()).is_some() || files.is_folder(path.as_str()) {
                return found(id_of(path.as_str()));
            }
        }
    }
    // `p01`, `SP07` with its name in another column.
    let is_short = |name: &str| {
        let digits = name.strip_prefix('p').unwrap_or_default();
        (!digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit())) || short_id(name).is_some()
    };
    let number = row.number.as_deref().map(str::to_owned);
    let named = names_of(row).chain(number).filter(|name| is_short(name));
    let mut below = named.filter_map(|name| scene.references.target(&format!("{}/{name}", parent.id)));
    below.next().map_or_else(|| Target { id: row.name.clone(), resolved: false }, found)
}
