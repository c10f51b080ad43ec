//! Comments that ask that a rule be silent about a place: `<!-- planarium-ignore: rule-id reason -->` in Markdown,
//! `# planarium-ignore: rule-id reason` in frontmatter and YAML.
//!
//! Only documents in which [`marks`](super::marks) has met such a word are read for them.

use crate::document::frontmatter;

/// The word that such a comment begins with.
pub(super) const WORD: &str = "planarium-ignore:";

/// A comment that asks a rule to be silent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Silence {
    /// The rule.
    pub rule: String,
    /// Why; may be empty.
    pub reason: String,
    /// Its line.
    pub line: u32,
    /// The first and the last line that it speaks of.
    pub lines: (u32, u32),
}

/// The form of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Markdown,
    Yaml,
}

/// The comments of a file, and a problem for each that names no rule.
pub(super) fn read(text: &str, form: Form, problems: &mut Vec<(u32, String)>) -> Vec<Silence> {
    let body = if form == Form::Yaml { text.len() } else { frontmatter::body_start(text) };
    let mut found: Vec<Silence> = Vec::new();
    // From here on comments wait for the line that they stand above.
    let mut waiting = 0;
    let mut is_first = true;
    let mut fence: Option<&str> = None;
    let (mut at, mut line) = (0, 0_u32);
    for raw in text.split_inclusive('\n') {
        let is_field = at < body;
        // What stands first in the body stands first below frontmatter too.
        is_first |= at == body;
        at += raw.len();
        line = line.saturating_add(1);
        let bare = raw.trim();
        if bare.is_empty() || (is_field && bare == "---") {
            continue;
        }
        if let Some(mark) = fence_of(bare).filter(|_| !is_field) {
            fence = match fence {
                Some(open) if mark.starts_with(open) && mark.len() == bare.len() => None,
                Some(open) => Some(open),
                None => Some(mark),
            };
        }
        let comment = if fence.is_some() { None } else { comment(bare, is_field) };
        let is_alone = comment.as_ref().is_some_and(|comment| comment.is_alone);
        if !is_alone {
            for silence in found.iter_mut().skip(waiting) {
                silence.lines.1 = line;
            }
        }
        if let Some(Comment { text, .. }) = comment {
            let (rule, reason) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
            if rule.is_empty() {
                let text = format!("This comment names no rule; write {WORD} rule-id reason.");
                problems.push((line, text));
            } else {
                let first = if is_first && is_alone { 1 } else { line };
                let (rule, reason) = (rule.to_owned(), reason.trim().to_owned());
                found.push(Silence { rule, reason, line, lines: (first, line) });
            }
        }
        if !is_alone {
            waiting = found.len();
            is_first = false;
        }
    }
    found
}

/// A comment of a line.
struct Comment<'a> {
    /// What stands behind the word.
    text: &'a str,
    /// Whether nothing else stands on the line.
    is_alone: bool,
}

fn comment(line: &str, is_field: bool) -> Option<Comment<'_>> {
    let (before, after) = line.split_once(WORD)?;
    let opening = if is_field { "#" } else { "<!--" };
    let before = before.trim_end().strip_suffix(opening)?;
    // In a span of code the comment is only shown; a mark within a text begins no comment of YAML.
    if before.ends_with('`') || (is_field && before.ends_with(|last: char| !last.is_whitespace())) {
        return None;
    }
    let (text, rest) = if is_field { (after, "") } else { after.split_once("-->").unwrap_or((after, "")) };
    Some(Comment { text: text.trim(), is_alone: before.trim().is_empty() && rest.trim().is_empty() })
}

/// The run of marks that opens or closes a fence.
fn fence_of(line: &str) -> Option<&str> {
    let mark = line.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
    let length = line.len() - line.trim_start_matches(mark).len();
    line.get(..length).filter(|_| length >= 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, form: Form, expected: &[&str]) {
        let mut problems = Vec::new();
        let found = read(text, form, &mut problems);
        let found = found.iter().map(|silence| {
            let (first, last) = silence.lines;
            format!("{} {first}-{last} {}: {}", silence.line, silence.rule, silence.reason)
        });
        let shown: Vec<String> =
            found.chain(problems.iter().map(|(line, _)| format!("{line} problem"))).collect();
        assert_eq!(shown, expected, "{text:?}");
    }

    #[test]
    fn a_comment_speaks_of_the_line_below_it() {
        check(
            "# T\n<!-- planarium-ignore: drift as agreed -->\n\nx\ny\n",
            Form::Markdown,
            &["2 2-4 drift: as agreed"],
        );
        check(
            "x\n<!--planarium-ignore: a b-->\n<!-- planarium-ignore: c -->\ny\n",
            Form::Markdown,
            &["2 2-4 a: b", "3 3-4 c: "],
        );
        check(
            "x\n| a | <!-- planarium-ignore: drift why not --> |\n| b |\n",
            Form::Markdown,
            &["2 2-2 drift: why not"],
        );
        check("x\n<!-- planarium-ignore: drift\nwhy -->", Form::Markdown, &["2 2-3 drift: "]);
        check(
            "x\n<!-- planarium-ignore: -->\n<!-- planarium-ignore:",
            Form::Markdown,
            &["2 problem", "3 problem"],
        );
    }

    #[test]
    fn what_stands_first_speaks_of_the_head_of_the_file() {
        check(
            "<!-- planarium-ignore: line-limit long -->\n# T\n",
            Form::Markdown,
            &["1 1-2 line-limit: long"],
        );
        check(
            "---\na: b\n---\n\n<!-- planarium-ignore: a x -->\n\n<!-- planarium-ignore: b y -->\nz\n",
            Form::Markdown,
            &["5 1-8 a: x", "7 1-8 b: y"],
        );
        check(
            "---\n# planarium-ignore: required-field as ever\na: b\nc: d # planarium-ignore: x y\n---\nz\n",
            Form::Markdown,
            &["2 1-3 required-field: as ever", "4 4-4 x: y"],
        );
        check("# planarium-ignore: a b\nname: x\n", Form::Yaml, &["1 1-2 a: b"]);
        check("name: \"x# planarium-ignore: a b\"\n", Form::Yaml, &[]);
    }

    #[test]
    fn what_is_only_shown_is_no_comment() {
        check(
            "x\n````md\n```\n<!-- planarium-ignore: a b -->\n```\n````\n<!-- planarium-ignore: c d -->\n",
            Form::Markdown,
            &["7 7-7 c: d"],
        );
        check("x\nWrite `<!-- planarium-ignore: a b -->` or planarium-ignore: a b.\n", Form::Markdown, &[]);
        check("x\n~~~\n<!-- planarium-ignore: a b -->\n", Form::Markdown, &[]);
    }
}
