//! The canvas that both graphs are drawn on: moving about in it, walking along its edges, marking what belongs to what,
//! finding, and taking the picture elsewhere.

use crate::address::Address;
use crate::browser::camera::{Camera, Place};
use crate::browser::{frames, page, picture as pictures};
use crate::counted::counted;
use crate::graph::layout::{Direction, Drawing};
use crate::graph::paths::{Needs, Way};
use crate::graph::picture::{self, Flags, flags_of, name_of};
use crate::graph::shown::Shown;
use crate::graph::{Graph, Kind, export};
use crate::html::{Html, all, el, text, when};
use crate::widgets::{IconName, asked, effect, fill, handle, icon};
use crate::workspace::{Tree, Workspace};
use leptos::prelude::*;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;
use wasm_bindgen::JsCast;

/// Pictures with more nodes have a small map beside them.
const MAP_NODES: usize = 100;
/// Room around a picture, in px.
const ROOM_PX: f64 = 44.0;
/// The least height of the canvas, in px.
const LEAST_PX: f64 = 240.0;
/// How small a picture may be and still be read.
const LEAST_READABLE: f64 = 0.72;
/// How far a key moves the picture, in px.
const KEY_PX: f64 = 60.0;

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

/// What is marked in a picture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marked {
    /// The node that was chosen, by place in the picture.
    pub chosen: Option<usize>,
    /// Nodes before it, behind it, and marked for another reason.
    pub before: BTreeSet<usize>,
    pub behind: BTreeSet<usize>,
    pub others: BTreeSet<usize>,
    /// Edges that are marked.
    pub edges: BTreeSet<usize>,
}

impl Marked {
    /// Everything before and behind a node of the graph.
    pub fn around(picture: &Picture, node: usize) -> Marked {
        let places = |way| -> BTreeSet<usize> {
            picture.needs.all(node, way).into_iter().filter_map(|(node, _)| picture.place_of(node)).collect()
        };
        let mut marked = Marked {
            chosen: picture.place_of(node),
            before: places(Way::Needs),
            behind: places(Way::NeededBy),
            ..Marked::default()
        };
        // What lies in it belongs to it.
        let frames = &picture.shown.frames;
        for frame in frames.iter().filter(|frame| frame.head.is_some() && frame.head == marked.chosen) {
            marked.others.extend(&frame.members);
        }
        if picture.graph.kind == Kind::Ownership {
            // Everything that is joined to it, through people and modules.
            (marked.before, marked.behind) = joined_to(picture, marked.chosen);
        }
        let is_in =
            |set: &BTreeSet<usize>, place: usize| set.contains(&place) || marked.chosen == Some(place);
        let on = |set: &BTreeSet<usize>, from: usize, to: usize| is_in(set, from) && is_in(set, to);
        let edges = picture.shown.edges.iter().enumerate();
        let edges = edges.filter(|(_, edge)| {
            on(&marked.before, edge.from, edge.to) || on(&marked.behind, edge.from, edge.to)
        });
        marked.edges = edges.map(|(at, _)| at).collect();
        marked
    }

    /// Nodes and edges of the graph that are marked by themselves: a way, a chain.
    pub fn of(picture: &Picture, nodes: &[usize], edges: &[usize]) -> Marked {
        Marked {
            others: nodes.iter().filter_map(|node| picture.place_of(*node)).collect(),
            edges: picture
                .shown
                .edges
                .iter()
                .enumerate()
                .filter(|(_, edge)| edge.of.iter().any(|of| edges.contains(of)))
                .map(|(at, _)| at)
                .collect(),
            ..Marked::default()
        }
    }

    /// Whether anything is marked, so that the rest steps back.
    pub fn is_anything(&self) -> bool {
        *self != Marked::default()
    }

    /// Says in the page what is marked.
    fn apply(&self, picture: &Picture) {
        page::set_attribute("graph-scene", "data-marked", self.is_anything().then_some("true"));
        for place in 0..picture.shown.nodes.len() {
            let relation = if self.chosen == Some(place) {
                Some("chosen")
            } else if self.others.contains(&place) {
                Some("other")
            } else if self.before.contains(&place) && self.behind.contains(&place) {
                Some("both")
            } else if self.before.contains(&place) {
                Some("before")
            } else if self.behind.contains(&place) {
                Some("behind")
            } else {
                None
            };
            page::set_attribute(&format!("node-{place}"), "data-relation", relation);
        }
        for edge in 0..picture.shown.edges.len() {
            let is_marked = self.edges.contains(&edge).then_some("true");
            page::set_attribute(&format!("edge-{edge}"), "data-marked", is_marked);
        }
    }
}

/// What leads to a node, and where it leads, along edges of any kind.
fn joined_to(picture: &Picture, chosen: Option<usize>) -> (BTreeSet<usize>, BTreeSet<usize>) {
    let Some(chosen) = chosen else { return Default::default() };
    let walk = |is_forward: bool| {
        let mut found = BTreeSet::new();
        let mut pending = vec![chosen];
        while let Some(at) = pending.pop() {
            for edge in &picture.shown.edges {
                let (from, to) = if is_forward { (edge.from, edge.to) } else { (edge.to, edge.from) };
                if from == at && found.insert(to) {
                    pending.push(to);
                }
            }
        }
        found
    };
    (walk(false), walk(true))
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
    let scene = [
        ("id", "graph-canvas"),
        ("class", "graph-canvas"),
        ("role", "group"),
        ("aria-roledescription", "graph"),
        ("aria-label", label),
        ("tabindex", "0"),
        ("aria-describedby", "graph-keys"),
    ];
    let group = el("g", &[("id", "graph-scene")], &[]);
    let keys = "Letters go to what is called so. Arrow keys walk along the edges and between neighbours, Enter opens, Space chooses, Escape lets go. Plus and minus zoom, 0 shows all, Shift with arrows moves the picture.";
    el(
        "div",
        &[("id", "graph-frame"), ("class", "graph-frame")],
        &[
            el("svg", &scene, &[picture::arrow(), group]),
            el("div", &[("class", "graph-tools"), ("id", "graph-tools")], &tools),
            el("svg", &[("id", "graph-map"), ("class", "graph-map"), ("aria-hidden", "true")], &[]),
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

/// Something about a node, by its place in the picture.
type OfNode<T> = dyn Fn(&Picture, usize) -> T;

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
}

impl PartialEq for Picture {
    fn eq(&self, other: &Picture) -> bool {
        std::ptr::eq(self, other)
    }
}

/// Keeps the canvas true to what is drawn and marked, and takes what happens in it: a click chooses, a double click
/// opens, the background lets go.
pub fn keep(workspace: Workspace, canvas: Canvas) {
    let Canvas { picture, marked, opens, preview } = canvas;
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
            let is_here = camera.try_with_value(|camera| camera.as_ref().map(show_seen)).is_some();
            if is_settled && is_here {
                let address = workspace.address.get_untracked();
                workspace.replace(address.with("at", &place.to_string()));
            }
        };
        camera.set_value(Camera::new("graph-canvas", "graph-scene", start, Box::new(told)));
    });
    let is_placed = RefCell::new(workspace.address.with_untracked(|address| address.setting("at").is_some()));
    effect(move || {
        let Some(picture) = picture.get() else { return };
        let Picture { graph, shown, drawing, flags, .. } = &*picture;
        fill("graph-scene", picture::content(graph, shown, drawing, flags));
        draw_map(&picture);
        with_camera(&|camera| set_height(camera, drawing));
        // Shown whole on first draw only; whoever has moved about stays where they are.
        if !is_placed.replace(true) {
            with_camera(&|camera| begin(camera, &picture));
        }
        with_camera(&show_seen);
        marked.with_untracked(|marked| marked.apply(&picture));
        set_active(&picture, marked.with_untracked(|marked| marked.chosen).unwrap_or(0));
    });
    let mut shown_chosen = None;
    effect(move || {
        let (Some(picture), marked) = (picture.get_untracked(), marked.get()) else { return };
        marked.apply(&picture);
        if let Some(chosen) = marked.chosen {
            set_active(&picture, chosen);
            if shown_chosen != Some(chosen) {
                reveal(&picture, chosen, with_camera);
            }
        }
        shown_chosen = marked.chosen;
    });
    let typed: RefCell<(String, f64)> = RefCell::default();
    let place_of = |event: &web_sys::Event| {
        page::around(event, "[data-node]")?.get_attribute("data-node")?.parse::<usize>().ok()
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
    on_cleanup(move || drop(camera.try_update_value(|camera| camera.take())));
}

/// What a key does on the canvas; whether it does anything.
fn key(
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
                set_active(picture, next);
                page::focus(&format!("node-{next}"));
                reveal(picture, next, with_camera);
                workspace.announce(said_of(picture, next));
            }
        }
        ("+" | "=", _) => drop(with_camera(&|camera| camera.zoom_by(1.25))),
        ("-", _) => drop(with_camera(&|camera| camera.zoom_by(0.8))),
        ("0", _) => drop(with_camera(&|camera| fit(camera, &picture.drawing))),
        ("Home", _) => {
            set_active(picture, 0);
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
const TYPING_MS: f64 = 900.0;

/// Letters lead to the next node that is called so; whether the key was one.
fn type_ahead(
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
        set_active(picture, next);
        page::focus(&format!("node-{next}"));
        reveal(picture, next, with_camera);
        workspace.announce(said_of(picture, next));
    }
    true
}

/// The node that an arrow leads to: along an edge when one leads that way, else the nearest one there.
fn step(picture: &Picture, from: usize, x: f32, y: f32) -> Option<usize> {
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
fn said_of(picture: &Picture, place: usize) -> String {
    let needs = picture.shown.edges.iter().filter(|edge| edge.from == place).count();
    let needed = picture.shown.edges.iter().filter(|edge| edge.to == place).count();
    format!("{}; needs {needs}, needed by {needed}", picture.name(place))
}

/// Chooses a node or an edge, or lets go: all of it stands in the link.
fn choose(workspace: Workspace, picture: &Picture, place: Option<usize>, edge: Option<usize>) {
    let id = place.and_then(|place| picture.shown.nodes.get(place)).map(|node| node.id.clone());
    let address = workspace.address.get_untracked();
    let is_again = id.is_some() && address.setting("select") == id.as_deref();
    let edge =
        edge.filter(|_| id.is_none()).and_then(|edge| picture.shown.edges.get(edge)).and_then(|edge| {
            let name = |place: usize| picture.shown.nodes.get(place).map(|node| node.id.as_str());
            Some(format!("{} {}", name(edge.from)?, name(edge.to)?))
        });
    let id = id.filter(|_| !is_again).unwrap_or_default();
    let address = address.with("select", &id).with("edge", &edge.unwrap_or_default()).with("to", "");
    workspace.replace(address);
    if let Some(place) = place {
        page::focus(&format!("node-{place}"));
    }
}

/// Makes one node the place where the keyboard enters the picture.
fn set_active(picture: &Picture, active: usize) {
    for place in 0..picture.shown.nodes.len() {
        let index = if place == active { "0" } else { "-1" };
        page::set_attribute(&format!("node-{place}"), "tabindex", Some(index));
    }
}

fn active_place() -> Option<usize> {
    page::attribute_of("#graph-scene [tabindex='0']", "data-node")?.parse().ok()
}

fn fit(camera: &Camera, drawing: &Drawing) {
    camera.fit(f64::from(drawing.size.width), f64::from(drawing.size.height));
}

/// Makes the canvas no higher than the picture takes, so that a small one does not stand in an empty hall.
fn set_height(camera: &Camera, drawing: &Drawing) {
    let (width, height) = (f64::from(drawing.size.width), f64::from(drawing.size.height));
    let zoom = ((camera.size().0 - 24.0) / width.max(1.0)).clamp(LEAST_READABLE, 1.0);
    let most = (height * zoom + 2.0 * ROOM_PX).max(LEAST_PX);
    page::set_style("graph-frame", "max-height", &format!("{most:.0}px"));
}

/// Shows a picture for the first time: all of it when it can be read like that, else what is still to be done.
fn begin(camera: &Camera, picture: &Picture) {
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
fn reveal(picture: &Picture, place: usize, with_camera: impl Fn(&dyn Fn(&Camera)) -> Option<()>) {
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
fn draw_map(picture: &Picture) {
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
fn show_seen(camera: &Camera) {
    let (x, y, width, height) = camera.seen();
    for (name, px) in [("x", x), ("y", y), ("width", width), ("height", height)] {
        page::set_attribute("graph-seen", name, Some(&format!("{px:.0}")));
    }
}

/// What an export is called, without its ending.
fn file_name(title: &str, kind: Kind) -> String {
    let plain: String =
        title.chars().map(|letter| if letter.is_alphanumeric() { letter } else { '-' }).take(40).collect();
    format!("{}-{}", plain.trim_matches('-').to_lowercase(), kind.name())
}

/// The ways to take a picture elsewhere. Their acts are done by [`export_as`].
pub fn exports() -> Html {
    let ways = [
        ("svg", "Picture (SVG)"),
        ("png", "Picture (PNG)"),
        ("mermaid", "Copy as Mermaid"),
        ("dot", "Graphviz (DOT)"),
        ("json", "Data (JSON)"),
        ("print", "Print"),
    ];
    let ways = ways.map(|(form, words)| {
        let attributes =
            [("type", "button"), ("class", "button"), ("data-act", "export"), ("data-value", form)];
        el("button", &attributes, &[text(words)])
    });
    let summary = [icon(IconName::Download), text(" Export")];
    el(
        "details",
        &[("class", "menu"), ("id", "graph-exports")],
        &[el("summary", &[("class", "button")], &summary), el("div", &[("class", "popover")], &ways)],
    )
}

/// Takes the picture elsewhere.
pub fn export_as(workspace: Workspace, picture: &Picture, form: &str) {
    page::set_attribute("graph-exports", "open", None);
    let Some(tree) = workspace.tree.get_untracked() else { return };
    let Picture { graph, shown, drawing, flags, .. } = picture;
    let what = match graph.kind {
        Kind::Dependencies => "Dependencies",
        Kind::Ownership => "Ownership",
    };
    let (title, name) = (format!("{what} of {}", tree.title), file_name(&tree.title, graph.kind));
    let source = format!("{}, as of {}", tree.name, workspace.day.get_untracked().date);
    let svg = || export::svg(graph, shown, drawing, flags, &title, &source);
    match form {
        "svg" => pictures::save_svg(&name, &svg()),
        "png" => {
            let (width, height) = export::size(graph, drawing, &source);
            let size = (f64::from(width), f64::from(height));
            pictures::save_png(&name, &svg(), size, move |why| workspace.announce(why));
        }
        "mermaid" => {
            page::copy(&export::mermaid(graph));
            workspace.announce("Copied as Mermaid text.");
        }
        "dot" => page::download(&format!("{name}.dot"), export::dot(graph).as_bytes()),
        "json" => page::download(&format!("{name}.json"), export::json(graph, shown, drawing).as_bytes()),
        _ => frames::before_next_frame(page::print),
    }
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
