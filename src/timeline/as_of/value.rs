//! What holds on a day, when all that is known are statements about other days.

use super::super::Day;
use crate::plan::{BaseStatus, Place};

/// How sure something is that is said of a day in the past.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// A document says so of that day, or of a time that holds it.
    Stated,
    /// It follows from what documents say of days before and after.
    Derived,
    /// Documents cannot tell.
    Unknown,
}

impl Certainty {
    /// Its name in JSON and attributes.
    pub fn name(self) -> &'static str {
        match self {
            Certainty::Stated => "stated",
            Certainty::Derived => "derived",
            Certainty::Unknown => "unknown",
        }
    }

    /// Its name for people.
    pub fn label(self) -> &'static str {
        match self {
            Certainty::Stated => "stated",
            Certainty::Derived => "derived",
            Certainty::Unknown => "unknown then",
        }
    }
}

/// What is said of something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// It was not there.
    Absent,
    /// It was there.
    There,
    /// It was there, and so far.
    Status(BaseStatus, Option<String>),
}

/// How something is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Form {
    /// It became so.
    Became,
    /// It was so when somebody wrote it down.
    Was,
    /// It was so when the whole tree was looked at.
    Seen,
}

/// One statement about a thing at some time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Evidence {
    pub days: (Day, Day),
    pub form: Form,
    pub holds: Holds,
    /// Whether the words say it, or it only follows from them.
    pub certainty: Certainty,
    pub why: String,
    pub place: Place,
}

/// How sure the status of an item is on a day, and what says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// How sure it is.
    pub certainty: Certainty,
    /// Why, in words: `started on 2025-01-14`.
    pub why: String,
    /// The line that says it.
    pub place: Option<Place>,
}

/// What held on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Value {
    pub holds: Holds,
    pub known: Known,
}

impl Value {
    pub fn new(holds: Holds, certainty: Certainty, why: impl Into<String>, place: Option<Place>) -> Value {
        Value { holds, known: Known { certainty, why: why.into(), place } }
    }

    /// There, and nobody knows how far.
    pub fn unknown(why: impl Into<String>) -> Value {
        Value::new(Holds::There, Certainty::Unknown, why, None)
    }

    fn of(evidence: &Evidence, certainty: Certainty) -> Value {
        let place = Some(evidence.place.clone());
        Value::new(evidence.holds.clone(), certainty, evidence.why.clone(), place)
    }
}

/// What held on a day, by statements in the order of their last day.
pub(super) fn on(evidence: &[Evidence], day: Day) -> Value {
    let before = strongest(evidence, day);
    let around =
        evidence.iter().find(|said| said.days.0 <= day && day < said.days.1 && said.form == Form::Became);
    let after = evidence.iter().filter(|said| said.days.0 > day).min_by_key(|said| (said.days.0, said.form));
    match (before, around, after) {
        // It changed some day of this month; until then it was as before.
        (Some(before), Some(change), _) if change.holds != before.holds => {
            let mut value = Value::of(before, Certainty::Derived);
            value.known.why = format!("{}; {} some time later", before.why, change.why);
            value
        }
        (Some(before), _, after) => between(before, after, day),
        (None, Some(change), _) => Value::unknown(format!("{}, on a day that nobody states", change.why)),
        (None, None, Some(after)) => first(after),
        (None, None, None) => Value::unknown("no document gives it a date"),
    }
}

/// The last statement up to a day; of those that say the same as it, one after the other, the surest.
fn strongest(evidence: &[Evidence], day: Day) -> Option<&Evidence> {
    let mut until = evidence.iter().rev().filter(|said| said.days.1 <= day);
    let newest = until.next()?;
    // That it was there says nothing of how far it was; that stands before, unless it was not there in between.
    let told =
        until.clone().find(|said| said.holds != Holds::There).filter(|said| said.holds != Holds::Absent);
    let last = if newest.holds == Holds::There { told.unwrap_or(newest) } else { newest };
    let mut same =
        until.filter(|said| said.holds != Holds::There).take_while(|said| said.holds == last.holds);
    // A look at the whole tree says nothing of the days after it, a dated change does.
    let is_lasting = |said: &&Evidence| said.form != Form::Seen && said.certainty == Certainty::Stated;
    let is_on_day = last.days == (day, day) && last.certainty == Certainty::Stated;
    Some(if is_on_day || is_lasting(&last) { last } else { same.find(is_lasting).unwrap_or(last) })
}

/// What held after one statement and before another.
fn between(before: &Evidence, after: Option<&Evidence>, day: Day) -> Value {
    let Some(after) = after.filter(|after| after.holds != before.holds && after.form == Form::Seen) else {
        let certainty = match before.form {
            // Somebody looked, and later somebody did something: nobody knows what lay in between, but it follows.
            Form::Seen if before.days.1 < day => Certainty::Derived,
            _ => before.certainty,
        };
        return Value::of(before, certainty);
    };
    // Between two looks at the whole tree the nearer one counts.
    let is_nearer = after.days.0 - day < day - before.days.1;
    if before.form == Form::Seen && is_nearer {
        let mut value = Value::of(after, Certainty::Derived);
        value.known.why = format!("{}, which is nearer than the look before", after.why);
        return value;
    }
    Value::of(before, if before.days.1 == day { before.certainty } else { Certainty::Derived })
}

/// What held before the first statement.
fn first(after: &Evidence) -> Value {
    let place = Some(after.place.clone());
    match (&after.holds, after.form) {
        // What begins was not there before.
        (Holds::Status(BaseStatus::Todo | BaseStatus::Wip, _) | Holds::There, Form::Became) => {
            Value::new(Holds::Absent, Certainty::Derived, format!("{} first", after.why), place)
        }
        _ => Value::new(
            Holds::There,
            Certainty::Unknown,
            format!("the first that is said of it is later: {}", after.why),
            place,
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(days: (Day, Day), form: Form, holds: Holds) -> Evidence {
        let certainty = match holds {
            Holds::Status(BaseStatus::Todo | BaseStatus::Wip, _) if form == Form::Became => {
                Certainty::Derived
            }
            _ => Certainty::Stated,
        };
        let place = Place { path: "x.md".to_owned(), line: 1 };
        Evidence { days, form, holds, certainty, why: "said".to_owned(), place }
    }

    fn status(base: BaseStatus) -> Holds {
        Holds::Status(base, None)
    }

    fn shown(value: &Value) -> String {
        let holds = match &value.holds {
            Holds::Absent => "absent",
            Holds::There => "there",
            Holds::Status(base, _) => base.name(),
        };
        format!("{holds} {}", value.known.certainty.name())
    }

    #[test]
    fn a_life_is_told_from_its_dates() {
        let life = [
            said((10, 10), Form::Became, status(BaseStatus::Todo)),
            said((20, 20), Form::Became, status(BaseStatus::Wip)),
            said((30, 30), Form::Became, status(BaseStatus::Blocked)),
            said((40, 40), Form::Became, status(BaseStatus::Wip)),
            said((60, 89), Form::Became, status(BaseStatus::Done)),
            said((99, 99), Form::Was, status(BaseStatus::Done)),
        ];
        for (day, expected) in [
            (9, "absent derived"),
            (10, "todo derived"),
            (25, "wip derived"),
            (30, "blocked stated"),
            (39, "blocked stated"),
            (41, "wip derived"),
            // It was done on some day of these.
            (60, "wip derived"),
            (88, "wip derived"),
            (89, "done stated"),
            (500, "done stated"),
        ] {
            assert_eq!(shown(&on(&life, day)), expected, "{day}");
        }
    }

    #[test]
    fn what_is_only_said_late_is_unknown_before() {
        let updated = [said((50, 50), Form::Was, status(BaseStatus::Done))];
        assert_eq!(shown(&on(&updated, 49)), "there unknown");
        assert_eq!(shown(&on(&updated, 50)), "done stated");
        let closed = [said((31, 59), Form::Became, status(BaseStatus::Done))];
        assert_eq!(shown(&on(&closed, 30)), "there unknown");
        assert_eq!(shown(&on(&closed, 40)), "there unknown");
        assert_eq!(shown(&on(&closed, 59)), "done stated");
        assert_eq!(shown(&on(&[], 1)), "there unknown");
    }

    #[test]
    fn between_two_looks_at_the_tree_the_nearer_counts() {
        let looks = [
            said((10, 10), Form::Seen, Holds::Absent),
            said((30, 30), Form::Seen, status(BaseStatus::Wip)),
            said((50, 50), Form::Seen, status(BaseStatus::Done)),
        ];
        for (day, expected) in [
            (5, "there unknown"),
            (10, "absent stated"),
            (19, "absent derived"),
            (21, "wip derived"),
            (30, "wip stated"),
            (39, "wip derived"),
            (41, "done derived"),
            (50, "done stated"),
        ] {
            assert_eq!(shown(&on(&looks, day)), expected, "{day}");
        }
        // A dated change is believed before any nearness.
        let dated = [
            said((10, 10), Form::Seen, status(BaseStatus::Wip)),
            said((12, 12), Form::Became, status(BaseStatus::Blocked)),
            said((50, 50), Form::Seen, status(BaseStatus::Done)),
        ];
        assert_eq!(shown(&on(&dated, 48)), "blocked derived");
        // What was dated and seen since is as sure as its date.
        let seen = [
            said((10, 10), Form::Became, status(BaseStatus::Done)),
            said((20, 20), Form::Seen, status(BaseStatus::Done)),
        ];
        assert_eq!(shown(&on(&seen, 25)), "done stated");
        assert_eq!(shown(&on(&dated, 11)), "wip derived");
    }
}
