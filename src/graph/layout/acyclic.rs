//! Cycles: which nodes lie on one, and which edges have to be turned so that none is left.

use super::table::{Lists, Table};

/// The strongly connected parts of more than one node, each in order of its nodes.
///
/// Tarjan, "Depth-First Search and Linear Graph Algorithms" (1972), without recursion.
pub(super) fn cycles(nodes: usize, edges: &[(u32, u32)]) -> Vec<Vec<u32>> {
    let out = Lists::of(nodes, edges.iter().copied());
    let mut number = Table::of(nodes, 0_u32);
    let mut low = Table::of(nodes, 0_u32);
    let mut is_open = Table::of(nodes, false);
    let mut open: Vec<u32> = Vec::new();
    let mut found = Vec::new();
    let mut next = 1;
    for root in 0..nodes as u32 {
        if number.at(root) != 0 {
            continue;
        }
        let mut path: Vec<(u32, usize)> = vec![(root, 0)];
        while let Some((node, at)) = path.last_mut() {
            let (node, edge) = (*node, *at);
            *at += 1;
            if edge == 0 {
                number.set(node, next);
                low.set(node, next);
                next += 1;
                open.push(node);
                is_open.set(node, true);
            }
            if let Some(to) = out.at(node).get(edge).copied() {
                if number.at(to) == 0 {
                    path.push((to, 0));
                } else if is_open.at(to) {
                    low.set(node, low.at(node).min(number.at(to)));
                }
                continue;
            }
            path.pop();
            if let Some((above, _)) = path.last() {
                low.set(*above, low.at(*above).min(low.at(node)));
            }
            if low.at(node) == number.at(node) {
                let begin = open.iter().rposition(|known| *known == node).unwrap_or_default();
                let mut part = open.split_off(begin);
                part.iter().for_each(|node| is_open.set(*node, false));
                if part.len() > 1 {
                    part.sort_unstable();
                    found.push(part);
                }
            }
        }
    }
    found.sort();
    found
}

/// For each edge whether it has to be turned, so that no cycle is left: those that lead back on the way that goes from
/// the first node on and always takes the first edge.
pub(super) fn turned(nodes: usize, edges: &[(u32, u32)]) -> Vec<bool> {
    let out = Lists::of(nodes, (0..).zip(edges).map(|(edge, (from, _))| (*from, edge)));
    let mut entered = Table::of(nodes, false);
    let mut is_on_path = Table::of(nodes, false);
    let mut turned = vec![false; edges.len()];
    for root in 0..nodes as u32 {
        if entered.at(root) {
            continue;
        }
        let mut path: Vec<(u32, usize)> = vec![(root, 0)];
        entered.set(root, true);
        is_on_path.set(root, true);
        while let Some((node, at)) = path.last_mut() {
            let node = *node;
            let edge = out.at(node).get(*at).copied();
            *at += 1;
            let Some(edge) = edge else {
                is_on_path.set(node, false);
                path.pop();
                continue;
            };
            let Some((_, to)) = edges.get(edge as usize).copied() else { continue };
            if is_on_path.at(to) {
                turned.get_mut(edge as usize).into_iter().for_each(|turned| *turned = true);
            } else if !entered.at(to) {
                entered.set(to, true);
                is_on_path.set(to, true);
                path.push((to, 0));
            }
        }
    }
    turned
}
