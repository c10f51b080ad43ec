//! Broken text as it was meant, with the way back: every place of the one leads to the place of the other, and lines are the same
//! in both.

use super::doubled::{self, Pass, Reach};
use super::segments::{How, Segment};
use super::{controls, pages, sound};
use std::ops::Range;

/// How many wrong decodings one after the other are undone.
const MOST_PASSES: usize = 4;

/// What was done to a text so that it reads as it was meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// The text as it stands in the file.
    pub written: String,
    /// The code pages with which it had been decoded by mistake, the last time first.
    pub pages: Vec<&'static str>,
    /// What stands otherwise in the file, in order.
    pub places: Vec<Place>,
    /// How many of these had lost a byte, which was told from the others.
    pub restored: usize,
    /// Lines with places that cannot be told for certain, from 1.
    pub uncertain: Vec<u32>,
    passes: Vec<Undone>,
}

/// A part of a text, and what stands for it in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Where it is in the text as it was meant, in bytes.
    pub meant: Range<usize>,
    /// Where it is in the text as it stands in the file.
    pub written: Range<usize>,
}

/// A wrong decoding that was undone.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Undone {
    page: usize,
    reach: Reach,
    /// The lines that it changed, from 1.
    lines: Vec<u32>,
    /// What stands for bytes without a character.
    loss: Mark,
}

/// What stands for a byte that has no character in a code page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Control,
    Replacement,
    Nothing,
}

/// A text as it was meant, and how it differs; nothing for a text that is sound.
pub fn of(text: &str) -> Option<(String, Repair)> {
    if sound::is_sound(text) {
        return None;
    }
    let mut work: Option<Work> = None;
    for _ in 0..MOST_PASSES {
        let current = work.as_ref().map_or(text, |work| work.text.as_str());
        let Some(pass) = doubled::pass(current).or_else(|| controls::pass(current)) else { break };
        let next = Work::after(current, work.as_ref(), &pass);
        if next.text == current {
            break;
        }
        work = Some(next);
    }
    let mut work = work?;
    let doubtful = work.doubtful();
    work.uncertain.extend(doubtful);
    work.uncertain.sort_unstable();
    work.uncertain.dedup();
    let pages = work.passes.iter().filter_map(|pass| Some(pages::ALL.get(pass.page)?.name)).collect();
    let repair = Repair {
        written: text.to_owned(),
        pages,
        places: work.places,
        restored: work.restored,
        uncertain: work.uncertain,
        passes: work.passes,
    };
    Some((work.text, repair))
}

/// A text after some passes.
struct Work {
    text: String,
    places: Vec<Place>,
    restored: usize,
    uncertain: Vec<u32>,
    passes: Vec<Undone>,
}

impl Work {
    /// The text after one more pass.
    fn after(current: &str, before: Option<&Work>, pass: &Pass) -> Work {
        let known: &[Place] = before.map_or(&[], |work| &work.places);
        let mut next = Work {
            text: String::with_capacity(current.len()),
            places: Vec::new(),
            restored: before.map_or(0, |work| work.restored),
            uncertain: before.map_or_else(Vec::new, |work| work.uncertain.clone()),
            passes: before.map_or_else(Vec::new, |work| work.passes.clone()),
        };
        let mut known_left = known.iter().peekable();
        let mut lines = Lines { text: current, at: 0, line: 1 };
        let mut changed = Vec::new();
        let mut last = 0;
        let mut loss = Mark::Nothing;
        for segment in &pass.segments {
            let line = lines.at(segment.start);
            let written = current.get(segment.start..segment.end).unwrap_or_default();
            if written.contains(char::REPLACEMENT_CHARACTER) {
                loss = Mark::Replacement;
            } else if written.contains(|character| ('\u{80}'..'\u{a0}').contains(&character)) {
                loss = Mark::Control;
            }
            let Some(meant) = segment.meant else {
                next.uncertain.push(line);
                continue;
            };
            next.copy(current, last..segment.start, &mut known_left);
            while known_left.next_if(|place| place.meant.end <= segment.end).is_some() {}
            let start = next.text.len();
            next.text.push(meant.character);
            next.text.push_str(if meant.has_space { " " } else { "" });
            next.places.push(Place { meant: start..next.text.len(), written: origin(known, segment) });
            match meant.how {
                How::Lost => next.uncertain.push(line),
                How::Restored => next.restored += 1,
                How::Exact | How::Spaced => {}
            }
            if changed.last() != Some(&line) {
                changed.push(line);
            }
            last = segment.end;
        }
        next.copy(current, last..current.len(), &mut known_left);
        let mut lines = Lines { text: current, at: 0, line: 1 };
        next.uncertain.extend(pass.riddles.iter().map(|at| lines.at(*at)));
        next.passes.push(Undone { page: pass.page, reach: pass.reach, lines: changed, loss });
        next
    }

    /// The lines that were mended and do not read like what anybody meant: characters are left that nobody writes, or a word is
    /// made of letters of two scripts.
    fn doubtful(&self) -> Vec<u32> {
        let mut changed: Vec<u32> = self.passes.iter().flat_map(|pass| pass.lines.iter().copied()).collect();
        changed.sort_unstable();
        // A no-break space stands between words, not where one is still broken.
        let is_none =
            |character: char| matches!(character, '\u{80}'..='\u{a0}' | char::REPLACEMENT_CHARACTER);
        let numbered = (1_u32..).zip(self.text.split('\n'));
        let left =
            numbered.filter(|(line, text)| text.contains(is_none) && changed.binary_search(line).is_ok());
        let mut found: Vec<u32> = left.map(|(line, _)| line).collect();
        // Where so much cannot be told, what is told may be as far from what was meant.
        changed.dedup();
        let mut unsure: Vec<u32> = self.uncertain.iter().chain(&found).copied().collect();
        unsure.sort_unstable();
        unsure.dedup();
        if unsure.len() * 3 >= changed.len() {
            return changed;
        }
        let mut lines = Lines { text: &self.text, at: 0, line: 1 };
        for place in &self.places {
            let line = lines.at(place.meant.start);
            let before = self.text.get(..place.meant.start).and_then(|text| text.chars().next_back());
            let mut rest = self.text.get(place.meant.start..).unwrap_or_default().chars();
            let (own, next) = (rest.next(), rest.next());
            let scripts = [before, own, next].map(|character| character.and_then(script));
            let is_mixed = |other: Option<u8>| other.is_some() && scripts[1].is_some() && other != scripts[1];
            if is_mixed(scripts[0]) || is_mixed(scripts[2]) {
                found.push(line);
            }
        }
        found
    }

    /// Takes a part of the text over, with the places that are known in it.
    fn copy<'a>(
        &mut self,
        current: &str,
        part: Range<usize>,
        known: &mut std::iter::Peekable<impl Iterator<Item = &'a Place>>,
    ) {
        let begin = self.text.len();
        while let Some(place) = known.next_if(|place| place.meant.end <= part.end) {
            let moved = |at: usize| (begin + at).saturating_sub(part.start);
            let meant = moved(place.meant.start)..moved(place.meant.end);
            self.places.push(Place { meant, written: place.written.clone() });
        }
        self.text.push_str(current.get(part).unwrap_or_default());
    }
}

/// Which of the scripts that look alike a letter is of.
fn script(letter: char) -> Option<u8> {
    match letter {
        _ if !letter.is_alphabetic() => None,
        'A'..='z' | '\u{c0}'..='\u{24f}' => Some(0),
        '\u{370}'..='\u{3ff}' => Some(1),
        '\u{400}'..='\u{52f}' => Some(2),
        _ => None,
    }
}

/// Where a segment stands in the file.
fn origin(known: &[Place], segment: &Segment) -> Range<usize> {
    written_at(known, segment.start)..written_at(known, segment.end)
}

/// Where a place stands in the file that does not lie within one that is known.
fn written_at(known: &[Place], at: usize) -> usize {
    let before = known.partition_point(|place| place.meant.end <= at);
    match before.checked_sub(1).and_then(|before| known.get(before)) {
        Some(place) => place.written.end + (at - place.meant.end),
        None => at,
    }
}

/// The lines of places that are asked for in order.
struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: u32,
}

impl Lines<'_> {
    fn at(&mut self, place: usize) -> u32 {
        let part = self.text.get(self.at..place).unwrap_or_default();
        self.line += part.bytes().filter(|byte| *byte == b'\n').count() as u32;
        self.at = self.at.max(place);
        self.line
    }
}

impl Repair {
    /// Where a part of the text stands in the file, in bytes. A part that begins or ends within a character of several is taken to
    /// mean all of it.
    pub fn written(&self, meant: Range<usize>) -> Range<usize> {
        let start = self.edge(meant.start, |place| place.written.start);
        let end = self.edge(meant.end, |place| place.written.end);
        start..end.max(start)
    }

    fn edge(&self, at: usize, side: fn(&Place) -> usize) -> usize {
        let before = self.places.partition_point(|place| place.meant.end <= at);
        match self.places.get(before).filter(|place| place.meant.start < at) {
            Some(place) => side(place),
            None => written_at(&self.places, at),
        }
    }

    /// Words as a line of the file would hold them, broken in its own way; nothing when they cannot be written so.
    pub fn broken(&self, line: u32, words: &str) -> Option<String> {
        let mut text = words.to_owned();
        for pass in self.passes.iter().rev() {
            if words.is_ascii() || (pass.reach == Reach::Lines && pass.lines.binary_search(&line).is_err()) {
                continue;
            }
            let page = pages::ALL.get(pass.page)?;
            text = match pass.reach {
                Reach::Controls => {
                    text.chars().map(|character| page.control_of(character)).collect::<Option<String>>()?
                }
                Reach::All | Reach::Lines => {
                    let written = |byte: u8| match (page.char_of(byte), pass.loss) {
                        (Some(character), _) => Some(Some(character)),
                        (None, Mark::Control) if byte < 0xA0 => Some(Some(char::from(byte))),
                        (None, Mark::Nothing) => Some(None),
                        (None, Mark::Control | Mark::Replacement) => None,
                    };
                    text.bytes().map(written).collect::<Option<Vec<_>>>()?.into_iter().flatten().collect()
                }
            };
        }
        Some(text)
    }

    /// The first line that it changes, or is not certain of.
    pub fn first_line(&self) -> u32 {
        let before = self.places.first().and_then(|place| self.written.get(..place.written.start));
        let changed = before.map(|before| before.bytes().filter(|byte| *byte == b'\n').count() as u32 + 1);
        changed.into_iter().chain(self.uncertain.first().copied()).min().unwrap_or(1)
    }

    /// What was done, for the reader.
    pub fn notice(&self) -> String {
        use crate::counted::counted;
        let mut pages: Vec<&str> = self.pages.clone();
        pages.dedup();
        let times = match (self.pages.len(), pages.len()) {
            (1, _) => "",
            (2, 1) => " twice",
            (_, 1) => " several times",
            _ => " one after the other",
        };
        let mut notice = format!(
            "This text had been decoded as {} by mistake{times} and saved so. It is shown as it was meant: {} mended",
            pages.join(" and "),
            counted(self.places.len(), "place"),
        );
        if self.restored > 0 {
            notice.push_str(&format!(", {} of them with a byte that had been lost", self.restored));
        }
        notice.push('.');
        if !self.uncertain.is_empty() {
            let shown: Vec<String> = self.uncertain.iter().take(MOST_SHOWN).map(u32::to_string).collect();
            let more = self.uncertain.len().saturating_sub(MOST_SHOWN);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            let lines = if self.uncertain.len() == 1 { "line" } else { "lines" };
            notice.push_str(&format!(" Not certain: {lines} {}{more}.", shown.join(", ")));
        }
        notice
    }
}

/// How many uncertain lines a notice names.
const MOST_SHOWN: usize = 20;
