//! A text packed so small that it travels in a link: raw deflate in base64url. What comes in a link is untrusted: there are
//! limits on what is taken in and on what it unfolds to.

use super::{base64, inflate};
use miniz_oxide::deflate::compress_to_vec;

/// The longest parcel that is opened, in bytes: 64 KiB.
pub const MAX_PACKED_BYTES: usize = 64 * 1024;
/// The longest text that a parcel may hold, in bytes: 1 MiB.
pub const MAX_TEXT_BYTES: usize = 1024 * 1024;
/// The highest level of miniz: what travels in a link is small, and every letter of it counts.
const LEVEL: u8 = 10;

/// A text as a parcel.
pub fn pack(text: &str) -> String {
    base64::encode_url(&deflated(text.as_bytes()))
}

/// The text of a parcel; nothing when it is none, or beyond the limits.
pub fn unpack(parcel: &str) -> Option<String> {
    if parcel.len() > MAX_PACKED_BYTES {
        return None;
    }
    String::from_utf8(inflated(&base64::decode_url(parcel)?)?).ok()
}

/// Bytes packed as tightly as it goes.
pub fn deflated(bytes: &[u8]) -> Vec<u8> {
    compress_to_vec(bytes, LEVEL)
}

/// What is in packed bytes; nothing when they are broken, or hold more than a parcel may.
pub fn inflated(packed: &[u8]) -> Option<Vec<u8>> {
    inflate::at_most(packed, MAX_TEXT_BYTES)
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
