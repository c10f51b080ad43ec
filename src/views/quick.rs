//! The status of an item, changed where it stands: a small dialog, opened from its row in the tree.

use crate::browser::page;
use crate::html::{Html, all, el, text};
use crate::plan::BaseStatus;
use crate::widgets::{asked, fill, handle};
use crate::workspace::{Act, Workspace};

/// The states that can be chosen, with the keys that choose them.
const STATES: [(BaseStatus, &str); 5] = [
    (BaseStatus::Todo, "t"),
    (BaseStatus::Wip, "w"),
    (BaseStatus::Done, "d"),
    (BaseStatus::Blocked, "b"),
    (BaseStatus::Cut, "c"),
];

/// The dialog, empty until it is opened.
pub fn dialog(workspace: Workspace) -> Html {
    handle("quick", &["click", "keydown"], move |event| {
        let chosen = if event.type_() == "click" {
            asked(event).filter(|(act, _)| act == "quick").map(|(_, name)| name)
        } else {
            key_of(event)
        };
        if let Some(base) = chosen.and_then(|name| BaseStatus::from_name(&name)) {
            event.prevent_default();
            choose(workspace, base);
        }
    });
    el("dialog", &[("id", "quick"), ("class", "quick"), ("aria-labelledby", "quick-title")], &[])
}

/// The state that a key chooses; letters that are typed into the reason are none.
fn key_of(event: &web_sys::Event) -> Option<String> {
    use wasm_bindgen::JsCast as _;
    let event = event.dyn_ref::<web_sys::KeyboardEvent>()?;
    let is_typing = page::has_focus("quick-reason");
    if is_typing {
        return (event.key() == "Enter").then(|| BaseStatus::Blocked.name().to_owned());
    }
    let (base, _) = STATES.iter().find(|(_, key)| *key == event.key())?;
    // A block wants its reason first.
    if *base == BaseStatus::Blocked {
        page::focus("quick-reason");
        return None;
    }
    Some(base.name().to_owned())
}

/// Opens the dialog for what lies at a path, when its status can be set.
pub fn open(workspace: Workspace, path: &str) {
    use leptos::prelude::GetUntracked as _;
    if let Some(why) = leptos::prelude::untrack(|| workspace.fixed()) {
        return workspace.announce(why);
    }
    let Some(tree) = workspace.tree.get_untracked() else { return };
    let Some(item) = tree
        .plan
        .item_at(path)
        .or_else(|| tree.plan.item(path))
        .filter(|item| !item.template && item.kind.is_work())
    else {
        return;
    };
    let buttons = STATES.map(|(base, key)| {
        let pressed = if item.status.base == base { "true" } else { "false" };
        let attributes = [
            ("type", "button"),
            ("class", "button"),
            ("data-act", "quick"),
            ("data-value", base.name()),
            ("aria-pressed", pressed),
        ];
        el("button", &attributes, &[text(base.label()), text(" "), el("kbd", &[], &[text(key)])])
    });
    let reason =
        item.status.detail.as_deref().filter(|_| item.status.base == BaseStatus::Blocked).unwrap_or_default();
    let input = [("type", "text"), ("id", "quick-reason"), ("value", reason), ("autocomplete", "off")];
    let parts = [
        el("h2", &[("id", "quick-title"), ("dir", "auto")], &[text(&format!("Status of {}", item.title))]),
        el("p", &[("class", "place"), ("id", "quick-id")], &[text(&item.id)]),
        el("div", &[("class", "buttons"), ("role", "group"), ("aria-label", "Status")], &[all(buttons)]),
        el(
            "label",
            &[("for", "quick-reason")],
            &[el("span", &[], &[text("What blocks it, when it is blocked")]), el("input", &input, &[])],
        ),
        el("form", &[("method", "dialog")], &[el("button", &[("class", "button")], &[text("Leave it")])]),
    ];
    fill("quick", all(parts));
    page::show_dialog("quick");
}

fn choose(workspace: Workspace, base: BaseStatus) {
    let id = page::text("quick-id");
    let reason = page::value("quick-reason");
    if base == BaseStatus::Blocked && reason.trim().is_empty() {
        page::focus("quick-reason");
        return;
    }
    page::close_dialog("quick");
    let words: Vec<String> = reason.split_whitespace().map(str::to_lowercase).collect();
    let detail = (base == BaseStatus::Blocked).then(|| words.join("-"));
    workspace.act(Act::SetStatus { id, base, detail });
}
