//! What of a graph is shown, and why the rest is not: every edge that is stated is either drawn or counted under the
//! reason for which it is not.

use super::bands::{Grouping, bands, group_of, quarter};
use super::circles::circles;
use super::{Edge, Graph, Node};
use crate::answers::{Inquiry, is_open, status};
use crate::named::Named;
use crate::order;
use crate::plan::{BaseStatus, Item, ItemKind};

/// Where a picture begins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// At the plans that are open, and as many steps around them.
    #[default]
    Active,
    /// Everywhere.
    All,
    /// At one node, by id.
    Focus(String),
}

/// Which edges are drawn of those between nodes that are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Those that do not follow from others.
    #[default]
    Reduced,
    /// All.
    Complete,
}

/// What somebody wants to see.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Where the picture begins.
    pub scope: Scope,
    /// How many steps around that.
    pub depth: u32,
    /// Which edges.
    pub mode: Mode,
    /// Bands.
    pub grouping: Grouping,
    /// Whether what is archived is folded into one node a quarter, where there are several of one.
    pub folds_archive: bool,
    /// Quarters of the archive that are unfolded all the same.
    pub unfolded: Vec<String>,
    /// Whether origins are drawn, with the notes that they lead to.
    pub has_origins: bool,
    /// Plans and phases whose parts are drawn in them, by id.
    pub expanded: Vec<String>,
    /// Which nodes the reader filters for, by position in the graph; nothing when there is no filter.
    pub kept: Option<Vec<bool>>,
}

/// Why an edge is not drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// It follows from others that are.
    Implied,
    /// One of its ends is further away than the reader looks.
    Beyond,
    /// The reader filters one of its ends out.
    Filtered,
    /// Both of its ends are folded into one node.
    Folded,
    /// It is of a kind that is not drawn now.
    Kind,
    /// It leads from a node to itself.
    Itself,
}

impl Why {
    /// Every reason, in the order in which they are told.
    pub const ALL: [Why; 6] = [Why::Implied, Why::Beyond, Why::Filtered, Why::Folded, Why::Kind, Why::Itself];

    /// Its name in links and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Why::Implied => "implied",
            Why::Beyond => "beyond",
            Why::Filtered => "filtered",
            Why::Folded => "folded",
            Why::Kind => "kind",
            Why::Itself => "itself",
        }
    }

    /// The reason in words, behind a number.
    pub fn words(self) -> &'static str {
        match self {
            Why::Implied => "follow from others",
            Why::Beyond => "further away",
            Why::Filtered => "hidden by the filter",
            Why::Folded => "inside a fold",
            Why::Kind => "origins, not drawn",
            Why::Itself => "from a plan to itself",
        }
    }
}

/// An edge that is not drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hidden {
    /// Which, by position in [`Graph::edges`].
    pub edge: usize,
    /// Why.
    pub why: Why,
}

/// A node of the picture: one of the graph, or several of the archive in one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownNode {
    /// Its id: that of its node, `archive:QUARTER` for a fold.
    pub id: String,
    /// The nodes that it stands for, by position in [`Graph::nodes`].
    pub of: Vec<usize>,
    /// What it looks like.
    pub node: Node,
    /// Its band, by position in [`Shown::groups`].
    pub group: usize,
}

impl ShownNode {
    /// Whether it stands for several.
    pub fn is_fold(&self) -> bool {
        self.id.starts_with(FOLD)
    }
}

/// An edge of the picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownEdge {
    /// Where it starts, by position in [`Shown::nodes`].
    pub from: usize,
    /// Where it ends.
    pub to: usize,
    /// The edges that it stands for, by position in [`Graph::edges`].
    pub of: Vec<usize>,
}

/// What is drawn of a graph.
#[derive(Clone, Debug, Default)]
pub struct Shown {
    /// The nodes with edges, in order of their ids.
    pub nodes: Vec<ShownNode>,
    /// The edges between them.
    pub edges: Vec<ShownEdge>,
    /// Nodes without an edge that is drawn.
    pub dock: Vec<ShownNode>,
    /// The names of the bands, in order; a single empty one without bands.
    pub groups: Vec<String>,
    /// Every edge that is not drawn, in order.
    pub hidden: Vec<Hidden>,
    /// Groups that are drawn as one.
    pub frames: Vec<super::frames::Frame>,
    /// Whether there would be so many nodes that groups of them are folded.
    pub is_folded: bool,
    /// How many nodes the filter keeps away.
    pub filtered: usize,
    /// How many nodes lie further away.
    pub beyond: usize,
}

impl Shown {
    /// How many stated edges the picture stands for.
    pub fn drawn(&self) -> usize {
        self.edges.iter().map(|edge| edge.of.len()).sum()
    }

    /// How many edges are hidden for a reason.
    pub fn hidden_as(&self, why: Why) -> usize {
        self.hidden.iter().filter(|hidden| hidden.why == why).count()
    }

    /// The place of a node of the graph in the picture.
    pub fn place_of(&self, id: &str) -> Option<usize> {
        self.nodes.iter().position(|node| node.id == id)
    }
}

/// With more nodes than these groups are folded that nobody asked for by themselves.
pub const MOST_UNFOLDED: usize = 500;

/// What the id of a fold begins with.
pub const FOLD: &str = "archive:";

/// Whether an item is what a picture of open work begins with: a plan, or work that lies in none, such as a task of a backlog.
fn begins_by_itself(inquiry: &Inquiry<'_>, item: &Item) -> bool {
    let lies_in_plan = || inquiry.plan.index_of(&item.id).is_some_and(|at| inquiry.plan_of(at).is_some());
    item.kind == ItemKind::Plan || (item.kind.is_work() && !lies_in_plan())
}

/// Whether an edge says that one thing needs another, in either direction.
pub fn is_need(edge: &Edge) -> bool {
    edge.kinds.iter().any(|kind| matches!(*kind, "depends_on" | "blocks"))
}

impl Graph {
    /// What is drawn of it.
    pub fn shown(&self, inquiry: &Inquiry<'_>, wanted: &Wanted) -> Shown {
        let item = |at: usize| self.nodes.get(at).and_then(|node| inquiry.plan.item(&node.id));
        let mut why: Vec<Option<Why>> =
            self.edges.iter().map(|edge| self.why_of_kind(edge, wanted)).collect();
        let mut near = self.near(inquiry, wanted, &why);
        let mut kept: Vec<bool> = match &wanted.kept {
            Some(kept) => kept.clone(),
            None => vec![true; self.nodes.len()],
        };
        // What lies in something that is unfolded is where that is. Ids of parts come behind those of wholes.
        for (at, node) in self.nodes.iter().enumerate() {
            let whole = node.parent.as_ref().filter(|parent| wanted.expanded.contains(parent));
            let Some(whole) = whole.and_then(|parent| self.find(parent)) else { continue };
            for list in [&mut near, &mut kept] {
                let value = list.get(whole) == Some(&true);
                list.iter_mut().skip(at).take(1).for_each(|slot| *slot = value);
            }
        }
        let is_kept = |at: usize| kept.get(at) == Some(&true);
        // Notes are there for the edges that lead to them.
        let is_wanted = |at: usize| {
            wanted.has_origins || self.nodes.get(at).is_some_and(|node| node.kind != "exploration")
        };
        let is_there = |at: usize| near.get(at) == Some(&true) && is_kept(at) && is_wanted(at);
        for (edge, why) in self.edges.iter().zip(&mut why).filter(|(_, why)| why.is_none()) {
            let ends = [edge.from, edge.to];
            *why = if ends.iter().any(|end| near.get(*end) != Some(&true)) {
                Some(Why::Beyond)
            } else if ends.iter().any(|end| !is_kept(*end)) {
                Some(Why::Filtered)
            } else {
                None
            };
        }
        // Which node of the picture stands for each node of the graph.
        let closed = status::closed_on(inquiry);
        let is_by_itself = |at: usize| is_there(at) && item(at).is_none_or(|item| !wanted.folds(item));
        let is_folded = (0..self.nodes.len()).filter(|at| is_by_itself(*at)).count() > MOST_UNFOLDED;
        let band = match wanted.grouping {
            Grouping::None => Grouping::Status,
            grouping => grouping,
        };
        let fold_of = |at: usize, item: &Item| {
            let name = if wanted.folds(item) {
                format!("Archive {}", quarter(item, &closed))
            } else if is_folded && item.kind == ItemKind::Plan && !wanted.is_asked_for(&item.id) {
                group_of(item, band, inquiry, &closed)
            } else {
                return None;
            };
            let key = name.strip_prefix("Archive ").unwrap_or(&name).to_owned();
            (!wanted.unfolded.contains(&key) && is_there(at)).then_some((key, name))
        };
        let mut names: Vec<String> = Vec::new();
        let mut places: Named<usize> = Named::default();
        let mut nodes: Vec<ShownNode> = Vec::new();
        let mut stands: Vec<Option<usize>> = vec![None; self.nodes.len()];
        for (at, node) in self.nodes.iter().enumerate().filter(|(at, _)| is_there(*at)) {
            let own = item(at);
            let fold = own.and_then(|item| fold_of(at, item));
            let id = fold.as_ref().map_or_else(|| node.id.clone(), |(key, _)| format!("{FOLD}{key}"));
            let place = match places.get(&id) {
                Some(place) => *place,
                None => {
                    let group =
                        own.map(|item| group_of(item, wanted.grouping, inquiry, &closed)).unwrap_or_default();
                    names.push(group);
                    let shown = fold.map_or_else(
                        || node.clone(),
                        |(_, name)| Node::of_fold(&id, &name, node.status, node.archived),
                    );
                    places.insert(&id, nodes.len());
                    nodes.push(ShownNode { id, of: Vec::new(), node: shown, group: 0 });
                    nodes.len() - 1
                }
            };
            nodes.get_mut(place).into_iter().for_each(|node| node.of.push(at));
            stands.iter_mut().skip(at).take(1).for_each(|slot| *slot = Some(place));
        }
        for node in nodes.iter_mut().filter(|node| node.is_fold()) {
            match node.of.as_slice() {
                // One alone says more than what it would be folded into.
                [one] => node.node = self.nodes.get(*one).unwrap_or(&node.node).clone(),
                all => node.node.label = format!("{} ({})", node.node.label, all.len()),
            }
            node.id.clone_from(&node.node.id);
        }
        let groups = bands(&mut nodes, names);
        let mut edges = self.joined(&stands, &mut why);
        if wanted.mode == Mode::Reduced {
            self.reduce(&mut edges, nodes.len(), &mut why);
        }
        let hidden =
            why.iter().enumerate().filter_map(|(edge, why)| Some(Hidden { edge, why: (*why)? })).collect();
        let mut shown = Shown { edges, groups, hidden, is_folded, ..Shown::default() };
        shown.filtered =
            (0..self.nodes.len()).filter(|at| near.get(*at) == Some(&true) && !is_kept(*at)).count();
        shown.beyond =
            (0..self.nodes.len()).filter(|at| is_wanted(*at) && near.get(*at) != Some(&true)).count();
        shown.place(nodes, &wanted.expanded);
        shown.frame(self, &wanted.expanded);
        shown
    }

    /// The node with an id.
    pub fn find(&self, id: &str) -> Option<usize> {
        self.nodes.binary_search_by(|node| node.id.as_str().cmp(id)).ok()
    }

    /// Why an edge is not drawn whatever is near, if so.
    fn why_of_kind(&self, edge: &Edge, wanted: &Wanted) -> Option<Why> {
        let is_origin = edge.kinds.iter().all(|kind| *kind == "origin");
        if edge.from == edge.to {
            Some(Why::Itself)
        } else if is_origin && !wanted.has_origins {
            Some(Why::Kind)
        } else {
            None
        }
    }

    /// For each node whether it is where the reader looks: as many steps from where the picture begins.
    fn near(&self, inquiry: &Inquiry<'_>, wanted: &Wanted, why: &[Option<Why>]) -> Vec<bool> {
        let item = |at: usize| self.nodes.get(at).and_then(|node| inquiry.plan.item(&node.id));
        let begins = |at: usize| match &wanted.scope {
            Scope::All => true,
            Scope::Active => {
                let is_gone = self.nodes.get(at).is_some_and(|node| node.kind == super::ghosts::GONE);
                is_gone || item(at).is_some_and(|item| begins_by_itself(inquiry, item) && is_open(item))
            }
            Scope::Focus(id) => self.nodes.get(at).is_some_and(|node| node.id == *id),
        };
        let mut near: Vec<bool> = (0..self.nodes.len()).map(begins).collect();
        let lists = self.neighbours(why);
        let mut last: Vec<usize> = (0..self.nodes.len()).filter(|at| near.get(*at) == Some(&true)).collect();
        for _ in 0..wanted.depth {
            let mut next = Vec::new();
            for other in last.iter().filter_map(|at| lists.get(*at)).flatten() {
                if let Some(slot) = near.get_mut(*other).filter(|near| !**near) {
                    *slot = true;
                    next.push(*other);
                }
            }
            if next.is_empty() {
                break;
            }
            last = next;
        }
        near
    }

    /// For each node those it has an edge with that may be drawn.
    fn neighbours(&self, why: &[Option<Why>]) -> Vec<Vec<usize>> {
        let mut lists = vec![Vec::new(); self.nodes.len()];
        for (edge, _) in self.edges.iter().zip(why).filter(|(_, why)| why.is_none()) {
            for (one, other) in [(edge.from, edge.to), (edge.to, edge.from)] {
                lists.get_mut(one).into_iter().for_each(|list: &mut Vec<usize>| list.push(other));
            }
        }
        lists
    }

    /// The edges between nodes of the picture: those between the same two become one.
    fn joined(&self, stands: &[Option<usize>], why: &mut [Option<Why>]) -> Vec<ShownEdge> {
        let stand = |at: usize| stands.get(at).copied().flatten();
        let mut ends: Vec<(usize, usize, usize)> = Vec::new();
        for (at, (edge, why)) in
            self.edges.iter().zip(why.iter_mut()).enumerate().filter(|(_, (_, why))| why.is_none())
        {
            match (stand(edge.from), stand(edge.to)) {
                (Some(from), Some(to)) if from != to => ends.push((from, to, at)),
                (Some(_), Some(_)) => *why = Some(Why::Folded),
                _ => *why = Some(Why::Beyond),
            }
        }
        order::sort(&mut ends);
        let mut edges: Vec<ShownEdge> = Vec::new();
        for (from, to, at) in ends {
            match edges.last_mut().filter(|last| (last.from, last.to) == (from, to)) {
                Some(last) => last.of.push(at),
                None => edges.push(ShownEdge { from, to, of: vec![at] }),
            }
        }
        edges
    }

    /// Leaves out needs that follow from others: A needs C, where A needs B and B needs C. What lies on a circle follows
    /// from itself, so nothing of that is left out.
    fn reduce(&self, edges: &mut Vec<ShownEdge>, nodes: usize, why: &mut [Option<Why>]) {
        let needs = |edge: &ShownEdge| edge.of.iter().filter_map(|at| self.edges.get(*at)).all(is_need);
        let mut out: Vec<Vec<usize>> = vec![Vec::new(); nodes];
        for edge in edges.iter().filter(|edge| needs(edge)) {
            out.get_mut(edge.from).into_iter().for_each(|list| list.push(edge.to));
        }
        // Between circles there are no circles, so what is reached in two steps there is reached without the edge itself.
        let circle = circles(&out);
        let circle_of = |at: usize| circle.get(at).copied().unwrap_or(at);
        let mut between: Vec<Vec<usize>> = vec![Vec::new(); nodes];
        for (from, list) in out.iter().enumerate() {
            let others = list.iter().map(|to| circle_of(*to)).filter(|to| *to != circle_of(from));
            between.get_mut(circle_of(from)).into_iter().for_each(|list| list.extend(others.clone()));
        }
        let mut reached: Vec<usize> = vec![usize::MAX; nodes];
        let mut implied: Vec<bool> = vec![false; edges.len()];
        let mut at = 0;
        for from in 0..nodes {
            let own = out.get(from).map(Vec::as_slice).unwrap_or_default();
            let targets = own.iter().map(|to| circle_of(*to)).filter(|to| *to != circle_of(from));
            let mut pending: Vec<usize> =
                targets.filter_map(|to| between.get(to)).flatten().copied().collect();
            while let Some(next) = pending.pop() {
                if let Some(slot) = reached.get_mut(next).filter(|slot| **slot != from) {
                    *slot = from;
                    pending.extend(between.get(next).into_iter().flatten());
                }
            }
            // Edges stand in order of where they start.
            while let Some(edge) = edges.get(at).filter(|edge| edge.from == from) {
                let is_implied = needs(edge) && reached.get(circle_of(edge.to)) == Some(&from);
                implied.iter_mut().skip(at).take(1).for_each(|slot| *slot = is_implied);
                at += 1;
            }
        }
        let mut at = 0;
        edges.retain(|edge| {
            let is_implied = implied.get(at) == Some(&true);
            at += 1;
            if is_implied {
                for own in &edge.of {
                    why.iter_mut().skip(*own).take(1).for_each(|why| *why = Some(Why::Implied));
                }
            }
            !is_implied
        });
    }
}

impl Shown {
    /// Puts nodes with an edge into the picture, and the others into the dock.
    fn place(&mut self, nodes: Vec<ShownNode>, expanded: &[String]) {
        // What lies in something that is drawn needs no edge to be there.
        let is_part = |node: &ShownNode| {
            expanded.contains(&node.id) || node.node.parent.as_ref().is_some_and(|id| expanded.contains(id))
        };
        let mut has_edge: Vec<bool> = nodes.iter().map(is_part).collect();
        for edge in &self.edges {
            for end in [edge.from, edge.to] {
                has_edge.iter_mut().skip(end).take(1).for_each(|slot| *slot = true);
            }
        }
        let mut moved = vec![usize::MAX; nodes.len()];
        for (at, node) in nodes.into_iter().enumerate() {
            if has_edge.get(at) == Some(&true) {
                moved.iter_mut().skip(at).take(1).for_each(|slot| *slot = self.nodes.len());
                self.nodes.push(node);
            } else {
                self.dock.push(node);
            }
        }
        for edge in &mut self.edges {
            edge.from = moved.get(edge.from).copied().unwrap_or_default();
            edge.to = moved.get(edge.to).copied().unwrap_or_default();
        }
        order::sort_by(&mut self.dock, |a, b| a.id.cmp(&b.id));
    }
}

impl Wanted {
    fn folds(&self, item: &Item) -> bool {
        self.folds_archive && item.archived && item.kind == ItemKind::Plan && !self.is_asked_for(&item.id)
    }

    /// Whether a node is there for itself, whatever is folded.
    fn is_asked_for(&self, id: &String) -> bool {
        matches!(&self.scope, Scope::Focus(focus) if focus == id) || self.expanded.contains(id)
    }
}

impl Node {
    fn of_fold(id: &str, name: &str, status: Option<BaseStatus>, archived: bool) -> Node {
        let status = if archived { Some(BaseStatus::Done) } else { status };
        Node { id: id.to_owned(), label: name.to_owned(), kind: "fold", status, parent: None, archived }
    }
}
