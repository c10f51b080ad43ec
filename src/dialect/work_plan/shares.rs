//! Claims of progress: `8/12`, `32% Complete`.

/// A claim of progress in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Claimed {
    /// So many.
    pub(super) done: u32,
    /// Of so many; of a percentage, of a hundred.
    pub(super) total: u32,
    /// Whether it is a percentage.
    pub(super) is_percent: bool,
    /// Its words.
    pub(super) written: String,
}

/// A text that claims no more than a progress: `8/12`, `8 of 12`, `32%`, `32% Complete`, `(32%)`.
pub(super) fn find(text: &str) -> Option<Claimed> {
    let text = text.trim().trim_matches(['~', '*', '`']).trim();
    // A bracket around all of it says nothing; `40% (2/5)` keeps the one that it ends with.
    let text = match text.strip_prefix(['(', '[']) {
        Some(inside) => inside.trim_end_matches([')', ']']).trim(),
        None => text,
    };
    let text = text.trim_start_matches('~');
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let done: u32 = text.get(..digits)?.parse().ok()?;
    let rest = text.get(digits..)?.trim_start();
    // Of a percentage the fraction is left out.
    let rest = match rest.strip_prefix('.') {
        Some(fraction) => fraction.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start(),
        None => rest,
    };
    if let Some(rest) = rest.strip_prefix(['%', '٪', '％']) {
        let is_claim = rest.split_whitespace().count() <= 3 && done <= 100;
        return is_claim.then(|| Claimed { done, total: 100, is_percent: true, written: text.to_owned() });
    }
    let rest = ["/", "of ", "out of ", "von ", "sur ", "de ", "из ", "מתוך "]
        .iter()
        .find_map(|mark| rest.strip_prefix(mark))?;
    let rest = rest.trim_start();
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let total: u32 = rest.get(..digits)?.parse().ok()?;
    let rest = rest.get(digits..)?;
    // `2/3/2024` is a date, and `1/2 day` a time.
    let is_claim = !rest.starts_with(['/', '.', '-'])
        && rest.split_whitespace().count() <= 3
        && done <= total
        && total > 0;
    let is_time = crate::plan::Hours::find(text).is_some();
    (is_claim && !is_time).then(|| Claimed { done, total, is_percent: false, written: text.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn claims_are_read_as_people_write_them() {
        let check = |text: &str, expected: Option<(u32, u32)>| {
            assert_eq!(find(text).map(|claim| (claim.done, claim.total)), expected, "{text:?}");
        };
        check("8/12", Some((8, 12)));
        check("8 of 12 tasks", Some((8, 12)));
        check("32% Complete", Some((32, 100)));
        check("(60%)", Some((60, 100)));
        check("40% (2/5)", Some((40, 100)));
        check("99.5 %", Some((99, 100)));
        for none in [
            "",
            "2/3/2024",
            "1/2 day",
            "12/8",
            "0/0",
            "150%",
            "24/7-ish/3",
            "50% of all the users that we have",
        ] {
            check(none, None);
        }
    }
}
