//! What somebody wants changed in the files of a tree, as values: nothing here is text of a file yet, and nothing
//! is changed by making one.

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
    /// Text is put at the beginning of a section, below its heading.
    AddToSection {
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
}

impl fmt::Display for Edit {
    /// The edit in words, for people.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = &self.path;
        match &self.change {
            Change::SetField { key, value } => write!(out, "{path}: set {key} to {value}"),
            Change::RemoveField { key } => write!(out, "{path}: remove {key}"),
            Change::AddToList { key, value } => write!(out, "{path}: add {value} to {key}"),
            Change::RemoveFromList { key, value } => write!(out, "{path}: remove {value} from {key}"),
            Change::SetCell { line, column, value } => write!(out, "{path}:{line}: set {column} to {value}"),
            Change::AddRow { section, cells } => {
                write!(out, "{path}: add to the table of {section}: | {} |", cells.join(" | "))
            }
            Change::RemoveLine { line } => write!(out, "{path}:{line}: remove the line"),
            Change::AddToSection { section, text } => write!(out, "{path}: add to {section}: {text}"),
            Change::Move { to } => write!(out, "{path}: move to {to}"),
            Change::Create { .. } => write!(out, "{path}: make the file"),
        }
    }
}
