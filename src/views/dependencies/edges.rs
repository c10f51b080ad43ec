//! Dependencies added and taken away: by a line drawn in the picture, and by name and button beside what is chosen.

use crate::browser::page;
use crate::html::{Html, all, el, text};
use crate::plan::{Item, ItemKind};
use crate::views::graph::Picture;
use crate::widgets::asked;
use crate::workspace::{Act, Tree, Workspace};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// The field in which the plan is named that is needed from now on.
pub const FIELD: &str = "needs-add";
/// More names than these are not offered: whoever has that many knows the one that is meant.
const MOST_NAMES: usize = 2_000;

/// A field and a button that let an item need another one.
pub(super) fn adding(tree: &Tree, item: &Item) -> Html {
    let is_one = |other: &&Item| {
        !other.template && other.id != item.id && matches!(other.kind, ItemKind::Plan | ItemKind::Task)
    };
    let all_of_kind = tree.plan.items.iter().filter(is_one);
    let alike = all_of_kind.filter(|other| other.kind == item.kind && !other.archived).take(MOST_NAMES);
    let names = alike.map(|other| el("option", &[("value", &*other.id)], &[text(&other.title)]));
    let names = el("datalist", &[("id", "needs-names")], &[all(names)]);
    let input = [
        ("type", "text"),
        ("id", FIELD),
        ("list", "needs-names"),
        ("autocomplete", "off"),
        ("data-from", &*item.id),
        ("dir", "auto"),
    ];
    let label = el("label", &[("for", FIELD)], &[text("It needs also")]);
    let button = el(
        "button",
        &[("type", "button"), ("class", "button"), ("data-act", "depend"), ("data-value", &*item.id)],
        &[text("Add the dependency")],
    );
    el("p", &[("class", "adding")], &[label, el("input", &input, &[]), names, button])
}

/// A button that takes a dependency away.
pub(super) fn freeing(from: &str, to: &str) -> Html {
    let name = format!("remove: let {from} not depend on {to}");
    let value = format!("{from}\n{to}");
    let attributes = [
        ("type", "button"),
        ("class", "link free"),
        ("data-act", "free"),
        ("data-value", &*value),
        ("aria-label", &*name),
        ("title", &*name),
    ];
    el("button", &attributes, &[text("remove")])
}

/// Lets one node of a picture need another one.
pub(super) fn draw_line(workspace: Workspace, picture: &Picture, from: usize, to: usize) {
    let id = |place: usize| picture.shown.nodes.get(place).map(|node| node.id.clone());
    if let (Some(from), Some(to)) = (id(from), id(to)) {
        workspace.act(Act::Depend { from, to });
    }
}

/// Does what the buttons say, and Enter in the field; whether it was one of these.
pub(super) fn take(workspace: Workspace, event: &web_sys::Event) -> bool {
    if event.type_() == "keydown" {
        let key = event.dyn_ref::<web_sys::KeyboardEvent>().map(web_sys::KeyboardEvent::key);
        let field = page::around(event, "[data-from]").filter(|_| key.as_deref() == Some("Enter"));
        let from = field.and_then(|field| field.get_attribute("data-from"));
        from.iter().for_each(|from| add(workspace, from));
        return from.is_some();
    }
    let Some((act, value)) = asked(event) else { return false };
    match act.as_str() {
        "depend" => add(workspace, &value),
        "free" => {
            if let Some((from, to)) = value.split_once('\n') {
                workspace.act_then(Act::Free { from: from.to_owned(), to: to.to_owned() }, Box::new(go_on));
            }
        }
        _ => return false,
    }
    true
}

fn add(workspace: Workspace, from: &str) {
    let written = page::value(FIELD).trim().to_owned();
    if written.is_empty() {
        return page::focus(FIELD);
    }
    // A short name means the plan that it means everywhere.
    let known = workspace.tree.with_untracked(|tree| {
        let tree = tree.as_ref()?;
        match tree.names.find(&written)? {
            crate::plan::Referent::Item(at) => Some(tree.plan.items.get(at)?.id.clone()),
            crate::plan::Referent::Module(_) => None,
        }
    });
    workspace.act_then(Act::Depend { from: from.to_owned(), to: known.unwrap_or(written) }, Box::new(go_on));
}

/// The side is drawn again after an edit; the keyboard stays in it.
fn go_on() {
    page::focus_once_drawn(FIELD);
}
