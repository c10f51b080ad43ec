//! What git calls an object: the SHA-1 of its kind, size and bytes.

use crate::sha1::sha1;
use std::fmt;

/// The id of an object.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Id(pub(super) [u8; 20]);

/// How many digits people are shown.
const SHORT: usize = 9;
/// Fewer digits than these name nothing.
pub(super) const FEWEST: usize = 4;

impl Id {
    /// Reads forty hexadecimal digits.
    pub fn parse(digits: &str) -> Option<Id> {
        let pairs = digits.as_bytes().as_chunks::<2>().0;
        let mut id = [0; 20];
        if digits.len() != 40 {
            return None;
        }
        for (slot, [high, low]) in id.iter_mut().zip(pairs) {
            *slot = digit(*high)? << 4 | digit(*low)?;
        }
        Some(Id(id))
    }

    /// The id of what has a kind and bytes.
    pub(super) fn of(kind: &str, bytes: &[u8]) -> Id {
        let header = format!("{kind} {}\0", bytes.len());
        Id(sha1(&[header.as_bytes(), bytes]))
    }

    /// Its first digits, enough for people.
    pub fn short(&self) -> String {
        let mut digits = self.to_string();
        digits.truncate(SHORT);
        digits
    }
}

fn digit(letter: u8) -> Option<u8> {
    char::from(letter).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

impl fmt::Display for Id {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

/// The first digits of an id, which may be those of several.
#[derive(Clone, Copy, Debug)]
pub(super) struct Prefix {
    digits: usize,
    /// The lowest id that begins so.
    pub(super) low: Id,
    /// The highest.
    pub(super) high: Id,
}

impl Prefix {
    /// Reads digits, enough of them to name something.
    pub(super) fn parse(digits: &str) -> Option<Prefix> {
        let is_hex = digits.bytes().all(|letter| letter.is_ascii_hexdigit());
        if !is_hex || !(FEWEST..=40).contains(&digits.len()) {
            return None;
        }
        let filled = |with: char| {
            let mut digits = digits.to_ascii_lowercase();
            while digits.len() < 40 {
                digits.push(with);
            }
            Id::parse(&digits)
        };
        Some(Prefix { digits: digits.len(), low: filled('0')?, high: filled('f')? })
    }

    /// Whether an id begins so.
    pub(super) fn fits(&self, id: Id) -> bool {
        (self.low..=self.high).contains(&id)
    }

    /// The folder of loose objects that begin so.
    pub(super) fn folder(&self) -> String {
        let mut digits = self.low.to_string();
        digits.truncate(2.min(self.digits));
        digits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_forty_digits_and_begin_with_their_prefix() {
        let written = "ce013625030ba8dba906f756967f9e9ca394464a";
        let id = Id::parse(written);
        assert_eq!(id, Some(Id::of("blob", b"hello\n")));
        assert_eq!(
            id.map(|id| (id.to_string(), id.short())),
            Some((written.to_owned(), "ce0136250".to_owned()))
        );
        assert_eq!(Id::parse(&written.to_uppercase()), id);
        for wrong in [
            "",
            "ce01",
            "ce013625030ba8dba906f756967f9e9ca394464",
            "ge013625030ba8dba906f756967f9e9ca394464a",
        ] {
            assert_eq!(Id::parse(wrong), None);
        }
        for (digits, fits) in [
            ("ce01", true),
            ("CE013625", true),
            (written, true),
            ("ce02", false),
            ("ce013625030ba8dba906f756967f9e9ca394464b", false),
        ] {
            assert_eq!(
                Prefix::parse(digits).zip(id).map(|(prefix, id)| prefix.fits(id)),
                Some(fits),
                "{digits}"
            );
        }
        assert!(["", "ce0", "HEAD", "ce01x"].iter().all(|digits| Prefix::parse(digits).is_none()));
    }
}
