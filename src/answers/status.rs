//! How a tree stands on a day: what is urgent, in work, stuck, ready and over, and what of it is in doubt.

use super::gaps::{self, KnowledgeGap};
use super::history;
use super::stale::{self, Staleness};
use super::{Inquiry, Subject, is_open, is_over, status_place};
use crate::findings::{Finding, Severity};
use crate::named::Named;
use crate::order;
use crate::plan::{BaseStatus, Date, Item, ItemId, ItemKind, Place, Plan, Relation};
use serde::ser::{Serialize, Serializer};

/// How a tree stands. Every part says where it comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Standing {
    /// What is planned as a whole: `plan`, or `phase` of plans that are told in documents.
    pub unit: &'static str,
    /// Open plans that are emergencies: the one declared first stands first, those without a time last.
    pub emergencies: Vec<Emergency>,
    /// What is being done now, as the root says.
    pub sprint: Vec<Sprint>,
    /// Open plans in work.
    pub active: Vec<Subject>,
    /// Open plans that cannot go on: they say that they are blocked, or need what is not done.
    pub blocked: Vec<Blocked>,
    /// Phases and tasks of open plans that say that they are blocked.
    pub blocked_parts: Vec<Blocked>,
    /// Plans that are to do, not blocked, and have all that they need.
    pub ready: Vec<Subject>,
    /// Plans that are done, the last one first; those of which nobody says when come last.
    pub done: Vec<Over>,
    /// Plans that were cut, in the same order.
    pub cut: Vec<Over>,
    /// How many plans there are of each status.
    pub counts: Counts,
    /// What nobody knows.
    pub gaps: Vec<KnowledgeGap>,
    /// Module specs that are too old.
    pub stale: Vec<stale::Spec>,
    /// What the plans changed: what still goes on first, then the latest.
    pub deltas: Vec<Changed>,
    /// How many places break the rules, once they have been applied.
    pub findings: Option<FindingCounts>,
}

/// A plan that goes before all others.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Emergency {
    /// The plan.
    #[serde(flatten)]
    pub subject: Subject,
    /// When it was declared.
    pub declared: Option<Date>,
    /// The line that says so, else the one that says that it is an emergency.
    pub stated: Place,
    /// The open plans that wait for it.
    pub stops: Vec<ItemId>,
}

/// An entry of the current sprint.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Sprint {
    /// The plan or phase, as written when the tree has none of that name.
    pub id: Option<ItemId>,
    /// Whether it was found.
    pub resolved: bool,
    /// How far it is.
    pub status: BaseStatus,
    /// What is being done.
    pub text: String,
    /// Who does it.
    pub people: Vec<String>,
    /// Its line.
    #[serde(flatten)]
    pub place: Place,
}

/// An item that cannot go on.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Blocked {
    /// The item.
    #[serde(flatten)]
    pub subject: Subject,
    /// Why, in sentences.
    pub why: String,
    /// What it needs and what is not done: it is blocked by its structure.
    pub needs: Vec<Need>,
    /// It says itself that it is blocked, for a time.
    pub stuck: Option<Stuck>,
}

/// Something that an item needs and that is not done.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Need {
    /// What is needed; as written when nothing in the tree is called so.
    pub id: ItemId,
    /// How far that is; nothing when the tree has no such item.
    pub status: Option<BaseStatus>,
    /// The lines that say that it is needed.
    pub stated: Vec<Place>,
}

/// An item says that it is blocked.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Stuck {
    /// Why.
    pub reason: Option<String>,
    /// The line that says so.
    pub stated: Place,
}

/// A plan that is done or cut.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Over {
    /// The plan.
    #[serde(flatten)]
    pub subject: Subject,
    /// When, where its State Delta or its own file says so.
    pub date: Option<Date>,
    /// The line of the date.
    pub stated: Option<Place>,
    /// The plan that broke what this one relied on.
    pub invalidated_by: Option<String>,
}

/// What a plan changed.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Changed {
    /// The plan or phase; as written when the tree has none of that name.
    pub plan: Option<ItemId>,
    /// When.
    pub date: Option<Date>,
    /// Whether it still goes on.
    pub ongoing: bool,
    /// How far the plan was.
    pub status: BaseStatus,
    /// How many changes there are.
    pub changes: usize,
    /// The modules that changed, each once, in the order of the file.
    pub modules: Vec<String>,
    /// Its heading.
    #[serde(flatten)]
    pub place: Place,
}

/// How many there are of each status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts([usize; BaseStatus::ALL.len()]);

impl Counts {
    /// Counts one more.
    pub fn add(&mut self, status: BaseStatus) {
        let place = BaseStatus::ALL.iter().position(|known| *known == status);
        place.and_then(|place| self.0.get_mut(place)).into_iter().for_each(|count| *count += 1);
    }

    /// How many there are of one status.
    pub fn of(&self, status: BaseStatus) -> usize {
        self.iter().find(|(known, _)| *known == status).map_or(0, |(_, count)| count)
    }

    /// How many there are.
    pub fn total(&self) -> usize {
        self.0.iter().sum()
    }

    /// Every status with its count, in the order in which they are shown.
    pub fn iter(&self) -> impl Iterator<Item = (BaseStatus, usize)> {
        BaseStatus::ALL.into_iter().zip(self.0)
    }
}

impl Serialize for Counts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

/// How many places break the rules. What a document asks to be ignored does not count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct FindingCounts {
    /// Those with which a plan cannot be closed.
    pub error: usize,
    /// Those at which somebody should look.
    pub warning: usize,
}

impl FindingCounts {
    /// Counts findings.
    pub fn of(findings: &[Finding]) -> FindingCounts {
        let count = |severity| {
            findings
                .iter()
                .filter(|finding| finding.ignored.is_none() && finding.severity == severity)
                .count()
        };
        FindingCounts { error: count(Severity::Error), warning: count(Severity::Warning) }
    }
}

impl Standing {
    /// How a tree stands. Findings are added by who has them.
    pub fn of(inquiry: &Inquiry<'_>) -> Standing {
        let mut standing = Standing {
            unit: inquiry.unit(),
            emergencies: emergencies(inquiry),
            sprint: sprint(inquiry),
            gaps: gaps::gaps(inquiry),
            stale: Staleness::of(inquiry, stale::WEEKS).modules,
            deltas: deltas(inquiry),
            ..Standing::default()
        };
        let closed = closed_on(inquiry);
        for (index, item) in inquiry.plans() {
            standing.counts.add(item.status.base);
            match item.status.base {
                BaseStatus::Done => standing.done.push(over(item, &closed)),
                BaseStatus::Cut => standing.cut.push(over(item, &closed)),
                _ if item.archived => {}
                status => {
                    let blocked = blocked(inquiry, index, item);
                    match status {
                        BaseStatus::Wip => standing.active.push(Subject::of(item)),
                        BaseStatus::Todo if blocked.is_none() => standing.ready.push(Subject::of(item)),
                        _ => {}
                    }
                    standing.blocked.extend(blocked);
                }
            }
        }
        for list in [&mut standing.done, &mut standing.cut] {
            order::sort_by(list, |a, b| b.date.cmp(&a.date));
        }
        let parts = inquiry.plan.items.iter().enumerate().filter(|(index, item)| {
            let is_part = item.kind.is_work()
                && item.kind != ItemKind::Plan
                && !item.template
                && !inquiry.is_whole(item);
            let plan = || inquiry.plan_of(*index).and_then(|plan| inquiry.item(plan));
            is_part && item.status.base == BaseStatus::Blocked && plan().is_none_or(is_open)
        });
        standing.blocked_parts = parts.filter_map(|(index, item)| blocked(inquiry, index, item)).collect();
        standing
    }
}

/// Whether somebody declared an item to be an emergency.
pub fn is_emergency(item: &Item) -> bool {
    let is_word = |priority: &String| {
        priority.trim_matches(|mark: char| !mark.is_alphanumeric()).eq_ignore_ascii_case("emergency")
    };
    item.priority.as_ref().is_some_and(is_word)
}

fn emergencies(inquiry: &Inquiry<'_>) -> Vec<Emergency> {
    let plans = inquiry.plans().filter(|(_, item)| is_open(item) && is_emergency(item));
    let mut emergencies: Vec<Emergency> = plans
        .map(|(index, item)| {
            let declared = item.field("emergency_declared_at").and_then(Date::parse);
            let field = if item.field("emergency_declared_at").is_some() {
                "emergency_declared_at"
            } else {
                "priority"
            };
            let waiting =
                inquiry.ties.dependencies.needed_by(index).filter_map(|edge| inquiry.item(edge.from));
            Emergency {
                subject: Subject::of(item),
                declared,
                stated: item.field_place(field),
                stops: waiting.filter(|item| is_open(item)).map(|item| item.id.clone()).collect(),
            }
        })
        .collect();
    order::sort_by(&mut emergencies, |a, b| {
        (a.declared.is_none(), &a.declared, &a.subject.id).cmp(&(
            b.declared.is_none(),
            &b.declared,
            &b.subject.id,
        ))
    });
    emergencies
}

fn sprint(inquiry: &Inquiry<'_>) -> Vec<Sprint> {
    let entries = inquiry.plan.sprint.iter().map(|entry| Sprint {
        id: entry.plan.as_ref().map(|plan| plan.id.clone()),
        resolved: entry.plan.as_ref().is_some_and(|plan| plan.resolved),
        status: entry.status.base,
        text: entry.text.clone(),
        people: entry.people.clone(),
        place: entry.place.clone(),
    });
    entries.collect()
}

/// What an item needs and what is not done. What was cut will never be done.
pub fn unmet(inquiry: &Inquiry<'_>, index: usize) -> Vec<Need> {
    let mut needs = Vec::new();
    for edge in inquiry.ties.dependencies.needs(index) {
        let Some(needed) = inquiry.item(edge.to).filter(|needed| needed.status.base != BaseStatus::Done)
        else {
            continue;
        };
        let mut stated: Vec<&Relation> =
            edge.relations.iter().filter_map(|relation| inquiry.plan.relations.get(*relation)).collect();
        // What needs a thing says so better than what is needed by it.
        order::sort_by(&mut stated, |a, b| a.kind.cmp(&b.kind));
        needs.push(Need {
            id: needed.id.clone(),
            status: Some(needed.status.base),
            stated: stated.into_iter().map(|relation| relation.place.clone()).collect(),
        });
    }
    for relation in inquiry.ties.needs_nothing_known(index) {
        if let Some(relation) = inquiry.plan.relations.get(*relation) {
            needs.push(Need { id: relation.to.clone(), status: None, stated: vec![relation.place.clone()] });
        }
    }
    needs
}

/// Why an item cannot go on, when it cannot.
pub fn blocked(inquiry: &Inquiry<'_>, index: usize, item: &Item) -> Option<Blocked> {
    if is_over(item.status.base) {
        return None;
    }
    let needs = unmet(inquiry, index);
    let stuck = (item.status.base == BaseStatus::Blocked)
        .then(|| Stuck { reason: item.status.detail.clone(), stated: status_place(inquiry.plan, item) });
    (stuck.is_some() || !needs.is_empty()).then(|| Blocked {
        subject: Subject::of(item),
        why: why(inquiry.plan, &needs, stuck.as_ref()),
        needs,
        stuck,
    })
}

/// `It says BLOCKED: legal-review. It needs SP18_reporting_engine, which is in work.`
fn why(plan: &Plan, needs: &[Need], stuck: Option<&Stuck>) -> String {
    let mut sentences = Vec::new();
    if let Some(stuck) = stuck {
        sentences.push(match &stuck.reason {
            Some(reason) => format!("It says BLOCKED: {reason}."),
            None => "It says BLOCKED and gives no reason.".to_owned(),
        });
    }
    let needs: Vec<String> = needs
        .iter()
        .map(|need| {
            let how = match need.status {
                Some(BaseStatus::Todo) => "which is to do",
                Some(BaseStatus::Wip) => "which is in work",
                Some(BaseStatus::Blocked) => "which is blocked",
                Some(BaseStatus::Cut) => "which was cut",
                Some(BaseStatus::Unknown | BaseStatus::Done) => "which has no status",
                None if plan.left_out.holds(&need.id) => "which is not in this copy",
                None => "which is not in the tree",
            };
            format!("{}, {how}", need.id)
        })
        .collect();
    if !needs.is_empty() {
        sentences.push(format!("It needs {}.", needs.join("; ")));
    }
    sentences.join(" ")
}

/// When plans were done or cut, with the line that says so: the first State Delta of theirs that has a date and
/// closes them, else their own file.
pub fn closed_on(inquiry: &Inquiry<'_>) -> Named<(Date, Place)> {
    let mut closed: Named<(Date, Place)> = Named::default();
    for delta in history::in_order(&inquiry.plan.deltas).into_iter().filter(|delta| delta.is_closing()) {
        let plan = delta.plan.as_ref().filter(|plan| plan.resolved);
        if let (Some(plan), Some(date)) = (plan, &delta.date) {
            closed.insert_new(&plan.id, (date.clone(), delta.place.clone()));
        }
    }
    for (_, item) in inquiry.plans().filter(|(_, item)| is_over(item.status.base)) {
        if let Some(date) = item.field("last_updated").and_then(Date::parse) {
            closed.insert_new(&item.id, (date, item.field_place("last_updated")));
        }
    }
    closed
}

fn over(item: &Item, closed: &Named<(Date, Place)>) -> Over {
    let (date, stated) = closed.get(&item.id).cloned().unzip();
    let detail = item.status.detail.as_deref().filter(|_| item.status.is_invalidated());
    Over {
        subject: Subject::of(item),
        date,
        stated,
        invalidated_by: item.field("invalidated_by").or(detail).map(str::to_owned),
    }
}

fn deltas(inquiry: &Inquiry<'_>) -> Vec<Changed> {
    let mut deltas: Vec<Changed> = history::in_order(&inquiry.plan.deltas)
        .into_iter()
        .rev()
        .map(|delta| {
            let mut seen: Named<()> = Named::default();
            let mut modules: Vec<String> = Vec::new();
            for name in delta.changes.iter().filter_map(|change| change.module.as_ref()) {
                if seen.get(name).is_none() {
                    seen.insert(name, ());
                    modules.push(name.clone());
                }
            }
            Changed {
                plan: delta.plan.as_ref().map(|plan| plan.id.clone()),
                date: delta.date.clone(),
                ongoing: delta.ongoing,
                status: delta.status.base,
                changes: delta.changes.len(),
                modules,
                place: delta.place.clone(),
            }
        })
        .collect();
    order::sort_by(&mut deltas, |a, b| (!a.ongoing, a.date.is_none()).cmp(&(!b.ongoing, b.date.is_none())));
    deltas
}
