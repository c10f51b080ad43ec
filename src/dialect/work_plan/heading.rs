//! What a single heading says: `### User Story 0.1.1: Sign in (1.5h) ✅ DONE` is a word, a number, a name, an
//! estimate and a status, and none of them has to be there.

use super::marks::Legend;
use super::vocabulary::{self, Rank};
use crate::plan::{BaseStatus, Date, Hours, Period, Status, StatusOrigin};

/// A heading taken apart.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Head {
    /// Its line.
    pub(super) line: u32,
    /// 1 to 6.
    pub(super) level: u8,
    /// All of it, without markup.
    pub(super) text: String,
    /// The words in front of its number, in small letters; nothing when the number comes first.
    pub(super) word: Option<String>,
    /// Its number.
    pub(super) number: Option<Number>,
    /// What it is called: all that is neither word nor number, estimate nor status.
    pub(super) name: String,
    /// How much work it says it is.
    pub(super) estimate: Option<(Hours, String)>,
    /// How far it says it is.
    pub(super) status: Option<Status>,
    /// What it claims of its progress, as written: `60%`, `8/12`.
    pub(super) share: Option<String>,
}

/// A number of a heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Number {
    /// As written: `0.1.1`, `II`, `A`.
    pub(super) text: String,
    /// Its parts; a letter or a Roman numeral counts as its value.
    pub(super) parts: Vec<u32>,
    /// Whether something stands between it and the name, so that it can be nothing but a number of this heading.
    pub(super) is_set_off: bool,
    /// Whether it stands behind the name, where it may be the number of something else.
    pub(super) is_behind: bool,
}

impl Head {
    /// What the word in front of the number says.
    pub(super) fn rank(&self) -> Option<Rank> {
        vocabulary::rank(self.word.as_deref()?)
    }

    /// All of it but what it says of how long it takes.
    pub(super) fn bare_text(&self) -> &str {
        let bracket = self.text.rfind(['(', '[', '（']).filter(|_| self.estimate.is_some());
        let bare =
            bracket.and_then(|at| self.text.get(..at)).map(str::trim_end).filter(|bare| !bare.is_empty());
        bare.unwrap_or(&self.text)
    }

    /// Takes a heading apart.
    pub(super) fn read(text: &str, level: u8, line: u32, legend: &Legend) -> Head {
        let mut head = Head { line, level, text: text.trim().to_owned(), ..Head::default() };
        let shown = text.trim_matches(is_invisible_or_space);
        let marks_end = shown.find(|c: char| c.is_alphanumeric()).unwrap_or(0);
        let (marks, rest) = shown.split_at_checked(marks_end).unwrap_or(("", shown));
        // A bracket that a name begins with belongs to it.
        let (marks, rest) = match marks.rfind(['(', '[', '"', '“', '`']) {
            Some(at) if !marks.get(at..).unwrap_or_default().contains(']') => shown.split_at(at),
            _ => (marks, rest),
        };
        if let Some(base) = legend.of_marks(marks) {
            head.status = Some(stated(base, marks.trim(), line));
        }
        let (word, number, name) = numbered(rest);
        (head.word, head.number) = (word, number);
        head.take_ends(name, legend);
        head
    }

    /// Takes estimate, status and progress from the end of the name; what is left is the name.
    fn take_ends(&mut self, name: &str, legend: &Legend) {
        let mut name = name.trim();
        // Whoever writes more than so many remarks behind a heading means something else.
        for _ in 0..6 {
            let Some(rest) = self.take_bracket(name, legend).or_else(|| self.take_tail(name, legend)) else {
                break;
            };
            name = rest.trim_end_matches(is_dash);
        }
        self.name = remark_behind(name.trim_matches(|c: char| is_dash(c) || c == '*'));
    }

    /// What it is called as a part of a plan: its name, or all of it where the name alone says nothing, as the days of
    /// `Sprint 1 (Jan 6 – Jan 17)` and the year of `Q1 2025` do.
    pub(super) fn title(&self) -> String {
        let is_remark = self.name.starts_with(['(', '[']) && self.name.ends_with([')', ']']);
        let is_bare = is_remark || !self.name.contains(char::is_alphabetic);
        if is_bare { self.bare_text().to_owned() } else { self.name.clone() }
    }

    /// Whether the day or days that it is called by are all of a date that it names.
    pub(super) fn is_of_days(&self) -> bool {
        let date = Date::parse(&self.name).or_else(|| self.date().filter(|_| self.number.is_none()));
        date.is_some_and(|date| matches!(date.period, Period::Day(..) | Period::Days(..)))
    }

    /// A bracket at the end: `(4-5 hours)`, `[DONE]`, `(60%)`.
    fn take_bracket<'a>(&mut self, name: &'a str, legend: &Legend) -> Option<&'a str> {
        let open = match name.chars().next_back()? {
            ')' => '(',
            ']' => '[',
            '）' => '（',
            _ => return None,
        };
        let (rest, inside) = name.rsplit_once(open)?;
        let inside = inside.trim_end_matches([')', ']', '）']).trim();
        if self.says(inside, legend) { Some(rest) } else { None }
    }

    /// What stands at the end behind a mark or a dash: `🟡 IN PROGRESS`, `— DONE`, `- 60% complete`.
    fn take_tail<'a>(&mut self, name: &'a str, legend: &Legend) -> Option<&'a str> {
        let mark = name.char_indices().rev().find(|(_, c)| legend.is_mark(*c)).map(|(at, _)| at);
        let dash = [" — ", " – ", " - ", ": ", " | ", " · "].iter().filter_map(|dash| name.rfind(dash)).max();
        for at in [mark, dash].into_iter().flatten() {
            let (rest, tail) = name.split_at_checked(at)?;
            if rest.trim().is_empty() && self.number.is_none() {
                continue;
            }
            let tail = tail.trim_start_matches(|c: char| is_separator(c) && !legend.is_mark(c));
            if tail.len() <= 80 && self.says(tail, legend) {
                return Some(rest);
            }
        }
        None
    }

    /// Whether a remark is an estimate, a progress or a status, which is then known.
    fn says(&mut self, remark: &str, legend: &Legend) -> bool {
        if remark.is_empty() {
            return false;
        }
        let bare = remark.trim_start_matches(['~', '≈']).trim();
        let share = super::shares::find(bare);
        if let Some(share) = share.filter(|_| self.share.is_none()) {
            self.share = Some(share.written);
            // `60% complete` says both; `complete` alone would say that all of it is.
            return true;
        }
        if let Some(hours) = Hours::find(bare).filter(|_| self.estimate.is_none() && is_short(bare)) {
            self.estimate = Some((hours, remark.to_owned()));
            return true;
        }
        let status = legend.read(remark);
        let Some(base) = status else { return false };
        match &self.status {
            // A mark in front and words behind may say the same.
            Some(known) => known.base == base,
            None => {
                self.status = Some(stated(base, remark, self.line));
                true
            }
        }
    }

    /// Whether what it is called is a day or a span of days: the heading of an entry in a log.
    pub(super) fn date(&self) -> Option<Date> {
        let of = |text: &str| {
            let (date, range) = Date::find(text)?;
            let around = text.len() - range.len();
            (around <= 24).then_some(date)
        };
        Date::parse(&self.name).or_else(|| of(&self.name)).or_else(|| of(&self.text))
    }
}

/// A name with the remark behind it that stood before it: `(optional): Docs`.
fn remark_behind(name: &str) -> String {
    let told = name.strip_prefix('(').and_then(|rest| rest.split_once(')'));
    match told.map(|(inside, rest)| (inside, rest.trim_start_matches(is_separator))) {
        Some((inside, rest)) if !rest.is_empty() && !inside.contains('(') => format!("{rest} ({inside})"),
        _ => name.to_owned(),
    }
}

/// A status that a heading states.
fn stated(base: BaseStatus, written: &str, line: u32) -> Status {
    Status { base, detail: None, written: Some(written.to_owned()), from: StatusOrigin::Heading, line }
}

/// Whether a remark says little more than a span: `4-5 hours`, `~2h total`.
fn is_short(remark: &str) -> bool {
    remark.split_whitespace().count() <= 6
}

fn is_invisible_or_space(c: char) -> bool {
    c.is_whitespace() || is_invisible(c)
}

/// Characters that steer the direction of text, which people paste without knowing.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// What may stand between a name and what is said behind it.
fn is_dash(c: char) -> bool {
    is_separator(c) && !matches!(c, ')' | '.')
}

fn is_separator(c: char) -> bool {
    is_invisible_or_space(c) || matches!(c, ':' | '-' | '–' | '—' | '|' | '·' | '.' | ')' | '/' | '：' | '、')
}

/// The words in front of a number, the number, and what follows. All of the text is the name when there is no
/// number.
fn numbered(text: &str) -> (Option<String>, Option<Number>, &str) {
    let nothing = (None, None, text);
    if let Some((word, number, name)) = ordinal(text) {
        return (Some(word.to_lowercase()), Some(number), name);
    }
    let mut at = 0;
    let mut words: Vec<&str> = Vec::new();
    // `User Story 0.1.1`: no more than three words stand in front of a number.
    for _ in 0..=3 {
        let rest = text.get(at..).unwrap_or_default();
        let gap = rest.find(|c: char| !is_invisible_or_space(c)).unwrap_or(0);
        let token = rest.get(gap..).unwrap_or_default();
        let end = token.find(is_invisible_or_space).unwrap_or(token.len());
        let token = token.get(..end).unwrap_or_default();
        if token.is_empty() {
            break;
        }
        let from = at + gap;
        if let Some((prefix, number, length)) = number(token, !words.is_empty(), text.get(from + end..)) {
            if let Some(prefix) = prefix {
                words.push(prefix);
            }
            let after = text.get(from + length..).unwrap_or_default();
            let set_off = after.trim_start_matches(is_invisible_or_space);
            let is_set_off = set_off.is_empty()
                || set_off.starts_with([':', '-', '–', '—', '|', ')', '.', '·', '：', '、', '/'])
                || number.parts.len() > 1;
            let after = after.strip_prefix(']').unwrap_or(after);
            let name = without_repetition(after.trim_start_matches(is_separator));
            let word = (!words.is_empty()).then(|| words.join(" ").to_lowercase());
            // `1. Etappe: Abriss`, `1단계: 준비`: the word stands behind its number.
            if word.is_none()
                && let Some((behind, rest)) = name.split_once([':', '：', '–', '—'])
                && is_work(vocabulary::rank(&behind.trim().to_lowercase()))
            {
                let name = rest.trim_start_matches(is_separator);
                let word = behind.trim().to_lowercase();
                return (Some(word), Some(Number { is_set_off: true, ..number }), name);
            }
            return (word, Some(Number { is_set_off, ..number }), name);
        }
        let word = token.trim_end_matches(['#', '№']);
        if !word.is_empty() && !word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '"')) {
            break;
        }
        if !word.is_empty() {
            words.push(word);
        }
        at = from + end;
    }
    at_the_end(text).unwrap_or(nothing)
}

/// Whether a word in front of a number says that what it numbers is work.
pub(super) fn is_work(rank: Option<Rank>) -> bool {
    matches!(rank, Some(Rank::Phase | Rank::Epic | Rank::Story | Rank::Task))
}

/// `第三阶段：测试`: the number stands within the word.
fn ordinal(text: &str) -> Option<(&str, Number, &str)> {
    let rest = text.strip_prefix('第')?;
    let end = rest.find(|c: char| !c.is_ascii_digit() && numeral(c).is_none())?;
    let (written, rest) = rest.split_at_checked(end)?;
    let value = value_of(written)?;
    let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
    let (word, name) = rest.split_at_checked(end)?;
    if !is_work(vocabulary::rank(word)) {
        return None;
    }
    let number = Number { text: value.to_string(), parts: vec![value], is_set_off: true, is_behind: false };
    Some((word, number, name.trim_start_matches(is_separator)))
}

fn numeral(c: char) -> Option<u32> {
    "零一二三四五六七八九十".chars().position(|known| known == c).and_then(|at| u32::try_from(at).ok())
}

/// What a number up to ninety-nine says that is written in digits, in Chinese numerals or as an English word.
pub(super) fn value_of(written: &str) -> Option<u32> {
    const WORDS: [&str; 12] =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    if written.bytes().all(|byte| byte.is_ascii_digit()) {
        return written.parse().ok();
    }
    let lower = written.to_ascii_lowercase();
    if let Some(at) = WORDS.iter().position(|word| *word == lower) {
        return u32::try_from(at + 1).ok();
    }
    let digits: Vec<u32> = written.chars().map(numeral).collect::<Option<_>>()?;
    match *digits.as_slice() {
        [one] => Some(one),
        [10, one] => Some(10 + one),
        [tens, 10] => Some(tens * 10),
        [tens, 10, one] => Some(tens * 10 + one),
        _ => None,
    }
}

/// A number at the end of a heading, as in languages that are written towards it: `הקמה (Phase 0)`.
fn at_the_end(text: &str) -> Option<(Option<String>, Option<Number>, &str)> {
    let trimmed = text.trim_end_matches(|c: char| is_invisible_or_space(c) || matches!(c, ')' | ']'));
    let begin = ["(", "[", " - ", " – ", " — ", " | "].iter().filter_map(|mark| trimmed.rfind(mark)).max()?;
    let tail = trimmed.get(begin..)?.trim_start_matches(|c: char| is_separator(c) || matches!(c, '(' | '['));
    let (word, written) = tail.rsplit_once(' ')?;
    let word = word.trim().to_lowercase();
    if !matches!(vocabulary::rank(&word), Some(Rank::Phase | Rank::Epic | Rank::Story | Rank::Task)) {
        return None;
    }
    let (_, number, length) = number(written, true, None)?;
    if length != written.len() {
        return None;
    }
    let number = Number { is_set_off: true, is_behind: true, ..number };
    Some((Some(word), Some(number), text.get(..begin)?))
}

/// A name without a remark that says the number again in another language: `(Phase 0): name`.
fn without_repetition(name: &str) -> &str {
    let repeated = name.strip_prefix('(').and_then(|rest| rest.split_once(')')).filter(|(inside, _)| {
        let (word, number, rest) = match inside.rsplit_once(' ') {
            Some((word, written)) => (word.to_lowercase(), number(written, true, None), ""),
            None => return false,
        };
        vocabulary::rank(&word).is_some() && number.is_some() && rest.is_empty()
    });
    repeated.map_or(name, |(_, rest)| rest.trim_start_matches(is_separator))
}

/// A number at the beginning of a token: the letters in front of it, the number, and how many bytes it takes.
/// Letters alone and Roman numerals are numbers only behind a word.
fn number<'a>(
    token: &'a str,
    is_behind_word: bool,
    after: Option<&str>,
) -> Option<(Option<&'a str>, Number, usize)> {
    let bare = token.trim_start_matches(['#', '[', '№']);
    let skipped = token.len() - bare.len();
    let letters = bare.find(|c: char| !c.is_alphabetic()).unwrap_or(bare.len());
    let word = bare.get(..letters).unwrap_or_default();
    let has_dash = bare.get(letters..).is_some_and(|rest| rest.starts_with('-'));
    // `P0`, `US-12`, `阶段1` and `Phase1`, `PROJ-101`; all else is a name that ends with a digit.
    let is_prefix = word.len() <= 3 && word.is_ascii()
        || is_work(vocabulary::rank(&word.to_lowercase()))
        || has_dash && word.len() <= 12 && word.bytes().all(|byte| byte.is_ascii_uppercase());
    let digits_at = if letters > 0 && is_prefix { letters + usize::from(has_dash) } else { 0 };
    let rest = bare.get(digits_at..)?;
    if rest.starts_with(|c: char| c.is_ascii_digit()) {
        let (parts, length) = dotted(rest)?;
        let end = rest.get(length..)?;
        // `2nd`, `3D`, `10MB`, `5,000`, `2024-12-26`, `50%` are no numbers of headings; `1a` and `2b` are.
        let is_lettered = end.starts_with(|c: char| c.is_ascii_lowercase())
            && !end.get(1..).is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
        // Behind a word, `1-2` is a span: `Days 1-2`.
        let length = length + usize::from(is_lettered) + if is_behind_word { span(end) } else { 0 };
        let end = rest.get(length..)?;
        // `1단계`: the word stands right behind it.
        let behind = end.find(|c: char| !c.is_alphabetic()).unwrap_or(end.len());
        let is_worded = is_work(vocabulary::rank(&end.get(..behind).unwrap_or_default().to_lowercase()));
        let is_followed = is_worded
            || end.is_empty()
            || end.starts_with([':', '.', ')', ']', '-', '–', '—', '|', '：', '、', '/']);
        let continues = end.get(1..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        if !is_followed || continues || parts.first().is_some_and(|part| *part > 9_999) {
            return None;
        }
        // A lone integer that a sentence begins with counts something, unless something sets it off.
        let prefix = (letters > 0).then(|| bare.get(..letters).unwrap_or_default());
        let text = rest.get(..length)?.to_owned();
        return Some((
            prefix,
            Number { text, parts, is_set_off: false, is_behind: false },
            skipped + digits_at + length,
        ));
    }
    if !is_behind_word {
        return None;
    }
    let spelled = value_of(bare.get(..letters)?).filter(|_| letters > 2);
    let end = match spelled {
        Some(_) => letters,
        None => bare.find(|c: char| !c.is_ascii_uppercase()).unwrap_or(bare.len()),
    };
    let (written, tail) = bare.split_at_checked(end)?;
    let is_alone = tail.is_empty()
        && after.is_none_or(|after| {
            let after = after.trim_start();
            after.is_empty() || after.starts_with([':', '-', '–', '—', '|', '·'])
        });
    if written.is_empty() || !(is_alone || tail.starts_with([':', '.', ')', '-', '–', '—'])) {
        return None;
    }
    let value = spelled.or_else(|| roman(written)).or_else(|| match written.as_bytes() {
        [letter] => Some(u32::from(letter - b'A') + 1),
        _ => None,
    })?;
    // What is spelled out is called by its digits, so that `Phase 1` is `Phase One`.
    let text = if spelled.is_some() { value.to_string() } else { written.to_owned() };
    let number = Number { text, parts: vec![value], is_set_off: true, is_behind: false };
    Some((None, number, skipped + end))
}

/// How many bytes the rest of a span takes: `-2`.
fn span(text: &str) -> usize {
    let rest = text.trim_start_matches(['-', '–']);
    let dash = text.len() - rest.len();
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let goes_on = rest.get(digits..).is_some_and(|rest| rest.starts_with(['-', '–', '.']));
    if dash == 0 || digits == 0 || digits > 3 || goes_on { 0 } else { dash + digits }
}

/// Digits with dots between them, and how many bytes they take.
fn dotted(text: &str) -> Option<(Vec<u32>, usize)> {
    let (mut parts, mut at) = (Vec::new(), 0);
    loop {
        let digits = text.get(at..)?.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 || digits > 9 || parts.len() >= 12 {
            break;
        }
        parts.push(text.get(at..at + digits)?.parse().ok()?);
        at += digits;
        let continues = text
            .get(at..)?
            .strip_prefix('.')
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        if !continues {
            break;
        }
        at += 1;
    }
    (!parts.is_empty()).then_some((parts, at))
}

/// The value of a Roman numeral up to thirty-nine; nobody numbers headings further.
fn roman(text: &str) -> Option<u32> {
    if text.is_empty() || text.len() > 7 || !text.bytes().all(|byte| matches!(byte, b'I' | b'V' | b'X')) {
        return None;
    }
    let value = |byte: &u8| match byte {
        b'I' => 1_u32,
        b'V' => 5,
        _ => 10,
    };
    let digits: Vec<u32> = text.as_bytes().iter().map(value).collect();
    let mut sum = 0;
    for (at, digit) in digits.iter().enumerate() {
        let is_taken_off = digits.get(at + 1).is_some_and(|next| next > digit);
        sum = if is_taken_off { sum + 100 - digit } else { sum + digit } % 100;
    }
    (1..40).contains(&sum).then_some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A heading as `word | number | name | hours | status | share`.
    fn check(text: &str, expected: &str) {
        let head = Head::read(text, 2, 1, &Legend::default());
        let shown = [
            head.word.unwrap_or_default(),
            head.number.map(|number| number.text).unwrap_or_default(),
            head.name,
            head.estimate.map(|(hours, _)| hours.to_string()).unwrap_or_default(),
            head.status.map(|status| status.base.name().to_owned()).unwrap_or_default(),
            head.share.unwrap_or_default(),
        ];
        assert_eq!(shown.join(" | "), expected, "{text:?}");
    }

    #[test]
    fn headings_are_taken_apart() {
        for (text, expected) in [
            (
                "Phase 0: Framework Protocol Implementation",
                "phase | 0 | Framework Protocol Implementation |  |  | ",
            ),
            (
                "Phase 1: Core Service Modules (4-5 hours) 🟡 IN PROGRESS",
                "phase | 1 | Core Service Modules | 4–5 h | wip | ",
            ),
            ("Epic 0.1: Manus-Git Protocol (8-12 hours)", "epic | 0.1 | Manus-Git Protocol | 8–12 h |  | "),
            (
                "User Story 0.1.1: Implement Commit (1.5h)",
                "user story | 0.1.1 | Implement Commit | 1.5 h |  | ",
            ),
            (
                "1.2 Integration with StateManager ⚪ NOT STARTED",
                " | 1.2 | Integration with StateManager |  | todo | ",
            ),
            ("5.1 Unit Tests ✅ LARGELY COMPLETE", " | 5.1 | Unit Tests |  | done | "),
            ("4.4 CHANGELOG", " | 4.4 | CHANGELOG |  |  | "),
            ("✅ Phase 2 — Wiring [DONE]", "phase | 2 | Wiring |  | done | "),
            ("Phase 3: Ship (60%)", "phase | 3 | Ship |  |  | 60%"),
            ("Phase 3: Ship - 60% complete", "phase | 3 | Ship |  |  | 60% complete"),
            ("Phase 3 Ship (8/12) 🔄", "phase | 3 | Ship |  | wip | 8/12"),
            ("Part II: The Wall", "part | II | The Wall |  |  | "),
            ("Tier A – Must have", "tier | A | Must have |  |  | "),
            ("שלב 0: הקמת תשתית (18-22 שעות) ✅ הושלם", "שלב | 0 | הקמת תשתית | 18–22 h | done | "),
            ("הקמת תשתית (Phase 0)", "phase | 0 | הקמת תשתית |  |  | "),
            ("שלב 0 (Phase 0): הקמה", "שלב | 0 | הקמה |  |  | "),
            ("\u{200f}Epic 0.1 – פרוטוקול", "epic | 0.1 | פרוטוקול |  |  | "),
            ("0.1.1 סיפור", " | 0.1.1 | סיפור |  |  | "),
            ("P0: Ground", "p | 0 | Ground |  |  | "),
            ("[US-12] Sign in", "us | 12 | Sign in |  |  | "),
            ("1. Introduction", " | 1 | Introduction |  |  | "),
            ("Week 1 (25-30 hours)", "week | 1 |  | 25–30 h |  | "),
            ("Session 2: December 26-27, 2024", "session | 2 | December 26-27, 2024 |  |  | "),
            ("Files CREATED (Phase 1.1)", "phase | 1.1 | Files CREATED |  |  | "),
            (
                "Baseline Metrics (Captured Dec 26, 2024)",
                " |  | Baseline Metrics (Captured Dec 26, 2024) |  |  | ",
            ),
            ("📋 Document Purpose", " |  | Document Purpose |  |  | "),
            ("2024-12-26", " |  | 2024-12-26 |  |  | "),
            ("Work Plan V17.0", "work plan v | 17.0 |  |  |  | "),
            ("2nd half", " |  | 2nd half |  |  | "),
            ("", " |  |  |  |  | "),
            ("✅", " |  | ✅ |  |  | "),
            ("3.5 `code` and (brackets) in (it)", " | 3.5 | `code` and (brackets) in (it) |  |  | "),
            ("Phase 10", "phase | 10 |  |  |  | "),
            ("Phase1: x", "phase | 1 | x |  |  | "),
            ("Phase One: Setup", "phase | 1 | Setup |  |  | "),
            ("PROJ-101: Login page", "proj | 101 | Login page |  |  | "),
            ("UTF-8: x", "utf | 8 | x |  |  | "),
            ("阶段1：准备（2 小时）", "阶段 | 1 | 准备 | 2 h |  | "),
            ("第三阶段：测试", "阶段 | 3 | 测试 |  |  | "),
            ("第十二阶段：测试", "阶段 | 12 | 测试 |  |  | "),
            ("1단계: 준비", "단계 | 1 | 준비 |  |  | "),
            ("2. Etappe: Abriss (3 h)", "etappe | 2 | Abriss | 3 h |  | "),
            ("Step 4 (optional): Docs", "step | 4 | Docs (optional) |  |  | "),
            ("Phase One", "phase | 1 |  |  |  | "),
            ("Part of the whole", " |  | Part of the whole |  |  | "),
            ("Phase 1a: x", "phase | 1a | x |  |  | "),
        ] {
            check(text, expected);
        }
    }

    #[test]
    fn roman_numerals_have_values() {
        for (text, value) in [("I", 1), ("IV", 4), ("IX", 9), ("XIV", 14), ("XXXIX", 39)] {
            assert_eq!(roman(text), Some(value), "{text}");
        }
        assert_eq!(roman("A"), None);
    }

    proptest::proptest! {
        #[test]
        fn any_heading_can_be_taken_apart(text in ".{0,60}") {
            let _ = Head::read(&text, 1, 1, &Legend::default());
        }
    }
}
