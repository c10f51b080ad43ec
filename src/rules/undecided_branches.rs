//! `undecided-branches`: a piece of work goes one of several ways, and none has been chosen.

use super::hours_out_of_range::called_first;
use super::{Check, Example, Rule};
use crate::findings::{Finding, Scene, Severity};
use crate::plan::Place;

pub const RULE: Rule = Rule {
    id: "undecided-branches",
    severity: Severity::Warning,
    summary: "Ways to go on exclude each other, and none has been chosen.",
    help: "`If Alex is chosen:` and `If 4 Agents are chosen:` are two lists of which one will be worked off. Until somebody chooses, neither \
counts, and what follows waits. A way is chosen when it is marked with ✅, or when boxes of one way are ticked and none of the others.\n\n\
Decide, and mark the way that is gone.",
    check: Check::Tree(check),
};

pub const EXAMPLE: Example = Example {
    rule: RULE.id,
    bad: "//- plan.md\n# Pier\n## Phase 1: Posts\n### Story 1.1: Wood\n**If oak is chosen:**\n- [ ] saw oak\n**If pine is chosen:**\n- [ ] tar pine\n### Story 1.2: Drive\n- [ ] driven\n",
    found: &["plan.md:4"],
    good: "//- plan.md\n# Pier\n## Phase 1: Posts\n### Story 1.1: Wood\n**If oak is chosen:** ✅\n- [ ] saw oak\n\n**If pine is chosen:**\n- [ ] tar pine\n\n**If oak is chosen:**\n- [x] bought oak\n### Story 1.2: Drive\n- [ ] driven\n",
};

fn check(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    let open = scene.plan.items.iter().filter(|item| item.work().is_undecided() && item.status.base.is_open() && !item.archived);
    for item in open {
        let ways: Vec<&str> = item.branches().iter().map(|branch| branch.condition.as_str()).collect();
        let line = item.branches().first().map_or(item.place.line, |branch| branch.line);
        let place = |line: u32| Place { path: item.place.path.clone(), line };
        let waits = scene.plan.decisions.iter().filter(|decision| decision.is_open);
        let waits = waits.filter(|decision| decision.waiting.iter().any(|waits| waits.id == item.id));
        let message = format!("{} goes one of {} ways, and none has been chosen: {}.", called_first(item), ways.len(), ways.join("; "));
        let others = item.branches().iter().skip(1).map(|branch| place(branch.line));
        let finding = Finding::new(RULE.id, place(line), message).about([&item.id]);
        found.push(finding.because(others.chain(waits.map(|decision| decision.place.clone()))));
    }
}
