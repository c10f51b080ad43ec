//! JSON from outside.

use planarium::browser::json::Json;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
fn what_is_not_as_expected_is_not_there() {
    let json =
        Json::parse(br#"{ "src": "a.zip", "n": 1, "files": ["a", "b"], "mixed": ["a", 1], "none": null }"#);
    let json = json.unwrap();
    assert_eq!(json.text("src").as_deref(), Some("a.zip"));
    assert_eq!((json.text("n"), json.text("none"), json.text("absent")), (None, None, None));
    let texts = |name: &str| json.get(name).and_then(|list| list.texts());
    assert_eq!(texts("files"), Some(vec!["a".to_owned(), "b".to_owned()]));
    assert_eq!((texts("mixed"), texts("src"), json.texts()), (None, None, None));
    let list = Json::parse(b"[\"a\"]").unwrap();
    assert_eq!((list.text("src"), list.texts()), (None, Some(vec!["a".to_owned()])));
    assert!(Json::parse(b"\"text\"").unwrap().get("src").is_none());
    for broken in [&b"{"[..], b"", b"\xff", b"{} {}"] {
        assert!(Json::parse(broken).is_err_and(|why| !why.is_empty()));
    }
}
