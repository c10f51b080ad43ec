//! `file-collision`: two open stories change one file, and neither needs the other.

use super::hours_out_of_range::{called, called_first};
use super::{Check, Example, Rule};
use crate::findings::{Finding, Scene, Severity};
use crate::named::Named;
use crate::plan::{FileAction, Item, Place};

pub const RULE: Rule = Rule {
    id: "file-collision",
    severity: Severity::Warning,
    summary: "Two open stories touch the same file, and neither comes first.",
    help: "Stories that are worked on at the same time and change the same file get into each other's way, as plans do that change one \
module. What makes a file comes before what changes it: that is an order, and no collision. Stories of phases that need each other have an order too.\n\n\
Say which comes first, in a dependency of the one or the other, or give the file to one of them.",
    check: Check::Tree(check),
};

pub const EXAMPLE: Example = Example {
    rule: RULE.id,
    bad: "//- plan.md\n# Pier\n## Phase 1: Posts\n### Story 1.1: Oak\n- [ ] oak\n**Files to Modify:**\n- `src/post.rs`\n### Story 1.2: Tar\n- [ ] tar\n**Files to Modify:**\n- `src/post.rs`\n",
    found: &["plan.md:10"],
    good: "//- plan.md\n# Pier\n## Phase 1: Posts\n### Story 1.1: Oak\n- [ ] oak\n**Files to Create:**\n- `src/post.rs`\n### Story 1.2: Tar\n- [ ] tar\n**Files to Modify:**\n- `src/post.rs`\n## Phase 2: Planks\n**Dependencies:** Phase 1\n### Story 2.1: Nail\n- [ ] nailed\n**Files to Modify:**\n- `src/plank.rs`\n",
};

/// A file that more stories than that touch belongs to all of them.
const MOST: usize = 50;

fn check(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    let plan = scene.plan;
    let mut files: Named<Vec<(usize, u32)>> = Named::default();
    for (at, item) in plan.items.iter().enumerate() {
        let is_open = item.is_part() && !item.archived && item.status.base.is_open();
        for change in item.files().iter().filter(|change| is_open && item.work().counts(change.branch) && !change.is_made) {
            let is_one = !change.file.contains('*') && change.action != FileAction::Delete;
            // A file of a document is that of its project: two plans of one tree may speak of two.
            let name = format!("{}\n{}", item.place.path, change.file);
            if is_one {
                files.change(&name, |touches| touches.push((at, change.line)));
            }
        }
    }
    for (name, touches) in files.iter().filter(|(_, touches)| (2..=MOST).contains(&touches.len())) {
        let file = name.split('\n').next_back().unwrap_or(name);
        for (at, (later, line)) in touches.iter().enumerate() {
            let before = touches.get(..at).unwrap_or_default().iter().map(|(earlier, _)| *earlier);
            let clashing: Vec<&Item> =
                before.filter(|earlier| !is_ordered(scene, *earlier, *later)).filter_map(|earlier| plan.items.get(earlier)).collect();
            let (Some(first), Some(item)) = (clashing.first(), plan.items.get(*later)) else { continue };
            let mut names: Vec<String> = clashing.iter().map(|item| called(item)).collect();
            names.iter_mut().take(1).for_each(|name| *name = called_first(first));
            let message = format!("{} and {} both touch {file}, and neither needs the other.", names.join(", "), called(item));
            let place = Place { path: item.place.path.clone(), line: *line };
            let about = std::iter::once(&item.id).chain(clashing.iter().map(|item| &item.id));
            let stated = first.files().iter().find(|change| change.file == file).map(|change| Place { path: first.place.path.clone(), line: change.line });
            found.push(Finding::new(RULE.id, place, message).about(about).because(stated));
        }
    }
}

/// Whether one of two parts comes before the other: one needs the other, lies in it, or lies in what does.
fn is_ordered(scene: &Scene<'_>, a: usize, b: usize) -> bool {
    let chain = |at: usize| std::iter::successors(Some(at), |at| scene.item(*at).filter(|item| item.is_part()).and_then(|item| item.parent));
    chain(a).any(|one| {
        chain(b).any(|other| one == other && (one == a || other == b) || one != other && (scene.dependencies.reaches(one, other) || scene.dependencies.reaches(other, one)))
    })
}
