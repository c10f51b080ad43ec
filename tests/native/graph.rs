//! Graphs of plans: every stated edge is there once, with its lines; what is printed can be read by others.

use crate::fixture;
use planarium::answers::Ties;
use planarium::graph::coverage::{About, Coverage, Reach, subjects};
use planarium::graph::matrix::{Concern, Mark, Matrix};
use planarium::graph::{
    Graph,
    bands::Grouping,
    dependencies, export,
    layout::Direction,
    ownership,
    shown::{Mode, Scope, Shown, Wanted, Why},
};
use planarium::plan::Date;
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
    let plan = fixture::plan(TREE);
    let day = Date::parse("2025-06-01").unwrap();
    let graph = ownership::whole(&Ties::of(&plan).inquiry(&plan, &day));
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
        "SP02→SP01 SP02→archive:2025-Q1+ SP03→SP01 SP03→SP02 SP04→SP03 | SP05 SP08 | 1 folded, 1 itself"
    );
    assert_eq!(
        told(&Wanted { folds_archive: true, unfolded: vec!["2025-Q1".to_owned()], ..all.clone() }),
        "SP02→SP01 SP02→SP06 SP02→SP07 SP03→SP01 SP03→SP02 SP04→SP03 SP07→SP06 | SP05 SP08 | 1 itself"
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

// ── groups that are drawn as one ────────────────────────────────────────────────────────────

fn shown_of(source: &str, wanted: &Wanted) -> (Graph, Shown) {
    let plan = fixture::plan(source);
    let day = Date::parse("2025-06-01").unwrap();
    let ties = Ties::of(&plan);
    let graph = dependencies::graph(&plan, dependencies::Extras::default(), &wanted.expanded);
    let shown = graph.shown(&ties.inquiry(&plan, &day), wanted);
    (graph, shown)
}

/// Every node of a frame lies in it, nothing else does, and frames that lie beside each other do not overlap.
fn check_frames(graph: &Graph, shown: &Shown) {
    for direction in [Direction::Right, Direction::Left, Direction::Down] {
        let drawing = shown.draw(graph.kind, direction, &|_| None);
        assert_eq!(drawing.frames.len(), shown.frames.len());
        for (at, (frame, (corner, size))) in shown.frames.iter().zip(&drawing.frames).enumerate() {
            let within: BTreeSet<usize> = (0..shown.nodes.len())
                .filter(|node| {
                    let (place, own) = (drawing.nodes[*node], shown.nodes[*node].node.size());
                    place.x >= corner.x
                        && place.y >= corner.y
                        && place.x + own.width <= corner.x + size.width + 0.1
                        && place.y + own.height <= corner.y + size.height + 0.1
                })
                .collect();
            let mut held: BTreeSet<usize> = frame.members.iter().copied().chain(frame.head).collect();
            for inner in shown.frames.iter().filter(|inner| inner.parent == Some(at)) {
                held.extend(inner.members.iter().copied().chain(inner.head));
            }
            assert_eq!(within, held, "{direction:?} {frame:?}");
        }
    }
}

const PARTS: &str = "
//- _overview.md
# Parts
//- SP01_a/_overview.md
---
status: DONE
---
//- SP02_b/_overview.md
---
status: WIP
depends_on: [SP01]
---
//- SP02_b/p00_first/_overview.md
---
status: DONE
---
//- SP02_b/p00_first/01_dig.md
---
status: DONE
---
//- SP02_b/p00_first/02_fill.md
---
status: TODO
---
//- SP02_b/p01_second/_overview.md
---
status: WIP
---
//- SP03_c/_overview.md
---
status: TODO
depends_on: [SP02/p01_second]
---
";

#[test]
fn a_plan_is_unfolded_into_its_phases_and_tasks() {
    let wanted = Wanted { scope: Scope::All, expanded: vec!["SP02_b".to_owned()], ..Wanted::default() };
    let (graph, shown) = shown_of(PARTS, &wanted);
    let frame = &shown.frames[0];
    let ids: Vec<&str> = frame.members.iter().map(|at| shown.nodes[*at].id.as_str()).collect();
    assert_eq!(shown.nodes[frame.head.unwrap()].id, "SP02_b");
    assert_eq!(ids, ["SP02_b/p00_first", "SP02_b/p01_second"]);
    assert!(edges(&graph).iter().any(|edge| edge.starts_with("SP02_b/p01_second → SP02_b/p00_first order")));
    check_frames(&graph, &shown);
    let expanded = vec!["SP02_b".to_owned(), "SP02_b/p00_first".to_owned()];
    let (graph, shown) = shown_of(PARTS, &Wanted { expanded, ..wanted });
    assert_eq!(shown.frames.iter().map(|frame| frame.parent).collect::<Vec<_>>(), [None, Some(0)]);
    assert_eq!(shown.frames[1].members.len(), 2, "tasks stand in their phase without an edge");
    check_frames(&graph, &shown);
    // Folded again nothing of it is left.
    let (_, shown) = shown_of(PARTS, &Wanted { scope: Scope::All, ..Wanted::default() });
    assert!(shown.frames.is_empty());
}

const CIRCLES: &str = "
//- SP01_a/_overview.md
---
status: TODO
depends_on: [SP02, SP04]
---
//- SP02_b/_overview.md
---
status: TODO
depends_on: [SP03]
---
//- SP03_c/_overview.md
---
status: WIP
depends_on: [SP01, SP03]
---
//- SP04_d/_overview.md
---
status: TODO
---
//- SP05_e/_overview.md
---
status: TODO
depends_on: [SP03]
---
";

#[test]
fn a_circle_is_one_marked_group() {
    let (graph, shown) = shown_of(CIRCLES, &Wanted { scope: Scope::All, ..Wanted::default() });
    assert_eq!(shown.frames.len(), 1);
    let frame = &shown.frames[0];
    assert!(frame.is_circle && frame.label.contains("circle of 3"));
    let ids: Vec<&str> = frame.members.iter().map(|at| shown.nodes[*at].id.as_str()).collect();
    assert_eq!(ids, ["SP01_a", "SP02_b", "SP03_c"]);
    check_frames(&graph, &shown);
    let drawing = shown.draw(graph.kind, Direction::Right, &|_| None);
    assert!(drawing.edges.iter().all(|line| line.len() > 1), "each edge has a line");
    assert_eq!(shown.hidden_as(Why::Itself), 1);
    assert_eq!(shown.drawn() + shown.hidden.len(), graph.edges.len());
}

// ── bad input ───────────────────────────────────────────────────────────────────────────────

/// So many plans, each of which needs those that `needs` says.
fn many(count: usize, status: &str, needs: impl Fn(usize) -> Vec<usize>) -> String {
    let plans = (0..count).map(|at| {
        let needs: Vec<String> = needs(at).iter().map(|to| format!("SP{to:04}_x")).collect();
        format!(
            "//- SP{at:04}_x/_overview.md\n---\nstatus: {status}\ndepends_on: [{}]\n---\n",
            needs.join(", ")
        )
    });
    plans.collect()
}

#[test]
fn more_than_can_be_told_apart_is_folded_into_groups() {
    let wanted = Wanted { scope: Scope::All, ..Wanted::default() };
    let few = |count: usize| many(count, "TODO", |at| if at == 0 { Vec::new() } else { vec![at / 2] });
    let (_, shown) = shown_of(&few(400), &wanted);
    assert!(!shown.is_folded && shown.nodes.len() == 400);
    // 5,000 plans, all of which need one, of which each fortieth is done.
    let hub = many(5_000, "TODO", |at| if at == 0 { Vec::new() } else { vec![0] });
    let hub = hub.replacen("status: TODO", "status: WIP", 1);
    let (graph, shown) = shown_of(&hub, &wanted);
    assert_eq!(graph.edges.len(), 4_999);
    assert!(shown.is_folded);
    let labels: Vec<&str> = shown.nodes.iter().map(|node| node.node.label.as_str()).collect();
    assert_eq!(labels, ["SP0000_x", "To do (4999)"]);
    assert_eq!(shown.drawn() + shown.hidden.len(), 4_999);
    let open = Wanted { unfolded: vec!["To do".to_owned()], ..wanted };
    assert_eq!(shown_of(&hub, &open).1.nodes.len(), 5_000);
}

#[test]
fn one_circle_of_everything_is_drawn() {
    let (graph, shown) = shown_of(
        &many(300, "WIP", |at| vec![(at + 1) % 300, at]),
        &Wanted { scope: Scope::All, ..Wanted::default() },
    );
    assert_eq!(shown.frames.len(), 1);
    assert_eq!(shown.hidden_as(Why::Itself), 300);
    check_frames(&graph, &shown);
}

#[test]
fn long_names_and_names_from_right_to_left_are_drawn() {
    let long = "x".repeat(240);
    let source = format!(
        "//- SP01_{long}/_overview.md\n---\nstatus: TODO\n---\n//- SP02_בדיקה/_overview.md\n---\nstatus: TODO\ndepends_on: [SP01]\n---\n"
    );
    let (graph, shown) = shown_of(&source, &Wanted { scope: Scope::All, ..Wanted::default() });
    let drawing = shown.draw(graph.kind, Direction::Left, &|_| None);
    assert!(shown.nodes.iter().all(|node| node.node.size().width < 260.0));
    // What is needed stands on the right, where reading begins.
    let x = |id: &str| {
        let at = shown.nodes.iter().position(|node| node.id.starts_with(id)).unwrap();
        drawing.nodes[at].x
    };
    assert!(x("SP01") > x("SP02"));
    let svg = export::svg(&graph, &shown, &drawing, &[], "t", "s");
    assert!(svg.contains("בדיקה") && svg.contains("x…</text>"));
    assert!(!svg.contains(&format!(">{long}")), "what is seen of a name is cut, what is said is whole");
}

// ── who answers for what ────────────────────────────────────────────────────────────────────

const QUAY: &str = "
//- _overview.md
# Quay

## Module Index

| Module | Origin Plan | Modified By | Primary Owner |
|---|---|---|---|
| winch | SP01 | PP02, PP03, PP04 | Ann Lee |
| lamp | SP01 | PP05 | Ann Lee + Bo Karlsson (shared) |
| horn | SP06 | — | — |
| rope | SP06 | — | Cy Young (inherited) |
| buoy | SP01 | PP02 _(CUT)_ | Ann Lee |

## State Deltas

### ✅ SP01_pier — Mar 2025
- winch: new module — lifts
- lamp: new module — shines
### ✅ SP06_fog — Sep 2025
- horn: new module — sounds
### 🔄 PP02_paint — May 2025
- winch: painted green
### ✅ PP07_tests — Jun 2025
- All modules: a test each

## Cast

| Name | Role | Active |
|---|---|---|
| **Ann Lee** | Engineer | Jan 2025 – Mar 2025 |
//- SP01_pier/_overview.md
---
status: DONE
---
//- PP02_paint/_overview.md
---
status: WIP
---
//- PP02_paint/01_lamp_white.md
---
status: TODO
---
//- PP02_paint/02_progress.md
# Progress

On May 3rd buoy stood at 40% and horn at 0%.
//- PP03_oil/_overview.md
---
status: TODO
depends_on: [PP04]
---
//- PP04_clean/_overview.md
---
status: TODO
---
//- PP05_glass/_overview.md
---
status: DONE
---
//- SP06_fog/_overview.md
---
status: DONE
---
//- SP06_fog/modules/horn.md
---
module: horn
---
//- PP07_tests/_overview.md
---
status: DONE
---
";

fn matrix_of(source: &str, on: &str) -> Matrix {
    let plan = fixture::plan(source);
    Matrix::of(&Ties::of(&plan).inquiry(&plan, &Date::parse(on).unwrap()))
}

#[test]
fn what_presses_of_each_module_is_found() {
    let matrix = matrix_of(QUAY, "2025-06-01");
    let row = |name: &str| matrix.rows.iter().find(|row| row.module == name).unwrap();
    let ids = |columns: &[usize]| columns.iter().map(|at| matrix.plans[*at].id.clone()).collect::<Vec<_>>();
    // PP03 waits for PP04; PP02 waits for neither.
    assert_eq!(ids(&row("winch").colliding), ["PP02_paint", "PP03_oil", "PP04_clean"]);
    assert_eq!(
        row("winch").concerns,
        [Concern::Collision, Concern::Left, Concern::Unspecified, Concern::Modified]
    );
    assert_eq!(row("horn").concerns, [Concern::Unowned]);
    assert!(row("rope").is(Concern::Inherited) && row("rope").is(Concern::Sole));
    assert!(row("lamp").is(Concern::Shared) && row("lamp").is(Concern::Left));
    let marks: Vec<(String, Mark)> =
        row("winch").cells.iter().map(|cell| (matrix.plans[cell.column].id.clone(), cell.mark)).collect();
    let marks: Vec<(&str, Mark)> = marks.iter().map(|(id, mark)| (id.as_str(), *mark)).collect();
    assert_eq!(
        marks,
        [
            ("SP01_pier", Mark::Created),
            ("PP02_paint", Mark::Now),
            ("PP03_oil", Mark::Planned),
            ("PP04_clean", Mark::Planned)
        ]
    );
    assert!(row("winch").cells.iter().all(|cell| !cell.places.is_empty()));
    // Before she left, nothing was in the name of somebody who has.
    assert_eq!(matrix_of(QUAY, "2025-02-01").count(Concern::Left), 0);
}

#[test]
fn who_has_twice_an_even_share_has_too_much() {
    let modules = |owner: &str, from: usize, to: usize| -> String {
        (from..to).map(|at| format!("| m{at:02} | SP01 | — | {owner} |\n")).collect()
    };
    let head = "//- _overview.md\n## Module Index\n| Module | Origin Plan | Modified By | Primary Owner |\n|---|---|---|---|\n";
    let tree = |ann: usize, all: usize| {
        format!(
            "{head}{}{}{}//- SP01_a/_overview.md\n",
            modules("Ann Lee", 0, ann),
            modules("Bo Karl", ann, all - 1),
            modules("Cy Young", all - 1, all)
        )
    };
    let loaded = |source: &str| {
        let matrix = matrix_of(source, "2025-06-01");
        matrix.people.iter().filter(|it| it.has_too_much).map(|it| it.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(loaded(&tree(8, 12)), ["Ann Lee"]);
    assert_eq!(loaded(&tree(5, 10)), Vec::<String>::new());
    // Of few modules nobody has too many.
    assert_eq!(loaded(&tree(3, 5)), Vec::<String>::new());
}

fn coverage_of(source: &str, id: &str) -> Coverage {
    let plan = fixture::plan(source);
    let text_of = |path: &str| {
        let mut parts = source.split("\n//- ").skip(1);
        parts.find_map(|part| part.strip_prefix(path)?.strip_prefix('\n').map(str::to_owned))
    };
    let day = Date::parse("2025-12-01").unwrap();
    Coverage::of(&Ties::of(&plan).inquiry(&plan, &day), &About::Plan(id.to_owned()), &text_of).unwrap()
}

#[test]
fn coverage_tells_how_far_each_module_is_and_what_says_so() {
    let coverage = coverage_of(QUAY, "PP02_paint");
    let reach: Vec<(&str, Reach)> =
        coverage.rows.iter().map(|row| (row.module.as_str(), row.reach)).collect();
    assert_eq!(
        reach,
        [
            ("buoy", Reach::Share(40)),
            ("horn", Reach::Share(0)),
            ("lamp", Reach::Planned),
            ("rope", Reach::BornAfter),
            ("winch", Reach::InWork)
        ]
    );
    assert!(coverage.rows.iter().all(|row| row.said.is_empty() == (row.reach == Reach::BornAfter)));
    assert_eq!(coverage_of(QUAY, "PP05_glass").count(|reach| reach == Reach::None), 5);
    // What was done to all modules was done to those there were, and horn came later.
    let coverage = coverage_of(QUAY, "PP07_tests");
    let horn = coverage.rows.iter().find(|row| row.module == "horn").unwrap();
    assert_eq!(horn.reach, Reach::BornAfter);
    assert_eq!(coverage.rows.iter().find(|row| row.module == "lamp").unwrap().reach, Reach::Done);
}

/// The gap that the auditor found: no delta, task or share of the audit trail speaks of what was born after it.
#[test]
fn coverage_of_the_sample_shows_the_gap() {
    let plan = crate::answers::sample();
    let folder = fixture::repository().join("public/sample/medflow/.agent_plan/day_dream");
    let text_of = |path: &str| std::fs::read_to_string(folder.join(path)).ok();
    let day = Date::parse("2026-06-01").unwrap();
    let ties = Ties::of(&plan);
    let inquiry = ties.inquiry(&plan, &day);
    let coverage =
        Coverage::of(&inquiry, &About::Plan("PP06_hipaa_audit_trail".to_owned()), &text_of).unwrap();
    let reach = |name: &str| coverage.rows.iter().find(|row| row.module == name).unwrap().reach;
    assert_eq!(reach("patient_records"), Reach::Done);
    assert_eq!(reach("insurance_connector"), Reach::BornAfter);
    let scheduling = coverage.rows.iter().find(|row| row.module == "scheduling").unwrap();
    assert!(scheduling.said.iter().any(|said| said.reach == Reach::Share(70)), "{scheduling:?}");
    assert!(subjects(&inquiry).iter().any(|(about, ..)| matches!(about, About::Requirement(_))));
}

/// So many steps around a node are drawn, no more and no fewer, and what is further away is counted.
#[test]
fn ownership_around_a_node_is_drawn_step_by_step() {
    let plan = crate::answers::sample();
    let day = Date::parse("2025-12-01").unwrap();
    let graph = ownership::whole(&Ties::of(&plan).inquiry(&plan, &day));
    let all_of = ownership::shown(&graph, &|_| true, false, None);
    let begin = graph.find("module:audit_trail").unwrap();
    // Steps counted one by one, along edges in either direction.
    let mut steps = vec![usize::MAX; graph.nodes.len()];
    steps[begin] = 0;
    for step in 1..graph.nodes.len() {
        for edge in &graph.edges {
            for (from, to) in [(edge.from, edge.to), (edge.to, edge.from)] {
                if steps[from] == step - 1 && steps[to] == usize::MAX {
                    steps[to] = step;
                }
            }
        }
    }
    let mut before = 0;
    for depth in 0..6_u32 {
        let shown = ownership::shown(&graph, &|_| true, false, Some(("module:audit_trail", depth)));
        let drawn: BTreeSet<&str> =
            shown.nodes.iter().chain(&shown.dock).map(|node| node.id.as_str()).collect();
        let near = graph.nodes.iter().zip(&steps).filter(|(_, steps)| **steps <= depth as usize);
        assert_eq!(drawn, near.map(|(node, _)| node.id.as_str()).collect(), "{depth} steps");
        assert_eq!(drawn.len() + shown.beyond, graph.nodes.len(), "{depth} steps");
        assert_eq!(shown.drawn() + shown.hidden.len(), graph.edges.len(), "{depth} steps");
        assert!(drawn.len() >= before);
        before = drawn.len();
    }
    assert!(before > 10 && all_of.beyond == 0);
}
