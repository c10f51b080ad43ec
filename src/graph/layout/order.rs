//! The order of the nodes within each row, so that few edges cross.
//!
//! A first order along the edges is swept by medians (Gansner et al. 1993, section 3); then nodes are taken out
//! with their edges and put back where they cross least, until nothing is won or the work that was granted is done.
//! Work is counted in nodes, never in time: every machine draws the same picture.

use super::layers::{Layers, sort_few};
use super::reinsert::{Reinsert, Ways};
use super::table::Table;

/// With fewer crossings than one for so many nodes no further first order is tried.
const ENOUGH: u64 = 16;

/// How much work an order is worth.
#[derive(Clone, Copy, Debug)]
pub(super) struct Effort {
    /// Which of the first orders is tried first.
    pub(super) first_start: usize,
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
            0..=120 => Effort { first_start: 1, starts: 3, sweeps: 8, rounds: 1, last_rounds: 1, reach: 10 },
            121..=300 => {
                Effort { first_start: 1, starts: 2, sweeps: 8, rounds: 1, last_rounds: 1, reach: 10 }
            }
            301..=1_000 => {
                Effort { first_start: 1, starts: 1, sweeps: 6, rounds: 1, last_rounds: 1, reach: 10 }
            }
            1_001..=12_000 => {
                Effort { first_start: 0, starts: 1, sweeps: 12, rounds: 3, last_rounds: 0, reach: 20 }
            }
            _ => Effort { first_start: 0, starts: 1, sweeps: 8, rounds: 2, last_rounds: 0, reach: 16 },
        }
    }
}

/// Puts the nodes of each row into the order in which they stood before, by their places then; only nodes that are new
/// are put where they cross least, so that nothing else moves.
pub(super) fn keep(layers: &mut Layers, nodes: usize, before: &[Option<f32>]) {
    let mut places: Vec<f32> = Vec::with_capacity(layers.len() as usize);
    for node in 0..layers.len() {
        let own = before.get(node as usize).copied().flatten();
        places.push(own.unwrap_or_else(|| between(layers, node, nodes, before)));
    }
    for row in 0..layers.height() {
        let mut order: Vec<(f32, u32)> = layers
            .row(row)
            .iter()
            .map(|node| (places.get(*node as usize).copied().unwrap_or(0.0), *node))
            .collect();
        order.sort_by(|a, b| a.0.total_cmp(&b.0));
        let nodes: Vec<u32> = order.into_iter().map(|(_, node)| node).collect();
        layers.set_row(row, &nodes);
    }
    let ways = Ways::of(nodes, layers);
    let mut work = Reinsert::default();
    for node in 0..ways.len() {
        if before.get(node as usize).copied().flatten().is_none() {
            work.apply(layers, node, ways.at(node), u32::MAX / 4);
        }
    }
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
pub(super) fn order(layers: &mut Layers, nodes: usize, effort: Effort) {
    let ways = Ways::of(nodes, layers);
    let mut work = Reinsert::default();
    let first = layers.order().to_vec();
    let mut best = Found { crossings: layers.crossings(), order: first.clone() };
    for start in effort.first_start..effort.first_start + effort.starts {
        let is_first = start == effort.first_start;
        if best.crossings == 0 || !is_first && best.crossings * ENOUGH <= u64::from(layers.len()) {
            break;
        }
        layers.go_back(&first);
        begin(layers, start);
        let mut own = swept(layers, start, effort.sweeps);
        improve(layers, &mut own, &ways, &mut work, effort.rounds, effort.reach);
        if own.crossings < best.crossings {
            best = own;
        }
    }
    improve(layers, &mut best, &ways, &mut work, effort.last_rounds, effort.reach * 3 / 2);
    layers.go_back(&best.order);
}

/// An order of all rows, and how many pairs of edges cross in it.
struct Found {
    crossings: u64,
    order: Vec<u32>,
}

impl Found {
    /// Keeps the order that the rows have now, if it is better. Says so.
    fn keep_better(&mut self, layers: &Layers) -> bool {
        let crossings = layers.crossings();
        let is_better = crossings < self.crossings;
        if is_better {
            self.crossings = crossings;
            self.order.clear();
            self.order.extend_from_slice(layers.order());
        }
        is_better
    }
}

/// Rounds in which every node is taken out and put back, in turn from above and from below.
fn improve(
    layers: &mut Layers,
    best: &mut Found,
    ways: &Ways,
    work: &mut Reinsert,
    rounds: usize,
    reach: u32,
) {
    if rounds > 0 {
        layers.go_back(&best.order);
    }
    for round in 0..rounds {
        if best.crossings == 0 {
            return;
        }
        let mut won = 0;
        for step in 0..ways.len() {
            let node = if round.is_multiple_of(2) { step } else { ways.len() - 1 - step };
            won += work.apply(layers, node, ways.at(node), reach);
        }
        best.keep_better(layers);
        if won == 0 {
            return;
        }
    }
}

/// The best order that sweeps over the rows find.
fn swept(layers: &mut Layers, start: usize, sweeps: usize) -> Found {
    const PATIENCE: usize = 4;
    let mut best = Found { crossings: layers.crossings(), order: layers.order().to_vec() };
    let mut idle = 0;
    let mut sorting = Sorting::default();
    for sweep in 0..sweeps {
        if best.crossings == 0 || idle > PATIENCE {
            break;
        }
        let from_above = (sweep + start).is_multiple_of(2);
        let height = layers.height();
        for step in 1..height {
            let row = if from_above { step } else { height - 1 - step };
            sorting.sort_row(layers, row, from_above, sweep % 4 >= 2);
        }
        idle = if best.keep_better(layers) { 0 } else { idle + 1 };
    }
    best
}

/// Work space for sorting rows.
#[derive(Default)]
struct Sorting {
    /// The median of each node above its place.
    keys: Vec<u64>,
    /// The places of the nodes that stay where they are.
    fixed: Vec<u32>,
    places: Vec<u32>,
    sorted: Vec<u32>,
}

impl Sorting {
    /// Sorts a row by the medians of the places of the neighbours above or below. Nodes without any stay where they are;
    /// equal ones change sides in every other pair of sweeps.
    fn sort_row(&mut self, layers: &mut Layers, row: usize, from_above: bool, turns_equal: bool) {
        let Sorting { keys, fixed, places, sorted } = self;
        let nodes = layers.row(row);
        let side = layers.side(!from_above);
        keys.clear();
        fixed.clear();
        let mut at = 0_u32;
        for node in nodes {
            let median = match side.at(*node) {
                [] => {
                    fixed.push(at);
                    at += 1;
                    continue;
                }
                [one] => layers.place(*one) as f32,
                near => {
                    places.clear();
                    for near in near {
                        places.push(layers.place(*near));
                    }
                    sort_few(places);
                    median(places)
                }
            };
            // Medians are not below zero: their bits have their order.
            let tie = if turns_equal { !at } else { at };
            keys.push(u64::from(median.to_bits()) << 32 | u64::from(tie));
            at += 1;
        }
        sort_few(keys);
        sorted.clear();
        let mut fixed = fixed.as_slice();
        let mut keys = keys.as_slice();
        for place in 0..at {
            let from = match (fixed, keys) {
                ([first, rest @ ..], _) if *first == place => {
                    fixed = rest;
                    place
                }
                (_, [key, rest @ ..]) => {
                    keys = rest;
                    if turns_equal { !(*key as u32) } else { *key as u32 }
                }
                _ => break,
            };
            sorted.push(nodes.get(from as usize).copied().unwrap_or_default());
        }
        layers.set_row(row, sorted);
    }
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
    let mut order = Table::of(layers.len() as usize, 0);
    let mut next = layers.starts().clone();
    let mut seen = Table::of(layers.len() as usize, false);
    let mut pending: Vec<u32> = Vec::new();
    for step in 0..height {
        let row = if from_above { step } else { height - 1 - step };
        for root in layers.row(row) {
            let behind = if from_above { layers.up(*root) } else { layers.down(*root) };
            if !behind.is_empty() || seen.at(*root) {
                continue;
            }
            pending.clear();
            pending.push(*root);
            let mut first = 0;
            loop {
                let node = if is_broad { pending.get(first).copied() } else { pending.pop() };
                let Some(node) = node else { break };
                first += 1;
                if seen.at(node) {
                    continue;
                }
                seen.set(node, true);
                let row = layers.row_of(node) as u32;
                order.set(next.at(row), node);
                next.set(row, next.at(row) + 1);
                for side in [layers.up(node), layers.down(node)] {
                    for near in side {
                        if !seen.at(*near) {
                            pending.push(*near);
                        }
                    }
                }
            }
        }
    }
    for row in 0..height {
        let (begin, end) = (layers.starts().at(row as u32), layers.starts().at(row as u32 + 1));
        layers.set_row(row, order.part(begin, end));
    }
}
