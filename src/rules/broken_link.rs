//! `broken-link`: a relative link that leads nowhere.

use super::{Check, Example, Rule};
use crate::dialect::Digest;
use crate::document::markdown::{Linker, Target};
use crate::files::Entry;
use crate::findings::{Finding, Scene, Severity};
use crate::plan::Place;

pub const RULE: Rule = Rule {
    id: "broken-link",
    severity: Severity::Warning,
    summary: "A relative link leads nowhere.",
    help: "A reader who follows it stands before nothing: the file was moved, renamed or never written.\n\nCorrect \
the path, or remove the link.",
    check: Check::Document(check),
};

pub const EXAMPLE: Example = Example {
    rule: RULE.id,
    bad: "//- SP01_pier/_overview.md\nSee [the plan](02_gone.md).\n",
    found: &["SP01_pier/_overview.md:1"],
    good: "//- SP01_pier/_overview.md\nSee [the plan](02_plan.md), [here](#here), [there](https://example.org/x).\n//- SP01_pier/02_plan.md\nx\n",
};

fn check(scene: &Scene<'_>, entry: &Entry, digest: &Digest, found: &mut Vec<Finding>) {
    let links = scene.links(entry.path().clone());
    for reference in digest.references.iter().filter(|reference| !reference.is_code) {
        if let Target::Broken { .. } = links.link(&reference.target) {
            let place = Place { path: entry.path().as_str().to_owned(), line: reference.line };
            let message = format!("The link to {} leads nowhere.", reference.target);
            let item = scene.plan.item_at(entry.path().as_str()).map(|item| item.id.clone());
            found.push(Finding::new(RULE.id, place, message).about(item));
        }
    }
}
