//! A row of each table of the register: what its cells show, by what they are sorted, and the words it is found by.

use super::{Cell, Row};
use crate::address::Address;
use crate::answers::gaps::KnowledgeGap;
use crate::answers::register::{Deadline, Decision, Requirement};
use crate::counted::counted;
use crate::html::{Html, all, breakable, el, text, when};
use crate::plan::{BaseStatus, FileAction, Grade, InventoryRow, Metric, Risk};
use crate::views::entries;
use crate::widgets::status_with;
use crate::workspace::Tree;

/// A link to what a name means: an item, a module, a person; the name alone when it means nothing here.
fn named(tree: &Tree, name: &str) -> Html {
    let address = match tree.plan.item(name) {
        Some(item) if item.has_page() => return entries::item_link(tree, item),
        Some(item) => Address::document(&item.place.path, None),
        None if tree.plan.modules.iter().any(|module| module.name == name) => Address::of("module", name),
        None if tree.plan.people.iter().any(|person| person.name == name) => Address::of("person", name),
        None => return breakable(name),
    };
    el("a", &[("href", &address.href()), ("dir", "auto")], &[breakable(name)])
}

/// Names below each other.
fn names<'a>(tree: &Tree, names: impl IntoIterator<Item = &'a String>) -> Html {
    let names = names.into_iter().map(|name| el("li", &[("dir", "auto")], &[named(tree, name)]));
    el("ul", &[], &[all(names)])
}

fn first<'a>(names: impl IntoIterator<Item = &'a String>) -> String {
    names.into_iter().next().map(|name| name.to_lowercase()).unwrap_or_default()
}

pub(super) fn decision_row(tree: &Tree, decision: &Decision) -> Row {
    let qualifier = decision.qualifier.iter().map(|qualifier| format!(" ({qualifier})"));
    let verb = if decision.verb == "decide" { "decided" } else { decision.verb.as_str() };
    let verb = format!("{}{}", verb.replace('_', " "), qualifier.collect::<String>());
    let recommended = decision
        .value
        .as_deref()
        .filter(|_| decision.is_open)
        .map(|value| el("li", &[("dir", "auto")], &[text(&format!("Recommended: {value}"))]));
    let line = |words: &str| el("li", &[("dir", "auto")], &[text(words)]);
    let reasons = decision.reasons.iter().filter(|reason| Some(*reason) != decision.value.as_ref());
    let reasons = reasons.map(|reason| line(reason));
    let assessments = decision.assessments.iter().map(|assessment| {
        let why = assessment.why.as_deref().map(|why| format!(": {why}")).unwrap_or_default();
        let words = all([text(&format!(" — {}{why}", assessment.level))]);
        el("li", &[("dir", "auto")], &[named(tree, &assessment.module), words])
    });
    let assignment = decision.assignment.iter().map(|assignment| {
        el("li", &[], &[named(tree, &assignment.person), text(&format!(" as {}", assignment.role))])
    });
    let below = recommended.into_iter().chain(reasons).chain(assessments).chain(assignment);
    let below: Vec<Html> = below.collect();
    let below = when(!below.is_empty(), || el("ul", &[("class", "below")], &below));
    let said = all([
        el("span", &[("class", "tag")], &[text(&verb)]),
        text(" "),
        el("span", &[("dir", "auto")], &[text(&decision.text)]),
        below,
    ]);
    let waits = when(!decision.waits_for.is_empty(), || {
        all([el("span", &[("class", "hint")], &[text("waits for")]), names(tree, &decision.waits_for)])
    });
    let waiting = when(!decision.waiting.is_empty(), || {
        all([el("span", &[("class", "hint")], &[text("waiting for it")]), names(tree, &decision.waiting)])
    });
    let about = all([names(tree, &decision.plans), waits, waiting]);
    Row {
        words: [
            &verb,
            &decision.text,
            &decision.plans.join(" "),
            &decision.reasons.join(" "),
            &decision.place.path,
        ]
        .map(String::as_str)
        .join(" "),
        cells: vec![
            Cell::date(decision.date.as_ref()),
            Cell::new(said, format!("{verb} {}", decision.text.to_lowercase())),
            Cell::new(about, first(&decision.plans)),
            Cell::place(&decision.place),
        ],
    }
}

pub(super) fn requirement_row(tree: &Tree, asked: &Requirement) -> Row {
    let owners = match asked.owners.as_slice() {
        [] => el("span", &[("class", "nobody")], &[text("nobody")]),
        owners => names(tree, owners),
    };
    Row {
        words: format!(
            "{} {} {}",
            asked.text,
            asked.asker.as_deref().unwrap_or_default(),
            asked.owners.join(" ")
        ),
        cells: vec![
            Cell::date(asked.date.as_ref()),
            Cell::words(&asked.text),
            Cell::new(names(tree, &asked.asker), first(&asked.asker)),
            // What nobody owns comes first.
            Cell::new(owners, format!("!{}", first(&asked.owners))),
            Cell::place(&asked.place),
        ],
    }
}

pub(super) fn deadline_row(tree: &Tree, deadline: &Deadline) -> Row {
    let state = deadline.state.label();
    let days = deadline.days_left.filter(|_| deadline.is_open()).map(|days| match days {
        0 => ", today".to_owned(),
        days if days > 0 => format!(", {} left", counted(days.unsigned_abs() as usize, "day")),
        days => format!(" by {}", counted(days.unsigned_abs() as usize, "day")),
    });
    let over = deadline.over.as_ref().map(|date| format!(", {date}"));
    let said = format!("{state}{}{}", days.unwrap_or_default(), over.unwrap_or_default());
    let said = el("span", &[("class", "deadline"), ("data-state", state)], &[text(&said)]);
    let anchor = deadline.anchor.as_ref().map(|anchor| {
        all([text(" "), el("span", &[("class", "hint anchor")], &[text(&format!("counted from {anchor}"))])])
    });
    let what = all([el("span", &[("dir", "auto")], &[text(&deadline.written)]), anchor.unwrap_or_default()]);
    let date = Cell::date(deadline.date.as_ref());
    let state = Cell::new(said, format!("{} {}", deadline.state as u8, date.key));
    Row {
        words: format!(
            "{} {} {}",
            deadline.written,
            deadline.of.as_deref().unwrap_or_default(),
            deadline.place.path
        ),
        cells: vec![
            date,
            state,
            Cell::new(what, deadline.written.to_lowercase()),
            Cell::new(names(tree, &deadline.of), first(&deadline.of)),
            Cell::place(&deadline.place),
        ],
    }
}

pub(super) fn risk_row(risk: &Risk) -> Row {
    let grade = |grade: &Grade| {
        let key = grade.level.map(|level| (level as u8).to_string()).unwrap_or_default();
        Cell::new(el("span", &[("dir", "auto")], &[text(&grade.written)]), key)
    };
    let words = |words: &str| Cell::new(el("span", &[("dir", "auto")], &[text(words)]), words.to_lowercase());
    let mitigation = risk.mitigation.as_deref().unwrap_or_default();
    Row {
        words: format!("{} {} {} {mitigation}", risk.risk, risk.impact.written, risk.probability.written),
        cells: vec![
            words(&risk.risk),
            grade(&risk.impact),
            grade(&risk.probability),
            words(mitigation),
            Cell::place(&risk.place),
        ],
    }
}

pub(super) fn metric_row(metric: &Metric) -> Row {
    let words = |words: &str| Cell::new(el("span", &[("dir", "auto")], &[text(words)]), words.to_lowercase());
    Row {
        words: format!("{} {}", metric.metric, metric.value),
        cells: vec![
            words(&metric.metric),
            words(&metric.value),
            Cell::date(metric.date.as_ref()),
            Cell::place(&metric.place),
        ],
    }
}

pub(super) fn file_row(tree: &Tree, row: &InventoryRow) -> Row {
    let state = when(row.status != BaseStatus::Unknown, || status_with(row.status, row.status.label()));
    let note = row.note.as_deref().unwrap_or_default();
    let of = if row.items.is_empty() { Vec::from_iter(row.phase.clone()) } else { row.items.clone() };
    let parts = row.items.iter().map(|id| el("li", &[], &[entries::named(tree, id)]));
    let parts = match row.items.as_slice() {
        [] => text(row.phase.as_deref().unwrap_or_default()),
        _ => el("ul", &[], &[all(parts)]),
    };
    Row {
        words: format!("{} {note} {}", row.file, of.join(" ")),
        cells: vec![
            Cell::new(el("code", &[], &[breakable(&row.file)]), row.file.to_lowercase()),
            Cell::words(row.action.map(FileAction::name).unwrap_or_default()),
            Cell::new(state, row.status.name()),
            Cell::new(parts, first(&of)),
            Cell::words(note),
            Cell::place(&row.place),
        ],
    }
}

pub(super) fn gap_row(tree: &Tree, gap: &KnowledgeGap) -> Row {
    let ask = gap.ask.as_deref().map(|name| {
        let left = if gap.ask_has_left { ", who has left" } else { "" };
        el("p", &[("class", "hint")], &[text("Ask "), named(tree, name), text(left)])
    });
    let what = all([el("span", &[("dir", "auto")], &[text(&gap.text)]), ask.unwrap_or_default()]);
    let concerned: Vec<&String> =
        gap.plans.iter().filter(|id| gap.of.as_ref() != Some(id)).chain(&gap.people).collect();
    Row {
        words: format!(
            "{} {} {}",
            gap.text,
            gap.of.as_deref().unwrap_or_default(),
            gap.ask.as_deref().unwrap_or_default()
        ),
        cells: vec![
            Cell::new(what, gap.text.to_lowercase()),
            Cell::new(names(tree, &gap.of), first(&gap.of)),
            Cell::new(names(tree, concerned.iter().copied()), first(concerned.iter().copied())),
            Cell::place(&gap.place),
        ],
    }
}
