//! The history of the open tree, where a `.git` folder came along: read once somebody asks, in slices, and the tree of a
//! commit in the place of the tree as it is while the link names one (`?commit=1a2b3c4d5`). What reads it is kept behind a
//! door, so that its code is downloaded when it is first needed.

use super::{Tree, Workspace};
use crate::answers::resume::{self, Commit};
use crate::browser::apart::Apart;
use crate::browser::frames::{self, Slice};
use crate::dialect::{Reading, Root};
use crate::files::{Files, FilesBuilder, Limits, SkipReason, TreePath};
use crate::git::{Checkout, Id, Listed, Log, Memory, Places, Repository};
use crate::outline::Outline;
use crate::parts::in_part;
use crate::plan::{Date, Publication};
use crate::sources::{HISTORY, LEFT_OUT, Loaded, Wishes, limits};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::any::Any;
use std::cell::RefCell;
use std::pin::Pin;
use std::sync::Arc;

/// How many commits are looked at between two looks at the clock.
const STEP_COMMITS: usize = 16;
/// How many files are taken from a commit between two looks at the clock.
const STEP_FILES: usize = 16;
/// How many trees of commits are kept at hand.
const MOST_TREES: usize = 4;
/// What is said when the part that reads histories could not be downloaded.
const NOT_THERE: &str =
    "The part of the viewer that reads a history could not be loaded; look at the network, and try again.";

/// What is known of the history of the open tree.
#[derive(Clone, Copy)]
pub struct History {
    /// How far it has been read.
    pub state: RwSignal<Told>,
    /// Whether somebody would rather go by what the documents say of days, though there are commits.
    pub by_day: RwSignal<bool>,
    /// The tree of the commit that is shown, by the name that the link has for it.
    shown: RwSignal<Option<(String, Arc<Tree>)>>,
    /// Trees of commits that were read, the last ones.
    read: StoredValue<Vec<(String, Arc<Tree>)>, LocalStorage>,
    /// Commits since days that somebody asked for; nothing in them while they are looked for.
    since: RwSignal<Vec<Since>>,
    /// Why a commit that the link names is not shown.
    refused: RwSignal<Option<(String, String)>>,
    source: StoredValue<Option<Source>, LocalStorage>,
    shelf: StoredValue<RefCell<Shelf>, LocalStorage>,
    /// Counts the trees that were loaded, and the commits that were asked for.
    loads: StoredValue<usize>,
    asks: StoredValue<usize>,
}

/// A day, and the commits since then; nothing while they are looked for.
type Since = (Date, Option<Arc<Vec<Commit>>>);

/// How far a history has been read.
#[derive(Clone, Debug, Default)]
pub enum Told {
    /// None came along.
    #[default]
    Nothing,
    /// One came along, and nobody has asked for it yet.
    Unread,
    /// It is being read.
    Reading,
    /// It has been read.
    Read(Arc<Commits>),
    /// It cannot be read, and this is why.
    Unreadable(String),
}

/// The commits that touch the tree.
#[derive(Debug)]
pub struct Commits {
    /// The newest first.
    pub listed: Vec<Listed>,
    /// What is missing, in sentences.
    pub remarks: Vec<String>,
    /// The branch that is checked out.
    pub branch: Option<String>,
}

impl Commits {
    /// The position of the commit that digits name.
    pub fn position(&self, digits: &str) -> Option<usize> {
        let is_meant = |commit: &Listed| digits.len() >= 4 && commit.id.to_string().starts_with(digits);
        self.listed.iter().position(is_meant)
    }

    /// The commit that digits name.
    pub fn find(&self, digits: &str) -> Option<&Listed> {
        self.listed.get(self.position(digits)?)
    }

    /// The last commit on a day or before it.
    pub fn on(&self, day: i64) -> Option<&Listed> {
        self.listed.iter().find(|commit| commit.day <= day)
    }
}

/// Where the history came from.
#[derive(Clone)]
struct Source {
    files: Files,
    apart: Vec<Apart>,
    root: TreePath,
    limits: Limits,
}

// ── behind the door ─────────────────────────────────────────────────────────────────────────

/// What has been read; nothing before somebody asks.
type Shelf = Option<Kept>;

/// What only the part knows.
type Kept = Box<dyn Any>;

/// What stands on the shelf.
struct Library {
    repository: Repository,
    /// The folder of the tree in the repository, and where it lay in older commits.
    folder: String,
    places: Places,
    branch: Option<String>,
    log: Option<Log>,
    checkout: Option<Checkout>,
}

/// The tree of a commit, once it has been read.
type Doing = Pin<Box<dyn Future<Output = Result<Arc<Tree>, String>>>>;

in_part!(
    git,
    fn read_in_part(workspace: Workspace, load: usize) -> () {
        spawn_local(async move {
            let told = workspace.read_history(load).await.unwrap_or_else(Told::Unreadable);
            if workspace.history.loads.get_value() == load {
                workspace.history.state.set(told);
            }
        });
    }
);

in_part!(
    git,
    fn tree_in_part(workspace: Workspace, home: Arc<Tree>, name: String) -> Doing {
        Box::pin(workspace.read_commit(home, name))
    }
);

in_part!(
    git,
    fn since_in_part(workspace: Workspace, day: Date) -> Vec<Commit> {
        workspace.history.with_shelf(|shelf| since(shelf, &day))
    }
);

fn open(files: Files, folder: &str) -> Result<Kept, String> {
    let repository = Repository::open(Box::new(Memory::new(files))).map_err(|problem| problem.to_string())?;
    let head = repository.head().map_err(|problem| problem.to_string())?;
    let log = head.id.map(|head| Log::begin(&repository, head, folder));
    let (folder, places) = (folder.to_owned(), Places::default());
    Ok(Box::new(Library { repository, folder, places, branch: head.branch, log, checkout: None }))
}

fn library(shelf: &mut Shelf) -> Option<&mut Library> {
    shelf.as_mut()?.downcast_mut()
}

/// Looks at some more commits; all of them, once that is all.
fn step(shelf: &mut Shelf) -> Option<Commits> {
    let Some(library) = library(shelf) else { return Some(Commits::none()) };
    let Some(log) = &mut library.log else { return Some(Commits::none()) };
    if !log.step(&library.repository, STEP_COMMITS) {
        return None;
    }
    let mut remarks = library.repository.problems().to_vec();
    remarks.extend(log.remarks());
    let listed = log.listed().to_vec();
    library.places = library.log.take().map(Log::into_places).unwrap_or_default();
    Some(Commits { listed, remarks, branch: library.branch.clone() })
}

/// Begins to take the tree of a commit.
fn begin(shelf: &mut Shelf, digits: &str, limits: &Limits) -> Result<Listed, String> {
    let library = library(shelf).ok_or("There is no history.")?;
    let repository = &library.repository;
    let id: Id = repository.revision(digits).map_err(|problem| format!("{problem}."))?;
    let commit = repository.commit(id).map_err(|problem| format!("{problem}."))?;
    let place = library.places.in_commit(repository, id).unwrap_or(&library.folder);
    let checkout = Checkout::begin(repository, id, place, limits, &LEFT_OUT);
    let place = place.into();
    library.checkout = Some(checkout.map_err(|problem| format!("The tree was not there: {problem}."))?);
    Ok(Listed {
        id,
        author: commit.author,
        seconds: commit.seconds,
        day: commit.day,
        subject: commit.subject,
        folder: None,
        place,
        moved_from: None,
    })
}

/// Takes some more files; all of them, once that is all.
fn take(shelf: &mut Shelf) -> Option<Files> {
    let Some(library) = library(shelf) else { return Some(Files::default()) };
    let Some(checkout) = &mut library.checkout else { return Some(Files::default()) };
    let is_all = checkout.step(&library.repository, STEP_FILES);
    is_all.then(|| library.checkout.take().map(Checkout::finish).unwrap_or_default())
}

fn since(shelf: &mut Shelf, day: &Date) -> Vec<Commit> {
    let head = library(shelf).and_then(|library| {
        let head = library.repository.head().ok()?.id?;
        Some(resume::commits(&library.repository, head, day))
    });
    head.unwrap_or_default()
}

impl Commits {
    fn none() -> Commits {
        Commits { listed: Vec::new(), remarks: Vec::new(), branch: None }
    }
}

// ── before it ───────────────────────────────────────────────────────────────────────────────

impl Source {
    /// The folder that a history is of, the closest one around the tree.
    fn top(&self) -> Option<TreePath> {
        let of_files = self.files.iter().filter_map(|entry| top_of(entry.path().as_str()));
        let tops = of_files.chain(self.apart.iter().filter_map(|apart| top_of(&apart.path)));
        let around = tops.filter(|top| self.root.starts_with(top));
        around.max_by_key(TreePath::depth)
    }

    /// The files of the `.git` folder of a top.
    async fn gather(&self, top: &TreePath) -> Result<Files, String> {
        let folder = top.join(HISTORY).map_err(|refusal| refusal.to_string())?;
        if self.files.get(folder.as_str()).is_some() {
            return Err("Here .git is a file, not a folder: this is a work tree or a submodule, and its history lies in another folder, which did not come along. Open the folder of the repository itself.".to_owned());
        }
        let Some(apart) = self.apart.iter().find(|apart| apart.path == folder.as_str()) else {
            return Ok(self.files.rooted(&folder));
        };
        let mut limits = self.limits.clone();
        limits.entry_bytes = limits.archive_bytes;
        let bytes = limits.entry_bytes;
        let mut builder = FilesBuilder::new(limits);
        for file in apart.list().await?.iter().filter(|file| is_needed(&file.path)) {
            match file.read(bytes).await {
                Ok(bytes) => builder.add(&file.path, bytes),
                Err(why) => builder.skip(&file.path, SkipReason::Unreadable(why)),
            }
        }
        Ok(builder.finish())
    }
}

/// The folder in which the `.git` of a path lies.
fn top_of(path: &str) -> Option<TreePath> {
    let mut top = TreePath::root();
    for segment in path.split('/') {
        if segment == HISTORY {
            return Some(top);
        }
        top = top.join(segment).ok()?;
    }
    None
}

/// Whether a file of a `.git` folder tells of the history. Settings, hooks and notes of what was done are left alone.
fn is_needed(path: &str) -> bool {
    let is_name = matches!(path, "HEAD" | "packed-refs" | "shallow") || path.starts_with("refs/");
    let is_aid = [".bitmap", ".rev", ".keep", ".mtimes"].iter().any(|ending| path.ends_with(ending));
    let is_object = path.starts_with("objects/")
        && !is_aid
        && !path.contains("commit-graph")
        && !path.contains("multi-pack-index");
    is_name || is_object
}

impl History {
    pub(super) fn new() -> History {
        History {
            state: RwSignal::new(Told::Nothing),
            by_day: RwSignal::new(false),
            shown: RwSignal::new(None),
            read: StoredValue::new_local(Vec::new()),
            since: RwSignal::new(Vec::new()),
            refused: RwSignal::new(None),
            source: StoredValue::new_local(None),
            shelf: StoredValue::new_local(RefCell::default()),
            loads: StoredValue::new(0),
            asks: StoredValue::new(0),
        }
    }

    /// The commits, once they have been read.
    pub fn commits(self) -> Option<Arc<Commits>> {
        self.state.with(|state| match state {
            Told::Read(commits) => Some(Arc::clone(commits)),
            _ => None,
        })
    }

    /// Whether a history came along that may be read.
    pub fn is_there(self) -> bool {
        !self.state.with(|state| matches!(state, Told::Nothing | Told::Unreadable(_)))
    }

    /// Whether there may be commits to look back through.
    pub fn has_come(self) -> bool {
        self.state.with(|state| match state {
            Told::Nothing | Told::Unreadable(_) => false,
            Told::Unread | Told::Reading => true,
            Told::Read(commits) => commits.listed.len() > 1,
        })
    }

    fn with_shelf<T>(self, ask: impl FnOnce(&mut Shelf) -> T) -> T {
        self.shelf.with_value(|shelf| ask(&mut shelf.borrow_mut()))
    }
}

impl Workspace {
    /// The commit that the link names.
    pub fn commit(self) -> Option<String> {
        let is_name = |name: &&str| name.len() >= 4 && name.bytes().all(|letter| letter.is_ascii_hexdigit());
        self.address.with(|address| address.setting("commit").filter(is_name).map(str::to_ascii_lowercase))
    }

    /// The commit whose tree is shown, once it is there.
    pub fn commit_shown(self) -> Option<String> {
        let asked = self.commit()?;
        self.history
            .shown
            .with(|shown| shown.as_ref().is_some_and(|(name, _)| *name == asked))
            .then_some(asked)
    }

    /// Why the commit that the link names is not shown.
    pub fn commit_refused(self) -> Option<String> {
        let asked = self.commit()?;
        self.history
            .refused
            .with(|refused| refused.as_ref().filter(|(name, _)| *name == asked).map(|(_, why)| why.clone()))
    }

    /// The tree of the commit that the link names, once it is there.
    pub(super) fn tree_of_commit(self) -> Option<Arc<Tree>> {
        let asked = self.commit()?;
        self.history
            .shown
            .with(|shown| shown.as_ref().filter(|(name, _)| *name == asked).map(|(_, tree)| Arc::clone(tree)))
    }

    /// Takes the history that came with a tree, unread.
    pub(super) fn take_history(self, loaded: &Loaded, root: &Root) {
        let history = self.history;
        history.loads.update_value(|loads| *loads += 1);
        let files = loaded.files.history();
        let apart = loaded.apart.map(|apart| apart.get_value()).unwrap_or_default();
        let came = !files.is_empty() || !apart.is_empty();
        history.with_shelf(|shelf| *shelf = None);
        history.shown.set(None);
        history.refused.set(None);
        history.read.set_value(Vec::new());
        history.since.set(Vec::new());
        history.by_day.set(false);
        history.source.set_value(came.then(|| Source {
            files,
            apart,
            root: root.path.clone(),
            limits: limits(),
        }));
        history.state.set(if came { Told::Unread } else { Told::Nothing });
    }

    /// Has the history read, unless that is under way.
    pub fn ask_history(self) {
        if !self.history.state.with_untracked(|state| matches!(state, Told::Unread)) {
            return;
        }
        self.history.state.set(Told::Reading);
        let load = self.history.loads.get_value();
        spawn_local(async move {
            if read_in_part(self, load).await.is_err() {
                self.history.state.set(Told::Unreadable(NOT_THERE.to_owned()));
            }
        });
    }

    async fn read_history(self, load: usize) -> Result<Told, String> {
        let Some(source) = self.history.source.get_value() else { return Ok(Told::Nothing) };
        let top = source.top().ok_or(
            "The .git folder that came along is not that of the tree: it lies beside it, or in it. Open the folder of its repository.",
        )?;
        let files = source.gather(&top).await?;
        let folder = source.root.strip(&top).unwrap_or_else(TreePath::root);
        let library = open(files, folder.as_str())
            .map_err(|why| format!("The history that came along cannot be read: {why}."))?;
        self.history.with_shelf(|shelf| *shelf = Some(library));
        let mut slice = Slice::begin();
        loop {
            if self.history.loads.get_value() != load {
                return Ok(Told::Nothing);
            }
            if let Some(commits) = self.history.with_shelf(step) {
                return Ok(Told::Read(Arc::new(commits)));
            }
            slice.rest().await;
        }
    }

    /// The newest commits that were made on a day or after it, of the whole repository; none as long as they are not known.
    pub fn commits_since(self, day: &Date) -> Arc<Vec<Commit>> {
        let known = self
            .history
            .since
            .with(|since| since.iter().find(|(known, _)| known == day).map(|(_, commits)| commits.clone()));
        match known {
            Some(commits) => commits.unwrap_or_default(),
            None => {
                let is_read = self.history.state.with(|state| matches!(state, Told::Read(_)));
                if is_read {
                    self.look_since(day.clone());
                } else {
                    // Not while something is drawn.
                    frames::before_next_frame(move || self.ask_history());
                }
                Arc::default()
            }
        }
    }

    fn look_since(self, day: Date) {
        let load = self.history.loads.get_value();
        spawn_local(async move {
            let is_new =
                self.history.since.with_untracked(|since| since.iter().all(|(known, _)| *known != day));
            if !is_new {
                return;
            }
            self.history.since.update(|since| since.push((day.clone(), None)));
            let Ok(found) = since_in_part(self, day.clone()).await.map(Arc::new) else { return };
            if self.history.loads.get_value() == load {
                self.history.since.update(|since| {
                    let known = since.iter_mut().filter(|(known, _)| *known == day);
                    known.for_each(|(_, commits)| *commits = Some(Arc::clone(&found)));
                });
            }
        });
    }

    /// The tree of a commit, read unless it is at hand.
    pub(super) async fn commit_tree(self, home: Arc<Tree>, name: String) -> Result<Arc<Tree>, String> {
        match tree_in_part(self, home, name).await {
            Ok(reading) => reading.await,
            Err(_) => Err(NOT_THERE.to_owned()),
        }
    }

    /// Reads the tree of a commit, in slices; why not, when it cannot be had.
    async fn read_commit(self, home: Arc<Tree>, name: String) -> Result<Arc<Tree>, String> {
        let read = self.history.read;
        let known = read.with_value(|read| {
            read.iter().find(|(known, _)| *known == name).map(|(_, tree)| Arc::clone(tree))
        });
        if let Some(tree) = known {
            return Ok(tree);
        }
        let load = self.history.loads.get_value();
        let commit = self.history.with_shelf(|shelf| begin(shelf, &name, &limits()))?;
        let mut slice = Slice::begin();
        let files = loop {
            if let Some(files) = self.history.with_shelf(take) {
                break files;
            }
            slice.rest().await;
        };
        let reading = Reading::new(files, home.root.shown(), home.root.dialect);
        let wishes = Wishes {
            title: home.wishes.title.clone(),
            as_of: Some(commit.date()).filter(|date| !date.is_empty()),
            publication: Publication::Published,
            ..Wishes::default()
        };
        let tree = self.read_beside(&home, reading, home.root.clone(), wishes).await;
        let mut tree = tree.ok_or(NOT_THERE)?;
        tree.outline = Outline::of(&tree.plan, tree.files.iter().map(|entry| entry.path().as_str()));
        tree.name = format!("{} · {}", home.name, commit.id.short());
        let remark = format!("This is the tree of the commit {}, {}.", commit.id.short(), commit.subject);
        tree.remarks = vec![remark];
        let tree = Arc::new(tree);
        if self.history.loads.get_value() == load {
            read.update_value(|read| {
                read.truncate(MOST_TREES - 1);
                read.insert(0, (name, Arc::clone(&tree)));
            });
        }
        Ok(tree)
    }

    /// Keeps what is shown true to the commit that the link names.
    pub(super) fn keep_commit(self) {
        let asked = Memo::new(move |_| self.commit());
        let has_home = Memo::new(move |_| self.home.with(Option::is_some));
        Effect::new(move |before: Option<Option<String>>| {
            let asked = asked.get();
            let is_read = self.history.state.with(|state| match state {
                Told::Unread => None,
                Told::Reading => Some(false),
                Told::Nothing | Told::Read(_) | Told::Unreadable(_) => Some(true),
            });
            let home = self.home.get_untracked().filter(|_| has_home.get());
            match (&asked, home) {
                (None, Some(home)) if before.flatten().is_some() => {
                    self.history.shown.set(None);
                    self.put_in_place(home);
                }
                (Some(name), Some(home))
                    if self
                        .history
                        .shown
                        .with_untracked(|shown| shown.as_ref().is_none_or(|(known, _)| known != name)) =>
                {
                    match is_read {
                        None => self.ask_history(),
                        Some(false) => {}
                        Some(true) => self.show_commit(name.clone(), home),
                    }
                }
                _ => {}
            }
            asked
        });
    }

    /// Shows the tree of a commit as soon as it has been read, unless another is asked for until then.
    fn show_commit(self, name: String, home: Arc<Tree>) {
        let ask = self.history.asks.get_value() + 1;
        self.history.asks.set_value(ask);
        spawn_local(async move {
            let read = match self.history.state.get_untracked() {
                Told::Read(_) => self.commit_tree(home, name.clone()).await,
                Told::Unreadable(why) => Err(why),
                _ => Err("No history came along with this tree: open its folder or .zip with the .git folder in it.".to_owned()),
            };
            let is_current =
                self.history.asks.get_value() == ask && untrack(|| self.commit()).as_ref() == Some(&name);
            if !is_current {
                return;
            }
            match read {
                Ok(tree) => {
                    self.history.shown.set(Some((name, tree)));
                    if let Some(home) = self.home.get_untracked() {
                        self.put_in_place(home);
                    }
                }
                Err(why) => {
                    self.announce(format!("The commit {name} cannot be shown. {why}"));
                    self.history.refused.set(Some((name, why)));
                }
            }
        });
    }

    /// Shows what there is to show now, and what follows from it.
    fn put_in_place(self, home: Arc<Tree>) {
        self.show_known(home);
        self.find_backlinks();
    }
}
