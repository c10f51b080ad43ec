//! Laws of the layered layout, over graphs of every odd shape.

use planarium::graph::layout::{Constraints, Direction, Drawing, Point, Size, draw, draw_within};
use proptest::prelude::*;

const SIZE: Size = Size { width: 120.0, height: 36.0 };

fn sizes(count: usize) -> Vec<Size> {
    (0..count).map(|node| Size { width: 60.0 + (node * 37 % 150) as f32, height: 36.0 }).collect()
}

/// What every drawing keeps, whatever the graph.
fn check(sizes: &[Size], edges: &[(u32, u32)], drawing: &Drawing) {
    assert_eq!((drawing.nodes.len(), drawing.edges.len()), (sizes.len(), edges.len()));
    let corner = |node: u32| drawing.nodes[node as usize];
    let size = |node: u32| sizes[node as usize];
    for (node, (at, size)) in drawing.nodes.iter().zip(sizes).enumerate() {
        let (right, bottom) = (at.x + size.width, at.y + size.height);
        assert!(at.x >= -0.5 && at.y >= -0.5, "node {node} at {at:?}");
        assert!(right <= drawing.size.width + 0.5 && bottom <= drawing.size.height + 0.5, "node {node}");
        for (other, (there, its)) in drawing.nodes.iter().zip(sizes).enumerate().take(node) {
            let apart = at.x >= there.x + its.width - 0.5
                || there.x >= right - 0.5
                || at.y >= there.y + its.height - 0.5
                || there.y >= bottom - 0.5;
            assert!(apart, "nodes {other} and {node} lie on each other: {there:?} {at:?}");
        }
    }
    for (line, (from, to)) in drawing.edges.iter().zip(edges) {
        let exists = (*from).max(*to) < sizes.len() as u32;
        if from == to || !exists {
            assert!(line.is_empty());
            continue;
        }
        for (end, node) in [(line.first(), *from), (line.last(), *to)] {
            let (end, at, size) = (end.unwrap(), corner(node), size(node));
            let is_beside = (end.x - at.x).min(at.x + size.width - end.x) > -0.5
                && (end.y - at.y).min(at.y + size.height - end.y) > -0.5;
            assert!(is_beside, "{from} → {to} ends at {end:?}, and {node} stands at {at:?}");
        }
        for pair in line.windows(2) {
            for node in (0..sizes.len() as u32).filter(|node| node != from && node != to) {
                assert!(
                    !runs_through(pair[0], pair[1], corner(node), size(node)),
                    "{from} → {to} runs through {node}"
                );
            }
        }
    }
}

/// Whether a line runs through the inside of a box.
fn runs_through(a: Point, b: Point, corner: Point, size: Size) -> bool {
    let (mut from, mut to) = (0.0_f32, 1.0_f32);
    for (begin, end, low, high) in [
        (a.x, b.x, corner.x + 1.0, corner.x + size.width - 1.0),
        (a.y, b.y, corner.y + 1.0, corner.y + size.height - 1.0),
    ] {
        let way = end - begin;
        if way.abs() < 0.001 {
            if begin <= low || begin >= high {
                return false;
            }
            continue;
        }
        let (first, last) = ((low - begin) / way, (high - begin) / way);
        from = from.max(first.min(last));
        to = to.min(first.max(last));
    }
    from < to
}

fn checked(count: usize, edges: &[(u32, u32)]) -> Drawing {
    let sizes = sizes(count);
    let drawing = draw(&sizes, edges, Direction::Down);
    check(&sizes, edges, &drawing);
    for direction in [Direction::Right, Direction::Left] {
        check(&sizes, edges, &draw(&sizes, edges, direction));
    }
    assert_eq!(drawing, draw(&sizes, edges, Direction::Down), "the same graph gives the same picture");
    drawing
}

#[test]
fn odd_graphs_are_drawn() {
    checked(0, &[]);
    checked(1, &[(0, 0)]);
    checked(3, &[]);
    checked(2, &[(0, 1), (0, 1), (1, 1), (0, 7), (9, 9)]);
    // A long edge beside short ones.
    checked(4, &[(0, 1), (1, 2), (2, 3), (0, 3)]);
    // Parts beside each other.
    checked(6, &[(0, 1), (2, 3), (2, 4)]);
    // One that everything needs, and one that needs everything.
    let star: Vec<(u32, u32)> = (1..60).flat_map(|node| [(0, node), (node, 60)]).collect();
    checked(61, &star);
}

#[test]
fn cycles_are_named_and_drawn() {
    let drawing = checked(5, &[(0, 1), (1, 2), (2, 0), (2, 3), (3, 4), (4, 3)]);
    assert_eq!(drawing.cycles, [vec![0, 1, 2], vec![3, 4]]);
    let ring: Vec<(u32, u32)> = (0..3_000).map(|node| (node, (node + 1) % 3_000)).collect();
    let drawing = draw(&vec![SIZE; 3_000], &ring, Direction::Down);
    assert_eq!(drawing.cycles.len(), 1);
    assert!(drawing.edges.iter().all(|line| line.len() >= 2));
}

/// Thousands of nodes in every shape that trees have been seen in: all are drawn, and no line is missing.
#[test]
fn thousands_of_nodes_are_drawn_in_every_shape() {
    const MANY: u32 = 5_000;
    let star: Vec<(u32, u32)> = (1..MANY).map(|node| (0, node)).collect();
    let chain: Vec<(u32, u32)> = (1..MANY).map(|node| (node - 1, node)).collect();
    let alone: Vec<(u32, u32)> = (0..MANY).map(|node| (node, node)).collect();
    let tree: Vec<(u32, u32)> = (1..MANY).map(|node| (node / 3, node)).collect();
    let twice: Vec<(u32, u32)> = tree.iter().chain(&tree).copied().collect();
    for (name, edges) in [("star", star), ("chain", chain), ("alone", alone), ("twice", twice)] {
        let drawing = draw(&vec![SIZE; MANY as usize], &edges, Direction::Right);
        assert_eq!(drawing.nodes.len(), MANY as usize, "{name}");
        let with_lines = drawing.edges.iter().filter(|line| line.len() >= 2).count();
        assert_eq!(with_lines, edges.iter().filter(|(from, to)| from != to).count(), "{name}");
        let last = drawing.nodes.iter().map(|corner| corner.x.max(corner.y)).fold(0.0, f32::max);
        assert!(last.is_finite() && last <= drawing.size.width.max(drawing.size.height), "{name}");
    }
}

#[test]
fn circles_of_every_size_are_drawn() {
    for count in 2..40_u32 {
        let ring: Vec<(u32, u32)> = (0..count).map(|node| (node, (node + 1) % count)).collect();
        let drawing = checked(count as usize, &ring);
        assert_eq!(drawing.cycles, [(0..count).collect::<Vec<u32>>()]);
    }
}

#[test]
fn edges_lead_down_and_none_crosses_where_none_must() {
    let tree: Vec<(u32, u32)> = (1..40).map(|node| ((node - 1) / 3, node)).collect();
    let drawing = checked(40, &tree);
    for line in &drawing.edges {
        assert!(line.array_windows().all(|[above, below]| above.y <= below.y), "{line:?}");
    }
    assert_eq!(crossings(&drawing), 0);
    // Two nodes that share all their neighbours cross once, however they stand.
    assert_eq!(crossings(&checked(4, &[(0, 2), (0, 3), (1, 2), (1, 3)])), 1);
}

/// How many pairs of lines cross properly.
fn crossings(drawing: &Drawing) -> usize {
    let side =
        |a: Point, b: Point, c: Point| ((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)).signum();
    let mut count = 0;
    for (at, line) in drawing.edges.iter().enumerate() {
        for other in &drawing.edges[..at] {
            for a in line.windows(2) {
                for b in other.windows(2) {
                    let cross = side(a[0], a[1], b[0]) * side(a[0], a[1], b[1]) < 0.0
                        && side(b[0], b[1], a[0]) * side(b[0], b[1], a[1]) < 0.0;
                    count += usize::from(cross);
                }
            }
        }
    }
    count
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_graph_is_drawn(count in 1_usize..40, edges in prop::collection::vec((0_u32..40, 0_u32..40), 0..80)) {
        checked(count, &edges);
    }
}

/// A graph from numbers: some nodes, edges that lead anywhere.
fn arbitrary_graph() -> impl Strategy<Value = (usize, Vec<(u32, u32)>)> {
    (2_usize..40).prop_flat_map(|nodes| {
        (Just(nodes), proptest::collection::vec((0..nodes as u32, 0..nodes as u32), 0..80))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: if std::env::var_os("PLANARIUM_THOROUGH").is_some() { 3_000 } else { 150 }, ..ProptestConfig::default() })]

    /// In bands every node stands within its own, and all that holds of any drawing holds as well.
    #[test]
    fn bands_hold_their_nodes((nodes, edges) in arbitrary_graph(), bands in 2_u32..5, direction in 0..3) {
        let sizes = sizes(nodes);
        let of: Vec<u32> = (0..nodes as u32).map(|node| node * 7 % bands).collect();
        let direction = [Direction::Down, Direction::Right, Direction::Left][direction as usize];
        let drawing = draw_within(&sizes, &edges, direction, Constraints { bands: &of, before: &[] });
        check(&sizes, &edges, &drawing);
        let used = of.iter().max().unwrap() + 1;
        prop_assert_eq!(drawing.borders.len() as u32, used - 1);
        for ((corner, size), band) in drawing.nodes.iter().zip(&sizes).zip(&of) {
            let (begin, end) = match direction {
                Direction::Down => (corner.x, corner.x + size.width),
                Direction::Right | Direction::Left => (corner.y, corner.y + size.height),
            };
            if let Some(border) = drawing.borders.get(*band as usize) {
                prop_assert!(end <= *border + 0.5, "band {band}");
            }
            if let Some(border) = (*band as usize).checked_sub(1).and_then(|band| drawing.borders.get(band)) {
                prop_assert!(begin >= *border - 0.5, "band {band}");
            }
        }
    }

    /// When an edge or a node goes, what is left stands in the order in which it stood.
    #[test]
    fn what_stays_keeps_its_order((nodes, edges) in arbitrary_graph(), gone in 0_usize..80) {
        let sizes = sizes(nodes);
        let first = draw(&sizes, &edges, Direction::Right);
        let mut fewer = edges.clone();
        if !fewer.is_empty() {
            fewer.remove(gone % edges.len());
        }
        let middle = |drawing: &Drawing, node: usize| drawing.nodes[node].y + sizes[node].height / 2.0;
        let before: Vec<Option<f32>> = (0..nodes).map(|node| Some(middle(&first, node))).collect();
        let second = draw_within(&sizes, &fewer, Direction::Right, Constraints { bands: &[], before: &before });
        check(&sizes, &fewer, &second);
        for a in 0..nodes {
            for b in 0..nodes {
                // In one column, and part of the same piece of the picture before and after.
                let is_beside = (second.nodes[a].x - second.nodes[b].x).abs() < 1.0
                    && (first.nodes[a].x - first.nodes[b].x).abs() < 1.0
                    && same_part(nodes, &fewer, a, b);
                if is_beside && middle(&first, a) < middle(&first, b) {
                    prop_assert!(middle(&second, a) < middle(&second, b), "{a} and {b} have changed places");
                }
            }
        }
    }
}

/// Whether two nodes are connected.
fn same_part(nodes: usize, edges: &[(u32, u32)], a: usize, b: usize) -> bool {
    let mut seen = vec![false; nodes];
    let mut pending = vec![a];
    while let Some(at) = pending.pop() {
        if std::mem::replace(&mut seen[at], true) {
            continue;
        }
        for (from, to) in edges {
            if *from as usize == at {
                pending.push(*to as usize);
            }
            if *to as usize == at {
                pending.push(*from as usize);
            }
        }
    }
    seen[b]
}
