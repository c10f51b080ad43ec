//! One line read as if it had been decoded with the wrong code page: which of its characters are the bytes of another one.

use super::likely::{Before, Look};
use super::pages::{self, Page, Rows};

/// Characters of a line that are one character when they are read as bytes.
#[derive(Clone, Debug)]
pub struct Segment {
    /// Where they stand in the line, in bytes.
    pub start: usize,
    /// Where they end.
    pub end: usize,
    /// What they mean; nothing where that cannot be told.
    pub meant: Option<Meant>,
    /// How much less surprising the line is with it, in bits.
    pub saved: i32,
}

/// What characters mean that were decoded with the wrong code page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meant {
    /// The character.
    pub character: char,
    /// How it was read.
    pub how: How,
    /// Whether a space stands behind it that was taken for its last byte, and has to be there.
    pub has_space: bool,
}

/// How a character was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// All of its bytes are there.
    Exact,
    /// One of them had become a space.
    Spaced,
    /// One of them had been lost, and only one common character has the others.
    Restored,
    /// One of them had been lost, and several characters have the others: U+FFFD stands for all of it.
    Lost,
}

/// What a reading that is not exact has to save more than the next best one, in bits.
const MARGIN: i32 = 5;

/// How much likelier it is that a byte became a space than that it was lost, in bits.
const SPACED: i32 = 4;

/// What it costs that a capital would be a word of its own, in bits.
const LONE: i32 = 5;

/// What has become of bytes that have no character in a code page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// Control characters stand for them, or U+FFFD.
    Marked,
    /// They may be gone.
    Dropped,
}

/// How a line is read.
pub struct Reader {
    page: usize,
    table: &'static Page,
    rows: &'static Rows,
    lost: Vec<u8>,
    /// Whether bytes without a character may have gone without a trace.
    drops: bool,
}

/// What has been read of a line under a page.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// In their order.
    pub segments: Vec<Segment>,
    /// How many characters beyond ASCII are in none of them.
    pub others: usize,
    /// Where the first of these stands that could be a byte, which is a riddle where all else is broken.
    pub riddle: Option<usize>,
}

impl Line {
    /// How many of its segments are better as they are meant.
    pub fn explained(&self) -> usize {
        self.segments.iter().filter(|segment| segment.meant.is_some() && segment.saved > 0).count()
    }

    /// How many are not, or cannot be told.
    pub fn unsure(&self) -> usize {
        self.segments.len() - self.explained()
    }
}

/// A byte, as far as it is known.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Byte {
    Known(u8),
    /// It had no character, and U+FFFD stands for it.
    Lost,
}

impl Reader {
    /// The reader of the page at this place of [`pages::ALL`].
    /// `loss` says what has become of bytes without a character.
    pub fn new(page: usize, loss: Loss) -> Option<Reader> {
        let table = pages::ALL.get(page)?;
        Some(Reader {
            page,
            table,
            rows: Rows::get(),
            lost: table.lost().collect(),
            drops: loss == Loss::Dropped,
        })
    }

    /// Reads a line.
    pub fn read(&self, line: &str) -> Line {
        let characters: Vec<(usize, char)> = line.char_indices().collect();
        let mut found = Line::default();
        // What stands before the next character, as it is written and as it is meant.
        let (mut written, mut meant) = (Before::line(), Before::line());
        let mut at = 0;
        while let Some((start, character)) = characters.get(at).copied() {
            let rest = characters.get(at..).unwrap_or_default();
            let reading = if character.is_ascii() { None } else { self.segment(rest, meant) };
            let Some((length, reading)) = reading else {
                found.others += usize::from(character >= '\u{a0}');
                if !character.is_ascii()
                    && found.riddle.is_none()
                    && self.rows.byte(character, self.page).is_some()
                {
                    found.riddle = Some(start);
                }
                (written, meant) = (written.then(character), meant.then(character));
                at += 1;
                continue;
            };
            let mut saved = 0;
            for (_, character) in rest.iter().take(length) {
                saved += written.bits(*character);
                written = written.then(*character);
            }
            let end = rest.get(length).map_or(line.len(), |(end, _)| *end);
            match reading {
                Some(Meant { character, has_space, .. }) => {
                    saved -= meant.bits(character);
                    meant = meant.then(character);
                    if has_space {
                        meant = meant.then(' ');
                    }
                }
                None => {
                    saved = 0;
                    meant = written;
                }
            }
            // What follows may go better with the one than with the other.
            if let Some((_, next)) = rest.get(length).filter(|(_, next)| next.is_ascii()) {
                saved += written.bits(*next) - meant.bits(*next);
            }
            found.segments.push(Segment { start, end, meant: reading, saved });
            at += length;
        }
        found
    }

    /// The characters at the beginning that are one when they are read as bytes: how many, and what they mean. Nothing when they
    /// cannot be bytes of a character.
    fn segment(&self, rest: &[(usize, char)], before: Before) -> Option<(usize, Option<Meant>)> {
        let first = self.rows.byte(rest.first()?.1, self.page)?;
        let length = length_of(first)?;
        let byte = |at: usize| match rest.get(at).map(|(_, character)| *character)? {
            char::REPLACEMENT_CHARACTER if !self.lost.is_empty() => Some(Byte::Lost),
            character => self.rows.byte(character, self.page).filter(|byte| is_next(*byte)).map(Byte::Known),
        };
        let mut bytes = vec![Byte::Known(first)];
        bytes.extend((1..length).map_while(byte));
        if bytes.len() == length {
            if bytes.contains(&Byte::Lost) {
                let mut found = Vec::new();
                self.fill(bytes, &mut |bytes| add(&mut found, bytes, before));
                let (character, how) = match self.likely(&mut found) {
                    _ if found.is_empty() => return None,
                    Some(character) => (character, How::Restored),
                    None => (char::REPLACEMENT_CHARACTER, How::Lost),
                };
                return Some((length, Some(Meant { character, how, has_space: false })));
            }
            if let Some(character) = exact(&bytes) {
                return Some((length, Some(Meant { character, how: How::Exact, has_space: false })));
            }
            return self.pair(rest);
        }
        // One byte is missing: it became a space, or it was lost.
        let spaced = self.spaced(rest, &bytes, length);
        let mut found = match bytes.len() + 1 == length && self.drops {
            true => self.candidates(&bytes, before),
            false => Vec::new(),
        };
        if before.is_space()
            && bytes.len() == 1
            && rest.get(1).is_none_or(|(_, next)| next.is_ascii_whitespace())
        {
            let is_lone = |character: char| character.is_uppercase() && !before.is_start();
            found.iter_mut().filter(|(_, character)| is_lone(*character)).for_each(|(bits, _)| *bits += LONE);
        }
        if let Some((_, Meant { character, .. })) = &spaced {
            let begins = i32::from(before.is_start() && character.is_lowercase());
            found.retain(|(_, known)| known != character);
            found.push((before.bits(*character) - SPACED + SPACED * begins, *character));
        }
        match (self.likely(&mut found), spaced) {
            (Some(character), Some((count, spaced))) if spaced.character == character => {
                Some((count, Some(spaced)))
            }
            (Some(character), _) => {
                Some((bytes.len(), Some(Meant { character, how: How::Restored, has_space: false })))
            }
            (None, _) => (!found.is_empty()).then_some((bytes.len(), None)),
        }
    }

    /// A character beyond U+FFFF that had been written as two, each in three bytes.
    fn pair(&self, rest: &[(usize, char)]) -> Option<(usize, Option<Meant>)> {
        let bytes: Vec<u8> =
            rest.iter().take(6).map_while(|(_, character)| self.rows.byte(*character, self.page)).collect();
        let [0xED, a @ 0xA0..0xB0, b, 0xED, c @ 0xB0..0xC0, d] = *bytes.as_slice() else { return None };
        let unit = |high: u8, low: u8| 0xD000 | u16::from(high & 0x3F) << 6 | u16::from(low & 0x3F);
        let character = char::decode_utf16([unit(a, b), unit(c, d)]).next()?.ok()?;
        Some((6, Some(Meant { character, how: How::Exact, has_space: false })))
    }

    /// The characters that have these bytes and one more, which was lost without a trace, each with what it costs.
    fn candidates(&self, bytes: &[Byte], before: Before) -> Vec<(i32, char)> {
        let mut found = Vec::new();
        for at in 1..=bytes.len() {
            let mut bytes = bytes.to_vec();
            bytes.insert(at, Byte::Lost);
            self.fill(bytes, &mut |bytes| add(&mut found, bytes, before));
        }
        found
    }

    /// The one likely character among several.
    fn likely(&self, found: &mut [(i32, char)]) -> Option<char> {
        found.sort_unstable();
        let (bits, character) = *found.first()?;
        let is_alone = found.get(1).is_none_or(|(next, _)| *next >= bits + MARGIN);
        (is_alone && !Look::of(character).is_rare()).then_some(character)
    }

    /// Tries every byte that may have been lost in every place that is not known.
    fn fill(&self, bytes: Vec<Byte>, each: &mut dyn FnMut(&[Byte])) {
        let Some(place) = bytes.iter().position(|byte| *byte == Byte::Lost) else { return each(&bytes) };
        for lost in &self.lost {
            let mut bytes = bytes.clone();
            bytes.get_mut(place).into_iter().for_each(|byte| *byte = Byte::Known(*lost));
            self.fill(bytes, each);
        }
    }

    /// A character one of whose bytes was a no-break space, which has since become a space like others.
    fn spaced(&self, rest: &[(usize, char)], bytes: &[Byte], length: usize) -> Option<(usize, Meant)> {
        let at = bytes.len();
        let next = |at: usize| rest.get(at).map(|(_, character)| *character);
        if !self.table.has_space() || next(at) != Some(' ') {
            return None;
        }
        let mut bytes = bytes.to_vec();
        bytes.push(Byte::Known(0xA0));
        for at in at + 1..length {
            bytes.push(Byte::Known(self.rows.byte(next(at)?, self.page).filter(|byte| is_next(*byte))?));
        }
        let character = exact(&bytes)?;
        // `à` before a word: of two spaces one has often been left.
        let has_space =
            character == 'à' && next(at + 1) != Some(' ') && !is_rest(rest.get(at + 1..).unwrap_or_default());
        (!Look::of(character).is_rare()).then_some((length, Meant { character, how: How::Spaced, has_space }))
    }
}

/// Adds the character of these bytes.
fn add(found: &mut Vec<(i32, char)>, bytes: &[Byte], before: Before) {
    if let Some(character) = exact(bytes)
        && !found.iter().any(|(_, known)| *known == character)
    {
        found.push((before.bits(character), character));
    }
}

/// Whether what follows `à` is the rest of a word that begins with it, `às` or `àquele`, as Portuguese has them.
fn is_rest(rest: &[(usize, char)]) -> bool {
    let word: String = rest
        .iter()
        .map(|(_, character)| *character)
        .take_while(|character| character.is_alphanumeric() || *character == '\'')
        .collect();
    word == "s" || word.starts_with("quel") || word.starts_with("quilo")
}

/// How many bytes a character has that begins with this one.
fn length_of(first: u8) -> Option<usize> {
    match first {
        0xC2..=0xDF => Some(2),
        0xE0..=0xEF => Some(3),
        0xF0..=0xF4 => Some(4),
        _ => None,
    }
}

fn is_next(byte: u8) -> bool {
    (0x80..0xC0).contains(&byte)
}

/// The character of these bytes.
fn exact(bytes: &[Byte]) -> Option<char> {
    let mut known = [0; 4];
    for (slot, byte) in known.iter_mut().zip(bytes) {
        let Byte::Known(byte) = byte else { return None };
        *slot = *byte;
    }
    let mut characters = std::str::from_utf8(known.get(..bytes.len())?).ok()?.chars();
    let first = characters.next()?;
    characters.next().is_none().then_some(first)
}
