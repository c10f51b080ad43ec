//! A review as Markdown, for wherever people talk: verdicts, requests, then the comments by document. What people wrote is
//! kept as words and cannot become headings, lists, tables, links or markup of the document that it stands in.

use super::places::{Lost, Standing};
use super::threads::Thread;
use super::{Entry, Review, What};
use crate::counted::counted;

/// So many characters of a quote are shown.
const QUOTED: usize = 160;

/// A review as Markdown. `threads` are those that are told, each with where it stands now.
pub fn markdown(review: &Review, threads: &[(Thread<'_>, Option<Result<Standing, Lost>>)]) -> String {
    let mut out = format!("# Review of {}\n\n", line(&review.title));
    let names: Vec<String> = review.authors().into_iter().map(line).collect();
    let settled = threads.iter().filter(|(thread, _)| thread.settled_by.is_some()).count();
    let mut said = counted(threads.len(), "comment");
    if settled > 0 {
        said.push_str(&format!(", {settled} resolved"));
    }
    out.push_str(&format!(
        "{said}. By {}.\n",
        if names.is_empty() { "nobody".to_owned() } else { names.join(", ") }
    ));
    for (title, entries) in [("Verdicts", review.verdicts()), ("Requests", review.requests())] {
        if !entries.is_empty() {
            out.push_str(&format!("\n## {title}\n\n"));
            for entry in entries {
                out.push_str(&format!("- {}\n", sentence(entry)));
            }
        }
    }
    out.push_str(&discussion(threads, "## "));
    out
}

/// A verdict or a request in a sentence.
pub(super) fn sentence(entry: &Entry) -> String {
    let (author, day) = (line(&entry.key.author), line(entry.day()));
    match &entry.what {
        What::Verdict { is_approved, text, fingerprint, .. } => {
            let said = if *is_approved { "approved" } else { "changes wanted" };
            let more = if text.trim().is_empty() { String::new() } else { format!(": {}", line(text)) };
            format!("{author}, {day}: **{said}**{more} (tree `{}`)", code(fingerprint))
        }
        What::Request { text, until, documents, .. } => {
            let until = until.as_deref().map(|day| format!(", by {}", line(day))).unwrap_or_default();
            let paths: Vec<String> = documents.iter().map(|path| format!("`{}`", code(path))).collect();
            let paths = if paths.is_empty() { String::new() } else { format!(": {}", paths.join(", ")) };
            format!("{author}, {day}, asks{until}: {}{paths}", line(text))
        }
        _ => String::new(),
    }
}

/// The comments, by document and line; what has lost its place last.
pub(super) fn discussion(threads: &[(Thread<'_>, Option<Result<Standing, Lost>>)], heading: &str) -> String {
    let mut placed: Vec<(String, u32, &Thread<'_>, String)> = Vec::new();
    let mut lost: Vec<(&Thread<'_>, String)> = Vec::new();
    let mut general: Vec<(&Thread<'_>, String)> = Vec::new();
    for (thread, standing) in threads {
        let anchor = thread.anchor();
        let quote = anchor.map(|anchor| quoted(&anchor.quote)).unwrap_or_default();
        match standing {
            Some(Ok(standing)) => {
                let put = match thread.placed.filter(|_| standing.is_by_hand) {
                    Some((entry, _)) => {
                        format!(", put there by {} on {}", line(&entry.key.author), line(entry.day()))
                    }
                    None => String::new(),
                };
                let place = format!("Line {}{quote}{put}", standing.line);
                placed.push((standing.path.clone(), standing.line, thread, place));
            }
            Some(Err(why)) => {
                let path = anchor.map(|anchor| format!("`{}`", code(&anchor.path)));
                let place = path.unwrap_or_else(|| "An answer".to_owned());
                lost.push((thread, format!("{place}{quote} ({})", why.words())));
            }
            None => {
                let change = thread.about().and_then(|about| about.change.as_ref());
                let said = change.map(|(_, said)| quoted(said)).unwrap_or_default();
                let place = if change.is_some() { "A change" } else { "The tree" };
                general.push((thread, format!("{place}{said}")));
            }
        }
    }
    crate::order::sort_by(&mut placed, |a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
    let mut out = String::new();
    let mut path = "";
    for (own, _, thread, place) in &placed {
        if own != path {
            out.push_str(&format!("\n{heading}{}\n\n", line(own)));
            path = own;
        }
        out.push_str(&told(thread, place));
    }
    for (title, threads) in [("In general", general), ("About what is not there any more", lost)] {
        if !threads.is_empty() {
            out.push_str(&format!("\n{heading}{title}\n\n"));
            threads.iter().for_each(|(thread, place)| out.push_str(&told(thread, place)));
        }
    }
    out
}

/// A thread as a bullet with what is said in it below.
fn told(thread: &Thread<'_>, place: &str) -> String {
    let settled = thread.settled_by.map(|name| format!(" (resolved by {})", line(name))).unwrap_or_default();
    let mut out = format!("- {place}{settled}\n");
    for entry in thread.said() {
        if matches!(entry.what, What::Withdrawn { .. }) {
            out.push_str(&format!("  - {} took this back.\n", line(&entry.key.author)));
            continue;
        }
        let proposes = if entry.suggestion().is_some() { " (with a suggested edit)" } else { "" };
        let head = format!("  - **{}**, {}{proposes}: ", line(&entry.key.author), line(entry.day()));
        out.push_str(&head);
        let mut lines = entry.text().lines().map(plain).filter(|line| !line.is_empty());
        out.push_str(&lines.next().unwrap_or_default());
        out.push('\n');
        for line in lines {
            out.push_str(&format!("    {line}\n"));
        }
    }
    out
}

fn quoted(text: &str) -> String {
    let shown = super::anchors::beginning(&line(text), QUOTED);
    match shown.is_empty() {
        true => String::new(),
        false => format!(": “{shown}{}”", if line(text).len() > shown.len() { "…" } else { "" }),
    }
}

/// A text on one line, as words.
pub(super) fn line(text: &str) -> String {
    plain(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// A text between backticks.
fn code(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control() && *letter != '`').collect()
}

/// A line as words: what would begin a block, a link, a tag or a cell is escaped.
fn plain(text: &str) -> String {
    let text = text.trim();
    let mut out = String::new();
    let number = text.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let is_numbered = number.len() < text.len() && number.starts_with(['.', ')']);
    for (at, letter) in text.char_indices() {
        let begins_block =
            at == 0 && matches!(letter, '#' | '>' | '-' | '+' | '*' | '=' | '~' | '`' | ':' | '_');
        let ends_number = is_numbered && at == text.len() - number.len();
        if begins_block || ends_number || matches!(letter, '<' | '[' | ']' | '|' | '\\') {
            out.push('\\');
        }
        if !letter.is_control() {
            out.push(letter);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn words_stay_words() {
        for (text, expected) in [
            ("# a", "\\# a"),
            ("  - a", "\\- a"),
            ("1. a", "1\\. a"),
            ("2 a.", "2 a."),
            ("<b> [x](y) | z", "\\<b> \\[x\\](y) \\| z"),
            ("a `SP01_x` *b*", "a `SP01_x` *b*"),
            ("```", "\\```"),
            ("\u{1b}a", "a"),
        ] {
            assert_eq!(plain(text), expected);
        }
    }
}
