//! The tree as it was on a day: what `--then` asks for.

use super::Failure;
use super::day::today;
use crate::plan::{Date, Period, Plan};
use crate::timeline::{AsOf, Certainty, Tracks};
use clap::Args;
use serde::Serialize;

/// The option that asks for the past.
#[derive(Args, Clone, Debug)]
pub(super) struct Then {
    /// The tree as it was on this day, as far as its documents can tell. `--as-of` alone only moves ages and deadlines.
    #[arg(long, value_name = "YYYY-MM-DD")]
    then: Option<String>,
}

impl Then {
    /// The day, when one was asked for.
    pub(super) fn day(&self) -> Result<Option<Date>, Failure> {
        let Some(written) = &self.then else { return Ok(None) };
        let date = Date::parse(written).filter(|date| matches!(date.period, Period::Day(..)));
        let date = date.ok_or_else(|| format!("--then {written} is no day; write it as YYYY-MM-DD"))?;
        Ok(Some(Date { time: None, ..date }))
    }

    /// The tree of that day; nothing when none was asked for.
    pub(super) fn of(&self, plan: &Plan) -> Result<Option<AsOf>, Failure> {
        let Some(date) = self.day()? else { return Ok(None) };
        let newest = plan.newest_date().or_else(today).ok_or("the clock of this machine tells no day")?;
        let newest = newest.unix_days().1.max(date.unix_days().0);
        Ok(Some(AsOf::of(plan, &Tracks::of(plan, newest, &[]), date.unix_days().0)))
    }
}

/// The model of a day, with how sure each status is.
pub(super) fn model(then: &AsOf) -> String {
    let items = then.plan.items.iter().zip(&then.known).filter(|(item, _)| item.kind.is_work());
    let items = items.map(|(item, known)| KnownItem {
        id: &item.id,
        certainty: known.certainty,
        why: &known.why,
        path: known.place.as_ref().map(|place| place.path.as_str()),
        line: known.place.as_ref().map(|place| place.line),
    });
    let past = Past {
        day: Date::of_unix_day(then.day),
        stated: then.tally.stated,
        derived: then.tally.derived,
        unknown: then.tally.unknown,
        plans: then.tally.plans,
        plans_now: then.tally.plans_now,
        items: items.collect(),
    };
    // Writing values of our own into a string cannot fail.
    let mut text = serde_json::to_string_pretty(&Model { model: &then.plan, then: past }).unwrap_or_default();
    text.push('\n');
    text
}

#[derive(Serialize)]
struct Model<'a> {
    #[serde(flatten)]
    model: &'a Plan,
    then: Past<'a>,
}

#[derive(Serialize)]
struct Past<'a> {
    day: Option<Date>,
    stated: usize,
    derived: usize,
    unknown: usize,
    plans: usize,
    plans_now: usize,
    items: Vec<KnownItem<'a>>,
}

#[derive(Serialize)]
struct KnownItem<'a> {
    id: &'a str,
    #[serde(serialize_with = "name")]
    certainty: Certainty,
    why: &'a str,
    path: Option<&'a str>,
    line: Option<u32>,
}

fn name<S: serde::Serializer>(certainty: &Certainty, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(certainty.name())
}
