//! A document that tells the history of a tree: a listing for every stage, and pieces of its files between them.
//!
//! Every listing is a snapshot. The last stage is the plan: its listing says which files there are, the pieces
//! say what stood in them, and the DREAM dialect reads both as if they were files. What a listing leaves out is
//! not known, which is not to say that it was not there.

use super::items::{self, name_of};
use super::{Dialect, Reading, plain};
use crate::document::listing;
use crate::files::Files;
use crate::named::Named;
use crate::order;
use crate::plan::{Date, Place, Plan, Problem, Snapshot};

mod stages;
mod tree;

pub use stages::{Fragment, Stage, Story};
pub use tree::StageTree;

/// A history told in listings.
pub static DIALECT: Dialect = Dialect {
    name: "story",
    label: "history told in listings",
    comes_first: |_| false,
    has_sections: |_| false,
};

/// Folders with more documents than this are not searched for a history.
const MOST_DOCUMENTS: usize = 16;
/// Longer documents are not searched for a history.
const MOST_BYTES: u64 = 2 * 1024 * 1024;

/// In how many stages the documents of a folder tell a history; 0 when none does.
pub fn stages_told(files: &Files) -> usize {
    let documents = || files.iter().filter(|entry| super::reading::is_document(entry.path().as_str()));
    if documents().count() > MOST_DOCUMENTS {
        return 0;
    }
    let told = documents().filter(|entry| entry.size() <= MOST_BYTES).filter_map(|entry| {
        let text = files.text(entry).ok()?;
        Some(Story::read(entry.path().as_str(), &text.text)?.stages.len())
    });
    told.max().unwrap_or_default()
}

/// What the `_tree.md` of a tree says of it, once it has been read.
pub fn of_tree_file(reading: &Reading) -> Option<Snapshot> {
    let files = reading.files();
    let index = files.index_of("_tree.md")?;
    let digest = reading.digest(index)?;
    let text = files.text(files.entry(index)?).ok()?;
    let text = text.text;
    let listing = listing::read(&text).into_iter().next()?;
    let (title, line) = digest.title.clone().unwrap_or_else(|| ("_tree.md".to_owned(), listing.lines.start));
    // `_Generated: 2026-06-15_` stands above the listing.
    let above = text.lines().take(listing.lines.start as usize);
    let date = above.filter_map(Date::find).map(|(date, _)| date).next();
    let snapshot = Snapshot::of(&listing, title, Place { path: "_tree.md".to_owned(), line });
    Some(Snapshot { date: date.or_else(|| snapshot.date.clone()), ..snapshot })
}

/// The history that the documents of a folder tell: that of the first which tells one.
pub fn told(reading: &Reading) -> Option<Story> {
    stories(reading).into_iter().next()
}

/// The stories that have been read so far.
fn stories(reading: &Reading) -> Vec<Story> {
    let files = reading.files().iter().enumerate();
    let read = files.filter(|(index, entry)| reading.digest(*index).is_some() && entry.size() <= MOST_BYTES);
    read.filter_map(|(_, entry)| {
        let text = reading.files().text(entry).ok()?;
        Story::read(entry.path().as_str(), &text.text)
    })
    .collect()
}

pub(super) fn plan(reading: &Reading) -> Plan {
    let mut plan = plain::plan(reading);
    let stories = stories(reading);
    // One document is the plan; others that tell a history too only add their snapshots.
    if let Some(story) = stories.first()
        && let Some(tree) = story.stages.len().checked_sub(1).and_then(|last| story.tree(last))
    {
        plan = joined(plan, tree.plan_in_story(), story);
    }
    for story in &stories {
        for (line, text) in &story.problems {
            let place = Place { path: story.path.clone(), line: *line };
            plan.problems.push(Problem { place, text: text.clone() });
        }
        plan.snapshots.extend(story.stages.iter().map(|stage| stage.snapshot.clone()));
    }
    plan.problems.change(|problems| order::sort(problems));
    plan.seal()
}

/// The plan of the last stage together with the documents that are there.
fn joined(documents: Plan, mut plan: Plan, story: &Story) -> Plan {
    let mut ids: Named<()> = Named::default();
    for item in &documents.items {
        ids.insert(&item.id, ());
    }
    let known = documents.items.len();
    let mut items = documents.items;
    for mut item in plan.items {
        item.parent = item.parent.map(|parent| parent + known);
        if ids.get(&item.id).is_some() {
            let id = std::mem::take(&mut item.id);
            item.id = format!("{id}@{}", name_of(&story.path));
            item.claims = Some(id);
        }
        items.push(item);
    }
    if let Some(title) = &story.title
        && let Some(document) = items.iter_mut().find(|item| item.place.path == story.path)
    {
        document.title.clone_from(title);
    }
    plan.items = items;
    sort_items(&mut plan);
    plan.relations.extend(documents.relations);
    plan.relations.change(|relations| items::sort(relations));
    plan.problems.extend(documents.problems);
    plan.ignores = documents.ignores;
    plan.title = story.title.clone().or(documents.title);
    (plan.root, plan.dialects, plan.files) = (documents.root, documents.dialects, documents.files);
    plan
}

/// Puts items in the order of their places; parents stay who they are.
fn sort_items(plan: &mut Plan) {
    let mut items: Vec<_> = std::mem::take(&mut plan.items).into_iter().zip(0_usize..).collect();
    order::sort_by(&mut items, |(a, _), (b, _)| (&a.place, &a.id).cmp(&(&b.place, &b.id)));
    let mut moved = vec![0; items.len()];
    for (now, (_, before)) in items.iter().enumerate() {
        if let Some(moved) = moved.get_mut(*before) {
            *moved = now;
        }
    }
    for (mut item, _) in items {
        item.parent = item.parent.and_then(|parent| moved.get(parent).copied());
        plan.items.push(item);
    }
}
