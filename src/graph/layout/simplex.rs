//! The network simplex method: places on a line, so that every edge is at least as long as it has to be and all edges
//! together, by their weights, are as short as can be.
//!
//! Gansner, Koutsofios, North and Vo, "A Technique for Drawing Directed Graphs" (1993), section 2.

use super::table::{Lists, Table, at, part};

/// No edge, no node.
const NONE: u32 = u32::MAX;

/// An edge from a node to one that has to stand at least `length` further on.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Edge {
    pub(super) from: u32,
    pub(super) to: u32,
    pub(super) length: i32,
    pub(super) weight: i32,
}

/// The place of each node of a connected acyclic graph. `most_pivots` bounds the work: with fewer than it needs the
/// places are valid, and edges longer than they could be.
pub(super) fn places(nodes: usize, edges: &[Edge], most_pivots: usize) -> Table<i32> {
    let mut simplex = Simplex::new(nodes, edges);
    simplex.begin();
    simplex.grow_tree();
    simplex.pivot(most_pivots);
    simplex.place
}

struct Simplex<'a> {
    nodes: u32,
    edges: &'a [Edge],
    /// Positions of the edges that begin and end at a node.
    out: Lists,
    into: Lists,
    place: Table<i32>,
    /// The spanning tree: for each node the edge to its parent, and all of its edges.
    parent_edge: Table<u32>,
    tree: Tree,
    /// Numbers in postorder: a subtree is a range of them.
    low: Table<u32>,
    lim: Table<u32>,
    /// The node of each number.
    numbered: Table<u32>,
    /// How much more weight leaves a node than enters it.
    own: Table<i32>,
    /// How much more weight leaves the subtree of a node than enters it.
    net: Table<i32>,
    /// How much shorter all edges together become, by their weights, when what hangs below a node moves against its edge: the
    /// cut value of the tree edge above it.
    cut: Table<i32>,
    /// The ends of each edge: of the edge `n` at `2 * n` and the next.
    ends: Table<u32>,
}

impl<'a> Simplex<'a> {
    fn new(nodes: usize, edges: &'a [Edge]) -> Simplex<'a> {
        let mut own = Table::of(nodes, 0);
        let mut ends = Table::of(2 * edges.len(), 0);
        let mut half = 0;
        for edge in edges {
            own.set(edge.from, own.at(edge.from) + edge.weight);
            own.set(edge.to, own.at(edge.to) - edge.weight);
            ends.set(half, edge.from);
            ends.set(half + 1, edge.to);
            half += 2;
        }
        let numbered = || (0..).zip(edges.iter());
        Simplex {
            nodes: nodes as u32,
            edges,
            out: Lists::of(nodes, numbered().map(|(at, edge)| (edge.from, at))),
            into: Lists::of(nodes, numbered().map(|(at, edge)| (edge.to, at))),
            place: Table::of(nodes, 0),
            parent_edge: Table::of(nodes, NONE),
            tree: Tree::of(nodes, edges.len()),
            low: Table::of(nodes, NONE),
            lim: Table::of(nodes, 0),
            own,
            net: Table::of(nodes, 0),
            cut: Table::of(nodes, 0),
            numbered: Table::of(nodes, 0),
            ends,
        }
    }

    #[inline(always)]
    fn ends(&self, edge: u32) -> (u32, u32) {
        (self.ends.at(2 * edge), self.ends.at(2 * edge + 1))
    }

    #[inline(always)]
    fn slack(&self, edge: u32) -> i32 {
        let edge = self.edges.get(edge as usize).copied().unwrap_or_default();
        self.place.at(edge.to) - self.place.at(edge.from) - edge.length
    }

    #[inline(always)]
    fn other(&self, edge: u32, node: u32) -> u32 {
        let (from, to) = self.ends(edge);
        if from == node { to } else { from }
    }

    /// Places by the longest path, then every node as far on as it can go when more weight leads on from it.
    fn begin(&mut self) {
        let mut waiting: Table<u32> = Table::of(self.nodes as usize, 0);
        let mut sorted: Vec<u32> = Vec::with_capacity(self.nodes as usize);
        for node in 0..self.nodes {
            waiting.set(node, self.into.at(node).len() as u32);
            if self.into.at(node).is_empty() {
                sorted.push(node);
            }
        }
        let mut next = 0;
        while let Some(node) = sorted.get(next).copied() {
            next += 1;
            for edge in self.out.at(node) {
                let Some(Edge { to, length, .. }) = self.edges.get(*edge as usize).copied() else { continue };
                self.place.set(to, self.place.at(to).max(self.place.at(node) + length));
                waiting.set(to, waiting.at(to).saturating_sub(1));
                if waiting.at(to) == 0 {
                    sorted.push(to);
                }
            }
        }
        for node in sorted.iter().rev().copied() {
            let out = self.out.at(node);
            if self.own.at(node) > 0 {
                let ends = out.iter().filter_map(|edge| self.edges.get(*edge as usize));
                let most = ends.map(|edge| self.place.at(edge.to) - edge.length).min();
                self.place.set(node, most.unwrap_or_else(|| self.place.at(node)));
            }
        }
    }

    /// Grows a spanning tree of edges without slack, moving what is already in it where no such edge leads on.
    fn grow_tree(&mut self) {
        let mut members: Vec<u32> = Vec::with_capacity(self.nodes as usize);
        let mut is_member = Table::of(self.nodes as usize, false);
        if self.nodes > 0 {
            members.push(0);
            is_member.set(0, true);
        }
        let mut next = 0;
        loop {
            while let Some(node) = members.get(next).copied() {
                next += 1;
                for side in 0..2 {
                    let count = if side == 0 { self.out.at(node).len() } else { self.into.at(node).len() };
                    for at in 0..count {
                        let list = if side == 0 { self.out.at(node) } else { self.into.at(node) };
                        let Some(edge) = list.get(at).copied() else { continue };
                        let other = self.other(edge, node);
                        if !is_member.at(other) && self.slack(edge) == 0 {
                            is_member.set(other, true);
                            members.push(other);
                            self.add_to_tree(edge);
                        }
                    }
                }
            }
            if members.len() as u32 >= self.nodes {
                return;
            }
            let mut best = (i32::MAX, NONE);
            for edge in 0..self.edges.len() as u32 {
                let (from, to) = self.ends(edge);
                if is_member.at(from) != is_member.at(to) {
                    best = best.min((self.slack(edge), edge));
                }
            }
            let (slack, edge) = best;
            if edge == NONE {
                // Not connected: nothing leads on.
                return;
            }
            let (from, to) = self.ends(edge);
            let shift = if is_member.at(from) { slack } else { -slack };
            for member in &members {
                self.place.set(*member, self.place.at(*member) + shift);
            }
            let new = if is_member.at(from) { to } else { from };
            is_member.set(new, true);
            members.push(new);
            self.add_to_tree(edge);
        }
    }

    fn add_to_tree(&mut self, edge: u32) {
        let (from, to) = self.ends(edge);
        self.tree.add(from, 2 * edge);
        self.tree.add(to, 2 * edge + 1);
    }

    fn remove_from_tree(&mut self, edge: u32) {
        let (from, to) = self.ends(edge);
        self.tree.remove(from, 2 * edge);
        self.tree.remove(to, 2 * edge + 1);
    }

    /// Numbers the subtree below `root`, which hangs on `parent_edge`, in postorder from `first` on, and counts for
    /// every node in it how many more edges leave its subtree than enter it.
    fn number(&mut self, root: u32, parent_edge: u32, first: u32) {
        let mut next = first;
        self.enter(root, parent_edge, next);
        let mut node = root;
        let mut own = parent_edge;
        let mut half = self.tree.first.at(root);
        loop {
            if half == NONE {
                let net = self.net.at(node);
                self.lim.set(node, next);
                self.numbered.set(next, node);
                next += 1;
                if own == NONE {
                    return;
                }
                // The half of its edge that lies at the parent.
                let is_tail = self.ends.at(2 * own) == node;
                let back = 2 * own + u32::from(is_tail);
                self.cut.set(node, if is_tail { net } else { -net });
                if node == root {
                    return;
                }
                node = self.ends.at(back);
                own = self.parent_edge.at(node);
                self.net.set(node, self.net.at(node) + net);
                half = self.tree.next.at(back);
            } else if half / 2 == own {
                half = self.tree.next.at(half);
            } else {
                let child = self.ends.at(half ^ 1);
                if self.parent_edge.at(child) == half / 2 && self.low.at(child) == next {
                    // As it was, with all that hangs below it.
                    self.net.set(node, self.net.at(node) + self.net.at(child));
                    next = self.lim.at(child) + 1;
                    half = self.tree.next.at(half);
                } else {
                    own = half / 2;
                    self.enter(child, own, next);
                    node = child;
                    half = self.tree.first.at(child);
                }
            }
        }
    }

    #[inline(always)]
    fn enter(&mut self, node: u32, parent_edge: u32, first: u32) {
        self.parent_edge.set(node, parent_edge);
        self.low.set(node, first);
        self.net.set(node, self.own.at(node));
    }

    #[inline(always)]
    fn is_below(&self, node: u32, top: u32) -> bool {
        (self.low.at(top)..=self.lim.at(top)).contains(&self.lim.at(node))
    }

    fn pivot(&mut self, most: usize) {
        if self.nodes == 0 {
            return;
        }
        self.number(0, NONE, 0);
        let mut search = 0_u32;
        for _ in 0..most {
            let Some(leave) = self.leaving(&mut search) else { return };
            let Some(enter) = self.entering(leave) else { return };
            self.exchange(leave, enter);
        }
    }

    /// A node whose tree edge makes edges longer than they need be: of the next few the worst.
    fn leaving(&self, search: &mut u32) -> Option<u32> {
        const ENOUGH: u32 = 30;
        let cuts = self.cut.slice();
        let mut worst = (0, NONE);
        let mut seen = 0;
        let mut node = *search;
        for _ in 0..self.nodes {
            let cut = at(cuts, node);
            if cut < 0 {
                if cut < worst.0 {
                    worst = (cut, node);
                }
                seen += 1;
            }
            node = if node + 1 < self.nodes { node + 1 } else { 0 };
            if seen >= ENOUGH {
                break;
            }
        }
        *search = node;
        (worst.1 != NONE).then_some(worst.1)
    }

    /// The edge that takes the place of the one above `top`: of those that lead the other way between the halves the
    /// one with the least slack. It is looked for from the smaller half.
    fn entering(&mut self, top: u32) -> Option<u32> {
        let (_, to) = self.ends(self.parent_edge.at(top));
        let (low, lim) = (self.low.at(top), self.lim.at(top));
        let is_small = self.is_small(top);
        let looks_out = (top == to) == is_small;
        let (starts, values) = if looks_out { &self.out } else { &self.into }.slices();
        let other = u32::from(looks_out);
        let (ends, lims, place) = (self.ends.slice(), self.lim.slice(), self.place.slice());
        let mut best = (i32::MAX, NONE);
        for (begin, end) in self.half(top, is_small) {
            for node in self.numbered.part(begin, end) {
                for edge in part(values, at(starts, *node), at(starts, *node + 1)) {
                    let number = at(lims, at(ends, 2 * *edge + other));
                    if (low <= number && number <= lim) != is_small {
                        let length = self.edges.get(*edge as usize).map_or(0, |edge| edge.length);
                        let (from, to) = (at(ends, 2 * *edge), at(ends, 2 * *edge + 1));
                        let slack = at(place, to) - at(place, from) - length;
                        if slack < best.0 || slack == best.0 && *edge < best.1 {
                            best = (slack, *edge);
                        }
                    }
                }
                if best.0 == 0 {
                    return Some(best.1);
                }
            }
        }
        (best.1 != NONE).then_some(best.1)
    }

    /// Whether at most half of all nodes hang below one, it included.
    fn is_small(&self, top: u32) -> bool {
        2 * (self.lim.at(top) - self.low.at(top) + 1) <= self.nodes
    }

    /// The numbers of the nodes below `top`, or of all others.
    fn half(&self, top: u32, is_below: bool) -> [(u32, u32); 2] {
        let (low, end) = (self.low.at(top), self.lim.at(top) + 1);
        if is_below { [(low, end), (0, 0)] } else { [(0, low), (end, self.nodes)] }
    }

    /// Puts `enter` into the tree in place of the edge above `top`, and moves the subtree so that it has no slack.
    fn exchange(&mut self, top: u32, enter: u32) {
        let (from, to) = self.ends(enter);
        let slack = self.slack(enter);
        if slack > 0 {
            // Either half can be moved.
            let is_small = self.is_small(top);
            let shift = if self.is_below(from, top) == is_small { slack } else { -slack };
            for (begin, end) in self.half(top, is_small) {
                for node in self.numbered.part(begin, end) {
                    self.place.set(*node, self.place.at(*node) + shift);
                }
            }
        }
        // Only what hangs below the node where the ends of the new edge meet changes its place in the tree, and of that
        // only what hangs on the ways from there to its ends changes what hangs below itself.
        let mut meeting = from;
        while !self.is_below(to, meeting) {
            let edge = self.parent_edge.at(meeting);
            if edge == NONE {
                break;
            }
            meeting = self.other(edge, meeting);
        }
        let first = self.low.at(meeting);
        for mut node in [from, to] {
            while node != meeting {
                self.low.set(node, NONE);
                node = self.other(self.parent_edge.at(node), node);
            }
        }
        let leave = self.parent_edge.at(top);
        self.remove_from_tree(leave);
        self.add_to_tree(enter);
        let parent = self.parent_edge.at(meeting);
        self.number(meeting, parent, first);
    }
}

/// The edges of the tree at each node, in the order in which they came: lists of half edges, of which `2 * edge` lies at
/// the node where it begins, and the next at the one where it ends.
struct Tree {
    first: Table<u32>,
    last: Table<u32>,
    next: Table<u32>,
    before: Table<u32>,
}

impl Tree {
    fn of(nodes: usize, edges: usize) -> Tree {
        Tree {
            first: Table::of(nodes, NONE),
            last: Table::of(nodes, NONE),
            next: Table::of(2 * edges, NONE),
            before: Table::of(2 * edges, NONE),
        }
    }

    fn add(&mut self, node: u32, half: u32) {
        let last = self.last.at(node);
        self.before.set(half, last);
        self.next.set(half, NONE);
        match last {
            NONE => self.first.set(node, half),
            last => self.next.set(last, half),
        }
        self.last.set(node, half);
    }

    fn remove(&mut self, node: u32, half: u32) {
        let (before, next) = (self.before.at(half), self.next.at(half));
        match before {
            NONE => self.first.set(node, next),
            before => self.next.set(before, next),
        }
        match next {
            NONE => self.last.set(node, before),
            next => self.before.set(next, before),
        }
    }
}
