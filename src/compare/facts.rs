//! What the trees say beside their items: who needs whom, modules and their owners, State Deltas, gaps.

use super::items::{capital, plan_id};
use super::pairs::Pairs;
use super::side::{Side, id_of};
use super::{Change, Kind};
use crate::named::Named;
use crate::order;
use crate::plan::{Delta, Module, Place, Plan, Relation, RelationKind, Stated};

pub(super) fn compare(old: &Side<'_>, new: &Side<'_>, pairs: &Pairs, changes: &mut Vec<Change>) {
    dependencies(old, new, pairs, changes);
    modules(old, new, pairs, changes);
    deltas(old, new, pairs, changes);
    gaps(old, new, pairs, changes);
}

/// What something of the old side is called now.
fn id_now(old: &Side<'_>, new: &Side<'_>, pairs: &Pairs, id: &str) -> String {
    let now = old.plan.index_of(id).and_then(|at| *pairs.new_of.get(at)?);
    let now = now.and_then(|now| new.plan.items.get(now)).or_else(|| old.plan.item(id));
    now.map_or(id, id_of).to_owned()
}

fn plan_of(plan: &Plan, id: &str) -> Option<String> {
    plan_id(plan, plan.item(id)?)
}

fn dependencies(old: &Side<'_>, new: &Side<'_>, pairs: &Pairs, changes: &mut Vec<Change>) {
    let is_told = |relation: &&Relation| {
        matches!(relation.kind, RelationKind::DependsOn | RelationKind::Blocks | RelationKind::InvalidatedBy)
    };
    let key = |kind: RelationKind, from: &str, to: &str| format!("{}\n{from}\n{to}", kind.name());
    let mut before: Named<&Relation> = Named::default();
    for relation in old.plan.relations.iter().filter(is_told) {
        let (from, to) = (id_now(old, new, pairs, &relation.from), id_now(old, new, pairs, &relation.to));
        before.insert_new(&key(relation.kind, &from, &to), relation);
    }
    let mut now: Named<&Relation> = Named::default();
    for relation in new.plan.relations.iter().filter(is_told) {
        let id = |id: &str| new.plan.item(id).map_or(id, id_of).to_owned();
        now.insert_new(&key(relation.kind, &id(&relation.from), &id(&relation.to)), relation);
    }
    for (key, relation) in now.iter().filter(|(key, _)| before.get(key).is_none()) {
        changes.push(dependency(key, relation, new, None, old.is_partial()));
    }
    for (key, relation) in before.iter().filter(|(key, _)| now.get(key).is_none()) {
        // A side that shows pieces of files does not say that the rest is gone.
        if !new.is_partial() {
            changes.push(dependency(key, relation, old, Some(()), false));
        }
    }
}

fn dependency(key: &str, relation: &Relation, side: &Side<'_>, gone: Option<()>, is_unsure: bool) -> Change {
    let mut parts = key.split('\n').skip(1);
    let (from, to) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let mut change = Change::new(Kind::Dependency, "dependency", from);
    change.plan = plan_of(side.plan, &relation.from);
    change.is_certain = !is_unsure;
    let value = Some(format!("{} {to}", relation.kind.name()));
    let place = Some(relation.place.clone());
    let (verb, no_longer) = match relation.kind {
        RelationKind::Blocks => ("blocks", "no longer blocks"),
        RelationKind::InvalidatedBy => ("is invalidated by", "is no longer invalidated by"),
        _ => ("needs", "no longer needs"),
    };
    if gone.is_some() {
        (change.from, change.old) = (value, place);
        change.text = format!("{from} {no_longer} {to}.");
    } else {
        (change.to, change.new) = (value, place);
        change.text = format!("{from} now {verb} {to}.");
    }
    change
}

fn modules(old: &Side<'_>, new: &Side<'_>, pairs: &Pairs, changes: &mut Vec<Change>) {
    let places = |plan: &Plan| {
        let mut places: Named<usize> = Named::default();
        plan.modules.iter().enumerate().for_each(|(at, module)| places.insert_new(&module.name, at));
        places
    };
    let (in_old, in_new) = (places(old.plan), places(new.plan));
    let plan = |side: &Side<'_>, module: &Module| {
        module.origin.as_ref().and_then(|origin| plan_of(side.plan, &origin.text))
    };
    for module in &new.plan.modules {
        let before = in_old.get(&module.name).and_then(|at| old.plan.modules.get(*at));
        let mut change = Change::new(Kind::Module, "module", &module.name);
        change.plan = plan(new, module);
        change.new = place(new, module);
        change.to = module.origin.as_ref().map(|origin| origin.text.clone());
        change.is_certain = !old.is_partial();
        let Some(before) = before else {
            let of = change.to.as_ref().map(|origin| format!(" by {origin}")).unwrap_or_default();
            let verb = if module.index.is_some() { "was registered" } else { "came" };
            change.text = format!("Module {} {verb}{of}.", module.name);
            changes.push(change);
            continue;
        };
        change.old = place(old, before);
        change.from = before.origin.as_ref().map(|origin| origin.text.clone());
        if before.index.is_none() && module.index.is_some() && !old.is_partial() {
            change.text = format!("Module {} was registered in the Module Index.", module.name);
            changes.push(change.clone());
        } else if before.index.is_some() && module.index.is_none() && !new.is_partial() {
            change.text = format!("Module {} no longer stands in the Module Index.", module.name);
            changes.push(change.clone());
        } else if change.from != change.to && change.from.is_some() && change.to.is_some() {
            change.text = format!(
                "Module {} comes from {} now, not from {}.",
                module.name,
                change.to.as_deref().unwrap_or_default(),
                change.from.as_deref().unwrap_or_default()
            );
            changes.push(change.clone());
        }
        owners(old, new, before, module, change.plan.clone(), changes);
        modifiers(old, new, pairs, (before, module), change.plan.clone(), changes);
    }
    for module in old.plan.modules.iter().filter(|_| !new.is_partial()) {
        if in_new.get(&module.name).is_some() {
            continue;
        }
        let mut change = Change::new(Kind::Module, "module", &module.name);
        change.plan = plan(old, module);
        change.old = place(old, module);
        change.from = module.origin.as_ref().map(|origin| origin.text.clone());
        change.text = format!("Module {} is gone.", module.name);
        changes.push(change);
    }
}

/// Where a module stands: its row in the index, else its spec.
fn place(side: &Side<'_>, module: &Module) -> Option<Place> {
    let row = module.index.as_ref().map(|row| row.place.clone());
    row.or_else(|| Some(side.plan.item_at(module.specs.first()?)?.place.clone()))
        .or_else(|| module.origin.as_ref().map(|origin| origin.place.clone()))
}

fn owners(
    old: &Side<'_>,
    new: &Side<'_>,
    before: &Module,
    now: &Module,
    plan: Option<String>,
    changes: &mut Vec<Change>,
) {
    let names = |module: &Module| {
        let mut names: Vec<String> = module.owners.iter().map(|owner| owner.name.text.clone()).collect();
        order::sort(&mut names);
        names
    };
    let (from, to) = (names(before), names(now));
    let is_unknown = new.is_partial() && to.is_empty() || old.is_partial() && from.is_empty();
    if from == to || is_unknown {
        return;
    }
    let shown = |names: &[String]| if names.is_empty() { "nobody".to_owned() } else { names.join(", ") };
    let at = |module: &Module| module.owners.first().map(|owner| owner.name.place.clone());
    let mut change = Change::new(Kind::Owner, "module", &now.name);
    change.plan = plan;
    change.text = format!("Module {}: {} answers for it, no longer {}.", now.name, shown(&to), shown(&from));
    if from.is_empty() {
        change.text = format!("Module {}: {} answers for it now.", now.name, shown(&to));
    }
    change.from = (!from.is_empty()).then(|| shown(&from));
    change.to = (!to.is_empty()).then(|| shown(&to));
    change.old = at(before).or_else(|| place(old, before));
    change.new = at(now).or_else(|| place(new, now));
    changes.push(change);
}

/// Which plans are said to change a module, where both sides say it.
fn modifiers(
    old: &Side<'_>,
    new: &Side<'_>,
    pairs: &Pairs,
    (before, now): (&Module, &Module),
    plan: Option<String>,
    changes: &mut Vec<Change>,
) {
    if old.is_partial() || new.is_partial() {
        return;
    }
    let was: Vec<String> = before.modified_by.iter().map(|by| id_now(old, new, pairs, by)).collect();
    let is: Vec<String> =
        now.modified_by.iter().map(|by| new.plan.item(by).map_or(&**by, id_of).to_owned()).collect();
    let come: Vec<&str> = is.iter().filter(|id| !was.contains(id)).map(String::as_str).collect();
    let gone: Vec<&str> = was.iter().filter(|id| !is.contains(id)).map(String::as_str).collect();
    if come.is_empty() && gone.is_empty() {
        return;
    }
    let mut change = Change::new(Kind::Module, "module", &now.name);
    change.plan = plan;
    let name = &now.name;
    change.text = match (come.as_slice(), gone.as_slice()) {
        (come, []) => format!("Module {name} is changed by {} too.", come.join(", ")),
        ([], gone) => format!("Module {name} is no longer said to be changed by {}.", gone.join(", ")),
        (come, gone) => {
            format!("Module {name} is changed by {}, no longer by {}.", come.join(", "), gone.join(", "))
        }
    };
    change.from = (!was.is_empty()).then(|| was.join(", "));
    change.to = (!is.is_empty()).then(|| is.join(", "));
    change.old = before.modified_by.first().map(|by| by.place.clone()).or_else(|| place(old, before));
    change.new = now.modified_by.first().map(|by| by.place.clone()).or_else(|| place(new, now));
    changes.push(change);
}

fn deltas(old: &Side<'_>, new: &Side<'_>, pairs: &Pairs, changes: &mut Vec<Change>) {
    let text = |delta: &Delta| -> String {
        let lines = delta.changes.iter().map(|change| match &change.module {
            Some(module) => format!("{module}: {}", first_line(&change.text)),
            None => first_line(&change.text).to_owned(),
        });
        lines.collect::<Vec<_>>().join("; ")
    };
    let date = |delta: &Delta| match &delta.date {
        Some(date) => date.to_string(),
        None if delta.ongoing => "ongoing".to_owned(),
        None => "no date".to_owned(),
    };
    let plan = |delta: &Delta| delta.plan.as_ref().map(|plan| plan.id.clone()).unwrap_or_default();
    let mut known: Named<Vec<&Delta>> = Named::default();
    for delta in old.plan.deltas.iter().rev() {
        known.change(&id_now(old, new, pairs, &plan(delta)), |deltas| deltas.push(delta));
    }
    let mut added: Vec<&Delta> = Vec::new();
    let mut changed: Vec<(&Delta, &Delta)> = Vec::new();
    let now = |delta: &Delta| {
        new.plan.item(&plan(delta)).map_or_else(|| plan(delta), |item| id_of(item).to_owned())
    };
    for delta in &new.plan.deltas {
        let mine = known.get(&now(delta)).map(Vec::len).unwrap_or_default();
        let before = (mine > 0).then(|| {
            known.change(&now(delta), |deltas| {
                let same =
                    deltas.iter().position(|known| date(known) == date(delta) && text(known) == text(delta));
                let dated = || deltas.iter().position(|known| date(known) == date(delta));
                // What went on has an end now; it is the same delta.
                let ongoing = || deltas.iter().position(|known| known.ongoing && known.date.is_none());
                let at = same.or_else(dated).or_else(ongoing)?;
                Some(deltas.remove(at))
            })
        });
        match before.flatten() {
            Some(before) if text(before) == text(delta) && date(before) == date(delta) => {}
            Some(before) => changed.push((before, delta)),
            None => added.push(delta),
        }
    }
    let mut say = |before: Option<&Delta>, now: Option<&Delta>| {
        let Some(delta) = now.or(before) else { return };
        let side = if now.is_some() { new } else { old };
        let id = side.plan.item(&plan(delta)).map_or_else(|| plan(delta), |item| id_of(item).to_owned());
        let mut change = Change::new(Kind::Delta, "State Delta", &id);
        change.plan = delta.plan.as_ref().and_then(|plan| plan_of(side.plan, &plan.id));
        let value = |delta: &&Delta| format!("{}: {}", date(delta), text(delta));
        (change.from, change.to) = (before.as_ref().map(value), now.as_ref().map(value));
        change.old = before.map(|delta| delta.place.clone());
        change.new = now.map(|delta| delta.place.clone());
        change.is_certain = before.is_some() || !old.is_partial();
        let subject = if id.is_empty() { "no plan".to_owned() } else { id };
        change.text = match (before, now) {
            (Some(_), Some(delta)) => {
                format!("The State Delta of {subject} reads otherwise: {}", text(delta))
            }
            (None, Some(delta)) => format!("A State Delta of {subject} ({}): {}", date(delta), text(delta)),
            _ => format!("The State Delta of {subject} ({}) is gone.", date(delta)),
        };
        changes.push(change);
    };
    changed.into_iter().for_each(|(before, now)| say(Some(before), Some(now)));
    added.into_iter().for_each(|delta| say(None, Some(delta)));
    if !new.is_partial() {
        for (_, left) in known.iter() {
            left.iter().for_each(|delta| say(Some(delta), None));
        }
    }
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default().trim()
}

fn gaps(old: &Side<'_>, new: &Side<'_>, pairs: &Pairs, changes: &mut Vec<Change>) {
    let normal = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let gather = |side: &Side<'_>, id: &dyn Fn(&str) -> String| {
        let mut found: Named<(String, Stated)> = Named::default();
        for gap in &side.plan.gaps {
            let of = gap.of.as_deref().map(id).unwrap_or_default();
            let stated = Stated { text: gap.text.clone(), place: gap.place.clone() };
            found.insert_new(&format!("{of}\n{}", normal(&gap.text)), (of, stated));
        }
        found
    };
    let before = gather(old, &|id| id_now(old, new, pairs, id));
    let now = gather(new, &|id| new.plan.item(id).map_or(id, id_of).to_owned());
    let mut say = |of: &str, gap: &Stated, is_new: bool| {
        let side = if is_new { new } else { old };
        let mut change = Change::new(Kind::Gap, "gap", of);
        let module = side.plan.modules.iter().find(|module| module.name == of);
        let origin = module.and_then(|module| module.origin.as_ref());
        change.plan = plan_of(side.plan, of).or_else(|| plan_of(side.plan, &origin?.text));
        let about = if of.is_empty() { String::new() } else { format!(" of {of}") };
        let verb = if is_new { "Gap opened" } else { "Gap resolved" };
        change.text = format!("{}{about}: {}", capital(verb), gap.text.trim());
        let (value, place) = (Some(gap.text.clone()), Some(gap.place.clone()));
        if is_new {
            (change.to, change.new) = (value, place);
            change.is_certain = !old.is_partial();
        } else {
            (change.from, change.old) = (value, place);
        }
        changes.push(change);
    };
    for (_, (of, gap)) in now.iter().filter(|(key, _)| before.get(key).is_none()) {
        say(of, gap, true);
    }
    for (_, (of, gap)) in before.iter().filter(|(key, _)| now.get(key).is_none() && !new.is_partial()) {
        say(of, gap, false);
    }
}
