//! `unknown-field`: a field that the convention does not know.

use super::{Check, Example, Rule};
use crate::counted::plural;
use crate::findings::{Fields, Finding, Scene, Severity};
use crate::plan::schema::{self, Need};
use crate::plan::ItemKind;

pub const RULE: Rule = Rule {
    id: "unknown-field",
    severity: Severity::Error,
    summary: "A field of frontmatter that the convention does not know.",
    help: "No tool reads it, and often it is a known field misspelt, which then is missing.\n\n\
Looked at are plans, phases and module specs. Tasks are written in more than one shape, so that in a task only a \
misspelt field is reported. Other documents may say what they like.\n\n\
Correct the name, or move what it says into the body.",
    check: Check::Fields(check),
};

pub const EXAMPLE: Example = Example {
    rule: RULE.id,
    bad: "//- SP01_pier/_overview.md\n---\nname: pier\nlast-updated: 2025-05-01\nowner: Ada\n---\n//- SP01_pier/p00_posts/01_dig.md\n---\ntask: dig\nstaus: WIP\n---\n",
    found: &["SP01_pier/_overview.md:3", "SP01_pier/_overview.md:4", "SP01_pier/p00_posts/01_dig.md:3"],
    good: "//- SP01_pier/_overview.md\n---\nname: pier\nlast_updated: 2025-05-01\n---\n//- SP01_pier/p00_posts/01_dig.md\n---\ntask: dig\nstatus: WIP\nweather: fair\n---\n//- SP01_pier/80_implementation.md\n---\nproject: pier\n---\n",
};

fn check(_scene: &Scene<'_>, fields: &Fields<'_>, found: &mut Vec<Finding>) {
    let item = fields.item;
    for entry in fields.entries {
        if schema::field_of(item.kind, &entry.key).is_some() {
            continue;
        }
        let meant = meant(item.kind, &entry.key).filter(|name| fields.get(name).is_none());
        if item.kind == ItemKind::Task && meant.is_none() {
            continue;
        }
        let hint = match meant {
            Some(name) => format!("did you mean {name}?"),
            None => format!("{} have no such field.", plural(item.kind.noun())),
        };
        let message = format!("{} has the unknown field {}; {hint}", item.id, entry.key);
        found.push(Finding::new(RULE.id, fields.place(entry), message).about([&item.id]));
    }
}

/// The known field that somebody who wrote `key` may have meant.
fn meant(kind: ItemKind, key: &str) -> Option<&'static str> {
    let plain = |text: &str| text.trim().to_lowercase().replace(['-', ' '], "_");
    let key = plain(key);
    let names = || schema::FIELDS.iter().filter(|field| field.need(kind) != Need::Unknown).map(|field| field.name);
    names().find(|name| *name == key).or_else(|| names().find(|name| is_close(name, &key)))
}

/// Whether one letter was left out, added, changed or swapped with the next.
fn is_close(name: &str, key: &str) -> bool {
    let (name, key) = (name.as_bytes(), key.as_bytes());
    if name.len() < 4 || name.len().abs_diff(key.len()) > 1 {
        return false;
    }
    let same_start = name.iter().zip(key).take_while(|(a, b)| a == b).count();
    let (name, key) = (name.get(same_start..).unwrap_or_default(), key.get(same_start..).unwrap_or_default());
    let same_end = name.iter().rev().zip(key.iter().rev()).take_while(|(a, b)| a == b).count();
    let left = |rest: &[u8]| rest.len().saturating_sub(same_end);
    let is_swapped = matches!((name, key), ([a, b, ..], [c, d, ..]) if a == d && b == c);
    (left(name) <= 1 && left(key) <= 1) || (is_swapped && left(name) == 2 && left(key) == 2)
}
