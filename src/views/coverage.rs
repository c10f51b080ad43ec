//! How far something that concerns all modules has come in each: the third form of the view of who answers for what.

use super::contents::link;
use super::entries::{joined, module_link, named, place};
use super::ownership::option;
use crate::address::Address;
use crate::answers::Inquiry;
use crate::counted::counted;
use crate::graph::coverage::{About, Coverage, Reach, Row, subjects};
use crate::html::{Html, all, el, text, when};
use crate::plan::Place;
use crate::widgets::{IconName, icon};
use crate::workspace::{Tree, Workspace};
use leptos::prelude::*;

/// The most lines that are shown of one module.
const MOST_SAID: usize = 4;

/// What a link asks after: the id of a plan, or the line of a requirement.
fn name_of(about: &About) -> String {
    match about {
        About::Plan(id) => id.clone(),
        About::Requirement(place) => format!("{}:{}", place.path, place.line),
    }
}

fn about_of(inquiry: &Inquiry<'_>, name: &str) -> Option<About> {
    if inquiry.plan.item(name).is_some() {
        return Some(About::Plan(name.to_owned()));
    }
    let (path, line) = name.rsplit_once(':')?;
    Some(About::Requirement(Place { path: path.to_owned(), line: line.parse().ok()? }))
}

/// The choice of what is asked after, and the table.
pub fn page(workspace: Workspace, tree: &Tree, of: &str) -> Html {
    let day = workspace.day.get().date;
    let inquiry = tree.inquiry(&day);
    let subjects = subjects(&inquiry);
    // What is for many modules is what is looked at first.
    let first = subjects.first().map(|(about, ..)| about.clone());
    let about = about_of(&inquiry, of).or(first);
    let Some(about) = about else {
        let advice = "A plan whose State Delta names several modules, or a requirement in a meeting note, can be \
                      followed through all of them here.";
        return el("p", &[("class", "empty")], &[text(advice)]);
    };
    let own = name_of(&about);
    let group = |title: &str, is: &dyn Fn(&About) -> bool| {
        let options: Vec<Html> = subjects
            .iter()
            .filter(|(about, ..)| is(about))
            .map(|(about, words, _)| option(&name_of(about), words, &own))
            .collect();
        when(!options.is_empty(), || el("optgroup", &[("label", title)], &options))
    };
    let is_listed = subjects.iter().any(|(known, ..)| *known == about);
    let chosen = [("id", "owners-of"), ("data-key", "of"), ("aria-label", "What is asked after")];
    let choice = el(
        "select",
        &chosen,
        &[
            when(!is_listed, || option(&own, &own, &own)),
            group("Plans", &|about| matches!(about, About::Plan(_))),
            group("Requirements", &|about| matches!(about, About::Requirement(_))),
        ],
    );
    let text_of = |path: &str| Some(tree.files.text(tree.files.get(path)?).ok()?.text);
    let Some(coverage) = Coverage::of(&inquiry, &about, &text_of) else {
        let words = "This is not in the tree any more.";
        return all([choice, el("p", &[("class", "empty")], &[text(words)])]);
    };
    let print = [("type", "button"), ("class", "button"), ("data-act", "print")];
    let print = el("button", &print, &[icon(IconName::Print), text(" Print")]);
    let source = format!("Source: {}, as of {day}.", tree.name);
    all([
        el("p", &[("class", "graph-toolbar")], &[choice, print]),
        said(tree, &coverage),
        table(&coverage),
        el("p", &[("class", "hint")], &[text(&source)]),
    ])
}

/// How far it is in one sentence.
fn said(tree: &Tree, coverage: &Coverage) -> Html {
    let gaps = coverage.count(Reach::is_gap);
    let done = coverage.count(|reach| reach == Reach::Done);
    let later = coverage.count(|reach| reach == Reach::BornAfter);
    let words = format!(
        "Of {} {done} {} reached by a State Delta; of {gaps} nothing says that all of it is{}. ",
        counted(coverage.rows.len(), "module"),
        if done == 1 { "is" } else { "are" },
        if later > 0 { format!(", {later} of them born after it was written") } else { String::new() },
    );
    let written = match &coverage.written {
        Some(date) => format!("Written {date}"),
        None => "No line says when it was written".to_owned(),
    };
    let plans = when(!coverage.plans.is_empty(), || {
        let names = joined(coverage.plans.iter().map(|id| named(tree, id)));
        all([text("; carried out by "), names])
    });
    let nobody = when(coverage.plans.is_empty(), || text("; no plan carries it out"));
    all([
        el("h2", &[("dir", "auto")], &[text(&coverage.title)]),
        el("p", &[("class", "answer")], &[text(&words)]),
        el("p", &[("class", "hint")], &[text(&written), plans, nobody, text("."), place(&coverage.place)]),
    ])
}

fn table(coverage: &Coverage) -> Html {
    let heads = ["Module", "How far", "What says so", "Born"];
    let heads = heads.map(|words| el("th", &[("scope", "col")], &[text(words)]));
    let mut rows: Vec<&Row> = coverage.rows.iter().collect();
    // What is missing stands first.
    crate::order::sort_by(&mut rows, |a, b| (a.reach, &a.module).cmp(&(b.reach, &b.module)));
    let rows = rows.into_iter().map(|row| {
        let said = row.said.iter().take(MOST_SAID).map(|said| {
            let date = said.date.as_ref().map(|date| format!(" ({date})")).unwrap_or_default();
            let words = el("span", &[("dir", "auto")], &[text(&said.text)]);
            el("li", &[], &[words, text(&date), place(&said.place)])
        });
        let rest = row.said.len().saturating_sub(MOST_SAID);
        let rest = when(rest > 0, || el("li", &[("class", "hint")], &[text(&format!("and {rest} more"))]));
        let said = when(!row.said.is_empty(), || el("ul", &[], &[all(said), rest]));
        let born = row
            .born
            .as_ref()
            .map(|born| all([text(&born.to_string()), row.born_at.as_ref().map(place).unwrap_or_default()]));
        let cells = [
            el("th", &[("scope", "row")], &[module_link(&row.module)]),
            el("td", &[("class", "reach")], &[text(&row.reach.label())]),
            el("td", &[], &[said]),
            el("td", &[], &[born.unwrap_or_default()]),
        ];
        el("tr", &[("data-reach", row.reach.name())], &cells)
    });
    let caption = format!("{} and how far each is", counted(coverage.rows.len(), "module"));
    let parts = [
        el("caption", &[("class", "visually-hidden")], &[text(&caption)]),
        el("thead", &[], &[el("tr", &[], &heads)]),
        el("tbody", &[], &[all(rows)]),
    ];
    let scroller = [("class", "coverage"), ("tabindex", "0"), ("role", "region"), ("aria-label", &*caption)];
    all([
        el("div", &scroller, &[el("table", &[("class", "twin")], &parts)]),
        el(
            "p",
            &[("class", "hint")],
            &[
                text(
                    "Followed by name: parts of the plan that are called like a module or like the plan that it came from, \
                      its ",
                ),
                link(&Address::view("tree"), "State Deltas"),
                text(", and shares that its documents state."),
            ],
        ),
    ])
}
