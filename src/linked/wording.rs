//! How far something is, in the words that stand there: another status takes the form of the one that it replaces.

use crate::plan::{BaseStatus, Status, StatusOrigin};
use std::ops::Range;

/// The words of the convention, with the marks that may stand before them and those of running text.
const WORDS: [(BaseStatus, &str, char, &str, char); 5] = [
    (BaseStatus::Todo, "TODO", '⏳', "Not Started", '⚪'),
    (BaseStatus::Wip, "WIP", '🔄', "In Progress", '🟡'),
    (BaseStatus::Done, "DONE", '✅', "Complete", '✅'),
    (BaseStatus::Blocked, "BLOCKED", '🚧', "Blocked", '🚧'),
    (BaseStatus::Cut, "CUT", '🚫', "Cancelled", '🚫'),
];

/// How far something is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aim {
    /// The state.
    pub base: BaseStatus,
    /// Why it is blocked, or what invalidated it: `invalidated-by:PP08`.
    pub detail: Option<String>,
}

impl Aim {
    /// A state without further words.
    pub fn new(base: BaseStatus) -> Aim {
        Aim { base, detail: None }
    }

    /// Reads what people write: `DONE`, `BLOCKED:law`, `done`. Nothing for words that mean no state.
    pub fn parse(written: &str) -> Option<Aim> {
        let status = Status::parse(written, StatusOrigin::None, 0);
        let detail = match status.base {
            BaseStatus::Unknown => return None,
            BaseStatus::Done => status.detail.map(|plan| format!("invalidated-by:{plan}")),
            BaseStatus::Blocked => status.detail,
            _ => None,
        };
        Some(Aim { base: status.base, detail })
    }

    /// It in the words of the convention: `BLOCKED:law`.
    pub fn plain(&self) -> String {
        let word = WORDS.iter().find(|(base, ..)| *base == self.base).map_or("TODO", |(_, word, ..)| *word);
        match &self.detail {
            Some(detail) => format!("{word}:{detail}"),
            None => word.to_owned(),
        }
    }
}

/// A text with another status in the place of the one that it states, in its form; `usual` is a status as it is written
/// elsewhere, for where none stands yet. `known` are words that the tree uses for this state.
pub fn restated(text: &str, aim: &Aim, usual: &str, known: &[&str]) -> String {
    let Some(range) = find(text) else {
        let fresh = find(usual)
            .map_or_else(|| aim.plain(), |range| like(usual.get(range).unwrap_or(usual), aim, known));
        let bare = text.trim().trim_matches(['—', '–', '-']).trim();
        return if bare.is_empty() { fresh } else { format!("{} {fresh}", text.trim_end()) };
    };
    let (before, after) =
        (text.get(..range.start).unwrap_or_default(), text.get(range.end..).unwrap_or_default());
    format!("{before}{}{after}", like(text.get(range).unwrap_or_default(), aim, known))
}

/// Where in a text a status stands: a mark, words in brackets, words behind a mark, or the whole of it.
pub fn find(text: &str) -> Option<Range<usize>> {
    let base = |words: &str| Status::parse(words, StatusOrigin::None, 0).base;
    let is_word = |words: &str| words.contains(char::is_alphabetic) && base(words) != BaseStatus::Unknown;
    for (open, _) in text.match_indices('[') {
        let rest = text.get(open + 1..)?;
        let Some(length) = rest.find(']') else { break };
        // A link says what it leads to.
        let is_link = rest.get(length + 1..).is_some_and(|rest| rest.starts_with('('));
        if !is_link && is_word(rest.get(..length)?) {
            return Some(mark_before(text, open)..open + length + 2);
        }
    }
    let is_mark = |character: char| base(character.encode_utf8(&mut [0; 4])) != BaseStatus::Unknown;
    if let Some((start, mark)) = text.char_indices().find(|(_, character)| is_mark(*character)) {
        let end = start + mark.len_utf8();
        let end =
            end + text.get(end..).map_or(0, |rest| rest.len() - rest.trim_start_matches('\u{fe0f}').len());
        let words = text.get(end..).unwrap_or_default();
        // The longest run of words that means a state.
        let ends =
            words.char_indices().filter(|(_, c)| !c.is_alphanumeric() && !matches!(c, '_' | '-' | ':'));
        let ends = ends.map(|(at, _)| at).chain([words.len()]).take(8);
        let said = ends.filter(|at| words.get(..*at).is_some_and(is_word)).max().unwrap_or(0);
        return Some(start..end + said);
    }
    let core = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '`' | '"' | '\''));
    if !is_word(core) {
        return None;
    }
    let start = text.find(core)?;
    Some(start..start + core.len())
}

/// Where the mark before a bracket begins, if one stands there.
fn mark_before(text: &str, open: usize) -> usize {
    let before = text.get(..open).unwrap_or_default().trim_end_matches([' ', '\u{fe0f}']);
    let mark = before.chars().next_back().filter(|mark| {
        Status::parse(mark.encode_utf8(&mut [0; 4]), StatusOrigin::None, 0).base != BaseStatus::Unknown
    });
    mark.map_or(open, |mark| before.len() - mark.len_utf8())
}

/// Another status in the form of one: with or without mark and brackets, in words of the convention or in those of
/// running text, small or large.
fn like(old: &str, aim: &Aim, known: &[&str]) -> String {
    let Some((_, word, mark, prose, prose_mark)) = WORDS.iter().find(|(base, ..)| *base == aim.base) else {
        return aim.plain();
    };
    let label = match (old.find('['), old.rfind(']')) {
        (Some(open), Some(close)) if open < close => old.get(open + 1..close).unwrap_or(old),
        _ => old.trim_start_matches(|c: char| !c.is_alphanumeric()),
    };
    let old_mark = old.chars().next().filter(|mark| !mark.is_alphanumeric() && *mark != '[');
    let name = label.split(':').next().unwrap_or(label).trim();
    let is_of_convention = WORDS.iter().any(|(_, word, ..)| word.eq_ignore_ascii_case(name));
    let of_prose = WORDS.iter().any(|(_, _, mark, _, prose)| Some(*prose) == old_mark && prose != mark);
    let is_prose = !name.is_empty() && !is_of_convention;
    // A mark that means one thing here means another there: what the tree itself uses is not misread.
    let of_tree = || {
        known
            .iter()
            .filter_map(|words| words.chars().next())
            .find(|mark| !mark.is_alphanumeric() && *mark != '[')
    };
    let mark = old_mark.map(|_| if of_prose || is_prose { of_tree().unwrap_or(*prose_mark) } else { *mark });
    let has_brackets = old.contains('[');
    let is_small = name.chars().any(char::is_lowercase);
    let words = if name.is_empty() {
        String::new()
    } else if is_prose {
        // What the tree says for it elsewhere, in the same form.
        let same_case = |words: &&&str| words.chars().any(char::is_lowercase) == is_small;
        let bare = |words: &str| words.trim_start_matches(|c: char| !c.is_alphanumeric()).to_owned();
        match known.iter().filter(same_case).map(|words| bare(words)).find(|words| !words.contains('[')) {
            Some(words) => words,
            None if is_small => (*prose).to_owned(),
            None => prose.to_uppercase(),
        }
    } else if is_small && name.chars().all(|c| !c.is_uppercase()) {
        aim.plain().replacen(word, &word.to_lowercase(), 1)
    } else {
        aim.plain()
    };
    let words = if has_brackets && !words.is_empty() { format!("[{words}]") } else { words };
    match mark {
        Some(mark) if words.is_empty() => mark.to_string(),
        Some(mark) => format!("{mark} {words}"),
        None => words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, aim: &str, expected: &str) {
        let aim = Aim::parse(aim).unwrap_or_else(|| unreachable!());
        assert_eq!(restated(text, &aim, "✅ [DONE]", &[]), expected, "{text:?}");
    }

    #[test]
    fn another_status_takes_the_form_of_the_old_one() {
        check("🔄 [WIP]", "DONE", "✅ [DONE]");
        check("WIP", "BLOCKED:law", "BLOCKED:law");
        check("[WIP]", "DONE", "[DONE]");
        check("🔄", "DONE", "✅");
        check("- 🔄 SP05_billing/p01 — text (Person)", "DONE", "- ✅ SP05_billing/p01 — text (Person)");
        check("├── x/ ← 🔄 [WIP] System Plan", "CUT", "├── x/ ← 🚫 [CUT] System Plan");
        check("🟡 IN PROGRESS", "DONE", "✅ COMPLETE");
        check("### 1.2 Name ⚪ NOT STARTED", "WIP", "### 1.2 Name 🟡 IN PROGRESS");
        check("In Progress", "TODO", "Not Started");
        check("**WIP**", "DONE", "**DONE**");
        check("✅ [DONE]", "DONE:invalidated-by:PP08", "✅ [DONE:invalidated-by:PP08]");
        check("—", "WIP", "🔄 [WIP]");
        check("", "WIP", "🔄 [WIP]");
        check("[SP01](SP01_x/) since May", "WIP", "[SP01](SP01_x/) since May 🔄 [WIP]");
        check("wip", "DONE", "done");
    }

    #[test]
    fn the_words_of_the_tree_are_taken() {
        let aim = Aim::new(BaseStatus::Todo);
        assert_eq!(restated("In Progress", &aim, "", &["◒ To Do", "TODO"]), "To Do");
    }
}
