//! Reading a tree in small steps, so that a page shows what is known so far and never freezes.
//!
//! What the first picture needs is glanced at first, the frontmatter and titles of plans; then everything is read. A step is counted in bytes of text,
//! never in time: the caller decides how many steps fit into a frame.

use super::{Basis, Dialect, Digest, Planning, Root, beside, digest};
use crate::files::{Entry, Files, TreePath, split_name};
use crate::named::Named;
use crate::plan::Plan;
use std::sync::Arc;

/// A tree being read.
#[derive(Clone, Debug)]
pub struct Reading {
    files: Files,
    root: String,
    dialect: &'static Dialect,
    /// What is read in a dialect of its own, the innermost first; nothing where all of it is read in one.
    parts: Arc<[Root]>,
    /// The documents that the first picture needs, and how many of them have been glanced at.
    first: Vec<usize>,
    glanced: usize,
    /// All documents, and how many of them have been read.
    order: Vec<usize>,
    next: usize,
    bytes_read: u64,
    bytes_total: u64,
    /// Shared with readings of the same tree before and after edits.
    digests: Vec<Option<Arc<Digest>>>,
    unreadable: Vec<(usize, String)>,
}

/// How far the reading of a tree is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Documents read.
    pub files_read: usize,
    /// Documents there are.
    pub files_total: usize,
    /// Bytes of text read.
    pub bytes_read: u64,
    /// Bytes of text there are.
    pub bytes_total: u64,
    /// Whether everything the first picture needs has been read.
    pub is_first_read: bool,
    /// Whether everything has been read.
    pub is_complete: bool,
}

impl Reading {
    /// Begins to read the tree whose files are `files`, their paths relative to its root. `root` is the
    /// folder of the tree in what was loaded, for display; `.` when both are the same.
    pub fn new(files: Files, root: &str, dialect: &'static Dialect) -> Reading {
        let is_beside = dialect.name == beside::DIALECT.name;
        let parts = if is_beside { beside::parts(&files).into() } else { Arc::default() };
        Reading::with_parts(files, root, dialect, parts)
    }

    /// The same of a tree that is read in one dialect from its root on.
    pub fn in_one(files: Files, root: &str, dialect: &'static Dialect) -> Reading {
        Reading::with_parts(files, root, dialect, Arc::default())
    }

    fn with_parts(files: Files, root: &str, dialect: &'static Dialect, parts: Arc<[Root]>) -> Reading {
        let documents: Vec<usize> = (0..files.len())
            .filter(|index| files.entry(*index).is_some_and(|entry| is_document(entry.path().as_str())))
            .collect();
        let is_first = |index: &usize| {
            files.entry(*index).is_some_and(|entry| {
                let (dialect, path) = spoken(&parts, dialect, entry.path().as_str());
                (dialect.comes_first)(path)
            })
        };
        let first = documents.iter().copied().filter(is_first).collect();
        let bytes_total = documents.iter().filter_map(|index| files.entry(*index)).map(Entry::size).sum();
        Reading {
            digests: vec![None; files.len()],
            root: root.to_owned(),
            files,
            dialect,
            parts,
            first,
            glanced: 0,
            order: documents,
            next: 0,
            bytes_read: 0,
            bytes_total,
            unreadable: Vec::new(),
        }
    }

    /// Reads at least one document and then goes on until `budget_bytes` of text have been read. The first
    /// picture is a result of its own: no step runs past it.
    pub fn step(&mut self, budget_bytes: u64) -> Progress {
        let mut spent = 0;
        if self.glanced < self.first.len() {
            while let Some(index) =
                self.first.get(self.glanced).copied().filter(|_| spent < budget_bytes.max(1))
            {
                self.glanced += 1;
                spent += self.glance(index).max(1);
            }
            return self.progress();
        }
        while let Some(index) = self.order.get(self.next).copied().filter(|_| spent < budget_bytes.max(1)) {
            self.next += 1;
            let bytes = self.read(index);
            // An empty file is a step too, or a budget would never end among them.
            spent += bytes.max(1);
            self.bytes_read += bytes;
        }
        self.progress()
    }

    /// Looks at the beginning of a document and says how many bytes were looked at. What cannot be read is passed
    /// over: it is told once, when all is read.
    fn glance(&mut self, index: usize) -> u64 {
        let Some(entry) = self.files.entry(index) else { return 0 };
        let is_yaml = entry.path().extension() == Some("yaml");
        let beginning = self.files.beginning(entry, digest::GLANCE_BYTES);
        let (digest, bytes) = match beginning.filter(|text| !is_yaml && Digest::can_glance(text)) {
            Some(text) => (Digest::glance(&text), text.len() as u64),
            None => match self.files.text(entry) {
                Ok(text) if is_yaml => (Digest::of_yaml(&text), entry.size()),
                Ok(text) => (Digest::glance(&text.text), entry.size()),
                Err(_) => return entry.size(),
            },
        };
        self.keep(index, digest);
        bytes
    }

    /// Reads one document and says how many bytes it has.
    fn read(&mut self, index: usize) -> u64 {
        let Some(entry) = self.files.entry(index) else { return 0 };
        let bytes = entry.size();
        match self.files.text(entry) {
            Ok(text) => {
                let path = entry.path();
                let digest = if path.extension() == Some("yaml") {
                    Digest::of_yaml(&text)
                } else {
                    let (dialect, path) = spoken(&self.parts, self.dialect, path.as_str());
                    if (dialect.has_sections)(path) { Digest::with_blocks(&text) } else { Digest::of(&text) }
                };
                self.keep(index, digest);
            }
            Err(problem) => self.unreadable.push((index, problem.to_string())),
        }
        bytes
    }

    /// Takes other bytes for one file of a tree that has been read, and reads only that file again. A plan made
    /// afterwards is the plan of the tree as it is now.
    pub fn replace(&mut self, path: &TreePath, bytes: Vec<u8>) {
        let count = self.files.len();
        self.files = self.files.replaced(path, bytes);
        let Some(index) = self.files.index_of(path.as_str()) else { return };
        if self.files.len() > count {
            let moved = |place: &mut usize| *place += usize::from(*place >= index);
            self.digests.insert(index, None);
            self.order.iter_mut().for_each(moved);
            self.unreadable.iter_mut().for_each(|(place, _)| moved(place));
        }
        if is_document(path.as_str()) {
            self.unreadable.retain(|(place, _)| *place != index);
            self.read(index);
        }
    }

    /// The reading of the same tree with other files, of which these are changed, new or gone: only those are read.
    pub fn edited(&self, files: &Files, changed: &[TreePath]) -> Reading {
        let mut next = Reading::with_parts(files.clone(), &self.root, self.dialect, Arc::clone(&self.parts));
        let mut is_changed: Named<()> = Named::default();
        changed.iter().for_each(|path| is_changed.insert(path.as_str(), ()));
        let mut pending = Vec::new();
        let mut old = 0;
        for (index, entry) in files.iter().enumerate() {
            // Both are in the order of their paths.
            while self.files.entry(old).is_some_and(|known| known.path() < entry.path()) {
                old += 1;
            }
            let is_known = self.files.entry(old).is_some_and(|known| known.path() == entry.path());
            if !is_known || is_changed.get(entry.path().as_str()).is_some() {
                pending.push(index);
                continue;
            }
            if let (Some(slot), Some(known)) = (next.digests.get_mut(index), self.digests.get(old)) {
                slot.clone_from(known);
            }
            let broken = self.unreadable.iter().find(|(place, _)| *place == old);
            next.unreadable.extend(broken.map(|(_, why)| (index, why.clone())));
        }
        (next.glanced, next.next, next.bytes_read) = (next.first.len(), next.order.len(), next.bytes_total);
        for index in pending {
            if files.entry(index).is_some_and(|entry| is_document(entry.path().as_str())) {
                next.read(index);
            }
        }
        next
    }

    fn keep(&mut self, index: usize, digest: Digest) {
        if let Some(slot) = self.digests.get_mut(index) {
            *slot = Some(Arc::new(digest));
        }
    }

    /// Whether everything the first picture needs has been looked at.
    fn has_glanced(&self) -> bool {
        self.glanced >= self.first.len()
    }

    /// Whether documents have been read beyond what the first picture needs.
    pub fn is_past_first(&self) -> bool {
        self.next > 0
    }

    /// Reads everything at one go.
    pub fn finish(mut self) -> Reading {
        while !self.step(u64::MAX).is_complete {}
        self
    }

    /// How far it is.
    pub fn progress(&self) -> Progress {
        Progress {
            files_read: self.next,
            files_total: self.order.len(),
            bytes_read: self.bytes_read,
            bytes_total: self.bytes_total,
            is_first_read: self.has_glanced(),
            is_complete: self.has_glanced() && self.next >= self.order.len(),
        }
    }

    /// The plan of what has been read so far. Files not yet read are known by their path.
    pub fn plan(&self) -> Plan {
        Planning::begin(self, &Basis::default()).finish().plan
    }

    /// The files of the tree.
    pub fn files(&self) -> &Files {
        &self.files
    }

    /// The folder of the tree in what was loaded.
    pub fn root(&self) -> &str {
        &self.root
    }

    /// The dialect it is read in.
    pub fn dialect(&self) -> &'static Dialect {
        self.dialect
    }

    /// What is read in a dialect of its own, the innermost first; nothing where all of it is read in one.
    pub fn parts(&self) -> &[Root] {
        &self.parts
    }

    /// What has been read of each of these parts, as if it were a tree of its own.
    pub fn of_parts(&self) -> impl Iterator<Item = Reading> {
        self.parts.iter().map(|part| self.of_part(part))
    }

    fn of_part(&self, part: &Root) -> Reading {
        let within = self.parts.iter().map(|other| &other.path);
        let within = within.filter(|path| **path != part.path && path.starts_with(&part.path));
        let within: Vec<TreePath> = within.filter_map(|path| path.strip(&part.path)).collect();
        let mut files = self.files.rooted(&part.path);
        if !within.is_empty() {
            files = files.without(&within);
        }
        let root = match (self.root.as_str(), part.path.as_str()) {
            (".", _) => part.shown().to_owned(),
            (root, "") => root.to_owned(),
            (root, part) => format!("{root}/{part}"),
        };
        let mut own = Reading::in_one(files, &root, part.dialect);
        for index in 0..own.files.len() {
            let Some(entry) = own.files.entry(index) else { continue };
            let path = part.path.join(entry.path().as_str());
            let Some(at) = path.ok().and_then(|path| self.files.index_of(path.as_str())) else { continue };
            if let (Some(slot), Some(known)) = (own.digests.get_mut(index), self.digests.get(at)) {
                slot.clone_from(known);
            }
            let why = self.why_unreadable(at).map(|why| (index, why.to_owned()));
            own.unreadable.extend(why);
        }
        (own.glanced, own.next, own.bytes_read) = (own.first.len(), own.order.len(), own.bytes_total);
        own
    }

    /// What has been read of the file at this position of [`Reading::files`].
    pub fn digest(&self, index: usize) -> Option<&Digest> {
        self.digests.get(index)?.as_deref()
    }

    /// The same, as it is shared by the versions of a tree: what is not the same piece has been read again.
    pub(crate) fn shared_digest(&self, index: usize) -> Option<&Arc<Digest>> {
        self.digests.get(index)?.as_ref()
    }

    /// Why the file at this position could not be read.
    pub(super) fn why_unreadable(&self, index: usize) -> Option<&str> {
        let unreadable = self.unreadable.iter().find(|(place, _)| *place == index);
        unreadable.map(|(_, reason)| reason.as_str())
    }

    /// Files that could not be read, with the reason.
    pub fn unreadable(&self) -> impl Iterator<Item = (&Entry, &str)> {
        self.unreadable
            .iter()
            .filter_map(|(index, reason)| Some((self.files.entry(*index)?, reason.as_str())))
    }
}

/// The dialect of the file at a path, and the path as that knows it.
fn spoken<'a>(parts: &[Root], own: &'static Dialect, path: &'a str) -> (&'static Dialect, &'a str) {
    let below = |part: &Root| match part.path.as_str() {
        "" => Some((part.dialect, path)),
        folder => Some((part.dialect, path.strip_prefix(folder)?.strip_prefix('/')?)),
    };
    parts.iter().find_map(below).unwrap_or((own, path))
}

/// Whether a file is read as a document. Everything else is shown, but says nothing about the plan.
pub fn is_document(path: &str) -> bool {
    let (_, name) = split_name(path);
    let ends = |ending: &str| {
        let start = name.len().checked_sub(ending.len());
        start.and_then(|start| name.get(start..)).is_some_and(|end| end.eq_ignore_ascii_case(ending))
    };
    ends(".md") || ends(".markdown") || name.eq_ignore_ascii_case("plan.yaml")
}
