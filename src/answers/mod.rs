//! The questions that people ask of a tree, and their answers: values with places, each in a file of its own.
//!
//! An answer is a plain value that can be shown, printed and written as JSON without the tree at hand. What several
//! answers need is found once and is here: [`Ties`].

pub mod board;
pub mod closure;
pub mod gaps;
pub mod history;
pub mod impact;
pub mod module;
pub mod person;
pub mod register;
pub mod resume;
pub mod stale;
pub mod status;
mod ties;

pub use ties::{Source, Ties, Touch, TouchKind};

use crate::plan::{
    BaseStatus, Date, Item, ItemId, ItemKind, Module, Place, Plan, StatusOrigin, json::SCHEMA,
};
use serde::Serialize;

/// A tree as questions are put to it.
#[derive(Clone, Copy, Debug)]
pub struct Inquiry<'a> {
    /// What the tree says.
    pub plan: &'a Plan,
    /// How its parts hang together.
    pub ties: &'a Ties,
    /// The day for which ages, deadlines and absences are computed.
    pub day: &'a Date,
}

impl<'a> Inquiry<'a> {
    /// The item at a position. Positions come from the plan itself, so there always is one.
    pub fn item(&self, index: usize) -> Option<&'a Item> {
        self.plan.items.get(index)
    }

    /// The module at a position.
    pub fn module(&self, index: usize) -> Option<&'a Module> {
        self.plan.modules.get(index)
    }

    /// Everything that is planned as a whole, once, with its position: plans, and the phases of plans that are told in a
    /// document. No scaffolds, and of two in two places the one that references mean.
    pub fn plans(&self) -> impl Iterator<Item = (usize, &'a Item)> {
        let inquiry = *self;
        self.plan.items.iter().enumerate().filter(move |(_, item)| inquiry.is_whole(item))
    }

    /// Whether an item is planned as a whole.
    pub fn is_whole(&self, item: &Item) -> bool {
        let is_kind = match item.is_part() {
            false => item.kind == ItemKind::Plan && item.folder.is_some(),
            true => {
                let parent = item.parent.and_then(|parent| self.item(parent));
                item.kind.is_work() && parent.is_some_and(|parent| parent.kind == ItemKind::Plan)
            }
        };
        is_kind && !item.template && !item.is_second_claimant()
    }

    /// What those that are planned as a whole are called: `plan`, or `phase` where all of them are parts of documents.
    pub fn unit(&self) -> &'static str {
        let mut plans = self.plans();
        match plans.next() {
            Some((_, first)) if first.is_part() && plans.all(|(_, item)| item.is_part()) => "phase",
            _ => "plan",
        }
    }

    /// The plan that an item belongs to, by position: itself when it is one.
    pub fn plan_of(&self, index: usize) -> Option<usize> {
        let mut at = index;
        loop {
            let item = self.item(at)?;
            if item.kind == ItemKind::Plan {
                return Some(at);
            }
            at = item.parent?;
        }
    }
}

/// An item that an answer names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Subject {
    /// Its identity.
    pub id: ItemId,
    /// What it is.
    pub kind: ItemKind,
    /// Its title.
    pub title: String,
    /// How far it is.
    pub status: BaseStatus,
    /// Its file.
    #[serde(flatten)]
    pub place: Place,
}

impl Subject {
    /// An item as answers name it.
    pub fn of(item: &Item) -> Subject {
        Subject {
            id: item.id.clone(),
            kind: item.kind,
            title: item.title.clone(),
            status: item.status.base,
            place: item.place.clone(),
        }
    }
}

/// Whether an item is still to be brought to its end: neither done nor cut nor in the archive.
pub fn is_open(item: &Item) -> bool {
    !item.archived && !is_over(item.status.base)
}

/// Whether nothing more happens: done or cut.
pub fn is_over(status: BaseStatus) -> bool {
    matches!(status, BaseStatus::Done | BaseStatus::Cut)
}

/// The line that says how far an item is, else the one where it begins.
pub fn status_place(plan: &Plan, item: &Item) -> Place {
    let path = match item.status.from {
        StatusOrigin::Frontmatter => return item.field_place("status"),
        StatusOrigin::ParentTable => {
            item.parent.and_then(|parent| plan.items.get(parent)).map(|item| &item.place.path)
        }
        StatusOrigin::RootTable => plan.plan_rows.first().map(|row| &row.place.path),
        StatusOrigin::Listing | StatusOrigin::Heading | StatusOrigin::Line | StatusOrigin::Then => {
            Some(&item.place.path)
        }
        StatusOrigin::Derived
        | StatusOrigin::ThenDerived
        | StatusOrigin::ThenUnknown
        | StatusOrigin::None => None,
    };
    match path {
        Some(path) if item.status.line > 0 => Place { path: path.clone(), line: item.status.line },
        _ => item.place.clone(),
    }
}

/// An answer as one JSON document with a line end at its end. `as_of` stands in it where a day matters.
pub fn json(answer: &impl Serialize, as_of: Option<&Date>) -> String {
    #[derive(Serialize)]
    struct Document<'a, A> {
        schema: u32,
        #[serde(skip_serializing_if = "Option::is_none")]
        as_of: Option<&'a Date>,
        #[serde(flatten)]
        answer: &'a A,
    }
    // Writing values of our own into a string cannot fail.
    let mut text =
        serde_json::to_string_pretty(&Document { schema: SCHEMA, as_of, answer }).unwrap_or_default();
    text.push('\n');
    text
}
