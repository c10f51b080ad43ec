//! A line drawn by hand from a handle of a picture to whatever lies under the pointer when it lets go.

use super::page::{Listener, around, element, set_attribute};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::JsCast;

/// What is told: the number of the handle, and of the node where the pointer let go.
type Told = Box<dyn Fn(usize, usize)>;

/// Draws lines by hand. Dropping it ends that.
pub struct Pull {
    _listeners: Vec<Listener>,
}

struct State {
    canvas: &'static str,
    line: &'static str,
    /// The handle that is held, and where it is in the canvas.
    held: Cell<Option<(usize, f64, f64)>>,
    /// The node under the pointer.
    target: Cell<Option<usize>>,
    told: Told,
}

impl Pull {
    /// Draws the line with the one id within the element with the other, from `data-handle` to `data-node`.
    pub fn new(canvas: &'static str, line: &'static str, told: Told) -> Option<Pull> {
        let target = element(canvas)?;
        let (held, under) = (Cell::new(None), Cell::new(None));
        let state = Rc::new(State { canvas, line, held, target: under, told });
        let listen = |kind| {
            let state = Rc::clone(&state);
            let take = Rc::new(move |event: &web_sys::Event| state.take(event));
            Listener::new(target.clone().into(), kind, take)
        };
        let kinds = ["pointerdown", "pointermove", "pointerup", "pointercancel"];
        Some(Pull { _listeners: kinds.into_iter().map(listen).collect() })
    }
}

impl State {
    fn take(&self, event: &web_sys::Event) {
        let Some(pointer) = event.dyn_ref::<web_sys::PointerEvent>() else { return };
        match event.type_().as_str() {
            "pointerdown" if pointer.button() == 0 => {
                let Some(handle) = around(event, "[data-handle]") else { return };
                let number = handle.get_attribute("data-handle").and_then(|number| number.parse().ok());
                let Some(number) = number else { return };
                let box_of = handle.get_bounding_client_rect();
                let (x, y) =
                    self.within(box_of.left() + box_of.width() / 2.0, box_of.top() + box_of.height() / 2.0);
                self.held.set(Some((number, x, y)));
                let _ = handle.set_pointer_capture(pointer.pointer_id());
                event.prevent_default();
            }
            "pointermove" => {
                let Some((from, x, y)) = self.held.get() else { return };
                let (to_x, to_y) = self.within(f64::from(pointer.client_x()), f64::from(pointer.client_y()));
                set_attribute(self.line, "d", Some(&format!("M{x:.1} {y:.1}L{to_x:.1} {to_y:.1}")));
                self.mark(node_at(pointer).filter(|node| *node != from));
            }
            kind => {
                let Some((from, ..)) = self.held.take() else { return };
                let to = node_at(pointer);
                set_attribute(self.line, "d", None);
                self.mark(None);
                if let Some(to) = to.filter(|_| kind == "pointerup") {
                    (self.told)(from, to);
                }
            }
        }
    }

    fn mark(&self, node: Option<usize>) {
        let before = self.target.replace(node);
        if before != node {
            for (node, mark) in [(before, None), (node, Some("true"))] {
                node.into_iter().for_each(|node| set_attribute(&format!("node-{node}"), "data-pulled", mark));
            }
        }
    }

    /// A point of the window as one of the canvas.
    fn within(&self, x: f64, y: f64) -> (f64, f64) {
        let rect = element(self.canvas).map(|canvas| canvas.get_bounding_client_rect());
        rect.map_or((0.0, 0.0), |rect| (x - rect.left(), y - rect.top()))
    }
}

/// The number of the node that a pointer is on.
fn node_at(pointer: &web_sys::PointerEvent) -> Option<usize> {
    let document = web_sys::window()?.document()?;
    let hit = document.element_from_point(pointer.client_x() as f32, pointer.client_y() as f32)?;
    hit.closest("[data-node]").ok()??.get_attribute("data-node")?.parse().ok()
}
