//! Who answers for which module, and which plans made and changed it.

use super::ghosts::GONE;
use super::shown::{Hidden, Shown, Why};
use super::{Graph, Kind, Node, Stated, Unresolved};
use crate::answers::{Inquiry, Source, TouchKind};
use crate::named::Named;

/// The whole graph: all people who own something, all modules, all plans that made or changed one.
pub fn whole(inquiry: &Inquiry<'_>) -> Graph {
    let plan = inquiry.plan;
    let mut nodes: Named<Option<Node>> = Named::default();
    let mut stated = Vec::new();
    let mut unresolved = Vec::new();
    for module in &plan.modules {
        // A person or plan of the same name is another node.
        let name = module_id(&module.name);
        nodes.insert(&name, Some(of_name(&name, &module.name, "module")));
        for owner in &module.owners {
            let id = person_id(&owner.name);
            nodes.insert_new(&id, Some(of_name(&id, &owner.name, "person")));
            let place = owner.name.place.clone();
            stated.push(Stated { from: id, to: name.clone(), kind: "owns", place });
        }
        let origin = module.origin.iter().map(|origin| (origin, "origin"));
        let modified = module.modified_by.iter().map(|modifier| (modifier, "modifies"));
        for (by, kind) in origin.chain(modified) {
            let Some(item) = plan.item(by) else {
                // `(pre-existing)` names no plan.
                if !by.starts_with('(') {
                    let (from, to) = (module.name.clone(), by.text.clone());
                    unresolved.push(Unresolved { from, to, place: by.place.clone() });
                }
                continue;
            };
            nodes.insert_new(&item.id, Some(of_item(item)));
            stated.push(Stated { from: name.clone(), to: item.id.clone(), kind, place: by.place.clone() });
        }
    }
    // What deltas say of it, whatever the index says.
    for touch in (0..plan.modules.len()).flat_map(|module| inquiry.ties.of_module(module)) {
        let item = inquiry.plan_of(touch.item).and_then(|at| inquiry.item(at));
        let (Some(module), Some(item)) = (inquiry.module(touch.module), item) else { continue };
        if touch.source != Source::Delta {
            continue;
        }
        let kind = if touch.kind == TouchKind::Made { "origin" } else { "modifies" };
        nodes.insert_new(&item.id, Some(of_item(item)));
        let (from, to) = (module_id(&module.name), item.id.clone());
        stated.push(Stated { from, to, kind, place: touch.place(plan) });
    }
    let nodes = nodes.iter().filter_map(|(_, node)| node.clone()).collect();
    Graph::of(Kind::Ownership, nodes, stated, unresolved)
}

/// Whether a node is a module, or was one.
fn is_of_module(node: &Node) -> bool {
    node.kind == "module" || node.kind == GONE && node.id.starts_with(&module_id(""))
}

/// The id of a module's node.
pub fn module_id(name: &str) -> String {
    format!("module:{name}")
}

/// The id of a person's node.
pub fn person_id(name: &str) -> String {
    format!("person:{name}")
}

fn of_item(item: &crate::plan::Item) -> Node {
    Node {
        label: item.name().to_owned(),
        status: Some(item.status.base),
        archived: item.archived,
        ..of_name(&item.id, &item.id, item.kind.name())
    }
}

/// What of the graph is drawn: the modules that are kept, with the people and plans that stand on them; `in_bands` puts
/// what one person answers for beside it. `around` is the id of a node and how many steps of it are drawn.
pub fn shown(
    graph: &Graph,
    is_kept: &dyn Fn(&Node) -> bool,
    in_bands: bool,
    around: Option<(&str, u32)>,
) -> Shown {
    let is_module = |at: usize| graph.nodes.get(at).is_some_and(is_of_module);
    let mut is_there: Vec<bool> =
        graph.nodes.iter().map(|node| is_of_module(node) && is_kept(node)).collect();
    let kept: Vec<bool> = is_there.clone();
    for edge in &graph.edges {
        for (own, other) in [(edge.from, edge.to), (edge.to, edge.from)] {
            if is_module(own) && kept.get(own) == Some(&true) {
                is_there.iter_mut().skip(other).take(1).for_each(|slot| *slot = true);
            }
        }
    }
    let near = around.map(|(id, steps)| near(graph, &is_there, id, steps));
    let is_near = |at: usize| near.as_ref().is_none_or(|near| near.get(at) == Some(&true));
    let whole = Shown::whole(graph);
    let mut shown = Shown::default();
    let is_at = |at: usize| is_there.get(at) == Some(&true) && is_near(at);
    let mut is_joined = vec![false; graph.nodes.len()];
    for edge in graph.edges.iter().filter(|edge| is_at(edge.from) && is_at(edge.to)) {
        for end in [edge.from, edge.to] {
            is_joined.iter_mut().skip(end).take(1).for_each(|slot| *slot = true);
        }
    }
    let mut place: Vec<Option<usize>> = vec![None; graph.nodes.len()];
    let mut bands: Vec<String> = Vec::new();
    for (at, node) in whole.nodes.into_iter().enumerate().filter(|(at, _)| is_at(*at)) {
        if is_joined.get(at) != Some(&true) {
            shown.dock.push(node);
            continue;
        }
        place.iter_mut().skip(at).take(1).for_each(|slot| *slot = Some(shown.nodes.len()));
        bands.push(if in_bands { band(graph, at) } else { String::new() });
        shown.nodes.push(node);
    }
    shown.groups = bands.clone();
    crate::order::sort(&mut shown.groups);
    shown.groups.dedup();
    for (node, band) in shown.nodes.iter_mut().zip(&bands) {
        node.group = shown.groups.binary_search(band).unwrap_or_default();
    }
    for (at, mut edge) in whole.edges.into_iter().enumerate() {
        let end = |at: usize| place.get(at).copied().flatten();
        match end(edge.from).zip(end(edge.to)) {
            Some((from, to)) => {
                (edge.from, edge.to) = (from, to);
                shown.edges.push(edge);
            }
            None => {
                let is_filtered = [edge.from, edge.to].iter().any(|end| is_there.get(*end) != Some(&true));
                let why = if is_filtered { Why::Filtered } else { Why::Beyond };
                shown.hidden.push(Hidden { edge: at, why });
            }
        }
    }
    shown.beyond =
        (0..graph.nodes.len()).filter(|at| is_there.get(*at) == Some(&true) && !is_near(*at)).count();
    shown.filtered = is_there.iter().filter(|is_there| !**is_there).count();
    shown
}

/// For each node whether it is at most so many steps from one, along edges between nodes that are there.
fn near(graph: &Graph, is_there: &[bool], id: &str, steps: u32) -> Vec<bool> {
    let mut near = vec![false; graph.nodes.len()];
    let begin = graph.find(id);
    near.iter_mut().skip(begin.unwrap_or(usize::MAX)).take(1).for_each(|slot| *slot = true);
    for _ in 0..steps {
        let before = near.clone();
        let is_in = |at: usize| before.get(at) == Some(&true);
        for edge in graph.edges.iter().filter(|edge| is_in(edge.from) != is_in(edge.to)) {
            let new = if is_in(edge.from) { edge.to } else { edge.from };
            if is_there.get(new) == Some(&true) {
                near.iter_mut().skip(new).take(1).for_each(|slot| *slot = true);
            }
        }
        if near == before {
            break;
        }
    }
    near
}

/// The first person who answers for a node, or for the first module that it stands on.
fn band(graph: &Graph, at: usize) -> String {
    let person = |module: usize| {
        let owners = graph.edges.iter().filter(|edge| edge.to == module && edge.kinds.contains(&"owns"));
        let owner = owners.filter_map(|edge| graph.nodes.get(edge.from)).next();
        owner.map_or_else(|| "nobody".to_owned(), |owner| owner.label.clone())
    };
    match graph.nodes.get(at).map(|node| (node.kind, &node.label)) {
        Some(("person", name)) => name.clone(),
        Some(("module", _)) => person(at),
        _ => graph.edges.iter().find(|edge| edge.to == at).map_or_else(String::new, |edge| person(edge.from)),
    }
}

fn of_name(id: &str, label: &str, kind: &'static str) -> Node {
    Node { id: id.to_owned(), label: label.to_owned(), kind, status: None, parent: None, archived: false }
}
