//! Bytes to text, for viewing. Never fails: UTF-8 and UTF-16 are read, and files in an old code page; text that had been
//! decoded wrongly and saved so is read as it was meant; broken places are counted and shown as U+FFFD, and what is no text is
//! said to be none. Edits and patches work on the bytes, not on this.

mod controls;
mod doubled;
pub mod eight_bit;
mod likely;
pub mod pages;
mod quoted;
mod repair;
mod segments;
mod sound;

pub use repair::Repair;

use std::borrow::Cow;
use std::sync::Arc;

/// How many bytes from the start decide whether a file is text, as git does it.
const PROBED_BYTES: usize = 8000;

/// A file as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The text without a byte order mark; line ends as they are; empty for [`Encoding::Binary`].
    pub text: String,
    /// What the bytes are.
    pub encoding: Encoding,
    /// A sentence for the reader when something had to be done; `None` for plain UTF-8.
    pub notice: Option<String>,
    /// How the text differs from what stands in the file, when it had been decoded wrongly and saved so.
    pub repair: Option<Arc<Repair>>,
}

/// The encoding of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, ASCII included.
    Utf8,
    /// UTF-8 behind a byte order mark.
    Utf8Bom,
    /// UTF-16, the low byte first.
    Utf16Le,
    /// UTF-16, the high byte first.
    Utf16Be,
    /// A code page of one byte a character.
    EightBit {
        /// Its place in [`pages::ALL`].
        page: usize,
    },
    /// UTF-8 for the most part.
    Utf8Broken {
        /// How many runs of bytes are not UTF-8. U+FFFD that stand in the file are not among them.
        places: usize,
        /// The line of the first, from 1.
        first_line: usize,
    },
    /// No text.
    Binary,
}

/// Reads the beginning of a file, when it is plain UTF-8. A character that is cut at its end is left out.
pub(super) fn decode_beginning(mut bytes: Vec<u8>) -> Option<String> {
    if bytes.starts_with(b"\xef\xbb\xbf") || bytes.contains(&0) {
        return None;
    }
    if let Err(error) = std::str::from_utf8(&bytes) {
        let valid = error.error_len().is_none().then_some(error.valid_up_to())?;
        bytes.truncate(valid);
    }
    String::from_utf8(bytes).ok().map(|text| repair::of(&text).map_or(text, |(meant, _)| meant))
}

/// Reads bytes as text, and keeps them where they are when they are plain UTF-8, as nearly all are.
pub(super) fn decode_owned(bytes: Cow<'_, [u8]>) -> Text {
    let is_plain = |bytes: &[u8]| {
        let probe = bytes.get(..bytes.len().min(PROBED_BYTES)).unwrap_or_default();
        !bytes.starts_with(b"\xef\xbb\xbf") && !probe.contains(&0)
    };
    match bytes {
        Cow::Owned(bytes) if is_plain(&bytes) => match String::from_utf8(bytes) {
            Ok(text) => sound_or_repaired(text, Encoding::Utf8),
            Err(error) => decode(error.as_bytes()),
        },
        bytes => decode(&bytes),
    }
}

/// Reads bytes as text.
pub fn decode(bytes: &[u8]) -> Text {
    if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        return utf16(rest, Encoding::Utf16Le);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        return utf16(rest, Encoding::Utf16Be);
    }
    let (rest, encoding) = match bytes.strip_prefix(b"\xef\xbb\xbf") {
        Some(rest) => (rest, Encoding::Utf8Bom),
        None => (bytes, Encoding::Utf8),
    };
    let probe = rest.get(..rest.len().min(PROBED_BYTES)).unwrap_or_default();
    if probe.contains(&0) {
        return match unmarked_utf16(probe) {
            Some(encoding) => utf16(rest, encoding),
            None => binary(),
        };
    }
    match std::str::from_utf8(rest) {
        Ok(text) => sound_or_repaired(text.to_owned(), encoding),
        Err(_) => match eight_bit::read(rest) {
            Some((page, text)) => in_page(page, text),
            None => damaged_or_repaired(broken_utf8(rest)),
        },
    }
}

/// UTF-8 as it was meant.
fn sound_or_repaired(text: String, encoding: Encoding) -> Text {
    let mark = (encoding == Encoding::Utf8Bom)
        .then(|| "The file starts with a byte order mark, which is not shown.".to_owned());
    match repair::of(&text) {
        None => Text { text, encoding, notice: mark, repair: None },
        Some((meant, repair)) => {
            let notices: Vec<String> = mark.into_iter().chain([repair.notice()]).collect();
            Text { text: meant, encoding, notice: Some(notices.join(" ")), repair: Some(Arc::new(repair)) }
        }
    }
}

/// What was damaged after it had been decoded wrongly is read as it was meant too. It cannot be restored: whatever is written
/// for the damage would be no better.
fn damaged_or_repaired(mut damaged: Text) -> Text {
    if let Some((meant, repair)) = repair::of(&damaged.text) {
        let notices: Vec<String> = damaged.notice.into_iter().chain([repair.notice()]).collect();
        damaged = Text {
            text: meant,
            encoding: damaged.encoding,
            notice: Some(notices.join(" ")),
            repair: Some(Arc::new(repair)),
        };
    }
    damaged
}

impl Text {
    /// Whether the file holds another text than the one that was meant, and could hold that.
    pub fn is_restorable(&self) -> bool {
        match self.encoding {
            // What has no character in them would be lost for good.
            Encoding::EightBit { .. } | Encoding::Utf16Le | Encoding::Utf16Be => {
                !self.text.contains(char::REPLACEMENT_CHARACTER)
            }
            Encoding::Utf8 | Encoding::Utf8Bom => self.repair.is_some(),
            Encoding::Utf8Broken { .. } | Encoding::Binary => false,
        }
    }
}

/// The bytes of a file with its text as it was meant, in UTF-8; nothing when they are so already, or when that cannot be told.
pub fn repaired(bytes: &[u8]) -> Option<Vec<u8>> {
    let mark: &[u8] = if bytes.starts_with(b"\xef\xbb\xbf") { b"\xef\xbb\xbf" } else { b"" };
    let text = decode(bytes);
    text.is_restorable().then(|| [mark, text.text.as_bytes()].concat())
}

fn in_page(page: usize, text: String) -> Text {
    let name = pages::ALL.get(page).map_or("an old code page", |page| page.name);
    let notice = format!("The file is not UTF-8. It is read as {name}, which fits its bytes best.");
    Text { text, encoding: Encoding::EightBit { page }, notice: Some(notice), repair: None }
}

fn binary() -> Text {
    let notice = Some("The file is not text.".to_owned());
    Text { text: String::new(), encoding: Encoding::Binary, notice, repair: None }
}

fn broken_utf8(bytes: &[u8]) -> Text {
    let mut text = String::with_capacity(bytes.len());
    let (mut places, mut first_line) = (0_usize, 0);
    // A run of bad bytes is one place, as a reader would count, though `utf8_chunks` splits it.
    let mut in_run = false;
    for chunk in bytes.utf8_chunks() {
        in_run &= chunk.valid().is_empty();
        text.push_str(chunk.valid());
        if chunk.invalid().is_empty() {
            continue;
        }
        if places == 0 {
            first_line = 1 + text.bytes().filter(|&byte| byte == b'\n').count();
        }
        text.push(char::REPLACEMENT_CHARACTER);
        places += usize::from(!in_run);
        in_run = true;
    }
    // Text in an old code page has a bad place every 20 bytes at most; in data every second byte is one.
    if places.saturating_mul(8) > bytes.len() {
        return binary();
    }
    let count = if places == 1 { "1 place is".to_owned() } else { format!("{places} places are") };
    let notice =
        format!("{count} not valid UTF-8, the first in line {first_line}; they are shown as \u{fffd}.");
    Text { text, encoding: Encoding::Utf8Broken { places, first_line }, notice: Some(notice), repair: None }
}

fn utf16(bytes: &[u8], encoding: Encoding) -> Text {
    let is_big = encoding == Encoding::Utf16Be;
    let (pairs, odd) = bytes.as_chunks::<2>();
    let units =
        pairs.iter().map(|&pair| if is_big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) });
    let mut broken = odd.len();
    let mut text: String = char::decode_utf16(units)
        .map(|unit| {
            unit.unwrap_or_else(|_| {
                broken += 1;
                char::REPLACEMENT_CHARACTER
            })
        })
        .collect();
    if !odd.is_empty() {
        text.push(char::REPLACEMENT_CHARACTER);
    }
    let mut notice = "The file is UTF-16; most tools for plans expect UTF-8.".to_owned();
    if broken > 0 {
        notice.push_str(&format!(" Broken characters ({broken}) are shown as \u{fffd}."));
    }
    Text { text, encoding, notice: Some(notice), repair: None }
}

/// Whether bytes with NULs among them are UTF-16 without a mark: mostly ASCII, so that every second byte
/// is NUL and the others are not.
fn unmarked_utf16(probe: &[u8]) -> Option<Encoding> {
    let (pairs, _) = probe.as_chunks::<2>();
    let low_first = pairs.iter().filter(|[low, high]| *low != 0 && *high == 0).count();
    let high_first = pairs.iter().filter(|[high, low]| *high == 0 && *low != 0).count();
    let most = pairs.len() - pairs.len() / 8;
    match () {
        () if pairs.len() < 2 || pairs.contains(&[0, 0]) => None,
        () if low_first >= most => Some(Encoding::Utf16Le),
        () if high_first >= most => Some(Encoding::Utf16Be),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], text: &str, encoding: Encoding) {
        let decoded = decode(bytes);
        assert_eq!((decoded.text.as_str(), decoded.encoding), (text, encoding), "{bytes:02x?}");
        assert_eq!(decoded.notice.is_none(), encoding == Encoding::Utf8);
    }

    fn utf16_bytes(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(to_bytes).collect()
    }

    #[test]
    fn encodings_are_told_apart() {
        check(b"", "", Encoding::Utf8);
        check("Grüße\r\n".as_bytes(), "Grüße\r\n", Encoding::Utf8);
        check("\u{feff}a".as_bytes(), "a", Encoding::Utf8Bom);
        check("a \u{fffd} stands here".as_bytes(), "a \u{fffd} stands here", Encoding::Utf8);
        for text in ["\u{feff}# ü 🎉\n", "\u{feff}"] {
            check(&utf16_bytes(text, u16::to_le_bytes), &text[3..], Encoding::Utf16Le);
            check(&utf16_bytes(text, u16::to_be_bytes), &text[3..], Encoding::Utf16Be);
        }
        check(&utf16_bytes("# Plan\n", u16::to_le_bytes), "# Plan\n", Encoding::Utf16Le);
        check(&utf16_bytes("# Plan\n", u16::to_be_bytes), "# Plan\n", Encoding::Utf16Be);
        check(b"\xff\xfea\0\x00\xd8b", "a\u{fffd}\u{fffd}", Encoding::Utf16Le);
        check(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "", Encoding::Binary);
        check(&[0; 64], "", Encoding::Binary);
        // High bytes that are data, not letters of an old code page.
        let data: Vec<u8> =
            (0..400_u16).map(|i| if i % 3 == 0 { b'a' } else { 0x80 | (i % 97) as u8 }).collect();
        check(&data, "", Encoding::Binary);
    }

    #[test]
    fn broken_places_are_counted_with_their_line() {
        check(
            b"# Plan of M\xfcller\n\nGr\xfc\xdfe aus M\xfcnchen, \xef\xbf\xbd stand here before.\n",
            "# Plan of M\u{fffd}ller\n\nGr\u{fffd}\u{fffd}e aus M\u{fffd}nchen, \u{fffd} stand here before.\n",
            Encoding::Utf8Broken { places: 3, first_line: 1 },
        );
        let notice = decode(b"one\ntwo\nthree \xc3").notice.unwrap_or_default();
        assert_eq!(notice, "1 place is not valid UTF-8, the first in line 3; they are shown as \u{fffd}.");
    }
}
