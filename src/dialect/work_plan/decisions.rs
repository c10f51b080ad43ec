//! Decisions that are still to be taken: a question and a recommendation that speak of the same are one.

use super::draft::Draft;
use crate::plan::{Decision, Target};

/// Joins what belongs together, and says what waits.
pub(super) fn settle(draft: &mut Draft) {
    let (recommended, mut others): (Vec<Decision>, Vec<Decision>) =
        std::mem::take(&mut draft.decisions).into_iter().partition(|decision| decision.verb == "recommend");
    for mut decision in recommended {
        let words = telling(&decision.text);
        let open = others.iter_mut().filter(|other| other.is_open && other.value.is_none());
        let asked =
            open.into_iter().find(|other| telling(&other.text).iter().any(|word| words.contains(word)));
        match asked {
            Some(asked) => {
                asked.value = decision.value.take();
                asked.of = asked.of.take().or(decision.of);
                let line = decision.place.line;
                let said = draft.stated(&decision.text, line);
                asked.rationale.push(said);
                asked.rationale.append(&mut decision.rationale);
            }
            None => {
                let of = decision.of.as_ref().and_then(|id| draft.items.iter().find(|item| item.id == *id));
                decision.title = of.map(|item| item.title.clone());
                others.push(decision);
            }
        }
    }
    for decision in &mut others {
        let document = draft.items.first().map(|item| &item.id);
        let of = decision.of.as_ref().or(document).into_iter();
        decision.plans = of.map(|id| Target { id: id.clone(), resolved: true }).collect();
        if decision.is_open {
            decision.waiting = waiting(draft, decision);
        }
    }
    crate::order::sort_by(&mut others, |a, b| a.place.cmp(&b.place));
    draft.decisions = others;
}

/// The parts that wait for a decision: those whose ways name what is to be chosen between.
fn waiting(draft: &Draft, decision: &Decision) -> Vec<Target> {
    let mut words = telling(&decision.text);
    words.extend(decision.value.iter().flat_map(|value| telling(value)));
    let waits = draft.items.iter().filter(|item| {
        let branches = item.branches().iter();
        item.work().is_undecided()
            && branches.flat_map(|branch| telling(&branch.condition)).any(|word| words.contains(&word))
    });
    waits.map(|item| Target { id: item.id.clone(), resolved: true }).collect()
}

/// The words of a text that tell it from others: long ones, names and numbers.
pub(super) fn telling(text: &str) -> Vec<String> {
    const COMMON: &[&str] = &[
        "choose",
        "chosen",
        "decide",
        "decision",
        "needed",
        "critical",
        "option",
        "which",
        "between",
        "from",
        "with",
        "this",
        "that",
        "should",
        "architecture",
    ];
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let words = words.map(str::to_lowercase).filter(|word| {
        let is_long = word.chars().count() > 3 || !word.is_ascii() && word.chars().count() > 1;
        is_long && !COMMON.contains(&word.as_str()) || word.chars().all(|c| c.is_ascii_digit())
    });
    words
        .map(|word| word.strip_suffix('s').filter(|stem| stem.len() > 3).unwrap_or(&word).to_owned())
        .collect()
}
