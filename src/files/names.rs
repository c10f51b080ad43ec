//! The names of zip members. The format knows three encodings: UTF-8 by flag, UTF-8 in an extra field, and
//! code page 437 when nothing else is said, which in practice is UTF-8 as often as not.

use rawzip::extra_fields::{ExtraFieldId, ExtraFields};
use std::borrow::Cow;

/// Code page 437 from 0x80 on.
const CP437: &str = concat!(
    "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»",
    "░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀",
    "αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}"
);

/// The name of a member from its raw bytes and its extra fields.
///
/// The Unicode Path field counts only when its checksum fits the raw name: tools that rename a member
/// without knowing the field leave an old one behind.
pub(super) fn decode<'a>(raw: &'a [u8], extra: ExtraFields<'a>) -> Name<'a> {
    for (id, field) in extra {
        if id == ExtraFieldId::INFO_ZIP_UNICODE_PATH
            && let [1, a, b, c, d, name @ ..] = field
            && u32::from_le_bytes([*a, *b, *c, *d]) == super::checksum::crc32(raw)
            && let Ok(name) = std::str::from_utf8(name)
        {
            return Name { text: Cow::Borrowed(name), is_legacy: false };
        }
    }
    // Whether the UTF-8 flag is set or not: valid UTF-8 that was meant as code page 437 does not occur.
    match std::str::from_utf8(raw) {
        Ok(name) => Name { text: Cow::Borrowed(name), is_legacy: false },
        Err(_) => {
            Name { text: Cow::Owned(raw.iter().map(|&byte| from_cp437(byte)).collect()), is_legacy: true }
        }
    }
}

/// A decoded name.
pub(super) struct Name<'a> {
    pub text: Cow<'a, str>,
    /// Whether it was read as code page 437, for want of better.
    pub is_legacy: bool,
}

fn from_cp437(byte: u8) -> char {
    match byte.checked_sub(0x80) {
        None => char::from(byte),
        Some(index) => CP437.chars().nth(usize::from(index)).unwrap_or(char::REPLACEMENT_CHARACTER),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_page_is_complete() {
        assert_eq!(CP437.chars().count(), 128);
        assert_eq!(from_cp437(0x81), 'ü');
        assert_eq!(from_cp437(0xe1), 'ß');
        assert_eq!(from_cp437(0xff), '\u{a0}');
        assert_eq!(from_cp437(b'a'), 'a');
    }

    #[test]
    fn the_unicode_path_counts_only_for_its_name() {
        let field = |of: &[u8]| {
            let mut field = vec![0x75, 0x70, 8, 0, 1];
            field.extend(crc32fast::hash(of).to_le_bytes());
            field.extend("ü.".as_bytes());
            field
        };
        let name = |raw: &[u8], extra: &[u8]| decode(raw, ExtraFields::new(extra)).text.into_owned();
        assert_eq!(name(b"x", &field(b"x")), "ü.");
        assert_eq!(name(b"x", &field(b"y")), "x");
        assert_eq!(name(&[0x81], &[]), "ü");
        assert_eq!(name("ü".as_bytes(), &[]), "ü");
    }
}
