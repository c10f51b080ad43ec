//! State Deltas: one mark for each as a whole, one for each change, so that lanes of modules show what changed and lanes
//! of plans that they closed.

use super::super::fields::STARTS;
use super::super::kind::Kind;
use super::super::words;
use super::super::{Mark, Time, key};
use super::{Gathering, called, dated};
use crate::counted::counted;
use crate::plan::{BaseStatus, Change, Delta, Place};

/// How many characters of a change stand in the picture.
const CHANGE_CHARS: usize = 36;

pub(super) fn gather(gathering: &mut Gathering<'_>) {
    let plan = gathering.plan;
    for delta in &plan.deltas {
        let target = delta.plan.as_ref();
        let lane = target.and_then(|target| gathering.plan_named(&target.id));
        let (time, when) = time_of(gathering, delta);
        let id = target.map_or("", |target| target.id.as_str());
        let (label, text) = as_a_whole(delta, id);
        let whole = Mark::new(Kind::Delta, time, when.clone(), text, delta.place.clone());
        gathering.add(whole.labelled(label).of_plans(lane).with_status(delta.status.base));
        for change in &delta.changes {
            let kind = words::kind_of(delta, change);
            let place = Place { path: delta.place.path.clone(), line: change.line };
            let (module, owners) = match &change.module {
                Some(name) => (Some(gathering.module(name)), gathering.owners_of(name)),
                None => (None, Vec::new()),
            };
            let mark = Mark {
                entry_line: delta.place.line,
                ..Mark::new(kind, time, when.clone(), text_of(change), place)
            };
            let mark = mark.labelled(label_of(kind, change, called(id)));
            gathering
                .add(mark.of_plans(lane).of_modules(module).of_people(owners).with_status(delta.status.base));
        }
    }
}

/// When a delta was. One that goes on began with its plan, as far as anybody says; else all that is known is that it goes
/// on.
fn time_of(gathering: &Gathering<'_>, delta: &Delta) -> (Option<Time>, String) {
    let day = gathering.day();
    if !delta.ongoing {
        return match &delta.date {
            Some(date) => dated(Some(date)),
            None => (None, unreadable(gathering, delta).unwrap_or_else(|| "no date".to_owned())),
        };
    }
    let item = delta.plan.as_ref().and_then(|target| gathering.plan.item(&target.id));
    let start = item.and_then(|item| Gathering::dated_field(item, STARTS)?.0);
    let begin = delta.date.as_ref().or(start.as_ref());
    match begin {
        Some(date) => (Some(Time::since(date.unix_days(), day)), format!("{date}, ongoing")),
        None => (Some(Time::since((day, day), day)), "ongoing".to_owned()),
    }
}

/// What stands where the date should be, when that is none: the reader has said so.
fn unreadable(gathering: &Gathering<'_>, delta: &Delta) -> Option<String> {
    let written = gathering.unreadable.get(&key(&delta.place.path, delta.place.line))?;
    Some(format!("\"{written}\", which is no date"))
}

/// A delta in a few words, and in all of them.
fn as_a_whole(delta: &Delta, id: &str) -> (String, String) {
    let did = match (delta.ongoing, delta.status.base) {
        (true, _) => "goes on",
        (_, BaseStatus::Done) => "done",
        (_, BaseStatus::Cut) => "cut",
        (_, BaseStatus::Blocked) => "blocked",
        (_, BaseStatus::Wip) => "in work",
        (_, BaseStatus::Todo | BaseStatus::Unknown) => "changed",
    };
    let changes: Vec<&str> = delta.changes.iter().map(|change| change.text.as_str()).collect();
    let count = counted(changes.len(), "change");
    let name = if id.is_empty() { "No plan" } else { id };
    let said = match changes.as_slice() {
        [] => String::new(),
        [only] => format!(": {only}"),
        _ => format!(", {count}: {}", changes.join("; ")),
    };
    (format!("{did}, {count}"), format!("{name} {did}{said}"))
}

fn text_of(change: &Change) -> String {
    let mut text = match &change.module {
        Some(module) => format!("{module}: {}", change.text),
        None => change.text.clone(),
    };
    for detail in &change.details {
        text.push_str("; ");
        text.push_str(&detail.text);
    }
    text
}

/// What the picture says of a change, and which plan did it.
fn label_of(kind: Kind, change: &Change, plan: &str) -> String {
    let said = match kind {
        Kind::Born => "born".to_owned(),
        _ => words::of_change(&change.text, CHANGE_CHARS),
    };
    if plan.is_empty() { said } else { format!("{said} · {plan}") }
}
