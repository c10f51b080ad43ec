//! What of a picture is seen: how it is shown at first, how it follows the keyboard, and the small map beside it.

use super::Picture;
use crate::browser::camera::Camera;
use crate::browser::page;
use crate::graph::layout::Drawing;
use crate::html::{Html, all, el};
use crate::widgets::fill;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Pictures with more nodes have a small map beside them.
const MAP_NODES: usize = 100;
/// How large that is, within its border; the style sheet says the same.
const MAP_PX: (f64, f64) = (188.0, 118.0);
/// How small what is seen may be framed on it.
const LEAST_FRAME_PX: f64 = 4.0;
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

/// The small map, empty.
pub(super) fn map() -> Html {
    let spots = el("svg", &[("id", "graph-spots")], &[]);
    let seen = el("div", &[("id", "graph-seen"), ("class", "seen")], &[]);
    el("div", &[("id", "graph-map"), ("class", "graph-map"), ("aria-hidden", "true")], &[spots, seen])
}

/// Draws every node as a spot on the small map, where the picture is large.
pub(super) fn draw_map(picture: &Picture) {
    let is_large = picture.shown.nodes.len() > MAP_NODES;
    page::set_attribute("graph-map", "data-shown", is_large.then_some("true"));
    if !is_large {
        return;
    }
    let size = picture.drawing.size;
    page::set_attribute("graph-spots", "viewBox", Some(&format!("0 0 {} {}", size.width, size.height)));
    // One line a status: a thousand spots are a handful of elements.
    let mut spots: BTreeMap<&str, String> = BTreeMap::new();
    for (node, corner) in picture.shown.nodes.iter().zip(&picture.drawing.nodes) {
        let own = node.node.size();
        let status = node.node.status.map_or("none", |status| status.name());
        let line = spots.entry(status).or_default();
        let [x, y, width, height] = [corner.x, corner.y, own.width, own.height].map(f32::round);
        let _ = write!(line, "M{x} {y}h{width}v{height}h-{width}z");
    }
    let spots = spots.iter().map(|(status, line)| el("path", &[("d", line), ("data-status", status)], &[]));
    fill("graph-spots", all(spots));
}

/// Frames on the map what is seen of the picture.
pub(super) fn show_seen(camera: &Camera, picture: &Picture) {
    if picture.shown.nodes.len() <= MAP_NODES {
        return;
    }
    let (x, y, width, height) = camera.seen();
    let size = picture.drawing.size;
    let (whole_x, whole_y) = (f64::from(size.width).max(1.0), f64::from(size.height).max(1.0));
    // The picture stands in the middle of the map, as large as fits.
    let scale = (MAP_PX.0 / whole_x).min(MAP_PX.1 / whole_y);
    let place = |px: f64, whole: f64, room: f64| (room - whole * scale) / 2.0 + px * scale;
    let (left, top) = (place(x, whole_x, MAP_PX.0), place(y, whole_y, MAP_PX.1));
    let (right, bottom) = (left + width * scale, top + height * scale);
    // What lies outside of the map is not framed, but its frame stays to be seen.
    let within = |px: f64, room: f64| px.clamp(0.0, room);
    let (left, top) = (within(left, MAP_PX.0 - LEAST_FRAME_PX), within(top, MAP_PX.1 - LEAST_FRAME_PX));
    let (right, bottom) = (within(right, MAP_PX.0), within(bottom, MAP_PX.1));
    let (width, height) = ((right - left).max(LEAST_FRAME_PX), (bottom - top).max(LEAST_FRAME_PX));
    let styles = [
        ("transform", format!("translate({left:.1}px,{top:.1}px)")),
        ("width", format!("{width:.1}px")),
        ("height", format!("{height:.1}px")),
    ];
    styles.iter().for_each(|(name, value)| page::set_style("graph-seen", name, value));
}
