//! A tree as it was: what its documents can tell of a day in the past, and what they cannot.

use crate::answers::sample;
use crate::fixture;
use planarium::answers::Ties;
use planarium::answers::status::Standing;
use planarium::outline::Outline;
use planarium::plan::{BaseStatus, Date, ItemKind, Plan};
use planarium::timeline::as_of::moments;
use planarium::timeline::{AsOf, Base, Certainty, Tracks, shown};
use proptest::prelude::*;

fn day(written: &str) -> i64 {
    Date::parse(written).unwrap().unix_days().1
}

fn as_of(plan: &Plan, on: &str) -> AsOf {
    AsOf::of(plan, &Tracks::of(plan, day("2026-06-15"), &[]), day(on))
}

/// What is known of an item: `blocked stated: it was decided on 2025-05-05 to block it`.
fn known(then: &AsOf, id: &str) -> String {
    match (then.plan.item(id), then.known(id)) {
        (Some(item), Some(known)) => {
            format!("{} {}: {}", item.status.base.name(), known.certainty.name(), known.why)
        }
        _ => "not there".to_owned(),
    }
}

#[test]
fn the_tree_on_the_day_of_the_mandate() {
    let then = as_of(&sample(), "2025-05-05");
    let plans: Vec<String> = then
        .plan
        .of_kind(ItemKind::Plan)
        .filter(|item| !item.template)
        .map(|item| format!("{} {}", item.id, known(&then, &item.id)))
        .collect();
    assert_eq!(
        plans,
        [
            "PP06_hipaa_audit_trail wip derived: it started on 2025-04-07",
            "PP07_nosql_migration wip derived: it started on 2025-05-05",
            "SP01_patient_records wip derived: it started on 2025-01-14",
            "SP02_auth_hipaa done stated: its document is of 2025-02-28",
            "SP03_scheduling wip derived: it started on 2025-03-10",
            "SP04_telemedicine wip derived: it started on 2025-04-28",
            "SP05_billing todo derived: it was decided on 2025-04-03 to make it",
        ]
    );
    assert_eq!(
        known(&then, "PP06_hipaa_audit_trail/p01_module_retrofits"),
        "blocked stated: it was decided on 2025-05-05 to block it"
    );
    // Nobody says how far this phase was, only how far it was later.
    assert_eq!(
        known(&then, "PP06_hipaa_audit_trail/p02_verification"),
        "unknown unknown: the first that is said of it is later: its document is of 2025-11-28"
    );
    assert_eq!(known(&then, "PP08_polyglot_persistence"), "not there");
    assert_eq!(
        known(&then, "SP20_patient_portal"),
        "not there",
        "it is numbered after plans that were made later"
    );
    assert_eq!(then.answer(), "On 2025-05-05 7 of 20 plans were there: 5 in work, 1 to do, 1 done.");
    // Nothing is told of that nobody knew yet.
    let later = then
        .plan
        .deltas
        .iter()
        .filter(|delta| delta.date.as_ref().is_some_and(|date| date.unix_days().1 > then.day));
    assert_eq!(later.count(), 0);
    assert_eq!(
        then.plan.decisions.last().map(|decision| decision.date.clone().unwrap().to_string()).as_deref(),
        Some("2025-05-05")
    );
    assert!(!then.plan.people.iter().any(|person| person.name == "Carlos Reyes"), "he came in July");
    let audit = then.plan.modules.iter().find(|module| module.name == "audit_trail").unwrap();
    assert!(audit.modified_by.is_empty(), "nobody had changed it yet");
    assert!(!then.plan.modules.iter().any(|module| module.name == "compliance_engine"));
    let standing =
        Standing::of(&Ties::of(&then.plan).inquiry(&then.plan, &Date::parse("2025-05-05").unwrap()));
    assert!(standing.emergencies.is_empty());
}

#[test]
fn what_was_open_lay_in_no_archive() {
    let plan = sample();
    let then = as_of(&plan, "2025-05-05");
    let paths: Vec<String> = plan.items.iter().map(|item| item.place.path.clone()).collect();
    let held = paths.iter().map(String::as_str).filter(|path| then.holds(&plan, path));
    let outline = Outline::of(&then.plan, held);
    let top: Vec<String> = outline
        .nodes()
        .iter()
        .filter(|node| node.depth == 0)
        .map(|node| node.path.rsplit('/').next().unwrap_or_default().to_owned())
        .collect();
    assert_eq!(
        top.iter().filter(|name| name.contains('_') && !name.starts_with('_')).collect::<Vec<_>>(),
        [
            "SP01_patient_records",
            "SP03_scheduling",
            "SP04_telemedicine",
            "SP05_billing",
            "PP06_hipaa_audit_trail",
            "PP07_nosql_migration"
        ]
    );
    let done = outline.nodes().iter().find(|node| node.path.ends_with("SP02_auth_hipaa")).unwrap();
    assert_eq!((done.depth, done.archived), (1, true));
    assert!(
        !then.holds(&plan, "_completed/PP08_polyglot_persistence/assets/any.png"),
        "what lies in what was not there"
    );
    assert!(then.holds(&plan, "README.md"));
}

#[test]
fn a_month_is_over_when_it_is_over() {
    let plan = sample();
    for (on, expected) in [
        (
            "2026-02-15",
            "wip derived: it started on 2025-07-21; its State Delta of 2026-02 says so some time later",
        ),
        ("2026-02-27", "done stated: its document is of 2026-02-27"),
        ("2026-02-28", "done stated: its State Delta of 2026-02 says so"),
    ] {
        assert_eq!(known(&as_of(&plan, on), "SP05_billing"), expected, "{on}");
    }
    for (on, expected) in [
        (
            "2025-07-14",
            "wip derived: it started on 2025-05-05; its State Delta of 2025-07 says so some time later",
        ),
        ("2025-07-15", "cut stated: its document is of 2025-07-15"),
    ] {
        assert_eq!(known(&as_of(&plan, on), "PP07_nosql_migration"), expected, "{on}");
    }
}

#[test]
fn the_tree_of_the_newest_day_is_the_tree_itself() {
    let plan = sample();
    let then = as_of(&plan, "2026-06-15");
    let differs: Vec<&str> = plan
        .items
        .iter()
        .filter(|item| item.kind.is_work() && !item.is_second_claimant())
        .filter(|item| then.plan.item(&item.id).is_none_or(|then| then.status != item.status))
        .map(|item| item.id.as_str())
        .collect();
    assert_eq!(differs, [""; 0]);
    assert_eq!((then.tally.derived, then.tally.unknown), (0, 0));
    assert_eq!(then.plan.deltas.len(), plan.deltas.len());
    assert_eq!(then.plan.modules.len(), plan.modules.len());
}

#[test]
fn listings_of_a_story_are_looks_at_the_tree() {
    let Some(seed) = fixture::shared("seeds/medflow_dream_v4.03.md") else { return };
    let mut builder = planarium::files::FilesBuilder::new(planarium::files::Limits::default());
    builder.add("seed.md", std::fs::read(seed).unwrap());
    let plan = fixture::read(builder.finish(), &planarium::dialect::story::DIALECT).plan();
    let status = |on: &str, id: &str| as_of(&plan, on).plan.item(id).map(|item| item.status.base);
    assert_eq!(status("2025-01-09", "SP01_patient_records"), None);
    assert_eq!(status("2025-02-28", "SP01_patient_records"), Some(BaseStatus::Wip));
    assert_eq!(status("2025-06-30", "SP01_patient_records"), Some(BaseStatus::Blocked));
    assert_eq!(status("2025-12-31", "SP01_patient_records"), Some(BaseStatus::Done));
    assert_eq!(status("2025-06-30", "PP08_polyglot_persistence"), None);
    assert_eq!(status("2025-07-20", "PP08_polyglot_persistence"), Some(BaseStatus::Todo));
}

#[test]
fn the_tree_as_it_lay_on_other_days_says_more() {
    let early = fixture::plan(
        "//- SP01_pier/_overview.md\n---\nstatus: WIP\n---\n//- SP01_pier/p00_piles/_overview.md\n---\nstatus: TODO\n---\n",
    );
    let late = fixture::plan(
        "//- _completed/SP01_pier/_overview.md\n---\nstatus: DONE\n---\n//- _completed/SP01_pier/p00_piles/_overview.md\n---\nstatus: DONE\n---\n//- SP02_deck/_overview.md\n---\nstatus: WIP\n---\n",
    );
    let alone = Tracks::of(&late, day("2025-12-31"), &[]);
    let base = Base { day: day("2025-03-01"), plan: &early, is_complete: true };
    let tracks = Tracks::of(&late, day("2025-12-31"), &[base]);
    let on = |tracks: &Tracks, on: &str| {
        let then = AsOf::of(&late, tracks, day(on));
        ["SP01_pier", "SP01_pier/p00_piles", "SP02_deck"].map(|id| {
            then.plan.item(id).map_or("—".to_owned(), |item| {
                format!("{} {}", item.status.base.name(), then.known(id).unwrap().certainty.name())
            })
        })
    };
    assert_eq!(on(&alone, "2025-03-01"), ["unknown unknown", "unknown unknown", "unknown unknown"]);
    assert_eq!(on(&tracks, "2025-03-01"), ["wip stated", "todo stated", "—"]);
    assert_eq!(on(&tracks, "2025-04-01"), ["wip derived", "todo derived", "—"]);
}

#[test]
fn days_worth_looking_back_to() {
    let moments = moments(&sample());
    let said: Vec<String> = moments.iter().map(|(day, what)| format!("{} {what}", shown(*day))).collect();
    assert!(said.contains(
        &"2025-05-05 Emergency Database Strategy Meeting; PP07_nosql_migration started".to_owned()
    ));
    assert!(moments.is_sorted_by(|a, b| a.0 < b.0));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn any_day_has_a_tree(on in -20_000_i64..60_000) {
        let plan = sample();
        let then = AsOf::of(&plan, &Tracks::of(&plan, day("2026-06-15"), &[]), on);
        prop_assert_eq!(then.plan.items.len(), then.known.len());
        for item in &then.plan.items {
            // What something belongs to is there with it, and every reference leads to what is there.
            prop_assert!(item.parent.is_none_or(|parent| parent < then.plan.items.len()));
            let known = then.known(&item.id);
            prop_assert!(known.is_some_and(|known| !known.why.is_empty()));
            if item.kind.is_work() && !item.template && !item.is_second_claimant() {
                let is_unknown = known.is_some_and(|known| known.certainty == Certainty::Unknown);
                prop_assert_eq!(is_unknown, item.status.base == BaseStatus::Unknown, "{}", item.id);
            }
        }
        for relation in then.plan.relations.iter().filter(|relation| plan.index_of(&relation.to).is_some()) {
            prop_assert!(then.plan.index_of(&relation.to).is_some());
        }
    }
}
