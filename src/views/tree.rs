//! A folder of the tree as a page, or the whole tree.

use super::contents::{Contents, Crumbs};
use super::{Drawn, View, missing};
use crate::widgets::IconName;
use crate::workspace::{Workspace, use_workspace};
use leptos::prelude::*;

/// `#/tree/PATH`.
pub const VIEW: View = View {
    name: "tree",
    rail: Some(("Tree", IconName::Tree)),
    title: |_, address| if address.subject.is_empty() { "Tree".to_owned() } else { address.subject.clone() },
    draw: || view! { <TreeView/> }.into_any(),
};

/// The view of one folder.
#[component]
fn TreeView() -> impl IntoView {
    let workspace = use_workspace();
    let path = Memo::new(move |_| workspace.address.with(|address| address.subject.clone()));
    super::shown(move || draw(workspace, &path.get()))
}

fn draw(workspace: Workspace, path: &str) -> Drawn {
    let tree = workspace.tree.get().ok_or_else(|| missing("No tree is open."))?;
    let node = tree.outline.index_of(path);
    if node.is_none() && !path.is_empty() {
        return Err(missing(format!("There is no folder {path} in this tree.")));
    }
    let (name, crumbs) = match path.rsplit('/').next() {
        Some(name) if !path.is_empty() => (name.to_owned(), Some(view! { <Crumbs path=path/> })),
        _ => (tree.title.clone(), None),
    };
    Ok(view! {
        <div class="tree-page">
            <header class="page-header">{crumbs}<h1 dir="auto">{name}</h1></header>
            <Contents tree=tree.clone() parent=node caption="Contents of this folder"/>
        </div>
    }
    .into_any())
}
