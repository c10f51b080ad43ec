//! The repository that the open tree was published from: its commit, and the way to a file there. Nothing of it for other trees.

use crate::html::{Html, all, el, text};
use crate::widgets::{IconName, icon};
use crate::workspace::Tree;

/// A link to another site. It opens beside the tree, and that site learns nothing of where it was followed.
fn away(href: &str, class: &str, words: &[Html]) -> Html {
    let attributes = [("href", href), ("class", class), ("rel", "noopener noreferrer"), ("target", "_blank")];
    el("a", &attributes, words)
}

/// Which commit is shown.
pub fn published(tree: &Tree) -> Html {
    let Some(home) = &tree.home else { return Html::default() };
    let time = home.time.as_deref().map(|time| format!(" of {time}")).unwrap_or_default();
    let parts = [
        text("Published from "),
        away(&home.commit_page(), "", &[text(home.short_commit())]),
        text(&format!("{time} at {}.", home.host)),
    ];
    el("p", &[("class", "home")], &parts)
}

/// The ways to a file in its repository: as it was, at a line when one is shown, and to where it can be edited.
pub fn ways(tree: &Tree, path: &str, line: Option<u32>) -> Html {
    let Some(home) = &tree.home else { return Html::default() };
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
