//! A text file as it is, with line numbers. Only the lines in sight are in the page, so that a file of any
//! length can be scrolled through.

use super::live::{act, live};
use super::prose;
use leptos::html;
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
    let place = NodeRef::<html::Div>::new();
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
        (first..end)
            .map(|index| {
                let begin = starts.get(index).copied().unwrap_or_default();
                let end = starts.get(index + 1).map_or(text.len(), |next| next - 1);
                let code = text.get(begin..end).unwrap_or_default().trim_end_matches('\r');
                let number = index + 1;
                view! {
                    <div
                        class="source-line"
                        data-line=number.to_string()
                        aria-current=(line == u32::try_from(number).ok()).then_some("true")
                        style:top=format!("{}px", px_of(index))
                    >
                        <span class="source-number" aria-hidden="true">{number.to_string()}</span>
                        {line_of_code(code, &language)}
                    </div>
                }
            })
            .collect_view()
            .into_any()
    };
    view! {
        <div
            class="source" node_ref=place tabindex="0" role="region" aria-label="Source text" dir="auto"
            on:scroll=act(move |_| measure())
        >
            <div class="source-lines" style:height=format!("{}px", px_of(count))>{live(lines)}</div>
        </div>
    }
}

/// Where a line begins.
fn px_of(line: usize) -> i32 {
    i32::try_from(line).unwrap_or(i32::MAX).saturating_mul(LINE_PX)
}

/// One line of code. What is longer than a line should be is cut, and said so.
fn line_of_code(code: &str, language: &str) -> impl IntoView + use<> {
    let end = code.floor_char_boundary(MAX_LINE_BYTES);
    let rest = code.len() - end;
    let rest =
        (rest > 0).then(|| format!(" … {rest} more bytes on this line; download the file for all of it"));
    view! {
        {prose::code(code.get(..end).unwrap_or_default(), language)}
        {rest.map(|rest| view! { <span class="source-rest">{rest}</span> })}
    }
}
