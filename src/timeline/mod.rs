//! What a tree tells of time: marks on an axis, in lanes, as precise as the documents and no more.
//!
//! Values only: [`Timeline`] gathers the marks, [`lanes`] sorts them, [`layout`] gives them their places at a scale,
//! [`picture`] draws what can be seen of them. What has no date is never given one.

pub mod as_of;
mod fields;
mod gather;
pub mod kind;
pub mod lanes;
pub mod layout;
mod mark;
pub mod picture;
pub mod scale;
pub mod selection;
pub mod story;
mod time;
pub mod words;

pub use as_of::{AsOf, Base, Certainty, Known, Tracks};
pub use kind::{KINDS, Kind, KindInfo, Shape};
pub use lanes::{Grouping, Lane, LaneKind, Lanes};
pub use mark::{Mark, short};
pub use selection::Selection;
pub use time::{Day, Form, Time};

use crate::answers::Inquiry;
use crate::findings::Finding;
use crate::named::Named;
use crate::order;
use crate::plan::names::short_id;
use crate::plan::{Date, Place};

/// Everything in a tree that has a time, and what should have one.
#[derive(Clone, Debug, Default)]
pub struct Timeline {
    /// All marks, the earliest first; those without a date come last, in the order of the files.
    pub marks: Vec<Mark>,
    /// What broke what.
    pub arrows: Vec<Arrow>,
    /// What cannot be true, as the rules found it.
    pub contradictions: Vec<Contradiction>,
    /// The plans that marks are about.
    pub plans: Cast,
    /// The modules.
    pub modules: Cast,
    /// The people.
    pub people: Cast,
    /// The day that the tree is shown as of.
    pub day: Day,
    /// The first and the last day that any mark tells of.
    pub span: Option<(Day, Day)>,
}

/// A plan that broke what another relied on: from the cause to the victim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrow {
    /// The plan that did it, by position in the cast.
    pub cause: usize,
    /// The plan that it was done to, by position in the cast.
    pub victim: usize,
    /// The mark that tells of it, by position.
    pub mark: usize,
}

/// Dates that cannot all be true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contradiction {
    /// What is wrong.
    pub message: String,
    /// The rule that found it.
    pub rule: &'static str,
    /// The line.
    pub place: Place,
}

/// Who takes part: each name once.
#[derive(Clone, Debug, Default)]
pub struct Cast {
    members: Vec<Member>,
    index: Named<usize>,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The id or name.
    pub name: String,
    /// Where the plan has it: in its items, modules or people. Nothing when it is only named.
    pub known: Option<usize>,
}

impl Cast {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// Whether there is nobody.
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// The member at a position.
    pub fn get(&self, at: usize) -> Option<&Member> {
        self.members.get(at)
    }

    /// The name of the member at a position.
    pub fn name(&self, at: usize) -> &str {
        self.members.get(at).map_or("", |member| &member.name)
    }

    /// The position of a name.
    pub fn find(&self, name: &str) -> Option<usize> {
        self.index.get(name).copied()
    }

    /// All members in the order in which they came.
    pub fn members(&self) -> &[Member] {
        &self.members
    }

    /// The position of a name, which comes in when it is new.
    fn member(&mut self, name: &str, known: Option<usize>) -> usize {
        if let Some(at) = self.index.get(name) {
            return *at;
        }
        self.index.insert(name, self.members.len());
        self.members.push(Member { name: name.to_owned(), known });
        self.members.len() - 1
    }
}

/// The rules whose findings are contradictions in time. They are found once, by the rules.
const RULES_OF_TIME: [&str; 1] = ["time-contradiction"];

/// Whether a finding is a contradiction in time.
pub fn is_of_time(finding: &Finding) -> bool {
    RULES_OF_TIME.contains(&finding.rule) && finding.ignored.is_none()
}

impl Timeline {
    /// What a tree tells of time, as of a day. `findings` are those that the rules have found so far.
    pub fn of(inquiry: &Inquiry<'_>, findings: &[Finding]) -> Timeline {
        let mut timeline = gather::gather(inquiry);
        let days = timeline.marks.iter().filter_map(|mark| mark.time);
        timeline.span = days.fold(None, |span, time| {
            let (first, last) = span.unwrap_or((time.first(), time.last()));
            Some((time.first().min(first), time.last().max(last)))
        });
        timeline.contradict(inquiry, findings);
        timeline
    }

    /// How many of its marks tell of State Deltas as a whole.
    pub fn deltas(&self) -> impl Iterator<Item = &Mark> {
        self.marks.iter().filter(|mark| mark.kind == Kind::Delta)
    }

    /// The marks without a date, with their positions.
    pub fn undated(&self) -> impl Iterator<Item = (usize, &Mark)> {
        self.marks.iter().enumerate().filter(|(_, mark)| mark.time.is_none())
    }

    /// Puts what the rules have found to the marks that it is about: those of its line, else of the lines that prove it,
    /// else those of the time of its plans.
    fn contradict(&mut self, inquiry: &Inquiry<'_>, findings: &[Finding]) {
        let mut by_line: Named<Vec<usize>> = Named::default();
        let found: Vec<&Finding> = findings.iter().filter(|finding| is_of_time(finding)).collect();
        if found.is_empty() {
            return;
        }
        for (at, mark) in self.marks.iter().enumerate() {
            for line in [mark.place.line, mark.entry_line] {
                by_line.change(&key(&mark.place.path, line), |marks| {
                    if marks.last() != Some(&at) {
                        marks.push(at);
                    }
                });
            }
        }
        for finding in found {
            let index = self.contradictions.len();
            self.contradictions.push(Contradiction {
                message: finding.message.clone(),
                rule: finding.rule,
                place: finding.place.clone(),
            });
            let of_line = |place: &Place| by_line.get(&key(&place.path, place.line));
            let mut marks: Vec<usize> = of_line(&finding.place).into_iter().flatten().copied().collect();
            if marks.is_empty() {
                marks = finding.evidence.iter().filter_map(of_line).flatten().copied().collect();
            }
            if marks.is_empty() {
                let plans = finding.items.iter().filter_map(|id| inquiry.plan.item(id));
                let plans: Vec<usize> = plans.filter_map(|item| self.plans.find(&item.id)).collect();
                let is_theirs = |mark: &Mark| {
                    mark.kind == Kind::Plan && mark.plans.first().is_some_and(|plan| plans.contains(plan))
                };
                let theirs = self.marks.iter().enumerate().filter(|(_, mark)| is_theirs(mark));
                marks = theirs.map(|(at, _)| at).collect();
            }
            for at in marks {
                let known = self.marks.get_mut(at).map(|mark| &mut mark.contradictions);
                known
                    .into_iter()
                    .filter(|known| known.last() != Some(&index))
                    .for_each(|known| known.push(index));
            }
        }
    }

    /// Sorts the marks: the earliest first, then as they stand in the files.
    fn sort(&mut self) {
        let mut places: Vec<usize> = (0..self.marks.len()).collect();
        let mark = |at: &usize| self.marks.get(*at);
        order::sort_by(&mut places, |a, b| {
            let key = |mark: &Mark| (mark.first_day(), mark.time.map(|time| time.last()));
            match (mark(a), mark(b)) {
                (Some(a), Some(b)) => (key(a), &a.place, a.kind).cmp(&(key(b), &b.place, b.kind)),
                _ => a.cmp(b),
            }
        });
        let mut moved = vec![0; places.len()];
        for (to, from) in places.iter().enumerate() {
            moved.get_mut(*from).into_iter().for_each(|slot| *slot = to);
        }
        order::sort_by(&mut self.arrows, |a, b| a.mark.cmp(&b.mark));
        for arrow in &mut self.arrows {
            arrow.mark = moved.get(arrow.mark).copied().unwrap_or_default();
        }
        let mut marks: Vec<Option<Mark>> = std::mem::take(&mut self.marks).into_iter().map(Some).collect();
        self.marks = places.iter().filter_map(|at| marks.get_mut(*at)?.take()).collect();
    }
}

fn key(path: &str, line: u32) -> String {
    format!("{path}:{line}")
}

/// What the picture says of a mark: in a lane that is not its plan's also which plan it is.
pub fn label_of(timeline: &Timeline, grouping: Grouping, mark: &Mark) -> String {
    let is_of_plan =
        matches!(mark.kind, Kind::Plan | Kind::Delta | Kind::Blocked | Kind::Deadline | Kind::Slip);
    match mark.plans.first().filter(|_| is_of_plan && grouping == Grouping::Quarter) {
        Some(plan) => {
            let id = timeline.plans.name(*plan);
            format!("{} {}", short_id(id).unwrap_or(id), mark.label)
        }
        None => mark.label.clone(),
    }
}

/// A day in words: `2025-09-30`.
pub fn shown(day: Day) -> String {
    Date::of_unix_day(day).map(|date| date.to_string()).unwrap_or_default()
}
