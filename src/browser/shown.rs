//! What stands on the page, read off it for other programs: its headings, sentences, lists and tables.

use super::page;
use crate::share::report::Block;
use crate::share::table::Table;
use wasm_bindgen::JsCast;

/// What is never part of what a page says.
const ASIDE: &str = "nav, form, svg, [hidden], .copies, .buttons, .menu, .hint, .link-note, [role=toolbar]";

/// The tables of the page, with all that they hold.
pub fn tables() -> Vec<Table> {
    let Some(main) = page::element("main") else { return Vec::new() };
    page::all_within(&main, "table").iter().filter(|table| !is_aside(table)).map(table).collect()
}

/// What the page says, in its order.
pub fn blocks() -> Vec<Block> {
    let Some(main) = page::element("main") else { return Vec::new() };
    let found = page::all_within(&main, "h1, h2, h3, h4, p, li, table, dt, dd");
    found.iter().filter_map(block).collect()
}

fn block(element: &web_sys::Element) -> Option<Block> {
    let is_within = |what: &str| {
        element.parent_element().is_some_and(|parent| parent.closest(what).is_ok_and(|found| found.is_some()))
    };
    let name = element.tag_name();
    if is_aside(element) || is_within("table, li, h1, h2, h3") {
        return None;
    }
    if name == "TABLE" {
        return Some(Block::Table(table(element)));
    }
    let words = words(element);
    if words.is_empty() {
        return None;
    }
    Some(match name.as_str() {
        "H1" => Block::Heading(1, words),
        "H2" => Block::Heading(2, words),
        "H3" | "H4" => Block::Heading(3, words),
        "P" => Block::Paragraph(words),
        _ => Block::Entry(words),
    })
}

fn is_aside(element: &web_sys::Element) -> bool {
    element.closest(ASIDE).is_ok_and(|found| found.is_some())
}

fn table(element: &web_sys::Element) -> Table {
    let caption = page::all_within(element, "caption").first().map(words).unwrap_or_default();
    let row = |row: &web_sys::Element| -> Vec<String> {
        page::all_within(row, ":scope > th, :scope > td").iter().map(words).collect()
    };
    let mut heads = Vec::new();
    let mut rows = Vec::new();
    for line in page::all_within(element, "tr") {
        let is_head = line.closest("thead").is_ok_and(|head| head.is_some());
        if is_head && heads.is_empty() { heads = row(&line) } else { rows.push(row(&line)) }
    }
    Table { caption, heads, rows }
}

/// What an element says, as it is read: its lines one behind the other.
fn words(element: &web_sys::Element) -> String {
    let shown =
        element.dyn_ref::<web_sys::HtmlElement>().map(web_sys::HtmlElement::inner_text).unwrap_or_default();
    let lines = shown.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("; ")
}
