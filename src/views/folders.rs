//! The tree beside the page: folders to unfold, rows to filter, one tab stop for the keyboard.
//!
//! Follows the tree pattern of the ARIA Authoring Practices Guide. Only the rows in sight are in the page, so
//! focus stays on the tree itself, and `aria-activedescendant` names the active row.

use super::contents::{address_of, icon_of, name_of};
use crate::address::Address;
use crate::browser::{frames, page, settings};
use crate::counted::plural;
use crate::html::{Html, all, el, text, when};
use crate::outline::{Filter, Node, Outline, Row};
use crate::plan::{BaseStatus, ItemKind};
use crate::widgets::{
    IconName, bar, effect, fill, handle, icon, live_fill, markup, status_mark, status_with,
};
use crate::workspace::{Tree, Workspace, use_workspace};
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;

/// Height of a row in pixels; the style sheet says the same.
const ROW_PX: i32 = 28;
/// Rows drawn above and below what is in sight.
const MARGIN_ROWS: usize = 12;
/// How many rows are scrolled past before others are drawn.
const STRIDE_ROWS: usize = 6;
/// How long letters belong to one name, in milliseconds.
const TYPE_AHEAD_MS: f64 = 700.0;
/// Narrowest, widest and first width of the tree, in pixels.
const WIDTHS_PX: (i32, i32, i32) = (200, 640, 360);

/// The tree with its tools.
#[component]
pub fn FolderTree() -> impl IntoView {
    let workspace = use_workspace();
    filter_tree(workspace);
    show_rows(workspace);
    change_width();
    let rows = el("div", &[("id", "folder-rows"), ("class", "folder-rows"), ("role", "presentation")], &[]);
    let close = [("type", "button"), ("class", "button drawer-close"), ("data-act", "drawer")];
    let tree = [
        ("id", "folder-tree"),
        ("class", "folder-tree"),
        ("role", "tree"),
        ("tabindex", "0"),
        ("aria-label", "Plans and documents"),
    ];
    let divider = [
        ("id", "divider"),
        ("class", "divider"),
        ("role", "separator"),
        ("tabindex", "0"),
        ("aria-orientation", "vertical"),
        ("aria-label", "Width of the tree"),
        ("aria-valuemin", &*WIDTHS_PX.0.to_string()),
        ("aria-valuemax", &*WIDTHS_PX.1.to_string()),
    ];
    let parts = [
        tools(),
        el("p", &[("id", "folder-hits"), ("class", "folder-hits"), ("role", "status")], &[]),
        el("div", &tree, &[rows]),
        el("button", &close, &[text("Close the tree")]),
        el("div", &divider, &[]),
    ];
    markup(el("nav", &[("id", "folders"), ("class", "folders"), ("aria-label", "Tree")], &parts))
}

/// Lets the reader change the width of the tree, by pointer or keys.
fn change_width() {
    let stored = || settings::get("tree-width")?.parse::<i32>().ok();
    let width = StoredValue::new(stored().unwrap_or(WIDTHS_PX.2));
    let is_dragging = StoredValue::new(false);
    let set = move |px: i32| {
        let px = px.clamp(WIDTHS_PX.0, WIDTHS_PX.1);
        width.set_value(px);
        page::set_style("folders", "width", &format!("{px}px"));
        page::set_attribute("divider", "aria-valuenow", Some(&px.to_string()));
    };
    let choose = move |px: i32| {
        set(px);
        settings::set("tree-width", &width.get_value().to_string());
    };
    effect(move || set(width.get_value()));
    handle("divider", &["keydown", "pointerdown", "pointermove", "pointerup"], move |event| {
        if let Some(event) = event.dyn_ref::<web_sys::KeyboardEvent>() {
            match event.key().as_str() {
                "ArrowLeft" => choose(width.get_value() - 20),
                "ArrowRight" => choose(width.get_value() + 20),
                _ => {}
            }
            return;
        }
        let Some(pointer) = event.dyn_ref::<web_sys::PointerEvent>() else { return };
        match event.type_().as_str() {
            "pointermove" if !is_dragging.get_value() => {}
            "pointermove" => {
                let tree = page::element("folders");
                let left = tree.map_or(0, |tree| tree.get_bounding_client_rect().left() as i32);
                choose(pointer.client_x() - left);
            }
            "pointerdown" => {
                is_dragging.set_value(true);
                if let Some(divider) = page::element("divider") {
                    let _ = divider.set_pointer_capture(pointer.pointer_id());
                }
            }
            _ => is_dragging.set_value(false),
        }
    });
}

/// Filters, and how far the tree is unfolded. [`filter_tree`] keeps them true.
fn tools() -> Html {
    let search = [
        ("id", "folder-filter"),
        ("type", "search"),
        ("placeholder", "Filter by name"),
        ("aria-label", "Filter the tree by name"),
        ("autocomplete", "off"),
    ];
    let said = "Filter by status, kind and archive";
    let summary = [
        icon(IconName::Filter),
        el("span", &[("class", "visually-hidden")], &[text(said)]),
        el("span", &[("id", "filter-count"), ("class", "markup")], &[]),
    ];
    let statuses = BaseStatus::ALL.map(|status| check_box(&status_id(status), status_mark(status)));
    let kinds = ItemKind::ALL.map(|kind| check_box(&kind_id(kind), text(&plural(kind.noun()))));
    let everything = [("type", "button"), ("class", "button"), ("data-tool", "everything")];
    let popover = [
        el("fieldset", &[], &[el("legend", &[], &[text("Status")]), all(statuses)]),
        el("fieldset", &[], &[el("legend", &[], &[text("Kind")]), all(kinds)]),
        check_box("filter-archive", text("Leave out the archive")),
        el("button", &everything, &[text("Show everything")]),
    ];
    let level =
        [("id", "folder-level"), ("class", "folder-level"), ("aria-label", "Unfold the tree to a level")];
    let fold = [
        ("type", "button"),
        ("class", "icon-button"),
        ("aria-label", "Fold everything"),
        ("title", "Fold everything"),
        ("data-tool", "fold"),
    ];
    let parts = [
        el("div", &[("class", "folder-search")], &[icon(IconName::Search), el("input", &search, &[])]),
        el(
            "details",
            &[("id", "filter"), ("class", "folder-filter")],
            &[
                el("summary", &[("id", "filter-button"), ("title", said)], &summary),
                el("div", &[("class", "popover")], &popover),
            ],
        ),
        el("select", &level, &[]),
        el("button", &fold, &[icon(IconName::Fold)]),
    ];
    el("div", &[("id", "folder-tools"), ("class", "folder-tools")], &parts)
}

fn check_box(id: &str, label: Html) -> Html {
    el("label", &[], &[el("input", &[("type", "checkbox"), ("id", id)], &[]), label])
}

fn status_id(status: BaseStatus) -> String {
    format!("filter-{}", status.name())
}

fn kind_id(kind: ItemKind) -> String {
    format!("filter-{}", kind.name())
}

/// What stands where a level can be chosen.
const NO_LEVEL: &str = "Unfold";

/// What unfolds the tree to a level.
fn levels(tree: &Tree) -> Html {
    let levels = (1..=tree.outline.deepest_level().min(6)).map(|level| level.to_string());
    let levels = levels.map(|level| el("option", &[("value", &*level)], &[text(&format!("Level {level}"))]));
    let everything = el("option", &[("value", "all")], &[text("All levels")]);
    all([el("option", &[], &[text(NO_LEVEL)]), all(levels), everything])
}

/// Lets the reader filter and unfold the tree, and says what is chosen.
fn filter_tree(workspace: Workspace) {
    live_fill("folder-level", move || workspace.tree.get().map(|tree| levels(&tree)).unwrap_or_default());
    effect(move || {
        let filter = workspace.filter.get();
        page::set_value("folder-filter", &filter.text);
        for status in BaseStatus::ALL {
            page::set_checked(&status_id(status), filter.statuses.contains(&status));
        }
        for kind in ItemKind::ALL {
            page::set_checked(&kind_id(kind), filter.kinds.contains(&kind));
        }
        page::set_checked("filter-archive", filter.hides_archive);
        let chosen = filter.statuses.len() + filter.kinds.len() + usize::from(filter.hides_archive);
        let count = || el("span", &[("class", "count")], &[text(&chosen.to_string())]);
        fill("filter-count", when(chosen > 0, count));
        let tree = workspace.tree.get().filter(|_| filter.opens_folders());
        let said = match tree.map(|tree| tree.outline.hits(&filter)) {
            None => String::new(),
            Some(0) => "Nothing matches the filter.".to_owned(),
            Some(1) => "1 matches the filter.".to_owned(),
            Some(hits) => format!("{hits} match the filter."),
        };
        page::set_text("folder-hits", &said);
    });
    handle("folder-tools", &["input", "click"], move |event| {
        if event.type_() == "input" {
            if let Some(field) = page::around(event, "[id]") {
                change(workspace, &field.id());
            }
            return;
        }
        let tool = page::around(event, "[data-tool]").and_then(|tool| tool.get_attribute("data-tool"));
        match tool.as_deref() {
            Some("everything") => workspace.filter.set(Filter::default()),
            Some(_) => workspace.update_folders(std::collections::BTreeSet::clear),
            None => {}
        }
    });
    // Escape clears the field it is pressed in, and closes the choices; so does a click beside them.
    handle("", &["keydown", "click"], move |event| {
        let key = event.dyn_ref::<web_sys::KeyboardEvent>().map(web_sys::KeyboardEvent::key);
        let is_outside = page::around(event, "#filter").is_none();
        match key.as_deref() {
            Some("Escape") if page::around(event, "#folder-filter").is_some() => {
                workspace.filter.update(|filter| filter.text.clear());
            }
            Some("Escape") => close_choices(!is_outside),
            None if is_outside => close_choices(false),
            _ => {}
        }
    });
}

/// Closes the choices of the filter. `returns` gives the keyboard back to what opened them.
fn close_choices(returns: bool) {
    page::set_attribute("filter", "open", None);
    if returns {
        page::focus("filter-button");
    }
}

/// Takes what a field of the tools says now.
fn change(workspace: Workspace, id: &str) {
    let value = page::value(id);
    let filter = workspace.filter;
    match id {
        "folder-filter" => filter.update(|filter| filter.text = value),
        "filter-archive" => filter.update(|filter| filter.hides_archive = !filter.hides_archive),
        "folder-level" => {
            let level = if value == "all" { Some(u32::MAX) } else { value.parse().ok() };
            let (Some(level), Some(tree)) = (level, workspace.tree.get_untracked()) else { return };
            workspace.update_folders(|folders| *folders = tree.outline.folders_above_level(level));
            page::set_value(id, NO_LEVEL);
        }
        _ => filter.update(|filter| {
            if let Some(status) = BaseStatus::ALL.into_iter().find(|status| status_id(*status) == id) {
                toggle(&mut filter.statuses, status);
            } else if let Some(kind) = ItemKind::ALL.into_iter().find(|kind| kind_id(*kind) == id) {
                toggle(&mut filter.kinds, kind);
            }
        }),
    }
}

fn toggle<T: PartialEq>(list: &mut Vec<T>, value: T) {
    match list.iter().position(|known| *known == value) {
        Some(index) => drop(list.remove(index)),
        None => list.push(value),
    }
}

/// What the reader has typed to jump to a name.
#[derive(Clone, Default)]
struct TypeAhead {
    text: String,
    at_ms: f64,
}

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
fn show_rows(workspace: Workspace) {
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
        let block = all(shown.filter_map(|index| Some(draw_row(&tree, index, *rows.get(index)?))));
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
        let Some(action) = action_of(&event.key(), tree, &rows, row, page_rows, type_ahead) else { return };
        event.prevent_default();
        match action {
            Action::Go(row) => {
                self.activate(tree, row);
                self.show_active();
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
fn draw_row(tree: &Tree, index: usize, row: Row) -> Html {
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
    ];
    el("div", &attributes, &[row_content(tree, node, row)])
}

fn row_content(tree: &Tree, node: &Node, row: Row) -> Html {
    let item = node.item.and_then(|item| tree.plan.items.get(item));
    let shows_status = item.is_some_and(|item| item.status.written.is_some() || item.kind.is_work());
    let is_folded = row.expanded == Some(false);
    let counts = when(is_folded && node.counts.total() > 0 && item.is_none(), || {
        let counts = node.counts.iter().filter(|(_, count)| *count > 0);
        let counts = counts.map(|(status, count)| status_with(status, &count.to_string()));
        el("span", &[("class", "counts"), ("title", &bar::words(node.counts))], &[all(counts)])
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
        when(item.is_some_and(|item| item.folder.is_some()), || bar(node.counts)),
        counts,
        when(shows_status, || status_mark(node.status)),
    ])
}

/// What a key asks of the tree.
enum Action {
    /// Make this row the active one.
    Go(usize),
    /// Unfold or fold this row.
    SetOpen(usize, bool),
    /// Unfold everything beside this row.
    OpenSiblings(usize),
    /// Open what this row stands for.
    Show(usize),
}

fn action_of(
    key: &str,
    tree: &Tree,
    rows: &[Row],
    active: Option<usize>,
    page_rows: usize,
    type_ahead: StoredValue<TypeAhead>,
) -> Option<Action> {
    let last = rows.len().checked_sub(1)?;
    let index = active.unwrap_or(0).min(last);
    let row = rows.get(index)?;
    Some(match key {
        "ArrowDown" => Action::Go((index + 1).min(last)),
        "ArrowUp" => Action::Go(index.saturating_sub(1)),
        "PageDown" => Action::Go((index + page_rows).min(last)),
        "PageUp" => Action::Go(index.saturating_sub(page_rows)),
        "Home" => Action::Go(0),
        "End" => Action::Go(last),
        "ArrowRight" => match row.expanded {
            Some(false) => Action::SetOpen(index, true),
            Some(true) => Action::Go((index + 1).min(last)),
            None => return None,
        },
        "ArrowLeft" => match row.expanded {
            Some(true) => Action::SetOpen(index, false),
            _ => {
                let parent = tree.outline.node(row.node)?.parent?;
                Action::Go(rows.iter().position(|row| row.node == parent)?)
            }
        },
        "Enter" | " " => Action::Show(index),
        "*" => Action::OpenSiblings(index),
        letter if letter.chars().count() == 1 && !matches!(letter, "?" | "/") => {
            Action::Go(next_by_name(letter, tree, rows, index, type_ahead)?)
        }
        _ => return None,
    })
}

/// The next row whose name begins with what is being typed.
fn next_by_name(
    letter: &str,
    tree: &Tree,
    rows: &[Row],
    index: usize,
    type_ahead: StoredValue<TypeAhead>,
) -> Option<usize> {
    let now_ms = frames::now_ms();
    let mut typed = type_ahead.get_value();
    if now_ms - typed.at_ms > TYPE_AHEAD_MS {
        typed.text.clear();
    }
    typed.text.push_str(&letter.to_lowercase());
    typed.at_ms = now_ms;
    let text = typed.text.clone();
    type_ahead.set_value(typed);
    // A first letter looks below the active row; further letters may still mean the active row itself.
    let begin = if text.chars().count() == 1 { index + 1 } else { index };
    let is_meant = |row: &Row| {
        tree.outline.node(row.node).is_some_and(|node| {
            let name = node.path.rsplit('/').next().unwrap_or(&node.path).to_lowercase();
            name.starts_with(&text) || node.label.to_lowercase().starts_with(&text)
        })
    };
    let (before, after) = rows.split_at_checked(begin).unwrap_or((rows, &[]));
    after.iter().position(is_meant).map(|found| begin + found).or_else(|| before.iter().position(is_meant))
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
