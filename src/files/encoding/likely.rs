//! How surprising a text is, in bits: what is seldom costs more than what is common, and so does what does not go together, such
//! as a capital within a word, or letters of two scripts. Of two readings of the same bytes the less surprising one is meant.
//!
//! The numbers are coarse. They need not tell good prose from bad: a wrong reading is dozens of bits away from a right one.

use std::sync::OnceLock;

/// What a character is, as far as its neighbours are concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A letter that has capitals.
    Small,
    /// A capital.
    Capital,
    /// A letter of a script without capitals.
    Letter,
    /// A mark on the letter before.
    Mark,
    Digit,
    Space,
    /// ASCII that is none of these.
    Plain,
    /// Opens something: `“`.
    Opens,
    /// Closes something, or stands behind words: `”`, `…`, `™`.
    Closes,
    /// Stands between words: `–`.
    Between,
    /// Stands for itself: `→`, `•`.
    Sign,
    /// Hardly ever touches a word: `¬`, `¨`, `‡`.
    Odd,
    /// Part of a drawing.
    Line,
    Picture,
}

use Kind::{
    Between, Capital, Closes, Digit, Letter, Line, Mark, Odd, Opens, Picture, Plain, Sign, Small, Space,
};

/// A character with what it costs.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    character: char,
    bits: i32,
    kind: Kind,
    script: u8,
}

/// Scripts that matter; others share one.
const LATIN: u8 = 1;
const GREEK: u8 = 2;
const CYRILLIC: u8 = 3;
const ARMENIAN: u8 = 4;
const HEBREW: u8 = 5;
const ARABIC: u8 = 6;
const OTHER: u8 = 7;
const EAST: u8 = 8;

/// Blocks of characters: where each begins, what is in it, of which script, and its bits.
#[rustfmt::skip]
static BLOCKS: [(u32, Kind, u8, u8); 118] = [
    (0x0080, Odd, 0, 24), (0x00A0, Space, 0, 9), (0x00A1, Odd, 0, 12), (0x00C0, Letter, LATIN, 8),
    (0x0100, Letter, LATIN, 13), (0x0180, Letter, LATIN, 15), (0x0250, Letter, LATIN, 17), (0x02B0, Odd, 0, 14),
    (0x0300, Mark, 0, 11), (0x0340, Mark, 0, 16), (0x0370, Letter, GREEK, 15), (0x0384, Letter, GREEK, 8),
    (0x0391, Letter, GREEK, 6), (0x03CF, Letter, GREEK, 16), (0x0400, Letter, CYRILLIC, 9), (0x0410, Letter, CYRILLIC, 6),
    (0x0450, Letter, CYRILLIC, 9), (0x0460, Letter, CYRILLIC, 18), (0x0483, Mark, 0, 18), (0x048A, Letter, CYRILLIC, 12),
    (0x0530, Letter, ARMENIAN, 9), (0x058B, Odd, 0, 26), (0x0591, Mark, HEBREW, 16), (0x05B0, Mark, HEBREW, 10),
    (0x05C8, Odd, 0, 26), (0x05D0, Letter, HEBREW, 6), (0x05EB, Odd, HEBREW, 14), (0x0600, Odd, ARABIC, 16),
    (0x060C, Closes, ARABIC, 9), (0x060D, Odd, ARABIC, 16), (0x061B, Closes, ARABIC, 9), (0x0621, Letter, ARABIC, 6), (0x064B, Mark, ARABIC, 9),
    (0x0653, Mark, ARABIC, 15), (0x0660, Digit, 0, 9), (0x066A, Letter, ARABIC, 9), (0x06D5, Letter, ARABIC, 14), (0x06F0, Digit, 0, 10),
    (0x06FA, Letter, ARABIC, 15), (0x0700, Letter, OTHER, 15), (0x0900, Letter, OTHER, 7), (0x0E00, Letter, OTHER, 6),
    (0x0E80, Letter, OTHER, 9), (0x1100, Letter, OTHER, 13), (0x1200, Letter, OTHER, 10), (0x13A0, Letter, OTHER, 13),
    (0x1780, Letter, OTHER, 8), (0x1800, Letter, OTHER, 13), (0x1D00, Letter, LATIN, 18), (0x1DC0, Mark, 0, 16),
    (0x1E00, Letter, LATIN, 12), (0x1EA0, Letter, LATIN, 8), (0x1EFA, Letter, LATIN, 16), (0x1F00, Letter, GREEK, 10),
    (0x2000, Space, 0, 13), (0x200B, Mark, 0, 12), (0x2010, Between, 0, 11), (0x2012, Between, 0, 13), (0x2013, Between, 0, 8), (0x2015, Between, 0, 13),
    (0x2018, Opens, 0, 9), (0x2019, Closes, 0, 8), (0x201A, Opens, 0, 12), (0x201C, Opens, 0, 8), (0x201D, Closes, 0, 8),
    (0x201E, Opens, 0, 10), (0x201F, Odd, 0, 16), (0x2022, Sign, 0, 9), (0x2023, Odd, 0, 14), (0x2026, Closes, 0, 8),
    (0x2027, Odd, 0, 14), (0x2028, Space, 0, 15), (0x2030, Odd, 0, 13), (0x2039, Opens, 0, 12), (0x203A, Closes, 0, 12), (0x203B, Odd, 0, 14),
    (0x2070, Closes, 0, 12), (0x20A0, Odd, 0, 14), (0x2100, Odd, 0, 13), (0x2150, Odd, 0, 13), (0x2190, Sign, 0, 8),
    (0x2194, Sign, 0, 11), (0x219A, Sign, 0, 17), (0x21B0, Sign, 0, 13), (0x21D4, Sign, 0, 12), (0x21D6, Sign, 0, 17), (0x2200, Odd, 0, 12), (0x2300, Odd, 0, 17),
    (0x2460, Sign, 0, 12), (0x2500, Line, 0, 8), (0x2550, Line, 0, 9), (0x256D, Line, 0, 10), (0x2580, Line, 0, 9), (0x25A0, Sign, 0, 11),
    (0x2600, Picture, 0, 13), (0x2701, Picture, 0, 14), (0x27C0, Odd, 0, 16), (0x2800, Sign, 0, 15), (0x2900, Odd, 0, 16), (0x2B05, Sign, 0, 12),
    (0x2B56, Odd, 0, 18), (0x2E80, Letter, EAST, 16), (0x3000, Sign, EAST, 8), (0x3040, Letter, EAST, 7), (0x3100, Letter, EAST, 14),
    (0x3400, Letter, EAST, 17), (0x4E00, Letter, EAST, 11), (0xA000, Letter, OTHER, 16), (0xAC00, Letter, EAST, 10), (0xD7A4, Odd, 0, 26),
    (0xE000, Odd, 0, 22), (0xF900, Letter, EAST, 16), (0xFB00, Letter, LATIN, 13), (0xFB07, Odd, 0, 17), (0xFE0F, Mark, 0, 8),
    (0xFE10, Odd, 0, 17), (0xFF01, Sign, EAST, 9), (0xFFF0, Odd, 0, 18),
];

/// Characters that are more common than others of their block, or that are something else, each with its bits.
#[rustfmt::skip]
static KNOWN: [(&str, Kind, i32); 25] = [
    ("éèàäöüßñçáíóúëêô", Small, 7), ("ÿð", Small, 12), ("ÃÂ", Capital, 12), ("ÐÝÞ", Capital, 10), ("×÷", Between, 11),
    ("«", Opens, 9), ("»", Closes, 9), ("¡¿", Opens, 11), ("£¥§", Opens, 11), ("€", Between, 10), ("©", Between, 10), ("®™°²³ªº", Closes, 11), ("·", Between, 11), ("ˆ˜", Odd, 12),
    ("ăąćčďěęğıłńňőřśşšťůűźżžāēīūķļņģųįė", Small, 8), ("ČŁŘŚŠŞŻŽĂĐ", Capital, 8), ("ĀĒĪŪĶĻŅĢİ", Capital, 10), ("șțơưɔɛəŋđ", Small, 10), ("ȘȚƠƯ", Capital, 10),
    ("−≈≠≤≥∞∑∆", Between, 10), ("√", Opens, 11), ("⏳", Picture, 9), ("⌛⏰⏱▶⏸⏹⌘", Picture, 11), ("☐☑☒✅✓✔✗✘❌❓❗➕➡✨❤⚠⚡⚪⚫⚙★☆☀⭐⛔⛳", Picture, 10), ("ſ", Small, 17),
];

impl Look {
    /// What a character is and costs.
    pub fn of(character: char) -> Look {
        let look = |bits: i32, kind: Kind, script: u8| Look { character, bits, kind, script };
        if character.is_ascii() {
            return match character {
                'a'..='z' => look(4, Small, LATIN),
                'A'..='Z' => look(4, Capital, LATIN),
                '0'..='9' => look(4, Digit, 0),
                ' ' | '\t' | '\n' | '\r' => look(2, Space, 0),
                '\u{20}'..='\u{7e}' => look(4, Plain, 0),
                _ => look(20, Odd, 0),
            };
        }
        let number = u32::from(character);
        let block = BLOCKS.partition_point(|(start, ..)| *start <= number);
        let block = block.checked_sub(1).and_then(|at| BLOCKS.get(at));
        let (mut bits, mut kind, script) = match (number, block) {
            (0x1F300..0x1F650 | 0x1F680..0x1F700 | 0x1F7E0..0x1F7F0 | 0x1F900..0x1FB00, _) => {
                (12, Picture, 0)
            }
            (0x1_0000.., _) => (17, Odd, 0),
            (_, Some((_, kind, script, bits))) => (i32::from(*bits), *kind, *script),
            (_, None) => (26, Odd, 0),
        };
        if kind == Letter && (LATIN..=ARMENIAN).contains(&script) {
            kind = if character.is_uppercase() { Capital } else { Small };
        }
        if let Some((other, known)) = known(character) {
            (bits, kind) = (known, other);
        }
        look(bits, kind, script)
    }

    fn is_letter(self) -> bool {
        matches!(self.kind, Small | Capital | Letter)
    }

    /// Whether it is seldom in texts of any kind.
    pub fn is_rare(self) -> bool {
        self.bits > 13
    }
}

/// What [`KNOWN`] says of a character.
fn known(character: char) -> Option<(Kind, i32)> {
    static TABLE: OnceLock<Vec<(char, Kind, i32)>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let each = |(characters, kind, bits): &(&'static str, Kind, i32)| {
            let (kind, bits) = (*kind, *bits);
            characters.chars().map(move |character| (character, kind, bits)).collect::<Vec<_>>()
        };
        let mut table: Vec<_> = KNOWN.iter().flat_map(each).collect();
        table.sort_unstable_by_key(|(character, ..)| *character);
        table
    });
    let at = table.binary_search_by_key(&character, |(character, ..)| *character).ok()?;
    table.get(at).map(|(_, kind, bits)| (*kind, *bits))
}

/// What stands before a character: the last one, and the one before that.
#[derive(Clone, Copy, Debug)]
pub struct Before {
    last: char,
    earlier: char,
}

impl Before {
    /// The beginning of a line.
    pub fn line() -> Before {
        Before { last: '\n', earlier: '\n' }
    }

    /// Whether nothing stands before.
    pub fn is_start(self) -> bool {
        self.last == '\n'
    }

    /// Whether a space stands before, or nothing.
    pub fn is_space(self) -> bool {
        Look::of(self.last).kind == Space
    }

    /// What stands before what comes behind this character.
    pub fn then(self, character: char) -> Before {
        Before { last: character, earlier: self.last }
    }

    /// What a character costs here, in bits.
    pub fn bits(self, character: char) -> i32 {
        let look = Look::of(character);
        if self.last == character && !look.is_letter() {
            return 1;
        }
        look.bits + self.join(look)
    }

    /// What it costs that a character stands behind the last one.
    fn join(self, next: Look) -> i32 {
        let last = Look::of(self.last);
        let is_ascii = last.character.is_ascii() && next.character.is_ascii();
        match (last.kind, next.kind) {
            _ if last.is_letter() && next.is_letter() && last.script != next.script => {
                match (last.script, next.script) {
                    (LATIN, EAST) | (EAST, LATIN) => 6,
                    (LATIN, GREEK) | (GREEK, LATIN) => 3,
                    _ => 8,
                }
            }
            (Small, Capital) => {
                if is_ascii {
                    2
                } else {
                    7
                }
            }
            (Capital, Small) if Look::of(self.earlier).kind == Capital => {
                if is_ascii {
                    2
                } else {
                    6
                }
            }
            (Small | Capital | Letter, Opens) => {
                if next.character == '“' {
                    3
                } else {
                    6
                }
            }
            (Small | Capital | Letter, Odd) | (Odd, Small | Capital | Letter) => 5,
            (Small | Capital | Letter, Line) | (Line, Small | Capital | Letter) => 4,
            (Small | Capital | Letter, Sign | Picture) | (Sign | Picture, Small | Capital | Letter) => 2,
            (Closes, Small | Capital | Letter) if last.character == '’' => 0,
            (Closes, Small | Capital | Letter) if !last.character.is_ascii() => 6,
            (Small | Capital | Letter | Mark | Picture, Mark) => 0,
            (Space, Mark) if next.character == '\u{fe0f}' => 8,
            (_, Mark) => 6,
            (Space, Closes) => 3,
            (Opens, Space) => 4,
            (Line, Line) => 0,
            (Digit, Small | Capital | Letter) | (Small | Capital | Letter, Digit)
                if last.script.max(next.script) > LATIN =>
            {
                5
            }
            (Between | Closes | Sign | Picture, Closes) | (Between, Opens) => 0,
            (Plain | Space | Digit, _) | (_, Plain | Space | Digit) => 0,
            _ if last.is_letter() || next.is_letter() => 0,
            _ => 3,
        }
    }
}
