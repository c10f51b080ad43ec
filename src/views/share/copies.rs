//! The page for elsewhere: as Markdown, as CSV, as a picture. Answers that are values are written from those; of other pages
//! what they show is copied as it stands there.

use crate::answers::status::{FindingCounts, Standing};
use crate::browser::{clipboard, frames, page, shown};
use crate::counted::counted;
use crate::findings::Selection;
use crate::share::table::{self, Table};
use crate::share::{length, report};
use crate::workspace::Workspace;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// How often a page is asked for more of its rows before it is copied.
const MOST_PAGES: usize = 500;
/// How many hits of a search are copied.
const MOST_HITS: usize = 1_000;

/// Copies the page in a form.
pub fn copy(workspace: Workspace, form: &str) {
    match form {
        "markdown" => spawn_local(async move {
            if let Some(text) = markdown(workspace).await {
                tell(workspace, &text, "as Markdown").await;
            }
        }),
        "csv" => spawn_local(async move {
            let tables = tables(workspace).await;
            let rows: usize = tables.iter().map(|table| table.rows.len()).sum();
            let what = format!("as CSV, {} of {}", counted(rows, "row"), counted(tables.len(), "table"));
            tell(workspace, &table::csv_of(&tables), &what).await;
        }),
        "image" => {
            let found =
                format!("#main [data-value={0}], #main [data-act={0}]", super::super::graph::COPY_PICTURE);
            page::click_first(&found);
        }
        _ => super::link::copy_place(workspace),
    }
}

async fn tell(workspace: Workspace, text: &str, what: &str) {
    match clipboard::copy(text).await {
        Ok(()) => workspace.announce(format!("Copied {what}: {}.", length::said(text.chars().count()))),
        Err(why) => workspace.announce(why),
    }
}

/// The tables of the page, all of their rows.
async fn tables(workspace: Workspace) -> Vec<Table> {
    if view(workspace) == "findings" {
        return vec![findings(workspace)];
    }
    show_all().await;
    shown::tables()
}

/// Long lists are drawn piece by piece: asks for the rest.
async fn show_all() {
    for _ in 0..MOST_PAGES {
        if !page::click_first("#main table ~ [data-act=more], #main table ~ p [data-act=more]") {
            return;
        }
        frames::next_turn().await;
    }
}

fn findings(workspace: Workspace) -> Table {
    let selection = workspace.address.with_untracked(Selection::of);
    let (tree, report) = (workspace.tree.get_untracked(), workspace.report.get_untracked());
    let Some(tree) = tree else { return Table::default() };
    let kept = workspace.kept.get_untracked();
    report::findings(crate::views::findings::held(&report, &tree.plan, &selection, kept.as_deref()))
}

fn view(workspace: Workspace) -> String {
    workspace.address.with_untracked(|address| address.view.clone())
}

/// The page as Markdown; nothing when it has been copied already.
async fn markdown(workspace: Workspace) -> Option<String> {
    let tree = workspace.tree.get_untracked()?;
    let (address, day) = (workspace.address.get_untracked(), workspace.day.get_untracked().date);
    let is_checked =
        workspace.checked.with_untracked(|checked| checked.is_some_and(|checked| checked.is_complete()));
    let report = workspace.report.get_untracked();
    let findings = is_checked.then_some(report.findings.as_slice());
    let inquiry = tree.inquiry(&day);
    let written = match address.view.as_str() {
        "" | "overview" => {
            let mut standing = Standing::of(&inquiry);
            standing.findings = findings.map(FindingCounts::of);
            Some(report::status(&tree.title, &day, &standing))
        }
        "plan" => {
            tree.plan.index_of(&address.subject).and_then(|index| report::plan(&inquiry, index, findings))
        }
        "search" => {
            let query = address.setting("q").unwrap_or_default();
            untrack(|| workspace.search(query, MOST_HITS)).map(|results| report::found(&results))
        }
        // It has a way of its own, which knows both sides.
        "compare" if page::click_first("#main [data-act=markdown]") => return None,
        "doc" => {
            let entry = tree.files.get(&address.subject);
            entry.and_then(|entry| tree.files.text(entry).ok()).map(|text| text.text)
        }
        _ => None,
    };
    if written.is_some() {
        return written;
    }
    show_all().await;
    Some(report::page(&shown::blocks()))
}
