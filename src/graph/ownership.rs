//! Who answers for which module, and which plans made and changed it.

use super::{Graph, Kind, Node, Stated, Unresolved};
use crate::named::Named;
use crate::plan::Plan;

/// The whole graph: all people who own something, all modules, all plans that made or changed one.
pub fn whole(plan: &Plan) -> Graph {
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
            let id = item.id.clone();
            if nodes.get(&id).is_none() {
                let node = Node {
                    label: item.name().to_owned(),
                    status: Some(item.status.base),
                    archived: item.archived,
                    ..of_name(&id, &id, item.kind.name())
                };
                nodes.insert(&id, Some(node));
            }
            stated.push(Stated { from: name.clone(), to: id, kind, place: by.place.clone() });
        }
    }
    let nodes = nodes.iter().filter_map(|(_, node)| node.clone()).collect();
    Graph::of(Kind::Ownership, nodes, stated, unresolved)
}

/// The id of a module's node.
pub fn module_id(name: &str) -> String {
    format!("module:{name}")
}

/// The id of a person's node.
pub fn person_id(name: &str) -> String {
    format!("person:{name}")
}

fn of_name(id: &str, label: &str, kind: &'static str) -> Node {
    Node { id: id.to_owned(), label: label.to_owned(), kind, status: None, parent: None, archived: false }
}
