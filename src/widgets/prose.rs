//! The one place where markup made from a document becomes part of the page.
//!
//! It takes nothing but what [`markdown::to_html`](crate::document::markdown::to_html) gives, in which raw HTML
//! has become text and every address has been checked.

use super::live::{act, text};
use crate::browser::page;
use crate::document::highlight;
use crate::document::markdown::Rendered;
use leptos::html;
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;

/// A rendered document.
#[component]
pub fn Prose(
    /// What to show.
    #[prop(into)]
    rendered: Signal<Arc<Rendered>>,
    /// The address of bytes of a picture of the tree, by its path.
    picture: fn(&str) -> Option<String>,
    /// Told the slug of a heading whose own link was followed.
    on_heading: Callback<String>,
) -> impl IntoView {
    let place = NodeRef::<html::Div>::new();
    let pictures = StoredValue::new(Vec::<String>::new());
    let forget_pictures = move || {
        pictures.update_value(|pictures| pictures.drain(..).for_each(|url| page::forget(&url)));
    };
    Effect::new(move |_| {
        rendered.track();
        forget_pictures();
        let Some(place) = place.get() else { return };
        let Ok(images) = place.query_selector_all("img[data-src]") else { return };
        for image in (0..images.length()).filter_map(|index| images.get(index)) {
            let Ok(image) = image.dyn_into::<web_sys::HtmlImageElement>() else { continue };
            let path = image.get_attribute("data-src").unwrap_or_default();
            if let Some(url) = picture(&path) {
                image.set_src(&url);
                pictures.update_value(|pictures| pictures.push(url));
            }
        }
    });
    on_cleanup(forget_pictures);
    // Links within the document are fragments, and fragments are places of the app here.
    let on_click = move |event: web_sys::MouseEvent| {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let link = target.and_then(|target| target.closest("a[href]").ok().flatten());
        let Some(href) = link.and_then(|link| link.get_attribute("href")) else { return };
        let Some(id) = href.strip_prefix('#').filter(|id| !id.starts_with('/')) else { return };
        event.prevent_default();
        if let Some(slug) = id.strip_prefix("h-") {
            on_heading.run(slug.to_owned());
        } else if let Some(element) = page::element(id) {
            page::show(&element);
        }
    };
    view! {
        <div class="prose" node_ref=place on:click=act(on_click) inner_html=text(move || rendered.get().html.clone())></div>
    }
}

/// A piece of code in the colours of its language, as the tokenizer gives it: spans around escaped text.
pub fn code(code: &str, language: &str) -> impl IntoView + use<> {
    let mut html = String::with_capacity(code.len() * 2);
    highlight::to_html(code, language, &mut html);
    view! { <code inner_html=html></code> }
}
