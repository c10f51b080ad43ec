//! Which module specs have not been looked at for too long, as of a stated day.

use super::Inquiry;
use crate::order;
use crate::plan::{Date, Item, ItemId, ItemKind, Place};
use serde::Serialize;

/// How many weeks a spec is good for, unless somebody says otherwise.
pub const WEEKS: u32 = 4;

/// The specs that are too old.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Staleness {
    /// How many weeks a spec may be old.
    pub weeks: u32,
    /// The specs that are older, the oldest first; those without a date come last.
    pub modules: Vec<Spec>,
}

/// A module spec and its age.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Spec {
    /// The module.
    pub module: String,
    /// The plan whose folder it lies in, by id.
    pub plan: Option<ItemId>,
    /// The line of its date, else its beginning.
    #[serde(flatten)]
    pub place: Place,
    /// When it was last brought up to date, when it says so in a form that can be read.
    pub last_updated: Option<Date>,
    /// How old that makes it in days; less than nothing for a date to come.
    pub age_days: Option<i64>,
}

impl Staleness {
    /// The specs that are older than so many weeks. Two specs of one module are two specs.
    pub fn of(inquiry: &Inquiry<'_>, weeks: u32) -> Staleness {
        let oldest = i64::from(weeks) * 7;
        let is_stale = |_: &str, age: Option<i64>| age.is_none_or(|age| age > oldest);
        Staleness { weeks, modules: chosen(inquiry, &is_stale) }
    }
}

/// The specs of one module, or of all, the oldest first, those without a date last.
pub fn specs(inquiry: &Inquiry<'_>, module: Option<&str>) -> Vec<Spec> {
    chosen(inquiry, &|name, _| module.is_none_or(|module| module == name))
}

/// The specs that are wanted, by their module and their age in days, in order. Only of those anything is copied.
fn chosen(inquiry: &Inquiry<'_>, is_wanted: &dyn Fn(&str, Option<i64>) -> bool) -> Vec<Spec> {
    let mut found: Vec<(Option<i64>, &Item)> = Vec::new();
    for item in inquiry.plan.of_kind(ItemKind::Module).filter(|item| !item.template && item.is_read) {
        let age = updated(item).map(|date| inquiry.day.days_since(&date));
        if is_wanted(item.module_name(), age) {
            found.push((age, item));
        }
    }
    order::sort_by(&mut found, |(a, spec), (b, other)| {
        let by_age = (a.is_none(), b).cmp(&(b.is_none(), a));
        by_age.then_with(|| (spec.module_name(), &spec.place).cmp(&(other.module_name(), &other.place)))
    });
    let spec = |(age_days, item): (Option<i64>, &Item)| {
        let plan = item.parent.and_then(|parent| inquiry.plan_of(parent)).and_then(|plan| inquiry.item(plan));
        Spec {
            module: item.module_name().to_owned(),
            plan: plan.map(|plan| plan.id.clone()),
            place: item.field_place("last_updated"),
            last_updated: updated(item),
            age_days,
        }
    };
    found.into_iter().map(spec).collect()
}

/// When a spec was last brought up to date, when it says so in a form that can be read.
fn updated(item: &Item) -> Option<Date> {
    Date::parse(item.field("last_updated")?)
}
