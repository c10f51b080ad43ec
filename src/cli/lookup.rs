//! What somebody calls a plan or a module on the command line: exactly, never by the beginning of a name. When
//! nothing is called so, what comes near is told.

use super::Failure;
use crate::order;
use crate::plan::{Item, ItemKind, Names, Plan, Referent};

/// How many names that come near are told.
const MOST_NEAR: usize = 3;

/// The position of the item that somebody calls so: by its id, its short id, or a path of ids.
pub(super) fn plan(plan: &Plan, names: &Names, wanted: &str) -> Result<usize, Failure> {
    match names.find(wanted) {
        Some(Referent::Item(index)) => Ok(index),
        // A plan and a module may bear one name; here the plan is meant.
        _ => plan.index_of(wanted.trim_end_matches('/')).ok_or_else(|| {
            Failure(if names.is_shared(wanted) {
                format!("{wanted} could mean several plans; give the full name of one")
            } else {
                unknown("plan", wanted, plan_ids(plan))
            })
        }),
    }
}

/// The ids of plans and phases.
pub(super) fn plan_ids(plan: &Plan) -> impl Iterator<Item = &str> {
    let is_meant = |item: &&Item| {
        matches!(item.kind, ItemKind::Plan | ItemKind::Phase) && !item.template && !item.is_second_claimant()
    };
    plan.items.iter().filter(is_meant).map(|item| item.id.as_str())
}

/// The names of modules.
pub(super) fn module_names(plan: &Plan) -> impl Iterator<Item = &str> {
    plan.modules.iter().map(|module| module.name.as_str())
}

/// What to say when there is no thing of a name.
pub(super) fn unknown<'a>(what: &str, wanted: &str, names: impl Iterator<Item = &'a str>) -> String {
    let mut near: Vec<(usize, &str)> =
        names.filter_map(|name| Some((distance(wanted, name)?, name))).collect();
    order::sort(&mut near);
    near.dedup();
    near.truncate(MOST_NEAR);
    let near: Vec<&str> = near.into_iter().map(|(_, name)| name).collect();
    match near.as_slice() {
        [] => format!("there is no {what} {wanted}"),
        near => format!("there is no {what} {wanted}; near it are: {}", near.join(", ")),
    }
}

/// How far a name is from what was wanted, when it comes near: as a whole, or by its number or words alone.
fn distance(wanted: &str, name: &str) -> Option<usize> {
    let (wanted, name) = (wanted.to_lowercase(), name.to_lowercase());
    let last = name.rsplit('/').next().unwrap_or(&name);
    let (number, words) = last.split_once('_').unwrap_or((last, last));
    let edits = [name.as_str(), last, number, words].into_iter().map(|part| edits(&wanted, part)).min()?;
    // A third of the letters may differ; else of the names that hold the word the shortest come first.
    let is_near = edits * 3 <= wanted.chars().count().max(3);
    let is_within = wanted.chars().count() >= 3 && last.contains(&wanted);
    (is_near || is_within).then_some(if is_near { edits } else { name.chars().count() })
}

/// How many letters have to be added, removed or changed to make one word of another.
fn edits(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (above, letter) in from.chars().enumerate() {
        let mut next = vec![above + 1];
        for (other, (straight, up)) in to.iter().zip(row.iter().zip(row.iter().skip(1))) {
            let left = next.last().copied().unwrap_or_default();
            next.push((straight + usize::from(letter != *other)).min(up + 1).min(left + 1));
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}
