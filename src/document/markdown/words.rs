//! Words of running text: mentions of plans and modules become links, bare web addresses too; and what
//! else is decided by looking at characters.

use super::page::Page;
use super::{Linker, Target};
use crate::document::safe_url;

/// Longer words are no ids.
const MAX_WORD: usize = 128;

/// Writes running text, escaped, with mentions and bare addresses linked.
pub(super) fn write(text: &str, linker: &dyn Linker, page: &mut Page) {
    let bytes = text.as_bytes();
    let mut written = 0;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        if !is_word(*byte) {
            at += 1;
            continue;
        }
        let start = at;
        let mut plausible = false;
        while let Some(byte) = bytes.get(at).filter(|byte| is_word(**byte)) {
            plausible |= byte.is_ascii_digit() || *byte == b'_';
            at += 1;
        }
        let word = text.get(start..at).unwrap_or_default();
        if (word == "http" || word == "https") && bytes.get(at..at + 3) == Some(b"://") {
            let end = start + address_len(text.get(start..).unwrap_or_default());
            if let target @ Target::Outside { .. } = linker.link(text.get(start..end).unwrap_or_default()) {
                page.text(text.get(written..start).unwrap_or_default());
                if page.link(target) {
                    page.text(text.get(start..end).unwrap_or_default());
                    page.close();
                    written = end;
                } else {
                    written = start;
                }
            }
            at = end.max(at);
            continue;
        }
        if !plausible {
            continue;
        }
        let trimmed = word.trim_end_matches(['.', '-', '/']);
        let lead = trimmed.len() - trimmed.trim_start_matches(['.', '-', '/']).len();
        let (from, to) = (start + lead, start + trimmed.len());
        let Some(word) = text.get(from..to).filter(|word| !word.is_empty() && word.len() <= MAX_WORD) else {
            continue;
        };
        let Some(href) = linker.mention(word).filter(|href| safe_url(href).is_some()) else { continue };
        page.text(text.get(written..from).unwrap_or_default());
        page.push("<a class=\"mention\"");
        page.attribute("href", &href);
        page.push(">");
        page.text(word);
        page.push("</a>");
        written = to;
    }
    page.text(text.get(written..).unwrap_or_default());
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
