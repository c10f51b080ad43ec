//! The rules that a tree should keep, and one of them: what it asks, why, what breaks it here, and how to silence it.

use super::contents::{link, page_header};
use super::entries::with_code;
use super::findings::{place_link, said_of};
use super::later::later;
use super::{Drawn, View, missing, shown};
use crate::address::Address;
use crate::article;
use crate::counted::counted;
use crate::findings::{Finding, Setting, Settings, Severity};
use crate::html::{Html, all, el, text, when};
use crate::plan::Place;
use crate::rules::{self, Rule};
use crate::widgets::{markup, severity_mark};
use crate::workspace::{Report, Workspace, use_workspace};
use leptos::prelude::*;

/// Findings that are listed on the page of a rule; the view of findings has all.
const FIRST_ROWS: usize = 50;

/// `#/rules/ID`, and `#/rules` for all of them.
pub const VIEW: View = View {
    name: "rules",
    rail: None,
    title: |_, address| if address.subject.is_empty() { "Rules".to_owned() } else { address.subject.clone() },
    draw: later!(answers, || {
        let workspace = use_workspace();
        let id = workspace.subject();
        shown(move || draw(workspace, &id.get()))
    }),
};

fn draw(workspace: Workspace, id: &str) -> Drawn {
    let tree = workspace.tree.get().ok_or_else(|| missing("No tree is open."))?;
    let report = workspace.report.get();
    let page = if id.is_empty() {
        list(&report)
    } else {
        let rule = rules::by_id(id).ok_or_else(|| missing(format!("There is no rule {id}.")))?;
        let help = article::prose(rule.help, &tree.links(""));
        page(rule, help, &report)
    };
    Ok(markup(el("div", &[("class", "rules")], &[page])))
}

/// The severity that a rule has in this tree.
fn severity_of(rule: &Rule, settings: &Settings) -> Severity {
    match settings.of(rule.id) {
        Some(Setting::As(severity)) => severity,
        _ => rule.severity,
    }
}

fn severity(rule: &Rule, settings: &Settings) -> Html {
    let severity = severity_of(rule, settings);
    severity_mark(severity, severity.label())
}

fn open_of<'a>(report: &'a Report, rule: &'a Rule) -> impl Iterator<Item = &'a Finding> {
    report.findings.iter().filter(|finding| finding.rule == rule.id && finding.ignored.is_none())
}

fn all_findings(rule: &Rule) -> Address {
    Address::view(super::findings::VIEW.name).with("rule", rule.id)
}

// ── all of them ─────────────────────────────────────────────────────────────────────────────

fn list(report: &Report) -> Html {
    let settings = &report.settings;
    let of =
        |wanted: Severity| rules::ALL.iter().filter(|rule| severity_of(rule, settings) == wanted).count();
    let answer = format!(
        "{}: a breach of {} is an error, of {} a warning.",
        counted(rules::ALL.len(), "rule"),
        of(Severity::Error),
        of(Severity::Warning)
    );
    let answer = el("p", &[("class", "answer")], &[text(&answer)]);
    let heads = ["Rule", "Severity", "What it asks", "Found"];
    let heads = heads.map(|name| el("th", &[("scope", "col")], &[text(name)]));
    let rows = rules::ALL.iter().map(|rule| {
        let found = open_of(report, rule).count();
        let found = when(found > 0, || link(&all_findings(rule), &found.to_string()));
        let is_off = settings.of(rule.id) == Some(Setting::Off);
        let name = link(&Address::of(VIEW.name, rule.id), rule.id);
        let cells = [
            el("th", &[("scope", "row"), ("class", "rule")], &[name]),
            el("td", &[], &[if is_off { text("turned off") } else { severity(rule, settings) }]),
            el("td", &[], &[with_code(rule.summary)]),
            el("td", &[("class", "count")], &[found]),
        ];
        el("tr", &[], &cells)
    });
    let table = [el("thead", &[], &[el("tr", &[], &heads)]), el("tbody", &[], &[all(rows)])];
    all([page_header(Html::default(), "Rules", answer), el("table", &[("class", "rule-table")], &table)])
}

// ── one of them ─────────────────────────────────────────────────────────────────────────────

fn page(rule: &Rule, help: Html, report: &Report) -> Html {
    let up = el("p", &[("class", "crumbs")], &[link(&Address::view(VIEW.name), "Rules")]);
    let facts = all([
        el("p", &[("class", "answer")], &[with_code(rule.summary)]),
        el("p", &[("class", "facts")], &[severity(rule, &report.settings)]),
    ]);
    all([
        page_header(up, rule.id, facts),
        el("div", &[("class", "prose")], &[help]),
        found(rule, report),
        silence(rule, &report.settings),
    ])
}

fn found(rule: &Rule, report: &Report) -> Html {
    let count = open_of(report, rule).count();
    let rows = open_of(report, rule).take(FIRST_ROWS).map(|finding| {
        el(
            "li",
            &[],
            &[place_link(&finding.place), text(" "), el("p", &[("dir", "auto")], &[text(&finding.message)])],
        )
    });
    let rows = all(rows);
    let words = match count {
        0 => "Nothing in this tree breaks it.".to_owned(),
        _ => format!("{} in this tree", counted(count, "place")),
    };
    let rest = when(count > FIRST_ROWS, || {
        el("p", &[("class", "rest")], &[link(&all_findings(rule), &format!("All {count} findings"))])
    });
    let title = el("h2", &[], &[text(&words)]);
    el("section", &[("class", "found")], &[title, el("ul", &[], &[rows]), rest])
}

/// How a tree turns the rule off, or silences it in one place.
fn silence(rule: &Rule, settings: &Settings) -> Html {
    let changed = settings.iter().find(|(known, ..)| *known == rule.id).map(|(_, setting, line)| {
        let place = Place { path: Settings::PATH.to_owned(), line };
        let said = format!("In this tree it {}: ", said_of(setting));
        el("p", &[("class", "notice")], &[text(&said), place_link(&place)])
    });
    let code =
        |words: &str| el("pre", &[("dir", "ltr"), ("tabindex", "0")], &[el("code", &[], &[text(words)])]);
    let in_tree = format!("[rules]\n{} = \"off\"", rule.id);
    let in_place = format!("<!-- planarium-ignore: {} why it is all right here -->", rule.id);
    let parts = [
        el("h2", &[], &[text("To silence it")]),
        changed.unwrap_or_default(),
        el(
            "p",
            &[],
            &[text(
                "In the whole tree, in planarium.toml at its root; \"warning\" and \"error\" change how bad it is:",
            )],
        ),
        code(&in_tree),
        el("p", &[], &[text("In one place, on the line above it:")]),
        code(&in_place),
        el("p", &[("class", "hint")], &[text("Both are listed with the findings.")]),
    ];
    el("section", &[("class", "silence prose")], &parts)
}
