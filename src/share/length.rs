//! How long a link is, and where it still arrives whole.

/// A length, and who cuts links that are longer.
struct Step {
    most: usize,
    said: &'static str,
}

/// What is known of mail programs and chats, from short to long. Outlook for Windows cuts links at 1,024 to 2,048
/// characters, Discord takes messages of 2,000, Slack splits at 4,000 and cuts at 40,000, Teams stops at about 28 kB.
const STEPS: [Step; 4] = [
    Step { most: 1_000, said: "" },
    Step { most: 2_000, said: "Some mail programs cut links of more than 1,000 characters; chats take it." },
    Step {
        most: 4_000,
        said: "Mail programs often cut links as long as this, and some chats take messages of 2,000 characters at most.",
    },
    Step {
        most: usize::MAX,
        said: "Most mail programs and chats cut or split links as long as this, and what is cut cannot be opened. It is good for a document, a wiki or a bookmark; the HTML file arrives whole everywhere.",
    },
];

/// An honest word about a link of so many characters; nothing for one that arrives everywhere.
pub fn warning(characters: usize) -> Option<&'static str> {
    let step = STEPS.iter().find(|step| characters <= step.most)?;
    Some(step.said).filter(|said| !said.is_empty())
}

/// The length in words: `31,204 characters`.
pub fn said(characters: usize) -> String {
    format!("{} {}", grouped(characters), if characters == 1 { "character" } else { "characters" })
}

/// A number in groups of three.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
#[allow(clippy::indexing_slicing, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn the_longer_the_worse() {
        assert_eq!(warning(1_000), None);
        let said: Vec<_> = [1_001, 2_001, 4_001, 64_000].map(warning).into_iter().flatten().collect();
        assert_eq!(said.len(), 4);
        assert!(said[0] != said[1] && said[1] != said[2] && said[2] == said[3]);
        assert_eq!(
            (self::said(1), self::said(31_204), grouped(1_000_000), grouped(999)),
            (
                "1 character".to_owned(),
                "31,204 characters".to_owned(),
                "1,000,000".to_owned(),
                "999".to_owned()
            )
        );
    }
}
