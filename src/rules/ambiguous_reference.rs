//! `ambiguous-reference`: a name that could mean two things.

use super::{Check, Example, Rule};
use crate::findings::{Finding, Scene, Severity};
use crate::plan::{Item, ItemKind, Place, Referent, RelationKind, Target, names};

pub const RULE: Rule = Rule {
    id: "ambiguous-reference",
    severity: Severity::Warning,
    summary: "A reference could mean two things.",
    help: "A short name such as `SP05`, or `SP05/p01`, means the one plan or phase of that number. When two bear it, it \
means neither: nothing is guessed, and what depends on the reference is missing from every answer.\n\n\
Write the whole name: `SP05_billing`.",
    check: Check::Tree(check),
};

pub const EXAMPLE: Example = Example {
    rule: RULE.id,
    bad: "//- SP01_pier/_overview.md\n---\ndepends_on: [SP02, SP03/p00]\n---\n//- SP02_quay/_overview.md\n# Quay\n//- SP02_dock/_overview.md\n# Dock\n//- SP03_lock/p00_a/_overview.md\n# A\n//- SP03_lock/p00_b/_overview.md\n# B\n//- _overview.md\n## State Deltas\n### ✅ SP02 — 2025-01\n- pier: longer\n",
    found: &["SP01_pier/_overview.md:2", "SP01_pier/_overview.md:2", "_overview.md:2"],
    good: "//- SP01_pier/_overview.md\n---\ndepends_on: [SP02_quay, SP03/p00]\n---\n//- SP02_quay/_overview.md\n# Quay\n//- SP02_dock/_overview.md\n# Dock\n//- SP03_lock/p00_a/_overview.md\n# A\n",
};

fn check(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    let mut look = |written: &str, place: &Place, of: Option<&str>| {
        let meant = meant(scene, written);
        let [first, second, ..] = meant.as_slice() else { return };
        let more = if meant.len() > 2 { " or another" } else { "" };
        let message = format!("{written} could mean {} or {}{more}; write the whole name.", first.id, second.id);
        let finding = Finding::new(RULE.id, place.clone(), message);
        found.push(finding.about(of).about(meant.iter().map(|item| &item.id)));
    };
    let plan = scene.plan;
    for relation in plan.relations.iter().filter(|relation| !relation.resolved) {
        match relation.kind {
            RelationKind::Modifies => look(&relation.from, &relation.place, None),
            RelationKind::Owns => {}
            _ => look(&relation.to, &relation.place, Some(&relation.from)),
        }
    }
    let mut target = |target: &Target, place: &Place| {
        if !target.resolved {
            look(&target.id, place, None);
        }
    };
    for delta in &plan.deltas {
        delta.plan.iter().for_each(|plan| target(plan, &delta.place));
    }
    for item in &plan.sprint {
        item.plan.iter().for_each(|plan| target(plan, &item.place));
    }
    for row in &plan.plan_rows {
        target(&row.plan, &row.place);
    }
    for row in plan.modules.iter().filter_map(|module| module.index.as_ref()) {
        row.origin.iter().for_each(|origin| target(origin, &row.place));
        row.modified_by.iter().for_each(|modifier| target(&modifier.plan, &row.place));
    }
    for decision in &plan.decisions {
        decision.plans.iter().chain(&decision.waits_for).for_each(|plan| target(plan, &decision.place));
    }
}

/// The things that a name could mean when it means none for certain.
fn meant<'a>(scene: &Scene<'a>, written: &str) -> Vec<&'a Item> {
    let written = written.trim().trim_end_matches('/').trim_start_matches("./");
    if scene.names.is_shared(written) {
        let is_meant = |item: &&Item| names::short_id(&item.id) == Some(written) && !item.id.contains('@');
        return scene.plans().filter(is_meant).collect();
    }
    let Some((plan, phase)) = written.split_once('/') else { return Vec::new() };
    let Some(Referent::Item(index)) = scene.names.find(plan) else { return Vec::new() };
    let Some(plan) = scene.item(index) else { return Vec::new() };
    let begin = format!("{}/{phase}_", plan.id);
    let is_meant = |item: &&Item| {
        let rest = item.id.strip_prefix(&begin);
        item.kind == ItemKind::Phase && rest.is_some_and(|rest| !rest.contains(['/', '@']))
    };
    scene.plan.items.iter().filter(is_meant).collect()
}
