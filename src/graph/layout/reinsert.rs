//! Taking a node out with all of its edges, and putting both back where they cross least.
//!
//! The other nodes stay where they are, so the best way of each edge is a shortest path through the gaps of the rows,
//! found row by row; the best place of the node is the gap where the ways of all its edges together cost least. Only
//! gaps near the old place are looked at, and only edges that end near there: the others are crossed either way.

use super::layers::{Layers, Move};

/// An edge as a node sees it: the nodes that stand for it in the rows between, in order from the node, and the node
/// at its other end.
#[derive(Clone, Debug, Default)]
pub(super) struct Way {
    pub(super) between: Vec<u32>,
    pub(super) end: u32,
    pub(super) is_down: bool,
}

/// A stretch of the gaps of a row: gap 0 is left of all nodes.
#[derive(Clone, Copy, Default)]
struct Window {
    first: u32,
    last: u32,
    /// The gap in it where the own node stands now.
    now: u32,
}

/// Work space.
#[derive(Default)]
pub(super) struct Reinsert {
    slopes: Vec<i32>,
    costs: Vec<i32>,
    next: Vec<i32>,
    totals: Vec<i32>,
    /// For each row on the way: the first gap of its window, and where its list begins in `froms`.
    windows: Vec<(u32, usize)>,
    /// For each gap of a window the gap of the row before.
    froms: Vec<u32>,
    moves: Vec<Move>,
}

/// The best that is known of a gap before anything is.
const FAR: i32 = i32::MAX / 2;

impl Reinsert {
    /// From the costs of the gaps of a row within `here` the costs of the gaps of the row above or below it within
    /// `there`. Costs are relative: what is crossed either way is left out. Gives the cost of the way as it is.
    fn advance(
        &mut self,
        layers: &Layers,
        row: usize,
        is_down: bool,
        source: Option<u32>,
        here: Window,
        there: Window,
    ) -> i32 {
        let next_row = if is_down { row + 1 } else { row.wrapping_sub(1) };
        let targets = layers.row(next_row).get(there.first as usize..there.last as usize).unwrap_or_default();
        let nodes = layers.row(row).get(here.first as usize..here.last as usize).unwrap_or_default();
        // What an edge to a gap crosses more than one to the gap before it.
        self.slopes.clear();
        let mut whole = 0;
        for target in targets {
            let mut slope = 0;
            if !layers.is_out(*target) {
                for near in if is_down { layers.up(*target) } else { layers.down(*target) } {
                    if !layers.is_out(*near) && Some(*near) != source {
                        slope += if layers.place(*near) < here.first { -1 } else { 1 };
                    }
                }
            }
            whole += slope;
            self.slopes.push(slope);
        }
        self.next.clear();
        self.next.resize(targets.len() + 1, FAR);
        let begin = self.froms.len();
        self.windows.push((there.first, begin));
        self.froms.resize(begin + targets.len() + 1, here.first);
        let mut crossed = 0_i32;
        let mut own = 0;
        let mut nodes = nodes.iter();
        for gap in here.first..=here.last {
            let start = match source {
                Some(_) => 0,
                None => self.costs.get((gap - here.first) as usize).copied().unwrap_or(FAR),
            };
            // A gap further right is better than one further left, if at all, from some gap on up to the last (the numbers
            // of crossings are a Monge array), so it is tried from the last on until it is not.
            let mut cost = start + crossed + whole;
            let froms = self.froms.get_mut(begin..).unwrap_or_default();
            let mut slopes = self.slopes.iter().rev();
            for (best, from) in self.next.iter_mut().zip(froms).rev() {
                if cost >= *best {
                    break;
                }
                *best = cost;
                *from = gap;
                cost -= slopes.next().copied().unwrap_or_default();
            }
            if gap == here.now {
                let to = (there.now - there.first) as usize;
                own = crossed + self.slopes.iter().take(to).sum::<i32>();
            }
            let Some(node) = nodes.next() else { break };
            if layers.is_out(*node) {
                continue;
            }
            for to in if is_down { layers.down(*node) } else { layers.up(*node) } {
                if layers.is_out(*to) {
                    continue;
                }
                let place = layers.place(*to);
                if place < there.first {
                    crossed -= 1;
                } else {
                    crossed += 1;
                    if let Some(slope) = self.slopes.get_mut((place - there.first) as usize) {
                        *slope -= 2;
                        whole -= 2;
                    }
                }
            }
        }
        std::mem::swap(&mut self.costs, &mut self.next);
        own
    }

    /// Takes `node` and its ways out and puts them back, each not further than `reach` from where it was. Says how
    /// many crossings went.
    pub(super) fn apply(&mut self, layers: &mut Layers, node: u32, ways: &[Way], reach: u32) -> u32 {
        for own in ways.iter().flat_map(|way| &way.between).chain([&node]) {
            layers.take_out(*own);
        }
        let window = |layers: &Layers, node: u32| {
            let now = layers.place(node);
            let (first, last) = layers.gaps_of_band(layers.row_of(node), layers.band(node));
            Window { first: now.saturating_sub(reach).max(first), last: (now + reach).min(last), now }
        };
        let own = window(layers, node);
        self.totals.clear();
        self.totals.resize((own.last - own.first) as usize + 1, 0);
        self.froms.clear();
        self.windows.clear();
        let mut before = 0;
        for way in ways {
            let place = layers.place(way.end);
            let mut here = Window { first: place, last: place, now: place };
            let mut at = layers.row_of(way.end);
            let mut source = Some(way.end);
            for next in way.between.iter().rev().chain([&node]) {
                let there = window(layers, *next);
                before += self.advance(layers, at, !way.is_down, source, here, there);
                (source, here, at) = (None, there, layers.row_of(*next));
            }
            for (total, cost) in self.totals.iter_mut().zip(&self.costs) {
                *total += cost;
            }
        }
        let best =
            (own.first..).zip(&self.totals).min_by_key(|(gap, total)| (**total, gap.abs_diff(own.now)));
        let (begin, after) = best.map_or((own.now, before), |(gap, total)| (gap, *total));
        self.moves.clear();
        if after <= before {
            self.moves.push((layers.row_of(node) as u32, begin, 0, node));
            let mut windows = self.windows.iter();
            for way in ways {
                let mut gap = begin;
                let order = layers.place(way.end);
                let own: &[(u32, usize)] = windows.as_slice().get(..=way.between.len()).unwrap_or_default();
                for (between, (first, start)) in way.between.iter().zip(own.iter().rev()) {
                    gap = self.froms.get(start + (gap - first) as usize).copied().unwrap_or_default();
                    self.moves.push((layers.row_of(*between) as u32, gap, order, *between));
                }
                windows = windows.as_slice().get(way.between.len() + 1..).unwrap_or_default().iter();
            }
            // At the border of two bands a gap belongs to both: what is of the first stands first.
            self.moves.sort_unstable_by_key(|(row, gap, order, node)| {
                (*row, *gap, layers.band(*node), *order, *node)
            });
            // Gaps are named by the node right of them, since places change with every move.
            for (row, gap, _, _) in &mut self.moves {
                *gap = layers.staying_from(*row as usize, *gap);
            }
            for (row, anchor, _, node) in &self.moves {
                layers.move_before(*row as usize, *node, *anchor);
            }
        }
        for own in ways.iter().flat_map(|way| &way.between).chain([&node]) {
            layers.put_back(*own);
        }
        before.saturating_sub(after).max(0) as u32
    }
}

/// The ways of the edges of each of the first `nodes` nodes.
pub(super) fn ways(nodes: usize, layers: &Layers) -> Vec<Vec<Way>> {
    let is_real = |node: u32| (node as usize) < nodes;
    let mut ways: Vec<Vec<Way>> = vec![Vec::new(); nodes];
    for node in 0..nodes as u32 {
        for first in layers.down(node) {
            let mut between = Vec::new();
            let mut at = *first;
            while !is_real(at) {
                between.push(at);
                let Some(next) = layers.down(at).first() else { break };
                at = *next;
            }
            let mut back = between.clone();
            back.reverse();
            if let Some(list) = ways.get_mut(node as usize) {
                list.push(Way { between, end: at, is_down: true });
            }
            if let Some(list) = ways.get_mut(at as usize) {
                list.push(Way { between: back, end: node, is_down: false });
            }
        }
    }
    ways
}
