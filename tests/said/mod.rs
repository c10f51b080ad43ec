//! All that the program says of a tree. The native tests write it for a number of trees, the browser tests say it again of the
//! same trees and expect the same bytes: what runs in the page says what the command line says.

use planarium::answers::{
    self, Ties, board, history, impact, module, person, register, resume, stale, status,
};
use planarium::article::{Article, Content};
use planarium::compare::{Comparison, Side, release_notes};
use planarium::dialect::{Reading, roots};
use planarium::files::{Files, FilesBuilder, Limits, TreePath, archive};
use planarium::findings::{self, Ground, Settings};
use planarium::graph::layout::Direction;
use planarium::graph::picture::Flags;
use planarium::graph::shown::Shown;
use planarium::graph::{Graph, dependencies, export, ownership};
use planarium::links::Links;
use planarium::outline::{Filter, Outline, listing};
use planarium::plan::{Date, Names, Plan, json};
use planarium::rules;
use planarium::search::{self, Indexing, Texts};
use planarium::timeline::{self, Timeline, layout, picture, scale, selection::Selection};
use std::collections::BTreeSet;

/// Where the native tests write it, from the root of the repository: the names of the trees in `list.txt`, and of each its archive and
/// what is said of it.
pub const FOLDER: &str = "target/said";
/// What the answers are as of.
const DAY: &str = "2026-06-01";
/// Queries of every form; beside these the first names of the tree are asked for.
const QUERIES: [&str; 8] = [
    "status:wip",
    "kind:module owner:*",
    "the plan",
    "\"depends on\"",
    "is:blocked OR has:findings",
    "-status:done kind:task",
    "audit*",
    "schedulng~",
];

/// All that is said of an archive, each answer below its name.
pub fn of_zip(zip: Vec<u8>) -> String {
    text(&said(&archive::open(zip, &Limits::default()).unwrap()))
}

/// All that is said of the examples of the rules.
pub fn of_examples() -> String {
    let of = |example: &str| text(&said(&built(example)));
    rules::EXAMPLES.iter().map(|example| format!("{}{}", of(example.bad), of(example.good))).collect()
}

fn text(said: &[(&str, String)]) -> String {
    said.iter().map(|(answer, text)| format!("//- {answer}\n{text}\n")).collect()
}

/// A tree that is told as text, each of its files begun by a line `//- path`.
fn built(text: &str) -> Files {
    let mut builder = FilesBuilder::new(Limits::default());
    for part in text.trim_start_matches('\n').split("//- ").skip(1) {
        let (path, content) = part.split_once('\n').unwrap_or((part, ""));
        builder.add(path.trim(), content.as_bytes().to_vec());
    }
    builder.finish()
}

/// All that is said of a tree.
fn said(files: &Files) -> Vec<(&'static str, String)> {
    let day = Date::parse(DAY).unwrap();
    let root = roots(files).into_iter().next().unwrap();
    let reading = Reading::new(files.rooted(&root.path), root.shown(), root.dialect).finish();
    let plan = reading.plan();
    let (names, ties) = (Names::of(&plan), Ties::of(&plan));
    let inquiry = ties.inquiry(&plan, &day);
    let settings = Settings::of_tree(reading.files());
    let found = rules::check(&reading, &plan, &day, &settings);
    let outline = Outline::of(&plan, reading.files().iter().map(|entry| entry.path().as_str()));
    let rows = outline.rows(&outline.folders_above_level(u32::MAX), &Filter::default());
    let of_items = |say: &dyn Fn(usize) -> String| (0..plan.items.len()).map(say).collect::<String>();
    let of_modules = |say: &dyn Fn(usize) -> String| (0..plan.modules.len()).map(say).collect::<String>();
    let supposed = [impact::Supposed::Cut, impact::Supposed::Slip, impact::Supposed::Finish];
    let mut said = vec![
        ("model", json::model(&plan)),
        ("tree", listing::print(&plan, &outline, &rows)),
        ("check", findings::json::findings(&found, &settings, &rules::problems(&plan, &settings), &day)),
        ("status", answers::json(&status::Standing::of(&inquiry), Some(&day))),
        ("stale", answers::json(&stale::Staleness::of(&inquiry, stale::WEEKS), Some(&day))),
        ("impact", of_items(&|at| answers::json(&impact::Impact::of_item(&inquiry, at), None))),
        (
            "impact of modules",
            of_modules(&|at| answers::json(&impact::Impact::of_module(&inquiry, at), None)),
        ),
        (
            "what if",
            of_items(&|at| {
                supposed
                    .iter()
                    .map(|how| answers::json(&impact::Outcome::of(&inquiry, at, *how), None))
                    .collect()
            }),
        ),
        (
            "history",
            of_modules(&|at| {
                answers::json(&history::History::of(&inquiry, &plan.modules.get(at).unwrap().name), None)
            }),
        ),
        ("modules", of_modules(&|at| answers::json(&module::Module::of(&inquiry, at), Some(&day)))),
        ("people", answers::json(&person::people(&inquiry), Some(&day))),
        ("register", answers::json(&register::Register::of(&inquiry), Some(&day))),
        ("resume", answers::json(&resume::Resume::of(&inquiry), Some(&day))),
        ("board", format!("{:?}", board::Board::of(&inquiry, &|_| true))),
        ("dependencies", drawn(&dependencies::whole(&plan), &inquiry)),
        ("ownership", drawn(&ownership::whole(&inquiry), &inquiry)),
        ("timeline", in_time(&Timeline::of(&inquiry, &found))),
        ("documents", documents(&reading, &plan, &names)),
        ("comparison", compared(&reading, &plan, &names, &found, &day)),
    ];
    said.push(("search", searched(&reading, &plan, &ties, &names, &found, &day)));
    said
}

fn drawn(graph: &Graph, inquiry: &answers::Inquiry<'_>) -> String {
    let shown = Shown::whole(graph);
    let drawing = shown.draw(graph.kind, Direction::Right, &|_| None);
    let flags = Flags::of_all(graph, inquiry);
    let svg = export::svg(graph, &shown, &drawing, &flags, "All", "tree");
    [export::json(graph, &shown, &drawing), svg, export::dot(graph), export::mermaid(graph)].concat()
}

fn in_time(timeline: &Timeline) -> String {
    let lanes = timeline::lanes::Lanes::of(
        timeline,
        timeline::lanes::Grouping::telling(timeline),
        &Selection::default(),
    );
    let Some((first, last)) = lanes.days else { return String::new() };
    let scale = scale::Scale::fitting(first, last, 1100.0, scale::Axis::Calendar);
    let layout = layout::Layout::of(timeline, &lanes, scale, &|_| false);
    let compared = BTreeSet::new();
    let picture = picture::Picture {
        timeline,
        lanes: &lanes,
        layout: &layout,
        days: &[],
        active: None,
        compared: &compared,
        is_mute: false,
    };
    picture::whole(&picture, "All", "What happened").0
}

fn documents(reading: &Reading, plan: &Plan, names: &Names) -> String {
    let mut html = String::new();
    for entry in reading.files() {
        let links = Links { files: reading.files(), plan, names, document: entry.path().clone() };
        match Article::of(&links).map(|article| article.content) {
            Ok(Content::Document(document)) => html.push_str(&document.rendered.html),
            other => html.push_str(&format!("{other:?}")),
        }
    }
    html
}

/// Against the tree in which every fifth document ends behind its first lines.
fn compared(
    reading: &Reading,
    plan: &Plan,
    names: &Names,
    found: &[findings::Finding],
    day: &Date,
) -> String {
    let mut other = reading.clone();
    let paths: Vec<TreePath> = reading.files().iter().map(|entry| entry.path().clone()).collect();
    for path in paths.iter().step_by(5) {
        let Some(text) =
            reading.files().get(path.as_str()).and_then(|entry| reading.files().text(entry).ok())
        else {
            continue;
        };
        let half: String = text.text.split_inclusive('\n').take(9).collect();
        other.replace(path, half.into_bytes());
    }
    let changed = other.plan();
    let changed_names = Names::of(&changed);
    let changed_found = rules::check(&other, &changed, day, &Settings::default());
    let (before, after) = (Ground::of(plan, reading, names), Ground::of(&changed, &other, &changed_names));
    let comparison = Comparison::of(&Side::of(&before, found), &Side::of(&after, &changed_found));
    format!("{}{:?}", release_notes(&comparison, "old", "new"), comparison.changes)
}

fn searched(
    reading: &Reading,
    plan: &Plan,
    ties: &Ties,
    names: &Names,
    found: &[findings::Finding],
    day: &Date,
) -> String {
    let mut records = Indexing::new(reading, plan).finish(reading, plan);
    records.set_findings(plan, found);
    let mut texts = Texts::default();
    let asked = plan.items.iter().take(20).map(|item| item.title.clone());
    let asked: Vec<String> = QUERIES.iter().map(|query| (*query).to_owned()).chain(asked).collect();
    let mut said = String::new();
    for query in asked {
        let ground =
            search::Ground { inquiry: ties.inquiry(plan, day), names, findings: found, records: &records };
        let results = search::search(ground, reading.files(), &mut texts, &query, 20);
        said.push_str(&answers::json(&results, Some(day)));
    }
    said
}
