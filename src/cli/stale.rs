//! `planarium stale PATH`: the module specs that nobody has looked at for too long.

use super::columns::{at, columns};
use super::day::AsOf;
use super::{Failure, Source, load, print};
use crate::answers::stale::{Staleness, WEEKS};
use crate::answers::{self, Ties};
use crate::counted::counted;
use crate::plan::ItemKind;
use clap::Args;

/// The tree, the day, and how old a spec may be.
#[derive(Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    source: Source,
    /// How many weeks old a spec may be.
    #[arg(long, value_name = "N", default_value_t = WEEKS)]
    weeks: u32,
    #[command(flatten)]
    as_of: AsOf,
    /// Print JSON instead of text.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let day = arguments.as_of.day()?;
    let plan = load::tree(&arguments.source)?.plan();
    let ties = Ties::of(&plan);
    let stale = Staleness::of(&ties.inquiry(&plan, &day.date), arguments.weeks);
    if arguments.json {
        print(&answers::json(&stale, Some(&day.date)));
        return Ok(());
    }
    let weeks = counted(arguments.weeks as usize, "week");
    let all = plan.of_kind(ItemKind::Module).filter(|item| !item.template).count();
    let answer = match (stale.modules.len(), all) {
        (_, 0) => "This tree has no module specs".to_owned(),
        (0, 1) => format!("The module spec was updated within {weeks}"),
        (0, _) => format!("All {all} module specs were updated within {weeks}"),
        (1, _) => format!("1 of {} is older than {weeks}, or has no date", counted(all, "module spec")),
        (count, _) => {
            format!("{count} of {} are older than {weeks}, or have no date", counted(all, "module spec"))
        }
    };
    let rows: Vec<[String; 5]> = stale
        .modules
        .iter()
        .map(|spec| {
            let (date, age) = match (&spec.last_updated, spec.age_days) {
                (Some(date), Some(age)) => (date.to_string(), format!("{age} days")),
                _ => ("no date".to_owned(), String::new()),
            };
            [date, age, spec.module.clone(), spec.plan.clone().unwrap_or_default(), at(&spec.place)]
        })
        .collect();
    let gap = if rows.is_empty() { "" } else { "\n" };
    print(&format!("{answer}, as of {day}.\n{gap}{}", columns(&rows)));
    Ok(())
}
