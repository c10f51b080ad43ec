//! Small settings of this reader in this browser: theme, widths, unfolded folders. Never plans or drafts.
//!
//! All names begin with `planarium:`, because every project page of one owner shares one storage. What is
//! read back is untrusted: another page may have written it.

use gloo::storage::{LocalStorage, Storage};

/// Longest text that is stored or read, in bytes.
const MAX_BYTES: usize = 64 * 1024;

/// A stored text.
pub fn get(name: &str) -> Option<String> {
    LocalStorage::raw()
        .get_item(&format!("planarium:{name}"))
        .ok()
        .flatten()
        .filter(|text| text.len() <= MAX_BYTES)
}

/// Stores a text, or forgets it when it is empty. A full or forbidden storage only means that it is not
/// remembered.
pub fn set(name: &str, text: &str) {
    let name = format!("planarium:{name}");
    let storage = LocalStorage::raw();
    let _ = if text.is_empty() || text.len() > MAX_BYTES {
        storage.remove_item(&name)
    } else {
        storage.set_item(&name, text)
    };
}
