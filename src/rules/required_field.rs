//! `required-field`: a field that has to be there is not.

use super::{Check, Example, Rule};
use crate::findings::{Fields, Finding, Form, Presence, Scene, Severity};
use crate::plan::schema::{self, FieldKind, Need};
use crate::plan::{ItemKind, Place};

pub const RULE: Rule = Rule {
    id: "required-field",
    severity: Severity::Error,
    summary: "A field that has to be there is missing or empty.",
    help: "Everything else is computed from these fields: who reads the tree, and every tool, relies on them.\n\n\
Required are:\n\n\
* of a plan: `name`, `type`, `magnitude`, `status`, `origin`, `last_updated`\n\
* of a phase: the same but `origin`, since it comes out of its plan\n\
* of a module spec: `module`, `last_updated`, `modified_by_plans` (`[]` when there are none)\n\
* of a task that has frontmatter: `status`, and a `task`, `name` or `title`\n\
* of a plan with a `plan.yaml` in place of frontmatter: `name`, `magnitude`, `status`\n\
* wherever `invalidated_by` stands: `invalidation_date`; the scope has a rule of its own\n\n\
A document without any frontmatter, and a plan without `_overview.md`, is one finding.\n\n\
Add the field.",
    check: Check::Fields(check),
};

pub const EXAMPLE: Example = Example {
    rule: RULE.id,
    bad: "//- SP01_pier/_overview.md\n---\nname: pier\ntype: system\nmagnitude: Light\nstatus:\n---\n//- SP01_pier/modules/crane.md\n# Crane\n",
    // The status, the origin and the day, each a finding.
    found: &[
        "SP01_pier/_overview.md:1",
        "SP01_pier/_overview.md:1",
        "SP01_pier/_overview.md:5",
        "SP01_pier/modules/crane.md:1",
    ],
    good: "//- SP01_pier/_overview.md\n---\nname: pier\ntype: system\nmagnitude: Light\nstatus: WIP\norigin: exploration/kickoff.md\nlast_updated: 2025-05-01\n---\n//- SP01_pier/p00_posts/_overview.md\n---\nname: posts\ntype: system\nmagnitude: Light\nstatus: TODO\nlast_updated: 2025-05-01\n---\n//- SP01_pier/p00_posts/01_task.md\n# No frontmatter: the table of the phase tells its status.\n",
};

fn check(scene: &Scene<'_>, fields: &Fields<'_>, found: &mut Vec<Finding>) {
    let item = fields.item;
    if fields.entries.is_empty() {
        found.extend(without_any(scene, fields));
        return;
    }
    let mut missing = |key: &str, what: &str| {
        let place = fields.place_of(key).unwrap_or_else(|| begin(fields));
        let message = format!("{} has no {key}{what}.", item.id);
        found.push(Finding::new(RULE.id, place, message).about([&item.id]));
    };
    if fields.form == Form::Legacy {
        for key in schema::LEGACY_REQUIRED.iter().filter(|key| !is_stated(fields, key)) {
            missing(key, " in its plan.yaml");
        }
        return;
    }
    for field in schema::fields_of(item.kind) {
        let is_required = match field.need(item.kind) {
            Need::Required => true,
            Need::RequiredWith(other) => is_stated(fields, other),
            _ => false,
        };
        if is_required && !is_stated(fields, field.name) {
            let what = match field.kind {
                FieldKind::Text => String::new(),
                kind => format!("; it has to hold {}", kind.describe()),
            };
            missing(field.name, &what);
        }
    }
    let is_named = ["task", "name", "title"].iter().any(|key| is_stated(fields, key));
    if item.kind == ItemKind::Task && !is_named {
        missing("task", ", name or title");
    }
}

/// What is wrong with an item that has no fields at all.
fn without_any(scene: &Scene<'_>, fields: &Fields<'_>) -> Option<Finding> {
    let item = fields.item;
    let required: Vec<&str> = schema::fields_of(item.kind)
        .filter(|field| field.need(item.kind) == Need::Required)
        .map(|field| field.name)
        .collect();
    let required = required.join(", ");
    let message = match &item.folder {
        // The table of its phase may say of a task all there is to say.
        _ if item.kind == ItemKind::Task => return None,
        Some(folder) if *folder == item.place.path => {
            if scene.presence(&format!("{folder}/_overview.md")) != Presence::Missing {
                return None;
            }
            format!("{} has no _overview.md, which has to say its {required}.", item.id)
        }
        _ => format!("{} has no frontmatter, which has to say its {required}.", item.id),
    };
    Some(Finding::new(RULE.id, begin(fields), message).about([&item.id]))
}

/// Whether a field says something. An empty list does.
fn is_stated(fields: &Fields<'_>, key: &str) -> bool {
    let value = fields.get(key).map(|entry| &entry.value.value);
    value.is_some_and(|value| match value.as_text() {
        Some(text) => !text.trim().is_empty(),
        None => value.as_list().is_some() || value.as_map().is_some(),
    })
}

/// Where the fields of a file begin.
fn begin(fields: &Fields<'_>) -> Place {
    let line = if fields.path == fields.item.place.path { fields.item.place.line } else { 1 };
    Place { path: fields.path.to_owned(), line }
}
