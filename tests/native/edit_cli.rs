//! `planarium edit`: its patches are taken by git, and what it does not do it says in one line.

use crate::fixture::{folder, repository};
use crate::repository::Repository;
use std::process::{Command, Output};

const TREE: &str = ".agent_plan/day_dream";

fn planarium(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_planarium")).args(arguments).output().unwrap()
}

fn sample(name: &str) -> Repository {
    Repository::of(name, &folder(&repository().join("public/sample/medflow")), "docs")
}

/// What the command prints, with which it has to succeed.
fn printed(arguments: &[&str]) -> Vec<u8> {
    let output = planarium(arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

#[test]
fn git_takes_what_it_prints() {
    let sample = sample("cli");
    let root = sample.folder().join("docs");
    let root = root.to_str().unwrap();
    let plan = |name: &str| format!("docs/{TREE}/{name}/_overview.md");
    let asks: [(&[&str], &str, &str); 7] = [
        (
            &[
                "SP18_reporting_engine/_overview.md",
                "magnitude=Epic",
                "knowledge_gaps+=who prints, and why",
                "zz=no",
            ],
            "SP18_reporting_engine",
            "magnitude: Epic",
        ),
        (
            &["SP18_reporting_engine/_overview.md", "last_updated=2026-07-01", "origin="],
            "SP18_reporting_engine",
            "last_updated: 2026-07-01",
        ),
        (&["--set-status", "PP19=DONE"], "PP19_perf_optimization", "status: DONE"),
        (&["--set-status", "SP20=BLOCKED:reports"], "SP20_patient_portal", "status: BLOCKED:reports"),
        (
            &["--emergency", "PP19", "--blocks", "SP18,SP20"],
            "SP18_reporting_engine",
            "PP19_perf_optimization",
        ),
        (
            &["--set-status", "PP19=CUT", "--archive", "PP19"],
            "_completed/2026-Q2/PP19_perf_optimization",
            "status: CUT",
        ),
        (
            &["--invalidate", "SP15=PP19:schema"],
            "SP15_ai_risk_scorer",
            "invalidated_by: PP19_perf_optimization",
        ),
    ];
    for (ask, name, expected) in asks {
        let arguments: Vec<&str> =
            ["edit", root].into_iter().chain(ask.iter().copied()).chain(["--as-of", "2026-06-16"]).collect();
        let patch = printed(&arguments);
        let place = if name.contains("2026-Q2") && !String::from_utf8_lossy(&patch).contains("2026-Q2") {
            "_completed/PP19_perf_optimization"
        } else {
            name
        };
        sample.takes(&["apply", "--check"], &patch).unwrap_or_else(|said| panic!("{ask:?}: {said}"));
        let message: Vec<&str> = arguments
            .iter()
            .copied()
            .chain(["--message", "Plans", "--author", "Nina Volkov <n@example.org>"])
            .collect();
        sample.takes(&["am", "--quiet"], &printed(&message)).unwrap_or_else(|said| panic!("{ask:?}: {said}"));
        let text = String::from_utf8(sample.read(&plan(place)).unwrap_or_else(|| panic!("{place}"))).unwrap();
        assert!(text.contains(expected), "{ask:?}\n{text}");
        assert_eq!(
            sample.git(&["log", "-1", "--format=%an|%s|%ad", "--date=short"]).trim(),
            "Nina Volkov|Plans|2026-06-16"
        );
        sample.reset();
    }
}

#[test]
fn what_it_mends_is_resolved() {
    let sample = sample("fixes");
    let root = sample.folder().to_str().unwrap().to_owned();
    let before =
        String::from_utf8(printed_any(&["check", &root, "--as-of", "2026-06-16", "--json"])).unwrap();
    let before: serde_json::Value = serde_json::from_str(&before).unwrap();
    let fixable: Vec<&serde_json::Value> =
        before["findings"].as_array().unwrap().iter().filter(|finding| finding["fixable"] == true).collect();
    let rule = fixable[0]["rule"].as_str().unwrap().to_owned();
    let patch = printed(&["edit", &root, "--fix", &rule, "--as-of", "2026-06-16"]);
    let said = printed(&["edit", &root, "--fix", &rule, "--as-of", "2026-06-16", "--explain"]);
    let said = String::from_utf8(said).unwrap();
    assert!(said.contains("It resolves"), "{said}");
    sample.takes(&["apply"], &patch).unwrap();
    let after =
        String::from_utf8(printed_any(&["check", &root, "--as-of", "2026-06-16", "--json", "--rule", &rule]))
            .unwrap();
    let after: serde_json::Value = serde_json::from_str(&after).unwrap();
    assert!(
        after["findings"].as_array().unwrap().iter().all(|finding| finding["fixable"] == false),
        "{after}"
    );
}

fn printed_any(arguments: &[&str]) -> Vec<u8> {
    planarium(arguments).stdout
}

#[test]
fn prefixes_and_forms() {
    let sample = repository().join("public/sample/medflow");
    let sample = sample.to_str().unwrap();
    let file = "SP18_reporting_engine/_overview.md";
    let text = |arguments: &[&str]| String::from_utf8(printed(arguments)).unwrap();
    let patch = text(&["edit", sample, file, "magnitude=Light", "--prefix", "a b"]);
    assert!(patch.starts_with(&format!("diff --git a/a b/{file} b/a b/{file}\n")), "{patch}");
    let zip = std::env::temp_dir().join(format!("planarium-{}-edit.zip", std::process::id()));
    let files = folder(std::path::Path::new(sample));
    let bytes: Vec<(String, Vec<u8>)> = files
        .iter()
        .map(|entry| (entry.path().as_str().to_owned(), files.read(entry).unwrap().into_owned()))
        .collect();
    std::fs::write(
        &zip,
        planarium::files::write::zip(bytes.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))),
    )
    .unwrap();
    let patch = text(&["edit", zip.to_str().unwrap(), file, "magnitude=Light"]);
    std::fs::remove_file(&zip).unwrap();
    assert!(patch.starts_with(&format!("diff --git a/{TREE}/{file} ")), "{patch}");
    // It is so already.
    assert_eq!(
        text(&["edit", sample, "--set-status", "SP20=TODO", "--as-of", "2026-01-01"])
            .matches("diff --git")
            .count(),
        1
    );
}

#[test]
fn what_it_does_not_do_it_says() {
    let sample = repository().join("public/sample/medflow");
    let sample = sample.to_str().unwrap();
    for (ask, expected) in [
        (&[][..], "say what to change: FILE KEY=VALUE, --set-status, --emergency, --archive, --fix"),
        (&["none.md", "a=b"], "there is no file none.md in the tree at .agent_plan/day_dream"),
        (&["_overview.md"], "say what to change in _overview.md, as KEY=VALUE"),
        (&["_overview.md", "word"], "word is not understood; write it as KEY=VALUE"),
        (&["--set-status", "SP99=DONE"], "there is no plan SP99"),
        (
            &["--set-status", "SP20=soon"],
            "soon is no status; there are TODO, WIP, DONE, BLOCKED:reason and CUT",
        ),
        (&["--set-status", "SP20=BLOCKED"], "say what blocks SP20_patient_portal, as BLOCKED:reason"),
        (&["--archive", "SP20"], "SP20_patient_portal is not over; set it to DONE or CUT first"),
        (&["--fix", "no-rule"], "there is no rule no-rule; `planarium check --list` prints all"),
        (&["--fix", "line-limit"], "line-limit: there is no finding that can be mended for certain"),
        (
            &["SP20_patient_portal/_overview.md", "a=b", "--prefix", "../x"],
            "--prefix ../x: its path climbs with `..`",
        ),
    ] {
        let arguments: Vec<&str> = ["edit", sample].into_iter().chain(ask.iter().copied()).collect();
        let output = planarium(&arguments);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{ask:?} {said}");
        assert!(said.starts_with(&format!("planarium: {expected}")), "{ask:?}: {said}");
        assert_eq!(said.lines().count(), 1);
    }
}
