//! A graph for elsewhere: as JSON for scripts, as a picture that needs nothing beside it, as text for Graphviz and for
//! a README.

use super::layout::Drawing;
use super::picture::{self, Flags, tenth};
use super::shown::Shown;
use super::{Graph, Kind};
use crate::html::{Html, all, el, text};
use crate::plan::{BaseStatus, json::SCHEMA};
use serde::Serialize;
use std::fmt::Write;

/// Around the picture, in px.
const MARGIN: f32 = 24.0;
/// Room for the title, in px.
const HEAD: f32 = 40.0;
/// Room for the legend, in px.
const FOOT: f32 = 40.0;

#[derive(Serialize)]
struct Answer<'a> {
    schema: u32,
    kind: &'static str,
    width: f32,
    height: f32,
    nodes: Vec<Node<'a>>,
    edges: Vec<Edge<'a>>,
    hidden: Vec<Hidden<'a>>,
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
    kinds: Vec<&'static str>,
    points: Vec<[f32; 2]>,
    evidence: Vec<&'a crate::plan::Place>,
}

#[derive(Serialize)]
struct Hidden<'a> {
    from: &'a str,
    to: &'a str,
    why: &'static str,
}

#[derive(Serialize)]
struct Unresolved<'a> {
    from: &'a str,
    to: &'a str,
    path: &'a str,
    line: u32,
}

/// What is shown of a graph, with its picture, as one JSON document with a line end at its end.
pub fn json(graph: &Graph, shown: &Shown, drawing: &Drawing) -> String {
    let id = |at: usize| shown.nodes.get(at).map_or("", |node| node.id.as_str());
    let own = |at: usize| graph.nodes.get(at).map_or("", |node| node.id.as_str());
    let nodes = shown.nodes.iter().zip(&drawing.nodes).map(|(shown, corner)| {
        let size = shown.node.size();
        Node {
            id: &shown.id,
            label: &shown.node.label,
            kind: shown.node.kind,
            status: shown.node.status.map(BaseStatus::name),
            x: tenth(corner.x),
            y: tenth(corner.y),
            width: tenth(size.width),
            height: size.height,
            parent: shown.node.parent.as_deref(),
        }
    });
    let edges = shown.edges.iter().zip(&drawing.edges).map(|(edge, line)| {
        let stated = || edge.of.iter().filter_map(|at| graph.edges.get(*at));
        let mut kinds: Vec<&'static str> = Vec::new();
        for kind in stated().flat_map(|edge| &edge.kinds) {
            if !kinds.contains(kind) {
                kinds.push(kind);
            }
        }
        Edge {
            from: id(edge.from),
            to: id(edge.to),
            kinds,
            points: line.iter().map(|point| [tenth(point.x), tenth(point.y)]).collect(),
            evidence: stated().flat_map(|edge| &edge.evidence).collect(),
        }
    });
    let hidden = shown.hidden.iter().filter_map(|hidden| {
        let edge = graph.edges.get(hidden.edge)?;
        Some(Hidden { from: own(edge.from), to: own(edge.to), why: hidden.why.name() })
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
        hidden: hidden.collect(),
        unresolved: unresolved.collect(),
        cycles: graph.cycles().iter().map(|cycle| cycle.iter().map(|at| own(*at)).collect()).collect(),
    };
    // Writing values of our own into a string cannot fail.
    let mut text = serde_json::to_string_pretty(&answer).unwrap_or_default();
    text.push('\n');
    text
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

fn legend_of(graph: &Graph, source: &str) -> String {
    format!("{} Source: {source}", picture::legend(graph.kind))
}

/// How wide and high the picture is, in px.
pub fn size(graph: &Graph, drawing: &Drawing, source: &str) -> (f32, f32) {
    // About as wide as its legend at least, in two lines.
    let least = legend_of(graph, source).chars().count() as f32 * 3.3;
    (drawing.size.width.max(least) + 2.0 * MARGIN, drawing.size.height + 2.0 * MARGIN + HEAD + FOOT)
}

/// The picture, complete in itself: with title, legend and source.
pub fn svg(
    graph: &Graph,
    shown: &Shown,
    drawing: &Drawing,
    flags: &[Flags],
    title: &str,
    source: &str,
) -> String {
    let number = |px: f32| tenth(px).to_string();
    let legend = legend_of(graph, source);
    let (width, height) = size(graph, drawing, source);
    let (left, top) = (number(MARGIN), number(MARGIN + 4.0));
    let half = legend.char_indices().filter(|(_, letter)| *letter == ' ').map(|(at, _)| at);
    let half = half.min_by_key(|at| at.abs_diff(legend.len() / 2)).unwrap_or(legend.len());
    let (first, second) = legend.split_at(half);
    let line = |words: &str, up: f32| {
        let y = number(height - up);
        el("text", &[("x", left.as_str()), ("y", &y), ("class", "legend")], &[text(words.trim())])
    };
    let place = format!("translate({} {})", tenth(MARGIN), tenth(MARGIN + HEAD));
    let body = all([
        el("style", &[], &[Html::rendered(STYLE.to_owned())]),
        picture::arrow(),
        el("text", &[("x", &left), ("y", &top), ("class", "title")], &[text(title)]),
        el("g", &[("transform", &place)], &[picture::content(graph, shown, drawing, flags, &|_| true)]),
        line(first, 30.0),
        line(second, 14.0),
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

/// Colours of both themes; the same meanings as in the page.
const STYLE: &str = "svg{font:12px ui-sans-serif,system-ui,sans-serif;color-scheme:light dark;background:light-dark(#fff,#16181d)}\
text{fill:light-dark(#1c1f25,#e3e6eb)}.title{font-size:15px;font-weight:600}.legend,.band-name{fill:light-dark(#575e6a,#a6adb9)}.number{font-family:ui-monospace,monospace;font-size:11px}.mark{fill:none;stroke:currentColor;stroke-width:1.3}.flag{text-anchor:middle}.flag{font-weight:700}\
.edge{fill:none;stroke:light-dark(#868d99,#727a88);stroke-width:1.6}.edge-near{display:none}.one-sided{stroke-width:.9}.invalidates{stroke:light-dark(#7434b8,#cda3fa);stroke-dasharray:6 4}.origin,.other{stroke-dasharray:2 3}\
.arrow{fill:light-dark(#868d99,#727a88)}.box,.behind{fill:light-dark(#f6f7f9,#1b1e24);stroke:light-dark(#868d99,#727a88)}.frame{fill:none;stroke:light-dark(#868d99,#727a88)}.frame.circle{stroke:#c62828;stroke-dasharray:2 3}.frame-name{fill:light-dark(#575e6a,#a6adb9);font-size:11px}.band{fill:none;stroke:light-dark(#e2e5ea,#2d323b)}.even{fill:light-dark(#f4f5f8,#1e2229)}\
[data-status=done] .box{stroke:#12805b}[data-status=wip] .box{stroke:#3d97db;stroke-width:2}[data-status=blocked] .box,[data-flags~=blocked] .box{stroke:#e0772a;stroke-dasharray:6 3;stroke-width:2}\
[data-status=cut] .label{text-decoration:line-through;opacity:.7}[data-flags~=emergency] .box{stroke:#c62828;stroke-width:3}[data-kind=person] .box{rx:14}[data-kind=external] .box{stroke-dasharray:2 3}";
