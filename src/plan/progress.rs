//! Counting the work of items that lie in each other: boxes and hours, from the smallest parts up.

use super::{BaseStatus, Boxes, Hours, Item, Tally};

/// What an item and all below it count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tallies {
    /// Boxes that count as work.
    pub boxes: Boxes,
    /// Boxes of ways that have not been chosen.
    pub undecided: Boxes,
    /// Boxes that say that the whole has succeeded.
    pub success: Boxes,
    /// Boxes of a schedule.
    pub milestones: Boxes,
    /// How much work it is, by the smallest parts that say so.
    pub hours: Option<Hours>,
    /// How much of that is left. Of a part that says how much it is, as much is left as boxes are open.
    pub remaining: Option<Hours>,
}

/// What every item counts. An item comes before what lies in it; parents are positions in `items`.
pub fn tallies(items: &[Item]) -> Vec<Tallies> {
    let mut found: Vec<Tallies> = vec![Tallies::default(); items.len()];
    for (at, item) in items.iter().enumerate().rev() {
        let Some(mut own) = found.get(at).copied() else { continue };
        for criterion in &item.criteria {
            let boxes = match item.work().tally {
                Tally::Work if item.work().counts(criterion.branch) => &mut own.boxes,
                Tally::Work => &mut own.undecided,
                Tally::Success => &mut own.success,
                Tally::Milestone => &mut own.milestones,
            };
            boxes.add(criterion.done);
        }
        if own.hours.is_none() && item.work().tally == Tally::Work {
            own.hours = item.estimate().map(|estimate| estimate.hours);
            own.remaining = own.hours.map(|hours| remaining(item, own.boxes, hours));
        }
        if let Some(slot) = found.get_mut(at) {
            *slot = own;
        }
        let Some(above) = item.parent.filter(|parent| *parent < at).and_then(|parent| found.get_mut(parent))
        else {
            continue;
        };
        above.boxes.add_all(own.boxes);
        above.undecided.add_all(own.undecided);
        above.success.add_all(own.success);
        above.milestones.add_all(own.milestones);
        if item.work().tally == Tally::Work {
            let sum = |known: Option<Hours>, more: Option<Hours>| match (known, more) {
                (Some(known), Some(more)) => Some(known + more),
                (known, more) => known.or(more),
            };
            above.hours = sum(above.hours, own.hours);
            above.remaining = sum(above.remaining, own.remaining);
        }
    }
    found
}

fn remaining(item: &Item, boxes: Boxes, hours: Hours) -> Hours {
    match item.status.base {
        BaseStatus::Done | BaseStatus::Cut => Hours::NONE,
        _ if boxes.total == 0 => hours,
        _ => {
            let share = |minutes: u32| {
                let open = u64::from(minutes) * u64::from(boxes.open()) / u64::from(boxes.total.max(1));
                u32::try_from(open).unwrap_or(u32::MAX)
            };
            Hours { low_minutes: share(hours.low_minutes), high_minutes: share(hours.high_minutes) }
        }
    }
}
