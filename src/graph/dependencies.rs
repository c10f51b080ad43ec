//! What needs what: plans and everything else that a dependency names.

use super::{Graph, Kind, Node, Stated, Unresolved};
use crate::named::Named;
use crate::plan::{Item, ItemKind, Plan, RelationKind};

/// The whole graph: every plan, and every dependency, invalidation and origin that is stated.
pub fn whole(plan: &Plan) -> Graph {
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
    let nodes = shown.iter().filter_map(|(id, ())| plan.item(id)).map(|item| node(plan, item)).collect();
    Graph::of(Kind::Dependencies, nodes, stated, unresolved)
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
