//! `research-in-p00`: a task in a first phase of which nobody knows how it is done.

use super::crowded_p00::first_phases;
use super::{Check, Example, Rule};
use crate::document::Value;
use crate::findings::{Finding, Scene, Severity};
use crate::plan::Item;

pub const RULE: Rule = Rule {
    id: "research-in-p00",
    severity: Severity::Warning,
    summary: "A task in a phase p00 is research.",
    help: "The first phase holds only what is known how to do: it shows that the parts fit together. Research may fail, \
and would take the skeleton with it.\n\n\
Move the task to a later phase, or into an exploration note. Looked at are `difficulty` and the title.",
    check: Check::Tree(check),
};

pub const EXAMPLE: Example = Example {
    rule: RULE.id,
    bad: "//- SP01_pier/p00_posts/01_wood.md\n---\ntask: wood\ndifficulty: \"[RESEARCH]\"\n---\n//- SP01_pier/p00_posts/02_mud.md\n# Mud [RESEARCH]\n",
    found: &["SP01_pier/p00_posts/01_wood.md:3", "SP01_pier/p00_posts/02_mud.md:1"],
    good: "//- SP01_pier/p00_posts/01_wood.md\n---\ndifficulty: \"[KNOWN]\"\n---\n# Research the wood\n//- SP01_pier/p01_deck/01_mud.md\n---\ndifficulty: [RESEARCH]\n---\n",
};

fn check(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    for (phase, tasks) in first_phases(scene) {
        for task in tasks.iter().filter(|task| is_research(task)) {
            let message = format!("{} is research, and lies in the first phase {}.", task.id, phase.id);
            let place = scene.field_place(task, "difficulty");
            found.push(Finding::new(RULE.id, place, message).about([&task.id, &phase.id]));
        }
    }
}

/// Whether a task is labelled as research.
fn is_research(task: &Item) -> bool {
    let is_label = |text: &str| text.trim().trim_matches(['[', ']']).eq_ignore_ascii_case("research");
    let field = task.frontmatter.iter().find(|entry| entry.key == "difficulty");
    let labels = field.is_some_and(|entry| match &entry.value.value {
        // Brackets that nobody quotes are a list for YAML.
        Value::List(nodes) => nodes.iter().filter_map(|node| node.value.as_text()).any(is_label),
        value => value.as_text().is_some_and(|text| is_label(text) || text.contains("[RESEARCH]")),
    });
    labels || task.title.contains("[RESEARCH]")
}
