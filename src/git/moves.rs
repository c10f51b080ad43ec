//! Where a folder came from that a commit renamed or moved. Git keeps no moves: a commit tells which files went and which
//! came, and a folder was moved when most of what it holds went from another one.

use super::{EntryKind, Id, Problem, Repository, tree};
use crate::counted::counted;
use std::cmp::Ordering;
use std::sync::Arc;

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
    /// Files that came into the folder, by the path in it; in order once all are there.
    come: Vec<(String, Id)>,
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
    let (mut kept, mut all) = (0, 0);
    beside(&bytes_of(repository, Some(before))?, &bytes_of(repository, Some(now))?, &mut |_, was, is| {
        all += usize::from(is.is_some());
        kept += usize::from(was.is_some() && is.is_some());
    });
    Ok(kept * 2 < all)
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
        return Ok(Origin::Moved(place.clone()));
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

/// What something in a folder is.
type Held = Option<(EntryKind, Id)>;

/// A folder as git keeps it; empty where there is none.
fn bytes_of(repository: &Repository, folder: Option<Id>) -> Result<Arc<[u8]>, Problem> {
    match folder {
        Some(id) => repository.object(id).map(|object| object.bytes),
        None => Ok(Arc::default()),
    }
}

/// Goes through what two folders hold, name by name. Git keeps them in order, with a line behind the names of folders.
fn beside(old: &[u8], new: &[u8], each: &mut dyn FnMut(&str, Held, Held)) {
    let (mut old, mut new) =
        (tree::entries(old).flatten().peekable(), tree::entries(new).flatten().peekable());
    let key = |entry: &tree::Entry<'_>| {
        let mut key = entry.name.to_vec();
        key.extend((entry.kind == EntryKind::Folder).then_some(b'/'));
        key
    };
    loop {
        let order = match (old.peek(), new.peek()) {
            (None, None) => return,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(old), Some(new)) => key(old).cmp(&key(new)),
        };
        let was = if order.is_le() { old.next() } else { None };
        let is = if order.is_ge() { new.next() } else { None };
        let name = was.or(is).map_or(&[][..], |entry| entry.name);
        let held = |entry: Option<tree::Entry<'_>>| entry.map(|entry| (entry.kind, entry.id));
        each(&String::from_utf8_lossy(name), held(was), held(is));
    }
}

fn folder_of(entry: Held) -> Option<Id> {
    entry.filter(|(kind, _)| *kind == EntryKind::Folder).map(|(_, id)| id)
}

fn file_of(entry: Held) -> Option<Id> {
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
            beside(&bytes_of(repository, old)?, &bytes_of(repository, new)?, &mut |name, was, is| {
                if was == is {
                    return;
                }
                let path = if path.is_empty() { name.to_owned() } else { format!("{path}/{name}") };
                let within = below(&path, folder);
                match (file_of(was), file_of(is)) {
                    (Some(id), None) => self.gone.push((path.clone(), id)),
                    (None, Some(id)) => self.come.extend(within.map(|within| (within.to_owned(), id))),
                    _ => {}
                }
                let leads_there = within.is_some() || path == folder || below(folder, &path).is_some();
                match (folder_of(was), folder_of(is)) {
                    (None, None) => {}
                    // What came elsewhere tells nothing.
                    (None, Some(_)) if !leads_there => {}
                    (was, is) => waiting.push((path, was, is)),
                }
            });
        }
        crate::order::sort_by(&mut self.come, |one, other| one.0.cmp(&other.0));
        Ok(true)
    }

    fn has_come(&self, path: &str) -> bool {
        self.come.binary_search_by(|(known, _)| known.as_str().cmp(path)).is_ok()
    }

    /// For each folder that files went from, how many of them came, in order of the folders.
    fn votes(&self) -> Vec<(String, Votes)> {
        let mut alike: Vec<(Id, &str)> = self.come.iter().map(|(path, id)| (*id, path.as_str())).collect();
        crate::order::sort_by(&mut alike, |one, other| one.cmp(other));
        let mut said: Vec<(&str, bool)> = Vec::new();
        for (path, id) in &self.gone {
            let first = alike.partition_point(|(other, _)| other < id);
            let twins = alike.iter().skip(first).take_while(|(other, _)| other == id).take(MOST_ALIKE);
            let is_same = twins.clone().next().is_some();
            let own = said.len();
            let mut say = |place| {
                if said.iter().skip(own).all(|(known, _)| *known != place) {
                    said.push((place, is_same));
                }
            };
            let mut rest = path.as_str();
            loop {
                if self.has_come(rest) {
                    say(path.get(..(path.len() - rest.len()).saturating_sub(1)).unwrap_or_default());
                }
                match rest.split_once('/') {
                    Some((_, behind)) => rest = behind,
                    None => break,
                }
            }
            twins.filter_map(|(_, twin)| before_common(path, twin)).for_each(say);
        }
        crate::order::sort_by(&mut said, |one, other| one.cmp(other));
        let mut votes: Vec<(String, Votes)> = Vec::new();
        for (place, is_same) in said {
            match votes.last_mut() {
                Some((known, votes)) if known == place => votes.add(is_same),
                _ => votes.push((place.to_owned(), Votes { files: 1, same: usize::from(is_same) })),
            }
        }
        votes
    }
}

impl Votes {
    fn add(&mut self, is_same: bool) {
        self.files += 1;
        self.same += usize::from(is_same);
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
        let files = |files: &[(&str, u8)]| -> Vec<(String, Id)> {
            files.iter().map(|(path, number)| ((*path).to_owned(), Id([*number; 20]))).collect()
        };
        let mut changed = Changed { gone: files(gone), come: files(come), folders: 0 };
        changed.come.sort();
        changed.votes().into_iter().map(|(place, votes)| (place, votes.files, votes.same)).collect()
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
