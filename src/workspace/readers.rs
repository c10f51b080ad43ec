//! What reads trees and makes their plans. It is downloaded with the first tree; what reads the conventions that only texts
//! tell of, with the first tree that follows one of them. Functions in a part can be called at once only by those who
//! hold them, so they are held here once they are there.

use super::{Tree, Workspace};
use crate::dialect::planning::{self, Begin};
use crate::dialect::root::{self, Wanted};
use crate::dialect::{Basis, Dialect, Planned, Planning, Progress, Reading, Root};
use crate::files::Files;
use crate::findings::Ground;
use crate::parts::{Failed, in_part};
use leptos::prelude::{GetUntracked, untrack};
use std::sync::Arc;

/// What reads the files of any tree, and makes the plan of a DREAM tree.
#[derive(Clone, Copy)]
pub(super) struct Reader {
    step: fn(&mut Reading, u64) -> Progress,
    begin: Begin,
}

/// What makes the plans of all other trees, and the stages of a history into trees.
#[derive(Clone, Copy)]
pub(super) struct Told {
    roots: fn(&Files, &Wanted) -> Vec<Root>,
    read: fn(Files, &str, &'static Dialect) -> Reading,
    begin: Begin,
    ground: for<'a> fn(&'a Tree, &'a Reading) -> Ground<'a>,
    stage: fn(&Tree, usize) -> Option<Tree>,
    ground_of_stage: fn(&Tree, usize) -> Option<Ground<'static>>,
}

/// What reads one tree.
#[derive(Clone, Copy)]
pub(super) struct Readers {
    reader: Reader,
    read: fn(Files, &str, &'static Dialect) -> Reading,
    begin: Begin,
}

in_part!(
    reading,
    fn reader() -> Reader {
        Reader { step: Reading::step, begin: planning::begin_dream }
    }
);

in_part!(
    told,
    fn told() -> Told {
        Told {
            roots: root::offered,
            read: Reading::new,
            begin: planning::begin_other,
            ground: |tree, reading| Ground::of(&tree.plan, reading, &tree.names),
            stage: super::stages::stage_of,
            ground_of_stage: super::stages::ground_of_stage,
        }
    }
);

impl Readers {
    /// Begins to read the tree at a root, of which these are the files.
    pub(super) fn begin(self, files: Files, root: &Root) -> Reading {
        (self.read)(files, root.shown(), root.dialect)
    }

    /// Reads at least one document, and goes on for so many bytes.
    pub(super) fn step(self, reading: &mut Reading, bytes: u64) -> Progress {
        (self.reader.step)(reading, bytes)
    }

    /// Begins a plan.
    pub(super) fn plan(self, reading: &Reading, before: &Basis) -> Planning {
        Planning::with(self.begin, reading, before)
    }
}

impl Workspace {
    /// What reads trees of a dialect, downloaded if need be.
    pub(super) async fn readers(self, dialect: &Dialect) -> Result<Readers, Failed> {
        let reader = match self.with_running(|running| running.reader) {
            Some(reader) => reader,
            None => reader().await?,
        };
        self.with_running(|running| running.reader = Some(reader));
        if planning::is_dream(dialect) {
            return Ok(Readers { reader, read: Reading::in_one, begin: reader.begin });
        }
        let told = self.told().await?;
        Ok(Readers { reader, read: told.read, begin: told.begin })
    }

    async fn told(self) -> Result<Told, Failed> {
        let told = match self.with_running(|running| running.told) {
            Some(told) => told,
            None => told().await?,
        };
        self.with_running(|running| running.told = Some(told));
        Ok(told)
    }

    /// Where trees begin in files, for who asks for something. There is always one.
    pub(super) async fn roots(self, files: &Files, wanted: &Wanted) -> Result<Vec<Root>, Failed> {
        match root::offered_by_name(files, wanted) {
            Some(root) => Ok(vec![root]),
            None => Ok((self.told().await?.roots)(files, wanted)),
        }
    }

    /// Makes the plan of a tree that is like one that has been opened; nothing when what made that is not there.
    pub(super) fn planned_again(self, reading: &Reading, before: &Basis) -> Option<Planned> {
        let (reader, told) = self.with_running(|running| (running.reader, running.told));
        let begin = match planning::is_dream(reading.dialect()) {
            true => reader?.begin,
            false => told?.begin,
        };
        Some(Planning::with(begin, reading, before).finish())
    }

    /// A stage of the history that a tree's documents tell, as a tree of its own.
    pub(super) fn stage_of(self, home: &Tree, stage: usize) -> Option<Tree> {
        let told = self.with_running(|running| running.told)?;
        (told.stage)(home, stage)
    }

    /// What the rules are applied to: a tree, or the stage that is shown, of which its document does not tell everything.
    pub(super) fn ground<'a>(self, tree: &'a Tree, reading: &'a Reading) -> Ground<'a> {
        let home = self.home.get_untracked().filter(|home| !std::ptr::eq(Arc::as_ptr(home), tree));
        let asked = home.and_then(|home| self.ground_of_stage(&home, untrack(|| self.stage())?));
        asked.unwrap_or_else(|| self.ground_of_itself(tree, reading))
    }

    /// What the rules are applied to: a tree, or the last stage of the history that its documents tell.
    pub(super) fn ground_of_itself<'a>(self, tree: &'a Tree, reading: &'a Reading) -> Ground<'a> {
        let told =
            self.with_running(|running| running.told).filter(|_| !planning::is_dream(tree.root.dialect));
        told.map_or_else(
            || Ground::Tree { plan: &tree.plan, reading, names: &tree.names, parts: Vec::new() },
            |told| (told.ground)(tree, reading),
        )
    }

    /// A stage of a tree as what the rules are applied to.
    pub(super) fn ground_of_stage(self, tree: &Tree, stage: usize) -> Option<Ground<'static>> {
        let told = self.with_running(|running| running.told)?;
        (told.ground_of_stage)(tree, stage)
    }
}
