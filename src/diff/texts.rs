//! Two texts compared without looking at each of their lines: what both begin and end with is passed over in words of
//! eight bytes, and only what is left is taken apart.

use super::{Change, changes};
use crate::lines;
use std::ops::Range;

/// What differs between two texts, line by line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// How many lines both begin with that are passed over.
    pub skipped: usize,
    /// The changes. Their positions count from the first line that is not passed over.
    pub changes: Vec<Change>,
    /// The bytes that are not passed over, in each text.
    old: Range<usize>,
    new: Range<usize>,
}

impl Difference {
    /// Compares two texts. So many lines that both have are kept before and behind what differs, where there are so many.
    pub fn between(old: &[u8], new: &[u8], context: usize) -> Difference {
        Difference::with_lines(old, new, context).0
    }

    /// The same, with [the lines](Difference::lines) that were looked at.
    pub fn with_lines<'a>(old: &'a [u8], new: &'a [u8], context: usize) -> (Difference, [Vec<&'a [u8]>; 2]) {
        let same = common(old, new);
        if same == old.len() && same == new.len() {
            return Default::default();
        }
        let mut start = line_start(old, same);
        let (mut old_end, mut new_end) = ends(old, new, start);
        for _ in 0..context {
            start = line_start(old, start.saturating_sub(1));
            let behind = lines::end(old.get(old_end..).unwrap_or_default());
            let more = behind.map_or(old.len() - old_end, |at| at + 1);
            (old_end, new_end) = (old_end + more, new_end + more);
        }
        let skipped = lines::ends(old.get(..start).unwrap_or_default()) as usize;
        let (old_range, new_range) = (start..old_end, start..new_end);
        let lines = [lines_in(old, &old_range), lines_in(new, &new_range)];
        let [before, after] = &lines;
        let changes = changes(before, after);
        (Difference { skipped, changes, old: old_range, new: new_range }, lines)
    }

    /// The lines that are not passed over, before and after. The texts have to be those that were compared.
    pub fn lines<'a>(&self, old: &'a [u8], new: &'a [u8]) -> [Vec<&'a [u8]>; 2] {
        [lines_in(old, &self.old), lines_in(new, &self.new)]
    }
}

fn lines_in<'a>(text: &'a [u8], range: &Range<usize>) -> Vec<&'a [u8]> {
    lines(text.get(range.clone()).unwrap_or_default())
}

/// The lines of a text, each with its line end.
pub fn lines(text: &[u8]) -> Vec<&[u8]> {
    let mut lines = Vec::with_capacity(text.len() / 32 + 1);
    let mut rest = text;
    while !rest.is_empty() {
        let length = lines::end(rest).map_or(rest.len(), |at| at + 1);
        let (line, behind) = rest.split_at(length.min(rest.len()));
        lines.push(line);
        rest = behind;
    }
    lines
}

/// Whether two pieces are the same bytes.
pub(super) fn is_same(left: &[u8], right: &[u8]) -> bool {
    left.len() == right.len() && common(left, right) == left.len()
}

/// With how many bytes both begin.
fn common(left: &[u8], right: &[u8]) -> usize {
    let words = left.as_chunks::<8>().0.iter().zip(right.as_chunks::<8>().0);
    let mut at = 0;
    for (one, other) in words {
        let differs = u64::from_le_bytes(*one) ^ u64::from_le_bytes(*other);
        if differs != 0 {
            return at + differs.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    let rest = left.iter().skip(at).zip(right.iter().skip(at));
    at + rest.take_while(|(one, other)| one == other).count()
}

/// With how many bytes both end.
fn common_end(left: &[u8], right: &[u8]) -> usize {
    let words = left.as_rchunks::<8>().1.iter().rev().zip(right.as_rchunks::<8>().1.iter().rev());
    let mut at = 0;
    for (one, other) in words {
        let differs = u64::from_le_bytes(*one) ^ u64::from_le_bytes(*other);
        if differs != 0 {
            return at + differs.leading_zeros() as usize / 8;
        }
        at += 8;
    }
    let rest = left.iter().rev().skip(at).zip(right.iter().rev().skip(at));
    at + rest.take_while(|(one, other)| one == other).count()
}

/// Where the lines begin that both texts end with, behind a place up to which they are the same.
fn ends(old: &[u8], new: &[u8], start: usize) -> (usize, usize) {
    let (old_rest, new_rest) = (old.get(start..).unwrap_or_default(), new.get(start..).unwrap_or_default());
    let end = common_end(old_rest, new_rest);
    let (old_end, new_end) = (old.len() - end, new.len() - end);
    if is_line_start(old, old_end) && is_line_start(new, new_end) {
        return (old_end, new_end);
    }
    let cut = lines::end(old.get(old_end..).unwrap_or_default()).map_or(end, |at| at + 1);
    (old_end + cut, new_end + cut)
}

fn is_line_start(text: &[u8], at: usize) -> bool {
    at.checked_sub(1).is_none_or(|before| text.get(before) == Some(&b'\n'))
}

/// Where the line begins that a place is in.
fn line_start(text: &[u8], at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    before.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The changes by the lines of the whole texts.
    fn whole(difference: &Difference) -> Vec<Change> {
        let moved = |range: &Range<usize>| range.start + difference.skipped..range.end + difference.skipped;
        let changes = difference.changes.iter();
        changes.map(|change| Change { old: moved(&change.old), new: moved(&change.new) }).collect()
    }

    fn check(old: &str, new: &str) {
        let (old, new) = (old.as_bytes(), new.as_bytes());
        let plain: Vec<&[u8]> = old.split_inclusive(|byte| *byte == b'\n').collect();
        assert_eq!(lines(old), plain);
        for context in [0, 1, 3] {
            let difference = Difference::between(old, new, context);
            assert_eq!(whole(&difference), changes(&lines(old), &lines(new)), "{old:?} {new:?}");
            let [before, after] = difference.lines(old, new);
            for (kept, all) in [(before, lines(old)), (after, lines(new))] {
                let here = all.get(difference.skipped..difference.skipped + kept.len());
                assert_eq!(here, Some(kept.as_slice()));
            }
            if let (Some(first), Some(last)) = (difference.changes.first(), difference.changes.last()) {
                let [before, _] = difference.lines(old, new);
                assert!(first.old.start >= context || difference.skipped == 0);
                let behind = lines(old).len() - difference.skipped - before.len();
                assert!(before.len() - last.old.end >= context || behind == 0);
            }
        }
    }

    #[test]
    fn texts_of_every_shape() {
        let long = "a line that is longer than a word\n".repeat(9);
        for (old, new) in [
            ("", ""),
            ("", "a"),
            ("a", ""),
            ("a\nb", "a\nb\nc"),
            ("a\nb\n", "a\nb"),
            ("a\n\n\n", "a\n\n"),
            ("x\na\n", "a\n"),
            ("ba\n", "a\n"),
            ("a\nba\n", "a\na\n"),
        ] {
            check(old, new);
            check(&format!("{long}{old}{long}"), &format!("{long}{new}{long}"));
            check(&format!("{long}{old}"), &format!("{long}{new}"));
        }
    }

    proptest! {
        #[test]
        fn what_is_passed_over_changes_nothing(
            head in "([ab]{0,12}\n){0,6}", old in "([abc]{0,3}\n){0,8}[ab]?", new in "([abc]{0,3}\n){0,8}[ab]?", tail in "\n?([ab]{0,12}\n){0,6}[a]?",
        ) {
            check(&format!("{head}{old}{tail}"), &format!("{head}{new}{tail}"));
        }

        #[test]
        fn line_ends_are_counted_in_any_bytes(bytes in prop::collection::vec(prop_oneof![Just(b'\n'), Just(0x8a_u8), Just(0_u8), any::<u8>()], 0..70)) {
            let plain = bytes.iter().filter(|byte| **byte == b'\n').count();
            prop_assert_eq!(lines::ends(&bytes) as usize, plain);
            prop_assert_eq!(lines::end(&bytes), bytes.iter().position(|byte| *byte == b'\n'));
            prop_assert_eq!(lines(&bytes).concat(), bytes);
        }
    }
}
