//! What nobody knows and what is due, from every place where a tree says it.

use super::super::items::listed;
use super::super::marks::{self, MarkKind};
use super::{Scene, people, place};
use crate::order;
use crate::plan::{Date, Deadline, Gap, GapSource, Item, ItemKind, Place, Plan};

/// How long an exploration note is good for, when it does not say.
const EXPIRY_DAYS: i64 = 14;

/// Gathers the gaps of frontmatter, texts, the Module Index and State Deltas.
pub(super) fn add_gaps(scene: &Scene<'_>, read: &mut Plan) {
    let mut gaps: Vec<Gap> = Vec::new();
    let words = people::Words::of(&read.people);
    for item in scene.plan.items.iter().filter(|item| !item.template) {
        let of = affected(scene.plan, item);
        for (text, line) in listed(&item.frontmatter, "knowledge_gaps") {
            let place = place(&item.place.path, line);
            let of = of.clone();
            gaps.push(Gap { text: text.to_owned(), of, source: GapSource::Frontmatter, ask: None, place });
        }
        if is_loose(item) {
            continue;
        }
        let path = &item.place.path;
        for mark in scene.digest(path).iter().flat_map(|digest| &digest.marks) {
            let (mut source, ask) = match &mark.kind {
                MarkKind::Gap => (GapSource::Body, None),
                MarkKind::Ask { name, is_note } => {
                    let person = words.find(name).and_then(|at| read.people.get_mut(at));
                    let whom = match person {
                        Some(person) => {
                            people::add_alias(person, name);
                            person.name.clone()
                        }
                        None if *is_note => name.clone(),
                        None => continue,
                    };
                    (GapSource::Ask, Some(whom))
                }
                MarkKind::Due { .. } | MarkKind::Unowned | MarkKind::Ignore => continue,
            };
            let mut of = of.clone();
            if item.folder.is_none() && item.parent.is_none() && item.kind == ItemKind::Document {
                let module = read.modules.iter().find(|module| {
                    module
                        .index
                        .as_ref()
                        .is_some_and(|row| row.place.path == *path && row.place.line == mark.line)
                });
                let delta = read.deltas.iter().find(|delta| {
                    delta.place.path == *path && delta.changes.iter().any(|change| change.line == mark.line)
                });
                if let Some(module) = module {
                    (source, of) = (GapSource::Index, Some(module.name.clone()));
                } else if let Some(delta) = delta {
                    let plan = delta.plan.as_ref().map(|plan| plan.id.clone());
                    (source, of) = (GapSource::Delta, plan);
                }
            }
            gaps.push(Gap { text: mark.text.clone(), of, source, ask, place: place(path, mark.line) });
        }
    }
    // The column of the Module Index; gaps of specs are there already.
    for module in &read.modules {
        for gap in module.knowledge_gaps.iter().filter(|gap| gap.place.path == "_overview.md") {
            gaps.push(Gap {
                text: gap.text.clone(),
                of: Some(module.name.clone()),
                source: GapSource::Index,
                ask: None,
                place: gap.place.clone(),
            });
        }
    }
    for gap in gaps.iter_mut().filter(|gap| gap.ask.is_none()) {
        let name = marks::asked(&gap.text);
        let person = name.as_ref().and_then(|name| words.find(name)).and_then(|at| read.people.get_mut(at));
        if let (Some(name), Some(person)) = (name, person) {
            people::add_alias(person, &name);
            gap.ask = Some(person.name.clone());
        }
    }
    order::sort_by(&mut gaps, |a, b| (&a.place, &a.text).cmp(&(&b.place, &b.text)));
    read.gaps = gaps.into();
}

/// Adds what the note of a listing says is not known of what it stands beside.
pub(in crate::dialect) fn add_listed(plan: &mut Plan, path: &str, note: &str, place: Place) {
    let lower = note.to_lowercase();
    if !note.contains('⚠') && !lower.contains("knowledge gap") && !lower.contains("knowledge debt") {
        return;
    }
    let is_mark = |mark: char| !mark.is_alphanumeric() && !matches!(mark, '"' | '(' | ')');
    let text = note.trim_matches(is_mark);
    let quoted = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    let text = quoted.unwrap_or(text).to_owned();
    let module = plan.modules.iter().find(|module| module.specs.iter().any(|spec| spec == path));
    let of = match module {
        Some(module) => Some(module.name.clone()),
        None => plan.item_at(path).and_then(|item| affected(plan, item)),
    };
    plan.gaps.push(Gap { text, of, source: GapSource::Listing, ask: None, place });
}

/// Whether a document lies outside of every plan and note: it may describe how to write, and shows examples.
pub(super) fn is_loose(item: &Item) -> bool {
    let is_root = super::ROOT_DOCUMENTS.contains(&item.place.path.as_str());
    item.kind == ItemKind::Document && item.parent.is_none() && !is_root
}

/// What a document speaks of: the module of a spec, the plan or phase of its further documents, else itself.
fn affected(plan: &Plan, item: &Item) -> Option<String> {
    match item.kind {
        ItemKind::Module => {
            let stem = super::stem_of(item.name());
            Some(item.field("module").unwrap_or(stem).trim().to_owned())
        }
        ItemKind::Document => {
            let parent = item.parent.and_then(|parent| plan.items.get(parent));
            parent.map(|parent| parent.id.clone())
        }
        _ => Some(item.id.clone()),
    }
}

/// Gathers what is due, and says when notes expire.
pub(super) fn add_deadlines(scene: &Scene<'_>, read: &mut Plan) {
    let mut deadlines: Vec<Deadline> = Vec::new();
    for item in scene.plan.items.iter().filter(|item| !item.template && !is_loose(item)) {
        let path = &item.place.path;
        for mark in scene.digest(path).iter().flat_map(|digest| &digest.marks) {
            let MarkKind::Due { days } = mark.kind else { continue };
            let said = mark.rest.split(['.', ')', '(', ';', '|', '_']).next().unwrap_or_default().trim();
            let found = || Date::find(said).map(|(date, _)| date);
            let anchor = anchor(scene, read, item);
            let (anchor, date) = match days {
                // `6 weeks from 2025-05-05`, `14-day expiry: Jun 1`.
                Some(days) => {
                    let is_counted = said.contains(" from ");
                    let from = if is_counted { found().or(anchor) } else { anchor };
                    let stated = Date::parse_after(said, from.as_ref()).filter(|_| !is_counted);
                    let counted = from.as_ref().and_then(|from| from.plus_days(i64::from(days)));
                    (from, stated.or(counted))
                }
                None => {
                    let date = Date::parse_after(said, anchor.as_ref()).or_else(found);
                    (anchor, date)
                }
            };
            let is_expiry = mark.text.to_lowercase().contains("expir");
            if let Some(note) = read.notes.iter_mut().find(|note| is_expiry && note.of == item.id)
                && note.expires.is_none()
            {
                note.expires.clone_from(&date);
            }
            let of = affected(scene.plan, item);
            deadlines.push(Deadline {
                of,
                date,
                anchor,
                written: mark.text.clone(),
                place: place(path, mark.line),
            });
        }
    }
    for note in read.notes.iter_mut().filter(|note| note.expires.is_none()) {
        note.expires = note.date.as_ref().and_then(|date| date.plus_days(EXPIRY_DAYS));
    }
    order::sort_by(&mut deadlines, |a, b| a.place.cmp(&b.place));
    read.deadlines = deadlines.into();
}

/// What a span of days is counted from: a meeting, the day of an emergency, the start of a plan.
fn anchor(scene: &Scene<'_>, read: &Plan, item: &Item) -> Option<Date> {
    if let Some(note) = read.notes.iter().find(|note| note.of == item.id) {
        return note.date.clone();
    }
    let mut above = Some(item);
    while let Some(item) = above {
        let fields = ["emergency_declared_at", "start_at", "date"];
        let stated = fields.iter().find_map(|field| Date::parse(item.field(field)?));
        if let Some(date) = stated {
            return Some(Date { time: None, ..date });
        }
        above = item.parent.and_then(|parent| scene.plan.items.get(parent));
    }
    None
}
