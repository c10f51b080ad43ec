//! `archived-parent`: a task is a part of one that was put away.

use super::{Check, Example, Rule};
use crate::dialect::backlog::Stage;
use crate::findings::{Finding, Scene, Severity};
use crate::plan::ItemKind;

pub const RULE: Rule = Rule {
    id: "archived-parent",
    severity: Severity::Warning,
    summary: "A task is a part of one that was put away.",
    help: "What lies in `archive/` was given up. A task that is a part of it and still open was forgotten, or is worth doing without it.\n\n\
Put it away too, give it another parent, or take the field out.",
    check: Check::Tree(check),
};

pub const EXAMPLE: Example = Example {
    rule: RULE.id,
    bad: "//- config.yml\nstatuses: [\"To Do\", \"Done\"]\n//- archive/tasks/task-1 - Pier.md\n---\nid: task-1\nstatus: To Do\n---\n//- tasks/task-1.1 - Posts.md\n---\nid: task-1.1\nstatus: To Do\nparent_task_id: task-1\n---\n",
    found: &["tasks/task-1.1 - Posts.md:4"],
    good: "//- config.yml\nstatuses: [\"To Do\", \"Done\"]\n//- completed/task-1 - Pier.md\n---\nid: task-1\nstatus: Done\n---\n//- tasks/task-1.1 - Posts.md\n---\nid: task-1.1\nstatus: To Do\nparent_task_id: task-1\n---\n",
};

fn check(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    if !scene.is_backlog() {
        return;
    }
    let plan = scene.plan;
    let is_live = |path: &str| Stage::of(path) == Stage::Live;
    for item in plan.items.iter().filter(|item| item.kind == ItemKind::Task && is_live(&item.place.path)) {
        let parent = item.parent.and_then(|parent| plan.items.get(parent));
        let is_put_away = |parent: &&crate::plan::Item| Stage::of(&parent.place.path) == Stage::Archived;
        let Some(parent) = parent.filter(is_put_away).filter(|parent| parent.kind == ItemKind::Task) else { continue };
        let message = format!("{} is a part of {}, which was put away.", item.id, parent.id);
        let finding = Finding::new(RULE.id, item.field_place("parent_task_id"), message);
        found.push(finding.about([&item.id, &parent.id]).because([parent.place.clone()]));
    }
}
