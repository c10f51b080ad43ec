//! The page when it is one file that carries everything with it: its script has put aside what that is (build/single.mjs).

use wasm_bindgen::JsValue;

/// Whether the page is such a file.
pub fn is_here() -> bool {
    !of_page("planariumSingle").is_undefined()
}

/// The tree that the page carries, as it stands in its slot; empty when it carries none, nothing when it could not.
pub fn tree() -> Option<String> {
    of_single("tree")
}

/// The page without its tree.
pub fn viewer() -> Option<String> {
    of_single("viewer")
}

fn of_page(name: &str) -> JsValue {
    js_sys::Reflect::get(&js_sys::global(), &name.into()).unwrap_or_default()
}

fn of_single(name: &str) -> Option<String> {
    js_sys::Reflect::get(&of_page("planariumSingle"), &name.into()).ok()?.as_string()
}
