//! Two trees compared, and the unified diff of what was edited in one of them.

use super::begin;
use planarium::compare::{Comparison, Side};
use planarium::dialect::Reading;
use planarium::edit::patch::{Patch, unified};
use planarium::files::{Files, FilesBuilder, Limits, TreePath};
use planarium::findings::Ground;
use planarium::plan::{Names, Plan};
use wasm_bindgen::prelude::*;

/// A tree and the same with edits, both read.
#[wasm_bindgen]
pub struct Sides {
    old: Read,
    new: Read,
    changed: Vec<TreePath>,
    /// What was edited, unpacked, before and after.
    texts: [Files; 2],
}

struct Read {
    reading: Reading,
    plan: Plan,
    names: Names,
}

impl Read {
    fn of(reading: Reading) -> Read {
        let plan = reading.plan();
        Read { names: Names::of(&plan), plan, reading }
    }

    fn ground(&self) -> Ground<'_> {
        Ground::of(&self.plan, &self.reading, &self.names)
    }
}

/// Reads a tree, and the same with every so many-th document edited: a state, a line in its middle, one at its end.
#[wasm_bindgen]
pub fn sides(zip: Vec<u8>, every: usize) -> Result<Sides, String> {
    let old = begin(zip)?.finish();
    let mut edited: Vec<(TreePath, Option<Vec<u8>>)> = Vec::new();
    let [mut before, mut after] = [(); 2].map(|()| FilesBuilder::new(Limits::raised(4)));
    let documents = old.files().iter().filter(|entry| planarium::article::is_markdown(entry.path().as_str()));
    for entry in documents.step_by(every.max(1)) {
        let text = old.files().text(entry).map_err(|problem| problem.to_string())?.text;
        let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
        let middle = lines.len() / 2;
        lines.iter_mut().filter(|line| **line == "status: WIP\n").for_each(|line| *line = "status: DONE\n");
        lines.iter_mut().skip(middle).take(1).for_each(|line| *line = "This line reads otherwise now.\n");
        lines.push("And one more at the end.\n");
        let now = lines.concat().into_bytes();
        before.add(entry.path().as_str(), text.clone().into_bytes());
        after.add(entry.path().as_str(), now.clone());
        edited.push((entry.path().clone(), Some(now)));
    }
    let changed: Vec<TreePath> = edited.iter().map(|(path, _)| path.clone()).collect();
    let files = old.files().changed(edited.into_iter());
    let new = old.edited(&files, &changed);
    let texts = [before.finish(), after.finish()];
    Ok(Sides { old: Read::of(old), new: Read::of(new), changed, texts })
}

#[wasm_bindgen]
impl Sides {
    /// How many documents were edited.
    pub fn edited(&self) -> usize {
        self.changed.len()
    }

    /// Compares the two. Gives how many changes there are.
    pub fn compare(&self) -> usize {
        let (before, after) = (self.old.ground(), self.new.ground());
        Comparison::of(&Side::of(&before, &[]), &Side::of(&after, &[])).changes.len()
    }

    /// The unified diff of everything that was edited, document by document. Gives its length.
    pub fn diff(&self) -> usize {
        let [before, after] = &self.texts;
        let pairs = before.iter().zip(after.iter());
        let texts = pairs.filter_map(|(old, new)| Some((before.at_hand(old)?, after.at_hand(new)?)));
        texts.map(|(old, new)| unified(["a", "b"], old, new).len()).sum()
    }

    /// The same as one patch for git. Gives its length.
    pub fn patch(&self) -> Result<usize, String> {
        let [before, after] = &self.texts;
        let patch =
            Patch::between(before, after, &self.changed, &[]).map_err(|refused| refused.to_string())?;
        Ok(patch.text("").len())
    }

    /// The text of an edited document, before or after.
    pub fn text(&self, at: usize, is_new: bool) -> Option<String> {
        let [before, after] = &self.texts;
        let files = if is_new { after } else { before };
        Some(files.text(files.entry(at)?).ok()?.text)
    }
}
