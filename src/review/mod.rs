//! Reviews: comments, requests and verdicts about a tree, as values that need neither accounts nor a server. Everything
//! that somebody said is an [`Entry`] of its author; what several people said is put together by [`merge`], in any order
//! and as often as one likes. Whatever comes from a file or a link is untrusted and checked when it is read ([`file`]).

pub mod anchors;
pub mod file;
mod json;
mod markdown;
mod merge;
mod note;
pub mod places;
pub mod spots;
mod threads;
mod walk;
mod within;

pub use anchors::{Anchor, Found, How};
pub use file::{carried, read, uncarried, written};
pub use markdown::markdown;
pub use merge::{merge, missing};
pub use note::{Convention, Note, note};
pub use places::{Lost, Standing, standing};
pub use spots::{Kind, Spot, spots, spots_of};
pub use threads::{Thread, threads};
pub use walk::{Stop, key_of};

use crate::named::hash;

/// The longest text that an entry may hold, in characters.
pub const MOST_CHARACTERS: usize = 100_000;
/// The longest name of an author, in characters.
pub const MOST_NAME: usize = 200;
/// The most entries of a review.
pub const MOST_ENTRIES: usize = 10_000;

/// What people said about a tree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Review {
    /// What the tree is called.
    pub title: String,
    /// The fingerprint of the tree.
    pub fingerprint: String,
    /// Everything that was said, by author and id, each once.
    pub entries: Vec<Entry>,
}

/// Something that somebody said.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// Who says it, with its name among all that they say.
    pub key: Key,
    /// How often it was changed, from 1. Of two versions the one that was changed more often is meant; clocks are not
    /// asked, because they disagree.
    pub revision: u32,
    /// What is said.
    pub what: What,
    /// When, by the clock of the author: `2026-06-15T08:00:00Z`. For people to read.
    pub at: String,
}

/// What an entry is known by.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// The author.
    pub author: String,
    /// Its id, which is one among those of the author.
    pub id: String,
}

/// What can be said.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// A comment.
    Comment {
        /// What it is about.
        about: About,
        /// Its text.
        text: String,
        /// Edits that are proposed with it, as `edit::carried` writes them.
        suggestion: Option<String>,
    },
    /// A comment that its author took back. It is kept, so that it does not come back from others.
    Withdrawn {
        /// What it was about.
        about: About,
    },
    /// A thread is settled, or is not any more.
    Settled {
        /// The comment that the thread begins with.
        thread: Key,
        /// Whether it is settled.
        is_settled: bool,
    },
    /// What somebody thinks of a change.
    Look {
        /// The change.
        change: String,
        /// What they think.
        opinion: Opinion,
    },
    /// Somebody is asked to look at something.
    Request {
        /// What is asked.
        text: String,
        /// Until which day.
        until: Option<String>,
        /// Documents to look at.
        documents: Vec<String>,
        /// The sides to compare, as a link names them: what was, and what is.
        compare: Option<(String, String)>,
    },
    /// What a review comes to.
    Verdict {
        /// Whether it is approved; else changes are wanted.
        is_approved: bool,
        /// What is added in words.
        text: String,
        /// What the tree is called that was seen.
        title: String,
        /// The fingerprint of the tree that was seen.
        fingerprint: String,
    },
    /// Somebody put a thread to another place by hand.
    Placed {
        /// The comment that the thread begins with.
        thread: Key,
        /// Where it is put.
        anchor: Anchor,
    },
}

/// What somebody thinks of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Opinion {
    /// They have not seen it, or took back that they had.
    Unseen,
    /// They have seen it.
    Seen,
    /// They agree.
    Agreed,
}

/// What a comment is about. A comment about nothing of this is about the tree.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct About {
    /// The comment that it answers.
    pub reply: Option<Key>,
    /// The change of a comparison, by its key, with what it says.
    pub change: Option<(String, String)>,
    /// A place of a document.
    pub anchor: Option<Anchor>,
}

impl Entry {
    /// What it is about, when it is a comment or was one.
    pub fn about(&self) -> Option<&About> {
        match &self.what {
            What::Comment { about, .. } | What::Withdrawn { about } => Some(about),
            _ => None,
        }
    }

    /// The text of a comment.
    pub fn text(&self) -> &str {
        match &self.what {
            What::Comment { text, .. } | What::Request { text, .. } | What::Verdict { text, .. } => text,
            _ => "",
        }
    }

    /// The edits that it proposes, as `edit::carried` writes them.
    pub fn suggestion(&self) -> Option<&str> {
        match &self.what {
            What::Comment { suggestion, .. } => suggestion.as_deref(),
            _ => None,
        }
    }

    /// The day on which it was said, as its author's clock has it.
    pub fn day(&self) -> &str {
        self.at.get(..10).unwrap_or(&self.at)
    }
}

impl Review {
    /// An empty review of a tree.
    pub fn of(title: &str, fingerprint: &str) -> Review {
        Review { title: title.to_owned(), fingerprint: fingerprint.to_owned(), entries: Vec::new() }
    }

    /// Whether nobody has said anything.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The entry with a key.
    pub fn get(&self, key: &Key) -> Option<&Entry> {
        let at = self.entries.binary_search_by(|entry| entry.key.cmp(key)).ok()?;
        self.entries.get(at)
    }

    /// Says something, or says it otherwise than before.
    pub fn say(&mut self, key: Key, at: &str, what: What) {
        let before = self.get(&key).map_or(0, |entry| entry.revision);
        let entry = Entry { key, revision: before.saturating_add(1), what, at: at.to_owned() };
        self.entries = merge(&self.entries, &[entry]);
    }

    /// Settles a thread, or opens it again. What others have said of it before is counted, so that the last word holds.
    pub fn settle(&mut self, author: &str, at: &str, thread: &Key, is_settled: bool) {
        let last = self
            .entries
            .iter()
            .filter(|entry| matches!(&entry.what, What::Settled { thread: known, .. } if known == thread));
        let revision = last.map(|entry| entry.revision).max().unwrap_or(0).saturating_add(1);
        let what = What::Settled { thread: thread.clone(), is_settled };
        self.add_to(thread, "settled", author, at, revision, what);
    }

    /// Puts a thread to another place by hand. As with [`Review::settle`] the last word holds.
    pub fn place(&mut self, author: &str, at: &str, thread: &Key, anchor: Anchor) {
        let last = self
            .entries
            .iter()
            .filter(|entry| matches!(&entry.what, What::Placed { thread: known, .. } if known == thread));
        let revision = last.map(|entry| entry.revision).max().unwrap_or(0).saturating_add(1);
        self.add_to(thread, "placed", author, at, revision, What::Placed { thread: thread.clone(), anchor });
    }

    /// Adds what somebody says of a thread, once for each of them.
    fn add_to(&mut self, thread: &Key, says: &str, author: &str, at: &str, revision: u32, what: What) {
        let id = format!("{says}-{:016x}", hash(&format!("{}\0{}", thread.author, thread.id)));
        let key = Key { author: author.to_owned(), id };
        self.entries = merge(&self.entries, &[Entry { key, revision, what, at: at.to_owned() }]);
    }

    /// Says what somebody thinks of a change.
    pub fn look(&mut self, author: &str, at: &str, change: &str, opinion: Opinion) {
        if self.opinion(author, change) != opinion {
            let key = Key { author: author.to_owned(), id: format!("look-{change}") };
            self.say(key, at, What::Look { change: change.to_owned(), opinion });
        }
    }

    /// What somebody thinks of a change.
    pub fn opinion(&self, author: &str, change: &str) -> Opinion {
        let key = Key { author: author.to_owned(), id: format!("look-{change}") };
        match self.get(&key).map(|entry| &entry.what) {
            Some(What::Look { opinion, .. }) => *opinion,
            _ => Opinion::Unseen,
        }
    }

    /// Who agrees with a change.
    pub fn agreed(&self, change: &str) -> Vec<&str> {
        let agrees = |entry: &&Entry| matches!(&entry.what, What::Look { change: known, opinion: Opinion::Agreed } if known == change);
        self.entries.iter().filter(agrees).map(|entry| entry.key.author.as_str()).collect()
    }

    /// Gives the verdict of somebody on the tree as it is; one that was given on the same tree is changed.
    pub fn judge(&mut self, author: &str, at: &str, is_approved: bool, text: &str, seen: (&str, &str)) {
        let (title, fingerprint) = seen;
        let key = Key { author: author.to_owned(), id: format!("verdict-{fingerprint}") };
        let what = What::Verdict {
            is_approved,
            text: text.to_owned(),
            title: title.to_owned(),
            fingerprint: fingerprint.to_owned(),
        };
        self.say(key, at, what);
    }

    /// Entries that are requests or verdicts, the latest last, as far as clocks can be believed.
    pub fn of_kind(&self, is_meant: impl Fn(&What) -> bool) -> Vec<&Entry> {
        let mut found: Vec<&Entry> = self.entries.iter().filter(|entry| is_meant(&entry.what)).collect();
        crate::order::sort_by(&mut found, |a, b| (&a.at, &a.key).cmp(&(&b.at, &b.key)));
        found
    }

    /// The requests.
    pub fn requests(&self) -> Vec<&Entry> {
        self.of_kind(|what| matches!(what, What::Request { .. }))
    }

    /// The verdicts.
    pub fn verdicts(&self) -> Vec<&Entry> {
        self.of_kind(|what| matches!(what, What::Verdict { .. }))
    }

    /// Everybody who said something, by name.
    pub fn authors(&self) -> Vec<&str> {
        let mut authors: Vec<&str> = self.entries.iter().map(|entry| entry.key.author.as_str()).collect();
        authors.dedup();
        authors
    }
}

/// A new id: of the author, the moment, the text, and a number that chance gave.
pub fn new_id(author: &str, at: &str, text: &str, chance: u64) -> String {
    let (one, other) = (format!("{author}\0{at}\0{chance:x}"), format!("{chance:x}\0{text}"));
    format!("{:016x}{:016x}", hash(&one), hash(&other))
}

/// A name as it is kept: one line, without what cannot be seen at its ends, no longer than [`MOST_NAME`].
pub fn name_of(written: &str) -> String {
    let spaced = written.split(|letter: char| letter.is_whitespace() || letter.is_control());
    let words: Vec<&str> = spaced.filter(|word| !word.is_empty()).collect();
    anchors::beginning(&words.join(" "), MOST_NAME)
}
