//! Rows of pipe tables, as GFM cuts them: a pipe divides everywhere unless it is escaped, in code as well.

use crate::lines;
use std::ops::Range;

/// The spans of the cells of a row, without the spaces around them; offsets count from `base`.
pub(super) fn cells(line: &str, base: usize) -> Vec<Range<usize>> {
    let text = line.trim_end();
    let lead = text.len() - text.trim_start().len();
    let mut start = lead + usize::from(text.get(lead..).is_some_and(|text| text.starts_with('|')));
    let bytes = text.as_bytes();
    let mut cells = Vec::with_capacity(8);
    let mut at = start;
    while let Some(skipped) =
        bytes.get(at..).and_then(|rest| rest.iter().position(|byte| matches!(byte, b'|' | b'\\')))
    {
        at += skipped;
        if bytes.get(at) == Some(&b'|') {
            cells.push(trimmed(text, start..at, base));
            start = at + 1;
            at += 1;
        } else {
            // Whatever stands behind it stands for itself.
            at += 2;
        }
    }
    if start < text.len() {
        cells.push(trimmed(text, start..text.len(), base));
    }
    cells
}

fn trimmed(line: &str, span: Range<usize>, base: usize) -> Range<usize> {
    let text = line.get(span.clone()).unwrap_or_default();
    let inner = lines::trim(text);
    let before = inner.as_ptr().addr() - text.as_ptr().addr();
    let start = base + span.start + before;
    if inner.is_empty() { base + span.start..base + span.start } else { start..start + inner.len() }
}

/// How many columns a delimiter row (`|---|:-:|`) has; 0 when it is none.
pub(super) fn delimiters(line: &str) -> usize {
    let text = lines::trim(line);
    if !text.bytes().all(|byte| matches!(byte, b'|' | b'-' | b':' | b' ' | b'\t')) || !text.contains('-') {
        return 0;
    }
    let inner = text.strip_prefix('|').unwrap_or(text);
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    let mut count = 0;
    for cell in inner.split('|') {
        let cell = cell.trim();
        let dashes = cell.strip_prefix(':').unwrap_or(cell);
        let dashes = dashes.strip_suffix(':').unwrap_or(dashes);
        if dashes.is_empty() || !dashes.bytes().all(|byte| byte == b'-') {
            return 0;
        }
        count += 1;
    }
    if count == 1 && !text.contains('|') { 0 } else { count }
}
