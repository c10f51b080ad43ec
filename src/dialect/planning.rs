//! The plan of a tree being made, in steps. After the plan of another version of the tree all is taken over that cannot have
//! changed; what comes out is always what making it anew would give.

use super::dream::{self, making};
use super::{Dialect, Reading, backlog, beside, plain, story, work_plan};
use crate::plan::{Names, Plan};
use std::fmt::Debug;
use std::sync::Arc;

/// What a plan was made of, for the plan of the next version. A clone shares all of it.
#[derive(Clone, Debug, Default)]
pub struct Basis(Option<Kept>);

#[derive(Clone, Debug)]
enum Kept {
    /// Of a DREAM tree.
    Dream(Arc<making::Kept>),
    /// Of trees that stand side by side.
    Parts(Arc<Vec<beside::Kept>>),
}

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

/// How a plan is made of what has been read.
pub trait Steps: Debug {
    /// Goes on with so many files. Whether the plan is made.
    fn step(&mut self, files: usize) -> bool;

    /// The plan; what is left is made at one go.
    fn finish(self: Box<Self>) -> Planned;
}

/// Begins the plan of what has been read so far. The second is what the plan of another version was made of.
pub type Begin = fn(&Reading, &Basis) -> Box<dyn Steps>;

/// A plan being made.
#[derive(Debug)]
pub struct Planning(Box<dyn Steps>);

impl Planning {
    /// Begins the plan of what has been read so far. `before` is what the plan of another version was made of.
    pub fn begin(reading: &Reading, before: &Basis) -> Planning {
        let begin = if is_dream(reading.dialect()) { begin_dream } else { begin_other };
        Planning::with(begin, reading, before)
    }

    /// The same, for who holds the one way that the tree needs: so the others need not be there.
    pub fn with(begin: Begin, reading: &Reading, before: &Basis) -> Planning {
        Planning(begin(reading, before))
    }

    /// Goes on with so many files. Whether the plan is made.
    pub fn step(&mut self, files: usize) -> bool {
        self.0.step(files)
    }

    /// The plan; what is left is made at one go.
    pub fn finish(self) -> Planned {
        self.0.finish()
    }
}

/// Whether the plans of a dialect are begun by [`begin_dream`].
pub fn is_dream(dialect: &Dialect) -> bool {
    dialect.name == dream::DIALECT.name
}

/// Begins the plan of a DREAM tree.
pub fn begin_dream(reading: &Reading, before: &Basis) -> Box<dyn Steps> {
    let kept = match &before.0 {
        Some(Kept::Dream(kept)) => Some(kept),
        _ => None,
    };
    Box::new(making::Making::begin(reading, kept))
}

impl Steps for making::Making {
    fn step(&mut self, files: usize) -> bool {
        making::Making::step(self, files)
    }

    fn finish(self: Box<Self>) -> Planned {
        let (plan, kept) = making::Making::finish(*self);
        Planned { plan, names: kept.names().clone(), basis: Basis(Some(Kept::Dream(kept))) }
    }
}

/// Begins the plan of a tree in any other dialect. They are made at one go; of trees side by side only those in which
/// something has changed.
pub fn begin_other(reading: &Reading, before: &Basis) -> Box<dyn Steps> {
    Box::new(AtOnce(reading.clone(), before.clone()))
}

/// A plan that is made at one go.
#[derive(Debug)]
struct AtOnce(Reading, Basis);

impl Steps for AtOnce {
    fn step(&mut self, _: usize) -> bool {
        true
    }

    fn finish(self: Box<Self>) -> Planned {
        let AtOnce(reading, before) = *self;
        let (plan, basis) = if reading.dialect().name == beside::DIALECT.name {
            let before = match &before.0 {
                Some(Kept::Parts(parts)) => parts.as_slice(),
                _ => &[],
            };
            let (plan, parts) = beside::plan(&reading, before);
            (plan, Basis(Some(Kept::Parts(Arc::new(parts)))))
        } else {
            (plan_at_once(&reading), Basis::default())
        };
        Planned { names: Names::of(&plan), plan, basis }
    }
}

/// Makes a plan at one go.
type Make = fn(&Reading) -> Plan;

/// How each dialect makes its plans that knows of no plan before.
const AT_ONCE: [(&Dialect, Make); 4] = [
    (&backlog::DIALECT, backlog::plan),
    (&story::DIALECT, story::plan),
    (&work_plan::DIALECT, work_plan::plan),
    (&plain::DIALECT, plain::plan),
];

fn plan_at_once(reading: &Reading) -> Plan {
    let own = AT_ONCE.iter().find(|(dialect, _)| dialect.name == reading.dialect().name);
    own.map_or(plain::plan as Make, |(_, plan)| *plan)(reading)
}
