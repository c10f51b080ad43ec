//! The core does in the browser what it does natively.

use crate::fixture;
use planarium::findings::{self, Settings};
use planarium::plan::{Date, json};
use planarium::rules;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn the_model_has_the_bytes_of_the_native_one() {
    assert_eq!(json::model(&fixture::reading().plan()), fixture::MODEL);
}

#[wasm_bindgen_test]
fn the_findings_have_the_bytes_of_the_native_ones() {
    let reading = fixture::reading();
    let day = Date::parse("2026-06-01").unwrap();
    let found = rules::check(&reading, &reading.plan(), &day, &Settings::default());
    assert_eq!(findings::json::findings(&found, &Settings::default(), &[], &day), fixture::FINDINGS);
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
