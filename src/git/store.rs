//! Where the files of a `.git` folder come from: memory here, a disk on the command line.

use crate::files::{Files, TreePath};
use std::borrow::Cow;

/// The files of a `.git` folder. Paths are relative to it.
pub trait Store {
    /// The paths of all files below a folder.
    fn below(&self, folder: &str) -> Vec<String>;

    /// The bytes of a file; nothing when there is none, or when it cannot be read.
    fn read(&self, path: &str) -> Option<Vec<u8>>;

    /// The size of a file.
    fn size(&self, path: &str) -> Option<u64>;

    /// Part of a file, shorter where the file ends before.
    fn part(&self, path: &str, start: u64, length: usize) -> Option<Cow<'_, [u8]>>;

    /// Other folders of objects that it builds upon, where they are not at hand.
    fn elsewhere(&self) -> Option<String> {
        let others = String::from_utf8(self.read("objects/info/alternates")?).ok()?;
        others.lines().map(str::trim).find(|line| !line.is_empty()).map(str::to_owned)
    }
}

/// A `.git` folder that was loaded. Packs are unpacked once where an archive holds them: they are read in pieces.
pub struct Memory {
    files: Files,
    packs: Vec<(String, Vec<u8>)>,
}

impl Memory {
    /// Over files whose paths are relative to the `.git` folder.
    pub fn new(files: Files) -> Memory {
        let folder = TreePath::parse("objects/pack").unwrap_or_else(|_| TreePath::root());
        let read = files
            .under(&folder)
            .iter()
            .filter(|entry| entry.path().extension() == Some("pack") && files.at_hand(entry).is_none());
        let read = read.filter_map(|entry| {
            Some((entry.path().as_str().to_owned(), files.read(entry).ok()?.into_owned()))
        });
        let packs = read.collect();
        Memory { files, packs }
    }

    fn pack(&self, path: &str) -> Option<&[u8]> {
        let unpacked = self.packs.iter().find(|(known, _)| known == path).map(|(_, bytes)| bytes.as_slice());
        unpacked.or_else(|| self.files.at_hand(self.files.get(path)?))
    }
}

impl Store for Memory {
    fn below(&self, folder: &str) -> Vec<String> {
        let Ok(folder) = TreePath::parse(folder) else { return Vec::new() };
        self.files.under(&folder).iter().map(|entry| entry.path().as_str().to_owned()).collect()
    }

    fn read(&self, path: &str) -> Option<Vec<u8>> {
        self.files.read(self.files.get(path)?).ok().map(Cow::into_owned)
    }

    fn size(&self, path: &str) -> Option<u64> {
        self.pack(path).map(|pack| pack.len() as u64)
    }

    fn part(&self, path: &str, start: u64, length: usize) -> Option<Cow<'_, [u8]>> {
        let rest = self.pack(path)?.get(usize::try_from(start).ok()?..)?;
        Some(Cow::Borrowed(rest.get(..length).unwrap_or(rest)))
    }
}
