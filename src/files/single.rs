//! A tree in one HTML file, together with the viewer: the viewer has an empty slot, and what goes into it is the tree as an
//! archive and what is said about it. The command line and the page fill it alike; whoever opens such a file finds both again.

use super::{Files, LeftOut, base64, checksum, records, write};

/// The version of what stands in the slot.
pub const VERSION: &str = "1";
/// The version of a slot that is locked: whoever only knows the first does not take it for one that was cut off.
pub const LOCKED_VERSION: &str = "2";
/// Where the slot begins; the build makes it (build/single.mjs).
const SLOT: &str = r#"<script type="application/json" id="planarium-tree">"#;
/// Where it ends.
const END: &str = "</script>";

/// A tree, packed for the slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packed {
    /// The archive.
    zip: Vec<u8>,
    /// Its checksum.
    crc32: u32,
    /// What could not be read, and why: it is not in the archive.
    pub left_out: Vec<String>,
}

impl Packed {
    /// What a copy says of what was left out of it: for [`Packed::fill`], among the rest.
    pub fn said_of(left_out: &LeftOut) -> [(&'static str, String); 2] {
        let total = left_out.total().map(|total| total.to_string()).unwrap_or_default();
        [("left_out", left_out.written()), ("part_of", total)]
    }

    /// Packs files below the folder in which the tree lay, so that what is edited finds its way back.
    pub fn of(files: &Files, root: &str) -> Packed {
        let prefix = if matches!(root, "" | ".") { String::new() } else { format!("{root}/") };
        let (mut members, mut left_out) = (Vec::with_capacity(files.len()), Vec::new());
        for entry in files {
            match files.read(entry) {
                Ok(bytes) => members.push((format!("{prefix}{}", entry.path()), bytes)),
                Err(problem) => left_out.push(problem.to_string()),
            }
        }
        let zip = write::zip(members.iter().map(|(path, bytes)| (path.as_str(), bytes.as_ref())));
        Packed { crc32: checksum::crc32(&zip), zip, left_out }
    }

    /// The viewer with this tree in it, and what is said about it, such as its title; nothing when the viewer has no
    /// slot for one.
    pub fn fill(&self, viewer: &str, said: &[(&str, String)]) -> Option<String> {
        let mut slot = format!("{{\"version\":\"{VERSION}\"");
        for (name, value) in said.iter().filter(|(_, value)| !value.is_empty()) {
            slot.push_str(&format!(",{}:{}", quoted(name), quoted(value)));
        }
        slot.push_str(&format!(",\"bytes\":\"{}\",\"crc32\":\"{:08x}\"", self.zip.len(), self.crc32));
        filled(viewer, &[&slot, ",\"zip\":\"", &base64::encode(&self.zip), "\"}"].concat())
    }

    /// What is locked of this tree and of what is said about it: the fields of the slot and the archive, piece by piece.
    pub fn pieces(&self, said: &[(&str, String)]) -> Vec<u8> {
        let mut pieces = Vec::with_capacity(self.zip.len() + 1024);
        for (name, value) in said.iter().filter(|(_, value)| !value.is_empty()) {
            records::write(&mut pieces, name, value.as_bytes());
        }
        records::write(&mut pieces, ZIP, &self.zip);
        pieces
    }
}

/// The piece that holds the archive.
pub const ZIP: &str = "zip";

/// The viewer with a sealed box in it; nothing when it has no slot.
pub fn fill_locked(viewer: &str, sealed: &[u8]) -> Option<String> {
    let box_ = base64::encode(sealed);
    filled(viewer, &format!("{LOCKED_SLOT}{box_}\"}}"))
}

/// How a locked slot begins.
const LOCKED_SLOT: &str = r#"{"version":"2","locked":""#;

/// The letters of the sealed box in a slot; nothing when it is not locked.
pub fn locked(slot: &str) -> Option<&str> {
    slot.trim().strip_prefix(LOCKED_SLOT)?.strip_suffix("\"}")
}

/// The sealed box in a slot.
///
/// # Errors
/// When it is cut off or was edited by hand.
pub fn sealed(slot: &str) -> Result<Vec<u8>, Broken> {
    locked(slot).and_then(base64::decode).ok_or(Broken::Letters)
}

fn filled(viewer: &str, slot: &str) -> Option<String> {
    let (before, rest) = viewer.split_once(SLOT)?;
    let (_, after) = rest.split_once(END)?;
    Some([before, SLOT, slot, END, after].concat())
}

/// What stands in the slot of a file; nothing when it has none or the slot is empty.
pub fn slot(page: &str) -> Option<&str> {
    let (_, rest) = page.split_once(SLOT)?;
    let (slot, _) = rest.split_once(END)?;
    Some(slot).filter(|slot| !slot.trim().is_empty())
}

/// What the fields of a slot say was left out of it.
pub fn left_out(field: impl Fn(&str) -> Option<String>) -> LeftOut {
    LeftOut::read(field("left_out").as_deref(), field("part_of").as_deref())
}

/// The archive in a slot, given its fields.
///
/// # Errors
/// When it is from a newer version, or not what was packed: edited by hand, or cut off.
pub fn archive(field: impl Fn(&str) -> Option<String>) -> Result<Vec<u8>, Broken> {
    if field("version").as_deref() != Some(VERSION) {
        return Err(Broken::Version);
    }
    let zip = field("zip").and_then(|zip| base64::decode(&zip)).ok_or(Broken::Letters)?;
    let is_whole = field("bytes") == Some(zip.len().to_string())
        && field("crc32") == Some(format!("{:08x}", checksum::crc32(&zip)));
    if is_whole { Ok(zip) } else { Err(Broken::Changed) }
}

/// Why there is no tree in a slot that is not empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// It was made by another version.
    Version,
    /// It is no text of an archive.
    Letters,
    /// It is another archive than the one that was packed.
    Changed,
}

impl std::fmt::Display for Broken {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(match self {
            Broken::Version => "the tree in this file was packed by another version of Planarium",
            Broken::Letters => "the tree in this file is cut off or was edited by hand: it is no archive any more",
            Broken::Changed => {
                "the tree in this file was changed after it was packed: its size or checksum is not the one it had"
            }
        })
    }
}

/// A text for JSON inside of a script: it cannot end the script.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => out.extend(['\\', character]),
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' | '\0'..='\u{1f}' => {
                out.push_str(&format!("\\u{:04x}", u32::from(character)));
            }
            _ => out.push(character),
        }
    }
    out.push('"');
    out
}
