//! Work plans: whole plans told in running text, whose structure is in headings, lines of their own, checklists and
//! tables. One document is a plan, a folder of them a tree of plans.
//!
//! What is read is the shape, never the words of one document: numbers and nesting of headings, bold names before
//! colons, boxes, and what stands above the columns of tables. Each file beside this one reads one part.

mod body;
mod decisions;
pub mod detect;
mod draft;
mod heading;
mod hierarchy;
mod lifted;
mod marks;
mod progress;
mod references;
mod schedule;
mod shares;
mod tables;
mod text;
pub mod versions;
mod vocabulary;

use super::items::{self, name_of, stem_of};
use super::{Dialect, Reading, plain};
use crate::files::TreePath;
use crate::named::Named;
use crate::order;
use crate::plan::{
    Change, Date, Deadline, Delta, FileAction, Item, ItemKind, Place, Plan, Relation, RelationKind, Scope,
    Session, Status, StatusOrigin, Target,
};
use draft::Draft;

/// Plans told in documents.
pub static DIALECT: Dialect = Dialect {
    name: "work_plan",
    label: "work plans in documents",
    comes_first: |_| false,
    has_sections: |_| true,
};

/// Whether the header of a column, in whatever words, says that what stands below is needed.
pub(super) fn speaks_of_needs(header: &str) -> bool {
    vocabulary::speaks_of(vocabulary::Topic::Dependencies, header)
}

/// Makes the plan of what has been read so far.
pub(super) fn plan(reading: &Reading) -> Plan {
    let mut found: Vec<Draft> = Vec::new();
    let mut others: Vec<Item> = Vec::new();
    for (index, entry) in reading.files().iter().enumerate() {
        let path = entry.path().as_str();
        if !super::reading::is_document(path) {
            continue;
        }
        let digest = reading.digest(index);
        let draft = digest.map(|digest| Draft::of(path, digest)).filter(Draft::is_plan);
        match draft {
            Some(mut draft) => {
                add_commands(reading, entry, &mut draft);
                found.push(draft);
            }
            None if digest.is_some_and(|digest| plain::has_say(path, digest)) => {
                others.push(plain::item(path, digest))
            }
            None => {
                let mut item = items::item(path, ItemKind::Document, digest);
                item.title = items::title(digest, stem_of(name_of(path)));
                if let Some(field) = item.frontmatter.iter().find(|field| field.key == "status")
                    && let Some(written) = field.value.value.as_text()
                {
                    item.status = Status::parse(written, StatusOrigin::Frontmatter, field.line);
                }
                others.push(item);
            }
        }
    }
    items::name_second_claimants(&mut others);
    let mut plan = assemble(reading, found, others);
    plain::add_stated(&mut plan, reading);
    plan
}

/// Puts the documents together into one plan.
fn assemble(reading: &Reading, mut drafts: Vec<Draft>, mut items: Vec<Item>) -> Plan {
    let mut read = Plan::default();
    // Parents are positions; until all items stand in order they are known by id.
    let mut parents: Named<String> = Named::default();
    let mut children: Vec<Child> = Vec::new();
    let mut relations: Vec<Relation> = Vec::new();
    let mut deadlines: Vec<Deadline> = Vec::new();
    for draft in &mut drafts {
        for item in &draft.items {
            let parent = item.parent.and_then(|parent| draft.items.get(parent));
            if let Some(parent) = parent {
                parents.insert(&item.id, parent.id.clone());
            }
        }
        read.progress.extend(progress::of(draft));
        deadlines.extend(draft.items.iter().flat_map(stated_deadlines));
        add_follows(draft);
        children.extend(draft.children.drain(..).map(|(link, status)| (draft.path.clone(), link, status)));
        items.append(&mut draft.items);
        relations.append(&mut draft.relations);
        read.schedule.extend(moved(&mut draft.schedule, read.schedule.len()));
        read.sessions.extend(draft.sessions.drain(..));
        read.decisions.extend(draft.decisions.drain(..));
        read.risks.extend(draft.risks.drain(..));
        read.metrics.extend(draft.metrics.drain(..));
        read.comparisons.extend(draft.comparisons.drain(..));
        read.commands.extend(draft.commands.drain(..));
        read.file_trees.extend(draft.file_trees.drain(..));
        read.inventory.extend(draft.inventory.drain(..));
        read.recovery.extend(draft.recovery.drain(..));
        read.commits.extend(draft.commits.drain(..));
    }
    order::sort_by(&mut items, |a, b| (&a.place, &a.id).cmp(&(&b.place, &b.id)));
    order::sort_by(&mut deadlines, |a, b| a.place.cmp(&b.place));
    read.deadlines = deadlines.into();
    let plan = items::plan_of(reading, items).seal();
    let mut plan = with_parents(plan, &parents, &children);
    read.versions = versions::recognise(&mut plan).into();
    plan.title = plan.title.take().or_else(|| only_title(&plan));
    // A newer version tells the sessions of the older ones again.
    let is_current = |session: &&Session| plan.item(&session.of).is_none_or(|document| !document.archived);
    read.people = items::people(&plan, None).into();
    read.deltas = read.sessions.iter().filter(is_current).map(delta).collect();
    Plan {
        root: plan.root,
        dialects: plan.dialects,
        title: plan.title,
        items: plan.items,
        by_id: plan.by_id,
        by_path: plan.by_path,
        ignores: plan.ignores,
        problems: plan.problems,
        files: plan.files,
        relations: items::in_order(relations).into(),
        ..read
    }
}

/// The days until which an item has to be done, as its lines and its heading say.
fn stated_deadlines(item: &Item) -> Vec<Deadline> {
    let of = |written: &str, line: u32| Deadline {
        of: Some(item.id.clone()),
        date: Date::parse(written).or_else(|| Date::find(written).map(|(date, _)| date)),
        anchor: None,
        written: written.to_owned(),
        place: Place { path: item.place.path.clone(), line },
    };
    let facts = item.work().facts.iter().filter(|fact| vocabulary::is_deadline(&fact.key));
    let mut found: Vec<Deadline> = facts.map(|fact| of(&fact.value, fact.line)).collect();
    // `Alpha (due 2025-05-01)`.
    let remark = item.title.rsplit_once(['(', '[']).map(|(_, remark)| remark.trim_end_matches([')', ']']));
    let until =
        remark.and_then(|remark| remark.split_once(' ')).filter(|(word, _)| vocabulary::is_deadline(word));
    if let Some((_, day)) = until.filter(|_| item.is_part()) {
        found.push(of(day, item.place.line));
    }
    // What names no day is still what somebody wrote, in the facts of the item.
    found.retain(|deadline| deadline.date.is_some());
    found
}

/// A document that a table of another lists: the other's path, the link, and what the row says of how far it is.
type Child = (String, String, Option<Status>);

/// Slots whose positions of what they lie in begin at another place.
fn moved(slots: &mut Vec<crate::plan::Slot>, by: usize) -> Vec<crate::plan::Slot> {
    let mut slots = std::mem::take(slots);
    for slot in &mut slots {
        slot.within = slot.within.map(|within| within + by);
    }
    slots
}

/// Gives items their parents, documents those that list them.
fn with_parents(mut plan: Plan, parents: &Named<String>, children: &[Child]) -> Plan {
    let positions: Vec<Option<usize>> =
        plan.items.iter().map(|item| plan.index_of(parents.get(&item.id)?)).collect();
    for (item, parent) in plan.items.iter_mut().zip(positions) {
        item.parent = parent;
    }
    for (path, link, status) in children {
        let target =
            TreePath::parse(path).ok().and_then(|path| path.resolve(link.split('#').next().unwrap_or(link)));
        let Some(child) = target.and_then(|target| plan.index_at(target.as_str())) else { continue };
        let Some(parent) = plan.index_at(path) else { continue };
        // Two documents that list each other lie beside each other.
        if child != parent
            && !lies_in(&plan, parent, child)
            && let Some(item) = plan.items.get_mut(child)
            && item.parent.is_none()
        {
            item.parent = Some(parent);
            // What stands in the document itself is believed first.
            if let Some(status) = status
                && matches!(item.status.from, StatusOrigin::Derived | StatusOrigin::None)
            {
                item.status = status.clone();
            }
        }
    }
    plan
}

fn lies_in(plan: &Plan, mut at: usize, other: usize) -> bool {
    for _ in 0..plan.items.len() {
        if at == other {
            return true;
        }
        match plan.items.get(at).and_then(|item| item.parent) {
            Some(parent) => at = parent,
            None => return false,
        }
    }
    true
}

/// The title of the only plan there is.
fn only_title(plan: &Plan) -> Option<String> {
    let mut plans = plan.of_kind(ItemKind::Plan).filter(|item| !item.archived);
    let first = plans.next()?;
    plans.next().is_none().then(|| first.title.clone())
}

/// A session as what it changed.
fn delta(session: &Session) -> Delta {
    let changes = session.done.iter().filter(|done| done.done).map(|done| Change {
        module: None,
        scope: Scope::None,
        text: done.text.clone(),
        details: Vec::new(),
        line: done.line,
    });
    let plan =
        session.items.first().cloned().unwrap_or_else(|| Target { id: session.of.clone(), resolved: true });
    Delta {
        plan: Some(plan),
        date: session.until.clone().or_else(|| session.date.clone()),
        ongoing: session.status == crate::plan::BaseStatus::Wip,
        status: Status { base: session.status, ..Status::default() },
        place: session.place.clone(),
        changes: changes.collect(),
    }
}

/// What makes a file comes before what changes it: an order that nobody has to state.
fn add_follows(draft: &mut Draft) {
    let mut makers: Named<usize> = Named::default();
    for (at, item) in draft.items.iter().enumerate() {
        for file in item.files().iter().filter(|file| file.action == FileAction::Create) {
            makers.insert_new(&file.file, at);
        }
    }
    let mut found: Vec<Relation> = Vec::new();
    for (at, item) in draft.items.iter().enumerate() {
        for file in item.files().iter().filter(|file| file.action != FileAction::Create) {
            let Some(maker) = makers.get(&file.file).copied().filter(|maker| *maker < at) else { continue };
            let Some(first) = draft.items.get(maker) else { continue };
            if draft.lies_in(at, maker)
                || found.iter().any(|known| known.from == item.id && known.to == first.id)
            {
                continue;
            }
            found.push(Relation {
                from: item.id.clone(),
                to: first.id.clone(),
                kind: RelationKind::Follows,
                resolved: true,
                place: Place { path: draft.path.clone(), line: file.line },
            });
        }
    }
    draft.relations.append(&mut found);
}

/// Adds the commands of the steps of recovery: what stands in backticks, which blocks do not keep.
fn add_commands(reading: &Reading, entry: &crate::files::Entry, draft: &mut Draft) {
    if draft.recovery.is_empty() {
        return;
    }
    let Ok(text) = reading.files().text(entry) else { return };
    let lines: Vec<&str> = text.text.lines().collect();
    for step in &mut draft.recovery {
        let line = (step.place.line as usize)
            .checked_sub(1)
            .and_then(|at| lines.get(at))
            .copied()
            .unwrap_or_default();
        let spans = line.split('`').enumerate().filter(|(at, _)| at % 2 == 1).map(|(_, span)| span.trim());
        let is_command = |span: &&str| span.contains(' ') && !span.contains("::");
        step.commands = spans.filter(is_command).map(str::to_owned).collect();
    }
}
