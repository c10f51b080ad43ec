//! The one look that every text gets: nearly all are sound, and nothing else of what is done about encodings is done to them.

use super::pages::{self, Rows};

/// Whether nothing in a text can have been decoded wrongly: no two of its characters can be two bytes of one, under any
/// code page, and none is a control character that nobody writes.
pub fn is_sound(text: &str) -> bool {
    let mut at = 0;
    while let Some(skipped) = first_beyond_ascii(text.as_bytes().get(at..).unwrap_or_default()) {
        at += skipped;
        let rows = Rows::get();
        let mut begins = 0;
        for character in text.get(at..).unwrap_or_default().chars() {
            if character.is_ascii() {
                // What was a no-break space may be a space by now.
                if character == ' ' && begins & pages::BEFORE_SPACE != 0 {
                    return false;
                }
                break;
            }
            let row = rows.row(character);
            let is_lost = character == char::REPLACEMENT_CHARACTER;
            let continues = if is_lost { u16::MAX } else { row.map_or(0, |row| row.continues) };
            if character < '\u{a0}' || begins & continues != 0 {
                return false;
            }
            begins = row.map_or(0, |row| row.begins);
            at += character.len_utf8();
        }
    }
    true
}

/// Where the first byte stands that is not ASCII. Eight are looked at together: every byte of a tree comes by here.
fn first_beyond_ascii(bytes: &[u8]) -> Option<usize> {
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let (words, _) = bytes.as_chunks::<8>();
    let is_beyond = |word: &[u8; 8]| u64::from_ne_bytes(*word) & HIGH != 0;
    let known = words.iter().position(is_beyond).unwrap_or(words.len()) * 8;
    bytes.get(known..)?.iter().position(|byte| !byte.is_ascii()).map(|at| known + at)
}

#[cfg(test)]
mod tests {
    use super::super::{controls, doubled};
    use super::is_sound;

    fn check(text: &str, expect: bool) {
        assert_eq!(is_sound(text), expect, "{text:?}");
        let is_touched = doubled::pass(text).or_else(|| controls::pass(text)).is_some();
        assert!(!expect || !is_touched, "{text:?} is called sound and would be touched");
    }

    #[test]
    fn what_nothing_would_be_done_to_is_sound() {
        for text in [
            "",
            "a",
            "plain text of more than eight bytes",
            "a — b → c ✅\n",
            "Grüße aus Zürich",
            "日本語の計画、全部",
            "é\nà\n",
        ] {
            check(text, true);
        }
        for text in ["KÃ¶nig", "a â€” b", "x\u{85}", "12345678Ã©", "Ã\u{fffd}", "é à"] {
            check(text, false);
        }
    }
}
