//! Values by dense index, for the passes of the layout: reading where nothing is gives nothing, and nothing panics.

/// The value of a slice at an index. Loops that run often take the slices of tables before, and stay in registers.
#[inline(always)]
pub(super) fn at<T: Copy + Default>(values: &[T], index: u32) -> T {
    match values.get(index as usize) {
        Some(value) => *value,
        None => T::default(),
    }
}

/// Sets the value of a slice at an index.
#[inline(always)]
pub(super) fn set<T>(values: &mut [T], index: u32, value: T) {
    if let Some(slot) = values.get_mut(index as usize) {
        *slot = value;
    }
}

/// A part of a slice; empty where there is none.
#[inline(always)]
pub(super) fn part<T>(values: &[T], begin: u32, end: u32) -> &[T] {
    values.get(begin as usize..end as usize).unwrap_or_default()
}

/// One value for each of `0..len`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Table<T>(Vec<T>);

impl<T: Copy + Default> Table<T> {
    /// So many times the same value.
    pub(super) fn of(len: usize, value: T) -> Table<T> {
        Table(vec![value; len])
    }

    /// The value at an index.
    #[inline(always)]
    pub(super) fn at(&self, index: u32) -> T {
        match self.0.get(index as usize) {
            Some(value) => *value,
            None => T::default(),
        }
    }

    /// Sets the value at an index.
    #[inline(always)]
    pub(super) fn set(&mut self, index: u32, value: T) {
        if let Some(slot) = self.0.get_mut(index as usize) {
            *slot = value;
        }
    }

    /// The values in order.
    #[inline(always)]
    pub(super) fn slice(&self) -> &[T] {
        &self.0
    }

    /// The values in order, to be changed.
    #[inline(always)]
    pub(super) fn slice_mut(&mut self) -> &mut [T] {
        &mut self.0
    }

    /// A part of the values; empty where there are none.
    #[inline(always)]
    pub(super) fn part(&self, begin: u32, end: u32) -> &[T] {
        self.0.get(begin as usize..end as usize).unwrap_or_default()
    }

    /// Holds at least so many from now on.
    #[inline]
    pub(super) fn grow_to(&mut self, len: u32) {
        if self.0.len() < len as usize {
            self.0.resize(2 * len as usize, T::default());
        }
    }

    /// How many there are.
    pub(super) fn len(&self) -> u32 {
        self.0.len() as u32
    }
}

/// Lists of indices by index, all in one piece of memory.
#[derive(Clone, Debug, Default)]
pub(super) struct Lists {
    starts: Table<u32>,
    values: Table<u32>,
}

impl Lists {
    /// The second of each pair by the first, in the order of the pairs.
    pub(super) fn of(len: usize, pairs: impl Iterator<Item = (u32, u32)> + Clone) -> Lists {
        let mut starts = Table::of(len + 1, 0_u32);
        let mut count = 0;
        for (key, _) in pairs.clone() {
            starts.set(key + 1, starts.at(key + 1) + 1);
            count += 1;
        }
        let mut sum = 0;
        for start in starts.slice_mut() {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let mut values = Table::of(count, 0_u32);
        for (key, value) in pairs {
            let at = next.at(key);
            values.set(at, value);
            next.set(key, at + 1);
        }
        Lists { starts, values }
    }

    /// How long each list is.
    pub(super) fn lengths(&self) -> Table<u32> {
        let starts = self.starts.slice();
        let ends = starts.get(1..).unwrap_or_default();
        Table(starts.iter().zip(ends).map(|(start, end)| end - start).collect())
    }

    /// Where each list begins in the values, and the values.
    #[inline(always)]
    pub(super) fn slices(&self) -> (&[u32], &[u32]) {
        (self.starts.slice(), self.values.slice())
    }

    /// The list of an index.
    #[inline(always)]
    pub(super) fn at(&self, index: u32) -> &[u32] {
        self.values.part(self.starts.at(index), self.starts.at(index + 1))
    }
}
