//! How a plan goes over time: what its schedule puts where, what was done in which session, and how far everything
//! is, each told by boxes, by claims and by other evidence apart.

use super::{BaseStatus, Criterion, Date, Estimate, FileAction, Hours, ItemId, Place, Stated, Target};

/// A stretch of a schedule: a week, some days of it, a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Its heading or label: `Week 1`, `Days 3-4`.
    pub title: String,
    /// What it says behind that.
    pub text: String,
    /// The first and the last working day that it takes, counted from the first of the schedule, which is 1.
    pub days: Option<(u32, u32)>,
    /// How much work it says it holds.
    pub estimate: Option<Estimate>,
    /// The items that it puts there.
    pub items: Vec<Target>,
    /// The slot that it is a part of, by position in [`Plan::schedule`](super::Plan::schedule).
    pub within: Option<usize>,
    /// Its item, by id.
    pub of: ItemId,
    /// Its line.
    pub place: Place,
}

/// A time somebody worked on the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Its heading.
    pub title: String,
    /// Its number, where it has one.
    pub number: Option<String>,
    /// The day on which it began.
    pub date: Option<Date>,
    /// The last day of it.
    pub until: Option<Date>,
    /// How far it came.
    pub status: BaseStatus,
    /// How long it took.
    pub estimate: Option<Estimate>,
    /// What it was about: items of the plan.
    pub items: Vec<Target>,
    /// What it was about, in its own words.
    pub focus: Option<Stated>,
    /// What was done in it, with and without boxes.
    pub done: Vec<Criterion>,
    /// What else is told of it.
    pub notes: Vec<Stated>,
    /// What is to be done in the next one.
    pub next: Vec<Stated>,
    /// The document that tells of it, or the plan that it belongs to, by id.
    pub of: ItemId,
    /// Its line.
    pub place: Place,
}

/// Boxes, how many of them are ticked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Boxes {
    /// Ticked ones.
    pub done: u32,
    /// All.
    pub total: u32,
}

impl Boxes {
    /// Counts one more.
    pub fn add(&mut self, is_done: bool) {
        self.total += 1;
        self.done += u32::from(is_done);
    }

    /// Counts others too.
    pub fn add_all(&mut self, other: Boxes) {
        self.total += other.total;
        self.done += other.done;
    }

    /// How many are not ticked.
    pub fn open(self) -> u32 {
        self.total.saturating_sub(self.done)
    }
}

/// How far something is: what its boxes count, what is claimed of it, and what else speaks for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// The item.
    pub item: ItemId,
    /// The boxes of it and of all below it that count as work. Ways that have not been chosen do not count.
    pub boxes: Boxes,
    /// Boxes of ways that exclude each other and have not been chosen.
    pub undecided: Boxes,
    /// Boxes that say that the whole has succeeded.
    pub success: Boxes,
    /// Boxes of the schedule.
    pub milestones: Boxes,
    /// What the work below it is estimated at, by its smallest parts that say so.
    pub hours: Option<Hours>,
    /// What of that is not done.
    pub remaining: Option<Hours>,
    /// How far its boxes and the parts of it say it is, whatever it states itself.
    pub derived: BaseStatus,
    /// What is claimed: `8/12`, `32% Complete`.
    pub claimed: Vec<Share>,
    /// What else speaks for work having been done.
    pub evidence: Vec<Evidence>,
}

/// A claim of how far something is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// So many of so many; of a percentage, of a hundred.
    pub done: u32,
    /// Of how many.
    pub total: u32,
    /// Whether it is a percentage.
    pub is_percent: bool,
    /// The words of the file, with their place.
    pub written: Stated,
}

/// Something beside boxes that speaks for work having been done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// What it is.
    pub kind: EvidenceKind,
    /// Its words, with their place.
    pub said: Stated,
}

/// What beside boxes speaks for work having been done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EvidenceKind {
    /// A part of it that says that it is complete.
    Part,
    /// A line with a mark: `✅ done`.
    Mark,
    /// A file that is listed as made.
    File,
    /// A session that worked on it.
    Session,
    /// A commit that names it.
    Commit,
}

impl EvidenceKind {
    /// Its name in JSON and attributes.
    pub fn name(self) -> &'static str {
        match self {
            EvidenceKind::Part => "part",
            EvidenceKind::Mark => "mark",
            EvidenceKind::File => "file",
            EvidenceKind::Session => "session",
            EvidenceKind::Commit => "commit",
        }
    }
}

/// A row of a list of all files that a plan makes and changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InventoryRow {
    /// The file, as written.
    pub file: String,
    /// What happens to it, where the list says so.
    pub action: Option<FileAction>,
    /// How far that is.
    pub status: BaseStatus,
    /// What it belongs to, as the list says: `1.2`, `4`.
    pub phase: Option<String>,
    /// The items that this means, or that name the file themselves, by id.
    pub items: Vec<ItemId>,
    /// What else the row says.
    pub note: Option<String>,
    /// Its line.
    pub place: Place,
}

/// A step of how to take a plan up again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What it says.
    pub text: String,
    /// The commands in it.
    pub commands: Vec<String>,
    /// The plan, by id.
    pub of: ItemId,
    /// Its line.
    pub place: Place,
}

/// A commit that a plan lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedCommit {
    /// Its message.
    pub message: String,
    /// When it was made.
    pub date: Option<Date>,
    /// The items that it names.
    pub items: Vec<Target>,
    /// The plan, by id.
    pub of: ItemId,
    /// Its line.
    pub place: Place,
}
