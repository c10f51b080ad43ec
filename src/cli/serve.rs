//! `planarium serve PATH`: the viewer on a tree of this machine, on this machine only.
//!
//! Serves the built viewer, the tree as `tree.zip`, and a `planarium.json` that points at it. The page asks
//! `planarium-changes` whether the tree has changed and loads it again when it has.

use super::{Failure, Source, load, print};
use crate::files::write;
use clap::Args;
use serde_json::json;
use std::fs;
use std::io::Write as _;
use std::path::{Component, Path, PathBuf};
use std::time::{Duration, Instant, UNIX_EPOCH};
use tiny_http::{Header, Request, Response, Server, StatusCode};

/// How long a question about changes is kept waiting before it is answered with "none".
const LONGEST_WAIT: Duration = Duration::from_secs(25);
/// How often the disk is looked at while a question waits.
const LOOK_EVERY: Duration = Duration::from_millis(700);

/// What to serve and where.
#[derive(Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    source: Source,
    /// Port to listen on; a free one when left out.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Open the page in the browser of this machine.
    #[arg(long)]
    open: bool,
    /// Folder of the built viewer; else beside the program, else ./dist.
    #[arg(long, value_name = "DIR")]
    viewer: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let viewer = viewer(arguments.viewer.as_deref())?;
    // What cannot be read is said now, on the command line, rather than later in the page.
    load::files(&arguments.source)?;
    let name = name(&arguments.source);
    let server = Server::http(("127.0.0.1", arguments.port)).map_err(|error| {
        format!("cannot listen on port {}: {error}; choose another with --port", arguments.port)
    })?;
    let port = server.server_addr().to_ip().map_or(arguments.port, |address| address.port());
    let address = format!("http://127.0.0.1:{port}/");
    print(&format!("{address}\n"));
    let _ = std::io::stdout().flush();
    if arguments.open {
        open_in_browser(&address);
    }
    std::thread::scope(|scope| {
        for request in server.incoming_requests() {
            let (source, viewer, name) = (&arguments.source, &viewer, name.as_deref());
            scope.spawn(move || answer(request, source, viewer, name));
        }
    });
    Ok(())
}

/// The folder of the built viewer.
fn viewer(given: Option<&Path>) -> Result<PathBuf, Failure> {
    let beside = std::env::current_exe().ok().and_then(|program| Some(program.parent()?.join("dist")));
    let candidates = match given {
        Some(folder) => vec![folder.to_path_buf()],
        None => beside.into_iter().chain([PathBuf::from("dist")]).collect(),
    };
    candidates.into_iter().find(|folder| folder.join("index.html").is_file()).ok_or_else(|| {
        Failure("the built viewer was not found; build it with `trunk build --release`, or name its folder with --viewer DIR".to_owned())
    })
}

/// Answers one request.
fn answer(request: Request, source: &Source, viewer: &Path, name: Option<&str>) {
    let url = request.url().to_owned();
    let (path, query) = url.split_once('?').unwrap_or((&url, ""));
    let response = match path {
        "/planarium.json" => Ok((settings(source, name), "application/json")),
        "/tree.zip" => tree_zip(source).map(|bytes| (bytes, "application/zip")),
        "/planarium-changes" => Ok((changes(source, query).into_bytes(), "text/plain")),
        // What is being worked on is not kept for later; a worker that another server has left at this port goes away.
        "/worker.js" => Err(Failure("no such file".to_owned())),
        _ => viewer_file(viewer, path),
    };
    let (bytes, kind, status) = match response {
        Ok((bytes, kind)) => (bytes, kind, 200),
        Err(Failure(message)) => (message.into_bytes(), "text/plain; charset=utf-8", 404),
    };
    let mut response = Response::from_data(bytes).with_status_code(StatusCode(status));
    for (name, value) in [("Content-Type", kind), ("Cache-Control", "no-store")] {
        if let Ok(header) = Header::from_bytes(name, value) {
            response.add_header(header);
        }
    }
    let _ = request.respond(response);
}

/// What a tree is called that has no title of its own: its folder or file.
fn name(source: &Source) -> Option<String> {
    let has_title = load::tree(source).is_ok_and(|reading| reading.plan().title.is_some());
    let path = fs::canonicalize(&source.path).unwrap_or_else(|_| source.path.clone());
    path.file_name().filter(|_| !has_title).map(|name| name.to_string_lossy().into_owned())
}

/// What the page is to show.
fn settings(source: &Source, name: Option<&str>) -> Vec<u8> {
    let title = name.map(str::to_owned);
    let mut settings = json!({ "src": "tree.zip", "changes": "planarium-changes" });
    if let Some(fields) = settings.as_object_mut() {
        let wishes = [
            ("title", title),
            ("root", source.choice.root.clone()),
            ("dialect", source.choice.dialect.clone()),
        ];
        for (key, value) in wishes {
            if let Some(value) = value {
                fields.insert(key.to_owned(), value.into());
            }
        }
    }
    settings.to_string().into_bytes()
}

/// The tree as an archive: the zip as it is, or one made of the folder.
fn tree_zip(source: &Source) -> Result<Vec<u8>, Failure> {
    let is_zip = source.path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("zip"));
    if is_zip && source.path.is_file() {
        return Ok(fs::read(&source.path)?);
    }
    let files = load::files(source)?;
    let mut members = Vec::with_capacity(files.len());
    for entry in files.iter() {
        members.push((entry.path().as_str(), files.read(entry)?));
    }
    Ok(write::zip(members.iter().map(|(path, bytes)| (*path, bytes.as_ref()))))
}

/// Waits until the tree differs from the state that the page has seen, and names the state it is in now.
fn changes(source: &Source, seen: &str) -> String {
    let begun = Instant::now();
    loop {
        let state = state(&source.path);
        if state != seen || begun.elapsed() > LONGEST_WAIT {
            return state;
        }
        std::thread::sleep(LOOK_EVERY);
    }
}

/// A short text that changes when a file of the tree is written, made or removed.
fn state(path: &Path) -> String {
    let (mut newest, mut count, mut bytes) = (0, 0_u64, 0_u64);
    let mut pending = vec![path.to_path_buf()];
    while let Some(path) = pending.pop() {
        let Ok(about) = fs::symlink_metadata(&path) else { continue };
        let modified = about.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        newest = newest.max(modified.map_or(0, |time| time.as_nanos()));
        count += 1;
        if about.is_dir() {
            let is_tool =
                path.file_name().is_some_and(|name| load::LEFT_OUT.iter().any(|tool| name == *tool));
            if !is_tool {
                pending.extend(fs::read_dir(&path).into_iter().flatten().flatten().map(|entry| entry.path()));
            }
        } else {
            bytes += about.len();
        }
    }
    format!("{newest}-{count}-{bytes}")
}

/// A file of the built viewer.
fn viewer_file(viewer: &Path, path: &str) -> Result<(Vec<u8>, &'static str), Failure> {
    let path = path.trim_start_matches('/');
    let path = Path::new(if path.is_empty() { "index.html" } else { path });
    if !path.components().all(|component| matches!(component, Component::Normal(_))) {
        return Err(Failure("no such file".to_owned()));
    }
    let bytes = fs::read(viewer.join(path)).map_err(|_| Failure("no such file".to_owned()))?;
    let kind = match path.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("json" | "webmanifest") => "application/json",
        Some("png") => "image/png",
        Some("zip") => "application/zip",
        _ => "application/octet-stream",
    };
    Ok((bytes, kind))
}

/// Asks the desktop to open an address. Not every machine has one, and the address is printed anyway.
fn open_in_browser(address: &str) {
    let program = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    let _ = std::process::Command::new(program).arg(address).spawn();
}
