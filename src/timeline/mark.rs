//! One thing that happened, with everything that is said of it: when, about whom, in which line.

use super::{Day, Kind, Time};
use crate::plan::{BaseStatus, Place};

/// One thing on the axis of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// What it tells.
    pub kind: Kind,
    /// When it was; nothing where no document says so, and then it is not guessed.
    pub time: Option<Time>,
    /// The same in words, as precise as the documents; why there is none.
    pub when: String,
    /// A few words for the picture.
    pub label: String,
    /// All of its words.
    pub text: String,
    /// The plans that it is about, by position in [`Cast::plans`](super::Cast::plans), the foremost first.
    pub plans: Vec<usize>,
    /// The modules that it is about, by position in [`Cast::modules`](super::Cast::modules).
    pub modules: Vec<usize>,
    /// The people that it is about, by position in [`Cast::people`](super::Cast::people).
    pub people: Vec<usize>,
    /// How far the plan was with it.
    pub status: BaseStatus,
    /// The line that says it.
    pub place: Place,
    /// The line of the entry that this line belongs to; the same where it is none.
    pub entry_line: u32,
    /// What cannot be true of it, by position in [`Timeline::contradictions`](super::Timeline::contradictions).
    pub contradictions: Vec<usize>,
}

impl Mark {
    /// A mark of a line, about nobody yet.
    pub fn new(
        kind: Kind,
        time: Option<Time>,
        when: impl Into<String>,
        text: impl Into<String>,
        place: Place,
    ) -> Mark {
        let text = text.into();
        let entry_line = place.line;
        Mark {
            kind,
            time,
            when: when.into(),
            label: short(&text, LABEL_CHARS),
            text,
            plans: Vec::new(),
            modules: Vec::new(),
            people: Vec::new(),
            status: BaseStatus::Unknown,
            place,
            entry_line,
            contradictions: Vec::new(),
        }
    }

    /// With these words in the picture.
    pub fn labelled(mut self, label: impl Into<String>) -> Mark {
        self.label = label.into();
        self
    }

    /// About these plans too.
    pub fn of_plans(mut self, plans: impl IntoIterator<Item = usize>) -> Mark {
        self.plans.extend(plans);
        self
    }

    /// About these modules too.
    pub fn of_modules(mut self, modules: impl IntoIterator<Item = usize>) -> Mark {
        self.modules.extend(modules);
        self
    }

    /// About these people too.
    pub fn of_people(mut self, people: impl IntoIterator<Item = usize>) -> Mark {
        self.people.extend(people);
        self
    }

    /// With the status that the plan had.
    pub fn with_status(mut self, status: BaseStatus) -> Mark {
        self.status = status;
        self
    }

    /// The first day on which it can have been; those without a date come last.
    pub fn first_day(&self) -> Day {
        self.time.map_or(Day::MAX, |time| time.first())
    }
}

/// How many characters a label in the picture has at most.
pub const LABEL_CHARS: usize = 44;

/// The beginning of a text: whole words, no more characters than these, and a mark where something was left out.
pub fn short(text: &str, chars: usize) -> String {
    let text = text.trim();
    if text.chars().count() <= chars {
        return text.to_owned();
    }
    let end = text.char_indices().nth(chars).map_or(text.len(), |(at, _)| at);
    let cut = text.get(..end).unwrap_or_default();
    // A single long word is cut where it must be.
    let whole = cut.rfind(char::is_whitespace).filter(|at| *at > end / 2);
    let kept = whole.and_then(|at| cut.get(..at)).unwrap_or(cut);
    format!("{}…", kept.trim_end_matches([' ', ',', ';', ':', '-', '—', '–']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_end_with_whole_words() {
        for (text, chars, expected) in [
            ("audit hooks added", 20, "audit hooks added"),
            ("audit hooks added to all read endpoints", 20, "audit hooks added…"),
            ("encryption at rest enabled, at last", 28, "encryption at rest enabled…"),
            ("x".repeat(9).as_str(), 4, "xxxx…"),
            ("ü ü ü ü", 3, "ü ü…"),
            ("  ", 4, ""),
        ] {
            assert_eq!(short(text, chars), expected, "{text:?}");
        }
    }
}
