//! How far something is, said wherever it is said: its own file, the tables above it, the sprint, the listing; and when a
//! plan is over, its State Delta.

pub use super::wording::Aim;
use super::wording::restated;
use super::{ROOT, entry, finish, written};
use crate::edit::{Change, Edit, Step};
use crate::findings::Scene;
use crate::plan::{BaseStatus, Item, ItemKind, StatementSource, Statements, StatusOrigin};

/// An item set to a state, with all that says how far it is.
///
/// # Errors
/// Why it cannot be: a block needs a reason.
pub fn set(scene: &Scene<'_>, index: usize, aim: &Aim) -> Result<Step, String> {
    if let Some(step) = scene.within(index, |part, index| set(part, index, aim)) {
        return step;
    }
    let item = scene.item(index).ok_or("there is no such item")?;
    if aim.base == BaseStatus::Blocked && aim.detail.as_ref().is_none_or(|reason| reason.trim().is_empty()) {
        return Err(format!("say what blocks {}, as BLOCKED:reason", item.id));
    }
    let title = format!("Set {} to {}", item.id, aim.plain());
    if item.is_part() {
        let edits = finish::all(scene, index, aim);
        if edits.is_empty() {
            return Err(format!("no line of its document could say so of {}", item.title));
        }
        return Ok(Step { title, edits });
    }
    let mut edits = own(scene, item, aim);
    // A document of running text says it in a line.
    if edits.is_empty() && item.work().statuses.iter().any(|status| status.from != StatusOrigin::Frontmatter)
    {
        edits.extend(finish::all(scene, index, aim));
    }
    edits.extend(elsewhere(scene, index, aim));
    let is_plan = item.kind == ItemKind::Plan && item.parent.is_none();
    if aim.base.is_closed() && aim.detail.is_none() && is_plan && scene.has_files() {
        edits.extend(entry::closing(scene, index, aim));
    }
    Ok(Step { title, edits })
}

/// The words that the tree uses for a state, the most used first.
pub(super) fn known_words<'a>(scene: &Scene<'a>, base: BaseStatus) -> Vec<&'a str> {
    let items = scene.plan.items.iter().filter(|item| item.status.base == base);
    let mut words: Vec<(usize, &str)> = Vec::new();
    for written in items.filter_map(|item| item.status.written.as_deref()) {
        match words.iter_mut().find(|(_, known)| *known == written) {
            Some((count, _)) => *count += 1,
            None => words.push((1, written)),
        }
    }
    crate::order::sort_by(&mut words, |a, b| b.0.cmp(&a.0));
    words.into_iter().map(|(_, words)| words).collect()
}

/// What its own file says: status and day.
fn own(scene: &Scene<'_>, item: &Item, aim: &Aim) -> Vec<Edit> {
    let known = known_words(scene, aim.base);
    let mut edits = Vec::new();
    let stated = item.frontmatter.iter().find(|entry| entry.key == "status");
    let home = written::home_of(item, "status").filter(|_| stated.is_some() || item.kind.is_work());
    if let Some(path) = home {
        let old = stated.and_then(|entry| entry.value.value.as_text()).unwrap_or_default();
        // In frontmatter the bare words are usual.
        let value = restated(old, aim, "DONE", &known);
        if value != old {
            edits.push(Edit::new(path, Change::SetField { key: "status".to_owned(), value }));
        }
    }
    edits.extend(touched(scene, item));
    edits
}

/// The day on which an item was last brought up to date, where its file tells one.
pub(super) fn touched(scene: &Scene<'_>, item: &Item) -> Option<Edit> {
    let key = ["last_updated", "updated_date"].into_iter().find(|key| item.field(key).is_some())?;
    let value = scene.day.to_string();
    let is_same = item.field(key).is_some_and(|old| old.starts_with(&value));
    let change = Change::SetDay { key: key.to_owned(), value };
    (!is_same).then(|| Edit::new(item.field_place(key).path, change))
}

/// What tables, sprint and listing say of an item.
fn elsewhere(scene: &Scene<'_>, index: usize, aim: &Aim) -> Vec<Edit> {
    let Some(item) = scene.item(index) else { return Vec::new() };
    let known = known_words(scene, aim.base);
    let mut edits = Vec::new();
    let mut rows: Vec<crate::plan::Place> = Vec::new();
    let children = scene.plan.child_rows.iter().filter(|row| row.child.resolved && row.child.id == item.id);
    rows.extend(children.map(|row| row.place.clone()));
    let plans = scene.plan.plan_rows.iter().filter(|row| row.plan.resolved && row.plan.id == item.id);
    rows.extend(plans.map(|row| row.place.clone()));
    crate::order::sort(&mut rows);
    rows.dedup();
    for place in &rows {
        let Some(row) = written::row(scene, place) else { continue };
        let Some(column) = row.column(&["status", "state"]) else { continue };
        edits.extend(row.set(column, restated(row.cell(column), aim, "✅ [DONE]", &known)));
    }
    for statement in Statements::of(scene.plan, scene.listing).about(index) {
        if !matches!(statement.source, StatementSource::Sprint | StatementSource::Listing) {
            continue;
        }
        if let Some(row) = written::row(scene, &statement.place) {
            if let Some(column) = row.column(&["status", "state"]) {
                edits.extend(row.set(column, restated(row.cell(column), aim, "✅ [DONE]", &known)));
            }
            continue;
        }
        let Some(line) = written::line(scene, &statement.place) else { continue };
        // In a listing the names before the arrow are no status.
        let begin = line.find('←').unwrap_or(0);
        let (name, said) = line.split_at(begin);
        edits.extend(written::rewrite(
            &statement.place,
            &line,
            &format!("{name}{}", restated(said, aim, "✅ [DONE]", &known)),
        ));
    }
    edits
}

/// Whether an item can be set to a state at all: whether its file may be written.
pub fn is_settable(item: &Item) -> bool {
    !item.template && crate::edit::writable(&item.place.path).is_ok() && item.place.path != ROOT
}
