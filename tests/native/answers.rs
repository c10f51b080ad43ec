//! What people ask of a tree, over small trees and over real ones.

use crate::fixture;
use planarium::answers::closure::{Closure, Verdict};
use planarium::answers::history::History;
use planarium::answers::impact::{Evidence, Impact, Outcome, Reached, Supposed};
use planarium::answers::module::Module;
use planarium::answers::person::{HeldKind, person};
use planarium::answers::register::Register;
use planarium::answers::stale::Staleness;
use planarium::answers::status::{Over, Standing};
use planarium::answers::{self, Subject, Ties};
use planarium::findings::Finding;
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
fn what_a_plan_yaml_says_stands_there() {
    let plan = fixture::plan(
        "
//- SP01_old/_overview.md
---
name: old
---
//- SP01_old/plan.yaml
name: old
status: BLOCKED:tide
depends_on: [SP02]
//- SP02_older/plan.yaml
status: WIP
",
    );
    let standing = standing(&plan, "2025-06-01");
    let blocked = &standing.blocked[0];
    assert_eq!(at(&blocked.stuck.as_ref().unwrap().stated), "SP01_old/plan.yaml:2");
    assert_eq!(at(&blocked.needs[0].stated[0]), "SP01_old/plan.yaml:3");
    assert_eq!(at(&standing.active[0].place), "SP02_older/plan.yaml:1");
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
    assert_eq!(at(&standing.blocked[0].needs[0].stated[0]), "SP20_patient_portal/_overview.md:9");
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

// ── history ─────────────────────────────────────────────────────────────────────────────

fn history(plan: &Plan, module: &str) -> Option<Vec<String>> {
    let (ties, day) = (Ties::of(plan), day("2025-06-01"));
    let history = History::of(&ties.inquiry(plan, &day), module)?;
    let shown = history.entries.iter().map(|entry| {
        let date = entry.date.as_ref().map_or("—".to_owned(), Date::to_string);
        let marks = [
            (entry.is_birth, " born"),
            (entry.ongoing, " ongoing"),
            (entry.scope == planarium::plan::Scope::All, " all"),
        ];
        let marks: String = marks.iter().filter(|(is, _)| *is).map(|(_, mark)| *mark).collect();
        format!("{date}{marks} {} {}", entry.plan.as_deref().unwrap_or("—"), at(&entry.place))
    });
    Some(shown.collect())
}

#[test]
fn history_is_in_order_of_time_and_not_of_its_words() {
    // Known defect of the reference tool: it sorts by the text of the date, where Apr comes before Feb; and it drops
    // bullets whose subject has a space.
    let plan = fixture::plan(
        "
//- _overview.md
## State Deltas
### ✅ SP05_e — ongoing
- quay: still at it
### ✅ SP03_c — Sep 2025
- quay: second of its month
### ✅ SP02_b — 2025-09-01
- quay: as early, but further down
  - because of the tide
### ✅ SP01_a — Apr 2025
- All modules: rope
- quay wall: no module, and kept
### ✅ SP04_d
- quay: nobody knows when
### ✅ SP06_f — Dec 2024
- quay: new module
//- _state_deltas_archive.md
### ✅ SP07_g — Sep 2025
- quay: in the archive
### ✅ SP08_h — Feb 2024
- All HTTP modules: nets
",
    );
    assert_eq!(
        history(&plan, "quay").unwrap(),
        [
            "2024-02 all SP08_h _state_deltas_archive.md:4",
            "2024-12 born SP06_f _overview.md:15",
            "2025-04 all SP01_a _overview.md:10",
            "2025-09 SP03_c _overview.md:5",
            "2025-09-01 SP02_b _overview.md:7",
            "2025-09 SP07_g _state_deltas_archive.md:2",
            "— ongoing SP05_e _overview.md:3",
            "— SP04_d _overview.md:13",
        ]
    );
    assert_eq!(history(&plan, "qua"), None, "names are exact");
    let kept = plan
        .deltas
        .iter()
        .flat_map(|delta| &delta.changes)
        .filter(|change| change.text.starts_with("quay wall"));
    assert_eq!(kept.count(), 1);
    let (ties, day) = (Ties::of(&plan), day("2025-06-01"));
    let json = answers::json(&History::of(&ties.inquiry(&plan, &day), "quay").unwrap(), None);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["entries"][4]["text"], "as early, but further down\nbecause of the tide");
    assert_eq!((&json["schema"], json.get("as_of")), (&1.into(), None));
}

#[test]
fn a_module_that_is_born_in_a_delta_is_one_in_all() {
    let plan = fixture::plan(
        "
//- _overview.md
## State Deltas
### SP02_b — Mar 2025
- quay: planks
- Note: no module
- quay, rope: both
  - wet
### SP01_a — Feb 2025
- quay: new module — a wall
- rope: new module
",
    );
    assert_eq!(
        history(&plan, "quay").unwrap(),
        [
            "2025-02 born SP01_a _overview.md:8",
            "2025-03 SP02_b _overview.md:3",
            "2025-03 SP02_b _overview.md:5"
        ]
    );
    let changes = &plan.deltas.get(0).unwrap().changes;
    let modules: Vec<Option<&str>> = changes.iter().map(|change| change.module.as_deref()).collect();
    assert_eq!(modules, [Some("quay"), None, Some("quay"), Some("rope")]);
    assert_eq!((changes[1].text.as_str(), changes[3].details[0].text.as_str()), ("Note: no module", "wet"));
}

// ── impact ──────────────────────────────────────────────────────────────────────────────

fn steps(evidence: &Evidence, last: Option<usize>) -> String {
    let chain = evidence.chain(last);
    let steps = chain.iter().map(|step| {
        format!("{} {} {} {}:{}", step.from, step.kind, step.to, step.place.path, step.place.line)
    });
    steps.collect::<Vec<_>>().join(", ")
}

fn reached(list: &[Reached], evidence: &Evidence) -> Vec<String> {
    list.iter().map(|reached| format!("{}: {}", reached.subject.id, steps(evidence, reached.last))).collect()
}

fn impact(plan: &Plan, of: &str) -> Impact {
    let (ties, day) = (Ties::of(plan), day("2025-06-01"));
    let inquiry = ties.inquiry(plan, &day);
    match plan.index_of(of) {
        Some(index) => Impact::of_item(&inquiry, index),
        None => Impact::of_module(&inquiry, ties.module(of).unwrap()),
    }
}

const NEEDS: &str = "
//- SP01_base/_overview.md
---
status: WIP
blocks: [SP04_told]
---
//- SP01_base/p00_x/_overview.md
//- SP02_next/_overview.md
---
status: DONE
depends_on: [SP01]
---
//- SP03_last/_overview.md
---
status: TODO
depends_on:
  - SP02_next
  - SP04_told
---
//- SP04_told/_overview.md
---
status: TODO
---
//- SP05_phase/_overview.md
---
status: WIP
---
//- SP05_phase/p01_y/_overview.md
---
depends_on: [SP01_base/p00_x]
---
//- SP10_apart/_overview.md
---
status: TODO
---
//- SP11_apart/_overview.md
---
status: TODO
depends_on: [SP10_apart]
---
//- _completed/PP12_gone/_overview.md
---
status: DONE
depends_on: [SP03_last]
---
";

#[test]
fn impact_follows_depends_on_and_blocks_and_parts() {
    let plan = fixture::plan(NEEDS);
    let found = impact(&plan, "SP01_base");
    let of_phase = "SP05_phase/p01_y depends_on SP01_base/p00_x SP05_phase/p01_y/_overview.md:2";
    let part = "SP01_base/p00_x part_of SP01_base SP01_base/p00_x/_overview.md:1";
    assert_eq!(
        reached(&found.direct, &found.evidence),
        [
            "SP02_next: SP02_next depends_on SP01_base SP02_next/_overview.md:3".to_owned(),
            // Known defect of the reference tool: it does not see what only the other side says.
            "SP04_told: SP01_base blocks SP04_told SP01_base/_overview.md:3".to_owned(),
            format!(
                "SP05_phase: {part}, {of_phase}, SP05_phase/p01_y part_of SP05_phase SP05_phase/p01_y/_overview.md:1"
            ),
            format!("SP05_phase/p01_y: {part}, {of_phase}"),
        ]
    );
    assert_eq!(
        reached(&found.transitive, &found.evidence),
        [
            "SP03_last: SP02_next depends_on SP01_base SP02_next/_overview.md:3, SP03_last depends_on SP02_next SP03_last/_overview.md:4",
            // Known defect of the reference tool: what lies in the archive is there all the same.
            "PP12_gone: SP02_next depends_on SP01_base SP02_next/_overview.md:3, SP03_last depends_on SP02_next SP03_last/_overview.md:4, PP12_gone depends_on SP03_last _completed/PP12_gone/_overview.md:3",
        ]
    );
    let broken: Vec<&str> = found.may_invalidate.iter().map(|reached| reached.subject.id.as_str()).collect();
    assert_eq!(broken, ["SP02_next", "PP12_gone"]);
    // Known defect of the reference tool: SP1 is not SP10 and not SP11.
    assert_eq!(planarium::plan::Names::of(&plan).find("SP1"), None);
    assert_eq!(impact(&plan, "SP11_apart").direct, []);
    // What hangs on a phase hangs on it alone.
    let found = impact(&plan, "SP01_base/p00_x");
    let direct: Vec<&str> = found.direct.iter().map(|reached| reached.subject.id.as_str()).collect();
    assert_eq!(direct, ["SP01_base", "SP02_next", "SP04_told", "SP05_phase", "SP05_phase/p01_y"]);
}

#[test]
fn a_ring_of_plans_and_a_long_row_of_them_come_to_an_end() {
    let row = |count: usize, is_ring: bool| {
        let mut text = String::new();
        for at in 0..count {
            let needed = if at == 0 { count - 1 } else { at - 1 };
            text.push_str(&format!("//- SP{at}_x/_overview.md\n---\nstatus: TODO\n"));
            if at > 0 || is_ring {
                text.push_str(&format!("depends_on: [SP{needed}_x]\n"));
            }
            text.push_str("---\n");
        }
        fixture::plan(&text)
    };
    for is_ring in [true, false] {
        let plan = row(3000, is_ring);
        let found = impact(&plan, "SP0_x");
        assert_eq!((found.direct.len(), found.transitive.len()), (1, 2998));
        let last = found.transitive.last().unwrap();
        assert_eq!((last.subject.id.as_str(), found.evidence.chain(last.last).len()), ("SP2999_x", 2999));
        let standing = standing(&plan, "2025-06-01");
        assert_eq!(
            (standing.ready.len(), standing.blocked.len()),
            if is_ring { (0, 3000) } else { (1, 2999) }
        );
    }
}

#[test]
fn impact_reaches_modules_through_index_specs_and_deltas() {
    let plan = fixture::plan(
        "
//- _overview.md
## Module Index
| Module | Origin Plan | Modified By |
|---|---|---|
| planks | SP01 | PP02_mend |
## State Deltas
### SP03_boat — Mar 2025
- rope: new module
- planks: wet
//- SP01_pier/_overview.md
---
status: DONE
---
//- PP02_mend/_overview.md
---
status: WIP
---
//- SP03_boat/_overview.md
---
status: DONE
---
//- SP03_boat/modules/nails.md
---
module: nails
modified_by_plans: [PP02]
---
",
    );
    let modules = |of: &str| -> Vec<String> {
        let found = impact(&plan, of);
        found
            .modules
            .iter()
            .map(|module| format!("{}: {}", module.name, steps(&found.evidence, module.last)))
            .collect()
    };
    assert_eq!(
        modules("PP02_mend"),
        [
            "nails: PP02_mend modifies nails SP03_boat/modules/nails.md:3",
            "planks: PP02_mend modifies planks _overview.md:4"
        ]
    );
    assert_eq!(
        modules("SP03_boat"),
        [
            "nails: nails origin SP03_boat SP03_boat/modules/nails.md:1",
            "planks: SP03_boat modifies planks _overview.md:8",
            "rope: rope origin SP03_boat _overview.md:7",
        ]
    );
    // Plans that are done and rely on the same modules may not hold any more.
    let found = impact(&plan, "PP02_mend");
    assert_eq!(
        reached(&found.may_invalidate, &found.evidence),
        [
            "SP03_boat: PP02_mend modifies nails SP03_boat/modules/nails.md:3, nails origin SP03_boat SP03_boat/modules/nails.md:1",
            "SP01_pier: PP02_mend modifies planks _overview.md:4, planks origin SP01_pier _overview.md:4",
        ]
    );
    let found = impact(&plan, "planks");
    let direct: Vec<&str> = found.direct.iter().map(|reached| reached.subject.id.as_str()).collect();
    assert_eq!(direct, ["PP02_mend", "SP01_pier", "SP03_boat"]);
}

#[test]
fn a_supposition_says_what_would_follow() {
    let plan = fixture::plan(NEEDS);
    let (ties, day) = (Ties::of(&plan), day("2025-06-01"));
    let suppose = |of: &str, supposed: Supposed| {
        let outcome = Outcome::of(&ties.inquiry(&plan, &day), plan.index_of(of).unwrap(), supposed);
        let ids = |list: &[Reached]| {
            list.iter().map(|reached| reached.subject.id.clone()).collect::<Vec<_>>().join(" ")
        };
        [
            ids(&outcome.becomes_ready),
            ids(&outcome.goes_on),
            ids(&outcome.becomes_blocked),
            ids(&outcome.orphaned),
            ids(&outcome.delayed),
        ]
    };
    assert_eq!(suppose("SP01_base", Supposed::Finish), ["SP04_told", "", "", "", ""]);
    assert_eq!(
        suppose("SP01_base", Supposed::Cut),
        ["", "", "", "SP04_told SP05_phase SP05_phase/p01_y SP03_last", ""]
    );
    assert_eq!(
        suppose("SP01_base", Supposed::Slip),
        ["", "", "", "", "SP04_told SP05_phase SP05_phase/p01_y SP03_last"]
    );
    // SP02 is done; if it were cut after all, SP03 would wait for nothing.
    assert_eq!(suppose("SP02_next", Supposed::Cut), ["", "", "", "SP03_last", ""]);
    assert_eq!(suppose("SP02_next", Supposed::Finish), [""; 5].map(str::to_owned));
    assert_eq!(suppose("SP02_next", Supposed::Slip), [""; 5].map(str::to_owned));
    assert_eq!(suppose("SP10_apart", Supposed::Finish)[0], "SP11_apart");
    let outcome =
        Outcome::of(&ties.inquiry(&plan, &day), plan.index_of("SP10_apart").unwrap(), Supposed::Finish);
    let json: serde_json::Value = serde_json::from_str(&answers::json(&outcome, None)).unwrap();
    assert_eq!((&json["hypothetical"], &json["supposed"]), (&true.into(), &"finish".into()));
}

// ── closure ─────────────────────────────────────────────────────────────────────────────

fn closure(plan: &Plan, of: &str, findings: Option<&[Finding]>) -> Closure {
    let (ties, day) = (Ties::of(plan), day("2025-06-01"));
    Closure::of(&ties.inquiry(plan, &day), plan.index_of(of).unwrap(), findings).unwrap()
}

fn gates(closure: &Closure) -> Vec<String> {
    let shown = closure.gates.iter().map(|gate| {
        let verdict = match gate.verdict {
            Verdict::Met => "+",
            Verdict::Open => "-",
            Verdict::NotApplicable => "/",
        };
        let places: Vec<String> = gate.places.iter().map(at).collect();
        format!("{verdict} {}: {} [{}]", gate.id, gate.why, places.join(" "))
    });
    shown.collect()
}

const CLOSING: &str = "
//- _overview.md
## Plans
| Name | Status |
|---|---|
| SP01_open | [WIP] |
| SP02_closed | [WIP] |
## Module Index
| Module | Origin Plan | Modified By |
|---|---|---|
| planks | SP01 | — |
| rope | SP02 | — |
## State Deltas
### SP01_open — Mar 2025
- planks: new module
- nails: new module
### SP02_closed — May 2025
- rope: new module
//- SP01_open/_overview.md
---
status: WIP
depends_on: [SP02_closed, SP03_todo]
---
## Acceptance Criteria
- [x] piles
- [ ] planks
//- SP01_open/p00_x/_overview.md
---
status: DONE
---
//- SP01_open/p00_x/01_a.md
//- SP01_open/p01_y/_overview.md
---
status: WIP
---
//- SP01_open/p01_y/01_b.md
---
status: CUT
---
## Acceptance Criteria
- [ ] never
//- SP01_open/p01_y/02_c.md
//- SP01_open/modules/planks.md
---
module: planks
last_updated: 2025-02-28
---
//- _completed/SP02_closed/_overview.md
---
status: DONE
---
//- _completed/SP02_closed/modules/rope.md
---
module: rope
last_updated: 2025-05-02
---
//- SP03_todo/_overview.md
---
status: TODO
---
//- _completed/SP04_cut/_overview.md
---
status: CUT
---
## Acceptance Criteria
- [ ] never
";

#[test]
fn a_plan_can_be_closed_when_every_gate_is_passed() {
    let plan = fixture::plan(CLOSING);
    let found = [Finding {
        severity: planarium::findings::Severity::Error,
        ..Finding::new(
            "ghost-module",
            Place { path: "SP01_open/_overview.md".to_owned(), line: 3 },
            "There is a ghost.",
        )
    }];
    let open = closure(&plan, "SP01_open", Some(&found));
    assert!(!open.can_be_closed);
    assert_eq!(
        gates(&open),
        [
            "- work: 2 of 5 pieces of work still open, first SP01_open/p01_y/02_c. One of them says no status. [SP01_open/p01_y/02_c.md:1 SP01_open/p01_y/_overview.md:2]",
            "- criteria: 1 of 2 boxes not ticked. [SP01_open/_overview.md:7]",
            "+ delta: There is one of 2025-03. [_overview.md:12]",
            "- modules: No row for nails. [_overview.md:14]",
            "- specs: Older than the State Delta of 2025-03: nails (no spec), planks (2025-02-28). [_overview.md:14 SP01_open/modules/planks.md:3]",
            "- needs: Not done: SP03_todo. [SP01_open/_overview.md:3]",
            "+ rows: The row agrees. [_overview.md:4]",
            "- findings: 1 error: There is a ghost. [SP01_open/_overview.md:3]",
            "- status: It says WIP. [SP01_open/_overview.md:2]",
            "- archive: When it is done, move its folder to _completed/2025-Q1/. [SP01_open/_overview.md:1]",
        ]
    );
    let closed = closure(&plan, "SP02_closed", None);
    assert_eq!(
        gates(&closed),
        [
            "/ work: It has no phases and no tasks. []",
            "/ criteria: None are written. []",
            "+ delta: There is one of 2025-05. [_overview.md:15]",
            "+ modules: The module does. [_overview.md:10]",
            "+ specs: All were updated since 2025-05. [_completed/SP02_closed/modules/rope.md:3]",
            "/ needs: It needs nothing. []",
            "- rows: SP02_closed is [WIP] there and DONE in its own file. [_overview.md:5]",
            "/ findings: The rules have not been applied yet. []",
            "+ status: It says DONE. [_completed/SP02_closed/_overview.md:2]",
            "+ archive: It lies at _completed/SP02_closed/_overview.md. [_completed/SP02_closed/_overview.md:1]",
        ]
    );
    let cut = closure(&plan, "SP04_cut", None);
    assert!(!cut.can_be_closed, "it was cut");
    let verdicts: Vec<(&str, Verdict)> = cut.gates.iter().map(|gate| (gate.id, gate.verdict)).collect();
    for excused in ["work", "criteria", "modules", "specs", "needs", "status"] {
        assert!(verdicts.contains(&(excused, Verdict::NotApplicable)), "{excused}");
    }
    assert!(verdicts.contains(&("delta", Verdict::Open)), "a cut plan says so in a State Delta");
}

// ── people, modules, registers ──────────────────────────────────────────────────────────

#[test]
fn who_has_left_leaves_a_list() {
    let plan = fixture::plan(
        "
//- _overview.md
## Current Sprint
- 🔄 SP01_pier/p00 — piles (Cy)
- 🔄 SP01_pier/p01 — planks (Ann)
## Module Index
| Module | Origin Plan | Modified By | Primary Owner |
|---|---|---|---|
| planks | SP01 | — | Cy Oak |
| rope | SP01 | — | Cy Oak + Ann Lee (shared) |
| tar | SP01 | — | Ann Lee (inherited) |
## Cast
| Name | Role | Active |
|---|---|---|
| Cy Oak | Carpenter | Jan 2025 – Mar 2025 (departs) |
| Ann Lee | Rigger | Full period |
//- SP01_pier/_overview.md
---
status: WIP
---
⚠️ KNOWLEDGE GAP: the knots, ask Cy.
//- exploration/meeting_2025_02_01_start.md
# Start — 2025-02-01
## Attendees
- Cy Oak
- Ann Lee
## Decisions
- ✅ CREATE: SP01_pier/
- Cy assigned as planks owner
- Constraint: nothing sinks (Cy requirement)
//- exploration/meeting_2025_01_01_idea.md
# Idea — 2025-01-01
## Attendees
- Cy
",
    );
    let (ties, later) = (Ties::of(&plan), day("2025-06-01"));
    let cy = person(&ties.inquiry(&plan, &later), "Cy Oak").unwrap();
    assert_eq!((cy.role.as_deref(), cy.has_left), (Some("Carpenter"), true));
    assert_eq!(at(cy.introduced.as_ref().unwrap()), "_overview.md:13");
    let owns: Vec<(&str, String)> =
        cy.owns.iter().map(|owned| (owned.module.as_str(), owned.with.join(" "))).collect();
    assert_eq!(owns, [("planks", String::new()), ("rope", "Ann Lee".to_owned())]);
    let attended: Vec<(&str, usize)> =
        cy.attended.iter().map(|meeting| (meeting.title.as_str(), meeting.decisions.len())).collect();
    assert_eq!(attended, [("Idea", 0), ("Start", 3)]);
    assert_eq!(cy.asked[0].text, "nothing sinks");
    let handover: Vec<String> = cy
        .handover
        .iter()
        .map(|held| {
            format!("{} {} {}", held.kind.label(), held.of.as_deref().unwrap_or("—"), at(&held.place))
        })
        .collect();
    assert_eq!(
        handover,
        [
            "module planks _overview.md:7",
            "module rope _overview.md:8",
            "sprint SP01_pier/p00 _overview.md:2",
            "assignment planks exploration/meeting_2025_02_01_start.md:7",
            "knowledge SP01_pier SP01_pier/_overview.md:4",
        ]
    );
    // Shared with somebody who has left is not shared any more.
    let ann = person(&ties.inquiry(&plan, &later), "Ann Lee").unwrap();
    let alone: Vec<&str> =
        ann.owns.iter().filter(|owned| owned.with.is_empty()).map(|owned| owned.module.as_str()).collect();
    assert_eq!((alone, ann.handover.len()), (vec!["rope", "tar"], 0));
    // On the last day of the month that is stated nobody has left yet.
    let last = day("2025-03-31");
    let cy = person(&ties.inquiry(&plan, &last), "Cy Oak").unwrap();
    assert_eq!((cy.has_left, cy.handover.len()), (false, 0));
    assert_eq!(person(&ties.inquiry(&plan, &last), "Cy Oa"), None);
}

#[test]
fn what_raj_left_in_the_sample_is_found() {
    let plan = sample();
    let (ties, day) = (Ties::of(&plan), day("2026-06-15"));
    // "| **Raj Patel** | Lead Platform Architect | Jan 2025 – Aug 2025 (departs) |"
    let raj = person(&ties.inquiry(&plan, &day), "Raj Patel").unwrap();
    assert!(raj.has_left && raj.owns.is_empty());
    // "session handoff protocol between video and chat known only to Raj Patel (departed Aug 2025)" is one of them.
    assert!(raj.handover.iter().all(|held| held.kind == HeldKind::Knowledge));
    assert!(
        raj.handover.iter().any(|held| held.of.as_deref() == Some("SP04_telemedicine")),
        "{:?}",
        raj.handover
    );
    // "| insurance_connector | … | Lisa Dominguez (inherited) |" and ten more rows that name her alone.
    let lisa = person(&ties.inquiry(&plan, &day), "Lisa Dominguez").unwrap();
    assert!(lisa.owns.iter().any(|owned| owned.module == "insurance_connector" && owned.is_inherited));
    assert_eq!((lisa.owns.len(), lisa.owns.iter().filter(|owned| owned.with.is_empty()).count()), (12, 12));
    assert_eq!(
        person(&ties.inquiry(&plan, &day), "Lisa").map(|person| person.name),
        Some("Lisa Dominguez".to_owned())
    );
}

#[test]
fn a_module_says_where_it_comes_from_and_who_works_on_it() {
    let plan = sample();
    let (ties, day) = (Ties::of(&plan), day("2026-06-15"));
    let module = Module::of(&ties.inquiry(&plan, &day), ties.module("audit_trail").unwrap()).unwrap();
    assert_eq!(module.origin.as_ref().map(|origin| origin.plan.as_str()), Some("SP02_auth_hipaa"));
    // "PP06_hipaa_audit_trail, PP07_nosql_migration _(CUT)_, PP08_polyglot_persistence, PP13_compliance_emergency",
    // and "- audit_trail: ownership clarified (Nina + James shared)" under PP17.
    let modifiers: Vec<(&str, Option<&str>)> =
        module.modifiers.iter().map(|touched| (touched.plan.as_str(), touched.note.as_deref())).collect();
    assert_eq!(
        modifiers,
        [
            ("PP06_hipaa_audit_trail", None),
            ("PP07_nosql_migration", Some("CUT")),
            ("PP08_polyglot_persistence", None),
            ("PP13_compliance_emergency", None),
            ("PP17_module_ownership_reconciliation", None),
        ]
    );
    let owners: Vec<(&str, bool)> =
        module.owners.iter().map(|owner| (owner.name.as_str(), owner.is_shared)).collect();
    assert_eq!(owners, [("Nina Volkov", true), ("James Osei", true)]);
    assert_eq!(ids(&module.active), ["PP17_module_ownership_reconciliation"]);
    assert_eq!((module.specs.len(), module.history.len()), (1, 8));
    // Two specs of one module both appear, each with its age.
    let records = Module::of(&ties.inquiry(&plan, &day), ties.module("patient_records").unwrap()).unwrap();
    let specs: Vec<(&str, Option<i64>)> =
        records.specs.iter().map(|spec| (spec.plan.as_deref().unwrap(), spec.age_days)).collect();
    assert_eq!(specs, [("SP01_patient_records", Some(309)), ("PP08_polyglot_persistence", Some(262))]);
}

#[test]
fn deadlines_stand_as_of_a_day() {
    let plan = fixture::plan(
        "
//- SP01_late/_overview.md
---
status: DONE
start_at: 2025-01-01
last_updated: 2025-03-05
---
Deadline: 2025-03-01
//- SP02_open/_overview.md
---
status: WIP
start_at: 2025-01-01
---
Deadline: 2025-05-31

Deadline: 2025-06-01

Deadline: soon
//- SP03_cut/_overview.md
---
status: CUT
---
Deadline: 2025-03-01
//- SP04_met/_overview.md
---
status: DONE
last_updated: 2025-03-01
---
Deadline: 2025-03-01
",
    );
    let (ties, day) = (Ties::of(&plan), day("2025-06-01"));
    let register = Register::of(&ties.inquiry(&plan, &day));
    let shown: Vec<(&str, i64, &str)> = register
        .deadlines
        .iter()
        .map(|due| (due.of.as_deref().unwrap(), due.days_left.unwrap_or_default(), due.state.label()))
        .collect();
    assert_eq!(
        shown,
        [
            ("SP01_late", -92, "met late"),
            ("SP02_open", -1, "past"),
            ("SP02_open", 0, "ahead"),
            ("SP03_cut", -92, "dropped"),
            ("SP04_met", -92, "met"),
        ]
    );
}

#[test]
fn registers_hold_all_that_the_sample_decided() {
    let plan = sample();
    let (ties, day) = (Ties::of(&plan), day("2026-06-15"));
    let register = Register::of(&ties.inquiry(&plan, &day));
    assert_eq!(register.decisions.len(), plan.decisions.len());
    // "- IMPACT ASSESSMENT:" with six modules below it, each with its own reason.
    let assessed = register.decisions.iter().find(|decision| !decision.assessments.is_empty()).unwrap();
    assert_eq!(
        (assessed.verb.as_str(), assessed.assessments.len(), assessed.reasons.len()),
        ("impact_assessment", 6, 0)
    );
    assert_eq!(assessed.meeting.as_deref(), Some("exploration/meeting_2025_05_05_nosql_mandate"));
    // "14-day expiry: Jun 1" of a note of 2026-05-18 is past.
    let expiry = register
        .deadlines
        .iter()
        .find(|due| due.of.as_deref() == Some("exploration/perf_investigation_2026_05"));
    let expiry = expiry.unwrap();
    assert_eq!(
        (expiry.date.as_ref().unwrap().to_string().as_str(), expiry.state.label()),
        ("2026-06-01", "past")
    );
}

#[test]
fn every_answer_is_the_same_json_each_time() {
    let plan = sample();
    let (ties, day) = (Ties::of(&plan), day("2026-06-15"));
    let inquiry = ties.inquiry(&plan, &day);
    let all = || {
        let mut texts = vec![
            answers::json(&Standing::of(&inquiry), Some(&day)),
            answers::json(&Staleness::of(&inquiry, 4), Some(&day)),
            answers::json(&Register::of(&inquiry), Some(&day)),
            answers::json(&Impact::of_module(&inquiry, 0), None),
        ];
        for person in planarium::answers::person::people(&inquiry) {
            texts.push(answers::json(&person, Some(&day)));
        }
        for index in 0..plan.modules.len() {
            texts.push(answers::json(&Module::of(&inquiry, index).unwrap(), Some(&day)));
        }
        for (index, _) in inquiry.plans() {
            texts.push(answers::json(&Closure::of(&inquiry, index, None).unwrap(), Some(&day)));
            texts.push(answers::json(&Impact::of_item(&inquiry, index), None));
        }
        texts
    };
    let texts = all();
    assert_eq!(texts, all());
    for text in &texts {
        let json: serde_json::Value = serde_json::from_str(text).unwrap();
        assert_eq!(json["schema"], 1);
        // Whatever names a line names a file of the tree.
        let mut pending = vec![&json];
        while let Some(value) = pending.pop() {
            if let Some(path) = value.get("path").and_then(|path| path.as_str()) {
                assert!(value["line"].as_u64().unwrap() > 0 && plan.item_at(path).is_some(), "{path}");
            }
            pending.extend(value.as_array().into_iter().flatten());
            pending.extend(value.as_object().into_iter().flat_map(|map| map.values()));
        }
    }
}

#[test]
fn a_story_answers_with_places_in_its_document() {
    let Some(seed) = fixture::shared("seeds/medflow_dream_v4.03.md") else { return };
    let text = std::fs::read(seed).unwrap();
    let mut builder = planarium::files::FilesBuilder::new(planarium::files::Limits::default());
    builder.add("medflow_dream_v4.03.md", text);
    let plan = fixture::read(builder.finish(), &planarium::dialect::story::DIALECT).plan();
    let standing = standing(&plan, "2026-06-15");
    let count = |status| standing.counts.of(status);
    assert_eq!(
        [BaseStatus::Done, BaseStatus::Cut, BaseStatus::Wip, BaseStatus::Todo].map(count),
        [13, 3, 3, 1],
        "SP09 and SP15 lie in two places and count once"
    );
    assert_eq!(standing.deltas.len(), 17);
    let (ties, day) = (Ties::of(&plan), day("2026-06-15"));
    let inquiry = ties.inquiry(&plan, &day);
    let mut places: Vec<&Place> = Vec::new();
    let modules: Vec<Module> =
        (0..plan.modules.len()).filter_map(|index| Module::of(&inquiry, index)).collect();
    assert_eq!(modules.len(), 20);
    for module in &modules {
        places.extend(&module.index);
        places.extend(module.owners.iter().map(|owner| &owner.place));
        places.extend(module.specs.iter().map(|spec| &spec.place));
        places.extend(module.history.iter().map(|entry| &entry.place));
        places.extend(
            module
                .origin
                .iter()
                .chain(&module.modifiers)
                .flat_map(|touched| &touched.stated)
                .map(|said| &said.place),
        );
    }
    let people = planarium::answers::person::people(&inquiry);
    places.extend(people.iter().flat_map(|person| &person.attended).map(|meeting| &meeting.place));
    places.extend(people.iter().filter_map(|person| person.introduced.as_ref()));
    assert!(places.len() > 100, "{}", places.len());
    for place in places {
        assert_eq!(place.path, "medflow_dream_v4.03.md", "{place:?}");
    }
}

#[test]
fn the_adhd_tree_stands_as_it_says() {
    let Some(zip) = fixture::shared("trees/adhd-framework-2026-02-13.zip") else { return };
    let files =
        planarium::files::archive::open(std::fs::read(zip).unwrap(), &planarium::files::Limits::default())
            .unwrap();
    let files = files.rooted(&planarium::files::TreePath::parse(".agent_plan/day_dream").unwrap());
    let plan = fixture::read(files, &planarium::dialect::dream::DIALECT).plan();
    let standing = standing(&plan, "2026-03-14");
    // "status: WIP" in SP01; PP03 needs PP02, which says "status: DONE"; module-lifecycle says TODO in its plan.yaml.
    assert_eq!(ids(&standing.active), ["SP01_dream_v405_implementation"]);
    assert_eq!(ids(&standing.ready), ["PP03_dream_sop_skills", "module-lifecycle"]);
    assert_eq!((standing.blocked.len(), standing.sprint.len(), standing.gaps.len()), (0, 5, 5));
    assert_eq!((standing.done.len(), standing.counts.total()), (2, 5));
    // "last_updated: 2026-02-12" is thirty days old and "2026-02-13" twenty-nine.
    let ages: Vec<Option<i64>> = standing.stale.iter().map(|spec| spec.age_days).collect();
    assert_eq!(ages, [Some(30), Some(29)]);
    let found = impact(&plan, "PP02_context_injection_restructure");
    assert_eq!(
        found.direct.iter().map(|reached| reached.subject.id.as_str()).collect::<Vec<_>>(),
        ["PP03_dream_sop_skills"]
    );
}

#[test]
#[ignore = "a measurement"]
fn speed_of_answers() {
    let Some(tree) = std::env::var_os("PLANARIUM_TREE") else {
        println!("PLANARIUM_TREE names no zip");
        return;
    };
    let limits = planarium::files::Limits::raised(8);
    let files = planarium::files::archive::open(std::fs::read(tree).unwrap(), &limits).unwrap();
    let roots = planarium::dialect::roots(&files);
    let plan = fixture::read(files.rooted(&roots[0].path), roots[0].dialect).plan();
    let day = day("2026-06-15");
    let measure = |name: &str, run: &dyn Fn() -> usize| {
        let mut best = f64::INFINITY;
        let mut found = 0;
        for _ in 0..5 {
            let start = std::time::Instant::now();
            found = run();
            best = best.min(start.elapsed().as_secs_f64() * 1e3);
        }
        println!("{name}: {best:.1} ms ({found})");
    };
    println!(
        "{} items, {} relations, {} modules",
        plan.items.len(),
        plan.relations.len(),
        plan.modules.len()
    );
    measure("dependencies", &|| planarium::plan::Dependencies::of(&plan).all().len());
    measure("ties", &|| Ties::of(&plan).dependencies.all().len());
    let ties = Ties::of(&plan);
    let inquiry = ties.inquiry(&plan, &day);
    let most_needed =
        (0..plan.items.len()).max_by_key(|index| ties.dependencies.needed_by(*index).count()).unwrap();
    measure("status", &|| Standing::of(&inquiry).blocked.len());
    measure("stale", &|| Staleness::of(&inquiry, 4).modules.len());
    measure("register", &|| Register::of(&inquiry).gaps.len());
    measure("people", &|| answers::person::people(&inquiry).len());
    measure("impact", &|| Impact::of_item(&inquiry, most_needed).transitive.len());
    measure("impact of a module", &|| Impact::of_module(&inquiry, 0).transitive.len());
    measure("what-if", &|| Outcome::of(&inquiry, most_needed, Supposed::Slip).delayed.len());
    measure("closure", &|| Closure::of(&inquiry, most_needed, None).unwrap().gates.len());
    measure("module", &|| Module::of(&inquiry, 0).unwrap().history.len());
    measure("history", &|| History::of(&inquiry, &plan.modules.get(0).unwrap().name).unwrap().entries.len());
    measure("status as JSON", &|| answers::json(&Standing::of(&inquiry), Some(&day)).len());
    measure("impact as JSON", &|| answers::json(&Impact::of_item(&inquiry, most_needed), None).len());
}
