//! `story-without-criteria`: a story does not say when it is done.

use super::hours_out_of_range::called_first;
use super::{Check, Example, Rule};
use crate::findings::{Finding, Scene, Severity};
use crate::named::Named;
use crate::plan::{Item, ItemKind};

pub const RULE: Rule = Rule {
    id: "story-without-criteria",
    severity: Severity::Warning,
    summary: "A story has no acceptance criteria.",
    help: "Where the stories of a plan say when they are done, one that does not is done whenever somebody says so. Any box of the story \
counts, also one of a way that has not been chosen. Plans whose stories have no criteria at all are left alone.\n\n\
Add boxes that can be ticked by looking.",
    check: Check::Tree(check),
};

pub const EXAMPLE: Example = Example {
    rule: RULE.id,
    bad: "//- plan.md\n# Pier\n## Phase 1: Posts\n### Epic 1.1: Oak\n#### Story 1.1.1: Saw\n**Acceptance Criteria:**\n- [ ] sawn\n- [ ] dry\n#### Story 1.1.2: Drive\nDrive them in.\n",
    found: &["plan.md:8"],
    good: "//- plan.md\n# Pier\n## Phase 1: Posts\n### Epic 1.1: Oak\n#### Story 1.1.1: Saw\n**Acceptance Criteria:**\n- [ ] sawn\n#### Story 1.1.2: Drive\n- [ ] driven\n",
};

fn check(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    let stories = || scene.plan.of_kind(ItemKind::Story).filter(|story| story.is_part() && !story.archived);
    let has_criteria = |story: &Item| !story.criteria.is_empty();
    let mut documents: Named<()> = Named::default();
    for story in stories().filter(|story| has_criteria(story)) {
        documents.insert_new(&story.place.path, ());
    }
    for story in stories().filter(|story| !has_criteria(story) && documents.get(&story.place.path).is_some()) {
        let message = format!("{} has no acceptance criteria: {}.", called_first(story), story.title);
        found.push(Finding::new(RULE.id, story.place.clone(), message).about([&story.id]));
    }
}
