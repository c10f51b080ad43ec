//! Answers as Markdown, to be pasted where no viewer is: a plan, how a tree stands, what a search has found. Every
//! statement keeps the file and line that it comes from.

use super::table::Table;
use crate::answers::closure::{Closure, Verdict};
use crate::answers::gaps::gaps;
use crate::answers::status::{Blocked, Standing};
use crate::answers::{Inquiry, Subject};
use crate::compare::escaped;
use crate::counted::counted;
use crate::findings::Finding;
use crate::plan::{BaseStatus, Date, Dependency, Item, Place};
use crate::search::Results;
use std::fmt::Write;

/// How many of what a tree says last are listed.
const LATEST: usize = 10;

/// How a tree stands on a day.
pub fn status(title: &str, day: &Date, standing: &Standing) -> String {
    let mut out = format!("# {}\n\nAs of {day}: ", cell(title));
    let counts = standing.counts.iter().filter(|(_, count)| *count > 0);
    let counts = counts.map(|(status, count)| format!("{count} {}", status.label().to_lowercase()));
    let _ = writeln!(
        out,
        "{} ({}).",
        counted(standing.counts.total(), standing.unit),
        counts.collect::<Vec<_>>().join(", ")
    );
    list(
        &mut out,
        "Emergencies",
        standing.emergencies.iter().map(|it| {
            let declared = it.declared.as_ref().map(|date| format!(", declared {date}")).unwrap_or_default();
            let stops =
                if it.stops.is_empty() { String::new() } else { format!("; stops {}", it.stops.join(", ")) };
            format!("{}{declared}{} ({})", subject(&it.subject), cell(&stops), at(&it.stated))
        }),
    );
    list(
        &mut out,
        "Current sprint",
        standing.sprint.iter().map(|it| {
            let people =
                if it.people.is_empty() { String::new() } else { format!(" ({})", it.people.join(", ")) };
            let id = it.id.as_deref().map(|id| format!("{}: ", cell(id))).unwrap_or_default();
            format!("{id}{}{} {}", cell(&it.text), cell(&people), at(&it.place))
        }),
    );
    list(&mut out, "In work", standing.active.iter().map(named));
    list(&mut out, "Blocked", standing.blocked.iter().map(blocked));
    list(&mut out, "Blocked within plans", standing.blocked_parts.iter().map(blocked));
    list(&mut out, "Can start now", standing.ready.iter().map(named));
    list(
        &mut out,
        "Done last",
        standing.done.iter().take(LATEST).map(|it| {
            let date = it.date.as_ref().map(|date| format!(", {date}")).unwrap_or_default();
            format!("{}{date}", named(&it.subject))
        }),
    );
    list(
        &mut out,
        "Module specs that are too old",
        standing.stale.iter().take(LATEST).map(|it| {
            let age = it.age_days.and_then(|days| usize::try_from(days).ok());
            let age = age.map_or("without a date".to_owned(), |days| format!("{} old", counted(days, "day")));
            format!("{}, {age} ({})", cell(&it.module), at(&it.place))
        }),
    );
    list(
        &mut out,
        "What nobody knows",
        standing.gaps.iter().map(|it| {
            let of = it.of.as_deref().map(|of| format!("{}: ", cell(of))).unwrap_or_default();
            format!("{of}{} ({})", cell(&it.text), at(&it.place))
        }),
    );
    if let Some(found) = &standing.findings {
        let _ = writeln!(
            out,
            "\n{} and {} of the rules.",
            counted(found.error, "error"),
            counted(found.warning, "warning")
        );
    }
    out
}

/// What a tree says about a plan, by position.
pub fn plan(inquiry: &Inquiry<'_>, index: usize, findings: Option<&[Finding]>) -> Option<String> {
    let item = inquiry.item(index)?;
    let mut out = format!("# {}\n\n", cell(&item.title));
    let _ = writeln!(out, "- Id: `{}`", item.id.replace('`', "'"));
    let _ = writeln!(out, "- Status: {}", state(item));
    let _ = writeln!(out, "- File: {}", at(&item.place));
    let _ = writeln!(out, "- As of: {}", inquiry.day);
    if let Some(blocked) = crate::answers::status::blocked(inquiry, index, item) {
        let _ = writeln!(out, "- Blocked: {}", cell(&blocked.why));
    }
    let edge = |other: usize, edge: &Dependency| {
        let other =
            inquiry.item(other).map(|other| format!("{} – {}", named(&Subject::of(other)), state(other)));
        let stated = edge.relations.iter().filter_map(|relation| inquiry.plan.relations.get(*relation));
        let stated: Vec<String> = stated.map(|relation| at(&relation.place)).collect();
        format!("{} {}", other.unwrap_or_default(), stated.join(" "))
    };
    let dependencies = &inquiry.ties.dependencies;
    list(&mut out, "Needs", dependencies.needs(index).iter().map(|it| edge(it.to, it)));
    list(&mut out, "Needed by", dependencies.needed_by(index).map(|it| edge(it.from, it)));
    list(
        &mut out,
        "Acceptance criteria",
        item.criteria.iter().map(|it| {
            let place = Place { path: item.place.path.clone(), line: it.line };
            format!("[{}] {} ({})", if it.done { "x" } else { " " }, cell(&it.text), at(&place))
        }),
    );
    let parts = inquiry.ties.parts(index).iter().filter_map(|part| inquiry.item(*part));
    list(
        &mut out,
        "What it holds",
        parts.map(|part| format!("{} – {}", named(&Subject::of(part)), state(part))),
    );
    let within = |id: &str| inquiry.plan.is_within(id, &item.id);
    let deadlines = inquiry.plan.deadlines.iter().filter(|it| it.of.as_deref().is_some_and(within));
    list(
        &mut out,
        "Deadlines",
        deadlines.map(|it| {
            let date = it.date.as_ref().map(|date| format!(", {date}")).unwrap_or_default();
            format!("{}{date} ({})", cell(&it.written), at(&it.place))
        }),
    );
    let unknown = gaps(inquiry).into_iter().filter(|gap| gap.of.as_deref().is_some_and(within));
    list(&mut out, "What nobody knows", unknown.map(|it| format!("{} ({})", cell(&it.text), at(&it.place))));
    let deltas =
        inquiry.plan.deltas.iter().filter(|it| it.plan.as_ref().is_some_and(|plan| within(&plan.id)));
    let changes = deltas.flat_map(|delta| {
        let date = delta.date.as_ref().map(|date| format!("{date}: ")).unwrap_or_default();
        delta.changes.iter().map(move |change| {
            let module =
                change.module.as_deref().map(|module| format!("{}: ", cell(module))).unwrap_or_default();
            let place = Place { path: delta.place.path.clone(), line: change.line };
            format!("{date}{module}{} ({})", cell(&change.text), at(&place))
        })
    });
    list(&mut out, "What it changed", changes);
    if let Some(closure) = Closure::of(inquiry, index, findings) {
        list(
            &mut out,
            "Whether it can be closed",
            closure.gates.iter().filter(|gate| gate.verdict != Verdict::NotApplicable).map(|gate| {
                let mark = if gate.verdict == Verdict::Met { "x" } else { " " };
                let places: Vec<String> = gate.places.iter().take(3).map(at).collect();
                format!("[{mark}] {}: {} {}", gate.asks, cell(&gate.why), places.join(" "))
            }),
        );
    }
    let own: Vec<&Finding> = findings
        .unwrap_or_default()
        .iter()
        .filter(|finding| finding.ignored.is_none() && finding.items.iter().any(|id| within(id)))
        .collect();
    list(
        &mut out,
        "What breaks the rules",
        own.into_iter().map(|it| format!("{}: {} ({})", it.rule, cell(&it.message), at(&it.place))),
    );
    Some(out)
}

/// What a search has found.
pub fn found(results: &Results) -> String {
    let mut out = format!("# Search: {}\n\n{}", cell(&results.query), counted(results.count, "hit"));
    if results.hits.len() < results.count {
        let _ = write!(out, ", the first {} of them", results.hits.len());
    }
    out.push_str(".\n");
    list(
        &mut out,
        "Hits",
        results.hits.iter().map(|hit| {
            let heading =
                hit.heading.as_deref().map(|heading| format!(" › {}", cell(heading))).unwrap_or_default();
            let line =
                if hit.text.trim().is_empty() { String::new() } else { format!(": {}", cell(&hit.text)) };
            format!("**{}**{heading} ({}){line} {}", cell(&hit.title), hit.kind, at(&hit.place))
        }),
    );
    out
}

/// A piece of a page as it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading and its level.
    Heading(usize, String),
    /// Sentences.
    Paragraph(String),
    /// An entry of a list.
    Entry(String),
    /// A table.
    Table(Table),
}

/// A page as Markdown.
pub fn page(blocks: &[Block]) -> String {
    let mut out = String::new();
    let mut was_entry = false;
    for block in blocks {
        let is_entry = matches!(block, Block::Entry(_));
        if !(out.is_empty() || is_entry && was_entry) {
            out.push('\n');
        }
        match block {
            Block::Heading(level, words) => {
                let _ = writeln!(out, "{} {}", "#".repeat(*level), cell(words));
            }
            Block::Paragraph(words) => {
                let _ = writeln!(out, "{}", cell(words));
            }
            Block::Entry(words) => {
                let _ = writeln!(out, "- {}", cell(words));
            }
            Block::Table(table) => {
                if !table.caption.is_empty() {
                    let _ = writeln!(out, "{}\n", cell(&table.caption));
                }
                out.push_str(&table.markdown());
            }
        }
        was_entry = is_entry;
    }
    out
}

/// Findings as a table.
pub fn findings<'a>(findings: impl Iterator<Item = &'a Finding>) -> Table {
    let heads = ["severity", "rule", "file", "line", "message", "about", "ignored"];
    let row = |finding: &Finding| {
        let Place { path, line } = &finding.place;
        vec![
            finding.severity.name().to_owned(),
            finding.rule.to_owned(),
            path.clone(),
            line.to_string(),
            finding.message.clone(),
            finding.items.join(" "),
            finding.ignored.clone().unwrap_or_default(),
        ]
    };
    Table {
        caption: "Findings".to_owned(),
        heads: heads.map(str::to_owned).to_vec(),
        rows: findings.map(row).collect(),
    }
}

/// A heading and a list, unless there is nothing to list.
fn list(out: &mut String, heading: &str, entries: impl Iterator<Item = String>) {
    let mut entries = entries.peekable();
    if entries.peek().is_none() {
        return;
    }
    let _ = writeln!(out, "\n## {heading}\n");
    for entry in entries {
        let _ = writeln!(out, "- {}", entry.trim_end());
    }
}

fn named(item: &Subject) -> String {
    format!("{} ({})", subject(item), at(&item.place))
}

fn subject(item: &Subject) -> String {
    format!("**{}** {}", cell(&item.id), cell(&item.title))
}

fn blocked(it: &Blocked) -> String {
    format!("{}: {}", named(&it.subject), cell(&it.why))
}

fn state(item: &Item) -> String {
    let detail =
        item.status.detail.as_deref().map(|detail| format!(", {}", cell(detail))).unwrap_or_default();
    let label = match item.status.base {
        BaseStatus::Unknown => "no status",
        base => base.label(),
    };
    format!("{}{detail}", label.to_lowercase())
}

fn at(place: &Place) -> String {
    format!("`{}:{}`", place.path.replace('`', "'"), place.line)
}

/// A text on one line in which nothing is markup.
pub(super) fn cell(text: &str) -> String {
    escaped(text.trim())
}
