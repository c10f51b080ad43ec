//! `too-many-deltas`: the root holds more history than it should.

use super::{Check, Example, Rule};
use crate::findings::{Finding, Fix, Scene, Severity};
use crate::linked::archive::{self, MOST_DELTAS};
use crate::plan::{Date, Delta};

pub const RULE: Rule = Rule {
    id: "too-many-deltas",
    severity: Severity::Warning,
    summary: "The root holds more than 20 State Deltas.",
    help: "Everybody reads the root, and the newest twenty deltas say where the tree stands. Older ones are history.\n\n\
Move the oldest to `_state_deltas_archive.md`; they stay in the history of their modules.",
    check: Check::Tree(check),
};

pub const EXAMPLE: Example = Example {
    rule: RULE.id,
    bad: "//- _overview.md\n## State Deltas\n### ✅ SP01_a — 2025-01\n### ✅ SP02_a — 2025-01\n### ✅ SP03_a — 2025-01\n### ✅ SP04_a — 2025-01\n### ✅ SP05_a — 2025-01\n### ✅ SP06_a — 2025-01\n### ✅ SP07_a — 2025-01\n### ✅ SP08_a — 2025-01\n### ✅ SP09_a — 2025-01\n### ✅ SP10_a — 2025-01\n### ✅ SP11_a — 2025-01\n### ✅ SP12_a — 2025-01\n### ✅ SP13_a — 2025-01\n### ✅ SP14_a — 2025-01\n### ✅ SP15_a — 2025-01\n### ✅ SP16_a — 2025-01\n### ✅ SP17_a — 2025-01\n### ✅ SP18_a — 2025-01\n### ✅ SP19_a — 2025-01\n### ✅ SP20_a — 2025-01\n### ✅ SP21_a — 2024-12\n",
    found: &["_overview.md:22"],
    good: "//- _overview.md\n## State Deltas\n### ✅ SP01_a — 2025-01\n//- _state_deltas_archive.md\n## State Deltas\n### ✅ SP02_a — 2024-12\n",
};

fn check(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    // In a story the root is a part of the document.
    let file = "_state_deltas_archive.md";
    let is_in_root = |delta: &&Delta| delta.plan.is_some() && !delta.place.path.ends_with(file);
    let deltas: Vec<&Delta> = scene.plan.deltas.iter().filter(is_in_root).collect();
    let over = deltas.len().saturating_sub(MOST_DELTAS);
    // Which end is the oldest differs from tree to tree; of two of one day the lower one is.
    let start = |delta: &&&Delta| delta.date.as_ref().map_or((u16::MAX, 0, 0), Date::start);
    let Some(oldest) = deltas.iter().rev().min_by_key(start).filter(|_| over > 0) else { return };
    let count = deltas.len();
    let which = if over == 1 { "the oldest".to_owned() } else { format!("the {over} oldest") };
    let message = format!(
        "The root holds {count} State Deltas, and {MOST_DELTAS} may be; move {which} to {file}."
    );
    let ids = oldest.plan.iter().map(|plan| plan.id.clone());
    let mut finding = Finding::new(RULE.id, oldest.place.clone(), message).about(ids);
    if scene.has_files() {
        let edits = archive::overflow(scene);
        finding.fix = Some(Fix { title: format!("Move {which} to {file}"), edits });
    }
    found.push(finding);
}
