//! What a tree tells of time: marks, lanes, lives and contradictions, over small trees and the sample.

use crate::{answers::sample, fixture};
use planarium::address::Address;
use planarium::answers::Ties;
use planarium::findings::{Finding, Scene, Settings};
use planarium::plan::{Date, Names, Plan};
use planarium::rules::Checking;
use planarium::timeline::lanes::{CONTEXT_KEY, NOBODY_KEY};
use planarium::timeline::{Form, Grouping, Kind, Lane, Lanes, Mark, Selection, Timeline, shown, story};

fn day(written: &str) -> Date {
    Date::parse(written).unwrap()
}

fn timeline(plan: &Plan, as_of: &str) -> Timeline {
    Timeline::of(&Ties::of(plan).inquiry(plan, &day(as_of)), &[])
}

/// What the rules find in a fixture, and its timeline with it.
fn checked(text: &str, as_of: &str) -> (Timeline, Vec<Finding>) {
    let reading = fixture::reading(text);
    let plan = reading.plan();
    let names = Names::of(&plan);
    let scene = Scene::of(&plan, &reading, &names, day(as_of));
    let findings = Checking::all(&scene, &Settings::default());
    (Timeline::of(&Ties::of(&plan).inquiry(&plan, &day(as_of)), &findings), findings)
}

fn lanes(timeline: &Timeline, grouping: Grouping) -> Lanes {
    Lanes::of(timeline, grouping, &Selection::default())
}

fn lane<'a>(lanes: &'a Lanes, key: &str) -> &'a Lane {
    let known = || lanes.lanes.iter().map(|lane| lane.key.as_str()).collect::<Vec<_>>().join(", ");
    lanes
        .lanes
        .iter()
        .find(|lane| lane.key == key)
        .unwrap_or_else(|| panic!("no lane {key}; there are {}", known()))
}

/// A mark as `2025-09 changed DynamoDB event store · PP08`.
fn said(mark: &Mark) -> String {
    format!("{} {} {}", mark.when, mark.kind.info().name, mark.label)
}

/// The marks of a lane.
fn told(timeline: &Timeline, lanes: &Lanes, key: &str) -> Vec<String> {
    lane(lanes, key).marks.iter().map(|placed| said(&timeline.marks[placed.mark])).collect()
}

/// Of the marks of a lane those of a kind.
fn of_kind(timeline: &Timeline, kind: Kind) -> Vec<String> {
    timeline.marks.iter().filter(|mark| mark.kind == kind).map(said).collect()
}

/// From when to when a mark was at the most and at the least: `2025-01-14 … 2025-01-14 – 2025-09-01 … 2025-09-30`.
fn times(mark: &Mark) -> String {
    let time = mark.time.unwrap();
    let days = |(first, last): (i64, i64)| match first == last {
        true => shown(first),
        false => format!("{} … {}", shown(first), shown(last)),
    };
    match time.form {
        Form::Moment => days(time.begin),
        Form::Span => format!("{} – {}", days(time.begin), days(time.end)),
        Form::Ongoing => format!("{} – {}, goes on", days(time.begin), days(time.end)),
    }
}

// ── precision ───────────────────────────────────────────────────────────────────────────────

#[test]
fn a_delta_is_as_precise_as_its_heading() {
    let plan = fixture::plan(
        "//- _overview.md
## State Deltas
### ✅ SP01_pier — Sep 2025
- winch: new module — the old one
### ✅ SP02_crane — 2025-10-02
- winch: stronger
### ✅ SP03_rail — Q4 2025
- winch: on rails
### ✅ SP04_lamp — December 26-27, 2025
- winch: lit
### 🔄 SP05_bell — ongoing
- winch: rings
### 🔄 SP06_horn — ongoing
- winch: hoots
### ✅ SP07_buoy — 2025-02-30
- winch: floats
### ✅ SP08_rope
- winch: roped
//- SP05_bell/_overview.md
---
status: WIP
start_at: 2026-01-05
---
",
    );
    let timeline = timeline(&plan, "2026-02-01");
    let of_winch = |mark: &&Mark| mark.kind.is_of_delta() && !mark.modules.is_empty();
    let dated = timeline.marks.iter().filter(of_winch).filter(|mark| mark.time.is_some());
    assert_eq!(
        dated.map(|mark| format!("{}: {}", mark.label, times(mark))).collect::<Vec<_>>(),
        [
            "born · SP01: 2025-09-01 … 2025-09-30",
            "on rails · SP03: 2025-10-01 … 2025-12-31",
            "stronger · SP02: 2025-10-02",
            "lit · SP04: 2025-12-26 … 2025-12-27",
            "rings · SP05: 2026-01-05 – 2026-02-01, goes on",
            // All that anybody says is that it goes on.
            "hoots · SP06: 2026-02-01 – 2026-02-01, goes on",
        ]
    );
    // What has no date is not given one, and what stands in its place is kept.
    let undated = timeline.undated().map(|(_, mark)| mark).filter(of_winch);
    assert_eq!(
        undated.map(said).collect::<Vec<_>>(),
        ["\"2025-02-30\", which is no date changed floats · SP07", "no date changed roped · SP08"]
    );
    assert!(plan.problems.iter().any(|problem| problem.text.contains("2025-02-30")), "and it is reported");
}

#[test]
fn a_plan_is_shown_from_its_start_to_its_closure_or_as_far_as_anybody_says() {
    let plan = fixture::plan(
        "//- _overview.md
## State Deltas
### ✅ SP01_pier — Sep 2025
- winch: new module
//- SP01_pier/_overview.md
---
status: DONE
start_at: 2025-01-14
last_updated: 2025-10-09
---
//- SP02_crane/_overview.md
---
status: DONE
start_at: 2025-03
last_updated: 2025-06-30
---
//- SP03_rail/_overview.md
---
status: WIP
start_at: 2025-05-01
last_updated: 2025-05-20
---
//- SP04_lamp/_overview.md
---
status: TODO
start_at: 2025-12-01
---
//- SP05_bell/_overview.md
---
status: DONE
---
//- SP06_horn/_overview.md
---
status: DONE
last_updated: 2025-07-07
---
//- SP07_buoy/_overview.md
---
status: WIP
start_at: 2025-02-30
last_updated: 2025-07-07
---
//- SP08_rope/_overview.md
---
status: WIP
---
//- exploration/meeting_2025_04_10.md
## Decisions
- CREATE: SP08_rope/
",
    );
    let timeline = timeline(&plan, "2025-10-15");
    let of_plans = timeline.marks.iter().filter(|mark| mark.kind == Kind::Plan && mark.time.is_some());
    let name = |mark: &Mark| timeline.plans.name(mark.plans[0]).to_owned();
    assert_eq!(
        of_plans.map(|mark| format!("{}: {}", name(mark), times(mark))).collect::<Vec<_>>(),
        [
            "SP01_pier: 2025-01-14 – 2025-09-01 … 2025-09-30",
            "SP02_crane: 2025-03-01 … 2025-03-31 – 2025-06-30",
            // Nobody says when it began, but when it was decided: some day after that.
            "SP08_rope: 2025-04-10 … 2025-10-15 – 2025-10-15, goes on",
            "SP03_rail: 2025-05-01 – 2025-10-15, goes on",
            "SP06_horn: 2025-07-07",
            "SP07_buoy: 2025-07-07 – 2025-10-15, goes on",
            "SP04_lamp: 2025-12-01",
        ]
    );
    let undated = timeline.undated().map(|(_, mark)| format!("{}: {}", said(mark), mark.text));
    assert_eq!(
        undated.collect::<Vec<_>>(),
        [
            "no date plan done: SP05_bell: SP05_bell. Done".replace("SP05_bell: SP05_bell", "SP05_bell"),
            "\"2025-02-30\", which is no date unreadable start_at of SP07_buoy: start_at of SP07_buoy"
                .to_owned(),
        ]
    );
}

#[test]
fn what_stood_still_is_shown_where_documents_tell_it() {
    let plan = fixture::plan(
        "//- SP01_pier/_overview.md
---
status: WIP
---
//- SP01_pier/p00_piles/_overview.md
---
status: WIP
---
//- SP02_crane/_overview.md
---
status: BLOCKED:no-steel
last_updated: 2025-08-01
---
//- SP03_rail/_overview.md
---
status: CUT
last_updated: 2025-06-30
---
//- exploration/meeting_2025_04_10.md
## Decisions
- BLOCK: SP01_pier/p00_piles — waiting on SP02
- BLOCK: SP03_rail
//- exploration/meeting_2025_07_01.md
## Decisions
- UNBLOCK: SP01_pier/
",
    );
    let timeline = timeline(&plan, "2025-10-15");
    let blocked = timeline.marks.iter().filter(|mark| mark.kind == Kind::Blocked);
    assert_eq!(
        blocked.map(|mark| format!("{}: {}", mark.label, times(mark))).collect::<Vec<_>>(),
        [
            // It was cut in the end; nobody says when the block was lifted.
            "blocked: 2025-04-10 – 2025-04-10 … 2025-06-30",
            "p00 blocked: waits for SP02: 2025-04-10 – 2025-07-01",
            "blocked: no-steel: 2025-08-01 – 2025-10-15, goes on",
        ]
    );
}

#[test]
fn deadlines_slip_and_people_leave() {
    let plan = sample();
    let timeline = timeline(&plan, "2026-06-15");
    assert_eq!(
        of_kind(&timeline, Kind::Slip),
        ["2025-06-16 – 2025-07 slip 15 days late", "2025-10-29 – 2025-11 slip 3 days late"]
    );
    assert_eq!(
        of_kind(&timeline, Kind::Left),
        ["2025-08 left Raj Patel left", "2025-12 left Carlos Reyes left"]
    );
    assert_eq!(of_kind(&timeline, Kind::Emergency), ["2025-10-08T10:00:00Z emergency emergency · PP13"]);
    assert_eq!(of_kind(&timeline, Kind::Invalidated), ["2025-07-15 invalidated broken by PP08"]);
    let arrow = &timeline.arrows[0];
    let ends = (timeline.plans.name(arrow.cause), timeline.plans.name(arrow.victim));
    assert_eq!(ends, ("PP08_polyglot_persistence", "PP06_hipaa_audit_trail"));
    assert_eq!(timeline.marks[arrow.mark].kind, Kind::Invalidated);
    // Every mark leads to a line of a file.
    assert!(timeline.marks.iter().all(|mark| !mark.place.path.is_empty() && mark.place.line > 0));
}

// ── lanes ───────────────────────────────────────────────────────────────────────────────────

#[test]
fn the_lane_of_a_module_is_its_life() {
    let plan = sample();
    let timeline = timeline(&plan, "2026-06-15");
    let by_module = lanes(&timeline, Grouping::Module);
    assert_eq!(
        told(&timeline, &by_module, "audit_trail"),
        [
            "2025-02 born born · SP02",
            "2025-04-03 decision modify SP02",
            "2025-04-03 decision Nina Volkov assigned as audit trail…",
            "2025-05-05 decision medium impact — JSONB event storage needs redesign",
            "2025-09 changed DynamoDB event store · PP08",
            "2025-11 changed DynamoDB encryption at rest enabled · PP13",
            "2026-02 scope platform-wide PHI access logging · PP06",
            "2026-03-23, ongoing changed ownership clarified · PP17",
            "2026-04-22 updated spec updated",
        ]
    );
    assert_eq!(by_module.lanes[0].key, CONTEXT_KEY);
    assert_eq!(by_module.lanes.last().unwrap().key, NOBODY_KEY);
    let member = timeline.modules.find("audit_trail").unwrap();
    let steps = story::of(&timeline, &plan, Grouping::Module, member);
    assert_eq!(
        story::sentence(&timeline, &steps),
        "born in SP02 (2025-02) → DynamoDB event store in PP08 (2025-09) → DynamoDB encryption at rest enabled in PP13 \
         (2025-11) → platform-wide PHI access logging in PP06 (2026-02) → ownership clarified in PP17 (2026-03-23, ongoing)"
    );
    let reasons: Vec<String> =
        steps.iter().filter_map(|step| Some(step.reason.as_ref()?.text.clone())).collect();
    assert_eq!(
        reasons,
        [
            "decided on 2025-01-10, Project Kickoff & Domain Decomposition",
            "decided on 2025-07-15, Database Strategy Reversal: PostgreSQL: relational data (patient_records, scheduling, billing)",
            "declared an emergency on 2025-10-08, came out of External HIPAA Audit, Preliminary Scan of 2025-10-08",
            "decided on 2025-04-03, Compliance Deep-Dive with Sarah Kim: Tiebreaker applied: triggered by SP02, modifies existing code → Procedure Plan",
            "came out of Staleness Audit of 2026-03-15",
        ]
    );
}

#[test]
fn the_whole_is_told_in_one_sentence() {
    let plan = sample();
    assert_eq!(
        story::answer(&timeline(&plan, "2026-06-15")),
        "17 State Deltas from 2025-02 to 2026-05 made 17 modules and changed modules 16 times; 3 plans were cut; 1 goes on."
    );
    for (text, expected) in [
        ("//- SP01_pier/_overview.md\n---\nstatus: WIP\n---\n", "Nothing in this tree has a date."),
        (
            "//- SP01_pier/_overview.md\n---\nstatus: WIP\nstart_at: 2025-01-05\n---\n",
            "1 dated entry, from 2025-01-05 to 2025-02-01; no State Delta says when anything changed.",
        ),
        (
            "//- _overview.md\n## State Deltas\n### ✅ SP01 — Feb 2025\n- my_winch: oiled\n",
            "1 State Delta in 2025-02 changed modules once.",
        ),
    ] {
        assert_eq!(story::answer(&timeline(&fixture::plan(text), "2025-02-01")), expected);
    }
}

#[test]
fn every_mark_has_a_lane_in_some_grouping_and_none_is_lost() {
    let plan = sample();
    let timeline = timeline(&plan, "2026-06-15");
    let mut seen = vec![false; timeline.marks.len()];
    for grouping in Grouping::ALL {
        let lanes = lanes(&timeline, grouping);
        let dated = lanes.lanes.iter().flat_map(|lane| &lane.marks).map(|placed| placed.mark);
        for mark in dated.chain(lanes.undated.iter().copied()) {
            seen[mark] = true;
        }
    }
    let lost: Vec<String> =
        timeline.marks.iter().zip(&seen).filter(|(_, seen)| !**seen).map(|(mark, _)| said(mark)).collect();
    assert_eq!(lost, [""; 0]);
}

#[test]
fn the_lanes_of_quarters_hold_the_part_of_each_time_that_lies_in_them() {
    let plan = sample();
    let timeline = timeline(&plan, "2026-06-15");
    let by_quarter = lanes(&timeline, Grouping::Quarter);
    let keys: Vec<&str> = by_quarter.lanes.iter().map(|lane| lane.key.as_str()).collect();
    assert_eq!(keys, ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2"]);
    for lane in &by_quarter.lanes {
        assert!(
            lane.marks.iter().all(|placed| placed.time.first() >= 0 && placed.time.last() < 92),
            "{}",
            lane.key
        );
    }
    let is_sp01 = |placed: &&planarium::timeline::lanes::LaneMark| {
        let mark = &timeline.marks[placed.mark];
        mark.kind == Kind::Plan && timeline.plans.name(mark.plans[0]) == "SP01_patient_records"
    };
    let parts =
        by_quarter.lanes.iter().filter_map(|lane| lane.marks.iter().find(is_sp01).map(|placed| placed.time));
    let parts: Vec<(i64, i64)> = parts.map(|time| (time.first(), time.last())).collect();
    assert_eq!(parts, [(13, 89), (0, 90), (0, 91)]);
}

#[test]
fn a_selection_narrows_by_words_kinds_plan_and_days() {
    let plan = sample();
    let timeline = timeline(&plan, "2026-06-15");
    let count =
        |link: &str| Lanes::of(&timeline, Grouping::Module, &Selection::of(&Address::parse(link))).all.len();
    let all = count("#/timeline");
    assert_eq!(count("#/timeline?q=DynamoDB%20encryption"), 1);
    assert_eq!(count("#/timeline?q=nobody%20says%20so"), 0);
    let born = timeline.marks.iter().filter(|mark| mark.kind == Kind::Born).count();
    assert_eq!(count("#/timeline?hide=born"), all - born);
    assert_eq!(
        count("#/timeline?hide=nothing,of,these&from=soon"),
        all,
        "what makes no sense narrows nothing"
    );
    assert!(count("#/timeline?plan=PP08_polyglot_persistence") > 3);
    // A month is all of its days, and the wrong way round it is the same span.
    let span = count("#/timeline?from=2025-05&to=2025-07");
    assert!(span > 5 && span < all);
    assert_eq!(
        count("#/timeline?from=2025-07&to=2025-05-01"),
        count("#/timeline?from=2025-05-01&to=2025-07-01")
    );
    let hidden = [Kind::Born, Kind::Gap];
    assert_eq!(
        Selection::of(&Address::parse(&format!("#/timeline?hide={}", Selection::hide(&hidden)))).hidden,
        hidden
    );
}

// ── contradictions ──────────────────────────────────────────────────────────────────────────

const IMPOSSIBLE: &str = "//- _overview.md
## State Deltas
### ✅ SP04_lamp — Jan 2025
- lamp: new module
### ✅ SP05_bulb — Jul 2025
- bulb: new module
### ✅ SP06_wire — Mar 2025
- wire: new module
//- SP03_rail/_overview.md
---
status: DONE
start_at: 2025-05-20
---
//- SP04_lamp/_overview.md
---
status: DONE
start_at: 2025-02-03
---
//- SP05_bulb/_overview.md
---
status: DONE:invalidated-by:SP04
invalidated_by: SP04
invalidation_date: 2025-06-30
---
//- SP06_wire/_overview.md
---
status: DONE
depends_on: [SP03]
---
//- exploration/meeting_2025_06_10.md
## Decisions
- CREATE: SP03_rail/
//- exploration/meeting_2025_07_10.md
## Decisions
- CREATE: SP03_rail/
";

#[test]
fn contradictions_stand_at_the_marks_that_they_are_about() {
    let (timeline, findings) = checked(IMPOSSIBLE, "2025-12-01");
    let of_time: Vec<String> = findings
        .iter()
        .filter(|finding| finding.rule == "time-contradiction")
        .map(|finding| format!("{}:{} {}", finding.place.path, finding.place.line, finding.message))
        .collect();
    assert_eq!(
        of_time,
        [
            "SP05_bulb/_overview.md:4 SP05_bulb was invalidated on 2025-06-30, before it was done (2025-07).",
            "_overview.md:2 The State Delta of SP04_lamp is dated 2025-01, but it started on 2025-02-03.",
            "_overview.md:6 SP06_wire was done in 2025-03, before SP03_rail, which it needs, started on 2025-05-20.",
            // The second meeting creates nothing.
            "exploration/meeting_2025_06_10.md:2 It was decided on 2025-06-10 to create SP03_rail, which had started on 2025-05-20.",
        ]
    );
    assert_eq!(timeline.contradictions.len(), of_time.len(), "found once, by the rules");
    let wrong = timeline.marks.iter().filter(|mark| !mark.contradictions.is_empty());
    let mut wrong: Vec<String> =
        wrong.map(|mark| format!("{} {}", mark.kind.info().name, mark.label)).collect();
    wrong.sort();
    assert_eq!(
        wrong,
        [
            "born born · SP04",
            "born born · SP06",
            "decision create SP03",
            "delta done, 1 change",
            "delta done, 1 change",
            "invalidated broken by SP04",
            "plan done",
        ]
        .map(str::to_owned)
    );
}

// ── bad input ───────────────────────────────────────────────────────────────────────────────

#[test]
fn a_tree_without_any_date_has_an_empty_axis_and_loses_nothing() {
    let plan = fixture::plan(
        "//- SP01_pier/_overview.md\n---\nstatus: WIP\n---\n//- _overview.md\n## State Deltas\n### SP01_pier\n- winch: new module\n",
    );
    let timeline = timeline(&plan, "2025-01-01");
    assert_eq!(timeline.span, None);
    for grouping in Grouping::ALL {
        let lanes = lanes(&timeline, grouping);
        assert_eq!((lanes.days, lanes.lanes.len()), (None, 0), "{grouping:?}");
    }
    assert_eq!(lanes(&timeline, Grouping::Module).undated.len(), 1);
    assert_eq!(lanes(&timeline, Grouping::Plan).undated.len(), 2);
    let empty = Timeline::of(&Ties::of(&Plan::default()).inquiry(&Plan::default(), &day("2025-01-01")), &[]);
    assert_eq!((empty.marks.len(), lanes(&empty, Grouping::telling(&empty)).all.len()), (0, 0));
}

#[test]
fn a_timeline_may_reach_from_1970_to_2100() {
    let plan = fixture::plan(
        "//- _overview.md\n## State Deltas\n### ✅ SP01_pier — 1970-01-01\n- winch: new module\n### ✅ SP01_pier — December 31, 2100\n- winch: gone\n",
    );
    let timeline = timeline(&plan, "2025-01-01");
    assert_eq!(
        timeline.span.map(|(first, last)| (shown(first), shown(last))),
        Some(("1970-01-01".to_owned(), "2100-12-31".to_owned()))
    );
}
