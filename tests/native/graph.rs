//! Graphs of plans: every stated edge is there once, with its lines; what is printed can be read by others.

use crate::fixture;
use planarium::graph::{
    Graph, dependencies, export,
    layout::Direction,
    ownership,
    shown::{Grouping, Mode, Scope, Shown, Wanted, Why},
};
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
    let shown = Shown::whole(&graph);
    let drawing = shown.draw(graph.kind, Direction::Right, &|_| None);
    let svg = export::svg(&graph, &shown, &drawing, &[], "<b>", "\"s\"");
    assert!(!svg.contains("<script") && !svg.contains("<b>") && svg.contains("&lt;script&gt;"));
    assert!(svg.contains("xxx…"), "a long name is cut where it is drawn");
    assert!(export::dot(&graph).contains(r#""a \"b\" <script>& `c`\\ עברית""#));
    assert!(export::mermaid(&graph).contains("n0[\"a #quot;b#quot; <script>&  c \\ עברית\"]"));
    let json: Value = serde_json::from_str(&export::json(&graph, &shown, &drawing)).unwrap();
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

// ── what is shown ───────────────────────────────────────────────────────────────────────────

const CHAIN: &str = "
//- _overview.md
# Chain
//- SP01_a/_overview.md
---
status: DONE
---
//- SP02_b/_overview.md
---
status: WIP
depends_on: [SP01]
---
//- SP03_c/_overview.md
---
status: TODO
depends_on: [SP01, SP02]
---
//- SP04_d/_overview.md
---
status: TODO
type: system
depends_on: [SP03, SP04]
---
//- SP05_alone/_overview.md
---
status: TODO
---
//- _completed/2025-Q1/SP06_e/_overview.md
---
status: DONE
blocks: [SP02]
---
//- _completed/2025-Q1/SP07_f/_overview.md
---
status: DONE
depends_on: [SP06]
blocks: [SP02]
---
//- _completed/2025-Q2/SP08_g/_overview.md
---
status: DONE
---
";

/// A picture as text: its edges, its dock, and what is hidden.
fn told(wanted: &Wanted) -> String {
    let plan = fixture::plan(CHAIN);
    let ties = planarium::answers::Ties::of(&plan);
    let day = planarium::plan::Date::parse("2025-06-01").unwrap();
    let graph = dependencies::whole(&plan);
    let shown = graph.shown(&ties.inquiry(&plan, &day), wanted);
    let name = |at: usize| shown.nodes[at].id.split('_').next().unwrap();
    let edges: Vec<String> = shown
        .edges
        .iter()
        .map(|edge| {
            format!("{}→{}{}", name(edge.from), name(edge.to), if edge.of.len() > 1 { "+" } else { "" })
        })
        .collect();
    let dock: Vec<&str> = shown.dock.iter().map(|node| node.id.split('_').next().unwrap()).collect();
    let hidden: Vec<String> = Why::ALL
        .iter()
        .filter(|why| shown.hidden_as(**why) > 0)
        .map(|why| format!("{} {}", shown.hidden_as(*why), why.name()))
        .collect();
    format!("{} | {} | {}", edges.join(" "), dock.join(" "), hidden.join(", "))
}

#[test]
fn a_picture_says_what_it_leaves_out() {
    let all = Wanted { scope: Scope::All, mode: Mode::Complete, ..Wanted::default() };
    assert_eq!(
        told(&all),
        "SP02→SP01 SP02→SP06 SP02→SP07 SP03→SP01 SP03→SP02 SP04→SP03 SP07→SP06 | SP05 SP08 | 1 itself"
    );
    assert_eq!(
        told(&Wanted { mode: Mode::Reduced, ..all.clone() }),
        "SP02→SP01 SP02→SP07 SP03→SP02 SP04→SP03 SP07→SP06 | SP05 SP08 | 2 implied, 1 itself"
    );
    assert_eq!(
        told(&Wanted { folds_archive: true, ..all.clone() }),
        "SP02→SP01 SP02→archive:2025-Q1+ SP03→SP01 SP03→SP02 SP04→SP03 | SP05 archive:2025-Q2 | 1 folded, 1 itself"
    );
    assert_eq!(
        told(&Wanted { folds_archive: true, unfolded: vec!["2025-Q1".to_owned()], ..all.clone() }),
        "SP02→SP01 SP02→SP06 SP02→SP07 SP03→SP01 SP03→SP02 SP04→SP03 SP07→SP06 | SP05 archive:2025-Q2 | 1 itself"
    );
    // The depth is honoured exactly.
    let near = |depth| Wanted {
        scope: Scope::Focus("SP01_a".to_owned()),
        depth,
        mode: Mode::Complete,
        ..Wanted::default()
    };
    assert_eq!(told(&near(0)), " | SP01 | 7 beyond, 1 itself");
    assert_eq!(told(&near(1)), "SP02→SP01 SP03→SP01 SP03→SP02 |  | 4 beyond, 1 itself");
    assert_eq!(
        told(&near(2)),
        "SP02→SP01 SP02→SP06 SP02→SP07 SP03→SP01 SP03→SP02 SP04→SP03 SP07→SP06 |  | 1 itself"
    );
    // The active plans alone.
    let active = Wanted { scope: Scope::Active, depth: 0, mode: Mode::Complete, ..Wanted::default() };
    assert_eq!(told(&active), "SP03→SP02 SP04→SP03 | SP05 | 5 beyond, 1 itself");
    // A filter hides, and says how much.
    let kept = vec![true, false, true, true, true, true, true, true];
    assert_eq!(
        told(&Wanted { kept: Some(kept), ..all.clone() }),
        "SP03→SP01 SP04→SP03 SP07→SP06 | SP05 SP08 | 4 filtered, 1 itself"
    );
}

/// Over all ways to look at the sample every stated edge is drawn, or hidden for one reason.
#[test]
fn every_edge_is_accounted_for() {
    let plan = crate::answers::sample();
    let ties = planarium::answers::Ties::of(&plan);
    let day = planarium::plan::Date::parse("2026-06-15").unwrap();
    let inquiry = ties.inquiry(&plan, &day);
    let graph = dependencies::whole(&plan);
    let scopes = [Scope::Active, Scope::All, Scope::Focus("PP08_polyglot_persistence".to_owned())];
    let groupings = [Grouping::None, Grouping::Status, Grouping::Type, Grouping::Quarter, Grouping::Person];
    let mut pictures = 0;
    for scope in &scopes {
        for grouping in groupings {
            for (depth, mode, folds_archive) in [
                (0, Mode::Reduced, true),
                (1, Mode::Complete, false),
                (2, Mode::Reduced, false),
                (9, Mode::Complete, true),
            ] {
                let kept = (depth == 2).then(|| (0..graph.nodes.len()).map(|at| at % 3 != 0).collect());
                let wanted = Wanted {
                    scope: scope.clone(),
                    depth,
                    mode,
                    grouping,
                    folds_archive,
                    kept,
                    ..Wanted::default()
                };
                let shown = graph.shown(&inquiry, &wanted);
                let counted = shown.drawn() + shown.hidden.len();
                assert_eq!(counted, graph.edges.len(), "{wanted:?}");
                let drawing = shown.draw(graph.kind, Direction::Right, &|_| None);
                assert_eq!(drawing.nodes.len(), shown.nodes.len());
                assert!(drawing.edges.iter().all(|line| line.len() > 1), "{wanted:?}");
                pictures += 1;
            }
        }
    }
    assert_eq!(pictures, 60);
}
