//! A review as a document of the tree: an exploration note with who took part, what was said, and the verdicts as
//! decisions, in the convention of the tree.

use super::markdown::{discussion, line, sentence};
use super::places::{Lost, Standing};
use super::threads::Thread;
use super::{Review, What};
use crate::files::Files;
use crate::plan::Date;

/// How a tree keeps its notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Convention {
    /// As exploration notes, which expire.
    Dream,
    /// As any document.
    Plain,
}

/// A new document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Where it belongs, in the tree.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// Days after which an exploration note expires.
const EXPIRES_DAYS: i64 = 14;

/// The note of a review, as somebody writes it on a day. Its path is one that the tree does not have yet.
pub fn note(
    review: &Review,
    threads: &[(Thread<'_>, Option<Result<Standing, Lost>>)],
    author: &str,
    day: &Date,
    convention: Convention,
    files: &Files,
) -> Note {
    let date = day.first_day().to_string();
    let title = line(&review.title);
    let mut text = format!("# Review: {title} — {date}\n\n");
    let name = line(author);
    if convention == Convention::Dream {
        let expiry = day.plus_days(EXPIRES_DAYS).map(|day| format!("; {EXPIRES_DAYS}-day expiry: {day}"));
        text.push_str(&format!("_{name}. Active{}._\n\n", expiry.unwrap_or_default()));
    }
    text.push_str("## Attendees\n\n");
    let others = review.authors().into_iter().filter(|other| *other != author);
    for name in std::iter::once(author).chain(others) {
        text.push_str(&format!("- {}\n", line(name)));
    }
    let requests = review.requests();
    if !requests.is_empty() {
        text.push_str("\n## Requests\n\n");
        requests.iter().for_each(|request| text.push_str(&format!("- {}\n", sentence(request))));
    }
    let said = discussion(threads, "### ");
    if !said.is_empty() {
        text.push_str(&format!("\n## Discussion\n{said}"));
    }
    text.push_str("\n## Decisions\n\n");
    let verdicts = review.verdicts();
    for entry in &verdicts {
        let What::Verdict { is_approved, text: more, title, fingerprint } = &entry.what else { continue };
        let mark = if *is_approved { "✅ APPROVED" } else { "🚧 CHANGES WANTED" };
        let (who, when) = (line(&entry.key.author), line(entry.day()));
        let seen: String = fingerprint.chars().filter(char::is_ascii_alphanumeric).collect();
        text.push_str(&format!("- {mark}: {} as it is in `{seen}`, by {who} on {when}\n", line(title)));
        if !more.trim().is_empty() {
            text.push_str(&format!("  - Reason: {}\n", line(more)));
        }
    }
    if verdicts.is_empty() {
        text.push_str("- NOTE: no verdict was given\n");
    }
    Note { path: path(author, &date, files), text }
}

/// `exploration/review_2026-06-15_nina_volkov.md`, or the next free name.
fn path(author: &str, date: &str, files: &Files) -> String {
    let letters: String = author
        .to_lowercase()
        .chars()
        .map(|letter| if letter.is_alphanumeric() { letter } else { '_' })
        .collect();
    let words: Vec<&str> = letters.split('_').filter(|word| !word.is_empty()).collect();
    let name: String = words.join("_").chars().take(40).collect();
    let name = if name.is_empty() { "reviewer" } else { name.as_str() };
    let stem = format!("exploration/review_{date}_{name}");
    let numbered = (2..1_000).map(|number| format!("{stem}_{number}.md"));
    let mut paths = std::iter::once(format!("{stem}.md")).chain(numbered);
    paths.find(|path| files.get(path).is_none()).unwrap_or_else(|| format!("{stem}.md"))
}
