//! A folder of Markdown that follows no known convention: every document is shown, with whatever status,
//! dependencies, parent and boxes it has. Records of decisions are told by their names and their status.

mod record;

use super::items::{self, name_of, stem_of};
use super::{Dialect, Digest, Reading};
use crate::order;
use crate::plan::{Item, ItemKind, Names, Plan, Problem, RelationKind, Status, StatusOrigin};

/// No convention at all.
pub static DIALECT: Dialect = Dialect {
    name: "plain",
    label: "folder of documents",
    comes_first: |_| false,
    has_sections: record::is_named_so,
};

pub(super) fn plan(reading: &Reading) -> Plan {
    let mut found = Vec::new();
    for (index, entry) in reading.files().iter().enumerate() {
        let path = entry.path().as_str();
        if super::reading::is_document(path) {
            found.push(item(path, reading.digest(index)));
        }
    }
    items::name_second_claimants(&mut found);
    order::sort_by(&mut found, |a, b| a.place.cmp(&b.place));
    let mut plan = items::plan_of(reading, found).seal();
    plan.people = items::people(&plan, None).into();
    add_stated(&mut plan, reading);
    plan
}

/// Whether a document says of itself what a convention would: a name, what it needs, what it is a part of, what was decided.
pub(super) fn has_say(path: &str, digest: &Digest) -> bool {
    const KEYS: [&str; 7] =
        ["id", "depends_on", "dependencies", "blocked_by", "blocks", "parent", "parent_id"];
    digest.fields.iter().any(|entry| KEYS.contains(&entry.key.as_str()))
        || record::status(path, digest).is_some()
}

/// A document as an item: what states how far it is describes work, or a decision.
pub(super) fn item(path: &str, digest: Option<&Digest>) -> Item {
    let mut item = items::item(path, ItemKind::Document, digest);
    item.title = items::title(digest, stem_of(name_of(path)));
    if let Some(id) = item.field("id").map(str::trim).filter(|id| !id.is_empty()) {
        item.id = id.to_owned();
    }
    if let Some(entry) = item.frontmatter.iter().find(|entry| entry.key == "status")
        && let Some(written) = entry.value.value.as_text()
    {
        item.kind = ItemKind::Task;
        item.status = Status::parse(written, StatusOrigin::Frontmatter, entry.line);
    }
    if let Some(status) = digest.and_then(|digest| record::status(path, digest)) {
        item.kind = ItemKind::Exploration;
        item.status = status;
    }
    item
}

/// Adds what documents state of each other and what they decide to a plan that is sealed: parents, relations, decisions.
pub(super) fn add_stated(plan: &mut Plan, reading: &Reading) {
    const FIELDS: [(&str, RelationKind); 4] = [
        ("depends_on", RelationKind::DependsOn),
        ("dependencies", RelationKind::DependsOn),
        ("blocked_by", RelationKind::DependsOn),
        ("blocks", RelationKind::Blocks),
    ];
    let mut relations: Vec<_> = plan.relations.iter().cloned().collect();
    let parents: Vec<Option<usize>> = {
        let names = Names::of(plan);
        let references = items::References::new(plan, &names, |path| path.trim_end_matches(".md").to_owned());
        relations.extend(references.of_fields(plan.items.iter(), &FIELDS));
        let parent = |item: &Item| {
            let written = ["parent", "parent_id"].iter().find_map(|key| item.field(key))?;
            plan.index_of(&references.target(written)?)
        };
        plan.items.iter().map(|item| item.parent.or_else(|| parent(item))).collect()
    };
    relations.extend(record::relations(plan, reading));
    let decisions = record::decisions(plan, reading);
    plan.relations = items::in_order(relations).into();
    plan.decisions = plan.decisions.iter().cloned().chain(decisions).collect();
    let has_new = plan.items.iter().zip(&parents).any(|(item, parent)| item.parent != *parent);
    if has_new {
        set_parents(plan, &parents);
    }
}

/// Gives items their parents. Whoever is above itself has none.
fn set_parents(plan: &mut Plan, parents: &[Option<usize>]) {
    let mut problems: Vec<Problem> = plan.problems.iter().cloned().collect();
    let mut all: Vec<Item> = plan.items.iter().cloned().collect();
    for (own, item) in all.iter_mut().enumerate() {
        let parent = parents.get(own).copied().flatten();
        let above = std::iter::successors(parent, |at| parents.get(*at).copied().flatten());
        if above.take(parents.len() + 1).any(|at| at == own) {
            let text = format!("{} is a part of itself, by way of its parents.", item.id);
            problems.push(Problem { place: item.field_place("parent"), text });
        } else {
            item.parent = parent;
        }
    }
    order::sort(&mut problems);
    plan.items = all.into();
    plan.problems = problems.into();
}
