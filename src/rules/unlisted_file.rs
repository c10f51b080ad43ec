//! `unlisted-file`: a story makes or changes a file that the plan's own drawing of the project does not have.

use super::{Check, Example, Rule};
use crate::findings::{Finding, Scene, Severity};
use crate::named::Named;
use crate::plan::{FileAction, Place};

pub const RULE: Rule = Rule {
    id: "unlisted-file",
    severity: Severity::Warning,
    summary: "A story makes or changes a file that the plan's own file tree does not have.",
    help: "A plan that draws how the project is to look, and a story that makes a file which stands nowhere in the drawing, do not speak \
of the same project. What is deleted, what belongs to a way that has not been chosen, and what the drawing leaves out with `...` is not looked for.\n\n\
Add the file to the drawing, or correct its path in the story.",
    check: Check::Tree(check),
};

pub const EXAMPLE: Example = Example {
    rule: RULE.id,
    bad: "//- plan.md\n# Pier\n## Phase 1: Posts\n### Story 1.1: Draw\n- [ ] drawn\n**Files to Create:**\n- `src/post.rs`\n- `src/beam.rs`\n# Files\n```\npier/\n├── src/\n│   └── post.rs\n└── README.md\n```\n## Phase 2: Planks\n- [ ] planks\n",
    found: &["plan.md:7"],
    good: "//- plan.md\n# Pier\n## Phase 1: Posts\n### Story 1.1: Draw\n- [ ] drawn\n**Files to Create:**\n- `src/post.rs`\n- `tests/beam.rs`\n# Files\n```\npier/\n├── src/\n│   └── post.rs\n├── tests/\n│   └── ...\n└── README.md\n```\n## Phase 2: Planks\n- [ ] planks\n",
};

fn check(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    for tree in scene.plan.file_trees.iter().filter(|tree| !scene.plan.is_superseded(&tree.place.path)) {
        let mut listed: Named<()> = Named::default();
        for entry in &tree.entries {
            listed.insert_new(&entry.path, ());
        }
        // Made by one story and changed by others, it is told once.
        let mut told: Named<()> = Named::default();
        for item in scene.plan.items.iter().filter(|item| item.place.path == tree.place.path && item.is_part()) {
            for change in item.files().iter().filter(|change| item.work().counts(change.branch)) {
                let file = change.to.as_deref().unwrap_or(&change.file).trim_end_matches('/');
                let is_looked_for = change.action != FileAction::Delete && !file.contains('*') && !file.starts_with(".git/");
                let is_elided = tree.elisions.iter().any(|elision| {
                    elision.folder.is_empty() || file.strip_prefix(&elision.folder).is_some_and(|rest| rest.starts_with('/'))
                });
                if !is_looked_for || is_elided || listed.get(file).is_some() || told.get(file).is_some() {
                    continue;
                }
                told.insert_new(file, ());
                let place = Place { path: item.place.path.clone(), line: change.line };
                let message = format!("{} is not in the file tree that the plan draws.", file);
                found.push(Finding::new(RULE.id, place, message).about([&item.id]).because([tree.place.clone()]));
            }
        }
    }
}
