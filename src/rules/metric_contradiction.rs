//! `metric-contradiction`: one thing was counted, and two numbers are told of it.

use super::{Check, Example, Rule};
use crate::findings::{Finding, Scene, Severity};
use crate::plan::{Metric, Place};

pub const RULE: Rule = Rule {
    id: "metric-contradiction",
    severity: Severity::Warning,
    summary: "A metric is stated twice with different values.",
    help: "A table of metrics says `668 passing`, and a line elsewhere `605 passing`: whoever reads one does not know of the other. A value \
is told again where its number stands before the same word, or in a row of the same name.\n\n\
Say which is true, and of when the other is.",
    check: Check::Tree(check),
};

pub const EXAMPLE: Example = Example {
    rule: RULE.id,
    bad: "//- plan.md\n# Pier\n## Metrics\n| Metric | Value |\n|---|---|\n| Beam tests | 12 passing |\n## Phase 1: Posts\n- [x] Ran the tests (9 passing)\n- [ ] Keep 12+ passing\n## Phase 2: Planks\n- [ ] planks\n",
    found: &["plan.md:7"],
    good: "//- plan.md\n# Pier\n## Metrics\n| Metric | Value |\n|---|---|\n| Beam tests | 12 passing |\n## Phase 1: Posts\n- [x] Ran the tests (12 passing)\n- [ ] Keep 12+ passing\n## Phase 2: Planks\n- [ ] planks\n",
};

fn check(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    let plan = scene.plan;
    let holds = |place: &Place| !plan.is_superseded(&place.path);
    for (at, metric) in plan.metrics.iter().enumerate().filter(|(_, metric)| holds(&metric.place)) {
        let Some((value, unit)) = counted(&metric.value) else { continue };
        let again = plan.metrics.iter().enumerate().filter(|(other, one)| *other > at && same_name(metric, one));
        for (_, other) in again {
            if counted(&other.value).is_some_and(|(other, _)| other != value) && other.date == metric.date {
                let message = format!("{} is {} here and {} at {}:{}.", metric.metric, other.value, metric.value, metric.place.path, metric.place.line);
                found.push(Finding::new(RULE.id, other.place.clone(), message).because([metric.place.clone()]));
            }
        }
        let Some(unit) = unit else { continue };
        for (text, place) in texts(scene, &metric.place.path) {
            for said in told(&text, &unit).filter(|said| *said != value) {
                let message = format!("{said} {unit} here, and {} in the metrics: {}.", metric.value, metric.metric);
                found.push(Finding::new(RULE.id, place.clone(), message).because([metric.place.clone()]));
            }
        }
    }
}

fn same_name(a: &Metric, b: &Metric) -> bool {
    a.metric.eq_ignore_ascii_case(&b.metric)
}

/// A number and the word behind it: `668 passing`. A number that is only about right contradicts nothing.
fn counted(value: &str) -> Option<(u64, Option<String>)> {
    let digits = value.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b',').count();
    let number = value.get(..digits)?.replace(',', "").parse().ok()?;
    let rest = value.get(digits..)?;
    let rest = rest.strip_prefix(' ').unwrap_or(rest);
    let word: String = rest.chars().take_while(|c| c.is_alphabetic()).collect();
    Some((number, Some(word.to_lowercase()).filter(|word| word.chars().count() > 3)))
}

/// The numbers in a text that stand before a word: `605 passing`, `668+ passing`.
fn told<'a>(text: &'a str, unit: &'a str) -> impl Iterator<Item = u64> + 'a {
    let mut words = text.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']' | ';' | ':' | '"')).filter(|word| !word.is_empty());
    let mut last = words.next();
    std::iter::from_fn(move || {
        loop {
            let before = last?;
            last = words.next();
            let word = last?.trim_matches(|c: char| !c.is_alphanumeric());
            let number = before.trim_end_matches('+');
            let is_number = !number.is_empty() && number.chars().all(|c| c.is_ascii_digit() || c == ',');
            if word.eq_ignore_ascii_case(unit)
                && is_number
                && let Ok(number) = number.replace(',', "").parse()
            {
                return Some(number);
            }
        }
    })
}

/// Everything that boxes, tasks and sessions of a document say, each with its line.
fn texts(scene: &Scene<'_>, path: &str) -> Vec<(String, Place)> {
    let mut texts = Vec::new();
    let mut add = |text: &str, line: u32| texts.push((text.to_owned(), Place { path: path.to_owned(), line }));
    for item in scene.plan.items.iter().filter(|item| item.place.path == path) {
        item.criteria.iter().for_each(|criterion| add(&criterion.text, criterion.line));
        item.tasks().iter().for_each(|task| add(&task.text, task.line));
        item.work().facts.iter().for_each(|fact| add(&fact.value, fact.line));
    }
    for session in scene.plan.sessions.iter().filter(|session| session.place.path == path) {
        session.done.iter().for_each(|done| add(&done.text, done.line));
        session.notes.iter().for_each(|note| add(&note.text, note.place.line));
    }
    texts
}
