//! What the shell listens to everywhere: the address bar, what is dropped or pasted, keys.

use super::{are_letters_on, is_drawer_open, run, set_drawer_open, view_name};
use crate::browser::drop::Dropped;
use crate::browser::{frames, location, page};
use crate::commands;
use crate::sources::chosen;
use crate::views::palette;
use crate::widgets::handle;
use crate::workspace::{Act, Direction, Phase, Workspace};
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use wasm_bindgen::JsCast;

/// Follows the address bar. Going somewhere new begins at its top; going back returns to where the page was.
pub(super) fn listen_to_places(workspace: Workspace) {
    let scrolled = RefCell::new(BTreeMap::<String, i32>::new());
    let has_clicked = Cell::new(false);
    handle("", &["click", "hashchange"], move |event| {
        if event.type_() == "click" {
            has_clicked.set(page::around(event, "a[href^='#/'], [role=treeitem]").is_some());
            return;
        }
        let old = workspace.address.get_untracked();
        let mut new = workspace.follow_address(location::address());
        if has_clicked.get() {
            let same_day = workspace.as_of_same_day(new.clone());
            if same_day != new {
                location::replace(&same_day);
                new = same_day;
            }
        }
        let main = page::element("main");
        if let Some(main) = &main {
            scrolled.borrow_mut().insert(old.href(), main.scroll_top());
        }
        let is_other = old.view != new.view || old.subject != new.subject;
        let top = if has_clicked.replace(false) {
            0
        } else {
            scrolled.borrow().get(&new.href()).copied().unwrap_or(0)
        };
        let main = main.filter(|_| is_other && (new.heading.is_none() || top > 0));
        // Now, while the browser knows where everything stands: once the next view is in the page, it would have to find out twice.
        if let Some(main) = main.as_ref().filter(|main| main.scroll_top() > 0) {
            main.set_scroll_top(0);
        }
        workspace.address.set(new);
        if let Some(main) = main.filter(|_| top > 0) {
            frames::before_next_frame(move || main.set_scroll_top(top));
        }
    });
}

/// Opens what is dropped anywhere on the page, or pasted.
pub(super) fn listen_to_drops(workspace: Workspace) {
    handle("", &["dragover", "dragleave", "drop", "paste"], move |event| {
        let body = gloo::utils::body();
        let drag = event.dyn_ref::<web_sys::DragEvent>();
        let transfer = match event.type_().as_str() {
            "dragover" => {
                event.prevent_default();
                let _ = body.set_attribute("data-dropping", "true");
                return;
            }
            "dragleave" => {
                if drag.is_some_and(|event| event.related_target().is_none()) {
                    let _ = body.remove_attribute("data-dropping");
                }
                return;
            }
            "drop" => {
                event.prevent_default();
                let _ = body.remove_attribute("data-dropping");
                drag.and_then(web_sys::DragEvent::data_transfer)
            }
            _ => event.dyn_ref::<web_sys::ClipboardEvent>().and_then(web_sys::ClipboardEvent::clipboard_data),
        };
        let dropped = transfer.map(|transfer| Dropped::of(&transfer)).unwrap_or_default();
        let is_patch = dropped.name().is_some_and(|name| {
            [".patch", ".diff", ".mbox"].iter().any(|ending| name.to_lowercase().ends_with(ending))
        });
        let is_open = matches!(workspace.phase.get_untracked(), Phase::Open);
        if is_patch && is_open {
            event.prevent_default();
            workspace.review_dropped(dropped);
        } else if is_open && !dropped.is_empty() && view_name(workspace) == "compare" {
            event.prevent_default();
            workspace.compare_with_dropped(dropped);
        } else if !dropped.is_empty() {
            event.prevent_default();
            workspace.load_once(|watch| async move { chosen::dropped(dropped, &watch).await });
        }
    });
}

/// The keys that work everywhere but where something is being typed.
pub(super) fn listen_to_keys(workspace: Workspace) {
    let last = RefCell::new(String::new());
    handle("", &["keydown"], move |event| {
        let Some(event) = event.dyn_ref::<web_sys::KeyboardEvent>() else { return };
        if page::is_free_escape(event) && is_drawer_open() {
            event.prevent_default();
            set_drawer_open(false);
            page::focus("drawer-button");
        }
        let is_undo = (event.ctrl_key() || event.meta_key()) && event.key().eq_ignore_ascii_case("z");
        if is_undo
            && !is_in_field(event)
            && workspace.editing.pending.with_untracked(|pending| pending.can() != (false, false))
        {
            event.prevent_default();
            workspace.act(Act::History(if event.shift_key() { Direction::Forth } else { Direction::Back }));
            return;
        }
        let is_mod = event.ctrl_key() || event.meta_key();
        if is_mod && !event.alt_key() && event.key().eq_ignore_ascii_case("k") {
            event.prevent_default();
            palette::open();
            return;
        }
        if is_mod || event.alt_key() || is_typing(event) || !are_letters_on() || page::is_dialog_open() {
            return;
        }
        let key = event.key();
        let before = last.replace(key.clone());
        if let Some(command) = commands::by_keys(&before, &key) {
            event.prevent_default();
            last.take();
            run(workspace, command);
        }
    });
}

/// Whether something is being typed into a field.
fn is_in_field(event: &web_sys::KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|target| matches!(target.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT"))
}

/// Whether a key belongs to a field, or to where letters look for names.
fn is_typing(event: &web_sys::KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|target| {
        // In the tree and in pictures letters look for names.
        let is_tree =
            target.closest("[role=tree], #graph-canvas, #timeline-canvas").is_ok_and(|found| found.is_some());
        let is_field = matches!(target.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT");
        is_field || (is_tree && !matches!(event.key().as_str(), "?" | "/"))
    })
}
