//! Comments with their answers.

use super::{About, Anchor, Entry, Key, Review, What};
use crate::order;

/// A comment with its answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thread<'a> {
    /// The comment that it begins with; nothing when only answers to it are here.
    pub root: Option<&'a Entry>,
    /// What it is known by.
    pub key: Key,
    /// The answers, in the order of their clocks.
    pub replies: Vec<&'a Entry>,
    /// Who settled it, when it is settled.
    pub settled_by: Option<&'a str>,
    /// Who put it to another place by hand, and to which.
    pub placed: Option<(&'a Entry, &'a Anchor)>,
}

impl Thread<'_> {
    /// What it is about.
    pub fn about(&self) -> Option<&About> {
        self.root.and_then(Entry::about)
    }

    /// Where it began, when it is about a place.
    pub fn anchor(&self) -> Option<&Anchor> {
        self.about().and_then(|about| about.anchor.as_ref())
    }

    /// Everything that is said in it.
    pub fn said(&self) -> impl Iterator<Item = &Entry> {
        self.root.into_iter().chain(self.replies.iter().copied())
    }
}

/// Every thread of a review. Threads of which nothing is left but what was taken back are left out.
pub fn threads(review: &Review) -> Vec<Thread<'_>> {
    let reply_of = |entry: &Entry| entry.about().and_then(|about| about.reply.clone());
    let mut threads: Vec<Thread<'_>> = Vec::new();
    for root in review.entries.iter().filter(|entry| entry.about().is_some_and(|it| it.reply.is_none())) {
        let key = root.key.clone();
        threads.push(Thread { root: Some(root), key, replies: Vec::new(), settled_by: None, placed: None });
    }
    // By their keys, as the entries are.
    let mut orphans: Vec<Thread<'_>> = Vec::new();
    for reply in &review.entries {
        let Some(of) = reply_of(reply) else { continue };
        if let Ok(at) = threads.binary_search_by(|thread| thread.key.cmp(&of)) {
            threads.get_mut(at).into_iter().for_each(|thread| thread.replies.push(reply));
        } else if let Some(orphan) = orphans.iter_mut().find(|orphan| orphan.key == of) {
            orphan.replies.push(reply);
        } else {
            orphans.push(Thread {
                root: None,
                key: of,
                replies: vec![reply],
                settled_by: None,
                placed: None,
            });
        }
    }
    threads.extend(orphans);
    for thread in &mut threads {
        order::sort_by(&mut thread.replies, |a, b| (&a.at, &a.key).cmp(&(&b.at, &b.key)));
        let is_withdrawn = |entry: &&Entry| matches!(entry.what, What::Withdrawn { .. });
        thread.replies.retain(|reply| !is_withdrawn(reply));
        thread.settled_by = settled_by(review, &thread.key);
        thread.placed = placed(review, &thread.key);
    }
    threads.retain(|thread| {
        let is_said = thread.root.is_some_and(|root| matches!(root.what, What::Comment { .. }));
        is_said || !thread.replies.is_empty()
    });
    order::sort_by(&mut threads, |a, b| when(a).cmp(&when(b)));
    threads
}

fn when<'a>(thread: &'a Thread<'_>) -> (&'a str, &'a Key) {
    (thread.said().next().map_or("", |first| first.at.as_str()), &thread.key)
}

/// Who settled a thread. The last word holds; of two last words the one that keeps it open.
fn settled_by<'a>(review: &'a Review, thread: &Key) -> Option<&'a str> {
    let words = review.entries.iter().filter_map(|entry| match &entry.what {
        What::Settled { thread: known, is_settled } if known == thread => {
            Some((entry.revision, !is_settled, entry.key.author.as_str()))
        }
        _ => None,
    });
    words.max().and_then(|(_, is_open, author)| (!is_open).then_some(author))
}

/// Who put a thread to another place, and where. The last word holds; of two last words the greater, which is the same everywhere.
fn placed<'a>(review: &'a Review, thread: &Key) -> Option<(&'a Entry, &'a Anchor)> {
    let words = review.entries.iter().filter_map(|entry| match &entry.what {
        What::Placed { thread: known, anchor } if known == thread => Some((entry.revision, entry, anchor)),
        _ => None,
    });
    words.max().map(|(_, entry, anchor)| (entry, anchor))
}
