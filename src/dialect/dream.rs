//! The DREAM convention (v4.02 – v4.05): plans are folders with an `_overview.md`, tasks are files.
//!
//! This file makes the plan of such a tree; each file beside it reads one part.

mod deltas;
mod folders;
mod gaps;
pub(in crate::dialect) mod making;
mod modules;
mod needs;
mod notes;
mod people;
pub(in crate::dialect) mod requirements;
mod root;
mod run;
mod statuses;
mod structure;
mod whole;

pub use folders::{is_archive, is_numbered_plan};
pub(in crate::dialect) use gaps::add_listed;
pub(in crate::dialect) use people::is_cast;

use super::items::{self, folder_of, name_of, stem_of};
use super::section::Block;
use super::{Dialect, Digest, Reading};
use crate::list::List;
use crate::order;
use crate::plan::{
    Change, Claim, Date, Delta, Item, Note, Place, Plan, Problem, Relation, RelationKind, Stated,
};
use folders::{id_of, is_overview};

/// The DREAM convention.
pub static DIALECT: Dialect = Dialect {
    name: "dream",
    label: "DREAM planning tree",
    // The overviews of plans. Phases are folded in the first picture.
    comes_first: |path| {
        let plan = || path.split('/').find(|segment| !is_archive(segment)).unwrap_or_default();
        is_overview(name_of(path)) && name_of(folder_of(path)) == plan()
    },
    has_sections: |path| ROOT_DOCUMENTS.contains(&path) || path.starts_with("exploration/"),
};

/// The documents that speak of the whole tree.
const ROOT_DOCUMENTS: [&str; 3] = ["_completed/_state_deltas_archive.md", ROOT, "_state_deltas_archive.md"];

/// The overview of the whole tree.
const ROOT: &str = "_overview.md";

/// The listing of the tree.
const TREE: &str = "_tree.md";

/// What every part is read from.
struct Scene<'a> {
    reading: &'a Reading,
    plan: &'a Plan,
    references: items::References<'a>,
}

impl<'a> Scene<'a> {
    /// What has been read of a file.
    fn digest(&self, path: &str) -> Option<&'a Digest> {
        self.reading.digest(self.reading.files().index_of(path)?)
    }

    /// A document block by block.
    fn blocks(&self, path: &str) -> &'a [Block] {
        self.digest(path).map_or(&[], |digest| &digest.blocks)
    }
}

/// A place that says something.
fn place(path: &str, line: u32) -> Place {
    Place { path: path.to_owned(), line }
}

/// A text without the spaces around it, with its place.
fn stated(text: &str, path: &str, line: u32) -> Stated {
    Stated { text: text.trim().to_owned(), place: place(path, line) }
}

/// Notes something that was not understood.
fn note(problems: &mut Vec<Problem>, path: &str, line: u32, text: String) {
    problems.push(Problem { place: place(path, line), text });
}

/// What the documents that speak of the whole tree say of how many there are. State Deltas tell what was.
fn claims(scene: &Scene<'_>, notes: &List<Note>, deltas: &List<Delta>) -> Vec<Claim> {
    let notes = notes.iter().filter_map(|note| Some((scene.plan.item(&note.of)?, note.date.clone())));
    let notes = notes.map(|(item, date)| (item.place.path.as_str(), date));
    let mut found = Vec::new();
    let is_root = |path: &str| path == "_overview.md";
    let deltas = deltas.iter().filter(|delta| is_root(&delta.place.path));
    let deltas: Vec<u32> = deltas.flat_map(delta_lines).collect();
    for (path, date) in [("_overview.md", None)].into_iter().chain(notes) {
        for counted in super::claims::counted(scene.blocks(path)) {
            if !is_root(path) || deltas.binary_search(&counted.line).is_err() {
                let place = place(path, counted.line);
                let (what, count, written) = (counted.what, counted.count, counted.written);
                found.push(Claim { what, count, written, date: date.clone(), place });
            }
        }
    }
    order::sort_by(&mut found, |a, b| a.place.cmp(&b.place));
    found
}

fn delta_lines(delta: &Delta) -> impl Iterator<Item = u32> + '_ {
    let details = |change: &Change| change.details.iter().map(|detail| detail.place.line).collect::<Vec<_>>();
    delta.changes.iter().flat_map(move |change| std::iter::once(change.line).chain(details(change)))
}

/// A date as it stands in a field, and a problem when it is none.
fn dated(written: &Stated, problems: &mut Vec<Problem>) -> Option<Date> {
    let date = Date::parse(written);
    if date.is_none() && !written.trim().is_empty() {
        let text = format!("\"{}\" is no date that can be read; write it as 2025-09-30.", written.text);
        problems.push(Problem { place: written.place.clone(), text });
    }
    date
}

/// What the frontmatter of some items says of others.
fn relations(scene: &Scene<'_>, items: &[Item], problems: &mut Vec<Problem>) -> Vec<Relation> {
    const FIELDS: [(&str, RelationKind); 4] = [
        ("depends_on", RelationKind::DependsOn),
        ("blocks", RelationKind::Blocks),
        ("invalidated_by", RelationKind::InvalidatedBy),
        ("origin", RelationKind::Origin),
    ];
    let mut relations = scene.references.of_fields(items.iter(), &FIELDS);
    run::modifications(scene, items, &mut relations);
    for relation in relations.iter().filter(|relation| !relation.resolved) {
        let name = if relation.kind == RelationKind::Modifies { &relation.from } else { &relation.to };
        if scene.references.is_shared(name) {
            let text = format!("{name} could mean several plans; write the full name of one.");
            problems.push(Problem { place: relation.place.clone(), text });
        }
    }
    relations
}
