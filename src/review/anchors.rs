//! Where a comment belongs, told so that it survives edits of its document: the words it is about, with a little of what
//! stands around them, the headings above, what kind of place it is, and which of its kind.
//!
//! A comment is attached again by its words alone: as they were, with other spaces, or changed a little. Where they stand
//! several times, what is around them decides, and which of its kind it was comes last. What is not found is an orphan, and
//! nothing is ever attached to two places.

use super::spots::{Kind, Spot};
use crate::order;
use std::collections::BTreeSet;

/// So many characters of a place are kept as its quote.
pub const MOST_QUOTED: usize = 1_000;
/// So many characters of what stands before and after are kept.
pub const MOST_AROUND: usize = 64;
/// How alike words have to be to be the same words, edited, when one neighbour is still the same: in percent of the
/// runs of three letters that both have.
pub const LEAST_ALIKE: u32 = 60;
/// How alike they have to be when nothing around them is the same.
pub const LEAST_ALIKE_ELSEWHERE: u32 = 80;
/// Of two that are alike the better one has to be better by so much, where nothing around tells them apart.
const LEAST_LEAD: u32 = 10;

/// Where a comment belongs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Anchor {
    /// The file, relative to the root of the tree.
    pub path: String,
    /// The id of what the file tells of, which stays when it is archived or moved.
    pub item: Option<String>,
    /// What kind of place it is.
    pub kind: Kind,
    /// The headings above it, the outermost first.
    pub trail: Vec<String>,
    /// Its words, at most [`MOST_QUOTED`] characters of them.
    pub quote: String,
    /// What stands before it.
    pub before: String,
    /// What stands after it.
    pub after: String,
    /// Which of its kind it was, from 1.
    pub ordinal: u32,
    /// The line on which it stood, from 1.
    pub line: u32,
}

/// How a comment was attached again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// The words are the same.
    Exact,
    /// They are the same but for spaces and line ends.
    Spaced,
    /// They were edited, and are still alike: in percent.
    Alike(u32),
}

/// Where a comment stands in a document now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// The place, by position; nothing for the document as a whole.
    pub spot: Option<usize>,
    /// How it was found.
    pub how: How,
}

impl Anchor {
    /// The anchor of a place of a document.
    pub fn of(path: &str, item: Option<&str>, spots: &[Spot], at: usize) -> Option<Anchor> {
        let spot = spots.get(at)?;
        let before = at.checked_sub(1).and_then(|at| spots.get(at));
        let after = spots.get(at + 1);
        Some(Anchor {
            kind: spot.kind,
            trail: spot.trail.clone(),
            quote: beginning(&spot.text, MOST_QUOTED),
            before: before.map(|spot| ending(&spot.text)).unwrap_or_default(),
            after: after.map(|spot| beginning(&spot.text, MOST_AROUND)).unwrap_or_default(),
            ordinal: spot.ordinal,
            line: spot.line,
            ..Anchor::document(path, item)
        })
    }

    /// The anchor of a document as a whole.
    pub fn document(path: &str, item: Option<&str>) -> Anchor {
        Anchor {
            path: path.to_owned(),
            item: item.map(str::to_owned),
            kind: Kind::Document,
            trail: Vec::new(),
            quote: String::new(),
            before: String::new(),
            after: String::new(),
            ordinal: 0,
            line: 1,
        }
    }

    /// Where it stands in a document; nothing when what it is about is gone.
    pub fn find(&self, spots: &[Spot]) -> Option<Found> {
        if self.kind == Kind::Document {
            return Some(Found { spot: None, how: How::Exact });
        }
        let own: Vec<String> = spots.iter().map(|spot| beginning(&spot.text, MOST_QUOTED)).collect();
        let same = |is_same: &dyn Fn(&str) -> bool| {
            let places = (0..spots.len()).filter(|at| own.get(*at).is_some_and(|text| is_same(text)));
            self.nearest(spots, &places.collect::<Vec<_>>())
        };
        if let Some(at) = same(&|text| text == self.quote) {
            return Some(Found { spot: Some(at), how: How::Exact });
        }
        let quote = spaced(&self.quote);
        if let Some(at) = same(&|text| spaced(text) == quote) {
            return Some(Found { spot: Some(at), how: How::Spaced });
        }
        let (at, alike) = self.named(spots).or_else(|| self.alike(spots))?;
        Some(Found { spot: Some(at), how: How::Alike(alike) })
    }

    /// Of places that say the same the one that it most likely was.
    fn nearest(&self, spots: &[Spot], places: &[usize]) -> Option<usize> {
        let of_kind = |is_meant: &dyn Fn(Kind) -> bool| -> Vec<usize> {
            let is_meant = |at: &usize| spots.get(*at).is_some_and(|spot| is_meant(spot.kind));
            places.iter().copied().filter(is_meant).collect()
        };
        let own = of_kind(&|kind| kind == self.kind);
        let own = if own.is_empty() { of_kind(&|kind| kind.is_like(self.kind)) } else { own };
        let distance = |at: usize| spots.get(at).map_or(u32::MAX, |spot| spot.ordinal.abs_diff(self.ordinal));
        own.into_iter().min_by_key(|at| (u32::MAX - self.around(spots, *at), distance(*at), *at))
    }

    /// How much of what is around it is the same: the headings above, and both neighbours.
    fn around(&self, spots: &[Spot], at: usize) -> u32 {
        let Some(spot) = spots.get(at) else { return 0 };
        let trail = match (spot.trail == self.trail, spot.trail.last() == self.trail.last()) {
            (true, _) => 3,
            (false, true) => 2,
            (false, false) => 0,
        };
        trail + 2 * self.neighbours(spots, at)
    }

    /// How many of both neighbours are the same.
    fn neighbours(&self, spots: &[Spot], at: usize) -> u32 {
        let before = at.checked_sub(1).and_then(|at| spots.get(at)).map(|spot| ending(&spot.text));
        let after = spots.get(at + 1).map(|spot| beginning(&spot.text, MOST_AROUND));
        u32::from(before.unwrap_or_default() == self.before)
            + u32::from(after.unwrap_or_default() == self.after)
    }

    /// The place that has the same name: the field of that key, the only row of a table of that section with that first
    /// cell.
    fn named(&self, spots: &[Spot]) -> Option<(usize, u32)> {
        let name = |text: &str| match self.kind {
            Kind::Field => text.split(": ").next().map(|name| name.trim_end_matches(':').to_owned()),
            Kind::Row => text.split(" | ").next().map(str::to_owned),
            _ => None,
        };
        let own = name(&self.quote).filter(|name| !name.trim().is_empty())?;
        let is_meant = |spot: &Spot| {
            spot.kind == self.kind
                && name(&spot.text).as_ref() == Some(&own)
                && spot.trail.last() == self.trail.last()
        };
        let mut found = spots.iter().enumerate().filter(|(_, spot)| is_meant(spot));
        let (at, spot) = found.next()?;
        let is_only = found.next().is_none();
        is_only.then(|| (at, likeness(&Runs::of(&self.quote), &Runs::of(&spot.text))))
    }

    /// The place whose words are most alike, when they are alike enough.
    fn alike(&self, spots: &[Spot]) -> Option<(usize, u32)> {
        let own = Runs::of(&self.quote);
        let digitless = |text: &str| -> String {
            spaced(text).chars().filter(|letter| !letter.is_ascii_digit()).collect()
        };
        let own_digitless = digitless(&self.quote);
        let mut found: Vec<(usize, u32, u32)> = Vec::new();
        for (at, spot) in spots.iter().enumerate().filter(|(_, spot)| spot.kind.is_like(self.kind)) {
            let text = beginning(&spot.text, MOST_QUOTED);
            // What stood beside it then is not it.
            if beginning(&text, MOST_AROUND) == self.after || ending(&spot.text) == self.before {
                continue;
            }
            let (alike, neighbours) = (likeness(&own, &Runs::of(&text)), self.neighbours(spots, at));
            // Of a series the next one is another one, however alike: "Step 1", "Step 2".
            let is_of_series = digitless(&text) == own_digitless;
            let least = match neighbours {
                2 => LEAST_ALIKE,
                1 if !is_of_series => LEAST_ALIKE,
                0 if !is_of_series => LEAST_ALIKE_ELSEWHERE,
                _ => continue,
            };
            if alike >= least {
                found.push((at, alike, neighbours));
            }
        }
        order::sort_by(&mut found, |a, b| (b.2, b.1).cmp(&(a.2, a.1)));
        let (at, alike, neighbours) = *found.first()?;
        let rival = found.get(1).filter(|rival| rival.2 == neighbours);
        let is_clear = rival.is_none_or(|rival| rival.1 + LEAST_LEAD <= alike);
        is_clear.then_some((at, alike))
    }
}

/// The first characters of a text.
pub(super) fn beginning(text: &str, most: usize) -> String {
    text.char_indices().nth(most).map_or(text, |(end, _)| text.get(..end).unwrap_or(text)).to_owned()
}

/// The last characters of a text, as they are kept of what stands before.
fn ending(text: &str) -> String {
    let skipped = text.chars().count().saturating_sub(MOST_AROUND);
    text.chars().skip(skipped).collect()
}

/// A text with single spaces.
fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The runs of three letters of a text.
struct Runs(BTreeSet<u64>);

impl Runs {
    fn of(text: &str) -> Runs {
        let folded = spaced(text).to_lowercase();
        let letters: Vec<u64> = [' '].into_iter().chain(folded.chars()).chain([' ']).map(u64::from).collect();
        let run = |run: &[u64]| run.iter().fold(0, |run, letter| run << 21 | letter);
        Runs(letters.windows(3).map(run).collect())
    }
}

/// How alike two texts are, in percent: the runs that both have, of all that each has (Dice).
fn likeness(one: &Runs, other: &Runs) -> u32 {
    let count = one.0.len() + other.0.len();
    if count == 0 {
        return 100;
    }
    let both = one.0.intersection(&other.0).count();
    u32::try_from(200 * both / count).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::spots::spots;

    fn anchor(text: &str, line: u32) -> Anchor {
        let spots = spots(text);
        let at = spots.iter().position(|spot| spot.line == line);
        at.and_then(|at| Anchor::of("a.md", None, &spots, at))
            .unwrap_or_else(|| Anchor::document("a.md", None))
    }

    /// The line at which the comment on a line of the old text stands in the new one.
    fn check(old: &str, line: u32, new: &str, expected: Option<(u32, How)>) {
        let spots = spots(new);
        let found = anchor(old, line).find(&spots);
        let seen = found.and_then(|found| Some((spots.get(found.spot?)?.line, found.how)));
        assert_eq!(seen, expected, "{old:?} {new:?}");
    }

    const OLD: &str = "# One\n\nThe parser reads every file once.\n\n## Two\n\n- [ ] Tests pass\n- [ ] Docs are written\n\n## Three\n\n- [ ] Tests pass\n\nThe end comes last.\n";

    #[test]
    fn words_are_followed() {
        let moved = "# One\n\n## Two\n\n- [ ] Tests pass\n\n## Three\n\nThe parser reads every file once.\n";
        check(OLD, 3, moved, Some((9, How::Exact)));
        check(OLD, 3, "# One\n\nThe parser  reads\nevery file once.\n", Some((3, How::Spaced)));
        check(OLD, 3, "The parser reads every file once, and no more.\n", Some((1, How::Alike(81))));
        check(OLD, 3, "# One\n\nThe parser reads each file twice.\n\n## Two\n", Some((3, How::Alike(69))));
        check(OLD, 3, "# One\n\nIt will be quite different.\n\n## Two\n", None);
        check(OLD, 3, "", None);
    }

    #[test]
    fn what_is_around_tells_equals_apart() {
        check(OLD, 7, OLD, Some((7, How::Exact)));
        check(OLD, 12, OLD, Some((12, How::Exact)));
        let swapped =
            "# One\n\n## Three\n\n- [ ] Tests pass\n\n## Two\n\n- [x] Tests pass\n- [ ] Docs are written\n";
        check(OLD, 7, swapped, Some((9, How::Exact)));
        check(OLD, 12, swapped, Some((5, How::Exact)));
    }

    #[test]
    fn neighbours_and_series_are_not_taken_for_it() {
        let old = "- Step 1: write the tests\n- Step 2: write the code\n- Step 3: write the docs\n- Step 4: write the news\n";
        check(old, 1, "- Step 2: write the code\n- Step 3: write the docs\n- Step 4: write the news\n", None);
        let series = "- Write the paper 1\n- Write the paper 2\n- Write the paper 3\n- Write the paper 4\n";
        check(series, 2, "- Write the paper 1\n- Write the paper 3\n- Write the paper 4\n", None);
    }

    #[test]
    fn fields_and_rows_have_names() {
        let old = "---\nstatus: TODO\nname: x\n---\n| Name | Status |\n|---|---|\n| SP01 | TODO |\n| SP02 | TODO |\n";
        let new = "---\nname: x\nstatus: DONE\n---\n| Name | Status |\n|---|---|\n| SP02 | TODO |\n| SP01 | DONE |\n";
        check(old, 2, new, Some((3, How::Alike(58))));
        check(old, 7, new, Some((8, How::Alike(54))));
        check(old, 7, "---\nname: x\n---\n| Name | Status |\n|---|---|\n| SP02 | TODO |\n", None);
    }
}
