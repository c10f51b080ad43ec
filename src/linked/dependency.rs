//! A dependency, said on both sides: `depends_on` here and `blocks` there, and in the Plans table where that has a column
//! for it.

use super::written;
use crate::edit::{Change, Edit, Step};
use crate::findings::Scene;
use crate::plan::names::{is_short_id, short_id};
use crate::plan::{Item, Place, Referent, RelationKind, several};

/// The fields that say what something needs.
const NEEDS: [&str; 3] = ["depends_on", "dependencies", "blocked_by"];

/// One plan needs another from now on.
pub fn add(scene: &Scene<'_>, from: usize, to: usize) -> Result<Step, String> {
    let (needing, needed) = ends(scene, from, to)?;
    if scene.dependencies.reaches(to, from) {
        return Err(format!(
            "{} needs {} already, be it through others: this would be a circle",
            needed.id, needing.id
        ));
    }
    let mut edits = Vec::new();
    let has = |item: &Item, key: &str| item.frontmatter.iter().any(|entry| entry.key == key);
    let is_one_sided = scene.plan.dialect_at(&needing.place.path).0 != "dream"
        && !has(needing, "depends_on")
        && !has(needed, "blocks");
    if is_one_sided {
        // A task says what it needs, and nothing says what waits for it.
        let key = NEEDS.into_iter().find(|key| has(needing, key)).unwrap_or("dependencies");
        edits.extend(listed(needing, key, &needed.id));
    } else {
        edits.extend(listed(needing, "depends_on", &needed.id));
        edits.extend(listed(needed, "blocks", &needing.id));
    }
    edits.extend(in_table(scene, needing, Some(needed), None));
    if edits.is_empty() {
        return Err(format!("neither {} nor {} has frontmatter to say so in", needing.id, needed.id));
    }
    Ok(Step { title: format!("Let {} depend on {}", needing.id, needed.id), edits })
}

/// One plan does not need another any more.
pub fn remove(scene: &Scene<'_>, from: usize, to: usize) -> Result<Step, String> {
    let (needing, needed) = ends(scene, from, to)?;
    let edge = scene.dependencies.needs(from).iter().find(|edge| edge.to == to);
    let mut edits = Vec::new();
    for relation in edge.into_iter().flat_map(|edge| &edge.relations) {
        let Some(relation) = scene.plan.relations.get(*relation) else { continue };
        let (item, other, keys) = match relation.kind {
            RelationKind::DependsOn => (needing, needed, &NEEDS[..]),
            _ => (needed, needing, &["blocks"][..]),
        };
        // Rows of tables are mended below.
        if scene.plan.plan_rows.iter().any(|row| row.place == relation.place) {
            continue;
        }
        let written = |key| written_at(scene, item, other, key, relation.place.line);
        let written = keys.iter().find_map(|key| Some((key, written(key)?)));
        if let Some((key, value)) = written {
            let change = Change::RemoveFromList { key: (*key).to_owned(), value };
            edits.push(Edit::new(relation.place.path.clone(), change));
        }
    }
    edits.extend(in_table(scene, needing, None, Some(needed)));
    if edits.is_empty() {
        let stated = edge.and_then(|edge| scene.plan.relations.get(*edge.relations.first()?));
        return Err(match stated {
            Some(relation) => {
                let Place { path, line } = &relation.place;
                format!("what stands in {path}:{line} cannot be taken apart; change it by hand")
            }
            None => format!("{} does not depend on {}", needing.id, needed.id),
        });
    }
    Ok(Step { title: format!("Let {} not depend on {} any more", needing.id, needed.id), edits })
}

fn ends<'a>(scene: &Scene<'a>, from: usize, to: usize) -> Result<(&'a Item, &'a Item), String> {
    if from == to {
        return Err("a plan cannot depend on itself".to_owned());
    }
    Ok((scene.item(from).ok_or("there is no such plan")?, scene.item(to).ok_or("there is no such plan")?))
}

/// A value more in a list of an item.
pub(super) fn listed(item: &Item, key: &str, value: &str) -> Option<Edit> {
    let change = Change::AddToList { key: key.to_owned(), value: value.to_owned() };
    written::home_of(item, key).map(|path| Edit::new(path, change))
}

/// The words of the list at a line that name another item.
fn written_at(scene: &Scene<'_>, item: &Item, other: &Item, key: &str, line: u32) -> Option<String> {
    let entry = item.frontmatter.iter().find(|entry| entry.key == key)?;
    let one = std::slice::from_ref(&entry.value);
    let nodes = entry.value.value.as_list().unwrap_or(one);
    let mut words = nodes.iter().filter(|node| node.line == line).filter_map(|node| node.value.as_text());
    let first = words.clone().next()?;
    let is_alone = words.clone().nth(1).is_none();
    let names_it = |word: &&str| {
        let found = match scene.names.find(word) {
            Some(Referent::Item(at)) => scene.item(at).map(|item| item.id.as_str()),
            _ => None,
        };
        found.unwrap_or(word.trim()) == other.id
    };
    // Of several on a line the one that names it is meant.
    let meant = if is_alone { Some(first) } else { words.find(names_it) };
    meant.map(str::to_owned)
}

/// The cell of the Plans table that says what a plan depends on.
fn in_table(scene: &Scene<'_>, needing: &Item, more: Option<&Item>, less: Option<&Item>) -> Option<Edit> {
    let known = scene.plan.plan_rows.iter().find(|row| row.plan.resolved && row.plan.id == needing.id)?;
    let column = known.needs?;
    let row = written::row(scene, &Place { path: known.place.path.clone(), line: known.place.line })?;
    let cell = row.cell(column);
    let named = |name: &str| match scene.names.find(name)? {
        Referent::Item(at) => scene.item(at),
        Referent::Module(_) => None,
    };
    let is = |part: &str, item: &Item| {
        names_in(part).any(|name| named(name).is_some_and(|known| known.id == item.id))
    };
    let written = several::parts(cell);
    let is_nothing =
        |part: &str| !part.chars().any(char::is_alphanumeric) || part.eq_ignore_ascii_case("none");
    let mut parts: Vec<String> = Vec::new();
    for part in written.iter().copied().filter(|part| !is_nothing(part)) {
        match (less, several::range(part)) {
            (Some(less), _) if is(part, less) => {}
            // A range with one taken out of it is those that are left.
            (Some(less), Some(names)) if names.iter().any(|name| is(name, less)) => {
                parts.extend(names.into_iter().filter(|name| named(name).is_some() && !is(name, less)));
            }
            _ => parts.push(part.to_owned()),
        }
    }
    let is_said = |more: &Item| {
        let in_range =
            |part: &String| several::range(part).unwrap_or_default().iter().any(|name| is(name, more));
        parts.iter().any(|part| is(part, more) || in_range(part))
    };
    if let Some(more) = more {
        if is_said(more) {
            return None;
        }
        let uses_short = parts.iter().flat_map(|part| names_in(part)).any(is_short_id);
        let short = short_id(&more.id).filter(|short| uses_short && named(short).is_some());
        parts.push(short.unwrap_or(&more.id).to_owned());
    } else if parts.len() == written.iter().filter(|part| !is_nothing(part)).count() {
        return None;
    }
    let text = if parts.is_empty() { "—".to_owned() } else { parts.join(", ") };
    row.set(column, text)
}

/// The names by which a part of a cell may mean something: what is written, and where it leads.
fn names_in(part: &str) -> impl Iterator<Item = &str> {
    let (label, link) = match part.strip_prefix('[').and_then(|rest| rest.split_once("](")) {
        Some((label, rest)) => (label, rest.split([')', '#', ' ']).next()),
        None => (part, None),
    };
    let bare = |name: &'_ str| -> usize { name.trim_end_matches(['`', '/', '*', ' ']).len() };
    let label = label.get(..bare(label)).unwrap_or(label).trim_start_matches(['`', '*', ' ']);
    let first = label.split([' ', '(']).next().filter(|first| *first != label);
    // A link may lead into the archive; its folder is what is meant.
    let folder = link.map(|link| link.trim_end_matches("_overview.md").trim_end_matches('/'));
    let folder = folder.map(|folder| folder.rsplit('/').next().unwrap_or(folder));
    [Some(label), first, link, folder].into_iter().flatten().filter(|name| !name.is_empty())
}
