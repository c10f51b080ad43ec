//! What of the tree goes into a copy: the fields of the dialog that say so.

use crate::browser::page;
use crate::excerpt::{Choice, is_picture};
use crate::html::{Html, all, breakable, el, text, when};
use crate::plan::ItemKind;
use crate::workspace::Tree;
use std::collections::BTreeSet;

/// Most folders that are offered to be left out.
const MOST_FOLDERS: usize = 60;

/// What the fields say whose ids begin so.
pub fn chosen(tree: &Tree, of: &str) -> Choice {
    let is_off = |id: &str| page::element(id).is_some() && !page::is_checked(id);
    let own = |name: &str| format!("{of}-{name}");
    let folders = folders(tree).into_iter().enumerate();
    Choice {
        plan: Some(page::value(&own("plan"))).filter(|plan| tree.plan.item(plan).is_some()),
        without: folders.filter(|(at, _)| is_off(&folder_id(of, *at))).map(|(_, path)| path).collect(),
        without_pictures: is_off(&own("pictures")),
        without_names: is_off(&own("names")),
    }
}

/// The fields, with ids that begin so.
pub fn fields(tree: &Tree, of: &str) -> Html {
    let own = |name: &str| format!("{of}-{name}");
    let has_pictures = tree.files.iter().any(|entry| is_picture(entry.path().as_str()));
    let pictures = when(has_pictures, || tick(&own("pictures"), text(" With pictures")));
    let names = when(!tree.plan.people.is_empty(), || tick(&own("names"), text(" With the names of people")));
    let plans = tree.plan.items.iter();
    let plans: Vec<Html> = plans
        .filter(|item| item.kind == ItemKind::Plan && item.parent.is_none() && !item.template)
        .map(|item| {
            let words = format!("{} · {}", item.name(), item.title);
            el("option", &[("value", &item.id)], &[text(&words)])
        })
        .collect();
    let has_plans = plans.len() > 1;
    let plan = when(has_plans, || {
        let id = own("plan");
        let whole = el("option", &[], &[text("The whole tree")]);
        let field = el("select", &[("id", &id)], &[whole, all(plans)]);
        let label = el("label", &[("for", &id)], &[text("What goes into it ")]);
        let hint =
            "A plan comes with those that it names, those that name it, and the documents at the root.";
        all([el("p", &[], &[label, field]), el("p", &[("class", "hint")], &[text(hint)])])
    });
    let folders = folders(tree);
    let rows = folders.iter().enumerate().map(|(at, path)| {
        el(
            "li",
            &[],
            &[tick(&folder_id(of, at), all([text(" "), el("bdi", &[], &[breakable(path)]), text("/")]))],
        )
    });
    let rows = el("ul", &[], &[all(rows)]);
    let parts = when(has_plans || !folders.is_empty(), || {
        let hint = "What is left out is not named in the copy, unless what is in it names it; that says \u{201c}not in this copy\u{201d}.";
        let folders = el("fieldset", &[], &[el("legend", &[], &[text("Folders")]), rows]);
        let summary = el("summary", &[], &[text("Only a part of it")]);
        let hint = el("p", &[("class", "hint")], &[text(hint)]);
        el("details", &[("class", "share-part")], &[summary, plan, folders, hint])
    });
    all([pictures, names, parts])
}

fn tick(id: &str, words: Html) -> Html {
    let field = [("type", "checkbox"), ("id", id), ("checked", "checked")];
    el("p", &[], &[el("label", &[("for", id)], &[el("input", &field, &[]), words])])
}

fn folder_id(of: &str, at: usize) -> String {
    format!("{of}-folder-{at}")
}

/// The outermost folders of a tree.
fn folders(tree: &Tree) -> Vec<String> {
    let names: BTreeSet<&str> =
        tree.files.iter().filter_map(|entry| Some(entry.path().as_str().split_once('/')?.0)).collect();
    names.into_iter().take(MOST_FOLDERS).map(str::to_owned).collect()
}
