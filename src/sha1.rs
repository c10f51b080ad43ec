//! SHA-1, by which git knows contents. It tells them apart here, and guards nothing.

/// The state before the first block.
const BEGIN: [u32; 5] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0];
/// How many bytes are mixed in at once.
const BLOCK: usize = 64;

/// The digest of several pieces as one message.
pub fn sha1(pieces: &[&[u8]]) -> [u8; 20] {
    let mut state = BEGIN;
    let mut rest: Vec<u8> = Vec::with_capacity(2 * BLOCK);
    let mut bytes: u64 = 0;
    for piece in pieces {
        let mut piece = *piece;
        bytes += piece.len() as u64;
        if !rest.is_empty() {
            let (head, tail) = piece.split_at(piece.len().min(BLOCK - rest.len()));
            rest.extend(head);
            piece = tail;
            if let Some(block) = rest.first_chunk() {
                mix(&mut state, block);
                rest.clear();
            }
        }
        let (blocks, tail) = piece.as_chunks();
        blocks.iter().for_each(|block| mix(&mut state, block));
        rest.extend(tail);
    }
    rest.push(0x80);
    while rest.len() % BLOCK != BLOCK - 8 {
        rest.push(0);
    }
    rest.extend(bytes.wrapping_mul(8).to_be_bytes());
    rest.as_chunks().0.iter().for_each(|block| mix(&mut state, block));
    let mut digest = [0; 20];
    for (slot, word) in digest.as_chunks_mut().0.iter_mut().zip(state) {
        *slot = word.to_be_bytes();
    }
    digest
}

fn mix(state: &mut [u32; 5], block: &[u8; BLOCK]) {
    let mut words = [0_u32; 16];
    for (word, bytes) in words.iter_mut().zip(block.as_chunks().0) {
        *word = u32::from_be_bytes(*bytes);
    }
    let mut all = [[0_u32; 16]; 5];
    for (at, sixteen) in all.iter_mut().enumerate() {
        if at > 0 {
            follow(&mut words);
        }
        *sixteen = words;
    }
    let [mut a, mut b, mut c, mut d, mut e] = *state;
    // A loop for each kind of turn, without a choice within: this is where the time goes.
    macro_rules! turns {
        ($words:expr, $constant:expr, $mixed:expr) => {
            for word in $words {
                let mixed: u32 = $mixed(b, c, d);
                let next = a.rotate_left(5).wrapping_add(mixed).wrapping_add(e);
                let next = next.wrapping_add($constant).wrapping_add(*word);
                (e, d, c, b, a) = (d, c, b.rotate_left(30), a, next);
            }
        };
    }
    let (twenties, _) = all.as_flattened().as_chunks::<20>();
    if let [first, second, third, last] = twenties {
        turns!(first, 0x5a82_7999, |b: u32, c: u32, d: u32| d ^ (b & (c ^ d)));
        turns!(second, 0x6ed9_eba1, |b: u32, c: u32, d: u32| b ^ c ^ d);
        turns!(third, 0x8f1b_bcdc, |b: u32, c: u32, d: u32| (b & c) | (d & (b | c)));
        turns!(last, 0xca62_c1d6, |b: u32, c: u32, d: u32| b ^ c ^ d);
    }
    for (slot, value) in state.iter_mut().zip([a, b, c, d, e]) {
        *slot = slot.wrapping_add(value);
    }
}

/// Puts the sixteen words that follow in the place of sixteen words.
fn follow(words: &mut [u32; 16]) {
    // Each is made of those 3, 8, 14 and 16 before it, some of which are made already.
    macro_rules! make {
        ($($at:literal)*) => {
            $(words[$at] = (words[($at + 13) % 16] ^ words[($at + 8) % 16] ^ words[($at + 2) % 16] ^ words[$at]).rotate_left(1);)*
        };
    }
    make!(0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15);
}

#[cfg(test)]
mod tests {
    use super::sha1;

    fn hex(pieces: &[&[u8]]) -> String {
        sha1(pieces).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn digests_are_those_of_the_standard() {
        assert_eq!(hex(&[]), "da39a3ee5e6b4b0d3255bfef95601890afd80709");
        assert_eq!(hex(&[b"abc"]), "a9993e364706816aba3e25717850c26c9cd0d89d");
        assert_eq!(hex(&[&[b'a'; 1_000_000]]), "34aa973cd4c4daa4f61eeb2bdbad27316534016f");
    }

    #[test]
    fn where_a_message_is_cut_does_not_matter() {
        let message: Vec<u8> = (0..300_u32).map(|n| (n * 7 % 251) as u8).collect();
        let whole = sha1(&[&message]);
        for cut in 0..message.len() {
            let (head, tail) = message.split_at(cut);
            assert_eq!(sha1(&[head, b"", tail]), whole, "cut at {cut}");
            assert_eq!(
                sha1(&[
                    head.get(..cut / 2).unwrap_or_default(),
                    head.get(cut / 2..).unwrap_or_default(),
                    tail
                ]),
                whole
            );
        }
    }
}
