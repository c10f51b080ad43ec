//! A backlog: a folder with one document per task, whose folders say how far through its life a task is and whose `config.yml` lists
//! the statuses. Names of tasks are numbers behind a prefix, and the prefix may have changed since they were referred to.

mod config;
mod ids;

use super::items::{self, name_of, stem_of};
use super::{Dialect, Digest, Reading};
use crate::order;
use crate::plan::{
    Date, Decision, Item, ItemKind, Place, Plan, Problem, Relation, RelationKind, Status, StatusOrigin,
};
use config::Config;
pub use ids::key_of;

/// One document per task.
pub static DIALECT: Dialect = Dialect {
    name: "backlog",
    label: "backlog folder",
    comes_first: |path| Stage::of(path) == Stage::Live,
    has_sections: |_| false,
};

/// Where in its life a document is, by its folder. Of two documents with one id the one further up is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// A task.
    Live,
    /// What may become a task.
    Draft,
    /// What several tasks are for.
    Milestone,
    /// What was decided.
    Decision,
    /// Any other text.
    Document,
    /// A task that is over.
    Completed,
    /// What was put away.
    Archived,
}

impl Stage {
    /// The stage of the document at a path relative to the root of the backlog.
    pub fn of(path: &str) -> Stage {
        let (folder, rest) = path.split_once('/').unwrap_or(("", path));
        match folder {
            _ if is_readme(rest) => Stage::Document,
            "tasks" => Stage::Live,
            "drafts" => Stage::Draft,
            "milestones" => Stage::Milestone,
            "decisions" => Stage::Decision,
            "completed" => Stage::Completed,
            "archive" => Stage::Archived,
            _ => Stage::Document,
        }
    }

    fn is_over(self) -> bool {
        matches!(self, Stage::Completed | Stage::Archived)
    }
}

/// What explains a folder to people is no task.
fn is_readme(path: &str) -> bool {
    name_of(path).eq_ignore_ascii_case("readme.md")
}

pub(super) fn plan(reading: &Reading) -> Plan {
    let config = Config::of(reading.files());
    let mut found = Vec::new();
    for (index, entry) in reading.files().iter().enumerate() {
        let path = entry.path().as_str();
        if super::reading::is_document(path) {
            found.push(item(path, reading.digest(index), &config));
        }
    }
    name_second_claimants(&mut found);
    order::sort_by(&mut found, |a, b| a.place.cmp(&b.place));
    let known = ids::Known::of(&found, &config.prefixes);
    let mut circles = Vec::new();
    set_parents(&mut found, &known, &mut circles);
    let names = known.names();
    let mut plan = items::plan_of(reading, found).seal();
    plan.also_called = names.into();
    plan.title = plan.title.take().or_else(|| config.name.clone());
    plan.relations = items::in_order(relations(&plan, &known)).into();
    plan.workflow = config.statuses.clone().into();
    plan.decisions = decisions(&plan).into();
    plan.people = items::people(&plan, Some("reporter")).into();
    let mut problems: Vec<Problem> = plan.problems.iter().cloned().collect();
    problems.extend(config.problems);
    problems.extend(circles);
    order::sort(&mut problems);
    plan.problems = problems.into();
    plan
}

/// A document as an item.
fn item(path: &str, digest: Option<&Digest>, config: &Config) -> Item {
    let stage = Stage::of(path);
    let is_below = |folder: &str| path.split('/').any(|part| part == folder);
    let kind = match stage {
        Stage::Live | Stage::Completed => ItemKind::Task,
        Stage::Milestone => ItemKind::Milestone,
        Stage::Decision => ItemKind::Exploration,
        Stage::Archived if is_below("milestones") => ItemKind::Milestone,
        Stage::Archived if is_below("decisions") => ItemKind::Exploration,
        Stage::Archived if is_below("drafts") => ItemKind::Document,
        Stage::Archived => ItemKind::Task,
        Stage::Draft | Stage::Document => ItemKind::Document,
    };
    let mut item = items::item(path, kind, digest);
    let stem = stem_of(name_of(path));
    item.archived = stage.is_over();
    // `back-12 - Draw-the-line`: until it is read its name says what it is called.
    let (id, rest) = stem.split_once(" - ").map_or((None, stem), |(id, rest)| (Some(id), rest));
    item.title = items::title(digest, rest);
    let has_id = stage != Stage::Document || item.field("id").is_some();
    let stated = item.field("id").map(str::trim).filter(|id| !id.is_empty()).map(str::to_owned);
    if let Some(id) = stated.or_else(|| id.filter(|_| has_id && !item.is_read).map(str::to_owned)) {
        item.id = id;
    }
    let status = item.frontmatter.iter().find(|entry| entry.key == "status");
    if let Some((entry, written)) = status.and_then(|entry| Some((entry, entry.value.value.as_text()?))) {
        item.status = Status::parse(written, StatusOrigin::Frontmatter, entry.line);
        if let Some(base) = config.base_of(written) {
            item.status.base = base;
        }
    }
    item
}

/// Gives the second claimant of an id the name `ID@PATH`: of a task and what was put away the task is the first.
fn name_second_claimants(items: &mut [Item]) {
    let rank = |item: &Item| Stage::of(&item.place.path);
    order::sort_by(items, |a, b| (&a.id, rank(a), &a.place).cmp(&(&b.id, rank(b), &b.place)));
    let mut last = String::new();
    for item in items {
        if item.id == last {
            let id = std::mem::take(&mut item.id);
            item.id = format!("{id}@{}", item.place.path);
            item.claims = Some(id);
        } else {
            last.clone_from(&item.id);
        }
    }
}

/// Gives every task the one that it is a part of, else its milestone.
fn set_parents(found: &mut [Item], known: &ids::Known, problems: &mut Vec<Problem>) {
    let parents: Vec<Option<usize>> = found
        .iter()
        .enumerate()
        .map(|(own, item)| {
            let of = |key: &str| item.field(key).and_then(|written| known.find(written));
            of("parent_task_id").or_else(|| of("milestone")).filter(|parent| *parent != own)
        })
        .collect();
    for (own, parent) in parents.iter().enumerate() {
        let above = std::iter::successors(*parent, |at| parents.get(*at).copied().flatten());
        // Whoever is above itself has no parent, or nobody would ever come to the top.
        let is_circle = above.take(found.len() + 1).any(|at| at == own);
        let Some(item) = found.get_mut(own) else { continue };
        if is_circle {
            let place = item.field_place("parent_task_id");
            problems.push(Problem {
                place,
                text: format!("{} is a part of itself, by way of its parents.", item.id),
            });
        } else {
            item.parent = *parent;
        }
    }
}

/// What tasks need.
fn relations(plan: &Plan, known: &ids::Known) -> Vec<Relation> {
    const FIELDS: [(&str, RelationKind); 4] = [
        ("dependencies", RelationKind::DependsOn),
        ("depends_on", RelationKind::DependsOn),
        ("blocked_by", RelationKind::DependsOn),
        ("blocks", RelationKind::Blocks),
    ];
    let mut relations = Vec::new();
    for item in &plan.items {
        for (field, kind) in FIELDS {
            for (written, line) in items::listed(&item.frontmatter, field) {
                let target = known.find(written).and_then(|at| plan.items.get(at));
                relations.push(Relation {
                    from: item.id.clone(),
                    to: target.map_or_else(|| written.trim().to_owned(), |target| target.id.clone()),
                    kind,
                    resolved: target.is_some(),
                    place: Place { line, ..item.field_place(field) },
                });
            }
        }
    }
    relations
}

/// What was decided, or is proposed: one document each.
fn decisions(plan: &Plan) -> Vec<Decision> {
    let is_one = |item: &&Item| item.kind == ItemKind::Exploration && item.is_read;
    let decision = |item: &Item| {
        let written = item.status.written.clone().unwrap_or_default();
        let word = written.to_lowercase();
        Decision {
            verb: if word.is_empty() { "other".to_owned() } else { word.clone() },
            qualifier: None,
            plans: Vec::new(),
            waits_for: Vec::new(),
            rationale: Vec::new(),
            assessments: Vec::new(),
            assignment: None,
            date: ["date", "created_date"].iter().find_map(|key| Date::parse(item.field(key)?)),
            title: Some(item.title.clone()),
            value: None,
            is_open: matches!(word.as_str(), "proposed" | "draft" | "open") && !item.archived,
            waiting: Vec::new(),
            of: None,
            text: item.title.clone(),
            place: item.place.clone(),
        }
    };
    plan.items.iter().filter(is_one).map(decision).collect()
}
