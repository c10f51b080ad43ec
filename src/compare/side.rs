//! One side of a comparison: a tree, or a stage that a listing tells of and of which only that is known.

use crate::dialect::dream::is_archive;
use crate::dialect::story::StageTree;
use crate::files::Files;
use crate::findings::{Finding, Ground};
use crate::plan::{Item, Place, Plan, Shown, Snapshot};

/// One side of a comparison.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// Its files.
    pub files: &'a Files,
    /// Its plan; places are those of the files.
    pub plan: &'a Plan,
    /// What the rules find in it.
    pub findings: &'a [Finding],
    /// The listing that tells of it, and the tree that was made of that; nothing for a tree that is there itself.
    pub told: Option<(&'a Snapshot, &'a StageTree)>,
}

impl<'a> Side<'a> {
    /// The side that stands on a ground.
    pub fn of(ground: &'a Ground<'_>, findings: &'a [Finding]) -> Side<'a> {
        Side { files: ground.files(), plan: ground.plan(), findings, told: ground.told() }
    }

    /// Whether something may be there of which nothing is told.
    pub fn is_partial(&self) -> bool {
        self.told.is_some()
    }

    /// Leads a place to where people find it: into the document that tells of the stage.
    pub fn move_place(&self, place: &mut Place) {
        if let Some((_, tree)) = self.told {
            tree.move_place(place);
        }
    }

    /// Whether the text of a file is known. What is only listed is empty.
    pub fn knows_text(&self, path: &str) -> bool {
        !self.is_partial() || self.files.get(path).is_some_and(|entry| entry.size() > 0)
    }

    /// Whether nothing lies at a path for certain, not even in an archive beside it.
    pub fn is_absent(&self, path: &str) -> bool {
        let Some((snapshot, _)) = self.told else { return true };
        let folders =
            snapshot.entries.iter().filter(|entry| entry.is_folder).map(|entry| entry.path.as_str());
        let folders = folders.chain(snapshot.elisions.iter().map(|elision| elision.folder.as_str()));
        for archive in folders.filter(|folder| is_archive(name(folder)) && !path.starts_with(*folder)) {
            let is_beside = path.starts_with(above(archive)) && !path_is_in_archive(path);
            if is_beside && snapshot.shows(archive) != Shown::All {
                return false;
            }
        }
        let mut at = path;
        while !at.is_empty() {
            let folder = above(at);
            match snapshot.shows(folder) {
                Shown::All => return true,
                Shown::Some => return false,
                Shown::Nothing => {}
            }
            // A folder that is listed without what is in it tells nothing of that.
            if folder.is_empty() || snapshot.entries.iter().any(|entry| entry.path == folder) {
                return false;
            }
            at = folder;
        }
        false
    }
}

fn path_is_in_archive(path: &str) -> bool {
    path.split('/').any(is_archive)
}

fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn above(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(above, _)| above)
}

/// Where an item lies: its folder, else its file.
pub(super) fn path_of(item: &Item) -> &str {
    item.folder.as_deref().unwrap_or(&item.place.path)
}

/// The id that an item goes by, whether or not another has it too.
pub(super) fn id_of(item: &Item) -> &str {
    item.claims.as_ref().unwrap_or(&item.id)
}
