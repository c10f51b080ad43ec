//! The versions of a plan, and how much was left in each.

use super::progress_of;
use crate::html::{Html, all, el, text, when};
use crate::plan::{Item, Version};
use crate::views::contents::{address_of_item, link};
use crate::views::entries;
use crate::widgets::bar;
use crate::workspace::Tree;

/// The versions that a document is one of; nothing when it is the only one.
pub(super) fn section(tree: &Tree, item: &Item) -> Html {
    let is_own = |version: &Version| version.path == item.place.path;
    let Some(group) = tree.plan.versions.iter().find(|group| group.versions.iter().any(is_own)) else {
        return Html::default();
    };
    let head = |words: &str| el("th", &[("scope", "col")], &[text(words)]);
    let heads = [head("Version"), head("Of"), head("Ticked"), head("Left")];
    let rows = group.versions.iter().rev().map(|version| row(tree, version, is_own(version)));
    let rows = all(rows);
    let table = [el("thead", &[], &[el("tr", &[], &heads)]), el("tbody", &[], &[rows])];
    let older = when(item.archived, || {
        let words = "A newer version has taken the place of this one; what it says no longer counts.";
        el("p", &[("class", "notice"), ("role", "note")], &[text(words)])
    });
    let title = format!("Versions ({})", group.versions.len());
    entries::section("versions", &title, all([older, el("table", &[("class", "compared versions")], &table)]))
}

fn row(tree: &Tree, version: &Version, is_own: bool) -> Html {
    let item = tree.plan.item(&version.item);
    let progress = item.and_then(|item| progress_of(tree, item));
    let number = if version.number.is_empty() { "no number" } else { &version.number };
    let name = match item.filter(|_| !is_own) {
        Some(item) => link(&address_of_item(item), number),
        None => el("strong", &[], &[text(number)]),
    };
    let date = version.date.as_ref().map(ToString::to_string).unwrap_or_default();
    let boxes = progress.map(|progress| progress.boxes).unwrap_or_default();
    let ticked =
        all([bar::share(boxes.done, boxes.total), text(&format!(" {} of {}", boxes.done, boxes.total))]);
    let left =
        progress.and_then(|progress| progress.remaining).map(|left| left.to_string()).unwrap_or_default();
    let left = match left.as_str() {
        "" => format!("{} open", crate::counted::counted(boxes.open() as usize, "box")),
        left => format!("{left}, {}", crate::counted::counted(boxes.open() as usize, "box")),
    };
    let cells = [
        el("th", &[("scope", "row")], &[name]),
        el("td", &[], &[text(&date)]),
        el("td", &[], &[ticked]),
        el("td", &[], &[text(&left)]),
    ];
    el("tr", &[], &cells)
}
