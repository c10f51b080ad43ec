//! The tools above the page.

use super::asked::{ANY, Asked, FORMS, GROUPS, SORTS};
use super::said::capital;
use crate::browser::page;
use crate::counted::counted;
use crate::graph::matrix::{Concern, Matrix};
use crate::html::{Html, all, el, text, when};
use crate::views::graph::set;
use crate::widgets::{IconName, icon};

pub(super) fn tools(matrix: &Matrix, asked: &Asked) -> Html {
    let forms = FORMS.map(|(form, words)| {
        let value = if form == "graph" { "form=&view=".to_owned() } else { format!("form={form}&view=") };
        let is_on = if asked.form == form { "true" } else { "false" };
        let attributes = [
            ("type", "button"),
            ("class", "button"),
            ("data-act", "set"),
            ("data-value", &*value),
            ("aria-pressed", is_on),
        ];
        el("button", &attributes, &[text(words)])
    });
    let forms = el("span", &[("class", "forms"), ("role", "group"), ("aria-label", "Form")], &forms);
    if asked.form == "coverage" {
        return forms;
    }
    let choice = |id: &'static str, key: &str, label: &str, options: Vec<(String, String)>, own: &str| {
        let options = options.into_iter().map(|(value, words)| option(&value, &words, own));
        el("select", &[("id", id), ("data-key", key), ("aria-label", label)], &[all(options)])
    };
    let any = |words: &str| (ANY.to_owned(), words.to_owned());
    let of = |pairs: [(&str, &str); 4]| -> Vec<(String, String)> {
        let pairs = pairs.into_iter();
        pairs
            .map(|(value, words)| (if value.is_empty() { ANY } else { value }.to_owned(), words.to_owned()))
            .collect()
    };
    let concerns = Concern::ALL.into_iter().filter(|it| matrix.count(*it) > 0);
    let concerns = concerns.map(|it| (it.name().to_owned(), capital(it.label())));
    let people = matrix.people.iter().map(|person| (person.name.clone(), person.name.clone()));
    let concern = asked.concern.map(Concern::name).unwrap_or_default();
    let is_graph = asked.form == "graph";
    let groups = match is_graph {
        true => vec![any("No bands"), ("owner".to_owned(), "Bands by owner".to_owned())],
        false => of(GROUPS),
    };
    let table = [
        ("type", "button"),
        ("class", "button"),
        ("data-act", "set"),
        ("data-value", if asked.is_table { "view=" } else { "view=table" }),
        ("aria-pressed", if asked.is_table { "true" } else { "false" }),
    ];
    all([
        forms,
        choice(
            "owners-concern",
            "concern",
            "Only modules of which this is to be known",
            std::iter::once(any("All modules")).chain(concerns).collect(),
            concern,
        ),
        choice(
            "owners-person",
            "person",
            "Only modules of this person",
            std::iter::once(any("Anybody's")).chain(people).collect(),
            &asked.person,
        ),
        choice("owners-group", "group", "Groups", groups, &asked.group),
        when(!is_graph, || choice("owners-sort", "sort", "Order", of(SORTS), &asked.sort)),
        when(is_graph && !asked.focus.is_empty(), || whole(asked)),
        when(is_graph, || el("button", &table, &[text("Table")])),
    ])
}

/// The way back from what is around a node.
fn whole(asked: &Asked) -> Html {
    let name = asked.focus.split_once(':').map_or(asked.focus.as_str(), |(_, name)| name);
    let words = format!("Around {name}: show all");
    set("focus=&depth=", &words, "Draw people, modules and plans that are further away too")
}

/// How far around a node is drawn: a step less, a step more. It stays, so that the keyboard stays in it; [`keep_steps`] shows
/// it where it means something.
pub(super) fn stepper() -> Html {
    let step = |value: &str, label: &str, sign: IconName| {
        let attributes = [
            ("type", "button"),
            ("class", "icon-button"),
            ("data-act", "step"),
            ("data-value", value),
            ("aria-label", label),
            ("title", label),
        ];
        el("button", &attributes, &[icon(sign)])
    };
    let parts = [
        step("-1", "One step less", IconName::Minus),
        el("output", &[("id", "owners-depth")], &[]),
        step("1", "One step more", IconName::Plus),
    ];
    let attributes = [
        ("id", "owners-steps"),
        ("class", "stepper"),
        ("role", "group"),
        ("aria-label", "Steps around"),
        ("hidden", ""),
    ];
    el("span", &attributes, &parts)
}

/// Keeps the steps true to the link.
pub(super) fn keep_steps(asked: &Asked) {
    let has_steps = asked.form == "graph" && !asked.focus.is_empty();
    page::set_attribute("owners-steps", "hidden", (!has_steps).then_some(""));
    page::set_text("owners-depth", &counted(asked.depth as usize, "step"));
}

/// A choice; the one that the link names is chosen.
pub(in crate::views) fn option(value: &str, words: &str, own: &str) -> Html {
    let is_own = value == own || (own.is_empty() && value == ANY);
    let selected = if is_own { "selected" } else { "" };
    el("option", &[("value", value), ("selected", selected)], &[text(words)])
}
