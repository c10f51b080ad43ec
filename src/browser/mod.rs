//! Everything that names the browser: fetching, picking, dropping, storing, the address bar, the page.
//!
//! The rest of the app asks for what it needs in its own words and never sees a `web_sys` type it does not
//! have to.

pub mod apart;
pub mod camera;
pub mod clipboard;
pub mod clock;
pub mod crypto;
pub mod database;
pub mod drafts;
pub mod drop;
pub mod fetch;
pub mod frames;
pub mod json;
pub mod location;
pub mod margin;
pub mod page;
pub mod panic;
pub mod pick;
pub mod picture;
pub mod pull;
pub mod reviews;
pub mod session;
pub mod settings;
pub mod shown;
pub mod single;
pub mod stage;
pub mod tabs;
pub mod worker;

use wasm_bindgen::JsValue;

/// What a browser error says, for people.
pub fn message(error: &JsValue) -> String {
    let property = js_sys::Reflect::get(error, &"message".into()).ok().and_then(|text| text.as_string());
    property.or_else(|| error.as_string()).unwrap_or_else(|| "the browser does not say why".to_owned())
}
