//! Moving a large picture about: by dragging, with two fingers, with the wheel, and as others ask. The picture stays as
//! it is. While it moves, only the layer moves that it was drawn on, which costs the browser next to nothing whatever is
//! on it; where it comes to rest it is drawn anew, and sharp.

use super::frames;
use super::page::{Listener, around, element, set_style};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsCast;

/// How large the picture may be shown.
const MOST_ZOOM: f64 = 4.0;
/// How small.
const LEAST_ZOOM: f64 = 0.04;
/// How far a pointer moves before it drags, in px: hands shake.
const SHAKE: f64 = 4.0;
/// How long nothing moves before a place is taken for the one that is meant, in milliseconds.
const SETTLE_MS: u32 = 150;
/// How many times as large as it was drawn a picture is shown while it moves: more would show no more than spots.
const MOST_STRETCH: f64 = 8.0;
/// How small, of the size it was drawn in: less would ask for a layer of many windows, all but a few of which are thrown away.
const LEAST_STRETCH: f64 = 0.4;

/// Where the picture stands: its corner in the canvas, and how large it is shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// To the right, in px.
    pub x: f64,
    /// Downwards, in px.
    pub y: f64,
    /// How many px of the screen one of the picture takes.
    pub zoom: f64,
}

impl Place {
    /// A place as it stands in a link: `12,-40,0.8`.
    pub fn parse(text: &str) -> Option<Place> {
        let mut numbers =
            text.split(',').map(|number| number.parse::<f64>().ok().filter(|number| number.is_finite()));
        let (x, y, zoom) = (numbers.next()??, numbers.next()??, numbers.next()??);
        let is_near = x.abs() < 1e6 && y.abs() < 1e6;
        (is_near && numbers.next().is_none()).then(|| Place { x, y, zoom: zoom.clamp(LEAST_ZOOM, MOST_ZOOM) })
    }

    /// Larger or smaller, so that what was at the one point comes to the other.
    fn zoomed(self, factor: f64, from: (f64, f64), to: (f64, f64)) -> Place {
        let zoom = (self.zoom * factor).clamp(LEAST_ZOOM, MOST_ZOOM);
        let factor = zoom / self.zoom;
        Place { x: to.0 - (from.0 - self.x) * factor, y: to.1 - (from.1 - self.y) * factor, zoom }
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{:.0},{:.0},{:.3}", self.x, self.y, self.zoom)
    }
}

/// What the camera moves, by ids: the canvas that takes the events, the layer in it, and the picture on that.
#[derive(Clone, Copy, Debug)]
pub struct Parts {
    /// As large as what is seen, and never moved.
    pub canvas: &'static str,
    /// Moves while somebody moves the picture, and stands where the canvas does at rest.
    pub layer: &'static str,
    /// Stands on the layer where the picture came to rest last.
    pub picture: &'static str,
}

/// Moves a picture within a canvas. Dropping it ends that.
pub struct Camera {
    state: Rc<State>,
    _listeners: Vec<Listener>,
}

/// What is told when the picture moves: where it stands now, and whether it has come to rest.
type Told = Box<dyn Fn(Place, bool)>;

struct State {
    parts: Parts,
    place: Cell<Place>,
    /// Where the picture was drawn last.
    drawn: Cell<Place>,
    /// How large the canvas was before anything moved in this frame: asking afterwards would make the browser lay out.
    measured: Cell<(f64, f64)>,
    /// Pointers that are down, and where.
    pointers: RefCell<Vec<(i32, f64, f64)>>,
    /// How far they have moved since the first came down, in px.
    moved: Cell<f64>,
    is_waiting: Cell<bool>,
    settling: RefCell<Option<gloo::timers::callback::Timeout>>,
    told: Told,
}

impl Camera {
    /// Moves the picture, which begins at a place.
    pub fn new(parts: Parts, place: Place, told: Told) -> Option<Camera> {
        let target = element(parts.canvas)?;
        let state = Rc::new(State {
            parts,
            place: Cell::new(place),
            drawn: Cell::new(place),
            measured: Cell::new((1.0, 1.0)),
            pointers: RefCell::default(),
            moved: Cell::new(0.0),
            is_waiting: Cell::new(false),
            settling: RefCell::default(),
            told,
        });
        let kinds = ["pointerdown", "pointermove", "pointerup", "pointercancel", "wheel", "click"];
        let listen = |kind| {
            let state = Rc::clone(&state);
            Listener::new(
                target.clone().into(),
                kind,
                Rc::new(move |event: &web_sys::Event| state.take(event)),
            )
        };
        let listeners = kinds.into_iter().map(listen).collect();
        state.draw();
        Some(Camera { state, _listeners: listeners })
    }

    /// Where the picture stands.
    pub fn place(&self) -> Place {
        self.state.place.get()
    }

    /// Shows the picture at a place.
    pub fn show(&self, place: Place) {
        self.state.jump(place);
    }

    /// Shows all of a picture of this size, no larger than it is.
    pub fn fit(&self, width: f64, height: f64) {
        let (wide, high) = self.state.size();
        let zoom =
            ((wide - 24.0) / width.max(1.0)).min((high - 24.0) / height.max(1.0)).clamp(LEAST_ZOOM, 1.0);
        self.state.jump(Place { x: (wide - width * zoom) / 2.0, y: (high - height * zoom) / 2.0, zoom });
    }

    /// How large the canvas is, in px.
    pub fn size(&self) -> (f64, f64) {
        self.state.size()
    }

    /// Shows a point of the picture in the middle of the canvas.
    pub fn center(&self, x: f64, y: f64, zoom: f64) {
        let (wide, high) = self.state.size();
        self.state.jump(Place { x: wide / 2.0 - x * zoom, y: high / 2.0 - y * zoom, zoom });
    }

    /// Shows it larger or smaller, around the middle of the canvas.
    pub fn zoom_by(&self, factor: f64) {
        let (wide, high) = self.state.size();
        let middle = (wide / 2.0, high / 2.0);
        self.state.zoom(factor, middle, middle);
    }

    /// Moves it, in px.
    pub fn move_by(&self, x: f64, y: f64) {
        let place = self.state.place.get();
        self.state.set(Place { x: place.x + x, y: place.y + y, ..place });
    }

    /// Moves it no more than it takes to see a box of the picture whole; into the middle when it is far away.
    pub fn reveal(&self, x: f64, y: f64, width: f64, height: f64) {
        const EDGE: f64 = 28.0;
        let place = self.state.place.get();
        let (wide, high) = self.state.size();
        let (left, top) = (place.x + x * place.zoom, place.y + y * place.zoom);
        let (right, bottom) = (left + width * place.zoom, top + height * place.zoom);
        if left >= EDGE && top >= EDGE && right <= wide - EDGE && bottom <= high - EDGE {
            return;
        }
        let (x, y) = (x + width / 2.0, y + height / 2.0);
        self.state.jump(Place { x: wide / 2.0 - x * place.zoom, y: high / 2.0 - y * place.zoom, ..place });
    }

    /// Whether the canvas is there to be seen.
    pub fn is_shown(&self) -> bool {
        self.state.size().0 > 1.0
    }

    /// Looks how large the canvas is now.
    pub fn measure(&self) {
        self.state.measured.set(self.state.size());
    }

    /// The part of the picture that is seen: left, top, width, height.
    pub fn seen(&self) -> (f64, f64, f64, f64) {
        let Place { x, y, zoom } = self.state.place.get();
        let (wide, high) = self.state.measured.get();
        (-x / zoom, -y / zoom, wide / zoom, high / zoom)
    }
}

impl State {
    fn size(&self) -> (f64, f64) {
        let rect = element(self.parts.canvas).map(|canvas| canvas.get_bounding_client_rect());
        rect.map_or((1.0, 1.0), |rect| (rect.width().max(1.0), rect.height().max(1.0)))
    }

    /// A point of the window as one of the canvas.
    fn within(&self, x: i32, y: i32) -> (f64, f64) {
        let rect = element(self.parts.canvas).map(|canvas| canvas.get_bounding_client_rect());
        rect.map_or((0.0, 0.0), |rect| (f64::from(x) - rect.left(), f64::from(y) - rect.top()))
    }

    /// Moves the picture on, which is not at rest yet.
    fn set(self: &Rc<Self>, place: Place) {
        self.place.set(place);
        if !self.is_waiting.replace(true) {
            let state = Rc::clone(self);
            frames::before_next_frame(move || {
                state.is_waiting.set(false);
                state.follow_up();
            });
        }
        self.rest_later();
    }

    /// Shows the picture at a place at once: nobody is moving it.
    fn jump(self: &Rc<Self>, place: Place) {
        self.place.set(place);
        self.measured.set(self.size());
        self.draw();
        (self.told)(place, false);
        self.rest_later();
    }

    fn rest_later(self: &Rc<Self>) {
        let state = Rc::clone(self);
        let settled = gloo::timers::callback::Timeout::new(SETTLE_MS, move || {
            state.draw();
            (state.told)(state.place.get(), true);
        });
        // The one that waited before is given up.
        *self.settling.borrow_mut() = Some(settled);
    }

    /// Moves the layer to where the picture is to be seen.
    fn follow_up(&self) {
        let (place, drawn) = (self.place.get(), self.drawn.get());
        self.measured.set(self.size());
        let stretch = place.zoom / drawn.zoom;
        if !(LEAST_STRETCH..=MOST_STRETCH).contains(&stretch) {
            self.draw();
        } else if place != drawn {
            let (x, y) = (place.x - drawn.x * stretch, place.y - drawn.y * stretch);
            set_style(self.parts.layer, "transform", &transform(x, y, stretch));
        }
        (self.told)(place, false);
    }

    /// Draws the picture where it is to be seen, and puts the layer back.
    fn draw(&self) {
        let place = self.place.get();
        self.drawn.set(place);
        set_style(self.parts.picture, "transform", &transform(place.x, place.y, place.zoom));
        set_style(self.parts.layer, "transform", "none");
    }

    /// Shows it larger or smaller, so that what was at the one point of the canvas comes to the other.
    fn zoom(self: &Rc<Self>, factor: f64, from: (f64, f64), to: (f64, f64)) {
        self.set(self.place.get().zoomed(factor, from, to));
    }

    fn take(self: &Rc<Self>, event: &web_sys::Event) {
        match event.type_().as_str() {
            "wheel" => {
                let Some(wheel) = event.dyn_ref::<web_sys::WheelEvent>() else { return };
                // Without a key the wheel scrolls the page, as everywhere.
                if wheel.ctrl_key() || wheel.meta_key() {
                    event.prevent_default();
                    let at = self.within(wheel.client_x(), wheel.client_y());
                    let lines = if wheel.delta_mode() == 0 { 1.0 } else { 16.0 };
                    self.zoom((-wheel.delta_y() * lines / 300.0).clamp(-0.7, 0.7).exp(), at, at);
                }
            }
            "click" => {
                // Whoever has dragged the picture did not mean to click on it.
                if self.moved.replace(0.0) > SHAKE {
                    event.stop_propagation();
                    event.prevent_default();
                }
            }
            _ => self.point(event),
        }
    }

    fn point(self: &Rc<Self>, event: &web_sys::Event) {
        let Some(pointer) = event.dyn_ref::<web_sys::PointerEvent>() else { return };
        let (id, (x, y)) = (pointer.pointer_id(), self.within(pointer.client_x(), pointer.client_y()));
        match event.type_().as_str() {
            // From a handle a line is drawn.
            "pointerdown" if around(event, "[data-handle]").is_some() => {}
            "pointerdown" if pointer.button() == 0 => {
                let mut pointers = self.pointers.borrow_mut();
                if pointers.is_empty() {
                    self.moved.set(0.0);
                }
                pointers.retain(|(known, ..)| *known != id);
                pointers.push((id, x, y));
            }
            "pointermove" => self.follow(id, x, y),
            "pointerup" | "pointercancel" => {
                self.pointers.borrow_mut().retain(|(known, ..)| *known != id);
                if let Some(canvas) = element(self.parts.canvas) {
                    let _ = canvas.remove_attribute("data-dragging");
                }
            }
            _ => {}
        }
    }

    /// Moves the picture along with the pointers that are down.
    fn follow(self: &Rc<Self>, id: i32, x: f64, y: f64) {
        let before = self.pointers.borrow().clone();
        let Some(at) = before.iter().position(|(known, ..)| *known == id) else { return };
        let Some((_, from_x, from_y)) = before.get(at).copied() else { return };
        self.pointers.borrow_mut().iter_mut().skip(at).take(1).for_each(|pointer| *pointer = (id, x, y));
        self.moved.set(self.moved.get() + (x - from_x).hypot(y - from_y));
        if self.moved.get() <= SHAKE {
            return;
        }
        if let Some(canvas) = element(self.parts.canvas) {
            // From here on the pointer belongs to the canvas, wherever it goes.
            if !canvas.has_attribute("data-dragging") {
                let _ = canvas.set_attribute("data-dragging", "true");
                let _ = canvas.set_pointer_capture(id);
            }
        }
        let other = before.iter().find(|(known, ..)| *known != id);
        match other {
            None => {
                let place = self.place.get();
                self.set(Place { x: place.x + x - from_x, y: place.y + y - from_y, ..place });
            }
            Some((_, other_x, other_y)) => {
                let was = (from_x - other_x).hypot(from_y - other_y).max(1.0);
                let is = (x - other_x).hypot(y - other_y).max(1.0);
                let middle = |x: f64, y: f64| (f64::midpoint(x, *other_x), f64::midpoint(y, *other_y));
                self.zoom(is / was, middle(from_x, from_y), middle(x, y));
            }
        }
    }
}

fn transform(x: f64, y: f64, zoom: f64) -> String {
    format!("translate({x:.2}px,{y:.2}px) scale({zoom:.5})")
}
