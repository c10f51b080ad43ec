//! Modules: what their specs and the root's Module Index say of them.

use super::super::items::{listed, stem_of};
use super::super::section::{Block, column, sections};
use super::{Scene, dated, note, place, stated};
use crate::document::structure::{Row, Table};
use crate::named::Named;
use crate::order;
use crate::plan::{Delta, IndexRow, Item, ItemKind, Modifier, Module, Owner, Problem, Stated};

/// The modules that specs describe, by name.
pub(super) fn of_specs(scene: &Scene<'_>, problems: &mut Vec<Problem>) -> Named<Module> {
    let mut modules: Named<Module> = Named::default();
    for item in scene.plan.of_kind(ItemKind::Module) {
        let name = item.field("module").unwrap_or_else(|| stem_of(item.name())).trim();
        modules.change(name, |module| {
            module.name = name.to_owned();
            add_spec(module, item, scene, problems);
        });
    }
    modules
}

/// Adds what one spec says of a module.
fn add_spec(module: &mut Module, item: &Item, scene: &Scene<'_>, problems: &mut Vec<Problem>) {
    let path = &item.place.path;
    module.specs.push(path.clone());
    if module.origin.is_none() {
        let parent = item.parent.and_then(|parent| scene.plan.items.get(parent));
        module.origin = parent.map(|plan| stated(&plan.id, path, item.place.line));
    }
    for (written, line) in listed(&item.frontmatter, "modified_by_plans") {
        add_modifier(module, stated(&scene.references.named(written).id, path, line));
    }
    if let Some(entry) = item.frontmatter.iter().find(|entry| entry.key == "last_updated")
        && let Some(written) = entry.value.value.as_text()
    {
        let written = stated(written, path, entry.line);
        let date = dated(&written, problems);
        if module.last_updated.is_none() {
            module.last_updated = Some(written);
            module.updated = date;
        }
    }
    let gaps = listed(&item.frontmatter, "knowledge_gaps");
    module.knowledge_gaps.extend(gaps.map(|(gap, line)| stated(gap, path, line)));
}

fn add_modifier(module: &mut Module, plan: Stated) {
    if !module.modified_by.iter().any(|known| known.text == plan.text) {
        module.modified_by.push(plan);
    }
}

/// Adds what the root's Module Index says.
pub(super) fn add_index(scene: &Scene<'_>, modules: &mut Named<Module>, problems: &mut Vec<Problem>) {
    const PATH: &str = "_overview.md";
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
                let is_second = modules.get(name).is_some_and(|module| module.index.is_some());
                if is_second {
                    let text = format!("The Module Index lists {name} twice; the first row counts.");
                    note(problems, PATH, row.line, text);
                    continue;
                }
                modules.change(name, |module| {
                    module.name = name.to_owned();
                    add_row(module, &columns, row, scene);
                });
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

fn add_row(module: &mut Module, columns: &Columns<'_>, row: &Row, scene: &Scene<'_>) {
    const PATH: &str = "_overview.md";
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
    if let Some(origin) = origin.as_ref().filter(|origin| origin.resolved) {
        module.origin = Some(stated(&origin.id, PATH, row.line));
    } else if notes.iter().any(|note| note.contains("pre-existing")) {
        module.origin = None;
    }
    for modifier in &modified_by {
        add_modifier(module, stated(&modifier.plan.id, PATH, row.line));
    }
    module.owners = owners(columns.text(row, columns.owner), row.line);
    let spec = columns.spec.and_then(|column| row.cells.get(column));
    let spec =
        spec.map(|cell| cell.link.as_deref().unwrap_or(&cell.text).trim_start_matches("./").to_owned());
    let spec = spec.filter(|spec| !is_nothing(spec));
    if let Some(spec) = &spec
        && scene.reading.files().index_of(spec).is_some()
        && !module.specs.contains(spec)
    {
        module.specs.push(spec.clone());
    }
    let gap = columns.text(row, columns.gaps);
    if !is_nothing(gap) {
        module.knowledge_gaps.push(stated(gap, PATH, row.line));
    }
    module.index = Some(IndexRow { place: place(PATH, row.line), origin, modified_by, spec, notes });
}

/// `Nina Volkov + James Osei (shared)`, `Lisa Dominguez (inherited)`.
fn owners(cell: &str, line: u32) -> Vec<Owner> {
    let parts: Vec<&str> =
        cell.split(['+', '&', ',', '/', ';']).flat_map(|part| part.split(" and ")).collect();
    let names = |part: &&str| !is_nothing(name_in(part)) && !is_nobody(name_in(part));
    let count = parts.iter().filter(|part| names(part)).count();
    let is_said = |word: &str| cell.to_lowercase().contains(word);
    let owner = |part: &&str| Owner {
        name: stated(name_in(part), "_overview.md", line),
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

/// All modules by name, those included that are born in a State Delta and stand nowhere else.
pub(super) fn finished(mut modules: Named<Module>, deltas: &[Delta]) -> Vec<Module> {
    for delta in deltas {
        for change in delta.changes.iter().filter(|change| change.is_new_module()) {
            let Some(name) = &change.module else { continue };
            let origin = delta.plan.as_ref().filter(|plan| plan.resolved);
            modules.change(name, |module| {
                module.name.clone_from(name);
                if module.origin.is_none() && module.index.is_none() {
                    module.origin = origin.map(|plan| stated(&plan.id, &delta.place.path, change.line));
                }
            });
        }
    }
    let mut modules: Vec<Module> = modules.iter().map(|(_, module)| module.clone()).collect();
    for module in &mut modules {
        order::sort_by(&mut module.modified_by, |a, b| a.place.cmp(&b.place));
        order::sort_by(&mut module.knowledge_gaps, |a, b| a.place.cmp(&b.place));
    }
    modules
}
