//! The core does in the browser what it does natively.

use crate::fixture;
use planarium::plan::json;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn the_model_has_the_bytes_of_the_native_one() {
    assert_eq!(json::model(&fixture::reading().plan()), fixture::MODEL);
}

#[wasm_bindgen_test]
fn an_archive_that_is_cut_anywhere_is_refused_or_read_in_part() {
    let whole = fixture::files().archive().unwrap().to_vec();
    for end in (0..whole.len()).step_by(97) {
        let cut = whole[..end].to_vec();
        if let Ok(files) = planarium::files::archive::open(cut, &planarium::files::Limits::default()) {
            for entry in &files {
                let _ = files.read(entry);
            }
        }
    }
}
