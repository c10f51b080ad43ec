//! How far something is: its boxes, what is claimed of it, what it says of itself, and what else speaks for it, each
//! apart, so that nobody takes the one for the other.

use super::progress_of;
use crate::counted::counted;
use crate::html::{Html, all, el, text, when};
use crate::plan::{Boxes, EvidenceKind, Hours, Item, Progress, Statement, Statements};
use crate::views::entries::{self, aside, place, places, tag};
use crate::widgets::{bar, status_mark, status_with};
use crate::workspace::Tree;

/// How far an item is.
pub(super) fn section(tree: &Tree, item: &Item) -> Html {
    let Some(progress) = progress_of(tree, item) else { return Html::default() };
    let index = tree.plan.index_of(&item.id).unwrap_or_default();
    let statements = Statements::of(&tree.plan, None);
    let rows = [
        boxes(progress),
        claims(progress),
        said(progress, statements.about(index)),
        evidence(progress),
        hours(item, progress),
        apart(progress),
    ];
    let rows = all(rows);
    when(rows != Html::default(), || {
        entries::section("progress", "How far it is", el("dl", &[("class", "told")], &[rows]))
    })
}

fn row(name: &str, values: impl IntoIterator<Item = Html>) -> Html {
    let values = values.into_iter().map(|value| el("dd", &[("dir", "auto")], &[value]));
    el("div", &[], &[el("dt", &[], &[text(name)]), all(values)])
}

/// Boxes as a bar and in words.
pub(super) fn counted_boxes(boxes: Boxes) -> Html {
    all([bar::share(boxes.done, boxes.total), text(" "), text(&words(boxes))])
}

/// `3 of 5 boxes`.
pub(super) fn words(boxes: Boxes) -> String {
    format!("{} of {}", boxes.done, counted(boxes.total as usize, "box"))
}

fn boxes(progress: &Progress) -> Html {
    when(progress.boxes.total > 0, || row("Boxes", [counted_boxes(progress.boxes)]))
}

fn claims(progress: &Progress) -> Html {
    let claims =
        progress.claimed.iter().map(|claim| all([text(&claim.written.text), place(&claim.written.place)]));
    when(!progress.claimed.is_empty(), || row("Claimed", claims))
}

/// What is stated of its status, and what its boxes and parts would say.
fn said(progress: &Progress, stated: &[Statement]) -> Html {
    let stated_ones = stated.iter().map(|statement| {
        let source = format!("in {}", statement.source.label());
        let written = statement.status.written.as_deref().unwrap_or_default();
        let mark = el("span", &[("title", written)], &[status_mark(statement.status.base)]);
        all([mark, aside([text(&source)]), place(&statement.place)])
    });
    let is_told = progress.derived != crate::plan::BaseStatus::Unknown;
    let differs = stated.first().is_some_and(|first| first.status.base != progress.derived);
    let derived =
        when(is_told, || all([status_mark(progress.derived), aside([text("by its boxes and parts")])]));
    let derived = (is_told && (differs || stated.is_empty())).then_some(derived);
    when(!stated.is_empty() || derived.is_some(), || row("Status", stated_ones.chain(derived)))
}

/// What else speaks for work having been done, by what it is.
fn evidence(progress: &Progress) -> Html {
    const KINDS: [(EvidenceKind, &str); 5] = [
        (EvidenceKind::Part, "part that says it is complete"),
        (EvidenceKind::Mark, "line with a mark"),
        (EvidenceKind::File, "file listed as made"),
        (EvidenceKind::Session, "session"),
        (EvidenceKind::Commit, "commit"),
    ];
    let kinds = KINDS.iter().filter_map(|(kind, noun)| {
        let of_kind: Vec<_> = progress.evidence.iter().filter(|one| one.kind == *kind).collect();
        let words = match (kind, of_kind.len()) {
            (_, 0) => return None,
            (EvidenceKind::Part, count) if count > 1 => format!("{count} parts that say they are complete"),
            (EvidenceKind::Mark, count) if count > 1 => format!("{count} lines with a mark"),
            (EvidenceKind::File, count) if count > 1 => format!("{count} files listed as made"),
            (_, count) => counted(count, noun),
        };
        let lines = of_kind.iter().map(|one| {
            el("li", &[], &[el("div", &[("dir", "auto")], &[text(&one.said.text)]), place(&one.said.place)])
        });
        let summary = el("summary", &[], &[text(&words)]);
        Some(el("details", &[], &[summary, el("ul", &[("class", "entries")], &[all(lines)])]))
    });
    when(!progress.evidence.is_empty(), || row("Also done", kinds))
}

fn hours(item: &Item, progress: &Progress) -> Html {
    let estimates = &item.work().estimates;
    let mut spans: Vec<Hours> = Vec::new();
    for estimate in estimates {
        if !spans.contains(&estimate.hours) {
            spans.push(estimate.hours);
        }
    }
    let stated = spans.iter().map(|span| {
        let stated = estimates.iter().filter(|estimate| estimate.hours == *span);
        all([
            text(&span.to_string()),
            aside([text("stated")]),
            places(stated.map(|estimate| &estimate.place)),
        ])
    });
    let sum = progress.hours.filter(|sum| !spans.contains(sum)).map(|sum| {
        let is_outside = spans.iter().any(|span| !sum.is_within(*span));
        let outside = when(is_outside, || tag("does not fit"));
        all([text(&sum.to_string()), aside([text("sum of its parts")]), outside])
    });
    let left = progress.remaining.filter(|left| Some(*left) != progress.hours);
    let left =
        left.map(|left| all([text(&left.to_string()), aside([text("left, as many as boxes are open")])]));
    let any = !estimates.is_empty() || progress.hours.is_some();
    when(any, || row("Hours", stated.chain(sum).chain(left)))
}

/// Boxes that are no work, or not yet.
fn apart(progress: &Progress) -> Html {
    let told = [
        (progress.success, "say that the whole has succeeded"),
        (progress.milestones, "are milestones of the schedule"),
        (progress.undecided, "stand in ways of which none has been chosen"),
    ];
    let told = told.iter().filter(|(boxes, _)| boxes.total > 0);
    let told: Vec<Html> =
        told.map(|(boxes, what)| all([text(&words(*boxes)), aside([text(what)])])).collect();
    when(!told.is_empty(), || row("Counted apart", told))
}

/// How far an item is, in one sentence for the head of its page.
pub fn answer(tree: &Tree, item: &Item) -> Html {
    let Some(progress) = progress_of(tree, item) else { return Html::default() };
    let boxes = match progress.boxes {
        Boxes { total: 0, .. } => None,
        Boxes { done: 0, total } => Some(format!("none of {} ticked", counted(total as usize, "box"))),
        Boxes { done, total } => Some(format!("{done} of {} ticked", counted(total as usize, "box"))),
    };
    let hours = progress.remaining.map(|left| match progress.hours {
        Some(hours) if hours != left => format!("{left} of {hours} left"),
        _ => format!("{left} of work"),
    });
    let said: Vec<String> = boxes.into_iter().chain(hours).collect();
    when(!said.is_empty(), || text(&format!(" {}.", sentence(&said.join(", ")))))
}

fn sentence(words: &str) -> String {
    let mut words = words.to_owned();
    if let Some(first) = words.get(..1).map(str::to_uppercase) {
        words.replace_range(..1, &first);
    }
    words
}

/// A status in a table: its mark, where it is stated or its boxes tell.
pub(super) fn mark(item: &Item) -> Html {
    let is_told = item.status.base != crate::plan::BaseStatus::Unknown;
    when(is_told, || status_with(item.status.base, item.status.base.label()))
}
