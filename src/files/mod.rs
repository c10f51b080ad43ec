//! What was loaded: an immutable map from path to bytes, whether it came from a zip, a folder or a
//! manifest. Members of an archive stay packed until someone reads them. Nothing here knows what a plan is.

pub mod archive;
pub mod base64;
mod build;
mod checksum;
mod collisions;
pub mod encoding;
pub(crate) mod inflate;
mod left_out;
mod limits;
mod names;
mod not_a_zip;
pub mod parcel;
pub mod path;
mod problems;
pub mod records;
pub mod sealed;
pub mod single;
pub mod write;
pub mod zlib;

pub use archive::ArchiveError;
pub use build::FilesBuilder;
pub use checksum::crc32 as checksum_of;
pub use encoding::{Encoding, Text};
pub use left_out::LeftOut;
pub use limits::{
    Limits, MAX_ARCHIVE_BYTES, MAX_ENTRIES, MAX_ENTRY_BYTES, MAX_RATIO, MAX_TOTAL_BYTES, RATIO_FREE_BYTES,
};
pub use not_a_zip::LooksLike;
pub use path::{Descent, MAX_PATH_BYTES, MAX_PATH_LEVELS, PathRefusal, TreePath, split_name};
pub use problems::{Damage, FileProblem, Note, NoteKind, SkipReason, Skipped};

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

/// The files of a tree, sorted by path. Immutable; a clone is a counter.
#[derive(Clone, Default)]
pub struct Files(Arc<Tree>);

#[derive(Default)]
struct Tree {
    /// The archive the packed bodies point into; empty without one.
    archive: Arc<Vec<u8>>,
    entries: Vec<Entry>,
    skipped: Vec<Skipped>,
    notes: Vec<Note>,
    total_bytes: u64,
    left_out: LeftOut,
    /// What lies in folders of git's own: no part of the tree, but its history.
    history: Vec<Entry>,
}

/// The folder in which git keeps the history of a folder.
const HISTORY: &str = ".git";

impl Files {
    /// How many files there are. Folders do not count.
    pub fn len(&self) -> usize {
        self.0.entries.len()
    }

    /// Whether there is no file at all.
    pub fn is_empty(&self) -> bool {
        self.0.entries.is_empty()
    }

    /// All files in the order of their paths.
    pub fn iter(&self) -> std::slice::Iter<'_, Entry> {
        self.0.entries.iter()
    }

    /// The file at a plain path, written as [`TreePath::as_str`] gives it.
    pub fn get(&self, path: &str) -> Option<&Entry> {
        self.entry(self.index_of(path)?)
    }

    /// The file at a place of the order.
    pub fn entry(&self, index: usize) -> Option<&Entry> {
        self.0.entries.get(index)
    }

    /// The place of a path in the order.
    pub fn index_of(&self, path: &str) -> Option<usize> {
        self.0.entries.binary_search_by(|entry| path::compare(entry.path.as_str(), path)).ok()
    }

    /// All files below a folder, at any depth; all there are for the root.
    pub fn under(&self, folder: &TreePath) -> &[Entry] {
        self.below(folder.as_str())
    }

    /// Whether there is a file below this path. The root is always a folder.
    pub fn is_folder(&self, path: &str) -> bool {
        path.is_empty() || !self.below(path).is_empty()
    }

    /// The bytes of a file, unpacked and checked against its size and checksum on every call.
    ///
    /// # Errors
    /// When the archive is damaged at this file, or lies about it.
    pub fn read<'a>(&'a self, entry: &'a Entry) -> Result<Cow<'a, [u8]>, FileProblem> {
        self.bytes_of(entry).map_err(|damage| FileProblem { path: entry.path.clone(), damage })
    }

    /// A file as text, whatever its encoding. A file that is no text gives an empty text marked
    /// [`Encoding::Binary`].
    ///
    /// # Errors
    /// As [`Files::read`].
    pub fn text(&self, entry: &Entry) -> Result<Text, FileProblem> {
        self.read(entry).map(encoding::decode_owned)
    }

    /// The first `count` bytes or more of a longer file, when they are plain UTF-8, without unpacking the rest.
    /// Nothing vouches for them: size and checksum are those of the whole file, which has to be read for certainty.
    pub fn beginning(&self, entry: &Entry, count: usize) -> Option<String> {
        let Body::Deflated { start, packed } = entry.body else { return None };
        if entry.size <= count as u64 {
            return None;
        }
        let packed = self.0.archive.get(start..start.checked_add(packed)?)?;
        encoding::decode_beginning(inflate::beginning(packed, count)?)
    }

    /// The same tree with other bytes in one file, which is new when there was none.
    pub fn replaced(&self, path: &TreePath, bytes: Vec<u8>) -> Files {
        self.changed(std::iter::once((path.clone(), Some(bytes))))
    }

    /// The same tree with other bytes in some files. What was not there is new, and what is given no bytes goes.
    /// Whether a file may be executed stays as it was.
    pub fn changed(&self, changes: impl Iterator<Item = (TreePath, Option<Vec<u8>>)>) -> Files {
        let mut entries = self.0.entries.clone();
        for (path, bytes) in changes {
            let place = entries.binary_search_by(|entry| entry.path.cmp(&path));
            match (place, bytes) {
                (Ok(at), None) => drop(entries.remove(at)),
                (Err(_), None) => {}
                (place, Some(bytes)) => {
                    let (size, crc32) = (bytes.len() as u64, checksum::crc32(&bytes));
                    let old = place.ok().and_then(|at| entries.get(at));
                    let is_executable = old.is_some_and(|old| old.is_executable);
                    let body = Body::Loose(Arc::from(bytes));
                    let entry = Entry { path, size, crc32, body, is_executable };
                    match place {
                        Ok(at) => entries.get_mut(at).into_iter().for_each(|slot| *slot = entry.clone()),
                        Err(at) => entries.insert(at, entry),
                    }
                }
            }
        }
        Files(Arc::new(self.of_entries(entries)))
    }

    /// The same tree with other entries; what is said about it stays.
    fn of_entries(&self, entries: Vec<Entry>) -> Tree {
        Tree {
            archive: Arc::clone(&self.0.archive),
            total_bytes: entries.iter().map(|entry| entry.size).sum(),
            entries,
            skipped: self.0.skipped.clone(),
            notes: self.0.notes.clone(),
            left_out: self.0.left_out.clone(),
            history: self.0.history.clone(),
        }
    }

    /// Whether the files of another tree lie where these lie.
    pub fn has_same_paths(&self, other: &Files) -> bool {
        let paths = self.iter().zip(other);
        self.len() == other.len() && paths.into_iter().all(|(own, other)| own.path == other.path)
    }

    /// The tree below a folder, its paths relative to that folder. Bodies are shared. What was skipped is
    /// kept whole, because skipped names have no place in the tree.
    pub fn rooted(&self, folder: &TreePath) -> Files {
        if folder.is_root() {
            return self.clone();
        }
        let entries: Vec<Entry> = self
            .under(folder)
            .iter()
            .filter_map(|entry| Some(Entry { path: entry.path.strip(folder)?, ..entry.clone() }))
            .collect();
        let notes = self.0.notes.iter().filter_map(|note| note.seen_from(folder)).collect();
        Files(Arc::new(Tree { notes, history: Vec::new(), ..self.of_entries(entries) }))
    }

    /// What was left out of them, when they are a copy of a part of a tree: by names as that tree calls it.
    pub fn left_out(&self) -> &LeftOut {
        &self.0.left_out
    }

    /// The same files as a copy of which this was left out.
    pub fn leaving_out(&self, left_out: LeftOut) -> Files {
        Files(Arc::new(Tree { left_out, ..self.of_entries(self.0.entries.clone()) }))
    }

    /// The same tree without what lies in some of its folders.
    pub fn without(&self, folders: &[TreePath]) -> Files {
        let is_kept = |entry: &&Entry| !folders.iter().any(|folder| entry.path.starts_with(folder));
        let entries: Vec<Entry> = self.iter().filter(is_kept).cloned().collect();
        Files(Arc::new(Tree { history: Vec::new(), ..self.of_entries(entries) }))
    }

    /// The files of `.git` folders that came along, with their whole paths. They are no files of the tree.
    pub fn history(&self) -> Files {
        Files(Arc::new(Tree {
            archive: Arc::clone(&self.0.archive),
            entries: self.0.history.clone(),
            ..Tree::default()
        }))
    }

    /// The bytes of a file that lies in memory as it is, so that reading it costs nothing.
    pub fn at_hand<'a>(&self, entry: &'a Entry) -> Option<&'a [u8]> {
        match &entry.body {
            Body::Loose(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// The archive they lie in, as it was loaded; nothing when they came one by one.
    pub fn archive(&self) -> Option<&[u8]> {
        Some(self.0.archive.as_slice()).filter(|archive| !archive.is_empty())
    }

    /// The size of all files together, unpacked, as claimed.
    pub fn total_bytes(&self) -> u64 {
        self.0.total_bytes
    }

    /// 16 hexadecimal digits over paths, sizes and checksums: tells whether two trees are the same without
    /// unpacking anything. No defence against forgery.
    pub fn fingerprint(&self) -> String {
        let mut hash = Fnv::default();
        for entry in self.iter() {
            hash.add(entry.path.as_str().as_bytes());
            hash.add(&[0]);
            hash.add(&entry.size.to_le_bytes());
            hash.add(&entry.crc32.to_le_bytes());
        }
        format!("{:016x}", hash.0)
    }

    /// Names of the source that are not in the tree, and why.
    pub fn skipped(&self) -> &[Skipped] {
        &self.0.skipped
    }

    /// Remarks on files that are in the tree: rewritten names, names that collide on some disks.
    pub fn notes(&self) -> &[Note] {
        &self.0.notes
    }

    fn below(&self, folder: &str) -> &[Entry] {
        if folder.is_empty() {
            return &self.0.entries;
        }
        let prefix = format!("{folder}/");
        let entries = &self.0.entries;
        let start = entries.partition_point(|entry| path::compare(entry.path.as_str(), &prefix).is_lt());
        let rest = entries.get(start..).unwrap_or_default();
        let count = rest.partition_point(|entry| entry.path.as_str().starts_with(&prefix));
        rest.get(..count).unwrap_or_default()
    }

    fn bytes_of<'a>(&'a self, entry: &'a Entry) -> Result<Cow<'a, [u8]>, Damage> {
        let slice = |start: usize, length: usize| {
            let end = start.checked_add(length).ok_or(Damage::CutOff)?;
            self.0.archive.get(start..end).ok_or(Damage::CutOff)
        };
        let size = usize::try_from(entry.size).map_err(|_| Damage::CutOff)?;
        match &entry.body {
            Body::Loose(bytes) => Ok(Cow::Borrowed(bytes)),
            Body::Broken(damage) => Err(damage.clone()),
            Body::Stored { start, packed } => {
                let bytes = slice(*start, *packed)?;
                inflate::verify(bytes, size, entry.crc32)?;
                Ok(Cow::Borrowed(bytes))
            }
            Body::Deflated { start, packed } => {
                inflate::inflate(slice(*start, *packed)?, size, entry.crc32).map(Cow::Owned)
            }
        }
    }
}

impl fmt::Debug for Files {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter().map(Entry::path)).finish()
    }
}

impl<'a> IntoIterator for &'a Files {
    type Item = &'a Entry;
    type IntoIter = std::slice::Iter<'a, Entry>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// One file of the tree: where it is and what is known of it without reading it.
#[derive(Clone, Debug)]
pub struct Entry {
    path: TreePath,
    size: u64,
    crc32: u32,
    body: Body,
    is_executable: bool,
}

impl Entry {
    /// Where the file is.
    pub fn path(&self) -> &TreePath {
        &self.path
    }

    /// The size in bytes, unpacked; an archive may lie here, reading tells.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Whether its source says that it may be executed.
    pub fn is_executable(&self) -> bool {
        self.is_executable
    }

    /// The CRC-32 of the content, as claimed.
    pub fn crc32(&self) -> u32 {
        self.crc32
    }
}

/// Where the bytes of a file are.
#[derive(Clone, Debug)]
enum Body {
    /// In memory of its own: a file of a folder.
    Loose(Arc<[u8]>),
    /// In the archive as they are.
    Stored { start: usize, packed: usize },
    /// In the archive, deflated.
    Deflated { start: usize, packed: usize },
    /// Nowhere, and this is why.
    Broken(Damage),
}

/// FNV-1a, 64 bits: short, the same everywhere, good enough to tell trees apart.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Fnv {
        Fnv(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    fn add(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
}
