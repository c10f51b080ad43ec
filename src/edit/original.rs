//! A file as it is changed: its bytes, and a text of the same length in which places can be looked up. One change is one
//! splice; everything outside of it stays, byte for byte.

use crate::files::encoding::{self, Encoding};
use std::borrow::Cow;
use std::ops::Range;

/// Why a change cannot be made.
#[derive(Debug)]
pub(super) struct Reason {
    /// Where, when it is about a line and column of the file.
    pub(super) place: Option<(u32, u32)>,
    /// What stands against it, and what to do.
    pub(super) text: String,
}

impl Reason {
    /// A reason that is about no place.
    pub(super) fn new(text: impl Into<String>) -> Reason {
        Reason { place: None, text: text.into() }
    }

    /// A reason that is about a line.
    pub(super) fn at_line(line: u32, text: impl Into<String>) -> Reason {
        Reason { place: Some((line, 1)), text: text.into() }
    }
}

/// What is put where, in bytes of [`Original::text`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Splice {
    /// What goes.
    pub(super) range: Range<usize>,
    /// What comes in its place.
    pub(super) text: String,
}

impl Splice {
    /// Puts `text` in the place of `range`.
    pub(super) fn new(range: Range<usize>, text: impl Into<String>) -> Splice {
        Splice { range, text: text.into() }
    }
}

/// A line of a file.
pub(super) struct Line {
    /// Its bytes, without the line end.
    pub(super) text: Range<usize>,
    /// The end of the line, with its line end.
    pub(super) end: usize,
}

/// A file that is to be changed.
pub(super) struct Original<'a> {
    bytes: &'a [u8],
    /// How many bytes of a byte order mark stand before the text.
    mark: usize,
    text: Cow<'a, str>,
}

const MARK: &[u8] = b"\xef\xbb\xbf";

impl<'a> Original<'a> {
    /// The file with these bytes. What is no UTF-8 in it stays as it is; in the text a `_` stands for each such byte.
    pub(super) fn of(bytes: &'a [u8]) -> Result<Original<'a>, Reason> {
        let refused = match encoding::decode(bytes).encoding {
            Encoding::Utf8 | Encoding::Utf8Bom | Encoding::Utf8Broken { .. } => None,
            Encoding::Utf16Le | Encoding::Utf16Be => Some("it is UTF-16; save it as UTF-8 first"),
            Encoding::Binary => Some("it holds no text"),
        };
        if let Some(refused) = refused {
            return Err(Reason::new(refused));
        }
        let mark = if bytes.starts_with(MARK) { MARK.len() } else { 0 };
        let rest = bytes.get(mark..).unwrap_or_default();
        let text = match std::str::from_utf8(rest) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => Cow::Owned(same_length(rest)),
        };
        Ok(Original { bytes, mark, text })
    }

    /// The text without a byte order mark, as long as its bytes.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// A part of the text.
    pub(super) fn slice(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or_default()
    }

    /// The text after a splice.
    pub(super) fn spliced_text(&self, splice: &Splice) -> String {
        let before = self.slice(0..splice.range.start);
        let after = self.slice(splice.range.end..self.text.len());
        [before, &splice.text, after].concat()
    }

    /// The bytes after a splice.
    pub(super) fn spliced(&self, splice: &Splice) -> Vec<u8> {
        let before = self.bytes.get(..self.mark + splice.range.start).unwrap_or_default();
        let after = self.bytes.get(self.mark + splice.range.end..).unwrap_or_default();
        [before, splice.text.as_bytes(), after].concat()
    }

    /// Line and column of a place, both from 1.
    pub(super) fn place(&self, at: usize) -> (u32, u32) {
        let before = self.slice(0..at);
        let line = before.bytes().filter(|byte| *byte == b'\n').count() as u32 + 1;
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        (line, before.get(start..).unwrap_or_default().chars().count() as u32 + 1)
    }

    /// A reason that is about a place of the text.
    pub(super) fn reason(&self, at: usize, text: impl Into<String>) -> Reason {
        Reason { place: Some(self.place(at)), text: text.into() }
    }

    /// The line with this number, from 1. The last is the one behind the last line end, which may be empty.
    pub(super) fn line(&self, number: u32) -> Option<Line> {
        let mut start = 0;
        for _ in 1..number {
            start += self.text.get(start..)?.find('\n')? + 1;
        }
        (number > 0).then(|| self.line_at(start))
    }

    /// The line that holds a place.
    pub(super) fn line_at(&self, at: usize) -> Line {
        let start = self.slice(0..at).rfind('\n').map_or(0, |at| at + 1);
        let rest = self.slice(start..self.text.len());
        let length = rest.find('\n').map_or(rest.len(), |at| at + 1);
        let content = rest.get(..length).unwrap_or_default();
        let content =
            content.strip_suffix('\n').map_or(content, |line| line.strip_suffix('\r').unwrap_or(line));
        Line { text: start..start + content.len(), end: start + length }
    }

    /// The line end that is used around a place: that of its line, else of the first line, else `\n`.
    pub(super) fn eol(&self, at: usize) -> &'static str {
        let ends_so = |line: &Line| match self.slice(line.text.end..line.end) {
            "" => None,
            "\r\n" => Some("\r\n"),
            _ => Some("\n"),
        };
        ends_so(&self.line_at(at)).or_else(|| ends_so(&self.line_at(0))).unwrap_or("\n")
    }
}

/// Bytes as a text of the same length.
fn same_length(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| '_'));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_of_the_bytes() {
        let bytes = b"\xef\xbb\xbfa\xffb, and so on\r\nc\n";
        let original = Original::of(bytes).unwrap_or_else(|_| unreachable!());
        assert_eq!(original.text(), "a_b, and so on\r\nc\n");
        let line = original.line(2).map(|line| (line.text, line.end));
        assert_eq!(line, Some((16..17, 18)));
        assert_eq!(original.line(3).map(|line| line.text), Some(18..18));
        assert!(original.line(4).is_none() && original.line(0).is_none());
        assert_eq!((original.place(16), original.place(1)), ((2, 1), (1, 2)));
        assert_eq!((original.eol(0), original.eol(16), original.eol(18)), ("\r\n", "\n", "\r\n"));
        assert!(original.spliced(&Splice::new(16..17, "d")).ends_with(b"\xffb, and so on\r\nd\n"));
        assert!(Original::of(b"\xff\xfea\0").is_err() && Original::of(&[0; 9]).is_err());
    }
}
