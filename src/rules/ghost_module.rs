//! `ghost-module`: a row of the Module Index without a spec on disk.

use super::{Check, Example, Rule};
use crate::findings::{Finding, Presence, Scene, Severity};
use crate::plan::Module;

pub const RULE: Rule = Rule {
    id: "ghost-module",
    severity: Severity::Error,
    summary: "A row of the Module Index has no spec file.",
    help: "The index says that there is a module, and nothing says what it does: whoever has to change it starts from \
nothing. A plan cannot be closed while its modules are ghosts.\n\nWrite `modules/NAME.md` in the plan that the module \
came from, or remove the row.",
    check: Check::Tree(check),
};

pub const EXAMPLE: Example = Example {
    rule: RULE.id,
    bad: "//- _overview.md\n## Module Index\n| Module | Origin Plan | Spec File |\n|---|---|---|\n| winch | SP01 | \
`SP01_pier/modules/winch.md` |\n| cable | SP01 | — |\n//- SP01_pier/_overview.md\n# Pier\n",
    found: &["_overview.md:4", "_overview.md:5"],
    good: "//- _overview.md\n## Module Index\n| Module | Origin Plan |\n|---|---|\n| winch | SP01 |\n//- \
_completed/SP01_pier/modules/winch.md\n---\nmodule: winch\n---\n//- _completed/SP01_pier/_overview.md\n# Pier\n",
};

fn check(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    if !scene.is_dream() {
        return;
    }
    for module in scene.plan.modules.iter().filter(|module| module.specs.is_empty()) {
        let Some(row) = module.index.as_ref().filter(|_| is_missing(scene, module)) else { continue };
        let message = match &row.spec {
            Some(spec) => format!("The Module Index lists {}, but its spec {spec} is not there.", module.name),
            None => format!("The Module Index lists {}, but no spec describes it.", module.name),
        };
        found.push(Finding::new(RULE.id, row.place.clone(), message).about([&module.name]));
    }
}

/// Whether the spec is certainly not there: a listing may leave out the folder in which it would lie.
fn is_missing(scene: &Scene<'_>, module: &Module) -> bool {
    let Some(listing) = scene.listing else { return true };
    let spec = module.index.as_ref().and_then(|row| row.spec.as_deref());
    if let Some(spec) = spec {
        return scene.presence(spec) == Presence::Missing;
    }
    let origin = module.origin.as_ref().and_then(|origin| scene.plan.item(origin));
    match origin.and_then(|origin| origin.folder.as_ref()) {
        Some(folder) => {
            let spec = format!("{folder}/modules/{}.md", module.name);
            scene.presence(&spec) == Presence::Missing
        }
        None => listing.elisions.is_empty(),
    }
}
