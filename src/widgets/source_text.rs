//! A text file as it is, with line numbers. Only the lines in sight are in the page, so that a file of any
//! length can be scrolled through.

use super::prose;
use leptos::html;
use leptos::prelude::*;
use std::sync::Arc;

/// Height of a line in pixels; the style sheet says the same.
const LINE_PX: f64 = 20.0;
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
    let top = RwSignal::new(0.0_f64);
    let height = RwSignal::new(800.0_f64);
    let measure = move || {
        if let Some(place) = place.get_untracked() {
            top.set(f64::from(place.scroll_top()));
            height.set(f64::from(place.client_height()));
        }
    };
    Effect::new(move |_| {
        let Some(place) = place.get() else { return };
        if let Some(line) = line {
            place.set_scroll_top(((f64::from(line) - 4.0) * LINE_PX).max(0.0) as i32);
        }
        measure();
    });
    let range = Memo::new(move |_| {
        let first = (top.get() / LINE_PX) as usize;
        let shown = (height.get() / LINE_PX) as usize + 1;
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
                        data-line=number
                        aria-current=(line == u32::try_from(number).ok()).then_some("true")
                        style:top=format!("{}px", index as f64 * LINE_PX)
                    >
                        <span class="source-number" aria-hidden="true">{number}</span>
                        {line_of_code(code, &language)}
                    </div>
                }
            })
            .collect_view()
    };
    view! {
        <div
            class="source" node_ref=place tabindex="0" role="region" aria-label="Source text" dir="auto"
            on:scroll=move |_| measure()
        >
            <div class="source-lines" style:height=format!("{}px", count as f64 * LINE_PX)>{lines}</div>
        </div>
    }
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
