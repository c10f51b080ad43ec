//! The plan of a tree being made, in steps. After the plan of another version of the tree all is taken over that cannot have
//! changed; what comes out is always what making it anew would give.

use super::Reading;
use super::dream::{self, making};
use crate::plan::{Names, Plan};
use std::sync::Arc;

/// What a plan was made of, for the plan of the next version. A clone shares all of it.
#[derive(Clone, Debug, Default)]
pub struct Basis(Option<Arc<making::Kept>>);

/// A plan that has been made.
#[derive(Clone, Debug, Default)]
pub struct Planned {
    /// The plan.
    pub plan: Plan,
    /// What its items and modules are called.
    pub names: Names,
    /// What it was made of.
    pub basis: Basis,
}

/// A plan being made.
#[derive(Debug)]
pub struct Planning {
    reading: Reading,
    /// How it is made in steps, where the dialect can do that.
    making: Option<Box<making::Making>>,
}

impl Planning {
    /// Begins the plan of what has been read so far. `before` is what the plan of another version was made of.
    pub fn begin(reading: &Reading, before: &Basis) -> Planning {
        let has_steps = reading.dialect().name == dream::DIALECT.name;
        let making = || Box::new(making::Making::begin(reading, before.0.as_ref()));
        Planning { reading: reading.clone(), making: has_steps.then(making) }
    }

    /// Goes on with so many files. Whether the plan is made.
    pub fn step(&mut self, files: usize) -> bool {
        self.making.as_mut().is_none_or(|making| making.step(files))
    }

    /// The plan; what is left is made at one go.
    pub fn finish(self) -> Planned {
        match self.making {
            Some(making) => {
                let (plan, kept) = making.finish();
                Planned { plan, names: kept.names().clone(), basis: Basis(Some(kept)) }
            }
            None => {
                let plan = self.reading.plan();
                Planned { names: Names::of(&plan), plan, basis: Basis::default() }
            }
        }
    }
}
