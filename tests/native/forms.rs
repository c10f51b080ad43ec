//! What forms offer: every field, box, heading, line and cell of every document is given another value, one by one and all
//! at once; each touches its own line alone, and git takes the patch. Then pieces of work in documents, which are moved
//! between states wherever those are said.

use crate::fixture::{folder, repository, shared};
use crate::patches::is_thorough;
use crate::repository::Repository;
use crate::work_plan::{opened, seed};
use planarium::answers::Ties;
use planarium::answers::board::Board;
use planarium::dialect::{Reading, roots};
use planarium::edit::patch::Patch;
use planarium::edit::{Change, Edit, apply};
use planarium::files::{Files, FilesBuilder, Limits, archive};
use planarium::findings::{Ground, Scene};
use planarium::linked::places::{self, Places};
use planarium::linked::status::{self, Aim};
use planarium::linked::{entry, finish};
use planarium::plan::schema::FieldKind;
use planarium::plan::{BaseStatus, Date, Names, Tally};
use std::collections::BTreeMap;

fn with_scene<T>(reading: &Reading, look: impl FnOnce(&Scene<'_>) -> T) -> T {
    let plan = reading.plan();
    let names = Names::of(&plan);
    let ground = Ground::of(&plan, reading, &names);
    look(&ground.scene(Date::parse("2026-06-15").unwrap()))
}

fn read(files: &Files) -> Reading {
    let root = roots(files).into_iter().next().unwrap();
    Reading::new(files.rooted(&root.path), root.shown(), root.dialect).finish()
}

/// The change that a form makes of each place, and the line that it may touch; nothing for the block of fields.
fn changes(places: &Places) -> Vec<(String, Option<u32>, Change)> {
    let mut found = Vec::new();
    for field in places.fields.iter().filter(|field| field.is_simple) {
        let key = field.name.clone();
        let change = match field.kind {
            _ if field.is_list => {
                Change::SetList { key, values: [field.values.clone(), vec!["more".to_owned()]].concat() }
            }
            Some(FieldKind::Day) => Change::SetDay { key, value: "2026-06-14".to_owned() },
            _ => Change::SetField { key, value: "another: value".to_owned() },
        };
        found.push(("field".to_owned(), None, change));
    }
    for tick in &places.boxes {
        found.push((
            "box".to_owned(),
            Some(tick.line),
            Change::SetBox { line: tick.line, done: !tick.is_done },
        ));
    }
    for heading in &places.headings {
        let (old, new) = (heading.status.clone(), "🚧 [BLOCKED:tide]".to_owned());
        found.push((
            "heading".to_owned(),
            Some(heading.line),
            Change::Replace { line: heading.line, old, new },
        ));
    }
    for label in &places.labels {
        let (old, new) =
            (format!("{}{}", label.before, label.value), format!("{}another value", label.before));
        found.push(("label".to_owned(), Some(label.line), Change::Replace { line: label.line, old, new }));
    }
    // Tables have thousands of cells; the first and the last columns of some rows stand for all.
    let most = if is_thorough() { usize::MAX } else { 40 };
    let mut cells = 0;
    for table in &places.tables {
        for (line, _) in &table.rows {
            for column in &table.header {
                cells += 1;
                if cells > most {
                    break;
                }
                let change =
                    Change::SetCell { line: *line, column: column.clone(), value: "a | b".to_owned() };
                found.push(("cell".to_owned(), Some(*line), change));
            }
        }
    }
    found
}

/// The lines in which two texts differ, from 1, when they have as many.
fn differing(one: &[u8], other: &[u8]) -> Option<Vec<u32>> {
    let lines = |bytes: &[u8]| bytes.split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect::<Vec<_>>();
    let (one, other) = (lines(one), lines(other));
    (one.len() == other.len())
        .then(|| (0..one.len()).filter(|at| one[*at] != other[*at]).map(|at| at as u32 + 1).collect())
}

/// Makes every change of every form of a tree. How many of each kind were made, and why others were refused.
fn every_form(name: &str, files: &Files, step: usize) -> (BTreeMap<String, usize>, BTreeMap<String, usize>) {
    let reading = read(files);
    let files = reading.files();
    let (mut made, mut refused) = (BTreeMap::<String, usize>::new(), BTreeMap::<String, usize>::new());
    let mut all: Vec<Edit> = Vec::new();
    with_scene(&reading, |scene| {
        for file in files.iter().filter(|file| file.path().as_str().ends_with(".md")).step_by(step) {
            let path = file.path().as_str();
            let before = files.read(file).unwrap();
            let mut changed: Vec<(Option<u32>, Edit)> = Vec::new();
            for (kind, line, change) in changes(&places::of(scene, path)) {
                let edit = Edit::new(path, change);
                let edited = match apply(files, std::slice::from_ref(&edit)) {
                    Ok(edited) => edited,
                    Err(why) => {
                        let reason = why.reason.split('"').step_by(2).collect::<Vec<_>>().join("…");
                        *refused.entry(format!("{kind}: {reason}")).or_default() += 1;
                        continue;
                    }
                };
                *made.entry(kind).or_default() += 1;
                if edited.changed.is_empty() {
                    continue;
                }
                let after = edited.files.read(edited.files.get(path).unwrap()).unwrap();
                if let Some(line) = line {
                    assert_eq!(differing(&before, &after), Some(vec![line]), "{path} {edit:?}");
                }
                changed.push((line, edit));
            }
            // Two cells of one row go together, a label that is a heading does not.
            let mut lines: Vec<u32> = Vec::new();
            for (line, edit) in changed {
                let is_cell = matches!(edit.change, Change::SetCell { .. });
                if let Some(line) = line.filter(|_| !is_cell) {
                    if lines.contains(&line) {
                        continue;
                    }
                    lines.push(line);
                }
                all.push(edit);
            }
        }
    });
    // Fields may need more lines, so that lines of later edits are those of the files before them: last ones first.
    all.sort_by_key(|edit| {
        let line = match &edit.change {
            Change::SetCell { line, .. } | Change::SetBox { line, .. } | Change::Replace { line, .. } => {
                *line
            }
            _ => 0,
        };
        std::cmp::Reverse(line)
    });
    let mut edited = files.clone();
    let (mut paths, mut clashes) = (Vec::new(), 0);
    for edit in &all {
        match apply(&edited, std::slice::from_ref(edit)) {
            Ok(next) => {
                edited = next.files;
                paths.extend(next.changed);
            }
            Err(_) => clashes += 1,
        }
    }
    paths.sort();
    paths.dedup();
    let patch = Patch::between(files, &edited, &paths, &[]).unwrap();
    let repository = Repository::of(&format!("forms-{name}"), files, "");
    repository.takes(&["apply", "--check"], &patch.text("")).unwrap_or_else(|said| panic!("{name}: {said}"));
    repository.takes(&["apply"], &patch.text("")).unwrap();
    for path in &paths {
        let ours = edited.read(edited.get(path.as_str()).unwrap()).unwrap().into_owned();
        assert_eq!(repository.read(path.as_str()), Some(ours), "{path}");
    }
    println!("{name}: {made:?} in {} files; refused: {refused:?}; {clashes} do not go together", paths.len());
    // What two edits say of one place is rare.
    assert!(clashes * 20 <= all.len(), "{clashes} of {}", all.len());
    (made, refused)
}

fn documents(of: &[(&str, String)]) -> Files {
    let mut builder = FilesBuilder::new(Limits::default());
    for (path, text) in of {
        builder.add(path, text.clone().into_bytes());
    }
    builder.finish()
}

#[test]
fn every_place_of_every_form_of_the_sample_can_be_changed() {
    let step = if is_thorough() { 1 } else { 5 };
    let (made, refused) = every_form("sample", &folder(&repository().join("public/sample/medflow")), step);
    for kind in ["field", "box", "cell"] {
        assert!(made.get(kind).is_some_and(|count| *count >= 10), "{kind}: {made:?}");
    }
    assert!(refused.is_empty(), "{refused:?}");
}

#[test]
fn every_place_of_every_form_of_the_seeds_and_the_real_trees_can_be_changed() {
    let names = ["dental_work_plan_v17.md", "healthsim_auto_persist_plan.md"];
    let seeds: Option<Vec<(&str, String)>> = names.iter().map(|name| Some((*name, seed(name)?))).collect();
    let Some(seeds) = seeds else { return };
    let (made, refused) = every_form("seeds", &documents(&seeds), 1);
    assert!(
        made["box"] == 288 && made["label"] > 200 && made["heading"] > 10 && made["cell"] > 70,
        "{made:?}"
    );
    assert!(refused.is_empty(), "{refused:?}");
    for name in ["adhd-framework-2026-02-13", "backlog-md-2026-02"] {
        let Some(path) = shared(&format!("trees/{name}.zip")) else { return };
        let files = archive::open(std::fs::read(path).unwrap(), &Limits::default()).unwrap();
        // All of them take minutes.
        let (made, refused) = every_form(name, &files, if is_thorough() { 1 } else { 15 });
        let (made, refused): (usize, usize) = (made.values().sum(), refused.values().sum());
        assert!(made > 300 && refused * 20 < made, "{made} made, {refused} refused");
    }
}

/// Sets every piece of work of a plan to every state, and reads again what it is then.
fn every_state(path: &str, text: &str) -> usize {
    let reading = opened(&[(path, text)]);
    let plan = reading.plan();
    let mut count = 0;
    let parts = plan.items.iter().enumerate().filter(|(_, item)| {
        item.kind.is_work() && item.work().tally == Tally::Work && !item.work().is_undecided()
    });
    for (index, item) in parts {
        let states = [BaseStatus::Todo, BaseStatus::Wip, BaseStatus::Done];
        let others = states.into_iter().filter(|base| *base != item.status.base);
        // Of the many parts of a long document each is set to one of the states, in turn.
        let skipped = if plan.items.len() < 10 || is_thorough() { 0 } else { index % 2 };
        let most = if plan.items.len() < 10 || is_thorough() { 3 } else { 1 };
        for base in others.skip(skipped).take(most) {
            let has_parts = plan.items.iter().any(|other| other.parent == Some(index));
            let step = with_scene(&reading, |scene| status::set(scene, index, &Aim::new(base)));
            let Ok(step) = step else {
                // Only a document that never says how far it is has no place for it.
                assert!(!item.is_part(), "{}: {step:?}", item.id);
                continue;
            };
            if step.edits.is_empty() {
                assert!(!item.is_part(), "{}", item.id);
                continue;
            }
            let edited = apply(reading.files(), &step.edits).unwrap_or_else(|why| panic!("{why}: {step:#?}"));
            let after = Reading::new(edited.files, ".", reading.dialect()).finish().plan();
            let now = after.item(&item.id).unwrap_or_else(|| panic!("{} is gone: {step:#?}", item.id));
            assert_eq!(now.status.base, base, "{} {has_parts}: {step:#?}", item.id);
            assert_eq!(after.items.len(), plan.items.len(), "{step:#?}");
            count += 1;
        }
    }
    count
}

#[test]
fn every_piece_of_work_in_a_document_can_be_set_to_every_state() {
    let shapes = [
        "# Plan\n**Status**: 🟡 IN PROGRESS\n## Phase 1: A ✅ DONE\n- [x] a\n## Phase 2: B\n**Status:** Not started\n- [ ] b\n### 2.1 C\n- [x] c\n- [ ] d\n",
        "# Plan\n- **Phase 1: Dig** ✅\n  - [x] hole\n- **Phase 2: Pour**\n  - [ ] mix\n",
        "# תוכנית\n**סטטוס**: 🟡 בתהליך\n## שלב 1: הקמה ✅ הושלם\n- [x] א\n## שלב 2: גיבוי\n**סטטוס:** לא התחיל\n- [ ] ב\n",
        "# Plan\n\n| Phase | Status | Progress |\n|---|---|---|\n| Phase 1: A | ✅ Complete | 1/1 |\n| Phase 2: B | ⏳ Pending | 0/1 |\n\n## Phase 1: A\n- [x] a\n## Phase 2: B\n- [ ] b\n",
        "Plan\n====\n\nPhase 1 - A [DONE]\n------------------\n- [x] a\n\nPhase 2 - B\n-----------\n- [ ] b\n",
    ];
    let mut counts: Vec<usize> = shapes.iter().map(|text| every_state("plan.md", text)).collect();
    for name in ["dental_work_plan_v17.md", "healthsim_auto_persist_plan.md"] {
        counts.extend(seed(name).map(|text| every_state(name, &text)));
    }
    println!("{counts:?} states were set");
    assert!(counts.iter().all(|count| *count >= 4), "{counts:?}");
}

#[test]
fn the_board_of_a_work_plan_holds_its_smallest_pieces() {
    let text = "# Plan\n## Phase 1: A\n### 1.1 x\n- [x] a\n### 1.2 y\n- [ ] b\n## Phase 2: B 🟡\n- [ ] c\n## Success Criteria\n- [ ] d\n";
    let plan = opened(&[("plan.md", text)]).plan();
    let ties = Ties::of(&plan);
    let day = Date::parse("2026-06-15").unwrap();
    let board = Board::of(&ties.inquiry(&plan, &day), &|_| true);
    let shown: Vec<String> = board
        .columns
        .iter()
        .map(|column| {
            let cards: Vec<&str> = column.cards.iter().map(|card| card.number.as_str()).collect();
            format!("{}: {}", column.base.name(), cards.join(" "))
        })
        .collect();
    assert_eq!(shown, ["todo: 1.2", "wip: 2", "blocked: ", "done: 1.1"]);
}

#[test]
fn an_entry_of_a_log_is_written_as_those_before_it() {
    let check = |text: &str, expected: &str| {
        let reading = opened(&[("plan.md", text)]);
        let step = with_scene(&reading, |scene| entry::session(scene, "plan.md", "- [x] dug")).unwrap();
        let edited = apply(reading.files(), &step.edits).unwrap();
        let after = edited.files.text(edited.files.get("plan.md").unwrap()).unwrap().text;
        assert!(after.contains(expected), "{after}");
        let plan = Reading::new(edited.files, ".", reading.dialect()).finish().plan();
        let sessions = reading.plan().sessions.len();
        assert_eq!(plan.sessions.len(), sessions + 1, "{after}");
        assert!(
            plan.sessions
                .iter()
                .any(|session| session.date.as_ref().is_some_and(|date| date.to_string() == "2026-06-15"))
        );
    };
    let plan = "# Plan\n## Phase 1: A\n- [ ] a\n## Phase 2: B\n- [ ] b\n";
    check(
        &format!(
            "{plan}## Session Log\n### Session 1: 2025-03-04\n- [x] x\n### Session 2: 2025-03-05\n- [x] y\n"
        ),
        "### Session 3: 2026-06-15\n",
    );
    check(&format!("{plan}## יומן\n#### מפגש 4: 4 במרץ 2025\n- [x] x\n"), "#### מפגש 5: 2026-06-15\n");
    check(&format!("{plan}## Log\n### 2025-03-04\n- [x] x\n### 2025-03-05\n- [x] y\n"), "### 2026-06-15\n");
}

#[test]
fn a_piece_of_work_is_finished_with_its_row_and_boxes() {
    let phase = "# Plan\n## Phase 1: A\n### 1.1 x\n- [ ] a\n### 1.2 y ⚪ NOT STARTED\n- [ ] b\n## Phase 2: B\n- [ ] c\n";
    let reading = opened(&[("plan.md", phase)]);
    let index = reading.plan().index_of("plan.md#1").unwrap();
    let step = with_scene(&reading, |scene| finish::item(scene, index)).unwrap();
    let edited = apply(reading.files(), &step.edits).unwrap();
    let after = Reading::new(edited.files, ".", reading.dialect()).finish().plan();
    let states = after.items.iter().filter(|item| item.is_part()).map(|item| item.status.base.name());
    assert_eq!(states.collect::<Vec<_>>(), ["done", "done", "done", "todo"]);

    let text = "# Plan\n**Last Updated**: 2025-01-01\n\n| Phase | Status |\n|---|---|\n| Phase 1 | ⏳ Pending |\n| Phase 2 | ⏳ Pending |\n\n## Phase 1: A ⚪ NOT STARTED\n- [ ] a\n- [x] b\n## Phase 2: B\n- [ ] c\n";
    let reading = opened(&[("plan.md", text)]);
    let index = reading.plan().index_of("plan.md#1").unwrap();
    let step = with_scene(&reading, |scene| finish::item(scene, index)).unwrap();
    let edited = apply(reading.files(), &step.edits).unwrap();
    let after = edited.files.text(edited.files.get("plan.md").unwrap()).unwrap().text;
    let before: Vec<&str> = text.lines().collect();
    let changed: Vec<&str> =
        after.lines().zip(before).filter(|(new, old)| new != old).map(|(new, _)| new).collect();
    assert_eq!(
        changed,
        ["**Last Updated**: 2026-06-15", "| Phase 1 | ✅ Complete |", "## Phase 1: A ✅ COMPLETE", "- [x] a"]
    );
}
