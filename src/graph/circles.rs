//! Circles of a graph: what needs itself by way of others.

/// For each node the circle it lies on, as a number; nodes on no circle have numbers of their own. Strongly connected
/// components, with a path of their own in place of recursion (Tarjan 1972).
pub(super) fn circles(out: &[Vec<usize>]) -> Vec<usize> {
    let count = out.len();
    let mut circle = vec![usize::MAX; count];
    let (mut met, mut low) = (vec![0_usize; count], vec![0_usize; count]);
    let (mut clock, mut open): (usize, Vec<usize>) = (0, Vec::new());
    let get = |list: &[usize], at: usize| list.get(at).copied().unwrap_or_default();
    let set = |list: &mut [usize], at: usize, value: usize| {
        list.iter_mut().skip(at).take(1).for_each(|slot| *slot = value)
    };
    for start in 0..count {
        if get(&met, start) > 0 {
            continue;
        }
        let mut path = vec![(start, 0_usize)];
        while let Some((at, followed)) = path.pop() {
            if followed == 0 {
                clock += 1;
                set(&mut met, at, clock);
                set(&mut low, at, clock);
                open.push(at);
            }
            match out.get(at).and_then(|list| list.get(followed)).copied() {
                Some(next) => {
                    path.push((at, followed + 1));
                    if get(&met, next) == 0 {
                        path.push((next, 0));
                    } else if get(&circle, next) == usize::MAX {
                        let least = get(&low, at).min(get(&met, next));
                        set(&mut low, at, least);
                    }
                }
                None => {
                    if get(&low, at) == get(&met, at) {
                        while let Some(member) = open.pop() {
                            set(&mut circle, member, at);
                            if member == at {
                                break;
                            }
                        }
                    }
                    if let Some((above, _)) = path.last().copied() {
                        let least = get(&low, above).min(get(&low, at));
                        set(&mut low, above, least);
                    }
                }
            }
        }
    }
    circle
}
