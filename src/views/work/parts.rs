//! What a plan or a part of it is made of, as a table: how far each is, in boxes and hours, and what it needs.

use super::progress::{counted_boxes, mark};
use super::progress_of;
use crate::html::{Html, all, el, text, when};
use crate::plan::{Hours, Item, ItemKind, Tally};
use crate::views::contents::{address_of_item, name_of_item};
use crate::workspace::Tree;

/// The parts that lie directly in an item; nothing when there are none.
pub fn table(tree: &Tree, index: usize) -> Html {
    let parts: Vec<usize> = (0..tree.plan.items.len()).filter(|at| is_work_in(tree, *at, index)).collect();
    let kinds =
        |kind: ItemKind| parts.iter().filter_map(|at| tree.plan.items.get(*at)).all(|item| item.kind == kind);
    let caption = match [ItemKind::Phase, ItemKind::Epic, ItemKind::Story, ItemKind::Section]
        .into_iter()
        .find(|kind| kinds(*kind))
    {
        Some(ItemKind::Phase) => "Phases",
        Some(ItemKind::Epic) => "Epics",
        Some(ItemKind::Story) => "Stories",
        Some(ItemKind::Section) => "Sections",
        _ => "Parts",
    };
    let apart: Vec<usize> = (0..tree.plan.items.len()).filter(|at| is_apart_in(tree, *at, index)).collect();
    all([
        when(!parts.is_empty(), || rows(tree, caption, &parts)),
        when(!apart.is_empty(), || rows(tree, "Success criteria and milestones", &apart)),
    ])
}

/// The phases of all plans of a tree, each plan on its own.
pub fn phases(tree: &Tree) -> Html {
    let plans = tree
        .plan
        .items
        .iter()
        .enumerate()
        .filter(|(_, item)| item.kind == ItemKind::Plan && item.folder.is_none() && !item.archived);
    let plans: Vec<(usize, &Item)> = plans.collect();
    let has_several = plans.len() > 1;
    all(plans.into_iter().map(|(at, item)| {
        let title = when(has_several, || {
            let link = crate::views::contents::link(&address_of_item(item), &item.title);
            el("h2", &[("class", "plan-title")], &[link])
        });
        all([title, table(tree, at)])
    }))
}

fn lies_in(tree: &Tree, at: usize, index: usize) -> Option<&Item> {
    tree.plan.items.get(at).filter(|item| item.parent == Some(index) && item.is_part())
}

fn is_work_in(tree: &Tree, at: usize, index: usize) -> bool {
    lies_in(tree, at, index).is_some_and(|item| item.kind.is_work())
}

fn is_apart_in(tree: &Tree, at: usize, index: usize) -> bool {
    lies_in(tree, at, index).is_some_and(|item| item.work().tally != Tally::Work)
}

fn rows(tree: &Tree, caption: &str, parts: &[usize]) -> Html {
    let items = || parts.iter().filter_map(|at| Some((*at, tree.plan.items.get(*at)?)));
    let has_hours = items().any(|(_, item)| {
        item.estimate().is_some() || progress_of(tree, item).is_some_and(|one| one.hours.is_some())
    });
    let has_status = items().any(|(_, item)| item.status.base != crate::plan::BaseStatus::Unknown);
    let head = |name: &str| el("th", &[("scope", "col")], &[text(name)]);
    let heads =
        [head("Name"), when(has_status, || head("Status")), head("Boxes"), when(has_hours, || head("Hours"))];
    let body = items().map(|(at, item)| {
        let name =
            el("a", &[("href", &address_of_item(item).href()), ("title", &item.id)], &[name_of_item(item)]);
        let priority = item.priority.as_deref().map(|priority| {
            all([text(" "), el("span", &[("class", "title"), ("dir", "auto")], &[text(priority)])])
        });
        let boxes = boxes_of(tree, at, item);
        el(
            "tr",
            &[],
            &[
                el("th", &[("scope", "row"), ("dir", "auto")], &[name, priority.unwrap_or_default()]),
                when(has_status, || el("td", &[], &[mark(item)])),
                el("td", &[("class", "progress")], &[when(boxes.total > 0, || counted_boxes(boxes))]),
                when(has_hours, || el("td", &[("class", "hours")], &[hours(tree, item)])),
            ],
        )
    });
    let body = all(body);
    let table = [
        el("caption", &[], &[text(caption)]),
        el("thead", &[], &[el("tr", &[], &heads)]),
        el("tbody", &[], &[body]),
    ];
    el("table", &[("class", "contents parts")], &table)
}

/// The boxes of a part; of what is no work, its own and those below it.
fn boxes_of(tree: &Tree, at: usize, item: &Item) -> crate::plan::Boxes {
    if let Some(progress) = progress_of(tree, item) {
        return progress.boxes;
    }
    let mut boxes = crate::plan::Boxes::default();
    let own = |other: &Item| tree.plan.is_within(&other.id, &item.id);
    let within =
        tree.plan.items.iter().enumerate().filter(|(other, one)| *other == at || one.is_part() && own(one));
    within.flat_map(|(_, item)| &item.criteria).for_each(|criterion| boxes.add(criterion.done));
    boxes
}

/// What a part states, and what its own parts sum to where that is something else.
fn hours(tree: &Tree, item: &Item) -> Html {
    let stated = item.estimate().map(|estimate| estimate.hours);
    let sum = progress_of(tree, item).and_then(|progress| progress.hours).filter(|sum| Some(*sum) != stated);
    let is_outside = matches!((stated, sum), (Some(stated), Some(sum)) if !sum.is_within(stated));
    let shown = |hours: Hours| text(&hours.to_string());
    let sum = sum.map(|sum| {
        let words = if stated.is_some() { format!(" ({sum} in its parts)") } else { format!("{sum}") };
        let attributes = [("class", "aside"), ("data-outside", if is_outside { "true" } else { "" })];
        el("span", &attributes, &[text(&words)])
    });
    all([stated.map(shown).unwrap_or_default(), sum.unwrap_or_default()])
}
