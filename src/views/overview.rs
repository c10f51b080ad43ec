//! The first page of an open tree: how far it is as a whole, its plans, and how it was read.

use super::contents::{link, page_header, table};
use super::day::as_of;
use super::{Drawn, View, missing, shown};
use crate::address::Address;
use crate::counted::counted;
use crate::html::{Html, all, el, text, when};
use crate::outline::Node;
use crate::plan::{BaseStatus, ItemKind};
use crate::widgets::{IconName, act, bar, markup, status_with, text_of};
use crate::workspace::{Tree, Workspace, use_workspace};
use leptos::prelude::*;
use std::fmt::Display;

/// Rows of a list that are shown; what is beyond is counted and can be reached otherwise.
const FIRST_ROWS: usize = 200;

/// `#/overview`.
pub const VIEW: View = View {
    name: "overview",
    rail: Some(("Overview", IconName::Overview)),
    title: |_, _| "Overview".to_owned(),
    draw: || {
        let workspace = use_workspace();
        shown(move || draw(workspace))
    },
};

fn draw(workspace: Workspace) -> Drawn {
    let tree = workspace.tree.get().ok_or_else(|| missing("No tree is open."))?;
    let plans = || {
        tree.outline.nodes().iter().filter(|node| node.item_kind == Some(ItemKind::Plan) && !node.template)
    };
    let (archived, active): (Vec<&Node>, Vec<&Node>) = plans().partition(|node| node.archived);
    let facts = all([
        el("p", &[("class", "answer")], &[text(&answer(&tree, &active, archived.len()))]),
        as_of(workspace),
    ]);
    let archive = when(!archived.is_empty(), || {
        let summary = el("summary", &[], &[text(&format!("Archive: {}", counted(archived.len(), "plan")))]);
        el("details", &[("class", "archived")], &[summary, plan_table(&tree, &archived, "Archived plans")])
    });
    let page = all([
        page_header(Html::default(), &tree.title, facts),
        totals(&tree),
        plan_table(&tree, &active, "Plans"),
        archive,
    ]);
    let progress = text_of(move || {
        let progress = workspace.progress.get();
        if progress.is_complete {
            format!("All {} documents have been read.", progress.files_total)
        } else {
            format!("{} of {} documents have been read so far.", progress.files_read, progress.files_total)
        }
    });
    Ok(view! {
        <div class="overview">
            {markup(page)}
            <section class="report" aria-label="Load report">
                <h2>"How it was read"</h2>
                <p role="status">{progress}</p>
                {markup(report(&tree))}
                <p>
                    <button type="button" class="button" on:click=act(move |_| workspace.keep())>"Keep on this device"</button>
                    <span class="hint">"Nothing is sent anywhere. A kept tree is listed on the start page, and can be deleted there."</span>
                </p>
            </section>
        </div>
    }
    .into_any())
}

/// The tree in one sentence.
fn answer(tree: &Tree, active: &[&Node], archived: usize) -> String {
    if active.is_empty() && archived == 0 {
        let documents = tree.plan.items.len();
        let work = tree.plan.of_kind(ItemKind::Task).count();
        return format!("{}, {work} of them with a status.", counted(documents, "document"));
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
    format!("{}: {}.", counted(active.len() + archived, "plan"), parts.join(", "))
}

/// All work of the tree as one line, with a legend.
fn totals(tree: &Tree) -> Html {
    let counts = tree.outline.total();
    let legend = counts.iter().filter(|(_, count)| *count > 0).map(|(status, count)| {
        let words = format!("{count} {}", status.label().to_lowercase());
        el("li", &[], &[status_with(status, &words)])
    });
    when(counts.total() > 0, || {
        let legend = el("ul", &[("class", "legend")], &[all(legend)]);
        el("section", &[("class", "totals"), ("aria-label", "All work")], &[bar(counts), legend])
    })
}

fn plan_table(tree: &Tree, plans: &[&Node], caption: &str) -> Html {
    let first = plans.get(..FIRST_ROWS).unwrap_or(plans);
    let rest = plans.len() - first.len();
    let rest = when(rest > 0, || {
        let words = text(&format!("{rest} more are in "));
        el("p", &[("class", "rest")], &[words, link(&Address::view("tree"), "the tree")])
    });
    when(!plans.is_empty(), || all([table("plans", caption, tree, first, true), rest]))
}

/// How the tree was read: what was read, guessed, skipped, and why.
fn report(tree: &Tree) -> Html {
    let files = &tree.files;
    let kinds = ItemKind::ALL.into_iter().filter_map(|kind| {
        let count = tree.plan.of_kind(kind).count();
        (count > 0).then(|| counted(count, kind.noun()))
    });
    let documents = tree.plan.items.iter().filter(|item| files.get(&item.place.path).is_some()).count();
    let others = files.len().saturating_sub(documents);
    let others = (others > 0).then(|| counted(others, "other file"));
    let dialect = tree.plan.dialects.join(", ");
    let root = format!(
        "The tree begins at {} because {}. It is read as: {dialect}.",
        tree.root.shown(),
        tree.root.why
    );
    let remarks = tree.remarks.iter().cloned().chain(files.notes().iter().map(ToString::to_string));
    let skipped = when(!files.skipped().is_empty(), || {
        let summary = el("summary", &[], &[text(&format!("{} skipped", files.skipped().len()))]);
        el("details", &[("open", "open")], &[summary, list("", files.skipped())])
    });
    all([
        el("p", &[], &[text(&root)]),
        list("kinds", kinds.chain(others)),
        list("remarks", remarks),
        skipped,
        problems(tree),
    ])
}

/// What could not be fully understood, each with its place.
fn problems(tree: &Tree) -> Html {
    let problems = &tree.plan.problems;
    let rows = problems.iter().take(FIRST_ROWS).map(|problem| {
        let place = format!("{}:{}", problem.place.path, problem.place.line);
        let address = Address::line(&problem.place.path, problem.place.line).with("raw", "1");
        let place = el("td", &[("class", "place")], &[link(&address, &place)]);
        el("tr", &[], &[place, el("td", &[("dir", "auto")], &[text(&problem.text)])])
    });
    let rest = problems.len().saturating_sub(FIRST_ROWS);
    when(!problems.is_empty(), || {
        let heads = ["Where", "What"].map(|name| el("th", &[("scope", "col")], &[text(name)]));
        let table = el(
            "table",
            &[("class", "problems")],
            &[el("thead", &[], &[el("tr", &[], &heads)]), el("tbody", &[], &[all(rows)])],
        );
        let summary = format!("{} that could not be fully understood", counted(problems.len(), "place"));
        let more = format!("{rest} more; `planarium model` lists all.");
        let more = when(rest > 0, || el("p", &[("class", "rest")], &[text(&more)]));
        let open = if problems.len() <= 20 { "open" } else { "" };
        el("details", &[("open", open)], &[el("summary", &[], &[text(&summary)]), table, more])
    })
}

fn list(class: &'static str, lines: impl IntoIterator<Item = impl Display>) -> Html {
    let lines: Vec<Html> =
        lines.into_iter().map(|line| el("li", &[("dir", "auto")], &[text(&line.to_string())])).collect();
    when(!lines.is_empty(), || el("ul", &[("class", class)], &[all(lines)]))
}
