//! For which day a tree is shown, and to which day it has come.

use crate::fixture;
use planarium::plan::{Date, Publication, StatedDay};

fn newest(text: &str) -> String {
    fixture::plan(text).newest_date().map_or_else(|| "none".to_owned(), |date| date.to_string())
}

#[test]
fn the_newest_day_is_one_that_the_tree_has_reached() {
    const SPEC: &str = "//- SP01_a/modules/lamp.md\n---\nmodule: lamp\nlast_updated: 2025-03-02\n---\n";
    let delta = |when: &str| {
        format!(
            "//- _overview.md\n# T\n\n## State Deltas\n\n### ✅ SP01_a — {when}\n\n- lamp: new module\n{SPEC}"
        )
    };
    let plan = |fields: &str| format!("//- SP01_a/_overview.md\n---\nname: a\n{fields}\n---\n{SPEC}");
    for (text, expected) in [
        (SPEC.to_owned(), "2025-03-02"),
        ("//- SP01_a/_overview.md\n# A\n".to_owned(), "none"),
        // A month has been reached when it begins.
        (delta("Apr 2025"), "2025-04-01"),
        (delta("Mar 2025"), "2025-03-02"),
        (plan("last_updated: \"2025-05-09T10:00:00Z\""), "2025-05-09"),
        (plan("emergency_declared_at: 2025-05-09"), "2025-05-09"),
        (plan("last_updated: soon"), "2025-03-02"),
        // What is meant to begin has not begun.
        (plan("status: TODO\nstart_at: 2025-09-01"), "2025-03-02"),
        (plan("status: WIP\nstart_at: 2025-04-01"), "2025-04-01"),
        // A scaffold is not from any day.
        (format!("//- _templates/sp/_overview.md\n---\nlast_updated: 2026-01-01\n---\n{SPEC}"), "2025-03-02"),
        // A note is from its day, not from the one on which it expires.
        (
            format!("//- exploration/2025-03-10_meeting.md\n# Meeting\n\nExpires: 2025-03-24\n{SPEC}"),
            "2025-03-10",
        ),
        // 2062 for 2026 is a slip where other dates say so; of two dates nobody can tell.
        (
            format!(
                "{}//- SP02_b/_overview.md\n---\nlast_updated: 2062-01-02\n---\n",
                plan("last_updated: 2025-05-09")
            ),
            "2025-05-09",
        ),
        (plan("last_updated: 2032-01-02"), "2032-01-02"),
        (plan("last_updated: 0001-01-02"), "2025-03-02"),
    ] {
        assert_eq!(newest(&text), expected, "{text}");
    }
}

#[test]
fn a_tree_is_shown_as_of_the_day_that_is_stated() {
    use Publication::{Live, Published};
    let today = Date::parse("2026-02-03").unwrap();
    let newest = || Date::parse("2025-06-01");
    for (asked, stated, publication, newest, expected) in [
        (None, None, Live, newest(), "2026-02-03, today"),
        (None, None, Published, newest(), "2025-06-01, the newest date in the tree"),
        (None, None, Published, None, "2026-02-03, today"),
        (None, Some("2025-12-24"), Published, newest(), "2025-12-24, as published"),
        (None, Some("2025-12-24T10:00:00Z"), Live, newest(), "2025-12-24, as published"),
        (None, Some("a while ago"), Published, newest(), "2025-06-01, the newest date in the tree"),
        (Some("2024-01-01"), Some("2025-12-24"), Published, newest(), "2024-01-01, stated in the link"),
        (Some("2024-02"), None, Live, None, "2024-02-01, stated in the link"),
        (Some("2026-02-03"), Some("2025-12-24"), Published, newest(), "2026-02-03, today"),
        // What is no date, or no date that anybody has planned on, asks for nothing.
        (Some("yesterday"), Some("2025-12-24"), Published, newest(), "2025-12-24, as published"),
        (Some("9999-12-31"), None, Live, newest(), "2026-02-03, today"),
    ] {
        let day = StatedDay::of(asked, stated, publication, newest, &today);
        assert_eq!(format!("{}, {}", day.date, day.origin.label()), expected, "{asked:?} {stated:?}");
    }
}

#[test]
fn the_sample_has_come_to_the_day_of_its_newest_field() {
    let files = fixture::folder(&fixture::repository().join("public/sample/medflow"));
    let plan = fixture::read(files, &planarium::dialect::dream::DIALECT).plan();
    assert_eq!(plan.newest_date().unwrap().to_string(), "2026-06-12");
}
