//! The words of State Deltas: what kind of change they tell of, and the few of them that fit into a picture or a
//! sentence.

use super::Kind;
use super::mark::short;
use crate::plan::{BaseStatus, Change, Delta, Scope};

/// What kind of change it is.
pub fn kind_of(delta: &Delta, change: &Change) -> Kind {
    let text = change.text.to_lowercase();
    let first = text.split(|letter: char| !letter.is_alphanumeric()).find(|word| !word.is_empty());
    let takes_away = [
        "removed",
        "deleted",
        "dropped",
        "cut",
        "retired",
        "deprecated",
        "abandoned",
        "discarded",
        "decommissioned",
    ];
    match change.scope {
        Scope::All => Kind::Collective,
        Scope::None => Kind::Remark,
        Scope::Module if change.is_new_module() => Kind::Born,
        Scope::Module if first.is_some_and(|word| takes_away.contains(&word)) => Kind::Removed,
        Scope::Module if delta.status.base == BaseStatus::Cut => Kind::Removed,
        Scope::Module if has_word(&text, "scope") => Kind::Scope,
        Scope::Module => Kind::Changed,
    }
}

/// A change in a few words: what it led to, where it says from what; else its first clause.
pub fn of_change(text: &str, chars: usize) -> String {
    let text = text.trim();
    let text =
        text.strip_prefix("modified").map_or(text, |rest| rest.trim_start_matches([' ', ':', '—', '–', '-']));
    let led_to = text.rsplit_once('→').or_else(|| text.rsplit_once("->")).map(|(_, to)| to.trim());
    let clause = first_clause(led_to.filter(|to| !to.is_empty()).unwrap_or(text));
    short(if clause.is_empty() { text } else { clause }, chars)
}

/// A text up to the first bracket, dash, semicolon or comma that stands behind a word or two.
pub fn first_clause(text: &str) -> &str {
    let ends = [" (", " — ", " – ", "; ", ", "];
    let end = ends.iter().filter_map(|end| text.find(end)).filter(|at| *at >= 8).min();
    text.get(..end.unwrap_or(text.len())).unwrap_or(text).trim().trim_end_matches('.')
}

/// Whether a text, in small letters, holds a word as a whole.
pub fn has_word(text: &str, word: &str) -> bool {
    text.split(|letter: char| !letter.is_alphanumeric() && letter != '_').any(|known| known == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_told_by_what_it_led_to() {
        for (text, expected) in [
            ("PostgreSQL JSONB → DynamoDB event store (append-only)", "DynamoDB event store"),
            (
                "scope expanded from auth-only → platform-wide PHI access logging",
                "platform-wide PHI access logging",
            ),
            (
                "DynamoDB encryption at rest enabled (was missing — critical gap)",
                "DynamoDB encryption at rest enabled",
            ),
            ("modified — prescription-ready SMS/email notifications added", "prescription-ready SMS/email…"),
            ("ownership clarified (Nina + James shared), modified_by_plans updated", "ownership clarified"),
            ("a → ", "a →"),
            ("v2: new storage engine", "v2: new storage engine"),
            ("", ""),
        ] {
            assert_eq!(of_change(text, 36), expected, "{text:?}");
        }
    }

    #[test]
    fn words_are_whole() {
        assert!(has_word("scope expanded", "scope") && has_word("the audit_trail module", "audit_trail"));
        assert!(!has_word("telescopes", "scope") && !has_word("audit_trail_2", "audit_trail"));
    }
}
