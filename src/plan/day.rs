//! The day for which ages, deadlines and absences are computed: always a stated one, never silently the clock's.

use super::{BaseStatus, Date, Plan};
use crate::order;

/// A day with the reason why it is this one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedDay {
    /// The day.
    pub date: Date,
    /// Who says so.
    pub origin: DayOrigin,
}

/// Who says for which day a tree is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayOrigin {
    /// The link that was followed.
    Link,
    /// Whoever published the tree.
    Publisher,
    /// The tree: it is the newest day in it.
    Newest,
    /// The clock.
    Today,
}

impl DayOrigin {
    /// Why it is that day, for people.
    pub fn label(self) -> &'static str {
        match self {
            DayOrigin::Link => "stated in the link",
            DayOrigin::Publisher => "as published",
            DayOrigin::Newest => "the newest date in the tree",
            DayOrigin::Today => "today",
        }
    }
}

/// How a tree came to the page, as far as its day depends on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Publication {
    /// Somebody has published it, and it stays as it is.
    Published,
    /// It is somebody's own and goes on.
    #[default]
    Live,
}

impl StatedDay {
    /// Reads a day that a tree can be shown as of: of a month its first. Of years in which nobody has planned there
    /// is none; a year that is still being typed is one of them.
    pub fn parse(text: &str) -> Option<Date> {
        Date::parse(text).filter(|date| is_year_of_people(date.year)).map(|date| date.first_day())
    }

    /// The day to show a tree as of: the one that the link asks for, else the one that its publisher states, else,
    /// of a published tree, the newest in it, else today. What is no date is as if it were not there.
    pub fn of(
        asked: Option<&str>,
        stated: Option<&str>,
        publication: Publication,
        newest: Option<Date>,
        today: &Date,
    ) -> StatedDay {
        let newest = newest.filter(|_| publication == Publication::Published);
        let known = [
            (asked.and_then(StatedDay::parse), DayOrigin::Link),
            (stated.and_then(StatedDay::parse), DayOrigin::Publisher),
            (newest, DayOrigin::Newest),
        ];
        let known = known.into_iter().find_map(|(date, origin)| Some((date?, origin)));
        let (date, origin) = known.unwrap_or_else(|| (today.clone(), DayOrigin::Today));
        let origin = if date == *today { DayOrigin::Today } else { origin };
        StatedDay { date, origin }
    }
}

/// A date so far behind the next older one is a slip of the pen, in days.
const LONGEST_SILENCE_DAYS: i64 = 5 * 365;

impl Plan {
    /// The newest day of which the tree tells: of a delta, a note, a field of a plan or spec. Of a month or a quarter its
    /// first day. What lies ahead does not count: deadlines, expiries, the start of what has not been started. A
    /// date that comes more than five years after the one before it is a slip, `2062` for `2026`, and no day.
    pub fn newest_date(&self) -> Option<Date> {
        let notes = self.notes.iter().filter_map(|note| note.date.as_ref());
        let deltas = self.deltas.iter().filter_map(|delta| delta.date.as_ref());
        let mut dates: Vec<Date> = notes.chain(deltas).map(Date::first_day).collect();
        dates.extend(self.items.iter().filter_map(|item| item.work().updated.as_ref()).map(Date::first_day));
        for item in self.items.iter().filter(|item| !item.template) {
            let is_begun = matches!(item.status.base, BaseStatus::Wip | BaseStatus::Done);
            let fields = ["last_updated", "emergency_declared_at", "invalidation_date"];
            let start = is_begun.then_some("start_at");
            let fields = fields.into_iter().chain(start).filter_map(|key| Date::parse(item.field(key)?));
            dates.extend(fields.map(|date| date.first_day()));
        }
        dates.retain(|date| is_year_of_people(date.year));
        order::sort(&mut dates);
        let mut newest = dates.pop();
        while let (Some(date), Some(before)) = (&newest, dates.pop()) {
            // Of two dates alone nobody can tell which is wrong.
            if dates.is_empty() || date.days_since(&before) <= LONGEST_SILENCE_DAYS {
                break;
            }
            newest = Some(before);
        }
        newest
    }
}

/// Whether somebody can have planned in this year on a computer.
fn is_year_of_people(year: u16) -> bool {
    (1970..3000).contains(&year)
}
