//! The DREAM convention (v4.02 – v4.05): plans are folders with an `_overview.md`, tasks are files.
//!
//! This file says what the folders and files of such a tree are, how far they are, and what they need.

use super::digest::StatusRow;
use super::items::{self, folder_of, listed, name_of, stem_of};
use super::{Dialect, Reading};
use crate::document::MapEntry;
use crate::named::Named;
use crate::order;
use crate::plan::names::short_id;
use crate::plan::{Item, ItemKind, Module, Place, Plan, Relation, RelationKind, Status, StatusOrigin};
use std::collections::BTreeMap;

/// The DREAM convention.
pub static DIALECT: Dialect = Dialect {
    name: "dream",
    label: "DREAM planning tree",
    comes_first: |path| is_overview(name_of(path)),
    plan,
};

/// Whether a folder is named as a numbered plan: `SP01_name` or `PP02_name`.
pub fn is_numbered_plan(folder: &str) -> bool {
    short_id(folder).is_some()
}

/// Whether a folder is an archive: `_completed`, `_archive`, or a quarter such as `2025-Q4`.
pub fn is_archive(folder: &str) -> bool {
    matches!(folder, "_completed" | "_archive") || is_quarter(folder)
}

fn is_quarter(folder: &str) -> bool {
    folder.split_once("-Q").is_some_and(|(year, quarter)| {
        year.len() == 4
            && year.bytes().all(|byte| byte.is_ascii_digit())
            && matches!(quarter, "1" | "2" | "3" | "4")
    })
}

/// Whether a folder is named as a phase: `p00_name`, `p2-name`.
fn is_phase(folder: &str) -> bool {
    let Some(rest) = folder.strip_prefix('p') else { return false };
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    digits > 0 && rest.get(digits..).is_some_and(|rest| rest.is_empty() || rest.starts_with(['_', '-', '.']))
}

fn is_overview(name: &str) -> bool {
    name == "_overview.md" || name == "plan.yaml"
}

/// The id of what lies at `path`: the path without archive folders and without the file's ending.
fn id_of(path: &str) -> String {
    let mut id = String::with_capacity(path.len());
    for segment in path.split('/').filter(|segment| !is_archive(segment)) {
        if !id.is_empty() {
            id.push('/');
        }
        id.push_str(segment);
    }
    if id.ends_with(".md") {
        id.truncate(id.len() - 3);
    }
    id
}

/// The files of a folder that may speak for it.
#[derive(Default)]
struct Overviews {
    overview: Option<usize>,
    legacy: Option<usize>,
}

/// A folder that is a plan or a phase.
struct Container {
    kind: ItemKind,
    overview: Option<usize>,
    legacy: Option<usize>,
}

/// Finds the folders that are plans and phases. `folders` holds every folder of the tree.
fn containers(reading: &Reading) -> Named<Container> {
    let mut folders: Named<Overviews> = Named::default();
    let files = reading.files();
    let mut last = "";
    for (index, entry) in files.iter().enumerate() {
        let path = entry.path().as_str();
        let folder = folder_of(path);
        if folder != last {
            let mut above = folder;
            while !above.is_empty() && folders.get(above).is_none() {
                folders.insert(above, Overviews::default());
                above = folder_of(above);
            }
            last = folder;
        }
        match name_of(path) {
            "_overview.md" => folders.change(folder, |folder| folder.overview = Some(index)),
            "plan.yaml" => folders.change(folder, |folder| folder.legacy = Some(index)),
            _ => {}
        }
    }
    let mut found: Named<Container> = Named::default();
    for (folder, Overviews { overview, legacy }) in folders.iter() {
        if folder.is_empty()
            || folder.split('/').any(|segment| matches!(segment, "_templates" | "exploration"))
        {
            continue;
        }
        let name = name_of(folder);
        let has_overview = overview.or(*legacy).is_some();
        let mut above = folder_of(folder);
        while !above.is_empty() && is_archive(name_of(above)) {
            above = folder_of(above);
        }
        let is_in_plan = found.get(above).is_some();
        let kind = match (above.is_empty(), is_in_plan) {
            _ if is_archive(name) => None,
            (true, _) if is_numbered_plan(name) || has_overview => Some(ItemKind::Plan),
            (_, true) if is_phase(name) => Some(ItemKind::Phase),
            (_, true) if has_overview => Some(ItemKind::Plan),
            _ if is_numbered_plan(name) && !is_in_plan => Some(ItemKind::Plan),
            _ => None,
        };
        if let Some(kind) = kind {
            found.insert(folder, Container { kind, overview: *overview, legacy: *legacy });
        }
    }
    found
}

/// What a document is, by where it lies.
fn kind_of_document(path: &str, containers: &Named<Container>) -> ItemKind {
    let folder = folder_of(path);
    let mut segments = folder.split('/');
    let first = segments.next().unwrap_or_default();
    if first == "exploration" {
        return ItemKind::Exploration;
    }
    if name_of(folder) == "modules" && !folder.split('/').any(|segment| segment == "_templates") {
        return ItemKind::Module;
    }
    let is_in_phase = containers.get(folder).is_some_and(|container| container.kind == ItemKind::Phase);
    if is_in_phase && !name_of(path).starts_with('_') {
        return ItemKind::Task;
    }
    ItemKind::Document
}

/// Makes the plan of what has been read so far.
fn plan(reading: &Reading) -> Plan {
    let containers = containers(reading);
    let mut items = all_items(reading, &containers);
    items::name_second_claimants(&mut items);
    order::sort_by(&mut items, |a, b| (&a.place, &a.id).cmp(&(&b.place, &b.id)));
    link_parents(&mut items, &containers);
    state_from_tables(reading, &mut items);
    let mut plan = items::plan_of(reading, items).seal();
    plan.modules = modules(&plan);
    plan.relations = relations(&plan);
    plan.snapshots.extend(super::story::of_tree_file(reading));
    plan
}

/// Every item of the tree, parents not yet linked.
fn all_items(reading: &Reading, containers: &Named<Container>) -> Vec<Item> {
    let files = reading.files();
    let mut items = Vec::with_capacity(files.len());
    for (folder, container) in containers.iter() {
        let index = container.overview.or(container.legacy);
        let digest = index.and_then(|index| reading.digest(index));
        let path = index.and_then(|index| files.entry(index)).map(|entry| entry.path().as_str());
        let mut item = items::item(path.unwrap_or(folder), container.kind, digest);
        item.id = id_of(folder);
        if container.kind == ItemKind::Plan && !folder.contains('/') {
            item.id = name_of(folder).to_owned();
        }
        item.archived = folder.split('/').any(is_archive);
        item.title = items::title(digest, name_of(folder));
        item.folder = Some(folder.to_owned());
        item.is_read = digest.is_some() || index.is_none();
        // A legacy plan.yaml beside an overview adds the fields that the overview leaves out.
        if container.overview.is_some()
            && let Some(legacy) = container.legacy.and_then(|index| reading.digest(index))
        {
            add_missing(&mut item.frontmatter, &legacy.fields);
            item.priority = item.field("priority").map(str::to_owned);
        }
        items.push(item);
    }
    for (index, entry) in files.iter().enumerate() {
        let path = entry.path().as_str();
        let is_container = is_overview(name_of(path)) && containers.get(folder_of(path)).is_some();
        if is_container || !super::reading::is_document(path) {
            continue;
        }
        let digest = reading.digest(index);
        let mut item = items::item(path, kind_of_document(path, containers), digest);
        item.id = id_of(path);
        item.archived = path.split('/').any(is_archive);
        item.template = path.split('/').any(|segment| segment == "_templates");
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
fn link_parents(items: &mut [Item], containers: &Named<Container>) {
    let mut by_folder: BTreeMap<String, usize> = BTreeMap::new();
    for (index, item) in items.iter().enumerate() {
        if let Some(folder) = item.folder.as_ref().filter(|folder| containers.get(folder).is_some()) {
            by_folder.insert(folder.clone(), index);
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

/// States what each item's frontmatter says, else the Children table of its parent, else the root's Plans table.
fn state_from_tables(reading: &Reading, items: &mut [Item]) {
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
fn names_of(row: &StatusRow) -> impl Iterator<Item = String> {
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

/// The modules that specs describe, by name.
fn modules(plan: &Plan) -> Vec<Module> {
    let references = items::References::new(plan, id_of);
    let mut modules: Named<Module> = Named::default();
    for item in plan.of_kind(ItemKind::Module) {
        let name = item.field("module").unwrap_or_else(|| stem_of(item.name()));
        modules.change(name, |module| {
            module.name = name.to_owned();
            add_spec(module, item, plan, &references);
        });
    }
    modules.iter().map(|(_, module)| module.clone()).collect()
}

/// Adds what one spec says of a module.
fn add_spec(module: &mut Module, item: &Item, plan: &Plan, references: &items::References<'_>) {
    module.specs.push(item.place.path.clone());
    if module.origin.is_none() {
        module.origin = item.parent.and_then(|parent| plan.items.get(parent)).map(|plan| plan.id.clone());
    }
    for written in listed(&item.frontmatter, "modified_by_plans").map(|(written, _)| written) {
        let id = references.target(written).unwrap_or_else(|| written.to_owned());
        if !module.modified_by.contains(&id) {
            module.modified_by.push(id);
        }
    }
    if module.last_updated.is_none() {
        module.last_updated = item.field("last_updated").map(str::to_owned);
    }
    module.knowledge_gaps.extend(listed(&item.frontmatter, "knowledge_gaps").map(|(gap, _)| gap.to_owned()));
}

/// What frontmatter says of other items.
fn relations(plan: &Plan) -> Vec<Relation> {
    const FIELDS: [(&str, RelationKind); 4] = [
        ("depends_on", RelationKind::DependsOn),
        ("blocks", RelationKind::Blocks),
        ("invalidated_by", RelationKind::InvalidatedBy),
        ("origin", RelationKind::Origin),
    ];
    let references = items::References::new(plan, id_of);
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
    items::in_order(relations)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_known_by_their_names() {
        for name in ["SP01_patient_records", "PP123_x"] {
            assert!(is_numbered_plan(name), "{name}");
        }
        for name in ["SP_x", "sp01_x", "p00_x", "module-lifecycle", "SP01"] {
            assert!(!is_numbered_plan(name), "{name}");
        }
        for name in ["p00_walking_skeleton", "p0-fix", "p1", "p00.5_x"] {
            assert!(is_phase(name), "{name}");
        }
        for name in ["people", "pp00_x", "p_x", "p00x"] {
            assert!(!is_phase(name), "{name}");
        }
        for name in ["_completed", "_archive", "2025-Q4"] {
            assert!(is_archive(name), "{name}");
        }
        for name in ["completed", "2025-Q5", "2025-Q", "225-Q1"] {
            assert!(!is_archive(name), "{name}");
        }
    }

    #[test]
    fn archiving_does_not_change_an_id() {
        assert_eq!(id_of("SP01_x/p00_y/01_z.md"), "SP01_x/p00_y/01_z");
        assert_eq!(id_of("_completed/2025-Q3/SP01_x/p00_y/01_z.md"), "SP01_x/p00_y/01_z");
        assert_eq!(id_of("_completed/SP01_x"), "SP01_x");
        assert_eq!(id_of("exploration/_archive/note.md"), "exploration/note");
    }
}
