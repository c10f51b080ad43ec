//! Looks at bytes that every document of a tree comes by, in few steps each.

/// How many lines end in these bytes. Eight are counted together, where looking for one after the other takes longer.
pub(crate) fn ends(bytes: &[u8]) -> u32 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
    let (words, rest) = bytes.as_chunks::<8>();
    let in_words = words.iter().map(|word| {
        let other = u64::from_ne_bytes(*word) ^ (ONES * b'\n' as u64);
        // The highest bit of each byte that is 0, which those are that were line ends.
        let ends = !(((other & LOW) + LOW) | other | LOW);
        ends.count_ones()
    });
    in_words.sum::<u32>() + rest.iter().filter(|byte| **byte == b'\n').count() as u32
}

/// Where the first line ends.
pub(crate) fn end(bytes: &[u8]) -> Option<usize> {
    memchr::memchr(b'\n', bytes)
}

/// [`str::trim`], which decodes characters on both sides; nearly all are ASCII.
pub(crate) fn trim(text: &str) -> &str {
    let inner = text.trim_ascii();
    let is_mark = |byte: Option<&u8>| byte.is_none_or(|byte| (0x21..0x7f).contains(byte));
    if is_mark(inner.as_bytes().first()) && is_mark(inner.as_bytes().last()) { inner } else { text.trim() }
}

#[cfg(test)]
mod tests {
    use super::{ends, trim};

    #[test]
    fn line_ends_are_counted_wherever_they_stand() {
        let text: Vec<u8> = (0..=255).chain(*b"\n\n\n\n\n\n\n\n\x0b\x8a\n\x09\n").cycle().take(900).collect();
        for start in 0..40 {
            let bytes = text.get(start..text.len() - 2 * start).unwrap_or_default();
            assert_eq!(ends(bytes) as usize, bytes.iter().filter(|byte| **byte == b'\n').count());
        }
    }

    #[test]
    fn what_is_trimmed_is_what_is_trimmed_otherwise() {
        for text in [
            "",
            " ",
            "a",
            " a b\t\r\n",
            "\u{b}a",
            "\u{a0}a\u{3000}",
            " é ",
            "\u{85} x",
            "\u{1f}x\u{7f}",
            " \u{feff} ",
        ] {
            assert_eq!(trim(text), text.trim(), "{text:?}");
        }
    }
}
