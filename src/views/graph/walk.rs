//! The keys of the canvas: along edges and between neighbours, to what is called so, nearer and farther.

use super::sight::{fit, reveal};
use super::{Picture, choose, set_active};
use crate::address::Address;
use crate::browser::camera::Camera;
use crate::browser::{frames, page};
use crate::workspace::Workspace;
use std::cell::RefCell;
use std::collections::BTreeSet;

/// How far a key moves the picture, in px.
const KEY_PX: f64 = 60.0;

/// What a key does on the canvas; whether it does anything.
pub(super) fn key(
    workspace: Workspace,
    picture: &Picture,
    event: &web_sys::KeyboardEvent,
    active: usize,
    with_camera: impl Fn(&dyn Fn(&Camera)) -> Option<()> + Copy,
    opens: &dyn Fn(&Picture, usize) -> Option<Address>,
) -> bool {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return false;
    }
    let key = event.key();
    let arrow = match key.as_str() {
        "ArrowLeft" => Some((-1.0, 0.0)),
        "ArrowRight" => Some((1.0, 0.0)),
        "ArrowUp" => Some((0.0, -1.0)),
        "ArrowDown" => Some((0.0, 1.0)),
        _ => None,
    };
    match (key.as_str(), arrow) {
        (_, Some((x, y))) if event.shift_key() => {
            with_camera(&|camera| camera.move_by(-x * KEY_PX, -y * KEY_PX));
        }
        (_, Some((x, y))) => {
            if let Some(next) = step(picture, active, x as f32, y as f32) {
                set_active(next);
                page::focus(&format!("node-{next}"));
                reveal(picture, next, with_camera);
                workspace.announce(said_of(picture, next));
            }
        }
        ("+" | "=", _) => drop(with_camera(&|camera| camera.zoom_by(1.25))),
        ("-", _) => drop(with_camera(&|camera| camera.zoom_by(0.8))),
        ("0", _) => drop(with_camera(&|camera| fit(camera, &picture.drawing))),
        ("Home", _) => {
            set_active(0);
            page::focus("node-0");
        }
        ("Enter", _) => {
            if let Some(address) = opens(picture, active) {
                workspace.go(&address);
            }
        }
        (" ", _) => choose(workspace, picture, Some(active), None),
        ("Escape", _) => choose(workspace, picture, None, None),
        _ => return false,
    }
    true
}

/// How long letters belong together that are typed one after the other, in milliseconds.
pub(super) const TYPING_MS: f64 = 900.0;

/// Letters lead to the next node that is called so; whether the key was one.
pub(super) fn type_ahead(
    workspace: Workspace,
    picture: &Picture,
    event: &web_sys::KeyboardEvent,
    active: usize,
    typed: &RefCell<(String, f64)>,
    with_camera: impl Fn(&dyn Fn(&Camera)) -> Option<()>,
) -> bool {
    let key = event.key();
    let mut letters = key.chars();
    let (Some(letter), None) = (letters.next(), letters.next()) else { return false };
    if !letter.is_alphanumeric() || event.ctrl_key() || event.meta_key() || event.alt_key() {
        return false;
    }
    let now = frames::now_ms();
    let (mut text, last) = typed.take();
    if now - last > TYPING_MS {
        text.clear();
    }
    // By itself a 0 shows all of the picture.
    if letter == '0' && text.is_empty() {
        return false;
    }
    text.extend(letter.to_lowercase());
    let count = picture.shown.nodes.len();
    let is_called = |place: &usize| picture.name(*place).to_lowercase().contains(&text);
    // A first letter goes on to the next, further ones stay where they fit.
    let first = usize::from(text.chars().count() == 1);
    let next = (first..count + first).map(|step| (active + step) % count.max(1)).find(is_called);
    typed.replace((text, now));
    if let Some(next) = next {
        set_active(next);
        page::focus(&format!("node-{next}"));
        reveal(picture, next, with_camera);
        workspace.announce(said_of(picture, next));
    }
    true
}

/// The node that an arrow leads to: along an edge when one leads that way, else the nearest one there.
pub(super) fn step(picture: &Picture, from: usize, x: f32, y: f32) -> Option<usize> {
    let middle = |place: usize| {
        let (corner, node) = (picture.drawing.nodes.get(place)?, picture.shown.nodes.get(place)?);
        let size = node.node.size();
        Some((corner.x + size.width / 2.0, corner.y + size.height / 2.0))
    };
    let here = middle(from)?;
    let joined: BTreeSet<usize> = picture
        .shown
        .edges
        .iter()
        .filter_map(|edge| (edge.from == from).then_some(edge.to).or((edge.to == from).then_some(edge.from)))
        .collect();
    let cost = |place: usize| {
        let there = middle(place)?;
        let (dx, dy) = (there.0 - here.0, there.1 - here.1);
        let along = dx * x + dy * y;
        let across = (dx * y).abs() + (dy * x).abs();
        // Up and down stay in the column, left and right follow edges as long as there are any.
        (along > 8.0).then_some(along + 2.0 * across)
    };
    let nearest = |places: &mut dyn Iterator<Item = usize>| {
        let priced = places.filter_map(|place| Some((cost(place)?, place)));
        priced.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1))).map(|(_, place)| place)
    };
    let is_sideways = y == 0.0;
    let along_edges = is_sideways.then(|| nearest(&mut joined.iter().copied())).flatten();
    along_edges.or_else(|| nearest(&mut (0..picture.shown.nodes.len()).filter(|place| *place != from)))
}

/// What is said when the keyboard comes to a node.
pub(super) fn said_of(picture: &Picture, place: usize) -> String {
    let needs = picture.shown.edges.iter().filter(|edge| edge.from == place).count();
    let needed = picture.shown.edges.iter().filter(|edge| edge.to == place).count();
    format!("{}; needs {needs}, needed by {needed}", picture.name(place))
}
