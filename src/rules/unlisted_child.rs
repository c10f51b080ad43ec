//! `unlisted-child`: a file or folder that the document above it does not list.

use super::{Check, Example, Rule};
use crate::dialect::Digest;
use crate::findings::{Finding, Scene, Severity};
use crate::order;
use crate::plan::{Item, ItemKind};

pub const RULE: Rule = Rule {
    id: "unlisted-child",
    severity: Severity::Warning,
    summary: "A document, task, phase or plan is missing in the table above it.",
    help: "The Children table of a plan, and the Plans table of the root, are how people and agents find what there is, and \
how far it is. What is not listed is not read.\n\nThis looks at the phases and documents that lie directly in the \
folder of a plan or phase, and at the plans outside the archive; a row in another table of the same document counts \
too.\n\nAdd a row.",
    check: Check::Tree(check),
};

pub const EXAMPLE: Example = Example {
    rule: RULE.id,
    bad: "//- _overview.md\n## Plans\n| Name | Status |\n|---|---|\n| SP01_pier | WIP |\n//- \
SP01_pier/_overview.md\n## Children\n| Name | Status |\n|---|---|\n| 01_plan.md | DONE |\n//- \
SP01_pier/01_plan.md\nx\n//- SP01_pier/02_sketch.md\nx\n//- SP01_pier/p00_piles/_overview.md\n# Piles\n//- \
SP01_pier/p00_piles/01_drive.md\nx\n//- SP02_crane/_overview.md\n# Crane\n",
    found: &[
        "SP01_pier/02_sketch.md:1",
        "SP01_pier/p00_piles/_overview.md:1",
        "SP01_pier/p00_piles/_overview.md:1",
        "SP02_crane/_overview.md:1",
    ],
    good: "//- _overview.md\n## Plans\n| Name | Status |\n|---|---|\n| SP01_pier | WIP |\n//- \
SP01_pier/_overview.md\n## Children\n| Name | Type |\n|---|---|\n| 01_plan.md | Task |\n| p00_piles/ | Phase |\n\n## \
Documents\n| File | About |\n|---|---|\n| [sketch](02_sketch.md) | how |\n//- SP01_pier/01_plan.md\nx\n//- \
SP01_pier/02_sketch.md\nx\n//- SP01_pier/modules/winch.md\nx\n//- SP01_pier/_draft.md\nx\n//- \
SP01_pier/p00_piles/_overview.md\n# Piles\n//- _completed/SP02_crane/_overview.md\n# Crane\n",
};

fn check(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    if !scene.is_dream() {
        return;
    }
    let mut is_listed = vec![false; scene.plan.items.len()];
    let mut has_table = is_listed.clone();
    let mark = |marks: &mut Vec<bool>, id: &str| {
        let index = scene.plan.index_of(id);
        index.and_then(|index| marks.get_mut(index)).into_iter().for_each(|mark| *mark = true);
    };
    for row in &scene.plan.child_rows {
        mark(&mut is_listed, &row.child.id);
        mark(&mut has_table, &row.parent);
    }
    scene.plan.plan_rows.iter().for_each(|row| mark(&mut is_listed, &row.plan.id));
    // How many children lie in a plan or phase that lists none, and what one of them is called.
    let mut unlisted = vec![(0_usize, ""); scene.plan.items.len()];
    let mut overview: (usize, Option<Vec<&str>>) = (usize::MAX, None);
    for (item, _) in scene.plan.items.iter().zip(is_listed).filter(|(item, listed)| !item.template && !listed) {
        let Some(index) = item.parent else {
            if !scene.plan.plan_rows.is_empty() && is_in_root(item) {
                let message = format!("{} does not stand in the Plans table of the root.", item.id);
                found.push(Finding::new(RULE.id, item.place.clone(), message).about([&item.id]));
            }
            continue;
        };
        let Some(parent) = scene.item(index).filter(|parent| is_child(item, parent)) else { continue };
        // What lies in one folder mostly stands together.
        if overview.0 != index {
            let digest = scene.digest(&parent.place.path).filter(|digest| digest.lines > 0);
            overview = (index, digest.map(named_in_tables));
        }
        let Some(named) = &overview.1 else { continue };
        if stands_in_another_table(item, named) {
            continue;
        }
        if !has_table.get(index).copied().unwrap_or_default() {
            // Of a document that a story shows in part, the table may be what it leaves out.
            if scene.listing.is_none() {
                let known = unlisted.get_mut(index);
                known.into_iter().for_each(|(count, name)| (*count, *name) = (*count + 1, item.name()));
            }
            continue;
        }
        let message = format!("{} does not stand in the Children table of {}.", item.id, parent.id);
        found.push(
            Finding::new(RULE.id, item.place.clone(), message)
                .about([&item.id, &parent.id])
                .because([parent.place.clone()]),
        );
    }
    for (parent, (count, first)) in scene.plan.items.iter().zip(unlisted).filter(|(_, (count, _))| *count > 0) {
        let what = if count == 1 { format!("{first} lies") } else { format!("{count} documents and phases lie") };
        let message = format!("{} has no Children table, though {what} in it.", parent.id);
        found.push(Finding::new(RULE.id, parent.place.clone(), message).about([&parent.id]));
    }
}

/// Whether an item is a plan that people work from.
fn is_in_root(item: &Item) -> bool {
    item.kind == ItemKind::Plan && !item.archived
}

/// Whether an item lies directly in the folder of its parent and is more than a note beside it.
fn is_child(item: &Item, parent: &Item) -> bool {
    let path = item.folder.as_ref().unwrap_or(&item.place.path);
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let has_overview = parent.place.path.strip_prefix(folder) == Some("/_overview.md");
    has_overview && parent.folder.as_deref() == Some(folder) && !name.starts_with('_')
}

/// What the tables of an overview name, in order.
fn named_in_tables(overview: &Digest) -> Vec<&str> {
    let written = overview.rows.iter().flat_map(|row| [Some(row.name.as_str()), row.link.as_deref()]).flatten();
    let last = written.map(|text| {
        let last = text.trim_end_matches("/_overview.md").trim_end_matches('/');
        last.rsplit('/').next().unwrap_or(last)
    });
    let mut named: Vec<&str> = last.collect();
    order::sort(&mut named);
    named
}

/// Whether a table that is not for children names it all the same.
fn stands_in_another_table(item: &Item, named: &[&str]) -> bool {
    let name = item.name();
    let stem = name.strip_suffix(".md").unwrap_or(name);
    [name, stem].into_iter().any(|name| named.binary_search(&name).is_ok())
}
