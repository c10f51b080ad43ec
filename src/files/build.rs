//! Gathers a tree from single files. Folders, loose files and manifests use it directly, the zip reader
//! for its members: so a path is judged, a duplicate dropped and a limit applied in one place only.

use super::path::{PathRefusal, TreePath};
use super::problems::{Note, NoteKind, SkipReason, Skipped, shown};
use super::{Body, Entry, Files, HISTORY, Limits, Tree, checksum, collisions};
use crate::order;
use std::sync::Arc;

/// Gathers files in any order; [`finish`](FilesBuilder::finish) sorts them. What cannot be taken is
/// reported in [`Files::skipped`], never an error.
pub struct FilesBuilder {
    limits: Limits,
    archive: Arc<Vec<u8>>,
    entries: Vec<Entry>,
    skipped: Vec<Skipped>,
    /// Remarks, with the place of their file in `entries`.
    remarks: Vec<(usize, Note)>,
    total_bytes: u64,
}

impl FilesBuilder {
    /// An empty tree that will grow within these limits.
    pub fn new(limits: Limits) -> FilesBuilder {
        FilesBuilder::over(Arc::default(), limits)
    }

    /// An empty tree whose packed bodies will point into this archive.
    pub(super) fn over(archive: Arc<Vec<u8>>, limits: Limits) -> FilesBuilder {
        FilesBuilder {
            limits,
            archive,
            entries: Vec::new(),
            skipped: Vec::new(),
            remarks: Vec::new(),
            total_bytes: 0,
        }
    }

    /// Adds a file under the path its source gives, which is read like [`TreePath::parse`] reads it.
    pub fn add(&mut self, written: &str, bytes: Vec<u8>) {
        self.take(written, bytes);
    }

    /// Adds a file that may be executed.
    pub fn add_executable(&mut self, written: &str, bytes: Vec<u8>) {
        if self.take(written, bytes) {
            self.mark_executable();
        }
    }

    /// Adds a file, and says whether it is in the tree.
    fn take(&mut self, written: &str, bytes: Vec<u8>) -> bool {
        let size = bytes.len() as u64;
        let limit = self.limits.total_bytes;
        if self.entries.len() >= self.limits.entries {
            self.skip(written, SkipReason::TooMany { limit: self.limits.entries });
            false
        } else if self.total_bytes.saturating_add(size) > limit {
            self.skip(written, SkipReason::TotalTooLarge { limit });
            false
        } else {
            let crc32 = checksum::crc32(&bytes);
            self.admit(written, size, crc32, Body::Loose(Arc::from(bytes)))
        }
    }

    /// Says that the file that was added last may be executed.
    pub(super) fn mark_executable(&mut self) {
        self.entries.last_mut().into_iter().for_each(|entry| entry.is_executable = true);
    }

    /// Reports a name that its source could not or would not hand over.
    pub fn skip(&mut self, written: &str, reason: SkipReason) {
        self.skipped.push(Skipped { name: shown(written), reason });
    }

    /// The tree of all that was added. Of files with the same path the first one added is kept.
    pub fn finish(mut self) -> Files {
        let mut arrived: Vec<(Entry, usize)> =
            std::mem::take(&mut self.entries).into_iter().zip(0..).collect();
        // Stable, so that of equal paths the first one stays the first.
        order::sort_by(&mut arrived, |(left, _), (right, _)| left.path.cmp(&right.path));

        let mut entries: Vec<Entry> = Vec::with_capacity(arrived.len());
        // Files that are dropped, each with its arrival; nothing once it has been reported.
        let mut duplicates: Vec<(usize, Option<TreePath>)> = Vec::new();
        for (entry, arrival) in arrived {
            if entries.last().is_some_and(|last| last.path == entry.path) {
                self.total_bytes = self.total_bytes.saturating_sub(entry.size);
                duplicates.push((arrival, Some(entry.path)));
            } else {
                entries.push(entry);
            }
        }
        order::sort_by(&mut duplicates, |(left, _), (right, _)| left.cmp(right));
        let mut notes = self.remarks;
        notes.retain(|(arrival, note)| {
            let found = duplicates.binary_search_by(|(dropped, _)| dropped.cmp(arrival));
            let dropped = found.ok().and_then(|found| duplicates.get_mut(found)).map(|(_, path)| path);
            match (dropped, &note.kind) {
                // A dropped file is reported under the name it was written with, and needs no remark.
                (Some(dropped @ Some(_)), NoteKind::Rewritten { written }) => {
                    *dropped = None;
                    self.skipped.push(Skipped { name: written.clone(), reason: SkipReason::Duplicate });
                    false
                }
                (dropped, _) => dropped.is_none_or(|dropped| dropped.is_none()),
            }
        });
        let duplicates = duplicates.into_iter().filter_map(|(_, path)| path);
        self.skipped.extend(
            duplicates.map(|path| Skipped { name: shown(path.as_str()), reason: SkipReason::Duplicate }),
        );
        let mut notes: Vec<Note> = notes.into_iter().map(|(_, note)| note).collect();
        let is_history = |path: &TreePath| {
            path.as_str().contains(HISTORY) && path.segments().any(|segment| segment == HISTORY)
        };
        let mut history: Vec<Entry> = Vec::new();
        if entries.iter().any(|entry| is_history(&entry.path)) {
            (history, entries) = entries.into_iter().partition(|entry| is_history(&entry.path));
            notes.retain(|note| !is_history(&note.path));
            self.total_bytes -= history.iter().map(|entry| entry.size).sum::<u64>().min(self.total_bytes);
        }
        notes.extend(collisions::find(&entries));
        let (skipped, total_bytes) = (self.skipped, self.total_bytes);
        Files(Arc::new(Tree {
            archive: self.archive,
            entries,
            skipped,
            notes,
            total_bytes,
            history,
            left_out: super::LeftOut::default(),
        }))
    }

    /// Takes a file whose size is within bounds; judges its path. True when it is in the tree.
    pub(super) fn admit(&mut self, written: &str, size: u64, crc32: u32, body: Body) -> bool {
        let limit = self.limits.entry_bytes;
        if size > limit {
            self.skip(written, SkipReason::TooLarge { size, limit });
            return false;
        }
        let path = match TreePath::parse(written) {
            Ok(path) if path.is_root() => {
                self.skip(written, SkipReason::Path(PathRefusal::Empty));
                return false;
            }
            Ok(path) => path,
            Err(refusal) => {
                self.skip(written, SkipReason::Path(refusal));
                return false;
            }
        };
        if path.as_str() != written {
            self.remark(&path, NoteKind::Rewritten { written: shown(written) });
        }
        self.total_bytes = self.total_bytes.saturating_add(size);
        self.entries.push(Entry { path, size, crc32, body, is_executable: false });
        true
    }

    /// Remarks on the file that is admitted next.
    fn remark(&mut self, path: &TreePath, kind: NoteKind) {
        self.remarks.push((self.entries.len(), Note { path: path.clone(), kind }));
    }

    /// Remarks that the file admitted last has a name in an old code page.
    pub(super) fn remark_legacy_name(&mut self) {
        if let Some((last, place)) = self.entries.last().zip(self.entries.len().checked_sub(1)) {
            self.remarks.push((place, Note { path: last.path.clone(), kind: NoteKind::LegacyName }));
        }
    }

    /// The files admitted so far, in the order they came.
    pub(super) fn admitted(&mut self) -> &mut [Entry] {
        &mut self.entries
    }

    /// How many names were skipped, if there are any and this is the reason for all of them.
    pub(super) fn skipped_only_for(&self, reason: &SkipReason) -> Option<usize> {
        let is_only = self.skipped.iter().all(|skipped| skipped.reason == *reason);
        (is_only && !self.skipped.is_empty()).then_some(self.skipped.len())
    }

    /// The size of what was admitted so far, in bytes.
    pub(super) fn total_bytes(&self) -> u64 {
        self.total_bytes
    }
}
