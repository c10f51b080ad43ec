//! What a single line of running text is by its shape: a line that says something of its own, a label, or a sentence.

use super::vocabulary::{self, Topic};
use crate::document::structure;
use crate::plan::Hours;

/// What a line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// `**Goal:** Ship it`, `**Status**: done`.
    Fact {
        /// What it is about, without markup.
        key: String,
        /// What it says, without markup.
        value: String,
    },
    /// `**Acceptance Criteria:**`: what follows is that.
    Label(String),
    /// Anything else, without markup.
    Sentence(String),
}

/// How long the name of something may be that a line of its own speaks of.
const MOST_KEY: usize = 80;

/// What a line says. One line may say several things: `**Status:** open | **Priority:** high`.
pub(super) fn said(line: &str) -> Vec<Said> {
    let line = line
        .trim()
        .trim_start_matches('>')
        .trim_matches(|c: char| c.is_whitespace() || super::heading::is_invisible(c));
    let mut found = Vec::new();
    let mut rest = line;
    // A line of more things than that is a sentence.
    for _ in 0..8 {
        let Some((one, after)) = first(rest) else { break };
        found.push(one);
        rest = after;
        if rest.is_empty() {
            return found;
        }
    }
    if found.is_empty() {
        found.push(unmarked(line));
    }
    found
}

/// The first thing that a line says in bold, and what follows it.
fn first(line: &str) -> Option<(Said, &str)> {
    // Signs may stand before it: `🎯 **Goal:** …`.
    let begin = line.find(['*', '_']).filter(|at| {
        let before = line.get(..*at).unwrap_or_default();
        !before.contains(char::is_alphanumeric) && before.len() <= 16
    })?;
    let line = line.get(begin..)?;
    let mark = ["**", "__", "*", "_"].into_iter().find(|mark| line.starts_with(mark))?;
    let inside = line.get(mark.len()..)?;
    let (inside, after) = inside.split_once(mark)?;
    let key = structure::plain(inside.trim());
    let bare = key.trim_end_matches([':', '：']).trim();
    if bare.is_empty() || bare.len() > MOST_KEY {
        return None;
    }
    let has_colon = bare.len() < key.trim().len();
    let after = after.trim_start();
    let (has_colon, after) = match after.strip_prefix([':', '：']) {
        Some(after) => (true, after.trim_start()),
        None => (has_colon, after),
    };
    if !has_colon {
        // `**Unit Tests Created** (63 tests, all passing):` and a bold line alone are labels.
        let is_remark = after.starts_with('(') && after.ends_with([':', '：']);
        // `**Option A** ✅` is one too.
        let is_marked = super::marks::without_marks(after).is_empty();
        let is_label = mark.len() == 2 && (is_marked || is_remark);
        let label = format!("{bare} {}", structure::plain(after.trim_end_matches([':', '：'])));
        return is_label.then(|| (Said::Label(label.trim().to_owned()), ""));
    }
    if after.is_empty() {
        return Some((Said::Label(bare.to_owned()), ""));
    }
    let end = next_fact(after).unwrap_or(after.len());
    let (value, rest) = after.split_at_checked(end)?;
    let value = structure::plain(
        value.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '|' | '·' | '•' | ',' | ';')),
    );
    Some((Said::Fact { key: bare.to_owned(), value: value.trim().to_owned() }, rest))
}

/// Where in a line the next thing begins that it says: ` | **Priority:** …`.
fn next_fact(text: &str) -> Option<usize> {
    text.match_indices("**").map(|(at, _)| at).find(|at| {
        let before = text.get(..*at).unwrap_or_default().trim_end();
        let inside = text.get(at + 2..).and_then(|rest| rest.split_once("**"));
        let is_key = inside.is_some_and(|(key, after)| {
            key.ends_with([':', '：']) || after.trim_start().starts_with([':', '：'])
        });
        is_key && before.ends_with(['|', '·', '•', ',', ';'])
    })
}

/// What a line without bold says.
fn unmarked(line: &str) -> Said {
    let plain = structure::plain(line);
    let plain = plain.trim();
    if let Some(label) = plain.strip_suffix([':', '：']).filter(|label| label.len() <= 200) {
        return Said::Label(label.trim().to_owned());
    }
    match of_words(plain) {
        Some((key, value)) => Said::Fact { key, value },
        None => Said::Sentence(plain.to_owned()),
    }
}

/// `Priority: high`, whose key is a word that is known to speak of something.
pub(super) fn of_words(text: &str) -> Option<(String, String)> {
    const TOPICS: [Topic; 5] =
        [Topic::Dependencies, Topic::Priority, Topic::Duration, Topic::Status, Topic::Goal];
    let (key, value) = text.split_once([':', '：'])?;
    let is_key = key.split_whitespace().count() <= 3 && vocabulary::topic_among(key, &TOPICS).is_some();
    let value = value.trim();
    (is_key && !value.is_empty() && !value.starts_with("//"))
        .then(|| (key.trim().to_owned(), value.to_owned()))
}

/// Whether a text states a span of work and nothing else: `~2 hours`, `18-22h`.
pub(super) fn is_duration(text: &str) -> bool {
    let bare = text.split('(').next().unwrap_or(text).trim();
    bare.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '~' | '≈' | '½'))
        && bare.split_whitespace().count() <= 5
        && Hours::find(bare).is_some()
}

/// The file that a text begins with, and what it says of it: one that can be nothing but a file.
pub(super) fn file(text: &str) -> Option<(String, Option<String>)> {
    named_file(text, is_path)
}

/// The file that an entry of a list of files begins with, and what it says of it. There every name is one.
pub(super) fn listed_file(text: &str) -> Option<(String, Option<String>)> {
    let is_whole = !text.trim().contains(char::is_whitespace);
    named_file(text, |word| {
        let is_name = word.contains('/') && !word.contains("://")
            || is_whole && word.chars().any(char::is_alphanumeric);
        is_path(word) || is_name && !word.contains(['(', ')', '<', '>', '|', '='])
    })
}

fn named_file(text: &str, is_file: impl Fn(&str) -> bool) -> Option<(String, Option<String>)> {
    let text = text.trim().trim_start_matches(['`', '"']);
    let end =
        text.find(|c: char| c.is_whitespace() || matches!(c, '`' | '"' | ',' | ';')).unwrap_or(text.len());
    let (path, rest) = text.split_at_checked(end)?;
    let path = without_lines(path.trim_end_matches(':'));
    if !is_file(path) {
        return None;
    }
    let note = rest
        .trim_matches(|c: char| c.is_whitespace() || matches!(c, '`' | '"' | '-' | '–' | '—' | ':' | ','));
    let note = match note.strip_prefix('(').and_then(|note| note.strip_suffix(')')) {
        Some(inside) if !inside.contains('(') => inside,
        _ => note,
    };
    Some((path.to_owned(), Some(note.trim().to_owned()).filter(|note| !note.is_empty())))
}

/// A path without the lines that are meant of it: `src/lib.rs:10-20`.
fn without_lines(path: &str) -> &str {
    let told = path.rsplit_once(':').filter(|(path, lines)| {
        path.contains('.')
            && lines.starts_with(|c: char| c.is_ascii_digit())
            && lines.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '–'))
    });
    told.map_or(path, |(path, _)| path)
}

/// Whether a word can only be a path: `src/main.rs`, `.gitmessage`, `docs/*.md`, `README.md`.
pub(super) fn is_path(word: &str) -> bool {
    let has_odd =
        word.contains(['(', ')', '<', '>', '"', '\'', '=', '|', '?', '&', '→']) || word.contains("://");
    if word.is_empty() || word.len() > 300 || has_odd || word.chars().all(|c| !c.is_alphanumeric()) {
        return false;
    }
    let name = word.trim_end_matches('/').rsplit('/').next().unwrap_or(word);
    let has_ending = name.rsplit_once('.').is_some_and(|(stem, ending)| {
        let is_ending = (1..=10).contains(&ending.len()) && ending.chars().all(|c| c.is_ascii_alphanumeric());
        // `V17.0`, `1.2` and `e.g` are no files.
        is_ending
            && ending.contains(|c: char| c.is_ascii_alphabetic())
            && (stem.is_empty() || stem.len() > 1 || word.contains('/'))
    });
    let is_hidden = name.starts_with('.')
        && name.len() > 2
        && name.get(1..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()));
    let first = word.split('/').next().unwrap_or_default();
    // `and/or`, `JSON/CSV` are words; a path without an ending has a known look: several slashes or one at its end.
    let is_folder = word.contains('/')
        && (word.matches('/').count() > 1 || word.ends_with('/'))
        && !first.chars().next().is_some_and(char::is_uppercase);
    has_ending || is_hidden || is_folder || word.contains("/*")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fact(key: &str, value: &str) -> Said {
        Said::Fact { key: key.to_owned(), value: value.to_owned() }
    }

    #[test]
    fn lines_say_what_they_are_by_their_shape() {
        for (line, expected) in [
            (
                "**Priority:** 🔴 CRITICAL - Must be done first  ",
                vec![fact("Priority", "🔴 CRITICAL - Must be done first")],
            ),
            ("**Status**: 🟡 IN PROGRESS", vec![fact("Status", "🟡 IN PROGRESS")]),
            ("**File**: `skills/a.md`", vec![fact("File", "skills/a.md")]),
            ("**Acceptance Criteria:**", vec![Said::Label("Acceptance Criteria".to_owned())]),
            ("**Existing Infrastructure**:", vec![Said::Label("Existing Infrastructure".to_owned())]),
            ("**Why First?**", vec![Said::Label("Why First?".to_owned())]),
            (
                "**Unit Tests Created** (63 tests, all passing):",
                vec![Said::Label("Unit Tests Created (63 tests, all passing)".to_owned())],
            ),
            ("Need to verify and enhance:", vec![Said::Label("Need to verify and enhance".to_owned())]),
            (
                "**Recommendation:** **Alex (Unified)** for MVP",
                vec![fact("Recommendation", "Alex (Unified) for MVP")],
            ),
            ("**Status:** open | **Priority:** high", vec![fact("Status", "open"), fact("Priority", "high")]),
            ("**Status**: open · **Effort**: 3h", vec![fact("Status", "open"), fact("Effort", "3h")]),
            ("**תלויות:** Phase 0", vec![fact("תלויות", "Phase 0")]),
            ("🎯 **Goal:** Ship", vec![fact("Goal", "Ship")]),
            ("Priority: high", vec![fact("Priority", "high")]),
            ("**Alex** is simpler.", vec![Said::Sentence("Alex is simpler.".to_owned())]),
            ("Note: see below", vec![Said::Sentence("Note: see below".to_owned())]),
            ("**Days 1-2:** Phase 0 - Framework", vec![fact("Days 1-2", "Phase 0 - Framework")]),
            ("**Dauer：** 3 h", vec![fact("Dauer", "3 h")]),
            ("****", vec![Said::Sentence("****".to_owned())]),
        ] {
            assert_eq!(said(line), expected, "{line:?}");
        }
    }

    #[test]
    fn files_are_told_from_words() {
        let check = |text: &str, expected: Option<(&str, Option<&str>)>| {
            let found = file(text);
            let found = found.as_ref().map(|(path, note)| (path.as_str(), note.as_deref()));
            assert_eq!(found, expected, "{text:?}");
        };
        check(
            "backend/app/main.py (add /version endpoint)",
            Some(("backend/app/main.py", Some("add /version endpoint"))),
        );
        check(".git/hooks/commit-msg", Some((".git/hooks/commit-msg", None)));
        check(".gitmessage", Some((".gitmessage", None)));
        check("packages/core/src/a.py - Naming", Some(("packages/core/src/a.py", Some("Naming"))));
        check("skills/patientsim/*.md", Some(("skills/patientsim/*.md", None)));
        check("hello-healthsim/examples/", Some(("hello-healthsim/examples/", None)));
        check("Dockerfile", None);
        for name in ["backend/Dockerfile", "Makefile"] {
            assert_eq!(listed_file(name), Some((name.to_owned(), None)));
        }
        assert_eq!(listed_file("Some words"), None);
        for none in [
            "JSON/CSV export",
            "and/or",
            "V17.0",
            "1.2",
            "https://x.org/a.md",
            "StateManager.save()",
            "AWS_ACCESS_KEY_ID",
            "e.g. this",
        ] {
            check(none, None);
        }
    }
}
