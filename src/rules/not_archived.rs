//! `not-archived`: a plan that is over lies among those that are not.

use super::{Check, Example, Rule};
use crate::edit::{Change, Edit};
use crate::findings::{Finding, Scene, Severity};
use crate::plan::{BaseStatus, Date, Item, Target};

pub const RULE: Rule = Rule {
    id: "not-archived",
    severity: Severity::Warning,
    summary: "A plan that is done or cut is not in the archive.",
    help: "Who opens the tree wants to see what is under way. A plan that is over belongs into `_completed/`, since \
v4.04 into the quarter in which it ended: `_completed/2025-Q4/`. Its id stays the same, and references to it hold.\n\n\
Move the folder.",
    check: Check::Tree(check),
};

pub const EXAMPLE: Example = Example {
    rule: RULE.id,
    bad: "//- SP01_pier/_overview.md\n---\nname: pier\nstatus: DONE\nlast_updated: 2025-05-01\n---\n//- SP02_quay/_overview.md\n---\nstatus: 🚫 [CUT]\n---\n",
    found: &["SP01_pier/_overview.md:3", "SP02_quay/_overview.md:2"],
    good: "//- _completed/2025-Q2/SP01_pier/_overview.md\n---\nname: pier\nstatus: DONE\n---\n//- SP02_quay/_overview.md\n---\nstatus: WIP\n---\n//- SP02_quay/p00_posts/_overview.md\n---\nstatus: DONE\n---\n",
};

fn check(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    let archive = Archive::of(scene);
    for item in scene.plans().filter(|item| item.parent.is_none() && !item.archived) {
        let over = match item.status.base {
            BaseStatus::Done => "done",
            BaseStatus::Cut => "cut",
            _ => continue,
        };
        let message = format!("{} is {over} and not in the archive.", item.id);
        let finding = Finding::new(RULE.id, scene.status_place(item), message).about([&item.id]);
        let folder = item.folder.as_deref().filter(|_| scene.has_files());
        found.push(match folder.and_then(|folder| Some((folder, archive.place_for(scene, item)?))) {
            Some((folder, to)) => {
                let title = format!("Move {folder} to {to}");
                let edit = Edit { path: folder.to_owned(), change: Change::Move { to } };
                finding.fixed_by(title, vec![edit])
            }
            None => finding,
        });
    }
}

/// How a tree keeps its archive.
struct Archive {
    folder: &'static str,
    /// Whether the plans are sorted by the quarter in which they ended. A new archive is.
    has_quarters: bool,
}

impl Archive {
    fn of(scene: &Scene<'_>) -> Archive {
        let archived = || scene.plans().filter(|item| item.archived).filter_map(|item| item.folder.as_deref());
        let is_in = |archive: &str| archived().any(|folder| folder.split('/').next() == Some(archive));
        let is_heap = |folder: &str| matches!(folder.split('/').nth_back(1), Some("_completed" | "_archive"));
        Archive {
            folder: if is_in("_archive") && !is_in("_completed") { "_archive" } else { "_completed" },
            has_quarters: archived().next().is_none() || !archived().all(is_heap),
        }
    }

    /// Where a plan belongs; nothing when something else is there.
    fn place_for(&self, scene: &Scene<'_>, item: &Item) -> Option<String> {
        let place = if self.has_quarters {
            let (year, month, _) = ended(scene, item).start();
            format!("{}/{year:04}-Q{}/{}", self.folder, month.saturating_sub(1) / 3 + 1, item.name())
        } else {
            format!("{}/{}", self.folder, item.name())
        };
        (!scene.reading.files().is_folder(&place)).then_some(place)
    }
}

/// When a plan ended: the day of its last State Delta, else the day on which it was last brought up to date.
fn ended(scene: &Scene<'_>, item: &Item) -> Date {
    let is_own = |plan: &Target| plan.id == item.id;
    let own = scene.plan.deltas.iter().filter(|delta| delta.plan.as_ref().is_some_and(is_own));
    let last = own.filter_map(|delta| delta.date.clone()).max();
    last.or_else(|| Date::parse(item.field("last_updated")?)).unwrap_or_else(|| scene.day.clone())
}
