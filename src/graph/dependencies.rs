//! What needs what: plans and everything else that a dependency names.

use super::{Graph, Kind, Node, Stated, Unresolved};
use crate::named::Named;
use crate::plan::{Item, ItemKind, Plan, RelationKind};

/// What a graph of dependencies shows beside plans, on demand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extras {
    /// Modules, with the plans that made and changed them.
    pub has_modules: bool,
    /// What is referred to and is not in the tree.
    pub has_external: bool,
}

/// The whole graph: every plan, and every dependency, invalidation and origin that is stated.
pub fn whole(plan: &Plan) -> Graph {
    graph(plan, Extras::default(), &[])
}

/// The whole graph with what else is wanted in it, and with what lies in the plans and phases that are unfolded.
pub fn graph(plan: &Plan, extras: Extras, unfolded: &[String]) -> Graph {
    let mut shown: Named<()> = Named::default();
    for item in plan.of_kind(ItemKind::Plan).filter(|item| !item.template) {
        shown.insert(&item.id, ());
    }
    let mut stated = Vec::new();
    let mut unresolved = Vec::new();
    for relation in &plan.relations {
        let (from, to) = match relation.kind {
            RelationKind::DependsOn
            | RelationKind::InvalidatedBy
            | RelationKind::Origin
            | RelationKind::Follows => (&relation.from, &relation.to),
            RelationKind::Blocks => (&relation.to, &relation.from),
            RelationKind::Modifies | RelationKind::Owns => continue,
        };
        if !relation.resolved {
            // An origin is often a word for a meeting that left no file.
            if relation.kind != RelationKind::Origin {
                let (from, to) = (relation.from.clone(), relation.to.clone());
                unresolved.push(Unresolved { from, to, place: relation.place.clone() });
            }
            continue;
        }
        shown.insert(from, ());
        shown.insert(to, ());
        let (from, to) = (from.clone(), to.clone());
        stated.push(Stated { from, to, kind: relation.kind.name(), place: relation.place.clone() });
    }
    for id in unfolded {
        add_parts(plan, id, &mut shown, &mut stated);
    }
    let mut nodes: Vec<Node> =
        shown.iter().filter_map(|(id, ())| plan.item(id)).map(|item| node(plan, item)).collect();
    if extras.has_modules {
        add_modules(plan, &mut nodes, &mut stated);
    }
    if extras.has_external {
        for missing in &unresolved {
            let (id, from) = (external_id(&missing.to), missing.from.clone());
            if nodes.iter().all(|node| node.id != id) {
                nodes.push(other(&id, &missing.to, "external"));
            }
            stated.push(Stated { from, to: id, kind: "depends_on", place: missing.place.clone() });
        }
    }
    Graph::of(Kind::Dependencies, nodes, stated, unresolved)
}

/// The phases, tasks and other work directly in a plan or phase; each phase comes after the one before it.
fn add_parts(plan: &Plan, id: &str, shown: &mut Named<()>, stated: &mut Vec<Stated>) {
    let Some(whole) = plan.index_of(id) else { return };
    let parts = plan.items.iter().filter(|item| {
        item.parent == Some(whole) && item.kind.is_work() && !item.template && !item.is_second_claimant()
    });
    let mut before: Option<&Item> = None;
    for part in parts {
        shown.insert(&part.id, ());
        if part.kind != ItemKind::Phase {
            continue;
        }
        if let Some(before) = before.replace(part) {
            let (from, to) = (part.id.clone(), before.id.clone());
            stated.push(Stated { from, to, kind: "order", place: part.place.clone() });
        }
    }
}

/// The id of something that is not in the tree.
fn external_id(name: &str) -> String {
    format!("external:{name}")
}

fn add_modules(plan: &Plan, nodes: &mut Vec<Node>, stated: &mut Vec<Stated>) {
    for module in &plan.modules {
        let id = super::ownership::module_id(&module.name);
        let origin = module.origin.iter().map(|origin| (origin, "origin_of"));
        let modified = module.modified_by.iter().map(|modifier| (modifier, "modifies"));
        let mut is_touched = false;
        for (by, kind) in origin.chain(modified) {
            if let Some(item) = plan.item(by) {
                is_touched = true;
                stated.push(Stated { from: id.clone(), to: item.id.clone(), kind, place: by.place.clone() });
            }
        }
        if is_touched {
            nodes.push(other(&id, &module.name, "module"));
        }
    }
}

fn other(id: &str, label: &str, kind: &'static str) -> Node {
    Node { id: id.to_owned(), label: label.to_owned(), kind, status: None, parent: None, archived: false }
}

fn node(plan: &Plan, item: &Item) -> Node {
    Node {
        id: item.id.clone(),
        label: item.name().strip_suffix(".md").unwrap_or(item.name()).to_owned(),
        kind: item.kind.name(),
        status: Some(item.status.base),
        parent: item.parent.and_then(|parent| plan.items.get(parent)).map(|parent| parent.id.clone()),
        archived: item.archived,
    }
}
