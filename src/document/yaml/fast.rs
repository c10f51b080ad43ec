//! The line reader for the simple blocks that nearly all documents have: `key: plain`, simple quotes, `[]`, lists
//! of such scalars, comments. Whatever is not certain is left to the parser: where this answers, the
//! parser gives the same (a law in the tests).

use super::{MapEntry, Node, Places, Value, plain};

/// Keys longer than this are left to the parser.
const MAX_KEY: usize = 128;

struct Reader<'t> {
    places: Places<'t>,
}

/// Reads a block whose bytes begin at `base` of the file.
pub(super) fn read(source: &str, base: usize, places: Places<'_>) -> Option<Vec<MapEntry>> {
    let mut reader = Reader { places };
    let mut entries: Vec<MapEntry> = Vec::new();
    let mut lines = Lines { source, at: 0 };
    let mut pending = lines.next();
    while let Some((at, line)) = pending {
        pending = lines.next();
        if is_blank(line)? {
            continue;
        }
        let (key, rest_at) = key(line)?;
        if entries.iter().any(|entry| entry.key == key) {
            return None;
        }
        let key_start = base + at;
        let (key_line, _) = reader.places.at(key_start);
        let rest = line.get(rest_at..)?;
        let value = match value_text(rest)? {
            Some((offset, text)) => reader.value(text, key_start + rest_at + offset)?,
            None => {
                let (items, next) = reader.items(base, pending, &mut lines)?;
                pending = next;
                match items {
                    Some(list) => list,
                    None => reader.node(Value::Null, key_start + rest_at, 0),
                }
            }
        };
        let key_span = key_start..key_start + key.len();
        entries.push(MapEntry { key: key.to_owned(), key_span, line: key_line, value });
    }
    Some(entries)
}

type Line<'t> = Option<(usize, &'t str)>;

struct Lines<'t> {
    source: &'t str,
    at: usize,
}

impl<'t> Lines<'t> {
    /// The next line without its end, and where it begins.
    fn next(&mut self) -> Line<'t> {
        let rest = self.source.get(self.at..).filter(|rest| !rest.is_empty())?;
        let start = self.at;
        let end = rest.bytes().position(|byte| byte == b'\n').unwrap_or(rest.len());
        self.at = start + end + 1;
        let line = rest.get(..end)?;
        Some((start, line.strip_suffix('\r').unwrap_or(line)))
    }
}

/// Whether a line is empty or a comment; `None` when it holds something only the parser may judge.
fn is_blank(line: &str) -> Option<bool> {
    if !line.bytes().all(|byte| (b' '..0x7f).contains(&byte)) && !line.chars().all(is_ordinary) {
        return None;
    }
    let text = line.trim_start_matches(' ');
    Some(text.is_empty() || text.starts_with('#'))
}

fn is_ordinary(c: char) -> bool {
    !c.is_control() && !matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// The key at the start of a line and the place after its colon.
fn key(line: &str) -> Option<(&str, usize)> {
    let end = line
        .bytes()
        .position(|byte| !(byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.')))?;
    let key = line.get(..end)?;
    let after = line.get(end..)?.strip_prefix(':')?;
    let plain_start = key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let separated = after.is_empty() || after.starts_with(' ');
    (plain_start && separated && key.len() <= MAX_KEY).then_some((key, end + 1))
}

/// What is written after a colon or a dash, without spaces and comment: `Some(None)` for nothing.
#[allow(clippy::option_option, reason = "the outer one says whether this reader may judge")]
fn value_text(rest: &str) -> Option<Option<(usize, &str)>> {
    let text = rest.trim_start_matches(' ');
    let offset = rest.len() - text.len();
    if text.is_empty() {
        return Some(None);
    }
    if text.starts_with('#') {
        return if offset > 0 { Some(None) } else { None };
    }
    Some(Some((offset, text)))
}

/// A plain scalar without the comment after it.
fn plain_text(text: &str) -> Option<&str> {
    let text = pair(text, b' ', b'#').and_then(|end| text.get(..end)).unwrap_or(text).trim_end_matches(' ');
    let first = text.bytes().next()?;
    let indicator = b"-?:,[]{}#&*!|>'\"%@`".contains(&first);
    let dashes = text.starts_with("...");
    (!indicator && !dashes && !text.ends_with(':') && pair(text, b':', b' ').is_none()).then_some(text)
}

/// Where two bytes stand side by side. Values are short: a search that prepares itself takes longer than this.
fn pair(text: &str, first: u8, second: u8) -> Option<usize> {
    text.as_bytes().array_windows().position(|[a, b]| *a == first && *b == second)
}

/// The inside of a quoted scalar that needs no unescaping and is followed by nothing.
fn quoted(text: &str) -> Option<&str> {
    let quote = text.chars().next()?;
    let inside = text.get(1..)?.trim_end_matches(' ').strip_suffix(quote)?;
    let needs_thought = inside.contains(quote) || (quote == '"' && inside.contains('\\'));
    (!needs_thought).then_some(inside)
}

impl Reader<'_> {
    fn node(&mut self, value: Value, start: usize, len: usize) -> Node {
        let (line, column) = self.places.at(start);
        Node { value, span: start..start + len, line, column }
    }

    fn value(&mut self, text: &str, start: usize) -> Option<Node> {
        if text.starts_with('[') { self.flow(text, start) } else { self.scalar(text, start) }
    }

    fn scalar(&mut self, text: &str, start: usize) -> Option<Node> {
        if text.starts_with(['"', '\'']) {
            let inside = quoted(text)?;
            return Some(self.node(Value::Text(inside.to_owned()), start, inside.len() + 2));
        }
        let text = plain_text(text)?;
        Some(self.node(plain(text), start, text.len()))
    }

    /// `[]`, `[a, b]`, `["a", 'b']` on one line, without anything that needs thought.
    fn flow(&mut self, text: &str, start: usize) -> Option<Node> {
        let inside = text.trim_end_matches(' ').strip_prefix('[')?.strip_suffix(']')?;
        if inside.contains(['[', ']', '{', '}', '#', ':', '\\']) {
            return None;
        }
        let mut list = self.node(Value::Null, start, inside.len() + 2);
        let mut items = Vec::new();
        if !inside.trim_matches(' ').is_empty() {
            let mut at = start + 1;
            for part in inside.split(',') {
                let text = part.trim_matches(' ');
                let offset = part.len() - part.trim_start_matches(' ').len();
                items.push(self.scalar(text, at + offset)?);
                at += part.len() + 1;
            }
        }
        list.value = Value::List(items);
        Some(list)
    }

    /// The list below a key, if there is one, and the line after it.
    fn items<'t>(
        &mut self,
        base: usize,
        mut pending: Line<'t>,
        lines: &mut Lines<'t>,
    ) -> Option<(Option<Node>, Line<'t>)> {
        let mut indent = None;
        let mut items: Vec<Node> = Vec::new();
        while let Some((at, line)) = pending {
            if is_blank(line)? {
                pending = lines.next();
                continue;
            }
            let item = line.trim_start_matches(' ');
            let depth = line.len() - item.len();
            let Some(rest) = item.strip_prefix("- ") else {
                // A key at the margin ends the list; anything indented is not simple.
                if depth > 0 {
                    return None;
                }
                break;
            };
            if *indent.get_or_insert(depth) != depth {
                return None;
            }
            let (offset, text) = value_text(rest)??;
            items.push(self.scalar(text, base + at + depth + 2 + offset)?);
            pending = lines.next();
        }
        let (Some(first), Some(last)) = (items.first(), items.last()) else { return Some((None, pending)) };
        // The list begins at its first dash.
        let (line, end) = (first.line, last.span.end);
        let column = indent? as u32 + 1;
        let start = first.span.start - (first.column - column) as usize;
        Some((Some(Node { value: Value::List(items), span: start..end, line, column }), pending))
    }
}
