//! `planarium history PATH MODULE`: what happened to a module, oldest first.

use super::columns::{at, columns};
use super::status::one_line;
use super::{Failure, Source, load, lookup, print};
use crate::answers::history::{Entry, History};
use crate::answers::{self, Ties};
use crate::counted::counted;
use crate::outline::listing::mark;
use crate::plan::{BaseStatus, Date, Place, Scope};
use clap::Args;

/// The tree and the module.
#[derive(Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    source: Source,
    /// The name of the module.
    module: String,
    /// Print JSON instead of text.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let plan = load::tree(&arguments.source)?.plan();
    let ties = Ties::of(&plan);
    // What changed does not depend on the day.
    let day = Date::of_unix_day(0).ok_or("the calendar has no beginning")?;
    let wanted = &arguments.module;
    let history = History::of(&ties.inquiry(&plan, &day), wanted)
        .ok_or_else(|| lookup::unknown("module", wanted, lookup::module_names(&plan)))?;
    if arguments.json {
        print(&answers::json(&history, None));
        return Ok(());
    }
    let own = history.entries.iter().filter(|entry| entry.scope == Scope::Module).count();
    let shared = match history.entries.len() - own {
        0 => String::new(),
        count => format!(", and {} of all modules", counted(count, "change")),
    };
    let mut rows: Vec<[String; 4]> = Vec::new();
    for entry in &history.entries {
        rows.push(row(entry));
        for detail in &entry.details {
            let place = Place { path: detail.place.path.clone(), line: detail.place.line };
            rows.push([String::new(), String::new(), format!("  - {}", one_line(&detail.text)), at(&place)]);
        }
    }
    let gap = if rows.is_empty() { "" } else { "\n" };
    print(&format!("{wanted}: {}{shared}, oldest first.\n{gap}{}", counted(own, "change"), columns(&rows)));
    Ok(())
}

fn row(entry: &Entry) -> [String; 4] {
    let when = match &entry.date {
        Some(date) => date.to_string(),
        None if entry.ongoing => "ongoing".to_owned(),
        None => "no date".to_owned(),
    };
    let plan = entry.plan.as_deref().unwrap_or("no plan");
    let plan = match entry.status {
        BaseStatus::Unknown => plan.to_owned(),
        status => format!("{} {plan}", mark(status)),
    };
    [when, plan, one_line(&entry.text), at(&entry.place)]
}
