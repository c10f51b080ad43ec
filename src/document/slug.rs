//! The names GitHub gives to headings, so that links written for GitHub find their heading here.

use crate::named::Named;

/// Hands out slugs for the headings of one document, in order; repeated ones get `-1`, `-2`, ….
#[derive(Debug, Default)]
pub struct Slugs {
    /// How often a slug was asked for again.
    used: Named<u32>,
}

impl Slugs {
    /// The slug of the next heading, given its text without markup.
    pub fn next(&mut self, text: &str) -> String {
        let plain = slug(text);
        let Some(mut count) = self.used.get(&plain).copied() else {
            self.used.insert(&plain, 0);
            return plain;
        };
        let numbered = loop {
            count += 1;
            let numbered = format!("{plain}-{count}");
            if self.used.get(&numbered).is_none() {
                break numbered;
            }
        };
        self.used.insert(&plain, count);
        self.used.insert(&numbered, 0);
        numbered
    }
}

/// The slug of one heading by itself: lower case, punctuation dropped, spaces to hyphens.
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match c {
            'a'..='z' | '0'..='9' | '_' | '-' => slug.push(c),
            'A'..='Z' => slug.push(c.to_ascii_lowercase()),
            ' ' => slug.push('-'),
            _ if c.is_ascii() => {}
            _ if is_word(c) => slug.extend(c.to_lowercase()),
            _ => {}
        }
    }
    slug
}

/// Letters, marks and decimal digits. The emoji selector is a mark: GitHub keeps it.
fn is_word(c: char) -> bool {
    let mark = matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5c7}' | '\u{64b}'..='\u{65f}'
        | '\u{93c}' | '\u{94d}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}' | '\u{203f}' | '\u{2040}');
    let other_number = matches!(c, '²' | '³' | '¹' | '¼' | '½' | '¾' | '\u{2070}'..='\u{209f}' | '\u{2150}'..='\u{215f}'
        | '\u{2460}'..='\u{249b}' | '\u{24ea}'..='\u{24ff}' | '\u{2776}'..='\u{2793}');
    mark || (c.is_alphanumeric() && !other_number)
}

#[cfg(test)]
mod tests {
    use super::Slugs;

    #[test]
    fn as_github_does() {
        let mut slugs = Slugs::default();
        for (text, slug) in [
            ("Hello, World!", "hello-world"),
            ("Hello  World", "hello--world"),
            ("Hello World", "hello-world-1"),
            ("Hello World 1", "hello-world-1-1"),
            ("Hello World", "hello-world-2"),
            ("🚀 Start", "-start"),
            ("⚠️ Risk", "\u{fe0f}-risk"),
            ("snake_case & A/B — c", "snake_case--ab--c"),
            ("Ünïcode Ж 日本", "ünïcode-ж-日本"),
            ("", ""),
            ("!", "-1"),
            ("1.2 What²", "12-what"),
        ] {
            assert_eq!(slugs.next(text), slug, "{text}");
        }
    }
}
