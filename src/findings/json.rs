//! Findings as JSON, for scripts: the answer of `planarium check --format json`.

use super::{Finding, Setting, Settings};
use crate::plan::{Date, Problem, json::SCHEMA};
use serde::Serialize;

#[derive(Serialize)]
struct Answer<'a> {
    schema: u32,
    as_of: String,
    findings: Vec<Row<'a>>,
    settings: Vec<Changed<'a>>,
    problems: Vec<Unclear<'a>>,
}

#[derive(Serialize)]
struct Changed<'a> {
    rule: &'a str,
    setting: &'a str,
    path: &'a str,
    line: u32,
}

#[derive(Serialize)]
struct Unclear<'a> {
    path: &'a str,
    line: u32,
    text: &'a str,
}

#[derive(Serialize)]
struct Row<'a> {
    rule: &'a str,
    severity: &'a str,
    path: &'a str,
    line: u32,
    column: u32,
    message: &'a str,
    items: &'a [String],
    fixable: bool,
    fix: Option<Vec<String>>,
    ignored: Option<&'a str>,
}

/// The findings of a tree as of a day, what it says of rules and what of that nobody understands, as one JSON document
/// with a line end at its end.
pub fn findings(findings: &[Finding], settings: &Settings, problems: &[Problem], day: &Date) -> String {
    let rows = findings.iter().map(|finding| Row {
        rule: finding.rule,
        severity: finding.severity.name(),
        path: &finding.place.path,
        line: finding.place.line,
        column: finding.column,
        message: &finding.message,
        items: &finding.items,
        fixable: finding.fix.is_some(),
        fix: finding.fix.as_ref().map(|fix| fix.edits.iter().map(ToString::to_string).collect()),
        ignored: finding.ignored.as_deref(),
    });
    let changed = settings.iter().map(|(rule, setting, line)| Changed {
        rule,
        setting: match setting {
            Setting::Off => "off",
            Setting::As(severity) => severity.name(),
        },
        path: Settings::PATH,
        line,
    });
    let unclear = problems.iter().map(|problem| Unclear {
        path: &problem.place.path,
        line: problem.place.line,
        text: &problem.text,
    });
    let answer = Answer {
        schema: SCHEMA,
        as_of: day.to_string(),
        findings: rows.collect(),
        settings: changed.collect(),
        problems: unclear.collect(),
    };
    // Writing values of our own into a string cannot fail.
    let mut text = serde_json::to_string_pretty(&answer).unwrap_or_default();
    text.push('\n');
    text
}
