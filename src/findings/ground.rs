//! What the rules are applied to: a tree, or a stage of a story, which is read as if it were one.

use super::{Part, Scene};
use crate::dialect::story::{self, StageTree, Story};
use crate::dialect::{Reading, Root};
use crate::files::Files;
use crate::list::List;
use crate::plan::{Date, Ignore, Names, Plan, Snapshot};

/// What the rules are applied to.
#[derive(Debug)]
pub enum Ground<'a> {
    /// A tree as it lies there.
    Tree {
        /// What it says.
        plan: &'a Plan,
        /// The files it was read from.
        reading: &'a Reading,
        /// What its plans and modules are called.
        names: &'a Names,
        /// Its parts, where it is read in several dialects.
        parts: Vec<PartGround>,
    },
    /// A stage of a story.
    Stage(Box<Told>),
}

/// A part of a tree that is read in a dialect of its own.
#[derive(Debug)]
pub struct PartGround {
    folder: String,
    reading: Reading,
    plan: Plan,
    names: Names,
}

impl PartGround {
    fn all(reading: &Reading) -> Vec<PartGround> {
        let part = |(root, reading): (&Root, Reading)| {
            let plan = reading.plan();
            let names = Names::of(&plan);
            PartGround { folder: root.path.as_str().to_owned(), reading, plan, names }
        };
        reading.parts().iter().zip(reading.of_parts()).map(part).collect()
    }

    fn scene(&self, day: Date) -> Part<'_> {
        let mut scene = Scene::of(&self.plan, &self.reading, &self.names, day);
        scene.is_part = true;
        Part { folder: &self.folder, scene }
    }
}

/// A stage of a story as a tree of its own.
#[derive(Debug)]
pub struct Told {
    tree: StageTree,
    listing: Snapshot,
    reading: Reading,
    plan: Plan,
    names: Names,
}

impl<'a> Ground<'a> {
    /// The ground of a tree that has been read: the tree itself, or the last stage of the story that it tells.
    pub fn of(plan: &'a Plan, reading: &'a Reading, names: &'a Names) -> Ground<'a> {
        let is_story = reading.dialect().name == story::DIALECT.name;
        let story = is_story.then(|| story::told(reading)).flatten();
        let last =
            story.and_then(|story| Ground::stage(&story, story.stages.len().checked_sub(1)?, &plan.ignores));
        last.unwrap_or_else(|| Ground::Tree { plan, reading, names, parts: PartGround::all(reading) })
    }

    /// The stage at this position of a story. `ignores` are those of the document itself.
    pub fn stage(story: &Story, stage: usize, ignores: &List<Ignore>) -> Option<Ground<'static>> {
        let listing = story.stages.get(stage)?.snapshot.clone();
        let tree = story.tree(stage)?;
        let reading = tree.reading();
        let mut plan = tree.plan();
        // They are looked up by the places of the document, to which findings lead.
        plan.ignores = ignores.clone();
        let names = Names::of(&plan);
        Some(Ground::Stage(Box::new(Told { tree, listing, reading, plan, names })))
    }

    /// The files that it was read from.
    pub fn files(&self) -> &Files {
        match self {
            Ground::Tree { reading, .. } => reading.files(),
            Ground::Stage(told) => told.reading.files(),
        }
    }

    /// What it says; places are those of its files.
    pub fn plan(&self) -> &Plan {
        match self {
            Ground::Tree { plan, .. } => plan,
            Ground::Stage(told) => &told.plan,
        }
    }

    /// The listing that tells of it, with the tree that was made of that; nothing for a tree that is there itself.
    pub fn told(&self) -> Option<(&Snapshot, &StageTree)> {
        match self {
            Ground::Tree { .. } => None,
            Ground::Stage(told) => Some((&told.listing, &told.tree)),
        }
    }

    /// It as of a day.
    pub fn scene(&self, day: Date) -> Scene<'_> {
        match self {
            Ground::Tree { plan, reading, names, parts } => {
                let mut scene = Scene::of(plan, reading, names, day.clone());
                scene.parts = parts.iter().map(|part| part.scene(day.clone())).collect();
                scene
            }
            Ground::Stage(told) => {
                let mut scene = Scene::of(&told.plan, &told.reading, &told.names, day);
                (scene.listing, scene.stage) = (Some(&told.listing), Some(&told.tree));
                scene
            }
        }
    }
}
