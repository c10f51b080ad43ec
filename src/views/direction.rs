//! The direction in which a tree is laid out: from right to left where most of it is written so.

use crate::browser::page;
use crate::widgets::effect;
use crate::workspace::Workspace;
use leptos::prelude::*;

/// The parts of the page that show what the tree says.
const PARTS: [&str; 2] = ["main", "folder-tree"];

/// Lays the page out as the open tree is written, whatever is open.
pub fn follow(workspace: Workspace) {
    let is_from_right = Memo::new(move |_| {
        workspace.tree.with(|tree| tree.as_ref().is_some_and(|tree| tree.plan.reads_from_right()))
    });
    effect(move || {
        let direction = is_from_right.get().then_some("rtl");
        for part in PARTS {
            page::set_attribute(part, "dir", direction);
        }
    });
    // The start page is nobody's tree.
    on_cleanup(|| PARTS.iter().for_each(|part| page::set_attribute(part, "dir", None)));
}

/// Whether the tree beside the page is laid out from right to left.
pub fn is_mirrored() -> bool {
    page::element("folder-tree").is_some_and(|tree| tree.get_attribute("dir").as_deref() == Some("rtl"))
}
