//! What of a tree goes into a copy: everything, or a plan with what it needs and what needs it, without some folders, without
//! pictures, without the names of people. What is missing is said by [`LeftOut`]. A copy is a tree like any other.

mod people;

use crate::edit::carried;
use crate::edit::pending::Made;
use crate::files::{Encoding, Files, LeftOut, TreePath};
use crate::plan::names::is_short_id;
use crate::plan::{Item, ItemKind, Place, Plan, RelationKind};
use people::People;
use std::collections::BTreeSet;

/// The endings of pictures.
const PICTURES: [&str; 8] = ["png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "bmp"];

/// What goes into a copy; everything when nothing is chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// Only this plan, by id, with those that it names, those that name it, and the documents at the root.
    pub plan: Option<String>,
    /// Folders and files that are left out, by path.
    pub without: Vec<String>,
    /// Whether pictures are left out.
    pub without_pictures: bool,
    /// Whether people lose their names.
    pub without_names: bool,
}

/// A copy.
#[derive(Clone, Debug)]
pub struct Excerpt {
    /// Its files, which say what is left out.
    pub files: Files,
    /// How many people lost their names.
    pub people: usize,
    hidden: People,
    is_anonymous: bool,
}

impl Excerpt {
    /// What is chosen of a tree. `planned` reads files as that tree was read: what a part does not answer any more shows when it is
    /// read by itself.
    pub fn of(all: &Files, plan: &Plan, choice: &Choice, planned: &dyn Fn(&Files) -> Plan) -> Excerpt {
        let keeps = keeps(plan, choice);
        let out: Vec<&TreePath> =
            all.iter().map(|entry| entry.path()).filter(|path| !keeps(path.as_str())).collect();
        let kept = all.changed(out.iter().map(|path| ((*path).clone(), None)));
        let hidden = if choice.without_names { People::of(plan.people.iter()) } else { People::default() };
        let files = if choice.without_names { without_names(&kept, &hidden) } else { kept };
        let is_part = !out.is_empty() || all.left_out().total().is_some();
        let left_out = if is_part { left_out(all, plan, &files, &out, planned) } else { LeftOut::default() };
        Excerpt {
            files: files.leaving_out(left_out),
            people: hidden.count(),
            hidden,
            is_anonymous: choice.without_names,
        }
    }

    /// Pending edits that go with the copy, as they are written in drafts: those of its files. Without the names of people none
    /// do, because they would not find their places.
    pub fn edits(&self, written: &str) -> String {
        if written.is_empty() || self.is_anonymous {
            return String::new();
        }
        if self.files.left_out().total().is_none() {
            return written.to_owned();
        }
        let Some(steps) = carried::read(written) else { return String::new() };
        let is_here = |step: &Made| {
            let mut edits = step.lines.iter().map(|line| line.edit.path.as_str());
            edits.all(|path| self.files.get(path).is_some())
        };
        let kept: Vec<Made> = steps.iter().filter(|step| is_here(step)).cloned().collect();
        match kept.len() {
            0 => String::new(),
            count if count == steps.len() => written.to_owned(),
            _ => carried::written(&kept),
        }
    }

    /// Whether the people of the tree lost their names.
    pub fn is_anonymous(&self) -> bool {
        self.is_anonymous
    }

    /// A text that goes with the copy, such as its title, with the names that may stand in it.
    pub fn text(&self, text: &str) -> String {
        self.hidden.hide(text)
    }
}

/// Tells of a path whether it is in the copy.
fn keeps(plan: &Plan, choice: &Choice) -> impl Fn(&str) -> bool {
    let areas = choice.plan.as_deref().map(|id| areas(plan, id));
    let without: Vec<String> = choice
        .without
        .iter()
        .map(|path| path.trim_start_matches("./").trim_matches('/').to_owned())
        .filter(|path| !path.is_empty())
        .collect();
    let without_pictures = choice.without_pictures;
    move |path| {
        let is_at_root = !path.contains('/');
        let is_chosen =
            areas.as_ref().is_none_or(|areas| is_at_root || areas.iter().any(|area| lies_in(path, area)));
        let is_out = without.iter().any(|folder| lies_in(path, folder));
        is_chosen && !is_out && !(without_pictures && is_picture(path))
    }
}

/// Whether a path is this one, or lies below it.
fn lies_in(path: &str, area: &str) -> bool {
    path.strip_prefix(area).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Whether a file is a picture by its name.
pub fn is_picture(path: &str) -> bool {
    let ending = path.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    ending.is_some_and(|ending| PICTURES.contains(&ending.as_str()))
}

/// The folders and files of a plan, of those that it names or that name it, and the specs of the modules that it changed. A
/// plan that there is not has none.
fn areas(plan: &Plan, id: &str) -> BTreeSet<String> {
    let mut areas = BTreeSet::new();
    if plan.item(id).is_none() {
        return areas;
    }
    add(plan, id, &mut areas);
    let mut modules: BTreeSet<&str> = BTreeSet::new();
    for relation in &plan.relations {
        if plan.is_within(&relation.from, id) {
            add(plan, &relation.to, &mut areas);
            if relation.kind == RelationKind::Modifies {
                modules.insert(&relation.to);
            }
        }
        if relation.resolved && plan.is_within(&relation.to, id) {
            add(plan, &relation.from, &mut areas);
        }
    }
    for module in &plan.modules {
        if modules.contains(module.name.as_str()) {
            areas.extend(module.specs.iter().cloned());
        }
    }
    areas
}

/// Adds where an item is told: the folder of its plan, or its document.
fn add(plan: &Plan, id: &str, areas: &mut BTreeSet<String>) {
    let Some(item) = plan.item(id) else { return };
    let whole = plan.plan_of(id).and_then(|index| plan.items.get(index)).unwrap_or(item);
    // A second claimant of its id, such as what was left behind in the archive, tells of it too.
    let is_called_so = |other: &&Item| other.id.split_once('@').is_some_and(|(id, _)| id == whole.id);
    for whole in std::iter::once(whole).chain(plan.items.iter().filter(is_called_so)) {
        areas.insert(match &whole.folder {
            Some(folder) if whole.kind == ItemKind::Plan && !folder.is_empty() => folder.clone(),
            _ => whole.place.path.clone(),
        });
    }
}

/// What is left out, as far as it is named in what is left: the outermost folders and files that are gone, and the ids of
/// plans.
fn left_out(
    all: &Files,
    plan: &Plan,
    kept: &Files,
    out: &[&TreePath],
    planned: &dyn Fn(&Files) -> Plan,
) -> LeftOut {
    let mut names: BTreeSet<String> = all.left_out().names().iter().cloned().collect();
    for path in out.iter().map(|path| path.as_str()) {
        let mut top = path;
        while let Some((above, _)) = top.rsplit_once('/').filter(|(above, _)| !kept.is_folder(above)) {
            top = above;
        }
        names.insert(top.to_owned());
    }
    let is_out = |folder: &Option<String>| folder.as_deref().is_some_and(|folder| !kept.is_folder(folder));
    let plans = plan.items.iter().filter(|item| item.kind == ItemKind::Plan && is_out(&item.folder));
    names.extend(plans.map(|item| item.id.clone()));
    let texts: Vec<String> = kept
        .iter()
        .filter_map(|entry| Some(kept.text(entry).ok()?.text))
        .filter(|text| !text.is_empty())
        .collect();
    let is_named = |name: &str| texts.iter().any(|text| text.contains(name));
    let mut named: BTreeSet<String> = BTreeSet::new();
    for name in names {
        let last = name.rsplit('/').next().unwrap_or(&name);
        if is_named(last) {
            named.insert(name);
            continue;
        }
        // What is called by its number alone, or by its name without one, keeps the other to itself.
        let parts = last.split_once('_').filter(|(short, _)| is_short_id(short));
        let parts = parts.map(|(short, rest)| [short, rest]).unwrap_or_default();
        named.extend(parts.into_iter().filter(|part| !part.is_empty() && is_named(part)).map(str::to_owned));
    }
    named.extend(unanswered(plan, &planned(kept)));
    LeftOut::of(named.into_iter().collect(), all.left_out().total().unwrap_or(all.len()))
}

/// What plans of the copy refer to, as they write it, that the whole tree answers and the copy does not.
fn unanswered(plan: &Plan, copy: &Plan) -> Vec<String> {
    let open = |plan: &Plan| -> BTreeSet<(String, String, u32)> {
        let relations = plan.relations.iter().filter(|relation| !relation.resolved);
        relations
            .flat_map(|relation| {
                let Place { path, line } = &relation.place;
                [&relation.from, &relation.to].map(|name| (name.clone(), path.clone(), *line))
            })
            .collect()
    };
    let before = open(plan);
    let new = open(copy).into_iter().filter(|reference| !before.contains(reference));
    new.map(|(name, ..)| name).filter(|name| copy.item(name).is_none()).collect()
}

/// The same files without the names of people, in texts and paths. What holds no text stays as it is.
fn without_names(files: &Files, people: &People) -> Files {
    let mut changes: Vec<(TreePath, Option<Vec<u8>>)> = Vec::new();
    for entry in files {
        let path = entry.path().as_str();
        let hidden = TreePath::parse(&people.hide(path)).unwrap_or_else(|_| entry.path().clone());
        let text = files.text(entry).ok().filter(|text| text.encoding != Encoding::Binary);
        let changed = text.map(|text| (people.hide(&text.text), text.text)).filter(|(new, old)| new != old);
        let is_moved = hidden != *entry.path();
        let bytes = match changed {
            Some((text, _)) => text.into_bytes(),
            None if is_moved => files.read(entry).map(|bytes| bytes.into_owned()).unwrap_or_default(),
            None => continue,
        };
        if is_moved {
            changes.push((entry.path().clone(), None));
        }
        changes.push((hidden, Some(bytes)));
    }
    files.changed(changes.into_iter())
}
