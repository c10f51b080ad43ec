//! `duplicate-id`: two things bear one name.

use super::{Check, Example, Rule};
use crate::findings::{Finding, Scene, Severity};
use crate::named::Named;
use crate::plan::{Item, names};

pub const RULE: Rule = Rule {
    id: "duplicate-id",
    severity: Severity::Warning,
    summary: "Two things bear one id: a plan in the root and in the archive, or two plans of one number.",
    help: "A plan is called by its folder wherever it lies, so that archiving changes no reference. A copy that was left \
behind bears the same id, and its numbers and statuses contradict the other's. Two plans of one number cannot be told \
apart by their short id.\n\n\
References mean the one outside the archive. Remove the copy, or give one of the two a number of its own.",
    check: Check::Tree(check),
};

pub const EXAMPLE: Example = Example {
    rule: RULE.id,
    bad: "//- SP01_pier/_overview.md\n---\nname: pier\n---\n//- SP01_pier/p00_posts/_overview.md\n# Posts\n//- _completed/SP01_pier/_overview.md\n---\nname: pier\n---\n//- _completed/SP01_pier/p00_posts/_overview.md\n# Posts\n//- SP02_quay/_overview.md\n# Quay\n//- SP02_dock/_overview.md\n# Dock\n",
    found: &["SP02_quay/_overview.md:1", "_completed/SP01_pier/_overview.md:1"],
    good: "//- SP01_pier/_overview.md\n# Pier\n//- _completed/SP02_quay/_overview.md\n# Quay\n//- PP02_dock/_overview.md\n# Dock\n",
};

fn check(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    let plan = scene.plan;
    // A second claimant is called ID@PATH. In a story its place is that of the story.
    let first_of = |item: &Item| -> Option<&Item> {
        let mut parts = item.id.match_indices('@').filter_map(|(at, _)| item.id.split_at_checked(at));
        parts.find_map(|(id, path)| {
            let is_own = !scene.is_dream() || path.get(1..) == Some(item.place.path.as_str());
            plan.item(id).filter(|_| is_own)
        })
    };
    let mut bearers: Named<&Item> = Named::default();
    for item in plan.items.iter().filter(|item| !item.template) {
        if let Some(first) = first_of(item) {
            // What lies in a copy is copied too.
            let parent = item.parent.and_then(|parent| plan.items.get(parent));
            if parent.is_none_or(|parent| first_of(parent).is_none()) {
                let message = match &item.number {
                    Some(number) if item.is_part() => {
                        format!("{number} is the number of {} and of {}.", first.title, item.title)
                    }
                    _ => format!("{} is also at {}.", first.id, first.place.path),
                };
                let finding = Finding::new(RULE.id, item.place.clone(), message);
                found.push(finding.about([&item.id, &first.id]).because([first.place.clone()]));
            }
            continue;
        }
        let short = Some(item).filter(|item| item.parent.is_none() && item.folder.is_some());
        let Some(short) = short.and_then(|item| names::short_id(&item.id)) else { continue };
        match bearers.get(short).copied() {
            Some(first) => {
                let message = format!("{short} is the number of {} and of {}.", first.id, item.id);
                let finding = Finding::new(RULE.id, item.place.clone(), message);
                found.push(finding.about([&item.id, &first.id]).because([first.place.clone()]));
            }
            None => bearers.insert(short, item),
        }
    }
}
