//! The real address bar and the real storage.

use planarium::address::Address;
use planarium::browser::{location, page, settings};
use wasm_bindgen_test::wasm_bindgen_test;

fn odd_places() -> Vec<Address> {
    vec![
        Address::view("overview"),
        Address::of("tree", "SP01_harbour/p00_survey"),
        Address::document("a b/50% #1 done?.md", Some("the-heading")),
        Address::document("\u{202e}\"'<i>&\n🎉 ü:é/%41.md", Some("עברית")),
        Address::line("x.md", 12).with("raw", "1"),
        Address::of("plan", "SP01_x").with("q", "a & b=c #d ?e%20"),
        Address::document("..", None),
    ]
}

#[wasm_bindgen_test]
fn places_survive_the_address_bar() {
    for address in odd_places() {
        location::go(&address);
        assert_eq!(location::address(), address);
    }
    location::go(&Address::view("overview"));
}

#[wasm_bindgen_test]
fn a_place_that_is_replaced_is_no_step_to_go_back_to() {
    let length = || web_sys::window().unwrap().history().unwrap().length().unwrap();
    location::go(&Address::view("overview"));
    let before = length();
    for address in odd_places() {
        location::replace(&address);
        assert_eq!(location::address(), address);
    }
    assert_eq!(length(), before);
    location::go(&Address::view("tree"));
    assert_eq!(length(), before + 1);
}

#[wasm_bindgen_test]
fn settings_are_remembered_and_forgotten() {
    assert_eq!(settings::get("test"), None);
    for text in ["dark", " a\nb\u{0}🎉 ", &"x".repeat(64 * 1024)] {
        settings::set("test", text);
        assert_eq!(settings::get("test").as_deref(), Some(text));
    }
    let stored = web_sys::window().unwrap().local_storage().unwrap().unwrap();
    assert!(stored.get_item("planarium:test").unwrap().is_some(), "names are the app's own");
    settings::set("test", "");
    assert_eq!(stored.get_item("planarium:test").unwrap(), None);
}

#[wasm_bindgen_test]
fn settings_that_are_too_long_are_neither_stored_nor_read() {
    let long = "x".repeat(64 * 1024 + 1);
    settings::set("test", "short");
    settings::set("test", &long);
    assert_eq!(settings::get("test"), None);
    let stored = web_sys::window().unwrap().local_storage().unwrap().unwrap();
    stored.set_item("planarium:test", &long).unwrap();
    assert_eq!(settings::get("test"), None);
    settings::set("test", "");
}

#[wasm_bindgen_test]
fn references_are_seen_from_the_page() {
    let own = location::absolute("trees/a.zip").unwrap();
    assert!(location::is_own(&own) && own.pathname().ends_with("/trees/a.zip"));
    assert!(!location::is_own(&location::absolute("https://example.org/a.zip").unwrap()));
    assert!(!location::is_own(&location::absolute("//example.org/a.zip").unwrap()));
    assert!(location::absolute("https://").is_none());
}

#[wasm_bindgen_test]
fn the_title_and_state_of_the_page_are_set() {
    let root = gloo::utils::document().document_element().unwrap();
    page::set_state("loading");
    assert_eq!(root.get_attribute("data-planarium").as_deref(), Some("loading"));
    page::set_theme("dark");
    assert_eq!(root.get_attribute("data-theme").as_deref(), Some("dark"));
    page::set_title("<b> & \u{202e}");
    assert_eq!(gloo::utils::document().title(), "<b> & \u{202e}");
    assert!(page::blob_url(b"x", "image/png").is_some_and(|url| url.starts_with("blob:")));
}
