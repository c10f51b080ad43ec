//! Text that was UTF-8, was decoded as Windows-1254 and saved again: `←` has become `â†`, `├──` has become
//! `â”œâ”€â”€`. Seven bytes have no character in that code page and were dropped on the way. They are restored where
//! only one character that plans use fits; other places stay as they are and are said to be uncertain.
//!
//! This serves the reading of listings. Nothing here changes a file, and lines keep their numbers.

/// The bytes that Windows-1254 has no character for.
const DROPPED: [u8; 7] = [0x81, 0x8D, 0x8E, 0x8F, 0x90, 0x9D, 0x9E];

/// Characters of planning documents whose UTF-8 holds a dropped byte: of the candidates for a gap only these
/// are taken for what was meant.
const USUAL: [char; 11] = ['←', '⏳', '⏰', '\u{fe0f}', '”', '❌', '☐', '┐', '═', '╝', '📝'];

/// Fewer characters than this are no evidence: a document may quote broken text.
const LEAST: usize = 8;

/// The bytes 0x80 to 0x9F of Windows-1254.
const MIDDLE: [char; 32] = [
    '€', '\0', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\0', '\0', '\0', '\0', '‘', '’', '“',
    '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\0', '\0', 'Ÿ',
];

/// A text made readable again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repaired {
    /// The text, with the lines it had.
    pub text: String,
    /// Characters that were made whole.
    pub characters: usize,
    /// Those among them of which a byte had been dropped.
    pub restored: usize,
    /// Lines with places that allow no reading or several; those places are left as they were.
    pub uncertain: Vec<u32>,
}

/// Repairs a text that the mistaken decoding explains; `None` for any other.
pub fn repaired(text: &str) -> Option<Repaired> {
    if text.is_ascii() {
        return None;
    }
    let mut out = Repaired { text: String::new(), characters: 0, restored: 0, uncertain: Vec::new() };
    let mut unexplained = 0_usize;
    let mut run = String::new();
    let mut line = 1;
    for character in text.chars().chain(['\0']) {
        if !character.is_ascii() {
            run.push(character);
            continue;
        }
        if !run.is_empty() {
            let failed = mend(&run, &mut out);
            if failed > 0 {
                unexplained += failed;
                if out.uncertain.last() != Some(&line) {
                    out.uncertain.push(line);
                }
            }
            run.clear();
        }
        line += u32::from(character == '\n');
        out.text.push(character);
    }
    out.text.pop();
    (out.characters >= LEAST && unexplained.saturating_mul(10) <= out.characters).then_some(out)
}

/// Appends a run of characters outside ASCII as it was meant, and counts the places that stay as they are.
fn mend(run: &str, out: &mut Repaired) -> usize {
    let Some(bytes) = run.chars().map(byte_of).collect::<Option<Vec<u8>>>() else {
        out.text.push_str(run);
        return 1;
    };
    let mut rest = bytes.as_slice();
    let mut failed = 0;
    while let Some(first) = rest.first() {
        let length = length_of(*first);
        let follow = rest.iter().skip(1).take(3).take_while(|byte| (0x80..0xC0).contains(*byte)).count();
        let found = rest.get(..length).and_then(only_char);
        let (read, taken) = match found {
            Some(character) => (Some(character), length),
            None if length > 1 && follow + 2 == length => {
                let given = rest.get(..=follow).unwrap_or(rest);
                let restored = restored(given);
                out.restored += usize::from(restored.is_some());
                (restored, given.len())
            }
            None => (None, 1 + follow.min(length.saturating_sub(1))),
        };
        let (taken, left) = rest.split_at_checked(taken).unwrap_or((rest, &[]));
        match read {
            Some(character) => {
                out.text.push(character);
                out.characters += 1;
            }
            None => {
                failed += 1;
                out.text.extend(taken.iter().map(|byte| char_of(*byte)));
            }
        }
        rest = left;
    }
    failed
}

/// The one usual character that these bytes are with one of the dropped ones among them.
fn restored(given: &[u8]) -> Option<char> {
    let mut found = None;
    for place in 1..=given.len() {
        for dropped in DROPPED {
            let mut bytes = given.to_vec();
            bytes.insert(place, dropped);
            let Some(character) = only_char(&bytes).filter(|character| USUAL.contains(character)) else {
                continue;
            };
            if found.is_some_and(|found| found != character) {
                return None;
            }
            found = Some(character);
        }
    }
    found
}

fn only_char(bytes: &[u8]) -> Option<char> {
    let mut characters = std::str::from_utf8(bytes).ok()?.chars();
    let first = characters.next()?;
    (characters.next().is_none() && bytes.len() > 1).then_some(first)
}

/// How many bytes a character of UTF-8 that begins so has.
fn length_of(first: u8) -> usize {
    match first {
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => 1,
    }
}

/// The byte that Windows-1254 decodes to this character.
fn byte_of(character: char) -> Option<u8> {
    match character {
        'Ğ' => Some(0xD0),
        'İ' => Some(0xDD),
        'Ş' => Some(0xDE),
        'ğ' => Some(0xF0),
        'ı' => Some(0xFD),
        'ş' => Some(0xFE),
        'Ð' | 'Ý' | 'Þ' | 'ð' | 'ý' | 'þ' => None,
        '\u{a0}'..='\u{ff}' => u8::try_from(u32::from(character)).ok(),
        _ => {
            let place = MIDDLE.iter().position(|known| *known == character)?;
            u8::try_from(0x80 + place).ok()
        }
    }
}

fn char_of(byte: u8) -> char {
    match byte {
        0xD0 => 'Ğ',
        0xDD => 'İ',
        0xDE => 'Ş',
        0xF0 => 'ğ',
        0xFD => 'ı',
        0xFE => 'ş',
        0x80..=0x9F => MIDDLE.get(usize::from(byte) - 0x80).copied().unwrap_or('\u{fffd}'),
        _ => char::from(byte),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    /// What became of a text on its way through Windows-1254.
    fn broken(text: &str) -> String {
        text.bytes().filter(|byte| !DROPPED.contains(byte)).map(char_of).collect()
    }

    #[test]
    fn broken_text_is_made_whole() {
        let text = "├── SP01_x/  ← 🔄 [WIP] – “one”\n│   └── 02.md ← ⏳ [TODO] ⚠️ §4 ❌ → ✅ café\n";
        let repaired = repaired(&broken(text)).unwrap();
        assert_eq!((repaired.text.as_str(), repaired.uncertain.as_slice()), (text, [].as_slice()));
        assert_eq!(repaired.restored, 6, "two arrows, the hour-glass, the selector, the quote, the cross");
        assert_eq!(broken("←⏳"), "â†â³");
    }

    #[test]
    fn what_allows_no_single_reading_stays_and_is_said() {
        let text = format!("{}\n{}\n", "├── ".repeat(30), "═ ╝");
        let repaired = repaired(&broken(&text)).unwrap();
        assert_eq!(repaired.uncertain, [2]);
        assert!(repaired.text.ends_with("\nâ• â•\n"));
    }

    #[test]
    fn text_that_is_not_broken_is_not_touched() {
        for text in [
            "",
            "plain",
            "naïve café – “quoted” ├── ← ⏳ שלום 🎉 Größe ÄÖÜ",
            "├── a\n├── b\n└── c ← ✅ [DONE]\nit read `â”œâ”€â”€` before",
            "çığlık Şubat İstanbul ğüşöç â€”",
            "Â©",
            &"€".repeat(100_000),
        ] {
            assert_eq!(repaired(text), None, "{text}");
        }
    }
}
