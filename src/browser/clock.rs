//! What day it is.

use crate::plan::{Date, Period};

/// Today, where the reader is.
pub fn today() -> Date {
    let now = js_sys::Date::new_0();
    // The clock of a browser shows no day that does not fit.
    let year = u16::try_from(now.get_full_year()).unwrap_or_default();
    let part = |number: u32| u8::try_from(number).unwrap_or(1);
    Date { year, period: Period::Day(part(now.get_month() + 1), part(now.get_date())), time: None }
}

/// The moment, in seconds since 1970.
pub fn now_seconds() -> u64 {
    (js_sys::Date::now() / 1_000.0) as u64
}

/// A number that chance gives.
pub fn chance() -> u64 {
    (js_sys::Math::random() * 9e15) as u64
}

/// The moment, as tools write it: `2026-06-15T08:00:00Z`.
pub fn now_iso() -> String {
    let written = js_sys::Date::new_0().to_iso_string();
    let written: String = written.into();
    format!("{}Z", written.split('.').next().unwrap_or_default())
}

/// The time of day in so many minutes, where the reader is: `14:05`.
pub fn in_minutes(minutes: u64) -> String {
    let then = js_sys::Date::new(&(js_sys::Date::now() + minutes as f64 * 60_000.0).into());
    format!("{:02}:{:02}", then.get_hours(), then.get_minutes())
}
