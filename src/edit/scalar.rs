//! How a text is written as a YAML scalar: in the style of the value it replaces where that can hold it, else in the
//! nearest that can. What another reader of YAML would take for something else than text is quoted.

/// How a scalar is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// Without quotes.
    Plain,
    /// `'…'`.
    Single,
    /// `"…"`.
    Double,
    /// `|` with the text below it, line by line.
    Literal,
    /// `>` with the text below it, where a line end is a space.
    Folded,
}

/// Where a scalar stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// In a collection in brackets.
    Flow,
    /// Anywhere else.
    Block,
}

/// What a text is meant to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A text and nothing else.
    Text,
    /// A day, a number or a truth value, which needs no quotes.
    Other,
}

/// The style of a value, as it is written.
pub(super) fn style_of(written: &str) -> Style {
    match written.bytes().next() {
        Some(b'\'') => Style::Single,
        Some(b'"') => Style::Double,
        Some(b'|') => Style::Literal,
        Some(b'>') => Style::Folded,
        _ => Style::Plain,
    }
}

/// A text on one line: in `style` when that can hold it, else in `quotes`, else in double quotes, which hold
/// everything.
pub(super) fn inline(text: &str, style: Style, quotes: Style, place: Place, meaning: Meaning) -> String {
    let can_be_plain = style == Style::Plain && can_be_plain(text, place, meaning);
    let wanted = match style {
        Style::Plain if can_be_plain => return text.to_owned(),
        Style::Single | Style::Double => style,
        // Backslashes in front of quotes are hard to read.
        _ if text.contains(['"', '\\']) && !text.contains('\'') => Style::Single,
        _ => quotes,
    };
    match wanted {
        Style::Single if text.chars().all(is_printable) => format!("'{}'", text.replace('\'', "''")),
        _ => double_quoted(text),
    }
}

/// Whether a plain scalar means this text, here and to every other reader.
fn can_be_plain(text: &str, place: Place, meaning: Meaning) -> bool {
    let Some(first) = text.chars().next() else { return false };
    let is_separated = |mark: char| {
        let mut places = text.match_indices(mark).map(|(at, _)| text.get(at + 1..).unwrap_or_default());
        places.any(|rest| !rest.starts_with(|next: char| next.is_alphanumeric() || matches!(next, '/' | '_')))
    };
    let begins = match first {
        '-' => text.len() > 1 && !text.starts_with("- ") && !text.starts_with("---"),
        '.' => !text.starts_with("..."),
        _ => !"?:,[]{}#&*!|>'\"%@`".contains(first),
    };
    begins
        && text.trim() == text
        && text.chars().all(is_printable)
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.ends_with(':')
        && (place == Place::Block || (!text.contains([',', '[', ']', '{', '}']) && !is_separated(':')))
        && (meaning == Meaning::Other || !reads_otherwise(text))
}

/// Whether a character may stand in a scalar on one line without being escaped.
fn is_printable(character: char) -> bool {
    !character.is_control()
        && !matches!(character, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

fn double_quoted(text: &str) -> String {
    let mut written = String::with_capacity(text.len() + 2);
    written.push('"');
    for character in text.chars() {
        match character {
            '"' => written.push_str("\\\""),
            '\\' => written.push_str("\\\\"),
            '\n' => written.push_str("\\n"),
            '\t' => written.push_str("\\t"),
            '\r' => written.push_str("\\r"),
            other if is_printable(other) => written.push(other),
            other if other < '\u{100}' => written.push_str(&format!("\\x{:02X}", u32::from(other))),
            other => written.push_str(&format!("\\u{:04X}", u32::from(other))),
        }
    }
    written.push('"');
    written
}

/// Whether some reader of YAML, of version 1.1 or 1.2, takes a plain scalar for something else than text.
pub(super) fn reads_otherwise(text: &str) -> bool {
    const WORDS: [&str; 12] = ["~", "null", "true", "false", "yes", "no", "on", "off", "y", "n", "=", "<<"];
    text.is_empty()
        || WORDS.iter().any(|word| word.eq_ignore_ascii_case(text))
        || is_number_like(text)
        || is_day_like(text)
}

/// Whether a text is written like a number: `12`, `012`, `1_000`, `0x1F`, `1e3`, `.5`, `12:30`, `.inf`.
pub(super) fn is_number_like(text: &str) -> bool {
    let text = text.strip_prefix(['+', '-']).unwrap_or(text);
    let lower = text.to_ascii_lowercase();
    if matches!(lower.as_str(), ".inf" | ".nan") {
        return true;
    }
    for base in ["0x", "0o", "0b"] {
        if let Some(rest) = lower.strip_prefix(base) {
            return !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'_');
        }
    }
    let is_run = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_');
    let has_digit = |text: &str| text.bytes().any(|byte| byte.is_ascii_digit());
    if !has_digit(text) || !text.starts_with(|first: char| first.is_ascii_digit() || first == '.') {
        return false;
    }
    let (mantissa, exponent) = lower.split_once('e').unwrap_or((&lower, "0"));
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let is_whole = whole.split(':').all(is_run) && !whole.starts_with(':') && !whole.ends_with(':');
    is_whole && is_run(fraction) && has_digit(exponent) && is_run(exponent)
}

/// Whether a text is written like a day, with or without a time.
pub(super) fn is_day_like(text: &str) -> bool {
    let (day, time) = match text.find(['T', 't', ' ', '\t']) {
        Some(at) => (text.get(..at).unwrap_or_default(), text.get(at + 1..)),
        None => (text, None),
    };
    let mut parts = day.split('-');
    let mut has_digits = |least: usize, most: usize| {
        parts.next().is_some_and(|part| {
            (least..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
        })
    };
    let is_day = has_digits(4, 4) && has_digits(1, 2) && has_digits(1, 2) && parts.next().is_none();
    let is_time = |time: &str| {
        let time = time.trim();
        time.starts_with(|first: char| first.is_ascii_digit())
            && time.bytes().all(|byte| {
                byte.is_ascii_digit() || matches!(byte, b':' | b'.' | b'+' | b'-' | b'Z' | b'z' | b' ')
            })
    };
    is_day && time.is_none_or(is_time)
}

/// A text below a header of its own, `|` or `>`, every line behind so many spaces; first with the header that stood
/// there, then with one that says what line ends the text ends with. Nothing when it cannot be written so.
pub(super) fn below(text: &str, style: Style, old: Option<&str>, indent: usize, eol: &str) -> Vec<String> {
    let is_writable = |character: char| is_printable(character) || matches!(character, '\n' | '\t');
    // White space at the beginning reads as indentation, and where line ends are spaces, on every line.
    let is_open = |line: &str| line.starts_with([' ', '\t']);
    let begins_open = if style == Style::Folded {
        text.lines().any(is_open)
    } else {
        is_open(text.trim_start_matches('\n'))
    };
    if begins_open || text.starts_with('\n') || text.trim().is_empty() || !text.chars().all(is_writable) {
        return Vec::new();
    }
    let body = text.trim_end_matches('\n');
    let (mark, body) = match style {
        Style::Folded => ('>', folded(body)),
        _ => ('|', body.to_owned()),
    };
    let own = match text.len() - text.trim_end_matches('\n').len() {
        0 => format!("{mark}-"),
        1 => mark.to_string(),
        _ => format!("{mark}+"),
    };
    let old = old.filter(|old| old.starts_with(mark)).and_then(|old| old.lines().next()).map(str::trim_end);
    // A remark behind the header stays.
    let remark = old.and_then(|old| old.find(" #").and_then(|at| old.get(at..))).unwrap_or_default();
    let mut headers = vec![format!("{own}{remark}")];
    if let Some(old) = old.filter(|old| *old != headers.concat()) {
        headers.insert(0, old.to_owned());
    }
    let margin = " ".repeat(indent);
    let mut lines = String::new();
    for line in body.split('\n') {
        lines.push_str(eol);
        if !line.is_empty() {
            lines.push_str(&margin);
            lines.push_str(line);
        }
    }
    headers.into_iter().map(|header| format!("{header}{lines}")).collect()
}

/// A text in which a line end alone means a space: every line end once more.
fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut is_open = false;
    for character in text.chars() {
        if character == '\n' && !is_open {
            folded.push('\n');
        }
        is_open = character == '\n';
        folded.push(character);
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, style: Style, place: Place, expected: &str) {
        assert_eq!(inline(text, style, Style::Double, place, Meaning::Text), expected, "{text:?}");
    }

    #[test]
    fn the_style_stays_where_it_can() {
        for text in [
            "SP01_x",
            "✅ [DONE]",
            "BLOCKED:law",
            "a, b",
            "1.2.3",
            "-x",
            "https://x.org/a?b",
            "x@y",
            "a #b".trim_end_matches("#b").trim_end(),
        ] {
            check(text, Style::Plain, Place::Block, text);
        }
        check("it's", Style::Single, Place::Block, "'it''s'");
        check("a\\b \"c\"", Style::Double, Place::Block, "\"a\\\\b \\\"c\\\"\"");
        check("a, b", Style::Plain, Place::Flow, "\"a, b\"");
        check("http://x.org/a", Style::Plain, Place::Flow, "http://x.org/a");
        check("\"q\"", Style::Plain, Place::Block, "'\"q\"'");
        check("a\nb", Style::Single, Place::Block, "\"a\\nb\"");
        check("\u{85}\u{2028}\u{7}", Style::Plain, Place::Block, "\"\\x85\\u2028\\x07\"");
    }

    #[test]
    fn what_reads_otherwise_is_quoted() {
        let others = "no Yes ON off true False null ~ y N 12 012 1e3 1E-3 1_000 0x1F 0o17 0b1 .5 5. -3 +3 12:30 1:2:3.5 .inf \
            -.INF .nan 2025-09-30 2025-9-3 2025-09-30T10:00:00Z = <<";
        for text in others.split(' ').filter(|text| !text.is_empty()) {
            check(text, Style::Plain, Place::Block, &format!("\"{text}\""));
            assert_eq!(inline(text, Style::Plain, Style::Single, Place::Block, Meaning::Other), text);
        }
        let texts = [
            "2025-Q3", "2025-09", "1.2.3", "0x", "e3", "12a", "1-2", "-", "+", ".", "yess", "v1", "10 hours",
            "12:",
        ];
        for text in texts {
            assert!(!reads_otherwise(text), "{text}");
        }
        for text in [
            "", " a", "a ", "a: b", "a #b", "a:", "#a", "- a", "-", "---", "...x", "@a", "`a", "%a", "&a",
            "*a", "!a", "|", ">", "[a", "{a", "?", ": a", "a\tb",
        ] {
            assert_ne!(
                inline(text, Style::Plain, Style::Double, Place::Block, Meaning::Text),
                text,
                "{text:?}"
            );
        }
    }

    #[test]
    fn texts_of_several_lines() {
        assert_eq!(below("a\nb\n", Style::Literal, None, 2, "\n"), ["|\n  a\n  b"]);
        assert_eq!(
            below("a\n\nb", Style::Literal, Some("| # c\n x"), 1, "\r\n"),
            ["| # c\r\n a\r\n\r\n b", "|- # c\r\n a\r\n\r\n b"]
        );
        assert_eq!(below("a\nb\n\nc\n", Style::Folded, Some(">\n  x"), 2, "\n"), [">\n  a\n\n  b\n\n\n  c"]);
        assert_eq!(below("\u{7}", Style::Literal, None, 2, "\n"), [""; 0]);
    }
}
