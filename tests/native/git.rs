//! The reader of git's own files beside git itself: repositories that `git` made, whole and broken.

use crate::cli::{Scratch, run_in};
use planarium::files::{Files, FilesBuilder, Limits};
use planarium::git::{Checkout, Id, Log, Memory, Problem, Repository};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A repository made for one test.
pub(crate) struct Made {
    pub(crate) scratch: Scratch,
    pub(crate) top: PathBuf,
    seconds: u64,
}

impl Made {
    pub(crate) fn new() -> Made {
        Made::with(&["init", "-q", "-b", "main"])
    }

    pub(crate) fn with(init: &[&str]) -> Made {
        let scratch = Scratch::new();
        let top = scratch.0.join("repo");
        std::fs::create_dir_all(&top).unwrap();
        let made = Made { scratch, top, seconds: 1_700_000_000 };
        made.git(init);
        made
    }

    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        git_in(&self.top, self.seconds, arguments)
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let place = self.top.join(path);
        std::fs::create_dir_all(place.parent().unwrap()).unwrap();
        std::fs::write(place, text).unwrap();
    }

    pub(crate) fn commit(&mut self, message: &str) -> String {
        self.seconds += 86_400;
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "--allow-empty", "-m", message]);
        self.git(&["rev-parse", "HEAD"]).trim().to_owned()
    }

    pub(crate) fn open(&self) -> Repository {
        open(&self.top.join(".git")).unwrap()
    }
}

pub(crate) fn git_in(folder: &Path, seconds: u64, arguments: &[&str]) -> String {
    let date = format!("{seconds} +0200");
    let output = Command::new("git")
        .current_dir(folder)
        .args(["-c", "protocol.file.allow=always", "-c", "core.autocrlf=false", "-c", "gc.auto=0"])
        .args(arguments)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .envs([("GIT_AUTHOR_NAME", "Nina Volkov"), ("GIT_AUTHOR_EMAIL", "n@example.org")])
        .envs([("GIT_COMMITTER_NAME", "James Osei"), ("GIT_COMMITTER_EMAIL", "j@example.org")])
        .envs([("GIT_AUTHOR_DATE", &date), ("GIT_COMMITTER_DATE", &date)])
        .output()
        .unwrap();
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The files of a folder, hidden ones too.
fn loaded(folder: &Path) -> Files {
    let mut builder = FilesBuilder::new(Limits::default());
    let mut waiting = vec![(folder.to_owned(), String::new())];
    while let Some((folder, prefix)) = waiting.pop() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                waiting.push((entry.path(), format!("{path}/")));
            } else {
                builder.add(&path, std::fs::read(entry.path()).unwrap());
            }
        }
    }
    builder.finish()
}

fn open(git: &Path) -> Result<Repository, Problem> {
    Repository::open(Box::new(Memory::new(loaded(git))))
}

pub(crate) fn checked_out(repository: &Repository, commit: &str, folder: &str) -> Result<Files, Problem> {
    Checkout::all(repository, Id::parse(commit).unwrap(), folder, &Limits::default(), &[])
}

pub(crate) fn listed(repository: &Repository, from: &str, folder: &str) -> Log {
    let mut log = Log::begin(repository, Id::parse(from).unwrap(), folder);
    while !log.step(repository, 7) {}
    log
}

pub(crate) fn ids(log: &Log) -> Vec<String> {
    log.listed().iter().map(|commit| commit.id.to_string()).collect()
}

/// Numbers that look thrown, the same every time.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }
}

/// A history of edits, moves, removals, branches and merges.
fn generated(seed: u64, commits: usize) -> Made {
    let mut made = Made::new();
    let mut dice = Dice(seed);
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    let mut branches = 0;
    for number in 0..commits {
        for _ in 0..=dice.roll(3) {
            let known: Vec<String> = texts.keys().cloned().collect();
            match dice.roll(8) {
                0 if known.len() > 3 => {
                    let path = &known[dice.roll(known.len())];
                    std::fs::remove_file(made.top.join(path)).unwrap();
                    texts.remove(path);
                }
                1 if !known.is_empty() => {
                    let path = &known[dice.roll(known.len())];
                    let text = texts.remove(path).unwrap();
                    std::fs::remove_file(made.top.join(path)).unwrap();
                    let moved = format!("plans/_completed/{number}-{}", path.rsplit('/').next().unwrap());
                    made.write(&moved, &text);
                    texts.insert(moved, text);
                }
                2..=4 if !known.is_empty() => {
                    let path = &known[dice.roll(known.len())];
                    let text = texts.get_mut(path).unwrap();
                    let _ = writeln!(text, "line {number} with {} in it", dice.roll(1_000));
                    made.write(path, text);
                }
                _ => {
                    let folder = ["plans/a", "plans/b", "plans", "src", "plans/a/deep"][dice.roll(5)];
                    let path = format!("{folder}/f{number}-{}.md", dice.roll(9));
                    let text: String =
                        (0..40 + dice.roll(200)).map(|line| format!("{path} {line}\n")).collect();
                    made.write(&path, &text);
                    texts.insert(path, text);
                }
            }
        }
        made.commit(&format!("Commit {number}\n\nWhy it was made."));
        if dice.roll(5) == 0 {
            branches += 1;
            let branch = format!("b{branches}");
            made.git(&["checkout", "-q", "-b", &branch, &format!("HEAD~{}", dice.roll(number.clamp(1, 3)))]);
            made.write(&format!("plans/{branch}.md"), &format!("on {branch}\n"));
            made.commit(&format!("On {branch}"));
            if dice.roll(2) == 0 {
                made.write(&format!("src/{branch}.md"), "beside the plans\n");
                made.commit(&format!("More on {branch}"));
            }
            made.git(&["checkout", "-q", "main"]);
            made.seconds += 3_600;
            made.git(&[
                "merge",
                "-q",
                "--no-ff",
                "-s",
                "ort",
                "-X",
                "ours",
                "-m",
                &format!("Merge {branch}"),
                &branch,
            ]);
            // What was merged may have moved.
            texts = git_texts(&made);
        }
    }
    made
}

/// What lies in the working tree.
fn git_texts(made: &Made) -> BTreeMap<String, String> {
    let listed = made.git(&["ls-files"]);
    listed
        .lines()
        .map(|path| (path.to_owned(), std::fs::read_to_string(made.top.join(path)).unwrap()))
        .collect()
}

/// What git says lies in a commit, with ids of the contents.
pub(crate) fn told(made: &Made, commit: &str) -> BTreeMap<String, String> {
    let listed = made.git(&["ls-tree", "-r", commit]);
    let entry = |line: &str| {
        let (about, path) = line.split_once('\t').unwrap();
        (path.to_owned(), about.split(' ').nth(2).unwrap().to_owned())
    };
    listed.lines().map(entry).collect()
}

fn blob_id(bytes: &[u8]) -> String {
    let header = format!("blob {}\0", bytes.len());
    planarium::sha1::sha1(&[header.as_bytes(), bytes]).iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(crate) fn read(files: &Files) -> BTreeMap<String, String> {
    let entry = |entry| {
        (String::from(planarium::files::Entry::path(entry).as_str()), blob_id(&files.read(entry).unwrap()))
    };
    files.iter().map(entry).collect()
}

/// Every commit holds what git says, and every folder has the history that git lists.
fn agrees(made: &Made, form: &str) {
    let repository = made.open();
    assert_eq!(repository.problems(), &[] as &[String], "{form}");
    let all = made.git(&["rev-list", "--all"]);
    let mut count = 0;
    for commit in all.lines() {
        let files = checked_out(&repository, commit, "").unwrap();
        assert_eq!(read(&files), told(made, commit), "{form}: {commit}");
        assert!(files.skipped().is_empty(), "{form}: {commit}");
        count += 1;
    }
    assert!(count > 20, "only {count} commits");
    let head = made.git(&["rev-parse", "HEAD"]);
    for folder in ["", "plans", "plans/a", "plans/_completed", "src", "nowhere"] {
        let pathspec = if folder.is_empty() { "." } else { folder };
        let git = made.git(&["log", "--format=%H", "--", pathspec]);
        let log = listed(&repository, head.trim(), folder);
        assert_eq!(ids(&log), git.lines().collect::<Vec<_>>(), "{form}: {folder}");
        let is_said = log.remarks().iter().all(|said| said.contains("has no folder nowhere"));
        assert_eq!(
            (log.remarks().len(), is_said),
            (usize::from(folder == "nowhere"), true),
            "{form}: {folder}"
        );
        let git = made.git(&["log", "--format=%an|%cd|%s", "--date=short", "--", pathspec]);
        let said: Vec<String> =
            log.listed().iter().map(|one| format!("{}|{}|{}", one.author, one.date(), one.subject)).collect();
        assert_eq!(said, git.lines().collect::<Vec<_>>(), "{form}: {folder}");
    }
}

#[test]
fn every_commit_is_read_as_git_reads_it_however_it_is_packed() {
    for seed in [1, 2] {
        let made = generated(seed, 24);
        agrees(&made, "loose");
        made.git(&["repack", "-q", "-a", "-d", "-f", "--depth=50", "--window=50"]);
        made.git(&["prune-packed", "-q"]);
        let deltas = made.git(&["verify-pack", "-v", &index_of(&made)]);
        assert!(deltas.contains("chain length = "), "nothing in the pack is told from anything");
        agrees(&made, "packed");
        made.git(&["-c", "repack.useDeltaBaseOffset=false", "repack", "-q", "-a", "-d", "-f", "--depth=50"]);
        agrees(&made, "packed, told from ids");
        made.git(&["-c", "pack.indexVersion=1", "repack", "-q", "-a", "-d", "-f"]);
        agrees(&made, "packed, with an index of version 1");
    }
    let mut made = generated(4, 24);
    made.git(&["repack", "-q", "-a", "-d"]);
    made.git(&["pack-refs", "--all"]);
    made.write("plans/late.md", "behind the pack\n");
    made.commit("Loose beside the pack");
    made.git(&["repack", "-q", "-d"]);
    made.write("plans/late.md", "behind both packs\n");
    made.commit("Loose beside both packs");
    agrees(&made, "two packs and loose objects");
}

fn index_of(made: &Made) -> String {
    let folder = made.top.join(".git/objects/pack");
    let mut names = std::fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path());
    names
        .find(|path| path.extension().is_some_and(|kind| kind == "idx"))
        .unwrap()
        .to_str()
        .unwrap()
        .to_owned()
}

#[test]
fn names_lead_where_they_lead_in_git() {
    let made = generated(5, 20);
    made.git(&["tag", "v1.0", "HEAD~2"]);
    made.git(&["tag", "-a", "v2.0", "-m", "two", "HEAD~1"]);
    made.git(&["tag", "-a", "v2.1", "-m", "of a tag", "v2.0"]);
    made.git(&["branch", "feature/x", "HEAD~3"]);
    let merge = made.git(&["rev-list", "--merges", "-n1", "HEAD"]);
    let merge = merge.trim();
    let head = made.git(&["rev-parse", "HEAD"]);
    let (full, short) = (head.trim(), head.get(..7).unwrap());
    let mut written: Vec<String> = [
        "HEAD",
        "@",
        "main",
        "heads/main",
        "refs/heads/main",
        "v1.0",
        "v2.0",
        "v2.1",
        "v2.1^{commit}",
        "v2.0~1",
        "v2.0^{}^",
        "feature/x",
        "HEAD~3",
        "HEAD^",
        "HEAD^^",
        "HEAD~2^",
        "HEAD^0",
        "tags/v1.0",
    ]
    .map(str::to_owned)
    .to_vec();
    written.extend([
        full.to_owned(),
        short.to_owned(),
        format!("{merge}^2"),
        format!("{merge}^1~1"),
        format!("{short}~2"),
    ]);
    let check = |form: &str| {
        let repository = made.open();
        for name in &written {
            let git = made.git(&["rev-parse", "--verify", &format!("{name}^{{commit}}")]);
            let ours = repository.revision(name).map(|id| id.to_string());
            assert_eq!(ours.as_deref(), Ok(git.trim()), "{form}: {name}");
        }
        let git = made.git(&["for-each-ref", "--format=%(refname) %(objectname)"]);
        let ours: Vec<String> =
            repository.names().iter().map(|name| format!("{} {}", name.full, name.id)).collect();
        assert_eq!(ours, git.lines().collect::<Vec<_>>(), "{form}");
        assert_eq!(repository.head().unwrap().branch.as_deref(), Some("main"));
    };
    check("loose names");
    made.git(&["pack-refs", "--all"]);
    check("packed names");
    made.git(&["checkout", "-q", "--detach", "HEAD~1"]);
    let repository = made.open();
    let head = repository.head().unwrap();
    assert_eq!(
        (head.branch, head.id.map(|id| id.to_string())),
        (None, Some(made.git(&["rev-parse", "HEAD"]).trim().to_owned()))
    );
    for (name, why) in [
        ("nobody", "nobody: there is no branch, tag or commit of that name"),
        ("HEAD@{1}", "HEAD@{1}: what is noted of where names stood before (`@{…}`) is not read"),
        ("HEAD^{tree}", "HEAD^{tree}: ^{tree} is no way to a commit; ~N and ^N are"),
        ("../config", "../config: there is no branch, tag or commit of that name"),
        ("config", "config: there is no branch, tag or commit of that name"),
        ("0000000000000000000000000000000000000001", "the object 000000000 is not in the repository"),
    ] {
        assert_eq!(repository.revision(name).map_err(|problem| problem.to_string()), Err(why.to_owned()));
    }
    let first = made.git(&["rev-list", "--max-parents=0", "HEAD"]);
    let first = first.trim();
    let beyond = repository.revision(&format!("{first}~1")).map_err(|problem| problem.to_string());
    assert_eq!(
        beyond,
        Err(format!("{first}~1: {} is the first commit, nothing came before it", first.get(..9).unwrap()))
    );
}

#[test]
fn an_empty_repository_and_an_unborn_branch_say_so() {
    let made = Made::new();
    let repository = made.open();
    assert_eq!(repository.head().unwrap().id, None);
    let refused = repository.revision("HEAD~1").map_err(|problem| problem.to_string());
    assert_eq!(refused, Err("HEAD: there is no commit on main yet".to_owned()));
}

#[test]
fn links_executables_submodules_and_odd_names_are_told_apart() {
    let mut made = Made::new();
    made.write("plans/a.md", "a\n");
    made.write("plans/run.sh", "#!/bin/sh\n");
    made.write("plans/ü ñ.md", "odd\n");
    made.write("node_modules/x/y.md", "not a plan\n");
    std::os::unix::fs::symlink("a.md", made.top.join("plans/link.md")).unwrap();
    made.git(&["update-index", "--add", "--chmod=+x", "plans/run.sh"]);
    made.git(&[
        "update-index",
        "--add",
        "--cacheinfo",
        "160000,4b825dc642cb6eb9a060e54bf8d69288fbee4904,sub",
    ]);
    made.seconds += 1;
    made.git(&["add", "plans", "node_modules"]);
    made.git(&["update-index", "--chmod=+x", "plans/run.sh"]);
    made.git(&["commit", "-q", "-m", "odd"]);
    let repository = made.open();
    let head = repository.revision("HEAD").unwrap();
    let files = Checkout::all(&repository, head, "", &Limits::default(), &["node_modules"]).unwrap();
    let said: Vec<String> =
        files.iter().map(|entry| format!("{} {}", entry.path(), entry.is_executable())).collect();
    assert_eq!(said, ["plans/a.md false", "plans/run.sh true", "plans/ü ñ.md false"]);
    let skipped: Vec<String> = files.skipped().iter().map(ToString::to_string).collect();
    assert_eq!(skipped.len(), 3, "{skipped:?}");
    let one = Checkout::all(&repository, head, "plans/a.md", &Limits::default(), &[]).unwrap();
    assert_eq!(one.iter().map(|entry| entry.path().as_str()).collect::<Vec<_>>(), ["a.md"]);
    let none = Checkout::all(&repository, head, "plans/none", &Limits::default(), &[])
        .map_err(|problem| problem.to_string());
    assert_eq!(none.err(), Some(format!("there is no plans/none in the commit {}", head.short())));
    let few = Limits { entries: 2, ..Limits::default() };
    let few = Checkout::all(&repository, head, "plans", &few, &[]).unwrap();
    assert!(
        few.skipped().iter().any(|skipped| skipped.to_string().contains("limit of 2")),
        "{:?}",
        few.skipped()
    );
}

#[test]
fn what_git_keeps_is_no_part_of_the_tree_that_it_came_with() {
    let made = planned();
    let files = loaded(&made.top);
    let paths: Vec<&str> = files.iter().map(|entry| entry.path().as_str()).collect();
    assert_eq!(paths, ["plans/PP02_b/_overview.md", "plans/SP01_a/_overview.md", "plans/_overview.md"]);
    let history = files.history();
    assert!(history.iter().all(|entry| entry.path().as_str().starts_with(".git/")) && history.len() > 10);
    let apart = history.rooted(&planarium::files::TreePath::parse(".git").unwrap());
    let repository = Repository::open(Box::new(Memory::new(apart))).unwrap();
    assert!(repository.revision("HEAD~2").is_ok());
    // In an archive too, where bodies stay packed.
    let members: Vec<(String, Vec<u8>)> = files
        .iter()
        .map(|entry| (entry.path().as_str().to_owned(), files.read(entry).unwrap().into_owned()))
        .chain(
            history
                .iter()
                .map(|entry| (entry.path().as_str().to_owned(), history.read(entry).unwrap().into_owned())),
        )
        .collect();
    let zip =
        planarium::files::write::zip(members.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())));
    let packed = planarium::files::archive::open(zip, &Limits::default()).unwrap();
    assert_eq!((packed.len(), packed.history().len()), (files.len(), history.len()));
    assert_eq!(packed.fingerprint(), files.fingerprint());
    let apart = packed.history().rooted(&planarium::files::TreePath::parse(".git").unwrap());
    let repository = Repository::open(Box::new(Memory::new(apart))).unwrap();
    let head = repository.revision("HEAD").unwrap().to_string();
    assert_eq!(ids(&listed(&repository, &head, "plans")).len(), 3);
}

// ── what is not whole ───────────────────────────────────────────────────────────────────────

#[test]
fn a_shallow_clone_is_read_as_far_as_it_goes_and_says_so() {
    let made = generated(6, 12);
    let source = format!("file://{}", made.top.display());
    git_in(&made.scratch.0, 1_800_000_000, &["clone", "-q", "--depth", "4", &source, "shallow"]);
    let shallow = made.scratch.0.join("shallow");
    let repository = open(&shallow.join(".git")).unwrap();
    assert!(repository.is_shallow());
    let head = git_in(&shallow, 1_800_000_000, &["rev-parse", "HEAD"]);
    let git = git_in(&shallow, 1_800_000_000, &["log", "--format=%H", "--", "plans"]);
    let log = listed(&repository, head.trim(), "plans");
    assert_eq!(ids(&log), git.lines().collect::<Vec<_>>());
    assert!(log.remarks().iter().any(|remark| remark.contains("shallow")), "{:?}", log.remarks());
    let beyond = repository.revision("HEAD~9").map_err(|problem| problem.to_string());
    assert!(beyond.is_err_and(|why| why.contains("shallow") || why.contains("parent")));
}

#[test]
fn other_forms_of_repositories_are_refused_in_words() {
    let mut sha256 = Made::with(&["init", "-q", "-b", "main", "--object-format=sha256"]);
    sha256.write("a.md", "a\n");
    sha256.commit("one");
    let refused = open(&sha256.top.join(".git")).err().map(|problem| problem.to_string());
    assert_eq!(refused.as_deref(), Some("it is a SHA-256 repository, and only SHA-1 ones are read"));
    let mut tables = Made::with(&["init", "-q", "-b", "main", "--ref-format=reftable"]);
    tables.write("a.md", "a\n");
    tables.commit("one");
    let refused = open(&tables.top.join(".git")).err().map(|problem| problem.to_string());
    assert!(refused.is_some_and(|why| why.contains("reftable")));
    let none = Scratch::new();
    none.write("description", b"nothing");
    assert!(open(&none.0).err().is_some_and(|problem| problem.to_string().contains("HEAD")));
}

#[test]
fn objects_of_another_repository_are_said_to_be_missing_in_the_page() {
    let made = generated(7, 6);
    git_in(&made.scratch.0, 1_800_000_000, &["clone", "-q", "--shared", "repo", "shared"]);
    let repository = open(&made.scratch.0.join("shared/.git")).unwrap();
    let said = repository.problems().first().cloned().unwrap_or_default();
    assert!(said.contains("another repository"), "{said}");
    let head = repository.revision("HEAD");
    assert!(matches!(head, Err(Problem::Missing(_))), "{head:?}");
}

/// The `.git` folder with other bytes in one of its files.
fn changed(git: &Files, path: &str, bytes: Option<Vec<u8>>) -> Repository {
    let path = planarium::files::TreePath::parse(path).unwrap();
    let files = git.changed(std::iter::once((path, bytes)));
    Repository::open(Box::new(Memory::new(files))).unwrap()
}

fn with_extension<'a>(git: &'a Files, extension: &str) -> (&'a str, Vec<u8>) {
    let mut found = git.iter().filter(|entry| entry.path().extension() == Some(extension));
    let entry = found.next().unwrap();
    (entry.path().as_str(), git.read(entry).unwrap().into_owned())
}

#[test]
fn of_a_damaged_pack_the_rest_is_read_and_nothing_wrong_is_shown() {
    let made = generated(8, 16);
    made.git(&["repack", "-q", "-a", "-d", "-f", "--depth=50"]);
    let git = loaded(&made.top.join(".git"));
    let head = made.git(&["rev-parse", "HEAD"]);
    let commits: Vec<String> = made.git(&["rev-list", "--all"]).lines().map(str::to_owned).collect();
    let whole: Vec<BTreeMap<String, String>> = commits.iter().map(|commit| told(&made, commit)).collect();
    let mut dice = Dice(9);
    let (mut damaged, mut hurt) = (0, 0);
    for extension in ["pack", "idx"] {
        let (path, bytes) = with_extension(&git, extension);
        for turn in 0..40 {
            let mut broken = bytes.clone();
            if turn % 4 == 0 {
                broken.truncate(dice.roll(bytes.len()));
            } else {
                let at = dice.roll(bytes.len());
                broken[at] ^= u8::try_from(1 + dice.roll(255)).unwrap();
            }
            let repository = changed(&git, path, Some(broken));
            damaged += 1;
            let mut is_hurt = !repository.problems().is_empty();
            for (commit, whole) in commits.iter().zip(&whole) {
                match checked_out(&repository, commit, "") {
                    Ok(files) => {
                        let read = read(&files);
                        // What is there is right; what is not there is said.
                        assert!(
                            read.iter().all(|(path, id)| whole.get(path) == Some(id)),
                            "{extension} {turn}"
                        );
                        is_hurt |= !files.skipped().is_empty();
                        assert!(
                            read.len() == whole.len() || !files.skipped().is_empty(),
                            "{extension} {turn}"
                        );
                    }
                    Err(_) => is_hurt = true,
                }
            }
            let log = listed(&repository, head.trim(), "plans");
            assert!(log.looked_at() <= commits.len());
            hurt += usize::from(is_hurt);
        }
    }
    assert_eq!(damaged, 80);
    assert!(hurt > 40, "damage was noticed only {hurt} times of {damaged}");
}

#[test]
fn a_missing_object_leaves_the_commits_on_both_sides_readable() {
    let mut made = Made::new();
    let mut commits = Vec::new();
    for number in 0..5 {
        made.write("plans/a.md", &format!("{number}\n"));
        commits.push(made.commit(&format!("Commit {number}")));
    }
    let git = loaded(&made.top.join(".git"));
    let loose = |id: &str| format!("objects/{}/{}", id.get(..2).unwrap(), id.get(2..).unwrap());
    // The folder of the commit in the middle.
    let tree = made.git(&["rev-parse", &format!("{}:plans", commits[2])]);
    let repository = changed(&git, &loose(tree.trim()), None);
    let log = listed(&repository, &commits[4], "plans");
    assert_eq!(ids(&log).len(), 5, "what changed is known by ids alone");
    let read = checked_out(&repository, &commits[2], "").unwrap();
    assert!(
        read.is_empty() && read.skipped()[0].to_string().contains("is not in the repository"),
        "{:?}",
        read.skipped()
    );
    assert_eq!(checked_out(&repository, &commits[1], "").unwrap().len(), 1);
    // The commit itself.
    let repository = changed(&git, &loose(&commits[2]), None);
    let log = listed(&repository, &commits[4], "plans");
    assert_eq!(ids(&log), [commits[4].clone(), commits[3].clone()]);
    let said = format!(
        "A part of the history cannot be read: the object {} is not in the repository.",
        &commits[2][..9]
    );
    assert_eq!(log.remarks(), [said]);
    // The content of a file, emptied as after a crash.
    let blob = made.git(&["rev-parse", &format!("{}:plans/a.md", commits[4])]);
    let repository = changed(&git, &loose(blob.trim()), Some(Vec::new()));
    let read = checked_out(&repository, &commits[4], "").unwrap();
    assert!(read.skipped()[0].to_string().contains("is damaged"), "{:?}", read.skipped());
}

#[test]
fn a_pack_without_its_index_is_named() {
    let made = generated(10, 4);
    made.git(&["repack", "-q", "-a", "-d"]);
    let git = loaded(&made.top.join(".git"));
    let (path, _) = with_extension(&git, "idx");
    let repository = changed(&git, path, None);
    assert!(repository.problems()[0].contains("has no index"), "{:?}", repository.problems());
}

// ── the command line ────────────────────────────────────────────────────────────────────────

const PLAN: &str = "---\nstatus: WIP\ntype: system\n---\n# A\n";

/// Three commits of a tree: a plan, that plan done, another plan.
fn planned() -> Made {
    let mut made = Made::new();
    made.write("plans/_overview.md", "# Root\n");
    made.write("plans/SP01_a/_overview.md", PLAN);
    made.commit("A plan");
    made.write("plans/SP01_a/_overview.md", &PLAN.replace("WIP", "DONE"));
    made.commit("It is done");
    made.write("plans/PP02_b/_overview.md", "---\nstatus: TODO\ntype: plan\n---\n# B\n");
    made.commit("Another plan");
    made.git(&["tag", "-a", "v1", "-m", "one", "HEAD~2"]);
    made
}

#[test]
fn diff_compares_commits_with_each_other_and_with_what_lies_there() {
    let made = planned();
    let (status, text, _) = run_in(&made.top, &["diff", "HEAD~2:plans", "HEAD:plans"]);
    assert_eq!(status, 1);
    assert!(text.contains("1 plan created: PP02_b.") && text.contains("1 plan closed: SP01_a."), "{text}");
    let (status, tagged, _) = run_in(&made.top, &["diff", "v1:plans", "main:plans"]);
    assert_eq!((status, tagged), (1, text));
    let (status, text, _) = run_in(&made.top, &["diff", "HEAD:plans", "plans"]);
    assert_eq!(status, 0, "{text}");
    assert!(text.contains("Nothing has changed"), "{text}");
    made.write("plans/PP02_b/_overview.md", "---\nstatus: CUT\ntype: plan\n---\n# B\n");
    let (_, text, _) = run_in(&made.top, &["diff", "HEAD:plans", "plans"]);
    assert!(text.contains("1 plan cut: PP02_b."), "{text}");
    // From a folder below, as git has it.
    let (_, text, _) = run_in(&made.top.join("plans"), &["diff", "HEAD~1:./", "HEAD:./"]);
    assert!(text.contains("1 plan created: PP02_b."), "{text}");
    let (_, text, _) = run_in(&made.top, &["diff", "HEAD~1:", "HEAD:", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!((json["old"].as_str(), json["new"].as_str()), (Some("HEAD~1:"), Some("HEAD:")));
    let (_, text, _) = run_in(&made.top, &["status", "HEAD~2:plans"]);
    assert!(text.contains("SP01_a") && !text.contains("PP02_b"), "{text}");
}

#[test]
fn what_names_no_commit_is_one_clear_line() {
    let made = planned();
    for (argument, why) in [
        ("nobody:plans", "nobody: there is no branch, tag or commit of that name"),
        ("HEAD:none", "HEAD:none: there is no none in the commit"),
        ("HEAD~7:plans", "HEAD~7: "),
        ("HEAD:../plans", "HEAD:../plans: the path leads out of the repository"),
        ("none", "cannot read none"),
    ] {
        let (status, _, error) = run_in(&made.top, &["diff", argument, "plans"]);
        assert_eq!((status, error.lines().count()), (2, 1), "{argument}: {error}");
        assert!(error.contains(why), "{argument}: {error}");
    }
    let outside = Scratch::new();
    let (status, _, error) = run_in(&outside.0, &["status", "HEAD:plans"]);
    assert_eq!(status, 2);
    assert!(error.contains("lies in no git repository"), "{error}");
}

#[test]
fn work_trees_and_shared_objects_are_followed_on_the_disk() {
    let made = planned();
    made.git(&["worktree", "add", "-q", "../beside", "-b", "beside", "HEAD~1"]);
    let (_, text, _) = run_in(&made.scratch.0.join("beside"), &["diff", "HEAD:plans", "main:plans"]);
    assert!(text.contains("1 plan created: PP02_b."), "{text}");
    git_in(&made.scratch.0, 1_800_000_000, &["clone", "-q", "--shared", "repo", "shared"]);
    let (_, text, error) = run_in(&made.scratch.0.join("shared"), &["diff", "HEAD~1:plans", "HEAD:plans"]);
    assert!(text.contains("1 plan created: PP02_b."), "{text}{error}");
}
