//! How far something is: a mark, a word and a colour, never one alone.

use super::icon::drawing;
use crate::html::{Html, all, el, text};
use crate::plan::{BaseStatus, Status, StatusOrigin};

/// The mark of a state, without its word. For places where the word stands beside it.
fn mark(status: BaseStatus) -> Html {
    let path = match status {
        BaseStatus::Todo => "M8 14.2A6.2 6.2 0 1 0 8 1.8a6.2 6.2 0 0 0 0 12.4Z",
        BaseStatus::Wip => "M8 14.2A6.2 6.2 0 1 0 8 1.8a6.2 6.2 0 0 0 0 12.4ZM8 4v8a4 4 0 0 0 0-8Z",
        BaseStatus::Done => "M8 14.2A6.2 6.2 0 1 0 8 1.8a6.2 6.2 0 0 0 0 12.4ZM4.9 8.3l2.1 2.1 4.1-4.5",
        BaseStatus::Blocked => "M5.4 1.8h5.2l3.6 3.6v5.2l-3.6 3.6H5.4l-3.6-3.6V5.4zM4.8 8h6.4",
        BaseStatus::Cut => "M8 14.2A6.2 6.2 0 1 0 8 1.8a6.2 6.2 0 0 0 0 12.4ZM3.7 12.3l8.6-8.6",
        BaseStatus::Unknown => "M8 8.2h.01M8 4.6h.01M8 11.8h.01",
    };
    drawing("status-mark", "0 0 16 16", path)
}

/// A state with its mark and its word.
pub fn status_mark(status: BaseStatus) -> Html {
    status_with(status, status.label())
}

/// A state with its mark, and a count or a reason instead of its own word.
pub fn status_with(status: BaseStatus, word: &str) -> Html {
    let word = el("span", &[("class", "status-word")], &[text(word)]);
    el("span", &[("class", "status"), ("data-status", status.name())], &[mark(status), word])
}

/// A state with its mark and its word, and of a day in the past how sure it is.
pub fn status_said(status: BaseStatus, said: StatusOrigin) -> Html {
    let derived = "It follows from what is said of other days";
    let sign = |title: &str| {
        let spoken = el("span", &[("class", "visually-hidden")], &[text("derived")]);
        let sign = el("span", &[("aria-hidden", "true")], &[text("≈")]);
        el("span", &[("class", "then"), ("title", title)], &[sign, spoken])
    };
    match said {
        StatusOrigin::ThenUnknown => status_with(status, "Unknown then"),
        StatusOrigin::ThenDerived => all([status_mark(status), text(" "), sign(derived)]),
        _ => status_mark(status),
    }
}

/// What a status says in full: its state, the reason or cause, the words of the file, and where they stand.
pub fn explain(status: &Status) -> String {
    let mut said = status.base.label().to_owned();
    if let Some(detail) = &status.detail {
        said.push_str(if status.is_invalidated() { ", invalidated by " } else { ": " });
        said.push_str(detail);
    }
    match &status.written {
        _ if status.from == StatusOrigin::Then => said.push_str(" (stated of that day)"),
        _ if status.from == StatusOrigin::ThenDerived => {
            said.push_str(" (derived from what is said of other days)")
        }
        _ if status.from == StatusOrigin::ThenUnknown => {
            said = "Unknown then: no document tells how far it was on that day".to_owned();
        }
        Some(written) => said.push_str(&format!(" (written “{written}” in {})", status.from.label())),
        None => said.push_str(" (no file says how far it is)"),
    }
    said
}
