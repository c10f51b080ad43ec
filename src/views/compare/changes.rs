//! The changes of a comparison one by one, with the places on both sides and the words that went and came.

use super::{Done, FIRST_ROWS, Page, State, VIEW, button};
use crate::address::Address;
use crate::compare::{Change, Comparison, Kind, Piece, words_changed};
use crate::counted::counted;
use crate::html::{Html, all, breakable, el, text, when};
use crate::outline::plain;
use crate::plan::Place;
use crate::views::contents::link;
use crate::views::findings::place_link;
use crate::workspace::Workspace;
use crate::workspace::comparing::{AGAINST, CHOSEN, Offered, ReadSide};
use leptos::prelude::*;

/// Positions of the changes that the address asks for: all of them, and those that are shown.
pub(super) fn rows(workspace: Workspace, comparison: &Comparison) -> (usize, Vec<usize>) {
    let (kind, is_all) = workspace.address.with_untracked(|address| {
        (address.setting("kind").map(str::to_owned), address.setting("all").is_some())
    });
    let is_meant = |change: &Change| match &kind {
        Some(kind) => change.kind.name() == kind,
        None => !change.is_part,
    };
    let mut meant: Vec<usize> = (0..comparison.changes.len())
        .filter(|at| comparison.changes.get(*at).is_some_and(is_meant))
        .collect();
    let of = meant.len();
    let words = workspace.query.with_untracked(|query| plain(query).to_lowercase());
    let (tree, kept) = (workspace.tree.get_untracked(), workspace.kept.get_untracked());
    let is_kept = |change: &Change| {
        let place = change.new.as_ref().or(change.old.as_ref()).map(|place| place.path.as_str());
        let named: Vec<&str> =
            [Some(change.id.as_str()), change.plan.as_deref()].into_iter().flatten().collect();
        let texts = [change.text.as_str(), change.id.as_str()];
        let under = tree.as_ref().zip(kept.as_ref());
        under.is_none_or(|(tree, kept)| {
            kept.line(&tree.plan, change.noun, place.unwrap_or_default(), &named, &texts)
        }) && (words.is_empty() || texts.iter().any(|text| text.to_lowercase().contains(&words)))
    };
    meant.retain(|at| comparison.changes.get(*at).is_some_and(is_kept));
    let count = meant.len();
    workspace.tell_shown(VIEW.name, count, of, "change");
    (count, meant.into_iter().take(if is_all { usize::MAX } else { FIRST_ROWS }).collect())
}

/// The changes that are asked for, plan by plan.
pub(super) fn changes(page: Page) -> Html {
    let State::Done(done) = page.state.get() else { return Html::default() };
    page.workspace.address.track();
    page.workspace.kept.track();
    let (count, shown) = rows(page.workspace, &done.comparison);
    let mut sections: Vec<Html> = Vec::new();
    let mut open: Option<(Option<&str>, Vec<Html>)> = None;
    for (number, at) in shown.iter().enumerate() {
        let Some(change) = done.comparison.changes.get(*at) else { continue };
        let plan = change.plan.as_deref();
        if open.as_ref().is_none_or(|(known, _)| *known != plan) {
            sections.extend(open.take().map(|(plan, rows)| section(&done, plan, &rows)));
            open = Some((plan, Vec::new()));
        }
        if let Some((_, rows)) = &mut open {
            rows.push(row(page, &done, change, number, *at));
        }
    }
    sections.extend(open.map(|(plan, rows)| section(&done, plan, &rows)));
    let parts = done.comparison.changes.iter().filter(|change| change.is_part).count();
    let is_every_kind = page.workspace.address.with_untracked(|address| address.setting("kind").is_none());
    let hint = when(parts > 0 && is_every_kind, || {
        let words = format!(
            "{} that came or went with what they lie in are listed under their kind.",
            counted(parts, "item")
        );
        el("p", &[("class", "hint")], &[text(&words)])
    });
    let more = when(count > shown.len(), || {
        el("p", &[], &[button("all", "", &format!("Show all {}", counted(count, "change")))])
    });
    all([hint, all(sections), more])
}

fn section(done: &Done, plan: Option<&str>, rows: &[Html]) -> Html {
    let [_, new] = &done.sides;
    let title = match plan {
        Some(plan) if new.stage.is_none() && new.tree.plan.item(plan).is_some() => {
            link(&Address::of("plan", plan), plan)
        }
        Some(plan) => breakable(plan),
        None => text("Beside the plans"),
    };
    let list = el("ul", &[], &[all(rows.iter().cloned())]);
    el("section", &[("class", "plan")], &[el("h2", &[("dir", "auto")], &[title]), list])
}

fn row(page: Page, done: &Done, change: &Change, number: usize, at: usize) -> Html {
    let id = format!("change-{number}");
    let step = change.step.map_or("", |step| step.participle());
    let attributes =
        [("id", &*id), ("tabindex", "-1"), ("data-kind", change.kind.name()), ("data-step", step)];
    let [old_side, new_side] = &done.offered;
    let place = |side: &Offered, place: &Option<Place>, name: &str| {
        let Some(place) = place else { return Html::default() };
        all([
            el("span", &[("class", "when")], &[text(name)]),
            text(" "),
            place_of(page.workspace, side, place),
        ])
    };
    let places = [place(old_side, &change.old, "before"), text(" "), place(new_side, &change.new, "after")];
    let unsure = when(!change.is_certain, || {
        el("span", &[("class", "unsure")], &[text("shown here first; the listing before does not tell")])
    });
    let is_edited = change.kind == Kind::Document;
    let words = when(is_edited, || {
        let (button, area) = (format!("words-button-{at}"), format!("words-{at}"));
        let value = at.to_string();
        let attributes = [
            ("type", "button"),
            ("class", "button"),
            ("id", &*button),
            ("data-act", "words"),
            ("data-value", &*value),
            ("aria-expanded", "false"),
            ("aria-controls", &*area),
        ];
        all([
            el("button", &attributes, &[text("What changed in it")]),
            el("div", &[("id", &*area), ("class", "words")], &[]),
        ])
    });
    let kind = el("span", &[("class", "kind")], &[text(change.kind.heading())]);
    let said = el("p", &[("dir", "auto")], &[text(&change.text)]);
    el("li", &attributes, &[kind, text(" "), said, unsure, el("p", &[("class", "places")], &places), words])
}

/// A place on a side: a link where the app can show it.
fn place_of(workspace: Workspace, side: &Offered, place: &Place) -> Html {
    let words = format!("{}:{}", place.path, place.line);
    if let Some(commit) = &side.commit {
        let href = Address::line(&place.path, place.line).with("raw", "1").with("commit", commit).href();
        return el("a", &[("class", "place"), ("href", &href), ("dir", "ltr")], &[breakable(&words)]);
    }
    if [CHOSEN, AGAINST].contains(&&*side.key) {
        return el("span", &[("class", "place"), ("dir", "ltr")], &[breakable(&words)]);
    }
    let Some(day) = &side.day else {
        let is_there = workspace
            .tree
            .with_untracked(|tree| tree.as_ref().is_some_and(|tree| tree.files.get(&place.path).is_some()));
        return if is_there {
            place_link(place)
        } else {
            el("span", &[("class", "place")], &[breakable(&words)])
        };
    };
    // The document as it was lies in the tree as of that day.
    let href = Address::line(&place.path, place.line).with("raw", "1").with("asof", day).href();
    el("a", &[("class", "place"), ("href", &href), ("dir", "ltr")], &[breakable(&words)])
}

/// The words of a document that went and came.
pub(in crate::views) fn words_of([old, new]: &[ReadSide; 2], change: &Change) -> Html {
    let read = |side: &ReadSide, path: &Option<String>| {
        let entry = side.tree.files.get(path.as_deref()?)?;
        Some(side.tree.files.text(entry).ok()?.text)
    };
    let (Some(before), Some(now)) = (read(old, &change.from), read(new, &change.to)) else {
        return el("p", &[("class", "hint")], &[text("One of the texts cannot be read.")]);
    };
    let pieces = words_changed(&before, &now).into_iter().map(|piece| match piece {
        Piece::Kept(kept) => text(&kept),
        Piece::Gone(gone) => el("del", &[], &[text(&gone)]),
        Piece::Come(come) => el("ins", &[], &[text(&come)]),
        Piece::Skipped(lines) => el(
            "span",
            &[("class", "skipped")],
            &[text(&format!("… {} the same …\n", counted(lines, "line")))],
        ),
    });
    let label = format!("What changed in {}", change.to.as_deref().unwrap_or_default());
    el(
        "pre",
        &[("tabindex", "0"), ("role", "region"), ("aria-label", &label), ("dir", "auto")],
        &[all(pieces)],
    )
}
