//! What stands on the page, read off it for other programs: its headings, sentences, lists and tables.

use super::page;
use crate::address::Address;
use crate::share::report::Block;
use crate::share::table::Table;
use wasm_bindgen::JsCast;

/// What is never part of what a page says.
const ASIDE: &str =
    "nav, form, svg, [hidden], .copies, .buttons, .menu, .hint, .as-of, .crumbs, .link-note, [role=toolbar]";

/// The tables of the page, with all that they hold.
pub fn tables() -> Vec<Table> {
    let Some(main) = page::element("main") else { return Vec::new() };
    page::all_within(&main, "table").iter().filter(|table| !is_aside(table)).map(table).collect()
}

/// What the page says, in its order.
pub fn blocks() -> Vec<Block> {
    let Some(main) = page::element("main") else { return Vec::new() };
    let found = page::all_within(&main, "h1, h2, h3, h4, p, li, table, dl > div");
    found.iter().filter_map(block).collect()
}

fn block(element: &web_sys::Element) -> Option<Block> {
    let is_within = |what: &str| {
        element.parent_element().is_some_and(|parent| parent.closest(what).is_ok_and(|found| found.is_some()))
    };
    let name = element.tag_name();
    if is_aside(element) || is_within("table, li, dl > div, h1, h2, h3") {
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
        "DIV" => Block::Entry(words.replacen("; ", ": ", 1)),
        _ => Block::Entry(without_buttons(element, words)),
    })
}

fn is_aside(element: &web_sys::Element) -> bool {
    element.closest(ASIDE).is_ok_and(|found| found.is_some())
}

fn table(element: &web_sys::Element) -> Table {
    let caption = page::all_within(element, "caption").first().map(words);
    let caption = caption.filter(|caption| !caption.is_empty()).or_else(|| {
        let section = element.closest("section").ok().flatten()?;
        page::all_within(&section, "h2, h3").first().map(words)
    });
    let caption = caption.unwrap_or_default();
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

/// What an element says, as it is read: its lines one behind the other. Places are written in full; the page shortens them.
fn words(element: &web_sys::Element) -> String {
    let mut said = own_words(element);
    let mut at = 0;
    for link in page::all_within(element, "a[href^='#/doc/']") {
        let short = own_words(&link);
        let Some(full) = place(&link).filter(|full| is_place(&short) && *full != short) else { continue };
        if let Some(found) = said.get(at..).and_then(|rest| rest.find(&short)) {
            let begin = at + found;
            said.replace_range(begin..begin + short.len(), &full);
            at = begin + full.len();
        }
    }
    said
}

/// Whether a text is a file and a line.
fn is_place(text: &str) -> bool {
    text.rsplit_once(':').is_some_and(|(file, line)| !file.is_empty() && line.parse::<u32>().is_ok())
}

/// The file and line to which a link leads.
fn place(link: &web_sys::Element) -> Option<String> {
    let address = Address::parse(&link.get_attribute("href")?);
    Some(format!("{}:{}", address.subject, address.setting("line")?))
}

/// The words of an entry, without those that only do something.
fn without_buttons(element: &web_sys::Element, words: String) -> String {
    page::all_within(element, "button").iter().map(own_words).filter(|button| !button.is_empty()).fold(
        words,
        |words, button| {
            let without = words.replacen(&format!("; {button}"), "", 1);
            if without == words { words.replacen(&button, "", 1) } else { without }
        },
    )
}

fn own_words(element: &web_sys::Element) -> String {
    let shown =
        element.dyn_ref::<web_sys::HtmlElement>().map(web_sys::HtmlElement::inner_text).unwrap_or_default();
    let lines = shown.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("; ")
}
