//! What a rule may look at: a plan, the files it was read from, and what follows from both and is asked often.

use crate::dialect::{Digest, Reading};
use crate::files::TreePath;
use crate::links::Links;
use crate::plan::{Date, Dependencies, Item, ItemKind, Names, Place, Plan, Shown, Snapshot};

/// A tree as rules see it.
#[derive(Debug)]
pub struct Scene<'a> {
    /// What it says.
    pub plan: &'a Plan,
    /// The files it was read from, and what was kept of each.
    pub reading: &'a Reading,
    /// What its plans and modules are called.
    pub names: &'a Names,
    /// Who needs whom.
    pub dependencies: Dependencies,
    /// The day for which ages, deadlines and absences are computed.
    pub day: Date,
    /// The listing that the tree was made of, when it is a stage of a story; what that leaves out is not known.
    pub listing: Option<&'a Snapshot>,
}

/// Whether something is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// It is.
    There,
    /// It is not.
    Missing,
    /// Nobody can tell: the listing leaves out what lies there.
    Unknown,
}

impl<'a> Scene<'a> {
    /// A tree as of a day.
    pub fn of(plan: &'a Plan, reading: &'a Reading, names: &'a Names, day: Date) -> Scene<'a> {
        Scene { plan, reading, names, dependencies: Dependencies::of(plan), day, listing: None }
    }

    /// The item at this position. Positions come from the plan itself, so there always is one.
    pub fn item(&self, index: usize) -> Option<&'a Item> {
        self.plan.items.get(index)
    }

    /// The plans that are plans: no scaffolds.
    pub fn plans(&self) -> impl Iterator<Item = &'a Item> {
        self.plan.of_kind(ItemKind::Plan).filter(|item| !item.template)
    }

    /// What was kept of a file.
    pub fn digest(&self, path: &str) -> Option<&'a Digest> {
        self.reading.digest(self.reading.files().index_of(path)?)
    }

    /// Whether a file or folder is there.
    pub fn presence(&self, path: &str) -> Presence {
        let files = self.reading.files();
        if files.get(path).is_some() || files.is_folder(path) {
            return Presence::There;
        }
        let Some(listing) = self.listing else { return Presence::Missing };
        let mut folder = path;
        loop {
            folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
            match listing.shows(folder) {
                Shown::All => return Presence::Missing,
                Shown::Some => return Presence::Unknown,
                // A folder that is not listed either is missing with what lies in it.
                Shown::Nothing if folder.is_empty() || files.is_folder(folder) => return Presence::Unknown,
                Shown::Nothing => {}
            }
        }
    }

    /// How the links of a document resolve.
    pub fn links(&self, document: TreePath) -> Links<'a> {
        Links { files: self.reading.files(), plan: self.plan, names: self.names, document }
    }

    /// The line of a field in the frontmatter of an item, else the line where the item begins.
    pub fn field_place(&self, item: &Item, key: &str) -> Place {
        let line = item
            .frontmatter
            .iter()
            .find(|entry| entry.key == key)
            .map_or(item.place.line, |entry| entry.line);
        Place { path: item.place.path.clone(), line }
    }
}
