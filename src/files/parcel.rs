//! A text packed so small that it travels in a link: raw deflate in base64url. What comes in a link is untrusted: there are
//! limits on what is taken in and on what it unfolds to.

use super::inflate;
use miniz_oxide::deflate::compress_to_vec;

/// The longest parcel that is opened, in bytes: 64 KiB.
pub const MAX_PACKED_BYTES: usize = 64 * 1024;
/// The longest text that a parcel may hold, in bytes: 1 MiB.
pub const MAX_TEXT_BYTES: usize = 1024 * 1024;

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// A text as a parcel.
pub fn pack(text: &str) -> String {
    let packed = compress_to_vec(text.as_bytes(), 9);
    let mut parcel = String::with_capacity(packed.len() * 4 / 3 + 3);
    for chunk in packed.chunks(3) {
        let word =
            chunk.iter().fold(0_u32, |word, byte| word << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..=chunk.len() {
            let letter = (word >> (18 - 6 * place)) & 63;
            parcel.extend(LETTERS.get(letter as usize).map(|letter| char::from(*letter)));
        }
    }
    parcel
}

/// The text of a parcel; nothing when it is none, or beyond the limits.
pub fn unpack(parcel: &str) -> Option<String> {
    if parcel.len() > MAX_PACKED_BYTES {
        return None;
    }
    let mut packed = Vec::with_capacity(parcel.len() * 3 / 4);
    let (mut word, mut bits) = (0_u32, 0);
    for byte in parcel.bytes() {
        let value = LETTERS.iter().position(|letter| *letter == byte)?;
        word = word << 6 | value as u32;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            packed.push((word >> bits) as u8);
        }
    }
    String::from_utf8(inflate::at_most(&packed, MAX_TEXT_BYTES)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn limits_hold() {
        let most = "a".repeat(MAX_TEXT_BYTES);
        assert_eq!(unpack(&pack(&most)).map(|text| text.len()), Some(MAX_TEXT_BYTES));
        assert_eq!(unpack(&pack(&format!("{most}a"))), None);
        assert_eq!(unpack(&"A".repeat(MAX_PACKED_BYTES + 1)), None);
        assert_eq!((unpack("é"), unpack("a b"), unpack("")), (None, None, None));
    }

    proptest! {
        #[test]
        fn texts_come_back(text in ".{0,200}") {
            prop_assert_eq!(unpack(&pack(&text)), Some(text));
        }

        #[test]
        fn nothing_that_comes_panics(text in "[A-Za-z0-9_-]{0,80}") {
            let _ = unpack(&text);
        }
    }
}
