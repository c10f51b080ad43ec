//! `planarium tree PATH`: the annotated listing of a tree.

use super::then::{self, Then};
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
    #[command(flatten)]
    then: Then,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let reading = load::tree(&arguments.source)?;
    let plan = reading.plan();
    let past = arguments.then.of(&plan)?;
    if arguments.json {
        print(&past.map_or_else(|| crate::plan::json::model(&plan), |past| then::model(&past)));
        return Ok(());
    }
    let paths = reading.files().iter().map(|entry| entry.path().as_str());
    let paths = paths.filter(|path| past.as_ref().is_none_or(|past| past.holds(&plan, path)));
    let shown = past.as_ref().map_or(&plan, |past| &past.plan);
    let outline = Outline::of(shown, paths);
    let everything = outline.folders_above_level(u32::MAX);
    let filter = Filter {
        hides_archive: arguments.active_only,
        hides_templates: arguments.active_only,
        ..Filter::default()
    };
    print(&listing::print(shown, &outline, &outline.rows(&everything, &filter)));
    Ok(())
}
