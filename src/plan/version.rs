//! Plans that were written anew: documents that are versions of one plan, the oldest first.

use super::{Date, ItemId};
use std::cmp::Ordering;

/// The versions of one plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Versions {
    /// What they are called without their numbers: `WORK_PLAN.md`.
    pub name: String,
    /// The versions, the oldest first; the last is the one that holds.
    pub versions: Vec<Version>,
}

/// A version of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Its number, as its file is called: `17.1`.
    pub number: String,
    /// The document, by id.
    pub item: ItemId,
    /// Its file.
    pub path: String,
    /// The day on which it says that it was written or changed.
    pub date: Option<Date>,
}

/// The path of a document without the number of its version, and that number: `plans/WORK_PLAN_V17.0.md` is version
/// 17.0 of `plans/WORK_PLAN.md`. Nothing when its name ends with no version.
pub fn of_path(path: &str) -> Option<(String, String)> {
    let (stem, ending) = path.rsplit_once('.')?;
    let digits = stem.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '_'));
    let number = stem.get(digits.len()..)?.trim_matches(['.', '_']);
    let (base, has_mark) = match digits.strip_suffix(['v', 'V']) {
        Some(base) if base.ends_with(['_', '-', ' ', '.']) => (base, true),
        _ => (digits, false),
    };
    // `part_2` is another document; `plan-2.1` and `plan-v2` are versions.
    let is_version = !number.is_empty() && (has_mark || number.contains('.'));
    let base = base.trim_end_matches(['_', '-', ' ', '.']);
    let is_named = base.rsplit('/').next().is_some_and(|name| !name.is_empty());
    (is_version && is_named).then(|| (format!("{base}.{ending}"), number.replace('_', ".")))
}

/// Which of two numbers of versions is the newer: `17.10` comes after `17.9`.
pub fn compare(a: &str, b: &str) -> Ordering {
    let parts = |number: &str| {
        number.split('.').map(|part| part.parse::<u32>().unwrap_or(u32::MAX)).collect::<Vec<_>>()
    };
    parts(a).cmp(&parts(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_told_by_the_name_of_the_file() {
        let check = |path: &str, expected: Option<(&str, &str)>| {
            let found = of_path(path);
            assert_eq!(
                found.as_ref().map(|(base, number)| (base.as_str(), number.as_str())),
                expected,
                "{path}"
            );
        };
        check("plans/WORK_PLAN_V17.0.md", Some(("plans/WORK_PLAN.md", "17.0")));
        check("dental_work_plan_v17.md", Some(("dental_work_plan.md", "17")));
        check("plan-2.1.md", Some(("plan.md", "2.1")));
        check("plan v3.md", Some(("plan.md", "3")));
        check("plan_v1_2.md", Some(("plan.md", "1.2")));
        for none in ["plan.md", "part_2.md", "v2.md", "2.1.md", "README"] {
            check(none, None);
        }
        assert_eq!(compare("17.9", "17.10"), Ordering::Less);
        assert_eq!(compare("17", "17.0"), Ordering::Less);
    }
}
