//! The other side of a comparison: where it comes from, and reading it without showing it.

use super::past::{state_files, states_before};
use super::{Tree, Workspace};
use crate::browser::drop::Dropped;
use crate::browser::pick::Chosen;
use crate::compare::Marks;
use crate::dialect::story;
use crate::findings::{Finding, Ground};
use crate::git::Listed;
use crate::plan::StatedDay;
use crate::sources::{Loaded, Refusal, Watch, chosen, sample};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// One side that can be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offered {
    /// What links call it.
    pub key: String,
    /// What people call it.
    pub title: String,
    /// The day it tells of, where the app can stand on it.
    pub day: Option<String>,
    /// The commit that it is, where the app can show that.
    pub commit: Option<String>,
}

/// A side that has been read.
#[derive(Clone, Debug)]
pub struct ReadSide {
    /// Its tree, or the tree whose document tells of it.
    pub tree: Arc<Tree>,
    /// The stage that its document tells of.
    pub stage: Option<usize>,
}

impl ReadSide {
    /// What the comparison stands on.
    pub fn ground(&self, workspace: Workspace) -> Option<Ground<'_>> {
        match self.stage {
            Some(stage) => workspace.ground_of_stage(&self.tree, stage),
            None => Some(workspace.ground_of_itself(&self.tree, self.tree.reading.as_ref()?)),
        }
    }
}

/// A comparison of the open tree that stays while the reader looks at other views.
#[derive(Debug)]
pub struct Compared {
    /// The tree that was compared.
    pub tree: Arc<Tree>,
    /// What it was compared with.
    pub before: ReadSide,
    /// What links call the other side.
    pub with: String,
    /// What people call it.
    pub title: String,
    /// How many changes there are.
    pub changes: usize,
    /// What is said of each part.
    pub marks: Marks,
}

/// The tree that is open, with the edits that are pending.
pub const SHOWN: &str = "this";
/// The tree before the edits that are pending.
pub const BASE: &str = "base";
/// The tree that the link or the publisher asks to compare with.
pub const AGAINST: &str = "against";
/// A tree that was chosen on the page, and lies in no link.
pub const CHOSEN: &str = "file";
/// How commits begin, their digits behind it.
pub const COMMIT: &str = "commit-";
/// So many commits are offered; links may name any.
const MOST_COMMITS: usize = 1_000;
/// How listings of a document begin.
const LISTING: &str = "listing-";

impl Workspace {
    /// Which sides there are to compare.
    pub fn offered_sides(self) -> Vec<Offered> {
        let offered = |key: &str, title: String, day: Option<&str>| Offered {
            key: key.to_owned(),
            title,
            day: day.map(str::to_owned),
            commit: None,
        };
        let Some(tree) = self.tree_now() else { return Vec::new() };
        let mut sides = vec![offered(SHOWN, format!("This tree: {}", tree.title), None)];
        let is_pending = self.editing.pending.with(|pending| !pending.is_empty());
        if is_pending {
            sides.push(offered(BASE, "This tree before the pending edits".to_owned(), None));
        }
        if let Some(written) = self.against_named() {
            sides.push(offered(AGAINST, format!("The other tree: {written}"), None));
        }
        for earlier in &tree.wishes.earlier {
            let title = format!("{}: {}", earlier.as_of, earlier.title);
            sides.push(offered(&earlier.src, title, Some(&earlier.as_of)));
        }
        for stage in sample::stages_before(&tree.name) {
            let title = format!("{}: {}", stage.as_of, stage.title);
            sides.push(offered(stage.file, title, Some(stage.as_of)));
        }
        if tree.root.dialect.name == story::DIALECT.name {
            for (place, snapshot) in tree.plan.snapshots.iter().enumerate() {
                let title = format!("Listing: {}", snapshot.title);
                sides.push(offered(&format!("{LISTING}{}", place + 1), title, None));
            }
        }
        if let Some(other) = self.other.get() {
            sides.push(offered(CHOSEN, format!("Chosen: {}", other.name), None));
        }
        if let Some(commits) = self.history.commits() {
            let shown = commits.listed.iter().take(MOST_COMMITS);
            sides.extend(shown.map(|commit| offered_commit(&commit.id.short(), Some(commit))));
            // A link may name any.
            for key in ["with", "to"] {
                let asked = self.address.with(|address| address.setting(key).map(str::to_owned));
                let asked = asked.filter(|key| sides.iter().all(|side| side.key != *key));
                if let Some(name) = asked.as_deref().and_then(|key| key.strip_prefix(COMMIT)) {
                    let mut side = offered_commit(name, commits.find(name));
                    side.key = format!("{COMMIT}{name}");
                    sides.push(side);
                }
            }
        }
        sides
    }

    /// The tree as it is now, with the edits that are pending, also while a commit is shown in its place.
    fn tree_now(self) -> Option<Arc<Tree>> {
        if self.commit_shown().is_some() { self.home.get() } else { self.past.known.get() }
    }

    /// Reads a side; nothing when it is not there.
    pub async fn side(self, key: &str) -> Option<ReadSide> {
        let known = untrack(|| self.tree_now())?;
        let whole = |tree: Arc<Tree>| Some(ReadSide { tree, stage: None });
        match key {
            SHOWN => whole(known),
            BASE => whole(self.editing.base.get_untracked()?),
            CHOSEN => whole(self.other.get_untracked()?),
            AGAINST => whole(self.against().await.ok()?),
            _ if key.starts_with(COMMIT) => {
                whole(self.commit_tree(known, key.strip_prefix(COMMIT)?.to_owned()).await.ok()?)
            }
            _ => match key.strip_prefix(LISTING) {
                Some(number) => {
                    let stage = number.parse::<usize>().ok()?.checked_sub(1)?;
                    (stage < known.plan.snapshots.len())
                        .then_some(ReadSide { tree: known, stage: Some(stage) })
                }
                None => {
                    let stage = states_before(&known).into_iter().find(|state| state.src == key)?;
                    let day = stage.day;
                    let found = self.past.bases.with_untracked(|bases| {
                        let base = bases.iter().find(|base| base.day == day && base.is_complete);
                        base.map(|base| Arc::clone(&base.tree))
                    });
                    let tree = match found {
                        Some(tree) => tree,
                        None => {
                            let loaded = state_files(&known, &stage).await?;
                            Arc::new(self.read_quietly(&known, loaded).await?)
                        }
                    };
                    whole(tree)
                }
            },
        }
    }

    /// What the rules find in a side; a listing has no documents to look at.
    pub async fn findings_of(self, side: &ReadSide, day: &StatedDay) -> Option<Vec<Finding>> {
        match side.stage {
            Some(_) => Some(Vec::new()),
            None => super::checking::all(self, &side.tree, day).await,
        }
    }

    /// What the tree that is open is compared with, until it is another or somebody ends that.
    pub fn compared(self) -> Option<Arc<Compared>> {
        let compared = self.comparison.get()?;
        self.past
            .known
            .with(|known| known.as_ref().is_some_and(|known| Arc::ptr_eq(known, &compared.tree)))
            .then_some(compared)
    }

    /// Takes a tree that was chosen as the other side.
    pub fn compare_with_chosen(self, files: Vec<Chosen>) {
        spawn_local(async move {
            let loaded = chosen::open(None, files, &Watch::default()).await;
            self.take_other(loaded).await;
        });
    }

    /// Takes a tree that was dropped as the other side.
    pub fn compare_with_dropped(self, dropped: Dropped) {
        spawn_local(async move {
            let loaded = chosen::dropped(dropped, &Watch::default()).await;
            self.take_other(loaded).await;
        });
    }

    async fn take_other(self, loaded: Result<Loaded, Refusal>) {
        let Some(known) = self.past.known.get_untracked() else { return };
        let loaded = match loaded {
            Ok(loaded) => loaded,
            Err(why) if why.is_stopped() => return,
            Err(why) => return self.announce(format!("{} {}", why.happened, why.advice)),
        };
        let name = loaded.name.clone();
        let Some(mut tree) = self.read_quietly(&known, loaded).await else {
            return self.announce(format!("There is nothing to compare in {name}."));
        };
        tree.name = name;
        self.other.set(Some(Arc::new(tree)));
        let address = self.address.get_untracked();
        if address.setting("to") != Some(CHOSEN) {
            self.replace(address.with("with", CHOSEN));
        }
    }
}

/// A commit as one side.
fn offered_commit(name: &str, commit: Option<&Listed>) -> Offered {
    let title = match commit {
        Some(commit) => {
            format!("{} {}: {} ({})", commit.date(), commit.id.short(), commit.subject, commit.author)
        }
        None => format!("Commit {name}"),
    };
    Offered { key: format!("{COMMIT}{name}"), title, day: None, commit: Some(name.to_owned()) }
}
