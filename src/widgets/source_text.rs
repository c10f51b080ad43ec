//! A text file as it is, with line numbers. Only the lines in sight are in the page, so that a file of any
//! length can be scrolled through.

use super::live::{act, text_of};
use super::markup::live_markup;
use crate::document::highlight;
use crate::html::{self, Html, all, el, when};
use leptos::prelude::*;
use std::sync::Arc;

/// Height of a line in pixels; the style sheet says the same.
const LINE_PX: i32 = 20;
/// Lines drawn above and below what is in sight.
const MARGIN_LINES: usize = 20;
/// Longest part of a line that is drawn, in bytes. The rest is named, not hidden.
const MAX_LINE_BYTES: usize = 4_000;

/// A source file.
#[component]
pub fn SourceText(
    /// The whole text.
    text: Arc<str>,
    /// The language of its code, by file ending; empty for plain text.
    #[prop(into)]
    language: String,
    /// The line to show first, from 1.
    line: Option<u32>,
) -> impl IntoView {
    let starts: Arc<Vec<usize>> =
        Arc::new(std::iter::once(0).chain(text.match_indices('\n').map(|(index, _)| index + 1)).collect());
    let ends_with_line_end = text.ends_with('\n') || text.is_empty();
    let count = if ends_with_line_end { starts.len() - 1 } else { starts.len() }.max(1);
    let place = NodeRef::<leptos::html::Div>::new();
    let top = RwSignal::new(0_i32);
    let height = RwSignal::new(800_i32);
    let measure = move || {
        if let Some(place) = place.get_untracked() {
            top.set(place.scroll_top());
            height.set(place.client_height());
        }
    };
    Effect::new(move |_| {
        let Some(place) = place.get() else { return };
        if let Some(line) = line {
            place.set_scroll_top(px_of(line.saturating_sub(4) as usize));
        }
        measure();
    });
    let range = Memo::new(move |_| {
        let line_at = |px: i32| usize::try_from(px / LINE_PX).unwrap_or(0);
        let (first, shown) = (line_at(top.get()), line_at(height.get()) + 1);
        (first.saturating_sub(MARGIN_LINES), (first + shown + MARGIN_LINES).min(count))
    });
    let lines = move || {
        let (first, end) = range.get();
        all((first..end).map(|index| {
            let begin = starts.get(index).copied().unwrap_or_default();
            let end = starts.get(index + 1).map_or(text.len(), |next| next - 1);
            let code = text.get(begin..end).unwrap_or_default().trim_end_matches('\r');
            let is_target = line == u32::try_from(index + 1).ok();
            line_of_code(index + 1, code, &language, is_target)
        }))
    };
    view! {
        <div
            class="source" node_ref=place tabindex="0" role="region" aria-label="Source text" dir="auto"
            on:scroll=act(move |_| measure())
        >
            <div class="source-lines" style:height=format!("{}px", px_of(count))>
                <div class="source-block" style:top=text_of(move || format!("{}px", px_of(range.get().0)))>{live_markup(lines)}</div>
            </div>
        </div>
    }
}

/// Where a line begins.
fn px_of(line: usize) -> i32 {
    i32::try_from(line).unwrap_or(i32::MAX).saturating_mul(LINE_PX)
}

/// One line of code in the colours of its language. What is longer than a line should be is cut, and said so.
fn line_of_code(number: usize, code: &str, language: &str, is_target: bool) -> Html {
    let end = code.floor_char_boundary(MAX_LINE_BYTES);
    let mut coloured = String::with_capacity(code.len() * 2);
    highlight::to_html(code.get(..end).unwrap_or_default(), language, &mut coloured);
    let rest = code.len() - end;
    let words = format!(" … {rest} more bytes on this line; download the file for all of it");
    let number = number.to_string();
    let attributes = [
        ("class", "source-line"),
        ("data-line", number.as_str()),
        ("aria-current", if is_target { "true" } else { "" }),
    ];
    let parts = [
        el("span", &[("class", "source-number"), ("aria-hidden", "true")], &[html::text(&number)]),
        el("code", &[], &[Html::rendered(coloured)]),
        when(rest > 0, || el("span", &[("class", "source-rest")], &[html::text(&words)])),
    ];
    el("div", &attributes, &parts)
}
