//! A plan: how far it is, what it needs, what it holds, and its overview.

use super::contents::{Contents, Crumbs};
use super::doc::ArticleBody;
use super::{Drawn, View, missing};
use crate::address::Address;
use crate::plan::{Item, ItemKind, RelationKind};
use crate::widgets::{Bar, StatusMark, bar, status};
use crate::workspace::{Tree, Workspace, use_workspace};
use leptos::prelude::*;

/// `#/plan/ID`.
pub const VIEW: View = View {
    name: "plan",
    rail: None,
    title: |tree, address| {
        tree.plan.item(&address.subject).map_or_else(|| address.subject.clone(), |item| item.title.clone())
    },
    draw: || view! { <PlanView/> }.into_any(),
};

/// The view of one plan.
#[component]
fn PlanView() -> impl IntoView {
    let workspace = use_workspace();
    let id = Memo::new(move |_| workspace.address.with(|address| address.subject.clone()));
    super::shown(move || draw(workspace, &id.get()))
}

fn draw(workspace: Workspace, id: &str) -> Drawn {
    let tree = workspace.tree.get().ok_or_else(|| missing("No tree is open."))?;
    let item = tree.plan.item(id).ok_or_else(|| missing(format!("There is no plan {id} in this tree.")))?;
    let path = item.folder.clone().unwrap_or_else(|| item.place.path.clone());
    let node = tree.outline.index_of(&path);
    let counts = node.and_then(|node| tree.outline.node(node)).map(|node| node.counts).unwrap_or_default();
    let said = status::explain(&item.status);
    let relations = [
        ("Needs", related(&tree, item, RelationKind::DependsOn, RelationKind::Blocks)),
        ("Needed by", related(&tree, item, RelationKind::Blocks, RelationKind::DependsOn)),
    ];
    let relations = relations.into_iter().filter(|(_, links)| !links.is_empty()).map(|(name, links)| {
        let links = links.into_iter().map(|(title, address, status)| match address {
            Some(address) => view! { <li><a href=address.href()>{title}</a> {status.map(|status| view! { <StatusMark status=status/> })}</li> }.into_any(),
            None => view! { <li><span data-broken="true" title="No plan of this tree is called so">{title}</span></li> }.into_any(),
        });
        view! { <section><h2>{name}</h2><ul>{links.collect_view()}</ul></section> }
    });
    let has_overview = tree.files.get(&item.place.path).is_some();
    let archived = item.archived.then(|| view! { <span class="tag">"archived"</span> });
    let (title, place) = (item.title.clone(), item.place.path.clone());
    Ok(view! {
        <div class="plan">
            <header class="page-header">
                <Crumbs path=path/>
                <h1 dir="auto">{title}</h1>
                <p class="facts">
                    <span title=said><StatusMark status=item.status.base/></span>
                    {archived}
                    <Bar counts=counts/>
                    {(counts.total() > 0).then(|| bar::words(counts))}
                </p>
            </header>
            <div class="relations">{relations.collect_view()}</div>
            <Contents tree=tree.clone() parent=node caption="What it holds"/>
            {if has_overview {
                view! { <ArticleBody path=place/> }.into_any()
            } else {
                view! { <p class="empty">"This plan has no _overview.md, so nothing says what it is for."</p> }.into_any()
            }}
        </div>
    }
    .into_any())
}

type Related = (String, Option<Address>, Option<crate::plan::BaseStatus>);

/// What an item is related to: stated by itself as `own`, or by the others as `others`.
fn related(tree: &Tree, item: &Item, own: RelationKind, others: RelationKind) -> Vec<Related> {
    let mut ids: Vec<(&str, bool)> = tree
        .plan
        .relations_from(&item.id)
        .filter(|relation| relation.kind == own)
        .map(|relation| (relation.to.as_str(), relation.resolved))
        .chain(
            tree.plan
                .relations_to(&item.id)
                .filter(|relation| relation.kind == others)
                .map(|relation| (relation.from.as_str(), true)),
        )
        .collect();
    ids.sort_unstable();
    ids.dedup();
    ids.into_iter()
        .map(|(id, resolved)| match tree.plan.item(id).filter(|_| resolved) {
            Some(other) => {
                let address = match other.kind {
                    ItemKind::Plan => Address::of("plan", id),
                    _ => Address::document(&other.place.path, None),
                };
                (id.to_owned(), Some(address), Some(other.status.base))
            }
            None => (id.to_owned(), None, None),
        })
        .collect()
}
