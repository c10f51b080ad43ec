//! The tree beside the page: folders to unfold, rows to filter, one tab stop for the keyboard.
//!
//! Follows the tree pattern of the ARIA Authoring Practices Guide. Only the rows in sight are in the page, so
//! focus stays on the tree itself, and `aria-activedescendant` names the active row.

use super::contents::{address_of, icon_of, name_of};
use crate::address::Address;
use crate::browser::{page, settings};
use crate::html::{Html, all, el, when};
use crate::outline::{Filter, Node, Outline, Row};
use crate::plan::{BaseStatus, ItemKind};
use crate::widgets::{
    IconName, act, bar, flag, icon, inline, live, markup, maybe, status_mark, status_with, text_of,
};
use crate::workspace::{Tree, Workspace, use_workspace};
use leptos::attr::custom::custom_attribute;
use leptos::html;
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;

/// Height of a row in pixels; the style sheet says the same.
const ROW_PX: i32 = 28;
/// Rows drawn above and below what is in sight.
const MARGIN_ROWS: usize = 12;
/// How long letters belong to one name, in milliseconds.
const TYPE_AHEAD_MS: f64 = 700.0;
/// Narrowest, widest and first width of the tree, in pixels.
const WIDTHS_PX: (i32, i32, i32) = (200, 640, 360);

/// The tree with its tools.
#[component]
pub fn FolderTree(
    /// Whether it is shown where it is a drawer.
    is_drawer_open: RwSignal<bool>,
) -> impl IntoView {
    let stored = settings::get("tree-width").and_then(|width| width.parse::<i32>().ok());
    let width = RwSignal::new(stored.unwrap_or(WIDTHS_PX.2).clamp(WIDTHS_PX.0, WIDTHS_PX.1));
    view! {
        <nav id="folders" class="folders" aria-label="Tree" style:width=text_of(move || format!("{}px", width.get()))>
            <Tools/>
            <Rows/>
            <button type="button" class="button drawer-close" on:click=act(move |_| is_drawer_open.set(false))>"Close the tree"</button>
            <Divider width=width/>
        </nav>
    }
}

/// Changes the width of the tree, by pointer or keys.
#[component]
fn Divider(
    /// The width in pixels.
    width: RwSignal<i32>,
) -> impl IntoView {
    let is_dragging = RwSignal::new(false);
    let set = move |px: i32| {
        width.set(px.clamp(WIDTHS_PX.0, WIDTHS_PX.1));
        settings::set("tree-width", &width.get_untracked().to_string());
    };
    let on_key = move |event: web_sys::KeyboardEvent| match event.key().as_str() {
        "ArrowLeft" => set(width.get_untracked() - 20),
        "ArrowRight" => set(width.get_untracked() + 20),
        _ => {}
    };
    let on_move = move |event: web_sys::PointerEvent| {
        if is_dragging.get_untracked() {
            let left =
                page::element("folders").map_or(0, |tree| tree.get_bounding_client_rect().left() as i32);
            set(event.client_x() - left);
        }
    };
    let on_down = move |event: web_sys::PointerEvent| {
        is_dragging.set(true);
        if let Some(target) = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()) {
            let _ = target.set_pointer_capture(event.pointer_id());
        }
    };
    view! {
        <div
            class="divider" role="separator" tabindex="0" aria-orientation="vertical" aria-label="Width of the tree"
            aria-valuemin=WIDTHS_PX.0.to_string() aria-valuemax=WIDTHS_PX.1.to_string()
            aria-valuenow=text_of(move || width.get().to_string())
            on:keydown=act(on_key) on:pointerdown=act(on_down) on:pointermove=act(on_move)
            on:pointerup=act(move |_| is_dragging.set(false))
        ></div>
    }
}

/// Filters, and how far the tree is unfolded.
#[component]
fn Tools() -> impl IntoView {
    let workspace = use_workspace();
    let filter = workspace.filter;
    let hits = Memo::new(move |_| {
        let tree = workspace.tree.get()?;
        filter.with(|filter| filter.opens_folders().then(|| tree.outline.hits(filter)))
    });
    let status_box = move |status: BaseStatus| {
        let is_on = move || filter.with(|filter| filter.statuses.contains(&status));
        view! {
            <label>
                <input type="checkbox" prop:checked=flag(is_on) on:change=act(move |_| filter.update(|filter| toggle(&mut filter.statuses, status)))/>
                {inline(status_mark(status))}
            </label>
        }
    };
    let kind_box = move |kind: ItemKind| {
        let is_on = move || filter.with(|filter| filter.kinds.contains(&kind));
        view! {
            <label>
                <input type="checkbox" prop:checked=flag(is_on) on:change=act(move |_| filter.update(|filter| toggle(&mut filter.kinds, kind)))/>
                {kind.plural()}
            </label>
        }
    };
    let levels = move || {
        let deepest = workspace.tree.get().map_or(1, |tree| tree.outline.deepest_level());
        (1..=deepest.min(6))
            .map(|level| view! { <option value=level.to_string()>{format!("Level {level}")}</option> })
            .collect_view()
            .into_any()
    };
    let on_level = move |event: web_sys::Event| {
        let value = event_target_value(&event);
        let level = if value == "all" { Some(u32::MAX) } else { value.parse().ok() };
        let (Some(level), Some(tree)) = (level, workspace.tree.get_untracked()) else { return };
        workspace.update_folders(|folders| *folders = tree.outline.folders_above_level(level));
        if let Some(select) =
            event.target().and_then(|target| target.dyn_into::<web_sys::HtmlSelectElement>().ok())
        {
            select.set_value("");
        }
    };
    let chosen = move || {
        filter.with(|filter| filter.statuses.len() + filter.kinds.len() + usize::from(filter.hides_archive))
    };
    view! {
        <div class="folder-tools">
            <div class="folder-search">
                {inline(icon(IconName::Search))}
                <input
                    id="folder-filter" type="search" placeholder="Filter by name" aria-label="Filter the tree by name" autocomplete="off"
                    prop:value=text_of(move || filter.with(|filter| filter.text.clone()))
                    on:input=act(move |event: web_sys::Event| filter.update(|filter| filter.text = event_target_value(&event)))
                    on:keydown=act(move |event: web_sys::KeyboardEvent| if event.key() == "Escape" { filter.update(|filter| filter.text.clear()) })
                />
            </div>
            <details class="folder-filter">
                <summary title="Filter by status, kind and archive">
                    {inline(icon(IconName::Filter))}
                    <span class="visually-hidden">"Filter by status, kind and archive"</span>
                    {live(move || (chosen() > 0).then(|| view! { <span class="count">{chosen().to_string()}</span> }).into_any())}
                </summary>
                <div class="popover">
                    <fieldset><legend>"Status"</legend>{BaseStatus::ALL.map(status_box)}</fieldset>
                    <fieldset><legend>"Kind"</legend>{ItemKind::ALL.map(kind_box)}</fieldset>
                    <label>
                        <input
                            type="checkbox" prop:checked=flag(move || filter.with(|filter| filter.hides_archive))
                            on:change=act(move |_| filter.update(|filter| filter.hides_archive = !filter.hides_archive))
                        />
                        "Leave out the archive"
                    </label>
                    <button type="button" class="button" on:click=act(move |_| filter.set(Filter::default()))>"Show everything"</button>
                </div>
            </details>
            <select class="folder-level" aria-label="Unfold the tree to a level" on:change=act(on_level)>
                <option value="">"Unfold"</option>
                {live(levels)}
                <option value="all">"All levels"</option>
            </select>
            <button
                type="button" class="icon-button" aria-label="Fold everything" title="Fold everything"
                on:click=act(move |_| workspace.update_folders(std::collections::BTreeSet::clear))
            >{inline(icon(IconName::Fold))}</button>
        </div>
        <p class="folder-hits" role="status">{text_of(move || match hits.get() {
            None => String::new(),
            Some(0) => "Nothing matches the filter.".to_owned(),
            Some(1) => "1 matches the filter.".to_owned(),
            Some(hits) => format!("{hits} match the filter."),
        })}</p>
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

/// What changes in a row while it is there.
#[derive(Clone, Copy)]
struct States {
    active_row: Memo<Option<usize>>,
    current: Memo<Option<String>>,
}

/// The rows in sight.
#[component]
fn Rows() -> impl IntoView {
    let workspace = use_workspace();
    let rows = Memo::new(move |_| {
        let tree = workspace.tree.get();
        let rows = tree.map(|tree| {
            workspace
                .open_folders
                .with(|open| workspace.filter.with(|filter| tree.outline.rows(open, filter)))
        });
        Arc::new(rows.unwrap_or_default())
    });
    // The active row is known by its path: rows move when something is unfolded above them.
    let active = RwSignal::new(String::new());
    let current = Memo::new(move |_| {
        let tree = workspace.tree.get()?;
        workspace.address.with(|address| path_of_place(&tree, address))
    });
    let type_ahead = StoredValue::new(TypeAhead::default());
    let place = NodeRef::<html::Div>::new();
    let top = RwSignal::new(0_i32);
    let height = RwSignal::new(900_i32);
    let measure = move || {
        if let Some(place) = place.get_untracked() {
            top.set(place.scroll_top());
            height.set(place.client_height());
        }
    };
    let active_row = Memo::new(move |_| {
        let tree = workspace.tree.get()?;
        active.with(|active| row_of(&tree.outline, &rows.get(), active))
    });
    let show_row = move |row: usize| {
        let Some(place) = place.get_untracked() else { return };
        measure();
        let (begin, end) = (px_of(row), px_of(row + 1));
        if begin < top.get_untracked() {
            place.set_scroll_top(begin);
        } else if end > top.get_untracked() + height.get_untracked() {
            place.set_scroll_top(end - height.get_untracked());
        }
        measure();
    };
    // Wherever the reader is, the tree shows it.
    Effect::new(move |_| {
        if let Some(path) = current.get() {
            workspace.reveal(&path);
            active.set(path);
            if let Some(row) = active_row.get_untracked() {
                crate::browser::frames::before_next_frame(move || show_row(row));
            }
        }
    });
    let resized = gloo::events::EventListener::new(&gloo::utils::window(), "resize", move |_| measure());
    let resized = StoredValue::new_local(Some(resized));
    on_cleanup(move || drop(resized.try_update_value(Option::take)));
    Effect::new(move |_| {
        if place.get().is_some() {
            crate::browser::frames::before_next_frame(measure);
        }
    });
    let range = Memo::new(move |_| {
        let row_at = |px: i32| usize::try_from(px / ROW_PX).unwrap_or(0);
        (row_at(top.get()).saturating_sub(MARGIN_ROWS), row_at(top.get() + height.get()) + 1 + MARGIN_ROWS)
    });
    let visible = move || {
        let (rows, (first, end)) = (rows.get(), range.get());
        let in_sight =
            rows.iter().enumerate().skip(first).take(end - first).map(|(index, row)| (index, *row));
        // The active row is always there, because the tree names it as active.
        let active = active_row.get().filter(|row| *row < first || *row >= end);
        let active = active.and_then(|index| Some((index, *rows.get(index)?)));
        in_sight.chain(active).collect::<Vec<_>>()
    };
    let on_key = move |event: web_sys::KeyboardEvent| {
        if event.ctrl_key() || event.alt_key() || event.meta_key() {
            return;
        }
        let Some(tree) = workspace.tree.get_untracked() else { return };
        let rows = rows.get_untracked();
        let row = active_row.get_untracked();
        let page_rows = usize::try_from(height.get_untracked() / ROW_PX).unwrap_or(1);
        let Some(action) = action_of(&event.key(), &tree, &rows, row, page_rows, type_ahead) else { return };
        event.prevent_default();
        match action {
            Action::Go(row) => {
                if let Some(node) = rows.get(row).and_then(|row| tree.outline.node(row.node)) {
                    active.set(node.path.clone());
                }
                show_row(row);
            }
            Action::SetOpen(row, is_open) => set_open(workspace, &tree, &rows, row, is_open),
            Action::OpenSiblings(row) => open_siblings(workspace, &tree, &rows, row),
            Action::Show(row) => {
                if let Some(node) = rows.get(row).and_then(|row| tree.outline.node(row.node)) {
                    workspace.go(&address_of(&tree, node));
                }
            }
        }
    };
    let on_focus = move |_| {
        if active_row.get_untracked().is_none()
            && let (Some(tree), Some(row)) = (workspace.tree.get_untracked(), rows.get_untracked().first())
            && let Some(node) = tree.outline.node(row.node)
        {
            active.set(node.path.clone());
        }
    };
    let states = States { active_row, current };
    // One handler for all rows: the chevron unfolds, the name is a link of its own.
    let on_click = move |event: web_sys::MouseEvent| {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let Some(target) = target else { return };
        let item = target.closest("[role=treeitem]").ok().flatten();
        let index = item.and_then(|item| item.id().strip_prefix("row-")?.parse::<usize>().ok());
        let (Some(index), Some(tree)) = (index, workspace.tree.get_untracked()) else { return };
        let rows = rows.get_untracked();
        let Some(row) = rows.get(index) else { return };
        if let Some(node) = tree.outline.node(row.node) {
            active.set(node.path.clone());
        }
        let is_chevron = target.closest(".chevron").ok().flatten().is_some();
        if let Some(is_open) = row.expanded.filter(|_| is_chevron) {
            set_open(workspace, &tree, &rows, index, !is_open);
        }
    };
    view! {
        <div
            id="folder-tree" class="folder-tree" role="tree" tabindex="0" aria-label="Plans and documents"
            aria-activedescendant=Signal::derive(move || active_row.get().map(row_id))
            node_ref=place on:click=act(on_click) on:scroll=act(move |_| measure()) on:keydown=act(on_key) on:focus=act(on_focus)
        >
            <div class="folder-rows" role="presentation" style:height=text_of(move || format!("{}px", px_of(rows.get().len())))>
                <For
                    each=visible
                    key=move |(index, row)| (*index, row.node, row.expanded, row.set_size, workspace.tree.get_untracked().map(|tree| Arc::as_ptr(&tree) as usize))
                    children=move |(index, row)| draw_row(workspace, index, row, states)
                />
            </div>
        </div>
    }
}

/// Where a row begins.
fn px_of(row: usize) -> i32 {
    i32::try_from(row).unwrap_or(i32::MAX).saturating_mul(ROW_PX)
}

fn row_id(row: usize) -> String {
    format!("row-{row}")
}

/// One row. What it holds never changes while it is there; what changes are its states.
fn draw_row(workspace: Workspace, index: usize, row: Row, states: States) -> AnyView {
    let Some(tree) = workspace.tree.get_untracked() else { return ().into_any() };
    let Some(node) = tree.outline.node(row.node) else { return ().into_any() };
    let path = node.path.clone();
    let is_current =
        text_of(move || states.current.with(|current| current.as_ref() == Some(&path)).to_string());
    view! {
        <div
            id=row_id(index) class="folder-row" role="treeitem"
            aria-setsize=row.set_size.to_string() aria-posinset=row.position.to_string()
            aria-expanded=row.expanded.map(|expanded| expanded.to_string())
            aria-selected=is_current
            data-active=maybe(move || (states.active_row.get() == Some(index)).then_some("true"))
            data-level=node.depth.min(8).to_string() data-archived=node.archived.then_some("true")
            style:top=format!("{}px", px_of(index))
            {..custom_attribute("aria-level", (node.depth + 1).to_string())}
        >{markup(row_content(&tree, node, row))}</div>
    }
    .into_any()
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
    let now_ms = crate::browser::frames::now_ms();
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
