//! The handles at the nodes of a picture, from which a line is drawn to another node.

use super::Picture;
use crate::graph::picture::tenth;
use crate::graph::shown::ShownNode;
use crate::html::{Html, el, text};

/// How large a handle is, in px.
const RADIUS: &str = "5.5";
/// How far outside the border of its node its middle is, in px.
const OUTSIDE: f32 = 3.0;

/// Which way from the middle of a node its edges leave it, in halves of its size: to the left where the picture shows none.
pub(super) fn side(picture: &Picture) -> (f32, f32) {
    let lines = picture.shown.edges.iter().zip(&picture.drawing.edges);
    let found = lines.filter_map(|(edge, line)| {
        let start = line.first().filter(|_| line.len() > 1)?;
        let (node, corner) = (picture.shown.nodes.get(edge.from)?, picture.drawing.nodes.get(edge.from)?);
        let size = node.node.size();
        let x = (start.x - corner.x) / size.width * 2.0 - 1.0;
        let y = (start.y - corner.y) / size.height * 2.0 - 1.0;
        Some(if x.abs() >= y.abs() { (x.signum(), 0.0) } else { (0.0, y.signum()) })
    });
    found.into_iter().next().unwrap_or((-1.0, 0.0))
}

/// The handle of a node that can need another, where its edges begin. It is put into the node, and seen where that is pointed at
/// or chosen.
pub(super) fn handle(picture: &Picture, at: usize, (x, y): (f32, f32)) -> Html {
    let placed = picture.shown.nodes.get(at).zip(picture.drawing.nodes.get(at));
    let is_able = |node: &ShownNode| !node.is_fold() && !matches!(node.node.kind, "module" | "external");
    let Some((node, corner)) = placed.filter(|(node, _)| is_able(node)) else { return Html::default() };
    let size = node.node.size();
    let middle = (corner.x + size.width / 2.0, corner.y + size.height / 2.0);
    // A little outside, so that it covers no mark.
    let half = |length: f32| length / 2.0 + OUTSIDE;
    let (cx, cy) = (middle.0 + x * half(size.width), middle.1 + y * half(size.height));
    let attributes = [
        ("class", "handle"),
        ("cx", &*tenth(cx).to_string()),
        ("cy", &*tenth(cy).to_string()),
        ("r", RADIUS),
        ("data-handle", &*at.to_string()),
    ];
    el("circle", &attributes, &[el("title", &[], &[text("Draw a line from here to what it needs")])])
}
