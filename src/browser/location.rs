//! The address bar.

use crate::address::Address;

/// The place in the app that the address bar names.
pub fn address() -> Address {
    let hash = web_sys::window().and_then(|window| window.location().hash().ok());
    Address::parse(&hash.unwrap_or_default())
}

/// Goes to a place, so that "back" returns here.
pub fn go(address: &Address) {
    if let Some(window) = web_sys::window() {
        let _ = window.location().set_hash(&address.href());
    }
}

/// Changes the address bar without a step to go back to.
pub fn replace(address: &Address) {
    let history = web_sys::window().and_then(|window| window.history().ok());
    if let Some(history) = history {
        let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&address.href()));
    }
}

/// The whole link to a place in the app, for others.
pub fn link_to(address: &Address) -> String {
    let here = web_sys::window().and_then(|window| window.location().href().ok()).unwrap_or_default();
    format!("{}{}", here.split('#').next().unwrap_or_default(), address.href())
}

/// The link to this page that opens what is at an address.
pub fn link_to_source(href: &str) -> String {
    format!("./?src={}", String::from(js_sys::encode_uri_component(href)))
}

/// A link without its query, which would fetch something.
pub fn without_query(link: &str) -> String {
    let (page, fragment) = link.split_once('#').unwrap_or((link, ""));
    format!("{}#{fragment}", page.split('?').next().unwrap_or_default())
}

/// A value of the page's query, such as `src`.
pub fn query(key: &str) -> Option<String> {
    let search = web_sys::window()?.location().search().ok()?;
    web_sys::UrlSearchParams::new_with_str(&search).ok()?.get(key).filter(|value| !value.is_empty())
}

/// The address that a reference means when it stands in the page; nothing when it is none.
pub fn absolute(reference: &str) -> Option<web_sys::Url> {
    let base = web_sys::window()?.location().href().ok()?;
    web_sys::Url::new_with_base(reference, &base).ok()
}

/// Whether an address belongs to the server that the page came from.
pub fn is_own(url: &web_sys::Url) -> bool {
    web_sys::window()
        .and_then(|window| window.location().origin().ok())
        .is_some_and(|own| own == url.origin())
}
