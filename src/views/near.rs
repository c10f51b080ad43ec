//! What is around a plan, or around what is open, as a small picture on other pages: drawn by the same code as the page
//! of dependencies, each node a link. It comes with the part of the program that draws graphs.

use super::contents::link;
use super::graph::direction;
use crate::address::Address;
use crate::browser::page;
use crate::graph::dependencies::{self, Extras};
use crate::graph::picture::{self, Flags};
use crate::graph::shown::{Mode, Scope, Wanted};
use crate::graph::{Kind, Node};
use crate::html::{Html, all, el, text, when};
use crate::plan::Date;
use crate::widgets::{effect, fill};
use crate::workspace::{Tree, Workspace};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// With more nodes a picture is not small any more.
const MOST_NODES: usize = 36;
/// The id of the part of the page that it stands in.
const PLACE: &str = "near";

/// Where the picture comes to stand, with room for it until it is known how large it is.
pub fn frame() -> Html {
    el("div", &[("id", PLACE), ("class", "near"), ("data-coming", "true")], &[])
}

/// Draws what is around a plan, or what is open when none is named, once the page is there.
pub fn keep(workspace: Workspace, of: Option<String>) {
    effect(move || {
        let (Some(tree), day, of) = (workspace.tree.get(), workspace.day.get().date, of.clone()) else {
            return;
        };
        spawn_local(async move {
            // Without the part there is no picture, and all that it says stands in the lists.
            let drawn = draw(tree, day, of).await;
            page::set_attribute(PLACE, "data-coming", None);
            if let Ok(html) = drawn {
                fill(PLACE, html);
            }
        });
    });
}

crate::parts::in_part!(
    graphs,
    fn draw(tree: Arc<Tree>, day: Date, of: Option<String>) -> Html {
        small(&tree, &day, of.as_deref())
    }
);

fn small(tree: &Tree, day: &Date, of: Option<&str>) -> Html {
    let inquiry = tree.inquiry(day);
    let graph = dependencies::graph(&tree.plan, Extras::default(), &[]);
    let scope = of.map_or(Scope::Active, |id| Scope::Focus(id.to_owned()));
    let wanted = |depth: u32, folds_archive: bool| Wanted {
        scope: scope.clone(),
        depth,
        mode: Mode::Reduced,
        folds_archive,
        ..Wanted::default()
    };
    // As much as can be seen at once: what is near, else that with the archive folded, else nothing but what is open.
    let ways = [wanted(1, false), wanted(1, true), wanted(0, true)];
    let small = ways.iter().map(|wanted| graph.shown(&inquiry, wanted));
    let Some(shown) = small.into_iter().find(|shown| (2..=MOST_NODES).contains(&shown.nodes.len())) else {
        return Html::default();
    };
    let drawing = shown.draw(Kind::Dependencies, direction(tree), &|_| None);
    let flags = Flags::of_all(&graph, &inquiry);
    let address = |node: &Node| match node.kind {
        "plan" => Address::of("plan", &node.id),
        _ => Address::of("dependencies", "").with("focus", &node.id),
    };
    let (title, whole) = match of {
        Some(id) => ("What is around it", Address::view("dependencies").with("focus", id)),
        None => ("What waits for what", Address::view("dependencies")),
    };
    let heading = el("h2", &[("id", "h-near")], &[text(title)]);
    let more = el("p", &[("class", "hint")], &[text(picture::legend(Kind::Dependencies)), text(" ")]);
    let more = all([more, link(&whole, "Open it as a graph")]);
    let picture = picture::still(&graph, &shown, &drawing, &flags, of, &address);
    when(!shown.edges.is_empty(), || {
        el("section", &[("class", "answers"), ("aria-labelledby", "h-near")], &[heading, picture, more])
    })
}
