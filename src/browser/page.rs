//! The page around the app: its title, theme, state for scripts, scrolling, downloads.

use wasm_bindgen::JsCast;

/// The document element.
fn root() -> Option<web_sys::Element> {
    web_sys::window()?.document()?.document_element()
}

/// Sets the title of the page.
pub fn set_title(title: &str) {
    gloo::utils::document().set_title(title);
}

/// Says how far the page is, for scripts: `loading`, `ready` or `error`.
pub fn set_state(state: &str) {
    if let Some(root) = root() {
        let _ = root.set_attribute("data-planarium", state);
    }
}

/// Shows the page in a theme: `light`, `dark` or `system`.
pub fn set_theme(theme: &str) {
    if let Some(root) = root() {
        let _ = root.set_attribute("data-theme", theme);
    }
}

/// The element with this id.
pub fn element(id: &str) -> Option<web_sys::HtmlElement> {
    web_sys::window()?.document()?.get_element_by_id(id)?.dyn_into().ok()
}

/// Scrolls an element to the top of what scrolls, and makes it the place where the keyboard goes on.
pub fn show(element: &web_sys::Element) {
    element.scroll_into_view();
    if let Some(element) = element.dyn_ref::<web_sys::HtmlElement>() {
        if !element.has_attribute("tabindex") {
            let _ = element.set_attribute("tabindex", "-1");
        }
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = element.focus_with_options(&options);
    }
}

/// A temporary address of bytes, for pictures and downloads. It lasts until [`forget`].
pub fn blob_url(bytes: &[u8], media_type: &str) -> Option<String> {
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(media_type);
    let blob = web_sys::Blob::new_with_u8_array_sequence_and_options(&parts, &options).ok()?;
    web_sys::Url::create_object_url_with_blob(&blob).ok()
}

/// Gives back what a temporary address holds.
pub fn forget(blob_url: &str) {
    let _ = web_sys::Url::revoke_object_url(blob_url);
}

/// Hands bytes to the reader as a file.
pub fn download(name: &str, bytes: &[u8]) {
    let Some(url) = blob_url(bytes, "application/octet-stream") else { return };
    let link = gloo::utils::document().create_element("a").ok();
    if let Some(link) = link.and_then(|link| link.dyn_into::<web_sys::HtmlAnchorElement>().ok()) {
        link.set_href(&url);
        link.set_download(name);
        link.click();
    }
    // The browser needs the address until it has begun to save.
    gloo::timers::callback::Timeout::new(10_000, move || forget(&url)).forget();
}

/// Copies a text. Browsers allow it only in answer to a click.
pub fn copy(text: &str) {
    if let Some(window) = web_sys::window() {
        let _ = window.navigator().clipboard().write_text(text);
    }
}

/// Prints the page.
pub fn print() {
    if let Some(window) = web_sys::window() {
        let _ = window.print();
    }
}

/// Scrolls to the last block of a document that begins at or before a line, and marks it.
pub fn show_line(line: u32) {
    let document = gloo::utils::document();
    let Ok(blocks) = document.query_selector_all(".article [data-line]") else { return };
    let blocks =
        (0..blocks.length()).filter_map(|index| blocks.get(index)?.dyn_into::<web_sys::Element>().ok());
    let line_of = |block: &web_sys::Element| block.get_attribute("data-line")?.parse::<u32>().ok();
    let best = blocks.filter_map(|block| Some((line_of(&block)?, block))).filter(|(begin, _)| *begin <= line);
    if let Some((_, block)) = best.max_by_key(|(begin, _)| *begin) {
        let _ = block.set_attribute("data-target", "true");
        show(&block);
    }
}

/// The elements within an element that a selector finds.
pub fn all_within(element: &web_sys::Element, selector: &str) -> Vec<web_sys::Element> {
    let Ok(found) = element.query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|index| found.get(index)?.dyn_into().ok()).collect()
}

/// Marks the entry of the heading that is being read, of those with these ids.
pub fn mark_heading(ids: &[String]) {
    let Some(root) = root() else { return };
    let current = topmost(ids);
    for entry in all_within(&root, "[data-heading]") {
        let is_current = entry.get_attribute("data-heading") == current;
        let _ = if is_current {
            entry.set_attribute("aria-current", "location")
        } else {
            entry.remove_attribute("aria-current")
        };
    }
}

/// Of the elements with these ids, in the order of the page, the last that begins above the upper third of
/// the window, which is where people read.
fn topmost(ids: &[String]) -> Option<String> {
    let height = web_sys::window()?.inner_height().ok()?.as_f64()?;
    let is_above = |id: &&String| {
        element(id).is_some_and(|element| element.get_bounding_client_rect().top() < height / 3.0)
    };
    // Headings stand in order, so the first that is below ends the search.
    ids.iter().take_while(is_above).last().or(ids.first()).cloned()
}

/// Calls back when the element with this id is scrolled, at most once a frame. Dropping the result ends it.
pub fn on_scroll_of(id: &str, call: impl Fn() + 'static) -> Option<gloo::events::EventListener> {
    let call = std::rc::Rc::new(call);
    let is_waiting = std::rc::Rc::new(std::cell::Cell::new(false));
    let target = element(id)?;
    Some(gloo::events::EventListener::new(&target, "scroll", move |_| {
        if is_waiting.replace(true) {
            return;
        }
        let (call, is_waiting) = (std::rc::Rc::clone(&call), std::rc::Rc::clone(&is_waiting));
        super::frames::before_next_frame(move || {
            is_waiting.set(false);
            call();
        });
    }))
}
