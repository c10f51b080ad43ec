//! What people said about the open tree: the review that is kept on this device, and what a file or a link brings. It lies in
//! the part of the program that reviews, and costs nobody anything who does not.

use super::drafts::name_of;
use super::{Tree, Workspace};
use crate::browser::pick::Chosen;
use crate::browser::{clock, location, page, reviews, settings};
use crate::review::file::{MOST_BYTES, Read};
use crate::review::{self, About, Anchor, Entry, Key, Review, Spot, merge, spots_of};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::RefCell;
use std::sync::Arc;

/// How safe a review is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Kept {
    /// There is nothing to keep.
    #[default]
    Nothing,
    /// It is being written.
    Keeping,
    /// It is on the device.
    Kept,
    /// It could not be written, and this is why.
    Failed(String),
}

/// What somebody is writing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// What becomes of it.
    pub aim: Aim,
    /// What it is about, for people.
    pub title: String,
    /// The text it begins with.
    pub text: String,
    /// What of the document could be written otherwise.
    pub source: Option<Source>,
}

/// What becomes of what somebody writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Aim {
    /// A new comment.
    New(About),
    /// A comment of one's own, written otherwise.
    Again(Key),
}

/// Lines of a document, as they are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The document.
    pub path: String,
    /// The first line, from 1.
    pub line: u32,
    /// The lines.
    pub text: String,
}

/// The state of a review. Cheap to clone.
#[derive(Clone)]
pub struct Reviewing {
    /// What people said.
    pub review: ArcRwSignal<Arc<Review>>,
    /// How safe it is.
    pub kept: ArcRwSignal<Kept>,
    /// What a file brings, until it is taken in or left.
    pub offered: ArcRwSignal<Option<Arc<Read>>>,
    /// In whose name one writes; empty when nobody has said so.
    pub author: ArcRwSignal<String>,
    /// The text of it, as far as it is written.
    pub draft: ArcRwSignal<String>,
    /// The comment that was taken back last, until something else is done.
    pub taken_back: ArcRwSignal<Option<Entry>>,
    /// What is being written.
    pub form: ArcRwSignal<Option<Form>>,
    /// The comment that is being put to another place, by hand.
    pub moving: ArcRwSignal<Option<Key>>,
    /// The name of the tree that it is about.
    tree: ArcRwSignal<String>,
    /// Under which name it is kept: that of the tree, unless another tree of that name has a review there.
    key: ArcRwSignal<String>,
}

thread_local! {
    static STATE: RefCell<Option<Reviewing>> = const { RefCell::new(None) };
}

/// The state of the review. It outlives the views that show it.
pub fn reviewing() -> Reviewing {
    STATE.with_borrow_mut(|state| state.get_or_insert_with(Reviewing::new).clone())
}

impl Reviewing {
    fn new() -> Reviewing {
        let own = settings::get(NAME).or_else(|| {
            let author = settings::get("author")?;
            author.split('<').next().map(str::to_owned)
        });
        Reviewing {
            review: ArcRwSignal::new(Arc::default()),
            kept: ArcRwSignal::new(Kept::Nothing),
            offered: ArcRwSignal::new(None),
            author: ArcRwSignal::new(review::name_of(&own.unwrap_or_default())),
            draft: ArcRwSignal::new(String::new()),
            taken_back: ArcRwSignal::new(None),
            form: ArcRwSignal::new(None),
            moving: ArcRwSignal::new(None),
            tree: ArcRwSignal::new(String::new()),
            key: ArcRwSignal::new(String::new()),
        }
    }
}

/// The setting that holds the name of the reader.
const NAME: &str = "reviewer";
/// The setting that says that this device keeps reviews.
const HAS_REVIEWS: &str = "reviews";
/// The setting of a link that carries a review.
pub const CARRIED: &str = "review";

impl Workspace {
    /// Looks for the review of the open tree, when it is another one than before.
    pub fn follow_review(self) {
        let state = reviewing();
        let Some(base) = self.editing.base.get() else { return };
        let name = name_of(&base);
        if state.tree.get_untracked() != name {
            state.tree.set(name.clone());
            state.key.set(name);
            state.review.set(Arc::new(Review::of(&base.title, &base.files.fingerprint())));
            state.kept.set(Kept::Nothing);
            state.offered.set(None);
            state.form.set(None);
            state.taken_back.set(None);
            state.moving.set(None);
            // What came with the tree. It is kept on this device as soon as something is said.
            if let Some(packed) = &base.wishes.review {
                take(&state, packed);
            }
            self.look_for_review();
            return;
        }
        // Of a tree that has been read further, or loaded again.
        let (title, fingerprint) = (base.title.clone(), base.files.fingerprint());
        let known = state.review.get_untracked();
        if (&known.title, &known.fingerprint) != (&title, &fingerprint) {
            let entries = known.entries.clone();
            state.review.set(Arc::new(Review { title, fingerprint, entries }));
        }
    }

    /// Takes up what lies on the device: what was kept before, and what another tab has kept since.
    pub fn look_for_review(self) {
        spawn_local(self.find_review());
    }

    /// Takes up what lies on the device of the review of the open tree, so that it can be counted and carried.
    pub async fn know_review(self) {
        if self.has_review() {
            untrack(|| self.follow_review());
            self.find_review().await;
        }
    }

    /// Whether there may be a review of the open tree: on this device, or with the tree.
    pub fn has_review(self) -> bool {
        let came = || {
            self.editing
                .base
                .with_untracked(|base| base.as_ref().is_some_and(|base| base.wishes.review.is_some()))
        };
        settings::get(HAS_REVIEWS).is_some() || came()
    }

    async fn find_review(self) {
        let Some(base) = self.editing.base.get_untracked() else { return };
        let state = reviewing();
        let name = name_of(&base);
        let fingerprint = base.files.fingerprint();
        let mut found = reviews::find(&state.key.get_untracked(), &fingerprint).await;
        if let Ok(Some(kept)) = &found
            && is_of_other(&base, kept)
        {
            let own = format!("{name}@{fingerprint}");
            state.key.set(own.clone());
            found = reviews::find(&own, &fingerprint).await;
        }
        if state.tree.get_untracked() != name {
            return;
        }
        match found {
            Ok(Some(kept)) => {
                take(&state, &kept.review);
                state.kept.set(Kept::Kept);
            }
            Ok(None) => {}
            Err(why) => state.kept.set(Kept::Failed(why)),
        }
    }

    /// Changes what is said, in the name of the reader, and keeps it.
    pub fn say(self, change: impl FnOnce(&mut Review, &str, &str)) {
        let state = reviewing();
        let (author, at) = (state.author.get_untracked(), clock::now_iso());
        let mut review = Review::clone(&state.review.get_untracked());
        change(&mut review, &author, &at);
        state.review.set(Arc::new(review));
        self.keep_review();
    }

    fn keep_review(self) {
        let Some(base) = self.editing.base.get_untracked() else { return };
        let state = reviewing();
        state.kept.set(Kept::Keeping);
        spawn_local(async move {
            let own = state.review.get_untracked();
            let join = |known: Option<&str>| {
                let known = known.and_then(|known| review::read(known.as_bytes()).ok());
                let known = known.map(|read| read.review.entries).unwrap_or_default();
                review::written(&Review { entries: merge(&own.entries, &known), ..Review::clone(&own) })
            };
            match reviews::keep(&state.key.get_untracked(), &base.files.fingerprint(), &join).await {
                Ok(written) => {
                    settings::set(HAS_REVIEWS, "1");
                    take(&state, &written);
                    state.kept.set(Kept::Kept);
                }
                Err(why) => state.kept.set(Kept::Failed(why)),
            }
        });
    }

    /// Forgets everything that was said about this tree, on this device.
    pub fn forget_review(self) {
        let Some(base) = self.editing.base.get_untracked() else { return };
        let state = reviewing();
        state.review.set(Arc::new(Review::of(&base.title, &base.files.fingerprint())));
        state.form.set(None);
        spawn_local(async move {
            match reviews::forget(&state.key.get_untracked()).await {
                Ok(()) => {
                    state.kept.set(Kept::Nothing);
                    self.announce("The review of this tree is not on this device any more.");
                }
                Err(why) => state.kept.set(Kept::Failed(why)),
            }
        });
    }

    /// Says in whose name one writes.
    pub fn set_reviewer(self, written: &str) {
        let name = review::name_of(written);
        if !name.is_empty() {
            settings::set(NAME, &name);
            reviewing().author.set(name);
        }
    }

    /// Reads a file that holds a review; it is offered, and taken in by a click.
    pub fn read_review(self, chosen: Chosen) {
        spawn_local(async move {
            let bytes = chosen.read(MOST_BYTES as u64).await;
            let read = bytes.map_err(|why| format!("The file cannot be read: {why}."));
            match read.and_then(|bytes| review::read(&bytes)) {
                Ok(read) => {
                    reviewing().offered.set(Some(Arc::new(read)));
                    page::focus("review-proposal");
                }
                Err(why) => self.announce(why),
            }
        });
    }

    /// Takes in what a file or a link brings.
    pub fn take_review(self, read: &Read) {
        let entries = read.review.entries.clone();
        self.say(move |review, _, _| review.entries = merge(&review.entries, &entries));
        self.leave_review();
    }

    /// Leaves what a file or a link brings.
    pub fn leave_review(self) {
        reviewing().offered.set(None);
        let address = self.address.get_untracked();
        if address.setting(CARRIED).is_some() {
            self.replace(address.with(CARRIED, ""));
        }
    }

    /// A link that carries the review; nothing when it is too long for one.
    pub fn review_link(self) -> Option<String> {
        let state = reviewing();
        let carried = review::carried(&state.review.get_untracked());
        let is_short = carried.len() <= crate::files::parcel::MAX_PACKED_BYTES;
        let address = crate::address::Address::view("review").with(CARRIED, &carried);
        is_short.then(|| location::link_to(&address))
    }
}

impl Tree {
    /// The places of one of its documents, and its text.
    pub fn spots(&self, path: &str) -> (Vec<Spot>, String) {
        let text = self.files.get(path).and_then(|entry| self.files.text(entry).ok());
        let text = text.map(|text| text.text).unwrap_or_default();
        (spots_of(path, &text), text)
    }

    /// The anchor of a place of a document, by position; that of the document as a whole without one.
    pub fn anchor(&self, path: &str, spots: &[Spot], at: Option<usize>) -> Anchor {
        let item = self.plan.item_at(path).map(|item| item.id.as_str());
        let anchor = at.and_then(|at| Anchor::of(path, item, spots, at));
        anchor.unwrap_or_else(|| Anchor::document(path, item))
    }
}

/// Whether a review is of another tree that is called the same, as on two sites of one host: it has another title, and
/// nothing that it is about is here.
fn is_of_other(tree: &Tree, kept: &reviews::Kept) -> bool {
    let Ok(read) = review::read(kept.review.as_bytes()) else { return false };
    let is_known = |anchor: &Anchor| !review::places::paths_of(anchor, &tree.files, &tree.plan).is_empty();
    let mut anchors =
        read.review.entries.iter().filter_map(|entry| entry.about()?.anchor.as_ref()).peekable();
    read.review.title != tree.title && anchors.peek().is_some() && !anchors.any(is_known)
}

/// Puts what was written together with what is known.
fn take(state: &Reviewing, written: &str) {
    let Ok(read) = review::read(written.as_bytes()) else { return };
    let own = state.review.get_untracked();
    let entries = merge(&own.entries, &read.review.entries);
    if entries != own.entries {
        state.review.set(Arc::new(Review { entries, ..Review::clone(&own) }));
    }
}
