//! What the rules find in the open tree, looked for in slices.

use super::{Tree, Workspace};
use crate::browser::frames::{self, Slice};
use crate::dialect::Reading;
use crate::findings::{Finding, Known, Scene, Settings};
use crate::plan::StatedDay;
use crate::rules::{Checked, Checking};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// How many documents are checked between two looks at the clock.
const STEP_DOCUMENTS: usize = 16;

/// How long findings wait before they are shown while more are being looked for, in milliseconds: sorting them
/// all takes time of its own.
const FINDINGS_MS: f64 = 500.0;

/// What the rules have found so far.
#[derive(Debug, Default)]
pub struct Report {
    /// What they have found, in order of path and line.
    pub findings: Vec<Finding>,
    /// What the tree says of the rules.
    pub settings: Settings,
}

impl Workspace {
    /// Checks a tree that has been read, and again for another day.
    pub(super) fn keep_checked(self) {
        // A tree that has been read is checked, and checked again for another day.
        Effect::new(move |_| {
            // Rules look at documents, and those are of today, whatever day the tree is shown of.
            let tree = self.past.known.get();
            let day = self.day.get();
            let generation = self.with_running(|running| {
                running.check += 1;
                running.check
            });
            self.checked.set(None);
            if let Some((tree, reading)) =
                tree.and_then(|tree| Some((Arc::clone(&tree), tree.reading.clone()?)))
            {
                spawn_local(async move { self.check(&tree, &reading, day, generation).await });
            }
        });
    }

    /// Applies the rules in slices and shows what they find as it comes. A newer tree or another day ends it.
    async fn check(self, tree: &Tree, reading: &Reading, day: StatedDay, generation: u64) {
        let is_current = || self.with_running(|running| running.check == generation);
        frames::next_turn().await;
        let settings = Settings::of_tree(&tree.files);
        let ground = self.ground(tree, reading);
        let scene = ground.scene(day.date);
        // What an edit does not touch is not looked at again.
        let known = self.with_running(|running| running.known.clone());
        let Ok(mut checking) = begin(known, &scene, &settings).await else { return };
        let mut slice = Slice::begin();
        let mut shown_ms = frames::now_ms();
        while is_current() {
            // Without the rules there are no findings; the views that show them say why, and offer to try again.
            let Ok(checked) = step(&mut checking, &scene, &settings).await else { return };
            let is_due = frames::now_ms() - shown_ms > FINDINGS_MS;
            if checked.is_complete() || is_due {
                let Ok(findings) = found(&checking, &scene).await else { return };
                self.report.set(Arc::new(Report { findings, settings: settings.clone() }));
                shown_ms = frames::now_ms();
            }
            self.checked.set(Some(checked));
            if checked.is_complete() {
                let known = keep(&checking, &scene, &settings).await.ok().flatten();
                self.with_running(|running| running.known = known);
                return;
            }
            slice.rest().await;
        }
    }
}

/// All that the rules find in a tree, looked for in slices; nothing when they cannot be downloaded.
pub(super) async fn all(workspace: Workspace, tree: &Tree, day: &StatedDay) -> Option<Vec<Finding>> {
    let reading = tree.reading.clone()?;
    let settings = Settings::of_tree(&tree.files);
    let ground = workspace.ground_of_itself(tree, &reading);
    let scene = ground.scene(day.date.clone());
    let mut checking = Checking::default();
    let mut slice = Slice::begin();
    while !step(&mut checking, &scene, &settings).await.ok()?.is_complete() {
        slice.rest().await;
    }
    found(&checking, &scene).await.ok()
}

crate::parts::in_part!(
    answers,
    fn begin(known: Option<Arc<Known>>, scene: &Scene<'_>, settings: &Settings) -> Checking {
        Checking::following(known, scene, settings)
    }
);

crate::parts::in_part!(
    answers,
    fn keep(checking: &Checking, scene: &Scene<'_>, settings: &Settings) -> Option<Arc<Known>> {
        checking.known(scene, settings)
    }
);

crate::parts::in_part!(
    answers,
    fn step(checking: &mut Checking, scene: &Scene<'_>, settings: &Settings) -> Checked {
        checking.step(scene, settings, STEP_DOCUMENTS)
    }
);

crate::parts::in_part!(
    answers,
    fn found(checking: &Checking, scene: &Scene<'_>) -> Vec<Finding> {
        checking.findings(scene)
    }
);
