//! Ranks: which row each node stands in, so that every edge leads downwards and all edges together are as short as can
//! be.

use super::simplex::{self, Edge};
use super::table::{Lists, Table};

/// The rank of each node, the least 0, of a connected acyclic graph. `edges` lead from the upper to the lower node.
pub(super) fn ranks(nodes: usize, edges: &[(u32, u32)]) -> Table<i32> {
    let lines: Vec<Edge> =
        edges.iter().map(|(from, to)| Edge { from: *from, to: *to, length: 1, weight: 1 }).collect();
    let mut rank = simplex::places(nodes, &lines, 50 * nodes + 1000);
    let least = rank.slice().iter().min().copied().unwrap_or_default();
    rank.slice_mut().iter_mut().for_each(|rank| *rank -= least);
    balance(nodes, edges, &mut rank);
    rank
}

/// A node with as many edges above as below may stand anywhere between: where there is most room.
fn balance(nodes: usize, edges: &[(u32, u32)], rank: &mut Table<i32>) {
    let up = Lists::of(nodes, edges.iter().map(|(from, to)| (*to, *from)));
    let down = Lists::of(nodes, edges.iter().copied());
    let most = rank.slice().iter().max().copied().unwrap_or_default();
    let mut counts = Table::of(most as usize + 1, 0_u32);
    for rank in rank.slice() {
        counts.set(*rank as u32, counts.at(*rank as u32) + 1);
    }
    for node in 0..nodes as u32 {
        let (above, below) = (up.at(node), down.at(node));
        if above.len() != below.len() {
            continue;
        }
        let high = above.iter().map(|node| rank.at(*node)).max().map_or(0, |rank| rank + 1);
        let low = below.iter().map(|node| rank.at(*node)).min().map_or(0, |rank| rank - 1);
        let own = rank.at(node);
        let roomiest = (high..=low).min_by_key(|rank| (counts.at(*rank as u32), (rank - own).abs()));
        let Some(best) = roomiest.filter(|best| counts.at(*best as u32) + 1 < counts.at(own as u32)) else {
            continue;
        };
        counts.set(own as u32, counts.at(own as u32).saturating_sub(1));
        counts.set(best as u32, counts.at(best as u32) + 1);
        rank.set(node, best);
    }
}
