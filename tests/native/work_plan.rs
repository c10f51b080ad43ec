//! Work plans told in documents: the two that the project started from, counted by hand with the headings and lines
//! that prove each number, and the same plans bent in every way in which people write them.

use crate::fixture::{self, item, shared};
use planarium::dialect::{Reading, roots};
use planarium::files::{FilesBuilder, Limits};
use planarium::plan::{
    BaseStatus, Boxes, EvidenceKind, FileAction, Hours, Item, ItemKind, Level, Plan, Progress, RelationKind,
    StatusOrigin,
};

const DENTAL: &str = "dental_work_plan_v17.md";
const HEALTH: &str = "healthsim_auto_persist_plan.md";

/// The upper half of Mac Roman, in which the second document was decoded before it was saved again.
const MAC_ROMAN: &str = "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»… ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ";

/// The text of a seed; that of the second as it was before its encoding was broken.
pub fn seed(name: &str) -> Option<String> {
    let bytes = std::fs::read(shared("seeds")?.join(name)).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    if name != HEALTH {
        return Some(text);
    }
    let byte = |c: char| match u8::try_from(c) {
        Ok(byte) if byte < 128 => byte,
        _ => 128 + u8::try_from(MAC_ROMAN.chars().position(|known| known == c).unwrap()).unwrap(),
    };
    Some(String::from_utf8(text.chars().map(byte).collect()).unwrap())
}

/// Documents as a tree is opened: where it begins and how it is read is found out.
pub fn opened(documents: &[(&str, &str)]) -> Reading {
    let mut builder = FilesBuilder::new(Limits::default());
    for (path, text) in documents {
        builder.add(path, text.as_bytes().to_vec());
    }
    let files = builder.finish();
    let root = roots(&files).remove(0);
    Reading::new(files.rooted(&root.path), root.shown(), root.dialect).finish()
}

pub fn of_kind(plan: &Plan, kind: ItemKind) -> usize {
    plan.of_kind(kind).count()
}

pub fn part<'a>(plan: &'a Plan, path: &str, number: &str) -> &'a Item {
    item(plan, &format!("{path}#{number}"))
}

pub fn progress<'a>(plan: &'a Plan, id: &str) -> &'a Progress {
    plan.progress
        .iter()
        .find(|progress| progress.item == id)
        .unwrap_or_else(|| panic!("nothing is known of {id}"))
}

pub fn boxes(done: u32, total: u32) -> Boxes {
    Boxes { done, total }
}

pub fn hours(low: f64, high: f64) -> Hours {
    Hours { low_minutes: (low * 60.0) as u32, high_minutes: (high * 60.0) as u32 }
}

/// The only value of a list.
fn only<T: std::fmt::Debug>(list: &planarium::list::List<T>) -> &T {
    assert_eq!(list.len(), 1, "{list:?}");
    list.first().unwrap()
}

/// The line of a document, which proves what a place claims.
fn line(text: &str, line: u32) -> &str {
    text.lines().nth(line as usize - 1).unwrap_or_default().trim()
}

#[test]
fn the_dental_plan_is_as_counted_by_hand() {
    let Some(text) = seed(DENTAL) else { return };
    let reading = opened(&[(DENTAL, &text)]);
    assert_eq!(reading.dialect().name, "work_plan");
    let plan = reading.plan();
    assert_eq!(plan.title.as_deref(), Some("🚀 Dental Clinic AI - Work Plan V17.0"));
    let kinds =
        [ItemKind::Plan, ItemKind::Phase, ItemKind::Epic, ItemKind::Story].map(|kind| of_kind(&plan, kind));
    assert_eq!(kinds, [1, 4, 13, 33]);
    // Every part stands where its heading stands, in what its number says.
    let mut stories = 0;
    for part in plan.items.iter().filter(|item| item.number.is_some()) {
        let number = part.number.as_deref().unwrap();
        let heading = line(&text, part.place.line);
        assert!(
            heading.starts_with('#') && heading.contains(&format!(" {number}: {}", part.title)),
            "{heading}"
        );
        let above = part.parent.and_then(|parent| plan.items.get(parent).unwrap().number.clone());
        assert_eq!(above.as_deref(), number.rsplit_once('.').map(|(above, _)| above), "{heading}");
        if part.kind == ItemKind::Story {
            stories += 1;
            assert!(
                part.estimate().is_some() && part.tasks().len() >= 4 && !part.criteria.is_empty(),
                "{heading}"
            );
            // All but the one that removes what was not chosen list what they make or change.
            assert!(!part.files().is_empty(), "{heading}");
        }
    }
    assert_eq!(stories, 33);

    let needs: Vec<String> = fixture::relations(&plan, RelationKind::DependsOn);
    let short: std::collections::BTreeSet<String> =
        needs.iter().map(|need| need.replace(&format!("{DENTAL}#"), "")).collect();
    assert_eq!(short.into_iter().collect::<Vec<_>>(), ["1 → 0", "2 → 1", "3 → 2"]);
    // The rows of the table, and the lines of the phases that say it again.
    let lines: Vec<u32> = plan
        .relations
        .iter()
        .filter(|one| one.kind == RelationKind::DependsOn)
        .map(|one| one.place.line)
        .collect();
    assert_eq!(lines, [66, 67, 68, 545, 640, 948]);
    assert_eq!(line(&text, 640), "**Dependencies:** Phase 1 complete");

    // What one story makes and a later one changes is an order.
    let follows: Vec<String> = fixture::relations(&plan, RelationKind::Follows)
        .iter()
        .map(|one| one.replace(&format!("{DENTAL}#"), ""))
        .collect();
    assert_eq!(follows, ["2.3.2 → 2.3.1", "2.3.3 → 2.3.1", "2.4.3 → 2.4.1"]);
    assert_eq!(line(&text, 938), "- `backend/app/api/v1/endpoints/escalations.py`");

    let priorities: Vec<&str> =
        (0..4).filter_map(|at| part(&plan, DENTAL, &at.to_string()).priority.as_deref()).collect();
    assert_eq!(priorities, ["🔴 CRITICAL - Must be done first", "🔴 HIGH", "🟡 MEDIUM", "🟢 LOW"]);
    let facts = part(&plan, DENTAL, "0.1").work();
    assert_eq!(
        facts.fact("Framework Reference").map(|fact| (fact.value.as_str(), fact.line)),
        Some(("Part II", 91))
    );
    let goal = part(&plan, DENTAL, "2").work().fact("Goal").map(|fact| (fact.value.as_str(), fact.line));
    assert_eq!(goal, Some(("Complete all features needed for MVP demo.", 642)));

    let risks: Vec<(u32, Option<Level>, Option<Level>)> =
        plan.risks.iter().map(|risk| (risk.place.line, risk.impact.level, risk.probability.level)).collect();
    let (low, medium, high) = (Some(Level::Low), Some(Level::Medium), Some(Level::High));
    assert_eq!(
        risks,
        [
            (1234, high, medium),
            (1235, medium, high),
            (1236, medium, medium),
            (1237, medium, medium),
            (1243, medium, low),
            (1244, medium, low),
            (1245, medium, low)
        ]
    );
    assert_eq!(plan.risks.get(0).unwrap().group.as_deref(), Some("High Risks"));

    // One open decision: the question, what is recommended where, and the story that waits for it.
    let decision = only(&plan.decisions);
    assert!(decision.is_open);
    assert_eq!(
        (decision.place.line, decision.text.as_str()),
        (57, "Choose agent architecture: 4 agents vs Alex")
    );
    assert_eq!(decision.value.as_deref(), Some("Alex (Unified) for MVP"));
    assert_eq!(
        decision.rationale.iter().map(|reason| reason.place.line).collect::<Vec<_>>(),
        [573, 574, 575, 576, 577]
    );
    assert_eq!(decision.waiting[0].id, format!("{DENTAL}#1.1.2"));
    let comparison = only(&plan.comparisons);
    assert_eq!((comparison.place.line, comparison.options.len(), comparison.rows.len()), (564, 2, 6));

    // The drawing of the project, from `.github/` to `WORK_PLAN_V17.0.md`.
    let tree = only(&plan.file_trees);
    assert_eq!(tree.title, "Appendix A: File Structure");
    let last = tree.entries.last().unwrap();
    assert_eq!((last.path.as_str(), last.line), ("WORK_PLAN_V17.0.md", 1345));
    assert_eq!(tree.entries.len(), 93);
    let titles: Vec<&str> = plan.commands.iter().map(|commands| commands.title.as_str()).collect();
    assert_eq!(titles, ["Git Protocol", "AWS Secrets Manager", "Backup & Recovery", "Deployment"]);
}

#[test]
fn the_boxes_and_hours_of_the_dental_plan_are_as_counted_by_hand() {
    let Some(text) = seed(DENTAL) else { return };
    let plan = opened(&[(DENTAL, &text)]).plan();
    let all: usize = plan.items.iter().map(|item| item.criteria.len()).sum();
    assert_eq!(all, 187);
    assert_eq!(text.lines().filter(|line| line.starts_with("- [ ]")).count(), 187);
    let whole = progress(&plan, "dental_work_plan_v17");
    assert_eq!(
        [whole.boxes, whole.undecided, whole.success, whole.milestones],
        [146, 8, 17, 16].map(|total| boxes(0, total))
    );
    let choice = part(&plan, DENTAL, "1.1.2");
    let branches: Vec<(&str, u32, usize)> = choice
        .branches()
        .iter()
        .enumerate()
        .map(|(at, branch)| {
            let boxes = choice.criteria.iter().filter(|criterion| criterion.branch == Some(at)).count();
            (branch.condition.as_str(), branch.line, boxes)
        })
        .collect();
    assert_eq!(branches, [("If Alex is chosen", 601, 5), ("If 4 Agents are chosen", 617, 3)]);
    let of_first: Vec<FileAction> =
        choice.files().iter().filter(|file| file.branch == Some(0)).map(|file| file.action).collect();
    assert_eq!(of_first.iter().filter(|action| **action == FileAction::Delete).count(), 9);
    assert_eq!(of_first.last(), Some(&FileAction::Rename));
    assert_eq!(choice.files().iter().filter(|file| file.branch == Some(1)).count(), 6);

    // Stories sum to 55–56 hours; the document says 45–55 and 47–58, phase 0 says 18–22.
    assert_eq!(whole.hours, Some(hours(55.0, 56.0)));
    let stated: Vec<(Hours, u32)> = item(&plan, "dental_work_plan_v17")
        .work()
        .estimates
        .iter()
        .map(|one| (one.hours, one.place.line))
        .collect();
    assert_eq!(stated, [(hours(45.0, 55.0), 33), (hours(47.0, 58.0), 70)]);
    let sums =
        ["0", "1", "2", "3"].map(|number| progress(&plan, &format!("{DENTAL}#{number}")).hours.unwrap());
    assert_eq!(sums, [hours(23.0, 23.0), hours(2.0, 3.0), hours(16.0, 16.0), hours(14.0, 14.0)]);
    let phase = part(&plan, DENTAL, "0")
        .work()
        .estimates
        .iter()
        .map(|one| (one.hours, one.place.line))
        .collect::<Vec<_>>();
    assert_eq!(phase, [(hours(18.0, 22.0), 77), (hours(18.0, 22.0), 65)]);
    assert_eq!(whole.remaining, Some(hours(55.0, 56.0)));
    let claims: Vec<(&str, u32)> =
        whole.claimed.iter().map(|claim| (claim.written.text.as_str(), claim.written.place.line)).collect();
    assert_eq!(claims, [("32% Complete", 6)]);

    // The schedule: two weeks of 25–30 and 20–25 hours, six stretches of days in them.
    let slots = plan.schedule.iter().map(|slot| {
        let (first, last) = slot.days.unwrap();
        let boxes = item(&plan, &slot.of).criteria.len();
        format!("{} {first}..{last} {boxes} boxes, line {}", slot.title, slot.place.line)
    });
    assert_eq!(
        slots.collect::<Vec<_>>(),
        [
            "Week 1 1..5 0 boxes, line 1194",
            "Days 1-2 1..2 4 boxes, line 1196",
            "Days 3-4 3..4 3 boxes, line 1202",
            "Day 5 5..5 2 boxes, line 1207",
            "Week 2 6..10 0 boxes, line 1211",
            "Days 1-2 6..7 2 boxes, line 1213",
            "Days 3-4 8..9 2 boxes, line 1217",
            "Day 5 10..10 3 boxes, line 1221",
        ]
    );
    let placed: Vec<&str> = plan
        .schedule
        .iter()
        .flat_map(|slot| &slot.items)
        .map(|target| target.id.rsplit('#').next().unwrap())
        .collect();
    assert_eq!(placed, ["0", "1", "2", "2", "3"]);
}

#[test]
fn the_healthsim_plan_is_as_counted_by_hand() {
    let Some(text) = seed(HEALTH) else { return };
    let reading = opened(&[(HEALTH, &text)]);
    assert_eq!(reading.dialect().name, "work_plan");
    let plan = reading.plan();
    assert_eq!((of_kind(&plan, ItemKind::Phase), of_kind(&plan, ItemKind::Section)), (6, 25));
    // Claimed against boxes.
    let told: Vec<(String, Boxes, u32)> = (0..6)
        .map(|at| {
            let progress = progress(&plan, &format!("{HEALTH}#{at}"));
            let [claim] = progress.claimed.as_slice() else { panic!("{progress:?}") };
            (claim.written.text.clone(), progress.boxes, claim.written.place.line)
        })
        .collect();
    let expected =
        [("4/4", 8, 8), ("8/12", 0, 11), ("0/6", 0, 9), ("0/12", 0, 24), ("0/10", 0, 13), ("0/6", 4, 21)];
    let lines = 14..20;
    let expected: Vec<_> = expected
        .iter()
        .zip(lines)
        .map(|((claim, done, total), line)| ((*claim).to_owned(), boxes(*done, *total), line))
        .collect();
    assert_eq!(told, expected);
    // The finished work of phase 1 has no boxes: its section says so, six files are listed in it and nine in the
    // inventory, a session worked on it, and a commit names it.
    let count =
        |kind| progress(&plan, &format!("{HEALTH}#1")).evidence.iter().filter(|one| one.kind == kind).count();
    let counts = [
        EvidenceKind::Part,
        EvidenceKind::Mark,
        EvidenceKind::File,
        EvidenceKind::Session,
        EvidenceKind::Commit,
    ]
    .map(count);
    assert_eq!(counts, [1, 0, 15, 1, 1]);
    let marks: Vec<u32> =
        progress(&plan, &format!("{HEALTH}#2.1")).evidence.iter().map(|one| one.said.place.line).collect();
    assert_eq!(marks, [135, 136, 137]);

    let statuses: Vec<(BaseStatus, StatusOrigin)> = (0..6)
        .map(|at| part(&plan, HEALTH, &at.to_string()))
        .map(|item| (item.status.base, item.status.from))
        .collect();
    let table = (BaseStatus::Todo, StatusOrigin::ParentTable);
    assert_eq!(
        statuses,
        [
            (BaseStatus::Done, StatusOrigin::Heading),
            (BaseStatus::Wip, StatusOrigin::Heading),
            table,
            table,
            table,
            table
        ]
    );
    let document = item(&plan, "healthsim_auto_persist_plan");
    assert_eq!(
        (document.status.base, document.status.from, document.status.line),
        (BaseStatus::Wip, StatusOrigin::Line, 3)
    );
    assert_eq!(part(&plan, HEALTH, "3.1").status.from, StatusOrigin::Derived);

    // The 15 boxes of the log belong to its sessions, and to nothing else.
    let sessions: Vec<(usize, Option<String>, Option<String>, u32)> = plan
        .sessions
        .iter()
        .map(|one| {
            let date = |date: &Option<planarium::plan::Date>| date.as_ref().map(ToString::to_string);
            (one.done.len(), date(&one.date), date(&one.until), one.place.line)
        })
        .collect();
    let day = |text: &str| Some(text.to_owned());
    assert_eq!(sessions, [(7, day("2024-12-26"), None, 338), (8, day("2024-12-26"), day("2024-12-27"), 352)]);
    let of_items: usize = plan.items.iter().map(|item| item.criteria.len()).sum();
    let all = text.lines().filter(|line| line.starts_with("- [ ]") || line.starts_with("- [x]")).count();
    assert_eq!((of_items, all), (86, 101));
    let next: Vec<(&str, u32)> =
        plan.sessions.get(1).unwrap().next.iter().map(|next| (next.text.as_str(), next.place.line)).collect();
    assert_eq!(
        next,
        [
            ("Phase 1.2: Integration with existing StateManager", 375),
            ("Phase 1.3: Serializer updates for scenario_id", 376)
        ]
    );
    assert_eq!(plan.sessions.get(1).unwrap().items[0].id, format!("{HEALTH}#1.1"));
    assert_eq!(plan.sessions.get(1).unwrap().notes.len(), 5);

    let decisions: Vec<(u32, bool)> =
        plan.decisions.iter().map(|one| (one.place.line, one.is_open)).collect();
    assert_eq!(decisions, (29..34).map(|line| (line, false)).collect::<Vec<_>>());
    assert_eq!(plan.decisions.get(0).unwrap().value.as_deref(), Some("50 entities per batch"));
    let metrics: Vec<(&str, &str)> =
        plan.metrics.iter().map(|one| (one.metric.as_str(), one.value.as_str())).collect();
    assert_eq!(
        metrics,
        [
            ("Core Package Tests", "668 passing"),
            ("DuckDB Schema Tables", "41"),
            ("Entity Types Supported", "38"),
            ("Skills Files", "~30"),
            ("Hello-HealthSim Examples", "10")
        ]
    );
    assert!(
        plan.metrics.iter().all(|one| one.date.as_ref().is_some_and(|date| date.to_string() == "2024-12-26"))
    );

    // Every row of the four lists of files, each with the part that it belongs to.
    let rows = |lines: std::ops::Range<u32>| {
        plan.inventory.iter().filter(|row| lines.contains(&row.place.line)).count()
    };
    assert_eq!([293..299, 304..307, 312..317, 322..333].map(rows), [6, 3, 5, 11]);
    assert_eq!(plan.inventory.len(), 25);
    assert!(plan.inventory.iter().all(|row| row.items.len() == 1), "{:?}", plan.inventory);
    let made = plan.inventory.iter().filter(|row| row.status == BaseStatus::Done).count();
    assert_eq!((made, plan.inventory.get(0).unwrap().phase.as_deref()), (9, Some("1.1")));

    let steps: Vec<(u32, usize)> =
        plan.recovery.iter().map(|step| (step.place.line, step.commands.len())).collect();
    assert_eq!(steps, [(384, 0), (385, 0), (386, 0), (387, 2), (388, 1), (389, 0)]);
    assert_eq!(plan.recovery.get(3).unwrap().commands, ["git status", "git log -5"]);
    assert_eq!(plan.commits.len(), 1);
    assert_eq!(plan.newest_date().map(|date| date.to_string()).as_deref(), Some("2024-12-27"));
}

/// What the rules find, as `line rule`.
fn found(reading: &Reading, day: &str) -> Vec<String> {
    let plan = reading.plan();
    let day = planarium::plan::Date::parse(day).unwrap();
    let findings = planarium::rules::check(reading, &plan, &day, &planarium::findings::Settings::default());
    findings.iter().map(|finding| format!("{} {}", finding.place.line, finding.rule)).collect()
}

#[test]
fn the_rules_find_in_the_seeds_what_their_readers_would() {
    let (Some(dental), Some(health)) = (seed(DENTAL), seed(HEALTH)) else { return };
    assert_eq!(
        found(&opened(&[(DENTAL, &dental)]), "2025-10-02"),
        [
            // 32 % against none of 146 boxes.
            "6 progress-contradicted",
            // 47–58 and 55–56 hours against 45–55.
            "33 duration-sum",
            "33 hours-out-of-range",
            // 18–23 and 23 hours against 18–22.
            "77 duration-sum",
            "77 hours-out-of-range",
            "219 unlisted-file",
            "277 unlisted-file",
            "318 unlisted-file",
            // 6.5 hours against 5–6.
            "350 hours-out-of-range",
            "601 undecided-branches",
            "677 unlisted-file",
            "853 file-collision",
            "939 file-collision",
            "940 file-collision",
            // 6.5 hours against 6, and 3.5 against 3.
            "956 hours-out-of-range",
            "1106 hours-out-of-range",
            "1130 unlisted-file",
            // Two days for 18–22 hours.
            "1196 schedule-overfull",
            // The drill is story 0.5.3 of phase 0, which is the first week's.
            "1223 scheduled-elsewhere",
        ]
    );
    assert_eq!(
        found(&opened(&[(HEALTH, &health)]), "2024-12-27"),
        [
            "6 broken-link",
            "15 progress-contradicted",
            "19 progress-contradicted",
            // 605 passing against 668.
            "59 metric-contradiction",
            "246 progress-contradicted",
            "264 progress-contradicted",
            "348 metric-contradiction",
        ]
    );
    // Beside the page that it links to, the link leads there.
    let beside = [(HEALTH, health.as_str()), ("healthsim-auto-persist-architecture.html", "<p>")];
    assert!(!found(&opened(&beside), "2024-12-27").contains(&"6 broken-link".to_owned()));
}

#[test]
fn a_reader_is_told_where_to_go_on() {
    use planarium::answers::{Ties, resume::Resume};
    let (Some(dental), Some(health)) = (seed(DENTAL), seed(HEALTH)) else { return };
    let day = planarium::plan::Date::parse("2025-10-02").unwrap();
    let plan = opened(&[(HEALTH, &health)]).plan();
    let ties = Ties::of(&plan);
    let resume = Resume::of(&ties.inquiry(&plan, &day));
    let [one] = resume.plans.as_slice() else { panic!("{resume:?}") };
    let last = one.last.as_ref().unwrap();
    assert_eq!(
        (last.title.as_str(), last.place.line, last.done.len()),
        ("Session 2: December 26-27, 2024", 352, 8)
    );
    let next: Vec<&str> = one.next.iter().flat_map(|next| &next.items).map(String::as_str).collect();
    assert_eq!(next, [format!("{HEALTH}#1.2"), format!("{HEALTH}#1.3")]);
    let numbers: Vec<&str> = one.open.iter().filter_map(|open| open.number.as_deref()).take(4).collect();
    assert_eq!((numbers.as_slice(), one.open.len()), (["1.2", "1.3", "1.4", "2.1"].as_slice(), 20));
    assert_eq!(one.open[0].first_box.as_ref().map(|first| first.line), Some(107));
    let commands: Vec<&str> =
        one.recovery.iter().flat_map(|step| &step.commands).map(String::as_str).collect();
    assert_eq!(commands, ["git status", "git log -5", "cd packages/core && pytest"]);

    let plan = opened(&[(DENTAL, &dental)]).plan();
    let ties = Ties::of(&plan);
    let resume = Resume::of(&ties.inquiry(&plan, &day));
    let one = &resume.plans[0];
    assert!(one.last.is_none() && one.next.is_empty() && one.recovery.is_empty());
    // The stories of phase 1 wait for phase 0, and the one that removes what was not chosen for the decision too.
    let waits = |number: &str| {
        let open = one.open.iter().find(|open| open.number.as_deref() == Some(number)).unwrap();
        open.waits.iter().map(|wait| wait.item.clone().or(wait.decision.clone()).unwrap()).collect::<Vec<_>>()
    };
    assert!(waits("0.5.3").is_empty());
    assert_eq!(waits("1.1.1"), [format!("{DENTAL}#0")]);
    assert_eq!(
        waits("1.1.2"),
        ["Choose agent architecture: 4 agents vs Alex".to_owned(), format!("{DENTAL}#0")]
    );
    assert_eq!(waits("2.3.3"), [format!("{DENTAL}#2.3.1"), format!("{DENTAL}#1")]);
    let outlook = one.outlook.as_ref().unwrap();
    assert_eq!((outlook.scheduled, outlook.fits()), (hours(45.0, 55.0), None));
    assert_eq!(outlook.stated.iter().map(|place| place.line).collect::<Vec<_>>(), [1194, 1211]);
}

/// A document in the shape of a text with `//- ` lines, read as what it is recognised as.
pub fn told(text: &str) -> Plan {
    let reading = opened(&[("plan.md", text)]);
    assert_eq!(reading.dialect().name, "work_plan", "{text}");
    reading.plan()
}

/// The parts of a plan, a line each: kind, number, title, what it lies in, status.
pub fn outline(plan: &Plan) -> Vec<String> {
    let parts = plan.items.iter().filter(|item| item.is_part());
    let shown = parts.map(|item| {
        let parent = item.parent.and_then(|parent| plan.items.get(parent)).filter(|parent| parent.is_part());
        let parent = parent.map_or("—", |parent| parent.number.as_deref().unwrap_or(&parent.title));
        let number = item.number.as_deref().unwrap_or("·");
        format!("{} {number} {} < {parent} {}", item.kind.name(), item.title, item.status.base.name())
    });
    shown.collect()
}

pub fn check(text: &str, expected: &[&str]) {
    assert_eq!(outline(&told(text)), expected, "{text}");
}

#[test]
fn the_dental_plan_means_the_same_at_every_level_and_in_every_dress() {
    let Some(text) = seed(DENTAL) else { return };
    let reference = opened(&[(DENTAL, &text)]).plan();
    let parts = |plan: &Plan| {
        let parts = plan.items.iter().filter(|item| item.kind.is_work() && item.is_part());
        let shown = |item: &Item| {
            let hours = item.estimate().map(|estimate| estimate.hours.to_string());
            let parent = item.parent.and_then(|parent| plan.items.get(parent)?.number.clone());
            let files: Vec<&str> = item.files().iter().map(|file| file.file.as_str()).collect();
            (
                item.kind,
                item.number.clone(),
                item.title.clone(),
                parent,
                hours,
                item.criteria.len(),
                item.tasks().len(),
                files.join(" "),
            )
        };
        parts.map(shown).collect::<Vec<_>>()
    };
    let whole = |plan: &Plan| {
        let of = |id: &str| plan.progress.iter().find(|progress| progress.item == id).cloned().unwrap();
        let whole = of("dental_work_plan_v17");
        (
            whole.boxes,
            whole.undecided,
            whole.success,
            whole.milestones,
            whole.hours,
            plan.risks.len(),
            plan.decisions.len(),
        )
    };
    let rewritten = |rewrite: &dyn Fn(&str) -> String| {
        let text: String = text.lines().map(|line| rewrite(line) + "\n").collect();
        opened(&[(DENTAL, &text)]).plan()
    };
    let heading =
        |line: &str| line.starts_with('#').then(|| line.trim_start_matches('#').trim_start().to_owned());
    let level = |line: &str| line.bytes().take_while(|byte| *byte == b'#').count();
    type Rewrite<'a> = (&'a str, Box<dyn Fn(&str) -> String + 'a>);
    let variants: Vec<Rewrite<'_>> = vec![
        (
            "every heading two levels deeper",
            Box::new(|line: &str| if line.starts_with('#') { format!("##{line}") } else { line.to_owned() }),
        ),
        (
            "words in another language",
            Box::new(|line: &str| {
                let line = line
                    .replace("User Story ", "סיפור ")
                    .replace("Epic ", "אפיק ")
                    .replace("# Phase ", "# שלב ");
                line.replace("**Duration:**", "**משך:**")
                    .replace("**Acceptance Criteria:**", "**קריטריוני קבלה:**")
            }),
        ),
        (
            "words that stand in no dictionary",
            Box::new(|line: &str| {
                line.replace("User Story ", "Zorb ")
                    .replace("## Epic ", "## Blarg ")
                    .replace("# Phase ", "# Quux ")
            }),
        ),
        ("colons outside the bold", Box::new(|line: &str| line.replace(":**", "**:"))),
        (
            "dashes for colons",
            Box::new(move |line: &str| match heading(line) {
                Some(text) => format!("{} {}", "#".repeat(level(line)), text.replacen(": ", " — ", 1)),
                None => line.to_owned(),
            }),
        ),
        (
            "stars for bullets",
            Box::new(
                |line: &str| {
                    if line.starts_with("- ") { line.replacen('-', "*", 1) } else { line.to_owned() }
                },
            ),
        ),
        ("line ends of another system", Box::new(|line: &str| format!("{line}\r"))),
    ];
    for (name, rewrite) in variants {
        let plan = rewritten(&*rewrite);
        let (mut expected, mut found) = (parts(&reference), parts(&plan));
        if name.contains("no dictionary") {
            // What nobody knows the word for is what its number and nesting make of it.
            expected.iter_mut().for_each(|part| part.0 = ItemKind::Task);
            found.iter_mut().for_each(|part| part.0 = ItemKind::Task);
        }
        assert_eq!(found, expected, "{name}");
        assert_eq!(whole(&plan), whole(&reference), "{name}");
    }
}

#[test]
fn phases_come_as_parts_tiers_and_numbers_alone() {
    check(
        "# Plan\n## Part I: Ground\n### Tier 1: Dig (3h)\n- [x] dug\n### Tier 2: Fill ✅ DONE\n- [x] filled\n## Part II: Walls\n### Tier 3: Brick\n- [ ] laid\n",
        &[
            "phase I Ground < — done",
            "section 1 Dig < I done",
            "section 2 Fill < I done",
            "phase II Walls < — todo",
            "section 3 Brick < II todo",
        ],
    );
    // Dotted numbers alone, at any level, in any script.
    check(
        "# תוכנית\n## 0 תשתית\n### 0.1 שרת\n#### 0.1.1 הקמה\n- [x] הוקם\n#### 0.1.2 גיבוי\n- [ ] נבדק\n## 1 יומן\n### 1.1 תצוגה\n- [ ] שבוע\n",
        &[
            "phase 0 תשתית < — wip",
            "epic 0.1 שרת < 0 wip",
            "story 0.1.1 הקמה < 0.1 done",
            "story 0.1.2 גיבוי < 0.1 todo",
            "phase 1 יומן < — todo",
            "epic 1.1 תצוגה < 1 todo",
        ],
    );
    // All headings of one level: the numbers say what lies in what.
    check(
        "# Plan\n## Phase 1: A\n## Epic 1.1: B\n## Story 1.1.1: C\n- [ ] c\n## Story 1.1.2: D\n- [x] d\n## Phase 2: E\n- [ ] e\n",
        &[
            "phase 1 A < — wip",
            "epic 1.1 B < 1 wip",
            "story 1.1.1 C < 1.1 todo",
            "story 1.1.2 D < 1.1 done",
            "phase 2 E < — todo",
        ],
    );
    // Numbers that begin anew in every phase.
    check(
        "# Plan\n## Phase 1: A\n### Task 1: x\n- [ ] x\n### Task 2: y\n- [x] y\n## Phase 2: B\n### Task 1: z\n- [ ] z\n",
        &[
            "phase 1 A < — wip",
            "task 1 x < 1 todo",
            "task 2 y < 1 done",
            "phase 2 B < — todo",
            "task 1 z < 2 todo",
        ],
    );
    // Percentages in headings are claims.
    let plan = told("# Plan\n## Phase 1: A (60%)\n- [x] a\n- [ ] b\n## Phase 2: B — 0% complete\n- [ ] c\n");
    let claimed: Vec<(u32, u32)> =
        plan.progress.iter().flat_map(|one| &one.claimed).map(|one| (one.done, one.total)).collect();
    assert_eq!(claimed, [(60, 100), (0, 100)]);
    assert_eq!(outline(&plan), ["phase 1 A < — wip", "phase 2 B < — todo"]);
}

#[test]
fn a_plan_may_have_no_number_anywhere() {
    check(
        "# Kitchen\n## Before\n### Measure (2h)\n- [x] walls\n- [ ] floor\n### Order 🟡 In Progress\n- [ ] sink\n## After\nWords.\n### Acceptance Criteria\n- [ ] it cooks\n## Notes\nNothing to do here.\n",
        &[
            "phase · Before < — wip",
            "section · Measure < Before wip",
            "section · Order < Before wip",
            "section · After < — todo",
        ],
    );
    let plan = told(
        "# Kitchen\n## Before\n### Measure (2h)\n- [x] walls\n- [ ] floor\n### Order (1h)\n- [ ] sink\n## Before\n### Measure (1h)\n- [ ] again\n",
    );
    let ids: Vec<&str> = plan.items.iter().map(|item| item.id.as_str()).collect();
    assert_eq!(
        ids,
        [
            "plan",
            "plan.md#before",
            "plan.md#measure",
            "plan.md#order",
            "plan.md#before-1",
            "plan.md#measure-1"
        ]
    );
}

#[test]
fn numbers_that_jump_or_repeat_lose_nothing() {
    let text = "# Plan\n## Phase 1: A\n### 1.1 x\n- [ ] x\n## Phase 4: B\n### 4.7 y\n- [ ] y\n## Phase 4: C\n### 4.7 z\n- [ ] z\n### 1.2 w\n- [ ] w\n## Phase 4: D\n- [ ] d\n";
    let plan = told(text);
    assert_eq!(
        outline(&plan),
        [
            "phase 1 A < — todo",
            "section 1.1 x < 1 todo",
            "phase 4 B < — todo",
            "section 4.7 y < 4 todo",
            "phase 4 C < — todo",
            "section 4.7 z < 4 todo",
            // It stands in the second phase 4, whatever it says.
            "section 1.2 w < 4 todo",
            "phase 4 D < — todo",
        ]
    );
    let ids: Vec<&str> = plan
        .items
        .iter()
        .filter(|item| item.number.as_deref() == Some("4"))
        .map(|item| item.id.as_str())
        .collect();
    assert_eq!(ids, ["plan.md#4", "plan.md#4@plan.md", "plan.md#4@plan.md:13"]);
    let parents: Vec<&str> = ["x", "y", "z", "w"]
        .map(|title| plan.items.iter().find(|item| item.title == title).unwrap())
        .map(|item| plan.items.get(item.parent.unwrap()).unwrap().title.as_str())
        .to_vec();
    assert_eq!(parents, ["A", "B", "C", "C"]);
    let rules = found(&opened(&[("plan.md", text)]), "2025-10-02");
    // What lies in the second phase 4 is told with it.
    assert_eq!(rules, ["8 duplicate-id", "11 misplaced-number", "13 duplicate-id"]);
}

#[test]
fn three_hundred_phases_are_three_hundred() {
    let mut text = String::from("# Plan\n\n| Phase | Name | Duration | Dependencies |\n|---|---|---|---|\n");
    for at in 1..=300 {
        let needs = if at == 1 { "None".to_owned() } else { format!("Phase {}", at - 1) };
        text += &format!("| {at} | Stage {at} | 2-3h | {needs} |\n");
    }
    for at in 1..=300 {
        text += &format!("\n## Phase {at}: Stage {at}\n\n### {at}.1 Work\n- [ ] done {at}\n");
    }
    let plan = told(&text);
    assert_eq!((of_kind(&plan, ItemKind::Phase), of_kind(&plan, ItemKind::Section)), (300, 300));
    assert_eq!(plan.relations.len(), 299);
    assert!(plan.relations.iter().all(|relation| relation.resolved));
    assert_eq!(progress(&plan, "plan").boxes, boxes(0, 300));
    assert_eq!(progress(&plan, "plan").hours, Some(hours(600.0, 900.0)));
}

#[test]
fn headings_stand_in_lists_and_boxes_in_boxes() {
    check(
        "# Plan\n- ## Phase 1: A\n  - [ ] a\n- ## Phase 2: B\n  - [x] b\n",
        &["phase 1 A < — todo", "phase 2 B < — done"],
    );
    let mut text = String::from("# Plan\n## Phase 1: Deep\n");
    for depth in 0..10 {
        let mark = if depth % 2 == 0 { "x" } else { " " };
        text += &format!("{}- [{mark}] level {depth}\n", "  ".repeat(depth));
    }
    text += "## Phase 2: Flat\n- [ ] flat\n";
    let plan = told(&text);
    assert_eq!(progress(&plan, "plan.md#1").boxes, boxes(5, 10));
    assert_eq!(part(&plan, "plan.md", "1").criteria[9].text, "level 9");
}

#[test]
fn a_cell_of_five_thousand_characters_is_kept() {
    let long = "x".repeat(5_000);
    let text = format!(
        "# Plan\n## Phase 1: A\n- [ ] a\n## Phase 2: B\n- [ ] b\n\n| Risk | Impact | Mitigation |\n|---|---|---|\n| {long} | High | {long} |\n"
    );
    let plan = told(&text);
    let risk = only(&plan.risks);
    assert_eq!((risk.risk.len(), risk.impact.level), (5_000, Some(Level::High)));
    assert_eq!(risk.mitigation.as_ref().map(String::len), Some(5_000));
}

#[test]
fn tables_mean_the_same_in_any_order_and_language() {
    let check = |table: &str| {
        let plan = told(&format!("# Plan\n{table}\n## Phase 1: A\n- [ ] a\n## Phase 2: B\n- [ ] b\n"));
        let needs = fixture::relations(&plan, RelationKind::DependsOn);
        assert_eq!(needs, ["plan.md#2 → plan.md#1"], "{table}");
        let second = part(&plan, "plan.md", "2");
        assert_eq!(second.estimate().map(|estimate| estimate.hours), Some(hours(3.0, 4.0)), "{table}");
        assert!(second.priority.as_deref().is_some_and(|priority| priority.contains('🟡')), "{table}");
    };
    check(
        "| Phase | Name | Priority | Duration | Dependencies |\n|---|---|---|---|---|\n| 1 | A | 🔴 | 1h | None |\n| 2 | B | 🟡 | 3-4h | Phase 1 |\n",
    );
    check(
        "| Owner | Depends on | Effort | Phase | Priority | Note |\n|---|---|---|---|---|---|\n| Nina | — | 1h | Phase 1: A | 🔴 | |\n| Raj | 1 | 3-4 hours | Phase 2: B | 🟡 medium | late |\n",
    );
    check(
        "| שלב | משך | עדיפות | תלויות |\n|---|---|---|---|\n| 1 | שעה | 🔴 | אין |\n| 2 | 3-4 שעות | 🟡 | שלב 1 |\n",
    );
    check(
        "| Étape | Durée | Priorité | Dépend de |\n|---|---|---|---|\n| 1 | 1 h | 🔴 | aucune |\n| 2 | 3-4 h | 🟡 | phase 1 |\n",
    );
}

#[test]
fn dependencies_are_told_in_sentences_and_some_are_missing() {
    let text = "# Plan\n## Phase 1: A\n- [ ] a\n## Phase 2: B\nThis depends on Phase 1 and on patience.\n- [ ] b\n## Phase 3: C\n**Dependencies:** Phases 1-2, Phase 9\n- [ ] c\n## Phase 4: D\n- **Requires:** B\n- [ ] d\n## Phase 5: E\n**Blocked by:** None\n- [ ] e\n";
    let plan = told(text);
    let needs: Vec<String> = fixture::relations(&plan, RelationKind::DependsOn)
        .iter()
        .map(|one| one.replace("plan.md#", ""))
        .collect();
    assert_eq!(needs, ["2 → 1", "3 → Phase 9?", "3 → 1", "3 → 2", "4 → 2"]);
    assert_eq!(found(&opened(&[("plan.md", text)]), "2025-10-02"), ["8 dangling-dependency"]);
    let round = "# Plan\n## Phase 1: A\n**Depends on:** Phase 2\n- [ ] a\n## Phase 2: B\n**Depends on:** Phase 1\n- [ ] b\n";
    assert_eq!(found(&opened(&[("plan.md", round)]), "2025-10-02"), ["3 dependency-cycle"]);
}

#[test]
fn a_way_that_was_chosen_counts() {
    let text = |mark: &str, tick: &str| {
        format!(
            "# Plan\n## Phase 1: A\n### Story 1.1: Pick\n**Option A: Alex** {mark}\n\n- [{tick}] one\n- [ ] two\n\n**Option B: Four**\n\n- [ ] three\n### Story 1.2: Next\n- [ ] four\n"
        )
    };
    let counted = |mark: &str, tick: &str| {
        let plan = told(&text(mark, tick));
        let whole = progress(&plan, "plan");
        (whole.boxes, whole.undecided)
    };
    assert_eq!(counted("", " "), (boxes(0, 1), boxes(0, 3)));
    assert_eq!(counted("", "x"), (boxes(1, 3), boxes(0, 1)));
    assert_eq!(counted("✅", " "), (boxes(0, 3), boxes(0, 1)));
}

#[test]
fn sessions_stand_in_a_table_and_under_dates_alone() {
    let plan = told(
        "# Plan\n## Phase 1: A\n- [x] a\n## Phase 2: B\n- [ ] b\n## Sessions\n| Session | Description | Status | Commit |\n|---|---|---|---|\n| 1 | Phase 1 | ✅ | abc123 |\n| 2 | Phase 2 | 🟡 | |\n",
    );
    let told_of: Vec<(&str, BaseStatus, &str)> =
        plan.sessions.iter().map(|one| (one.title.as_str(), one.status, one.items[0].id.as_str())).collect();
    assert_eq!(
        told_of,
        [("Session 1", BaseStatus::Done, "plan.md#1"), ("Session 2", BaseStatus::Wip, "plan.md#2")]
    );
    let plan = told(
        "# Plan\n## Phase 1: A\n- [x] a\n## Phase 2: B\n- [ ] b\n## Log\n### 2025-03-04\n**Focus:** Phase 1\n#### Completed\n- [x] dug\n### 2025-03-06\n- [x] filled\n- [ ] not yet\n",
    );
    let told_of: Vec<(String, usize)> =
        plan.sessions.iter().map(|one| (one.date.as_ref().unwrap().to_string(), one.done.len())).collect();
    assert_eq!(told_of, [("2025-03-04".to_owned(), 1), ("2025-03-06".to_owned(), 2)]);
    assert_eq!(progress(&plan, "plan").boxes, boxes(1, 2));
}

#[test]
fn a_schedule_may_be_a_table() {
    let plan = told(
        "# Plan\n## Phase 1: A (4h)\n- [x] a\n## Phase 2: B (4h)\n- [ ] b\n## Timeline\n| Week | Focus | Hours |\n|---|---|---|\n| 1 | Phase 1 | 10h |\n| 2-3 | Phase 2 | 20h |\n",
    );
    let slots = plan.schedule.iter().map(|slot| (slot.title.as_str(), slot.days, slot.items.len()));
    let slots: Vec<_> = slots.collect();
    assert_eq!(slots, [("Week 1", Some((1, 5)), 1), ("Week 2-3", Some((6, 15)), 1)]);
}

#[test]
fn what_is_no_work_plan_stays_what_it_is() {
    for text in [
        "# Notes\n\nSome words.\n\n- a\n- b\n",
        "# Guide\n\n## 1. Introduction\n\nWords.\n\n## 2. Use\n\n### 2.1 Install\n\nWords.\n",
        "# Shopping\n\n- [ ] bread\n- [x] milk\n",
        "# Release checklist\n\n## Before\n- [ ] tests\n## After\n- [ ] tell\n",
        "# Changelog\n\n## 1.2.0\n\n- x\n\n## 1.1.0\n\n- y\n",
        "# Task\n\n**Status:** open\n\n## Acceptance Criteria\n- [ ] a\n- [ ] b\n",
    ] {
        assert_eq!(opened(&[("a.md", text)]).dialect().name, "plain", "{text}");
    }
}

#[test]
fn a_folder_of_documents_is_one_tree() {
    let reading = opened(&[
        ("plans/a.md", "# A\n## Phase 1: X\n- [x] x\n## Phase 2: Y\n- [ ] y\n"),
        (
            "plans/master.md",
            "# Master\n## Phase 1: Z\n- [ ] z\n## Phase 2: W\n- [ ] w\n\n| Session | Description | Status |\n|---|---|---|\n| [A](a.md) | first | ✅ |\n",
        ),
        ("plans/notes.md", "# Notes\n\nNothing.\n"),
    ]);
    let plan = reading.plan();
    assert_eq!(of_kind(&plan, ItemKind::Plan), 2);
    assert_eq!(item(&plan, "notes").kind, ItemKind::Document);
    // The session is told by a document of its own.
    let parent = item(&plan, "a").parent.and_then(|parent| plan.items.get(parent));
    assert_eq!(parent.map(|parent| parent.id.as_str()), Some("master"));
    assert_eq!(
        (item(&plan, "a").status.base, item(&plan, "a").status.from),
        (BaseStatus::Done, StatusOrigin::ParentTable)
    );
    let outline =
        planarium::outline::Outline::of(&plan, reading.files().iter().map(|entry| entry.path().as_str()));
    let shown: Vec<String> = outline
        .nodes()
        .iter()
        .map(|node| format!("{}{}", "  ".repeat(node.depth as usize), node.label))
        .collect();
    assert_eq!(shown, ["A", "  X", "  Y", "Master", "  Z", "  W", "Notes"]);
}

#[test]
fn versions_of_one_plan_are_versions_and_sides_of_a_comparison() {
    use planarium::dialect::work_plan::versions::side;
    let text = |date: &str, tick: &str, more: &str| {
        format!(
            "# Plan\n**Date:** {date}\n## Phase 1: A (4h)\n- [{tick}] a\n- [ ] b\n## Phase 2: B (2h)\n- [ ] c\n{more}"
        )
    };
    let (first, second, third) = (
        text("2025-10-02", " ", ""),
        text("2025-10-09", "x", ""),
        text("2025-10-16", "x", "## Phase 3: C (1h)\n- [ ] d\n"),
    );
    let reading = opened(&[
        ("WORK_PLAN_V17.0.md", &first),
        ("WORK_PLAN_V17.9.md", &second),
        ("WORK_PLAN_V17.10.md", &third),
        ("OTHER_2.md", &text("2025-01-01", " ", "")),
    ]);
    let plan = reading.plan();
    let group = only(&plan.versions);
    let numbers: Vec<(&str, Option<String>)> = group
        .versions
        .iter()
        .map(|one| (one.number.as_str(), one.date.as_ref().map(ToString::to_string)))
        .collect();
    let day = |day: &str| Some(format!("2025-10-{day}"));
    assert_eq!(numbers, [("17.0", day("02")), ("17.9", day("09")), ("17.10", day("16"))]);
    let holds: Vec<&str> =
        plan.of_kind(ItemKind::Plan).filter(|item| !item.archived).map(|item| item.id.as_str()).collect();
    assert_eq!(holds, ["OTHER_2", "WORK_PLAN_V17.10"]);
    // What is left in each is a burn-down.
    let left: Vec<Hours> =
        group.versions.iter().map(|one| progress(&plan, &one.item).remaining.unwrap()).collect();
    assert_eq!(left, [hours(6.0, 6.0), hours(4.0, 4.0), hours(5.0, 5.0)]);
    // As sides the versions share the ids of what they share.
    let ids = |path: &str| {
        side(&reading, path).unwrap().plan().items.iter().map(|item| item.id.clone()).collect::<Vec<_>>()
    };
    let (old, new) = (ids("WORK_PLAN_V17.0.md"), ids("WORK_PLAN_V17.10.md"));
    assert_eq!(old, ["work_plan", "work_plan.md#1", "work_plan.md#2"]);
    assert_eq!(new, [old, vec!["work_plan.md#3".to_owned()]].concat());
    assert!(side(&reading, "gone.md").is_none());
}
