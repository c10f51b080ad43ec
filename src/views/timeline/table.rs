//! The same as a table: every mark with its time, what it is about and its line, the earliest first.

use super::super::entries::place;
use super::Scene;
use super::beside::{contradictions, subjects};
use crate::html::{Html, all, el, text, when};

/// Rows that are drawn at first, and that each click draws more.
pub(super) const PAGE_ROWS: usize = 200;

pub(super) fn table(scene: &Scene, rows: usize) -> Html {
    let head = |name: &str| el("th", &[("scope", "col")], &[text(name)]);
    let heads = ["When", "What", "About", "Words", "Where"].map(head);
    let marks = scene.lanes.all.iter().enumerate().take(rows).filter_map(|(at, mark)| {
        let mark = scene.timeline.marks.get(*mark)?;
        let id = format!("row-{at}");
        let cell = |name: &'static str, inner: Html| el("td", &[("data-column", name)], &[inner]);
        let when = el(
            "th",
            &[("scope", "row"), ("data-column", "when"), ("id", &id), ("tabindex", "-1")],
            &[text(&mark.when)],
        );
        let words = el("span", &[("dir", "auto")], &[text(&mark.text)]);
        let cells = [
            when,
            cell("kind", text(mark.kind.info().label)),
            cell("about", subjects(scene, mark)),
            cell("words", all([words, contradictions(scene, mark)])),
            cell("where", place(&mark.place)),
        ];
        Some(el("tr", &[], &cells))
    });
    let body = el("tbody", &[], &[all(marks)]);
    let caption = el("caption", &[], &[text("Every mark, the earliest first")]);
    let table = el(
        "table",
        &[("class", "timeline-table")],
        &[caption, el("thead", &[], &[el("tr", &[], &heads)]), body],
    );
    let first = format!("row-{rows}");
    let attributes = [("type", "button"), ("class", "button"), ("data-act", "rows"), ("data-value", &*first)];
    let more = when(scene.lanes.all.len() > rows, || {
        el("p", &[], &[el("button", &attributes, &[text(&format!("Show {PAGE_ROWS} more"))])])
    });
    when(!scene.lanes.all.is_empty(), || all([table, more]))
}
