//! Graphs of a plan: who needs whom, who answers for what, each edge with the lines that state it; and the picture of
//! a graph, which is the same on every machine.

pub mod bands;
mod circles;
pub mod coverage;
pub mod dependencies;
pub mod export;
pub mod frames;
pub mod ghosts;
pub mod layout;
pub mod matrix;
pub mod ownership;
pub mod paths;
pub mod picture;
pub mod shown;

use crate::plan::{BaseStatus, Place};
use layout::{Constraints, Direction, Drawing, Size};
use shown::{Shown, ShownEdge, ShownNode};

/// What a graph shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What needs what.
    Dependencies,
    /// Who answers for which module, and which plan changed it.
    Ownership,
}

impl Kind {
    /// Its name in JSON, in links and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Dependencies => "dependencies",
            Kind::Ownership => "ownership",
        }
    }
}

/// A graph.
#[derive(Clone, Debug)]
pub struct Graph {
    /// What it shows.
    pub kind: Kind,
    /// Its nodes, in order of their ids.
    pub nodes: Vec<Node>,
    /// Its edges, in order of where they start, then where they end; two nodes have one edge in each direction.
    pub edges: Vec<Edge>,
    /// What is referred to and is not there.
    pub unresolved: Vec<Unresolved>,
}

/// A node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// The id of the item, or the name of the module or person.
    pub id: String,
    /// What stands in it.
    pub label: String,
    /// What it is: a kind of item, `module` or `person`.
    pub kind: &'static str,
    /// How far it is; nothing for what has no status.
    pub status: Option<BaseStatus>,
    /// The id of what it belongs to.
    pub parent: Option<String>,
    /// Whether it lies in the archive.
    pub archived: bool,
}

/// An edge: `from` needs `to`, or answers for it, or changed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    /// Where it starts, by position in [`Graph::nodes`].
    pub from: usize,
    /// Where it ends.
    pub to: usize,
    /// All that is stated of the two, each kind once: `depends_on`, `blocks`.
    pub kinds: Vec<&'static str>,
    /// The lines that state it.
    pub evidence: Vec<Place>,
}

/// A reference to something that is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unresolved {
    /// What refers.
    pub from: String,
    /// The name as written.
    pub to: String,
    /// The line.
    pub place: Place,
}

impl Graph {
    /// Sorts nodes and edges, and joins edges between the same two nodes.
    fn of(kind: Kind, mut nodes: Vec<Node>, stated: Vec<Stated>, unresolved: Vec<Unresolved>) -> Graph {
        crate::order::sort_by(&mut nodes, |a, b| a.id.cmp(&b.id));
        let find = |id: &str| nodes.binary_search_by(|node| node.id.as_str().cmp(id)).ok();
        let mut edges: Vec<Edge> = stated
            .into_iter()
            .filter_map(|stated| {
                Some(Edge {
                    from: find(&stated.from)?,
                    to: find(&stated.to)?,
                    kinds: vec![stated.kind],
                    evidence: vec![stated.place],
                })
            })
            .collect();
        crate::order::sort_by(&mut edges, |a, b| {
            (a.from, a.to, &a.evidence, &a.kinds).cmp(&(b.from, b.to, &b.evidence, &b.kinds))
        });
        let mut joined: Vec<Edge> = Vec::with_capacity(edges.len());
        for edge in edges {
            match joined.last_mut().filter(|last| (last.from, last.to) == (edge.from, edge.to)) {
                Some(last) => {
                    for kind in edge.kinds {
                        if !last.kinds.contains(&kind) {
                            last.kinds.push(kind);
                        }
                    }
                    last.evidence.extend(edge.evidence);
                }
                None => joined.push(edge),
            }
        }
        Graph { kind, nodes, edges: joined, unresolved }
    }

    /// The graph of nodes by id, each with what it belongs to, and of who needs whom, each with its place.
    pub fn of_needs(nodes: Vec<(String, Option<String>)>, needs: Vec<(String, String, Place)>) -> Graph {
        let node = |(id, parent): (String, Option<String>)| Node {
            label: id.clone(),
            id,
            kind: "plan",
            status: None,
            parent,
            archived: false,
        };
        let stated = |(from, to, place)| Stated { from, to, kind: "depends_on", place };
        let nodes = nodes.into_iter().map(node).collect();
        Graph::of(Kind::Dependencies, nodes, needs.into_iter().map(stated).collect(), Vec::new())
    }

    /// The circles of its needs: nodes that need each other, each set in order. A node that needs itself is a circle of one.
    pub fn cycles(&self) -> Vec<Vec<usize>> {
        let mut out = vec![Vec::new(); self.nodes.len()];
        let mut is_own = vec![false; self.nodes.len()];
        for edge in self.edges.iter().filter(|edge| shown::is_need(edge)) {
            out.get_mut(edge.from).into_iter().for_each(|list| list.push(edge.to));
            is_own.iter_mut().skip(edge.from).take(1).for_each(|slot| *slot |= edge.from == edge.to);
        }
        let circle = circles::circles(&out);
        let mut members: Vec<(usize, usize)> =
            circle.into_iter().enumerate().map(|(at, circle)| (circle, at)).collect();
        crate::order::sort(&mut members);
        let circles = members.chunk_by(|a, b| a.0 == b.0).filter(|circle| {
            circle.len() > 1 || circle.first().is_some_and(|(_, at)| is_own.get(*at) == Some(&true))
        });
        let mut circles: Vec<Vec<usize>> =
            circles.map(|circle| circle.iter().map(|(_, at)| *at).collect()).collect();
        crate::order::sort(&mut circles);
        circles
    }
}

impl Shown {
    /// All of a graph: every node and every edge, nothing folded, nothing left out.
    pub fn whole(graph: &Graph) -> Shown {
        let nodes = graph.nodes.iter().enumerate();
        let nodes = nodes.map(|(at, node)| ShownNode {
            id: node.id.clone(),
            of: vec![at],
            node: node.clone(),
            group: 0,
        });
        let edges = graph.edges.iter().enumerate();
        let edges = edges.map(|(at, edge)| ShownEdge { from: edge.from, to: edge.to, of: vec![at] });
        Shown {
            nodes: nodes.collect(),
            edges: edges.collect(),
            groups: vec![String::new()],
            ..Shown::default()
        }
    }

    /// Its picture: what is needed comes first, what needs it follows. `before` says where nodes stood in a picture
    /// before this one, by id.
    pub fn draw(&self, kind: Kind, direction: Direction, before: &dyn Fn(&str) -> Option<f32>) -> Drawing {
        if !self.frames.is_empty() {
            return self.draw_framed(kind, direction, before);
        }
        let sizes: Vec<Size> = self.nodes.iter().map(|node| node.node.size()).collect();
        let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let is_forward = kind == Kind::Ownership;
        let ends = |edge: &ShownEdge| match is_forward {
            true => (number(edge.from), number(edge.to)),
            false => (number(edge.to), number(edge.from)),
        };
        let edges: Vec<(u32, u32)> = self.edges.iter().map(ends).collect();
        let bands: Vec<u32> = match self.groups.len() {
            0 | 1 => Vec::new(),
            _ => self.nodes.iter().map(|node| number(node.group)).collect(),
        };
        let stood: Vec<Option<f32>> = self.nodes.iter().map(|node| before(&node.id)).collect();
        let constraints = Constraints { bands: &bands, before: &stood };
        let mut drawing = layout::draw_within(&sizes, &edges, direction, constraints);
        if !is_forward {
            // Lines lead like the edges that they stand for.
            drawing.edges.iter_mut().for_each(|line| line.reverse());
        }
        drawing
    }
}

/// What one line states of two nodes.
struct Stated {
    from: String,
    to: String,
    kind: &'static str,
    place: Place,
}

/// Height of a node with one line, and of one with two, in px.
const NODE_HEIGHT: f32 = 30.0;
const TALL_HEIGHT: f32 = 42.0;
/// How wide a letter is taken to be, in px: letters are counted, not measured, so that every machine draws the same.
const LETTER_WIDTH: f32 = 6.9;
/// Room for the marks before and behind a label, in px.
const MARKS_WIDTH: f32 = 46.0;
/// The most letters of a line that are drawn.
const MOST_LETTERS: usize = 24;

impl Node {
    /// How large it is drawn.
    pub fn size(&self) -> Size {
        let (number, name) = self.lines();
        let letters = letters(&name).max(number.as_deref().map_or(0, letters)).max(4);
        let height = if number.is_some() { TALL_HEIGHT } else { NODE_HEIGHT };
        Size { width: letters as f32 * LETTER_WIDTH + MARKS_WIDTH, height }
    }

    /// Its label as it is drawn: the number of a plan above its name, where it has one; what is long is cut.
    pub fn lines(&self) -> (Option<String>, String) {
        let number =
            crate::plan::names::short_id(&self.label).filter(|number| number.len() < self.label.len());
        match number {
            Some(number) => {
                let name = self.label.get(number.len()..).unwrap_or_default();
                let name = name.trim_start_matches(['_', '-', ' ']).replace('_', " ");
                (Some(cut(number)), cut(&name))
            }
            None => (None, cut(&self.label)),
        }
    }
}

fn letters(text: &str) -> usize {
    text.chars().map(columns).sum()
}

/// As much of a text as is drawn of it.
fn cut(text: &str) -> String {
    let mut drawn = String::new();
    let mut used = 0;
    for letter in text.chars() {
        used += columns(letter);
        if used > MOST_LETTERS {
            drawn.push('…');
            break;
        }
        drawn.push(letter);
    }
    drawn
}

/// How many columns a letter takes: letters of East Asian scripts and pictures take two.
fn columns(letter: char) -> usize {
    if matches!(letter, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' | '\u{1f300}'..='\u{1faff}')
    {
        2
    } else {
        1
    }
}
