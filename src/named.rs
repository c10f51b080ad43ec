//! Values by name, in little code: each kind of map is compiled anew, 4 kB each. Here all share one index.
//!
//! Names of planning trees are paths and share long beginnings, so that comparing them is what takes the time.
//! The index compares their hashes instead, and a name only once.

use crate::order;
use std::collections::BTreeMap;

/// Which of many names stands at which place. The names themselves are kept elsewhere, so whoever asks says
/// whether a place has the name.
#[derive(Clone, Debug, Default)]
pub struct Index {
    first: Table,
    /// Names whose hash another one had before, sorted: chance makes none, ill will may make many.
    others: Vec<(String, u32)>,
}

/// Numbers by hash. Each stands in one of a few slots from the one on that its hash asks for; where ill will has filled these, in
/// the map, which no choice of names makes slow.
#[derive(Clone, Debug, Default)]
struct Table {
    /// As many as a power of two, half of them free.
    slots: Vec<(u64, u32)>,
    used: usize,
    more: BTreeMap<u64, u32>,
}

/// What stands in a slot that is free.
const FREE: u32 = u32::MAX;
/// In how many slots a number may stand.
const REACH: usize = 16;

impl Table {
    /// The slot in which a hash stands, or would stand.
    fn slot(&self, hash: u64) -> Option<usize> {
        let mask = self.slots.len().checked_sub(1)?;
        // The high bits of a product are the well mixed ones.
        let begin = (hash >> 32) as usize;
        let is_its =
            |at: &usize| self.slots.get(*at).is_some_and(|(known, place)| *known == hash || *place == FREE);
        (0..REACH).map(|step| begin.wrapping_add(step) & mask).find(is_its)
    }

    fn get(&self, hash: u64) -> Option<u32> {
        match self.slot(hash).and_then(|at| self.slots.get(at)) {
            Some((_, place)) => Some(*place).filter(|place| *place != FREE),
            None => self.more.get(&hash).copied(),
        }
    }

    fn get_mut(&mut self, hash: u64) -> Option<&mut u32> {
        match self.slot(hash) {
            Some(at) => self.slots.get_mut(at).map(|(_, place)| place).filter(|place| **place != FREE),
            None => self.more.get_mut(&hash),
        }
    }

    /// Gives a hash its number, unless it has one. The number that it has now.
    fn first(&mut self, hash: u64, place: u32) -> u32 {
        if 2 * self.used >= self.slots.len() {
            self.grow();
        }
        let Some(slot) = self.slot(hash).and_then(|at| self.slots.get_mut(at)) else {
            return *self.more.entry(hash).or_insert(place);
        };
        if slot.1 == FREE {
            *slot = (hash, place);
            self.used += 1;
        }
        slot.1
    }

    fn grow(&mut self) {
        let slots = vec![(0, FREE); (2 * self.slots.len()).max(8)];
        let (known, more) = (std::mem::replace(&mut self.slots, slots), std::mem::take(&mut self.more));
        for (hash, place) in known.into_iter().filter(|(_, place)| *place != FREE).chain(more) {
            match self.slot(hash).and_then(|at| self.slots.get_mut(at)) {
                Some(slot) => *slot = (hash, place),
                None => self.more.extend([(hash, place)]),
            }
        }
        self.used = self.slots.iter().filter(|(_, place)| *place != FREE).count();
    }
}

impl Index {
    /// The place of a name.
    pub fn find(&self, name: &str, is_named: impl Fn(usize) -> bool) -> Option<usize> {
        let first = self.first.get(hash(name))? as usize;
        if is_named(first) {
            return Some(first);
        }
        let at = self.others.binary_search_by(|(other, _)| other.as_str().cmp(name)).ok()?;
        self.others.get(at).map(|(_, place)| *place as usize)
    }

    /// Remembers the place of a name, unless the name has one; whether it was remembered.
    pub fn insert_new(&mut self, name: &str, place: usize, is_named: impl Fn(usize) -> bool) -> bool {
        let place = u32::try_from(place).unwrap_or(FREE - 1);
        let first = self.first.first(hash(name), place);
        if first == place || is_named(first as usize) {
            return first == place;
        }
        let at = self.others.binary_search_by(|(other, _)| other.as_str().cmp(name));
        if let Err(at) = at {
            self.others.insert(at, (name.to_owned(), place));
        }
        at.is_err()
    }
}

impl Index {
    /// Gives a name that has a place another one, which has the name too.
    pub fn set(&mut self, name: &str, place: usize, is_named: impl Fn(usize) -> bool) {
        let place = u32::try_from(place).unwrap_or(FREE - 1);
        if let Some(first) = self.first.get_mut(hash(name))
            && is_named(*first as usize)
        {
            *first = place;
        } else if let Ok(at) = self.others.binary_search_by(|(other, _)| other.as_str().cmp(name)) {
            self.others.get_mut(at).into_iter().for_each(|other| other.1 = place);
        }
    }
}

/// Eight bytes at once: names are hashed as often as they are looked up.
pub(crate) fn hash(name: &str) -> u64 {
    const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;
    let (words, rest) = name.as_bytes().as_chunks();
    let mix = |hash: u64, word: u64| {
        let mixed = (hash ^ word).wrapping_mul(SPREAD);
        mixed ^ mixed >> 29
    };
    let hash = words.iter().fold(name.len() as u64, |hash, word| mix(hash, u64::from_le_bytes(*word)));
    mix(hash, rest.iter().fold(0, |word, byte| word << 8 | u64::from(*byte)))
}

/// Values by name, in the order of the names.
#[derive(Clone, Debug)]
pub struct Named<V> {
    index: Index,
    /// In the order in which they came.
    names: Vec<String>,
    values: Vec<V>,
}

impl<V> Default for Named<V> {
    fn default() -> Named<V> {
        Named { index: Index::default(), names: Vec::new(), values: Vec::new() }
    }
}

impl<V> Named<V> {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The value of a name.
    pub fn get(&self, name: &str) -> Option<&V> {
        self.values.get(place(&self.index, &self.names, name)?)
    }

    /// Gives a name its value, in place of the one it had.
    pub fn insert(&mut self, name: &str, value: V) {
        match self.values.get_mut(add(&mut self.index, &mut self.names, name)) {
            Some(known) => *known = value,
            None => self.values.push(value),
        }
    }

    /// Gives a name its value, unless it has one.
    pub fn insert_new(&mut self, name: &str, value: V) {
        if add(&mut self.index, &mut self.names, name) == self.values.len() {
            self.values.push(value);
        }
    }

    /// Changes the value of a name, which begins empty.
    pub fn change<R>(&mut self, name: &str, change: impl FnOnce(&mut V) -> R) -> R
    where
        V: Default,
    {
        if let Some(value) = self.values.get_mut(add(&mut self.index, &mut self.names, name)) {
            return change(value);
        }
        let mut value = V::default();
        let result = change(&mut value);
        self.values.push(value);
        result
    }

    /// All values with their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &V)> {
        let places = in_order(&self.names).into_iter();
        places.filter_map(|place| Some((self.names.get(place)?.as_str(), self.values.get(place)?)))
    }

    /// All values, to be changed, in any order.
    pub fn values_mut(&mut self) -> std::slice::IterMut<'_, V> {
        self.values.iter_mut()
    }
}

/// The place of a name.
fn place(index: &Index, names: &[String], name: &str) -> Option<usize> {
    index.find(name, |place| names.get(place).is_some_and(|known| known == name))
}

/// The place of a name, which is a new one at the end when it had none.
fn add(index: &mut Index, names: &mut Vec<String>, name: &str) -> usize {
    let is_new =
        index.insert_new(name, names.len(), |place| names.get(place).is_some_and(|known| known == name));
    if is_new {
        names.push(name.to_owned());
        return names.len() - 1;
    }
    place(index, names, name).unwrap_or(names.len())
}

/// The places of names in their order.
fn in_order(names: &[String]) -> Vec<usize> {
    let mut places: Vec<usize> = (0..names.len()).collect();
    order::sort_by(&mut places, |a, b| names.get(*a).cmp(&names.get(*b)));
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_keep_their_values() {
        let mut named = Named::default();
        named.insert("b", 1);
        named.insert_new("a", 2);
        named.insert_new("b", 3);
        assert_eq!(named.iter().collect::<Vec<_>>(), [("a", &2), ("b", &1)]);
        named.insert("b", 4);
        assert_eq!(named.change("a", |value| std::mem::replace(value, 7)), 2);
        assert_eq!(named.change("c", |value| *value), 0);
        assert_eq!(
            (named.len(), named.get("a"), named.get("b"), named.get("x")),
            (3, Some(&7), Some(&4), None)
        );
    }

    /// A place of an index whose names all have the same hash.
    fn find(index: &Index, names: &[&str], name: &str) -> Option<usize> {
        index.find(name, |place| names.get(place) == Some(&name))
    }

    #[test]
    fn a_table_of_any_size_keeps_what_was_first() {
        let mut table = Table::default();
        assert_eq!((table.get(7), table.get_mut(7)), (None, None));
        // Hashes that all ask for one slot, and others.
        let hashes = |at: u64| if at.is_multiple_of(2) { at } else { at << 40 };
        for at in 0..1000 {
            assert_eq!(table.first(hashes(at), at as u32), at as u32);
            assert_eq!(table.first(hashes(at), 7777), at as u32);
        }
        for at in 0..1000 {
            assert_eq!(table.get(hashes(at)), Some(at as u32));
            assert_eq!(table.get(hashes(at + 1000)), None);
        }
        table.get_mut(hashes(5)).into_iter().for_each(|place| *place = 12);
        assert_eq!(table.get(hashes(5)), Some(12));
        assert_eq!(table.used + table.more.len(), 1000);
    }

    #[test]
    fn names_of_one_hash_are_told_apart() {
        let mut index = Index::default();
        let names = ["plan", "task", "note"];
        for (place, name) in names.iter().enumerate() {
            index.insert_new(name, place, |place| names.get(place) == Some(name));
        }
        // Whatever the hashes are, here they become one.
        let mut collided = Index::default();
        names.iter().for_each(|name| assert_eq!(collided.first.first(hash(name), 0), 0));
        for (place, name) in names.iter().enumerate().skip(1) {
            assert!(collided.insert_new(name, place, |place| names.get(place) == Some(name)));
            assert!(!collided.insert_new(name, 9, |place| names.get(place) == Some(name)));
        }
        for (place, name) in names.iter().enumerate() {
            assert_eq!(find(&index, &names, name), Some(place));
            assert_eq!(find(&collided, &names, name), Some(place));
        }
        assert_eq!(find(&index, &names, "none"), None);
    }
}
