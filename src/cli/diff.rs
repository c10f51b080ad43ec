//! `planarium diff OLD NEW`: what changed between two trees, by meaning.

use super::columns::at;
use super::day::{AsOf, Day};
use super::{Choice, Failure, Source, load, print};
use crate::compare::{Change, Comparison, Side, release_notes};
use crate::dialect::Reading;
use crate::edit::patch::unified;
use crate::findings::{Finding, Ground, Settings};
use crate::plan::{Names, Place, Plan};
use crate::rules;
use clap::{Args, ValueEnum};
use serde::Serialize;
use std::fmt::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// The two trees and the form.
#[derive(Args)]
pub(super) struct Arguments {
    /// The tree before: a folder, a .zip, one Markdown file, or REV:PATH in the git repository that the current folder lies
    /// in, as HEAD~3:plans.
    old: PathBuf,
    /// The tree now, in the same forms.
    new: PathBuf,
    #[command(flatten)]
    choice: Choice,
    /// Form of the output.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// The same as --format json.
    #[arg(long, conflicts_with = "format")]
    json: bool,
    /// Behind the text, which lines of the edited documents differ.
    #[arg(long, conflicts_with_all = ["format", "json"])]
    lines: bool,
    #[command(flatten)]
    as_of: AsOf,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    Markdown,
}

/// A tree, read, with what the rules find in it.
struct Tree {
    reading: Reading,
    plan: Plan,
    names: Names,
    findings: Vec<Finding>,
}

impl Tree {
    fn read(path: &std::path::Path, choice: &Choice, day: &Day) -> Result<Tree, Failure> {
        let reading = load::tree(&Source { path: path.to_owned(), choice: choice.clone() })?;
        let plan = reading.plan();
        let settings = Settings::of_tree(reading.files());
        let findings = rules::check(&reading, &plan, &day.date, &settings);
        Ok(Tree { names: Names::of(&plan), plan, reading, findings })
    }

    fn ground(&self) -> Ground<'_> {
        Ground::of(&self.plan, &self.reading, &self.names)
    }
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let day = arguments.as_of.day()?;
    let old = Tree::read(&arguments.old, &arguments.choice, &day)?;
    let new = Tree::read(&arguments.new, &arguments.choice, &day)?;
    let (before, after) = (old.ground(), new.ground());
    let comparison = Comparison::of(&Side::of(&before, &old.findings), &Side::of(&after, &new.findings));
    let name = |path: &PathBuf| path.display().to_string();
    let (old, new) = (name(&arguments.old), name(&arguments.new));
    if arguments.lines {
        print(&format!("{}{}", text(&comparison, &day), lines(&comparison, &before, &after)));
        return Ok(ExitCode::from(u8::from(!comparison.is_same())));
    }
    let format = if arguments.json { Format::Json } else { arguments.format };
    print(&match format {
        Format::Text => text(&comparison, &day),
        Format::Json => json(&comparison, &old, &new, &day),
        Format::Markdown => release_notes(&comparison, &old, &new),
    });
    Ok(ExitCode::from(u8::from(!comparison.is_same())))
}

fn text(comparison: &Comparison, day: &Day) -> String {
    let mut text = String::new();
    for sentence in &comparison.summary {
        let _ = writeln!(text, "{sentence}");
    }
    let mut plan = None;
    for change in comparison.changes.iter().filter(|change| !change.is_part) {
        if plan != Some(&change.plan) {
            let _ = writeln!(text, "\n{}", change.plan.as_deref().unwrap_or("Beside the plans"));
            plan = Some(&change.plan);
        }
        let _ = writeln!(text, "  {}{}", change.text.replace('\n', " "), places(change));
    }
    let parts = comparison.changes.iter().filter(|change| change.is_part).count();
    if parts > 0 {
        let _ = writeln!(text, "\n{parts} items that came or went with what they lie in are in --json.");
    }
    let _ = writeln!(text, "\nFindings as of {day}.");
    text
}

/// The lines of edited documents that differ, as a unified diff.
fn lines(comparison: &Comparison, old: &Ground<'_>, new: &Ground<'_>) -> String {
    let mut out = String::new();
    for pair in &comparison.edited {
        let read = |ground: &Ground<'_>, path: &str| {
            let text = ground.files().get(path).and_then(|entry| ground.files().text(entry).ok());
            text.map(|text| text.text).unwrap_or_default()
        };
        let titles = [format!("a/{}", pair.old), format!("b/{}", pair.new)];
        let (before, after) = (read(old, &pair.old), read(new, &pair.new));
        let diff = unified([&titles[0], &titles[1]], before.as_bytes(), after.as_bytes());
        out.push_str(&format!("\n{}", String::from_utf8_lossy(&diff)));
    }
    out
}

/// Where it stood and where it stands.
fn places(change: &Change) -> String {
    match (&change.old, &change.new) {
        (Some(old), Some(new)) if old == new => format!("  ({})", at(new)),
        (Some(old), Some(new)) => format!("  ({} → {})", at(old), at(new)),
        (Some(old), None) => format!("  (was {})", at(old)),
        (None, Some(new)) => format!("  ({})", at(new)),
        (None, None) => String::new(),
    }
}

#[derive(Serialize)]
struct Answer<'a> {
    schema: u32,
    as_of: String,
    old: &'a str,
    new: &'a str,
    summary: &'a [String],
    changes: Vec<Told<'a>>,
}

#[derive(Serialize)]
struct Told<'a> {
    kind: &'static str,
    id: &'a str,
    noun: &'static str,
    from: Option<&'a str>,
    to: Option<&'a str>,
    path: Option<&'a str>,
    line: Option<u32>,
    plan: Option<&'a str>,
    text: &'a str,
    certain: bool,
    old: Option<&'a Place>,
    new: Option<&'a Place>,
}

fn json(comparison: &Comparison, old: &str, new: &str, day: &Day) -> String {
    let changes = comparison.changes.iter().map(|change| Told {
        kind: change.kind.name(),
        id: &change.id,
        noun: change.noun,
        from: change.from.as_deref(),
        to: change.to.as_deref(),
        path: change.place().map(|place| place.path.as_str()),
        line: change.place().map(|place| place.line),
        plan: change.plan.as_deref(),
        text: &change.text,
        certain: change.is_certain,
        old: change.old.as_ref(),
        new: change.new.as_ref(),
    });
    let answer = Answer {
        schema: crate::plan::json::SCHEMA,
        as_of: day.date.to_string(),
        old,
        new,
        summary: &comparison.summary,
        changes: changes.collect(),
    };
    // Writing values of our own into a string cannot fail.
    let mut text = serde_json::to_string_pretty(&answer).unwrap_or_default();
    text.push('\n');
    text
}
