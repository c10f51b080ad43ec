//! Parts of a view that change, and handlers, each as one type for all of them.
//!
//! Leptos compiles its machinery once for every type of closure, which is most of what a visitor downloads.
//! Behind these functions there is one type of each kind, so it is compiled once.

use crate::browser::page::{self, Handler, Listener};
use leptos::prelude::*;
use std::rc::Rc;

/// A part of the page that is drawn again when what it reads changes.
pub fn live(draw: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    let draw: Box<dyn Fn() -> AnyView + Send> = Box::new(draw);
    (move || draw()).into_any()
}

/// A text that changes with what it reads.
pub fn text_of(read: impl Fn() -> String + Send + Sync + 'static) -> Signal<String> {
    Signal::derive(read)
}

/// What is done when an event comes.
pub fn act<E>(handle: impl FnMut(E) + 'static) -> Box<dyn FnMut(E)> {
    Box::new(handle)
}

/// Handles what happens in a part of the page: events of these kinds in the element with this id, or in the
/// whole window when it is empty. One handler serves many elements, which say in attributes what they are for.
/// It ends with the view that calls this.
pub fn handle(id: &'static str, kinds: &'static [&'static str], handler: impl Fn(&web_sys::Event) + 'static) {
    handle_boxed(id, kinds, Rc::new(handler));
}

fn handle_boxed(id: &'static str, kinds: &'static [&'static str], handler: Handler) {
    let listeners = StoredValue::new_local(Vec::new());
    // Once the view is in the page.
    Effect::new(move |_| {
        let window = || web_sys::window().map(web_sys::EventTarget::from);
        let target = if id.is_empty() { window() } else { page::element(id).map(web_sys::EventTarget::from) };
        let Some(target) = target else { return };
        let listen = |kind: &&'static str| Listener::new(target.clone(), kind, Rc::clone(&handler));
        listeners.set_value(kinds.iter().map(listen).collect());
    });
    on_cleanup(move || drop(listeners.try_update_value(std::mem::take)));
}

/// Does something again when what it reads changes, once the view is in the page.
pub fn effect(run: impl FnMut() + 'static) {
    let mut run: Box<dyn FnMut()> = Box::new(run);
    Effect::new(move |_| run());
}

/// What a click asks for: `data-act` and `data-value` of the button that was clicked.
pub fn asked(event: &web_sys::Event) -> Option<(String, String)> {
    let button = page::around(event, "[data-act]")?;
    Some((button.get_attribute("data-act")?, button.get_attribute("data-value").unwrap_or_default()))
}
