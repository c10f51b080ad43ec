//! A rendered document in the page: its pictures, its own links, and what has to scroll in itself.

use super::live::act;
use super::markup::markup;
use crate::browser::page;
use crate::html::{Html, el};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// A rendered document.
#[component]
pub fn Prose(
    /// What to show.
    html: Html,
    /// Whether its first heading repeats the title of the page.
    is_titled: bool,
    /// The address of bytes of a picture of the tree, by its path.
    picture: Callback<String, Option<String>>,
) -> impl IntoView {
    let place = NodeRef::<html::Div>::new();
    let pictures = StoredValue::new(Vec::<String>::new());
    on_cleanup(move || {
        pictures.try_update_value(|pictures| pictures.drain(..).for_each(|url| page::forget(&url)));
    });
    Effect::new(move |_| {
        let Some(place) = place.get() else { return };
        for image in page::all_within(&place, "img[data-src]") {
            let path = image.get_attribute("data-src").unwrap_or_default();
            if let Some(url) = picture.run(path) {
                let _ = image.set_attribute("src", &url);
                pictures.update_value(|pictures| pictures.push(url));
            }
        }
        // What scrolls in itself has to be reachable by keyboard.
        for block in page::all_within(&place, "pre, table") {
            if block.scroll_width() > block.client_width() {
                let _ = block.set_attribute("tabindex", "0");
            }
        }
    });
    // A link within the document that is no place of the app must not change the address.
    let on_click = move |event: web_sys::MouseEvent| {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let link = target.and_then(|target| target.closest("a[href]").ok().flatten());
        let Some(href) = link.and_then(|link| link.get_attribute("href")) else { return };
        if let Some(id) = href.strip_prefix('#').filter(|id| !id.starts_with('/')) {
            event.prevent_default();
            if let Some(element) = page::element(id) {
                page::show(&element);
            }
        }
    };
    let titled = if is_titled { "true" } else { "" };
    let prose = el("div", &[("class", "prose"), ("data-titled", titled)], &[html]);
    view! {
        <div class="document" node_ref=place on:click=act(on_click)>{markup(prose)}</div>
    }
}
