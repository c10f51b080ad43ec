//! A module: where it comes from, who answers for it, how old its specs are, what happened to it, who works on it
//! now and what hangs on it; and its specs.

use super::contents::{fact, link, page_header};
use super::day::as_of;
use super::doc::article;
use super::entries::{
    aside, entry, finding, follow_heading, gap, here, joined, line, listing, named, named_with_status,
    person_link, place, places, reached, tag,
};
use super::later::later;
use super::past::not_there;
use super::{Drawn, View, missing, scope, shown};
use crate::address::Address;
use crate::answers::history::Entry;
use crate::answers::impact::Impact;
use crate::answers::module::{Module, Owner, Touched};
use crate::answers::stale::{Spec, WEEKS};
use crate::counted::counted;
use crate::findings::Finding;
use crate::html::{Html, all, el, text, when};
use crate::plan::{Date, Scope};
use crate::widgets::{live_markup, markup, status_mark};
use crate::workspace::{Tree, Workspace, use_workspace};
use leptos::prelude::*;
use std::sync::Arc;

/// `#/module/NAME`.
pub const VIEW: View = View {
    name: "module",
    rail: None,
    title: |_, address| address.subject.clone(),
    draw: later!(answers, || {
        let workspace = use_workspace();
        let name = workspace.subject();
        shown(move || draw(workspace, &name.get()))
    }),
};

fn draw(workspace: Workspace, name: &str) -> Drawn {
    let tree = workspace.tree.get().ok_or_else(|| missing("No tree is open."))?;
    let index = tree.plan.modules.iter().position(|module| module.name == name);
    let index = index.ok_or_else(|| {
        let was = |known: &Arc<Tree>| known.plan.modules.iter().any(|module| module.name == name);
        let is_known = workspace.past.known.with(|known| known.as_ref().is_some_and(was));
        let nothing = || missing(format!("There is no module {name} in this {}.", scope(&tree.files)));
        not_there(workspace, is_known, name).unwrap_or_else(nothing)
    })?;
    let of_day = Arc::clone(&tree);
    let head = live_markup(move || {
        let day = workspace.day.get().date;
        let module = Module::of(&of_day.inquiry(&day), index);
        module.map(|module| head(workspace, &of_day, &module)).unwrap_or_default()
    });
    let of_day = Arc::clone(&tree);
    let answers = live_markup(move || answers(&of_day, &workspace.day.get().date, index));
    let of_name = name.to_owned();
    let found = live_markup(move || found(&of_name, &workspace.report.get().findings));
    let specs = tree.plan.modules.get(index).map(|module| module.specs.clone()).unwrap_or_default();
    let many = specs.len() > 1;
    let specs = specs.into_iter().map(|path| {
        let heading = when(many, || el("h2", &[], &[link(&Address::document(&path, None), &path)]));
        let body = article(workspace, path);
        view! { <section class="spec">{markup(heading)}{body}</section> }
    });
    let specs = specs.collect_view();
    follow_heading(workspace);
    Ok(view! { <div class="module">{head}<div class="columns">{answers}{found}</div>{specs}</div> }
        .into_any())
}

fn head(workspace: Workspace, tree: &Tree, module: &Module) -> Html {
    let facts = el(
        "dl",
        &[("class", "module-facts")],
        &[
            facts("Came from", module.origin.iter().map(|touched| self::touched(tree, touched))),
            facts("Changed by", module.modifiers.iter().map(|touched| self::touched(tree, touched))),
            facts("Answered for by", module.owners.iter().map(owner)),
            facts("In the Module Index", module.index.iter().map(place)),
            facts("Noted there", module.notes.iter().map(|note| text(note))),
        ],
    );
    let answer = el("p", &[("class", "answer")], &[answer(module)]);
    page_header(Html::default(), &module.name, all([answer, facts, as_of(workspace)]))
}

/// The module in one sentence, whose numbers lead to what they count.
fn answer(module: &Module) -> Html {
    let own = |section: &str, words: &str| here(VIEW.name, &module.name, section, words);
    let owners: Vec<Html> = module.owners.iter().map(|owner| person_link(&owner.name)).collect();
    let owned = if owners.is_empty() {
        text("Nobody answers for it")
    } else {
        all([text("Answered for by "), joined(owners)])
    };
    let spec = match module.specs.first() {
        None => text("it has no spec"),
        Some(Spec { age_days: None, .. }) => own("specs", "its spec has no date"),
        Some(Spec { age_days: Some(days), .. }) => {
            let stale = if *days > i64::from(WEEKS) * 7 { ", stale" } else { "" };
            all([text("its spec is "), own("specs", &age(*days)), text(stale)])
        }
    };
    let working = module.active.len();
    let working = when(working > 0, || {
        all([
            text("; "),
            own("now", &counted(working, "open plan")),
            text(if working == 1 { " touches it" } else { " touch it" }),
        ])
    });
    all([owned, text("; "), spec, working, text(".")])
}

/// An age in days; what is dated after the day is named so.
pub fn age(days: i64) -> String {
    let count = counted(usize::try_from(days.abs()).unwrap_or(usize::MAX), "day");
    if days < 0 { format!("dated {count} ahead") } else { format!("{count} old") }
}

fn facts(name: &str, values: impl Iterator<Item = Html>) -> Html {
    let values: Vec<Html> = values.collect();
    when(!values.is_empty(), || fact(name, values))
}

/// A plan that touched the module, and every line that says so.
fn touched(tree: &Tree, touched: &Touched) -> Html {
    let note = touched.note.as_deref().map(tag).unwrap_or_default();
    let stated = touched.stated.iter().map(|statement| &statement.place);
    all([named(tree, &touched.plan), note, el("span", &[("class", "stated")], &[places(stated)])])
}

fn owner(owner: &Owner) -> Html {
    let said = [
        when(owner.is_shared, || tag("shared")),
        when(owner.is_inherited, || tag("inherited")),
        when(owner.has_left, || tag("has left")),
        // What the model took from the brackets is said already.
        owner
            .note
            .as_deref()
            .filter(|note| !(*note == "shared" || *note == "inherited"))
            .map(tag)
            .unwrap_or_default(),
    ];
    all([person_link(&owner.name), all(said), place(&owner.place)])
}

fn answers(tree: &Tree, day: &Date, index: usize) -> Html {
    let inquiry = tree.inquiry(day);
    let Some(module) = Module::of(&inquiry, index) else { return Html::default() };
    let impact = Impact::of_module(&inquiry, index);
    all([
        listing("now", "Open plans that touch it", &module.active, |it| {
            entry([named_with_status(tree, &it.id)], place(&it.place))
        }),
        listing("specs", "Specs", &module.specs, |it| spec(tree, it)),
        listing("gaps", "What nobody knows", &module.gaps, |it| gap(tree, it)),
        listing("history", "What happened to it", &module.history, |it| happened(tree, it)),
        reached("impact", "What waits for plans that touch it", tree, &impact.transitive, &impact.evidence),
        reached(
            "doubt",
            "Done, and may not hold any more if it changes",
            tree,
            &impact.may_invalidate,
            &impact.evidence,
        ),
    ])
}

fn spec(tree: &Tree, spec: &Spec) -> Html {
    let said = match (&spec.last_updated, spec.age_days) {
        (Some(date), Some(days)) => format!("last updated {date}, {}", age(days)),
        _ => "no date says when it was last updated".to_owned(),
    };
    let is_stale = spec.age_days.is_none_or(|days| days > i64::from(WEEKS) * 7);
    let of = spec.plan.as_deref().map(|id| named(tree, id)).unwrap_or_else(|| text("Outside any plan"));
    entry([text("In "), of, aside([text(&said)]), when(is_stale, || tag("stale"))], place(&spec.place))
}

/// A change of the module, or of all modules.
fn happened(tree: &Tree, change: &Entry) -> Html {
    let date = match &change.date {
        _ if change.ongoing => "goes on".to_owned(),
        Some(date) => date.to_string(),
        None => "no date".to_owned(),
    };
    let plan = change.plan.as_deref().map(|id| named(tree, id)).unwrap_or_default();
    let tags =
        [when(change.is_birth, || tag("made here")), when(change.scope == Scope::All, || tag("all modules"))];
    let details = change.details.iter().map(|detail| line([text(&detail.text), place(&detail.place)]));
    let said = line([text(&change.text)]);
    let date = el("span", &[("class", "date")], &[text(&date)]);
    entry(
        [date, text(" "), plan, text(" "), status_mark(change.status), all(tags), said, all(details)],
        place(&change.place),
    )
}

/// What the rules found about the module.
fn found(name: &str, findings: &[Finding]) -> Html {
    let own: Vec<&Finding> = findings
        .iter()
        .filter(|finding| finding.ignored.is_none() && finding.items.iter().any(|item| item == name))
        .collect();
    listing("findings", "What breaks the rules", &own, |it| finding(it))
}
