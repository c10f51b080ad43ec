//! Where a folder came from that a commit renamed or moved. Git keeps no moves: a commit tells which files went and which
//! came, and a folder was moved when most of what it holds went from another one.

use super::{EntryKind, Id, Kind, Problem, Repository, tree};
use crate::counted::counted;
use crate::named::Named;

/// So many folders are looked into for one commit.
const MOST_FOLDERS: usize = 20_000;
/// So many files that came or went are looked at.
const MOST_FILES: usize = 50_000;
/// Of files with the same content so many are looked at: empty ones tell nothing.
const MOST_ALIKE: usize = 8;
/// From so many names on a folder is known again even though every file in it was changed on the way.
const MANY_NAMES: usize = 3;

/// Where a folder of a commit came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// It was made there.
    New,
    /// It lay at another path before.
    Moved(String),
    /// Whether it was moved cannot be said; the text says why.
    Unclear(String),
}

/// What a change did to the files around a folder.
#[derive(Default)]
struct Changed {
    /// Files that went, by path.
    gone: Vec<(String, Id)>,
    /// Files that came into the folder, by the path in it.
    come: Named<Id>,
    folders: usize,
}

/// How much of what went from a folder came into the other.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Votes {
    files: usize,
    /// Of those, how many with the same content.
    same: usize,
}

/// Whether a folder may have been put in the place of what lay there: most names in it are new.
pub(super) fn is_mostly_new(repository: &Repository, before: Option<Id>, now: Id) -> Result<bool, Problem> {
    let Some(before) = before else { return Ok(true) };
    let (old, new) = (names(repository, Some(before))?, names(repository, Some(now))?);
    let kept = new.iter().filter(|(name, _)| old.get(name).is_some()).count();
    Ok(kept * 2 < new.len())
}

/// Where what lies in a folder of one tree lay in the tree before.
pub(super) fn origin(repository: &Repository, before: Id, now: Id, folder: &str) -> Result<Origin, Problem> {
    let mut changed = Changed::default();
    if !changed.gather(repository, before, now, folder)? {
        return Ok(Origin::Unclear("too much changed in it to tell what was moved".to_owned()));
    }
    let votes = changed.votes();
    // Of several that say the same the outermost, which comes first.
    let best = votes.iter().reduce(|best, other| if other.1 > best.1 { other } else { best });
    let Some((place, votes)) = best else { return Ok(Origin::New) };
    let is_below = |path: &str| place.is_empty() || below(path, place).is_some();
    let went = changed.gone.iter().filter(|(path, _)| is_below(path)).count();
    let is_most_of_it = votes.files * 2 >= went;
    let is_empty_now = !place.is_empty() && repository.lookup(now, place)?.is_none();
    let is_most_of_this = votes.files * 2 >= changed.come.len() || is_empty_now;
    let is_known_again = votes.same > 0 || votes.files >= MANY_NAMES;
    if is_most_of_it && is_most_of_this && is_known_again {
        return Ok(Origin::Moved(place.to_owned()));
    }
    if votes.same == 0 {
        return Ok(Origin::New);
    }
    let from = if place.is_empty() { "the top of the repository" } else { place };
    let came = counted(changed.come.len(), "file");
    Ok(Origin::Unclear(format!(
        "of {came} that came {} had lain in {from}, too few to say that the folder was moved",
        votes.files
    )))
}

/// The path below a folder.
fn below<'a>(path: &'a str, folder: &str) -> Option<&'a str> {
    if folder.is_empty() { Some(path) } else { path.strip_prefix(folder)?.strip_prefix('/') }
}

/// What a folder holds, by name; nothing where there is none.
fn names(repository: &Repository, folder: Option<Id>) -> Result<Named<(EntryKind, Id)>, Problem> {
    let mut names = Named::default();
    let Some(id) = folder else { return Ok(names) };
    let object = repository.object(id)?;
    if object.kind == Kind::Tree {
        for entry in tree::entries(&object.bytes).flatten() {
            names.insert(&String::from_utf8_lossy(entry.name), (entry.kind, entry.id));
        }
    }
    Ok(names)
}

fn folder_of(entry: Option<(EntryKind, Id)>) -> Option<Id> {
    entry.filter(|(kind, _)| *kind == EntryKind::Folder).map(|(_, id)| id)
}

fn file_of(entry: Option<(EntryKind, Id)>) -> Option<Id> {
    entry.filter(|(kind, _)| matches!(kind, EntryKind::File { .. })).map(|(_, id)| id)
}

impl Changed {
    /// Gathers what differs between two trees; whether that is all of it.
    fn gather(
        &mut self,
        repository: &Repository,
        before: Id,
        now: Id,
        folder: &str,
    ) -> Result<bool, Problem> {
        let mut waiting = vec![(String::new(), Some(before), Some(now))];
        while let Some((path, old, new)) = waiting.pop() {
            self.folders += 1;
            if self.folders > MOST_FOLDERS || self.gone.len() + self.come.len() > MOST_FILES {
                return Ok(false);
            }
            let (old, new) = (names(repository, old)?, names(repository, new)?);
            let olds = old.iter().map(|(name, was)| (name, Some(*was), new.get(name).copied()));
            let news = new.iter().filter(|(name, _)| old.get(name).is_none());
            for (name, was, is) in olds.chain(news.map(|(name, is)| (name, None, Some(*is)))) {
                if was == is {
                    continue;
                }
                let path = if path.is_empty() { name.to_owned() } else { format!("{path}/{name}") };
                let within = below(&path, folder);
                match (file_of(was), file_of(is)) {
                    (Some(id), None) => self.gone.push((path.clone(), id)),
                    (None, Some(id)) => within.iter().for_each(|within| self.come.insert(within, id)),
                    _ => {}
                }
                let leads_there = within.is_some() || path == folder || below(folder, &path).is_some();
                match (folder_of(was), folder_of(is)) {
                    (None, None) => {}
                    // What came elsewhere tells nothing.
                    (None, Some(_)) if !leads_there => {}
                    (was, is) => waiting.push((path, was, is)),
                }
            }
        }
        Ok(true)
    }

    /// For each folder that files went from, how many of them came.
    fn votes(&self) -> Named<Votes> {
        let mut alike: Vec<(Id, &str)> = self.come.iter().map(|(path, id)| (*id, path)).collect();
        crate::order::sort(&mut alike);
        let mut votes: Named<Votes> = Named::default();
        for (path, id) in &self.gone {
            let cuts =
                path.match_indices('/').filter_map(|(at, _)| Some((path.get(..at)?, path.get(at + 1..)?)));
            let ways = std::iter::once(("", path.as_str())).chain(cuts);
            let known = ways.filter(|(_, rest)| self.come.get(rest).is_some()).map(|(place, _)| place);
            let first = alike.partition_point(|(other, _)| other < id);
            let twins = alike.iter().skip(first).take_while(|(other, _)| other == id);
            let twins: Vec<&str> = twins.take(MOST_ALIKE).map(|(_, twin)| *twin).collect();
            let mut places: Vec<&str> = known.collect();
            places.extend(twins.iter().filter_map(|twin| before_common(path, twin)));
            crate::order::sort(&mut places);
            places.dedup();
            for place in places {
                votes.change(place, |votes| {
                    votes.files += 1;
                    votes.same += usize::from(!twins.is_empty());
                });
            }
        }
        votes
    }
}

/// What stands in a path before the names that it ends with like another; nothing when not even the last is the same.
fn before_common<'a>(path: &'a str, other: &str) -> Option<&'a str> {
    let names = path.rsplit('/').zip(other.rsplit('/'));
    let common = names.take_while(|(name, other)| name == other).map(|(name, _)| name.len() + 1);
    match common.sum::<usize>() {
        0 => None,
        // A name and the line before it; the whole of it has none.
        length => Some(path.get(..path.len().saturating_sub(length)).unwrap_or_default()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_before_the_same_names() {
        assert_eq!(before_common("plans/SP01/a.md", "active/SP01/a.md"), Some("plans"));
        assert_eq!(before_common("a.md", "b/a.md"), Some(""));
        assert_eq!(before_common("x/a.md", "x/a.md"), Some(""));
        assert_eq!(before_common("x/a.md", "x/b.md"), None);
    }

    fn votes(gone: &[(&str, u8)], come: &[(&str, u8)]) -> Vec<(String, usize, usize)> {
        let id = |number: u8| Id([number; 20]);
        let mut changed = Changed::default();
        changed.gone.extend(gone.iter().map(|(path, number)| ((*path).to_owned(), id(*number))));
        come.iter().for_each(|(path, number)| changed.come.insert(path, id(*number)));
        changed.votes().iter().map(|(place, votes)| (place.to_owned(), votes.files, votes.same)).collect()
    }

    #[test]
    fn files_speak_for_the_folder_that_they_went_from() {
        let gone = [("plans/_overview.md", 1), ("plans/SP01/_overview.md", 2), ("src/x.md", 9)];
        let come = [("_overview.md", 1), ("SP01/_overview.md", 3)];
        assert_eq!(votes(&gone, &come), [("plans".to_owned(), 2, 1), ("plans/SP01".to_owned(), 1, 0)]);
        // Put deeper on the way, known by what they hold.
        let deeper = [("active/SP01/_overview.md", 2), ("_overview.md", 1)];
        assert_eq!(votes(&gone, &deeper), [("plans".to_owned(), 2, 2), ("plans/SP01".to_owned(), 1, 1)]);
        assert_eq!(votes(&gone, &[("y.md", 7)]), []);
    }
}
