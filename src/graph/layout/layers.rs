//! Nodes in rows, edges from each row to the next: what the order is looked for in.

use super::table::{Lists, Table};
use std::rc::Rc;

/// The end of a row, where a node could be named.
pub(super) const END: u32 = u32::MAX;

/// A node that is to be moved: its row, the node it comes to stand before, its order among several, itself.
pub(super) type Move = (u32, u32, u32, u32);

/// Rows of nodes whose edges lead from one row to the next.
#[derive(Clone, Debug)]
pub(super) struct Layers {
    /// The nodes of each row, in order.
    rows: Vec<Vec<u32>>,
    row: Table<u32>,
    /// The place of each node in its row.
    place: Table<u32>,
    /// The band of each node; empty without bands. The bands of a row stand in order.
    bands: Vec<u32>,
    /// Nodes that are taken out for now: they keep their place, and are not seen.
    out: Table<bool>,
    up: Rc<Lists>,
    down: Rc<Lists>,
}

impl Layers {
    /// Nodes in the rows that their ranks say, in the order of their numbers.
    pub(super) fn new(rank: &[i32], edges: &[(u32, u32)]) -> Layers {
        let most = rank.iter().max().copied().unwrap_or(-1);
        let mut layers = Layers {
            rows: vec![Vec::new(); (most + 1) as usize],
            row: Table::of(rank.len(), 0),
            place: Table::of(rank.len(), 0),
            bands: Vec::new(),
            out: Table::of(rank.len(), false),
            up: Rc::new(Lists::of(rank.len(), edges.iter().map(|(from, to)| (*to, *from)))),
            down: Rc::new(Lists::of(rank.len(), edges.iter().copied())),
        };
        for (node, rank) in (0..).zip(rank) {
            layers.row.set(node, *rank as u32);
            if let Some(row) = layers.rows.get_mut(*rank as usize) {
                layers.place.set(node, row.len() as u32);
                row.push(node);
            }
        }
        layers
    }

    /// Puts the nodes of each row into bands.
    pub(super) fn set_bands(&mut self, bands: Vec<u32>) {
        self.bands = bands;
        for row in 0..self.height() {
            let nodes = self.row(row).to_vec();
            self.set_row(row, nodes);
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
        self.rows.len()
    }

    /// The nodes of a row, in order.
    #[inline(always)]
    pub(super) fn row(&self, row: usize) -> &[u32] {
        self.rows.get(row).map_or(&[], Vec::as_slice)
    }

    /// The row of a node.
    #[inline(always)]
    pub(super) fn row_of(&self, node: u32) -> usize {
        self.row.at(node) as usize
    }

    /// The place of a node in its row.
    #[inline(always)]
    pub(super) fn place(&self, node: u32) -> u32 {
        self.place.at(node)
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

    /// Whether a node is taken out.
    #[inline(always)]
    pub(super) fn is_out(&self, node: u32) -> bool {
        self.out.at(node)
    }

    /// Takes a node out: it keeps its place, and is not seen.
    pub(super) fn take_out(&mut self, node: u32) {
        self.out.set(node, true);
    }

    /// Puts a node back that was taken out.
    pub(super) fn put_back(&mut self, node: u32) {
        self.out.set(node, false);
    }

    /// Gives a row its nodes in an order, those of one band together.
    pub(super) fn set_row(&mut self, row: usize, mut nodes: Vec<u32>) {
        if !self.bands.is_empty() {
            nodes.sort_by_key(|node| self.band(*node));
        }
        for (place, node) in (0..).zip(&nodes) {
            self.place.set(*node, place);
        }
        if let Some(slot) = self.rows.get_mut(row) {
            *slot = nodes;
        }
    }

    /// The first node from a gap on that is not taken out; [`END`] when there is none.
    pub(super) fn staying_from(&self, row: usize, gap: u32) -> u32 {
        let nodes = self.row(row).get(gap as usize..).unwrap_or_default();
        nodes.iter().find(|node| !self.is_out(**node)).copied().unwrap_or(END)
    }

    /// Moves a node of a row to the place before another, or to the end.
    pub(super) fn move_before(&mut self, row: usize, node: u32, other: u32) {
        let from = self.place.at(node) as usize;
        let Some(nodes) = self.rows.get_mut(row) else { return };
        let to = if other == END { nodes.len() } else { self.place.at(other) as usize };
        let (begin, end) = if from < to { (from, to) } else { (to, from + 1) };
        let Some(stretch) = nodes.get_mut(begin..end) else { return };
        if from < to {
            stretch.rotate_left(1);
        } else {
            stretch.rotate_right(1);
        }
        for (place, node) in (begin as u32..).zip(stretch.iter()) {
            self.place.set(*node, place);
        }
    }

    /// How many pairs of edges cross.
    ///
    /// Barth, Jünger and Mutzel, "Simple and Efficient Bilayer Cross Counting" (2002).
    pub(super) fn crossings(&self) -> u64 {
        let (mut tree, mut ends) = (Vec::new(), Vec::new());
        (1..self.height()).map(|row| self.crossings_above(row, &mut tree, &mut ends)).sum()
    }

    fn crossings_above(&self, row: usize, tree: &mut Vec<u32>, ends: &mut Vec<u32>) -> u64 {
        let width = self.row(row).len().next_power_of_two();
        tree.clear();
        tree.resize(2 * width, 0);
        let mut crossings = 0;
        for node in self.row(row - 1) {
            ends.clear();
            ends.extend(self.down(*node).iter().map(|to| self.place(*to)));
            ends.sort_unstable();
            for end in ends.iter() {
                // Edges from further left that end further right.
                let mut at = *end as usize + width;
                while at > 1 {
                    if at.is_multiple_of(2) {
                        crossings += u64::from(tree.get(at + 1).copied().unwrap_or_default());
                    }
                    at /= 2;
                }
            }
            for end in ends.iter() {
                let mut at = *end as usize + width;
                while at > 0 {
                    if let Some(count) = tree.get_mut(at) {
                        *count += 1;
                    }
                    at /= 2;
                }
            }
        }
        crossings
    }
}
