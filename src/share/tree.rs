//! A whole small tree in a link: its files one behind the other, so that they are packed as one, and what is said of it.
//! What comes back goes through the same gate as archives and folders: paths that cannot climb, limits by number.

use crate::files::single::Packed;
use crate::files::{Files, FilesBuilder, LeftOut, Limits, parcel, records};

/// What is said of a tree, and its files.
#[derive(Clone, Debug, Default)]
pub struct Parcel {
    /// What people call the source it came from.
    pub name: String,
    /// Its title, when it is not that of its documents.
    pub title: String,
    /// The folder in which its files lay, so that what is edited finds its way back.
    pub root: String,
    /// The dialect to read it in.
    pub dialect: String,
    /// The day that it is shown as of.
    pub as_of: String,
    /// Its files: relative to that folder when they are written, with it when they have been read.
    pub files: Files,
}

/// Why a tree does not fit into a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoRoom {
    /// Its files are too large together.
    Large {
        /// Their size in bytes.
        bytes: u64,
    },
    /// A file cannot be read.
    Unreadable(String),
}

impl std::fmt::Display for NoRoom {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            NoRoom::Large { bytes } => write!(
                out,
                "it has {} kB of text, and a link can hold some {} kB at most",
                bytes / 1000,
                parcel::MAX_PACKED_BYTES * 3 / 1000
            ),
            NoRoom::Unreadable(why) => out.write_str(why),
        }
    }
}

/// A file that may be executed begins so.
const EXECUTABLE: char = 'x';
/// Any other file.
const PLAIN: char = '-';
/// What is said stands before the files, and begins so.
const SAID: char = '=';

impl Parcel {
    /// The tree as a piece of a letter.
    ///
    /// # Errors
    /// When it cannot be in a link.
    pub fn written(&self) -> Result<Vec<u8>, NoRoom> {
        let bytes = self.files.total_bytes();
        if bytes > parcel::MAX_TEXT_BYTES as u64 {
            return Err(NoRoom::Large { bytes });
        }
        let mut out = Vec::new();
        let [(left_out, names), (part_of, total)] = Packed::said_of(self.files.left_out());
        let part = [(left_out, names.as_str()), (part_of, total.as_str())];
        for (key, value) in self.said().into_iter().chain(part) {
            if !value.is_empty() {
                records::write(&mut out, &format!("{SAID}{key}"), value.as_bytes());
            }
        }
        for entry in &self.files {
            let bytes = self.files.read(entry).map_err(|problem| NoRoom::Unreadable(problem.to_string()))?;
            let mark = if entry.is_executable() { EXECUTABLE } else { PLAIN };
            records::write(&mut out, &format!("{mark}{}", entry.path()), &bytes);
        }
        Ok(out)
    }

    fn said(&self) -> [(&'static str, &str); 5] {
        [
            ("name", &self.name),
            ("title", &self.title),
            ("root", &self.root),
            ("dialect", &self.dialect),
            ("as_of", &self.as_of),
        ]
    }

    /// The tree in a piece of a letter; nothing when it is none. What is said of it later counts.
    pub fn read(piece: &[u8], limits: Limits) -> Option<Parcel> {
        let mut parcel = Parcel::default();
        let mut prefix = String::new();
        let (mut left_out, mut part_of) = (None, None);
        let mut builder = FilesBuilder::new(limits);
        for (name, bytes) in records::read(piece)? {
            let mut letters = name.chars();
            let kind = letters.next()?;
            let name = letters.as_str();
            match kind {
                SAID => {
                    let value = String::from_utf8_lossy(bytes).into_owned();
                    match name {
                        "name" => parcel.name = value,
                        "title" => parcel.title = value,
                        "root" => {
                            prefix = if value.is_empty() { value.clone() } else { format!("{value}/") };
                            parcel.root = value;
                        }
                        "dialect" => parcel.dialect = value,
                        "as_of" => parcel.as_of = value,
                        "left_out" => left_out = Some(value),
                        "part_of" => part_of = Some(value),
                        _ => {}
                    }
                }
                EXECUTABLE => builder.add_executable(&format!("{prefix}{name}"), bytes.to_vec()),
                PLAIN => builder.add(&format!("{prefix}{name}"), bytes.to_vec()),
                _ => return None,
            }
        }
        let left_out = LeftOut::read(left_out.as_deref(), part_of.as_deref());
        parcel.files = builder.finish().leaving_out(left_out);
        Some(parcel)
    }
}
