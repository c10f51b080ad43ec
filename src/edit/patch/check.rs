//! A patch tried before it is given away: read back as git would read it and applied to the files as they were, it has to
//! make exactly the files as they are.

use super::read::{self, Unreadable};
use super::{FilePatch, Patch};
use crate::diff;

/// Why a patch is not given away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The file that it would not make as it should be.
    pub path: String,
}

impl std::error::Error for Fault {}

impl std::fmt::Display for Fault {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "the patch would not make {} as it is shown here", self.path)
    }
}

/// Checks that the text of a patch makes of every file before the file after, byte for byte.
///
/// # Errors
/// The first file of which it does not.
pub fn check(patch: &Patch, prefix: &str, text: &[u8]) -> Result<(), Fault> {
    let fault =
        |file: Option<&FilePatch>| Fault { path: file.map_or("the tree", FilePatch::path).to_owned() };
    if patch.is_empty() {
        return Ok(());
    }
    let changes = match read::changes(text) {
        Ok(changes) => changes,
        Err(Unreadable { .. }) => return Err(fault(patch.files.first())),
    };
    if changes.len() != patch.files.len() {
        return Err(fault(None));
    }
    for (file, change) in patch.files.iter().zip(changes) {
        let path = |path: &str| if prefix.is_empty() { path.to_owned() } else { format!("{prefix}/{path}") };
        let is_named = change.old == file.old.as_ref().map(|side| path(&side.path))
            && change.new == file.new.as_ref().map(|side| path(&side.path));
        let before = file.old.as_ref().map_or(&[][..], |side| &side.bytes);
        let after = file.new.as_ref().map_or(&[][..], |side| &side.bytes);
        let made = match &change.binary {
            Some((old, new)) if old == before => Some(new.clone()),
            Some(_) => None,
            None => made(before, &change.hunks),
        };
        if !is_named || made.as_deref() != Some(after) {
            return Err(fault(Some(file)));
        }
    }
    Ok(())
}

/// What changes make of a content, each exactly where it says.
pub(super) fn made(before: &[u8], hunks: &[read::ReadHunk]) -> Option<Vec<u8>> {
    let lines = diff::lines(before);
    let (mut made, mut at) = (Vec::with_capacity(before.len()), 0);
    for hunk in hunks {
        let wanted = diff::lines(&hunk.old);
        made.extend(lines.get(at..hunk.at)?.concat());
        if lines.get(hunk.at..hunk.at + wanted.len())? != wanted.as_slice() {
            return None;
        }
        made.extend(&hunk.new);
        at = hunk.at + wanted.len();
    }
    made.extend(lines.get(at..)?.concat());
    Some(made)
}
