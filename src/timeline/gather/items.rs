//! The times of plans, phases and specs, from the dates in their fields and from the deltas that closed them; what broke
//! them, and emergencies.

use super::super::fields::{ENDS, STARTS, UPDATES};
use super::super::kind::Kind;
use super::super::{Arrow, Day, Mark, Time};
use super::{Gathering, called, dated};
use crate::plan::{BaseStatus, Date, Item, ItemKind, Place, RelationKind};

pub(super) fn gather(gathering: &mut Gathering<'_>) {
    for (at, item) in gathering.plan.items.iter().enumerate().filter(|(_, item)| !item.template) {
        let is_outermost = gathering.outer.get(at).copied().flatten() == Some(at);
        match item.kind {
            _ if is_outermost => time_of_plan(gathering, at, item),
            ItemKind::Phase => time_of_phase(gathering, at, item),
            ItemKind::Module => spec(gathering, item),
            _ => {}
        }
        unreadable(gathering, at, item);
        emergency(gathering, at, item);
    }
    invalidations(gathering);
}

/// When a plan ended, as far as anybody says: its closing delta, else a field, else the last word on it.
pub(super) fn ended(gathering: &Gathering<'_>, at: usize) -> Option<(Date, Place)> {
    let item = gathering.plan.items.get(at)?;
    let closing = gathering.changes.closing(gathering.plan, at);
    let closing = closing.map(|(delta, date)| (date.clone(), delta.place.clone()));
    let field = |keys| {
        let (date, _, place) = Gathering::dated_field(item, keys)?;
        Some((date?, place))
    };
    closing.or_else(|| {
        let said = field(ENDS).or_else(|| field(UPDATES));
        said.filter(|_| item.status.base.is_closed() || item.archived)
    })
}

fn time_of_plan(gathering: &mut Gathering<'_>, at: usize, item: &Item) {
    let lane = gathering.plan_of_item(at);
    let start = Gathering::dated_field(item, STARTS).and_then(|(date, _, place)| Some((date?, place)));
    let updated = Gathering::dated_field(item, UPDATES).and_then(|(date, _, place)| Some((date?, place)));
    let end = ended(gathering, at);
    let day = gathering.day();
    let status = item.status.base;
    let begin = start.as_ref().map(|(date, place)| (date.unix_days(), date.to_string(), place.clone()));
    // It is not said when it began, but when somebody decided that it should be.
    let begin = begin.or_else(|| {
        let created = gathering.created(&item.id)?;
        let first = created.0.unix_days().0;
        let latest = end.as_ref().map_or(day, |(date, _)| date.unix_days().1);
        Some(((first, latest.max(first)), format!("after {}", created.0), created.1))
    });
    let title = match item.title == item.id {
        true => item.id.clone(),
        false => format!("{}: {}", item.id, item.title),
    };
    let text = format!("{title}. {}", status.label());
    let is_over = status.is_closed() || (item.archived && !status.is_open());
    let (time, when, place) = match (begin, end) {
        (Some((begin, since, place)), Some((end, _))) if is_over => {
            (Some(Time::span(begin, end.unix_days())), format!("{since} – {end}"), place)
        }
        (Some((begin, since, place)), None) if is_over => {
            let time = Time::span(begin, (begin.0, day.max(begin.1)));
            (Some(time), format!("{since}; no date says when it ended"), place)
        }
        (Some((begin, since, place)), _) if matches!(status, BaseStatus::Wip | BaseStatus::Blocked) => {
            (Some(Time::since(begin, day)), format!("{since}, goes on"), place)
        }
        (Some((_, since, place)), _) => match &start {
            Some((date, _)) => (Some(Time::on(date)), format!("to start {since}"), place),
            None => (
                gathering.created(&item.id).map(|(date, _)| Time::on(&date)),
                format!("not begun, {since}"),
                place,
            ),
        },
        (None, Some((end, place))) => (Some(Time::on(&end)), format!("ended {end}"), place),
        (None, None) => match updated {
            Some((date, place)) if status.is_open() && status != BaseStatus::Todo => {
                (Some(Time::since(date.unix_days(), day)), format!("at the latest {date}, goes on"), place)
            }
            Some((date, place)) => (Some(Time::on(&date)), format!("last word {date}"), place),
            None => (None, "no date".to_owned(), item.place.clone()),
        },
    };
    let mark = Mark::new(Kind::Plan, time, when, text, place).labelled(status.label().to_lowercase());
    gathering.add(mark.of_plans(lane).with_status(status));
}

fn time_of_phase(gathering: &mut Gathering<'_>, at: usize, item: &Item) {
    let field = |keys| Gathering::dated_field(item, keys).and_then(|(date, _, place)| Some((date?, place)));
    let (start, updated) = (field(STARTS), field(ENDS).or_else(|| field(UPDATES)));
    let status = item.status.base;
    let (time, when, place) = match (start, updated) {
        (Some((from, place)), _) if matches!(status, BaseStatus::Wip | BaseStatus::Blocked) => {
            (Time::since(from.unix_days(), gathering.day()), format!("{from}, goes on"), place)
        }
        (Some((from, place)), Some((to, _))) => {
            (Time::span(from.unix_days(), to.unix_days()), format!("{from} – {to}"), place)
        }
        (Some((from, place)), None) => (Time::on(&from), from.to_string(), place),
        (None, Some((to, place))) => (Time::on(&to), format!("last word {to}"), place),
        // A phase without a date stands below its plan in the tree; on an axis it has no place.
        (None, None) => return,
    };
    let name = item.name();
    let lane = gathering.plan_of_item(at);
    let text = format!("{}: {}", item.id, status.label().to_lowercase());
    let number = name.split('_').next().unwrap_or(name);
    let label = format!("{number} {}", status.label().to_lowercase());
    gathering.add(
        Mark::new(Kind::Phase, Some(time), when, text, place)
            .labelled(label)
            .of_plans(lane)
            .with_status(status),
    );
}

fn spec(gathering: &mut Gathering<'_>, item: &Item) {
    let Some((Some(date), _, place)) = Gathering::dated_field(item, UPDATES) else { return };
    let name = item.module_name();
    let (module, owners) = (gathering.module(name), gathering.owners_of(name));
    let (time, when) = dated(Some(&date));
    let mark = Mark::new(Kind::Updated, time, when, format!("{name}: spec brought up to date"), place);
    gathering.add(mark.labelled("spec updated").of_modules([module]).of_people(owners));
}

/// Dates that no calendar has, or that nobody can read, are kept as they are written.
fn unreadable(gathering: &mut Gathering<'_>, at: usize, item: &Item) {
    let is_dated = |key: &str| [STARTS, ENDS, UPDATES].iter().any(|keys| keys.contains(&key));
    for entry in item.frontmatter.iter().filter(|entry| is_dated(&entry.key)) {
        let Some(written) = entry.value.value.as_text().map(str::trim).filter(|text| !text.is_empty()) else {
            continue;
        };
        if Date::parse(written).is_none() {
            let when = format!("\"{written}\", which is no date");
            let text = format!("{} of {}", entry.key, item.id);
            let mark = Mark::new(Kind::Unreadable, None, when, text, item.field_place(&entry.key));
            let lane = gathering.plan_of_item(at);
            let module = (item.kind == ItemKind::Module).then(|| gathering.module(item.module_name()));
            gathering.add(mark.of_plans(lane).of_modules(module));
        }
    }
}

fn emergency(gathering: &mut Gathering<'_>, at: usize, item: &Item) {
    let Some((date, written, place)) = Gathering::dated_field(item, &["emergency_declared_at"]) else {
        return;
    };
    let lane = gathering.plan_of_item(at);
    let day = gathering.day();
    let end = ended(gathering, at).map(|(date, _)| date.unix_days());
    let time = date.as_ref().map(|date| match end {
        Some(end) if item.status.base.is_closed() => Time::span(date.unix_days(), end),
        _ if item.status.base.is_closed() => Time::on(date),
        _ => Time::since(date.unix_days(), day),
    });
    let when = date.map_or_else(|| format!("\"{written}\", which is no date"), |date| date.to_string());
    let text = format!("{} declared an emergency", item.id);
    let label = format!("emergency · {}", called(&item.id));
    let mark = Mark::new(Kind::Emergency, time, when, text, place);
    gathering.add(mark.labelled(label).of_plans(lane).with_status(item.status.base));
}

fn invalidations(gathering: &mut Gathering<'_>) {
    let plan = gathering.plan;
    for relation in plan.relations.iter().filter(|relation| relation.kind == RelationKind::InvalidatedBy) {
        let Some(at) = plan.index_of(&relation.from) else { continue };
        let Some(item) = plan.items.get(at) else { continue };
        let (victim, cause) = (gathering.plan_of_item(at), gathering.plan_named(&relation.to));
        let stated = Gathering::dated_field(item, &["invalidation_date"]);
        let (time, when, place) = match stated {
            Some((None, written, place)) => (None, format!("\"{written}\", which is no date"), place),
            Some((Some(date), _, place)) => (Some(Time::on(&date)), date.to_string(), place),
            None => (None, "no date".to_owned(), relation.place.clone()),
        };
        let scope = item.field("invalidation_scope").map(|scope| format!(": {scope}")).unwrap_or_default();
        let text = format!("{} broke what {} relied on{scope}", relation.to, relation.from);
        let label = format!("broken by {}", called(&relation.to));
        let mark = Mark::new(Kind::Invalidated, time, when, text, place).labelled(label);
        let mark = Mark { entry_line: relation.place.line, ..mark };
        let mark = gathering.add(mark.of_plans(victim).with_status(BaseStatus::Done));
        if let (Some(cause), Some(victim)) = (cause, victim.filter(|victim| Some(*victim) != cause)) {
            gathering.timeline.arrows.push(Arrow { cause, victim, mark });
        }
    }
}

/// The days of something that stood still, from one statement to another.
pub(super) fn stood_still(
    gathering: &mut Gathering<'_>,
    at: usize,
    (time, when): (Time, String),
    reason: &str,
    place: Place,
) {
    let Some(item) = gathering.plan.items.get(at) else { return };
    let why = if reason.is_empty() { String::new() } else { format!(": {reason}") };
    let text = format!("{} stood still{why}", item.id);
    let part = item.id.split_once('/').map(|(_, part)| part.split('_').next().unwrap_or(part));
    let label = match (part, reason.is_empty()) {
        (Some(part), true) => format!("{part} blocked"),
        (Some(part), false) => format!("{part} blocked: {reason}"),
        (None, true) => "blocked".to_owned(),
        (None, false) => format!("blocked: {reason}"),
    };
    let lane = gathering.plan_of_item(at);
    let mark = Mark::new(Kind::Blocked, Some(time), when, text, place).labelled(label);
    gathering.add(mark.of_plans(lane).with_status(BaseStatus::Blocked));
}

/// The last day before another.
pub(super) fn day_before(day: Day) -> Day {
    day - 1
}
