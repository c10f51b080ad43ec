//! Patches read back as edits: ours, and git's as far as they touch files of the tree. Every line is checked against the
//! file that it speaks of; nothing is applied near the place that was meant unless the lines stand there.

use super::super::original::Original;
use super::super::{Change, Edit, Step, creatable, writable};
use super::check::made;
use super::{binary, name};
use crate::counted::counted;
use crate::files::{Encoding, Files, base64, encoding};

/// Patches larger than this are not read: 64 MiB.
pub const MAX_BYTES: usize = 64 * 1024 * 1024;

/// Why a patch cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The line of the patch, from 1; 0 when it is about the whole of it.
    pub line: usize,
    /// What stands against it.
    pub reason: String,
}

impl std::fmt::Display for Unreadable {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.line {
            0 => write!(out, "{}", self.reason),
            line => write!(out, "line {line} of the patch: {}", self.reason),
        }
    }
}

/// What a patch says of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct FileChange {
    /// The line of the patch at which it begins.
    pub(super) line: usize,
    /// The path before; nothing when the file is new.
    pub(super) old: Option<String>,
    /// The path after; nothing when the file is deleted.
    pub(super) new: Option<String>,
    pub(super) hunks: Vec<ReadHunk>,
    /// What it holds before and after, when that is no text to git.
    pub(super) binary: Option<(Vec<u8>, Vec<u8>)>,
}

/// Lines that change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct ReadHunk {
    pub(super) line: usize,
    /// The first line of the file before, from 0; of an insertion the line before which it comes.
    pub(super) at: usize,
    pub(super) old: Vec<u8>,
    pub(super) new: Vec<u8>,
}

/// What a patch says, file by file.
pub(super) fn changes(patch: &[u8]) -> Result<Vec<FileChange>, Unreadable> {
    if patch.len() > MAX_BYTES {
        let reason = format!("it has {} bytes, more than the limit of {MAX_BYTES}", patch.len());
        return Err(Unreadable { line: 0, reason });
    }
    let unpacked = unpacked(patch);
    let mut reader = Reader { lines: crate::diff::lines(unpacked.as_deref().unwrap_or(patch)), at: 0 };
    let mut changes = Vec::new();
    while let Some(change) = reader.file()? {
        changes.push(change);
    }
    if changes.is_empty() {
        return Err(Unreadable { line: 0, reason: "it holds no change of a file".to_owned() });
    }
    Ok(changes)
}

/// The body of a message that is packed in base64; nothing when this is none.
fn unpacked(patch: &[u8]) -> Option<Vec<u8>> {
    if !patch.starts_with(b"From ") {
        return None;
    }
    let text = std::str::from_utf8(patch).ok()?.replace("\r\n", "\n");
    let (headers, body) = text.split_once("\n\n")?;
    let is_packed = headers.lines().any(|line| {
        line.split_once(':').is_some_and(|(name, value)| {
            name.eq_ignore_ascii_case("Content-Transfer-Encoding")
                && value.trim().eq_ignore_ascii_case("base64")
        })
    });
    if !is_packed {
        return None;
    }
    Some(base64::decode_lines(body))
}

struct Reader<'a> {
    lines: Vec<&'a [u8]>,
    at: usize,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<&'a [u8]> {
        self.lines.get(self.at).copied()
    }

    /// The line as text without its end, when it is text.
    fn text(&self) -> Option<&'a str> {
        let line = self.peek()?;
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        std::str::from_utf8(line.strip_suffix(b"\r").unwrap_or(line)).ok()
    }

    fn fail<T>(&self, reason: impl Into<String>) -> Result<T, Unreadable> {
        Err(Unreadable { line: self.at + 1, reason: reason.into() })
    }

    /// What is said of the next file; nothing at the end of the patch.
    fn file(&mut self) -> Result<Option<FileChange>, Unreadable> {
        let mut change = loop {
            let Some(line) = self.peek() else { return Ok(None) };
            let next = self.lines.get(self.at + 1).copied().unwrap_or_default();
            if line.starts_with(b"diff --git ") {
                break self.header()?;
            }
            if line.starts_with(b"--- ") && next.starts_with(b"+++ ") {
                break FileChange { line: self.at + 1, ..FileChange::default() };
            }
            self.at += 1;
        };
        if self.peek().is_some_and(|line| line.starts_with(b"--- ")) {
            change.old = self.side("--- ", "a/")?;
            change.new = self.side("+++ ", "b/")?;
            while self.peek().is_some_and(|line| line.starts_with(b"@@ -")) {
                change.hunks.push(self.hunk()?);
            }
        }
        if change.old.is_none() && change.new.is_none() {
            return self.fail("no file is named");
        }
        Ok(Some(change))
    }

    /// The lines from `diff --git` to the first that is none of git's.
    fn header(&mut self) -> Result<FileChange, Unreadable> {
        let mut change = FileChange { line: self.at + 1, ..FileChange::default() };
        let Some((old, new)) = self.text().and_then(|line| both_names(line.strip_prefix("diff --git ")?))
        else {
            return self.fail("the names of this file cannot be told apart");
        };
        (change.old, change.new) = (Some(old), Some(new));
        self.at += 1;
        while let Some(line) = self.text() {
            let name = |rest: &str| name::unquoted(rest).map(|(name, _)| name);
            if let Some(mode) = line.strip_prefix("new file mode ") {
                change.old = None;
                self.check_mode(mode)?;
            } else if let Some(mode) = line.strip_prefix("deleted file mode ") {
                change.new = None;
                self.check_mode(mode)?;
            } else if let Some(rest) = line.strip_prefix("rename from ") {
                change.old = name(rest);
            } else if let Some(rest) = line.strip_prefix("rename to ") {
                change.new = name(rest);
            } else if line.starts_with("copy from ") || line.starts_with("copy to ") {
                return self.fail("it copies a file; make the patch with --no-renames");
            } else if line.starts_with("old mode ") || line.starts_with("new mode ") {
                return self.fail("it changes whether a file may be executed, which is not done here");
            } else if line.starts_with("GIT binary patch") {
                change.binary = Some(self.binary()?);
                break;
            } else if line.starts_with("Binary files ") {
                return self.fail("it changes a file that is no text");
            } else if let Some(rest) = line.strip_prefix("index ") {
                if let Some((_, mode)) = rest.split_once(' ') {
                    self.check_mode(mode)?;
                }
            } else if !line.starts_with("similarity index ") && !line.starts_with("dissimilarity index ") {
                break;
            }
            self.at += 1;
        }
        Ok(change)
    }

    /// What a file holds before and after, given as a whole.
    fn binary(&mut self) -> Result<(Vec<u8>, Vec<u8>), Unreadable> {
        let mut at = self.at + 1;
        let mut content = || {
            let (content, count) = binary::read(self.lines.get(at..)?, MAX_BYTES)?;
            at += count;
            Some(content)
        };
        let (Some(new), Some(old)) = (content(), content()) else {
            return self.fail("it changes a file that is no text");
        };
        self.at = at;
        Ok((old, new))
    }

    fn check_mode(&self, mode: &str) -> Result<(), Unreadable> {
        match mode.trim() {
            "100644" | "100755" => Ok(()),
            "120000" => self.fail("it is about a symbolic link, and links may lead out of the tree"),
            "160000" => self.fail("it is about another repository"),
            other => self.fail(format!("{other} is not the mode of a file")),
        }
    }

    fn side(&mut self, mark: &str, side: &str) -> Result<Option<String>, Unreadable> {
        let Some(written) = self.text().and_then(|line| line.strip_prefix(mark)) else {
            return self.fail("the name of a file should stand here");
        };
        let name = if written.starts_with('"') {
            name::unquoted(written).map(|(name, _)| name)
        } else {
            written.split('\t').next().map(str::to_owned)
        };
        let Some(name) = name else { return self.fail("the name of a file is quoted wrongly") };
        self.at += 1;
        if name == "/dev/null" {
            return Ok(None);
        }
        Ok(Some(name.strip_prefix(side).map_or(name.clone(), str::to_owned)))
    }

    fn hunk(&mut self) -> Result<ReadHunk, Unreadable> {
        let Some((start, mut old_left, mut new_left)) = self.text().and_then(ranges) else {
            return self.fail("this line should say which lines change, as `@@ -1,3 +1,4 @@`");
        };
        let at = if old_left == 0 { start } else { start.saturating_sub(1) };
        let mut hunk = ReadHunk { line: self.at + 1, at, ..ReadHunk::default() };
        self.at += 1;
        while old_left > 0 || new_left > 0 {
            let Some((mark, rest)) = self.peek().and_then(|line| line.split_first()) else {
                return self.fail("the patch is cut off here");
            };
            // Some programs take the space of an empty line away.
            let (is_old, is_new, content): (bool, bool, &[u8]) = match mark {
                b' ' => (true, true, rest),
                b'\n' => (true, true, b"\n"),
                b'-' => (true, false, rest),
                b'+' => (false, true, rest),
                _ => return self.fail("this line belongs to no change"),
            };
            if (is_old && old_left == 0) || (is_new && new_left == 0) {
                return self.fail("there are more lines than were announced");
            }
            self.at += 1;
            let has_no_end = self.peek().is_some_and(|next| next.starts_with(b"\\ "));
            let content = if has_no_end { content.strip_suffix(b"\n").unwrap_or(content) } else { content };
            self.at += usize::from(has_no_end);
            if is_old {
                hunk.old.extend(content);
                old_left -= 1;
            }
            if is_new {
                hunk.new.extend(content);
                new_left -= 1;
            }
        }
        Ok(hunk)
    }
}

/// The two names of `a/x b/y`. Without quotes both are the same but for their first letter.
fn both_names(written: &str) -> Option<(String, String)> {
    let bare = |name: String, side: &str| name.strip_prefix(side).map_or(name.clone(), str::to_owned);
    if written.starts_with('"') {
        let (old, rest) = name::unquoted(written)?;
        let (new, _) = name::unquoted(rest.strip_prefix(' ')?)?;
        return Some((bare(old, "a/"), bare(new, "b/")));
    }
    if let Some((old, new)) = written.split_once(" \"") {
        let (new, _) = name::unquoted(&format!("\"{new}"))?;
        return Some((bare(old.to_owned(), "a/"), bare(new, "b/")));
    }
    let halves = written.match_indices(' ').map(|(at, _)| written.split_at(at));
    let names = halves
        .map(|(old, new)| (bare(old.to_owned(), "a/"), bare(new.trim_start_matches(' ').to_owned(), "b/")));
    let names: Vec<(String, String)> = names.collect();
    let same = names.iter().find(|(old, new)| old == new).cloned();
    // Of a move the lines below say both.
    same.or_else(|| names.first().cloned())
}

/// `@@ -1,3 +1,4 @@`: the first old line, and how many old and new ones.
fn ranges(line: &str) -> Option<(usize, usize, usize)> {
    let (ranges, _) = line.strip_prefix("@@ -")?.split_once(" @@")?;
    let (old, new) = ranges.split_once(" +")?;
    let range = |text: &str| {
        let (start, count) = text.split_once(',').unwrap_or((text, "1"));
        Some((start.parse::<usize>().ok()?, count.parse::<usize>().ok().filter(|count| *count <= MAX_BYTES)?))
    };
    let ((start, old), (_, new)) = (range(old)?, range(new)?);
    Some((start, old, new))
}

/// A patch as a step that can be looked at and made. `prefix` is where the tree lies in its repository; where the names
/// of the patch begin otherwise, the files of the tree tell how.
///
/// # Errors
/// What the patch cannot do to this tree, and where it says so.
pub fn step(files: &Files, prefix: &str, patch: &[u8]) -> Result<Step, Unreadable> {
    let changes = changes(patch)?;
    let prefix = prefix_of(files, prefix, &changes);
    let mut edits = Vec::new();
    for change in &changes {
        let line = change.line;
        let fail = |reason: String| Unreadable { line, reason };
        let below = |path: &Option<String>| match path {
            None => Ok(None),
            Some(path) => {
                let below = if prefix.is_empty() {
                    Some(path.as_str())
                } else {
                    path.strip_prefix(prefix.as_str()).and_then(|rest| rest.strip_prefix('/'))
                };
                match below {
                    Some(below) => Ok(Some(below.to_owned())),
                    None => Err(fail(format!("{} does not lie in this tree", path.escape_debug()))),
                }
            }
        };
        edits.extend(edits_of(files, change, below(&change.old)?, below(&change.new)?)?);
    }
    let title = format!("Apply a patch of {}", counted(changes.len(), "file"));
    Ok(Step { title, edits })
}

/// Where the tree lies, for the names of a patch: as is known, else the beginning after which most names are files.
fn prefix_of(files: &Files, known: &str, changes: &[FileChange]) -> String {
    let fits = |prefix: &str| {
        let old = changes.iter().filter_map(|change| change.old.as_deref());
        old.filter(|path| {
            let below = if prefix.is_empty() {
                Some(*path)
            } else {
                path.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('/'))
            };
            below.is_some_and(|below| files.get(below).is_some())
        })
        .count()
    };
    let mut best = (fits(known), known.to_owned());
    let first = changes.iter().filter_map(|change| change.old.as_deref().or(change.new.as_deref()));
    for path in first.take(50) {
        let folders = path.match_indices('/').filter_map(|(at, _)| path.get(..at));
        for prefix in std::iter::once("").chain(folders) {
            let count = fits(prefix);
            if count > best.0 {
                best = (count, prefix.to_owned());
            }
        }
    }
    best.1
}

fn edits_of(
    files: &Files,
    change: &FileChange,
    old: Option<String>,
    new: Option<String>,
) -> Result<Vec<Edit>, Unreadable> {
    let fail = |reason: String| Unreadable { line: change.line, reason };
    let shown = |path: &str| path.escape_debug().to_string();
    let text_of = |bytes: &[u8], line: usize| {
        String::from_utf8(bytes.to_vec())
            .map_err(|_| Unreadable { line, reason: "this is no UTF-8 text".to_owned() })
    };
    if let Some((before, after)) = &change.binary {
        return edits_of_whole(files, change.line, old, new, before, after);
    }
    let Some(old) = old else {
        let path = new.unwrap_or_default();
        creatable(&path).map_err(|why| fail(format!("{} cannot be made: {why}", shown(&path))))?;
        if files.get(&path).is_some() {
            return Err(fail(format!("{} is there already", shown(&path))));
        }
        let text = change.hunks.iter().flat_map(|hunk| hunk.new.iter().copied()).collect::<Vec<u8>>();
        let text = text_of(&text, change.line)?;
        return Ok(vec![Edit::new(path, Change::Create { text })]);
    };
    writable(&old).map_err(|why| fail(format!("{} cannot be changed: {why}", shown(&old))))?;
    let entry = files.get(&old).ok_or_else(|| fail(format!("{} is not in this tree", shown(&old))))?;
    let bytes = files.read(entry).map_err(|problem| fail(problem.to_string()))?;
    let Some(new) = new else {
        let said = change.hunks.iter().flat_map(|hunk| hunk.old.iter().copied()).collect::<Vec<u8>>();
        if said != *bytes {
            return Err(fail(format!("{} holds something else than what is deleted", shown(&old))));
        }
        return Ok(vec![Edit::new(old, Change::Delete)]);
    };
    if !change.hunks.is_empty() {
        Original::of(&bytes).map_err(|reason| fail(format!("{}: {}", shown(&old), reason.text)))?;
    }
    let mut edits = Vec::new();
    // What restores a text is told as that, so that lines which are no UTF-8 need not be.
    let is_repair = !change.hunks.is_empty()
        && encoding::repaired(&bytes).is_some_and(|meant| made(&bytes, &change.hunks) == Some(meant));
    if is_repair {
        edits.push(Edit::new(old.clone(), Change::Repair));
    }
    let hunks = if is_repair { &[][..] } else { &change.hunks };
    let mut drift = 0;
    for hunk in hunks {
        let at = place_of(&bytes, hunk, drift).ok_or_else(|| Unreadable {
            line: hunk.line,
            reason: format!("these lines do not stand in {}", shown(&old)),
        })?;
        drift = at as isize - hunk.at as isize;
        let (skipped, old_part, new_part) = narrowed(&hunk.old, &hunk.new);
        if old_part == new_part {
            continue;
        }
        let (before, after) = (text_of(old_part, hunk.line)?, text_of(new_part, hunk.line)?);
        let line = u32::try_from(at + skipped + 1).unwrap_or(u32::MAX);
        // A mark at the beginning of the file is no part of its text.
        let mark = |text: String| {
            let has_mark = line == 1 && bytes.starts_with("\u{feff}".as_bytes());
            if has_mark { text.trim_start_matches('\u{feff}').to_owned() } else { text }
        };
        edits.push(Edit::new(old.clone(), Change::Replace { line, old: mark(before), new: mark(after) }));
    }
    if old != new {
        creatable(&new).map_err(|why| fail(format!("{} cannot be made: {why}", shown(&new))))?;
        edits.push(Edit::new(old, Change::Move { to: new }));
    }
    Ok(edits)
}

/// The edits that make one content of another, both of which are no text to git: UTF-16 is one to us.
fn edits_of_whole(
    files: &Files,
    line: usize,
    old: Option<String>,
    new: Option<String>,
    before: &[u8],
    after: &[u8],
) -> Result<Vec<Edit>, Unreadable> {
    let fail = |reason: &str| Unreadable { line, reason: reason.to_owned() };
    let (Some(old), Some(new)) = (old, new) else { return Err(fail("it changes a file that is no text")) };
    writable(&old).map_err(|why| fail(&format!("{} cannot be changed: {why}", old.escape_debug())))?;
    let bytes = files.get(&old).and_then(|entry| files.read(entry).ok());
    if bytes.as_deref() != Some(before) {
        return Err(fail(&format!("{} holds something else than what is changed", old.escape_debug())));
    }
    let mut edits = Vec::new();
    let (was, is) = (encoding::decode(before), encoding::decode(after));
    let is_restored = was.is_restorable() && is.encoding == Encoding::Utf8;
    if was.encoding == Encoding::Binary || was.encoding != is.encoding && !is_restored {
        return Err(fail("it changes a file that is no text"));
    }
    if is_restored {
        edits.push(Edit::new(old.clone(), Change::Repair));
    }
    if was.text != is.text {
        let (skipped, old_part, new_part) = narrowed(was.text.as_bytes(), is.text.as_bytes());
        let text = |part: &[u8]| String::from_utf8_lossy(part).into_owned();
        let line = u32::try_from(skipped + 1).unwrap_or(u32::MAX);
        let change = Change::Replace { line, old: text(old_part), new: text(new_part) };
        edits.push(Edit::new(old.clone(), change));
    }
    if old != new {
        creatable(&new).map_err(|why| fail(&format!("{} cannot be made: {why}", new.escape_debug())))?;
        edits.push(Edit::new(old, Change::Move { to: new }));
    }
    Ok(edits)
}

/// The line at which a change belongs, from 0: where it says, else where its lines stand nearest.
fn place_of(bytes: &[u8], hunk: &ReadHunk, drift: isize) -> Option<usize> {
    let lines = crate::diff::lines(bytes);
    let wanted = crate::diff::lines(&hunk.old);
    let stands = |at: usize| {
        let found = lines.get(at..at + wanted.len());
        let ends = at + wanted.len() == lines.len();
        // Without a line end only the end of the file is meant.
        found == Some(wanted.as_slice()) && (hunk.old.ends_with(b"\n") || hunk.old.is_empty() || ends)
    };
    let meant = usize::try_from(hunk.at as isize + drift).ok()?;
    if wanted.is_empty() {
        return (meant <= lines.len()).then_some(meant);
    }
    let far = lines.len().max(meant);
    (0..=far)
        .flat_map(|off| [meant.checked_sub(off), meant.checked_add(off)])
        .flatten()
        .find(|at| stands(*at))
}

/// What differs between two pieces of text, in whole lines: how many lines before it are the same, and the rest of both. One
/// line that stays is left, where otherwise nothing would say where it is.
fn narrowed<'a>(old: &'a [u8], new: &'a [u8]) -> (usize, &'a [u8], &'a [u8]) {
    let (old_lines, new_lines) = (crate::diff::lines(old), crate::diff::lines(new));
    let least = old_lines.len().min(new_lines.len());
    let mut start = old_lines.iter().zip(&new_lines).take_while(|(a, b)| a == b).count();
    let rest = |lines: &[&[u8]], start: usize| lines.len() - start;
    let mut end = old_lines
        .iter()
        .rev()
        .zip(new_lines.iter().rev())
        .take(least.saturating_sub(start))
        .take_while(|(a, b)| a == b)
        .count();
    if rest(&old_lines, start) == end {
        if end > 0 {
            end -= 1;
        } else {
            start = start.saturating_sub(1);
        }
    }
    let cut = |text: &'a [u8], lines: &[&[u8]]| {
        let size =
            |lines: Option<&[&[u8]]>| lines.unwrap_or_default().iter().map(|line| line.len()).sum::<usize>();
        let from = size(lines.get(..start));
        let to = text.len() - size(lines.get(lines.len() - end..));
        text.get(from..to).unwrap_or_default()
    };
    (start, cut(old, &old_lines), cut(new, &new_lines))
}
