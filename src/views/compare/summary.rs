//! The summary of a comparison, in which counts lead to the changes of their kind, and names to what is said of them.

use super::{Done, Page, rows};
use crate::browser::page;
use crate::compare::Kind;
use crate::html::{Html, all, el, text};
use leptos::prelude::*;

/// The sentences.
pub(super) fn sentences(done: &Done) -> Html {
    let comparison = &done.comparison;
    let said = comparison.summary.iter().zip(&comparison.counts);
    let rows = said.map(|(said, counts)| el("li", &[("dir", "auto")], &[sentence(done, said, counts)]));
    el("ul", &[("class", "summary")], &[all(rows)])
}

/// A sentence, word by word.
fn sentence(done: &Done, said: &str, counts: &[Kind]) -> Html {
    let mut counts = counts.iter();
    let words = said.split_inclusive(' ').map(|word| {
        let bare = word.trim_end_matches([' ', ',', '.', ':', ';']);
        let rest = word.get(bare.len()..).unwrap_or_default();
        let is_count = !bare.is_empty() && bare.bytes().all(|letter| letter.is_ascii_digit());
        let kind = if is_count { counts.next() } else { None };
        let act = match kind {
            Some(kind) => Some(("kind", kind.name())),
            None if done.comparison.changes.iter().any(|change| change.id == bare) => Some(("to", bare)),
            None => None,
        };
        match act {
            Some((act, value)) => {
                let attributes =
                    [("type", "button"), ("class", "link"), ("data-act", act), ("data-value", value)];
                all([el("button", &attributes, &[text(bare)]), text(rest)])
            }
            None => text(word),
        }
    });
    all(words)
}

/// Goes to what is said of something.
pub(super) fn go_to(at: Page, id: &str) {
    let Some(done) = at.done() else { return };
    let Some(place) = done.comparison.changes.iter().position(|change| change.id == id) else { return };
    let address = at.workspace.address.get_untracked();
    let shown = |at: Page| rows(at.workspace, &done.comparison).1.iter().position(|row| *row == place);
    if shown(at).is_none() {
        at.workspace.replace(address.with("kind", "").with("all", "1"));
    }
    if let Some(number) = shown(at) {
        page::focus_once_drawn(&format!("change-{number}"));
    }
}
