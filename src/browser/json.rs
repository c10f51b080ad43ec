//! Reading JSON with the browser's own reader, which the page need not bring along.

use super::message;
use wasm_bindgen::JsValue;

/// A JSON value.
#[derive(Debug)]
pub struct Json(JsValue);

impl Json {
    /// Reads a document.
    pub fn parse(bytes: &[u8]) -> Result<Json, String> {
        let text = std::str::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned())?;
        js_sys::JSON::parse(text).map(Json).map_err(|error| message(&error))
    }

    /// The field of an object.
    pub fn get(&self, name: &str) -> Option<Json> {
        let value = js_sys::Reflect::get(&self.0, &name.into()).ok()?;
        (!value.is_undefined()).then_some(Json(value))
    }

    /// The text of a field of an object.
    pub fn text(&self, name: &str) -> Option<String> {
        self.get(name)?.0.as_string()
    }

    /// Whether a field of an object says yes.
    pub fn is_true(&self, name: &str) -> bool {
        self.get(name).is_some_and(|value| value.0.as_bool() == Some(true))
    }

    /// The values of a list; `None` when this is no list.
    pub fn items(&self) -> Option<Vec<Json>> {
        js_sys::Array::is_array(&self.0).then(|| js_sys::Array::from(&self.0).iter().map(Json).collect())
    }

    /// The texts of a list; `None` when this is no list or holds anything else.
    pub fn texts(&self) -> Option<Vec<String>> {
        js_sys::Array::is_array(&self.0)
            .then(|| js_sys::Array::from(&self.0))?
            .iter()
            .map(|text| text.as_string())
            .collect()
    }
}
