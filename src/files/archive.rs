//! Opens a zip archive: reads its directory, judges every entry, unpacks nothing. The parsing is
//! `rawzip`'s; what is decided here is which archive to believe and which entry to take.

use super::not_a_zip::LooksLike;
use super::problems::{Damage, SkipReason};
use super::{Body, Files, FilesBuilder, Limits, names};
use crate::order;
use rawzip::{CreatorSystem, ErrorKind, ZipArchive, ZipFileHeaderRecord, ZipSliceArchive};
use std::fmt;
use std::sync::Arc;

/// How often a signature of the archive's end may turn out to be something else.
const MAX_FALSE_ENDS: usize = 16;
/// The end record: where it says at which offset the directory starts, where how long the comment is
/// that follows it, and its size without that.
const DIRECTORY_OFFSET_AT: usize = 16;
const COMMENT_LENGTH_AT: usize = 20;
const END_SIZE: usize = 22;
/// An offset that is written elsewhere (zip64).
const ELSEWHERE: u32 = u32::MAX;

/// Reads the directory of a zip archive. Nothing is unpacked; the bytes are kept, and files point into them.
///
/// Entries that cannot be taken are in [`Files::skipped`]; entries that are damaged are listed and fail
/// when they are read.
///
/// # Errors
/// When the bytes are no zip archive, or one that as a whole is beyond the limits or unusable.
pub fn open(mut bytes: Vec<u8>, limits: &Limits) -> Result<Files, ArchiveError> {
    let size = bytes.len() as u64;
    if size > limits.archive_bytes {
        return Err(ArchiveError::TooLarge { bytes: size, limit: limits.archive_bytes });
    }
    settle_end(&mut bytes)?;
    let bytes = Arc::new(bytes);
    let archive = ZipArchive::from_slice(bytes.as_slice()).map_err(|_| ArchiveError::Damaged)?;
    let mut builder = FilesBuilder::over(Arc::clone(&bytes), limits.clone());
    let mut members = Vec::new();
    let mut directory = archive.entries();
    loop {
        let record = match directory.next_entry() {
            Ok(Some(record)) => record,
            Ok(None) => break,
            Err(_) => {
                let (read, promised) = (members.len(), archive.entries_hint());
                builder.skip("(the rest)", SkipReason::DirectoryDamaged { read, promised });
                break;
            }
        };
        if members.len() >= limits.entries {
            return Err(ArchiveError::TooManyEntries { limit: limits.entries });
        }
        let member = Member::find(&archive, &record);
        let admitted = take(&mut builder, &record, &member, limits);
        members.push(Placed { member, admitted });
    }
    if builder.admitted().is_empty()
        && let Some(entries) = builder.skipped_only_for(&SkipReason::Encrypted)
    {
        return Err(ArchiveError::Encrypted { entries });
    }
    if builder.total_bytes() > limits.total_bytes {
        return Err(ArchiveError::InflatesTooLarge {
            bytes: builder.total_bytes(),
            limit: limits.total_bytes,
        });
    }
    refuse_overlaps(&mut builder, members, &archive)?;
    Ok(builder.finish())
}

/// Where a member lies in the archive.
struct Member {
    /// From its header to the end of its data; what the directory claims when there is no header.
    start: u64,
    end: u64,
    /// Where its packed data starts, or why it cannot be had.
    data: Result<usize, Damage>,
}

struct Placed {
    member: Member,
    /// Its place among the admitted files.
    admitted: Option<usize>,
}

impl Member {
    fn find(archive: &ZipSliceArchive<&[u8]>, record: &ZipFileHeaderRecord) -> Member {
        let start = record.local_header_offset();
        match archive.get_entry(record.wayfinder()) {
            Ok(entry) => {
                let (data, end) = entry.compressed_data_range();
                let local_name = entry.local_header().file_path().as_bytes();
                let data = if is_same_name(local_name, record.file_path().as_bytes()) {
                    usize::try_from(data).map_err(|_| Damage::CutOff)
                } else {
                    Err(Damage::TwoNames)
                };
                Member { start, end, data }
            }
            Err(error) => {
                let damage =
                    if matches!(error.kind(), ErrorKind::Eof) { Damage::CutOff } else { Damage::Header };
                Member { start, end: start, data: Err(damage) }
            }
        }
    }
}

/// Some tools write `\` in one of the two places.
fn is_same_name(left: &[u8], right: &[u8]) -> bool {
    let plain = |byte: &u8| if *byte == b'\\' { b'/' } else { *byte };
    left == right || left.iter().map(plain).eq(right.iter().map(plain))
}

/// Judges one entry. Gives its place among the admitted files when it becomes one.
fn take(
    builder: &mut FilesBuilder,
    record: &ZipFileHeaderRecord,
    member: &Member,
    limits: &Limits,
) -> Option<usize> {
    let name = names::decode(record.file_path().as_bytes(), record.extra_fields());
    let (size, packed) = (record.uncompressed_size_hint(), record.compressed_size_hint());
    let method = record.compression_method().as_u16();
    let (is_stored, is_deflated) = (method == 0, method == 8);
    let is_folder = name.text.ends_with('/') || (name.text.ends_with('\\') && size == 0);
    let reason = if is_folder {
        if size == 0 {
            return None;
        }
        SkipReason::FolderWithData
    } else if record.flags().is_encrypted() {
        SkipReason::Encrypted
    } else if record.mode().is_symlink() {
        SkipReason::Symlink
    } else if !is_stored && !is_deflated {
        SkipReason::Method(method)
    } else if size > limits.ratio_free_bytes && size > packed.saturating_mul(limits.ratio) {
        SkipReason::Ratio { size, packed, limit: limits.ratio }
    } else {
        let packed = usize::try_from(packed).map_err(|_| Damage::CutOff);
        let body = match (member.data.clone(), packed) {
            (Ok(start), Ok(packed)) if is_stored => Body::Stored { start, packed },
            (Ok(start), Ok(packed)) => Body::Deflated { start, packed },
            (Err(damage), _) | (_, Err(damage)) => Body::Broken(damage),
        };
        let place = builder.admitted().len();
        if !builder.admit(&name.text, size, record.crc32(), body) {
            return None;
        }
        if name.is_legacy {
            builder.remark_legacy_name();
        }
        // Elsewhere there are no such modes, and readers of archives make them up.
        let has_modes = record.version_made_by().creator_system() == CreatorSystem::UNIX;
        if has_modes && record.mode().permissions() & 0o100 != 0 {
            builder.mark_executable();
        }
        return Some(place);
    };
    builder.skip(&name.text, reason);
    None
}

/// Makes members unreadable that run into another member or into the directory: so no byte of the archive
/// is unpacked twice, which is what small bombs live from. When most members do, the archive is refused.
fn refuse_overlaps(
    builder: &mut FilesBuilder,
    mut members: Vec<Placed>,
    archive: &ZipSliceArchive<&[u8]>,
) -> Result<(), ArchiveError> {
    let count = members.len();
    let directory = Member { start: archive.directory_offset(), end: archive.end_offset(), data: Ok(0) };
    members.push(Placed { member: directory, admitted: None });
    members.retain(|placed| placed.member.end > placed.member.start);
    order::sort_by(&mut members, |left, right| left.member.start.cmp(&right.member.start));
    let mut overlapping = 0;
    let mut example = String::new();
    for pair in members.windows(2) {
        let [this, next] = pair else { continue };
        if this.member.end <= next.member.start {
            continue;
        }
        overlapping += 1;
        if let Some(entry) = this.admitted.and_then(|place| builder.admitted().get_mut(place)) {
            entry.body = Body::Broken(Damage::Overlaps);
            example = entry.path.escaped().into_owned();
        }
    }
    if overlapping * 2 > count && overlapping > 1 {
        return Err(ArchiveError::Overlapping { entries: overlapping, example });
    }
    Ok(())
}

/// Makes sure that the end record found last is the right one. It is found by a signature, which may also
/// stand in a comment or in what follows the archive: an end that cannot be one is cut off with all behind
/// it. A comment that is cut short, by that or in transit, is dropped.
fn settle_end(bytes: &mut Vec<u8>) -> Result<(), ArchiveError> {
    let mut was_plausible = false;
    let mut without_comment = None;
    for _ in 0..MAX_FALSE_ENDS {
        let found = match ZipArchive::from_slice(bytes.as_slice()) {
            Ok(archive) => match archive.entries().next_entry() {
                Ok(Some(_)) if is_last_of_several(bytes, &archive) => return Err(ArchiveError::Truncated),
                Ok(Some(_)) => return Ok(()),
                Ok(None) if archive.entries_hint() == 0 => return Ok(()),
                _ => {
                    was_plausible = true;
                    archive.eocd_offset()
                }
            },
            Err(error) => match error.eocd_offset() {
                Some(offset) => offset,
                None => break,
            },
        };
        let end = usize::try_from(found).unwrap_or(0);
        if without_comment != Some(end)
            && let Some(comment_length) =
                bytes.get_mut(end..).and_then(|rest| rest.get_mut(COMMENT_LENGTH_AT..END_SIZE))
        {
            comment_length.fill(0);
            bytes.truncate(end + END_SIZE);
            without_comment = Some(end);
        } else {
            bytes.truncate(end);
        }
    }
    if was_plausible {
        Err(ArchiveError::Damaged)
    } else if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x07\x08") {
        Err(ArchiveError::Truncated)
    } else {
        Err(ArchiveError::NotAZip { looks_like: LooksLike::guess(bytes) })
    }
}

/// Whether this is an archive inside another one that was cut off behind it: the bytes start like an
/// archive, yet the directory believes it starts later. Its tree would not be the one asked for.
fn is_last_of_several(bytes: &[u8], archive: &ZipSliceArchive<&[u8]>) -> bool {
    let at = usize::try_from(archive.eocd_offset()).unwrap_or(usize::MAX).saturating_add(DIRECTORY_OFFSET_AT);
    let written = bytes.get(at..).and_then(|rest| rest.first_chunk()).map(|field| u32::from_le_bytes(*field));
    bytes.starts_with(b"PK\x03\x04")
        && written.is_some_and(|offset| offset != ELSEWHERE && u64::from(offset) < archive.directory_offset())
}

/// Why bytes are not a tree. The text says what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ArchiveError {
    /// No zip archive at all.
    NotAZip {
        /// What it seems to be instead.
        looks_like: Option<LooksLike>,
    },
    /// The end is missing, and with it the directory.
    Truncated,
    /// There is an end, but the directory is not where it points.
    Damaged,
    /// Not one file can be read without a password.
    Encrypted {
        /// How many entries are encrypted.
        entries: usize,
    },
    /// The archive is larger than [`Limits::archive_bytes`].
    TooLarge {
        /// The size of the archive.
        bytes: u64,
        /// The limit, in bytes.
        limit: u64,
    },
    /// The archive has more entries than [`Limits::entries`].
    TooManyEntries {
        /// The limit.
        limit: usize,
    },
    /// All files together are larger than [`Limits::total_bytes`].
    InflatesTooLarge {
        /// What they claim, unpacked.
        bytes: u64,
        /// The limit, in bytes.
        limit: u64,
    },
    /// Most members share their bytes with others: a zip bomb.
    Overlapping {
        /// How many.
        entries: usize,
        /// The path of one, escaped.
        example: String,
    },
}

impl fmt::Display for ArchiveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ArchiveError::NotAZip { looks_like: Some(guess) } => {
                write!(f, "This is not a zip archive but {guess}. {}", guess.advice())
            }
            ArchiveError::NotAZip { looks_like: None } => {
                f.write_str("This is not a zip archive. Pack the folder of the plans as .zip and open that.")
            }
            ArchiveError::Truncated => {
                f.write_str("The zip archive is cut off: its end is missing. Download or copy it again.")
            }
            ArchiveError::Damaged => f.write_str(
                "The directory of the zip archive is damaged. Download it again, or pack it again.",
            ),
            ArchiveError::Encrypted { entries } => {
                write!(
                    f,
                    "All files of the zip archive ({entries}) are encrypted. Pack it without a password."
                )
            }
            ArchiveError::TooLarge { bytes, limit } => write!(
                f,
                "The zip archive has {bytes} bytes, more than the limit of {limit}. Pack only the folder of the plans."
            ),
            ArchiveError::TooManyEntries { limit } => write!(
                f,
                "The zip archive has more than the limit of {limit} entries. Pack only the folder of the plans."
            ),
            ArchiveError::InflatesTooLarge { bytes, limit } => write!(
                f,
                "The files of the zip archive have {bytes} bytes unpacked, more than the limit of {limit}. Pack only the folder of the plans."
            ),
            ArchiveError::Overlapping { entries, example } => write!(
                f,
                "{entries} files of the zip archive share their bytes with others, like `{example}`: this is how zip bombs are made. Pack the folder again with another tool."
            ),
        }
    }
}

impl std::error::Error for ArchiveError {}
