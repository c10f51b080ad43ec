//! How far items are: what their frontmatter says, else a table above them.

use super::super::Reading;
use super::super::digest::StatusRow;
use super::super::items::stem_of;
use crate::named::Named;
use crate::plan::names::short_id;
use crate::plan::{Item, ItemKind, Status, StatusOrigin};

/// States what each item's frontmatter says, else the Children table of its parent, else the root's Plans table.
pub(super) fn state_from_tables(reading: &Reading, items: &mut [Item]) {
    let tables = Tables::of(reading, items);
    let parents: Vec<Option<String>> = items
        .iter()
        .map(|item| item.parent.and_then(|parent| items.get(parent)).map(|parent| parent.place.path.clone()))
        .collect();
    for (item, parent) in items.iter_mut().zip(parents) {
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
        let (table, origin) = match &parent {
            Some(path) => (path.as_str(), StatusOrigin::ParentTable),
            None => ("_overview.md", StatusOrigin::RootTable),
        };
        if let Some(row) = tables.row_for(table, item) {
            item.status = Status::parse(&row.status, origin, row.line);
        }
    }
}

/// The status rows of every document, by the names that they give their subjects.
struct Tables<'a> {
    rows: Named<&'a StatusRow>,
    /// How many plans go by a short id; a second claimant of an id is the same plan.
    bearers: Named<u32>,
}

impl<'a> Tables<'a> {
    fn of(reading: &'a Reading, items: &[Item]) -> Tables<'a> {
        let mut rows = Named::default();
        let overviews =
            items.iter().filter(|item| item.folder.is_some() || item.place.path == "_overview.md");
        for item in overviews {
            let path = &item.place.path;
            let Some(digest) = reading.files().index_of(path).and_then(|index| reading.digest(index)) else {
                continue;
            };
            // Rows of a listing of children win over other tables that happen to name a child.
            for row in digest.rows.iter().filter(|row| row.is_listing).chain(digest.rows.iter()) {
                for name in names_of(row) {
                    rows.insert_new(&Tables::key(path, &name), row);
                }
            }
        }
        let mut bearers: Named<u32> = Named::default();
        for item in items.iter().filter(|item| item.kind == ItemKind::Plan && !item.id.contains('@')) {
            if let Some(short) = short_id(item.name()) {
                bearers.change(short, |count| *count += 1);
            }
        }
        Tables { rows, bearers }
    }

    /// A name in the tables of a document. No name holds a line end.
    fn key(path: &str, name: &str) -> String {
        format!("{path}\n{name}")
    }

    fn row_for(&self, table: &str, item: &Item) -> Option<&'a StatusRow> {
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
        names.into_iter().find_map(|name| self.rows.get(&Tables::key(table, name)).copied())
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
    let number = row.number.as_deref().map(bare).filter(|number| short_id(&format!("{number}_")).is_some());
    let whole = number.as_ref().map(|number| format!("{number}_{}", bare(&row.name)));
    [Some(bare(&row.name)), link, whole, number].into_iter().flatten().filter(|name| !name.is_empty())
}
