//! The margin of a document on the page: which of its places the reader is at, the button beside it, and marks at the places
//! that somebody has said something about.

use super::page;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// Everything of an article that is a place: fields, and what has a line.
const PLACES: &str = ".article-main .frontmatter .field, .article-main .document [data-line], .article-main .source-line[data-line]";
/// Of these what has a line.
pub const LINES: &str = ".document [data-line], .source-line[data-line]";
/// The button that moves along the margin.
const BUTTON: &str = "comment-here";
/// What marks are found by.
const MARKS: &str = ".comment-mark";

/// A place of the document on the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Site {
    /// A field of the frontmatter, by its name.
    Field(String),
    /// What begins on a line.
    Line(u32),
}

/// A mark at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Where.
    pub site: Site,
    /// What it says.
    pub text: String,
    /// What it is called.
    pub label: String,
    /// What a click on it is about.
    pub value: String,
    /// How it looks.
    pub state: &'static str,
}

fn site_of(element: &Element) -> Option<Site> {
    if let Some(line) = element.get_attribute("data-line") {
        return line.parse().ok().map(Site::Line);
    }
    let name = element.query_selector("dt").ok()??.text_content()?;
    Some(Site::Field(name))
}

/// All places, in their order. Of elements that begin on one line the innermost stands for all.
fn places() -> Vec<(Site, Element)> {
    let Some(main) = page::element("main") else { return Vec::new() };
    let mut places: Vec<(Site, Element)> = Vec::new();
    for element in page::all_within(&main, PLACES) {
        let Some(site) = site_of(&element) else { continue };
        match places.last_mut() {
            Some(last) if last.0 == site => last.1 = element,
            _ => places.push((site, element)),
        }
    }
    places
}

fn element_of(site: &Site) -> Option<Element> {
    let main = page::element("main")?;
    match site {
        // Pages of long documents have thousands of places, and the pointer goes over many.
        Site::Line(line) => page::all_within(
            &main,
            &format!(
                ".article-main :is(.document [data-line=\"{line}\"], .source-line[data-line=\"{line}\"])"
            ),
        )
        .pop(),
        Site::Field(_) => places().into_iter().find(|(own, _)| own == site).map(|(_, element)| element),
    }
}

/// The place that an event happened in.
pub fn under(event: &web_sys::Event) -> Option<Site> {
    page::around(event, PLACES).as_ref().and_then(site_of)
}

/// The place that the pointer rests on.
pub fn pointed() -> Option<Site> {
    let is_pointed = |place: &(Site, Element)| place.1.matches(":hover") == Ok(true);
    places().into_iter().rfind(is_pointed).map(|(site, _)| site)
}

/// Where the reader is: where the keyboard is, else the first place below the top of what is seen.
pub fn here() -> Option<Site> {
    let focused = gloo::utils::document().active_element();
    let focused = focused.and_then(|element| element.closest(PLACES).ok()?);
    if let Some(site) = focused.as_ref().and_then(site_of) {
        return Some(site);
    }
    let top = page::element("main").map_or(0.0, |main| main.get_bounding_client_rect().top());
    let places = places();
    let is_seen = |(_, element): &&(Site, Element)| element.get_bounding_client_rect().top() >= top;
    places.iter().find(is_seen).or(places.last()).map(|(site, _)| site.clone())
}

/// The place that comes so many behind another one.
pub fn beyond(site: &Site, by: isize) -> Option<Site> {
    let places = places();
    let at = places.iter().position(|(own, _)| own == site)?;
    let at = at.saturating_add_signed(by).min(places.len().saturating_sub(1));
    places.get(at).map(|(site, _)| site.clone())
}

/// What stands at a place, in a few words.
fn words(element: &Element) -> String {
    let text = element.text_content().unwrap_or_default();
    let spaced = text.split_whitespace().collect::<Vec<_>>().join(" ");
    spaced.chars().take(60).collect()
}

/// Puts the button beside a place, for what is done there. It is made when it is first needed, and goes with the article.
pub fn put_button(site: &Site, act: &str) {
    let Some(target) = element_of(site) else {
        // Out of sight of a text of which only a part is in the page.
        return page::element(BUTTON).into_iter().for_each(|button| button.remove());
    };
    let Ok(Some(article)) = target.closest(".article-main") else { return };
    let button = match page::element(BUTTON) {
        Some(button) => button,
        None => {
            let made = gloo::utils::document().create_element("button").ok();
            let Some(button) = made.and_then(|made| made.dyn_into::<HtmlElement>().ok()) else { return };
            for (name, value) in
                [("type", "button"), ("id", BUTTON), ("class", "comment-here"), ("data-act", "comment-here")]
            {
                let _ = button.set_attribute(name, value);
            }
            button.set_text_content(Some("+"));
            button
        }
    };
    if !article.contains(Some(&button)) {
        let _ = article.append_child(&button);
    }
    // Below a mark, which has to be reached too.
    let has_mark = target.query_selector(&format!(":scope > {MARKS}, :scope > :is(td, th, dt) > {MARKS}"));
    let below = if has_mark.is_ok_and(|mark| mark.is_some()) { 26.0 } else { 0.0 };
    let top = target.get_bounding_client_rect().top() - article.get_bounding_client_rect().top() + below;
    let _ = button.style().set_property("top", &format!("{top:.0}px"));
    let label = format!("{act}: {}", words(&target));
    let _ = button.set_attribute("aria-label", &label);
    let _ = button.set_attribute("title", &format!("{act} (↑ ↓ go to other places)"));
}

/// Makes the button the place where the keyboard goes on, and shows what it stands beside.
pub fn focus_button(site: &Site) {
    if let Some(element) = element_of(site) {
        page::show_nearest(&element);
    }
    page::focus(BUTTON);
}

/// Marks these places, and no others.
pub fn mark(marks: &[Mark]) {
    let Some(main) = page::element("main") else { return };
    page::all_within(&main, MARKS).iter().for_each(Element::remove);
    let document = gloo::utils::document();
    let places = places();
    for mark in marks {
        let Some((_, element)) = places.iter().find(|(site, _)| *site == mark.site) else { continue };
        // Rows hold cells alone, and fields names and values.
        let host = element.query_selector(":scope > :is(td, th, dt)").ok().flatten();
        let host = host.unwrap_or_else(|| element.clone());
        let Ok(button) = document.create_element("button") else { continue };
        for (name, value) in [
            ("type", "button"),
            ("class", "comment-mark"),
            ("data-act", "comment-show"),
            ("data-value", &*mark.value),
            ("data-state", mark.state),
            ("aria-label", &*mark.label),
            ("title", &*mark.label),
        ] {
            let _ = button.set_attribute(name, value);
        }
        button.set_text_content(Some(&mark.text));
        let _ = host.insert_before(&button, host.first_child().as_ref());
    }
}

/// Shows a place, and makes it the one where the keyboard goes on.
pub fn show(site: &Site) {
    if let Some(element) = element_of(site) {
        page::show(&element);
        let _ = element.set_attribute("data-target", "true");
    }
}

/// Whether the panel with this id stands beside the document.
pub fn has_room(id: &str) -> bool {
    page::element(id).is_some_and(|panel| panel.client_height() > 0)
}

/// Shows the panel with this id above the page, where it has no room beside it.
pub fn show_panel(id: &str) {
    let Some(panel) = page::element(id) else { return };
    if !has_room(id) {
        call(&panel, "showPopover");
    }
    page::show_nearest(&panel);
}

/// Hides the panel with this id, when it stands above the page.
pub fn hide_panel(id: &str) {
    if let Some(panel) = page::element(id) {
        call(&panel, "hidePopover");
    }
}

/// Calls what browsers have under a name, whose binding is not stable. One that is shown already, or hidden, stays so.
fn call(element: &HtmlElement, name: &str) {
    let function = js_sys::Reflect::get(element, &name.into()).ok();
    if let Some(function) = function.and_then(|it| it.dyn_into::<js_sys::Function>().ok()) {
        let _ = function.call0(element);
    }
}
