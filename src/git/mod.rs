//! The history of a tree, read from a `.git` folder: commits, and the tree as it was in each. Everything is read from the
//! bytes that git keeps, loose or packed; nothing is written, and nothing is fetched.
//!
//! Whatever is read is checked against its id. What is not there or broken is a [`Problem`] with words; the rest is used.

mod checkout;
mod commit;
mod delta;
mod id;
mod index;
mod log;
mod loose;
mod moves;
mod object;
mod pack;
mod problem;
mod refs;
mod revision;
mod store;
mod tree;
mod zlib;

pub use checkout::Checkout;
pub use commit::Commit;
pub use id::Id;
pub use log::{Listed, Log, MAX_COMMITS, Places};
pub use object::{Kind, MAX_OBJECT_BYTES, Object};
pub use problem::Problem;
pub use refs::{Head, Name};
pub use revision::{Revision, is_revision};
pub use store::{Memory, Store};
pub use tree::{Entry, EntryKind};

use id::Prefix;
use pack::{Broken, Pack};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

/// How many steps an object may be told from others: git's own limit.
const MAX_DELTAS: usize = 4_095;
/// How many bytes of differences are held at once.
const MAX_DELTA_BYTES: usize = 256 * 1024 * 1024;
/// How many bytes of objects are kept for the objects that are told from them.
const CACHE_BYTES: usize = 16 * 1024 * 1024;
/// How often a tag may stand for a tag.
const MOST_TAGS: usize = 16;

/// A repository that is open.
pub struct Repository {
    store: Box<dyn Store>,
    packs: Vec<Pack>,
    /// Commits whose parents were not fetched.
    shallow: Vec<Id>,
    problems: Vec<String>,
    cache: RefCell<Cache>,
}

impl Repository {
    /// Opens a repository. What is wrong with a part of it is in [`Repository::problems`].
    ///
    /// # Errors
    /// When it is none, or of a form that is not read.
    pub fn open(store: Box<dyn Store>) -> Result<Repository, Problem> {
        refs::head(store.as_ref())?;
        let mut problems = Vec::new();
        let mut packs = Vec::new();
        let files = store.below("objects/pack");
        for index in files.iter().filter(|path| path.ends_with(".idx")) {
            match Pack::open(store.as_ref(), index) {
                Ok(pack) => packs.push(pack),
                Err(why) => problems.push(format!("{why}. What it holds is missing.")),
            }
        }
        for pack in files.iter().filter(|path| path.ends_with(".pack")) {
            let index = format!("{}.idx", pack.strip_suffix(".pack").unwrap_or(pack));
            if !files.contains(&index) {
                problems.push(format!(
                    "{pack} has no index. What it holds is missing; `git index-pack` makes one."
                ));
            }
        }
        if let Some(folder) = store.elsewhere() {
            problems.push(format!(
                "It builds upon the objects of another repository ({folder}), which did not come along."
            ));
        }
        let shallow = store.read("shallow").unwrap_or_default();
        let shallow =
            String::from_utf8_lossy(&shallow).lines().filter_map(|line| Id::parse(line.trim())).collect();
        Ok(Repository { store, packs, shallow, problems, cache: RefCell::default() })
    }

    /// What is wrong with parts of it, in sentences.
    pub fn problems(&self) -> &[String] {
        &self.problems
    }

    /// Whether only its newest commits were fetched.
    pub fn is_shallow(&self) -> bool {
        !self.shallow.is_empty()
    }

    /// Where `HEAD` stands.
    ///
    /// # Errors
    /// When there is none.
    pub fn head(&self) -> Result<Head, Problem> {
        refs::head(self.store.as_ref())
    }

    /// Branches and tags, by name.
    pub fn names(&self) -> Vec<Name> {
        refs::all(self.store.as_ref())
    }

    /// An object.
    ///
    /// # Errors
    /// When it is not there, damaged or too large.
    pub fn object(&self, id: Id) -> Result<Object, Problem> {
        let packed = self.packs.iter().enumerate().find_map(|(at, pack)| Some((at, pack.find(id)?)));
        let mut found = match packed {
            Some(place) => self.packed(id, place).and_then(|object| object.verified(id)),
            None => Err(Problem::Missing(id)),
        };
        // What is damaged in one place may be whole in another.
        if found.is_err()
            && let Some(loose) = loose::read(self.store.as_ref(), id)
        {
            found = loose;
        }
        found
    }

    /// A commit.
    ///
    /// # Errors
    /// When it cannot be read, or is none.
    pub fn commit(&self, id: Id) -> Result<Commit, Problem> {
        let object = self.object(id)?.wanted(id, Kind::Commit)?;
        Commit::parse(&object.bytes).ok_or(Problem::Damaged(id, "it is not written as commits are"))
    }

    /// The commit that something stands for: itself, or what a tag leads to.
    ///
    /// # Errors
    /// When it leads to none.
    pub fn peeled(&self, id: Id) -> Result<Id, Problem> {
        let mut at = id;
        for _ in 0..MOST_TAGS {
            let object = self.object(at)?;
            match object.kind {
                Kind::Commit => return Ok(at),
                Kind::Tag => {
                    at = commit::tagged(&object.bytes)
                        .ok_or(Problem::Damaged(at, "it is not written as tags are"))?
                }
                found => return Err(Problem::OtherKind { id, found, wanted: Kind::Commit }),
            }
        }
        Err(Problem::Damaged(id, "it is a tag of a tag of a tag, without end"))
    }

    /// What a path leads to in a tree; nothing when there is no such path. The empty path leads to the tree itself.
    ///
    /// # Errors
    /// When a folder on the way cannot be read.
    pub fn lookup(&self, tree: Id, path: &str) -> Result<Option<(EntryKind, Id)>, Problem> {
        let mut found = (EntryKind::Folder, tree);
        for name in path.split('/').filter(|name| !name.is_empty()) {
            let (EntryKind::Folder, folder) = found else { return Ok(None) };
            let object = self.object(folder)?.wanted(folder, Kind::Tree)?;
            let mut entries = tree::entries(&object.bytes).flatten();
            match entries.find(|entry| entry.name == name.as_bytes()) {
                Some(entry) => found = (entry.kind, entry.id),
                None => return Ok(None),
            }
        }
        Ok(Some(found))
    }

    /// Whether the parents of a commit were not fetched.
    fn is_cut_off(&self, commit: Id) -> bool {
        self.shallow.contains(&commit)
    }

    /// Objects whose ids begin so.
    fn fitting(&self, prefix: &Prefix) -> Vec<Id> {
        let mut found: Vec<Id> = self.packs.iter().flat_map(|pack| pack.fitting(prefix)).collect();
        found.extend(loose::find(self.store.as_ref(), prefix));
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The object at a place of a pack, unchecked.
    fn packed(&self, id: Id, place: (usize, u64)) -> Result<Object, Problem> {
        let damaged = |why| Problem::Damaged(id, why);
        let mut place = place;
        let mut deltas: Vec<((usize, u64), Vec<u8>)> = Vec::new();
        let mut held = 0;
        let mut object = loop {
            if let Some(known) = self.cache.borrow().get(place) {
                break known;
            }
            let (at, begin) = place;
            let pack = self.packs.get(at).ok_or(damaged("its pack is not there"))?;
            let entry = pack.entry(self.store.as_ref(), begin).map_err(|broken| match broken {
                Broken::TooLarge(size) => Problem::TooLarge(id, size),
                Broken::Damaged(why) => damaged(why),
            })?;
            let (next, delta) = match entry {
                pack::Entry::Whole(kind, bytes) => {
                    let object = Object { kind, bytes: bytes.into() };
                    self.cache.borrow_mut().put(place, &object);
                    break object;
                }
                pack::Entry::Beside(base, delta) => (Some((at, base)), delta),
                pack::Entry::From(base, delta) => {
                    let packs = self.packs.iter().enumerate();
                    let mut places = packs.filter_map(|(at, pack)| Some((at, pack.find(base)?)));
                    match places.next() {
                        Some(next) => (Some(next), delta),
                        None => {
                            let base =
                                loose::read(self.store.as_ref(), base).ok_or(Problem::Missing(base))??;
                            deltas.push((place, delta));
                            break base;
                        }
                    }
                }
            };
            held += delta.len();
            deltas.push((place, delta));
            match next {
                Some(next) if deltas.len() <= MAX_DELTAS && held <= MAX_DELTA_BYTES => place = next,
                _ => return Err(damaged("it is told from others in too many steps")),
            }
        };
        while let Some((place, delta)) = deltas.pop() {
            let made = delta::apply(&object.bytes, &delta);
            let bytes = made.ok_or(damaged("what is different does not fit what it is told from"))?;
            object = Object { kind: object.kind, bytes: bytes.into() };
            self.cache.borrow_mut().put(place, &object);
        }
        Ok(object)
    }
}

/// Objects that others may be told from. When there are too many, all go.
#[derive(Default)]
struct Cache {
    objects: BTreeMap<(usize, u64), Object>,
    bytes: usize,
}

impl Cache {
    fn get(&self, place: (usize, u64)) -> Option<Object> {
        self.objects.get(&place).cloned()
    }

    fn put(&mut self, place: (usize, u64), object: &Object) {
        let size = object.bytes.len();
        if self.bytes + size > CACHE_BYTES {
            *self = Cache::default();
        }
        if size <= CACHE_BYTES / 4
            && self
                .objects
                .insert(place, Object { kind: object.kind, bytes: Arc::clone(&object.bytes) })
                .is_none()
        {
            self.bytes += size;
        }
    }
}
