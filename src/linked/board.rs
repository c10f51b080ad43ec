//! A card put into another column of the board: the status as the tree writes it, and the day on which that was.

use crate::edit::{Change, Edit, Step};
use crate::findings::Scene;

/// An item with another status, as its backlog lists it. `now` is the moment, `2026-02-01 08:09`; a day that is written without a time
/// stays so.
///
/// # Errors
/// Why it cannot be.
pub fn put(scene: &Scene<'_>, index: usize, status: &str, now: &str) -> Result<Step, String> {
    let item = scene.item(index).ok_or("there is no such task")?;
    let listed = scene.plan.workflow.iter().find(|known| known.text == status);
    let status = listed.ok_or_else(|| format!("{status} is no status of this tree"))?.text.clone();
    let path = item.field_place("status").path;
    if item.status.written.as_deref() == Some(status.as_str()) {
        return Err(format!("{} has this status already", item.id));
    }
    let title = format!("Put {} into {status}", item.id);
    let mut edits = vec![Edit::new(path, Change::SetField { key: "status".to_owned(), value: status })];
    if let Some(old) = item.field("updated_date") {
        let has_time = old.trim().contains(':');
        let value = if has_time { now } else { now.get(..10).unwrap_or(now) };
        let change = Change::SetDay { key: "updated_date".to_owned(), value: value.to_owned() };
        edits.push(Edit::new(item.field_place("updated_date").path, change));
    }
    Ok(Step { title, edits })
}

/// How far apart places in a column are when they are numbered anew.
const APART: f64 = 1_000.0;

/// A card at another place of its column: `order` are the cards of the column as they are to stand, `own` is the position in it of
/// the one that is moved. Only as many are numbered as have to be.
///
/// # Errors
/// Why it cannot be.
pub fn order(scene: &Scene<'_>, order: &[usize], own: usize) -> Result<Step, String> {
    let item = |at: usize| order.get(at).and_then(|index| scene.item(*index));
    let moved = item(own).ok_or("there is no such task")?;
    let number = |at: usize| item(at).and_then(|item| item.field("ordinal")?.trim().parse::<f64>().ok());
    let (above, below) = (own.checked_sub(1), own + 1);
    let numbers: Vec<Option<f64>> = (0..own).map(number).collect();
    let are_rising = numbers.iter().all(Option::is_some) && numbers.is_sorted();
    let last = above.and_then(number).unwrap_or(0.0);
    let next = number(below);
    let between = next.map_or(last + APART, |next| f64::midpoint(last, next).round());
    let fits = are_rising && between > last && next.is_none_or(|next| between < next);
    let mut edits = Vec::new();
    let mut set = |at: usize, number: f64| {
        let Some(item) = item(at) else { return };
        if item.field("ordinal").and_then(|written| written.trim().parse::<f64>().ok()) != Some(number) {
            // A number needs no quotes, as a day needs none.
            let change = Change::SetDay { key: "ordinal".to_owned(), value: format!("{number}") };
            edits.push(Edit::new(item.field_place("ordinal").path, change));
        }
    };
    if fits {
        set(own, between);
    } else {
        // What stands above has no places yet, or none is free: those down to here are numbered, and those below that would come before.
        let mut last = 0.0;
        for at in 0..order.len() {
            if at > own && number(at).is_none_or(|number| number > last) {
                break;
            }
            last += APART;
            set(at, last);
        }
    }
    if edits.is_empty() {
        return Err(format!("{} stands there already", moved.id));
    }
    Ok(Step { title: format!("Put {} at place {} of its column", moved.id, own + 1), edits })
}
