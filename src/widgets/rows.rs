//! Rows of long tables of documents that are not in the page yet: they are drawn when the reader comes near them, asks for
//! them, prints, or goes to a line among them.

use super::markup::append;
use crate::browser::page;
use crate::counted::counted;
use crate::document::markdown::rows::{Waiting, cut};
use crate::html::{Html, el, text};
use std::cell::RefCell;
use std::ops::Range;

/// Told to the element `main` when more rows have been drawn.
pub const DRAWN: &str = "rowsdrawn";
/// What the button behind a table does that draws more of its rows.
pub const MORE: &str = "more";
/// Rows of a table that are drawn with the document.
const FIRST: usize = 200;
/// Rows that are drawn at a time after that.
const STEP: usize = 500;
/// How near the end of a table draws more of it, in heights of the window.
const NEAR: f64 = 1.5;

thread_local! {
    /// What waits, with the number that stands on the button behind its table, in their order.
    static WAITING: RefCell<Vec<(usize, Waiting)>> = const { RefCell::new(Vec::new()) };
}

/// Keeps the rows of long tables back. Gives the document without them and the numbers they are known by until [`forget`].
pub fn keep_back(html: &str) -> (Html, Range<usize>) {
    let next = WAITING.with_borrow(|known| known.last().map_or(0, |(last, _)| last + 1));
    let (html, waiting) = cut(html, FIRST, |number, count| {
        let number = (next + number).to_string();
        let attributes =
            [("type", "button"), ("class", "button"), ("data-act", MORE), ("data-value", &*number)];
        let button = el("button", &attributes, &[text(&said(count))]);
        el("p", &[("class", "more-rows")], &[button]).into_string()
    });
    let numbers = next..next + waiting.len();
    WAITING.with_borrow_mut(|known| known.extend(numbers.clone().zip(waiting)));
    (Html::rendered(html), numbers)
}

/// Forgets rows that belong to a document that has left the page.
pub fn forget(numbers: &Range<usize>) {
    WAITING.with_borrow_mut(|known| known.retain(|(number, _)| !numbers.contains(number)));
}

/// Draws more rows of the table whose button says this number.
pub fn draw_more(number: &str) {
    if let Ok(number) = number.parse() {
        draw(number, STEP);
    }
}

/// Draws more rows of every table whose end the reader comes near.
pub fn draw_near() {
    let height =
        gloo::utils::window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default();
    for number in numbers() {
        let top = button(number).map(|button| button.get_bounding_client_rect().top());
        // Far above the window it is behind the reader already.
        if top.is_some_and(|top| top > -height && top < height * NEAR) {
            draw(number, STEP);
        }
    }
}

/// Draws the row that begins on a line, and those before it.
pub fn draw_line(line: u32) {
    for number in numbers() {
        if let Some(count) = with(number, |waiting| waiting.until(line)).flatten() {
            draw(number, count);
        }
    }
}

/// Draws everything.
pub fn draw_all() {
    numbers().into_iter().for_each(|number| draw(number, usize::MAX));
}

fn numbers() -> Vec<usize> {
    WAITING.with_borrow(|known| known.iter().map(|(number, _)| *number).collect())
}

/// Does something with what waits under a number.
fn with<R>(number: usize, act: impl FnOnce(&mut Waiting) -> R) -> Option<R> {
    WAITING.with_borrow_mut(|known| {
        known.iter_mut().find(|(known, _)| *known == number).map(|(_, waiting)| act(waiting))
    })
}

fn said(count: usize) -> String {
    format!("{} follow: show more", counted(count, "more row"))
}

fn button(number: usize) -> Option<web_sys::Element> {
    let main = page::element("main")?;
    main.query_selector(&format!(".more-rows [data-value=\"{number}\"]")).ok().flatten()
}

fn draw(number: usize, most: usize) {
    let Some(button) = button(number) else { return };
    let place = button.parent_element();
    let table = place.as_ref().and_then(web_sys::Element::previous_element_sibling);
    let Some(rows) = table.and_then(|table| table.query_selector("tbody").ok().flatten()) else { return };
    let taken = with(number, |waiting| (waiting.take(most).to_owned(), waiting.count()));
    let Some((html, left)) = taken else { return };
    append(&rows, Html::rendered(html));
    match left {
        0 => {
            place.iter().for_each(web_sys::Element::remove);
            forget(&(number..number + 1));
        }
        left => button.set_text_content(Some(&said(left))),
    }
    page::tell("main", DRAWN);
}
