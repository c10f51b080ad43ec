//! What has changed, as a patch in git's own form: for `git apply`, or as a message for `git am`; and patches read back,
//! ours and git's, as edits.

mod binary;
mod blob;
mod check;
mod hunks;
mod mailbox;
mod name;
mod read;

pub use check::{Fault, check};
pub use hunks::{Hunk, Kind, unified};
pub use mailbox::Message;
pub use read::{MAX_BYTES, Unreadable, step};

use super::Refused;
use crate::diff::Difference;
use crate::files::{Entry, Files, TreePath, encoding};
use crate::named::Named;
use hunks::CONTEXT;
use std::borrow::Cow;

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
    /// Which lines changed.
    difference: Difference,
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
                if file.similarity >= LEAST_SIMILARITY || file.difference.changes.is_empty() {
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
        let is_binary = {
            let (before, after) = (bytes_of(&old), bytes_of(&new));
            before != after && (binary::is_binary(before) || binary::is_binary(after))
        };
        let mut file = FilePatch { old, new, difference: Difference::default(), similarity: 100, is_binary };
        let (before, after) = file.shown();
        let difference = Difference::between(&before, &after, CONTEXT);
        let gone = count_bytes(&difference, &before, &after);
        let similarity = similarity(before.len(), after.len(), gone);
        (file.difference, file.similarity) = (difference, similarity);
        file
    }

    /// What is shown of both sides, as bytes of a text.
    fn shown(&self) -> (Cow<'_, [u8]>, Cow<'_, [u8]>) {
        let shown = |side| match self.is_binary {
            true => Cow::Owned(text_of(bytes_of(side)).into_bytes()),
            false => Cow::Borrowed(bytes_of(side)),
        };
        (shown(&self.old), shown(&self.new))
    }

    /// Which lines changed, with those around them.
    pub fn hunks(&self) -> Vec<Hunk> {
        let (before, after) = self.shown();
        hunks::of(&self.difference, &before, &after)
    }

    /// Whether no line changed.
    pub fn has_same_lines(&self) -> bool {
        self.difference.changes.is_empty()
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

    /// How many lines come or go.
    pub fn count(&self, kind: Kind) -> usize {
        let changes = self.difference.changes.iter();
        match kind {
            Kind::Same => 0,
            Kind::Gone => changes.map(|change| change.old.len()).sum(),
            Kind::Come => changes.map(|change| change.new.len()).sum(),
        }
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
        if self.has_same_lines() && !self.is_binary && old.is_some() && new.is_some() {
            return;
        }
        let mode = match (old, new) {
            (Some(old), Some(_)) => format!(" {}", old.mode()),
            _ => String::new(),
        };
        line(format!("index {}..{}{mode}", id(old), id(new)));
        if self.is_binary {
            binary::write(bytes_of(&self.old), bytes_of(&self.new), out);
            return;
        }
        if self.has_same_lines() {
            return;
        }
        let title = |side: Option<&Side>, mark: char, path: &str| match side {
            None => "/dev/null".to_owned(),
            Some(_) => name::with_tab(&named(mark, path)),
        };
        line(format!("--- {}", title(old, 'a', &old_path)));
        line(format!("+++ {}", title(new, 'b', &new_path)));
        let lines = self.difference.lines(bytes_of(&self.old), bytes_of(&self.new));
        hunks::write(&self.difference, lines, out);
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

fn bytes_of(side: &Option<Side>) -> &[u8] {
    side.as_ref().map_or(&[][..], |side| &side.bytes)
}

/// How many bytes of the text before are in lines that go.
fn count_bytes(difference: &Difference, before: &[u8], after: &[u8]) -> usize {
    let [lines, _] = difference.lines(before, after);
    let gone = difference.changes.iter().flat_map(|change| lines.get(change.old.clone())).flatten();
    gone.map(|line| line.len()).sum()
}

/// How many of a hundred bytes stay.
fn similarity(before: usize, after: usize, gone: usize) -> usize {
    let stays = before.saturating_sub(gone);
    match before.max(after) {
        0 => 100,
        // Only what is the same is the same as a whole.
        most if gone == 0 && before == after => stays * 100 / most,
        most => (stays * 100 / most).min(99),
    }
}
