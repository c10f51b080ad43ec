//! Where the nodes and edges of a graph are drawn: a layered layout.
//!
//! Edges lead downwards through rows, or to a side with the picture turned. The passes stand in files of their own, in this order: cycles are broken
//! ([`acyclic`]), nodes are given rows ([`rank`]), the rows an order ([`order`]), the nodes a place ([`position`]).
//! Connected parts are laid out apart and put side by side. The same graph gives the same picture on every machine.

mod acyclic;
mod layers;
mod order;
mod position;
mod rank;
mod reinsert;
mod simplex;
mod table;

use layers::Layers;
use order::Effort;
use table::Table;

/// Size of a node, in px.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Size {
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
}

/// A point, in px from the top left corner, y down.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// To the right.
    pub x: f32,
    /// Downwards.
    pub y: f32,
}

/// A graph drawn.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drawing {
    /// The top left corner of each node.
    pub nodes: Vec<Point>,
    /// The line of each edge, from the border of the node where it begins to that of the one where it ends; empty for
    /// an edge from a node to itself.
    pub edges: Vec<Vec<Point>>,
    /// Nodes that lie on cycles with each other, each set in order.
    pub cycles: Vec<Vec<u32>>,
    /// The borders between the bands, one less than there are bands, across the direction of the edges.
    pub borders: Vec<f32>,
    /// The corner and size of each frame around several nodes; the layout itself knows none.
    pub frames: Vec<(Point, Size)>,
    /// How large it is.
    pub size: Size,
}

/// What a drawing should keep to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Constraints<'a> {
    /// The band of each node, counted from 0; empty without bands. Bands lie beside each other along the edges.
    pub bands: &'a [u32],
    /// Where the middle of each node stood across the direction of the edges in a picture before this one; nothing for
    /// nodes that are new. Empty when there was no picture.
    pub before: &'a [Option<f32>],
}

/// Distances, in px.
const NODE_GAP: f32 = 24.0;
const PIECE_WIDTH: f32 = 4.0;
const ROW_GAP: f32 = 44.0;
const PART_GAP: f32 = 48.0;

/// Which way edges lead.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Direction {
    /// From the top to the bottom.
    Down,
    /// From the left to the right.
    #[default]
    Right,
    /// From the right to the left, for people who read that way.
    Left,
}

/// Draws a graph. `edges` lead from the node that comes first to the one that follows; ends that do not exist and edges
/// from a node to itself are left without a line, further edges between the same two nodes get the line of the first.
pub fn draw(sizes: &[Size], edges: &[(u32, u32)], direction: Direction) -> Drawing {
    draw_within(sizes, edges, direction, Constraints::default())
}

/// Draws a graph like [`draw`], in bands and like a picture before it.
pub fn draw_within(
    sizes: &[Size],
    edges: &[(u32, u32)],
    direction: Direction,
    constraints: Constraints<'_>,
) -> Drawing {
    match direction {
        Direction::Down => draw_down(sizes, edges, constraints),
        Direction::Right | Direction::Left => {
            let lying = |size: &Size| Size { width: size.height, height: size.width };
            let sizes: Vec<Size> = sizes.iter().map(lying).collect();
            let mut drawing = draw_down(&sizes, edges, constraints);
            drawing.size = lying(&drawing.size);
            let width = drawing.size.width;
            let is_left = direction == Direction::Left;
            let turned = |point: &Point, own: f32| Point {
                x: if is_left { width - point.y - own } else { point.y },
                y: point.x,
            };
            for (corner, size) in drawing.nodes.iter_mut().zip(&sizes) {
                *corner = turned(corner, size.height);
            }
            drawing.edges.iter_mut().flatten().for_each(|point| *point = turned(point, 0.0));
            drawing
        }
    }
}

fn draw_down(sizes: &[Size], edges: &[(u32, u32)], constraints: Constraints<'_>) -> Drawing {
    let nodes = sizes.len();
    let is_drawn = |(from, to): &(u32, u32)| from != to && (*from).max(*to) < nodes as u32;
    let mut lines: Vec<(u32, u32)> = edges.iter().filter(|edge| is_drawn(edge)).copied().collect();
    lines.sort_unstable();
    lines.dedup();
    let cycles = acyclic::cycles(nodes, &lines);
    if !cycles.is_empty() {
        for (line, is_turned) in acyclic::turned(nodes, &lines).into_iter().enumerate() {
            if let Some(line) = lines.get_mut(line).filter(|_| is_turned) {
                *line = (line.1, line.0);
            }
        }
        lines.sort_unstable();
        lines.dedup();
    }
    let parts = match constraints.bands {
        [] => parts(nodes, &lines),
        _ => vec![Part { members: (0..nodes as u32).collect(), edges: lines.clone() }],
    };
    let mut corners = Table::of(nodes, Point::default());
    let mut numbers = Table::of(nodes, 0);
    let mut drawn: Vec<DrawnPart> = Vec::with_capacity(parts.len());
    for part in &parts {
        drawn.push(draw_part(sizes, part, constraints, &mut numbers, &mut corners));
    }
    let borders = drawn.first().map(|part| part.borders.clone()).unwrap_or_default();
    let boxes: Vec<Size> = drawn.iter().map(|part| part.size).collect();
    let (places, size) = packed(&boxes);
    // The line of each of `lines`, which are sorted.
    let mut by_line: Vec<Vec<Point>> = Vec::new();
    by_line.resize_with(lines.len(), Vec::new);
    let find = |edge: &(u32, u32)| lines.binary_search(edge).ok();
    for ((part, drawn), shift) in parts.into_iter().zip(drawn).zip(places) {
        for node in &part.members {
            let Point { x, y } = corners.at(*node);
            corners.set(*node, Point { x: x + shift.x, y: y + shift.y });
        }
        for (edge, mut line) in part.edges.iter().zip(drawn.lines) {
            for point in &mut line {
                *point = Point { x: point.x + shift.x, y: point.y + shift.y };
            }
            if let Some(slot) = find(edge).and_then(|at| by_line.get_mut(at)) {
                *slot = line;
            }
        }
    }
    // An edge takes its line away, when no further one between the same two nodes needs it.
    let mut asking = Table::of(lines.len(), 0_u32);
    let mut asked: Vec<(u32, bool)> = Vec::with_capacity(edges.len());
    for (from, to) in edges {
        let (at, is_turned) = match find(&(*from, *to)) {
            Some(at) => (at as u32, false),
            None => (find(&(*to, *from)).map_or(u32::MAX, |at| at as u32), true),
        };
        asking.set(at, asking.at(at) + 1);
        asked.push((at, is_turned));
    }
    let mut drawn_lines: Vec<Vec<Point>> = Vec::with_capacity(edges.len());
    for (at, is_turned) in asked {
        let slot = by_line.get_mut(at as usize);
        let is_last = asking.at(at) == 1;
        asking.set(at, asking.at(at).saturating_sub(1));
        let mut line =
            slot.map(|line| if is_last { std::mem::take(line) } else { line.clone() }).unwrap_or_default();
        if is_turned {
            line.reverse();
        }
        drawn_lines.push(line);
    }
    Drawing { nodes: corners.slice().to_vec(), edges: drawn_lines, cycles, borders, frames: Vec::new(), size }
}

/// Nodes that are connected with each other, and their edges; both in order.
#[derive(Default)]
struct Part {
    members: Vec<u32>,
    edges: Vec<(u32, u32)>,
}

/// How large a part is, and the line of each of its edges.
struct DrawnPart {
    size: Size,
    lines: Vec<Vec<Point>>,
    borders: Vec<f32>,
}

/// The connected parts of a graph.
fn parts(nodes: usize, edges: &[(u32, u32)]) -> Vec<Part> {
    let near = table::Lists::of(nodes, edges.iter().flat_map(|(from, to)| [(*from, *to), (*to, *from)]));
    let mut part_of = Table::of(nodes, u32::MAX);
    let mut parts: Vec<Part> = Vec::new();
    for root in 0..nodes as u32 {
        if part_of.at(root) != u32::MAX {
            continue;
        }
        let part = parts.len() as u32;
        let mut members = vec![root];
        part_of.set(root, part);
        let mut next = 0;
        while let Some(node) = members.get(next).copied() {
            next += 1;
            for other in near.at(node) {
                if part_of.at(*other) == u32::MAX {
                    part_of.set(*other, part);
                    members.push(*other);
                }
            }
        }
        members.sort_unstable();
        parts.push(Part { members, edges: Vec::new() });
    }
    for edge in edges {
        parts.get_mut(part_of.at(edge.0) as usize).into_iter().for_each(|part| part.edges.push(*edge));
    }
    parts
}

/// Draws a connected part with its corner at the origin, and gives its size.
fn draw_part(
    sizes: &[Size],
    Part { members, edges }: &Part,
    constraints: Constraints<'_>,
    numbers: &mut Table<u32>,
    corners: &mut Table<Point>,
) -> DrawnPart {
    let size_of = |node: u32| sizes.get(node as usize).copied().unwrap_or_default();
    if let [node] = members.as_slice() {
        return DrawnPart { size: size_of(*node), lines: Vec::new(), borders: Vec::new() };
    }
    for (number, node) in (0..).zip(members) {
        numbers.set(*node, number);
    }
    let own: Vec<(u32, u32)> = edges.iter().map(|(from, to)| (numbers.at(*from), numbers.at(*to))).collect();
    let ranks = match constraints.bands {
        [] => rank::ranks(members.len(), &own),
        _ => ranks(members.len(), &own),
    };
    // Long edges become pieces, one in each row on the way.
    let mut row_of: Vec<i32> = ranks.slice().to_vec();
    let mut pieces: Vec<(u32, u32)> = Vec::with_capacity(own.len());
    let mut ways: Vec<(u32, u32)> = Vec::with_capacity(own.len());
    let band_of = |node: u32| {
        members
            .get(node as usize)
            .and_then(|node| constraints.bands.get(*node as usize))
            .copied()
            .unwrap_or(0)
    };
    let mut bands: Vec<u32> = match constraints.bands {
        [] => Vec::new(),
        _ => (0..members.len() as u32).map(band_of).collect(),
    };
    for (from, to) in &own {
        let begin = row_of.len() as u32;
        let mut last = *from;
        for row in ranks.at(*from) + 1..ranks.at(*to) {
            let piece = row_of.len() as u32;
            row_of.push(row);
            if !bands.is_empty() {
                bands.push(band_of(*from));
            }
            pieces.push((last, piece));
            last = piece;
        }
        pieces.push((last, *to));
        ways.push((begin, row_of.len() as u32));
    }
    let mut layers = Layers::new(&row_of, &pieces);
    let count_bands = bands.iter().max().map_or(0, |band| band + 1);
    layers.set_bands(bands);
    let before: Vec<Option<f32>> =
        members.iter().map(|node| constraints.before.get(*node as usize).copied().flatten()).collect();
    match before.iter().any(Option::is_some) {
        true => order::keep(&mut layers, members.len(), &before),
        false => order::order(&mut layers, members.len(), Effort::of(row_of.len())),
    }
    let mut widths = Table::of(row_of.len(), PIECE_WIDTH);
    for (at, node) in (0..).zip(members) {
        widths.set(at, size_of(*node).width);
    }
    let (x, borders) = position::positions(&layers, members.len(), &widths, NODE_GAP, count_bands);
    // Each row is as high as the highest node in it.
    let mut tops: Vec<(f32, f32)> = Vec::with_capacity(layers.height());
    let mut y = 0.0;
    for row in 0..layers.height() {
        let real = layers.row(row).iter().filter_map(|node| members.get(*node as usize));
        let height = real.map(|node| size_of(*node).height).fold(0.0, f32::max);
        tops.push((y, y + height));
        y += height + ROW_GAP;
    }
    let band = |node: u32| tops.get(layers.row_of(node)).copied().unwrap_or_default();
    let mut width: f32 = 0.0;
    for (at, node) in (0..).zip(members) {
        let (top, bottom) = band(at);
        let size = size_of(*node);
        let corner = Point { x: x.at(at) - size.width / 2.0, y: top + (bottom - top - size.height) / 2.0 };
        width = width.max(corner.x + size.width);
        corners.set(*node, corner);
    }
    let mut lines = Vec::with_capacity(own.len());
    for (((from, to), edge), (begin, end)) in own.iter().zip(edges).zip(ways) {
        let mut line = Line(Vec::with_capacity(2 * (end - begin) as usize + 4));
        let (from_corner, to_corner) = (corners.at(edge.0), corners.at(edge.1));
        line.lead(x.at(*from), from_corner.y + size_of(edge.0).height);
        line.lead(x.at(*from), band(*from).1);
        for piece in begin..end {
            let (top, bottom) = band(piece);
            width = width.max(x.at(piece));
            line.lead(x.at(piece), top);
            line.lead(x.at(piece), bottom);
        }
        line.lead(x.at(*to), band(*to).0);
        line.lead(x.at(*to), to_corner.y);
        lines.push(line.0);
    }
    DrawnPart { size: Size { width, height: y - ROW_GAP }, lines, borders }
}

/// The rows of nodes, each connected part by itself.
fn ranks(nodes: usize, edges: &[(u32, u32)]) -> Table<i32> {
    let parts = parts(nodes, edges);
    if let [_] = parts.as_slice() {
        return rank::ranks(nodes, edges);
    }
    let mut ranks = Table::of(nodes, 0);
    for Part { members, edges } in parts.iter().filter(|part| part.members.len() > 1) {
        let number = |node: u32| members.binary_search(&node).unwrap_or_default() as u32;
        let own: Vec<(u32, u32)> = edges.iter().map(|(from, to)| (number(*from), number(*to))).collect();
        let of_part = rank::ranks(members.len(), &own);
        for (at, node) in (0..).zip(members) {
            ranks.set(*node, of_part.at(at));
        }
    }
    ranks
}

/// A line without points that lie on the way between their neighbours.
struct Line(Vec<Point>);

impl Line {
    /// Leads on to a point.
    fn lead(&mut self, x: f32, y: f32) {
        let point = Point { x, y };
        if self.0.last() == Some(&point) {
            return;
        }
        if let [.., before, last] = self.0.as_slice() {
            let turn = (last.x - before.x) * (point.y - last.y) - (point.x - last.x) * (last.y - before.y);
            if turn.abs() < 0.01 {
                self.0.pop();
            }
        }
        self.0.push(point);
    }
}

/// Where boxes are put so that the whole is about as wide as a page: rows of them, the highest first.
fn packed(boxes: &[Size]) -> (Vec<Point>, Size) {
    const ASPECT: f32 = 1.6;
    let area: f32 = boxes.iter().map(|size| (size.width + PART_GAP) * (size.height + PART_GAP)).sum();
    let widest = boxes.iter().map(|size| size.width).fold(0.0, f32::max);
    let most = widest.max((area * ASPECT).sqrt());
    let mut by_height: Vec<usize> = (0..boxes.len()).collect();
    let height = |at: usize| boxes.get(at).map_or(0.0, |size| size.height);
    by_height.sort_by(|a, b| height(*b).total_cmp(&height(*a)).then(a.cmp(b)));
    let mut places = vec![Point::default(); boxes.len()];
    let mut whole = Size::default();
    let (mut x, mut y, mut row_height) = (0.0, 0.0, 0.0_f32);
    for at in by_height {
        let Some(size) = boxes.get(at) else { continue };
        if x > 0.0 && x + size.width > most {
            (x, y, row_height) = (0.0, y + row_height + PART_GAP, 0.0);
        }
        places.get_mut(at).into_iter().for_each(|place| *place = Point { x, y });
        row_height = row_height.max(size.height);
        whole = Size { width: whole.width.max(x + size.width), height: whole.height.max(y + size.height) };
        x += size.width + PART_GAP;
    }
    (places, whole)
}
