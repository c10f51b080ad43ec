//! The schedule of a plan: its stretches on an axis of working days, what each is to hold, and whether it can.

use super::progress_of;
use crate::address::Address;
use crate::html::{Html, all, el, text, when};
use crate::plan::{Boxes, HOURS_A_DAY, Hours, Item, Slot};
use crate::views::contents::link;
use crate::views::entries::{joined, named, place, section};
use crate::workspace::Tree;

/// Length of a day on the axis, in units of the drawing.
const DAY: u32 = 10;

/// The schedule of a plan; nothing when it has none.
pub fn schedule(tree: &Tree, item: &Item) -> Html {
    let slots: Vec<(usize, &Slot)> = tree
        .plan
        .schedule
        .iter()
        .enumerate()
        .filter(|(_, slot)| slot.place.path == item.place.path)
        .collect();
    let last = slots.iter().filter_map(|(_, slot)| slot.days).map(|(_, last)| last).max().unwrap_or_default();
    let head = |words: &str| el("th", &[("scope", "col")], &[text(words)]);
    let axis = when(last > 0, || {
        let days = format!("Working day 1 to {last}");
        el("th", &[("scope", "col"), ("class", "axis")], &[text(&days)])
    });
    let heads = [head("When"), axis, head("What"), head("Milestones")];
    let rows = slots.iter().map(|(_, slot)| row(tree, slot, last));
    let rows = all(rows);
    let table = [el("thead", &[], &[el("tr", &[], &heads)]), el("tbody", &[], &[rows])];
    let table = el("table", &[("class", "schedule")], &table);
    let hint = format!(
        "Days are working days of {HOURS_A_DAY} hours, counted from the first of the schedule; no document says on which date that is."
    );
    let hint = el("p", &[("class", "hint")], &[text(&hint)]);
    when(!slots.is_empty(), || section("schedule", "Schedule", all([table, hint])))
}

fn row(tree: &Tree, slot: &Slot, last: u32) -> Html {
    let level = if slot.within.is_some() { "2" } else { "1" };
    let title = match tree.plan.item(&slot.of) {
        Some(item) => link(&Address::of("plan", &item.id), &slot.title),
        None => el("span", &[("dir", "auto")], &[text(&slot.title)]),
    };
    let drawn = when(last > 0, || el("td", &[("class", "axis")], &[drawn(slot, last)]));
    let items = joined(slot.items.iter().map(|target| named(tree, &target.id)));
    let words = when(slot.items.is_empty(), || el("span", &[("dir", "auto")], &[text(&slot.text)]));
    let holds = slot.estimate.as_ref().map(|estimate| {
        all([text(" "), el("span", &[("class", "aside")], &[text(&format!("holds {}", estimate.hours))])])
    });
    let boxes = boxes(tree, slot);
    let said = when(boxes.total > 0, || text(&format!("{} of {}", boxes.done, boxes.total)));
    let cells = [
        el("th", &[("scope", "row")], &[title]),
        drawn,
        el("td", &[("dir", "auto")], &[items, words, holds.unwrap_or_default(), fits(tree, slot)]),
        el("td", &[], &[said, place(&slot.place)]),
    ];
    el("tr", &[("data-level", level)], &cells)
}

/// The milestones of a stretch.
fn boxes(tree: &Tree, slot: &Slot) -> Boxes {
    let mut boxes = Boxes::default();
    let criteria = tree.plan.item(&slot.of).into_iter().flat_map(|item| &item.criteria);
    criteria.for_each(|criterion| boxes.add(criterion.done));
    boxes
}

/// A stretch on the axis.
fn drawn(slot: &Slot, last: u32) -> Html {
    let Some((first, end)) = slot.days else { return Html::default() };
    let view_box = format!("0 0 {} 8", last * DAY);
    let path = format!("M{} 4H{}", (first - 1) * DAY + 1, end * DAY - 1);
    let words = if first == end { format!("day {first}") } else { format!("days {first} to {end}") };
    let line = el("path", &[("class", "stretch"), ("d", &path)], &[]);
    let attributes = [
        ("class", "stretches"),
        ("role", "img"),
        ("viewBox", &*view_box),
        ("preserveAspectRatio", "none"),
        ("aria-label", &*words),
    ];
    el("svg", &attributes, &[el("title", &[], &[text(&words)]), line])
}

/// Whether the days of all stretches that an item is put into can hold it.
fn fits(tree: &Tree, slot: &Slot) -> Html {
    let told = slot.items.iter().filter_map(|target| {
        let item = tree.plan.item(&target.id)?;
        let own = |other: &&Slot| other.items.iter().any(|known| known.id == target.id);
        let days: Option<u32> = tree
            .plan
            .schedule
            .iter()
            .filter(own)
            .map(|other| other.days.map(|(first, last)| last - first + 1))
            .sum();
        let minutes = days?.saturating_mul(HOURS_A_DAY * 60);
        let stated = item.estimate().map(|estimate| estimate.hours);
        let sum = progress_of(tree, item).and_then(|progress| progress.hours);
        let needed = [stated, sum].into_iter().flatten().min_by_key(|hours| hours.low_minutes)?;
        let held = Hours { low_minutes: minutes, high_minutes: minutes };
        let is_over = needed.low_minutes > minutes;
        let words = format!("needs {needed}, its days hold {held}");
        let attributes = [("class", "aside"), ("data-outside", if is_over { "true" } else { "" })];
        Some(el("p", &attributes, &[text(&words)]))
    });
    all(told)
}
