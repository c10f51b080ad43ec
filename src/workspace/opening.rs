//! From a source to an open tree: what is loaded, where the tree begins in it, and reading it in slices.

use super::readers::Readers;
use super::{Again, Choice, Opening, Phase, Tree, Workspace, remembered_folders};
use crate::browser::fetch::{self, Stop};
use crate::browser::frames::{self, Slice};
use crate::browser::session;
use crate::dialect::root::Wanted;
use crate::dialect::{self, Basis, Planned, Reading, Root, beside};
use crate::files::TreePath;
use crate::outline::{Filter, Outline};
use crate::sources::{Loaded, Refusal, Stage, Watch, url};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::{Arc, OnceLock};

/// How much text is read between two looks at the clock, in bytes.
pub(super) const STEP_BYTES: u64 = 32 * 1024;

/// Of how many files the plan is made between two looks at the clock.
const STEP_FILES: usize = 256;

impl Workspace {
    /// Opens what is at an address.
    pub fn load_url(self, address: url::Address) {
        // Whoever opens a tree of a host may compare it with another one there.
        self.agree(&address.host);
        self.load(move |watch| {
            let address = address.clone();
            async move { url::open(&address, &watch).await }
        });
    }

    /// Loads from a source. What was being loaded before is given up.
    pub fn load<F>(self, open: impl Fn(Watch) -> F + 'static)
    where
        F: Future<Output = Result<Loaded, Refusal>> + 'static,
    {
        self.forget_dialect();
        let again: Again = Rc::new(move |watch| Box::pin(open(watch)));
        self.with_running(|running| running.again = Some(Rc::clone(&again)));
        self.run(&*again);
    }

    /// Loads once, from something that cannot be asked again, such as a drop.
    pub fn load_once<F>(self, open: impl FnOnce(Watch) -> F)
    where
        F: Future<Output = Result<Loaded, Refusal>> + 'static,
    {
        self.forget_dialect();
        self.with_running(|running| running.again = None);
        let open = RefCell::new(Some(open));
        self.run(&|watch| match open.take() {
            Some(open) => Box::pin(open(watch)),
            None => Box::pin(std::future::ready(Err(Refusal::stopped()))),
        });
    }

    /// What the open tree was to be read as says nothing about the next one.
    fn forget_dialect(self) {
        let is_open = self.tree.with_untracked(Option::is_some);
        let address = self.address.get_untracked();
        if is_open && address.setting("dialect").is_some() {
            self.replace(address.with("dialect", ""));
        }
    }

    /// Loads what `open` opens. Not generic, so that all sources share one state machine.
    fn run(self, open: &dyn Fn(Watch) -> Opening) {
        let stop = Stop::default();
        let generation = self.with_running(|running| {
            running.stop.stop();
            running.stop = stop.clone();
            running.generation += 1;
            running.link.clear();
            running.is_around = false;
            running.generation
        });
        session::set_link("");
        // A tree that is loaded again stays on the page until the new one is there.
        let is_looking = matches!(self.phase.get_untracked(), Phase::Looking | Phase::Open);
        if !is_looking {
            self.phase.set(Phase::Loading(Stage::default()));
        }
        let tell = Rc::new(move |stage| {
            if self.is_current(generation) && !matches!(self.phase.get_untracked(), Phase::Open) {
                self.phase.set(Phase::Loading(stage));
            }
        });
        let read = Rc::default();
        let result = open(Watch { tell, stop, read: Rc::clone(&read) });
        spawn_local(async move {
            let result = result.await;
            if !self.is_current(generation) {
                return;
            }
            match result {
                Ok(loaded) => {
                    self.with_running(|running| running.read = read.take());
                    self.find_root(loaded, generation).await;
                }
                Err(refusal) if refusal.is_stopped() => self.give_up(),
                Err(refusal) => self.phase.set(Phase::Failed(refusal)),
            }
        });
    }

    /// Stops loading and goes back to what was open.
    pub fn cancel(self) {
        self.with_running(|running| {
            running.stop.stop();
            running.generation += 1;
        });
        self.give_up();
    }

    /// Reads what is open in another dialect; in the one that was recognised when there is none of that name.
    pub fn read_as(self, dialect: &str) {
        let loaded = self.with_running(|running| running.loaded.take());
        let Some(loaded) = loaded else { return };
        self.replace(self.address.get_untracked().with("dialect", dialect));
        let generation = self.with_running(|running| {
            running.stop.stop();
            running.generation += 1;
            running.generation
        });
        spawn_local(async move { self.find_root(loaded, generation).await });
    }

    /// Shows the page for opening another tree.
    pub fn start(self) {
        // Who turns away from what is locked is not asked again.
        if matches!(self.phase.get_untracked(), Phase::Locked(_)) {
            session::set_link("");
        }
        self.cancel();
        self.phase.set(Phase::Start);
    }

    fn give_up(self) {
        let is_open = self.tree.with_untracked(Option::is_some);
        self.phase.set(if is_open { Phase::Open } else { Phase::Start });
    }

    /// Opens the tree at one of the roots that were found.
    pub fn choose(self, choice: &Choice, root: &Root) {
        let loaded = choice.loaded.clone();
        let root = root.clone();
        if root.dialect.name == beside::DIALECT.name {
            // The link says so from now on: nobody is asked again.
            self.replace(self.address.get_untracked().with("dialect", root.dialect.name));
        }
        let generation = self.with_running(|running| running.generation);
        spawn_local(async move { self.read(loaded, root, generation).await });
    }

    async fn find_root(self, loaded: Loaded, generation: u64) {
        if loaded.files.is_empty() {
            let skipped: Vec<String> =
                loaded.files.skipped().iter().take(3).map(ToString::to_string).collect();
            let advice = if skipped.is_empty() { "Open another tree.".to_owned() } else { skipped.join(" ") };
            self.phase.set(Phase::Failed(Refusal::new("There is nothing in it.", advice)));
            return;
        }
        self.with_running(|running| running.loaded = Some(loaded.clone()));
        // The reader's own link says more than the publisher.
        let own =
            self.address.with_untracked(|address| address.setting("dialect").and_then(dialect::by_name));
        let wished_dialect = own.or_else(|| loaded.wishes.dialect.as_deref().and_then(dialect::by_name));
        let path = loaded.wishes.root.as_deref().and_then(|path| TreePath::parse(path).ok());
        let path = path.filter(|path| loaded.files.is_folder(path.as_str()));
        let wanted = Wanted { path, dialect: wished_dialect };
        let Ok(roots) = self.roots(&loaded.files, &wanted).await else { return self.cannot_read() };
        if !self.is_current(generation) {
            return;
        }
        match roots.as_slice() {
            [] => {
                self.phase.set(Phase::Failed(Refusal::new("There is nothing in it.", "Open another tree.")))
            }
            [root] => {
                let root = root.clone();
                self.read(loaded, root, generation).await;
            }
            _ => self.phase.set(Phase::Choosing(Arc::new(Choice { loaded, roots }))),
        }
    }

    /// Reads a tree in slices: first what its first picture needs, then everything.
    async fn read(self, loaded: Loaded, root: Root, generation: u64) {
        let Ok(readers) = self.readers(root.dialect).await else { return self.cannot_read() };
        if !self.is_current(generation) {
            return;
        }
        self.take_history(&loaded, &root);
        let mut reading = readers.begin(loaded.files.rooted(&root.path), &root);
        let mut slice = Slice::begin();
        let mut is_shown = false;
        let complete = loop {
            let progress = readers.step(&mut reading, STEP_BYTES);
            if progress.is_first_read && !is_shown {
                is_shown = true;
                self.show(readers, &reading, None, &loaded, &root, generation).await;
            }
            if !self.is_current(generation) {
                return;
            }
            // That all has been read is said when what follows from it stands on the page.
            if progress.is_complete {
                break progress;
            }
            self.progress.set(progress);
            slice.rest().await;
        };
        let reading = Arc::new(reading);
        self.show(readers, &reading, Some(&reading), &loaded, &root, generation).await;
        if !self.is_current(generation) {
            return;
        }
        self.progress.set(complete);
        self.tell_what_arrived();
        frames::next_turn().await;
        self.find_backlinks();
        if let Some(changes) = loaded.wishes.changes.clone() {
            self.follow(changes, generation).await;
        }
    }

    /// Says that what reads trees could not be downloaded.
    fn cannot_read(self) {
        self.phase.set(Phase::Failed(Refusal::new(
            "What reads trees could not be downloaded.",
            "The network may be off, or the site has a new version. Load the page again.",
        )));
    }

    /// Puts what has been read so far on the page.
    async fn show(
        self,
        readers: Readers,
        reading: &Reading,
        finished: Option<&Arc<Reading>>,
        loaded: &Loaded,
        root: &Root,
        generation: u64,
    ) {
        frames::next_turn().await;
        let mut planning = readers.plan(reading, &Basis::default());
        let mut slice = Slice::begin();
        while !planning.step(STEP_FILES) {
            slice.rest().await;
        }
        let Planned { plan, names, basis } = planning.finish();
        frames::next_turn().await;
        let outline = Outline::of(&plan, reading.files().iter().map(|entry| entry.path().as_str()));
        frames::next_turn().await;
        if !self.is_current(generation) {
            return;
        }
        let title =
            loaded.wishes.title.clone().or_else(|| plan.title.clone()).unwrap_or_else(|| loaded.name.clone());
        let tree = Tree {
            name: loaded.name.clone(),
            title,
            files: reading.files().clone(),
            reading: finished.cloned(),
            newest: plan.newest_date(),
            plan,
            outline,
            names,
            basis,
            root: root.clone(),
            remarks: loaded.remarks.clone(),
            wishes: loaded.wishes.clone(),
            ties: OnceLock::new(),
        };
        let is_other = self.past.known.with_untracked(|open| {
            open.as_ref().is_none_or(|open| open.name != tree.name || open.root.path != tree.root.path)
        });
        if is_other {
            self.open_folders.set(remembered_folders(&tree).unwrap_or_else(|| first_open(&tree)));
            self.filter.set(Filter::default());
            self.address.with_untracked(|address| self.take_query(address));
            self.backlinks.set(Arc::default());
            self.report.set(Arc::default());
        }
        let tree = Arc::new(tree);
        self.show_known(Arc::clone(&tree));
        self.phase.set(Phase::Open);
        self.set_base(&tree);
    }

    /// Loads the tree again whenever its server says that it has changed.
    async fn follow(self, changes: String, generation: u64) {
        let Ok(address) = url::Address::parse(&changes) else { return };
        let mut seen = String::new();
        while self.is_current(generation) {
            let stop = self.with_running(|running| running.stop.clone());
            let question = format!("{}?{seen}", address.href);
            let Ok(answer) = fetch::download(&question, 1024, &stop, |_, _| {}).await else { return };
            let state = String::from_utf8_lossy(&answer.bytes).into_owned();
            if !seen.is_empty() && state != seen && self.is_current(generation) {
                let (again, is_around) =
                    self.with_running(|running| (running.again.clone(), running.is_around));
                if let Some(again) = again {
                    self.run(&*again);
                    self.with_running(|running| running.is_around = is_around);
                }
                return;
            }
            seen = state;
        }
    }
}

/// The folders that are unfolded at first: those that the outline says, and the way to every part.
fn first_open(tree: &Tree) -> BTreeSet<String> {
    let mut open = tree.outline.first_open();
    for (folder, _) in &tree.plan.parts {
        let above = folder.match_indices('/').filter_map(|(at, _)| folder.get(..at));
        open.extend(above.chain([folder.as_str()]).filter(|folder| !folder.is_empty()).map(str::to_owned));
    }
    open
}
