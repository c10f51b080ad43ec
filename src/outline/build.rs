//! Building the tree from the files and the plan.

use super::{Counts, Node, NodeKind, Outline};
use crate::order;
use crate::plan::names::{is_short_id, short_id};
use crate::plan::{Item, ItemKind, Plan};
use std::cmp::Ordering;
use std::collections::BTreeMap;

impl Outline {
    /// The outline of a plan. `paths` are all files of the tree, in order; those that are no item are shown too.
    pub fn of<'a>(plan: &Plan, paths: impl Iterator<Item = &'a str>) -> Outline {
        let mut folders = Folders::default();
        for path in paths {
            // The overview of a plan is shown as the plan, and the overview of the root as a file of its own.
            let folder = path.rsplit_once('/').map(|(folder, _)| folder);
            match plan.item_at(path).and_then(|item| item.folder.as_deref()) {
                Some(own) if folder == Some(own) => {
                    folders.folder(own);
                }
                _ => folders.add(path),
            }
        }
        let mut outline = Outline { nodes: Vec::new() };
        outline.push_all(plan, folders);
        outline.sum_up();
        outline
    }

    /// Appends everything in reading order. A stack instead of recursion: folders may be nested
    /// as deep as a path is long.
    fn push_all(&mut self, plan: &Plan, mut folders: Folders) {
        let mut stack: Vec<(Children, Option<usize>)> =
            vec![(in_reading_order(plan, folders.take(TOP), "").into_iter(), None)];
        while let Some((children, parent)) = stack.last_mut() {
            let parent = *parent;
            let Some((path, child)) = children.next() else {
                stack.pop();
                if let Some(end) = parent.map(|_| self.nodes.len())
                    && let Some(node) = parent.and_then(|parent| self.nodes.get_mut(parent))
                {
                    node.end = end;
                }
                continue;
            };
            let depth = stack.len() as u32 - 1;
            let index = self.nodes.len();
            let (kind, folder) = match child {
                Child::Folder(folder) => (NodeKind::Folder, Some(folder)),
                Child::File => (NodeKind::File, None),
            };
            self.nodes.push(node(plan, &path, kind, depth, parent, index));
            if let Some(folder) = folder {
                stack.push((in_reading_order(plan, folders.take(folder), &path).into_iter(), Some(index)));
            }
        }
    }

    /// Counts the work below every node.
    fn sum_up(&mut self) {
        for index in (0..self.nodes.len()).rev() {
            let Some(node) = self.nodes.get(index) else { continue };
            let Some(parent) = node.parent else { continue };
            let counts = node.work();
            if let Some(parent) = self.nodes.get_mut(parent) {
                parent.counts.add_all(&counts);
            }
        }
    }
}

fn node(plan: &Plan, path: &str, kind: NodeKind, depth: u32, parent: Option<usize>, index: usize) -> Node {
    let position = plan.index_at(path);
    let item = position.and_then(|position| plan.items.get(position));
    let name = path.rsplit('/').next().unwrap_or(path);
    let (number, label) = label(item, path, name);
    Node {
        path: path.to_owned(),
        number,
        label,
        kind,
        item: position,
        item_kind: item.map(|item| item.kind),
        archived: item
            .map_or_else(|| path.split('/').any(crate::dialect::dream::is_archive), |item| item.archived),
        template: path.split('/').any(|segment| segment == "_templates"),
        depth,
        parent,
        end: index + 1,
        counts: Counts::default(),
        status: item.map(|item| item.status.base).unwrap_or_default(),
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
    let words = rest.trim_matches('_').replace('_', " ");
    let mut letters = words.chars();
    let label = match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => rest.to_owned(),
    };
    (number, label)
}

fn is_number(head: &str) -> bool {
    let digits = head.strip_prefix('p').unwrap_or(head);
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_digits(digits) || is_short_id(head)
}

/// The folders of the tree; they know each other by their places. Files come folder by folder, so the last
/// folder is remembered.
struct Folders {
    all: Vec<Folder>,
    last: (String, usize),
}

const TOP: usize = 0;

#[derive(Default)]
struct Folder {
    folders: BTreeMap<String, usize>,
    files: Vec<String>,
}

/// What is still to come of a folder, each with its path.
type Children = std::vec::IntoIter<(String, Child)>;

enum Child {
    Folder(usize),
    File,
}

impl Default for Folders {
    fn default() -> Folders {
        Folders { all: vec![Folder::default()], last: (String::new(), TOP) }
    }
}

impl Folders {
    /// The folder at `path`, made when it is not there.
    fn folder(&mut self, path: &str) -> usize {
        if self.last.0 == path {
            return self.last.1;
        }
        let mut place = TOP;
        for segment in path.split('/').filter(|segment| !segment.is_empty()) {
            let next = self.all.len();
            let Some(folder) = self.all.get_mut(place) else { break };
            place = folder.folders.get(segment).copied().unwrap_or(next);
            if place == next {
                folder.folders.insert(segment.to_owned(), next);
                self.all.push(Folder::default());
            }
        }
        path.clone_into(&mut self.last.0);
        self.last.1 = place;
        place
    }

    fn add(&mut self, path: &str) {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let place = self.folder(folder);
        if let Some(folder) = self.all.get_mut(place) {
            folder.files.push(name.to_owned());
        }
    }

    fn take(&mut self, place: usize) -> Folder {
        self.all.get_mut(place).map(std::mem::take).unwrap_or_default()
    }
}

/// The children of a folder as people read them: the overview, plans by number, other documents, phases,
/// modules, assets; notes, the archive and templates last.
fn in_reading_order(plan: &Plan, folder: Folder, path: &str) -> Vec<(String, Child)> {
    let below = |name: String| if path.is_empty() { name } else { format!("{path}/{name}") };
    let children: Vec<(String, Child)> = folder
        .folders
        .into_iter()
        .map(|(name, folder)| (below(name), Child::Folder(folder)))
        .chain(folder.files.into_iter().map(|name| (below(name), Child::File)))
        .collect();
    let begin = if path.is_empty() { 0 } else { path.len() + 1 };
    let mut keyed: Vec<_> =
        children.into_iter().map(|(path, child)| (key(plan, &path, &child), path, child)).collect();
    order::sort_by(&mut keyed, |(x, a, _), (y, b, _)| {
        let names = (a.get(begin..).unwrap_or(a), b.get(begin..).unwrap_or(b));
        x.cmp(y).then_with(|| natural_order(names.0, names.1))
    });
    keyed.into_iter().map(|(_, path, child)| (path, child)).collect()
}

/// Where a child of a folder stands among the others: its rank, then the number of a plan.
fn key(plan: &Plan, path: &str, child: &Child) -> (u8, Option<u64>) {
    let name = path.rsplit('/').next().unwrap_or(path);
    if matches!(child, Child::File) {
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
        _ => match plan.item_at(path).map(|item| item.kind) {
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
