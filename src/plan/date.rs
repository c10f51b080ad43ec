//! Dates as planning trees state them: a day, a month, a quarter, a year or a run of days, never more precise than
//! they are written.

mod written;

use std::cmp::Ordering;
use std::fmt;

/// A stated date, as precise as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Date {
    /// The year.
    pub year: u16,
    /// The part of the year.
    pub period: Period,
    /// The time of day, as written after the `T`.
    pub time: Option<String>,
}

/// How precise a date is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Period {
    /// The whole year.
    Year,
    /// A quarter, 1 to 4.
    Quarter(u8),
    /// A month, 1 to 12.
    Month(u8),
    /// Days that follow each other: the month and the day of the first, and how many come after it.
    Days(u8, u8, u16),
    /// A month and its day.
    Day(u8, u8),
}

/// Days further apart than these are no span that somebody means: two numbers that look like years.
const LONGEST_SPAN_DAYS: u16 = 20 * 366;

impl Date {
    /// The day on which it begins: year, month, day.
    pub fn start(&self) -> (u16, u8, u8) {
        match self.period {
            Period::Year => (self.year, 1, 1),
            Period::Quarter(quarter) => (self.year, quarter.saturating_sub(1) * 3 + 1, 1),
            Period::Month(month) => (self.year, month, 1),
            Period::Day(month, day) | Period::Days(month, day, _) => (self.year, month, day),
        }
    }

    /// The day on which it ends: year, month, day.
    pub fn end(&self) -> (u16, u8, u8) {
        let (month, day) = match self.period {
            Period::Days(.., more) => {
                return self.plus_days(i64::from(more)).map_or_else(|| self.start(), |last| last.start());
            }
            Period::Year => (12, 31),
            Period::Quarter(quarter) => (quarter * 3, days_in(self.year, quarter * 3)),
            Period::Month(month) => (month, days_in(self.year, month)),
            Period::Day(month, day) => (month, day),
        };
        (self.year, month, day)
    }

    /// The day that is so many days after 1 January 1970, the form in which machines tell the day.
    pub fn of_unix_day(days: i64) -> Option<Date> {
        of_day_number(day_number(1970, 1, 1) + days)
    }

    /// Its first day and its last, as days after 1 January 1970.
    pub fn unix_days(&self) -> (i64, i64) {
        let number = |(year, month, day)| day_number(year, month, day) - day_number(1970, 1, 1);
        (number(self.start()), number(self.end()))
    }

    /// The day itself, or the first of several.
    pub fn first_day(&self) -> Date {
        let (year, month, day) = self.start();
        Date { year, period: Period::Day(month, day), time: None }
    }

    /// The day itself, or the last of several.
    pub fn last_day(&self) -> Date {
        let (year, month, day) = self.end();
        Date { year, period: Period::Day(month, day), time: None }
    }

    /// The quarter in which it begins.
    pub fn quarter(&self) -> Date {
        let (year, month, _) = self.start();
        Date { year, period: Period::Quarter(month.saturating_sub(1) / 3 + 1), time: None }
    }

    /// The days from the first of one date to the last of another; nothing when they are in the wrong order or lie
    /// further apart than anybody plans.
    fn spanning(first: &Date, last: &Date) -> Option<Date> {
        let ((begin, _), (_, end)) = (first.unix_days(), last.unix_days());
        let more = u16::try_from(end - begin).ok().filter(|more| *more <= LONGEST_SPAN_DAYS)?;
        let day = first.first_day();
        match day.period {
            Period::Day(month, day_of_month) if more > 0 => {
                Some(Date { period: Period::Days(month, day_of_month, more), ..day })
            }
            _ => Some(day),
        }
    }

    /// The day that comes so many days after its first.
    pub fn plus_days(&self, days: i64) -> Option<Date> {
        let (year, month, day) = self.start();
        of_day_number(day_number(year, month, day) + days)
    }

    /// How many days lie between the first day of `earlier` and its own.
    pub fn days_since(&self, earlier: &Date) -> i64 {
        let number = |(year, month, day)| day_number(year, month, day);
        number(self.start()) - number(earlier.start())
    }

    fn key(&self) -> ((u16, u8, u8), Period, Option<&str>) {
        (self.start(), self.period, self.time.as_deref())
    }
}

impl PartialOrd for Date {
    fn partial_cmp(&self, other: &Date) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// By the first day; of two that begin together the less precise comes first.
impl Ord for Date {
    fn cmp(&self, other: &Date) -> Ordering {
        self.key().cmp(&other.key())
    }
}

impl fmt::Display for Date {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.period {
            Period::Year => write!(out, "{:04}", self.year),
            Period::Quarter(quarter) => write!(out, "{:04}-Q{quarter}", self.year),
            Period::Month(month) => write!(out, "{:04}-{month:02}", self.year),
            Period::Day(month, day) => write!(out, "{:04}-{month:02}-{day:02}", self.year),
            // As intervals are written in ISO 8601.
            Period::Days(..) => write!(out, "{}/{}", self.first_day(), self.last_day()),
        }?;
        self.time.iter().try_for_each(|time| write!(out, "T{time}"))
    }
}

/// How many days a month has; none when there is no such month.
fn days_in(year: u16, month: u8) -> u8 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

/// Days since the first of March of the year 0, so that a leap day is the last of its year.
fn day_number(year: u16, month: u8, day: u8) -> i64 {
    let (year, month) = (i64::from(year), i64::from(month));
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + i64::from(day) - 1
}

fn of_day_number(number: i64) -> Option<Date> {
    // At most a year too late, never more than two too early.
    let mut year = u16::try_from(number / 366).ok()?;
    while day_number(year.checked_add(1)?, 1, 1) <= number {
        year += 1;
    }
    let mut left = number - day_number(year, 1, 1);
    for month in 1..=12 {
        let days = i64::from(days_in(year, month));
        if left < days {
            return Some(Date { year, period: Period::Day(month, u8::try_from(left + 1).ok()?), time: None });
        }
        left -= days;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(date: Option<Date>) -> String {
        date.map_or_else(|| "—".to_owned(), |date| date.to_string())
    }

    #[test]
    fn dates_are_in_order_of_their_first_day() {
        let written =
            ["2025-Q3", "2025-07-02", "2025", "2025-07", "2025-07-01", "soon", "2024-12-31", "Jul 1-2, 2025"];
        let mut dates: Vec<Date> = written.iter().filter_map(|written| Date::parse(written)).collect();
        crate::order::sort(&mut dates);
        let shown: Vec<String> = dates.iter().map(Date::to_string).collect();
        assert_eq!(
            shown,
            ["2024-12-31", "2025", "2025-Q3", "2025-07", "2025-07-01/2025-07-02", "2025-07-01", "2025-07-02"]
        );
    }

    #[test]
    fn days_are_counted_over_months_and_leap_years() {
        for (from, days, expected) in [
            ("2025-10-08", 30, "2025-11-07"),
            ("2024-02-28", 1, "2024-02-29"),
            ("2024-02-28", 2, "2024-03-01"),
            ("2025-12-31", 1, "2026-01-01"),
            ("2000-01-01", 9_999, "2027-05-18"),
            ("2026-03", -1, "2026-02-28"),
            ("9999-12-31", 1, "10000-01-01"),
            ("1970-01-01", 47_846, "2100-12-31"),
        ] {
            let from = Date::parse(from);
            let to = from.as_ref().and_then(|from| from.plus_days(days));
            let back = from.as_ref().zip(to.as_ref()).map(|(from, to)| to.days_since(from));
            assert_eq!((shown(to).as_str(), back), (expected, Some(days)));
        }
    }

    #[test]
    fn a_date_knows_its_first_day_its_last_and_its_quarter() {
        for (written, first, last, quarter) in [
            ("2025", "2025-01-01", "2025-12-31", "2025-Q1"),
            ("2025-Q4", "2025-10-01", "2025-12-31", "2025-Q4"),
            ("2024-02", "2024-02-01", "2024-02-29", "2024-Q1"),
            ("2100-02", "2100-02-01", "2100-02-28", "2100-Q1"),
            ("2024-12-30/2025-01-02", "2024-12-30", "2025-01-02", "2024-Q4"),
            ("1970-01-01", "1970-01-01", "1970-01-01", "1970-Q1"),
        ] {
            let date = Date::parse(written);
            let said = date.as_ref().map(|date| (date.first_day(), date.last_day(), date.quarter()));
            let said = said.map(|(a, b, c)| (a.to_string(), b.to_string(), c.to_string()));
            assert_eq!(said, Some((first.to_owned(), last.to_owned(), quarter.to_owned())), "{written}");
            let days = date.as_ref().map(Date::unix_days);
            let back =
                days.and_then(|(first, last)| Some((Date::of_unix_day(first)?, Date::of_unix_day(last)?)));
            let back = back.map(|(first, last)| (first.to_string(), last.to_string()));
            assert_eq!(back, Some((first.to_owned(), last.to_owned())), "{written}");
        }
    }
}
