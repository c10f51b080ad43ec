//! Which module specs have not been looked at for too long, as of a stated day.

use super::Inquiry;
use crate::order;
use crate::plan::{Date, ItemId, ItemKind, Place};
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
        let mut modules = specs(inquiry);
        modules.retain(|spec| spec.age_days.is_none_or(|age| age > i64::from(weeks) * 7));
        Staleness { weeks, modules }
    }
}

/// All module specs, the oldest first, those without a date last.
pub fn specs(inquiry: &Inquiry<'_>) -> Vec<Spec> {
    let items = inquiry
        .plan
        .items
        .iter()
        .filter(|item| item.kind == ItemKind::Module && !item.template && item.is_read);
    let mut specs: Vec<Spec> = items
        .map(|item| {
            let last_updated = item.field("last_updated").and_then(Date::parse);
            let plan =
                item.parent.and_then(|parent| inquiry.plan_of(parent)).and_then(|plan| inquiry.item(plan));
            Spec {
                module: item.module_name().to_owned(),
                plan: plan.map(|plan| plan.id.clone()),
                place: super::field_place(item, "last_updated"),
                age_days: last_updated.as_ref().map(|date| inquiry.day.days_since(date)),
                last_updated,
            }
        })
        .collect();
    order::sort_by(&mut specs, |a, b| {
        (a.age_days.is_none(), b.age_days, &a.module, &a.place).cmp(&(
            b.age_days.is_none(),
            a.age_days,
            &b.module,
            &b.place,
        ))
    });
    specs
}
