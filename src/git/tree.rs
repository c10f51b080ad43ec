//! Folders as git keeps them: names, what they are, and the ids of what they hold.

use super::Id;

/// What a name in a folder stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// A folder.
    Folder,
    /// A file.
    File {
        /// Whether it may be executed.
        is_executable: bool,
    },
    /// A symbolic link.
    Link,
    /// A commit of another repository.
    Repository,
}

/// A name in a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry<'a> {
    /// The name.
    pub name: &'a [u8],
    /// What it is.
    pub kind: EntryKind,
    /// The object.
    pub id: Id,
}

/// The entries of a folder, in its order; they end where it is damaged, with nothing.
pub(super) fn entries(mut bytes: &[u8]) -> impl Iterator<Item = Option<Entry<'_>>> {
    std::iter::from_fn(move || {
        if bytes.is_empty() {
            return None;
        }
        let entry = first(&mut bytes);
        if entry.is_none() {
            bytes = &[];
        }
        Some(entry)
    })
}

/// Takes the first entry.
fn first<'a>(bytes: &mut &'a [u8]) -> Option<Entry<'a>> {
    let space = bytes.iter().position(|byte| *byte == b' ')?;
    let (mode, rest) = bytes.split_at_checked(space)?;
    let rest = rest.get(1..)?;
    let end = rest.iter().position(|byte| *byte == 0)?;
    let (name, rest) = rest.split_at_checked(end)?;
    let (id, rest) = rest.get(1..)?.split_first_chunk()?;
    let kind = match mode {
        b"40000" | b"040000" => EntryKind::Folder,
        b"120000" => EntryKind::Link,
        b"160000" => EntryKind::Repository,
        _ => EntryKind::File { is_executable: mode.ends_with(b"755") },
    };
    *bytes = rest;
    Some(Entry { name, kind, id: Id(*id) })
}
