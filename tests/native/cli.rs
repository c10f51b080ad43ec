//! The program as it is run: what it prints, how it ends, and what it serves.

use crate::fixture;
use planarium::files::{Limits, archive};
use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

const TREE: &str = "
//- README.md
# Readme
//- plans/day_dream/_overview.md
# Root
//- plans/day_dream/SP01_a/_overview.md
---
status: WIP
type: system
---
# A
//- plans/day_dream/_completed/PP02_b/_overview.md
---
status: DONE
---
//- plans/day_dream/_templates/task.md
";

/// Two trees in one folder.
const TWO: &str = "\n//- a/SP01_x/_overview.md\n//- b/SP02_y/_overview.md\n";

/// A folder of its own for one test, gone when the test is over.
pub struct Scratch(pub PathBuf);

impl Scratch {
    pub fn new() -> Scratch {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("planarium-cli-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        Scratch(folder)
    }

    /// Writes a file and says where it is.
    pub fn write(&self, path: &str, bytes: &[u8]) -> PathBuf {
        let place = self.0.join(path);
        std::fs::create_dir_all(place.parent().unwrap()).unwrap();
        std::fs::write(&place, bytes).unwrap();
        place
    }

    /// Writes a fixture below a folder and says where that is.
    pub fn tree(&self, below: &str, fixture: &str) -> PathBuf {
        for (path, content) in fixture::parse(fixture) {
            self.write(&format!("{below}/{path}"), content.as_bytes());
        }
        self.0.join(below)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Runs the program: its status, standard output and standard error.
pub fn run(arguments: &[&str]) -> (i32, String, String) {
    run_in(Path::new("."), arguments)
}

/// Runs the program in a folder.
pub fn run_in(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_planarium"));
    let output = command.current_dir(folder).args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// Runs a command that has to go well, and gives what it prints.
pub fn prints(arguments: &[&str]) -> String {
    let (status, out, err) = run(arguments);
    assert_eq!((status, err.as_str()), (0, ""), "{arguments:?}");
    out
}

/// Runs a command that has to be refused: status 2 and one line that holds every one of `parts`.
pub fn refuses(arguments: &[&str], parts: &[&str]) {
    let (status, out, err) = run(arguments);
    assert_eq!((status, out.as_str()), (2, ""), "{arguments:?}: {err}");
    assert_eq!(err.trim_end_matches('\n').lines().count(), 1, "{arguments:?}: {err}");
    assert!(err.ends_with('\n') && !err.contains("panicked"), "{arguments:?}: {err}");
    for part in parts {
        assert!(err.contains(part), "{arguments:?}: `{part}` is not in {err}");
    }
}

pub fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn model(arguments: &[&str]) -> Value {
    serde_json::from_str(&prints(&[&["model"], arguments].concat())).unwrap()
}

fn ids(model: &Value) -> Vec<&str> {
    model["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap()).collect()
}

#[test]
fn a_folder_a_zip_and_a_document_give_the_same_model() {
    let scratch = Scratch::new();
    let folder = scratch.tree("tree", TREE);
    let zip = scratch.write("tree.zip", &fixture::zip(TREE));
    let of_folder = prints(&["model", text(&folder), "--json"]);
    assert_eq!(of_folder, prints(&["model", text(&zip)]));
    assert_eq!(of_folder, prints(&["model", text(&zip), "--format", "json"]));
    let found: Value = serde_json::from_str(&of_folder).unwrap();
    assert_eq!(found["root"], "plans/day_dream");
    assert_eq!(ids(&found), ["SP01_a", "PP02_b", "_overview", "_templates/task"]);
    // The root of the tree itself.
    let below = model(&[text(&folder.join("plans/day_dream"))]);
    assert_eq!((&below["root"], ids(&below)), (&Value::from("."), ids(&found)));
    let document = scratch.write("note.md", b"---\nstatus: DONE\n---\n# A note\n");
    let found = model(&[text(&document)]);
    assert_eq!((ids(&found), &found["dialects"]), (vec!["note"], &Value::from(vec!["plain"])));
    assert_eq!(found["items"][0]["title"], "A note");
    assert_eq!(found["items"][0]["status"]["base"], "done");
}

#[test]
fn root_and_dialect_can_be_chosen() {
    let scratch = Scratch::new();
    let two = scratch.tree("two", TWO);
    let found = model(&[text(&two), "--root", "b"]);
    assert_eq!((&found["root"], ids(&found)), (&Value::from("b"), vec!["SP02_y"]));
    assert_eq!(ids(&model(&[text(&two), "--root", "./b/"])), ["SP02_y"]);
    let plain = model(&[text(&two), "--root", "a", "--dialect", "plain"]);
    assert_eq!((&plain["dialects"][0], ids(&plain)), (&Value::from("plain"), vec!["SP01_x/_overview"]));
    let whole = model(&[text(&two), "--root", ".", "--dialect", "plain"]);
    assert_eq!(ids(&whole), ["a/SP01_x/_overview", "b/SP02_y/_overview"]);
}

#[test]
fn what_cannot_be_done_is_said_in_one_line() {
    let scratch = Scratch::new();
    let two = scratch.tree("two", TWO);
    let two = text(&two);
    for command in ["model", "tree"] {
        refuses(&[command, "does/not/exist"], &["does/not/exist", "cannot read"]);
        refuses(&[command, two], &["2 possible roots", "a, b", "--root"]);
        refuses(&[command, two, "--root", "a", "--dialect", "prose"], &["prose", "dream", "plain"]);
        refuses(&[command, two, "--root", "c"], &["no folder c"]);
        refuses(&[command, two, "--root", "../two"], &["--root ../two"]);
    }
    let broken = scratch.write("broken.zip", b"<!doctype html><html>404</html>");
    refuses(&["model", text(&broken)], &["broken.zip"]);
    refuses(&["model", text(&scratch.write("empty.zip", b""))], &["empty.zip"]);
    let viewer = scratch.tree("viewer", "//- index.html\n<p>viewer\n");
    refuses(&["serve", "does/not/exist", "--viewer", text(&viewer)], &["does/not/exist"]);
    refuses(&["serve", two, "--viewer", two], &["trunk build", "--viewer"]);
}

#[test]
fn bad_usage_ends_with_two() {
    for arguments in
        [&["model"][..], &["nonsense", "."], &["tree", ".", "--nonsense"], &["serve", ".", "--port", "x"]]
    {
        let (status, out, err) = run(arguments);
        assert_eq!((status, out.as_str()), (2, ""), "{arguments:?}");
        assert!(err.starts_with("error: "), "{err}");
    }
}

#[test]
fn the_tree_is_printed_whole_or_without_archive_and_templates() {
    let scratch = Scratch::new();
    let folder = scratch.tree("tree", TREE);
    let whole = prints(&["tree", text(&folder)]);
    let expected = "\
plans/day_dream/
├── _overview.md
├── SP01_a/                                  ← 🔄 [WIP] System Plan
├── _completed/
│   └── PP02_b/                              ← ✅ [DONE]
└── _templates/
    └── task.md
";
    assert_eq!(whole, expected, "\n{whole}");
    let active = prints(&["tree", text(&folder), "--active-only"]);
    let expected = "\
plans/day_dream/
├── _overview.md
└── SP01_a/                                  ← 🔄 [WIP] System Plan
";
    assert_eq!(active, expected, "\n{active}");
    assert_eq!(prints(&["tree", text(&folder), "--json"]), prints(&["model", text(&folder)]));
}

/// The seed tells its history in eight listings: the last has six plans in the root, and sixteen in the archive.
#[test]
fn a_document_that_tells_a_history_is_listed_as_the_tree_it_was() {
    let seed = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/medflow_dream_v4.03.md");
    let plans = |text: &str, begin: &str| {
        let folders = text.lines().filter_map(|line| line.strip_prefix(begin)?.split_once('/'));
        folders.filter(|(name, _)| name.starts_with("SP") || name.starts_with("PP")).count()
    };
    let root = |text: &str| plans(text, "├── ") + plans(text, "└── ");
    // The archive stands last, so nothing is drawn before what lies in it.
    let archived = |text: &str| plans(text, "    ├── ") + plans(text, "    └── ");
    let last = prints(&["tree", seed]);
    assert_eq!((root(&last), archived(&last)), (6, 16), "{last}");
    assert_eq!(last, prints(&["tree", seed, "--stage", "8"]));
    let first = prints(&["tree", seed, "--stage", "1"]);
    assert!(first.contains("SP01_patient_records/") && !first.contains("PP17"), "{first}");
    assert_ne!(first, last);
    refuses(&["tree", seed, "--stage", "9"], &["8 stages", "1 to 8"]);
    refuses(&["tree", seed, "--stage", "0"], &["1 to 8"]);
}

#[cfg(unix)]
#[test]
fn what_lies_outside_of_the_folder_is_not_read() {
    let scratch = Scratch::new();
    let folder = scratch.tree("tree", TREE);
    scratch.write("secret.md", b"# secret");
    std::os::unix::fs::symlink(scratch.0.join("secret.md"), folder.join("plans/day_dream/link.md")).unwrap();
    std::os::unix::fs::symlink("..", folder.join("plans/day_dream/loop")).unwrap();
    scratch.write("tree/plans/day_dream/.git/x.md", b"# not a plan");
    let found = model(&[text(&folder)]);
    assert_eq!(ids(&found), ["SP01_a", "PP02_b", "_overview", "_templates/task"]);
    assert_eq!(found["files"]["skipped"], 3);
}

// ── serve ───────────────────────────────────────────────────────────────────────────────

/// A running server, ended with the test however that goes.
struct Served {
    child: Child,
    port: u16,
}

impl Served {
    fn start(arguments: &[&str]) -> Served {
        let mut child = Command::new(env!("CARGO_BIN_EXE_planarium"))
            .arg("serve")
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let out = child.stdout.take().unwrap();
        let mut served = Served { child, port: 0 };
        let mut line = String::new();
        BufReader::new(out).read_line(&mut line).unwrap();
        let port = line.strip_prefix("http://127.0.0.1:").and_then(|rest| rest.strip_suffix("/\n"));
        served.port =
            port.and_then(|port| port.parse().ok()).unwrap_or_else(|| panic!("it printed {line:?}"));
        served
    }

    /// Asks for a target exactly as written: status, headers in lower case, body.
    fn get(&self, target: &str) -> (u16, String, Vec<u8>) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        // Only so that a server that never answers fails the test.
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        write!(stream, "GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n").expect("an answer has a head");
        let head = String::from_utf8(answer[..end].to_vec()).unwrap().to_lowercase();
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap();
        let mut body = answer.split_off(end + 4);
        if head.contains("transfer-encoding: chunked") {
            body = unchunked(&body);
        }
        (status, head, body)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn unchunked(mut body: &[u8]) -> Vec<u8> {
    let mut whole = Vec::new();
    loop {
        let end = body.windows(2).position(|two| two == b"\r\n").unwrap();
        let size = usize::from_str_radix(std::str::from_utf8(&body[..end]).unwrap(), 16).unwrap();
        if size == 0 {
            return whole;
        }
        whole.extend(&body[end + 2..end + 2 + size]);
        body = &body[end + 2 + size + 2..];
    }
}

#[test]
fn serve_shows_the_viewer_and_the_tree() {
    let scratch = Scratch::new();
    let folder = scratch.tree("tree", TREE);
    let viewer =
        scratch.tree("viewer", "//- index.html\n<p>the viewer\n//- app.wasm\nwasm\n//- worker.js\nwork\n");
    scratch.write("secret.md", b"# secret");
    let served = Served::start(&[
        text(&folder),
        "--port",
        "0",
        "--viewer",
        text(&viewer),
        "--root",
        "plans/day_dream",
    ]);

    for target in ["/", "/?src=x", "/index.html"] {
        let (status, head, body) = served.get(target);
        assert_eq!((status, body.as_slice()), (200, &b"<p>the viewer\n"[..]), "{target}");
        assert!(head.contains("content-type: text/html"), "{head}");
    }
    assert!(served.get("/app.wasm").1.contains("content-type: application/wasm"));

    let (status, head, body) = served.get("/planarium.json");
    assert_eq!(status, 200);
    assert!(head.contains("content-type: application/json"), "{head}");
    let settings: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(settings["src"], "tree.zip");
    assert_eq!(settings.get("title"), None, "the tree has a title of its own");
    assert_eq!(settings["root"], "plans/day_dream");

    let (status, _, body) = served.get("/tree.zip");
    assert_eq!(status, 200);
    let files = archive::open(body, &Limits::default()).unwrap();
    assert_eq!(files.fingerprint(), fixture::files(TREE).fingerprint());

    for target in [
        "/none.html",
        // What is being worked on is not stored by the browser.
        "/worker.js",
        "/../secret.md",
        "/..",
        "/%2e%2e/secret.md",
        "/..%2fsecret.md",
        "/x/../../secret.md",
        "/..\\secret.md",
        "//../secret.md",
        "/./../secret.md",
        "/etc/passwd",
        "//etc/passwd",
    ] {
        let (status, _, body) = served.get(target);
        assert_eq!((status, body.as_slice()), (404, &b"no such file"[..]), "{target}");
    }
}

#[test]
fn serve_says_when_a_file_changes() {
    let scratch = Scratch::new();
    let folder = scratch.tree("tree", TREE);
    let viewer = scratch.tree("viewer", "//- index.html\n<p>the viewer\n");
    let served = Served::start(&[text(&folder), "--viewer", text(&viewer)]);
    let state = |seen: &str| {
        let (status, _, body) = served.get(&format!("/planarium-changes?{seen}"));
        assert_eq!(status, 200);
        String::from_utf8(body).unwrap()
    };
    let first = state("");
    assert!(!first.is_empty(), "who knows nothing is answered at once");
    let second = std::thread::scope(|scope| {
        let asked = scope.spawn(|| state(&first));
        scratch.write("tree/plans/day_dream/SP01_a/new.md", b"# new");
        asked.join().unwrap()
    });
    assert_ne!(first, second, "a new file is a change");
    std::fs::remove_file(scratch.0.join("tree/plans/day_dream/SP01_a/new.md")).unwrap();
    assert_ne!(state(&second), second, "and so is one that is gone");
    let files = archive::open(served.get("/tree.zip").2, &Limits::default()).unwrap();
    assert_eq!(
        files.fingerprint(),
        fixture::files(TREE).fingerprint(),
        "what is served is what is there now"
    );
}

#[test]
fn serve_gives_a_zip_as_it_is_and_one_document() {
    let scratch = Scratch::new();
    let viewer = scratch.tree("viewer", "//- index.html\n<p>the viewer\n");
    let zip = fixture::zip(TREE);
    let place = scratch.write("two words.zip", &zip);
    let served = Served::start(&[text(&place), "--viewer", text(&viewer)]);
    assert!(served.get("/tree.zip").2 == zip);
    let document = scratch.write("note.md", b"# A note\n");
    let served = Served::start(&[text(&document), "--viewer", text(&viewer)]);
    let files = archive::open(served.get("/tree.zip").2, &Limits::default()).unwrap();
    assert_eq!(files.iter().map(|entry| entry.path().as_str()).collect::<Vec<_>>(), ["note.md"]);
}
