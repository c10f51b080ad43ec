//! Values by name, in little code: each kind of map is compiled anew, 4 kB each. Here all share the one from
//! names to places.

use std::collections::BTreeMap;

/// Values by name, in the order of the names.
#[derive(Clone, Debug)]
pub struct Named<V> {
    places: BTreeMap<String, usize>,
    values: Vec<V>,
}

impl<V> Default for Named<V> {
    fn default() -> Named<V> {
        Named { places: BTreeMap::new(), values: Vec::new() }
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
        self.values.get(*self.places.get(name)?)
    }

    /// Gives a name its value, in place of the one it had.
    pub fn insert(&mut self, name: &str, value: V) {
        match self.places.get(name).and_then(|place| self.values.get_mut(*place)) {
            Some(known) => *known = value,
            None => {
                self.places.insert(name.to_owned(), self.values.len());
                self.values.push(value);
            }
        }
    }

    /// Gives a name its value, unless it has one.
    pub fn insert_new(&mut self, name: &str, value: V) {
        if !self.places.contains_key(name) {
            self.insert(name, value);
        }
    }

    /// Changes the value of a name, which begins empty.
    pub fn change<R>(&mut self, name: &str, change: impl FnOnce(&mut V) -> R) -> R
    where
        V: Default,
    {
        if let Some(value) = self.places.get(name).and_then(|place| self.values.get_mut(*place)) {
            return change(value);
        }
        let mut value = V::default();
        let result = change(&mut value);
        self.insert(name, value);
        result
    }

    /// All values with their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &V)> {
        self.places.iter().filter_map(|(name, place)| Some((name.as_str(), self.values.get(*place)?)))
    }

    /// All values, to be changed, in any order.
    pub fn values_mut(&mut self) -> std::slice::IterMut<'_, V> {
        self.values.iter_mut()
    }
}

#[cfg(test)]
mod tests {
    use super::Named;

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
}
