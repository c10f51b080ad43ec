//! What nobody knows, over plans and modules, and whom that concerns.

use super::{Inquiry, is_open};
use crate::named::Named;
use crate::order;
use crate::plan::{Gap, GapSource, Item, ItemId, Place};
use serde::Serialize;

/// A knowledge gap and whom it concerns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KnowledgeGap {
    /// What is not known.
    pub text: String,
    /// The plan or other item by id, or the module by name.
    pub of: Option<String>,
    /// What `of` is.
    pub about: About,
    /// How it is written.
    pub source: GapSource,
    /// Whom to ask, where it says so.
    pub ask: Option<String>,
    /// Whether the one to ask has left.
    pub ask_has_left: bool,
    /// The open plans that it concerns: the plan itself and those that wait for it, or those that touch the module.
    pub plans: Vec<ItemId>,
    /// The people whom it concerns: who owns the module, or works on the plan in the sprint.
    pub people: Vec<String>,
    /// Its line.
    #[serde(flatten)]
    pub place: Place,
}

/// What a gap is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// A plan, or something that lies in one.
    Plan,
    /// A module.
    Module,
    /// Neither: a note, or the tree.
    Tree,
}

/// All gaps, in order of path, then line.
pub fn gaps(inquiry: &Inquiry<'_>) -> Vec<KnowledgeGap> {
    told(inquiry, inquiry.plan.gaps.iter())
}

/// The gaps of a module.
pub fn of_module(inquiry: &Inquiry<'_>, module: &str) -> Vec<KnowledgeGap> {
    told(inquiry, inquiry.plan.gaps.iter().filter(|gap| gap.of.as_deref() == Some(module)))
}

/// Gaps with whom they concern.
fn told<'a>(inquiry: &Inquiry<'_>, gaps: impl Iterator<Item = &'a Gap>) -> Vec<KnowledgeGap> {
    let plan = inquiry.plan;
    let mut workers: Named<Vec<String>> = Named::default();
    for entry in &plan.sprint {
        let item = entry.plan.as_ref().and_then(|target| plan.index_of(&target.id));
        let Some(item) = item.and_then(|item| inquiry.plan_of(item)).and_then(|item| inquiry.item(item))
        else {
            continue;
        };
        workers.change(&item.id, |names| entry.people.iter().for_each(|name| add(names, name)));
    }
    let mut left: Named<bool> = Named::default();
    for person in &plan.people {
        left.insert(&person.name, person.has_left(inquiry.day));
    }
    let gaps = gaps.map(|gap| {
        let of = gap.of.as_deref().unwrap_or_default();
        let (mut plans, mut people) = (Vec::new(), Vec::new());
        let module = inquiry.ties.module(of);
        let item = plan.index_of(of).and_then(|item| inquiry.plan_of(item));
        let about = match (module, item) {
            (Some(module), _) => {
                plans.extend(open_plans(inquiry, module).map(|item| item.id.clone()));
                let owners = inquiry.module(module).into_iter().flat_map(|module| &module.owners);
                owners.for_each(|owner| add(&mut people, &owner.name.text));
                About::Module
            }
            (None, Some(index)) => {
                let waiting = inquiry.ties.dependencies.needed_by(index).map(|edge| edge.from);
                let concerned = [index].into_iter().chain(waiting).filter_map(|item| inquiry.item(item));
                plans.extend(concerned.filter(|item| is_open(item)).map(|item| item.id.clone()));
                let own = inquiry.item(index).and_then(|item| workers.get(&item.id));
                own.into_iter().flatten().for_each(|name| add(&mut people, name));
                About::Plan
            }
            (None, None) => About::Tree,
        };
        KnowledgeGap {
            text: gap.text.clone(),
            of: gap.of.clone(),
            about,
            source: gap.source,
            ask: gap.ask.clone(),
            ask_has_left: gap.ask.as_ref().and_then(|name| left.get(name)).is_some_and(|left| *left),
            plans,
            people,
            place: gap.place.clone(),
        }
    });
    gaps.collect()
}

/// The open plans that touch a module, each once.
pub fn open_plans<'a>(inquiry: &Inquiry<'a>, module: usize) -> impl Iterator<Item = &'a Item> {
    let mut plans: Vec<usize> =
        inquiry.ties.of_module(module).iter().filter_map(|touch| inquiry.plan_of(touch.item)).collect();
    order::sort(&mut plans);
    plans.dedup();
    let plan = inquiry.plan;
    plans.into_iter().filter_map(|index| plan.items.get(index)).filter(|item| is_open(item))
}

/// Adds a name that is not there yet. The lists are short: those who own a module or work on a plan.
fn add(names: &mut Vec<String>, name: &str) {
    if !names.iter().any(|known| known == name) {
        names.push(name.to_owned());
    }
}
