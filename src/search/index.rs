//! Which words stand in which records, and where: an inverted index, made in steps.
//!
//! A record is anything that can be found: a document, a person, a module, a decision. Words are kept in segments
//! of about half a million; each lists, for every word in it, the records that hold it, how much weight the word has
//! there, and its places, as numbers of seven bits a byte. Nothing of the text itself is kept.

use super::terms::Terms;
use super::words::{Take, Words};

/// How many words a segment holds: so many can be sorted within a frame.
const SEGMENT_WORDS: usize = 1 << 18;

/// How much a word counts where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// In running text.
    Text = 1,
    /// In a heading.
    Heading = 3,
    /// In a title, an id or a name.
    Name = 8,
}

/// Words between two texts of one record, so that no phrase reaches from one into the other.
const GAP_WORDS: u32 = 8;

/// A record whose text is being read.
#[derive(Clone, Debug)]
pub struct Open {
    record: u32,
    /// How many words have been, gaps included.
    place: u32,
    /// Where the words begin that count as its length.
    before: u32,
}

impl Open {
    /// Its number.
    pub fn record(&self) -> u32 {
        self.record
    }
}

/// Words by record.
#[derive(Clone, Debug, Default)]
pub struct Index {
    terms: Terms,
    segments: Vec<Segment>,
    /// How many words each record has.
    lengths: Vec<u32>,
    /// Records that are no longer there.
    removed: Vec<bool>,
    /// How many words all records have that are still there.
    words: u64,
    live: usize,
    /// The words of the segment that is being filled.
    pending: Vec<Pending>,
}

/// A word at a place of a record.
#[derive(Clone, Copy, Debug, Default)]
struct Pending {
    term: u32,
    record: u32,
    place: u32,
    weight: u8,
}

/// Takes the words of a record.
struct Filling<'a> {
    terms: &'a mut Terms,
    pending: &'a mut Vec<Pending>,
    record: u32,
    /// What words weigh outside of headings.
    own: Weight,
    weight: Weight,
}

impl Take for Filling<'_> {
    fn word(&mut self, word: &str, place: u32) {
        let term = self.terms.add(word, self.weight != Weight::Text);
        self.pending.push(Pending { term, record: self.record, place, weight: self.weight as u8 });
    }

    fn line(&mut self, is_heading: bool) {
        self.weight = if is_heading && self.own == Weight::Text { Weight::Heading } else { self.own };
    }
}

/// The words of some records, in order of their numbers.
#[derive(Clone, Debug, Default)]
struct Segment {
    terms: Vec<u32>,
    /// For each of `terms`, where its records begin in `records`, and its places in `places`.
    starts: Vec<(u32, u32)>,
    /// How many records hold it.
    counts: Vec<u32>,
    records: Vec<u8>,
    places: Vec<u8>,
}

/// A record that holds a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Posting {
    /// The record.
    pub record: u32,
    /// How much the word counts there: once for running text, more in names.
    pub weight: u32,
}

impl Index {
    /// The words.
    pub fn terms(&self) -> &Terms {
        &self.terms
    }

    /// How many records have been added, removed ones included.
    pub fn len(&self) -> usize {
        self.lengths.len()
    }

    /// Whether nothing has been added.
    pub fn is_empty(&self) -> bool {
        self.lengths.is_empty()
    }

    /// How many records there are.
    pub fn live(&self) -> usize {
        self.live
    }

    /// Whether a record is there.
    pub fn has(&self, record: u32) -> bool {
        self.removed.get(record as usize).is_some_and(|removed| !removed)
    }

    /// How many words a record has.
    pub fn length(&self, record: u32) -> u32 {
        self.lengths.get(record as usize).copied().unwrap_or(0)
    }

    /// How many words a record has on average.
    pub fn average_length(&self) -> f32 {
        self.words as f32 / self.live.max(1) as f32
    }

    /// How much memory it takes, in bytes.
    pub fn bytes(&self) -> usize {
        let segment = |segment: &Segment| {
            segment.terms.capacity() * 4
                + segment.starts.capacity() * 8
                + segment.counts.capacity() * 4
                + segment.records.capacity()
                + segment.places.capacity()
        };
        self.terms.bytes()
            + self.segments.iter().map(segment).sum::<usize>()
            + self.lengths.capacity() * 4
            + self.removed.capacity()
            + self.pending.capacity() * size_of::<Pending>()
    }

    /// Adds a record and gives its number. `names` are what it is called, `aside` is what else is known of it, such as
    /// its path; `text` is what it says, in Markdown.
    pub fn add(&mut self, names: &[&str], aside: &str, text: &str) -> u32 {
        let mut open = self.open(names, aside);
        self.read(&mut open, text);
        self.close(open)
    }

    /// Begins a record, whose text comes in pieces.
    pub fn open(&mut self, names: &[&str], aside: &str) -> Open {
        let record = u32::try_from(self.lengths.len()).unwrap_or(u32::MAX);
        self.lengths.push(0);
        self.removed.push(false);
        self.live += 1;
        let mut place = 0;
        for name in names {
            place = self.cut(record, name, place, Weight::Name) + GAP_WORDS;
        }
        let before = place - names.len() as u32;
        place = self.cut(record, aside, place, Weight::Text) + GAP_WORDS;
        Open { record, place, before }
    }

    /// Reads on in the text of a record: whole lines, or pieces of a line that is very long.
    pub fn read(&mut self, open: &mut Open, text: &str) {
        open.place = self.cut(open.record, text, open.place, Weight::Text);
        if self.pending.len() >= SEGMENT_WORDS {
            self.close_segment();
        }
    }

    /// Ends a record and gives its number.
    pub fn close(&mut self, open: Open) -> u32 {
        let length = open.place - open.before;
        self.lengths.iter_mut().skip(open.record as usize).take(1).for_each(|slot| *slot = length);
        self.words += u64::from(length);
        open.record
    }

    /// Takes the words of a text. In running text those of headings weigh more.
    fn cut(&mut self, record: u32, text: &str, from: u32, weight: Weight) -> u32 {
        let mut words = Words::from(from);
        let (terms, pending) = (&mut self.terms, &mut self.pending);
        words.cut(text, &mut Filling { terms, pending, record, own: weight, weight });
        words.count()
    }

    /// Takes a record out.
    pub fn remove(&mut self, record: u32) {
        if self.has(record) {
            self.removed.iter_mut().skip(record as usize).take(1).for_each(|removed| *removed = true);
            self.words -= u64::from(self.length(record));
            self.live -= 1;
        }
    }

    /// Closes the segment that is being filled, so that its words are found.
    pub fn close_segment(&mut self) {
        self.terms.sort_new();
        if self.pending.is_empty() {
            return;
        }
        let sorted = sorted(&self.pending, self.terms.len());
        self.pending.clear();
        let mut segment = Segment::default();
        let mut at = 0;
        while let Some(first) = sorted.get(at) {
            segment.terms.push(first.term);
            let start = (segment.records.len() as u32, segment.places.len() as u32);
            segment.starts.push(start);
            let (mut records, mut last) = (0, 0);
            while let Some(word) = sorted.get(at).filter(|word| word.term == first.term) {
                let rest = sorted.get(at..).unwrap_or_default();
                let of_record = |other: &&Pending| (other.term, other.record) == (word.term, word.record);
                let count = rest.iter().take_while(of_record).count();
                let group = rest.get(..count).unwrap_or_default();
                let weight: u32 = group.iter().map(|word| u32::from(word.weight)).sum();
                put(&mut segment.records, word.record - last);
                put_count(&mut segment.records, count as u32, weight);
                let mut place = 0;
                for word in group {
                    put(&mut segment.places, word.place - place);
                    place = word.place;
                }
                last = word.record;
                records += 1;
                at += count.max(1);
            }
            segment.counts.push(records);
        }
        segment.terms.shrink_to_fit();
        segment.starts.shrink_to_fit();
        segment.counts.shrink_to_fit();
        segment.records.shrink_to_fit();
        segment.places.shrink_to_fit();
        self.segments.push(segment);
    }

    /// Adds what a word counts to the sums of the records that hold it.
    pub fn weigh(&self, term: u32, sums: &mut [u32]) {
        for segment in &self.segments {
            if let Ok(at) = segment.terms.binary_search(&term) {
                segment.weigh(at, sums);
            }
        }
    }

    /// Adds what any of the words count to the sums of the records that hold them.
    pub fn weigh_any(&self, terms: &[u32], sums: &mut [u32]) {
        if terms.len() < 64 {
            terms.iter().for_each(|term| self.weigh(*term, sums));
            return;
        }
        let mut is_wanted = vec![false; self.terms.len()];
        for term in terms {
            is_wanted.iter_mut().skip(*term as usize).take(1).for_each(|slot| *slot = true);
        }
        for segment in &self.segments {
            for (at, term) in segment.terms.iter().enumerate() {
                if is_wanted.get(*term as usize) == Some(&true) {
                    segment.weigh(at, sums);
                }
            }
        }
    }

    /// How many records hold a word; removed ones count until the index is made anew.
    pub fn count(&self, term: u32) -> u32 {
        let in_segment = |segment: &Segment| {
            let at = segment.terms.binary_search(&term).ok()?;
            segment.counts.get(at).copied()
        };
        self.segments.iter().filter_map(in_segment).sum()
    }

    /// Goes through the records that hold all these words one behind the other, with how often they do.
    pub fn phrases(&self, terms: &[u32], take: &mut dyn FnMut(Posting)) {
        let Some((first, rest)) = terms.split_first() else { return };
        for segment in &self.segments {
            let Some(mut found) = segment.places_of(*first) else { continue };
            for (distance, term) in rest.iter().enumerate() {
                let Some(next) = segment.places_of(*term) else {
                    found.clear();
                    break;
                };
                found = follow(&found, &next, distance as u32 + 1);
            }
            let mut at = 0;
            while let Some((record, _)) = found.get(at).copied() {
                let count = found
                    .get(at..)
                    .unwrap_or_default()
                    .iter()
                    .take_while(|(other, _)| *other == record)
                    .count();
                take(Posting { record, weight: count as u32 });
                at += count.max(1);
            }
        }
    }
}

impl Segment {
    /// A key in the search goes through hundreds of thousands of numbers here, nearly all of one byte: nothing is called
    /// and nothing is looked up for one.
    fn weigh(&self, at: usize, sums: &mut [u32]) {
        let (Some((start, _)), Some(count)) = (self.starts.get(at), self.counts.get(at)) else { return };
        let mut bytes = self.records.get(*start as usize..).unwrap_or_default().iter();
        let mut record = 0;
        for _ in 0..*count {
            record += next(&mut bytes);
            let count = next(&mut bytes);
            let weight = if count & 1 == 0 { count >> 1 } else { next(&mut bytes) };
            if let Some(sum) = sums.get_mut(record as usize) {
                *sum = sum.saturating_add(weight);
            }
        }
    }

    /// The records and places of a word, in order.
    fn places_of(&self, term: u32) -> Option<Vec<(u32, u32)>> {
        let at = self.terms.binary_search(&term).ok()?;
        let (start, places) = self.starts.get(at)?;
        let mut records = Reader::from(&self.records, *start);
        let mut places = Reader::from(&self.places, *places);
        let mut found = Vec::new();
        let mut record = 0;
        for _ in 0..*self.counts.get(at)? {
            record += records.number();
            let (count, _) = records.count();
            let mut place = 0;
            for _ in 0..count {
                place += places.number();
                found.push((record, place));
            }
        }
        Some(found)
    }
}

/// Those of `found` that `next` follows at a distance. Both are in order.
fn follow(found: &[(u32, u32)], next: &[(u32, u32)], distance: u32) -> Vec<(u32, u32)> {
    let mut rest = next.iter().peekable();
    let is_followed = |(record, place): &&(u32, u32)| {
        let wanted = (*record, place + distance);
        while rest.next_if(|next| **next < wanted).is_some() {}
        rest.peek().is_some_and(|next| **next == wanted)
    };
    found.iter().filter(is_followed).copied().collect()
}

/// Words in order of their numbers, then as they came: a counting sort, because the numbers are small.
fn sorted(words: &[Pending], terms: usize) -> Vec<Pending> {
    let mut starts = vec![0_u32; terms + 1];
    for word in words {
        if let Some(count) = starts.get_mut(word.term as usize + 1) {
            *count += 1;
        }
    }
    let mut sum = 0;
    for start in &mut starts {
        sum += *start;
        *start = sum;
    }
    let mut sorted = vec![Pending::default(); words.len()];
    for word in words {
        let Some(start) = starts.get_mut(word.term as usize) else { continue };
        if let Some(slot) = sorted.get_mut(*start as usize) {
            *slot = *word;
        }
        *start += 1;
    }
    sorted
}

/// Writes a number: seven bits a byte, the lowest first.
fn put(bytes: &mut Vec<u8>, mut number: u32) {
    while number > 127 {
        bytes.push(number as u8 | 128);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Writes how often a word stands in a record, and its weight where that is another number.
fn put_count(bytes: &mut Vec<u8>, count: u32, weight: u32) {
    if count == weight {
        put(bytes, count << 1);
    } else {
        put(bytes, count << 1 | 1);
        put(bytes, weight);
    }
}

/// Reads a number that [`put`] has written.
#[inline(always)]
fn next(bytes: &mut std::slice::Iter<'_, u8>) -> u32 {
    match bytes.next() {
        Some(byte) if *byte < 128 => u32::from(*byte),
        Some(byte) => rest(u32::from(*byte & 127), bytes),
        None => 0,
    }
}

/// The bytes of a number behind its first.
#[inline(never)]
fn rest(first: u32, bytes: &mut std::slice::Iter<'_, u8>) -> u32 {
    let mut number = first;
    let mut shift = 7;
    for byte in bytes {
        number |= u32::from(byte & 127) << shift;
        shift += 7;
        if *byte < 128 || shift > 28 {
            break;
        }
    }
    number
}

struct Reader<'a> {
    bytes: std::slice::Iter<'a, u8>,
}

impl Reader<'_> {
    fn from(bytes: &[u8], at: u32) -> Reader<'_> {
        Reader { bytes: bytes.get(at as usize..).unwrap_or_default().iter() }
    }

    fn number(&mut self) -> u32 {
        next(&mut self.bytes)
    }

    fn count(&mut self) -> (u32, u32) {
        let first = self.number();
        let count = first >> 1;
        (count, if first & 1 == 0 { count } else { self.number() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn postings(index: &Index, word: &str) -> Vec<(u32, u32)> {
        let mut sums = vec![0; index.len()];
        if let Some(term) = index.terms().find(word) {
            index.weigh(term, &mut sums);
        }
        (0..).zip(sums).filter(|(_, sum)| *sum > 0).collect()
    }

    #[test]
    fn words_lead_to_their_records() {
        let mut index = Index::default();
        index.add(&["audit_trail", "Audit trail"], "", "# What\n\nThe audit.\n");
        index.add(&["Second"], "", "The trail of the audit trail, and the audit\n");
        index.close_segment();
        index.add(&["Third"], "audit", "");
        index.close_segment();
        assert_eq!(postings(&index, "audit"), [(0, 17), (1, 2), (2, 1)]);
        assert_eq!(postings(&index, "audit_trail"), [(0, 8)]);
        assert_eq!(postings(&index, "what"), [(0, 3)]);
        let audit = index.terms().find("audit").unwrap_or_default();
        let trail = index.terms().find("trail").unwrap_or_default();
        let mut found = Vec::new();
        index.phrases(&[audit, trail], &mut |posting| found.push((posting.record, posting.weight)));
        assert_eq!(found, [(0, 2), (1, 1)]);
        assert_eq!(index.count(audit), 3);
        index.remove(1);
        assert_eq!((index.live(), index.has(1), index.has(2)), (2, false, true));
    }

    #[test]
    fn numbers_are_read_as_they_were_written() {
        let mut bytes = Vec::new();
        let numbers = [0, 1, 127, 128, 300, 1 << 20, u32::MAX];
        numbers.iter().for_each(|number| put(&mut bytes, *number));
        let mut reader = Reader::from(&bytes, 0);
        for number in numbers {
            assert_eq!(reader.number(), number);
        }
    }
}
