//! `duration-sum`: the durations that the parts state do not add up to the one that the whole states.

use super::hours_out_of_range::{called, distinct, stands};
use super::{Check, Example, Rule};
use crate::findings::{Finding, Scene, Severity};
use crate::plan::Hours;

pub const RULE: Rule = Rule {
    id: "duration-sum",
    severity: Severity::Warning,
    summary: "The durations that the parts state do not add up to the stated total.",
    help: "A plan states how long each of its phases takes, and how long all of it takes. Where the phases do not add up to the \
total, the total was written for another plan. `hours-out-of-range` looks at the smallest parts; this one at what the next level says of itself.\n\n\
Correct the total, or the duration of a phase.",
    check: Check::Tree(check),
};

pub const EXAMPLE: Example = Example {
    rule: RULE.id,
    bad: "//- plan.md\n# Pier\n**Timeline:** 5-6 hours\n\n## Phase 1: Posts (2-3 hours)\n### Story 1.1: Saw (2h)\n- [ ] sawn\n## Phase 2: Planks (2-4 hours)\n### Story 2.1: Nail (4h)\n- [ ] nailed\n",
    found: &["plan.md:2"],
    good: "//- plan.md\n# Pier\n**Timeline:** 4-7 hours\n\n## Phase 1: Posts (2-3 hours)\n### Story 1.1: Saw (2h)\n- [ ] sawn\n## Phase 2: Planks (2-4 hours)\n### Story 2.1: Nail (4h)\n- [ ] nailed\n",
};

fn check(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    let plan = scene.plan;
    // What the parts of every item state themselves, and whether they are divided further: else `hours-out-of-range` has the same sum.
    let mut sums: Vec<(Hours, usize, usize, bool)> = vec![(Hours::NONE, 0, 0, false); plan.items.len()];
    let mut has_parts = vec![false; plan.items.len()];
    for item in plan.items.iter().filter(|item| item.is_part() && item.kind.is_work()) {
        if let Some(slot) = item.parent.and_then(|parent| has_parts.get_mut(parent)) {
            *slot = true;
        }
    }
    for (at, item) in plan.items.iter().enumerate().filter(|(_, item)| item.is_part() && item.kind.is_work()) {
        let Some((sum, stated, all, is_divided)) = item.parent.and_then(|parent| sums.get_mut(parent)) else { continue };
        *all += 1;
        *is_divided |= has_parts.get(at).copied().unwrap_or_default();
        if let Some(estimate) = item.estimate() {
            *sum = *sum + estimate.hours;
            *stated += 1;
        }
    }
    for (item, (sum, stated, all, is_divided)) in plan.items.iter().zip(sums) {
        if stated < 2 || stated < all || !is_divided || item.archived {
            continue;
        }
        for estimate in distinct(&item.work().estimates).filter(|estimate| !sum.is_within(estimate.hours)) {
            let message = format!("The {all} parts of {} state {sum} together, {}.", called(item), stands(sum, estimate));
            found.push(Finding::new(RULE.id, estimate.place.clone(), message).about([&item.id]));
        }
    }
}
