//! Sorting, in little code: the sort of the standard library is compiled anew for every type that it sorts,
//! 4 kB each. Here it sorts places, and the values follow.

use std::cmp::Ordering;

/// Sorts like [`slice::sort_by`]: equal values stay in the order they have.
pub fn sort_by<T>(values: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    // Much is made in order, and then there is nothing to move.
    if values.is_sorted_by(|a, b| compare(a, b).is_le()) {
        return;
    }
    let mut targets = targets(values.len(), &|a, b| match (values.get(a), values.get(b)) {
        (Some(a), Some(b)) => compare(a, b),
        _ => Ordering::Equal,
    });
    for at in 0..values.len() {
        while let Some(target) = targets.get(at).copied().filter(|target| *target != at) {
            values.swap(at, target);
            targets.swap(at, target);
        }
    }
}

/// Sorts like [`slice::sort`].
pub fn sort<T: Ord>(values: &mut [T]) {
    sort_by(values, T::cmp);
}

/// For every place, the one that its value belongs to.
fn targets(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut sorted: Vec<usize> = (0..count).collect();
    sorted.sort_by(|a, b| compare(*a, *b));
    let mut targets = vec![0; count];
    for (target, place) in sorted.into_iter().enumerate() {
        if let Some(slot) = targets.get_mut(place) {
            *slot = target;
        }
    }
    targets
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorts_like_the_standard_library() {
        for count in 0..60_u32 {
            let values: Vec<(u32, u32)> = (0..count).map(|n| (n * 7919 % 13, n)).collect();
            let (mut ours, mut theirs) = (values.clone(), values);
            sort_by(&mut ours, |a, b| a.0.cmp(&b.0));
            theirs.sort_by_key(|value| value.0);
            assert_eq!(ours, theirs);
            ours.reverse();
            sort(&mut ours);
            theirs.sort();
            assert_eq!(ours, theirs);
        }
    }
}
