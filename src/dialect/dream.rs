//! The DREAM convention (v4.02 – v4.05): plans are folders with an `_overview.md`, tasks are files.
//!
//! This file makes the plan of such a tree; each file beside it reads one part.

mod deltas;
mod folders;
mod gaps;
mod modules;
mod notes;
mod people;
pub(in crate::dialect) mod requirements;
mod root;
mod statuses;

pub use folders::{is_archive, is_numbered_plan};
pub(in crate::dialect) use gaps::add_listed;
pub(in crate::dialect) use people::is_cast;

use super::items::{self, folder_of, listed, name_of, stem_of};
use super::section::Block;
use super::{Dialect, Digest, Reading, claims};
use crate::document::MapEntry;
use crate::list::List;
use crate::named::Named;
use crate::order;
use crate::plan::{
    Change, Claim, Date, Delta, Item, ItemKind, Module, Place, Plan, Problem, Relation, RelationKind, Stated,
};
use folders::{Folders, id_of, is_overview, kind_of_document};
use std::sync::Arc;

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
    plan,
};

/// The documents that speak of the whole tree.
const ROOT_DOCUMENTS: [&str; 3] =
    ["_completed/_state_deltas_archive.md", "_overview.md", "_state_deltas_archive.md"];

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

/// Makes the plan of what has been read so far.
fn plan(reading: &Reading) -> Plan {
    let folders = Folders::of(reading);
    let mut items = all_items(reading, &folders);
    items::name_second_claimants(&mut items);
    order::sort_by(&mut items, |a, b| (&a.place, &a.id).cmp(&(&b.place, &b.id)));
    link_parents(&mut items);
    statuses::state_from_tables(reading, &mut items);
    let mut known = items::plan_of(reading, items).seal();
    let mut problems = std::mem::take(&mut known.problems).into_vec();
    let scene = Scene { reading, plan: &known, references: items::References::new(&known, id_of) };
    let mut read = read_parts(&scene, &mut problems);
    read.relations = relations(&scene, &read.modules, &mut problems).into();
    order::sort(&mut problems);
    problems.dedup();
    read.problems = problems.into();
    read.snapshots.extend(super::story::of_tree_file(reading));
    let mut plan = Plan {
        items: known.items,
        by_id: known.by_id,
        by_path: known.by_path,
        ignores: known.ignores,
        ..read
    };
    for snapshot in std::mem::take(&mut plan.snapshots) {
        for entry in &snapshot.entries {
            let note = entry.note.as_deref().unwrap_or_default();
            gaps::add_listed(&mut plan, &entry.path, note, place(&snapshot.place.path, entry.line));
        }
        plan.snapshots.push(snapshot);
    }
    plan.gaps.change(|gaps| order::sort_by(gaps, |a, b| (&a.place, &a.text).cmp(&(&b.place, &b.text))));
    plan
}

/// Everything but the items and what they say of each other.
fn read_parts(scene: &Scene<'_>, problems: &mut Vec<Problem>) -> Plan {
    let plan = scene.plan;
    let mut modules = modules::of_specs(scene, problems);
    modules::add_index(scene, &mut modules, problems);
    let deltas = deltas::read(scene, &modules, problems);
    let mut read = Plan {
        root: plan.root.clone(),
        dialects: plan.dialects.clone(),
        title: plan.title.clone(),
        files: plan.files,
        modules: modules::finished(modules, &deltas).into(),
        deltas: deltas.into(),
        sprint: root::sprint(scene, problems).into(),
        plan_rows: root::plan_rows(scene).into(),
        child_rows: statuses::child_rows(scene).into(),
        reading_order: root::lines(scene, "Reading Order").into(),
        integration_map: root::lines(scene, "Integration Map").into(),
        notes: notes::notes(scene, problems).into(),
        ..Plan::default()
    };
    notes::add_decisions(scene, &mut read);
    people::add_people(scene, &mut read, problems);
    gaps::add_gaps(scene, &mut read);
    gaps::add_deadlines(scene, &mut read);
    requirements::add_owners(scene, &mut read);
    read.claims = claims(scene, &read).into();
    read
}

/// What the documents that speak of the whole tree say of how many there are. State Deltas tell what was.
fn claims(scene: &Scene<'_>, read: &Plan) -> Vec<Claim> {
    let notes = read.notes.iter().filter_map(|note| Some((scene.plan.item(&note.of)?, note.date.clone())));
    let notes = notes.map(|(item, date)| (item.place.path.as_str(), date));
    let mut found = Vec::new();
    let is_root = |path: &str| path == "_overview.md";
    let deltas = read.deltas.iter().filter(|delta| is_root(&delta.place.path));
    let deltas: Vec<u32> = deltas.flat_map(delta_lines).collect();
    for (path, date) in [("_overview.md", None)].into_iter().chain(notes) {
        for counted in claims::counted(scene.blocks(path)) {
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

/// Every item of the tree, parents not yet linked.
fn all_items(reading: &Reading, folders: &Folders<'_>) -> Vec<Item> {
    let files = reading.files();
    let mut items = Vec::new();
    for (folder, kind) in folders.containers() {
        let index = folder.overview.or(folder.legacy);
        let digest = index.and_then(|index| reading.digest(index));
        let path = index.and_then(|index| files.entry(index)).map(|entry| entry.path().as_str());
        let mut item = items::item(path.unwrap_or(folder.path), kind, digest);
        item.id = id_of(folder.path);
        if kind == ItemKind::Plan && !folder.path.contains('/') {
            item.id = folder.path.to_owned();
        }
        item.archived = folder.is_archived;
        item.title = items::title(digest, name_of(folder.path));
        item.folder = Some(folder.path.to_owned());
        item.is_read = digest.is_some() || index.is_none();
        // A legacy plan.yaml beside an overview adds the fields that the overview leaves out.
        if folder.overview.is_some()
            && let Some(legacy) = folder.legacy.and_then(|index| reading.digest(index))
        {
            add_missing(Arc::make_mut(&mut item.frontmatter), &legacy.fields);
            item.priority = item.field("priority").map(str::to_owned);
        }
        items.push(item);
    }
    // Before anything but plans has been read, a document is a file with a name.
    if !reading.is_past_first() {
        return items;
    }
    for (index, entry) in files.iter().enumerate() {
        let path = entry.path().as_str();
        let Some(folder) = folders.of_file(index) else { continue };
        let is_container = folder.kind.is_some() && is_overview(name_of(path));
        if is_container || !super::reading::is_document(path) {
            continue;
        }
        let digest = reading.digest(index);
        let mut item = items::item(path, kind_of_document(path, folder), digest);
        item.id = id_of(path);
        item.archived = folder.is_archived;
        item.template = folder.is_template;
        item.title = items::title(digest, stem_of(name_of(path)));
        items.push(item);
    }
    items
}

fn add_missing(fields: &mut Vec<MapEntry>, more: &[MapEntry]) {
    for entry in more {
        if !fields.iter().any(|field| field.key == entry.key) {
            fields.push(entry.clone());
        }
    }
}

/// Gives every item the innermost plan or phase whose folder holds it.
fn link_parents(items: &mut [Item]) {
    let mut by_folder: Named<usize> = Named::default();
    for (index, item) in items.iter().enumerate() {
        if let Some(folder) = &item.folder {
            by_folder.insert(folder, index);
        }
    }
    for item in items {
        let mut folder = match &item.folder {
            Some(own) => folder_of(own),
            None => folder_of(&item.place.path),
        };
        while !folder.is_empty() {
            if let Some(parent) = by_folder.get(folder) {
                item.parent = Some(*parent);
                break;
            }
            folder = folder_of(folder);
        }
    }
}

/// What frontmatter says of other items.
fn relations(scene: &Scene<'_>, modules: &List<Module>, problems: &mut Vec<Problem>) -> Vec<Relation> {
    let Scene { plan, references, .. } = scene;
    const FIELDS: [(&str, RelationKind); 4] = [
        ("depends_on", RelationKind::DependsOn),
        ("blocks", RelationKind::Blocks),
        ("invalidated_by", RelationKind::InvalidatedBy),
        ("origin", RelationKind::Origin),
    ];
    let mut relations = references.of_fields(&FIELDS);
    for item in plan.of_kind(ItemKind::Module).filter(|item| !item.template) {
        let module = item.field("module").unwrap_or_else(|| stem_of(item.name()));
        for (written, line) in listed(&item.frontmatter, "modified_by_plans") {
            let target = references.target(written);
            let place = Place { path: item.place.path.clone(), line };
            let resolved = target.is_some();
            let from = target.unwrap_or_else(|| written.to_owned());
            relations.push(Relation {
                from,
                to: module.to_owned(),
                kind: RelationKind::Modifies,
                resolved,
                place,
            });
        }
    }
    for relation in relations.iter().filter(|relation| !relation.resolved) {
        let name = if relation.kind == RelationKind::Modifies { &relation.from } else { &relation.to };
        if references.is_shared(name) {
            let text = format!("{name} could mean several plans; write the full name of one.");
            problems.push(Problem { place: relation.place.clone(), text });
        }
    }
    for module in modules {
        relations.extend(module.owners.iter().map(|owner| Relation {
            from: owner.name.text.clone(),
            to: module.name.clone(),
            kind: RelationKind::Owns,
            resolved: true,
            place: owner.name.place.clone(),
        }));
    }
    items::in_order(relations)
}
