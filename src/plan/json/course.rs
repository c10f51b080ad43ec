//! The parts of the form that work plans told in documents fill: what work says of itself, risks, metrics, sessions,
//! schedule, inventory and progress.

use crate::list::List;
use crate::plan::{
    Boxes, Date, Evidence, FileAction, Hours, InventoryRow, Item, Metric, Plan, Progress, Risk, Session,
    Slot, Snapshot, Stated, Versions,
};
use serde::ser::{Serialize, SerializeMap, SerializeStruct, Serializer};

/// The lists of a plan that only such documents fill.
pub(super) fn serialize<M: SerializeMap>(plan: &Plan, map: &mut M) -> Result<(), M::Error> {
    map.serialize_entry("risks", &plan.risks)?;
    map.serialize_entry("metrics", &plan.metrics)?;
    map.serialize_entry("sessions", &plan.sessions)?;
    map.serialize_entry("inventory", &plan.inventory)?;
    map.serialize_entry("progress", &plan.progress)?;
    // Lists that came later stand only where there is something in them.
    if !plan.schedule.is_empty() {
        map.serialize_entry("schedule", &plan.schedule)?;
    }
    if !plan.file_trees.is_empty() {
        map.serialize_entry("file_trees", &FileTrees(&plan.file_trees))?;
    }
    if !plan.versions.is_empty() {
        map.serialize_entry("versions", &plan.versions)?;
    }
    Ok(())
}

impl Serialize for Versions {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(serde::Serialize)]
        struct Of<'a> {
            number: &'a str,
            item: &'a str,
            path: &'a str,
            date: Option<&'a Date>,
        }
        let versions: Vec<Of<'_>> = self
            .versions
            .iter()
            .map(|version| Of {
                number: &version.number,
                item: &version.item,
                path: &version.path,
                date: version.date.as_ref(),
            })
            .collect();
        let mut map = serializer.serialize_struct("Versions", 2)?;
        map.serialize_field("name", &self.name)?;
        map.serialize_field("versions", &versions)?;
        map.end()
    }
}

impl Serialize for Hours {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (low, high) = self.in_hours();
        let mut map = serializer.serialize_struct("Hours", 2)?;
        map.serialize_field("low", &low)?;
        map.serialize_field("high", &high)?;
        map.end()
    }
}

/// The tasks of an item, as texts.
pub(super) struct Tasks<'a>(pub(super) &'a Item);

impl Serialize for Tasks<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.tasks().iter().map(|task| task.text.as_str()))
    }
}

/// The files of an item.
pub(super) struct Files<'a>(pub(super) &'a Item);

impl Serialize for Files<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(serde::Serialize)]
        struct File<'a> {
            file: &'a str,
            change: &'static str,
            #[serde(skip_serializing_if = "Option::is_none")]
            to: Option<&'a str>,
            made: bool,
            #[serde(skip_serializing_if = "Option::is_none")]
            branch: Option<&'a str>,
            line: u32,
        }
        let branches = self.0.branches();
        serializer.collect_seq(self.0.files().iter().map(|change| File {
            file: &change.file,
            change: change.action.name(),
            to: change.to.as_deref(),
            made: change.is_made,
            branch: change.branch.and_then(|at| Some(branches.get(at)?.condition.as_str())),
            line: change.line,
        }))
    }
}

impl Serialize for Risk {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let graded = |grade: &crate::plan::Grade| match grade.level {
            Some(level) => Some(level.name().to_owned()),
            None => Some(grade.written.clone()).filter(|written| !written.is_empty()),
        };
        let mut map = serializer.serialize_struct("Risk", 6)?;
        map.serialize_field("risk", &self.risk)?;
        map.serialize_field("impact", &graded(&self.impact))?;
        map.serialize_field("probability", &graded(&self.probability))?;
        map.serialize_field("mitigation", &self.mitigation)?;
        map.serialize_field("path", &self.place.path)?;
        map.serialize_field("line", &self.place.line)?;
        map.end()
    }
}

impl Serialize for Metric {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_struct("Metric", 5)?;
        map.serialize_field("metric", &self.metric)?;
        map.serialize_field("value", &self.value)?;
        map.serialize_field("date", &self.date)?;
        map.serialize_field("path", &self.place.path)?;
        map.serialize_field("line", &self.place.line)?;
        map.end()
    }
}

impl Serialize for Session {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let texts = |stated: &[Stated]| stated.iter().map(|stated| stated.text.clone()).collect::<Vec<_>>();
        let items: Vec<&str> = self.items.iter().map(|item| item.id.as_str()).collect();
        let done: Vec<&str> =
            self.done.iter().filter(|done| done.done).map(|done| done.text.as_str()).collect();
        let mut map = serializer.serialize_struct("Session", 10)?;
        map.serialize_field("title", &self.title)?;
        map.serialize_field("number", &self.number)?;
        map.serialize_field("date", &self.date)?;
        map.serialize_field("until", &self.until)?;
        map.serialize_field("status", &self.status)?;
        map.serialize_field("items", &items)?;
        map.serialize_field("done", &done)?;
        map.serialize_field("next", &texts(&self.next))?;
        map.serialize_field("path", &self.place.path)?;
        map.serialize_field("line", &self.place.line)?;
        map.end()
    }
}

impl Serialize for Slot {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let items: Vec<&str> = self.items.iter().map(|item| item.id.as_str()).collect();
        let mut map = serializer.serialize_struct("Slot", 7)?;
        map.serialize_field("title", &self.title)?;
        map.serialize_field("text", &self.text)?;
        map.serialize_field("days", &self.days)?;
        map.serialize_field("hours", &self.estimate.as_ref().map(|estimate| estimate.hours))?;
        map.serialize_field("items", &items)?;
        map.serialize_field("path", &self.place.path)?;
        map.serialize_field("line", &self.place.line)?;
        map.end()
    }
}

impl Serialize for InventoryRow {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_struct("InventoryRow", 8)?;
        map.serialize_field("file", &self.file)?;
        map.serialize_field("status", &self.status)?;
        map.serialize_field("phase", &self.phase)?;
        map.serialize_field("change", &self.action.map(FileAction::name))?;
        map.serialize_field("items", &self.items)?;
        map.serialize_field("note", &self.note)?;
        map.serialize_field("path", &self.place.path)?;
        map.serialize_field("line", &self.place.line)?;
        map.end()
    }
}

impl Serialize for Progress {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let claimed: Vec<&str> = self.claimed.iter().map(|share| share.written.text.as_str()).collect();
        let boxes = |boxes: Boxes| Counted { done: boxes.done, total: boxes.total };
        let mut map = serializer.serialize_struct("Progress", 11)?;
        map.serialize_field("item", &self.item)?;
        map.serialize_field("done", &self.boxes.done)?;
        map.serialize_field("total", &self.boxes.total)?;
        map.serialize_field("claimed", &claimed.first())?;
        map.serialize_field("derived", &self.derived)?;
        map.serialize_field("undecided", &boxes(self.undecided))?;
        map.serialize_field("success", &boxes(self.success))?;
        map.serialize_field("milestones", &boxes(self.milestones))?;
        map.serialize_field("hours", &self.hours)?;
        map.serialize_field("remaining", &self.remaining)?;
        map.serialize_field("evidence", &self.evidence)?;
        map.end()
    }
}

#[derive(serde::Serialize)]
struct Counted {
    done: u32,
    total: u32,
}

impl Serialize for Evidence {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_struct("Evidence", 4)?;
        map.serialize_field("kind", self.kind.name())?;
        map.serialize_field("text", &self.said.text)?;
        map.serialize_field("path", &self.said.place.path)?;
        map.serialize_field("line", &self.said.place.line)?;
        map.end()
    }
}

/// Trees of files that plans draw.
struct FileTrees<'a>(&'a List<Snapshot>);

impl Serialize for FileTrees<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(serde::Serialize)]
        struct FileTree<'a> {
            title: &'a str,
            path: &'a str,
            line: u32,
            entries: Vec<Entry<'a>>,
        }
        #[derive(serde::Serialize)]
        struct Entry<'a> {
            file: &'a str,
            line: u32,
            note: Option<&'a str>,
        }
        serializer.collect_seq(self.0.iter().map(|tree| {
            FileTree {
                title: &tree.title,
                path: &tree.place.path,
                line: tree.place.line,
                entries: tree
                    .entries
                    .iter()
                    .map(|entry| Entry { file: &entry.path, line: entry.line, note: entry.note.as_deref() })
                    .collect(),
            }
        }))
    }
}
