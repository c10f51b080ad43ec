//! Which plain scalars are numbers.
//!
//! Only the model as JSON needs to know which number it is; for the page it is enough that it is one. So it is
//! told by its letters: to compute a float takes tables of 10 kB.

use std::str::FromStr;

/// A number as JSON has it.
pub(super) enum Number {
    Unsigned(u64),
    Signed(i64),
    Float(f64),
}

/// The number that a scalar means, if JSON can hold it.
pub(super) fn number(text: &str) -> Option<Number> {
    let number = serde_yaml::Number::from_str(text).ok()?;
    let float = || number.as_f64().filter(|float| float.is_finite()).map(Number::Float);
    number.as_u64().map(Number::Unsigned).or_else(|| number.as_i64().map(Number::Signed)).or_else(float)
}

/// Whether a plain scalar is written as a number, of any size: all that [`number`] reads, and those that are
/// too large for JSON.
pub(super) fn is_number(text: &str) -> bool {
    if !matches!(text.bytes().next(), Some(b'0'..=b'9' | b'+' | b'-' | b'.')) {
        return false;
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (prefix, rest) = unsigned.split_at_checked(2).unwrap_or_default();
    match prefix {
        "0x" => is_run(rest, 16),
        "0o" => is_run(rest, 8),
        "0b" => is_run(rest, 2),
        _ => match unsigned {
            ".inf" | ".Inf" | ".INF" => true,
            ".nan" | ".NaN" | ".NAN" => unsigned.len() == text.len(),
            _ => is_decimal(unsigned),
        },
    }
}

/// Digits with or without a point and an exponent. Digits alone that begin with a zero are text: numbers of
/// tickets, phases, telephones.
fn is_decimal(text: &str) -> bool {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let is_empty_or_run = |digits: &str| digits.is_empty() || is_run(digits, 10);
    if text.len() == whole.len() && text.len() > 1 && text.starts_with('0') {
        return false;
    }
    is_empty_or_run(whole)
        && is_empty_or_run(part)
        && whole.len() + part.len() > 0
        && exponent.is_none_or(|exponent| is_run(exponent.strip_prefix(['+', '-']).unwrap_or(exponent), 10))
}

fn is_run(digits: &str, radix: u32) -> bool {
    !digits.is_empty() && digits.chars().all(|digit| digit.is_digit(radix))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_number_of_serde_yaml(text: &str) -> bool {
        text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.'))
            && serde_yaml::Number::from_str(text).is_ok()
    }

    /// Every text of up to six of the characters that numbers are made of.
    #[test]
    fn short_numbers_are_those_of_serde_yaml() {
        let mut texts = vec![String::new()];
        let mut begin = 0;
        for _ in 0..6 {
            let end = texts.len();
            for index in begin..end {
                let text = texts.get(index).cloned().unwrap_or_default();
                texts.extend("019.+-exo".chars().map(|c| format!("{text}{c}")));
            }
            begin = end;
        }
        for text in texts {
            // Exponents beyond those of floats: too large, so serde_yaml has them as text.
            if text.contains('e') && text.bytes().filter(u8::is_ascii_digit).count() > 3 {
                continue;
            }
            assert_eq!(is_number(&text), is_number_of_serde_yaml(&text), "{text}");
        }
    }

    #[test]
    fn words_and_bases_are_those_of_serde_yaml() {
        let texts = ".inf -.inf +.Inf .INF .iNF inf -inf infinity nan .nan +.nan -.NaN .NAN 0xff 0xFf 0xfg \
            -0xff +0xff 0x 0b 0b101 0b102 0o17 0o18 -0o7 -0b1 0X1 1_000 1e5 1E5 1.5e-3 1e 1.e1 .e1 \
            12e+ 2025-01-01 1.2.3 ٣ 18446744073709551615 -9223372036854775808 1.7976931348623157e308 \
            00.5 -01 é1";
        for text in texts.split(' ') {
            assert_eq!(is_number(text), is_number_of_serde_yaml(text), "{text}");
        }
    }
}
