//! `planarium tree PATH`: the annotated listing of a tree.

use super::then::{self, Then};
use super::{Failure, Source, load, print};
use crate::counted::counted;
use crate::dialect::story::{self, Story};
use crate::outline::{Filter, Outline, listing};
use crate::plan::Plan;
use clap::Args;

/// The tree, and how much of it to print.
#[derive(Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    source: Source,
    /// Leave out the archive and the templates.
    #[arg(long)]
    active_only: bool,
    /// The stage to list, from 1, of a document that tells a tree's history; the last one without it.
    #[arg(long, value_name = "N", conflicts_with = "json")]
    stage: Option<usize>,
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
    let told = (reading.dialect().name == story::DIALECT.name).then(|| story::told(&reading)).flatten();
    match (told, &past, arguments.stage) {
        (Some(story), None, stage) => return print_stage(&story, stage, arguments.active_only),
        (_, _, Some(_)) => {
            let why = "--stage is for a document that tells a tree's history in listings, and as it is now";
            return Err(Failure(why.to_owned()));
        }
        _ => {}
    }
    let paths = reading.files().iter().map(|entry| entry.path().as_str());
    let paths = paths.filter(|path| past.as_ref().is_none_or(|past| past.holds(&plan, path)));
    print_listing(past.as_ref().map_or(&plan, |past| &past.plan), paths, arguments.active_only);
    Ok(())
}

/// A document that tells a tree's history is listed as the tree that it was at a stage.
fn print_stage(story: &Story, stage: Option<usize>, is_active_only: bool) -> Result<(), Failure> {
    let count = story.stages.len();
    let position = stage.map_or(count.checked_sub(1), |stage| stage.checked_sub(1));
    let tree = position.and_then(|position| story.tree(position));
    let tree = tree
        .ok_or_else(|| Failure(format!("it tells {}: --stage is 1 to {count}", counted(count, "stage"))))?;
    let reading = tree.reading();
    let paths = reading.files().iter().map(|entry| entry.path().as_str());
    print_listing(&tree.plan(), paths, is_active_only);
    Ok(())
}

fn print_listing<'a>(plan: &'a Plan, paths: impl Iterator<Item = &'a str>, is_active_only: bool) {
    let outline = Outline::of(plan, paths);
    let everything = outline.folders_above_level(u32::MAX);
    let filter =
        Filter { hides_archive: is_active_only, hides_templates: is_active_only, ..Filter::default() };
    print(&listing::print(plan, &outline, &outline.rows(&everything, &filter)));
}
