//! How much is rendered, and the places of what is.

use std::ops::Range;

/// What is rendered at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of Markdown that are read.
    pub input_bytes: usize,
    /// Bytes of HTML that are written.
    pub output_bytes: usize,
    /// Blocks within blocks.
    pub nesting: usize,
    /// By how many levels headings are lifted, where only a part of a document is rendered that begins with a deep one.
    pub lift: u8,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { input_bytes: 2 * 1024 * 1024, output_bytes: 16 * 1024 * 1024, nesting: 64, lift: 0 }
    }
}

/// The text up to the limit, cut at the end of a line where there is one.
pub(super) fn within(text: &str, limit: usize) -> (&str, Option<String>) {
    if text.len() <= limit {
        return (text, None);
    }
    let cut = text.get(..text.floor_char_boundary(limit)).unwrap_or_default();
    let end = cut.rfind('\n').map_or(cut.len(), |at| at + 1);
    let notice = format!(
        "Only the first {} of {} are shown as a page. Open the raw view to see all of it.",
        bytes(limit),
        bytes(text.len())
    );
    (text.get(..end).unwrap_or_default(), Some(notice))
}

pub(super) fn bytes(count: usize) -> String {
    const MIB: usize = 1024 * 1024;
    if count >= MIB && count.is_multiple_of(MIB) {
        format!("{} MiB", count / MIB)
    } else {
        format!("{count} bytes")
    }
}

/// Counts lines up to an offset from the last one asked for.
pub(super) struct Lines<'t> {
    pub(super) text: &'t str,
    pub(super) at: usize,
    pub(super) line: u32,
}

impl Lines<'_> {
    pub(super) fn of(&mut self, offset: usize) -> u32 {
        let count = |range: Range<usize>| line_ends(self.text.as_bytes().get(range).unwrap_or_default());
        if offset >= self.at {
            self.line += count(self.at..offset);
        } else {
            self.line -= count(offset..self.at);
        }
        self.at = offset;
        self.line
    }
}

/// How many lines end in these bytes. Eight are counted together: every byte of a document comes by here.
fn line_ends(bytes: &[u8]) -> u32 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
    let (words, rest) = bytes.as_chunks::<8>();
    let in_words = words.iter().map(|word| {
        let other = u64::from_ne_bytes(*word) ^ (ONES * b'\n' as u64);
        // The highest bit of each byte that is 0, which those are that were line ends.
        let ends = !(((other & LOW) + LOW) | other | LOW);
        ends.count_ones()
    });
    in_words.sum::<u32>() + rest.iter().filter(|byte| **byte == b'\n').count() as u32
}

#[cfg(test)]
mod tests {
    use super::line_ends;

    #[test]
    fn line_ends_are_counted_wherever_they_stand() {
        let text: Vec<u8> = (0..=255).chain(*b"\n\n\n\n\n\n\n\n\x0b\x8a\n\x09\n").cycle().take(900).collect();
        for start in 0..40 {
            let bytes = &text[start..text.len() - 2 * start];
            assert_eq!(line_ends(bytes) as usize, bytes.iter().filter(|byte| **byte == b'\n').count());
        }
    }
}
