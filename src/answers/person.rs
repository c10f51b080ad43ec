//! Who somebody is, what they answer for, decided and asked for, and what is still in their name when they have left.

use super::Inquiry;
use crate::named::Named;
use crate::order;
use crate::plan::{Date, MentionRole, Place};
use serde::Serialize;

/// What a tree says of somebody.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Person {
    /// The longest name they go by.
    pub name: String,
    /// Other names that can only mean them.
    pub aliases: Vec<String>,
    /// What they do.
    pub role: Option<String>,
    /// When they came.
    pub from: Option<Date>,
    /// When they left, or will.
    pub to: Option<Date>,
    /// The words of the tree for their time.
    pub active: Option<String>,
    /// Whether they are gone on the day.
    pub has_left: bool,
    /// The line that introduces them, else the first that names them.
    pub introduced: Option<Place>,
    /// The modules that they answer for, by name.
    pub owns: Vec<Owned>,
    /// What they do in the current sprint.
    pub sprint: Vec<Held>,
    /// What decisions made them answerable for.
    pub assigned: Vec<Held>,
    /// The meetings at which they were, oldest first.
    pub attended: Vec<Meeting>,
    /// What they asked for.
    pub asked: Vec<Held>,
    /// What is to be asked of them.
    pub knows: Vec<Held>,
    /// The work that is in their hands and not over.
    pub holds: Vec<Held>,
    /// What is still in their name although they have left; empty while they are here.
    pub handover: Vec<Held>,
}

/// A module that somebody answers for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Owned {
    /// The module.
    pub module: String,
    /// Who else answers for it, and is still here on the day. Nobody: when this one goes, so does the knowledge.
    pub with: Vec<String>,
    /// Whether it was taken over from somebody who left.
    pub is_inherited: bool,
    /// The line.
    #[serde(flatten)]
    pub place: Place,
}

/// Something in somebody's name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Held {
    /// What kind of thing it is.
    pub kind: HeldKind,
    /// The plan, module or item that it is about.
    pub of: Option<String>,
    /// The words of the tree.
    pub text: String,
    /// The line.
    #[serde(flatten)]
    pub place: Place,
}

/// What is in somebody's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum HeldKind {
    /// A module.
    Module,
    /// An entry of the sprint.
    Sprint,
    /// What a decision made them answerable for.
    Assignment,
    /// A requirement.
    Requirement,
    /// Something that only they know.
    Knowledge,
    /// A plan or a piece of one.
    Work,
}

impl HeldKind {
    /// What it is, for people.
    pub fn label(self) -> &'static str {
        match self {
            HeldKind::Module => "module",
            HeldKind::Sprint => "sprint",
            HeldKind::Assignment => "assignment",
            HeldKind::Requirement => "requirement",
            HeldKind::Knowledge => "knowledge",
            HeldKind::Work => "work",
        }
    }
}

/// A meeting that was written down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Meeting {
    /// Its note, by id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// When it was.
    pub date: Option<Date>,
    /// What was decided there.
    pub decisions: Vec<Decided>,
    /// The line that says that they were there.
    #[serde(flatten)]
    pub place: Place,
}

/// What was decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Decided {
    /// What was done.
    pub verb: String,
    /// The words of the note.
    pub text: String,
    /// The line.
    #[serde(flatten)]
    pub place: Place,
}

/// Everybody, by name.
pub fn people(inquiry: &Inquiry<'_>) -> Vec<Person> {
    let plan = inquiry.plan;
    let mut people: Vec<Person> = plan
        .people
        .iter()
        .map(|person| {
            let cast = person.mentions.iter().find(|mention| mention.role == MentionRole::Cast);
            Person {
                name: person.name.clone(),
                aliases: person.aliases.clone(),
                role: person.role.clone(),
                from: person.from.clone(),
                to: person.to.clone(),
                active: person.active.clone(),
                has_left: person.has_left(inquiry.day),
                introduced: cast.or(person.mentions.first()).map(|mention| mention.place.clone()),
                ..Person::default()
            }
        })
        .collect();
    let mut gather = Gather { places: Named::default(), people: &mut people };
    for (at, person) in plan.people.iter().enumerate() {
        gather.places.insert(&person.name, at);
    }
    for (at, person) in plan.people.iter().enumerate() {
        person.aliases.iter().for_each(|alias| gather.places.insert_new(alias, at));
    }
    gather.add_modules(inquiry);
    gather.add_work(inquiry);
    gather.add_meetings(inquiry);
    for person in people.iter_mut().filter(|person| person.has_left) {
        let modules = person.owns.iter().map(|owned| Held {
            kind: HeldKind::Module,
            of: Some(owned.module.clone()),
            text: owned.module.clone(),
            place: owned.place.clone(),
        });
        let others =
            [&person.sprint, &person.holds, &person.assigned, &person.knows].into_iter().flatten().cloned();
        person.handover = modules.chain(others).collect();
    }
    people
}

/// What a tree says of the person of this name, exactly.
pub fn person(inquiry: &Inquiry<'_>, name: &str) -> Option<Person> {
    let is_called = |person: &Person| person.name == name || person.aliases.iter().any(|alias| alias == name);
    let mut people = people(inquiry);
    let at =
        people.iter().position(|person| person.name == name).or_else(|| people.iter().position(is_called))?;
    Some(people.swap_remove(at))
}

/// Gives everybody what is theirs.
struct Gather<'a> {
    places: Named<usize>,
    people: &'a mut Vec<Person>,
}

impl Gather<'_> {
    fn person(&mut self, name: &str) -> Option<&mut Person> {
        self.places.get(name).copied().and_then(|at| self.people.get_mut(at))
    }

    fn is_here(&self, name: &str) -> bool {
        let person = self.places.get(name).and_then(|at| self.people.get(*at));
        person.is_none_or(|person| !person.has_left)
    }

    fn add_modules(&mut self, inquiry: &Inquiry<'_>) {
        for module in &inquiry.plan.modules {
            for owner in &module.owners {
                let others = module.owners.iter().map(|other| &other.name.text);
                let others = others.filter(|other| **other != owner.name.text && self.is_here(other));
                let owned = Owned {
                    module: module.name.clone(),
                    with: others.cloned().collect(),
                    is_inherited: owner.is_inherited,
                    place: owner.name.place.clone(),
                };
                self.person(&owner.name).into_iter().for_each(|person| person.owns.push(owned.clone()));
            }
        }
    }

    fn add_work(&mut self, inquiry: &Inquiry<'_>) {
        let plan = inquiry.plan;
        for entry in &plan.sprint {
            let of = entry.plan.as_ref().map(|plan| plan.id.clone());
            let held =
                Held { kind: HeldKind::Sprint, of, text: entry.text.clone(), place: entry.place.clone() };
            for name in &entry.people {
                self.person(name).into_iter().for_each(|person| person.sprint.push(held.clone()));
            }
        }
        for item in plan.items.iter().filter(|item| !item.template && !item.status.base.is_closed()) {
            for (name, place) in item.holders() {
                let (of, text) = (Some(item.id.clone()), String::new());
                let held = Held { kind: HeldKind::Work, of, text, place };
                self.person(&name).into_iter().for_each(|person| person.holds.push(held.clone()));
            }
        }
        for decision in &plan.decisions {
            let Some(assignment) = &decision.assignment else { continue };
            let held = Held {
                kind: HeldKind::Assignment,
                of: assignment.module.clone().or_else(|| decision.plans.first().map(|plan| plan.id.clone())),
                text: assignment.role.clone(),
                place: decision.place.clone(),
            };
            self.person(&assignment.person).into_iter().for_each(|person| person.assigned.push(held.clone()));
        }
        for asked in &plan.requirements {
            let Some(asker) = &asked.asker else { continue };
            let held = Held {
                kind: HeldKind::Requirement,
                of: None,
                text: asked.text.clone(),
                place: asked.place.clone(),
            };
            self.person(asker).into_iter().for_each(|person| person.asked.push(held.clone()));
        }
        for gap in &plan.gaps {
            let Some(ask) = &gap.ask else { continue };
            let held = Held {
                kind: HeldKind::Knowledge,
                of: gap.of.clone(),
                text: gap.text.clone(),
                place: gap.place.clone(),
            };
            self.person(ask).into_iter().for_each(|person| person.knows.push(held.clone()));
        }
    }

    fn add_meetings(&mut self, inquiry: &Inquiry<'_>) {
        let plan = inquiry.plan;
        // A document that tells a history holds the notes of several meetings: the date tells them apart.
        let key = |path: &str, date: Option<&Date>| {
            format!("{path}\n{}", date.map(Date::to_string).unwrap_or_default())
        };
        let mut decisions: Named<Vec<Decided>> = Named::default();
        for decision in &plan.decisions {
            let decided = Decided {
                verb: decision.verb.clone(),
                text: decision.text.clone(),
                place: decision.place.clone(),
            };
            let key = key(&decision.place.path, decision.date.as_ref());
            decisions.change(&key, |list| list.push(decided));
        }
        for note in &plan.notes {
            let Some(item) = plan.item(&note.of) else { continue };
            let decided =
                decisions.get(&key(&item.place.path, note.date.as_ref())).cloned().unwrap_or_default();
            for attendee in &note.attendees {
                let meeting = Meeting {
                    id: note.of.clone(),
                    title: note.title.clone(),
                    date: note.date.clone(),
                    decisions: decided.clone(),
                    place: attendee.place.clone(),
                };
                self.person(attendee).into_iter().for_each(|person| person.attended.push(meeting.clone()));
            }
        }
        for person in self.people.iter_mut() {
            order::sort_by(&mut person.attended, |a, b| {
                (a.date.is_none(), &a.date, &a.place).cmp(&(b.date.is_none(), &b.date, &b.place))
            });
        }
    }
}
