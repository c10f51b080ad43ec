//! Where a published tree is at home: the repository, the commit and the folder it was taken from, and the addresses there of
//! its files and lines. What is said about it comes from a publisher and is as untrusted as the tree.

use crate::document::{SafeUrl, safe_url};

/// The repository that a tree was published from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home {
    /// Its address, without a slash at the end.
    repository: String,
    /// The host it is on.
    pub host: String,
    /// The commit.
    pub commit: String,
    /// The branch that goes on from there; empty when nobody says.
    branch: String,
    /// When it was published, as it was written.
    pub time: Option<String>,
    /// The folder of the tree in the repository; empty for the whole of it.
    folder: String,
}

/// What a publisher says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// The address of the repository.
    pub repository: Option<String>,
    /// The commit, or what else names a state.
    pub commit: Option<String>,
    /// The branch.
    pub branch: Option<String>,
    /// The time of the commit.
    pub time: Option<String>,
    /// The folder of the tree in the repository.
    pub folder: Option<String>,
}

impl Home {
    /// What a publisher says of a tree in a folder; nothing when it names no repository on the web, or no commit that could be
    /// one.
    pub fn of(said: &Said, folder: &str) -> Option<Home> {
        let SafeUrl::Web { href, host } = safe_url(said.repository.as_deref()?)? else { return None };
        let repository = href.trim_end_matches('/').trim_end_matches(".git");
        let commit = said.commit.clone().filter(|commit| is_name(commit))?;
        let branch = said.branch.clone().filter(|branch| is_name(branch)).unwrap_or_default();
        if repository.contains(['?', '#']) {
            return None;
        }
        let folder = folder.trim_matches('/');
        Some(Home {
            repository: repository.to_owned(),
            host,
            commit,
            branch,
            time: said.time.clone(),
            folder: if folder == "." { String::new() } else { folder.to_owned() },
        })
    }

    /// What a publisher says of a tree that was found in a folder of its archive. That has the paths of the repository, or begins
    /// at the folder that is stated.
    pub fn of_root(said: &Said, root: &str) -> Option<Home> {
        let stated = said.folder.as_deref().map(|folder| folder.trim_matches('/')).unwrap_or_default();
        let has_whole_paths =
            root.strip_prefix(stated).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        if stated.is_empty() || has_whole_paths {
            return Home::of(said, root);
        }
        Home::of(said, &if root.is_empty() { stated.to_owned() } else { format!("{stated}/{root}") })
    }

    /// The commit, as short as people write it.
    pub fn short_commit(&self) -> &str {
        let is_hash = self.commit.len() >= 16 && self.commit.bytes().all(|byte| byte.is_ascii_hexdigit());
        self.commit.get(..7).filter(|_| is_hash).unwrap_or(&self.commit)
    }

    /// The page of the commit.
    pub fn commit_page(&self) -> String {
        format!(
            "{}{}/{}",
            self.repository,
            self.way("/commit", "/-/commit", "/commit"),
            encoded(&self.commit)
        )
    }

    /// The page of a file as it was at the commit, at a line when there is one.
    pub fn file_page(&self, path: &str, line: Option<u32>) -> String {
        let way = self.way("/blob", "/-/blob", "/src/commit");
        // Markdown is shown rendered there, where lines have no places.
        let plain = if line.is_some() && way == "/blob" { "?plain=1" } else { "" };
        let place = line.map(|line| format!("#L{line}")).unwrap_or_default();
        format!("{}{way}/{}/{}{plain}{place}", self.repository, encoded(&self.commit), self.within(path))
    }

    /// The page on which a file is edited; nothing when no branch is known.
    pub fn edit_page(&self, path: &str) -> Option<String> {
        if self.branch.is_empty() {
            return None;
        }
        let way = self.way("/edit", "/-/edit", "/_edit");
        Some(format!("{}{way}/{}/{}", self.repository, encoded(&self.branch), self.within(path)))
    }

    /// How the host words an address: like GitHub unless its name says otherwise.
    fn way<'a>(&self, github: &'a str, gitlab: &'a str, gitea: &'a str) -> &'a str {
        let is = |name: &str| self.host.split('.').any(|part| part == name);
        match () {
            () if is("gitlab") => gitlab,
            () if is("codeberg") || is("gitea") || is("forgejo") => gitea,
            () => github,
        }
    }

    /// A path of the tree as part of an address.
    fn within(&self, path: &str) -> String {
        let whole = if self.folder.is_empty() { path.to_owned() } else { format!("{}/{path}", self.folder) };
        encoded(&whole)
    }
}

/// Whether this can be the name of a commit or branch.
fn is_name(name: &str) -> bool {
    (1..=250).contains(&name.len())
        && !name.contains("..")
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_./+@".contains(&byte))
}

/// A path as part of an address: its slashes stay.
fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'/' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => out.push(char::from(byte)),
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
