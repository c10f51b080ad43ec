//! Modules: what their specs and the root's Module Index say of them.

use super::super::items::listed;
use super::super::section::{Block, column, sections};
use super::{ROOT as PATH, Scene, dated, note, place, stated};
use crate::document::structure::{Row, Table};
use crate::named::Named;
use crate::order;
use crate::plan::{Date, IndexRow, Item, ItemKind, Modifier, Module, Owner, Problem, Stated};

/// A row of the Module Index, with what follows from it.
#[derive(Clone, Debug, Default)]
pub(super) struct Indexed {
    row: Option<IndexRow>,
    pub(super) owners: Vec<Owner>,
    /// Its spec, when there is such a file.
    spec: Option<String>,
    pub(super) gap: Option<Stated>,
}

impl Indexed {
    /// Its line.
    pub(super) fn line(&self) -> Option<u32> {
        self.row.as_ref().map(|row| row.place.line)
    }
}

/// Makes a module of its specs, by their positions in order, of its row in the Module Index, and of its birth.
pub(super) fn made(
    scene: &Scene<'_>,
    name: &str,
    specs: &[usize],
    index: Option<&Indexed>,
    birth: Option<&Option<Stated>>,
) -> Module {
    let mut module = Module { name: name.to_owned(), ..Module::default() };
    for item in specs.iter().filter_map(|spec| scene.plan.items.get(*spec)) {
        add_spec(&mut module, item, scene);
    }
    if let Some(indexed) = index {
        add_row(&mut module, indexed);
    }
    if module.origin.is_none() && module.index.is_none() {
        module.origin = birth.cloned().flatten();
    }
    order::sort_by(&mut module.modified_by, |a, b| a.place.cmp(&b.place));
    order::sort_by(&mut module.knowledge_gaps, |a, b| a.place.cmp(&b.place));
    module
}

/// Adds what one spec says of a module.
fn add_spec(module: &mut Module, item: &Item, scene: &Scene<'_>) {
    let path = &item.place.path;
    module.specs.push(path.clone());
    if module.origin.is_none() {
        let parent = item.parent.and_then(|parent| scene.plan.items.get(parent));
        module.origin = parent.map(|plan| stated(&plan.id, path, item.place.line));
    }
    for (written, line) in listed(&item.frontmatter, "modified_by_plans") {
        add_modifier(module, stated(&scene.references.named(written).id, path, line));
    }
    if let Some(written) = updated(item).filter(|_| module.last_updated.is_none()) {
        module.updated = Date::parse(&written);
        module.last_updated = Some(written);
    }
    let gaps = listed(&item.frontmatter, "knowledge_gaps");
    module.knowledge_gaps.extend(gaps.map(|(gap, line)| stated(gap, path, line)));
}

/// When a spec says that it was last updated.
fn updated(item: &Item) -> Option<Stated> {
    let entry = item.frontmatter.iter().find(|entry| entry.key == "last_updated")?;
    Some(stated(entry.value.value.as_text()?, &item.place.path, entry.line))
}

/// Notes the days of specs that are none.
pub(super) fn note_dates(items: &[Item], problems: &mut Vec<Problem>) {
    for written in items.iter().filter(|item| item.kind == ItemKind::Module).filter_map(updated) {
        dated(&written, problems);
    }
}

fn add_modifier(module: &mut Module, plan: Stated) {
    if !module.modified_by.iter().any(|known| known.text == plan.text) {
        module.modified_by.push(plan);
    }
}

/// Adds what the Module Index says.
fn add_row(module: &mut Module, indexed: &Indexed) {
    let Some(row) = &indexed.row else { return };
    let line = row.place.line;
    if let Some(origin) = row.origin.as_ref().filter(|origin| origin.resolved) {
        module.origin = Some(stated(&origin.id, PATH, line));
    } else if row.notes.iter().any(|note| note.contains("pre-existing")) {
        module.origin = None;
    }
    for modifier in &row.modified_by {
        add_modifier(module, stated(&modifier.plan.id, PATH, line));
    }
    module.owners.clone_from(&indexed.owners);
    module.specs.extend(indexed.spec.clone().filter(|spec| !module.specs.contains(spec)));
    module.knowledge_gaps.extend(indexed.gap.clone());
    module.index = Some(row.clone());
}

/// Which module the specs belong to that are found by their paths alone.
pub(super) struct Listed<'a> {
    scene: &'a Scene<'a>,
    specs: &'a Named<Vec<usize>>,
    /// Modules by the specs that their rows name, the first of them.
    by_row: Named<String>,
}

impl<'a> Listed<'a> {
    /// Those of the Module Index, and the specs of the tree.
    pub(super) fn of(
        index: &Named<Indexed>,
        specs: &'a Named<Vec<usize>>,
        scene: &'a Scene<'a>,
    ) -> Listed<'a> {
        let mut by_row: Named<String> = Named::default();
        for (name, indexed) in index.iter() {
            indexed.spec.iter().for_each(|spec| by_row.insert_new(spec, name.to_owned()));
        }
        Listed { scene, specs, by_row }
    }

    /// The first module, by name, that has a spec at this path.
    pub(super) fn module(&self, path: &str) -> Option<&str> {
        let item = self.scene.plan.item_at(path).filter(|item| item.kind == ItemKind::Module);
        let own = item.map(super::run::module_of).filter(|name| self.specs.get(name).is_some());
        let row = self.by_row.get(path).map(String::as_str);
        own.into_iter().chain(row).min()
    }
}

/// Reads the root's Module Index.
pub(super) fn read_index(scene: &Scene<'_>, index: &mut Named<Indexed>, problems: &mut Vec<Problem>) {
    for section in sections(scene.blocks(PATH), "Module Index") {
        for block in section {
            let Block::Table(table) = block else { continue };
            let Some(columns) = Columns::of(table) else {
                let text = "This table of the Module Index has no column Module, so it was not read.";
                note(problems, PATH, table.line, text.to_owned());
                continue;
            };
            for row in &table.rows {
                let name = name_in(columns.text(row, Some(columns.module)));
                if name.is_empty() {
                    let text = "This row of the Module Index names no module.".to_owned();
                    note(problems, PATH, row.line, text);
                    continue;
                }
                if index.get(name).is_some() {
                    let text = format!("The Module Index lists {name} twice; the first row counts.");
                    note(problems, PATH, row.line, text);
                    continue;
                }
                index.insert(name, indexed(&columns, row, scene));
            }
        }
    }
}

/// The columns of a Module Index.
struct Columns<'a> {
    table: &'a Table,
    module: usize,
    origin: Option<usize>,
    modified_by: Option<usize>,
    owner: Option<usize>,
    spec: Option<usize>,
    gaps: Option<usize>,
}

impl<'a> Columns<'a> {
    fn of(table: &'a Table) -> Option<Columns<'a>> {
        Some(Columns {
            table,
            module: column(table, &["module", "modules", "module name", "name"])?,
            origin: column(table, &["origin plan", "origin", "created by", "plan"]),
            modified_by: column(table, &["modified by", "modified by plans", "modified", "modifiers"]),
            owner: column(table, &["primary owner", "owner", "owners", "primary owners"]),
            spec: column(table, &["spec file", "spec", "module spec", "file"]),
            gaps: column(table, &["knowledge gaps", "knowledge gap", "gaps"]),
        })
    }

    fn text<'r>(&self, row: &'r Row, column: Option<usize>) -> &'r str {
        column.and_then(|column| row.cells.get(column)).map_or("", |cell| cell.text.trim())
    }

    /// The columns that have no meaning here, with their headers.
    fn others<'r>(&'r self, row: &'r Row) -> impl Iterator<Item = String> + 'r {
        let known = [Some(self.module), self.origin, self.modified_by, self.owner, self.spec, self.gaps];
        row.cells.iter().enumerate().filter_map(move |(at, cell)| {
            let text = cell.text.trim();
            let header = self.table.header.get(at).map_or("", |header| header.text.trim());
            (!known.contains(&Some(at)) && !is_nothing(text)).then(|| format!("{header}: {text}"))
        })
    }
}

/// What a row says.
fn indexed(columns: &Columns<'_>, row: &Row, scene: &Scene<'_>) -> Indexed {
    let mut notes: Vec<String> =
        remark(columns.text(row, Some(columns.module))).map(str::to_owned).into_iter().collect();
    let mut plans = |cell: &str| -> Vec<Modifier> {
        let mut plans = Vec::new();
        for part in cell.split([',', ';', '+', '&']).map(str::trim).filter(|part| !is_nothing(part)) {
            let name = part.split(' ').next().unwrap_or(part).trim_matches(['/', '.', '`']);
            let is_name = name.starts_with(char::is_alphanumeric);
            let is_plan =
                is_name && (name.len() == name_in(part).len() || scene.references.target(name).is_some());
            if is_plan {
                plans.push(Modifier {
                    plan: scene.references.named(name),
                    note: remark(part).map(str::to_owned),
                });
            } else {
                notes.push(part.trim_start_matches(['—', '–', '-', ' ']).trim_matches(['(', ')']).to_owned());
            }
        }
        plans
    };
    let origin = plans(columns.text(row, columns.origin)).into_iter().next().map(|first| first.plan);
    let modified_by = plans(columns.text(row, columns.modified_by));
    notes.extend(columns.others(row));
    let spec = columns.spec.and_then(|column| row.cells.get(column));
    let spec = spec.map(|cell| cell.link().unwrap_or(&cell.text).trim_start_matches("./").to_owned());
    let spec = spec.filter(|spec| !is_nothing(spec));
    let gap = columns.text(row, columns.gaps);
    Indexed {
        owners: owners(columns.text(row, columns.owner), row.line),
        spec: spec.clone().filter(|spec| scene.reading.files().index_of(spec).is_some()),
        gap: (!is_nothing(gap)).then(|| stated(gap, PATH, row.line)),
        row: Some(IndexRow { place: place(PATH, row.line), origin, modified_by, spec, notes }),
    }
}

/// `Nina Volkov + James Osei (shared)`, `Lisa Dominguez (inherited)`.
fn owners(cell: &str, line: u32) -> Vec<Owner> {
    let parts: Vec<&str> =
        cell.split(['+', '&', ',', '/', ';']).flat_map(|part| part.split(" and ")).collect();
    let names = |part: &&str| !is_nothing(name_in(part)) && !is_nobody(name_in(part));
    let count = parts.iter().filter(|part| names(part)).count();
    let is_said = |word: &str| cell.to_lowercase().contains(word);
    let owner = |part: &&str| Owner {
        name: stated(name_in(part), PATH, line),
        is_shared: count > 1 || is_said("(shared"),
        is_inherited: remark(part).is_some_and(|note| note.to_lowercase().contains("inherited")),
        note: remark(part).map(str::to_owned),
    };
    parts.iter().filter(|part| names(part)).map(owner).collect()
}

fn is_nobody(name: &str) -> bool {
    ["tbd", "none", "unassigned", "nobody", "n/a", "?"].iter().any(|word| name.eq_ignore_ascii_case(word))
}

/// Whether a cell is empty or a dash.
pub(super) fn is_nothing(cell: &str) -> bool {
    matches!(cell.trim(), "" | "—" | "–" | "-" | "--" | "n/a" | "none" | "None" | "[]")
}

/// What stands before a bracket or a mark.
fn name_in(cell: &str) -> &str {
    let end = cell.find(['(', '⚠', '⏳', '←']).unwrap_or(cell.len());
    let name = cell.get(..end).unwrap_or(cell);
    name.trim().trim_matches(['~', '`', '*', '/']).trim_end_matches(".md").trim()
}

/// What stands in brackets, without them.
fn remark(cell: &str) -> Option<&str> {
    let (_, rest) = cell.split_once('(')?;
    let inside = rest.split_once(')').map_or(rest, |(inside, _)| inside).trim();
    (!inside.is_empty()).then_some(inside)
}
