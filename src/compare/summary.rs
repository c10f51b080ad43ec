//! What happened between two trees, in a few sentences.

use super::side::Side;
use super::{Change, Kind, Step};
use crate::counted::counted;
use crate::plan::ItemKind;

/// So many things are named before the rest is counted.
const MOST_NAMED: usize = 6;

/// A sentence, and what kind of changes each count in it is of, in their order.
pub(super) type Sentence = (String, Vec<Kind>);

/// The summary.
pub(super) fn sentences(
    changes: &[Change],
    old: &Side<'_>,
    new: &Side<'_>,
    kept: usize,
    elided: usize,
) -> Vec<Sentence> {
    let mut said: Vec<Sentence> = Vec::new();
    let items =
        |side: &Side<'_>| side.plan.items.iter().filter(|item| item.place.path != "_overview.md").count();
    let has_root = |side: &Side<'_>| side.plan.items.iter().any(|item| item.place.path == "_overview.md");
    let roots = usize::from(has_root(old) && has_root(new));
    if changes.is_empty() {
        said.push(("Nothing has changed: both trees say the same.".to_owned(), Vec::new()));
    } else if kept <= roots && items(old) > 0 && items(new) > 0 {
        let words = format!(
            "The two trees have nothing in common: {} before, {} now.",
            counted(items(old), "item"),
            counted(items(new), "item")
        );
        said.push((words, vec![Kind::Removed, Kind::Added]));
    }
    // Where there are no plans, tasks are what the tree is about.
    let has = |kind: ItemKind| [old, new].iter().any(|side| side.plan.of_kind(kind).next().is_some());
    let lead = if !has(ItemKind::Plan) && has(ItemKind::Task) { ItemKind::Task } else { ItemKind::Plan };
    plans(changes, lead.noun(), &mut said);
    reasons(changes, lead.noun(), &mut said);
    others(changes, lead.noun(), &mut said);
    if elided > 0 {
        let words = format!(
            "The later listing leaves out what lies in some folders: nobody can tell whether {} of before {} still there.",
            counted(elided, "item"),
            if elided == 1 { "is" } else { "are" }
        );
        said.push((words, Vec::new()));
    }
    said
}

/// Names, so many of them that a reader takes them in.
fn named(changes: &[&Change]) -> String {
    let names: Vec<&str> = changes.iter().take(MOST_NAMED).map(|change| change.id.as_str()).collect();
    match changes.len().saturating_sub(MOST_NAMED) {
        0 => names.join(", "),
        more => format!("{} and {more} more", names.join(", ")),
    }
}

fn plans(changes: &[Change], lead: &str, said: &mut Vec<Sentence>) {
    let of = |is_meant: &dyn Fn(&Change) -> bool| -> Vec<&Change> {
        let meant = changes.iter().filter(|change| change.noun == lead && is_meant(change));
        // What stands in two places is one plan; its changes stand together.
        let mut once: Vec<&Change> = meant.collect();
        once.dedup_by(|one, other| one.id == other.id);
        once
    };
    let step = |step: Step| of(&|change| change.step == Some(step));
    let archived = |change: &Change| change.kind == Kind::Moved && change.text.contains("was archived");
    let rows = [
        (of(&|change| change.kind == Kind::Added && change.is_certain), "created"),
        (of(&|change| change.kind == Kind::Added && !change.is_certain), "shown for the first time"),
        (step(Step::Started), "started"),
        (step(Step::Closed), "closed"),
        (step(Step::Cut), "cut"),
        (step(Step::Blocked), "blocked"),
        (step(Step::Unblocked), "unblocked"),
        (step(Step::Reopened), "reopened"),
        (step(Step::Invalidated), "invalidated"),
        (step(Step::Other), "with another status"),
        (of(&archived), "archived"),
        (of(&|change| change.kind == Kind::Moved && !archived(change)), "moved"),
        (of(&|change| change.kind == Kind::Renamed), "renamed"),
        (of(&|change| change.kind == Kind::Removed), "removed"),
    ];
    for (found, verb) in rows.iter().filter(|(found, _)| !found.is_empty()) {
        let kinds = found.first().map(|change| change.kind).into_iter().collect();
        said.push((format!("{} {verb}: {}.", counted(found.len(), lead), named(found)), kinds));
    }
}

/// Why plans were reopened, unblocked and cut, where it is known.
fn reasons(changes: &[Change], lead: &str, said: &mut Vec<Sentence>) {
    let has_reason = |change: &&Change| {
        let is_told = change.kind == Kind::Status && change.text.contains(" because ");
        change.noun == lead && (is_told || change.step == Some(Step::Blocked))
    };
    said.extend(
        changes.iter().filter(has_reason).take(MOST_NAMED).map(|change| (change.text.clone(), Vec::new())),
    );
}

fn others(changes: &[Change], lead: &str, said: &mut Vec<Sentence>) {
    let count = |is_meant: &dyn Fn(&Change) -> bool| changes.iter().filter(|change| is_meant(change)).count();
    let is_below = |change: &Change| change.noun != lead;
    let part = |kind: Kind| count(&|change| change.kind == kind && is_below(change));
    let steps = [
        (Kind::Added, None, "added"),
        (Kind::Removed, None, "removed"),
        (Kind::Moved, None, "moved"),
        (Kind::Renamed, None, "renamed"),
        (Kind::Status, Some(Step::Closed), "closed"),
        (Kind::Status, Some(Step::Reopened), "reopened"),
    ];
    for (kind, step, verb) in steps {
        // Each by what it is: phases, tasks, stories, files.
        let mut nouns: Vec<(usize, &str)> = Vec::new();
        let is_meant = |change: &&Change| change.kind == kind && change.step == step && is_below(change);
        for change in changes.iter().filter(is_meant) {
            match nouns.iter_mut().find(|(_, noun)| *noun == change.noun) {
                Some((count, _)) => *count += 1,
                None => nouns.push((1, change.noun)),
            }
        }
        if !nouns.is_empty() {
            let words: Vec<String> = nouns.iter().map(|(count, noun)| counted(*count, noun)).collect();
            said.push((format!("{} {verb}.", words.join(", ")), vec![kind; nouns.len()]));
        }
    }
    let mut line = |parts: Vec<(usize, Kind, &str, &str)>| {
        let parts: Vec<_> = parts.into_iter().filter(|(count, ..)| *count > 0).collect();
        let words: Vec<String> =
            parts.iter().map(|(count, _, noun, verb)| format!("{} {verb}", counted(*count, noun))).collect();
        if !parts.is_empty() {
            let kinds = parts.iter().map(|(_, kind, ..)| *kind).collect();
            said.push((format!("{}.", words.join(", ")), kinds));
        }
    };
    let of =
        |kind: Kind, is_new: bool| count(&|change| change.kind == kind && change.from.is_none() == is_new);
    let ticked = count(&|change| change.kind == Kind::Box && change.to.as_deref() == Some("ticked"));
    let gone = |kind: Kind| count(&|change| change.kind == kind && change.to.is_none());
    line(vec![
        (
            part(Kind::Field) + count(&|change| change.kind == Kind::Field && change.is_of_plan()),
            Kind::Field,
            "field",
            "changed",
        ),
        (of(Kind::Dependency, true), Kind::Dependency, "dependency", "added"),
        (gone(Kind::Dependency), Kind::Dependency, "dependency", "removed"),
        (ticked, Kind::Box, "box", "ticked"),
    ]);
    line(vec![
        (
            count(&|change| change.kind == Kind::Module && change.old.is_none()),
            Kind::Module,
            "module",
            "registered",
        ),
        (
            count(&|change| change.kind == Kind::Module && change.new.is_none()),
            Kind::Module,
            "module",
            "gone",
        ),
        (count(&|change| change.kind == Kind::Owner), Kind::Owner, "module", "with other owners"),
        (of(Kind::Delta, true), Kind::Delta, "State Delta", "appended"),
        (of(Kind::Gap, true), Kind::Gap, "gap", "opened"),
        (gone(Kind::Gap), Kind::Gap, "gap", "resolved"),
    ]);
    line(vec![
        (of(Kind::Finding, true), Kind::Finding, "finding", "new"),
        (gone(Kind::Finding), Kind::Finding, "finding", "resolved"),
        (part(Kind::Document), Kind::Document, "document", "edited"),
    ]);
}
