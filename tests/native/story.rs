//! A document that tells a tree's history: the whole of MedFlow in one file, whose encoding is broken besides.

use crate::fixture::{self, repository};
use planarium::dialect::story::{self, Story};
use planarium::dialect::{Reading, roots};
use planarium::files::{Files, FilesBuilder, Limits};
use planarium::plan::{BaseStatus, ItemKind, Plan, Shown, Snapshot, SnapshotEntry, StatusOrigin, json};
use serde_json::Value;

const SEED: &str = "medflow_dream_v4.03.md";

/// The seed as it stands in its file, which has broken text.
fn seed() -> String {
    std::fs::read_to_string(repository().join("tests/fixtures").join(SEED)).unwrap()
}

/// The text that bytes are read as.
fn text_of(bytes: &[u8]) -> String {
    planarium::files::encoding::decode(bytes).text
}

fn told() -> Story {
    Story::read(SEED, &text_of(seed().as_bytes())).unwrap()
}

/// Documents as a source hands them over.
fn files(documents: &[(&str, &[u8])]) -> Files {
    let mut builder = FilesBuilder::new(Limits::default());
    for (path, bytes) in documents {
        builder.add(path, bytes.to_vec());
    }
    builder.finish()
}

/// The plan of what was found, in the dialect that was recognised.
fn plan(files: &Files) -> Plan {
    let root = roots(files).remove(0);
    Reading::new(files.rooted(&root.path), root.shown(), root.dialect).finish().plan()
}

fn entry<'a>(snapshot: &'a Snapshot, path: &str) -> &'a SnapshotEntry {
    snapshot.entries.iter().find(|entry| entry.path == path).unwrap_or_else(|| panic!("{path} is not listed"))
}

#[test]
fn the_seed_has_eight_snapshots() {
    let story = told();
    let shown: Vec<(&str, u32, usize)> = story
        .stages
        .iter()
        .map(|stage| &stage.snapshot)
        .map(|snapshot| (snapshot.title.as_str(), snapshot.place.line, snapshot.entries.len()))
        .collect();
    // Counted by hand: lines with a connector, without those that are `...`.
    assert_eq!(
        shown,
        [
            ("End of Stage 1", 46, 49),
            ("End of Stage 2", 136, 82),
            ("End of Stage 3", 254, 58),
            ("End of Stage 4", 354, 102),
            ("End of Stage 5", 508, 69),
            ("End of Stage 6", 643, 60),
            ("End of Stage 7", 730, 75),
            ("Full Output (Stage 8)", 984, 134),
        ]
    );
    // `[WIP] [DONE] [TODO] [CUT] [BLOCKED:` within each listing, and lines with `...`. `BLOCKED` of stage 3 is
    // five marks and `status: BLOCKED:nosql-migration`.
    let counts: Vec<[usize; 6]> = story
        .stages
        .iter()
        .map(|stage| {
            let of = |base| stage.snapshot.entries.iter().filter(|entry| entry.status.base == base).count();
            [
                of(BaseStatus::Wip),
                of(BaseStatus::Done),
                of(BaseStatus::Todo),
                of(BaseStatus::Cut),
                of(BaseStatus::Blocked),
                stage.snapshot.elisions.len(),
            ]
        })
        .collect();
    assert_eq!(
        counts,
        [
            [3, 2, 1, 0, 0, 0],
            [6, 5, 3, 0, 0, 4],
            [4, 3, 1, 0, 6, 5],
            [9, 6, 3, 1, 0, 6],
            [9, 7, 4, 3, 2, 8],
            [9, 10, 2, 4, 0, 9],
            [9, 18, 0, 3, 0, 6],
            [7, 24, 4, 3, 0, 0],
        ]
    );
    // Every entry stands on the line that it says.
    let text = seed();
    let lines: Vec<&str> = text.lines().collect();
    for entry in story.stages.iter().flat_map(|stage| &stage.snapshot.entries) {
        let line = lines[entry.line as usize - 1];
        assert!(line.contains(entry.path.rsplit('/').next().unwrap()), "{entry:?}: {line}");
        assert_eq!(entry.status.base != BaseStatus::Unknown, entry.status.line == entry.line, "{entry:?}");
    }
}

#[test]
fn what_stood_where_in_the_last_stage() {
    let story = told();
    let last = &story.stages[7].snapshot;
    let plans = |folder: &str| -> Vec<&str> {
        let names = last.entries.iter().filter_map(|entry| entry.path.strip_prefix(folder));
        names.filter(|name| !name.contains('/') && name.starts_with(['S', 'P'])).collect()
    };
    let (root, completed) = (plans(""), plans("_completed/"));
    assert_eq!((root.len(), completed.len()), (6, 16));
    let both: Vec<&&str> = root.iter().filter(|name| completed.contains(name)).collect();
    assert_eq!(both, [&"SP09_insurance_integration", &"SP15_ai_risk_scorer"]);
    assert_eq!(entry(last, "_completed/SP10_pharmacy_mgmt").note.as_deref(), Some("Mar 2026"));
    let inside = "PP17_module_ownership_reconciliation/p01_reconciliation/02_notification_service_scope.md";
    assert_eq!((entry(last, inside).line, entry(last, inside).status.base), (1050, BaseStatus::Done));
}

#[test]
fn how_far_plans_were_in_each_stage() {
    let story = told();
    for (stage, path, base, line, note) in [
        (1, "SP01_patient_records", "wip", 51, Some("System Plan")),
        (1, "SP03_scheduling", "todo", 86, Some("System Plan")),
        (2, "SP02_auth_hipaa", "done", 161, Some("System Plan")),
        (2, "_completed/SP02_auth_hipaa", "done", 220, Some("archived")),
        (3, "SP05_billing", "todo", 283, Some("System Plan (on hold — depends on data layer)")),
        (3, "PP06_hipaa_audit_trail", "blocked", 285, Some("Procedure Plan")),
        (3, "PP06_hipaa_audit_trail/_overview.md", "blocked", 286, None),
        (3, "PP07_nosql_migration/p00_walking_skeleton", "done", 302, Some("(barely)")),
        (4, "_completed/PP07_nosql_migration", "cut", 458, Some("archived")),
        (5, "SP04_telemedicine", "blocked", 515, Some("System Plan")),
        (5, "PP13_compliance_emergency", "wip", 550, Some("Procedure Plan (3-week deadline)")),
        (6, "SP15_ai_risk_scorer", "todo", 684, Some("System Plan")),
        (
            6,
            "exploration/_archive/ai_diagnosis_exploration.md",
            "cut",
            714,
            Some("regulatory risk documented"),
        ),
        (7, "PP16_api_gateway_refactor", "wip", 764, Some("Procedure Plan")),
        (8, "SP20_patient_portal", "todo", 1091, Some("System Plan")),
        (
            8,
            "exploration/perf_investigation_2026_05.md",
            "unknown",
            1124,
            Some("active (14-day expiry: Jun 1)"),
        ),
    ] {
        let entry = entry(&story.stages[stage - 1].snapshot, path);
        let shown = (entry.status.base.name(), entry.line, entry.note.as_deref());
        assert_eq!(shown, (base, line, note), "stage {stage}: {path}");
    }
    let blocked = entry(&story.stages[2].snapshot, "PP06_hipaa_audit_trail");
    assert_eq!(blocked.status.detail.as_deref(), Some("nosql-migration"));
    assert_eq!(blocked.status.written.as_deref(), Some("🚧 [BLOCKED:nosql-migration]"));
}

#[test]
fn what_is_left_out_is_not_known() {
    let story = told();
    let (first, fourth, seventh) =
        (&story.stages[0].snapshot, &story.stages[3].snapshot, &story.stages[6].snapshot);
    assert_eq!(first.shows("SP01_patient_records"), Shown::All);
    assert!(entry(first, "SP01_patient_records").complete);
    // `├── ...` in mid-list.
    assert_eq!(fourth.shows("SP01_patient_records"), Shown::Some);
    assert_eq!(fourth.shows("_completed"), Shown::All);
    assert_eq!(fourth.shows("_completed/SP02_auth_hipaa"), Shown::Nothing);
    assert!(!entry(fourth, "_completed").complete && !entry(fourth, "_templates").complete);
    let elided = seventh.elisions.iter().find(|elision| elision.folder == "exploration/_archive").unwrap();
    assert_eq!((elided.line, elided.text.as_str()), (813, "... (6 archived docs)"));
    assert_eq!(seventh.shows("exploration/_archive"), Shown::Nothing);
}

#[test]
fn pieces_of_files_belong_to_their_stage() {
    let story = told();
    let shown: Vec<(usize, &str, u32, &str)> = (1..)
        .zip(&story.stages)
        .flat_map(|(number, stage)| stage.fragments.iter().map(move |fragment| (number, fragment)))
        .map(|(number, fragment)| {
            (number, fragment.path.as_deref().unwrap_or("-"), fragment.line, fragment.section())
        })
        .collect();
    assert_eq!(
        shown,
        [
            (1, "exploration/meeting_2025_01_10_kickoff.md", 38, "Decisions"),
            (1, "SP01_patient_records/_overview.md", 103, "---"),
            (2, "exploration/meeting_2025_04_03_compliance.md", 126, "Decisions"),
            (3, "exploration/meeting_2025_05_05_nosql_mandate.md", 240, "Decisions"),
            (4, "exploration/meeting_2025_07_15_polyglot_decision.md", 337, "Decisions"),
            (5, "_overview.md", 481, "State Deltas"),
            (6, "exploration/meeting_2025_12_01_ai_mandate.md", 607, "Decisions"),
            (6, "exploration/meeting_2026_02_03_sprint_planning.md", 622, "Decisions"),
            (6, "_overview.md", 634, "Current Sprint"),
            (8, "_overview.md", 832, "Current Sprint"),
            (8, "_overview.md", 843, "Plans"),
            (8, "_overview.md", 872, "Module Index"),
            (8, "_overview.md", 901, "State Deltas"),
            (8, "_tree.md", 987, "<!-- DO NOT EDIT — manually generated (dream_mcp not yet available) -->"),
        ]
    );
    let text = |stage: usize, path: &str| {
        let tree = story.tree(stage - 1).unwrap();
        let entry = tree.files.get(path).unwrap_or_else(|| panic!("{path} is no file of stage {stage}"));
        tree.files.text(entry).unwrap().text
    };
    let count = |text: &str, start: &str| text.lines().filter(|line| line.starts_with(start)).count();
    assert_eq!(count(&text(5, "_overview.md"), "### "), 6, "delta entries at stage 5");
    let root = text(8, "_overview.md");
    let deltas = &root[root.find("## State Deltas").unwrap()..];
    assert_eq!((count(deltas, "### "), count(deltas, "- ")), (17, 46));
    assert_eq!(root.matches("## Current Sprint").count(), 1, "the sprint of stage 6 is past");
    assert_eq!(count(&root, "| SP") + count(&root, "| PP"), 20, "rows of the Plans table");
    // Notes are where the last listing has them.
    assert!(
        text(8, "exploration/_archive/meeting_2025_01_10_kickoff.md").contains("(Sarah Kim requirement)")
    );
    assert_eq!(text(8, "exploration/_archive/audit_report_2025_10_08.md"), "");
}

#[test]
fn each_stage_is_a_tree() {
    let story = told();
    // Plans of each stage, archived ones among them: the folders of the listing.
    let counts: Vec<usize> =
        (0..8).map(|stage| story.tree(stage).unwrap().plan().of_kind(ItemKind::Plan).count()).collect();
    assert_eq!(counts, [3, 7, 7, 10, 14, 16, 20, 22]);
    let first = story.tree(0).unwrap();
    let plan = first.plan_in_story();
    let records = fixture::item(&plan, "SP01_patient_records");
    assert_eq!(records.field("start_at"), Some("2025-01-14"));
    assert_eq!((records.place.path.as_str(), records.place.line), (SEED, 103));
    assert_eq!((records.status.from, records.status.line), (StatusOrigin::Frontmatter, 107));
    let phase = fixture::item(&first.plan(), "SP01_patient_records/p00_walking_skeleton").status.clone();
    assert_eq!((phase.base, phase.from, phase.line), (BaseStatus::Done, StatusOrigin::Listing, 60));
    assert!(story.tree(8).is_none());
}

#[test]
fn the_seed_alone_opens_as_its_last_stage() {
    let bytes = seed().into_bytes();
    for documents in
        [vec![(SEED, &bytes[..])], vec![("x/README.md", &b"# Read me\n"[..]), ("x/seed.md", &bytes[..])]]
    {
        let files = files(&documents);
        assert_eq!(story::stages_told(&files), 8);
        let plan = plan(&files);
        assert_eq!((plan.dialects.as_slice(), plan.snapshots.len()), (["story"].as_slice(), 8));
        let plans = plan.of_kind(ItemKind::Plan).count();
        assert_eq!(plans, 22);
        let portal = fixture::item(&plan, "SP20_patient_portal");
        assert_eq!((portal.place.line, portal.status.base), (1091, BaseStatus::Todo));
        assert_eq!((portal.status.from, portal.status.line), (StatusOrigin::RootTable, 866));
        let task = fixture::item(
            &plan,
            "PP17_module_ownership_reconciliation/p01_reconciliation/05_scheduling_spec",
        );
        assert_eq!((task.place.line, task.status.line, task.kind), (1053, 1053, ItemKind::Task));
        let parent = plan.items.get(task.parent.unwrap()).unwrap();
        assert_eq!(parent.id, "PP17_module_ownership_reconciliation/p01_reconciliation");
        let again = plan.of_kind(ItemKind::Plan).filter(|item| item.id.contains('@')).count();
        assert_eq!(again, 2, "SP09 and SP15 stand in the root and in the archive");
        assert!(plan.title.as_ref().is_some_and(|title| title.starts_with("DREAM v4.03 — Stress")));
        crate::laws::check_form(&json::model(&plan));
        let model: Value = serde_json::from_str(&json::model(&plan)).unwrap();
        let snapshot = &model["snapshots"][0];
        assert_eq!(
            (&snapshot["title"], &snapshot["line"], &snapshot["items"]),
            (&"End of Stage 1".into(), &46.into(), &49.into())
        );
        let entry = &snapshot["entries"][1];
        let expected = serde_json::json!({
            "path": "SP01_patient_records",
            "line": 51,
            "status": { "base": "wip", "detail": null, "written": "🔄 [WIP]", "from": "listing" },
            "note": "System Plan",
            "complete": true,
        });
        assert_eq!(*entry, expected);
        assert_eq!(json::model(&plan), json::model(&self::plan(&files)), "the same from run to run");
    }
}

#[test]
fn what_is_no_history() {
    let listing = |root: &str, status: &str| format!("```\n{root}/\n├── a.md ← {status}\n└── SP01_b/\n```\n");
    let stages = |first: &str, second: &str| format!("# T\n\n## A\n\n{first}\n## B\n\n{second}");
    let told = |text: &str| Story::read("x.md", text).map_or(0, |story| story.stages.len());
    assert_eq!(told(&stages(&listing("r", "✅"), &listing("r", "[WIP]"))), 2);
    assert_eq!(told(&stages(&listing("r", "✅"), &listing("s", "✅"))), 0, "two trees");
    assert_eq!(told(&stages(&listing("r", "old"), &listing("r", "new"))), 0, "nothing says how far it is");
    assert_eq!(told(&format!("# T\n{0}\n{0}", listing("r", "✅"))), 0, "one heading");
    assert_eq!(
        told(&stages(&listing("r", "✅"), &listing("r", "✅").replace("a.md", "c.md"))),
        0,
        "examples"
    );
    // A tree of its own is what it is, whatever a document in it tells; its `_tree.md` is one snapshot.
    let files = files(&[
        ("SP01_a/_overview.md", b"# A"),
        ("seed.md", seed().as_bytes()),
        ("_tree.md", "# The tree\n\nr/\n├── SP01_a/ ← ✅ [DONE]\n└── x.md\n".as_bytes()),
    ]);
    let plan = plan(&files);
    assert_eq!((plan.dialects.as_slice(), plan.snapshots.len()), (["dream"].as_slice(), 1));
    let only = plan.snapshots.get(0).unwrap();
    assert_eq!((only.title.as_str(), only.place.line, only.entries.len()), ("The tree", 1, 2));
}

/// Runs all that a story goes through, from its bytes to what is printed.
fn run(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Some(story) = Story::read("x.md", &text) {
        for stage in 0..story.stages.len() {
            let _ = story.tree(stage).unwrap().plan_in_story();
        }
    }
    let files = files(&[("x.md", bytes)]);
    let plan = plan(&files);
    let model: Value = serde_json::from_str(&json::model(&plan)).unwrap();
    assert_eq!(model["items"].as_array().unwrap().len(), plan.items.len());
    assert!(plan.items.iter().all(|item| item.parent.is_none_or(|parent| parent < plan.items.len())));
}

#[test]
fn no_truncation_and_no_flipped_byte_of_the_seed_panics() {
    let bytes = seed().into_bytes();
    for end in (0..bytes.len()).step_by(4001) {
        run(&bytes[..end]);
    }
    let mut eights = 0;
    for place in (0..bytes.len()).step_by(3989) {
        let mut flipped = bytes.clone();
        flipped[place] ^= 1 << (place % 8);
        run(&flipped);
        let text = text_of(&flipped);
        eights += usize::from(Story::read("x.md", &text).is_some_and(|story| story.stages.len() == 8));
    }
    assert!(eights >= 18, "one broken byte does not hide a history: {eights}");
}
