//! Tables with a meaning, told by what stands above their columns, in any order and among any others: phases, risks,
//! decisions, metrics, files, sessions, weeks. What means nothing here is shown as it is.

mod columns;

use self::columns::{Column, Columns};
use super::body::level;
use super::draft::{Draft, Mention};
use super::hierarchy::{Layout, Part};
use super::marks::{Legend, without_marks};
use super::references::Names;
use super::vocabulary;
use super::{shares, text};
use crate::document::structure::{Row, Table};
use crate::plan::{
    BaseStatus, Comparison, Criterion, Date, Decision, Estimate, FileAction, Grade, Hours, InventoryRow,
    ItemKind, Metric, Risk, Session, Share, Slot, Status, StatusOrigin, Tally,
};

/// Where a table stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Around<'a> {
    /// The part in whose text it stands.
    pub(super) owner: usize,
    /// The heading above it.
    pub(super) heading: Option<&'a str>,
    /// The label above it.
    pub(super) label: Option<&'a str>,
}

/// Reads a table for what it means.
pub(super) fn read(draft: &mut Draft, layout: &Layout, legend: &Legend, around: Around<'_>, table: &Table) {
    let columns = Columns::of(table);
    let has = |column| columns.has(column);
    let any = |wanted: &[Column]| columns.has_any(wanted);
    if has(Column::Risk) && any(&[Column::Impact, Column::Probability, Column::Mitigation]) {
        risks(draft, around, &columns, table);
    } else if has(Column::Decision)
        && any(&[Column::Value, Column::Rationale, Column::Confirmed, Column::Status])
    {
        decisions(draft, legend, around, &columns, table);
    } else if has(Column::Metric) && table.header.len() > 1 {
        metrics(draft, around, &columns, table);
    } else if is_log(around, &columns)
        || has(Column::Session)
            && any(&[Column::Notes, Column::Status, Column::Commit, Column::Date, Column::Name])
    {
        sessions(draft, layout, legend, &columns, table);
    } else if has(Column::File) && any(&[Column::Status, Column::Phase, Column::Notes, Column::Priority]) {
        inventory(draft, legend, around, &columns, table);
    } else if has(Column::Week)
        && !any(&[Column::Priority, Column::Dependencies])
        && table.header.len() > 1
        && is_schedule(&columns, table)
    {
        weeks(draft, &columns, table);
    } else if has(Column::Milestone) {
        milestones(draft, legend, around, &columns, table);
    } else if any(&[
        Column::Priority,
        Column::Duration,
        Column::Dependencies,
        Column::Status,
        Column::Progress,
    ]) && phases(draft, layout, legend, &columns, table)
    {
    } else if has(Column::Aspect) && table.header.len() > 2 || is_compared(around, &columns, table) {
        comparison(draft, around, table);
    }
}

fn grade(text: Option<&str>) -> Grade {
    let text = text.unwrap_or_default();
    Grade { level: level(text), written: without_marks(text).to_owned() }
}

fn risks(draft: &mut Draft, around: Around<'_>, columns: &Columns, table: &Table) {
    for row in &table.rows {
        let Some(risk) = columns.text(row, Column::Risk) else { continue };
        draft.risks.push(Risk {
            risk: risk.to_owned(),
            impact: grade(columns.text(row, Column::Impact)),
            probability: grade(columns.text(row, Column::Probability)),
            mitigation: columns.text(row, Column::Mitigation).map(str::to_owned),
            group: around.heading.map(|heading| without_marks(heading).to_owned()),
            place: draft.place(row.line),
        });
    }
}

fn decisions(draft: &mut Draft, legend: &Legend, around: Around<'_>, columns: &Columns, table: &Table) {
    for row in &table.rows {
        let Some(title) = columns.text(row, Column::Decision) else { continue };
        let value = columns.text(row, Column::Value).map(|value| without_marks(value).to_owned());
        let confirmed = columns.text(row, Column::Confirmed).or_else(|| columns.text(row, Column::Status));
        let said = confirmed.and_then(|text| legend.read(text));
        let has_column = columns.has_any(&[Column::Confirmed, Column::Status]);
        let is_open = match said {
            Some(base) => !base.is_closed(),
            None => {
                value.is_none()
                    || has_column
                        && confirmed.is_none_or(|text| vocabulary::is_none(text) || text.contains('❓'))
            }
        };
        let rationale = columns.text(row, Column::Rationale).map(|reason| draft.stated(reason, row.line));
        let text = match &value {
            Some(value) => format!("{title}: {value}"),
            None => title.to_owned(),
        };
        let decision = draft.decision(if is_open { "open" } else { "decide" }, around.owner, row.line);
        draft.decisions.push(Decision {
            title: Some(title.to_owned()),
            value,
            is_open,
            rationale: rationale.into_iter().collect(),
            date: columns.text(row, Column::Date).and_then(Date::parse),
            text,
            ..decision
        });
    }
}

fn metrics(draft: &mut Draft, around: Around<'_>, columns: &Columns, table: &Table) {
    let said =
        [around.label, around.heading].into_iter().flatten().find_map(Date::find).map(|(date, _)| date);
    let first = columns.at(Column::Value).or_else(|| {
        let metric = columns.at(Column::Metric)?;
        (0..table.header.len()).find(|at| *at != metric)
    });
    for row in &table.rows {
        let Some(metric) = columns.text(row, Column::Metric) else { continue };
        let value =
            first.and_then(|at| row.cells.get(at)).map(|cell| without_marks(&cell.text)).unwrap_or_default();
        draft.metrics.push(Metric {
            metric: metric.to_owned(),
            value: value.to_owned(),
            date: columns.text(row, Column::Date).and_then(Date::parse).or_else(|| said.clone()),
            place: draft.place(row.line),
        });
    }
}

fn inventory(draft: &mut Draft, legend: &Legend, around: Around<'_>, columns: &Columns, table: &Table) {
    let above = around.label.or(around.heading).unwrap_or_default();
    let above = if vocabulary::action(above).is_some() { above } else { around.heading.unwrap_or_default() };
    let action = vocabulary::action(above);
    let is_ahead = vocabulary::says_ahead(above);
    let is_made = vocabulary::says_made(above);
    // `Files CREATED (Phase 1.1)`: the phase of all rows that name none.
    let names = Names::of(&draft.parts);
    let of_all =
        names.find_all(above).into_iter().find_map(|reference| reference.part.map(|_| reference.written));
    let of_all = of_all.map(|written| written.rsplit(' ').next().unwrap_or_default().to_owned());
    for row in &table.rows {
        let Some(file) = columns.text(row, Column::File) else { continue };
        let (file, note_of_file) = text::listed_file(file).unwrap_or_else(|| (file.to_owned(), None));
        let said = columns.text(row, Column::Status).and_then(|text| legend.read(text));
        let status = said.unwrap_or(match (is_made, is_ahead) {
            (true, false) => BaseStatus::Done,
            (_, true) => BaseStatus::Todo,
            _ => BaseStatus::Unknown,
        });
        let notes = columns.text(row, Column::Notes).map(str::to_owned).or(note_of_file);
        draft.inventory.push(InventoryRow {
            file,
            action: action.or(is_made.then_some(FileAction::Create)),
            status,
            phase: columns.text(row, Column::Phase).map(str::to_owned).or_else(|| of_all.clone()),
            items: Vec::new(),
            note: notes,
            place: draft.place(row.line),
        });
    }
}

/// Whether the heading or label above a table says that it is a log, and each of its rows has a date.
fn is_log(around: Around<'_>, columns: &Columns) -> bool {
    let says = |text: &str| vocabulary::speaks_of(vocabulary::Topic::SessionLog, text);
    columns.has(Column::Date)
        && columns.has_any(&[Column::Session, Column::Phase, Column::Name, Column::Notes, Column::Progress])
        && [around.label, around.heading].into_iter().flatten().any(says)
}

/// Sessions in a table: entries of a log, or documents that each tell of one.
fn sessions(draft: &mut Draft, layout: &Layout, legend: &Legend, columns: &Columns, table: &Table) {
    let is_next = |text: &str| {
        vocabulary::next(text).is_some() || vocabulary::speaks_of(vocabulary::Topic::NextSession, text)
    };
    let next = table.header.iter().position(|cell| is_next(without_marks(&cell.text)));
    for row in &table.rows {
        let about = columns.text(row, Column::Notes).or_else(|| columns.text(row, Column::Name));
        let called = columns.text(row, Column::Session).or_else(|| columns.text(row, Column::Phase));
        let Some(title) = called.or(about).or_else(|| columns.text(row, Column::Progress)) else { continue };
        let link = row.cells.iter().find_map(|cell| cell.link().cloned());
        let date = columns
            .text(row, Column::Date)
            .and_then(Date::parse)
            .or_else(|| Date::find(title).map(|(date, _)| date));
        let status = columns.text(row, Column::Status).and_then(|text| legend.read(text)).unwrap_or_default();
        if let Some(link) = link.filter(|link| link.ends_with(".md") || link.contains(".md#")) {
            let written = columns.text(row, Column::Status);
            let said =
                written.and_then(|written| Some(self::status(legend.read(written)?, written, row.line)));
            draft.children.push((link, said));
        }
        let number: String = title.chars().filter(char::is_ascii_digit).take(6).collect();
        // What has a section of its own is told there.
        let has_own =
            layout.sessions.iter().filter_map(|entry| layout.headings.get(entry.heading)).any(|heading| {
                heading.head.number.as_ref().is_some_and(|own| !number.is_empty() && own.text == number)
            });
        if has_own {
            continue;
        }
        let commit = columns
            .text(row, Column::Commit)
            .map(|commit| draft.stated(&format!("Commit {commit}"), row.line));
        let is_numeral = title.chars().all(|c| c.is_ascii_digit());
        draft.sessions.push(Session {
            title: if is_numeral { format!("Session {title}") } else { title.to_owned() },
            number: Some(number).filter(|number| !number.is_empty()),
            until: None,
            date,
            status,
            estimate: columns.text(row, Column::Duration).and_then(|written| {
                let hours = Hours::find(written)?;
                Some(Estimate { hours, written: written.to_owned(), place: draft.place(row.line) })
            }),
            items: Vec::new(),
            focus: about.map(|about| draft.stated(about, row.line)),
            done: columns
                .text(row, Column::Progress)
                .map(|done| Criterion::new(done.to_owned(), true, row.line))
                .into_iter()
                .collect(),
            notes: commit.into_iter().collect(),
            next: next
                .and_then(|at| row.cells.get(at))
                .map(|cell| draft.stated(&cell.text, row.line))
                .filter(|next| !vocabulary::is_none(&next.text))
                .into_iter()
                .collect(),
            of: String::new(),
            place: draft.place(row.line),
        });
    }
}

/// Whether the column of weeks or days holds such: `Week 1`, `1-2`, `Day 3`.
fn is_schedule(columns: &Columns, table: &Table) -> bool {
    let begins = |row: &Row| {
        columns
            .text(row, Column::Week)
            .is_some_and(|text| text.contains(|c: char| c.is_ascii_digit()) && text.len() <= 40)
    };
    !table.rows.is_empty() && table.rows.iter().all(begins)
}

/// A schedule in a table.
fn weeks(draft: &mut Draft, columns: &Columns, table: &Table) {
    let week = columns.at(Column::Week);
    let head =
        week.and_then(|at| table.header.get(at)).map(|cell| cell.text.trim().to_owned()).unwrap_or_default();
    let is_week = matches!(vocabulary::rank(&head.to_lowercase()), Some(vocabulary::Rank::Week));
    for row in &table.rows {
        let Some(title) = columns.text(row, Column::Week) else { continue };
        let rest = row
            .cells
            .iter()
            .enumerate()
            .filter(|(at, _)| Some(*at) != week)
            .map(|(_, cell)| cell.text.trim());
        let text = rest.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ");
        let bare = title.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '–' | ' '));
        let title = if bare { format!("{head} {title}") } else { title.to_owned() };
        let hours = columns.text(row, Column::Duration).and_then(Hours::find);
        let part = draft.add_part(Part {
            heading: None,
            parent: Some(0),
            kind: ItemKind::Milestone,
            number: None,
            word: None,
            title: title.clone(),
            tally: Tally::Milestone,
            lines: (row.line, row.line),
        });
        let place = draft.place(row.line);
        draft.schedule.push(Slot {
            days: super::schedule::days_of(&title, is_week),
            title,
            estimate: hours.map(|hours| Estimate { hours, written: text.clone(), place: place.clone() }),
            text,
            items: Vec::new(),
            within: None,
            of: part.to_string(),
            place,
        });
    }
}

fn milestones(draft: &mut Draft, legend: &Legend, around: Around<'_>, columns: &Columns, table: &Table) {
    for row in &table.rows {
        let Some(title) = columns.text(row, Column::Milestone) else { continue };
        let part = draft.add_part(Part {
            heading: None,
            parent: Some(around.owner),
            kind: ItemKind::Milestone,
            number: None,
            word: None,
            title: title.to_owned(),
            tally: Tally::Milestone,
            lines: (row.line, row.line),
        });
        if let Some(written) = columns.text(row, Column::Status)
            && let Some(base) = legend.read(written)
        {
            draft.state(part, status(base, written, row.line));
        }
        for (cell, head) in row.cells.iter().zip(&table.header) {
            let (key, value) = (head.text.trim(), cell.text.trim());
            if value != title && !value.is_empty() {
                let fact = crate::plan::Fact { key: key.to_owned(), value: value.to_owned(), line: row.line };
                draft.work(part).facts.push(fact);
            }
        }
    }
}

fn status(base: BaseStatus, written: &str, line: u32) -> Status {
    Status { base, detail: None, written: Some(written.to_owned()), from: StatusOrigin::ParentTable, line }
}

/// Rows about parts of the plan: their priority, duration, dependencies, status, progress. Whether there were any.
fn phases(draft: &mut Draft, layout: &Layout, legend: &Legend, columns: &Columns, table: &Table) -> bool {
    let found: Vec<Option<usize>> = {
        let names = Names::of(&draft.parts);
        // The column that names parts: what it is called does not matter when its cells say so.
        let of_column = |at: usize| -> Vec<Option<usize>> {
            let cell =
                |row: &Row| names.in_cell(&row.cells.get(at)?.text).and_then(|reference| reference.part);
            table.rows.iter().map(cell).collect()
        };
        let skipped =
            [columns.at(Column::Dependencies), columns.at(Column::Duration), columns.at(Column::Progress)];
        let columns = (0..table.header.len()).filter(|at| !skipped.contains(&Some(*at))).map(of_column);
        let mut best: Vec<Option<usize>> = Vec::new();
        for found in columns {
            let count = |found: &[Option<usize>]| found.iter().flatten().count();
            if count(&found) > count(&best) {
                best = found;
            }
        }
        best
    };
    // A plan may list its phases in a table and nowhere else.
    let makes = found.iter().all(Option::is_none)
        && !layout.has_work()
        && columns.has(Column::Phase)
        && columns.has_any(&[Column::Duration, Column::Dependencies, Column::Progress]);
    if found.iter().all(Option::is_none) && !makes {
        return false;
    }
    for (index, row) in table.rows.iter().enumerate() {
        let part = match found.get(index).copied().flatten() {
            Some(part) => part,
            None if makes => match make(draft, columns, row) {
                Some(part) => part,
                None => continue,
            },
            None => continue,
        };
        let place = draft.place(row.line);
        if let Some(written) = columns.text(row, Column::Status)
            && let Some(base) = legend.read(written)
        {
            draft.state(part, status(base, written, row.line));
        }
        let progress =
            [Column::Progress, Column::Status].into_iter().filter_map(|column| columns.text(row, column));
        if let Some(claimed) = progress.filter_map(shares::find).next() {
            let written = draft.stated(&claimed.written, row.line);
            draft.claim(
                part,
                Share { done: claimed.done, total: claimed.total, is_percent: claimed.is_percent, written },
            );
        }
        if let Some(written) = columns.text(row, Column::Duration)
            && let Some(hours) = Hours::find(written)
        {
            draft.work(part).estimates.push(Estimate { hours, written: written.to_owned(), place });
        }
        if let Some(written) = columns.text(row, Column::Priority)
            && let Some(item) = draft.items.get_mut(part)
        {
            item.priority.get_or_insert_with(|| written.to_owned());
        }
        if let Some(written) = columns.text(row, Column::Dependencies) {
            draft.mention(part, written, row.line, Mention::NEEDS);
        }
    }
    true
}

/// A part that only its row in a table tells of.
fn make(draft: &mut Draft, columns: &Columns, row: &Row) -> Option<usize> {
    let cell = columns.text(row, Column::Phase)?;
    let head = super::heading::Head::read(cell, 2, row.line, &Legend::default());
    let number = head.number.map(|number| number.text).or_else(|| {
        let bare = cell.trim_start_matches('#').trim();
        bare.chars().all(|c| c.is_ascii_digit() || c == '.').then(|| bare.to_owned())
    });
    let name = Some(head.name).filter(|name| !name.is_empty() && Some(name) != number.as_ref());
    let title =
        columns.text(row, Column::Name).map(str::to_owned).or(name).unwrap_or_else(|| cell.to_owned());
    Some(draft.add_part(Part {
        heading: None,
        parent: Some(0),
        kind: match columns.rank {
            Some(vocabulary::Rank::Epic) => ItemKind::Epic,
            Some(vocabulary::Rank::Story) => ItemKind::Story,
            Some(vocabulary::Rank::Task) => ItemKind::Task,
            _ => ItemKind::Phase,
        },
        word: head.word.or_else(|| number.is_some().then(|| "phase".to_owned())),
        number,
        title,
        tally: Tally::Work,
        lines: (row.line, row.line),
    }))
}

/// How many parts of a plan a table lists, when its columns say how long they take, what they need or how far they are.
pub(super) fn parts_told(table: &Table) -> usize {
    let columns = Columns::of(table);
    const SAYS: [Column; 5] =
        [Column::Duration, Column::Dependencies, Column::Progress, Column::Status, Column::Priority];
    let said = SAYS.iter().filter(|column| columns.has(**column)).count();
    let is_of_parts = columns.has(Column::Phase)
        && columns.has_any(&[Column::Duration, Column::Dependencies, Column::Progress])
        && !columns.has_any(&[Column::Risk, Column::Decision, Column::Metric, Column::File, Column::Session]);
    let is_told = |row: &&Row| columns.text(row, Column::Phase).is_some();
    if is_of_parts && said >= 2 { table.rows.iter().filter(is_told).count() } else { 0 }
}

/// Whether a table without a known first column compares things: its label says so.
fn is_compared(around: Around<'_>, columns: &Columns, table: &Table) -> bool {
    let says = |text: Option<&str>| {
        text.is_some_and(|text| vocabulary::speaks_of(vocabulary::Topic::Comparison, text))
    };
    table.header.len() > 2
        && columns.found.first() == Some(&None)
        && (says(around.label) || says(around.heading))
}

fn comparison(draft: &mut Draft, around: Around<'_>, table: &Table) {
    let text = |cell: &crate::document::structure::Cell| cell.text.trim().to_owned();
    let rows = table.rows.iter().map(|row| {
        let mut cells = row.cells.iter().map(text);
        (cells.next().unwrap_or_default(), cells.collect())
    });
    let comparison = Comparison {
        aspect: table.header.first().map(text).unwrap_or_default(),
        options: table.header.iter().skip(1).map(text).collect(),
        rows: rows.collect(),
        of: (around.owner != 0).then(|| around.owner.to_string()),
        place: draft.place(table.line),
    };
    draft.comparisons.push(comparison);
}
