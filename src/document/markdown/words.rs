//! Words of running text: mentions of plans and modules become links, bare web addresses too; and what
//! else is decided by looking at characters.

use super::page::{Page, entity};
use super::{Linker, Target};
use crate::document::is_safe;

/// Longer words are no ids.
const MAX_WORD: usize = 128;

/// What a byte of running text may begin: most bytes nothing.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Plain,
    /// Escaped in HTML.
    Special,
    /// A digit or `_`: the word around it may be an id.
    Telling,
    /// May belong to the scheme of an address.
    Colon,
}

const CLASSES: [Class; 256] = classes();

#[allow(clippy::indexing_slicing, reason = "in a constant: out of bounds would not compile")]
const fn classes() -> [Class; 256] {
    let mut classes = [Class::Plain; 256];
    classes[b'&' as usize] = Class::Special;
    classes[b'<' as usize] = Class::Special;
    classes[b'>' as usize] = Class::Special;
    classes[0] = Class::Special;
    classes[b'_' as usize] = Class::Telling;
    classes[b':' as usize] = Class::Colon;
    let mut digit = b'0';
    while digit <= b'9' {
        classes[digit as usize] = Class::Telling;
        digit += 1;
    }
    classes
}

fn class(byte: u8) -> Class {
    CLASSES.get(usize::from(byte)).copied().unwrap_or(Class::Special)
}

/// Writes running text, escaped, with mentions and bare addresses linked. One pass: all but the telling bytes are skipped.
pub(super) fn write(text: &str, linker: &dyn Linker, page: &mut Page) {
    let bytes = text.as_bytes();
    let (mut written, mut at) = (0, 0);
    while let Some(skipped) =
        bytes.get(at..).and_then(|rest| rest.iter().position(|byte| class(*byte) != Class::Plain))
    {
        at += skipped;
        let byte = bytes.get(at).copied().unwrap_or_default();
        match class(byte) {
            Class::Special => {
                page.html.push_str(text.get(written..at).unwrap_or_default());
                page.html.extend(entity(byte));
                at += 1;
                written = at;
            }
            Class::Telling => {
                let (from, to, end) = word_around(bytes, written, at);
                at = end;
                let Some(word) = text.get(from..to).filter(|word| word.len() <= MAX_WORD) else { continue };
                let Some(href) = linker.mention(word).filter(|href| is_safe(href)) else {
                    continue;
                };
                page.html.push_str(text.get(written..from).unwrap_or_default());
                page.push("<a class=\"mention\"");
                page.attribute("href", &href);
                page.push(">");
                page.text(word);
                page.push("</a>");
                written = to;
            }
            Class::Colon => {
                let (start, end) = address_around(text, written, at);
                at += 1;
                let Some(address) = text.get(start..end).filter(|address| !address.is_empty()) else {
                    continue;
                };
                let target @ Target::Outside { .. } = linker.link(address) else { continue };
                page.html.push_str(text.get(written..start).unwrap_or_default());
                if page.link(target) {
                    page.text(address);
                    page.close();
                    written = end;
                    at = end;
                } else {
                    written = start;
                }
            }
            Class::Plain => at += 1,
        }
    }
    page.html.push_str(text.get(written..).unwrap_or_default());
}

/// The word around a byte, without the marks around it, and where to read on. What stands before `floor` is written.
fn word_around(bytes: &[u8], floor: usize, at: usize) -> (usize, usize, usize) {
    let before = bytes.get(floor..at).unwrap_or_default();
    let mut from = at - before.iter().rev().take_while(|byte| is_word(**byte)).count();
    let end = at + bytes.get(at..).unwrap_or_default().iter().take_while(|byte| is_word(**byte)).count();
    let mut to = end;
    let is_mark = |byte: Option<&u8>| byte.is_some_and(|byte| matches!(byte, b'.' | b'-' | b'/'));
    while to > from && is_mark(bytes.get(to - 1)) {
        to -= 1;
    }
    while from < to && is_mark(bytes.get(from)) {
        from += 1;
    }
    (from, to, end)
}

/// The bare address whose colon stands here; empty when there is none.
fn address_around(text: &str, floor: usize, colon: usize) -> (usize, usize) {
    let before = text.get(floor..colon).unwrap_or_default();
    let scheme = ["https", "http"].into_iter().find(|scheme| before.ends_with(scheme)).unwrap_or_default();
    let start = colon - scheme.len();
    let alone = !text.get(floor..start).unwrap_or_default().ends_with(|c: char| c.is_alphanumeric());
    let rest = text.get(start..).unwrap_or_default();
    if scheme.is_empty() || !alone || !text.get(colon..).is_some_and(|rest| rest.starts_with("://")) {
        return (colon, colon);
    }
    (start, start + address_len(rest))
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'/' | b'-')
}

/// How far a bare address reaches: to white space or `<`, without closing punctuation, as GFM has it.
fn address_len(text: &str) -> usize {
    let end = text.find(|c: char| c.is_whitespace() || c == '<').unwrap_or(text.len());
    let mut address = text.get(..end).unwrap_or_default();
    loop {
        let shorter = address.trim_end_matches(['.', ',', ':', ';', '!', '?', '\'', '"', '*', '_', '~']);
        let closing = shorter.ends_with(')') && shorter.matches(')').count() > shorter.matches('(').count();
        let next = if closing { shorter.strip_suffix(')').unwrap_or(shorter) } else { shorter };
        if next.len() == address.len() {
            return next.len();
        }
        address = next;
        if address.len() > 4096 {
            return address.len();
        }
    }
}

/// Whether a paragraph is drawn: a line of it begins with a box character.
pub(super) fn is_ascii_art(text: &str) -> bool {
    // All box characters begin with the same byte.
    text.bytes().any(|byte| byte == 0xe2)
        && text.lines().any(|line| {
            let line = line.trim_start_matches([' ', '\t', '>']);
            line.starts_with(|c| matches!(c, '\u{2500}'..='\u{257f}'))
        })
}

/// The language of a fence, reduced to what may stand in a class.
pub(super) fn language(info: &str) -> String {
    let word = info.split([' ', ',', '{', '\t']).find(|word| !word.is_empty()).unwrap_or_default();
    let allowed = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '+' | '#' | '-' | '_');
    word.chars().take(32).filter(allowed).map(|c| c.to_ascii_lowercase()).collect()
}
