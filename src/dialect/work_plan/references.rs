//! What parts of a plan a text speaks of: `Phase 0 complete`, `Epics 0.1 and 0.2`, `0.1.1`, a title.

use super::heading::{is_invisible, is_work, value_of};
use super::hierarchy::Part;
use super::vocabulary;
use crate::named::Named;

/// A part that a text speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reference {
    /// The part, by position; nothing when the plan has none of that number.
    pub(super) part: Option<usize>,
    /// Its words.
    pub(super) written: String,
}

/// The parts of a document by what they are called.
#[derive(Debug, Default)]
pub(super) struct Names<'a> {
    parts: &'a [Part],
    by_number: Named<Vec<usize>>,
    by_title: Named<usize>,
    /// The words in front of their numbers.
    by_word: Named<()>,
}

/// What a bare number in a table or list of dependencies means.
const PHASE: &str = "phase";

/// Longer spans of numbers are no spans of phases.
const MOST_SPAN: u32 = 50;

impl<'a> Names<'a> {
    pub(super) fn of(parts: &'a [Part]) -> Names<'a> {
        let mut names = Names { parts, ..Names::default() };
        for (at, part) in parts.iter().enumerate().skip(1) {
            if let Some(number) = &part.number {
                names.by_number.change(number, |parts| parts.push(at));
            }
            if let Some(word) = &part.word {
                names.by_word.insert_new(word, ());
            }
            if part.kind.is_work() {
                names.by_title.insert_new(&part.title.to_lowercase(), at);
            }
        }
        names
    }

    /// Whether numbers behind a word are those of parts: one that says so, or one that numbers parts of this document,
    /// be it in the plural.
    pub(super) fn numbers(&self, lower: &str) -> bool {
        let stem = |most: usize| {
            let at = lower.char_indices().rev().nth(most - 1).map_or(0, |(at, _)| at);
            lower.get(..at).filter(|stem| stem.chars().count() > 2)
        };
        is_work(vocabulary::rank(lower))
            || self.by_word.get(lower).is_some()
            || [1, 2].into_iter().filter_map(stem).any(|stem| self.by_word.get(stem).is_some())
    }

    /// The part of a number. The word in front of it tells those apart that share one.
    fn find(&self, word: &str, number: &str) -> Option<usize> {
        let parts = self.by_number.get(number)?;
        let word = word.to_lowercase();
        let own = |at: usize| self.parts.get(at).and_then(|part| part.word.as_deref());
        let is_same = |at: &&usize| own(**at).is_some_and(|own| own == word || word.starts_with(own));
        let rank = vocabulary::rank(&word);
        let is_alike = |at: &&usize| own(**at).and_then(vocabulary::rank) == rank;
        parts.iter().find(is_same).or_else(|| parts.iter().find(is_alike)).or_else(|| parts.first()).copied()
    }

    /// The part of a title.
    pub(super) fn titled(&self, title: &str) -> Option<usize> {
        self.by_title.get(&title.trim().to_lowercase()).copied()
    }

    /// The part that the cell of a table is about: `Phase 0: Preparation`, `0`, `1.2`, a title.
    pub(super) fn in_cell(&self, cell: &str) -> Option<Reference> {
        self.find_all(cell).into_iter().next().or_else(|| {
            let number = cell.trim().trim_start_matches('#');
            let part = self.find(PHASE, number).or_else(|| self.titled(number))?;
            Some(Reference { part: Some(part), written: number.to_owned() })
        })
    }

    /// The parts that a cell or line of dependencies names, bare numbers among them.
    pub(super) fn needed(&self, text: &str) -> Vec<Reference> {
        let found = self.find_all(text);
        if !found.is_empty() {
            return found;
        }
        let bare = |text: &str| {
            let number = text.trim().trim_start_matches('#');
            let is_number = !number.is_empty() && number.chars().all(|c| c.is_ascii_digit() || c == '.');
            is_number.then(|| number.to_owned())
        };
        let mut needed = Vec::new();
        for piece in text.split([',', ';', '&', '+', '/']).flat_map(|piece| piece.split(" and ")) {
            let span = piece.split_once(['-', '–']).and_then(|(from, to)| {
                Some((bare(from)?.parse::<u32>().ok()?, bare(to)?.parse::<u32>().ok()?))
            });
            match (span, bare(piece)) {
                (Some((from, to)), _) if from <= to && to - from <= MOST_SPAN => {
                    needed
                        .extend((from..=to).map(|number| self.reference(PHASE, &number.to_string(), piece)));
                }
                (_, Some(number)) => needed.push(self.reference(PHASE, &number, piece)),
                _ => {
                    let part = self.titled(piece);
                    needed.extend(
                        part.map(|part| Reference { part: Some(part), written: piece.trim().to_owned() }),
                    );
                }
            }
        }
        needed
    }

    fn reference(&self, word: &str, number: &str, written: &str) -> Reference {
        Reference { part: self.find(word, number), written: written.trim().to_owned() }
    }

    /// Every part that a text names by its word and number, or by a dotted number that the plan has.
    pub(super) fn find_all(&self, text: &str) -> Vec<Reference> {
        let tokens = tokens(text);
        let mut found: Vec<Reference> = Vec::new();
        // The word that the numbers behind it belong to, while nothing else has come between.
        let mut rank: Option<&str> = None;
        let mut last: Option<u32> = None;
        let mut is_span = false;
        for token in &tokens {
            match *token {
                Token::Word(word) => {
                    let lower = word.to_lowercase();
                    // `Part II`, `Tier A`, `Phase Two`: numbers that are letters.
                    if let Some(rank) = rank {
                        let spelled = value_of(word).map(|value| value.to_string());
                        let number = spelled.as_deref().unwrap_or(word);
                        let is_number = word.chars().all(char::is_uppercase) || spelled.is_some();
                        if is_number && self.by_number.get(number).is_some() {
                            found.push(self.reference(rank, number, &format!("{rank} {word}")));
                            continue;
                        }
                    }
                    if let Some((of, value)) = ordinal(word) {
                        found.push(self.reference(of, &value.to_string(), word));
                        (rank, last, is_span) = (None, None, false);
                        continue;
                    }
                    match () {
                        () if self.numbers(&lower) => {
                            (rank, last, is_span) = (Some(word), None, false);
                        }
                        _ if matches!(
                            lower.as_str(),
                            "and"
                                | "or"
                                | "und"
                                | "oder"
                                | "et"
                                | "y"
                                | "e"
                                | "и"
                                | "ו"
                                | "to"
                                | "bis"
                                | "through"
                        ) =>
                        {
                            is_span = matches!(lower.as_str(), "to" | "bis" | "through");
                        }
                        _ => (rank, last, is_span) = (None, None, false),
                    }
                }
                Token::Number(number) => {
                    let is_dotted = number.contains('.');
                    match rank {
                        Some(word) => {
                            let value = number.parse::<u32>().ok();
                            if let (true, Some(from), Some(to)) = (is_span, last, value) {
                                for between in (from + 1..to).take(MOST_SPAN as usize) {
                                    let between = between.to_string();
                                    found.push(self.reference(word, &between, &format!("{word} {between}")));
                                }
                            }
                            found.push(self.reference(word, number, &format!("{word} {number}")));
                            (last, is_span) = (value, false);
                        }
                        None if is_dotted => {
                            let part = self.find("", number);
                            found.extend(
                                part.map(|part| Reference { part: Some(part), written: number.to_owned() }),
                            );
                        }
                        None => {}
                    }
                }
                Token::Dash => is_span = true,
                Token::Comma => is_span = false,
                Token::End => (rank, last, is_span) = (None, None, false),
            }
        }
        let mut seen: Vec<Reference> = Vec::new();
        for reference in found {
            let is_known = |known: &Reference| match (known.part, reference.part) {
                (None, None) => known.written == reference.written,
                (known, own) => known == own,
            };
            if !seen.iter().any(is_known) {
                seen.push(reference);
            }
        }
        seen
    }
}

/// `第三阶段`: the word that is numbered, and its number.
fn ordinal(word: &str) -> Option<(&str, u32)> {
    let rest = word.strip_prefix('第')?;
    let at = rest.char_indices().map(|(at, _)| at).skip(1).take(3);
    at.filter_map(|at| rest.split_at_checked(at)).find_map(|(written, of)| {
        Some((of, value_of(written)?)).filter(|(of, _)| is_work(vocabulary::rank(of)))
    })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token<'a> {
    Word(&'a str),
    Number(&'a str),
    Dash,
    Comma,
    /// What ends a list of numbers.
    End,
}

/// Longer texts name much and refer to nothing.
const MOST_TOKENS: usize = 400;

fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next().filter(|_| found.len() < MOST_TOKENS) {
        let (token, length) = if first.is_ascii_digit() {
            let mut end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
            while rest.get(..end).is_some_and(|number| number.ends_with('.')) {
                end -= 1;
            }
            let lettered =
                rest.get(end..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()));
            // `18h` and `3rd` are no numbers; `1a` could be one, and then the plan has it.
            let word = rest.find(|c: char| !c.is_alphanumeric() && c != '.').unwrap_or(rest.len());
            match lettered && word > end + 1 {
                true => (Some(Token::End), word),
                false => {
                    let end = end + usize::from(lettered);
                    (rest.get(..end).map(Token::Number), end)
                }
            }
        } else if first.is_alphabetic() {
            let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
            let word = rest.get(..end).unwrap_or_default();
            // `P0` is a word and a number too.
            (Some(Token::Word(word)), end)
        } else {
            let token = match first {
                '-' | '–' | '—' | '→' => Some(Token::Dash),
                ',' | '&' | '+' | '/' => Some(Token::Comma),
                '#' | '*' | '`' | '_' => None,
                c if c.is_whitespace() || is_invisible(c) => None,
                _ => Some(Token::End),
            };
            (token, first.len_utf8())
        };
        found.extend(token);
        rest = rest.get(length..).unwrap_or_default();
    }
    found
}

/// What stands behind the words that say that something needs something: `Depends on Phase 0 and Epic 1.1.`
pub(super) fn needs_said(sentence: &str) -> Option<&str> {
    const WORDS: &[&str] = &[
        "depends on",
        "depend on",
        "dependent on",
        "requires",
        "blocked by",
        "waits for",
        "wait for",
        "prerequisite",
        "hängt ab von",
        "abhängig von",
        "benötigt",
        "setzt voraus",
        "dépend de",
        "nécessite",
        "depende de",
        "requiere",
        "dipende da",
        "richiede",
        "зависит от",
        "требует",
        "תלוי ב",
        "תלויה ב",
        "דורש",
        "דורשת",
        "依赖",
        "依存",
    ];
    // What changes its length in small letters is not compared at all.
    let lower = sentence.to_lowercase();
    let same = lower.len() == sentence.len();
    let (at, word) = WORDS.iter().filter_map(|word| Some((lower.find(word)?, word))).min()?;
    let rest = if same { sentence.get(at + word.len()..)? } else { sentence };
    let end = rest.find(". ").or_else(|| rest.find(['(', ';'])).unwrap_or(rest.len()).min(120);
    Some(rest.get(..rest.floor_char_boundary(end)).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{ItemKind, Tally};

    fn parts() -> Vec<Part> {
        let part = |word: &str, number: &str, title: &str, kind| Part {
            heading: None,
            parent: None,
            kind,
            number: Some(number.to_owned()).filter(|number| !number.is_empty()),
            word: Some(word.to_owned()).filter(|word| !word.is_empty()),
            title: title.to_owned(),
            tally: Tally::Work,
            lines: (1, 1),
        };
        vec![
            part("", "", "Document", ItemKind::Plan),
            part("phase", "0", "Ground", ItemKind::Phase),
            part("phase", "1", "Walls", ItemKind::Phase),
            part("", "1.1", "Bricks", ItemKind::Section),
            part("phase", "2", "Roof", ItemKind::Phase),
            part("part", "1", "All of it", ItemKind::Phase),
        ]
    }

    fn check(text: &str, expected: &[&str]) {
        let parts = parts();
        let names = Names::of(&parts);
        let shown = |reference: &Reference| match reference.part {
            Some(part) => part.to_string(),
            None => format!("{}?", reference.written),
        };
        let found: Vec<String> = names.needed(text).iter().map(shown).collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn parts_are_found_by_number_word_and_title() {
        check("Phase 0", &["1"]);
        check("Phase 0 complete", &["1"]);
        check("Phases 0-2", &["1", "2", "4"]);
        check("Phases 0 to 2", &["1", "2", "4"]);
        check("Phase 0, 1 and 2", &["1", "2", "4"]);
        check("Phase 0 and Phase 7", &["1", "Phase 7?"]);
        check("Phase 1.1 (Bricks)", &["3"]);
        check("1.1", &["3"]);
        check("0, 2", &["1", "4"]);
        check("0-1", &["1", "2"]);
        check("Ground", &["1"]);
        check("Part 1", &["5"]);
        check("None", &[]);
        check("—", &[]);
        check("18-22h", &[]);
        check("AWS credentials", &[]);
        check("שלב 0", &["1"]);
    }

    #[test]
    fn sentences_say_what_is_needed() {
        assert_eq!(needs_said("This depends on Phase 0. And more"), Some(" Phase 0"));
        assert_eq!(needs_said("Requires Phase 1 (see there)"), Some(" Phase 1 "));
        assert_eq!(needs_said("Nothing here"), None);
    }
}
