//! What needs what: the plans that are open and what is around them, or as much more as the reader asks for; and what is
//! left out, counted.

mod edges;
mod filters;
mod said;
mod side;
mod tools;

use super::View;
use super::contents::page_header;
use super::day::as_of;
use super::graph::{self, Canvas, Picture};
use super::later::later;
use crate::browser::page;
use crate::compare::Mark;
use crate::graph::dependencies;
use crate::graph::ghosts::Ghost;
use crate::graph::picture::{self, Flags};
use crate::graph::shown::Scope;
use crate::html::{Html, all, el};
use crate::widgets::{IconName, effect, handle, live_fill, markup};
use crate::workspace::{Tree, Workspace, use_workspace};
use filters::{Asked, Filter, asked_of, contains, keeps};
use leptos::prelude::*;
use said::{address_of, answer, dock, empty, preview, trust, twin};
use side::{marks, side};
use std::rc::Rc;
use std::sync::Arc;
use tools::{keep_tools, tools};

/// `#/dependencies`.
pub const VIEW: View = View {
    name: "dependencies",
    rail: Some(("Needs", IconName::Dependencies)),
    title: |_, _| "Dependencies".to_owned(),
    draw: later!(graphs, || draw(use_workspace())),
};

/// The most nodes that are drawn at once.
const MOST_NODES: usize = 5_000;

/// The picture that is asked for.
fn picture_of(tree: &Tree, workspace: Workspace, asked: &Asked, before: Option<&Picture>) -> Picture {
    let day = workspace.day.get_untracked().date;
    let inquiry = tree.inquiry(&day);
    let mut graph = dependencies::graph(&tree.plan, asked.extras, &asked.wanted.expanded);
    // What it is compared with is drawn with it.
    let compared = workspace.compared();
    if let Some(compared) = &compared {
        let gone: Vec<(&str, &str)> =
            compared.marks.gone.iter().map(|gone| (gone.id.as_str(), gone.id.as_str())).collect();
        let edges: Vec<Ghost<'_>> = compared
            .marks
            .needs
            .iter()
            .map(|need| Ghost { from: &need.from, to: &need.to, is_new: need.is_new })
            .collect();
        graph = graph.with_ghosts(&gone, &edges);
    }
    let mut wanted = asked.wanted.clone();
    let kept = workspace.kept.get();
    let is_filtered = asked.filter != Filter::default() || kept.is_some();
    let keeps = |node: &crate::graph::Node| match tree.plan.index_of(&node.id) {
        Some(at) => {
            kept.as_ref().is_none_or(|kept| kept.items.get(at) == Some(&true))
                && tree.plan.items.get(at).is_some_and(|item| keeps(tree, &inquiry, &asked.filter, item))
        }
        None => {
            (asked.filter.text.is_empty() || contains(&node.label, &asked.filter.text))
                && kept
                    .as_ref()
                    .is_none_or(|kept| kept.line(&tree.plan, node.kind, "", &[&node.label], &[&node.label]))
        }
    };
    // Who asks for what is done or archived by a query means all of it, not only what is around the open plans.
    if kept.is_some() && wanted.scope == Scope::Active {
        (wanted.scope, wanted.depth) = (Scope::All, 0);
    }
    wanted.kept = is_filtered.then(|| graph.nodes.iter().map(keeps).collect());
    let mut shown = graph.shown(&inquiry, &wanted);
    if shown.nodes.len() > MOST_NODES {
        // More cannot be told apart: what is around the open plans is drawn, and the strip says so.
        wanted.scope = Scope::Active;
        wanted.depth = 0;
        shown = graph.shown(&inquiry, &wanted);
    }
    let mut flags = Flags::of_all(&graph, &inquiry);
    for (node, flags) in graph.nodes.iter().zip(&mut flags) {
        let mark = compared.as_ref().and_then(|compared| compared.marks.item(&node.id));
        flags.is_new = mark.is_some_and(|(mark, _)| mark == Mark::Added);
    }
    Picture::of(tree, graph, shown, flags, before)
}

fn draw(workspace: Workspace) -> AnyView {
    let asked = Memo::new(move |_| workspace.address.with(asked_of));
    let picture = Memo::new(move |before: Option<&Option<Arc<Picture>>>| {
        let (tree, asked) = (workspace.tree.get()?, asked.get());
        let before = before.and_then(|before| before.as_deref());
        Some(Arc::new(picture_of(&tree, workspace, &asked, before)))
    });
    effect(move || {
        let Some(picture) = picture.get() else { return };
        let shown = [&picture.shown.nodes, &picture.shown.dock].into_iter().flatten();
        let count = shown.map(|node| node.of.len().max(1)).sum();
        workspace.tell_shown(VIEW.name, count, picture.graph.nodes.len(), "node");
    });
    let is_table =
        Memo::new(move |_| workspace.address.with(|address| address.setting("view") == Some("table")));
    let marked = Memo::new(move |_| {
        let address = workspace.address.get();
        picture.get().map(|picture| marks(workspace, &picture, &address)).unwrap_or_default()
    });
    live_fill("needs-answer", move || {
        let (tree, picture) = (workspace.tree.get(), picture.get());
        tree.zip(picture).map(|(tree, picture)| answer(workspace, &tree, &picture)).unwrap_or_default()
    });
    live_fill("needs-day", move || as_of(workspace));
    live_fill("needs-trust", move || {
        picture.get().map(|picture| trust(workspace, &picture)).unwrap_or_default()
    });
    live_fill("needs-dock", move || {
        workspace
            .tree
            .get()
            .zip(picture.get())
            .map(|(tree, picture)| workspace.address.with(|address| dock(&tree, &picture, address)))
            .unwrap_or_default()
    });
    live_fill("needs-side", move || {
        let address = workspace.address.get();
        let tree = workspace.tree.get().zip(picture.get());
        tree.map(|(tree, picture)| side(workspace, &tree, &picture, &address)).unwrap_or_default()
    });
    live_fill("needs-twin", move || {
        let tree = workspace.tree.get().zip(picture.get()).filter(|_| is_table.get());
        tree.map(|(tree, picture)| twin(&tree, &picture)).unwrap_or_default()
    });
    effect(move || {
        page::set_attribute("needs", "data-view", Some(if is_table.get() { "table" } else { "picture" }));
        let is_empty = picture.get().is_some_and(|picture| picture.shown.nodes.is_empty());
        page::set_attribute("needs", "data-empty", is_empty.then_some("true"));
    });
    live_fill("needs-empty", move || {
        let address = workspace.address.get();
        picture.get().map(|picture| empty(&picture, &address)).unwrap_or_default()
    });
    keep_tools(workspace, asked, is_table);
    let canvas = Canvas {
        picture,
        marked,
        opens: Rc::new(|picture, place| {
            let node = picture.shown.nodes.get(place).filter(|node| !node.is_fold())?;
            Some(address_of(node))
        }),
        preview: Rc::new(move |picture, place| {
            let tree = workspace.tree.get_untracked();
            tree.zip(picture.shown.nodes.get(place))
                .map(|(tree, node)| preview(&tree, picture, node))
                .unwrap_or_default()
        }),
        pulled: Some(Rc::new(move |picture, from, to| edges::draw_line(workspace, picture, from, to))),
    };
    graph::keep(workspace, canvas);
    handle("needs", &["click", "keydown"], move |event| {
        if edges::take(workspace, event) || event.type_() == "keydown" {
            return;
        }
        let Some((act, value)) = crate::widgets::asked(event) else { return };
        match act.as_str() {
            "export" => {
                if let Some(picture) = picture.get_untracked() {
                    graph::export_as(workspace, &picture, &value);
                }
            }
            "set" => {
                workspace.replace(graph::changed(workspace.address.get_untracked(), &value));
            }
            _ => {}
        }
    });
    let part = |id: &'static str, class: &'static str| el("div", &[("id", id), ("class", class)], &[]);
    let answer = el("p", &[("id", "needs-answer"), ("class", "answer")], &[]);
    let main = [
        part("needs-empty", "markup"),
        graph::frame("What needs what"),
        picture::key(crate::graph::Kind::Dependencies),
        part("needs-twin", "markup"),
        part("needs-dock", "markup"),
    ];
    let parts = [
        page_header(Html::default(), "Dependencies", all([answer, part("needs-day", "markup")])),
        tools(),
        el("div", &[("id", "needs-trust"), ("class", "trust"), ("role", "status")], &[]),
        el(
            "div",
            &[("class", "graph-columns")],
            &[
                el("div", &[("class", "graph-main")], &main),
                el(
                    "aside",
                    &[("id", "needs-side"), ("class", "graph-side"), ("aria-label", "What is chosen")],
                    &[],
                ),
            ],
        ),
    ];
    markup(el("div", &[("id", "needs"), ("class", "dependencies graph-page")], &parts))
}
