//! Many objects in one file, some of them told as what is different from others.

use super::id::Prefix;
use super::index::Index;
use super::object::{Kind, MAX_OBJECT_BYTES};
use super::{Id, Store, delta, zlib};

/// How a pack begins, its version left out.
const MAGIC: &[u8; 4] = b"PACK";
/// The checksum at its end.
const TRAILER_BYTES: u64 = 20;
/// No entry has a longer header: a size, and an id or a distance.
const LONGEST_HEADER: u64 = 32;

/// A pack.
#[derive(Debug)]
pub(super) struct Pack {
    path: String,
    size: u64,
    index: Index,
}

/// What stands in a pack at a place.
pub(super) enum Entry {
    /// An object.
    Whole(Kind, Vec<u8>),
    /// What is different from the object at another place of this pack.
    Beside(u64, Vec<u8>),
    /// What is different from an object anywhere.
    From(Id, Vec<u8>),
}

/// Why an entry cannot be read.
pub(super) enum Broken {
    /// It is larger than is read.
    TooLarge(u64),
    /// It is not what an entry is.
    Damaged(&'static str),
}

impl Pack {
    /// Opens the pack beside an index.
    pub(super) fn open(store: &dyn Store, index_path: &str) -> Result<Pack, String> {
        let path = format!("{}.pack", index_path.strip_suffix(".idx").unwrap_or(index_path));
        let bytes = store.read(index_path).ok_or_else(|| format!("{index_path} cannot be read"))?;
        let index = Index::parse(bytes).ok_or_else(|| format!("{index_path} is damaged"))?;
        let size = store.size(&path).ok_or_else(|| format!("{path} is missing"))?;
        let head = store.part(&path, 0, 8).unwrap_or_default();
        match head.split_first_chunk() {
            Some((magic, [0, 0, 0, 2 | 3])) if magic == MAGIC => Ok(Pack { path, size, index }),
            _ => Err(format!("{path} is damaged: it does not begin as packs do")),
        }
    }

    /// Where an object begins.
    pub(super) fn find(&self, id: Id) -> Option<u64> {
        self.index.find(id)
    }

    /// The ids that begin so.
    pub(super) fn fitting(&self, prefix: &Prefix) -> Vec<Id> {
        self.index.fitting(prefix)
    }

    /// What stands at a place.
    pub(super) fn entry(&self, store: &dyn Store, begin: u64) -> Result<Entry, Broken> {
        const CUT: Broken = Broken::Damaged("its pack ends before it does");
        let end = self.index.end(begin).unwrap_or_else(|| self.size.saturating_sub(TRAILER_BYTES));
        // Packed bytes are few more than unpacked ones at most.
        let most = MAX_OBJECT_BYTES + MAX_OBJECT_BYTES / 8 + LONGEST_HEADER;
        let length = end.min(self.size).checked_sub(begin).ok_or(CUT)?.min(most);
        let length = usize::try_from(length).map_err(|_| CUT)?;
        let bytes = store.part(&self.path, begin, length).ok_or(CUT)?;
        let (first, mut rest) = bytes.split_first().ok_or(CUT)?;
        let mut size = u64::from(first & 0x0f);
        if first & 0x80 != 0 {
            let (high, tail) = delta::number(rest).ok_or(CUT)?;
            size |= high.checked_shl(4).ok_or(CUT)?;
            rest = tail;
        }
        if size > MAX_OBJECT_BYTES {
            return Err(Broken::TooLarge(size));
        }
        let size = usize::try_from(size).map_err(|_| CUT)?;
        let unpacked = |stream: &[u8]| {
            zlib::exactly(stream, size)
                .ok_or(Broken::Damaged("it does not unpack to the size that its pack says"))
        };
        match first >> 4 & 7 {
            6 => {
                let (distance, rest) = distance(rest).ok_or(CUT)?;
                let base = begin.checked_sub(distance).filter(|_| distance > 0);
                let base = base.ok_or(Broken::Damaged("it is told from what is not in its pack"))?;
                Ok(Entry::Beside(base, unpacked(rest)?))
            }
            7 => {
                let (base, rest) = rest.split_first_chunk().ok_or(CUT)?;
                Ok(Entry::From(Id(*base), unpacked(rest)?))
            }
            number => {
                let kind = Kind::numbered(number).ok_or(Broken::Damaged("its pack has no such kind"))?;
                Ok(Entry::Whole(kind, unpacked(rest)?))
            }
        }
    }
}

/// How far before an entry the one lies that it is told from: in pieces of seven bits, the high ones first, each step
/// counting one more.
fn distance(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let (byte, mut rest) = bytes.split_first()?;
    let mut value = u64::from(byte & 0x7f);
    let mut goes_on = byte & 0x80 != 0;
    while goes_on {
        let (byte, tail) = rest.split_first()?;
        rest = tail;
        value = value.checked_add(1)?.checked_mul(128)? | u64::from(byte & 0x7f);
        goes_on = byte & 0x80 != 0;
    }
    Some((value, rest))
}
