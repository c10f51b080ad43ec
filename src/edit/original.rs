//! A file as it is changed: its bytes, and its text in which places can be looked up. One change is one splice; everything
//! outside of it stays, byte for byte. What is put into a file whose text is broken, or in an old code page, is written in the
//! file's own form, and only if it is read again as it was meant.

use crate::files::encoding::{self, Encoding, Repair, eight_bit};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

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
    form: Form,
}

/// How places of the text are places of the bytes.
enum Form {
    /// They are the same.
    Same,
    /// The bytes are the text after mistaken decoding.
    Broken(Arc<Repair>),
    /// They are the same, but the text was decoded wrongly and damaged since: only ASCII can be told in it.
    Damaged,
    /// Each character is a byte of a code page.
    Page(usize),
    /// Each character is one or two pairs of bytes, the high byte first or last.
    Wide(Ends),
}

/// Which byte of a pair comes first.
#[derive(Clone, Copy)]
enum Ends {
    Low,
    High,
}

const MARK: &[u8] = b"\xef\xbb\xbf";

impl<'a> Original<'a> {
    /// The file with these bytes. What is no UTF-8 in it stays as it is; in the text a `_` stands for each such byte.
    pub(super) fn of(bytes: &'a [u8]) -> Result<Original<'a>, Reason> {
        let decoded = encoding::decode(bytes);
        let mark = if bytes.starts_with(MARK) { MARK.len() } else { 0 };
        let (text, form) = match (decoded.encoding, decoded.repair) {
            (Encoding::Utf16Le | Encoding::Utf16Be, _) => {
                let ends = if decoded.encoding == Encoding::Utf16Le { Ends::Low } else { Ends::High };
                let has_mark = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
                let (mark, form) = (if has_mark { 2 } else { 0 }, Form::Wide(ends));
                let text = Cow::Owned(decoded.text);
                // What is broken in it has no place that could be told.
                if bytes.get(mark..) != Some(wide(&text, ends).as_slice()) {
                    return Err(Reason::new("it is UTF-16 with broken characters; save it as UTF-8 first"));
                }
                return Ok(Original { bytes, mark, text, form });
            }
            (Encoding::Binary, _) => return Err(Reason::new("it holds no text")),
            (Encoding::EightBit { page }, _) => (Cow::Owned(decoded.text), Form::Page(page)),
            (Encoding::Utf8Broken { .. }, Some(_)) => {
                (Cow::Owned(same_length(bytes.get(mark..).unwrap_or_default())), Form::Damaged)
            }
            (_, Some(repair)) => (Cow::Owned(decoded.text), Form::Broken(repair)),
            (Encoding::Utf8 | Encoding::Utf8Bom | Encoding::Utf8Broken { .. }, None) => {
                let rest = bytes.get(mark..).unwrap_or_default();
                let text = match std::str::from_utf8(rest) {
                    Ok(text) => Cow::Borrowed(text),
                    Err(_) => Cow::Owned(same_length(rest)),
                };
                (text, Form::Same)
            }
        };
        Ok(Original { bytes, mark, text, form })
    }

    /// The file with these bytes, its text as it stands in them: a patch speaks of that. Nothing when it is read so anyway.
    pub(super) fn as_written(&self) -> Option<Original<'a>> {
        let is_other = matches!(self.form, Form::Broken(_));
        let text = std::str::from_utf8(self.bytes.get(self.mark..)?).ok().filter(|_| is_other)?;
        Some(Original { bytes: self.bytes, mark: self.mark, text: Cow::Borrowed(text), form: Form::Same })
    }

    /// The text without a byte order mark, as it was meant.
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

    /// The bytes after a splice. A refusal when the file's own form has no way to write it.
    pub(super) fn spliced(&self, splice: &Splice) -> Result<Vec<u8>, Reason> {
        let put = |range: Range<usize>, middle: &[u8]| {
            let before = self.bytes.get(..self.mark + range.start).unwrap_or_default();
            let after = self.bytes.get(self.mark + range.end..).unwrap_or_default();
            [before, middle, after].concat()
        };
        if matches!(self.form, Form::Same) {
            return Ok(put(splice.range.clone(), splice.text.as_bytes()));
        }
        // What stays within the splice keeps its bytes too.
        let splice = self.narrowed(splice);
        let (line, _) = self.place(splice.range.start);
        let (range, middle) = match &self.form {
            Form::Broken(repair) => {
                let words: Option<String> = (line..)
                    .zip(splice.text.split_inclusive('\n'))
                    .map(|(line, words)| repair.broken(line, words))
                    .collect();
                (repair.written(splice.range.clone()), words.map(String::into_bytes))
            }
            Form::Page(page) => {
                let place = |at: usize| self.slice(0..at).chars().count();
                (place(splice.range.start)..place(splice.range.end), eight_bit::bytes(*page, &splice.text))
            }
            Form::Wide(ends) => {
                let place = |at: usize| wide(self.slice(0..at), *ends).len();
                (place(splice.range.start)..place(splice.range.end), Some(wide(&splice.text, *ends)))
            }
            Form::Damaged if splice.text.is_ascii() => return Ok(put(splice.range, splice.text.as_bytes())),
            Form::Damaged | Form::Same => (splice.range.clone(), None),
        };
        let spliced = middle.map(|middle| put(range, &middle));
        match spliced {
            Some(bytes) if encoding::decode(&bytes).text == self.spliced_text(&splice) => Ok(bytes),
            _ => Err(self.reason(
                splice.range.start,
                "this cannot be written in the file's own encoding, which is broken or old, so that it is read again as it is meant; repair the file first",
            )),
        }
    }

    /// A splice without what both sides begin and end with.
    fn narrowed(&self, splice: &Splice) -> Splice {
        let old = self.slice(splice.range.clone());
        let alike = old.char_indices().zip(splice.text.chars()).take_while(|((_, a), b)| a == b);
        let start = alike.last().map_or(0, |((at, same), _)| at + same.len_utf8());
        let (old_rest, new_rest) =
            (old.get(start..).unwrap_or_default(), splice.text.get(start..).unwrap_or_default());
        let alike = old_rest.chars().rev().zip(new_rest.chars().rev()).take_while(|(a, b)| a == b);
        let end: usize = alike.map(|(same, _)| same.len_utf8()).sum();
        let text = new_rest.get(..new_rest.len().saturating_sub(end)).unwrap_or_default();
        Splice::new(splice.range.start + start..splice.range.end.saturating_sub(end), text)
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

/// A text as UTF-16.
fn wide(text: &str, ends: Ends) -> Vec<u8> {
    let bytes = |unit: u16| match ends {
        Ends::Low => unit.to_le_bytes(),
        Ends::High => unit.to_be_bytes(),
    };
    text.encode_utf16().flat_map(bytes).collect()
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
        let spliced = original.spliced(&Splice::new(16..17, "d")).unwrap_or_default();
        assert!(spliced.ends_with(b"\xffb, and so on\r\nd\n"));
        assert!(Original::of(b"\xff\xfea\0\x00\xd8").is_err() && Original::of(&[0; 9]).is_err());
    }

    #[test]
    fn utf16_is_changed_in_its_own_form() {
        for (ends, mark) in
            [(Ends::Low, &b"\xff\xfe"[..]), (Ends::High, b"\xfe\xff"), (Ends::Low, b""), (Ends::High, b"")]
        {
            let file = |text: &str| [mark, &wide(text, ends)].concat();
            let bytes = file("# Plan 🎉 of all\r\n\r\n- [ ] a Café\r\n");
            let original = Original::of(&bytes).unwrap_or_else(|_| unreachable!());
            let at = original.text().find("[ ]").unwrap_or_default();
            let spliced = original.spliced(&Splice::new(at..at + 3, "[x] 🚧")).unwrap_or_default();
            assert_eq!(spliced, file("# Plan 🎉 of all\r\n\r\n- [x] 🚧 a Café\r\n"));
        }
    }

    #[test]
    fn broken_text_is_changed_in_its_own_form() {
        // `é` and `→` after Windows-1252.
        let bytes = "# CafÃ© â†’ dÃ©jÃ\u{a0} vu\n\n- cafÃ© crÃ¨me\n".as_bytes();
        let original = Original::of(bytes).unwrap_or_else(|_| unreachable!());
        assert_eq!(original.text(), "# Café → déjà vu\n\n- café crème\n");
        let at = original.text().find("crème").unwrap_or_default();
        let change = |words: &str| {
            let splice = Splice::new(at..at + "crème".len(), words);
            original.spliced(&splice).map(|bytes| String::from_utf8(bytes).unwrap_or_default())
        };
        assert_eq!(
            change("noisette").ok().as_deref(),
            Some("# CafÃ© â†’ dÃ©jÃ\u{a0} vu\n\n- cafÃ© noisette\n")
        );
        assert_eq!(change("brûlé").ok().as_deref(), Some("# CafÃ© â†’ dÃ©jÃ\u{a0} vu\n\n- cafÃ© brÃ»lÃ©\n"));
        // An old code page has no arrow.
        let bytes = b"# Plan of M\xfcller\n\nGr\xfc\xdfe aus M\xfcnchen\n";
        let original = Original::of(bytes).unwrap_or_else(|_| unreachable!());
        let at = original.text().find("München").unwrap_or_default();
        let change = |words: &str| original.spliced(&Splice::new(at..at + "München".len(), words)).ok();
        assert_eq!(
            change("Köln").as_deref(),
            Some(b"# Plan of M\xfcller\n\nGr\xfc\xdfe aus K\xf6ln\n".as_slice())
        );
        assert_eq!(change("→"), None);
    }
}
