//! Where the nodes of each row stand, so that edges are short and long ones straight.
//!
//! The pieces of a long edge stand straight below each other, as far as that crosses nothing; then all are placed by the
//! network simplex method (Gansner et al. 1993, section 4.2), which finds the shortest edges that the order of the rows
//! allows.

use super::layers::Layers;
use super::simplex::{self, Edge};
use super::table::Table;

/// Distance between the nodes of a band and its border, in px.
const BAND_MARGIN: f32 = 22.0;
/// The least height of a band, in px.
const BAND_HEIGHT: i32 = 40;

/// The middle of each node from left to right, in px, the least left border 0, and the borders between the bands.
/// `widths` are those of the nodes, the first `nodes` of which are no pieces of long edges; `gap` is the least distance
/// between two of a row.
pub(super) fn positions(
    layers: &Layers,
    nodes: usize,
    widths: &Table<f32>,
    gap: f32,
    bands: u32,
) -> (Table<f32>, Vec<f32>) {
    let is_piece = |node: u32| node as usize >= nodes;
    let count = layers.len();
    // Blocks: a node, or the pieces of a long edge as far as they can stand straight.
    let mut block = Table::of(count as usize, u32::MAX);
    let mut blocks = 0_u32;
    for row in 0..layers.height() {
        // Pieces that go on straight must not change sides: two long edges that cross do it where one of them bends.
        let mut last = None;
        for node in layers.row(row) {
            let above = layers.up(*node).first().copied().filter(|above| is_piece(*node) && is_piece(*above));
            let straight = above.filter(|above| last.is_none_or(|last| layers.place(*above) > last));
            match straight {
                Some(above) => {
                    last = Some(layers.place(above));
                    block.set(*node, block.at(above));
                }
                None => {
                    block.set(*node, blocks);
                    blocks += 1;
                }
            }
        }
    }
    let mut edges: Vec<Edge> = Vec::with_capacity(3 * count as usize);
    for row in 0..layers.height() {
        for pair in layers.row(row).windows(2) {
            let [left, right] = *pair else { continue };
            let distance = (widths.at(left) + widths.at(right)) / 2.0
                + gap_between(is_piece(left), is_piece(right), gap);
            edges.push(Edge {
                from: block.at(left),
                to: block.at(right),
                length: distance.ceil() as i32,
                weight: 0,
            });
        }
    }
    // A border between two bands is a node of its own, right of the one and left of the other.
    let borders = blocks;
    let count_borders = bands.saturating_sub(1);
    for row in 0..layers.height() {
        for border in 0..count_borders {
            let end = layers.gaps_of_band(row, border).1 as usize;
            let margin = |node: u32| (widths.at(node) / 2.0 + BAND_MARGIN).ceil() as i32;
            let nodes = layers.row(row);
            if let Some(left) = end.checked_sub(1).and_then(|at| nodes.get(at)) {
                edges.push(Edge {
                    from: block.at(*left),
                    to: borders + border,
                    length: margin(*left),
                    weight: 0,
                });
            }
            if let Some(right) = nodes.get(end) {
                edges.push(Edge {
                    from: borders + border,
                    to: block.at(*right),
                    length: margin(*right),
                    weight: 0,
                });
            }
        }
    }
    for border in 1..count_borders {
        let (from, to) = (borders + border - 1, borders + border);
        edges.push(Edge { from, to, length: BAND_HEIGHT, weight: 1 });
    }
    edges.sort_unstable_by_key(|edge| (edge.from, edge.to, std::cmp::Reverse(edge.length)));
    edges.dedup_by_key(|edge| (edge.from, edge.to));
    // What pulls two blocks together is a node of its own that wants to stand left of both.
    let mut auxiliary = blocks + count_borders;
    for node in 0..count {
        for to in layers.down(node) {
            let (from, to_block) = (block.at(node), block.at(*to));
            if from == to_block {
                continue;
            }
            let weight = match (is_piece(node), is_piece(*to)) {
                (true, true) => 8,
                (false, false) => 2,
                _ => 1,
            };
            for end in [from, to_block] {
                edges.push(Edge { from: auxiliary, to: end, length: 0, weight });
            }
            auxiliary += 1;
        }
    }
    let most_pivots = if auxiliary < 20_000 { 2_000 } else { 300 };
    let places = simplex::places(auxiliary as usize, &edges, most_pivots);
    let mut positions = Table::of(count as usize, 0.0);
    let mut left = f32::MAX;
    for node in 0..count {
        let x = places.at(block.at(node)) as f32;
        left = left.min(x - widths.at(node) / 2.0);
        positions.set(node, x);
    }
    positions.slice_mut().iter_mut().for_each(|x| *x -= left);
    let borders = (0..count_borders).map(|border| places.at(borders + border) as f32 - left).collect();
    (positions, borders)
}

/// Lines may run closer to each other than nodes.
fn gap_between(is_left_piece: bool, is_right_piece: bool, gap: f32) -> f32 {
    if is_left_piece && is_right_piece { gap / 2.0 } else { gap }
}
