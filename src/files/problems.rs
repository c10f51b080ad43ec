//! What went wrong with single files, in words for the reader: names that were left out, names that were
//! kept with a remark, members that cannot be read. None of it stops the rest of the tree.

use super::path::{PathRefusal, TreePath};
use std::borrow::Cow;
use std::fmt;

/// How much of a name is repeated in a report.
const MAX_SHOWN_CHARS: usize = 256;

/// A name of the source that is not in the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// The name as the source writes it, hidden characters escaped, cut after 256 characters.
    pub name: String,
    /// Why it was left out.
    pub reason: SkipReason,
}

impl fmt::Display for Skipped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` was left out: {}.", self.name, self.reason)
    }
}

/// Why a name is not in the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SkipReason {
    /// Its name cannot be a path of the tree.
    Path(PathRefusal),
    /// The path was there already; the first one is kept.
    Duplicate,
    /// A symbolic link.
    Symlink,
    /// Protected with a password.
    Encrypted,
    /// Packed with a method other than stored or deflate; the number is the zip format's.
    Method(u16),
    /// Larger than one file may be. Sizes in bytes.
    TooLarge {
        /// What it claims or has.
        size: u64,
        /// [`Limits::entry_bytes`](super::Limits::entry_bytes).
        limit: u64,
    },
    /// Packed so tightly that it looks like a bomb. Sizes in bytes.
    Ratio {
        /// The claimed inflated size.
        size: u64,
        /// The packed size.
        packed: u64,
        /// [`Limits::ratio`](super::Limits::ratio).
        limit: u64,
    },
    /// The tree is full; the limit is on all files together, in bytes.
    TotalTooLarge {
        /// [`Limits::total_bytes`](super::Limits::total_bytes).
        limit: u64,
    },
    /// The tree is full; the limit is the number of files.
    TooMany {
        /// [`Limits::entries`](super::Limits::entries).
        limit: usize,
    },
    /// A name that ends like a folder, with data in it.
    FolderWithData,
    /// The archive's directory is damaged from here on.
    DirectoryDamaged {
        /// How many entries were read before.
        read: usize,
        /// How many the archive says it has.
        promised: u64,
    },
    /// The source could not hand it over; the text says why.
    Unreadable(String),
}

impl fmt::Display for SkipReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SkipReason::Path(refusal) => refusal.fmt(f),
            SkipReason::Duplicate => f.write_str("the same path is there twice, and the first one is kept"),
            SkipReason::Symlink => f.write_str("it is a symbolic link, and links are not followed"),
            SkipReason::Encrypted => f.write_str("it is encrypted; pack it without a password"),
            SkipReason::Method(method) => {
                write!(f, "it is packed with method {}; pack it with deflate", method_name(*method))
            }
            SkipReason::TooLarge { size, limit } => {
                write!(f, "it has {size} bytes, more than the limit of {limit} for one file")
            }
            SkipReason::Ratio { size, packed, limit } => {
                write!(f, "{packed} bytes would become {size}, more than the limit of {limit} to 1")
            }
            SkipReason::TotalTooLarge { limit } => {
                write!(
                    f,
                    "the files together have more than the limit of {limit} bytes; open a smaller folder"
                )
            }
            SkipReason::TooMany { limit } => {
                write!(f, "there are more than the limit of {limit} files; open a smaller folder")
            }
            SkipReason::FolderWithData => f.write_str("its name is a folder's, but it holds data"),
            SkipReason::DirectoryDamaged { read, promised } => {
                write!(
                    f,
                    "the archive's directory is damaged after {read} of {promised} entries; pack it again"
                )
            }
            SkipReason::Unreadable(why) => f.write_str(why),
        }
    }
}

fn method_name(method: u16) -> String {
    let name = match method {
        1..=6 | 10 => "an outdated one",
        9 => "deflate64",
        12 => "bzip2",
        14 => "LZMA",
        93 => "zstd",
        95 => "XZ",
        96..=98 => "a media one",
        _ => return method.to_string(),
    };
    format!("{method} ({name})")
}

/// A remark on a file that is in the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The file.
    pub path: TreePath,
    /// What is odd about it.
    pub kind: NoteKind,
}

impl Note {
    /// The remark with paths relative to a folder; `None` when it is about a file elsewhere.
    pub(super) fn seen_from(&self, folder: &TreePath) -> Option<Note> {
        let kind = match &self.kind {
            NoteKind::SameButCase { other } => NoteKind::SameButCase { other: other.strip(folder)? },
            NoteKind::SameButForm { other } => NoteKind::SameButForm { other: other.strip(folder)? },
            kind => kind.clone(),
        };
        Some(Note { path: self.path.strip(folder)?, kind })
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.escaped();
        match &self.kind {
            NoteKind::Rewritten { written } => write!(f, "`{path}` is written `{written}` in the source."),
            NoteKind::LegacyName => write!(
                f,
                "`{path}`: the name is not UTF-8 and was read as code page 437; letters may be wrong."
            ),
            NoteKind::SameButCase { other } => write!(
                f,
                "`{path}` and `{}` differ in case only; some disks can keep only one of them.",
                other.escaped()
            ),
            NoteKind::SameButForm { other } => write!(
                f,
                "`{path}` and `{}` look the same but are spelled with other Unicode characters; some disks can keep only one of them.",
                other.escaped()
            ),
        }
    }
}

/// What is odd about a file that was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoteKind {
    /// The source writes the path otherwise: `./a`, `a//b`, `a\b`.
    Rewritten {
        /// The name as written, hidden characters escaped.
        written: String,
    },
    /// The archive's name was no UTF-8.
    LegacyName,
    /// Another path differs only in upper and lower case.
    SameButCase {
        /// That path.
        other: TreePath,
    },
    /// Another path differs only in how accents are composed (and perhaps in case).
    SameButForm {
        /// That path.
        other: TreePath,
    },
}

/// A file of the tree whose bytes cannot be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileProblem {
    /// The file.
    pub path: TreePath,
    /// What is wrong with it.
    pub damage: Damage,
}

impl fmt::Display for FileProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` cannot be read: {}. The other files are not affected; pack or download the archive again.",
            self.path.escaped(),
            self.damage
        )
    }
}

impl std::error::Error for FileProblem {}

/// How a member of an archive is broken. Sizes are inflated bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Damage {
    /// There is no member where the directory says.
    Header,
    /// The archive ends inside it.
    CutOff,
    /// The directory and the member give different names.
    TwoNames,
    /// It runs into the next member.
    Overlaps,
    /// The packed data is no valid deflate stream.
    Stream,
    /// It unpacks to more than it claims.
    Longer {
        /// The size it claims.
        claimed: usize,
    },
    /// It unpacks to less than it claims.
    Shorter {
        /// The size it claims.
        claimed: usize,
        /// The size it has.
        found: usize,
    },
    /// The content does not match its CRC-32.
    Checksum {
        /// The checksum it claims.
        claimed: u32,
        /// The checksum it has.
        found: u32,
    },
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Damage::Header => f.write_str("the archive has no member where its directory says"),
            Damage::CutOff => f.write_str("the archive ends in the middle of it"),
            Damage::TwoNames => f.write_str("the archive gives it two different names"),
            Damage::Overlaps => f.write_str("its data runs into another part of the archive"),
            Damage::Stream => f.write_str("its packed data is damaged"),
            Damage::Longer { claimed } => write!(f, "it unpacks to more than the {claimed} bytes it claims"),
            Damage::Shorter { claimed, found } => {
                write!(f, "it unpacks to {found} bytes and claims {claimed}")
            }
            Damage::Checksum { claimed, found } => {
                write!(f, "its checksum is {found:08x} and should be {claimed:08x}")
            }
        }
    }
}

/// A name fit for a report: escaped, and not longer than anyone would read.
pub(super) fn shown(name: &str) -> String {
    let end = name.char_indices().nth(MAX_SHOWN_CHARS).map(|(at, _)| at);
    match end.and_then(|end| name.get(..end)) {
        Some(start) => format!("{}…", escape(start)),
        None => escape(name).into_owned(),
    }
}

/// Text from outside made fit for a message: what would be invisible or turn the line around is escaped.
pub(super) fn escape(text: &str) -> Cow<'_, str> {
    let hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{61c}')
    };
    if !text.contains(hidden) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().fold(String::new(), |mut shown, c| {
        if hidden(c) {
            shown.extend(c.escape_default())
        } else {
            shown.push(c)
        }
        shown
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters_are_shown_and_long_names_cut() {
        assert_eq!(escape("ü\u{202e}b\n\u{200b}"), "ü\\u{202e}b\\n\\u{200b}");
        assert_eq!(shown(&"ü".repeat(256)), "ü".repeat(256));
        assert_eq!(shown(&"ü".repeat(257)), "ü".repeat(256) + "…");
    }
}
