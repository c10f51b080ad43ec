//! The names by which people call commits: branches, tags, `HEAD`. Loose ones lie in files of their own, the others are
//! packed into one.

use super::{Id, Problem, Store};

/// How often a name may lead to another name.
const MOST_STEPS: usize = 5;
/// The file of packed names.
const PACKED: &str = "packed-refs";
/// What a name that leads to another name begins with.
const SYMBOLIC: &str = "ref:";
/// How many digits the ids of the other kind of repository have.
const SHA256_DIGITS: usize = 64;

/// Where names are looked for, in this order.
const PLACES: [(&str, &str); 6] = [
    ("", ""),
    ("refs/", ""),
    ("refs/tags/", ""),
    ("refs/heads/", ""),
    ("refs/remotes/", ""),
    ("refs/remotes/", "/HEAD"),
];

/// A branch or tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// Its whole name, such as `refs/heads/main`.
    pub full: String,
    /// What it stands for: a commit, or a tag that stands for one.
    pub id: Id,
}

impl Name {
    /// What people call it.
    pub fn short(&self) -> &str {
        let known = ["refs/heads/", "refs/tags/", "refs/remotes/"];
        known.iter().find_map(|folder| self.full.strip_prefix(folder)).unwrap_or(&self.full)
    }

    /// Whether it is a tag.
    pub fn is_tag(&self) -> bool {
        self.full.starts_with("refs/tags/")
    }
}

/// Where `HEAD` stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The branch it stands on; nothing when it is detached.
    pub branch: Option<String>,
    /// The commit; nothing when the branch has none yet.
    pub id: Option<Id>,
}

/// Reads where `HEAD` stands.
pub(super) fn head(store: &dyn Store) -> Result<Head, Problem> {
    let written = text(store, "HEAD")
        .ok_or(Problem::Form("there is no HEAD in the .git folder: it is not one, or not whole"))?;
    match written.strip_prefix(SYMBOLIC) {
        Some(name) => {
            let name = name.trim();
            // Repositories that keep their names in tables say this, for programs that do not know tables.
            if name == "refs/heads/.invalid" {
                return Err(Problem::Form(
                    "its branches are kept in the reftable format, which is not read; `git refs migrate --ref-format=files` changes that",
                ));
            }
            let branch = name.strip_prefix("refs/heads/").unwrap_or(name).to_owned();
            Ok(Head { branch: Some(branch), id: find_full(store, name)? })
        }
        None => Ok(Head { branch: None, id: id(&written)? }),
    }
}

/// The id that a name stands for; nothing when there is no such name.
pub(super) fn find(store: &dyn Store, name: &str) -> Result<Option<Id>, Problem> {
    if !is_name(name) {
        return Ok(None);
    }
    for (before, behind) in PLACES {
        let full = format!("{before}{name}{behind}");
        // Beside `refs` lie other files of git, which are in capitals when they name something.
        let is_special = before.is_empty() && !name.starts_with("refs/");
        if is_special && !name.bytes().all(|letter| letter.is_ascii_uppercase() || letter == b'_') {
            continue;
        }
        if let Some(id) = find_full(store, &full)? {
            return Ok(Some(id));
        }
    }
    Ok(None)
}

/// All branches, tags and names of other repositories' branches, in order.
pub(super) fn all(store: &dyn Store) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    let loose = store.below("refs").into_iter().filter_map(|full| {
        let id = find_full(store, &full).ok()??;
        Some(Name { full, id })
    });
    names.extend(loose);
    for (id, full) in packed(store).iter().filter_map(|line| packed_line(line)) {
        if !names.iter().any(|known| known.full == full) {
            names.push(Name { full: full.to_owned(), id });
        }
    }
    crate::order::sort_by(&mut names, |a, b| a.full.cmp(&b.full));
    names
}

/// Whether something may be a name: it leads nowhere else.
fn is_name(name: &str) -> bool {
    let is_plain = |part: &str| !part.is_empty() && !part.starts_with('.') && !part.ends_with(".lock");
    let forbidden = |c: char| c.is_control() || matches!(c, ' ' | '~' | '^' | ':' | '?' | '*' | '[' | '\\');
    !name.contains("..") && !name.contains(forbidden) && name.split('/').all(is_plain)
}

fn find_full(store: &dyn Store, name: &str) -> Result<Option<Id>, Problem> {
    let mut name = name.to_owned();
    for _ in 0..MOST_STEPS {
        if !is_name(&name) {
            return Ok(None);
        }
        let Some(written) = text(store, &name) else {
            let lines = packed(store);
            let mut known = lines.iter().filter_map(|line| packed_line(line));
            return Ok(known.find(|(_, known)| *known == name).map(|(id, _)| id));
        };
        match written.strip_prefix(SYMBOLIC) {
            Some(next) => next.trim().clone_into(&mut name),
            None => return id(&written),
        }
    }
    Ok(None)
}

/// What is written in the file of a name.
fn text(store: &dyn Store, path: &str) -> Option<String> {
    let bytes = store.read(path)?;
    Some(String::from_utf8_lossy(&bytes).trim().to_owned())
}

/// The id in a file of a name; nothing when it is empty, as after a crash.
fn id(written: &str) -> Result<Option<Id>, Problem> {
    if written.len() == SHA256_DIGITS && written.bytes().all(|letter| letter.is_ascii_hexdigit()) {
        return Err(Problem::Form("it is a SHA-256 repository, and only SHA-1 ones are read"));
    }
    Ok(Id::parse(written))
}

fn packed(store: &dyn Store) -> Vec<String> {
    let text = text(store, PACKED).unwrap_or_default();
    text.lines().filter(|line| !line.starts_with(['#', '^'])).map(str::to_owned).collect()
}

fn packed_line(line: &str) -> Option<(Id, &str)> {
    let (id, name) = line.split_once(' ')?;
    Some((Id::parse(id)?, name.trim()))
}
