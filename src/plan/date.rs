//! Dates as planning trees state them: a day, a month, a quarter or a year, in whatever form people write.

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
    /// A month and its day.
    Day(u8, u8),
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

impl Date {
    /// Reads a date in any of the forms that people use: `Feb 2025`, `2025-02`, `Q3 2025`, `2025-Q3`,
    /// `2025-09-30T10:00:00Z`, `October 2, 2025`, `30 Sep 2025`, `2025`. `None` for anything else, and for days
    /// that no calendar has.
    pub fn parse(written: &str) -> Option<Date> {
        let written = written.trim().trim_matches(['"', '\'', '`']).trim().trim_end_matches(['.', ',']);
        let (day, time) = match written.get(10..11) {
            Some("T" | "t" | " ") if written.get(11..).is_some_and(is_time) => {
                (written.get(..10)?, written.get(11..))
            }
            _ => (written, None),
        };
        if let Some(date) = of_iso(day) {
            return Some(Date { time: time.map(str::to_owned), ..date });
        }
        let words = words(day);
        let mut date = of_words(&words)?;
        // `03.04.2025` is a day of April; `03/04/2025` could be either and so is none.
        let all_digits = words.iter().all(|(word, _)| word.bytes().all(|byte| byte.is_ascii_digit()));
        let year_is_last = words.first().is_some_and(|(word, _)| word.len() < 4);
        if words.len() == 3 && all_digits && year_is_last && day.contains('/') {
            return None;
        }
        date.time = time.map(str::to_owned);
        Some(date)
    }

    /// Reads a date that may leave out its year, which is then the one that puts it at or after `anchor`.
    pub fn parse_after(written: &str, anchor: Option<&Date>) -> Option<Date> {
        let anchored = || {
            let anchor = anchor?;
            let date = Date::parse(&format!("{} {}", written.trim().trim_end_matches('.'), anchor.year))?;
            if !matches!(date.period, Period::Day(..)) {
                return None;
            }
            let next = Date { year: anchor.year.saturating_add(1), ..date.clone() };
            Some(if date.start() < anchor.start() { next } else { date })
        };
        Date::parse(written).or_else(anchored)
    }

    /// The first date that stands in a text, with the bytes it takes: of a heading, or of a file's name.
    pub fn find(text: &str) -> Option<(Date, std::ops::Range<usize>)> {
        let words = words(text);
        for at in 0..words.len() {
            for count in [3, 2, 1] {
                let Some(window) = words.get(at..at + count) else { continue };
                let (Some(first), Some(last)) = (window.first(), window.last()) else { continue };
                let range = first.1..last.1 + last.0.len();
                // A number alone is more often a count than a year.
                let is_year = count == 1 && first.0.len() == 4;
                if range.len() <= 24
                    && !is_year
                    && let Some(date) = of_words(window)
                {
                    return Some((date, range));
                }
            }
        }
        None
    }

    /// The day on which it begins: year, month, day.
    pub fn start(&self) -> (u16, u8, u8) {
        match self.period {
            Period::Year => (self.year, 1, 1),
            Period::Quarter(quarter) => (self.year, quarter.saturating_sub(1) * 3 + 1, 1),
            Period::Month(month) => (self.year, month, 1),
            Period::Day(month, day) => (self.year, month, day),
        }
    }

    /// The day on which it ends: year, month, day.
    pub fn end(&self) -> (u16, u8, u8) {
        let (month, day) = match self.period {
            Period::Year => (12, 31),
            Period::Quarter(quarter) => (quarter * 3, days_in(self.year, quarter * 3)),
            Period::Month(month) => (month, days_in(self.year, month)),
            Period::Day(month, day) => (month, day),
        };
        (self.year, month, day)
    }

    /// The last date that stands in a text: of a span of time, its end.
    pub fn last_in(text: &str) -> Option<Date> {
        let (mut rest, mut last) = (text, None);
        while let Some((date, range)) = Date::find(rest) {
            last = Some(date);
            rest = rest.get(range.end..).unwrap_or_default();
        }
        last
    }

    /// The day that is so many days after 1 January 1970, the form in which machines tell the day.
    pub fn of_unix_day(days: i64) -> Option<Date> {
        of_day_number(day_number(1970, 1, 1) + days)
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
        }?;
        self.time.iter().try_for_each(|time| write!(out, "T{time}"))
    }
}

fn is_time(text: &str) -> bool {
    text.len() >= 4 && text.contains(':') && text.starts_with(|first: char| first.is_ascii_digit())
}

/// A day in the form in which most are written, `2025-09-30`, without taking it apart word by word.
fn of_iso(day: &str) -> Option<Date> {
    let digit = |byte: u8| byte.is_ascii_digit().then(|| u16::from(byte - b'0'));
    let two = |tens, ones| Some(digit(tens)? * 10 + digit(ones)?);
    let [a, b, c, d, b'-', e, f, b'-', g, h] = *day.as_bytes() else { return None };
    let year = two(a, b)? * 100 + two(c, d)?;
    let (month, day) = (u8::try_from(two(e, f)?).ok()?, u8::try_from(two(g, h)?).ok()?);
    let exists = year >= 1000 && (1..=days_in(year, month)).contains(&day);
    exists.then_some(Date { year, period: Period::Day(month, day), time: None })
}

/// The words of a text, each with the byte where it begins.
fn words(text: &str) -> Vec<(&str, usize)> {
    let mut words = Vec::new();
    let mut begin = None;
    for (at, character) in text.char_indices().chain([(text.len(), ' ')]) {
        match (character.is_alphanumeric(), begin) {
            (true, None) => begin = Some(at),
            (false, Some(from)) => {
                words.extend(text.get(from..at).map(|word| (word, from)));
                begin = None;
            }
            _ => {}
        }
    }
    words
}

/// What one word can be in a date.
#[derive(Clone, Copy)]
enum Word {
    Year(u16),
    Number(u8),
    Month(u8),
    Quarter(u8),
}

fn word(text: &str) -> Option<Word> {
    let lower = text.to_ascii_lowercase();
    if let Some(quarter) = lower.strip_prefix('q') {
        return quarter.parse().ok().filter(|quarter| (1..=4).contains(quarter)).map(Word::Quarter);
    }
    if let Some(at) = MONTHS.iter().position(|month| {
        *month == lower
            || (lower.len() >= 3 && month.starts_with(&lower))
            || lower == "sept" && month.starts_with(&lower)
    }) {
        return u8::try_from(at + 1).ok().map(Word::Month);
    }
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| lower.strip_suffix(end)).unwrap_or(&lower);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    match digits.len() {
        4 if digits == lower => digits.parse().ok().filter(|year| *year >= 1000).map(Word::Year),
        1 | 2 => digits.parse().ok().map(Word::Number),
        _ => None,
    }
}

fn of_words(words: &[(&str, usize)]) -> Option<Date> {
    let mut read: Vec<Word> = Vec::with_capacity(3);
    for (text, _) in words.iter().take(4) {
        match word(text) {
            Some(known) => read.push(known),
            // `2025Q3`.
            None => match (text.get(..4).and_then(word), text.get(4..).and_then(word)) {
                (Some(year @ Word::Year(_)), Some(quarter @ Word::Quarter(_))) => {
                    read.extend([year, quarter]);
                }
                _ => return None,
            },
        }
    }
    let (year, period) = match *read.as_slice() {
        [Word::Year(year)] => (year, Period::Year),
        [Word::Year(year), Word::Quarter(quarter)] | [Word::Quarter(quarter), Word::Year(year)] => {
            (year, Period::Quarter(quarter))
        }
        [Word::Year(year), Word::Number(month) | Word::Month(month)]
        | [Word::Month(month), Word::Year(year)] => (year, Period::Month(month)),
        [Word::Year(year), Word::Number(month) | Word::Month(month), Word::Number(day)]
        | [Word::Month(month), Word::Number(day), Word::Year(year)]
        | [Word::Number(day), Word::Month(month) | Word::Number(month), Word::Year(year)] => {
            (year, Period::Day(month, day))
        }
        _ => return None,
    };
    let exists = match period {
        Period::Month(month) => (1..=12).contains(&month),
        Period::Day(month, day) => (1..=days_in(year, month)).contains(&day),
        _ => true,
    };
    exists.then_some(Date { year, period, time: None })
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
    fn dates_are_read_as_people_write_them() {
        for (written, expected) in [
            ("Feb 2025", "2025-02"),
            ("February 2025", "2025-02"),
            ("2025-02", "2025-02"),
            ("Q3 2025", "2025-Q3"),
            ("2025-Q3", "2025-Q3"),
            ("2025Q3", "2025-Q3"),
            ("2025", "2025"),
            ("2025-09-30", "2025-09-30"),
            ("2025-9-3", "2025-09-03"),
            ("2025-10-08T09:30:00Z", "2025-10-08T09:30:00Z"),
            ("2025-10-08 09:30", "2025-10-08T09:30"),
            ("October 2, 2025", "2025-10-02"),
            ("Oct 2nd, 2025", "2025-10-02"),
            ("Sep 30 2025", "2025-09-30"),
            ("Sept. 30, 2025", "2025-09-30"),
            ("30 Sep 2025", "2025-09-30"),
            ("30.09.2025", "2025-09-30"),
            ("\"2025-09-30\"", "2025-09-30"),
            ("2024-02-29", "2024-02-29"),
            // No calendar has these, or they could be two things.
            ("2025-02-29", "—"),
            ("2025-13", "—"),
            ("2025-06-31", "—"),
            ("Q5 2025", "—"),
            ("03/04/2025", "—"),
            ("ongoing", "—"),
            ("soon", "—"),
            ("12", "—"),
            ("Sep 30", "—"),
            ("", "—"),
            ("2025-09-30é", "—"),
            ("ééééééééééé:1", "—"),
        ] {
            assert_eq!(shown(Date::parse(written)), expected, "{written:?}");
        }
    }

    #[test]
    fn dates_are_in_order_of_their_first_day() {
        let written = ["2025-Q3", "2025-07-02", "2025", "2025-07", "2025-07-01", "soon", "2024-12-31"];
        let mut dates: Vec<Date> = written.iter().filter_map(|written| Date::parse(written)).collect();
        crate::order::sort(&mut dates);
        let shown: Vec<String> = dates.iter().map(Date::to_string).collect();
        assert_eq!(shown, ["2024-12-31", "2025", "2025-Q3", "2025-07", "2025-07-01", "2025-07-02"]);
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
        ] {
            let from = Date::parse(from);
            let to = from.as_ref().and_then(|from| from.plus_days(days));
            let back = from.as_ref().zip(to.as_ref()).map(|(from, to)| to.days_since(from));
            assert_eq!((shown(to).as_str(), back), (expected, Some(days)));
        }
    }

    #[test]
    fn dates_are_found_in_titles_and_names() {
        for (text, expected) in [
            ("Project Kickoff — 2025-01-10", "2025-01-10"),
            ("meeting_2025_01_10_kickoff", "2025-01-10"),
            ("perf_investigation_2026_05", "2026-05"),
            ("Review of October 2, 2025", "2025-10-02"),
            ("v4.05 and 12 others", "—"),
            ("in 2025 alone", "—"),
        ] {
            assert_eq!(shown(Date::find(text).map(|(date, _)| date)), expected, "{text:?}");
        }
        let after = |written: &str| shown(Date::parse_after(written, Date::parse("2026-05-18").as_ref()));
        assert_eq!((after("Jun 1").as_str(), after("Jan 3").as_str()), ("2026-06-01", "2027-01-03"));
        assert_eq!((after("2025-10-29").as_str(), after("later").as_str()), ("2025-10-29", "—"));
        assert_eq!((after("").as_str(), after("12").as_str()), ("—", "—"));
    }
}
