//! The files of a commit: a folder of its tree as if it had been loaded.

use super::{EntryKind, Id, Kind, Problem, Repository, tree};
use crate::files::MAX_PATH_LEVELS;
use crate::files::{Files, FilesBuilder, Limits, SkipReason};

/// Files being taken from a commit, in steps.
pub struct Checkout {
    builder: FilesBuilder,
    /// Folders and files that wait, the next one last.
    waiting: Vec<Waiting>,
    left_out: &'static [&'static str],
    most: usize,
    taken: usize,
}

struct Waiting {
    path: String,
    kind: EntryKind,
    id: Id,
    levels: usize,
}

impl Checkout {
    /// Begins with what lies at a path of a commit, passing over folders of some names. A path that leads to a file gives
    /// that file alone.
    ///
    /// # Errors
    /// When the commit cannot be read, or has no such path.
    pub fn begin(
        repository: &Repository,
        commit: Id,
        path: &str,
        limits: &Limits,
        left_out: &'static [&'static str],
    ) -> Result<Checkout, Problem> {
        let tree = repository.commit(commit)?.tree;
        let found = repository.lookup(tree, path)?;
        let (kind, id) = found.ok_or_else(|| Problem::NoPath { path: path.to_owned(), commit })?;
        // A folder is what its own files lie below; a file keeps its name.
        let name = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        let path = if kind == EntryKind::Folder { String::new() } else { name.to_owned() };
        Ok(Checkout {
            builder: FilesBuilder::new(limits.clone()),
            waiting: vec![Waiting { path, kind, id, levels: 0 }],
            left_out,
            most: limits.entries,
            taken: 0,
        })
    }

    /// Takes so many more files or folders; whether that is all.
    pub fn step(&mut self, repository: &Repository, count: usize) -> bool {
        for _ in 0..count {
            let Some(next) = self.waiting.pop() else { return true };
            self.take(repository, next);
        }
        self.waiting.is_empty()
    }

    /// The files, once all have been taken.
    pub fn finish(self) -> Files {
        self.builder.finish()
    }

    /// All files at once.
    ///
    /// # Errors
    /// As [`Checkout::begin`].
    pub fn all(
        repository: &Repository,
        commit: Id,
        path: &str,
        limits: &Limits,
        left_out: &'static [&'static str],
    ) -> Result<Files, Problem> {
        let mut checkout = Checkout::begin(repository, commit, path, limits, left_out)?;
        while !checkout.step(repository, usize::MAX) {}
        Ok(checkout.finish())
    }

    fn skip(&mut self, path: &str, why: &str) {
        self.builder.skip(path, SkipReason::Unreadable(why.to_owned()));
    }

    fn take(&mut self, repository: &Repository, next: Waiting) {
        // Small folders can hold each other many times over: what is taken is bounded, not what is there.
        self.taken += 1;
        if self.taken > self.most {
            self.waiting.clear();
            return self.builder.skip("(the rest)", SkipReason::TooMany { limit: self.most });
        }
        let path = next.path.as_str();
        match next.kind {
            EntryKind::Folder => self.open(repository, &next),
            EntryKind::Link => self.builder.skip(path, SkipReason::Symlink),
            EntryKind::Repository => self.skip(path, "a repository of its own, which did not come along"),
            EntryKind::File { is_executable } => {
                let read = repository.object(next.id).and_then(|object| object.wanted(next.id, Kind::Blob));
                match read {
                    Ok(object) if is_executable => self.builder.add_executable(path, object.bytes.to_vec()),
                    Ok(object) => self.builder.add(path, object.bytes.to_vec()),
                    Err(problem) => self.skip(path, &problem.to_string()),
                }
            }
        }
    }

    fn open(&mut self, repository: &Repository, folder: &Waiting) {
        let read = repository.object(folder.id).and_then(|object| object.wanted(folder.id, Kind::Tree));
        let object = match read {
            Ok(object) => object,
            Err(problem) => return self.skip(&folder.path, &problem.to_string()),
        };
        if folder.levels >= MAX_PATH_LEVELS {
            return self.skip(&folder.path, "it lies too deep");
        }
        let mut found: Vec<Waiting> = Vec::new();
        for entry in tree::entries(&object.bytes) {
            let Some(entry) = entry else {
                self.skip(&folder.path, "the folder is damaged from here on");
                break;
            };
            let name = String::from_utf8_lossy(entry.name);
            // No file of git's own making is called so; others would climb out of the tree.
            if name.contains('/') || matches!(&*name, "" | "." | "..") {
                self.skip(&format!("{}/{name}", folder.path), "its name cannot be one");
                continue;
            }
            let path =
                if folder.path.is_empty() { name.into_owned() } else { format!("{}/{name}", folder.path) };
            let is_folder = entry.kind == EntryKind::Folder;
            if is_folder && self.left_out.iter().any(|left| path.rsplit('/').next() == Some(*left)) {
                self.skip(&path, "a folder of tools, not of plans");
                continue;
            }
            found.push(Waiting { path, kind: entry.kind, id: entry.id, levels: folder.levels + 1 });
        }
        self.waiting.extend(found.into_iter().rev());
    }
}
