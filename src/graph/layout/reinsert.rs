//! Taking a node out with all of its edges, and putting both back where they cross least.
//!
//! The other nodes stay where they are, so the best way of each edge is a shortest path through the gaps of the rows,
//! found row by row; the best place of the node is the gap where the ways of all its edges together cost least. Only
//! gaps near the old place are looked at, and only edges that end near there: the others are crossed either way.

use super::layers::{Layers, Move, OUT, sort_few};
use super::table::{Table, at, part, set};

/// An edge as a node sees it: the nodes that stand for it in the rows between, which are numbered one after the other
/// from above to below, and the node at its other end.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Way {
    first: u32,
    count: u32,
    end: u32,
    is_down: bool,
}

impl Way {
    /// The node between that is so many away from the other end.
    #[inline(always)]
    fn before_end(&self, at: u32) -> u32 {
        if self.is_down { self.first + self.count - 1 - at } else { self.first + at }
    }
}

/// The ways of the edges of each node.
#[derive(Default)]
pub(super) struct Ways {
    starts: Table<u32>,
    ways: Table<Way>,
}

impl Ways {
    /// Those of the first `nodes` nodes.
    pub(super) fn of(nodes: usize, layers: &Layers) -> Ways {
        let is_real = |node: u32| (node as usize) < nodes;
        let mut edges: Vec<(u32, Way)> = Vec::new();
        let mut starts = Table::of(nodes + 1, 0_u32);
        for node in 0..nodes as u32 {
            for first in layers.down(node) {
                let mut count = 0;
                let mut at = *first;
                while !is_real(at) {
                    count += 1;
                    let Some(next) = layers.down(at).first() else { break };
                    at = *next;
                }
                edges.push((node, Way { first: *first, count, end: at, is_down: true }));
                edges.push((at, Way { first: *first, count, end: node, is_down: false }));
                for end in [node, at] {
                    starts.set(end + 1, starts.at(end + 1) + 1);
                }
            }
        }
        let mut sum = 0;
        for start in starts.slice_mut() {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let mut ways = Table::of(edges.len(), Way::default());
        for (node, way) in &edges {
            let at = next.at(*node);
            ways.set(at, *way);
            next.set(*node, at + 1);
        }
        Ways { starts, ways }
    }

    /// How many nodes there are.
    pub(super) fn len(&self) -> u32 {
        self.starts.len().saturating_sub(1)
    }

    /// Those of a node.
    #[inline(always)]
    pub(super) fn at(&self, node: u32) -> &[Way] {
        self.ways.part(self.starts.at(node), self.starts.at(node + 1))
    }
}

/// A stretch of the gaps of a row: gap 0 is left of all nodes.
#[derive(Clone, Copy, Default)]
struct Window {
    first: u32,
    last: u32,
    /// The gap in it where the own node stands now.
    now: u32,
}

impl Window {
    /// The gaps near a node.
    #[inline]
    fn of(layers: &Layers, node: u32, reach: u32) -> Window {
        let now = layers.place(node);
        let (first, last) = layers.gaps_of_band(layers.row_of(node), layers.band(node));
        Window { first: now.saturating_sub(reach).max(first), last: (now + reach).min(last), now }
    }

    #[inline(always)]
    fn len(&self) -> u32 {
        self.last - self.first
    }

    /// The nodes between its gaps.
    #[inline(always)]
    fn nodes<'a>(&self, layers: &'a Layers, row: usize) -> &'a [u32] {
        layers.row(row).get(self.first as usize..self.last as usize).unwrap_or_default()
    }
}

/// Work space.
#[derive(Default)]
pub(super) struct Reinsert {
    slopes: Table<i32>,
    costs: Table<i32>,
    next: Table<i32>,
    totals: Table<i32>,
    /// For each row on the way: the first gap of its window, and where its list begins in `froms`.
    windows: Vec<(u32, u32)>,
    /// For each gap of a window the gap of the row before.
    froms: Table<u32>,
    froms_end: u32,
    moves: Vec<Move>,
}

/// The best that is known of a gap before anything is.
const FAR: i32 = i32::MAX / 2;

impl Reinsert {
    /// The costs of the gaps within `there`, of an edge from `source` straight to each. Costs are relative: what is
    /// crossed either way is left out. Gives the cost of the way as it is. Where the edge has nothing between, they are
    /// added to what the node's other edges cost.
    fn begin(&mut self, layers: &Layers, source: u32, is_down: bool, there: Window, is_whole: bool) -> i32 {
        let row = layers.row_of(source);
        let next_row = if is_down { row + 1 } else { row.wrapping_sub(1) };
        let back = layers.side(!is_down);
        let seen = layers.seen();
        let own = at(seen, source);
        let costs = if is_whole { &mut self.totals } else { &mut self.costs }.slice_mut();
        if !is_whole {
            costs.fill(0);
        }
        let now = there.now - there.first;
        let mut cost = 0_i32;
        let mut before = 0;
        let mut gap = 0;
        for target in there.nodes(layers, next_row) {
            if at(seen, *target) < OUT {
                cost += back.live(*target) as i32;
                for near in back.at(*target) {
                    let place = at(seen, *near);
                    if place <= own {
                        cost -= if place < own { 2 } else { 1 };
                    }
                }
            }
            gap += 1;
            if gap == now {
                before = cost;
            }
            if let Some(slot) = costs.get_mut(gap as usize) {
                *slot += cost;
            }
        }
        before
    }

    /// From the costs of the gaps of a row within `here` the costs of the gaps of the row above or below it within
    /// `there`. Gives the cost of the way as it is.
    fn advance(&mut self, layers: &Layers, row: usize, is_down: bool, here: Window, there: Window) -> i32 {
        let next_row = if is_down { row + 1 } else { row.wrapping_sub(1) };
        let (back, ahead) = (layers.side(!is_down), layers.side(is_down));
        let seen = layers.seen();
        let count = there.len();
        let begin = self.froms_end;
        self.froms_end += count + 1;
        self.froms.grow_to(self.froms_end);
        let froms = self.froms.slice_mut().get_mut(begin as usize..).unwrap_or_default();
        let costs = self.costs.slice();
        let next = self.next.slice_mut();
        let slopes = self.slopes.slice_mut();
        // What an edge to a gap crosses more than one to the gap before it.
        let mut whole = 0_i32;
        for (gap, target) in (0..).zip(there.nodes(layers, next_row)) {
            let mut slope = 0;
            if at(seen, *target) < OUT {
                slope = back.live(*target) as i32;
                if here.first > 0 {
                    for near in back.at(*target) {
                        if at(seen, *near) < here.first {
                            slope -= 2;
                        }
                    }
                }
            }
            whole += slope;
            set(slopes, gap, slope);
            set(next, gap, FAR);
        }
        set(next, count, FAR);
        let mut crossed = 0_i32;
        let mut own = 0;
        let mut nodes = here.nodes(layers, row).iter();
        let mut gap = 0;
        let now = here.now - here.first;
        loop {
            // A gap further right is better than one further left, if at all, from some gap on up to the last (the numbers
            // of crossings are a Monge array), so it is tried from the last on until it is not.
            let mut cost = at(costs, gap) + crossed + whole;
            let mut to = count;
            while cost < at(next, to) {
                set(next, to, cost);
                set(froms, to, here.first + gap);
                if to == 0 {
                    break;
                }
                to -= 1;
                cost -= at(slopes, to);
            }
            if gap == now {
                own = crossed;
                for slope in part(slopes, 0, there.now - there.first) {
                    own += *slope;
                }
            }
            gap += 1;
            let Some(node) = nodes.next() else { break };
            if at(seen, *node) >= OUT {
                continue;
            }
            for to in ahead.at(*node) {
                let place = at(seen, *to);
                if place < there.first {
                    crossed -= 1;
                } else if place < there.last {
                    crossed += 1;
                    whole -= 2;
                    if let Some(slope) = slopes.get_mut((place - there.first) as usize) {
                        *slope -= 2;
                    }
                } else if place < OUT {
                    crossed += 1;
                }
            }
        }
        std::mem::swap(&mut self.costs, &mut self.next);
        own
    }

    /// Room for rows of so many nodes.
    fn make_room(&mut self, layers: &Layers) {
        if self.slopes.len() == 0 {
            let widest = (0..layers.height()).map(|row| layers.row(row).len()).max().unwrap_or_default();
            for table in [&mut self.slopes, &mut self.costs, &mut self.next, &mut self.totals] {
                *table = Table::of(widest + 1, 0);
            }
        }
    }

    /// Takes `node` and its ways out and puts them back, each not further than `reach` from where it was. Says how
    /// many crossings went.
    pub(super) fn apply(&mut self, layers: &mut Layers, node: u32, ways: &[Way], reach: u32) -> u32 {
        self.make_room(layers);
        layers.take_out(node);
        for way in ways {
            for piece in way.first..way.first + way.count {
                layers.take_out(piece);
            }
        }
        let own = Window::of(layers, node, reach);
        self.totals.slice_mut().fill(0);
        self.froms_end = 0;
        self.windows.clear();
        let mut before = 0;
        for way in ways {
            if way.count == 0 {
                before += self.begin(layers, way.end, !way.is_down, own, true);
                continue;
            }
            let mut at = way.before_end(0);
            let mut here = Window::of(layers, at, reach);
            before += self.begin(layers, way.end, !way.is_down, here, false);
            for step in 1..=way.count {
                let (next, there) = if step == way.count {
                    (node, own)
                } else {
                    let next = way.before_end(step);
                    (next, Window::of(layers, next, reach))
                };
                self.windows.push((there.first, self.froms_end));
                before += self.advance(layers, layers.row_of(at), !way.is_down, here, there);
                (at, here) = (next, there);
            }
            for (total, cost) in self.totals.slice_mut().iter_mut().zip(self.costs.slice()) {
                *total = total.wrapping_add(*cost);
            }
        }
        let mut begin = own.now;
        let mut after = self.totals.at(own.now - own.first);
        for gap in own.first..=own.last {
            let total = self.totals.at(gap - own.first);
            let is_nearer = gap.abs_diff(own.now) < begin.abs_diff(own.now);
            if total < after || total == after && is_nearer {
                (begin, after) = (gap, total);
            }
        }
        if after < before || after == before && begin != own.now {
            self.moves_to(layers, node, ways, begin);
        }
        layers.put_back(node);
        for way in ways {
            for piece in way.first..way.first + way.count {
                layers.put_back(piece);
            }
        }
        before.saturating_sub(after).max(0) as u32
    }

    /// Moves a node to a gap, and what stands for its edges to where that is reached from best.
    fn moves_to(&mut self, layers: &mut Layers, node: u32, ways: &[Way], begin: u32) {
        self.moves.clear();
        self.moves.push((layers.row_of(node) as u32, begin, layers.band(node), 0, node));
        let mut windows = self.windows.as_slice();
        for way in ways {
            let mut gap = begin;
            let order = layers.place(way.end);
            let (own, rest) = windows.split_at_checked(way.count as usize).unwrap_or_default();
            windows = rest;
            let mut at = way.count;
            for (first, start) in own.iter().rev() {
                at -= 1;
                gap = self.froms.at(start + (gap - first));
                let piece = way.before_end(at);
                self.moves.push((layers.row_of(piece) as u32, gap, layers.band(piece), order, piece));
            }
        }
        // At the border of two bands a gap belongs to both: what is of the first stands first.
        sort_few(&mut self.moves);
        // Gaps are named by the node right of them, since places change with every move.
        for (row, gap, ..) in &mut self.moves {
            *gap = layers.staying_from(*row as usize, *gap);
        }
        for (row, anchor, _, _, node) in &self.moves {
            layers.move_before(*row as usize, *node, *anchor);
        }
    }
}
