//! Lanes: marks sorted by what they are about. What concerns everything has a lane above the others, what concerns
//! nothing that is known one below them, and what has no date stands beside the axis.

use super::{Day, Kind, Mark, Selection, Time, Timeline};
use crate::named::Named;
use crate::order;
use crate::plan::Date;

/// By what marks are sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grouping {
    /// A lane for each module: its life.
    #[default]
    Module,
    /// A lane for each plan.
    Plan,
    /// A lane for each person.
    Person,
    /// A lane for each quarter, all of them below each other from their first day to their last.
    Quarter,
}

impl Grouping {
    /// Every grouping, in the order in which they are offered.
    pub const ALL: [Grouping; 4] = [Grouping::Module, Grouping::Plan, Grouping::Person, Grouping::Quarter];

    /// Its name in links.
    pub fn name(self) -> &'static str {
        match self {
            Grouping::Module => "module",
            Grouping::Plan => "plan",
            Grouping::Person => "person",
            Grouping::Quarter => "quarter",
        }
    }

    /// The grouping of a name.
    pub fn by_name(name: &str) -> Option<Grouping> {
        Grouping::ALL.into_iter().find(|grouping| grouping.name() == name)
    }

    /// The one that tells most when nobody asks for another: of modules, else of plans, else of quarters.
    pub fn telling(timeline: &Timeline) -> Grouping {
        let has_dated =
            |is_in: fn(&Mark) -> bool| timeline.marks.iter().any(|mark| mark.time.is_some() && is_in(mark));
        if has_dated(|mark| mark.kind.is_of_delta() && !mark.modules.is_empty()) {
            Grouping::Module
        } else if has_dated(|mark| !mark.plans.is_empty()) {
            Grouping::Plan
        } else {
            Grouping::Quarter
        }
    }
}

/// What a lane is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LaneKind {
    /// What concerns all others.
    Context,
    /// A module, plan or person, by position in the cast.
    Member(usize),
    /// A quarter, by its first day.
    Quarter(Day),
    /// What concerns none that is known.
    Nobody,
}

/// A lane with its marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lane {
    /// What it is about.
    pub kind: LaneKind,
    /// Its name in links: the id or name, the quarter; one that nothing is called for the two others.
    pub key: String,
    /// Its name for people.
    pub name: String,
    /// Its marks with a date, the earliest first.
    pub marks: Vec<LaneMark>,
}

/// A mark in a lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LaneMark {
    /// Its position in [`Timeline::marks`].
    pub mark: usize,
    /// When it was; in the lane of a quarter the part of it in that quarter, counted from its first day.
    pub time: Time,
}

/// All lanes.
#[derive(Clone, Debug, Default)]
pub struct Lanes {
    /// By what they are sorted.
    pub grouping: Grouping,
    /// The lanes, from above.
    pub lanes: Vec<Lane>,
    /// The marks without a date that belong into one of them, by position.
    pub undated: Vec<usize>,
    /// All marks that are shown, each once, the earliest first; those without a date come last.
    pub all: Vec<usize>,
    /// How many there would be if nothing was left out.
    pub of: usize,
    /// The first and the last day of the axis; nothing when nothing has a date.
    pub days: Option<(Day, Day)>,
}

/// The key of the lane of what concerns everything.
pub const CONTEXT_KEY: &str = "*";
/// The key of the lane of what concerns nothing that is known.
pub const NOBODY_KEY: &str = "-";
/// The most days that a quarter has.
const QUARTER_DAYS: Day = 92;

impl Lanes {
    /// The lanes of a timeline with the marks that are wanted.
    pub fn of(timeline: &Timeline, grouping: Grouping, selection: &Selection) -> Lanes {
        let mut lanes = Lanes { grouping, ..Lanes::default() };
        let mut by_key: Named<usize> = Named::default();
        for (at, mark) in timeline.marks.iter().enumerate() {
            let homes = homes(timeline, grouping, mark, selection);
            if homes.is_empty() {
                continue;
            }
            lanes.of += 1;
            if !selection.keeps(at) || !selection.holds(timeline, mark) {
                continue;
            }
            lanes.all.push(at);
            let Some(time) = mark.time else {
                lanes.undated.push(at);
                continue;
            };
            for (kind, key, time) in
                homes.into_iter().map(|(kind, key, part)| (kind, key, part.unwrap_or(time)))
            {
                let lane = match by_key.get(&key) {
                    Some(lane) => *lane,
                    None => {
                        by_key.insert(&key, lanes.lanes.len());
                        let name = name_of(grouping, kind, &key);
                        lanes.lanes.push(Lane { kind, key, name, marks: Vec::new() });
                        lanes.lanes.len() - 1
                    }
                };
                let lane = lanes.lanes.get_mut(lane);
                lane.into_iter().for_each(|lane| lane.marks.push(LaneMark { mark: at, time }));
            }
        }
        lanes.sort(timeline);
        lanes.days = days(timeline, &lanes, selection);
        lanes
    }

    /// The position of the lane with this key.
    pub fn find(&self, key: &str) -> Option<usize> {
        self.lanes.iter().position(|lane| lane.key == key)
    }

    /// The earliest lane first; people by name; what concerns all above and what concerns nobody below.
    fn sort(&mut self, timeline: &Timeline) {
        let group = |lane: &Lane| match lane.kind {
            LaneKind::Context => 0,
            LaneKind::Nobody => 2,
            _ => 1,
        };
        let first = |lane: &Lane| {
            let first = lane.marks.first().and_then(|placed| timeline.marks.get(placed.mark));
            match self.grouping {
                Grouping::Person => 0,
                _ => first.map_or(Day::MAX, Mark::first_day),
            }
        };
        let key = |lane: &Lane| (group(lane), first(lane));
        let mut sorted = std::mem::take(&mut self.lanes);
        order::sort_by(&mut sorted, |a, b| (key(a), &a.name).cmp(&(key(b), &b.name)));
        self.lanes = sorted;
    }
}

/// The first and the last day of the axis: those that are asked for, else those of the marks, with some room around.
fn days(timeline: &Timeline, lanes: &Lanes, selection: &Selection) -> Option<(Day, Day)> {
    if lanes.grouping == Grouping::Quarter {
        return (!lanes.lanes.is_empty()).then_some((0, QUARTER_DAYS - 1));
    }
    let times = lanes.lanes.iter().flat_map(|lane| &lane.marks).map(|placed| placed.time);
    let (first, last) = times.fold(None, |span: Option<(Day, Day)>, time| {
        let (first, last) = span.unwrap_or((time.first(), time.last()));
        Some((time.first().min(first), time.last().max(last)))
    })?;
    // The stated day is worth seeing when it is not far from what is told.
    let room = ((last - first) / 40).max(7);
    let near = (last - first).max(60);
    let last = if timeline.day > last && timeline.day - last <= near { timeline.day } else { last };
    let (from, to) = (selection.from.unwrap_or(first - room), selection.to.unwrap_or(last + room));
    Some((from, to.max(from)))
}

/// The lanes that a mark stands in, each with the part of its time that stands there.
fn homes(
    timeline: &Timeline,
    grouping: Grouping,
    mark: &Mark,
    selection: &Selection,
) -> Vec<(LaneKind, String, Option<Time>)> {
    let info = mark.kind.info();
    let context = || vec![(LaneKind::Context, CONTEXT_KEY.to_owned(), None)];
    if info.context.contains(&grouping) {
        return context();
    }
    if !info.lanes.contains(&grouping) {
        return Vec::new();
    }
    if grouping == Grouping::Quarter {
        return quarters(mark, selection);
    }
    let (cast, members) = match grouping {
        Grouping::Module => (&timeline.modules, &mark.modules),
        Grouping::Plan => (&timeline.plans, &mark.plans),
        Grouping::Person | Grouping::Quarter => (&timeline.people, &mark.people),
    };
    if !members.is_empty() {
        let home = |member: &usize| (LaneKind::Member(*member), cast.name(*member).to_owned(), None);
        return members.iter().map(home).collect();
    }
    match mark.kind {
        _ if mark.kind.is_of_delta() => vec![(LaneKind::Nobody, NOBODY_KEY.to_owned(), None)],
        // What is decided of a plan stands in its lane when there are lanes of plans.
        Kind::Decision
            if grouping != Grouping::Person && mark.plans.is_empty() && mark.modules.is_empty() =>
        {
            context()
        }
        // A gap of a plan is none of a module.
        _ => Vec::new(),
    }
}

/// The quarters in which something was. Of what lasted longer than anybody can follow only the wanted ones.
fn quarters(mark: &Mark, selection: &Selection) -> Vec<(LaneKind, String, Option<Time>)> {
    const MOST_QUARTERS: usize = 80;
    // Without a date it stands in no quarter, and beside the axis all the same.
    let Some(time) = mark.time else { return vec![(LaneKind::Nobody, NOBODY_KEY.to_owned(), None)] };
    let mut homes = Vec::new();
    let from = selection.from.map_or(time.first(), |from| from.max(time.first()));
    let to = selection.to.map_or(time.last(), |to| to.min(time.last()));
    let mut day = from;
    while day <= to && homes.len() < MOST_QUARTERS {
        let Some(quarter) = Date::of_unix_day(day).map(|date| date.quarter()) else { break };
        let (first, last) = quarter.unix_days();
        if let Some(part) = time.clipped(first, last, first) {
            homes.push((LaneKind::Quarter(first), quarter.to_string(), Some(part)));
        }
        day = last + 1;
    }
    homes
}

fn name_of(grouping: Grouping, kind: LaneKind, key: &str) -> String {
    let named = match (kind, grouping) {
        (LaneKind::Context, _) => "The whole project",
        (LaneKind::Nobody, Grouping::Module) => "No module",
        (LaneKind::Nobody, Grouping::Plan) => "No plan",
        (LaneKind::Nobody, _) => "Nobody",
        _ => key,
    };
    named.to_owned()
}
