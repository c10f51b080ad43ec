//! Lists of the frontmatter, in lines and in brackets: values added, taken away, replaced, moved. What stays keeps its
//! line with what is remarked on it.

use super::block::{Block, Expected, is_same, node};
use super::field::{instead, quotes_of};
use super::original::{Original, Reason, Splice};
use super::scalar::{self, Meaning, Place, Style};
use crate::document::{MapEntry, Node, Value};

/// What stands at a place of a list when it has been changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Want<'a> {
    /// The value that stood at this place.
    Old(usize),
    /// Another value in the place of that one.
    Instead(usize, &'a str),
    /// A value more.
    New(&'a str),
}

/// A list given one more value; nothing when it has it already. The list is made when it is not there.
pub(super) fn add(
    original: &Original<'_>,
    path: &str,
    key: &str,
    value: &str,
) -> Result<Option<Splice>, Reason> {
    let block = Block::of(path, original.text())?;
    let entry = block.as_ref().and_then(|block| block.get(key));
    let entry = entry.filter(|entry| !matches!(entry.value.value, Value::Null));
    let (Some(block), Some(entry)) = (&block, entry) else {
        return super::field::set(original, path, key, super::field::Wanted::Texts(&[value.to_owned()]));
    };
    let old = values(entry);
    if old.iter().any(|node| node.value.as_text() == Some(value)) {
        return Ok(None);
    }
    let wants: Vec<Want<'_>> = (0..old.len()).map(Want::Old).chain([Want::New(value)]).collect();
    arrange(original, path, block, entry, &wants)
}

/// A list without a value; nothing when it does not have it.
pub(super) fn remove(
    original: &Original<'_>,
    path: &str,
    key: &str,
    value: &str,
) -> Result<Option<Splice>, Reason> {
    let Some(block) = Block::of(path, original.text())? else { return Ok(None) };
    let Some(entry) = block.get(key) else { return Ok(None) };
    let old = values(entry);
    let wants: Vec<Want<'_>> = old
        .iter()
        .enumerate()
        .filter(|(_, node)| node.value.as_text() != Some(value))
        .map(|(at, _)| Want::Old(at))
        .collect();
    if wants.len() == old.len() {
        return Ok(None);
    }
    arrange(original, path, &block, entry, &wants)
}

/// How a list becomes one of these texts: what it has already stays, and where the others stood new ones come.
pub(super) fn arrangement<'a>(entry: &MapEntry, texts: &'a [String]) -> Vec<Want<'a>> {
    let old = values(entry);
    let mut is_free = vec![true; old.len()];
    let mut wants = Vec::with_capacity(texts.len());
    for text in texts {
        let found = old
            .iter()
            .zip(&is_free)
            .position(|(node, is_free)| *is_free && node.value.as_text() == Some(text.as_str()));
        is_free.iter_mut().skip(found.unwrap_or(usize::MAX)).take(1).for_each(|is_free| *is_free = false);
        wants.push(found.map_or(Want::New(text), Want::Old));
    }
    // A value that goes and one that comes at the same place are one that is replaced.
    for (at, want) in wants.iter_mut().enumerate() {
        if let (Want::New(text), Some(true)) = (*want, is_free.get(at)) {
            *want = Want::Instead(at, text);
        }
    }
    wants
}

/// The values of a field; one that is no list counts as a list of one.
fn values(entry: &MapEntry) -> &[Node] {
    match &entry.value.value {
        Value::List(nodes) => nodes,
        Value::Null => &[],
        _ => std::slice::from_ref(&entry.value),
    }
}

/// Changes a list into what is wanted.
pub(super) fn arrange(
    original: &Original<'_>,
    path: &str,
    block: &Block,
    entry: &MapEntry,
    wants: &[Want<'_>],
) -> Result<Option<Splice>, Reason> {
    let old = values(entry);
    let value = |want: &Want<'_>| match want {
        Want::Old(at) => old.get(*at).map(|old| node(old.value.clone())),
        Want::Instead(_, text) | Want::New(text) => Some(node(Value::Text((*text).to_owned()))),
    };
    let value = Value::List(wants.iter().filter_map(value).collect());
    if is_same(&value, &entry.value.value) {
        return Ok(None);
    }
    let eol = original.eol(entry.key_span.start);
    let is_list = matches!(entry.value.value, Value::List(_));
    let is_in_brackets = original.slice(entry.value.span.clone()).starts_with('[');
    let splice = if wants.is_empty() {
        instead(original, entry, "[]")
    } else if !is_list {
        let writer = Writer::of(original, block, old, Place::Flow);
        let texts = wants.iter().map(|want| match want {
            Want::Old(at) => old.get(*at).map_or("", |node| original.slice(node.span.clone())).to_owned(),
            Want::Instead(_, text) | Want::New(text) => writer.new_text(text),
        });
        let texts: Vec<String> = texts.collect();
        instead(original, entry, &format!("[{}]", texts.join(", ")))
    } else if is_in_brackets {
        Some(in_brackets(original, block, entry, old, wants))
    } else {
        in_lines(original, block, old, wants, eol)
    };
    let Some(splice) = splice else {
        return Err(original
            .reason(entry.key_span.start, format!("the list {} is written in an unusual way", entry.key)));
    };
    Block::first_good(
        Some(block),
        original,
        path,
        [splice],
        &Expected { key: &entry.key, value: Some(value) },
    )
    .map(Some)
}

/// How new values of a list are written.
struct Writer<'a> {
    original: &'a Original<'a>,
    old: &'a [Node],
    quotes: Style,
    place: Place,
}

impl Writer<'_> {
    fn of<'a>(original: &'a Original<'a>, block: &Block, old: &'a [Node], place: Place) -> Writer<'a> {
        Writer { original, old, quotes: quotes_of(original, Some(block)), place }
    }

    /// A value more, in the style of the last one.
    fn new_text(&self, text: &str) -> String {
        let texts = self.old.iter().rev().filter(|node| matches!(node.value, Value::Text(_)));
        self.write(text, texts.take(1).next())
    }

    /// A value in the place of another one, in its style.
    fn text_instead(&self, text: &str, old: &Node) -> String {
        self.write(text, Some(old))
    }

    fn write(&self, text: &str, like: Option<&Node>) -> String {
        let style = like.map(|node| scalar::style_of(self.original.slice(node.span.clone())));
        let style =
            style.filter(|style| matches!(style, Style::Single | Style::Double)).unwrap_or(Style::Plain);
        scalar::inline(text, style, self.quotes, self.place, Meaning::Text)
    }
}

fn in_brackets(
    original: &Original<'_>,
    block: &Block,
    entry: &MapEntry,
    old: &[Node],
    wants: &[Want<'_>],
) -> Splice {
    let span = entry.value.span.clone();
    let between = |at: usize| {
        let (left, right) = (old.get(at)?, old.get(at + 1)?);
        Some(original.slice(left.span.end..right.span.start))
    };
    let usual = (0..old.len()).filter_map(between).find(|text| !text.contains('#')).unwrap_or(", ");
    let (head, tail) = match (old.first(), old.last()) {
        (Some(first), Some(last)) => (
            original.slice(span.start + 1..first.span.start),
            original.slice(last.span.end..span.end.saturating_sub(1)),
        ),
        _ => ("", ""),
    };
    let place = |want: &Want<'_>| match want {
        Want::Old(at) | Want::Instead(at, _) => Some(*at),
        Want::New(_) => None,
    };
    let writer = Writer::of(original, block, old, Place::Flow);
    let mut text = format!("[{head}");
    let mut last: Option<Option<usize>> = None;
    for want in wants {
        if let Some(last) = last {
            let follows = last.zip(place(want)).filter(|(left, right)| left + 1 == *right);
            text.push_str(follows.and_then(|(left, _)| between(left)).unwrap_or(usual));
        }
        last = Some(place(want));
        match want {
            Want::Old(at) => text.push_str(old.get(*at).map_or("", |node| original.slice(node.span.clone()))),
            Want::Instead(at, new) => {
                text.push_str(&old.get(*at).map_or_else(String::new, |old| writer.text_instead(new, old)));
            }
            Want::New(new) => text.push_str(&writer.new_text(new)),
        }
    }
    text.push_str(tail);
    text.push(']');
    Splice::new(span, text)
}

/// The lines of a value in a list, with the remarks above it.
struct Lines {
    /// Where they begin.
    start: usize,
    /// Where its own line begins.
    own: usize,
    /// Where its dash stands.
    dash: usize,
}

fn in_lines(
    original: &Original<'_>,
    block: &Block,
    old: &[Node],
    wants: &[Want<'_>],
    eol: &str,
) -> Option<Splice> {
    let mut chunks: Vec<Lines> = Vec::with_capacity(old.len());
    let mut end = None;
    for node in old {
        let own = original.line_at(node.span.start);
        let before = original.slice(own.text.start..node.span.start);
        let dash = before.trim_end_matches([' ', '\t']).len().checked_sub(1)?;
        // Lists within lists, and values on another line than their dash, are left alone.
        if before.trim() != "-" {
            return None;
        }
        let start = end.unwrap_or(own.text.start);
        chunks.push(Lines { start, own: own.text.start, dash: own.text.start + dash });
        end = Some(original.line_at(node.span.end).end);
    }
    let (first, end) = (chunks.first()?, end?);
    let begin = first.own;
    let margin = original.slice(first.own..first.dash);
    let space = original.slice(first.dash + 1..old.first()?.span.start);
    let space = if space.is_empty() { " " } else { space };
    let writer = Writer::of(original, block, old, Place::Block);
    let mut text = String::new();
    for want in wants {
        match want {
            Want::New(new) => text.push_str(&format!("{margin}-{space}{}{eol}", writer.new_text(new))),
            Want::Old(at) | Want::Instead(at, _) => {
                let (chunk, value) = chunks.get(*at).zip(old.get(*at))?;
                let stop = chunks.get(at + 1).map_or(end, |next| next.start);
                let start = if *at == 0 { begin } else { chunk.start };
                match want {
                    Want::Instead(_, new) => {
                        let span = &value.span;
                        let space = if span.is_empty() { " " } else { "" };
                        text.push_str(original.slice(start..span.start));
                        text.push_str(space);
                        text.push_str(&writer.text_instead(new, value));
                        text.push_str(original.slice(span.end..stop));
                    }
                    _ => text.push_str(original.slice(start..stop)),
                }
                if !text.ends_with('\n') {
                    text.push_str(eol);
                }
            }
        }
    }
    // A file that did not end with a line end does not.
    if !original.slice(begin..end).ends_with('\n') {
        text.truncate(text.trim_end_matches(['\n', '\r']).len());
    }
    Some(Splice::new(begin..end, text))
}

/// How a list that is not there yet can be written: as the other lists of the block are.
pub(super) fn ways_to_write(
    original: &Original<'_>,
    block: Option<&Block>,
    texts: &[String],
    eol: &str,
) -> Vec<String> {
    let quotes = quotes_of(original, block);
    let write =
        |place: Place| move |text: &String| scalar::inline(text, Style::Plain, quotes, place, Meaning::Text);
    let flow: Vec<String> = texts.iter().map(write(Place::Flow)).collect();
    let flow = format!("[{}]", flow.join(", "));
    let lists = block.iter().flat_map(|block| &block.entries).filter_map(|entry| {
        let first = entry.value.value.as_list()?.first()?;
        let line = original.line_at(first.span.start);
        let before = original.slice(line.text.start..first.span.start);
        let key = original.line_at(entry.key_span.start).text.start;
        (before.trim() == "-").then(|| (before, entry.key_span.start - key))
    });
    let mut ways = Vec::new();
    if let Some((before, _)) = lists.into_iter().next().filter(|_| !texts.is_empty()) {
        let before = if before.ends_with(' ') { before.to_owned() } else { format!("{before} ") };
        let lines = texts.iter().map(write(Place::Block)).map(|text| format!("{eol}{before}{text}"));
        ways.push(lines.collect::<String>());
    }
    ways.push(flow);
    ways
}
