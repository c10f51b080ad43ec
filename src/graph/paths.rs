//! Ways through the needs of a graph: what lies before and behind a node, the shortest way between two, and the longest
//! chain of what is still to be done.

use super::Graph;
use super::circles::circles;
use super::shown::is_need;
use crate::answers::{Inquiry, is_open};
use crate::plan::Item;
use std::collections::VecDeque;

/// Which way to look along needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// To what is needed.
    Needs,
    /// To what needs it.
    NeededBy,
}

/// The needs of a graph by node.
#[derive(Clone, Debug, Default)]
pub struct Needs {
    /// For each node what it needs, and the edge that says so.
    needs: Vec<Vec<(usize, usize)>>,
    needed_by: Vec<Vec<(usize, usize)>>,
}

impl Needs {
    /// The needs of a graph.
    pub fn of(graph: &Graph) -> Needs {
        let mut needs = Needs {
            needs: vec![Vec::new(); graph.nodes.len()],
            needed_by: vec![Vec::new(); graph.nodes.len()],
        };
        for (at, edge) in
            graph.edges.iter().enumerate().filter(|(_, edge)| is_need(edge) && edge.from != edge.to)
        {
            needs.needs.get_mut(edge.from).into_iter().for_each(|list| list.push((edge.to, at)));
            needs.needed_by.get_mut(edge.to).into_iter().for_each(|list| list.push((edge.from, at)));
        }
        needs
    }

    /// What lies one step away, and the edges that lead there.
    pub fn near(&self, node: usize, way: Way) -> &[(usize, usize)] {
        let lists = match way {
            Way::Needs => &self.needs,
            Way::NeededBy => &self.needed_by,
        };
        lists.get(node).map(Vec::as_slice).unwrap_or_default()
    }

    /// Everything that lies that way, the nearest first, each with how many steps away.
    pub fn all(&self, node: usize, way: Way) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        let mut seen = vec![false; self.needs.len()];
        seen.iter_mut().skip(node).take(1).for_each(|slot| *slot = true);
        let mut pending = VecDeque::from([(node, 0)]);
        while let Some((at, steps)) = pending.pop_front() {
            for (next, _) in self.near(at, way) {
                if let Some(slot) = seen.get_mut(*next).filter(|seen| !**seen) {
                    *slot = true;
                    found.push((*next, steps + 1));
                    pending.push_back((*next, steps + 1));
                }
            }
        }
        found
    }

    /// The shortest way from one node to another along needs, in the one direction or else in the other: the edges on it
    /// in order, and the nodes, both ends included. Nothing when neither leads to the other.
    pub fn path(&self, from: usize, to: usize) -> Option<(Vec<usize>, Vec<usize>)> {
        self.path_along(from, to, Way::Needs).or_else(|| self.path_along(from, to, Way::NeededBy))
    }

    fn path_along(&self, from: usize, to: usize, way: Way) -> Option<(Vec<usize>, Vec<usize>)> {
        let mut came: Vec<Option<(usize, usize)>> = vec![None; self.needs.len()];
        let mut pending = VecDeque::from([from]);
        while let Some(at) = pending.pop_front() {
            if at == to {
                let (mut edges, mut nodes, mut back) = (Vec::new(), vec![to], to);
                while let Some((before, edge)) = came.get(back).copied().flatten().filter(|_| back != from) {
                    edges.push(edge);
                    nodes.push(before);
                    back = before;
                }
                edges.reverse();
                nodes.reverse();
                return Some((edges, nodes));
            }
            for (next, edge) in self.near(at, way) {
                if let Some(slot) = came.get_mut(*next).filter(|came| came.is_none() && *next != from) {
                    *slot = Some((at, *edge));
                    pending.push_back(*next);
                }
            }
        }
        None
    }
}

/// The longest chain of plans that are still to be done.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Critical {
    /// Its nodes, what has to be done first in front.
    pub nodes: Vec<usize>,
    /// The edges between them.
    pub edges: Vec<usize>,
    /// How long it takes.
    pub length: f64,
    /// Whether that is in hours, which its plans state, or in slots of their magnitudes.
    pub is_in_hours: bool,
}

/// How many slots a plan of a magnitude takes at most, as the convention says. What states none is taken for a standard
/// one.
pub fn slots(item: &Item) -> f64 {
    match item.field("magnitude").unwrap_or_default().trim().to_lowercase().as_str() {
        "trivial" => 1.0,
        "light" => 2.0,
        "heavy" => 5.0,
        "epic" => 8.0,
        _ => 3.0,
    }
}

/// How long the longest way to a node is, its own length included, and the node and edge that it comes over.
type Longest = (f64, Option<(usize, usize)>);

/// The chain of open plans, each needing the one before it, that takes longest. Plans on a circle never end, so they are
/// on no chain.
pub fn critical(graph: &Graph, inquiry: &Inquiry<'_>) -> Critical {
    let item = |at: usize| graph.nodes.get(at).and_then(|node| inquiry.plan.item(&node.id));
    let open: Vec<bool> = (0..graph.nodes.len())
        .map(|at| item(at).is_some_and(|item| item.kind.is_work() && is_open(item)))
        .collect();
    let hours = |at: usize| {
        item(at).and_then(|item| item.work().estimates.first()).map(|estimate| estimate.hours.in_hours().1)
    };
    let is_in_hours = (0..open.len()).filter(|at| open.get(*at) == Some(&true)).all(|at| hours(at).is_some())
        && open.contains(&true);
    let length = |at: usize| match is_in_hours {
        true => hours(at).unwrap_or_default(),
        false => item(at).map_or(0.0, slots),
    };
    let needs = Needs::of(graph);
    let out: Vec<Vec<usize>> =
        (0..open.len()).map(|at| needs.near(at, Way::Needs).iter().map(|(to, _)| *to).collect()).collect();
    let circle = circles(&out);
    let mut members = vec![0_usize; open.len()];
    circle.iter().for_each(|circle| members.iter_mut().skip(*circle).take(1).for_each(|count| *count += 1));
    let is_on = |at: usize| {
        let own = circle.get(at).and_then(|circle| members.get(*circle));
        open.get(at) == Some(&true) && own == Some(&1)
    };
    // Longest ways in an order in which what is needed comes first.
    let mut best: Vec<Option<Longest>> = vec![None; open.len()];
    for start in (0..open.len()).filter(|at| is_on(*at)) {
        let mut path = vec![(start, 0_usize)];
        while let Some((at, followed)) = path.pop() {
            if best.get(at).is_some_and(Option::is_some) {
                continue;
            }
            match needs.near(at, Way::Needs).get(followed) {
                Some((next, _)) => {
                    path.push((at, followed + 1));
                    if is_on(*next) && best.get(*next).is_some_and(Option::is_none) {
                        path.push((*next, 0));
                    }
                }
                None => {
                    let before = needs.near(at, Way::Needs).iter().filter_map(|(next, edge)| {
                        let (long, _) = best.get(*next).copied().flatten().filter(|_| is_on(*next))?;
                        Some((long, *next, *edge))
                    });
                    let longest = before.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
                    let long = length(at) + longest.map_or(0.0, |(long, ..)| long);
                    let from = longest.map(|(_, next, edge)| (next, edge));
                    best.iter_mut().skip(at).take(1).for_each(|slot| *slot = Some((long, from)));
                }
            }
        }
    }
    let ends = best.iter().enumerate().filter_map(|(at, best)| Some((best.as_ref()?.0, at)));
    let Some((long, end)) = ends.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1))) else {
        return Critical::default();
    };
    let mut found = Critical { nodes: vec![end], edges: Vec::new(), length: long, is_in_hours };
    let mut at = end;
    while let Some((next, edge)) = best.get(at).copied().flatten().and_then(|(_, from)| from) {
        found.nodes.push(next);
        found.edges.push(edge);
        at = next;
    }
    found.nodes.reverse();
    found.edges.reverse();
    found
}
