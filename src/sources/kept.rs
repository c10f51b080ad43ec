//! Trees that the reader allowed to be kept on this device.

use super::{Loaded, Refusal, Watch, zip};
use crate::browser::database::{self, Kept};
use crate::files::{Files, write};

/// Opens a kept tree.
pub async fn open(kept: &Kept, watch: &Watch) -> Result<Loaded, Refusal> {
    let bytes = database::zip(&kept.fingerprint).await.ok_or_else(|| {
        Refusal::new(
            format!("{} is no longer on this device.", kept.name),
            "Open it again from where it came from.",
        )
    })?;
    zip::open(&kept.name, bytes, watch).await
}

/// Keeps a tree on this device.
pub async fn keep(name: &str, files: &Files) -> Result<(), String> {
    let bytes = match files.archive() {
        Some(archive) => archive.to_vec(),
        None => {
            let mut members = Vec::with_capacity(files.len());
            for entry in files.iter() {
                let bytes = files.read(entry).map_err(|problem| problem.to_string())?;
                members.push((entry.path().as_str(), bytes));
            }
            write::zip_stored(members.iter().map(|(path, bytes)| (*path, bytes.as_ref())))
        }
    };
    let kept = Kept {
        fingerprint: files.fingerprint(),
        name: name.to_owned(),
        size: bytes.len() as u64,
        opened_ms: js_sys::Date::now() as u64,
    };
    database::keep(&kept, &bytes).await
}
