//! `still-to-create`: a file is listed as still to come, and it is there.

use super::{Check, Example, Rule};
use crate::findings::{Finding, Scene, Severity};
use crate::named::Named;
use crate::plan::{BaseStatus, FileAction, Place};

pub const RULE: Rule = Rule {
    id: "still-to-create",
    severity: Severity::Warning,
    summary: "A file is listed as still to create, and as created.",
    help: "A list of files that are still to be made holds one that another list, or a section of the plan, says was made, or that lies in \
the tree beside the plan. Whoever takes the plan up again makes it a second time.\n\n\
Take it out of the list of what is still to come.",
    check: Check::Tree(check),
};

pub const EXAMPLE: Example = Example {
    rule: RULE.id,
    bad: "//- plan.md\n# Pier\n## Phase 1: Posts\n- [x] drawn\n## Phase 2: Planks\n- [ ] planks\n## Files\n### Files CREATED\n| File | Status |\n|---|---|\n| `src/post.rs` | ✅ |\n### Files Still to CREATE\n| File | Phase |\n|---|---|\n| `src/post.rs` | 1 |\n| `src/plank.rs` | 2 |\n",
    found: &["plan.md:14"],
    good: "//- plan.md\n# Pier\n## Phase 1: Posts\n- [x] drawn\n## Phase 2: Planks\n- [ ] planks\n## Files\n### Files CREATED\n| File | Status |\n|---|---|\n| `src/post.rs` | ✅ |\n### Files Still to CREATE\n| File | Phase |\n|---|---|\n| `src/plank.rs` | 2 |\n",
};

fn check(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    let plan = scene.plan;
    let mut made: Named<Place> = Named::default();
    for row in plan.inventory.iter().filter(|row| row.status == BaseStatus::Done) {
        made.insert_new(&row.file, row.place.clone());
    }
    for item in &plan.items {
        for change in item.files().iter().filter(|change| change.is_made && change.action == FileAction::Create) {
            made.insert_new(&change.file, Place { path: item.place.path.clone(), line: change.line });
        }
    }
    let is_ahead = |row: &&crate::plan::InventoryRow| {
        let holds = !plan.is_superseded(&row.place.path);
        holds && row.status == BaseStatus::Todo && row.action == Some(FileAction::Create)
    };
    for row in plan.inventory.iter().filter(is_ahead) {
        let there = || scene.reading.files().get(&row.file).is_some();
        let (why, place) = match made.get(&row.file) {
            Some(place) => (format!("{}:{} says that it was made", place.path, place.line), Some(place.clone())),
            None if there() => ("it lies in this tree".to_owned(), None),
            None => continue,
        };
        let message = format!("{} is listed as still to create, but {why}.", row.file);
        found.push(Finding::new(RULE.id, row.place.clone(), message).about(&row.items).because(place));
    }
}
