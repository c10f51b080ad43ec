//! Several conventions side by side in one tree: each part is read in its own dialect as if it were alone, and the plans of all
//! parts become one, in which names of one part mean what another one calls so.

use super::root::{self, Root};
use super::{Dialect, Planned, Planning, Reading, items};
use crate::files::{Files, TreePath};
use crate::named::Named;
use crate::order;
use crate::plan::{Item, Names, Plan, Spot};
use std::sync::Arc;

/// Parts that are read each in its own dialect.
pub static DIALECT: Dialect = Dialect {
    name: "beside",
    label: "several conventions, side by side",
    // What these are depends on the part: `Reading` asks the dialect of each.
    comes_first: |_| false,
    has_sections: |_| false,
};

/// The parts of a tree, the innermost first: every folder that is a tree of its own, and the documents around them.
pub fn parts(files: &Files) -> Vec<Root> {
    let mut found = root::recognised(files);
    let is_within = |part: &Root, all: &[Root]| {
        let above = all.iter().rfind(|above| above.path != part.path && part.path.starts_with(&above.path));
        above.is_some_and(|above| above.dialect.name == part.dialect.name)
    };
    // A tree inside a tree of the same kind belongs to it.
    found = found.iter().filter(|part| !is_within(part, &found)).cloned().collect();
    found.reverse();
    if !found.iter().any(|part| part.path.is_root()) {
        let folders: Vec<TreePath> = found.iter().map(|part| part.path.clone()).collect();
        let around = files.without(&folders);
        if around.iter().any(|entry| super::reading::is_document(entry.path().as_str())) {
            found.push(root::told(TreePath::root(), &around));
        }
    }
    found
}

/// The folder that holds all of these trees, read so that each keeps its own dialect.
pub fn around(files: &Files, roots: &[Root]) -> Root {
    let common = |path: TreePath, root: &Root| {
        let mut path = Some(path);
        while let Some(folder) = path.clone().filter(|folder| !root.path.starts_with(folder)) {
            path = folder.parent();
        }
        path.unwrap_or_else(TreePath::root)
    };
    let path = match roots {
        [first, rest @ ..] if !rest.is_empty() => rest.iter().fold(first.path.clone(), common),
        _ => root::only_folder(files),
    };
    at(path, files)
}

/// A folder read so that every tree in it keeps its own dialect.
pub fn at(path: TreePath, files: &Files) -> Root {
    let parts = parts(&files.rooted(&path));
    let names = parts.iter().rev().map(|part| format!("a {} at {}", part.dialect.label, part.shown()));
    let why = format!("it holds {}", names.collect::<Vec<_>>().join(", "));
    Root { path, dialect: &DIALECT, why }
}

/// A part with the plan that was made of it.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    reading: Reading,
    planned: Planned,
}

impl Kept {
    /// Whether nothing of a part is other than it was: the same files, each read no more since.
    fn is_of(&self, part: &Reading) -> bool {
        let old = &self.reading;
        let is_same = |index: usize| {
            let path = |reading: &Reading| reading.files().entry(index).map(|entry| entry.path().clone());
            let digests = (old.shared_digest(index), part.shared_digest(index));
            let is_read_once = match digests {
                (Some(old), Some(new)) => Arc::ptr_eq(old, new),
                (None, None) => true,
                _ => false,
            };
            is_read_once && path(old) == path(part)
        };
        old.root() == part.root()
            && old.dialect().name == part.dialect().name
            && old.files().len() == part.files().len()
            && old.files().skipped().len() == part.files().skipped().len()
            && old.unreadable().count() == part.unreadable().count()
            && (0..part.files().len()).all(is_same)
    }
}

/// Makes the plan of what has been read of all parts so far, and keeps those of the parts. `before` are those of another
/// version; of a part that is as it was the plan is taken over.
pub(super) fn plan(reading: &Reading, before: &[Kept]) -> (Plan, Vec<Kept>) {
    let mut whole = Plan {
        root: reading.root().to_owned(),
        parts: reading
            .parts()
            .iter()
            .map(|part| (part.path.as_str().to_owned(), part.dialect.name))
            .collect(),
        ..Plan::default()
    };
    let mut taken: Named<()> = Named::default();
    // The tree that is deepest in speaks first, so that ids stay what they are when something is laid around it.
    let mut kept: Vec<Kept> = Vec::new();
    for (part, own) in reading.parts().iter().zip(reading.of_parts()) {
        let known = before.iter().find(|known| known.reading.root() == own.root());
        let planned = match known.filter(|known| known.is_of(&own)) {
            Some(known) => known.planned.clone(),
            None => {
                let basis = known.map(|known| known.planned.basis.clone()).unwrap_or_default();
                Planning::begin(&own, &basis).finish()
            }
        };
        let mut plan = planned.plan.clone();
        kept.push(Kept { reading: own, planned });
        lay_below(&mut plan, part.path.as_str());
        name_apart(&mut plan, &taken);
        plan.items.iter().for_each(|item| taken.insert(&item.id, ()));
        join(&mut whole, plan);
    }
    whole.files.read = reading.files().len();
    whole.files.skipped = reading.files().skipped().len() + reading.unreadable().count();
    sort(&mut whole);
    let mut whole = whole.seal();
    refer_across(&mut whole);
    (whole, kept)
}

/// Gives everything in the plan of a part its place in the whole tree.
fn lay_below(plan: &mut Plan, folder: &str) {
    if folder.is_empty() {
        return;
    }
    let lay = |path: &mut String| *path = format!("{folder}/{path}").trim_end_matches('/').to_owned();
    plan.each_spot(&mut |spot| match spot {
        Spot::Place(place) => lay(&mut place.path),
        Spot::Path(path) => lay(path),
        Spot::Line(..) | Spot::Id(_) => {}
    });
}

/// Gives what bears a name that another part has already the name `ID@PATH`; within the part the name still means it.
fn name_apart(plan: &mut Plan, known: &Named<()>) {
    let mut apart: Named<String> = Named::default();
    for item in plan.items.iter().filter(|item| known.get(&item.id).is_some()) {
        let base = item.claims.as_ref().unwrap_or(&item.id);
        apart.insert(&item.id, format!("{base}@{}", item.place.path));
    }
    if apart.is_empty() {
        return;
    }
    for item in &mut plan.items {
        if apart.get(&item.id).is_some() && item.claims.is_none() {
            item.claims = Some(item.id.clone());
        }
    }
    plan.each_spot(&mut |spot| {
        if let Spot::Id(id) = spot
            && let Some(name) = apart.get(id)
        {
            name.clone_into(id);
        }
    });
}

/// Adds the plan of a part to those before it.
fn join(whole: &mut Plan, plan: Plan) {
    let count = whole.items.len();
    for mut item in plan.items {
        item.parent = item.parent.map(|parent| parent + count);
        whole.items.push(item);
    }
    whole.also_called.extend(plan.also_called.into_iter().map(|(name, at)| (name, at + count)));
    for dialect in plan.dialects {
        if !whole.dialects.contains(&dialect) {
            whole.dialects.push(dialect);
        }
    }
    whole.title = whole.title.take().or(plan.title);
    for person in plan.people {
        match whole.people.iter_mut().find(|known| known.name == person.name) {
            Some(known) => known.mentions.extend(person.mentions),
            None => whole.people.push(person),
        }
    }
    for slot in plan.schedule {
        let within = slot.within.map(|within| within + whole.schedule.len());
        whole.schedule.push(crate::plan::Slot { within, ..slot });
    }
    macro_rules! add {
        ($($list:ident)*) => { $(whole.$list.extend(plan.$list);)* };
    }
    add!(
        workflow relations modules deltas sprint plan_rows child_rows reading_order integration_map notes decisions gaps
        requirements deadlines risks metrics comparisons commands sessions recovery commits inventory file_trees versions
        progress claims ignores snapshots problems
    );
}

/// Puts what has come together into the order that a plan has.
fn sort(plan: &mut Plan) {
    let mut items: Vec<(Item, usize)> = std::mem::take(&mut plan.items).into_iter().zip(0..).collect();
    order::sort_by(&mut items, |(a, _), (b, _)| (&a.place, &a.id).cmp(&(&b.place, &b.id)));
    let mut moved = vec![0; items.len()];
    for (now, (_, before)) in items.iter().enumerate() {
        moved.get_mut(*before).into_iter().for_each(|slot| *slot = now);
    }
    let now = |at: usize| moved.get(at).copied().unwrap_or_default();
    plan.items = items.into_iter().map(|(item, _)| Item { parent: item.parent.map(now), ..item }).collect();
    plan.also_called.iter_mut().for_each(|(_, at)| *at = now(*at));
    plan.relations.change(|relations| items::sort(relations));
    plan.modules.change(|modules| order::sort_by(modules, |a, b| a.name.cmp(&b.name)));
    plan.people.change(|people| order::sort_by(people, |a, b| a.name.cmp(&b.name)));
    plan.problems.change(|problems| order::sort(problems));
}

/// Finds what names that mean nothing in their own part mean in another one.
fn refer_across(plan: &mut Plan) {
    let names = Names::of(plan);
    let references = items::References::new(plan, &names, |path| path.trim_end_matches(".md").to_owned());
    let target = |written: &str, is_known: bool| if is_known { None } else { references.target(written) };
    let targets: Vec<_> =
        plan.relations.iter().map(|relation| target(&relation.to, relation.resolved)).collect();
    for (relation, target) in plan.relations.iter_mut().zip(targets) {
        if let Some(target) = target {
            (relation.to, relation.resolved) = (target, true);
        }
    }
}
