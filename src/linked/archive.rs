//! A plan that is over, moved into the archive with all its files: links from it and to it go on leading where they led,
//! and State Deltas that become too many go into the archive of older ones.

use super::{ROOT, written};
use crate::edit::{Change, Edit, Step};
use crate::files::TreePath;
use crate::findings::Scene;
use crate::plan::{BaseStatus, Date, Delta, Item, ItemKind, Place, Target};
use std::ops::Range;

/// More State Deltas than this the root may not hold.
pub const MOST_DELTAS: usize = 20;
/// Where older ones go.
const OVERFLOW: &str = "_state_deltas_archive.md";

/// Moves a plan that is over into the archive.
pub fn plan(scene: &Scene<'_>, index: usize) -> Result<Step, String> {
    if let Some(step) = scene.within(index, plan) {
        return step.map(|step| with_others(scene, step));
    }
    let is_plan = |item: &&Item| item.kind == ItemKind::Plan && item.parent.is_none();
    let item = scene.item(index).filter(is_plan).ok_or("only a plan can be archived")?;
    if item.archived {
        return Err(format!("{} lies in the archive already", item.id));
    }
    if !item.status.base.is_closed() {
        return Err(format!("{} is not over; set it to DONE or CUT first", item.id));
    }
    moved(scene, item).ok_or_else(|| format!("there is no place in the archive for {}", item.id))
}

/// The move of a plan into the archive, whatever its status says, with all that it entails.
fn moved(scene: &Scene<'_>, item: &Item) -> Option<Step> {
    let mut step = completed(scene, Archive::of(scene).step(scene, item)?);
    step.edits.extend(overflow(scene));
    // What is moved is moved last, so that everything before it is where it was.
    crate::order::sort_by(&mut step.edits, |a, b| is_move(a).cmp(&is_move(b)));
    Some(step)
}

fn is_move(edit: &Edit) -> bool {
    matches!(edit.change, Change::Move { .. })
}

/// A step whose moves take the links along that lead from and to what is moved.
pub fn completed(scene: &Scene<'_>, step: Step) -> Step {
    let mut edits = Vec::new();
    for edit in &step.edits {
        let Change::Move { to } = &edit.change else { continue };
        let within = scene.part_at(&edit.path).zip(scene.part_at(to));
        match within {
            None => edits.extend(links(scene, &edit.path, to, &|_, _| true)),
            // Code names a path from the root of the part.
            Some(((part, folder), (_, to))) => {
                let edits_of_part = links(&part.scene, folder, to, &|_, _| true);
                edits.extend(part.lay_step(Step { title: String::new(), edits: edits_of_part }).edits);
            }
        }
    }
    edits.extend(step.edits);
    with_others(scene, Step { title: step.title, edits })
}

/// A step whose moves take along the links between parts that stand side by side; those within the part are in it already.
fn with_others(scene: &Scene<'_>, step: Step) -> Step {
    let mut edits = Vec::new();
    for edit in &step.edits {
        let Change::Move { to } = &edit.change else { continue };
        let part_of = |path: &str| scene.part_at(path).map(|(part, _)| part.folder);
        if part_of(&edit.path).is_some() {
            edits.extend(links(scene, &edit.path, to, &|document, target| {
                part_of(document) != part_of(target)
            }));
        }
    }
    edits.extend(step.edits);
    Step { title: step.title, edits }
}

/// A plan closed and archived, as one step.
pub fn closed(scene: &Scene<'_>, index: usize, base: BaseStatus) -> Result<Step, String> {
    if let Some(step) = scene.within(index, |part, index| closed(part, index, base)) {
        return step.map(|step| with_others(scene, step));
    }
    let is_plan = |item: &&Item| item.kind == ItemKind::Plan && item.parent.is_none() && !item.archived;
    let item = scene.item(index).filter(is_plan).ok_or("only a plan that is not archived can be closed")?;
    let mut step = super::status::set(scene, index, &super::wording::Aim::new(base))?;
    let own =
        moved(scene, item).ok_or_else(|| format!("there is no place in the archive for {}", item.id))?;
    step.edits.extend(own.edits);
    step.title = format!("Close and archive {}", item.id);
    Ok(step)
}

/// How a tree keeps its archive.
#[derive(Debug)]
pub struct Archive {
    folder: &'static str,
    /// Whether the plans are sorted by the quarter in which they ended. A new archive is.
    has_quarters: bool,
}

impl Archive {
    /// How the tree keeps it.
    pub fn of(scene: &Scene<'_>) -> Archive {
        let archived =
            || scene.plans().filter(|item| item.archived).filter_map(|item| item.folder.as_deref());
        let is_in = |archive: &str| archived().any(|folder| folder.split('/').next() == Some(archive));
        let is_heap = |folder: &str| matches!(folder.split('/').nth_back(1), Some("_completed" | "_archive"));
        Archive {
            folder: if is_in("_archive") && !is_in("_completed") { "_archive" } else { "_completed" },
            has_quarters: archived().next().is_none() || !archived().all(is_heap),
        }
    }

    /// The move of a plan to where it belongs.
    pub fn step(&self, scene: &Scene<'_>, item: &Item) -> Option<Step> {
        let (folder, to) = (item.folder.as_deref()?, self.place_for(scene, item)?);
        let title = format!("Move {folder} to {to}");
        Some(Step { title, edits: vec![Edit::new(folder, Change::Move { to })] })
    }

    /// Where a plan belongs; nothing when something else is there.
    fn place_for(&self, scene: &Scene<'_>, item: &Item) -> Option<String> {
        let place = if self.has_quarters {
            let (year, month, _) = ended(scene, item).start();
            format!("{}/{year:04}-Q{}/{}", self.folder, month.saturating_sub(1) / 3 + 1, item.name())
        } else {
            format!("{}/{}", self.folder, item.name())
        };
        (!scene.reading.files().is_folder(&place)).then_some(place)
    }
}

/// When a plan ended: the day of its last State Delta, else the day on which it was last brought up to date.
fn ended(scene: &Scene<'_>, item: &Item) -> Date {
    let is_own = |plan: &Target| plan.id == item.id;
    let own = scene.plan.deltas.iter().filter(|delta| delta.plan.as_ref().is_some_and(is_own));
    let last = own.filter_map(|delta| delta.date.clone()).max();
    last.or_else(|| Date::parse(item.field("last_updated")?)).unwrap_or_else(|| scene.day.clone())
}

// ── links ───────────────────────────────────────────────────────────────────────────────────

/// The lines whose links would lead elsewhere, with links that lead where they led.
/// `is_meant` is asked of the document and of what the link leads to.
fn links(scene: &Scene<'_>, folder: &str, to: &str, is_meant: &dyn Fn(&str, &str) -> bool) -> Vec<Edit> {
    let mut edits = Vec::new();
    let below = format!("{folder}/");
    for (index, entry) in scene.reading.files().iter().enumerate() {
        let path = entry.path();
        let Some(digest) = scene.reading.digest(index) else { continue };
        if crate::edit::writable(path.as_str()).is_err() {
            continue;
        }
        let rest = path.as_str().strip_prefix(&below);
        let own = rest.map_or_else(|| path.as_str().to_owned(), |rest| format!("{to}/{rest}"));
        let mut lines: Vec<(u32, Vec<(String, String)>)> = Vec::new();
        for reference in &digest.references {
            let (target, end) = cut(&reference.target);
            let leads = if reference.is_code { None } else { path.resolve(target) };
            let leads = leads.as_ref().map_or(target, TreePath::as_str);
            if !is_meant(path.as_str(), leads) {
                continue;
            }
            let Some(now) = led(path, &own, target, folder, to, reference.is_code, scene) else { continue };
            let pair = if reference.is_code {
                (format!("`{}", reference.target), format!("`{now}{end}"))
            } else {
                (reference.target.clone(), format!("{now}{end}"))
            };
            match lines.iter_mut().find(|(line, _)| *line == reference.line) {
                Some((_, pairs)) => pairs.push(pair),
                None => lines.push((reference.line, vec![pair])),
            }
        }
        for (line, mut pairs) in lines {
            let place = Place { path: path.as_str().to_owned(), line };
            let Some(old) = written::line(scene, &place) else { continue };
            // The longest first, so that no link is taken for the beginning of another one.
            crate::order::sort_by(&mut pairs, |a, b| b.0.len().cmp(&a.0.len()));
            pairs.dedup();
            edits.extend(relinked(&place, &old, &pairs));
        }
    }
    edits
}

/// A reference without its heading and question.
fn cut(target: &str) -> (&str, &str) {
    target.split_at(target.find(['#', '?']).unwrap_or(target.len()))
}

/// How a reference has to be written to lead where it led; nothing when it may stay as it is.
fn led(
    document: &TreePath,
    own: &str,
    target: &str,
    folder: &str,
    to: &str,
    is_code: bool,
    scene: &Scene<'_>,
) -> Option<String> {
    let files = scene.reading.files();
    let is_there = |path: &str| files.get(path).is_some() || files.is_folder(path);
    let inside = |path: &str| {
        let rest = path.strip_prefix(folder)?;
        (rest.is_empty() || rest.starts_with('/')).then(|| format!("{to}{rest}"))
    };
    if target.is_empty() || target.contains("://") || target.starts_with("mailto:") {
        return None;
    }
    let slash = if target.ends_with('/') && target.len() > 1 { "/" } else { "" };
    // Code names a path from the root of the tree.
    if is_code {
        let now = inside(target.trim_end_matches('/')).filter(|_| is_there(target.trim_end_matches('/')))?;
        return Some(format!("{now}{slash}"));
    }
    let path = document.resolve(target)?;
    if !is_there(path.as_str()) {
        return None;
    }
    let now = inside(path.as_str()).unwrap_or_else(|| path.as_str().to_owned());
    if target.starts_with('/') {
        let new = format!("/{now}{slash}");
        return (new != target).then_some(new);
    }
    let (from_before, from_now) = (document.as_str().rsplit_once('/'), own.rsplit_once('/'));
    let before = relative(from_before.map_or("", |(folder, _)| folder), path.as_str());
    let after = relative(from_now.map_or("", |(folder, _)| folder), &now);
    if before == after {
        return None;
    }
    let dot = if target.starts_with("./") && !after.starts_with("..") { "./" } else { "" };
    let escaped = after.replace(' ', "%20").replace('(', "%28").replace(')', "%29");
    let name = if target.contains('%') || after.contains(['(', ')']) { escaped } else { after };
    Some(format!("{dot}{name}{slash}"))
}

/// The way from a folder to a path.
fn relative(folder: &str, path: &str) -> String {
    let from: Vec<&str> = folder.split('/').filter(|segment| !segment.is_empty()).collect();
    let to: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = from.len() - shared;
    let down = to.get(shared..).unwrap_or_default();
    let way: Vec<&str> = std::iter::repeat_n("..", up).chain(down.iter().copied()).collect();
    if way.is_empty() { ".".to_owned() } else { way.join("/") }
}

/// The edits that put other targets into the links of a line: of no more than the links, where each stands there once.
fn relinked(place: &Place, line: &str, pairs: &[(String, String)]) -> Vec<Edit> {
    let found = targets(line, pairs);
    let around = |range: &Range<usize>| {
        let start = range.start.saturating_sub(2);
        let start = if line.is_char_boundary(start) { start } else { range.start };
        let end = line.get(range.end..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        start..range.end + end
    };
    let is_once =
        |range: &Range<usize>| line.get(around(range)).is_some_and(|words| line.matches(words).count() == 1);
    if found.iter().all(|(range, _)| is_once(range)) {
        let edit = |(range, now): &(Range<usize>, &str)| {
            let around = around(range);
            let (before, after) = (line.get(around.start..range.start)?, line.get(range.end..around.end)?);
            written::rewrite(place, line.get(around.clone())?, &format!("{before}{now}{after}"))
        };
        return found.iter().filter_map(edit).collect();
    }
    let (mut new, mut at) = (String::with_capacity(line.len()), 0);
    for (range, now) in &found {
        new.push_str(line.get(at..range.start).unwrap_or_default());
        new.push_str(now);
        at = range.end;
    }
    new.push_str(line.get(at..).unwrap_or_default());
    written::rewrite(place, line, &new).into_iter().collect()
}

/// Where in a line targets stand that are to be replaced, and by what.
fn targets<'a>(line: &str, pairs: &'a [(String, String)]) -> Vec<(Range<usize>, &'a str)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = line.get(at..).filter(|rest| !rest.is_empty()) {
        let before = line.get(..at).unwrap_or_default();
        // A target stands behind `](`, `<` or `]: `, and code behind its mark.
        let target = pairs.iter().find(|(old, _)| {
            let ends =
                |after: &str| after.is_empty() || after.starts_with([')', ' ', '>', '"', '`', '\t', '\'']);
            let begins = old.starts_with('`')
                || before.ends_with("](")
                || before.ends_with('<')
                || before.ends_with("]: ");
            begins && rest.strip_prefix(old.as_str()).is_some_and(ends)
        });
        match target {
            Some((old, now)) => {
                found.push((at..at + old.len(), now.as_str()));
                at += old.len();
            }
            None => at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    found
}

// ── older State Deltas ──────────────────────────────────────────────────────────────────────

/// The oldest State Deltas moved out of the root, when it holds more than it should.
pub fn overflow(scene: &Scene<'_>) -> Vec<Edit> {
    let mut deltas: Vec<&Delta> =
        scene.plan.deltas.iter().filter(|delta| delta.plan.is_some() && delta.place.path == ROOT).collect();
    let over = deltas.len().saturating_sub(MOST_DELTAS);
    let Some(text) = written::text(scene, ROOT).filter(|_| over > 0) else { return Vec::new() };
    // Which end is the oldest differs from tree to tree; of two of one day the lower one is.
    let start = |delta: &&Delta| delta.date.as_ref().map_or((u16::MAX, 0, 0), Date::start);
    deltas.reverse();
    crate::order::sort_by(&mut deltas, |a, b| start(a).cmp(&start(b)));
    let mut chosen: Vec<&Delta> = deltas.into_iter().take(over).collect();
    crate::order::sort_by(&mut chosen, |a, b| a.place.cmp(&b.place));
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let (mut edits, mut entries) = (Vec::new(), String::new());
    for delta in &chosen {
        let range = lines_of(&lines, delta.place.line);
        let entry = lines.get(range).unwrap_or_default().concat();
        if !entries.is_empty() {
            entries.push('\n');
        }
        entries.push_str(entry.trim_end());
        entries.push('\n');
        let change = Change::Replace { line: delta.place.line, old: entry, new: String::new() };
        edits.push(Edit::new(ROOT, change));
    }
    let text = entries.trim_end().to_owned();
    edits.push(if scene.reading.files().get(OVERFLOW).is_some() {
        Edit::new(OVERFLOW, Change::AddToSection { section: "State Deltas".to_owned(), text })
    } else {
        let text = format!("# State Deltas, older ones\n\n## State Deltas\n\n{text}\n");
        Edit::new(OVERFLOW, Change::Create { text })
    });
    edits
}

/// The lines of an entry, from its heading to the next one, counted from 0.
fn lines_of(lines: &[&str], heading: u32) -> Range<usize> {
    let start = usize::try_from(heading).unwrap_or(usize::MAX).saturating_sub(1);
    let is_next = |line: &&str| line.starts_with("# ") || line.starts_with("## ") || line.starts_with("### ");
    let length = lines.iter().skip(start + 1).position(is_next);
    start..length.map_or(lines.len(), |length| start + 1 + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_lead_there() {
        for (folder, path, expected) in [
            ("", "a/b.md", "a/b.md"),
            ("a", "a/b.md", "b.md"),
            ("a/c", "b.md", "../../b.md"),
            ("a", "a", "."),
            ("_completed/2025-Q4/SP01", "exploration/x.md", "../../../exploration/x.md"),
        ] {
            assert_eq!(relative(folder, path), expected);
        }
    }

    #[test]
    fn only_targets_are_rewritten() {
        let pairs =
            [("a/b.md".to_owned(), "../c/b.md".to_owned()), ("`a/b.md".to_owned(), "`c/b.md".to_owned())];
        let line = "a/b.md [a/b.md](a/b.md) and [x](a/b.md#h) `a/b.md` [y](<a/b.md>) a/b.md";
        let found: Vec<(&str, &str)> = targets(line, &pairs)
            .into_iter()
            .filter_map(|(range, now)| Some((line.get(range)?, now)))
            .collect();
        assert_eq!(found, [("a/b.md", "../c/b.md"), ("`a/b.md", "`c/b.md"), ("a/b.md", "../c/b.md")]);
    }
}
