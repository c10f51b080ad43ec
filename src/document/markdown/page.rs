//! The HTML being written: escaping, and a stack of open elements that makes everything balanced. Raw HTML
//! comes in here as text and leaves as text, but for a handful of elements without attributes.

/// An element of raw HTML that may be built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Raw {
    Kbd,
    Sub,
    Sup,
    Details,
    Summary,
    /// The paragraph this writes around text between raw block elements.
    Paragraph,
}

struct Entry {
    /// Written when the element ends; empty for one that is not shown.
    close: &'static str,
    raw: Option<Raw>,
}

/// A piece of raw HTML.
enum Piece<'t> {
    Text(&'t str),
    Comment,
    Break,
    Open(Raw),
    Close(Raw),
}

/// The document being written.
pub(super) struct Page {
    pub(super) html: String,
    stack: Vec<Entry>,
    /// The line of the raw HTML that is being written.
    raw_line: u32,
}

impl Page {
    pub(super) fn with_capacity(bytes: usize) -> Self {
        Page { html: String::with_capacity(bytes), stack: Vec::new(), raw_line: 0 }
    }

    pub(super) fn depth(&self) -> usize {
        self.stack.len()
    }

    pub(super) fn push(&mut self, html: &'static str) {
        self.html.push_str(html);
    }

    pub(super) fn number(&mut self, number: u32) {
        let mut digits = [b'0'; 10];
        let mut rest = number;
        let mut used = 0;
        for digit in digits.iter_mut().rev() {
            *digit = b'0' + (rest % 10) as u8;
            rest /= 10;
            used += 1;
            if rest == 0 {
                break;
            }
        }
        for digit in digits.iter().skip(10 - used) {
            self.html.push(char::from(*digit));
        }
    }

    pub(super) fn text(&mut self, text: &str) {
        escape(text, &mut self.html);
    }

    /// ` name="value"`, escaped.
    pub(super) fn attribute(&mut self, name: &'static str, value: &str) {
        self.html.push(' ');
        self.html.push_str(name);
        self.html.push_str("=\"");
        escape_attribute(value, &mut self.html);
        self.html.push('"');
    }

    /// Remembers what ends the element that was just written.
    pub(super) fn open(&mut self, close: &'static str) {
        self.stack.push(Entry { close, raw: None });
    }

    /// Changes what ends the innermost element.
    pub(super) fn will_close_with(&mut self, close: &'static str) {
        if let Some(entry) = self.stack.last_mut() {
            entry.close = close;
        }
    }

    /// Ends the raw elements within the innermost element and hands out what ends it, to be written.
    pub(super) fn close_inner(&mut self) -> &'static str {
        while self.stack.last().is_some_and(|entry| entry.raw.is_some()) {
            self.close_raw();
        }
        self.stack.pop().map_or("", |entry| entry.close)
    }

    /// Ends the innermost element.
    pub(super) fn close(&mut self) {
        let close = self.close_inner();
        self.html.push_str(close);
    }

    pub(super) fn close_all(&mut self) {
        while !self.stack.is_empty() {
            self.close();
        }
    }

    fn close_raw(&mut self) {
        if let Some(entry) = self.stack.pop() {
            self.html.push_str(entry.close);
        }
    }

    fn top_raw(&self) -> Option<Raw> {
        self.stack.last().and_then(|entry| entry.raw)
    }

    fn open_raw(&mut self, raw: Raw) {
        let (open, close) = match raw {
            Raw::Kbd => ("<kbd", "</kbd>"),
            Raw::Sub => ("<sub", "</sub>"),
            Raw::Sup => ("<sup", "</sup>"),
            Raw::Details => ("<details", "</details>"),
            Raw::Summary => ("<summary dir=\"auto\"", "</summary>"),
            Raw::Paragraph => ("<p class=\"raw\" dir=\"auto\"", "</p>"),
        };
        self.html.push_str(open);
        if matches!(raw, Raw::Details | Raw::Paragraph) {
            self.push(" data-line=\"");
            self.number(self.raw_line);
            self.push("\"");
        }
        self.push(">");
        self.stack.push(Entry { close, raw: Some(raw) });
    }

    /// Ends a raw element and all within it, if it is open in the innermost element.
    fn end_raw(&mut self, raw: Raw) -> bool {
        let inner = self.stack.iter().rev().take_while(|entry| entry.raw.is_some());
        let Some(count) = inner.map(|entry| entry.raw).position(|open| open == Some(raw)) else {
            return false;
        };
        for _ in 0..=count {
            self.close_raw();
        }
        true
    }

    /// Raw HTML within a line; gives what is shown as text.
    pub(super) fn raw_inline<'t>(&mut self, html: &'t str, deepest: usize) -> &'t str {
        match piece(html) {
            (Piece::Comment, _) => return "",
            (Piece::Break, _) => {
                self.push("<br>");
                return "";
            }
            (Piece::Open(raw @ (Raw::Kbd | Raw::Sub | Raw::Sup)), _) if self.depth() < deepest => {
                self.open_raw(raw);
                return "";
            }
            (Piece::Close(raw @ (Raw::Kbd | Raw::Sub | Raw::Sup)), _) if self.end_raw(raw) => return "",
            _ => {}
        }
        self.text(html);
        html
    }

    /// A whole block of raw HTML. `<details>` stays open until its end or that of the element around it.
    pub(super) fn raw_block(&mut self, html: &str, line: u32, deepest: usize) {
        self.raw_line = line;
        let mut rest = html;
        while !rest.is_empty() {
            let (piece, len) = piece(rest);
            let (written, after) = rest.split_at(len);
            rest = after;
            match piece {
                Piece::Comment => {}
                Piece::Text(text) if text.trim().is_empty() => {
                    if self.is_inline() {
                        self.push(" ");
                    }
                }
                Piece::Open(Raw::Details) if self.depth() < deepest => {
                    self.end_lines();
                    self.open_raw(Raw::Details);
                }
                Piece::Open(Raw::Summary) if self.depth() < deepest && self.in_details() => {
                    self.end_lines();
                    self.open_raw(Raw::Summary);
                }
                Piece::Close(raw @ (Raw::Details | Raw::Summary)) if self.end_raw(raw) => {}
                Piece::Open(raw @ (Raw::Kbd | Raw::Sub | Raw::Sup)) if self.depth() < deepest => {
                    self.begin_line();
                    self.open_raw(raw);
                }
                Piece::Close(raw @ (Raw::Kbd | Raw::Sub | Raw::Sup)) if self.end_raw(raw) => {}
                Piece::Break => {
                    self.begin_line();
                    self.push("<br>");
                }
                _ => {
                    self.begin_line();
                    self.text(written);
                }
            }
        }
        self.end_lines();
        if self.top_raw() == Some(Raw::Summary) {
            self.close_raw();
        }
    }

    fn is_inline(&self) -> bool {
        self.top_raw().is_some_and(|raw| raw != Raw::Details)
    }

    fn in_details(&self) -> bool {
        let outer = self.stack.iter().rev().map(|entry| entry.raw);
        outer.into_iter().find(|raw| {
            *raw == Some(Raw::Details)
                || !matches!(raw, Some(Raw::Paragraph | Raw::Kbd | Raw::Sub | Raw::Sup))
        }) == Some(Some(Raw::Details))
    }

    fn begin_line(&mut self) {
        if !self.is_inline() {
            self.open_raw(Raw::Paragraph);
        }
    }

    /// Ends the raw elements that hold lines, down to a `<details>` or `<summary>`.
    fn end_lines(&mut self) {
        while self.top_raw().is_some_and(|raw| !matches!(raw, Raw::Details | Raw::Summary)) {
            self.close_raw();
        }
    }
}

/// The first piece of raw HTML and its length.
fn piece(html: &str) -> (Piece<'_>, usize) {
    if let Some(comment) = html.strip_prefix("<!--") {
        let len = comment.find("-->").map_or(comment.len(), |end| end + 3);
        return (Piece::Comment, len + 4);
    }
    if let Some(after) = html.strip_prefix('<') {
        // Nothing that is built is longer than `</summary >`.
        let tag = after.bytes().take(12).position(|byte| byte == b'>').and_then(|end| after.get(..end));
        if let Some(tag) = tag {
            let name = tag.trim_end_matches([' ', '/']);
            let closing = name.strip_prefix('/');
            let raw = match closing.unwrap_or(name).to_ascii_lowercase().as_str() {
                "br" if closing.is_none() => return (Piece::Break, tag.len() + 2),
                "kbd" => Some(Raw::Kbd),
                "sub" => Some(Raw::Sub),
                "sup" => Some(Raw::Sup),
                "details" => Some(Raw::Details),
                "summary" => Some(Raw::Summary),
                _ => None,
            };
            if let Some(raw) = raw {
                let piece = if closing.is_some() { Piece::Close(raw) } else { Piece::Open(raw) };
                return (piece, tag.len() + 2);
            }
        }
        let end = after.find('<').map_or(html.len(), |end| end + 1);
        return (Piece::Text(html.get(..end).unwrap_or(html)), end);
    }
    let end = html.find('<').unwrap_or(html.len());
    (Piece::Text(html.get(..end).unwrap_or(html)), end)
}

/// Appends text so that it is text in HTML.
pub(crate) fn escape(text: &str, out: &mut String) {
    escape_all(text, 0, out);
}

/// Appends text, with what stands for these bytes in the place of each of `also` and of those that are not text in HTML. Each set of
/// bytes below 64 is a number with a bit for each, so that a byte is looked at once.
fn escape_all(text: &str, also: u64, out: &mut String) {
    const NO_TEXT: u64 = 1 | 1 << b'&' | 1 << b'<' | 1 << b'>';
    let set = NO_TEXT | also;
    let is_special = |byte: &u8| *byte < 64 && set >> *byte & 1 != 0;
    let (bytes, mut written) = (text.as_bytes(), 0);
    while let Some(skipped) = bytes.get(written..).and_then(|rest| rest.iter().position(is_special)) {
        let at = written + skipped;
        out.push_str(text.get(written..at).unwrap_or_default());
        out.push_str(match bytes.get(at).copied().unwrap_or_default() {
            b'"' => "&quot;",
            b'\'' => "&#39;",
            byte => entity(byte).unwrap_or_default(),
        });
        written = at + 1;
    }
    out.push_str(text.get(written..).unwrap_or_default());
}

/// What stands for a byte that is not text in HTML.
#[inline]
pub(super) fn entity(byte: u8) -> Option<&'static str> {
    match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        0 => Some("\u{fffd}"),
        _ => None,
    }
}

/// Appends text so that it is text within the quotes of an attribute.
fn escape_attribute(text: &str, out: &mut String) {
    escape_all(text, 1 << b'"' | 1 << b'\'', out);
}
