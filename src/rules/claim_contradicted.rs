//! `claim-contradicted`: a stated count that the tree does not bear out.

use super::{Check, Example, Rule};
use crate::findings::{Finding, Scene, Severity};
use crate::named::Named;
use crate::plan::{BaseStatus, Claim, Date, Item, ItemKind};

pub const RULE: Rule = Rule {
    id: "claim-contradicted",
    severity: Severity::Warning,
    summary: "A stated count is not what the tree has.",
    help: "A number that was counted by hand is read by those who do not count again.\n\nCorrect it, or leave it out: the \
overview counts for you. A statement is only reported when no reading of it fits: \"modules\" may be those in the Module \
Index, those with a spec, or all that are named. What a note stated is held against what there was on its day, as far as \
State Deltas, decisions and `start_at` tell.",
    check: Check::Tree(check),
};

pub const EXAMPLE: Example = Example {
    rule: RULE.id,
    bad: "//- _overview.md\n| Metric | Count |\n|--|--|\n| Total plans created | 2 |\n| ✅ DONE | 2 |\n| Plans in `_completed/` | 2 |\n\n\
Total plans: 3\n//- SP01_lamp/_overview.md\n---\nstatus: WIP\n---\n//- _completed/SP02_oil/_overview.md\n---\nstatus: DONE\n---\n",
    found: &["_overview.md:4", "_overview.md:5", "_overview.md:7"],
    good: "//- _overview.md\n| Metric | Count |\n|--|--|\n| Total plans created | 2 |\n| ✅ DONE | 1 |\n| Plans in `_completed/` | 1 |\n\n\
Total plans: 2\n//- SP01_lamp/_overview.md\n---\nstatus: WIP\n---\n//- _completed/SP02_oil/_overview.md\n---\nstatus: DONE\n---\n",
};

fn check(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    if scene.plan.claims.is_empty() {
        return;
    }
    let counts = Counts::of(scene);
    let claims = &scene.plan.claims;
    for (at, claim) in claims.iter().enumerate() {
        let past = claim.date.as_ref().filter(|date| counts.has_gone_on(date));
        let readings = match past {
            Some(date) => counts.readings_then(claim, date),
            None => counts.readings(claim),
        };
        let fits = |reading: &Reading| (reading.least..=reading.most).contains(&claim.count);
        let Some(first) = readings.first().filter(|_| !readings.iter().any(fits)) else {
            let before = at.checked_sub(1).and_then(|before| claims.get(before));
            found.extend(before.filter(|_| past.is_none()).and_then(|before| unregistered(before, claim)));
            continue;
        };
        let message = match past {
            Some(_) => format!("\"{}\" is stated, but the tree tells of {} by then.", claim.written, first.shown()),
            None => format!("\"{}\" is stated, but the tree has {}.", claim.written, first.shown()),
        };
        found.push(Finding::new(RULE.id, claim.place.clone(), message).about(first.items.clone()));
    }
}

/// Two counts of one line that say themselves that modules are not registered.
fn unregistered(one: &Claim, other: &Claim) -> Option<Finding> {
    let is_pair = one.place == other.place && is_of(&one.what, &["module", "modules"]) && one.what != "module index";
    if !is_pair || other.what != "module index" || one.count <= other.count {
        return None;
    }
    let missing = one.count - other.count;
    let (modules, are) = if missing == 1 { ("module", "is") } else { ("modules", "are") };
    let message = format!(
        "\"{}\" and \"{}\" are stated: {missing} {modules} {are} not registered.",
        one.written, other.written
    );
    Some(Finding::new(RULE.id, other.place.clone(), message))
}

/// How many there are, when a statement is read in one way.
struct Reading {
    least: u32,
    most: u32,
    /// What they are, behind the number.
    what: String,
    /// Which they are, when they are few.
    items: Vec<String>,
}

impl Reading {
    fn new(least: usize, most: usize, what: &str) -> Reading {
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Reading { least: count(least), most: count(most), what: what.to_owned(), items: Vec::new() }
    }

    fn exactly(count: usize, what: &str) -> Reading {
        Reading::new(count, count, what)
    }

    /// `3 plans that are in work: PP17_a, PP19_b`.
    fn shown(&self) -> String {
        let number = match (self.least, self.most) {
            (least, most) if least == most => least.to_string(),
            (least, u32::MAX) => format!("at least {least}"),
            (least, most) => format!("{least} to {most}"),
        };
        let which = match self.items.as_slice() {
            [] => String::new(),
            items if items.len() > 8 => String::new(),
            items => format!(" ({})", items.join(", ")),
        };
        format!("{number} {}{which}", if number == "1" { of_one(&self.what) } else { self.what.clone() })
    }
}

/// The words for one of what several are called.
fn of_one(what: &str) -> String {
    const FORMS: [(&str, &str); 8] = [
        ("plans", "plan"),
        ("modules", "module"),
        ("entries", "entry"),
        ("folders", "folder"),
        ("specs", "spec"),
        ("notes", "note"),
        ("Deltas", "Delta"),
        (" are ", " is "),
    ];
    FORMS.iter().fold(what.to_owned(), |what, (many, one)| what.replace(many, one))
}

fn is_of(what: &str, words: &[&str]) -> bool {
    what.split(' ').any(|word| words.contains(&word))
}

/// What there is to be counted.
struct Counts<'s, 'a> {
    scene: &'s Scene<'a>,
    /// Every plan once.
    plans: Vec<&'a Item>,
    /// Whether a listing leaves plans out, so that there may be more.
    is_partial: bool,
    /// For each plan, since when it is there and since when it is over, where that is known.
    times: Named<Times>,
    newest: Option<Date>,
}

/// When a plan began and ended.
#[derive(Default)]
struct Times {
    created: Option<Date>,
    over: Option<Date>,
}

impl<'s, 'a> Counts<'s, 'a> {
    fn of(scene: &'s Scene<'a>) -> Counts<'s, 'a> {
        let plans: Vec<&Item> = scene.plans().filter(|item| !item.id.contains('@')).collect();
        let is_partial = scene.listing.is_some_and(|listing| {
            listing.elisions.iter().any(|elision| elision.folder.is_empty() || elision.folder == "_completed")
        });
        let mut counts = Counts { scene, plans, is_partial, times: Named::default(), newest: None };
        for item in &counts.plans {
            // What is to start later has not begun, and tells of nothing.
            let start = item.field("start_at").and_then(Date::parse);
            if let Some(date) = start.filter(|date| date.start() <= scene.day.end()) {
                counts.times.change(&item.id, |times| times.created = Some(date.clone()));
                counts.newest = counts.newest.take().max(Some(date));
            }
        }
        for decision in &scene.plan.decisions {
            let (Some(date), Some(plan)) = (&decision.date, decision.plans.first().filter(|plan| plan.resolved)) else {
                continue;
            };
            counts.times.change(&plan.id, |times| match decision.verb.as_str() {
                "create" if times.created.as_ref().is_none_or(|known| known > date) => times.created = Some(date.clone()),
                "close" | "cut" if times.over.is_none() => times.over = Some(date.clone()),
                _ => {}
            });
        }
        for delta in &scene.plan.deltas {
            let (Some(date), Some(plan)) = (&delta.date, delta.plan.as_ref().filter(|plan| plan.resolved)) else { continue };
            if matches!(delta.status.base, BaseStatus::Done | BaseStatus::Cut) && !delta.ongoing {
                counts.times.change(&plan.id, |times| {
                    if times.over.as_ref().is_none_or(|known| known.end() > date.end()) {
                        times.over = Some(date.clone());
                    }
                });
            }
        }
        let dates = scene.plan.deltas.iter().filter_map(|delta| delta.date.clone());
        let dates = dates.chain(scene.plan.notes.iter().filter_map(|note| note.date.clone()));
        for date in dates.filter(|date| date.start() <= scene.day.start()) {
            counts.newest = counts.newest.take().max(Some(date));
        }
        counts
    }

    /// Whether the tree tells of something later than a day.
    fn has_gone_on(&self, date: &Date) -> bool {
        self.newest.as_ref().is_some_and(|newest| newest.start() > date.end())
    }

    /// How a statement of the tree as it is may be read; nothing when it cannot be held against anything.
    fn readings(&self, claim: &Claim) -> Vec<Reading> {
        let (what, plan) = (claim.what.as_str(), self.scene.plan);
        if what == "module index" {
            let rows = plan.modules.iter().filter(|module| module.index.is_some()).count();
            // A listing without the text of the root says nothing of its index.
            let is_known = rows > 0 || self.scene.listing.is_none();
            return is_known.then(|| Reading::exactly(rows, "in the Module Index")).into_iter().collect();
        }
        if let Some(folder) = what.split(' ').find(|word| word.starts_with('_')) {
            return self.in_folder(folder);
        }
        if is_of(what, &["delta", "deltas"]) {
            let root = plan.deltas.iter().filter(|delta| delta.place.path == "_overview.md").count();
            let all = Reading::exactly(plan.deltas.len(), "State Deltas in the root and its archive");
            return vec![Reading::exactly(root, "State Deltas in the root"), all];
        }
        if is_of(what, &["meeting", "meetings"]) {
            return self.meetings(None);
        }
        if is_of(what, &["exploration", "explorations"]) {
            return self.notes(what);
        }
        if is_of(what, &["module", "modules", "spec", "specs"]) {
            return self.modules(None);
        }
        self.plans(what)
    }

    /// How a statement of an earlier day may be read.
    fn readings_then(&self, claim: &Claim, date: &Date) -> Vec<Reading> {
        let what = claim.what.as_str();
        if what.split(' ').any(|word| word.starts_with('_')) || what == "module index" || is_of(what, &["exploration", "explorations"]) {
            return Vec::new();
        }
        if is_of(what, &["delta", "deltas"]) {
            let deltas = self.scene.plan.deltas.iter();
            let dated = |is_in: fn(&Date, &Date) -> bool| {
                deltas.clone().filter(|delta| delta.date.as_ref().is_none_or(|of| is_in(of, date))).count()
            };
            let least = deltas.clone().filter(|delta| delta.date.as_ref().is_some_and(|of| of.end() <= date.start())).count();
            return vec![Reading::new(least, dated(|of, day| of.start() <= day.end()), "State Deltas")];
        }
        if is_of(what, &["meeting", "meetings"]) {
            return self.meetings(Some(date));
        }
        if is_of(what, &["module", "modules", "spec", "specs"]) {
            return self.modules(Some(date));
        }
        self.plans_then(what, date)
    }

    /// What lies in a folder: plans, or everything.
    fn in_folder(&self, folder: &str) -> Vec<Reading> {
        let files = self.scene.reading.files();
        if !files.is_folder(folder) || self.scene.listing.is_some_and(|listing| listing.elisions.iter().any(|elision| elision.folder == folder)) {
            return Vec::new();
        }
        let prefix = format!("{folder}/");
        let mut entries: Named<()> = Named::default();
        let mut folders: Named<()> = Named::default();
        for entry in files.iter().filter_map(|entry| entry.path().as_str().strip_prefix(&prefix)) {
            entries.insert(entry.split('/').next().unwrap_or(entry), ());
            if let Some((name, _)) = entry.split_once('/') {
                folders.insert(name, ());
            }
        }
        let is_in = |item: &&Item| item.place.path.starts_with(&prefix);
        let plans = self.scene.plans().filter(is_in).count();
        let what = |kind: &str| format!("{kind} in {folder}/");
        let readings = [(plans, "plans"), (folders.len(), "folders"), (entries.len(), "entries")];
        readings.map(|(count, kind)| Reading::exactly(count, &what(kind))).into()
    }

    fn meetings(&self, until: Option<&Date>) -> Vec<Reading> {
        let is_then = |date: Option<&Date>| until.is_none_or(|until| date.is_some_and(|date| date.start() <= until.start()));
        let notes: Vec<_> = self.scene.plan.notes.iter().filter(|note| is_then(note.date.as_ref())).collect();
        let is_meeting = notes.iter().filter(|note| note.of.contains("meeting"));
        let with_decisions = notes.iter().filter(|note| {
            let path = self.scene.plan.item(&note.of).map(|item| &item.place.path);
            self.scene.plan.decisions.iter().any(|decision| Some(&decision.place.path) == path)
        });
        vec![
            Reading::exactly(is_meeting.count(), "notes of meetings"),
            Reading::exactly(with_decisions.count(), "notes with decisions"),
            Reading::exactly(notes.len(), "notes"),
        ]
    }

    fn notes(&self, what: &str) -> Vec<Reading> {
        let notes: Vec<&Item> =
            self.scene.plan.of_kind(ItemKind::Exploration).filter(|item| !item.template && !item.id.contains('@')).collect();
        let of = |kind: &str, items: Vec<&&Item>| {
            let mut reading = Reading::exactly(items.len(), kind);
            reading.items = items.iter().map(|item| item.name().to_owned()).collect();
            reading
        };
        let is_elided = |folder: &str| {
            self.scene.listing.is_some_and(|listing| listing.elisions.iter().any(|elision| elision.folder == folder))
        };
        if is_of(what, &["active"]) {
            let active = notes.iter().filter(|item| !item.archived).collect();
            let known = !is_elided("exploration");
            return known.then(|| of("active notes", active)).into_iter().collect();
        }
        if is_elided("exploration") || is_elided("exploration/_archive") {
            return Vec::new();
        }
        if is_of(what, &["archived"]) {
            return vec![of("archived notes", notes.iter().filter(|item| item.archived).collect())];
        }
        vec![of("notes", notes.iter().collect())]
    }

    /// Modules: those in the index, those with a spec, all that are named; on an earlier day, those born by then.
    fn modules(&self, until: Option<&Date>) -> Vec<Reading> {
        let modules = &self.scene.plan.modules;
        let more = if self.scene.listing.is_some_and(|listing| !listing.elisions.is_empty()) { usize::MAX } else { 0 };
        if let Some(until) = until {
            let mut born: Named<&Date> = Named::default();
            for delta in &self.scene.plan.deltas {
                for change in delta.changes.iter().filter(|change| change.is_new_module()) {
                    if let (Some(name), Some(date)) = (&change.module, &delta.date) {
                        born.insert_new(name, date);
                    }
                }
            }
            let certain = born.iter().filter(|(_, date)| date.end() <= until.start()).count();
            // A module that was not yet told of in a delta may have had a spec.
            return vec![Reading::new(certain, modules.len(), "modules")];
        }
        let index = modules.iter().filter(|module| module.index.is_some()).count();
        let specs = modules.iter().filter(|module| !module.specs.is_empty()).count();
        let files: usize = modules.iter().map(|module| module.specs.len()).sum();
        vec![
            Reading::exactly(index, "modules in the Module Index"),
            Reading::new(specs, specs.max(more), "modules with a spec"),
            Reading::new(files, files.max(more), "specs"),
            Reading::new(modules.len(), modules.len().max(more), "modules"),
        ]
    }

    /// The states that words name, and what plans in them are.
    fn states(what: &str) -> (Vec<BaseStatus>, &'static str) {
        let mut states = Vec::new();
        let mut add = |words: &[&str], found: &[BaseStatus]| {
            if is_of(what, words) {
                states.extend(found);
            }
        };
        add(&["done", "completed", "complete", "closed", "finished", "shipped"], &[BaseStatus::Done]);
        add(&["cut"], &[BaseStatus::Cut]);
        add(&["wip", "progress", "work"], &[BaseStatus::Wip]);
        add(&["todo", "started"], &[BaseStatus::Todo]);
        add(&["blocked"], &[BaseStatus::Blocked]);
        add(&["active"], &[BaseStatus::Wip, BaseStatus::Todo, BaseStatus::Blocked]);
        let label = match states.as_slice() {
            [] => "plans",
            [BaseStatus::Done] => "plans that are done",
            [BaseStatus::Cut] => "plans that are cut",
            [BaseStatus::Wip] => "plans in work",
            [BaseStatus::Todo] => "plans not started",
            [BaseStatus::Blocked] => "plans that are blocked",
            [BaseStatus::Done, BaseStatus::Cut] => "plans that are done or cut",
            [BaseStatus::Wip, BaseStatus::Todo, BaseStatus::Blocked] => "active plans",
            _ => "such plans",
        };
        (states, label)
    }

    /// The plans that a statement can be about: all, or the procedures or systems among them.
    fn of_type(&self, what: &str) -> Vec<&'a Item> {
        let is_system = |item: &Item| item.field("type").map_or(item.id.starts_with("SP"), |kind| kind == "system");
        let (system, procedure) = (is_of(what, &["system"]), is_of(what, &["procedure"]));
        self.plans.iter().copied().filter(|item| system == procedure || is_system(item) == system).collect()
    }

    fn plans(&self, what: &str) -> Vec<Reading> {
        let plans = self.of_type(what);
        let (states, label) = Counts::states(what);
        let archived: Vec<&&Item> = plans.iter().filter(|item| item.archived).collect();
        let more = |count: usize| if self.is_partial { usize::MAX } else { count };
        let of = |items: &[&&Item], unknown: usize, label: &str| {
            let mut reading = Reading::new(items.len(), more(items.len() + unknown), label);
            if !states.is_empty() {
                reading.items = items.iter().map(|item| item.id.clone()).collect();
            }
            reading
        };
        if states.is_empty() {
            let folders = self.scene.plans().count();
            return match is_of(what, &["archived"]) {
                true => vec![of(&archived, 0, "archived plans")],
                false => vec![of(&plans.iter().collect::<Vec<_>>(), 0, label), Reading::new(folders, more(folders), "folders of plans")],
            };
        }
        let base = |item: &Item| item.status.base;
        let found: Vec<&&Item> = plans.iter().filter(|item| states.contains(&base(item))).collect();
        let unknown = plans.iter().filter(|item| base(item) == BaseStatus::Unknown).count();
        let mut readings = vec![of(&found, unknown, label)];
        if is_of(what, &["active"]) {
            let wip: Vec<&&Item> = plans.iter().filter(|item| base(item) == BaseStatus::Wip).collect();
            let root: Vec<&&Item> = plans.iter().filter(|item| !item.archived).collect();
            readings.push(of(&wip, unknown, "plans in work"));
            readings.push(of(&root, 0, "plans outside the archive"));
        }
        if is_of(what, &["archived", "completed"]) {
            readings.push(of(&archived, 0, "archived plans"));
        }
        readings
    }

    /// How many plans there were, or were over or not, on an earlier day.
    fn plans_then(&self, what: &str, date: &Date) -> Vec<Reading> {
        let plans = self.of_type(what);
        let number = |item: &Item| item.id.get(2..).and_then(|rest| rest.split('_').next()).and_then(|digits| digits.parse::<u32>().ok());
        let times = |item: &Item| self.times.get(&item.id);
        let created = |item: &Item| times(item).and_then(|times| times.created.as_ref());
        let over = |item: &Item| times(item).and_then(|times| times.over.as_ref());
        // What was over had been created, and numbers are given in the order of creation.
        let is_by_then = |event: Option<&Date>| event.is_some_and(|event| event.end() <= date.end());
        let known = plans.iter().filter(|item| is_by_then(created(item)) || is_by_then(over(item)));
        let highest = known.filter_map(|item| number(item)).max();
        let (mut least, mut most) = ((0, 0), (0, 0));
        for item in plans.iter().copied() {
            let was_certainly = is_by_then(over(item)) || number(item).map_or_else(|| is_by_then(created(item)), |number| Some(number) <= highest);
            let was_maybe = was_certainly || created(item).is_none_or(|created| created.start() <= date.end());
            // A plan that a delta ends and that is in work again may have been over or not.
            let is_over = matches!(item.status.base, BaseStatus::Done | BaseStatus::Cut);
            let over_certainly = is_by_then(over(item)) && is_over;
            let may_be_over = over(item).map_or(is_over, |over| over.start() <= date.end());
            let over_maybe = was_maybe && may_be_over;
            least = (least.0 + usize::from(was_certainly), least.1 + usize::from(over_certainly));
            most = (most.0 + usize::from(was_maybe), most.1 + usize::from(over_maybe));
        }
        let (states, label) = Counts::states(what);
        let is_over = states.iter().all(|state| matches!(state, BaseStatus::Done | BaseStatus::Cut));
        match states.as_slice() {
            [] if !is_of(what, &["archived"]) => vec![Reading::new(least.0, most.0, label)],
            // Whether what was over was done or cut cannot be told apart safely, so only the sum is.
            [BaseStatus::Done, BaseStatus::Cut] => vec![Reading::new(least.1, most.1, label)],
            [_] if is_over => vec![Reading::new(0, most.1, label)],
            [BaseStatus::Wip, BaseStatus::Todo, BaseStatus::Blocked] => {
                vec![Reading::new(least.0.saturating_sub(most.1), most.0.saturating_sub(least.1), label)]
            }
            _ => Vec::new(),
        }
    }
}
