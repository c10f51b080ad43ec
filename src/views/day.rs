//! For which day a page is computed, and the ways to another: the line below the head of every page that depends
//! on it. The app does what its buttons and its field say.

use super::past::look_back;
use crate::browser::clock;
use crate::html::{Html, el, text, when};
use crate::plan::DayOrigin;
use crate::workspace::Workspace;
use leptos::prelude::*;

/// What the line is for: a button with the day as its value, and a field.
pub const ACT: &str = "as-of";

/// For which day the page is computed, why, and the ways to today, to the tree's own day and to any other.
pub fn as_of(workspace: Workspace) -> Html {
    let (own, today) = (workspace.own_day(), clock::today());
    let day = workspace.day.get();
    let shown = day.date.to_string();
    let field = [("type", "date"), ("id", ACT), ("value", &*shown)];
    let label = el("label", &[("for", ACT)], &[text("As of")]);
    let way = |day: &str, words: &str| {
        let attributes = [("type", "button"), ("class", "link"), ("data-act", ACT), ("data-value", day)];
        el("button", &attributes, &[text(words)])
    };
    let is_elsewhere = own.date != day.date && own.date != today;
    let back = match own.origin {
        DayOrigin::Publisher => "As published",
        _ => "Newest date in the tree",
    };
    let parts = [
        label,
        el("input", &field, &[]),
        el("span", &[], &[text(day.origin.label())]),
        when(day.date != today, || way(&today.to_string(), "Show it as of today")),
        when(is_elsewhere, || way("", back)),
        look_back(workspace),
    ];
    el("p", &[("class", "as-of")], &parts)
}
