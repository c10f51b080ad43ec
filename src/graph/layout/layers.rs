//! Nodes in rows, edges from each row to the next: what the order is looked for in.
//!
//! All of it stands in a few flat tables: this is read and written more often than anything else of the layout.

use super::table::{Lists, Table, at, part};
use std::rc::Rc;

/// The end of a row, where a node could be named.
pub(super) const END: u32 = u32::MAX;

/// What is added to the place of a node that is taken out for now: it stands right of all others.
pub(super) const OUT: u32 = 1 << 31;

/// Up to so many edges between two rows are counted by insertion.
const FEW: usize = 64;

/// A node that is to be moved: its row, the node it comes to stand before, its band, its order among several, itself.
pub(super) type Move = (u32, u32, u32, u32, u32);

/// Rows of nodes whose edges lead from one row to the next.
#[derive(Clone, Debug)]
pub(super) struct Layers {
    /// The nodes, row after row, each in order.
    order: Vec<u32>,
    /// Where each row begins in `order`, and where the last ends.
    starts: Table<u32>,
    row: Table<u32>,
    /// The place of each node in its row; [`OUT`] more when it is taken out.
    place: Table<u32>,
    /// The band of each node; empty without bands. The bands of a row stand in order.
    bands: Vec<u32>,
    /// How many of the nodes above and below each that it has edges to are not taken out.
    live: [Table<u32>; 2],
    up: Rc<Lists>,
    down: Rc<Lists>,
}

/// One side of every node: where its edges lead there.
#[derive(Clone, Copy)]
pub(super) struct Side<'a> {
    starts: &'a [u32],
    values: &'a [u32],
    live: &'a [u32],
}

impl<'a> Side<'a> {
    #[inline(always)]
    fn of(lists: &'a Lists, live: &'a Table<u32>) -> Side<'a> {
        let (starts, values) = lists.slices();
        Side { starts, values, live: live.slice() }
    }

    /// The nodes on this side of a node, those that are taken out too.
    #[inline(always)]
    pub(super) fn at(&self, node: u32) -> &'a [u32] {
        part(self.values, at(self.starts, node), at(self.starts, node + 1))
    }

    /// How many of them are not taken out.
    #[inline(always)]
    pub(super) fn live(&self, node: u32) -> u32 {
        at(self.live, node)
    }
}

impl Layers {
    /// Nodes in the rows that their ranks say, in the order of their numbers.
    pub(super) fn new(rank: &[i32], edges: &[(u32, u32)]) -> Layers {
        let rows = rank.iter().max().map_or(0, |most| *most as usize + 1);
        let mut row = Table::of(rank.len(), 0);
        let mut starts = Table::of(rows + 1, 0_u32);
        for (node, rank) in (0..).zip(rank) {
            let rank = *rank as u32;
            row.set(node, rank);
            starts.set(rank + 1, starts.at(rank + 1) + 1);
        }
        let mut sum = 0;
        for start in starts.slice_mut() {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let mut order = Table::of(rank.len(), 0);
        let mut place = Table::of(rank.len(), 0);
        for node in 0..rank.len() as u32 {
            let own = row.at(node);
            let at = next.at(own);
            order.set(at, node);
            place.set(node, at - starts.at(own));
            next.set(own, at + 1);
        }
        let up = Lists::of(rank.len(), edges.iter().map(|(from, to)| (*to, *from)));
        let down = Lists::of(rank.len(), edges.iter().copied());
        Layers {
            order: order.slice().to_vec(),
            starts,
            row,
            place,
            bands: Vec::new(),
            live: [up.lengths(), down.lengths()],
            up: Rc::new(up),
            down: Rc::new(down),
        }
    }

    /// Puts the nodes of each row into bands.
    pub(super) fn set_bands(&mut self, bands: Vec<u32>) {
        self.bands = bands;
        for row in 0..self.height() {
            let nodes = self.row(row).to_vec();
            self.set_row(row, &nodes);
        }
    }

    /// The band of a node.
    #[inline]
    pub(super) fn band(&self, node: u32) -> u32 {
        self.bands.get(node as usize).copied().unwrap_or(0)
    }

    /// The gaps of a row between which the nodes of a band stand.
    pub(super) fn gaps_of_band(&self, row: usize, band: u32) -> (u32, u32) {
        let nodes = self.row(row);
        if self.bands.is_empty() {
            return (0, nodes.len() as u32);
        }
        let first = nodes.partition_point(|node| self.band(*node) < band);
        let last = nodes.partition_point(|node| self.band(*node) <= band);
        (first as u32, last as u32)
    }

    /// How many nodes there are.
    pub(super) fn len(&self) -> u32 {
        self.row.len()
    }

    /// How many rows there are.
    pub(super) fn height(&self) -> usize {
        (self.starts.len() as usize).saturating_sub(1)
    }

    /// The nodes of a row, in order.
    #[inline(always)]
    pub(super) fn row(&self, row: usize) -> &[u32] {
        let (begin, end) = self.range(row);
        self.order.get(begin..end).unwrap_or_default()
    }

    #[inline(always)]
    fn range(&self, row: usize) -> (usize, usize) {
        (self.starts.at(row as u32) as usize, self.starts.at(row as u32 + 1) as usize)
    }

    /// The row of a node.
    #[inline(always)]
    pub(super) fn row_of(&self, node: u32) -> usize {
        self.row.at(node) as usize
    }

    /// The place of a node in its row.
    #[inline(always)]
    pub(super) fn place(&self, node: u32) -> u32 {
        self.place.at(node) & !OUT
    }

    /// The place of each node in its row; [`OUT`] or more when it is taken out, more than any place.
    #[inline(always)]
    pub(super) fn seen(&self) -> &[u32] {
        self.place.slice()
    }

    /// The nodes of the row above from which edges lead to a node.
    #[inline(always)]
    pub(super) fn up(&self, node: u32) -> &[u32] {
        self.up.at(node)
    }

    /// The nodes of the row below to which edges lead from a node.
    #[inline(always)]
    pub(super) fn down(&self, node: u32) -> &[u32] {
        self.down.at(node)
    }

    /// One side of all nodes: below, or above.
    #[inline(always)]
    pub(super) fn side(&self, is_down: bool) -> Side<'_> {
        let [up, down] = &self.live;
        if is_down { Side::of(&self.down, down) } else { Side::of(&self.up, up) }
    }

    /// Whether a node is taken out.
    #[inline(always)]
    pub(super) fn is_out(&self, node: u32) -> bool {
        self.place.at(node) >= OUT
    }

    /// Takes a node out: it keeps its place, and is not seen.
    pub(super) fn take_out(&mut self, node: u32) {
        self.place.set(node, self.place.at(node) | OUT);
        let [up, down] = &mut self.live;
        for near in self.down.at(node) {
            up.set(*near, up.at(*near).wrapping_sub(1));
        }
        for near in self.up.at(node) {
            down.set(*near, down.at(*near).wrapping_sub(1));
        }
    }

    /// Puts a node back that was taken out.
    pub(super) fn put_back(&mut self, node: u32) {
        self.place.set(node, self.place.at(node) & !OUT);
        let [up, down] = &mut self.live;
        for near in self.down.at(node) {
            up.set(*near, up.at(*near).wrapping_add(1));
        }
        for near in self.up.at(node) {
            down.set(*near, down.at(*near).wrapping_add(1));
        }
    }

    /// Gives a row its nodes in an order, those of one band together.
    pub(super) fn set_row(&mut self, row: usize, nodes: &[u32]) {
        let (begin, end) = self.range(row);
        let mut by_band: Vec<u32>;
        let mut nodes = nodes;
        if !self.bands.is_empty() {
            by_band = nodes.to_vec();
            by_band.sort_by_key(|node| self.band(*node));
            nodes = &by_band;
        }
        let slots = self.order.get_mut(begin..end).unwrap_or_default();
        for (place, (slot, node)) in (0..).zip(slots.iter_mut().zip(nodes)) {
            *slot = *node;
            self.place.set(*node, place);
        }
    }

    /// Where each row begins in the order of all, and where the last ends.
    pub(super) fn starts(&self) -> &Table<u32> {
        &self.starts
    }

    /// The order of all rows, to come back to.
    pub(super) fn order(&self) -> &[u32] {
        &self.order
    }

    /// Goes back to an order of all rows.
    pub(super) fn go_back(&mut self, order: &[u32]) {
        for (slot, node) in self.order.iter_mut().zip(order) {
            *slot = *node;
        }
        for row in 0..self.height() {
            let (begin, end) = self.range(row);
            for (place, node) in (0..).zip(self.order.get(begin..end).unwrap_or_default()) {
                self.place.set(*node, place);
            }
        }
    }

    /// The first node from a gap on that is not taken out; [`END`] when there is none.
    pub(super) fn staying_from(&self, row: usize, gap: u32) -> u32 {
        for node in self.row(row).get(gap as usize..).unwrap_or_default() {
            if !self.is_out(*node) {
                return *node;
            }
        }
        END
    }

    /// Moves a node of a row to the place before another, or to the end.
    pub(super) fn move_before(&mut self, row: usize, node: u32, other: u32) {
        let (begin, end) = self.range(row);
        let from = begin as u32 + self.place(node);
        let to = if other == END { end as u32 } else { begin as u32 + self.place(other) };
        let begin = begin as u32;
        let mut at = from;
        let order = self.order.as_mut_slice();
        let mut shift = |at: u32, near: u32| {
            let Some(near) = order.get(near as usize).copied() else { return };
            order.get_mut(at as usize).into_iter().for_each(|slot| *slot = near);
            self.place.set(near, (self.place.at(near) & OUT) | (at - begin));
        };
        while at + 1 < to {
            shift(at, at + 1);
            at += 1;
        }
        while at > to {
            shift(at, at - 1);
            at -= 1;
        }
        order.get_mut(at as usize).into_iter().for_each(|slot| *slot = node);
        self.place.set(node, (self.place.at(node) & OUT) | (at - begin));
    }

    /// How many pairs of edges cross.
    pub(super) fn crossings(&self) -> u64 {
        let (mut tree, mut ends) = (Vec::new(), Vec::new());
        let mut sorted = [0; FEW];
        let mut sum = 0;
        for row in 1..self.height() {
            let mut edges = 0;
            for node in self.row(row - 1) {
                edges += self.down(*node).len();
            }
            sum += if edges > FEW {
                self.crossings_of_many(row, &mut tree, &mut ends)
            } else {
                self.crossings_of_few(row, &mut sorted, &mut ends)
            };
        }
        sum
    }

    /// Sorts the ends of the edges into each other; each step passes a crossing.
    fn crossings_of_few(&self, row: usize, sorted: &mut [u32; FEW], ends: &mut Vec<u32>) -> u64 {
        let mut count = 0_usize;
        let mut crossings = 0;
        let mut put = |end: u32| {
            let mut at = count;
            while let Some(before) = at.checked_sub(1).and_then(|at| sorted.get(at)).copied()
                && before > end
            {
                sorted.get_mut(at).into_iter().for_each(|slot| *slot = before);
                at -= 1;
            }
            crossings += (count - at) as u64;
            sorted.get_mut(at).into_iter().for_each(|slot| *slot = end);
            count += 1;
        };
        for node in self.row(row - 1) {
            match self.down(*node) {
                [one] => put(self.place(*one)),
                _ => {
                    for end in self.ends(*node, ends) {
                        put(*end);
                    }
                }
            }
        }
        crossings
    }

    /// The places of the nodes below a node, in order.
    #[inline(always)]
    fn ends<'a>(&self, node: u32, ends: &'a mut Vec<u32>) -> &'a [u32] {
        let down = self.down(node);
        ends.clear();
        for to in down {
            ends.push(self.place(*to));
        }
        if down.len() > 1 {
            sort_few(ends);
        }
        ends
    }

    /// Barth, Jünger and Mutzel, "Simple and Efficient Bilayer Cross Counting" (2002).
    fn crossings_of_many(&self, row: usize, tree: &mut Vec<u32>, ends: &mut Vec<u32>) -> u64 {
        let width = self.row(row).len().next_power_of_two();
        tree.clear();
        tree.resize(2 * width, 0);
        let tree = tree.as_mut_slice();
        let mut crossings = 0;
        for node in self.row(row - 1) {
            let ends = self.ends(*node, ends);
            for end in ends {
                // Edges from further left that end further right.
                let mut at = *end as usize + width;
                while at > 1 {
                    if at & 1 == 0 {
                        crossings += u64::from(tree.get(at + 1).copied().unwrap_or_default());
                    }
                    at >>= 1;
                }
            }
            for end in ends {
                let mut at = *end as usize + width;
                while let Some(count) = tree.get_mut(at) {
                    *count += 1;
                    at >>= 1;
                    if at == 0 {
                        break;
                    }
                }
            }
        }
        crossings
    }
}

/// Sorts numbers, of which there are most often a few.
pub(super) fn sort_few<T: Copy + Ord>(numbers: &mut [T]) {
    if numbers.len() > 48 {
        numbers.sort_unstable();
        return;
    }
    for begin in 1..numbers.len() {
        let Some(own) = numbers.get(begin).copied() else { return };
        let mut at = begin;
        while let Some(before) = at.checked_sub(1).and_then(|at| numbers.get(at)).copied()
            && before > own
        {
            numbers.get_mut(at).into_iter().for_each(|slot| *slot = before);
            at -= 1;
        }
        numbers.get_mut(at).into_iter().for_each(|slot| *slot = own);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pairs of edges that cross, each looked at by itself.
    fn crossings_one_by_one(layers: &Layers, edges: &[(u32, u32)]) -> u64 {
        let place = |(from, to): &(u32, u32)| (layers.row_of(*from), layers.place(*from), layers.place(*to));
        let mut sum = 0;
        for (at, one) in edges.iter().enumerate() {
            for other in edges.iter().skip(at + 1) {
                let (a, b) = (place(one), place(other));
                sum += u64::from(a.0 == b.0 && a.1 != b.1 && (a.1 < b.1) == (a.2 > b.2) && a.2 != b.2);
            }
        }
        sum
    }

    #[test]
    fn few_and_many_edges_are_counted_alike() {
        for width in [2_u32, 5, 9, 30] {
            let rank: Vec<i32> = (0..3 * width).map(|node| (node / width) as i32).collect();
            let mut edges: Vec<(u32, u32)> = Vec::new();
            let mut state = width;
            for _ in 0..4 * width {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let (from, to) = ((state >> 8) % (2 * width), (state >> 20) % width);
                edges.push((from, (from / width + 1) * width + to));
            }
            edges.sort_unstable();
            edges.dedup();
            let mut layers = Layers::new(&rank, &edges);
            assert_eq!(layers.crossings(), crossings_one_by_one(&layers, &edges));
            let before = layers.order().to_vec();
            let turned: Vec<u32> = layers.row(1).iter().rev().copied().collect();
            layers.set_row(1, &turned);
            assert_eq!(layers.crossings(), crossings_one_by_one(&layers, &edges));
            layers.move_before(2, 2 * width, END);
            assert_eq!(layers.place(2 * width), width - 1);
            layers.move_before(2, 2 * width, 2 * width + 1);
            layers.go_back(&before);
            assert_eq!(layers.order(), before);
            assert_eq!(layers.crossings(), crossings_one_by_one(&layers, &edges));
        }
    }

    #[test]
    fn what_is_taken_out_is_not_counted_and_comes_back() {
        let mut layers = Layers::new(&[0, 0, 1, 1], &[(0, 2), (0, 3), (1, 2)]);
        assert_eq!((layers.side(true).live(0), layers.side(false).live(2)), (2, 2));
        layers.take_out(2);
        assert!(layers.is_out(2) && layers.place(2) == 0);
        assert_eq!((layers.side(true).live(0), layers.side(true).live(1)), (1, 0));
        assert_eq!(layers.staying_from(1, 0), 3);
        layers.put_back(2);
        assert_eq!((layers.side(true).live(0), layers.side(true).live(1)), (2, 1));
    }
}
