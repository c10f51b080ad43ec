//! The axis: where a day stands in the picture, and which days are named on it at a scale.

use super::Day;
use crate::plan::{Date, Period};

/// The fewest px that a day takes: a hundred and thirty years in one picture.
pub const LEAST_DAY_PX: f64 = 0.02;
/// The most px that a day takes: a week fills a phone.
pub const MOST_DAY_PX: f64 = 48.0;
/// How far ticks stand apart at least, in px.
const TICK_PX: f64 = 58.0;
/// More ticks than these are never drawn.
const MOST_TICKS: usize = 400;

/// Days as px.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// The first day of the picture.
    pub first: Day,
    /// The last day of the picture.
    pub last: Day,
    /// How wide a day is.
    pub day_px: f64,
    /// What the days are counted in.
    pub axis: Axis,
}

/// What the days of an axis are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Axis {
    /// Days of the calendar.
    Calendar,
    /// Days of any quarter, counted from its first.
    Quarter,
}

/// A day that is named on the axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// Where it stands, in px.
    pub x: f64,
    /// Its name.
    pub label: String,
    /// Whether it begins something larger.
    pub is_major: bool,
}

/// A step between ticks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Weeks(i64),
    Months(u16),
    Years(u16),
}

/// The steps with their length in days, the finest first, and for each that of the names above it.
const STEPS: [(Step, f64, Step); 10] = [
    (Step::Weeks(1), 7.0, Step::Months(1)),
    (Step::Months(1), 30.4, Step::Years(1)),
    (Step::Months(3), 91.3, Step::Years(1)),
    (Step::Months(6), 182.6, Step::Years(1)),
    (Step::Years(1), 365.25, Step::Years(5)),
    (Step::Years(2), 730.5, Step::Years(10)),
    (Step::Years(5), 1_826.3, Step::Years(10)),
    (Step::Years(10), 3_652.5, Step::Years(50)),
    (Step::Years(25), 9_131.3, Step::Years(100)),
    (Step::Years(100), 36_525.0, Step::Years(1000)),
];

impl Scale {
    /// These days in so many px.
    pub fn fitting(first: Day, last: Day, width_px: f64, axis: Axis) -> Scale {
        let days = (last - first + 1).max(1);
        let day_px = (width_px / days as f64).clamp(LEAST_DAY_PX, MOST_DAY_PX);
        Scale { first, last: last.max(first), day_px, axis }
    }

    /// Where a day begins, in px.
    pub fn x(&self, day: Day) -> f64 {
        (day - self.first) as f64 * self.day_px
    }

    /// The day that stands at this place.
    pub fn day(&self, x: f64) -> Day {
        self.first + (x / self.day_px).floor() as Day
    }

    /// How wide the picture is.
    pub fn width(&self) -> f64 {
        self.x(self.last + 1)
    }

    /// The same days with another width of a day.
    pub fn with_day_px(self, day_px: f64) -> Scale {
        Scale { day_px: day_px.clamp(LEAST_DAY_PX, MOST_DAY_PX), ..self }
    }

    /// The ticks between two places, the larger ones among them.
    pub fn ticks(&self, from_px: f64, to_px: f64) -> Vec<Tick> {
        let (from, to) = (self.day(from_px).max(self.first - 1), self.day(to_px).min(self.last + 1));
        if self.axis == Axis::Quarter {
            return self.ticks_of_quarter();
        }
        let [.., coarsest] = STEPS;
        let (step, _, above) =
            STEPS.into_iter().find(|(_, days, _)| days * self.day_px >= TICK_PX).unwrap_or(coarsest);
        let mut ticks = Vec::new();
        let mut day = step.at_or_before(from);
        while let Some(here) = day.filter(|here| *here <= to && ticks.len() < MOST_TICKS) {
            let is_major = step.begins(above, here);
            if let Some(label) = step.label(here, is_major) {
                ticks.push(Tick { x: self.x(here), label, is_major });
            }
            day = step.after(here);
        }
        ticks
    }

    /// What larger thing the place lies in: the year, or the month where weeks are named. It stands at the edge when
    /// its own tick is out of sight.
    pub fn around(&self, x: f64) -> String {
        if self.axis == Axis::Quarter {
            return String::new();
        }
        let day = self.day(x).clamp(self.first, self.last);
        let date = Date::of_unix_day(day);
        let is_fine = 30.4 * self.day_px >= TICK_PX * 4.0;
        date.map(|date| if is_fine { month_and_year(&date) } else { date.year.to_string() })
            .unwrap_or_default()
    }

    fn ticks_of_quarter(&self) -> Vec<Tick> {
        let months = [(0, "1st month"), (31, "2nd month"), (61, "3rd month")];
        let ticks = months.into_iter().map(|(day, label)| Tick {
            x: self.x(day),
            label: label.to_owned(),
            is_major: true,
        });
        ticks.collect()
    }
}

impl Step {
    /// The last beginning of such a step at or before a day.
    fn at_or_before(self, day: Day) -> Option<Day> {
        match self {
            // 1 January 1970 was a Thursday; weeks begin on Monday.
            Step::Weeks(weeks) => Some(day - (day + 3).rem_euclid(7 * weeks)),
            Step::Months(months) => {
                let date = Date::of_unix_day(day)?;
                let (year, month, _) = date.start();
                let month = u16::from(month.saturating_sub(1)) / months * months + 1;
                first_of(year, u8::try_from(month).ok()?)
            }
            Step::Years(years) => first_of(Date::of_unix_day(day)?.year / years * years, 1),
        }
    }

    /// Whether something larger begins with the one that begins on a day. Months begin within a week.
    fn begins(self, above: Step, day: Day) -> bool {
        match self {
            Step::Weeks(_) => Date::of_unix_day(day).is_some_and(|date| date.start().2 <= 7),
            _ => above.at_or_before(day) == Some(day),
        }
    }

    /// The next beginning after one.
    fn after(self, day: Day) -> Option<Day> {
        let date = Date::of_unix_day(day)?;
        let (year, month, _) = date.start();
        match self {
            Step::Weeks(weeks) => Some(day + 7 * weeks),
            Step::Months(months) => {
                let next = u16::from(month) - 1 + months;
                first_of(year.checked_add(next / 12)?, u8::try_from(next % 12 + 1).ok()?)
            }
            Step::Years(years) => first_of(year.checked_add(years)?, 1),
        }
    }

    /// The name of what begins on a day.
    fn label(self, day: Day, is_major: bool) -> Option<String> {
        let date = Date::of_unix_day(day)?;
        let (year, month, of_month) = date.start();
        Some(match self {
            Step::Weeks(_) => format!("{of_month} {}", month_name(month)),
            Step::Months(_) if is_major => year.to_string(),
            Step::Months(3) => format!("Q{}", (month - 1) / 3 + 1),
            Step::Months(_) => month_name(month).to_owned(),
            Step::Years(_) => year.to_string(),
        })
    }
}

fn first_of(year: u16, month: u8) -> Option<Day> {
    (1..=9999).contains(&year).then(|| Date { year, period: Period::Month(month), time: None }.unix_days().0)
}

fn month_name(month: u8) -> &'static str {
    const NAMES: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    NAMES.get(usize::from(month.saturating_sub(1))).copied().unwrap_or_default()
}

fn month_and_year(date: &Date) -> String {
    format!("{} {}", month_name(date.start().1), date.year)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(written: &str) -> Day {
        Date::parse(written).map(|date| date.unix_days().0).unwrap_or_default()
    }

    fn shown(from: &str, to: &str, width_px: f64) -> String {
        let scale = Scale::fitting(day(from), day(to), width_px, Axis::Calendar);
        let ticks = scale.ticks(0.0, scale.width());
        let shown = ticks.iter().map(|tick| {
            let mark = if tick.is_major { "|" } else { "" };
            format!("{mark}{}@{}", tick.label, super::super::shown(scale.day(tick.x + 0.01)))
        });
        shown.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn ticks_are_as_fine_as_there_is_room_for() {
        for (from, to, width_px, expected) in [
            (
                "2025-08-20",
                "2025-09-10",
                400.0,
                "18 Aug@2025-08-18 25 Aug@2025-08-25 |1 Sep@2025-09-01 8 Sep@2025-09-08",
            ),
            (
                "2025-11-10",
                "2026-02-10",
                400.0,
                "Nov@2025-11-01 Dec@2025-12-01 |2026@2026-01-01 Feb@2026-02-01",
            ),
            (
                "2025-01-10",
                "2026-06-15",
                400.0,
                "|2025@2025-01-01 Q2@2025-04-01 Q3@2025-07-01 Q4@2025-10-01 |2026@2026-01-01 Q2@2026-04-01",
            ),
            (
                "2019-06-01",
                "2023-06-01",
                400.0,
                "2019@2019-01-01 |2020@2020-01-01 2021@2021-01-01 2022@2022-01-01 2023@2023-01-01",
            ),
            (
                "1970-01-01",
                "2100-12-31",
                400.0,
                "1970@1970-01-01 1980@1980-01-01 1990@1990-01-01 |2000@2000-01-01 2010@2010-01-01 2020@2020-01-01 2030@2030-01-01 2040@2040-01-01 |2050@2050-01-01 2060@2060-01-01 2070@2070-01-01 2080@2080-01-01 2090@2090-01-01 |2100@2100-01-01",
            ),
        ] {
            assert_eq!(shown(from, to, width_px), expected);
        }
    }

    #[test]
    fn a_place_is_the_day_that_stands_there() {
        let scale = Scale::fitting(day("2025-01-01"), day("2025-12-31"), 730.0, Axis::Calendar);
        assert_eq!((scale.day_px, scale.width()), (2.0, 730.0));
        for offset in [0, 1, 100, 364] {
            assert_eq!(scale.day(scale.x(scale.first + offset)), scale.first + offset);
        }
        assert_eq!(scale.around(scale.x(day("2025-03-04"))), "2025");
        assert_eq!(scale.with_day_px(20.0).around(scale.with_day_px(20.0).x(day("2025-03-04"))), "Mar 2025");
        assert_eq!(scale.with_day_px(1e9).day_px, MOST_DAY_PX);
    }

    #[test]
    fn no_scale_draws_more_ticks_than_can_be_seen() {
        let scale = Scale::fitting(day("1970-01-01"), day("2100-12-31"), 1e9, Axis::Calendar);
        assert!(scale.ticks(0.0, scale.width()).len() <= MOST_TICKS);
    }
}
