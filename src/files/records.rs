//! Named pieces of bytes, one behind the other: what travels in a link or under a lock consists of them. Each is its name's
//! length, its name, its length and its bytes; lengths are LEB128, as in WebAssembly. What comes back is untrusted.

/// More pieces than this are not read.
const MOST: usize = 10_000;

/// Writes a piece behind others.
pub fn write(out: &mut Vec<u8>, name: &str, bytes: &[u8]) {
    length(out, name.len());
    out.extend(name.as_bytes());
    length(out, bytes.len());
    out.extend(bytes);
}

/// The pieces in their order; nothing when they are cut off or anything else.
pub fn read(bytes: &[u8]) -> Option<Vec<(&str, &[u8])>> {
    let mut rest = bytes;
    let mut pieces = Vec::new();
    while !rest.is_empty() {
        let name = std::str::from_utf8(taken(&mut rest)?).ok()?;
        let piece = taken(&mut rest)?;
        if pieces.len() >= MOST {
            return None;
        }
        pieces.push((name, piece));
    }
    Some(pieces)
}

fn length(out: &mut Vec<u8>, length: usize) {
    let mut rest = length;
    while rest >= 0x80 {
        out.push((rest & 0x7f) as u8 | 0x80);
        rest >>= 7;
    }
    out.push(rest as u8);
}

/// What stands behind its length at the beginning of `rest`, which goes on behind it.
fn taken<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let mut count = 0_usize;
    for place in 0..5 {
        let (byte, after) = rest.split_first()?;
        *rest = after;
        count |= usize::from(byte & 0x7f) << (7 * place);
        if byte & 0x80 == 0 {
            let (piece, after) = rest.split_at_checked(count)?;
            *rest = after;
            return Some(piece);
        }
    }
    None
}

#[cfg(test)]
#[allow(clippy::indexing_slicing, reason = "a test fails by panicking")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn broken_pieces_are_none() {
        for broken in [&[1][..], &[5, b'a'], &[0xff; 9], &[1, 0xff, 0], &[0x80, 0x80, 0x80, 0x80, 0x80, 0]] {
            assert_eq!(read(broken), None, "{broken:?}");
        }
        assert_eq!(read(&[]), Some(Vec::new()));
        let mut many = Vec::new();
        (0..=MOST).for_each(|_| write(&mut many, "", b""));
        assert_eq!((read(&many), read(&many[2..]).map(|pieces| pieces.len())), (None, Some(MOST)));
    }

    proptest! {
        #[test]
        fn what_goes_in_comes_out(pieces in proptest::collection::vec((".{0,9}", proptest::collection::vec(any::<u8>(), 0..300)), 0..6)) {
            let mut bytes = Vec::new();
            pieces.iter().for_each(|(name, piece)| write(&mut bytes, name, piece));
            let found: Vec<(String, Vec<u8>)> = read(&bytes).unwrap_or_default().into_iter().map(|(name, piece)| (name.to_owned(), piece.to_vec())).collect();
            prop_assert_eq!(found, pieces);
            for end in 0..bytes.len() {
                let _ = read(&bytes[..end]);
            }
        }
    }
}
