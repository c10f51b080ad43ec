//! Where a planning tree begins in what was loaded: an archive of a whole repository holds it somewhere inside.

use super::{Dialect, backlog, beside, dream, plain, story, work_plan};
use crate::counted::counted;
use crate::files::{Files, PathRefusal, TreePath};
use crate::named::Named;

/// A folder that looks like the root of a planning tree.
#[derive(Clone, Debug)]
pub struct Root {
    /// The folder, relative to what was loaded.
    pub path: TreePath,
    /// The convention it follows.
    pub dialect: &'static Dialect,
    /// Why it was taken for a root, for people.
    pub why: String,
}

impl Root {
    /// The folder as it is shown: `.` for the whole.
    pub fn shown(&self) -> &str {
        if self.path.is_root() { "." } else { self.path.as_str() }
    }
}

/// The roots found in `files`, the best evidence first. There is always one: a folder that follows no
/// convention is opened as plain documents. Several mean that a person has to choose.
pub fn roots(files: &Files) -> Vec<Root> {
    let mut found = outermost(files);
    if found.is_empty() {
        found.push(told(only_folder(files), files));
    }
    found
}

/// The roots that names of files tell of; none where only texts can tell.
pub fn outermost(files: &Files) -> Vec<Root> {
    let mut found: Vec<Root> = Vec::new();
    for root in recognised(files) {
        // A tree inside a tree belongs to it: a fixture, an example, an archive of an archive.
        if !found.iter().any(|above| root.path.starts_with(&above.path)) {
            found.push(root);
        }
    }
    found
}

/// What somebody asks for who opens files: a folder of them, a dialect.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// The folder where the tree begins.
    pub path: Option<TreePath>,
    /// How it is to be read.
    pub dialect: Option<&'static Dialect>,
}

/// The roots to choose among, for who asks for something. Where there are several, the last is all of them, side by side.
pub fn offered(files: &Files, wanted: &Wanted) -> Vec<Root> {
    let mut roots = roots(files);
    if let Some(path) = &wanted.path {
        let root = root_at(path.clone(), files, &roots);
        roots = vec![Root { why: format!("its publisher says so: {}", root.why), ..root }];
    }
    match wanted.dialect {
        Some(dialect) if dialect.name == beside::DIALECT.name => roots = vec![beside::around(files, &roots)],
        Some(dialect) => roots.iter_mut().for_each(|root| root.dialect = dialect),
        None if roots.len() > 1 => roots.push(beside::around(files, &roots)),
        None => {}
    }
    roots
}

/// The same where names of files alone tell it, which is so of nearly all trees; nothing where more has to be looked at.
pub fn offered_by_name(files: &Files, wanted: &Wanted) -> Option<Root> {
    let Ok([root]) = <[Root; 1]>::try_from(outermost(files)) else { return None };
    let is_there = wanted.path.as_ref().is_none_or(|path| *path == root.path);
    let why = match wanted.path {
        Some(_) => format!("its publisher says so: {}", root.why),
        None => root.why,
    };
    let dialect = wanted.dialect.unwrap_or(root.dialect);
    (is_there && dialect.name != beside::DIALECT.name).then_some(Root { dialect, why, ..root })
}

/// Every folder that looks like a root by how its files are called, one that lies in another one too.
pub(super) fn recognised(files: &Files) -> Vec<Root> {
    let mut evidence: Named<Evidence> = Named::default();
    // The folder of the plan that was found last, with its slash: nothing in it says anything new.
    let mut within = "";
    for entry in files.iter() {
        let path = entry.path().as_str();
        if within.is_empty() || !path.starts_with(within) {
            within = collect(path, &mut evidence).unwrap_or_default();
        }
    }
    let root = |(path, evidence): (&str, &Evidence)| {
        Some(Root { path: parse(path).ok()?, dialect: evidence.dialect(), why: evidence.verdict(path)? })
    };
    evidence.iter().filter_map(root).collect()
}

/// The root of files of which no name tells anything: their text does, or nothing at all.
pub(super) fn told(path: TreePath, files: &Files) -> Root {
    let told = story::stages_told(files);
    let (dialect, why) = if told > 0 {
        (&story::DIALECT, format!("a document tells its history in {told} listings"))
    } else if let Some((count, first)) = work_plan::detect::plans_told(files) {
        let documents = match count {
            1 => "a document is a work plan".to_owned(),
            count => format!("{count} documents are work plans"),
        };
        (&work_plan::DIALECT, format!("{documents}: {first}"))
    } else {
        (&plain::DIALECT, "no planning convention was recognised, so it opens as plain documents".to_owned())
    };
    Root { path, dialect, why }
}

/// The root at a folder that somebody names. Where it is none itself but holds some, each keeps its own dialect.
pub fn root_at(path: TreePath, files: &Files, found: &[Root]) -> Root {
    if let Some(known) = found.iter().find(|root| root.path == path) {
        return known.clone();
    }
    if found.iter().any(|root| root.path != path && root.path.starts_with(&path)) {
        return beside::at(path, files);
    }
    let dialect = found.first().map_or(&plain::DIALECT, |root| root.dialect);
    Root { path, dialect, why: "it was asked for".to_owned() }
}

/// A path that came from a path: only the empty one, the root, has to be told apart.
fn parse(path: &str) -> Result<TreePath, PathRefusal> {
    if path.is_empty() { Ok(TreePath::root()) } else { TreePath::parse(path) }
}

/// What speaks for a folder being a root.
#[derive(Default)]
struct Evidence {
    has_overview: bool,
    numbered_plans: Vec<String>,
    plans: Vec<String>,
    backlog_parts: Vec<&'static str>,
    /// Whether a task is called as `task-12 - Draw-the-line.md`.
    has_named_task: bool,
}

impl Evidence {
    fn verdict(&self, path: &str) -> Option<String> {
        let name = path.rsplit('/').next().unwrap_or(path);
        if !self.numbered_plans.is_empty() {
            return Some(format!("it holds {}", counted(self.numbered_plans.len(), "numbered plan folder")));
        }
        if self.has_overview && !self.plans.is_empty() {
            return Some(format!(
                "it has an _overview.md and {} with one",
                counted(self.plans.len(), "folder")
            ));
        }
        if name == "day_dream" && (self.has_overview || !self.plans.is_empty()) {
            return Some("it is called day_dream and has an _overview.md in or below it".to_owned());
        }
        let has = |part: &str| self.backlog_parts.contains(&part);
        if self.backlog_parts.len() >= 2 && matches!(name, "backlog" | ".backlog") {
            return Some(format!("it is called {name} and has {}", self.backlog_parts.join(", ")));
        }
        // Settings may be missing, where its tasks are called as no other files are.
        if self.has_named_task && matches!(name, "backlog" | ".backlog") {
            return Some(format!("it is called {name}, and its tasks are called as those of a backlog"));
        }
        if self.backlog_parts.len() >= 2 && has("tasks") && self.has_named_task {
            return Some(format!(
                "its tasks are called as those of a backlog, and it has {}",
                self.backlog_parts.join(", ")
            ));
        }
        None
    }

    fn dialect(&self) -> &'static Dialect {
        let is_backlog = self.backlog_parts.len() >= 2 || self.has_named_task;
        if is_backlog && self.numbered_plans.is_empty() && self.plans.is_empty() {
            &backlog::DIALECT
        } else {
            &dream::DIALECT
        }
    }
}

/// Adds what one path says about the folders above it. Answers with the folder of a plan, where it lies in one,
/// with its slash: the other files of that folder say the same.
fn collect<'a>(path: &'a str, evidence: &mut Named<Evidence>) -> Option<&'a str> {
    let mut start = 0;
    while let Some(offset) = path.get(start..).and_then(|rest| rest.find('/')) {
        let end = start + offset;
        let folder = path.get(start..end).unwrap_or_default();
        let above = outside_archive(path.get(..start.saturating_sub(1)).unwrap_or_default());
        if folder == "_templates" {
            return path.get(..=end);
        }
        if dream::is_numbered_plan(folder) {
            evidence.change(above, |above| {
                let plans = &mut above.numbered_plans;
                if plans.last().is_none_or(|last| last != folder) {
                    plans.push(folder.to_owned());
                }
            });
            return path.get(..=end);
        }
        start = end + 1;
    }
    let name = path.get(start..).unwrap_or_default();
    let folder = path.get(..start.saturating_sub(1)).unwrap_or_default();
    if name == "_overview.md" {
        evidence.change(folder, |folder| folder.has_overview = true);
        if let Some((above, plan)) = folder.rsplit_once('/').or((!folder.is_empty()).then_some(("", folder)))
        {
            evidence.change(outside_archive(above), |above| above.plans.push(plan.to_owned()));
        }
    }
    if name == "config.yml" || name == "config.yaml" {
        part(evidence, folder, "config.yml");
    }
    let (above, part_name) = folder.rsplit_once('/').unwrap_or(("", folder));
    for known in ["tasks", "completed", "drafts", "archive"] {
        if part_name == known {
            part(evidence, above, known);
            if known == "tasks" && is_named_task(name) {
                evidence.change(above, |above| above.has_named_task = true);
            }
        }
    }
    None
}

/// Whether a file is called as tasks of a backlog are: `task-12 - Draw-the-line.md`, `back-7.1 - Ink.md`.
fn is_named_task(name: &str) -> bool {
    let Some((id, _)) = name.split_once(" - ").filter(|_| name.ends_with(".md")) else { return false };
    let number = id.rsplit_once('-').map_or("", |(_, number)| number);
    !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

fn part(evidence: &mut Named<Evidence>, folder: &str, part: &'static str) {
    evidence.change(folder, |folder| {
        if !folder.backlog_parts.contains(&part) {
            folder.backlog_parts.push(part);
        }
    });
}

/// The folder above a chain of archive folders.
fn outside_archive(mut folder: &str) -> &str {
    while !folder.is_empty() && dream::is_archive(folder.rsplit('/').next().unwrap_or(folder)) {
        folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
    }
    folder
}

/// The folder that holds everything, when an archive has one top folder as GitHub makes it.
pub(super) fn only_folder(files: &Files) -> TreePath {
    let mut paths = files.iter().map(|entry| entry.path().as_str());
    let Some(top) = paths.next().and_then(|first| first.split_once('/')).map(|(top, _)| top) else {
        return TreePath::root();
    };
    let is_below = |path: &str| path.strip_prefix(top).is_some_and(|rest| rest.starts_with('/'));
    if paths.all(is_below) { parse(top).unwrap_or_else(|_| TreePath::root()) } else { TreePath::root() }
}
