//! What people write to name a commit: `HEAD~3`, a branch, a tag, the first digits of an id, `v1^2`.

use super::id::Prefix;
use super::{Id, Kind, Problem, Repository, refs};

/// How far back a step may lead.
const MOST_STEPS: u32 = 1_000_000;
/// So many commits are named when digits are those of several.
const MOST_NAMED: usize = 4;

/// A commit and a path in it, as `REV:PATH`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision<'a> {
    /// The commit, as written.
    pub commit: &'a str,
    /// The path, as written.
    pub path: &'a str,
}

impl<'a> Revision<'a> {
    /// Reads `REV:PATH`; nothing when it has no such form.
    pub fn parse(written: &'a str) -> Option<Revision<'a>> {
        let (commit, path) = written.split_once(':')?;
        is_revision(commit).then_some(Revision { commit, path })
    }
}

/// Whether something may name a commit: not the letter of a disk, not an address.
pub fn is_revision(written: &str) -> bool {
    let is_disk = written.len() == 1 && written != "@";
    let is_plain = |c: char| !c.is_control() && !matches!(c, ' ' | '?' | '*' | '[' | '\\' | ':');
    !written.is_empty() && !is_disk && written.chars().all(is_plain)
}

/// What stands behind a name.
#[derive(Debug, PartialEq, Eq)]
enum Step {
    /// `~3`: three first parents back.
    Back(u32),
    /// `^2`: the second parent; `^0` the commit itself.
    Parent(u32),
    /// `^{commit}` and `^{}`: what a tag stands for.
    Peel,
}

impl Repository {
    /// The commit that is meant.
    ///
    /// # Errors
    /// When there is none, or several.
    pub fn revision(&self, written: &str) -> Result<Id, Problem> {
        let unknown = |why: String| Problem::Revision(format!("{written}: {why}"));
        let end = written.find(['~', '^']).unwrap_or(written.len());
        let (name, rest) = written.split_at_checked(end).unwrap_or((written, ""));
        if written.contains("@{") {
            return Err(unknown("what is noted of where names stood before (`@{…}`) is not read".to_owned()));
        }
        let steps =
            steps(rest).ok_or_else(|| unknown(format!("{rest} is no way to a commit; ~N and ^N are")))?;
        let mut at = self.peeled(self.named(name)?)?;
        for step in steps {
            match step {
                Step::Peel | Step::Parent(0) => {}
                Step::Parent(number) => {
                    at = self.parent(at, number).map_err(|problem| unknown(problem.to_string()))?
                }
                Step::Back(steps) => {
                    for _ in 0..steps {
                        at = self.parent(at, 1).map_err(|problem| unknown(problem.to_string()))?;
                    }
                }
            }
        }
        Ok(at)
    }

    fn parent(&self, id: Id, number: u32) -> Result<Id, Problem> {
        let commit = self.commit(id)?;
        let parent = usize::try_from(number - 1).ok().and_then(|at| commit.parents.get(at)).copied();
        if self.is_cut_off(id) && parent.is_some() {
            return Err(Problem::Revision(format!(
                "{} is the oldest commit that was fetched; what came before is not in this shallow repository",
                id.short()
            )));
        }
        parent.ok_or_else(|| {
            Problem::Revision(match commit.parents.len() {
                0 => format!("{} is the first commit, nothing came before it", id.short()),
                count => format!("{} has {}", id.short(), crate::counted::counted(count, "parent")),
            })
        })
    }

    /// What a name or an id stands for.
    fn named(&self, name: &str) -> Result<Id, Problem> {
        let name = if name == "@" || name.is_empty() { "HEAD" } else { name };
        if name == "HEAD" {
            let head = self.head()?;
            return head.id.ok_or_else(|| {
                Problem::Revision(format!(
                    "HEAD: there is no commit on {} yet",
                    head.branch.unwrap_or_default()
                ))
            });
        }
        if let Some(id) = Id::parse(name) {
            return Ok(id);
        }
        if let Some(id) = refs::find(self.store.as_ref(), name)? {
            return Ok(id);
        }
        let prefix = Prefix::parse(name).ok_or_else(|| {
            Problem::Revision(format!("{name}: there is no branch, tag or commit of that name"))
        })?;
        let mut found = self.fitting(&prefix);
        if found.len() > 1 {
            let leads = |id: &Id| {
                self.object(*id).is_ok_and(|object| matches!(object.kind, Kind::Commit | Kind::Tag))
            };
            found.retain(leads);
        }
        match found.as_slice() {
            [id] => Ok(*id),
            [] => Err(Problem::Revision(format!("{name}: there is no branch, tag or commit of that name"))),
            several => {
                let names: Vec<String> = several.iter().take(MOST_NAMED).map(Id::short).collect();
                Err(Problem::Revision(format!("{name}: several commits begin so, as {}", names.join(", "))))
            }
        }
    }
}

/// The steps behind a name; nothing when they cannot be read.
fn steps(mut rest: &str) -> Option<Vec<Step>> {
    let mut steps = Vec::new();
    while let Some(sign) = rest.chars().next() {
        rest = rest.get(1..)?;
        if sign == '^'
            && let Some(after) = rest.strip_prefix('{')
        {
            let (kind, after) = after.split_once('}')?;
            if !["", "commit", "object"].contains(&kind) {
                return None;
            }
            steps.push(Step::Peel);
            rest = after;
            continue;
        }
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (digits, after) = rest.split_at_checked(end)?;
        let number =
            if digits.is_empty() { 1 } else { digits.parse().ok().filter(|number| *number <= MOST_STEPS)? };
        steps.push(match sign {
            '~' => Step::Back(number),
            '^' => Step::Parent(number),
            _ => return None,
        });
        rest = after;
    }
    Some(steps)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_revision_and_a_path_are_told_apart_by_the_first_colon() {
        let parse = |written| Revision::parse(written).map(|found| (found.commit, found.path));
        assert_eq!(parse("HEAD~3:plans"), Some(("HEAD~3", "plans")));
        assert_eq!(parse("v1.0^{}:a:b"), Some(("v1.0^{}", "a:b")));
        assert_eq!(parse("main:"), Some(("main", "")));
        assert_eq!(parse("@:./x"), Some(("@", "./x")));
        for no in ["C:\\plans", "plans", ":plans", "a b:c", "d:"] {
            assert_eq!(parse(no), None, "{no}");
        }
    }

    #[test]
    fn steps_are_read_in_their_order() {
        assert_eq!(
            steps("~3^2~^0"),
            Some(vec![Step::Back(3), Step::Parent(2), Step::Back(1), Step::Parent(0)])
        );
        assert_eq!(steps("^{commit}~2"), Some(vec![Step::Peel, Step::Back(2)]));
        assert_eq!(steps(""), Some(vec![]));
        for wrong in ["~x", "^{tree}", "^{", "~99999999999", "~1x"] {
            assert_eq!(steps(wrong), None, "{wrong}");
        }
    }
}
