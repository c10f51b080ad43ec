//! The other side of a comparison: where it comes from, and reading it without showing it.

use super::past::{state_files, states_before};
use super::{Tree, Workspace};
use crate::browser::drop::Dropped;
use crate::browser::pick::Chosen;
use crate::dialect::story;
use crate::findings::{Finding, Ground};
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

/// The tree that is open, with the edits that are pending.
pub const SHOWN: &str = "this";
/// The tree before the edits that are pending.
pub const BASE: &str = "base";
/// The tree that the link or the publisher asks to compare with.
pub const AGAINST: &str = "against";
/// A tree that was chosen on the page, and lies in no link.
pub const CHOSEN: &str = "file";
/// How listings of a document begin.
const LISTING: &str = "listing-";

impl Workspace {
    /// Which sides there are to compare.
    pub fn offered_sides(self) -> Vec<Offered> {
        let offered = |key: &str, title: String, day: Option<&str>| Offered {
            key: key.to_owned(),
            title,
            day: day.map(str::to_owned),
        };
        let Some(tree) = self.past.known.get() else { return Vec::new() };
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
        sides
    }

    /// Reads a side; nothing when it is not there.
    pub async fn side(self, key: &str) -> Option<ReadSide> {
        let known = self.past.known.get_untracked()?;
        let whole = |tree: Arc<Tree>| Some(ReadSide { tree, stage: None });
        match key {
            SHOWN => whole(known),
            BASE => whole(self.editing.base.get_untracked()?),
            CHOSEN => whole(self.other.get_untracked()?),
            AGAINST => whole(self.against().await.ok()?),
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
