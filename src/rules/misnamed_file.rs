//! `misnamed-file`: the file of a task is called after another id than the task.

use super::{Check, Example, Rule};
use crate::dialect::backlog::key_of;
use crate::edit::{Change, Edit, creatable};
use crate::files::split_name;
use crate::findings::{Finding, Scene, Severity};
use crate::plan::ItemKind;

pub const RULE: Rule = Rule {
    id: "misnamed-file",
    severity: Severity::Warning,
    summary: "The file of a task is called after another id than the one in it.",
    help: "A task is found by its file name, and referred to by its id. Where the two differ a tool writes into one and people read the other.\n\n\
Call the file after the id; the fix does so.",
    check: Check::Tree(check),
};

pub const EXAMPLE: Example = Example {
    rule: RULE.id,
    bad: "//- config.yml\nstatuses: [\"To Do\", \"Done\"]\n//- tasks/task-7 - Posts.md\n---\nid: task-1\nstatus: Done\n---\n",
    found: &["tasks/task-7 - Posts.md:2"],
    good: "//- config.yml\nstatuses: [\"To Do\", \"Done\"]\n//- tasks/task-1 - Posts.md\n---\nid: TASK-1\nstatus: Done\n---\n//- tasks/task-02 - Planks.md\n---\nid: task-2\nstatus: Done\n---\n",
};

fn check(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    if !scene.is_backlog() {
        return;
    }
    for item in scene.plan.items.iter().filter(|item| item.kind == ItemKind::Task) {
        let path = item.place.path.as_str();
        let (folder, name) = split_name(path);
        let (Some((called, rest)), Some(id)) = (name.split_once(" - "), item.field("id").map(str::trim)) else { continue };
        if id.is_empty() || key_of(called, &[]) == key_of(id, &[]) {
            continue;
        }
        let finding = Finding::new(RULE.id, item.field_place("id"), format!("{id} lies in a file that is called {called}."));
        let finding = finding.about([&item.id]);
        // Written as the old name was.
        let id = if called.chars().any(char::is_uppercase) { id.to_uppercase() } else { id.to_lowercase() };
        let to = match folder {
            "" => format!("{id} - {rest}"),
            folder => format!("{folder}/{id} - {rest}"),
        };
        let is_free = creatable(&to).is_ok() && scene.reading.files().get(&to).is_none();
        found.push(match is_free {
            true => finding.fixed_by(format!("Call the file {id} - {rest}"), vec![Edit::new(path, Change::Move { to })]),
            false => finding,
        });
    }
}
