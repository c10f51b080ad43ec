//! `schedule-overfull`: the days of a schedule cannot hold the work that is put into them.

use super::hours_out_of_range::called_first;
use super::{Check, Example, Rule};
use crate::findings::{Finding, Scene, Severity};
use crate::plan::{HOURS_A_DAY, Hours, Item, Slot};

pub const RULE: Rule = Rule {
    id: "schedule-overfull",
    severity: Severity::Warning,
    summary: "The days of the schedule cannot hold the hours that are put into them.",
    help: "A schedule puts a phase into some days, and the phase says how long it takes. A working day holds eight hours: what takes \
more than all the days it is given is late before it has begun. Of what a phase states and what its stories sum to, the smaller counts.\n\n\
Give it more days, or take work out of it.",
    check: Check::Tree(check),
};

pub const EXAMPLE: Example = Example {
    rule: RULE.id,
    bad: "//- plan.md\n# Pier\n## Phase 1: Posts (20-22 hours)\n- [ ] posts\n## Phase 2: Planks (4 hours)\n- [ ] planks\n# Timeline\n## Week 1\n**Days 1-2:** Phase 1\n**Day 3:** Phase 2\n",
    found: &["plan.md:8"],
    good: "//- plan.md\n# Pier\n## Phase 1: Posts (20-22 hours)\n- [ ] posts\n## Phase 2: Planks (4 hours)\n- [ ] planks\n# Timeline\n## Week 1\n**Days 1-3:** Phase 1\n**Day 4:** Phase 2\n",
};

fn check(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    let plan = scene.plan;
    for item in plan.items.iter().filter(|item| item.is_part() && !item.archived) {
        let slots: Vec<&Slot> = plan.schedule.iter().filter(|slot| slot.items.iter().any(|target| target.id == item.id)).collect();
        let Some(first) = slots.first() else { continue };
        let Some(days) = days(&slots) else { continue };
        let capacity = days.saturating_mul(HOURS_A_DAY * 60);
        let Some(needed) = needed(scene, item).filter(|needed| needed.low_minutes > capacity) else { continue };
        let held = Hours { low_minutes: capacity, high_minutes: capacity };
        let days = crate::counted::counted(days as usize, "day");
        let message = format!("{} takes {needed}, and the {days} that it is given hold {held}.", called_first(item));
        let others = slots.iter().skip(1).map(|slot| slot.place.clone());
        let estimate = item.estimate().map(|estimate| estimate.place.clone());
        found.push(Finding::new(RULE.id, first.place.clone(), message).about([&item.id]).because(others.chain(estimate)));
    }
}

/// How many days some stretches of a schedule take; nothing when one of them does not say which.
fn days(slots: &[&Slot]) -> Option<u32> {
    slots.iter().map(|slot| slot.days.map(|(first, last)| last - first + 1)).sum()
}

/// How long an item takes at least: the smaller of what it states and what its parts sum to.
fn needed(scene: &Scene<'_>, item: &Item) -> Option<Hours> {
    let sum = scene.plan.progress.iter().find(|progress| progress.item == item.id).and_then(|progress| progress.hours);
    let stated = item.estimate().map(|estimate| estimate.hours);
    match (sum, stated) {
        (Some(sum), Some(stated)) => Some(if sum.low_minutes < stated.low_minutes { sum } else { stated }),
        (sum, stated) => sum.or(stated),
    }
}
