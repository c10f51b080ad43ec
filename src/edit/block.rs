//! The fields of a file as they are changed: where they are, and whether a change has changed what it should and
//! nothing else.

use super::original::{Original, Reason, Splice};
use crate::document::{MapEntry, Node, Value, frontmatter, yaml};
use std::ops::Range;

/// The frontmatter of a document, or all of a file that is YAML.
pub(super) struct Block {
    /// All of it, with the lines around it.
    pub(super) span: Range<usize>,
    /// The YAML.
    pub(super) yaml: Range<usize>,
    /// Its fields.
    pub(super) entries: Vec<MapEntry>,
}

/// What a file should mean after a change.
pub(super) struct Expected<'a> {
    /// The field that changes.
    pub(super) key: &'a str,
    /// Its value; nothing when it goes.
    pub(super) value: Option<Value>,
}

/// Whether a file is YAML as a whole.
pub(super) fn is_yaml(path: &str) -> bool {
    path.ends_with(".yaml") || path.ends_with(".yml")
}

impl Block {
    /// The fields of a file, when it has any place for them.
    pub(super) fn of(path: &str, text: &str) -> Result<Option<Block>, Reason> {
        let (span, yaml) = if is_yaml(path) {
            (0..text.len(), 0..text.len())
        } else {
            let Some((span, yaml)) = frontmatter::place(text) else { return Ok(None) };
            (span, yaml)
        };
        if span.is_empty() && !text.is_empty() {
            let line =
                text.get(..yaml.start).unwrap_or_default().bytes().filter(|byte| *byte == b'\n').count();
            let text = "the block that opens here with `---` is never closed; put `---` on a line of its own below it";
            return Err(Reason::at_line(line.max(1) as u32, text));
        }
        let entries = yaml::read_strictly(text, yaml.clone())
            .map_err(|problem| Reason { place: Some((problem.line, problem.column)), text: problem.text })?;
        Ok(Some(Block { span, yaml, entries }))
    }

    /// The field of this name.
    pub(super) fn get(&self, key: &str) -> Option<&MapEntry> {
        self.entries.iter().find(|entry| entry.key == key)
    }

    /// The first way of writing a change after which the file means what is expected, and everything else stays.
    pub(super) fn first_good(
        old: Option<&Block>,
        original: &Original<'_>,
        path: &str,
        ways: impl IntoIterator<Item = Splice>,
        expected: &Expected<'_>,
    ) -> Result<Splice, Reason> {
        for splice in ways {
            let text = original.spliced_text(&splice);
            let Ok(Some(new)) = Block::of(path, &text) else { continue };
            let body = |block: Option<&Block>| block.map_or(0, |block| block.span.end);
            let stays = text.get(new.span.end..).is_some_and(|after| {
                let before = original.slice(body(old)..original.text().len());
                // Frontmatter that is new is set off by a blank line.
                after == before || (old.is_none() && after.trim_start() == before.trim_start())
            });
            let before = old.map_or(&[][..], |block| &block.entries);
            if stays && means(before, &new.entries, expected) {
                return Ok(splice);
            }
        }
        let at = old.and_then(|block| block.get(expected.key)).map_or(0, |entry| entry.key_span.start);
        let text = format!(
            "{} cannot be written here so that everything else stays as it is; change it by hand",
            expected.key
        );
        Err(original.reason(at, text))
    }
}

/// Whether fields mean what they meant before, but for the one that was to change.
fn means(before: &[MapEntry], after: &[MapEntry], expected: &Expected<'_>) -> bool {
    let own = |entries: &[MapEntry]| entries.iter().position(|entry| entry.key == expected.key);
    let is_right = match (&expected.value, after.iter().find(|entry| entry.key == expected.key)) {
        (None, None) => true,
        (Some(value), Some(entry)) => is_same(value, &entry.value.value),
        _ => false,
    };
    // A field that stays keeps its place among the others.
    let stays = own(before).is_none() || own(after).is_none() || own(before) == own(after);
    let other = |entry: &&MapEntry| entry.key != expected.key;
    is_right
        && stays
        && before.iter().filter(other).count() == after.iter().filter(other).count()
        && before.iter().filter(other).zip(after.iter().filter(other)).all(|(before, after)| {
            before.key == after.key && is_same(&before.value.value, &after.value.value)
        })
}

/// Whether two values mean the same, wherever they stand. Values nest no deeper than is read.
pub(super) fn is_same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::List(left), Value::List(right)) => {
            left.len() == right.len()
                && left.iter().zip(right).all(|(left, right)| is_same(&left.value, &right.value))
        }
        (Value::Map(left), Value::Map(right)) => {
            left.len() == right.len()
                && left.iter().zip(right).all(|(left, right)| {
                    left.key == right.key && is_same(&left.value.value, &right.value.value)
                })
        }
        (left, right) => left == right,
    }
}

/// A value that stands nowhere yet.
pub(super) fn node(value: Value) -> Node {
    Node { value, span: 0..0, line: 0, column: 0 }
}
