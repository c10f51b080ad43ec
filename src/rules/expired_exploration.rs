//! `expired-exploration`: a note that has been open for too long.

use super::too_many_explorations::open_notes;
use super::{Check, Example, Rule};
use crate::counted::counted;
use crate::edit::{Change, Edit};
use crate::findings::{Finding, Scene, Severity};

pub const RULE: Rule = Rule {
    id: "expired-exploration",
    severity: Severity::Warning,
    summary: "An exploration note is past its expiry, 14 days after its date.",
    help: "After two weeks an exploration has led to a decision or to nothing. Whoever finds it open does not know \
which.\n\n\
Write down what was decided, and move the note to `exploration/_archive/`. A note may state another expiry. One \
without a date does not expire.",
    check: Check::Tree(check),
};

pub const EXAMPLE: Example = Example {
    rule: RULE.id,
    bad: "//- exploration/wood.md\n# Wood — 2025-05-10\n",
    found: &["exploration/wood.md:1"],
    good: "//- exploration/wood.md\n# Wood — 2025-05-18\n//- exploration/_archive/mud.md\n# Mud — 2025-01-01\n//- exploration/sand.md\n# Sand\n",
};

fn check(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    for (item, note) in open_notes(scene) {
        let Some(expiry) = note.expires.as_ref().filter(|expiry| **expiry < scene.day) else { continue };
        let days = scene.day.days_since(expiry);
        if days < 1 {
            continue;
        }
        let ago = counted(usize::try_from(days).unwrap_or_default(), "day");
        let message = format!("{} expired on {expiry}, {ago} ago, and is still open.", item.id);
        let finding = Finding::new(RULE.id, item.place.clone(), message).about([&item.id]);
        let path = &item.place.path;
        let name = path.strip_prefix("exploration/").filter(|_| scene.has_files());
        let to = name.map(|name| format!("exploration/_archive/{name}"));
        found.push(match to.filter(|to| scene.reading.files().get(to).is_none()) {
            Some(to) => finding.fixed_by(
                "Move it to exploration/_archive",
                vec![Edit { path: path.clone(), change: Change::Move { to } }],
            ),
            None => finding,
        });
    }
}
