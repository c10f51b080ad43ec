//! The keys that lead from change to change, in every view while a comparison stands.

use crate::browser::{page, settings};
use crate::parts::in_part;
use crate::widgets::{effect, handle};
use crate::workspace::Workspace;
use crate::workspace::compared::walks_itself;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::Cell;
use wasm_bindgen::JsCast;

/// Listens for the keys as soon as a comparison stands.
pub fn keys_elsewhere(workspace: Workspace) {
    let owner = Owner::current();
    let is_begun = Cell::new(false);
    effect(move || {
        if workspace.compared().is_some() && !is_begun.replace(true) {
            let owner = owner.clone();
            spawn_local(async move {
                // The part is there already: the comparison that stands came with it.
                let _ = listen(workspace, owner).await;
            });
        }
    });
}

in_part!(
    compare,
    fn listen(workspace: Workspace, owner: Option<Owner>) -> () {
        if let Some(owner) = owner {
            owner.with(|| walk_by_keys(workspace));
        }
    }
);

fn walk_by_keys(workspace: Workspace) {
    let last = StoredValue::new(String::new());
    handle("", &["keydown"], move |event| {
        let Some(by) = step_of(event, last) else { return };
        let is_elsewhere = workspace.address.with_untracked(|address| !walks_itself(&address.view));
        if let Some(compared) = untrack(|| workspace.compared()).filter(|_| is_elsewhere) {
            event.prevent_default();
            workspace.walk_changes(&compared, by);
        }
    });
}

/// Where `n` and `p` lead, as far as a key says: one change on or back. `last` keeps the key before.
pub(super) fn step_of(event: &web_sys::Event, last: StoredValue<String>) -> Option<isize> {
    let event = event.dyn_ref::<web_sys::KeyboardEvent>()?;
    let is_field = page::around(event, "input, select, textarea, [role=tree]").is_some();
    let is_off = settings::get("letter-keys").as_deref() == Some("off");
    // Behind a `g` a letter leads to another view.
    let is_second = last.with_value(|last| last == "g");
    last.set_value(event.key());
    let is_with = event.ctrl_key() || event.alt_key() || event.meta_key();
    if is_off || is_second || is_field || is_with || page::is_dialog_open() {
        return None;
    }
    match event.key().as_str() {
        "n" => Some(1),
        "p" => Some(-1),
        _ => None,
    }
}
