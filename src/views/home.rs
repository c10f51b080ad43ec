//! The repository that the open tree was published from: its commit, and the way to a file there. Nothing of it for other trees.

use crate::home::Home;
use crate::html::{Html, all, el, text};
use crate::widgets::{IconName, effect, fill, icon};
use crate::workspace::{Tree, Workspace};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// The part of the page in which the ways to a file stand.
const PLACE: &str = "home";

/// A link to another site. It opens beside the tree, and that site learns nothing of where it was followed.
fn away(href: &str, class: &str, words: &[Html]) -> Html {
    let attributes = [("href", href), ("class", class), ("rel", "noopener noreferrer"), ("target", "_blank")];
    el("a", &attributes, words)
}

/// Where a tree is at home, when it was published from there.
fn of(tree: &Tree) -> Option<Home> {
    Home::of_root(&tree.wishes.home, tree.root.path.as_str())
}

/// Which commit is shown.
pub fn published(tree: &Tree) -> Html {
    let Some(home) = of(tree) else { return Html::default() };
    let time = home.time.as_deref().map(|time| format!(" of {time}")).unwrap_or_default();
    let parts = [
        text("Published from "),
        away(&home.commit_page(), "", &[text(home.short_commit())]),
        text(&format!("{time} at {}.", home.host)),
    ];
    el("p", &[("class", "home")], &parts)
}

/// Where the ways to a file come to stand.
pub fn frame() -> Html {
    el("div", &[("id", PLACE), ("class", "markup")], &[])
}

/// Shows them once the page is there, and those to another line when the address names one.
pub fn keep(workspace: Workspace, path: Arc<str>) {
    effect(move || {
        let line = workspace.address.with(|address| address.setting("line")?.parse().ok());
        let tree = workspace.tree.get().filter(|tree| tree.wishes.home.repository.is_some());
        let Some(tree) = tree else { return };
        let path = Arc::clone(&path);
        spawn_local(async move {
            // Without the part the document is there all the same.
            if let Ok(html) = draw(tree, path, line).await {
                fill(PLACE, html);
            }
        });
    });
}

crate::parts::in_part!(
    answers,
    fn draw(tree: Arc<Tree>, path: Arc<str>, line: Option<u32>) -> Html {
        ways(&tree, &path, line)
    }
);

/// The ways to a file in its repository: as it was, at a line when one is shown, and to where it can be edited.
fn ways(tree: &Tree, path: &str, line: Option<u32>) -> Html {
    let Some(home) = of(tree) else { return Html::default() };
    let words = match line {
        Some(line) => format!("Line {line} at {}", home.host),
        None => format!("See it at {}", home.host),
    };
    let edit = home.edit_page(path).map(|href| away(&href, "button", &[text("Edit there")]));
    let parts = [
        away(&home.file_page(path, line), "button", &[icon(IconName::Open), text(&words)]),
        edit.unwrap_or_default(),
    ];
    el("p", &[("class", "buttons")], &[all(parts)])
}
