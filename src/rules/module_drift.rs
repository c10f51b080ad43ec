//! `module-drift`: what the Module Index, the specs and the State Deltas say of a module cannot all be true.

use super::{Check, Example, Rule};
use crate::document::Value;
use crate::findings::{Finding, Presence, Scene, Severity};
use crate::named::Named;
use crate::order;
use crate::plan::{BaseStatus, IndexRow, Item, Module, Place, Referent};

pub const RULE: Rule = Rule {
    id: "module-drift",
    severity: Severity::Warning,
    summary: "The Module Index, the specs and the State Deltas contradict each other about a module.",
    help: "They should agree on the plan a module came from, on the plans that changed it and on who answers for it. A plan \
that was cut without changing anything is no modifier, and two specs of one module should say the same.\n\nFind out \
which is true. Of two specs keep one, as a rule that of the plan the module came from, and move into it what only the \
other says.",
    check: Check::Tree(check),
};

pub const EXAMPLE: Example = Example {
    rule: RULE.id,
    bad: "//- _overview.md\n## Module Index\n| Module | Origin Plan | Modified By | Primary Owner |\n|---|---|---|---|\n| winch | \
SP01 | PP02 _(CUT)_ | Ada |\n| cable | PP02 | PP03 | Ada |\n\n## State Deltas\n### ✅ SP01_pier — Jan 2025\n- winch: new \
module\n- cable: new module\n### 🚫 PP02_power — Feb 2025 [CUT]\n- No state changes\n### ✅ PP03_oil — Mar 2025\n- winch: \
oiled\n//- SP01_pier/modules/winch.md\n---\nmodule: winch\nmodified_by_plans: [PP03]\n---\n//- \
SP01_pier/modules/cable.md\n---\nmodule: cable\nmodified_by_plans: []\n---\n//- PP03_oil/modules/cable.md\n---\n\
module: cable\nmodified_by_plans: [PP03]\n---\n//- PP02_power/_overview.md\n---\nstatus: CUT\n---\n//- \
PP03_oil/_overview.md\n---\nstatus: DONE\n---\n//- SP01_pier/_overview.md\n---\nstatus: DONE\n---\n",
    found: &["SP01_pier/modules/cable.md:3", "_overview.md:4", "_overview.md:4", "_overview.md:5"],
    good: "//- _overview.md\n## Module Index\n| Module | Origin Plan | Modified By |\n|---|---|---|\n| winch | SP01 | PP03, PP04 \
|\n\n## State Deltas\n### ✅ SP01_pier — Jan 2025\n- winch: new module\n### ✅ PP03_oil — Mar 2025\n- winch: \
oiled\n//- SP01_pier/modules/winch.md\n---\nmodule: winch\nmodified_by_plans: [SP01, PP03, PP04]\n---\n//- \
PP03_oil/_overview.md\n---\nstatus: DONE\n---\n//- PP04_wax/_overview.md\n---\nstatus: WIP\n---\n//- \
SP01_pier/_overview.md\n---\nstatus: DONE\n---\n",
};

fn check(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    // An index without a column for modifiers names none in any row.
    let mut rows = scene.plan.modules.iter().filter_map(|module| module.index.as_ref());
    let has_modifiers = rows.any(|row| !row.modified_by.is_empty());
    let assigned = assigned(scene);
    let mut people: Named<usize> = Named::default();
    for (at, person) in scene.plan.people.iter().enumerate() {
        people.insert_new(&person.name, at);
    }
    for module in &scene.plan.modules {
        let specs = specs(scene, module);
        contradicting_specs(module, &specs, found);
        let Some(row) = &module.index else { continue };
        let mut said = Said::default();
        origin(scene, module, row, &specs, &mut said);
        if has_modifiers {
            found.extend(modifiers(scene, module, row, &specs, &mut said));
        }
        owners(scene, module, &specs, (&assigned, &people), &mut said);
        spec_path(scene, module, row, &mut said);
        if !said.words.is_empty() {
            let message = format!("{}: {}.", module.name, said.words.join("; "));
            said.places.retain(|place| *place != row.place);
            found.push(
                Finding::new(RULE.id, row.place.clone(), message).about([&module.name]).because(said.places),
            );
        }
    }
}

/// What differs about one module, and where.
#[derive(Default)]
struct Said {
    words: Vec<String>,
    places: Vec<Place>,
}

impl Said {
    fn add(&mut self, words: String, places: impl IntoIterator<Item = Place>) {
        self.words.push(words);
        self.places.extend(places);
    }
}

/// The specs of a module whose text is known.
fn specs<'a>(scene: &Scene<'a>, module: &Module) -> Vec<&'a Item> {
    let items = module.specs.iter().filter_map(|path| scene.plan.item_at(path));
    items.filter(|spec| scene.knows_fields(spec)).collect()
}

/// The plan that a spec lies in.
fn home(scene: &Scene<'_>, spec: &Item) -> Option<usize> {
    scene.plan_of(&scene.item(spec.parent?)?.id)
}

fn id<'a>(scene: &Scene<'a>, plan: usize) -> &'a str {
    scene.item(plan).map_or("", |item| &item.id)
}

fn origin(scene: &Scene<'_>, module: &Module, row: &IndexRow, specs: &[&Item], said: &mut Said) {
    let mut born: Vec<(usize, Place)> = Vec::new();
    let mut changed: Vec<usize> = Vec::new();
    for stated in scene.changes.of_module(&module.name) {
        let Some((delta, plan)) = scene.plan.deltas.get(stated.delta).zip(stated.plan) else { continue };
        changed.push(plan);
        if let Some(change) = delta.changes.get(stated.change).filter(|change| change.is_new_module()) {
            born.push((plan, Place { path: delta.place.path.clone(), line: change.line }));
        }
    }
    let stated = row.origin.as_ref().filter(|origin| origin.resolved);
    let stated = stated.and_then(|origin| scene.plan_of(&origin.id));
    let is_older = row.notes.iter().any(|note| note.contains("pre-existing"));
    if let Some((plan, place)) = born.first() {
        let by = id(scene, *plan);
        match stated {
            Some(origin) if born.iter().all(|(plan, _)| *plan != origin) => {
                let origin = id(scene, origin);
                let words = format!("the Module Index says that it came from {origin}, a State Delta from {by}");
                said.add(words, [place.clone()]);
            }
            None if is_older => {
                let words = format!("the Module Index calls it pre-existing, but a State Delta says that {by} made it");
                said.add(words, [place.clone()]);
            }
            _ => {}
        }
        return;
    }
    // Without a delta the spec lies where the module came from, or in a plan that changed it.
    let Some(origin) = stated else { return };
    let mut known = row.modified_by.iter().filter_map(|modifier| scene.plan_of(&modifier.plan.id));
    let is_explained = |home: usize| home == origin || changed.contains(&home) || known.any(|plan| plan == home);
    let homes: Vec<usize> = specs.iter().filter_map(|spec| home(scene, spec)).collect();
    if let (Some(first), Some(spec)) = (homes.first().copied(), specs.first())
        && !homes.iter().copied().any(is_explained)
    {
        let (origin, first) = (id(scene, origin), id(scene, first));
        let words = format!("the Module Index says that it came from {origin}, but its spec lies in {first}");
        said.add(words, [spec.place.clone()]);
    }
}

/// Who is said to have changed a module.
fn modifiers(
    scene: &Scene<'_>,
    module: &Module,
    row: &IndexRow,
    specs: &[&Item],
    said: &mut Said,
) -> Vec<Finding> {
    let mut found = Vec::new();
    let named = row.modified_by.iter().filter_map(|modifier| scene.plan_of(&modifier.plan.id));
    let in_index: Vec<usize> = named.collect();
    let in_specs: Vec<usize> = specs.iter().flat_map(|spec| listed(scene, spec)).collect();
    let mut in_deltas: Vec<(usize, Place)> = Vec::new();
    let mut spoken_of: Vec<usize> = Vec::new();
    for stated in scene.changes.of_module(&module.name) {
        let Some((delta, plan)) = scene.plan.deltas.get(stated.delta).zip(stated.plan) else { continue };
        spoken_of.push(plan);
        if let Some(change) = delta.changes.get(stated.change).filter(|change| !change.is_new_module()) {
            in_deltas.push((plan, Place { path: delta.place.path.clone(), line: change.line }));
        }
    }
    let came_from = module.origin.as_ref().and_then(|origin| scene.plan_of(origin));
    let mut all: Vec<usize> = Vec::new();
    let by_deltas = in_deltas.iter().map(|(plan, _)| plan);
    for plan in in_index.iter().chain(&in_specs).chain(by_deltas) {
        if !all.contains(plan) {
            all.push(*plan);
        }
    }
    // Who names whom and who does not, with the plans for which that is so.
    let mut differing: Vec<((String, String), Vec<&str>)> = Vec::new();
    for plan in all.into_iter().filter(|plan| Some(*plan) != came_from) {
        let Some(item) = scene.item(plan) else { continue };
        let (index, spec) = (in_index.contains(&plan), in_specs.contains(&plan));
        let deltas = || in_deltas.iter().filter(|(by, _)| *by == plan).map(|(_, place)| place.clone());
        let delta = deltas().next().is_some();
        let is_silent = !spoken_of.contains(&plan);
        if index && is_silent && item.status.base == BaseStatus::Cut && scene.changes.are_none(scene.plan, plan) {
            let message = format!(
                "The Module Index lists {} as a modifier of {}, but that plan was cut without state changes.",
                item.id, module.name
            );
            let entries = scene.changes.of_plan(plan).iter().filter_map(|delta| scene.plan.deltas.get(*delta));
            let because = entries.map(|delta| delta.place.clone());
            found.push(
                Finding::new(RULE.id, row.place.clone(), message)
                    .about([&module.name, &item.id])
                    .because(because),
            );
            continue;
        }
        // Of a plan in work the delta is still to come, and a change of all modules may mean this one.
        let owes_delta = scene.knows_deltas()
            && is_silent
            && !item.status.base.is_open()
            && !scene.changes.are_collective(scene.plan, plan);
        let mut names: Vec<&str> = Vec::new();
        let mut silent: Vec<&str> = Vec::new();
        for (source, is_named, should) in [
            ("the Module Index", index, true),
            ("its spec", spec, !specs.is_empty()),
            ("the State Deltas", delta, owes_delta),
        ] {
            if is_named {
                names.push(source);
            } else if should {
                silent.push(source);
            }
        }
        // Where only the spec and the deltas differ, that is `modified-by-mismatch`.
        let is_about_index = index || silent.contains(&"the Module Index");
        if !silent.is_empty() && is_about_index {
            let key = (names.join(" and "), silent.join(" and "));
            said.places.extend(deltas());
            match differing.iter_mut().find(|(known, _)| *known == key) {
                Some((_, plans)) => plans.push(&item.id),
                None => differing.push((key, vec![&item.id])),
            }
        }
    }
    for ((names, silent), plans) in &differing {
        let verb = if names.contains(" and ") || names.ends_with("Deltas") { "name" } else { "names" };
        let what = if plans.len() == 1 { "a modifier" } else { "modifiers" };
        said.words.push(format!("{names} {verb} {} as {what}, {silent} not", plans.join(" and ")));
    }
    let differs = !differing.is_empty();
    said.places.extend(specs.iter().filter(|_| differs).map(|spec| scene.field_place(spec, "modified_by_plans")));
    found
}

/// The plans that a spec lists.
fn listed(scene: &Scene<'_>, spec: &Item) -> Vec<usize> {
    let entry = spec.frontmatter.iter().find(|entry| entry.key == "modified_by_plans");
    let written = entry.map(|entry| values(&entry.value.value)).unwrap_or_default();
    let plans = written.into_iter().filter_map(|written| {
        scene.plan_of(written).or_else(|| match scene.names.find(written)? {
            Referent::Item(index) => scene.plan_of(&scene.item(index)?.id),
            Referent::Module(_) => None,
        })
    });
    plans.collect()
}

/// The last decision by which somebody was made answerable for a module, by its position.
fn assigned(scene: &Scene<'_>) -> Named<usize> {
    let mut last: Named<usize> = Named::default();
    for (index, decision) in scene.plan.decisions.iter().enumerate() {
        let module = decision.assignment.as_ref().and_then(|assigned| assigned.module.as_ref());
        let Some(module) = module else { continue };
        let before = last.get(module).and_then(|before| scene.plan.decisions.get(*before));
        if before.is_none_or(|before| before.date <= decision.date) {
            last.insert(module, index);
        }
    }
    last
}

/// Whoever was last made answerable, and whom the spec names, should be an owner in the index. The decisions are known by
/// module, the people by name.
fn owners(
    scene: &Scene<'_>,
    module: &Module,
    specs: &[&Item],
    (assigned, people): (&Named<usize>, &Named<usize>),
    said: &mut Said,
) {
    if module.owners.is_empty() {
        return;
    }
    let names = |text: &str| {
        module.owners.iter().any(|owner| {
            let person = people.get(&owner.name.text).and_then(|at| scene.plan.people.get(*at));
            let aliases = person.into_iter().flat_map(|person| &person.aliases);
            [&owner.name.text].into_iter().chain(aliases).any(|name| text.contains(name.as_str()))
        })
    };
    let owners = || {
        let owners: Vec<&str> = module.owners.iter().map(|owner| owner.name.text.as_str()).collect();
        owners.join(" and ")
    };
    for spec in specs {
        let fields = ["owner", "owners", "primary_owner"];
        let field = fields.iter().find_map(|key| Some((key, spec.field(key)?)));
        if let Some((key, stated)) = field.filter(|(_, stated)| !stated.trim().is_empty() && !names(stated)) {
            let words = format!("the Module Index gives {} as owner, its spec {stated}", owners());
            said.add(words, [scene.field_place(spec, key)]);
        }
    }
    let last = assigned.get(&module.name).and_then(|last| scene.plan.decisions.get(*last));
    let Some((decision, assignment)) = last.and_then(|last| Some((last, last.assignment.as_ref()?))) else {
        return;
    };
    // A later delta may have settled who owns it.
    let is_settled = scene.changes.of_module(&module.name).iter().any(|stated| {
        let delta = scene.plan.deltas.get(stated.delta);
        let change = delta.and_then(|delta| delta.changes.get(stated.change));
        change.is_some_and(|change| change.text.to_lowercase().contains("owner"))
    });
    if !is_settled && !names(&assignment.person) {
        let words = format!(
            "the Module Index gives {} as owner, but {} was made its {}",
            owners(),
            assignment.person,
            assignment.role
        );
        said.add(words, [decision.place.clone()]);
    }
}

/// The index should lead to the spec that is there.
fn spec_path(scene: &Scene<'_>, module: &Module, row: &IndexRow, said: &mut Said) {
    let Some((stated, first)) = row.spec.as_ref().zip(module.specs.first()) else { return };
    if !module.specs.contains(stated) && scene.presence(stated.trim_matches('/')) == Presence::Missing {
        let place = Place { path: first.clone(), line: 1 };
        said.add(format!("the Module Index gives {stated} as its spec, but it lies at {first}"), [place]);
    }
}

/// Fields that two specs of one module both have, and that say different things.
fn contradicting_specs(module: &Module, specs: &[&Item], found: &mut Vec<Finding>) {
    let Some((first, others)) = specs.split_first() else { return };
    for other in others {
        let mut fields: Vec<&str> = Vec::new();
        let mut place = other.place.clone();
        for entry in other.frontmatter.iter() {
            // Two documents may well have been written on different days.
            let same = first.frontmatter.iter().find(|known| known.key == entry.key);
            let Some(same) = same.filter(|known| known.key != "last_updated" && known.key != "module") else {
                continue;
            };
            if values(&same.value.value) != values(&entry.value.value) {
                if fields.is_empty() {
                    place.line = entry.line;
                }
                fields.push(&entry.key);
            }
        }
        if fields.is_empty() {
            continue;
        }
        let message = format!(
            "Two specs of {} contradict each other on {}; the other is {}.",
            module.name,
            fields.join(" and "),
            first.place.path
        );
        found.push(Finding::new(RULE.id, place, message).about([&module.name]).because([first.place.clone()]));
    }
}

/// The texts of a value or of a list, in no order.
fn values(value: &Value) -> Vec<&str> {
    let mut texts: Vec<&str> = match value.as_list() {
        Some(nodes) => nodes.iter().filter_map(|node| node.value.as_text()).collect(),
        None => value.as_text().into_iter().collect(),
    };
    order::sort(&mut texts);
    texts
}
