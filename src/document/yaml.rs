//! YAML with places: every value knows the bytes, the line and the column it was read from.
//!
//! Structure comes from `saphyr_parser` events, the meaning of plain scalars from `serde_yaml`. Blocks that
//! are not YAML are read line by line, so that one bad value never hides the others.

use std::borrow::Cow;
use std::ops::Range;

use crate::named::Named;
use saphyr_parser::{Event, Parser, ScalarStyle, Tag};

mod fast;
mod number;
mod place;
mod tolerant;
mod value;

use number::is_number;
use place::{Offsets, Places, after_colon, quoted_end, skip_blank};
pub use value::{MapEntry, Node, Problem, Value, get};
use value::{height, in_order, repeated, text_len};

/// Frontmatter and YAML files larger than this are not read.
pub const MAX_BLOCK_BYTES: usize = 64 * 1024;
/// More aliases (`*name`) than this are not followed.
pub const MAX_ALIASES: usize = 100;
/// Aliases may not blow a block up to more than this.
pub const MAX_EXPANDED_BYTES: usize = 1024 * 1024;
/// Deeper nesting than this is not read.
pub const MAX_DEPTH: usize = 64;

/// Reads the mapping that stands in `block` of `text`; places are those of the whole text.
///
/// Simple blocks are read by a line reader, others by the YAML parser, and what is not YAML line by line with
/// a problem for every line that is wrong.
pub fn read(text: &str, block: Range<usize>) -> (Vec<MapEntry>, Vec<Problem>) {
    let Some(source) = text.get(block.clone()) else { return (Vec::new(), Vec::new()) };
    let places = Places::new(text, block.start);
    if source.len() > MAX_BLOCK_BYTES {
        let text = format!(
            "This block has {} bytes; blocks over {MAX_BLOCK_BYTES} bytes are not read. Move long texts into the body.",
            source.len()
        );
        return (Vec::new(), vec![places.clone().problem(block.start, text)]);
    }
    if let Some(entries) = fast::read(source, block.start, places.clone()) {
        return (entries, Vec::new());
    }
    match parse(source, block.start, places.clone()) {
        Ok((entries, problems)) => (entries, in_order(problems)),
        Err(failure) => tolerant::read(source, block.start, places, failure),
    }
}

/// Reads a mapping that is to be changed: by the parser alone, and only when nothing in it means more than it says.
///
/// # Errors
/// The first place that is no YAML, or that whoever rewrites a value cannot see through: anchors, aliases, tags,
/// merge keys, keys that are no text, a key that is given twice, a second document.
pub fn read_strictly(text: &str, block: Range<usize>) -> Result<Vec<MapEntry>, Problem> {
    let mut places = Places::new(text, block.start);
    let Some(source) = text.get(block.clone()) else { return Ok(Vec::new()) };
    if source.len() > MAX_BLOCK_BYTES {
        let text = format!("this block has more than {MAX_BLOCK_BYTES} bytes");
        return Err(places.problem(block.start, text));
    }
    // YAML 1.1 ends lines at these, 1.2 does not.
    if let Some(at) = source.find(['\u{85}', '\u{2028}', '\u{2029}']) {
        let text = "a character stands here that some readers of YAML take for a line end and others do not";
        return Err(places.problem(block.start + at, text.to_owned()));
    }
    match parse_in(source, block.start, places.clone(), Manner::Strict) {
        Ok((entries, problems)) => match in_order(problems).into_iter().next() {
            None => Ok(entries),
            Some(problem) => Err(problem),
        },
        Err(failure) => Err(places.problem(failure.at, failure.text)),
    }
}

/// The second tier alone: what the YAML parser gives, or `None` where it fails. For tests of the first.
#[doc(hidden)]
pub fn read_by_parser(text: &str, block: Range<usize>) -> Option<(Vec<MapEntry>, Vec<Problem>)> {
    let source = text.get(block.clone())?;
    parse(source, block.start, Places::new(text, block.start)).ok()
}

/// The first tier alone; `None` where it leaves the block to the parser. For tests.
#[doc(hidden)]
pub fn read_fast(text: &str, block: Range<usize>) -> Option<Vec<MapEntry>> {
    fast::read(text.get(block.clone())?, block.start, Places::new(text, block.start))
}

/// What a plain scalar means, nearly as `serde_yaml` has it: numbers too large for it are numbers too.
fn plain(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ if is_number(text) => Value::Number(text.to_owned()),
        _ => Value::Text(text.to_owned()),
    }
}

/// Whether a plain scalar is a number.
pub fn is_plain_number(text: &str) -> bool {
    matches!(plain(text), Value::Number(_))
}

/// Why a block was not read by the parser.
struct Failure {
    at: usize,
    text: String,
}

enum Frame {
    List {
        start: usize,
        block: bool,
        anchor: usize,
        expanded: usize,
        items: Vec<Node>,
    },
    Map {
        start: usize,
        block: bool,
        anchor: usize,
        expanded: usize,
        entries: Vec<MapEntry>,
        key: Option<Key>,
    },
}

struct Key {
    text: String,
    span: Range<usize>,
    line: u32,
}

impl Key {
    /// Text as it is, anything else as it is written.
    fn new(node: Node, source: &str, base: usize) -> Self {
        let text = match node.value {
            Value::Text(text) => text,
            _ => {
                source.get(node.span.start - base..node.span.end - base).unwrap_or_default().trim().to_owned()
            }
        };
        Key { text, span: node.span, line: node.line }
    }
}

/// What is done with what only the parser of YAML understands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Manner {
    /// It is read.
    Tolerant,
    /// It is a failure.
    Strict,
}

struct Builder<'t> {
    manner: Manner,
    source: &'t str,
    base: usize,
    places: Places<'t>,
    stack: Vec<Frame>,
    root: Option<Node>,
    /// Finished anchors, each with its number and its expanded size. Only [`MAX_ALIASES`] ever look.
    anchors: Vec<(usize, Node, usize)>,
    aliases: usize,
    expanded: usize,
    problems: Vec<Problem>,
}

fn parse(source: &str, base: usize, places: Places<'_>) -> Result<(Vec<MapEntry>, Vec<Problem>), Failure> {
    parse_in(source, base, places, Manner::Tolerant)
}

/// Reads one document by the events of the parser. The parser is a state machine and so is this: nothing recurses.
fn parse_in(
    source: &str,
    base: usize,
    places: Places<'_>,
    manner: Manner,
) -> Result<(Vec<MapEntry>, Vec<Problem>), Failure> {
    if let Some(at) = source.find('\0') {
        return Err(Failure {
            at: base + at,
            text: "A zero byte cannot stand in YAML; take it out.".to_owned(),
        });
    }
    let offsets = Offsets::new(source);
    let mut builder = Builder {
        manner,
        source,
        base,
        places,
        stack: Vec::new(),
        root: None,
        anchors: Vec::new(),
        aliases: 0,
        expanded: 0,
        problems: Vec::new(),
    };
    let mut documents = 0;
    for event in Parser::new_from_str(source) {
        let (event, span) = event.map_err(|error| Failure {
            at: base + offsets.byte(error.marker().index()),
            text: format!("This is not valid YAML: {}.", error.info()),
        })?;
        let span = offsets.byte(span.start.index())..offsets.byte(span.end.index());
        if let Event::DocumentStart(_) = event {
            documents += 1;
            if documents > 1 {
                let text = "A second YAML document begins here; only the first is read. Take the `---` out.";
                let problem = builder.places.problem(base + span.start, text.to_owned());
                builder.problems.push(problem);
                break;
            }
        }
        builder.event(event, span)?;
    }
    builder.finish()
}

impl Builder<'_> {
    fn event(&mut self, event: Event<'_>, span: Range<usize>) -> Result<(), Failure> {
        if self.manner == Manner::Strict {
            self.refuse(&event, span.start)?;
        }
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let span = self.scalar_span(span, style, &text);
                self.expanded += text.len() + 16;
                let value = scalar(text, style, tag.as_deref());
                let size = text_len(&value) + 16;
                let node = self.node(value, span);
                self.anchor(anchor, &node, size);
                self.push(node);
            }
            Event::SequenceStart(anchor, _) => {
                let (start, block) = self.collection_start(&span, '[', '-');
                let expanded = self.expanded;
                self.open(Frame::List { start, block, anchor, expanded, items: Vec::new() })?;
            }
            Event::MappingStart(anchor, _) => {
                let (start, block) = self.collection_start(&span, '{', '\0');
                let expanded = self.expanded;
                self.open(Frame::Map { start, block, anchor, expanded, entries: Vec::new(), key: None })?;
            }
            // Of a flow collection this is its bracket; the parser's span runs on over what follows.
            Event::SequenceEnd | Event::MappingEnd => self.close(span.start + 1),
            Event::Alias(anchor) => self.alias(anchor, span)?,
            _ => {}
        }
        Ok(())
    }

    fn failure(&self, at: usize, text: String) -> Failure {
        Failure { at: self.base + at, text }
    }

    /// Fails at what a rewritten value could change elsewhere, or what could change it from elsewhere.
    fn refuse(&self, event: &Event<'_>, at: usize) -> Result<(), Failure> {
        let is_key = matches!(self.stack.last(), Some(Frame::Map { key: None, .. }));
        let (anchor, tag) = match event {
            Event::Scalar(_, _, anchor, tag) => (*anchor, tag.is_some()),
            Event::SequenceStart(anchor, tag) | Event::MappingStart(anchor, tag) => (*anchor, tag.is_some()),
            Event::Alias(_) => return Err(self.failure(at, "an alias (`*name`) stands here".to_owned())),
            _ => return Ok(()),
        };
        let what = if anchor != 0 {
            "an anchor (`&name`) stands here"
        } else if tag {
            "a tag (`!name`) stands here"
        } else if is_key && !matches!(event, Event::Scalar(..)) {
            "a key that is no text stands here"
        } else if is_key && matches!(event, Event::Scalar(text, ScalarStyle::Plain, ..) if text == "<<") {
            "a merge key (`<<`) stands here"
        } else {
            return Ok(());
        };
        Err(self.failure(at, what.to_owned()))
    }

    fn open(&mut self, frame: Frame) -> Result<(), Failure> {
        self.expanded += 16;
        let (Frame::List { start, .. } | Frame::Map { start, .. }) = &frame;
        if self.stack.len() >= MAX_DEPTH {
            let text = format!("Values are nested deeper than {MAX_DEPTH} levels here; this is not read.");
            return Err(self.failure(*start, text));
        }
        self.stack.push(frame);
        Ok(())
    }

    fn close(&mut self, end: usize) {
        let Some(frame) = self.stack.pop() else { return };
        let (value, start, block, anchor, expanded) = match frame {
            Frame::List { start, block, anchor, expanded, items } => {
                (Value::List(items), start, block, anchor, expanded)
            }
            Frame::Map { start, block, anchor, expanded, entries, .. } => {
                (Value::Map(self.without_repeats(entries)), start, block, anchor, expanded)
            }
        };
        // The parser notices the end of a block collection only at the next token.
        let last = match &value {
            Value::List(items) => items.last().map(|node| node.span.end),
            Value::Map(entries) => entries.last().map(|entry| entry.value.span.end.max(entry.key_span.end)),
            _ => None,
        };
        let end = match last {
            Some(last) if block => last.saturating_sub(self.base),
            _ => end,
        };
        let size = self.expanded - expanded;
        let node = self.node(value, start..end.clamp(start, self.source.len().max(start)));
        self.anchor(anchor, &node, size);
        self.push(node);
    }

    fn alias(&mut self, anchor: usize, span: Range<usize>) -> Result<(), Failure> {
        self.aliases += 1;
        if self.aliases > MAX_ALIASES {
            let text = format!(
                "More than {MAX_ALIASES} aliases (`*name`) stand in this block; they are not followed."
            );
            return Err(self.failure(span.start, text));
        }
        let Some((_, node, size)) = self.anchors.iter().rfind(|(number, ..)| *number == anchor) else {
            return Err(
                self.failure(span.start, "This alias stands for a value that contains it.".to_owned())
            );
        };
        self.expanded += size;
        if self.expanded > MAX_EXPANDED_BYTES {
            let text = format!(
                "Aliases blow this block up to more than {MAX_EXPANDED_BYTES} bytes; they are not followed."
            );
            return Err(self.failure(span.start, text));
        }
        if self.stack.len() + height(node) > MAX_DEPTH {
            let text = format!(
                "With this alias, values are nested deeper than {MAX_DEPTH} levels; this is not read."
            );
            return Err(self.failure(span.start, text));
        }
        let value = node.value.clone();
        let node = self.node(value, span);
        self.push(node);
        Ok(())
    }

    fn anchor(&mut self, anchor: usize, node: &Node, size: usize) {
        if anchor != 0 {
            self.anchors.push((anchor, node.clone(), size));
        }
    }

    fn node(&mut self, value: Value, span: Range<usize>) -> Node {
        let span = span.start + self.base..span.end + self.base;
        let (line, column) = self.places.at(span.start);
        Node { value, span, line, column }
    }

    fn push(&mut self, node: Node) {
        match self.stack.last_mut() {
            None => self.root = Some(node),
            Some(Frame::List { items, .. }) => items.push(node),
            Some(Frame::Map { entries, key, .. }) => match key.take() {
                Some(key) => {
                    entries.push(MapEntry { key: key.text, key_span: key.span, line: key.line, value: node })
                }
                None => *key = Some(Key::new(node, self.source, self.base)),
            },
        }
    }

    fn pending_key(&self) -> Option<&Range<usize>> {
        match self.stack.last() {
            Some(Frame::Map { key: Some(key), .. }) => Some(&key.span),
            _ => None,
        }
    }

    /// The parser's span of a quoted scalar runs on over spaces and comments, and that of a missing value stands
    /// before the colon.
    fn scalar_span(&self, span: Range<usize>, style: ScalarStyle, text: &str) -> Range<usize> {
        let written = self.source.get(span.clone()).unwrap_or_default();
        match style {
            ScalarStyle::SingleQuoted => span.start..span.start + quoted_end(written, '\''),
            ScalarStyle::DoubleQuoted => span.start..span.start + quoted_end(written, '"'),
            ScalarStyle::Plain if text.is_empty() => {
                let at = match self.pending_key() {
                    Some(key) => after_colon(self.source, key.end - self.base),
                    None => span.start,
                };
                at..at
            }
            ScalarStyle::Literal | ScalarStyle::Folded => {
                let end = span.start + written.trim_end().len();
                self.block_scalar_start(span.start)..end
            }
            ScalarStyle::Plain => span.start..span.start + written.trim_end().len(),
        }
    }

    /// The parser places a block scalar at its first line, not at its `|` or `>`.
    fn block_scalar_start(&self, at: usize) -> usize {
        let header = match self.pending_key() {
            Some(key) => {
                let colon = after_colon(self.source, key.end - self.base);
                self.source.get(colon..at).and_then(|text| text.find(['|', '>'])).map(|found| colon + found)
            }
            None => self.source.get(..at).and_then(|text| text.rfind(['|', '>'])),
        };
        header.unwrap_or(at)
    }

    /// Where a collection begins, and whether it is written in block style. The parser places a list that is
    /// not indented under its key at its first element instead of its first dash.
    fn collection_start(&self, span: &Range<usize>, flow: char, dash: char) -> (usize, bool) {
        let written = self.source.get(span.clone()).unwrap_or_default();
        if written.contains(flow) {
            return (span.start, false);
        }
        if let Some(key) = self.pending_key() {
            let from = skip_blank(self.source, after_colon(self.source, key.end - self.base));
            if self.source.get(from..).is_some_and(|rest| rest.starts_with(dash)) {
                return (from, true);
            }
        }
        (span.start, true)
    }

    fn finish(mut self) -> Result<(Vec<MapEntry>, Vec<Problem>), Failure> {
        let base = self.base;
        match self.root.take() {
            Some(Node { value: Value::Map(entries), .. }) => Ok((entries, self.problems)),
            None | Some(Node { value: Value::Null, .. }) => Ok((Vec::new(), self.problems)),
            Some(node) => Err(Failure {
                at: node.span.start.max(base),
                text: "This is not a list of `key: value` lines.".to_owned(),
            }),
        }
    }

    /// The first of two equal keys stays.
    fn without_repeats(&mut self, entries: Vec<MapEntry>) -> Vec<MapEntry> {
        let mut seen: Named<u32> = Named::default();
        let mut kept = Vec::with_capacity(entries.len());
        for entry in entries {
            match seen.get(&entry.key) {
                None => {
                    seen.insert(&entry.key, entry.line);
                    kept.push(entry);
                }
                Some(first) => {
                    let text = repeated(&entry.key, *first);
                    let problem = self.places.problem(entry.key_span.start, text);
                    self.problems.push(problem);
                }
            }
        }
        kept
    }
}

fn scalar(text: Cow<'_, str>, style: ScalarStyle, tag: Option<&Tag>) -> Value {
    let core = tag.filter(|tag| tag.is_yaml_core_schema()).map(|tag| tag.suffix.as_str());
    match core {
        Some("str") => return Value::Text(text.into_owned()),
        Some("int" | "float" | "bool" | "null") => return plain(&text),
        _ => {}
    }
    let forced = tag.is_some_and(|tag| tag.suffix.is_empty() || tag.suffix == "!");
    if style == ScalarStyle::Plain && !forced { plain(&text) } else { Value::Text(text.into_owned()) }
}

#[cfg(test)]
#[path = "yaml/tests.rs"]
mod tests;
