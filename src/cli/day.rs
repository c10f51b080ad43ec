//! The day for which a question is asked: the one that was given, else today. The only place that looks at the clock.

use super::Failure;
use crate::plan::{Date, Period};
use clap::Args;
use std::fmt;
use std::time::{SystemTime, UNIX_EPOCH};

/// The option that states the day.
#[derive(Args, Clone, Debug)]
pub(super) struct AsOf {
    /// Day for which ages, deadlines and absences are computed; today (in UTC) when left out.
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<String>,
}

/// A day, and whether somebody asked for it.
#[derive(Clone, Debug)]
pub(super) struct Day {
    /// The day itself.
    pub(super) date: Date,
    is_today: bool,
}

impl Day {
    /// A day that somebody asked for.
    pub(super) fn asked(date: Date) -> Day {
        Day { date, is_today: false }
    }
}

impl AsOf {
    /// The day that was asked for, else today.
    pub(super) fn day(&self) -> Result<Day, Failure> {
        let Some(written) = &self.as_of else {
            let date =
                today().ok_or("the clock of this machine tells no day; state one with --as-of YYYY-MM-DD")?;
            return Ok(Day { date, is_today: true });
        };
        let date = Date::parse(written).filter(|date| matches!(date.period, Period::Day(..)));
        let date = date.ok_or_else(|| format!("--as-of {written} is no day; write it as YYYY-MM-DD"))?;
        Ok(Day { date: Date { time: None, ..date }, is_today: false })
    }
}

impl Day {
    /// The moment at which something is declared on this day: now, when it is today, else its beginning.
    pub(super) fn time(&self) -> String {
        let second = if self.is_today { self.seconds() % 86_400 } else { 0 };
        format!("{}T{:02}:{:02}:{:02}Z", self.date, second / 3_600, second / 60 % 60, second % 60)
    }

    /// The same moment in seconds since 1970.
    pub(super) fn seconds(&self) -> u64 {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        let begin = Date::of_unix_day(0).map_or(0, |first| self.date.days_since(&first));
        if self.is_today { now } else { u64::try_from(begin).unwrap_or_default() * 86_400 }
    }
}

impl fmt::Display for Day {
    /// The day for people: `2026-05-18`, or `today, 2026-05-18`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_today {
            write!(out, "today, ")?;
        }
        write!(out, "{}", self.date)
    }
}

/// The day that the clock of this machine tells, in UTC.
pub(super) fn today() -> Option<Date> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    Date::of_unix_day(i64::try_from(since.as_secs() / 86_400).ok()?)
}
