//! Words of a line: replaced, ticked, taken away. The words that go are said, so that nothing else can go in their
//! place.

use super::original::{Original, Reason, Splice};
use crate::document::structure;

/// Puts `new` in the place of `old`, which begins in a line and stands there once; nothing when `new` stands there
/// already.
pub(super) fn replace(
    original: &Original<'_>,
    line: u32,
    old: &str,
    new: &str,
) -> Result<Option<Splice>, Reason> {
    let Some(at) = original.line(line) else {
        return Err(Reason::at_line(line, "the file has no such line"));
    };
    if old.is_empty() {
        return Ok(Some(Splice::new(at.text.start..at.text.start, new)));
    }
    let begins = |start: usize| original.slice(start..original.text().len()).starts_with(old);
    // What runs over several lines begins at the first of them.
    let is_whole = original.slice(at.text.clone()) == old;
    let places: Vec<usize> = if old.contains('\n') || is_whole {
        Some(at.text.start).filter(|start| begins(*start)).into_iter().collect()
    } else {
        let text = original.slice(at.text.clone());
        text.match_indices(old).map(|(offset, _)| at.text.start + offset).collect()
    };
    match places.as_slice() {
        [_] if old == new => Ok(None),
        [start] => Ok(Some(Splice::new(*start..start + old.len(), new))),
        [] => Err(Reason::at_line(line, format!("\"{}\" does not stand here", first_line(old)))),
        _ => Err(Reason::at_line(line, format!("\"{}\" stands here more than once", first_line(old)))),
    }
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

/// Ticks a box or clears it; nothing when it is so already.
pub(super) fn tick(original: &Original<'_>, line: u32, is_done: bool) -> Result<Option<Splice>, Reason> {
    let structure = structure::read(original.text());
    let check = structure.checks.iter().find(|check| check.line == line);
    let at = original.line(line).and_then(|at| {
        let text = original.slice(at.text.clone());
        let mark = ["[ ]", "[x]", "[X]"].iter().filter_map(|mark| text.find(mark)).min()?;
        Some(at.text.start + mark + 1)
    });
    match (check, at) {
        (Some(check), Some(_)) if check.done == is_done => Ok(None),
        (Some(_), Some(at)) => Ok(Some(Splice::new(at..at + 1, if is_done { "x" } else { " " }))),
        _ => Err(Reason::at_line(line, "no box stands here")),
    }
}

/// Takes a line away, with its line end.
pub(super) fn remove_line(original: &Original<'_>, line: u32) -> Result<Option<Splice>, Reason> {
    match original.line(line).filter(|line| line.end > line.text.start) {
        Some(line) => Ok(Some(Splice::new(line.text.start..line.end, ""))),
        None => Err(Reason::at_line(line, "the file has no such line")),
    }
}
