//! Which documents read otherwise, and which of their words.

use super::items::plan_id;
use super::pairs::{Pairs, fingerprint};
use super::side::{Side, id_of};
use super::{Change, Kind};
use crate::counted::counted;
use crate::diff::{self, Difference};
use crate::files::Entry;
use crate::named::Named;
use crate::plan::Place;
use std::borrow::Cow;

/// A document that stands on both sides and reads otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentPair {
    /// Its path on the old side.
    pub old: String,
    /// Its path on the new side.
    pub new: String,
}

/// Part of a text that was compared with another, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// It stands on both sides.
    Kept(String),
    /// It stood there before.
    Gone(String),
    /// It stands there now.
    Come(String),
    /// So many lines that both have are left out.
    Skipped(usize),
}

/// Compares the texts of documents; those of a side that is only told in part are not known.
pub(super) fn compare(
    old: &Side<'_>,
    new: &Side<'_>,
    pairs: &Pairs,
    changes: &mut Vec<Change>,
) -> Vec<DocumentPair> {
    let mut edited = Vec::new();
    if old.is_partial() || new.is_partial() {
        return edited;
    }
    // Most files lie where they lay. Of those that moved is known where to, as their items or their folders say it.
    let mut now: Named<String> = Named::default();
    let mut taken: Named<()> = Named::default();
    let mut folders: Vec<(&str, &str)> = Vec::new();
    let pair = |place: &Option<usize>| place.and_then(|place| new.plan.items.get(place));
    for (at, (item, place)) in old.plan.items.iter().zip(&pairs.new_of).enumerate() {
        let Some(item_now) = pair(place) else { continue };
        if let (Some(from), Some(to)) = (&item.folder, &item_now.folder)
            && from != to
        {
            folders.push((from, to));
        }
        if item.place.path == item_now.place.path {
            continue;
        }
        // What stands in a document lies where that lies.
        let of_file = old.plan.index_at(&item.place.path).filter(|of_file| *of_file != at);
        if of_file.and_then(|at| pair(pairs.new_of.get(at)?)).is_none() {
            now.insert_new(&item.place.path, item_now.place.path.clone());
            taken.insert_new(&item_now.place.path, ());
        }
    }
    // What belongs to no item goes with its folder, stays where it is, or is known by its bytes.
    let mut left: Vec<&str> = Vec::new();
    let mut both: Vec<(&Entry, &Entry)> = Vec::new();
    let mut come_files: Vec<&Entry> = Vec::new();
    let mut there = new.files.iter().peekable();
    for entry in old.files.iter() {
        let path = entry.path().as_str();
        // Both are in order of their paths.
        while let Some(other) = there.next_if(|other| other.path() < entry.path()) {
            come_files.push(other);
        }
        let same = there.next_if(|other| other.path() == entry.path());
        let moved = now.get(path).cloned().or_else(|| {
            let (rest, to) = folders.iter().rev().find_map(|(from, to)| {
                Some((path.strip_prefix(from).filter(|rest| rest.starts_with('/'))?, to))
            })?;
            let is_told =
                old.plan.index_at(path).is_some_and(|at| pairs.new_of.get(at).is_some_and(Option::is_some));
            let along = format!("{to}{rest}");
            let is_free = !is_told && taken.get(&along).is_none();
            if is_free && new.files.get(&along).is_some() {
                taken.insert_new(&along, ());
                return Some(along);
            }
            None
        });
        match (moved, same) {
            (Some(moved), same) => {
                both.extend(new.files.get(&moved).map(|other| (entry, other)));
                come_files.extend(same);
            }
            (None, Some(same)) if taken.get(path).is_none() => both.push((entry, same)),
            (None, _) => left.push(path),
        }
    }
    come_files.extend(there);
    come_files.retain(|entry| taken.is_empty() || taken.get(entry.path().as_str()).is_none());
    let mut come: Named<Vec<&str>> = Named::default();
    for entry in come_files {
        come.change(&fingerprint(entry), |paths| paths.push(entry.path().as_str()));
    }
    for path in left {
        let Some(entry) = old.files.get(path) else { continue };
        let key = fingerprint(entry);
        let moved = (entry.size() > 0 && come.get(&key).is_some())
            .then(|| come.change(&key, |paths| (!paths.is_empty()).then(|| paths.remove(0))))
            .flatten();
        // Items tell of themselves.
        if old.plan.item_at(path).is_some() {
            continue;
        }
        let kind = if moved.is_some() { Kind::Moved } else { Kind::Removed };
        let mut change = Change::new(kind, "file", path);
        change.old = Some(Place { path: path.to_owned(), line: 1 });
        change.from = Some(path.to_owned());
        change.text = match moved {
            Some(moved) => format!("File {path} moved to {moved}."),
            None => format!("File {path} was removed."),
        };
        if let Some(moved) = moved {
            moved.clone_into(&mut change.id);
            change.new = Some(Place { path: moved.to_owned(), line: 1 });
            change.to = Some(moved.to_owned());
        }
        changes.push(change);
    }
    for (_, paths) in come.iter() {
        for path in paths.iter().filter(|path| new.plan.item_at(path).is_none()) {
            let mut change = Change::new(Kind::Added, "file", *path);
            change.new = Some(Place { path: (*path).to_owned(), line: 1 });
            change.to = Some((*path).to_owned());
            change.text = format!("File {path} was added.");
            changes.push(change);
        }
    }
    for (before, after) in both {
        if (before.crc32(), before.size()) == (after.crc32(), after.size()) {
            continue;
        }
        let (path, there) = (before.path().as_str(), after.path().as_str());
        edited.push(DocumentPair { old: path.to_owned(), new: there.to_owned() });
        changes.push(document(old, new, path, there));
    }
    edited
}

/// Whether bytes are their own text: UTF-8 without a mark that says so, and nothing that may be another encoding.
fn is_plain(bytes: &[u8]) -> bool {
    !bytes.starts_with(b"\xef\xbb\xbf") && !bytes.contains(&0) && std::str::from_utf8(bytes).is_ok()
}

/// The text of a file as bytes: those of the file itself, unless they are in another encoding. Where mistaken decoding did
/// something to them, lines are the same.
fn bytes<'a>(side: &Side<'a>, path: &str) -> Cow<'a, [u8]> {
    let files = side.files;
    let Some(entry) = files.get(path) else { return Cow::default() };
    match files.read(entry) {
        Ok(bytes) if is_plain(&bytes) => bytes,
        Ok(_) => Cow::Owned(files.text(entry).map(|text| text.text).unwrap_or_default().into_bytes()),
        Err(_) => Cow::default(),
    }
}

fn document(old: &Side<'_>, new: &Side<'_>, path: &str, there: &str) -> Change {
    let mut change = Change::new(Kind::Document, "document", there);
    let item = new.plan.item_at(there);
    change.plan = item.and_then(|item| plan_id(new.plan, item));
    if let Some(item) = item {
        id_of(item).clone_into(&mut change.id);
    }
    let (before, after) = (bytes(old, path), bytes(new, there));
    let difference = Difference::between(&before, &after, 1);
    let found = &difference.changes;
    let gone: usize = found.iter().map(|change| change.old.len()).sum();
    let come: usize = found.iter().map(|change| change.new.len()).sum();
    let line = |at: usize| u32::try_from(at + 1).unwrap_or(u32::MAX);
    let first = found.first();
    // What came behind the last line is told at that line.
    let lines = difference.lines(&before, &after).map(|lines| difference.skipped + lines.len());
    let last = |lines: usize, at: usize| line((difference.skipped + at).min(lines.saturating_sub(1)));
    let [old_lines, new_lines] = lines;
    change.old = Some(Place {
        path: path.to_owned(),
        line: first.map_or(1, |change| last(old_lines, change.old.start)),
    });
    change.new = Some(Place {
        path: there.to_owned(),
        line: first.map_or(1, |change| last(new_lines, change.new.start)),
    });
    change.from = Some(path.to_owned());
    change.to = Some(there.to_owned());
    let count = |count: usize| counted(count, "line");
    let what = match (gone, come) {
        (0, 0) => "its bytes differ, its text does not".to_owned(),
        (0, come) => format!("{} added", count(come)),
        (gone, 0) => format!("{} removed", count(gone)),
        (gone, come) => format!("{} added, {gone} removed", count(come)),
    };
    change.text = format!("{there} was edited: {what}.");
    change
}

/// How many lines that both have are shown around what differs.
const CONTEXT: usize = 2;

/// What differs between two texts, word by word, with the lines around it.
pub fn words_changed(old: &str, new: &str) -> Vec<Piece> {
    let (old_lines, new_lines) = (diff::lines(old.as_bytes()), diff::lines(new.as_bytes()));
    let mut pieces = Vec::new();
    let mut at = 0;
    let join = |lines: &[&[u8]]| String::from_utf8_lossy(&lines.concat()).into_owned();
    let found = diff::changes(&old_lines, &new_lines);
    for (index, change) in found.iter().enumerate() {
        keep(&mut pieces, new_lines.get(at..change.new.start).unwrap_or_default(), index > 0, true);
        let gone = join(old_lines.get(change.old.clone()).unwrap_or_default());
        let come = join(new_lines.get(change.new.clone()).unwrap_or_default());
        words(&mut pieces, &gone, &come);
        at = change.new.end;
    }
    keep(&mut pieces, new_lines.get(at..).unwrap_or_default(), !found.is_empty(), false);
    pieces
}

/// Lines that both have, but for those that are far from what differs.
fn keep(pieces: &mut Vec<Piece>, lines: &[&[u8]], is_behind: bool, is_before: bool) {
    let head = if is_behind { CONTEXT } else { 0 };
    let tail = if is_before { CONTEXT } else { 0 };
    let text = |lines: &[&[u8]]| Piece::Kept(String::from_utf8_lossy(&lines.concat()).into_owned());
    if lines.is_empty() {
        return;
    }
    if lines.len() <= head + tail + 1 && head + tail > 0 {
        pieces.push(text(lines));
        return;
    }
    let (first, rest) = lines.split_at(head.min(lines.len()));
    let (middle, last) = rest.split_at(rest.len().saturating_sub(tail));
    if !first.is_empty() {
        pieces.push(text(first));
    }
    if !middle.is_empty() {
        pieces.push(Piece::Skipped(middle.len()));
    }
    if !last.is_empty() {
        pieces.push(text(last));
    }
}

fn words(pieces: &mut Vec<Piece>, old: &str, new: &str) {
    let (before, after) = (split(old), split(new));
    let text = |words: &[&[u8]]| String::from_utf8_lossy(&words.concat()).into_owned();
    let mut at = 0;
    let mut push = |piece: fn(String) -> Piece, words: &[&[u8]]| {
        if !words.is_empty() {
            pieces.push(piece(text(words)));
        }
    };
    for change in diff::changes(&before, &after) {
        push(Piece::Kept, after.get(at..change.new.start).unwrap_or_default());
        push(Piece::Gone, before.get(change.old.clone()).unwrap_or_default());
        push(Piece::Come, after.get(change.new.clone()).unwrap_or_default());
        at = change.new.end;
    }
    push(Piece::Kept, after.get(at..).unwrap_or_default());
}

/// A text as words and what stands between them.
fn split(text: &str) -> Vec<&[u8]> {
    let mut words = Vec::new();
    let mut begin = 0;
    let mut last: Option<bool> = None;
    for (at, c) in text.char_indices() {
        let is_word = c.is_alphanumeric();
        if last.is_some_and(|last| last != is_word || !is_word) {
            words.push(text.get(begin..at).unwrap_or_default().as_bytes());
            begin = at;
        }
        last = Some(is_word);
    }
    words.push(text.get(begin..).unwrap_or_default().as_bytes());
    words.retain(|word| !word.is_empty());
    words
}
