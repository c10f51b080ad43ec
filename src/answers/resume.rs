//! Where to go on, for whoever takes a plan up again: what was done last, what was to come next, what is open first
//! and what it waits for, and how to get back into it.

use super::{Inquiry, Subject};
use crate::counted::counted;
use crate::git::{Id, Log, Repository};
use crate::named::Named;
use crate::plan::{BaseStatus, Boxes, Date, Hours, Item, ItemId, ItemKind, Place, Session, Tally};
use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

/// Where to go on in a tree.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Resume {
    /// A plan each that is told in a document, those that are over left out.
    pub plans: Vec<Resumption>,
}

/// Where to go on in one plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Resumption {
    /// The plan.
    pub plan: Subject,
    /// Its boxes.
    pub boxes: Count,
    /// How much work its smallest parts say it is.
    pub hours: Option<Hours>,
    /// How much of that is left.
    pub remaining: Option<Hours>,
    /// What the rest means for the schedule.
    pub outlook: Option<Outlook>,
    /// The last time somebody worked on it.
    pub last: Option<Last>,
    /// What was to come next, as the last session says.
    pub next: Vec<Next>,
    /// What is open, in the order of the plan.
    pub open: Vec<Open>,
    /// What still has to be decided.
    pub decisions: Vec<Undecided>,
    /// How to get back into it, step by step.
    pub recovery: Vec<Step>,
    /// Commits since the last session, where a history came along; whoever has it adds them.
    pub commits: Vec<Commit>,
}

/// Boxes, how many of them are ticked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Count {
    /// Ticked ones.
    pub done: u32,
    /// All.
    pub total: u32,
}

impl From<Boxes> for Count {
    fn from(boxes: Boxes) -> Count {
        Count { done: boxes.done, total: boxes.total }
    }
}

/// What is left beside what the schedule holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlook {
    /// What is left.
    pub remaining: Hours,
    /// What the schedule holds.
    pub scheduled: Hours,
    /// Where the schedule says so.
    pub stated: Vec<Place>,
}

impl Outlook {
    /// Whether it fits: in any case, in none, or nobody can tell.
    pub fn fits(&self) -> Option<bool> {
        let (left, room) = (self.remaining, self.scheduled);
        if left.high_minutes <= room.low_minutes {
            Some(true)
        } else if left.low_minutes > room.high_minutes {
            Some(false)
        } else {
            None
        }
    }

    /// What it means, in one sentence.
    pub fn words(&self) -> String {
        let (left, room) = (self.remaining, self.scheduled);
        match self.fits() {
            Some(true) => format!("{left} are left, and the schedule holds {room}: they fit."),
            Some(false) => {
                let (low, high) = (
                    left.low_minutes.saturating_sub(room.high_minutes),
                    left.high_minutes.saturating_sub(room.low_minutes),
                );
                let over = Hours { low_minutes: low, high_minutes: high };
                format!("{left} are left, and the schedule holds {room}: {over} more than that.")
            }
            None => {
                format!("{left} are left, and the schedule holds {room}: they fit only if all goes well.")
            }
        }
    }
}

impl Serialize for Outlook {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_struct("Outlook", 4)?;
        map.serialize_field("remaining", &self.remaining)?;
        map.serialize_field("scheduled", &self.scheduled)?;
        map.serialize_field("fits", &self.fits())?;
        map.serialize_field("stated", &self.stated)?;
        map.end()
    }
}

/// The last time somebody worked on a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Last {
    /// What it is called.
    pub title: String,
    /// The day, of several the last.
    pub date: Option<Date>,
    /// How far it came.
    pub status: BaseStatus,
    /// What it was about, in its own words.
    pub focus: Option<String>,
    /// The items that it was about.
    pub items: Vec<ItemId>,
    /// What was done.
    pub done: Vec<String>,
    /// Its line.
    #[serde(flatten)]
    pub place: Place,
}

/// Something that was to come next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Next {
    /// Its words.
    pub text: String,
    /// The items that it names.
    pub items: Vec<ItemId>,
    /// Its line.
    #[serde(flatten)]
    pub place: Place,
}

/// A piece of work that is open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Open {
    /// The item.
    #[serde(flatten)]
    pub subject: Subject,
    /// Its number.
    pub number: Option<String>,
    /// Its boxes.
    pub boxes: Count,
    /// How long it takes.
    pub hours: Option<Hours>,
    /// What it waits for.
    pub waits: Vec<Wait>,
    /// The first box that is open.
    pub first_box: Option<FirstBox>,
}

/// A box.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FirstBox {
    /// Its words.
    pub text: String,
    /// Its line.
    pub line: u32,
}

/// What a piece of work waits for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Wait {
    /// The item that is not done, as written when the plan has none; nothing for a decision.
    pub item: Option<ItemId>,
    /// What is still to be decided.
    pub decision: Option<String>,
    /// The item that says so: itself, or what it lies in.
    pub by: ItemId,
    /// The lines that say so.
    pub stated: Vec<Place>,
}

/// Something that still has to be decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Undecided {
    /// The question.
    pub text: String,
    /// What is recommended.
    pub recommended: Option<String>,
    /// Where that is prepared.
    pub of: Option<ItemId>,
    /// What waits for it.
    pub waits: Vec<ItemId>,
    /// Its line.
    #[serde(flatten)]
    pub place: Place,
}

/// A step of how to get back into a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    /// What it says.
    pub text: String,
    /// The commands in it.
    pub commands: Vec<String>,
    /// Its line.
    #[serde(flatten)]
    pub place: Place,
}

/// A commit of the history that came along.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Commit {
    /// Its name, shortened.
    pub id: String,
    /// The day on which it was made.
    pub date: String,
    /// The first line of its message.
    pub message: String,
}

/// So many commits are named.
const MOST_COMMITS: usize = 20;
/// So many commits are looked at between two looks at what was found.
const LOG_STEP: usize = 64;

/// The newest commits that were made on a day or after it.
pub fn commits(repository: &Repository, head: Id, since: &Date) -> Vec<Commit> {
    let (first, _) = since.unix_days();
    let mut log = Log::begin(repository, head, "");
    loop {
        let is_all = log.step(repository, LOG_STEP);
        let found = log.listed().iter().take_while(|commit| commit.day >= first).count();
        if is_all || found < log.listed().len() || found >= MOST_COMMITS {
            break;
        }
    }
    let listed = log.listed().iter().take_while(|commit| commit.day >= first).take(MOST_COMMITS);
    let commit = listed.map(|commit| Commit {
        id: commit.id.short(),
        date: commit.date(),
        message: commit.subject.clone(),
    });
    commit.collect()
}

impl Resume {
    /// Where to go on.
    pub fn of(inquiry: &Inquiry<'_>) -> Resume {
        let told = |(_, item): &(usize, &Item)| {
            let is_told = item.kind == ItemKind::Plan && item.folder.is_none();
            is_told && !item.archived && !item.status.base.is_closed()
        };
        let mut below: Vec<Vec<usize>> = vec![Vec::new(); inquiry.plan.items.len()];
        for (at, item) in inquiry.plan.items.iter().enumerate() {
            let parent = item.parent.and_then(|parent| below.get_mut(parent));
            parent.into_iter().for_each(|below| below.push(at));
        }
        let plans = inquiry.plan.items.iter().enumerate().filter(told);
        Resume { plans: plans.map(|(at, item)| resumption(inquiry, at, item, &below)).collect() }
    }
}

fn resumption(inquiry: &Inquiry<'_>, at: usize, item: &Item, below: &[Vec<usize>]) -> Resumption {
    let plan = inquiry.plan;
    let progress = plan.progress.iter().find(|progress| progress.item == item.id);
    let mut sessions: Vec<&Session> = plan.sessions.iter().filter(|session| session.of == item.id).collect();
    let last = last_session(&mut sessions);
    let remaining = progress.and_then(|progress| progress.remaining);
    let names = part_names(inquiry, item, below, at);
    Resumption {
        plan: Subject::of(item),
        boxes: progress.map(|progress| progress.boxes.into()).unwrap_or_default(),
        hours: progress.and_then(|progress| progress.hours),
        remaining,
        outlook: remaining.and_then(|remaining| outlook(inquiry, item, remaining)),
        last: last.map(|session| Last {
            title: session.title.clone(),
            date: session.until.clone().or_else(|| session.date.clone()),
            status: session.status,
            focus: session.focus.as_ref().map(|focus| focus.text.clone()),
            items: session.items.iter().map(|item| item.id.clone()).collect(),
            done: session.done.iter().filter(|done| done.done).map(|done| done.text.clone()).collect(),
            place: session.place.clone(),
        }),
        next: last.map(|session| next(session, &names)).unwrap_or_default(),
        open: open(inquiry, at, below),
        decisions: decisions(inquiry, item),
        recovery: plan.recovery.iter().filter(|step| step.of == item.id).map(step).collect(),
        commits: Vec::new(),
    }
}

/// The latest by its day; of those without one, or of the same, the one that stands last.
fn last_session<'a>(sessions: &mut [&'a Session]) -> Option<&'a Session> {
    let day = |session: &Session| session.until.clone().or_else(|| session.date.clone());
    let is_over = |session: &&&Session| {
        session.status.is_closed() || !session.done.is_empty() || day(session).is_some()
    };
    let over: Vec<&&Session> = sessions.iter().filter(is_over).collect();
    over.into_iter().copied().reduce(|last, next| if day(next) >= day(last) { next } else { last })
}

/// The parts of a plan by number, for texts that name them.
fn part_names(inquiry: &Inquiry<'_>, item: &Item, below: &[Vec<usize>], at: usize) -> Named<ItemId> {
    let mut names: Named<ItemId> = Named::default();
    for part in within(below, at).into_iter().filter_map(|part| inquiry.item(part)) {
        if let Some(number) =
            part.number.as_ref().filter(|_| part.kind.is_work() && part.place.path == item.place.path)
        {
            names.insert_new(number, part.id.clone());
        }
    }
    names
}

fn next(session: &Session, names: &Named<ItemId>) -> Vec<Next> {
    let told = session.next.iter().map(|stated| {
        // `Phase 1.2: Integration`: the first number that a part has.
        let words = stated.text.split(|c: char| !c.is_alphanumeric() && c != '.');
        let named = words.filter_map(|word| names.get(word.trim_end_matches('.'))).take(1).cloned();
        Next { text: stated.text.clone(), items: named.collect(), place: stated.place.clone() }
    });
    told.collect()
}

fn step(step: &crate::plan::Step) -> Step {
    Step { text: step.text.clone(), commands: step.commands.clone(), place: step.place.clone() }
}

/// Everything below an item, in the order of its document.
fn within(below: &[Vec<usize>], at: usize) -> Vec<usize> {
    let mut found = Vec::new();
    let mut pending = vec![at];
    while let Some(at) = pending.pop() {
        let parts = below.get(at).map(Vec::as_slice).unwrap_or_default();
        pending.extend(parts.iter().rev());
        found.push(at);
    }
    found
}

/// The smallest pieces of work that are open, with what each waits for.
fn open(inquiry: &Inquiry<'_>, at: usize, below: &[Vec<usize>]) -> Vec<Open> {
    let is_part_of_work = |at: &usize| {
        inquiry
            .item(*at)
            .is_some_and(|item| item.kind.is_work() && item.is_part() && item.work().tally == Tally::Work)
    };
    let mut found = Vec::new();
    for at in within(below, at).into_iter().skip(1).filter(is_part_of_work) {
        let is_leaf = !below.get(at).is_some_and(|below| below.iter().any(is_part_of_work));
        let Some(item) = inquiry.item(at).filter(|item| is_leaf && item.status.base.is_open()) else {
            continue;
        };
        let counted = || item.criteria.iter().filter(|one| item.work().counts(one.branch));
        let boxes =
            Count { done: counted().filter(|one| one.done).count() as u32, total: counted().count() as u32 };
        let first = counted().find(|one| !one.done);
        found.push(Open {
            subject: Subject::of(item),
            number: item.number.clone(),
            boxes,
            hours: item.estimate().map(|estimate| estimate.hours),
            waits: waits(inquiry, at),
            first_box: first.map(|one| FirstBox { text: one.text.clone(), line: one.line }),
        });
    }
    found
}

/// What a piece of work waits for: what it and what it lies in need, and what is still to be decided.
pub fn waits(inquiry: &Inquiry<'_>, index: usize) -> Vec<Wait> {
    let mut found: Vec<Wait> = Vec::new();
    let mut at = Some(index);
    while let Some(by) = at.and_then(|at| inquiry.item(at)) {
        for edge in at.map(|at| inquiry.ties.dependencies.needs(at)).unwrap_or_default() {
            let Some(needed) = inquiry.item(edge.to).filter(|needed| needed.status.base != BaseStatus::Done)
            else {
                continue;
            };
            let stated = edge.relations.iter().filter_map(|relation| inquiry.plan.relations.get(*relation));
            found.push(Wait {
                item: Some(needed.id.clone()),
                decision: None,
                by: by.id.clone(),
                stated: stated.map(|relation| relation.place.clone()).collect(),
            });
        }
        for relation in at.map(|at| inquiry.ties.needs_nothing_known(at)).unwrap_or_default() {
            let Some(relation) = inquiry.plan.relations.get(*relation) else { continue };
            found.push(Wait {
                item: Some(relation.to.clone()),
                decision: None,
                by: by.id.clone(),
                stated: vec![relation.place.clone()],
            });
        }
        for decision in inquiry.plan.decisions.iter().filter(|decision| decision.is_open) {
            if decision.waiting.iter().any(|waits| waits.id == by.id) {
                found.push(Wait {
                    item: None,
                    decision: Some(decision.title.clone().unwrap_or_else(|| decision.text.clone())),
                    by: by.id.clone(),
                    stated: vec![decision.place.clone()],
                });
            }
        }
        at = by.parent.filter(|_| by.is_part());
    }
    found
}

fn decisions(inquiry: &Inquiry<'_>, item: &Item) -> Vec<Undecided> {
    let open = inquiry
        .plan
        .decisions
        .iter()
        .filter(|decision| decision.is_open && decision.place.path == item.place.path);
    let told = open.map(|decision| Undecided {
        text: decision.title.clone().unwrap_or_else(|| decision.text.clone()),
        recommended: decision.value.clone(),
        of: decision.of.clone(),
        waits: decision.waiting.iter().map(|waits| waits.id.clone()).collect(),
        place: decision.place.clone(),
    });
    told.collect()
}

/// What is left beside what the outermost stretches of the schedule hold, where they say how much.
fn outlook(inquiry: &Inquiry<'_>, item: &Item, remaining: Hours) -> Option<Outlook> {
    let slots = inquiry
        .plan
        .schedule
        .iter()
        .filter(|slot| slot.within.is_none() && slot.place.path == item.place.path);
    let stated: Vec<(Hours, Place)> = slots
        .filter_map(|slot| slot.estimate.as_ref())
        .map(|estimate| (estimate.hours, estimate.place.clone()))
        .collect();
    let is_told = !stated.is_empty() && remaining != Hours::NONE;
    is_told.then(|| Outlook {
        remaining,
        scheduled: stated.iter().map(|(hours, _)| *hours).sum(),
        stated: stated.into_iter().map(|(_, place)| place).collect(),
    })
}

impl Resumption {
    /// The plan in one sentence.
    pub fn words(&self) -> String {
        let boxes = match (self.boxes.done, self.boxes.total) {
            (_, 0) => String::new(),
            (0, total) => format!("none of {} is ticked", counted(total as usize, "box")),
            (1, total) => format!("1 of {} is ticked", counted(total as usize, "box")),
            (done, total) => format!("{done} of {} are ticked", counted(total as usize, "box")),
        };
        let hours = self.remaining.map(|left| match self.hours {
            Some(hours) if hours != left => format!("{left} of {hours} are left"),
            _ => format!("{left} are left"),
        });
        let open = match self.open.len() {
            0 => "nothing is open".to_owned(),
            1 => "1 piece of work is open".to_owned(),
            count => format!("{} are open", counted(count, "piece of work")),
        };
        let said = [Some(open), Some(boxes).filter(|boxes| !boxes.is_empty()), hours];
        let said: Vec<String> = said.into_iter().flatten().collect();
        let mut words = said.join("; ");
        if let Some(first) = words.get(..1).map(str::to_uppercase) {
            words.replace_range(..1, &first);
        }
        format!("{words}.")
    }
}
