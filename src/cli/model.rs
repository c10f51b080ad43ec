//! `planarium model PATH`: the whole parsed model.

use super::then::{self, Then};
use super::{Failure, Source, load, print};
use crate::plan::json;
use clap::{Args, ValueEnum};

/// The tree, and how to print it.
#[derive(Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    source: Source,
    /// Print JSON, which is the only form there is.
    #[arg(long)]
    json: bool,
    /// Form of the output.
    #[arg(long, value_enum, default_value = "json")]
    format: Format,
    #[command(flatten)]
    then: Then,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Json,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let (Format::Json, _) = (arguments.format, arguments.json);
    let plan = load::tree(&arguments.source)?.plan();
    let text = arguments.then.of(&plan)?.map(|past| then::model(&past));
    print(&text.unwrap_or_else(|| json::model(&plan)));
    Ok(())
}
