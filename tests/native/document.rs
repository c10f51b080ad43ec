//! Laws of `document/` over whole trees and over generated and damaged input.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // a test may fail loudly
#![allow(clippy::print_stdout)] // what is skipped is told

use std::path::PathBuf;
use std::time::Instant;

use planarium::document::{frontmatter, yaml};
use proptest::prelude::*;

// ── the trees ───────────────────────────────────────────────────────────────────────────

fn shared() -> PathBuf {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared");
    std::env::var_os("PLANARIUM_SHARED").map_or(beside, PathBuf::from)
}

/// The text files of all trees (and, when `PLANARIUM_TREE` names a folder, of that), by name.
fn documents() -> Vec<(String, String)> {
    let mut found = Vec::new();
    let folder = shared().join("trees");
    match std::fs::read_dir(&folder) {
        Ok(entries) => {
            let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
            paths.sort();
            for path in paths.iter().filter(|path| path.extension().is_some_and(|kind| kind == "zip")) {
                unzip(&std::fs::read(path).unwrap(), &mut found);
            }
        }
        Err(_) => println!("skipped: no trees in {}", folder.display()),
    }
    for seed in std::fs::read_dir(shared().join("seeds")).into_iter().flatten().flatten() {
        found.push((seed.path().display().to_string(), std::fs::read_to_string(seed.path()).unwrap()));
    }
    if let Some(folder) = std::env::var_os("PLANARIUM_TREE") {
        let mut open = vec![PathBuf::from(folder)];
        while let Some(folder) = open.pop() {
            for path in std::fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path()) {
                if path.is_dir() {
                    open.push(path);
                } else if path.extension().is_some_and(|kind| kind == "md") {
                    found.push((path.display().to_string(), std::fs::read_to_string(&path).unwrap()));
                }
            }
        }
    }
    found
}

/// Just enough of the zip format for the trees: stored and deflated members without zip64.
fn unzip(bytes: &[u8], found: &mut Vec<(String, String)>) {
    let u16 = |at: usize| u16::from_le_bytes([bytes[at], bytes[at + 1]]) as usize;
    let u32 = |at: usize| u16(at) | u16(at + 2) << 16;
    let end = (0..bytes.len() - 21).rev().find(|at| bytes[*at..].starts_with(b"PK\x05\x06")).unwrap();
    let mut at = u32(end + 16);
    for _ in 0..u16(end + 10) {
        let (method, packed, name_len) = (u16(at + 10), u32(at + 20), u16(at + 28));
        let name = String::from_utf8_lossy(&bytes[at + 46..at + 46 + name_len]).into_owned();
        let local = u32(at + 42);
        let start = local + 30 + u16(local + 26) + u16(local + 28);
        let data = &bytes[start..start + packed];
        at += 46 + name_len + u16(at + 30) + u16(at + 32);
        if name.ends_with(".md") {
            let data = if method == 8 { miniz_oxide::inflate::decompress_to_vec(data).unwrap() } else { data.to_vec() };
            found.push((name, String::from_utf8_lossy(&data).into_owned()));
        }
    }
}

// ── frontmatter ─────────────────────────────────────────────────────────────────────────

#[test]
fn frontmatter_of_trees() {
    let documents = documents();
    let (mut blocks, mut fast, mut with_problems) = (0, 0, 0);
    for (name, text) in &documents {
        let Some(front) = frontmatter::read(text) else { continue };
        blocks += 1;
        with_problems += usize::from(!front.problems.is_empty());
        let by_parser = yaml::read_by_parser(text, front.block.clone());
        if let Some(entries) = yaml::read_fast(text, front.block.clone()) {
            fast += 1;
            assert_eq!(by_parser, Some((entries, Vec::new())), "{name}");
        }
        assert_meaning(text, &front);
        assert_spans(text, &front.fields);
    }
    println!("{blocks} blocks, {fast} read by lines, {with_problems} with problems");
}

/// Where `serde_yaml` reads the block, it means the same.
fn assert_meaning(text: &str, front: &frontmatter::Frontmatter) {
    let block = &text[front.block.clone()];
    if let Ok(oracle) = serde_yaml::from_str::<serde_json::Value>(block) {
        let fields: serde_json::Map<_, _> =
            front.fields.iter().map(|f| (f.key.clone(), serde_json::to_value(&f.value).unwrap())).collect();
        if oracle.is_object() {
            assert_eq!(serde_json::Value::Object(fields), oracle, "{block}");
        }
    }
}

/// A scalar's span, read by itself, gives the scalar.
fn assert_spans(text: &str, entries: &[yaml::MapEntry]) {
    for entry in entries {
        assert!(text[entry.key_span.clone()].contains(entry.key.trim_matches('"')), "{entry:?}");
        let written = &text[entry.value.span.clone()];
        if let (Some(value), false) = (entry.value.value.as_text(), written.contains(['\n', '\\', '\''])) {
            let inside = written.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(written);
            assert_eq!(inside, value, "{entry:?}");
        }
    }
}

#[test]
#[ignore = "a measurement"]
fn speed_of_frontmatter() {
    let documents = documents();
    let start = Instant::now();
    let mut blocks = 0;
    for _ in 0..20 {
        blocks += documents.iter().filter(|(_, text)| frontmatter::read(text).is_some()).count();
    }
    println!("{:.0} blocks/s", blocks as f64 / start.elapsed().as_secs_f64());
    let found: Vec<_> = documents.iter().filter_map(|(_, t)| Some((t, frontmatter::read(t)?.block))).collect();
    let start = Instant::now();
    for (text, block) in &found {
        std::hint::black_box(yaml::read_by_parser(text, block.clone()));
    }
    println!("{:.0} blocks/s by the parser alone", found.len() as f64 / start.elapsed().as_secs_f64());
}

/// Pieces from which nearly valid YAML is put together.
fn yaml_soup() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a", "key", "b c", "x-y", "_z", ":", ": ", " :", " ", "  ", "\n", "\n", "\n", "\r\n", "- ", "- ", "-", "[", "]",
        "[]", ", ", ",", "{", "}", "'", "\"", "#", " # c", "\t", "|", ">", "@", "`", "&a ", "*a", "!!str ", "!t ", "? ",
        "~", "null", "true", "12", "-3", "0x1f", "1e3", "007", "1.10", ".5", "2025-01-02", "é", "✅", "---", "...", "%",
        "\\", "\u{a0}", "\u{2028}", "\u{feff}", "\u{85}", "\r", "=", "<<", "\"q\"", "'r'", "k: v\n", "k2:\n", "  - i\n",
        "- j\n", "l: [m, \"n\"]\n", "# c\n", "\0",
    ]);
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

fn yaml_lines() -> impl Strategy<Value = String> {
    let scalar = prop_oneof![
        "[ -~é✅]{0,12}",
        "[a-z]{1,5}",
        Just("[]".to_owned()),
        "\\[[a-z\", ']{0,9}\\]",
        "\"[ -~]{0,8}\"",
        "'[ -~]{0,8}'",
        "[0-9+.xeo-]{1,6}",
    ];
    let line = (0usize..4, "[a-e]{1,2}|[ -~]{1,3}", scalar, any::<bool>()).prop_map(|(kind, key, value, crlf)| {
        let end = if crlf { "\r\n" } else { "\n" };
        match kind {
            0 => format!("{key}: {value}{end}"),
            1 => format!("  - {value}{end}"),
            2 => format!("{key}:{end}- {value}{end}"),
            _ => format!("{key}: {value} # {value}{end}"),
        }
    });
    prop::collection::vec(line, 0..6).prop_map(|lines| lines.concat())
}

fn assert_tiers_agree(text: &str) {
    let block = 0..text.len();
    if let Some(entries) = yaml::read_fast(text, block.clone()) {
        assert_eq!(yaml::read_by_parser(text, block.clone()), Some((entries, Vec::new())), "{text:?}");
    }
    let (entries, problems) = yaml::read(text, block);
    for problem in &problems {
        assert!(problem.line >= 1 && problem.line as usize <= text.matches('\n').count() + 1, "{text:?}");
    }
    for entry in &entries {
        assert!(text.get(entry.value.span.clone()).is_some(), "{text:?} {entry:?}");
        assert!(text.get(entry.key_span.clone()).is_some(), "{text:?} {entry:?}");
    }
    serde_json::to_string(&entries.iter().map(|e| &e.value).collect::<Vec<_>>()).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn line_reader_agrees_with_parser_on_soup(text in yaml_soup()) {
        assert_tiers_agree(&text);
    }

    #[test]
    fn line_reader_agrees_with_parser_on_lines(text in yaml_lines()) {
        assert_tiers_agree(&text);
    }

    #[test]
    fn frontmatter_takes_anything(text in yaml_soup()) {
        let text = format!("---\n{text}\n---\nbody");
        if let Some(front) = frontmatter::read(&text) {
            assert_eq!(front.span.end, frontmatter::body_start(&text));
        }
    }
}
