//! What tasks are called: `BACK-217.03` is also `task-217.3`, because a number stays when its prefix changes or zeros come and go.

use crate::named::Named;
use crate::plan::{Item, ItemKind};

/// What a name has in common with all others that mean the same: its number behind one of these prefixes, else all of it.
pub fn key_of(written: &str, prefixes: &[String]) -> String {
    let small = written.trim().trim_start_matches('#').to_lowercase();
    let Some((prefix, number)) = split(&small) else { return small };
    let prefix =
        if prefixes.iter().any(|known| known == prefix) || prefix.is_empty() { "task" } else { prefix };
    format!("{prefix}-{}", without_zeros(number))
}

/// The prefix of a name and its number; nothing when it has none.
fn split(name: &str) -> Option<(&str, &str)> {
    let (prefix, number) = name.rsplit_once('-').unwrap_or(("", name));
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    number.split('.').all(is_number).then_some((prefix, number))
}

fn without_zeros(number: &str) -> String {
    let part = |part: &str| match part.trim_start_matches('0') {
        "" => "0".to_owned(),
        rest => rest.to_owned(),
    };
    number.split('.').map(part).collect::<Vec<_>>().join(".")
}

/// What the documents of a backlog are called.
pub(super) struct Known {
    by_key: Named<usize>,
    prefixes: Vec<String>,
    /// Other names, with the position of what they mean.
    names: Vec<(String, usize)>,
}

impl Known {
    /// The names of these items. A second claimant of an id has none.
    pub(super) fn of(items: &[Item], prefixes: &[String]) -> Known {
        let mut known = Known { by_key: Named::default(), prefixes: prefixes.to_vec(), names: Vec::new() };
        for (index, item) in items.iter().enumerate().filter(|(_, item)| item.claims.is_none()) {
            known.by_key.insert_new(&key_of(&item.id, prefixes), index);
            if item.kind == ItemKind::Task {
                known.call(index, &item.id);
            }
        }
        // A milestone is also called by its title.
        for (index, item) in items.iter().enumerate().filter(|(_, item)| item.kind == ItemKind::Milestone) {
            known.by_key.insert_new(&item.title.trim().to_lowercase(), index);
        }
        known
    }

    fn call(&mut self, index: usize, id: &str) {
        let Some((prefix, number)) = split(id) else { return };
        let prefixes = self.prefixes.iter().map(String::as_str).chain([prefix]);
        let prefixes: Vec<String> =
            prefixes.flat_map(|prefix| [prefix.to_lowercase(), prefix.to_uppercase()]).collect();
        for prefix in prefixes {
            for number in [number.to_owned(), without_zeros(number)] {
                let name = format!("{prefix}-{number}");
                if name != id {
                    self.names.push((name, index));
                }
            }
        }
    }

    /// The item that a name means.
    pub(super) fn find(&self, written: &str) -> Option<usize> {
        self.by_key.get(&key_of(written, &self.prefixes)).copied()
    }

    /// What items are called beside their ids.
    pub(super) fn names(&self) -> Vec<(String, usize)> {
        self.names.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_stays_what_it_is() {
        let prefixes = ["task".to_owned(), "back".to_owned()];
        let same = |a: &str, b: &str| assert_eq!(key_of(a, &prefixes), key_of(b, &prefixes));
        same("BACK-217.03", "task-217.3");
        same("Task-7", "back-007");
        same("#7", "task-7");
        same("task-0", "BACK-00");
        let differ = |a: &str, b: &str| assert_ne!(key_of(a, &prefixes), key_of(b, &prefixes));
        differ("m-1", "task-1");
        differ("task-1.1", "task-11");
        differ("draft-4", "task-4");
        differ("task-", "task-0");
    }
}
