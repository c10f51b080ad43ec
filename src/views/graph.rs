//! The canvas that both graphs are drawn on: moving about in it, walking along its edges, marking what belongs to what,
//! finding, and taking the picture elsewhere.

mod exports;
mod marks;
mod pull;
mod sight;
mod walk;
mod words;

pub use exports::{COPY_PICTURE, export_as, exports};
pub use marks::Marked;

use crate::address::{Address, joined, listed};
use crate::browser::camera::{Camera, Parts, Place};
use crate::browser::pull::Pull;
use crate::browser::{frames, page};
use crate::counted::counted;
use crate::graph::layout::{Direction, Drawing};
use crate::graph::paths::Needs;
use crate::graph::picture::{self, Flags, flags_of, name_of};
use crate::graph::shown::Shown;
use crate::graph::{Graph, Kind};
use crate::html::{Html, all, el, text, when};
use crate::widgets::{IconName, asked, effect, fill, handle, icon};
use crate::workspace::{Tree, Workspace};
use leptos::prelude::*;
use sight::{begin, draw_map, fit, map, reveal, set_height, show_seen};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use walk::{key, type_ahead};
use wasm_bindgen::JsCast;
use words::{Rest, in_sight};

/// What moves: the whole picture, on a layer of its own.
const CAMERA: Parts = Parts { canvas: "graph-canvas", layer: "graph-layer", picture: "graph-scene" };

/// A graph with its picture.
#[derive(Debug)]
pub struct Picture {
    /// All of it.
    pub graph: Graph,
    /// What is shown of it.
    pub shown: Shown,
    /// Where that stands.
    pub drawing: Drawing,
    /// What is to be seen of each node of the graph.
    pub flags: Vec<Flags>,
    /// Who needs whom.
    pub needs: Needs,
}

impl Picture {
    /// Draws what is shown of a tree, as much as possible like the picture before.
    pub fn of(
        tree: &Tree,
        graph: Graph,
        shown: Shown,
        flags: Vec<Flags>,
        before: Option<&Picture>,
    ) -> Picture {
        let direction = direction(tree);
        let stood = |id: &str| {
            let before = before?;
            let at = before.shown.place_of(id)?;
            let size = before.shown.nodes.get(at)?.node.size();
            let corner = before.drawing.nodes.get(at)?;
            Some(if direction == Direction::Down {
                corner.x + size.width / 2.0
            } else {
                corner.y + size.height / 2.0
            })
        };
        let drawing = shown.draw(graph.kind, direction, &stood);
        let needs = Needs::of(&graph);
        Picture { graph, shown, drawing, flags, needs }
    }

    /// The place in the picture of a node of the graph.
    pub fn place_of(&self, node: usize) -> Option<usize> {
        self.shown.nodes.iter().position(|shown| shown.of.contains(&node))
    }

    /// The node of the graph with an id.
    pub fn node(&self, id: &str) -> Option<usize> {
        self.graph.nodes.iter().position(|node| node.id == id)
    }

    /// What a node of the picture is called by those who do not see it.
    fn name(&self, place: usize) -> String {
        self.shown.nodes.get(place).map(|node| name_of(node, flags_of(node, &self.flags))).unwrap_or_default()
    }
}

/// Which way edges lead: as the tree is read, and downwards where there is no room beside each other.
pub fn direction(tree: &Tree) -> Direction {
    match (page::is_narrow(), tree.plan.reads_from_right()) {
        (true, _) => Direction::Down,
        (false, true) => Direction::Left,
        (false, false) => Direction::Right,
    }
}

/// The frame of the canvas with its tools, empty. [`keep`] fills it.
pub fn frame(label: &str) -> Html {
    let tool = |act: &str, label: &str, words: Html| {
        let attributes = [
            ("type", "button"),
            ("class", "icon-button"),
            ("data-act", act),
            ("aria-label", label),
            ("title", label),
        ];
        el("button", &attributes, &[words])
    };
    let tools = [
        tool("zoom-in", "Larger (+)", icon(IconName::Plus)),
        tool("zoom-out", "Smaller (−)", icon(IconName::Minus)),
        tool("fit", "Show all of it (0)", icon(IconName::Fit)),
    ];
    let canvas = [
        ("id", CAMERA.canvas),
        ("class", "graph-canvas"),
        ("role", "group"),
        ("aria-roledescription", "graph"),
        ("aria-label", label),
        ("tabindex", "0"),
        ("aria-describedby", "graph-keys"),
    ];
    let scene = el("svg", &[("id", CAMERA.picture), ("role", "presentation")], &[]);
    // Lines that are drawn by hand, and the heads of arrows, stay where they are.
    let pull = el("path", &[("id", "graph-pull"), ("class", "pull")], &[]);
    let over = [("class", "graph-over"), ("aria-hidden", "true")];
    let layers = [
        el("div", &[("id", CAMERA.layer), ("class", "graph-layer")], &[scene]),
        el("svg", &over, &[picture::arrow(), pull]),
    ];
    let keys = "Letters go to what is called so. Arrow keys walk along the edges and between neighbours, Enter opens, Space chooses, Escape lets go. Plus and minus zoom, 0 shows all, Shift with arrows moves the picture.";
    el(
        "div",
        &[("id", "graph-frame"), ("class", "graph-frame")],
        &[
            el("div", &canvas, &layers),
            el("div", &[("class", "graph-tools"), ("id", "graph-tools")], &tools),
            map(),
            el("div", &[("id", "graph-preview"), ("class", "graph-preview"), ("aria-hidden", "true")], &[]),
            el("p", &[("id", "graph-keys"), ("class", "visually-hidden")], &[text(keys)]),
        ],
    )
}

/// A button that changes what the link says: `KEY=VALUE&KEY=VALUE`, a key without a value goes.
pub fn set(value: &str, words: &str, title: &str) -> Html {
    let attributes =
        [("type", "button"), ("class", "link"), ("data-act", "set"), ("data-value", value), ("title", title)];
    el("button", &attributes, &[text(words)])
}

/// What the link says once such a button was clicked.
pub fn changed(address: Address, value: &str) -> Address {
    value.split('&').fold(address, |address, pair| {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        address.with(key, &crate::address::decode(value))
    })
}

/// The two ends of an edge that a link names; older links put a space between them.
pub fn ends(edge: &str) -> Option<(String, String)> {
    let ids: Vec<String> = listed(edge).collect();
    match <[String; 2]>::try_from(ids) {
        Ok([from, to]) => Some((from, to)),
        Err(_) => edge.split_once(' ').map(|(from, to)| (from.to_owned(), to.to_owned())),
    }
}

/// Something about a node, by its place in the picture.
type OfNode<T> = dyn Fn(&Picture, usize) -> T;

/// Something about two nodes, by their places in the picture.
type OfTwo = dyn Fn(&Picture, usize, usize);

/// What a view of a graph tells the canvas.
pub struct Canvas {
    /// What is drawn.
    pub picture: Memo<Option<Arc<Picture>>>,
    /// What is marked in it.
    pub marked: Memo<Marked>,
    /// Where a node, by place in the picture, leads.
    pub opens: Rc<OfNode<Option<Address>>>,
    /// What is said of a node where the pointer rests.
    pub preview: Rc<OfNode<Html>>,
    /// What a line does that is drawn from the handle of a node to another node, by place in the picture; without it there are
    /// no handles.
    pub pulled: Option<Rc<OfTwo>>,
}

impl PartialEq for Picture {
    fn eq(&self, other: &Picture) -> bool {
        std::ptr::eq(self, other)
    }
}

/// Keeps the canvas true to what is drawn and marked, and takes what happens in it: a click chooses, a double click
/// opens, the background lets go.
pub fn keep(workspace: Workspace, canvas: Canvas) {
    let Canvas { picture, marked, opens, preview, pulled } = canvas;
    let camera: StoredValue<Option<Camera>, LocalStorage> = StoredValue::new_local(None);
    let with_camera = move |act: &dyn Fn(&Camera)| camera.with_value(|camera| camera.as_ref().map(act));
    // The camera is there once the frame is.
    effect(move || {
        if camera.with_value(Option::is_some) {
            return;
        }
        let asked = workspace.address.with_untracked(|address| address.setting("at").and_then(Place::parse));
        let start = asked.unwrap_or(Place { x: 0.0, y: 0.0, zoom: 1.0 });
        let told = move |place: Place, is_settled: bool| {
            // It may come to rest when the page has been left already.
            let picture = picture.try_get_untracked().flatten();
            let is_here = camera.try_with_value(|camera| {
                if let (Some(camera), Some(picture)) = (camera, &picture) {
                    show_seen(camera, picture);
                }
            });
            let is_here = is_here.is_some();
            if is_settled && is_here {
                let address = workspace.address.get_untracked();
                workspace.replace(address.with("at", &place.to_string()));
            }
        };
        camera.set_value(Camera::new(CAMERA, start, Box::new(told)));
    });
    let has_handles = pulled.is_some();
    let pull: StoredValue<Option<Pull>, LocalStorage> = StoredValue::new_local(None);
    effect(move || {
        let Some(pulled) = pulled.clone().filter(|_| pull.with_value(Option::is_none)) else { return };
        let told = move |from: usize, to: usize| {
            if let Some(picture) = picture.get_untracked() {
                pulled(&picture, from, to);
            }
        };
        pull.set_value(Pull::new(CAMERA.canvas, "graph-pull", Box::new(told)));
    });
    let is_marked = Rc::new(Cell::new(false));
    let was_marked = Rc::clone(&is_marked);
    let rest = Rest::default();
    let has_place = workspace.address.with_untracked(|address| address.setting("at").is_some());
    let is_placed = StoredValue::new_local(has_place);
    // Shown whole on first draw only; whoever has moved about stays where they are.
    let place = move |picture: &Picture| {
        let _ = with_camera(&|camera| {
            set_height(camera, &picture.drawing);
            if camera.is_shown()
                && is_placed.try_update_value(|placed| std::mem::replace(placed, true)) == Some(false)
            {
                begin(camera, picture);
            }
        });
    };
    effect(move || {
        let Some(picture) = picture.get() else { return };
        let Picture { graph, shown, drawing, flags, .. } = &*picture;
        place(&picture);
        if !is_placed.get_value() {
            // The canvas is shown when the view knows that there is something to draw.
            let picture = Arc::clone(&picture);
            frames::before_next_frame(move || {
                if !camera.is_disposed() {
                    place(&picture);
                }
            });
        }
        let mut has_words = vec![true; shown.nodes.len()];
        camera.with_value(|camera| {
            if let Some(camera) = camera {
                camera.measure();
                has_words = in_sight(camera, &picture);
            }
        });
        let is_said = |at: usize| has_words.get(at) == Some(&true);
        fill(CAMERA.picture, picture::content(graph, shown, drawing, flags, &is_said));
        for (name, px) in [("width", drawing.size.width), ("height", drawing.size.height)] {
            page::set_attribute(CAMERA.picture, name, Some(&format!("{px:.0}")));
        }
        draw_map(&picture);
        with_camera(&|camera| show_seen(camera, &picture));
        // Nothing is marked in what has just been drawn.
        let own = marked.get_untracked();
        is_marked.set(own.is_anything());
        if is_marked.get() {
            own.apply(&picture);
        }
        set_active(own.chosen.unwrap_or(0));
        rest.add(Arc::clone(&picture), has_words, has_handles);
    });
    let mut shown_chosen = None;
    effect(move || {
        let (Some(picture), marked) = (picture.get_untracked(), marked.get()) else { return };
        if was_marked.replace(marked.is_anything()) || marked.is_anything() {
            marked.apply(&picture);
        }
        if let Some(chosen) = marked.chosen {
            set_active(chosen);
            if shown_chosen != Some(chosen) {
                reveal(&picture, chosen, with_camera);
            }
        }
        shown_chosen = marked.chosen;
    });
    let typed: RefCell<(String, f64)> = RefCell::default();
    // A click on the handle of a node is one on the node.
    let place_of = |event: &web_sys::Event| {
        let of = |name: &str| page::around(event, &format!("[{name}]"))?.get_attribute(name);
        of("data-node").or_else(|| of("data-handle"))?.parse::<usize>().ok()
    };
    handle(
        "graph-frame",
        &["click", "dblclick", "keydown", "pointerover", "pointerout", "focusin"],
        move |event| {
            let Some(picture) = picture.get_untracked() else { return };
            let chosen = place_of(event).filter(|place| *place < picture.shown.nodes.len());
            match event.type_().as_str() {
                "click" => match asked(event).as_ref().map(|(act, _)| act.as_str()) {
                    Some("zoom-in") => drop(with_camera(&|camera| camera.zoom_by(1.25))),
                    Some("zoom-out") => drop(with_camera(&|camera| camera.zoom_by(0.8))),
                    Some("fit") => drop(with_camera(&|camera| fit(camera, &picture.drawing))),
                    Some(_) => {}
                    None => {
                        let edge = page::around(event, "[data-edge]")
                            .and_then(|edge| edge.get_attribute("data-edge"));
                        choose(workspace, &picture, chosen, edge.and_then(|edge| edge.parse().ok()));
                    }
                },
                "dblclick" => {
                    if let Some(address) = chosen.and_then(|place| opens(&picture, place)) {
                        workspace.go(&address);
                    }
                }
                "pointerover" | "focusin" => {
                    let html = chosen.map(|place| preview(&picture, place)).unwrap_or_default();
                    page::set_attribute("graph-preview", "data-shown", chosen.is_some().then_some("true"));
                    fill("graph-preview", html);
                }
                "pointerout" => page::set_attribute("graph-preview", "data-shown", None),
                _ => {
                    let Some(event) = event.dyn_ref::<web_sys::KeyboardEvent>() else { return };
                    let active = chosen.or_else(active_place).unwrap_or(0);
                    let is_done = type_ahead(workspace, &picture, event, active, &typed, with_camera)
                        || key(workspace, &picture, event, active, with_camera, &*opens);
                    if is_done {
                        event.prevent_default();
                    }
                }
            }
        },
    );
    on_cleanup(move || {
        drop(camera.try_update_value(|camera| camera.take()));
        drop(pull.try_update_value(|pull| pull.take()));
    });
}

/// Chooses a node or an edge, or lets go: all of it stands in the link.
fn choose(workspace: Workspace, picture: &Picture, place: Option<usize>, edge: Option<usize>) {
    let id = place.and_then(|place| picture.shown.nodes.get(place)).map(|node| node.id.clone());
    let address = workspace.address.get_untracked();
    let is_again = id.is_some() && address.setting("select") == id.as_deref();
    let edge =
        edge.filter(|_| id.is_none()).and_then(|edge| picture.shown.edges.get(edge)).and_then(|edge| {
            let name = |place: usize| picture.shown.nodes.get(place).map(|node| node.id.as_str());
            Some(joined([name(edge.from)?, name(edge.to)?]))
        });
    let id = id.filter(|_| !is_again).unwrap_or_default();
    let address = address.with("select", &id).with("edge", &edge.unwrap_or_default()).with("to", "");
    workspace.replace(address);
    if let Some(place) = place {
        page::focus(&format!("node-{place}"));
    }
}

/// Makes one node the place where the keyboard enters the picture.
fn set_active(active: usize) {
    let before = active_place().filter(|before| *before != active);
    for (place, index) in before.map(|before| (before, "-1")).into_iter().chain([(active, "0")]) {
        page::set_attribute(&format!("node-{place}"), "tabindex", Some(index));
    }
}

fn active_place() -> Option<usize> {
    page::attribute_of("#graph-scene [tabindex='0']", "data-node")?.parse().ok()
}

/// The twin of the picture for those who read: every node with what it needs and what needs it.
pub fn twin(picture: &Picture, name: &dyn Fn(usize) -> Html, evidence: &dyn Fn(usize) -> Html) -> Html {
    let shown = &picture.shown;
    let (first, second) = match picture.graph.kind {
        Kind::Dependencies => ("Needs", "Needed by"),
        Kind::Ownership => ("Leads to", "Comes from"),
    };
    let ends = |place: usize, is_from: bool| {
        let edges = shown
            .edges
            .iter()
            .enumerate()
            .filter(|(_, edge)| if is_from { edge.from == place } else { edge.to == place });
        let entries = edges.map(|(at, edge)| {
            let other = if is_from { edge.to } else { edge.from };
            el("li", &[], &[name(other), evidence(at)])
        });
        let entries: Vec<Html> = entries.collect();
        when(!entries.is_empty(), || el("ul", &[], &entries))
    };
    let rows = (0..shown.nodes.len()).map(|place| {
        let cells = [
            el("th", &[("scope", "row")], &[name(place)]),
            el("td", &[], &[ends(place, true)]),
            el("td", &[], &[ends(place, false)]),
        ];
        el("tr", &[], &cells)
    });
    let head = |words: &str| el("th", &[("scope", "col")], &[text(words)]);
    let rows = all(rows);
    let caption = format!("{}, {}", counted(shown.nodes.len(), "node"), counted(shown.edges.len(), "edge"));
    el(
        "table",
        &[("class", "twin")],
        &[
            el("caption", &[], &[text(&caption)]),
            el("thead", &[], &[el("tr", &[], &[head("Name"), head(first), head(second)])]),
            el("tbody", &[], &[rows]),
        ],
    )
}
