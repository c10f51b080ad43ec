//! Fields of the frontmatter: given a value, added, taken away. Only the bytes of the value change, and what stands
//! behind it in its line stays.

use super::block::{Block, Expected, is_yaml};
use super::list;
use super::original::{Original, Reason, Splice};
use super::scalar::{self, Meaning, Place, Style};
use crate::document::{MapEntry, Value, yaml};

/// What a field is to hold.
#[derive(Clone, Copy, Debug)]
pub(super) enum Wanted<'a> {
    /// A text.
    Text(&'a str),
    /// A day, with or without a time, or a number.
    Day(&'a str),
    /// A list of texts.
    Texts(&'a [String]),
}

/// Gives a field a value; nothing when it has it already.
pub(super) fn set(
    original: &Original<'_>,
    path: &str,
    key: &str,
    wanted: Wanted<'_>,
) -> Result<Option<Splice>, Reason> {
    let block = Block::of(path, original.text())?;
    let entry = block.as_ref().and_then(|block| block.get(key));
    let has_value = |entry: &&MapEntry| !matches!(entry.value.value, Value::Null);
    if let (Wanted::Texts(texts), Some(block), Some(entry)) = (wanted, &block, entry.filter(has_value)) {
        return list::arrange(original, path, block, entry, &list::arrangement(entry, texts));
    }
    let value = value_of(entry, wanted);
    if entry.is_some_and(|entry| super::block::is_same(&entry.value.value, &value)) {
        return Ok(None);
    }
    let expected = Expected { key, value: Some(value) };
    let ways = match (&block, entry) {
        (Some(_), Some(entry)) => {
            let written = ways_to_write(original, block.as_ref(), Some(entry), wanted);
            written.into_iter().filter_map(|written| instead(original, entry, &written)).collect()
        }
        (block, _) => {
            let name = scalar::inline(key, Style::Plain, Style::Double, Place::Block, Meaning::Text);
            let mut ways = Vec::new();
            for written in ways_to_write(original, block.as_ref(), None, wanted) {
                let space = if written.is_empty() || written.starts_with(['\n', '\r']) { "" } else { " " };
                ways.extend(added(original, path, block.as_ref(), &format!("{name}:{space}{written}")));
            }
            ways
        }
    };
    Block::first_good(block.as_ref(), original, path, ways, &expected).map(Some)
}

/// Takes a field away; nothing when it is not there.
pub(super) fn remove(original: &Original<'_>, path: &str, key: &str) -> Result<Option<Splice>, Reason> {
    let Some(block) = Block::of(path, original.text())? else { return Ok(None) };
    let Some(entry) = block.get(key) else { return Ok(None) };
    let first = original.line_at(entry.key_span.start);
    if !original.slice(first.text.start..entry.key_span.start).trim().is_empty() {
        return Err(
            original.reason(entry.key_span.start, format!("{key} does not stand on a line of its own"))
        );
    }
    let last = original.line_at(entry.value.span.end.max(entry.key_span.end));
    let way = Splice::new(first.text.start..last.end, "");
    Block::first_good(Some(&block), original, path, [way], &Expected { key, value: None }).map(Some)
}

/// What a field means when it has been set. What was a number or a truth value and is given another one stays that.
fn value_of(entry: Option<&MapEntry>, wanted: Wanted<'_>) -> Value {
    match wanted {
        Wanted::Texts(texts) => {
            Value::List(texts.iter().map(|text| super::block::node(Value::Text(text.clone()))).collect())
        }
        Wanted::Text(text) => match (entry.map(|entry| &entry.value.value), text) {
            (Some(Value::Number(_)), _) if yaml::is_plain_number(text) => Value::Number(text.to_owned()),
            (Some(Value::Bool(_)), "true") => Value::Bool(true),
            (Some(Value::Bool(_)), "false") => Value::Bool(false),
            _ => Value::Text(text.to_owned()),
        },
        Wanted::Day(text) if yaml::is_plain_number(text) => Value::Number(text.to_owned()),
        Wanted::Day(text) => Value::Text(text.to_owned()),
    }
}

/// How a value can be written, the best first.
fn ways_to_write(
    original: &Original<'_>,
    block: Option<&Block>,
    entry: Option<&MapEntry>,
    wanted: Wanted<'_>,
) -> Vec<String> {
    let at = entry.map_or(0, |entry| entry.key_span.start);
    let eol = original.eol(at);
    let text = match wanted {
        Wanted::Texts(texts) => return list::ways_to_write(original, block, texts, eol),
        Wanted::Text(text) | Wanted::Day(text) => text,
    };
    let old = entry.map(|entry| original.slice(entry.value.span.clone()));
    let was_scalar = entry.is_some_and(|entry| !matches!(entry.value.value, Value::List(_) | Value::Map(_)));
    let old = old.filter(|old| was_scalar && !old.is_empty());
    let style = old.map_or(Style::Plain, scalar::style_of);
    let was_day = old.is_some_and(|old| style == Style::Plain && scalar::is_day_like(old));
    let stays_other = !matches!(value_of(entry, wanted), Value::Text(_));
    let meaning = match wanted {
        Wanted::Day(_) => Meaning::Other,
        _ if stays_other || (was_day && scalar::is_day_like(text)) => Meaning::Other,
        _ => Meaning::Text,
    };
    let quotes = quotes_of(original, block);
    let line = scalar::inline(text, style, quotes, Place::Block, meaning);
    let column = entry.map_or(0, |entry| entry.key_span.start - original.line_at(at).text.start);
    let is_below = matches!(style, Style::Literal | Style::Folded);
    let mut ways = Vec::new();
    if is_below || text.contains('\n') {
        let margin = old.filter(|_| is_below).and_then(margin).unwrap_or(column + 2);
        let styles =
            if style == Style::Folded { &[Style::Folded, Style::Literal][..] } else { &[Style::Literal] };
        for style in styles {
            ways.extend(scalar::below(text, *style, old.filter(|_| is_below), margin, eol));
        }
    }
    ways.push(line);
    ways
}

/// How far the text of a value is indented that stands below its header.
fn margin(written: &str) -> Option<usize> {
    let line = written.lines().skip(1).find(|line| !line.trim().is_empty())?;
    Some(line.len() - line.trim_start_matches(' ').len())
}

/// The quotes that a block uses; double ones when it uses none, or both.
pub(super) fn quotes_of(original: &Original<'_>, block: Option<&Block>) -> Style {
    let mut styles = Vec::new();
    for entry in block.iter().flat_map(|block| &block.entries) {
        let items = entry.value.value.as_list().unwrap_or_default().iter();
        styles.extend(
            std::iter::once(&entry.value)
                .chain(items)
                .map(|node| scalar::style_of(original.slice(node.span.clone()))),
        );
    }
    let is_single = styles.contains(&Style::Single) && !styles.contains(&Style::Double);
    if is_single { Style::Single } else { Style::Double }
}

/// A value in the place of the one that a field has; what stands behind the field's name in its line stays.
pub(super) fn instead(original: &Original<'_>, entry: &MapEntry, written: &str) -> Option<Splice> {
    let span = &entry.value.span;
    let colon = colon_of(original, entry)?;
    let line = original.line_at(colon);
    let space = if written.is_empty() || written.starts_with(['\n', '\r']) { "" } else { " " };
    if span.is_empty() {
        // Lines come behind what is remarked on the field.
        let at = if space.is_empty() && !written.is_empty() { line.text.end } else { colon };
        return Some(Splice::new(at..at, format!("{space}{written}")));
    }
    if span.start <= line.text.end {
        return Some(Splice::new(span.clone(), written));
    }
    let rest = original.slice(colon..line.text.end).trim_end();
    Some(Splice::new(colon..original.line_at(span.end).text.end, format!("{space}{written}{rest}")))
}

/// The place behind the colon of a field; nothing when the key is written in another way.
pub(super) fn colon_of(original: &Original<'_>, entry: &MapEntry) -> Option<usize> {
    let end = entry.key_span.end;
    let line = original.line_at(entry.key_span.start);
    let rest = original.slice(end..line.text.end);
    let after = rest.trim_start_matches([' ', '\t']).strip_prefix(':')?;
    let is_first = original.slice(line.text.start..entry.key_span.start).trim().is_empty();
    is_first.then_some(line.text.end - after.len())
}

/// A field more, behind the last one, or before it where the file does not end with a line end.
fn added(original: &Original<'_>, path: &str, block: Option<&Block>, field: &str) -> Vec<Splice> {
    let text = original.text();
    let Some(block) = block else {
        let eol = original.eol(0);
        let is_set_off = text.is_empty() || original.slice(original.line_at(0).text).trim().is_empty();
        let blank = if is_set_off { "" } else { eol };
        return vec![Splice::new(0..0, format!("---{eol}{field}{eol}---{eol}{blank}"))];
    };
    let eol = original.eol(block.yaml.start.saturating_sub(1));
    let Some(last) = block.entries.last() else {
        return vec![Splice::new(block.yaml.start..block.yaml.start, format!("{field}{eol}"))];
    };
    let key = original.line_at(last.key_span.start);
    let margin = original.slice(key.text.start..last.key_span.start);
    let lines = format!("{margin}{field}{eol}");
    let end = original.line_at(last.value.span.end.max(last.key_span.end));
    if end.text.end == end.end && is_yaml(path) {
        return vec![Splice::new(key.text.start..key.text.start, lines)];
    }
    // Behind the last field; where that runs on to the end of the block, there.
    vec![Splice::new(end.end..end.end, lines.clone()), Splice::new(block.yaml.end..block.yaml.end, lines)]
}
