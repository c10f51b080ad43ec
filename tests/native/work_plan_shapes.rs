//! Work plans in the shapes that other people write: no headings at all, a table alone, letters and words as numbers,
//! keys of trackers, other scripts. Each is short, and says what a reader of it would.

use crate::fixture;
use crate::work_plan::{check, hours, opened, part, progress, told};
use planarium::plan::{BaseStatus, FileAction, Item, Plan, RelationKind, StatusOrigin};

fn needs(plan: &Plan) -> Vec<String> {
    let needs = fixture::relations(plan, RelationKind::DependsOn);
    needs.iter().map(|need| need.replace("plan.md#", "")).collect()
}

#[test]
fn phases_that_are_no_headings() {
    check(
        "# Plan\n\nPhase 1: Setup\n- [x] a\n\n**Phase 2: Build** (2h)\n- [ ] b\n",
        &["phase 1 Setup < — done", "phase 2 Build < — todo"],
    );
    check(
        "# Plan\n- **Phase 1: Dig** ✅\n  - [x] hole\n- **Phase 2: Pour** 🟡\n  - [ ] mix\n  - **2.1 Sand**\n    - [ ] sieve\n- **Phase 3: Cure**\n  - depends on Phase 2\n  - [ ] wait\n",
        &[
            "phase 1 Dig < — done",
            "phase 2 Pour < — wip",
            "section 2.1 Sand < 2 todo",
            "phase 3 Cure < — todo",
        ],
    );
    // A list of steps in a document that has phases of its own stays one.
    check(
        "# Plan\n## Phase 1: A\n- Step 1: x\n- Step 2: y\n- [ ] z\n## Phase 2: B\n- [ ] b\n",
        &["phase 1 A < — todo", "phase 2 B < — todo"],
    );
}

#[test]
fn a_plan_that_is_a_table() {
    let text = "# Plan\n| ID | Task | Owner | Status | Depends on | Estimate |\n|---|---|---|---|---|---|\n| 1 | Design | Ann | Done | - | 2h |\n| 2 | Build | Bob | In progress | 1 | 8h |\n| 3 | Ship | Ann | Blocked | 1, 2 | 1h |\n";
    check(text, &["task 1 Design < — done", "task 2 Build < — wip", "task 3 Ship < — blocked"]);
    let plan = told(text);
    assert_eq!(needs(&plan), ["2 → 1", "3 → 1", "3 → 2"]);
    assert_eq!(progress(&plan, "plan").hours, Some(hours(11.0, 11.0)));
    for other in [
        "# Options\n| Option | Status | Effort |\n|---|---|---|\n| A | Done | 2h |\n| B | Open | 3h |\n",
        "# Files\n| File | Status | Phase |\n|---|---|---|\n| a.md | Done | 1 |\n| b.md | Done | 2 |\n",
    ] {
        assert_eq!(opened(&[("a.md", other)]).dialect().name, "plain", "{other}");
    }
}

#[test]
fn numbers_are_letters_words_keys_and_ordinals() {
    check(
        "# Plan\n## Phase One: Dig\n- [x] a\n## Phase Two: Pour\nRequires Phase One.\n- [ ] b\n",
        &["phase 1 Dig < — done", "phase 2 Pour < — todo"],
    );
    let of = |text: &str| (needs(&told(text)), told(text));
    let (roman, _) = of("# Plan\n## Part I: A\n- [ ] a\n## Part II: B\nPrerequisites: Part I\n- [ ] b\n");
    assert_eq!(roman, ["II → I"]);
    let (keys, plan) =
        of("# Plan\n## PROJ-101: Login\n- [x] a\n## PROJ-102: Logout\n**Depends on:** PROJ-101\n- [ ] b\n");
    assert_eq!(
        (keys, part(&plan, "plan.md", "102").title.as_str()),
        (vec!["102 → 101".to_owned()], "Logout")
    );
    let (plural, _) = of(
        "# Plan\n## Etappe 1: A\n- [ ] a\n## 2. Etappe: B\n- [ ] b\n## Etappe 3: C\n**Abhängig von:** Etappen 1 und 2\n- [ ] c\n",
    );
    assert_eq!(plural, ["3 → 1", "3 → 2"]);
    let (made_up, _) = of("# Plan\n## Blarg 1: A\n- [ ] a\n## Blarg 2: B\n**Needs:** Blarg 1\n- [ ] b\n");
    assert_eq!(made_up, ["2 → 1"]);
    check(
        "# 计划\n## 阶段1：准备（2 小时）✅ 完成\n- [x] a\n## 第二阶段：测试\n**依赖：** 第一阶段\n- [ ] b\n",
        &["phase 1 准备 < — done", "phase 2 测试 < — todo"],
    );
    let (chinese, _) =
        of("# 计划\n## 阶段1：准备\n- [x] a\n## 第二阶段：测试\n**依赖：** 第一阶段\n- [ ] b\n");
    assert_eq!(chinese, ["2 → 1"]);
    check(
        "# 계획\n## 1단계: 준비\n- [x] a\n## 2단계: 개발\n- [ ] b\n",
        &["phase 1 준비 < — done", "phase 2 개발 < — todo"],
    );
}

#[test]
fn a_hebrew_plan_is_read_as_its_numbers_say() {
    let text = "# תוכנית\n**סטטוס**: 🟡 בתהליך\n\n| שלב | שם | עדיפות | משך | תלויות |\n|---|---|---|---|---|\n| 0 | תשתית | 🔴 קריטי | 4-6 שעות | אין |\n| 1 | ליבה | 🟡 בינוני | 8 שעות | שלב 0 |\n\n## Phase 0: תשתית (4-6 שעות)\n### Epic 0.1: שרת\n#### סיפור משתמש 0.1.1: הקמה (1.5 שעות)\n**קריטריוני קבלה:**\n- [x] עולה\n- [ ] נבדק\n#### סיפור משתמש 0.1.2: גיבוי (2 שעות)\nתלוי ב-0.1.1\n- [ ] שחזור\n## Phase 1: ליבה ⚪ לא התחיל\n**תלויות:** שלב 0 הושלם\n- [ ] תצוגה\n\n## יומן\n### מפגש 1: 4 במרץ 2025\n- [x] הקמה\n**הבא:** סיפור 0.1.2\n";
    check(
        text,
        &[
            "phase 0 תשתית < — wip",
            "epic 0.1 שרת < 0 wip",
            "story 0.1.1 הקמה < 0.1 wip",
            "story 0.1.2 גיבוי < 0.1 todo",
            "phase 1 ליבה < — todo",
        ],
    );
    let plan = told(text);
    assert_eq!(needs(&plan), ["1 → 0", "0.1.2 → 0.1.1", "1 → 0"]);
    let session = plan.sessions.first().unwrap();
    assert_eq!(session.date.as_ref().map(ToString::to_string).as_deref(), Some("2025-03-04"));
    assert_eq!((session.done.len(), session.next[0].text.as_str()), (1, "סיפור 0.1.2"));
}

#[test]
fn calendars_are_no_logs() {
    check(
        "# Roadmap\n## Q1 2025\n### Sprint 1 (Jan 6 – Jan 17)\n- [x] auth\n### Sprint 2 (Jan 20 – Jan 31)\n- [ ] audit\n## Q2 2025\n### Sprint 3 (Apr 7 – Apr 18)\n- [ ] export\n",
        &[
            "phase 1 Q1 2025 < — wip",
            "section 1 Sprint 1 (Jan 6 – Jan 17) < 1 done",
            "section 2 Sprint 2 (Jan 20 – Jan 31) < 1 todo",
            "phase 2 Q2 2025 < — todo",
            "section 3 Sprint 3 (Apr 7 – Apr 18) < 2 todo",
        ],
    );
    let plan = told(
        "# TODO\n## Milestone 1: Alpha (due 2025-05-01)\n- [x] a\n## Milestone 2: Beta\n**Deadline:** July 1, 2025\n- [ ] b\n## Milestone 3: 1.0\n**Due:** when it is ready\n- [ ] c\n",
    );
    assert!(plan.sessions.is_empty());
    let deadlines: Vec<(&str, String, u32)> = plan
        .deadlines
        .iter()
        .map(|one| (one.of.as_deref().unwrap(), one.date.as_ref().unwrap().to_string(), one.place.line))
        .collect();
    assert_eq!(
        deadlines,
        [("plan.md#1", "2025-05-01".to_owned(), 2), ("plan.md#2", "2025-07-01".to_owned(), 5)]
    );
    assert_eq!(part(&plan, "plan.md", "3").title, "Milestone 3: 1.0");
}

#[test]
fn a_log_may_be_a_table_of_days() {
    let plan = told(
        "# Plan\n## Phase 1: A — 100%\n- [x] a\n## Phase 2: B (40%)\n- [ ] b\n## Session History\n| # | Date | Focus | Done | Next |\n|---|---|---|---|---|\n| 1 | 2025-01-04 | Phase 1 | lexer | Phase 2 |\n| 2 | Jan 9, 2025 | Phase 2 | — | none |\n",
    );
    let told_of: Vec<_> = plan
        .sessions
        .iter()
        .map(|one| {
            (
                one.title.as_str(),
                one.date.as_ref().unwrap().to_string(),
                one.items[0].id.as_str(),
                one.next.len(),
            )
        })
        .collect();
    assert_eq!(
        told_of,
        [
            ("Session 1", "2025-01-04".to_owned(), "plan.md#1", 1),
            ("Session 2", "2025-01-09".to_owned(), "plan.md#2", 0)
        ]
    );
}

#[test]
fn files_of_a_task_are_listed_in_many_ways() {
    let files = |list: &str| -> Vec<(FileAction, String)> {
        let plan = told(&format!("# Plan\n## Task 1: A\n{list}\n- [ ] a\n## Task 2: B\n- [ ] b\n"));
        let of = |item: &Item| item.files().iter().map(|file| (file.action, file.file.clone())).collect();
        of(part(&plan, "plan.md", "1"))
    };
    let (create, modify) = (FileAction::Create, FileAction::Modify);
    let expected = vec![(create, "src/a.rs".to_owned()), (modify, "src/lib.rs".to_owned())];
    assert_eq!(files("**Files:**\n- Create: `src/a.rs`\n- Modify: `src/lib.rs:10-20`\n"), expected);
    assert_eq!(files("### Files\n- `src/a.rs` (new)\n- `src/lib.rs` (modified)\n"), expected);
    assert_eq!(
        files("**Files to Create:**\n- `src/a.rs`\n\n**Files to Modify:**\n- `src/lib.rs` (add a line)\n"),
        expected
    );
}

#[test]
fn a_documents_frontmatter_and_headings_state_and_claim() {
    let plan = told(
        "---\nstatus: in-progress\npriority: high\n---\n# Plan\n## Progress: 3/7 tasks complete\n### Task 1: A ✅\n- [x] a\n### Task 2: B\n- [ ] b\n### Step 3 (optional): C\n- [ ] c\n",
    );
    let document = fixture::item(&plan, "plan");
    assert_eq!((document.status.base, document.status.from), (BaseStatus::Wip, StatusOrigin::Frontmatter));
    let claims: Vec<&str> =
        progress(&plan, "plan").claimed.iter().map(|claim| claim.written.text.as_str()).collect();
    assert_eq!(claims, ["3/7 tasks complete"]);
    assert_eq!(part(&plan, "plan.md", "3").title, "C (optional)");
}

#[test]
fn thirty_thousand_pictures_are_a_folder_and_nothing_to_read() {
    use planarium::files::{Limits, archive, write};
    use planarium::outline::{Filter, Outline};
    let mut contents: Vec<(String, Vec<u8>)> = (0..30_000)
        .map(|at| (format!("site/images/{:02}/{at:05}.png", at / 1_000), vec![0x89, b'P', b'N', b'G']))
        .collect();
    let links: String =
        (0..30_000).step_by(10).map(|at| format!("![x](images/{:02}/{at:05}.png)\n", at / 1_000)).collect();
    let plan = format!("# Gallery\n## Phase 1: Shoot ✅\n- [x] a\n## Phase 2: Sort\n- [ ] b\n\n{links}");
    contents.push(("site/plan.md".to_owned(), plan.into_bytes()));
    contents.push(("site/notes.md".to_owned(), b"# Notes\n![gone](images/none.png)\n".to_vec()));
    let zip = write::zip(contents.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())));
    let files = archive::open(zip, &Limits::default()).unwrap();
    assert_eq!((files.len(), files.skipped().len()), (30_002, 0));
    let root = planarium::dialect::roots(&files).remove(0);
    assert_eq!(root.dialect.name, "work_plan");
    let reading =
        planarium::dialect::Reading::new(files.rooted(&root.path), root.shown(), root.dialect).finish();
    let plan = reading.plan();
    // Pictures are no items; links to them lead there, and only the one that does not is found.
    assert_eq!((plan.items.len(), plan.problems.len()), (4, 0));
    let day = planarium::plan::Date::parse("2026-06-15").unwrap();
    let findings = planarium::rules::check(&reading, &plan, &day, &planarium::findings::Settings::default());
    let found: Vec<(&str, &str)> =
        findings.iter().map(|finding| (finding.rule, finding.place.path.as_str())).collect();
    assert_eq!(found, [("broken-link", "notes.md")]);
    // At first the folder is closed: what is drawn is as little as it says.
    let outline = Outline::of(&plan, reading.files().iter().map(|entry| entry.path().as_str()));
    let rows = outline.rows(&outline.folders_above_level(1), &Filter::default());
    assert!(rows.len() < 40 && outline.nodes().len() > 30_000, "{} of {}", rows.len(), outline.nodes().len());
}
