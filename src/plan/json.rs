//! The model as JSON, for scripts. The form is documented in the README and only ever grows.
//!
//! The same plan gives the same bytes on every machine and in the browser.

mod course;

use super::{
    BaseStatus, Change, Date, Deadline, Decision, Delta, Gap, GapSource, Item, ItemKind, Module, Person,
    Place, Plan, Problem, Relation, RelationKind, Requirement, Scope, Snapshot, SnapshotEntry, Stated,
    Status,
};
use crate::document::MapEntry;
use crate::list::List;
use serde::ser::{Serialize, SerializeMap, SerializeSeq, SerializeStruct, Serializer};

/// Version of the form. It changes only when a field changes its meaning.
pub const SCHEMA: u32 = 1;

/// The whole plan as one JSON document, indented, with a line end at its end.
pub fn model(plan: &Plan) -> String {
    // Writing values of our own into a string cannot fail: no maps with odd keys, no failing writers.
    let mut text = serde_json::to_string_pretty(plan).unwrap_or_default();
    text.push('\n');
    text
}

impl<T: Serialize> Serialize for List<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self)
    }
}

impl Serialize for Plan {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("schema", &SCHEMA)?;
        map.serialize_entry("root", &self.root)?;
        map.serialize_entry("dialects", &self.dialects)?;
        map.serialize_entry("items", &Items(self))?;
        map.serialize_entry("relations", &self.relations)?;
        map.serialize_entry("modules", &self.modules)?;
        map.serialize_entry("deltas", &self.deltas)?;
        map.serialize_entry("snapshots", &self.snapshots)?;
        map.serialize_entry("people", &self.people)?;
        map.serialize_entry("decisions", &self.decisions)?;
        map.serialize_entry("gaps", &self.gaps)?;
        map.serialize_entry("requirements", &self.requirements)?;
        map.serialize_entry("deadlines", &self.deadlines)?;
        course::serialize(self, &mut map)?;
        map.serialize_entry("files", &Counts { read: self.files.read, skipped: self.files.skipped })?;
        map.serialize_entry("problems", &self.problems)?;
        map.end()
    }
}

#[derive(serde::Serialize)]
struct Counts {
    read: usize,
    skipped: usize,
}

/// The items, each with the id of its parent.
struct Items<'a>(&'a Plan);

impl Serialize for Items<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.0.items.len()))?;
        for item in &self.0.items {
            let parent = item.parent.and_then(|parent| self.0.items.get(parent)).map(|item| item.id.as_str());
            list.serialize_element(&WithParent { item, parent })?;
        }
        list.end()
    }
}

struct WithParent<'a> {
    item: &'a Item,
    parent: Option<&'a str>,
}

impl Serialize for WithParent<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let item = self.item;
        let mut map = serializer.serialize_struct("Item", 16)?;
        map.serialize_field("id", &item.id)?;
        map.serialize_field("kind", item.kind.name())?;
        map.serialize_field("number", &item.number)?;
        map.serialize_field("title", &item.title)?;
        map.serialize_field("path", &item.place.path)?;
        map.serialize_field("line", &item.place.line)?;
        map.serialize_field("parent", &self.parent)?;
        map.serialize_field("status", &item.status)?;
        map.serialize_field("archived", &item.archived)?;
        map.serialize_field("priority", &item.priority)?;
        map.serialize_field("hours", &item.estimate().map(|estimate| estimate.hours))?;
        map.serialize_field("criteria", &Criteria(item))?;
        map.serialize_field("tasks", &course::Tasks(item))?;
        map.serialize_field("files", &course::Files(item))?;
        map.serialize_field("frontmatter", &Fields(&item.frontmatter))?;
        map.end()
    }
}

struct Criteria<'a>(&'a Item);

impl Serialize for Criteria<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(serde::Serialize)]
        struct Box<'a> {
            text: &'a str,
            done: bool,
            line: u32,
            #[serde(skip_serializing_if = "Option::is_none")]
            label: Option<&'a str>,
            #[serde(skip_serializing_if = "Option::is_none")]
            branch: Option<&'a str>,
        }
        let branches = self.0.branches();
        serializer.collect_seq(self.0.criteria.iter().map(|criterion| Box {
            text: &criterion.text,
            done: criterion.done,
            line: criterion.line,
            label: criterion.label.as_deref(),
            branch: criterion.branch.and_then(|at| Some(branches.get(at)?.condition.as_str())),
        }))
    }
}

/// Frontmatter as an object, in the order of the file.
struct Fields<'a>(&'a [MapEntry]);

impl Serialize for Fields<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|entry| (&entry.key, &entry.value)))
    }
}

impl Serialize for Status {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_struct("Status", 4)?;
        map.serialize_field("base", self.base.name())?;
        map.serialize_field("detail", &self.detail)?;
        map.serialize_field("written", &self.written)?;
        map.serialize_field("from", self.from.name())?;
        map.end()
    }
}

impl Serialize for Relation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_struct("Relation", 6)?;
        map.serialize_field("from", &self.from)?;
        map.serialize_field("to", &self.to)?;
        map.serialize_field("kind", self.kind.name())?;
        map.serialize_field("resolved", &self.resolved)?;
        map.serialize_field("path", &self.place.path)?;
        map.serialize_field("line", &self.place.line)?;
        map.end()
    }
}

impl Serialize for Module {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let owners: Vec<&str> = self.owners.iter().map(|owner| owner.name.text.as_str()).collect();
        let updated = self.updated.as_ref().map(ToString::to_string);
        let mut map = serializer.serialize_struct("Module", 7)?;
        map.serialize_field("name", &self.name)?;
        map.serialize_field("origin", &self.origin)?;
        map.serialize_field("modified_by", &self.modified_by)?;
        map.serialize_field("owners", &owners)?;
        map.serialize_field("specs", &self.specs)?;
        map.serialize_field("last_updated", &updated)?;
        map.serialize_field("knowledge_gaps", &self.knowledge_gaps)?;
        map.end()
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Serialize for Place {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_struct("Place", 2)?;
        map.serialize_field("path", &self.path)?;
        map.serialize_field("line", &self.line)?;
        map.end()
    }
}

/// Kinds are written by their names.
macro_rules! by_name {
    ($($kind:ty)*) => {
        $(impl Serialize for $kind {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.name())
            }
        })*
    };
}

by_name! { BaseStatus ItemKind RelationKind Scope GapSource }

impl Serialize for Stated {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl Serialize for Delta {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_struct("Delta", 7)?;
        map.serialize_field("plan", &self.plan.as_ref().map(|plan| plan.id.as_str()))?;
        map.serialize_field("date", &self.date.as_ref().map(ToString::to_string))?;
        map.serialize_field("ongoing", &self.ongoing)?;
        map.serialize_field("status", self.status.base.name())?;
        map.serialize_field("path", &self.place.path)?;
        map.serialize_field("line", &self.place.line)?;
        map.serialize_field("changes", &self.changes)?;
        map.end()
    }
}

impl Serialize for Change {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_struct("Change", 4)?;
        map.serialize_field("module", &self.module)?;
        map.serialize_field("scope", self.scope.name())?;
        map.serialize_field("text", &with_details(&self.text, &self.details))?;
        map.serialize_field("line", &self.line)?;
        map.end()
    }
}

/// A text and the nested bullets that belong to it, one a line.
pub(crate) fn with_details(text: &str, details: &[Stated]) -> String {
    let lines = std::iter::once(text).chain(details.iter().map(|detail| detail.text.as_str()));
    lines.collect::<Vec<_>>().join("\n")
}

impl Serialize for Person {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_struct("Person", 5)?;
        map.serialize_field("name", &self.name)?;
        map.serialize_field("aliases", &self.aliases)?;
        map.serialize_field("role", &self.role)?;
        map.serialize_field("from", &self.from.as_ref().map(ToString::to_string))?;
        map.serialize_field("to", &self.to.as_ref().map(ToString::to_string))?;
        map.end()
    }
}

impl Serialize for Decision {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let rationale = self.rationale.split_first().map(|(first, rest)| with_details(first, rest));
        let mut map = serializer.serialize_struct("Decision", 9)?;
        map.serialize_field("verb", &self.verb)?;
        map.serialize_field("plan", &self.plans.first().map(|plan| plan.id.as_str()))?;
        map.serialize_field("title", &self.title)?;
        map.serialize_field("value", &self.value)?;
        map.serialize_field("rationale", &rationale)?;
        map.serialize_field("date", &self.date.as_ref().map(ToString::to_string))?;
        map.serialize_field("text", &self.text)?;
        map.serialize_field("path", &self.place.path)?;
        map.serialize_field("line", &self.place.line)?;
        map.end()
    }
}

impl Serialize for Gap {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_struct("Gap", 4)?;
        map.serialize_field("text", &self.text)?;
        map.serialize_field("of", &self.of)?;
        map.serialize_field("path", &self.place.path)?;
        map.serialize_field("line", &self.place.line)?;
        map.end()
    }
}

impl Serialize for Requirement {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_struct("Requirement", 6)?;
        map.serialize_field("text", &self.text)?;
        map.serialize_field("asker", &self.asker)?;
        map.serialize_field("date", &self.date.as_ref().map(ToString::to_string))?;
        map.serialize_field("owners", &self.owners)?;
        map.serialize_field("path", &self.place.path)?;
        map.serialize_field("line", &self.place.line)?;
        map.end()
    }
}

impl Serialize for Deadline {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_struct("Deadline", 5)?;
        map.serialize_field("of", &self.of)?;
        map.serialize_field("date", &self.date.as_ref().map(ToString::to_string))?;
        map.serialize_field("written", &self.written)?;
        map.serialize_field("path", &self.place.path)?;
        map.serialize_field("line", &self.place.line)?;
        map.end()
    }
}

impl Serialize for Snapshot {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_struct("Snapshot", 5)?;
        map.serialize_field("title", &self.title)?;
        map.serialize_field("path", &self.place.path)?;
        map.serialize_field("line", &self.place.line)?;
        map.serialize_field("items", &self.entries.len())?;
        map.serialize_field("entries", &self.entries)?;
        map.end()
    }
}

impl Serialize for SnapshotEntry {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_struct("SnapshotEntry", 5)?;
        map.serialize_field("path", &self.path)?;
        map.serialize_field("line", &self.line)?;
        map.serialize_field("status", &self.status)?;
        map.serialize_field("note", &self.note)?;
        map.serialize_field("complete", &self.complete)?;
        map.end()
    }
}

impl Serialize for Problem {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_struct("Problem", 3)?;
        map.serialize_field("path", &self.place.path)?;
        map.serialize_field("line", &self.place.line)?;
        map.serialize_field("text", &self.text)?;
        map.end()
    }
}
