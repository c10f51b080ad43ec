//! Files of one byte a character, from before UTF-8: which code page they are in is told by how well it explains them.

use super::likely::Before;
use super::pages;

/// How many bytes tell the code page.
const PROBED_BYTES: usize = 64 * 1024;
/// What a byte beyond ASCII may cost at most, on average and in bits, in a text; data costs more under every page.
const MOST_BITS: i32 = 10;
/// Fewer bytes beyond ASCII tell nothing: they may as well be damage.
const LEAST_BYTES: usize = 3;
/// What it costs that a letter stands where its language never has it, in bits.
const MISPLACED: i32 = 8;
/// For each character that is UTF-8 by chance there have to be so many bytes that are none.
const NOT_UTF8: usize = 8;

/// Reads bytes that are not UTF-8 in the code page that explains them best, and says which that is, by its place in
/// [`pages::ALL`]. Nothing when they are UTF-8 with errors, or no text.
pub fn read(bytes: &[u8]) -> Option<(usize, String)> {
    let (mut whole, mut odd) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|character| !character.is_ascii()).count();
        odd += chunk.invalid().len();
    }
    let is_control = |byte: &u8| matches!(byte, 0..=8 | 0x0E..=0x1A | 0x1C..=0x1F | 0x7F);
    if odd < LEAST_BYTES || odd < whole.saturating_mul(NOT_UTF8) || bytes.iter().any(is_control) {
        return None;
    }
    let probe = bytes.get(..bytes.len().min(PROBED_BYTES)).unwrap_or_default();
    let tried = (0..pages::COUNT).filter_map(|page| Some((cost(page, probe)?, page)));
    let (cost, page) = tried.min()?;
    let high = probe.iter().filter(|byte| !byte.is_ascii()).count();
    let is_text =
        cost <= MOST_BITS.saturating_mul(i32::try_from(high).unwrap_or(i32::MAX)).saturating_add(MOST_BITS);
    is_text.then(|| Some((page, text(page, bytes)?))).flatten()
}

/// The text of bytes in a page; U+FFFD where it has no character.
fn text(page: usize, bytes: &[u8]) -> Option<String> {
    let table = high(page)?;
    let char_of = |byte: &u8| match byte.checked_sub(0x80) {
        None => char::from(*byte),
        Some(at) => table.get(usize::from(at)).copied().flatten().unwrap_or(char::REPLACEMENT_CHARACTER),
    };
    Some(bytes.iter().map(char_of).collect())
}

/// The characters from 0x80 on.
fn high(page: usize) -> Option<Vec<Option<char>>> {
    let table = pages::ALL.get(page)?;
    Some((0x80..=0xFF).map(|byte| table.char_of(byte)).collect())
}

/// Words as bytes of a page; nothing when it has no such characters.
pub fn bytes(page: usize, words: &str) -> Option<Vec<u8>> {
    let rows = pages::Rows::get();
    let byte = |character: char| match character.is_ascii() {
        true => u8::try_from(character).ok(),
        false => rows.byte(character, page),
    };
    words.chars().map(byte).collect()
}

/// What the bytes beyond ASCII cost under a page, in bits, with what follows them.
fn cost(page: usize, bytes: &[u8]) -> Option<i32> {
    let table = high(page)?;
    let mut bits = pages::ALL.get(page)?.bits;
    let (mut before, mut was_high, mut last) = (Before::line(), false, '\n');
    for byte in bytes {
        let (character, is_high) = match byte.checked_sub(0x80) {
            None => (char::from(*byte), false),
            Some(at) => (table.get(usize::from(at)).copied().flatten().unwrap_or('\u{80}'), true),
        };
        if is_high {
            bits = bits.saturating_add(before.bits(character));
        } else if was_high {
            // Letters of ASCII cost the same under every page; what they stand beside does not.
            bits = bits.saturating_add(before.bits(character) - 4);
        }
        if is_misplaced(last, character) {
            bits = bits.saturating_add(MISPLACED);
        }
        last = character;
        was_high = is_high;
        before = if *byte == b'\n' { Before::line() } else { before.then(character) };
    }
    Some(bits)
}

/// Whether a letter stands where its language never has it: Hebrew's last letters within a word, Russian's signs and Greek's
/// double dots at its beginning.
/// Two pages that have nothing but letters in the same places are told apart by this.
fn is_misplaced(last: char, next: char) -> bool {
    let is_last = |letter: char| matches!(letter, 'ך' | 'ם' | 'ן' | 'ף' | 'ץ');
    let is_hebrew = |letter: char| ('א'..='ת').contains(&letter);
    (is_last(last) && is_hebrew(next))
        || (!last.is_alphabetic()
            && matches!(next, 'ъ' | 'ь' | 'ы' | 'Ъ' | 'Ь' | 'ϊ' | 'ϋ' | 'ΰ' | 'ΐ' | 'ς'))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_told_from_the_bytes() {
        for (name, words) in [
            ("Windows-1252", "# Plan of Müller\n\nGrüße aus München – “bald” im Café, 5 € für alle.\n"),
            ("Windows-1250", "# Plán práce\n\nŽluťoučký kůň úpěl ďábelské ódy, šest řádků.\n"),
            ("Windows-1251", "# План работ\n\nСначала разобрать журнал, потом передать смену.\n"),
            ("Windows-1253", "# Σχέδιο\n\nΠρώτα διαβάζουμε το ημερολόγιο και μετά γράφουμε.\n"),
            ("Windows-1255", "# תוכנית\n\nקודם קוראים את היומן ואחר כך כותבים.\n"),
            ("Windows-1256", "# خطة\n\nنقرأ السجل أولا ثم نكتب الخطة الجديدة.\n"),
            ("Mac Roman", "# Plan\n\nGrüße aus München, déjà vu, naïve façade à Genève.\n"),
            ("code page 850", "# Plan\n\nGrüße aus München, déjà vu, façade à Genève, große Übung.\n"),
        ] {
            let page = pages::ALL.iter().position(|page| page.name == name).unwrap();
            let written = bytes(page, words).unwrap();
            let (found, text) = read(&written).unwrap();
            let found = pages::ALL.get(found).unwrap().name;
            assert_eq!(text, words, "{name}, read as {found}");
        }
    }

    #[test]
    fn data_and_damaged_utf8_are_no_text_of_a_page() {
        assert_eq!(read("Größe – naïve".as_bytes()), None);
        assert_eq!(read(b"Gr\xc3\xb6\xc3\x9fe und na\xc3\xafve \xff"), None);
        assert_eq!(read(b"\x01\x02 M\xfcller"), None);
    }
}
