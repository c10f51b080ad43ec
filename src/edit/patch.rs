//! What has changed, as a patch in git's own form: for `git apply`, or as a message for `git am`; and patches read back,
//! ours and git's, as edits.

mod binary;
mod blob;
mod check;
mod mailbox;
mod name;
mod read;

pub use check::{Fault, check};
pub use mailbox::Message;
pub use read::{MAX_BYTES, Unreadable, step};

use super::Refused;
use crate::diff::{self, Change};
use crate::files::{Entry, Files, TreePath, encoding};
use crate::named::Named;
use std::ops::Range;

/// How many lines around a change are shown with it.
const CONTEXT: usize = 3;
/// How much of a moved file has to stay for it to be a move, in percent.
const LEAST_SIMILARITY: usize = 50;

/// What has changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Patch {
    /// File by file, in the order of their paths.
    pub files: Vec<FilePatch>,
}

/// What has changed in one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilePatch {
    /// The file before; nothing when it is new.
    pub old: Option<Side>,
    /// The file after; nothing when it is deleted.
    pub new: Option<Side>,
    /// Which lines changed, with those around them.
    pub hunks: Vec<Hunk>,
    /// How much of it stayed, in percent.
    similarity: usize,
    /// Whether git takes it for no text, such as UTF-16. Its lines are shown as they are read.
    is_binary: bool,
}

/// A file before or after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    /// Its path in the tree.
    pub path: String,
    /// Its content.
    pub bytes: Vec<u8>,
    is_executable: bool,
}

/// Lines that changed, with those around them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hunk {
    /// Which lines of the file before, counted from 0.
    pub old: Range<usize>,
    /// Which lines of the file after, counted from 0.
    pub new: Range<usize>,
    /// The lines in their order.
    pub lines: Vec<(Kind, Vec<u8>)>,
}

/// What has become of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It stays.
    Same,
    /// It goes.
    Gone,
    /// It comes.
    Come,
}

impl Patch {
    /// What is different between two states of a tree, of these paths. `moved` says which files are the same ones at
    /// another place.
    ///
    /// # Errors
    /// A file that cannot be read, or that cannot stand in a patch.
    pub fn between(
        base: &Files,
        edited: &Files,
        changed: &[TreePath],
        moved: &[(TreePath, TreePath)],
    ) -> Result<Patch, Refused> {
        let mut origins: Named<&str> = Named::default();
        let mut left: Named<()> = Named::default();
        let mut files = Vec::new();
        for (from, to) in moved {
            let (Some(old), Some(new)) = (base.get(from.as_str()), edited.get(to.as_str())) else { continue };
            // What lies at the old place again is a change of it, not a move.
            if edited.get(from.as_str()).is_none() && base.get(to.as_str()).is_none() {
                let file = FilePatch::of(Some(side(base, old)?), Some(side(edited, new)?));
                if file.similarity >= LEAST_SIMILARITY || file.hunks.is_empty() {
                    origins.insert(to.as_str(), from.as_str());
                    left.insert(from.as_str(), ());
                    files.push(file);
                }
            }
        }
        for path in changed.iter().map(TreePath::as_str) {
            if origins.get(path).is_some() || left.get(path).is_some() {
                continue;
            }
            let old = base.get(path).map(|entry| side(base, entry)).transpose()?;
            let new = edited.get(path).map(|entry| side(edited, entry)).transpose()?;
            let is_same = old == new;
            if !is_same {
                files.push(FilePatch::of(old, new));
            }
        }
        crate::order::sort_by(&mut files, |a, b| a.path().cmp(b.path()));
        Ok(Patch { files })
    }

    /// Whether nothing has changed.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// How many lines come and go.
    pub fn counts(&self) -> (usize, usize) {
        let of = |kind: Kind| self.files.iter().map(|file| file.count(kind)).sum();
        (of(Kind::Come), of(Kind::Gone))
    }

    /// The patch as `git apply` takes it. `prefix` is the folder of the tree in its repository, empty when the
    /// repository is the tree.
    pub fn text(&self, prefix: &str) -> Vec<u8> {
        let mut text = Vec::new();
        for file in &self.files {
            file.write(prefix, &mut text);
        }
        text
    }
}

impl FilePatch {
    fn of(old: Option<Side>, new: Option<Side>) -> FilePatch {
        let bytes = |side: &Option<Side>| side.as_ref().map_or(&[][..], |side| &side.bytes).to_vec();
        let (before, after) = (bytes(&old), bytes(&new));
        let is_binary = before != after && (binary::is_binary(&before) || binary::is_binary(&after));
        let (before, after) = match is_binary {
            true => (text_of(&before).into_bytes(), text_of(&after).into_bytes()),
            false => (before, after),
        };
        let (before, after) = (diff::lines(&before), diff::lines(&after));
        let changes = diff::changes(&before, &after);
        let similarity = similarity(&before, &after, &changes);
        FilePatch { hunks: hunks(&before, &after, &changes), old, new, similarity, is_binary }
    }

    /// Where the file is, or was.
    pub fn path(&self) -> &str {
        self.new.as_ref().or(self.old.as_ref()).map_or("", |side| &side.path)
    }

    /// Where the file was, when it has been moved.
    pub fn moved_from(&self) -> Option<&str> {
        let (old, new) = (self.old.as_ref()?, self.new.as_ref()?);
        (old.path != new.path).then_some(old.path.as_str())
    }

    /// How many lines are of this kind.
    pub fn count(&self, kind: Kind) -> usize {
        self.hunks.iter().flat_map(|hunk| &hunk.lines).filter(|(own, _)| *own == kind).count()
    }

    /// The content before and after as text, for people.
    pub fn texts(&self) -> (String, String) {
        let text = |side: &Option<Side>| match side {
            Some(side) if self.is_binary => text_of(&side.bytes),
            Some(side) => String::from_utf8_lossy(&side.bytes).into_owned(),
            None => String::new(),
        };
        (text(&self.old), text(&self.new))
    }

    fn write(&self, prefix: &str, out: &mut Vec<u8>) {
        let path = |side: &Side| match prefix {
            "" => side.path.clone(),
            prefix => format!("{prefix}/{}", side.path),
        };
        let (old, new) = (self.old.as_ref(), self.new.as_ref());
        let Some(any) = old.or(new) else { return };
        let (old_path, new_path) = (path(old.unwrap_or(any)), path(new.unwrap_or(any)));
        let named = |side: char, path: &str| name::quoted(&format!("{side}/{path}"));
        let mut line = |text: String| {
            out.extend(text.as_bytes());
            out.push(b'\n');
        };
        line(format!("diff --git {} {}", named('a', &old_path), named('b', &new_path)));
        match (old, new) {
            (None, Some(new)) => line(format!("new file mode {}", new.mode())),
            (Some(old), None) => line(format!("deleted file mode {}", old.mode())),
            _ if old_path != new_path => {
                line(format!("similarity index {}%", self.similarity));
                line(format!("rename from {}", name::quoted(&old_path)));
                line(format!("rename to {}", name::quoted(&new_path)));
            }
            _ => {}
        }
        let id = |side: Option<&Side>| side.map_or_else(|| "0".repeat(40), |side| blob::id(&side.bytes));
        if self.hunks.is_empty() && !self.is_binary && old.is_some() && new.is_some() {
            return;
        }
        let mode = match (old, new) {
            (Some(old), Some(_)) => format!(" {}", old.mode()),
            _ => String::new(),
        };
        line(format!("index {}..{}{mode}", id(old), id(new)));
        if self.is_binary {
            let bytes = |side: Option<&'_ Side>| side.map_or(Vec::new(), |side| side.bytes.clone());
            binary::write(&bytes(old), &bytes(new), out);
            return;
        }
        if self.hunks.is_empty() {
            return;
        }
        let title = |side: Option<&Side>, mark: char, path: &str| match side {
            None => "/dev/null".to_owned(),
            Some(_) => name::with_tab(&named(mark, path)),
        };
        line(format!("--- {}", title(old, 'a', &old_path)));
        line(format!("+++ {}", title(new, 'b', &new_path)));
        for hunk in &self.hunks {
            hunk.write(out);
        }
    }
}

impl Side {
    fn mode(&self) -> &'static str {
        if self.is_executable { "100755" } else { "100644" }
    }
}

fn side(files: &Files, entry: &Entry) -> Result<Side, Refused> {
    let path = entry.path().as_str().to_owned();
    match files.read(entry) {
        Ok(bytes) => Ok(Side { path, bytes: bytes.into_owned(), is_executable: entry.is_executable() }),
        Err(problem) => Err(Refused { path, place: None, reason: problem.to_string() }),
    }
}

/// A content that git takes for no text, as it is read.
fn text_of(bytes: &[u8]) -> String {
    encoding::decode(bytes).text
}

/// How many of a hundred bytes stay.
fn similarity(old: &[&[u8]], new: &[&[u8]], changes: &[Change]) -> usize {
    let size = |lines: &[&[u8]]| lines.iter().map(|line| line.len()).sum::<usize>();
    let gone = changes.iter().map(|change| size(old.get(change.old.clone()).unwrap_or_default()));
    let (before, after) = (size(old), size(new));
    let stays = before - gone.sum::<usize>();
    match before.max(after) {
        0 => 100,
        // Only what is the same is the same as a whole.
        most if changes.is_empty() => stays * 100 / most,
        most => (stays * 100 / most).min(99),
    }
}

/// Changes with the lines around them; those that are near each other in one.
fn hunks(old: &[&[u8]], new: &[&[u8]], changes: &[Change]) -> Vec<Hunk> {
    let mut hunks = Vec::new();
    let mut at = 0;
    while let Some(first) = changes.get(at) {
        let mut last = first;
        at += 1;
        while let Some(next) = changes.get(at).filter(|next| next.old.start - last.old.end <= 2 * CONTEXT) {
            last = next;
            at += 1;
        }
        let before = first.old.start.min(CONTEXT);
        let after = old.len().saturating_sub(last.old.end).min(CONTEXT);
        let mut hunk = Hunk {
            old: first.old.start - before..last.old.end + after,
            new: first.new.start.saturating_sub(before)..last.new.end + after,
            lines: Vec::new(),
        };
        let mut from = hunk.old.start;
        let mut put = |kind: Kind, lines: Option<&[&[u8]]>| {
            hunk.lines.extend(lines.unwrap_or_default().iter().map(|line| (kind, line.to_vec())));
        };
        let begin = changes.iter().position(|change| change == first).unwrap_or_default();
        for change in changes.get(begin..at).unwrap_or_default() {
            put(Kind::Same, old.get(from..change.old.start));
            put(Kind::Gone, old.get(change.old.clone()));
            put(Kind::Come, new.get(change.new.clone()));
            from = change.old.end;
        }
        put(Kind::Same, old.get(from..hunk.old.end));
        hunks.push(hunk);
    }
    hunks
}

impl Hunk {
    fn write(&self, out: &mut Vec<u8>) {
        let range = |lines: &Range<usize>| match lines.len() {
            // Of nothing the line before is told.
            0 => format!("{},0", lines.start),
            1 => (lines.start + 1).to_string(),
            count => format!("{},{count}", lines.start + 1),
        };
        out.extend(format!("@@ -{} +{} @@\n", range(&self.old), range(&self.new)).as_bytes());
        for (kind, line) in &self.lines {
            out.push(match kind {
                Kind::Same => b' ',
                Kind::Gone => b'-',
                Kind::Come => b'+',
            });
            out.extend(line);
            if !line.ends_with(b"\n") {
                out.extend(b"\n\\ No newline at end of file\n");
            }
        }
    }
}
