//! A graph for elsewhere: as JSON for scripts, as a picture that needs nothing beside it, as text for Graphviz and for
//! a README.

use super::layout::{Drawing, Point};
use super::{Graph, Kind};
use crate::html::{Html, all, el, text};
use crate::plan::{BaseStatus, json::SCHEMA};
use serde::Serialize;
use std::fmt::Write;

/// Around the picture, in px.
const MARGIN: f32 = 24.0;

#[derive(Serialize)]
struct Answer<'a> {
    schema: u32,
    kind: &'static str,
    width: f32,
    height: f32,
    nodes: Vec<Node<'a>>,
    edges: Vec<Edge<'a>>,
    hidden: [(); 0],
    unresolved: Vec<Unresolved<'a>>,
    cycles: Vec<Vec<&'a str>>,
}

#[derive(Serialize)]
struct Node<'a> {
    id: &'a str,
    label: &'a str,
    kind: &'static str,
    status: Option<&'static str>,
    x: f32,
    y: f32,
    width: f32,
    height: f32,
    parent: Option<&'a str>,
}

#[derive(Serialize)]
struct Edge<'a> {
    from: &'a str,
    to: &'a str,
    kinds: &'a [&'static str],
    points: Vec<[f32; 2]>,
    evidence: &'a [crate::plan::Place],
}

#[derive(Serialize)]
struct Unresolved<'a> {
    from: &'a str,
    to: &'a str,
    path: &'a str,
    line: u32,
}

/// The graph with its picture as one JSON document, with a line end at its end.
pub fn json(graph: &Graph, drawing: &Drawing) -> String {
    let id = |at: usize| graph.nodes.get(at).map_or("", |node| node.id.as_str());
    let nodes = graph.nodes.iter().zip(&drawing.nodes).map(|(node, corner)| {
        let size = node.size();
        Node {
            id: &node.id,
            label: &node.label,
            kind: node.kind,
            status: node.status.map(BaseStatus::name),
            x: tenth(corner.x),
            y: tenth(corner.y),
            width: tenth(size.width),
            height: size.height,
            parent: node.parent.as_deref(),
        }
    });
    let edges = graph.edges.iter().zip(&drawing.edges).map(|(edge, line)| Edge {
        from: id(edge.from),
        to: id(edge.to),
        kinds: &edge.kinds,
        points: line.iter().map(|point| [tenth(point.x), tenth(point.y)]).collect(),
        evidence: &edge.evidence,
    });
    let unresolved = graph.unresolved.iter().map(|missing| Unresolved {
        from: &missing.from,
        to: &missing.to,
        path: &missing.place.path,
        line: missing.place.line,
    });
    let answer = Answer {
        schema: SCHEMA,
        kind: graph.kind.name(),
        width: tenth(drawing.size.width),
        height: tenth(drawing.size.height),
        nodes: nodes.collect(),
        edges: edges.collect(),
        hidden: [],
        unresolved: unresolved.collect(),
        cycles: drawing
            .cycles
            .iter()
            .map(|cycle| cycle.iter().map(|at| id(*at as usize)).collect())
            .collect(),
    };
    // Writing values of our own into a string cannot fail.
    let mut text = serde_json::to_string_pretty(&answer).unwrap_or_default();
    text.push('\n');
    text
}

/// A length without digits that nobody sees.
fn tenth(px: f32) -> f32 {
    (px * 10.0).round() / 10.0
}

/// The graph for Graphviz.
pub fn dot(graph: &Graph) -> String {
    let quoted =
        |text: &str| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', " "));
    let id = |at: usize| graph.nodes.get(at).map_or_else(String::new, |node| quoted(&node.id));
    let mut text = format!("digraph {} {{\n  rankdir=LR;\n  node [shape=box];\n", graph.kind.name());
    for node in &graph.nodes {
        let status = node.status.map(|status| format!(", class=\"{}\"", status.name())).unwrap_or_default();
        let _ = writeln!(text, "  {} [label={}{status}];", quoted(&node.id), quoted(&node.label));
    }
    for edge in &graph.edges {
        let _ = writeln!(
            text,
            "  {} -> {} [class={}];",
            id(edge.from),
            id(edge.to),
            quoted(&edge.kinds.join(" "))
        );
    }
    text.push_str("}\n");
    text
}

/// The graph as text that hosts of Markdown draw.
pub fn mermaid(graph: &Graph) -> String {
    let quoted = |text: &str| text.replace('"', "#quot;").replace(['\n', '`'], " ");
    let mut text = "flowchart LR\n".to_owned();
    for (at, node) in graph.nodes.iter().enumerate() {
        let _ = writeln!(text, "  n{at}[\"{}\"]", quoted(&node.label));
    }
    for edge in &graph.edges {
        let is_need = edge.kinds.iter().any(|kind| matches!(*kind, "depends_on" | "blocks"));
        // What is needed comes first, as in the picture.
        let (from, to, arrow) = match graph.kind {
            Kind::Dependencies if is_need => (edge.to, edge.from, "-->"),
            Kind::Dependencies => (edge.to, edge.from, "-.->"),
            Kind::Ownership => (edge.from, edge.to, "-->"),
        };
        let _ = writeln!(text, "  n{from} {arrow} n{to}");
    }
    text
}

/// The picture, complete in itself: with title, legend and source.
pub fn svg(graph: &Graph, drawing: &Drawing, title: &str, source: &str) -> String {
    let number = |px: f32| tenth(px).to_string();
    let (width, height) =
        (drawing.size.width.max(420.0) + 2.0 * MARGIN, drawing.size.height + 2.0 * MARGIN + 72.0);
    let shift = |point: &Point| format!("{},{}", tenth(point.x + MARGIN), tenth(point.y + MARGIN + 40.0));
    let lines =
        graph.edges.iter().zip(&drawing.edges).filter(|(_, line)| !line.is_empty()).map(|(edge, line)| {
            let points: Vec<String> = match graph.kind {
                // Arrows lead from what is needed to what needs it.
                Kind::Dependencies => line.iter().rev().map(shift).collect(),
                Kind::Ownership => line.iter().map(shift).collect(),
            };
            let is_need = edge.kinds.iter().any(|kind| !matches!(*kind, "invalidated_by" | "origin"));
            let dashes = if is_need { "" } else { "5 4" };
            let attributes = [
                ("class", "edge"),
                ("points", &points.join(" ")),
                ("stroke-dasharray", dashes),
                ("marker-end", "url(#arrow)"),
            ];
            el("polyline", &attributes, &[])
        });
    let nodes = graph.nodes.iter().zip(&drawing.nodes).map(|(node, corner)| {
        let size = node.size();
        let (x, y) = (corner.x + MARGIN, corner.y + MARGIN + 40.0);
        let status = node.status.map_or("none", BaseStatus::name);
        let word = node.status.filter(|status| *status != BaseStatus::Unknown).map(|status| status.label());
        let name = match word {
            Some(word) => format!("{} ({word})", node.id),
            None => node.id.clone(),
        };
        let shape = [
            ("x", number(x)),
            ("y", number(y)),
            ("width", number(size.width)),
            ("height", number(size.height)),
        ];
        let mut attributes: Vec<(&'static str, &str)> =
            shape.iter().map(|(name, value)| (*name, value.as_str())).collect();
        attributes.push(("rx", "4"));
        let (text_x, text_y) = (number(x + 22.0), number(y + size.height / 2.0 + 4.5));
        let mark = node.status.map_or("", status_mark);
        let mark_x = number(x + 7.0);
        el(
            "g",
            &[("class", &format!("node {} {status}", node.kind))],
            &[
                el("title", &[], &[text(&name)]),
                el("rect", &attributes, &[]),
                el("text", &[("x", &mark_x), ("y", &text_y), ("class", "mark")], &[text(mark)]),
                el("text", &[("x", &text_x), ("y", &text_y)], &[text(&node.drawn_label())]),
            ],
        )
    });
    let legend = match graph.kind {
        Kind::Dependencies => {
            "An arrow leads from what is needed to what needs it; dashed: invalidated by, origin."
        }
        Kind::Ownership => "People → the modules they answer for → the plans that made or changed them.",
    };
    let (left, top, bottom) = (number(MARGIN), number(MARGIN + 4.0), number(height - 14.0));
    let arrow = el(
        "marker",
        &[
            ("id", "arrow"),
            ("viewBox", "0 0 8 8"),
            ("refX", "7"),
            ("refY", "4"),
            ("markerWidth", "7"),
            ("markerHeight", "7"),
            ("orient", "auto"),
        ],
        &[el("path", &[("d", "M0 0L8 4L0 8z"), ("class", "arrow")], &[])],
    );
    let body = all([
        el("style", &[], &[Html::rendered(STYLE.to_owned())]),
        el("defs", &[], &[arrow]),
        el("text", &[("x", &left), ("y", &top), ("class", "title")], &[text(title)]),
        all(lines),
        all(nodes),
        el(
            "text",
            &[("x", &left), ("y", &bottom), ("class", "legend")],
            &[text(&format!("{legend} Source: {source}"))],
        ),
    ]);
    let size = (number(width), number(height));
    let view = format!("0 0 {} {}", size.0, size.1);
    let root = [
        ("xmlns", "http://www.w3.org/2000/svg"),
        ("width", size.0.as_str()),
        ("height", size.1.as_str()),
        ("viewBox", view.as_str()),
        ("role", "img"),
        ("aria-label", title),
    ];
    format!("{}\n", el("svg", &root, &[body]).into_string())
}

/// What tells a status without its colour.
fn status_mark(status: BaseStatus) -> &'static str {
    match status {
        BaseStatus::Todo => "○",
        BaseStatus::Wip => "◐",
        BaseStatus::Done => "✓",
        BaseStatus::Blocked => "⊖",
        BaseStatus::Cut => "⊘",
        BaseStatus::Unknown => "",
    }
}

/// Colours of both themes; the same meanings as in the page.
const STYLE: &str = "svg{font:12px ui-sans-serif,system-ui,sans-serif;color-scheme:light dark;background:light-dark(#fff,#14171c)}\
text{fill:light-dark(#1b1f24,#e6e9ee)}.title{font-size:15px;font-weight:600}.legend{fill:light-dark(#59636e,#9aa4b1)}\
.edge{fill:none;stroke:light-dark(#7b8794,#8893a1);stroke-width:1.2}.arrow{fill:light-dark(#7b8794,#8893a1)}\
.node rect{fill:light-dark(#f6f7f9,#1d2229);stroke:light-dark(#98a2ae,#5c6673)}.done rect{stroke:#1a7f4b}.wip rect{stroke:#2f7fc4;stroke-width:1.8}\
.blocked rect{stroke:#c2570c;stroke-dasharray:6 3;stroke-width:1.8}.cut text{text-decoration:line-through;opacity:.7}.person rect{rx:14}";
