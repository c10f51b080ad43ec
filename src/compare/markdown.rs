//! A comparison as release notes.

use super::{Change, Comparison, Kind};
use crate::plan::Place;
use std::fmt::Write;

/// The comparison in Markdown, from a side called `old` to one called `new`.
pub fn release_notes(comparison: &Comparison, old: &str, new: &str) -> String {
    let mut text = format!("# From {} to {}\n\n", escaped(old), escaped(new));
    for sentence in &comparison.summary {
        let _ = writeln!(text, "- {}", escaped(sentence));
    }
    for kind in Kind::ALL {
        let changes: Vec<&Change> = comparison.of_kind(kind).filter(|change| !change.is_part).collect();
        if changes.is_empty() {
            continue;
        }
        let _ = writeln!(text, "\n## {}\n", kind.heading());
        for change in changes {
            let _ = write!(text, "- {}", escaped(&change.text));
            let mut places: Vec<String> =
                [&change.old, &change.new].into_iter().flatten().map(shown).collect();
            places.dedup();
            if !places.is_empty() {
                let _ = write!(text, " ({})", places.join(" → "));
            }
            text.push('\n');
        }
    }
    text
}

fn shown(place: &Place) -> String {
    let path = place.path.replace('`', "'");
    format!("`{path}:{}`", place.line)
}

/// A text as it stands, on one line: nothing in it is markup.
pub(crate) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut before = ' ';
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '|' | '~' => safe.extend(['\\', c]),
            // Within a word it is no emphasis.
            '_' if !before.is_alphanumeric() => safe.push_str("\\_"),
            '\n' | '\r' => safe.push(' '),
            '&' => safe.push_str("&amp;"),
            c => safe.push(c),
        }
        before = c;
    }
    safe
}
