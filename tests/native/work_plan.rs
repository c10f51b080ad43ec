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

fn of_kind(plan: &Plan, kind: ItemKind) -> usize {
    plan.of_kind(kind).count()
}

fn part<'a>(plan: &'a Plan, path: &str, number: &str) -> &'a Item {
    item(plan, &format!("{path}#{number}"))
}

fn progress<'a>(plan: &'a Plan, id: &str) -> &'a Progress {
    plan.progress
        .iter()
        .find(|progress| progress.item == id)
        .unwrap_or_else(|| panic!("nothing is known of {id}"))
}

fn boxes(done: u32, total: u32) -> Boxes {
    Boxes { done, total }
}

fn hours(low: f64, high: f64) -> Hours {
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
    assert_eq!(decision.waits_for[0].id, format!("{DENTAL}#1.1.2"));
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
