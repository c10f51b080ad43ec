//! When something was, as precise as the documents say it and no more: a moment somewhere within some days, or a span
//! whose ends lie somewhere within some days.

use crate::plan::Date;

/// A day, counted from 1 January 1970.
pub type Day = i64;

/// When something was. Both ends are the first and the last day on which they can have been.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Time {
    /// When it began.
    pub begin: (Day, Day),
    /// When it ended: of a moment the same.
    pub end: (Day, Day),
    /// What it is.
    pub form: Form,
}

/// What a time is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// It happened once, on one of these days.
    Moment,
    /// It lasted from one day to another.
    Span,
    /// It goes on.
    Ongoing,
}

impl Time {
    /// Something that happened on one of the days of a date.
    pub fn on(date: &Date) -> Time {
        Time::within(date.unix_days())
    }

    /// Something that happened on one of these days.
    pub fn within(days: (Day, Day)) -> Time {
        Time { begin: days, end: days, form: Form::Moment }
    }

    /// Something that lasted. Ends in the wrong order are a contradiction that rules find; here they are turned round, so
    /// that both can be seen.
    pub fn span(begin: (Day, Day), end: (Day, Day)) -> Time {
        let (begin, end) = if end.1 < begin.0 { (end, begin) } else { (begin, end) };
        // An end that is only known by its month is not before the beginning.
        let end = (end.0.max(begin.0), end.1.max(begin.0));
        Time { begin: (begin.0, begin.1.min(end.1)), end, form: Form::Span }
    }

    /// Something that goes on until the stated day.
    pub fn since(begin: (Day, Day), day: Day) -> Time {
        let end = day.max(begin.0);
        Time { begin: (begin.0, begin.1.min(end)), end: (end, end), form: Form::Ongoing }
    }

    /// The first day on which it can have been.
    pub fn first(&self) -> Day {
        self.begin.0
    }

    /// The last day on which it can have been.
    pub fn last(&self) -> Day {
        self.end.1
    }

    /// Whether it can have been on one of these days.
    pub fn meets(&self, first: Day, last: Day) -> bool {
        self.first() <= last && self.last() >= first
    }

    /// The part of it within these days, with days counted from `origin`; nothing when it was not on any of them.
    pub fn clipped(&self, first: Day, last: Day, origin: Day) -> Option<Time> {
        let clip =
            |(from, to): (Day, Day)| (from.clamp(first, last) - origin, to.clamp(first, last) - origin);
        let part = Time { begin: clip(self.begin), end: clip(self.end), form: self.form };
        self.meets(first, last).then_some(part)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(written: &str) -> (Day, Day) {
        Date::parse(written).map(|date| date.unix_days()).unwrap_or_default()
    }

    #[test]
    fn a_month_is_a_band_and_no_day() {
        let time = Date::parse("Sep 2025").map(|date| Time::on(&date));
        assert_eq!(time.map(|time| (time.last() - time.first() + 1, time.form)), Some((30, Form::Moment)));
    }

    #[test]
    fn the_ends_of_a_span_are_as_precise_as_they_are_written() {
        for (from, to, begin, end) in [
            ("2025-01-14", "2025-02", (0, 0), (18, 45)),
            // It ended in the month in which it began: not before it did.
            ("2025-01-14", "2025-01", (0, 0), (0, 17)),
            // In the wrong order: both stay where they are.
            ("2025-03", "2025-01-14", (0, 0), (46, 76)),
            ("2025-01-14", "2025-01-14", (0, 0), (0, 0)),
        ] {
            let time = Time::span(days(from), days(to));
            let origin = days("2025-01-14").0;
            let moved = |(first, last): (Day, Day)| (first - origin, last - origin);
            assert_eq!((moved(time.begin), moved(time.end)), (begin, end), "{from} to {to}");
        }
    }

    #[test]
    fn what_goes_on_runs_to_the_stated_day() {
        let day = days("2025-06-15").0;
        assert_eq!(Time::since(days("2025-06"), day).last(), day);
        assert_eq!(Time::since(days("2025-06"), day).begin, (days("2025-06-01").0, day));
        // What is said to go on and begins later is shown where it begins.
        assert_eq!(Time::since(days("2025-07-01"), day).last(), days("2025-07-01").0);
    }

    #[test]
    fn a_part_of_a_time_lies_within_its_days() {
        let time = Time::span(days("2025-01-14"), days("2025-09-30"));
        let (first, last) = days("2025-Q2");
        let part = time.clipped(first, last, first);
        assert_eq!(part.map(|part| (part.begin, part.end)), Some(((0, 0), (90, 90))));
        let (first, last) = days("2025-Q4");
        assert_eq!(time.clipped(first, last, first), None);
    }
}
