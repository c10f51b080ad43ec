//! What of a review goes with a copy that holds a part of the tree: what is about the files that are in it. A comment quotes
//! its document, so that one on what was left out would tell of it.

use super::{Entry, Key, Review, What};
use crate::excerpt::Excerpt;
use crate::files::Files;
use std::collections::BTreeSet;

impl Review {
    /// What of it goes with a copy, as it is written in files, and how many of its entries do not: in a part only what is about the
    /// part, and nothing at all without the names of people, because a review is of people.
    pub fn of_copy(&self, copy: &Excerpt) -> (String, usize) {
        let kept = self.kept_in(copy);
        let count = self.entries.len() - kept.entries.len();
        if kept.is_empty() { (String::new(), count) } else { (super::written(&kept), count) }
    }

    /// What of it goes with a copy.
    pub fn kept_in(&self, copy: &Excerpt) -> Review {
        match (copy.is_anonymous(), copy.files.left_out().total()) {
            (true, _) => Review::of(&self.title, &self.fingerprint),
            (false, None) => self.clone(),
            (false, Some(_)) => self.within(&copy.files),
        }
    }

    /// What it says of these files, and of the tree as a whole. What people think of changes is of a comparison with the
    /// whole tree, and so are verdicts; both stay behind.
    pub fn within(&self, files: &Files) -> Review {
        let is_here = |path: &str| files.get(path).is_some();
        let is_own = |entry: &&Entry| match &entry.what {
            What::Comment { about, suggestion, .. } => {
                let is_about = about.reply.is_none() && about.change.is_none();
                is_about
                    && about.anchor.as_ref().is_none_or(|anchor| is_here(&anchor.path))
                    && suggestion.as_deref().is_none_or(|steps| are_within(steps, &is_here))
            }
            What::Request { documents, compare, .. } => {
                compare.is_none() && documents.iter().all(|path| is_here(path))
            }
            _ => false,
        };
        let own: BTreeSet<&Key> = self.entries.iter().filter(is_own).map(|entry| &entry.key).collect();
        let goes = |entry: &&Entry| match &entry.what {
            _ if own.contains(&entry.key) => true,
            What::Comment { about, suggestion, .. } => {
                about.reply.as_ref().is_some_and(|of| own.contains(of))
                    && suggestion.as_deref().is_none_or(|steps| are_within(steps, &is_here))
            }
            What::Settled { thread, .. } => own.contains(thread),
            What::Placed { thread, anchor } => own.contains(thread) && is_here(&anchor.path),
            _ => false,
        };
        let entries = self.entries.iter().filter(goes).cloned().collect();
        Review { entries, ..self.clone() }
    }
}

fn are_within(steps: &str, is_here: &dyn Fn(&str) -> bool) -> bool {
    let steps = crate::edit::carried::read(steps).unwrap_or_default();
    steps.iter().flat_map(|step| &step.lines).all(|line| is_here(&line.edit.path))
}
