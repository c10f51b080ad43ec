//! Views whose code lies in a part of the program that is downloaded when they are first drawn.

use crate::html::{Html, el, text};
use crate::parts::Doing;
use crate::widgets::{asked, handle, live, markup};
use crate::workspace::use_workspace;
use futures_util::FutureExt;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// `later!(PART, DRAW)`: how a view is drawn whose code lies in a part.
macro_rules! later {
    ($part:ident, $draw:expr) => {{
        $crate::parts::in_part!(
            $part,
            fetch = fetch,
            fn draw_in_part() -> leptos::prelude::AnyView {
                let draw: fn() -> leptos::prelude::AnyView = $draw;
                draw()
            }
        );
        || {
            $crate::views::later::draw(
                || Box::pin(async { fetch().await.map_err(|_| $crate::parts::Failed) }),
                || Box::pin(draw_in_part()),
            )
        }
    }};
}

pub(crate) use later;

/// How far a part is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Coming,
    Here,
    Failed,
}

/// Draws a view once its part is there.
pub fn draw(fetch: fn() -> Doing<()>, draw: fn() -> Doing<AnyView>) -> AnyView {
    // A part that is there already draws at once.
    if let Some(Ok(())) = fetch().now_or_never() {
        return drawn(draw);
    }
    let workspace = use_workspace();
    let state = RwSignal::new(State::Coming);
    let begin = move || {
        workspace.coming.update(|coming| *coming += 1);
        spawn_local(async move {
            let is_here = fetch().await.is_ok();
            workspace.coming.update(|coming| *coming -= 1);
            // The reader may have gone elsewhere in the meantime.
            let _ = state.try_set(if is_here { State::Here } else { State::Failed });
        });
    };
    begin();
    handle("part", &["click"], move |event| {
        if asked(event).is_some_and(|(act, _)| act == "again") {
            state.set(State::Coming);
            begin();
        }
    });
    let part = live(move || match state.get() {
        State::Here => drawn(draw),
        State::Coming => markup(el("p", &[("class", "empty")], &[text("This page is being loaded …")])),
        State::Failed => markup(failed()),
    });
    view! { <div id="part">{part}</div> }.into_any()
}

fn drawn(draw: fn() -> Doing<AnyView>) -> AnyView {
    draw().now_or_never().and_then(Result::ok).unwrap_or_else(|| markup(failed()))
}

fn failed() -> Html {
    let again = [("type", "button"), ("class", "button"), ("data-act", "again")];
    el(
        "div",
        &[("class", "broken"), ("role", "alert")],
        &[
            el("h1", &[], &[text("This page could not be loaded")]),
            el(
                "p",
                &[],
                &[text(
                    "It is a part of the viewer that is downloaded when it is first needed, and that failed: the network may be off, or the site has a new version. What is open stays open.",
                )],
            ),
            el("p", &[], &[el("button", &again, &[text("Try again")])]),
        ],
    )
}
