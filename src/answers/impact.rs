//! What hangs on a plan or module: who waits for it, which modules it touches, what may be invalidated, each with
//! the shortest chain of lines that says so. And what would follow if a plan were cut, slipped or finished.

use super::{Inquiry, Source, Subject, Touch, TouchKind, is_open, is_over};
use crate::named::Named;
use crate::order;
use crate::plan::{BaseStatus, Deadline, Dependency, Item, ItemId, ItemKind, Place, Relation, RelationKind};
use serde::ser::{Serialize, SerializeStruct, Serializer};

/// What hangs on a plan or module.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Impact {
    /// The plan by id, or the module by name.
    pub of: String,
    /// What waits for it directly; of a module, the plans that touch it.
    pub direct: Vec<Reached>,
    /// What waits for it through others, the nearest first.
    pub transitive: Vec<Reached>,
    /// The modules that it touches.
    pub modules: Vec<ReachedModule>,
    /// Plans that are done and may not hold any more, the nearest first.
    pub may_invalidate: Vec<Reached>,
    /// Why.
    pub evidence: Evidence,
}

/// An item, and why it is reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reached {
    /// The item.
    pub subject: Subject,
    /// The last step that leads to it.
    pub last: Option<usize>,
}

/// A module, and why it is reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReachedModule {
    /// The module.
    pub name: String,
    /// The last step that leads to it.
    pub last: Option<usize>,
}

/// One line of evidence. Its direction is that of what it states: `depends_on` leads from what needs, `blocks` from
/// what is needed, `modifies` from the plan, `origin` from the module, `part_of` from the part.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Step {
    /// Where it starts.
    pub from: String,
    /// Where it ends.
    pub to: String,
    /// What it states.
    pub kind: &'static str,
    /// The line.
    #[serde(flatten)]
    pub place: Place,
    /// The field, column or section that it stands in.
    pub field: &'static str,
}

/// Steps, each kept once: the chains of a long row of plans share them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    links: Vec<Link>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Link {
    step: Step,
    before: Option<usize>,
    length: usize,
}

impl Evidence {
    /// The steps that lead to what ends with this one, from what was asked about.
    pub fn chain(&self, last: Option<usize>) -> Vec<&Step> {
        let mut chain: Vec<&Step> = Vec::with_capacity(self.length(last));
        let mut at = last;
        while let Some(link) = at.and_then(|at| self.links.get(at)) {
            chain.push(&link.step);
            at = link.before;
        }
        chain.reverse();
        chain
    }

    fn length(&self, last: Option<usize>) -> usize {
        last.and_then(|last| self.links.get(last)).map_or(0, |link| link.length)
    }

    fn add(&mut self, step: Step, before: Option<usize>) -> usize {
        let length = self.length(before) + 1;
        self.links.push(Link { step, before, length });
        self.links.len() - 1
    }
}

impl Serialize for Impact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_struct("Impact", 5)?;
        map.serialize_field("of", &self.of)?;
        map.serialize_field("direct", &Rows(&self.direct, &self.evidence))?;
        map.serialize_field("transitive", &Rows(&self.transitive, &self.evidence))?;
        map.serialize_field("modules", &ModuleRows(&self.modules, &self.evidence))?;
        map.serialize_field("may_invalidate", &Rows(&self.may_invalidate, &self.evidence))?;
        map.end()
    }
}

/// What was reached, each with its chain.
struct Rows<'a>(&'a [Reached], &'a Evidence);

impl Serialize for Rows<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(serde::Serialize)]
        struct Row<'a> {
            #[serde(flatten)]
            subject: &'a Subject,
            chain: Vec<&'a Step>,
        }
        serializer.collect_seq(
            self.0.iter().map(|reached| Row { subject: &reached.subject, chain: self.1.chain(reached.last) }),
        )
    }
}

struct ModuleRows<'a>(&'a [ReachedModule], &'a Evidence);

impl Serialize for ModuleRows<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(serde::Serialize)]
        struct Row<'a> {
            name: &'a str,
            chain: Vec<&'a Step>,
        }
        serializer.collect_seq(
            self.0.iter().map(|module| Row { name: &module.name, chain: self.1.chain(module.last) }),
        )
    }
}

impl Impact {
    /// What hangs on an item, by position.
    pub fn of_item(inquiry: &Inquiry<'_>, index: usize) -> Impact {
        let of = inquiry.item(index).map(|item| item.id.clone()).unwrap_or_default();
        let mut impact = Impact { of, ..Impact::default() };
        let mut search = Search::new(inquiry);
        search.start(index, None);
        search.run(&mut impact, Circle::First);
        impact.modules = modules_of(inquiry, index, &mut impact.evidence);
        let mut sharing: Vec<Reached> = Vec::new();
        for module in &impact.modules {
            let Some(position) = inquiry.ties.module(&module.name) else { continue };
            for (plan, step) in plans_of(inquiry, position).filter(|(plan, _)| plan.id != impact.of) {
                let last = Some(impact.evidence.add(step, module.last));
                sharing.push(Reached { subject: Subject::of(plan), last });
            }
        }
        impact.add_invalidated(Circle::First, sharing);
        impact
    }

    /// What hangs on a module, by position.
    pub fn of_module(inquiry: &Inquiry<'_>, module: usize) -> Impact {
        let of = inquiry.module(module).map(|module| module.name.clone()).unwrap_or_default();
        let mut impact = Impact { of, ..Impact::default() };
        let mut search = Search::new(inquiry);
        for (plan, step) in plans_of(inquiry, module) {
            let last = Some(impact.evidence.add(step, None));
            impact.direct.push(Reached { subject: Subject::of(plan), last });
            if let Some(index) = inquiry.plan.index_of(&plan.id) {
                search.start(index, last);
            }
        }
        search.run(&mut impact, Circle::None);
        impact.add_invalidated(Circle::None, Vec::new());
        impact
    }

    /// Plans that are done and rely on what changes: those that waited for it, and these. Others than those that
    /// touch it rely on a module through the plans that do, which is too far to doubt them all.
    fn add_invalidated(&mut self, waiting: Circle, more: Vec<Reached>) {
        let through = if waiting == Circle::First { self.transitive.as_slice() } else { &[] };
        let waiting = self.direct.iter().chain(through).cloned();
        let is_done = |reached: &Reached| {
            reached.subject.status == BaseStatus::Done && reached.subject.kind == ItemKind::Plan
        };
        let mut done: Vec<Reached> = waiting.chain(more).filter(is_done).collect();
        order::sort_by(&mut done, |a, b| self.evidence.length(a.last).cmp(&self.evidence.length(b.last)));
        let mut seen: Named<()> = Named::default();
        for reached in done {
            if seen.get(&reached.subject.id).is_none() {
                seen.insert(&reached.subject.id, ());
                self.may_invalidate.push(reached);
            }
        }
    }
}

/// The line that says that a plan touched a module, as a step.
fn step_of(inquiry: &Inquiry<'_>, touch: &Touch) -> Step {
    let plan = inquiry.item(touch.item).map(|item| item.id.clone()).unwrap_or_default();
    let module = inquiry.module(touch.module).map(|module| module.name.clone()).unwrap_or_default();
    let field = match (touch.source, touch.kind) {
        (Source::Index, TouchKind::Made) => "Origin Plan",
        (Source::Index, TouchKind::Changed) => "Modified By",
        (Source::Spec, _) => "modified_by_plans",
        (Source::Folder, _) => "path",
        (Source::Delta, _) => "State Deltas",
    };
    let (from, to, kind) = match touch.kind {
        TouchKind::Made => (module, plan, RelationKind::Origin),
        TouchKind::Changed => (plan, module, RelationKind::Modifies),
    };
    Step { from, to, kind: kind.name(), place: touch.place(inquiry.plan), field }
}

/// The modules that an item and its parts touch, by name, each with the first line that says so.
fn modules_of(inquiry: &Inquiry<'_>, index: usize, evidence: &mut Evidence) -> Vec<ReachedModule> {
    let mut found: Named<Option<usize>> = Named::default();
    let mut queue = vec![(index, None)];
    let mut next = 0;
    while let Some((at, above)) = queue.get(next).copied() {
        next += 1;
        for touch in inquiry.ties.of_item(at) {
            let Some(module) = inquiry.module(touch.module) else { continue };
            if found.get(&module.name).is_none() {
                found.insert(&module.name, Some(evidence.add(step_of(inquiry, touch), above)));
            }
        }
        for part in inquiry.ties.parts(at) {
            let step = part_of(inquiry, *part).map(|step| evidence.add(step, above));
            queue.push((*part, step));
        }
    }
    found.iter().map(|(name, last)| ReachedModule { name: name.to_owned(), last: *last }).collect()
}

/// The plans that touch a module, each once and with the first line that says so.
fn plans_of<'a>(inquiry: &Inquiry<'a>, module: usize) -> impl Iterator<Item = (&'a Item, Step)> {
    let mut found: Named<(&Item, Step)> = Named::default();
    for touch in inquiry.ties.of_module(module) {
        let plan = inquiry.plan_of(touch.item).and_then(|plan| inquiry.item(plan));
        let Some(plan) = plan.filter(|plan| !plan.is_second_claimant()) else { continue };
        found.insert_new(&plan.id, (plan, step_of(inquiry, touch)));
    }
    let found: Vec<(&Item, Step)> = found.iter().map(|(_, found)| found.clone()).collect();
    found.into_iter()
}

/// That an item is a part of the one above it.
fn part_of(inquiry: &Inquiry<'_>, index: usize) -> Option<Step> {
    let item = inquiry.item(index)?;
    let above = inquiry.item(item.parent?)?;
    Some(Step {
        from: item.id.clone(),
        to: above.id.clone(),
        kind: "part_of",
        place: item.place.clone(),
        field: "path",
    })
}

/// How the search came to an item.
#[derive(Clone, Copy, Debug)]
enum Way {
    /// It began here, after this step.
    Start(Option<usize>),
    /// It waits for another, which this relation says, by position.
    Waits { on: usize, relation: usize },
    /// It is a part of another.
    Part { of: usize },
    /// A part of it was reached.
    Whole { by: usize },
}

/// Which circle of a search waits directly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Circle {
    /// None: what was started from is that already.
    None,
    /// The first.
    First,
}

/// A search for what waits, in widening circles: each circle is one dependency further. Parts of what is reached are
/// reached with it, and what waits for a part waits for the whole.
struct Search<'a, 'b> {
    inquiry: &'b Inquiry<'a>,
    /// How each item was reached, and in which circle.
    ways: Vec<Option<(Way, usize)>>,
    /// Whether the parts of an item have been reached with it.
    is_whole: Vec<bool>,
    /// Items in the order in which they were reached.
    reached: Vec<usize>,
}

impl<'a, 'b> Search<'a, 'b> {
    fn new(inquiry: &'b Inquiry<'a>) -> Search<'a, 'b> {
        let count = inquiry.plan.items.len();
        Search { inquiry, ways: vec![None; count], is_whole: vec![false; count], reached: Vec::new() }
    }

    /// Begins at an item, to which this step has led.
    fn start(&mut self, index: usize, last: Option<usize>) {
        self.reach(index, Way::Start(last), 0);
        self.reach_parts(index, 0);
        self.reach_wholes(index, 0);
    }

    /// Reaches an item, unless it has been reached by a way that is as short.
    fn reach(&mut self, index: usize, way: Way, circle: usize) {
        if let Some(slot @ None) = self.ways.get_mut(index) {
            *slot = Some((way, circle));
            self.reached.push(index);
        }
    }

    fn reach_parts(&mut self, index: usize, circle: usize) {
        let inquiry = self.inquiry;
        let mut pending = vec![index];
        while let Some(at) = pending.pop() {
            let Some(is_whole) = self.is_whole.get_mut(at).filter(|is_whole| !**is_whole) else { continue };
            *is_whole = true;
            for part in inquiry.ties.parts(at) {
                self.reach(*part, Way::Part { of: at }, circle);
                pending.push(*part);
            }
        }
    }

    fn reach_wholes(&mut self, index: usize, circle: usize) {
        let mut part = index;
        while let Some(whole) = self.inquiry.item(part).and_then(|item| item.parent) {
            self.reach(whole, Way::Whole { by: part }, circle);
            part = whole;
        }
    }

    /// Goes on to the end, and writes what waits into an impact.
    fn run(mut self, impact: &mut Impact, direct: Circle) {
        let inquiry = self.inquiry;
        let mut next = 0;
        while let Some(index) = self.reached.get(next).copied() {
            next += 1;
            let circle = self.ways.get(index).copied().flatten().map_or(0, |(_, circle)| circle) + 1;
            for edge in inquiry.ties.dependencies.needed_by(index) {
                // What needs a thing says so better than what is needed by it.
                let is_own = |at: &&usize| {
                    let relation = inquiry.plan.relations.get(**at);
                    relation.is_some_and(|relation| relation.kind == RelationKind::DependsOn)
                };
                let relation = edge.relations.iter().find(is_own).or(edge.relations.first()).copied();
                let way = Way::Waits { on: index, relation: relation.unwrap_or_default() };
                self.reach(edge.from, way, circle);
                self.reach_parts(edge.from, circle);
                self.reach_wholes(edge.from, circle);
            }
        }
        // Every way leads on from one that was found before it.
        let mut last: Vec<Option<usize>> = vec![None; self.ways.len()];
        let mut waiting: Vec<(usize, usize)> = Vec::new();
        for index in &self.reached {
            let Some((way, circle)) = self.ways.get(*index).copied().flatten() else { continue };
            let (before, step) = match way {
                Way::Start(before) => {
                    last.get_mut(*index).into_iter().for_each(|last| *last = before);
                    continue;
                }
                Way::Waits { on, relation } => (on, inquiry.plan.relations.get(relation).map(stated)),
                Way::Part { of } => (of, part_of(inquiry, *index)),
                Way::Whole { by } => (by, part_of(inquiry, by)),
            };
            let before = last.get(before).copied().flatten();
            let step = step.map(|step| impact.evidence.add(step, before));
            last.get_mut(*index).into_iter().for_each(|last| *last = step);
            if !matches!(way, Way::Part { .. }) {
                waiting.push((circle, *index));
            }
        }
        order::sort(&mut waiting);
        for (circle, index) in waiting {
            // Of a plan in two places the one that references mean stands for both.
            let Some(item) = inquiry.item(index).filter(|item| !item.is_second_claimant()) else { continue };
            let reached = Reached { subject: Subject::of(item), last: last.get(index).copied().flatten() };
            match direct {
                Circle::First if circle < 2 => impact.direct.push(reached),
                _ => impact.transitive.push(reached),
            }
        }
    }
}

/// What a relation states.
fn stated(relation: &Relation) -> Step {
    Step {
        from: relation.from.clone(),
        to: relation.to.clone(),
        kind: relation.kind.name(),
        place: relation.place.clone(),
        field: relation.kind.name(),
    }
}

/// What is supposed of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Supposed {
    /// It is cut.
    Cut,
    /// It takes longer.
    Slip,
    /// It is finished.
    Finish,
}

impl Supposed {
    /// Everything that can be supposed.
    pub const ALL: [Supposed; 3] = [Supposed::Finish, Supposed::Slip, Supposed::Cut];

    /// Its name in JSON and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Supposed::Cut => "cut",
            Supposed::Slip => "slip",
            Supposed::Finish => "finish",
        }
    }
}

/// What would follow: a thought, and nothing that the tree says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The plan.
    pub of: ItemId,
    /// What is supposed of it.
    pub supposed: Supposed,
    /// Open plans and phases that are to do and could start.
    pub becomes_ready: Vec<Reached>,
    /// Open ones in work that would not wait any more.
    pub goes_on: Vec<Reached>,
    /// Open ones that do not wait now and would.
    pub becomes_blocked: Vec<Reached>,
    /// Open ones that would wait for what never comes, the nearest first.
    pub orphaned: Vec<Reached>,
    /// Open ones that would be later, the nearest first.
    pub delayed: Vec<Reached>,
    /// Modules that would be left without the plan that makes them.
    pub modules: Vec<ReachedModule>,
    /// What is due for it, or for what would be later.
    pub deadlines: Vec<Deadline>,
    /// Why.
    pub evidence: Evidence,
}

impl Outcome {
    /// What would follow for the others if this were so of an item.
    pub fn of(inquiry: &Inquiry<'_>, index: usize, supposed: Supposed) -> Outcome {
        let impact = Impact::of_item(inquiry, index);
        let now = inquiry.item(index).map(|item| item.status.base).unwrap_or_default();
        let then = match supposed {
            Supposed::Cut => BaseStatus::Cut,
            Supposed::Finish => BaseStatus::Done,
            Supposed::Slip => now,
        };
        let mut outcome = Outcome {
            of: impact.of.clone(),
            supposed,
            becomes_ready: Vec::new(),
            goes_on: Vec::new(),
            becomes_blocked: Vec::new(),
            orphaned: Vec::new(),
            delayed: Vec::new(),
            modules: Vec::new(),
            deadlines: Vec::new(),
            evidence: impact.evidence,
        };
        // What is over cannot be late.
        if then == now && (supposed != Supposed::Slip || is_over(now)) {
            return outcome;
        }
        let is_open = |reached: &Reached| inquiry.plan.item(&reached.subject.id).is_some_and(is_open);
        let supposedly = Supposition { inquiry, index, then };
        for reached in impact.direct.iter().filter(|reached| is_open(reached)) {
            let Some(position) = inquiry.plan.index_of(&reached.subject.id) else { continue };
            let list = match (supposedly.waits_now(position), supposedly.waits_then(position)) {
                (false, true) => &mut outcome.becomes_blocked,
                (true, false) if reached.subject.status == BaseStatus::Todo => &mut outcome.becomes_ready,
                (true, false) if reached.subject.status == BaseStatus::Wip => &mut outcome.goes_on,
                _ => continue,
            };
            list.push(reached.clone());
        }
        let waiting =
            || impact.direct.iter().chain(&impact.transitive).filter(|reached| is_open(reached)).cloned();
        match supposed {
            Supposed::Cut => {
                outcome.orphaned = waiting().collect();
                let is_made = |module: &&ReachedModule| {
                    let chain = outcome.evidence.chain(module.last);
                    chain.last().is_some_and(|step| step.kind == RelationKind::Origin.name())
                };
                outcome.modules = impact.modules.iter().filter(is_made).cloned().collect();
            }
            Supposed::Slip => outcome.delayed = waiting().collect(),
            Supposed::Finish => {}
        }
        if supposed == Supposed::Slip {
            let mut late: Named<()> = Named::default();
            late.insert(&outcome.of, ());
            outcome.delayed.iter().for_each(|reached| late.insert(&reached.subject.id, ()));
            let is_late = |deadline: &&Deadline| {
                let item = deadline.of.as_ref().and_then(|of| inquiry.plan.index_of(of));
                let plan = item.and_then(|item| inquiry.plan_of(item)).and_then(|plan| inquiry.item(plan));
                plan.is_some_and(|plan| late.get(&plan.id).is_some())
            };
            outcome.deadlines = inquiry.plan.deadlines.iter().filter(is_late).cloned().collect();
        }
        outcome
    }

    /// Whether nothing would follow for anything else.
    pub fn is_nothing(&self) -> bool {
        let lists =
            [&self.becomes_ready, &self.goes_on, &self.becomes_blocked, &self.orphaned, &self.delayed];
        lists.iter().all(|list| list.is_empty()) && self.modules.is_empty() && self.deadlines.is_empty()
    }
}

impl Serialize for Outcome {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let lists = [
            ("becomes_ready", &self.becomes_ready),
            ("goes_on", &self.goes_on),
            ("becomes_blocked", &self.becomes_blocked),
            ("orphaned", &self.orphaned),
            ("delayed", &self.delayed),
        ];
        let mut map = serializer.serialize_struct("Outcome", 10)?;
        map.serialize_field("of", &self.of)?;
        map.serialize_field("supposed", self.supposed.name())?;
        map.serialize_field("hypothetical", &true)?;
        for (name, list) in lists {
            map.serialize_field(name, &Rows(list, &self.evidence))?;
        }
        map.serialize_field("modules", &ModuleRows(&self.modules, &self.evidence))?;
        map.serialize_field("deadlines", &self.deadlines)?;
        map.end()
    }
}

/// A status supposed of an item and of all that lies in it.
struct Supposition<'a, 'b> {
    inquiry: &'b Inquiry<'a>,
    index: usize,
    then: BaseStatus,
}

impl Supposition<'_, '_> {
    fn waits_now(&self, index: usize) -> bool {
        self.waits(index, |_, status| status)
    }

    fn waits_then(&self, index: usize) -> bool {
        self.waits(index, |needed, status| if self.is_within(needed) { self.then } else { status })
    }

    /// Whether an item cannot go on, given how far each thing is that it needs.
    fn waits(&self, index: usize, status: impl Fn(usize, BaseStatus) -> BaseStatus) -> bool {
        let inquiry = self.inquiry;
        let is_unmet = |edge: &Dependency| {
            let needed = inquiry.item(edge.to).map(|item| item.status.base).unwrap_or_default();
            status(edge.to, needed) != BaseStatus::Done
        };
        inquiry.item(index).is_some_and(|item| item.status.base == BaseStatus::Blocked)
            || !inquiry.ties.needs_nothing_known(index).is_empty()
            || inquiry.ties.dependencies.needs(index).iter().any(is_unmet)
    }

    fn is_within(&self, index: usize) -> bool {
        let mut at = Some(index);
        while let Some(index) = at {
            if index == self.index {
                return true;
            }
            at = self.inquiry.item(index).and_then(|item| item.parent);
        }
        false
    }
}
