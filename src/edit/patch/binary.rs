//! Contents that are no text to git, in the form that its patches have for them: packed, in letters that survive a mail, once as
//! they are after and once as they were before.

use crate::files::zlib;

/// The 85 letters.
const LETTERS: &[u8; 85] =
    b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~";
/// How many bytes a line holds.
const LINE_BYTES: usize = 52;

/// Whether git takes a content for no text: a NUL stands near its beginning.
pub(super) fn is_binary(bytes: &[u8]) -> bool {
    bytes.iter().take(8000).any(|byte| *byte == 0)
}

/// Writes what the file becomes, and what it was.
pub(super) fn write(old: &[u8], new: &[u8], out: &mut Vec<u8>) {
    out.extend(b"GIT binary patch\n");
    for content in [new, old] {
        out.extend(format!("literal {}\n", content.len()).as_bytes());
        for line in zlib::pack(content).chunks(LINE_BYTES) {
            let count = u8::try_from(line.len()).unwrap_or_default();
            out.push(if count <= 26 { b'A' + count.saturating_sub(1) } else { b'a' + count - 27 });
            for word in line.chunks(4) {
                let value = (0..4).fold(0_u32, |value, at| {
                    value << 8 | u32::from(word.get(at).copied().unwrap_or_default())
                });
                let letters = [52_200_625, 614_125, 7_225, 85, 1].map(|power| (value / power % 85) as usize);
                out.extend(letters.iter().filter_map(|letter| LETTERS.get(*letter)));
            }
            out.push(b'\n');
        }
        out.push(b'\n');
    }
}

/// A content from its lines: what `literal` announces, and how many lines it took. Nothing when that is not understood, or is
/// more than `limit` bytes.
pub(super) fn read(lines: &[&[u8]], limit: usize) -> Option<(Vec<u8>, usize)> {
    let text = |line: &[u8]| std::str::from_utf8(line).ok().map(|line| line.trim_end().to_owned());
    let size = text(lines.first()?)?.strip_prefix("literal ")?.parse::<usize>().ok()?;
    let mut packed = Vec::new();
    let mut count = 1;
    for line in lines.iter().skip(1) {
        count += 1;
        let line = line.trim_ascii_end();
        let Some((first, letters)) = line.split_first() else { break };
        let length = match first {
            b'A'..=b'Z' => first - b'A' + 1,
            b'a'..=b'z' => first - b'a' + 27,
            _ => return None,
        };
        let mut bytes = Vec::with_capacity(LINE_BYTES);
        for word in letters.chunks(5) {
            let value = word.iter().try_fold(0_u64, |value, letter| {
                let digit = LETTERS.iter().position(|known| known == letter)?;
                Some(value * 85 + digit as u64)
            })?;
            bytes.extend(u32::try_from(value).ok().filter(|_| word.len() == 5)?.to_be_bytes());
        }
        packed.extend(bytes.get(..usize::from(length))?);
    }
    let content = zlib::unpack(&packed, size.min(limit))?;
    (content.len() == size).then_some((content, count))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn contents_come_back() {
        let long: Vec<u8> = (0..2_000_u32).map(|at| (at * at % 251) as u8).collect();
        for (old, new) in [(&b""[..], &b"\0"[..]), (b"a\0b", b"ab"), (long.as_slice(), b""), (b"x", &long)] {
            let mut out = Vec::new();
            write(old, new, &mut out);
            let lines = crate::diff::lines(&out);
            let (found, count) = read(&lines[1..], 1 << 20).unwrap();
            assert_eq!(found, new);
            assert_eq!(read(&lines[1 + count..], 1 << 20).unwrap().0, old);
            assert_eq!(read(&lines[1..], 0).map(|(found, _)| found), new.is_empty().then(Vec::new));
        }
        for odd in [&b"literal 3\nZ~~~~~\n"[..], b"delta 3\n", b"literal x\n", b""] {
            assert_eq!(read(&crate::diff::lines(odd), 1 << 20), None);
        }
    }
}
