//! The clipboard. Browsers allow it only in answer to a click, and some not at all: whoever copies hears whether it went.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

/// Copies a text.
pub async fn copy(text: &str) -> Result<(), &'static str> {
    let clipboard = clipboard()?;
    JsFuture::from(clipboard.write_text(text)).await.map(|_| ()).map_err(|_| DENIED)
}

/// Copies a picture that is a PNG.
pub async fn copy_png(png: web_sys::Blob) -> Result<(), &'static str> {
    let clipboard = clipboard()?;
    let record = js_sys::Object::new();
    let blob = js_sys::Promise::resolve(&png);
    js_sys::Reflect::set(&record, &"image/png".into(), &blob).map_err(|_| DENIED)?;
    let item = js_sys::Reflect::get(&js_sys::global(), &"ClipboardItem".into()).unwrap_or_default();
    let item = item.dyn_into::<js_sys::Function>().map_err(|_| NO_PICTURES)?;
    let item = js_sys::Reflect::construct(&item, &js_sys::Array::of1(&record)).map_err(|_| NO_PICTURES)?;
    let items = js_sys::Array::of1(&item);
    JsFuture::from(clipboard.write(&items)).await.map(|_| ()).map_err(|_| DENIED)
}

/// What is said when the browser knows no pictures in its clipboard.
const NO_PICTURES: &str = "This browser copies no pictures; save it as PNG instead.";
/// What is said when the browser or the reader does not allow it.
const DENIED: &str = "The browser did not let the page copy.";

fn clipboard() -> Result<web_sys::Clipboard, &'static str> {
    let window = web_sys::window().ok_or(DENIED)?;
    let clipboard = js_sys::Reflect::get(&window.navigator(), &"clipboard".into()).unwrap_or_default();
    // Pages that did not come safely have none.
    if clipboard.is_undefined() {
        return Err("The browser copies only on pages that come over https or from this machine.");
    }
    Ok(window.navigator().clipboard())
}
