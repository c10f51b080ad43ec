//! How far something that concerns all modules has come in each: what a plan that cuts across them, or a requirement,
//! has reached, is to reach, and does not know of because the module was born later.

use crate::answers::{Inquiry, is_over};
use crate::named::Named;
use crate::order;
use crate::plan::names::short_id;
use crate::plan::{BaseStatus, Date, Item, ItemKind, Place, Scope};

/// What is asked after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// A plan, by id.
    Plan(String),
    /// A requirement, by the line that states it.
    Requirement(Place),
}

/// How far a module is, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// Nothing says that it is reached, or is to be.
    None,
    /// Nothing does, and it was made after the plan was written, which could not know of it.
    BornAfter,
    /// So many of a hundred, as somebody states.
    Share(u8),
    /// A part of the plan that is not begun names it.
    Planned,
    /// A part of the plan that is in work names it.
    InWork,
    /// A part of the plan names it and is done; no State Delta says so.
    TaskDone,
    /// A State Delta says that it was changed.
    Done,
}

impl Reach {
    /// Its name in attributes.
    pub fn name(self) -> &'static str {
        match self {
            Reach::None => "none",
            Reach::BornAfter => "born-after",
            Reach::Share(_) => "share",
            Reach::Planned => "planned",
            Reach::InWork => "in-work",
            Reach::TaskDone => "task-done",
            Reach::Done => "done",
        }
    }

    /// What it says, for people.
    pub fn label(self) -> String {
        match self {
            Reach::None => "nothing".to_owned(),
            Reach::BornAfter => "nothing: born after it was written".to_owned(),
            Reach::Share(share) => format!("{share}%, as stated"),
            Reach::Planned => "planned".to_owned(),
            Reach::InWork => "in work".to_owned(),
            Reach::TaskDone => "its task is done, no delta says so".to_owned(),
            Reach::Done => "done".to_owned(),
        }
    }

    /// Whether something is still missing.
    pub fn is_gap(self) -> bool {
        matches!(self, Reach::None | Reach::BornAfter) || matches!(self, Reach::Share(share) if share < 100)
    }
}

/// A line that says something of a module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Its words.
    pub text: String,
    /// What it makes of the module by itself.
    pub reach: Reach,
    /// When, where that is said.
    pub date: Option<Date>,
    /// Where.
    pub place: Place,
}

/// How far one module is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The module.
    pub module: String,
    /// How far.
    pub reach: Reach,
    /// What says so, the most telling first.
    pub said: Vec<Said>,
    /// When it was made, where the tree tells it.
    pub born: Option<Date>,
    /// The line that tells it.
    pub born_at: Option<Place>,
}

/// How far something has come in every module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// What it is called.
    pub title: String,
    /// The plans that carry it out, by id.
    pub plans: Vec<String>,
    /// When it was written, where the tree tells it.
    pub written: Option<Date>,
    /// The line that states it.
    pub place: Place,
    /// All modules, by name.
    pub rows: Vec<Row>,
}

/// What can be asked after: plans that touch several modules or name them in their parts, the widest first; then
/// requirements.
pub fn subjects(inquiry: &Inquiry<'_>) -> Vec<(About, String, usize)> {
    let plan = inquiry.plan;
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (at, item) in inquiry.plans().filter(|(_, item)| item.kind == ItemKind::Plan) {
        let parts = parts_of(inquiry, at);
        let touched = parts.iter().flat_map(|part| inquiry.ties.of_item(*part));
        let mut modules: Vec<usize> = touched.map(|touch| touch.module).collect();
        order::sort(&mut modules);
        modules.dedup();
        let is_for_all = plan.deltas.iter().any(|delta| {
            delta.plan.as_ref().is_some_and(|target| target.id == item.id)
                && delta.changes.iter().any(|change| change.scope == Scope::All)
        });
        if modules.len() > 1 || is_for_all {
            found.push((modules.len(), at));
        }
    }
    order::sort_by(&mut found, |a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let plans = found.into_iter().filter_map(|(modules, at)| {
        let item = inquiry.item(at)?;
        Some((About::Plan(item.id.clone()), item.id.clone(), modules))
    });
    let requirements = plan
        .requirements
        .iter()
        .map(|asked| (About::Requirement(asked.place.clone()), asked.text.clone(), asked.owners.len()));
    plans.chain(requirements).collect()
}

/// An item and all that lies in it.
fn parts_of(inquiry: &Inquiry<'_>, plan: usize) -> Vec<usize> {
    let mut parts = vec![plan];
    let mut next = 0;
    while let Some(at) = parts.get(next).copied() {
        next += 1;
        parts.extend(inquiry.ties.parts(at));
    }
    parts
}

impl Coverage {
    /// How far something has come. `text_of` gives the text of a document; shares are stated in running text.
    pub fn of(
        inquiry: &Inquiry<'_>,
        about: &About,
        text_of: &dyn Fn(&str) -> Option<String>,
    ) -> Option<Coverage> {
        let plan = inquiry.plan;
        let (title, place, stated, plans) = match about {
            About::Plan(id) => {
                let item = plan.item(id)?;
                (item.id.clone(), item.place.clone(), None, vec![plan.index_of(id)?])
            }
            About::Requirement(place) => {
                let asked = plan.requirements.iter().find(|asked| asked.place == *place)?;
                let mut plans: Vec<usize> =
                    asked.owners.iter().filter_map(|owner| plan.plan_of(&owner.text)).collect();
                order::sort(&mut plans);
                plans.dedup();
                (asked.text.clone(), place.clone(), asked.date.clone(), plans)
            }
        };
        let mut gather = Gather::of(inquiry);
        for at in &plans {
            gather.add_parts(inquiry, *at);
            gather.add_deltas(inquiry, *at);
            gather.add_shares(inquiry, *at, text_of);
        }
        // A requirement was there when it was asked for; a plan when it was first spoken of.
        let written = stated.or_else(|| plans.iter().filter_map(|at| written(inquiry, *at)).min());
        let ids = plans.iter().filter_map(|at| inquiry.item(*at)).map(|item| item.id.clone()).collect();
        let rows = gather.rows(inquiry, written.as_ref());
        Some(Coverage { title, plans: ids, written, place, rows })
    }

    /// How many modules are as far as a test says.
    pub fn count(&self, is: impl Fn(Reach) -> bool) -> usize {
        self.rows.iter().filter(|row| is(row.reach)).count()
    }
}

/// When a plan was written: the first day on which the tree speaks of it.
fn written(inquiry: &Inquiry<'_>, plan: usize) -> Option<Date> {
    let item = inquiry.item(plan)?;
    let decided = inquiry.plan.decisions.iter().filter(|decision| {
        decision.plans.iter().any(|target| target.id == item.id || is_within(&target.id, &item.id))
    });
    let decided = decided.filter_map(|decision| decision.date.clone());
    const BEGINNINGS: [&str; 7] =
        ["created", "created_at", "created_date", "date", "start_at", "started", "start_date"];
    let fields = BEGINNINGS.iter().filter_map(|key| item.field(key)).filter_map(Date::parse);
    let deltas = inquiry.plan.deltas.iter().filter(|delta| {
        delta.plan.as_ref().is_some_and(|target| target.id == item.id || is_within(&target.id, &item.id))
    });
    let deltas = deltas.filter_map(|delta| delta.date.clone());
    decided.chain(fields).min().or_else(|| deltas.min())
}

fn is_within(id: &str, plan: &str) -> bool {
    id.strip_prefix(plan).is_some_and(|rest| rest.starts_with('/'))
}

/// What a module goes by.
struct Called {
    /// The words of its name.
    name: Vec<String>,
    /// Those of the plan that it came from, without its number.
    origin: Vec<String>,
}

/// What is said of every module.
struct Gather {
    names: Vec<Called>,
    said: Vec<Vec<Said>>,
    /// What is said of all modules there were.
    of_all: Vec<Said>,
}

/// The words of a name or text, in small letters.
fn words(text: &str) -> Vec<String> {
    let words = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// Whether words stand in a text one after the other.
fn holds(text: &[String], words: &[String]) -> bool {
    !words.is_empty() && text.windows(words.len()).any(|window| window == words)
}

impl Gather {
    fn of(inquiry: &Inquiry<'_>) -> Gather {
        let modules = &inquiry.plan.modules;
        let names = modules.iter().map(|module| {
            let origin = module.origin.as_ref().map(|origin| {
                let id: &str = origin;
                short_id(id).and_then(|short| id.get(short.len()..)).unwrap_or(id)
            });
            Called { name: words(&module.name), origin: origin.map(words).unwrap_or_default() }
        });
        Gather { names: names.collect(), said: vec![Vec::new(); modules.len()], of_all: Vec::new() }
    }

    /// The modules that a text names: by their own names, else by the name of the plan that they came from.
    fn named(&self, text: &str) -> Vec<usize> {
        let text = words(text);
        let named = |is: &dyn Fn(&Called) -> bool| -> Vec<usize> {
            self.names.iter().enumerate().filter(|(_, names)| is(names)).map(|(at, _)| at).collect()
        };
        let own = named(&|called| holds(&text, &called.name));
        if own.is_empty() { named(&|called| holds(&text, &called.origin)) } else { own }
    }

    fn say(&mut self, module: usize, said: Said) {
        if let Some(list) = self.said.get_mut(module)
            && list.iter().all(|known| known.place != said.place || known.reach != said.reach)
        {
            list.push(said);
        }
    }

    /// Parts of a plan that are called like a module.
    fn add_parts(&mut self, inquiry: &Inquiry<'_>, plan: usize) {
        let Some(whole) = inquiry.item(plan) else { return };
        let items = inquiry.plan.items.iter().enumerate();
        let within = items.filter(|(at, item)| *at != plan && is_within(&item.id, &whole.id));
        let parts: Vec<(usize, &Item)> = within
            .filter(|(_, item)| !item.template && (item.kind.is_work() || item.kind == ItemKind::Document))
            .collect();
        for (_, item) in parts {
            let reach = match item.status.base {
                BaseStatus::Cut => continue,
                status if is_over(status) => Reach::TaskDone,
                BaseStatus::Wip => Reach::InWork,
                BaseStatus::Unknown if is_over(whole.status.base) => Reach::TaskDone,
                BaseStatus::Unknown if whole.status.base == BaseStatus::Wip => Reach::InWork,
                _ => Reach::Planned,
            };
            let name = item.name().strip_suffix(".md").unwrap_or(item.name());
            let mut modules = self.named(name);
            if modules.is_empty() {
                modules = self.named(&item.title);
            }
            for module in modules {
                let (text, place) = (item.title.clone(), item.place.clone());
                self.say(module, Said { text, reach, date: None, place });
            }
        }
    }

    /// What State Deltas of a plan say, and that the Module Index and specs name it.
    fn add_deltas(&mut self, inquiry: &Inquiry<'_>, plan: usize) {
        let Some(whole) = inquiry.item(plan) else { return };
        for delta in inquiry.plan.deltas.iter().filter(|delta| {
            delta
                .plan
                .as_ref()
                .is_some_and(|target| target.id == whole.id || is_within(&target.id, &whole.id))
        }) {
            if delta.status.base == BaseStatus::Cut {
                continue;
            }
            for change in &delta.changes {
                let place = Place { path: delta.place.path.clone(), line: change.line };
                let is_open = delta.ongoing
                    || matches!(delta.status.base, BaseStatus::Todo | BaseStatus::Wip | BaseStatus::Blocked);
                let reach = if is_open { Reach::InWork } else { Reach::Done };
                let said = Said { text: change.text.clone(), reach, date: delta.date.clone(), place };
                let module = change.module.as_ref().and_then(|name| inquiry.ties.module(name));
                match (module, change.scope) {
                    (Some(module), _) => self.say(module, said),
                    (None, Scope::All) => self.of_all.push(said),
                    (None, _) => {}
                }
            }
        }
    }

    /// Shares that the documents of a plan state, and that specs of modules state with the name of the plan.
    fn add_shares(&mut self, inquiry: &Inquiry<'_>, plan: usize, text_of: &dyn Fn(&str) -> Option<String>) {
        let Some(whole) = inquiry.item(plan) else { return };
        let mut paths: Named<Option<usize>> = Named::default();
        let items = inquiry.plan.items.iter();
        items
            .filter(|item| item.id == whole.id || is_within(&item.id, &whole.id))
            .for_each(|item| paths.insert(&item.place.path, None));
        for (at, module) in inquiry.plan.modules.iter().enumerate() {
            module.specs.iter().for_each(|path| paths.insert(path, Some(at)));
        }
        for (path, spec) in paths.iter() {
            let Some(text) = text_of(path).filter(|text| text.contains('%')) else { continue };
            for (line, written) in (1..).zip(text.lines()).filter(|(_, line)| line.contains('%')) {
                let place = Place { path: path.to_owned(), line };
                let said = |share: u8| Said {
                    text: written.trim().trim_start_matches(['-', '*', ' ', '|']).to_owned(),
                    reach: Reach::Share(share),
                    date: Date::last_in(written),
                    place: place.clone(),
                };
                if let Some(module) = spec {
                    let names_it = words(written)
                        .iter()
                        .any(|word| short_id(&whole.id).unwrap_or(&whole.id).eq_ignore_ascii_case(word));
                    if let Some(share) = share_in(written).filter(|_| names_it) {
                        self.say(*module, said(share));
                    }
                    continue;
                }
                for clause in clauses(written) {
                    let Some(share) = share_in(clause) else { continue };
                    for module in self.named(clause) {
                        self.say(module, said(share));
                    }
                }
            }
        }
    }

    fn rows(self, inquiry: &Inquiry<'_>, written: Option<&Date>) -> Vec<Row> {
        let Gather { said, of_all, .. } = self;
        let rows = inquiry.plan.modules.iter().zip(said).enumerate().map(|(at, (module, mut said))| {
            let (born, born_at) = born(inquiry, at);
            for all in &of_all {
                // What was done to all modules was done to those there were.
                let is_later = born.as_ref().zip(all.date.as_ref()).is_some_and(|(born, on)| born > on);
                if !is_later {
                    said.push(all.clone());
                }
            }
            order::sort_by(&mut said, |a, b| b.reach.cmp(&a.reach).then_with(|| a.place.cmp(&b.place)));
            let is_later = born.as_ref().zip(written).is_some_and(|(born, written)| born > written);
            // A share that is stated tells more than a task, and less than a delta.
            let share =
                said.iter().filter(|said| matches!(said.reach, Reach::Share(_))).map(|said| said.reach);
            let reach = match said.first().map(|said| said.reach) {
                Some(Reach::Done) => Reach::Done,
                Some(reach) => share.min().unwrap_or(reach),
                None if is_later => Reach::BornAfter,
                None => Reach::None,
            };
            Row { module: module.name.clone(), reach, said, born, born_at }
        });
        rows.collect()
    }
}

/// The clauses of a line: what is counted apart.
fn clauses(line: &str) -> impl Iterator<Item = &str> {
    line.split([',', ';', '|']).flat_map(|part| part.split(" and ")).flat_map(|part| part.split(". "))
}

/// The share that a text states: `70%`.
fn share_in(text: &str) -> Option<u8> {
    let (before, _) = text.split_once('%')?;
    let before = before.trim_end();
    let digits = before.len() - before.trim_end_matches(|letter: char| letter.is_ascii_digit()).len();
    let number = before.get(before.len() - digits..)?;
    number.parse().ok().filter(|share| *share <= 100)
}

/// When a module was made: the delta in which it is new, else when the plan that it came from was written.
fn born(inquiry: &Inquiry<'_>, module: usize) -> (Option<Date>, Option<Place>) {
    let Some(known) = inquiry.module(module) else { return (None, None) };
    for delta in inquiry.plan.deltas.iter() {
        let is_new = |change: &&crate::plan::Change| {
            change.is_new_module() && change.module.as_deref() == Some(known.name.as_str())
        };
        if let (Some(change), Some(date)) = (delta.changes.iter().find(is_new), &delta.date) {
            let place = Place { path: delta.place.path.clone(), line: change.line };
            return (Some(date.clone()), Some(place));
        }
    }
    let origin = known.origin.as_ref().and_then(|origin| inquiry.plan.index_of(origin));
    let date = origin.and_then(|origin| written(inquiry, origin));
    let place = known.origin.as_ref().filter(|_| date.is_some()).map(|origin| origin.place.clone());
    (date, place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_read_out_of_their_clause() {
        assert_eq!(share_in("scheduling stood at 70%"), Some(70));
        assert_eq!(share_in("70 % of it"), Some(70));
        assert_eq!(share_in("none of it"), None);
        assert_eq!(share_in("grew by 170%"), None);
        let line = "On October 8th scheduling stood at 70% and telemedicine at 0%.";
        let shares: Vec<Option<u8>> = clauses(line).map(share_in).collect();
        assert_eq!(shares, [Some(70), Some(0)]);
    }
}
