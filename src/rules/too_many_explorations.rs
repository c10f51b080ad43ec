//! `too-many-explorations`: more notes are open than people can follow.

use super::{Check, Example, Rule};
use crate::findings::{Finding, Scene, Severity};
use crate::order;
use crate::plan::{Item, Note};

/// More open notes than this there may not be.
const MOST_NOTES: usize = 3;

pub const RULE: Rule = Rule {
    id: "too-many-explorations",
    severity: Severity::Warning,
    summary: "More than 3 exploration notes are open.",
    help: "An exploration is there to end in a decision. More than three at a time are decided by nobody.\n\n\
Decide the oldest, and move its note to `exploration/_archive/`.",
    check: Check::Tree(check),
};

pub const EXAMPLE: Example = Example {
    rule: RULE.id,
    bad: "//- exploration/a_2025_05_20.md\n# A\n//- exploration/b_2025_05_21.md\n# B\n//- exploration/c_2025_05_22.md\n# C\n//- exploration/d_2025_05_19.md\n# D\n",
    found: &["exploration/d_2025_05_19.md:1"],
    good: "//- exploration/a_2025_05_20.md\n# A\n//- exploration/b_2025_05_21.md\n# B\n//- exploration/c_2025_05_22.md\n# C\n//- exploration/_archive/d_2025_05_19.md\n# D\n",
};

fn check(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    let notes = open_notes(scene);
    // The oldest is the first to go.
    let Some(((oldest, _), rest)) = notes.split_first().filter(|_| notes.len() > MOST_NOTES) else { return };
    let names: Vec<&str> = notes.iter().map(|(item, _)| item.id.as_str()).collect();
    let message = format!(
        "{} exploration notes are open, and {MOST_NOTES} may be: {}.",
        notes.len(),
        names.join(", ")
    );
    let finding = Finding::new(RULE.id, oldest.place.clone(), message);
    found.push(
        finding
            .about(notes.iter().map(|(item, _)| &item.id))
            .because(rest.iter().map(|(item, _)| item.place.clone())),
    );
}

/// The notes that are not archived, the oldest first, those without a date last.
pub(super) fn open_notes<'a>(scene: &Scene<'a>) -> Vec<(&'a Item, &'a Note)> {
    let notes = scene.plan.notes.iter().filter_map(|note| Some((scene.plan.item(&note.of)?, note)));
    let mut open: Vec<_> = notes.filter(|(item, _)| !item.archived && !item.template).collect();
    order::sort_by(&mut open, |(_, a), (_, b)| (a.date.is_none(), &a.date).cmp(&(b.date.is_none(), &b.date)));
    open
}
