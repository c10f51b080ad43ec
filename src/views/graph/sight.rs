//! What of a picture is seen: how it is shown at first, how it follows the keyboard, and the small map beside it.

use super::Picture;
use crate::browser::camera::Camera;
use crate::browser::page;
use crate::graph::layout::Drawing;
use crate::graph::picture;
use crate::html::{all, el};
use crate::widgets::fill;

/// Pictures with more nodes have a small map beside them.
const MAP_NODES: usize = 100;
/// Room around a picture, in px.
const ROOM_PX: f64 = 44.0;
/// The least height of the canvas, in px.
const LEAST_PX: f64 = 240.0;
/// How small a picture may be and still be read.
const LEAST_READABLE: f64 = 0.72;

pub(super) fn fit(camera: &Camera, drawing: &Drawing) {
    camera.fit(f64::from(drawing.size.width), f64::from(drawing.size.height));
}

/// Makes the canvas no higher than the picture takes, so that a small one does not stand in an empty hall.
pub(super) fn set_height(camera: &Camera, drawing: &Drawing) {
    let (width, height) = (f64::from(drawing.size.width), f64::from(drawing.size.height));
    let zoom = ((camera.size().0 - 24.0) / width.max(1.0)).clamp(LEAST_READABLE, 1.0);
    let most = (height * zoom + 2.0 * ROOM_PX).max(LEAST_PX);
    page::set_style("graph-frame", "max-height", &format!("{most:.0}px"));
}

/// Shows a picture for the first time: all of it when it can be read like that, else what is still to be done.
pub(super) fn begin(camera: &Camera, picture: &Picture) {
    let size = picture.drawing.size;
    let (width, height) = (f64::from(size.width), f64::from(size.height));
    let (wide, high) = camera.size();
    if ((wide - 24.0) / width.max(1.0)).min((high - 24.0) / height.max(1.0)) >= LEAST_READABLE {
        return camera.fit(width, height);
    }
    let is_open = |at: &usize| {
        picture
            .graph
            .nodes
            .get(*at)
            .is_some_and(|node| node.status.is_some_and(|status| status.is_open()) && !node.archived)
    };
    let open = picture
        .shown
        .nodes
        .iter()
        .zip(&picture.drawing.nodes)
        .filter(|(node, _)| node.of.iter().any(is_open));
    let (mut count, mut x, mut y) = (0.0, 0.0, 0.0);
    for (node, corner) in open {
        let own = node.node.size();
        count += 1.0;
        x += f64::from(corner.x + own.width / 2.0);
        y += f64::from(corner.y + own.height / 2.0);
    }
    let (x, y) = if count > 0.0 { (x / count, y / count) } else { (width / 2.0, height / 2.0) };
    // No further over the edge than the canvas is wide.
    let half = (wide / 2.0 / LEAST_READABLE, high / 2.0 / LEAST_READABLE);
    let within = |at: f64, half: f64, whole: f64| {
        if 2.0 * half >= whole { whole / 2.0 } else { at.clamp(half - 12.0, whole - half + 12.0) }
    };
    camera.center(within(x, half.0, width), within(y, half.1, height), LEAST_READABLE);
}

/// Moves the picture so that a node is seen, in the next frame, when the canvas has its size.
pub(super) fn reveal(picture: &Picture, place: usize, with_camera: impl Fn(&dyn Fn(&Camera)) -> Option<()>) {
    let (Some(corner), Some(node)) = (picture.drawing.nodes.get(place), picture.shown.nodes.get(place))
    else {
        return;
    };
    let size = node.node.size();
    with_camera(&|camera| {
        camera.reveal(
            f64::from(corner.x),
            f64::from(corner.y),
            f64::from(size.width),
            f64::from(size.height),
        );
    });
}

/// The small map: every node as a spot, and a frame around what is seen.
pub(super) fn draw_map(picture: &Picture) {
    let is_large = picture.shown.nodes.len() > MAP_NODES;
    page::set_attribute("graph-map", "data-shown", is_large.then_some("true"));
    if !is_large {
        return;
    }
    let size = picture.drawing.size;
    page::set_attribute("graph-map", "viewBox", Some(&format!("0 0 {} {}", size.width, size.height)));
    let spots = picture.shown.nodes.iter().zip(&picture.drawing.nodes).map(|(node, corner)| {
        let own = node.node.size();
        let lengths = [corner.x, corner.y, own.width, own.height].map(|px| picture::tenth(px).to_string());
        let [x, y, width, height] = &lengths;
        let status = node.node.status.map_or("none", |status| status.name());
        let attributes = [
            ("x", x.as_str()),
            ("y", y.as_str()),
            ("width", width.as_str()),
            ("height", height.as_str()),
            ("data-status", status),
        ];
        el("rect", &attributes, &[])
    });
    let seen = el("rect", &[("id", "graph-seen"), ("class", "seen")], &[]);
    fill("graph-map", all([all(spots), seen]));
}

/// Frames on the map what is seen of the picture.
pub(super) fn show_seen(camera: &Camera) {
    let (x, y, width, height) = camera.seen();
    for (name, px) in [("x", x), ("y", y), ("width", width), ("height", height)] {
        page::set_attribute("graph-seen", name, Some(&format!("{px:.0}")));
    }
}
