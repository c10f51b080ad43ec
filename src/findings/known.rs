//! What was found item by item and document by document, kept for the next look at the tree: what has not changed since, and
//! stands among the same files and items, is not looked at again.

use super::{Finding, Scene, Setting, Settings};
use crate::dialect::Digest;
use crate::files::Files;
use crate::list::List;
use crate::plan::{Date, Item};
use std::sync::Arc;

/// The findings of something; nothing where there are none.
pub type Found = Option<Arc<Vec<Finding>>>;

/// What was found in a tree, with what it was found in.
#[derive(Debug)]
pub struct Known {
    items: List<Item>,
    files: Files,
    digests: Vec<Option<Arc<Digest>>>,
    settings: Vec<(String, Setting)>,
    day: Date,
    of_items: Vec<Found>,
    of_files: Vec<Found>,
}

impl Known {
    /// What was found in the parts of the list of items, and in the files. Of a tree of several parts, and of what a document
    /// tells, nothing is kept.
    pub fn of(
        scene: &Scene<'_>,
        settings: &Settings,
        of_items: Vec<Found>,
        of_files: Vec<Found>,
    ) -> Option<Known> {
        if !scene.parts.is_empty() || scene.is_part || scene.stage.is_some() {
            return None;
        }
        let files = scene.reading.files().clone();
        Some(Known {
            digests: (0..files.len()).map(|at| scene.reading.shared_digest(at).cloned()).collect(),
            items: scene.plan.items.clone(),
            settings: settings.iter().map(|(rule, setting, _)| (rule.to_owned(), setting)).collect(),
            day: scene.day.clone(),
            files,
            of_items,
            of_files,
        })
    }

    /// Whether a tree has the same files and items, whatever stands in them, and is looked at in the same way.
    pub fn is_of(&self, scene: &Scene<'_>, settings: &Settings) -> bool {
        let is_alone = scene.parts.is_empty() && !scene.is_part && scene.stage.is_none();
        let known = self.settings.iter().map(|(rule, setting)| (rule.as_str(), *setting));
        let are_same_settings = || known.eq(settings.iter().map(|(rule, setting, _)| (rule, setting)));
        let files = scene.reading.files();
        let are_same_files = || {
            files.len() == self.files.len()
                && files.left_out() == self.files.left_out()
                && files.iter().zip(&self.files).all(|(now, before)| now.path() == before.path())
        };
        is_alone
            && scene.day == self.day
            && are_same_settings()
            && are_same_files()
            && self.has_same_items(scene)
    }

    /// Whether the items are called, and lie, as they did.
    fn has_same_items(&self, scene: &Scene<'_>) -> bool {
        let is_same = |now: &Item, before: &Item| {
            (&now.id, now.kind, &now.place, &now.folder)
                == (&before.id, before.kind, &before.place, &before.folder)
                && (now.parent, now.archived, now.template)
                    == (before.parent, before.archived, before.template)
        };
        let (now, before) = (scene.plan.items.parts(), self.items.parts());
        now.len() == before.len()
            && now.iter().zip(before).all(|(now, before)| {
                Arc::ptr_eq(now, before)
                    || now.len() == before.len()
                        && now.iter().zip(before.iter()).all(|(now, before)| is_same(now, before))
            })
    }

    /// What was found in a part of the list of items, when it is the same.
    pub fn of_items(&self, at: usize, items: &Arc<Vec<Item>>) -> Option<&Found> {
        let is_same = self.items.parts().get(at).is_some_and(|known| Arc::ptr_eq(known, items));
        self.of_items.get(at).filter(|_| is_same)
    }

    /// What was found in a file, when it is the same.
    pub fn of_file(&self, at: usize, digest: &Arc<Digest>) -> Option<&Found> {
        let known = self.digests.get(at).and_then(Option::as_ref);
        self.of_files.get(at).filter(|_| known.is_some_and(|known| Arc::ptr_eq(known, digest)))
    }
}
