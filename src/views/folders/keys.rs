//! What the keys ask of the tree: the tree pattern of the ARIA Authoring Practices Guide.

use crate::browser::frames;
use crate::outline::Row;
use crate::workspace::Tree;
use leptos::prelude::*;

/// How long letters belong to one name, in milliseconds.
const TYPE_AHEAD_MS: f64 = 700.0;

/// What the reader has typed to jump to a name.
#[derive(Clone, Default)]
pub(super) struct TypeAhead {
    text: String,
    at_ms: f64,
}

/// What a key asks of the tree.
pub(super) enum Action {
    /// Make this row the active one.
    Go(usize),
    /// Unfold or fold this row.
    SetOpen(usize, bool),
    /// Unfold everything beside this row.
    OpenSiblings(usize),
    /// Open what this row stands for.
    Show(usize),
    /// Change the status of what this row stands for.
    SetStatus(usize),
}

/// What a key asks, when `active` is the active row; nothing when it is no key of the tree.
pub(super) fn action_of(
    key: &str,
    tree: &Tree,
    rows: &[Row],
    active: Option<usize>,
    page_rows: usize,
    type_ahead: StoredValue<TypeAhead>,
) -> Option<Action> {
    let last = rows.len().checked_sub(1)?;
    let index = active.unwrap_or(0).min(last);
    let row = rows.get(index)?;
    Some(match key {
        "ArrowDown" => Action::Go((index + 1).min(last)),
        "ArrowUp" => Action::Go(index.saturating_sub(1)),
        "PageDown" => Action::Go((index + page_rows).min(last)),
        "PageUp" => Action::Go(index.saturating_sub(page_rows)),
        "Home" => Action::Go(0),
        "End" => Action::Go(last),
        "ArrowRight" => match row.expanded {
            Some(false) => Action::SetOpen(index, true),
            Some(true) => Action::Go((index + 1).min(last)),
            None => return None,
        },
        "ArrowLeft" => match row.expanded {
            Some(true) => Action::SetOpen(index, false),
            _ => {
                let parent = tree.outline.node(row.node)?.parent?;
                Action::Go(rows.iter().position(|row| row.node == parent)?)
            }
        },
        "Enter" | " " => Action::Show(index),
        "F2" => Action::SetStatus(index),
        "*" => Action::OpenSiblings(index),
        letter if letter.chars().count() == 1 && !matches!(letter, "?" | "/") => {
            Action::Go(next_by_name(letter, tree, rows, index, type_ahead)?)
        }
        _ => return None,
    })
}

/// The next row whose name begins with what is being typed.
fn next_by_name(
    letter: &str,
    tree: &Tree,
    rows: &[Row],
    index: usize,
    type_ahead: StoredValue<TypeAhead>,
) -> Option<usize> {
    let now_ms = frames::now_ms();
    let mut typed = type_ahead.get_value();
    if now_ms - typed.at_ms > TYPE_AHEAD_MS {
        typed.text.clear();
    }
    typed.text.push_str(&letter.to_lowercase());
    typed.at_ms = now_ms;
    let text = typed.text.clone();
    type_ahead.set_value(typed);
    // A first letter looks below the active row; further letters may still mean the active row itself.
    let begin = if text.chars().count() == 1 { index + 1 } else { index };
    let is_meant = |row: &Row| {
        tree.outline.node(row.node).is_some_and(|node| {
            let name = node.path.rsplit('/').next().unwrap_or(&node.path).to_lowercase();
            name.starts_with(&text) || node.label.to_lowercase().starts_with(&text)
        })
    };
    let (before, after) = rows.split_at_checked(begin).unwrap_or((rows, &[]));
    after.iter().position(is_meant).map(|found| begin + found).or_else(|| before.iter().position(is_meant))
}
