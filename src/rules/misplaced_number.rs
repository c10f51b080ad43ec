//! `misplaced-number`: the number of a part says that it lies elsewhere.

use super::{Check, Example, Rule};
use crate::findings::{Finding, Scene, Severity};

pub const RULE: Rule = Rule {
    id: "misplaced-number",
    severity: Severity::Warning,
    summary: "A part stands in another part than its number says.",
    help: "`1.2` that stands under Phase 2 was copied, or moved without being numbered anew. It is shown where it stands; whoever looks for \
it by number finds it in the wrong phase.\n\n\
Number it anew, or move it back.",
    check: Check::Tree(check),
};

pub const EXAMPLE: Example = Example {
    rule: RULE.id,
    bad: "//- plan.md\n# Pier\n## Phase 1: Posts\n### 1.1 Oak\n- [ ] oak\n## Phase 2: Planks\n### 1.2 Nails\n- [ ] nails\n",
    found: &["plan.md:6"],
    good: "//- plan.md\n# Pier\n## Phase 1: Posts\n### 1.1 Oak\n- [ ] oak\n## Phase 2: Planks\n### 2.1 Nails\n- [ ] nails\n",
};

fn check(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    for item in scene.plan.items.iter().filter(|item| item.is_part()) {
        let parent = item.parent.and_then(|parent| scene.item(parent));
        let (Some(number), Some(above)) = (item.number.as_deref(), parent.and_then(|parent| parent.number.as_deref())) else {
            continue;
        };
        // Only dotted numbers say what they lie in, and only beside numbers of the same sort.
        let Some((prefix, _)) = number.rsplit_once('.') else { continue };
        if prefix != above && above.starts_with(|c: char| c.is_ascii_digit()) && !number.starts_with(&format!("{above}.")) {
            let message = format!("{number} {} stands in {above}, not in {prefix}.", item.title);
            let place = parent.map(|parent| parent.place.clone());
            found.push(Finding::new(RULE.id, item.place.clone(), message).about([&item.id]).because(place));
        }
    }
}
