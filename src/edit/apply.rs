//! From edits to files. Each edit is one splice of one file, or moves, makes or deletes files; the edits of a step are made
//! one after the other, and their lines are those of the files before the step.

use super::field::{self, Wanted};
use super::original::{Original, Reason, Splice};
use super::section::{self, End};
use super::target::{creatable, writable};
use super::{Change, Edit, Refused, cell, list, words};
use crate::files::{Files, TreePath, encoding};
use crate::named::Named;
use std::borrow::Cow;

/// Files after edits.
#[derive(Clone, Debug, Default)]
pub struct Edited {
    /// All of them.
    pub files: Files,
    /// What is different, by path: files that were changed, made or deleted. A file that was moved is deleted at the
    /// one place and made at the other.
    pub changed: Vec<TreePath>,
    /// Files that were moved: from where, to where.
    pub moved: Vec<(TreePath, TreePath)>,
}

/// The files after the edits of a step, all or none of which are made.
///
/// # Errors
/// The first edit that cannot be made, and why.
pub fn apply(files: &Files, edits: &[Edit]) -> Result<Edited, Refused> {
    let mut work = Work { files, touched: Named::default(), moved: Vec::new() };
    for edit in edits {
        work.make(edit).map_err(|reason| Refused {
            path: edit.path.clone(),
            place: reason.place,
            reason: reason.text,
        })?;
    }
    Ok(work.finish())
}

/// What has become of a file.
#[derive(Default)]
struct Touched {
    /// Its bytes; nothing when it is gone.
    bytes: Option<Vec<u8>>,
    /// Where lines have come or gone: behind this line of the file as it was then, and how many.
    shifts: Vec<(i64, i64)>,
}

struct Work<'a> {
    files: &'a Files,
    touched: Named<Touched>,
    moved: Vec<(String, String)>,
}

impl<'a> Work<'a> {
    fn bytes(&self, path: &str) -> Result<Cow<'_, [u8]>, Reason> {
        if let Some(touched) = self.touched.get(path) {
            return match &touched.bytes {
                Some(bytes) => Ok(Cow::Borrowed(bytes)),
                None => Err(Reason::new("there is no such file any more")),
            };
        }
        let entry = self.files.get(path).ok_or_else(|| Reason::new("there is no such file"))?;
        self.files.read(entry).map_err(|problem| Reason::new(problem.to_string()))
    }

    fn exists(&self, path: &str) -> bool {
        match self.touched.get(path) {
            Some(touched) => touched.bytes.is_some(),
            None => self.files.get(path).is_some(),
        }
    }

    /// Whether something lies below a path.
    fn is_folder(&self, path: &str) -> bool {
        !self.below(path).is_empty()
    }

    /// The files below a folder.
    fn below(&self, folder: &str) -> Vec<String> {
        let prefix = format!("{folder}/");
        let Ok(folder) = TreePath::parse(folder) else { return Vec::new() };
        let known = self.files.under(&folder).iter().map(|entry| entry.path().as_str());
        let new = self
            .touched
            .iter()
            .map(|(path, _)| path)
            .filter(|path| path.starts_with(&prefix) && self.files.get(path).is_none());
        known.chain(new).filter(|path| self.exists(path)).map(str::to_owned).collect()
    }

    fn make(&mut self, edit: &Edit) -> Result<(), Reason> {
        let path = writable(&edit.path).map_err(Reason::new)?;
        match &edit.change {
            Change::Move { to } => return self.move_to(path.as_str(), to),
            Change::Create { text } => return self.create(path.as_str(), text),
            Change::Repair => return self.repair(path.as_str()),
            Change::Delete => {
                self.bytes(path.as_str())?;
                self.touched.insert(path.as_str(), Touched::default());
                return Ok(());
            }
            _ => {}
        }
        let bytes = self.bytes(path.as_str())?;
        let original = Original::of(&bytes)?;
        let splice = self.splice(&original, path.as_str(), &edit.change);
        // The words of a patch are those that stand in the bytes.
        let written = original
            .as_written()
            .filter(|_| splice.is_err() && matches!(edit.change, Change::Replace { .. }));
        let (original, splice) = match written {
            Some(written) => match self.splice(&written, path.as_str(), &edit.change) {
                Ok(other) => (written, Ok(other)),
                Err(_) => (original, splice),
            },
            None => (original, splice),
        };
        let Some(splice) = splice? else { return Ok(()) };
        let shift = shift_of(&original, &splice);
        let bytes = original.spliced(&splice)?;
        self.touched.change(path.as_str(), |touched| {
            touched.bytes = Some(bytes);
            touched.shifts.extend(shift);
        });
        Ok(())
    }

    /// The bytes that a change of one file puts in the place of others; nothing when it is so already.
    fn splice(&self, original: &Original<'_>, path: &str, change: &Change) -> Result<Option<Splice>, Reason> {
        let line_now = |line: u32| self.touched.get(path).map_or(Ok(line), |touched| touched.line_now(line));
        match change {
            Change::SetField { key, value } => field::set(original, path, key, Wanted::Text(value)),
            Change::SetDay { key, value } => field::set(original, path, key, Wanted::Day(value)),
            Change::SetList { key, values } => field::set(original, path, key, Wanted::Texts(values)),
            Change::RemoveField { key } => field::remove(original, path, key),
            Change::AddToList { key, value } => list::add(original, path, key, value),
            Change::RemoveFromList { key, value } => list::remove(original, path, key, value),
            Change::SetCell { line, column, value } => cell::set(original, line_now(*line)?, column, value),
            Change::SetBox { line, done } => words::tick(original, line_now(*line)?, *done),
            Change::Replace { line, old, new } => words::replace(original, line_now(*line)?, old, new),
            Change::RemoveLine { line } => words::remove_line(original, line_now(*line)?),
            Change::AddRow { section, cells } => cell::add_row(original, section, cells),
            Change::AddToSection { section, text } => section::add(original, section, text, End::First),
            Change::AppendToSection { section, text } => section::add(original, section, text, End::Last),
            Change::Move { .. } | Change::Create { .. } | Change::Delete | Change::Repair => Ok(None),
        }
    }

    /// Writes a file as the text that it was meant to be. Its lines stay where they are.
    fn repair(&mut self, path: &str) -> Result<(), Reason> {
        let bytes = self.bytes(path)?;
        let repaired = encoding::repaired(&bytes);
        if let Some(bytes) = repaired {
            self.touched.change(path, |touched| touched.bytes = Some(bytes));
        }
        Ok(())
    }

    fn create(&mut self, path: &str, text: &str) -> Result<(), Reason> {
        creatable(path).map_err(Reason::new)?;
        if self.exists(path) {
            return match self.bytes(path)? == text.as_bytes() {
                true => Ok(()),
                false => Err(Reason::new("there is such a file already")),
            };
        }
        self.check_free(path)?;
        self.touched.insert(path, Touched { bytes: Some(text.as_bytes().to_vec()), shifts: Vec::new() });
        Ok(())
    }

    /// Whether a file can lie at a path: no folder lies there, and no file where its folders would.
    fn check_free(&self, path: &str) -> Result<(), Reason> {
        if self.is_folder(path) {
            return Err(Reason::new(format!("{path} is a folder")));
        }
        let above = std::iter::successors(path.rsplit_once('/'), |(folder, _)| folder.rsplit_once('/'));
        match above.map(|(folder, _)| folder).find(|folder| self.exists(folder)) {
            Some(file) => Err(Reason::new(format!("{file} is a file, not a folder"))),
            None => Ok(()),
        }
    }

    fn move_to(&mut self, from: &str, to: &str) -> Result<(), Reason> {
        let target =
            creatable(to).map_err(|refusal| Reason::new(format!("it cannot be moved to {to}: {refusal}")))?;
        let is_file = self.exists(from);
        let moves: Vec<(String, String)> = if is_file {
            vec![(from.to_owned(), target.as_str().to_owned())]
        } else {
            let below = self.below(from).into_iter();
            below
                .map(|path| (format!("{to}{}", path.get(from.len()..).unwrap_or_default()), path))
                .map(|(to, from)| (from, to))
                .collect()
        };
        if moves.is_empty() {
            return Err(Reason::new("there is no such file or folder"));
        }
        if from == to {
            return Ok(());
        }
        if !is_file && to.strip_prefix(from).is_some_and(|rest| rest.starts_with('/')) {
            return Err(Reason::new("a folder cannot be moved into itself"));
        }
        for (from, to) in &moves {
            creatable(to)
                .map_err(|refusal| Reason::new(format!("{from} cannot be moved to {to}: {refusal}")))?;
            if self.exists(to) {
                return Err(Reason::new(format!("there is {to} already")));
            }
            self.check_free(to)?;
        }
        for (from, to) in moves {
            let bytes = self.bytes(&from)?.into_owned();
            let shifts = self.touched.change(&from, |old| {
                old.bytes = None;
                std::mem::take(&mut old.shifts)
            });
            self.touched.insert(&to, Touched { bytes: Some(bytes), shifts });
            let origin = self.moved.iter_mut().find(|(_, now)| *now == from);
            match origin {
                Some((_, now)) => *now = to,
                None => self.moved.push((from, to)),
            }
        }
        Ok(())
    }

    fn finish(self) -> Edited {
        let mut changed = Vec::new();
        let mut bytes = Vec::new();
        for (path, touched) in self.touched.iter() {
            let Ok(path) = TreePath::parse(path) else { continue };
            let old = self.files.get(path.as_str());
            let is_same = match (&touched.bytes, old.map(|old| self.files.read(old))) {
                (Some(new), Some(Ok(old))) => *new == *old,
                (None, None) => true,
                _ => false,
            };
            if !is_same {
                changed.push(path.clone());
                bytes.push((path, touched.bytes.clone()));
            }
        }
        let moved = self.moved.iter().filter(|(from, to)| from != to);
        let moved = moved.filter_map(|(from, to)| {
            self.files.get(from)?;
            Some((TreePath::parse(from).ok()?, TreePath::parse(to).ok()?))
        });
        Edited { moved: moved.collect(), files: self.files.changed(bytes.into_iter()), changed }
    }
}

impl Touched {
    /// Where a line of the file before the step is now.
    fn line_now(&self, line: u32) -> Result<u32, Reason> {
        let mut now = i64::from(line);
        for (behind, count) in &self.shifts {
            if now > *behind {
                now += count;
            }
        }
        u32::try_from(now)
            .ok()
            .filter(|now| *now > 0)
            .ok_or_else(|| Reason::at_line(line, "this line is gone"))
    }
}

/// Behind which line a splice makes how many lines more, or fewer.
fn shift_of(original: &Original<'_>, splice: &Splice) -> Option<(i64, i64)> {
    let count = |text: &str| text.bytes().filter(|byte| *byte == b'\n').count() as i64;
    let more = count(&splice.text) - count(original.slice(splice.range.clone()));
    let (line, column) = original.place(splice.range.end);
    // A line of which nothing goes moves as a whole.
    (more != 0).then_some((i64::from(line) - i64::from(column == 1), more))
}
