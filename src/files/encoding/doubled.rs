//! Text that was UTF-8, was decoded with a code page and saved again, once or several times: `é` has become `Ã©`. What it was is
//! found by trying: of all readings of its characters as bytes the least surprising one was meant, and it has to save many bits
//! over the text as it stands before anything is touched.

use super::pages::{self, Page, Rows};
use super::quoted::{self, Where};
use super::segments::{How, Line, Loss, Meant, Reader, Segment};

/// What has to be saved over the text as it stands, in bits, where nothing speaks against it.
const LEAST: i32 = 11;
/// The same for one line of a text that is sound elsewhere.
const LEAST_LINE: i32 = 16;
/// The same for a line that holds other characters beyond ASCII, and what each of these adds to it.
const LEAST_MIXED: (i32, i32) = (28, 4);
/// How many characters of a text have to be explained for each that is not, for all of it to be broken.
const EXPLAINED: usize = 6;
/// What a reading that saves less than this is worth in a text that is broken: something else may have been meant.
const WORTH: i32 = 8;

/// Of so many characters one has to be a mark for a lost byte, if marks stand for such bytes; fewer are damage.
const MARKED: u32 = 400;

/// What a character that is not explained costs a page when several explain others.
const UNEXPLAINED: i32 = 4;

/// What one pass over a text found.
#[derive(Debug)]
pub struct Pass {
    /// The place of the code page in [`pages::ALL`].
    pub page: usize,
    /// How much of the text it is about.
    pub reach: Reach,
    /// What is meant otherwise, or cannot be told, with places in the text.
    pub segments: Vec<Segment>,
    /// Places of which it is not known whether they are as they should be.
    pub riddles: Vec<usize>,
}

/// How much of a text is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// All of it.
    All,
    /// Some of its lines.
    Lines,
    /// Control characters alone.
    Controls,
}

/// A line with characters beyond ASCII.
struct Suspect<'a> {
    number: usize,
    start: usize,
    text: &'a str,
    counts: Counts,
    /// How many marks stand in it for bytes without a character.
    marks: u32,
}

/// How many characters beyond ASCII there are, and how many times two of them could be two bytes, under each page.
#[derive(Clone, Copy, Default)]
struct Counts {
    characters: u32,
    pairs: [u32; pages::COUNT],
}

impl Counts {
    /// Whether so many pairs can explain so many characters: each of four at most, and one may stay unexplained for each.
    fn may_be(&self, page: usize) -> bool {
        let pairs = self.pairs.get(page).copied().unwrap_or_default();
        pairs > 0 && self.characters <= pairs.saturating_mul(5)
    }
}

/// Finds what one wrong decoding has done to a text; nothing when it is sound.
pub fn pass(text: &str) -> Option<Pass> {
    let (lines, all) = survey(text);
    let marks: u32 = lines.iter().map(|line| line.marks).sum();
    let is_marked = marks > 0 && marks.saturating_mul(MARKED) >= all.characters;
    let loss = if is_marked { Loss::Marked } else { Loss::Dropped };
    let mut places: Option<Vec<Where>> = None;
    let mut best: Option<(i32, Pass)> = None;
    for page in 0..pages::COUNT {
        if !all.may_be(page) && !lines.iter().any(|line| line.counts.may_be(page)) {
            continue;
        }
        let Some(trial) = Trial::of(page, loss, &lines, &all).filter(Trial::may_hold) else { continue };
        let places = places.get_or_insert_with(|| quoted::lines(text));
        let Some((saved, pass)) = trial.judge(places) else { continue };
        if best.as_ref().is_none_or(|(most, _)| saved > *most) {
            best = Some((saved, pass));
        }
    }
    best.map(|(_, pass)| pass)
}

/// A quick look at every line, at which nearly every sound text is put aside.
fn survey(text: &str) -> (Vec<Suspect<'_>>, Counts) {
    let (mut lines, mut all, mut start) = (Vec::new(), Counts::default(), 0);
    for (number, line) in text.split('\n').enumerate() {
        let begin = start;
        start += line.len() + 1;
        if line.is_ascii() {
            continue;
        }
        let rows = Rows::get();
        let (mut counts, mut begins, mut marks) = (Counts::default(), 0, 0);
        for character in line.chars() {
            if character.is_ascii() {
                // What was a no-break space may be a space by now.
                begins &= if character == ' ' { pages::BEFORE_SPACE } else { 0 };
                count(&mut counts, begins);
                begins = 0;
                continue;
            }
            counts.characters += 1;
            marks += u32::from(character < '\u{a0}' || character == char::REPLACEMENT_CHARACTER);
            let row = rows.row(character);
            let is_lost = character == char::REPLACEMENT_CHARACTER;
            count(&mut counts, begins & if is_lost { u16::MAX } else { row.map_or(0, |row| row.continues) });
            begins = row.map_or(0, |row| row.begins);
        }
        all.characters += counts.characters;
        for (sum, pairs) in all.pairs.iter_mut().zip(counts.pairs) {
            *sum += pairs;
        }
        lines.push(Suspect { number, start: begin, text: line, counts, marks });
    }
    (lines, all)
}

fn count(counts: &mut Counts, pages: u16) {
    if pages != 0 {
        for (page, pairs) in counts.pairs.iter_mut().enumerate() {
            *pairs += u32::from(pages >> page & 1);
        }
    }
}

/// A text read under one page.
struct Trial<'a> {
    page: usize,
    table: &'static Page,
    lines: Vec<(&'a Suspect<'a>, Line)>,
    /// Whether all of it is broken, as far as its characters tell.
    is_all: bool,
    /// Whether it is explained without a rest.
    is_clean: bool,
}

impl<'a> Trial<'a> {
    fn of(page: usize, loss: Loss, lines: &'a [Suspect<'a>], all: &Counts) -> Option<Trial<'a>> {
        let reader = Reader::new(page, loss)?;
        let may_be_all = all.may_be(page);
        let mut trial =
            Trial { page, table: pages::ALL.get(page)?, lines: Vec::new(), is_all: false, is_clean: false };
        let (mut explained, mut others, mut unsure) = (0, 0, 0);
        for line in lines.iter().filter(|line| may_be_all || line.counts.may_be(page)) {
            let read = reader.read(line.text);
            explained += read.explained();
            unsure += read.unsure();
            others += read.others;
            trial.lines.push((line, read));
        }
        trial.is_all = may_be_all && others * EXPLAINED <= explained && unsure <= explained;
        trial.is_clean = may_be_all && others == 0;
        Some(trial)
    }

    /// Whether it saves enough somewhere, whatever the text speaks of.
    fn may_hold(&self) -> bool {
        let saved = |read: &Line| read.segments.iter().map(|segment| segment.saved.max(0)).sum::<i32>();
        let all = || self.lines.iter().map(|(_, read)| saved(read)).sum::<i32>();
        (self.is_all && all() >= self.least(LEAST))
            || self.lines.iter().any(|(_, read)| saved(read) >= self.least_of(read))
    }

    /// What has to be saved under this page where it would be `bits` under a page that every text went through.
    fn least(&self, bits: i32) -> i32 {
        bits.saturating_add(self.table.bits)
    }

    /// What a line has to save when the text is not broken as a whole.
    fn least_of(&self, read: &Line) -> i32 {
        let others = i32::try_from(read.others).unwrap_or(i32::MAX);
        if read.others + read.unsure() > read.explained() {
            return i32::MAX;
        }
        self.least(if others == 0 {
            LEAST_LINE
        } else {
            LEAST_MIXED.0.saturating_add(LEAST_MIXED.1.saturating_mul(others))
        })
    }

    /// What the text is under the page, and how much that saves; nothing when it does not explain enough. `places` says what each
    /// line speaks of.
    fn judge(self, places: &[Where]) -> Option<(i32, Pass)> {
        let place = |line: &Suspect<'_>| places.get(line.number).copied().unwrap_or_default();
        let told: Vec<(bool, i32)> = self
            .lines
            .iter()
            .map(|(line, read)| (place(line).is_code, evidence(line, read, place(line))))
            .collect();
        let all: i32 = told.iter().map(|(_, bits)| bits).sum();
        let is_told = self.is_clean || told.iter().any(|(is_code, bits)| !is_code && *bits > 0);
        let is_all = self.is_all && is_told && all >= self.least(LEAST);
        let mut total = -self.table.bits;
        let (mut segments, mut riddles) = (Vec::new(), Vec::new());
        for ((line, read), (is_code, bits)) in self.lines.iter().zip(told) {
            let is_line = !is_code && bits >= self.least_of(read);
            if !is_all && !is_line {
                continue;
            }
            total -= UNEXPLAINED * i32::try_from(read.others).unwrap_or(i32::MAX / UNEXPLAINED);
            riddles.extend(read.riddle.map(|at| line.start + at));
            let least = if is_all { -4 } else { 1 };
            for segment in
                read.segments.iter().filter(|segment| segment.meant.is_none() || segment.saved >= least)
            {
                total += segment.saved;
                segments.push(Segment {
                    start: line.start + segment.start,
                    end: line.start + segment.end,
                    ..segment.clone()
                });
            }
        }
        let is_any = segments.iter().any(|segment: &Segment| segment.meant.is_some());
        is_any.then_some((
            total,
            Pass {
                page: self.page,
                reach: if is_all { Reach::All } else { Reach::Lines },
                segments,
                riddles,
            },
        ))
    }
}

/// What speaks for a reading of a line, in bits: what is quoted, or stands where broken text is spoken of, says nothing.
fn evidence(line: &Suspect<'_>, read: &Line, place: Where) -> i32 {
    if place.is_about {
        return 0;
    }
    let spans = quoted::spans(line.text);
    let is_told = |segment: &&Segment| !quoted::is_in(&spans, segment.start);
    let told: Vec<&Segment> = read.segments.iter().filter(is_told).collect();
    let are_weak = told.iter().filter(|segment| segment.saved < WORTH).count() * 2 > told.len();
    let bits = |segment: &&Segment| match segment.meant {
        Some(Meant { how: How::Restored, .. }) => segment.saved / 3,
        _ if segment.saved < WORTH && are_weak => 0,
        _ => segment.saved,
    };
    told.iter().map(bits).sum()
}
