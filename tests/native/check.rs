//! `planarium check`: which findings it prints and in which form, what a tree may say of rules, and how it ends.

use crate::cli::{Scratch, prints, refuses, run, text};
use crate::fixture;
use planarium::findings::{Setting, Settings, Severity};
use planarium::rules;
use serde_json::Value;

/// A link that leads nowhere, a status that is only written badly, a plan that is over, and a comment for a rule.
const TREE: &str = "
//- _overview.md
# Root
//- SP01_pier/_overview.md
---
name: pier
type: system
magnitude: heavy
status: WIP
origin: exploration/kickoff.md
last_updated: 2025-05-01
---
[the quay](../SP02_quay/)

<!-- planarium-ignore: broken-link the map is drawn next week -->
[the map](map.md)
//- PP02_quay wall/_overview.md
---
name: quay_wall
type: procedure
magnitude: Light
status: DONE
origin: exploration/kickoff.md
last_updated: 2025-05-01
---
";

const REPORT: &str = "\
Findings as of 2025-06-01:

PP02_quay wall/_overview.md:5 warning not-archived PP02_quay wall is done and not in the archive.
    To mend it: Move PP02_quay wall to _completed/2025-Q2/PP02_quay wall.
      PP02_quay wall: move to _completed/2025-Q2/PP02_quay wall

SP01_pier/_overview.md:4 error invalid-magnitude The magnitude of SP01_pier is \"heavy\"; it has to be Trivial, Light, Standard, Heavy or Epic.
    To mend it: Write it as Heavy.
      SP01_pier/_overview.md: set magnitude to Heavy
SP01_pier/_overview.md:9 warning broken-link The link to ../SP02_quay/ leads nowhere.

Ignored, because the tree asks for it:
  SP01_pier/_overview.md:12 broken-link: the map is drawn next week

1 error, 2 warnings, 1 ignored.
";

/// Only these rules, so that the test does not change with every rule that comes.
const RULES: [&str; 6] = ["--rule", "broken-link", "--rule", "invalid-magnitude", "--rule", "not-archived"];

fn json(arguments: &[&str]) -> Value {
    let (status, out, err) = run(arguments);
    assert!(status < 2, "{err}");
    serde_json::from_str(&out).unwrap()
}

fn rules_of(report: &Value) -> Vec<&str> {
    report["findings"].as_array().unwrap().iter().map(|row| row["rule"].as_str().unwrap()).collect()
}

#[test]
fn the_report_for_people_is_grouped_by_file() {
    let scratch = Scratch::new();
    let tree = scratch.tree("tree", TREE);
    let arguments = [&["check", text(&tree), "--as-of", "2025-06-01"][..], &RULES].concat();
    let (status, out, err) = run(&arguments);
    assert_eq!((status, err.as_str()), (1, ""));
    assert_eq!(out, REPORT, "\n{out}");
    let zip = scratch.write("tree.zip", &fixture::zip(TREE));
    let of_zip = run(&[&["check", text(&zip), "--as-of", "2025-06-01"][..], &RULES].concat());
    assert_eq!(of_zip, (1, out, String::new()), "the same input gives the same bytes");
    // Without a day it is today's, and it says so.
    let today = run(&["check", text(&tree)]).1;
    assert!(today.starts_with("Findings as of today, 2"), "{today}");
}

#[test]
fn what_is_wanted_and_what_is_denied_can_be_chosen() {
    let scratch = Scratch::new();
    let tree = scratch.tree("tree", TREE);
    let tree = text(&tree);
    let of_plan = json(&["check", tree, "--json", "--plan", "PP02_quay wall", "--as-of", "2025-06-01"]);
    assert!(of_plan["findings"].as_array().unwrap().iter().all(|row| row["items"][0] == "PP02_quay wall"));
    assert!(rules_of(&of_plan).contains(&"not-archived"), "{of_plan}");
    let short = json(&["check", tree, "--json", "--plan", "SP01", "--rule", "broken-link"]);
    assert_eq!(rules_of(&short), ["broken-link", "broken-link"]);
    // A warning is denied only when that is asked for, an error always, what is ignored never.
    assert_eq!(run(&["check", tree, "--rule", "not-archived"]).0, 0);
    assert_eq!(run(&["check", tree, "--rule", "not-archived", "--deny", "warn"]).0, 1);
    assert_eq!(run(&["check", tree, "--rule", "invalid-magnitude"]).0, 1);
    let quiet = scratch.tree("quiet", "//- SP01_pier/_overview.md\n<!-- planarium-ignore: required-field no -->\n[a](b.md) <!-- planarium-ignore: broken-link no -->\n");
    assert_eq!(
        run(&["check", text(&quiet), "--rule", "required-field", "--rule", "broken-link", "--deny", "warn"])
            .0,
        0
    );
    refuses(&["check", tree, "--plan", "SP09"], &["no plan SP09"]);
    refuses(&["check", tree, "--rule", "no-such-rule"], &["no rule no-such-rule", "--list"]);
    refuses(&["check", tree, "--as-of", "2025-02-30"], &["--as-of 2025-02-30", "YYYY-MM-DD"]);
    refuses(&["check", tree, "--as-of", "2025-02"], &["--as-of 2025-02"]);
    refuses(&["check", "does/not/exist"], &["does/not/exist"]);
    let two = scratch.tree("two", "//- SP01_a/_overview.md\n# A\n//- SP01_b/_overview.md\n# B\n");
    refuses(&["check", text(&two), "--plan", "SP01"], &["SP01 could mean several plans"]);
}

#[test]
fn the_rules_are_listed_without_a_tree() {
    let listed = prints(&["check", "--list"]);
    let ids: Vec<&str> = listed.lines().map(|line| line.split(' ').next().unwrap()).collect();
    assert_eq!(ids, rules::ALL.iter().map(|rule| rule.id).collect::<Vec<_>>());
    assert!(listed.lines().all(|line| line.contains(" error ") || line.contains(" warning ")), "{listed}");
}

#[test]
fn json_has_the_form_that_is_promised() {
    let scratch = Scratch::new();
    let tree = scratch.tree("tree", TREE);
    let arguments = [&["check", text(&tree), "--as-of", "2025-06-01", "--json"][..], &RULES].concat();
    let report = json(&arguments);
    assert_eq!((&report["schema"], &report["as_of"]), (&1.into(), &"2025-06-01".into()));
    let rows = report["findings"].as_array().unwrap();
    assert_eq!(rules_of(&report), ["not-archived", "invalid-magnitude", "broken-link", "broken-link"]);
    assert_eq!(rows[1]["path"], "SP01_pier/_overview.md");
    assert_eq!((&rows[1]["line"], &rows[1]["column"]), (&4.into(), &1.into()));
    assert_eq!((&rows[1]["severity"], &rows[1]["fixable"]), (&"error".into(), &true.into()));
    assert_eq!(rows[1]["items"], serde_json::json!(["SP01_pier"]));
    assert_eq!((&rows[2]["fixable"], &rows[2]["ignored"]), (&false.into(), &Value::Null));
    assert_eq!(rows[3]["ignored"], "the map is drawn next week");
    let same = json(&[&arguments[..4], &["--format", "json"], &RULES].concat());
    assert_eq!(same, report);
}

#[test]
fn sarif_says_the_same() {
    let scratch = Scratch::new();
    scratch.tree("all/plans/day_dream", TREE);
    let tree = scratch.0.join("all");
    let arguments = ["check", text(&tree), "--as-of", "2025-06-01", "--format", "sarif"];
    let log = json(&[&arguments[..], &RULES].concat());
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let known: Vec<&str> = run["tool"]["driver"]["rules"]
        .as_array()
        .unwrap()
        .iter()
        .map(|rule| rule["id"].as_str().unwrap())
        .collect();
    assert_eq!(known, rules::ALL.iter().map(|rule| rule.id).collect::<Vec<_>>());
    for rule in run["tool"]["driver"]["rules"].as_array().unwrap() {
        assert!(rule["help"]["markdown"].as_str().unwrap().len() > 80, "{rule}");
        assert!(
            matches!(rule["defaultConfiguration"]["level"].as_str(), Some("error" | "warning")),
            "{rule}"
        );
    }
    assert_eq!(run["originalUriBaseIds"]["TREE"]["uri"], "plans/day_dream/");
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 4);
    let place = &results[0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "PP02_quay%20wall/_overview.md");
    assert_eq!(place["region"]["startLine"], 5);
    assert!(results[0]["message"]["text"].as_str().unwrap().contains(" To mend it: Move PP02_quay wall to "));
    for result in results {
        let index = result["ruleIndex"].as_u64().unwrap() as usize;
        assert_eq!(result["ruleId"], known[index]);
    }
    assert_eq!(results[2].get("suppressions"), None);
    assert_eq!(results[3]["suppressions"][0]["kind"], "inSource");
    assert_eq!(results[3]["suppressions"][0]["justification"], "the map is drawn next week");
}

#[test]
fn a_tree_turns_rules_off_and_changes_how_bad_they_are() {
    let settings = "[rules]\nnot-archived = \"off\" # later\n'broken-link' = 'error'\nline-limit = \"loud\"\nno-such-rule = \"off\"\nnonsense\n[other]\nx = 1\n";
    let scratch = Scratch::new();
    let tree = scratch.tree("tree", &format!("{TREE}//- planarium.toml\n{settings}"));
    let (status, out, _) = run(&[&["check", text(&tree), "--as-of", "2025-06-01"][..], &RULES].concat());
    assert_eq!(status, 1);
    for expected in [
        "SP01_pier/_overview.md:9 error broken-link ",
        "\nChanged in planarium.toml:\n  planarium.toml:2 not-archived is turned off\n  planarium.toml:3 broken-link counts as an error\n",
        "\nNot understood:\n  planarium.toml:4 loud is no setting of a rule; there are off, warning and error.\n  planarium.toml:5 There is no rule \"no-such-rule\".\n  planarium.toml:6 \"nonsense\" is not understood",
        "\n2 errors, 0 warnings, 1 ignored.\n",
    ] {
        assert!(out.contains(expected), "`{expected}` is not in {out}");
    }
    assert!(!out.contains("To mend it: Move"), "{out}");
    let report = json(&["check", text(&tree), "--json"]);
    let expected =
        serde_json::json!({ "rule": "broken-link", "setting": "error", "path": "planarium.toml", "line": 3 });
    assert_eq!(report["settings"][0], expected);
    assert_eq!(
        (report["problems"].as_array().unwrap().len(), &report["problems"][0]["line"]),
        (3, &4.into())
    );
    let log = json(&["check", text(&tree), "--format", "sarif"]);
    let run = &log["runs"][0];
    assert_eq!(run["invocations"][0]["toolConfigurationNotifications"].as_array().unwrap().len(), 3);
    let of = |id: &str| {
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        rules.iter().find(|rule| rule["id"] == id).unwrap()["defaultConfiguration"].clone()
    };
    assert_eq!(of("not-archived")["enabled"], false);
    assert_eq!(of("broken-link"), serde_json::json!({ "enabled": true, "level": "error" }));
    let settings = Settings::read("[ rules ] # ours\r\n \"broken-link\" = warning\r\n");
    assert_eq!(settings.of("broken-link"), Some(Setting::As(Severity::Warning)));
    assert_eq!(Settings::read("rules.drift = \"off\"").of("drift"), Some(Setting::Off));
    assert_eq!(Settings::read("[rules\nbroken-link = \"off\"\n= \"off\"\n[[rules]]").of("broken-link"), None);
}

#[test]
fn what_nobody_understands_in_a_comment_is_said() {
    let scratch = Scratch::new();
    let tree = scratch.tree("tree", "//- SP01_pier/_overview.md\n<!-- planarium-ignore: no-such-rule x -->\n<!-- planarium-ignore: -->\n# Pier\n");
    let out = run(&["check", text(&tree)]).1;
    assert!(out.contains("\n  SP01_pier/_overview.md:1 There is no rule \"no-such-rule\".\n"), "{out}");
    let model = json(&["model", text(&tree)]);
    assert_eq!(model["problems"][0]["line"], 2);
    assert!(model["problems"][0]["text"].as_str().unwrap().contains("names no rule"), "{model}");
}
