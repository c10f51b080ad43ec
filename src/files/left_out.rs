//! What was left out of a copy of a tree on purpose. A copy may be for people who shall not know the rest: it holds no names of
//! that but those that stand in what is left, so that a link can say "not in this copy" instead of "broken".

use std::sync::Arc;

/// What is not in a copy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    names: Arc<Vec<String>>,
    total: usize,
}

impl LeftOut {
    /// Paths and ids that are left out of a tree of so many files.
    pub fn of(names: Vec<String>, total: usize) -> LeftOut {
        LeftOut { names: Arc::new(names), total }
    }

    /// What a copy says of itself: names line by line, and how many files the whole tree has; nothing when it is whole.
    pub fn read(names: Option<&str>, total: Option<&str>) -> LeftOut {
        let total = total.and_then(|total| total.parse().ok()).unwrap_or(0);
        let names = names.unwrap_or_default().lines().filter(|name| !name.is_empty());
        LeftOut::of(names.map(str::to_owned).collect(), total)
    }

    /// The names as a copy says them.
    pub fn written(&self) -> String {
        self.names.join("\n")
    }

    /// The names.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// How many files the whole tree has; nothing when this is all of it.
    pub fn total(&self) -> Option<usize> {
        Some(self.total).filter(|total| *total > 0)
    }

    /// Whether a path or id is known to have been left out: itself, something in it, or what it lies in.
    pub fn holds(&self, name: &str) -> bool {
        let name = name.trim_start_matches("./").trim_matches('/');
        let (first, is_path) = name.split_once('/').map_or((name, false), |(first, _)| (first, true));
        !name.is_empty()
            && self.names.iter().any(|known| {
                let last = known.rsplit('/').next().unwrap_or(known);
                let is_within = |inner: &str, outer: &str| {
                    inner.strip_prefix(outer).is_some_and(|rest| rest.starts_with('/'))
                };
                // A short id means the plan whose folder begins with it.
                let is_short = !is_path
                    && !first.contains('_')
                    && last.strip_prefix(first).is_some_and(|rest| rest.starts_with('_'));
                // So does the rest of its name.
                let rest =
                    last.split_once('_').filter(|(short, _)| short.bytes().any(|byte| byte.is_ascii_digit()));
                let is_rest = !is_path && rest.is_some_and(|(_, rest)| rest == first);
                let is_whole = known == name || is_within(name, known) || is_within(known, name);
                let is_in_it = !known.contains('/') && name.split('/').any(|part| part == known);
                is_whole || is_in_it || last == first || is_short || is_rest
            })
    }
}

#[cfg(test)]
mod tests {
    use super::LeftOut;

    #[test]
    fn names_mean_what_lies_in_them_and_around_them() {
        let names = ["_completed/SP05_lamp", "notes", "img/a.png"].map(str::to_owned).to_vec();
        let left_out = LeftOut::of(names, 9);
        for name in [
            "SP05_lamp",
            "SP05",
            "lamp",
            "SP05_lamp/p00",
            "_completed/SP05_lamp/_overview.md",
            "notes/",
            "./notes/x.md",
            "img",
        ] {
            assert!(left_out.holds(name), "{name}");
        }
        for name in ["", "SP0", "SP05_la", "note", "SP06", "img/b.png", "_completed/SP06_x"] {
            assert!(!left_out.holds(name), "{name}");
        }
        let again = LeftOut::read(Some(&left_out.written()), Some("9"));
        assert_eq!((again.total(), again), (Some(9), left_out));
        assert_eq!(LeftOut::read(None, None), LeftOut::default());
    }
}
