//! Objects that are told as what is different from another: pieces of that one, and new bytes.

use super::object::MAX_OBJECT_BYTES;

/// A number in pieces of seven bits, the low ones first; and what follows it.
pub(super) fn number(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let mut value: u64 = 0;
    let mut rest = bytes;
    // Ten pieces hold more than 64 bits.
    for shift in (0..63).step_by(7) {
        let (byte, tail) = rest.split_first()?;
        rest = tail;
        value |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some((value, rest));
        }
    }
    None
}

/// Makes an object from the one that it is told from; nothing when the two do not belong together.
pub(super) fn apply(base: &[u8], delta: &[u8]) -> Option<Vec<u8>> {
    let (base_size, rest) = number(delta)?;
    let (size, mut rest) = number(rest)?;
    if base_size != base.len() as u64 || size > MAX_OBJECT_BYTES {
        return None;
    }
    let size = usize::try_from(size).ok()?;
    let mut made: Vec<u8> = Vec::new();
    while let Some((code, tail)) = rest.split_first() {
        rest = tail;
        let piece = if code & 0x80 != 0 {
            // Bits say which bytes of the offset and of the length are written; the others are zero.
            let mut parts = [0_u8; 7];
            for (bit, part) in parts.iter_mut().enumerate() {
                if code & (1 << bit) != 0 {
                    let (byte, tail) = rest.split_first()?;
                    (*part, rest) = (*byte, tail);
                }
            }
            let [a, b, c, d, e, f, g] = parts;
            let start = u32::from_le_bytes([a, b, c, d]) as usize;
            let length = match u32::from_le_bytes([e, f, g, 0]) as usize {
                0 => 0x1_0000,
                length => length,
            };
            base.get(start..start.checked_add(length)?)?
        } else {
            let (piece, tail) = rest.split_at_checked(usize::from(*code)).filter(|_| *code != 0)?;
            rest = tail;
            piece
        };
        if made.len() + piece.len() > size {
            return None;
        }
        made.extend(piece);
    }
    (made.len() == size).then_some(made)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_of_the_base_and_new_bytes_make_the_object() {
        let base = b"one plan, two plans";
        // Copy 10 bytes from 0, add three, copy five from 14.
        let delta = b"\x13\x12\x90\x0aand\x03and\x91\x0e\x05";
        assert_eq!(
            apply(base, b"\x13\x12\x90\x0a\x03and\x91\x0e\x05").as_deref(),
            Some(&b"one plan, andplans"[..])
        );
        assert_eq!(apply(base, delta), None, "a code of zero bytes length that goes on");
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let base = b"one plan, two plans";
        for (delta, why) in [
            (&b""[..], "empty"),
            (b"\x13", "no size"),
            (b"\x12\x01\x01a", "another base"),
            (b"\x13\x02\x01a", "too little"),
            (b"\x13\x01\x02ab", "too much"),
            (b"\x13\x01\x00", "the code that is kept for later"),
            (b"\x13\x05\x91\x10\x05", "beyond the base"),
            (b"\x13\x05\x9f\xff\xff\xff\xff", "cut off"),
            (b"\x13\x05\x05abc", "cut off in new bytes"),
            (b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", "a number without end"),
        ] {
            assert_eq!(apply(base, delta), None, "{why}");
        }
        assert_eq!(number(b"\xe5\x8e\x26!"), Some((624_485, &b"!"[..])));
    }
}
