//! The sample's past: seven earlier stages, each told as what was different from the next (public/sample/README.md).
//! They are held to the seed, which tells the same story in one document.

use crate::fixture::{self, repository, walk};
use planarium::dialect::story::Story;
use planarium::dialect::{self, Reading};
use planarium::files::{Files, FilesBuilder, Limits};
use planarium::plan::{ItemKind, Plan, Shown};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The text of every file of a tree, by its path below the root of the tree.
pub type Tree = BTreeMap<String, String>;

/// The sample as it once was.
pub struct Stage {
    /// 1 to 8.
    pub number: usize,
    /// What it is called.
    pub title: String,
    /// The day as of which it is to be read.
    pub as_of: String,
    /// What was there.
    pub tree: Tree,
}

impl Stage {
    /// Its files as a source hands them over, from the root of the tree on.
    pub fn files(&self) -> Files {
        let mut builder = FilesBuilder::new(Limits::default());
        for (path, text) in &self.tree {
            builder.add(path, text.clone().into_bytes());
        }
        builder.finish()
    }

    /// It, read to its end.
    pub fn reading(&self) -> Reading {
        fixture::read(self.files(), &dialect::dream::DIALECT)
    }

    fn text(&self, path: &str) -> &str {
        let text = self.tree.get(path);
        text.unwrap_or_else(|| panic!("stage {} has no {path}", self.number))
    }
}

fn sample() -> PathBuf {
    repository().join("public/sample")
}

fn tree_of(folder: &Path) -> Tree {
    walk(folder).into_iter().map(|(path, place)| (path, std::fs::read_to_string(place).unwrap())).collect()
}

fn told() -> Vec<Value> {
    let text = std::fs::read_to_string(sample().join("stages.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// A name that ends with `/` means all below it.
fn is_meant(name: &str, path: &str) -> bool {
    if name.ends_with('/') { path.starts_with(name) } else { path == name }
}

/// What a stage takes over from the next one, before its own files are laid over it. A name that means nothing
/// is a mistake.
fn taken_over(next: &Tree, stage: &Value) -> Tree {
    let absent: Vec<&str> =
        stage["absent"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
    let moved: Vec<(&str, &str)> = stage["moved"]
        .as_object()
        .unwrap()
        .iter()
        .map(|(from, to)| (&**from, to.as_str().unwrap()))
        .collect();
    for name in absent.iter().chain(moved.iter().map(|(from, _)| from)) {
        assert!(next.keys().any(|path| is_meant(name, path)), "stage {}: {name}", stage["stage"]);
    }
    let here = |path: &str| match moved.iter().find(|(from, _)| is_meant(from, path)) {
        Some((from, to)) => format!("{to}{}", &path[from.len()..]),
        None => path.to_owned(),
    };
    let kept = next.iter().filter(|(path, _)| !absent.iter().any(|name| is_meant(name, path)));
    kept.map(|(path, text)| (here(path), text.clone())).collect()
}

fn own_files(stage: &Value) -> Tree {
    tree_of(&sample().join("stages").join(stage["stage"].to_string()))
}

/// All eight stages, first to last.
pub fn stages() -> Vec<Stage> {
    let mut tree = tree_of(&sample().join("medflow/.agent_plan/day_dream"));
    let mut stages: Vec<Stage> = Vec::new();
    for stage in told().iter().rev() {
        if !stages.is_empty() {
            tree = taken_over(&tree, stage);
            tree.append(&mut own_files(stage));
        }
        let text = |key: &str| stage[key].as_str().unwrap().to_owned();
        let number = usize::try_from(stage["stage"].as_u64().unwrap()).unwrap();
        stages.push(Stage { number, title: text("title"), as_of: text("as_of"), tree: tree.clone() });
    }
    stages.reverse();
    stages
}

/// Runs git without what the machine or its owner have set, at noon of a day.
fn git(folder: &Path, day: &str, arguments: &[&str]) -> String {
    let moment = format!("{day}T12:00:00+00:00");
    let output = Command::new("git")
        .current_dir(folder)
        .args(["-c", "core.autocrlf=false", "-c", "commit.gpgsign=false", "-c", "core.quotepath=false"])
        .args(arguments)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env_remove("GIT_DIR")
        .env_remove("GIT_WORK_TREE")
        .env_remove("GIT_INDEX_FILE")
        .envs([("GIT_AUTHOR_NAME", "Lisa Dominguez"), ("GIT_AUTHOR_EMAIL", "lisa@medflow.example")])
        .envs([("GIT_COMMITTER_NAME", "Lisa Dominguez"), ("GIT_COMMITTER_EMAIL", "lisa@medflow.example")])
        .envs([("GIT_AUTHOR_DATE", &moment), ("GIT_COMMITTER_DATE", &moment)])
        .output()
        .expect("git is installed");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "git {}: {said}", arguments.join(" "));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// Makes a folder a git repository with one commit for each stage, on the day of the stage; gives the ids of the
/// commits, first to last. They are the same wherever and whenever they are made.
pub fn commit_all(folder: &Path) -> Vec<String> {
    let root = folder.join(".agent_plan/day_dream");
    let mut before = Tree::new();
    let mut commits = Vec::new();
    for stage in stages() {
        let day = stage.as_of.as_str();
        if commits.is_empty() {
            git(folder, day, &["init", "--quiet", "--initial-branch=main", "--object-format=sha1"]);
        }
        for path in before.keys().filter(|path| !stage.tree.contains_key(*path)) {
            std::fs::remove_file(root.join(path)).unwrap();
        }
        for (path, text) in stage.tree.iter().filter(|(path, text)| before.get(*path) != Some(text)) {
            let place = root.join(path);
            std::fs::create_dir_all(place.parent().unwrap()).unwrap();
            std::fs::write(place, text).unwrap();
        }
        git(folder, day, &["add", "--all"]);
        git(folder, day, &["commit", "--quiet", "--message", &stage.title]);
        commits.push(git(folder, day, &["rev-parse", "HEAD"]));
        before = stage.tree;
    }
    commits
}

fn story() -> Story {
    const SEED: &str = "tests/fixtures/medflow_dream_v4.03.md";
    let bytes = std::fs::read(repository().join(SEED)).unwrap();
    Story::read(SEED, &planarium::files::encoding::decode(&bytes).text).unwrap()
}

/// Each stage beside what the seed tells of it.
fn beside_the_seed() -> Vec<(Stage, planarium::dialect::story::Stage)> {
    stages().into_iter().zip(story().stages).collect()
}

#[test]
fn every_stage_is_a_tree_that_reads_well() {
    let stages = stages();
    assert_eq!(stages.iter().map(|stage| stage.number).collect::<Vec<_>>(), (1..=8).collect::<Vec<_>>());
    assert!(stages.is_sorted_by(|a, b| a.as_of < b.as_of));
    let count = |plan: &Plan, kind| plan.of_kind(kind).filter(|item| !item.template).count();
    let counts: Vec<[usize; 4]> = stages
        .iter()
        .map(|stage| {
            let plan = stage.reading().plan();
            assert_eq!(plan.problems, [], "stage {}", stage.number);
            assert_eq!(plan.snapshots.len(), 1, "stage {} has its `_tree.md`", stage.number);
            [stage.tree.len(), count(&plan, ItemKind::Plan), plan.modules.len(), plan.deltas.len()]
        })
        .collect();
    // Plans: the folders of the seed's listings, two and more where a plan stands in the root and the archive.
    // Modules: from stage 6 on the 18 of which James says that the index has 14.
    assert_eq!(
        counts,
        [
            [43, 3, 4, 0],
            [88, 7, 10, 1],
            [107, 7, 10, 1],
            [153, 10, 14, 3],
            [198, 14, 15, 6],
            [223, 16, 18, 11],
            [261, 20, 18, 13],
            [302, 22, 20, 17],
        ]
    );
}

#[test]
fn what_did_not_differ_is_not_stored_again() {
    let stages = stages();
    for (told, next) in told().iter().zip(&stages[1..]) {
        let taken = taken_over(&next.tree, told);
        for (path, text) in own_files(told) {
            assert_ne!(
                taken.get(&path),
                Some(&text),
                "stages/{}/{path} is as in the next stage",
                told["stage"]
            );
        }
    }
}

#[test]
fn every_stage_has_what_the_seed_lists() {
    for (stage, told) in beside_the_seed() {
        let number = stage.number;
        let plan = stage.reading().plan();
        let mut listed = BTreeSet::new();
        for entry in &told.snapshot.entries {
            listed.insert(entry.path.as_str());
            // An empty folder: nothing that holds files alone can have one.
            let is_empty = number < 4 && entry.path == "exploration/_archive";
            let is_there = match entry.is_folder {
                true => stage.tree.keys().any(|path| path.starts_with(&format!("{}/", entry.path))),
                false => stage.tree.contains_key(&entry.path),
            };
            assert!(is_there != is_empty, "stage {number}: {} of line {}", entry.path, entry.line);
            let overview = format!("{}/_overview.md", entry.path);
            let item =
                plan.items.iter().find(|item| item.place.path == entry.path || item.place.path == overview);
            let Some(written) = &entry.status.written else { continue };
            match item.filter(|item| item.kind != ItemKind::Exploration) {
                Some(item) => {
                    assert_eq!(item.status.base, entry.status.base, "stage {number}: {}", entry.path)
                }
                // A note says it in its text, which no model has.
                None => assert!(stage.text(&entry.path).contains(written), "stage {number}: {}", entry.path),
            }
        }
        for path in stage.tree.keys() {
            let folders = path.match_indices('/').map(|(at, _)| &path[..at]);
            let steps: Vec<&str> = [""].into_iter().chain(folders).chain([path.as_str()]).collect();
            for step in steps.windows(2) {
                let is_free = told.snapshot.shows(step[0]) != Shown::All || step[1] == "_tree.md";
                assert!(
                    is_free || listed.contains(step[1]),
                    "stage {number}: the seed does not list {}",
                    step[1]
                );
                if !listed.contains(step[1]) {
                    break;
                }
            }
        }
    }
}

#[test]
fn every_stage_shows_its_listing_as_the_seed_does() {
    for (stage, told) in beside_the_seed() {
        let shown = stage.reading().plan().snapshots.into_vec().remove(0);
        let of = |entries: &[planarium::plan::SnapshotEntry]| -> Vec<_> {
            let entries = entries.iter();
            entries.map(|entry| (entry.path.clone(), entry.status.base, entry.note.clone())).collect()
        };
        assert_eq!(of(&shown.entries), of(&told.snapshot.entries), "stage {}", stage.number);
        let generated = format!("_Generated: {}_", stage.as_of);
        assert!(stage.text("_tree.md").contains(&generated), "stage {}", stage.number);
    }
}

/// A text as the seed may show it: without spaces at the ends of lines.
fn bare(text: &str) -> String {
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n").trim().to_owned()
}

#[test]
fn every_stage_holds_the_pieces_that_the_seed_shows() {
    let mut compared = 0;
    for (stage, told) in beside_the_seed() {
        for fragment in told.fragments {
            let path = fragment.path.unwrap();
            // Notes are where the seed says; most of them were archived later.
            let text = bare(stage.text(&path));
            let piece = bare(&fragment.text);
            let is_there = text.starts_with(&format!("{piece}\n"))
                || text.ends_with(&format!("\n{piece}"))
                || text.contains(&format!("\n{piece}\n"))
                || text == piece;
            assert!(
                is_there,
                "stage {}: {path} does not hold what line {} shows",
                stage.number, fragment.line
            );
            compared += 1;
        }
    }
    assert_eq!(compared, 14);
}

#[test]
fn who_met_and_who_was_there() {
    let notes: Vec<Vec<&str>> = vec![
        vec!["meeting_2025_01_10_kickoff"],
        vec!["meeting_2025_01_10_kickoff", "meeting_2025_04_03_compliance"],
        vec![
            "meeting_2025_01_10_kickoff",
            "meeting_2025_04_03_compliance",
            "meeting_2025_05_05_nosql_mandate",
        ],
        vec![
            "meeting_2025_01_10_kickoff",
            "meeting_2025_04_03_compliance",
            "meeting_2025_07_15_polyglot_decision",
        ],
        vec![
            "audit_report_2025_10_08",
            "meeting_2025_04_03_compliance",
            "meeting_2025_07_15_polyglot_decision",
        ],
        vec!["meeting_2025_12_01_ai_mandate", "meeting_2026_02_03_sprint_planning"],
        vec!["meeting_2026_02_03_sprint_planning", "staleness_audit_2026_03_15"],
        vec![
            "meeting_2026_02_03_sprint_planning",
            "perf_investigation_2026_05",
            "staleness_audit_2026_03_15",
        ],
    ];
    let archived = [0, 0, 0, 1, 2, 6, 7, 7];
    for ((stage, active), archived) in stages().iter().zip(notes).zip(archived) {
        let in_folder = |folder: &str| -> Vec<&str> {
            let paths = stage.tree.keys().filter_map(|path| path.strip_prefix(folder)?.strip_suffix(".md"));
            paths.filter(|name| !name.contains('/')).collect()
        };
        assert_eq!(in_folder("exploration/"), active, "stage {}", stage.number);
        assert_eq!(in_folder("exploration/_archive/").len(), archived, "stage {}", stage.number);
        let plan = stage.reading().plan();
        let person = |name: &str| plan.people.iter().find(|person| person.name == name);
        let has_left = |name: &str| person(name).is_some_and(|person| person.to.is_some());
        assert_eq!(person("Nina Volkov").is_some(), stage.number >= 2, "she came in March 2025");
        assert_eq!(person("Carlos Reyes").is_some(), stage.number >= 4, "he came in July 2025");
        assert_eq!(has_left("Raj Patel"), stage.number >= 4, "he left in August 2025");
    }
}

#[test]
fn no_text_knows_what_comes_after_it() {
    let id = |text: &str| -> Option<String> {
        let (kind, number) = (text.get(..2)?, text.get(2..4)?);
        let is_id = matches!(kind, "SP" | "PP") && number.bytes().all(|byte| byte.is_ascii_digit());
        let is_all = !text.get(4..).is_some_and(|rest| rest.starts_with(|next: char| next.is_ascii_digit()));
        (is_id && is_all).then(|| text[..4].to_owned())
    };
    for stage in stages() {
        let plans: BTreeSet<String> =
            stage.tree.keys().filter_map(|path| id(path.trim_start_matches("_completed/"))).collect();
        for (path, text) in &stage.tree {
            for (number, line) in (1..).zip(text.lines()) {
                let starts = line.char_indices().map(|(at, _)| at);
                let named = starts.filter_map(|at| id(&line[at..])).find(|plan| !plans.contains(plan));
                assert_eq!(named, None, "stage {}: {path}:{number}: {line}", stage.number);
            }
            let updated = text.lines().find_map(|line| line.strip_prefix("last_updated: 20"));
            let is_past = updated.is_none_or(|day| format!("20{day}") <= stage.as_of);
            assert!(is_past, "stage {}: {path} was changed later", stage.number);
        }
    }
}

/// The flaws as public/sample/README.md lists them: stage, flaw, place, words.
pub fn flaws() -> Vec<(usize, String, String, usize, String)> {
    let text = std::fs::read_to_string(sample().join("README.md")).unwrap();
    let rows = text.lines().skip_while(|line| !line.starts_with("| Stage")).skip(2);
    rows.take_while(|line| line.starts_with('|'))
        .map(|row| {
            let row = row.replace("\\|", "\u{0}");
            let cells: Vec<String> = row.split('|').map(|cell| cell.trim().replace('\u{0}', "|")).collect();
            let (path, line) = cells[3].trim_matches('`').rsplit_once(':').unwrap();
            (
                cells[1].parse().unwrap(),
                cells[2].clone(),
                path.to_owned(),
                line.parse().unwrap(),
                cells[4].clone(),
            )
        })
        .collect()
}

#[test]
fn the_flaws_are_where_the_readme_says() {
    let stages = stages();
    let flaws = flaws();
    for (stage, flaw, path, line, words) in &flaws {
        let lines: Vec<&str> = stages[stage - 1].text(path).lines().collect();
        let found = lines.iter().position(|line| line.contains(words)).map(|at| at + 1);
        assert_eq!(found, Some(*line), "stage {stage}: {flaw}: {path}");
    }
    let in_stage: BTreeSet<usize> = flaws.iter().map(|flaw| flaw.0).collect();
    assert_eq!(in_stage, (1..=8).collect());
}

#[test]
fn the_stages_make_a_history() {
    if Command::new("git").arg("--version").output().is_err() {
        println!("skipped: there is no git");
        return;
    }
    let folder = std::env::temp_dir().join(format!("planarium-stages-{}", std::process::id()));
    let made: Vec<Vec<String>> = ["one", "two"]
        .iter()
        .map(|name| {
            let folder = folder.join(name);
            std::fs::create_dir_all(&folder).unwrap();
            commit_all(&folder)
        })
        .collect();
    assert_eq!(made[0], made[1], "the same commits, whenever they are made");
    let one = folder.join("one");
    let shown = git(&one, "2026-06-15", &["log", "--reverse", "--format=%H %as %s"]);
    let stages = stages();
    for ((line, commit), stage) in shown.lines().zip(&made[0]).zip(&stages) {
        assert_eq!(line, format!("{commit} {} {}", stage.as_of, stage.title));
        let listed = git(&one, &stage.as_of, &["ls-tree", "-r", "--name-only", commit]);
        let paths: Vec<&str> =
            listed.lines().map(|path| path.strip_prefix(".agent_plan/day_dream/").unwrap()).collect();
        assert_eq!(paths, stage.tree.keys().collect::<Vec<_>>(), "stage {}", stage.number);
    }
    assert_eq!(shown.lines().count(), 8);
    std::fs::remove_dir_all(folder).unwrap();
}
