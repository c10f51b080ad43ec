//! What documents say of each thing over time: starts, decisions, deltas, updates, listings, and the tree as it lay on
//! other days.

use super::super::fields::{ENDS, STARTS, UPDATES};
use super::super::{Day, shown};
use super::value::{Certainty, Evidence, Form, Holds};
use crate::named::Named;
use crate::order;
use crate::plan::names::short_id;
use crate::plan::{
    BaseStatus, Date, Item, ItemKind, ModuleChanges, Place, Plan, RelationKind, Shown, Status, StatusOrigin,
};

/// The tree as it lay on a day: an older archive of it, a stage of its story, a commit.
#[derive(Clone, Copy, Debug)]
pub struct Base<'a> {
    /// The day.
    pub day: Day,
    /// What it says.
    pub plan: &'a Plan,
    /// Whether all of it is there, so that what is not in it was not there.
    pub is_complete: bool,
}

/// What is said of each item and module over time.
#[derive(Clone, Debug, Default)]
pub struct Tracks {
    items: Named<Vec<Evidence>>,
    modules: Named<Vec<Evidence>>,
    /// The day of the tree that all this is taken from.
    pub newest: Day,
    /// How many plans it has.
    pub plans: usize,
}

impl Tracks {
    /// What a tree says that is as of `newest`, and the same tree as it lay on other days.
    pub fn of(plan: &Plan, newest: Day, bases: &[Base<'_>]) -> Tracks {
        let plans = plan.items.iter().filter(|item| super::is_counted(item)).count();
        let mut tracks = Tracks { newest, plans, ..Tracks::default() };
        let changes = ModuleChanges::of(plan);
        tracks.add_decisions(plan);
        for (at, item) in plan.items.iter().enumerate().filter(|(_, item)| !item.template) {
            tracks.add_item(plan, &changes, at, item);
        }
        tracks.add_numbers(plan);
        tracks.add_modules(plan);
        tracks.add_listings(plan);
        for base in bases {
            tracks.add_base(plan, base);
        }
        tracks.items.values_mut().chain(tracks.modules.values_mut()).for_each(|said| {
            order::sort_by(said, |a, b| (a.days.1, a.form).cmp(&(b.days.1, b.form)));
        });
        tracks
    }

    /// What is said of an item.
    pub(super) fn item(&self, id: &str) -> &[Evidence] {
        self.items.get(id).map_or(&[], Vec::as_slice)
    }

    /// What is said of a module.
    pub(super) fn module(&self, name: &str) -> &[Evidence] {
        self.modules.get(name).map_or(&[], Vec::as_slice)
    }

    fn add(&mut self, id: &str, said: Evidence) {
        self.items.change(id, |known| known.push(said));
    }

    fn add_item(&mut self, plan: &Plan, changes: &ModuleChanges, at: usize, item: &Item) {
        if item.kind == ItemKind::Exploration {
            let note = plan.notes.iter().find(|note| note.of == item.id);
            if let Some(date) = note.and_then(|note| note.date.as_ref()) {
                let why = format!("it is of {date}");
                self.add(
                    &item.id,
                    said(date.unix_days(), Form::Became, Holds::There, why, item.place.clone()),
                );
            }
            return;
        }
        if !item.kind.is_work() {
            return;
        }
        let field = |keys: &[&str]| {
            let found = keys.iter().find_map(|key| Some((*key, Date::parse(item.field(key)?)?)));
            found.map(|(key, date)| (date, item.field_place(key)))
        };
        let has_begun = !matches!(item.status.base, BaseStatus::Todo | BaseStatus::Unknown);
        if let Some((date, place)) = field(STARTS).filter(|_| has_begun) {
            let mut start =
                said(date.unix_days(), Form::Became, wip(), format!("it started on {date}"), place);
            start.certainty = Certainty::Derived;
            self.add(&item.id, start);
        }
        self.add_origin(plan, item, field(STARTS).map(|(date, _)| date));
        let own = changes.of_plan(at).iter().filter_map(|delta| plan.deltas.get(*delta));
        let own = own.filter(|delta| delta.plan.as_ref().is_some_and(|by| by.id == item.id));
        for delta in own.filter(|delta| delta.is_closing()) {
            let Some(date) = &delta.date else { continue };
            let why = format!("its State Delta of {date} says so");
            let holds = Holds::Status(delta.status.base, None);
            self.add(&item.id, said(date.unix_days(), Form::Became, holds, why, delta.place.clone()));
        }
        if let Some((date, place)) = field(&["invalidation_date"]) {
            let by = item.field("invalidated_by").map(str::to_owned).or_else(|| item.status.detail.clone());
            let holds = Holds::Status(BaseStatus::Done, by);
            let why = format!("it was invalidated on {date}");
            self.add(&item.id, said(date.unix_days(), Form::Became, holds, why, place));
        }
        let updated = field(ENDS).or_else(|| field(UPDATES));
        if let Some((date, place)) = updated.filter(|_| is_stated(&item.status)) {
            let why = format!("its document is of {date}");
            self.add(&item.id, said(date.unix_days(), Form::Was, holds_of(&item.status), why, place));
        }
        if is_stated(&item.status) {
            let days = (self.newest, self.newest);
            let why = format!("the tree of {} says so", shown(self.newest));
            self.add(&item.id, said(days, Form::Was, holds_of(&item.status), why, item.place.clone()));
        }
    }

    /// A plan came out of a meeting; before that it was not there.
    fn add_origin(&mut self, plan: &Plan, item: &Item, start: Option<Date>) {
        let is_decided = self.item(&item.id).iter().any(|said| said.form == Form::Became);
        if is_decided || item.kind != ItemKind::Plan {
            return;
        }
        let origin = plan.relations_from(&item.id).find(|relation| relation.kind == RelationKind::Origin);
        let note = origin.and_then(|origin| plan.notes.iter().find(|note| note.of == origin.to));
        let date = note.and_then(|note| note.date.as_ref());
        let date = date.filter(|date| start.as_ref().is_none_or(|start| date.start() <= start.start()));
        if let (Some(date), Some(origin)) = (date, origin) {
            let why = format!("it came out of a note of {date}");
            let mut made = said(date.unix_days(), Form::Became, todo(), why, origin.place.clone());
            made.certainty = Certainty::Derived;
            self.add(&item.id, made);
        }
    }

    /// Plans are numbered as they are made: one of which nobody says when was not there before those with lower numbers.
    fn add_numbers(&mut self, plan: &Plan) {
        let mut numbered: Vec<(u32, &Item)> = Vec::new();
        for item in plan.items.iter().filter(|item| super::is_counted(item)) {
            let number = short_id(&item.id).and_then(|id| id.get(2..)?.parse().ok());
            numbered.extend(number.map(|number| (number, item)));
        }
        order::sort_by(&mut numbered, |a, b| a.0.cmp(&b.0));
        let mut latest: Option<(Day, String, Place)> = None;
        for (_, item) in numbered {
            // A start says nothing of when it was made.
            let made =
                self.item(&item.id).iter().find(|said| said.form == Form::Became && said.holds == todo());
            let made = made.map(|made| (made.days.0, item.id.clone(), made.place.clone()));
            let has_begun = self.item(&item.id).iter().any(|said| said.form == Form::Became);
            if let Some((day, id, place)) = latest.as_ref().filter(|_| !has_begun) {
                let why = format!("its number comes after that of {id}, which was made on {}", shown(*day));
                let mut after = said((*day, *day), Form::Became, Holds::There, why, place.clone());
                after.certainty = Certainty::Unknown;
                self.add(&item.id, after);
            }
            if made.as_ref().is_some_and(|made| latest.as_ref().is_none_or(|latest| made.0 > latest.0)) {
                latest = made;
            }
        }
    }

    fn add_decisions(&mut self, plan: &Plan) {
        for decision in &plan.decisions {
            let Some(date) = &decision.date else { continue };
            let (holds, did, certainty) = match decision.verb.as_str() {
                "create" => (todo(), "make it", Certainty::Derived),
                "block" => {
                    let cause = decision.waits_for.first().map(|cause| cause.id.clone());
                    (Holds::Status(BaseStatus::Blocked, cause), "block it", Certainty::Stated)
                }
                "unblock" => (wip(), "unblock it", Certainty::Derived),
                "cut" => (Holds::Status(BaseStatus::Cut, None), "cut it", Certainty::Stated),
                "close" => (Holds::Status(BaseStatus::Done, None), "close it", Certainty::Stated),
                _ => continue,
            };
            let Some(target) = decision.plans.first().filter(|target| target.resolved) else { continue };
            let why = format!("it was decided on {date} to {did}");
            let form = Form::Became;
            let evidence =
                Evidence { certainty, ..said(date.unix_days(), form, holds, why, decision.place.clone()) };
            // Who unblocks a plan unblocks what stood still in it.
            if decision.verb == "unblock" {
                let inside = plan.items.iter().filter(|item| {
                    let rest = item.id.strip_prefix(&target.id);
                    rest.is_some_and(|rest| rest.starts_with('/'))
                });
                let blocked: Vec<String> = inside
                    .filter(|item| {
                        let last = self.item(&item.id).last();
                        last.is_some_and(|said| matches!(said.holds, Holds::Status(BaseStatus::Blocked, _)))
                    })
                    .map(|item| item.id.clone())
                    .collect();
                blocked.iter().for_each(|id| self.add(id, evidence.clone()));
            }
            self.add(&target.id, evidence);
        }
    }

    fn add_modules(&mut self, plan: &Plan) {
        for delta in &plan.deltas {
            let Some(date) = &delta.date else { continue };
            for change in delta.changes.iter().filter(|change| change.is_new_module()) {
                let Some(module) = &change.module else { continue };
                let place = Place { path: delta.place.path.clone(), line: change.line };
                let why = format!("its State Delta of {date} says so");
                let made = said(date.unix_days(), Form::Became, Holds::There, why, place);
                self.modules.change(module, |known| known.push(made));
            }
        }
    }

    /// Listings of the tree: what they name was there, and so far. What they show all of a folder of and do not name
    /// was not there.
    fn add_listings(&mut self, plan: &Plan) {
        for snapshot in &plan.snapshots {
            let Some(day) = snapshot.date.as_ref().map(|date| date.unix_days().1) else { continue };
            let why = format!("the listing of {} says so", shown(day));
            let mut listed: Named<()> = Named::default();
            for entry in &snapshot.entries {
                let Some(item) = plan.index_listed(&entry.path).and_then(|at| plan.items.get(at)) else {
                    continue;
                };
                listed.insert(&item.id, ());
                let place = Place { path: snapshot.place.path.clone(), line: entry.line };
                let holds = if is_stated(&entry.status) { holds_of(&entry.status) } else { Holds::There };
                self.add(&item.id, said((day, day), Form::Seen, holds, why.clone(), place));
            }
            let shows_root = snapshot.shows("") == Shown::All;
            let plans = plan.items.iter().filter(|item| shows_root && super::is_counted(item));
            let missing: Vec<String> =
                plans.filter(|item| listed.get(&item.id).is_none()).map(|item| item.id.clone()).collect();
            // What lay in the archive then may be left out there.
            let shows_archive = matches!(snapshot.shows("_completed"), Shown::All)
                || !snapshot.entries.iter().any(|entry| entry.path == "_completed");
            for id in missing.iter().filter(|_| shows_archive) {
                let place = snapshot.place.clone();
                self.add(id, said((day, day), Form::Seen, Holds::Absent, why.clone(), place));
            }
        }
    }

    fn add_base(&mut self, plan: &Plan, base: &Base<'_>) {
        let days = (base.day, base.day);
        let why = format!("the tree lay there on {}", shown(base.day));
        for item in base.plan.items.iter().filter(|item| !item.template && !item.is_second_claimant()) {
            let holds = match item.kind.is_work() && is_stated(&item.status) {
                true => holds_of(&item.status),
                false => Holds::There,
            };
            // Where it stands now, when it still does.
            let place = plan.item(&item.id).unwrap_or(item).place.clone();
            self.add(&item.id, said(days, Form::Seen, holds, why.clone(), place));
        }
        for module in &base.plan.modules {
            let place = module.index.as_ref().map(|row| row.place.clone());
            let place = place.unwrap_or_else(|| Place { path: "_overview.md".to_owned(), line: 1 });
            let there = said(days, Form::Seen, Holds::There, why.clone(), place);
            self.modules.change(&module.name, |known| known.push(there));
        }
        if !base.is_complete {
            return;
        }
        let missing =
            plan.items.iter().filter(|item| !item.template && base.plan.index_of(&item.id).is_none());
        let missing: Vec<(String, Place)> =
            missing.map(|item| (item.id.clone(), item.place.clone())).collect();
        for (id, place) in missing {
            let why = format!("the tree of {} does not have it", shown(base.day));
            self.add(&id, said(days, Form::Seen, Holds::Absent, why, place));
        }
        for module in &plan.modules {
            if base.plan.modules.find_by(|known| known.name.cmp(&module.name)).is_err() {
                let place = Place { path: "_overview.md".to_owned(), line: 1 };
                let gone = said(days, Form::Seen, Holds::Absent, why.clone(), place);
                self.modules.change(&module.name, |known| known.push(gone));
            }
        }
    }
}

fn said(days: (Day, Day), form: Form, holds: Holds, why: String, place: Place) -> Evidence {
    Evidence { days, form, holds, certainty: Certainty::Stated, why, place }
}

fn wip() -> Holds {
    Holds::Status(BaseStatus::Wip, None)
}

fn todo() -> Holds {
    Holds::Status(BaseStatus::Todo, None)
}

fn holds_of(status: &Status) -> Holds {
    Holds::Status(status.base, status.detail.clone())
}

/// Whether somebody says how far it is.
fn is_stated(status: &Status) -> bool {
    status.base != BaseStatus::Unknown && status.from != StatusOrigin::Derived
}
