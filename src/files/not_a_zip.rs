//! Names the usual things that are opened by mistake, so that the message can say what to do.

use std::fmt;

/// What a file that is no zip archive seems to be, by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LooksLike {
    /// No bytes.
    Empty,
    /// A page, most often an error page or a login.
    Html,
    /// gzip, often with a tar inside.
    Gzip,
    /// tar.
    Tar,
    /// 7z.
    SevenZip,
    /// RAR.
    Rar,
    /// JSON, perhaps a manifest or an API's answer.
    Json,
}

impl LooksLike {
    /// Guesses from the first bytes.
    pub fn guess(bytes: &[u8]) -> Option<LooksLike> {
        let start = bytes.get(..bytes.len().min(512)).unwrap_or_default();
        let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start).trim_ascii_start();
        let lower = start.to_ascii_lowercase();
        match start {
            _ if bytes.is_empty() => Some(LooksLike::Empty),
            [0x1f, 0x8b, ..] => Some(LooksLike::Gzip),
            [b'7', b'z', 0xbc, 0xaf, ..] => Some(LooksLike::SevenZip),
            [b'R', b'a', b'r', b'!', 0x1a, ..] => Some(LooksLike::Rar),
            _ if bytes.get(257..262) == Some(b"ustar") => Some(LooksLike::Tar),
            [b'{' | b'[', ..] => Some(LooksLike::Json),
            _ if [&b"<!doctype"[..], b"<html", b"<head", b"<?xml"]
                .iter()
                .any(|tag| lower.starts_with(tag)) =>
            {
                Some(LooksLike::Html)
            }
            _ => None,
        }
    }

    /// What to do about it, as a sentence.
    pub(super) fn advice(self) -> &'static str {
        match self {
            LooksLike::Empty => "Download or copy it again.",
            LooksLike::Html => {
                "The address leads to a page, perhaps a login; use the address of the file itself."
            }
            LooksLike::Gzip | LooksLike::Tar | LooksLike::SevenZip | LooksLike::Rar => {
                "Unpack it, then open the folder or pack it as .zip."
            }
            LooksLike::Json => "If it is a list of files, open it as a manifest.",
        }
    }
}

impl fmt::Display for LooksLike {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            LooksLike::Empty => "an empty file",
            LooksLike::Html => "a web page",
            LooksLike::Gzip => "a gzip file (.gz or .tar.gz)",
            LooksLike::Tar => "a tar archive",
            LooksLike::SevenZip => "a 7z archive",
            LooksLike::Rar => "a RAR archive",
            LooksLike::Json => "JSON",
        })
    }
}
