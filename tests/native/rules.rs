//! Every rule keeps what its example promises.

use crate::fixture;
use planarium::dialect::{Dialect, dream, roots};
use planarium::findings::{Finding, Scene, Settings};
use planarium::plan::{Date, Names};
use planarium::rules::{ALL, Checking, EXAMPLES};
use std::collections::BTreeSet;

/// The findings of a fixture as of the first of June 2025.
pub fn findings(text: &str) -> Vec<Finding> {
    let reading = fixture::read(fixture::files(text), dialect_of(text));
    let plan = reading.plan();
    let names = Names::of(&plan);
    let scene = Scene::of(&plan, &reading, &names, Date::parse("2025-06-01").unwrap());
    Checking::all(&scene, &Settings::default())
}

/// How an example is read: as it is recognised, and as a DREAM tree when nothing is.
fn dialect_of(text: &str) -> &'static Dialect {
    let recognised = roots(&fixture::files(text)).first().map(|root| root.dialect);
    recognised.filter(|dialect| !["plain", "story"].contains(&dialect.name)).unwrap_or(&dream::DIALECT)
}

fn places(findings: &[Finding], rule: &str) -> Vec<String> {
    let of_rule = findings.iter().filter(|finding| finding.rule == rule);
    of_rule.map(|finding| format!("{}:{}", finding.place.path, finding.place.line)).collect()
}

#[test]
fn a_bad_example_is_found_and_a_good_one_is_not() {
    for example in EXAMPLES {
        let rule = example.rule;
        assert!(!example.found.is_empty(), "{rule}: its example should break it");
        assert_eq!(places(&findings(example.bad), rule), example.found, "{rule}: {}", example.bad);
        assert_eq!(places(&findings(example.good), rule), [""; 0], "{rule}: {}", example.good);
    }
}

#[test]
fn every_rule_is_documented_and_has_an_example() {
    let ids: BTreeSet<&str> = ALL.iter().map(|rule| rule.id).collect();
    assert_eq!(ids.len(), ALL.len(), "two rules have one id");
    assert_eq!(ids, EXAMPLES.iter().map(|example| example.rule).collect());
    for rule in ALL {
        assert!(rule.summary.ends_with('.') && rule.summary.len() < 120, "{}: {}", rule.id, rule.summary);
        assert!(rule.help.len() > 80, "{}: say why it matters and what to do", rule.id);
        let file = fixture::repository().join(format!("src/rules/{}.rs", rule.id.replace('-', "_")));
        assert!(file.is_file(), "{} has no file of its name", rule.id);
    }
}

/// What the documentation says of all rules.
fn documentation() -> String {
    let mut text = String::from(
        "# Rules\n\n\
         <!-- Made from the rules themselves by `UPDATE_EXPECT=1 cargo test --test native rules::`; do not edit. -->\n\n\
         `planarium check PATH` says where a tree breaks these. An error blocks closing a plan; a warning wants to be \
         looked at.\n\n\
         A tree turns a rule off, or changes how bad a breach is, in a file `planarium.toml` at its root:\n\n\
         ```toml\n[rules]\nline-limit = \"off\"\nbroken-link = \"error\"\nrequired-field = \"warning\"\n```\n\n\
         One place is silenced by a comment with a reason: `<!-- planarium-ignore: rule-id reason -->` in a line of its own \
         above it, or at the end of its line; `# planarium-ignore: rule-id reason` in frontmatter. What stands first in a \
         document speaks of its head too. Reports list what is ignored and what is changed.\n\n\
         `--format json` prints one document: `schema`, `as_of`, and three lists. `findings`: `rule`, `severity`, `path`, \
         `line`, `column`, `message`, `items` (ids, the one that has to change first), `fixable`, `fix` (the edits in words, \
         or null), `ignored` (the reason, or null). `settings`: what the tree changes, with `rule`, `setting`, `path`, \
         `line`. `problems`: what it says of rules and nobody understands, with `path`, `line`, `text`. `--format sarif` \
         prints SARIF 2.1.0.\n\n\
         | rule | severity | |\n|---|---|---|\n",
    );
    for rule in ALL {
        text += &format!("| [{0}](#{0}) | {1} | {2} |\n", rule.id, rule.severity.name(), rule.summary);
    }
    for rule in ALL {
        let example = EXAMPLES.iter().find(|example| example.rule == rule.id).unwrap();
        text +=
            &format!("\n## {}\n\n{} ({})\n\n{}\n", rule.id, rule.summary, rule.severity.name(), rule.help);
        for (label, tree) in [("Breaks it", example.bad), ("Keeps it", example.good)] {
            if tree.lines().count() <= 30 {
                text += &format!("\n{label}:\n\n````text\n{}\n````\n", tree.trim_end());
            }
        }
    }
    text
}

#[test]
fn the_documentation_is_that_of_the_rules() {
    expect_test::expect_file!["../../docs/rules.md"].assert_eq(&documentation());
}
