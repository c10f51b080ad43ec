//! A piece of work that is told within a document, finished: its boxes, the status at its heading or below it, the row that
//! sums it up, and the day of the document.

use super::status::known_words;
use super::wording::{Aim, find, restated};
use super::written;
use crate::document::structure;
use crate::edit::{Change, Edit, Step};
use crate::findings::Scene;
use crate::plan::{BaseStatus, Item, Place, StatusOrigin, Tally};

/// Finishes an item of a document.
pub fn item(scene: &Scene<'_>, index: usize) -> Result<Step, String> {
    if let Some(step) = scene.within(index, item) {
        return step;
    }
    let item = scene.item(index).ok_or("there is no such item")?;
    let edits = all(scene, index, &Aim::new(BaseStatus::Done));
    if edits.is_empty() {
        return Err(format!("nothing says that {} is not finished", item.id));
    }
    Ok(Step { title: format!("Finish {}", item.id), edits })
}

/// All that a document says of how far one of its items is, and, when it is to be complete, of the pieces that it is made
/// of: none of them may be left then.
pub(super) fn all(scene: &Scene<'_>, index: usize, aim: &Aim) -> Vec<Edit> {
    let items = &scene.plan.items;
    let lies_in = |mut at: usize| {
        // Parents stand before what lies in them, so that this ends.
        while let Some(parent) = items.get(at).and_then(|item| item.parent).filter(|parent| *parent < at) {
            if parent == index {
                return true;
            }
            at = parent;
        }
        false
    };
    let is_piece = |at: usize, item: &Item| {
        item.is_part()
            && item.work().tally == Tally::Work
            && !item.work().is_undecided()
            && !item.status.base.is_closed()
            && lies_in(at)
    };
    let is_whole = aim.base == BaseStatus::Done && items.get(index).is_some_and(Item::is_part);
    let pieces =
        items.iter().enumerate().skip(index + 1).filter(|(at, item)| is_whole && is_piece(*at, item));
    let mut edits: Vec<Edit> = Vec::new();
    for item in items.get(index).into_iter().chain(pieces.map(|(_, item)| item)) {
        for edit in said(scene, item, aim) {
            if !edits.contains(&edit) {
                edits.push(edit);
            }
        }
    }
    edits
}

/// All that a document says of how far one of its items is, the document itself among them, and, when it is to be
/// complete, its boxes. Where nothing says so yet its heading will.
fn said(scene: &Scene<'_>, item: &Item, aim: &Aim) -> Vec<Edit> {
    let path = &item.place.path;
    let is_open =
        |criterion: &&crate::plan::Criterion| !criterion.done && item.work().counts(criterion.branch);
    let boxes = item.criteria.iter().filter(|_| aim.base == BaseStatus::Done).filter(is_open);
    let tick = |line: u32| Edit::new(path.clone(), Change::SetBox { line, done: true });
    let mut edits: Vec<Edit> = boxes.map(|criterion| tick(criterion.line)).collect();
    let ticked = edits.len();
    edits.extend(told(scene, item, aim));
    let Some(text) = written::text(scene, path) else { return edits };
    let line_at = |line: u32| text.lines().nth((line as usize).saturating_sub(1));
    let known = known_words(scene, aim.base);
    let known: Vec<&str> = known.into_iter().filter(|words| words.chars().count() <= MOST_WORDS).collect();
    // What is said in other words than those of `told` is known by where it was read.
    for status in &item.work().statuses {
        let is_done = edits.iter().any(|edit| line_of(&edit.change) == Some(status.line));
        let (Some(old), Some(said)) = (line_at(status.line), status.written.as_deref()) else { continue };
        let place = Place { path: path.clone(), line: status.line };
        if is_done || status.base == aim.base {
            continue;
        }
        match status.from {
            StatusOrigin::ParentTable => {
                let Some(row) = written::row(scene, &place) else { continue };
                let column = row.position(|cell| structure::plain(cell).trim() == said);
                edits.extend(column.and_then(|at| row.set(at, restated(row.cell(at), aim, USUAL, &known))));
            }
            StatusOrigin::Line => edits.extend(written::rewrite(&place, old, &relabelled(old, aim, &known))),
            StatusOrigin::Heading => {
                let new = match old.find(said) {
                    Some(at) => {
                        let (before, rest) = old.split_at(at);
                        let after = rest.get(said.len()..).unwrap_or_default();
                        format!("{before}{}{after}", restated(said, aim, USUAL, &known))
                    }
                    None => restated(old, aim, USUAL, &known),
                };
                edits.extend(written::rewrite(&place, old, &new));
            }
            _ => {}
        }
    }
    let is_silent = item.work().statuses.is_empty();
    // Ticked boxes alone say that it is complete.
    let is_told = aim.base == BaseStatus::Done && ticked > 0;
    if is_silent && !is_told && item.is_part() && item.status.base != aim.base {
        let place = item.place.clone();
        let is_row = written::row(scene, &place).is_some();
        if let Some(old) = line_at(place.line).filter(|_| !is_row) {
            let said = restated("", aim, USUAL, &known);
            edits.extend(written::rewrite(&place, old, &format!("{} {said}", old.trim_end())));
        }
    }
    edits
}

/// The line that a change of words is about.
fn line_of(change: &Change) -> Option<u32> {
    match change {
        Change::SetBox { line, .. } | Change::SetCell { line, .. } | Change::Replace { line, .. } => {
            Some(*line)
        }
        _ => None,
    }
}

/// How a status is written where none stands yet.
const USUAL: &str = "⚪ Not Started";

/// Statuses longer than that say more than how far something is.
const MOST_WORDS: usize = 24;

/// What a document says of one of its items in headings, lines and tables.
pub fn told(scene: &Scene<'_>, item: &Item, aim: &Aim) -> Vec<Edit> {
    let path = &item.place.path;
    let Some(text) = written::text(scene, path) else { return Vec::new() };
    let known = known_words(scene, aim.base);
    let lines: Vec<&str> = text.lines().collect();
    let line_at =
        |line: u32| lines.get(usize::try_from(line).unwrap_or(usize::MAX).saturating_sub(1)).copied();
    let place = |line: u32| Place { path: path.clone(), line };
    let mut edits = Vec::new();
    let structure = structure::read(&text);
    let own = structure.headings.iter().position(|heading| heading.line == item.place.line);
    if let Some((own, heading)) = own.and_then(|own| Some((own, structure.headings.get(own)?))) {
        if let Some(old) = line_at(heading.line).filter(|old| find(old).is_some()) {
            edits.extend(written::rewrite(&place(heading.line), old, &restated(old, aim, "", &known)));
        }
        // A line of its own says it too, before the next heading.
        let stop = structure.headings.get(own + 1).map_or(u32::MAX, |next| next.line);
        let below = (heading.line + 1..stop).map_while(|line| Some((line, line_at(line)?)));
        if let Some((line, old)) = below.into_iter().find(|(_, line)| is_label(line, "status")) {
            edits.extend(written::rewrite(&place(line), old, &relabelled(old, aim, &known)));
        }
        edits.extend(rows(scene, item, path, &structure, aim, &known));
        let updated = (1..=u32::try_from(lines.len()).unwrap_or(u32::MAX))
            .filter_map(|line| Some((line, line_at(line)?)));
        if let Some((line, old)) = updated.into_iter().find(|(_, line)| is_label(line, "last updated")) {
            edits.extend(dated(scene, old).and_then(|new| written::rewrite(&place(line), old, &new)));
        }
    }
    edits
}

/// Rows of tables that sum the item up: they begin with its number or its title.
fn rows(
    scene: &Scene<'_>,
    item: &Item,
    path: &str,
    structure: &structure::Structure,
    aim: &Aim,
    known: &[&str],
) -> Vec<Edit> {
    let number = item.number.as_deref().unwrap_or_default();
    let title = item.title.trim().to_lowercase();
    let mut edits = Vec::new();
    for table in &structure.tables {
        for row in &table.rows {
            let first = row.cells.first().map_or("", |cell| cell.text.trim()).to_lowercase();
            let digits = first.trim_start_matches(|c: char| !c.is_ascii_digit());
            let rest = digits.strip_prefix(number).filter(|_| !number.is_empty());
            let is_number =
                rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit() || c == '.'));
            let is_title = !title.is_empty() && first == title;
            if !is_number && !is_title {
                continue;
            }
            let place = Place { path: path.to_owned(), line: row.line };
            let Some(row) = written::row(scene, &place) else { continue };
            if let Some(column) = row.column(&["status", "state"]) {
                edits.extend(row.set(column, restated(row.cell(column), aim, "✅ Complete", known)));
            }
        }
    }
    edits
}

/// Whether a line is a label with a value: `**Status**: …`, `- **Status:** …`.
pub fn is_label(line: &str, name: &str) -> bool {
    label(line).is_some_and(|(known, _)| known.eq_ignore_ascii_case(name))
}

/// The name of a bold label that a line begins with, and where its value begins.
pub fn label(line: &str) -> Option<(&str, usize)> {
    let begin = line.find("**").filter(|at| {
        line.get(..*at).is_some_and(|before| before.trim_matches([' ', '-', '*', '>', '\t']).is_empty())
    })?;
    let inside = line.get(begin + 2..)?;
    let end = inside.find("**")?;
    let name = inside.get(..end)?;
    let after = begin + 2 + end + 2;
    let rest = line.get(after..)?;
    let has_colon = name.ends_with(':') || rest.trim_start().starts_with(':');
    let value =
        rest.trim_start().strip_prefix(':').filter(|_| !name.ends_with(':')).unwrap_or(rest).trim_start();
    has_colon.then(|| (name.trim_end_matches(':').trim(), line.len() - value.len()))
}

/// A label with another status as its value.
fn relabelled(line: &str, aim: &Aim, known: &[&str]) -> String {
    let Some((_, at)) = label(line) else { return line.to_owned() };
    let (before, value) = line.split_at(at);
    format!("{before}{}", restated(value, aim, "✅ Complete", known))
}

/// A line with the day in the place of the date that it states, in its form.
fn dated(scene: &Scene<'_>, line: &str) -> Option<String> {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let (_, at) = label(line)?;
    let (before, value) = line.split_at(at);
    let (_, range) = crate::plan::Date::find(value)?;
    let old = value.get(range.clone())?;
    let (year, month, day) = scene.day.start();
    let name = MONTHS.get(usize::from(month).saturating_sub(1)).copied().unwrap_or_default();
    let new = if old.starts_with(|c: char| c.is_ascii_digit()) {
        scene.day.to_string()
    } else if old.split(' ').next() == name.get(..3) && old.len() < 13 {
        format!("{} {day}, {year}", name.get(..3).unwrap_or(name))
    } else {
        format!("{name} {day}, {year}")
    };
    Some(format!("{before}{}{new}{}", value.get(..range.start)?, value.get(range.end..)?))
}
