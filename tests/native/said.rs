//! What the program says of a number of trees, written down for the browser tests, which expect the same of the program as wasm.

use crate::fixture::{self, repository, shared};
use planarium::files::write;
use std::fs;
use std::path::Path;

#[path = "../said/mod.rs"]
mod answers;

/// The archives of the trees, and what they are called.
fn trees() -> Vec<(String, Vec<u8>)> {
    let zip = |files: &[(String, Vec<u8>)]| {
        write::zip(files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())))
    };
    let one = |path: &Path| {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let bytes = fs::read(path).unwrap();
        let archive = if name.ends_with(".zip") { bytes } else { zip(&[(name.clone(), bytes)]) };
        (name, archive)
    };
    let sample: Vec<(String, Vec<u8>)> = fixture::walk(&repository().join("public/sample/medflow"))
        .into_iter()
        .map(|(path, place)| (path, fs::read(place).unwrap()))
        .collect();
    let mut trees = vec![
        ("sample".to_owned(), zip(&sample)),
        one(&repository().join("tests/fixtures/medflow_dream_v4.03.md")),
    ];
    for below in ["trees", "seeds"].into_iter().filter_map(shared) {
        let known = |name: &str| trees.iter().any(|(known, _)| known == name);
        let more: Vec<_> = fixture::walk(&below)
            .into_iter()
            .filter(|(name, _)| !known(name))
            .map(|(_, path)| one(&path))
            .collect();
        trees.extend(more);
    }
    trees
}

#[test]
fn what_is_said_is_the_same_every_time_and_written_down_for_the_browser() {
    let folder = repository().join(answers::FOLDER);
    fs::create_dir_all(&folder).unwrap();
    let mut list = String::new();
    for (name, archive) in trees() {
        let text = answers::of_zip(archive.clone());
        if name == "medflow_dream_v4.03.md" {
            assert!(
                text == answers::of_zip(archive.clone()),
                "what is said differs from one time to the next"
            );
        }
        assert!(text.len() > 10_000, "{name}: {} bytes are said", text.len());
        fs::write(folder.join(format!("{name}.archive")), archive).unwrap();
        fs::write(folder.join(format!("{name}.txt")), text).unwrap();
        list.push_str(&name);
        list.push('\n');
    }
    fs::write(folder.join("examples.txt"), answers::of_examples()).unwrap();
    fs::write(folder.join("list.txt"), list).unwrap();
}
