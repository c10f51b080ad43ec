//! What is marked in a picture: what was chosen, and what belongs to it.

use super::Picture;
use crate::browser::page;
use crate::graph::Kind;
use crate::graph::paths::Way;
use std::collections::BTreeSet;

/// What is marked in a picture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marked {
    /// The node that was chosen, by place in the picture.
    pub chosen: Option<usize>,
    /// Nodes before it, behind it, and marked for another reason.
    pub before: BTreeSet<usize>,
    pub behind: BTreeSet<usize>,
    pub others: BTreeSet<usize>,
    /// Edges that are marked.
    pub edges: BTreeSet<usize>,
}

impl Marked {
    /// Everything before and behind a node of the graph.
    pub fn around(picture: &Picture, node: usize) -> Marked {
        let places = |way| -> BTreeSet<usize> {
            picture.needs.all(node, way).into_iter().filter_map(|(node, _)| picture.place_of(node)).collect()
        };
        let mut marked = Marked {
            chosen: picture.place_of(node),
            before: places(Way::Needs),
            behind: places(Way::NeededBy),
            ..Marked::default()
        };
        // What lies in it belongs to it.
        let frames = &picture.shown.frames;
        for frame in frames.iter().filter(|frame| frame.head.is_some() && frame.head == marked.chosen) {
            marked.others.extend(&frame.members);
        }
        if picture.graph.kind == Kind::Ownership {
            // Everything that is joined to it, through people and modules.
            (marked.before, marked.behind) = joined_to(picture, marked.chosen);
        }
        let is_in =
            |set: &BTreeSet<usize>, place: usize| set.contains(&place) || marked.chosen == Some(place);
        let on = |set: &BTreeSet<usize>, from: usize, to: usize| is_in(set, from) && is_in(set, to);
        let edges = picture.shown.edges.iter().enumerate();
        let edges = edges.filter(|(_, edge)| {
            on(&marked.before, edge.from, edge.to) || on(&marked.behind, edge.from, edge.to)
        });
        marked.edges = edges.map(|(at, _)| at).collect();
        marked
    }

    /// Nodes and edges of the graph that are marked by themselves: a way, a chain.
    pub fn of(picture: &Picture, nodes: &[usize], edges: &[usize]) -> Marked {
        Marked {
            others: nodes.iter().filter_map(|node| picture.place_of(*node)).collect(),
            edges: picture
                .shown
                .edges
                .iter()
                .enumerate()
                .filter(|(_, edge)| edge.of.iter().any(|of| edges.contains(of)))
                .map(|(at, _)| at)
                .collect(),
            ..Marked::default()
        }
    }

    /// Whether anything is marked, so that the rest steps back.
    pub fn is_anything(&self) -> bool {
        *self != Marked::default()
    }

    /// Says in the page what is marked.
    pub(super) fn apply(&self, picture: &Picture) {
        page::set_attribute("graph-scene", "data-marked", self.is_anything().then_some("true"));
        for place in 0..picture.shown.nodes.len() {
            let relation = if self.chosen == Some(place) {
                Some("chosen")
            } else if self.others.contains(&place) {
                Some("other")
            } else if self.before.contains(&place) && self.behind.contains(&place) {
                Some("both")
            } else if self.before.contains(&place) {
                Some("before")
            } else if self.behind.contains(&place) {
                Some("behind")
            } else {
                None
            };
            page::set_attribute(&format!("node-{place}"), "data-relation", relation);
        }
        for edge in 0..picture.shown.edges.len() {
            let is_marked = self.edges.contains(&edge).then_some("true");
            page::set_attribute(&format!("edge-{edge}"), "data-marked", is_marked);
        }
    }
}

/// What leads to a node, and where it leads, along edges of any kind.
fn joined_to(picture: &Picture, chosen: Option<usize>) -> (BTreeSet<usize>, BTreeSet<usize>) {
    let Some(chosen) = chosen else { return Default::default() };
    let walk = |is_forward: bool| {
        let mut found = BTreeSet::new();
        let mut pending = vec![chosen];
        while let Some(at) = pending.pop() {
            for edge in &picture.shown.edges {
                let (from, to) = if is_forward { (edge.from, edge.to) } else { (edge.to, edge.from) };
                if from == at && found.insert(to) {
                    pending.push(to);
                }
            }
        }
        found
    };
    (walk(false), walk(true))
}
