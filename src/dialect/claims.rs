//! What documents say of how many there are: `15 plans created, 8 completed`, `Total plans: 22`, a table of counts.
//!
//! Only what is counted over a whole tree is read, and only where the words say that it is: a number before or
//! behind nouns of planning alone, in a table of counts, behind a label, or with words such as "to date".

use super::section::{Block, column};
use crate::document::structure::Table;

/// A count as it is stated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// What is counted, in small letters.
    pub what: String,
    /// How many.
    pub count: u32,
    /// The words.
    pub written: String,
    /// The line.
    pub line: u32,
}

/// The counts in these blocks.
pub fn counted(blocks: &[Block]) -> Vec<Counted> {
    let mut found = Vec::new();
    for block in blocks {
        match block {
            Block::Table(table) => of_table(table, &mut found),
            Block::Bullet { line, text, .. } | Block::Line { line, text, is_code: false } => {
                of_text(text, *line, &mut found);
            }
            Block::Heading { .. } | Block::Line { .. } => {}
        }
    }
    found
}

/// Nouns and states over which a tree can be counted.
const COUNTED: &str = " plan plans module modules spec specs delta deltas meeting meetings exploration explorations \
done completed complete closed finished shipped cut wip active todo blocked archived ";

/// Words that may stand with them.
const WITH: &str = " total number of tracked registered created in root the docs documents notes entries directories \
directory folders count so far to date all system procedure points decision state progress work started not now index \
recorded held ";

/// What a label counts, in small letters; nothing when it speaks of anything else.
fn what_in(label: &str) -> Option<String> {
    let mut words: Vec<String> = Vec::new();
    let mut is_counted = false;
    for word in label.split([' ', '(', ')', ',']) {
        let word = word.trim_matches(|mark: char| !mark.is_alphanumeric() && !matches!(mark, '_' | '/'));
        if word.is_empty() || word == "/" {
            continue;
        }
        if is_path(word) {
            words.push(word.trim_end_matches('/').to_owned());
            is_counted = true;
            continue;
        }
        for part in word.split('/').map(str::to_lowercase) {
            let spaced = format!(" {part} ");
            let is_noun = COUNTED.contains(&spaced);
            if !is_noun && !WITH.contains(&spaced) {
                return None;
            }
            is_counted |= is_noun;
            words.push(part);
        }
    }
    is_counted.then(|| words.join(" "))
}

/// Whether a word names a folder.
fn is_path(word: &str) -> bool {
    word.ends_with('/') && word.len() > 1 || word.starts_with('_') && word.len() > 2
}

/// The number that a text begins with, and the rest.
fn number(text: &str) -> Option<(u32, &str)> {
    let end = text.find(|character: char| !character.is_ascii_digit()).unwrap_or(text.len());
    let count = text.get(..end)?.parse().ok()?;
    let rest = text.get(end..)?;
    // `1.5`, `3x`, `2025-10-01` and `70%` are no counts.
    let is_whole = match rest.chars().next() {
        Some('.' | ',') => {
            !rest.get(1..).is_some_and(|rest| rest.starts_with(|next: char| next.is_ascii_digit()))
        }
        Some(next) => next.is_whitespace() || matches!(next, ')' | ';' | ':' | '|'),
        None => true,
    };
    is_whole.then_some((count, rest))
}

/// The rows of a table whose one column counts what the other names.
fn of_table(table: &Table, found: &mut Vec<Counted>) {
    let Some(count) = column(table, &["count", "number", "value", "total", "how many"]) else { return };
    let label = if count == 0 { 1 } else { 0 };
    for row in &table.rows {
        let text = |at: usize| row.cells.get(at).map_or("", |cell| cell.text.trim());
        if let (Some(what), Some((count, _))) = (what_in(text(label)), number(text(count))) {
            let written = format!("{}: {count}", text(label));
            found.push(Counted { what, count, written, line: row.line });
        }
    }
}

/// The counts in a line or a bullet.
fn of_text(text: &str, line: u32, found: &mut Vec<Counted>) {
    let text = text.replace(['*', '`'], "");
    if !text.contains(|character: char| character.is_ascii_digit()) {
        return;
    }
    let labelled =
        text.split_once(": ").and_then(|(label, rest)| Some((what_in(label)?, rest, number(rest.trim())?)));
    if let Some((what, rest, (count, behind))) = labelled {
        let next = behind.split([' ', '(', ',', ';', '.', '·', '|']).find(|word| !word.is_empty());
        let is_count = behind.trim_start().starts_with(['(', ',', ';', '·', '|'])
            || next.is_none_or(|next| what_in(&format!("plans {next}")).is_some());
        if is_count {
            let written = format!("{}: {count}", text.split(": ").next().unwrap_or_default().trim());
            found.push(Counted { what, count, written, line });
            let behind = rest.trim().get(rest.trim().len() - behind.len()..).unwrap_or_default();
            phrases(behind, line, found);
        }
        return;
    }
    for sentence in sentences(&text) {
        let begin = found.len();
        phrases(sentence, line, found);
        if !is_of_all(sentence, found.len() - begin) {
            found.truncate(begin);
        }
        lists(sentence, line, found);
    }
}

/// The sentences of a text. The dot of a file's name ends none.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split(". ").flat_map(|part| part.split("; ")).map(str::trim)
}

/// Whether counts in a sentence are of all there is: it says so, or consists of nothing but such counts.
fn is_of_all(sentence: &str, counts: usize) -> bool {
    const CUES: [&str; 11] = [
        "total",
        "to date",
        "so far",
        "overall",
        "altogether",
        "in all",
        "now hold",
        "now held",
        " track",
        "registered",
        "status check",
    ];
    let lower = sentence.to_lowercase();
    let numbers = sentence
        .split([' ', '('])
        .filter(|word| word.starts_with(|first: char| first.is_ascii_digit()))
        .count();
    let starts = sentence
        .trim_start_matches(|mark: char| !mark.is_alphanumeric())
        .starts_with(|first: char| first.is_ascii_digit());
    CUES.iter().any(|cue| lower.contains(cue)) || counts >= 2 && counts == numbers && starts
}

/// `15 plans created to date, 8 completed/archived/cut, 7 active`: numbers, each with what it counts.
fn phrases(text: &str, line: u32, found: &mut Vec<Counted>) {
    let mut rest = text;
    while let Some(at) = rest.find(|character: char| character.is_ascii_digit()) {
        let before = rest.get(..at).unwrap_or_default();
        let here = rest.get(at..).unwrap_or_default();
        // `2 of 3 plans` speaks of some.
        let is_word = before.ends_with(" of ")
            || before.ends_with(|last: char| {
                last.is_alphanumeric() || matches!(last, '_' | '-' | '.' | '$' | '#')
            });
        let Some((count, behind)) = number(here).filter(|_| !is_word) else {
            let end = here.find(|character: char| !character.is_alphanumeric()).unwrap_or(here.len());
            rest = here.get(end..).unwrap_or_default();
            continue;
        };
        let end = behind.find([',', ';', '(', ')', '·', '+', '|', '"', ':']).unwrap_or(behind.len());
        let said = behind.get(..end).unwrap_or_default().trim_end_matches(['.', ' ']);
        // As many of its words as speak of plans.
        let words: Vec<&str> = said.split(' ').filter(|word| !word.is_empty()).collect();
        let longest = (1..=words.len()).rev().find_map(|count| {
            let words = words.get(..count)?.join(" ");
            Some((what_in(&words)?, words))
        });
        let is_bounded = |said: &str| !words.get(said.split(' ').count()).is_some_and(|next| goes_on(next));
        if let Some((what, said)) = longest.filter(|(_, said)| is_bounded(said)) {
            let written = format!("{count} {said}");
            found.push(Counted { what, count, written, line });
        }
        rest = behind;
    }
}

/// Whether a word makes another thing of what stands before it: `3 module specs pending`, `5 plan documents`.
fn goes_on(next: &str) -> bool {
    const ENDS: [&str; 13] = [
        "and", "but", "across", "spanning", "over", "or", "with", "since", "by", "until", "while", "plus",
        "from",
    ];
    let word = next.trim_matches(|mark: char| !mark.is_alphanumeric()).to_lowercase();
    !word.is_empty() && !ENDS.contains(&word.as_str())
}

/// `_completed/ held 15 entries`, `the Module Index only lists 14`: what lists something, then how much.
fn lists(sentence: &str, line: u32, found: &mut Vec<Counted>) {
    const VERBS: [&str; 9] = [
        " lists ",
        " holds ",
        " held ",
        " has ",
        " contains ",
        " contained ",
        " tracks ",
        " listed ",
        " counts ",
    ];
    for verb in VERBS {
        let Some((before, after)) = sentence.split_once(verb) else { continue };
        let Some((count, behind)) = number(after) else { continue };
        let subject =
            before.trim_end_matches(" only").trim_end_matches(" just").trim_end_matches(" now").trim_end();
        let next = behind
            .trim()
            .split(' ')
            .next()
            .unwrap_or_default()
            .trim_matches(|mark: char| !mark.is_alphanumeric());
        let last = subject.rsplit(' ').next().unwrap_or_default();
        let (what, name) = if subject.to_lowercase().ends_with("module index") {
            ("module index".to_owned(), "Module Index")
        } else if is_path(last) {
            (format!("in {}", last.trim_end_matches('/')), last)
        } else {
            continue;
        };
        let of_all = ["", "entries", "modules", "plans", "rows", "items", "folders", "directories"];
        if of_all.contains(&next.to_lowercase().as_str()) {
            let written = format!("{name}{verb}{count} {next}").trim_end().to_owned();
            // The same number may have been read as a phrase.
            found.retain(|known| known.line != line || known.count != count);
            found.push(Counted { what, count, written, line });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let structure = crate::document::structure::read(text);
        let blocks = super::super::section::blocks(text, &structure);
        let shown: Vec<String> = counted(&blocks)
            .iter()
            .map(|found| format!("{} {} = {}", found.line, found.what, found.count))
            .collect();
        assert_eq!(shown, expected, "{text:?}");
    }

    #[test]
    fn tables_count_what_they_name() {
        check(
            "| Metric | Count |\n|--|--|\n| Total plans created | 20 |\n| ✅ DONE | 12 |\n| 🚫 CUT | 3 (PP07, SP11) |\n\
| Plans in `_completed/` | 16 |\n| Active plans in root | 4 |\n| Modules tracked | 20 |\n| State Delta entries | 17 |\n\
| Meetings / decision points | 6 |\n| Exploration docs (archived) | 7 |\n| Module ownership conflicts found | 4 |\n\
| Plans with invalidated assumptions | 1 |\n| Total months | 18 |\n| Plans | many |\n",
            &[
                "3 total plans created = 20",
                "4 done = 12",
                "5 cut = 3",
                "6 plans in _completed = 16",
                "7 active plans in root = 4",
                "8 modules tracked = 20",
                "9 state delta entries = 17",
                "10 meetings decision points = 6",
                "11 exploration docs archived = 7",
            ],
        );
        check("| Module | Slots |\n|--|--|\n| plans | 3 |\n", &[]);
    }

    #[test]
    fn sentences_count_when_they_speak_of_all() {
        check(
            "- STATUS CHECK: 15 plans created to date, 8 completed/archived/cut, 7 active\n",
            &["1 plans created to date = 15", "1 completed archived cut = 8", "1 active = 7"],
        );
        check("Total plans: 22\n", &["1 total plans = 22"]);
        check("**Plans:** 20 (12 done, 3 cut)\n", &["1 plans = 20", "1 done = 12", "1 cut = 3"]);
        check("20 modules\n", &[]);
        check("6 plans · 20 modules · 3 done\n", &["1 plans = 6", "1 modules = 20", "1 done = 3"]);
        check(
            "The tree now held 20 plan directories spanning 18 months. `_completed/` held 15 entries. The root \
`_overview.md` had grown to track 20 modules across the Module Index and 12 State Delta entries.\n",
            &[
                "1 plan directories = 20",
                "1 in _completed = 15",
                "1 modules = 20",
                "1 state delta entries = 12",
            ],
        );
        check(
            "> We have 18 modules registered across plans, but the root `_overview.md` Module Index only lists 14. Four\n",
            &["1 modules registered = 18", "1 module index = 14"],
        );
    }

    #[test]
    fn other_numbers_are_no_counts() {
        check("- final 3 module specs being updated\n- Reconciliation: 5 module specs updated\n", &[]);
        check(
            "Plans: 3 weeks of work. Total: 12 slots. Phase 2 plans so far. In total 3.5 plans, 70% done.\n",
            &[],
        );
        check("```\nTotal plans: 22\n```\n", &[]);
        check("SP01 plans to date, 2025-10-01 done to date, 12 pilot clinics so far\n", &[]);
        check("The modules of 3 plans changed. 2 plans wait. 2 of 3 plans to date.\n", &[]);
    }
}
