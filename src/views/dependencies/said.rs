//! What is said of the picture: in one sentence, in counts of what is left out, as a table, and where the pointer rests.

use super::filters::{MOST_DEPTH, asked_of};
use super::side::unfolding;
use crate::address::Address;
use crate::answers::{self, Inquiry, is_open};
use crate::counted::counted;
use crate::graph::ghosts;
use crate::graph::picture::flags_of;
use crate::graph::shown::{MOST_UNFOLDED, ShownNode, Why};
use crate::html::{Html, all, el, text, when};
use crate::plan::{BaseStatus, Item};
use crate::views::contents::link;
use crate::views::entries::{item_link, places, status_of, tag};
use crate::views::graph::{self, Picture, set};
use crate::widgets::status_mark;
use crate::workspace::{Tree, Workspace};
use leptos::prelude::*;

/// What hangs on what, in one sentence.
pub(super) fn answer(workspace: Workspace, tree: &Tree, picture: &Picture) -> Html {
    let day = workspace.day.get().date;
    let inquiry = tree.inquiry(&day);
    let (mut open, mut blocked, mut ready) = (0, 0, 0);
    let (all_of_it, word) = wholes(&inquiry);
    for (at, item) in all_of_it.iter().copied().filter(|(_, item)| is_open(item)) {
        open += 1;
        let is_stuck = answers::status::blocked(&inquiry, at, item).is_some();
        blocked += usize::from(is_stuck);
        ready += usize::from(!is_stuck && item.status.base == BaseStatus::Todo);
    }
    let needs = picture.graph.edges.iter().filter(|edge| crate::graph::shown::is_need(edge)).count();
    let cycles = picture.graph.cycles().len();
    let open_words = counted(open, &format!("open {word}"));
    let parts = [
        text(&format!("{} between {}. ", counted(needs, "dependency"), counted(all_of_it.len(), word))),
        text(&format!("Of {open_words}, {blocked} cannot go on and {ready} can start now")),
        when(cycles > 0, || {
            all([
                text("; "),
                link(&Address::view("findings").with("rule", "dependency-cycle"), &counted(cycles, "circle")),
                text(" never ends"),
            ])
        }),
        text("."),
    ];
    all(parts)
}

/// What is planned as a whole, and what one of it is called: where a tree has no plans, as a backlog has none, tasks.
fn wholes<'a>(inquiry: &Inquiry<'a>) -> (Vec<(usize, &'a Item)>, &'static str) {
    let plans: Vec<(usize, &Item)> = inquiry.plans().collect();
    if !plans.is_empty() {
        return (plans, "plan");
    }
    let is_task = |item: &Item| item.kind.is_work() && !item.template && !item.is_second_claimant();
    let items = inquiry.plan.items.iter().enumerate();
    (items.filter(|(_, item)| is_task(item)).collect(), "task")
}

/// How much of the graph is drawn, and why the rest is not; each part leads to what it counts.
pub(super) fn trust(workspace: Workspace, picture: &Picture) -> Html {
    let shown = &picture.shown;
    let total = picture.graph.edges.len();
    let is_reduced = workspace.address.with(|address| address.setting("mode") != Some("complete"));
    let depth = workspace.address.with(|address| asked_of(address).wanted.depth);
    let mode = match is_reduced {
        true => set("mode=complete", "reduction on", "Draw the edges that follow from others too"),
        false => set("mode=", "reduction off", "Leave out edges that follow from others"),
    };
    let mut parts = vec![all([
        set("view=table", &format!("{} of {} shown", shown.drawn(), counted(total, "edge")), "List them"),
        text(" ("),
        mode,
        text(")"),
    ])];
    let is_asked = workspace.query.with(|query| !query.is_empty());
    for why in Why::ALL {
        let count = shown.hidden_as(why);
        if count == 0 {
            continue;
        }
        let words = match why {
            Why::Filtered if is_asked => format!("{count} hidden by the query"),
            why => format!("{count} {}", why.words()),
        };
        let deeper = format!("depth={}", (depth + 1).min(MOST_DEPTH));
        parts.push(match why {
            Why::Implied => set("mode=complete", &words, "Draw them"),
            Why::Beyond => set(&deeper, &words, "Look one step further"),
            Why::Filtered => {
                set("q=&status=&type=&magnitude=&person=&module=", &words, "Take the filter away")
            }
            Why::Folded => set("archive=open", &words, "Unfold the archive"),
            Why::Kind => set("with=origins", &words, "Draw them"),
            Why::Itself => link(&Address::view("findings").with("rule", "dependency-cycle"), &words),
        });
    }
    if workspace.compared().is_some() {
        let count = |kind: &str| picture.graph.edges.iter().filter(|edge| edge.kinds.contains(&kind)).count();
        let gone = picture.graph.nodes.iter().filter(|node| node.kind == ghosts::GONE).count();
        let words = format!(
            "compared: {} and {} gone (red, dotted), {} new (green)",
            counted(gone, "plan"),
            counted(count(ghosts::WAS), "edge"),
            counted(count(ghosts::NEW), "edge")
        );
        parts.push(text(&words));
    }
    if shown.is_folded {
        let words = format!("more than {MOST_UNFOLDED} nodes, so groups are folded");
        parts.push(set("group=status", &words, "Put them into bands by status; choose a fold to unfold it"));
    }
    let unresolved = picture.graph.unresolved.len();
    if unresolved > 0 {
        parts.push(link(
            &Address::view("findings").with("rule", "dangling-dependency"),
            &format!("{unresolved} unresolved"),
        ));
    }
    let cycles = picture.graph.cycles().len();
    if cycles > 0 {
        parts.push(link(
            &Address::view("findings").with("rule", "dependency-cycle"),
            &counted(cycles, "circle"),
        ));
    }
    if shown.filtered > 0 {
        let by = if is_asked { "query" } else { "filter" };
        let words = format!("{} hidden by the {by}", counted(shown.filtered, "node"));
        parts.push(set("q=&status=&type=&magnitude=&person=&module=", &words, "Take the filter away"));
    }
    let parts = parts.into_iter().map(|part| el("li", &[], &[part]));
    el("ul", &[], &[all(parts)])
}

/// What stands in place of a picture without a node: why there is none, and what would make one.
pub(super) fn empty(picture: &Picture, address: &Address) -> Html {
    let shown = &picture.shown;
    when(shown.nodes.is_empty(), || {
        let (words, advice) = if picture.graph.edges.is_empty() {
            let advice = [
                text("A field "),
                el("code", &[], &[text("depends_on: [SP01_name]")]),
                text(" in the frontmatter of a plan's _overview.md, or "),
                el("code", &[], &[text("blocks")]),
                text(" on the other side, makes an arrow here."),
            ];
            (text("No plan of this tree says what it needs."), all(advice))
        } else if shown.filtered > 0 {
            filtered_away(picture, address)
        } else {
            let all_of_it = "scope=all&focus=&depth=&q=&status=&type=&magnitude=&person=&module=";
            let words = text("Nothing that is shown here needs anything else that is shown.");
            (words, set(all_of_it, "Show all of the tree", ""))
        };
        el("div", &[("class", "empty")], &[el("p", &[], &[words]), el("p", &[], &[advice])])
    })
}

/// Why a filter leaves no picture, and how it is taken away.
fn filtered_away(picture: &Picture, address: &Address) -> (Html, Html) {
    let shown = &picture.shown;
    let query = address.setting("q").unwrap_or_default();
    let by = if query.is_empty() { "filter" } else { "query" };
    let said = when(!query.is_empty(), || all([text(" "), el("code", &[("dir", "auto")], &[text(query)])]));
    let of: usize = shown.dock.iter().map(|node| node.of.len().max(1)).sum();
    let nodes = counted(picture.graph.nodes.len(), "node");
    let words = match of {
        0 => all([text(&format!("None of the {nodes} of this graph fits the {by}")), said, text(".")]),
        1 => all([
            text(&format!("One of the {nodes} fits the {by}")),
            said,
            text(". An arrow is drawn where what it needs, or what needs it, fits too; it stands below."),
        ]),
        of => all([
            text(&format!("{of} of the {nodes} fit the {by}")),
            said,
            text(
                ", and none of these needs another of them, so there is no arrow to draw. They stand below.",
            ),
        ]),
    };
    let lift = set(
        "q=&status=&type=&magnitude=&person=&module=",
        &format!("Take the {by} away"),
        "Draw what it hides",
    );
    (words, lift)
}

/// Where a node leads.
pub(super) fn address_of(node: &ShownNode) -> Address {
    match node.node.kind {
        "plan" => Address::of("plan", &node.id),
        "module" => Address::of("module", &node.node.label),
        _ => Address::of("dependencies", "").with("focus", &node.id),
    }
}

/// What is said of a node of the picture, with a link.
pub(super) fn name(tree: &Tree, node: &ShownNode) -> Html {
    match tree.plan.item(&node.id) {
        Some(item) => all([item_link(tree, item), status_of(&item.status)]),
        None if node.node.kind == "module" => {
            link(&Address::of("module", &node.node.label), &node.node.label)
        }
        None => text(&node.node.label),
    }
}

/// The lines that state an edge of the picture.
pub(super) fn evidence(picture: &Picture, edge: usize) -> Html {
    let of = picture.shown.edges.get(edge).map(|edge| edge.of.as_slice()).unwrap_or_default();
    let stated = of.iter().filter_map(|at| picture.graph.edges.get(*at));
    places(stated.flat_map(|edge| &edge.evidence))
}

pub(super) fn twin(tree: &Tree, picture: &Picture) -> Html {
    let named =
        |place: usize| picture.shown.nodes.get(place).map(|node| name(tree, node)).unwrap_or_default();
    let table = graph::twin(picture, &named, &|edge| evidence(picture, edge));
    let hidden = &picture.shown.hidden;
    let rows = hidden.iter().take(2_000).filter_map(|hidden| {
        let edge = picture.graph.edges.get(hidden.edge)?;
        let end = |at: usize| {
            picture
                .graph
                .nodes
                .get(at)
                .map(|node| crate::views::entries::named(tree, &node.id))
                .unwrap_or_default()
        };
        let cells = [end(edge.from), end(edge.to), text(hidden.why.words()), places(&edge.evidence)];
        Some(el("tr", &[], &cells.map(|cell| el("td", &[], &[cell]))))
    });
    let rows: Vec<Html> = rows.collect();
    let head = ["Needs", "What is needed", "Not drawn because", "Stated"]
        .map(|words| el("th", &[("scope", "col")], &[text(words)]));
    let not_drawn = when(!rows.is_empty(), || {
        let caption = el("caption", &[], &[text(&format!("{} not drawn", counted(rows.len(), "edge")))]);
        let body = [caption, el("thead", &[], &[el("tr", &[], &head)]), el("tbody", &[], &rows)];
        el("table", &[("class", "twin")], &body)
    });
    all([table, not_drawn])
}

/// Nodes without an edge, not lost.
pub(super) fn dock(tree: &Tree, picture: &Picture, address: &Address) -> Html {
    let dock = &picture.shown.dock;
    when(!dock.is_empty(), || {
        let nodes = dock.iter().map(|node| {
            let own = match node.is_fold() {
                true => set(&unfolding(address, node), &node.node.label, "Unfold it"),
                false => name(tree, node),
            };
            el("li", &[], &[own])
        });
        let title = format!("Without an edge that is drawn ({})", dock.len());
        el("section", &[("class", "dock")], &[el("h2", &[], &[text(&title)]), el("ul", &[], &[all(nodes)])])
    })
}

/// What is said of a node where the pointer rests.
pub(super) fn preview(tree: &Tree, picture: &Picture, node: &ShownNode) -> Html {
    let Some(item) = tree.plan.item(&node.id) else { return el("p", &[], &[text(&node.node.label)]) };
    let flags = flags_of(node, &picture.flags).words();
    let words = flags.into_iter().map(tag);
    all([
        el("p", &[("class", "name"), ("dir", "auto")], &[text(&item.title)]),
        el("p", &[], &[status_mark(item.status.base), all(words)]),
        el("p", &[("class", "hint")], &[text(&item.place.path)]),
    ])
}
