//! Which item and which file of one tree is which of the other: by id, and where ids differ by content.

use super::side::{Side, id_of, path_of};
use crate::files::Entry;
use crate::named::Named;
use crate::order;
use crate::plan::{Item, ItemKind, Plan};

/// Lines that so many documents share tell nothing about which is which.
const MOST_SHARED: usize = 8;
/// How much of the lines that tell something two documents have to share to be one: so many of ten.
const SHARED_OF_TEN: usize = 6;

/// Which is which.
#[derive(Debug, Default)]
pub(super) struct Pairs {
    /// For every item of the old plan the one of the new plan.
    pub new_of: Vec<Option<usize>>,
    /// For every item of the new plan the one of the old plan.
    pub old_of: Vec<Option<usize>>,
}

impl Pairs {
    pub fn of(old: &Side<'_>, new: &Side<'_>) -> Pairs {
        let mut pairs =
            Pairs { new_of: vec![None; old.plan.items.len()], old_of: vec![None; new.plan.items.len()] };
        pairs.by_place(old.plan, new.plan);
        pairs.by_key(old.plan, new.plan, |item| match item.is_part() {
            // Numbers shift when something comes between; what it is called stays.
            true => format!("{}\n{}\n{}", id_of(item), item.place.path, item.title),
            false => format!("{}\n{}", id_of(item), path_of(item)),
        });
        pairs.by_key(old.plan, new.plan, |item| match item.is_part() {
            true => format!("{}\n{}\n{}", item.kind.name(), item.place.path, item.title),
            false => id_of(item).to_owned(),
        });
        pairs.by_key(old.plan, new.plan, |item| id_of(item).to_owned());
        if !old.is_partial() && !new.is_partial() {
            pairs.by_content(old, new);
        }
        pairs
    }

    /// How many items stand on both sides, but for the root document, which every tree has.
    pub fn count(&self) -> usize {
        self.new_of.iter().flatten().count()
    }

    fn join(&mut self, old: usize, new: usize) {
        self.new_of.iter_mut().skip(old).take(1).for_each(|slot| *slot = Some(new));
        self.old_of.iter_mut().skip(new).take(1).for_each(|slot| *slot = Some(old));
    }

    fn is_open(slots: &[Option<usize>], at: usize) -> bool {
        slots.get(at).is_some_and(Option::is_none)
    }

    /// Pairs what is called the same and lies at the same place: nearly everything, and without making keys of it.
    fn by_place(&mut self, old: &Plan, new: &Plan) {
        for (at, item) in old.items.iter().enumerate().filter(|(_, item)| item.claims.is_none()) {
            let Some(place) = new.index_of(&item.id) else { continue };
            let is_same = new.items.get(place).is_some_and(|now| {
                now.claims.is_none()
                    && path_of(item) == path_of(now)
                    && item.is_part() == now.is_part()
                    && (!item.is_part() || item.place.path == now.place.path && item.title == now.title)
            });
            if is_same && Pairs::is_open(&self.old_of, place) {
                self.join(at, place);
            }
        }
    }

    fn by_key(&mut self, old: &Plan, new: &Plan, key: impl Fn(&Item) -> String) {
        let mut places: Named<Vec<usize>> = Named::default();
        for (at, item) in new.items.iter().enumerate().rev() {
            if Pairs::is_open(&self.old_of, at) {
                places.change(&key(item), |places| places.push(at));
            }
        }
        for (at, item) in old.items.iter().enumerate() {
            if !Pairs::is_open(&self.new_of, at) || places.is_empty() {
                continue;
            }
            let key = key(item);
            if places.get(&key).is_some()
                && let Some(found) = places.change(&key, Vec::pop)
            {
                self.join(at, found);
            }
        }
    }

    /// Pairs what no id tells: files of the same bytes, then files that share most of what only they have. What lies in
    /// a plan goes with it.
    fn by_content(&mut self, old: &Side<'_>, new: &Side<'_>) {
        self.by_key_of_file(old, new);
        let mut lines: Named<Vec<usize>> = Named::default();
        let mut counts = vec![0_usize; new.plan.items.len()];
        for (at, item) in new.plan.items.iter().enumerate() {
            if !Pairs::is_open(&self.old_of, at) || item.is_part() {
                continue;
            }
            for line in telling_lines(new, item) {
                lines.change(&line, |places| places.push(at));
            }
        }
        let mut found: Vec<(usize, usize, usize)> = Vec::new();
        for (at, item) in old.plan.items.iter().enumerate() {
            if !Pairs::is_open(&self.new_of, at) || item.is_part() || lines.is_empty() {
                continue;
            }
            let mut touched: Vec<usize> = Vec::new();
            let own = telling_lines(old, item);
            for line in &own {
                let places = lines.get(line).filter(|places| places.len() <= MOST_SHARED);
                for place in places.into_iter().flatten() {
                    for count in counts.iter_mut().skip(*place).take(1) {
                        if *count == 0 {
                            touched.push(*place);
                        }
                        *count += 1;
                    }
                }
            }
            for place in touched {
                let shared = counts.get_mut(place).map(std::mem::take).unwrap_or_default();
                let other = new.plan.items.get(place).filter(|other| other.kind == item.kind);
                let is_named_so = other.is_some_and(|other| other.title == item.title);
                let is_one =
                    shared * 10 >= own.len() * SHARED_OF_TEN || is_named_so && shared * 3 >= own.len();
                if other.is_some() && is_one {
                    found.push((shared, at, place));
                }
            }
        }
        order::sort_by(&mut found, |a, b| (b.0, a.1, a.2).cmp(&(a.0, b.1, b.2)));
        for (_, before, now) in found {
            if Pairs::is_open(&self.new_of, before) && Pairs::is_open(&self.old_of, now) {
                self.join(before, now);
            }
        }
        self.go_along(old.plan, new.plan);
    }

    /// Pairs files of the same bytes, when there is one of them on each side.
    fn by_key_of_file(&mut self, old: &Side<'_>, new: &Side<'_>) {
        let key = |side: &Side<'_>, item: &Item| {
            let entry =
                side.files.get(&item.place.path).filter(|entry| entry.size() > 0 && !item.is_part())?;
            Some(format!("{}\n{}", item.kind.name(), fingerprint(entry)))
        };
        let mut places: Named<Vec<usize>> = Named::default();
        for (at, item) in new.plan.items.iter().enumerate() {
            if let Some(key) = key(new, item).filter(|_| Pairs::is_open(&self.old_of, at)) {
                places.change(&key, |places| places.push(at));
            }
        }
        let mut before: Named<Vec<usize>> = Named::default();
        for (at, item) in old.plan.items.iter().enumerate() {
            if let Some(key) = key(old, item).filter(|_| Pairs::is_open(&self.new_of, at)) {
                before.change(&key, |places| places.push(at));
            }
        }
        for (key, olds) in before.iter() {
            if let ([old], Some([new])) = (olds.as_slice(), places.get(key).map(Vec::as_slice)) {
                self.join(*old, *new);
            }
        }
    }

    /// What lies in something that is called otherwise now has an id that begins otherwise.
    fn go_along(&mut self, old: &Plan, new: &Plan) {
        let renamed: Vec<(String, String)> = self
            .new_of
            .iter()
            .zip(&old.items)
            .filter_map(|(now, item)| Some((item, new.items.get((*now)?)?)))
            .filter(|(item, now)| item.kind == ItemKind::Plan && id_of(item) != id_of(now))
            .map(|(item, now)| (format!("{}/", id_of(item)), format!("{}/", id_of(now))))
            .collect();
        for (at, item) in old.items.iter().enumerate() {
            if !Pairs::is_open(&self.new_of, at) {
                continue;
            }
            let id = id_of(item);
            let now = renamed
                .iter()
                .find_map(|(from, to)| Some(format!("{to}{}", id.strip_prefix(from.as_str())?)));
            if let Some(now) =
                now.and_then(|now| new.index_of(&now)).filter(|now| Pairs::is_open(&self.old_of, *now))
            {
                self.join(at, now);
            }
        }
    }
}

/// What tells a file from others without looking at each byte.
pub(super) fn fingerprint(entry: &Entry) -> String {
    format!("{:08x} {}", entry.crc32(), entry.size())
}

/// The lines of an item's file that say something, once each.
fn telling_lines(side: &Side<'_>, item: &Item) -> Vec<String> {
    let entry = side.files.get(&item.place.path);
    let Some(text) = entry.and_then(|entry| side.files.text(entry).ok()) else { return Vec::new() };
    let mut lines: Vec<String> =
        text.text.lines().map(str::trim).filter(|line| line.len() > 3).map(str::to_owned).collect();
    order::sort(&mut lines);
    lines.dedup();
    lines
}
