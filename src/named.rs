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
    first: BTreeMap<u64, u32>,
    /// Names whose hash another one had before, sorted: chance makes none, ill will may make many.
    others: Vec<(String, u32)>,
}

impl Index {
    /// The place of a name.
    pub fn find(&self, name: &str, is_named: impl Fn(usize) -> bool) -> Option<usize> {
        let first = *self.first.get(&hash(name))? as usize;
        if is_named(first) {
            return Some(first);
        }
        let at = self.others.binary_search_by(|(other, _)| other.as_str().cmp(name)).ok()?;
        self.others.get(at).map(|(_, place)| *place as usize)
    }

    /// Remembers the place of a name, unless the name has one; whether it was remembered.
    pub fn insert_new(&mut self, name: &str, place: usize, is_named: impl Fn(usize) -> bool) -> bool {
        let place = u32::try_from(place).unwrap_or(u32::MAX);
        let first = *self.first.entry(hash(name)).or_insert(place);
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
        let place = u32::try_from(place).unwrap_or(u32::MAX);
        if let Some(first) = self.first.get_mut(&hash(name))
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
    fn names_of_one_hash_are_told_apart() {
        let mut index = Index::default();
        let names = ["plan", "task", "note"];
        for (place, name) in names.iter().enumerate() {
            index.insert_new(name, place, |place| names.get(place) == Some(name));
        }
        // Whatever the hashes are, here they become one.
        let first = Index { first: names.iter().map(|name| (hash(name), 0)).collect(), others: Vec::new() };
        let mut collided = first;
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
