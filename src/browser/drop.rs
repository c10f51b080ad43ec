//! What is dropped on the page: files, a folder, several of both.

use super::apart::Apart;
use super::message;
use super::pick::{Chosen, files_of};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// Things that were dropped. They have to be taken from the event at once; reading them can wait.
#[derive(Debug, Default)]
pub struct Dropped {
    entries: Vec<web_sys::FileSystemEntry>,
    files: Vec<Chosen>,
}

impl Dropped {
    /// Takes what a drop or a paste carries.
    pub fn of(transfer: &web_sys::DataTransfer) -> Dropped {
        let items = transfer.items();
        let entries: Vec<web_sys::FileSystemEntry> = (0..items.length())
            .filter_map(|index| items.get(index))
            .filter(|item| item.kind() == "file")
            .filter_map(|item| item.webkit_get_as_entry().ok().flatten())
            .collect();
        let files = transfer.files().map(|list| files_of(&list)).unwrap_or_default();
        Dropped { entries, files }
    }

    /// A folder of what was dropped, as if it had been dropped alone.
    pub(super) fn folder(folder: web_sys::FileSystemDirectoryEntry) -> Dropped {
        Dropped { entries: vec![folder.unchecked_into()], files: Vec::new() }
    }

    /// Whether there is nothing to open.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.files.is_empty()
    }

    /// The name of the only thing that was dropped.
    pub fn name(&self) -> Option<String> {
        match (self.entries.as_slice(), self.files.as_slice()) {
            ([entry], _) => Some(entry.name()),
            ([], [file]) => Some(file.path.clone()),
            _ => None,
        }
    }

    /// Every file that was dropped or lies in a dropped folder, without those in folders named in `left_out`, which are put
    /// `apart`.
    pub async fn list(
        self,
        left_out: &[&str],
        apart: &mut Vec<Apart>,
        on_found: impl Fn(usize),
    ) -> Result<Vec<Chosen>, String> {
        if !self.entries.iter().any(web_sys::FileSystemEntry::is_directory) {
            return Ok(self.files);
        }
        let mut found = Vec::new();
        let mut pending: Vec<(web_sys::FileSystemEntry, String)> =
            self.entries.into_iter().map(|entry| (entry, String::new())).collect();
        while let Some((entry, prefix)) = pending.pop() {
            let path = format!("{prefix}{}", entry.name());
            if entry.is_file() {
                let entry: web_sys::FileSystemFileEntry = entry.unchecked_into();
                found.push(Chosen::file(path, file_of(&entry).await?));
                continue;
            }
            let is_left_out = left_out.contains(&entry.name().as_str());
            let folder: web_sys::FileSystemDirectoryEntry = entry.unchecked_into();
            if is_left_out {
                apart.push(Apart::entry(path, folder));
                continue;
            }
            let reader = folder.create_reader();
            // A reader gives about a hundred entries at a time, and none when it has given all.
            loop {
                let part = entries_of(&reader).await?;
                if part.is_empty() {
                    break;
                }
                pending.extend(part.into_iter().map(|entry| (entry, format!("{path}/"))));
            }
            on_found(found.len());
        }
        Ok(found)
    }
}

async fn file_of(entry: &web_sys::FileSystemFileEntry) -> Result<web_sys::File, String> {
    let file = js_sys::Promise::new(&mut |resolve, reject| {
        entry.file_with_callback_and_callback(&resolve, &reject);
    });
    let file = JsFuture::from(file).await.map_err(|error| message(&error))?;
    file.dyn_into().map_err(|_| "the browser gave no file".to_owned())
}

async fn entries_of(
    reader: &web_sys::FileSystemDirectoryReader,
) -> Result<Vec<web_sys::FileSystemEntry>, String> {
    let entries = js_sys::Promise::new(&mut |resolve, reject| {
        let _ = reader.read_entries_with_callback_and_callback(&resolve, &reject);
    });
    let entries = JsFuture::from(entries).await.map_err(|error| message(&error))?;
    Ok(js_sys::Array::from(&entries).iter().map(JsCast::unchecked_into).collect())
}
