//! What somebody wants changed in the files of a tree, as values, and how such values become bytes: `apply` splices
//! them into the files, so that nothing else in a file changes.

mod apply;
mod block;
pub mod carried;
mod cell;
mod field;
mod list;
mod original;
pub mod patch;
pub mod pending;
mod scalar;
mod section;
mod target;
mod words;

pub use apply::{Edited, apply};
pub use target::{creatable, writable};

use crate::counted::counted;
use std::fmt;

/// One change of one file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// Path of the file relative to the root of the tree.
    pub path: String,
    /// What is changed in it.
    pub change: Change,
}

/// What is changed in a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// A field of the frontmatter is given a value; it is added when it is not there.
    SetField {
        /// The field.
        key: String,
        /// Its value, as text; quoted by the writer where it has to be.
        value: String,
    },
    /// A field of the frontmatter is given a day, with or without a time, or a number: what needs no quotes.
    SetDay {
        /// The field.
        key: String,
        /// The day, as it is written.
        value: String,
    },
    /// A field of the frontmatter is given a list of values. What the list holds already stays as it is written.
    SetList {
        /// The field.
        key: String,
        /// Its values, in their order.
        values: Vec<String>,
    },
    /// A field of the frontmatter goes.
    RemoveField {
        /// The field.
        key: String,
    },
    /// A list in the frontmatter is given one more value; the list is made when it is not there.
    AddToList {
        /// The field.
        key: String,
        /// The value.
        value: String,
    },
    /// A value of a list in the frontmatter goes.
    RemoveFromList {
        /// The field.
        key: String,
        /// The value, as written.
        value: String,
    },
    /// A cell of a table is given another text.
    SetCell {
        /// The line of its row, from 1.
        line: u32,
        /// The name of its column, as written in the header.
        column: String,
        /// The text.
        value: String,
    },
    /// A box is ticked or cleared.
    SetBox {
        /// The line of its item, from 1.
        line: u32,
        /// Whether it is ticked.
        done: bool,
    },
    /// Words are put in the place of others.
    Replace {
        /// The line in which the old ones begin, from 1.
        line: u32,
        /// The old ones, which stand there once. When there are none, the new ones come before the line.
        old: String,
        /// The new ones.
        new: String,
    },
    /// A row is added at the end of the first table of a section.
    AddRow {
        /// The heading of the section.
        section: String,
        /// Its cells, in the order of the table.
        cells: Vec<String>,
    },
    /// A line goes.
    RemoveLine {
        /// The line, from 1.
        line: u32,
    },
    /// Text is put at the beginning of a section, below its heading; text that begins with a heading comes before the
    /// first of those. The section is made, at the end of the file, when it is not there.
    AddToSection {
        /// The heading of the section.
        section: String,
        /// The text, without a line end at its end.
        text: String,
    },
    /// Text is put at the end of a section, which is made when it is not there.
    AppendToSection {
        /// The heading of the section.
        section: String,
        /// The text, without a line end at its end.
        text: String,
    },
    /// The file, or the folder with all that is in it, is moved.
    Move {
        /// Where to.
        to: String,
    },
    /// The file is made.
    Create {
        /// Its text.
        text: String,
    },
    /// The file goes.
    Delete,
    /// The text of the file, which had been decoded wrongly and saved so or is in an old code page, is written as it was meant,
    /// in UTF-8.
    Repair,
}

/// Several edits that are one step for whoever makes them: a finding's fix, or one change with all it entails.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Step {
    /// What it does, as a command: `Add PP02_x to blocks`.
    pub title: String,
    /// All it takes. Lines are those of the files before the step.
    pub edits: Vec<Edit>,
}

/// Why an edit cannot be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The file.
    pub path: String,
    /// Line and column, both from 1, when it is about a place.
    pub place: Option<(u32, u32)>,
    /// What stands against it, and what to do.
    pub reason: String,
}

impl fmt::Display for Refused {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.path)?;
        if let Some((line, column)) = self.place {
            write!(out, ":{line}:{column}")?;
        }
        write!(out, ": {}", self.reason)
    }
}

impl Edit {
    /// A change of a file.
    pub fn new(path: impl Into<String>, change: Change) -> Edit {
        Edit { path: path.into(), change }
    }
}

impl fmt::Display for Edit {
    /// The edit in words, for people.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = &self.path;
        match &self.change {
            Change::SetField { key, value } | Change::SetDay { key, value } => {
                write!(out, "{path}: set {key} to {value}")
            }
            Change::SetList { key, values } => write!(out, "{path}: set {key} to [{}]", values.join(", ")),
            Change::RemoveField { key } => write!(out, "{path}: remove {key}"),
            Change::AddToList { key, value } => write!(out, "{path}: add {value} to {key}"),
            Change::RemoveFromList { key, value } => write!(out, "{path}: remove {value} from {key}"),
            Change::SetCell { line, column, value } => write!(out, "{path}:{line}: set {column} to {value}"),
            Change::AddRow { section, cells } => {
                write!(out, "{path}: add to the table of {section}: | {} |", cells.join(" | "))
            }
            Change::SetBox { line, done: true } => write!(out, "{path}:{line}: tick the box"),
            Change::SetBox { line, done: false } => write!(out, "{path}:{line}: clear the box"),
            Change::Replace { line, old, new } if old.is_empty() => {
                write!(out, "{path}:{line}: add {}", short(new))
            }
            Change::Replace { line, old, new } if new.is_empty() => {
                write!(out, "{path}:{line}: remove {}", short(old))
            }
            Change::Replace { line, old, new } => {
                let (old, new) = differing(old, new);
                write!(out, "{path}:{line}: write {} for {}", short(new), short(old))
            }
            Change::RemoveLine { line } => write!(out, "{path}:{line}: remove the line"),
            Change::AddToSection { section, text } | Change::AppendToSection { section, text } => {
                write!(out, "{path}: add to {section}: {text}")
            }
            Change::Move { to } => write!(out, "{path}: move to {to}"),
            Change::Create { .. } => write!(out, "{path}: make the file"),
            Change::Delete => write!(out, "{path}: delete the file"),
            Change::Repair => write!(out, "{path}: restore the text"),
        }
    }
}

/// The words in which two lines differ, without what both begin and end with; both as they are when they have several lines.
fn differing<'a>(old: &'a str, new: &'a str) -> (&'a str, &'a str) {
    if old.contains('\n') || new.contains('\n') {
        return (old, new);
    }
    let is_edge = |character: char| character.is_whitespace() || matches!(character, '(' | ')' | '|');
    let same = old.char_indices().zip(new.chars()).take_while(|((_, a), b)| a == b);
    let start = same.filter(|((_, character), _)| is_edge(*character)).last();
    let start = start.map_or(0, |((at, character), _)| at + character.len_utf8());
    let (old_rest, new_rest) = (old.get(start..).unwrap_or(old), new.get(start..).unwrap_or(new));
    let same = old_rest.char_indices().rev().zip(new_rest.chars().rev()).take_while(|((_, a), b)| a == b);
    let end = same.filter(|((_, character), _)| is_edge(*character)).last();
    let end = end.map_or(0, |((at, _), _)| old_rest.len() - at);
    let cut = |rest: &'a str| rest.get(..rest.len().saturating_sub(end)).unwrap_or(rest);
    let (short_old, short_new) = (cut(old_rest), cut(new_rest));
    if short_old.trim().is_empty() || short_new.trim().is_empty() {
        (old, new)
    } else {
        (short_old, short_new)
    }
}

/// A text as one line, or how many lines it has.
fn short(text: &str) -> String {
    let text = text.trim_end_matches(['\n', '\r']);
    match text.lines().count() {
        0 | 1 => text.trim().to_owned(),
        count => counted(count, "line"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_tell_what_differs() {
        for (old, new, expected) in [
            ("](a/b.md)", "](../a/b.md)", "x:3: write ../a/b.md for a/b.md"),
            (
                "├── x/ ← 🔄 [WIP] System Plan",
                "├── x/ ← ✅ [DONE] System Plan",
                "x:3: write ✅ [DONE] for 🔄 [WIP]",
            ),
            ("a", "b", "x:3: write b for a"),
            ("a b", "a", "x:3: write a for a b"),
            ("one\ntwo\n", "one\n", "x:3: write one for 2 lines"),
        ] {
            let change = Change::Replace { line: 3, old: old.to_owned(), new: new.to_owned() };
            assert_eq!(Edit::new("x", change).to_string(), expected);
        }
    }
}
