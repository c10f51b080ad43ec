//! `crowded-p00`: a first phase with too many tasks.

use super::{Check, Example, Rule};
use crate::findings::{Finding, Scene, Severity};
use crate::order;
use crate::plan::{BaseStatus, Item, ItemKind};

/// More tasks than this a first phase may not have.
const MOST_TASKS: usize = 5;

pub const RULE: Rule = Rule {
    id: "crowded-p00",
    severity: Severity::Warning,
    summary: "A phase p00 has more than 5 tasks.",
    help: "The first phase is a walking skeleton: the least that goes from one end to the other. With more than five \
tasks it is no skeleton any more, and what is wrong with the plan shows too late.\n\n\
Move tasks to a later phase. Tasks that were cut do not count.",
    check: Check::Tree(check),
};

pub const EXAMPLE: Example = Example {
    rule: RULE.id,
    bad: "//- SP01_pier/p00_posts/_overview.md\n# Posts\n//- SP01_pier/p00_posts/01_a.md\n//- SP01_pier/p00_posts/02_b.md\n//- SP01_pier/p00_posts/03_c.md\n//- SP01_pier/p00_posts/04_d.md\n//- SP01_pier/p00_posts/05_e.md\n//- SP01_pier/p00_posts/06_f.md\n",
    found: &["SP01_pier/p00_posts/_overview.md:1"],
    good: "//- SP01_pier/p00_posts/_overview.md\n# Posts\n//- SP01_pier/p00_posts/01_a.md\n//- SP01_pier/p00_posts/02_b.md\n//- SP01_pier/p00_posts/03_c.md\n//- SP01_pier/p00_posts/04_d.md\n//- SP01_pier/p00_posts/05_e.md\n//- SP01_pier/p00_posts/06_f.md\n---\nstatus: CUT\n---\n//- SP01_pier/p01_deck/01_a.md\n//- SP01_pier/p01_deck/02_b.md\n//- SP01_pier/p01_deck/03_c.md\n//- SP01_pier/p01_deck/04_d.md\n//- SP01_pier/p01_deck/05_e.md\n//- SP01_pier/p01_deck/06_f.md\n",
};

fn check(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    for (phase, tasks) in first_phases(scene) {
        let count = tasks.len();
        if count > MOST_TASKS {
            let message = format!("{} has {count} tasks; a phase p00 may have {MOST_TASKS}.", phase.id);
            let places = tasks.iter().map(|task| task.place.clone());
            found.push(Finding::new(RULE.id, phase.place.clone(), message).about([&phase.id]).because(places));
        }
    }
}

/// The phases p00, each with its tasks that were not cut.
pub(super) fn first_phases<'a>(scene: &Scene<'a>) -> Vec<(&'a Item, Vec<&'a Item>)> {
    let is_first = |item: &&Item| item.kind == ItemKind::Phase && !item.template && is_number_zero(item.name());
    let tasks = scene.plan.of_kind(ItemKind::Task).filter(|task| task.status.base != BaseStatus::Cut);
    let mut tasks: Vec<(usize, &Item)> = tasks.filter_map(|task| Some((task.parent?, task))).collect();
    order::sort_by(&mut tasks, |a, b| a.0.cmp(&b.0));
    let groups = tasks.chunk_by(|a, b| a.0 == b.0).filter_map(|group| {
        let phase = scene.item(group.first()?.0).filter(is_first)?;
        Some((phase, group.iter().map(|(_, task)| *task).collect()))
    });
    groups.collect()
}

/// Whether a phase of this name is the first one: `p00_skeleton`, `p0-fix`.
fn is_number_zero(name: &str) -> bool {
    let Some(rest) = name.strip_prefix("p0") else { return false };
    let rest = rest.trim_start_matches('0');
    rest.is_empty() || rest.starts_with(['_', '-'])
}
