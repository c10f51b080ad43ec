//! `progress-contradicted`: a status or a count is claimed, and the boxes say something else.

use super::hours_out_of_range::called_first;
use super::{Check, Example, Rule};
use crate::counted::counted;
use crate::findings::{Finding, Scene, Severity};
use crate::plan::{BaseStatus, Boxes, Item, Place, Progress, StatusOrigin};

pub const RULE: Rule = Rule {
    id: "progress-contradicted",
    severity: Severity::Warning,
    summary: "A claimed status or count contradicts the boxes.",
    help: "`✅ COMPLETE` above open boxes, `⚪ NOT STARTED` above ticked ones, `8/12` where no box is ticked, `32%` of a plan without a \
single tick: what is claimed and what can be counted differ, and nobody knows which to believe. Finished work often has no boxes: \
the finding says what else speaks for it.\n\n\
Tick what is done, or correct the claim.",
    check: Check::Tree(check),
};

pub const EXAMPLE: Example = Example {
    rule: RULE.id,
    bad: "//- plan.md\n# Pier\n| Phase | Progress |\n|---|---|\n| Phase 1: Posts | 3/4 |\n| Phase 2: Planks | 0/2 |\n## Phase 1: Posts\n- [ ] oak\n- [ ] tar\n## Phase 2: Planks ⚪ NOT STARTED\n- [x] sawn\n- [ ] nailed\n## Phase 3: Rail ✅ COMPLETE\n- [x] cut\n- [ ] fixed\n",
    found: &["plan.md:4", "plan.md:5", "plan.md:9", "plan.md:12"],
    good: "//- plan.md\n# Pier\n| Phase | Progress |\n|---|---|\n| Phase 1: Posts | 1/2 |\n| Phase 2: Planks | 0/9 |\n## Phase 1: Posts\n- [x] oak\n- [ ] tar\n## Phase 2: Planks ⚪ NOT STARTED\n- [ ] sawn\n- [ ] nailed\n## Phase 3: Rail ✅ COMPLETE\n- [x] cut\n- [x] fixed\n",
};

/// By how much a claimed share may differ from the counted one, in hundredths.
const TOLERANCE: u32 = 15;

fn check(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    for progress in &scene.plan.progress {
        let Some(item) = scene.plan.item(&progress.item).filter(|item| !item.archived) else { continue };
        if progress.boxes.total == 0 {
            continue;
        }
        let evidence = evidence(progress);
        for claim in &progress.claimed {
            if let Some(words) = differs(claim.done, claim.total, progress.boxes) {
                let message = format!("{} claims {}, and {words}{evidence}.", called_first(item), claim.written.text);
                found.push(Finding::new(RULE.id, claim.written.place.clone(), message).about([&item.id]));
            }
        }
        let is_said = |line: u32| progress.claimed.iter().any(|claim| claim.written.place.line == line);
        let Some((words, line)) = status(item, progress.boxes).filter(|(_, line)| !is_said(*line)) else { continue };
        let place = Place { path: item.place.path.clone(), line };
        let message = format!("{} says “{}”, and {words}{evidence}.", called_first(item), item.status.written.as_deref().unwrap_or_default());
        found.push(Finding::new(RULE.id, place, message).about([&item.id]));
    }
}

/// What boxes say against a claim.
fn differs(done: u32, total: u32, boxes: Boxes) -> Option<String> {
    let claimed = u64::from(done) * 100 / u64::from(total.max(1));
    let counted = u64::from(boxes.done) * 100 / u64::from(boxes.total.max(1));
    let is_extreme = (claimed == 0) != (boxes.done == 0) || (claimed >= 100) != (boxes.open() == 0);
    let is_far = claimed.abs_diff(counted) > u64::from(TOLERANCE);
    (is_extreme || is_far).then(|| ticked(boxes))
}

/// What boxes say against a status, and the line of the status.
fn status(item: &Item, boxes: Boxes) -> Option<(String, u32)> {
    if matches!(item.status.from, StatusOrigin::Derived | StatusOrigin::None) {
        return None;
    }
    let is_wrong = match item.status.base {
        BaseStatus::Done => boxes.open() > 0,
        BaseStatus::Todo => boxes.done > 0,
        _ => false,
    };
    is_wrong.then(|| (ticked(boxes), item.status.line))
}

fn ticked(boxes: Boxes) -> String {
    let all = counted(boxes.total as usize, "box");
    match boxes.done {
        0 => format!("none of {all} is ticked"),
        done => format!("{done} of {all} {} ticked", if done == 1 { "is" } else { "are" }),
    }
}

/// What beside the boxes speaks for work having been done.
fn evidence(progress: &Progress) -> String {
    match progress.evidence.len() {
        0 => String::new(),
        count => format!("; {} {} for more", counted(count, "line"), if count == 1 { "speaks" } else { "speak" }),
    }
}
