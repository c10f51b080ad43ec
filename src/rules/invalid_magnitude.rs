//! `invalid-magnitude`: a magnitude that is none of the five.

use super::{Check, Example, Rule};
use crate::edit::{Change, Edit};
use crate::findings::{Fields, Finding, Scene, Severity};
use crate::plan::schema::{self, FieldKind, MAGNITUDES};

pub const RULE: Rule = Rule {
    id: "invalid-magnitude",
    severity: Severity::Error,
    summary: "A magnitude that is none of the five.",
    help: "The magnitude says how many slots of about an hour something may take at most: `Trivial` 1, `Light` 2, `Standard` 3, \
`Heavy` 5, `Epic` 8. What is larger than its magnitude has to be taken apart.\n\n\
Write one of the five, with a capital letter.",
    check: Check::Fields(check),
};

pub const EXAMPLE: Example = Example {
    rule: RULE.id,
    bad: "//- SP01_pier/_overview.md\n---\nname: pier\nmagnitude: Huge\n---\n//- SP01_pier/p00_posts/01_dig.md\n---\nname: dig\nmagnitude: light\n---\n",
    found: &["SP01_pier/_overview.md:3", "SP01_pier/p00_posts/01_dig.md:3"],
    good: "//- SP01_pier/_overview.md\n---\nname: pier\nmagnitude: Heavy\n---\n//- SP01_pier/p00_posts/01_dig.md\n---\nname: dig\nmagnitude: 'Trivial'\n---\n",
};

fn check(_scene: &Scene<'_>, fields: &Fields<'_>, found: &mut Vec<Finding>) {
    check_words(fields, RULE.id, "magnitude", MAGNITUDES, found);
}

/// Finds the items whose field `key` holds none of `words`. Where only the case differs, the fix is certain.
pub(super) fn check_words(
    fields: &Fields<'_>,
    rule: &'static str,
    key: &str,
    words: &'static [&'static str],
    found: &mut Vec<Finding>,
) {
    let item = fields.item;
    let Some(entry) = fields.get(key).filter(|_| schema::field_of(item.kind, key).is_some()) else { return };
    // What is no text at all is of the wrong type.
    let written = entry.value.value.as_text().unwrap_or_default().trim();
    if written.is_empty() || words.contains(&written) {
        return;
    }
    let allowed = FieldKind::OneOf(words).describe();
    let message = format!("The {key} of {} is \"{written}\"; it has to be {allowed}.", item.id);
    let mut finding = Finding::new(rule, fields.place(entry), message).about([&item.id]);
    if let Some(word) = words.iter().find(|word| word.eq_ignore_ascii_case(written)) {
        let change = Change::SetField { key: key.to_owned(), value: (*word).to_owned() };
        finding =
            finding.fixed_by(format!("Write it as {word}"), vec![Edit { path: fields.path.to_owned(), change }]);
    }
    found.push(finding);
}
