//! Parts of a view that change, and handlers, each as one type for all of them.
//!
//! Leptos compiles its machinery once for every type of closure, which is most of what a visitor downloads.
//! Behind these functions there is one type of each kind, so it is compiled once.

use leptos::prelude::*;

/// A part of the page that is drawn again when what it reads changes.
pub fn live(draw: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    let draw: Box<dyn Fn() -> AnyView + Send> = Box::new(draw);
    (move || draw()).into_any()
}

/// A text that changes with what it reads.
pub fn text_of(read: impl Fn() -> String + Send + Sync + 'static) -> Signal<String> {
    Signal::derive(read)
}

/// A text that may be absent, such as a state in an attribute.
pub fn maybe(read: impl Fn() -> Option<&'static str> + Send + Sync + 'static) -> Signal<Option<String>> {
    Signal::derive(move || read().map(str::to_owned))
}

/// A yes or no that changes with what it reads.
pub fn flag(read: impl Fn() -> bool + Send + Sync + 'static) -> Signal<bool> {
    Signal::derive(read)
}

/// What is done when an event comes.
pub fn act<E>(handle: impl FnMut(E) + 'static) -> Box<dyn FnMut(E)> {
    Box::new(handle)
}
