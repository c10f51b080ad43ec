//! Finds paths that are different here and the same on other disks: in upper and lower case (Windows,
//! macOS), or in how accents are composed (macOS).
//!
//! Full normalisation tables would add 63 kB (gzip) to the page for one remark. So only the precomposed
//! letters of U+00C0 to U+017F are taken apart, which covers the languages of Europe written in Latin
//! letters; collisions in other scripts are not found.

use super::Entry;
use super::problems::{Note, NoteKind};
use crate::order;

/// The small letters of U+00C0 to U+017F that are a base and a mark: by mark, each letter before its base.
const COMPOSED: &[(char, &str)] = &[
    ('\u{300}', "àaèeìiòoùu"),
    ('\u{301}', "áaéeíióoúuýyćcĺlńnŕrśsźz"),
    ('\u{302}', "âaêeîiôoûuĉcĝgĥhĵjŝsŵwŷy"),
    ('\u{303}', "ãañnõoĩiũu"),
    ('\u{304}', "āaēeīiōoūu"),
    ('\u{306}', "ăaĕeğgĭiŏoŭu"),
    ('\u{307}', "ċcėeġgżz"),
    ('\u{308}', "äaëeïiöoüuÿy"),
    ('\u{30a}', "åaůu"),
    ('\u{30b}', "őoűu"),
    ('\u{30c}', "čcďděeľlňnřršsťtžz"),
    ('\u{327}', "çcģgķkļlņnŗrşsţt"),
    ('\u{328}', "ąaęeįiųu"),
];

/// The remarks on all paths that collide with an earlier one. `entries` are sorted and their paths differ.
pub(super) fn find(entries: &[Entry]) -> Vec<Note> {
    let mut keys = candidates(entries);
    // Stable: of a colliding pair the later path gets the remark.
    order::sort_by(&mut keys, |(left, _), (right, _)| left.cmp(right));
    let mut notes: Vec<Note> = Vec::new();
    for pair in keys.windows(2) {
        let [(left_key, left), (right_key, right)] = pair else { continue };
        if left_key != right_key {
            continue;
        }
        let (path, other) = (&right.path, left.path.clone());
        let is_same = |lower: fn(&str) -> String| lower(path.as_str()) == lower(other.as_str());
        if is_same(str::to_lowercase) {
            notes.push(Note { path: path.clone(), kind: NoteKind::SameButCase { other } });
        } else if is_same(folded) {
            notes.push(Note { path: path.clone(), kind: NoteKind::SameButForm { other } });
        }
    }
    order::sort_by(&mut notes, |left, right| left.path.cmp(&right.path));
    notes
}

/// The paths that may collide, with their keys: a sieve lets go of nearly all others, which then need no sorting.
fn candidates(entries: &[Entry]) -> Vec<(u64, &Entry)> {
    let keys: Vec<u64> = entries.iter().map(|entry| key(entry.path.as_str())).collect();
    let bits = (16 * keys.len()).next_power_of_two();
    let bit = |key: u64| {
        let at = (key ^ key >> 32) as usize & (bits - 1);
        (at / 64, 1_u64 << (at % 64))
    };
    // Whether a key came to a bit, and whether another one did.
    let mut seen = vec![(0_u64, 0_u64); bits / 64 + 1];
    for key in &keys {
        let (at, bit) = bit(*key);
        if let Some((once, twice)) = seen.get_mut(at) {
            *twice |= *once & bit;
            *once |= bit;
        }
    }
    let is_shared = |key: u64| {
        let (at, bit) = bit(key);
        seen.get(at).is_some_and(|(_, twice)| twice & bit != 0)
    };
    keys.into_iter().zip(entries).filter(|(key, _)| is_shared(*key)).collect()
}

/// A number that is equal for colliding paths; without an allocation for plain ASCII.
fn key(path: &str) -> u64 {
    if path.is_ascii() { caseless(path) } else { caseless(&folded(path)) }
}

/// Hashes eight bytes at once. Letters lose their case, and a few marks become one.
fn caseless(text: &str) -> u64 {
    const CASE: u64 = 0x2020_2020_2020_2020;
    const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;
    let (words, rest) = text.as_bytes().as_chunks();
    let rest = rest.iter().fold(0, |word, byte| word << 8 | u64::from(*byte));
    let words = words.iter().map(|word| u64::from_le_bytes(*word)).chain([rest]);
    words.fold(text.len() as u64, |hash, word| {
        let mixed = (hash ^ (word | CASE)).wrapping_mul(SPREAD);
        mixed ^ mixed >> 29
    })
}

/// The path in lower case with its letters taken apart.
fn folded(path: &str) -> String {
    let mut folded = String::with_capacity(path.len());
    for c in path.chars().flat_map(char::to_lowercase) {
        match taken_apart(c) {
            Some(parts) => folded.extend(parts),
            None => folded.push(c),
        }
    }
    folded
}

fn taken_apart(letter: char) -> Option<[char; 2]> {
    if letter.is_ascii() {
        return None;
    }
    COMPOSED.iter().find_map(|(mark, pairs)| {
        let mut pairs = pairs.chars();
        while let (Some(composed), Some(base)) = (pairs.next(), pairs.next()) {
            if composed == letter {
                return Some([base, *mark]);
            }
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::super::{FilesBuilder, Limits};

    fn check(paths: &[&str], expected: &[&str]) {
        let mut builder = FilesBuilder::new(Limits::default());
        paths.iter().for_each(|path| builder.add(path, Vec::new()));
        let files = builder.finish();
        assert_eq!(files.len(), paths.len());
        assert_eq!(files.notes().iter().map(ToString::to_string).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn collisions_are_reported_and_kept() {
        check(
            &["a/B.md", "a/b.md", "a/c.md"],
            &["`a/b.md` and `a/B.md` differ in case only; some disks can keep only one of them."],
        );
        check(
            &["Caf\u{e9}.md", "cafe\u{301}.md", "cafe.md"],
            &[
                "`cafe\u{301}.md` and `Caf\u{e9}.md` look the same but are spelled with other Unicode characters; \
             some disks can keep only one of them.",
            ],
        );
        check(&["Ä", "ä"], &["`ä` and `Ä` differ in case only; some disks can keep only one of them."]);
        check(&["cafe", "café", "straße", "strasse"], &[]);
    }
}
