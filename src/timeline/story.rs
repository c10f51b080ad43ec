//! The life of a module, a plan or a person in words: what happened, in order of time, each with its line and, where
//! somebody says why, the reason.

use super::{Form, Grouping, Kind, Mark, Timeline, shown, words};
use crate::counted::counted;
use crate::plan::names::short_id;
use crate::plan::{BaseStatus, Place, Plan, RelationKind};

/// One step of a life.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The mark that tells of it, by position in [`Timeline::marks`].
    pub mark: usize,
    /// What happened, in a few words.
    pub words: String,
    /// The plan that did it, by position in the cast.
    pub plan: Option<usize>,
    /// Why, where a document says so.
    pub reason: Option<Reason>,
}

/// Why something was done: who decided that it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The reason in words.
    pub text: String,
    /// The line that gives it.
    pub place: Place,
}

/// How many characters of a change stand in a sentence.
const WORDS_CHARS: usize = 48;
/// How many steps a sentence has.
const SENTENCE_STEPS: usize = 12;

/// What happened to a member of the cast, the earliest first; what has no date comes last.
pub fn of(timeline: &Timeline, plan: &Plan, grouping: Grouping, member: usize) -> Vec<Step> {
    let is_own = |mark: &Mark| {
        let members = match grouping {
            Grouping::Module => &mark.modules,
            Grouping::Plan => &mark.plans,
            Grouping::Person | Grouping::Quarter => &mark.people,
        };
        members.contains(&member) && mark.kind.info().lanes.contains(&grouping)
    };
    let own = timeline.marks.iter().enumerate().filter(|(_, mark)| is_own(mark));
    own.map(|(at, mark)| step(timeline, plan, at, mark)).collect()
}

fn step(timeline: &Timeline, plan: &Plan, at: usize, mark: &Mark) -> Step {
    let by = mark.plans.first().copied().filter(|_| mark.kind.is_of_delta() || mark.kind == Kind::Decision);
    // What a change did stands behind the name of its module.
    let said = match mark.modules.first() {
        Some(module) if mark.kind.is_of_delta() => mark
            .text
            .strip_prefix(timeline.modules.name(*module))
            .map(|rest| rest.trim_start_matches([':', ' '])),
        _ => None,
    };
    let said = said.unwrap_or(&mark.text);
    let words = match mark.kind {
        Kind::Born => "born".to_owned(),
        Kind::Changed | Kind::Scope | Kind::Removed => words::of_change(said, WORDS_CHARS),
        _ => mark.label.clone(),
    };
    let is_change =
        matches!(mark.kind, Kind::Born | Kind::Changed | Kind::Scope | Kind::Removed | Kind::Delta);
    let reason = by.filter(|_| is_change).and_then(|by| reason(timeline, plan, by, mark.status));
    Step { mark: at, words, plan: by, reason }
}

/// Why a plan was made, or cut: the reason that the decision gives, else where it was decided; else that it was an
/// emergency.
fn reason(timeline: &Timeline, plan: &Plan, member: usize, status: BaseStatus) -> Option<Reason> {
    let id = timeline.plans.name(member);
    let verb = if status == BaseStatus::Cut { "cut" } else { "create" };
    let is_about = |target: &crate::plan::Target| target.id == id;
    let decided = |verb: &str| {
        plan.decisions
            .iter()
            .find(|decision| decision.verb == verb && decision.plans.first().is_some_and(is_about))
    };
    if let Some(decision) = decided(verb).or_else(|| decided("create")) {
        let note = plan
            .item_at(&decision.place.path)
            .and_then(|item| plan.notes.iter().find(|note| note.of == item.id));
        let title = note.map(|note| note.title.clone()).unwrap_or_default();
        let date = decision.date.as_ref().map(|date| format!(" on {date}")).unwrap_or_default();
        let why = decision.rationale.first().map(|reason| format!(": {}", without_label(&reason.text)));
        let text = format!("decided{date}, {title}{}", why.unwrap_or_default());
        return Some(Reason { text, place: decision.place.clone() });
    }
    let emergency = timeline
        .marks
        .iter()
        .find(|mark| mark.kind == Kind::Emergency && mark.plans.first() == Some(&member));
    let origin = plan.relations_from(id).find(|relation| relation.kind == RelationKind::Origin);
    let note = origin.and_then(|origin| plan.notes.iter().find(|note| note.of == origin.to));
    let came = note.map(|note| {
        let date = note.date.as_ref().map(|date| format!(" of {date}")).unwrap_or_default();
        format!("came out of {}{date}", note.title)
    });
    let declared = emergency
        .map(|mark| format!("declared an emergency on {}", mark.when.get(..10).unwrap_or(&mark.when)));
    let place = emergency.map(|mark| &mark.place).or(origin.map(|origin| &origin.place))?;
    let text = match (declared, came) {
        (Some(declared), Some(came)) => format!("{declared}, {came}"),
        (one, other) => one.or(other)?,
    };
    Some(Reason { text, place: place.clone() })
}

/// `Reason: no point in it` without the word.
fn without_label(text: &str) -> &str {
    let label = text.split_once(": ").filter(|(label, _)| label.eq_ignore_ascii_case("reason"));
    label.map_or(text, |(_, rest)| rest)
}

/// A life in one sentence: `born in SP02 (2025-02) → DynamoDB event store in PP08 (2025-09) → …`.
pub fn sentence(timeline: &Timeline, steps: &[Step]) -> String {
    let changes = steps.iter().filter_map(|step| {
        let mark = timeline.marks.get(step.mark)?;
        let is_told = matches!(mark.kind, Kind::Born | Kind::Changed | Kind::Scope | Kind::Removed);
        is_told.then_some((step, mark))
    });
    let mut told: Vec<String> = changes
        .map(|(step, mark)| {
            let by = step.plan.map(|plan| timeline.plans.name(plan)).unwrap_or_default();
            let by = short_id(by).unwrap_or(by);
            let by = if by.is_empty() { String::new() } else { format!(" in {by}") };
            format!("{}{by} ({})", step.words, mark.when)
        })
        .collect();
    let beyond = told.len().saturating_sub(SENTENCE_STEPS);
    told.truncate(SENTENCE_STEPS);
    if beyond > 0 {
        told.push(format!("{beyond} more"));
    }
    told.join(" → ")
}

/// The whole timeline in one sentence.
pub fn answer(timeline: &Timeline) -> String {
    let count = |kind: Kind| timeline.marks.iter().filter(|mark| mark.kind == kind).count();
    let deltas: Vec<&Mark> = timeline.deltas().collect();
    let dated = timeline.marks.iter().filter(|mark| mark.time.is_some()).count();
    let wrong = timeline.contradictions.len();
    let wrong = if wrong == 0 { String::new() } else { format!("; {}", counted(wrong, "contradiction")) };
    if dated == 0 {
        return "Nothing in this tree has a date.".to_owned();
    }
    let mut closed = deltas.iter().filter(|mark| mark.time.is_some_and(|time| time.form == Form::Moment));
    let (first, last) = (closed.next(), closed.next_back());
    let Some(first) = first else {
        let days = timeline.span.map(|(first, last)| format!(", from {} to {}", shown(first), shown(last)));
        let said = counted(dated, "dated entry");
        return format!(
            "{said}{}; no State Delta says when anything changed{wrong}.",
            days.unwrap_or_default()
        );
    };
    let from = match last {
        Some(last) if last.when != first.when => format!("from {} to {}", first.when, last.when),
        _ => format!("in {}", first.when),
    };
    let changes = count(Kind::Changed) + count(Kind::Scope) + count(Kind::Removed);
    let made = match (count(Kind::Born), changes) {
        (0, changes) => format!("changed modules {}", times(changes)),
        (born, changes) => format!("made {} and changed modules {}", counted(born, "module"), times(changes)),
    };
    let of_status = |is_meant: fn(&Mark) -> bool| deltas.iter().filter(|mark| is_meant(mark)).count();
    let cut = of_status(|mark| mark.status == BaseStatus::Cut);
    let ongoing = of_status(|mark| mark.time.is_some_and(|time| time.form == Form::Ongoing));
    let verb = |count: usize, one: &'static str, many: &'static str| if count == 1 { one } else { many };
    let cut = match cut {
        0 => String::new(),
        count => format!("; {} {} cut", counted(count, "plan"), verb(count, "was", "were")),
    };
    let ongoing = match ongoing {
        0 => String::new(),
        count => format!("; {count} {} on", verb(count, "goes", "go")),
    };
    format!("{} {from} {made}{cut}{ongoing}{wrong}.", counted(deltas.len(), "State Delta"))
}

fn times(count: usize) -> String {
    match count {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        _ => format!("{count} times"),
    }
}
