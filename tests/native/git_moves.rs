//! The history of a tree whose folder was renamed or moved, beside what git says of all places where it lay.

use crate::git::{Dice, Made, checked_out, git_in, ids, listed, read, told};
use planarium::git::{Id, Log};
use std::collections::BTreeMap;
use std::fmt::Write;

/// A plan with enough lines to be known again.
fn text(name: &str, version: usize) -> String {
    let lines: String = (0..30).map(|line| format!("{name} says {line}\n")).collect();
    format!("---\nstatus: WIP\n---\n\n# {name}\n\nVersion {version}\n{lines}")
}

/// A repository with a tree of three files in a folder, and files beside it.
fn begun(folder: &str) -> Made {
    let mut made = Made::new();
    made.write("README.md", "# Harbour\n");
    made.write("src/main.rs", "fn main() {}\n");
    for name in ["_overview.md", "SP01_piles/_overview.md", "SP02_deck/_overview.md"] {
        made.write(&format!("{folder}{name}"), &text(name, 0));
    }
    made.commit("Begins");
    made
}

fn head(made: &Made) -> String {
    made.git(&["rev-parse", "HEAD"]).trim().to_owned()
}

/// Moves everything in one folder to another.
fn moved(made: &Made, from: &str, to: &str) {
    std::fs::create_dir_all(made.top.join(to).parent().unwrap()).unwrap();
    std::fs::rename(made.top.join(from), made.top.join(to)).unwrap();
}

/// What the commits of a log say of where the tree lay, the newest first.
fn places(log: &Log) -> Vec<String> {
    let place = |commit: &planarium::git::Listed| match &commit.moved_from {
        Some(from) => format!("{} <- {from}", commit.place),
        None => commit.place.to_string(),
    };
    log.listed().iter().map(place).collect()
}

/// Every commit of the log holds at its place what git says lies there.
fn holds(made: &Made, log: Log) {
    let repository = made.open();
    let listed = log.listed().to_vec();
    let places = log.into_places();
    for commit in &listed {
        let id = commit.id.to_string();
        let place = places.in_commit(&repository, commit.id).unwrap();
        assert_eq!(place, &*commit.place);
        let files = checked_out(&repository, &id, place).unwrap();
        let treeish = if place.is_empty() { id.clone() } else { format!("{id}:{place}") };
        assert_eq!(read(&files), told(made, &treeish), "{id} at {place}");
    }
}

#[test]
fn a_renamed_folder_is_followed_to_where_the_tree_began() {
    let mut made = begun("plans/");
    made.write("plans/SP01_piles/_overview.md", &text("SP01", 1));
    made.commit("Piling");
    made.write("README.md", "# Harbour, with more\n");
    made.commit("Beside the plans");
    moved(&made, "plans", "docs/plans");
    made.commit("Plans are documents");
    made.write("docs/plans/SP02_deck/_overview.md", &text("SP02", 1));
    made.commit("The deck");
    moved(&made, "docs/plans", ".agent_plan/day_dream");
    made.commit("Plans are for agents");
    made.write(".agent_plan/day_dream/SP03_rail/_overview.md", &text("SP03", 0));
    made.commit("The rail");
    let repository = made.open();
    let log = listed(&repository, &head(&made), ".agent_plan/day_dream");
    let git = made.git(&["log", "--format=%H", "--", "plans", "docs/plans", ".agent_plan/day_dream"]);
    assert_eq!(ids(&log), git.lines().collect::<Vec<_>>());
    assert_eq!(
        places(&log),
        [
            ".agent_plan/day_dream",
            ".agent_plan/day_dream <- docs/plans",
            "docs/plans",
            "docs/plans <- plans",
            "plans",
            "plans"
        ]
    );
    assert_eq!(log.remarks(), [] as [String; 0]);
    holds(&made, log);
    // A commit that changed nothing of it is found where it lay.
    let log = listed(&repository, &head(&made), ".agent_plan/day_dream");
    let beside = made.git(&["rev-parse", "HEAD~4"]);
    let beside = Id::parse(beside.trim()).unwrap();
    assert_eq!(log.into_places().in_commit(&repository, beside), Some("plans"));
}

#[test]
fn a_move_is_seen_through_edits_of_the_same_commit() {
    let mut made = begun("plans/");
    moved(&made, "plans", "work/plan");
    for name in ["_overview.md", "SP01_piles/_overview.md", "SP02_deck/_overview.md"] {
        made.write(&format!("work/plan/{name}"), &text(name, 7));
    }
    made.write("work/plan/SP04_crane/_overview.md", &text("SP04", 0));
    made.commit("Moved, and every file edited");
    let log = listed(&made.open(), &head(&made), "work/plan");
    assert_eq!(places(&log), ["work/plan <- plans", "plans"]);
    holds(&made, log);
}

#[test]
fn a_tree_moves_into_and_out_of_the_top_of_a_repository() {
    let mut made = begun("plans/");
    std::fs::remove_dir_all(made.top.join("src")).unwrap();
    made.commit("Only plans");
    for name in ["_overview.md", "SP01_piles", "SP02_deck"] {
        moved(&made, &format!("plans/{name}"), name);
    }
    std::fs::remove_dir(made.top.join("plans")).unwrap();
    made.commit("The repository is the plan");
    let log = listed(&made.open(), &head(&made), "");
    assert_eq!(places(&log), [" <- plans", "plans"], "what lies beside the plans is none of them");
    holds(&made, log);
    for name in ["_overview.md", "SP01_piles", "SP02_deck"] {
        moved(&made, name, &format!("day_dream/{name}"));
    }
    made.commit("And is not any more");
    let log = listed(&made.open(), &head(&made), "day_dream");
    assert_eq!(places(&log), ["day_dream <- ", " <- plans", "plans"]);
    holds(&made, log);
}

#[test]
fn what_was_written_at_the_old_place_on_a_branch_comes_along() {
    let mut made = begun("plans/");
    made.git(&["checkout", "-q", "-b", "piling"]);
    made.write("plans/SP01_piles/_overview.md", &text("SP01", 3));
    made.commit("Piling on a branch");
    made.git(&["checkout", "-q", "main"]);
    moved(&made, "plans", "docs/plans");
    made.commit("Moved on main");
    made.git(&["merge", "-q", "--no-ff", "-m", "Merge piling", "piling"]);
    let log = listed(&made.open(), &head(&made), "docs/plans");
    let said: Vec<&str> = log.listed().iter().map(|commit| commit.subject.as_str()).collect();
    assert_eq!(said.first(), Some(&"Merge piling"));
    let mut rest: Vec<&str> = said.into_iter().skip(1).collect();
    rest.sort_unstable();
    assert_eq!(rest, ["Begins", "Moved on main", "Piling on a branch"]);
    holds(&made, log);
}

#[test]
fn another_repository_that_was_merged_into_a_folder_keeps_its_history() {
    let mut made = begun("other/");
    made.git(&["checkout", "-q", "--orphan", "plans"]);
    made.git(&["rm", "-rfq", "."]);
    made.write("_overview.md", &text("Root", 0));
    made.write("SP01_piles/_overview.md", &text("SP01", 0));
    made.commit("Plans, in a repository of their own");
    made.write("SP01_piles/_overview.md", &text("SP01", 1));
    made.commit("Piling there");
    made.git(&["checkout", "-q", "main"]);
    made.git(&["merge", "-q", "-s", "ours", "--no-commit", "--allow-unrelated-histories", "plans"]);
    made.git(&["read-tree", "--prefix=day_dream/", "-u", "plans"]);
    made.git(&["commit", "-q", "-m", "Plans come in"]);
    let log = listed(&made.open(), &head(&made), "day_dream");
    let said: Vec<(&str, &str)> =
        log.listed().iter().map(|commit| (commit.subject.as_str(), &*commit.place)).collect();
    assert_eq!(
        said,
        [("Plans come in", "day_dream"), ("Piling there", ""), ("Plans, in a repository of their own", "")]
    );
    holds(&made, log);
}

#[test]
fn what_cannot_be_followed_is_said_and_what_is_no_move_is_none() {
    // Made there.
    let mut made = begun("plans/");
    made.write("docs/plans/new.md", &text("New", 0));
    let made_at = made.commit("Made there");
    let log = listed(&made.open(), &head(&made), "docs/plans");
    assert_eq!((ids(&log), log.remarks()), (vec![made_at], Vec::new()));
    // Some of it came from elsewhere, and most stayed there.
    let mut made = begun("plans/");
    moved(&made, "plans/SP01_piles", "docs/plans/SP01_piles");
    for number in 0..6 {
        made.write(&format!("docs/plans/new{number}.md"), &text(&format!("New {number}"), 0));
    }
    let mixed = made.commit("A few come");
    let log = listed(&made.open(), &head(&made), "docs/plans");
    assert_eq!(ids(&log), std::slice::from_ref(&mixed));
    let short = mixed.get(..9).unwrap();
    assert_eq!(
        log.remarks(),
        [format!(
            "Where docs/plans came from in the commit {short} is not followed: of 7 files that came 1 had lain in plans, too few to say that the folder was moved."
        )]
    );
    // A copy is no move.
    let mut made = begun("plans/");
    made.write("docs/plans/_overview.md", &text("_overview.md", 0));
    let copied = made.commit("Copied");
    assert_eq!(ids(&listed(&made.open(), &head(&made), "docs/plans")), [copied]);
    // The folder as it lies there was never committed.
    let made = begun("plans/");
    let log = listed(&made.open(), &head(&made), "docs/plans");
    assert!(log.listed().is_empty());
    assert!(
        log.remarks().iter().any(|said| said.contains("has no folder docs/plans")),
        "{:?}",
        log.remarks()
    );
}

#[test]
fn a_damaged_object_on_the_way_ends_the_following_in_words() {
    let mut made = begun("plans/");
    moved(&made, "plans", "docs/plans");
    let moved_at = made.commit("Moved");
    let tree = made.git(&["rev-parse", "HEAD~1:src"]);
    let tree = tree.trim();
    made.write("src/main.rs", "fn main() { }\n");
    made.commit("Code");
    // Whatever is not needed for it may be missing.
    std::fs::remove_file(made.top.join(format!(".git/objects/{}/{}", &tree[..2], &tree[2..]))).unwrap();
    let log = listed(&made.open(), &head(&made), "docs/plans");
    assert_eq!(places(&log), ["docs/plans <- plans", "plans"]);
    // The folder that it came from may not.
    let tree = made.git(&["rev-parse", &format!("{moved_at}~1:plans")]);
    let inner = made.git(&["rev-parse", &format!("{moved_at}~1:plans/SP01_piles")]);
    for id in [tree.trim(), inner.trim()] {
        std::fs::remove_file(made.top.join(format!(".git/objects/{}/{}", &id[..2], &id[2..]))).unwrap();
    }
    let log = listed(&made.open(), &head(&made), "docs/plans");
    assert_eq!(ids(&log), std::slice::from_ref(&moved_at));
    assert!(
        log.remarks()
            .iter()
            .any(|said| said.contains("is not followed") && said.contains("is not in the repository")),
        "{:?}",
        log.remarks()
    );
}

#[test]
fn whatever_is_moved_and_edited_the_log_holds_every_state_of_the_tree() {
    for seed in [11, 12, 13] {
        let mut made = begun("plans/");
        let mut dice = Dice(seed);
        let mut place = "plans".to_owned();
        let mut files: BTreeMap<String, String> =
            ["_overview.md", "SP01_piles/_overview.md", "SP02_deck/_overview.md"]
                .map(|name| (name.to_owned(), text(name, 0)))
                .into();
        let mut expected = vec![(head(&made), place.clone())];
        for turn in 0..30 {
            let known: Vec<String> = files.keys().cloned().collect();
            let some = known[dice.roll(known.len())].clone();
            let mut touches = true;
            match dice.roll(6) {
                0 => {
                    let to = ["plans", "docs/plans", "work/2025/plan", "docs/plan"][dice.roll(4)].to_owned();
                    touches = to != place;
                    if touches {
                        moved(&made, &place, &to);
                        let _ = git_in(&made.top, 1, &["add", "-A"]);
                        place = to;
                    }
                }
                1 => {
                    let name = format!("SP{turn:02}_x/_overview.md");
                    files.insert(name.clone(), text(&name, turn));
                    made.write(&format!("{place}/{name}"), &files[&name]);
                }
                2 if files.len() > 4 => {
                    files.remove(&some);
                    std::fs::remove_file(made.top.join(&place).join(&some)).unwrap();
                }
                3 => {
                    made.write("src/main.rs", &format!("fn main() {{ {turn} }}\n"));
                    touches = false;
                }
                _ => {
                    let text = files.get_mut(&some).unwrap();
                    let _ = writeln!(text, "turn {turn}");
                    let text = text.clone();
                    made.write(&format!("{place}/{some}"), &text);
                }
            }
            let id = made.commit(&format!("Turn {turn}"));
            if touches {
                expected.push((id, place.clone()));
            }
        }
        expected.reverse();
        let log = listed(&made.open(), &head(&made), &place);
        let said: Vec<(String, String)> =
            log.listed().iter().map(|commit| (commit.id.to_string(), commit.place.to_string())).collect();
        assert_eq!(said, expected, "seed {seed}");
        assert_eq!(log.remarks(), [] as [String; 0]);
        holds(&made, log);
    }
}
