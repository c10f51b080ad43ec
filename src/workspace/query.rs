//! The query that everything is filtered by. It stands in the link as `q`, whatever the view, goes along from view to view,
//! and is the text of the tree's filter; what it keeps is found by the search. The page of the search asks one of its
//! own, which filters nothing.

use super::Workspace;
use crate::address::Address;
use leptos::prelude::*;

/// The view whose `q` is no filter.
const SEARCH: &str = "search";
/// Where the query stands in a link.
const KEY: &str = "q";

/// How much of what a view lists is shown under the query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The name of the view.
    pub view: &'static str,
    /// How many are shown.
    pub count: usize,
    /// Of how many.
    pub of: usize,
    /// What one of them is called.
    pub noun: &'static str,
}

impl Workspace {
    /// Keeps the filter true to the link.
    pub(super) fn keep_query(self) {
        Effect::new(move |_| self.address.with(|address| self.take_query(address)));
    }

    /// Filters by what a link asks for.
    pub(super) fn take_query(self, address: &Address) {
        let asked = address.setting(KEY).unwrap_or_default();
        let is_known = address.view == SEARCH || self.filter.with_untracked(|filter| filter.text == asked);
        if !is_known {
            self.filter.update(|filter| asked.clone_into(&mut filter.text));
        }
    }

    /// Filters everything by a query; by nothing when it is empty.
    pub fn set_query(self, query: &str) {
        let address = self.address.get_untracked();
        self.filter.update(|filter| query.clone_into(&mut filter.text));
        if address.view != SEARCH && address.setting(KEY).unwrap_or_default() != query {
            self.replace(address.with(KEY, query));
        }
    }

    /// The place under the query that this one is shown under.
    pub(super) fn under_same_query(self, address: Address) -> Address {
        let query = self.query.get_untracked();
        match address.view == SEARCH || address.setting(KEY).is_some() {
            true => address,
            false => address.with(KEY, &query),
        }
    }

    /// Says how much of what a view lists it shows.
    pub fn tell_shown(self, view: &'static str, count: usize, of: usize, noun: &'static str) {
        let shown = Some(Shown { view, count, of, noun });
        if self.shown.with_untracked(|known| *known != shown) {
            self.shown.set(shown);
        }
    }
}
