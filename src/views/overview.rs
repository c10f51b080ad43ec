//! The first page of an open tree: how far it is as a whole, its plans, and how it was read.

use super::contents::address_of;
use super::{Drawn, View, missing};
use crate::address::Address;
use crate::outline::{Counts, Node};
use crate::plan::{BaseStatus, ItemKind};
use crate::sources::kept;
use crate::widgets::live::{act, text};
use crate::widgets::{Bar, IconName, StatusMark, bar, status};
use crate::workspace::{Tree, Workspace, use_workspace};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// Rows of a list that are shown before the rest is asked for.
const FIRST_ROWS: usize = 200;

/// `#/overview`.
pub const VIEW: View = View {
    name: "overview",
    rail: Some(("Overview", IconName::Overview)),
    title: |_, _| "Overview".to_owned(),
    draw: || view! { <OverviewView/> }.into_any(),
};

/// The view of the tree as a whole.
#[component]
fn OverviewView() -> impl IntoView {
    let workspace = use_workspace();
    super::shown(move || draw(workspace))
}

fn draw(workspace: Workspace) -> Drawn {
    let tree = workspace.tree.get().ok_or_else(|| missing("No tree is open."))?;
    let plans: Vec<&Node> = tree
        .outline
        .nodes()
        .iter()
        .filter(|node| node.item_kind == Some(ItemKind::Plan) && !node.template)
        .collect();
    let (archived, active): (Vec<&Node>, Vec<&Node>) = plans.iter().partition(|node| node.archived);
    let as_of = tree.wishes.as_of.clone().map(|day| view! { <p class="as-of">"Shown as of "{day}</p> });
    Ok(view! {
        <div class="overview">
            <header class="page-header">
                <h1 dir="auto">{tree.title.clone()}</h1>
                <p class="answer">{answer(&tree, &active, archived.len())}</p>
                {as_of}
            </header>
            {totals(&tree)}
            {plan_table(&tree, &active, "Plans")}
            {(!archived.is_empty()).then(|| view! {
                <details class="archived"><summary>{format!("Archive: {} plans", archived.len())}</summary>
                    {plan_table(&tree, &archived, "Archived plans")}
                </details>
            })}
            {report(workspace, &tree)}
        </div>
    }
    .into_any())
}

/// The tree in one sentence.
fn answer(tree: &Tree, active: &[&Node], archived: usize) -> String {
    if active.is_empty() && archived == 0 {
        let documents = tree.plan.items.len();
        let work = tree.plan.of_kind(ItemKind::Task).count();
        return format!("{documents} documents, {work} of them with a status.");
    }
    let mut parts: Vec<String> = BaseStatus::ALL
        .into_iter()
        .filter_map(|status| {
            let count = active.iter().filter(|node| node.status == status).count();
            (count > 0).then(|| format!("{count} {}", status.label().to_lowercase()))
        })
        .collect();
    if archived > 0 {
        parts.push(format!("{archived} in the archive"));
    }
    format!("{} plans: {}.", active.len() + archived, parts.join(", "))
}

/// All work of the tree as one line, with a legend.
fn totals(tree: &Tree) -> AnyView {
    let counts = tree.outline.total();
    if counts.total() == 0 {
        return ().into_any();
    }
    let legend = counts.iter().filter(|(_, count)| *count > 0).map(|(status, count)| {
        view! { <li><StatusMark status=status word=format!("{count} {}", status.label().to_lowercase())/></li> }
    });
    view! {
        <section class="totals" aria-label="All work">
            <Bar counts=counts/>
            <ul class="legend">{legend.collect_view()}</ul>
        </section>
    }
    .into_any()
}

fn plan_table(tree: &Arc<Tree>, plans: &[&Node], caption: &'static str) -> AnyView {
    if plans.is_empty() {
        return ().into_any();
    }
    let is_long = plans.len() > FIRST_ROWS;
    let rows = |plans: &[&Node]| plans.iter().map(|node| plan_row(tree, node)).collect_view();
    let first = rows(plans.get(..FIRST_ROWS).unwrap_or(plans));
    let rest = is_long.then(|| {
        let rest = plans.len() - FIRST_ROWS;
        let href = Address::view("tree").href();
        view! { <p class="rest">{format!("{rest} more are in ")}<a href=href>"the tree"</a>"."</p> }
    });
    view! {
        <table class="plans">
            <caption>{caption}</caption>
            <thead><tr><th scope="col">"Plan"</th><th scope="col">"Status"</th><th scope="col">"Progress"</th><th scope="col">"Updated"</th></tr></thead>
            <tbody>{first}</tbody>
        </table>
        {rest}
    }
    .into_any()
}

fn plan_row(tree: &Arc<Tree>, node: &Node) -> impl IntoView + use<> {
    let item = node.item.and_then(|item| tree.plan.items.get(item));
    let title = item.map(|item| item.title.clone()).filter(|title| *title != node.label);
    let said = item.map(|item| status::explain(&item.status));
    let updated = item
        .and_then(|item| item.field("last_updated"))
        .map(|date| date.chars().take(10).collect::<String>());
    view! {
        <tr>
            <th scope="row" dir="auto">
                <a href=address_of(tree, node).href()>
                    {node.number.clone().map(|number| view! { <span class="number">{number}</span> })}
                    <span class="label">{node.label.clone()}</span>
                </a>
                {title.map(|title| view! { <span class="title">{title}</span> })}
            </th>
            <td title=said><StatusMark status=node.status/></td>
            <td class="progress"><Bar counts=node.counts/>{progress_words(node.counts)}</td>
            <td class="date">{updated}</td>
        </tr>
    }
}

fn progress_words(counts: Counts) -> Option<String> {
    (counts.total() > 0).then(|| bar::words(counts))
}

/// How the tree was read: what was read, guessed, skipped, and why.
fn report(workspace: Workspace, tree: &Arc<Tree>) -> AnyView {
    let files = &tree.files;
    let kinds = ItemKind::ALL.into_iter().filter_map(|kind| {
        let count = tree.plan.of_kind(kind).count();
        (count > 0).then(|| view! { <li>{format!("{count} {}", kind.plural())}</li> })
    });
    let others = files
        .len()
        .saturating_sub(tree.plan.items.iter().filter(|item| files.get(&item.place.path).is_some()).count());
    let skipped = files
        .skipped()
        .iter()
        .map(|skipped| view! { <li dir="auto">{skipped.to_string()}</li> })
        .collect_view();
    let notes =
        files.notes().iter().map(|note| view! { <li dir="auto">{note.to_string()}</li> }).collect_view();
    let remarks = tree.remarks.iter().map(|remark| view! { <li>{remark.clone()}</li> }).collect_view();
    let problems = &tree.plan.problems;
    let shown = problems.iter().take(FIRST_ROWS).map(|problem| {
        let place = format!("{}:{}", problem.place.path, problem.place.line);
        let href = Address::line(&problem.place.path, problem.place.line).with("raw", "1").href();
        view! { <tr><td class="place"><a href=href>{place}</a></td><td dir="auto">{problem.text.clone()}</td></tr> }
    });
    let more = problems.len().saturating_sub(FIRST_ROWS);
    let dialect = tree.plan.dialects.join(", ");
    let root_why = format!(
        "The tree begins at {} because {}. It is read as: {dialect}.",
        tree.root.shown(),
        tree.root.why
    );
    let progress = move || {
        let progress = workspace.progress.get();
        if progress.is_complete {
            format!("All {} documents have been read.", progress.files_total)
        } else {
            format!("{} of {} documents have been read so far.", progress.files_read, progress.files_total)
        }
    };
    let keep = {
        let tree = Arc::clone(tree);
        move |_| {
            let tree = Arc::clone(&tree);
            spawn_local(async move {
                match kept::keep(&tree.name, &tree.files).await {
                    Ok(()) => workspace.announce(format!("{} is kept on this device.", tree.name)),
                    Err(problem) => workspace.announce(problem),
                }
            });
        }
    };
    let count = skipped_count(tree);
    view! {
        <section class="report" id="report" aria-label="Load report">
            <h2>"How it was read"</h2>
            <p>{root_why}</p>
            <p role="status">{text(progress)}</p>
            <ul class="kinds">{kinds.collect_view()}{(others > 0).then(|| view! { <li>{format!("{others} other files")}</li> })}</ul>
            <ul class="remarks">{remarks}{notes}</ul>
            {(count > 0).then(|| view! {
                <details open><summary>{format!("{count} skipped")}</summary><ul>{skipped}</ul></details>
            })}
            {(!problems.is_empty()).then(|| view! {
                <details open=problems.len() <= 20>
                    <summary>{format!("{} places that could not be fully understood", problems.len())}</summary>
                    <table class="problems">
                        <thead><tr><th scope="col">"Where"</th><th scope="col">"What"</th></tr></thead>
                        <tbody>{shown.collect_view()}</tbody>
                    </table>
                    {(more > 0).then(|| view! { <p class="rest">{format!("{more} more; `planarium model` lists all.")}</p> })}
                </details>
            })}
            <p>
                <button type="button" class="button" on:click=act(keep)>"Keep on this device"</button>
                <span class="hint">"Nothing is sent anywhere. A kept tree is listed on the start page, and can be deleted there."</span>
            </p>
        </section>
    }
    .into_any()
}

fn skipped_count(tree: &Tree) -> usize {
    tree.files.skipped().len()
}
