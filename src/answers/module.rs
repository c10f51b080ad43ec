//! A module: where it comes from, who changed it, who answers for it, how old its specs are, what happened to it,
//! what nobody knows of it, and who works on it now.

use super::gaps::{self, KnowledgeGap};
use super::history::{Entry, History};
use super::{Inquiry, Source, Subject, TouchKind, stale};
use crate::named::Named;
use crate::plan::{ItemId, Place};
use serde::Serialize;

/// What a tree says of a module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Module {
    /// Its name.
    pub name: String,
    /// Its row in the Module Index.
    pub index: Option<Place>,
    /// What the row says beside plans and owners: `(pre-existing)`, `⚠️ knowledge debt`.
    pub notes: Vec<String>,
    /// The plan that it came from.
    pub origin: Option<Touched>,
    /// The plans that changed it, each once, in the order of the tree.
    pub modifiers: Vec<Touched>,
    /// Who answers for it.
    pub owners: Vec<Owner>,
    /// Its specs and their age, the oldest first.
    pub specs: Vec<stale::Spec>,
    /// What nobody knows of it.
    pub gaps: Vec<KnowledgeGap>,
    /// What happened to it, oldest first.
    pub history: Vec<Entry>,
    /// The open plans that touch it.
    pub active: Vec<Subject>,
}

/// A plan that touched a module, and what says so.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Touched {
    /// The plan by id; as written when the tree has none of that name.
    pub plan: ItemId,
    /// Whether it was found.
    pub resolved: bool,
    /// What stands behind it in brackets: `CUT`.
    pub note: Option<String>,
    /// The lines that say so: of the Module Index, of specs, of State Deltas.
    pub stated: Vec<Statement>,
}

/// A line that says that a plan touched a module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Statement {
    /// What kind of line it is.
    pub source: Source,
    /// The line.
    #[serde(flatten)]
    pub place: Place,
}

/// Somebody who answers for a module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Owner {
    /// The person's full name where the tree tells it, else as written.
    pub name: String,
    /// Whether others answer for it too.
    pub is_shared: bool,
    /// Whether it was taken over from somebody who left.
    pub is_inherited: bool,
    /// What else is said in brackets.
    pub note: Option<String>,
    /// Whether they are gone on the day.
    pub has_left: bool,
    /// The line.
    #[serde(flatten)]
    pub place: Place,
}

impl Module {
    /// What the tree says of the module at this position.
    pub fn of(inquiry: &Inquiry<'_>, index: usize) -> Option<Module> {
        let module = inquiry.module(index)?;
        let mut changed: Named<Touched> = Named::default();
        let mut made: Vec<Statement> = Vec::new();
        let origin = module.origin.as_ref().map(|origin| origin.text.as_str());
        for touch in inquiry.ties.of_module(index) {
            let Some(item) = inquiry.item(touch.item) else { continue };
            let statement = Statement { source: touch.source, place: touch.place(inquiry.plan) };
            if touch.kind == TouchKind::Made || origin == Some(&item.id) {
                if origin == Some(&item.id) {
                    made.push(statement);
                }
                continue;
            }
            changed.change(&item.id, |touched| {
                touched.plan.clone_from(&item.id);
                touched.resolved = true;
                touched.note = touched.note.take().or_else(|| touch.note(inquiry.plan).map(str::to_owned));
                // A row may name a plan twice.
                if touched.stated.last() != Some(&statement) {
                    touched.stated.push(statement);
                }
            });
        }
        // What refers to no plan of the tree is shown as it is written.
        for modifier in &module.modified_by {
            if inquiry.plan.item(&modifier.text).is_none() {
                changed.change(&modifier.text, |touched| {
                    touched.plan.clone_from(&modifier.text);
                    let source =
                        if modifier.place.path == "_overview.md" { Source::Index } else { Source::Spec };
                    touched.stated.push(Statement { source, place: modifier.place.clone() });
                });
            }
        }
        let origin = module.origin.as_ref().map(|origin| Touched {
            plan: origin.text.clone(),
            resolved: inquiry.plan.item(&origin.text).is_some(),
            note: None,
            stated: made,
        });
        let owners = module.owners.iter().map(|owner| Owner {
            name: owner.name.text.clone(),
            is_shared: owner.is_shared,
            is_inherited: owner.is_inherited,
            note: owner.note.clone(),
            has_left: inquiry
                .plan
                .people
                .iter()
                .any(|person| person.name == owner.name.text && person.has_left(inquiry.day)),
            place: owner.name.place.clone(),
        });
        Some(Module {
            name: module.name.clone(),
            index: module.index.as_ref().map(|row| row.place.clone()),
            notes: module.index.as_ref().map(|row| row.notes.clone()).unwrap_or_default(),
            origin,
            modifiers: changed.iter().map(|(_, touched)| touched.clone()).collect(),
            owners: owners.collect(),
            specs: stale::specs(inquiry, Some(&module.name)),
            gaps: gaps::of_module(inquiry, &module.name),
            history: History::of(inquiry, &module.name).map(|history| history.entries).unwrap_or_default(),
            active: gaps::open_plans(inquiry, index).map(Subject::of).collect(),
        })
    }
}
