//! The note that says what a link has brought, until somebody closes it.

use crate::html::{Html, all, el, text};
use crate::widgets::{IconName, fill, icon};
use crate::workspace::Workspace;

/// Shows what a link has brought.
pub fn show(workspace: Workspace) {
    let brought = workspace.brought();
    if brought.said.is_empty() {
        fill("link-note", Html::default());
        return;
    }
    let said = brought.said.iter().map(|said| el("p", &[("dir", "auto")], &[text(said)]));
    let places = brought.places.iter().map(|(words, address)| {
        let href = address.href();
        el("a", &[("class", "button"), ("href", &*href), ("data-act", "close-note")], &[text(words)])
    });
    let close = [
        ("type", "button"),
        ("class", "icon-button"),
        ("data-act", "close-note"),
        ("aria-label", "Close this note"),
        ("title", "Close this note"),
    ];
    let parts = [
        el("div", &[], &[all(said)]),
        el("p", &[("class", "buttons")], &[all(places)]),
        el("button", &close, &[icon(IconName::Close)]),
    ];
    fill("link-note", el("div", &[("class", "card")], &parts));
}
