//! Bands of a picture: what nodes are put together by, and which is whose.

use super::shown::ShownNode;
use crate::answers::Inquiry;
use crate::named::Named;
use crate::order;
use crate::plan::{Date, Item, Place, SprintItem};

/// By what nodes are put into bands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Grouping {
    /// By nothing.
    #[default]
    None,
    /// By how far they are.
    Status,
    /// By what type of plan they are.
    Type,
    /// By the quarter in which they were closed, or last changed.
    Quarter,
    /// By who works on them.
    Person,
}

/// The quarter in which a plan was closed: that of its folder in the archive, else of what says when, else of its last
/// change.
pub(super) fn quarter(item: &Item, closed: &Named<(Date, Place)>) -> String {
    let folder = item.place.path.split('/').find(|segment| is_quarter(segment));
    if let Some(folder) = folder {
        return folder.to_owned();
    }
    let date = closed.get(&item.id).map(|(date, _)| date.clone());
    let date = date.or_else(|| Date::parse(item.field("last_updated")?));
    date.map_or_else(|| "without a date".to_owned(), |date| quarter_of(&date))
}

/// Whether a folder is called like a quarter: `2025-Q3`.
fn is_quarter(name: &str) -> bool {
    let bytes = name.as_bytes();
    bytes.len() == 7 && bytes.iter().take(4).all(u8::is_ascii_digit) && name.get(4..6) == Some("-Q")
}

fn quarter_of(date: &Date) -> String {
    let (year, month, _) = date.start();
    format!("{year}-Q{}", u32::from(month).div_ceil(3))
}

/// The band of an item.
pub(super) fn group_of(
    item: &Item,
    grouping: Grouping,
    inquiry: &Inquiry<'_>,
    closed: &Named<(Date, Place)>,
) -> String {
    match grouping {
        Grouping::None => String::new(),
        Grouping::Status => item.status.base.label().to_owned(),
        Grouping::Type => item.field("type").unwrap_or("no type").to_owned(),
        Grouping::Quarter => quarter(item, closed),
        Grouping::Person => {
            let is_of = |entry: &&SprintItem| {
                let at = entry.plan.as_ref().and_then(|target| inquiry.plan.plan_of(&target.id));
                at.and_then(|at| inquiry.item(at)).is_some_and(|plan| plan.id == item.id)
            };
            let mut people = inquiry.plan.sprint.iter().filter(is_of).flat_map(|entry| &entry.people);
            let own = || item.holders().into_iter().map(|(name, _)| name).next();
            people.next().cloned().or_else(own).unwrap_or_else(|| "nobody".to_owned())
        }
    }
}

/// Sorts the names of the bands and gives each node its own.
pub(super) fn bands(nodes: &mut [ShownNode], names: Vec<String>) -> Vec<String> {
    let mut groups = names.clone();
    order::sort(&mut groups);
    groups.dedup();
    for (node, name) in nodes.iter_mut().zip(names) {
        node.group = groups.binary_search(&name).unwrap_or_default();
    }
    groups
}
