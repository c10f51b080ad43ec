//! Values with their places.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::order;

use super::number::{Number, number};

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

pub(super) fn repeated(key: &str, first: u32) -> String {
    format!("`{key}` is given twice; the value on line {first} is used. Delete one of the two.")
}

/// Problems by their place.
pub(super) fn in_order(mut problems: Vec<Problem>) -> Vec<Problem> {
    order::sort_by(&mut problems, |a, b| (a.line, a.column).cmp(&(b.line, b.column)));
    problems
}

pub(super) fn text_len(value: &Value) -> usize {
    value.as_text().map_or(0, str::len)
}

/// How deep a value nests; it was built within [`MAX_DEPTH`].
pub(super) fn height(node: &Node) -> usize {
    let mut deepest = 0;
    let mut open = vec![(node, 0)];
    while let Some((node, depth)) = open.pop() {
        deepest = deepest.max(depth);
        match &node.value {
            Value::List(items) => open.extend(items.iter().map(|item| (item, depth + 1))),
            Value::Map(entries) => open.extend(entries.iter().map(|entry| (&entry.value, depth + 1))),
            _ => {}
        }
    }
    deepest
}

impl serde::Serialize for Value {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::{SerializeMap, SerializeSeq};
        match self {
            Value::Null => serializer.serialize_unit(),
            Value::Bool(value) => serializer.serialize_bool(*value),
            Value::Text(text) => serializer.serialize_str(text),
            Value::Number(text) => match number(text) {
                Some(Number::Unsigned(number)) => serializer.serialize_u64(number),
                Some(Number::Signed(number)) => serializer.serialize_i64(number),
                Some(Number::Float(number)) => serializer.serialize_f64(number),
                None => serializer.serialize_str(text),
            },
            Value::List(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    list.serialize_element(item)?;
                }
                list.end()
            }
            Value::Map(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                let mut seen = BTreeSet::new();
                for entry in entries.iter().filter(|entry| seen.insert(entry.key.as_str())) {
                    map.serialize_entry(&entry.key, &entry.value)?;
                }
                map.end()
            }
        }
    }
}

impl serde::Serialize for Node {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}
