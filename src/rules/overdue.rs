//! `overdue`: a deadline has passed, and what was due is not done.

use super::{Check, Example, Rule};
use crate::findings::{Finding, Scene, Severity};
use crate::plan::{BaseStatus, Deadline, Item, ItemKind, RelationKind};

pub const RULE: Rule = Rule {
    id: "overdue",
    severity: Severity::Warning,
    summary: "A deadline has passed, and what was due is not done.",
    help: "A deadline that has silently passed is one that nobody watches.\n\nFinish the plan and say so, agree on another \
day and write it down, or cut the plan. A deadline is read from words such as `3-week hard deadline: 2025-10-29`, \
`30 days to remediate` or `Target Date: 6 weeks from 2025-05-05`; one that stands in a note is held against the plans that \
came out of it (`origin`). How long a note itself is good for is another rule, `expired-exploration`.",
    check: Check::Tree(check),
};

pub const EXAMPLE: Example = Example {
    rule: RULE.id,
    bad: "//- SP01_lamp/_overview.md\n---\nstatus: WIP\nstart_at: 2025-05-01\norigin: exploration/audit_2025_05_02.md\n---\n\
Deadline: 2025-05-30\n//- exploration/audit_2025_05_02.md\nWe have 21 days to remediate.\n",
    found: &["SP01_lamp/_overview.md:6", "exploration/audit_2025_05_02.md:1"],
    good: "//- SP01_lamp/_overview.md\n---\nstatus: WIP\n---\nDeadline: 2025-06-01\n\
//- _completed/SP02_oil/_overview.md\n---\nstatus: DONE\norigin: exploration/audit_2025_05_02.md\n---\nDeadline: 2025-05-30\n\
//- exploration/audit_2025_05_02.md\nWe have 21 days to remediate.\n",
};

fn check(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    for deadline in &scene.plan.deadlines {
        let Some(date) = deadline.date.as_ref().filter(|date| date.end() < scene.day.start()) else { continue };
        // How long a note is good for is a rule of its own.
        if deadline.written.to_lowercase().contains("expir") {
            continue;
        }
        for item in due(scene, deadline) {
            let days = scene.day.days_since(date);
            let ago = if days == 1 { "1 day ago".to_owned() } else { format!("{days} days ago") };
            let status = scene.status_of(item);
            let how_far = status.written.as_deref().unwrap_or("not done");
            let message = format!("{} was due on {date} (\"{}\"), {ago}, and is {how_far}.", item.id, deadline.written);
            let places = (item.place.path != deadline.place.path).then(|| item.place.clone());
            found.push(Finding::new(RULE.id, deadline.place.clone(), message).about([item.id.clone()]).because(places));
        }
    }
}

/// What should be done by a deadline and is not; of a note, the plans that came out of it.
fn due<'a>(scene: &Scene<'a>, deadline: &Deadline) -> Vec<&'a Item> {
    let of = deadline.of.as_deref().unwrap_or_default();
    let Some(item) = scene.plan.item(of) else { return Vec::new() };
    let items: Vec<&Item> = match item.kind {
        ItemKind::Exploration => {
            let relations = scene.plan.relations_to(of).filter(|relation| relation.kind == RelationKind::Origin);
            relations.filter_map(|relation| scene.plan.item(&relation.from)).collect()
        }
        _ => vec![item],
    };
    // A day that a plan states itself, the note tells of it: it is no other's.
    let is_own = |item: &&Item| {
        item.id != of
            && scene.plan.deadlines.iter().any(|own| own.of.as_ref() == Some(&item.id) && own.date == deadline.date)
    };
    if items.iter().any(is_own) {
        return Vec::new();
    }
    let is_open = |item: &&Item| {
        let base = scene.status_of(item).base;
        !item.template && matches!(base, BaseStatus::Todo | BaseStatus::Wip | BaseStatus::Blocked)
    };
    items.into_iter().filter(is_open).collect()
}
