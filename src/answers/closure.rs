//! Whether a plan can be closed: each gate of the convention, met, open or not asked for, with the lines that
//! decide it.

use super::status::unmet;
use super::{Inquiry, Source, TouchKind, is_over, status_place};
use crate::counted::counted;
use crate::findings::{Finding, Severity};
use crate::named::Named;
use crate::plan::{BaseStatus, Date, Delta, Item, ItemId, ItemKind, Place};
use serde::Serialize;

/// What keeps a plan from being closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Closure {
    /// The plan.
    pub of: ItemId,
    /// Whether every gate is met that has to be before it is done. Archiving comes after.
    pub can_be_closed: bool,
    /// The gates, in the order in which they are passed.
    pub gates: Vec<Gate>,
}

/// Something that has to hold for a plan to be closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Gate {
    /// Its name in JSON and in attributes.
    pub id: &'static str,
    /// What has to hold.
    pub asks: &'static str,
    /// Whether it does.
    pub verdict: Verdict,
    /// Why, in a sentence.
    pub why: String,
    /// The lines that decide it: what is open, else what proves it.
    pub places: Vec<Place>,
}

/// Whether a gate is passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It is.
    Met,
    /// Something is still to be done.
    Open,
    /// It is not asked for here.
    NotApplicable,
}

/// A verdict with its reason.
type Judgement = (Verdict, String, Vec<Place>);

impl Closure {
    /// What keeps a plan, by position, from being closed. Without findings the rules have not been applied yet.
    pub fn of(inquiry: &Inquiry<'_>, index: usize, findings: Option<&[Finding]>) -> Option<Closure> {
        let item = inquiry.item(index)?;
        let subject = Subject { inquiry, index, item, parts: parts(inquiry, index) };
        let gates: [(&'static str, &'static str, Judgement); 10] = [
            ("work", "Phases and tasks are done or cut", subject.work()),
            ("criteria", "Acceptance criteria are ticked", subject.criteria()),
            ("delta", "A State Delta is written", subject.delta()),
            ("modules", "Its modules stand in the Module Index", subject.modules()),
            ("specs", "Module specs are as new as the State Delta", subject.specs()),
            ("needs", "What it needs is done", subject.needs()),
            ("rows", "The tables above it agree", subject.rows()),
            ("findings", "No rule finds an error", subject.findings(findings)),
            ("status", "It says that it is done", subject.status()),
            ("archive", "It lies in the archive", subject.archive()),
        ];
        let gates: Vec<Gate> = gates
            .into_iter()
            .map(|(id, asks, (verdict, why, places))| Gate { id, asks, verdict, why, places })
            .collect();
        let before = gates.iter().filter(|gate| !matches!(gate.id, "status" | "archive"));
        let can_be_closed = item.status.base != BaseStatus::Cut
            && before.into_iter().all(|gate| gate.verdict != Verdict::Open);
        Some(Closure { of: item.id.clone(), can_be_closed, gates })
    }

    /// The gates that are open.
    pub fn open(&self) -> impl Iterator<Item = &Gate> {
        self.gates.iter().filter(|gate| gate.verdict == Verdict::Open)
    }
}

/// The plans, phases and tasks in an item, by position, itself not among them.
fn parts(inquiry: &Inquiry<'_>, index: usize) -> Vec<usize> {
    let mut parts: Vec<usize> = Vec::new();
    let mut pending: Vec<usize> = inquiry.ties.parts(index).to_vec();
    while let Some(part) = pending.pop() {
        parts.push(part);
        pending.extend(inquiry.ties.parts(part));
    }
    crate::order::sort(&mut parts);
    parts
}

struct Subject<'a, 'b> {
    inquiry: &'b Inquiry<'a>,
    index: usize,
    item: &'a Item,
    parts: Vec<usize>,
}

impl<'a> Subject<'a, '_> {
    fn is_cut(&self) -> bool {
        self.item.status.base == BaseStatus::Cut
    }

    /// Whether it was cut, and nothing is asked of it for that reason.
    fn excused(&self) -> Option<Judgement> {
        self.is_cut().then(|| not_asked("It was cut."))
    }

    fn parts(&self) -> impl Iterator<Item = &'a Item> {
        self.parts.iter().filter_map(|part| self.inquiry.item(*part))
    }

    /// Whether a part is over: it says so, or says nothing and lies in one that is.
    fn is_over(&self, part: &Item) -> bool {
        let mut at = Some(part);
        while let Some(item) = at.filter(|item| item.id != self.item.id) {
            if item.status.base != BaseStatus::Unknown {
                return is_over(item.status.base);
            }
            at = item.parent.and_then(|parent| self.inquiry.item(parent));
        }
        false
    }

    fn work(&self) -> Judgement {
        if let Some(excused) = self.excused() {
            return excused;
        }
        if self.parts.is_empty() {
            return not_asked("It has no phases and no tasks.");
        }
        let open: Vec<&Item> = self.parts().filter(|part| !self.is_over(part)).collect();
        let Some(first) = open.first() else {
            return met(all(self.parts.len(), "piece of work", "is over", "are over"));
        };
        let silent = open.iter().filter(|part| part.status.base == BaseStatus::Unknown).count();
        let silent = match silent {
            0 => "",
            1 => " One of them says no status.",
            _ => " Some of them say no status.",
        };
        let why = format!(
            "{} of {} still open, first {}.{silent}",
            open.len(),
            counted(self.parts.len(), "piece of work"),
            first.id
        );
        (Verdict::Open, why, open.iter().map(|part| status_place(self.inquiry.plan, part)).collect())
    }

    fn criteria(&self) -> Judgement {
        if let Some(excused) = self.excused() {
            return excused;
        }
        let (mut total, mut open) = (0, Vec::new());
        for item in
            [self.item].into_iter().chain(self.parts()).filter(|item| item.status.base != BaseStatus::Cut)
        {
            total += item.criteria.len();
            let left = item.criteria.iter().filter(|criterion| !criterion.done);
            open.extend(left.map(|box_| Place { path: item.place.path.clone(), line: box_.line }));
        }
        if total == 0 {
            return not_asked("None are written.");
        }
        if open.is_empty() {
            return met(all(total, "box", "is ticked", "are ticked"));
        }
        let why = format!("{} of {} not ticked.", open.len(), counted(total, "box"));
        (Verdict::Open, why, open)
    }

    /// The State Deltas of the plan and its phases, in the order in which they happened.
    fn deltas(&self) -> Vec<&'a Delta> {
        let mut own: Named<()> = Named::default();
        [self.item].into_iter().chain(self.parts()).for_each(|item| own.insert(&item.id, ()));
        let is_own = |delta: &&Delta| delta.plan.as_ref().is_some_and(|plan| own.get(&plan.id).is_some());
        super::history::in_order(&self.inquiry.plan.deltas).into_iter().filter(is_own).collect()
    }

    fn delta(&self) -> Judgement {
        let deltas = self.deltas();
        let closing = deltas.iter().rev().find(|delta| !delta.ongoing);
        match (closing, deltas.last()) {
            (Some(delta), _) => {
                let when =
                    delta.date.as_ref().map_or("without a date".to_owned(), |date| format!("of {date}"));
                (Verdict::Met, format!("There is one {when}."), vec![delta.place.clone()])
            }
            (None, Some(delta)) => {
                (Verdict::Open, "Its State Delta still goes on.".to_owned(), vec![delta.place.clone()])
            }
            (None, None) => (Verdict::Open, "There is none.".to_owned(), Vec::new()),
        }
    }

    /// The modules that its State Deltas and the specs in its folder speak of, each with the line.
    fn touched(&self, made_only: bool) -> Vec<(&'a str, Place)> {
        let mut found: Named<Place> = Named::default();
        for part in [self.index].into_iter().chain(self.parts.iter().copied()) {
            for touch in self.inquiry.ties.of_item(part) {
                let is_evidence = matches!(touch.source, Source::Delta | Source::Folder);
                let is_wanted = !made_only || touch.kind == TouchKind::Made;
                let module = self.inquiry.module(touch.module).filter(|_| is_evidence && is_wanted);
                module
                    .into_iter()
                    .for_each(|module| found.insert_new(&module.name, touch.place(self.inquiry.plan)));
            }
        }
        let modules = &self.inquiry.plan.modules;
        modules
            .iter()
            .filter_map(|module| Some((module.name.as_str(), found.get(&module.name)?.clone())))
            .collect()
    }

    fn modules(&self) -> Judgement {
        if let Some(excused) = self.excused() {
            return excused;
        }
        let touched = self.touched(false);
        if touched.is_empty() {
            return not_asked("Its State Deltas and specs name no module.");
        }
        let row = |name: &str| {
            let module = self.inquiry.ties.module(name).and_then(|module| self.inquiry.module(module));
            module.and_then(|module| module.index.as_ref())
        };
        let missing: Vec<&(&str, Place)> = touched.iter().filter(|(name, _)| row(name).is_none()).collect();
        if missing.is_empty() {
            let places = touched.iter().filter_map(|(name, _)| Some(row(name)?.place.clone())).collect();
            let why = all(touched.len(), "module", "does", "do");
            return (Verdict::Met, why, places);
        }
        let names: Vec<&str> = missing.iter().map(|(name, _)| *name).collect();
        let why = format!("No row for {}.", names.join(", "));
        (Verdict::Open, why, missing.iter().map(|(_, place)| place.clone()).collect())
    }

    fn specs(&self) -> Judgement {
        if let Some(excused) = self.excused() {
            return excused;
        }
        let touched = self.touched(false);
        if touched.is_empty() {
            return not_asked("Its State Deltas and specs name no module.");
        }
        let deltas = self.deltas();
        let latest = deltas.iter().filter_map(|delta| delta.date.as_ref()).max();
        let Some(latest) = latest else {
            return not_asked("There is no State Delta with a date to compare them with.");
        };
        // Of several specs of a module the newest counts.
        let mut newest: Named<super::stale::Spec> = Named::default();
        for spec in super::stale::specs(self.inquiry, None).into_iter().rev() {
            if newest.get(&spec.module).is_none_or(|known| known.last_updated.is_none()) {
                newest.insert(&spec.module.clone(), spec);
            }
        }
        let (mut places, mut behind) = (Vec::new(), Vec::new());
        for (name, place) in &touched {
            match newest.get(name) {
                Some(spec)
                    if spec.last_updated.as_ref().is_some_and(|date| date.start() >= latest.start()) =>
                {
                    places.push(spec.place.clone());
                }
                Some(spec) => behind
                    .push((format!("{name} ({})", dated(spec.last_updated.as_ref())), spec.place.clone())),
                None => behind.push((format!("{name} (no spec)"), place.clone())),
            }
        }
        if behind.is_empty() {
            return (Verdict::Met, format!("All were updated since {latest}."), places);
        }
        let (names, places): (Vec<String>, Vec<Place>) = behind.into_iter().unzip();
        (Verdict::Open, format!("Older than the State Delta of {latest}: {}.", names.join(", ")), places)
    }

    fn needs(&self) -> Judgement {
        if let Some(excused) = self.excused() {
            return excused;
        }
        let needs = unmet(self.inquiry, self.index);
        if needs.is_empty() {
            let count = self.inquiry.ties.dependencies.needs(self.index).len();
            return match count {
                0 => not_asked("It needs nothing."),
                count => met(all(count, "plan", "that it needs is done", "that it needs are done")),
            };
        }
        let names: Vec<&str> = needs.iter().map(|need| need.id.as_str()).collect();
        let why = format!("Not done: {}.", names.join(", "));
        (Verdict::Open, why, needs.into_iter().flat_map(|need| need.stated).collect())
    }

    /// Whether the Plans table and the Children tables say of it and its parts what they say of themselves.
    fn rows(&self) -> Judgement {
        let plan = self.inquiry.plan;
        let mut own: Named<&Item> = Named::default();
        [self.item].into_iter().chain(self.parts()).for_each(|item| own.insert(&item.id, item));
        let plans = plan.plan_rows.iter().map(|row| (&row.plan.id, &row.status, &row.place));
        let children = plan.child_rows.iter().map(|row| (&row.child.id, &row.status, &row.place));
        let (mut agreeing, mut differing, mut has_row) = (Vec::new(), Vec::new(), false);
        for (id, status, place) in plans.chain(children) {
            let Some(item) = own.get(id) else { continue };
            has_row |= *id == self.item.id;
            let is_silent = status.base == BaseStatus::Unknown || item.status.base == BaseStatus::Unknown;
            if is_silent || status.base == item.status.base {
                agreeing.push(place.clone());
            } else {
                let said = status.written.as_deref().unwrap_or(status.base.name());
                differing.push((
                    format!(
                        "{id} is {said} there and {} in its own file",
                        item.status.base.name().to_uppercase()
                    ),
                    place.clone(),
                ));
            }
        }
        if !differing.is_empty() {
            let (said, places): (Vec<String>, Vec<Place>) = differing.into_iter().unzip();
            return (Verdict::Open, format!("{}.", said.join("; ")), places);
        }
        if !has_row && self.item.kind == ItemKind::Plan && !plan.plan_rows.is_empty() {
            return (
                Verdict::Open,
                "No table above it has a row for it.".to_owned(),
                vec![self.item.place.clone()],
            );
        }
        match agreeing.len() {
            0 => not_asked("No table names it."),
            count => (Verdict::Met, all(count, "row", "agrees", "agree"), agreeing),
        }
    }

    fn findings(&self, findings: Option<&[Finding]>) -> Judgement {
        let Some(findings) = findings else { return not_asked("The rules have not been applied yet.") };
        let folder = self.item.folder.as_ref().map(|folder| format!("{folder}/"));
        let mut own: Named<()> = Named::default();
        [self.item].into_iter().chain(self.parts()).for_each(|item| own.insert(&item.id, ()));
        let is_own = |finding: &&Finding| {
            let is_below =
                folder.as_ref().is_some_and(|folder| finding.place.path.starts_with(folder.as_str()));
            // A finding is about what has to change first; others are only mentioned.
            is_below || finding.items.first().is_some_and(|id| own.get(id).is_some())
        };
        let errors: Vec<&Finding> = findings
            .iter()
            .filter(|finding| finding.severity == Severity::Error && finding.ignored.is_none())
            .filter(is_own)
            .collect();
        let Some(first) = errors.first() else { return met("None does.".to_owned()) };
        let why = format!("{}: {}", counted(errors.len(), "error"), first.message);
        (Verdict::Open, why, errors.iter().map(|finding| finding.place.clone()).collect())
    }

    fn status(&self) -> Judgement {
        let place = vec![status_place(self.inquiry.plan, self.item)];
        let said = self.item.status.written.as_deref().unwrap_or("nothing");
        match self.item.status.base {
            BaseStatus::Done => (Verdict::Met, format!("It says {said}."), place),
            BaseStatus::Cut => (Verdict::NotApplicable, "It was cut.".to_owned(), place),
            _ => (Verdict::Open, format!("It says {said}."), place),
        }
    }

    fn archive(&self) -> Judgement {
        let place = vec![self.item.place.clone()];
        if self.item.archived {
            return (Verdict::Met, format!("It lies at {}.", self.item.place.path), place);
        }
        let dates: Vec<&Date> = self.deltas().into_iter().filter_map(|delta| delta.date.as_ref()).collect();
        let quarter = dates.last().copied().unwrap_or(self.inquiry.day).quarter();
        let when = if is_over(self.item.status.base) { "Move" } else { "When it is done, move" };
        (Verdict::Open, format!("{when} its folder to _completed/{quarter}/."), place)
    }
}

fn dated(date: Option<&Date>) -> String {
    date.map_or("no date".to_owned(), Date::to_string)
}

/// `The module does.`, `All 3 modules do.`
fn all(count: usize, noun: &str, does: &str, do_: &str) -> String {
    if count == 1 { format!("The {noun} {does}.") } else { format!("All {} {do_}.", counted(count, noun)) }
}

fn met(why: String) -> Judgement {
    (Verdict::Met, why, Vec::new())
}

fn not_asked(why: &str) -> Judgement {
    (Verdict::NotApplicable, why.to_owned(), Vec::new())
}
