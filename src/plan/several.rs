//! Several names in one text, as the cell of a table lists them: `SP01, SP03–SP05 and [deck](SP07_deck/)`.

/// What stands between names when it stands alone.
const BETWEEN: [char; 7] = [',', ';', '&', '+', '·', '•', '\n'];
/// Words and marks that stand between names with spaces around them, and what Markdown writes for a new line.
const WORDS: [&str; 8] = [" and ", " und ", " et ", " y ", " / ", " | ", "<br>", "<br/>"];
/// What stands between the ends of a range.
const TO: [&str; 9] = ["–", "—", "‑", "...", "..", "…", " to ", " bis ", "-"];
/// Longer ranges are no list that anybody meant.
const MOST_IN_RANGE: u32 = 200;

/// The parts of a text that each may name something, without the spaces around them. What stands in brackets is not cut.
pub fn parts(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let (mut start, mut at, mut depth) = (0, 0, 0_usize);
    while let Some(next) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = text.get(at..).unwrap_or_default();
        let word = || WORDS.iter().find(|word| rest.starts_with(**word)).map(|word| word.len());
        let cut = match next {
            _ if depth > 0 => None,
            next if BETWEEN.contains(&next) => Some(next.len_utf8()),
            _ => word(),
        };
        match next {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if let Some(length) = cut {
            found.extend(text.get(start..at));
            start = at + length;
            at = start;
        } else {
            at += next.len_utf8();
        }
    }
    found.extend(text.get(start..));
    found.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// The names of a range of numbered things, its ends included: `SP01–SP03`, `SP01 to 03`, `1-3`. What stands before the number
/// is the same at both ends.
pub fn range(part: &str) -> Option<Vec<String>> {
    let (from, to) = TO.iter().find_map(|between| part.split_once(between))?;
    let (prefix, first) = numbered(from)?;
    let (other, last) = numbered(to)?;
    let (low, high): (u32, u32) = (first.parse().ok()?, last.parse().ok()?);
    if !(other.is_empty() || other == prefix) || high < low || high - low > MOST_IN_RANGE {
        return None;
    }
    let width = first.len();
    Some((low..=high).map(|number| format!("{prefix}{number:0width$}")).collect())
}

/// Letters and the number behind them.
fn numbered(text: &str) -> Option<(&str, &str)> {
    let text = text.trim().trim_matches(['`', '*', '#']);
    let at = text.find(|c: char| c.is_ascii_digit())?;
    let (prefix, digits) = text.split_at_checked(at)?;
    let is_number = digits.len() < 7 && digits.bytes().all(|byte| byte.is_ascii_digit());
    (is_number && prefix.chars().all(char::is_alphabetic)).then_some((prefix, digits))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cut_apart_but_not_inside_brackets() {
        for (text, expected) in [
            ("SP01, SP02", vec!["SP01", "SP02"]),
            ("SP01;SP02 & PP03 + PP04", vec!["SP01", "SP02", "PP03", "PP04"]),
            ("SP01 (data, auth) and SP02", vec!["SP01 (data, auth)", "SP02"]),
            ("[a, b](SP01_a/)<br>`SP02`", vec!["[a, b](SP01_a/)", "`SP02`"]),
            ("SP01/p00 / SP02", vec!["SP01/p00", "SP02"]),
            ("sandy (beach", vec!["sandy (beach"]),
            ("", vec![]),
            (" , ", vec![]),
        ] {
            assert_eq!(parts(text), expected, "{text:?}");
        }
    }

    #[test]
    fn ranges_have_numbers_at_both_ends() {
        let check = |text: &str, expected: &str| {
            assert_eq!(range(text).unwrap_or_default().join(" "), expected, "{text:?}");
        };
        check("SP01–SP03", "SP01 SP02 SP03");
        check("SP09 to 11", "SP09 SP10 SP11");
        check("1-3", "1 2 3");
        check("SP01..SP02", "SP01 SP02");
        check("SP03-SP01", "");
        check("SP01-PP03", "");
        check("SP01_a-b", "");
        check("—", "");
        check("2025-09", "");
    }
}
