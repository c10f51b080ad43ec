//! Where a text speaks of broken text instead of being broken: within quotes and code spans, and beside words such as
//! "mojibake". What stands there is no evidence.

use std::ops::Range;

/// What a line speaks of, and where it stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Where {
    /// Whether it stands in a block of code.
    pub is_code: bool,
    /// Whether it, or a line near it, speaks of encodings.
    pub is_about: bool,
}

/// Parts of words that stand where somebody speaks of broken text, in small letters.
const WORDS: [&str; 30] = [
    "mojibake",
    "encod",
    "utf-8",
    "utf8",
    "utf-16",
    "cp125",
    "cp437",
    "windows-125",
    "latin-1",
    "latin1",
    "iso-8859",
    "macroman",
    "mac roman",
    "codepage",
    "code page",
    "charset",
    "unicode",
    "garble",
    "gibberish",
    "instead of",
    "shows up as",
    "show up as",
    "appears as",
    "displayed as",
    "turned into",
    "文字化け",
    "кодировк",
    "zeichensatz",
    "encodage",
    "codifica",
];

/// How many lines around such a word are about it.
const AROUND: usize = 2;

/// Where each line of a text stands.
pub fn lines(text: &str) -> Vec<Where> {
    let mut fence: Option<(u8, usize)> = None;
    let mut found: Vec<Where> = Vec::new();
    // How many more lines are about what was spoken of above.
    let mut left = 0;
    for line in text.split('\n') {
        let start = line.trim_start();
        let mark = start.bytes().next().filter(|mark| matches!(mark, b'`' | b'~'));
        let length = start.bytes().take_while(|byte| Some(*byte) == mark).count();
        let mut is_code = fence.is_some();
        match (fence, mark) {
            (None, Some(mark)) if length >= 3 => (fence, is_code) = (Some((mark, length)), true),
            (Some((open, least)), Some(mark))
                if mark == open && length >= least && start.trim_end().len() == length =>
            {
                fence = None
            }
            _ => {}
        }
        let is_word = speaks(line);
        if is_word {
            left = AROUND + 1;
            // Blank lines count for nothing.
            for above in found.iter_mut().rev().take(AROUND) {
                above.is_about = true;
            }
        }
        // A block of code belongs to what is said above it.
        found.push(Where { is_code, is_about: left > 0 });
        if !is_code && !line.trim().is_empty() {
            left = usize::saturating_sub(left, 1);
        }
    }
    found
}

fn speaks(line: &str) -> bool {
    let small = line.to_lowercase();
    WORDS.iter().any(|word| small.contains(word))
}

/// The parts of a line that are quoted, in their order: code spans, and what stands between quotes.
pub fn spans(line: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    // What is open, and where it began.
    let mut open: Option<(char, usize)> = None;
    let mut last = ' ';
    let mut characters = line.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let next = characters.peek().map_or(' ', |(_, next)| *next);
        // An apostrophe within a word is none.
        let is_inside = last.is_alphanumeric() && next.is_alphanumeric();
        match open {
            Some((quote, start)) if closing(quote).contains(character) && !(is_inside && quote != '`') => {
                found.push(start..at);
                open = None;
            }
            None if "`\"'“„«‘".contains(character)
                && (character == '`' || !last.is_alphanumeric())
                && has_end(line, at, character) =>
            {
                open = Some((character, at));
            }
            _ => {}
        }
        last = character;
    }
    found
}

/// What closes what this opens.
fn closing(quote: char) -> &'static str {
    match quote {
        '“' | '„' => "”“",
        '«' => "»",
        '‘' => "’‘",
        '`' => "`",
        '"' => "\"",
        _ => "'",
    }
}

/// Whether what opens here is closed within the line, near enough to be looked for.
fn has_end(line: &str, at: usize, quote: char) -> bool {
    let rest = line.get(at + quote.len_utf8()..).unwrap_or_default();
    rest.chars().take(FAR).any(|character| closing(quote).contains(character))
}

/// How many characters may stand between quotes.
const FAR: usize = 400;

/// Whether a part of a line lies in one of these.
pub fn is_in(spans: &[Range<usize>], start: usize) -> bool {
    let at = spans.partition_point(|span| span.end <= start);
    spans.get(at).is_some_and(|span| span.contains(&start))
}
