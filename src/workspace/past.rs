//! The tree as it was: the tree that documents tell of beside the tree that is shown, which is the first as of a day. Every
//! view reads the shown one, and so is in the past with it.

use super::opening::STEP_BYTES;
use super::{Tree, Workspace};
use crate::address::Address;
use crate::browser::frames::Slice;
use crate::dialect::root::Wanted;
use crate::dialect::{Basis, Planned, Reading, Root};
use crate::outline::Outline;
use crate::plan::{Date, DayOrigin, Names, Plan};
use crate::sources::{Loaded, Watch, Wishes, sample, url};
use crate::timeline::{AsOf, Base, Day, Tracks, shown};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::{Arc, OnceLock};

/// What is known of the past of the open tree.
#[derive(Clone, Copy)]
pub struct Past {
    /// The tree that the documents tell of.
    pub known: RwSignal<Option<Arc<Tree>>>,
    /// What is shown instead; nothing while that is the tree itself.
    pub then: RwSignal<Option<Arc<AsOf>>>,
    /// The tree as it lay on other days, as far as that has been read, the earliest first.
    pub bases: RwSignal<Arc<Vec<KnownBase>>>,
    /// The day of the documents that are shown, where it is not that of the tree itself.
    documents: RwSignal<Option<Day>>,
    /// Whether somebody looks back, and wants the means to do so at hand.
    pub is_open: RwSignal<bool>,
    tracks: StoredValue<Option<MadeTracks>>,
}

/// What looks back. Functions in a part can be called at once only by those who hold them.
#[derive(Clone, Copy)]
pub(super) struct Back {
    tracks: fn(&Plan, Day, &[Base<'_>]) -> Tracks,
    then: fn(&Plan, &Tracks, Day) -> AsOf,
}

crate::parts::in_part!(
    past,
    fn back() -> Back {
        Back { tracks: Tracks::of, then: AsOf::of }
    }
);

/// What is said over time of a tree and of so many of its states before.
type MadeTracks = (Arc<Tree>, usize, Arc<Tracks>);

/// The tree as it lay on a day.
#[derive(Debug)]
pub struct KnownBase {
    /// The day.
    pub day: Day,
    /// What people call it.
    pub title: String,
    /// Whether its files are all there.
    pub is_complete: bool,
    /// The tree.
    pub tree: Arc<Tree>,
}

impl Past {
    pub(super) fn new() -> Past {
        Past {
            known: RwSignal::new(None),
            then: RwSignal::new(None),
            bases: RwSignal::new(Arc::default()),
            documents: RwSignal::new(None),
            is_open: RwSignal::new(false),
            tracks: StoredValue::new(None),
        }
    }
}

/// The open tree as it was on an earlier day, where its files can be had.
#[derive(Clone, Debug)]
pub(super) struct State {
    /// Its address beside the page, which is what links call it.
    pub src: String,
    /// What people call it.
    pub title: String,
    /// The day.
    pub day: Day,
}

/// The earlier states of a tree: the stages of the sample, or what its publisher keeps.
pub(super) fn states_before(known: &Tree) -> Vec<State> {
    let state = |src: &str, title: &str, as_of: &str| {
        let day = Date::parse(as_of).map_or(0, |date| date.unix_days().0);
        State { src: src.to_owned(), title: title.to_owned(), day }
    };
    let stages = sample::stages_before(&known.name).iter();
    let stages = stages.map(|stage| state(stage.file, stage.title, stage.as_of));
    let earlier = known.wishes.earlier.iter();
    stages.chain(earlier.map(|earlier| state(&earlier.src, &earlier.title, &earlier.as_of))).collect()
}

/// The files of an earlier state; nothing when they cannot be had. Only the page's own server is asked.
pub(super) async fn state_files(known: &Tree, state: &State) -> Option<Loaded> {
    if let Some(stage) = sample::stages_before(&known.name).iter().find(|stage| stage.file == state.src) {
        return sample::stage_files(stage).await;
    }
    let address = url::Address::parse(&state.src).ok().filter(|address| address.is_own)?;
    url::open(&address, &Watch::default()).await.ok()
}

impl Past {
    /// The day of the documents that are shown, where it is not that of the tree itself.
    pub fn documents(self) -> Option<Day> {
        self.documents.get()
    }
}

impl Workspace {
    /// Shows a tree that documents tell of: itself, or as it was on the day that the link asks for.
    pub(super) fn show_known(self, home: Arc<Tree>) {
        let tree = self.staged(&home);
        self.home.set(Some(home));
        let is_other = self.past.known.with_untracked(|known| {
            known.as_ref().is_none_or(|known| known.name != tree.name || known.root.path != tree.root.path)
        });
        if is_other {
            self.past.bases.set(Arc::default());
            self.past.is_open.set(false);
        }
        self.past.known.set(Some(tree));
        self.show_day();
    }

    /// Keeps what is shown true to the day, and to what is known of others.
    pub(super) fn keep_past(self) {
        Effect::new(move |_| {
            self.day.track();
            self.past.bases.track();
            self.show_day();
        });
        // Older states of the tree are fetched when somebody looks back.
        Effect::new(move |_| {
            let is_past = self.past.is_open.get() || self.past.then.with(Option::is_some);
            let known = self.past.known.get().filter(|tree| is_past && tree.reading.is_some());
            if let Some(known) = known.filter(|_| self.past.bases.with_untracked(|bases| bases.is_empty())) {
                spawn_local(self.find_bases(known));
            }
        });
    }

    /// The day of the past that the link asks for; nothing when that is not past, or when the tree tells of no day.
    fn past_day(self, known: &Tree) -> Option<Day> {
        let day = self.day.get_untracked();
        let asked = day.date.unix_days().0;
        let newest = known.newest.as_ref()?.unix_days().0;
        let own = self.own_day().date.unix_days().0;
        let is_past = day.origin == DayOrigin::Link && asked < own && asked < newest;
        (is_past && known.reading.is_some()).then_some(asked)
    }

    fn show_day(self) {
        let Some(known) = self.past.known.get_untracked() else { return };
        let Some(day) = self.past_day(&known) else {
            self.past.then.set(None);
            let is_shown =
                self.tree.with_untracked(|tree| tree.as_ref().is_some_and(|tree| Arc::ptr_eq(tree, &known)));
            if !is_shown {
                self.tree.set(Some(known));
            }
            return;
        };
        let Some(back) = self.with_running(|running| running.back) else {
            self.look_back();
            // What is known stands there until then.
            if self.tree.with_untracked(Option::is_none) {
                self.tree.set(Some(known));
            }
            return;
        };
        let bases = self.past.bases.get_untracked();
        let tracks = self.tracks(back, &known, &bases);
        // The documents are those of the next day on which the tree is known: all that was there then is among them.
        let base = bases.iter().find(|base| base.day >= day && base.is_complete);
        let source = base.map_or(&known, |base| &base.tree);
        let then = Arc::new((back.then)(&source.plan, &tracks, day));
        let paths = source.files.iter().map(|entry| entry.path().as_str());
        let outline = Outline::of(&then.plan, paths.filter(|path| then.holds(&source.plan, path)));
        let tree = Tree {
            name: known.name.clone(),
            title: known.title.clone(),
            files: source.files.clone(),
            reading: source.reading.clone(),
            names: Names::of(&then.plan),
            basis: Basis::default(),
            plan: then.plan.clone(),
            outline,
            root: known.root.clone(),
            remarks: known.remarks.clone(),
            wishes: known.wishes.clone(),
            newest: known.newest.clone(),
            ties: OnceLock::new(),
        };
        self.past.documents.set(base.map(|base| base.day));
        self.past.then.set(Some(then));
        self.tree.set(Some(Arc::new(tree)));
    }

    /// What is said of everything over time; made again when the tree is another, or when more is known.
    fn tracks(self, back: Back, known: &Arc<Tree>, bases: &[KnownBase]) -> Arc<Tracks> {
        let made = self.past.tracks.with_value(|made| {
            let made =
                made.as_ref().filter(|(tree, count, _)| Arc::ptr_eq(tree, known) && *count == bases.len());
            made.map(|(.., tracks)| Arc::clone(tracks))
        });
        made.unwrap_or_else(|| {
            let newest = known.newest.as_ref().map_or(0, |newest| newest.unix_days().1);
            let own = self.own_day().date.unix_days().0;
            let bases_known: Vec<Base<'_>> = bases
                .iter()
                .map(|base| Base { day: base.day, plan: &base.tree.plan, is_complete: base.is_complete })
                .collect();
            let tracks = Arc::new((back.tracks)(&known.plan, newest.max(own), &bases_known));
            let kept = (Arc::clone(known), bases.len(), Arc::clone(&tracks));
            self.past.tracks.set_value(Some(kept));
            tracks
        })
    }

    /// Downloads what looks back, and then looks back.
    fn look_back(self) {
        self.coming.update(|coming| *coming += 1);
        spawn_local(async move {
            let back = back().await;
            self.coming.update(|coming| *coming -= 1);
            match back {
                Ok(back) => {
                    self.with_running(|running| running.back = Some(back));
                    self.show_day();
                }
                Err(_) => self.announce("What looks back could not be downloaded: the network may be off."),
            }
        });
    }

    /// Finds the tree as it lay on other days: the stages of the sample, or what its publisher keeps. What a document tells in listings is in the tree
    /// itself.
    async fn find_bases(self, known: Arc<Tree>) {
        let is_current =
            || self.past.known.with_untracked(|now| now.as_ref().is_some_and(|now| Arc::ptr_eq(now, &known)));
        let mut found: Vec<KnownBase> = Vec::new();
        for state in states_before(&known) {
            let Some(loaded) = state_files(&known, &state).await.filter(|_| is_current()) else { continue };
            let Some(tree) = self.read_quietly(&known, loaded).await else { continue };
            let State { day, title, .. } = state;
            found.push(KnownBase { day, title, is_complete: true, tree: Arc::new(tree) });
        }
        if is_current() && !found.is_empty() {
            crate::order::sort_by(&mut found, |a, b| a.day.cmp(&b.day));
            self.past.bases.set(Arc::new(found));
        }
    }

    /// Reads a tree that is not shown, in slices.
    pub(super) async fn read_quietly(self, known: &Tree, loaded: Loaded) -> Option<Tree> {
        let mut roots = self.roots(&loaded.files, &Wanted::default()).await.ok()?;
        // Where the other tree lies, as its publisher says or as this one lies in its own files.
        let wished = loaded.wishes.root.as_deref().unwrap_or_else(|| known.root.path.as_str());
        let at = roots.iter().position(|root| root.path.as_str() == wished).unwrap_or(0);
        let root = if at < roots.len() { roots.swap_remove(at) } else { return None };
        let readers = self.readers(root.dialect).await.ok()?;
        let reading = readers.begin(loaded.files.rooted(&root.path), &root);
        self.read_beside(known, reading, root, loaded.wishes).await
    }

    /// Reads files that are not shown, in slices, as a tree beside one that is known; nothing when what reads them cannot be
    /// downloaded.
    pub(super) async fn read_beside(
        self,
        known: &Tree,
        mut reading: Reading,
        root: Root,
        wishes: Wishes,
    ) -> Option<Tree> {
        let readers = self.readers(root.dialect).await.ok()?;
        let mut slice = Slice::begin();
        while !readers.step(&mut reading, STEP_BYTES).is_complete {
            slice.rest().await;
        }
        let reading = Arc::new(reading);
        let Planned { plan, names, basis } = readers.plan(&reading, &Basis::default()).finish();
        Some(Tree {
            name: known.name.clone(),
            title: known.title.clone(),
            files: reading.files().clone(),
            newest: plan.newest_date(),
            reading: Some(reading),
            // Rules ask for the names where it is compared; nobody asks for the outline while it is not shown.
            names,
            plan,
            outline: Outline::default(),
            basis,
            root,
            remarks: Vec::new(),
            wishes,
            ties: OnceLock::new(),
        })
    }

    /// Why the tree that is shown cannot be edited, where it is not the one that edits are made of.
    pub fn fixed(self) -> Option<String> {
        let told = self.home.with(|home| {
            let stage = self.stage()?;
            home.as_ref()?.stages().nth(stage).map(|snapshot| snapshot.title.clone())
        });
        let what = if let Some(commit) = self.commit_shown() {
            format!("in the commit {commit}")
        } else if let Some(stage) = told {
            format!("at the stage {stage}")
        } else {
            self.past.then.with(|then| then.as_ref().map(|then| format!("on {}", shown(then.day))))?
        };
        Some(format!(
            "This is the tree as it was {what}, and the past is not edited: go back to the tree as it is."
        ))
    }

    /// Goes back to the day that the tree has by itself.
    pub fn leave_past(self) {
        self.past.is_open.set(false);
        self.show_as_of("");
    }

    /// The place of a line as the documents have it now, from wherever in the past.
    pub fn now(self, address: Address) -> Address {
        let is_past = self.past.then.with_untracked(Option::is_some);
        if is_past { address.with("asof", &shown(self.own_day().date.unix_days().0)) } else { address }
    }
}
