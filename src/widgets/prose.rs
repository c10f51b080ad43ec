//! A rendered document in the page: its pictures, its own links, and what has to scroll in itself.

use super::live::{asked, effect, handle};
use super::markup::markup;
use super::rows;
use crate::browser::{frames, page};
use crate::html::{Html, el};
use leptos::prelude::*;

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
    let pictures = StoredValue::new(Vec::<String>::new());
    let (html, waiting) = rows::keep_back(&html.into_string());
    on_cleanup(move || {
        pictures.try_update_value(|pictures| pictures.drain(..).for_each(|url| page::forget(&url)));
        rows::forget(&waiting);
    });
    // A page may hold several documents. All are of one tree, so each may see to all.
    let see_to = move || {
        let Some(main) = page::element("main") else { return };
        for image in page::all_within(&main, ".prose img[data-src]:not([src])") {
            let path = image.get_attribute("data-src").unwrap_or_default();
            if let Some(url) = picture.run(path) {
                let _ = image.set_attribute("src", &url);
                pictures.update_value(|pictures| pictures.push(url));
            }
        }
        // What scrolls in itself has to be reachable by keyboard.
        for block in page::all_within(&main, ".prose :is(pre, table)") {
            if block.scroll_width() > block.client_width() {
                let _ = block.set_attribute("tabindex", "0");
            }
        }
    };
    effect(see_to);
    handle("main", &["click", "scroll", rows::DRAWN], move |event| match event.type_().as_str() {
        rows::DRAWN => see_to(),
        "scroll" => frames::before_next_frame(rows::draw_near),
        _ => {
            if let Some((_, number)) = asked(event).filter(|(act, _)| act == rows::MORE) {
                rows::draw_more(&number);
            }
        }
    });
    handle("", &["beforeprint"], |_| rows::draw_all());
    let titled = if is_titled { "true" } else { "" };
    let prose = el("div", &[("class", "prose"), ("data-titled", titled)], &[html]);
    markup(el("div", &[("class", "document")], &[prose]))
}

/// Follows a link to a place within its document, which is no place of the app and must not change the
/// address.
pub fn follow_link(event: &web_sys::Event) {
    let link = page::around(event, ".prose a[href]");
    let Some(href) = link.and_then(|link| link.get_attribute("href")) else { return };
    if let Some(id) = href.strip_prefix('#').filter(|id| !id.starts_with('/')) {
        event.prevent_default();
        if let Some(element) = page::element(id) {
            page::show(&element);
        }
    }
}
