//! Reading dates as people write them. What no calendar has and what could mean two things is none: whoever asks
//! keeps the words and says so.

use super::{Date, Period, days_in};
use std::ops::Range;

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

/// Months in other languages, those left out that begin an English one. One text, because a table would weigh more.
const MONTHS_ELSEWHERE: [&str; 12] = [
    "januar januari jänner janvier enero gennaio janeiro января январь ינואר",
    "februar februari février fevrier febrero febbraio fevereiro февраля февраль פברואר",
    "märz maerz maart mars marzo março mär марта март מרץ מרס",
    "avril abril aprile апреля апрель אפריל",
    "mai mayo maggio maio mei мая май מאי",
    "juni juin junio giugno junho июня июнь יוני",
    "juli juillet julio luglio julho июля июль יולי",
    "août aout agosto augustus августа август אוגוסט",
    "septembre septiembre settembre setembro сентября сентябрь ספטמבר",
    "oktober octobre octubre ottobre outubro okt октября октябрь אוקטובר",
    "novembre noviembre novembro ноября ноябрь נובמבר",
    "dezember décembre diciembre dicembre dezembro dez déc декабря декабрь דצמבר",
];

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Words that make a date less precise than it is written, or say nothing of it.
const VAGUE: [&str; 11] =
    ["early", "mid", "late", "end", "of", "around", "about", "circa", "ca", "approx", "from"];

/// What stands between the first and the last day of a span. A hyphen comes last: it stands within dates too.
const BETWEEN: [&str; 9] = [" to ", " until ", " through ", "–", "—", "→", "..", "/", "-"];

/// A text longer than this, in bytes, is prose.
const LONGEST_BYTES: usize = 64;

impl Date {
    /// Reads a date in any of the forms that people use: `Feb 2025`, `2025-02`, `09/2025`, `Q3 2025`, `2025-Q3`,
    /// `H1 2025`, `2025-W34`, `2025-09-30T10:00:00Z`, `October 2, 2025`, `Thu, 30 Sep 2025 10:00 GMT`,
    /// `2025`, and spans of them: `December 26-27, 2024`, `Dec 30, 2024 – Jan 2, 2025`, `2024-12-26/2024-12-27`,
    /// `Feb–Mar 2025`. `None` for anything else, for days that no calendar has, and for what could be two days.
    pub fn parse(written: &str) -> Option<Date> {
        let quotes = ['"', '\'', '`', '“', '”', '‘', '’'];
        let written = written.trim().trim_matches(quotes).trim().trim_end_matches(['.', ',']);
        if written.len() > LONGEST_BYTES {
            return None;
        }
        let (day, time) = split_time(written);
        let date = of_iso(day).or_else(|| single(day)).or_else(|| span(day))?;
        Some(Date { time: time.map(str::to_owned), ..date })
    }

    /// Reads a date that may leave out its year, which is then the one that puts it at or after `anchor`.
    pub fn parse_after(written: &str, anchor: Option<&Date>) -> Option<Date> {
        let anchored = || {
            let anchor = anchor?;
            let date = Date::parse(&format!("{} {}", written.trim().trim_end_matches('.'), anchor.year))?;
            if !matches!(date.period, Period::Day(..) | Period::Days(..)) {
                return None;
            }
            let next = Date { year: anchor.year.saturating_add(1), ..date.clone() };
            Some(if date.start() < anchor.start() { next } else { date })
        };
        Date::parse(written).or_else(anchored)
    }

    /// The first date that stands in a text, with the bytes it takes: of a heading, or of a file's name.
    pub fn find(text: &str) -> Option<(Date, Range<usize>)> {
        let words = words(text);
        for at in 0..words.len() {
            for count in [4, 3, 2, 1] {
                let Some(window) = words.get(at..at + count) else { continue };
                let (Some(first), Some(last)) = (window.first(), window.last()) else { continue };
                let range = first.1..last.1 + last.0.len();
                // A number alone is more often a count than a year.
                let is_year = count == 1 && first.0.len() == 4;
                if range.len() > 32 || is_year {
                    continue;
                }
                let date = match count {
                    4 => days_of_a_month(text, window),
                    _ => of_words(window),
                };
                // `2025-02-30` is no day, and no word of a month either.
                if let Some(date) = date.filter(|date| !is_cut_short(date, text.get(range.end..))) {
                    return Some((date, range));
                }
            }
        }
        None
    }

    /// The last date that stands in a text: of a span of time, its end.
    pub fn last_in(text: &str) -> Option<Date> {
        let (mut rest, mut last) = (text, None);
        while let Some((date, range)) = Date::find(rest) {
            last = Some(date);
            rest = rest.get(range.end..).unwrap_or_default();
        }
        last.map(|date| if matches!(date.period, Period::Days(..)) { date.last_day() } else { date })
    }
}

/// A date and the time of day behind it: `2025-10-08T09:30:00Z`, `2025-10-08 09:30`, `October 2, 2025 at 9:30 AM`.
fn split_time(written: &str) -> (&str, Option<&str>) {
    if let Some("T" | "t" | " ") = written.get(10..11)
        && let (Some(day), Some(time)) = (written.get(..10), written.get(11..))
        && is_time(time)
    {
        return (day, Some(time));
    }
    let begins = |at: usize| written.get(at + 1..).filter(|rest| is_time(rest));
    let found = written.match_indices(' ').find_map(|(at, _)| Some((at, begins(at)?)));
    match found {
        Some((at, time)) => {
            let day = written.get(..at).unwrap_or_default().trim_end();
            let day = day.strip_suffix(" at").unwrap_or(day);
            (day.trim_end_matches([',', ' ']), Some(time))
        }
        None => (written, None),
    }
}

/// `09:30`, with whatever zone or half of the day stands behind it.
fn is_time(text: &str) -> bool {
    let mut parts = text.splitn(2, ':');
    let is_number = |part: &str, digits: Range<usize>| {
        digits.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let (hours, rest) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    is_number(hours, 1..3) && rest.get(..2).is_some_and(|minutes| is_number(minutes, 2..3))
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

/// One date that is no span of several.
fn single(text: &str) -> Option<Date> {
    let mut words = words(text);
    let is_said = |word: &str| {
        let lower = word.to_ascii_lowercase();
        let is_weekday = lower.len() >= 3 && WEEKDAYS.iter().any(|day| day.starts_with(&lower));
        !is_weekday && !VAGUE.contains(&lower.as_str())
    };
    words.retain(|(word, _)| is_said(word));
    let all_digits = words.iter().all(|(word, _)| word.bytes().all(|byte| byte.is_ascii_digit()));
    let year_is_last = words.first().is_some_and(|(word, _)| word.len() < 4);
    if all_digits && year_is_last {
        match *words.as_slice() {
            // `09/2025`, `09.2025`.
            [month, year] if !text.contains(char::is_whitespace) => return of_words(&[year, month]),
            // `03.04.2025` is a day of April; `03/04/2025` could be either and so is none, but where one of the two
            // is no month nobody can mistake it.
            [one, other, year] if text.contains('/') => {
                let readings = (of_words(&[year, one, other]), of_words(&[year, other, one]));
                return match readings {
                    (Some(date), None) | (None, Some(date)) => Some(date),
                    (Some(date), Some(same)) if date == same => Some(date),
                    _ => None,
                };
            }
            _ => {}
        }
    }
    of_words(&words)
}

/// The days between two dates, of which each may leave out what the other says: `December 26-27, 2024`.
fn span(text: &str) -> Option<Date> {
    // Three numbers are one day, or none: `03/04/2025`.
    if let words = words(text)
        && words.len() == 3
        && words.iter().all(|(word, _)| word.bytes().all(|byte| byte.is_ascii_digit()))
    {
        return None;
    }
    let splits = BETWEEN.iter().flat_map(|between| text.match_indices(between));
    splits
        .filter_map(|(at, between)| Some((text.get(..at)?, text.get(at + between.len()..)?)))
        .find_map(|(first, last)| between(first, last))
}

fn between(first: &str, last: &str) -> Option<Date> {
    let whole = |text: &str| Some(Parts::of_date(&single(text.trim())?));
    let parts = |text: &str| whole(text).or_else(|| Parts::of(&words(text)));
    let (mut first, mut last) = (parts(first)?, parts(last)?);
    let (has_first_year, has_last_year) = (first.year.is_some(), last.year.is_some());
    let year = first.year.or(last.year)?;
    first.year = first.year.or(last.year);
    last.year = last.year.or(Some(year));
    let months = (first.month, last.month);
    first.month = first.month.or(months.1.filter(|_| first.day.is_some()));
    last.month = last.month.or(months.0.filter(|_| last.day.is_some()));
    let (mut begin, mut end) = (first.date()?, last.date()?);
    if begin.start() > end.start() {
        // `Dec 30 – Jan 2` passes the end of a year; `December 31-27` is a slip.
        if months.0.is_none() != months.1.is_none() {
            return None;
        }
        match (has_first_year, has_last_year) {
            (false, true) => begin = Parts { year: year.checked_sub(1), ..first }.date()?,
            (true, false) => end = Parts { year: year.checked_add(1), ..last }.date()?,
            _ => return None,
        }
    }
    Date::spanning(&begin, &end)
}

/// Whether a month that was read goes on as a day that was not.
fn is_cut_short(date: &Date, behind: Option<&str>) -> bool {
    let mut behind = behind.unwrap_or_default().chars();
    matches!(date.period, Period::Month(_))
        && matches!(behind.next(), Some('-' | '/' | '.' | '_'))
        && behind.next().is_some_and(|next| next.is_ascii_digit())
}

/// `December 26-27, 2024` and `26–27 December 2024`, which are the spans that stand in titles.
fn days_of_a_month(text: &str, words: &[(&str, usize)]) -> Option<Date> {
    let [first, second, third, last] = words else { return None };
    let range = first.1..last.1 + last.0.len();
    let gap =
        |one: &(&str, usize), other: &(&str, usize)| Some(text.get(one.1 + one.0.len()..other.1)?.trim());
    let dash = match (word(first.0)?, word(second.0)?, word(third.0)?) {
        (Word::Month(_), Word::Number(_), Word::Number(_)) => gap(second, third)?,
        (Word::Number(_), Word::Number(_), Word::Month(_)) if gap(second, third)?.is_empty() => {
            gap(first, second)?
        }
        _ => return None,
    };
    matches!(dash, "-" | "–" | "—").then(|| span(text.get(range)?)).flatten()
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
    Half(u8),
    Week(u8),
}

fn word(text: &str) -> Option<Word> {
    let lower = text.to_ascii_lowercase();
    for (letter, most, kind) in
        [("q", 4, Word::Quarter as fn(u8) -> Word), ("h", 2, Word::Half), ("w", 53, Word::Week)]
    {
        let number = lower.strip_prefix(letter).and_then(|number| number.parse().ok());
        if let Some(number) = number.filter(|number| (1..=most).contains(number)) {
            return Some(kind(number));
        }
    }
    if let Some(at) = MONTHS.iter().position(|month| {
        *month == lower
            || (lower.len() >= 3 && month.starts_with(&lower))
            || lower == "sept" && month.starts_with(&lower)
    }) {
        return u8::try_from(at + 1).ok().map(Word::Month);
    }
    if !lower.starts_with(|first: char| first.is_ascii_digit()) {
        let lower = text.to_lowercase();
        // In Hebrew the word for `of` is a letter in front of it.
        let bare = lower.strip_prefix(['ב', 'ל']).unwrap_or(&lower);
        let is_called = |months: &str| months.split(' ').any(|month| month == lower || month == bare);
        let at = MONTHS_ELSEWHERE.iter().position(|months| is_called(months));
        return at.and_then(|at| u8::try_from(at + 1).ok()).map(Word::Month);
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

/// What is said of a date, which may be less than it takes.
#[derive(Clone, Copy, Default)]
struct Parts {
    year: Option<u16>,
    quarter: Option<u8>,
    month: Option<u8>,
    day: Option<u8>,
}

impl Parts {
    fn of(words: &[(&str, usize)]) -> Option<Parts> {
        let read: Option<Vec<Word>> = words.iter().take(4).map(|(text, _)| word(text)).collect();
        let (mut parts, nothing) = (Parts::default(), Parts::default());
        match *read?.as_slice() {
            [Word::Year(year)] => parts.year = Some(year),
            [Word::Quarter(quarter)] => parts.quarter = Some(quarter),
            [Word::Month(month)] => parts.month = Some(month),
            [Word::Number(day)] => parts.day = Some(day),
            [Word::Number(day), Word::Year(year)] => {
                parts = Parts { year: Some(year), day: Some(day), ..nothing };
            }
            [Word::Year(year), Word::Quarter(quarter)] | [Word::Quarter(quarter), Word::Year(year)] => {
                parts = Parts { year: Some(year), quarter: Some(quarter), ..nothing };
            }
            [Word::Year(year), Word::Number(month) | Word::Month(month)]
            | [Word::Month(month), Word::Year(year)] => {
                parts = Parts { year: Some(year), month: Some(month), ..nothing };
            }
            [Word::Month(month), Word::Number(day)] | [Word::Number(day), Word::Month(month)] => {
                parts = Parts { month: Some(month), day: Some(day), ..nothing };
            }
            [Word::Year(year), Word::Number(month) | Word::Month(month), Word::Number(day)]
            | [Word::Month(month), Word::Number(day), Word::Year(year)]
            | [Word::Number(day), Word::Month(month) | Word::Number(month), Word::Year(year)] => {
                parts = Parts { year: Some(year), month: Some(month), day: Some(day), ..nothing };
            }
            _ => return None,
        }
        Some(parts)
    }

    /// What a date says.
    fn of_date(date: &Date) -> Parts {
        let year = Some(date.year);
        match date.period {
            Period::Year => Parts { year, ..Parts::default() },
            Period::Quarter(quarter) => Parts { year, quarter: Some(quarter), ..Parts::default() },
            Period::Month(month) => Parts { year, month: Some(month), ..Parts::default() },
            Period::Day(month, day) | Period::Days(month, day, _) => {
                Parts { year, month: Some(month), day: Some(day), quarter: None }
            }
        }
    }

    /// The date, when enough is said and the calendar has it.
    fn date(self) -> Option<Date> {
        let year = self.year?;
        let period = match (self.quarter, self.month, self.day) {
            (None, None, None) => Period::Year,
            (Some(quarter), None, None) => Period::Quarter(quarter),
            (None, Some(month), None) if (1..=12).contains(&month) => Period::Month(month),
            (None, Some(month), Some(day)) if (1..=days_in(year, month)).contains(&day) => {
                Period::Day(month, day)
            }
            _ => return None,
        };
        Some(Date { year, period, time: None })
    }
}

fn of_words(words: &[(&str, usize)]) -> Option<Date> {
    // `2025Q3`, `2025W34`.
    if let [(joined, at)] = words
        && let (Some(year), Some(rest)) = (joined.get(..4), joined.get(4..).filter(|rest| !rest.is_empty()))
    {
        let is_year = matches!(word(year), Some(Word::Year(_)));
        return is_year.then(|| of_words(&[(year, *at), (rest, at + 4)])).flatten();
    }
    match *words {
        // `week 34, 2025`.
        [(name, _), (number, _), (year, _)] if name.eq_ignore_ascii_case("week") => {
            match (word(number)?, word(year)?) {
                (Word::Number(week), Word::Year(year)) => week_of(year, week),
                _ => None,
            }
        }
        [(one, _), (other, _)] => match (word(one)?, word(other)?) {
            (Word::Year(year), Word::Half(half)) | (Word::Half(half), Word::Year(year)) => {
                half_of(year, half)
            }
            (Word::Year(year), Word::Week(week)) | (Word::Week(week), Word::Year(year)) => {
                week_of(year, week)
            }
            _ => Parts::of(words)?.date(),
        },
        _ => Parts::of(words)?.date(),
    }
}

/// The first or the second half of a year.
fn half_of(year: u16, half: u8) -> Option<Date> {
    let quarter = |quarter| Date { year, period: Period::Quarter(quarter), time: None };
    Date::spanning(&quarter(half * 2 - 1), &quarter(half * 2))
}

/// A week of the calendar, as ISO 8601 counts them: the first is the one that holds 4 January.
fn week_of(year: u16, week: u8) -> Option<Date> {
    let fourth = Date { year, period: Period::Day(1, 4), time: None };
    // 1 January 1970 was a Thursday.
    let monday = fourth.unix_days().0 - (fourth.unix_days().0 + 3).rem_euclid(7);
    let monday = Date::of_unix_day(monday + 7 * (i64::from(week) - 1))?;
    let is_of_year = (1..=53).contains(&week) && monday.plus_days(3)?.year == year;
    is_of_year.then(|| Date::spanning(&monday, &monday.plus_days(6)?)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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
            // What no calendar has, and what says less than a date takes.
            ("2025-02-30", "—"),
            ("2025-02-31/2025-03-02", "—"),
            ("December 31-27, 2024", "—"),
            ("December 26-32, 2024", "—"),
            ("2025-W54", "—"),
            ("2025-W00", "—"),
            ("H3 2025", "—"),
            ("12-2025-13", "—"),
            ("26-27", "—"),
            ("1000-9000", "—"),
            ("20250930", "—"),
            ("v2025-02", "—"),
            // The forms of the wild.
            ("2025-08-22T10:30:00Z", "2025-08-22T10:30:00Z"),
            ("2025-08-22T10:30:00+02:00", "2025-08-22T10:30:00+02:00"),
            ("October 2, 2025 at 9:30 AM", "2025-10-02T9:30 AM"),
            ("Thu, 2 Oct 2025 10:00:00 GMT", "2025-10-02T10:00:00 GMT"),
            ("Thursday, October 2, 2025", "2025-10-02"),
            ("“2025-09-30”", "2025-09-30"),
            ("'Feb 2025'", "2025-02"),
            ("2025/09/30", "2025-09-30"),
            ("30/09/2025", "2025-09-30"),
            ("09/30/2025", "2025-09-30"),
            ("04/04/2025", "2025-04-04"),
            ("09/2025", "2025-09"),
            ("09.2025", "2025-09"),
            ("mid-2025", "2025"),
            ("late Sep 2025", "2025-09"),
            ("end of Q3 2025", "2025-Q3"),
            ("1970-01-01", "1970-01-01"),
            ("December 31, 2100", "2100-12-31"),
            // Spans.
            ("December 26-27, 2024", "2024-12-26/2024-12-27"),
            ("December 26–27, 2024", "2024-12-26/2024-12-27"),
            ("Dec 26 - 27, 2024", "2024-12-26/2024-12-27"),
            ("26–27 December 2024", "2024-12-26/2024-12-27"),
            ("Dec 30, 2024 – Jan 2, 2025", "2024-12-30/2025-01-02"),
            ("Dec 30 – Jan 2, 2025", "2024-12-30/2025-01-02"),
            ("2024-12-26/2024-12-27", "2024-12-26/2024-12-27"),
            ("2024-12-26 to 2024-12-27", "2024-12-26/2024-12-27"),
            ("2024-12-26..2024-12-27", "2024-12-26/2024-12-27"),
            ("2024-12-26/27", "2024-12-26/2024-12-27"),
            ("from 2024-12-26 to 2025-01-02", "2024-12-26/2025-01-02"),
            ("26/12/2024-27/12/2024", "2024-12-26/2024-12-27"),
            ("2024-12-26 – 2024-12-26", "2024-12-26"),
            ("Feb–Mar 2025", "2025-02-01/2025-03-31"),
            ("Dec–Jan 2025", "2024-12-01/2025-01-31"),
            ("Q1–Q2 2025", "2025-01-01/2025-06-30"),
            ("2025-Q1–Q2", "2025-01-01/2025-06-30"),
            ("2024–2025", "2024-01-01/2025-12-31"),
            ("H1 2025", "2025-01-01/2025-06-30"),
            ("2025-H2", "2025-07-01/2025-12-31"),
            ("2025-W34", "2025-08-18/2025-08-24"),
            ("W01 2025", "2024-12-30/2025-01-05"),
            ("week 1, 2027", "2027-01-04/2027-01-10"),
            ("2020-W53", "2020-12-28/2021-01-03"),
            ("2025-W53", "—"),
            ("2025-09-30é", "—"),
            ("ééééééééééé:1", "—"),
        ] {
            assert_eq!(shown(Date::parse(written)), expected, "{written:?}");
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
            ("Review of 2025-02-30", "—"),
            ("meeting_2025_02_30_kickoff", "—"),
            ("Since 2025-02. It was cold", "2025-02"),
            ("Session 2: December 26-27, 2024", "2024-12-26/2024-12-27"),
            ("Session 3 (27–28 December 2024)", "2024-12-27/2024-12-28"),
        ] {
            assert_eq!(shown(Date::find(text).map(|(date, _)| date)), expected, "{text:?}");
        }
        let after = |written: &str| shown(Date::parse_after(written, Date::parse("2026-05-18").as_ref()));
        assert_eq!((after("Jun 1").as_str(), after("Jan 3").as_str()), ("2026-06-01", "2027-01-03"));
        assert_eq!((after("2025-10-29").as_str(), after("later").as_str()), ("2025-10-29", "—"));
        assert_eq!((after("").as_str(), after("12").as_str()), ("—", "—"));
    }

    proptest! {
        #[test]
        fn no_text_is_too_odd(text in ".{0,70}") {
            let _ = (Date::parse(&text), Date::find(&text), Date::last_in(&text));
        }

        #[test]
        fn what_is_shown_is_read_again(day in 0_i64..47_846, more in 0_u16..800) {
            let first = Date::of_unix_day(day).unwrap_or_else(|| unreachable!());
            let last = Date::of_unix_day(day + i64::from(more)).unwrap_or_else(|| unreachable!());
            let span = Date::spanning(&first, &last);
            prop_assert_eq!(Date::parse(&shown(span.clone())), span);
            prop_assert_eq!(Date::parse(&first.to_string()), Some(first));
        }
    }
}
