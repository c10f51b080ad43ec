//! Bytes as letters that every text can hold (RFC 4648), and in links.

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
/// The letters that mean nothing else in a link.
const IN_LINKS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Bytes as text, padded, in one line.
pub fn encode(bytes: &[u8]) -> String {
    let mut text = written(bytes, LETTERS);
    while !text.len().is_multiple_of(4) {
        text.push('=');
    }
    text
}

/// The bytes of a text; nothing when it holds anything but the letters, or is cut off.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(4) {
        return None;
    }
    whole(text.strip_suffix("==").or_else(|| text.strip_suffix('=')).unwrap_or(text), LETTERS)
}

/// Bytes as text for links: other letters, no padding.
pub fn encode_url(bytes: &[u8]) -> String {
    written(bytes, IN_LINKS)
}

/// The bytes of a text from a link; nothing when it holds anything but the letters.
pub fn decode_url(text: &str) -> Option<Vec<u8>> {
    whole(text, IN_LINKS)
}

/// The bytes of a text that is broken into lines, as mails are: whatever is no letter is passed over.
pub fn decode_lines(text: &str) -> Vec<u8> {
    let letters: String = text.chars().filter(|letter| value(*letter, LETTERS).is_some()).collect();
    read(&letters, LETTERS).map(|(bytes, _)| bytes).unwrap_or_default()
}

/// The bytes of a text, unless its last letter holds bits that mean nothing: only one text means these bytes.
fn whole(text: &str, letters: &[u8; 64]) -> Option<Vec<u8>> {
    let (bytes, rest) = read(text, letters)?;
    (rest == 0).then_some(bytes)
}

fn written(bytes: &[u8], letters: &[u8; 64]) -> String {
    let mut text = String::with_capacity(bytes.len() * 4 / 3 + 4);
    for chunk in bytes.chunks(3) {
        let word =
            chunk.iter().fold(0_u32, |word, byte| word << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..=chunk.len() {
            let letter = (word >> (18 - 6 * place)) & 63;
            text.extend(letters.get(letter as usize).map(|letter| char::from(*letter)));
        }
    }
    text
}

/// The bytes of a text, and the bits that are left over.
fn read(text: &str, letters: &[u8; 64]) -> Option<(Vec<u8>, u32)> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3 + 2);
    let (mut word, mut bits) = (0_u32, 0);
    for letter in text.chars() {
        word = word << 6 | value(letter, letters)?;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((word >> bits) as u8);
        }
    }
    Some((bytes, word & ((1 << bits) - 1)))
}

fn value(letter: char, letters: &[u8; 64]) -> Option<u32> {
    Some(match letter {
        'A'..='Z' => u32::from(letter) - 65,
        'a'..='z' => u32::from(letter) - 97 + 26,
        '0'..='9' => u32::from(letter) - 48 + 52,
        other => match letters.get(62..)?.iter().position(|own| char::from(*own) == other)? {
            0 => 62,
            _ => 63,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn vectors_of_the_standard() {
        for (bytes, text) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")]
        {
            assert_eq!(encode(bytes.as_bytes()), text);
            assert_eq!(encode_url(bytes.as_bytes()), text.trim_end_matches('='));
            let lines: String = text.chars().flat_map(|letter| [letter, '\r', '\n']).collect();
            assert_eq!(decode_lines(&lines), bytes.as_bytes());
        }
        for broken in ["Zg=", "Zg", "Z g=", "Zm9\n", "é===", "Zh=="] {
            assert_eq!(decode(broken), None, "{broken:?}");
        }
        assert_eq!((encode(&[0xfb, 0xff]), encode_url(&[0xfb, 0xff])), ("+/8=".to_owned(), "-_8".to_owned()));
        assert_eq!((decode("-_8="), decode_url("+/8"), decode_url("é")), (None, None, None));
    }

    proptest! {
        #[test]
        fn what_goes_in_comes_out(bytes: Vec<u8>) {
            prop_assert_eq!(decode(&encode(&bytes)), Some(bytes.clone()));
            prop_assert_eq!(decode_url(&encode_url(&bytes)), Some(bytes));
        }
    }
}
