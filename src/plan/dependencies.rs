//! Who needs whom: `depends_on` and `blocks` as one relation, each with the lines that state it.

use super::{Plan, RelationKind};
use crate::order;

/// One item needs another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dependency {
    /// What needs, by position in [`Plan::items`].
    pub from: usize,
    /// What it needs, by position in [`Plan::items`].
    pub to: usize,
    /// The relations that state it, by position in [`Plan::relations`]: `depends_on` of the one, `blocks` of the
    /// other, or both.
    pub relations: Vec<usize>,
}

/// All dependencies of a plan.
#[derive(Clone, Debug, Default)]
pub struct Dependencies {
    /// Each once, in order of what needs, then what is needed.
    edges: Vec<Dependency>,
    /// For each item, where in `edges` its own begin.
    starts: Vec<usize>,
    /// For each item, the positions in `edges` of those that need it.
    needed_by: Vec<Vec<usize>>,
}

impl Dependencies {
    /// The dependencies between the items of `plan`. What refers to nothing is no dependency.
    pub fn of(plan: &Plan) -> Dependencies {
        let mut stated: Vec<(usize, usize, usize)> = Vec::new();
        for (index, relation) in plan.relations.iter().enumerate().filter(|(_, relation)| relation.resolved) {
            let (from, to) = match relation.kind {
                RelationKind::DependsOn | RelationKind::Follows => (&relation.from, &relation.to),
                RelationKind::Blocks => (&relation.to, &relation.from),
                _ => continue,
            };
            if let (Some(from), Some(to)) = (plan.index_of(from), plan.index_of(to)) {
                stated.push((from, to, index));
            }
        }
        order::sort(&mut stated);
        let mut edges: Vec<Dependency> = Vec::new();
        for (from, to, relation) in stated {
            match edges.last_mut().filter(|last| (last.from, last.to) == (from, to)) {
                Some(last) => last.relations.push(relation),
                None => edges.push(Dependency { from, to, relations: vec![relation] }),
            }
        }
        let mut starts = vec![0; plan.items.len() + 1];
        let mut needed_by = vec![Vec::new(); plan.items.len()];
        for (index, edge) in edges.iter().enumerate() {
            starts.iter_mut().skip(edge.from + 1).take(1).for_each(|start| *start = index + 1);
            needed_by.get_mut(edge.to).into_iter().for_each(|edges| edges.push(index));
        }
        let mut last = 0;
        for start in &mut starts {
            last = last.max(*start);
            *start = last;
        }
        Dependencies { edges, starts, needed_by }
    }

    /// How many items there are, those without dependencies included.
    pub(super) fn len(&self) -> usize {
        self.needed_by.len()
    }

    /// All of them, in order of what needs, then what is needed.
    pub fn all(&self) -> &[Dependency] {
        &self.edges
    }

    /// What an item needs.
    pub fn needs(&self, item: usize) -> &[Dependency] {
        let start = self.starts.get(item).copied().unwrap_or_default();
        let end = self.starts.get(item + 1).copied().unwrap_or_default();
        self.edges.get(start..end).unwrap_or_default()
    }

    /// What needs an item.
    pub fn needed_by(&self, item: usize) -> impl Iterator<Item = &Dependency> {
        self.needed_by.get(item).into_iter().flatten().filter_map(|edge| self.edges.get(*edge))
    }

    /// Whether `from` needs `to`, be it through others.
    pub fn reaches(&self, from: usize, to: usize) -> bool {
        let mut seen = vec![false; self.needed_by.len()];
        let mut pending = vec![from];
        while let Some(item) = pending.pop() {
            for edge in self.needs(item) {
                if edge.to == to {
                    return true;
                }
                if let Some(seen) = seen.get_mut(edge.to).filter(|seen| !**seen) {
                    *seen = true;
                    pending.push(edge.to);
                }
            }
        }
        false
    }
}
