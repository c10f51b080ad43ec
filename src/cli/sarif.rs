//! Findings as SARIF 2.1.0, the form in which code hosts and editors take them.

use crate::address;
use crate::findings::{Finding, Setting, Settings, Severity};
use crate::plan::{Date, Problem};
use crate::rules::{self, Rule};
use serde_json::{Value, json};

/// The findings of a tree as of a day, as one document with a line end at its end. `root` is the folder of the tree in
/// what was loaded.
pub(super) fn document(
    findings: &[Finding],
    settings: &Settings,
    problems: &[Problem],
    root: &str,
    day: &Date,
) -> String {
    let notices: Vec<Value> = problems.iter().map(notice).collect();
    let rules: Vec<Value> = rules::ALL.iter().map(|rule| descriptor(rule, settings)).collect();
    let results: Vec<Value> = findings.iter().map(result).collect();
    let document = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "planarium",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            // Lines and columns are counted in characters, not in the bytes or units of some machine.
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": base(root),
            "properties": { "asOf": day.to_string() },
            "invocations": [{ "executionSuccessful": true, "toolConfigurationNotifications": notices }],
            "results": results,
        }],
    });
    // Writing values of our own into a string cannot fail.
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

/// What the paths of findings are relative to: the root of the tree, which may lie in a folder of what was loaded.
fn base(root: &str) -> Value {
    let mut tree = json!({ "description": { "text": "The root of the planning tree." } });
    if let Some(tree) = tree.as_object_mut().filter(|_| root != ".") {
        tree.insert("uri".to_owned(), format!("{}/", encoded(root)).into());
        tree.insert("uriBaseId".to_owned(), "SOURCE".into());
        return json!({ "SOURCE": { "description": { "text": "What was loaded." } }, "TREE": tree });
    }
    json!({ "TREE": tree })
}

/// What a rule is.
fn descriptor(rule: &Rule, settings: &Settings) -> Value {
    let (severity, is_on) = match settings.of(rule.id) {
        Some(Setting::Off) => (rule.severity, false),
        Some(Setting::As(severity)) => (severity, true),
        None => (rule.severity, true),
    };
    json!({
        "id": rule.id,
        "shortDescription": { "text": rule.summary },
        "fullDescription": { "text": rule.summary },
        "help": { "text": rule.help, "markdown": rule.help },
        "defaultConfiguration": { "level": level(severity), "enabled": is_on },
    })
}

/// What the tree says of rules and nobody understands.
fn notice(problem: &Problem) -> Value {
    let place = &problem.place;
    json!({
        "level": "warning",
        "message": { "text": problem.text },
        "locations": [location(&place.path, place.line, None)],
    })
}

/// A place in a file of the tree.
fn location(path: &str, line: u32, column: Option<u32>) -> Value {
    let mut region = json!({ "startLine": line.max(1) });
    if let (Some(region), Some(column)) = (region.as_object_mut(), column) {
        region.insert("startColumn".to_owned(), column.max(1).into());
    }
    let artifact = json!({ "uri": encoded(path), "uriBaseId": "TREE" });
    json!({ "physicalLocation": { "artifactLocation": artifact, "region": region } })
}

/// One finding.
fn result(finding: &Finding) -> Value {
    let mut message = finding.message.clone();
    if let Some(fix) = &finding.fix {
        message.push_str(" To mend it: ");
        message.push_str(fix.title.trim_end_matches('.'));
        message.push('.');
    }
    let place = &finding.place;
    let mut result = json!({
        "ruleId": finding.rule,
        "level": level(finding.severity),
        "message": { "text": message },
        "locations": [location(&place.path, place.line, Some(finding.column))],
    });
    let Some(fields) = result.as_object_mut() else { return result };
    if let Some(index) = rules::ALL.iter().position(|rule| rule.id == finding.rule) {
        fields.insert("ruleIndex".to_owned(), index.into());
    }
    if !finding.evidence.is_empty() {
        let evidence = finding.evidence.iter().map(|place| location(&place.path, place.line, None));
        fields.insert("relatedLocations".to_owned(), evidence.collect());
    }
    if let Some(reason) = &finding.ignored {
        let suppression = json!([{ "kind": "inSource", "justification": reason }]);
        fields.insert("suppressions".to_owned(), suppression);
    }
    let mut properties = json!({ "items": finding.items });
    if let (Some(properties), Some(fix)) = (properties.as_object_mut(), &finding.fix) {
        // Edits name fields and rows, not bytes, so that they are no fixes in the sense of SARIF.
        properties.insert("fix".to_owned(), fix.edits.iter().map(ToString::to_string).collect());
    }
    fields.insert("properties".to_owned(), properties);
    result
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// A path as a relative address.
fn encoded(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for segment in path.split('/') {
        if !uri.is_empty() {
            uri.push('/');
        }
        address::encode(segment, &mut uri);
    }
    uri
}
