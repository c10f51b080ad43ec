//! Putting together what several people said. Of each entry one version is kept, the greatest in one order of all
//! versions: so it does not matter who is merged with whom first, nor how often, and nothing is lost to a wrong clock.

use super::{Entry, Key};
use crate::order;

/// Everything that stands in either, each entry once: of its versions the one that was changed most often, and of
/// those the one that comes last in an order of their content that is the same everywhere.
pub fn merge(one: &[Entry], other: &[Entry]) -> Vec<Entry> {
    let mut all: Vec<Entry> = one.iter().chain(other).cloned().collect();
    order::sort_by(&mut all, |a, b| b.cmp(a));
    all.dedup_by(|next, kept| next.key == kept.key);
    all.reverse();
    all
}

/// What of `other` is not in `one`, or is newer there.
pub fn missing<'a>(one: &[Entry], other: &'a [Entry]) -> Vec<&'a Entry> {
    let known = |key: &Key| {
        let at = one.binary_search_by(|entry| entry.key.cmp(key)).ok()?;
        one.get(at)
    };
    other.iter().filter(|entry| known(&entry.key).is_none_or(|known| known < *entry)).collect()
}
