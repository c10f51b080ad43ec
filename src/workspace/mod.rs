//! What is open, where the reader is in it, and how one leads to the other: the only place with signals that
//! outlive a view. It reads like the flow in `ARCHITECTURE.md`: source → files → plan → outline.

pub mod against;
mod checking;
pub mod compared;
pub mod comparing;
mod drafts;
pub mod editing;
pub mod history;
pub mod linking;
mod offline;
mod opening;
mod packing;
pub mod past;
mod query;
mod readers;
pub mod reviewing;
mod searching;
mod stages;

pub use against::Against;
pub use checking::Report;
pub use drafts::Saved;
pub use editing::{Act, Direction, Editing};
pub use history::History;
pub use linking::{Brought, Locked};
pub use offline::{News, Offline};
pub use packing::Copy;
pub use past::Past;
pub use query::Shown;

use crate::address::Address;
use crate::answers::{Inquiry, Ties};
use crate::browser::fetch::Stop;
use crate::browser::{clock, location, page, settings};
use crate::dialect::{Basis, Progress, Reading, Root};
use crate::files::{Files, TreePath};
use crate::links::{Backlinks, Links};
use crate::outline::{Filter, Outline};
use crate::plan::{Date, Names, Plan, StatedDay};
use crate::rules::Checked;
use crate::search::{Indexed, Kept};
use crate::share::Letter;
use crate::sources::{Loaded, Read, Refusal, Stage, Watch, Wishes, beside, kept, packed, url};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::{Arc, OnceLock};

/// A tree that is open.
#[derive(Debug)]
pub struct Tree {
    /// What people call the source it came from.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Its files, with paths relative to its root.
    pub files: Files,
    /// What was kept of each, once all have been read.
    pub reading: Option<Arc<Reading>>,
    /// What they say.
    pub plan: Plan,
    /// The tree that is shown.
    pub outline: Outline,
    /// What its plans and modules are called.
    pub names: Names,
    /// What the plan was made of, for the plan of the next version.
    pub basis: Basis,
    /// Where it was found in what was loaded, and why there.
    pub root: Root,
    /// What else the reader should know about how it was loaded.
    pub remarks: Vec<String>,
    /// How its publisher wants it shown.
    pub wishes: Wishes,
    /// The newest day of which it tells.
    pub newest: Option<Date>,
    /// How its parts hang together, found when an answer first needs it.
    pub ties: OnceLock<Ties>,
}

impl Tree {
    /// What questions are put to, as of a day.
    pub fn inquiry<'a>(&'a self, day: &'a Date) -> Inquiry<'a> {
        self.ties.get_or_init(|| Ties::of(&self.plan)).inquiry(&self.plan, day)
    }

    /// How the links of one of its documents resolve.
    pub fn links(&self, document: &str) -> Links<'_> {
        let document = TreePath::parse(document).unwrap_or_else(|_| TreePath::root());
        Links { files: &self.files, plan: &self.plan, names: &self.names, document }
    }
}

/// What the page shows as a whole.
#[derive(Clone, Debug)]
pub enum Phase {
    /// It is not yet known whether there is something to open.
    Looking,
    /// Nothing is open.
    Start,
    /// An address of another host waits for a click.
    Asking(url::Address),
    /// What is to be opened waits for its passphrase.
    Locked(Locked),
    /// Something is being loaded.
    Loading(Stage),
    /// Several trees were found, and one has to be chosen.
    Choosing(Arc<Choice>),
    /// A tree is open.
    Open,
    /// Nothing could be loaded.
    Failed(Refusal),
}

/// A load that waits for the reader to choose where the tree begins.
#[derive(Debug)]
pub struct Choice {
    /// What was loaded.
    pub loaded: Loaded,
    /// Where a tree may begin.
    pub roots: Vec<Root>,
}

/// Something being opened.
type Opening = Pin<Box<dyn Future<Output = Result<Loaded, Refusal>>>>;

/// A way to load the same thing again.
type Again = Rc<dyn Fn(Watch) -> Opening>;

/// The state of the app. Cheap to copy; made once.
#[derive(Clone, Copy)]
pub struct Workspace {
    /// What the page shows as a whole.
    pub phase: RwSignal<Phase>,
    /// The tree that is shown: what the documents tell of, as of the day.
    pub tree: RwSignal<Option<Arc<Tree>>>,
    /// The tree of the documents themselves, of which a stage may be shown.
    pub home: RwSignal<Option<Arc<Tree>>>,
    /// What the documents tell of, and what is known of its past.
    pub past: Past,
    /// The history that came along.
    pub history: History,
    /// How far the tree has been read.
    pub progress: RwSignal<Progress>,
    /// Which documents refer to which, once everything has been read.
    pub backlinks: RwSignal<Arc<Backlinks>>,
    /// The day that the tree is shown as of.
    pub day: Memo<StatedDay>,
    /// What the rules have found so far.
    pub report: RwSignal<Arc<Report>>,
    /// How much the rules still have to look at; nothing while the tree is being read.
    pub checked: RwSignal<Option<Checked>>,
    /// How many parts of the program are being downloaded for what is to be drawn.
    pub coming: RwSignal<u32>,
    /// The place in the app.
    pub address: RwSignal<Address>,
    /// Paths of the folders that are unfolded in the tree.
    pub open_folders: RwSignal<BTreeSet<String>>,
    /// What the tree is filtered by.
    pub filter: RwSignal<Filter>,
    /// What everything is filtered by, as typed: the text of the filter.
    pub query: Memo<String>,
    /// What the query keeps; nothing while there is none, or before that is known.
    pub kept: RwSignal<Option<Arc<Kept>>>,
    /// How much of what a view lists it shows.
    pub shown: RwSignal<Option<Shown>>,
    /// The edits that are pending.
    pub editing: Editing,
    /// A tree beside the open one, to be compared with it.
    pub other: RwSignal<Option<Arc<Tree>>>,
    /// The tree that the link or the publisher asks to compare with.
    pub against: Against,
    /// The sides of the comparison that was looked at last, as its link names them, each on a line.
    pub sides_compared: StoredValue<String>,
    /// What the open tree was compared with last, and what that says of its parts.
    pub comparison: RwSignal<Option<Arc<comparing::Compared>>>,
    /// How safe they are.
    pub saved: RwSignal<Saved>,
    /// How many other tabs have the tree open.
    pub other_tabs: RwSignal<usize>,
    /// How often a link has brought something that people should know of: [`Workspace::brought`].
    pub notes: RwSignal<usize>,
    /// A message for people, spoken by screen readers.
    pub announcement: RwSignal<String>,
    /// Whether the site opens without a network, and whether another version of it is there.
    pub offline: RwSignal<Offline>,
    /// How much of the tree the search has looked through; nothing before somebody asks.
    pub indexed: RwSignal<Option<Indexed>>,
    shelf: StoredValue<RefCell<searching::Shelf>, LocalStorage>,
    running: StoredValue<RefCell<Running>, LocalStorage>,
}

#[derive(Default)]
struct Running {
    generation: u64,
    check: u64,
    /// What the rules found when they were last through, piece by piece.
    known: Option<Arc<crate::findings::Known>>,
    draft: u64,
    search: u64,
    /// Whether somebody has searched: from then on every tree is made ready for it.
    is_searching: bool,
    /// What reads trees, once it has been downloaded.
    reader: Option<readers::Reader>,
    told: Option<readers::Told>,
    /// What looks back, once it has been downloaded.
    back: Option<past::Back>,
    /// What searches, once it has been downloaded.
    search_tools: Option<searching::Tools>,
    stop: Stop,
    again: Option<Again>,
    /// What the last load read from the page's server, until it is stored for times without a network.
    read: Vec<Read>,
    /// What was loaded last, to be read in another dialect.
    loaded: Option<Loaded>,
    /// Whether the tree is what lies around the page: whoever has the address of the page has it too.
    is_around: bool,
    /// What the link carried that the open tree came with.
    link: String,
    /// What a link has brought for the tree that is on its way.
    arriving: Option<Letter>,
    /// What it has brought, for people.
    brought: Brought,
}

impl Workspace {
    /// An empty workspace at the place that the address bar names.
    pub fn new() -> Workspace {
        let tree: RwSignal<Option<Arc<Tree>>> = RwSignal::new(None);
        let past = Past::new();
        let address = RwSignal::new(location::address());
        let filter = RwSignal::new(Filter::default());
        Workspace {
            phase: RwSignal::new(Phase::Looking),
            tree,
            home: RwSignal::new(None),
            past,
            history: History::new(),
            progress: RwSignal::new(Progress::default()),
            backlinks: RwSignal::new(Arc::default()),
            day: Memo::new(move |_| {
                past.known.with(|tree| address.with(|address| day_of(tree.as_deref(), address)))
            }),
            report: RwSignal::new(Arc::default()),
            checked: RwSignal::new(None),
            coming: RwSignal::new(0),
            address,
            open_folders: RwSignal::new(BTreeSet::new()),
            filter,
            query: Memo::new(move |_| filter.with(|filter| filter.text.clone())),
            kept: RwSignal::new(None),
            shown: RwSignal::new(None),
            editing: Editing::new(),
            other: RwSignal::new(None),
            against: Against::new(),
            sides_compared: StoredValue::new(String::new()),
            comparison: RwSignal::new(None),
            saved: RwSignal::new(Saved::default()),
            other_tabs: RwSignal::new(0),
            notes: RwSignal::new(0),
            announcement: RwSignal::new(String::new()),
            offline: RwSignal::new(Offline::default()),
            indexed: RwSignal::new(None),
            shelf: StoredValue::new_local(RefCell::default()),
            running: StoredValue::new_local(RefCell::default()),
        }
    }

    /// Opens what the page's own address or surroundings ask for: what its link carries, else [what lies around
    /// it](Workspace::open_surroundings).
    pub fn begin(self) {
        self.keep_checked();
        self.keep_past();
        self.keep_searchable();
        self.keep_query();
        self.keep_stage();
        self.keep_commit();
        self.keep_comparison();
        self.keep_offline();
        self.begin_against();
        if !self.begin_with_link() {
            self.open_surroundings();
        }
    }

    /// Opens `?src=`, else the tree in the page itself, else what `planarium.json` names.
    pub(super) fn open_surroundings(self) {
        if let Some(src) = location::query("src") {
            match url::Address::parse(&src) {
                Ok(address) if address.is_own => self.load_url(address),
                Ok(address) => self.phase.set(Phase::Asking(address)),
                Err(refusal) => self.phase.set(Phase::Failed(refusal)),
            }
            return;
        }
        if let Some(slot) = packed::locked() {
            self.phase.set(Phase::Locked(Locked::File(slot)));
            return;
        }
        // Nothing beside the page ends like a load that was stopped: on the start page.
        self.load(move |watch| async move {
            let found = match packed::open(&watch).await {
                Some(found) => Some(found),
                None => beside::open(&watch).await,
            };
            found.unwrap_or_else(|| Err(Refusal::stopped()))
        });
        self.with_running(|running| running.is_around = true);
    }

    /// Unfolds or folds a folder, and remembers it for this tree.
    pub fn set_folder_open(self, path: &str, is_open: bool) {
        self.update_folders(|folders| {
            if is_open {
                folders.insert(path.to_owned());
            } else {
                folders.remove(path);
            }
        });
    }

    /// Changes which folders are unfolded, and remembers it for this tree.
    pub fn update_folders(self, change: impl FnOnce(&mut BTreeSet<String>)) {
        self.open_folders.update(change);
        self.tree.with_untracked(|tree| {
            if let Some(tree) = tree {
                let folders = self.open_folders.with_untracked(|folders| {
                    folders.iter().map(String::as_str).collect::<Vec<_>>().join("\n")
                });
                settings::set(&folders_name(tree), &format!("{folders}\n"));
            }
        });
    }

    /// Unfolds everything above a node of the tree.
    pub fn reveal(self, path: &str) {
        let above = self.tree.with_untracked(|tree| {
            let tree = tree.as_ref()?;
            let node = tree.outline.index_of(path)?;
            let above = tree.outline.ancestors(node).filter_map(|node| tree.outline.node(node));
            Some(above.map(|node| node.path.clone()).collect::<Vec<_>>())
        });
        let is_hidden =
            self.open_folders.with_untracked(|open| above.iter().flatten().any(|path| !open.contains(path)));
        if is_hidden {
            self.update_folders(|open| open.extend(above.into_iter().flatten()));
        }
    }

    /// What the address names, without its view.
    pub fn subject(self) -> Memo<String> {
        Memo::new(move |_| self.address.with(|address| address.subject.clone()))
    }

    /// Keeps the open tree on this device.
    pub fn keep(self) {
        let Some(tree) = self.tree.get_untracked() else { return };
        spawn_local(async move {
            match kept::keep(&tree.name, &tree.files).await {
                Ok(()) => self.announce(format!("{} is kept on this device.", tree.name)),
                Err(problem) => self.announce(problem),
            }
        });
    }

    /// Hands a file of the open tree to the reader.
    pub fn save(self, path: &str) {
        let Some(tree) = self.tree.get_untracked() else { return };
        let Some(entry) = tree.files.get(path) else { return };
        match tree.files.read(entry) {
            Ok(bytes) => page::download(path.rsplit('/').next().unwrap_or(path), &bytes),
            Err(problem) => self.announce(problem.to_string()),
        }
    }

    /// Goes to a place, as of the same day and under the same query.
    pub fn go(self, address: &Address) {
        location::go(&self.as_of_same_day(address.clone()));
    }

    /// Changes how a place is shown, which is no step to go back from.
    pub fn replace(self, address: Address) {
        location::replace(&address);
        self.address.set(address);
    }

    /// The day that the tree is shown as of when nobody asks for another.
    pub fn own_day(self) -> StatedDay {
        self.past.known.with(|tree| day_of(tree.as_deref(), &Address::default()))
    }

    /// Shows the tree as of a day; as of its own when the day is empty.
    pub fn show_as_of(self, day: &str) {
        self.replace(self.address.get_untracked().with("asof", day));
    }

    /// The place as of the day, at the stage or commit and in the dialect that this one is shown in, when the reader has chosen one.
    pub fn as_of_same_day(self, mut address: Address) -> Address {
        for key in ["asof", "stage", "commit", "dialect", compared::SETTING] {
            // What is compared says itself which commits it is about.
            if ["commit", compared::SETTING].contains(&key) && address.view == "compare" {
                continue;
            }
            let chosen = self.address.with_untracked(|address| address.setting(key).map(str::to_owned));
            if let Some(chosen) = chosen.filter(|_| address.setting(key).is_none()) {
                address = address.with(key, &chosen);
            }
        }
        self.under_same_query(self.with_comparison(address))
    }

    /// Says something to people, screen readers included.
    pub fn announce(self, message: impl Into<String>) {
        let message = message.into();
        self.announcement.set(message.clone());
        // Gone when it has been seen and spoken, so that the same message can come again. One that came since has its own
        // time.
        let end = move || {
            if self.announcement.with_untracked(|said| *said == message) {
                self.announcement.set(String::new());
            }
        };
        gloo::timers::callback::Timeout::new(8_000, end).forget();
    }

    fn is_current(self, generation: u64) -> bool {
        self.with_running(|running| running.generation == generation)
    }

    fn with_running<T>(self, change: impl FnOnce(&mut Running) -> T) -> T {
        self.running.with_value(|running| change(&mut running.borrow_mut()))
    }
}

impl Default for Workspace {
    fn default() -> Workspace {
        Workspace::new()
    }
}

/// The day that an address asks for, else that of the tree.
fn day_of(tree: Option<&Tree>, address: &Address) -> StatedDay {
    let wishes = tree.map(|tree| &tree.wishes);
    StatedDay::of(
        address.setting("asof"),
        wishes.and_then(|wishes| wishes.as_of.as_deref()),
        wishes.map(|wishes| wishes.publication).unwrap_or_default(),
        tree.and_then(|tree| tree.newest.clone()),
        &clock::today(),
    )
}

fn folders_name(tree: &Tree) -> String {
    format!("folders:{}:{}", tree.name, tree.root.shown())
}

fn remembered_folders(tree: &Tree) -> Option<BTreeSet<String>> {
    let text = settings::get(&folders_name(tree))?;
    Some(text.lines().filter(|path| !path.is_empty()).map(str::to_owned).collect())
}

/// The workspace of the app.
pub fn use_workspace() -> Workspace {
    expect_context::<Workspace>()
}
