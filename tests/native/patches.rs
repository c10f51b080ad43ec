//! Patches: git takes every one of them, makes exactly the bytes that were promised, and nothing but the lines of what
//! was changed is in them.

use crate::fixture::{folder, repository, shared};
use crate::repository::Repository;
use planarium::dialect::roots;
use planarium::document::{Value, frontmatter, yaml};
use planarium::edit::patch::{self, Kind, Message, Patch};
use planarium::edit::{Change, Edit, Edited, apply};
use planarium::files::{Files, FilesBuilder, Limits, archive};
use std::collections::BTreeSet;

/// Whether every case is to be tried, not the share that fits into a run of all tests.
pub fn is_thorough() -> bool {
    std::env::var_os("PLANARIUM_THOROUGH").is_some_and(|value| !value.is_empty() && value != *"0")
}

fn patch_of(base: &Files, edited: &Edited) -> Patch {
    Patch::between(base, &edited.files, &edited.changed, &edited.moved).unwrap()
}

fn message() -> Message {
    Message {
        author: "Žofie O'Novák".to_owned(),
        email: "z@example.org".to_owned(),
        seconds: 1_781_513_999,
        subject: "[plans] Próba".to_owned(),
        body: "From here on\n---\ndiff --git a/x b/x\n\nFrom: nobody <n@example.org>\nwhat was decided."
            .to_owned(),
    }
}

/// That git takes a patch in both forms and makes what was promised.
fn accept(repository: &Repository, prefix: &str, edited: &Edited, patch: &Patch) {
    let text = patch.text(prefix);
    patch::check(patch, prefix, &text).unwrap();
    repository
        .takes(&["apply", "--check"], &text)
        .unwrap_or_else(|said| panic!("{said}{}", String::from_utf8_lossy(&text)));
    repository
        .takes(&["am", "--quiet"], &patch.mailbox(prefix, &message()))
        .unwrap_or_else(|said| panic!("{said}"));
    let place = |path: &str| if prefix.is_empty() { path.to_owned() } else { format!("{prefix}/{path}") };
    for path in &edited.changed {
        let ours =
            edited.files.get(path.as_str()).map(|entry| edited.files.read(entry).unwrap().into_owned());
        assert_eq!(repository.read(&place(path.as_str())), ours, "{path}");
    }
    assert_eq!(repository.git(&["status", "--porcelain"]), "");
    // git tells the very same, in its own words.
    let log = repository.git(&["log", "-1", "--format=%an|%ae|%ad|%s", "--date=iso"]);
    assert_eq!(log.trim(), "Žofie O'Novák|z@example.org|2026-06-15 08:59:59 +0000|Plans: [plans] Próba");
    repository.reset();
}

/// That contents are called as git calls them.
fn has_ids_of_git(repository: &Repository, prefix: &str, patch: &Patch) {
    let text = patch.text(prefix);
    repository.takes(&["apply", "--index"], &text).unwrap();
    let theirs = repository.git(&["diff", "--cached", "--full-index", "--no-renames", "--no-color"]);
    let ids = |text: &str| {
        let index = text.lines().filter_map(|line| line.strip_prefix("index ")?.split(' ').next());
        index.flat_map(|ids| ids.split("..")).map(str::to_owned).collect::<BTreeSet<_>>()
    };
    let (of_ours, of_git) = (ids(&String::from_utf8_lossy(&text)), ids(&theirs));
    // Of what was only moved git says more.
    assert!(of_ours.is_subset(&of_git), "{of_ours:?} {of_git:?}");
    repository.reset();
}

/// A file whose fields are changed.
struct Subject {
    path: String,
    bytes: Vec<u8>,
    edits: Vec<(String, Change)>,
}

/// What is written into fields, in turn.
const VALUES: [&str; 24] = [
    "another value",
    "no",
    "1e3",
    "012",
    "~",
    "a: b",
    "x # y",
    "[DONE]",
    "@me",
    "it's \"quoted\"",
    "✅ [DONE]",
    "2025-01-01",
    " leads",
    "two\nlines",
    "Größe – ü",
    "",
    "-",
    "%x",
    "null",
    "---",
    "{a}",
    "& more",
    "ends:",
    "\ttab",
];

/// The edits of every field of a block, and of the block.
fn edits_of(path: &str, text: &str, turn: &mut usize) -> Result<Vec<(String, Change)>, yaml::Problem> {
    let block = if path.ends_with(".yaml") {
        0..text.len()
    } else {
        frontmatter::place(text).map_or(0..0, |(_, yaml)| yaml)
    };
    let fields = yaml::read_strictly(text, block)?;
    let mut edits = Vec::new();
    let mut value = || {
        *turn += 1;
        VALUES[*turn % VALUES.len()].to_owned()
    };
    for field in &fields {
        let key = field.key.clone();
        let mut edit = |change: Change| edits.push((key.clone(), change));
        edit(Change::SetField { key: key.clone(), value: value() });
        edit(Change::SetField { key: key.clone(), value: value() });
        edit(Change::SetDay { key: key.clone(), value: "2027-02-03".to_owned() });
        edit(Change::RemoveField { key: key.clone() });
        let texts = |nodes: &[planarium::document::Node]| {
            nodes.iter().filter_map(|node| node.value.as_text().map(str::to_owned)).collect::<Vec<_>>()
        };
        match &field.value.value {
            Value::List(nodes) => {
                let values = texts(nodes);
                edit(Change::AddToList { key: key.clone(), value: value() });
                edit(Change::AddToList { key: key.clone(), value: "PP77_new".to_owned() });
                if values.len() == nodes.len() {
                    let mut reversed = values.clone();
                    reversed.reverse();
                    edit(Change::SetList { key: key.clone(), values: reversed });
                    edit(Change::SetList { key: key.clone(), values: vec![value(), "b".to_owned()] });
                    edit(Change::SetList { key: key.clone(), values: Vec::new() });
                    for gone in values.iter().take(2) {
                        edit(Change::RemoveFromList { key: key.clone(), value: gone.clone() });
                    }
                }
            }
            Value::Null => edit(Change::AddToList { key: key.clone(), value: value() }),
            _ => {}
        }
    }
    for key in ["zz_added", "invalidated_by"] {
        if fields.iter().all(|field| field.key != key) {
            edits.push((key.to_owned(), Change::SetField { key: key.to_owned(), value: value() }));
            edits.push((key.to_owned(), Change::AddToList { key: key.to_owned(), value: value() }));
        }
    }
    Ok(edits)
}

/// What serde_yaml makes of the fields of a file.
fn by_another_reader(path: &str, text: &str) -> Option<serde_yaml::Mapping> {
    let block = if path.ends_with(".yaml") { text } else { text.get(frontmatter::place(text)?.1)? };
    match serde_yaml::from_str::<serde_yaml::Value>(block).ok()? {
        serde_yaml::Value::Mapping(mapping) => Some(mapping),
        serde_yaml::Value::Null => Some(serde_yaml::Mapping::new()),
        _ => None,
    }
}

/// That only the lines of a field are in what changed, and that another reader sees that field change alone.
fn touches_only(subject: &Subject, key: &str, file: &patch::FilePatch, after: &[u8]) {
    let (before, after) = (String::from_utf8_lossy(&subject.bytes), String::from_utf8_lossy(after));
    let (before, after) = (before.trim_start_matches('\u{feff}'), after.trim_start_matches('\u{feff}'));
    let lines = |text: &str| {
        let block =
            if subject.path.ends_with(".yaml") { 0..text.len() } else { frontmatter::place(text).unwrap().1 };
        let fields = yaml::read_strictly(text, block).unwrap();
        let field = fields.iter().find(|field| field.key == key)?;
        let line = |at: usize| text[..at].matches('\n').count();
        Some(line(field.key_span.start)..line(field.value.span.end.max(field.key_span.end)) + 1)
    };
    let (old, new) = (lines(before).unwrap_or(0..0), lines(after).unwrap_or(0..0));
    for hunk in &file.hunks() {
        let (mut at_old, mut at_new) = (hunk.old.start, hunk.new.start);
        for (kind, line) in &hunk.lines {
            let place = format!("{} {key}: {}", subject.path, String::from_utf8_lossy(line));
            match kind {
                Kind::Same => (at_old, at_new) = (at_old + 1, at_new + 1),
                Kind::Gone => {
                    assert!(old.contains(&at_old), "{place}");
                    at_old += 1;
                }
                Kind::Come => {
                    assert!(new.contains(&at_new), "{place}");
                    at_new += 1;
                }
            }
        }
    }
    if let Some(mut theirs) = by_another_reader(&subject.path, before) {
        let mut now =
            by_another_reader(&subject.path, after).unwrap_or_else(|| panic!("{}: {after}", subject.path));
        theirs.remove(key);
        now.remove(key);
        assert_eq!(theirs, now, "{} {key}", subject.path);
    }
}

/// Every edit that is made of the blocks of a tree, each in a patch with one of every other file.
fn every_field(name: &str, files: &Files, prefix: &str, counts: &mut (usize, usize, usize)) {
    let mut turn = 0;
    let mut subjects = Vec::new();
    for entry in files {
        let path = entry.path().as_str();
        if !planarium::dialect::reading::is_document(path)
            || path.split('/').any(|part| part.starts_with('.'))
        {
            continue;
        }
        let bytes = files.read(entry).unwrap().into_owned();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let text = text.trim_start_matches('\u{feff}');
        if !path.ends_with(".yaml") && frontmatter::place(text).is_none() {
            continue;
        }
        match edits_of(path, text, &mut turn) {
            Ok(edits) => subjects.push(Subject { path: path.to_owned(), bytes, edits }),
            Err(problem) => {
                // What cannot be read is refused with its place, and stays.
                let change = Change::SetField { key: "status".to_owned(), value: "x".to_owned() };
                let refused = apply(files, &[Edit::new(path, change)]).unwrap_err();
                assert_eq!(refused.place, Some((problem.line, problem.column)), "{refused}");
                assert!(!refused.reason.is_empty());
                counts.2 += 1;
            }
        }
    }
    let repository = Repository::of(name, files, prefix);
    let rounds = subjects.iter().map(|subject| subject.edits.len()).max().unwrap_or_default();
    let step = if is_thorough() { 1 } else { 47 };
    for round in (0..rounds).step_by(step) {
        let chosen: Vec<&Subject> = subjects.iter().filter(|subject| subject.edits.len() > round).collect();
        let mut edits = Vec::new();
        for subject in &chosen {
            let (_, change) = &subject.edits[round];
            let edit = Edit::new(subject.path.clone(), change.clone());
            apply(files, std::slice::from_ref(&edit))
                .unwrap_or_else(|refused| panic!("{refused} {change:?}"));
            edits.push(edit);
        }
        let edited = apply(files, &edits).unwrap();
        let patch = patch_of(files, &edited);
        for subject in &chosen {
            let Some(file) = patch.files.iter().find(|file| file.path() == subject.path) else { continue };
            let after =
                edited.files.get(&subject.path).map(|entry| edited.files.read(entry).unwrap().into_owned());
            touches_only(subject, &subject.edits[round].0, file, &after.unwrap());
        }
        if !patch.is_empty() {
            accept(&repository, prefix, &edited, &patch);
            if round == 0 {
                has_ids_of_git(&repository, prefix, &patch);
            }
        }
        counts.0 += chosen.len();
        counts.1 += chosen.len() - patch.files.len();
    }
}

fn zip(path: &str) -> Option<Files> {
    Some(archive::open(std::fs::read(shared(path)?).unwrap(), &Limits::default()).unwrap())
}

/// The tree that is found in what was loaded, and where it lies.
fn rooted(files: &Files) -> (Files, String) {
    let root = roots(files).into_iter().next().unwrap();
    (files.rooted(&root.path), root.path.as_str().to_owned())
}

/// The same tree in another form: line ends of Windows, a byte order mark, no line end at the end.
fn disguised(files: &Files) -> Files {
    let mut builder = FilesBuilder::new(Limits::default());
    for (at, entry) in files.iter().enumerate() {
        let Ok(text) = String::from_utf8(files.read(entry).unwrap().into_owned()) else { continue };
        let text = match at % 3 {
            0 => text.replace('\n', "\r\n"),
            1 => format!("\u{feff}{}", text.trim_end_matches('\n')),
            _ => text.trim_end_matches('\n').replace('\n', "\r\n"),
        };
        let path = format!("é {}/{}", at % 3, entry.path());
        builder.add(&path, text.into_bytes());
    }
    builder.finish()
}

#[test]
fn git_takes_every_edit_of_every_field() {
    let mut counts = (0, 0, 0);
    let (sample, prefix) = rooted(&folder(&repository().join("public/sample/medflow")));
    every_field("sample", &sample, &prefix, &mut counts);
    every_field("disguised", &disguised(&sample), "a b", &mut counts);
    let mut stages = FilesBuilder::new(Limits::default());
    for (path, place) in crate::fixture::walk(&repository().join("public/sample/stages")) {
        stages.add(&path, std::fs::read(place).unwrap());
    }
    every_field("stages", &stages.finish(), "", &mut counts);
    for (at, path) in
        ["trees/backlog-md-2026-02.zip", "trees/adhd-framework-2026-02-13.zip"].into_iter().enumerate()
    {
        if let Some(files) = zip(path) {
            let before = counts.2;
            every_field(&format!("tree{at}"), &files, "", &mut counts);
            if at == 0 {
                assert_eq!(counts.2 - before, 21, "blocks that do not parse");
            }
        }
    }
    let (edits, same, refused) = counts;
    println!(
        "edits: {edits} made, of which {same} changed nothing; {refused} blocks refused with line and column"
    );
    assert!(edits > if is_thorough() { 5_000 } else { 500 }, "{edits}");
}

#[test]
fn all_that_can_change_is_in_a_patch() {
    let mut builder = FilesBuilder::new(Limits::default());
    let long = (0..40).map(|line| format!("line {line}\n")).collect::<String>();
    for (path, text) in [
        ("SP01_x/_overview.md", long.as_str()),
        ("SP01_x/ä \"b\".md", "a\r\nb\r\nc"),
        ("with space.md", "no end"),
        ("gone.md", "x\ny\n"),
        ("empty.md", ""),
    ] {
        builder.add(path, text.as_bytes().to_vec());
    }
    builder.add("image.png", vec![0, 1, 2, 0xff]);
    builder.add_executable("run.sh", b"echo\n".to_vec());
    let files = builder.finish();
    let words =
        |line: u32, old: &str, new: &str| Change::Replace { line, old: old.to_owned(), new: new.to_owned() };
    let edits = [
        Edit::new("SP01_x/_overview.md", words(2, "line 1", "line one")),
        Edit::new("SP01_x/_overview.md", words(9, "line 8", "line eight")),
        Edit::new("SP01_x/_overview.md", words(30, "", "more\n")),
        Edit::new("SP01_x/ä \"b\".md", words(2, "b", "β")),
        Edit::new("SP01_x", Change::Move { to: "_completed/2025-Q4/SP01_x".to_owned() }),
        Edit::new("with space.md", words(1, "no end", "no end\nstill none")),
        Edit::new("gone.md", Change::Delete),
        Edit::new("empty.md", Change::Delete),
        Edit::new("new/é.md", Change::Create { text: "made\n".to_owned() }),
        Edit::new("new/empty.md", Change::Create { text: String::new() }),
        Edit::new("image.png", Change::Move { to: "assets/image.png".to_owned() }),
        Edit::new("run.sh", words(1, "echo", "echo x")),
    ];
    let edited = apply(&files, &edits).unwrap();
    for prefix in ["", "docs/a b"] {
        let patch = patch_of(&files, &edited);
        let repository = Repository::of("all", &files, prefix);
        accept(&repository, prefix, &edited, &patch);
        has_ids_of_git(&repository, prefix, &patch);
        let text = patch.text(prefix);
        let shown = String::from_utf8(text.clone()).unwrap();
        for expected in [
            "similarity index 100%",
            "new file mode 100644",
            "deleted file mode 100644",
            " 100755\n",
            "\\ No newline at end of file",
            "\\303\\244 \\\"b\\\"",
        ] {
            assert!(shown.contains(expected), "{expected}: {shown}");
        }
        // Read back it is the same proposal, from the text, the message, and without being told where the tree lies.
        for (known, text) in
            [(prefix, text.clone()), ("elsewhere", text), (prefix, patch.mailbox(prefix, &message()))]
        {
            let step = patch::step(&files, known, &text).unwrap();
            let again = apply(&files, &step.edits).unwrap();
            assert_eq!(patch_of(&files, &again).text(""), patch.text(""));
        }
    }
}

#[test]
fn no_edits_are_an_empty_patch() {
    let files = crate::edit::one("a.md", b"---\na: 1\n---\n");
    let same = Change::SetField { key: "a".to_owned(), value: "1".to_owned() };
    for edits in [vec![], vec![Edit::new("a.md", same)]] {
        let edited = apply(&files, &edits).unwrap();
        let patch = patch_of(&files, &edited);
        assert!(patch.is_empty() && patch.text("x").is_empty() && edited.changed.is_empty());
        patch::check(&patch, "x", b"").unwrap();
    }
}

#[test]
fn patches_of_git_become_edits() {
    let mut builder = FilesBuilder::new(Limits::default());
    let long = (0..60).map(|line| format!("line {line}\n")).collect::<String>();
    builder.add("a b.md", long.clone().into_bytes());
    builder.add("old/é.md", format!("{long}end").into_bytes());
    builder.add("crlf.md", long.replace('\n', "\r\n").into_bytes());
    let files = builder.finish();
    let repository = Repository::of("gits", &files, "plans");
    let place = |path: &str| repository.folder().join("plans").join(path);
    std::fs::write(place("a b.md"), long.replace("line 3\n", "").replace("line 50\n", "line 50\nmore\n"))
        .unwrap();
    std::fs::create_dir_all(place("new")).unwrap();
    std::fs::rename(place("old/é.md"), place("new/é.md")).unwrap();
    std::fs::write(place("new/é.md"), format!("{}END", long.replace("line 7\n", "seven\n"))).unwrap();
    std::fs::write(place("crlf.md"), long.replace("line 9\n", "nine\n").replace('\n', "\r\n")).unwrap();
    std::fs::write(place("made.md"), "made").unwrap();
    repository.git(&["add", "--all"]);
    repository.git(&["commit", "--quiet", "--message=change"]);
    let mut seen = Vec::new();
    for arguments in [
        &["format-patch", "-1", "--stdout"][..],
        &["diff", "HEAD~1"],
        &["diff", "-U0", "HEAD~1"],
        &["diff", "--no-prefix", "HEAD~1"],
        &["diff", "--no-renames", "-U9", "HEAD~1"],
    ] {
        let patch = repository.git(arguments);
        let step = patch::step(&files, "plans", patch.as_bytes())
            .unwrap_or_else(|why| panic!("{arguments:?}: {why}\n{patch}"));
        let edited = apply(&files, &step.edits).unwrap_or_else(|why| panic!("{arguments:?}: {why}\n{patch}"));
        for path in ["a b.md", "new/é.md", "crlf.md", "made.md"] {
            let entry = edited.files.get(path).unwrap();
            assert_eq!(
                edited.files.read(entry).unwrap(),
                repository.read(&format!("plans/{path}")).unwrap(),
                "{path} {arguments:?}"
            );
        }
        seen.push(edited.files.len());
    }
    assert_eq!(seen, [4; 5]);
    // Far from where it was made, a patch finds its lines; where they are not, it is refused with the line.
    let patch = repository.git(&["diff", "HEAD~1", "--", "plans/a b.md"]);
    let moved = crate::edit::one("a b.md", format!("{}{long}", "above\n".repeat(40)).as_bytes());
    let step = patch::step(&moved, "plans", patch.as_bytes()).unwrap();
    let edited = apply(&moved, &step.edits).unwrap();
    let text = edited.files.text(edited.files.get("a b.md").unwrap()).unwrap().text;
    assert!(text.contains("line 50\nmore\n") && !text.contains("line 3\n"));
    let other = crate::edit::one("a b.md", b"nothing\n");
    let refused = patch::step(&other, "plans", patch.as_bytes()).unwrap_err();
    assert_eq!(refused.to_string(), "line 5 of the patch: these lines do not stand in a b.md");
}

#[test]
fn what_is_no_text_to_git_is_patched_as_a_whole() {
    let text = "---\nstatus: WIP\n---\n# Größe 🎉\n\n- [ ] a\n- [ ] b\n";
    let low: Vec<u8> = format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let high: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let mut builder = FilesBuilder::new(Limits::default());
    builder.add("low.md", low.clone());
    builder.add("high.md", high.clone());
    builder.add("old.md", b"# Gr\xfc\xdfe aus M\xfcnchen\n".to_vec());
    let files = builder.finish();
    let repository = Repository::of("wide", &files, "plans");
    let done =
        |path: &str| Edit::new(path, Change::SetField { key: "status".to_owned(), value: "DONE".to_owned() });
    let tick = |path: &str| Edit::new(path, Change::SetBox { line: 7, done: true });
    let repair = |path: &str| Edit::new(path, Change::Repair);
    for (edits, low_becomes, high_becomes) in [
        // In the file's own form, or as UTF-8: never both.
        (vec![done("low.md"), tick("high.md")], None, None),
        (
            vec![repair("low.md"), repair("high.md"), repair("old.md")],
            Some(text.to_owned()),
            Some(text.to_owned()),
        ),
        (
            vec![done("low.md"), repair("low.md"), tick("low.md")],
            Some(text.replace("WIP", "DONE").replace("[ ] b", "[x] b")),
            None,
        ),
    ] {
        let edited = apply(&files, &edits).unwrap();
        let bytes = |path: &str| edited.files.read(edited.files.get(path).unwrap()).unwrap().into_owned();
        if let Some(text) = &low_becomes {
            assert_eq!(String::from_utf8(bytes("low.md")).unwrap(), *text);
        } else {
            let changed = format!("\u{feff}{text}").replace("WIP", "DONE");
            assert_eq!(
                bytes("low.md"),
                changed.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()
            );
        }
        if let Some(text) = &high_becomes {
            assert_eq!(String::from_utf8(bytes("high.md")).unwrap(), *text);
        }
        let patch = patch_of(&files, &edited);
        accept(&repository, "plans", &edited, &patch);
        has_ids_of_git(&repository, "plans", &patch);
        // What it was and what it becomes is shown as text.
        let (old, new) = patch.files.last().unwrap().texts();
        assert!(!old.contains('\0') && !new.contains('\0') && old.contains("aus") | old.contains("Größe"));
        // And such a patch opens as edits again.
        let step = patch::step(&files, "plans", &patch.text("plans")).unwrap();
        let again = apply(&files, &step.edits).unwrap();
        for path in &edited.changed {
            let bytes = |files: &Files| files.read(files.get(path.as_str()).unwrap()).unwrap().into_owned();
            assert_eq!(bytes(&again.files), bytes(&edited.files), "{path}");
        }
    }
}

#[test]
fn patches_that_reach_too_far_are_refused() {
    let files = crate::edit::one("a.md", b"a\n");
    let head = |path: &str| {
        format!(
            "diff --git a/{path} b/{path}\nnew file mode 100644\n--- /dev/null\n+++ b/{path}\n@@ -0,0 +1 @@\n+x\n"
        )
    };
    for (patch, expected) in [
        (String::new(), "it holds no change of a file"),
        ("just text\n--- a\nmore".to_owned(), "it holds no change of a file"),
        (head(".git/hooks/pre-commit"), "line 1 of the patch: .git/hooks/pre-commit cannot be made: .git is hidden, and hidden files steer tools"),
        (head(".github/workflows/x.yml"), "line 1 of the patch: .github/workflows/x.yml cannot be made: .github is hidden, and hidden files steer tools"),
        (head(".gitmodules"), "line 1 of the patch: .gitmodules cannot be made: .gitmodules is hidden, and hidden files steer tools"),
        (head("../x.md"), "line 1 of the patch: ../x.md cannot be made: its path climbs with `..`"),
        (head("a.md"), "line 1 of the patch: a.md is there already"),
        (head("link").replace("100644", "120000"), "line 2 of the patch: it is about a symbolic link, and links may lead out of the tree"),
        ("diff --git a/a.md b/a.md\nold mode 100644\nnew mode 100755\n".to_owned(), "line 2 of the patch: it changes whether a file may be executed, which is not done here"),
        ("diff --git a/a.md b/a.md\nindex 1..2 100644\nGIT binary patch\n".to_owned(), "line 3 of the patch: it changes a file that is no text"),
        ("--- a/a.md\n+++ b/a.md\n@@ -1,2 +1 @@\n-a\n".to_owned(), "line 5 of the patch: the patch is cut off here"),
        ("--- a/a.md\n+++ b/a.md\n@@ -1 +1 @@\n-b\n+c\n".to_owned(), "line 3 of the patch: these lines do not stand in a.md"),
        ("--- a/b.md\n+++ b/b.md\n@@ -1 +1 @@\n-b\n+c\n".to_owned(), "line 1 of the patch: b.md is not in this tree"),
        ("--- a/a.md\n+++ b/a.md\n@@ -1,99999999999 +1 @@\n".to_owned(), "line 3 of the patch: this line should say which lines change, as `@@ -1,3 +1,4 @@`"),
        ("diff --git a/a.md b/a.md\ndeleted file mode 100644\n--- a/a.md\n+++ /dev/null\n@@ -1 +0,0 @@\n-b\n".to_owned(), "line 1 of the patch: a.md holds something else than what is deleted"),
    ] {
        assert_eq!(patch::step(&files, "", patch.as_bytes()).unwrap_err().to_string(), expected);
    }
}

mod properties {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(if is_thorough() { 4_000 } else { 300 }))]

        #[test]
        fn a_patch_makes_the_new_of_the_old(old in "([ab -]{0,2}\r?\n){0,12}[ab]?", new in "([ab +]{0,2}\r?\n){0,12}[ab]?") {
            let files = crate::edit::one("a.md", old.as_bytes());
            let edited = Edited {
                files: files.changed(std::iter::once(("a.md".parse_path(), Some(new.clone().into_bytes())))),
                changed: vec!["a.md".parse_path()],
                moved: Vec::new(),
            };
            let patch = patch_of(&files, &edited);
            let text = patch.text("p");
            prop_assert!(patch::check(&patch, "p", &text).is_ok());
            if old != new {
                let step = patch::step(&files, "p", &text).unwrap();
                let again = apply(&files, &step.edits).unwrap();
                let bytes = again.files.read(again.files.get("a.md").unwrap()).unwrap().into_owned();
                prop_assert_eq!(bytes, new.into_bytes());
            }
        }

        #[test]
        fn no_patch_panics(text in "(diff --git a/a.md b/a.md\n|--- a/a.md\n|\\+\\+\\+ b/a.md\n|@@ -1,2 \\+1,2 @@\n|@@ -0,0 \\+1 @@\n| a\n|-a\n|\\+b\n|\\\\ No newline\n|rename from \"\\\\303\n|.{0,9}\n){0,14}") {
            let files = crate::edit::one("a.md", b"a\na\n");
            if let Ok(step) = patch::step(&files, "", text.as_bytes()) {
                let _ = apply(&files, &step.edits);
            }
        }

        #[test]
        fn a_field_holds_what_it_was_given(
            key in "[a-z]{1,6}", value in "\\PC{0,12}|[ -~\n\t'\"]{0,12}",
            style in proptest::sample::select(vec!["x", "'x'", "\"x\"", "|\n  x", ">\n  x", "", "[a, b]", "\n  - a\n  - b", "{k: v}", "3", "true", "2025-01-01"]),
            behind in proptest::sample::select(vec!["", " # why", "\t"]),
        ) {
            let behind = if style.contains('\n') { "" } else { behind };
            let text = format!("---\nfirst: 1 # a\n{key}: {style}{behind}\n\nlast: [z]\n---\nbody\n");
            let changes = vec![Change::SetField { key: key.clone(), value: value.clone() }];
            let bytes = crate::edit::edited("a.md", text.as_bytes(), changes).unwrap_or_else(|why| panic!("{why} {text:?}"));
            let after = String::from_utf8(bytes).unwrap();
            let theirs = by_another_reader("a.md", &after).unwrap();
            let is_other = value.parse::<f64>().is_ok() || value == "true" || value == "false";
            if !is_other && key != "first" && key != "last" {
                prop_assert_eq!(theirs.get(&key).and_then(|value| value.as_str()), Some(value.as_str()), "{}", after);
                prop_assert_eq!(theirs.len(), 3);
            }
        }

        #[test]
        fn a_list_holds_what_it_was_given(
            old in proptest::collection::vec("[a-e]{1,2}", 0..4), new in proptest::collection::vec("[a-e]{1,2}|\\PC{0,6}", 0..5),
            form in 0..4,
        ) {
            let list = match form {
                0 => format!("[{}]", old.join(", ")),
                1 if !old.is_empty() => old.iter().map(|item| format!("\n  - {item} # of {item}")).collect::<String>(),
                2 if !old.is_empty() => old.iter().map(|item| format!("\n# above\n- '{item}'")).collect::<String>(),
                3 if !old.is_empty() => format!("[\n    {}\n  ]", old.join(",\n    ")),
                _ => "[]".to_owned(),
            };
            let text = format!("---\nfirst: 1\nlist: {list}\nlast: [z]\n---\nbody\n");
            let changes = vec![Change::SetList { key: "list".to_owned(), values: new.clone() }];
            let bytes = crate::edit::edited("a.md", text.as_bytes(), changes).unwrap_or_else(|why| panic!("{why} {text:?}"));
            let after = String::from_utf8(bytes).unwrap();
            let theirs = by_another_reader("a.md", &after).unwrap();
            let items = theirs.get("list").and_then(|list| list.as_sequence()).unwrap();
            let items: Vec<&str> = items.iter().map(|item| item.as_str().unwrap_or("no text")).collect();
            prop_assert_eq!(items, new, "{}", after);
        }
    }

    trait ParsePath {
        fn parse_path(&self) -> planarium::files::TreePath;
    }

    impl ParsePath for str {
        fn parse_path(&self) -> planarium::files::TreePath {
            planarium::files::TreePath::parse(self).unwrap()
        }
    }
}
