//! Building the tree from the files and the plan.

use super::{Counts, Node, NodeKind, Outline};
use crate::files::{Descent, split_name};
use crate::order;
use crate::plan::names::{is_short_id, short_id};
use crate::plan::{Item, ItemKind, Plan};
use std::cmp::Ordering;

impl Outline {
    /// The outline of a plan. `paths` are all files of the tree, in order; those that are no item are shown too.
    pub fn of<'a>(plan: &'a Plan, paths: impl Iterator<Item = &'a str>) -> Outline {
        let mut places = vec![Place::root()];
        let parts = Parts::of(plan);
        let mut descent = Descent::from_root(TOP);
        for path in paths {
            let (folder, _) = split_name(path);
            let above = descent.enter(folder, &mut |path, above| {
                add(&mut places, plan, path, above, (NodeKind::Folder, plan.index_at(path)))
            });
            let item = plan.index_at(path);
            // The overview of a plan is shown as the plan, and the overview of the root as a file of its own.
            let own = item.and_then(|item| plan.items.get(item)?.folder.as_deref());
            if own.is_none_or(|own| own != folder) {
                let file = add(&mut places, plan, path, above, (NodeKind::File, item));
                parts.add(&mut places, plan, item, file);
            }
        }
        let mut outline = Outline { nodes: Vec::with_capacity(places.len()) };
        outline.push_all(plan, &places);
        outline.sum_up();
        outline
    }

    /// Appends everything in reading order. A stack instead of recursion: folders may be nested
    /// as deep as a path is long.
    fn push_all(&mut self, plan: &Plan, places: &[Place<'_>]) {
        // What is still to come, the next one last: each with its parent and its depth.
        let mut stack: Vec<(usize, Option<usize>, u32)> = Vec::new();
        let mut children: Vec<usize> = Vec::new();
        let mut next = Some((TOP, None, 0));
        while let Some((at, parent, depth)) = next {
            let Some(place) = places.get(at) else { break };
            let mut inside = (None, 0);
            if at != TOP {
                inside = (Some(self.nodes.len()), depth + 1);
                self.nodes.push(node(plan, place, depth, parent, self.nodes.len()));
            }
            let mut child = place.last_child;
            while let Some(place) = child.and_then(|child| places.get(child)) {
                children.extend(child);
                child = place.sibling;
            }
            order::sort_by(&mut children, |a, b| match (places.get(*a), places.get(*b)) {
                (Some(a), Some(b)) => b.key.cmp(&a.key).then_with(|| natural_order(b.name, a.name)),
                _ => Ordering::Equal,
            });
            stack.extend(children.drain(..).map(|child| (child, inside.0, inside.1)));
            next = stack.pop();
        }
    }

    /// Counts the work below every node, and finds where its branch ends.
    fn sum_up(&mut self) {
        for index in (0..self.nodes.len()).rev() {
            let Some(node) = self.nodes.get(index) else { continue };
            let Some(parent) = node.parent else { continue };
            let (counts, end) = (node.work(), node.end);
            if let Some(parent) = self.nodes.get_mut(parent) {
                parent.counts.add_all(&counts);
                parent.end = parent.end.max(end);
            }
        }
    }
}

/// The parts that documents have, below what each lies in.
struct Parts {
    below: Vec<Vec<usize>>,
}

impl Parts {
    fn of(plan: &Plan) -> Parts {
        let mut below = Vec::new();
        for (index, item) in plan.items.iter().enumerate().filter(|(_, item)| item.is_part()) {
            if below.is_empty() {
                below.resize(plan.items.len(), Vec::new());
            }
            let parent = item.parent.and_then(|parent| below.get_mut(parent));
            parent.into_iter().for_each(|below: &mut Vec<usize>| below.push(index));
        }
        Parts { below }
    }

    /// Adds the parts of a document below its file, each below the one that it lies in.
    fn add<'a>(&self, places: &mut Vec<Place<'a>>, plan: &'a Plan, document: Option<usize>, file: usize) {
        let below = |item: usize| self.below.get(item).map(Vec::as_slice).unwrap_or_default();
        let mut pending: Vec<(usize, usize)> =
            document.map(|document| (document, file)).into_iter().collect();
        while let Some((item, above)) = pending.pop() {
            for part in below(item).iter().copied() {
                let Some(id) = plan.items.get(part).map(|part| part.id.as_str()) else { continue };
                let place = add(places, plan, id, above, (NodeKind::Part, Some(part)));
                pending.push((part, place));
            }
        }
    }
}

/// A folder or file on its way to a node: they come by path, and are shown as people read them.
struct Place<'a> {
    path: &'a str,
    name: &'a str,
    kind: NodeKind,
    item: Option<usize>,
    is_archived: bool,
    is_template: bool,
    key: Key,
    /// The child that came last, and the one that came before this among its siblings.
    last_child: Option<usize>,
    sibling: Option<usize>,
}

/// Where a child of a folder stands among the others: its rank, then the number of a plan.
type Key = (u8, Option<u64>);

const TOP: usize = 0;

impl Place<'_> {
    fn root() -> Place<'static> {
        Place {
            path: "",
            name: "",
            kind: NodeKind::Folder,
            item: None,
            is_archived: false,
            is_template: false,
            key: (0, None),
            last_child: None,
            sibling: None,
        }
    }
}

/// Adds a folder or file to the folder at `above`.
fn add<'a>(
    places: &mut Vec<Place<'a>>,
    plan: &Plan,
    path: &'a str,
    above: usize,
    (kind, item): (NodeKind, Option<usize>),
) -> usize {
    let at = places.len();
    let (_, name) = split_name(path);
    let mut place = Place { path, name, kind, item, key: key(plan, name, kind, item), ..Place::root() };
    if kind == NodeKind::Folder {
        place.is_archived = crate::dialect::dream::is_archive(name);
        place.is_template = name == "_templates";
    }
    // A plan that is not archived and whose files lie in the archive is shown where it lay: the tree is one of the past.
    let is_lifted = kind == NodeKind::Folder
        && item
            .and_then(|item| plan.items.get(item))
            .is_some_and(|item| item.kind == ItemKind::Plan && item.parent.is_none() && !item.archived)
        && places.get(above).is_some_and(|above| above.is_archived);
    let above = if is_lifted { TOP } else { above };
    if let Some(above) = places.get_mut(above) {
        place.is_archived |= above.is_archived;
        place.is_template |= above.is_template;
        place.sibling = above.last_child.replace(at);
    }
    places.push(place);
    at
}

fn node(plan: &Plan, place: &Place<'_>, depth: u32, parent: Option<usize>, index: usize) -> Node {
    let item = place.item.and_then(|position| plan.items.get(position));
    let (number, label) = match item {
        Some(item) if place.kind == NodeKind::Part => (item.number.clone(), item.title.clone()),
        item => label(item, place.path, place.name),
    };
    Node {
        path: place.path.to_owned(),
        number,
        label,
        kind: place.kind,
        item: place.item,
        item_kind: item.map(|item| item.kind),
        archived: item.map_or(place.is_archived, |item| item.archived),
        template: place.is_template,
        depth,
        parent,
        end: index + 1,
        counts: Counts::default(),
        status: item.map(|item| item.status.base).unwrap_or_default(),
        said: item.map(|item| item.status.from).unwrap_or_default(),
    }
}

/// The number and the name of a node. Names come from paths, so that they do not change while a tree is
/// still being read.
fn label(item: Option<&Item>, path: &str, name: &str) -> (Option<String>, String) {
    let is_document = name.ends_with(".md");
    if item.is_none() && !is_document {
        return (None, name.to_owned());
    }
    let is_folder = item.is_some_and(|item| item.folder.is_some());
    let stem = if is_folder { name } else { name.strip_suffix(".md").unwrap_or(name) };
    // The name of a module is a name in the code, and stays as it is written there.
    if path.rsplit('/').nth(1) == Some("modules") {
        return (None, stem.to_owned());
    }
    let stem = stem.strip_suffix(".asset").unwrap_or(stem);
    let (number, rest) = match stem.split_once(['_', '-']) {
        Some((head, rest)) if !rest.is_empty() && is_number(head) => (Some(head.to_owned()), rest),
        _ => (None, stem),
    };
    let mut letters = rest.trim_matches('_').chars();
    let Some(first) = letters.next() else { return (number, rest.to_owned()) };
    let mut label = String::with_capacity(rest.len() + 1);
    label.extend(first.to_uppercase());
    for (index, word) in letters.as_str().split('_').enumerate() {
        if index > 0 {
            label.push(' ');
        }
        label.push_str(word);
    }
    (number, label)
}

/// The number and the name of an item, as its node has them.
pub fn label_of(item: &Item) -> (Option<String>, String) {
    if item.is_part() {
        return (item.number.clone(), item.title.clone());
    }
    label(Some(item), item.folder.as_deref().unwrap_or(&item.place.path), item.name())
}

fn is_number(head: &str) -> bool {
    let digits = head.strip_prefix('p').unwrap_or(head);
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_digits(digits) || is_short_id(head)
}

/// The children of a folder as people read them: the overview, plans by number, other documents, phases,
/// modules, assets; notes, the archive and templates last.
fn key(plan: &Plan, name: &str, kind: NodeKind, item: Option<usize>) -> Key {
    if kind == NodeKind::Part {
        // Parts stand as in their document, whatever their numbers.
        let line = item.and_then(|item| plan.items.get(item)).map(|item| u64::from(item.place.line));
        return (0, line);
    }
    if kind == NodeKind::File {
        let rank = match name {
            "_overview.md" => 0,
            _ if name.ends_with(".md") => 2,
            _ => 6,
        };
        return (rank, None);
    }
    let rank = match name {
        "_templates" => 9,
        "exploration" => 7,
        name if crate::dialect::dream::is_archive(name) => 8,
        _ => match item.and_then(|item| plan.items.get(item)).map(|item| item.kind) {
            Some(ItemKind::Plan) => 1,
            Some(_) => 3,
            None if name == "modules" => 4,
            None => 5,
        },
    };
    let number = short_id(name).and_then(|id| id.get(2..)).and_then(|digits| digits.parse::<u64>().ok());
    // Numbered plans come before the others.
    (rank, Some(number.unwrap_or(u64::MAX)))
}

/// Orders names as people do: `2_x` before `10_x`, capital letters like small ones.
fn natural_order(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a, b);
    loop {
        match (left.chars().next(), right.chars().next()) {
            (Some(x), Some(y)) if x.is_ascii_digit() && y.is_ascii_digit() => {
                let (first, after_first) = take_number(left);
                let (second, after_second) = take_number(right);
                let order = (first.len(), first).cmp(&(second.len(), second));
                if order != Ordering::Equal {
                    return order;
                }
                (left, right) = (after_first, after_second);
            }
            (Some(x), Some(y)) => {
                let order = if x.is_ascii() && y.is_ascii() {
                    x.to_ascii_lowercase().cmp(&y.to_ascii_lowercase())
                } else {
                    x.to_lowercase().cmp(y.to_lowercase())
                };
                if order != Ordering::Equal {
                    return order;
                }
                left = left.get(x.len_utf8()..).unwrap_or_default();
                right = right.get(y.len_utf8()..).unwrap_or_default();
            }
            (None, None) => return a.cmp(b),
            (x, y) => return x.is_some().cmp(&y.is_some()),
        }
    }
}

/// The run of digits that a text begins with, without leading zeros, and what follows it.
fn take_number(text: &str) -> (&str, &str) {
    let end = text.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = text.split_at_checked(end).unwrap_or((text, ""));
    (digits.trim_start_matches('0'), rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_sort_as_people_sort_them() {
        let mut names = ["10_b", "2_a", "B", "a", "p10", "p9", "02_z"];
        names.sort_by(|a, b| natural_order(a, b));
        assert_eq!(names, ["2_a", "02_z", "10_b", "a", "B", "p9", "p10"]);
    }

    #[test]
    fn numbers_compare_by_value_however_long_they_are() {
        let mut names =
            ["a100000000000000000000000", "a99999999999999999999999", "a007b", "a7", "a07", "a7a", ""];
        names.sort_by(|a, b| natural_order(a, b));
        let expected =
            ["", "a07", "a7", "a7a", "a007b", "a99999999999999999999999", "a100000000000000000000000"];
        assert_eq!(names, expected);
    }

    proptest::proptest! {
        // Sorting by an order that contradicts itself may panic.
        #[test]
        fn natural_order_is_an_order([a, b, c] in proptest::array::uniform3("[0-2aAbÄİ_/.٣ß]{0,5}")) {
            let [a, b, c] = [&*a, &*b, &*c];
            proptest::prop_assert_eq!(natural_order(a, b), natural_order(b, a).reverse());
            proptest::prop_assert_eq!(natural_order(a, b) == Ordering::Equal, a == b);
            if natural_order(a, b).is_le() && natural_order(b, c).is_le() {
                proptest::prop_assert!(natural_order(a, c).is_le());
            }
        }
    }
}
