//! A plan: how far it is, what it needs, what it holds, and its overview.

use super::contents::{contents, crumbs, link, page_header};
use super::doc::article;
use super::{Drawn, View, missing, shown};
use crate::address::Address;
use crate::html::{Html, all, el, text, when};
use crate::plan::{Item, ItemKind, RelationKind};
use crate::widgets::{bar, markup, status, status_mark};
use crate::workspace::{Tree, Workspace, use_workspace};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// `#/plan/ID`.
pub const VIEW: View = View {
    name: "plan",
    rail: None,
    title: |tree, address| {
        tree.plan.item(&address.subject).map_or_else(|| address.subject.clone(), |item| item.title.clone())
    },
    draw: || {
        let workspace = use_workspace();
        let id = workspace.subject();
        shown(move || draw(workspace, &id.get()))
    },
};

fn draw(workspace: Workspace, id: &str) -> Drawn {
    let tree = workspace.tree.get().ok_or_else(|| missing("No tree is open."))?;
    let item = tree.plan.item(id).ok_or_else(|| missing(format!("There is no plan {id} in this tree.")))?;
    let path = item.folder.as_deref().unwrap_or(&item.place.path);
    let node = tree.outline.index_of(path);
    let counts = node.and_then(|node| tree.outline.node(node)).map(|node| node.counts).unwrap_or_default();
    let facts = el(
        "p",
        &[("class", "facts")],
        &[
            el("span", &[("title", &status::explain(&item.status))], &[status_mark(item.status.base)]),
            when(item.archived, || el("span", &[("class", "tag")], &[text("archived")])),
            bar(counts),
            when(counts.total() > 0, || text(&bar::words(counts))),
        ],
    );
    let relations = [
        related("Needs", &tree, item, RelationKind::DependsOn, RelationKind::Blocks),
        related("Needed by", &tree, item, RelationKind::Blocks, RelationKind::DependsOn),
    ];
    let header = markup(page_header(crumbs(path), &item.title, facts));
    let relations = markup(el("div", &[("class", "relations")], &relations));
    let body = if tree.files.get(&item.place.path).is_some() {
        article(workspace, item.place.path.clone())
    } else {
        let why = "This plan has no _overview.md, so nothing says what it is for.";
        markup(el("p", &[("class", "empty")], &[text(why)]))
    };
    let table = markup(contents(&tree, node, "What it holds"));
    Ok(view! { <div class="plan">{header}{relations}{table}{body}</div> }.into_any())
}

/// What a plan is related to: stated by itself as `own`, or by the others as `others`.
fn related(name: &str, tree: &Tree, item: &Item, own: RelationKind, others: RelationKind) -> Html {
    let stated = tree.plan.relations_from(&item.id).filter(|relation| relation.kind == own);
    let by_others = tree.plan.relations_to(&item.id).filter(|relation| relation.kind == others);
    let ids: BTreeSet<&str> = stated
        .map(|relation| relation.to.as_str())
        .chain(by_others.map(|relation| relation.from.as_str()))
        .collect();
    let links = ids.iter().map(|id| {
        let what = match tree.plan.item(id) {
            Some(other) => {
                let address = match other.kind {
                    ItemKind::Plan => Address::of("plan", id),
                    _ => Address::document(&other.place.path, None),
                };
                all([link(&address, id), text(" "), status_mark(other.status.base)])
            }
            None => {
                let title = "No plan of this tree is called so";
                el("span", &[("data-broken", "true"), ("title", title)], &[text(id)])
            }
        };
        el("li", &[], &[what])
    });
    when(!ids.is_empty(), || {
        el("section", &[], &[el("h2", &[], &[text(name)]), el("ul", &[], &[all(links)])])
    })
}
