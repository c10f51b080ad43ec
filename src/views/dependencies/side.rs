//! What is chosen in the picture, and what is known of it: its edges with the lines that state them, the way to another, and
//! what would follow.

use super::edges;
use super::filters::ANY;
use crate::address::{Address, joined, listed};
use crate::answers;
use crate::counted::counted;
use crate::graph::ghosts;
use crate::graph::paths::{self, Way};
use crate::graph::shown::{FOLD, ShownNode};
use crate::html::{Html, all, el, text, when};
use crate::plan::ItemKind;
use crate::views::contents::link;
use crate::views::entries::{aside, entry, item_link, list, place, places, status_of, tag, title_beside};
use crate::views::graph::{self, Marked, Picture, set};
use crate::views::plan::what_if;
use crate::workspace::{Tree, Workspace};
use leptos::prelude::*;

/// What is marked: what the reader chose and what belongs to it.
pub(super) fn marks(workspace: Workspace, picture: &Picture, address: &Address) -> Marked {
    let chosen = address.setting("select").and_then(|id| picture.node(id));
    if let (Some(from), Some(to)) = (chosen, address.setting("to").and_then(|id| picture.node(id))) {
        return picture
            .needs
            .path(from, to)
            .map(|(edges, nodes)| Marked::of(picture, &nodes, &edges))
            .unwrap_or_default();
    }
    if let Some(chosen) = chosen {
        return Marked::around(picture, chosen);
    }
    if let Some(fold) = address.setting("select").and_then(|id| picture.shown.place_of(id)) {
        return Marked { chosen: Some(fold), ..Marked::default() };
    }
    if let Some((from, to)) = address.setting("edge").and_then(graph::ends) {
        let place = |id: &str| picture.shown.place_of(id);
        let ends = (place(&from), place(&to));
        let edges = picture.shown.edges.iter().enumerate();
        let edges = edges.filter(|(_, edge)| (Some(edge.from), Some(edge.to)) == ends).map(|(at, _)| at);
        return Marked {
            edges: edges.collect(),
            others: [ends.0, ends.1].into_iter().flatten().collect(),
            ..Marked::default()
        };
    }
    let tree = workspace.tree.get_untracked();
    match (address.setting("mark"), tree) {
        (Some("critical"), Some(tree)) => {
            let day = workspace.day.get_untracked().date;
            let critical = paths::critical(&picture.graph, &tree.inquiry(&day));
            Marked::of(picture, &critical.nodes, &critical.edges)
        }
        (Some("ready"), _) => {
            let ready =
                picture.flags.iter().enumerate().filter(|(_, flags)| flags.is_ready).map(|(at, _)| at);
            Marked::of(picture, &ready.collect::<Vec<_>>(), &[])
        }
        _ => Marked::default(),
    }
}

/// What is known of what is chosen: its edges with the lines that state them, what hangs on it, and what would follow.
pub(super) fn side(workspace: Workspace, tree: &Tree, picture: &Picture, address: &Address) -> Html {
    let day = workspace.day.get().date;
    let inquiry = tree.inquiry(&day);
    if let Some(id) = address.setting("select") {
        if let Some(node) = picture.node(id) {
            return chosen(tree, &inquiry, picture, node, address);
        }
        if let Some(fold) = picture.shown.nodes.iter().find(|node| node.id == id) {
            return folded(tree, picture, fold, address);
        }
    }
    if let Some((from, to)) = address.setting("edge").and_then(graph::ends) {
        return edge_side(tree, picture, &from, &to);
    }
    match address.setting("mark") {
        Some("critical") => critical(tree, &inquiry, picture),
        Some("ready") => ready(tree, picture),
        _ => el(
            "p",
            &[("class", "hint")],
            &[text("Choose a plan to see what it needs, what hangs on it, and the lines that say so.")],
        ),
    }
}

pub(super) fn node_name(tree: &Tree, picture: &Picture, node: usize) -> Html {
    let Some(node) = picture.graph.nodes.get(node) else { return Html::default() };
    match tree.plan.item(&node.id) {
        Some(item) => all([item_link(tree, item), status_of(&item.status)]),
        None => text(&node.label),
    }
}

pub(super) fn chosen(
    tree: &Tree,
    inquiry: &answers::Inquiry<'_>,
    picture: &Picture,
    node: usize,
    address: &Address,
) -> Html {
    let Some(own) = picture.graph.nodes.get(node) else { return Html::default() };
    let item = tree.plan.item(&own.id);
    let flags = picture.flags.get(node).copied().unwrap_or_default();
    let title = item.map_or(own.label.as_str(), title_beside);
    let head = [
        el("h2", &[], &[node_name(tree, picture, node)]),
        when(!title.is_empty(), || el("p", &[("dir", "auto")], &[text(title)])),
        when(!flags.words().is_empty(), || el("p", &[], &[all(flags.words().into_iter().map(tag))])),
    ];
    let near = |way: Way, words: &str| {
        let near = picture.needs.near(node, way);
        let entries: Vec<&(usize, usize)> = near.iter().collect();
        let all_of_it = picture.needs.all(node, way);
        let through = all_of_it.len() - near.len();
        when(!near.is_empty(), || {
            let title = el("h3", &[], &[text(&format!("{words} ({})", near.len()))]);
            let list = list(&entries, |(other, edge)| {
                let stated = picture.graph.edges.get(*edge);
                let kinds = stated.map(|edge| edge.kinds.join(" + ")).unwrap_or_default();
                let ends = if way == Way::Needs { (node, *other) } else { (*other, node) };
                entry(
                    [
                        node_name(tree, picture, *other),
                        aside([text(&kinds)]),
                        text(" "),
                        free(tree, picture, ends.0, ends.1),
                    ],
                    places(stated.into_iter().flat_map(|edge| &edge.evidence)),
                )
            });
            let more = when(through > 0, || {
                el("p", &[("class", "hint")], &[text(&format!("and {through} more through others"))])
            });
            all([title, list, more])
        })
    };
    let other_edges: Vec<(usize, &crate::graph::Edge)> = picture
        .graph
        .edges
        .iter()
        .enumerate()
        .filter(|(_, edge)| (edge.from == node || edge.to == node) && !crate::graph::shown::is_need(edge))
        .collect();
    let others = when(!other_edges.is_empty(), || {
        let entries = list(&other_edges, |(_, edge)| {
            let (words, other) = match (edge.kinds.first().copied(), edge.from == node) {
                (Some(ghosts::WAS), true) => ("needed before ", edge.to),
                (Some(ghosts::WAS), false) => ("was needed before by ", edge.from),
                (Some("order"), true) => ("comes after ", edge.to),
                (Some("order"), false) => ("comes before ", edge.from),
                (Some("invalidated_by"), true) => ("invalidated by ", edge.to),
                (Some("invalidated_by"), false) => ("invalidated ", edge.from),
                (Some("origin"), true) => ("came out of ", edge.to),
                (Some("origin"), false) => ("led to ", edge.from),
                (Some("modifies"), true) => ("changed ", edge.to),
                (Some("modifies"), false) => ("changed by ", edge.from),
                (_, true) => ("to ", edge.to),
                (_, false) => ("from ", edge.from),
            };
            entry([text(words), node_name(tree, picture, other)], places(&edge.evidence))
        });
        all([el("h3", &[], &[text("Beside that")]), entries])
    });
    let at = tree.plan.index_of(&own.id);
    let what_if = at.map(|at| what_if(inquiry, tree, at)).unwrap_or_default();
    let acts = el(
        "p",
        &[("class", "acts")],
        &[
            set(
                &format!("focus={}&scope=&depth=1", encoded(&own.id)),
                "Look around it",
                "Show what is a step away from it",
            ),
            text(" · "),
            when(item.is_some_and(|item| item.kind == ItemKind::Plan), || {
                link(&Address::of("plan", &own.id), "Open it")
            }),
            text(" · "),
            unfold(tree, own, address),
            set("select=&to=", "Let go", ""),
        ],
    );
    let impact = picture.needs.all(node, Way::NeededBy).len();
    let said = match impact {
        0 => "Nothing waits for it.".to_owned(),
        1 => "1 item waits for it.".to_owned(),
        count => format!("{count} items wait for it, directly or through others."),
    };
    all([
        all(head),
        el("p", &[("class", "answer")], &[text(&said)]),
        acts,
        near(Way::Needs, "Needs"),
        item.map(|item| edges::adding(tree, item)).unwrap_or_default(),
        near(Way::NeededBy, "Needed by"),
        others,
        way(tree, picture, node, address),
        what_if,
    ])
}

/// A button that draws what lies in a plan or phase inside it, or takes that away.
pub(super) fn unfold(tree: &Tree, node: &crate::graph::Node, address: &Address) -> Html {
    let at = tree.plan.index_of(&node.id);
    let has_parts =
        at.is_some_and(|at| tree.plan.items.iter().any(|it| it.parent == Some(at) && it.kind.is_work()));
    if !has_parts {
        return Html::default();
    }
    let open = listed(address.setting("expand").unwrap_or_default());
    let (own, mut others): (Vec<String>, Vec<String>) = open.partition(|id| *id == node.id);
    let (words, title) = match own.is_empty() {
        true => ("Unfold it", "Draw its phases and tasks inside it"),
        false => ("Fold it", "Take its phases and tasks out of the picture"),
    };
    if own.is_empty() {
        others.push(node.id.clone());
    }
    let value = format!("expand={}", encoded(&joined(others.iter().map(String::as_str))));
    all([set(&value, words, title), text(" · ")])
}

/// The way from what is chosen to another.
pub(super) fn way(tree: &Tree, picture: &Picture, from: usize, address: &Address) -> Html {
    let to = address.setting("to").unwrap_or_default();
    let reached =
        picture.needs.all(from, Way::Needs).into_iter().chain(picture.needs.all(from, Way::NeededBy));
    let mut ids: Vec<&str> =
        reached.filter_map(|(node, _)| picture.graph.nodes.get(node)).map(|node| node.id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Html::default();
    }
    let options = ids.iter().map(|id| {
        let mut attributes = vec![("value", *id)];
        if *id == to {
            attributes.push(("selected", "selected"));
        }
        el("option", &attributes, &[text(id)])
    });
    let nowhere = el("option", &[("value", ANY)], &[text("the way to …")]);
    let choice =
        el("select", &[("id", "needs-to"), ("aria-label", "Show the way to")], &[nowhere, all(options)]);
    let path = picture.node(to).and_then(|to| picture.needs.path(from, to));
    let steps = path.map(|(edges, _)| {
        let edges: Vec<usize> = edges;
        list(&edges, |edge| {
            let Some(edge) = picture.graph.edges.get(*edge) else { return Html::default() };
            entry(
                [node_name(tree, picture, edge.from), text(" needs "), node_name(tree, picture, edge.to)],
                places(&edge.evidence),
            )
        })
    });
    all([el("h3", &[], &[text("The way to another")]), el("p", &[], &[choice]), steps.unwrap_or_default()])
}

/// What the link says once a fold is unfolded too.
pub(super) fn unfolding(address: &Address, fold: &ShownNode) -> String {
    let own = fold.id.strip_prefix(FOLD).unwrap_or(&fold.id).to_owned();
    let open: Vec<String> = listed(address.setting("open").unwrap_or_default()).chain([own]).collect();
    format!("open={}", encoded(&joined(open.iter().map(String::as_str))))
}

pub(super) fn folded(tree: &Tree, picture: &Picture, fold: &ShownNode, address: &Address) -> Html {
    let of: Vec<usize> = fold.of.clone();
    all([
        el("h2", &[], &[text(&fold.node.label)]),
        el(
            "p",
            &[],
            &[set(
                &format!("{}&select=", unfolding(address, fold)),
                "Unfold it",
                "Draw its plans by themselves",
            )],
        ),
        list(&of, |node| entry([node_name(tree, picture, *node)], Html::default())),
    ])
}

pub(super) fn edge_side(tree: &Tree, picture: &Picture, from: &str, to: &str) -> Html {
    let place = |id: &str| picture.shown.place_of(id);
    let (from, to) = (place(from), place(to));
    let found = picture.shown.edges.iter().find(|edge| (Some(edge.from), Some(edge.to)) == (from, to));
    let Some(found) = found else { return Html::default() };
    let stated: Vec<&crate::graph::Edge> =
        found.of.iter().filter_map(|at| picture.graph.edges.get(*at)).collect();
    let title = format!("{} stated", counted(stated.len(), "edge"));
    let entries = list(&stated, |edge| {
        let kinds = edge.kinds.join(" + ");
        let one_sided = crate::graph::shown::is_need(edge)
            && edge.kinds.iter().filter(|kind| **kind != ghosts::NEW).count() == 1;
        entry(
            [
                node_name(tree, picture, edge.from),
                text(" needs "),
                node_name(tree, picture, edge.to),
                aside([text(&kinds)]),
                text(" "),
                when(crate::graph::shown::is_need(edge), || free(tree, picture, edge.from, edge.to)),
                when(one_sided, || tag("only one side says so")),
            ],
            places(&edge.evidence),
        )
    });
    all([el("h2", &[], &[text(&title)]), entries])
}

pub(super) fn critical(tree: &Tree, inquiry: &answers::Inquiry<'_>, picture: &Picture) -> Html {
    let critical = paths::critical(&picture.graph, inquiry);
    let unit = if critical.is_in_hours { "hours" } else { "slots of magnitude" };
    let said = format!(
        "{}, {} {unit}: nothing that is still to be done takes longer in a row.",
        counted(critical.nodes.len(), "plan"),
        critical.length
    );
    let steps = list(&critical.nodes, |node| {
        let item = picture.graph.nodes.get(*node).and_then(|node| tree.plan.item(&node.id));
        let magnitude =
            item.and_then(|item| item.field("magnitude")).unwrap_or("no magnitude, taken for standard");
        let stated = item.map(|item| place(&item.field_place("magnitude"))).unwrap_or_default();
        entry([node_name(tree, picture, *node), aside([text(magnitude)])], stated)
    });
    all([
        el("h2", &[], &[text("The longest chain")]),
        el("p", &[("class", "answer")], &[text(&said)]),
        steps,
        el("p", &[], &[set("mark=", "Let go", "")]),
    ])
}

pub(super) fn ready(tree: &Tree, picture: &Picture) -> Html {
    let ready = picture.flags.iter().enumerate().filter(|(_, flags)| flags.is_ready).map(|(at, _)| at);
    let ready: Vec<usize> = ready.collect();
    let title = format!("Can start now ({})", ready.len());
    all([
        el("h2", &[], &[text(&title)]),
        list(&ready, |node| entry([node_name(tree, picture, *node)], Html::default())),
        el("p", &[], &[set("mark=", "Let go", "")]),
    ])
}

pub(super) fn encoded(text: &str) -> String {
    let mut out = String::new();
    crate::address::encode(text, &mut out);
    out
}

/// A button that takes a dependency away, where both ends are items of the tree.
fn free(tree: &Tree, picture: &Picture, from: usize, to: usize) -> Html {
    let id = |node: usize| {
        let node = picture.graph.nodes.get(node)?;
        Some(tree.plan.item(&node.id)?.id.as_str())
    };
    id(from).zip(id(to)).map(|(from, to)| edges::freeing(from, to)).unwrap_or_default()
}
