//! Meetings, what was decided and asked for there, and the times that decisions and listings say something stood still.

use super::super::fields::UPDATES;
use super::super::kind::Kind;
use super::super::words;
use super::super::{Day, Mark, Time};
use super::items::{day_before, ended, stood_still};
use super::{Gathering, called, dated, module_at};
use crate::counted::counted;
use crate::named::Named;
use crate::order;
use crate::plan::{BaseStatus, Date, Decision, Place, StatusOrigin};

/// How many characters of a decision stand in the picture.
const DECISION_CHARS: usize = 40;

pub(super) fn gather(gathering: &mut Gathering<'_>) {
    meetings(gathering);
    decisions(gathering);
    requirements(gathering);
    blocked(gathering);
}

fn meetings(gathering: &mut Gathering<'_>) {
    let plan = gathering.plan;
    let mut decided: Named<usize> = Named::default();
    for decision in &plan.decisions {
        decided.change(&decision.place.path, |count| *count += 1);
    }
    for note in &plan.notes {
        let Some(item) = plan.item(&note.of) else { continue };
        let (time, when) = dated(note.date.as_ref());
        let count = decided.get(&item.place.path).copied().unwrap_or_default();
        let count = if count == 0 { String::new() } else { format!(", {}", counted(count, "decision")) };
        let place = Place { path: item.place.path.clone(), line: item.place.line };
        let people: Vec<usize> = note.attendees.iter().map(|name| gathering.person(name)).collect();
        let mark = Mark::new(Kind::Meeting, time, when, format!("{}{count}", note.title), place);
        gathering.add(mark.labelled(note.title.clone()).of_people(people));
    }
}

fn decisions(gathering: &mut Gathering<'_>) {
    let plan = gathering.plan;
    for decision in &plan.decisions {
        let (time, when) = dated(decision.date.as_ref());
        assessments(gathering, decision);
        // What asks that something hold is a requirement, and told as one.
        let is_requirement = plan.requirements.iter().any(|requirement| requirement.place == decision.place);
        if is_requirement || (decision.text.is_empty() && !decision.assessments.is_empty()) {
            continue;
        }
        let mut plans: Vec<usize> = Vec::new();
        for target in &decision.plans {
            if target.resolved || plans.is_empty() {
                let lane = gathering.plan_named(&target.id).filter(|lane| !plans.contains(lane));
                plans.extend(lane);
            }
        }
        let modules = modules_of(gathering, decision);
        let people = decision.assignment.as_ref().map(|assigned| gathering.person(&assigned.person));
        let verb = decision.verb.replace('_', " ");
        let said = if decision.text.is_empty() { verb.clone() } else { format!("{verb}: {}", decision.text) };
        let reasons: Vec<&str> = decision.rationale.iter().map(|reason| reason.text.as_str()).collect();
        let text = if reasons.is_empty() { said } else { format!("{said}. {}", reasons.join(". ")) };
        let label = match (decision.plans.first(), verb.as_str()) {
            (_, "assign") => words::of_change(&decision.text, DECISION_CHARS),
            (Some(plan), _) => format!("{verb} {}", called(&plan.id)),
            (None, "other") => words::of_change(&decision.text, DECISION_CHARS),
            (None, _) => format!("{verb}: {}", words::of_change(&decision.text, DECISION_CHARS)),
        };
        let label = label.trim_end_matches([':', ' ']).to_owned();
        let mark = Mark::new(Kind::Decision, time, when, text, decision.place.clone()).labelled(label);
        gathering.add(mark.of_plans(plans).of_modules(modules).of_people(people));
    }
}

/// What a decision would do to modules: a mark for each.
fn assessments(gathering: &mut Gathering<'_>, decision: &Decision) {
    for assessed in &decision.assessments {
        let is_module = module_at(gathering.plan, &assessed.module).is_some();
        let module = is_module.then(|| gathering.module(&assessed.module));
        let (time, when) = dated(decision.date.as_ref());
        let level = match assessed.level.to_lowercase() {
            none if none == "none" => "no".to_owned(),
            level => level,
        };
        let why = assessed.why.as_ref().map(|why| format!(" — {why}")).unwrap_or_default();
        let text = format!("{}: {level} impact{why}", assessed.module);
        let place = Place { path: decision.place.path.clone(), line: assessed.line };
        let mark =
            Mark { entry_line: decision.place.line, ..Mark::new(Kind::Decision, time, when, text, place) };
        gathering.add(mark.labelled(format!("{level} impact{why}")).of_modules(module));
    }
}

/// The modules that a decision assigns, or names in its words.
fn modules_of(gathering: &mut Gathering<'_>, decision: &Decision) -> Vec<usize> {
    let plan = gathering.plan;
    let is_module = |word: &str| module_at(plan, word).is_some();
    let assigned = decision.assignment.iter().filter_map(|assigned| assigned.module.as_deref());
    // A name of one word, such as `billing`, is a word like others.
    let words = decision.text.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
    let words = words.filter(|word| word.contains('_'));
    let mut names: Vec<&str> = assigned.chain(words).filter(|name| is_module(name)).collect();
    order::sort(&mut names);
    names.dedup();
    names.into_iter().map(|name| gathering.module(name)).collect()
}

fn requirements(gathering: &mut Gathering<'_>) {
    for requirement in &gathering.plan.requirements {
        let (time, when) = dated(requirement.date.as_ref());
        let asker = requirement.asker.as_ref().map(|asker| gathering.person(asker));
        let mark =
            Mark::new(Kind::Requirement, time, when, requirement.text.clone(), requirement.place.clone());
        gathering.add(mark.of_people(asker));
    }
}

/// Somebody says of an item that it stands still, or that it does not.
struct Said {
    item: usize,
    days: (Day, Day),
    is_blocked: bool,
    /// Whether the change came with it; a listing only says how it is.
    is_change: bool,
    reason: String,
    place: Place,
}

/// Times in which something stood still: from the decision that blocked it to the one that unblocked it or to its end;
/// from one listing to another; and what is blocked now, since its words were last true.
fn blocked(gathering: &mut Gathering<'_>) {
    let mut said: Vec<Said> = Vec::new();
    from_decisions(gathering, &mut said);
    from_listings(gathering, &mut said);
    from_fields(gathering, &mut said);
    order::sort_by(&mut said, |a, b| (a.item, a.days, !a.is_change).cmp(&(b.item, b.days, !b.is_change)));
    let mut at = 0;
    while let Some(first) = said.get(at) {
        let of_item = said.get(at..).unwrap_or_default().iter().take_while(|said| said.item == first.item);
        let of_item: Vec<&Said> = of_item.collect();
        at += of_item.len();
        spans(gathering, &of_item);
    }
}

fn spans(gathering: &mut Gathering<'_>, said: &[&Said]) {
    let mut at = 0;
    while let Some(offset) = said.get(at..).and_then(|rest| rest.iter().position(|said| said.is_blocked)) {
        let begin = at + offset;
        let rest = said.get(begin..).unwrap_or_default();
        let count = rest.iter().take_while(|said| said.is_blocked).count();
        let (Some(first), Some(last)) = (rest.first(), rest.get(count.saturating_sub(1))) else { return };
        let after = rest.get(count);
        at = begin + count;
        let before = begin.checked_sub(1).and_then(|before| said.get(before));
        // What only a listing says began some time after the listing before it.
        let from = match before {
            _ if first.is_change => first.days,
            Some(before) => (before.days.1.min(first.days.0), first.days.1),
            None => first.days,
        };
        let item = gathering.plan.items.get(first.item);
        let is_blocked_now = item.is_some_and(|item| item.status.base == BaseStatus::Blocked);
        let end = ended(gathering, first.item).map(|(date, _)| date.unix_days());
        let (time, until) = match after {
            Some(after) if after.is_change => (Time::span(from, after.days), words_for(after.days)),
            Some(after) => {
                let to = (last.days.0, day_before(after.days.0).max(last.days.0));
                (Time::span(from, to), format!("before {}", words_for(after.days)))
            }
            None if is_blocked_now => (Time::since(from, gathering.day()), "goes on".to_owned()),
            None => {
                let latest = end.map_or(last.days.1, |end| end.1).max(last.days.1);
                (Time::span(from, (last.days.0, latest)), format!("before {}", words_for((latest, latest))))
            }
        };
        let reason =
            rest.iter().take(count).map(|said| said.reason.as_str()).find(|reason| !reason.is_empty());
        let when = format!("{} – {until}", words_for(first.days));
        stood_still(gathering, first.item, (time, when), reason.unwrap_or_default(), first.place.clone());
    }
}

/// Days as the date that they are.
fn words_for((first, last): (Day, Day)) -> String {
    let day = |day| Date::of_unix_day(day).map(|date| date.to_string()).unwrap_or_default();
    if first == last { day(first) } else { day(first).get(..7).map(str::to_owned).unwrap_or_default() }
}

fn from_decisions(gathering: &Gathering<'_>, said: &mut Vec<Said>) {
    let plan = gathering.plan;
    for decision in &plan.decisions {
        let is_blocked = match decision.verb.as_str() {
            "block" => true,
            "unblock" | "close" | "cut" => false,
            _ => continue,
        };
        let Some(days) = decision.date.as_ref().map(Date::unix_days) else { continue };
        let reason = match decision.waits_for.first() {
            Some(cause) => format!("waits for {}", called(&cause.id)),
            None => String::new(),
        };
        let Some(item) = decision.plans.first().and_then(|target| plan.index_of(&target.id)) else {
            continue;
        };
        let place = decision.place.clone();
        said.push(Said { item, days, is_blocked, is_change: true, reason, place });
    }
    // Who unblocks a plan unblocks what lies in it.
    let lifted: Vec<(usize, (Day, Day), Place)> = said
        .iter()
        .filter(|said| !said.is_blocked)
        .map(|said| (said.item, said.days, said.place.clone()))
        .collect();
    let blocked: Vec<usize> = said.iter().filter(|said| said.is_blocked).map(|said| said.item).collect();
    for item in blocked {
        let parent = |at: usize| plan.items.get(at).and_then(|item| item.parent);
        let above = std::iter::successors(parent(item), |at| parent(*at));
        for (_, days, place) in
            lifted.iter().filter(|(lifted, ..)| above.clone().any(|above| above == *lifted))
        {
            let place = place.clone();
            said.push(Said {
                item,
                days: *days,
                is_blocked: false,
                is_change: true,
                reason: String::new(),
                place,
            });
        }
    }
}

fn from_listings(gathering: &Gathering<'_>, said: &mut Vec<Said>) {
    let plan = gathering.plan;
    for snapshot in &plan.snapshots {
        let Some(days) = snapshot.date.as_ref().map(|date| date.last_day().unix_days()) else { continue };
        for entry in snapshot.entries.iter().filter(|entry| entry.status.base != BaseStatus::Unknown) {
            let Some(item) = plan.index_listed(&entry.path) else { continue };
            let place = Place { path: snapshot.place.path.clone(), line: entry.line };
            let reason = entry.status.detail.clone().unwrap_or_default();
            let is_blocked = entry.status.base == BaseStatus::Blocked;
            said.push(Said { item, days, is_blocked, is_change: false, reason, place });
        }
    }
    // Only of what was blocked once the other listings are worth keeping.
    let mut blocked: Vec<usize> = said.iter().filter(|said| said.is_blocked).map(|said| said.item).collect();
    order::sort(&mut blocked);
    said.retain(|said| said.is_change || blocked.binary_search(&said.item).is_ok());
}

fn from_fields(gathering: &Gathering<'_>, said: &mut Vec<Said>) {
    for (item, known) in gathering.plan.items.iter().enumerate() {
        let is_stated =
            known.status.from == StatusOrigin::Frontmatter && !known.template && known.kind.is_work();
        if !is_stated || known.status.base != BaseStatus::Blocked {
            continue;
        }
        let Some((Some(date), _, place)) = Gathering::dated_field(known, UPDATES) else {
            continue;
        };
        let reason = known.status.detail.clone().unwrap_or_default();
        let days = date.unix_days();
        said.push(Said { item, days, is_blocked: true, is_change: false, reason, place });
    }
}
