//! What the text of any document may say in passing: that something is not known, whom to ask, what is due.
//! One look at every byte finds the few places worth reading.

use super::ignores;
use crate::lines;
use crate::plan::Date;

/// A line that says something in passing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// What it says.
    pub kind: MarkKind,
    /// Its words.
    pub text: String,
    /// The rest of the line behind the words.
    pub rest: String,
    /// Its line.
    pub line: u32,
}

/// What a mark says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MarkKind {
    /// Something is not known.
    Gap,
    /// Somebody of this name has to be asked; a comment says so or the running text.
    Ask {
        /// The name.
        name: String,
        /// Whether it stands in a comment, in brackets or in a cell of its own.
        is_note: bool,
    },
    /// A requirement has no owner.
    Unowned,
    /// Something is due: so many days after something, or on a day that `rest` begins with.
    Due {
        /// The number of days.
        days: Option<u32>,
    },
    /// A rule is asked to be silent, which [`ignores`] reads.
    Ignore,
}

/// The marks in a document, from the byte `body` on.
pub fn marks(text: &str, body: usize) -> Vec<Mark> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut counted = Counted::default();
    let mut at = body;
    while let Some(pair) = next_pair(bytes, at) {
        // The second letter of the pair.
        let here = pair + 1;
        at = here;
        let before = bytes.get(..here).unwrap_or_default();
        let after = bytes.get(here..).unwrap_or_default();
        let kind = match after.first() {
            Some(b'n' | b'N') if is_gap(after) => 'g',
            Some(b'k') if begins(after, b"k ") && ends(before, b"as") => 'a',
            Some(b'k') if begins(after, b"k") && ends(before, b"-wee") => 'd',
            Some(b'k') if ends(before, b" wee") => 'd',
            Some(b'y') if ends(before, b"-da") || ends(before, b" da") => 'd',
            Some(b'x' | b'X') if ends(before, b"e") && begins(after, b"xpir") => 'x',
            Some(b'b' | b'B')
                if begins(after.get(1..).unwrap_or_default(), b"ody") && ends(before, b"no") =>
            {
                'n'
            }
            Some(b':') if ends(before, b"deadline") || ends(before, b" date") => 'x',
            Some(b':') if ends(before, IGNORE) => 'i',
            _ => continue,
        };
        let (line, offset) = line_around(text, body, here);
        let number = counted.line(bytes, here);
        let mark = match kind {
            'g' => offset.checked_sub(1).and_then(|offset| gap(line, offset)),
            'a' => ask(line, offset),
            'd' => within(line, offset),
            'i' => Some((MarkKind::Ignore, String::new(), String::new())),
            'n' => offset.checked_sub(2).and_then(|offset| unowned(line, offset)),
            _ => on(line, offset),
        };
        let Some((kind, text, rest)) = mark else { continue };
        let mark = Mark { kind, text, rest, line: number };
        let is_said = |known: &Mark| {
            known.line == number
                && match (&known.kind, &mark.kind) {
                    (MarkKind::Due { .. }, MarkKind::Due { .. }) => {
                        known.text.contains(&mark.text)
                            || (!mark.rest.is_empty() && known.rest.starts_with(&mark.rest))
                    }
                    (MarkKind::Gap, MarkKind::Gap | MarkKind::Ask { .. }) => true,
                    (MarkKind::Ask { .. }, MarkKind::Ask { .. }) => true,
                    (MarkKind::Ignore, MarkKind::Ignore) => true,
                    _ => false,
                }
        };
        // Of a line with no end only the last few marks are compared.
        if !found.iter().rev().take(8).any(is_said) {
            found.push(mark);
        }
    }
    found
}

/// The word of [`ignores::WORD`] without its colon.
const IGNORE: &[u8] = match ignores::WORD.as_bytes() {
    [word @ .., b':'] => word,
    word => word,
};

/// How much of a line on either side of a word belongs to it.
const REACH: usize = 300;

/// The line that holds the byte `at`, and where in it that byte is. Of a longer line the part around it.
fn line_around(text: &str, body: usize, at: usize) -> (&str, usize) {
    let mut start = at.saturating_sub(REACH).max(body);
    let mut end = (at + REACH).min(text.len());
    while !text.is_char_boundary(start) {
        start += 1;
    }
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let before = text.get(start..at).unwrap_or_default();
    let start = before.rfind('\n').map_or(start, |line| start + line + 1);
    let after = text.get(at..end).unwrap_or_default();
    let end = after.find('\n').map_or(end, |line| at + line);
    (text.get(start..end).unwrap_or_default(), at - start)
}

/// Where the next two letters stand that phrases hold with which marks begin, and few other words, whatever their
/// case. Every byte of a tree comes by here: one look into a table for each.
fn next_pair(bytes: &[u8], from: usize) -> Option<usize> {
    let mut first = 0;
    let rest = bytes.get(from..)?;
    let second = rest.iter().position(|byte| {
        let may_be = PAIRS.get(usize::from(*byte)).copied().unwrap_or_default();
        let is_pair = first & may_be >> 8 != 0;
        first = may_be;
        is_pair
    })?;
    Some(from + second - 1)
}

/// In which of the pairs a byte may stand, one bit each: first in the low half, second in the high one.
const PAIRS: [u16; 256] = pairs();

#[allow(clippy::indexing_slicing, reason = "in a constant: out of bounds would not compile")]
const fn pairs() -> [u16; 256] {
    const TELLING: [(&[u8], &[u8]); 5] =
        [(b"sSeE", b"kK"), (b"kK", b"nN"), (b"aA", b"yY"), (b"eE", b"xX:"), (b"oO", b"bB")];
    let mut pairs = [0; 256];
    let mut bit = 0;
    while bit < TELLING.len() {
        let (first, second) = TELLING[bit];
        let mut at = 0;
        while at < first.len() {
            pairs[first[at] as usize] |= 1 << bit;
            at += 1;
        }
        at = 0;
        while at < second.len() {
            pairs[second[at] as usize] |= 256 << bit;
            at += 1;
        }
        bit += 1;
    }
    pairs
}

/// Whether `knowledge gap` or `knowledge debt` stands here, its first letter left out.
fn is_gap(after: &[u8]) -> bool {
    begins(after, b"nowledge gap") || begins(after, b"nowledge debt")
}

fn begins(text: &[u8], word: &[u8]) -> bool {
    text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
}

fn ends(text: &[u8], word: &[u8]) -> bool {
    text.len()
        .checked_sub(word.len())
        .and_then(|at| text.get(at..))
        .is_some_and(|end| end.eq_ignore_ascii_case(word))
}

/// Counts lines onwards from where it was last.
#[derive(Default)]
struct Counted {
    at: usize,
    lines: u32,
}

impl Counted {
    fn line(&mut self, bytes: &[u8], to: usize) -> u32 {
        let between = bytes.get(self.at..to).unwrap_or_default();
        self.lines += lines::ends(between);
        self.at = self.at.max(to);
        self.lines + 1
    }
}

type Said = Option<(MarkKind, String, String)>;

/// `⚠️ KNOWLEDGE GAP: what`, also in a cell of a table, and without a colon.
fn gap(line: &str, at: usize) -> Said {
    let word_end = at + if begins(line.as_bytes().get(at..)?, b"knowledge gap") { 13 } else { 14 };
    // `knowledge_gaps` and "the knowledge gap between" are no marks.
    let cell = cell_of(line, at);
    let after = line.get(word_end..)?;
    let after = after.strip_prefix(['s', 'S']).unwrap_or(after).trim_start_matches(['*', '_']);
    if !cell.contains('⚠') && !after.starts_with(':') {
        return None;
    }
    let said = after.trim_start_matches([':', '*', '_', ' ']);
    let said = if cell.len() < line.len() { said.split('|').next().unwrap_or(said) } else { said };
    let said = said.trim().trim_end_matches("-->").trim();
    let text = if said.is_empty() { line.get(at..word_end)?.to_lowercase() } else { said.to_owned() };
    Some((MarkKind::Gap, text, String::new()))
}

/// The cell of a table's row that holds this byte, or the whole line.
fn cell_of(line: &str, at: usize) -> &str {
    if !line.trim_start().starts_with('|') {
        return line;
    }
    let start = line.get(..at).and_then(|before| before.rfind('|')).map_or(0, |bar| bar + 1);
    let end = line.get(at..).and_then(|after| after.find('|')).map_or(line.len(), |bar| at + bar);
    line.get(start..end).unwrap_or(line)
}

/// `ask Raj`, with what stands around it in its comment or brackets.
fn ask(line: &str, at: usize) -> Said {
    let start = at.checked_sub(2)?;
    let before = line.get(..start)?;
    if before.ends_with(|last: char| last.is_alphanumeric() || matches!(last, '"' | '“' | '`' | '\'')) {
        return None;
    }
    let after = line.get(at + 2..)?;
    let mut words = after.split([' ', ':', ',', ';', '.', ')', '*', '|', '?']);
    let mut name = words.next().filter(|name| name.starts_with(char::is_uppercase))?.to_owned();
    if matches!(name.as_str(), "Dr" | "Prof" | "Mr" | "Mrs" | "Ms") {
        let family = words.find(|word| !word.is_empty())?;
        name = format!("{name}. {family}");
    }
    if !name.chars().all(|character| character.is_alphanumeric() || matches!(character, '-' | '.' | ' ')) {
        return None;
    }
    let opens = ["<!--", "<--", "←", "*(", "(", "|", "//", "#"]
        .iter()
        .filter_map(|mark| before.rfind(mark).map(|at| (at + mark.len(), *mark)));
    let opened = opens.max();
    let is_note = opened.is_some_and(|(at, _)| line.get(at..start).is_some_and(|gap| gap.trim().is_empty()));
    let from = if is_note { start } else { 0 };
    let said = line.get(from..)?;
    let said = match opened.filter(|_| is_note).map(|(_, mark)| mark) {
        Some("<!--") => said.split("-->").next(),
        Some("(" | "*(") => said.rsplit_once(')').map(|(said, _)| said),
        Some("|") => said.split('|').next(),
        _ => None,
    }
    .unwrap_or(said);
    Some((MarkKind::Ask { name, is_note }, said.trim().to_owned(), String::new()))
}

/// Whom a text says to ask.
pub fn asked(text: &str) -> Option<String> {
    text.match_indices("sk ").find_map(|(at, _)| {
        let is_word = text.get(..at)?.ends_with(['a', 'A']);
        match ask(text, at + 1).filter(|_| is_word)? {
            (MarkKind::Ask { name, .. }, ..) => Some(name),
            _ => None,
        }
    })
}

/// `Nobody's checklist owned the encryption requirement`, `a requirement that nobody owns`. `at` is the `n`.
fn unowned(line: &str, at: usize) -> Said {
    let before = line.get(..at)?;
    if before.ends_with(char::is_alphanumeric) {
        return None;
    }
    let before = before.rsplit(['.', ';', '!', '?', ':', '|']).next().unwrap_or_default();
    // The dot of `_overview.md` ends no sentence.
    let after = line.get(at..)?;
    let ends = after.char_indices().find(|(place, character)| {
        let next = after.get(place + character.len_utf8()..).and_then(|rest| rest.chars().next());
        matches!(character, ';' | '!' | '?' | ':' | ',' | '|')
            || *character == '.' && !next.is_some_and(char::is_alphanumeric)
    });
    let said = after.get(..ends.map_or(after.len(), |(place, _)| place))?;
    let verbs = [" owned ", " owns ", " was answerable for ", " is answerable for "];
    let object = verbs.iter().find_map(|verb| said.split_once(verb)).map(|(_, object)| object);
    let is_one = |text: &&str| text.to_lowercase().contains("requirement");
    let object = object.filter(is_one).or_else(|| {
        let is_said = said.ends_with(" owned") || said.ends_with(" owns") || said.contains(" own ");
        Some(before.trim_end().trim_end_matches(" that")).filter(is_one).filter(|_| is_said)
    })?;
    let object = object.trim().trim_matches(['*', '_', '"', '”']);
    let object = ["the ", "The ", "a ", "A ", "an ", "An "]
        .iter()
        .find_map(|word| object.strip_prefix(word))
        .unwrap_or(object);
    Some((MarkKind::Unowned, object.to_owned(), String::new()))
}

/// `3-week hard deadline`, `14-day expiry`, `30 days to remediate`. `at` is the last letter of the unit.
fn within(line: &str, at: usize) -> Said {
    let before = line.get(..at)?;
    let (unit, days) = if before.ends_with("ee") { ("week", 7) } else { ("day", 1) };
    let digits_end = before.len().checked_sub(unit.len())?;
    let before = before.get(..digits_end)?;
    let digits = before.len() - before.bytes().rev().take_while(u8::is_ascii_digit).count();
    let number: u32 = before.get(digits..)?.parse().ok().filter(|number| *number < 4000)?;
    let rest = line.get(at + 1..)?;
    let lower = rest.to_lowercase();
    let phrase_end = ["deadline", "expiry"].iter().filter_map(|word| {
        let (between, _) = lower.split_once(word).filter(|(between, _)| between.len() <= 12)?;
        let is_phrase = between.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b' ');
        is_phrase.then_some(between.len() + word.len())
    });
    let around = line.to_lowercase();
    let end = if let Some(end) = phrase_end.min() {
        end
    } else if let Some(verb) = rest.strip_prefix("s to ") {
        let word = verb.find(|character: char| !character.is_alphanumeric()).unwrap_or(verb.len());
        let is_given = [" have ", " has ", " give", " gave ", " must ", " within ", "or risk"];
        if word == 0 || !is_given.iter().any(|word| around.contains(word)) {
            return None;
        }
        "s to ".len() + word
    } else {
        return None;
    };
    let text = line.get(digits..at + 1 + end)?.to_owned();
    let rest = line.get(at + 1 + end..).unwrap_or_default();
    let rest = rest.strip_prefix(':').map(str::trim).unwrap_or_default();
    Some((MarkKind::Due { days: number.checked_mul(days) }, text, rest.to_owned()))
}

/// `Expires 2026-03-29`, `Target Date: 2 weeks`, `deadline: 2025-10-29`. `at` is the `x` or the colon.
fn on(line: &str, at: usize) -> Said {
    let before = line.get(..at)?;
    let after = line.get(at..)?;
    let (start, after) = if after.starts_with(':') {
        let lower = before.to_ascii_lowercase();
        let words = ["target date", "due date", "hard deadline", "deadline"];
        let start =
            words.iter().find(|words| lower.ends_with(**words)).map(|words| lower.len() - words.len())?;
        (start, at)
    } else {
        let start = before.len().checked_sub(1)?;
        if before.get(..start)?.ends_with(|last: char| last.is_alphanumeric() || last == '-') {
            return None;
        }
        let word = after.find(|character: char| !character.is_alphabetic()).unwrap_or(after.len());
        (start, at + word)
    };
    let rest = line.get(after..)?.trim_start_matches([':', ' ', '*', '_']);
    let rest = rest.strip_prefix("on ").unwrap_or(rest);
    let end = rest.find(['.', ';', ')', '|', '(']).unwrap_or(rest.len());
    let phrase = rest.get(..end)?;
    // `2 weeks from 2025-05-05`.
    let mut words = phrase.split([' ', '-']);
    let number = words.next().and_then(|number| number.parse::<u32>().ok()).filter(|number| *number < 4000);
    let unit = words.next().unwrap_or_default();
    let days = match unit {
        _ if unit.starts_with("day") => number,
        _ if unit.starts_with("week") => number.and_then(|number| number.checked_mul(7)),
        _ => None,
    };
    let date = Date::find(phrase).map(|(_, range)| range.end);
    let count = days.map(|_| phrase.find(unit).map_or(phrase.len(), |at| at + unit.len()));
    let phrase = phrase.get(..date.max(count)?)?;
    let text = line.get(start..line.len() - rest.len() + phrase.len())?;
    Some((MarkKind::Due { days }, text.to_owned(), phrase.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let shown: Vec<String> = marks(text, 0)
            .iter()
            .map(|mark| match &mark.kind {
                MarkKind::Gap => format!("{} gap {}", mark.line, mark.text),
                MarkKind::Ask { name, is_note } => {
                    format!("{} ask {name} {is_note}: {}", mark.line, mark.text)
                }
                MarkKind::Unowned => format!("{} unowned {}", mark.line, mark.text),
                MarkKind::Due { days } => format!("{} due {days:?} {} | {}", mark.line, mark.text, mark.rest),
                MarkKind::Ignore => format!("{} ignore", mark.line),
            })
            .collect();
        assert_eq!(shown, expected, "{text:?}");
    }

    #[test]
    fn gaps_are_marked_or_have_a_colon() {
        check("a\n⚠️ KNOWLEDGE GAP: why. Ask Raj.\n", &["2 gap why. Ask Raj."]);
        check("**Knowledge gap:** single point", &["1 gap single point"]);
        check("⚠️ Knowledge debts: s", &["1 gap s"]);
        check("| x | — ⚠️ knowledge debt | Lisa |", &["1 gap knowledge debt"]);
        check("<!-- KNOWLEDGE GAP: x -->", &["1 gap x"]);
        check("knowledge_gaps: []\nthe knowledge gap between us\nknowledge", &[]);
    }

    #[test]
    fn a_gap_may_say_whom_to_ask() {
        for (text, name) in [
            ("session handoff states, ask Raj", Some("Raj")),
            ("Why? Ask Dr. Okafor.", Some("Dr. Okafor")),
            ("ask everyone, then ask Raj", Some("Raj")),
            ("a task Raj did", None),
            ("risk Raj", None),
            ("", None),
        ] {
            assert_eq!(asked(text).as_deref(), name, "{text:?}");
        }
    }

    #[test]
    fn asks_name_somebody() {
        check("1. seven. <!-- ask Raj: why 7? -->", &["1 ask Raj true: ask Raj: why 7?"]);
        check("x *(ask Raj whether (a) holds)*", &["1 ask Raj true: ask Raj whether (a) holds"]);
        check("| handing_over | nobody | ask Raj |", &["1 ask Raj true: ask Raj"]);
        check("│ handoff  <-- ask Raj", &["1 ask Raj true: ask Raj"]);
        check("session states, ask Dr. Okafor", &["1 ask Dr. Okafor false: session states, ask Dr. Okafor"]);
        check("No \"ask Raj\" left. We ask everyone. A task Raj did.", &[]);
    }

    #[test]
    fn comments_for_rules_are_met() {
        check("x\n<!-- planarium-ignore: drift why -->\nplanarium-ignore", &["2 ignore"]);
    }

    #[test]
    fn what_nobody_owns_is_a_requirement() {
        check(
            "x. Nobody's `_overview.md` owned the encryption requirement. The audit",
            &["1 unowned encryption requirement"],
        );
        check("\nit. NOBODY owns the retention requirement: see", &["2 unowned retention requirement"]);
        check("An encryption requirement that nobody owned.", &["1 unowned encryption requirement"]);
        check("Nobody owned the server. Somebody, nobody. The requirement: nobody asked. noobody owned", &[]);
    }

    #[test]
    fn a_line_without_end_is_read_in_parts() {
        let long = "é 3-day expiry ask Raj ⚠️ knowledge gap ".repeat(300);
        assert!(!marks(&long, 0).is_empty());
    }

    #[test]
    fn what_is_due_has_a_number() {
        check("(3-week hard deadline)", &["1 due Some(21) 3-week hard deadline | "]);
        check("(3-week hard deadline: 2025-10-29).", &["1 due Some(21) 3-week hard deadline | 2025-10-29)."]);
        check("We have 30 days to remediate or", &["1 due Some(30) 30 days to remediate | "]);
        check("_14-day expiry: Jun 1._", &["1 due Some(14) 14-day expiry | Jun 1._"]);
        check("Target Date: 2 weeks", &["1 due Some(14) Target Date: 2 weeks | 2 weeks"]);
        check(
            "**Target Date:** 6 weeks from 2025-05-05.",
            &["1 due Some(42) Target Date:** 6 weeks from 2025-05-05 | 6 weeks from 2025-05-05"],
        );
        check("Expires 2026-03-29 like any", &["1 due None Expires 2026-03-29 | 2026-03-29"]);
        check("Deadline: soon. It took 3 weeks to build. 14 days ago. The expiry of a token.", &[]);
    }
}
