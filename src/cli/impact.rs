//! `planarium impact PATH PLAN`: what hangs on a plan or a module, and what would follow if a plan were cut,
//! slipped or finished.

use super::columns::{at, columns};
use super::{Failure, Source, load, lookup, print};
use crate::answers::impact::{Evidence, Impact, Outcome, Reached, ReachedModule, Supposed};
use crate::answers::{self, Ties};
use crate::counted::counted;
use crate::plan::{Date, Names};
use clap::{Args, ValueEnum};
use std::fmt::Write;

/// The tree and the plan.
#[derive(Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    source: Source,
    /// A plan or phase by its id, such as SP01 or SP01_name, or a module by its name.
    plan: String,
    /// Print the modules that it touches too.
    #[arg(long)]
    modules: bool,
    /// Print what would follow if the plan were cut, slipped or finished: a thought, nothing that the tree says.
    #[arg(long, value_name = "CHANGE")]
    what_if: Option<WhatIf>,
    /// Print JSON instead of text.
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum WhatIf {
    Cut,
    Slip,
    Finish,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let plan = load::tree(&arguments.source)?.plan();
    let (ties, names) = (Ties::of(&plan), Names::of(&plan));
    // What hangs on what does not depend on the day.
    let day = Date::of_unix_day(0).ok_or("the calendar has no beginning")?;
    let inquiry = ties.inquiry(&plan, &day);
    let found = lookup::plan(&plan, &names, &arguments.plan);
    if let Some(supposed) = arguments.what_if {
        let supposed = match supposed {
            WhatIf::Cut => Supposed::Cut,
            WhatIf::Slip => Supposed::Slip,
            WhatIf::Finish => Supposed::Finish,
        };
        let outcome = Outcome::of(&inquiry, found?, supposed);
        print(&if arguments.json { answers::json(&outcome, None) } else { supposition(&outcome) });
        return Ok(());
    }
    let impact = match (found, ties.module(&arguments.plan)) {
        (Ok(index), _) => Impact::of_item(&inquiry, index),
        (Err(_), Some(module)) => Impact::of_module(&inquiry, module),
        (Err(failure), None) if names.is_shared(&arguments.plan) => return Err(failure),
        (Err(_), None) => {
            let known = lookup::plan_ids(&plan).chain(lookup::module_names(&plan));
            return Err(Failure(lookup::unknown("plan or module", &arguments.plan, known)));
        }
    };
    let is_module = ties.module(&impact.of).is_some() && plan.item(&impact.of).is_none();
    print(&if arguments.json {
        answers::json(&impact, None)
    } else {
        text(&impact, is_module, arguments.modules)
    });
    Ok(())
}

fn text(impact: &Impact, is_module: bool, with_modules: bool) -> String {
    let (direct, through) = (impact.direct.len(), impact.transitive.len());
    let of = &impact.of;
    let mut text = match (is_module, direct) {
        (true, 0) => format!("No plan touches {of}."),
        (true, 1) => format!("1 plan touches {of}; {} for it through others.", waits(through)),
        (true, count) => format!("{count} plans touch {of}; {} for them through others.", waits(through)),
        (false, 0) => format!("Nothing waits for {of}."),
        (false, count) => format!("{} directly for {of}, {through} through others.", waits(count)),
    };
    text.push('\n');
    reached(
        &mut text,
        if is_module { "Plans that touch it" } else { "Waiting for it" },
        &impact.direct,
        &impact.evidence,
    );
    reached(&mut text, "Waiting through others", &impact.transitive, &impact.evidence);
    if with_modules {
        modules(&mut text, "Modules that it touches", &impact.modules, &impact.evidence);
    }
    reached(&mut text, "Done, and may not hold any more", &impact.may_invalidate, &impact.evidence);
    if !with_modules && !impact.modules.is_empty() {
        let count = counted(impact.modules.len(), "module");
        let _ = writeln!(text, "\nIt touches {count}; --modules prints them.");
    }
    text
}

/// `1 plan waits`, `2 plans wait`.
fn waits(count: usize) -> String {
    match count {
        0 => "none waits".to_owned(),
        1 => "1 waits".to_owned(),
        count => format!("{count} wait"),
    }
}

fn supposition(outcome: &Outcome) -> String {
    let (of, said) = (
        &outcome.of,
        match outcome.supposed {
            Supposed::Cut => "were cut",
            Supposed::Slip => "took longer",
            Supposed::Finish => "were finished",
        },
    );
    let mut text = format!("Hypothetical: if {of} {said}");
    if outcome.is_nothing() {
        text.push_str(", nothing else would change.\n");
        return text;
    }
    text.push_str(":\n");
    let evidence = &outcome.evidence;
    reached(&mut text, "Could start", &outcome.becomes_ready, evidence);
    reached(&mut text, "Would not wait any more", &outcome.goes_on, evidence);
    reached(&mut text, "Would have to wait", &outcome.becomes_blocked, evidence);
    reached(&mut text, "Would wait for what never comes", &outcome.orphaned, evidence);
    reached(&mut text, "Would be later", &outcome.delayed, evidence);
    modules(&mut text, "Modules that nobody would make", &outcome.modules, evidence);
    if !outcome.deadlines.is_empty() {
        let rows: Vec<[String; 3]> = outcome
            .deadlines
            .iter()
            .map(|due| {
                let date = due.date.as_ref().map_or("no day".to_owned(), Date::to_string);
                [date, due.written.clone(), at(&due.place)]
            })
            .collect();
        let _ = write!(text, "\nDeadlines to look at\n{}", columns(&rows));
    }
    text
}

fn reached(text: &mut String, heading: &str, list: &[Reached], evidence: &Evidence) {
    let names = list.iter().map(|reached| {
        let status = reached.subject.status.label().to_lowercase();
        (format!("{} ({status})", reached.subject.id), reached.last)
    });
    chains(text, heading, names.collect(), evidence);
}

fn modules(text: &mut String, heading: &str, list: &[ReachedModule], evidence: &Evidence) {
    chains(text, heading, list.iter().map(|module| (module.name.clone(), module.last)).collect(), evidence);
}

/// Things that are reached, each with the steps that lead to it.
fn chains(text: &mut String, heading: &str, list: Vec<(String, Option<usize>)>, evidence: &Evidence) {
    if list.is_empty() {
        return;
    }
    let _ = write!(text, "\n{heading}\n");
    for (name, last) in list {
        let _ = writeln!(text, "  {name}");
        for step in evidence.chain(last) {
            let said = match step.field {
                field if field == step.kind => String::new(),
                "path" => String::new(),
                field => format!(" ({field})"),
            };
            let _ = writeln!(text, "    {} {} {}{said}  {}", step.from, step.kind, step.to, at(&step.place));
        }
    }
}
