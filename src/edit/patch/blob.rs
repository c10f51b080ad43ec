//! The ids by which git knows contents: SHA-1 over a header and the bytes.

/// The id of a content.
pub(super) fn id(bytes: &[u8]) -> String {
    let mut message = format!("blob {}\0", bytes.len()).into_bytes();
    message.extend(bytes);
    sha1(message).iter().map(|word| format!("{word:08x}")).collect()
}

/// SHA-1, which here tells contents apart and guards nothing.
fn sha1(mut message: Vec<u8>) -> [u32; 5] {
    let bits = (message.len() as u64).wrapping_mul(8);
    message.push(0x80);
    while message.len() % 64 != 56 {
        message.push(0);
    }
    message.extend(bits.to_be_bytes());
    let mut state: [u32; 5] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0];
    let mut words = Vec::with_capacity(80);
    for block in message.as_chunks::<64>().0 {
        words.clear();
        words.extend(block.as_chunks::<4>().0.iter().map(|word| u32::from_be_bytes(*word)));
        let [mut a, mut b, mut c, mut d, mut e] = state;
        for round in 0..80 {
            if round >= 16 {
                let back = |steps: usize| words.get(round - steps).copied().unwrap_or_default();
                words.push((back(3) ^ back(8) ^ back(14) ^ back(16)).rotate_left(1));
            }
            let (mixed, constant) = match round {
                0..20 => ((b & c) | (!b & d), 0x5a82_7999),
                20..40 => (b ^ c ^ d, 0x6ed9_eba1),
                40..60 => ((b & c) | (b & d) | (c & d), 0x8f1b_bcdc),
                _ => (b ^ c ^ d, 0xca62_c1d6),
            };
            let word = words.get(round).copied().unwrap_or_default();
            let next = a
                .rotate_left(5)
                .wrapping_add(mixed)
                .wrapping_add(e)
                .wrapping_add(constant)
                .wrapping_add(word);
            (a, b, c, d, e) = (next, a, b.rotate_left(30), c, d);
        }
        for (slot, value) in state.iter_mut().zip([a, b, c, d, e]) {
            *slot = slot.wrapping_add(value);
        }
    }
    state
}

#[cfg(test)]
mod tests {
    use super::id;

    #[test]
    fn ids_are_those_of_git() {
        assert_eq!(id(b""), "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
        assert_eq!(id(b"hello\n"), "ce013625030ba8dba906f756967f9e9ca394464a");
        assert_eq!(id(&[b'a'; 1000]), "a50be72b20f0e3f078d252e8e56b11b4bec67509");
    }
}
