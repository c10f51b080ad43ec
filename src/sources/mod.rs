//! Where trees come from, one file each. Every source ends in the same value: [`Loaded`].

pub mod beside;
pub mod chosen;
pub mod folder;
pub mod github;
pub mod kept;
mod manifest;
pub mod packed;
pub mod sample;
mod several;
pub mod url;
pub mod zip;

use crate::browser::apart::Apart;
use crate::browser::fetch::{Download, Stop};
use crate::browser::settings;
use crate::files::{Files, Limits};
use crate::home::Said;
use crate::plan::Publication;
use leptos::prelude::{LocalStorage, StoredValue};
use std::cell::RefCell;
use std::rc::Rc;

/// Folders that hold no plans and may be huge: they are passed over and named in the load report. The first of them holds
/// the history, and is read when somebody asks for that.
pub const LEFT_OUT: [&str; 3] = [HISTORY, "node_modules", "target"];

/// The folder of a history.
pub const HISTORY: &str = ".git";

/// How much a tree may hold, as the reader has set it.
pub fn limits() -> Limits {
    Limits::raised(raised_limits())
}

/// How many times the usual limits the reader allows; usually 1.
pub fn raised_limits() -> u32 {
    settings::get("limits").and_then(|factor| factor.parse().ok()).unwrap_or(1)
}

/// Raises the limits to `factor` times the usual ones; 1 takes that back.
pub fn raise_limits(factor: u32) {
    settings::set("limits", if factor > 1 { factor.to_string() } else { String::new() }.as_str());
}

/// What a source gave.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// What people call it: a file name, a folder, a host and path.
    pub name: String,
    /// The files.
    pub files: Files,
    /// What its publisher says about it.
    pub wishes: Wishes,
    /// What else the reader should know: what was guessed or left out on the way.
    pub remarks: Vec<String>,
    /// Folders with the history of folders, which have not been read. That of an archive lies among its files.
    pub apart: Option<StoredValue<Vec<Apart>, LocalStorage>>,
}

impl Loaded {
    /// With the folders that hold a history, of those that were passed over.
    fn with_history(mut self, apart: Vec<Apart>) -> Loaded {
        let is_history = |folder: &Apart| folder.path.rsplit('/').next() == Some(HISTORY);
        let apart: Vec<Apart> = apart.into_iter().filter(is_history).collect();
        if !apart.is_empty() {
            self.remarks.push("The .git folder is read when its history is asked for.".to_owned());
            self.apart = Some(StoredValue::new_local(apart));
        }
        self
    }

    /// Files called `name`, with nothing more to say about them.
    pub fn new(name: impl Into<String>, files: Files) -> Loaded {
        Loaded { name: name.into(), files, wishes: Wishes::default(), remarks: Vec::new(), apart: None }
    }
}

/// How a tree wants to be shown. Comes from a `planarium.json`, and is as untrusted as the tree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wishes {
    /// Its title.
    pub title: Option<String>,
    /// The folder of the tree in what was loaded.
    pub root: Option<String>,
    /// The dialect to read it in.
    pub dialect: Option<String>,
    /// The day it is shown as of.
    pub as_of: Option<String>,
    /// Whether it was published as it is, so that it is shown as of its own time.
    pub publication: Publication,
    /// An address that answers when the tree has changed.
    pub changes: Option<String>,
    /// What is said about the repository it was published from.
    pub home: Said,
    /// Edits that were pending when it was packed, as they are written in drafts.
    pub edits: Option<String>,
    /// What people had said of it when it was packed: a review, as it is written in files.
    pub review: Option<String>,
    /// An address of another tree that it is to be compared with.
    pub against: Option<String>,
    /// The tree as it was before, the earliest first.
    pub earlier: Vec<Earlier>,
}

/// A tree as it was on an earlier day, as its publisher keeps it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Earlier {
    /// Its address, beside the page.
    pub src: String,
    /// What people call that state.
    pub title: String,
    /// The day it tells of.
    pub as_of: String,
}

/// How far loading is, for people.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stage {
    /// What is being done, such as `Downloading`.
    pub doing: &'static str,
    /// Bytes so far.
    pub bytes: Option<u64>,
    /// Bytes in all.
    pub bytes_total: Option<u64>,
    /// Files so far.
    pub files: Option<usize>,
    /// Files in all.
    pub files_total: Option<usize>,
}

/// What a source needs from its surroundings: someone to tell how far it is, and a way to be stopped.
#[derive(Clone)]
pub struct Watch {
    /// Told how far it is.
    pub tell: Rc<dyn Fn(Stage)>,
    /// Stops it.
    pub stop: Stop,
    /// What was read from the server of the page, in order.
    pub read: Rc<RefCell<Vec<Read>>>,
}

impl Default for Watch {
    /// Nobody is told, and nobody stops it.
    fn default() -> Watch {
        Watch { tell: Rc::new(|_| {}), stop: Stop::default(), read: Rc::default() }
    }
}

/// Something that was read from the server of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read {
    /// Its address.
    pub href: String,
    /// When it was stored on this device, if the server did not answer and a copy stood in for it.
    pub stored: Option<String>,
}

impl Watch {
    fn tell(&self, stage: Stage) {
        (self.tell)(stage);
    }

    fn has_read(&self, href: &str, download: &Download) {
        self.read.borrow_mut().push(Read { href: href.to_owned(), stored: download.stored.clone() });
    }
}

/// Why nothing was loaded: what happened, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What happened, in one sentence.
    pub happened: String,
    /// What the reader can do.
    pub advice: String,
}

impl Refusal {
    /// A refusal.
    pub fn new(happened: impl Into<String>, advice: impl Into<String>) -> Refusal {
        Refusal { happened: happened.into(), advice: advice.into() }
    }

    /// The reader stopped it, which needs no words.
    pub fn stopped() -> Refusal {
        Refusal::new("", "")
    }

    /// Whether the reader stopped it.
    pub fn is_stopped(&self) -> bool {
        self.happened.is_empty()
    }
}
