//! Lines that changed with those around them, as people read them and as patches have them.

use crate::diff::{Change, Difference};
use std::ops::Range;

/// How many lines around a change are shown with it.
pub(super) const CONTEXT: usize = 3;

/// Lines that changed, with those around them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hunk {
    /// Which lines of the file before, counted from 0.
    pub old: Range<usize>,
    /// Which lines of the file after, counted from 0.
    pub new: Range<usize>,
    /// The lines in their order.
    pub lines: Vec<(Kind, Vec<u8>)>,
}

/// What has become of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It stays.
    Same,
    /// It goes.
    Gone,
    /// It comes.
    Come,
}

/// Part of a difference as it is walked.
enum Part<'a> {
    /// What follows is of these lines before and after.
    Begins(Range<usize>, Range<usize>),
    /// Lines, and what became of them.
    Lines(Kind, &'a [&'a [u8]]),
}

/// The hunks of a difference between two texts.
pub(super) fn of(difference: &Difference, old: &[u8], new: &[u8]) -> Vec<Hunk> {
    let mut hunks: Vec<Hunk> = Vec::new();
    walk(difference, difference.lines(old, new), &mut |part| match part {
        Part::Begins(old, new) => hunks.push(Hunk { old, new, lines: Vec::new() }),
        Part::Lines(kind, lines) => {
            let lines = lines.iter().map(|line| (kind, line.to_vec()));
            hunks.iter_mut().last().into_iter().for_each(|hunk| hunk.lines.extend(lines.clone()));
        }
    });
    hunks
}

/// Writes the hunks of a difference between two texts as patches have them.
pub(super) fn write(difference: &Difference, lines: [Vec<&[u8]>; 2], out: &mut Vec<u8>) {
    walk(difference, lines, &mut |part| match part {
        Part::Begins(old, new) => out.extend(format!("@@ -{} +{} @@\n", range(&old), range(&new)).as_bytes()),
        Part::Lines(kind, lines) => {
            let mark = match kind {
                Kind::Same => b' ',
                Kind::Gone => b'-',
                Kind::Come => b'+',
            };
            for line in lines {
                out.push(mark);
                out.extend_from_slice(line);
                if line.last() != Some(&b'\n') {
                    out.extend_from_slice(b"\n\\ No newline at end of file\n");
                }
            }
        }
    });
}

/// What differs between two texts as a unified diff under two titles; empty when nothing does.
pub fn unified(titles: [&str; 2], old: &[u8], new: &[u8]) -> Vec<u8> {
    let (difference, lines) = Difference::with_lines(old, new, CONTEXT);
    let mut out = Vec::new();
    if !difference.changes.is_empty() {
        let [before, after] = titles;
        for piece in ["--- ", before, "\n+++ ", after, "\n"] {
            out.extend_from_slice(piece.as_bytes());
        }
        write(&difference, lines, &mut out);
    }
    out
}

fn range(lines: &Range<usize>) -> String {
    match lines.len() {
        // Of nothing the line before is told.
        0 => format!("{},0", lines.start),
        1 => (lines.start + 1).to_string(),
        count => format!("{},{count}", lines.start + 1),
    }
}

/// Goes through the changes with the lines around them; those that are near each other are one hunk.
fn walk(difference: &Difference, [old, new]: [Vec<&[u8]>; 2], say: &mut dyn FnMut(Part<'_>)) {
    let mut rest: &[Change] = &difference.changes;
    while let Some(first) = rest.first() {
        let is_near = |pair: &[Change; 2]| pair[1].old.start - pair[0].old.end <= 2 * CONTEXT;
        let count = 1 + rest.array_windows().take_while(|pair| is_near(pair)).count();
        let (near, behind) = rest.split_at(count.min(rest.len()));
        rest = behind;
        let last = near.last().unwrap_or(first);
        let before = first.old.start.min(CONTEXT);
        let after = old.len().saturating_sub(last.old.end).min(CONTEXT);
        let shown = |start: usize, end: usize| start + difference.skipped..end + difference.skipped;
        let mut from = first.old.start - before;
        let end = last.old.end + after;
        let begin = first.new.start.saturating_sub(before);
        say(Part::Begins(shown(from, end), shown(begin, last.new.end + after)));
        let mut put = |kind: Kind, lines: Option<&[&[u8]]>| say(Part::Lines(kind, lines.unwrap_or_default()));
        for change in near {
            put(Kind::Same, old.get(from..change.old.start));
            put(Kind::Gone, old.get(change.old.clone()));
            put(Kind::Come, new.get(change.new.clone()));
            from = change.old.end;
        }
        put(Kind::Same, old.get(from..end));
    }
}
