//! Where the objects of a pack begin: its index, in the two versions that there are.

use super::Id;
use super::id::Prefix;

/// What an index of version 2 begins with.
const MAGIC: [u8; 8] = *b"\xfftOc\0\0\0\x02";
/// How many counts there are before the ids: one for each first byte.
const FANOUT: usize = 256;
/// The bit that says that an offset is long and stands elsewhere.
const IS_LONG: u32 = 1 << 31;

/// An index.
#[derive(Debug)]
pub(super) struct Index {
    bytes: Vec<u8>,
    count: usize,
    is_old: bool,
    /// Where objects begin, in order: each ends where the next begins.
    begins: Vec<u64>,
}

impl Index {
    /// Reads an index; nothing when it is none, or cut off.
    pub(super) fn parse(bytes: Vec<u8>) -> Option<Index> {
        let is_old = !bytes.starts_with(&MAGIC);
        let head = if is_old { 0 } else { MAGIC.len() };
        let fanout = bytes.get(head..head.checked_add(FANOUT * 4)?)?;
        let counts: Vec<u32> = fanout.as_chunks().0.iter().map(|count| u32::from_be_bytes(*count)).collect();
        if !counts.is_sorted() {
            return None;
        }
        let count = *counts.last()? as usize;
        // All that is there for each object, and two checksums.
        let least =
            (head + FANOUT * 4 + 40).checked_add(count.checked_mul(if is_old { 24 } else { 28 })?)?;
        if bytes.len() < least {
            return None;
        }
        let mut index = Index { bytes, count, is_old, begins: Vec::new() };
        let mut begins: Vec<u64> = (0..count).filter_map(|at| index.offset(at)).collect();
        begins.sort_unstable();
        index.begins = begins;
        Some(index)
    }

    /// Where the ids begin.
    fn ids(&self) -> usize {
        FANOUT * 4 + if self.is_old { 0 } else { MAGIC.len() }
    }

    fn id(&self, at: usize) -> Option<Id> {
        let start = if self.is_old { self.ids() + at * 24 + 4 } else { self.ids() + at * 20 };
        self.bytes.get(start..)?.first_chunk().map(|id| Id(*id))
    }

    fn number(&self, start: usize) -> Option<u32> {
        self.bytes.get(start..)?.first_chunk().map(|number| u32::from_be_bytes(*number))
    }

    fn offset(&self, at: usize) -> Option<u64> {
        if self.is_old {
            return self.number(self.ids() + at * 24).map(u64::from);
        }
        // Behind the ids stand checksums, then short offsets, then long ones.
        let short = self.number(self.ids() + self.count * 24 + at * 4)?;
        if short & IS_LONG == 0 {
            return Some(u64::from(short));
        }
        let long = usize::try_from(short & !IS_LONG).ok()?.checked_mul(8)?;
        let start = (self.ids() + self.count * 28).checked_add(long)?;
        self.bytes.get(start..)?.first_chunk().map(|offset| u64::from_be_bytes(*offset))
    }

    /// The first place whose id is not below another.
    fn place(&self, id: Id) -> usize {
        let (mut low, mut high) = (0, self.count);
        while low < high {
            let middle = low.midpoint(high);
            if self.id(middle).is_some_and(|found| found < id) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// Where an object begins.
    pub(super) fn find(&self, id: Id) -> Option<u64> {
        let at = self.place(id);
        if self.id(at) == Some(id) && at < self.count { self.offset(at) } else { None }
    }

    /// The ids that begin so.
    pub(super) fn fitting(&self, prefix: &Prefix) -> Vec<Id> {
        let first = self.place(prefix.low);
        (first..self.count).map_while(|at| self.id(at).filter(|id| prefix.fits(*id))).collect()
    }

    /// Where the object ends that begins at a place; nothing for the last one.
    pub(super) fn end(&self, begin: u64) -> Option<u64> {
        let at = self.begins.partition_point(|other| *other <= begin);
        self.begins.get(at).copied()
    }
}
