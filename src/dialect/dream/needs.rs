//! What the Plans table says that plans need: the names in the cells of a column, whatever it is called and wherever it stands.

use super::super::section;
use super::super::work_plan;
use super::{Scene, place};
use crate::document::structure::{Cell, Table};
use crate::plan::names::{is_short_id, short_id};
use crate::plan::{PlanRow, Relation, RelationKind, several};

/// What the column is called, by those who write as the convention does and by others.
const HEADERS: [&str; 12] = [
    "depends on",
    "dependencies",
    "dependency",
    "depends",
    "blocked by",
    "waits for",
    "waiting on",
    "requires",
    "needs",
    "prerequisites",
    "prerequisite",
    "predecessors",
];

/// The column that says what the plans of a table need; `others` say something else.
pub(super) fn column(table: &Table, others: &[Option<usize>]) -> Option<usize> {
    let is_free = |column: &usize| !others.contains(&Some(*column));
    section::column(table, &HEADERS).filter(is_free).or_else(|| {
        let mut columns = table.header.iter().enumerate();
        let found = columns.find(|(at, cell)| is_free(at) && work_plan::speaks_of_needs(&cell.text));
        found.map(|(at, _)| at)
    })
}

/// What the cell of a plan's row says that it needs. `rows` are those of the table, which may be called by their numbers.
pub(super) fn of_row(
    scene: &Scene<'_>,
    cell: &Cell,
    row: &PlanRow,
    rows: &[(String, &PlanRow)],
) -> Vec<Relation> {
    let mut found: Vec<(String, bool)> = Vec::new();
    let mut add = |to: String, resolved: bool| {
        if found.iter().all(|(known, _)| *known != to) {
            found.push((to, resolved));
        }
    };
    let find = |name: &str| {
        let numbered = || rows.iter().find(|(number, row)| number == name && row.plan.resolved);
        scene.references.target(name).or_else(|| numbered().map(|(_, row)| row.plan.id.clone()))
    };
    let mut links = cell.links.iter().filter_map(|link| find(link.split('#').next()?)).peekable();
    for part in several::parts(&cell.text) {
        let name = bare(part);
        if let Some(id) = find(name) {
            links.next_if(|linked| *linked == id);
            add(id, true);
        } else if let Some(names) = several::range(part) {
            // What is missing between the ends was never there.
            let ends = [names.first().cloned(), names.last().cloned()];
            for name in names {
                match find(&name) {
                    Some(id) => add(id, true),
                    None if ends.contains(&Some(name.clone())) && is_plan_name(&name) => add(name, false),
                    None => {}
                }
            }
        } else if let Some(id) = links.next() {
            add(id, true);
        } else {
            // `SP01 (the posts)`, `SP01 SP02`, and words that name nothing.
            let words = part.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')')).map(bare);
            for word in words.filter(|word| !word.is_empty()) {
                match find(word) {
                    Some(id) => add(id, true),
                    None if is_plan_name(word) => add(word.to_owned(), false),
                    None => {}
                }
            }
        }
    }
    links.for_each(|id| add(id, true));
    let relation = |(to, resolved)| Relation {
        from: row.plan.id.clone(),
        to,
        kind: RelationKind::DependsOn,
        resolved,
        place: place(&row.place.path, row.place.line),
    };
    found.into_iter().map(relation).collect()
}

/// A name without the marks around it.
fn bare(text: &str) -> &str {
    let text = text.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '_');
    text.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '.'))
}

/// Whether a word can only be meant as the name of a plan, or of what lies in one.
fn is_plan_name(word: &str) -> bool {
    let first = word.split('/').next().unwrap_or(word);
    is_short_id(first) || short_id(first).is_some()
}
