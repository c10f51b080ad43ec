//! `broken-link`: a relative link that leads nowhere.

use super::{Check, Example, Rule};
use crate::dialect::Digest;
use crate::document::markdown::{Linker, Target};
use crate::files::{Entry, TreePath};
use crate::findings::{Finding, Presence, Scene, Severity};
use crate::plan::Place;

pub const RULE: Rule = Rule {
    id: "broken-link",
    severity: Severity::Warning,
    summary: "A relative link leads nowhere.",
    help: "A reader who follows it stands before nothing: the file was moved, renamed or never written.\n\nCorrect \
the path, or remove the link. Links that lead out of the tree are not looked at.",
    check: Check::Document(check),
};

pub const EXAMPLE: Example = Example {
    rule: RULE.id,
    bad: "//- SP01_pier/_overview.md\nSee [the plan](02_gone.md).\n",
    found: &["SP01_pier/_overview.md:1"],
    good: "//- SP01_pier/_overview.md\nSee [the plan](02_plan.md), [here](#here), [there](https://example.org/x), [code](../../src/main.rs).\n//- SP01_pier/02_plan.md\nx\n",
};

fn check(scene: &Scene<'_>, entry: &Entry, digest: &Digest, found: &mut Vec<Finding>) {
    let item = scene.plan.item_at(entry.path().as_str());
    // The links of a scaffold are to be filled in.
    if entry.path().segments().any(|segment| segment == "_templates") {
        return;
    }
    let links = scene.links(entry.path().clone());
    for reference in digest.references.iter().filter(|reference| !reference.is_code) {
        let Target::Broken { .. } = links.link(&reference.target) else { continue };
        let Some(path) = missing(scene, entry.path(), &reference.target) else { continue };
        let place = Place { path: entry.path().as_str().to_owned(), line: reference.line };
        let mut message = format!("The link to {} leads nowhere", reference.target);
        let now = moved(scene, path.as_str());
        if let Some(now) = &now {
            message.push_str(&format!("; that lies at {} now", now.path));
        }
        message.push('.');
        let finding = Finding::new(RULE.id, place, message).because(now);
        found.push(finding.about(item.map(|item| item.id.clone())));
    }
}

/// Where a link leads in the tree, when nothing is there for certain. What lies outside was not loaded.
fn missing(scene: &Scene<'_>, document: &TreePath, target: &str) -> Option<TreePath> {
    let path = document.resolve(target.split(['#', '?']).next().unwrap_or(target))?;
    (scene.presence(path.as_str()) == Presence::Missing).then_some(path)
}

/// Where something lies that was moved into the archive or out of it.
fn moved(scene: &Scene<'_>, path: &str) -> Option<Place> {
    let path = path.trim_end_matches("/_overview.md");
    let item = scene.item(scene.plan.index_listed(path)?)?;
    Some(item.place.clone())
}
