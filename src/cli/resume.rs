//! `planarium resume PATH`: where to go on in plans that are told in documents.

use super::columns::{at, columns};
use super::day::AsOf;
use super::{Failure, Source, load, print, revision};
use crate::answers::resume::{self, Commit, Open, Resume, Resumption, Wait};
use crate::answers::{self, Ties};
use crate::outline::listing::mark;
use crate::plan::{Date, Plan};
use clap::Args;
use std::fmt::Write;
use std::path::Path;

/// How many pieces of work are printed.
const FIRST: usize = 10;

/// The tree, and how to print it.
#[derive(Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    as_of: AsOf,
    /// Print every piece of work that is open, not only the first ten.
    #[arg(long)]
    all: bool,
    /// Print JSON instead of text.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let day = arguments.as_of.day()?;
    let plan = load::tree(&arguments.source)?.plan();
    let ties = Ties::of(&plan);
    let mut resume = Resume::of(&ties.inquiry(&plan, &day.date));
    for one in &mut resume.plans {
        one.commits = commits(&arguments.source.path, one.last.as_ref().and_then(|last| last.date.as_ref()));
    }
    if arguments.json {
        print(&answers::json(&resume, Some(&day.date)));
        return Ok(());
    }
    let mut text = String::new();
    if resume.plans.is_empty() {
        text.push_str("No plan of this tree is told in a document and still open. `planarium status` says how the tree stands.\n");
    }
    for (index, one) in resume.plans.iter().enumerate() {
        if index > 0 {
            text.push('\n');
        }
        text.push_str(&told(&plan, one, if arguments.all { usize::MAX } else { FIRST }));
    }
    print(&text);
    Ok(())
}

/// The commits since a day, where the path lies in a repository that can be read.
fn commits(path: &Path, since: Option<&Date>) -> Vec<Commit> {
    let Some(since) = since else { return Vec::new() };
    let folder = if path.is_dir() { path } else { path.parent().unwrap_or(path) };
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let Ok(Some(found)) = revision::around(folder) else { return Vec::new() };
    let head = found.repository.head().ok().and_then(|head| head.id);
    head.map(|head| resume::commits(&found.repository, head, since)).unwrap_or_default()
}

fn told(plan: &Plan, one: &Resumption, most: usize) -> String {
    let mut text = format!("{}  {}\n{}\n", one.plan.title, at(&one.plan.place), one.words());
    if let Some(outlook) = &one.outlook {
        let _ = writeln!(text, "{}", outlook.words());
    }
    if let Some(last) = &one.last {
        let focus = last.focus.as_ref().map(|focus| format!(": {focus}")).unwrap_or_default();
        let _ = writeln!(
            text,
            "\nLast session\n  {} {}{focus}  {}",
            mark(last.status),
            last.title,
            at(&last.place)
        );
        for done in &last.done {
            let _ = writeln!(text, "    {done}");
        }
    }
    let next = one.next.iter().map(|next| [next.text.clone(), at(&next.place)]);
    section(&mut text, "Next, as it says", &columns(&next.collect::<Vec<_>>()));
    let count = one.open.len();
    let open: Vec<[String; 4]> = one.open.iter().take(most).map(|open| row(plan, open)).collect();
    section(&mut text, "Open, in order", &columns(&open));
    if count > open.len() {
        let _ = writeln!(text, "  and {} more; --all prints them", count - open.len());
    }
    let decisions = one.decisions.iter().map(|decision| {
        let recommended = decision.recommended.as_ref().map(|value| format!("recommended: {value}"));
        [decision.text.clone(), recommended.unwrap_or_default(), at(&decision.place)]
    });
    section(&mut text, "To be decided", &columns(&decisions.collect::<Vec<_>>()));
    let mut steps = String::new();
    for (index, step) in one.recovery.iter().enumerate() {
        let _ = writeln!(steps, "  {}. {}", index + 1, step.text);
        for command in &step.commands {
            let _ = writeln!(steps, "       {command}");
        }
    }
    section(&mut text, "To get back into it", &steps);
    let commits =
        one.commits.iter().map(|commit| [commit.id.clone(), commit.date.clone(), commit.message.clone()]);
    section(&mut text, "Commits since", &columns(&commits.collect::<Vec<_>>()));
    text
}

fn section(text: &mut String, title: &str, body: &str) {
    if !body.is_empty() {
        let _ = write!(text, "\n{title}\n{body}");
    }
}

fn row(plan: &Plan, open: &Open) -> [String; 4] {
    let number = open.number.as_ref().map(|number| format!("{number} ")).unwrap_or_default();
    let boxes = match open.boxes.total {
        0 => String::new(),
        total => format!("{}/{total} boxes", open.boxes.done),
    };
    let hours = open.hours.map(|hours| hours.to_string()).unwrap_or_default();
    let told = [boxes, hours].into_iter().filter(|told| !told.is_empty()).collect::<Vec<_>>().join(", ");
    let waits: Vec<String> = open.waits.iter().map(|wait| waited(plan, wait)).collect();
    let waits = if waits.is_empty() { String::new() } else { format!("waits for {}", waits.join(", ")) };
    [
        format!("{} {number}{}", mark(open.subject.status), open.subject.title),
        told,
        waits,
        at(&open.subject.place),
    ]
}

/// What something waits for, as people call it.
fn waited(plan: &Plan, wait: &Wait) -> String {
    match (&wait.item, &wait.decision) {
        (Some(id), _) => match plan.item(id) {
            Some(item) => match &item.number {
                Some(number) => format!("{number} {}", item.title),
                None => item.title.clone(),
            },
            None => id.clone(),
        },
        (None, decision) => format!("the decision “{}”", decision.clone().unwrap_or_default()),
    }
}
