//! Groups that are drawn as one: a plan with its phases and tasks in it, and plans that need each other in a circle.
//! Each frame is laid out by itself, then stands as one node among those around it, so that no edge of others runs
//! through it; an edge into a frame ends at its border, and is told apart where it is chosen.

use super::circles::circles;
use super::layout::{self, Constraints, Direction, Drawing, Point, Size};
use super::shown::{Shown, is_need};
use super::{Graph, Kind};

/// A group that is drawn as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// What stands above it; empty where its head says it.
    pub label: String,
    /// Whether its members need each other in a circle.
    pub is_circle: bool,
    /// The frame that it lies in, by position in [`Shown::frames`]; it stands before this one.
    pub parent: Option<usize>,
    /// The node that it is the inside of, by position in [`Shown::nodes`].
    pub head: Option<usize>,
    /// The nodes that lie directly in it, without its head.
    pub members: Vec<usize>,
}

/// Where a node stood across the direction of the edges, by id.
type Stood<'a> = dyn Fn(&str) -> Option<f32> + 'a;

/// Around what lies in a frame, in px.
const MARGIN: f32 = 14.0;
/// Between the head of a frame and what lies below it, in px.
const BELOW: f32 = 12.0;
/// Room for a label, in px.
const LABEL: f32 = 16.0;

impl Shown {
    /// Puts what is unfolded, and what lies on circles, into frames.
    pub(super) fn frame(&mut self, graph: &Graph, unfolded: &[String]) {
        let mut own: Vec<Option<usize>> = vec![None; self.nodes.len()];
        // Ids of what lies in a thing begin with its id, so frames stand before those that lie in them.
        for (at, node) in self.nodes.iter().enumerate().filter(|(_, node)| unfolded.contains(&node.id)) {
            let members = self.nodes.iter().enumerate().filter(|(other, inner)| {
                *other != at && inner.node.parent.as_deref() == Some(node.id.as_str())
            });
            let members: Vec<usize> = members.map(|(at, _)| at).collect();
            if members.is_empty() {
                continue;
            }
            let place = self.frames.len();
            members
                .iter()
                .for_each(|at| own.iter_mut().skip(*at).take(1).for_each(|slot| *slot = Some(place)));
            let parent = own.get(at).copied().flatten();
            self.frames.push(Frame {
                label: String::new(),
                is_circle: false,
                parent,
                head: Some(at),
                members,
            });
        }
        // The head of a frame is drawn in its own, and the frame in the one around.
        let heads: Vec<(usize, Option<usize>)> =
            self.frames.iter().filter_map(|frame| Some((frame.head?, frame.parent))).collect();
        for (head, parent) in heads {
            if let Some(around) = parent.and_then(|parent| self.frames.get_mut(parent)) {
                around.members.retain(|member| *member != head);
            }
        }
        let is_free = |at: usize| {
            own.get(at).copied().flatten().is_none() && self.frames.iter().all(|it| it.head != Some(at))
        };
        let mut out: Vec<Vec<usize>> = vec![Vec::new(); self.nodes.len()];
        for edge in self.edges.iter().filter(|edge| {
            edge.of.iter().filter_map(|at| graph.edges.get(*at)).any(is_need)
                && is_free(edge.from)
                && is_free(edge.to)
        }) {
            out.get_mut(edge.from).into_iter().for_each(|list| list.push(edge.to));
        }
        let mut members: Vec<(usize, usize)> =
            circles(&out).into_iter().enumerate().map(|(at, circle)| (circle, at)).collect();
        crate::order::sort(&mut members);
        let mut found: Vec<Frame> = Vec::new();
        for circle in members.chunk_by(|a, b| a.0 == b.0).filter(|circle| circle.len() > 1) {
            let members: Vec<usize> = circle.iter().map(|(_, at)| *at).collect();
            let mut bands = members.iter().filter_map(|at| self.nodes.get(*at)).map(|node| node.group);
            let first = bands.next();
            // Whose members stand in several bands cannot stand in one place.
            if bands.all(|band| Some(band) == first) {
                let label = format!("↻ circle of {}", members.len());
                found.push(Frame { label, is_circle: true, parent: None, head: None, members });
            }
        }
        self.frames.extend(found);
    }

    /// The picture of what has frames: each is laid out by itself, the innermost first.
    pub(super) fn draw_framed(
        &self,
        kind: Kind,
        direction: Direction,
        before: &dyn Fn(&str) -> Option<f32>,
    ) -> Drawing {
        let count = self.frames.len();
        let mut home: Vec<Option<usize>> = vec![None; self.nodes.len()];
        let mut head_of: Vec<Option<usize>> = vec![None; self.nodes.len()];
        for (at, frame) in self.frames.iter().enumerate() {
            for member in &frame.members {
                home.iter_mut().skip(*member).take(1).for_each(|slot| *slot = Some(at));
            }
            if let Some(head) = frame.head {
                head_of.iter_mut().skip(head).take(1).for_each(|slot| *slot = Some(at));
            }
        }
        let parent = |frame: usize| self.frames.get(frame).and_then(|frame| frame.parent);
        let first = |node: usize| match head_of.get(node).copied().flatten() {
            Some(frame) => (parent(frame), Item::Frame(frame)),
            None => (home.get(node).copied().flatten(), Item::Node(node)),
        };
        // From an item to what stands for it one level further out.
        let outward = |level: usize| (parent(level), Item::Frame(level));
        let mut levels: Vec<Level> = (0..=count).map(|_| Level::default()).collect();
        let slot = |level: Option<usize>| level.map_or(0, |frame| frame + 1);
        for at in 0..self.nodes.len() {
            if let (level, Item::Node(_)) = first(at) {
                levels.get_mut(slot(level)).into_iter().for_each(|it| it.items.push(Item::Node(at)));
            }
        }
        for at in 0..count {
            levels.get_mut(slot(parent(at))).into_iter().for_each(|it| it.items.push(Item::Frame(at)));
        }
        for (at, edge) in self.edges.iter().enumerate() {
            let chain = |node: usize| {
                let mut chain = vec![first(node)];
                while let Some((Some(level), _)) = chain.last().copied() {
                    chain.push(outward(level));
                }
                chain
            };
            let (from, to) = (chain(edge.from), chain(edge.to));
            let meeting = from.iter().find_map(|(level, item)| {
                let (_, other) = to.iter().find(|(other, _)| other == level)?;
                Some((*level, *item, *other))
            });
            if let Some((level, from, to)) = meeting.filter(|(_, from, to)| from != to) {
                levels.get_mut(slot(level)).into_iter().for_each(|it| it.edges.push((at, from, to)));
            }
        }
        // What lies further in stands further back.
        let mut sizes: Vec<Size> = vec![Size::default(); count];
        let mut drawn: Vec<Drawing> = (0..=count).map(|_| Drawing::default()).collect();
        for at in (0..=count).rev() {
            let Some(level) = levels.get(at) else { continue };
            let drawing = self.draw_level(level, &sizes, kind, direction, (at == 0).then_some(before));
            if let (Some(frame), Some(size)) = (at.checked_sub(1), at.checked_sub(1)) {
                let head = self.frames.get(frame).and_then(|frame| frame.head);
                let top = self.top_of(frame);
                let head = head.and_then(|head| self.nodes.get(head)).map(|node| node.node.size());
                let width = drawing.size.width.max(head.map_or(90.0, |size| size.width)) + 2.0 * MARGIN;
                let size_of = Size { width, height: drawing.size.height + top + MARGIN };
                sizes.iter_mut().skip(size).take(1).for_each(|slot| *slot = size_of);
            }
            drawn.iter_mut().skip(at).take(1).for_each(|slot| *slot = drawing.clone());
        }
        self.joined(&levels, &drawn, &sizes)
    }

    /// How far below its border what lies in a frame begins.
    fn top_of(&self, frame: usize) -> f32 {
        let frame = self.frames.get(frame);
        let head = frame.and_then(|frame| self.nodes.get(frame.head?)).map(|node| node.node.size());
        match head {
            Some(size) => MARGIN + size.height + BELOW,
            None => MARGIN + LABEL,
        }
    }

    fn draw_level(
        &self,
        level: &Level,
        sizes: &[Size],
        kind: Kind,
        direction: Direction,
        before: Option<&Stood<'_>>,
    ) -> Drawing {
        let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let node_of = |item: &Item| match item {
            Item::Node(at) => self.nodes.get(*at),
            Item::Frame(at) => {
                let frame = self.frames.get(*at)?;
                self.nodes.get(frame.head.or(frame.members.first().copied())?)
            }
        };
        let own: Vec<Size> = level
            .items
            .iter()
            .map(|item| match item {
                Item::Node(at) => self.nodes.get(*at).map(|node| node.node.size()).unwrap_or_default(),
                Item::Frame(at) => sizes.get(*at).copied().unwrap_or_default(),
            })
            .collect();
        let place = |item: Item| level.items.iter().position(|known| *known == item).unwrap_or_default();
        let is_forward = kind == Kind::Ownership;
        let edges: Vec<(u32, u32)> = level
            .edges
            .iter()
            .map(|(_, from, to)| (number(place(*from)), number(place(*to))))
            .map(|(from, to)| if is_forward { (from, to) } else { (to, from) })
            .collect();
        let bands: Vec<u32> = match (self.groups.len(), before) {
            (0 | 1, _) | (_, None) => Vec::new(),
            _ => level.items.iter().map(|item| number(node_of(item).map_or(0, |node| node.group))).collect(),
        };
        let stood: Vec<Option<f32>> =
            level.items.iter().map(|item| before.and_then(|before| before(&node_of(item)?.id))).collect();
        let constraints = Constraints { bands: &bands, before: &stood };
        let mut drawing = layout::draw_within(&own, &edges, direction, constraints);
        if !is_forward {
            drawing.edges.iter_mut().for_each(|line| line.reverse());
        }
        drawing
    }

    /// One picture of all levels, from the outermost in.
    fn joined(&self, levels: &[Level], drawn: &[Drawing], sizes: &[Size]) -> Drawing {
        let mut whole = Drawing {
            nodes: vec![Point::default(); self.nodes.len()],
            edges: vec![Vec::new(); self.edges.len()],
            frames: sizes.iter().map(|size| (Point::default(), *size)).collect(),
            size: drawn.first().map(|drawing| drawing.size).unwrap_or_default(),
            borders: drawn.first().map(|drawing| drawing.borders.clone()).unwrap_or_default(),
            ..Drawing::default()
        };
        for (at, (level, drawing)) in levels.iter().zip(drawn).enumerate() {
            let frame = at.checked_sub(1);
            let corner = frame.and_then(|frame| whole.frames.get(frame)).map(|(corner, _)| *corner);
            let origin = corner.unwrap_or_default();
            let shift = match frame {
                Some(frame) => Point { x: origin.x + MARGIN, y: origin.y + self.top_of(frame) },
                None => origin,
            };
            let moved = |point: &Point| Point { x: point.x + shift.x, y: point.y + shift.y };
            if let Some(head) = frame.and_then(|frame| self.frames.get(frame)?.head) {
                let place = Point { x: origin.x + MARGIN, y: origin.y + MARGIN };
                whole.nodes.iter_mut().skip(head).take(1).for_each(|slot| *slot = place);
            }
            for (item, corner) in level.items.iter().zip(&drawing.nodes) {
                let corner = moved(corner);
                match item {
                    Item::Node(node) => {
                        whole.nodes.iter_mut().skip(*node).take(1).for_each(|slot| *slot = corner);
                    }
                    Item::Frame(frame) => {
                        whole.frames.iter_mut().skip(*frame).take(1).for_each(|slot| slot.0 = corner);
                    }
                }
            }
            for ((edge, ..), line) in level.edges.iter().zip(&drawing.edges) {
                let line: Vec<Point> = line.iter().map(moved).collect();
                whole.edges.iter_mut().skip(*edge).take(1).for_each(|slot| slot.clone_from(&line));
            }
        }
        whole
    }
}

/// What stands on a level: a node, or a frame as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Item {
    Node(usize),
    Frame(usize),
}

/// What stands beside each other: in a frame, or outside of all.
#[derive(Default)]
struct Level {
    items: Vec<Item>,
    /// Edges by position, between items.
    edges: Vec<(usize, Item, Item)>,
}
