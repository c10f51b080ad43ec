//! What is said of how far a thing is, side by side: its frontmatter, the tables above it, the sprint, the listing,
//! and where it lies. Where they differ nobody knows how far it is.

use super::{Item, ItemKind, Place, Plan, Snapshot, Status, StatusOrigin};

/// Where something is said about how far a thing is, in the order in which it is believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StatementSource {
    /// Its own frontmatter.
    Frontmatter,
    /// A line of its own text.
    Line,
    /// Its own heading.
    Heading,
    /// The Children table of what it belongs to.
    ParentTable,
    /// The Plans table of the root.
    RootTable,
    /// The Current Sprint.
    Sprint,
    /// The listing of the tree.
    Listing,
    /// The folder it lies in: what is in the archive is done or cut.
    Folder,
}

impl StatementSource {
    /// All of them, the most believed first.
    pub const ALL: [StatementSource; 8] = [
        StatementSource::Frontmatter,
        StatementSource::Line,
        StatementSource::Heading,
        StatementSource::ParentTable,
        StatementSource::RootTable,
        StatementSource::Sprint,
        StatementSource::Listing,
        StatementSource::Folder,
    ];

    /// The source's name above a column.
    pub fn heading(self) -> &'static str {
        match self {
            StatementSource::Frontmatter => "Frontmatter",
            StatementSource::Line => "Its text",
            StatementSource::Heading => "Its heading",
            StatementSource::ParentTable => "Children table",
            StatementSource::RootTable => "Plans table",
            StatementSource::Sprint => "Current Sprint",
            StatementSource::Listing => "Listing",
            StatementSource::Folder => "Folder",
        }
    }

    /// The source's name in JSON and attributes.
    pub fn name(self) -> &'static str {
        match self {
            StatementSource::Frontmatter => "frontmatter",
            StatementSource::Line => "line",
            StatementSource::Heading => "heading",
            StatementSource::ParentTable => "parent_table",
            StatementSource::RootTable => "root_table",
            StatementSource::Sprint => "sprint",
            StatementSource::Listing => "listing",
            StatementSource::Folder => "folder",
        }
    }

    /// The source's name for people.
    pub fn label(self) -> &'static str {
        match self {
            StatementSource::Frontmatter => "its frontmatter",
            StatementSource::Line => "its text",
            StatementSource::Heading => "its heading",
            StatementSource::ParentTable => "the Children table above it",
            StatementSource::RootTable => "the Plans table",
            StatementSource::Sprint => "the Current Sprint",
            StatementSource::Listing => "the listing of the tree",
            StatementSource::Folder => "its folder",
        }
    }
}

/// Something that is said about how far a thing is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Who says it.
    pub source: StatementSource,
    /// What it says. A folder says `archived` and nothing more.
    pub status: Status,
    /// Where.
    pub place: Place,
}

/// All that is said about how far the items of a plan are.
#[derive(Clone, Debug, Default)]
pub struct Statements {
    by_item: Vec<Vec<Statement>>,
}

impl Statements {
    /// What a plan says. `listing` is the listing that it was made of, if it was made of one; the `_tree.md` of the
    /// tree is heard in any case.
    pub fn of(plan: &Plan, listing: Option<&Snapshot>) -> Statements {
        let mut statements = Statements { by_item: vec![Vec::new(); plan.items.len()] };
        for (index, item) in plan.items.iter().enumerate() {
            if item.status.from == StatusOrigin::Frontmatter {
                let place = Place { path: item.place.path.clone(), line: item.status.line };
                statements.add(Some(index), StatementSource::Frontmatter, &item.status, place);
            }
        }
        for (index, item) in plan.items.iter().enumerate() {
            for status in &item.work().statuses {
                let source = match status.from {
                    StatusOrigin::Line => StatementSource::Line,
                    StatusOrigin::Heading => StatementSource::Heading,
                    _ => StatementSource::ParentTable,
                };
                let place = Place { path: item.place.path.clone(), line: status.line };
                statements.add(Some(index), source, status, place);
            }
        }
        for row in plan.child_rows.iter().filter(|row| row.child.resolved) {
            let child = plan.index_of(&row.child.id);
            statements.add(child, StatementSource::ParentTable, &row.status, row.place.clone());
        }
        for row in plan.plan_rows.iter().filter(|row| row.plan.resolved) {
            let about = plan.index_of(&row.plan.id);
            statements.add(about, StatementSource::RootTable, &row.status, row.place.clone());
        }
        for item in &plan.sprint {
            let about = item.plan.as_ref().filter(|plan| plan.resolved);
            let about = about.and_then(|about| plan.index_of(&about.id));
            statements.add(about, StatementSource::Sprint, &item.status, item.place.clone());
        }
        let own =
            plan.snapshots.iter().filter(|snapshot| plan.dialect_at(&snapshot.place.path).1 == "_tree.md");
        for snapshot in own.chain(listing) {
            for entry in &snapshot.entries {
                let place = Place { path: snapshot.place.path.clone(), line: entry.line };
                let about = plan.index_listed(&entry.path);
                statements.add(about, StatementSource::Listing, &entry.status, place);
            }
        }
        for (index, item) in plan.items.iter().enumerate().filter(|(_, item)| lies_in_archive(item)) {
            let archived = Status { written: Some("archived".to_owned()), ..Status::default() };
            let statement =
                Statement { source: StatementSource::Folder, status: archived, place: item.place.clone() };
            statements.by_item.get_mut(index).into_iter().for_each(|said| said.push(statement.clone()));
        }
        statements
    }

    fn add(&mut self, item: Option<usize>, source: StatementSource, status: &Status, place: Place) {
        // What nobody understands says nothing about how far a thing is.
        if status.base == super::BaseStatus::Unknown {
            return;
        }
        let said = item.and_then(|item| self.by_item.get_mut(item));
        said.into_iter().for_each(|said| {
            said.push(Statement { source, status: status.clone(), place: place.clone() });
        });
    }

    /// What is said about an item, by position in [`Plan::items`], the most believed first.
    pub fn about(&self, item: usize) -> &[Statement] {
        self.by_item.get(item).map_or(&[], Vec::as_slice)
    }

    /// Whether what is said about an item cannot all be true.
    pub fn differ(&self, item: usize) -> bool {
        let said = self.about(item);
        let Some(first) = said.iter().find(|statement| statement.source != StatementSource::Folder) else {
            return false;
        };
        let detail = said.iter().find_map(|statement| statement.status.detail.as_ref());
        said.iter().any(|statement| {
            if statement.source == StatementSource::Folder {
                return !first.status.base.is_closed();
            }
            let (one, other) = (&first.status, &statement.status);
            one.base != other.base
                || one.is_invalidated() != other.is_invalidated()
                || (other.detail.is_some() && other.detail.as_ref() != detail)
        })
    }
}

fn lies_in_archive(item: &Item) -> bool {
    item.archived && item.kind == ItemKind::Plan && item.parent.is_none() && !item.template
}

impl Plan {
    /// Position of the item that a path of a listing means: what lies there, else what bears that id and has
    /// since been moved into the archive or out of it.
    pub fn index_listed(&self, path: &str) -> Option<usize> {
        let mut id = path.strip_suffix(".md").unwrap_or(path);
        self.index_at(path).or_else(|| self.index_of(id)).or_else(|| {
            while let Some((folder, rest)) = id.split_once('/') {
                // Archives begin so: `_completed`, `2025-Q3`.
                if !folder.starts_with(|first: char| first == '_' || first.is_ascii_digit()) {
                    return None;
                }
                id = rest;
                if let Some(index) = self.index_of(id) {
                    return Some(index);
                }
            }
            None
        })
    }
}
