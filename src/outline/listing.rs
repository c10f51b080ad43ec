//! The tree as text: the annotated listing that a `_tree.md` should hold.

use super::{NodeKind, Outline, Row};
use crate::plan::{BaseStatus, Item, ItemKind, Plan};
use std::fmt::Write;

/// The columns that a name may take before its annotation.
const NAME_COLUMNS: usize = 44;

/// Prints the tree, one line a file, with each item's status after `←`. `is_shown` says which nodes stay.
pub fn print(plan: &Plan, outline: &Outline, rows: &[Row]) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "{}/", plan.root.trim_end_matches('/'));
    let mut is_last_at: Vec<bool> = Vec::new();
    for row in rows {
        let Some(node) = outline.node(row.node) else { continue };
        let depth = node.depth as usize;
        is_last_at.truncate(depth);
        let is_last = row.position == row.set_size;
        let mut line = String::new();
        for above_is_last in &is_last_at {
            line.push_str(if *above_is_last { "    " } else { "│   " });
        }
        line.push_str(if is_last { "└── " } else { "├── " });
        match node.kind {
            NodeKind::Part => {
                line.extend(node.number.iter().flat_map(|number| [number, " "]));
                line.push_str(&node.label);
            }
            _ => line.push_str(node.path.rsplit('/').next().unwrap_or(&node.path)),
        }
        if node.kind == NodeKind::Folder {
            line.push('/');
        }
        is_last_at.push(is_last);
        if let Some(note) = node.item.and_then(|item| plan.items.get(item)).and_then(annotation) {
            let columns = line.chars().count();
            let _ = write!(line, "{:padding$} ← {note}", "", padding = NAME_COLUMNS.saturating_sub(columns));
        }
        let _ = writeln!(text, "{line}");
    }
    text
}

/// What a listing says of an item: its mark, status and type.
fn annotation(item: &Item) -> Option<String> {
    let mut note = match item.status.base {
        BaseStatus::Unknown => match &item.status.written {
            Some(written) => written.clone(),
            None if item.kind == ItemKind::Plan => "(no status)".to_owned(),
            None => return None,
        },
        status => {
            let detail = match (&item.status.detail, status) {
                (Some(plan), BaseStatus::Done) => format!(":invalidated-by:{plan}"),
                (Some(reason), _) => format!(":{reason}"),
                (None, _) => String::new(),
            };
            format!("{} [{}{detail}]", mark(status), status.name().to_uppercase())
        }
    };
    if item.kind == ItemKind::Plan {
        match item.field("type").map(str::to_lowercase).as_deref() {
            Some("system") => note.push_str(" System Plan"),
            Some("procedure") => note.push_str(" Procedure Plan"),
            _ => {}
        }
    }
    Some(note)
}

/// The mark that people put in front of a status.
pub fn mark(status: BaseStatus) -> &'static str {
    match status {
        BaseStatus::Todo => "⏳",
        BaseStatus::Wip => "🔄",
        BaseStatus::Done => "✅",
        BaseStatus::Blocked => "🚧",
        BaseStatus::Cut => "🚫",
        BaseStatus::Unknown => "·",
    }
}
