//! The tree beside the page: folders to unfold, rows to filter, one tab stop for the keyboard.
//!
//! Follows the tree pattern of the ARIA Authoring Practices Guide. Only the rows in sight are in the page, so
//! focus stays on the tree itself, and `aria-activedescendant` names the active row.

mod keys;
mod rows;
mod tools;

use crate::browser::{page, settings};
use crate::html::{el, text};
use crate::widgets::{effect, handle, markup};
use crate::workspace::use_workspace;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Narrowest, widest and first width of the tree, in pixels.
const WIDTHS_PX: (i32, i32, i32) = (200, 640, 360);

/// The tree with its tools.
#[component]
pub fn FolderTree() -> impl IntoView {
    let workspace = use_workspace();
    tools::filter_tree(workspace);
    rows::show_rows(workspace);
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
        tools::tools(),
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
