//! Finding anything in a tree: what people type, read as a query; the words of everything that can be found; and what
//! fits, the best first.
//!
//! The passes stand in files of their own, in this order: letters as they are compared ([`fold`]), text as words
//! ([`words`]), words with numbers ([`terms`]), which records hold them ([`index`]), what the records of a tree are
//! ([`records`]), what was typed ([`query`]), fields ([`fields`]), which records fit and how well ([`rank`]), what
//! is shown of them ([`hits`]), and what a query keeps of everything that is shown elsewhere ([`kept`]).

pub mod fields;
pub mod fold;
pub mod hits;
pub mod index;
pub mod kept;
pub mod query;
pub mod rank;
pub mod records;
pub mod saved;
pub mod terms;
pub mod words;

pub use hits::{Hit, Marker, Texts};
pub use kept::{Kept, Thing};
pub use query::Query;
pub use rank::Ranked;
pub use records::{Indexed, Indexing, Record, Records};

use crate::answers::Inquiry;
use crate::files::Files;
use crate::findings::Finding;
use crate::plan::Names;
use serde::Serialize;

/// What a query is put to.
#[derive(Clone, Copy, Debug)]
pub struct Ground<'a> {
    /// What the tree says, as of a day.
    pub inquiry: Inquiry<'a>,
    /// What its items and modules are called.
    pub names: &'a Names,
    /// What the rules have found.
    pub findings: &'a [Finding],
    /// What can be found.
    pub records: &'a Records,
}

/// What a query found.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Results {
    /// The query as typed.
    pub query: String,
    /// How many records fit.
    pub count: usize,
    /// The first of them, the best first.
    pub hits: Vec<Hit>,
    /// What was left out of the query, and why.
    pub remarks: Vec<String>,
}

/// Puts a query to a tree and shows the best `most` of what fits. `texts` keeps what was shown for the next query.
pub fn search(ground: Ground<'_>, files: &Files, texts: &mut Texts, text: &str, most: usize) -> Results {
    let mut query = Query::parse(text);
    fields::leave_out_unknown(ground, &mut query);
    let mut found = rank::found(ground, &query);
    if found.is_empty()
        && let Some(relaxed) = query.relaxed()
    {
        let some = rank::found(ground, &relaxed);
        if !some.is_empty() {
            (query, found) = (relaxed, some);
        }
    }
    let count = found.len();
    let marker = Marker::of(&query);
    let best = rank::best(ground, found, most);
    let hits =
        best.into_iter().filter_map(|ranked| hits::hit(ground, files, texts, &marker, ranked)).collect();
    Results { query: text.to_owned(), count, hits, remarks: query.remarks }
}

/// Hits by the plan that they belong to, in the order of the best of each.
pub fn grouped(hits: &[Hit]) -> Vec<(Option<&str>, Vec<&Hit>)> {
    let mut groups: Vec<(Option<&str>, Vec<&Hit>)> = Vec::new();
    for hit in hits {
        let plan = hit.plan.as_deref();
        match groups.iter_mut().find(|(known, _)| *known == plan) {
            Some((_, group)) => group.push(hit),
            None => groups.push((plan, vec![hit])),
        }
    }
    groups
}
