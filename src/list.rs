//! A long list in parts that the versions of a tree share: a version in which little has changed costs the parts in
//! which it has, and a counter for each of the others.

use std::cmp::Ordering;
use std::sync::Arc;

/// How many values a part has when nobody says where parts end.
const PART: usize = 64;

/// Values in their order. A clone shares all of them; what is changed afterwards is copied part by part.
#[derive(Debug)]
pub struct List<T> {
    parts: Vec<Arc<Vec<T>>>,
    /// For each part, how many values it and those before it have.
    ends: Vec<usize>,
}

impl<T> Default for List<T> {
    fn default() -> List<T> {
        List { parts: Vec::new(), ends: Vec::new() }
    }
}

impl<T> Clone for List<T> {
    fn clone(&self) -> List<T> {
        List { parts: self.parts.clone(), ends: self.ends.clone() }
    }
}

impl<T> List<T> {
    /// How many values there are.
    pub fn len(&self) -> usize {
        self.ends.last().copied().unwrap_or_default()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The value at a position.
    pub fn get(&self, index: usize) -> Option<&T> {
        let (part, within) = self.place(index);
        self.parts.get(part)?.get(within)
    }

    /// The first value.
    pub fn first(&self) -> Option<&T> {
        self.get(0)
    }

    /// The last value.
    pub fn last(&self) -> Option<&T> {
        self.get(self.len().checked_sub(1)?)
    }

    /// All values in their order.
    pub fn iter(&self) -> Iter<'_, T> {
        Iter { parts: self.parts.iter(), front: [].iter(), back: [].iter(), left: self.len() }
    }

    /// The values from one position up to another.
    pub fn range(&self, range: std::ops::Range<usize>) -> impl Iterator<Item = &T> {
        let (first, within) = self.place(range.start);
        let parts = self.parts.get(first..).unwrap_or_default().iter();
        let values = parts.flat_map(|part| part.iter());
        values.skip(within).take(range.end.min(self.len()).saturating_sub(range.start))
    }

    /// The position of a value in a list that is in order, or where it would stand. `compare` says how a value stands
    /// to the one that is looked for.
    pub fn find_by(&self, mut compare: impl FnMut(&T) -> Ordering) -> Result<usize, usize> {
        let (mut start, mut end) = (0, self.len());
        while start < end {
            let middle = start + (end - start) / 2;
            match self.get(middle).map(&mut compare) {
                Some(Ordering::Less) => start = middle + 1,
                Some(Ordering::Equal) => return Ok(middle),
                _ => end = middle,
            }
        }
        Err(start)
    }

    /// The parts.
    pub fn parts(&self) -> &[Arc<Vec<T>>] {
        &self.parts
    }

    /// A list of these parts.
    pub fn of_parts(parts: Vec<Arc<Vec<T>>>) -> List<T> {
        let mut list = List { parts, ends: Vec::new() };
        list.count();
        list
    }

    /// Puts another part in the place of one.
    pub fn set_part(&mut self, at: usize, values: Arc<Vec<T>>) {
        if let Some(part) = self.parts.get_mut(at) {
            *part = values;
            self.count();
        }
    }

    /// The part that holds a position, and the place in it.
    pub fn place(&self, index: usize) -> (usize, usize) {
        let begin = |part: usize| {
            part.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default()
        };
        // Parts are of about one size mostly, so that it is known where to look.
        let likely = index as u64 * self.parts.len() as u64 / self.len().max(1) as u64;
        let mut part = usize::try_from(likely).unwrap_or_default();
        for _ in 0..4 {
            match self.ends.get(part) {
                Some(_) if index < begin(part) => part -= 1,
                Some(end) if index >= *end => part += 1,
                Some(_) => return (part, index - begin(part)),
                None => break,
            }
        }
        let part = self.ends.partition_point(|end| *end <= index);
        (part, index - begin(part))
    }

    fn count(&mut self) {
        self.ends.clear();
        let mut end = 0;
        self.ends.extend(self.parts.iter().map(|part| {
            end += part.len();
            end
        }));
    }
}

impl<T: Clone> List<T> {
    /// The value at a position, to be changed.
    pub fn get_mut(&mut self, index: usize) -> Option<&mut T> {
        let (part, within) = self.place(index);
        Arc::make_mut(self.parts.get_mut(part)?).get_mut(within)
    }

    /// All values, to be changed.
    pub fn iter_mut(&mut self) -> IterMut<'_, T> {
        self.parts.iter_mut().flat_map(values_mut as fn(_) -> _)
    }

    /// Adds a value behind all others.
    pub fn push(&mut self, value: T) {
        self.extend([value]);
    }

    /// All values as one piece, for what needs them so.
    pub fn into_vec(self) -> Vec<T> {
        let mut values = Vec::with_capacity(self.len());
        for part in self.parts {
            match Arc::try_unwrap(part) {
                Ok(part) => values.extend(part),
                Err(part) => values.extend(part.iter().cloned()),
            }
        }
        values
    }

    /// Changes the list as one piece: sorts it, takes values out.
    pub fn change<R>(&mut self, change: impl FnOnce(&mut Vec<T>) -> R) -> R {
        let mut values = std::mem::take(self).into_vec();
        let result = change(&mut values);
        *self = List::from(values);
        result
    }
}

impl<T> From<Vec<T>> for List<T> {
    fn from(mut values: Vec<T>) -> List<T> {
        let mut parts = Vec::with_capacity(values.len() / PART + 1);
        while values.len() > PART {
            // From the end, so that every value moves once.
            let last = (values.len() - 1) / PART * PART;
            parts.push(Arc::new(values.split_off(last)));
        }
        parts.push(Arc::new(values));
        parts.reverse();
        List::of_parts(parts)
    }
}

impl<T> FromIterator<T> for List<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> List<T> {
        List::from(values.into_iter().collect::<Vec<T>>())
    }
}

impl<T: Clone> Extend<T> for List<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, values: I) {
        for value in values {
            let has_room = self.parts.last().is_some_and(|part| part.len() < PART);
            match self.parts.last_mut().filter(|_| has_room) {
                Some(last) => Arc::make_mut(last).push(value),
                None => self.parts.push(Arc::new(vec![value])),
            }
        }
        self.count();
    }
}

impl<T: PartialEq> PartialEq for List<T> {
    fn eq(&self, other: &List<T>) -> bool {
        self.len() == other.len() && self.iter().zip(other).all(|(own, other)| own == other)
    }
}

impl<T: Eq> Eq for List<T> {}

impl<T: PartialEq, const N: usize> PartialEq<[T; N]> for List<T> {
    fn eq(&self, other: &[T; N]) -> bool {
        self.len() == N && self.iter().zip(other).all(|(own, other)| own == other)
    }
}

impl<'a, T> IntoIterator for &'a List<T> {
    type Item = &'a T;
    type IntoIter = Iter<'a, T>;

    fn into_iter(self) -> Iter<'a, T> {
        self.iter()
    }
}

impl<T: Clone> IntoIterator for List<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> std::vec::IntoIter<T> {
        self.into_vec().into_iter()
    }
}

/// The values of a [`List`], to be changed, one after the other.
pub type IterMut<'a, T> = std::iter::FlatMap<
    std::slice::IterMut<'a, Arc<Vec<T>>>,
    std::slice::IterMut<'a, T>,
    fn(&'a mut Arc<Vec<T>>) -> std::slice::IterMut<'a, T>,
>;

fn values_mut<T: Clone>(part: &mut Arc<Vec<T>>) -> std::slice::IterMut<'_, T> {
    Arc::make_mut(part).iter_mut()
}

impl<'a, T: Clone> IntoIterator for &'a mut List<T> {
    type Item = &'a mut T;
    type IntoIter = IterMut<'a, T>;

    fn into_iter(self) -> IterMut<'a, T> {
        self.iter_mut()
    }
}

/// The values of a [`List`], one after the other.
#[derive(Debug)]
pub struct Iter<'a, T> {
    parts: std::slice::Iter<'a, Arc<Vec<T>>>,
    front: std::slice::Iter<'a, T>,
    back: std::slice::Iter<'a, T>,
    left: usize,
}

impl<T> Clone for Iter<'_, T> {
    fn clone(&self) -> Self {
        Iter {
            parts: self.parts.clone(),
            front: self.front.clone(),
            back: self.back.clone(),
            left: self.left,
        }
    }
}

impl<'a, T> Iterator for Iter<'a, T> {
    type Item = &'a T;

    fn next(&mut self) -> Option<&'a T> {
        loop {
            if let Some(value) = self.front.next() {
                self.left -= 1;
                return Some(value);
            }
            match self.parts.next() {
                Some(part) => self.front = part.iter(),
                None => {
                    let value = self.back.next()?;
                    self.left -= 1;
                    return Some(value);
                }
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl<T> DoubleEndedIterator for Iter<'_, T> {
    fn next_back(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(value) = self.back.next_back() {
                self.left -= 1;
                return Some(value);
            }
            match self.parts.next_back() {
                Some(part) => self.back = part.iter(),
                None => {
                    let value = self.front.next_back()?;
                    self.left -= 1;
                    return Some(value);
                }
            }
        }
    }
}

impl<T> ExactSizeIterator for Iter<'_, T> {}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(list: &List<u32>) -> Vec<u32> {
        list.iter().copied().collect()
    }

    #[test]
    fn a_list_is_like_the_vector_of_its_values() {
        for count in [0, 1, 63, 64, 65, 200] {
            let values: Vec<u32> = (0..count).map(|n| n * 2).collect();
            let mut list = List::from(values.clone());
            assert_eq!((list.len(), list.is_empty()), (values.len(), values.is_empty()));
            assert_eq!(numbers(&list), values);
            assert_eq!(
                list.iter().rev().copied().collect::<Vec<_>>(),
                values.iter().rev().copied().collect::<Vec<_>>()
            );
            assert_eq!(
                (list.first(), list.last(), list.get(values.len())),
                (values.first(), values.last(), None)
            );
            for (at, value) in values.iter().enumerate() {
                assert_eq!(list.get(at), Some(value));
                assert_eq!(list.find_by(|known| known.cmp(value)), Ok(at));
                assert_eq!(list.find_by(|known| known.cmp(&(value + 1))), Err(at + 1));
            }
            assert_eq!(
                list.range(1..70).collect::<Vec<_>>(),
                values.iter().skip(1).take(69).collect::<Vec<_>>()
            );
            list.extend([7, 8]);
            assert_eq!(list.clone().into_vec(), [values.as_slice(), &[7, 8]].concat());
        }
    }

    #[test]
    fn versions_share_what_has_not_changed() {
        let old: List<u32> = (0..200).collect();
        let mut new = old.clone();
        new.get_mut(70).into_iter().for_each(|value| *value = 1);
        assert_eq!((old.get(70), new.get(70)), (Some(&70), Some(&1)));
        let is_shared = old.parts().iter().zip(new.parts()).map(|(old, new)| Arc::ptr_eq(old, new));
        assert_eq!(is_shared.collect::<Vec<_>>(), [true, false, true, true]);
        new.set_part(1, Arc::new(vec![9]));
        assert_eq!((new.len(), new.get(64), new.get(65)), (137, Some(&9), Some(&128)));
    }

    #[test]
    fn both_ends_meet_in_the_middle() {
        let list: List<u32> = (0..130).collect();
        let mut values = list.iter();
        let mut seen = Vec::new();
        while let Some(front) = values.next() {
            seen.push(*front);
            seen.extend(values.next_back());
        }
        seen.sort();
        assert_eq!(seen, numbers(&list));
    }
}
