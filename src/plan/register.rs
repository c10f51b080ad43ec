//! What people decided, asked for, promised and do not know, and who they are; each with its line.

use super::{Date, Place, Stated, Target};

/// Somebody.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Person {
    /// The longest name they go by.
    pub name: String,
    /// Other names that can only mean them.
    pub aliases: Vec<String>,
    /// What they do.
    pub role: Option<String>,
    /// When they came.
    pub from: Option<Date>,
    /// When they left.
    pub to: Option<Date>,
    /// The words of the tree for their time.
    pub active: Option<String>,
    /// Where they are named.
    pub mentions: Vec<Mention>,
}

impl Person {
    /// Whether somebody is gone on a day: after the last day of the time that is stated.
    pub fn has_left(&self, day: &Date) -> bool {
        self.to.as_ref().is_some_and(|to| to.end() < day.start())
    }
}

/// A place that names a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// As what.
    pub role: MentionRole,
    /// Where.
    pub place: Place,
}

/// As what a person is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MentionRole {
    /// In a table of who takes part.
    Cast,
    /// As the owner of a module.
    Owner,
    /// As present at a meeting.
    Attendee,
    /// As working on something in the sprint.
    Sprint,
    /// As the one who asked for a requirement.
    Asker,
    /// As assigned to something by a decision.
    Assigned,
    /// As having a piece of work in hand, in its frontmatter.
    Holder,
}

/// A meeting, audit or exploration that was written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Its item, by id.
    pub of: String,
    /// Its title, without the date.
    pub title: String,
    /// When it was.
    pub date: Option<Date>,
    /// When it expires: as it says, else 14 days after its date.
    pub expires: Option<Date>,
    /// Who was there: full names where the tree tells them, else as written.
    pub attendees: Vec<Stated>,
}

/// A decision, or anything else that stands in a list of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// What was done, in small letters: `create`, `cut`, `impact_assessment`. `other` when nothing says it.
    pub verb: String,
    /// What stands in brackets behind the verb: `exploration`.
    pub qualifier: Option<String>,
    /// The items that it names, the one it is about first.
    pub plans: Vec<Target>,
    /// What it says those wait for.
    pub waits_for: Vec<Target>,
    /// Nested bullets: reasons, details.
    pub rationale: Vec<Stated>,
    /// What it would do to modules.
    pub assessments: Vec<Assessment>,
    /// Who was made answerable for what.
    pub assignment: Option<Assignment>,
    /// The date of the meeting.
    pub date: Option<Date>,
    /// What was to be decided, where that is said apart from what was decided.
    pub title: Option<String>,
    /// What was decided, or is recommended while nothing is.
    pub value: Option<String>,
    /// Whether it still has to be taken: what comes after it waits.
    pub is_open: bool,
    /// The items that wait for it to be taken.
    pub waiting: Vec<Target>,
    /// The item in whose text it stands, by id, where that is a part of a plan.
    pub of: Option<String>,
    /// All of its words but the verb.
    pub text: String,
    /// Its line.
    pub place: Place,
}

/// What a decision would do to a module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessment {
    /// The module, as written.
    pub module: String,
    /// How much: `high`, `none`.
    pub level: String,
    /// Why.
    pub why: Option<String>,
    /// Its line.
    pub line: u32,
}

/// Somebody made answerable for something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// Who.
    pub person: String,
    /// As what.
    pub role: String,
    /// The module that the role is about, when the tree has one of that name.
    pub module: Option<String>,
}

/// Something that has to hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// What.
    pub text: String,
    /// Who asked for it.
    pub asker: Option<String>,
    /// When.
    pub date: Option<Date>,
    /// Plans, phases, tasks and modules by name, and people, that own it or carry it out, each with the place that
    /// says so. What counts is:
    ///
    /// * that it names them;
    /// * the name of a plan or module that shares a telling word with what is demanded: `audit_trail` is made for
    ///   "must emit audit events";
    /// * an assignment to a role that shares such a word: "assigned as audit trail owner";
    /// * a decision that names plans, a change in a State Delta, the name of a phase, task or document of a plan, that
    ///   shares two of them, or the only one there is.
    ///
    /// A plan that merely came out of the same meeting carries nothing out.
    pub owners: Vec<Stated>,
    /// Whether the tree itself says that nobody owned it: "Nobody owned the encryption requirement". Then what is
    /// called like it is no owner before it is done.
    pub is_disowned: bool,
    /// Its line.
    pub place: Place,
}

/// Something nobody knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// What.
    pub text: String,
    /// The plan or other item by id, or the module by name.
    pub of: Option<String>,
    /// How it is written.
    pub source: GapSource,
    /// Whom to ask, where it says so.
    pub ask: Option<String>,
    /// Its line.
    pub place: Place,
}

/// How a gap is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum GapSource {
    /// In frontmatter.
    Frontmatter,
    /// In the text of a document.
    Body,
    /// In the Module Index.
    Index,
    /// In a State Delta.
    Delta,
    /// As a note to ask somebody.
    Ask,
    /// In a listing of the tree.
    Listing,
}

impl GapSource {
    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            GapSource::Frontmatter => "frontmatter",
            GapSource::Body => "body",
            GapSource::Index => "index",
            GapSource::Delta => "delta",
            GapSource::Ask => "ask",
            GapSource::Listing => "listing",
        }
    }
}

/// What a document says of how many there are: `15 plans created, 8 completed`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// What is counted, in small letters: `plans created`, `completed`, `modules`, `module index`; `in PATH` for what
    /// lies in a folder.
    pub what: String,
    /// How many it says there are.
    pub count: u32,
    /// The words of the file.
    pub written: String,
    /// When it was so: the date of the note that says it; nothing where it is said of the tree as it is.
    pub date: Option<Date>,
    /// Its line.
    pub place: Place,
}

/// `<!-- planarium-ignore: rule-id reason -->`: a document asks that a rule be silent about one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ignore {
    /// The rule.
    pub rule: String,
    /// Why, as written; may be empty.
    pub reason: String,
    /// Where the comment stands.
    pub place: Place,
    /// The first and the last line about which the rule is silent: the line of the comment and, when it stands there
    /// alone, the next line that holds anything but such a comment; from the first line on where it is the first
    /// thing in frontmatter or after it.
    pub lines: (u32, u32),
}

/// Something that has to be done by a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// The item whose document says it.
    pub of: Option<String>,
    /// The day, where it can be told.
    pub date: Option<Date>,
    /// What the day is counted from.
    pub anchor: Option<Date>,
    /// The words of the file.
    pub written: String,
    /// Its line.
    pub place: Place,
}

/// Something that may go wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Risk {
    /// What.
    pub risk: String,
    /// How bad it would be.
    pub impact: Grade,
    /// How likely it is.
    pub probability: Grade,
    /// What is done about it.
    pub mitigation: Option<String>,
    /// The heading that it stands under, where that sorts risks.
    pub group: Option<String>,
    /// Its line.
    pub place: Place,
}

/// How much of something, with the words that say so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grade {
    /// What the words mean.
    pub level: Option<Level>,
    /// The words, without marks.
    pub written: String,
}

/// How much of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Little.
    Low,
    /// Some.
    Medium,
    /// Much.
    High,
    /// More than can be borne.
    Critical,
}

impl Level {
    /// Every level, the least first.
    pub const ALL: [Level; 4] = [Level::Low, Level::Medium, Level::High, Level::Critical];

    /// Its name in JSON, attributes and for people.
    pub fn name(self) -> &'static str {
        match self {
            Level::Low => "low",
            Level::Medium => "medium",
            Level::High => "high",
            Level::Critical => "critical",
        }
    }
}

/// Something that was counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Metric {
    /// What was counted.
    pub metric: String,
    /// What came out, without marks.
    pub value: String,
    /// When.
    pub date: Option<Date>,
    /// Its line.
    pub place: Place,
}

/// Choices side by side, as a table shows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// What stands above its first column.
    pub aspect: String,
    /// The choices: what stands above its other columns.
    pub options: Vec<String>,
    /// The aspects, each with a cell for every choice.
    pub rows: Vec<(String, Vec<String>)>,
    /// The item in whose text it stands, by id.
    pub of: Option<String>,
    /// Its line.
    pub place: Place,
}

/// Commands that a plan keeps for those who carry it out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commands {
    /// The heading that they stand under.
    pub title: String,
    /// The lines, comments included.
    pub lines: Vec<String>,
    /// Its first line.
    pub place: Place,
}
