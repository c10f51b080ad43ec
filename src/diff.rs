//! What differs between two sequences, line by line: the fewest lines that have to go and come, where that can be told
//! with little work, else what stands between the lines that both have once.

mod texts;

pub use texts::{Difference, lines};

use crate::order;
use std::ops::Range;
use texts::is_same;

/// Lines that go, and lines that come in their place. Positions count from 0; both are in order and never touch
/// those of another change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The lines of the old sequence that go.
    pub old: Range<usize>,
    /// The lines of the new sequence that come.
    pub new: Range<usize>,
}

/// Up to so many lines that go and come are looked for the shortest way; beyond, lines that both have once guide.
const MOST_STEPS: usize = 400;

/// What differs between two sequences of pieces: lines, words, blocks.
pub fn changes(old: &[&[u8]], new: &[&[u8]]) -> Vec<Change> {
    let mut work = Work { old, new, symbols: Vec::new(), found: Vec::new() };
    let mut pending = vec![(0..old.len(), 0..new.len())];
    while let Some((old, new)) = pending.pop() {
        let (old, new) = work.trimmed(old, new);
        if old.is_empty() || new.is_empty() {
            work.add(old, new);
        } else if !work.shortest(old.clone(), new.clone()) {
            match work.between_anchors(old.clone(), new.clone()) {
                // Nothing guides: all of it goes and comes.
                parts if parts.len() < 2 => work.add(old, new),
                parts => pending.extend(parts),
            }
        }
    }
    work.finish()
}

/// Each piece as a number, equal ones as equal numbers: first those of the old sequence, then those of the new one.
fn symbols(old: &[&[u8]], new: &[&[u8]]) -> Vec<usize> {
    let piece = |at: usize| if at < old.len() { old.get(at) } else { new.get(at - old.len()) };
    let mut places: Vec<usize> = (0..old.len() + new.len()).collect();
    order::sort_by(&mut places, |a, b| piece(*a).cmp(&piece(*b)));
    let mut symbols = vec![0; places.len()];
    let (mut symbol, mut last) = (0, None);
    for place in places {
        if last.is_some_and(|last| piece(last) != piece(place)) {
            symbol += 1;
        }
        last = Some(place);
        symbols.iter_mut().skip(place).take(1).for_each(|slot| *slot = symbol);
    }
    symbols
}

struct Work<'a> {
    old: &'a [&'a [u8]],
    new: &'a [&'a [u8]],
    /// The pieces as numbers, once somebody needs to know how often they stand there.
    symbols: Vec<usize>,
    found: Vec<Change>,
}

impl Work<'_> {
    fn is_same(&self, old: usize, new: usize) -> bool {
        match (self.old.get(old), self.new.get(new)) {
            (Some(old), Some(new)) => is_same(old, new),
            _ => false,
        }
    }

    /// What is left without the lines that both begin and end with.
    fn trimmed(&self, mut old: Range<usize>, mut new: Range<usize>) -> (Range<usize>, Range<usize>) {
        while !old.is_empty() && !new.is_empty() && self.is_same(old.start, new.start) {
            (old.start, new.start) = (old.start + 1, new.start + 1);
        }
        while !old.is_empty() && !new.is_empty() && self.is_same(old.end - 1, new.end - 1) {
            (old.end, new.end) = (old.end - 1, new.end - 1);
        }
        (old, new)
    }

    fn add(&mut self, old: Range<usize>, new: Range<usize>) {
        if !old.is_empty() || !new.is_empty() {
            self.found.push(Change { old, new });
        }
    }

    /// Finds the fewest changes, after Myers: for every number of steps how far each diagonal gets. Whether they were
    /// found within [`MOST_STEPS`].
    fn shortest(&mut self, old: Range<usize>, new: Range<usize>) -> bool {
        let (width, height) = (old.len() as isize, new.len() as isize);
        let mut reached: Vec<Vec<isize>> = Vec::new();
        for steps in 0..=MOST_STEPS as isize {
            let mut row = Vec::with_capacity(steps as usize + 1);
            for diagonal in (-steps..=steps).step_by(2) {
                let mut x = start(reached.last(), steps, diagonal).0;
                while x < width
                    && x - diagonal < height
                    && self.is_same(old.start + x as usize, new.start + (x - diagonal) as usize)
                {
                    x += 1;
                }
                row.push(x);
                if x >= width && x - diagonal >= height {
                    self.walk_back(&reached, (width, height), (old.start, new.start));
                    return true;
                }
            }
            reached.push(row);
        }
        false
    }

    /// The changes on the way to a place, from what each diagonal reached with fewer steps.
    fn walk_back(&mut self, reached: &[Vec<isize>], mut at: (isize, isize), base: (usize, usize)) {
        let mut found: Vec<Change> = Vec::new();
        for steps in (1..=reached.len()).rev() {
            let before = reached.get(steps - 1);
            let (x, takes_old) = start(before, steps as isize, at.0 - at.1);
            let y = x - (at.0 - at.1);
            let from = if takes_old { (x - 1, y) } else { (x, y - 1) };
            let place = |from: isize, base: usize| base + from.max(0) as usize;
            let change = Change {
                old: place(from.0, base.0)..place(x, base.0),
                new: place(from.1, base.1)..place(y, base.1),
            };
            found.push(change);
            at = from;
        }
        self.found.extend(found.into_iter().rev());
    }

    /// The stretches between lines that both sides have once, in the order in which most of them stand.
    fn between_anchors(&mut self, old: Range<usize>, new: Range<usize>) -> Vec<(Range<usize>, Range<usize>)> {
        if self.symbols.is_empty() {
            self.symbols = symbols(self.old, self.new);
        }
        let (of_old, of_new) = self.symbols.split_at(self.old.len().min(self.symbols.len()));
        let once = |symbols: &[usize], range: Range<usize>| {
            let mut places: Vec<(usize, usize)> =
                range.clone().filter_map(|at| Some((*symbols.get(at)?, at))).collect();
            order::sort(&mut places);
            let is_once = |group: &&[(usize, usize)]| group.len() == 1;
            let groups = places.chunk_by(|a, b| a.0 == b.0).filter(is_once);
            groups.flatten().copied().collect::<Vec<_>>()
        };
        let (left, right) = (once(of_old, old.clone()), once(of_new, new.clone()));
        let mut pairs: Vec<(usize, usize)> = left
            .iter()
            .filter_map(|(symbol, at)| {
                let found = right.binary_search_by(|(other, _)| other.cmp(symbol)).ok()?;
                Some((*at, right.get(found)?.1))
            })
            .collect();
        order::sort(&mut pairs);
        let mut parts = Vec::new();
        let (mut from_old, mut from_new) = (old.start, new.start);
        for (at_old, at_new) in longest_rise(&pairs) {
            parts.push((from_old..at_old, from_new..at_new));
            (from_old, from_new) = (at_old + 1, at_new + 1);
        }
        parts.push((from_old..old.end, from_new..new.end));
        parts
    }

    /// All changes in their order, those that touch as one.
    fn finish(mut self) -> Vec<Change> {
        order::sort_by(&mut self.found, |a, b| (a.old.start, a.new.start).cmp(&(b.old.start, b.new.start)));
        let mut changes: Vec<Change> = Vec::new();
        for next in self.found {
            match changes.last_mut() {
                Some(last) if last.old.end == next.old.start && last.new.end == next.new.start => {
                    (last.old.end, last.new.end) = (next.old.end, next.new.end);
                }
                _ => changes.push(next),
            }
        }
        changes
    }
}

/// Where a diagonal begins after one step more, and whether that step takes a line of the old sequence.
fn start(before: Option<&Vec<isize>>, steps: isize, diagonal: isize) -> (isize, bool) {
    let Some(before) = before else { return (0, false) };
    let reached = |diagonal: isize| {
        let at = usize::try_from((diagonal + steps - 1) / 2).ok().filter(|_| diagonal.abs() < steps)?;
        before.get(at).copied()
    };
    match (reached(diagonal - 1), reached(diagonal + 1)) {
        (Some(left), Some(above)) if left + 1 > above => (left + 1, true),
        (Some(left), None) => (left + 1, true),
        (_, Some(above)) => (above, false),
        (None, None) => (0, false),
    }
}

/// Of pairs in order of their first the most whose second rise too.
fn longest_rise(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // For every length the pair that ends lowest, and for every pair the one before it.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    let second = |at: usize| pairs.get(at).map_or(0, |pair| pair.1);
    for (at, pair) in pairs.iter().enumerate() {
        let length = ends.partition_point(|end| second(*end) < pair.1);
        before.push(length.checked_sub(1).and_then(|last| ends.get(last)).copied());
        match ends.get_mut(length) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let mut rise = Vec::new();
    let mut next = ends.last().copied();
    while let Some(at) = next {
        rise.extend(pairs.get(at));
        next = before.get(at).copied().flatten();
    }
    rise.reverse();
    rise
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(old: &str, new: &str, expected: &[(Range<usize>, Range<usize>)]) {
        let found = changes(&lines(old.as_bytes()), &lines(new.as_bytes()));
        let found: Vec<_> = found.into_iter().map(|change| (change.old, change.new)).collect();
        assert_eq!(found, expected, "{old:?} {new:?}");
    }

    /// The new sequence, made of the old one and the changes.
    fn made<'a>(old: &[&'a [u8]], new: &[&'a [u8]], changes: &[Change]) -> Vec<&'a [u8]> {
        let (mut made, mut at) = (Vec::new(), 0);
        for change in changes {
            made.extend(old.get(at..change.old.start).unwrap_or_default());
            made.extend(new.get(change.new.clone()).unwrap_or_default());
            at = change.old.end;
        }
        made.extend(old.get(at..).unwrap_or_default());
        made
    }

    #[test]
    fn what_goes_and_comes() {
        check("", "", &[]);
        check("a\n", "a\n", &[]);
        check("a\n", "a", &[(0..1, 0..1)]);
        check("", "a\nb\n", &[(0..0, 0..2)]);
        check("a\nb\nc\n", "a\nc\n", &[(1..2, 1..1)]);
        check("a\nb\nc\n", "a\nx\ny\nc\n", &[(1..2, 1..3)]);
        check("a\nb\nc\nd\n", "b\nc\nd\ne\n", &[(0..1, 0..0), (4..4, 3..4)]);
        check(
            "a\nb\nc\na\nb\nb\na\n",
            "c\nb\na\nb\na\nc\n",
            &[(0..2, 0..0), (3..3, 1..2), (5..6, 4..4), (7..7, 5..6)],
        );
    }

    #[test]
    fn much_that_differs_is_guided_by_what_both_have_once() {
        let part = |name: &str, at: usize| (0..900).map(|n| format!("{name}{at}-{n}\n")).collect::<String>();
        let (mut old, mut new) = (String::new(), String::new());
        for at in 0..4 {
            old += &format!("{}== {at}\n", part("a", at));
            new += &format!("{}== {at}\n", part("b", at));
        }
        let expected =
            [(0..900, 0..900), (901..1801, 901..1801), (1802..2702, 1802..2702), (2703..3603, 2703..3603)];
        check(&old, &new, &expected);
    }

    proptest! {
        #[test]
        fn the_changes_make_the_new_of_the_old(old in "([abc]\n){0,40}", new in "([abc]\n){0,40}[ab]?") {
            let (old, new) = (lines(old.as_bytes()), lines(new.as_bytes()));
            let changes = changes(&old, &new);
            prop_assert_eq!(made(&old, &new, &changes), new);
            for [one, next] in changes.array_windows() {
                prop_assert!(one.old.end < next.old.start || one.new.end < next.new.start);
            }
        }
    }
}
