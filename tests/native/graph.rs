//! Graphs of plans: every stated edge is there once, with its lines; what is printed can be read by others.

use crate::fixture;
use planarium::graph::{Graph, dependencies, export, layout::Direction, ownership};
use serde_json::Value;
use std::collections::BTreeSet;
use std::process::{Command, Output};

const TREE: &str = "
//- _overview.md
# Harbour

## Module Index

| Module | Origin Plan | Modified By | Primary Owner |
|---|---|---|---|
| tide_tables | SP01 | SP02, SP09 | Ann Lee |
//- SP01_pier/_overview.md
---
status: WIP
blocks: [SP02_crane]
---
//- SP02_crane/_overview.md
---
status: BLOCKED:storm
depends_on: [SP01_pier, SP07_gone]
---
//- SP03_quay/_overview.md
---
status: DONE
invalidated_by: SP02
---
";

fn edges(graph: &Graph) -> Vec<String> {
    let id = |at: usize| graph.nodes[at].id.as_str();
    let shown = graph.edges.iter().map(|edge| {
        let places: Vec<String> =
            edge.evidence.iter().map(|place| format!("{}:{}", place.path, place.line)).collect();
        format!("{} → {} {} {}", id(edge.from), id(edge.to), edge.kinds.join("+"), places.join(" "))
    });
    shown.collect()
}

#[test]
fn an_edge_that_both_sides_state_is_one_with_both_lines() {
    let graph = dependencies::whole(&fixture::plan(TREE));
    assert_eq!(
        edges(&graph),
        [
            "SP02_crane → SP01_pier blocks+depends_on SP01_pier/_overview.md:3 SP02_crane/_overview.md:3",
            "SP03_quay → SP02_crane invalidated_by SP03_quay/_overview.md:3",
        ]
    );
    let missing: Vec<&str> = graph.unresolved.iter().map(|missing| missing.to.as_str()).collect();
    assert_eq!(missing, ["SP07_gone"]);
}

#[test]
fn ownership_joins_people_modules_and_plans() {
    let graph = ownership::whole(&fixture::plan(TREE));
    assert_eq!(
        edges(&graph),
        [
            "module:tide_tables → SP01_pier origin _overview.md:7",
            "module:tide_tables → SP02_crane modifies _overview.md:7",
            "person:Ann Lee → module:tide_tables owns _overview.md:7",
        ]
    );
    assert_eq!(graph.unresolved.iter().map(|missing| missing.to.as_str()).collect::<Vec<_>>(), ["SP09"]);
}

/// Every dependency that a tree states stands in its graph, whichever side states it.
#[test]
fn no_stated_dependency_is_left_out() {
    let plan = crate::answers::sample();
    let graph = dependencies::whole(&plan);
    let stated: BTreeSet<(&str, &str)> = plan
        .relations
        .iter()
        .filter(|relation| relation.resolved)
        .filter_map(|relation| match relation.kind.name() {
            "depends_on" => Some((relation.from.as_str(), relation.to.as_str())),
            "blocks" => Some((relation.to.as_str(), relation.from.as_str())),
            _ => None,
        })
        .collect();
    let is_need = |kinds: &[&str]| kinds.contains(&"depends_on") || kinds.contains(&"blocks");
    let drawn: BTreeSet<(&str, &str)> = graph
        .edges
        .iter()
        .filter(|edge| is_need(&edge.kinds))
        .map(|edge| (graph.nodes[edge.from].id.as_str(), graph.nodes[edge.to].id.as_str()))
        .collect();
    assert!(stated.len() > 30, "{stated:?}");
    assert_eq!(drawn, stated);
}

#[test]
fn names_of_every_kind_are_safe_in_every_form() {
    let name = "a \"b\" <script>& `c`\\ עברית";
    let nodes = vec![(name.to_owned(), None), ("x".repeat(300), None)];
    let place = planarium::plan::Place { path: "a.md".to_owned(), line: 1 };
    let graph = Graph::of_needs(nodes, vec![("x".repeat(300), name.to_owned(), place)]);
    let drawing = graph.draw(Direction::Right);
    let svg = export::svg(&graph, &drawing, "<b>", "\"s\"");
    assert!(!svg.contains("<script") && !svg.contains("<b>") && svg.contains("&lt;script&gt;"));
    assert!(svg.contains("xxx…"), "a long name is cut where it is drawn");
    assert!(export::dot(&graph).contains(r#""a \"b\" <script>& `c`\\ עברית""#));
    assert!(export::mermaid(&graph).contains("n0[\"a #quot;b#quot; <script>&  c \\ עברית\"]"));
    let json: Value = serde_json::from_str(&export::json(&graph, &drawing)).unwrap();
    assert_eq!(json["nodes"][0]["id"], name);
}

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_planarium")).args(arguments).output().unwrap()
}

#[test]
fn the_command_prints_every_form() {
    let sample = fixture::repository().join("public/sample/medflow");
    let sample = sample.to_str().unwrap();
    for (format, begin) in [("svg", "<svg"), ("json", "{"), ("dot", "digraph"), ("mermaid", "flowchart")] {
        let output = run(&["graph", sample, "--format", format]);
        assert!(output.status.success());
        assert!(String::from_utf8(output.stdout).unwrap().starts_with(begin), "{format}");
    }
    let json: Value = serde_json::from_slice(&run(&["graph", sample, "--kind", "ownership"]).stdout).unwrap();
    assert_eq!(json["kind"], "ownership");
    assert_eq!(run(&["graph", "no/such/tree"]).status.code(), Some(2));
}

#[test]
fn a_graph_file_is_drawn_too() {
    let path = std::env::temp_dir().join(format!("planarium-graph-{}.json", std::process::id()));
    std::fs::write(
        &path,
        r#"{"n":2,"nodes":[{"id":"A","w":9,"h":9,"parent":null},{"id":"B"}],"edges":[[0,1]]}"#,
    )
    .unwrap();
    let output = run(&["graph", path.to_str().unwrap(), "--json"]);
    std::fs::write(&path, "[]").unwrap();
    let refused = run(&["graph", path.to_str().unwrap()]);
    std::fs::remove_file(&path).unwrap();
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    // `from` needs `to`; the file names what is needed first.
    assert_eq!((&json["edges"][0]["from"], &json["edges"][0]["to"]), (&"B".into(), &"A".into()));
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8(refused.stderr).unwrap().contains("is no graph"));
}
