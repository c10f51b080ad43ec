//! Drafts: pending edits kept on this device, so that they survive whatever happens to the tab. A draft is of a tree as it
//! was loaded; when that has changed meanwhile, what fits is made again and the rest is told.

use super::editing::Act;
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

    /// Looks whether there is a draft of the tree that has just been opened.
    pub(super) fn look_for_draft(self) {
        let Some(base) = self.editing.base.get_untracked() else { return };
        let name = name_of(&base);
        self.listen_to_tabs(name.clone());
        spawn_local(async move {
            let fingerprint = base.files.fingerprint();
            let found = drafts::find(&name, &fingerprint).await;
            // Without a draft of the reader's own those that were packed with the tree.
            let packed = base.wishes.edits.clone();
            let found = found.or_else(|| Some(drafts::Draft { tree: name, fingerprint, steps: packed? }));
            let is_still = self
                .editing
                .base
                .with_untracked(|now| now.as_ref().is_some_and(|now| Arc::ptr_eq(now, &base)));
            if let Some(draft) = found.filter(|_| is_still) {
                self.act(Act::TakeUp(draft));
            }
        });
    }

    /// Takes a draft up: what fits the tree is made again, and the rest is told.
    pub(super) fn take_up(self, draft: &drafts::Draft) {
        let Some(base) = self.editing.base.get_untracked() else { return };
        let steps = carried::read(&draft.steps).filter(|steps| !steps.is_empty());
        let is_free = self.editing.pending.with_untracked(|pending| pending.is_empty());
        let Some(steps) = steps.filter(|_| is_free) else { return };
        let is_other = draft.fingerprint != base.files.fingerprint();
        // Edits of another tree of the same name are none of this one.
        if is_other && !concerns(&base, &steps) {
            return;
        }
        let conflicts = fold(&base.files, &steps).conflicts.len();
        self.editing.pending.set(Arc::new(Pending::of(steps)));
        self.refresh();
        self.announce(match (is_other, conflicts) {
            (false, _) => "Your pending edits are back.".to_owned(),
            (true, 0) => "The tree has changed; your pending edits fit it and are made again.".to_owned(),
            (true, count) => {
                let fit = if count == 1 { "does" } else { "do" };
                format!("The tree has changed; {count} of your pending edits {fit} not fit it any more. What was changed is kept under Changes.")
            }
        });
    }

    /// Hears of other tabs that edit the same tree, and follows what they do.
    fn listen_to_tabs(self, name: String) {
        tabs::listen(&name, move |said| match said {
            tabs::Said::Others(count) => self.other_tabs.set(count),
            tabs::Said::Steps(written) => self.act(Act::Follow(written)),
        });
    }

    /// Shows edits that another tab has made and kept.
    pub(super) fn follow_tab(self, written: &str) {
        let Some(base) = self.editing.base.get_untracked() else { return };
        let known = self.editing.pending.with_untracked(|pending| carried::written(pending.steps()));
        let Some(steps) = carried::read(written).filter(|_| known != written) else { return };
        self.saved.set(if steps.is_empty() { Saved::Nothing } else { Saved::Saved });
        self.editing.folded.set(Arc::new(fold(&base.files, &steps)));
        self.editing.pending.set(Arc::new(Pending::of(steps)));
        self.show_pending();
    }
}

/// Whether steps speak of files that a tree has.
fn concerns(tree: &Tree, steps: &[Made]) -> bool {
    steps.iter().flat_map(|step| &step.lines).any(|line| tree.files.get(&line.edit.path).is_some())
}
