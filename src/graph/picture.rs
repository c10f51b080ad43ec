//! The picture of what is shown of a graph, as markup: bands, edges, nodes. The page and the exported file draw the same.

use super::layout::{Drawing, Point};
use super::shown::{Shown, ShownEdge, ShownNode};
use super::{Edge, Graph, Kind};
use crate::address::Address;
use crate::answers::{Inquiry, is_open, status};
use crate::html::{Html, all, el, text, when};
use crate::plan::BaseStatus;
use std::collections::BTreeSet;
use std::fmt::Write;

/// How round the corners of an edge are, in px.
const CORNER: f32 = 9.0;

/// What is to be seen of a node at a glance, beside how far it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flags {
    /// It goes before all others.
    pub is_emergency: bool,
    /// It is open, and cannot go on.
    pub is_blocked: bool,
    /// A later plan broke what it assumed.
    pub is_invalidated: bool,
    /// It lies on a circle.
    pub is_on_cycle: bool,
    /// Nothing keeps it from being started.
    pub is_ready: bool,
    /// It was not there in what the tree is compared with.
    pub is_new: bool,
    /// It is not there any more.
    pub is_gone: bool,
}

impl Flags {
    /// The flags of every node of a graph.
    pub fn of_all(graph: &Graph, inquiry: &Inquiry<'_>) -> Vec<Flags> {
        let circles = graph.cycles();
        let on_cycle: BTreeSet<usize> = circles.into_iter().flatten().collect();
        let flags = graph.nodes.iter().enumerate().map(|(at, node)| {
            let place = inquiry.plan.index_of(&node.id).filter(|_| graph.kind == Kind::Dependencies);
            let item = place.and_then(|place| Some((place, inquiry.item(place)?)));
            let own = item.map(|(place, item)| {
                let is_blocked = is_open(item) && status::blocked(inquiry, place, item).is_some();
                Flags {
                    is_emergency: is_open(item) && status::is_emergency(item),
                    is_blocked,
                    is_invalidated: item.field("invalidated_by").is_some()
                        || (item.status.base == BaseStatus::Done && item.status.detail.is_some()),
                    is_on_cycle: false,
                    is_ready: is_open(item) && item.status.base == BaseStatus::Todo && !is_blocked,
                    ..Flags::default()
                }
            });
            Flags {
                is_on_cycle: on_cycle.contains(&at),
                is_gone: node.kind == super::ghosts::GONE,
                ..own.unwrap_or_default()
            }
        });
        flags.collect()
    }

    /// The flags in words.
    pub fn words(self) -> Vec<&'static str> {
        let all = [
            (self.is_emergency, "emergency"),
            (self.is_blocked, "blocked"),
            (self.is_invalidated, "invalidated"),
            (self.is_on_cycle, "on a circle"),
            (self.is_ready, "can start now"),
            (self.is_new, "new"),
            (self.is_gone, "gone"),
        ];
        all.into_iter().filter(|(is_so, _)| *is_so).map(|(_, words)| words).collect()
    }

    /// Their mark in the corner of a node.
    fn mark(self) -> &'static str {
        match self {
            Flags { is_emergency: true, .. } => "!",
            Flags { is_on_cycle: true, .. } => "↻",
            Flags { is_blocked: true, .. } => "⊖",
            Flags { is_invalidated: true, .. } => "↯",
            Flags { is_gone: true, .. } => "−",
            Flags { is_new: true, .. } => "+",
            Flags { is_ready: true, .. } => "▸",
            _ => "",
        }
    }
}

/// A length without digits that nobody sees.
pub fn tenth(px: f32) -> f32 {
    (px * 10.0).round() / 10.0
}

fn number(px: f32) -> String {
    tenth(px).to_string()
}

/// Everything that is drawn, with its corner at the origin. `flags` are those of the nodes of the graph. Nodes of which
/// `has_words` does not hold are drawn without their words, which [`words`] gives.
pub fn content(
    graph: &Graph,
    shown: &Shown,
    drawing: &Drawing,
    flags: &[Flags],
    has_words: &dyn Fn(usize) -> bool,
) -> Html {
    let edges = shown.edges.iter().zip(&drawing.edges).enumerate();
    let edges =
        edges.filter(|(_, (_, line))| line.len() > 1).map(|(at, (it, line))| edge(graph, at, it, line));
    let nodes = shown.nodes.iter().zip(&drawing.nodes).enumerate();
    let nodes = nodes.map(|(at, (it, corner))| {
        let words = when(has_words(at), || label(it, *corner));
        node(at, it, *corner, flags_of(it, flags), None, words)
    });
    all([
        bands(shown, drawing),
        frames(shown, drawing),
        el("g", &[("class", "edges")], &[all(edges)]),
        el("g", &[("class", "nodes")], &[all(nodes)]),
    ])
}

/// A picture that stays as it is: every node is a link, `own` is marked.
pub fn still(
    graph: &Graph,
    shown: &Shown,
    drawing: &Drawing,
    flags: &[Flags],
    own: Option<&str>,
    address: &dyn Fn(&super::Node) -> Address,
) -> Html {
    const ROOM: f32 = 6.0;
    let edges = shown.edges.iter().zip(&drawing.edges).enumerate();
    let edges =
        edges.filter(|(_, (_, line))| line.len() > 1).map(|(at, (it, line))| edge(graph, at, it, line));
    let nodes = shown.nodes.iter().zip(&drawing.nodes).enumerate().map(|(at, (it, corner))| {
        let href = address(&it.node).href();
        let is_own = own == Some(it.id.as_str());
        node(at, it, *corner, flags_of(it, flags), Some((&href, is_own)), label(it, *corner))
    });
    let (edges, nodes) = (all(edges), all(nodes));
    let (width, height) = (drawing.size.width + 2.0 * ROOM, drawing.size.height + 2.0 * ROOM);
    let view = format!("-{ROOM} -{ROOM} {} {}", number(width), number(height));
    let (width, height) = (number(width), number(height));
    let attributes =
        [("class", "graph-still"), ("viewBox", &*view), ("width", &*width), ("height", &*height)];
    let parts = [
        arrow(),
        frames(shown, drawing),
        el("g", &[("class", "edges"), ("aria-hidden", "true")], &[edges]),
        el("g", &[("class", "nodes")], &[nodes]),
    ];
    el("svg", &attributes, &parts)
}

/// The flags of what a node stands for.
pub fn flags_of(node: &ShownNode, flags: &[Flags]) -> Flags {
    match node.of.as_slice() {
        [one] => flags.get(*one).copied().unwrap_or_default(),
        _ => Flags::default(),
    }
}

fn bands(shown: &Shown, drawing: &Drawing) -> Html {
    if shown.groups.len() < 2 {
        return Html::default();
    }
    let width = number(drawing.size.width);
    let mut top = 0.0;
    let ends = drawing.borders.iter().copied().chain([drawing.size.height]);
    let bands = shown.groups.iter().zip(ends).enumerate().map(|(at, (name, end))| {
        let (y, height) = (number(top), number((end - top).max(0.0)));
        let label_y = number(top + 13.0);
        top = end;
        let shade = [
            ("class", if at % 2 == 0 { "band even" } else { "band" }),
            ("x", "0"),
            ("y", y.as_str()),
            ("width", width.as_str()),
            ("height", height.as_str()),
        ];
        let label = [("class", "band-name"), ("x", "6"), ("y", label_y.as_str())];
        all([el("rect", &shade, &[]), el("text", &label, &[text(name)])])
    });
    el("g", &[("class", "bands")], &[all(bands)])
}

/// What is drawn as one: a plan with what lies in it, and plans that need each other in a circle.
fn frames(shown: &Shown, drawing: &Drawing) -> Html {
    let frames = shown.frames.iter().zip(&drawing.frames).map(|(frame, (corner, size))| {
        let lengths = [corner.x, corner.y, size.width, size.height].map(number);
        let [x, y, width, height] = &lengths;
        let class = if frame.is_circle { "frame circle" } else { "frame" };
        let shape = [
            ("class", class),
            ("x", x.as_str()),
            ("y", y),
            ("width", width),
            ("height", height),
            ("rx", "8"),
        ];
        let (label_x, label_y) = (number(corner.x + 10.0), number(corner.y + 17.0));
        let label = [("class", "frame-name"), ("x", &*label_x), ("y", &*label_y)];
        let label = when(!frame.label.is_empty(), || el("text", &label, &[text(&frame.label)]));
        all([el("rect", &shape, &[]), label])
    });
    let frames = all(frames);
    when(!shown.frames.is_empty(), || el("g", &[("class", "frames")], &[frames]))
}

/// How an edge is drawn: what it says, and whether both sides say it.
pub fn class_of(graph: &Graph, edge: &ShownEdge) -> &'static str {
    let own = || edge.of.iter().filter_map(|at| graph.edges.get(*at));
    let has = |kind: &str| own().any(|edge| edge.kinds.contains(&kind));
    if has(super::ghosts::NEW) {
        return "edge new";
    }
    if graph.kind == Kind::Ownership {
        return if has(super::ghosts::WAS) { "edge was" } else { "edge" };
    }
    if own().any(super::shown::is_need) {
        let is_told_by_both =
            |edge: &Edge| edge.kinds.contains(&"depends_on") && edge.kinds.contains(&"blocks");
        return if own().all(is_told_by_both) { "edge" } else { "edge one-sided" };
    }
    if has("invalidated_by") {
        "edge invalidates"
    } else if has("origin") {
        "edge origin"
    } else if has(super::ghosts::WAS) {
        "edge was"
    } else {
        "edge other"
    }
}

fn edge(graph: &Graph, at: usize, edge: &ShownEdge, line: &[Point]) -> Html {
    // Arrows lead from what is needed to what needs it; people and modules lead on to what they answer for.
    let points: Vec<Point> = match graph.kind {
        Kind::Dependencies => line.iter().rev().copied().collect(),
        Kind::Ownership => line.to_vec(),
    };
    let (id, path, place) = (format!("edge-{at}"), path(&points), at.to_string());
    let attributes = [
        ("class", class_of(graph, edge)),
        ("id", &*id),
        ("d", path.as_str()),
        ("data-edge", &*place),
        ("marker-end", "url(#arrow)"),
    ];
    // A line that is easier to meet than the one that is seen.
    let near = [("class", "edge-near"), ("d", path.as_str()), ("data-edge", &*place)];
    all([el("path", &attributes, &[]), el("path", &near, &[])])
}

/// A line with round corners.
fn path(points: &[Point]) -> String {
    let mut path = String::new();
    let mut points = points.iter().peekable();
    let Some(first) = points.next() else { return path };
    let _ = write!(path, "M{} {}", tenth(first.x), tenth(first.y));
    let mut last = *first;
    while let Some(point) = points.next() {
        let Some(next) = points.peek() else {
            let _ = write!(path, "L{} {}", tenth(point.x), tenth(point.y));
            break;
        };
        let (before, after) = (towards(*point, last, CORNER), towards(*point, **next, CORNER));
        let _ = write!(
            path,
            "L{} {}Q{} {} {} {}",
            tenth(before.x),
            tenth(before.y),
            tenth(point.x),
            tenth(point.y),
            tenth(after.x),
            tenth(after.y)
        );
        last = *point;
    }
    path
}

/// The point on the way to another that is so far off, or half way.
fn towards(from: Point, to: Point, distance: f32) -> Point {
    let (x, y) = (to.x - from.x, to.y - from.y);
    let length = (x * x + y * y).sqrt().max(0.001);
    let share = (distance / length).min(0.5);
    Point { x: from.x + x * share, y: from.y + y * share }
}

/// What a node is called by those who do not see it.
pub fn name_of(node: &ShownNode, flags: Flags) -> String {
    // What is to be seen comes first, so that whoever says what they see is understood.
    let (number, label) = node.node.lines();
    let mut name = number.map_or_else(|| label.clone(), |number| format!("{number} {label}"));
    if label.ends_with('…') {
        let _ = write!(name, ", {}", node.node.label);
    }
    if let Some(status) = node.node.status.filter(|status| *status != BaseStatus::Unknown && !node.is_fold())
    {
        let _ = write!(name, ", {}", status.label().to_lowercase());
    }
    for words in flags.words() {
        let _ = write!(name, ", {words}");
    }
    name
}

/// The words of a node, to be put into it.
pub fn words(shown: &Shown, drawing: &Drawing, at: usize) -> Html {
    let placed = shown.nodes.get(at).zip(drawing.nodes.get(at));
    placed.map(|(node, corner)| label(node, *corner)).unwrap_or_default()
}

/// Its number above its name, or its name alone.
fn label(node: &ShownNode, corner: Point) -> Html {
    let x = number(corner.x + 24.0);
    let line = |below: f32, class: &str, words: &str| {
        let y = number(corner.y + below);
        el("text", &[("x", &x), ("y", &y), ("class", class)], &[text(words)])
    };
    match node.node.lines() {
        (None, name) => line(node.node.size().height / 2.0 + 4.5, "label", &name),
        (Some(id), name) => all([line(16.0, "number", &format!("{id} ")), line(32.0, "label", &name)]),
    }
}

/// A node. In a picture that stays as it is it is a link, and one of them is marked.
fn node(
    at: usize,
    node: &ShownNode,
    corner: Point,
    flags: Flags,
    link: Option<(&str, bool)>,
    words: Html,
) -> Html {
    let size = node.node.size();
    let (id, place) = (format!("node-{at}"), at.to_string());
    let name = name_of(node, flags);
    let status = node.node.status.map_or("none", BaseStatus::name);
    let shape = |class: &'static str, shift: f32| {
        let lengths = [corner.x + shift, corner.y + shift, size.width, size.height].map(number);
        let [x, y, width, height] = &lengths;
        let attributes = [
            ("class", class),
            ("x", x.as_str()),
            ("y", y),
            ("width", width),
            ("height", height),
            ("rx", "5"),
        ];
        el("rect", &attributes, &[])
    };
    let middle = number(corner.y + size.height / 2.0 + 4.5);
    let at_x = |x: f32| number(corner.x + x);
    let (mark_x, flag_x) = (at_x(11.0), at_x(size.width - 11.0));
    let said = flags.words().join(" ");
    let mut attributes = vec![
        ("class", "node"),
        ("data-kind", node.node.kind),
        ("data-status", status),
        ("data-flags", &*said),
        ("aria-label", &*name),
    ];
    let element = match link {
        Some((href, is_own)) => {
            attributes.extend([("href", href), ("aria-current", if is_own { "true" } else { "" })]);
            "a"
        }
        None => {
            attributes.extend([("id", &*id), ("data-node", &*place), ("role", "button"), ("tabindex", "-1")]);
            "g"
        }
    };
    let mark = node.node.status.map_or(kind_mark(node.node.kind), status_mark);
    let mark = mark_at(mark, &mark_x, &number(corner.y + size.height / 2.0));
    let mark = [("class", "mark"), ("d", &*mark)];
    let flag = flags.mark();
    el(
        element,
        &attributes,
        &[
            when(node.is_fold(), || all([shape("behind", 5.0), shape("behind", 2.5)])),
            shape("box", 0.0),
            el("path", &mark, &[]),
            words,
            when(!flag.is_empty(), || {
                el("text", &[("x", &flag_x), ("y", &middle), ("class", "flag")], &[text(flag)])
            }),
        ],
    )
}

/// A mark with its middle at a place. It is drawn there, not moved there: a thousand things that are moved each by itself are
/// a thousand things to be put together in every frame.
fn mark_at(mark: &str, x: &str, y: &str) -> String {
    if mark.is_empty() { String::new() } else { format!("M{x} {y}{mark}") }
}

/// What tells a status without its colour: a drawing of 9 px around where it begins.
fn status_mark(status: BaseStatus) -> &'static str {
    match status {
        BaseStatus::Todo => "m-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0",
        BaseStatus::Wip => "m-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0m4.5-4.5v9m2-8v7m1.4-5.5v4",
        BaseStatus::Done => "m-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0m2.3.2l1.6 1.6 2.8-3.4",
        BaseStatus::Blocked => "m-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0m2.1 0h4.8",
        BaseStatus::Cut => "m-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0m1.5 3l6-6",
        BaseStatus::Unknown => "m-.6 0a.6 .6 0 1 0 1.2 0a.6 .6 0 1 0-1.2 0",
    }
}

fn kind_mark(kind: &str) -> &'static str {
    match kind {
        "person" => "m-1.9-2a1.9 1.9 0 1 0 3.8 0a1.9 1.9 0 1 0-3.8 0m-2.1 6.2a4 4 0 0 1 8 0",
        "module" => "m0-4.6l4.6 4.6-4.6 4.6-4.6-4.6z",
        "external" => "m-4.5 0h9m-4.5-4.5v9",
        _ => "",
    }
}

/// The arrow heads that edges end with.
pub fn arrow() -> Html {
    let head = [
        ("id", "arrow"),
        ("viewBox", "0 0 8 8"),
        ("refX", "7.4"),
        ("refY", "4"),
        ("markerWidth", "7"),
        ("markerHeight", "7"),
        ("orient", "auto"),
    ];
    el(
        "defs",
        &[],
        &[el("marker", &head, &[el("path", &[("d", "M0 .6 8 4 0 7.4z"), ("class", "arrow")], &[])])],
    )
}

/// Everything that a picture is made of, each as it is drawn with what it means.
pub fn key(kind: Kind) -> Html {
    let sample = |width: &str, drawn: Html| {
        let view = format!("0 0 {width} 14");
        let attributes = [
            ("class", "graph-still"),
            ("viewBox", &*view),
            ("width", width),
            ("height", "14"),
            ("aria-hidden", "true"),
        ];
        el("svg", &attributes, &[drawn])
    };
    let entry = |drawn: Html, words: &str| el("li", &[], &[drawn, text(" "), text(words)]);
    let line = |class: &str, words: &str| {
        let line = [("class", class), ("d", "M1 7H26"), ("marker-end", "url(#arrow)")];
        entry(sample("28", el("path", &line, &[])), words)
    };
    let mark = |status: &str, kind: &str, drawing: &str, words: &str| {
        let drawing = mark_at(drawing, "7", "7");
        let path = [("class", "mark"), ("d", &*drawing)];
        let node = [("class", "node"), ("data-status", status), ("data-kind", kind)];
        entry(sample("14", el("g", &node, &[el("path", &path, &[])])), words)
    };
    let boxed = |kind: &str, status: &str, flags: &str, sign: &str, words: &str| {
        let shape = |class: &str, x: &str| {
            let shape =
                [("class", class), ("x", x), ("y", x), ("width", "22"), ("height", "10"), ("rx", "3")];
            el("rect", &shape, &[])
        };
        let sign = el("text", &[("class", "flag"), ("x", "12"), ("y", "11")], &[text(sign)]);
        let node = [("class", "node"), ("data-kind", kind), ("data-status", status), ("data-flags", flags)];
        let behind = when(kind == "fold", || shape("behind", "3.5"));
        entry(sample("27", el("g", &node, &[behind, shape("box", "1.5"), sign])), words)
    };
    let statuses = BaseStatus::ALL.into_iter().filter(|status| *status != BaseStatus::Unknown);
    let statuses = statuses
        .map(|status| mark(status.name(), "plan", status_mark(status), &status.label().to_lowercase()));
    let modules = mark("none", "module", kind_mark("module"), "module");
    let entries = match kind {
        Kind::Dependencies => all([
            line("edge", "from what is needed to what needs it"),
            line("edge one-sided", "only one side says so"),
            line("edge invalidates", "made the other invalid"),
            line("edge origin", "came out of it, or the phase that follows"),
            all(statuses),
            boxed("plan", "todo", "emergency", "!", "emergency"),
            boxed("plan", "todo", "blocked", "⊖", "cannot go on"),
            boxed("plan", "done", "invalidated", "↯", "invalidated"),
            boxed("plan", "todo", "circle", "↻", "on a circle"),
            boxed("plan", "todo", "start", "▸", "can start now"),
            boxed("fold", "none", "", "", "several, folded"),
            modules,
            mark("none", "external", kind_mark("external"), "not in this tree"),
        ]),
        Kind::Ownership => all([
            mark("none", "person", kind_mark("person"), "people"),
            line("edge", "answer for"),
            modules,
            line("edge", "made or changed by"),
            text(""),
            all(statuses),
        ]),
    };
    el(
        "ul",
        &[("class", "legend graph-key hint"), ("aria-label", "What is drawn, and what it means")],
        &[entries],
    )
}

/// What the lines and marks mean, in a sentence or two.
pub fn legend(kind: Kind) -> &'static str {
    match kind {
        Kind::Dependencies => {
            "An arrow leads from what is needed to what needs it. Thin: only one side says so. Violet and dashed: made the other invalid. Dotted: came out of it, or is the phase that follows. ! emergency, ⊖ blocked, ↯ invalidated, ↻ on a circle, ▸ can start now."
        }
        Kind::Ownership => "People → the modules they answer for → the plans that made or changed them.",
    }
}
