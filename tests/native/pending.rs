//! Pending edits: undone, taken back, kept as text, and made again on a tree that has changed.

use crate::fixture;
use planarium::edit::carried;
use planarium::edit::pending::{Made, Pending, fold};
use planarium::edit::{Change, Edit, Step};
use planarium::files::Files;

const TREE: &str = "
//- a.md
---
status: TODO
last_updated: 2025-01-01
---
# A

| N | S |
|---|---|
| x | 1 |
| y | 2 |

- [ ] one
//- b.md
---
status: WIP
---
";

fn set(path: &str, key: &str, value: &str) -> Edit {
    Edit::new(path, Change::SetField { key: key.to_owned(), value: value.to_owned() })
}

fn step(files: &Files, edits: Vec<Edit>) -> Made {
    Made::of(files, &Step { title: "A step".to_owned(), edits })
}

fn text(files: &Files, path: &str) -> String {
    files.text(files.get(path).unwrap()).unwrap().text
}

#[test]
fn what_is_undone_is_as_before() {
    let base = fixture::files(TREE);
    let mut pending = Pending::default();
    pending.push(step(&base, vec![set("a.md", "status", "DONE"), set("b.md", "status", "DONE")]));
    let first = fold(&base, pending.steps()).edited;
    assert_eq!(first.changed.len(), 2);
    pending.push(step(&first.files, vec![Edit::new("a.md", Change::SetBox { line: 12, done: true })]));
    assert!(text(&fold(&base, pending.steps()).edited.files, "a.md").contains("- [x] one"));
    assert!(pending.undo());
    assert_eq!(fold(&base, pending.steps()).edited.files.fingerprint(), first.files.fingerprint());
    assert!(pending.redo() && pending.undo() && pending.undo() && !pending.undo());
    let nothing = fold(&base, pending.steps()).edited;
    assert!(nothing.changed.is_empty());
    assert_eq!(nothing.files.fingerprint(), base.fingerprint());
    assert!(pending.redo() && pending.redo() && !pending.redo());
    // One line is left out, one file, one step is taken back.
    pending.toggle(0, 1);
    assert!(text(&fold(&base, pending.steps()).edited.files, "b.md").contains("WIP"));
    pending.revert_file("a.md");
    assert_eq!(fold(&base, pending.steps()).edited.changed.len(), 0);
    pending.undo();
    pending.revert(0);
    let left = fold(&base, pending.steps()).edited;
    assert!(text(&left.files, "a.md").contains("TODO") && text(&left.files, "a.md").contains("[x]"));
}

#[test]
fn typing_into_one_field_is_one_step() {
    let base = fixture::files(TREE);
    let mut pending = Pending::default();
    for value in ["D", "DO", "DONE"] {
        pending.push(step(&base, vec![set("a.md", "status", value)]));
    }
    assert_eq!(pending.steps().len(), 1);
    pending.push(step(&base, vec![set("b.md", "status", "DONE")]));
    assert_eq!(pending.steps().len(), 2);
    assert!(text(&fold(&base, pending.steps()).edited.files, "a.md").contains("status: DONE"));
}

#[test]
fn steps_survive_being_kept() {
    let base = fixture::files(TREE);
    let made = step(&base, vec![set("a.md", "status", "\"é\"\n"), Edit::new("b.md", Change::Delete)]);
    assert_eq!(carried::read(&carried::written(std::slice::from_ref(&made))), Some(vec![made]));
}

#[test]
fn on_a_tree_that_has_changed_what_fits_is_kept_and_the_rest_is_told() {
    let base = fixture::files(TREE);
    let steps = vec![
        step(
            &base,
            vec![
                set("a.md", "status", "DONE"),
                Edit::new(
                    "a.md",
                    Change::SetDay { key: "last_updated".to_owned(), value: "2025-02-02".to_owned() },
                ),
                Edit::new(
                    "a.md",
                    Change::SetCell { line: 10, column: "S".to_owned(), value: "3".to_owned() },
                ),
                Edit::new("a.md", Change::SetBox { line: 12, done: true }),
            ],
        ),
        step(&base, vec![set("b.md", "status", "DONE"), set("b.md", "owner", "me")]),
    ];
    // Lines above, another row, one value changed, one file gone.
    let other = TREE
        .replace("# A\n", "# A\n\nMore.\n")
        .replace("last_updated: 2025-01-01", "last_updated: 2025-01-31")
        .replace("//- b.md", "//- c.md");
    let other = fixture::files(&other);
    let folded = fold(&other, &steps);
    let now = text(&folded.edited.files, "a.md");
    for line in ["status: DONE", "last_updated: 2025-01-31", "| y | 3 |", "- [x] one", "More."] {
        assert!(now.contains(line), "{line}\n{now}");
    }
    let told: Vec<String> = folded
        .conflicts
        .iter()
        .map(|conflict| {
            format!(
                "{}.{} {} | {:?} | {:?}",
                conflict.step, conflict.line, conflict.why, conflict.was, conflict.now
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            "0.1 a.md: last_updated has another value now | Some(\"2025-01-01\") | Some(\"2025-01-31\")",
            "1.0 b.md: status has another value now | Some(\"WIP\") | None",
            "1.1 b.md: owner has another value now | Some(\"\") | None",
        ]
    );
    // What has been done meanwhile by others is no conflict.
    let done = fixture::files(&TREE.replace("status: TODO", "status: 'DONE'"));
    assert!(fold(&done, &steps[..1]).conflicts.is_empty());
    // A line that reads otherwise now is one, and nothing else is changed in its place.
    let odd = fixture::files(&TREE.replace("| y | 2 |", "| y | 9 |"));
    let folded = fold(&odd, &steps[..1]);
    assert_eq!(folded.conflicts.len(), 1);
    assert!(text(&folded.edited.files, "a.md").contains("| y | 9 |"));
}
