//! Writes a zip archive: the same files give the same bytes, on every machine and every day.

use miniz_oxide::deflate::compress_to_vec;

/// The compression level of miniz, its default.
const LEVEL: u8 = 6;
/// 1980-01-01, the first day of the format: the time of writing is no part of the content.
const DATE: u16 = 1 << 5 | 1;
/// The version of the format that knows deflate, and the one that knows zip64.
const VERSION: u16 = 20;
const VERSION_ZIP64: u16 = 45;
/// "Made by unix", so that the mode of the file counts.
const UNIX: u16 = 3 << 8;
/// A regular file that all may read.
const MODE: u32 = 0o100_644 << 16;
/// The flag for names in UTF-8.
const UTF8: u16 = 1 << 11;

/// Packs files in the order given, each deflated, or stored where that is not larger. Paths are written as
/// they are: plain ones come from [`TreePath`](super::TreePath).
///
/// Any number of files; together they must stay below 4 GiB packed, which the limits on reading and the
/// memory of a page both ensure.
pub fn zip<'a>(files: impl Iterator<Item = (&'a str, &'a [u8])>) -> Vec<u8> {
    write(files, |content| {
        Some(compress_to_vec(content, LEVEL)).filter(|deflated| deflated.len() < content.len())
    })
}

/// Packs files like [`zip`], all of them stored: larger, at once, and without the code that deflates.
pub fn zip_stored<'a>(files: impl Iterator<Item = (&'a str, &'a [u8])>) -> Vec<u8> {
    write(files, |_| None)
}

/// Writes an archive. `deflate` gives what to write instead of a content, where that is smaller.
fn write<'a>(
    files: impl Iterator<Item = (&'a str, &'a [u8])>,
    deflate: impl Fn(&[u8]) -> Option<Vec<u8>>,
) -> Vec<u8> {
    let mut archive = Vec::new();
    let mut directory = Vec::new();
    let mut count: u64 = 0;
    for (path, content) in files {
        let deflated = deflate(content);
        let (method, packed) = deflated.as_deref().map_or((0_u16, content), |deflated| (8, deflated));
        let offset = low32(archive.len());

        // What the member's own header and the directory say alike.
        let mut shared = Vec::with_capacity(26);
        for field in [VERSION, UTF8, method, 0, DATE] {
            shared.extend(field.to_le_bytes());
        }
        for field in [super::checksum::crc32(content), low32(packed.len()), low32(content.len())] {
            shared.extend(field.to_le_bytes());
        }
        // Names are paths of at most 4 KiB, no extra fields.
        shared.extend(u16::try_from(path.len()).unwrap_or(u16::MAX).to_le_bytes());
        shared.extend([0, 0]);

        archive.extend(b"PK\x03\x04");
        archive.extend(&shared);
        archive.extend(path.bytes().take(usize::from(u16::MAX)));
        archive.extend(packed);

        directory.extend(b"PK\x01\x02");
        directory.extend((UNIX | VERSION).to_le_bytes());
        directory.extend(&shared);
        directory.extend([0; 6]); // no comment, first disk, no internal attributes
        directory.extend(MODE.to_le_bytes());
        directory.extend(offset.to_le_bytes());
        directory.extend(path.bytes().take(usize::from(u16::MAX)));
        count += 1;
    }
    let (start, size) = (archive.len(), directory.len());
    archive.append(&mut directory);
    if count >= u64::from(u16::MAX) {
        write_zip64_end(&mut archive, count, start as u64, size as u64);
    }
    let count = u16::try_from(count).unwrap_or(u16::MAX);
    archive.extend(b"PK\x05\x06\0\0\0\0");
    archive.extend(count.to_le_bytes());
    archive.extend(count.to_le_bytes());
    archive.extend(low32(size).to_le_bytes());
    archive.extend(low32(start).to_le_bytes());
    archive.extend([0, 0]);
    archive
}

/// The count of the plain end record has 16 bits; beyond that this one counts.
fn write_zip64_end(archive: &mut Vec<u8>, count: u64, start: u64, size: u64) {
    let here = archive.len() as u64;
    archive.extend(b"PK\x06\x06");
    archive.extend(44_u64.to_le_bytes());
    archive.extend((UNIX | VERSION_ZIP64).to_le_bytes());
    archive.extend(VERSION_ZIP64.to_le_bytes());
    archive.extend([0; 8]);
    for field in [count, count, size, start] {
        archive.extend(field.to_le_bytes());
    }
    archive.extend(b"PK\x06\x07\0\0\0\0");
    archive.extend(here.to_le_bytes());
    archive.extend(1_u32.to_le_bytes());
}

fn low32(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::{Limits, archive};

    #[test]
    fn stored_and_deflated_are_the_same_tree() {
        let text = "one plan, two plans, ".repeat(99);
        let files = [("a.md", text.as_bytes()), ("b/c.md", b"")];
        let packed = [zip(files.into_iter()), zip_stored(files.into_iter())];
        assert!(packed.iter().map(Vec::len).is_sorted_by(|deflated, stored| deflated < stored));
        let trees = packed.map(|bytes| archive::open(bytes, &Limits::default()).unwrap_or_default());
        for tree in &trees {
            let read = tree.iter().map(|entry| tree.text(entry).map(|text| text.text.len()));
            assert!(read.eq([Ok(text.len()), Ok(0)]));
        }
        assert!(trees.iter().map(|tree| tree.fingerprint()).all(|print| print == trees[0].fingerprint()));
    }
}
