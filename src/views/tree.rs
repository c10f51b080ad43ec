//! A folder of the tree as a page, or the whole tree; or all of its work of one kind and status, as a list.

use super::contents::{Columns, contents, crumbs, page_header, table};
use super::stages::stages;
use super::{Drawn, View, missing, scope, shown};
use crate::counted::counted;
use crate::html::{Html, all, el, text, when};
use crate::outline::Node;
use crate::plan::{BaseStatus, Item, ItemKind};
use crate::widgets::{IconName, markup, status_mark};
use crate::workspace::{Tree, Workspace, use_workspace};
use leptos::prelude::*;

/// Rows of a list that are shown; a narrower one shows the others.
const MOST_ROWS: usize = 2_000;

/// `#/tree/PATH`, and `#/tree?kind=KIND&status=STATUS`.
pub const VIEW: View = View {
    name: "tree",
    rail: Some(("Tree", IconName::Tree)),
    title: |_, address| if address.subject.is_empty() { "Tree".to_owned() } else { address.subject.clone() },
    draw: || {
        let workspace = use_workspace();
        let asked = Memo::new(move |_| {
            workspace.address.with(|address| {
                let setting = |key| address.setting(key).map(str::to_owned);
                (address.subject.clone(), setting("kind"), setting("status"))
            })
        });
        shown(move || {
            let (path, kind, status) = asked.get();
            let kind = kind.as_deref().and_then(ItemKind::from_name);
            let status = status.as_deref().and_then(BaseStatus::from_name);
            draw(workspace, &path, kind, status)
        })
    },
};

fn draw(workspace: Workspace, path: &str, kind: Option<ItemKind>, status: Option<BaseStatus>) -> Drawn {
    let tree = workspace.tree.get().ok_or_else(|| missing("No tree is open."))?;
    let node = tree.outline.index_of(path);
    if node.is_none() && !path.is_empty() {
        return Err(missing(format!("There is no folder {path} in this {}.", scope(&tree.files))));
    }
    let page = match path.rsplit('/').next() {
        _ if kind.is_some() || status.is_some() => work(&tree, node, kind, status),
        Some(name) if !path.is_empty() => {
            let table = contents(&tree, node, "Contents of this folder");
            all([page_header(crumbs(path), name, Html::default()), table])
        }
        _ => {
            let table = contents(&tree, node, "Contents of this folder");
            let stages = stages(workspace, VIEW.name);
            all([page_header(Html::default(), &tree.title, Html::default()), stages, table])
        }
    };
    Ok(markup(el("div", &[("class", "tree-page")], &[page])))
}

/// The items of a kind and status: of the whole tree, or below a folder. Where no kind is asked for it is work that
/// counts: phases with tasks are as far as those.
fn work(tree: &Tree, below: Option<usize>, kind: Option<ItemKind>, status: Option<BaseStatus>) -> Html {
    let range = below.and_then(|at| Some((at, tree.outline.node(at)?.end))).unwrap_or((0, usize::MAX));
    let nodes = tree.outline.nodes().iter().enumerate().skip(range.0).take(range.1.saturating_sub(range.0));
    let is_asked = |node: &Node| match kind {
        Some(kind) => node.item_kind == Some(kind),
        None => node.item_kind.is_some_and(ItemKind::is_work) && node.counts.total() == 0,
    };
    // Of two in two places the one counts that references mean.
    let is_second = |node: &Node| {
        let item = node.item.and_then(|item| tree.plan.items.get(item));
        kind.is_some() && item.is_some_and(Item::is_second_claimant)
    };
    let found: Vec<&Node> = nodes
        .map(|(_, node)| node)
        .filter(|node| {
            !node.template
                && !is_second(node)
                && is_asked(node)
                && status.is_none_or(|status| node.status == status)
        })
        .collect();
    let noun = kind.map_or("piece of work", ItemKind::noun);
    let title = counted(found.len(), noun);
    let first = found.get(..MOST_ROWS).unwrap_or(&found);
    let rest = found.len() - first.len();
    let rest =
        when(rest > 0, || el("p", &[("class", "rest")], &[text(&format!("{rest} more are not shown."))]));
    let none = when(found.is_empty(), || {
        el("p", &[("class", "empty")], &[text("Nothing in this tree is of this kind and status.")])
    });
    let rows = when(!found.is_empty(), || table("plans", &title, tree, first, Columns::WithDate));
    all([page_header(Html::default(), &title, status.map(status_mark).unwrap_or_default()), rows, rest, none])
}
