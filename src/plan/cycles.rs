//! Circles among dependencies: items that need each other, be it through others.

use super::Dependencies;
use crate::order;

/// What is known of an item on the way through its dependencies.
#[derive(Clone, Copy, Default)]
struct Visit {
    /// When it was met, from 1; 0 before.
    met: usize,
    /// The earliest item that is still open and that it leads to, by when that was met.
    leads_to: usize,
    /// Whether the circle it belongs to is not closed yet.
    is_open: bool,
}

impl Dependencies {
    /// Every circle, each once: its items in order. An item that needs itself is a circle of one.
    ///
    /// These are the strongly connected components, found as Tarjan does, with a path of its own in place of
    /// recursion.
    pub fn cycles(&self) -> Vec<Vec<usize>> {
        let mut visits = vec![Visit::default(); self.len()];
        let mut circles: Vec<Vec<usize>> = Vec::new();
        let (mut met, mut open): (usize, Vec<usize>) = (0, Vec::new());
        // The items from the start to here, each with how many of its dependencies were followed.
        let mut path: Vec<(usize, usize)> = Vec::new();
        for start in 0..self.len() {
            if visits.get(start).is_none_or(|visit| visit.met > 0) {
                continue;
            }
            path.push((start, 0));
            while let Some((item, followed)) = path.pop() {
                if followed == 0 {
                    met += 1;
                    let visit = Visit { met, leads_to: met, is_open: true };
                    visits.get_mut(item).into_iter().for_each(|known| *known = visit);
                    open.push(item);
                }
                let next = self.needs(item).get(followed).map(|edge| edge.to);
                let below = next.and_then(|next| visits.get(next)).copied().unwrap_or_default();
                if let Some(next) = next {
                    path.push((item, followed + 1));
                    if below.met == 0 {
                        path.push((next, 0));
                    } else if below.is_open {
                        lower(&mut visits, item, below.met);
                    }
                    continue;
                }
                let visit = visits.get(item).copied().unwrap_or_default();
                if let Some((above, _)) = path.last() {
                    lower(&mut visits, *above, visit.leads_to);
                }
                if visit.leads_to == visit.met {
                    let begin = open.iter().rposition(|other| *other == item).unwrap_or_default();
                    let mut circle = open.split_off(begin);
                    for member in &circle {
                        visits.get_mut(*member).into_iter().for_each(|visit| visit.is_open = false);
                    }
                    if circle.len() > 1 || self.needs(item).iter().any(|edge| edge.to == item) {
                        order::sort(&mut circle);
                        circles.push(circle);
                    }
                }
            }
        }
        order::sort(&mut circles);
        circles
    }
}

fn lower(visits: &mut [Visit], item: usize, leads_to: usize) {
    if let Some(visit) = visits.get_mut(item) {
        visit.leads_to = visit.leads_to.min(leads_to);
    }
}
