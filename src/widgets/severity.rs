//! How bad something is: a mark, a word and a colour, never one alone.

use super::icon::drawing;
use crate::findings::Severity;
use crate::html::{Html, el, text};

/// A severity with its mark and a word: its own, or a count.
pub fn severity_mark(severity: Severity, word: &str) -> Html {
    let path = match severity {
        Severity::Error => {
            "M8 14.2A6.2 6.2 0 1 0 8 1.8a6.2 6.2 0 0 0 0 12.4ZM5.7 5.7l4.6 4.6M10.3 5.7l-4.6 4.6"
        }
        Severity::Warning => "M8 2.3 14.5 13.6H1.5ZM8 6.4v3.4M8 11.7h.01",
    };
    let word = el("span", &[], &[text(word)]);
    let attributes = [("class", "severity"), ("data-severity", severity.name())];
    el("span", &attributes, &[drawing("severity-mark", "0 0 16 16", path), word])
}
