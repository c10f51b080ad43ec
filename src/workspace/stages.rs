//! The stages of a document that tells a tree's history: while the link asks for one (`?stage=5`, from 1), the tree that it
//! was is shown, in every view, instead of the document and its last stage.

use super::{Tree, Workspace};
use crate::address::Address;
use crate::dialect::{Basis, story};
use crate::files::TreePath;
use crate::findings::Ground;
use crate::home::Said;
use crate::links::Backlinks;
use crate::outline::Outline;
use crate::plan::{Names, Publication, Snapshot};
use leptos::prelude::*;
use std::sync::{Arc, OnceLock};

impl Tree {
    /// The stages of the history that its documents tell; the stage at each position can be shown as a tree.
    pub fn stages(&self) -> impl Iterator<Item = &Snapshot> {
        let is_story = self.root.dialect.name == story::DIALECT.name;
        let first = self.plan.snapshots.first().filter(|_| is_story).map(|snapshot| &snapshot.place.path);
        let of_first = move |snapshot: &&Snapshot| Some(&snapshot.place.path) == first;
        self.plan.snapshots.iter().take_while(of_first)
    }
}

impl Workspace {
    /// The position of the stage that the link asks for.
    pub fn stage(self) -> Option<usize> {
        self.address.with(|address| address.setting("stage")?.parse::<usize>().ok()?.checked_sub(1))
    }

    /// Keeps what is shown true to the stage that the link asks for.
    pub(super) fn keep_stage(self) {
        let asked = Memo::new(move |_| self.stage());
        Effect::new(move |before: Option<Option<usize>>| {
            let asked = asked.get();
            let home = self.home.get_untracked().filter(|_| before.is_some_and(|before| before != asked));
            if let Some(home) = home {
                self.show_known(home);
                self.find_backlinks();
                let first = self.tree.with_untracked(|tree| Some(tree.as_ref()?.outline.first_open()));
                self.open_folders.set(first.unwrap_or_default());
            }
            asked
        });
    }

    /// The tree of the commit or of the stage that the link asks for; else the one that the documents tell of.
    pub(super) fn staged(self, home: &Arc<Tree>) -> Arc<Tree> {
        if let Some(tree) = untrack(|| self.tree_of_commit()) {
            return tree;
        }
        let staged = untrack(|| self.stage()).and_then(|stage| self.stage_of(home, stage));
        staged.map_or_else(|| Arc::clone(home), Arc::new)
    }

    /// Finds which documents of the tree refer to which.
    pub(super) fn find_backlinks(self) {
        let Some(tree) = self.past.known.get_untracked() else { return };
        if let Some(reading) = &tree.reading {
            self.backlinks.set(Arc::new(Backlinks::of(reading, &tree.plan, &tree.names)));
        }
    }

    /// Goes back to the document that tells of the stage.
    pub fn leave_stage(self) {
        let told = self.home.with_untracked(|home| {
            let snapshot = home.as_ref()?.stages().next()?;
            Some(snapshot.place.path.clone())
        });
        self.replace(told.map_or_else(|| Address::view("tree"), |path| Address::document(&path, None)));
    }
}

/// A stage of the history that a tree's documents tell, as what the rules are applied to.
pub(super) fn ground_of_stage(home: &Tree, stage: usize) -> Option<Ground<'static>> {
    home.stages().nth(stage)?;
    Ground::stage(&story::told(home.reading.as_ref()?)?, stage, &home.plan.ignores)
}

/// A stage of the history that a tree's documents tell, as a tree of its own.
pub(super) fn stage_of(home: &Tree, stage: usize) -> Option<Tree> {
    let snapshot = home.stages().nth(stage)?;
    let told = story::told(home.reading.as_ref()?)?.tree(stage)?;
    let (reading, plan) = (told.reading(), told.plan());
    // What tells of it is at hand: findings lead there.
    let document = TreePath::parse(&snapshot.place.path).ok()?;
    let told_by = home.files.get(document.as_str())?;
    let files = reading.files().replaced(&document, home.files.read(told_by).ok()?.into_owned());
    let reading = reading.edited(&files, &[]);
    let mut wishes = home.wishes.clone();
    // It stays as it is, and is shown as of its own time.
    (wishes.as_of, wishes.publication) = (None, Publication::Published);
    // Its files lie in no repository.
    wishes.home = Said::default();
    let mut root = home.root.clone();
    root.dialect = reading.dialect();
    root.why = format!("{}, line {}, lists it", snapshot.place.path, snapshot.place.line);
    Some(Tree {
        name: format!("{} · {}", home.name, snapshot.title),
        title: snapshot.title.clone(),
        newest: plan.newest_date().or_else(|| snapshot.date.clone()),
        outline: Outline::of(&plan, files.iter().map(|entry| entry.path().as_str())),
        files,
        names: Names::of(&plan),
        basis: Basis::default(),
        plan,
        reading: Some(Arc::new(reading)),
        root,
        remarks: vec![format!(
            "This is what {} tells of a stage: what it shows nothing of is empty, what it leaves out is not known.",
            snapshot.place.path
        )],
        wishes,
        ties: OnceLock::new(),
    })
}
