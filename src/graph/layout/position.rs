//! Where the nodes of each row stand, so that edges are short and long ones straight.
//!
//! Brandes and Köpf, "Fast and Simple Horizontal Coordinate Assignment" (2001): four drawings, each with as many
//! straight edges as it can have, pushed to one side; the picture is the mean of the two in the middle. The drawings
//! are compacted over the graph of their blocks, which keeps every distance.

use super::layers::Layers;
use super::table::Table;

/// The middle of each node from left to right, in px, the least left border 0. `widths` are those of the nodes, the
/// first `nodes` of which are no pieces of long edges; `gap` is the least distance between two of a row.
pub(super) fn positions(layers: &Layers, nodes: usize, widths: &Table<f32>, gap: f32) -> Table<f32> {
    let conflicts = conflicts(layers, nodes);
    let mut drawings: Vec<Table<f32>> = Vec::with_capacity(4);
    for side in [Side::LEFT_UP, Side::RIGHT_UP, Side::LEFT_DOWN, Side::RIGHT_DOWN] {
        let root = blocks(layers, &conflicts, side);
        drawings.push(compacted(layers, &root, widths, gap, side));
    }
    let count = layers.len();
    let extent = |drawing: &Table<f32>| {
        (0..count).fold((f32::MAX, f32::MIN), |(least, most), node| {
            let (x, half) = (drawing.at(node), widths.at(node) / 2.0);
            (least.min(x - half), most.max(x + half))
        })
    };
    let extents: Vec<(f32, f32)> = drawings.iter().map(extent).collect();
    let narrowest = extents.iter().copied().min_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)));
    let Some((least, most)) = narrowest else { return Table::default() };
    for ((drawing, side), extent) in drawings.iter_mut().zip([true, false, true, false]).zip(&extents) {
        let shift = if side { least - extent.0 } else { most - extent.1 };
        drawing.slice_mut().iter_mut().for_each(|x| *x += shift);
    }
    let mut positions = Table::of(count as usize, 0.0);
    let mut left = f32::MAX;
    for node in 0..count {
        let mut four = [0.0_f32; 4];
        for (x, drawing) in four.iter_mut().zip(&drawings) {
            *x = drawing.at(node);
        }
        four.sort_by(f32::total_cmp);
        let [_, low, high, _] = four;
        let x = (low + high) / 2.0;
        left = left.min(x - widths.at(node) / 2.0);
        positions.set(node, x);
    }
    positions.slice_mut().iter_mut().for_each(|x| *x -= left);
    positions
}

/// Towards which side a drawing is pushed, and to which neighbours its nodes are aligned.
#[derive(Clone, Copy)]
struct Side {
    is_left: bool,
    is_up: bool,
}

impl Side {
    const LEFT_UP: Side = Side { is_left: true, is_up: true };
    const RIGHT_UP: Side = Side { is_left: false, is_up: true };
    const LEFT_DOWN: Side = Side { is_left: true, is_up: false };
    const RIGHT_DOWN: Side = Side { is_left: false, is_up: false };
}

/// Edges that may not be straight because they cross a piece of a long edge, which should be: lower end by upper end
/// in order.
fn conflicts(layers: &Layers, nodes: usize) -> Vec<(u32, u32)> {
    let is_piece = |node: u32| node as usize >= nodes;
    let mut found = Vec::new();
    for row in 1..layers.height() {
        let lower = layers.row(row);
        let mut scanned = 0;
        let mut left = 0;
        for (at, node) in lower.iter().enumerate() {
            let inner = layers.up(*node).first().filter(|up| is_piece(*node) && is_piece(**up));
            let is_last = at + 1 == lower.len();
            if inner.is_none() && !is_last {
                continue;
            }
            let right = inner.map_or(layers.row(row - 1).len() as u32, |up| layers.place(*up));
            for other in lower.get(scanned..=at).unwrap_or_default() {
                for up in layers.up(*other) {
                    let place = layers.place(*up);
                    let is_inner = is_piece(*up) && is_piece(*other);
                    if (place < left || place > right) && !is_inner {
                        found.push((*up, *other));
                    }
                }
            }
            scanned = at + 1;
            left = right;
        }
    }
    found.sort_unstable();
    found
}

/// Blocks of nodes that stand straight below each other: for each node the first of its block.
fn blocks(layers: &Layers, conflicts: &[(u32, u32)], side: Side) -> Table<u32> {
    let count = layers.len() as usize;
    let (mut root, mut align) = (Table::of(count, 0), Table::of(count, 0));
    for node in 0..layers.len() {
        root.set(node, node);
        align.set(node, node);
    }
    let height = layers.height();
    let mut near: Vec<u32> = Vec::new();
    for step in 1..height {
        let row = if side.is_up { step } else { height - 1 - step };
        let width = layers.row(if side.is_up { row - 1 } else { row + 1 }).len() as i64;
        // Places as seen from the side.
        let seen = |place: u32| if side.is_left { i64::from(place) } else { width - 1 - i64::from(place) };
        let mut last = -1;
        let nodes = layers.row(row);
        for at in 0..nodes.len() {
            let at = if side.is_left { at } else { nodes.len() - 1 - at };
            let Some(node) = nodes.get(at).copied() else { continue };
            near.clear();
            near.extend_from_slice(if side.is_up { layers.up(node) } else { layers.down(node) });
            near.sort_unstable_by_key(|near| seen(layers.place(*near)));
            let (low, high) = (near.len().saturating_sub(1) / 2, near.len() / 2);
            for middle in low..=high {
                let Some(other) = near.get(middle).copied() else { continue };
                let edge = if side.is_up { (other, node) } else { (node, other) };
                let is_free = align.at(node) == node && last < seen(layers.place(other));
                if is_free && conflicts.binary_search(&edge).is_err() {
                    align.set(other, node);
                    root.set(node, root.at(other));
                    align.set(node, root.at(node));
                    last = seen(layers.place(other));
                }
            }
        }
    }
    root
}

/// The least place of each node when all blocks are pushed to one side, and drawn back towards the other where that
/// shortens what lies between.
fn compacted(layers: &Layers, root: &Table<u32>, widths: &Table<f32>, gap: f32, side: Side) -> Table<f32> {
    let count = layers.len() as usize;
    // Neighbours in a row, seen from the side: block, next block, distance.
    let mut pairs: Vec<(u32, u32, f32)> = Vec::with_capacity(count);
    for row in 0..layers.height() {
        for pair in layers.row(row).windows(2) {
            let [left, right] = *pair else { continue };
            let distance = (widths.at(left) + widths.at(right)) / 2.0 + gap;
            let (left, right) = (root.at(left), root.at(right));
            pairs.push(if side.is_left { (left, right, distance) } else { (right, left, distance) });
        }
    }
    let mut starts = Table::of(count + 1, 0_u32);
    let mut waiting = Table::of(count, 0_u32);
    for (from, to, _) in &pairs {
        starts.set(from + 1, starts.at(from + 1) + 1);
        waiting.set(*to, waiting.at(*to) + 1);
    }
    let mut sum = 0;
    for start in starts.slice_mut() {
        sum += *start;
        *start = sum;
    }
    let mut next = starts.clone();
    let mut sorted_pairs: Table<(u32, f32)> = Table::of(pairs.len(), (0, 0.0));
    for (from, to, distance) in &pairs {
        sorted_pairs.set(next.at(*from), (*to, *distance));
        next.set(*from, next.at(*from) + 1);
    }
    let mut sorted: Vec<u32> = (0..layers.len()).filter(|node| root.at(*node) == *node && waiting.at(*node) == 0).collect();
    let mut x: Table<f32> = Table::of(count, 0.0);
    let mut at = 0;
    while let Some(block) = sorted.get(at).copied() {
        at += 1;
        for (to, distance) in sorted_pairs.part(starts.at(block), starts.at(block + 1)) {
            x.set(*to, x.at(*to).max(x.at(block) + distance));
            waiting.set(*to, waiting.at(*to).saturating_sub(1));
            if waiting.at(*to) == 0 {
                sorted.push(*to);
            }
        }
    }
    for block in sorted.iter().rev().copied() {
        let after = sorted_pairs.part(starts.at(block), starts.at(block + 1));
        let most = after.iter().map(|(to, distance)| x.at(*to) - distance).fold(f32::MAX, f32::min);
        if most < f32::MAX {
            x.set(block, x.at(block).max(most));
        }
    }
    let sign = if side.is_left { 1.0 } else { -1.0 };
    let mut places = Table::of(count, 0.0);
    for node in 0..layers.len() {
        places.set(node, sign * x.at(root.at(node)));
    }
    places
}
