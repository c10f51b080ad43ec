//! What changed between two trees, by meaning: plans that came, went, moved and closed, not lines.
//!
//! Two sides in, values out. What a listing leaves out is not known, and so is never said to be removed.

mod documents;
mod facts;
mod items;
mod markdown;
mod marks;
mod pairs;
mod side;
mod summary;

pub use documents::{DocumentPair, Piece, words_changed};
pub(crate) use markdown::escaped;
pub use markdown::release_notes;
pub use marks::{Gone, Mark, Marks, Need};
pub use side::Side;

use crate::counted::counted;
use crate::findings::Effect;
use crate::named::Named;
use crate::order;
use crate::plan::{BaseStatus, Place};
use pairs::Pairs;

/// What kind of change it is, in the order in which people ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// It was not there.
    Added,
    /// It is not there any more.
    Removed,
    /// It lies elsewhere, as after archiving.
    Moved,
    /// It is called otherwise.
    Renamed,
    /// It is further, or less far.
    Status,
    /// A field or its title says something else.
    Field,
    /// It needs more, or less.
    Dependency,
    /// A module is registered, or is not any more.
    Module,
    /// Somebody else answers for a module.
    Owner,
    /// A State Delta was appended.
    Delta,
    /// A gap opened, or was closed.
    Gap,
    /// A box was ticked, cleared, or came.
    Box,
    /// The rules find something new, or something no longer.
    Finding,
    /// The text of a document is another.
    Document,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 14] = [
        Kind::Added,
        Kind::Removed,
        Kind::Moved,
        Kind::Renamed,
        Kind::Status,
        Kind::Field,
        Kind::Dependency,
        Kind::Module,
        Kind::Owner,
        Kind::Delta,
        Kind::Gap,
        Kind::Box,
        Kind::Finding,
        Kind::Document,
    ];

    /// Its name in JSON, links and attributes.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Added => "added",
            Kind::Removed => "removed",
            Kind::Moved => "moved",
            Kind::Renamed => "renamed",
            Kind::Status => "status",
            Kind::Field => "field",
            Kind::Dependency => "dependency",
            Kind::Module => "module",
            Kind::Owner => "owner",
            Kind::Delta => "delta",
            Kind::Gap => "gap",
            Kind::Box => "box",
            Kind::Finding => "finding",
            Kind::Document => "document",
        }
    }

    /// The heading above changes of this kind.
    pub fn heading(self) -> &'static str {
        match self {
            Kind::Added => "Added",
            Kind::Removed => "Removed",
            Kind::Moved => "Moved",
            Kind::Renamed => "Renamed",
            Kind::Status => "Status",
            Kind::Field => "Fields",
            Kind::Dependency => "Dependencies",
            Kind::Module => "Modules",
            Kind::Owner => "Owners",
            Kind::Delta => "State Deltas",
            Kind::Gap => "Gaps",
            Kind::Box => "Boxes",
            Kind::Finding => "Findings",
            Kind::Document => "Documents edited",
        }
    }
}

/// How a status changed, where that has a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// It is done.
    Closed,
    /// It was taken out of scope.
    Cut,
    /// It got stuck.
    Blocked,
    /// It can go on.
    Unblocked,
    /// It was closed and is open again.
    Reopened,
    /// Work began.
    Started,
    /// It is done, and what it relied on is gone.
    Invalidated,
    /// Anything else.
    Other,
}

impl Step {
    pub(crate) fn of(old: BaseStatus, new: BaseStatus, is_invalidated: bool) -> Step {
        match (old, new) {
            (_, BaseStatus::Done) if is_invalidated => Step::Invalidated,
            (BaseStatus::Done, BaseStatus::Done) => Step::Other,
            (_, BaseStatus::Done) => Step::Closed,
            (_, BaseStatus::Cut) => Step::Cut,
            (_, BaseStatus::Blocked) => Step::Blocked,
            (BaseStatus::Blocked, _) if new.is_open() => Step::Unblocked,
            (old, new) if old.is_closed() && new.is_open() => Step::Reopened,
            (BaseStatus::Todo, BaseStatus::Wip) => Step::Started,
            _ => Step::Other,
        }
    }

    /// What happened to it, behind a count and a noun.
    pub fn participle(self) -> &'static str {
        match self {
            Step::Closed => "closed",
            Step::Cut => "cut",
            Step::Blocked => "blocked",
            Step::Unblocked => "unblocked",
            Step::Reopened => "reopened",
            Step::Started => "started",
            Step::Invalidated => "invalidated",
            Step::Other => "changed",
        }
    }
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What kind it is.
    pub kind: Kind,
    /// What changed: the id of an item, the name of a module, the path of a document, a rule.
    pub id: String,
    /// What that is, such as `plan`.
    pub noun: &'static str,
    /// The value before; nothing for what was not there.
    pub from: Option<String>,
    /// The value now; nothing for what is not there any more.
    pub to: Option<String>,
    /// The plan it belongs to, by id.
    pub plan: Option<String>,
    /// Where it stood.
    pub old: Option<Place>,
    /// Where it stands.
    pub new: Option<Place>,
    /// What happened, as a sentence.
    pub text: String,
    /// How a status changed.
    pub step: Option<Step>,
    /// Whether it came or went with something larger, which is told too.
    pub is_part: bool,
    /// Whether the side before tells enough to be sure; else it may only be shown here for the first time.
    pub is_certain: bool,
}

impl Change {
    fn new(kind: Kind, noun: &'static str, id: impl Into<String>) -> Change {
        Change {
            kind,
            id: id.into(),
            noun,
            from: None,
            to: None,
            plan: None,
            old: None,
            new: None,
            text: String::new(),
            step: None,
            is_part: false,
            is_certain: true,
        }
    }

    /// Where to look: the new place, else the old one.
    pub fn place(&self) -> Option<&Place> {
        self.new.as_ref().or(self.old.as_ref())
    }

    /// Whether it is about a plan as a whole.
    pub fn is_of_plan(&self) -> bool {
        self.noun == "plan"
    }
}

/// What changed between two trees.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// The changes: by plan, what belongs to none last; then by kind.
    pub changes: Vec<Change>,
    /// Documents that stand on both sides with other text, by place on either side.
    pub edited: Vec<DocumentPair>,
    /// What happened, in sentences.
    pub summary: Vec<String>,
    /// For every sentence of the summary the kinds of changes that its counts are of, in their order.
    pub counts: Vec<Vec<Kind>>,
    /// How many items of the old side the new one leaves out, so that nobody knows whether they are there.
    pub elided: usize,
    /// How many items stand on both sides.
    pub kept: usize,
}

impl Comparison {
    /// Compares two sides.
    pub fn of(old: &Side<'_>, new: &Side<'_>) -> Comparison {
        let pairs = Pairs::of(old, new);
        let mut changes = Vec::new();
        let elided = items::compare(old, new, &pairs, &mut changes);
        facts::compare(old, new, &pairs, &mut changes);
        let edited = documents::compare(old, new, &pairs, &mut changes);
        for (finding, is_new) in findings(old, new) {
            let mut change = Change::new(Kind::Finding, "finding", finding.rule);
            let value = Some(finding.message.clone());
            change.plan = finding.items.first().and_then(|id| {
                let side = if is_new { new } else { old };
                Some(side.plan.items.get(side.plan.plan_of(id)?)?.id.clone())
            });
            let place = Some(finding.place.clone());
            change.text = match is_new {
                true => format!("New finding: {}", finding.message),
                false => format!("No longer found: {}", finding.message),
            };
            match is_new {
                true => (change.to, change.new) = (value, place),
                false => (change.from, change.old) = (value, place),
            }
            changes.push(change);
        }
        sum_findings(&mut changes);
        for change in &mut changes {
            change.old.iter_mut().for_each(|place| old.move_place(place));
            change.new.iter_mut().for_each(|place| new.move_place(place));
        }
        order::sort_by(&mut changes, |a, b| key(a).cmp(&key(b)));
        let kept = pairs.count();
        let (summary, counts) = summary::sentences(&changes, old, new, kept, elided).into_iter().unzip();
        Comparison { changes, edited, summary, counts, elided, kept }
    }

    /// Whether both sides say the same.
    pub fn is_same(&self) -> bool {
        self.changes.is_empty()
    }

    /// Changes of one kind.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(move |change| change.kind == kind)
    }
}

/// Findings that are new, and those that are gone.
fn findings(old: &Side<'_>, new: &Side<'_>) -> Vec<(crate::findings::Finding, bool)> {
    let effect = Effect::of(old.findings, new.findings);
    let added = effect.added.into_iter().map(|finding| (finding, true));
    added.chain(effect.resolved.into_iter().map(|finding| (finding, false))).collect()
}

/// What is found in a plan that came or went as a whole is said in one line with it, and is part of that.
fn sum_findings(changes: &mut [Change]) {
    for (kind, is_new, verb) in [(Kind::Added, true, "It comes with"), (Kind::Removed, false, "With it went")]
    {
        let mut counts: Named<usize> = Named::default();
        for change in changes.iter().filter(|change| change.kind == kind && change.is_of_plan()) {
            counts.insert_new(&change.id, 0);
        }
        for change in
            changes.iter_mut().filter(|change| change.kind == Kind::Finding && change.to.is_some() == is_new)
        {
            let plan = change.plan.as_deref().filter(|plan| counts.get(plan).is_some());
            if let Some(plan) = plan {
                counts.change(plan, |count| *count += 1);
                change.is_part = true;
            }
        }
        for change in changes.iter_mut().filter(|change| change.kind == kind && change.is_of_plan()) {
            let count = counts.get(&change.id).copied().unwrap_or_default();
            if count > 0 {
                change.text.push_str(&format!(" {verb} {}.", counted(count, "finding")));
            }
        }
    }
}

type Key<'a> = (bool, Option<&'a str>, bool, Kind, bool, &'a str, u32, &'a str);

fn key(change: &Change) -> Key<'_> {
    let plan = change.plan.as_deref();
    let line = change.place().map_or(0, |place| place.line);
    let is_own = Some(change.id.as_str()) == plan;
    (plan.is_none(), plan, !is_own, change.kind, change.is_part, &change.id, line, &change.text)
}
