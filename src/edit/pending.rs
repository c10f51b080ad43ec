//! Edits that have been made and not yet given away: steps that can be undone, taken back one by one or line by line, and
//! made again on a tree that has changed meanwhile. What does not fit there is kept and told with both sides.

use super::original::Original;
use super::{Change, Edit, Edited, Refused, Step, apply, block};
use crate::files::{Files, TreePath};
use crate::named::Named;
use std::sync::Arc;

/// A step that has been made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// What it does.
    pub title: String,
    /// Its edits.
    pub lines: Vec<Line>,
}

/// An edit of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The edit.
    pub edit: Edit,
    /// What stood there when it was made: the value of the field, the line. Nothing for what has no such place.
    pub was: Option<String>,
    /// Whether it was left out.
    pub is_off: bool,
}

/// Steps with their history.
#[derive(Clone, Debug, Default)]
pub struct Pending {
    steps: Arc<Vec<Made>>,
    past: Vec<Arc<Vec<Made>>>,
    future: Vec<Arc<Vec<Made>>>,
}

/// An edit that does not fit the tree as it is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// Its step, from 0.
    pub step: usize,
    /// Its place in the step, from 0.
    pub line: usize,
    /// Why it does not fit.
    pub why: Refused,
    /// What stood there when it was made.
    pub was: Option<String>,
    /// What stands there now.
    pub now: Option<String>,
}

/// A tree with pending edits.
#[derive(Clone, Debug, Default)]
pub struct Folded {
    /// The files after all edits that fit.
    pub edited: Edited,
    /// The edits that do not fit.
    pub conflicts: Vec<Conflict>,
}

/// How many changes of the list can be undone.
const MOST_UNDONE: usize = 500;

impl Made {
    /// A step that is made of a tree as it is.
    pub fn of(files: &Files, step: &Step) -> Made {
        let line = |edit: &Edit| Line { was: standing(files, edit), edit: edit.clone(), is_off: false };
        Made { title: step.title.clone(), lines: step.edits.iter().map(line).collect() }
    }

    /// Whether all of it was left out.
    pub fn is_off(&self) -> bool {
        self.lines.iter().all(|line| line.is_off)
    }
}

impl Pending {
    /// Steps that were made before.
    pub fn of(steps: Vec<Made>) -> Pending {
        Pending { steps: Arc::new(steps), ..Pending::default() }
    }

    /// The steps in the order in which they are made.
    pub fn steps(&self) -> &[Made] {
        &self.steps
    }

    /// Whether nothing is pending.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// Puts another list in the place of this one, from which it can be taken back.
    pub fn change(&mut self, steps: Vec<Made>) {
        if *self.steps == steps {
            return;
        }
        self.past.push(std::mem::replace(&mut self.steps, Arc::new(steps)));
        if self.past.len() > MOST_UNDONE {
            self.past.remove(0);
        }
        self.future.clear();
    }

    /// Makes one more step. A step that gives the same field another value takes the place of the last one.
    pub fn push(&mut self, made: Made) {
        let mut steps = self.steps.to_vec();
        let last = steps
            .last_mut()
            .and_then(|last| last.lines.as_mut_slice().first_mut().filter(|_| made.lines.len() == 1));
        let is_alone = self.steps.last().is_some_and(|last| last.lines.len() == 1);
        match (last.filter(|_| is_alone), made.lines.first()) {
            (Some(last), Some(new)) if is_same_field(&last.edit, &new.edit) => {
                last.edit = new.edit.clone();
                if let Some(step) = steps.last_mut() {
                    step.title.clone_from(&made.title);
                }
            }
            _ => steps.push(made),
        }
        self.change(steps);
    }

    /// Takes a step back.
    pub fn revert(&mut self, step: usize) {
        let mut steps = self.steps.to_vec();
        if step < steps.len() {
            steps.remove(step);
        }
        self.change(steps);
    }

    /// Takes back all that was changed in a file.
    pub fn revert_file(&mut self, path: &str) {
        let mut steps = self.steps.to_vec();
        for step in &mut steps {
            step.lines.retain(|line| {
                line.edit.path != path && !matches!(&line.edit.change, Change::Move { to } if to == path)
            });
        }
        steps.retain(|step| !step.lines.is_empty());
        self.change(steps);
    }

    /// Leaves an edit of a step out, or takes it in again.
    pub fn toggle(&mut self, step: usize, line: usize) {
        let mut steps = self.steps.to_vec();
        let line = steps.get_mut(step).and_then(|step| step.lines.get_mut(line));
        line.into_iter().for_each(|line| line.is_off = !line.is_off);
        self.change(steps);
    }

    /// Takes the last change back; whether there was one.
    pub fn undo(&mut self) -> bool {
        let Some(before) = self.past.pop() else { return false };
        self.future.push(std::mem::replace(&mut self.steps, before));
        true
    }

    /// Makes the change again that was taken back last; whether there was one.
    pub fn redo(&mut self) -> bool {
        let Some(after) = self.future.pop() else { return false };
        self.past.push(std::mem::replace(&mut self.steps, after));
        true
    }

    /// Whether something can be undone, and redone.
    pub fn can(&self) -> (bool, bool) {
        (!self.past.is_empty(), !self.future.is_empty())
    }
}

/// Whether two edits give one field a value, so that the second alone says what it holds.
fn is_same_field(one: &Edit, next: &Edit) -> bool {
    let key = |edit: &Edit| match &edit.change {
        Change::SetField { key, .. } | Change::SetDay { key, .. } | Change::SetList { key, .. } => {
            Some(key.clone())
        }
        _ => None,
    };
    one.path == next.path
        && std::mem::discriminant(&one.change) == std::mem::discriminant(&next.change)
        && key(one).is_some()
        && key(one) == key(next)
}

/// Makes steps of a tree, one after the other. What does not fit is left out and told.
pub fn fold(base: &Files, steps: &[Made]) -> Folded {
    let mut folded =
        Folded { edited: Edited { files: base.clone(), ..Edited::default() }, conflicts: Vec::new() };
    let mut changed: Named<()> = Named::default();
    for (number, step) in steps.iter().enumerate() {
        let files = folded.edited.files.clone();
        let mut fitting = Vec::new();
        for (place, line) in step.lines.iter().enumerate().filter(|(_, line)| !line.is_off) {
            match fitted(&files, line) {
                Ok(edit) => fitting.push((place, edit)),
                Err(why) => folded.conflicts.push(conflict(&files, number, place, line, why)),
            }
        }
        let edits: Vec<Edit> = fitting.iter().map(|(_, edit)| edit.clone()).collect();
        match apply(&files, &edits) {
            Ok(edited) => take(&mut folded, &mut changed, edited),
            Err(_) => {
                // As many of them as fit, each alone.
                for (place, edit) in fitting {
                    let files = folded.edited.files.clone();
                    match (apply(&files, std::slice::from_ref(&edit)), step.lines.get(place)) {
                        (Ok(edited), _) => take(&mut folded, &mut changed, edited),
                        (Err(why), Some(line)) => {
                            folded.conflicts.push(conflict(&files, number, place, line, why))
                        }
                        _ => {}
                    }
                }
            }
        }
    }
    // What was changed and is as before has not changed.
    let is_other = |path: &TreePath| {
        let (old, new) = (base.get(path.as_str()), folded.edited.files.get(path.as_str()));
        match (old, new) {
            (Some(old), Some(new)) => base.read(old).ok() != folded.edited.files.read(new).ok(),
            (None, None) => false,
            _ => true,
        }
    };
    let paths = changed.iter().filter_map(|(path, ())| TreePath::parse(path).ok());
    folded.edited.changed = paths.filter(is_other).collect();
    folded
}

fn take(folded: &mut Folded, changed: &mut Named<()>, edited: Edited) {
    edited.changed.iter().for_each(|path| changed.insert(path.as_str(), ()));
    for (from, to) in edited.moved {
        match folded.edited.moved.iter_mut().find(|(_, now)| *now == from) {
            Some((_, now)) => *now = to,
            None => folded.edited.moved.push((from, to)),
        }
    }
    folded.edited.files = edited.files;
}

/// An edit where its place is now: by what stood there when it was made.
fn fitted(files: &Files, line: &Line) -> Result<Edit, Refused> {
    let Some(was) = &line.was else { return Ok(line.edit.clone()) };
    let mut edit = line.edit.clone();
    let refuse = |reason: String| Err(Refused { path: line.edit.path.clone(), place: None, reason });
    match &mut edit.change {
        Change::SetField { key, .. }
        | Change::SetDay { key, .. }
        | Change::SetList { key, .. }
        | Change::RemoveField { key } => {
            let now = standing(files, &line.edit);
            if now.as_ref() != Some(was) && !is_made(files, &line.edit) {
                return refuse(format!("{key} has another value now"));
            }
        }
        Change::SetCell { line: at, .. }
        | Change::SetBox { line: at, .. }
        | Change::RemoveLine { line: at }
        | Change::Replace { line: at, .. } => {
            let Some(text) = text_of(files, &line.edit.path) else { return Ok(edit) };
            let lines: Vec<&str> = text.lines().collect();
            let own = usize::try_from(*at).unwrap_or(usize::MAX).saturating_sub(1);
            if lines.get(own).copied() != Some(was.as_str()) {
                let mut others = lines.iter().enumerate().filter(|(_, line)| **line == was.as_str());
                match (others.next(), others.next()) {
                    (Some((place, _)), None) => *at = u32::try_from(place + 1).unwrap_or(*at),
                    _ if is_made(files, &line.edit) => {}
                    _ => return refuse("the line it changes reads otherwise now, or is gone".to_owned()),
                }
            }
        }
        _ => {}
    }
    Ok(edit)
}

/// Whether a tree is already as an edit would make it.
fn is_made(files: &Files, edit: &Edit) -> bool {
    apply(files, std::slice::from_ref(edit)).is_ok_and(|edited| edited.changed.is_empty())
}

fn conflict(files: &Files, step: usize, place: usize, line: &Line, why: Refused) -> Conflict {
    Conflict { step, line: place, why, was: line.was.clone(), now: standing(files, &line.edit) }
}

fn text_of(files: &Files, path: &str) -> Option<String> {
    let bytes = files.read(files.get(path)?).ok()?;
    Some(Original::of(&bytes).ok()?.text().to_owned())
}

/// What stands where an edit makes a change: the value of the field as it is written, empty when there is none; the line.
pub fn standing(files: &Files, edit: &Edit) -> Option<String> {
    let bytes = files.read(files.get(&edit.path)?).ok()?;
    let original = Original::of(&bytes).ok()?;
    match &edit.change {
        Change::SetField { key, .. }
        | Change::SetDay { key, .. }
        | Change::SetList { key, .. }
        | Change::RemoveField { key } => {
            let block = block::Block::of(&edit.path, original.text()).ok()?;
            let entry = block.as_ref().and_then(|block| block.get(key));
            Some(entry.map_or("", |entry| original.slice(entry.value.span.clone())).to_owned())
        }
        Change::SetCell { line, .. }
        | Change::SetBox { line, .. }
        | Change::RemoveLine { line }
        | Change::Replace { line, .. } => Some(original.slice(original.line(*line)?.text).to_owned()),
        _ => None,
    }
}
