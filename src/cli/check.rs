//! `planarium check PATH`: where a tree breaks the rules of its convention.

use super::day::{AsOf, Day};
use super::{Choice, Failure, Source, load, lookup, print, sarif};
use crate::counted::counted;
use crate::dialect::Reading;
use crate::findings::{self, Finding, Setting, Settings, Severity, concerns};
use crate::plan::{Names, Problem};
use crate::rules;
use clap::{Args, ValueEnum};
use std::fmt::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// The tree, which findings are wanted, and how to print them.
#[derive(Args)]
pub(super) struct Arguments {
    /// A folder, a .zip or one Markdown file.
    #[arg(required_unless_present = "list")]
    path: Option<PathBuf>,
    #[command(flatten)]
    choice: Choice,
    /// Only what concerns this plan: its id, such as SP01 or SP01_name.
    #[arg(long, value_name = "PLAN")]
    plan: Option<String>,
    /// Only findings of this rule; may be given several times.
    #[arg(long, value_name = "ID")]
    rule: Vec<String>,
    /// End with status 1 on warnings too.
    #[arg(long, value_enum)]
    deny: Option<Deny>,
    /// Form of the output.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// The same as --format json.
    #[arg(long, conflicts_with = "format")]
    json: bool,
    #[command(flatten)]
    as_of: AsOf,
    /// Print the rules and check nothing.
    #[arg(long)]
    list: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    Sarif,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Deny {
    #[value(alias = "warning", alias = "warnings")]
    Warn,
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    for rule in &arguments.rule {
        if rules::by_id(rule).is_none() {
            return Err(Failure(format!("there is no rule {rule}; `planarium check --list` prints all")));
        }
    }
    let Some(path) = arguments.path.clone().filter(|_| !arguments.list) else {
        print(&listed());
        return Ok(ExitCode::SUCCESS);
    };
    let day = arguments.as_of.day()?;
    let reading = load::tree(&Source { path, choice: arguments.choice.clone() })?;
    let report = Report::of(&reading, day, arguments)?;
    let Report { day, settings, findings, problems } = &report;
    let format = if arguments.json { Format::Json } else { arguments.format };
    print(&match format {
        Format::Json => findings::json::findings(findings, settings, problems, &day.date),
        Format::Sarif => sarif::document(findings, settings, problems, reading.root(), &day.date),
        Format::Text => report.text(),
    });
    let is_denied = |finding: &Finding| {
        finding.ignored.is_none()
            && (finding.severity == Severity::Error || arguments.deny == Some(Deny::Warn))
    };
    Ok(ExitCode::from(u8::from(findings.iter().any(is_denied))))
}

/// The rules, a line each.
fn listed() -> String {
    let width = rules::ALL.iter().map(|rule| rule.id.len()).max().unwrap_or_default();
    let mut text = String::new();
    for rule in rules::ALL {
        let _ = writeln!(text, "{:<width$}  {:<7}  {}", rule.id, rule.severity.name(), rule.summary);
    }
    text
}

/// What was found in a tree, and under which conditions.
struct Report {
    day: Day,
    settings: Settings,
    findings: Vec<Finding>,
    /// What the tree says of rules and nobody understands.
    problems: Vec<Problem>,
}

impl Report {
    fn of(reading: &Reading, day: Day, arguments: &Arguments) -> Result<Report, Failure> {
        let plan = reading.plan();
        let names = Names::of(&plan);
        let settings = Settings::of_tree(reading.files());
        let only = arguments.plan.as_deref().map(|wanted| lookup::plan(&plan, &names, wanted)).transpose()?;
        let mut findings = rules::check(reading, &plan, &day.date, &settings);
        findings.retain(|finding| {
            let is_wanted =
                arguments.rule.is_empty() || arguments.rule.iter().any(|rule| rule == finding.rule);
            is_wanted && only.is_none_or(|item| concerns(&plan, finding, item))
        });
        let problems = rules::problems(&plan, &settings);
        Ok(Report { day, settings, findings, problems })
    }

    /// The report for people.
    fn text(&self) -> String {
        let mut text = format!("Findings as of {}:\n", self.day);
        let mut last = "";
        for finding in self.findings.iter().filter(|finding| finding.ignored.is_none()) {
            if finding.place.path != last {
                last = &finding.place.path;
                text.push('\n');
            }
            let _ = writeln!(
                text,
                "{}:{} {} {} {}",
                finding.place.path,
                finding.place.line,
                finding.severity.name(),
                finding.rule,
                finding.message
            );
            if let Some(fix) = &finding.fix {
                let _ = writeln!(text, "    To mend it: {}.", fix.title.trim_end_matches('.'));
                for edit in &fix.edits {
                    let _ = writeln!(text, "      {edit}");
                }
            }
        }
        let ignored: Vec<&Finding> =
            self.findings.iter().filter(|finding| finding.ignored.is_some()).collect();
        if !ignored.is_empty() {
            text.push_str("\nIgnored, because the tree asks for it:\n");
        }
        for finding in &ignored {
            let reason = finding.ignored.as_deref().filter(|reason| !reason.is_empty());
            let _ = writeln!(
                text,
                "  {}:{} {}: {}",
                finding.place.path,
                finding.place.line,
                finding.rule,
                reason.unwrap_or("no reason is given")
            );
        }
        self.say_settings(&mut text);
        let of = |severity: Severity| {
            let is_counted = |finding: &&Finding| finding.ignored.is_none() && finding.severity == severity;
            self.findings.iter().filter(is_counted).count()
        };
        let (errors, warnings) = (of(Severity::Error), of(Severity::Warning));
        let _ = writeln!(
            text,
            "\n{}, {}, {} ignored.",
            counted(errors, "error"),
            counted(warnings, "warning"),
            ignored.len()
        );
        text
    }

    /// Which rules the tree has changed, and what nobody understands of it.
    fn say_settings(&self, text: &mut String) {
        let known = self.settings.iter().filter(|(rule, ..)| rules::by_id(rule).is_some());
        let mut known: Vec<(&str, Setting, u32)> = known.collect();
        known.sort_by_key(|(.., line)| *line);
        if !known.is_empty() {
            let _ = writeln!(text, "\nChanged in {}:", Settings::PATH);
        }
        for (rule, setting, line) in known {
            let said = match setting {
                Setting::Off => "is turned off",
                Setting::As(Severity::Error) => "counts as an error",
                Setting::As(Severity::Warning) => "counts as a warning",
            };
            let _ = writeln!(text, "  {}:{line} {rule} {said}", Settings::PATH);
        }
        if !self.problems.is_empty() {
            text.push_str("\nNot understood:\n");
        }
        for problem in &self.problems {
            let _ = writeln!(text, "  {}:{} {}", problem.place.path, problem.place.line, problem.text);
        }
    }
}
