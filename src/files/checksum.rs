//! The checksum of zip archives, CRC-32.
//!
//! Its tables are made when they are first needed. Crates bring theirs along: 16 kB that no compression
//! makes smaller, in a page that is to load fast.

use std::sync::OnceLock;

/// The polynomial, its bits reversed.
const POLYNOMIAL: u32 = 0xedb8_8320;

/// What a byte does to the checksum when 0 to 7 more bytes follow it.
type Tables = [[u32; 256]; 8];

/// The CRC-32 of these bytes.
pub fn crc32(bytes: &[u8]) -> u32 {
    static TABLES: OnceLock<Tables> = OnceLock::new();
    let [t0, t1, t2, t3, t4, t5, t6, t7] = TABLES.get_or_init(tables);
    let (eights, rest) = bytes.as_chunks();
    let mut crc = !0;
    // Eight bytes at once, because each step waits for the one before it.
    for [a, b, c, d, e, f, g, h] in eights {
        let [w, x, y, z] = (crc ^ u32::from_le_bytes([*a, *b, *c, *d])).to_le_bytes();
        crc = at(t7, w) ^ at(t6, x) ^ at(t5, y) ^ at(t4, z);
        crc ^= at(t3, *e) ^ at(t2, *f) ^ at(t1, *g) ^ at(t0, *h);
    }
    !rest.iter().fold(crc, |crc, byte| shifted(t0, crc, *byte))
}

fn tables() -> Tables {
    let mut first = [0; 256];
    for (byte, entry) in (0..).zip(&mut first) {
        *entry = (0..8).fold(byte, |crc, _| if crc & 1 == 1 { crc >> 1 ^ POLYNOMIAL } else { crc >> 1 });
    }
    let mut table = first;
    std::array::from_fn(|_| {
        let next = table.map(|crc| shifted(&first, crc, 0));
        std::mem::replace(&mut table, next)
    })
}

/// The checksum after one more byte.
fn shifted(first: &[u32; 256], crc: u32, byte: u8) -> u32 {
    let [low, ..] = crc.to_le_bytes();
    crc >> 8 ^ at(first, low ^ byte)
}

#[inline(always)]
fn at(table: &[u32; 256], byte: u8) -> u32 {
    // There are as many entries as bytes, and the compiler sees it.
    table.get(usize::from(byte)).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_the_checksum_everyone_uses() {
        let bytes: Vec<u8> = (0..2000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        for length in (0..40).chain([255, 256, 257, 2000]) {
            let bytes = bytes.get(..length).unwrap_or_default();
            assert_eq!(crc32(bytes), crc32fast::hash(bytes), "{length} bytes");
        }
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
    }
}
