//! `missing-child`: a row of a Children table, or of the Plans table, for something that is not there.

use super::{Check, Example, Rule};
use crate::findings::{Finding, Presence, Scene, Severity};

pub const RULE: Rule = Rule {
    id: "missing-child",
    severity: Severity::Warning,
    summary: "A Children or Plans table lists something that is not on disk.",
    help: "Somebody was promised a file and finds none: it was renamed, deleted or never written, and what the row says of \
its status cannot be checked.\n\nWrite the file, correct the name in the row, or remove the row.",
    check: Check::Tree(check),
};

pub const EXAMPLE: Example = Example {
    rule: RULE.id,
    bad: "//- _overview.md\n## Plans\n| Name | Status |\n|---|---|\n| SP01_pier | WIP |\n| SP02_crane | TODO |\n//- \
SP01_pier/_overview.md\n## Children\n| Name | Status |\n|---|---|\n| 01_plan.md | DONE |\n| p00_piles/ | TODO |\n//- \
SP01_pier/02_other.md\nx\n",
    found: &["SP01_pier/_overview.md:4", "SP01_pier/_overview.md:5", "_overview.md:5"],
    good: "//- _overview.md\n## Plans\n| Name | Status |\n|---|---|\n| SP01_pier | DONE |\n//- \
_completed/SP01_pier/_overview.md\n## Children\n| Name | Status |\n|---|---|\n| [the plan](01_plan.md) | DONE |\n| p00 | \
TODO |\n| `assets/` | — |\n//- _completed/SP01_pier/01_plan.md\nx\n//- _completed/SP01_pier/p00_piles/_overview.md\nx\n\
//- _completed/SP01_pier/assets/01.asset.md\nx\n",
};

fn check(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    if !scene.is_dream() {
        return;
    }
    for row in scene.plan.child_rows.iter().filter(|row| !row.child.resolved) {
        let parent = scene.plan.item(&row.parent);
        let folder = parent.and_then(|parent| parent.folder.as_deref()).unwrap_or_default();
        let name = &row.child.id;
        let path = format!("{folder}/{}", name.trim_start_matches("./").trim_end_matches('/'));
        if scene.presence(&path) == Presence::Missing {
            let message = format!("{} lists {name} among its children, but it is not there.", row.parent);
            found.push(Finding::new(RULE.id, row.place.clone(), message).about([&row.parent]));
        }
    }
    for row in scene.plan.plan_rows.iter().filter(|row| !row.plan.resolved) {
        let name = &row.plan.id;
        // A name that several plans share is reported as ambiguous.
        if !scene.names.is_shared(name) && scene.plan_presence(name) == Presence::Missing {
            let message = format!("The Plans table lists {name}, but there is no such plan.");
            found.push(Finding::new(RULE.id, row.place.clone(), message));
        }
    }
}
