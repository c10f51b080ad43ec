//! A module: the plan it came from, the plans that changed it, and its specs.

use super::contents::{fact, link, page_header};
use super::doc::article;
use super::{Drawn, View, missing, shown};
use crate::address::Address;
use crate::html::{Html, el, text, when};
use crate::plan::Referent;
use crate::widgets::markup;
use crate::workspace::{Tree, Workspace, use_workspace};
use leptos::prelude::*;

/// `#/module/NAME`.
pub const VIEW: View = View {
    name: "module",
    rail: None,
    title: |_, address| address.subject.clone(),
    draw: || {
        let workspace = use_workspace();
        let name = workspace.subject();
        shown(move || draw(workspace, &name.get()))
    },
};

fn draw(workspace: Workspace, name: &str) -> Drawn {
    let tree = workspace.tree.get().ok_or_else(|| missing("No tree is open."))?;
    let module = tree.plan.modules.iter().find(|module| module.name == name);
    let module = module.ok_or_else(|| missing(format!("There is no module {name} in this tree.")))?;
    let facts = el(
        "dl",
        &[("class", "module-facts")],
        &[
            facts("Came from", module.origin.iter().map(|id| plan_link(&tree, id))),
            facts("Changed by", module.modified_by.iter().map(|id| plan_link(&tree, id))),
            facts("Spec last updated", module.last_updated.iter().map(|date| text(date))),
            facts("Knowledge gaps", module.knowledge_gaps.iter().map(|gap| text(gap))),
        ],
    );
    let header = markup(page_header(Html::default(), name, facts));
    let many = module.specs.len() > 1;
    let specs = module.specs.iter().map(|path| {
        let heading = when(many, || el("h2", &[], &[link(&Address::document(path, None), path)]));
        let body = article(workspace, path.clone());
        view! { <section class="spec">{markup(heading)}{body}</section> }
    });
    Ok(view! { <div class="module">{header}{specs.collect_view()}</div> }.into_any())
}

fn facts(name: &str, values: impl Iterator<Item = Html>) -> Html {
    let values: Vec<Html> = values.collect();
    when(!values.is_empty(), || fact(name, values))
}

/// A link to the plan that a name means; the name alone when it means none.
fn plan_link(tree: &Tree, name: &str) -> Html {
    let plan = match tree.names.find(name) {
        Some(Referent::Item(item)) => tree.plan.items.get(item),
        _ => None,
    };
    plan.map_or_else(|| text(name), |plan| link(&Address::of("plan", &plan.id), &plan.id))
}
