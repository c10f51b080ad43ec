//! The table of modules and people as a place to change who answers for what: a button in every cell, reached by arrow keys.

use crate::browser::{frames, page};
use crate::graph::matrix::{Matrix, Row};
use crate::html::{Html, el, text};
use crate::widgets::asked;
use crate::workspace::{Act, Workspace};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Cells without a button that are passed over by an arrow key at most.
const MOST_PASSED: i32 = 200;

/// The button of a cell: it lets a person answer for a module, or not any more. Who has left is offered nothing new.
pub(super) fn button(matrix: &Matrix, row: &Row, at: usize, column: usize, is_first: bool) -> Html {
    let Some(person) = matrix.people.get(column) else { return Html::default() };
    let holds = row.holdings.iter().any(|held| held.column == column);
    if person.has_left && !holds {
        return Html::default();
    }
    let (sign, name) = match holds {
        true => ("×", format!("Take {} from {}", row.module, person.name)),
        false => ("+", format!("Let {} answer for {}", person.name, row.module)),
    };
    let (id, value) = (format!("own-{at}-{column}"), format!("{}\n{}", row.module, person.name));
    let attributes = [
        ("type", "button"),
        ("class", "own"),
        ("id", &*id),
        ("data-act", "answer"),
        ("data-value", &*value),
        ("tabindex", if is_first { "0" } else { "-1" }),
        ("aria-label", &*name),
        ("title", &*name),
    ];
    el("button", &attributes, &[text(sign)])
}

/// Does what the buttons and the arrow keys in the table say; whether it was one of these.
pub(super) fn take(workspace: Workspace, event: &web_sys::Event) -> bool {
    if event.type_() == "keydown" {
        return walk(workspace, event).is_some();
    }
    match asked(event) {
        Some((act, value)) if act == "answer" => {
            let Some((module, person)) = value.split_once('\n') else { return true };
            let id = page::around(event, ".own").map(|button| button.id()).unwrap_or_default();
            // The table is drawn again; the keyboard stays at its cell, unless it has gone on.
            let enter_again = move || {
                if ["", &*id].contains(&&*page::focused()) {
                    enter(&id);
                }
            };
            let stay = move || frames::before_next_frame(move || frames::before_next_frame(enter_again));
            let answer = Act::Answer { module: module.to_owned(), person: person.to_owned() };
            workspace.act_then(answer, Box::new(stay));
            true
        }
        _ => false,
    }
}

/// Goes on at a button, which is the one that a later visit by the tabulator finds.
fn enter(id: &str) {
    if page::element(id).is_none() {
        return;
    }
    if let Some(first) = page::attribute_of(".own[tabindex='0']", "id") {
        page::set_attribute(&first, "tabindex", Some("-1"));
    }
    page::set_attribute(id, "tabindex", Some("0"));
    page::focus(id);
}

fn walk(workspace: Workspace, event: &web_sys::Event) -> Option<()> {
    let key = event.dyn_ref::<web_sys::KeyboardEvent>()?.key();
    let id = page::around(event, ".own")?.id();
    let (row, column) = id.strip_prefix("own-")?.split_once('-')?;
    let (row, column) = (row.parse::<i32>().ok()?, column.parse::<i32>().ok()?);
    let is_mirrored =
        workspace.tree.with_untracked(|tree| tree.as_ref().is_some_and(|tree| tree.plan.reads_from_right()));
    let (down, right) = match key.as_str() {
        "ArrowDown" => (1, 0),
        "ArrowUp" => (-1, 0),
        "ArrowRight" => (0, if is_mirrored { -1 } else { 1 }),
        "ArrowLeft" => (0, if is_mirrored { 1 } else { -1 }),
        _ => return None,
    };
    event.prevent_default();
    let cells = (1..=MOST_PASSED).map(|far| format!("own-{}-{}", row + far * down, column + far * right));
    let next = cells.into_iter().find(|id| page::element(id).is_some());
    next.iter().for_each(|id| enter(id));
    Some(())
}
