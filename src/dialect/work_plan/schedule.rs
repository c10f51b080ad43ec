//! The stretches of a schedule, and which working days each of them takes.

use super::draft::Draft;
use super::heading::Head;
use super::vocabulary::Rank;
use crate::plan::{Estimate, Slot};

/// Working days of a week.
const DAYS: u32 = 5;
/// Schedules of more weeks than that are no schedules.
const MOST_WEEKS: u32 = 520;

/// Begins a stretch that has a heading of its own.
pub(super) fn begin_week(draft: &mut Draft, part: usize, head: &Head) {
    let days = match head.rank() {
        Some(Rank::Week) => numbers(&head.text).and_then(|(first, last)| weeks(first, last)),
        Some(Rank::Day) => numbers(&head.text),
        _ => None,
    };
    let place = draft.place(head.line);
    let written = head.estimate.clone();
    draft.schedule.push(Slot {
        title: title(head),
        text: head.name.clone(),
        days,
        estimate: written.map(|(hours, written)| Estimate { hours, written, place: place.clone() }),
        items: Vec::new(),
        within: None,
        // The position until ids are known.
        of: part.to_string(),
        place,
    });
}

/// Begins a stretch that a line names: `**Days 3-4:** Phase 1`.
pub(super) fn begin_days(draft: &mut Draft, part: usize, within: usize, head: &Head, text: &str) {
    let parent = draft.schedule.iter().position(|slot| slot.of == within.to_string());
    let week = parent.and_then(|parent| draft.schedule.get(parent)?.days);
    let own = numbers(&head.text);
    let days = match (head.rank(), own, week) {
        (Some(Rank::Week), Some((first, last)), _) => weeks(first, last),
        // Days that begin anew in every week are counted from its first.
        (_, Some((first, last)), Some((begin, end))) if last <= end - begin + 1 => {
            Some((begin + first - 1, begin + last - 1))
        }
        (_, own, _) => own,
    };
    let place = draft.place(head.line);
    let hours = crate::plan::Hours::find(text).or(head.estimate.as_ref().map(|(hours, _)| *hours));
    draft.schedule.push(Slot {
        title: title(head),
        text: text.to_owned(),
        days,
        estimate: hours.map(|hours| Estimate { hours, written: text.to_owned(), place: place.clone() }),
        items: Vec::new(),
        within: parent,
        of: part.to_string(),
        place,
    });
}

/// `Week 1`, without estimate and name.
fn title(head: &Head) -> String {
    match head.name.is_empty() {
        true if head.estimate.is_none() => head.text.clone(),
        _ => {
            let end = head.text.find(['(', ':', '–', '—']).unwrap_or(head.text.len());
            head.text.get(..end).unwrap_or(&head.text).trim().to_owned()
        }
    }
}

/// The days that the row of a table is about.
pub(super) fn days_of(title: &str, is_week: bool) -> Option<(u32, u32)> {
    let (first, last) = numbers(title)?;
    if is_week { weeks(first, last) } else { Some((first, last)) }
}

/// The days of some weeks.
fn weeks(first: u32, last: u32) -> Option<(u32, u32)> {
    (first > 0 && last <= MOST_WEEKS).then(|| ((first - 1) * DAYS + 1, last * DAYS))
}

/// The first number of a text and the one that a span from it ends with: `Days 3-4` is 3 and 4.
fn numbers(text: &str) -> Option<(u32, u32)> {
    let begin = text.find(|c: char| c.is_ascii_digit())?;
    let text = text.get(begin..)?;
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let first: u32 = text.get(..digits)?.parse().ok()?;
    let rest = text.get(digits..)?.trim_start();
    let after = ["-", "–", "—", "to ", "bis ", "עד "]
        .iter()
        .find_map(|mark| rest.strip_prefix(mark))
        .unwrap_or_default()
        .trim_start();
    let digits = after.bytes().take_while(u8::is_ascii_digit).count();
    let last = after.get(..digits).and_then(|digits| digits.parse().ok()).unwrap_or(first);
    (first <= last && first > 0 && last < MOST_WEEKS * DAYS).then_some((first, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_of_days_are_read() {
        assert_eq!(numbers("Days 1-2"), Some((1, 2)));
        assert_eq!(numbers("Day 5"), Some((5, 5)));
        assert_eq!(numbers("Week 3 – 4 (25-30 hours)"), Some((3, 4)));
        assert_eq!(numbers("Days"), None);
        assert_eq!(weeks(2, 2), Some((6, 10)));
        assert_eq!(weeks(0, 1), None);
    }
}
