//! Trees as text: files one after the other, each begun by a line `//- path`.

use planarium::dialect::{self, Dialect, Reading};
use planarium::files::{Files, FilesBuilder, Limits, write};
use planarium::plan::{Item, Plan, Relation, RelationKind};
use std::path::{Path, PathBuf};

/// The files of a fixture by path. Text before the first `//- ` line is a mistake in the test.
pub fn parse(text: &str) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = Vec::new();
    for line in text.trim_start_matches('\n').split_inclusive('\n') {
        if let Some(path) = line.strip_prefix("//- ") {
            files.push((path.trim().to_owned(), String::new()));
        } else {
            let (_, content) = files.last_mut().expect("a fixture begins with a line `//- path`");
            content.push_str(line);
        }
    }
    files
}

/// The files of a fixture, as a source would hand them over.
pub fn files(text: &str) -> Files {
    let mut builder = FilesBuilder::new(Limits::default());
    for (path, content) in parse(text) {
        builder.add(&path, content.into_bytes());
    }
    let files = builder.finish();
    assert_eq!(files.skipped(), [], "a fixture has plain paths");
    files
}

/// A fixture read to its end in the DREAM dialect.
pub fn reading(text: &str) -> Reading {
    read(files(text), &dialect::dream::DIALECT)
}

/// Files read to their end.
pub fn read(files: Files, dialect: &'static Dialect) -> Reading {
    Reading::new(files, ".", dialect).finish()
}

/// The plan of a fixture in the DREAM dialect.
pub fn plan(text: &str) -> Plan {
    reading(text).plan()
}

/// A fixture as an archive.
pub fn zip(text: &str) -> Vec<u8> {
    let files = parse(text);
    write::zip(files.iter().map(|(path, content)| (path.as_str(), content.as_bytes())))
}

/// The item with this id, which has to be there.
pub fn item<'a>(plan: &'a Plan, id: &str) -> &'a Item {
    plan.item(id).unwrap_or_else(|| panic!("there is no item {id}; there are: {}", ids(plan).join(", ")))
}

/// All ids, in the order of the plan.
pub fn ids(plan: &Plan) -> Vec<&str> {
    plan.items.iter().map(|item| item.id.as_str()).collect()
}

/// A relation as `from → to`, with a `?` when nothing is called so.
pub fn shown(relation: &Relation) -> String {
    format!("{} → {}{}", relation.from, relation.to, if relation.resolved { "" } else { "?" })
}

/// All relations of a kind, as [`shown`].
pub fn relations(plan: &Plan, kind: RelationKind) -> Vec<String> {
    plan.relations.iter().filter(|relation| relation.kind == kind).map(shown).collect()
}

/// The repository.
pub fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// All files below a folder of the disk, by path relative to it, in order.
pub fn walk(folder: &Path) -> Vec<(String, PathBuf)> {
    let mut found = Vec::new();
    let mut pending = vec![(folder.to_path_buf(), String::new())];
    while let Some((folder, prefix)) = pending.pop() {
        for entry in std::fs::read_dir(&folder).unwrap().map(Result::unwrap) {
            let path = format!("{prefix}{}", entry.file_name().to_str().unwrap());
            if entry.file_type().unwrap().is_dir() {
                pending.push((entry.path(), format!("{path}/")));
            } else {
                found.push((path, entry.path()));
            }
        }
    }
    found.sort();
    found
}

/// A folder of the disk as a source hands it over.
pub fn folder(folder: &Path) -> Files {
    let mut builder = FilesBuilder::new(Limits::default());
    for (path, place) in walk(folder) {
        builder.add(&path, std::fs::read(place).unwrap());
    }
    builder.finish()
}

/// The folder of trees and seeds that may stand beside a checkout; without it the test says that it skips.
pub fn shared(below: &str) -> Option<PathBuf> {
    let shared =
        std::env::var_os("PLANARIUM_SHARED").map_or_else(|| repository().join("../shared"), PathBuf::from);
    let path = shared.join(below);
    if !path.exists() {
        println!("skipped: there is no {}", path.display());
        return None;
    }
    Some(path)
}

#[test]
fn fixtures_are_text_with_paths() {
    assert_eq!(
        parse("\n//- a/b.md\none\n\ntwo\n//- c.md\n//- d.md\nend"),
        [("a/b.md", "one\n\ntwo\n"), ("c.md", ""), ("d.md", "end")]
            .map(|(path, text)| (path.to_owned(), text.to_owned()))
    );
}
