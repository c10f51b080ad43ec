//! `unlisted-status`: a task has a status that its backlog does not list.

use super::{Check, Example, Rule};
use crate::dialect::backlog::Stage;
use crate::edit::{Change, Edit};
use crate::findings::{Finding, Scene, Severity};
use crate::plan::ItemKind;

pub const RULE: Rule = Rule {
    id: "unlisted-status",
    severity: Severity::Warning,
    summary: "A task has a status that its backlog does not list.",
    help: "`config.yml` lists the statuses that a task goes through. A task with another one stands in no column of the board, and nobody \
who looks there sees it.\n\n\
Give it one of the listed statuses, or list its own.",
    check: Check::Tree(check),
};

pub const EXAMPLE: Example = Example {
    rule: RULE.id,
    bad: "//- config.yml\nstatuses: [\"To Do\", \"In Progress\", \"Done\"]\n//- tasks/task-1 - Posts.md\n---\nid: task-1\ntitle: Posts\nstatus: Drying\n---\n//- tasks/task-2 - Planks.md\n---\nid: task-2\ntitle: Planks\nstatus: to do\n---\n",
    found: &["tasks/task-1 - Posts.md:4", "tasks/task-2 - Planks.md:4"],
    good: "//- config.yml\nstatuses: [\"To Do\", \"Drying\", \"Done\"]\n//- tasks/task-1 - Posts.md\n---\nid: task-1\ntitle: Posts\nstatus: Drying\n---\n//- archive/tasks/task-2 - Planks.md\n---\nid: task-2\nstatus: Sunk\n---\n",
};

fn check(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    let plan = scene.plan;
    if !scene.is_backlog() {
        return;
    }
    let is_put_away = |path: &str| Stage::of(path) == Stage::Archived;
    for item in plan.items.iter().filter(|item| item.kind == ItemKind::Task && !is_put_away(&item.place.path)) {
        let Some(written) = item.status.written.as_deref() else { continue };
        if plan.workflow.iter().any(|known| known.text == written) {
            continue;
        }
        let place = item.field_place("status");
        let alike = plan.workflow.iter().find(|known| known.text.to_lowercase() == written.to_lowercase());
        let listed: Vec<&str> = plan.workflow.iter().map(|known| known.text.as_str()).collect();
        let message = format!("The status of {} is \"{written}\"; listed are {}.", item.id, listed.join(", "));
        let path = place.path.clone();
        let finding = Finding::new(RULE.id, place, message).about([&item.id]);
        let because = plan.workflow.first().map(|first| first.place.clone());
        let finding = finding.because(because);
        found.push(match alike {
            // Only the case is wrong.
            Some(alike) => {
                let change = Change::SetField { key: "status".to_owned(), value: alike.text.clone() };
                finding.fixed_by(format!("Write it as {}", alike.text), vec![Edit::new(path, change)])
            }
            None => finding,
        });
    }
}
