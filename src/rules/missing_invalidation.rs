//! `missing-invalidation`: a later plan took away what a done plan relied on, and the done plan does not say so.

use super::{Check, Example, Rule};
use crate::findings::{Finding, Scene, Severity};
use crate::named::Named;
use crate::plan::{BaseStatus, Change, Date, Delta, Item, ItemKind, Place, Referent, RelationKind};

pub const RULE: Rule = Rule {
    id: "missing-invalidation",
    severity: Severity::Warning,
    summary: "A later plan replaced what a done plan relied on, and no `invalidated_by` says so.",
    help: "Who reads a done plan believes what it says. When a later one replaced what it had built, or a State Delta \
says that its assumptions are invalidated, the done plan has to say so itself.\n\nTwo things count: a State Delta that \
calls a plan or phase invalidated, and a change that replaces something of a module (`A → B`, `rewritten`, `removed`) \
which a plan that was done before had made or changed. What is merely added breaks nothing.\n\nWrite `invalidated_by`, \
`invalidation_scope` and `invalidation_date` into the done plan or phase; where nothing broke, ignore the finding \
with the reason.",
    check: Check::Tree(check),
};

pub const EXAMPLE: Example = Example {
    rule: RULE.id,
    bad: "//- _overview.md\n## State Deltas\n### ✅ SP01_pier — Jan 2025\n- winch: new module\n### ✅ PP02_power — Mar \
2025\n- winch: crank → motor\n- **SP03 impact**: p00_plan assumptions invalidated\n//- \
SP01_pier/modules/winch.md\nx\n//- SP01_pier/_overview.md\n---\nstatus: DONE\n---\n//- PP02_power/_overview.md\n---\nstatus: DONE\n---\n//- \
SP03_rail/_overview.md\n---\nstatus: WIP\n---\n//- SP03_rail/p00_plan/_overview.md\n---\nstatus: DONE\n---\n",
    found: &["_overview.md:5", "_overview.md:6"],
    good: "//- _overview.md\n## State Deltas\n### ✅ SP01_pier — Jan 2025\n- winch: new module\n### ✅ PP02_power — Mar \
2025\n- winch: crank → motor\n- **SP03 impact**: p00_plan assumptions invalidated\n### ✅ PP04_paint — May \
2025\n- winch: red coat added\n//- SP01_pier/modules/winch.md\nx\n//- SP01_pier/_overview.md\n---\nstatus: DONE\ninvalidated_by: PP02\n---\n//- \
PP02_power/_overview.md\n---\nstatus: DONE\n---\n//- SP03_rail/_overview.md\n---\nstatus: DONE\n---\n//- \
SP03_rail/p00_plan/_overview.md\n---\nstatus: DONE:invalidated-by:PP02\n---\n",
};

fn check(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    let known = known(scene);
    let is_written = |victim: usize, cause: usize| known.get(&key(victim, cause)).is_some();
    for delta in &scene.plan.deltas {
        let Some(cause) = delta.plan.as_ref().and_then(|by| scene.plan_of(&by.id)) else { continue };
        for change in &delta.changes {
            let place = Place { path: delta.place.path.clone(), line: change.line };
            if change.module.is_none() && change.text.to_lowercase().contains("invalidat") {
                for victim in named_victims(scene, change, cause) {
                    let plan = scene.item(victim).and_then(|item| scene.plan_of(&item.id));
                    if is_written(victim, cause) || plan.is_some_and(|plan| is_written(plan, cause)) {
                        continue;
                    }
                    let (Some(item), Some(by)) = (scene.item(victim), scene.item(cause)) else { continue };
                    // Of a plan that is only listed, the phase that says so may be left out.
                    if !scene.knows_fields(item) && item.kind == ItemKind::Plan {
                        continue;
                    }
                    let message = format!(
                        "The State Delta of {} says that something of {} is invalidated, but no invalidated_by there \
says so.",
                        by.id, item.id
                    );
                    let because = [scene.status_place(item)];
                    found.push(
                        Finding::new(RULE.id, place.clone(), message).about([&item.id, &by.id]).because(because),
                    );
                }
            }
            if replaces(change) {
                let victims = relying(scene, delta, change, cause);
                let victims: Vec<&Item> =
                    victims.into_iter().filter(|victim| !is_written(*victim, cause)).filter_map(|victim| scene.item(victim)).collect();
                found.extend(replaced(scene, change, cause, &victims, place));
            }
        }
    }
}

fn key(victim: usize, cause: usize) -> String {
    format!("{victim} {cause}")
}

/// Every invalidation that is written, as [`key`]s: of a phase it is known of its plan too.
fn known(scene: &Scene<'_>) -> Named<()> {
    let mut known: Named<()> = Named::default();
    let mut add = |victim: &str, cause: &str| {
        let (Some(item), Some(plan)) = (scene.plan.index_of(victim), scene.plan_of(victim)) else { return };
        if let Some(cause) = scene.plan_of(cause) {
            known.insert(&key(item, cause), ());
            known.insert(&key(plan, cause), ());
        }
    };
    for relation in &scene.plan.relations {
        if relation.kind == RelationKind::InvalidatedBy && relation.resolved {
            add(&relation.from, &relation.to);
        }
    }
    for item in scene.plan.items.iter().filter(|item| item.status.is_invalidated()) {
        let cause = item.status.detail.as_deref().and_then(|cause| scene.names.find(cause));
        if let Some(Referent::Item(cause)) = cause
            && let Some(cause) = scene.item(cause)
        {
            add(&item.id, &cause.id);
        }
    }
    known
}

/// What a sentence calls invalidated: done plans that it names, or their phases where it names those.
fn named_victims(scene: &Scene<'_>, change: &Change, cause: usize) -> Vec<usize> {
    let text = &change.text;
    let is_mark = |letter: char| !letter.is_alphanumeric() && !matches!(letter, '_' | '/' | '-');
    let mut victims: Vec<usize> = Vec::new();
    let mut plan: Option<&Item> = None;
    for word in text.split(is_mark).filter(|word| !word.is_empty()) {
        let phase = plan.and_then(|plan| scene.plan.index_of(&format!("{}/{word}", plan.id)));
        if let Some(phase) = phase {
            // The phase is meant, and not all of its plan.
            if let Some(last) = victims.last_mut() {
                *last = phase;
            }
        } else if let Some(Referent::Item(index)) = scene.names.find(word) {
            let named = scene.item(index);
            let is_other = named.and_then(|item| scene.plan_of(&item.id)).is_some_and(|of| of != cause);
            if is_other && named.is_some_and(|item| item.folder.is_some()) && !victims.contains(&index) {
                plan = named;
                victims.push(index);
            }
        }
    }
    victims.retain(|victim| scene.item(*victim).is_some_and(|item| item.status.base == BaseStatus::Done));
    victims
}

/// Whether a change takes something away, by its words.
fn replaces(change: &Change) -> bool {
    let text = change.text.to_lowercase();
    let words = ["→", "->", "replac", "rewrit", "rewrote", "remov", "migrated", "deprecat", "dropped", "no longer"];
    change.module.is_some() && !change.is_new_module() && words.iter().any(|word| text.contains(word))
}

/// The done plans that had made or changed the module before.
fn relying(scene: &Scene<'_>, delta: &Delta, change: &Change, cause: usize) -> Vec<usize> {
    let (Some(module), Some(date)) = (&change.module, &delta.date) else { return Vec::new() };
    let mut victims: Vec<usize> = Vec::new();
    for stated in scene.changes.of_module(module) {
        let before = scene.plan.deltas.get(stated.delta).and_then(|delta| delta.date.as_ref());
        let is_before = before.is_some_and(|before: &Date| before.end() < date.start());
        let Some(plan) = stated.plan.filter(|plan| *plan != cause && is_before) else { continue };
        let is_done = scene.item(plan).is_some_and(|item| item.status.base == BaseStatus::Done);
        if is_done && !victims.contains(&plan) {
            victims.push(plan);
        }
    }
    victims
}

fn replaced(
    scene: &Scene<'_>,
    change: &Change,
    cause: usize,
    victims: &[&Item],
    place: Place,
) -> Option<Finding> {
    let (by, module) = (scene.item(cause)?, change.module.as_ref()?);
    let ids: Vec<&str> = victims.iter().map(|item| item.id.as_str()).collect();
    let (last, others) = ids.split_last()?;
    let message = if others.is_empty() {
        format!(
            "{} replaced something in {module} after {last}, which relied on it, was done; {last} has no \
invalidated_by.",
            by.id
        )
    } else {
        format!(
            "{} replaced something in {module} after {} and {last}, which relied on it, were done; none of them has \
an invalidated_by.",
            by.id,
            others.join(", ")
        )
    };
    let statuses: Vec<Place> = victims.iter().map(|item| scene.status_place(item)).collect();
    Some(Finding::new(RULE.id, place, message).about(ids).about([&by.id]).because(statuses))
}
