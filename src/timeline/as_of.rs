//! A tree as it was on a day, as far as its documents can tell: from dated deltas, decisions, starts and updates, from
//! listings, and from the tree as it lay on other days. Every status says whether it is stated, derived from what is
//! stated around it, or unknown then; what nobody can tell is never made up.

mod past;
mod tracks;
mod value;

pub use tracks::{Base, Tracks};
pub use value::{Certainty, Known};

use super::{Day, shown};
use crate::counted::counted;
use crate::order;
use crate::plan::{BaseStatus, Date, Item, ItemKind, Plan};

/// A tree as it was on a day.
#[derive(Clone, Debug)]
pub struct AsOf {
    /// The day.
    pub day: Day,
    /// The tree. What is not known of that day is left out of it.
    pub plan: Plan,
    /// For each of its items, how sure its status is, and what says so.
    pub known: Vec<Known>,
    /// How sure the statuses of its work are.
    pub tally: Tally,
    /// For each item of the tree that it was made of, whether it was there.
    kept: Vec<bool>,
}

/// How sure the statuses of a tree are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// A document says so of that day.
    pub stated: usize,
    /// It follows from what is said of other days.
    pub derived: usize,
    /// Nobody can tell.
    pub unknown: usize,
    /// Plans that were there.
    pub plans: usize,
    /// Plans that there are.
    pub plans_now: usize,
}

impl Tally {
    fn add(&mut self, certainty: Certainty) {
        match certainty {
            Certainty::Stated => self.stated += 1,
            Certainty::Derived => self.derived += 1,
            Certainty::Unknown => self.unknown += 1,
        }
    }
}

impl AsOf {
    /// The tree that `source` says there is, as it was on a day: as the tracks of its items tell.
    pub fn of(source: &Plan, tracks: &Tracks, day: Day) -> AsOf {
        past::then(source, tracks, day)
    }

    /// Whether a file or folder of the source was there: it is what was there, or lies in such a thing, or is no work
    /// at all.
    pub fn holds(&self, source: &Plan, path: &str) -> bool {
        let mut path = path;
        loop {
            if let Some(at) = source.index_at(path) {
                return self.kept.get(at).copied().unwrap_or(true);
            }
            match path.rsplit_once('/') {
                Some((above, _)) => path = above,
                None => return true,
            }
        }
    }

    /// What is known of an item of the tree, by id.
    pub fn known(&self, id: &str) -> Option<&Known> {
        self.known.get(self.plan.index_of(id)?)
    }

    /// The tree of that day in one sentence.
    pub fn answer(&self) -> String {
        let plans: Vec<&Item> = self.plan.items.iter().filter(|item| is_counted(item)).collect();
        let states = BaseStatus::ALL.into_iter().filter_map(|status| {
            let count = plans.iter().filter(|item| item.status.base == status).count();
            let label = match status {
                BaseStatus::Unknown => "unknown then".to_owned(),
                _ => status.label().to_lowercase(),
            };
            (count > 0).then(|| format!("{count} {label}"))
        });
        let states: Vec<String> = states.collect();
        let were = match plans.len() {
            0 => "no plan was there yet".to_owned(),
            count => {
                let were = if count == 1 { "was" } else { "were" };
                format!(
                    "{} of {} {were} there: {}",
                    count,
                    counted(self.tally.plans_now, "plan"),
                    states.join(", ")
                )
            }
        };
        format!("On {} {were}.", shown(self.day))
    }

    /// How sure the statuses are, in words: `12 statuses are stated, 30 derived, 9 unknown then`.
    pub fn certainty(&self) -> String {
        let Tally { stated, derived, unknown, .. } = self.tally;
        format!(
            "Of {} {stated} {} stated, {derived} derived, {unknown} unknown then.",
            counted(stated + derived + unknown, "status"),
            if stated == 1 { "is" } else { "are" }
        )
    }
}

/// Whether an item is a plan of its own: no scaffold, no part of another, no second claimant of an id.
fn is_counted(item: &Item) -> bool {
    item.kind == ItemKind::Plan && !item.template && !item.is_second_claimant() && item.parent.is_none()
}

/// Days on which something happened that is worth looking back to, the earliest first, each with what it was.
pub fn moments(plan: &Plan) -> Vec<(Day, String)> {
    let mut moments: Vec<(Day, String)> = Vec::new();
    for note in &plan.notes {
        moments.extend(note.date.as_ref().map(|date| (date.unix_days().0, note.title.clone())));
    }
    for delta in &plan.deltas {
        let plan = delta.plan.as_ref().map(|plan| plan.id.as_str()).unwrap_or_default();
        let did = match delta.status.base {
            BaseStatus::Done => "done",
            BaseStatus::Cut => "cut",
            _ => "changed",
        };
        // Of a month its last day: then it has happened.
        let date = delta.date.as_ref().filter(|_| !delta.ongoing);
        moments.extend(date.map(|date| (date.unix_days().1, format!("{plan} {did}"))));
    }
    for item in plan.items.iter().filter(|item| is_counted(item)) {
        let dated = [("start_at", "started"), ("emergency_declared_at", "an emergency")];
        for (key, did) in dated {
            let date = item.field(key).and_then(Date::parse);
            moments.extend(date.map(|date| (date.unix_days().0, format!("{} {did}", item.id))));
        }
    }
    order::sort(&mut moments);
    let mut joined: Vec<(Day, String)> = Vec::new();
    for (day, what) in moments {
        match joined.last_mut().filter(|last| last.0 == day) {
            Some(last) if last.1.len() < MOST_WORDS => {
                last.1.push_str("; ");
                last.1.push_str(&what);
            }
            Some(_) => {}
            None => joined.push((day, what)),
        }
    }
    joined
}

/// The words for one day end with the piece that passes these.
const MOST_WORDS: usize = 120;
