//! What came, went and moved, how far things are now, and what their fields and boxes say.

use super::pairs::Pairs;
use super::side::{Side, id_of, path_of};
use super::{Change, Kind, Step};
use crate::dialect::dream::is_archive;
use crate::document::{Node, Value};
use crate::named::Named;
use crate::plan::{BaseStatus, Item, ItemKind, Place, Plan, RelationKind, Status, StatusOrigin};

/// Fields that are told as what they mean.
const TOLD_OTHERWISE: [&str; 5] = ["status", "depends_on", "blocks", "invalidated_by", "knowledge_gaps"];

/// Compares the items, and says how many the new side leaves out.
pub(super) fn compare(old: &Side<'_>, new: &Side<'_>, pairs: &Pairs, changes: &mut Vec<Change>) -> usize {
    let mut elided = 0;
    for (item, now) in old.plan.items.iter().zip(&pairs.new_of) {
        if item.template {
            continue;
        }
        let Some(now) = now.and_then(|now| new.plan.items.get(now)) else {
            elided += usize::from(!gone(old, new, pairs, item, changes));
            continue;
        };
        place(old, new, pairs, item, now, changes);
        status(old, new, item, now, changes);
        fields(old, new, item, now, changes);
        boxes(old, new, item, now, changes);
    }
    for (item, before) in new.plan.items.iter().zip(&pairs.old_of) {
        if before.is_none() && !item.template {
            came(old, new, pairs, item, changes);
        }
    }
    elided
}

/// The plan that an item belongs to, as people know it now; a task that belongs to none is one itself.
pub(super) fn plan_id(plan: &Plan, item: &Item) -> Option<String> {
    let top = plan.plan_of(&item.id).and_then(|at| plan.items.get(at))?;
    matches!(top.kind, ItemKind::Plan | ItemKind::Task).then(|| id_of(top).to_owned())
}

/// The other place where something of the same id stands on a side.
fn twin<'a>(plan: &'a Plan, item: &Item) -> Option<&'a Item> {
    plan.item(id_of(item)).filter(|twin| path_of(twin) != path_of(item))
}

fn parent<'a>(plan: &'a Plan, item: &Item) -> Option<&'a Item> {
    plan.items.get(item.parent?)
}

/// Whether what it lies in has no counterpart either, so that it came or went with that.
fn goes_with_parent(plan: &Plan, counterparts: &[Option<usize>], item: &Item) -> bool {
    item.parent.is_some_and(|parent| counterparts.get(parent).is_some_and(Option::is_none))
        && parent(plan, item).is_some()
}

/// An item of the old side that has no counterpart. Whether that is known for certain.
fn gone(old: &Side<'_>, new: &Side<'_>, pairs: &Pairs, item: &Item, changes: &mut Vec<Change>) -> bool {
    let is_part = goes_with_parent(old.plan, &pairs.new_of, item);
    if let Some(other) = twin(new.plan, item) {
        // It stood twice. The one that is left is told; what was in the other goes with it.
        if !is_part && new.is_absent(path_of(item)) {
            let mut change = Change::new(Kind::Moved, item.kind.noun(), id_of(item));
            change.plan = plan_id(new.plan, other);
            change.from = Some(path_of(item).to_owned());
            change.to = Some(path_of(other).to_owned());
            (change.old, change.new) = (Some(item.place.clone()), Some(other.place.clone()));
            change.text = format!(
                "{} {} no longer stands in {}; {} is left.",
                capital(item.kind.noun()),
                id_of(item),
                shown_folder(path_of(item)),
                path_of(other)
            );
            changes.push(change);
        }
        return true;
    }
    if !new.is_absent(&path_now(old, new, pairs, item)) {
        return false;
    }
    let mut change = Change::new(Kind::Removed, item.kind.noun(), id_of(item));
    change.plan = plan_id(old.plan, item);
    change.from = Some(path_of(item).to_owned());
    change.old = Some(item.place.clone());
    change.is_part = is_part;
    change.text = format!("{} {} was removed.", capital(item.kind.noun()), id_of(item));
    changes.push(change);
    true
}

/// Where an item of the old side would lie now: what it lay in may have moved.
fn path_now(old: &Side<'_>, new: &Side<'_>, pairs: &Pairs, item: &Item) -> String {
    let path = path_of(item);
    let mut at = item.parent;
    while let Some(above) = at.and_then(|at| old.plan.items.get(at)) {
        let now = at.and_then(|at| *pairs.new_of.get(at)?).and_then(|now| new.plan.items.get(now));
        if let (Some(from), Some(to)) = (&above.folder, now.and_then(|now| now.folder.as_ref()))
            && let Some(rest) = path.strip_prefix(from.as_str())
        {
            return format!("{to}{rest}");
        }
        at = above.parent;
    }
    path.to_owned()
}

/// An item of the new side that has no counterpart.
fn came(old: &Side<'_>, new: &Side<'_>, pairs: &Pairs, item: &Item, changes: &mut Vec<Change>) {
    let is_part = goes_with_parent(new.plan, &pairs.old_of, item);
    if let Some(other) = twin(old.plan, item) {
        if !is_part {
            let mut change = Change::new(Kind::Moved, item.kind.noun(), id_of(item));
            change.plan = plan_id(new.plan, item);
            change.from = Some(path_of(other).to_owned());
            change.to = Some(path_of(item).to_owned());
            (change.old, change.new) = (Some(other.place.clone()), Some(item.place.clone()));
            let verb = if item.archived { "was archived" } else { "was copied" };
            change.text = format!(
                "{} {} {verb} to {}; it still stands in {} too.",
                capital(item.kind.noun()),
                id_of(item),
                shown_folder(path_of(item)),
                shown_folder(path_of(other))
            );
            changes.push(change);
        }
        return;
    }
    let mut change = Change::new(Kind::Added, item.kind.noun(), id_of(item));
    change.plan = plan_id(new.plan, item);
    change.to = Some(path_of(item).to_owned());
    change.new = Some(item.place.clone());
    change.is_part = is_part;
    let before = path_before(old, new, pairs, item);
    change.is_certain = old.is_absent(&before);
    let status = match item.status.base {
        BaseStatus::Unknown => String::new(),
        _ => format!(", {}", words(&item.status)),
    };
    let verb = if change.is_certain { "was added" } else { "is shown for the first time" };
    change.text = format!("{} {} {verb}{status}.", capital(item.kind.noun()), id_of(item));
    changes.push(change);
}

/// Where an item of the new side would have lain before.
fn path_before(old: &Side<'_>, new: &Side<'_>, pairs: &Pairs, item: &Item) -> String {
    let path = path_of(item);
    let mut at = item.parent;
    while let Some(above) = at.and_then(|at| new.plan.items.get(at)) {
        let before = at.and_then(|at| *pairs.old_of.get(at)?).and_then(|before| old.plan.items.get(before));
        if let (Some(to), Some(from)) = (&above.folder, before.and_then(|before| before.folder.as_ref()))
            && let Some(rest) = path.strip_prefix(to.as_str())
        {
            return format!("{from}{rest}");
        }
        at = above.parent;
    }
    path.to_owned()
}

/// Whether and how an item moved by itself, and not with what it lies in.
fn place(old: &Side<'_>, new: &Side<'_>, pairs: &Pairs, item: &Item, now: &Item, changes: &mut Vec<Change>) {
    if item.is_part() || path_of(item) == path_of(now) {
        return;
    }
    if path_now(old, new, pairs, item) == path_of(now) {
        return;
    }
    let is_renamed = item.name() != now.name();
    let kind = if is_renamed { Kind::Renamed } else { Kind::Moved };
    let mut change = Change::new(kind, now.kind.noun(), id_of(now));
    change.plan = plan_id(new.plan, now);
    change.from = Some(path_of(item).to_owned());
    change.to = Some(path_of(now).to_owned());
    (change.old, change.new) = (Some(item.place.clone()), Some(now.place.clone()));
    let noun = capital(now.kind.noun());
    let archived = |path: &str| path.split('/').any(is_archive);
    change.text = match (is_renamed, archived(path_of(item)), archived(path_of(now))) {
        (true, ..) => format!("{noun} {} is called {} now.", id_of(item), id_of(now)),
        (_, false, true) => format!("{noun} {} was archived to {}.", id_of(now), shown_folder(path_of(now))),
        (_, true, false) => format!("{noun} {} was taken out of the archive.", id_of(now)),
        _ => format!("{noun} {} moved to {}.", id_of(now), shown_folder(path_of(now))),
    };
    changes.push(change);
}

fn status(old: &Side<'_>, new: &Side<'_>, item: &Item, now: &Item, changes: &mut Vec<Change>) {
    let (before, after) = (&item.status, &now.status);
    if (before.base, &before.detail) == (after.base, &after.detail) {
        return;
    }
    let is_unknown = |status: &Status| status.base == BaseStatus::Unknown;
    if (old.is_partial() || new.is_partial()) && (is_unknown(before) || is_unknown(after)) {
        return;
    }
    // What only follows from parts is told by the parts.
    if before.from == StatusOrigin::Derived
        && after.from == StatusOrigin::Derived
        && before.base == after.base
    {
        return;
    }
    let mut change = Change::new(Kind::Status, now.kind.noun(), id_of(now));
    change.plan = plan_id(new.plan, now);
    change.from = Some(words(before));
    change.to = Some(words(after));
    change.old = Some(status_place(old, item));
    change.new = Some(status_place(new, now));
    let step = Step::of(before.base, after.base, after.is_invalidated());
    change.step = Some(step);
    let reason = why(old, new, now, step).map(|why| format!(" because {why}")).unwrap_or_default();
    let subject = format!("{} {}", capital(now.kind.noun()), id_of(now));
    change.text = match step {
        Step::Closed => format!("{subject} was closed; it was {}.", words(before)),
        Step::Cut => format!("{subject} was cut{reason}; it was {}.", words(before)),
        Step::Blocked => match &after.detail {
            Some(detail) => format!("{subject} was blocked by {detail}."),
            None => format!("{subject} was blocked."),
        },
        Step::Unblocked => format!("{subject} was unblocked{reason}; it is {} now.", words(after)),
        Step::Reopened => format!("{subject} was reopened{reason}; it is {} now.", words(after)),
        Step::Started => format!("Work on {} began.", id_of(now)),
        Step::Invalidated => {
            format!("{subject} was invalidated by {}.", after.detail.as_deref().unwrap_or("something later"))
        }
        Step::Other => format!("{subject} was {} and is {} now.", words(before), words(after)),
    };
    changes.push(change);
}

/// Why something was reopened, unblocked or cut, where the new side says it: a decision about it, or what invalidated
/// it.
fn why(old: &Side<'_>, new: &Side<'_>, now: &Item, step: Step) -> Option<String> {
    if !matches!(step, Step::Reopened | Step::Unblocked | Step::Cut) {
        return None;
    }
    let relations =
        new.plan.relations_from(&now.id).filter(|relation| relation.kind == RelationKind::InvalidatedBy);
    let is_old = |to: &str| {
        let mut known = old.plan.relations_from(&now.id);
        known.any(|relation| relation.kind == RelationKind::InvalidatedBy && relation.to == to)
    };
    if let Some(cause) =
        relations.filter(|relation| !is_old(&relation.to)).map(|relation| &relation.to).next()
    {
        return Some(format!("{cause} invalidated it"));
    }
    let is_about = |decision: &&crate::plan::Decision| {
        decision.plans.iter().any(|plan| plan.id == now.id) && says(&decision.verb, step)
    };
    let known = |text: &str| old.plan.decisions.iter().any(|decision| decision.text == text);
    let decided = new.plan.decisions.iter().filter(is_about).find(|decision| !known(&decision.text))?;
    let words = decided.text.lines().next().unwrap_or_default();
    // `PP07_nosql_migration/ — full migration abandoned`: the plan is named already.
    let words = words.split_once(" — ").map_or(words, |(_, words)| words);
    Some(format!("“{}”", words.trim()))
}

/// Whether a decision with this verb is about such a step.
fn says(verb: &str, step: Step) -> bool {
    match step {
        Step::Cut => verb == "cut",
        Step::Unblocked => verb == "unblock",
        _ => true,
    }
}

fn status_place(side: &Side<'_>, item: &Item) -> Place {
    let line = item.status.line;
    let path = match item.status.from {
        StatusOrigin::Frontmatter => return item.field_place("status"),
        StatusOrigin::Heading | StatusOrigin::Line if line > 0 => &item.place.path,
        StatusOrigin::ParentTable if line > 0 => match parent(side.plan, item) {
            Some(parent) => &parent.place.path,
            None => return item.place.clone(),
        },
        StatusOrigin::RootTable if line > 0 => "_overview.md",
        _ => return item.place.clone(),
    };
    Place { path: path.to_owned(), line }
}

/// A status in words: `blocked by legal-review`.
fn words(status: &Status) -> String {
    let word = status.base.label().to_lowercase();
    match &status.detail {
        Some(detail) if status.is_invalidated() => format!("{word}, invalidated by {detail}"),
        Some(detail) => format!("{word} by {detail}"),
        None => word,
    }
}

fn fields(old: &Side<'_>, new: &Side<'_>, item: &Item, now: &Item, changes: &mut Vec<Change>) {
    if !old.knows_text(&item.place.path) || !new.knows_text(&now.place.path) {
        return;
    }
    let mut say = |key: &str, from: Option<String>, to: Option<String>| {
        let mut change = Change::new(Kind::Field, now.kind.noun(), id_of(now));
        change.plan = plan_id(new.plan, now);
        let subject = format!("{key} of {}", id_of(now));
        change.text = match (&from, &to) {
            (Some(from), Some(to)) => format!("{subject}: {from} → {to}."),
            (None, Some(to)) => format!("{subject}: {to} was set."),
            (Some(from), None) => format!("{subject}: {from} was taken away."),
            (None, None) => return,
        };
        change.old = Some(item.field_place(key));
        change.new = Some(now.field_place(key));
        (change.from, change.to) = (from, to);
        changes.push(change);
    };
    let is_told = |key: &str| TOLD_OTHERWISE.contains(&key);
    let is_partial = old.is_partial() || new.is_partial();
    for entry in item.frontmatter.iter().filter(|entry| !is_told(&entry.key)) {
        let after = now.frontmatter.iter().find(|after| after.key == entry.key);
        if after.is_some_and(|after| is_same(&entry.value, &after.value)) {
            continue;
        }
        let (from, to) = (value(&entry.value), after.map(|after| value(&after.value)));
        if Some(&from) != to.as_ref() && !(is_partial && to.is_none()) {
            say(&entry.key, Some(from), to);
        }
    }
    for entry in now.frontmatter.iter().filter(|entry| !is_told(&entry.key)) {
        if !is_partial && item.frontmatter.iter().all(|before| before.key != entry.key) {
            say(&entry.key, None, Some(value(&entry.value)));
        }
    }
    if item.title != now.title && item.field("title") == now.field("title") {
        say("title", Some(item.title.clone()), Some(now.title.clone()));
    }
    if item.estimate().map(|estimate| &estimate.hours) != now.estimate().map(|estimate| &estimate.hours)
        && item.is_part()
    {
        let shown = |item: &Item| item.estimate().map(|estimate| estimate.hours.to_string());
        say("estimate", shown(item), shown(now));
    }
}

/// Whether two values are written the same, wherever they stand; else they may still read the same.
fn is_same(one: &Node, other: &Node) -> bool {
    let both = |one: &[Node], other: &[Node]| {
        one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_same(one, other))
    };
    match (&one.value, &other.value) {
        (Value::List(one), Value::List(other)) => both(one, other),
        (Value::Null, Value::Null) => true,
        (one, other) => one.as_text().is_some() && one.as_text() == other.as_text(),
    }
}

/// A value on one line.
fn value(node: &Node) -> String {
    match &node.value {
        Value::List(nodes) => format!("[{}]", nodes.iter().map(value).collect::<Vec<_>>().join(", ")),
        Value::Map(entries) => {
            let entries = entries.iter().map(|entry| format!("{}: {}", entry.key, value(&entry.value)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
        other => match other.as_text() {
            Some(text) if !text.trim().is_empty() => text.split_whitespace().collect::<Vec<_>>().join(" "),
            _ => "nothing".to_owned(),
        },
    }
}

fn boxes(old: &Side<'_>, new: &Side<'_>, item: &Item, now: &Item, changes: &mut Vec<Change>) {
    if !old.knows_text(&item.place.path) || !new.knows_text(&now.place.path) {
        return;
    }
    let mut all = item.criteria.iter().zip(&now.criteria);
    if item.criteria.len() == now.criteria.len()
        && all.all(|(before, now)| before.done == now.done && before.text == now.text)
    {
        return;
    }
    let state = |done: bool| Some(if done { "ticked" } else { "open" }.to_owned());
    let mut known: Named<Vec<usize>> = Named::default();
    for (at, criterion) in item.criteria.iter().enumerate().rev() {
        known.change(&criterion.text, |places| places.push(at));
    }
    let mut say = |from: Option<(bool, u32)>, to: Option<(bool, u32)>, text: &str, verb: &str| {
        let mut change = Change::new(Kind::Box, "box", id_of(now));
        change.plan = plan_id(new.plan, now);
        change.from = from.and_then(|(done, _)| state(done));
        change.to = to.and_then(|(done, _)| state(done));
        let at = |item: &Item, line: u32| Place { path: item.place.path.clone(), line };
        change.old = from.map(|(_, line)| at(item, line));
        change.new = to.map(|(_, line)| at(now, line));
        change.text = format!("{verb} in {}: {text}", id_of(now));
        changes.push(change);
    };
    for criterion in &now.criteria {
        let to = Some((criterion.done, criterion.line));
        let before = known.get(&criterion.text).is_some().then(|| known.change(&criterion.text, Vec::pop));
        match before.flatten().and_then(|at| item.criteria.get(at)) {
            Some(before) if before.done == criterion.done => {}
            Some(before) => {
                let verb = if criterion.done { "Ticked" } else { "Cleared" };
                say(Some((before.done, before.line)), to, &criterion.text, verb);
            }
            None => say(None, to, &criterion.text, if criterion.done { "New and ticked" } else { "New box" }),
        }
    }
    if !old.is_partial() && !new.is_partial() {
        for (text, places) in known.iter() {
            for before in places.iter().filter_map(|at| item.criteria.get(*at)) {
                say(Some((before.done, before.line)), None, text, "No longer");
            }
        }
    }
}

/// The folder that something lies in, for people.
fn shown_folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("the root", |(folder, _)| folder)
}

pub(super) fn capital(noun: &str) -> String {
    let mut letters = noun.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
