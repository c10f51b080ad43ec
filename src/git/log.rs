//! The commits that touch a folder, the newest first, as `git log -- FOLDER` lists them, and on to where it lay before a
//! commit moved it: read in steps.

use super::moves::{self, Origin};
use super::{EntryKind, Id, Problem, Repository};
use crate::plan::Date;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

/// So many commits are looked at; what is older is said to be left out.
pub const MAX_COMMITS: usize = 100_000;
/// So many problems are told; the others are counted.
const MOST_PROBLEMS: usize = 5;

/// A commit that changed what lies in a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The commit.
    pub id: Id,
    /// Who wrote it.
    pub author: String,
    /// When, in seconds after 1 January 1970.
    pub seconds: i64,
    /// The day on which that was, where it was done.
    pub day: i64,
    /// The first line of its message.
    pub subject: String,
    /// The folder in it; nothing when there is none any more.
    pub folder: Option<Id>,
    /// Where the folder lies in it.
    pub place: Arc<str>,
    /// Where it lay before, when this commit moved it.
    pub moved_from: Option<Arc<str>>,
}

impl Listed {
    /// The day, as dates are written; empty when it is beyond all calendars.
    pub fn date(&self) -> String {
        let is_day = (-100_000..1_000_000).contains(&self.day);
        is_day.then(|| Date::of_unix_day(self.day)).flatten().map(|date| date.to_string()).unwrap_or_default()
    }
}

/// A listing under way.
#[derive(Debug)]
pub struct Log {
    folder: Arc<str>,
    /// Commits that wait, the newest last.
    waiting: Vec<Waiting>,
    /// Commits that were come upon, and where the folder lies in each.
    seen: BTreeMap<Id, Arc<str>>,
    listed: Vec<Listed>,
    problems: Vec<Problem>,
    more_problems: usize,
    /// What is not known of where the folder came from, in sentences.
    unclear: Vec<String>,
    /// Whether the commit it began at has no such folder.
    is_absent: bool,
    looked_at: usize,
    is_cut_off: bool,
}

/// Where a folder lay in the commits of a history.
#[derive(Debug, Default)]
pub struct Places {
    known: BTreeMap<Id, Arc<str>>,
    /// All places, the newest first.
    all: Vec<Arc<str>>,
}

impl Places {
    /// Where the folder lies in a commit. Of one that is not part of its history: where it lay at some time and something
    /// lies now.
    pub fn in_commit(&self, repository: &Repository, commit: Id) -> Option<&str> {
        if let Some(place) = self.known.get(&commit) {
            return Some(place);
        }
        let tree = repository.commit(commit).ok()?.tree;
        let is_there = |place: &&Arc<str>| repository.lookup(tree, place).is_ok_and(|found| found.is_some());
        self.all.iter().find(is_there).map(|place| &**place)
    }
}

#[derive(Debug)]
struct Waiting {
    id: Id,
    commit: super::Commit,
    /// Where the folder lies.
    place: Arc<str>,
    /// What the folder holds, once somebody has looked; nothing inside when there is none.
    folder: Option<Option<Id>>,
}

impl Log {
    /// Begins at a commit.
    pub fn begin(repository: &Repository, from: Id, folder: &str) -> Log {
        let mut log = Log {
            folder: folder.trim_matches('/').into(),
            waiting: Vec::new(),
            seen: BTreeMap::new(),
            listed: Vec::new(),
            problems: Vec::new(),
            more_problems: 0,
            unclear: Vec::new(),
            is_absent: false,
            looked_at: 0,
            is_cut_off: false,
        };
        let place = Arc::clone(&log.folder);
        log.wait_for(repository, from, &place);
        log
    }

    /// Looks at so many more commits; whether that is all.
    pub fn step(&mut self, repository: &Repository, commits: usize) -> bool {
        for _ in 0..commits {
            if self.looked_at >= MAX_COMMITS {
                return true;
            }
            let Some(next) = self.waiting.pop() else { return true };
            self.looked_at += 1;
            self.look_at(repository, next);
        }
        self.waiting.is_empty()
    }

    /// The commits found so far, the newest first.
    pub fn listed(&self) -> &[Listed] {
        &self.listed
    }

    /// How many commits have been looked at.
    pub fn looked_at(&self) -> usize {
        self.looked_at
    }

    /// Where the folder lay in each commit that was looked at.
    pub fn into_places(self) -> Places {
        let mut all = vec![Arc::clone(&self.folder)];
        for place in
            self.listed.iter().flat_map(|commit| [Some(&commit.place), commit.moved_from.as_ref()]).flatten()
        {
            if !all.contains(place) {
                all.push(Arc::clone(place));
            }
        }
        Places { known: self.seen, all }
    }

    /// What the reader should know of what is missing, in sentences.
    pub fn remarks(&self) -> Vec<String> {
        let mut said: Vec<String> = self
            .problems
            .iter()
            .map(|problem| format!("A part of the history cannot be read: {problem}."))
            .collect();
        if self.more_problems > 0 {
            said.push(format!("{} more parts of it cannot be read.", self.more_problems));
        }
        said.extend(self.unclear.iter().cloned());
        if self.is_absent {
            said.push(format!(
                "The commit that is checked out has no folder {}: it was made, moved or renamed since, and that is in no commit yet. Where it lay before is not followed.",
                self.folder
            ));
        }
        if self.is_cut_off {
            said.push("Only the newest commits were fetched: this is a shallow repository, and what came before is not in it. `git fetch --unshallow` fetches the rest.".to_owned());
        }
        if self.looked_at >= MAX_COMMITS && !self.waiting.is_empty() {
            said.push(format!("Only the newest {MAX_COMMITS} commits were looked at."));
        }
        said
    }

    fn report(&mut self, problem: Problem) {
        if self.problems.contains(&problem) {
        } else if self.problems.len() < MOST_PROBLEMS {
            self.problems.push(problem);
        } else {
            self.more_problems += 1;
        }
    }

    /// Has a commit looked at in its turn.
    fn wait_for(&mut self, repository: &Repository, id: Id, place: &Arc<str>) {
        let Entry::Vacant(slot) = self.seen.entry(id) else { return };
        let place = Arc::clone(slot.insert(Arc::clone(place)));
        match repository.commit(id) {
            Ok(commit) => self.put(Waiting { id, commit, place, folder: None }),
            Err(problem) => self.report(problem),
        }
    }

    fn put(&mut self, waiting: Waiting) {
        // Of the same second, who came first is looked at first.
        let place = self.waiting.partition_point(|other| other.commit.seconds < waiting.commit.seconds);
        self.waiting.insert(place, waiting);
    }

    fn look_at(&mut self, repository: &Repository, waiting: Waiting) {
        let Waiting { id, commit, place, folder } = waiting;
        let folder = match folder.map_or_else(|| folder_of(repository, commit.tree, &place), Ok) {
            Ok(folder) => folder,
            Err(problem) => return self.skip(repository, &commit.parents, &place, problem),
        };
        self.is_absent |= self.looked_at == 1 && folder.is_none();
        let is_cut_off = repository.is_cut_off(id);
        self.is_cut_off |= is_cut_off;
        let mut parents: Vec<Waiting> = Vec::new();
        let mut is_known = true;
        let mut moved_from = None;
        for parent in commit.parents.iter().filter(|_| !is_cut_off) {
            let read = repository.commit(*parent).and_then(|before| {
                let was = folder_of(repository, before.tree, &place)?;
                let is_same = was == folder;
                let from = match folder {
                    Some(is) if !is_same => {
                        self.origin(repository, (id, &commit), &before, (was, is), &place)
                    }
                    _ => None,
                };
                let (place, was) = match from {
                    Some(from) => {
                        let was = folder_of(repository, before.tree, &from)?;
                        moved_from.get_or_insert_with(|| Arc::clone(&from));
                        (from, was)
                    }
                    None => (Arc::clone(&place), was),
                };
                Ok((Waiting { id: *parent, commit: before, place, folder: Some(was) }, is_same))
            });
            match read {
                // Nothing changed on this way, so what happened on the others was given up.
                Ok((parent, true)) => return self.follow(parent),
                Ok((parent, false)) => parents.push(parent),
                Err(problem) => {
                    is_known = false;
                    self.report(problem);
                }
            }
        }
        // Whether it changed anything cannot be told when the one before it cannot be read; then it is listed.
        let is_empty_beginning = parents.is_empty() && is_known && is_empty(repository, &place, folder);
        if !is_empty_beginning {
            self.listed.push(Listed {
                id,
                author: commit.author,
                seconds: commit.seconds,
                day: commit.day,
                subject: commit.subject,
                folder,
                place,
                moved_from,
            });
        }
        parents.into_iter().for_each(|parent| self.follow(parent));
    }

    /// Where the folder lay in the commit before, when it was moved. A part that cannot be read moves nothing.
    fn origin(
        &mut self,
        repository: &Repository,
        (id, now): (Id, &super::Commit),
        before: &super::Commit,
        (was, is): (Option<Id>, Id),
        place: &str,
    ) -> Option<Arc<str>> {
        let origin = match moves::is_mostly_new(repository, was, is) {
            Ok(true) => moves::origin(repository, before.tree, now.tree, place),
            Ok(false) => Ok(Origin::New),
            Err(problem) => Err(problem),
        };
        let why = match origin {
            Ok(Origin::Moved(from)) if from != place => return Some(from.into()),
            Ok(Origin::Moved(_) | Origin::New) => return None,
            Ok(Origin::Unclear(why)) => why,
            Err(problem) => problem.to_string(),
        };
        // What lay there already has its own history.
        if was.is_none() && self.unclear.len() < MOST_PROBLEMS {
            let folder = if place.is_empty() { "the tree" } else { place };
            let id = id.short();
            self.unclear.push(format!("Where {folder} came from in the commit {id} is not followed: {why}."));
        }
        None
    }

    fn follow(&mut self, parent: Waiting) {
        if let Entry::Vacant(slot) = self.seen.entry(parent.id) {
            slot.insert(Arc::clone(&parent.place));
            self.put(parent);
        }
    }

    /// Goes on behind a commit whose tree cannot be read.
    fn skip(&mut self, repository: &Repository, parents: &[Id], place: &Arc<str>, problem: Problem) {
        self.report(problem);
        parents.iter().for_each(|parent| self.wait_for(repository, *parent, place));
    }
}

/// What a folder is in a tree.
fn folder_of(repository: &Repository, tree: Id, place: &str) -> Result<Option<Id>, Problem> {
    if place.is_empty() {
        return Ok(Some(tree));
    }
    let found = repository.lookup(tree, place)?;
    Ok(found.filter(|(kind, _)| !matches!(kind, EntryKind::Repository)).map(|(_, id)| id))
}

/// Whether a first commit has nothing there.
fn is_empty(repository: &Repository, place: &str, folder: Option<Id>) -> bool {
    match folder {
        None => true,
        Some(id) => place.is_empty() && repository.object(id).is_ok_and(|tree| tree.bytes.is_empty()),
    }
}
