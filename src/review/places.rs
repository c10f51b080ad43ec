//! Where the comments of a review stand in a tree now. A document is found by its path, else by what it tells of, which
//! keeps its id when it is archived.

use super::anchors::{Anchor, Found, How};
use super::spots::{Kind, Spot, spots_of};
use super::threads::Thread;
use crate::files::Files;
use crate::named::Named;
use crate::plan::Plan;

/// Where a thread stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The document.
    pub path: String,
    /// The line, from 1.
    pub line: u32,
    /// How it was found.
    pub how: How,
    /// Whether the document lies elsewhere than it did.
    pub is_moved: bool,
    /// What kind of place it is.
    pub kind: Kind,
    /// Whether somebody put it there by hand.
    pub is_by_hand: bool,
}

/// Why a thread stands nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lost {
    /// Its document is not in the tree.
    NoDocument,
    /// Its document is there, but what it is about is not.
    NoWords,
    /// The comment that it answers is not here.
    NoComment,
}

impl Lost {
    /// Why, for people.
    pub fn words(self) -> &'static str {
        match self {
            Lost::NoDocument => "its document is not in this tree",
            Lost::NoWords => "its document does not say this any more",
            Lost::NoComment => "the comment that it answers is not here",
        }
    }
}

/// Where each of these threads stands in a tree, in their order; nothing for what is about no place. Every document is
/// read once.
pub fn standing(threads: &[Thread<'_>], files: &Files, plan: &Plan) -> Vec<Option<Result<Standing, Lost>>> {
    let mut known: Named<Vec<Spot>> = Named::default();
    threads
        .iter()
        .map(|thread| match thread.about() {
            None => Some(Err(Lost::NoComment)),
            Some(about) => {
                // Where somebody put it, as long as that is there; else where it began.
                let by_hand =
                    thread.placed.and_then(|(_, anchor)| stand(anchor, files, plan, &mut known).ok());
                match by_hand {
                    Some(standing) => Some(Ok(Standing { is_by_hand: true, ..standing })),
                    None => about.anchor.as_ref().map(|anchor| stand(anchor, files, plan, &mut known)),
                }
            }
        })
        .collect()
}

fn stand(
    anchor: &Anchor,
    files: &Files,
    plan: &Plan,
    known: &mut Named<Vec<Spot>>,
) -> Result<Standing, Lost> {
    let paths = paths_of(anchor, files, plan);
    if paths.is_empty() {
        return Err(Lost::NoDocument);
    }
    for path in paths {
        if known.get(&path).is_none() {
            let text = files.get(&path).and_then(|entry| files.text(entry).ok());
            known.insert(&path, text.map(|text| spots_of(&path, &text.text)).unwrap_or_default());
        }
        let spots = known.get(&path).map_or(&[][..], Vec::as_slice);
        if let Some(Found { spot, how }) = anchor.find(spots) {
            let line = spot.and_then(|at| spots.get(at)).map_or(1, |spot| spot.line);
            let is_moved = path != anchor.path;
            return Ok(Standing { path, line, how, is_moved, kind: anchor.kind, is_by_hand: false });
        }
    }
    Err(Lost::NoWords)
}

/// Where the document of an anchor may be: at its path, and where what it tells of lies now.
pub fn paths_of(anchor: &Anchor, files: &Files, plan: &Plan) -> Vec<String> {
    let mut paths: Vec<String> = files.get(&anchor.path).map(|_| anchor.path.clone()).into_iter().collect();
    let item = anchor.item.as_ref().and_then(|id| plan.item(id));
    let moved = item.map(|item| item.place.path.clone());
    paths.extend(moved.filter(|path| *path != anchor.path && files.get(path).is_some()));
    paths
}
