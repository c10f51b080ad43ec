//! A folder of a repository on GitHub, `github:owner/repo[@ref][:path]`: its list through the public interface, its files
//! raw. Only what is wanted is fetched, several files at a time, without credentials.

use super::url::Address;
use super::{Loaded, Refusal, Stage, Watch, Wishes, several};
use crate::browser::clock;
use crate::browser::fetch::{self, FetchProblem};
use crate::browser::json::Json;
use crate::counted::counted;
use crate::dialect::reading::is_document;
use crate::dialect::root;
use crate::files::{Files, FilesBuilder};
use crate::home::Said;
use crate::plan::Publication;

/// What such an address begins with.
pub const SCHEME: &str = "github:";
/// Where lists of files are asked for, and where files are.
const LISTS: &str = "https://api.github.com/repos";
const FILES: &str = "https://raw.githubusercontent.com";
/// Where its pages are.
const WEB: &str = "https://github.com/";
/// What an address means that names no state.
const HEAD: &str = "HEAD";
/// The longest list that is read, in bytes: the interface cuts at 7 MB.
const MAX_LIST_BYTES: u64 = 16 * 1024 * 1024;
/// More files than this are not fetched one by one.
const MOST_FILES: usize = 5_000;
/// What is wanted besides documents.
const ENDINGS: [&str; 9] = [".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".toml", ".yaml", ".yml"];

/// A folder of a repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    owner: String,
    repository: String,
    state: String,
    path: String,
}

impl Place {
    /// Reads `github:owner/repo[@ref][:path]`; nothing when it is no such address.
    pub fn parse(written: &str) -> Option<Place> {
        let rest = written.strip_prefix(SCHEME)?;
        let (rest, path) = rest.split_once(':').unwrap_or((rest, ""));
        let (rest, state) = rest.split_once('@').unwrap_or((rest, HEAD));
        let (owner, repository) = rest.split_once('/')?;
        let is_name = |name: &str, more: &str| {
            !name.is_empty()
                && !name.contains("..")
                && name.chars().all(|letter| letter.is_ascii_alphanumeric() || more.contains(letter))
        };
        let path = path.trim_matches('/');
        let is_fine = is_name(owner, "-_") && is_name(repository, "-_.") && is_name(state, "-_./+");
        (is_fine && !path.split('/').any(|part| part == "..")).then(|| Place {
            owner: owner.to_owned(),
            repository: repository.to_owned(),
            state: state.to_owned(),
            path: path.to_owned(),
        })
    }
}

/// What is said of something that looks like such an address and is none.
pub fn no_place(written: &str) -> Refusal {
    Refusal::new(
        format!("{written} is no address of a repository."),
        "Write it as github:owner/repo, github:owner/repo@ref or github:owner/repo@ref:path/of/the/plans.",
    )
}

/// Loads what is at such an address.
pub async fn open(address: &Address, watch: &Watch) -> Result<Loaded, Refusal> {
    match open_in_part(address.href.clone(), watch.clone()).await {
        Ok(opening) => opening.await,
        Err(_) => Err(several::no_part()),
    }
}

crate::parts::in_part!(
    remote,
    fn open_in_part(address: String, watch: Watch) -> several::Opening {
        Box::pin(async move {
            let place = Place::parse(&address).ok_or_else(|| no_place(&address))?;
            place.load(&watch).await
        })
    }
);

/// A commit, in the repository by the name that it has now.
struct Commit {
    id: String,
    time: Option<String>,
    repository: String,
}

/// What of a repository is wanted.
#[derive(Default)]
struct Wanted {
    paths: Vec<String>,
    /// Whether GitHub cut the list.
    is_cut: bool,
    /// The folders of plans that were found by the paths alone, when no folder was named.
    roots: Vec<String>,
}

impl Place {
    async fn load(&self, watch: &Watch) -> Result<Loaded, Refusal> {
        watch.tell(Stage { doing: "Asking for the list of files", ..Stage::default() });
        let commit = self.commit(watch).await?;
        let mut wanted = self.list(&commit.id, watch).await?;
        if wanted.paths.is_empty() {
            return Err(self.nothing());
        }
        wanted.narrow(&self.path);
        let limits = super::limits();
        let total = wanted.paths.len();
        if total > MOST_FILES.min(limits.entries) {
            return Err(Refusal::new(
                format!(
                    "{total} files are wanted from {}, more than the {MOST_FILES} that are fetched one by one.",
                    self.shown()
                ),
                "Name the folder of the plans: github:owner/repo@ref:path. Or download the repository as a zip and drop it here.",
            ));
        }
        let paths = std::mem::take(&mut wanted.paths);
        let (files, read) = several::fetch_all(paths, &self.shown(), watch, |path| {
            let url = format!("{FILES}/{}/{}/{}", commit.repository, commit.id, encoded(&path));
            Box::pin(async move {
                let download = several::download(&url, limits.entry_bytes, watch).await;
                download.map(|download| download.bytes).map_err(|problem| self.explain(problem).happened)
            })
        })
        .await?;
        Ok(self.loaded(files, commit, &wanted, read, total))
    }

    fn loaded(&self, files: Files, commit: Commit, wanted: &Wanted, read: usize, total: usize) -> Loaded {
        let mut loaded = Loaded::new(self.shown(), files);
        let short = commit.id.get(..7).unwrap_or_default();
        loaded.remarks.push(format!(
            "Loaded from github.com at commit {short}: {read} of {total} files, documents and pictures alone."
        ));
        if !wanted.roots.is_empty() {
            let roots = wanted.roots.join(", ");
            loaded.remarks.push(format!("Only what lies in {roots} was fetched, because plans lie there."));
        }
        if wanted.is_cut {
            loaded.remarks.push(
                "The list of files was too long for GitHub and is cut: name a folder to see all of it."
                    .to_owned(),
            );
        }
        // A commit named by its number is on no branch that anybody could edit.
        let branch = Some(self.state.clone()).filter(|state| state != HEAD && !is_number(state));
        loaded.wishes = Wishes {
            root: Some(self.path.clone()).filter(|path| !path.is_empty()),
            as_of: commit.time.clone(),
            publication: Publication::Published,
            home: Said {
                repository: Some(format!("{WEB}{}", commit.repository)),
                commit: Some(commit.id),
                branch,
                time: commit.time,
                folder: None,
            },
            ..Wishes::default()
        };
        loaded
    }

    /// The commit that changed the folder last: what is fetched is all of one commit, whatever is pushed meanwhile.
    async fn commit(&self, watch: &Watch) -> Result<Commit, Refusal> {
        let mut question = "commits?per_page=1".to_owned();
        for (name, value) in [("sha", self.state.as_str()), ("path", &self.path)] {
            if !value.is_empty() && value != HEAD {
                question.push_str(&format!("&{name}={}", encoded_whole(value)));
            }
        }
        let answer = self.ask(&question, watch).await?;
        let commits = answer.items().ok_or_else(wrong)?;
        let Some(first) = commits.first() else { return Err(self.nothing()) };
        let id = first.text("sha").filter(|id| is_number(id)).ok_or_else(wrong)?;
        let time = first.get("commit").and_then(|commit| commit.get("committer")?.text("date"));
        // Repositories are renamed; the interface knows, raw files and links need not.
        let page = first.text("html_url").unwrap_or_default();
        let now = page.strip_prefix(WEB).and_then(|rest| Some(rest.split_once("/commit/")?.0));
        let now = now.filter(|now| Place::parse(&format!("{SCHEME}{now}")).is_some());
        let repository = now.map_or_else(|| format!("{}/{}", self.owner, self.repository), str::to_owned);
        Ok(Commit { id, time, repository })
    }

    /// The files of a commit that are wanted. Where the list of all of it is cut, that of the folder alone is asked for.
    async fn list(&self, commit: &str, watch: &Watch) -> Result<Wanted, Refusal> {
        let all = self.ask(&format!("git/trees/{commit}?recursive=1"), watch).await?;
        if !all.is_true("truncated") || self.path.is_empty() {
            return wanted(&all, "", &self.path);
        }
        let mut folder = commit.to_owned();
        for part in self.path.split('/') {
            let answer = self.ask(&format!("git/trees/{folder}"), watch).await?;
            let entries = answer.get("tree").and_then(|tree| tree.items()).ok_or_else(wrong)?;
            let below = entries.iter().find(|entry| {
                entry.text("path").as_deref() == Some(part) && entry.text("type").as_deref() == Some("tree")
            });
            folder = below
                .and_then(|below| below.text("sha"))
                .filter(|id| is_number(id))
                .ok_or_else(|| self.nothing())?;
        }
        let listed = self.ask(&format!("git/trees/{folder}?recursive=1"), watch).await?;
        wanted(&listed, &format!("{}/", self.path), &self.path)
    }

    /// What the interface answers to a question about the repository.
    async fn ask(&self, question: &str, watch: &Watch) -> Result<Json, Refusal> {
        let url = format!("{LISTS}/{}/{}/{question}", self.owner, self.repository);
        let answer = fetch::download(&url, MAX_LIST_BYTES, &watch.stop, |_, _| {}).await;
        Json::parse(&answer.map_err(|problem| self.explain(problem))?.bytes).map_err(|_| wrong())
    }

    fn nothing(&self) -> Refusal {
        Refusal::new(
            format!("There are no documents in {}.", self.shown()),
            "Look at the path after the colon: it is that of a folder, from the top of the repository.",
        )
    }

    fn shown(&self) -> String {
        let Place { owner, repository, path, .. } = self;
        if path.is_empty() { format!("{owner}/{repository}") } else { format!("{owner}/{repository}/{path}") }
    }

    fn explain(&self, problem: FetchProblem) -> Refusal {
        let zip = "Or download the repository as a zip and drop it here.";
        match problem {
            FetchProblem::Stopped => Refusal::stopped(),
            FetchProblem::Limited(minutes) => Refusal::new(
                match minutes {
                    Some(minutes) => {
                        let until = clock::in_minutes(minutes);
                        let minutes = counted(minutes.max(1) as usize, "minute");
                        format!(
                            "GitHub answers no more questions from your network for {minutes}, until {until}."
                        )
                    }
                    None => "GitHub answers no more questions from your network for a while.".to_owned(),
                },
                format!("It allows 60 an hour without a login. Try again then. {zip}"),
            ),
            FetchProblem::Status(404 | 422) => Refusal::new(
                format!("GitHub knows no {} at {}, or it is private.", self.shown(), self.state),
                "Check the names for a slip. Of a private repository download a zip where you are signed in, and drop it here.",
            ),
            FetchProblem::Status(409) => {
                Refusal::new(format!("{} is empty.", self.shown()), "Open another tree.")
            }
            FetchProblem::Status(status) => Refusal::new(
                format!("GitHub answered with an error ({status})."),
                format!("Try again later. {zip}"),
            ),
            FetchProblem::TooLarge(limit) => {
                Refusal::new(format!("It is larger than the limit of {limit} bytes."), zip)
            }
            FetchProblem::Broken(why) => Refusal::new(
                format!("The connection to GitHub broke off: {why}."),
                format!("Try again. {zip}"),
            ),
            FetchProblem::Unreachable => Refusal::new(
                "GitHub cannot be reached.",
                format!("Look at the network, and try again. {zip}"),
            ),
        }
    }
}

impl Wanted {
    /// Of a whole repository only the folders of plans, when the paths alone tell where they are.
    fn narrow(&mut self, below: &str) {
        if !below.is_empty() {
            return;
        }
        let mut paths = FilesBuilder::new(super::limits());
        for path in &self.paths {
            paths.add(path, Vec::new());
        }
        let roots = root::outermost(&paths.finish());
        if roots.is_empty() || roots.iter().any(|root| root.path.is_root()) {
            return;
        }
        self.roots = roots.iter().map(|root| root.path.as_str().to_owned()).collect();
        let is_in = |path: &String, root: &String| {
            path.strip_prefix(root.as_str()).is_some_and(|rest| rest.starts_with('/'))
        };
        let roots = &self.roots;
        self.paths.retain(|path| roots.iter().any(|root| is_in(path, root)));
    }
}

fn wrong() -> Refusal {
    Refusal::new("GitHub answered with something that is no list of files.", "Try again later.")
}

/// What is wanted of a list, whose paths begin with `prefix`.
fn wanted(list: &Json, prefix: &str, below: &str) -> Result<Wanted, Refusal> {
    let entries = list.get("tree").and_then(|tree| tree.items()).ok_or_else(wrong)?;
    let folder = if below.is_empty() { String::new() } else { format!("{below}/") };
    let paths = entries
        .iter()
        .filter(|entry| entry.text("type").as_deref() == Some("blob"))
        // Symbolic links are not followed.
        .filter(|entry| entry.text("mode").as_deref() != Some("120000"))
        .filter_map(|entry| entry.text("path"))
        .map(|path| format!("{prefix}{path}"))
        .filter(|path| path.starts_with(&folder))
        .filter(|path| {
            let name = path.to_lowercase();
            is_document(path) || ENDINGS.iter().any(|ending| name.ends_with(ending))
        })
        .collect();
    Ok(Wanted { paths, is_cut: list.is_true("truncated"), roots: Vec::new() })
}

/// Whether this is a number of a commit or folder, as git gives them.
fn is_number(id: &str) -> bool {
    (7..=64).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// A value as part of an address.
fn encoded_whole(value: &str) -> String {
    js_sys::encode_uri_component(value).as_string().unwrap_or_default()
}

/// A path as part of an address: its slashes stay.
fn encoded(path: &str) -> String {
    encoded_whole(path).replace("%2F", "/")
}
