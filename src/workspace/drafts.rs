//! Drafts: pending edits kept on this device, so that they survive whatever happens to the tab. A draft is of a tree as it
//! was loaded; when that has changed meanwhile, what fits is made again and the rest is told.

use super::{Tree, Workspace};
use crate::browser::{drafts, tabs};
use crate::edit::carried;
use crate::edit::pending::{Made, Pending, fold};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// How safe the pending edits are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Saved {
    /// Nothing is pending, or nothing has been kept yet.
    #[default]
    Nothing,
    /// They are being written.
    Saving,
    /// They are on the device.
    Saved,
    /// They could not be written, and this is why.
    Failed(String),
}

/// What a tree is known by when it has changed.
pub(super) fn name_of(tree: &Tree) -> String {
    format!("{}:{}", tree.name, tree.root.shown())
}

impl Workspace {
    /// Keeps the pending edits. Only when the device says so they count as saved.
    pub(super) fn keep_draft(self) {
        let Some(base) = self.editing.base.get_untracked() else { return };
        let steps = self.editing.pending.get_untracked();
        let draft = drafts::Draft {
            tree: name_of(&base),
            fingerprint: base.files.fingerprint(),
            steps: carried::written(steps.steps()),
        };
        let number = self.with_running(|running| {
            running.draft += 1;
            running.draft
        });
        self.saved.set(Saved::Saving);
        spawn_local(async move {
            let kept =
                if steps.is_empty() { drafts::forget(&draft.tree).await } else { drafts::keep(&draft).await };
            // Of several that are under way the last one tells.
            let is_last = self.with_running(|running| running.draft == number);
            match kept {
                Ok(()) => {
                    tabs::tell(&draft.tree, &draft.steps);
                    if is_last {
                        self.saved.set(if steps.is_empty() { Saved::Nothing } else { Saved::Saved });
                    }
                }
                Err(why) => self.saved.set(Saved::Failed(why)),
            }
        });
    }

    /// Takes up the draft of a tree that has just been opened, if there is one.
    pub(super) fn take_draft(self) {
        let Some(base) = self.editing.base.get_untracked() else { return };
        let name = name_of(&base);
        self.listen_to_tabs(name.clone());
        spawn_local(async move {
            let Some(draft) = drafts::find(&name, &base.files.fingerprint()).await else { return };
            let Some(steps) = carried::read(&draft.steps).filter(|steps| !steps.is_empty()) else { return };
            let is_still = self
                .editing
                .base
                .with_untracked(|now| now.as_ref().is_some_and(|now| Arc::ptr_eq(now, &base)));
            if !is_still || self.editing.pending.with_untracked(|pending| !pending.is_empty()) {
                return;
            }
            let is_other = draft.fingerprint != base.files.fingerprint();
            // Edits of another tree of the same name are none of this one.
            if is_other && !concerns(&base, &steps) {
                return;
            }
            let conflicts = fold(&base.files, &steps).conflicts.len();
            self.editing.pending.set(Arc::new(Pending::of(steps)));
            self.refresh();
            let words = match (is_other, conflicts) {
                (false, _) => "Your pending edits are back.".to_owned(),
                (true, 0) => "The tree has changed; your pending edits fit it and are made again.".to_owned(),
                (true, count) => format!(
                    "The tree has changed; {} of your pending edits do not fit it any more. They are kept under Changes.",
                    count
                ),
            };
            self.announce(words);
        });
    }

    /// Hears of other tabs that edit the same tree, and follows what they do.
    fn listen_to_tabs(self, name: String) {
        let listened = name.clone();
        let heard = move |said: tabs::Said| match said {
            tabs::Said::Others(count) => self.other_tabs.set(count),
            tabs::Said::Steps(written) => {
                let is_own = self
                    .editing
                    .base
                    .with_untracked(|base| base.as_ref().is_some_and(|base| name_of(base) == name));
                let known = self.editing.pending.with_untracked(|pending| carried::written(pending.steps()));
                if let Some(steps) = carried::read(&written).filter(|_| is_own && known != written) {
                    self.editing.pending.set(Arc::new(Pending::of(steps)));
                    self.refresh_quietly();
                }
            }
        };
        tabs::listen(&listened, heard);
    }

    /// Shows edits that another tab has made and kept.
    fn refresh_quietly(self) {
        let Some(base) = self.editing.base.get_untracked() else { return };
        let pending = self.editing.pending.get_untracked();
        self.editing.folded.set(Arc::new(fold(&base.files, pending.steps())));
        self.show_base(self.editing.shows_base.get_untracked());
        self.saved.set(if pending.is_empty() { Saved::Nothing } else { Saved::Saved });
    }
}

/// Whether steps speak of files that a tree has.
fn concerns(tree: &Tree, steps: &[Made]) -> bool {
    steps.iter().flat_map(|step| &step.lines).any(|line| tree.files.get(&line.edit.path).is_some())
}
