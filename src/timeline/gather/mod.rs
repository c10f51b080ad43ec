//! Gathering the marks of a tree, one file for each kind of source. What a document does not say is not made up.

mod deltas;
mod items;
mod notes;
mod people;
mod promises;
mod sessions;

use super::{Cast, Day, Mark, Time, Timeline, key};
use crate::answers::Inquiry;
use crate::named::Named;
use crate::plan::names::short_id;
use crate::plan::{Date, Item, ModuleChanges, Person, Place, Plan};

/// Everything that tells of time, each added by a function of its own.
static SOURCES: [fn(&mut Gathering<'_>); 6] =
    [deltas::gather, items::gather, notes::gather, people::gather, promises::gather, sessions::gather];

/// All marks of a tree as of a day.
pub(super) fn gather(inquiry: &Inquiry<'_>) -> Timeline {
    let mut gathering = Gathering::of(inquiry);
    for source in SOURCES {
        source(&mut gathering);
    }
    let mut timeline = gathering.timeline;
    timeline.sort();
    timeline
}

/// The marks so far, and what is asked of the plan again and again.
struct Gathering<'a> {
    plan: &'a Plan,
    changes: ModuleChanges,
    timeline: Timeline,
    /// For each item, the outermost piece of work that it lies in.
    outer: Vec<Option<usize>>,
    /// People by every name that can only mean them.
    people: Named<usize>,
    /// For each module of the plan, who answers for it.
    owners: Vec<Vec<usize>>,
    /// For each plan by id, the first decision with a date to make it.
    created: Named<usize>,
    /// What stands where a date should be, by path and line.
    unreadable: Named<String>,
}

impl<'a> Gathering<'a> {
    fn of(inquiry: &Inquiry<'a>) -> Gathering<'a> {
        let plan = inquiry.plan;
        let mut people = Named::default();
        let mut cast = Cast::default();
        for (at, person) in plan.people.iter().enumerate() {
            let member = cast.member(&person.name, Some(at));
            people.insert(&person.name, member);
            person.aliases.iter().for_each(|alias| people.insert_new(alias, member));
        }
        let timeline = Timeline { day: inquiry.day.unix_days().0, people: cast, ..Timeline::default() };
        let outer = (0..plan.items.len()).map(|at| outermost(plan, at)).collect();
        let changes = ModuleChanges::of(plan);
        let mut created = Named::default();
        for (at, decision) in plan.decisions.iter().enumerate() {
            if let Some(target) =
                decision.plans.first().filter(|_| decision.verb == "create" && decision.date.is_some())
            {
                created.insert_new(&target.id, at);
            }
        }
        let mut unreadable = Named::default();
        for problem in plan.problems.iter().filter(|problem| problem.text.starts_with('"')) {
            let written = problem.text.split('"').nth(1).unwrap_or_default();
            unreadable.insert_new(&key(&problem.place.path, problem.place.line), written.to_owned());
        }
        let owners = Vec::new();
        let mut gathering = Gathering { plan, changes, timeline, outer, people, owners, created, unreadable };
        for module in &plan.modules {
            let owners = module.owners.iter().map(|owner| gathering.person(&owner.name)).collect();
            gathering.owners.push(owners);
        }
        gathering
    }

    fn day(&self) -> Day {
        self.timeline.day
    }

    /// When it was decided to make a plan.
    fn created(&self, id: &str) -> Option<(Date, Place)> {
        let decision = self.plan.decisions.get(*self.created.get(id)?)?;
        Some((decision.date.clone()?, decision.place.clone()))
    }

    /// Adds a mark and tells its position.
    fn add(&mut self, mark: Mark) -> usize {
        self.timeline.marks.push(mark);
        self.timeline.marks.len() - 1
    }

    /// The lane of a piece of work: the outermost that it lies in.
    fn plan_of_item(&mut self, item: usize) -> Option<usize> {
        let outer = (*self.outer.get(item)?)?;
        let known = self.plan.items.get(outer)?;
        Some(self.timeline.plans.member(&known.id, Some(outer)))
    }

    /// The lane of what an id means; of one that means nothing, a lane of that name. What is no work has none.
    fn plan_named(&mut self, id: &str) -> Option<usize> {
        match self.plan.index_of(id) {
            Some(item) => self.plan_of_item(item),
            None => Some(self.timeline.plans.member(id.split('/').next().unwrap_or(id), None)),
        }
    }

    /// The lane of a module.
    fn module(&mut self, name: &str) -> usize {
        let known = module_at(self.plan, name);
        self.timeline.modules.member(name, known)
    }

    /// Who answers for a module.
    fn owners_of(&self, name: &str) -> Vec<usize> {
        let known = module_at(self.plan, name);
        known.and_then(|at| self.owners.get(at)).cloned().unwrap_or_default()
    }

    /// The lane of a person, by whatever name.
    fn person(&mut self, name: &str) -> usize {
        if let Some(known) = self.people.get(name) {
            return *known;
        }
        let member = self.timeline.people.member(name, None);
        self.people.insert(name, member);
        member
    }

    /// The person of a name, where the tree knows them.
    fn known_person(&self, name: &str) -> Option<&'a Person> {
        let member = self.timeline.people.get(*self.people.get(name)?)?;
        self.plan.people.get(member.known?)
    }

    /// A field of an item that should be a date: the date, what is written, and the line.
    fn dated_field(item: &Item, keys: &[&str]) -> Option<(Option<Date>, String, Place)> {
        keys.iter().find_map(|key| {
            let written = item.field(key).map(str::trim).filter(|written| !written.is_empty())?;
            Some((Date::parse(written), written.to_owned(), item.field_place(key)))
        })
    }
}

/// The outermost piece of work that an item lies in; of two with one id, the one that references mean.
fn outermost(plan: &Plan, at: usize) -> Option<usize> {
    let (mut index, mut found) = (Some(at), None);
    while let Some((here, item)) = index.and_then(|here| Some((here, plan.items.get(here)?))) {
        if item.template {
            return None;
        }
        if item.kind.is_work() {
            found = Some(here);
        }
        index = item.parent;
    }
    let id = &plan.items.get(found?)?.id;
    let first = id.split_once('@').and_then(|(id, _)| plan.index_of(id));
    first.or(found)
}

/// The position of a module by name.
fn module_at(plan: &Plan, name: &str) -> Option<usize> {
    plan.modules.find_by(|module| module.name.as_str().cmp(name)).ok()
}

/// What people call a plan: its number, else its whole id.
fn called(id: &str) -> &str {
    short_id(id).unwrap_or(id)
}

/// A date in words, and when it was.
fn dated(date: Option<&Date>) -> (Option<Time>, String) {
    match date {
        Some(date) => (Some(Time::on(date)), date.to_string()),
        None => (None, "no date".to_owned()),
    }
}
