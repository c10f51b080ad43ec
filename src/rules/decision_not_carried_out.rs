//! `decision-not-carried-out`: a meeting decided something of a plan, and the tree says otherwise.

use super::{Check, Example, Rule};
use crate::findings::{Finding, Presence, Scene, Severity};
use crate::named::Named;
use crate::plan::names::is_short_id;
use crate::plan::{BaseStatus, Decision, Item, Referent};

pub const RULE: Rule = Rule {
    id: "decision-not-carried-out",
    severity: Severity::Warning,
    summary: "What a meeting decided of a plan is not what the tree says of it.",
    help: "Notes are where people look why something is as it is. A decision that was never carried out, or was undone \
without a word, misleads them.\n\nDo what was decided (create the plan, set it to DONE or CUT), or note the later decision. \
Looked at are `CREATE:`, `CLOSE:`, `CUT:` and `REJECTED:` of plans that they name, each as long as no later decision speaks \
of the same plan.",
    check: Check::Tree(check),
};

pub const EXAMPLE: Example = Example {
    rule: RULE.id,
    bad: "//- exploration/meeting_2025_01_10_start.md\n# Start — 2025-01-10\n\n## Decisions\n- ✅ CREATE: SP01_lamp/ (System Plan)\n\
- ✅ CREATE: SP02_oil/ (System Plan)\n- ✅ CLOSE: SP03_pier/\n- 🚫 CUT: SP04_mole/\n- ❌ REJECTED: SP05_canal/ — too dear\n\
//- SP01_lamp/_overview.md\n---\nstatus: WIP\n---\n//- SP03_pier/_overview.md\n---\nstatus: WIP\n---\n\
//- SP04_mole/_overview.md\n---\nstatus: TODO\n---\n//- SP05_canal/_overview.md\n---\nstatus: WIP\n---\n",
    found: &[
        "exploration/meeting_2025_01_10_start.md:5",
        "exploration/meeting_2025_01_10_start.md:6",
        "exploration/meeting_2025_01_10_start.md:7",
        "exploration/meeting_2025_01_10_start.md:8",
    ],
    good: "//- exploration/meeting_2025_01_10_start.md\n# Start — 2025-01-10\n\n## Decisions\n- ✅ CREATE: SP01_lamp/ (System Plan)\n\
- ✅ CREATE: SP02_oil/ (System Plan)\n- ✅ CLOSE: SP03_pier/\n- 🚫 CUT: SP04_mole/\n- ❌ REJECTED: a canal — too dear\n\
//- exploration/meeting_2025_02_10_again.md\n# Again — 2025-02-10\n\n## Decisions\n- UNBLOCK: SP04_mole/ — there is stone after all\n\
//- SP01_lamp/_overview.md\n---\nstatus: WIP\n---\n//- _completed/SP02_oil/_overview.md\n---\nstatus: CUT\n---\n\
//- SP03_pier/_overview.md\n---\nstatus: DONE:invalidated-by:SP01\n---\n//- SP04_mole/_overview.md\n---\nstatus: TODO\n---\n",
};

fn check(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    // The last decision on each plan, by date, then by its place in the tree.
    let mut last: Named<usize> = Named::default();
    let decisions = &scene.plan.decisions;
    for (at, decision) in decisions.iter().enumerate().filter(|(_, decision)| changes_course(decision)) {
        for name in subjects(decision) {
            let key = item_of(scene, name).map_or(name, |item| item.id.as_str());
            let is_later = last.get(key).and_then(|before| decisions.get(*before)).is_none_or(|before| before.date <= decision.date);
            if is_later {
                last.insert(key, at);
            }
        }
    }
    for (at, decision) in decisions.iter().enumerate() {
        if decision.date.as_ref().is_some_and(|date| date.start() > scene.day.start()) {
            continue;
        }
        for name in subjects(decision) {
            let item = item_of(scene, name);
            let key = item.map_or(name, |item| item.id.as_str());
            let is_last = last.get(key).is_none_or(|last| *last == at);
            let said = match item {
                Some(item) if is_last => undone(scene, decision, item),
                None => missing(scene, decision, name),
                _ => None,
            };
            if let Some(said) = said {
                let when = decision.date.as_ref().map_or_else(|| "It was decided".to_owned(), |date| format!("It was decided on {date}"));
                let finding = Finding::new(RULE.id, decision.place.clone(), format!("{when} to {said}"));
                found.push(finding.about([key]).because(item.map(|item| scene.field_place(item, "status"))));
            }
        }
    }
}

/// Whether a decision says what becomes of a plan.
fn changes_course(decision: &Decision) -> bool {
    ["create", "cut", "close", "block", "unblock", "reopen", "resume", "defer", "approve", "reject", "rejected", "revive"]
        .contains(&decision.verb.as_str())
}

/// The names that a decision begins with: what it is about, where it names something.
fn subjects(decision: &Decision) -> impl Iterator<Item = &str> {
    let words = decision.text.split([' ', ',', '+', '&']).filter(|word| !word.is_empty() && *word != "and");
    let bare = words.map(|word| word.trim_matches(['/', '.', ':', '*', '`', ';']));
    bare.take_while(|word| word.contains(['_', '/']) || is_short_id(word))
}

/// What a name means, when it is something that can be done.
fn item_of<'a>(scene: &Scene<'a>, name: &str) -> Option<&'a Item> {
    match scene.names.find(name) {
        Some(Referent::Item(index)) => scene.item(index),
        _ => scene.plan.item_at(name),
    }
}

/// What was decided of an item, and how far it is instead.
fn undone(scene: &Scene<'_>, decision: &Decision, item: &Item) -> Option<String> {
    let base = scene.status_of(item).base;
    let is_work = item.kind.is_work();
    let (asked, is_done) = match decision.verb.as_str() {
        "close" => ("close", matches!(base, BaseStatus::Done | BaseStatus::Cut)),
        "cut" => ("cut", base == BaseStatus::Cut),
        "rejected" | "reject" => ("reject", base == BaseStatus::Cut),
        _ => return None,
    };
    // A note that says nothing of itself was cut by being written down.
    if is_done || !is_work || base == BaseStatus::Unknown {
        return None;
    }
    let status = scene.status_of(item);
    let written = status.written.as_deref().unwrap_or_else(|| base.name());
    Some(format!("{asked} {}, but its status is {written}.", item.id))
}

/// What was to be created, and is not there.
fn missing(scene: &Scene<'_>, decision: &Decision, name: &str) -> Option<String> {
    if decision.verb != "create" || scene.names.is_shared(name) || scene.names.find(name).is_some() {
        return None;
    }
    let is_there = |path: &str| scene.presence(path) != Presence::Missing;
    let folders = ["exploration", "_completed", "_archive"];
    if is_there(name) || folders.iter().any(|folder| is_there(&format!("{folder}/{name}"))) {
        return None;
    }
    Some(format!("create {name}, but the tree has nothing of that name."))
}
