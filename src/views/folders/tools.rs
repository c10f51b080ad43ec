//! What narrows the tree beside the page, and how far it is unfolded.

use crate::browser::page;
use crate::counted::plural;
use crate::html::{Html, all, el, text, when};
use crate::outline::Filter;
use crate::plan::{BaseStatus, ItemKind};
use crate::widgets::{IconName, effect, fill, handle, icon, live_fill, status_mark};
use crate::workspace::{Tree, Workspace};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Filters, and how far the tree is unfolded. [`filter_tree`] keeps them true.
pub(super) fn tools() -> Html {
    let search = [
        ("id", "folder-filter"),
        ("type", "search"),
        ("placeholder", "Words or status:blocked"),
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
    let name = format!("{id}-label");
    el("label", &[("id", &name)], &[el("input", &[("type", "checkbox"), ("id", id)], &[]), label])
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
pub(super) fn filter_tree(workspace: Workspace) {
    live_fill("folder-level", move || workspace.tree.get().map(|tree| levels(&tree)).unwrap_or_default());
    effect(move || {
        let filter = workspace.filter.get();
        page::set_value("folder-filter", &filter.text);
        for status in BaseStatus::ALL {
            page::set_checked(&status_id(status), filter.statuses.contains(&status));
        }
        let open = workspace.tree.get();
        for kind in ItemKind::ALL {
            page::set_checked(&kind_id(kind), filter.kinds.contains(&kind));
            // What the tree has none of is no way to narrow it.
            let is_there = open.as_ref().is_none_or(|tree| tree.plan.of_kind(kind).next().is_some());
            let is_offered = is_there || filter.kinds.contains(&kind);
            page::set_attribute(&format!("{}-label", kind_id(kind)), "hidden", (!is_offered).then_some(""));
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
            Some("everything") => {
                workspace.set_query("");
                workspace.filter.set(Filter::default());
            }
            Some(_) => workspace.update_folders(std::collections::BTreeSet::clear),
            None => {}
        }
    });
    // Escape clears the field it is pressed in, and closes the choices; so does a click beside them.
    handle("", &["keydown", "click"], move |event| {
        let is_outside = page::around(event, "#filter").is_none();
        match event.dyn_ref::<web_sys::KeyboardEvent>() {
            None if is_outside => close_choices(false),
            Some(key) if page::is_free_escape(key) => {
                if page::around(event, "#folder-filter").is_some() {
                    workspace.set_query("");
                } else if page::attribute_of("#filter", "open").is_some() {
                    event.prevent_default();
                    close_choices(!is_outside);
                }
            }
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
        "folder-filter" => workspace.set_query(&value),
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
