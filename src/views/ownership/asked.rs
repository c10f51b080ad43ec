//! What the link asks of the page: the form, what narrows it, the order.

use crate::address::Address;
use crate::graph::matrix::{Concern, Matrix, Row};
use crate::graph::{Graph, Node};
use crate::outline::plain;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The value of a choice that leaves everything.
pub(super) const ANY: &str = "*";

/// In which form the same is shown: value in the link, words.
pub(super) const FORMS: [(&str, &str); 4] = [
    ("graph", "Graph"),
    ("plans", "Modules × plans"),
    ("people", "Modules × people"),
    ("coverage", "Coverage"),
];

/// By what modules are sorted.
pub(super) const SORTS: [(&str, &str); 4] = [
    ("", "Sorted by name"),
    ("concerns", "What presses first"),
    ("plans", "Most plans first"),
    ("people", "Sorted by owner"),
];

/// By what modules are put together.
pub(super) const GROUPS: [(&str, &str); 4] = [
    ("", "Not grouped"),
    ("owner", "By owner"),
    ("origin", "By the plan they came from"),
    ("concern", "By what is to be known"),
];

/// What the link asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) form: &'static str,
    pub(super) text: String,
    /// The modules that a query keeps; everything when there is none.
    pub(super) kept: Option<Arc<BTreeSet<String>>>,
    pub(super) concern: Option<Concern>,
    pub(super) person: String,
    pub(super) sort: String,
    pub(super) group: String,
    pub(super) of: String,
    pub(super) is_table: bool,
    /// The id of the node around which is drawn, and how many steps; none: all of it.
    pub(super) focus: String,
    pub(super) depth: u32,
}

/// How far around a node is drawn that nobody asked otherwise of, and at most.
const DEPTH: u32 = 2;
pub(super) const MOST_DEPTH: u32 = 9;

pub(super) fn asked_of(address: &Address) -> Asked {
    let setting = |key: &str| address.setting(key).unwrap_or_default();
    let form = FORMS.into_iter().find(|(name, _)| setting("form") == *name).map_or("graph", |(name, _)| name);
    Asked {
        form,
        text: plain(setting("q")).to_owned(),
        kept: None,
        concern: Concern::ALL.into_iter().find(|it| it.name() == setting("concern")),
        person: setting("person").to_owned(),
        sort: setting("sort").to_owned(),
        group: setting("group").to_owned(),
        of: setting("of").to_owned(),
        is_table: setting("view") == "table",
        focus: setting("focus").to_owned(),
        depth: setting("depth").parse().unwrap_or(DEPTH).min(MOST_DEPTH),
    }
}

impl Asked {
    /// Around which node is drawn, and how far, where there is such a node.
    pub(super) fn around(&self, graph: &Graph) -> Option<(&str, u32)> {
        graph.find(&self.focus).map(|_| (self.focus.as_str(), self.depth))
    }

    /// Whether a module that is gone is kept by the filter: nothing is known of it but its name.
    pub(super) fn keeps_gone(&self, node: &Node) -> bool {
        let is_named = node.label.to_lowercase().contains(&self.text.to_lowercase());
        is_named && self.kept.is_none() && self.concern.is_none() && self.person.is_empty()
    }

    /// Whether a module is kept by the filter.
    pub(super) fn keeps(&self, matrix: &Matrix, row: &Row) -> bool {
        let has = |name: &str| name.to_lowercase().contains(&self.text.to_lowercase());
        let plans = || row.cells.iter().filter_map(|cell| matrix.plans.get(cell.column));
        let people = || row.holdings.iter().filter_map(|held| matrix.people.get(held.column));
        self.kept.as_ref().is_none_or(|kept| kept.contains(&row.module))
            && (self.text.is_empty()
                || has(&row.module)
                || plans().any(|plan| has(&plan.id))
                || people().any(|it| has(&it.name)))
            && self.concern.is_none_or(|concern| row.is(concern))
            && (self.person.is_empty() || people().any(|it| it.name == self.person))
    }
}
