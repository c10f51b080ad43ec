//! Tables: a cell given another text, a row more. A table whose bars stand below each other keeps them so, as far as the
//! text allows.

use super::original::{Original, Reason, Splice};
use crate::document::structure::{self, Row, Structure, Table, is_called};
use std::ops::Range;

/// Gives the cell of a row another text; nothing when it has it already.
pub(super) fn set(
    original: &Original<'_>,
    line: u32,
    column: &str,
    value: &str,
) -> Result<Option<Splice>, Reason> {
    let before = structure::read(original.text());
    let (table, row) =
        row_at(&before, line).ok_or_else(|| Reason::at_line(line, "no row of a table stands here"))?;
    let at = column_of(table, column, line)?;
    let text = escaped(value).map_err(|text| Reason::at_line(line, text))?;
    let cells = table_cells(original, row);
    if cells.get(at).is_some_and(|cell| original.slice(cell.text.clone()) == text) {
        return Ok(None);
    }
    let splice = match cells.get(at) {
        Some(cell) => within(original, table, at, cell, &text),
        None => {
            let end = original.line_at(original.line(line).map_or(0, |line| line.text.start)).text;
            let has_bar = original.slice(end.clone()).trim_end().ends_with('|');
            let missing = (cells.len()..at).map(|_| "  |").collect::<String>();
            let added = if has_bar { format!("{missing} {text} |") } else { format!(" |{missing} {text}") };
            let stop = end.start + original.slice(end.clone()).trim_end().len();
            Splice::new(stop..stop, added)
        }
    };
    let after_text = original.spliced_text(&splice);
    let after = structure::read(&after_text);
    let is_good = row_at(&after, line).is_some_and(|(_, new)| {
        let written = |row: &Row, text: &str, at: usize| {
            row.cells.get(at).and_then(|cell| text.get(cell.span.clone())).unwrap_or_default().to_owned()
        };
        let width = table.header.len().max(row.cells.len());
        new.cells.len().max(width) == width
            && (0..width).all(|other| {
                let is_own = other == at;
                let wanted = if is_own { text.clone() } else { written(row, original.text(), other) };
                written(new, &after_text, other) == wanted
            })
    });
    if is_good && after.tables.len() == before.tables.len() {
        return Ok(Some(splice));
    }
    Err(Reason::at_line(line, format!("\"{value}\" cannot stand in this table")))
}

/// Adds a row at the end of the first table of a section.
pub(super) fn add_row(
    original: &Original<'_>,
    section: &str,
    cells: &[String],
) -> Result<Option<Splice>, Reason> {
    let structure = structure::read(original.text());
    let Some(table) = structure.tables.iter().find(|table| is_in_section(&structure, table, section)) else {
        return Err(Reason::new(format!("there is no table in a section {section}")));
    };
    if cells.len() > table.header.len() {
        let count = table.header.len();
        return Err(Reason::at_line(
            table.line,
            format!("this table has {count} columns, not {}", cells.len()),
        ));
    }
    let texts: Result<Vec<String>, String> = cells.iter().map(|cell| escaped(cell)).collect();
    let mut texts = texts.map_err(|text| Reason::at_line(table.line, text))?;
    texts.resize(table.header.len(), String::new());
    let is_there = |row: &Row| {
        row.cells.iter().map(|cell| original.slice(cell.span.clone())).eq(texts.iter().map(String::as_str))
    };
    if table.rows.iter().any(is_there) {
        return Ok(None);
    }
    // Below the last row, or below the line under the header.
    let last = table.rows.last().map_or(table.line + 1, |row| row.line);
    let Some(last) = original.line(last) else { return Ok(None) };
    let header = original.line(table.line).map_or("", |line| original.slice(line.text));
    let margin = header.len() - header.trim_start().len();
    let has_bars = header.trim_start().starts_with('|');
    let widths = widths(original, table);
    let padded = texts.iter().enumerate().map(|(at, text)| {
        let width = widths.as_ref().and_then(|widths| widths.get(at)).copied().unwrap_or_default();
        let width = width.saturating_sub(2);
        let space = " ".repeat(width.saturating_sub(text.chars().count()));
        format!("{text}{space}")
    });
    let row = padded.collect::<Vec<_>>().join(" | ");
    let row = if has_bars { format!("| {row} |") } else { row.trim_end().to_owned() };
    let row = format!("{}{row}", header.get(..margin).unwrap_or_default());
    let eol = original.eol(last.text.start);
    let splice = if last.end > last.text.end {
        Splice::new(last.end..last.end, format!("{row}{eol}"))
    } else {
        Splice::new(last.end..last.end, format!("{eol}{row}"))
    };
    let after = structure::read(&original.spliced_text(&splice));
    let count = |structure: &Structure| {
        structure.tables.iter().find(|other| other.line == table.line).map(|table| table.rows.len())
    };
    if count(&after) == Some(table.rows.len() + 1) && after.tables.len() == structure.tables.len() {
        return Ok(Some(splice));
    }
    Err(Reason::at_line(table.line, "this row would not belong to the table"))
}

/// The table and its row that stand at a line.
fn row_at(structure: &Structure, line: u32) -> Option<(&Table, &Row)> {
    structure.tables.iter().find_map(|table| Some((table, table.rows.iter().find(|row| row.line == line)?)))
}

/// Whether a table stands under a heading of this name, or under one below that.
fn is_in_section(structure: &Structure, table: &Table, name: &str) -> bool {
    let Some(own) = table.section else { return false };
    let mut rank = u8::MAX;
    let above = structure.headings.get(..=own).unwrap_or_default();
    above.iter().rev().any(|heading| {
        let is_above = heading.level < rank;
        rank = rank.min(heading.level);
        is_above && is_called(&heading.text, name)
    })
}

/// The position of the column of this name.
fn column_of(table: &Table, column: &str, line: u32) -> Result<usize, Reason> {
    let named = |is_so: &dyn Fn(&str) -> bool| {
        let cells = table.header.iter().enumerate().filter(|(_, cell)| is_so(cell.text.trim()));
        cells.map(|(at, _)| at).collect::<Vec<_>>()
    };
    let mut found = named(&|text| text == column);
    if found.is_empty() {
        found = named(&|text| text.eq_ignore_ascii_case(column.trim()));
    }
    match found.as_slice() {
        [at] => Ok(*at),
        [] => Err(Reason::at_line(line, format!("this table has no column {column}"))),
        _ => Err(Reason::at_line(line, format!("this table has several columns {column}"))),
    }
}

/// A text as it stands in a cell.
fn escaped(text: &str) -> Result<String, String> {
    if text.contains(['\n', '\r']) {
        return Err("a cell of a table holds one line".to_owned());
    }
    let mut escaped = String::with_capacity(text.len());
    let mut is_escaped = false;
    for character in text.trim().chars() {
        if character == '|' && !is_escaped {
            escaped.push('\\');
        }
        is_escaped = character == '\\' && !is_escaped;
        escaped.push(character);
    }
    // It would take the bar behind it away.
    if is_escaped {
        escaped.push('\\');
    }
    Ok(escaped)
}

/// A cell as it is written: its text, and all between its bars.
struct Written {
    text: Range<usize>,
    all: Range<usize>,
}

/// The cells that are written in a row; those that are missing are not among them.
fn table_cells(original: &Original<'_>, row: &Row) -> Vec<Written> {
    let Some(line) = original.line(row.line) else { return Vec::new() };
    let (start, stop) = (line.text.start, line.text.end);
    let bar_before = |at: usize| {
        let before = original.slice(start..at);
        start + before.trim_end_matches([' ', '\t']).len()
    };
    let mut written = Vec::new();
    for cell in &row.cells {
        let rest = original.slice(cell.span.end..stop);
        let end = cell.span.end + rest.len() - rest.trim_start_matches([' ', '\t']).len();
        // What is missing stands, empty, at the end of the line.
        if cell.span.is_empty() && cell.span.start == stop {
            break;
        }
        written.push(Written { text: cell.span.clone(), all: bar_before(cell.span.start)..end });
    }
    written
}

/// Another text within a cell. Where the bars of its column stand below each other, they go on doing so.
fn within(original: &Original<'_>, table: &Table, at: usize, cell: &Written, text: &str) -> Splice {
    let chars = |range: Range<usize>| original.slice(range).chars().count();
    let width = chars(cell.all.clone());
    let is_aligned = delimiter_width(original, table, at) == Some(width);
    let is_last = cell.all.end == original.line_at(cell.all.start).text.end;
    if cell.text.is_empty() {
        let filled = text.chars().count() + 2;
        let space = if is_aligned { width.saturating_sub(filled) } else { 0 };
        return Splice::new(cell.all.clone(), format!(" {text} {}", " ".repeat(space)));
    }
    if !is_aligned || is_last {
        return Splice::new(cell.text.clone(), text);
    }
    let before = chars(cell.all.start..cell.text.start);
    let least = usize::from(cell.text.end < cell.all.end);
    let space = width.saturating_sub(before + text.chars().count()).max(least);
    Splice::new(cell.text.start..cell.all.end, format!("{text}{}", " ".repeat(space)))
}

/// How many characters stand between two bars of the line under the header.
fn delimiter_width(original: &Original<'_>, table: &Table, at: usize) -> Option<usize> {
    let line = original.line(table.line + 1)?;
    let text = original.slice(line.text).trim();
    let inner = text.strip_prefix('|')?.strip_suffix('|')?;
    inner.split('|').nth(at).map(|cell| cell.chars().count())
}

/// The widths of the columns, when all rows keep to them.
fn widths(original: &Original<'_>, table: &Table) -> Option<Vec<usize>> {
    let widths: Option<Vec<usize>> =
        (0..table.header.len()).map(|at| delimiter_width(original, table, at)).collect();
    let widths = widths?;
    let keeps = |row: &Row| {
        let cells = table_cells(original, row);
        cells.len() == widths.len()
            && cells
                .iter()
                .zip(&widths)
                .all(|(cell, width)| original.slice(cell.all.clone()).chars().count() == *width)
    };
    (!table.rows.is_empty() && table.rows.iter().all(keeps)).then_some(widths)
}
