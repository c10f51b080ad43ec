//! The bar above every view that says what everything is filtered by, how much that leaves, and takes it away. It is there
//! while there is a query; its code comes with the search.

use crate::address::Address;
use crate::browser::page;
use crate::counted::counted;
use crate::html::{Html, el, text, when};
use crate::outline::is_query;
use crate::parts::in_part;
use crate::views;
use crate::views::saved::{self, Saved};
use crate::widgets::{IconName, asked, effect, fill, handle, icon, live_fill};
use crate::workspace::Workspace;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::JsCast;

/// What a button does that shows everything again.
pub const LIFT: &str = "lift";
/// What a button does that shows all of a view.
pub const ALL_OF: &str = "all-of";

/// The bar, empty until there is a query.
pub fn bar(workspace: Workspace) -> Html {
    let owner = Owner::current();
    let is_begun = Rc::new(Cell::new(false));
    effect(move || {
        let is_asked = workspace.query.with(|query| !query.is_empty());
        if is_asked && !is_begun.replace(true) {
            let (owner, is_begun) = (owner.clone(), Rc::clone(&is_begun));
            spawn_local(async move {
                if begin(workspace, owner).await.is_err() {
                    is_begun.set(false);
                    page::set_text(
                        "query",
                        "What filters could not be downloaded, so that nothing is left out; the network may be off. Change the query to try again.",
                    );
                    page::set_attribute("query", "hidden", None);
                }
            });
        }
    });
    el("aside", &[("id", "query"), ("class", "query"), ("aria-label", "Filter"), ("hidden", "hidden")], &[])
}

/// A button that shows a view with nothing left out of it, neither by the query nor by its own filters.
pub fn way_back(to: &Address, words: &str) -> Html {
    let href = to.href();
    let attributes = [("type", "button"), ("class", "link"), ("data-act", ALL_OF), ("data-value", &*href)];
    el("button", &attributes, &[text(words)])
}

in_part!(
    search,
    fn begin(workspace: Workspace, owner: Option<Owner>) -> () {
        match owner {
            Some(owner) => owner.with(|| show(workspace)),
            None => show(workspace),
        }
    }
);

/// Fills the bar, and keeps it true.
fn show(workspace: Workspace) {
    let field = [
        ("id", "query-text"),
        ("type", "search"),
        ("aria-label", "Filter everything by"),
        ("aria-describedby", "query-said"),
        ("autocomplete", "off"),
        ("spellcheck", "false"),
        ("dir", "auto"),
    ];
    let button = [
        ("id", "query-lift"),
        ("type", "button"),
        ("class", "button"),
        ("data-act", LIFT),
        ("title", "Take the query away (Esc in the field)"),
    ];
    let parts = [
        icon(IconName::Filter),
        el("p", &[("id", "query-said"), ("class", "said"), ("role", "status"), ("dir", "auto")], &[]),
        el("input", &field, &[]),
        el("button", &button, &[text("Show everything")]),
        el("div", &[("id", "query-saved"), ("class", "markup")], &[]),
        el("p", &[("id", "query-remarks"), ("class", "hint"), ("role", "status"), ("dir", "auto")], &[]),
    ];
    fill("query", crate::html::all(parts));
    effect(move || {
        let query = workspace.query.get();
        if !page::has_focus("query-text") {
            page::set_value("query-text", &query);
        }
        let is_open = workspace.tree.with(Option::is_some);
        // The field stays under the hands of who empties it.
        let is_shown = is_open && (!query.is_empty() || page::has_focus("query-text"));
        page::set_attribute("query", "hidden", (!is_shown).then_some(""));
    });
    effect(move || {
        page::set_text("query-said", &said(workspace));
        let remarks = workspace.kept.with(|kept| kept.as_ref().map(|kept| kept.remarks.join(" ")));
        page::set_text("query-remarks", &remarks.unwrap_or_default());
    });
    let kept = Trigger::new();
    live_fill("query-saved", move || {
        let shared = workspace.tree.get().map(|tree| Saved::of_tree(&tree)).unwrap_or_default();
        // Kept on the page of the search in the meantime.
        workspace.address.track();
        kept.track();
        menu(Saved::of_storage(), shared)
    });
    handle("query", &["input", "keydown", "focusout", "click", "submit"], move |event| {
        match event.type_().as_str() {
            "submit" => {
                event.prevent_default();
                let name = page::value("query-name");
                if !name.trim().is_empty() {
                    let place = workspace.address.get_untracked();
                    let mut own = Saved::of_storage();
                    own.add(name.trim(), &place.href());
                    own.store();
                    kept.notify();
                    workspace.announce(format!(
                        "{} is kept in this browser, with its view and filters.",
                        name.trim()
                    ));
                }
            }
            "click" => match asked(event) {
                Some((act, value)) if act == "saved" => {
                    page::set_attribute("query-views", "open", None);
                    if saved::is_place(&value) { saved::open(&value) } else { workspace.set_query(&value) }
                }
                _ => {}
            },
            "input" if page::around(event, "#query-text").is_none() => {}
            "input" => workspace.set_query(&page::value("query-text")),
            "focusout" if workspace.query.with_untracked(String::is_empty) => {
                page::set_attribute("query", "hidden", Some(""));
            }
            "keydown" => {
                let key = event.dyn_ref::<web_sys::KeyboardEvent>().map(web_sys::KeyboardEvent::key);
                if key.as_deref() == Some("Escape") {
                    event.prevent_default();
                    page::focus("main");
                    workspace.set_query("");
                }
            }
            _ => {}
        }
    });
}

/// The views that are kept, and a field to keep this one.
fn menu(own: Saved, shared: Saved) -> Html {
    let entries = shared.0.iter().chain(&own.0);
    let entries: Vec<Html> = entries
        .map(|(name, view)| el("li", &[("dir", "auto")], &[saved::button("saved", name, view)]))
        .collect();
    let list = when(!entries.is_empty(), || el("ul", &[], &entries));
    let name = [
        ("id", "query-name"),
        ("type", "text"),
        ("placeholder", "Name"),
        ("aria-label", "Name for this view"),
        ("autocomplete", "off"),
    ];
    let hint = "With its query and filters. The address of this page holds them too: a link gives them to others, and a line \"NAME\" = \"#/…\" below [views] in planarium.toml to everybody who opens the tree.";
    let keep =
        [el("input", &name, &[]), text(" "), el("button", &[("class", "button")], &[text("Keep this view")])];
    let popover = [list, el("form", &[], &keep), el("p", &[("class", "hint")], &[text(hint)])];
    el(
        "details",
        &[("id", "query-views"), ("class", "views")],
        &[
            el("summary", &[("class", "button")], &[text("Saved views")]),
            el("div", &[("class", "popover")], &popover),
        ],
    )
}

/// How much is shown, and by what it is filtered, in one sentence.
fn said(workspace: Workspace) -> String {
    let query = workspace.query.get();
    if query.is_empty() {
        return String::new();
    }
    let (is_asked, kept) = (is_query(&query), workspace.kept.get());
    if is_asked && kept.is_none() {
        return "Looking for what fits …".to_owned();
    }
    let view = workspace.address.with(|address| views::find(address).map(|view| view.name));
    let shown = workspace.shown.get().filter(|shown| Some(shown.view) == view);
    let is_list = shown.is_some();
    let left = match (shown, &kept) {
        (Some(shown), _) => format!("{} of {} shown", shown.count, counted(shown.of, shown.noun)),
        (None, Some(kept)) => {
            let count = kept.items.iter().filter(|kept| **kept).count();
            format!("{count} of {} in the tree shown", counted(kept.items.len(), "item"))
        }
        (None, None) => workspace
            .tree
            .get()
            .map(|tree| {
                let hits = workspace.filter.with(|filter| tree.outline.hits(filter));
                format!("{hits} of {} in the tree shown", counted(tree.outline.nodes().len(), "row"))
            })
            .unwrap_or_default(),
    };
    // A page about one thing, or about all of the tree, leaves nothing out.
    let beside = if is_list { "" } else { "; this page itself shows everything" };
    let so_far = match workspace.indexed.get().filter(|indexed| is_asked && !indexed.is_complete()) {
        Some(indexed) => {
            format!(" {} of {} have been looked through.", indexed.files, counted(indexed.of, "file"))
        }
        None => String::new(),
    };
    format!("{left}, filtered by “{query}”{beside}.{so_far}")
}
