//! The board: what is to be done in columns by how far it is, in the order in which its backlog has it.

use super::Inquiry;
use crate::dialect::backlog::Stage;
use crate::order;
use crate::plan::{BaseStatus, Item, ItemKind, Place, Plan, RelationKind, Tally};

/// What is to be done, in columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Board {
    /// In the order in which work goes through them.
    pub columns: Vec<Column>,
    /// Whether the tree lists its statuses itself; else there is a column for each state.
    pub is_listed: bool,
}

/// A status with what has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// What it is called.
    pub name: String,
    /// What it means.
    pub base: BaseStatus,
    /// Where the tree lists it; nothing for a status that it does not list.
    pub place: Option<Place>,
    /// What stands in it.
    pub cards: Vec<Card>,
}

/// A task on the board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// Its position in the plan.
    pub item: usize,
    /// Its id.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// What it is called by in short: its number, else its id.
    pub number: String,
    /// Its stated priority.
    pub priority: Option<String>,
    /// Who it is assigned to.
    pub people: Vec<String>,
    /// What it is sorted under.
    pub labels: Vec<String>,
    /// How many of its boxes are ticked, and how many it has.
    pub boxes: (usize, usize),
    /// What it is a part of, by id.
    pub parent: Option<String>,
    /// What it needs that is not done, by id.
    pub waits_for: Vec<String>,
    /// Where it stands.
    pub place: Place,
}

impl Board {
    /// The board of a tree, with what `is_shown` lets through.
    pub fn of(inquiry: &Inquiry<'_>, is_shown: &dyn Fn(&Card) -> bool) -> Board {
        let plan = inquiry.plan;
        let is_listed = !plan.workflow.is_empty();
        let mut columns: Vec<Column> = match is_listed {
            true => plan
                .workflow
                .iter()
                .map(|status| column(plan, &status.text, Some(status.place.clone())))
                .collect(),
            false => STATES
                .map(|base| Column { name: base.label().to_owned(), base, place: None, cards: Vec::new() })
                .into(),
        };
        let mut has_parts = vec![false; plan.items.len()];
        for item in plan.items.iter().filter(|item| item.is_part() && item.kind.is_work()) {
            let above = item.parent.and_then(|parent| has_parts.get_mut(parent));
            above.into_iter().for_each(|slot| *slot = true);
        }
        let is_whole = |index: usize| has_parts.get(index).copied().unwrap_or_default();
        let cards =
            plan.items.iter().enumerate().filter(|(index, item)| is_card(plan, item, is_whole(*index)));
        for (index, item) in cards {
            let card = card(plan, index, item);
            if !is_shown(&card) {
                continue;
            }
            let name = column_of(item, is_listed);
            let at = match columns.iter().position(|column| column.name.to_lowercase() == name.to_lowercase())
            {
                Some(at) => at,
                None => {
                    columns.push(Column { name, base: item.status.base, place: None, cards: Vec::new() });
                    columns.len() - 1
                }
            };
            columns.get_mut(at).into_iter().for_each(|column| column.cards.push(card.clone()));
        }
        for column in &mut columns {
            let key = |card: &Card| ordinal(plan, card.item);
            order::sort_by(&mut column.cards, |a, b| (key(a), a.item).cmp(&(key(b), b.item)));
        }
        Board { columns, is_listed }
    }

    /// How many cards there are.
    pub fn count(&self) -> usize {
        self.columns.iter().map(|column| column.cards.len()).sum()
    }

    /// The column and the place in it of a card.
    pub fn find(&self, id: &str) -> Option<(usize, usize)> {
        let mut columns = self.columns.iter().enumerate();
        columns.find_map(|(at, column)| Some((at, column.cards.iter().position(|card| card.id == id)?)))
    }
}

/// The states of a tree that lists none.
const STATES: [BaseStatus; 4] = [BaseStatus::Todo, BaseStatus::Wip, BaseStatus::Blocked, BaseStatus::Done];

fn column(plan: &Plan, name: &str, place: Option<Place>) -> Column {
    let base = plan
        .items
        .iter()
        .find(|item| item.status.written.as_deref() == Some(name))
        .map(|item| item.status.base);
    let said = crate::plan::Status::parse(name, crate::plan::StatusOrigin::Frontmatter, 1).base;
    Column { name: name.to_owned(), base: base.unwrap_or(said), place, cards: Vec::new() }
}

/// The name of the column in which an item stands.
fn column_of(item: &Item, is_listed: bool) -> String {
    match &item.status.written {
        Some(written) if is_listed => written.clone(),
        None if is_listed => BaseStatus::Unknown.label().to_owned(),
        _ => item.status.base.label().to_owned(),
    }
}

/// Whether an item stands on the board: tasks of a backlog, plans of a tree of plans, else the smallest pieces of work.
fn is_card(plan: &Plan, item: &Item, has_parts: bool) -> bool {
    if item.archived || item.template || !item.kind.is_work() {
        return false;
    }
    // A number given twice is still two pieces of work.
    if item.is_second_claimant() && !item.is_part() {
        return false;
    }
    let (dialect, path) = plan.dialect_at(&item.place.path);
    if plan.dialects.contains(&"backlog") {
        return item.kind == ItemKind::Task && dialect == "backlog" && Stage::of(path) == Stage::Live;
    }
    // Of plans told in running text the smallest pieces of work are moved, not the documents.
    if dialect == "work_plan" {
        let is_current = |item: &Item| plan.item_at(&item.place.path).is_none_or(|whole| !whole.archived);
        return item.is_part() && !has_parts && item.work().tally == Tally::Work && is_current(item);
    }
    match plan.of_kind(ItemKind::Plan).next() {
        Some(_) => item.kind == ItemKind::Plan,
        None => matches!(item.kind, ItemKind::Story | ItemKind::Task | ItemKind::Section),
    }
}

fn card(plan: &Plan, index: usize, item: &Item) -> Card {
    let list = |key: &str| -> Vec<String> {
        let entry = item.frontmatter.iter().find(|entry| entry.key == key);
        let Some(entry) = entry else { return Vec::new() };
        let texts = match entry.value.value.as_list() {
            Some(nodes) => nodes.iter().filter_map(|node| node.value.as_text()).map(str::to_owned).collect(),
            None => entry.value.value.as_text().map(str::to_owned).into_iter().collect::<Vec<_>>(),
        };
        texts.into_iter().filter(|text| !text.trim().is_empty()).collect()
    };
    let needs = plan
        .relations
        .iter()
        .filter(|relation| relation.kind == RelationKind::DependsOn && relation.from == item.id);
    let is_open =
        |id: &&str| plan.item(id).is_none_or(|needed| !needed.status.base.is_closed() && !needed.archived);
    Card {
        item: index,
        id: item.id.clone(),
        title: item.title.clone(),
        number: match (&item.number, item.is_part()) {
            (Some(number), true) => number.clone(),
            (None, true) => String::new(),
            (_, false) => item.id.clone(),
        },
        priority: item.priority.clone(),
        people: list("assignee"),
        labels: list("labels"),
        boxes: (item.criteria.iter().filter(|criterion| criterion.done).count(), item.criteria.len()),
        parent: item.parent.and_then(|parent| plan.items.get(parent)).map(|parent| parent.id.clone()),
        waits_for: needs.map(|relation| relation.to.as_str()).filter(is_open).map(str::to_owned).collect(),
        place: item.place.clone(),
    }
}

/// Where an item stands among others of its status: what says nothing comes last.
fn ordinal(plan: &Plan, index: usize) -> i64 {
    let stated = plan.items.get(index).and_then(|item| item.field("ordinal"));
    stated
        .and_then(|written| written.trim().parse::<f64>().ok())
        .map_or(i64::MAX, |number| (number * 1_000.0) as i64)
}
