//! Inline markup: the text without it, and the links in it. One pass over a stretch of text, nothing recurses.

use super::LinkKind;
use crate::order;

/// A link found in a stretch of text.
pub(super) struct Found {
    /// Where it begins in the stretch.
    pub(super) at: usize,
    pub(super) target: String,
    pub(super) kind: LinkKind,
}

/// Longer destinations are not looked for, so that a hostile line costs no more than its length times this.
const MAX_DESTINATION: usize = 1024;
/// Nor destinations with more parentheses within each other.
const MAX_PARENTHESES: usize = 32;

/// The text without markup; links in it are handed to `found`.
pub(super) fn plain(text: &str, found: &mut dyn FnMut(Found)) -> String {
    let is_plain = |byte: &u8| !is_markup(*byte) || *byte == b'!';
    if text.as_bytes().iter().all(is_plain) {
        return text.to_owned();
    }
    Stripper::new(text).run(found)
}

/// Whether a byte may begin markup. One look into a table, for every byte of running text is asked.
fn is_markup(byte: u8) -> bool {
    MARKUP.get(usize::from(byte)).copied().unwrap_or_default()
}

const MARKUP: [bool; 256] = markup();

#[allow(clippy::indexing_slicing, reason = "in a constant: out of bounds would not compile")]
const fn markup() -> [bool; 256] {
    let (marks, mut markup, mut at) = (b"\\`*_~![<&", [false; 256], 0);
    while at < marks.len() {
        markup[marks[at] as usize] = true;
        at += 1;
    }
    markup
}

struct Run {
    /// Where it stands in the output.
    at: usize,
    len: usize,
    mark: char,
    opens: bool,
    closes: bool,
}

struct Stripper<'t> {
    text: &'t str,
    out: String,
    runs: Vec<Run>,
    /// For each `[` its `]`, both as offsets, in order of the first.
    brackets: Vec<(usize, usize)>,
    /// Where open link texts end, and where reading goes on after their destination.
    ends: Vec<(usize, usize)>,
    /// Lengths of backtick runs that are known to have no end further on.
    unclosed: u64,
}

impl<'t> Stripper<'t> {
    fn new(text: &'t str) -> Self {
        Stripper {
            text,
            out: String::with_capacity(text.len()),
            runs: Vec::new(),
            brackets: if text.contains('[') { brackets(text) } else { Vec::new() },
            ends: Vec::new(),
            unclosed: 0,
        }
    }

    fn rest(&self, at: usize) -> &'t str {
        self.text.get(at..).unwrap_or_default()
    }

    fn run(mut self, found: &mut dyn FnMut(Found)) -> String {
        let mut at = 0;
        while at < self.text.len() {
            if let Some((end, resume)) = self.ends.last().copied()
                && at >= end
            {
                self.ends.pop();
                at = resume.max(at);
                continue;
            }
            let rest = self.rest(at);
            let Some(c) = rest.chars().next() else { break };
            at = match c {
                '\\' => self.escape(at),
                '`' => self.code(at, found),
                '*' | '_' | '~' => self.marks(at, c),
                '!' if rest.starts_with("![") => {
                    self.link(at, at + 1, LinkKind::Image, found).unwrap_or_else(|| self.push(at, c))
                }
                '[' => self.link(at, at, LinkKind::Inline, found).unwrap_or_else(|| self.push(at, c)),
                '<' => self.angle(at, found),
                '&' => self.entity(at),
                '!' => self.push(at, c),
                _ => self.stretch(at),
            };
        }
        self.without_marks()
    }

    /// Takes all that is no markup at once.
    fn stretch(&mut self, at: usize) -> usize {
        let bytes = self.text.as_bytes();
        let limit = self.ends.last().map_or(bytes.len(), |(end, _)| (*end).min(bytes.len()));
        let rest = bytes.get(at..limit).unwrap_or_default();
        let end = rest.iter().position(|byte| is_markup(*byte)).map_or(limit, |len| at + len);
        self.out.push_str(self.text.get(at..end).unwrap_or_default());
        end
    }

    fn push(&mut self, at: usize, c: char) -> usize {
        self.out.push(c);
        at + c.len_utf8()
    }

    fn escape(&mut self, at: usize) -> usize {
        match self.rest(at + 1).chars().next().filter(char::is_ascii_punctuation) {
            Some(c) => self.push(at + 1, c),
            None => self.push(at, '\\'),
        }
    }

    fn code(&mut self, at: usize, found: &mut dyn FnMut(Found)) -> usize {
        let rest = self.rest(at);
        let len = rest.len() - rest.trim_start_matches('`').len();
        let Some(inside) = rest.get(len..).filter(|_| len < 64 && self.unclosed & (1 << len) == 0) else {
            self.out.push_str(rest.get(..len).unwrap_or_default());
            return at + len;
        };
        let Some(end) = code_end(inside, len) else {
            self.unclosed |= 1 << len;
            self.out.push_str(rest.get(..len).unwrap_or_default());
            return at + len;
        };
        let code = inside.get(..end).unwrap_or_default();
        let trimmed = match code.strip_prefix(' ').and_then(|code| code.strip_suffix(' ')) {
            Some(inner) if !inner.trim().is_empty() => inner,
            _ => code,
        };
        self.out.push_str(trimmed);
        if is_candidate(trimmed) {
            found(Found { at, target: trimmed.to_owned(), kind: LinkKind::Code });
        }
        at + len + end + len
    }

    fn marks(&mut self, at: usize, mark: char) -> usize {
        let rest = self.rest(at);
        let len = rest.len() - rest.trim_start_matches(mark).len();
        let before = self.text.get(..at).and_then(|text| text.chars().next_back());
        let after = self.rest(at + len).chars().next();
        let space = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let punctuation = |c: Option<char>| c.is_some_and(|c| !c.is_alphanumeric() && !c.is_whitespace());
        let left = !space(after) && (!punctuation(after) || space(before) || punctuation(before));
        let right = !space(before) && (!punctuation(before) || space(after) || punctuation(after));
        let (opens, closes) = match mark {
            '_' => (left && (!right || punctuation(before)), right && (!left || punctuation(after))),
            '~' => (left && len <= 2, right && len <= 2),
            _ => (left, right),
        };
        self.runs.push(Run { at: self.out.len(), len, mark, opens, closes });
        self.out.push_str(rest.get(..len).unwrap_or_default());
        at + len
    }

    /// A link or an image whose `[` stands at `open`; `None` when it is neither.
    fn link(
        &mut self,
        at: usize,
        open: usize,
        kind: LinkKind,
        found: &mut dyn FnMut(Found),
    ) -> Option<usize> {
        let index = self.brackets.binary_search_by_key(&open, |(open, _)| *open).ok()?;
        let (_, close) = *self.brackets.get(index)?;
        let after = self.rest(close + 1);
        let resume = if let Some(inside) = after.strip_prefix('(') {
            let (target, len) = destination(inside)?;
            found(Found { at, target, kind });
            close + 2 + len
        } else if let Some(name) = after.strip_prefix('[') {
            close + 3 + name.bytes().take(MAX_DESTINATION).position(|byte| byte == b']')?
        } else {
            return None;
        };
        self.ends.push((close, resume));
        Some(open + 1)
    }

    fn angle(&mut self, at: usize, found: &mut dyn FnMut(Found)) -> usize {
        let rest = self.rest(at);
        if let Some(comment) = rest.strip_prefix("<!--") {
            return at + 4 + comment.find("-->").map_or(comment.len(), |end| end + 3);
        }
        let Some(inside) = rest.get(1..).and_then(|rest| rest.get(..rest.find(['>', '<', ' ', '\n'])?))
        else {
            return self.push(at, '<');
        };
        if !rest.get(inside.len() + 1..).is_some_and(|rest| rest.starts_with('>')) {
            return self.push(at, '<');
        }
        let end = at + inside.len() + 2;
        match inside.trim_start_matches('/').trim_end_matches('/') {
            "br" => self.out.push(' '),
            "kbd" | "sub" | "sup" | "details" | "summary" => {}
            url if url.contains(':') || url.contains('@') => {
                self.out.push_str(url);
                found(Found { at, target: inside.to_owned(), kind: LinkKind::Inline });
            }
            _ => return self.push(at, '<'),
        }
        end
    }

    fn entity(&mut self, at: usize) -> usize {
        let rest = self.rest(at);
        let known = [
            ("&amp;", '&'),
            ("&lt;", '<'),
            ("&gt;", '>'),
            ("&quot;", '"'),
            ("&#39;", '\''),
            ("&nbsp;", '\u{a0}'),
        ];
        match known.iter().find(|(name, _)| rest.starts_with(name)) {
            Some((name, c)) => {
                self.out.push(*c);
                at + name.len()
            }
            None => self.push(at, '&'),
        }
    }

    /// Takes out the emphasis marks that have a partner.
    fn without_marks(mut self) -> String {
        if self.runs.iter().all(|run| !run.closes) {
            return self.out;
        }
        let mut removed: Vec<(usize, usize)> = Vec::new();
        let mut openers: Vec<Run> = Vec::new();
        for mut run in std::mem::take(&mut self.runs) {
            while run.closes && run.len > 0 {
                let Some(index) = openers.iter().rposition(|opener| opener.mark == run.mark) else { break };
                openers.truncate(index + 1);
                let Some(opener) = openers.last_mut() else { break };
                let len = opener.len.min(run.len).min(2);
                opener.len -= len;
                removed.push((opener.at + opener.len, len));
                removed.push((run.at, len));
                run.at += len;
                run.len -= len;
                if opener.len == 0 {
                    openers.pop();
                }
            }
            if run.opens && run.len > 0 {
                // More open marks than this are no prose; the oldest can no longer close.
                if openers.len() < 64 {
                    openers.push(run);
                }
            }
        }
        order::sort(&mut removed);
        let mut text = String::with_capacity(self.out.len());
        let mut at = 0;
        for (start, len) in removed {
            text.push_str(self.out.get(at..start).unwrap_or_default());
            at = start + len;
        }
        text.push_str(self.out.get(at..).unwrap_or_default());
        text
    }
}

/// Where in `inside` a run of exactly `len` backticks begins.
fn code_end(inside: &str, len: usize) -> Option<usize> {
    let mut from = 0;
    while let Some(found) = inside.get(from..)?.find('`') {
        let start = from + found;
        let rest = inside.get(start..)?;
        let run = rest.len() - rest.trim_start_matches('`').len();
        if run == len {
            return Some(start);
        }
        from = start + run;
    }
    None
}

/// The pairs of brackets outside code spans and escapes, in the order they open.
fn brackets(text: &str) -> Vec<(usize, usize)> {
    let mut open = Vec::new();
    let mut pairs = Vec::new();
    let mut unclosed = 0_u64;
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
            b'[' => {
                open.push(pairs.len());
                pairs.push((at, None));
            }
            b']' => {
                if let Some((_, close)) = open.pop().and_then(|pair| pairs.get_mut(pair)) {
                    *close = Some(at);
                }
            }
            b'`' => {
                let rest = text.get(at..).unwrap_or_default();
                let len = rest.len() - rest.trim_start_matches('`').len();
                let looks = len < 64 && unclosed & (1 << len) == 0;
                match looks.then(|| code_end(rest.get(len..).unwrap_or_default(), len)).flatten() {
                    Some(end) => at += len + end,
                    None => unclosed |= 1_u64.checked_shl(len as u32).unwrap_or(0),
                }
                at += len - 1;
            }
            _ => {}
        }
        at += 1;
    }
    pairs.into_iter().filter_map(|(open, close)| Some((open, close?))).collect()
}

/// A link destination after its `(`, and the length through the `)`.
pub(super) fn destination(inside: &str) -> Option<(String, usize)> {
    let trimmed = inside.trim_start_matches([' ', '\n']);
    let skipped = inside.len() - trimmed.len();
    let (raw, used) = if let Some(angled) = trimmed.strip_prefix('<') {
        let end =
            angled.bytes().take(MAX_DESTINATION).position(|byte| matches!(byte, b'>' | b'<' | b'\n'))?;
        if angled.as_bytes().get(end) != Some(&b'>') {
            return None;
        }
        (angled.get(..end)?, end + 2)
    } else {
        let mut depth = 0;
        let mut escaped = false;
        let end = trimmed.bytes().take(MAX_DESTINATION).position(|byte| match byte {
            _ if escaped => {
                escaped = false;
                false
            }
            b'\\' => {
                escaped = true;
                false
            }
            b' ' | b'\n' | b'\t' => true,
            b'(' if depth >= MAX_PARENTHESES => true,
            b'(' => {
                depth += 1;
                false
            }
            b')' if depth == 0 => true,
            b')' => {
                depth -= 1;
                false
            }
            _ => false,
        })?;
        (trimmed.get(..end)?, end)
    };
    let after = trimmed.get(used..)?;
    let rest = after.trim_start_matches([' ', '\n', '\t']);
    let at = skipped + used + after.len() - rest.len();
    if rest.starts_with(')') {
        return Some((unescape(raw), at + 1));
    }
    // A title stands between the destination and the `)`.
    let close = match rest.chars().next().filter(|_| rest.len() < after.len())? {
        '"' => '"',
        '\'' => '\'',
        '(' => ')',
        _ => return None,
    };
    let title: String = rest.chars().take(MAX_DESTINATION).collect();
    let end = title.get(1..)?.find(close)? + 2;
    let tail = title.get(end..)?;
    let spaces = tail.len() - tail.trim_start().len();
    tail.trim_start().starts_with(')').then(|| (unescape(raw), at + end + spaces + 1))
}

fn unescape(raw: &str) -> String {
    if !raw.bytes().any(|byte| matches!(byte, b'\\' | b'&')) {
        return raw.to_owned();
    }
    let mut out = String::with_capacity(raw.len());
    let mut chars = raw.chars().peekable();
    while let Some(c) = chars.next() {
        match chars.peek().filter(|next| c == '\\' && next.is_ascii_punctuation()) {
            Some(_) => out.extend(chars.next()),
            None => out.push(c),
        }
    }
    out.replace("&amp;", "&")
}

/// Whether the whole of a code span could name a file or an id.
fn is_candidate(code: &str) -> bool {
    code.len() <= 256
        && code.bytes().all(|byte| byte > b' ' && !b"(){}<>\"'`=;,$|\\".contains(&byte))
        && code.bytes().any(|byte| byte.is_ascii_digit() || matches!(byte, b'/' | b'.' | b'_'))
        && code.bytes().any(|byte| byte.is_ascii_alphabetic())
}
