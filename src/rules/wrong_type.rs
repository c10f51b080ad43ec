//! `wrong-type`: a field that holds something else than it should.

use super::{Check, Example, Rule};
use crate::document::{Node, Value};
use crate::edit::{Change, Edit};
use crate::findings::{Fields, Finding, Form, Scene, Severity};
use crate::plan::schema::{self, Field, FieldKind, MAGNITUDES, TYPES};
use crate::plan::{Date, Period};

pub const RULE: Rule = Rule {
    id: "wrong-type",
    severity: Severity::Error,
    summary: "A field holds something else than it should: a text for a list, no day for a day.",
    help: "A tool that reads the field gets something it cannot use: `depends_on: SP01` is no list, `status: [WIP]` is \
one, `last_updated: soon` is no day.\n\n\
Days are written as `2025-09-30`, with a time where a tool writes them; lists as `[a, b]` or line by line with `- `; \
texts that begin with a bracket, and numbers that are names, need quotes. `priority` is `normal` or `emergency`.\n\n\
Write the value in the form that the message names.",
    check: Check::Fields(check),
};

pub const EXAMPLE: Example = Example {
    rule: RULE.id,
    bad: "//- SP01_pier/_overview.md\n---\nname: 2025\nstatus: [WIP]\nlast_updated: Feb 3, 2025\nstart_at: soon\ndepends_on: SP02_x\nknowledge_gaps:\n  - why: nobody knows\npriority: high\n---\n",
    found: &[
        "SP01_pier/_overview.md:2",
        "SP01_pier/_overview.md:3",
        "SP01_pier/_overview.md:4",
        "SP01_pier/_overview.md:5",
        "SP01_pier/_overview.md:6",
        "SP01_pier/_overview.md:8",
        "SP01_pier/_overview.md:9",
    ],
    good: "//- SP01_pier/_overview.md\n---\nname: \"2025\"\nstatus: \"[WIP]\"\nlast_updated: 2025-02-03T10:00:00Z\nstart_at: '2025-02-01'\ndepends_on: []\nblocks:\nknowledge_gaps:\n  - \"why: nobody knows\"\npriority: emergency\n---\n//- SP01_pier/p00_posts/01_dig.md\n---\nstatus: TODO\ndifficulty: [KNOWN]\n---\n",
};

fn check(_scene: &Scene<'_>, fields: &Fields<'_>, found: &mut Vec<Finding>) {
    for entry in fields.entries {
        if let Some(field) = schema::field_of(fields.item.kind, &entry.key) {
            found.extend(of_field(fields, field, &entry.value, entry.line));
        }
    }
}

/// What is wrong with the value of a field.
fn of_field(fields: &Fields<'_>, field: &Field, node: &Node, line: u32) -> Vec<Finding> {
    let value = &node.value;
    // Nothing is as good as no field, and where one has to be there another rule says so.
    if matches!(value, Value::Null) || value.as_text().is_some_and(|text| text.trim().is_empty()) {
        return Vec::new();
    }
    let finding = |line: u32, text: String| {
        let mut place = fields.item.place.clone();
        (place.path, place.line) = (fields.path.to_owned(), line);
        Finding::new(RULE.id, place, format!("{}: {text}", fields.item.id)).about([&fields.item.id])
    };
    let wrong = |line: u32, what: &str| {
        finding(line, format!("{} holds {what}; it should hold {}.", field.name, field.kind.describe()))
    };
    match (field.kind, value) {
        (FieldKind::Texts, Value::List(nodes)) => {
            let is_text = |node: &&Node| matches!(node.value, Value::Text(_) | Value::Null);
            let odd = nodes.iter().filter(|node| !is_text(node));
            odd.map(|node| {
                let what = shown(&node.value);
                finding(node.line, format!("an entry of {} is {what}; put quotes around it.", field.name))
            })
            .collect()
        }
        (FieldKind::Label, Value::List(nodes)) if nodes.len() == 1 => Vec::new(),
        (FieldKind::OneOf(words), Value::Text(text)) => {
            // Types and magnitudes have rules of their own.
            let is_elsewhere = words == TYPES || words == MAGNITUDES;
            let is_known = words.iter().any(|word| *word == text.trim());
            if is_elsewhere || is_known { Vec::new() } else { vec![wrong(line, &shown(value))] }
        }
        (FieldKind::Text | FieldKind::Label | FieldKind::Status, Value::Text(_)) => Vec::new(),
        (FieldKind::Day, Value::Text(text)) if is_iso(text) => Vec::new(),
        (FieldKind::Day, Value::Text(text)) => {
            let day = Date::parse(text).filter(|date| matches!(date.period, Period::Day(..)));
            let finding = wrong(line, &shown(value));
            vec![match day.filter(|_| fields.form == Form::Frontmatter) {
                Some(day) => finding.fixed_by(
                    format!("Write {} as {day}", field.name),
                    vec![Edit {
                        path: fields.path.to_owned(),
                        change: Change::SetField { key: field.name.to_owned(), value: day.to_string() },
                    }],
                ),
                None => finding,
            }]
        }
        _ => vec![wrong(line, &shown(value))],
    }
}

/// Whether a text is a day in the form in which people and tools write it.
fn is_iso(text: &str) -> bool {
    let text = text.trim();
    let is_form = text.bytes().zip(b"0000-00-00").all(|(byte, form)| match form {
        b'0' => byte.is_ascii_digit(),
        _ => byte == *form,
    });
    is_form && Date::parse(text).is_some_and(|date| matches!(date.period, Period::Day(..)))
}

/// A value, for people.
fn shown(value: &Value) -> String {
    match value {
        Value::Null => "nothing".to_owned(),
        Value::Bool(_) => format!("the truth value {}", value.as_text().unwrap_or_default()),
        Value::Number(number) => format!("the number {number}"),
        Value::Text(text) => format!("\"{text}\""),
        Value::List(_) => "a list".to_owned(),
        Value::Map(_) => "a mapping".to_owned(),
    }
}
