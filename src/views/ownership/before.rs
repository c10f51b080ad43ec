//! What the tree is compared with, beside who answers for what now: what came and what is gone, in the picture and in the
//! cells of the tables.

use crate::graph::ghosts::{self, GONE, Ghost};
use crate::graph::matrix::{Matrix, Row};
use crate::graph::{Graph, Node, ownership};
use crate::html::{Html, el, text, when};
use crate::views::entries::tag;
use crate::workspace::Workspace;
use leptos::prelude::*;
use std::sync::Arc;

/// Owners and plans as they were.
#[derive(Debug)]
pub(super) struct Before {
    matrix: Matrix,
    graph: Graph,
    /// Plans that are called otherwise now, by their id then.
    renamed: Vec<(String, String)>,
}

impl PartialEq for Before {
    fn eq(&self, other: &Before) -> bool {
        std::ptr::eq(self, other)
    }
}

/// What became of a cell since then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Since {
    Same,
    New,
    Other,
    Gone,
}

impl Before {
    /// What the open tree is compared with; nothing when it is not, or with a listing, which tells nothing of owners.
    pub(super) fn of(workspace: Workspace) -> Option<Arc<Before>> {
        let compared = workspace.compared()?;
        let tree = compared.before.stage.is_none().then_some(&compared.before.tree)?;
        let day = workspace.day.get().date;
        let inquiry = tree.inquiry(&day);
        let renamed = compared
            .marks
            .renamed
            .iter()
            .filter_map(|(place, now)| Some((tree.plan.item_at(&place.path)?.id.clone(), now.clone())));
        let (matrix, graph) = (Matrix::of(&inquiry), ownership::whole(&inquiry));
        Some(Arc::new(Before { matrix, graph, renamed: renamed.collect() }))
    }

    /// What something was called that is called so now.
    fn then<'a>(&'a self, id: &'a str) -> &'a str {
        self.renamed.iter().find(|(_, now)| now == id).map_or(id, |(then, _)| then)
    }

    fn now<'a>(&'a self, id: &'a str) -> &'a str {
        self.renamed.iter().find(|(then, _)| then == id).map_or(id, |(_, now)| now)
    }

    /// The graph with what is gone in it as ghosts, and what came marked.
    pub(super) fn beside(&self, graph: Graph) -> Graph {
        let gone = self.graph.nodes.iter().filter(|node| graph.find(self.now(&node.id)).is_none());
        let gone: Vec<(&str, &str)> = gone.map(|node| (node.id.as_str(), node.label.as_str())).collect();
        let pairs = |graph: &Graph| -> Vec<(String, String)> {
            let id = |at: usize| graph.nodes.get(at).map(|node| node.id.clone()).unwrap_or_default();
            graph.edges.iter().map(|edge| (id(edge.from), id(edge.to))).collect()
        };
        let was: Vec<(String, String)> = pairs(&self.graph)
            .into_iter()
            .map(|(from, to)| (self.now(&from).to_owned(), self.now(&to).to_owned()))
            .collect();
        let is = pairs(&graph);
        let known = |pairs: &[(String, String)]| {
            let mut sorted = pairs.to_vec();
            crate::order::sort(&mut sorted);
            sorted
        };
        let (sorted_was, sorted_is) = (known(&was), known(&is));
        let ghost = |(from, to), is_new| Ghost { from, to, is_new };
        let ended = was.iter().filter(|pair| sorted_is.binary_search(pair).is_err());
        let begun = is.iter().filter(|pair| sorted_was.binary_search(pair).is_err());
        let edges = ended
            .map(|(from, to)| ghost((from.as_str(), to.as_str()), false))
            .chain(begun.map(|(from, to)| ghost((from.as_str(), to.as_str()), true)));
        let edges: Vec<Ghost<'_>> = edges.collect();
        graph.with_ghosts(&gone, &edges)
    }

    /// Whether something was not there.
    pub(super) fn is_new(&self, node: &Node) -> bool {
        node.kind != GONE && self.graph.find(self.then(&node.id)).is_none()
    }

    fn row(&self, module: &str) -> Option<&Row> {
        self.matrix.rows.iter().find(|row| row.module == module)
    }

    /// What became of what a plan has to do with a module.
    pub(super) fn of_plan(&self, row: &Row, plan: &str, now: Option<&'static str>) -> Since {
        let column = self.matrix.plans.iter().position(|known| known.id == self.then(plan));
        let was =
            self.row(&row.module).and_then(|was| was.cells.iter().find(|cell| Some(cell.column) == column));
        since(was.map(|cell| cell.mark.label()), now)
    }

    /// What became of how somebody answers for a module.
    pub(super) fn of_person(&self, row: &Row, person: &str, now: Option<&'static str>) -> Since {
        let column = self.matrix.people.iter().position(|known| known.name == person);
        let was = self
            .row(&row.module)
            .and_then(|was| was.holdings.iter().find(|held| Some(held.column) == column));
        since(was.map(|held| held.share.label()), now)
    }

    /// What is said beside the name of a module.
    pub(super) fn of_module(&self, module: &str) -> Html {
        when(self.row(module).is_none(), || tag("new"))
    }

    /// What marks in a table mean, and what is gone as a whole.
    pub(super) fn gone(&self, matrix: &Matrix) -> Html {
        let modules = self.matrix.rows.iter().map(|row| &row.module);
        let modules = modules.filter(|name| matrix.rows.iter().all(|row| row.module != **name));
        let plans = self.matrix.plans.iter().map(|plan| &plan.id);
        let plans = plans.filter(|id| matrix.plans.iter().all(|plan| plan.id != self.now(id)));
        let people = self.matrix.people.iter().map(|person| &person.name);
        let people = people.filter(|name| matrix.people.iter().all(|person| person.name != **name));
        let list = |noun: &str, names: Vec<&String>| match names.len() {
            0 => None,
            _ => Some(format!(
                "{noun} {}",
                names.into_iter().map(String::as_str).collect::<Vec<_>>().join(", ")
            )),
        };
        let said = [
            list("module", modules.collect()),
            list("plan", plans.collect()),
            list("person", people.collect()),
        ];
        let said: Vec<String> = said.into_iter().flatten().collect();
        let mut words =
            String::from("Compared: what is framed is new (green) or otherwise than before, − is no longer.");
        if !said.is_empty() {
            words.push_str(&format!(" Gone from here: {}.", said.join("; ")));
        }
        el("p", &[("class", "hint"), ("dir", "auto")], &[text(&words)])
    }
}

fn since(was: Option<&'static str>, now: Option<&'static str>) -> Since {
    match (was, now) {
        (None, None) => Since::Same,
        (None, Some(_)) => Since::New,
        (Some(_), None) => Since::Gone,
        (was, now) if was == now => Since::Same,
        _ => Since::Other,
    }
}

impl Since {
    /// Its name in attributes.
    pub(super) fn name(self) -> &'static str {
        match self {
            Since::Same => "",
            Since::New => "new",
            Since::Other => "changed",
            Since::Gone => "gone",
        }
    }

    /// What people hear beside the cell.
    pub(super) fn said(self) -> &'static str {
        match self {
            Since::Same => "",
            Since::New => ", new",
            Since::Other => ", otherwise than before",
            Since::Gone => "no longer",
        }
    }
}

/// How many nodes and edges came and went, in words.
pub(super) fn counted_words(graph: &Graph) -> String {
    let edges = |kind: &str| graph.edges.iter().filter(|edge| edge.kinds.contains(&kind)).count();
    let gone = graph.nodes.iter().filter(|node| node.kind == GONE).count();
    format!(
        "compared: {} and {} gone (red, dotted), {} new (green)",
        crate::counted::counted(gone, "node"),
        crate::counted::counted(edges(ghosts::WAS), "edge"),
        crate::counted::counted(edges(ghosts::NEW), "edge")
    )
}
