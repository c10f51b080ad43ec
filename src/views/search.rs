//! Finding anything: what fits a query, by plan, each with the line that fits best; and queries that are kept.

use super::View;
use super::contents::{link, page_header};
use super::entries::tag;
use super::later::later;
use super::saved::{self, Saved};
use crate::address::Address;
use crate::browser::page;
use crate::counted::counted;
use crate::html::{Html, all, el, text, when};
use crate::search::fields::FIELDS;
use crate::search::{self, Hit, Indexed, Results};
use crate::widgets::{IconName, asked, effect, handle, icon, live_fill, markup};
use crate::workspace::{Workspace, use_workspace};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Hits that are shown at first, and that each click shows more.
const PAGE_HITS: usize = 40;
/// The most hits that are shown.
const MOST_HITS: usize = 2_000;

/// `#/search`.
pub const VIEW: View = View {
    name: "search",
    rail: Some(("Search", IconName::Search)),
    title: |_, address| match address.setting("q") {
        Some(query) => format!("{query} · Search"),
        None => "Search".to_owned(),
    },
    draw: later!(search, || draw(use_workspace())),
};

fn draw(workspace: Workspace) -> AnyView {
    workspace.begin_search();
    let limit = RwSignal::new(PAGE_HITS);
    let saved = RwSignal::new(Saved::of_storage());
    let query = Memo::new(move |_| {
        workspace.address.with(|address| address.setting("q").unwrap_or_default().to_owned())
    });
    let results = Memo::new(move |_| {
        let query = query.get();
        (!query.trim().is_empty()).then(|| workspace.search(&query, limit.get())).flatten()
    });
    live_fill("search-answer", move || {
        text(&answer(&query.get(), results.get().as_ref(), workspace.indexed.get()))
    });
    live_fill("search-hits", move || match results.get() {
        Some(results) => hits(&results),
        None => Html::default(),
    });
    live_fill("search-saved", move || {
        let own = saved.get();
        let shared = workspace.tree.get().map(|tree| Saved::of_tree(&tree)).unwrap_or_default();
        keepers(&query.get(), &own, &shared)
    });
    effect(move || page::set_value("search-text", &query.get()));
    let mut is_first = true;
    effect(move || {
        if std::mem::take(&mut is_first) {
            page::focus("search-text");
        }
    });
    let set_query = move |value: &str| {
        limit.set(PAGE_HITS);
        workspace.replace(workspace.address.get_untracked().with("q", value));
    };
    handle("search", &["input", "click", "keydown", "submit"], move |event| match event.type_().as_str() {
        "input" if page::around(event, "#search-text").is_some() => set_query(&page::value("search-text")),
        "submit" => {
            event.prevent_default();
            let (name, query) = (page::value("search-name"), query.get_untracked());
            if !name.trim().is_empty() && !query.trim().is_empty() {
                saved.update(|saved| saved.add(name.trim(), query.trim()));
                saved.with_untracked(Saved::store);
                page::set_value("search-name", "");
                workspace.announce(format!("{} is kept in this browser.", name.trim()));
            }
        }
        "click" => match asked(event) {
            Some((act, value)) if act == "query" && saved::is_place(&value) => saved::open(&value),
            Some((act, value)) if act == "query" => set_query(&value),
            Some((act, value)) if act == "forget" => {
                saved.update(|saved| saved.remove(&value));
                saved.with_untracked(Saved::store);
            }
            Some((act, _)) if act == "more" => limit.update(|limit| *limit = (*limit * 2).min(MOST_HITS)),
            Some((act, _)) if act == "filter" => {
                let query = query.get_untracked();
                workspace.set_query(&query);
                workspace.announce("Every view shows what fits, until you choose “Show everything”.");
            }
            _ => {}
        },
        "keydown" => walk(event),
        _ => {}
    });
    let field = [
        ("id", "search-text"),
        ("type", "search"),
        ("placeholder", "Words, \"a phrase\", status:blocked, owner:…"),
        ("aria-label", "Search everything"),
        ("aria-describedby", "search-answer"),
        ("autocomplete", "off"),
        ("spellcheck", "false"),
    ];
    let part = |id: &'static str| el("div", &[("id", id), ("class", "markup")], &[]);
    let parts = [
        page_header(Html::default(), "Search", Html::default()),
        el("div", &[("class", "search-field")], &[icon(IconName::Search), el("input", &field, &[])]),
        el("p", &[("id", "search-answer"), ("class", "answer"), ("role", "status")], &[]),
        part("search-saved"),
        part("search-hits"),
        help(),
    ];
    markup(el("div", &[("id", "search"), ("class", "search")], &parts))
}

/// The arrows walk from the field through the hits and back.
fn walk(event: &web_sys::Event) {
    let Some(event) = event.dyn_ref::<web_sys::KeyboardEvent>() else { return };
    let step: i64 = match event.key().as_str() {
        "ArrowDown" => 1,
        "ArrowUp" => -1,
        _ => return,
    };
    let count = page::count("#search-hits a.hit");
    let own = page::around(event, "a.hit").and_then(|hit| hit.get_attribute("data-hit")?.parse::<i64>().ok());
    let next = own.map_or(0, |own| own + step);
    event.prevent_default();
    if next < 0 || (own.is_none() && step < 0) {
        page::focus("search-text");
    } else if next < i64::try_from(count).unwrap_or(0) {
        page::focus(&format!("hit-{next}"));
    }
}

fn answer(query: &str, results: Option<&Results>, indexed: Option<Indexed>) -> String {
    let progress = match indexed {
        Some(indexed) if indexed.is_complete() => String::new(),
        Some(Indexed { files, of }) => {
            format!(" So far {files} of {} have been looked through.", counted(of, "file"))
        }
        None => " The search is being made ready …".to_owned(),
    };
    match results {
        _ if query.trim().is_empty() => {
            format!("Find plans, documents, people, modules, decisions and findings.{progress}")
        }
        None => progress.trim_start().to_owned(),
        Some(results) => {
            let remarks: String = results.remarks.iter().map(|remark| format!(" {remark}")).collect();
            match results.count {
                0 => format!("Nothing fits.{remarks}{progress}"),
                count if count > results.hits.len() => {
                    format!(
                        "{} fit; the best {} are shown.{remarks}{progress}",
                        counted(count, "place"),
                        results.hits.len()
                    )
                }
                1 => format!("1 place fits.{remarks}{progress}"),
                count => format!("{} fit.{remarks}{progress}", counted(count, "place")),
            }
        }
    }
}

/// What fits, by plan, in the order of the best of each.
fn hits(results: &Results) -> Html {
    let mut number = 0;
    let groups = search::grouped(&results.hits).into_iter().map(|(plan, hits)| {
        let title = match plan {
            Some(plan) => link(&Address::of("plan", plan), plan),
            None => text("Outside any plan"),
        };
        let rows = hits.into_iter().map(|hit| {
            let row = hit_row(hit, number);
            number += 1;
            row
        });
        let rows = all(rows);
        el("section", &[], &[el("h2", &[("dir", "auto")], &[title]), el("ol", &[], &[rows])])
    });
    let groups = all(groups);
    let more = when(results.count > results.hits.len() && results.hits.len() < MOST_HITS, || {
        let attributes = [("type", "button"), ("class", "button"), ("data-act", "more")];
        el("p", &[], &[el("button", &attributes, &[text("Show more")])])
    });
    all([groups, more])
}

fn hit_row(hit: &Hit, number: usize) -> Html {
    let (id, place) = (format!("hit-{number}"), number.to_string());
    let at = format!("{}:{}", hit.place.path, hit.place.line);
    let attributes = [
        ("class", "hit"),
        ("id", &*id),
        ("href", &*hit.address().href()),
        ("data-hit", &*place),
        ("dir", "auto"),
    ];
    let heading = hit.heading.as_deref().filter(|heading| *heading != hit.title);
    let heading =
        heading.map(|heading| all([text(" · "), el("bdi", &[], &[text(heading)])])).unwrap_or_default();
    el(
        "li",
        &[],
        &[
            el("div", &[], &[el("a", &attributes, &[text(&hit.title)]), tag(hit.kind)]),
            el("p", &[("class", "line"), ("dir", "auto")], &[marked(hit)]),
            el("p", &[("class", "hint at")], &[el("bdi", &[], &[text(&at)]), heading]),
        ],
    )
}

/// The line of a hit with what fits in it.
fn marked(hit: &Hit) -> Html {
    let mut parts = Vec::new();
    let mut at = 0;
    for mark in &hit.marks {
        parts.push(text(hit.text.get(at..mark.start).unwrap_or_default()));
        parts.push(el("mark", &[], &[text(hit.text.get(mark.clone()).unwrap_or_default())]));
        at = mark.end;
    }
    parts.push(text(hit.text.get(at..).unwrap_or_default()));
    all(parts)
}

// ── queries that are kept ───────────────────────────────────────────────────────────────────

fn keepers(query: &str, own: &Saved, shared: &Saved) -> Html {
    let button = |name: &str, query: &str| saved::button("query", name, query);
    let own = own.0.iter().map(|(name, query)| {
        let label = format!("Forget {name}");
        let attributes = [
            ("type", "button"),
            ("class", "icon-button"),
            ("data-act", "forget"),
            ("data-value", name),
            ("aria-label", &*label),
            ("title", &*label),
        ];
        el("li", &[], &[button(name, query), el("button", &attributes, &[icon(IconName::Close)])])
    });
    let own: Vec<Html> = own.collect();
    let shared: Vec<Html> =
        shared.0.iter().map(|(name, query)| el("li", &[], &[button(name, query)])).collect();
    let has_any = !own.is_empty() || !shared.is_empty();
    let list = when(has_any, || {
        let title = el("h2", &[], &[text("Saved views")]);
        el("section", &[("class", "saved")], &[title, el("ul", &[], &[all(shared), all(own)])])
    });
    let keep = when(!query.trim().is_empty(), || {
        let name = [
            ("id", "search-name"),
            ("type", "text"),
            ("placeholder", "Name"),
            ("aria-label", "Name for this query"),
            ("autocomplete", "off"),
        ];
        let toml = format!("[views]\n\"NAME\" = '{}'", query.replace('\'', ""));
        let filter = [("type", "button"), ("class", "button"), ("data-act", "filter")];
        el(
            "details",
            &[("class", "menu")],
            &[
                el("summary", &[("class", "link")], &[text("Keep or use this query")]),
                el(
                    "form",
                    &[],
                    &[
                        el("button", &filter, &[text("Filter everything by it")]),
                        el(
                            "label",
                            &[],
                            &[
                                text("Keep it in this browser as "),
                                el("input", &name, &[]),
                                text(" "),
                                el("button", &[("class", "button")], &[text("Keep")]),
                            ],
                        ),
                        el(
                            "p",
                            &[("class", "hint")],
                            &[text(
                                "The address of this page holds it, so a link gives it to others. For everyone who opens the tree, put it into its planarium.toml:",
                            )],
                        ),
                        el("pre", &[], &[text(&toml)]),
                    ],
                ),
            ],
        )
    });
    all([list, keep])
}

fn help() -> Html {
    let forms = [
        ("audit trail", "both words; the last may be the beginning of one"),
        ("\"audit trail\"", "these words in this order"),
        ("audit* volkow~", "words that begin so; names that are spelled nearly so"),
        ("a OR b, a | b, ( )", "either; in brackets"),
        ("-archived, NOT x", "not"),
    ];
    let row = |example: &str, means: &str| {
        let attributes =
            [("type", "button"), ("class", "link"), ("data-act", "query"), ("data-value", example)];
        let example = el("button", &attributes, &[el("code", &[], &[text(example)])]);
        el("div", &[], &[el("dt", &[], &[example]), el("dd", &[], &[text(means)])])
    };
    let rows = forms.iter().map(|(form, means)| row(form, means));
    let fields = FIELDS.iter().map(|field| row(field.example, field.help));
    let last = row("magnitude:heavy", "any other name: a field of frontmatter");
    let summary = el("summary", &[], &[text("What a query may hold")]);
    el("details", &[("class", "search-help")], &[summary, el("dl", &[], &[all(rows), all(fields), last])])
}
