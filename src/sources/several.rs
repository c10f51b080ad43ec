//! Files that are fetched one by one, several at a time.

use super::{Loaded, Refusal, Stage, Watch};
use crate::browser::fetch::{self, Download, FetchProblem};
use crate::files::{Files, FilesBuilder, SkipReason};
use futures_util::future::LocalBoxFuture;
use futures_util::stream::{self, StreamExt};
use std::pin::Pin;

/// How many files are fetched at the same time.
const PARALLEL: usize = 8;

/// A file that is on its way: its bytes, or why they do not come.
pub type Coming<'a> = LocalBoxFuture<'a, Result<Vec<u8>, String>>;

/// What is being opened, in the part of the program that does this.
pub type Opening = Pin<Box<dyn Future<Output = Result<Loaded, Refusal>>>>;

/// What is said when that part does not come.
pub fn no_part() -> Refusal {
    Refusal::new(
        "The part of the viewer that fetches files one by one could not be loaded.",
        "Look at the network, and try again.",
    )
}

/// Fetches files by their paths. What does not come is skipped with the reason. Gives them with how many came.
///
/// # Errors
/// When nothing came at all, or the reader has given it up. `owner` is said to be where they are.
pub async fn fetch_all<'a>(
    paths: Vec<String>,
    owner: &str,
    watch: &Watch,
    one: impl Fn(String) -> Coming<'a>,
) -> Result<(Files, usize), Refusal> {
    let total = paths.len();
    let mut builder = FilesBuilder::new(super::limits());
    let coming = paths.into_iter().map(|path| {
        let coming = one(path.clone());
        async move { (path, coming.await) }
    });
    let mut coming = stream::iter(coming).buffer_unordered(PARALLEL);
    let (mut bytes_read, mut answered, mut missing) = (0, 0, 0);
    while let Some((path, result)) = coming.next().await {
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
        answered += 1;
        watch.tell(Stage {
            doing: "Downloading",
            bytes: Some(bytes_read),
            files: Some(answered),
            files_total: Some(total),
            ..Stage::default()
        });
    }
    let files = builder.finish();
    if files.is_empty() {
        let first = files.skipped().first().map(ToString::to_string).unwrap_or_default();
        return Err(Refusal::new(format!("None of the {total} files of {owner} could be loaded."), first));
    }
    Ok((files, total - missing))
}

/// One of many files; asked for once more when the connection broke off.
pub async fn download(url: &str, limit_bytes: u64, watch: &Watch) -> Result<Download, FetchProblem> {
    let ask = || fetch::download(url, limit_bytes, &watch.stop, |_, _| {});
    match ask().await {
        Err(FetchProblem::Broken(_) | FetchProblem::Unreachable | FetchProblem::Status(500..)) => ask().await,
        answer => answer,
    }
}
