//! What another state of the tree had and this one has not: nodes and edges that are drawn beside the others, as ghosts.

use super::{Edge, Graph, Node};
use crate::plan::Place;

/// What kind of node is gone.
pub const GONE: &str = "gone";
/// What is said of an edge that is not stated any more.
pub const WAS: &str = "was";
/// What is said of an edge that was not stated before.
pub const NEW: &str = "new";

/// An edge that came, or that is not stated any more.
#[derive(Clone, Copy, Debug)]
pub struct Ghost<'a> {
    /// What needs, by id.
    pub from: &'a str,
    /// What is needed, by id.
    pub to: &'a str,
    /// Whether it came.
    pub is_new: bool,
}

impl Graph {
    /// The graph with what is gone in it, and with edges that say whether they came or are gone. Ghosts count for nothing:
    /// no dependency is stated by them.
    pub fn with_ghosts(mut self, gone: &[(&str, &str)], edges: &[Ghost<'_>]) -> Graph {
        let is_known = |graph: &Graph, id: &str| graph.find(id).is_some();
        let places: Vec<String> = self.nodes.iter().map(|node| node.id.clone()).collect();
        for (id, label) in gone.iter().filter(|(id, _)| !is_known(&self, id)).collect::<Vec<_>>() {
            self.nodes.push(Node {
                id: (*id).to_owned(),
                label: (*label).to_owned(),
                kind: GONE,
                status: None,
                parent: None,
                archived: false,
            });
        }
        crate::order::sort_by(&mut self.nodes, |a, b| a.id.cmp(&b.id));
        // Edges know their ends by place, and places have moved.
        let moved: Vec<Option<usize>> = places.iter().map(|id| self.find(id)).collect();
        let place = |at: usize| moved.get(at).copied().flatten().unwrap_or(at);
        for edge in &mut self.edges {
            (edge.from, edge.to) = (place(edge.from), place(edge.to));
        }
        for ghost in edges {
            let (Some(from), Some(to)) = (self.find(ghost.from), self.find(ghost.to)) else { continue };
            let kind = if ghost.is_new { NEW } else { WAS };
            let known = self.edges.iter_mut().find(|edge| (edge.from, edge.to) == (from, to));
            match known {
                // One side may say it no longer, and the other still does.
                Some(edge) if ghost.is_new && !edge.kinds.contains(&NEW) => edge.kinds.push(kind),
                Some(_) => {}
                None if ghost.is_new => {}
                None => self.edges.push(Edge { from, to, kinds: vec![kind], evidence: Vec::<Place>::new() }),
            }
        }
        crate::order::sort_by(&mut self.edges, |a, b| (a.from, a.to).cmp(&(b.from, b.to)));
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ghosts_stand_beside_what_is_there_and_change_nothing_of_it() {
        let line = |line| Place { path: "x.md".to_owned(), line };
        let node = |id: &str| (id.to_owned(), None);
        let need = |from: &str, to: &str, at| (from.to_owned(), to.to_owned(), line(at));
        let graph = Graph::of_needs(
            vec![node("b"), node("d"), node("f")],
            vec![need("d", "b", 1), need("f", "d", 2)],
        );
        let ghost = |from, to, is_new| Ghost { from, to, is_new };
        let edges =
            [ghost("a", "b", false), ghost("f", "d", true), ghost("f", "b", false), ghost("x", "b", false)];
        let ghosts = graph.with_ghosts(&[("a", "A"), ("b", "B")], &edges);
        let ids: Vec<(&str, &str)> = ghosts.nodes.iter().map(|node| (node.id.as_str(), node.kind)).collect();
        assert_eq!(ids, [("a", "gone"), ("b", "plan"), ("d", "plan"), ("f", "plan")]);
        let edges: Vec<(usize, usize, Vec<&str>)> =
            ghosts.edges.iter().map(|edge| (edge.from, edge.to, edge.kinds.clone())).collect();
        assert_eq!(
            edges,
            [
                (0, 1, vec!["was"]),
                (2, 1, vec!["depends_on"]),
                (3, 1, vec!["was"]),
                (3, 2, vec!["depends_on", "new"]),
            ]
        );
        let needs = ghosts.edges.iter().filter(|edge| crate::graph::shown::is_need(edge)).count();
        assert_eq!(needs, 2);
    }
}
