//! A folder of the tree as a page, or the whole tree.

use super::contents::{contents, crumbs, page_header};
use super::{Drawn, View, missing, shown};
use crate::html::{Html, el};
use crate::widgets::{IconName, markup};
use crate::workspace::{Workspace, use_workspace};
use leptos::prelude::*;

/// `#/tree/PATH`.
pub const VIEW: View = View {
    name: "tree",
    rail: Some(("Tree", IconName::Tree)),
    title: |_, address| if address.subject.is_empty() { "Tree".to_owned() } else { address.subject.clone() },
    draw: || {
        let workspace = use_workspace();
        let path = workspace.subject();
        shown(move || draw(workspace, &path.get()))
    },
};

fn draw(workspace: Workspace, path: &str) -> Drawn {
    let tree = workspace.tree.get().ok_or_else(|| missing("No tree is open."))?;
    let node = tree.outline.index_of(path);
    if node.is_none() && !path.is_empty() {
        return Err(missing(format!("There is no folder {path} in this tree.")));
    }
    let header = match path.rsplit('/').next() {
        Some(name) if !path.is_empty() => page_header(crumbs(path), name, Html::default()),
        _ => page_header(Html::default(), &tree.title, Html::default()),
    };
    let table = contents(&tree, node, "Contents of this folder");
    Ok(markup(el("div", &[("class", "tree-page")], &[header, table])))
}
