//! `done-with-open-boxes`: a task is done, and boxes that say when it is are open.

use super::{Check, Example, Rule};
use crate::counted::counted;
use crate::dialect::backlog::Stage;
use crate::findings::{Finding, Scene, Severity};
use crate::plan::{BaseStatus, ItemKind, Place};

pub const RULE: Rule = Rule {
    id: "done-with-open-boxes",
    severity: Severity::Warning,
    summary: "A task is done, and not all of its acceptance boxes are ticked.",
    help: "The boxes under “Acceptance Criteria” and “Definition of Done” say when a task is done. One that is called done while some are open \
is not, or nobody came back to tick them: whoever relies on it cannot know.\n\n\
Tick what holds, take out what was given up, or open the task again.",
    check: Check::Tree(check),
};

pub const EXAMPLE: Example = Example {
    rule: RULE.id,
    bad: "//- config.yml\nstatuses: [\"To Do\", \"Done\"]\n//- tasks/task-1 - Posts.md\n---\nid: task-1\nstatus: Done\n---\n## Acceptance Criteria\n<!-- AC:BEGIN -->\n- [x] #1 sawn\n- [ ] #2 tarred\n<!-- AC:END -->\n",
    found: &["tasks/task-1 - Posts.md:3"],
    good: "//- config.yml\nstatuses: [\"To Do\", \"Done\"]\n//- tasks/task-1 - Posts.md\n---\nid: task-1\nstatus: Done\n---\n## Acceptance Criteria\n<!-- AC:BEGIN -->\n- [x] #1 sawn\n<!-- AC:END -->\n## Notes\n- [ ] paint them some day\n",
};

fn check(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    if !scene.is_backlog() {
        return;
    }
    let is_meant = |path: &str| Stage::of(path) != Stage::Archived;
    let tasks = scene.plan.items.iter().filter(|item| item.kind == ItemKind::Task && is_meant(&item.place.path));
    for item in tasks.filter(|item| item.status.base == BaseStatus::Done) {
        let open: Vec<Place> = item
            .criteria
            .iter()
            .filter(|criterion| !criterion.done)
            .map(|criterion| Place { path: item.place.path.clone(), line: criterion.line })
            .collect();
        if open.is_empty() {
            continue;
        }
        let message = format!("{} is done, and {} of {} open.", item.id, open.len(), match open.len() {
            1 => format!("{} is", counted(item.criteria.len(), "box")),
            _ => format!("{} are", counted(item.criteria.len(), "box")),
        });
        found.push(Finding::new(RULE.id, item.field_place("status"), message).about([&item.id]).because(open));
    }
}
