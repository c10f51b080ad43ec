//! The commits that touch a folder, the newest first, as `git log -- FOLDER` lists them: read in steps.

use super::{EntryKind, Id, Problem, Repository};
use crate::plan::Date;
use std::collections::BTreeSet;

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
    folder: String,
    /// Commits that wait, the newest last.
    waiting: Vec<Waiting>,
    seen: BTreeSet<Id>,
    listed: Vec<Listed>,
    problems: Vec<Problem>,
    more_problems: usize,
    looked_at: usize,
    is_cut_off: bool,
}

#[derive(Debug)]
struct Waiting {
    id: Id,
    commit: super::Commit,
    /// What the folder holds, once somebody has looked; nothing inside when there is none.
    folder: Option<Option<Id>>,
}

impl Log {
    /// Begins at a commit.
    pub fn begin(repository: &Repository, from: Id, folder: &str) -> Log {
        let mut log = Log {
            folder: folder.to_owned(),
            waiting: Vec::new(),
            seen: BTreeSet::new(),
            listed: Vec::new(),
            problems: Vec::new(),
            more_problems: 0,
            looked_at: 0,
            is_cut_off: false,
        };
        log.wait_for(repository, from);
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
    fn wait_for(&mut self, repository: &Repository, id: Id) {
        if !self.seen.insert(id) {
            return;
        }
        match repository.commit(id) {
            Ok(commit) => self.put(Waiting { id, commit, folder: None }),
            Err(problem) => self.report(problem),
        }
    }

    fn put(&mut self, waiting: Waiting) {
        // Of the same second, who came first is looked at first.
        let place = self.waiting.partition_point(|other| other.commit.seconds < waiting.commit.seconds);
        self.waiting.insert(place, waiting);
    }

    /// What the folder is in a tree.
    fn folder_of(&mut self, repository: &Repository, tree: Id) -> Result<Option<Id>, Problem> {
        if self.folder.is_empty() {
            return Ok(Some(tree));
        }
        let found = repository.lookup(tree, &self.folder)?;
        Ok(found.filter(|(kind, _)| !matches!(kind, EntryKind::Repository)).map(|(_, id)| id))
    }

    fn look_at(&mut self, repository: &Repository, waiting: Waiting) {
        let Waiting { id, commit, folder } = waiting;
        let folder = match folder.map_or_else(|| self.folder_of(repository, commit.tree), Ok) {
            Ok(folder) => folder,
            Err(problem) => return self.skip(repository, &commit.parents, problem),
        };
        let is_cut_off = repository.is_cut_off(id);
        self.is_cut_off |= is_cut_off;
        let mut parents: Vec<Waiting> = Vec::new();
        let mut is_known = true;
        for parent in commit.parents.iter().filter(|_| !is_cut_off) {
            let read = repository.commit(*parent).and_then(|commit| {
                let folder = self.folder_of(repository, commit.tree)?;
                Ok(Waiting { id: *parent, commit, folder: Some(folder) })
            });
            match read {
                // Nothing changed on this way, so what happened on the others was given up.
                Ok(parent) if parent.folder == Some(folder) => return self.follow(parent),
                Ok(parent) => parents.push(parent),
                Err(problem) => {
                    is_known = false;
                    self.report(problem);
                }
            }
        }
        // Whether it changed anything cannot be told when the one before it cannot be read; then it is listed.
        let is_empty_beginning = parents.is_empty() && is_known && self.is_empty(repository, folder);
        if !is_empty_beginning {
            self.listed.push(Listed {
                id,
                author: commit.author,
                seconds: commit.seconds,
                day: commit.day,
                subject: commit.subject,
                folder,
            });
        }
        parents.into_iter().for_each(|parent| self.follow(parent));
    }

    fn follow(&mut self, parent: Waiting) {
        if self.seen.insert(parent.id) {
            self.put(parent);
        }
    }

    /// Goes on behind a commit whose tree cannot be read.
    fn skip(&mut self, repository: &Repository, parents: &[Id], problem: Problem) {
        self.report(problem);
        parents.iter().for_each(|parent| self.wait_for(repository, *parent));
    }

    /// Whether a first commit has nothing there.
    fn is_empty(&self, repository: &Repository, folder: Option<Id>) -> bool {
        match folder {
            None => true,
            Some(id) => {
                self.folder.is_empty() && repository.object(id).is_ok_and(|tree| tree.bytes.is_empty())
            }
        }
    }
}
