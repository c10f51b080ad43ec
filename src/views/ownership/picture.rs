//! The graph of people, modules and plans: what is said of its nodes, its table, and what is chosen in it.

use crate::address::Address;
use crate::counted::counted;
use crate::graph::Node;
use crate::graph::ghosts::{GONE, WAS};
use crate::graph::matrix::Matrix;
use crate::graph::ownership::{module_id, person_id};
use crate::graph::shown::ShownNode;
use crate::html::{Html, all, el, text, when};
use crate::views::entries::{
    entry, item_link, list, module_link, named, person_link, places, status_of, tag,
};
use crate::views::graph::{self, Picture, set};
use crate::workspace::Tree;

pub(super) fn address_of(node: &Node) -> Option<Address> {
    match node.kind {
        GONE => None,
        "module" => Some(Address::of("module", &node.label)),
        "person" => Some(Address::of("person", &node.label)),
        _ => Some(Address::of("plan", &node.id)),
    }
}

pub(super) fn name(tree: &Tree, node: &Node) -> Html {
    match node.kind {
        GONE => all([text(&node.label), tag("gone")]),
        "module" => module_link(&node.label),
        "person" => person_link(&node.label),
        _ => named(tree, &node.id),
    }
}

pub(super) fn preview(matrix: &Matrix, node: &ShownNode) -> Html {
    let said = match node.node.kind {
        "module" => {
            let row = matrix.rows.iter().find(|row| row.module == node.node.label);
            row.map(|row| row.concerns.iter().map(|it| it.label()).collect::<Vec<_>>().join(", "))
        }
        "person" => {
            let person = matrix.people.iter().find(|person| person.name == node.node.label);
            person.map(|person| counted(person.modules, "module"))
        }
        _ => {
            let plan = matrix.plans.iter().find(|plan| plan.id == node.id);
            plan.map(|plan| counted(plan.modules, "module"))
        }
    };
    all([
        el("p", &[("class", "name"), ("dir", "auto")], &[text(&node.node.label)]),
        el("p", &[], &[text(&said.unwrap_or_default())]),
    ])
}

pub(super) fn twin(tree: &Tree, picture: &Picture) -> Html {
    let named =
        |place: usize| picture.shown.nodes.get(place).map(|node| name(tree, &node.node)).unwrap_or_default();
    let evidence = |edge: usize| {
        let of = picture.shown.edges.get(edge).map(|edge| edge.of.as_slice()).unwrap_or_default();
        places(of.iter().filter_map(|at| picture.graph.edges.get(*at)).flat_map(|edge| &edge.evidence))
    };
    graph::twin(picture, &named, &evidence)
}

pub(super) fn dock(dock: &[ShownNode]) -> Html {
    when(!dock.is_empty(), || {
        let title = format!("On which nobody and nothing stands ({})", dock.len());
        let nodes = dock.iter().map(|node| match node.node.kind {
            GONE => el("li", &[], &[text(&node.node.label), tag("gone")]),
            _ => el("li", &[], &[module_link(&node.node.label)]),
        });
        el("section", &[("class", "dock")], &[el("h2", &[], &[text(&title)]), el("ul", &[], &[all(nodes)])])
    })
}

/// What is chosen in the picture: its edges with the lines that state them.
pub(super) fn side(tree: &Tree, matrix: &Matrix, picture: &Picture, id: &str) -> Option<Html> {
    let at = picture.node(id)?;
    let own = picture.graph.nodes.get(at)?;
    let edges: Vec<_> = picture.graph.edges.iter().filter(|edge| edge.from == at || edge.to == at).collect();
    let part = |title: &str, kinds: &[&str]| {
        let edges: Vec<_> =
            edges.iter().filter(|edge| edge.kinds.iter().any(|kind| kinds.contains(kind))).collect();
        when(!edges.is_empty(), || {
            let title = el("h3", &[], &[text(&format!("{title} ({})", edges.len()))]);
            let list = list(&edges, |edge| {
                let other = if edge.from == at { edge.to } else { edge.from };
                let other = picture.graph.nodes.get(other).map(|node| name(tree, node));
                entry([other.unwrap_or_default()], places(&edge.evidence))
            });
            all([title, list])
        })
    };
    let row = matrix.rows.iter().find(|row| module_id(&row.module) == id);
    let facts = row.map(|row| row.concerns.iter().map(|it| tag(it.label())).collect::<Vec<_>>());
    let person = matrix.people.iter().find(|person| person_id(&person.name) == id);
    let load = person.map(|person| {
        let words = format!("{}, {} of them alone.", counted(person.modules, "module"), person.alone);
        let much = when(person.has_too_much, || tag("too much"));
        el("p", &[("class", "answer")], &[text(&words), much, when(person.has_left, || tag("has left"))])
    });
    let status = tree.plan.item(id).map(|item| all([item_link(tree, item), status_of(&item.status)]));
    let mut around = String::from("focus=");
    crate::address::encode(id, &mut around);
    around.push_str("&depth=2");
    let (owns, made, changed) = match own.kind {
        "module" => ("Answered for by", "Came from", "Changed by"),
        _ => ("Answers for", "Made", "Changed"),
    };
    Some(all([
        el("h2", &[], &[status.unwrap_or_else(|| name(tree, own))]),
        when(facts.is_some(), || el("p", &[], &[all(facts.into_iter().flatten())])),
        load.unwrap_or_default(),
        part(owns, &["owns"]),
        part(made, &["origin"]),
        part(changed, &["modifies"]),
        part("No longer", &[WAS]),
        el(
            "p",
            &[("class", "acts")],
            &[
                set(&around, "Look around it", "Draw what is two steps away from it, and nothing else"),
                text(" · "),
                set("select=", "Let go", ""),
            ],
        ),
    ]))
}
