//! What the program says in the browser has the bytes of what the native one says.

use planarium::browser::fetch::{Stop, download};
use wasm_bindgen_test::wasm_bindgen_test;

#[path = "../said/mod.rs"]
mod answers;

/// A file that the native tests wrote; the runner serves the repository beside the tests.
async fn written(name: &str) -> Vec<u8> {
    let url = format!("/{}/{name}", answers::FOLDER);
    match download(&url, u64::MAX, &Stop::default(), |_, _| {}).await {
        Ok(download) => download.bytes,
        Err(problem) => {
            panic!("{url} is not there ({problem:?}): the native tests write it, run `cargo test said` first")
        }
    }
}

/// Names the first answer that differs, which is more than a reader wants to see of a megabyte.
fn same(name: &str, is: &str, native: &[u8]) {
    if is.as_bytes() == native {
        return;
    }
    let native = String::from_utf8_lossy(native);
    let mut answer = "";
    for (is, was) in is.lines().zip(native.lines()) {
        answer = is.strip_prefix("//- ").unwrap_or(answer);
        assert_eq!(is, was, "{name}: {answer}");
    }
    assert_eq!(is.len(), native.len(), "{name}: {answer}");
}

#[wasm_bindgen_test]
async fn every_answer_has_the_bytes_of_the_native_one() {
    let list = String::from_utf8(written("list.txt").await).unwrap();
    assert!(list.lines().count() >= 2, "{list}");
    for name in list.lines() {
        let archive = written(&format!("{name}.archive")).await;
        same(name, &answers::of_zip(archive), &written(&format!("{name}.txt")).await);
    }
}

#[wasm_bindgen_test]
async fn and_so_has_what_is_said_of_the_examples_of_the_rules() {
    same("examples", &answers::of_examples(), &written("examples.txt").await);
}
