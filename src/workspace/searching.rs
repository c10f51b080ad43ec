//! The search of the open tree: looking through it in slices once somebody asks, and putting queries to what is known so
//! far. What it holds is kept behind a door, so that the code of the search is downloaded when it is first needed.

use super::{Report, Tree, Workspace};
use crate::browser::frames::Slice;
use crate::parts::in_part;
use crate::plan::{Date, StatedDay};
use crate::search::{self, Ground, Indexed, Indexing, Query, Results, Texts};
use futures_util::FutureExt;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::any::Any;
use std::cell::RefCell;
use std::sync::Arc;

/// How much text is looked through between two looks at the clock, in bytes.
const STEP_BYTES: u64 = 16 * 1024;

/// What the search knows; nothing before the first query.
pub(super) type Shelf = Option<Box<dyn Any>>;

/// Puts a question to what is known of a tree, and puts that back.
fn with_library<T>(shelf: &mut Shelf, tree: &Arc<Tree>, ask: impl FnOnce(&mut Library) -> T) -> T {
    let mut library = library(shelf.take(), tree);
    let answer = ask(&mut library);
    *shelf = Some(library);
    answer
}

/// What stands on the shelf.
struct Library {
    tree: Arc<Tree>,
    indexing: Indexing,
    texts: Texts,
    /// The findings that can be found, by where they lie in memory.
    report: usize,
}

in_part!(
    search,
    fetch = fetch_search,
    fn step(shelf: &mut Shelf, tree: &Arc<Tree>) -> Indexed {
        with_library(shelf, tree, |library| match &tree.reading {
            Some(reading) => library.indexing.step(reading, &tree.plan, STEP_BYTES),
            None => Indexed::default(),
        })
    }
);

in_part!(
    search,
    fn put(
        shelf: &mut Shelf,
        tree: &Arc<Tree>,
        report: &Arc<Report>,
        day: &Date,
        query: &str,
        most: usize,
    ) -> Results {
        with_library(shelf, tree, |library| {
            let (ground, texts) = library.ground(tree, report, day);
            search::search(ground, &tree.files, texts, query, most)
        })
    }
);

in_part!(
    search,
    fn fitting(
        shelf: &mut Shelf,
        tree: &Arc<Tree>,
        report: &Arc<Report>,
        day: &Date,
        query: &str,
    ) -> Vec<bool> {
        with_library(shelf, tree, |library| {
            let (ground, _) = library.ground(tree, report, day);
            search::fitting(ground, &Query::parse(query))
        })
    }
);

/// What is known of a tree. Of another tree, or of this one after an edit, what is the same is kept.
fn library(known: Shelf, tree: &Arc<Tree>) -> Box<Library> {
    let known = known.and_then(|known| known.downcast::<Library>().ok());
    let new =
        |indexing| Box::new(Library { tree: Arc::clone(tree), indexing, texts: Texts::default(), report: 0 });
    match (known, &tree.reading) {
        (Some(library), _) if Arc::ptr_eq(&library.tree, tree) => library,
        (Some(library), Some(reading)) => {
            let Library { tree: old, indexing, .. } = *library;
            new(indexing.again(&old.files, reading, &tree.plan))
        }
        (_, Some(reading)) => new(Indexing::new(reading, &tree.plan)),
        (_, None) => new(Indexing::default()),
    }
}

impl Library {
    /// What queries are put to, with the findings of a report in it.
    fn ground<'a>(
        &'a mut self,
        tree: &'a Tree,
        report: &'a Arc<Report>,
        day: &'a Date,
    ) -> (Ground<'a>, &'a mut Texts) {
        let place = Arc::as_ptr(report).addr();
        if self.report != place {
            self.report = place;
            self.indexing.records_mut().set_findings(&tree.plan, &report.findings);
        }
        let records = self.indexing.records();
        let ground =
            Ground { inquiry: tree.inquiry(day), names: &tree.names, findings: &report.findings, records };
        (ground, &mut self.texts)
    }
}

impl Workspace {
    /// Begins to look through the open tree, unless that is under way. Whoever reads [`Workspace::indexed`] sees it go on.
    pub fn begin_search(self) {
        self.with_running(|running| running.is_searching = true);
        let Some(tree) = self.tree.get_untracked().filter(|tree| tree.reading.is_some()) else { return };
        let generation = self.with_running(|running| {
            running.search += 1;
            running.search
        });
        spawn_local(async move {
            if fetch_search().await.is_err() {
                self.announce("The search could not be downloaded; the network may be off.");
                return;
            }
            let mut slice = Slice::begin();
            while self.with_running(|running| running.search == generation) {
                let indexed = self.with_shelf(|shelf| step(shelf, &tree).now_or_never());
                let Some(Ok(indexed)) = indexed else { return };
                let is_complete = indexed.is_complete();
                if is_complete || is_worth_telling(self.indexed.get_untracked(), indexed) {
                    self.indexed.set(Some(indexed));
                }
                if is_complete {
                    return;
                }
                slice.rest().await;
            }
        });
    }

    /// Begins to look through every tree that is opened from now on, and again after edits.
    pub(super) fn keep_searchable(self) {
        Effect::new(move |_| {
            self.tree.track();
            let is_asked = self.with_running(|running| running.is_searching);
            self.indexed.set(None);
            if is_asked {
                self.begin_search();
            }
        });
        // What the tree is filtered by is a query when it asks for more than a name.
        Effect::new(move |_| {
            self.indexed.track();
            let (tree, report, day) = (self.tree.get(), self.report.get(), self.day.get());
            let text = self.filter.with(|filter| filter.text.clone());
            if !crate::outline::is_query(&text) {
                self.fits(None);
                return;
            }
            let Some(tree) = tree else { return };
            if self.with_shelf(|shelf| shelf.is_none()) {
                self.begin_search();
                return;
            }
            let StatedDay { date, .. } = day;
            let fits = self.with_shelf(|shelf| fitting(shelf, &tree, &report, &date, &text).now_or_never());
            if let Some(Ok(fits)) = fits {
                self.fits(Some(Arc::new(fits)));
            }
        });
    }

    /// Filters the tree by these items.
    fn fits(self, fits: Option<Arc<Vec<bool>>>) {
        let is_known = self.filter.with_untracked(|filter| filter.fits == fits);
        if !is_known {
            self.filter.update(|filter| filter.fits = fits);
        }
    }

    /// What fits a query in what has been looked through so far; nothing before the search is there.
    pub fn search(self, query: &str, most: usize) -> Option<Results> {
        let (tree, report) = (self.tree.get()?, self.report.get());
        let day = self.day.get().date;
        self.indexed.get()?;
        self.with_shelf(|shelf| put(shelf, &tree, &report, &day, query, most).now_or_never())?.ok()
    }

    fn with_shelf<T>(self, act: impl FnOnce(&mut Shelf) -> T) -> T {
        self.shelf.with_value(|shelf: &RefCell<Shelf>| act(&mut shelf.borrow_mut()))
    }
}

/// Whether so much more can be found that it is worth to look again: every eighth of the files.
fn is_worth_telling(before: Option<Indexed>, now: Indexed) -> bool {
    let eighth = |indexed: Indexed| 8 * indexed.files / indexed.of.max(1);
    before.is_none_or(|before| eighth(before) != eighth(now))
}
