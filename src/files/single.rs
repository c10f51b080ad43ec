//! A tree in one HTML file, together with the viewer: the viewer has an empty slot, and what goes into it is the tree as an
//! archive and what is said about it. The command line and the page fill it alike; whoever opens such a file finds both again.

use super::{Files, base64, checksum, write};

/// The version of what stands in the slot.
pub const VERSION: &str = "1";
/// Where the slot begins; the build makes it (build/single.mjs).
const SLOT: &str = r#"<script type="application/json" id="planarium-tree">"#;
/// Where it ends.
const END: &str = "</script>";

/// A tree, packed for the slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packed {
    /// The archive, as letters.
    zip: String,
    /// Its size in bytes.
    bytes: usize,
    /// Its checksum.
    crc32: u32,
    /// What could not be read, and why: it is not in the archive.
    pub left_out: Vec<String>,
}

impl Packed {
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
        Packed { bytes: zip.len(), crc32: checksum::crc32(&zip), zip: base64::encode(&zip), left_out }
    }

    /// The viewer with this tree in it, and what is said about it, such as its title; nothing when the viewer has no
    /// slot for one.
    pub fn fill(&self, viewer: &str, said: &[(&str, String)]) -> Option<String> {
        let (before, rest) = viewer.split_once(SLOT)?;
        let (_, after) = rest.split_once(END)?;
        let mut slot = format!("{{\"version\":\"{VERSION}\"");
        for (name, value) in said.iter().filter(|(_, value)| !value.is_empty()) {
            slot.push_str(&format!(",{}:{}", quoted(name), quoted(value)));
        }
        slot.push_str(&format!(",\"bytes\":\"{}\",\"crc32\":\"{:08x}\"", self.bytes, self.crc32));
        Some([before, SLOT, &slot, ",\"zip\":\"", &self.zip, "\"}", END, after].concat())
    }
}

/// What stands in the slot of a file; nothing when it has none or the slot is empty.
pub fn slot(page: &str) -> Option<&str> {
    let (_, rest) = page.split_once(SLOT)?;
    let (slot, _) = rest.split_once(END)?;
    Some(slot).filter(|slot| !slot.trim().is_empty())
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
