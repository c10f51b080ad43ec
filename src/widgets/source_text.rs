//! A text file as it is, with line numbers. Only the lines in sight are in the page, so that a file of any
//! length can be scrolled through.

use super::live::{effect, handle};
use super::markup::{fill, markup};
use crate::browser::page;
use crate::document::highlight;
use crate::html::{self, Html, all, el, when};
use leptos::prelude::*;
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

/// Height of a line in pixels; the style sheet says the same.
const LINE_PX: i32 = 20;
/// Lines drawn above and below what is in sight.
const MARGIN_LINES: usize = 20;
/// How many lines are scrolled past before others are drawn.
const STRIDE_LINES: usize = 10;
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
    let starts: Vec<usize> =
        std::iter::once(0).chain(text.match_indices('\n').map(|(index, _)| index + 1)).collect();
    let ends_with_line_end = text.ends_with('\n') || text.is_empty();
    let count = if ends_with_line_end { starts.len() - 1 } else { starts.len() }.max(1);
    let drawn = RefCell::new(0..0);
    let draw = Rc::new(move || {
        let Some(place) = page::element("source") else { return };
        let line_at = |px: i32| usize::try_from(px / LINE_PX).unwrap_or(0);
        let top = line_at(place.scroll_top()) / STRIDE_LINES * STRIDE_LINES;
        let first = top.saturating_sub(MARGIN_LINES);
        let end = (top + line_at(place.client_height()) + 1 + STRIDE_LINES + MARGIN_LINES).min(count);
        if drawn.replace(first..end) == (first..end) {
            return;
        }
        let lines = (first..end).map(|index| {
            let begin = starts.get(index).copied().unwrap_or_default();
            let end = starts.get(index + 1).map_or(text.len(), |next| next - 1);
            let code = text.get(begin..end).unwrap_or_default().trim_end_matches('\r');
            let is_target = line == u32::try_from(index + 1).ok();
            line_of_code(index + 1, code, &language, is_target)
        });
        fill("source-block", all(lines));
        page::set_style("source-block", "top", &format!("{}px", px_of(first)));
    });
    let draw_first = Rc::clone(&draw);
    effect(move || {
        page::set_style("source-lines", "height", &format!("{}px", px_of(count)));
        if let Some(place) = page::element("source") {
            let above = line.map_or(0, |line| line.saturating_sub(4));
            place.set_scroll_top(px_of(above as usize));
        }
        draw_first();
    });
    handle("source", &["scroll"], move |_| draw());
    let attributes = [
        ("id", "source"),
        ("class", "source"),
        ("tabindex", "0"),
        ("role", "region"),
        ("aria-label", "Source text"),
        ("dir", "auto"),
    ];
    let block = el("div", &[("id", "source-block"), ("class", "source-block")], &[]);
    let lines = el("div", &[("id", "source-lines"), ("class", "source-lines")], &[block]);
    markup(el("div", &attributes, &[lines]))
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
