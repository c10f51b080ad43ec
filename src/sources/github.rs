//! A folder of a repository on GitHub, `github:owner/repo[@ref][:path]`: its list through the public interface, its files
//! raw. Only what is wanted is fetched, several files at a time, without credentials.

use super::url::Address;
use super::{Loaded, Refusal, Stage, Watch};
use crate::browser::fetch::{self, FetchProblem};
use crate::browser::json::Json;
use crate::dialect::reading::is_document;
use crate::files::{FilesBuilder, SkipReason};
use crate::home::Said;
use crate::plan::Publication;
use futures_util::stream::{self, StreamExt};

/// What such an address begins with.
pub const SCHEME: &str = "github:";
/// Where lists of files are asked for, and where files are.
const LISTS: &str = "https://api.github.com/repos";
const FILES: &str = "https://raw.githubusercontent.com";
/// How many files are fetched at the same time.
const PARALLEL: usize = 8;
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
        let (rest, state) = rest.split_once('@').unwrap_or((rest, "HEAD"));
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
    let Some(place) = Place::parse(&address.href) else {
        return Err(no_place(&address.href));
    };
    watch.tell(Stage { doing: "Asking for the list of files", ..Stage::default() });
    let Place { owner, repository, state, path } = &place;
    // The names hold nothing that would have to be encoded but slashes in the state.
    let list = format!(
        "{LISTS}/{owner}/{repository}/git/trees/{}?recursive=1",
        state.replace('/', "%2F").replace('+', "%2B")
    );
    let answer = fetch::download(&list, MAX_LIST_BYTES, &watch.stop, |_, _| {}).await;
    let answer = answer.map_err(|problem| explain(problem, &place))?;
    let (paths, is_cut) = wanted(&answer.bytes, path)?;
    if paths.is_empty() {
        return Err(Refusal::new(
            format!("There are no documents in {}.", shown(&place)),
            "Look at the path after the colon: it is that of a folder, from the top of the repository.",
        ));
    }
    let limits = super::limits();
    if paths.len() > MOST_FILES.min(limits.entries) {
        return Err(Refusal::new(
            format!(
                "{} files are wanted from {}, more than the {MOST_FILES} that are fetched one by one.",
                paths.len(),
                shown(&place)
            ),
            "Name the folder of the plans: github:owner/repo@ref:path. Or download the repository as a zip and drop it here.",
        ));
    }
    let total = paths.len();
    let mut builder = FilesBuilder::new(limits.clone());
    let fetched = stream::iter(paths).map(|path| {
        let url = format!("{FILES}/{owner}/{repository}/{state}/{}", encoded(&path));
        let (stop, place, limit) = (&watch.stop, &place, limits.entry_bytes);
        async move {
            let bytes = fetch::download(&url, limit, stop, |_, _| {}).await;
            (path, bytes.map(|download| download.bytes).map_err(|problem| explain(problem, place).happened))
        }
    });
    let mut fetched = fetched.buffer_unordered(PARALLEL);
    let (mut files_read, mut bytes_read, mut missing) = (0, 0, 0);
    while let Some((path, result)) = fetched.next().await {
        if watch.stop.is_stopped() {
            return Err(Refusal::stopped());
        }
        match result {
            Ok(bytes) => {
                bytes_read += bytes.len() as u64;
                builder.add(&path, bytes);
            }
            Err(why) => {
                missing += 1;
                builder.skip(&path, SkipReason::Unreadable(why));
            }
        }
        files_read += 1;
        watch.tell(Stage {
            doing: "Downloading",
            bytes: Some(bytes_read),
            files: Some(files_read),
            files_total: Some(total),
            ..Stage::default()
        });
    }
    let files = builder.finish();
    if files.is_empty() {
        let first = files.skipped().first().map(ToString::to_string).unwrap_or_default();
        return Err(Refusal::new(
            format!("None of the {total} files of {} could be loaded.", shown(&place)),
            first,
        ));
    }
    let mut loaded = Loaded::new(shown(&place), files);
    loaded.wishes.publication = Publication::Published;
    loaded.wishes.root = Some(path.clone()).filter(|path| !path.is_empty());
    loaded.wishes.home = Said {
        repository: Some(format!("https://github.com/{owner}/{repository}")),
        commit: Some(state.clone()),
        branch: None,
        time: None,
        folder: None,
    };
    loaded.remarks.push(format!(
        "Loaded from github.com, {} of {total} files, documents and pictures alone.",
        total - missing
    ));
    if is_cut {
        loaded.remarks.push(
            "The list of files was too long for GitHub and is cut: name a folder to see all of it."
                .to_owned(),
        );
    }
    Ok(loaded)
}

/// The paths that are wanted of a list, and whether the list was cut.
fn wanted(answer: &[u8], below: &str) -> Result<(Vec<String>, bool), Refusal> {
    let wrong =
        || Refusal::new("GitHub answered with something that is no list of files.", "Try again later.");
    let list = Json::parse(answer).map_err(|_| wrong())?;
    let entries = list.get("tree").and_then(|tree| tree.items()).ok_or_else(wrong)?;
    let prefix = if below.is_empty() { String::new() } else { format!("{below}/") };
    let paths = entries
        .iter()
        .filter(|entry| entry.text("type").as_deref() == Some("blob"))
        // Symbolic links are not followed.
        .filter(|entry| entry.text("mode").as_deref() != Some("120000"))
        .filter_map(|entry| entry.text("path"))
        .filter(|path| path.starts_with(&prefix))
        .filter(|path| {
            let name = path.to_lowercase();
            is_document(path) || ENDINGS.iter().any(|ending| name.ends_with(ending))
        })
        .collect();
    Ok((paths, list.is_true("truncated")))
}

fn shown(place: &Place) -> String {
    let Place { owner, repository, path, .. } = place;
    if path.is_empty() { format!("{owner}/{repository}") } else { format!("{owner}/{repository}/{path}") }
}

fn explain(problem: FetchProblem, place: &Place) -> Refusal {
    let zip = "Or download the repository as a zip and drop it here.";
    match problem {
        FetchProblem::Stopped => Refusal::stopped(),
        FetchProblem::Limited(minutes) => Refusal::new(
            match minutes {
                Some(0 | 1) => "GitHub answers no more questions from your network for a minute.".to_owned(),
                Some(minutes) => {
                    format!("GitHub answers no more questions from your network for {minutes} minutes.")
                }
                None => "GitHub answers no more questions from your network for a while.".to_owned(),
            },
            format!("It allows 60 an hour without a login. Try again then. {zip}"),
        ),
        FetchProblem::Status(404 | 409) => Refusal::new(
            format!("GitHub knows no {} at {}, or it is private.", shown(place), place.state),
            "Check the names for a slip. Of a private repository download a zip where you are signed in, and drop it here.",
        ),
        FetchProblem::Status(status) => Refusal::new(
            format!("GitHub answered with an error ({status})."),
            format!("Try again later. {zip}"),
        ),
        FetchProblem::TooLarge(limit) => {
            Refusal::new(format!("It is larger than the limit of {limit} bytes."), zip)
        }
        FetchProblem::Broken(why) => {
            Refusal::new(format!("The connection to GitHub broke off: {why}."), format!("Try again. {zip}"))
        }
        FetchProblem::Unreachable => {
            Refusal::new("GitHub cannot be reached.", format!("Look at the network, and try again. {zip}"))
        }
    }
}

/// A path as part of an address: its slashes stay.
fn encoded(path: &str) -> String {
    js_sys::encode_uri_component(path).as_string().unwrap_or_default().replace("%2F", "/")
}
