//! Text as the words that are looked for.
//!
//! A word is a run of letters and digits. A name such as `audit_trail` is a word, and so are its parts. Scripts
//! without spaces are cut into pairs of letters, each beginning at a letter, so that any part of them is found.

use super::fold;

/// The longest part of a word that is kept, in bytes: what goes on longer is no word.
pub const MAX_WORD_BYTES: usize = 64;

/// One letter or digit of ASCII in its small form; 0 for what ends a word, 1 for `_`, 2 for what is no ASCII.
const CLASSES: [u8; 256] = {
    let mut classes = [0_u8; 256];
    let mut byte = 0;
    while byte < 256 {
        let letter = byte as u8;
        let class = if letter.is_ascii_alphanumeric() {
            letter.to_ascii_lowercase()
        } else if letter == b'_' {
            1
        } else if letter >= 0x80 {
            2
        } else {
            0
        };
        #[allow(clippy::indexing_slicing, reason = "the place is below 256, and a const has no get_mut")]
        {
            classes[byte] = class;
        }
        byte += 1;
    }
    classes
};

fn class(byte: u8) -> u8 {
    CLASSES.get(usize::from(byte)).copied().unwrap_or(0)
}

/// What takes words.
pub trait Take {
    /// A word, and how many words stand before it. The whole of a name and its first part stand at the same place.
    fn word(&mut self, word: &str, place: u32);

    /// A line begins, which is a heading or not.
    fn line(&mut self, is_heading: bool) {
        let _ = is_heading;
    }
}

/// A text being cut into words.
#[derive(Debug, Default)]
pub struct Words {
    word: String,
    has_parts: bool,
    /// The last letter of a script without spaces, which waits for the next.
    unspaced: Option<char>,
    /// How many words have been.
    count: u32,
}

impl Words {
    /// Words that are counted from `count` on.
    pub fn from(count: u32) -> Words {
        Words { count, ..Words::default() }
    }

    /// How many words have been.
    pub fn count(&self) -> u32 {
        self.count
    }

    /// Cuts a text, which ends a word at both of its ends.
    pub fn cut(&mut self, text: &str, take: &mut dyn Take) {
        let bytes = text.as_bytes();
        take.line(bytes.first() == Some(&b'#'));
        let mut at = 0;
        while let Some(byte) = bytes.get(at).copied() {
            match class(byte) {
                0 => {
                    self.end(take);
                    at += 1;
                    if byte == b'\n' {
                        take.line(bytes.get(at) == Some(&b'#'));
                    }
                }
                1 => {
                    self.end_unspaced(take);
                    self.has_parts |= !self.word.is_empty();
                    self.word.push('_');
                    at += 1;
                }
                2 => {
                    let letter = text.get(at..).and_then(|rest| rest.chars().next());
                    let Some(letter) = letter else { break };
                    self.letter(letter, take);
                    at += letter.len_utf8();
                }
                small => {
                    self.end_unspaced(take);
                    let start = at;
                    let mut is_small = small == byte;
                    let end = loop {
                        at += 1;
                        let next = bytes.get(at).copied().unwrap_or(0);
                        match class(next) {
                            0..=2 => break next,
                            small => is_small &= small == next,
                        }
                    };
                    let run = text.get(start..at).unwrap_or_default();
                    // Nearly every word stands in the text as it is compared, and is taken from there.
                    if is_small && self.word.is_empty() && class(end) == 0 {
                        take.word(kept(run), self.count);
                        self.count += 1;
                    } else {
                        self.word.push_str(run);
                        let from = self.word.len() - run.len();
                        if let Some(added) = self.word.get_mut(from..) {
                            added.make_ascii_lowercase();
                        }
                    }
                }
            }
        }
        self.end(take);
    }

    fn letter(&mut self, letter: char, take: &mut dyn Take) {
        if fold::is_unspaced(letter) {
            if !self.word.is_empty() {
                self.end_word(take);
            }
            if let Some(before) = self.unspaced.replace(letter) {
                take.word(&String::from_iter([before, letter]), self.count);
                self.count += 1;
            }
        } else if letter.is_alphanumeric() {
            self.end_unspaced(take);
            fold::fold(letter, &mut self.word);
        } else if !fold::is_mark(letter) {
            self.end(take);
        }
    }

    fn end(&mut self, take: &mut dyn Take) {
        self.end_unspaced(take);
        if !self.word.is_empty() {
            self.end_word(take);
        }
    }

    fn end_unspaced(&mut self, take: &mut dyn Take) {
        if let Some(letter) = self.unspaced.take() {
            take.word(letter.encode_utf8(&mut [0; 4]), self.count);
            self.count += 1;
        }
    }

    fn end_word(&mut self, take: &mut dyn Take) {
        if !self.has_parts {
            let word = kept(self.word.trim_start_matches('_'));
            if !word.is_empty() {
                take.word(word, self.count);
                self.count += 1;
            }
        } else {
            let whole = self.word.trim_matches('_');
            let mut parts = whole.split('_').filter(|part| !part.is_empty());
            let is_name = parts.clone().nth(1).is_some();
            if is_name {
                take.word(kept(whole), self.count);
            }
            for part in &mut parts {
                take.word(kept(part), self.count);
                self.count += 1;
            }
            self.has_parts = false;
        }
        self.word.clear();
    }
}

/// As much of a word as is kept.
fn kept(word: &str) -> &str {
    word.get(..word.floor_char_boundary(MAX_WORD_BYTES)).unwrap_or(word)
}

/// The words of a text, each with how many stand before it.
pub fn of(text: &str) -> Vec<(String, u32)> {
    let mut listed = Listed(Vec::new());
    Words::default().cut(text, &mut listed);
    listed.0
}

/// Words in a list.
struct Listed(Vec<(String, u32)>);

impl Take for Listed {
    fn word(&mut self, word: &str, place: u32) {
        self.0.push((word.to_owned(), place));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let words: Vec<String> = of(text).into_iter().map(|(word, at)| format!("{word}:{at}")).collect();
        assert_eq!(words.join(" "), expected, "{text}");
    }

    #[test]
    fn text_becomes_words() {
        check("The plan's  DONE.", "the:0 plan:1 s:2 done:3");
        check("`SP01_patient_records/`", "sp01_patient_records:0 sp01:0 patient:1 records:2");
        check("_overview.md __x__ _", "overview:0 md:1 x:2");
        check("a-b 0.1.1", "a:0 b:1 0:2 1:3 1:4");
        check("計画書 と plan", "計画:0 画書:1 書:2 と:3 plan:4");
        check("plan計画", "plan:0 計画:1 画:2");
        check("Zürich–Genève ✅ [DONE]", "zurich:0 geneve:1 done:2");
        check("", "");
        let long = "x".repeat(200);
        assert_eq!(of(&long), [("x".repeat(MAX_WORD_BYTES), 0)]);
    }
}
