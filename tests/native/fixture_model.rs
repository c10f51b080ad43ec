//! What is said of a fixture, byte for byte: its model and its findings. The browser tests read the same
//! fixture and expect the same bytes.

use crate::fixture;
use expect_test::expect_file;
use planarium::findings::{self, Settings};
use planarium::plan::{Date, json};
use planarium::rules;
use std::process::Command;

const FIXTURE: &str = include_str!("../fixtures/lighthouse.txt");

#[test]
fn the_model_of_the_fixture_is_what_the_browser_expects() {
    expect_file!["../fixtures/lighthouse.json"].assert_eq(&json::model(&fixture::plan(FIXTURE)));
}

#[test]
fn the_findings_of_the_fixture_are_what_the_browser_expects() {
    let reading = fixture::reading(FIXTURE);
    let day = Date::parse("2026-06-01").unwrap();
    let found = rules::check(&reading, &reading.plan(), &day, &Settings::default());
    assert!(found.len() > 5, "{found:?}");
    expect_file!["../fixtures/lighthouse_findings.json"].assert_eq(&findings::json::findings(
        &found,
        &Settings::default(),
        &[],
        &day,
    ));
}

#[test]
fn the_program_prints_the_same_model() {
    let archive = std::env::temp_dir().join(format!("planarium-model-{}.zip", std::process::id()));
    std::fs::write(&archive, fixture::zip(FIXTURE)).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_planarium")).arg("model").arg(&archive).output().unwrap();
    std::fs::remove_file(&archive).unwrap();
    assert_eq!(
        String::from_utf8(output.stdout).unwrap().trim_end(),
        json::model(&fixture::plan(FIXTURE)).trim_end()
    );
}
