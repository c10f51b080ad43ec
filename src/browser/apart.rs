//! Folders that were passed over when others were read, and can still be listed when somebody asks.

use super::drop::Dropped;
use super::pick::{self, Chosen};

/// A folder that was passed over.
#[derive(Clone, Debug)]
pub struct Apart {
    /// Its path in what was chosen.
    pub path: String,
    handle: Handle,
}

#[derive(Clone, Debug)]
enum Handle {
    Directory(web_sys::FileSystemDirectoryHandle),
    Entry(web_sys::FileSystemDirectoryEntry),
    /// Its files came with all others.
    Files(Vec<Chosen>),
}

impl Apart {
    /// A folder of a folder that was picked.
    pub fn directory(path: String, handle: web_sys::FileSystemDirectoryHandle) -> Apart {
        Apart { path, handle: Handle::Directory(handle) }
    }

    /// A folder of what was dropped.
    pub fn entry(path: String, entry: web_sys::FileSystemDirectoryEntry) -> Apart {
        Apart { path, handle: Handle::Entry(entry) }
    }

    /// A folder whose files are known already, with their whole paths.
    pub fn files(path: String, files: Vec<Chosen>) -> Apart {
        Apart { path, handle: Handle::Files(files) }
    }

    /// Its files, with their paths below it.
    pub async fn list(&self) -> Result<Vec<Chosen>, String> {
        let (files, before) = match &self.handle {
            Handle::Directory(folder) => {
                (pick::list(folder.clone(), &[], &mut Vec::new(), |_| {}).await?, String::new())
            }
            Handle::Entry(entry) => {
                let dropped = Dropped::folder(entry.clone());
                (dropped.list(&[], &mut Vec::new(), |_| {}).await?, format!("{}/", entry.name()))
            }
            Handle::Files(files) => (files.clone(), format!("{}/", self.path)),
        };
        let below = |mut file: Chosen| {
            if let Some(below) = file.path.strip_prefix(&before) {
                file.path = below.to_owned();
            }
            file
        };
        Ok(files.into_iter().map(below).collect())
    }
}
