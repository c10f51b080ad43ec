//! `time-contradiction`: dates that cannot all be true.

use super::{Check, Example, Rule};
use crate::findings::{Finding, Scene, Severity};
use crate::named::Named;
use crate::plan::{BaseStatus, Date, Item, ItemKind, Place};

pub const RULE: Rule = Rule {
    id: "time-contradiction",
    severity: Severity::Warning,
    summary: "Dates that cannot all be true: of starts, ends, deltas, decisions and invalidations.",
    help: "These things cannot be: a State Delta that closes a plan, and a sprint or a later listing in which the plan is \
still in work; a meeting that closes a plan which its State Delta had closed before; a plan that started (`start_at`) before a plan in its `depends_on` was done, \
or was done before one of those was started; a State Delta dated before its plan started; a plan that started before the meeting that created it; and \
a plan that was invalidated (`invalidation_date`) before it was done. A date that names a \
month stands for all of it, and counts only when it is certain.\n\nCorrect the date or the status that is wrong; where \
a plan did start early, say in it what it could not rely on yet.",
    check: Check::Tree(check),
};

pub const EXAMPLE: Example = Example {
    rule: RULE.id,
    bad: "//- _overview.md\n## Current Sprint\n- 🔄 SP01_pier/p01 — planks\n\n## State Deltas\n### ✅ SP01_pier — Mar 2025\n- \
winch: new module\n//- SP01_pier/_overview.md\n---\nstatus: DONE\n---\n//- SP01_pier/p01_planks/_overview.md\nx\n//- \
SP02_crane/_overview.md\n---\nstatus: WIP\nstart_at: 2025-02-20\ndepends_on: [SP01]\n---\n//- \
SP03_rail/_overview.md\n---\nstatus: WIP\nstart_at: 2025-05-20\ndepends_on: [SP02]\n---\n//- \
exploration/meeting_2025_04_10.md\n## Decisions\n- CLOSE: SP01_pier/\n",
    found: &[
        "SP02_crane/_overview.md:3",
        "SP03_rail/_overview.md:3",
        "_overview.md:5",
        "exploration/meeting_2025_04_10.md:2",
    ],
    good: "//- _overview.md\n## Current Sprint\n- 🔄 SP02_crane/p01 — planks\n\n## State Deltas\n### ✅ SP01_pier — Mar \
2025\n- winch: new module\n### 🔄 SP02_crane — ongoing\n- winch: oiled\n//- SP01_pier/_overview.md\n---\nstatus: \
DONE\n---\n//- SP02_crane/p01_planks/_overview.md\nx\n//- SP02_crane/_overview.md\n---\nstatus: WIP\nstart_at: \
2025-03-20\ndepends_on: [SP01]\n---\n//- SP03_rail/_overview.md\n---\nstatus: TODO\nstart_at: \
2025-05-20\ndepends_on: [SP02]\n---\n//- exploration/meeting_2025_03_10.md\n## Decisions\n- CLOSE: SP01_pier/\n",
};

fn check(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    closed_and_in_work(scene, found);
    closed_again(scene, found);
    started_early(scene, found);
    done_first(scene, found);
    changed_early(scene, found);
    decided_late(scene, found);
    broken_early(scene, found);
}

/// When a plan started, as its frontmatter says.
fn start(item: &Item) -> Option<Date> {
    item.field("start_at").and_then(Date::parse)
}

/// Plans that were done before what they need was started, where they do not say themselves when they started.
fn done_first(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    for edge in scene.dependencies.all().iter().filter(|edge| edge.from != edge.to) {
        let (Some(from), Some(to)) = (scene.item(edge.from), scene.item(edge.to)) else { continue };
        let closing = scene.changes.closing(scene.plan, edge.from).filter(|_| start(from).is_none());
        let (Some((delta, done)), Some(began)) = (closing, start(to)) else { continue };
        if delta.status.base != BaseStatus::Done || done.end() >= began.start() {
            continue;
        }
        let message = format!("{} was done in {done}, before {}, which it needs, started on {began}.", from.id, to.id);
        let relations = edge.relations.iter().filter_map(|relation| scene.plan.relations.get(*relation));
        let places = std::iter::once(scene.field_place(to, "start_at")).chain(relations.map(|stated| stated.place.clone()));
        found.push(
            Finding::new(RULE.id, delta.place.clone(), message).about([&from.id, &to.id]).because(places),
        );
    }
}

/// State Deltas from before their plan started.
fn changed_early(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    for delta in scene.plan.deltas.iter().filter(|delta| !delta.ongoing) {
        let item = delta.plan.as_ref().and_then(|by| scene.plan.item(&by.id));
        let (Some(item), Some(date)) = (item, &delta.date) else { continue };
        let Some(began) = start(item).filter(|began| date.end() < began.start()) else { continue };
        let message = format!("The State Delta of {} is dated {date}, but it started on {began}.", item.id);
        found.push(
            Finding::new(RULE.id, delta.place.clone(), message)
                .about([&item.id])
                .because([scene.field_place(item, "start_at")]),
        );
    }
}

/// Plans that had started before the meeting that created them.
fn decided_late(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    let mut seen: Named<()> = Named::default();
    for decision in scene.plan.decisions.iter().filter(|decision| decision.verb == "create") {
        let item = decision.plans.first().and_then(|plan| scene.plan.item(&plan.id));
        let (Some(item), Some(date)) = (item, &decision.date) else { continue };
        // Only the first meeting creates it.
        if seen.get(&item.id).is_some() {
            continue;
        }
        seen.insert(&item.id, ());
        let Some(began) = start(item).filter(|began| began.end() < date.start()) else { continue };
        let message = format!("It was decided on {date} to create {}, which had started on {began}.", item.id);
        found.push(
            Finding::new(RULE.id, decision.place.clone(), message)
                .about([&item.id])
                .because([scene.field_place(item, "start_at")]),
        );
    }
}

/// Plans that were broken before they were done: then there was nothing yet that could be broken.
fn broken_early(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    for (index, item) in scene.plan.items.iter().enumerate() {
        let Some(broken) = item.field("invalidation_date").and_then(Date::parse) else { continue };
        let Some((delta, done)) = scene.changes.closing(scene.plan, index) else { continue };
        if delta.status.base != BaseStatus::Done || broken.end() >= done.start() {
            continue;
        }
        let message = format!("{} was invalidated on {broken}, before it was done ({done}).", item.id);
        found.push(
            Finding::new(RULE.id, scene.field_place(item, "invalidation_date"), message)
                .about([&item.id])
                .because([delta.place.clone()]),
        );
    }
}

/// A place that says that something is in work.
struct InWork {
    place: Place,
    source: &'static str,
    /// When it was so; nothing means now.
    date: Option<Date>,
}

/// Deltas that close what a sprint or a later listing has in work.
fn closed_and_in_work(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    let in_work = in_work(scene);
    for delta in scene.plan.deltas.iter().filter(|delta| delta.is_closing()) {
        let (Some(by), Some(date)) = (&delta.plan, &delta.date) else { continue };
        let later = in_work.get(&by.id).into_iter().flatten().filter(|said| {
            said.date.as_ref().is_none_or(|listed| date.end() < listed.end())
        });
        let later: Vec<&InWork> = later.collect();
        let Some(first) = later.first() else { continue };
        let message = format!(
            "The State Delta of {} is dated {date}, but {} still has work on it.",
            by.id, first.source
        );
        let places = later.iter().map(|said| said.place.clone());
        found.push(Finding::new(RULE.id, delta.place.clone(), message).about([&by.id]).because(places));
    }
}

/// Meetings that close what a State Delta had closed before.
fn closed_again(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    for decision in scene.plan.decisions.iter().filter(|decision| decision.verb == "close") {
        let (Some(date), Some(plan)) = (&decision.date, decision.plans.first()) else { continue };
        let closing = scene.plan.index_of(&plan.id).and_then(|plan| scene.changes.closing(scene.plan, plan));
        let Some((delta, done)) = closing.filter(|(_, done)| done.end() < date.start()) else { continue };
        let message = format!("It was decided on {date} to close {}, which its State Delta had closed in {done}.", plan.id);
        found.push(
            Finding::new(RULE.id, decision.place.clone(), message).about([&plan.id]).because([delta.place.clone()]),
        );
    }
}

/// What is said to be in work, by the id of the item and of all that it lies in.
fn in_work(scene: &Scene<'_>) -> Named<Vec<InWork>> {
    let mut in_work: Named<Vec<InWork>> = Named::default();
    let mut add = |index: usize, place: &Place, source: &'static str, date: Option<&Date>| {
        let mut at = Some(index);
        while let Some(item) = at.and_then(|index| scene.item(index)) {
            let said = InWork { place: place.clone(), source, date: date.cloned() };
            in_work.change(&item.id, |known| known.push(said));
            at = item.parent;
        }
    };
    for item in scene.plan.sprint.iter().filter(|item| item.status.base.is_open()) {
        let about = item.plan.as_ref().and_then(|about| scene.plan.index_of(&about.id));
        about.into_iter().for_each(|index| add(index, &item.place, "the Current Sprint", None));
    }
    for snapshot in scene.plan.snapshots.iter().chain(scene.listing) {
        let Some(date) = &snapshot.date else { continue };
        for entry in snapshot.entries.iter().filter(|entry| entry.status.base.is_open()) {
            let place = Place { path: snapshot.place.path.clone(), line: entry.line };
            let index = scene.plan.index_listed(&entry.path);
            index.into_iter().for_each(|index| add(index, &place, "a later listing", Some(date)));
        }
    }
    in_work
}

/// Plans that started before what they need was done.
fn started_early(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    let is_plan = |item: &&Item| item.kind == ItemKind::Plan && !item.id.contains('@');
    for edge in scene.dependencies.all().iter().filter(|edge| edge.from != edge.to) {
        let ends = (scene.item(edge.from).filter(is_plan), scene.item(edge.to).filter(is_plan));
        let (Some(from), Some(to)) = ends else { continue };
        let Some(start) = from.field("start_at").and_then(Date::parse) else { continue };
        // What is not begun yet may still be moved, and what begins in the future has not.
        let has_begun = !matches!(from.status.base, BaseStatus::Todo | BaseStatus::Unknown);
        if !has_begun || start.start() > scene.day.end() {
            continue;
        }
        let closing = scene.changes.closing(scene.plan, edge.to);
        let (end, mut places) = match (to.status.base, closing) {
            (BaseStatus::Done, Some((delta, done))) if start.end() < done.start() => {
                (format!("was done ({done})"), vec![delta.place.clone()])
            }
            (BaseStatus::Todo | BaseStatus::Wip | BaseStatus::Blocked, _) => {
                let label = to.status.base.label().to_lowercase();
                (format!("is done; that one is still {label}"), vec![scene.status_place(to)])
            }
            _ => continue,
        };
        let message = format!("{} started on {start}, before {}, which it needs, {end}.", from.id, to.id);
        let relations = edge.relations.iter().filter_map(|relation| scene.plan.relations.get(*relation));
        places.extend(relations.map(|relation| relation.place.clone()));
        found.push(
            Finding::new(RULE.id, scene.field_place(from, "start_at"), message)
                .about([&from.id, &to.id])
                .because(places),
        );
    }
}
