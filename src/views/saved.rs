//! Views that are kept under a name: a query, which filters whatever view one is in, or a place in the app with its view, its
//! query and its filters. This browser keeps some, the `planarium.toml` of a tree others for everybody.

use crate::address::Address;
use crate::browser::{location, settings};
use crate::html::{Html, el, text};
use crate::search;
use crate::workspace::Tree;

/// Whether a saved view is a place, and not a query alone.
pub(super) fn is_place(saved: &str) -> bool {
    saved.starts_with("#/")
}

/// Goes to a place that was kept, under its own query and no other.
pub(super) fn open(place: &str) {
    location::go(&Address::parse(place));
}

/// A button with the name of a saved view.
pub(super) fn button(act: &str, name: &str, saved: &str) -> Html {
    let attributes =
        [("type", "button"), ("class", "link"), ("data-act", act), ("data-value", saved), ("title", saved)];
    el("button", &attributes, &[text(name)])
}

/// Queries with names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Saved(pub(super) Vec<(String, String)>);

impl Saved {
    /// Where they are kept.
    const NAME: &str = "searches";
    /// The most that are kept.
    const MOST: usize = 100;

    /// Those that this browser keeps.
    pub(super) fn of_storage() -> Saved {
        let text = settings::get(Saved::NAME).unwrap_or_default();
        let lines = text.lines().filter_map(|line| line.split_once('\t'));
        Saved(lines.take(Saved::MOST).map(|(name, query)| (name.to_owned(), query.to_owned())).collect())
    }

    /// Those that the tree keeps for everyone.
    pub(super) fn of_tree(tree: &Tree) -> Saved {
        Saved(search::saved::of_tree(&tree.files))
    }

    /// Keeps them.
    pub(super) fn store(&self) {
        let lines: Vec<String> = self.0.iter().map(|(name, query)| format!("{name}\t{query}")).collect();
        settings::set(Saved::NAME, &lines.join("\n"));
    }

    /// Keeps one under a name.
    pub(super) fn add(&mut self, name: &str, query: &str) {
        let plain = |text: &str| text.replace(['\t', '\n', '\r'], " ");
        let (name, query) = (plain(name), plain(query));
        self.remove(&name);
        self.0.push((name, query));
        self.0.truncate(Saved::MOST);
    }

    /// Forgets one.
    pub(super) fn remove(&mut self, name: &str) {
        self.0.retain(|(known, _)| known != name);
    }
}
