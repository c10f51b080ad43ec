//! The tree of a day, made of the tree that there is: what was not there is left out, statuses are those of the day, and
//! whatever else is said is kept only when it was said by then.

use super::tracks::Tracks;
use super::value::{self, Certainty, Holds, Known, Value};
use super::{AsOf, Tally, is_counted};
use crate::named::Named;
use crate::plan::{
    BaseStatus, ChildRow, Date, Delta, Gap, Item, ItemKind, Module, Place, Plan, PlanRow, Relation, Status,
    StatusOrigin,
};
use crate::timeline::Day;
use crate::timeline::fields::UPDATES;
use std::sync::Arc;

/// The tree as it was on a day.
pub(super) fn then(source: &Plan, tracks: &Tracks, day: Day) -> AsOf {
    let values = values(source, tracks, day);
    let kept: Vec<bool> = values.iter().map(|value| value.holds != Holds::Absent).collect();
    let moved = moved(&kept);
    let mut plan = Plan {
        root: source.root.clone(),
        dialects: source.dialects.clone(),
        title: source.title.clone(),
        files: source.files,
        ..Plan::default()
    };
    let mut known = Vec::new();
    let mut tally = Tally { plans_now: tracks.plans, ..Tally::default() };
    let mut items = Vec::new();
    for ((item, value), is_kept) in source.items.iter().zip(values).zip(&kept) {
        if !is_kept {
            continue;
        }
        let item = item_then(item, &value, &moved, day);
        if item.kind.is_work() && !item.template && !item.is_second_claimant() {
            tally.add(value.known.certainty);
            tally.plans += usize::from(is_counted(&item));
        }
        items.push(item);
        known.push(value.known);
    }
    plan.items = items.into();
    let mut plan = plan.seal();
    let said = Said { source, day };
    plan.relations =
        source.relations.iter().filter(|relation| holds_relation(&plan, source, relation)).cloned().collect();
    plan.deltas = source.deltas.iter().filter(|delta| said.holds_delta(&plan, delta)).cloned().collect();
    plan.modules = source.modules.iter().filter_map(|module| said.module(&plan, tracks, module)).collect();
    plan.plan_rows = source.plan_rows.iter().filter_map(|row| said.plan_row(&plan, row)).collect();
    plan.child_rows = source.child_rows.iter().filter_map(|row| said.child_row(&plan, row)).collect();
    let plan = said.fill(plan);
    AsOf { day, plan, known, tally, kept }
}

/// For each item of the source its position in the tree of the day.
fn moved(kept: &[bool]) -> Vec<Option<usize>> {
    let mut next = 0;
    let place = |is_kept: &bool| {
        is_kept.then(|| {
            next += 1;
            next - 1
        })
    };
    kept.iter().map(place).collect()
}

/// What held of each item: what it belongs to comes first, because it says something of its parts.
fn values(source: &Plan, tracks: &Tracks, day: Day) -> Vec<Value> {
    let mut values: Vec<Option<Value>> = vec![None; source.items.len()];
    for start in 0..source.items.len() {
        // From here up to what is known, then down again.
        let mut chain = vec![start];
        while let Some(last) = chain.last().copied() {
            let above = source.items.get(last).and_then(|item| item.parent);
            match above
                .filter(|above| values.get(*above).is_some_and(Option::is_none) && !chain.contains(above))
            {
                Some(above) => chain.push(above),
                None => break,
            }
        }
        while let Some(at) = chain.pop() {
            let Some(item) = source.items.get(at) else { continue };
            let above =
                item.parent.and_then(|above| Some((source.items.get(above)?, values.get(above)?.as_ref()?)));
            let value = value_of(tracks, item, above, day);
            values.get_mut(at).into_iter().for_each(|slot| *slot = Some(value.clone()));
        }
    }
    values.into_iter().map(|value| value.unwrap_or_else(|| Value::unknown("it belongs to itself"))).collect()
}

fn value_of(tracks: &Tracks, item: &Item, above: Option<(&Item, &Value)>, day: Day) -> Value {
    if let Some((_, above)) = above.filter(|(_, above)| above.holds == Holds::Absent) {
        let why = format!("what it belongs to was not there: {}", above.known.why);
        return Value::new(Holds::Absent, Certainty::Derived, why, above.known.place.clone());
    }
    if item.template {
        return Value::unknown("a scaffold has no past");
    }
    // A copy in the archive comes when a plan is closed; its fields are those of the plan.
    if item.is_second_claimant() {
        let updated = UPDATES.iter().find_map(|key| Date::parse(item.field(key)?));
        let is_there = updated.is_some_and(|date| date.unix_days().1 <= day);
        let holds = if is_there { holds_now(item) } else { Holds::Absent };
        return Value::new(holds, Certainty::Derived, "it is a copy of a plan", Some(item.place.clone()));
    }
    let own = value::on(tracks.item(&item.id), day);
    if !item.kind.is_work() {
        let is_dated = item.kind == ItemKind::Exploration || own.holds == Holds::Absent;
        return if is_dated { own } else { document(item, above, own) };
    }
    match (own.known.certainty, above) {
        (Certainty::Unknown, Some((parent, value))) if parent.kind.is_work() => part(item, value, own),
        _ => own,
    }
}

/// How far a document was of which nothing is said: as now, when what it belongs to was over.
fn document(item: &Item, above: Option<(&Item, &Value)>, own: Value) -> Value {
    let is_over =
        above.is_some_and(|(_, above)| matches!(above.holds, Holds::Status(status, _) if status.is_closed()));
    if is_over || above.is_none() || item.status.base == BaseStatus::Unknown {
        let place = above.and_then(|(_, above)| above.known.place.clone());
        return Value::new(holds_now(item), Certainty::Derived, "what it belongs to was over", place);
    }
    own
}

/// What is said of a part because it is said of the whole.
const OF_WHOLE: &str = "of what it belongs to: ";

/// How far a part was of which nothing is said: not begun when the whole was not, over when the whole was.
fn part(item: &Item, above: &Value, own: Value) -> Value {
    let derived = |holds| {
        let why = above.known.why.strip_prefix(OF_WHOLE).unwrap_or(&above.known.why);
        let why = format!("{OF_WHOLE}{why}");
        Value::new(holds, Certainty::Derived, why, above.known.place.clone())
    };
    match &above.holds {
        Holds::Status(BaseStatus::Todo, _) => derived(Holds::Status(BaseStatus::Todo, None)),
        Holds::Status(status, _) if status.is_closed() && item.status.base != BaseStatus::Unknown => {
            derived(holds_now(item))
        }
        _ => own,
    }
}

fn holds_now(item: &Item) -> Holds {
    match item.status.base {
        BaseStatus::Unknown => Holds::There,
        base => Holds::Status(base, item.status.detail.clone()),
    }
}

/// An item as it was.
fn item_then(item: &Item, value: &Value, moved: &[Option<usize>], day: Day) -> Item {
    let mut then = item.clone();
    then.parent = item.parent.and_then(|parent| moved.get(parent).copied().flatten());
    then.status = status_then(item, value);
    let is_over = then.status.base.is_closed();
    // What is not over lay in no archive, and what lies in it went there with it.
    if item.kind == ItemKind::Plan && !item.template {
        then.archived &= is_over || item.is_second_claimant();
    }
    let updated = UPDATES.iter().find_map(|key| Date::parse(item.field(key)?));
    let is_as_now = updated.is_some_and(|date| date.unix_days().1 <= day);
    let is_closed = is_over && item.status.base.is_closed();
    if !(is_as_now || is_closed) {
        // Whether a box was ticked then nobody knows.
        then.criteria.clear();
    }
    let is_later = |entry: &crate::document::MapEntry| {
        let date = entry.value.value.as_text().and_then(Date::parse);
        date.is_some_and(|date| date.unix_days().0 > day)
    };
    let dropped: Vec<&str> =
        item.frontmatter.iter().filter(|entry| is_later(entry)).map(|entry| entry.key.as_str()).collect();
    let is_calm = is_over || dropped.contains(&"emergency_declared_at");
    let is_said = |entry: &crate::document::MapEntry| {
        let goes_with = match entry.key.as_str() {
            "priority" => is_calm,
            "invalidated_by" | "invalidation_scope" => dropped.contains(&"invalidation_date"),
            "knowledge_gaps" => !is_as_now,
            _ => false,
        };
        !goes_with && !is_later(entry)
    };
    if item.frontmatter.iter().any(|entry| !is_said(entry)) {
        let own = item.frontmatter.iter().take(item.own_fields).filter(|entry| is_said(entry)).count();
        let fields = item.frontmatter.iter().filter(|entry| is_said(entry)).cloned();
        (then.frontmatter, then.own_fields) = (Arc::new(fields.collect()), own);
    }
    if is_calm && item.priority.as_deref() == Some("emergency") {
        then.priority = None;
    }
    then
}

fn status_then(item: &Item, value: &Value) -> Status {
    let (base, detail) = match &value.holds {
        Holds::Status(base, detail) => (*base, detail.clone()),
        Holds::There | Holds::Absent => {
            // Of a document nobody says how far it is, then as now.
            let was_stated = item.kind.is_work() || item.status.base != BaseStatus::Unknown;
            let from = if was_stated { StatusOrigin::ThenUnknown } else { StatusOrigin::None };
            return Status { from, ..Status::default() };
        }
    };
    // It was as it is, and stands where it stands.
    if item.status.base == base && item.status.detail == detail && value.known.certainty == Certainty::Stated
    {
        return item.status.clone();
    }
    let from = match value.known.certainty {
        Certainty::Stated => StatusOrigin::Then,
        Certainty::Derived | Certainty::Unknown => StatusOrigin::ThenDerived,
    };
    let own = value.known.place.as_ref().filter(|place| place.path == item.place.path);
    Status { base, detail, written: None, from, line: own.map_or(0, |place| place.line) }
}

fn holds_relation(plan: &Plan, source: &Plan, relation: &Relation) -> bool {
    let is_there = |id: &str| source.index_of(id).is_none() || plan.index_of(id).is_some();
    is_there(&relation.from) && is_there(&relation.to)
}

/// What was said by a day.
struct Said<'a> {
    source: &'a Plan,
    day: Day,
}

impl Said<'_> {
    /// Whether something with a date was said by then. What has none may have been.
    fn by_then(&self, date: Option<&Date>) -> bool {
        date.is_none_or(|date| date.unix_days().0 <= self.day)
    }

    /// Whether a thing of the source that something is about was there.
    fn is_there(&self, plan: &Plan, id: &str) -> bool {
        self.source.index_of(id).is_none() || plan.index_of(id).is_some()
    }

    /// Whether the document that says something was as it is now.
    fn is_as_now(&self, path: &str) -> bool {
        let item = self.source.item_at(path);
        let mut at = item;
        while let Some(item) = at {
            if let Some(date) = UPDATES.iter().find_map(|key| Date::parse(item.field(key)?)) {
                return date.unix_days().1 <= self.day;
            }
            at = item.parent.and_then(|parent| self.source.items.get(parent));
        }
        false
    }

    fn holds_delta(&self, plan: &Plan, delta: &Delta) -> bool {
        let item = delta.plan.as_ref().and_then(|target| plan.item(&target.id));
        match &delta.date {
            Some(date) if !delta.ongoing => date.unix_days().1 <= self.day,
            Some(date) => date.unix_days().0 <= self.day,
            // Without a date it was said when its plan was over, or goes on while it is in work.
            None => item.is_some_and(|item| delta.ongoing || item.status.base.is_closed()),
        }
    }

    fn module(&self, plan: &Plan, tracks: &Tracks, module: &Module) -> Option<Module> {
        let value = value::on(tracks.module(&module.name), self.day);
        let origin = module.origin.as_ref().map(|origin| origin.text.as_str());
        // Who makes a module works on it before it is made.
        let is_made = origin.is_some_and(|origin| plan.index_of(origin).is_some());
        let is_known = origin.is_none_or(|origin| self.source.index_of(origin).is_none());
        if value.holds == Holds::Absent && !is_made {
            return None;
        }
        if !is_made && !is_known {
            return None;
        }
        let mut then = module.clone();
        let mut changed: Named<()> = Named::default();
        for delta in &plan.deltas {
            let by = delta.plan.as_ref().filter(|_| {
                delta.changes.iter().any(|change| change.module.as_deref() == Some(&module.name))
            });
            by.into_iter().for_each(|by| changed.insert(&by.id, ()));
        }
        then.modified_by.retain(|plan| changed.get(&plan.text).is_some());
        let was_there = |name: &str| {
            let person = self.source.people.iter().find(|person| person.name == name);
            person.is_none_or(|person| self.by_then(person.from.as_ref()))
        };
        then.owners.retain(|owner| was_there(&owner.name.text));
        then.specs.retain(|path| self.source.index_at(path).is_none() || plan.index_at(path).is_some());
        let is_fresh = module.updated.as_ref().is_some_and(|date| date.unix_days().1 <= self.day);
        if !is_fresh {
            (then.last_updated, then.updated) = (None, None);
            then.knowledge_gaps.clear();
        }
        if let Some(row) = &mut then.index {
            row.modified_by.retain(|modifier| changed.get(&modifier.plan.id).is_some());
            row.notes.clear();
        }
        Some(then)
    }

    fn plan_row(&self, plan: &Plan, row: &PlanRow) -> Option<PlanRow> {
        let item = plan.item(&row.plan.id);
        if item.is_none() && self.source.index_of(&row.plan.id).is_some() {
            return None;
        }
        let status = item.map_or_else(Status::default, |item| item.status.clone());
        Some(PlanRow { status, ..row.clone() })
    }

    fn child_row(&self, plan: &Plan, row: &ChildRow) -> Option<ChildRow> {
        let child = plan.item(&row.child.id);
        let is_gone = child.is_none() && self.source.index_of(&row.child.id).is_some();
        if is_gone || plan.index_of(&row.parent).is_none() {
            return None;
        }
        let status = child.map_or_else(Status::default, |item| item.status.clone());
        Some(ChildRow { status, ..row.clone() })
    }

    /// Everything else that was said by then, about what was there.
    fn fill(&self, plan: Plan) -> Plan {
        let source = self.source;
        let there = |of: Option<&String>| of.is_none_or(|of| self.is_there(&plan, of));
        let is_told =
            |place: &Place| source.item_at(&place.path).is_none_or(|item| plan.index_of(&item.id).is_some());
        // What nobody dates may have been said at any time; of what is counted and done that is no answer.
        let was_dated = |date: &Option<Date>| date.is_some() && self.by_then(date.as_ref());
        let is_module =
            |plan: &Plan, name: &str| plan.modules.find_by(|module| module.name.as_str().cmp(name)).is_ok();
        let is_gap = |gap: &&Gap| {
            let dated = Date::find(&gap.text).map(|(date, _)| date);
            let is_of_then = dated
                .as_ref()
                .map_or_else(|| self.is_as_now(&gap.place.path), |date| self.by_then(Some(date)));
            let was_module = gap.of.as_ref().is_none_or(|of| !is_module(source, of) || is_module(&plan, of));
            is_of_then && was_module && there(gap.of.as_ref()) && is_told(&gap.place)
        };
        let notes = source.notes.iter().filter(|note| plan.index_of(&note.of).is_some()).cloned().collect();
        let is_said = |date: &Option<Date>, place: &Place| self.by_then(date.as_ref()) && is_told(place);
        let decisions =
            source.decisions.iter().filter(|said| is_said(&said.date, &said.place)).cloned().collect();
        let requirements =
            source.requirements.iter().filter(|said| is_said(&said.date, &said.place)).cloned().collect();
        let deadlines =
            source.deadlines.iter().filter(|due| is_said(&due.anchor, &due.place) && there(due.of.as_ref()));
        let deadlines = deadlines.cloned().collect();
        let gaps = source.gaps.iter().filter(is_gap).cloned().collect();
        let schedule =
            source.schedule.iter().filter(|slot| plan.index_of(&slot.of).is_some()).cloned().collect();
        let risks = source.risks.iter().filter(|risk| is_told(&risk.place)).cloned().collect();
        let people =
            source.people.iter().filter(|person| self.by_then(person.from.as_ref())).cloned().collect();
        Plan {
            notes,
            decisions,
            requirements,
            people,
            deadlines,
            gaps,
            schedule,
            risks,
            metrics: source.metrics.iter().filter(|metric| was_dated(&metric.date)).cloned().collect(),
            sessions: source.sessions.iter().filter(|session| was_dated(&session.date)).cloned().collect(),
            claims: source.claims.iter().filter(|claim| was_dated(&claim.date)).cloned().collect(),
            snapshots: source
                .snapshots
                .iter()
                .filter(|snapshot| was_dated(&snapshot.date))
                .cloned()
                .collect(),
            commands: source.commands.clone(),
            comparisons: source.comparisons.clone(),
            file_trees: source.file_trees.clone(),
            ignores: source.ignores.clone(),
            problems: source.problems.clone(),
            ..plan
        }
    }
}

/// How sure a status is, for those who ask an item that has none of its own.
impl Default for Known {
    fn default() -> Known {
        Known { certainty: Certainty::Unknown, why: "no document gives it a date".to_owned(), place: None }
    }
}
