//! What was due and how late it was, what nobody knows and since when.

use super::super::fields::{STARTS, UPDATES};
use super::super::kind::Kind;
use super::super::{Mark, Time, words};
use super::items::ended;
use super::{Gathering, called, dated, module_at};
use crate::counted::counted;
use crate::plan::{Date, Delta, Gap, GapSource, Item, ItemKind, Place};
use std::cmp::Ordering;

pub(super) fn gather(gathering: &mut Gathering<'_>) {
    deadlines(gathering);
    gaps(gathering);
    closed_gaps(gathering);
}

fn deadlines(gathering: &mut Gathering<'_>) {
    let plan = gathering.plan;
    for deadline in &plan.deadlines {
        let item = deadline.of.as_ref().and_then(|of| plan.index_of(of));
        let is_note =
            item.and_then(|at| plan.items.get(at)).is_some_and(|item| item.kind == ItemKind::Exploration);
        // When a note expires, nothing is late.
        if is_note && deadline.written.to_lowercase().contains("expir") {
            continue;
        }
        let lane = item.and_then(|at| gathering.plan_of_item(at));
        let (time, when) = dated(deadline.date.as_ref());
        let of = deadline.of.as_deref().unwrap_or_default();
        let text = format!("{} due: {}", if of.is_empty() { "Something" } else { of }, deadline.written);
        let label = format!("due: {}", words::first_clause(&deadline.written));
        let mark = Mark::new(Kind::Deadline, time, when, text, deadline.place.clone()).labelled(label);
        gathering.add(mark.of_plans(lane));
        let (Some(date), Some(at)) = (&deadline.date, item.filter(|_| !is_note)) else { continue };
        slip(gathering, at, date, &deadline.place);
    }
}

/// The time that something was late: to its end, or until now.
fn slip(gathering: &mut Gathering<'_>, at: usize, due: &Date, place: &Place) {
    let Some(item) = gathering.plan.items.get(at) else { return };
    let due_day = due.unix_days().1;
    let (day, end) = (gathering.day(), ended(gathering, at).map(|(date, _)| date));
    let (time, when, late_days) = match end {
        Some(end) if item.status.base.is_closed() => {
            let days = end.unix_days();
            // A month that holds the deadline says nothing of being late.
            let late = days.0 - due_day;
            (Time::span((due_day, due_day), days), format!("{due} – {end}"), late)
        }
        _ if item.status.base.is_closed() => return,
        _ => (Time::since((due_day, due_day), day), format!("{due}, goes on"), day - due_day),
    };
    let Some(late) = usize::try_from(late_days).ok().filter(|days| *days > 0) else { return };
    let text = format!("{} was at least {} late", item.id, counted(late, "day"));
    let label = format!("{} late", counted(late, "day"));
    let lane = gathering.plan_of_item(at);
    gathering
        .add(Mark::new(Kind::Slip, Some(time), when, text, place.clone()).labelled(label).of_plans(lane));
}

fn gaps(gathering: &mut Gathering<'_>) {
    let plan = gathering.plan;
    for gap in &plan.gaps {
        let (time, when) = since(gathering, gap);
        let module = gap.of.as_ref().filter(|of| module_at(plan, of).is_some());
        let module = module.map(|name| gathering.module(name));
        let item = gap.of.as_ref().and_then(|of| plan.index_of(of));
        let lane = item.and_then(|at| gathering.plan_of_item(at));
        let asked = gap.ask.as_ref().map(|name| gathering.person(name));
        let mark = Mark::new(Kind::Gap, time, when, gap.text.clone(), gap.place.clone());
        gathering.add(mark.of_plans(lane).of_modules(module).of_people(asked));
    }
}

/// Since when something is not known: a date in its words, that of the delta or meeting that says it, the day on which
/// the one who knew it left; else some time before its document was last true.
fn since(gathering: &Gathering<'_>, gap: &Gap) -> (Option<Time>, String) {
    let plan = gathering.plan;
    if let Some((date, _)) = Date::find(&gap.text) {
        return dated(Some(&date));
    }
    if gap.source == GapSource::Delta {
        // They stand in order of path and line.
        let is_after =
            |delta: &Delta| if delta.place <= gap.place { Ordering::Less } else { Ordering::Greater };
        let after = plan.deltas.find_by(is_after).unwrap_or_else(|after| after);
        let own = after.checked_sub(1).and_then(|at| plan.deltas.get(at));
        let own = own.filter(|delta| delta.place.path == gap.place.path);
        if let Some(date) = own.and_then(|delta| delta.date.as_ref()) {
            return dated(Some(date));
        }
    }
    let left =
        gap.ask.as_ref().and_then(|name| gathering.known_person(name)).and_then(|person| person.to.as_ref());
    if let Some(date) = left {
        return dated(Some(date));
    }
    let Some(item) = plan.item_at(&gap.place.path) else { return dated(None) };
    if let Some(note) = plan.notes.iter().find(|note| note.of == item.id) {
        return dated(note.date.as_ref());
    }
    let field = |item: &Item, keys| Gathering::dated_field(item, keys).and_then(|(date, ..)| date);
    let holder = |keys| {
        let above = std::iter::successors(Some(item), |item| plan.items.get(item.parent?));
        above.into_iter().find_map(|item| field(item, keys))
    };
    let Some(known) = holder(UPDATES) else { return dated(None) };
    let start = holder(STARTS).map_or(known.unix_days().0, |start| start.unix_days().0);
    let days = (start.min(known.unix_days().0), known.unix_days().1);
    (Some(Time::within(days)), format!("{known} at the latest"))
}

/// What State Deltas say became known.
fn closed_gaps(gathering: &mut Gathering<'_>) {
    let plan = gathering.plan;
    for delta in &plan.deltas {
        for change in &delta.changes {
            let text = change.text.to_lowercase();
            let is_gap = ["gap", "gaps", "debt", "unknown", "unknowns"]
                .iter()
                .any(|word| words::has_word(&text, word));
            let closing = ["closed", "resolved", "answered", "settled", "filled", "paid", "cleared"];
            if !is_gap || !closing.iter().any(|word| words::has_word(&text, word)) {
                continue;
            }
            let (time, when) = dated(delta.date.as_ref());
            let module = change.module.as_ref().map(|name| gathering.module(name));
            let target = delta.plan.as_ref();
            let lane = target.and_then(|target| gathering.plan_named(&target.id));
            let place = Place { path: delta.place.path.clone(), line: change.line };
            let label = format!("gap closed · {}", target.map_or("", |target| called(&target.id)));
            let mark = Mark::new(Kind::GapClosed, time, when, change.text.clone(), place);
            gathering
                .add(mark.labelled(label.trim_end_matches([' ', '·'])).of_plans(lane).of_modules(module));
        }
    }
}
