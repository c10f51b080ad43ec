//! A picture that is larger than its place: what of it can be seen, moving it, and the gestures that zoom it and mark a
//! part of it. Scrolling is the browser's own.

use super::page::{Handler, Listener, element};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsCast;

/// The part of an element's content that can be seen, in px.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Seen {
    /// How far it is scrolled from its left edge.
    pub left: f64,
    /// How far it is scrolled from its upper edge.
    pub top: f64,
    /// How wide the part is.
    pub width: f64,
    /// How high the part is.
    pub height: f64,
}

/// What of the element with this id can be seen.
pub fn seen(id: &str) -> Option<Seen> {
    let element = element(id)?;
    Some(Seen {
        left: f64::from(element.scroll_left()),
        top: f64::from(element.scroll_top()),
        width: f64::from(element.client_width()),
        height: f64::from(element.client_height()),
    })
}

/// How far the element with this id stands from the left edge of what it lies in.
pub fn offset(id: &str) -> f64 {
    element(id).map_or(0.0, |element| f64::from(element.offset_left()))
}

/// Scrolls the element with this id.
pub fn scroll_to(id: &str, left: f64, top: f64) {
    if let Some(element) = element(id) {
        element.set_scroll_left(left.round() as i32);
        element.set_scroll_top(top.round() as i32);
    }
}

/// How long nothing happens before what moved is at rest, in milliseconds.
const REST_MS: u32 = 150;

/// Whether something moves, and what follows when it has come to rest.
#[derive(Default)]
pub struct Rest {
    is_moving: Rc<Cell<bool>>,
    waiting: RefCell<Option<gloo::timers::callback::Timeout>>,
}

impl Rest {
    /// Whether it moves.
    pub fn is_moving(&self) -> bool {
        self.is_moving.get()
    }

    /// It has just moved; `then` follows when it does not go on.
    pub fn moved(&self, then: impl FnOnce() + 'static) {
        self.is_moving.set(true);
        let is_moving = Rc::clone(&self.is_moving);
        let waiting = gloo::timers::callback::Timeout::new(REST_MS, move || {
            is_moving.set(false);
            then();
        });
        // The one that waited before is given up.
        *self.waiting.borrow_mut() = Some(waiting);
    }
}

/// Somebody zooms: by what factor, and around which place, in px from the left edge of the element.
#[derive(Clone, Copy, Debug)]
pub struct Zoom {
    /// How many times as wide it becomes.
    pub factor: f64,
    /// The place that stays where it is.
    pub x: f64,
}

/// Tells of zooming with the wheel and Ctrl, which is also how touchpads tell of a pinch, and with two fingers. Dropping
/// the result ends it.
pub fn on_zoom(id: &str, call: impl Fn(Zoom) + 'static) -> Vec<Listener> {
    let Some(target) = element(id) else { return Vec::new() };
    let call: Rc<dyn Fn(Zoom)> = Rc::new(call);
    let edge = {
        let target = target.clone();
        move || target.get_bounding_client_rect().left() + f64::from(target.client_left())
    };
    let wheel: Handler = {
        let (call, edge) = (Rc::clone(&call), edge.clone());
        Rc::new(move |event| {
            let event: &web_sys::WheelEvent = event.unchecked_ref();
            if !(event.ctrl_key() || event.meta_key()) {
                return;
            }
            event.prevent_default();
            // Mice tell of lines or of a hundred px at once, touchpads of a few px.
            let lines = if event.delta_mode() == 1 { 33.0 } else { 1.0 };
            let step = (event.delta_y() * lines).clamp(-120.0, 120.0);
            call(Zoom { factor: (-step * 0.004).exp(), x: f64::from(event.client_x()) - edge() });
        })
    };
    let apart: Rc<Cell<Option<f64>>> = Rc::default();
    let touch: Handler = Rc::new(move |event| {
        let event: &web_sys::TouchEvent = event.unchecked_ref();
        let touches = event.touches();
        let (Some(one), Some(other)) = (touches.get(0), touches.get(1)) else {
            apart.set(None);
            return;
        };
        event.prevent_default();
        let (dx, dy) = (one.client_x() - other.client_x(), one.client_y() - other.client_y());
        let now = f64::from(dx).hypot(f64::from(dy)).max(1.0);
        if let Some(before) = apart.replace(Some(now)) {
            let middle = f64::from(one.client_x() + other.client_x()) / 2.0;
            call(Zoom { factor: now / before, x: middle - edge() });
        }
    });
    let target: web_sys::EventTarget = target.into();
    let mut listeners = vec![Listener::new(target.clone(), "wheel", wheel)];
    for kind in ["touchstart", "touchmove", "touchend", "touchcancel"] {
        listeners.push(Listener::new(target.clone(), kind, Rc::clone(&touch)));
    }
    listeners
}

/// A pointer that is held down and moved over an element.
#[derive(Clone, Copy, Debug)]
pub struct Drag {
    /// Where it went down, in px from the left edge of the element.
    pub from_x: f64,
    /// Where it is.
    pub x: f64,
    /// How far it has moved since it was last told of.
    pub by: (f64, f64),
    /// Whether it has been lifted.
    pub is_over: bool,
}

/// Farther than this a pointer is moved on purpose, in px.
const DRAG_PX: f64 = 4.0;

/// Tells of dragging over the element with this id: with any pointer, or with a mouse alone, where fingers scroll. What
/// lies below is not clicked then. Dropping the result ends it.
pub fn on_drag(id: &str, with: Pointers, call: impl Fn(Drag) + 'static) -> Vec<Listener> {
    let Some(target) = element(id) else { return Vec::new() };
    struct Held {
        pointer: i32,
        from: (f64, f64),
        last: (f64, f64),
        is_dragged: bool,
    }
    let held: Rc<RefCell<Option<Held>>> = Rc::default();
    let was_dragged: Rc<Cell<bool>> = Rc::default();
    let element = target.clone();
    let swallows = Rc::clone(&was_dragged);
    let handler: Handler = Rc::new(move |event| {
        let event: &web_sys::PointerEvent = event.unchecked_ref();
        let at = (f64::from(event.client_x()), f64::from(event.client_y()));
        let edge = element.get_bounding_client_rect().left();
        match event.type_().as_str() {
            "pointerdown" => {
                was_dragged.set(false);
                let is_meant = with == Pointers::All || event.pointer_type() == "mouse";
                if event.button() == 0 && is_meant && event.is_primary() {
                    let pointer = event.pointer_id();
                    held.replace(Some(Held { pointer, from: at, last: at, is_dragged: false }));
                }
            }
            "pointermove" => {
                let told =
                    held.borrow_mut().as_mut().filter(|held| held.pointer == event.pointer_id()).and_then(
                        |held| {
                            if !held.is_dragged {
                                held.is_dragged = (at.0 - held.from.0).hypot(at.1 - held.from.1) > DRAG_PX;
                                if held.is_dragged {
                                    let _ = element.set_pointer_capture(held.pointer);
                                }
                            }
                            let by = (at.0 - held.last.0, at.1 - held.last.1);
                            held.is_dragged.then(|| {
                                held.last = at;
                                Drag { from_x: held.from.0 - edge, x: at.0 - edge, by, is_over: false }
                            })
                        },
                    );
                if let Some(drag) = told {
                    was_dragged.set(true);
                    event.prevent_default();
                    call(drag);
                }
            }
            _ => {
                if let Some(held) = held.take().filter(|held| held.is_dragged) {
                    let x = if event.type_() == "pointercancel" { held.from.0 } else { at.0 };
                    call(Drag { from_x: held.from.0 - edge, x: x - edge, by: (0.0, 0.0), is_over: true });
                }
            }
        }
    });
    // A link that was dragged over is not followed, nor is it carried away.
    let quiet: Handler = Rc::new(move |event| {
        if event.type_() == "dragstart" || swallows.replace(false) {
            event.prevent_default();
            event.stop_propagation();
        }
    });
    let target: web_sys::EventTarget = target.into();
    let mut listeners: Vec<Listener> = ["pointerdown", "pointermove", "pointerup", "pointercancel"]
        .into_iter()
        .map(|kind| Listener::new(target.clone(), kind, Rc::clone(&handler)))
        .collect();
    for kind in ["click", "dragstart"] {
        listeners.push(Listener::new(target.clone(), kind, Rc::clone(&quiet)));
    }
    listeners
}

/// Which pointers drag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pointers {
    /// All of them.
    All,
    /// Mice: fingers scroll.
    Mouse,
}
