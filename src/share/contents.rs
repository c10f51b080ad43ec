//! What a link to a place says besides the place: which settings belong together, and what they are called.

use super::letter;
use crate::address::Address;

/// Something that a link says about a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// The page and what it shows.
    Place,
    /// What the page is filtered by.
    Filters,
    /// What is looked at within it.
    Focus,
    /// How it is shown.
    View,
    /// The day or the stage that all is shown as of.
    Date,
    /// The two sides of a comparison.
    Pair,
}

impl Content {
    /// All of them, in the order in which they are listed.
    pub const ALL: [Content; 6] =
        [Content::Place, Content::Filters, Content::Focus, Content::View, Content::Date, Content::Pair];

    /// Its name in attributes.
    pub fn name(self) -> &'static str {
        match self {
            Content::Place => "place",
            Content::Filters => "filters",
            Content::Focus => "focus",
            Content::View => "view",
            Content::Date => "date",
            Content::Pair => "pair",
        }
    }

    /// What people call it.
    pub fn title(self) -> &'static str {
        match self {
            Content::Place => "The page",
            Content::Filters => "Filters",
            Content::Focus => "What is looked at",
            Content::View => "How it is shown",
            Content::Date => "The day",
            Content::Pair => "The two sides compared",
        }
    }

    /// What a setting belongs to. One that nobody knows is a way of showing something.
    fn of(view: &str, key: &str) -> Content {
        match key {
            "q" | "status" | "kind" | "rule" | "severity" | "concern" | "plan" | "person" | "module"
            | "type" | "magnitude" | "archive" | "only" | "scope" | "mark" | "hide" | "all" | "edge" => {
                Content::Filters
            }
            "focus" | "select" | "line" | "at" | "open" | "expand" | "of" => Content::Focus,
            "asof" | "stage" => Content::Date,
            "from" | "to" | "with" if view == "compare" => Content::Pair,
            "compared" => Content::Pair,
            "from" | "to" => Content::Filters,
            _ => Content::View,
        }
    }
}

/// The settings of a place that belong to a content, as they are written. Letters do not count.
pub fn settings(address: &Address, content: Content) -> Vec<(&str, &str)> {
    let own = address.query.iter().filter(|(key, _)| key != letter::SETTING && key != letter::EDITS);
    own.filter(|(key, _)| Content::of(&address.view, key) == content)
        .map(|(key, value)| (key.as_str(), value.as_str()))
        .collect()
}

/// What a place says of a content, in words; nothing when it says nothing.
pub fn said(address: &Address, content: Content) -> Option<String> {
    if content == Content::Place {
        let view = if address.view.is_empty() { "overview" } else { &address.view };
        let heading = address.heading.as_ref().map(|heading| format!(", at “{heading}”")).unwrap_or_default();
        let subject =
            if address.subject.is_empty() { String::new() } else { format!(" {}", address.subject) };
        return Some(format!("{view}{subject}{heading}"));
    }
    let settings = settings(address, content);
    let words: Vec<String> = settings.iter().map(|(key, value)| setting(key, value)).collect();
    (!words.is_empty()).then(|| words.join(", "))
}

/// A setting in words.
fn setting(key: &str, value: &str) -> String {
    match key {
        "q" => format!("“{value}”"),
        "asof" => value.to_owned(),
        _ => format!("{key} {value}"),
    }
}

/// The place with these contents alone.
pub fn kept(address: &Address, contents: &[Content]) -> Address {
    let mut kept = Address { query: Vec::new(), ..address.clone() };
    if !contents.contains(&Content::Place) {
        kept = Address::view("overview");
    }
    for content in contents {
        let settings = settings(address, *content).into_iter();
        kept.query.extend(settings.map(|(key, value)| (key.to_owned(), value.to_owned())));
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_sorted_and_can_be_left_out() {
        let address =
            Address::parse("#/plan/A:h?q=x&asof=2025-01-01&mode=wide&line=3&share=1o.0.&status=todo");
        let said = |content| said(&address, content);
        assert_eq!(said(Content::Place).as_deref(), Some("plan A, at “h”"));
        assert_eq!(said(Content::Filters).as_deref(), Some("“x”, status todo"));
        assert_eq!(
            (said(Content::Focus).as_deref(), said(Content::View).as_deref()),
            (Some("line 3"), Some("mode wide"))
        );
        assert_eq!((said(Content::Date).as_deref(), said(Content::Pair)), (Some("2025-01-01"), None));
        assert_eq!(kept(&address, &[Content::Place, Content::Date]).href(), "#/plan/A:h?asof=2025-01-01");
        assert_eq!(kept(&address, &[Content::Focus]).href(), "#/overview?line=3");
        let compare = Address::parse("#/compare?from=a&to=b");
        assert_eq!(super::said(&compare, Content::Pair).as_deref(), Some("from a, to b"));
        // Whatever is left in is where it was, and nothing is in twice.
        let all = kept(&address, &Content::ALL);
        assert_eq!(all.query.len(), address.query.len() - 1);
    }
}
