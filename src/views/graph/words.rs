//! What of a picture can wait until its first frame has been drawn: the words of nodes that are out of sight, and the handles.
//! Words are what a picture takes longest to draw.

use super::pull::{handle, side};
use super::{CAMERA, Picture};
use crate::browser::camera::Camera;
use crate::browser::{frames, page};
use crate::graph::picture::words;
use crate::html::{all, when};
use crate::widgets::append;
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
    /// Adds the words of nodes that have none yet, and handles where there are to be any, to a few nodes in each frame.
    pub(super) fn add(&self, picture: Arc<Picture>, has_words: Vec<bool>, has_handles: bool) {
        let own = self.drawn.get().wrapping_add(1);
        self.drawn.set(own);
        let drawn = Rc::clone(&self.drawn);
        spawn_local(async move {
            // The first frame is drawn before the second begins.
            frames::next_frame().await;
            let side = has_handles.then(|| side(&picture));
            // What is in sight comes first.
            let is_said = |at: usize| has_words.get(at) == Some(&true);
            let all_of = |said: bool| (0..has_words.len()).filter(move |at| is_said(*at) == said);
            let order: Vec<usize> = all_of(true).chain(all_of(false)).collect();
            for some in order.chunks(AT_ONCE) {
                frames::next_frame().await;
                if drawn.get() != own || page::element(CAMERA.picture).is_none() {
                    return;
                }
                for at in some {
                    let words = when(!is_said(*at), || words(&picture.shown, &picture.drawing, *at));
                    let handle = side.map(|side| handle(&picture, *at, side)).unwrap_or_default();
                    if let Some(node) = page::element(&format!("node-{at}")) {
                        append(&node, all([words, handle]));
                    }
                }
            }
        });
    }
}
