//! `planarium status PATH`: how a tree stands on a day.

use super::columns::{at, columns};
use super::day::{AsOf, Day};
use super::then::Then;
use super::{Failure, Source, load, print};
use crate::answers::gaps::{About, KnowledgeGap};
use crate::answers::status::{Blocked, Changed, Counts, Emergency, FindingCounts, Sprint, Standing};
use crate::answers::{self, Subject, Ties, stale};
use crate::counted::counted;
use crate::findings::Settings;
use crate::outline::listing::mark;
use crate::plan::{BaseStatus, Date, ItemKind, Plan};
use crate::rules;
use clap::Args;
use std::fmt::Write;

/// How many of the latest changes are printed.
const LATEST: usize = 5;

/// The tree, the day, and how to print them.
#[derive(Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    source: Source,
    /// Print every knowledge gap, and whom it concerns.
    #[arg(long)]
    gaps: bool,
    #[command(flatten)]
    as_of: AsOf,
    #[command(flatten)]
    then: Then,
    /// Print JSON instead of text.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let day = arguments.as_of.day()?;
    let reading = load::tree(&arguments.source)?;
    let plan = reading.plan();
    if let (Some(date), Some(past)) = (arguments.then.day()?, arguments.then.of(&plan)?) {
        // Rules look at documents, and those are of today.
        let standing = Standing::of(&Ties::of(&past.plan).inquiry(&past.plan, &date));
        if arguments.json {
            print(&answers::json(&standing, Some(&date)));
        } else {
            let said = format!("{} {}\n\n", past.answer(), past.certainty());
            let day = Day::asked(date);
            print(&format!("{said}{}", text(&past.plan, &standing, &day, arguments.gaps)));
        }
        return Ok(());
    }
    let ties = Ties::of(&plan);
    let mut standing = Standing::of(&ties.inquiry(&plan, &day.date));
    let found = rules::check(&reading, &plan, &day.date, &Settings::of_tree(reading.files()));
    standing.findings = Some(FindingCounts::of(&found));
    if arguments.json {
        print(&answers::json(&standing, Some(&day.date)));
    } else {
        print(&text(&plan, &standing, &day, arguments.gaps));
    }
    Ok(())
}

fn text(plan: &Plan, standing: &Standing, day: &Day, all_gaps: bool) -> String {
    let title = plan.title.as_deref().unwrap_or(&plan.root);
    let mut text = format!("{title}, as of {day}\n\n{}\n", answer(plan, standing));
    section(&mut text, "Emergencies", &columns(&rows(&standing.emergencies, emergency)));
    section(&mut text, "Current sprint", &columns(&rows(&standing.sprint, sprint)));
    section(&mut text, "In work", &columns(&rows(&standing.active, subject)));
    section(&mut text, "Blocked", &columns(&rows(&standing.blocked, blocked)));
    section(&mut text, "Blocked within plans", &columns(&rows(&standing.blocked_parts, blocked)));
    section(&mut text, "Can start now", &columns(&rows(&standing.ready, subject)));
    let latest = standing.deltas.get(..LATEST).unwrap_or(&standing.deltas);
    section(&mut text, "Latest changes", &columns(&rows(latest, changed)));
    if all_gaps {
        section(&mut text, "Knowledge gaps", &gaps(&standing.gaps));
    }
    section(&mut text, "Also", &also(standing, all_gaps));
    text
}

/// Gaps by what they are about, in the order of the tree.
fn gaps(gaps: &[KnowledgeGap]) -> String {
    let mut text = String::new();
    let mut last = None;
    for gap in gaps {
        // A second plan of one name is that plan too.
        let of = gap.of.as_deref().map_or("the tree", |of| of.split('@').next().unwrap_or(of));
        let whom: Vec<&str> =
            gap.people.iter().chain(&gap.plans).map(String::as_str).filter(|name| *name != of).collect();
        let whom = if whom.is_empty() { String::new() } else { format!(" (concerns {})", whom.join(", ")) };
        let heading = format!("{of}{whom}");
        if last.as_ref() != Some(&heading) {
            let _ = writeln!(text, "  {heading}");
            last = Some(heading);
        }
        let left = if gap.ask_has_left { " (has left)" } else { "" };
        let _ = writeln!(text, "    {}{left}  {}", one_line(&gap.text), at(&gap.place));
    }
    text
}

/// The tree in a few sentences.
fn answer(plan: &Plan, standing: &Standing) -> String {
    let counts = &standing.counts;
    if counts.total() == 0 {
        let mut tasks = Counts::default();
        plan.of_kind(ItemKind::Task).for_each(|task| tasks.add(task.status.base));
        return match tasks.total() {
            0 => "This tree has no plans.".to_owned(),
            count => format!("This tree has no plans, but {}: {}.", counted(count, "task"), said(&tasks)),
        };
    }
    let waiting = match standing.blocked.len() {
        0 => "None is blocked.".to_owned(),
        1 => "1 is blocked.".to_owned(),
        count => format!("{count} are blocked."),
    };
    let ready = match standing.ready.len() {
        0 => "None can start now.".to_owned(),
        count => format!("{count} can start now."),
    };
    format!("{}: {}. {waiting} {ready}", counted(counts.total(), standing.unit), said(counts))
}

/// `3 in work, 1 to do`.
fn said(counts: &Counts) -> String {
    let said = counts.iter().filter(|(_, count)| *count > 0);
    let said = said.map(|(status, count)| format!("{count} {}", status.label().to_lowercase()));
    said.collect::<Vec<_>>().join(", ")
}

/// What else there is to know, and how to see all of it.
fn also(standing: &Standing, all_gaps: bool) -> String {
    let mut text = String::new();
    if let Some(last) = standing.done.first().filter(|last| last.date.is_some()) {
        let when = last.date.as_ref().map(Date::to_string).unwrap_or_default();
        let _ = writeln!(text, "  The last plan done was {}, {when}.", last.subject.id);
    }
    if let Some(oldest) = standing.stale.first() {
        let age = oldest.age_days.map_or("has no date".to_owned(), |age| {
            format!("is {} old", counted(usize::try_from(age).unwrap_or_default(), "day"))
        });
        let _ = writeln!(
            text,
            "  {} not updated for {} weeks; the oldest, of {}, {age}. `planarium stale` prints all.",
            match standing.stale.len() {
                1 => "1 module spec was".to_owned(),
                count => format!("{count} module specs were"),
            },
            stale::WEEKS,
            oldest.module
        );
    }
    if !all_gaps && !standing.gaps.is_empty() {
        let of_modules = standing.gaps.iter().filter(|gap| gap.about == About::Module).count();
        let _ = writeln!(
            text,
            "  {}, {of_modules} of them of modules. `planarium status --gaps` prints them.",
            counted(standing.gaps.len(), "knowledge gap")
        );
    }
    if let Some(findings) = &standing.findings {
        let _ = writeln!(
            text,
            "  {} and {}. `planarium check` prints them.",
            counted(findings.error, "error"),
            counted(findings.warning, "warning")
        );
    }
    text
}

/// A heading and what stands below it, unless nothing does.
fn section(text: &mut String, heading: &str, body: &str) {
    if !body.is_empty() {
        let _ = write!(text, "\n{heading}\n{body}");
    }
}

fn rows<T, const N: usize>(values: &[T], row: impl Fn(&T) -> [String; N]) -> Vec<[String; N]> {
    values.iter().map(row).collect()
}

/// A text of several lines as one.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn subject(subject: &Subject) -> [String; 3] {
    [subject.id.clone(), one_line(&subject.title), at(&subject.place)]
}

fn blocked(blocked: &Blocked) -> [String; 3] {
    let stuck = blocked.stuck.iter().map(|stuck| &stuck.stated);
    let stated = stuck.chain(blocked.needs.iter().flat_map(|need| &need.stated)).next();
    [blocked.subject.id.clone(), blocked.why.clone(), stated.map(at).unwrap_or_default()]
}

fn emergency(emergency: &Emergency) -> [String; 4] {
    let declared = match &emergency.declared {
        Some(time) => format!("declared {time}"),
        None => "not said when declared".to_owned(),
    };
    let stops = if emergency.stops.is_empty() {
        String::new()
    } else {
        format!("stops {}", emergency.stops.join(", "))
    };
    [emergency.subject.id.clone(), declared, stops, at(&emergency.stated)]
}

fn sprint(entry: &Sprint) -> [String; 4] {
    let what = match &entry.id {
        Some(id) => id.clone(),
        None => "—".to_owned(),
    };
    [
        format!("{} {what}", mark(entry.status)),
        one_line(&entry.text),
        entry.people.join(", "),
        at(&entry.place),
    ]
}

fn changed(delta: &Changed) -> [String; 4] {
    let when = match &delta.date {
        _ if delta.ongoing => "ongoing".to_owned(),
        Some(date) => date.to_string(),
        None => "no date".to_owned(),
    };
    let plan = delta.plan.clone().unwrap_or_else(|| "no plan".to_owned());
    let status = if delta.status == BaseStatus::Unknown { "" } else { mark(delta.status) };
    [when, format!("{status} {plan}").trim().to_owned(), counted(delta.changes, "change"), at(&delta.place)]
}
