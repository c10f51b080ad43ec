//! What happened to a module, oldest first, from the root and from its archive of older entries.

use super::Inquiry;
use crate::list::List;
use crate::order;
use crate::plan::json::with_details;
use crate::plan::{BaseStatus, Change, Date, Delta, ItemId, Place, Scope, Stated};
use serde::ser::{Serialize, SerializeStruct, Serializer};
use std::cmp::Ordering;

/// The changes of a module.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct History {
    /// The module.
    pub module: String,
    /// Its changes, oldest first; those without a date come last.
    pub entries: Vec<Entry>,
}

/// One change of a module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// When, as precise as it is written.
    pub date: Option<Date>,
    /// Whether the plan still goes on.
    pub ongoing: bool,
    /// The plan or phase; as written when the tree has none of that name.
    pub plan: Option<ItemId>,
    /// How far the plan was.
    pub status: BaseStatus,
    /// What changed.
    pub text: String,
    /// Nested bullets, which belong to it.
    pub details: Vec<Stated>,
    /// Whether it is a change of this module, or one of all modules.
    pub scope: Scope,
    /// Whether the module is born here.
    pub is_birth: bool,
    /// Its line.
    pub place: Place,
}

impl Serialize for Entry {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_struct("Entry", 9)?;
        map.serialize_field("date", &self.date)?;
        map.serialize_field("ongoing", &self.ongoing)?;
        map.serialize_field("plan", &self.plan)?;
        map.serialize_field("status", &self.status)?;
        map.serialize_field("text", &with_details(&self.text, &self.details))?;
        map.serialize_field("scope", &self.scope)?;
        map.serialize_field("birth", &self.is_birth)?;
        map.serialize_field("path", &self.place.path)?;
        map.serialize_field("line", &self.place.line)?;
        map.end()
    }
}

impl History {
    /// The history of a module; nothing when neither the tree nor any of its State Deltas knows it.
    pub fn of(inquiry: &Inquiry<'_>, module: &str) -> Option<History> {
        let mut is_known = inquiry.ties.module(module).is_some();
        let mut entries: Vec<Entry> = Vec::new();
        for delta in in_order(&inquiry.plan.deltas) {
            for change in &delta.changes {
                let is_own = change.module.as_deref() == Some(module);
                is_known |= is_own;
                if is_own || change.scope == Scope::All {
                    entries.push(entry(delta, change));
                }
            }
        }
        is_known.then(|| History { module: module.to_owned(), entries })
    }
}

fn entry(delta: &Delta, change: &Change) -> Entry {
    Entry {
        date: delta.date.clone(),
        ongoing: delta.ongoing,
        plan: delta.plan.as_ref().map(|plan| plan.id.clone()),
        status: delta.status.base,
        text: change.text.clone(),
        details: change.details.clone(),
        scope: change.scope,
        is_birth: change.is_new_module(),
        place: Place { path: delta.place.path.clone(), line: change.line },
    }
}

/// State Deltas in the order in which they happened.
pub fn in_order(deltas: &List<Delta>) -> Vec<&Delta> {
    let mut deltas: Vec<&Delta> = deltas.iter().collect();
    order::sort_by(&mut deltas, |a, b| by_time(a, b));
    deltas
}

/// By the beginning of the time that is stated, then as they stand in the files, the root before its archive. What
/// has no date comes last.
pub fn by_time(a: &Delta, b: &Delta) -> Ordering {
    let begins = |delta: &Delta| delta.date.as_ref().map(|date| (date.start(), date.time.clone()));
    let is_archive = |delta: &Delta| delta.place.path.ends_with("_state_deltas_archive.md");
    (a.date.is_none(), begins(a), is_archive(a), &a.place).cmp(&(
        b.date.is_none(),
        begins(b),
        is_archive(b),
        &b.place,
    ))
}
