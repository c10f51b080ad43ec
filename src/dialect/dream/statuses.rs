//! How far items are: what their frontmatter says, else a table above them.

use super::super::Reading;
use super::super::digest::StatusRow;
use super::super::items::stem_of;
use super::{Scene, id_of, place};
use crate::files::TreePath;
use crate::named::Named;
use crate::order;
use crate::plan::names::{is_short_id, short_id};
use crate::plan::{ChildRow, Item, ItemKind, Status, StatusOrigin, Target};

/// States what each item's frontmatter says, else the Children table of its parent, else the root's Plans table.
pub(super) fn state_from_tables(reading: &Reading, items: &mut [Item]) {
    let tables = Tables::of(reading, items);
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
        let (table, origin) = match item.parent {
            Some(parent) => (Some(parent), StatusOrigin::ParentTable),
            None => (tables.root, StatusOrigin::RootTable),
        };
        if let Some(row) = tables.row_for(table, item) {
            item.status = Status::parse(&row.status, origin, row.line);
        }
    }
}

/// The status rows of every document, by the names that they give their subjects.
struct Tables<'a> {
    /// Position of the item in whose document a row stands, the name it gives, and the row; sorted.
    rows: Vec<(usize, String, &'a StatusRow)>,
    /// The position of the root's overview.
    root: Option<usize>,
    /// How many plans go by a short id; a second claimant of an id is the same plan.
    bearers: Named<u32>,
}

impl<'a> Tables<'a> {
    fn of(reading: &'a Reading, items: &[Item]) -> Tables<'a> {
        let mut tables = Tables { rows: Vec::new(), root: None, bearers: Named::default() };
        for (position, item) in items.iter().enumerate() {
            let is_root = item.place.path == "_overview.md";
            if item.folder.is_none() && !is_root {
                continue;
            }
            if is_root {
                tables.root = Some(position);
            }
            let index = reading.files().index_of(&item.place.path);
            let Some(digest) = index.and_then(|index| reading.digest(index)) else { continue };
            // Rows of a listing of children win over other tables that happen to name a child.
            let rows = || digest.rows.iter().filter(|row| !row.status.is_empty());
            for row in rows().filter(|row| row.is_listing).chain(rows()) {
                for name in names_of(row) {
                    tables.rows.push((position, name, row));
                }
            }
        }
        // Of rows with one name the first stays first, and is the one that is found.
        order::sort_by(&mut tables.rows, |a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
        for item in items.iter().filter(|item| item.kind == ItemKind::Plan && !item.id.contains('@')) {
            if let Some(short) = short_id(item.name()) {
                tables.bearers.change(short, |count| *count += 1);
            }
        }
        tables
    }

    fn row_for(&self, table: Option<usize>, item: &Item) -> Option<&'a StatusRow> {
        let table = table?;
        let name = item.name();
        let mut names = vec![name];
        if item.folder.is_none() {
            names.push(stem_of(name));
        }
        if item.kind == ItemKind::Plan {
            // A number that two plans bear says nothing about either.
            names.extend(
                short_id(name).filter(|short| self.bearers.get(short).is_none_or(|count| *count < 2)),
            );
        }
        names.into_iter().find_map(|name| {
            let first = self.rows.partition_point(|row| (row.0, row.1.as_str()) < (table, name));
            self.rows.get(first).filter(|row| row.0 == table && row.1 == name).map(|row| row.2)
        })
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

/// The rows of the Children tables of all plans and phases, in the order of their items.
pub(super) fn child_rows(scene: &Scene<'_>) -> Vec<ChildRow> {
    let mut rows = Vec::new();
    for parent in scene.plan.items.iter().filter(|item| item.folder.is_some() && !item.template) {
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
