//! The ways to the stages of a history that a document tells, and back to the document. They stand on the first pages of the
//! tree and on the page of the document.

use super::contents::link;
use crate::address::Address;
use crate::counted::counted;
use crate::html::{Html, all, el, text};
use crate::workspace::Workspace;
use leptos::prelude::*;

/// What the button does that leads back to the document.
pub const LEAVE: &str = "leave-stage";

/// The stages, each with a link to it as a tree, in a view.
pub fn stages(workspace: Workspace, view: &str) -> Html {
    let Some(home) = workspace.home.get() else { return Html::default() };
    let shown = workspace.stage();
    let told: Vec<_> = home.stages().collect();
    let Some(first) = told.first() else { return Html::default() };
    let rows = told.iter().enumerate().map(|(at, snapshot)| {
        let address = Address::view(view).with("stage", &(at + 1).to_string());
        let way = if shown == Some(at) {
            el(
                "a",
                &[("href", &address.href()), ("aria-current", "true"), ("dir", "auto")],
                &[text(&snapshot.title)],
            )
        } else {
            link(&address, &snapshot.title)
        };
        let size = format!(" {}", counted(snapshot.entries.len(), "entry"));
        el("li", &[], &[way, el("span", &[("class", "quiet")], &[text(&size)])])
    });
    let rows = all(rows);
    let says = match shown.and_then(|shown| told.get(shown)) {
        Some(snapshot) => {
            let says = format!(
                "The tree as {} tells it at this stage, from line {}. What it leaves out is not known.",
                snapshot.place.path, snapshot.place.line
            );
            let button = [("type", "button"), ("class", "link"), ("data-act", LEAVE)];
            all([text(&says), text(" "), el("button", &button, &[text("Back to the document")])])
        }
        None => {
            let says = format!(
                "{} tells this tree in {}. Each opens as a tree of its own:",
                first.place.path,
                counted(told.len(), "stage")
            );
            text(&says)
        }
    };
    let says = el("p", &[("dir", "auto")], &[says]);
    el("nav", &[("class", "stages"), ("aria-label", "Stages")], &[says, el("ol", &[], &[rows])])
}
