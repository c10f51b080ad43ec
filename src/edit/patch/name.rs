//! Names in patches: as git writes them, in quotes where a byte of theirs means something, and read back.

/// A name as git writes it.
pub(super) fn quoted(name: &str) -> String {
    let is_plain = |byte: u8| (0x20..0x7f).contains(&byte) && byte != b'"' && byte != b'\\';
    if name.bytes().all(is_plain) {
        return name.to_owned();
    }
    let mut quoted = String::from("\"");
    for byte in name.bytes() {
        match byte {
            b'"' => quoted.push_str("\\\""),
            b'\\' => quoted.push_str("\\\\"),
            b'\t' => quoted.push_str("\\t"),
            b'\n' => quoted.push_str("\\n"),
            b'\r' => quoted.push_str("\\r"),
            b'\x07' => quoted.push_str("\\a"),
            b'\x08' => quoted.push_str("\\b"),
            b'\x0b' => quoted.push_str("\\v"),
            b'\x0c' => quoted.push_str("\\f"),
            byte if is_plain(byte) => quoted.push(char::from(byte)),
            byte => quoted.push_str(&format!("\\{byte:03o}")),
        }
    }
    quoted.push('"');
    quoted
}

/// A name as it stands behind `---` and `+++`: a tab ends one that holds a space.
pub(super) fn with_tab(quoted: &str) -> String {
    let needs_end = quoted.contains(' ') && !quoted.starts_with('"');
    if needs_end { format!("{quoted}\t") } else { quoted.to_owned() }
}

/// The name at the beginning of a text, in quotes or up to its end, and what follows it.
pub(super) fn unquoted(text: &str) -> Option<(String, &str)> {
    let Some(inside) = text.strip_prefix('"') else { return Some((text.to_owned(), "")) };
    let mut bytes = Vec::new();
    let mut rest = inside.as_bytes().iter().copied().enumerate();
    while let Some((at, byte)) = rest.next() {
        match byte {
            b'"' => return Some((String::from_utf8(bytes).ok()?, inside.get(at + 1..)?)),
            b'\\' => {
                let (_, escape) = rest.next()?;
                bytes.push(match escape {
                    b'a' => 7,
                    b'b' => 8,
                    b't' => b'\t',
                    b'n' => b'\n',
                    b'v' => 11,
                    b'f' => 12,
                    b'r' => b'\r',
                    b'0'..=b'3' => {
                        let digit = |digit: Option<(usize, u8)>| {
                            digit.map(|(_, digit)| digit).filter(|digit| (b'0'..=b'7').contains(digit))
                        };
                        let (middle, last) = (digit(rest.next())?, digit(rest.next())?);
                        (escape - b'0') * 64 + (middle - b'0') * 8 + (last - b'0')
                    }
                    other => other,
                });
            }
            other => bytes.push(other),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_quoted_and_read_back() {
        for (name, expected) in [
            ("a/b.md", "a/b.md"),
            ("a/b c.md", "a/b c.md"),
            ("é.md", "\"\\303\\251.md\""),
            ("a\tb\"c\\d\u{1}\n", "\"a\\tb\\\"c\\\\d\\001\\n\""),
            ("\u{7f}", "\"\\177\""),
        ] {
            let written = quoted(name);
            assert_eq!(written, expected);
            assert_eq!(unquoted(&written), Some((name.to_owned(), "")));
        }
        assert_eq!(unquoted("\"a\" b"), Some(("a".to_owned(), " b")));
        assert_eq!(unquoted("\"a"), None);
        assert_eq!((with_tab("a b"), with_tab("ab")), ("a b\t".to_owned(), "ab".to_owned()));
    }
}
