//! The order of the nodes within each row, so that few edges cross.
//!
//! A first order along the edges is swept by medians (Gansner et al. 1993, section 3); then nodes are taken out
//! with their edges and put back where they cross least, until nothing is won or the work that was granted is done.
//! Work is counted in nodes, never in time: every machine draws the same picture.

use super::layers::Layers;
use super::reinsert::{Reinsert, ways};
use super::table::Table;
use std::collections::VecDeque;

/// How much work an order is worth.
#[derive(Clone, Copy, Debug)]
pub(super) struct Effort {
    /// First orders that are tried.
    pub(super) starts: usize,
    /// Sweeps of medians for each.
    pub(super) sweeps: usize,
    /// Rounds in which every node is put back where it crosses least, for each.
    pub(super) rounds: usize,
    /// Further such rounds for the best.
    pub(super) last_rounds: usize,
    /// How many places to either side a node may move in one round.
    pub(super) reach: u32,
}

impl Effort {
    /// What a picture of so many nodes, those of long edges included, is worth.
    pub(super) fn of(nodes: usize) -> Effort {
        match nodes {
            0..=1_000 => Effort { starts: 2, sweeps: 8, rounds: 1, last_rounds: 1, reach: 10 },
            1_001..=12_000 => Effort { starts: 1, sweeps: 12, rounds: 3, last_rounds: 0, reach: 20 },
            _ => Effort { starts: 1, sweeps: 8, rounds: 2, last_rounds: 0, reach: 16 },
        }
    }
}

/// Puts the nodes of each row into the order in which they stood before, by their places then; only nodes that are new
/// are put where they cross least, so that nothing else moves.
pub(super) fn keep(first: &Layers, nodes: usize, before: &[Option<f32>]) -> Layers {
    let mut layers = first.clone();
    let mut places: Vec<f32> = Vec::with_capacity(layers.len() as usize);
    for node in 0..layers.len() {
        let own = before.get(node as usize).copied().flatten();
        places.push(own.unwrap_or_else(|| between(&layers, node, nodes, before)));
    }
    for row in 0..layers.height() {
        let mut order: Vec<(f32, u32)> = layers
            .row(row)
            .iter()
            .map(|node| (places.get(*node as usize).copied().unwrap_or(0.0), *node))
            .collect();
        order.sort_by(|a, b| a.0.total_cmp(&b.0));
        layers.set_row(row, order.into_iter().map(|(_, node)| node).collect());
    }
    let ways = ways(nodes, &layers);
    let mut work = Reinsert::default();
    for (node, ways) in (0..).zip(&ways) {
        if before.get(node as usize).copied().flatten().is_none() {
            work.apply(&mut layers, node, ways, u32::MAX / 4);
        }
    }
    layers
}

/// Where a node would stand that stood nowhere: between its neighbours, or between the ends of its edge.
fn between(layers: &Layers, node: u32, nodes: usize, before: &[Option<f32>]) -> f32 {
    let mut found: Vec<f32> = Vec::new();
    for is_down in [false, true] {
        for first in if is_down { layers.down(node) } else { layers.up(node) } {
            let mut at = *first;
            while at as usize >= nodes {
                let near = if is_down { layers.down(at) } else { layers.up(at) };
                let Some(next) = near.first() else { break };
                at = *next;
            }
            found.extend(before.get(at as usize).copied().flatten());
        }
    }
    found.iter().sum::<f32>() / found.len().max(1) as f32
}

/// Puts the nodes of each row into an order with few crossings. The first `nodes` nodes are those of the graph, the
/// others stand for its long edges.
pub(super) fn order(first: &Layers, nodes: usize, effort: Effort) -> Layers {
    let ways = ways(nodes, first);
    let mut best = (first.crossings(), first.clone());
    for start in 0..effort.starts {
        if best.0 == 0 {
            break;
        }
        let mut layers = first.clone();
        begin(&mut layers, start);
        let mut own = swept(layers, start, effort.sweeps);
        improve(&mut own, &ways, effort.rounds, effort.reach);
        if own.0 < best.0 {
            best = own;
        }
    }
    improve(&mut best, &ways, effort.last_rounds, 2 * effort.reach);
    best.1
}

/// Rounds in which every node is taken out and put back, in turn from above and from below.
fn improve(best: &mut (u64, Layers), ways: &[Vec<super::reinsert::Way>], rounds: usize, reach: u32) {
    let mut work = Reinsert::default();
    let mut layers = best.1.clone();
    for round in 0..rounds {
        if best.0 == 0 {
            return;
        }
        let mut won = 0;
        for step in 0..ways.len() {
            let node = if round.is_multiple_of(2) { step } else { ways.len() - 1 - step };
            let ways = ways.get(node).map_or(&[][..], Vec::as_slice);
            won += work.apply(&mut layers, node as u32, ways, reach);
        }
        let crossings = layers.crossings();
        if crossings < best.0 {
            *best = (crossings, layers.clone());
        }
        if won == 0 {
            return;
        }
    }
}

/// The best order that sweeps over the rows find, with its crossings.
fn swept(mut layers: Layers, start: usize, sweeps: usize) -> (u64, Layers) {
    const PATIENCE: usize = 4;
    let mut best = (layers.crossings(), layers.clone());
    let mut idle = 0;
    for sweep in 0..sweeps {
        if best.0 == 0 || idle > PATIENCE {
            break;
        }
        let from_above = (sweep + start).is_multiple_of(2);
        let height = layers.height();
        for step in 1..height {
            let row = if from_above { step } else { height - 1 - step };
            sort_row(&mut layers, row, from_above, sweep % 4 >= 2);
        }
        let crossings = layers.crossings();
        if crossings < best.0 {
            best = (crossings, layers.clone());
            idle = 0;
        } else {
            idle += 1;
        }
    }
    best
}

/// Sorts a row by the medians of the places of the neighbours above or below. Nodes without any stay where they are;
/// equal ones change sides in every other pair of sweeps.
fn sort_row(layers: &mut Layers, row: usize, from_above: bool, turns_equal: bool) {
    let nodes = layers.row(row);
    let mut keyed: Vec<(f32, u32, u32)> = Vec::with_capacity(nodes.len());
    let mut fixed: Vec<(u32, u32)> = Vec::new();
    let mut places: Vec<u32> = Vec::new();
    for (at, node) in (0..).zip(nodes) {
        let near = if from_above { layers.up(*node) } else { layers.down(*node) };
        if near.is_empty() {
            fixed.push((at, *node));
            continue;
        }
        places.clear();
        places.extend(near.iter().map(|near| layers.place(*near)));
        places.sort_unstable();
        keyed.push((median(&places), if turns_equal { u32::MAX - at } else { at }, *node));
    }
    keyed.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut sorted = Vec::with_capacity(nodes.len());
    let mut keyed = keyed.into_iter();
    let mut fixed = fixed.into_iter().peekable();
    loop {
        if let Some((_, node)) = fixed.next_if(|(at, _)| *at as usize == sorted.len()) {
            sorted.push(node);
        } else if let Some((_, _, node)) = keyed.next() {
            sorted.push(node);
        } else {
            break;
        }
    }
    layers.set_row(row, sorted);
}

/// The weighted median of Gansner et al. 1993, section 3.2.
fn median(sorted: &[u32]) -> f32 {
    let at = |index: usize| sorted.get(index).copied().unwrap_or_default() as f32;
    let middle = sorted.len() / 2;
    if !sorted.len().is_multiple_of(2) {
        return at(middle);
    }
    let (left, right) = (at(middle - 1) - at(0), at(sorted.len() - 1) - at(middle));
    if left + right == 0.0 {
        return (at(middle - 1) + at(middle)) / 2.0;
    }
    (at(middle - 1) * right + at(middle) * left) / (left + right)
}

/// A first order: along the edges from the nodes that nothing leads to, breadth first or depth first, from above or
/// from below.
fn begin(layers: &mut Layers, start: usize) {
    let from_above = start.is_multiple_of(2);
    let is_broad = start % 4 < 2;
    let height = layers.height();
    let mut rows: Vec<Vec<u32>> = vec![Vec::new(); height];
    let mut seen = Table::of(layers.len() as usize, false);
    let mut pending: VecDeque<u32> = VecDeque::new();
    for step in 0..height {
        let row = if from_above { step } else { height - 1 - step };
        for root in layers.row(row) {
            let behind = if from_above { layers.up(*root) } else { layers.down(*root) };
            if !behind.is_empty() || seen.at(*root) {
                continue;
            }
            pending.push_back(*root);
            while let Some(node) = if is_broad { pending.pop_front() } else { pending.pop_back() } {
                if seen.at(node) {
                    continue;
                }
                seen.set(node, true);
                rows.get_mut(layers.row_of(node)).into_iter().for_each(|row| row.push(node));
                let near = layers.up(node).iter().chain(layers.down(node));
                pending.extend(near.filter(|near| !seen.at(**near)));
            }
        }
    }
    for (row, nodes) in rows.into_iter().enumerate() {
        layers.set_row(row, nodes);
    }
}
