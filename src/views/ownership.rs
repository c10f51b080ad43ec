//! Who answers for which module, and which plans stand on it: as a graph, as a table of modules and plans, of modules
//! and people; and how far something that concerns all modules has come in each.

mod asked;
mod before;
mod hands;
mod picture;
mod said;
mod tables;
mod tools;

use super::View;
use super::contents::{link, page_header};
use super::coverage;
use super::day::as_of;
use super::graph::{self, Canvas, Marked, Picture, set};
use super::later::later;
use crate::address::Address;
use crate::browser::page;
use crate::counted::counted;
use crate::graph::matrix::Matrix;
use crate::graph::picture::Flags;
use crate::graph::{Kind, Node, ownership, picture as drawn};
use crate::html::{Html, all, el, text, when};
use crate::widgets::{IconName, effect, handle, icon, live_fill, markup};
use crate::workspace::{Workspace, use_workspace};
use asked::{ANY, Asked, MOST_DEPTH, asked_of};
use before::{Before, counted_words};
use leptos::prelude::*;
use picture::{address_of, dock, preview, side, twin};
use said::{answer, concerns, empty, trust};
use std::rc::Rc;
use std::sync::Arc;
use tables::{of_people, of_plans};
pub(super) use tools::option;
use tools::{keep_steps, stepper, tools};

/// `#/ownership`.
pub const VIEW: View = View {
    name: "ownership",
    rail: Some(("Owners", IconName::Owners)),
    title: |_, _| "Ownership".to_owned(),
    draw: later!(graphs, || draw(use_workspace())),
};

fn draw(workspace: Workspace) -> AnyView {
    let asked = Memo::new(move |_| {
        let mut asked = workspace.address.with(asked_of);
        let under = workspace.tree.get().zip(workspace.kept.get());
        asked.kept = under.map(|(tree, kept)| {
            let named = tree.plan.modules.iter().zip(&kept.modules).filter(|(_, is_kept)| **is_kept);
            Arc::new(named.map(|(module, _)| module.name.clone()).collect())
        });
        asked
    });
    let matrix = Memo::new(move |_| {
        let (tree, day) = (workspace.tree.get()?, workspace.day.get().date);
        Some(Arc::new(Matrix::of(&tree.inquiry(&day))))
    });
    let then = Memo::new(move |_| Before::of(workspace));
    let picture = Memo::new(move |before: Option<&Option<Arc<Picture>>>| {
        let (tree, matrix, asked) = (workspace.tree.get()?, matrix.get()?, asked.get());
        if asked.form != "graph" {
            return None;
        }
        let day = workspace.day.get_untracked().date;
        let mut graph = ownership::whole(&tree.inquiry(&day));
        let then = then.get();
        if let Some(then) = &then {
            graph = then.beside(graph);
        }
        let mut flags = Flags::of_all(&graph, &tree.inquiry(&day));
        for (node, flags) in graph.nodes.iter().zip(&mut flags) {
            flags.is_new = then.as_ref().is_some_and(|then| then.is_new(node));
        }
        let is_kept = |node: &Node| {
            let row = matrix.rows.iter().find(|row| row.module == node.label);
            row.map_or_else(|| asked.keeps_gone(node), |row| asked.keeps(&matrix, row))
        };
        let shown = ownership::shown(&graph, &is_kept, asked.group == "owner", asked.around(&graph));
        let before = before.and_then(|before| before.as_deref());
        Some(Arc::new(Picture::of(&tree, graph, shown, flags, before)))
    });
    let marked = Memo::new(move |_| {
        let address = workspace.address.get();
        let chosen = address.setting("select").map(str::to_owned);
        let node = picture.get().zip(chosen).and_then(|(picture, id)| Some((picture.node(&id)?, picture)));
        node.map(|(node, picture)| Marked::around(&picture, node)).unwrap_or_default()
    });
    effect(move || {
        let Some((matrix, asked)) = matrix.get().zip(Some(asked.get())) else { return };
        let count = matrix.rows.iter().filter(|row| asked.keeps(&matrix, row)).count();
        workspace.tell_shown(VIEW.name, count, matrix.rows.len(), "module");
    });
    let all_of = move || Some((workspace.tree.get()?, matrix.get()?, asked.get()));
    live_fill("owners-answer", move || matrix.get().map(|matrix| answer(&matrix)).unwrap_or_default());
    live_fill("owners-day", move || as_of(workspace));
    live_fill("owners-tools", move || {
        all_of().map(|(_, matrix, asked)| tools(&matrix, &asked)).unwrap_or_default()
    });
    live_fill("owners-trust", move || {
        let kept = all_of().map(|(_, matrix, asked)| trust(&matrix, &asked));
        let edges = picture.get().map(|picture| {
            let edges = counted(picture.graph.edges.len(), "edge");
            let unresolved = picture.graph.unresolved.len();
            let missing = when(unresolved > 0, || {
                let rule = Address::view("findings").with("rule", "modified-by-mismatch");
                el("li", &[], &[link(&rule, &format!("{unresolved} unresolved"))])
            });
            let shown = format!("{} of {edges} shown", picture.shown.edges.len());
            let beyond = picture.shown.beyond;
            let further = when(beyond > 0, || {
                let words = format!("{} further away", counted(beyond, "node"));
                el("li", &[], &[set("focus=&depth=", &words, "Draw all of it")])
            });
            let compared =
                when(then.with(Option::is_some), || el("li", &[], &[text(&counted_words(&picture.graph))]));
            all([el("li", &[], &[set("view=table", &shown, "List them")]), further, missing, compared])
        });
        el("ul", &[], &[kept.unwrap_or_default(), edges.unwrap_or_default()])
    });
    live_fill("owners-body", move || {
        let Some((tree, matrix, asked)) = all_of() else { return Html::default() };
        match asked.form {
            "plans" => of_plans(&tree, &matrix, &asked, then.get().as_deref()),
            "people" => of_people(&matrix, &asked, then.get().as_deref()),
            "coverage" => coverage::page(workspace, &tree, &asked.of),
            _ => match picture.get().filter(|_| asked.is_table) {
                Some(picture) => twin(&tree, &picture),
                None => when(matrix.rows.is_empty(), empty),
            },
        }
    });
    live_fill("owners-dock", move || {
        picture.get().map(|picture| dock(&picture.shown.dock)).unwrap_or_default()
    });
    live_fill("owners-side", move || {
        let address = workspace.address.get();
        let Some((tree, matrix, asked)) = all_of() else { return Html::default() };
        let chosen = address.setting("select").filter(|_| asked.form == "graph");
        chosen
            .and_then(|id| side(&tree, &matrix, picture.get()?.as_ref(), id))
            .unwrap_or_else(|| concerns(&matrix))
    });
    effect(move || {
        let view = match asked.get() {
            Asked { form: "graph", is_table: false, .. } => "picture",
            Asked { form: "graph", .. } => "table",
            Asked { form, .. } => form,
        };
        page::set_attribute("owners", "data-view", Some(view));
        let is_empty = matrix.get().is_some_and(|matrix| matrix.rows.is_empty());
        page::set_attribute("owners", "data-empty", is_empty.then_some("true"));
    });
    let canvas = Canvas {
        picture,
        marked,
        opens: Rc::new(|picture, place| address_of(&picture.shown.nodes.get(place)?.node)),
        preview: Rc::new(move |picture, place| {
            let node = picture.shown.nodes.get(place);
            let matrix = matrix.get_untracked();
            node.zip(matrix).map(|(node, matrix)| preview(&matrix, node)).unwrap_or_default()
        }),
        pulled: None,
    };
    graph::keep(workspace, canvas);
    handle("owners", &["click", "input", "keydown"], move |event| {
        if event.type_() != "input" && hands::take(workspace, event) || event.type_() == "keydown" {
            return;
        }
        let address = workspace.address.get_untracked();
        if event.type_() == "input" {
            let Some(field) = page::around(event, "[data-key]") else { return };
            let value = page::value(&field.id());
            let value = if value == ANY { "" } else { value.as_str() };
            return workspace
                .replace(address.with(&field.get_attribute("data-key").unwrap_or_default(), value));
        }
        let Some((act, value)) = crate::widgets::asked(event) else { return };
        match act.as_str() {
            "export" => {
                if let Some(picture) = picture.get_untracked() {
                    graph::export_as(workspace, &picture, &value);
                }
            }
            "set" => workspace.replace(graph::changed(address, &value)),
            "step" => {
                let depth = asked.get_untracked().depth;
                let depth = if value == "1" { (depth + 1).min(MOST_DEPTH) } else { depth.saturating_sub(1) };
                workspace.replace(address.with("depth", &depth.to_string()));
            }
            "print" => page::print(),
            _ => {}
        }
    });
    let part = |id: &'static str, class: &'static str| el("div", &[("id", id), ("class", class)], &[]);
    let search = [
        ("id", "owners-text"),
        ("type", "search"),
        ("data-key", "q"),
        ("placeholder", "Filter by name"),
        ("aria-label", "Filter by name of module, plan or person"),
        ("autocomplete", "off"),
    ];
    effect(move || page::set_value("owners-text", &workspace.query.get()));
    effect(move || asked.with(keep_steps));
    let toolbar = [
        el("div", &[("class", "findings-search")], &[icon(IconName::Search), el("input", &search, &[])]),
        part("owners-tools", "graph-toolbar"),
        stepper(),
        el("span", &[("class", "picture-only")], &[graph::exports()]),
    ];
    let main = [
        graph::frame("People, modules and plans"),
        drawn::key(Kind::Ownership),
        part("owners-body", "markup"),
        part("owners-dock", "markup"),
    ];
    let answer = el("p", &[("id", "owners-answer"), ("class", "answer")], &[]);
    let side = [("id", "owners-side"), ("class", "graph-side"), ("aria-label", "What is to be known")];
    let parts = [
        page_header(Html::default(), "Ownership", all([answer, part("owners-day", "markup")])),
        el("div", &[("class", "graph-toolbar")], &toolbar),
        el("div", &[("id", "owners-trust"), ("class", "trust"), ("role", "status")], &[]),
        el(
            "div",
            &[("class", "graph-columns")],
            &[el("div", &[("class", "graph-main")], &main), el("aside", &side, &[])],
        ),
    ];
    markup(el("div", &[("id", "owners"), ("class", "ownership graph-page")], &parts))
}
