//! The rows of the tree that are in sight: drawn, marked, scrolled to, and what is done to them.

use super::keys::{Action, TypeAhead, action_of};
use crate::address::Address;
use crate::browser::{frames, page};
use crate::compare::Marks;
use crate::files::TreePath;
use crate::html::{Html, all, el, text, when};
use crate::named::Named;
use crate::outline::{Node, Outline, Row};
use crate::views::contents::{address_of, icon_of, name_of};
use crate::views::{direction, quick};
use crate::widgets::{IconName, bar, effect, fill, handle, icon, status_said, status_with};
use crate::workspace::{Tree, Workspace};
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;

/// Height of a row in pixels; the style sheet says the same.
const ROW_PX: i32 = 28;
/// Rows drawn above and below what is in sight.
const MARGIN_ROWS: usize = 12;
/// How many rows are scrolled past before others are drawn.
const STRIDE_ROWS: usize = 6;

/// The rows in sight. The tree is one tab stop: focus stays on it, and it names the active row.
#[derive(Clone, Copy)]
struct Rows {
    workspace: Workspace,
    /// All rows, in sight or not.
    all: Memo<Arc<Vec<Row>>>,
    /// The active row is known by its path: rows move when something is unfolded above them.
    active: RwSignal<String>,
    /// The path of what the page shows; empty when that is not in the tree.
    current: Memo<String>,
    /// The markup that is in the page.
    drawn: StoredValue<Html>,
}

/// Draws the rows in sight, and handles what happens to them.
pub(super) fn show_rows(workspace: Workspace) {
    let all = Memo::new(move |_| {
        let tree = workspace.tree.get();
        let rows = tree.map(|tree| {
            workspace
                .open_folders
                .with(|open| workspace.filter.with(|filter| tree.outline.rows(open, filter)))
        });
        Arc::new(rows.unwrap_or_default())
    });
    let current = Memo::new(move |_| {
        let tree = workspace.tree.get();
        let path = tree.and_then(|tree| workspace.address.with(|address| path_of_place(&tree, address)));
        path.unwrap_or_default()
    });
    let active = RwSignal::new(String::new());
    let rows = Rows { workspace, all, active, current, drawn: StoredValue::new(Html::default()) };
    direction::follow(workspace);
    effect(move || {
        rows.draw();
        rows.mark();
    });
    // Wherever the reader is, the tree shows it.
    effect(move || {
        let path = current.get();
        if !path.is_empty() {
            workspace.reveal(&path);
            active.set(path);
            frames::before_next_frame(move || rows.show_active());
        }
    });
    handle("", &["resize"], move |_| {
        rows.draw();
        rows.mark();
    });
    let type_ahead = StoredValue::new(TypeAhead::default());
    handle("folder-tree", &["keydown", "click", "focusin", "scroll"], move |event| {
        let Some(tree) = workspace.tree.get_untracked() else { return };
        match event.type_().as_str() {
            "scroll" => {
                rows.draw();
                rows.mark();
            }
            // Of the rows in sight, so that none has to be drawn: a click that begins now ends on its row.
            "focusin" if rows.active_row(&tree).is_none() => {
                let top = page::element("folder-tree").map_or(0, |place| place.scroll_top());
                rows.activate(&tree, usize::try_from((top + ROW_PX - 1) / ROW_PX).unwrap_or(0));
            }
            "focusin" => {}
            "click" => rows.click(&tree, event),
            _ => {
                if let Some(event) = event.dyn_ref::<web_sys::KeyboardEvent>() {
                    rows.press(&tree, event, type_ahead);
                }
            }
        }
    });
}

impl Rows {
    /// The row that is active, if it can be seen at all.
    fn active_row(self, tree: &Tree) -> Option<usize> {
        let active = self.active.get_untracked();
        self.all.with_untracked(|rows| row_of(&tree.outline, rows, &active))
    }

    fn activate(self, tree: &Tree, row: usize) {
        let node = self.all.with_untracked(|rows| tree.outline.node(rows.get(row)?.node));
        if let Some(node) = node {
            self.active.set(node.path.clone());
        }
    }

    /// Puts the rows in sight into the page, unless they are there. The active row is always there, because
    /// the tree names it: out of sight it stands before or behind the others.
    fn draw(self) {
        // The tree first: an effect that reads a memo before what that was made of may miss a change.
        let tree = self.workspace.tree.get();
        let (rows, active) = (self.all.get(), self.active.get());
        let (Some(tree), Some(place)) = (tree, page::element("folder-tree")) else { return };
        let row_at = |px: i32| usize::try_from(px / ROW_PX).unwrap_or(0);
        let top = row_at(place.scroll_top()) / STRIDE_ROWS * STRIDE_ROWS;
        let first = top.saturating_sub(MARGIN_ROWS);
        let end = top + row_at(place.client_height()) + 1 + STRIDE_ROWS + MARGIN_ROWS;
        let end = end.min(rows.len());
        let active = row_of(&tree.outline, &rows, &active);
        let before = active.filter(|row| *row < first);
        let behind = active.filter(|row| *row >= end);
        let shown = before.into_iter().chain(first..end).chain(behind);
        let pending = self.workspace.editing.folded.with(|folded| Marked::of(&folded.edited.changed));
        let compared = self.workspace.compared();
        let compared = compared.as_deref().map(|compared| &compared.marks);
        let block = all(
            shown.filter_map(|index| Some(draw_row(&tree, index, *rows.get(index)?, &pending, compared)))
        );
        if self.drawn.with_value(|drawn| *drawn == block) {
            return;
        }
        self.drawn.set_value(block.clone());
        let had_focus = page::has_focus("folder-tree");
        let attributes = [("id", "folder-block"), ("class", "folder-block"), ("role", "presentation")];
        let block = el("div", &attributes, &[block]);
        fill("folder-rows", block);
        page::set_style("folder-rows", "height", &format!("{}px", px_of(rows.len())));
        let top = first.saturating_sub(usize::from(before.is_some()));
        page::set_style("folder-block", "top", &format!("{}px", px_of(top)));
        if had_focus {
            page::focus("folder-tree");
        }
    }

    /// Says in the rows which is active and which the page shows. The rows themselves stay, so a click that
    /// has begun on one still ends on it.
    fn mark(self) {
        let current = self.current.get();
        let (Some(tree), Some(place)) = (self.workspace.tree.get(), page::element("folder-tree")) else {
            return;
        };
        let active = row_of(&tree.outline, &self.all.get(), &self.active.get()).map(row_id);
        page::set_attribute("folder-tree", "aria-activedescendant", active.as_deref());
        let current = self.all.with(|rows| row_of(&tree.outline, rows, &current)).map(row_id);
        for row in page::all_within(&place, "[role=treeitem]") {
            let id = row.id();
            let is_current = current.as_ref() == Some(&id);
            let _ = row.set_attribute("aria-selected", if is_current { "true" } else { "false" });
            page::set_attribute(&id, "data-active", (active.as_ref() == Some(&id)).then_some("true"));
        }
    }

    /// Scrolls to the active row.
    fn show_active(self) {
        let row = self.workspace.tree.get_untracked().and_then(|tree| self.active_row(&tree));
        let (Some(row), Some(place)) = (row, page::element("folder-tree")) else { return };
        let (top, height) = (place.scroll_top(), place.client_height());
        if px_of(row) < top {
            place.set_scroll_top(px_of(row));
        } else if px_of(row + 1) > top + height {
            place.set_scroll_top(px_of(row + 1) - height);
        }
    }

    /// The chevron unfolds; the name is a link of its own.
    fn click(self, tree: &Tree, event: &web_sys::Event) {
        let item = page::around(event, "[role=treeitem]");
        let index = item.and_then(|item| item.id().strip_prefix("row-")?.parse::<usize>().ok());
        let Some(index) = index else { return };
        let rows = self.all.get_untracked();
        self.activate(tree, index);
        let is_status = page::around(event, ".folder-row > .status").is_some();
        if let Some(node) = rows.get(index).and_then(|row| tree.outline.node(row.node)).filter(|_| is_status)
        {
            quick::open(self.workspace, &node.path);
            return;
        }
        let is_chevron = page::around(event, ".chevron").is_some();
        if let Some(is_open) = rows.get(index).and_then(|row| row.expanded).filter(|_| is_chevron) {
            set_open(self.workspace, tree, &rows, index, !is_open);
        }
    }

    fn press(self, tree: &Tree, event: &web_sys::KeyboardEvent, type_ahead: StoredValue<TypeAhead>) {
        if event.ctrl_key() || event.alt_key() || event.meta_key() {
            return;
        }
        let rows = self.all.get_untracked();
        let height = page::element("folder-tree").map_or(0, |place| place.client_height());
        let page_rows = usize::try_from(height / ROW_PX).unwrap_or(1);
        let row = self.active_row(tree);
        let key = match (event.key(), direction::is_mirrored()) {
            // What is unfolded lies to the left then.
            (key, true) if key == "ArrowLeft" => "ArrowRight".to_owned(),
            (key, true) if key == "ArrowRight" => "ArrowLeft".to_owned(),
            (key, _) => key,
        };
        let Some(action) = action_of(&key, tree, &rows, row, page_rows, type_ahead) else { return };
        event.prevent_default();
        match action {
            Action::Go(row) => {
                self.activate(tree, row);
                self.show_active();
            }
            Action::SetStatus(row) => {
                if let Some(node) = rows.get(row).and_then(|row| tree.outline.node(row.node)) {
                    quick::open(self.workspace, &node.path);
                }
            }
            Action::SetOpen(row, is_open) => set_open(self.workspace, tree, &rows, row, is_open),
            Action::OpenSiblings(row) => open_siblings(self.workspace, tree, &rows, row),
            Action::Show(row) => {
                if let Some(node) = rows.get(row).and_then(|row| tree.outline.node(row.node)) {
                    self.workspace.go(&address_of(tree, node));
                }
            }
        }
    }
}

/// Where a row begins.
fn px_of(row: usize) -> i32 {
    i32::try_from(row).unwrap_or(i32::MAX).saturating_mul(ROW_PX)
}

fn row_id(row: usize) -> String {
    format!("row-{row}")
}

/// One row. [`Rows::mark`] says whether it is active, and whether the page shows it.
/// What is pending in the tree: changed files, and the folders that they lie in.
struct Marked(Named<()>);

impl Marked {
    fn of(changed: &[TreePath]) -> Marked {
        let mut paths: Named<()> = Named::default();
        for path in changed {
            let above = std::iter::successors(Some(path.as_str()), |path| Some(path.rsplit_once('/')?.0));
            above.for_each(|path| paths.insert_new(path, ()));
        }
        Marked(paths)
    }
}

fn draw_row(tree: &Tree, index: usize, row: Row, pending: &Marked, compared: Option<&Marks>) -> Html {
    let Some(node) = tree.outline.node(row.node) else { return Html::default() };
    let expanded = match row.expanded {
        Some(true) => "true",
        Some(false) => "false",
        None => "",
    };
    let attributes = [
        ("id", &*row_id(index)),
        ("class", "folder-row"),
        ("role", "treeitem"),
        ("aria-level", &*(node.depth + 1).to_string()),
        ("aria-setsize", &*row.set_size.to_string()),
        ("aria-posinset", &*row.position.to_string()),
        ("aria-expanded", expanded),
        ("data-level", &*node.depth.min(8).to_string()),
        ("data-archived", if node.archived { "true" } else { "" }),
        ("data-pending", if pending.0.get(&node.path).is_some() { "true" } else { "" }),
    ];
    el("div", &attributes, &[row_content(tree, node, row, compared)])
}

fn row_content(tree: &Tree, node: &Node, row: Row, compared: Option<&Marks>) -> Html {
    let item = node.item.and_then(|item| tree.plan.items.get(item));
    let shows_status = item.is_some_and(|item| item.status.written.is_some() || item.kind.is_work());
    let is_folded = row.expanded == Some(false);
    let counts = when(is_folded && node.counts.total() > 0 && item.is_none(), || {
        let counts = node.counts.iter().filter(|(_, count)| *count > 0);
        let counts = counts.map(|(status, count)| status_with(status, &count.to_string()));
        el("span", &[("class", "counts"), ("title", &bar::words(node.counts))], &[all(counts)])
    });
    let mark = compared.and_then(|marks| match item {
        Some(item) => marks.item(item.claims.as_ref().unwrap_or(&item.id)),
        None => marks.file(&node.path),
    });
    let mark = mark.map(|(mark, said)| {
        let attributes = [("class", "compared"), ("data-mark", mark.name()), ("title", said)];
        el("span", &attributes, &[text(mark.label())])
    });
    let chevron = match row.expanded {
        Some(_) => el("span", &[("class", "chevron")], &[icon(IconName::Chevron)]),
        None => el("span", &[("class", "chevron"), ("data-leaf", "true")], &[]),
    };
    let href = address_of(tree, node).href();
    let attributes = [
        ("class", "folder-name"),
        ("href", &href),
        ("tabindex", "-1"),
        ("title", &node.path),
        ("dir", "auto"),
    ];
    all([
        chevron,
        el("a", &attributes, &[icon(icon_of(node)), name_of(node)]),
        mark.unwrap_or_default(),
        when(item.is_some_and(|item| item.folder.is_some() || item.has_page()), || bar(node.counts)),
        counts,
        when(shows_status, || status_said(node.status, node.said)),
    ])
}

fn set_open(workspace: Workspace, tree: &Tree, rows: &[Row], row: usize, is_open: bool) {
    if let Some(node) = rows.get(row).and_then(|row| tree.outline.node(row.node)) {
        workspace.set_folder_open(&node.path, is_open);
    }
}

fn open_siblings(workspace: Workspace, tree: &Tree, rows: &[Row], row: usize) {
    let Some(parent) = rows.get(row).and_then(|row| tree.outline.node(row.node)).map(|node| node.parent)
    else {
        return;
    };
    let siblings = tree
        .outline
        .nodes()
        .iter()
        .enumerate()
        .filter(|(index, node)| node.parent == parent && tree.outline.has_children(*index));
    let paths: Vec<String> = siblings.map(|(_, node)| node.path.clone()).collect();
    workspace.update_folders(|folders| folders.extend(paths));
}

/// The row of the node at a path.
fn row_of(outline: &Outline, rows: &[Row], path: &str) -> Option<usize> {
    rows.iter().position(|row| outline.node(row.node).is_some_and(|node| node.path == path))
}

/// The path in the tree of what an address shows.
fn path_of_place(tree: &Tree, address: &Address) -> Option<String> {
    if address.view == "tree" {
        return (!address.subject.is_empty()).then(|| address.subject.clone());
    }
    let path = crate::links::path_of(&tree.plan, address)?;
    let node = tree.outline.index_of(&path)?;
    tree.outline.node(node).map(|node| node.path.clone())
}
