//! A module: the plan it came from, the plans that changed it, and its specs.

use super::doc::ArticleBody;
use super::{Drawn, View, missing};
use crate::address::Address;
use crate::workspace::{Workspace, use_workspace};
use leptos::prelude::*;

/// `#/module/NAME`.
pub const VIEW: View = View {
    name: "module",
    rail: None,
    title: |_, address| address.subject.clone(),
    draw: || view! { <ModuleView/> }.into_any(),
};

/// The view of one module.
#[component]
fn ModuleView() -> impl IntoView {
    let workspace = use_workspace();
    let name = Memo::new(move |_| workspace.address.with(|address| address.subject.clone()));
    super::shown(move || draw(workspace, &name.get()))
}

fn draw(workspace: Workspace, name: &str) -> Drawn {
    let tree = workspace.tree.get().ok_or_else(|| missing("No tree is open."))?;
    let module = tree.plan.modules.iter().find(|module| module.name == name);
    let module = module.ok_or_else(|| missing(format!("There is no module {name} in this tree.")))?;
    let plan_link = |id: &String| match tree.plan.item(id) {
        Some(_) => view! { <a href=Address::of("plan", id).href()>{id.clone()}</a> }.into_any(),
        None => view! { <span>{id.clone()}</span> }.into_any(),
    };
    let origin = module
        .origin
        .as_ref()
        .map(|origin| view! { <div class="field"><dt>"Came from"</dt><dd>{plan_link(origin)}</dd></div> });
    let modified = module.modified_by.iter().map(|id| {
        let id = tree
            .names
            .find(id)
            .and_then(|referent| match referent {
                crate::plan::Referent::Item(item) => tree.plan.items.get(item).map(|item| item.id.clone()),
                crate::plan::Referent::Module(_) => None,
            })
            .unwrap_or_else(|| id.clone());
        view! { <dd>{plan_link(&id)}</dd> }
    });
    let modified = (!module.modified_by.is_empty())
        .then(|| view! { <div class="field"><dt>"Changed by"</dt>{modified.collect_view()}</div> });
    let updated = module
        .last_updated
        .clone()
        .map(|date| view! { <div class="field"><dt>"Spec last updated"</dt><dd>{date}</dd></div> });
    let gaps = module.knowledge_gaps.iter().map(|gap| view! { <dd dir="auto">{gap.clone()}</dd> });
    let gaps = (!module.knowledge_gaps.is_empty())
        .then(|| view! { <div class="field"><dt>"Knowledge gaps"</dt>{gaps.collect_view()}</div> });
    let many = module.specs.len() > 1;
    let specs = module.specs.iter().map(|path| {
        let heading =
            many.then(|| view! { <h2><a href=Address::document(path, None).href()>{path.clone()}</a></h2> });
        view! { <section class="spec">{heading}<ArticleBody path=path.clone()/></section> }
    });
    Ok(view! {
        <div class="module">
            <header class="page-header">
                <h1><bdi>{module.name.clone()}</bdi></h1>
                <dl class="module-facts">{origin}{modified}{updated}{gaps}</dl>
            </header>
            {specs.collect_view()}
        </div>
    }
    .into_any())
}
