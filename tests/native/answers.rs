//! What people ask of a tree, over small trees and over real ones.

use crate::fixture;
use planarium::answers::stale::Staleness;
use planarium::answers::status::{Over, Standing};
use planarium::answers::{self, Subject, Ties};
use planarium::plan::{BaseStatus, Date, Place, Plan};

fn day(written: &str) -> Date {
    Date::parse(written).unwrap()
}

fn standing(plan: &Plan, on: &str) -> Standing {
    Standing::of(&Ties::of(plan).inquiry(plan, &day(on)))
}

fn ids(subjects: &[Subject]) -> Vec<&str> {
    subjects.iter().map(|subject| subject.id.as_str()).collect()
}

fn at(place: &Place) -> String {
    format!("{}:{}", place.path, place.line)
}

/// The plan of the sample.
pub fn sample() -> Plan {
    let folder = fixture::repository().join("public/sample/medflow/.agent_plan/day_dream");
    fixture::read(fixture::folder(&folder), &planarium::dialect::dream::DIALECT).plan()
}

/// Plans in every state, and needs of every kind.
const STATES: &str = "
//- SP01_done/_overview.md
---
status: DONE
last_updated: 2025-03-01
---
//- SP02_wip/_overview.md
---
status: WIP
depends_on: [SP01]
---
//- SP03_ready/_overview.md
---
status: TODO
depends_on: [SP01_done]
---
//- SP04_waits/_overview.md
---
status: TODO
depends_on:
  - SP02
  - SP06_cut
  - SP99_gone
---
//- SP05_stuck/_overview.md
---
status: BLOCKED:legal-review
---
//- SP05_stuck/p00_x/_overview.md
---
status: BLOCKED
---
//- _completed/SP06_cut/_overview.md
---
status: CUT
---
//- PP07_first/_overview.md
---
status: WIP
priority: emergency
emergency_declared_at: 2025-04-01T09:00:00Z
blocks: [SP05_stuck]
---
//- PP08_second/_overview.md
---
status: WIP
priority: 🚨 Emergency
---
//- PP09_third/_overview.md
---
status: WIP
priority: emergency
emergency_declared_at: 2025-03-31T09:00:00Z
---
//- _completed/PP10_old/_overview.md
---
status: DONE
priority: emergency
emergency_declared_at: 2024-03-31T09:00:00Z
---
//- SP11_quiet/_overview.md
//- _templates/SP00_plan/_overview.md
---
status: TODO
---
//- _overview.md
# Tree

## State Deltas

### ✅ SP01_done — Feb 2025
- old_quay: new module — a quay
### ✅ PP10_old — 2025-05
### 🔄 PP07_first — ongoing
- old_quay: planks
- old_quay: nails
";

#[test]
fn a_tree_says_how_it_stands() {
    let plan = fixture::plan(STATES);
    let standing = standing(&plan, "2025-06-01");
    assert_eq!(ids(&standing.active), ["PP07_first", "PP08_second", "PP09_third", "SP02_wip"]);
    assert_eq!(ids(&standing.ready), ["SP03_ready"]);
    let blocked: Vec<(&str, &str)> =
        standing.blocked.iter().map(|blocked| (blocked.subject.id.as_str(), blocked.why.as_str())).collect();
    assert_eq!(
        blocked,
        [
            (
                "SP04_waits",
                "It needs SP02_wip, which is in work; SP06_cut, which was cut; SP99_gone, which is not in the tree."
            ),
            ("SP05_stuck", "It says BLOCKED: legal-review. It needs PP07_first, which is in work."),
        ]
    );
    // Structural apart from temporal, and each with the line that says it.
    let [waits, stuck] = standing.blocked.as_slice() else { panic!("{:?}", standing.blocked) };
    assert_eq!(waits.stuck, None);
    let stated: Vec<String> = waits.needs.iter().flat_map(|need| &need.stated).map(at).collect();
    assert_eq!(
        stated,
        ["SP04_waits/_overview.md:4", "SP04_waits/_overview.md:5", "SP04_waits/_overview.md:6"]
    );
    let said = stuck.stuck.as_ref().unwrap();
    assert_eq!(
        (said.reason.as_deref(), at(&said.stated).as_str()),
        (Some("legal-review"), "SP05_stuck/_overview.md:2")
    );
    assert_eq!(at(&stuck.needs[0].stated[0]), "PP07_first/_overview.md:5", "the other side says it");
    let parts: Vec<&str> = standing.blocked_parts.iter().map(|blocked| blocked.subject.id.as_str()).collect();
    assert_eq!(parts, ["SP05_stuck/p00_x"]);
    assert_eq!(standing.blocked_parts[0].why, "It says BLOCKED and gives no reason.");
    let counts: Vec<(&str, usize)> =
        standing.counts.iter().map(|(status, count)| (status.name(), count)).collect();
    assert_eq!(counts, [("wip", 4), ("blocked", 1), ("todo", 2), ("done", 2), ("cut", 1), ("unknown", 1)]);
    assert_eq!(standing.counts.total(), 11);
}

#[test]
fn emergencies_stand_in_the_order_of_their_declaration() {
    let plan = fixture::plan(STATES);
    let emergencies = standing(&plan, "2025-06-01").emergencies;
    let shown: Vec<(&str, String)> =
        emergencies.iter().map(|emergency| (emergency.subject.id.as_str(), at(&emergency.stated))).collect();
    assert_eq!(
        shown,
        [
            ("PP09_third", "PP09_third/_overview.md:4".to_owned()),
            ("PP07_first", "PP07_first/_overview.md:4".to_owned()),
            ("PP08_second", "PP08_second/_overview.md:3".to_owned()),
        ],
        "the closed one is none any more"
    );
    assert_eq!(emergencies[1].stops, ["SP05_stuck"]);
}

#[test]
fn what_is_over_has_its_day_and_what_goes_on_comes_first() {
    let plan = fixture::plan(STATES);
    let standing = standing(&plan, "2025-06-01");
    let over = |list: &[Over]| -> Vec<(String, Option<String>, Option<String>)> {
        let shown = list.iter().map(|over| {
            (over.subject.id.clone(), over.date.as_ref().map(Date::to_string), over.stated.as_ref().map(at))
        });
        shown.collect()
    };
    let owned = |id: &str, date: &str, at: &str| (id.to_owned(), Some(date.to_owned()), Some(at.to_owned()));
    // The delta says when; the file itself was touched later.
    assert_eq!(
        over(&standing.done),
        [owned("PP10_old", "2025-05", "_overview.md:7"), owned("SP01_done", "2025-02", "_overview.md:5")]
    );
    assert_eq!(over(&standing.cut), [("SP06_cut".to_owned(), None, None)]);
    let deltas: Vec<_> = standing
        .deltas
        .iter()
        .map(|delta| (delta.plan.as_deref().unwrap(), delta.changes, delta.modules.len()))
        .collect();
    assert_eq!(deltas, [("PP07_first", 2, 1), ("PP10_old", 0, 0), ("SP01_done", 1, 1)]);
}

const SPECS: &str = "
//- SP01_pier/_overview.md
---
status: WIP
---
//- SP01_pier/modules/planks.md
---
module: planks
last_updated: 2025-05-04
---
//- SP01_pier/modules/nails.md
---
last_updated: \"2025-05-03T10:00:00Z\"
---
//- _completed/SP02_quay/_overview.md
//- _completed/SP02_quay/modules/planks.md
---
module: planks
last_updated: 2025-01-01
---
//- _completed/SP02_quay/modules/rope.md
---
last_updated: soon
---
//- _completed/SP02_quay/modules/tar.md
//- _templates/modules/x.md
";

#[test]
fn a_spec_is_stale_when_it_is_older_than_so_many_weeks() {
    let plan = fixture::plan(SPECS);
    let (ties, day) = (Ties::of(&plan), day("2025-06-01"));
    let shown = |weeks: u32| -> Vec<String> {
        let stale = Staleness::of(&ties.inquiry(&plan, &day), weeks);
        let shown = stale.modules.iter().map(|spec| {
            let age = spec.age_days.map_or("—".to_owned(), |age| age.to_string());
            format!("{} {} {age} {}", spec.module, spec.plan.as_deref().unwrap(), at(&spec.place))
        });
        shown.collect()
    };
    let undated = [
        "rope SP02_quay — _completed/SP02_quay/modules/rope.md:2",
        "tar SP02_quay — _completed/SP02_quay/modules/tar.md:1",
    ];
    let old = "planks SP02_quay 151 _completed/SP02_quay/modules/planks.md:3";
    // 28 days are four weeks and not more; 29 are.
    let nails = "nails SP01_pier 29 SP01_pier/modules/nails.md:2";
    assert_eq!(shown(4), [&[old, nails][..], &undated].concat());
    assert_eq!(shown(5), [&[old][..], &undated].concat());
    let planks = "planks SP01_pier 28 SP01_pier/modules/planks.md:3";
    assert_eq!(shown(0), [&[old, nails, planks][..], &undated].concat());
}

#[test]
fn gaps_are_of_plans_and_modules_and_concern_somebody() {
    let plan = fixture::plan(
        "
//- _overview.md
## Current Sprint
- 🔄 SP01_pier/p00 — piles (Ann)
## Module Index
| Module | Origin Plan | Modified By | Primary Owner |
|---|---|---|---|
| planks | SP01_pier | SP02_quay | Bob Lee |
## Cast
| Name | Role | Active |
|---|---|---|
| Cy Oak | Carpenter | Jan 2025 – Mar 2025 |
//- SP01_pier/_overview.md
---
status: WIP
knowledge_gaps:
  - how deep the piles go
---
//- SP01_pier/p00_x/_overview.md
//- SP01_pier/modules/planks.md
---
module: planks
knowledge_gaps: [which wood]
---
//- SP02_quay/_overview.md
---
status: DONE
---
//- SP03_boat/_overview.md
---
status: TODO
depends_on: [SP01_pier]
---
",
    );
    let (ties, day) = (Ties::of(&plan), day("2025-06-01"));
    let gaps = answers::gaps::gaps(&ties.inquiry(&plan, &day));
    let shown: Vec<_> = gaps
        .iter()
        .map(|gap| {
            (
                gap.text.as_str(),
                gap.of.as_deref().unwrap(),
                gap.plans.join(" "),
                gap.people.join(" "),
                at(&gap.place),
            )
        })
        .collect();
    let owned = str::to_owned;
    assert_eq!(
        shown,
        [
            (
                "how deep the piles go",
                "SP01_pier",
                owned("SP01_pier SP03_boat"),
                owned("Ann"),
                owned("SP01_pier/_overview.md:4")
            ),
            (
                "which wood",
                "planks",
                owned("SP01_pier"),
                owned("Bob Lee"),
                owned("SP01_pier/modules/planks.md:3")
            ),
        ]
    );
}

#[test]
fn the_sample_stands_as_its_story_ends() {
    let plan = sample();
    let standing = standing(&plan, "2026-06-15");
    // `| PP17 | module_ownership_reconciliation | Procedure | 🔄 [WIP] |` and two more rows.
    assert_eq!(
        ids(&standing.active),
        ["PP17_module_ownership_reconciliation", "PP19_perf_optimization", "SP18_reporting_engine"]
    );
    // "`depends_on: - SP18_reporting_engine`" stands in line 9 of its overview.
    let blocked: Vec<(&str, &str)> =
        standing.blocked.iter().map(|blocked| (blocked.subject.id.as_str(), blocked.why.as_str())).collect();
    assert_eq!(blocked, [("SP20_patient_portal", "It needs SP18_reporting_engine, which is in work.")]);
    assert_eq!(at(&standing.blocked[0].needs[0].stated[0]), "SP18_reporting_engine/_overview.md:13");
    assert_eq!(standing.ready, []);
    // The emergency is over.
    assert_eq!(standing.emergencies, []);
    let count = |status| standing.counts.of(status);
    // 20 rows in the Plans table: 13 DONE, 3 CUT, 3 WIP, 1 TODO; two plans lie in two places and count once.
    assert_eq!(
        [BaseStatus::Done, BaseStatus::Cut, BaseStatus::Wip, BaseStatus::Todo].map(count),
        [13, 3, 3, 1]
    );
    assert_eq!((standing.sprint.len(), standing.deltas.len()), (4, 17));
    // "### 🔄 PP17_module_ownership_reconciliation — ongoing"
    assert_eq!(standing.deltas[0].plan.as_deref(), Some("PP17_module_ownership_reconciliation"));
}
