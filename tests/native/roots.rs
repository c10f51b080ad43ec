//! Where a tree begins in what was loaded.

use crate::fixture::files;
use planarium::dialect::{Reading, roots};
use planarium::files::{FilesBuilder, Limits};

/// Compares the roots found below these paths: `folder dialect`.
fn check(paths: &[&str], expected: &[&str]) {
    let fixture: String = paths.iter().map(|path| format!("//- {path}\n# x\n")).collect();
    let files = files(&fixture);
    let found = roots(&files);
    let shown: Vec<String> =
        found.iter().map(|root| format!("{} {}", root.shown(), root.dialect.name)).collect();
    assert_eq!(shown, expected, "{paths:?}");
    for root in found {
        assert!(root.why.len() > 20 && !root.why.ends_with('.'), "{}", root.why);
        // What is read from there are files of the tree, named from the root on.
        let below = files.rooted(&root.path);
        let plan = Reading::new(below.clone(), root.shown(), root.dialect).finish().plan();
        assert!(!below.is_empty());
        assert_eq!(plan.root, root.shown());
        assert!(plan.items.iter().all(|item| below.get(&item.place.path).is_some() || item.folder.is_some()));
    }
}

#[test]
fn the_path_that_is_the_root() {
    check(&["SP01_x/_overview.md", "_overview.md"], &[". dream"]);
    check(&["SP01_x/01_a.md"], &[". dream"]);
    check(&["_overview.md", "module-lifecycle/_overview.md"], &[". dream"]);
    check(&["_completed/2025-Q3/SP01_x/_overview.md"], &[". dream"]);
}

#[test]
fn an_archive_as_github_makes_it() {
    check(
        &[
            "repo-main/README.md",
            "repo-main/src/lib.rs",
            "repo-main/.agent_plan/day_dream/_overview.md",
            "repo-main/.agent_plan/day_dream/SP01_x/_overview.md",
            "repo-main/.agent_plan/day_dream/SP01_x/p00_y/_overview.md",
            "repo-main/.agent_plan/day_dream/_templates/SP00_name/_overview.md",
        ],
        &["repo-main/.agent_plan/day_dream dream"],
    );
    check(&["repo-main/docs/a.md", "repo-main/README.md"], &["repo-main plain"]);
}

#[test]
fn a_day_dream_deep_inside_without_numbered_plans() {
    check(
        &["a/b/.agent_plan/day_dream/_overview.md", "a/b/.agent_plan/day_dream/x.md", "a/README.md"],
        &["a/b/.agent_plan/day_dream dream"],
    );
    check(&["x/day_dream/lifecycle/_overview.md", "x/readme.md"], &["x/day_dream dream"]);
    check(&["x/day_dream/_completed/2025-Q4/PP01_x/_overview.md", "readme.md"], &["x/day_dream dream"]);
}

#[test]
fn a_backlog() {
    check(
        &["repo/backlog/config.yml", "repo/backlog/tasks/task-1.md", "repo/README.md"],
        &["repo/backlog backlog"],
    );
    check(&["backlog/completed/a.md", "backlog/tasks/b.md", "src/main.rs"], &["backlog backlog"]);
    // The folder itself, and one that is only called so.
    check(&["config.yml", "tasks/task-1.md", "completed/task-2.md"], &[". plain"]);
    check(&["backlog/notes.md", "README.md"], &[". plain"]);
}

#[test]
fn two_candidates_are_a_choice() {
    check(&["a/SP01_x/_overview.md", "b/SP02_y/_overview.md"], &["a dream", "b dream"]);
    check(
        &[".agent_plan/day_dream/SP01_x/_overview.md", "backlog/config.yml", "backlog/tasks/a.md"],
        &[".agent_plan/day_dream dream", "backlog backlog"],
    );
    // `a-b` sorts between `a` and what lies in it.
    check(
        &["a/SP01_x/_overview.md", "a-b/SP02_y/_overview.md", "a/c/SP03_z/_overview.md"],
        &["a dream", "a-b dream"],
    );
}

#[test]
fn a_tree_inside_a_tree_belongs_to_it() {
    check(&["SP01_x/_overview.md", "tests/fixture/SP02_y/_overview.md"], &[". dream"]);
    check(
        &["plans/SP01_x/_overview.md", "plans/exploration/old/day_dream/SP02_y/_overview.md", "README.md"],
        &["plans dream"],
    );
    check(&["plans/SP01_x/SP02_inside/_overview.md", "README.md"], &["plans dream"]);
}

#[test]
fn templates_alone_are_no_evidence() {
    check(&["docs/_templates/SP01_name/_overview.md", "README.md"], &[". plain"]);
}

#[test]
fn a_plain_folder_and_nothing_at_all() {
    check(&["a.md", "docs/b.md"], &[". plain"]);
    check(&["docs/a.md", "docs/sub/b.md"], &["docs plain"]);
    check(&["note.md"], &[". plain"]);
    let found = roots(&FilesBuilder::new(Limits::default()).finish());
    assert_eq!(found.len(), 1, "there is always one");
    assert_eq!((found[0].shown(), found[0].dialect.name), (".", "plain"));
}
