//! The tree that people see: plans, phases and files in reading order, which of them are unfolded, which a
//! filter leaves, and what a folded branch holds.
//!
//! Built once per plan as an array in preorder; the visible rows are computed from it, so that folding and
//! filtering tens of thousands of files stays instant.

mod build;
mod filter;
pub mod listing;

pub use build::label_of;
pub use filter::{Filter, is_query, plain};

use crate::plan::{BaseStatus, ItemKind, StatusOrigin};
use std::collections::BTreeSet;

/// How many descendants are in each state, in the order of [`BaseStatus::ALL`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts([u32; BaseStatus::ALL.len()]);

impl Counts {
    /// How many are in this state.
    pub fn of(&self, status: BaseStatus) -> u32 {
        self.iter().find(|(known, _)| *known == status).map_or(0, |(_, count)| count)
    }

    /// Every state with its count, also those with none.
    pub fn iter(&self) -> impl Iterator<Item = (BaseStatus, u32)> + '_ {
        BaseStatus::ALL.into_iter().zip(self.0)
    }

    /// How many there are in all.
    pub fn total(&self) -> u32 {
        self.0.iter().sum()
    }

    /// How many are not cut, and so have to be done one day.
    pub fn in_scope(&self) -> u32 {
        self.total() - self.of(BaseStatus::Cut)
    }

    fn add(&mut self, status: BaseStatus) {
        for (known, count) in BaseStatus::ALL.into_iter().zip(&mut self.0) {
            *count += u32::from(known == status);
        }
    }

    fn add_all(&mut self, other: &Counts) {
        for (count, more) in self.0.iter_mut().zip(other.0) {
            *count += more;
        }
    }
}

/// What a node of the outline stands for, besides the item it may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeKind {
    /// A folder, which may be a plan or a phase.
    Folder,
    /// A file.
    File,
    /// A part of the file above it: a phase, an epic, a story.
    Part,
}

/// One line of the tree.
#[derive(Clone, Debug)]
pub struct Node {
    /// Path of its folder or file, relative to the root; of a part its id.
    pub path: String,
    /// The number or short id in front of its name: `SP01`, `p00`, `03`.
    pub number: Option<String>,
    /// Its name without the number, as people read it.
    pub label: String,
    /// Folder or file.
    pub kind: NodeKind,
    /// The item it is, by position in [`Plan::items`](crate::plan::Plan::items).
    pub item: Option<usize>,
    /// What that item is.
    pub item_kind: Option<ItemKind>,
    /// Whether it lies in an archive, or is one.
    pub archived: bool,
    /// Whether it is a scaffold, or the folder of them.
    pub template: bool,
    /// How deep it lies; the first level is 0.
    pub depth: u32,
    /// The node above it.
    pub parent: Option<usize>,
    /// One past its last descendant.
    pub end: usize,
    /// Work below it by state.
    pub counts: Counts,
    /// Its own state.
    pub status: BaseStatus,
    /// Where that is said.
    pub said: StatusOrigin,
}

impl Node {
    /// The work of this branch: what lies below it, or itself when nothing does. A phase with tasks is as far
    /// as its tasks; counting both would count the same work twice.
    fn work(&self) -> Counts {
        let mut counts = self.counts;
        if self.item_kind.is_some_and(ItemKind::is_work) && counts.total() == 0 {
            counts.add(self.status);
        }
        counts
    }
}

/// The whole tree in preorder.
#[derive(Clone, Debug, Default)]
pub struct Outline {
    nodes: Vec<Node>,
}

/// A line of the tree as it is shown now, with what a screen reader says of its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Position of its node in the outline.
    pub node: usize,
    /// Whether it is open; nothing for a leaf.
    pub expanded: Option<bool>,
    /// How many siblings are shown, itself included.
    pub set_size: usize,
    /// Its place among them, from 1.
    pub position: usize,
}

impl Outline {
    /// Every node, in preorder.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The node at this position.
    pub fn node(&self, index: usize) -> Option<&Node> {
        self.nodes.get(index)
    }

    /// The work of the whole tree by state, without scaffolds.
    pub fn total(&self) -> Counts {
        let mut total = Counts::default();
        for node in self.nodes.iter().filter(|node| node.parent.is_none() && !node.template) {
            total.add_all(&node.work());
        }
        total
    }

    /// Whether there is anything below this node.
    pub fn has_children(&self, index: usize) -> bool {
        self.node(index).is_some_and(|node| node.end > index + 1)
    }

    /// The node of a folder or file. An overview is found as its folder.
    pub fn index_of(&self, path: &str) -> Option<usize> {
        let own = |path: &str| self.nodes.iter().position(|node| node.path == path);
        let folder = |name: &str| path.strip_suffix(name)?.strip_suffix('/');
        own(path).or_else(|| own(folder("_overview.md").or_else(|| folder("plan.yaml"))?))
    }

    /// The nodes above this one, the nearest first.
    pub fn ancestors(&self, index: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(self.node(index).and_then(|node| node.parent), |index| {
            self.node(*index).and_then(|node| node.parent)
        })
    }

    /// The paths of all folders above level `level`, which opens the tree to that level. The first level is 1.
    pub fn folders_above_level(&self, level: u32) -> BTreeSet<String> {
        let mut paths = BTreeSet::new();
        for (index, node) in self.nodes.iter().enumerate() {
            if self.has_children(index) && node.depth + 1 < level {
                paths.insert(node.path.clone());
            }
        }
        paths
    }

    /// What is open when nobody has unfolded anything: nothing, but where one document is all there is, its phases.
    pub fn first_open(&self) -> BTreeSet<String> {
        let mut tops = self.nodes.iter().filter(|node| node.parent.is_none());
        match (tops.next(), tops.next()) {
            (Some(only), None) if only.kind == NodeKind::File => [only.path.clone()].into(),
            _ => BTreeSet::new(),
        }
    }

    /// How deep the tree is: the level of its deepest node, the first level being 1.
    pub fn deepest_level(&self) -> u32 {
        self.nodes.iter().map(|node| node.depth + 1).max().unwrap_or(0)
    }

    /// The rows that are shown when `open` holds the paths of the open folders. A filter opens every folder
    /// above a hit by itself.
    pub fn rows(&self, open: &BTreeSet<String>, filter: &Filter) -> Vec<Row> {
        let matches = (!filter.is_empty()).then(|| self.matches(filter));
        let is_kept =
            |index: usize| matches.as_ref().is_none_or(|kept| kept.get(index).is_some_and(|kept| *kept));
        let mut rows: Vec<Row> = Vec::new();
        // For every open folder above the current node: its end, and the rows of its children so far.
        let mut levels: Vec<(usize, Vec<usize>)> = vec![(self.nodes.len(), Vec::new())];
        let mut index = 0;
        while let Some(node) = self.nodes.get(index) {
            while levels.len() > 1 && levels.last().is_some_and(|(end, _)| *end <= index) {
                close_level(&mut rows, levels.pop());
            }
            if !is_kept(index) {
                index = node.end;
                continue;
            }
            if let Some((_, siblings)) = levels.last_mut() {
                siblings.push(rows.len());
            }
            let has_children = (index + 1..node.end).any(&is_kept);
            let is_open = has_children && (filter.opens_folders() || open.contains(&node.path));
            rows.push(Row {
                node: index,
                expanded: has_children.then_some(is_open),
                set_size: 0,
                position: 0,
            });
            if is_open {
                levels.push((node.end, Vec::new()));
                index += 1;
            } else {
                index = node.end;
            }
        }
        while let Some(level) = levels.pop() {
            close_level(&mut rows, Some(level));
        }
        rows
    }
}

/// Tells the rows of one level how many they are.
fn close_level(rows: &mut [Row], level: Option<(usize, Vec<usize>)>) {
    let siblings = level.map(|(_, siblings)| siblings).unwrap_or_default();
    for (position, row) in siblings.iter().enumerate() {
        if let Some(row) = rows.get_mut(*row) {
            row.set_size = siblings.len();
            row.position = position + 1;
        }
    }
}
