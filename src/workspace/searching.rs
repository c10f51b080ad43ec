//! The search of the open tree: looking through it in slices once somebody asks, and putting queries to what is known so
//! far. What it holds is kept behind a door, so that the code of the search is downloaded when it is first needed.

use super::{Report, Tree, Workspace};
use crate::browser::frames::Slice;
use crate::parts::in_part;
use crate::plan::Date;
use crate::search::{self, Ground, Indexed, Indexing, Kept, Query, Results, Texts};
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

/// What the part can do. Functions in a part can be called at once only by those who hold them.
#[derive(Clone, Copy)]
pub(super) struct Tools {
    step: fn(&mut Shelf, &Arc<Tree>) -> Indexed,
    put: fn(&mut Shelf, &Asked<'_>, usize) -> Results,
    kept: fn(&mut Shelf, &Asked<'_>) -> Kept,
}

/// A query and what it is put to.
struct Asked<'a> {
    tree: &'a Arc<Tree>,
    report: &'a Arc<Report>,
    day: &'a Date,
    query: &'a str,
}

in_part!(
    search,
    fn tools() -> Tools {
        Tools { step, put, kept }
    }
);

fn step(shelf: &mut Shelf, tree: &Arc<Tree>) -> Indexed {
    with_library(shelf, tree, |library| match &tree.reading {
        Some(reading) => library.indexing.step(reading, &tree.plan, STEP_BYTES),
        None => Indexed::default(),
    })
}

fn put(shelf: &mut Shelf, asked: &Asked<'_>, most: usize) -> Results {
    with_library(shelf, asked.tree, |library| {
        let (ground, texts) = library.ground(asked.tree, asked.report, asked.day);
        search::search(ground, &asked.tree.files, texts, asked.query, most)
    })
}

fn kept(shelf: &mut Shelf, asked: &Asked<'_>) -> Kept {
    with_library(shelf, asked.tree, |library| {
        let (ground, _) = library.ground(asked.tree, asked.report, asked.day);
        Kept::of(ground, &Query::parse(asked.query))
    })
}

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
            let Ok(tools) = tools().await else {
                self.announce("The search could not be downloaded; the network may be off.");
                return;
            };
            self.with_running(|running| running.search_tools = Some(tools));
            let mut slice = Slice::begin();
            while self.with_running(|running| running.search == generation) {
                let indexed = self.with_shelf(|shelf| (tools.step)(shelf, &tree));
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
        // What everything is filtered by is a query when it asks for more than a name.
        Effect::new(move |_| {
            self.indexed.track();
            let (tree, report, day) = (self.tree.get(), self.report.get(), self.day.get());
            let text = self.query.get();
            if !crate::outline::is_query(&text) {
                self.keep_only(None);
                return;
            }
            let Some(tree) = tree else { return };
            let tools = self.with_running(|running| running.search_tools);
            let Some(tools) = tools.filter(|_| self.with_shelf(|shelf| shelf.is_some())) else {
                self.begin_search();
                return;
            };
            let asked = Asked { tree: &tree, report: &report, day: &day.date, query: &text };
            let kept = self.with_shelf(|shelf| (tools.kept)(shelf, &asked));
            self.keep_only(Some(Arc::new(kept)));
        });
    }

    /// Filters everything by this.
    fn keep_only(self, kept: Option<Arc<Kept>>) {
        if self.kept.with_untracked(|known| *known != kept) {
            let fits = kept.as_ref().map(|kept| Arc::new(kept.items.clone()));
            self.kept.set(kept);
            self.filter.update(|filter| filter.fits = fits);
        }
    }

    /// What fits a query in what has been looked through so far; nothing before the search is there.
    pub fn search(self, query: &str, most: usize) -> Option<Results> {
        let (tree, report) = (self.tree.get()?, self.report.get());
        let day = self.day.get().date;
        self.indexed.get()?;
        let tools = self.with_running(|running| running.search_tools)?;
        let asked = Asked { tree: &tree, report: &report, day: &day, query };
        Some(self.with_shelf(|shelf| (tools.put)(shelf, &asked, most)))
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
