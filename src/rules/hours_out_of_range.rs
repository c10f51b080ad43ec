//! `hours-out-of-range`: the hours of the parts are not those of the whole.

use super::{Check, Example, Rule};
use crate::findings::{Finding, Scene, Severity};
use crate::plan::{Estimate, Hours, Item};

pub const RULE: Rule = Rule {
    id: "hours-out-of-range",
    severity: Severity::Warning,
    summary: "The hours of the parts do not fit into the hours of the whole.",
    help: "An epic, a phase or a plan says how long it takes, and so do the stories in it. Where their sum lies outside that, \
one of both is wrong, and whoever plans with the wrong one is late. Both ends count: 55–56 hours do not fit into 45–55.\n\n\
Correct the estimate of the whole, or those of the parts.",
    check: Check::Tree(check),
};

pub const EXAMPLE: Example = Example {
    rule: RULE.id,
    bad: "//- plan.md\n# Pier\n**Total:** 3-4 hours\n\n## Phase 1: Posts (2-3 hours)\n### Epic 1.1: Oak\n**Duration:** 2 hours\n#### Story 1.1.1: Saw (1.5h)\n- [ ] sawn\n#### Story 1.1.2: Drive (2h)\n- [ ] driven\n",
    found: &["plan.md:4", "plan.md:6"],
    good: "//- plan.md\n# Pier\n**Total:** 3-4 hours\n\n## Phase 1: Posts (3-4 hours)\n### Epic 1.1: Oak\n**Duration:** 3-4 hours\n#### Story 1.1.1: Saw (1.5h)\n- [ ] sawn\n#### Story 1.1.2: Drive (2h)\n- [ ] driven\n",
};

fn check(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    for progress in &scene.plan.progress {
        let Some(item) = scene.plan.item(&progress.item).filter(|item| !item.archived) else { continue };
        let Some(sum) = progress.hours else { continue };
        let is_of_parts = scene.plan.index_of(&item.id).is_some_and(|at| has_estimated_parts(scene, at));
        for estimate in distinct(&item.work().estimates).filter(|estimate| is_of_parts && !sum.is_within(estimate.hours)) {
            let message = format!("The parts of {} take {sum}, {}.", called(item), stands(sum, estimate));
            let others = item.work().estimates.iter().filter(|other| other.hours == estimate.hours && other.place != estimate.place);
            let finding = Finding::new(RULE.id, estimate.place.clone(), message).about([&item.id]);
            found.push(finding.because(others.map(|other| other.place.clone())));
        }
    }
}

/// Whether anything that lies directly in an item says how long it takes, or has parts that do.
fn has_estimated_parts(scene: &Scene<'_>, item: usize) -> bool {
    let tallied = |id: &str| scene.plan.progress.iter().any(|progress| progress.item == id && progress.hours.is_some());
    scene.plan.items.iter().any(|part| part.parent == Some(item) && part.is_part() && part.kind.is_work() && tallied(&part.id))
}

/// Estimates, each span once.
pub(super) fn distinct(estimates: &[Estimate]) -> impl Iterator<Item = &Estimate> {
    estimates.iter().enumerate().filter_map(|(at, estimate)| {
        let before = estimates.get(..at).unwrap_or_default();
        (!before.iter().any(|other| other.hours == estimate.hours)).then_some(estimate)
    })
}

/// How a sum stands to what is stated.
pub(super) fn stands(sum: Hours, estimate: &Estimate) -> String {
    let stated = estimate.hours;
    if sum.low_minutes > stated.high_minutes {
        format!("more than the {stated} that are stated")
    } else if sum.high_minutes < stated.low_minutes {
        format!("less than the {stated} that are stated")
    } else if sum.high_minutes > stated.high_minutes {
        format!("which may be more than the {stated} that are stated")
    } else {
        format!("which may be less than the {stated} that are stated")
    }
}

/// What a part is called within a sentence: `phase 0`, `story 0.1.1`, `the plan`.
pub(super) fn called(item: &Item) -> String {
    match &item.number {
        Some(number) => format!("{} {number}", item.kind.noun()),
        None if item.is_part() => format!("“{}”", item.title),
        None => "the plan".to_owned(),
    }
}

/// The same at the beginning of a sentence.
pub(super) fn called_first(item: &Item) -> String {
    let mut called = called(item);
    if let Some(first) = called.get(..1).map(str::to_uppercase) {
        called.replace_range(..1, &first);
    }
    called
}
