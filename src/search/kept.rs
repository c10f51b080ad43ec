//! What a query keeps of a tree: the one answer that the tree, the pictures and the tables are filtered by. It is made
//! once for a tree and a query; asking it costs a look into a few lists.
//!
//! Everything is asked part of the query by part. A part that holds a field is true of
//!
//! * an item (plan, phase, task, document), when it is true of its own line or file;
//! * a module, a person, a decision, a requirement, a gap or a finding, when it is true of that itself, or of an item
//!   that it stands in or speaks of: its plan's status is a decision's too ([`Lifted`] says which fields go so far);
//! * anything else that stands in a line (a mark of the timeline, a deadline, a risk, a change), when it is true of one of
//!   the items, modules and people that it is about.
//!
//! Words are looked for in the whole text of an item's file, and in the own words of everything else. `OR`, `-` and
//! brackets join what came out, so `a OR b` keeps what either keeps, and `-a` what `a` does not, of every kind.

use super::fields::{self, Test};
use super::fold;
use super::query::{How, Query, Sought, Words};
use super::records::{Kind, Record};
use super::{Ground, rank};
use crate::plan::Plan;

/// What a query keeps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// What was left out of the query, and why.
    pub remarks: Vec<String>,
    /// Of the items, by position in [`Plan::items`].
    pub items: Vec<bool>,
    /// Of the modules, by position in [`Plan::modules`].
    pub modules: Vec<bool>,
    /// Of the people, by position in [`Plan::people`].
    pub people: Vec<bool>,
    /// Of the decisions, by position in [`Plan::decisions`].
    pub decisions: Vec<bool>,
    /// Of the requirements, by position in [`Plan::requirements`].
    pub requirements: Vec<bool>,
    /// Of the gaps, by position in [`Plan::gaps`].
    pub gaps: Vec<bool>,
    /// Of the findings, by position among those that it was put to.
    pub findings: Vec<bool>,
    sought: Option<Joined>,
    parts: Vec<Part>,
}

/// Something that stands in a line and is nothing of the above.
#[derive(Clone, Copy, Debug, Default)]
pub struct Thing<'a> {
    /// What it is called among its like: `deadline`, `delta`.
    pub kind: &'a str,
    /// The items that it is about, or stands in.
    pub items: &'a [usize],
    /// The modules that it is about.
    pub modules: &'a [usize],
    /// The people that it is about.
    pub people: &'a [usize],
    /// Its own words.
    pub texts: &'a [&'a str],
}

/// The query with its parts by number.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Joined {
    All(Vec<Joined>),
    Any(Vec<Joined>),
    Not(Box<Joined>),
    Part(usize),
}

/// A part of a query, and what it is true of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Part {
    items: Vec<bool>,
    modules: Vec<bool>,
    people: Vec<bool>,
    /// Kinds that are asked for.
    kinds: Vec<String>,
    /// Words that are asked for, as they are compared.
    words: String,
    /// Whether they are whole.
    is_whole: bool,
}

/// How far a field reaches from the items that something speaks of.
struct Lifted;

impl Lifted {
    /// Fields that speak of the thing itself, whatever it stands in.
    const OWN: [&str; 7] = ["rule", "severity", "gap", "gaps", "date", "in", "path"];
    /// Fields that a module has itself: who answers for a plan that changed it does not answer for it.
    const OF_MODULES: [&str; 4] = ["module", "owner", "person", "who"];

    fn reaches(kind: Kind, field: &str) -> bool {
        let is_own = Lifted::OWN.contains(&field);
        match kind {
            Kind::File(_) | Kind::Item(_) => false,
            Kind::Module(_) => !is_own && !Lifted::OF_MODULES.contains(&field),
            _ => !is_own,
        }
    }
}

/// The numbers of the records of everything that has one.
struct Numbers {
    items: Vec<Option<u32>>,
    modules: Vec<Option<u32>>,
    people: Vec<Option<u32>>,
    decisions: Vec<Option<u32>>,
    requirements: Vec<Option<u32>>,
    gaps: Vec<Option<u32>>,
    findings: Vec<Option<u32>>,
}

impl Numbers {
    fn of(ground: Ground<'_>) -> Numbers {
        let plan = ground.inquiry.plan;
        let mut numbers = Numbers {
            items: vec![None; plan.items.len()],
            modules: vec![None; plan.modules.len()],
            people: vec![None; plan.people.len()],
            decisions: vec![None; plan.decisions.len()],
            requirements: vec![None; plan.requirements.len()],
            gaps: vec![None; plan.gaps.len()],
            findings: vec![None; ground.findings.len()],
        };
        for (number, record) in ground.records.iter() {
            let (list, at) = match record.kind {
                Kind::File(_) => match record.item {
                    Some(at) => (&mut numbers.items, at),
                    None => continue,
                },
                Kind::Item(at) => (&mut numbers.items, at),
                Kind::Module(at) => (&mut numbers.modules, at),
                Kind::Person(at) => (&mut numbers.people, at),
                Kind::Decision(at) => (&mut numbers.decisions, at),
                Kind::Requirement(at) => (&mut numbers.requirements, at),
                Kind::Gap(at) => (&mut numbers.gaps, at),
                Kind::Finding(at) => (&mut numbers.findings, at),
            };
            if let Some(slot) = list.get_mut(at) {
                *slot = Some(number);
            }
        }
        numbers
    }
}

impl Kept {
    /// What a query keeps of a tree. One that looks for nothing keeps everything.
    pub fn of(ground: Ground<'_>, query: &Query) -> Kept {
        let mut query = query.clone();
        fields::leave_out_unknown(ground, &mut query);
        let mut asked = Vec::new();
        let sought = query.sought.as_ref().map(|sought| joined(sought, &mut asked));
        let numbers = Numbers::of(ground);
        let mut kept = Kept { remarks: query.remarks, sought, ..Kept::default() };
        let passed: Vec<Vec<bool>> = asked.iter().map(|sought| passing(ground, sought)).collect();
        let is_true = |part: usize, number: Option<u32>| {
            number.and_then(|number| passed.get(part)?.get(number as usize)).copied().unwrap_or(false)
        };
        for (at, sought) in asked.iter().enumerate() {
            let mut part = Part::of(sought);
            part.items = numbers.items.iter().map(|number| is_true(at, *number)).collect();
            let own = |numbers: &[Option<u32>], of: &dyn Fn(usize) -> Kind| -> Vec<bool> {
                let one = |(place, number): (usize, &Option<u32>)| {
                    is_true(at, *number) || part.is_lifted(ground, sought, of(place), *number)
                };
                numbers.iter().enumerate().map(one).collect()
            };
            let modules = own(&numbers.modules, &Kind::Module);
            let people = own(&numbers.people, &Kind::Person);
            (part.modules, part.people) = (modules, people);
            kept.parts.push(part);
        }
        let all = |numbers: &[Option<u32>], of: &dyn Fn(usize) -> Kind| -> Vec<bool> {
            let one = |(place, number): (usize, &Option<u32>)| {
                kept.is(&|at: usize| {
                    let (Some(part), Some(sought)) = (kept.parts.get(at), asked.get(at)) else {
                        return false;
                    };
                    is_true(at, *number) || part.is_lifted(ground, sought, of(place), *number)
                })
            };
            numbers.iter().enumerate().map(one).collect()
        };
        let decisions = all(&numbers.decisions, &Kind::Decision);
        let requirements = all(&numbers.requirements, &Kind::Requirement);
        let gaps = all(&numbers.gaps, &Kind::Gap);
        let findings = all(&numbers.findings, &Kind::Finding);
        let listed = |length: usize, of: &dyn Fn(&Part, usize) -> bool| -> Vec<bool> {
            (0..length)
                .map(|place| kept.is(&|at| kept.parts.get(at).is_some_and(|part| of(part, place))))
                .collect()
        };
        let items = listed(numbers.items.len(), &|part, at| part.items.get(at) == Some(&true));
        let modules = listed(numbers.modules.len(), &|part, at| part.modules.get(at) == Some(&true));
        let people = listed(numbers.people.len(), &|part, at| part.people.get(at) == Some(&true));
        Kept { items, modules, people, decisions, requirements, gaps, findings, ..kept }
    }

    /// Whether it keeps something that stands in a line.
    pub fn holds(&self, thing: &Thing<'_>) -> bool {
        self.is(&|at| self.parts.get(at).is_some_and(|part| part.holds(thing)))
    }

    /// Whether it keeps something that stands in a line and names items, modules and people.
    pub fn line(&self, plan: &Plan, kind: &str, path: &str, named: &[&str], texts: &[&str]) -> bool {
        let mut items: Vec<usize> = around(plan, path).collect();
        let (mut modules, mut people) = (Vec::new(), Vec::new());
        for name in named {
            match plan.index_of(name) {
                Some(at) => items.push(at),
                None => {
                    modules.extend(plan.modules.iter().position(|module| module.name == *name));
                    people.extend(plan.people.iter().position(|person| person.name == *name));
                }
            }
        }
        self.holds(&Thing { kind, items: &items, modules: &modules, people: &people, texts })
    }

    fn is(&self, is_true: &dyn Fn(usize) -> bool) -> bool {
        self.sought.as_ref().is_none_or(|sought| sought.is(is_true))
    }
}

impl Joined {
    fn is(&self, is_true: &dyn Fn(usize) -> bool) -> bool {
        match self {
            Joined::All(parts) => parts.iter().all(|part| part.is(is_true)),
            Joined::Any(parts) => parts.iter().any(|part| part.is(is_true)),
            Joined::Not(part) => !part.is(is_true),
            Joined::Part(at) => is_true(*at),
        }
    }
}

/// Numbers the parts of a query.
fn joined<'a>(sought: &'a Sought, parts: &mut Vec<&'a Sought>) -> Joined {
    match sought {
        Sought::All(all) => Joined::All(all.iter().map(|part| joined(part, parts)).collect()),
        Sought::Any(any) => Joined::Any(any.iter().map(|part| joined(part, parts)).collect()),
        Sought::Not(part) => Joined::Not(Box::new(joined(part, parts))),
        Sought::Words(_) | Sought::Field { .. } => {
            parts.push(sought);
            Joined::Part(parts.len() - 1)
        }
    }
}

/// For every record whether a part of a query is true of it.
fn passing(ground: Ground<'_>, sought: &Sought) -> Vec<bool> {
    let mut passed = vec![false; ground.records.index.len()];
    let mut pass = |number: u32| {
        if let Some(slot) = passed.get_mut(number as usize) {
            *slot = true;
        }
    };
    match sought {
        Sought::Field { name, values } => {
            // Who is asked for as an owner is a person of that name too, and answers for modules when asked for as a person.
            let other = match name.as_str() {
                "owner" => "person",
                "person" | "who" => "owner",
                _ => "",
            };
            let is_other = |record: &Record| match record.kind {
                Kind::Person(_) => other == "person",
                Kind::Module(_) => other == "owner",
                _ => false,
            };
            let tests: Vec<Test<'_>> = values.iter().map(|value| Test::new(ground, name, value)).collect();
            let others: Vec<Test<'_>> = values.iter().map(|value| Test::new(ground, other, value)).collect();
            for (number, record) in ground.records.iter() {
                let is_one = tests.iter().any(|test| test.passes(record))
                    || (is_other(record) && others.iter().any(|test| test.passes(record)));
                if is_one {
                    pass(number);
                }
            }
        }
        other => {
            let query = Query { sought: Some(other.clone()), remarks: Vec::new() };
            rank::found(ground, &query).iter().for_each(|found| pass(found.record));
        }
    }
    passed
}

impl Part {
    fn of(sought: &Sought) -> Part {
        match sought {
            Sought::Words(Words { text, how }) => {
                Part { words: fold::folded(text), is_whole: *how == How::Exact, ..Part::default() }
            }
            Sought::Field { name, values } if name == "kind" => {
                Part { kinds: values.iter().map(|value| fold::folded(value)).collect(), ..Part::default() }
            }
            _ => Part::default(),
        }
    }

    fn is_any(list: &[bool], places: &[usize]) -> bool {
        places.iter().any(|place| list.get(*place) == Some(&true))
    }

    fn holds(&self, thing: &Thing<'_>) -> bool {
        if !self.words.is_empty() {
            let says = if self.is_whole { fields::is_said_whole } else { fields::is_said };
            return thing.texts.iter().any(|text| says(text, &self.words));
        }
        self.kinds.iter().any(|kind| kind == "*" || kind == thing.kind)
            || Part::is_any(&self.items, thing.items)
            || Part::is_any(&self.modules, thing.modules)
            || Part::is_any(&self.people, thing.people)
    }

    /// Whether it is true of an item that something speaks of, and so of that.
    fn is_lifted(&self, ground: Ground<'_>, sought: &Sought, kind: Kind, number: Option<u32>) -> bool {
        let Sought::Field { name, .. } = sought else { return false };
        if !Lifted::reaches(kind, name) {
            return false;
        }
        let is_one = |item: usize| self.items.get(item) == Some(&true);
        let plan = ground.inquiry.plan;
        match kind {
            Kind::File(_) | Kind::Item(_) => false,
            Kind::Module(at) => {
                let specs = plan.modules.get(at).into_iter().flat_map(|module| &module.specs);
                ground.inquiry.ties.of_module(at).iter().any(|touch| is_one(touch.item))
                    || specs.filter_map(|path| plan.index_at(path)).any(is_one)
            }
            Kind::Person(at) => {
                let mentions = plan.people.get(at).into_iter().flat_map(|person| &person.mentions);
                mentions.flat_map(|mention| around(plan, &mention.place.path)).any(is_one)
            }
            Kind::Finding(at) => {
                let finding = ground.findings.get(at);
                let named = finding.into_iter().flat_map(|finding| &finding.items);
                named.filter_map(|id| plan.index_of(id)).any(is_one)
                    || finding.is_some_and(|finding| around(plan, &finding.place.path).any(is_one))
            }
            Kind::Decision(_) | Kind::Requirement(_) | Kind::Gap(_) => {
                let record = number.and_then(|number| ground.records.get(number));
                record.is_some_and(|record| {
                    record.item.is_some_and(is_one) || around(plan, &record.place.path).any(is_one)
                })
            }
        }
    }
}

/// The item whose file lies at a path, and the whole plan around it: what a line of that file speaks of.
pub fn around(plan: &Plan, path: &str) -> impl Iterator<Item = usize> + use<> {
    let own = plan.index_at(path).or_else(|| plan.index_at(path.rsplit_once('/')?.0));
    let whole = own.and_then(|own| plan.items.get(own)).and_then(|item| plan.plan_of(&item.id));
    own.into_iter().chain(whole)
}
