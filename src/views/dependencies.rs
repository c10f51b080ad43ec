//! What needs what: the plans that are open and what is around them, or as much more as the reader asks for; and what is
//! left out, counted.

use super::View;
use super::contents::{link, page_header};
use super::day::as_of;
use super::entries::{aside, entry, item_link, list, place, places, status_of, tag, title_beside};
use super::graph::{self, Canvas, Marked, Picture, set};
use super::later::later;
use super::plan::what_if;
use crate::address::Address;
use crate::answers::{self, is_open};
use crate::browser::page;
use crate::counted::counted;
use crate::graph::dependencies::{self, Extras};
use crate::graph::paths::{self, Way};
use crate::graph::picture::{self, Flags, flags_of};
use crate::graph::shown::{FOLD, Grouping, MOST_UNFOLDED, Mode, Scope, ShownNode, Wanted, Why};
use crate::html::{Html, all, el, text, when};
use crate::named::Named;
use crate::plan::{BaseStatus, Item, ItemKind};
use crate::widgets::{IconName, effect, fill, handle, icon, live_fill, markup, status_mark};
use crate::workspace::{Tree, Workspace, use_workspace};
use leptos::prelude::*;
use std::rc::Rc;
use std::sync::Arc;

/// `#/dependencies`.
pub const VIEW: View = View {
    name: "dependencies",
    rail: Some(("Needs", IconName::Dependencies)),
    title: |_, _| "Dependencies".to_owned(),
    draw: later!(graphs, || draw(use_workspace())),
};

/// How far around the open plans a picture reaches that nobody asked otherwise of.
const DEPTH: u32 = 1;
/// As far as a picture reaches at most.
const MOST_DEPTH: u32 = 9;
/// The most nodes that are drawn at once.
const MOST_NODES: usize = 5_000;

/// What the address asks for. Only what changes the picture stands in it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Asked {
    wanted: Wanted,
    extras: Extras,
    filter: Filter,
}

/// What narrows the picture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Filter {
    text: String,
    status: String,
    kind: String,
    magnitude: String,
    person: String,
    module: String,
}

/// The fields that narrow the picture: id, key in the link, label.
const FILTERS: [(&str, &str, &str); 5] = [
    ("needs-status", "status", "Status"),
    ("needs-type", "type", "Type"),
    ("needs-magnitude", "magnitude", "Magnitude"),
    ("needs-person", "person", "Person"),
    ("needs-module", "module", "Module"),
];

/// The value of a choice that leaves everything.
const ANY: &str = "*";

fn asked_of(address: &Address) -> Asked {
    let setting = |key: &str| address.setting(key).unwrap_or_default();
    let is_on = |key: &str, value: &str| setting(key).split(',').any(|known| known == value);
    let scope = match (address.setting("focus"), setting("scope")) {
        (Some(id), _) => Scope::Focus(id.to_owned()),
        (None, "all") => Scope::All,
        _ => Scope::Active,
    };
    let depth = setting("depth").parse().unwrap_or(DEPTH).min(MOST_DEPTH);
    let grouping = GROUPINGS
        .iter()
        .find(|(value, ..)| setting("group") == *value)
        .map_or(Grouping::None, |(.., it)| *it);
    let filter = Filter {
        text: setting("q").to_owned(),
        status: setting("status").to_owned(),
        kind: setting("type").to_owned(),
        magnitude: setting("magnitude").to_owned(),
        person: setting("person").to_owned(),
        module: setting("module").to_owned(),
    };
    Asked {
        wanted: Wanted {
            depth: if scope == Scope::All { 0 } else { depth },
            scope,
            mode: if setting("mode") == "complete" { Mode::Complete } else { Mode::Reduced },
            grouping,
            folds_archive: setting("archive") != "open",
            unfolded: setting("open").split(',').filter(|name| !name.is_empty()).map(str::to_owned).collect(),
            has_origins: is_on("with", "origins"),
            expanded: setting("expand").split(',').filter(|id| !id.is_empty()).map(str::to_owned).collect(),
            kept: None,
        },
        extras: Extras { has_modules: is_on("with", "modules"), has_external: is_on("with", "external") },
        filter,
    }
}

/// The ways to put nodes into bands: value in the link, words, which.
const GROUPINGS: [(&str, &str, Grouping); 5] = [
    (ANY, "No bands", Grouping::None),
    ("status", "By status", Grouping::Status),
    ("type", "By type", Grouping::Type),
    ("quarter", "By quarter", Grouping::Quarter),
    ("person", "By person", Grouping::Person),
];

/// The picture that is asked for.
fn picture_of(tree: &Tree, workspace: Workspace, asked: &Asked, before: Option<&Picture>) -> Picture {
    let day = workspace.day.get_untracked().date;
    let inquiry = tree.inquiry(&day);
    let graph = dependencies::graph(&tree.plan, asked.extras, &asked.wanted.expanded);
    let mut wanted = asked.wanted.clone();
    let is_filtered = asked.filter != Filter::default();
    let keeps = |node: &crate::graph::Node| match tree.plan.item(&node.id) {
        Some(item) => keeps(tree, &inquiry, &asked.filter, item),
        None => asked.filter.text.is_empty() || contains(&node.label, &asked.filter.text),
    };
    wanted.kept = is_filtered.then(|| graph.nodes.iter().map(keeps).collect());
    let mut shown = graph.shown(&inquiry, &wanted);
    if shown.nodes.len() > MOST_NODES {
        // More cannot be told apart: what is around the open plans is drawn, and the strip says so.
        wanted.scope = Scope::Active;
        wanted.depth = 0;
        shown = graph.shown(&inquiry, &wanted);
    }
    let flags = Flags::of_all(&graph, &inquiry);
    Picture::of(tree, graph, shown, flags, before)
}

fn contains(inside: &str, text: &str) -> bool {
    inside.to_lowercase().contains(&text.to_lowercase())
}

/// Whether an item passes the filter.
fn keeps(tree: &Tree, inquiry: &answers::Inquiry<'_>, filter: &Filter, item: &Item) -> bool {
    let is = |wanted: &str, own: Option<&str>| {
        wanted.is_empty() || own.is_some_and(|own| own.eq_ignore_ascii_case(wanted))
    };
    let at = || tree.plan.index_of(&item.id);
    let touches = || {
        let module = inquiry.ties.module(&filter.module);
        at().is_some_and(|at| inquiry.ties.of_item(at).any(|touch| Some(touch.module) == module))
    };
    let works = || {
        let entries = tree.plan.sprint.iter().filter(|entry| {
            let plan = entry.plan.as_ref().and_then(|target| tree.plan.plan_of(&target.id));
            plan.is_some() && plan == tree.plan.plan_of(&item.id)
        });
        entries.flat_map(|entry| &entry.people).any(|person| *person == filter.person)
            || is(&filter.person, item.field("owner"))
    };
    let is_named = || contains(&item.id, &filter.text) || contains(&item.title, &filter.text);
    (filter.text.is_empty() || is_named())
        && is(&filter.status, Some(item.status.base.name()))
        && is(&filter.kind, item.field("type"))
        && is(&filter.magnitude, item.field("magnitude"))
        && (filter.person.is_empty() || works())
        && (filter.module.is_empty() || touches())
}

fn draw(workspace: Workspace) -> AnyView {
    let asked = Memo::new(move |_| workspace.address.with(asked_of));
    let picture = Memo::new(move |before: Option<&Option<Arc<Picture>>>| {
        let (tree, asked) = (workspace.tree.get()?, asked.get());
        let before = before.and_then(|before| before.as_deref());
        Some(Arc::new(picture_of(&tree, workspace, &asked, before)))
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
            .map(|(tree, picture)| dock(&tree, &picture))
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
    live_fill("needs-empty", move || picture.get().map(|picture| empty(&picture)).unwrap_or_default());
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
    };
    graph::keep(workspace, canvas);
    handle("needs", &["click"], move |event| {
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
        el("p", &[("class", "legend hint")], &[text(picture::legend(crate::graph::Kind::Dependencies))]),
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

// ── what is said ────────────────────────────────────────────────────────────────────────────

/// What hangs on what, in one sentence.
fn answer(workspace: Workspace, tree: &Tree, picture: &Picture) -> Html {
    let day = workspace.day.get().date;
    let inquiry = tree.inquiry(&day);
    let (mut open, mut blocked, mut ready) = (0, 0, 0);
    for (at, item) in inquiry.plans().filter(|(_, item)| is_open(item)) {
        open += 1;
        let is_stuck = answers::status::blocked(&inquiry, at, item).is_some();
        blocked += usize::from(is_stuck);
        ready += usize::from(!is_stuck && item.status.base == BaseStatus::Todo);
    }
    let needs = picture.graph.edges.iter().filter(|edge| crate::graph::shown::is_need(edge)).count();
    let cycles = picture.graph.cycles().len();
    let open_words = counted(open, "open plan");
    let parts = [
        text(&format!(
            "{} between {}. ",
            counted(needs, "dependency"),
            counted(inquiry.plans().count(), "plan")
        )),
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

/// How much of the graph is drawn, and why the rest is not; each part leads to what it counts.
fn trust(workspace: Workspace, picture: &Picture) -> Html {
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
    for why in Why::ALL {
        let count = shown.hidden_as(why);
        if count == 0 {
            continue;
        }
        let words = format!("{count} {}", why.words());
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
        let words = format!("{} hidden by the filter", counted(shown.filtered, "node"));
        parts.push(set("q=&status=&type=&magnitude=&person=&module=", &words, "Take the filter away"));
    }
    let parts = parts.into_iter().map(|part| el("li", &[], &[part]));
    el("ul", &[], &[all(parts)])
}

fn empty(picture: &Picture) -> Html {
    when(picture.shown.nodes.is_empty(), || {
        let has_edges = !picture.graph.edges.is_empty();
        let words = match has_edges {
            true => "Nothing that is shown here needs anything else that is shown.",
            false => "No plan of this tree says what it needs.",
        };
        let advice = match has_edges {
            true => all([set(
                "scope=all&focus=&depth=&q=&status=&type=&magnitude=&person=&module=",
                "Show all of the tree",
                "",
            )]),
            false => all([
                text("A field "),
                el("code", &[], &[text("depends_on: [SP01_name]")]),
                text(" in the frontmatter of a plan's _overview.md, or "),
                el("code", &[], &[text("blocks")]),
                text(" on the other side, makes an arrow here."),
            ]),
        };
        el("div", &[("class", "empty")], &[el("p", &[], &[text(words)]), el("p", &[], &[advice])])
    })
}

/// Where a node leads.
fn address_of(node: &ShownNode) -> Address {
    match node.node.kind {
        "plan" => Address::of("plan", &node.id),
        "module" => Address::of("module", &node.node.label),
        _ => Address::of("dependencies", "").with("focus", &node.id),
    }
}

/// What is said of a node of the picture, with a link.
fn name(tree: &Tree, node: &ShownNode) -> Html {
    match tree.plan.item(&node.id) {
        Some(item) => all([item_link(tree, item), status_of(&item.status)]),
        None if node.node.kind == "module" => {
            link(&Address::of("module", &node.node.label), &node.node.label)
        }
        None => text(&node.node.label),
    }
}

/// The lines that state an edge of the picture.
fn evidence(picture: &Picture, edge: usize) -> Html {
    let of = picture.shown.edges.get(edge).map(|edge| edge.of.as_slice()).unwrap_or_default();
    let stated = of.iter().filter_map(|at| picture.graph.edges.get(*at));
    places(stated.flat_map(|edge| &edge.evidence))
}

fn twin(tree: &Tree, picture: &Picture) -> Html {
    let named =
        |place: usize| picture.shown.nodes.get(place).map(|node| name(tree, node)).unwrap_or_default();
    let table = graph::twin(picture, &named, &|edge| evidence(picture, edge));
    let hidden = &picture.shown.hidden;
    let rows = hidden.iter().take(2_000).filter_map(|hidden| {
        let edge = picture.graph.edges.get(hidden.edge)?;
        let end = |at: usize| {
            picture.graph.nodes.get(at).map(|node| super::entries::named(tree, &node.id)).unwrap_or_default()
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
fn dock(tree: &Tree, picture: &Picture) -> Html {
    let dock = &picture.shown.dock;
    when(!dock.is_empty(), || {
        let nodes = dock.iter().map(|node| {
            let own = match node.is_fold() {
                true => {
                    set(&format!("open={}", node.id.trim_start_matches(FOLD)), &node.node.label, "Unfold it")
                }
                false => name(tree, node),
            };
            el("li", &[], &[own])
        });
        let title = format!("Without an edge that is drawn ({})", dock.len());
        el("section", &[("class", "dock")], &[el("h2", &[], &[text(&title)]), el("ul", &[], &[all(nodes)])])
    })
}

/// What is said of a node where the pointer rests.
fn preview(tree: &Tree, picture: &Picture, node: &ShownNode) -> Html {
    let Some(item) = tree.plan.item(&node.id) else { return el("p", &[], &[text(&node.node.label)]) };
    let flags = flags_of(node, &picture.flags).words();
    let words = flags.into_iter().map(tag);
    all([
        el("p", &[("class", "name"), ("dir", "auto")], &[text(&item.title)]),
        el("p", &[], &[status_mark(item.status.base), all(words)]),
        el("p", &[("class", "hint")], &[text(&item.place.path)]),
    ])
}

// ── what is chosen ──────────────────────────────────────────────────────────────────────────

/// What is marked: what the reader chose and what belongs to it.
fn marks(workspace: Workspace, picture: &Picture, address: &Address) -> Marked {
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
    if let Some((from, to)) = address.setting("edge").and_then(|edge| edge.split_once(' ')) {
        let place = |id: &str| picture.shown.place_of(id);
        let ends = (place(from), place(to));
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
fn side(workspace: Workspace, tree: &Tree, picture: &Picture, address: &Address) -> Html {
    let day = workspace.day.get().date;
    let inquiry = tree.inquiry(&day);
    if let Some(id) = address.setting("select") {
        if let Some(node) = picture.node(id) {
            return chosen(tree, &inquiry, picture, node, address);
        }
        if let Some(fold) = picture.shown.nodes.iter().find(|node| node.id == id) {
            return folded(tree, picture, fold);
        }
    }
    if let Some((from, to)) = address.setting("edge").and_then(|edge| edge.split_once(' ')) {
        return edge_side(tree, picture, from, to);
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

fn node_name(tree: &Tree, picture: &Picture, node: usize) -> Html {
    let Some(node) = picture.graph.nodes.get(node) else { return Html::default() };
    match tree.plan.item(&node.id) {
        Some(item) => all([item_link(tree, item), status_of(&item.status)]),
        None => text(&node.label),
    }
}

fn chosen(
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
                entry(
                    [node_name(tree, picture, *other), aside([text(&kinds)])],
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
        near(Way::NeededBy, "Needed by"),
        others,
        way(tree, picture, node, address),
        what_if,
    ])
}

/// A button that draws what lies in a plan or phase inside it, or takes that away.
fn unfold(tree: &Tree, node: &crate::graph::Node, address: &Address) -> Html {
    let at = tree.plan.index_of(&node.id);
    let has_parts =
        at.is_some_and(|at| tree.plan.items.iter().any(|it| it.parent == Some(at) && it.kind.is_work()));
    if !has_parts {
        return Html::default();
    }
    let open = address.setting("expand").unwrap_or_default().split(',').filter(|id| !id.is_empty());
    let (own, mut others): (Vec<&str>, Vec<&str>) = open.partition(|id| *id == node.id);
    let (words, title) = match own.is_empty() {
        true => ("Unfold it", "Draw its phases and tasks inside it"),
        false => ("Fold it", "Take its phases and tasks out of the picture"),
    };
    if own.is_empty() {
        others.push(&node.id);
    }
    all([set(&format!("expand={}", encoded(&others.join(","))), words, title), text(" · ")])
}

/// The way from what is chosen to another.
fn way(tree: &Tree, picture: &Picture, from: usize, address: &Address) -> Html {
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

fn folded(tree: &Tree, picture: &Picture, fold: &ShownNode) -> Html {
    let quarter = fold.id.trim_start_matches(FOLD);
    let of: Vec<usize> = fold.of.clone();
    all([
        el("h2", &[], &[text(&fold.node.label)]),
        el(
            "p",
            &[],
            &[set(
                &format!("open={}&select=", encoded(quarter)),
                "Unfold it",
                "Draw its plans by themselves",
            )],
        ),
        list(&of, |node| entry([node_name(tree, picture, *node)], Html::default())),
    ])
}

fn edge_side(tree: &Tree, picture: &Picture, from: &str, to: &str) -> Html {
    let place = |id: &str| picture.shown.place_of(id);
    let (from, to) = (place(from), place(to));
    let found = picture.shown.edges.iter().find(|edge| (Some(edge.from), Some(edge.to)) == (from, to));
    let Some(found) = found else { return Html::default() };
    let stated: Vec<&crate::graph::Edge> =
        found.of.iter().filter_map(|at| picture.graph.edges.get(*at)).collect();
    let title = format!("{} stated", counted(stated.len(), "edge"));
    let entries = list(&stated, |edge| {
        let kinds = edge.kinds.join(" + ");
        let one_sided = crate::graph::shown::is_need(edge) && edge.kinds.len() == 1;
        entry(
            [
                node_name(tree, picture, edge.from),
                text(" needs "),
                node_name(tree, picture, edge.to),
                aside([text(&kinds)]),
                when(one_sided, || tag("only one side says so")),
            ],
            places(&edge.evidence),
        )
    });
    all([el("h2", &[], &[text(&title)]), entries])
}

fn critical(tree: &Tree, inquiry: &answers::Inquiry<'_>, picture: &Picture) -> Html {
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

fn ready(tree: &Tree, picture: &Picture) -> Html {
    let ready = picture.flags.iter().enumerate().filter(|(_, flags)| flags.is_ready).map(|(at, _)| at);
    let ready: Vec<usize> = ready.collect();
    let title = format!("Can start now ({})", ready.len());
    all([
        el("h2", &[], &[text(&title)]),
        list(&ready, |node| entry([node_name(tree, picture, *node)], Html::default())),
        el("p", &[], &[set("mark=", "Let go", "")]),
    ])
}

fn encoded(text: &str) -> String {
    let mut out = String::new();
    crate::address::encode(text, &mut out);
    out
}

// ── tools ───────────────────────────────────────────────────────────────────────────────────

fn tools() -> Html {
    let search = [
        ("id", "needs-text"),
        ("type", "search"),
        ("placeholder", "Filter by name"),
        ("aria-label", "Filter the picture by name"),
        ("autocomplete", "off"),
    ];
    let choice = |id: &'static str, label: &str| el("select", &[("id", id), ("aria-label", label)], &[]);
    let button = |id: &'static str, words: Html| {
        el("button", &[("type", "button"), ("class", "button"), ("id", id), ("data-tool", id)], &[words])
    };
    let depth = el(
        "span",
        &[("class", "stepper"), ("role", "group"), ("aria-label", "Steps around")],
        &[
            el(
                "button",
                &[
                    ("type", "button"),
                    ("class", "icon-button"),
                    ("data-tool", "shallower"),
                    ("aria-label", "One step less"),
                    ("title", "One step less"),
                ],
                &[icon(IconName::Minus)],
            ),
            el("output", &[("id", "needs-depth")], &[]),
            el(
                "button",
                &[
                    ("type", "button"),
                    ("class", "icon-button"),
                    ("data-tool", "deeper"),
                    ("aria-label", "One step more"),
                    ("title", "One step more"),
                ],
                &[icon(IconName::Plus)],
            ),
        ],
    );
    let more = FILTERS.map(|(id, _, label)| el("label", &[], &[text(label), choice(id, label)]));
    let box_of = |id: &'static str, words: &str| {
        el(
            "label",
            &[("class", "check")],
            &[el("input", &[("type", "checkbox"), ("id", id)], &[]), text(words)],
        )
    };
    let filters = el(
        "details",
        &[("class", "menu"), ("id", "needs-filters")],
        &[
            el(
                "summary",
                &[("class", "button")],
                &[
                    icon(IconName::Filter),
                    text(" Filter "),
                    el("span", &[("id", "needs-filter-count"), ("class", "count")], &[]),
                ],
            ),
            el(
                "div",
                &[("class", "popover")],
                &[
                    all(more),
                    box_of("needs-archive", "Unfold the archive"),
                    box_of("needs-origins", "Draw where plans came from"),
                    box_of("needs-modules", "Draw modules"),
                    box_of("needs-external", "Draw what is not in the tree"),
                ],
            ),
        ],
    );
    let parts = [
        el("div", &[("class", "findings-search")], &[icon(IconName::Search), el("input", &search, &[])]),
        choice("needs-scope", "Where the picture begins"),
        depth,
        choice("needs-group", "Bands"),
        filters,
        button("needs-mode", text("All edges")),
        button("needs-critical", text("Longest chain")),
        button("needs-ready", text("Can start")),
        button("needs-view", text("Table")),
        graph::exports(),
    ];
    el("div", &[("id", "needs-tools"), ("class", "graph-toolbar")], &parts)
}

fn option(value: &str, words: &str) -> Html {
    el("option", &[("value", value)], &[text(words)])
}

/// The values that a filter may have, from what the tree says.
fn offers(tree: &Tree, key: &str) -> Vec<String> {
    let mut values: Named<()> = Named::default();
    let plans = || tree.plan.of_kind(ItemKind::Plan).filter(|item| !item.template);
    match key {
        "status" => plans().for_each(|item| values.insert(item.status.base.name(), ())),
        "type" | "magnitude" => {
            plans().filter_map(|item| item.field(key)).for_each(|value| values.insert(value, ()))
        }
        "person" => tree.plan.people.iter().for_each(|person| values.insert(&person.name, ())),
        _ => tree.plan.modules.iter().for_each(|module| values.insert(&module.name, ())),
    }
    values.iter().map(|(value, ())| value.to_owned()).collect()
}

/// Keeps the tools true to the link, and the link to the tools.
fn keep_tools(workspace: Workspace, asked: Memo<Asked>, is_table: Memo<bool>) {
    fill("needs-group", all(GROUPINGS.map(|(value, words, _)| option(value, words))));
    live_fill("needs-group", || all(GROUPINGS.map(|(value, words, _)| option(value, words))));
    live_fill("needs-scope", move || {
        let focus = asked.with(|asked| match &asked.wanted.scope {
            Scope::Focus(id) => option("focus", &format!("Around {id}")),
            _ => Html::default(),
        });
        all([option("active", "Open plans and what is near"), option("all", "The whole tree"), focus])
    });
    for (id, key, label) in FILTERS {
        live_fill(id, move || {
            let values = workspace.tree.get().map(|tree| offers(&tree, key)).unwrap_or_default();
            let any = option(ANY, &format!("Any {}", label.to_lowercase()));
            all([any, all(values.iter().map(|value| option(value, value)))])
        });
    }
    effect(move || {
        let asked = asked.get();
        let address = workspace.address.get();
        page::set_value("needs-text", &asked.filter.text);
        let scope = match asked.wanted.scope {
            Scope::Active => "active",
            Scope::All => "all",
            Scope::Focus(_) => "focus",
        };
        page::set_value("needs-scope", scope);
        let is_all = asked.wanted.scope == Scope::All;
        let steps =
            if is_all { "all of it".to_owned() } else { counted(asked.wanted.depth as usize, "step") };
        page::set_text("needs-depth", &steps);
        page::set_value("needs-group", address.setting("group").unwrap_or(ANY));
        let mut chosen = 0;
        for (id, key, _) in FILTERS {
            let value = address.setting(key).unwrap_or(ANY);
            chosen += usize::from(value != ANY);
            page::set_value(id, value);
        }
        let boxes = [
            ("needs-archive", !asked.wanted.folds_archive),
            ("needs-origins", asked.wanted.has_origins),
            ("needs-modules", asked.extras.has_modules),
            ("needs-external", asked.extras.has_external),
        ];
        for (id, is_on) in boxes {
            chosen += usize::from(is_on);
            page::set_checked(id, is_on);
        }
        page::set_text("needs-filter-count", &if chosen > 0 { chosen.to_string() } else { String::new() });
        let pressed = [
            ("needs-mode", asked.wanted.mode == Mode::Complete),
            ("needs-critical", address.setting("mark") == Some("critical")),
            ("needs-ready", address.setting("mark") == Some("ready")),
            ("needs-view", is_table.get()),
        ];
        for (id, is_on) in pressed {
            page::set_attribute(id, "aria-pressed", Some(if is_on { "true" } else { "false" }));
        }
    });
    handle("needs-tools", &["input", "click"], move |event| {
        let address = workspace.address.get_untracked();
        let Asked { wanted, extras, .. } = asked.get_untracked();
        if event.type_() == "click" {
            let tool = page::around(event, "[data-tool]").and_then(|tool| tool.get_attribute("data-tool"));
            let toggle = |key: &str, value: &str| {
                let is_on = address.setting(key) == Some(value);
                address.clone().with(key, if is_on { "" } else { value })
            };
            let changed = match tool.as_deref() {
                Some("deeper") => {
                    address.clone().with("depth", &(wanted.depth + 1).min(MOST_DEPTH).to_string())
                }
                Some("shallower") => {
                    address.clone().with("depth", &wanted.depth.saturating_sub(1).to_string())
                }
                Some("needs-mode") => toggle("mode", "complete"),
                Some("needs-critical") => toggle("mark", "critical").with("select", "").with("edge", ""),
                Some("needs-ready") => toggle("mark", "ready").with("select", "").with("edge", ""),
                Some("needs-view") => toggle("view", "table"),
                _ => return,
            };
            workspace.replace(changed);
            return;
        }
        let Some(field) = page::around(event, "[id]").map(|field| field.id()) else { return };
        let value = page::value(&field);
        let chosen = if value == ANY { "" } else { value.as_str() };
        let filter = FILTERS.iter().find(|(id, ..)| *id == field);
        let extra = |name: &str, is_on: bool| {
            let kept = [
                ("origins", wanted.has_origins),
                ("modules", extras.has_modules),
                ("external", extras.has_external),
            ];
            let list = kept
                .into_iter()
                .filter(|(own, was)| if *own == name { is_on } else { *was })
                .map(|(own, _)| own);
            list.collect::<Vec<_>>().join(",")
        };
        let changed = match (field.as_str(), filter) {
            (_, Some((_, key, _))) => address.with(key, chosen),
            ("needs-text", _) => address.with("q", &value),
            ("needs-group", _) => address.with("group", chosen),
            ("needs-scope", _) => match value.as_str() {
                "all" => address.with("scope", "all").with("focus", ""),
                "active" => address.with("scope", "").with("focus", ""),
                _ => return,
            },
            ("needs-archive", _) => {
                address.with("archive", if wanted.folds_archive { "open" } else { "" }).with("open", "")
            }
            ("needs-origins", _) => address.with("with", &extra("origins", !wanted.has_origins)),
            ("needs-modules", _) => address.with("with", &extra("modules", !extras.has_modules)),
            ("needs-external", _) => address.with("with", &extra("external", !extras.has_external)),
            _ => return,
        };
        workspace.replace(changed);
    });
    handle("needs-side", &["input"], move |event| {
        if page::around(event, "#needs-to").is_some() {
            let value = page::value("needs-to");
            let to = if value == ANY { "" } else { value.as_str() };
            workspace.replace(workspace.address.get_untracked().with("to", to));
        }
    });
}
