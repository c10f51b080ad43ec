//! `planarium graph PATH`: the laid-out graph of a tree, or of a graph file.

use super::{Failure, Source, load, print};
use crate::answers::Ties;
use crate::graph::layout::Direction;
use crate::graph::picture::Flags;
use crate::graph::shown::Shown;
use crate::graph::{Graph, Kind, dependencies, export, ownership};
use crate::plan::{Date, Place};
use clap::{Args, ValueEnum};
use std::fs;

/// The tree, what to show of it, and in which form.
#[derive(Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    source: Source,
    /// What the graph shows.
    #[arg(long, value_enum, default_value = "dependencies")]
    kind: Asked,
    /// Form of the output.
    #[arg(long, value_enum, default_value = "json")]
    format: Format,
    /// Print JSON, which is also what is printed when no form is named.
    #[arg(long, conflicts_with = "format")]
    json: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Asked {
    Dependencies,
    Ownership,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Svg,
    Json,
    Dot,
    Mermaid,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let (graph, title, flags) = match graph_file(arguments)? {
        Some(graph) => (graph, "Dependencies".to_owned(), Vec::new()),
        None => {
            let plan = load::tree(&arguments.source)?.plan();
            let ties = Ties::of(&plan);
            // What is blocked, urgent or invalid does not depend on the day.
            let day = Date::of_unix_day(0).ok_or("the calendar has no beginning")?;
            let graph = match arguments.kind {
                Asked::Dependencies => dependencies::whole(&plan),
                Asked::Ownership => ownership::whole(&ties.inquiry(&plan, &day)),
            };
            let what = match graph.kind {
                Kind::Dependencies => "Dependencies",
                Kind::Ownership => "Ownership",
            };
            let flags = Flags::of_all(&graph, &ties.inquiry(&plan, &day));
            let title = plan.title.map_or_else(|| what.to_owned(), |title| format!("{what} of {title}"));
            (graph, title, flags)
        }
    };
    let format = if arguments.json { Format::Json } else { arguments.format };
    let shown = Shown::whole(&graph);
    let draw = || shown.draw(graph.kind, Direction::Right, &|_| None);
    print(&match format {
        Format::Json => export::json(&graph, &shown, &draw()),
        Format::Svg => {
            let name = arguments.source.path.file_name().unwrap_or(arguments.source.path.as_os_str());
            export::svg(&graph, &shown, &draw(), &flags, &title, &name.to_string_lossy())
        }
        Format::Dot => export::dot(&graph),
        Format::Mermaid => export::mermaid(&graph),
    });
    Ok(())
}

/// The form in which graphs without a tree come: `from` is needed, `to` needs it.
#[derive(serde::Deserialize)]
struct GraphFile {
    nodes: Vec<FileNode>,
    edges: Vec<(End, End)>,
}

#[derive(serde::Deserialize)]
struct FileNode {
    id: String,
    parent: Option<String>,
}

/// A node by its position or by its id.
#[derive(serde::Deserialize)]
#[serde(untagged)]
enum End {
    Position(usize),
    Id(String),
}

/// The graph of a file that holds one, or nothing when PATH is a tree.
fn graph_file(arguments: &Arguments) -> Result<Option<Graph>, Failure> {
    let path = &arguments.source.path;
    if path.is_dir() || path.extension().is_none_or(|extension| !extension.eq_ignore_ascii_case("json")) {
        return Ok(None);
    }
    let shown = path.display();
    let text = fs::read(path).map_err(|error| format!("cannot read {shown}: {error}"))?;
    let file: GraphFile = serde_json::from_slice(&text)
        .map_err(|error| format!("{shown} is no graph: {error}; it should hold \"nodes\" and \"edges\""))?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let id = |end: &End| match end {
        End::Position(at) => file.nodes.get(*at).map(|node| node.id.clone()),
        End::Id(id) => Some(id.clone()),
    };
    let edges = file.edges.iter().filter_map(|(needed, needing)| {
        Some((id(needing)?, id(needed)?, Place { path: name.clone(), line: 1 }))
    });
    let nodes = file.nodes.iter().map(|node| (node.id.clone(), node.parent.clone()));
    Ok(Some(Graph::of_needs(nodes.collect(), edges.collect())))
}
