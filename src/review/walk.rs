//! What a review walks through, one by one: the changes of a comparison, each known by what it says, so that two people
//! who compare the same trees speak of the same changes.

use crate::compare::{Change, Comparison};
use crate::named::hash;
use crate::plan::Place;

/// Something to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// What it is known by.
    pub key: String,
    /// What kind it is, for people.
    pub kind: &'static str,
    /// What it says.
    pub text: String,
    /// Where it stood.
    pub old: Option<Place>,
    /// Where it stands.
    pub new: Option<Place>,
    /// Its position among what is walked through.
    pub at: usize,
}

/// What a change is known by: the same on every device on which the same two trees are compared.
pub fn key_of(change: &Change) -> String {
    let from = change.from.as_deref().unwrap_or_default();
    let to = change.to.as_deref().unwrap_or_default();
    let said = [change.kind.name(), &change.id, from, to, &change.text].join("\0");
    format!("{:016x}", hash(&said))
}

impl Stop {
    /// Every change of a comparison that is not a part of a larger one.
    pub fn of(comparison: &Comparison) -> Vec<Stop> {
        let changes = comparison.changes.iter().enumerate().filter(|(_, change)| !change.is_part);
        changes
            .map(|(at, change)| Stop {
                key: key_of(change),
                kind: change.kind.heading(),
                text: change.text.clone(),
                old: change.old.clone(),
                new: change.new.clone(),
                at,
            })
            .collect()
    }

    /// A document that somebody asked to look at.
    pub fn document(path: &str, at: usize) -> Stop {
        Stop {
            key: format!("{:016x}", hash(&format!("document\0{path}"))),
            kind: "Document",
            text: path.to_owned(),
            old: None,
            new: Some(Place { path: path.to_owned(), line: 1 }),
            at,
        }
    }
}
