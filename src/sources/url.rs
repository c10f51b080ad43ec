//! What is at an address: a zip, or a manifest of files.

use super::{Loaded, Refusal, Stage, Watch, github, manifest, zip};
use crate::browser::fetch::{self, Download, FetchProblem};
use crate::browser::{location, single};
use crate::files::LooksLike;
use crate::plan::Publication;

/// An address that trees may be loaded from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// The whole address.
    pub href: String,
    /// Its host, with the port where it is not the usual one.
    pub host: String,
    /// Whether it belongs to the server that the page came from.
    pub is_own: bool,
}

impl Address {
    /// Reads an address: a path relative to the page, or an https address; http only on this machine. Never
    /// one with a name and password in it.
    pub fn parse(written: &str) -> Result<Address, Refusal> {
        let refuse = |why: &str| {
            Err(Refusal::new(
                format!("{written} is not an address to load from: {why}."),
                "Use a path beside this page or an https address of a .zip or a manifest.",
            ))
        };
        if single::is_here() {
            return Err(Refusal::new(
                "This page is one file that asks no server for anything, so it opens no addresses.",
                "Download what you want to see and drop it here, or use the viewer on a website.",
            ));
        }
        let written = written.trim();
        if written.starts_with(github::SCHEME) {
            let host = "github.com".to_owned();
            let address = Address { href: written.to_owned(), host, is_own: false };
            return github::Place::parse(written).map(|_| address).ok_or_else(|| github::no_place(written));
        }
        let Some(url) = location::absolute(written) else { return refuse("it cannot be read") };
        if !url.username().is_empty() || !url.password().is_empty() {
            return refuse("it carries a name and password");
        }
        let is_own = location::is_own(&url);
        let is_local = matches!(url.hostname().as_str(), "localhost" | "127.0.0.1");
        match url.protocol().as_str() {
            "https:" => {}
            "http:" if is_local || is_own => {}
            "http:" => return refuse("http is only allowed on this machine"),
            "file:" => return refuse("pages opened as files cannot load others"),
            _ => return refuse("only https is allowed"),
        }
        Ok(Address { href: url.href(), host: url.host(), is_own })
    }

    /// The last part of its path, which is what people call it.
    pub fn name(&self) -> String {
        let path = self.href.split(['?', '#']).next().unwrap_or_default();
        path.rsplit('/').find(|part| !part.is_empty()).unwrap_or(&self.host).to_owned()
    }
}

/// Loads what is at an address: an archive or a manifest, told apart by the bytes.
pub async fn open(address: &Address, watch: &Watch) -> Result<Loaded, Refusal> {
    if address.href.starts_with(github::SCHEME) {
        return github::open(address, watch).await;
    }
    let limits = super::limits();
    let download = fetch::download(&address.href, limits.archive_bytes, &watch.stop, |bytes, bytes_total| {
        watch.tell(Stage { doing: "Downloading", bytes: Some(bytes), bytes_total, ..Stage::default() });
    });
    let download = download.await.map_err(|problem| explain(problem, address))?;
    if address.is_own {
        watch.has_read(&address.href, &download);
    }
    let Download { bytes, media_type, stored } = download;
    let first = bytes.iter().copied().find(|byte| !byte.is_ascii_whitespace());
    let is_json = matches!(first, Some(b'[' | b'{'));
    if is_json {
        return manifest::open(address, bytes, watch).await;
    }
    if LooksLike::guess(&bytes) == Some(LooksLike::Html)
        || media_type.starts_with("text/html") && first == Some(b'<')
    {
        return Err(Refusal::new(
            format!("{} answered with a web page where a zip or a manifest was expected.", address.host),
            "The address may be that of a page about the file, or need a login. Use the address of the file itself, or download it and drop it here.",
        ));
    }
    let mut loaded = zip::open(&address.name(), bytes, watch).await?;
    loaded.wishes.publication = Publication::Published;
    if !address.is_own {
        loaded.remarks.push(format!("Loaded from {}.", address.host));
    }
    loaded.remarks.extend(stored.map(|stored| {
        format!(
            "{} did not answer: this is the copy that was stored on this device at {stored}.",
            address.host
        )
    }));
    Ok(loaded)
}

/// What is said when nothing comes from an address.
pub fn explain(problem: FetchProblem, address: &Address) -> Refusal {
    let Address { host, href, .. } = address;
    match problem {
        FetchProblem::Stopped => Refusal::stopped(),
        FetchProblem::Status(404) => Refusal::new(
            format!("{host} has nothing at this address (404)."),
            format!("Check the address for a slip: {href}"),
        ),
        FetchProblem::Status(status @ (401 | 403)) => Refusal::new(
            format!("{host} does not give this file to everyone ({status})."),
            "Download it where you are signed in, and drop it here.",
        ),
        FetchProblem::Limited(_) => Refusal::new(
            format!("{host} answers no more questions from your network for a while."),
            "Try again later, or download the file and drop it here.",
        ),
        FetchProblem::Status(status) => Refusal::new(
            format!("{host} answered with an error ({status})."),
            "Try again later, or download the file and drop it here.",
        ),
        FetchProblem::TooLarge(limit) => Refusal::new(
            format!("The file is larger than {limit} bytes, the limit for archives."),
            "Make a zip of the planning folder alone, without the rest of the repository.",
        ),
        FetchProblem::Broken(why) => Refusal::new(
            format!("The connection to {host} broke off: {why}."),
            "Try again; a part of a file cannot be opened.",
        ),
        FetchProblem::Unreachable => Refusal::new(
            format!("{host} cannot be reached, or forbids other pages to read from it."),
            format!(
                "Browsers do not tell which. Download the file and drop it here, or ask whoever runs {host} to send the header Access-Control-Allow-Origin."
            ),
        ),
    }
}
