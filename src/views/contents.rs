//! What lies in a folder, as a table: for the pages of folders, plans and the whole tree.

use crate::address::Address;
use crate::outline::{Node, NodeKind};
use crate::plan::ItemKind;
use crate::widgets::{Bar, Icon, IconName, StatusMark, bar, status};
use crate::workspace::Tree;
use leptos::prelude::*;
use std::sync::Arc;

/// Where a node of the outline leads.
pub fn address_of(tree: &Tree, node: &Node) -> Address {
    let item = node.item.and_then(|item| tree.plan.items.get(item));
    match item {
        Some(item) if item.kind == ItemKind::Plan && item.folder.as_deref() == Some(&node.path) => {
            Address::of("plan", &item.id)
        }
        Some(item) => Address::document(&item.place.path, None),
        None if node.kind == NodeKind::File => Address::document(&node.path, None),
        None => Address::of("tree", &node.path),
    }
}

/// The icon of a node, by what it is.
pub fn icon_of(node: &Node) -> IconName {
    match (node.item_kind, node.kind) {
        (Some(ItemKind::Module), _) => IconName::Module,
        (Some(ItemKind::Exploration), _) => IconName::Note,
        (_, NodeKind::Folder) => IconName::Folder,
        (_, NodeKind::File) => IconName::Document,
    }
}

/// The children of a node, or the top of the tree.
#[component]
pub fn Contents(
    /// The tree.
    tree: Arc<Tree>,
    /// The node whose children are shown; the whole tree when there is none.
    parent: Option<usize>,
    /// What the table is called.
    #[prop(into)]
    caption: String,
) -> impl IntoView {
    let nodes = tree.outline.nodes();
    let rows: Vec<_> = nodes
        .iter()
        .filter(|node| node.parent == parent)
        .map(|node| {
            let item = node.item.and_then(|item| tree.plan.items.get(item));
            let title = item.map(|item| item.title.clone()).filter(|title| *title != node.label);
            let shows_status = item.is_some_and(|item| item.status.written.is_some() || item.kind.is_work());
            let said = item.map(|item| status::explain(&item.status));
            view! {
                <tr>
                    <th scope="row" dir="auto">
                        <a href=address_of(&tree, node).href()>
                            <Icon name=icon_of(node)/>
                            {node.number.clone().map(|number| view! { <span class="number">{number}</span> })}
                            <span class="label">{node.label.clone()}</span>
                        </a>
                        {title.map(|title| view! { <span class="title">{title}</span> })}
                    </th>
                    <td title=said>{shows_status.then(|| view! { <StatusMark status=node.status/> })}</td>
                    <td class="progress">
                        <Bar counts=node.counts/>
                        {(node.counts.total() > 0).then(|| bar::words(node.counts))}
                    </td>
                </tr>
            }
        })
        .collect();
    if rows.is_empty() {
        return view! { <p class="empty">"There is nothing below it."</p> }.into_any();
    }
    view! {
        <table class="contents">
            <caption>{caption}</caption>
            <thead><tr><th scope="col">"Name"</th><th scope="col">"Status"</th><th scope="col">"Progress"</th></tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

/// The folders above a path, each a link.
#[component]
pub fn Crumbs(
    /// The path.
    #[prop(into)]
    path: String,
) -> impl IntoView {
    let mut above = String::new();
    let segments: Vec<&str> = path.split('/').collect();
    let last = segments.len() - 1;
    let crumbs: Vec<_> = segments
        .iter()
        .enumerate()
        .map(|(index, segment)| {
            if !above.is_empty() {
                above.push('/');
            }
            above.push_str(segment);
            let name = (*segment).to_owned();
            if index == last {
                view! { <li><span aria-current="page"><bdi>{name}</bdi></span></li> }.into_any()
            } else {
                view! { <li><a href=Address::of("tree", &above).href()><bdi>{name}</bdi></a></li> }.into_any()
            }
        })
        .collect();
    view! {
        <nav class="crumbs" aria-label="Folders above">
            <ol>
                <li><a href=Address::view("tree").href()>"Tree"</a></li>
                {crumbs}
            </ol>
        </nav>
    }
}
