//! How much work something is: a span of hours, and reading one as people write it.

use super::Place;
use std::fmt;

/// A span of work, both ends included. Minutes, so that spans can be summed and compared exactly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hours {
    /// The least it may take, in minutes.
    pub low_minutes: u32,
    /// The most it may take, in minutes.
    pub high_minutes: u32,
}

/// How many hours of work a day holds when nobody says otherwise.
pub const HOURS_A_DAY: u32 = 8;

/// A span of work with the words and the line that state it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Estimate {
    /// How much.
    pub hours: Hours,
    /// The words of the file.
    pub written: String,
    /// Where it stands.
    pub place: Place,
}

impl Hours {
    /// A span of no work.
    pub const NONE: Hours = Hours { low_minutes: 0, high_minutes: 0 };

    /// Reads a span anywhere in a text: `1.5 hours`, `30min`, `1-2 h`, `~2 hours`, `18–22h`, `1h 30m`, `2 to 3 days`,
    /// `½ day`. Weeks and months say when something will be there, not how much work it is, so they are none. `None`
    /// when the text states no span.
    pub fn find(text: &str) -> Option<Hours> {
        let words = tokens(text);
        let mut sum: Option<Hours> = None;
        let mut at = 0;
        while at < words.len() {
            let Some((span, next)) = span(words.get(at..).unwrap_or_default()) else {
                // `1h 30m` is one span; what stands apart is not.
                if sum.is_some() {
                    break;
                }
                at += 1;
                continue;
            };
            sum = Some(sum.unwrap_or_default() + span);
            at += next;
        }
        sum
    }

    /// The least and the most of it, in hours.
    pub fn in_hours(self) -> (f64, f64) {
        (f64::from(self.low_minutes) / 60.0, f64::from(self.high_minutes) / 60.0)
    }

    /// Whether all of it lies within another span.
    pub fn is_within(self, other: Hours) -> bool {
        self.low_minutes >= other.low_minutes && self.high_minutes <= other.high_minutes
    }
}

impl std::ops::Add for Hours {
    type Output = Hours;

    fn add(self, other: Hours) -> Hours {
        Hours {
            low_minutes: self.low_minutes.saturating_add(other.low_minutes),
            high_minutes: self.high_minutes.saturating_add(other.high_minutes),
        }
    }
}

impl std::iter::Sum for Hours {
    fn sum<I: Iterator<Item = Hours>>(spans: I) -> Hours {
        spans.fold(Hours::NONE, |sum, span| sum + span)
    }
}

/// `18–22 h`, `1.5 h`, `45 min`.
impl fmt::Display for Hours {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Hours { low_minutes, high_minutes } = *self;
        let (unit, part) = if high_minutes < 60 && high_minutes > 0 { ("min", 1) } else { ("h", 60) };
        number(low_minutes, part, out)?;
        if low_minutes != high_minutes {
            out.write_str("–")?;
            number(high_minutes, part, out)?;
        }
        write!(out, " {unit}")
    }
}

/// Minutes in units of so many minutes: quarters exactly, all else to one digit behind the point.
fn number(minutes: u32, part: u32, out: &mut fmt::Formatter<'_>) -> fmt::Result {
    let (whole, rest) = (minutes / part, minutes % part * 100 / part);
    match rest {
        25 | 75 => return write!(out, "{whole}.{rest}"),
        _ => {}
    }
    let tenths = minutes.saturating_mul(10).saturating_add(part / 2) / part;
    match tenths % 10 {
        0 => write!(out, "{}", tenths / 10),
        rest => write!(out, "{}.{rest}", tenths / 10),
    }
}

/// A piece of a text that speaks of spans.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Token<'a> {
    /// A number, in hundredths.
    Number(u32),
    /// What stands between the ends of a span.
    To,
    /// A word.
    Word(&'a str),
    /// Anything else that is not a space.
    Other,
}

/// Longer texts say much and estimate nothing.
const MOST_TOKENS: usize = 200;

fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next().filter(|_| found.len() < MOST_TOKENS) {
        let mut length = first.len_utf8();
        let token = if first.is_ascii_digit() {
            length = rest.bytes().take_while(u8::is_ascii_digit).count();
            let whole = rest.get(..length).unwrap_or_default().parse::<u32>().ok();
            let after = rest.get(length..).unwrap_or_default();
            let mut hundredths = 0;
            if after.starts_with(['.', ',']) {
                let digits = after.bytes().skip(1).take_while(u8::is_ascii_digit).count();
                // `1,200` is no fraction.
                if (1..=2).contains(&digits) {
                    let fraction = after.get(1..=digits).unwrap_or_default();
                    hundredths =
                        fraction.parse::<u32>().unwrap_or_default() * if digits == 1 { 10 } else { 1 };
                    length += digits + 1;
                }
            }
            if rest.get(length..).unwrap_or_default().starts_with('½') {
                hundredths = 50;
                length += '½'.len_utf8();
            }
            let number = whole.and_then(|whole| whole.checked_mul(100)?.checked_add(hundredths));
            number.map_or(Token::Other, Token::Number)
        } else if first == '½' {
            Token::Number(50)
        } else if matches!(first, '-' | '–' | '—' | '−' | '~' | '+') {
            // A tilde or plus beside a number means nothing that a span could hold.
            if matches!(first, '~' | '+') {
                rest = rest.get(length..).unwrap_or_default();
                continue;
            }
            Token::To
        } else if first.is_alphabetic() {
            length = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
            match rest.get(..length).unwrap_or_default() {
                "to" | "bis" | "à" | "עד" => Token::To,
                word => Token::Word(word),
            }
        } else {
            if first.is_whitespace() {
                rest = rest.get(length..).unwrap_or_default();
                continue;
            }
            Token::Other
        };
        found.push(token);
        rest = rest.get(length..).unwrap_or_default();
    }
    found
}

/// A span that begins with the first token, and how many tokens it takes.
fn span(tokens: &[Token<'_>]) -> Option<(Hours, usize)> {
    let span = |low: u32, high: u32, unit: u32| {
        let minutes = |hundredths: u32| hundredths.checked_mul(unit).map(|minutes| minutes / 100);
        Some(between(minutes(low)?, minutes(high)?))
    };
    match *tokens {
        [Token::Number(low), Token::To, Token::Number(high), Token::Word(word), ..] => {
            Some((span(low, high, minutes_of(word)?)?, 4))
        }
        [Token::Number(low), Token::Word(first), Token::To, Token::Number(high), Token::Word(word), ..] => {
            let (low_unit, high_unit) = (minutes_of(first)?, minutes_of(word)?);
            let low = low.checked_mul(low_unit)? / 100;
            let high = high.checked_mul(high_unit)? / 100;
            Some((between(low, high), 5))
        }
        [Token::Number(number), Token::To, Token::Word(word), ..]
        | [Token::Number(number), Token::Word(word), ..] => {
            let taken = if matches!(tokens.get(1), Some(Token::To)) { 3 } else { 2 };
            Some((span(number, number, minutes_of(word)?)?, taken))
        }
        _ => None,
    }
}

/// The span between two ends, whichever is written first.
fn between(one: u32, other: u32) -> Hours {
    Hours { low_minutes: one.min(other), high_minutes: one.max(other) }
}

/// How many minutes a unit of time holds.
fn minutes_of(word: &str) -> Option<u32> {
    let lower = word.to_lowercase();
    Some(match lower.as_str() {
        "h" | "hr" | "hrs" | "hour" | "hours" | "std" | "stunde" | "stunden" | "heure" | "heures"
        | "hora" | "horas" | "ora" | "ore" | "uur" | "timmar" | "timer" | "godz" | "godzin" | "godziny"
        | "saat" | "ч" | "час" | "часа" | "часов" | "שעה" | "שעות" | "ש" | "ساعة" | "ساعات" | "小时"
        | "小時" | "時間" | "시간" => 60,
        "m" | "min" | "mins" | "minute" | "minutes" | "minuten" | "minuto" | "minutos" | "minuti"
        | "minuut" | "minuter" | "minutter" | "minut" | "minuty" | "dakika" | "мин" | "минут" | "минуты"
        | "דקה" | "דקות" | "דק" | "دقيقة" | "دقائق" | "分钟" | "分鐘" | "分" | "분" => {
            1
        }
        "d" | "day" | "days" | "tag" | "tage" | "tagen" | "jour" | "jours" | "día" | "días" | "dia"
        | "dias" | "giorno" | "giorni" | "dag" | "dagen" | "dagar" | "dage" | "dni" | "dzień" | "gün"
        | "день" | "дня" | "дней" | "יום" | "ימים" | "يوم" | "أيام" | "天" | "日" | "일" => {
            60 * HOURS_A_DAY
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(written: &str, expected: Option<(u32, u32)>) {
        let found = Hours::find(written).map(|hours| (hours.low_minutes, hours.high_minutes));
        assert_eq!(found, expected, "{written:?}");
    }

    #[test]
    fn spans_are_read_as_people_write_them() {
        for (written, low, high) in [
            ("1.5 hours", 90, 90),
            ("30min", 30, 30),
            ("1-2 hours", 60, 120),
            ("~2 hours", 120, 120),
            ("18-22h", 1080, 1320),
            ("18–22 h", 1080, 1320),
            ("Phase 2 (4-5 hours)", 240, 300),
            ("47-58 hours", 2820, 3480),
            ("1h 30m", 90, 90),
            ("1 hour 30 minutes", 90, 90),
            ("2 to 3 days", 960, 1440),
            ("½ day", 240, 240),
            ("1½ h", 90, 90),
            ("1,5 Stunden", 90, 90),
            ("30 min - 1 hour", 30, 60),
            ("8-hour day", 480, 480),
            ("3-4 שעות", 180, 240),
            ("22-18 h", 1080, 1320),
        ] {
            check(written, Some((low, high)));
        }
        for none in ["", "2 weeks", "5 people", "V17.0", "hours", "12", "3-4", "99999999999 h"] {
            check(none, None);
        }
    }

    #[test]
    fn spans_are_shown_in_hours_and_minutes() {
        let shown = |low_minutes, high_minutes| Hours { low_minutes, high_minutes }.to_string();
        assert_eq!(shown(90, 90), "1.5 h");
        assert_eq!(shown(1080, 1320), "18–22 h");
        assert_eq!(shown(30, 45), "30–45 min");
        assert_eq!(shown(30, 60), "0.5–1 h");
        assert_eq!(shown(75, 75), "1.25 h");
        assert_eq!(shown(3, 62), "0.1–1 h");
        assert_eq!(shown(757, 1045), "12.6–17.4 h");
        assert_eq!(shown(0, 0), "0 h");
    }

    proptest::proptest! {
        #[test]
        fn any_text_may_hold_a_span(text in ".{0,40}") {
            if let Some(hours) = Hours::find(&text) {
                proptest::prop_assert!(hours.low_minutes <= hours.high_minutes);
            }
        }
    }
}
