//! Links that carry something: edits, comments, a whole small tree, be it under a passphrase. Nothing of it is fetched, and
//! nothing of it is done but showing: edits are a proposal until somebody takes them up. Most of it lies in a part of the
//! program of its own; here stays the look whether there is anything.

use super::reviewing::{CARRIED as CARRIED_REVIEW, reviewing};
use super::{Phase, Tree, Workspace};
use crate::address::Address;
use crate::browser::{crypto, location, session};
use crate::counted::counted;
use crate::edit::carried;
use crate::excerpt::{Choice, Excerpt};
use crate::files::{parcel, records, single};
use crate::outline::Filter;
use crate::parts::in_part;
use crate::plan::{BaseStatus, ItemKind, Publication};
use crate::review;
use crate::share::letter::{self, Kind, Letter, SETTING, Sent, Unreadable};
use crate::share::tree::Parcel;
use crate::share::{Mark, Same};
use crate::sources::{self, Loaded, Refusal, Wishes, packed};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::pin::Pin;

/// Something that is locked with a passphrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Locked {
    /// What a link carries: the sealed box, and the setting as it came.
    Link(Vec<u8>, String),
    /// The tree of this page, as it stands in its slot.
    File(String),
}

/// What a link has brought, for people.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Brought {
    /// What there is to say, in sentences.
    pub said: Vec<String>,
    /// Where what it brought can be looked at: words and places.
    pub places: Vec<(String, Address)>,
}

impl Brought {
    /// Nothing but a few sentences.
    fn saying(said: impl Into<String>) -> Brought {
        Brought { said: vec![said.into()], places: Vec::new() }
    }
}

/// Something that a link can carry besides its place: a line of [`CARRIED`].
pub struct Carried {
    /// The name of its piece in the letter.
    pub name: &'static str,
    /// What people call it.
    pub title: &'static str,
    /// What there is of it now, in words; nothing when there is none.
    pub said: fn(Workspace) -> Option<String>,
    /// Its piece.
    pub packed: fn(Workspace) -> Vec<u8>,
    /// Shows what has come, and says what it is. What it is given is untrusted.
    pub brought: fn(Workspace, &[u8], &mut Brought),
}

/// A tree, or a part of one, as it travels in a letter.
#[derive(Clone, Debug)]
pub struct Travelling {
    /// Its piece of the letter.
    pub piece: Vec<u8>,
    /// What it is known by to whoever opens the letter.
    pub mark: Mark,
    /// How many files it has.
    pub count: usize,
    /// What it is of the open tree; nothing when it is all of it.
    part: Option<Excerpt>,
}

impl Travelling {
    /// What goes with it of something that a link can carry: with a part only what is about the part.
    pub fn with(&self, carried: &Carried, workspace: Workspace) -> Option<Vec<u8>> {
        let piece = (carried.packed)(workspace);
        let Some(part) = &self.part else { return Some(piece) };
        match carried.name {
            letter::EDITS => Some(part.edits(&String::from_utf8_lossy(&piece)).into_bytes())
                .filter(|piece| !piece.is_empty()),
            letter::COMMENTS => {
                let kept = reviewing().review.with_untracked(|review| review.kept_in(part));
                (!kept.is_empty()).then(|| review::carried(&kept).into_bytes())
            }
            // A filter may name somebody.
            _ => (!part.is_anonymous()).then_some(piece),
        }
    }
}

/// Everything that a link can carry besides its place and a tree.
pub static CARRIED: &[Carried] = &[LIST_FILTER, EDITS, COMMENTS];

const LIST_FILTER: Carried = Carried {
    name: letter::LIST_FILTER,
    title: "The filter of the tree's list",
    said: |workspace| {
        let words = filter_words(&beside_query(workspace));
        (!words.is_empty()).then(|| words.join(", "))
    },
    packed: |workspace| filter_written(&beside_query(workspace)).into_bytes(),
    brought: |workspace, piece, _| {
        let mut filter = filter_read(&String::from_utf8_lossy(piece));
        match filter.text.is_empty() {
            true => filter.text = workspace.filter.with_untracked(|own| own.text.clone()),
            false => workspace.set_query(&filter.text),
        }
        workspace.filter.set(filter);
    },
};

/// The filter of the tree's list without the words that the place says already.
fn beside_query(workspace: Workspace) -> Filter {
    let mut filter = workspace.filter.get_untracked();
    if workspace.address.with_untracked(|address| address.setting("q").unwrap_or_default() == filter.text) {
        filter.text.clear();
    }
    filter
}

const EDITS: Carried = Carried {
    name: letter::EDITS,
    title: "Pending edits",
    said: |workspace| {
        let count = workspace.editing.pending.with_untracked(|pending| pending.steps().len());
        (count > 0).then(|| format!("{}, as a proposal", counted(count, "edit")))
    },
    packed: |workspace| {
        workspace.editing.pending.with_untracked(|pending| carried::written(pending.steps())).into_bytes()
    },
    brought: |workspace, piece, brought| {
        let text = String::from_utf8_lossy(piece);
        match carried::read(&text) {
            Some(steps) if !steps.is_empty() => {
                let here = workspace.address.get_untracked();
                let parcel = parcel::pack(&text);
                if here.view == "changes" {
                    return workspace.replace(here.with("edits", &parcel));
                }
                let count = counted(steps.len(), "edit");
                brought.said.push(format!("It proposes {count}. Nothing has been changed."));
                let address = Address::view("changes").with("edits", &parcel);
                brought.places.push(("Look at them".to_owned(), address));
            }
            _ => brought.said.push("The edits that it carries cannot be read.".to_owned()),
        }
    },
};

const COMMENTS: Carried = Carried {
    name: letter::COMMENTS,
    title: "Comments and reviews",
    said: |_| {
        let count = reviewing().review.with_untracked(|review| review.entries.len());
        (count > 0).then(|| format!("{}, to be taken in by a click", counted(count, "entry")))
    },
    packed: |_| reviewing().review.with_untracked(|review| review::carried(review)).into_bytes(),
    brought: |_, piece, brought| {
        let parcel = String::from_utf8_lossy(piece);
        match review::uncarried(&parcel) {
            Ok(read) => {
                let count = counted(read.review.entries.len(), "entry");
                brought.said.push(format!("It brings a review of {count}. Nothing has been taken in."));
                let address = Address::view("review").with(CARRIED_REVIEW, &parcel);
                brought.places.push(("Look at the review".to_owned(), address));
            }
            Err(why) => brought.said.push(why),
        }
    },
};

fn filter_words(filter: &Filter) -> Vec<String> {
    let mut words = Vec::new();
    words.extend(Some(filter.text.trim()).filter(|text| !text.is_empty()).map(|text| format!("“{text}”")));
    words.extend(filter.statuses.iter().map(|status| status.label().to_lowercase()));
    words.extend(filter.kinds.iter().map(|kind| kind.name().to_owned()));
    words.extend(filter.hides_archive.then(|| "without the archive".to_owned()));
    words.extend(filter.hides_templates.then(|| "without templates".to_owned()));
    words
}

/// A filter in lines: what it is, and its value.
fn filter_written(filter: &Filter) -> String {
    let mut lines = vec![format!("text {}", filter.text.replace('\n', " "))];
    lines.extend(filter.statuses.iter().map(|status| format!("status {}", status.name())));
    lines.extend(filter.kinds.iter().map(|kind| format!("kind {}", kind.name())));
    lines.extend(filter.hides_archive.then(|| "hides archive".to_owned()));
    lines.extend(filter.hides_templates.then(|| "hides templates".to_owned()));
    lines.join("\n")
}

fn filter_read(written: &str) -> Filter {
    let mut filter = Filter::default();
    for line in written.lines() {
        match line.split_once(' ').unwrap_or((line, "")) {
            ("text", text) => text.clone_into(&mut filter.text),
            ("status", name) => {
                filter.statuses.extend(BaseStatus::ALL.into_iter().find(|status| status.name() == name));
            }
            ("kind", name) => filter.kinds.extend(ItemKind::ALL.into_iter().find(|kind| kind.name() == name)),
            ("hides", "archive") => filter.hides_archive = true,
            ("hides", "templates") => filter.hides_templates = true,
            _ => {}
        }
    }
    filter
}

// ── what stays in the page ──────────────────────────────────────────────────────────────────

/// Something that happens with a link.
enum Step {
    /// A link carries something, and whether the page has just been opened with it.
    Come(String, bool),
    /// The tree that it speaks of is there.
    Arrived,
}

in_part!(
    share,
    fn go_on_in_part(workspace: Workspace, step: Step) -> () {
        match step {
            Step::Come(setting, is_beginning) => workspace.receive(setting, is_beginning),
            Step::Arrived => workspace.arrived(),
        }
    }
);

impl Workspace {
    /// Begins with what the link carries that the page was opened with, if it carries anything.
    pub(super) fn begin_with_link(self) -> bool {
        let address = self.address.get_untracked();
        let own = address.setting(SETTING).map(str::to_owned);
        if own.is_some() {
            self.address.set(address.with(SETTING, ""));
        }
        let Some(setting) = own.or_else(session::link) else { return false };
        self.follow_link(setting, true);
        true
    }

    /// Takes what an address carries out of it, and follows that.
    pub fn follow_address(self, address: Address) -> Address {
        let Some(setting) = address.setting(SETTING).map(str::to_owned) else { return address };
        // Going back to the link that brought the open tree brings it no second time.
        if self.with_running(|running| running.link != setting) {
            self.follow_link(setting, false);
        }
        address.with(SETTING, "")
    }

    fn follow_link(self, setting: String, is_beginning: bool) {
        self.go_on(Step::Come(setting, is_beginning));
    }

    /// Says what a link has brought, once the tree that it speaks of is there.
    pub(super) fn tell_what_arrived(self) {
        if self.with_running(|running| running.arriving.is_some()) {
            self.go_on(Step::Arrived);
        }
    }

    fn go_on(self, step: Step) {
        let is_beginning = matches!(step, Step::Come(_, true));
        spawn_local(async move {
            if go_on_in_part(self, step).await.is_err() {
                self.announce(NOT_THERE);
                if is_beginning {
                    self.open_surroundings();
                }
            }
        });
    }
}

/// What is said when the part that reads links could not be downloaded.
const NOT_THERE: &str = "The part of the viewer that reads this link could not be loaded; look at the network, and reload the page.";

// ── what lies in the part ───────────────────────────────────────────────────────────────────

/// Being unlocked: why it could not be, in a sentence.
pub type Unlocking = Pin<Box<dyn Future<Output = Result<(), String>>>>;

impl Workspace {
    fn receive(self, setting: String, is_beginning: bool) {
        match letter::read(&setting) {
            Ok(Sent::Open(letter)) => self.take_letter(letter, &setting, is_beginning),
            Ok(Sent::Locked(sealed)) => self.phase.set(Phase::Locked(Locked::Link(sealed, setting))),
            Err(why) => self.refuse_link(&setting, &why, is_beginning),
        }
    }

    /// A link that cannot be read: without the tree that it holds there is nothing to show, and it says why.
    fn refuse_link(self, setting: &str, why: &Unreadable, is_beginning: bool) {
        self.forget_link_of_bar();
        let advice = match why {
            Unreadable::CutOff { .. } | Unreadable::Changed => {
                "Mail programs and chats cut or rewrite long links: ask for it again in a document or as one HTML file."
            }
            Unreadable::TooLong => "Ask for the tree as one HTML file.",
            Unreadable::Newer => {
                "Reload this page in case the site has a newer version by now, or ask for the tree as one HTML file."
            }
        };
        match letter::kind(setting) {
            Some(Kind::Tree | Kind::Locked) => {
                let what = format!("This link holds a tree and cannot be opened: {why}.");
                self.phase.set(Phase::Failed(Refusal::new(what, advice)));
            }
            _ => {
                let said =
                    format!("Of this link only the place can be shown; for the rest of it: {why}. {advice}");
                self.note(Brought::saying(said));
                if is_beginning {
                    self.open_surroundings();
                }
            }
        }
    }

    fn take_letter(self, letter: Letter, setting: &str, is_beginning: bool) {
        // Who reloads a page stays where he was.
        let is_nowhere = self.address.with_untracked(|address| address.view.is_empty());
        if let Some(place) = letter.text(letter::PLACE).filter(|_| is_nowhere) {
            self.address.set(Address::parse(place).with(SETTING, ""));
        }
        if letter.piece(letter::TREE).is_some() {
            self.open_letter(letter, setting);
            return;
        }
        self.forget_link_of_bar();
        self.with_running(|running| running.arriving = Some(letter));
        if is_beginning {
            self.open_surroundings();
        } else if self.tree.with_untracked(Option::is_some) {
            self.phase.set(Phase::Open);
            self.arrived();
        } else {
            self.start();
        }
    }

    /// Opens the tree in a letter. The bar keeps the link until the reader goes elsewhere, so that it can be kept and sent on.
    fn open_letter(self, letter: Letter, setting: &str) {
        let read = letter.piece(letter::TREE).and_then(|piece| Parcel::read(piece, sources::limits()));
        let Some(parcel) = read else {
            self.refuse_link(setting, &Unreadable::Changed, false);
            return;
        };
        let some = |text: String| Some(text).filter(|text| !text.is_empty());
        let name = if parcel.name.is_empty() { "A tree from a link".to_owned() } else { parcel.name };
        let mut loaded = Loaded::new(name, parcel.files);
        loaded.wishes = Wishes {
            title: some(parcel.title),
            root: some(parcel.root),
            dialect: some(parcel.dialect),
            as_of: some(parcel.as_of),
            publication: Publication::Published,
            ..Wishes::default()
        };
        if let Some(total) = loaded.files.left_out().total() {
            let count = counted(loaded.files.len(), "file");
            loaded.remarks.push(format!(
                "This link holds {count} of {total}. The rest was left out on purpose; what refers to it says so."
            ));
        }
        loaded.remarks.push(
            "It was opened from the link itself, which holds it as a copy. Nothing was fetched.".to_owned(),
        );
        self.load_once(|_| std::future::ready(Ok(loaded)));
        self.with_running(|running| {
            setting.clone_into(&mut running.link);
            running.arriving = Some(Letter {
                of: letter.of,
                pieces: letter.pieces.into_iter().filter(|(name, _)| name != letter::TREE).collect(),
            });
        });
        session::set_link(setting);
    }

    /// The tree that a letter speaks of is open.
    fn arrived(self) {
        let base = self.editing.base.get_untracked();
        let letter = self.with_running(|running| running.arriving.take());
        let (Some(base), Some(letter)) = (base, letter) else { return };
        let mut brought = Brought::default();
        match letter.of.against(&mark(&base)) {
            Same::Exactly => {}
            Same::Changed => brought.said.push(
                "This tree has changed since the link was made: what it shows may stand elsewhere by now.".to_owned(),
            ),
            Same::Other => brought.said.push(
                "This link was made of another tree than the one that is open: what it names may not be here.".to_owned(),
            ),
        }
        for carried in CARRIED {
            if let Some(piece) = letter.piece(carried.name) {
                (carried.brought)(self, piece, &mut brought);
            }
        }
        let unknown = letter.unknown();
        if !unknown.is_empty() {
            brought.said.push(format!(
                "It carries more than this version understands ({}); a newer version of the page shows all of it.",
                unknown.join(", ")
            ));
        }
        self.note(brought);
    }

    /// Tells people what a link has brought.
    fn note(self, brought: Brought) {
        self.with_running(|running| running.brought = brought);
        self.notes.update(|notes| *notes += 1);
    }

    /// What a link has brought last.
    pub fn brought(self) -> Brought {
        self.with_running(|running| running.brought.clone())
    }

    /// Puts the place alone into the address bar.
    fn forget_link_of_bar(self) {
        location::replace(&self.address.get_untracked());
    }

    /// Opens what is locked.
    pub fn unlock(self, locked: Locked, passphrase: String) -> Unlocking {
        Box::pin(async move {
            match locked {
                Locked::Link(sealed, setting) => {
                    let body = crypto::open(&sealed, &passphrase).await.map_err(|why| why.to_string())?;
                    let letter = Letter::of_body(&body).map_err(|why| format!("It cannot be read: {why}"))?;
                    let is_beginning = self.tree.with_untracked(Option::is_none);
                    self.take_letter(letter, &setting, is_beginning);
                }
                Locked::File(slot) => {
                    let sealed = single::sealed(&slot).map_err(|why| said(&why.to_string()))?;
                    let content = crypto::open(&sealed, &passphrase).await.map_err(|why| why.to_string())?;
                    let pieces =
                        records::read(&content).ok_or_else(|| said(&single::Broken::Changed.to_string()))?;
                    let pieces: Vec<(String, Vec<u8>)> =
                        pieces.into_iter().map(|(name, bytes)| (name.to_owned(), bytes.to_vec())).collect();
                    self.load(move |watch| {
                        let pieces = pieces.clone();
                        async move { packed::open_unlocked(&pieces, &watch).await }
                    });
                }
            }
            Ok(())
        })
    }

    /// What is chosen of the tree that is open, as it would travel in a letter.
    pub async fn tree_for_link(self, choice: &Choice) -> Result<Travelling, String> {
        let base = self.editing.base.get_untracked().ok_or("No tree is open")?;
        // All of it as it is: it can be sent before it has been read to its end.
        let excerpt =
            if *choice == Choice::default() { None } else { Some(self.excerpt(&base, choice).await?) };
        let hide = |text: String| excerpt.as_ref().map_or(text.clone(), |excerpt| excerpt.text(&text));
        let files = excerpt.as_ref().map_or(&base.files, |excerpt| &excerpt.files);
        let parcel = Parcel {
            name: hide(base.name.clone()),
            title: hide(base.wishes.title.clone().unwrap_or_default()),
            root: Some(base.root.shown()).filter(|root| *root != ".").unwrap_or_default().to_owned(),
            dialect: base.root.dialect.name.to_owned(),
            as_of: base.wishes.as_of.clone().unwrap_or_default(),
            files: files.clone(),
        };
        let piece = parcel.written().map_err(|why| why.to_string())?;
        let mark = Mark::of(&files.fingerprint(), &hide(base.title.clone()));
        let count = files.len();
        Ok(Travelling { piece, mark, count, part: excerpt })
    }

    /// Whether whoever has the address of the page has the open tree too.
    pub fn is_reached_by_address(self) -> bool {
        location::query("src").is_some() || self.with_running(|running| running.is_around)
    }

    /// Whether the open tree came with a link.
    pub fn came_with_link(self) -> bool {
        self.with_running(|running| !running.link.is_empty())
    }

    /// The mark of the tree as it was loaded.
    pub fn mark(self) -> Option<Mark> {
        self.editing.base.with_untracked(|base| base.as_deref().map(mark))
    }
}

/// A sentence that begins as sentences do.
fn said(why: &str) -> String {
    let mut letters = why.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{}", letters.as_str())
}

fn mark(tree: &Tree) -> Mark {
    Mark::of(&tree.files.fingerprint(), &tree.title)
}

/// The value of the setting that carries a letter under a passphrase.
pub async fn locked(letter: &Letter, passphrase: &str) -> Result<String, String> {
    let sealed = crypto::seal(&letter.body(), passphrase).await.map_err(|why| why.to_string())?;
    Ok(letter::written_locked(&sealed))
}
