//! The tools above the picture, kept true to the link.

use super::filters::{ANY, Asked, FILTERS, GROUPINGS, MOST_DEPTH};
use crate::browser::page;
use crate::counted::counted;
use crate::graph::shown::{Mode, Scope};
use crate::html::{Html, all, el, text};
use crate::named::Named;
use crate::plan::ItemKind;
use crate::views::graph;
use crate::widgets::{IconName, effect, fill, handle, icon, live_fill};
use crate::workspace::{Tree, Workspace};
use leptos::prelude::*;

pub(super) fn tools() -> Html {
    let search = [
        ("id", "needs-text"),
        ("type", "search"),
        ("placeholder", "Filter by name"),
        ("aria-label", "Filter the picture by name"),
        ("autocomplete", "off"),
    ];
    let choice = |id: &'static str, label: &str| el("select", &[("id", id), ("aria-label", label)], &[]);
    let button = |id: &'static str, words: Html| {
        el("button", &[("type", "button"), ("class", "button"), ("id", id), ("data-tool", id)], &[words])
    };
    let depth = el(
        "span",
        &[("class", "stepper"), ("role", "group"), ("aria-label", "Steps around")],
        &[
            el(
                "button",
                &[
                    ("type", "button"),
                    ("class", "icon-button"),
                    ("data-tool", "shallower"),
                    ("aria-label", "One step less"),
                    ("title", "One step less"),
                ],
                &[icon(IconName::Minus)],
            ),
            el("output", &[("id", "needs-depth")], &[]),
            el(
                "button",
                &[
                    ("type", "button"),
                    ("class", "icon-button"),
                    ("data-tool", "deeper"),
                    ("aria-label", "One step more"),
                    ("title", "One step more"),
                ],
                &[icon(IconName::Plus)],
            ),
        ],
    );
    let more = FILTERS.map(|(id, _, label)| el("label", &[], &[text(label), choice(id, label)]));
    let box_of = |id: &'static str, words: &str| {
        el(
            "label",
            &[("class", "check")],
            &[el("input", &[("type", "checkbox"), ("id", id)], &[]), text(words)],
        )
    };
    let filters = el(
        "details",
        &[("class", "menu"), ("id", "needs-filters")],
        &[
            el(
                "summary",
                &[("class", "button")],
                &[
                    icon(IconName::Filter),
                    text(" Filter "),
                    el("span", &[("id", "needs-filter-count"), ("class", "count")], &[]),
                ],
            ),
            el(
                "div",
                &[("class", "popover")],
                &[
                    all(more),
                    box_of("needs-archive", "Unfold the archive"),
                    box_of("needs-origins", "Draw where plans came from"),
                    box_of("needs-modules", "Draw modules"),
                    box_of("needs-external", "Draw what is not in the tree"),
                ],
            ),
        ],
    );
    let parts = [
        el("div", &[("class", "findings-search")], &[icon(IconName::Search), el("input", &search, &[])]),
        choice("needs-scope", "Where the picture begins"),
        depth,
        choice("needs-group", "Bands"),
        filters,
        button("needs-mode", text("All edges")),
        button("needs-critical", text("Longest chain")),
        button("needs-ready", text("Can start")),
        button("needs-view", text("Table")),
        graph::exports(),
    ];
    el("div", &[("id", "needs-tools"), ("class", "graph-toolbar")], &parts)
}

pub(super) fn option(value: &str, words: &str) -> Html {
    el("option", &[("value", value)], &[text(words)])
}

/// The values that a filter may have, from what the tree says.
pub(super) fn offers(tree: &Tree, key: &str) -> Vec<String> {
    let mut values: Named<()> = Named::default();
    let plans = || tree.plan.of_kind(ItemKind::Plan).filter(|item| !item.template);
    match key {
        "status" => plans().for_each(|item| values.insert(item.status.base.name(), ())),
        "type" | "magnitude" => {
            plans().filter_map(|item| item.field(key)).for_each(|value| values.insert(value, ()))
        }
        "person" => tree.plan.people.iter().for_each(|person| values.insert(&person.name, ())),
        _ => tree.plan.modules.iter().for_each(|module| values.insert(&module.name, ())),
    }
    values.iter().map(|(value, ())| value.to_owned()).collect()
}

/// Keeps the tools true to the link, and the link to the tools.
pub(super) fn keep_tools(workspace: Workspace, asked: Memo<Asked>, is_table: Memo<bool>) {
    fill("needs-group", all(GROUPINGS.map(|(value, words, _)| option(value, words))));
    live_fill("needs-group", || all(GROUPINGS.map(|(value, words, _)| option(value, words))));
    live_fill("needs-scope", move || {
        let focus = asked.with(|asked| match &asked.wanted.scope {
            Scope::Focus(id) => option("focus", &format!("Around {id}")),
            _ => Html::default(),
        });
        all([option("active", "Open plans and what is near"), option("all", "The whole tree"), focus])
    });
    for (id, key, label) in FILTERS {
        live_fill(id, move || {
            let values = workspace.tree.get().map(|tree| offers(&tree, key)).unwrap_or_default();
            let any = option(ANY, &format!("Any {}", label.to_lowercase()));
            all([any, all(values.iter().map(|value| option(value, value)))])
        });
    }
    effect(move || {
        let asked = asked.get();
        let address = workspace.address.get();
        page::set_value("needs-text", &workspace.query.get());
        let scope = match asked.wanted.scope {
            Scope::Active => "active",
            Scope::All => "all",
            Scope::Focus(_) => "focus",
        };
        page::set_value("needs-scope", scope);
        let is_all = asked.wanted.scope == Scope::All;
        let steps =
            if is_all { "all of it".to_owned() } else { counted(asked.wanted.depth as usize, "step") };
        page::set_text("needs-depth", &steps);
        page::set_value("needs-group", address.setting("group").unwrap_or(ANY));
        let mut chosen = 0;
        for (id, key, _) in FILTERS {
            let value = address.setting(key).unwrap_or(ANY);
            chosen += usize::from(value != ANY);
            page::set_value(id, value);
        }
        let boxes = [
            ("needs-archive", !asked.wanted.folds_archive),
            ("needs-origins", asked.wanted.has_origins),
            ("needs-modules", asked.extras.has_modules),
            ("needs-external", asked.extras.has_external),
        ];
        for (id, is_on) in boxes {
            chosen += usize::from(is_on);
            page::set_checked(id, is_on);
        }
        page::set_text("needs-filter-count", &if chosen > 0 { chosen.to_string() } else { String::new() });
        let pressed = [
            ("needs-mode", asked.wanted.mode == Mode::Complete),
            ("needs-critical", address.setting("mark") == Some("critical")),
            ("needs-ready", address.setting("mark") == Some("ready")),
            ("needs-view", is_table.get()),
        ];
        for (id, is_on) in pressed {
            page::set_attribute(id, "aria-pressed", Some(if is_on { "true" } else { "false" }));
        }
    });
    handle("needs-tools", &["input", "click"], move |event| {
        let address = workspace.address.get_untracked();
        let Asked { wanted, extras, .. } = asked.get_untracked();
        if event.type_() == "click" {
            let tool = page::around(event, "[data-tool]").and_then(|tool| tool.get_attribute("data-tool"));
            let toggle = |key: &str, value: &str| {
                let is_on = address.setting(key) == Some(value);
                address.clone().with(key, if is_on { "" } else { value })
            };
            let changed = match tool.as_deref() {
                Some("deeper") => {
                    address.clone().with("depth", &(wanted.depth + 1).min(MOST_DEPTH).to_string())
                }
                Some("shallower") => {
                    address.clone().with("depth", &wanted.depth.saturating_sub(1).to_string())
                }
                Some("needs-mode") => toggle("mode", "complete"),
                Some("needs-critical") => toggle("mark", "critical").with("select", "").with("edge", ""),
                Some("needs-ready") => toggle("mark", "ready").with("select", "").with("edge", ""),
                Some("needs-view") => toggle("view", "table"),
                _ => return,
            };
            workspace.replace(changed);
            return;
        }
        let Some(field) = page::around(event, "[id]").map(|field| field.id()) else { return };
        let value = page::value(&field);
        let chosen = if value == ANY { "" } else { value.as_str() };
        let filter = FILTERS.iter().find(|(id, ..)| *id == field);
        let extra = |name: &str, is_on: bool| {
            let kept = [
                ("origins", wanted.has_origins),
                ("modules", extras.has_modules),
                ("external", extras.has_external),
            ];
            let list = kept
                .into_iter()
                .filter(|(own, was)| if *own == name { is_on } else { *was })
                .map(|(own, _)| own);
            list.collect::<Vec<_>>().join(",")
        };
        let changed = match (field.as_str(), filter) {
            (_, Some((_, key, _))) => address.with(key, chosen),
            ("needs-text", _) => address.with("q", &value),
            ("needs-group", _) => address.with("group", chosen),
            ("needs-scope", _) => match value.as_str() {
                "all" => address.with("scope", "all").with("focus", ""),
                "active" => address.with("scope", "").with("focus", ""),
                _ => return,
            },
            ("needs-archive", _) => {
                address.with("archive", if wanted.folds_archive { "open" } else { "" }).with("open", "")
            }
            ("needs-origins", _) => address.with("with", &extra("origins", !wanted.has_origins)),
            ("needs-modules", _) => address.with("with", &extra("modules", !extras.has_modules)),
            ("needs-external", _) => address.with("with", &extra("external", !extras.has_external)),
            _ => return,
        };
        workspace.replace(changed);
    });
    handle("needs-side", &["input"], move |event| {
        if page::around(event, "#needs-to").is_some() {
            let value = page::value("needs-to");
            let to = if value == ANY { "" } else { value.as_str() };
            workspace.replace(workspace.address.get_untracked().with("to", to));
        }
    });
}
