//! Blocks that are not YAML, key by key: what parses alone is read as YAML, the rest is kept as it is written,
//! and every place that is wrong is named with what to do about it.

use crate::named::Named;

use super::{Failure, MAX_DEPTH, MapEntry, Node, Places, Problem, Value, in_order, parse, plain, repeated};

/// A key at one indentation and all that stands below it.
struct Chunk<'t> {
    at: usize,
    text: &'t str,
}

/// Reads a block that the parser refused for the given reason.
pub(super) fn read(
    source: &str,
    base: usize,
    places: Places<'_>,
    failure: Failure,
) -> (Vec<MapEntry>, Vec<Problem>) {
    let mut reader = Reader { places, problems: Vec::new() };
    let entries = reader.entries(source, base, 0);
    if reader.problems.is_empty() {
        let problem = reader.places.problem(failure.at, failure.text);
        reader.problems.push(problem);
    }
    let mut problems = in_order(reader.problems);
    problems.dedup();
    (entries, problems)
}

struct Reader<'t> {
    places: Places<'t>,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn problem(&mut self, at: usize, text: String) {
        let problem = self.places.problem(at, text);
        self.problems.push(problem);
    }

    /// The entries of a stretch of whole lines. Calls itself for nested keys, no deeper than [`MAX_DEPTH`].
    fn entries(&mut self, source: &str, base: usize, depth: usize) -> Vec<MapEntry> {
        let mut seen: Named<u32> = Named::default();
        let mut entries = Vec::new();
        for chunk in chunks(source) {
            let Some(entry) = self.entry(&chunk, base, depth) else { continue };
            match seen.get(&entry.key) {
                Some(first) => {
                    let text = repeated(&entry.key, *first);
                    self.problem(entry.key_span.start, text);
                }
                None => {
                    seen.insert(&entry.key, entry.line);
                    entries.push(entry);
                }
            }
        }
        entries
    }

    fn entry(&mut self, chunk: &Chunk<'_>, base: usize, depth: usize) -> Option<MapEntry> {
        let at = base + chunk.at;
        let first = chunk.text.lines().find(|line| !is_blank(line))?;
        let Some((key_offset, key, rest_offset)) = split_key(first) else {
            let marker = first.trim();
            if marker != "---" && marker != "..." {
                let text = "This line is not `key: value` and is left out. Give it a key, or put the text above into quotes.";
                self.problem(at + first.len() - first.trim_start().len(), text.to_owned());
            }
            return None;
        };
        let failure = match parse(chunk.text, at, self.places.clone()) {
            Ok((mut entries, problems)) if entries.len() == 1 => {
                self.problems.extend(problems);
                return entries.pop();
            }
            Ok(_) => None,
            Err(failure) => Some(failure),
        };
        let first_at = at + (first.as_ptr() as usize).saturating_sub(chunk.text.as_ptr() as usize);
        let key_start = first_at + key_offset;
        let key_span = key_start..key_start + key.len();
        let (line, _) = self.places.at(key_start);
        let value_at = first_at + rest_offset;
        let rest = first.get(rest_offset..).unwrap_or_default();
        let below_at = (first_at - at + first.len()).min(chunk.text.len());
        let below = chunk.text.get(below_at..).unwrap_or_default();
        let problems = self.problems.len();
        let value = self.value(rest, value_at, below, at + below_at, depth);
        if self.problems.len() == problems {
            let failure = failure.unwrap_or(Failure { at: value_at, text: String::new() });
            let advice = advice(rest, below).map(str::to_owned);
            self.problem(failure.at, advice.unwrap_or(failure.text + " It is read as plain text."));
        }
        Some(MapEntry { key: unquote(key).to_owned(), key_span, line, value })
    }

    /// What a key is set to: the rest of its line, or the lines below it.
    fn value(&mut self, rest: &str, at: usize, below: &str, below_at: usize, depth: usize) -> Node {
        let text = without_comment(rest);
        if !text.is_empty() && !text.starts_with(['|', '>']) {
            let mut node = self.scalar(rest, at);
            let more = below.trim();
            if !more.is_empty() {
                let lines = std::iter::once(text).chain(more.lines().map(str::trim));
                node.value = Value::Text(lines.collect::<Vec<_>>().join(" "));
                node.span.end = below_at + below.trim_end().len();
            }
            return node;
        }
        let (line, column) = self.places.at(at);
        let trimmed = below.trim();
        let start = below_at + below.find(trimmed).unwrap_or(0);
        let span = if trimmed.is_empty() { at..at } else { start..start + trimmed.len() };
        let value = if trimmed.is_empty() {
            Value::Null
        } else if trimmed.starts_with("- ") && text.is_empty() {
            self.items(below, below_at)
        } else if split_key(trimmed.lines().next().unwrap_or_default()).is_some()
            && text.is_empty()
            && depth < MAX_DEPTH
        {
            Value::Map(self.entries(below, below_at, depth + 1))
        } else {
            Value::Text(trimmed.to_owned())
        };
        Node { value, span, line, column }
    }

    fn items(&mut self, below: &str, below_at: usize) -> Value {
        let mut items = Vec::new();
        let mut at = below_at;
        for line in below.split_inclusive('\n') {
            let item = line.trim_start();
            if let Some(rest) = item.strip_prefix("- ") {
                items.push(self.scalar(rest, at + line.len() - rest.len()));
            }
            at += line.len();
        }
        Value::List(items)
    }

    /// A scalar as far as it can be told; quotes count only when they close.
    fn scalar(&mut self, rest: &str, at: usize) -> Node {
        let text = without_comment(rest);
        let start = at + rest.len() - rest.trim_start().len();
        let (line, column) = self.places.at(start);
        let inside = unquote(text);
        let value = if inside.len() < text.len() { Value::Text(inside.to_owned()) } else { plain(text) };
        if let Some(advice) = advice(text, "") {
            self.problem(start, advice.to_owned());
        }
        Node { value, span: start..start + text.len(), line, column }
    }
}

/// What to do about a value that YAML does not take.
fn advice(rest: &str, below: &str) -> Option<&'static str> {
    let text = rest.trim();
    if below.lines().any(|line| line.trim_start_matches(' ').starts_with('\t')) {
        return Some("A tab cannot indent YAML; use spaces. It is read as plain text.");
    }
    let closed = unquote(text).len() < text.len();
    Some(match text.chars().next()? {
        '@' => "A value cannot begin with `@`; put it into quotes. It is read as plain text.",
        '`' => "A value cannot begin with a backtick; put it into quotes. It is read as plain text.",
        '%' => "A value cannot begin with `%`; put it into quotes. It is read as plain text.",
        '*' => {
            "A value that begins with `*` is an alias to YAML; put it into quotes. It is read as plain text."
        }
        '&' => {
            "A value that begins with `&` is an anchor to YAML; put it into quotes. It is read as plain text."
        }
        '"' | '\'' if closed => return None,
        '"' | '\'' => {
            "This quote is not closed, or text follows it; close it at the end. It is read as plain text."
        }
        '[' if text.ends_with(']') => return None,
        '[' => {
            "This `[` is not closed by `]`; close it, or put the value into quotes. It is read as plain text."
        }
        '{' if text.ends_with('}') => return None,
        '{' => {
            "This `{` is not closed by `}`; close it, or put the value into quotes. It is read as plain text."
        }
        _ if text.contains(": ") || text.ends_with(':') => {
            "A colon followed by a space begins a new value; put this one into quotes. It is read as plain text."
        }
        _ => return None,
    })
}

/// The text without spaces around and without the comment after it; inside quotes nothing is a comment.
fn without_comment(rest: &str) -> &str {
    let text = rest.trim();
    if text.starts_with('#') {
        return "";
    }
    if text.starts_with(['"', '\'']) && unquote(text).len() < text.len() {
        return text;
    }
    text.find(" #").and_then(|end| text.get(..end)).unwrap_or(text).trim_end()
}

/// The inside of quotes that open and close, else the text itself.
fn unquote(text: &str) -> &str {
    let inside = |quote| text.strip_prefix(quote)?.strip_suffix(quote);
    inside('"').or_else(|| inside('\'')).unwrap_or(text)
}

fn is_blank(line: &str) -> bool {
    let text = line.trim();
    text.is_empty() || text.starts_with('#')
}

/// Where the key of a line begins, the key, and the place after its colon.
fn split_key(line: &str) -> Option<(usize, &str, usize)> {
    let text = line.trim_start();
    let offset = line.len() - text.len();
    if text.starts_with("- ") {
        return None;
    }
    let mut from = 0;
    if let Some(quote) = text.chars().next().filter(|c| matches!(c, '"' | '\'')) {
        from = text.get(1..)?.find(quote)? + 2;
    }
    let colon = text.get(from..)?.match_indices(':').map(|(at, _)| from + at).find(|at| {
        text.get(at + 1..).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n']))
    })?;
    let key = text.get(..colon)?.trim_end();
    (!key.is_empty()).then_some((offset, key, offset + colon + 1))
}

/// Cuts a stretch of lines into keys of its outermost indentation with what stands below each.
fn chunks(source: &str) -> Vec<Chunk<'_>> {
    let margin = source.lines().find(|line| !is_blank(line)).map_or(0, indent);
    let mut chunks: Vec<Chunk<'_>> = Vec::new();
    let mut at = 0;
    let mut start = 0;
    for line in source.split_inclusive('\n') {
        let heads = !is_blank(line) && indent(line) <= margin && !line.trim_start().starts_with("- ");
        if heads && at > start {
            chunks.push(Chunk { at: start, text: source.get(start..at).unwrap_or_default() });
            start = at;
        }
        at += line.len();
    }
    chunks.push(Chunk { at: start, text: source.get(start..).unwrap_or_default() });
    chunks
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t']).len()
}
