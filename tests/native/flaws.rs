//! The flaws of the MedFlow story, each found in its stage: what a reader who knows the convention is told without
//! reading a single file.

use crate::fixture::repository;
use planarium::answers::Ties;
use planarium::answers::stale::Staleness;
use planarium::dialect::story::Story;
use planarium::dialect::{Reading, roots};
use planarium::files::{FilesBuilder, Limits};
use planarium::findings::{Finding, Ground, Scene, Settings};
use planarium::list::List;
use planarium::plan::{Date, Names};
use planarium::rules::{self, Checking};

const SEED: &str = "medflow_dream_v4.03.md";

/// The last day of each stage, as its heading has it.
const DAYS: [&str; 8] = [
    "2025-02-28",
    "2025-04-30",
    "2025-06-30",
    "2025-09-30",
    "2025-11-30",
    "2026-02-28",
    "2026-04-30",
    "2026-06-15",
];

/// In which stage a rule first says what, and at which line of the document; with the words of the document that
/// bear it out.
const FLAWS: [(usize, &str, u32, &str, &str); 24] = [
    (2, "duplicate-id", 220, "SP02_auth_hipaa is also at", "✅ [DONE] — archived"),
    (
        2,
        "not-archived",
        161,
        "SP02_auth_hipaa is done",
        "SP02_auth_hipaa/                      ← ✅ [DONE] System Plan",
    ),
    (4, "holder-left", 383, "What Raj Patel knew of telemedicine_video", "⚠️ STALE (Raj departed)"),
    (
        4,
        "not-archived",
        371,
        "SP03_scheduling is done",
        "SP03_scheduling/                      ← ✅ [DONE] System Plan",
    ),
    (
        5,
        "unowned-requirement",
        474,
        "nobody owned the encryption requirement",
        "owned the encryption requirement",
    ),
    (
        5,
        "not-archived",
        513,
        "SP01_patient_records is done",
        "SP01_patient_records/                 ← ✅ [DONE]",
    ),
    (6, "holder-left", 601, "What Carlos Reyes knew", "X12 EDI format expertise departed with Carlos"),
    (
        6,
        "holder-left",
        675,
        "What Carlos Reyes knew of insurance_connector",
        "X12 EDI expertise departed with Carlos",
    ),
    (6, "claim-contradicted", 628, "\"8 completed/archived/cut\" is stated", "8 completed/archived/cut"),
    (6, "claim-contradicted", 628, "\"7 active\" is stated", "7 active"),
    (
        6,
        "duplicate-id",
        701,
        "SP01_patient_records is also at",
        "SP01_patient_records/             ← ✅ [DONE]",
    ),
    (7, "claim-contradicted", 728, "4 modules are not registered", "Module Index only lists 14"),
    (7, "duplicate-id", 806, "SP04_telemedicine is also at", "SP04_telemedicine/                ← ✅ [DONE]"),
    (7, "expired-exploration", 811, "staleness_audit_2026_03_15", "staleness_audit_2026_03_15.md"),
    (8, "duplicate-id", 1112, "SP09_insurance_integration is also at", "(moved here on closure)"),
    (
        8,
        "duplicate-id",
        1118,
        "SP15_ai_risk_scorer is also at",
        "SP15_ai_risk_scorer/              ← ✅ [DONE]",
    ),
    (8, "claim-contradicted", 827, "_completed/ held 15 entries", "`_completed/` held 15 entries"),
    (8, "claim-contradicted", 827, "12 State Delta entries", "12 State Delta entries"),
    (
        8,
        "time-contradiction",
        625,
        "close PP13_compliance_emergency, which",
        "CLOSE: PP13_compliance_emergency/",
    ),
    (
        8,
        "module-drift",
        879,
        "PP07_nosql_migration as a modifier of audit_trail",
        "PP07_nosql_migration _(CUT)_",
    ),
    (8, "claim-contradicted", 1142, "the tree has 13 plans that are done", "| ✅ DONE | 12 |"),
    (
        8,
        "claim-contradicted",
        1144,
        "the tree has 3 plans in work",
        "| 🔄 WIP | 4 (PP17, SP18, PP19, SP20 pending start) |",
    ),
    (8, "claim-contradicted", 1151, "the tree has 3 active notes", "| Exploration docs (active) | 1 |"),
    (8, "expired-exploration", 1124, "expired on 2026-06-01", "active (14-day expiry: Jun 1)"),
];

/// The same for the stages as trees: in which stage a rule first says what, and where.
const SAMPLE: [(usize, &str, &str, &str); 35] = [
    (2, "duplicate-id", "_completed/SP02_auth_hipaa/_overview.md:1", "SP02_auth_hipaa is also at"),
    (2, "not-archived", "SP02_auth_hipaa/_overview.md:5", "SP02_auth_hipaa is done"),
    (
        3,
        "overdue",
        "PP07_nosql_migration/80_implementation.md:3",
        "PP07_nosql_migration was due on 2025-06-16",
    ),
    (
        3,
        "module-collision",
        "_overview.md:31",
        "PP06_hipaa_audit_trail and PP07_nosql_migration both change audit_trail",
    ),
    (4, "holder-left", "_overview.md:38", "Raj Patel owns the module telemedicine_video"),
    (4, "holder-left", "SP04_telemedicine/02_architecture.md:23", "ask Raj: why 7 and not"),
    (
        4,
        "holder-left",
        "SP04_telemedicine/_overview.md:14",
        "What Raj Patel knew of SP04_telemedicine is missing",
    ),
    (4, "not-archived", "SP03_scheduling/_overview.md:5", "SP03_scheduling is done"),
    (5, "unowned-requirement", "exploration/audit_report_2025_10_08.md:33", "must be encrypted at rest"),
    (
        5,
        "unowned-requirement",
        "PP13_compliance_emergency/01_summary.md:14",
        "nobody owned the encryption requirement",
    ),
    (
        5,
        "overdue",
        "PP13_compliance_emergency/_overview.md:26",
        "PP13_compliance_emergency was due on 2025-10-29",
    ),
    (5, "done-without-delta", "SP01_patient_records/_overview.md:5", "SP01_patient_records is done"),
    (5, "not-archived", "SP01_patient_records/_overview.md:5", "SP01_patient_records is done"),
    (
        5,
        "module-drift",
        "_completed/PP08_polyglot_persistence/modules/patient_records.md:4",
        "Two specs of patient_records contradict each other",
    ),
    (
        5,
        "unregistered-module",
        "_completed/PP08_polyglot_persistence/modules/data_access_layer.md:1",
        "data_access_layer has",
    ),
    (
        6,
        "unregistered-module",
        "_completed/PP13_compliance_emergency/modules/compliance_engine.md:1",
        "compliance_engine has",
    ),
    (
        6,
        "unregistered-module",
        "_completed/PP14_audit_remediation/modules/edge_router.md:1",
        "edge_router has",
    ),
    (6, "unregistered-module", "SP15_ai_risk_scorer/modules/ai_risk_scorer.md:1", "ai_risk_scorer has"),
    (6, "module-drift", "_overview.md:40", "the State Deltas name PP13_compliance_emergency as a modifier"),
    (
        6,
        "modified-by-mismatch",
        "_completed/SP02_auth_hipaa/modules/audit_trail.md:4",
        "PP13_compliance_emergency changed audit_trail",
    ),
    (
        6,
        "time-contradiction",
        "exploration/meeting_2026_02_03_sprint_planning.md:26",
        "close PP13_compliance_emergency, which",
    ),
    (6, "time-contradiction", "_overview.md:75", "The State Delta of SP04_telemedicine is dated 2025-12"),
    (
        6,
        "claim-contradicted",
        "exploration/meeting_2026_02_03_sprint_planning.md:29",
        "the tree has 10 plans that are done or cut",
    ),
    (
        6,
        "claim-contradicted",
        "exploration/meeting_2026_02_03_sprint_planning.md:29",
        "the tree has 5 active plans",
    ),
    (6, "holder-left", "_overview.md:48", "Carlos Reyes owns the module fhir_adapter"),
    (
        6,
        "holder-left",
        "SP09_insurance_integration/modules/insurance_connector.md:11",
        "What Carlos Reyes knew",
    ),
    (6, "duplicate-id", "_completed/SP01_patient_records/_overview.md:1", "SP01_patient_records is also at"),
    (
        7,
        "modified-by-mismatch",
        "_completed/SP03_scheduling/modules/notification_service.md:4",
        "SP10_pharmacy_mgmt changed notification_service",
    ),
    (7, "duplicate-id", "_completed/SP04_telemedicine/_overview.md:1", "SP04_telemedicine is also at"),
    (
        8,
        "duplicate-id",
        "_completed/SP09_insurance_integration/_overview.md:1",
        "SP09_insurance_integration is also at",
    ),
    (8, "duplicate-id", "_completed/SP15_ai_risk_scorer/_overview.md:1", "SP15_ai_risk_scorer is also at"),
    (8, "claim-contradicted", "_overview.md:199", "the tree has 13 plans that are done"),
    (8, "claim-contradicted", "_overview.md:201", "the tree has 3 plans in work"),
    (8, "claim-contradicted", "_overview.md:208", "the tree has 3 active notes"),
    (8, "expired-exploration", "exploration/perf_investigation_2026_05.md:1", "expired on 2026-06-01"),
];

fn seed() -> String {
    let text = std::fs::read_to_string(repository().join("tests/fixtures").join(SEED)).unwrap();
    planarium::files::encoding::decode(text.as_bytes()).text
}

/// Does something with the scene of every stage of the seed, as of its last day.
fn each_stage<T>(look: impl Fn(&Scene<'_>) -> T) -> Vec<T> {
    let story = Story::read(SEED, &seed()).unwrap();
    let days = DAYS.iter().map(|day| Date::parse(day).unwrap());
    days.enumerate()
        .map(|(stage, day)| look(&Ground::stage(&story, stage, &List::default()).unwrap().scene(day)))
        .collect()
}

#[test]
fn every_flaw_is_found_in_its_stage() {
    let text = seed();
    let lines: Vec<&str> = text.lines().collect();
    let stages = each_stage(|scene| Checking::all(scene, &Settings::default()));
    let is =
        |finding: &&Finding, rule: &str, said: &str| finding.rule == rule && finding.message.contains(said);
    for (stage, rule, line, said, words) in FLAWS {
        let found = stages[stage - 1].iter().filter(|finding| is(finding, rule, said));
        let places: Vec<(&str, u32)> =
            found.map(|found| (found.place.path.as_str(), found.place.line)).collect();
        assert!(places.contains(&(SEED, line)), "stage {stage}: {rule}: {said}: {places:?}");
        assert!(lines[line as usize - 1].contains(words), "{line}: {words}");
        for (earlier, findings) in (1..).zip(&stages).take(stage - 1) {
            assert_eq!(
                findings.iter().find(|finding| is(finding, rule, said)),
                None,
                "stage {earlier} of {stage}"
            );
        }
    }
    // What was seen to is not found any more: the encryption was enabled with PP13.
    for findings in &stages[5..] {
        assert_eq!(findings.iter().find(|finding| finding.rule == "unowned-requirement"), None);
    }
    // Everything leads to a line of the document, and nothing can be mended in files that are not there.
    for finding in stages.iter().flatten() {
        assert_eq!((finding.place.path.as_str(), &finding.fix), (SEED, &None), "{}", finding.message);
        assert!(finding.evidence.iter().all(|place| place.path == SEED), "{finding:?}");
        assert!((1..=lines.len()).contains(&(finding.place.line as usize)), "{finding:?}");
    }
}

#[test]
fn what_is_told_of_a_stage_is_in_its_plan() {
    let told = each_stage(|scene| {
        let plan = scene.plan;
        let left: Vec<String> = plan
            .people
            .iter()
            .filter(|person| person.has_left(&scene.day))
            .map(|person| person.name.clone())
            .collect();
        let updated = |name: &str| {
            let module = plan.modules.iter().find(|module| module.name == name)?;
            module.updated.as_ref().map(ToString::to_string)
        };
        (plan.people.len(), left.join(", "), updated("telemedicine_video"))
    });
    let video = |day: &str| Some(day.to_owned());
    let raj = "Raj Patel".to_owned();
    let both = "Carlos Reyes, Raj Patel".to_owned();
    assert_eq!(
        told,
        [
            (10, String::new(), None),
            (10, String::new(), None),
            (10, String::new(), None),
            // "last_updated: 2025-07-20 ⚠️ STALE (Raj departed)"
            (10, raj.clone(), video("2025-07-20")),
            (10, raj, None),
            // "last_updated: 2025-11-15 (audit hooks added by PP13)"
            (10, both.clone(), video("2025-11-15")),
            (10, both.clone(), None),
            (10, both, None),
        ]
    );
}

#[test]
fn four_plans_changed_the_audit_trail() {
    let story = Story::read(SEED, &seed()).unwrap();
    let plan = story.tree(7).unwrap().plan();
    let audit = plan.modules.iter().find(|module| module.name == "audit_trail").unwrap();
    let plans: Vec<&str> =
        audit.index.as_ref().unwrap().modified_by.iter().map(|by| by.plan.id.as_str()).collect();
    assert_eq!(
        plans,
        [
            "PP06_hipaa_audit_trail",
            "PP07_nosql_migration",
            "PP08_polyglot_persistence",
            "PP13_compliance_emergency"
        ]
    );
    assert_eq!(audit.origin.as_ref().unwrap().text, "SP02_auth_hipaa");
}

#[test]
fn a_document_is_checked_as_its_last_stage() {
    let mut builder = FilesBuilder::new(Limits::default());
    builder.add(SEED, std::fs::read(repository().join("tests/fixtures").join(SEED)).unwrap());
    let files = builder.finish();
    let root = roots(&files).remove(0);
    let reading = Reading::new(files.rooted(&root.path), root.shown(), root.dialect).finish();
    let plan = reading.plan();
    let day = Date::parse(DAYS[7]).unwrap();
    let found = rules::check(&reading, &plan, &day, &Settings::default());
    let last = each_stage(|scene| Checking::all(scene, &Settings::default())).pop().unwrap();
    assert_eq!(found, last);
    // The page does the same in steps.
    let names = Names::of(&plan);
    let ground = Ground::of(&plan, &reading, &names);
    let scene = ground.scene(day);
    let mut checking = Checking::default();
    while !checking.step(&scene, &Settings::default(), 7).is_complete() {}
    assert_eq!(checking.findings(&scene), found);
}

/// The findings of every stage of the sample, as of its day.
fn found_in_sample() -> Vec<Vec<Finding>> {
    let check = |stage: crate::stages::Stage| {
        let reading = stage.reading();
        let plan = reading.plan();
        rules::check(&reading, &plan, &Date::parse(&stage.as_of).unwrap(), &Settings::default())
    };
    crate::stages::stages().into_iter().map(check).collect()
}

#[test]
fn every_flaw_is_found_in_its_stage_of_the_sample() {
    let stages = found_in_sample();
    let is =
        |finding: &&Finding, rule: &str, said: &str| finding.rule == rule && finding.message.contains(said);
    for (stage, rule, place, said) in SAMPLE {
        let found = stages[stage - 1].iter().filter(|finding| is(finding, rule, said));
        let places: Vec<String> =
            found.map(|found| format!("{}:{}", found.place.path, found.place.line)).collect();
        assert!(places.iter().any(|found| found == place), "stage {stage}: {rule}: {said}: {places:?}");
        for (earlier, findings) in (1..).zip(&stages).take(stage - 1) {
            assert_eq!(
                findings.iter().find(|finding| is(finding, rule, said)),
                None,
                "stage {earlier} of {stage}"
            );
        }
    }
    // What was seen to is not found any more.
    for findings in &stages[5..] {
        assert_eq!(findings.iter().find(|finding| finding.rule == "unowned-requirement"), None);
    }
    for findings in &stages[7..] {
        assert_eq!(findings.iter().find(|finding| finding.rule == "unregistered-module"), None);
        assert_eq!(findings.iter().find(|finding| finding.message.contains("owns the module")), None);
    }
    // What was decided was done, and what was late is done.
    for (number, findings) in (1..).zip(&stages) {
        let decided = findings.iter().find(|finding| finding.rule == "decision-not-carried-out");
        assert_eq!(decided, None, "stage {number}");
        let late = findings.iter().filter(|finding| finding.rule == "overdue").count();
        assert_eq!(late, usize::from(number == 3 || number == 5), "stage {number}");
    }
}

#[test]
fn the_spec_of_nine_weeks_is_stale_before_it_is_mended() {
    let stale = |stage: usize| {
        let stage = crate::stages::stages().swap_remove(stage - 1);
        let plan = stage.reading().plan();
        let ties = Ties::of(&plan);
        let day = Date::parse(&stage.as_of).unwrap();
        let specs = Staleness::of(&ties.inquiry(&plan, &day), 4).modules.into_iter();
        specs
            .filter(|spec| spec.module == "payment_gateway")
            .map(|spec| spec.age_days.unwrap())
            .collect::<Vec<_>>()
    };
    // "last_updated: 2026-01-11", which made nine weeks on 2026-03-15, the day of the audit.
    assert_eq!((stale(6), stale(7)), (vec![], vec![79]));
}
