//! `drift`: what is said of how far one thing is cannot all be true.

use super::{Check, Example, Rule};
use crate::findings::{Finding, Scene, Severity};
use crate::plan::{Item, Place, Statement, StatementSource, Statements};

pub const RULE: Rule = Rule {
    id: "drift",
    severity: Severity::Warning,
    summary: "The status of one thing differs between the places that state it.",
    help: "The frontmatter of a plan, the Children table above it, the Plans table and the Current Sprint of the root, the \
listing in `_tree.md` and the folder in which it lies all say how far it is; what lies in the archive is done or cut. \
When they differ, people act on what they happened to read.\n\nFind out which is true, and correct the others.",
    check: Check::Tree(check),
};

pub const EXAMPLE: Example = Example {
    rule: RULE.id,
    bad: "//- _overview.md\n## Plans\n| Name | Status |\n|---|---|\n| SP01_pier | 🔄 [WIP] |\n//- \
SP01_pier/_overview.md\n---\nname: pier\nstatus: DONE\n---\n## Children\n| Name | Status |\n|---|---|\n| p00_piles/ | ✅ \
[DONE] |\n//- SP01_pier/p00_piles/_overview.md\n---\nstatus: TODO\n---\n//- \
_completed/SP02_crane/_overview.md\n---\nstatus: BLOCKED:rust\n---\n",
    found: &[
        "SP01_pier/_overview.md:3",
        "SP01_pier/p00_piles/_overview.md:2",
        "_completed/SP02_crane/_overview.md:2",
    ],
    good: "//- _overview.md\n## Plans\n| Name | Status |\n|---|---|\n| SP01_pier | 🔄 [WIP] |\n//- \
SP01_pier/_overview.md\n---\nstatus: in progress\n---\n## Children\n| Name | Status |\n|---|---|\n| p00_piles/ | \
🚧 [BLOCKED] |\n//- SP01_pier/p00_piles/_overview.md\n---\nstatus: BLOCKED:mud\n---\n//- \
_completed/SP02_crane/_overview.md\n---\nstatus: CUT\n---\n",
};

fn check(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    let statements = Statements::of(scene.plan, scene.listing);
    for (index, item) in scene.plan.items.iter().enumerate() {
        if !item.template && statements.differ(index) {
            found.extend(finding(item, statements.about(index)));
        }
    }
}

/// Who says what, side by side.
fn finding(item: &Item, said: &[Statement]) -> Option<Finding> {
    let words: Vec<String> = said
        .iter()
        .map(|statement| {
            let source = statement.source.label();
            let written = statement.status.written.as_deref().unwrap_or_default();
            if statement.source == StatementSource::Folder {
                return format!("{source} is the archive");
            }
            format!("{source} says {}", plain(written, statement))
        })
        .collect();
    let (last, others) = words.split_last()?;
    let message = format!("{}: {} and {last}.", item.id, others.join(", "));
    let mut places: Vec<Place> = said.iter().map(|statement| statement.place.clone()).collect();
    let place = places.remove(0);
    places.retain(|other| *other != place);
    Some(Finding::new(RULE.id, place, message).about([&item.id]).because(places))
}

/// A status without the mark before it, which only says it twice: `✅ [DONE]` is DONE.
fn plain<'a>(written: &'a str, statement: &'a Statement) -> &'a str {
    let bare = written.trim_matches(|mark: char| !mark.is_alphanumeric());
    if bare.is_empty() { statement.status.base.label() } else { bare }
}
