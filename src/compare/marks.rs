//! What a comparison says of each thing that is shown: marks on items and files, what is gone, what is needed or not any
//! more. For those who show the new side, and want to say in it what has changed.

use super::{Change, Comparison, Kind};
use crate::named::Named;
use crate::plan::{Place, RelationKind};

/// What has become of something, the most telling first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// It was not there.
    Added,
    /// It lies elsewhere, or is called otherwise.
    Moved,
    /// Its status is another one.
    Status,
    /// Something in it is different.
    Changed,
}

impl Mark {
    /// Its name in attributes.
    pub fn name(self) -> &'static str {
        match self {
            Mark::Added => "added",
            Mark::Moved => "moved",
            Mark::Status => "status",
            Mark::Changed => "changed",
        }
    }

    /// What people read.
    pub fn label(self) -> &'static str {
        match self {
            Mark::Added => "new",
            Mark::Moved => "moved",
            Mark::Status => "status",
            Mark::Changed => "changed",
        }
    }
}

/// Something that is not there any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gone {
    /// Its id.
    pub id: String,
    /// Where it stood.
    pub place: Option<Place>,
}

/// Somebody needs somebody else, or does not any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// Who needs, by id.
    pub from: String,
    /// What is needed, by id.
    pub to: String,
    /// Whether it is so now; else it was so.
    pub is_new: bool,
}

/// What a comparison says of each thing.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    items: Named<(Option<Mark>, String)>,
    files: Named<(Option<Mark>, String)>,
    lines: Named<String>,
    /// Plans that are gone.
    pub gone: Vec<Gone>,
    /// Dependencies that came and went, between plans that need and that are needed.
    pub needs: Vec<Need>,
    /// The plans that something changed in and that are there, each with what happened first, in the order of the changes.
    pub stops: Vec<(String, String)>,
    /// What is called otherwise now: where it stood, and what it is called.
    pub renamed: Vec<(Place, String)>,
}

impl Marks {
    /// The marks of a comparison.
    pub fn of(comparison: &Comparison) -> Marks {
        let mut marks = Marks::default();
        for change in &comparison.changes {
            marks.take(change);
        }
        marks
    }

    /// What has become of an item, and how.
    pub fn item(&self, id: &str) -> Option<(Mark, &str)> {
        if self.gone.iter().any(|gone| gone.id == id) {
            return None;
        }
        self.items.get(id).and_then(|(mark, text)| Some(((*mark)?, text.as_str())))
    }

    /// What has become of a file that is no item, and how.
    pub fn file(&self, path: &str) -> Option<(Mark, &str)> {
        self.files.get(path).and_then(|(mark, text)| Some(((*mark)?, text.as_str())))
    }

    /// What has changed at a line.
    pub fn line(&self, place: &Place) -> Option<&str> {
        self.lines.get(&format!("{}:{}", place.path, place.line)).map(String::as_str)
    }

    fn take(&mut self, change: &Change) {
        let is_there = change.kind != Kind::Removed && !change.is_part;
        let stop = change
            .plan
            .as_ref()
            .filter(|plan| is_there && self.stops.last().is_none_or(|(last, _)| last != *plan));
        self.stops.extend(stop.map(|plan| (plan.clone(), change.text.clone())));
        if let Some(old) = change.old.as_ref().filter(|_| change.kind == Kind::Renamed) {
            self.renamed.push((old.clone(), change.id.clone()));
        }
        let is_item = !matches!(change.noun, "file" | "finding" | "module" | "dependency" | "gap");
        let mark = match change.kind {
            Kind::Added => Some(Mark::Added),
            Kind::Moved | Kind::Renamed => Some(Mark::Moved),
            Kind::Status => Some(Mark::Status),
            Kind::Removed | Kind::Finding => None,
            _ => Some(Mark::Changed),
        };
        if change.kind == Kind::Removed && change.is_of_plan() {
            self.gone.push(Gone { id: change.id.clone(), place: change.old.clone() });
        }
        if change.kind == Kind::Dependency {
            self.take_need(change);
        }
        if let Some(mark) = mark {
            let put = |(known, text): &mut (Option<Mark>, String)| {
                if known.is_none_or(|known| mark < known) {
                    *known = Some(mark);
                    text.clone_from(&change.text);
                }
            };
            match is_item {
                true => self.items.change(&change.id, put),
                false if change.noun == "file" => self.files.change(&change.id, put),
                false => {}
            }
        }
        // What lies in a plan is a change of it.
        if let Some(plan) = change.plan.as_ref().filter(|plan| **plan != change.id) {
            self.items.change(plan, |(known, text)| {
                if known.is_none() {
                    *known = Some(Mark::Changed);
                    text.clone_from(&change.text);
                }
            });
        }
        if let Some(new) = change.new.as_ref().filter(|_| change.kind != Kind::Finding) {
            self.lines.insert_new(&format!("{}:{}", new.path, new.line), change.text.clone());
        }
    }

    /// A dependency in the direction of needing: who blocks is needed by whom it blocks.
    fn take_need(&mut self, change: &Change) {
        let is_new = change.to.is_some();
        let value = change.to.as_deref().or(change.from.as_deref()).unwrap_or_default();
        let Some((kind, other)) = value.split_once(' ') else { return };
        let (id, other) = (change.id.clone(), other.to_owned());
        let need = if kind == RelationKind::Blocks.name() {
            Need { from: other, to: id, is_new }
        } else if kind == RelationKind::DependsOn.name() {
            Need { from: id, to: other, is_new }
        } else {
            return;
        };
        self.needs.push(need);
    }
}
