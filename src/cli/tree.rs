//! `planarium tree PATH`: the annotated listing of a tree.

use super::{Failure, Source, load, print};
use crate::outline::{Filter, Outline, listing};
use clap::Args;

/// The tree, and how much of it to print.
#[derive(Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    source: Source,
    /// Leave out the archive and the templates.
    #[arg(long)]
    active_only: bool,
    /// Print JSON instead of text: the model of `planarium model`.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let reading = load::tree(&arguments.source)?;
    let plan = reading.plan();
    if arguments.json {
        print(&crate::plan::json::model(&plan));
        return Ok(());
    }
    let outline = Outline::of(&plan, reading.files().iter().map(|entry| entry.path().as_str()));
    let everything = outline.folders_above_level(u32::MAX);
    let filter = Filter {
        hides_archive: arguments.active_only,
        hides_templates: arguments.active_only,
        ..Filter::default()
    };
    print(&listing::print(&plan, &outline, &outline.rows(&everything, &filter)));
    Ok(())
}
