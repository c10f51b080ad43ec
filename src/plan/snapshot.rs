//! A tree as it was once: what a listing says was there, and how far it was.

use super::{BaseStatus, Date, Place, Status, StatusOrigin};
use crate::document::listing::{self, Elision, Listing};

/// A listing that was kept: the tree at some time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// What the heading above calls it.
    pub title: String,
    /// The heading, or the listing itself where none stands above it.
    pub place: Place,
    /// When the tree was so, where the document says it.
    pub date: Option<Date>,
    /// What is listed, in its order. What the listing leaves out is not known, which is not to say that it was
    /// not there.
    pub entries: Vec<SnapshotEntry>,
    /// Where the listing says that it leaves something out.
    pub elisions: Vec<Elision>,
}

/// How much of what lies directly in a folder a snapshot shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// All of it: what is not listed was not there.
    All,
    /// Some of it; the rest is left out.
    Some,
    /// Nothing.
    Nothing,
}

/// A file or folder of a snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SnapshotEntry {
    /// Its path below the root of the tree.
    pub path: String,
    /// Its line in the document that holds the listing.
    pub line: u32,
    /// Whether it is a folder.
    pub is_folder: bool,
    /// How far its note says it is.
    pub status: Status,
    /// The rest of its note.
    pub note: Option<String>,
    /// Whether everything below it is listed.
    pub complete: bool,
}

impl Snapshot {
    /// The snapshot that a listing is.
    pub fn of(listing: &Listing, title: String, place: Place) -> Snapshot {
        let entries = listing.entries.iter().map(SnapshotEntry::of).collect();
        let date = Date::last_in(&title);
        Snapshot { title, place, date, entries, elisions: listing.elisions.clone() }
    }

    /// How much of what lies directly in a folder is listed; the root is the empty path.
    pub fn shows(&self, folder: &str) -> Shown {
        let is_in = |path: &str| path.rsplit_once('/').map_or("", |(above, _)| above) == folder;
        let has_some = self.entries.iter().any(|entry| is_in(&entry.path));
        let is_elided = self.elisions.iter().any(|elision| elision.folder == folder);
        match (has_some, is_elided) {
            (true, false) => Shown::All,
            (true, true) => Shown::Some,
            (false, _) => Shown::Nothing,
        }
    }
}

impl SnapshotEntry {
    fn of(entry: &listing::Entry) -> SnapshotEntry {
        let (status, note) = entry.note.as_deref().map(|note| of_note(note, entry.line)).unwrap_or_default();
        SnapshotEntry {
            path: entry.path.clone(),
            line: entry.line,
            is_folder: entry.is_folder,
            status,
            note,
            complete: entry.complete,
        }
    }
}

/// The status that a note of a listing gives, and the rest of the note: `🔄 [WIP] System Plan`, `SP · Epic ·
/// ✅ [DONE]`. Only what is written as a status is one: `archived` and `active (14-day expiry)` are words like
/// others.
pub fn of_note(note: &str, line: u32) -> (Status, Option<String>) {
    let parts: Vec<&str> = note.split(" · ").map(str::trim).collect();
    let found = parts.iter().enumerate().find_map(|(place, part)| {
        let (written, rest) = match part.strip_prefix("status:") {
            Some(stated) => (stated, ""),
            None => part.split_at_checked(length(part))?,
        };
        let status = Status::parse(written, StatusOrigin::Listing, line);
        (status.base != BaseStatus::Unknown).then_some((place, status, rest))
    });
    let (place, status, rest) = found.unwrap_or((parts.len(), Status::default(), ""));
    let is_dash = |c: char| c.is_whitespace() || matches!(c, '—' | '–' | '-' | ':' | ',');
    let rest = rest.trim_start_matches(is_dash);
    let parts = parts.into_iter().enumerate().map(|(at, part)| if at == place { rest } else { part });
    let kept: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    (status, (!kept.is_empty()).then(|| kept.join(" · ")))
}

/// How many bytes of a note are a status: `🔄 [WIP]`, `[DONE]`, `✅ DONE`, `✅`, `WIP`.
fn length(note: &str) -> usize {
    let unmarked = note.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '[' | '(' | '"'));
    let marks = note.len() - unmarked.len();
    if unmarked.starts_with('[') {
        return unmarked.find(']').map_or(0, |end| marks + end + 1);
    }
    let word = unmarked.split([' ', '\t', ',', ';']).next().unwrap_or_default();
    let head = word.split(':').next().unwrap_or_default();
    if matches!(head, "TODO" | "WIP" | "DONE" | "BLOCKED" | "CUT") {
        return marks + word.len();
    }
    if note.starts_with(['⏳', '🔄', '✅', '🚧', '🚫']) { marks } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_begin_with_a_status_or_have_none() {
        for (note, base, detail, written, rest) in [
            ("🔄 [WIP] System Plan", "wip", None, Some("🔄 [WIP]"), Some("System Plan")),
            ("✅ [DONE] — Sep 2025", "done", None, Some("✅ [DONE]"), Some("Sep 2025")),
            (
                "🚧 [BLOCKED:join-complexity]",
                "blocked",
                Some("join-complexity"),
                Some("🚧 [BLOCKED:join-complexity]"),
                None,
            ),
            (
                "✅ [DONE:invalidated-by:PP08] (x)",
                "done",
                Some("PP08"),
                Some("✅ [DONE:invalidated-by:PP08]"),
                Some("(x)"),
            ),
            (
                "status: BLOCKED:nosql-migration",
                "blocked",
                Some("nosql-migration"),
                Some("BLOCKED:nosql-migration"),
                None,
            ),
            ("[TODO]", "todo", None, Some("[TODO]"), None),
            ("✅ DONE, at last", "done", None, Some("✅ DONE"), Some("at last")),
            ("🚫 for good", "cut", None, Some("🚫"), Some("for good")),
            ("SP · Heavy ■■□ · 🔄 [WIP] — now", "wip", None, Some("🔄 [WIP]"), Some("SP · Heavy ■■□ · now")),
            ("status: DONE · magnitude: Epic", "done", None, Some("DONE"), Some("magnitude: Epic")),
            ("CUT", "cut", None, Some("CUT"), None),
            ("active (14-day expiry: Jun 1)", "unknown", None, None, Some("active (14-day expiry: Jun 1)")),
            (
                "last_updated: 2025-07-20 ⚠️ STALE",
                "unknown",
                None,
                None,
                Some("last_updated: 2025-07-20 ⚠️ STALE"),
            ),
            ("⚠️ knowledge debt flagged", "unknown", None, None, Some("⚠️ knowledge debt flagged")),
            ("[see below] x", "unknown", None, None, Some("[see below] x")),
            ("added", "unknown", None, None, Some("added")),
            ("✅ [", "unknown", None, None, Some("✅ [")),
            ("", "unknown", None, None, None),
        ] {
            let (status, found) = of_note(note, 7);
            let shown =
                (status.base.name(), status.detail.as_deref(), status.written.as_deref(), found.as_deref());
            assert_eq!(shown, (base, detail, written, rest), "{note:?}");
        }
    }
}
