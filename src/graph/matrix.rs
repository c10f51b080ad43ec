//! Who and what stands on which module, as rows and columns: which plan made it, changed it, means to change it or
//! does so now; who answers for it; and what somebody who looks after the system should know of each.

use crate::answers::{Inquiry, TouchKind, is_open, is_over};
use crate::named::Named;
use crate::order;
use crate::plan::{BaseStatus, Place};

/// What a plan has to do with a module. The first that fits holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// It made the module, or is to make it.
    Created,
    /// It is in work and changes it.
    Now,
    /// It is not begun, or waits, and is to change it.
    Planned,
    /// It changed it.
    Modified,
    /// It would have changed it, and was cut.
    Cut,
}

impl Mark {
    /// All of them, in the order in which they are explained.
    pub const ALL: [Mark; 5] = [Mark::Created, Mark::Modified, Mark::Planned, Mark::Now, Mark::Cut];

    /// What it says, for people.
    pub fn label(self) -> &'static str {
        match self {
            Mark::Created => "created",
            Mark::Modified => "modified",
            Mark::Planned => "planned",
            Mark::Now => "touched now",
            Mark::Cut => "cut",
        }
    }

    /// Its sign.
    pub fn sign(self) -> &'static str {
        match self {
            Mark::Created => "●",
            Mark::Modified => "○",
            Mark::Planned => "◌",
            Mark::Now => "▶",
            Mark::Cut => "×",
        }
    }
}

/// How somebody answers for a module.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Share {
    /// Alone, as far as those go who are still here.
    Sole,
    /// With others.
    Shared,
    /// Taken over from somebody who left.
    Inherited,
    /// By name, and has left.
    Left,
}

impl Share {
    /// All of them.
    pub const ALL: [Share; 4] = [Share::Sole, Share::Shared, Share::Inherited, Share::Left];

    /// What it says, for people.
    pub fn label(self) -> &'static str {
        match self {
            Share::Sole => "owner, alone",
            Share::Shared => "shared",
            Share::Inherited => "inherited",
            Share::Left => "has left",
        }
    }

    /// Its sign.
    pub fn sign(self) -> &'static str {
        match self {
            Share::Sole => "●",
            Share::Shared => "◐",
            Share::Inherited => "◍",
            Share::Left => "×",
        }
    }
}

/// What is to be known of a module.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Concern {
    /// Two open plans change it, and neither waits for the other.
    Collision,
    /// Somebody answers for it who has left.
    Left,
    /// Nobody answers for it.
    Unowned,
    /// Only one person who is here answers for it, and it was taken over.
    Inherited,
    /// Only one person who is here answers for it.
    Sole,
    /// Several answer for it.
    Shared,
    /// No document describes it.
    Unspecified,
    /// Two plans or more changed it.
    Modified,
}

impl Concern {
    /// All of them, the most pressing first.
    pub const ALL: [Concern; 8] = [
        Concern::Collision,
        Concern::Left,
        Concern::Unowned,
        Concern::Unspecified,
        Concern::Inherited,
        Concern::Sole,
        Concern::Shared,
        Concern::Modified,
    ];

    /// Its name in links.
    pub fn name(self) -> &'static str {
        match self {
            Concern::Collision => "collision",
            Concern::Left => "left",
            Concern::Unowned => "unowned",
            Concern::Inherited => "inherited",
            Concern::Sole => "sole",
            Concern::Shared => "shared",
            Concern::Unspecified => "unspecified",
            Concern::Modified => "modified",
        }
    }

    /// What it says of a module.
    pub fn label(self) -> &'static str {
        match self {
            Concern::Collision => "changed by two open plans at once",
            Concern::Left => "in the name of somebody who has left",
            Concern::Unowned => "without an owner",
            Concern::Inherited => "inherited",
            Concern::Sole => "known to one person alone",
            Concern::Shared => "shared",
            Concern::Unspecified => "without a spec",
            Concern::Modified => "changed by several plans",
        }
    }
}

/// What one plan has to do with one module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The plan, by position in [`Matrix::plans`].
    pub column: usize,
    /// What it does to it.
    pub mark: Mark,
    /// The lines that say so.
    pub places: Vec<Place>,
}

/// How one person answers for one module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holding {
    /// The person, by position in [`Matrix::people`].
    pub column: usize,
    /// How.
    pub share: Share,
    /// The line that says so.
    pub place: Place,
}

/// A module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its name.
    pub module: String,
    /// The plan that it came from, by id.
    pub origin: Option<String>,
    /// What plans have to do with it, by column.
    pub cells: Vec<Cell>,
    /// Who answers for it, by column.
    pub holdings: Vec<Holding>,
    /// What is to be known of it, the most pressing first.
    pub concerns: Vec<Concern>,
    /// The open plans that change it and do not wait for each other, by column.
    pub colliding: Vec<usize>,
}

impl Row {
    /// How many plans changed it, or are to.
    pub fn modifiers(&self) -> usize {
        self.cells.iter().filter(|cell| !matches!(cell.mark, Mark::Created | Mark::Cut)).count()
    }

    /// Whether something is to be known of it.
    pub fn is(&self, concern: Concern) -> bool {
        self.concerns.contains(&concern)
    }
}

/// Somebody who answers for modules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Their name.
    pub name: String,
    /// How many modules they answer for.
    pub modules: usize,
    /// How many of them alone.
    pub alone: usize,
    /// Whether they are gone on the day.
    pub has_left: bool,
    /// Whether that is much more than others have.
    pub has_too_much: bool,
}

/// A plan that has to do with modules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanColumn {
    /// Its id.
    pub id: String,
    /// How far it is.
    pub status: BaseStatus,
    /// Whether it is still to be brought to its end.
    pub is_open: bool,
    /// How many modules it has to do with.
    pub modules: usize,
}

/// All modules, with all plans and people that stand on them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matrix {
    /// The modules, in the order of the tree.
    pub rows: Vec<Row>,
    /// The plans, in the order of their numbers.
    pub plans: Vec<PlanColumn>,
    /// The people, by name.
    pub people: Vec<Holder>,
}

/// From how many modules on somebody can have too much.
pub const MUCH: usize = 4;

impl Matrix {
    /// Of a tree on a day.
    pub fn of(inquiry: &Inquiry<'_>) -> Matrix {
        let plan = inquiry.plan;
        let mut matrix = Matrix::default();
        let mut columns: Named<usize> = Named::default();
        let mut positions: Vec<usize> = Vec::new();
        let mut touching: Vec<usize> = (0..plan.modules.len())
            .flat_map(|module| inquiry.ties.of_module(module))
            .filter_map(|touch| inquiry.plan_of(touch.item))
            .collect();
        order::sort(&mut touching);
        touching.dedup();
        // Columns stand in the order of their numbers, then in that of the tree.
        order::sort_by(&mut touching, |a, b| (number(inquiry, *a), a).cmp(&(number(inquiry, *b), b)));
        for at in touching {
            let Some(item) = inquiry.item(at) else { continue };
            columns.insert(&item.id, matrix.plans.len());
            positions.push(at);
            let (id, status) = (item.id.clone(), item.status.base);
            matrix.plans.push(PlanColumn { id, status, is_open: is_open(item), modules: 0 });
        }
        let mut names: Named<()> = Named::default();
        plan.modules.iter().flat_map(|module| &module.owners).for_each(|owner| names.insert(&owner.name, ()));
        let mut gone: Named<bool> = Named::default();
        plan.people.iter().for_each(|person| gone.insert(&person.name, person.has_left(inquiry.day)));
        let mut people: Named<usize> = Named::default();
        for (at, (name, ())) in names.iter().enumerate() {
            people.insert(name, at);
            let has_left = gone.get(name) == Some(&true);
            matrix.people.push(Holder {
                name: name.to_owned(),
                modules: 0,
                alone: 0,
                has_left,
                has_too_much: false,
            });
        }
        let order = Order::of(inquiry, &positions);
        for (index, module) in plan.modules.iter().enumerate() {
            let cells = matrix.cells(inquiry, index, &columns);
            let holdings = matrix.holdings(module, &people);
            let open = cells.iter().filter(|cell| {
                !matches!(cell.mark, Mark::Cut)
                    && matrix.plans.get(cell.column).is_some_and(|plan| plan.is_open)
            });
            let open: Vec<usize> = open.map(|cell| cell.column).collect();
            let collides =
                |one: &usize| open.iter().any(|other| other != one && !order.is_ordered(*one, *other));
            let colliding: Vec<usize> = open.iter().copied().filter(collides).collect();
            let mut row = Row {
                module: module.name.clone(),
                origin: module.origin.as_ref().map(|origin| origin.text.clone()),
                cells,
                holdings,
                concerns: Vec::new(),
                colliding,
            };
            let is_known = !module.specs.is_empty();
            row.concerns = Concern::ALL.into_iter().filter(|it| row.has(*it, is_known)).collect();
            matrix.rows.push(row);
        }
        matrix.weigh();
        matrix
    }

    fn cells(&mut self, inquiry: &Inquiry<'_>, module: usize, columns: &Named<usize>) -> Vec<Cell> {
        let mut cells: Vec<Cell> = Vec::new();
        let origin = inquiry.module(module).and_then(|module| module.origin.as_ref());
        for touch in inquiry.ties.of_module(module) {
            let Some(item) = inquiry.plan_of(touch.item).and_then(|at| inquiry.item(at)) else { continue };
            let Some(column) = columns.get(&item.id).copied() else { continue };
            let is_made = touch.kind == TouchKind::Made || origin.is_some_and(|origin| **origin == *item.id);
            let mark = match item.status.base {
                _ if is_made => Mark::Created,
                BaseStatus::Cut => Mark::Cut,
                status if is_over(status) || item.archived => Mark::Modified,
                BaseStatus::Wip => Mark::Now,
                _ => Mark::Planned,
            };
            let place = touch.place(inquiry.plan);
            match cells.iter_mut().find(|cell| cell.column == column) {
                Some(cell) => {
                    cell.mark = cell.mark.min(mark);
                    if !cell.places.contains(&place) {
                        cell.places.push(place);
                    }
                }
                None => cells.push(Cell { column, mark, places: vec![place] }),
            }
        }
        order::sort_by(&mut cells, |a, b| a.column.cmp(&b.column));
        for cell in &cells {
            self.plans.get_mut(cell.column).into_iter().for_each(|plan| plan.modules += 1);
        }
        cells
    }

    fn holdings(&mut self, module: &crate::plan::Module, people: &Named<usize>) -> Vec<Holding> {
        let has_left =
            |name: &str| people.get(name).and_then(|at| self.people.get(*at)).is_some_and(|it| it.has_left);
        let here = module.owners.iter().filter(|owner| !has_left(&owner.name)).count();
        let share = |owner: &crate::plan::Owner| match here {
            _ if has_left(&owner.name) => Share::Left,
            _ if owner.is_inherited => Share::Inherited,
            1 if !owner.is_shared => Share::Sole,
            _ => Share::Shared,
        };
        let mut holdings: Vec<Holding> = Vec::new();
        for owner in &module.owners {
            let Some(column) = people.get(&owner.name).copied() else { continue };
            if holdings.iter().all(|known| known.column != column) {
                holdings.push(Holding { column, share: share(owner), place: owner.name.place.clone() });
            }
        }
        order::sort_by(&mut holdings, |a, b| a.column.cmp(&b.column));
        for holding in &holdings {
            if let Some(person) = self.people.get_mut(holding.column) {
                person.modules += 1;
                person.alone += usize::from(here == 1 && holding.share != Share::Left);
            }
        }
        holdings
    }

    /// Finds who has much more than others: twice as many modules as each would have if they were shared evenly.
    fn weigh(&mut self) {
        let here = self.people.iter().filter(|person| !person.has_left).count();
        let held: usize = self.people.iter().map(|person| person.modules).sum();
        for person in self.people.iter_mut().filter(|person| !person.has_left) {
            person.has_too_much = here > 1 && person.modules >= MUCH && person.modules * here >= 2 * held;
        }
    }

    /// How many modules there are of which something is to be known.
    pub fn count(&self, concern: Concern) -> usize {
        self.rows.iter().filter(|row| row.is(concern)).count()
    }
}

impl Row {
    fn has(&self, concern: Concern, is_specified: bool) -> bool {
        let of = |share: Share| self.holdings.iter().filter(|holding| holding.share == share).count();
        let here = self.holdings.len() - of(Share::Left);
        match concern {
            Concern::Collision => !self.colliding.is_empty(),
            Concern::Left => of(Share::Left) > 0,
            Concern::Unowned => self.holdings.is_empty(),
            Concern::Inherited => of(Share::Inherited) > 0,
            Concern::Sole => here == 1,
            Concern::Shared => here > 1 || of(Share::Shared) > 0,
            Concern::Unspecified => !is_specified,
            Concern::Modified => self.modifiers() > 1,
        }
    }
}

/// The number of a plan: 9 of `SP09_insurance`; those without stand last.
fn number(inquiry: &Inquiry<'_>, plan: usize) -> u32 {
    let short = inquiry.item(plan).and_then(|item| crate::plan::names::short_id(&item.id));
    short.and_then(|short| short.get(2..)?.parse().ok()).unwrap_or(u32::MAX)
}

/// Which of the open plans waits for which, be it through others or through their phases.
struct Order {
    /// For each open plan, by column, those that it waits for, by column.
    reached: Vec<Vec<bool>>,
}

impl Order {
    fn of(inquiry: &Inquiry<'_>, positions: &[usize]) -> Order {
        let mut column: Vec<Option<usize>> = vec![None; inquiry.plan.items.len()];
        for (at, position) in positions.iter().enumerate() {
            column.iter_mut().skip(*position).take(1).for_each(|slot| *slot = Some(at));
        }
        let mut needs: Vec<Vec<usize>> = vec![Vec::new(); inquiry.plan.items.len()];
        for edge in inquiry.ties.dependencies.all() {
            let ends = (inquiry.plan_of(edge.from), inquiry.plan_of(edge.to));
            if let (Some(from), Some(to)) = ends {
                needs.get_mut(from).into_iter().for_each(|list| list.push(to));
            }
        }
        let is_open_at = |at: usize| inquiry.item(at).is_some_and(is_open);
        let reached = positions.iter().map(|position| {
            let mut reached = vec![false; if is_open_at(*position) { positions.len() } else { 0 }];
            if reached.is_empty() {
                return reached;
            }
            let mut seen = vec![false; inquiry.plan.items.len()];
            let mut pending = vec![*position];
            while let Some(at) = pending.pop() {
                for next in needs.get(at).into_iter().flatten() {
                    let Some(slot) = seen.get_mut(*next).filter(|seen| !**seen) else { continue };
                    *slot = true;
                    pending.push(*next);
                    let own = column.get(*next).copied().flatten();
                    own.and_then(|at| reached.get_mut(at)).into_iter().for_each(|slot| *slot = true);
                }
            }
            reached
        });
        Order { reached: reached.collect() }
    }

    fn is_ordered(&self, one: usize, other: usize) -> bool {
        let waits =
            |from: usize, to: usize| self.reached.get(from).and_then(|row| row.get(to)) == Some(&true);
        waits(one, other) || waits(other, one)
    }
}
