//! What people decided, asked for, promised and do not know: one row for each, each with its line, as of a day.

use super::gaps::{self, KnowledgeGap};
use super::status::closed_on;
use super::{Inquiry, is_over};
use crate::named::Named;
use crate::plan::{self, BaseStatus, Date, ItemKind, Place};
use serde::Serialize;

/// All registers of a tree.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Register {
    /// What was decided, meeting by meeting.
    pub decisions: Vec<Decision>,
    /// What has to hold.
    pub requirements: Vec<Requirement>,
    /// What has to be done by a day.
    pub deadlines: Vec<Deadline>,
    /// What nobody knows.
    pub gaps: Vec<KnowledgeGap>,
    /// What may go wrong.
    pub risks: Vec<plan::Risk>,
    /// What was counted.
    pub metrics: Vec<plan::Metric>,
    /// The files that plans list as made, changed, or still to come.
    pub files: Vec<plan::InventoryRow>,
}

/// A decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Decision {
    /// What was done: `create`, `cut`.
    pub verb: String,
    /// What stands in brackets behind the verb.
    pub qualifier: Option<String>,
    /// The items that it names, the one it is about first.
    pub plans: Vec<String>,
    /// What those wait for.
    pub waits_for: Vec<String>,
    /// What was to be decided, where that is said apart from what was decided.
    pub title: Option<String>,
    /// What was decided, or is recommended while nothing is.
    pub value: Option<String>,
    /// Whether it still has to be taken.
    pub is_open: bool,
    /// The items that wait for that.
    pub waiting: Vec<String>,
    /// Its words.
    pub text: String,
    /// Reasons and details, those that are assessments not among them.
    pub reasons: Vec<String>,
    /// What it would do to modules.
    pub assessments: Vec<Assessment>,
    /// Who was made answerable for what.
    pub assignment: Option<Assignment>,
    /// The date of the meeting.
    pub date: Option<Date>,
    /// The meeting, by the id of its note.
    pub meeting: Option<String>,
    /// Its line.
    #[serde(flatten)]
    pub place: Place,
}

/// What a decision would do to a module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Assessment {
    /// The module, as written.
    pub module: String,
    /// How much.
    pub level: String,
    /// Why.
    pub why: Option<String>,
    /// Its line.
    pub line: u32,
}

/// Somebody made answerable for something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Assignment {
    /// Who.
    pub person: String,
    /// As what.
    pub role: String,
    /// The module that it is about.
    pub module: Option<String>,
}

/// Something that has to hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Requirement {
    /// What.
    pub text: String,
    /// Who asked for it.
    pub asker: Option<String>,
    /// When.
    pub date: Option<Date>,
    /// Plans, modules and people that own it or carry it out.
    pub owners: Vec<String>,
    /// Its line.
    #[serde(flatten)]
    pub place: Place,
}

/// Something that has to be done by a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Deadline {
    /// The item whose document says it.
    pub of: Option<String>,
    /// The day, where it can be told.
    pub date: Option<Date>,
    /// What the day is counted from.
    pub anchor: Option<Date>,
    /// The words of the file.
    pub written: String,
    /// How it stands.
    pub state: DeadlineState,
    /// How many days are left; less than nothing when it is past.
    pub days_left: Option<i64>,
    /// When what was due was done or dropped, where the tree says so.
    pub over: Option<Date>,
    /// Its line.
    #[serde(flatten)]
    pub place: Place,
}

/// How a deadline stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DeadlineState {
    /// The day is over, and what was due is not done.
    Past,
    /// The day is still to come, or is today.
    Ahead,
    /// Nobody can tell the day.
    Undated,
    /// What was due was done, but after the day.
    Late,
    /// What was due is done; nothing says that it was late.
    Met,
    /// What was due was cut, or put away.
    Dropped,
}

impl DeadlineState {
    /// What it means, for people.
    pub fn label(self) -> &'static str {
        match self {
            DeadlineState::Past => "past",
            DeadlineState::Ahead => "ahead",
            DeadlineState::Undated => "no day",
            DeadlineState::Late => "met late",
            DeadlineState::Met => "met",
            DeadlineState::Dropped => "dropped",
        }
    }
}

impl Deadline {
    /// Whether what is due is still to be done.
    pub fn is_open(&self) -> bool {
        matches!(self.state, DeadlineState::Past | DeadlineState::Ahead | DeadlineState::Undated)
    }

    /// Whether its day is over, and what was due is not done.
    pub fn is_past(&self) -> bool {
        self.state == DeadlineState::Past
    }
}

impl Register {
    /// The registers of a tree.
    pub fn of(inquiry: &Inquiry<'_>) -> Register {
        let plan = inquiry.plan;
        let holds = |place: &Place| !plan.is_superseded(&place.path);
        let requirements = inquiry.plan.requirements.iter().map(|asked| Requirement {
            text: asked.text.clone(),
            asker: asked.asker.clone(),
            date: asked.date.clone(),
            owners: asked.owners.iter().map(|owner| owner.text.clone()).collect(),
            place: asked.place.clone(),
        });
        Register {
            decisions: decisions(inquiry),
            requirements: requirements.collect(),
            deadlines: deadlines(inquiry),
            gaps: gaps::gaps(inquiry),
            // What a newer version has taken the place of is history.
            risks: plan.risks.iter().filter(|risk| holds(&risk.place)).cloned().collect(),
            metrics: plan.metrics.iter().filter(|metric| holds(&metric.place)).cloned().collect(),
            files: plan.inventory.iter().filter(|row| holds(&row.place)).cloned().collect(),
        }
    }
}

fn decisions(inquiry: &Inquiry<'_>) -> Vec<Decision> {
    let plan = inquiry.plan;
    let key = |path: &str, date: Option<&Date>| {
        format!("{path}\n{}", date.map(Date::to_string).unwrap_or_default())
    };
    let mut meetings: Named<&str> = Named::default();
    for note in &plan.notes {
        if let Some(item) = plan.item(&note.of) {
            meetings.insert_new(&key(&item.place.path, note.date.as_ref()), &note.of);
        }
    }
    let decision = |decision: &plan::Decision| {
        let assessments: Vec<Assessment> = decision
            .assessments
            .iter()
            .map(|assessment| Assessment {
                module: assessment.module.clone(),
                level: assessment.level.clone(),
                why: assessment.why.clone(),
                line: assessment.line,
            })
            .collect();
        let reasons = decision
            .rationale
            .iter()
            .filter(|reason| !assessments.iter().any(|assessment| assessment.line == reason.place.line));
        let ids = |targets: &[plan::Target]| targets.iter().map(|target| target.id.clone()).collect();
        Decision {
            verb: decision.verb.clone(),
            qualifier: decision.qualifier.clone(),
            plans: ids(&decision.plans),
            waits_for: ids(&decision.waits_for),
            title: decision.title.clone(),
            value: decision.value.clone(),
            is_open: decision.is_open,
            waiting: ids(&decision.waiting),
            text: decision.text.clone(),
            reasons: reasons.map(|reason| reason.text.clone()).collect(),
            assessments,
            assignment: decision.assignment.as_ref().map(|assignment| Assignment {
                person: assignment.person.clone(),
                role: assignment.role.clone(),
                module: assignment.module.clone(),
            }),
            date: decision.date.clone(),
            meeting: meetings
                .get(&key(&decision.place.path, decision.date.as_ref()))
                .map(|id| (*id).to_owned()),
            place: decision.place.clone(),
        }
    };
    let holding = plan.decisions.iter().filter(|decision| !plan.is_superseded(&decision.place.path));
    holding.map(decision).collect()
}

fn deadlines(inquiry: &Inquiry<'_>) -> Vec<Deadline> {
    let closed = closed_on(inquiry);
    let deadline = |deadline: &plan::Deadline| {
        let index = deadline.of.as_ref().and_then(|of| inquiry.plan.index_of(of));
        let item = index.and_then(|index| inquiry.item(index));
        let plan = index.and_then(|index| inquiry.plan_of(index)).and_then(|index| inquiry.item(index));
        // What lies in a plan is over when that is.
        let status = item.map(|item| item.status.base).filter(|status| is_over(*status));
        let status = status.or_else(|| plan.map(|plan| plan.status.base).filter(|status| is_over(*status)));
        let is_put_away = item.is_some_and(|item| item.archived && item.kind == ItemKind::Exploration);
        let over =
            plan.filter(|_| status.is_some()).and_then(|plan| closed.get(&plan.id)).map(|(date, _)| date);
        let days_left = deadline.date.as_ref().map(|date| date.days_since(inquiry.day));
        let is_after = |over: &&Date| deadline.date.as_ref().is_some_and(|due| over.start() > due.end());
        let state = match status {
            Some(BaseStatus::Cut) => DeadlineState::Dropped,
            Some(_) if over.filter(is_after).is_some() => DeadlineState::Late,
            Some(_) => DeadlineState::Met,
            None if is_put_away => DeadlineState::Dropped,
            None => match &deadline.date {
                None => DeadlineState::Undated,
                Some(due) if due.end() < inquiry.day.start() => DeadlineState::Past,
                Some(_) => DeadlineState::Ahead,
            },
        };
        Deadline {
            of: deadline.of.clone(),
            date: deadline.date.clone(),
            anchor: deadline.anchor.clone(),
            written: deadline.written.clone(),
            state,
            days_left,
            over: over.cloned(),
            place: deadline.place.clone(),
        }
    };
    inquiry.plan.deadlines.iter().map(deadline).collect()
}
