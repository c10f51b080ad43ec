//! The page around the app: its title, theme, state for scripts, scrolling, downloads.

use super::frames;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

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

/// The theme that the page is shown in.
pub fn theme() -> String {
    root().and_then(|root| root.get_attribute("data-theme")).unwrap_or_default()
}

/// Whether the page is a view in a frame of another page. Then it is only to be read.
pub fn is_embedded() -> bool {
    root().is_some_and(|root| root.has_attribute("data-embed"))
}

/// Sets a property of the style of the element with this id.
pub fn set_style(id: &str, property: &str, value: &str) {
    if let Some(element) = element(id) {
        let _ = element.style().set_property(property, value);
    }
}

/// The element with this id. Elements of pictures are no elements of HTML, and have all that is asked of them here.
pub fn element(id: &str) -> Option<web_sys::HtmlElement> {
    Some(web_sys::window()?.document()?.get_element_by_id(id)?.unchecked_into())
}

/// How many elements a selector finds.
pub fn count(selector: &str) -> usize {
    root().map_or(0, |root| all_within(&root, selector).len())
}

/// An attribute of the first element that a selector finds.
pub fn attribute_of(selector: &str, name: &str) -> Option<String> {
    gloo::utils::document().query_selector(selector).ok()??.get_attribute(name)
}

/// Whether the window is as narrow as a phone.
pub fn is_narrow() -> bool {
    let width = web_sys::window().and_then(|window| window.inner_width().ok()?.as_f64());
    width.is_some_and(|width| width < 640.0)
}

/// Says a text in the element with this id, unless it says it already.
pub fn set_text(id: &str, text: &str) {
    if let Some(element) = element(id).filter(|element| element.text_content().as_deref() != Some(text)) {
        element.set_text_content(Some(text));
    }
}

/// Gives the element with this id an attribute, or takes it away.
pub fn set_attribute(id: &str, name: &str, value: Option<&str>) {
    if let Some(element) = element(id) {
        let _ = match value {
            Some(value) => element.set_attribute(name, value),
            None => element.remove_attribute(name),
        };
    }
}

/// What the field with this id holds.
pub fn value(id: &str) -> String {
    field(id).map(|field| field.value()).unwrap_or_default()
}

/// Changes what the field with this id holds. What holds it already stays, with its caret.
pub fn set_value(id: &str, value: &str) {
    if let Some(field) = field(id).filter(|field| field.value() != value) {
        field.set_value(value);
    }
}

/// Checks the box with this id or not.
pub fn set_checked(id: &str, is_checked: bool) {
    if let Some(field) = field(id) {
        field.set_checked(is_checked);
    }
}

/// Whether the box with this id is checked.
pub fn is_checked(id: &str) -> bool {
    field(id).is_some_and(|field| field.checked())
}

/// A field. A list to choose from has a value as well, and this is all that is asked of it.
fn field(id: &str) -> Option<web_sys::HtmlInputElement> {
    element(id).map(JsCast::unchecked_into)
}

/// Makes the element with this id the place where the keyboard goes on, without scrolling.
pub fn focus(id: &str) {
    if let Some(element) = element(id) {
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = element.focus_with_options(&options);
    }
}

/// In so many frames what was drawn anew in them gets the keyboard back.
const FRAMES: usize = 2;

/// Makes the element with this id the place where the keyboard goes on, as soon as what has just changed stands in the
/// page: a key that is pressed when the reader sees it must not go elsewhere. What is drawn a frame or two later, or once
/// more, gets it then, unless the reader has gone on.
pub fn focus_once_drawn(id: &str) {
    let id = id.to_owned();
    wasm_bindgen_futures::spawn_local(async move {
        frames::settled().await;
        focus(&id);
        let reached = focused();
        for _ in 0..FRAMES {
            frames::next_frame().await;
            if is_nowhere() || (reached != id && focused() == reached) {
                focus(&id);
            }
        }
    });
}

/// Whether no element has the keyboard, as when the one that had it is gone.
fn is_nowhere() -> bool {
    let document = gloo::utils::document();
    let focused = document.active_element();
    focused.is_none() || focused.as_deref() == document.body().as_deref().map(AsRef::as_ref)
}

/// Whether Escape is pressed, and nothing nearer wants it: neither what has used it already, nor a dialog, nor what is
/// being composed. What uses it prevents what it would do otherwise, by which others know.
pub fn is_free_escape(event: &web_sys::KeyboardEvent) -> bool {
    event.key() == "Escape" && !event.default_prevented() && !event.is_composing() && !is_dialog_open()
}

/// Whether the place where the keyboard goes on is in the element with this id.
pub fn has_focus(id: &str) -> bool {
    let focused = gloo::utils::document().active_element();
    element(id).is_some_and(|element| element.contains(focused.as_deref()))
}

/// The id of the element where the keyboard goes on; empty when it has none.
pub fn focused() -> String {
    gloo::utils::document().active_element().map(|element| element.id()).unwrap_or_default()
}

/// Does what a click on the element with this id does.
pub fn click(id: &str) {
    if let Some(element) = element(id) {
        element.click();
    }
}

/// Does what a click on the first element does that a selector finds; whether there is one.
pub fn click_first(selector: &str) -> bool {
    let found = gloo::utils::document().query_selector(selector).ok().flatten();
    let found = found.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok());
    found.inspect(web_sys::HtmlElement::click).is_some()
}

/// Shows the dialog with this id above everything.
pub fn show_dialog(id: &str) {
    let dialog = element(id).and_then(|dialog| dialog.dyn_into::<web_sys::HtmlDialogElement>().ok());
    if let Some(dialog) = dialog.filter(|dialog| !dialog.open()) {
        let _ = dialog.show_modal();
    }
}

/// Whether a dialog stands above the page.
pub fn is_dialog_open() -> bool {
    count("dialog[open]") > 0
}

/// Closes the dialog with this id.
pub fn close_dialog(id: &str) {
    if let Some(dialog) = element(id).and_then(|dialog| dialog.dyn_into::<web_sys::HtmlDialogElement>().ok())
    {
        dialog.close();
    }
}

/// What the element with this id says.
pub fn text(id: &str) -> String {
    element(id).and_then(|element| element.text_content()).unwrap_or_default()
}

/// The nearest element around what an event happened to, itself included, that a selector finds.
pub fn around(event: &web_sys::Event, selector: &str) -> Option<web_sys::Element> {
    event.target()?.dyn_into::<web_sys::Element>().ok()?.closest(selector).ok()?
}

/// What is done when something happens.
pub type Handler = std::rc::Rc<dyn Fn(&web_sys::Event)>;

/// Somebody who is told when something of one kind happens to a target. Dropping it ends that.
///
/// It may be told while it is being told: a handler that clicks on something hears of that click.
pub struct Listener {
    target: web_sys::EventTarget,
    kind: &'static str,
    call: Closure<dyn Fn(web_sys::Event)>,
}

impl Listener {
    /// Begins to listen.
    pub fn new(target: web_sys::EventTarget, kind: &'static str, handler: Handler) -> Listener {
        let call = Closure::<dyn Fn(web_sys::Event)>::new(move |event| handler(&event));
        let _ = target.add_event_listener_with_callback(kind, call.as_ref().unchecked_ref());
        Listener { target, kind, call }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let call = self.call.as_ref().unchecked_ref();
        let _ = self.target.remove_event_listener_with_callback(self.kind, call);
    }
}

/// Scrolls as far as needed for an element to be seen.
pub fn show_nearest(element: &web_sys::Element) {
    let options = web_sys::ScrollIntoViewOptions::new();
    options.set_block(web_sys::ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

/// Whether the device is one of those whose keyboards have a command key.
pub fn is_apple() -> bool {
    let platform = web_sys::window().and_then(|window| window.navigator().platform().ok());
    platform.is_some_and(|platform| platform.starts_with("Mac") || platform.starts_with("iP"))
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
    web_sys::Url::create_object_url_with_blob(&blob(bytes, media_type)?).ok()
}

fn blob(bytes: &[u8], media_type: &str) -> Option<web_sys::Blob> {
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(media_type);
    web_sys::Blob::new_with_u8_array_sequence_and_options(&parts, &options).ok()
}

/// Gives back what a temporary address holds.
pub fn forget(blob_url: &str) {
    let _ = web_sys::Url::revoke_object_url(blob_url);
}

/// Hands bytes to the reader as a file.
pub fn download(name: &str, bytes: &[u8]) {
    if let Some(blob) = blob(bytes, "application/octet-stream") {
        download_blob(name, &blob);
    }
}

/// Hands a blob to the reader as a file.
pub fn download_blob(name: &str, blob: &web_sys::Blob) {
    let Ok(url) = web_sys::Url::create_object_url_with_blob(blob) else { return };
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

/// Tells an element of something that has happened in it, as an event of this name.
pub fn tell(id: &str, name: &str) {
    if let (Some(element), Ok(event)) = (element(id), web_sys::Event::new(name)) {
        let _ = element.dispatch_event(&event);
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
    mark_current("data-heading", topmost(ids).as_deref(), "location");
}

/// Of the elements with an attribute, marks the one with this value as current, and no other.
pub fn mark_current(attribute: &str, value: Option<&str>, kind: &str) {
    let Some(root) = root() else { return };
    for entry in all_within(&root, &format!("[{attribute}]")) {
        let _ = if entry.get_attribute(attribute).as_deref() == value {
            entry.set_attribute("aria-current", kind)
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
        frames::before_next_frame(move || {
            is_waiting.set(false);
            call();
        });
    }))
}
