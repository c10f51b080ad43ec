//! `parent-complete`: a part says that it is complete, and something in it says that it is not.

use super::hours_out_of_range::{called, called_first};
use super::{Check, Example, Rule};
use crate::findings::{Finding, Scene, Severity};
use crate::plan::{BaseStatus, Place, StatusOrigin};

pub const RULE: Rule = Rule {
    id: "parent-complete",
    severity: Severity::Warning,
    summary: "A part is marked complete, and a part of it is not.",
    help: "A phase is as far as its sections: one that says it is complete while a section in it says that it has not been started is not \
complete, or nobody came back to the section.\n\n\
Bring both into line. What was left out on purpose is cut, or moved into a later phase.",
    check: Check::Tree(check),
};

pub const EXAMPLE: Example = Example {
    rule: RULE.id,
    bad: "//- plan.md\n# Pier\n## Phase 1: Posts ✅ COMPLETE\n### 1.1 Oak ✅ COMPLETE\n- [x] sawn\n### 1.2 Tar ⚪ NOT STARTED\n- [ ] boiled\n",
    found: &["plan.md:2"],
    good: "//- plan.md\n# Pier\n## Phase 1: Posts 🟡 IN PROGRESS\n### 1.1 Oak ✅ COMPLETE\n- [x] sawn\n### 1.2 Tar ⚪ NOT STARTED\n- [ ] boiled\n",
};

fn check(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    let plan = scene.plan;
    let is_stated = |from: StatusOrigin| !matches!(from, StatusOrigin::Derived | StatusOrigin::None);
    for (at, item) in plan.items.iter().enumerate() {
        let is_complete = item.status.base == BaseStatus::Done && is_stated(item.status.from);
        let is_told = item.is_part() || item.folder.is_none() && item.work.is_some();
        if !is_complete || !is_told {
            continue;
        }
        let below = plan.items.iter().filter(|part| part.parent == Some(at) && part.is_part() && part.kind.is_work());
        let open: Vec<_> = below.filter(|part| part.status.base.is_open()).collect();
        let Some(first) = open.first() else { continue };
        let message = match open.len() {
            1 => format!("{} says that it is complete, and {} in it is not.", called_first(item), called(first)),
            count => format!("{} says that it is complete, and {count} parts of it are not: {} first.", called(item), called(first)),
        };
        let place = Place { path: item.place.path.clone(), line: item.status.line };
        let about = std::iter::once(&item.id).chain(open.iter().map(|part| &part.id));
        found.push(Finding::new(RULE.id, place, message).about(about).because(open.iter().map(|part| part.place.clone())));
    }
}
