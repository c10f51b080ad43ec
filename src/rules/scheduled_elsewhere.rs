//! `scheduled-elsewhere`: a story is scheduled in another week than its phase.

use super::{Check, Example, Rule};
use crate::findings::{Finding, Scene, Severity};
use crate::plan::{Item, Slot};

pub const RULE: Rule = Rule {
    id: "scheduled-elsewhere",
    severity: Severity::Warning,
    summary: "The schedule puts a story into another week than its phase.",
    help: "A schedule puts phases into weeks, and lists what is reached in each. What a week is to reach belongs to the phases of that \
week: a story of a phase that was to be finished the week before is either late or in the wrong place. What is listed is compared with the titles of stories and epics by their telling words.\n\n\
Move the line into the week of its phase, or the story into another phase.",
    check: Check::Tree(check),
};

pub const EXAMPLE: Example = Example {
    rule: RULE.id,
    bad: "//- plan.md\n# Pier\n## Phase 1: Posts\n### Story 1.1: Inspect the oak posts\n- [ ] seen\n## Phase 2: Planks\n### Story 2.1: Nail planks\n- [ ] nailed\n# Timeline\n## Week 1\n**Days 1-5:** Phase 1\n## Week 2\n**Days 1-4:** Phase 2\n- [ ] Planks nailed\n**Day 5:** Closing\n- [ ] Oak posts inspected\n",
    found: &["plan.md:15"],
    good: "//- plan.md\n# Pier\n## Phase 1: Posts\n### Story 1.1: Inspect the oak posts\n- [ ] seen\n## Phase 2: Planks\n### Story 2.1: Nail planks\n- [ ] nailed\n# Timeline\n## Week 1\n**Days 1-4:** Phase 1\n**Day 5:** Closing\n- [ ] Oak posts inspected\n## Week 2\n**Days 1-4:** Phase 2\n- [ ] Planks nailed\n",
};

/// Longer schedules and plans are compared only so far.
const MOST: usize = 2_000;

fn check(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    let plan = scene.plan;
    let slots: Vec<&Slot> = plan.schedule.iter().take(MOST).collect();
    if slots.iter().all(|slot| slot.items.is_empty()) {
        return;
    }
    // The week of a stretch: the outermost that it lies in.
    let week = |mut at: usize| {
        for _ in 0..slots.len() {
            match slots.get(at).and_then(|slot| slot.within) {
                Some(within) => at = within,
                None => break,
            }
        }
        at
    };
    let parts: Vec<(usize, &Item, Vec<String>)> = plan
        .items
        .iter()
        .enumerate()
        .filter(|(_, item)| item.is_part() && item.kind.is_work())
        .take(MOST)
        .map(|(at, item)| (at, item, words(&item.title)))
        .collect();
    // The weeks in which a part is placed, or the nearest that it lies in and is placed.
    let weeks_of = |mut at: usize| -> Option<(Vec<usize>, &Item)> {
        loop {
            let item = plan.items.get(at)?;
            let places = |(_, slot): &(usize, &&Slot)| slot.items.iter().any(|target| target.id == item.id);
            let weeks: Vec<usize> = slots.iter().enumerate().filter(places).map(|(slot, _)| week(slot)).collect();
            if !weeks.is_empty() {
                return Some((weeks, item));
            }
            at = item.parent?;
        }
    };
    for (at, slot) in slots.iter().enumerate() {
        let Some(own) = plan.item(&slot.of).filter(|own| !own.archived) else { continue };
        for criterion in &own.criteria {
            let said = words(&criterion.text);
            let Some((part, item)) = best(&said, &parts, &own.place.path) else { continue };
            let Some((weeks, placed)) = weeks_of(part) else { continue };
            if weeks.contains(&week(at)) {
                continue;
            }
            let title = |at: usize| slots.get(at).map(|slot| slot.title.as_str()).unwrap_or_default();
            let message = format!(
                "“{}” is to be reached in {}; it is {}, and {} is in {}.",
                criterion.text,
                title(week(at)),
                super::hours_out_of_range::called(item),
                super::hours_out_of_range::called(placed),
                weeks.first().map(|at| title(*at)).unwrap_or_default(),
            );
            let place = crate::plan::Place { path: own.place.path.clone(), line: criterion.line };
            let stated = weeks.first().and_then(|at| slots.get(*at)).map(|slot| slot.place.clone());
            found.push(Finding::new(RULE.id, place, message).about([&item.id]).because(stated.into_iter().chain([item.place.clone()])));
        }
    }
}

/// The part whose title shares the most telling words with a text: two at least, and all but one of those of the text.
fn best<'a>(said: &[String], parts: &[(usize, &'a Item, Vec<String>)], path: &str) -> Option<(usize, &'a Item)> {
    let mut best: Option<(usize, usize, &Item)> = None;
    for (at, item, title) in parts.iter().filter(|(_, item, _)| item.place.path == path) {
        let shared = said.iter().filter(|word| title.contains(word)).count();
        let is_about = shared >= 2 && shared + 1 >= said.len();
        if is_about && best.is_none_or(|(most, ..)| shared > most) {
            best = Some((shared, *at, item));
        }
    }
    best.map(|(_, at, item)| (at, item))
}

/// The telling words of a text: not what is done, but what it is done to. Endings are cut, so that `testing` is `test`.
fn words(text: &str) -> Vec<String> {
    const COMMON: &[&str] = &[
        "the", "and", "for", "with", "all", "are", "full", "fully", "real", "set", "setup", "add", "added", "conduct", "create", "created", "implement", "implemented",
        "complete", "completed", "configure", "configured", "working", "work", "works", "done", "chosen", "choose", "deploy", "deployed", "connect", "connected", "document",
        "documented", "launch", "launched", "tested", "updated", "update", "removed", "remove", "ready", "active", "passing", "to", "of", "in", "on", "a", "up",
    ];
    let words = text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    let words = words.filter(|word| word.chars().count() > 1 && !COMMON.contains(&word.as_str()));
    words
        .map(|word| {
            let stem = ["ation", "ing", "ed", "s"].iter().find_map(|end| word.strip_suffix(end)).filter(|stem| stem.chars().count() > 3);
            stem.map_or(word.clone(), str::to_owned)
        })
        .collect()
}
