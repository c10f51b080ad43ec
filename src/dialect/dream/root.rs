//! The other sections of the root's overview: the current sprint, the Plans table, what to read, how it fits.

use super::super::digest::StatusRow;
use super::super::section::{Block, column, sections};
use super::statuses::names_of;
use super::{Scene, needs, note, place, stated};
use crate::document::structure::{Row, Table};
use crate::plan::names::short_id;
use crate::plan::{BaseStatus, PlanRow, Problem, Relation, SprintItem, Stated, Status, StatusOrigin, Target};

const PATH: &str = "_overview.md";

/// What is being done now: bullets, or a table.
pub(super) fn sprint(scene: &Scene<'_>, problems: &mut Vec<Problem>) -> Vec<SprintItem> {
    let mut items: Vec<SprintItem> = Vec::new();
    for block in sections(scene.blocks(PATH), "Current Sprint").into_iter().flatten() {
        match block {
            Block::Bullet { depth, text, .. } if *depth > 0 && !items.is_empty() => {
                if let Some(item) = items.last_mut() {
                    item.text = format!("{}\n{text}", item.text);
                }
            }
            Block::Bullet { line, text, done, .. } => {
                let mut item = sprint_bullet(scene, text, *line);
                // A ticked box says what a mark would.
                if *done == Some(true) && item.status.base == BaseStatus::Unknown {
                    item.status = Status::parse("[DONE]", StatusOrigin::None, *line);
                    item.status.written = Some("[x]".to_owned());
                }
                items.push(item);
            }
            Block::Line { line, text, is_code: false } => items.push(sprint_bullet(scene, text, *line)),
            Block::Table(table) => match sprint_rows(scene, table) {
                Some(rows) => items.extend(rows),
                None => {
                    let text =
                        "This table of the Current Sprint has no column Plan or Phase, so it was not read.";
                    note(problems, PATH, table.line, text.to_owned());
                }
            },
            Block::Heading { .. } | Block::Line { .. } => {}
        }
    }
    items
}

/// `🔄 SP05_billing/p01 — text (Person)`.
fn sprint_bullet(scene: &Scene<'_>, text: &str, line: u32) -> SprintItem {
    let bare = text.trim_start_matches(|mark: char| !mark.is_alphanumeric() && !matches!(mark, '[' | '_'));
    let marks = text.get(..text.len() - bare.len()).unwrap_or_default();
    let (label, bare) = match bare.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((label, rest)) => (format!("{marks}[{label}]"), rest.trim_start()),
        None => (marks.to_owned(), bare),
    };
    let status = Status::parse(&label, StatusOrigin::None, line);
    let first = bare.split([' ', ':', ',']).next().unwrap_or(bare).trim_end_matches('/');
    let target = scene.references.named(first);
    let is_reference = target.resolved
        || first.contains('/')
        || short_id(&format!("{first}_")).is_some()
        || short_id(first).is_some();
    let rest = if is_reference { bare.get(first.len()..).unwrap_or_default() } else { bare };
    let rest = rest.trim_start_matches(['/', ' ', '—', '–', '-', ':', ',']);
    let (said, people) = match rest.trim_end().strip_suffix(')').and_then(|rest| rest.rsplit_once('(')) {
        Some((said, people)) if are_names(people) => (said.trim_end(), split_names(people)),
        _ => (rest, Vec::new()),
    };
    SprintItem {
        plan: is_reference.then_some(target),
        status,
        text: said.to_owned(),
        people,
        place: place(PATH, line),
    }
}

fn sprint_rows(scene: &Scene<'_>, table: &Table) -> Option<Vec<SprintItem>> {
    let plan = column(table, &["plan", "name", "system"]);
    let phase = column(table, &["phase", "task", "item"]);
    plan.or(phase)?;
    let status = column(table, &["status", "state"]);
    let who = column(table, &["owner", "who", "person", "people", "assignee", "assigned"]);
    let row = |row: &Row| {
        let text = |column: Option<usize>| {
            column
                .and_then(|column| row.cells.get(column))
                .map_or("", |cell| cell.text.trim().trim_matches('/'))
        };
        let written = [text(plan), text(phase)].join("/");
        let written = written.trim_matches(['/', '—', '–', '-', ' ']);
        let whole = scene.references.named(written);
        let only_plan = scene.references.named(text(plan));
        let status = Status::parse(text(status), StatusOrigin::None, row.line);
        let known = [plan, phase, Some(usize::MAX), who];
        let status_column = column(table, &["status", "state"]);
        let others = row
            .cells
            .iter()
            .enumerate()
            .filter(|(at, _)| !known.contains(&Some(*at)) && status_column != Some(*at));
        let said: Vec<&str> =
            others.map(|(_, cell)| cell.text.trim()).filter(|text| !text.is_empty()).collect();
        SprintItem {
            plan: (!written.is_empty()).then_some(if whole.resolved || !only_plan.resolved {
                whole
            } else {
                only_plan
            }),
            status,
            text: said.join(" — "),
            people: split_names(text(who)),
            place: place(PATH, row.line),
        }
    };
    Some(table.rows.iter().map(row).collect())
}

/// Whether brackets hold names: words that begin with a capital, and nothing else.
fn are_names(text: &str) -> bool {
    let names = split_names(text);
    let is_name = |name: &String| {
        name.split(' ').count() <= 3
            && name
                .split(' ')
                .all(|word| word.starts_with(char::is_uppercase) && word.chars().any(char::is_lowercase))
    };
    !names.is_empty() && names.iter().all(is_name)
}

/// The names of a list of them.
pub(super) fn split_names(text: &str) -> Vec<String> {
    let parts = text.split([',', '+', '&', '/', ';']).flat_map(|part| part.split(" and ")).map(str::trim);
    parts.filter(|part| !super::modules::is_nothing(part)).map(str::to_owned).collect()
}

/// The rows of the root's Plans tables, and what they say that plans need.
pub(super) fn plan_rows(scene: &Scene<'_>) -> (Vec<PlanRow>, Vec<Relation>) {
    let mut rows = Vec::new();
    let mut relations = Vec::new();
    for block in sections(scene.blocks(PATH), "Plans").into_iter().flatten() {
        let Block::Table(table) = block else { continue };
        let name = column(table, &["name", "plan", "title"]);
        let number = column(table, &["#", "id", "no", "no."]);
        let status = column(table, &["status", "state"]);
        let Some(subject) = name.or(number) else { continue };
        let needs = needs::column(table, &[Some(subject), number, status]);
        let first = rows.len();
        for row in &table.rows {
            let text = |column: Option<usize>| {
                column.and_then(|column| row.cells.get(column)).map_or("", |cell| cell.text.trim())
            };
            let as_row = StatusRow {
                name: text(Some(subject)).to_owned(),
                link: row.cells.get(subject).and_then(|cell| cell.link().cloned()),
                number: number.map(|number| text(Some(number)).to_owned()),
                status: text(status).to_owned(),
                line: row.line,
                is_listing: true,
            };
            let found = names_of(&as_row).find_map(|name| scene.references.target(&name));
            let plan = match found {
                Some(id) => Target { id, resolved: true },
                None => Target { id: as_row.name.clone(), resolved: false },
            };
            let cells = table.header.iter().zip(&row.cells);
            rows.push(PlanRow {
                plan,
                status: Status::parse(&as_row.status, StatusOrigin::RootTable, row.line),
                cells: cells.map(|(header, cell)| (header.text.clone(), cell.text.clone())).collect(),
                needs,
                place: place(PATH, row.line),
            });
        }
        let Some(column) = needs else { continue };
        let made = rows.get(first..).unwrap_or_default();
        let number = |row: &Row| {
            let cell = row.cells.get(number?)?;
            Some(cell.text.trim().to_owned()).filter(|text| !text.is_empty())
        };
        let numbered: Vec<_> =
            table.rows.iter().zip(made).filter_map(|(row, made)| Some((number(row)?, made))).collect();
        for (row, made) in table.rows.iter().zip(made).filter(|(_, made)| made.plan.resolved) {
            if let Some(cell) = row.cells.get(column) {
                relations.extend(needs::of_row(scene, cell, made, &numbered));
            }
        }
    }
    (rows, relations)
}

/// What stands in a section, line by line.
pub(super) fn lines(scene: &Scene<'_>, name: &str) -> Vec<Stated> {
    let mut lines = Vec::new();
    for block in sections(scene.blocks(PATH), name).into_iter().flatten() {
        match block {
            Block::Heading { line, text, .. } | Block::Bullet { line, text, .. } => {
                lines.push(stated(text, PATH, *line));
            }
            // A drawing keeps its spaces.
            Block::Line { line, text, .. } => {
                lines.push(Stated { text: text.clone(), place: place(PATH, *line) })
            }
            Block::Table(table) => lines.extend(table.rows.iter().map(|row| {
                let cells: Vec<&str> = row.cells.iter().map(|cell| cell.text.as_str()).collect();
                stated(&cells.join(" | "), PATH, row.line)
            })),
        }
    }
    lines
}
