//! The one place where markup becomes part of the page.
//!
//! It takes nothing but [`Html`], which escapes everything that comes from a tree.

use super::live::effect;
use crate::browser::page;
use crate::html::Html;
use leptos::prelude::*;

/// A piece of markup that stays as it is.
pub fn markup(html: Html) -> AnyView {
    view! { <div class="markup" inner_html=html.into_string()></div> }.into_any()
}

/// A piece of markup within a line of text, such as an icon.
pub fn inline(html: Html) -> AnyView {
    view! { <span class="markup" inner_html=html.into_string()></span> }.into_any()
}

/// Markup that changes with what it reads.
pub fn live_markup(read: impl Fn() -> Html + Send + Sync + 'static) -> AnyView {
    let html = Signal::derive(move || read().into_string());
    view! { <div class="markup" inner_html=html></div> }.into_any()
}

/// Puts markup into the element with this id, in place of what it holds.
pub fn fill(id: &str, html: Html) {
    if let Some(element) = page::element(id) {
        let held = page::has_focus(id).then(page::focused).filter(|held| !held.is_empty() && held != id);
        element.set_inner_html(&html.into_string());
        held.iter().for_each(|held| page::focus(held));
    }
}

/// Puts markup into the element with this id, behind what it holds.
pub fn add(id: &str, html: Html) {
    if let Some(element) = page::element(id) {
        let _ = element.insert_adjacent_html("beforeend", &html.into_string());
    }
}

/// Keeps in the element with this id the markup that `read` makes. What is there already stays, with its
/// focus.
pub fn live_fill(id: &'static str, read: impl Fn() -> Html + 'static) {
    let mut filled = Html::default();
    effect(move || {
        let html = read();
        if html != filled {
            filled = html.clone();
            fill(id, html);
        }
    });
}
