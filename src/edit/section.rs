//! Entries of a section: put at its beginning or at its end, set off as entries are, and the section made when it is not
//! there.

use super::original::{Original, Reason, Splice};
use crate::document::structure::{self, is_called};

/// Where in a section an entry goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// Before what stands in it. An entry with a heading of its own comes before the first of those.
    First,
    /// Behind what stands in it.
    Last,
}

/// Puts a text into a section; nothing when it stands there already.
pub(super) fn add(
    original: &Original<'_>,
    section: &str,
    text: &str,
    end: End,
) -> Result<Option<Splice>, Reason> {
    let all = original.text();
    let eol = original.eol(0);
    let written = text.trim_end_matches(['\n', '\r']).replace("\r\n", "\n").replace('\n', eol);
    let structure = structure::read(all);
    let found = structure.headings.iter().position(|heading| is_called(&heading.text, section));
    let Some((at, heading)) = found.and_then(|at| Some((at, structure.headings.get(at)?))) else {
        let gap = if all.is_empty() || all.ends_with("\n\n") || all.ends_with("\r\n\r\n") {
            String::new()
        } else if all.ends_with('\n') {
            eol.to_owned()
        } else {
            eol.repeat(2)
        };
        let new = format!("{gap}## {section}{eol}{eol}{written}{eol}");
        return Ok(Some(Splice::new(all.len()..all.len(), new)));
    };
    let start = original.line_at(heading.span.end).end;
    let below = structure.headings.get(at + 1..).unwrap_or_default();
    let line_of = |at: usize| original.line_at(at).text.start;
    let next = below.iter().find(|next| next.level <= heading.level).map(|next| line_of(next.span.start));
    let stop = next.unwrap_or(all.len());
    let content = original.slice(start..stop);
    if is_there(content, &written) {
        return Ok(None);
    }
    let first_entry = below.first().map(|next| line_of(next.span.start)).filter(|first| *first < stop);
    let place = match end {
        End::First if written.starts_with('#') => first_entry.unwrap_or(stop),
        End::First => start + content.len() - content.trim_start().len(),
        End::Last => stop,
    };
    let place = if content.trim().is_empty() { stop } else { place };
    let before = original.slice(start..place);
    let after = original.slice(place..stop);
    // Everything between what stands before and behind it, blank lines included.
    let before = before.trim_end();
    let from = start + before.len();
    let is_first = before.is_empty();
    let joins = |left: &str, right: &str| {
        let (left, right) =
            (left.lines().last().unwrap_or_default(), right.lines().next().unwrap_or_default());
        is_item(left) && is_item(right)
    };
    let is_joined_above = !is_first && joins(before, &written);
    let above = match (is_first, is_joined_above) {
        // The line end of the heading is behind `start` already, unless the file ends with it.
        (true, _) if all.get(..start).is_some_and(|text| text.ends_with('\n')) => eol.to_owned(),
        (true, _) => eol.repeat(2),
        (false, true) => eol.to_owned(),
        (false, false) => eol.repeat(2),
    };
    let is_joined_below = !after.trim().is_empty() && joins(&written, after.trim_start());
    let rest = if after.trim().is_empty() { "" } else { after };
    let below = match (rest.is_empty(), next.is_some() || !rest.is_empty(), is_joined_below) {
        (false, _, true) => eol.to_owned(),
        (_, true, _) => eol.repeat(2),
        _ => eol.to_owned(),
    };
    let to = if rest.is_empty() { stop } else { place };
    Ok(Some(Splice::new(from..to, format!("{above}{written}{below}"))))
}

/// Whether an entry stands in a section already, line for line.
fn is_there(content: &str, written: &str) -> bool {
    let lines = |text: &str| text.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>();
    let (content, written) = (lines(content), lines(written));
    !written.is_empty() && content.windows(written.len()).any(|window| window == written)
}

/// Whether a line is an entry of a list.
fn is_item(line: &str) -> bool {
    let line = line.trim_start();
    let numbered = line.trim_start_matches(|digit: char| digit.is_ascii_digit());
    line.starts_with("- ")
        || line.starts_with("* ")
        || (numbered.len() < line.len() && (numbered.starts_with(". ") || numbered.starts_with(") ")))
}
