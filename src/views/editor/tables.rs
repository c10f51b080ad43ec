//! The tables of a document in its form: cell by cell where they are few, else one row after the other.

use super::{BETWEEN, labelled};
use crate::html::{Html, all, el, text};
use crate::linked::places::Table;

/// A table: its cells, or those of one row where there are many. It is the one at `at` in the document; `parts` are those of the
/// form that are unfolded, and what is chosen in them.
pub(super) fn table(table: &Table, at: usize, parts: &[&str]) -> Html {
    let name =
        if table.section.is_empty() { "Table".to_owned() } else { format!("Table of {}", table.section) };
    let id = format!("edit-table-{at}");
    let body = if table.is_large() { one_row(table, &id, parts) } else { whole_table(table, &name) };
    let mut attributes = vec![("id", &*id)];
    if parts.contains(&&*id) {
        attributes.push(("open", "open"));
    }
    el("details", &attributes, &[el("summary", &[], &[text(&name)]), body])
}

fn whole_table(table: &Table, name: &str) -> Html {
    let head = table.header.iter().map(|name| el("th", &[("scope", "col")], &[text(name)]));
    let rows = table.rows.iter().map(|(line, cells)| {
        let cells = table.header.iter().enumerate().map(|(at, name)| {
            let label = format!("{name}, line {line}");
            let (id, what) = cell_at(*line, at, name);
            let value = cells.get(at).map_or("", String::as_str);
            let input = [
                ("type", "text"),
                ("id", &*id),
                ("data-edit", &*what),
                ("value", value),
                ("aria-label", &*label),
                ("dir", "auto"),
            ];
            el("td", &[], &[el("input", &input, &[])])
        });
        el("tr", &[], &[all(cells)])
    });
    let grid = el(
        "table",
        &[("aria-label", name)],
        &[el("thead", &[], &[el("tr", &[], &[all(head)])]), el("tbody", &[], &[all(rows)])],
    );
    el("div", &[("class", "scroll"), ("tabindex", "0"), ("role", "region"), ("aria-label", name)], &[grid])
}

/// What the input of a cell is called, and what it edits.
fn cell_at(line: u32, column: usize, name: &str) -> (String, String) {
    (format!("edit-cell-{line}-{column}"), format!("cell{BETWEEN}{line}{BETWEEN}{name}"))
}

/// A row of a table that has many, and where it is chosen.
fn one_row(table: &Table, id: &str, parts: &[&str]) -> Html {
    let chosen = parts.iter().find_map(|part| part.strip_prefix(id)?.strip_prefix('=')?.parse().ok());
    let chosen: usize = chosen.unwrap_or_default();
    let options = table.rows.iter().enumerate().map(|(at, (_, cells))| {
        let said: Vec<&str> =
            cells.iter().map(String::as_str).filter(|cell| !cell.is_empty()).take(3).collect();
        let value = at.to_string();
        let mut attributes = vec![("value", &*value)];
        if at == chosen {
            attributes.push(("selected", "selected"));
        }
        el("option", &attributes, &[text(&said.join(" · "))])
    });
    let (pick, what) = (format!("{id}-row"), format!("pick{BETWEEN}{id}"));
    let select = el("select", &[("id", &*pick), ("data-edit", &*what), ("dir", "auto")], &[all(options)]);
    let words = format!("Row, of {}", table.rows.len());
    let pick = el("label", &[("for", &*pick)], &[el("span", &[], &[text(&words)]), select]);
    let cells = table.rows.get(chosen).map(|(line, cells)| {
        let cells = table.header.iter().enumerate().map(|(at, name)| {
            let (id, what) = cell_at(*line, at, name);
            labelled(&id, name, &what, cells.get(at).map_or("", String::as_str), "")
        });
        el("div", &[("class", "fields")], &[all(cells)])
    });
    all([pick, cells.unwrap_or_default()])
}
