//! New entries: a State Delta for a plan that is over, a decision, an entry of a session log.

use super::wording::{Aim, restated};
use super::{ROOT, written};
use crate::document::structure;
use crate::edit::{Change, Edit, Step};
use crate::findings::Scene;
use crate::plan::{BaseStatus, Date, Delta, Period};

/// Where State Deltas stand.
const SECTION: &str = "State Deltas";

/// The State Delta with which a plan is closed: the entry that goes on is ended, else one is begun, for whoever knows what
/// changed to fill in.
pub(super) fn closing(scene: &Scene<'_>, index: usize, aim: &Aim) -> Option<Edit> {
    let item = scene.item(index)?;
    let own = scene.changes.of_plan(index);
    let deltas: Vec<&Delta> = own.iter().filter_map(|delta| scene.plan.deltas.get(*delta)).collect();
    if let Some(open) = deltas.iter().find(|delta| delta.ongoing && delta.place.path == ROOT) {
        let line = written::line(scene, &open.place)?;
        let ended = restated(&line, aim, "✅", &[]);
        let day = dated(scene);
        let ended = ["ongoing", "Ongoing", "in progress", "In progress"]
            .iter()
            .find(|word| ended.contains(*word))
            .map_or_else(|| format!("{ended} — {day}"), |word| ended.replace(word, &day));
        return written::rewrite(&open.place, &line, &ended);
    }
    if deltas.iter().any(|delta| !delta.ongoing) {
        return None;
    }
    let mark = if aim.base == BaseStatus::Cut { '🚫' } else { '✅' };
    let end = if aim.base == BaseStatus::Cut { " [CUT]" } else { "" };
    let changes = changes(scene, index);
    let text = format!("### {mark} {} — {}{end}\n{}", item.id, dated(scene), changes.join("\n"));
    Some(Edit::new(ROOT, put(scene, SECTION, text)))
}

/// What a plan changed, as far as specs and index say so.
fn changes(scene: &Scene<'_>, index: usize) -> Vec<String> {
    let is_own = |id: &str| scene.plan_of(id) == Some(index);
    let mut lines = Vec::new();
    for module in &scene.plan.modules {
        let is_origin = module.origin.as_ref().is_some_and(|origin| is_own(&origin.text));
        let is_modifier = module.modified_by.iter().any(|plan| is_own(&plan.text));
        let is_born = !scene.changes.of_module(&module.name).is_empty();
        if is_origin && !is_born {
            lines.push(format!("- {}: new module", module.name));
        } else if is_origin || is_modifier {
            lines.push(format!("- {}: changed", module.name));
        }
    }
    if lines.is_empty() {
        lines.push("- No state changes".to_owned());
    }
    lines
}

/// An entry where the newest stands: at the beginning of the section, or at its end.
fn put(scene: &Scene<'_>, section: &str, text: String) -> Change {
    let section = section.to_owned();
    let dates: Vec<Date> = scene
        .plan
        .deltas
        .iter()
        .filter(|delta| delta.place.path == ROOT)
        .filter_map(|delta| delta.date.clone())
        .collect();
    let falls = dates.array_windows().filter(|[one, next]| next < one).count();
    let rises = dates.array_windows().filter(|[one, next]| next > one).count();
    if falls > rises {
        Change::AddToSection { section, text }
    } else {
        Change::AppendToSection { section, text }
    }
}

/// The day as State Deltas state it: to the month, where they do so.
fn dated(scene: &Scene<'_>) -> String {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let dates = || scene.plan.deltas.iter().filter_map(|delta| delta.date.as_ref());
    let days = dates().filter(|date| matches!(date.period, Period::Day(..))).count();
    let (year, month, _) = scene.day.start();
    let month = MONTHS.get(usize::from(month).saturating_sub(1)).copied().unwrap_or_default();
    if dates().count() > 0 && days * 2 >= dates().count() {
        scene.day.to_string()
    } else {
        format!("{month} {year}")
    }
}

/// A State Delta of a plan, in the words that are given.
pub fn delta(scene: &Scene<'_>, index: usize, changes: &str) -> Result<Step, String> {
    if let Some(step) = scene.within(index, |part, index| delta(part, index, changes)) {
        return step;
    }
    let item = scene.item(index).ok_or("there is no such plan")?;
    let lines: Vec<String> = changes
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(|line| if line.starts_with("- ") { line.to_owned() } else { format!("- {line}") })
        .collect();
    if lines.is_empty() {
        return Err("say what changed, as `module: what`".to_owned());
    }
    let status = restated("✅", &Aim::new(item.status.base), "✅", &[]);
    let rest = if item.status.base.is_open() { "ongoing".to_owned() } else { dated(scene) };
    let text = format!("### {status} {} — {rest}\n{}", item.id, lines.join("\n"));
    let edits = vec![Edit::new(ROOT, put(scene, SECTION, text))];
    Ok(Step { title: format!("Add a State Delta of {}", item.id), edits })
}

/// A decision in a note.
pub fn decision(path: &str, words: &str) -> Result<Step, String> {
    let words = words.trim();
    if words.is_empty() || words.contains('\n') {
        return Err("a decision is one line".to_owned());
    }
    let text = if words.starts_with("- ") { words.to_owned() } else { format!("- {words}") };
    let change = Change::AppendToSection { section: "Decisions".to_owned(), text };
    Ok(Step { title: "Add a decision".to_owned(), edits: vec![Edit::new(path, change)] })
}

/// An entry of the session log of a document, as of the day.
pub fn session(scene: &Scene<'_>, path: &str, words: &str) -> Result<Step, String> {
    let words = words.trim();
    if words.is_empty() {
        return Err("say what was done".to_owned());
    }
    let text = written::text(scene, path).unwrap_or_default();
    let structure = structure::read(&text);
    // The entries that stand there say what the new one is called, where it goes, and how deep.
    let known = scene.plan.sessions.iter().filter(|session| session.place.path == path);
    let heads: Vec<usize> = known
        .filter_map(|session| structure.headings.iter().position(|head| head.line == session.place.line))
        .collect();
    let head = |at: &usize| structure.headings.get(*at);
    let number_of = |text: &str| -> Option<u32> {
        let digits = text.trim_start_matches(|c: char| !c.is_ascii_digit());
        digits.split(|c: char| !c.is_ascii_digit()).next().filter(|digits| digits.len() < 4)?.parse().ok()
    };
    let numbers: Vec<u32> = heads.iter().filter_map(head).filter_map(|head| number_of(&head.text)).collect();
    let number = numbers.iter().max().copied().unwrap_or_default() + 1;
    let last = heads.last().and_then(head);
    let word = last.map_or("Session", |last| {
        let end = last.text.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
        last.text.get(..end).unwrap_or_default().trim()
    });
    let level = last.map_or(3, |last| usize::from(last.level));
    let above = heads.last().and_then(|at| {
        let level = head(at)?.level;
        structure.headings.get(..*at)?.iter().rev().find(|above| above.level < level)
    });
    let section = above.map_or("Session Log", |above| above.text.as_str()).to_owned();
    let title = match (word, last.is_some()) {
        // Entries that go by their days alone.
        ("", true) => scene.day.to_string(),
        (word, _) => format!("{word} {number}: {}", scene.day),
    };
    let text = format!("{} {title}\n\n{words}", "#".repeat(level));
    let is_newest_first = numbers.array_windows().any(|[one, next]| next < one);
    let change = match is_newest_first {
        true => Change::AddToSection { section, text },
        false => Change::AppendToSection { section, text },
    };
    Ok(Step { title: "Add an entry to the session log".to_owned(), edits: vec![Edit::new(path, change)] })
}
