//! What of a picture can wait until its first frame has been drawn: the words of nodes that are out of sight, and the handles.
//! Words are what a picture takes longest to draw.

use super::{CAMERA, Picture};
use crate::browser::camera::Camera;
use crate::browser::{frames, page};
use crate::graph::picture::words;
use crate::html::Html;
use crate::widgets::add;
use leptos::task::spawn_local;
use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;

/// Below this zoom words are no more than lines.
const LEGIBLE: f64 = 0.3;
/// So many nodes get their words before the browser has its turn.
const AT_ONCE: usize = 48;

/// Which nodes are in sight and can be read, by place: those whose words are drawn at once.
pub(super) fn in_sight(camera: &Camera, picture: &Picture) -> Vec<bool> {
    let (left, top, width, height) = camera.seen();
    let is_legible = camera.place().zoom >= LEGIBLE;
    let nodes = picture.shown.nodes.iter().zip(&picture.drawing.nodes);
    let is_seen = nodes.map(|(node, corner)| {
        let size = node.node.size();
        let (x, y) = (f64::from(corner.x), f64::from(corner.y));
        is_legible
            && x < left + width
            && x + f64::from(size.width) > left
            && y < top + height
            && y + f64::from(size.height) > top
    });
    is_seen.collect()
}

/// The rest of the picture that is drawn last. A later picture ends what is still to be added to an earlier one.
#[derive(Clone, Default)]
pub(super) struct Rest {
    drawn: Rc<Cell<usize>>,
}

impl Rest {
    /// Adds handles, and the words of nodes that have none yet, a few in each frame.
    pub(super) fn add(&self, picture: Arc<Picture>, has_words: Vec<bool>, handles: Html) {
        let own = self.drawn.get().wrapping_add(1);
        self.drawn.set(own);
        let drawn = Rc::clone(&self.drawn);
        spawn_local(async move {
            // The first frame is drawn before the second begins.
            frames::next_frame().await;
            frames::next_frame().await;
            let is_here = || drawn.get() == own && page::element(CAMERA.picture).is_some();
            if !is_here() {
                return;
            }
            add(CAMERA.picture, handles);
            let waiting = has_words.iter().enumerate().filter(|(_, has_words)| !**has_words);
            let waiting: Vec<usize> = waiting.map(|(at, _)| at).collect();
            for some in waiting.chunks(AT_ONCE) {
                frames::next_frame().await;
                if !is_here() {
                    return;
                }
                for at in some {
                    add(&format!("node-{at}"), words(&picture.shown, &picture.drawing, *at));
                }
            }
        });
    }
}
